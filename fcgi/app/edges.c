/*
 * What the clock changes in every page: until when an answer holds, the phase of the process, the
 * alerts.
 */
#include "fcgi/app/app.h"
#include "fcgi/base/ucs.h"

static int64_t sooner(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t facts_valid_until(const struct facts *facts, int64_t now)
{
    int64_t until = TIME_NEVER;

    for (size_t i = 0; i < facts->n; i++) {
        if (facts->v[i].valid_from > now)
            until = sooner(until, facts->v[i].valid_from);
        if (facts->v[i].valid_until > now)
            until = sooner(until, facts->v[i].valid_until);
    }
    return until;
}

int64_t app_valid_until(const struct app *app, int64_t now)
{
    int64_t until = site_valid_until(app->site, now);

    until = sooner(until, calendar_valid_until(app->calendar, now));
    until = sooner(until, facts_valid_until(&app->config->facts, now));
    return sooner(until, alerts_valid_until(app->alerts, now));
}

struct str app_site_id(const struct ctx *c)
{
    return c->micro == NULL ? STR("") : c->micro->id;
}

static struct str text(const struct ctx *c, struct str key)
{
    return messages_format(theme_messages(c->app->theme), c->arena, key, NULL, 0);
}

struct str phase_name(const struct ctx *c, enum phase_kind kind)
{
    static const struct str keys[PHASE__MAX] = {[PHASE_PREPARATION] = STR_INIT("phase.preparation"),
                                                [PHASE_PRECAMPAIGN] = STR_INIT("phase.precampaign"),
                                                [PHASE_CAMPAIGN] = STR_INIT("phase.campaign"),
                                                [PHASE_VEDA] = STR_INIT("phase.veda"),
                                                [PHASE_JORNADA] = STR_INIT("phase.jornada"),
                                                [PHASE_RESULTS] = STR_INIT("phase.results"),
                                                [PHASE_CLOSING] = STR_INIT("phase.closing")};

    return text(c, keys[kind]);
}

struct str phase_title(const struct ctx *c, const struct phase *p)
{
    return p->title.n > 0 ? p->title : phase_name(c, p->kind);
}

struct str fact_named(struct str s, size_t *ret_from, size_t *ret_to)
{
    size_t from = str_find(s, STR("{{")), to = from + str_find(str_sub(s, from, s.n), STR("}}"));
    struct str inside = str_trim(str_sub(s, from + 2, to)), name;

    if (to == s.n || !str_starts(inside, STR("dato")))
        return (struct str){NULL, 0};
    name = str_trim(str_sub(inside, 4, inside.n));
    *ret_from = from;
    *ret_to = to + 2;
    return name.n < 3 || name.p[0] != '"' ? (struct str){NULL, 0} : str_sub(name, 1, name.n - 1);
}

struct str facts_fill(const struct ctx *c, struct str s)
{
    struct str done = {NULL, 0}, name;
    size_t from, to;

    while ((name = fact_named(s, &from, &to)).n > 0) {
        done = arena_join(c->arena, done, str_sub(s, 0, from), fact_show(c, name));
        s = str_sub(s, to, s.n);
    }
    return done.n == 0 ? s : arena_join(c->arena, done, s, STR(""));
}

static struct view_alert show(const struct ctx *c, const struct alert *alert)
{
    static const struct str labels[ALERT__MAX] = {[ALERT_EMERGENCY] = STR_INIT("alert.emergency"),
                                                  [ALERT_IMPORTANT] = STR_INIT("alert.important"),
                                                  [ALERT_NOTICE] = STR_INIT("alert.notice")};

    return (struct view_alert){.id = alert->id,
                               .level = alert_word(alert->level),
                               .label = text(c, labels[alert->level]),
                               .title = facts_fill(c, alert->title),
                               .text = facts_fill(c, alert->text),
                               .href = alert->link,
                               .link_text = alert->link_text,
                               .dismissible = alert->dismissible && !c->app->files_only};
}

void alerts_choose(struct ctx *c)
{
    c->dismissed =
        alerts_dismissed(c->app->alerts, params_get(&c->req->cookies, STR(ALERTS_COOKIE)),
                         app_site_id(c), c->req->now);
}

void alerts_view(struct ctx *c, struct view *v)
{
    const struct alerts *alerts = c->app->alerts;
    struct view_alert *list = ARENA_ARRAY(c->arena, struct view_alert, alerts->n);
    size_t n = 0;

    for (size_t i = 0; i < alerts->n; i++) {
        if (alert_is_on(&alerts->v[i], app_site_id(c), c->req->now) &&
            (c->dismissed & 1u << i) == 0)
            list[n++] = show(c, &alerts->v[i]);
    }
    v->alerts = (struct view_alerts){list, n};
}

void phase_view(struct ctx *c, struct view *v)
{
    const struct process *process = NULL;
    const struct phase *p = calendar_phase(c->app->calendar, c->req->now, &process);

    if (p == NULL)
        return;
    v->phase = phase_title(c, p);
    v->phase_process = process->title;
    v->phase_text = p->banner;
    v->phase_href = p->link;
    if (v->is_home && p->cards != NULL)
        v->phase_cards = cards_of(c, p->cards);
}

bool phase_shows(const struct ctx *c, const struct page *p)
{
    const struct phase *phase;

    if (p->front.phases == 0)
        return true;
    phase = calendar_phase(c->app->calendar, c->req->now, NULL);
    return phase != NULL && (p->front.phases & 1u << phase->kind) != 0;
}

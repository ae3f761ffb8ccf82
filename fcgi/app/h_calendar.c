/*
 * The calendar of the processes: for people (/calendario), for calendars (.ics), for programs
 * (.json). What nobody has confirmed says so in all three.
 */
#include "content/ical.h"
#include "fcgi/app/app.h"
#include "fcgi/base/clock.h"
#include "fcgi/base/json.h"
#include "fcgi/base/ucs.h"

#include <stdlib.h>

static struct str say(const struct ctx *c, struct str key)
{
    return messages_format(theme_messages(c->app->theme), c->arena, key, NULL, 0);
}

static struct str date(const struct ctx *c, struct str pattern, int64_t t)
{
    const struct config *config = c->app->config;

    return ucs_date(c->arena, config->locale, config->zone, pattern, t);
}

/* ---- for people ---- */

static struct str moment(const struct ctx *c, int64_t t, bool is_day)
{
    return date(c, is_day ? STR("d 'de' MMMM 'de' y") : STR("d 'de' MMMM 'de' y, H:mm 'horas'"), t);
}

static struct str when(const struct ctx *c, const struct span *s)
{
    const struct messages *m = theme_messages(c->app->theme);
    struct str from = moment(c, s->from, s->days), until;

    if (s->from == 0)
        return say(c, STR("calendar.undated"));
    if (s->until == TIME_NEVER)
        return s->days ? messages_format(m, c->arena, STR("calendar.since"),
                                         (const struct message_arg[]){MSG_TEXT(from)}, 1)
                       : from;
    /* The last day, and not the midnight behind it. */
    until = moment(c, s->until - s->days, s->days);
    if (str_eq(from, until))
        return from;
    return messages_format(m, c->arena, STR("calendar.from-until"),
                           (const struct message_arg[]){MSG_TEXT(from), MSG_TEXT(until)}, 2);
}

static struct str iso(const struct ctx *c, int64_t t, bool is_day)
{
    if (t == 0 || t == TIME_NEVER)
        return STR("");
    return is_day ? date(c, STR("yyyy-MM-dd"), t) : clock_iso(c->arena, t);
}

static struct view_date view_of(const struct ctx *c, const struct process *p, const struct span *s)
{
    int64_t now = c->req->now;
    bool dated = s->from != 0;

    return (struct view_date){.when = when(c, s),
                              .iso = iso(c, s->from, s->days),
                              .until_iso = iso(c, s->until, s->days),
                              .process = p->title,
                              .source = s->source,
                              .confirmed = s->confirmed,
                              .now = dated && s->from <= now && now < s->until,
                              .over = dated && s->until <= now};
}

static struct view_date view_of_phase(const struct ctx *c, const struct process *p,
                                      const struct phase *phase)
{
    struct view_date v = view_of(c, p, &phase->span);

    v.title = phase_title(c, phase);
    v.text = phase->banner;
    v.href = phase->link;
    return v;
}

static struct view_date view_of_act(const struct ctx *c, const struct process *p,
                                    const struct dated_act *act)
{
    struct view_date v = view_of(c, p, &act->span);

    v.title = act->title;
    v.text = act->text;
    v.href = act->link;
    return v;
}

/* An act with the process it belongs to: months mix those of all. */
struct row {
    const struct process *process;
    const struct dated_act *act;
};

static int by_time(const void *x, const void *y)
{
    const struct row *a = x, *b = y;
    uint64_t from = (uint64_t)a->act->span.from - 1, other = (uint64_t)b->act->span.from - 1;

    if (from != other) /* those without a date last */
        return (from > other) - (from < other);
    return str_cmp(a->act->id, b->act->id);
}

static struct str upper_first(const struct ctx *c, struct str s)
{
    char *p;

    s = arena_str(c->arena, s);
    if (s.n == 0)
        return s;
    p = arena_zalloc(c->arena, s.n + 1, 1);
    for (size_t i = 0; i < s.n; i++)
        p[i] = i == 0 && s.p[0] >= 'a' && s.p[0] <= 'z' ? (char)(s.p[0] - 32) : s.p[i];
    return (struct str){p, s.n};
}

/* Rows of one month, from *i on. */
static struct view_month month_of(struct ctx *c, const struct row *rows, size_t n, size_t *i)
{
    int64_t first = rows[*i].act->span.from;
    struct str key = first == 0 ? STR("") : date(c, STR("yyyy-MM"), first);
    struct view_date *v = ARENA_ARRAY(c->arena, struct view_date, n - *i);
    struct view_month month = {.id = arena_join(c->arena, STR("mes_"), key, STR(""))};
    size_t found = 0;

    month.name = first == 0 ? say(c, STR("calendar.undated"))
                            : upper_first(c, date(c, STR("LLLL 'de' y"), first));
    for (; *i < n; (*i)++) {
        int64_t from = rows[*i].act->span.from;

        if (!str_eq(from == 0 ? STR("") : date(c, STR("yyyy-MM"), from), key))
            break;
        v[found++] = view_of_act(c, rows[*i].process, rows[*i].act);
    }
    month.dates = (struct view_dates){v, found};
    return month;
}

static bool is_chosen(struct str id, const struct process *p)
{
    return id.n == 0 || str_eq(id, p->id);
}

static void months(struct ctx *c, struct str id, struct view *v)
{
    const struct calendar *calendar = c->app->calendar;
    struct row *rows = ARENA_ARRAY(c->arena, struct row, calendar->n * ACTS_MAX);
    struct view_month *list;
    size_t n = 0, nmonths = 0;

    for (size_t i = 0; i < calendar->n; i++) {
        for (size_t j = 0; is_chosen(id, &calendar->v[i]) && j < calendar->v[i].nacts; j++)
            rows[n++] = (struct row){&calendar->v[i], &calendar->v[i].acts[j]};
    }
    if (n > 0)
        qsort(rows, n, sizeof(*rows), by_time);
    list = ARENA_ARRAY(c->arena, struct view_month, n);
    for (size_t i = 0; i < n;)
        list[nmonths++] = month_of(c, rows, n, &i);
    v->months = (struct view_months){list, nmonths};
}

static void phases(struct ctx *c, struct str id, struct view *v)
{
    const struct calendar *calendar = c->app->calendar;
    struct view_date *list = ARENA_ARRAY(c->arena, struct view_date, calendar->n * PHASES_MAX);
    size_t n = 0;

    for (size_t i = 0; i < calendar->n; i++) {
        const struct process *p = &calendar->v[i];

        for (size_t j = 0; is_chosen(id, p) && j < p->nphases; j++)
            list[n++] = view_of_phase(c, p, &p->phases[j]);
    }
    v->phases = (struct view_dates){list, n};
}

/* The processes to choose from, behind "all of them"; an unknown one is all. */
static struct str choose(struct ctx *c, struct view *v)
{
    const struct calendar *calendar = c->app->calendar;
    struct view_option *list = ARENA_ARRAY(c->arena, struct view_option, calendar->n + 1);
    struct str asked = params_get(&c->req->query, STR("proceso")), id = STR("");

    for (size_t i = 0; i < calendar->n; i++) {
        const struct process *p = &calendar->v[i];
        bool is = str_eq(p->id, asked);

        list[i + 1] = (struct view_option){.value = p->id, .label = p->title, .checked = is};
        if (!is)
            continue;
        id = p->id;
        v->process_summary = p->summary;
    }
    list[0] = (struct view_option){.label = say(c, STR("calendar.all")), .checked = id.n == 0};
    v->processes = (struct view_options){list, calendar->n + 1};
    return id;
}

enum err h_calendar(struct ctx *c, struct answer *ret_answer)
{
    struct view *v = &ret_answer->view;
    struct str id = choose(c, v);

    ret_answer->view_id = VIEW_CALENDAR;
    ret_answer->valid_until = app_valid_until(c->app, c->req->now);
    v->title = say(c, STR("calendar.title"));
    phases(c, id, v);
    months(c, id, v);
    v->calendar_empty = v->phases.n == 0 && v->months.n == 0;
    return OK;
}

/* ---- for calendars ---- */

static void release(void *arg)
{
    buf_release(arg);
}

static struct buf *new_buf(struct ctx *c)
{
    struct buf *b = ARENA_NEW(c->arena, struct buf);

    buf_init(b, (size_t)c->app->config->limits.page_bytes);
    arena_defer(c->arena, release, b);
    return b;
}

/* The host of base_url: UIDs stay the same whatever host is asked. */
static struct str own_host(const struct config *config)
{
    size_t at = str_find(config->base_url, STR("://"));

    return at == config->base_url.n ? STR("estrado")
                                    : str_sub(config->base_url, at + 3, config->base_url.n);
}

enum err h_calendar_ics(struct ctx *c, struct answer *ret_answer)
{
    const struct config *config = c->app->config;
    struct str titles[PHASE__MAX];
    struct buf *b = new_buf(c);
    const struct ical o = {.host = own_host(config),
                           .base_url = config->base_url,
                           .name = say(c, STR("calendar.title")),
                           .zone = config->zone,
                           .unconfirmed = say(c, STR("calendar.unconfirmed")),
                           .stamp = c->app->loaded};

    for (int i = 0; i < PHASE__MAX; i++)
        titles[i] = phase_name(c, (enum phase_kind)i);
    ical_write(b, c->arena, &o, c->app->calendar, titles);
    ret_answer->type = "text/calendar; charset=utf-8";
    ret_answer->valid_until = app_valid_until(c->app, c->req->now);
    return buf_finish(b, &ret_answer->raw);
}

/* ---- for programs ---- */

static void put_span(struct ctx *c, struct json *j, const struct span *s)
{
    if (s->from != 0)
        json_put_text(j, "from", iso(c, s->from, s->days));
    if (s->from != 0 && s->until != TIME_NEVER) /* of days: the last one, included */
        json_put_text(j, "to", iso(c, s->until - s->days, s->days));
    json_put_bool(j, "confirmed", s->confirmed);
    if (!s->confirmed)
        json_put_text(j, "note", say(c, STR("calendar.unconfirmed")));
    if (s->source.n > 0)
        json_put_text(j, "source", s->source);
}

static struct json *json_of_phases(struct ctx *c, const struct process *p)
{
    struct json *list = json_new_list(c->arena);

    for (size_t i = 0; i < p->nphases; i++) {
        struct json *j = json_new_map(c->arena);

        json_put_text(j, "phase", phase_word(p->phases[i].kind));
        json_put_text(j, "title", phase_title(c, &p->phases[i]));
        put_span(c, j, &p->phases[i].span);
        json_add(list, j);
    }
    return list;
}

static struct json *json_of_acts(struct ctx *c, const struct process *p)
{
    struct json *list = json_new_list(c->arena);

    for (size_t i = 0; i < p->nacts; i++) {
        struct json *j = json_new_map(c->arena);

        json_put_text(j, "id", p->acts[i].id);
        json_put_text(j, "title", p->acts[i].title);
        if (p->acts[i].text.n > 0)
            json_put_text(j, "text", p->acts[i].text);
        put_span(c, j, &p->acts[i].span);
        json_add(list, j);
    }
    return list;
}

enum err h_calendar_json(struct ctx *c, struct answer *ret_answer)
{
    const struct calendar *calendar = c->app->calendar;
    struct json *top = json_new_map(c->arena), *list = json_new_list(c->arena);
    struct buf *b = new_buf(c);

    for (size_t i = 0; i < calendar->n; i++) {
        struct json *j = json_new_map(c->arena);

        json_put_text(j, "id", calendar->v[i].id);
        json_put_text(j, "title", calendar->v[i].title);
        if (calendar->v[i].summary.n > 0)
            json_put_text(j, "summary", calendar->v[i].summary);
        json_put(j, "phases", json_of_phases(c, &calendar->v[i]));
        json_put(j, "acts", json_of_acts(c, &calendar->v[i]));
        json_add(list, j);
    }
    json_put_text(top, "time_zone", c->app->config->zone);
    json_put(top, "processes", list);
    json_dump(top, true, b);
    buf_addc(b, '\n');
    ret_answer->type = "application/json; charset=utf-8";
    ret_answer->valid_until = app_valid_until(c->app, c->req->now);
    return buf_finish(b, &ret_answer->raw);
}

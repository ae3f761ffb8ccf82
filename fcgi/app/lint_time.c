/*
 * What `estrado check` says of the clock: facts that expire, pages to look at for a phase, what a
 * rule of withholding hides or would hide.
 */
#include "fcgi/app/app.h"
#include "fcgi/base/ucs.h"

#define SOON_S (14 * 86400) /* an editor's reminder: two weeks */

struct lint_time {
    const struct app *app;
    struct diags *d;
    int64_t now;
};

static struct str day(const struct lint_time *l, int64_t t)
{
    const struct config *config = l->app->config;

    return ucs_date(l->d->arena, config->locale, config->zone, STR("d 'de' MMMM 'de' y, H:mm"), t);
}

static void lint_facts(const struct lint_time *l)
{
    const struct config *config = l->app->config;
    struct str file = app_shown(config, config->file);

    for (size_t i = 0; i < config->facts.n; i++) {
        const struct fact *f = &config->facts.v[i];

        if (f->valid_until <= l->now)
            diag_warn(l->d, file, f->line, "fact-expired", f->name);
        else if (f->valid_until - l->now <= SOON_S)
            diag_warn(l->d, file, f->line, "fact-expires", f->name, day(l, f->valid_until));
    }
}

static const struct page *page_at(const struct site *s, struct str url)
{
    for (size_t i = 0; i < s->by_url.n; i++) {
        if (str_eq(s->by_url.v[i]->url, url))
            return s->by_url.v[i];
    }
    return NULL;
}

/* Of a phase that begins soon or holds: whether its pages were touched for it. */
static void lint_phase(const struct lint_time *l, const struct process *process,
                       const struct phase *phase)
{
    const struct span *s = &phase->span;

    for (size_t i = 0; i < phase->review.n; i++) {
        const struct page *p = page_at(l->app->site, phase->review.v[i]);

        if (p == NULL)
            diag_error(l->d, process->file, phase->line, "calendar-review-missing",
                       phase->review.v[i]);
        else if (s->confirmed && s->from - SOON_S <= l->now && l->now < s->until &&
                 p->front.lastmod < s->from - SOON_S)
            diag_warn(l->d, p->file, 1, "calendar-review", phase_word(phase->kind), process->title);
    }
}

static void lint_withholding(const struct lint_time *l, const struct process *process)
{
    const struct withholding *w = &process->withholding;
    const struct pages *all = &l->app->site->by_url;

    if (!w->is || w->span.until <= l->now)
        return;
    for (size_t i = 0; i < all->n; i++) {
        if (!withholding_meets(w, all->v[i]))
            continue;
        if (withholding_is_on(w))
            diag_warn(l->d, all->v[i]->file, 1, "withholding-does", process->title, w->confirmed_by,
                      day(l, w->span.until));
        else
            diag_warn(l->d, all->v[i]->file, 1, "withholding-would", process->title,
                      day(l, w->span.from), day(l, w->span.until));
    }
}

static void lint_alert(const struct lint_time *l, const struct alert *alert, struct str s)
{
    const struct config *config = l->app->config;
    size_t from, to;
    struct str name;

    while ((name = fact_named(s, &from, &to)).n > 0) {
        if (config_fact(config, name) == NULL)
            diag_error(l->d, app_shown(config, config->alerts), alert->line, "alert-fact",
                       alert->id, name);
        s = str_sub(s, to, s.n);
    }
}

void app_lint_time(const struct app *app, int64_t now, struct diags *d)
{
    const struct lint_time l = {app, d, now};

    lint_facts(&l);
    for (size_t i = 0; i < app->calendar->n; i++) {
        const struct process *p = &app->calendar->v[i];

        for (size_t j = 0; j < p->nphases; j++)
            lint_phase(&l, p, &p->phases[j]);
        lint_withholding(&l, p);
    }
    for (size_t i = 0; i < app->alerts->n; i++) {
        lint_alert(&l, &app->alerts->v[i], app->alerts->v[i].title);
        lint_alert(&l, &app->alerts->v[i], app->alerts->v[i].text);
    }
}

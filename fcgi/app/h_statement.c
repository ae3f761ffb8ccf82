/*
 * /accesibilidad/declaracion: what was judged, by whom, and what is known to fail
 * (accessibility/statement.h). It claims no level.
 */
#include "fcgi/app/app.h"
#include "fcgi/base/ucs.h"

/* A day of the statement is a day everywhere: it is written as it stands. */
static struct str day(struct ctx *c, int64_t t)
{
    return t == 0 ? (struct str){NULL, 0}
                  : ucs_date(c->arena, c->app->config->locale, STR("UTC"),
                             STR("d 'de' MMMM 'de' y"), t);
}

static struct view_criteria judged(struct ctx *c, enum judged how)
{
    const struct statement *s = c->app->statement;
    struct view_criterion *v = ARENA_ARRAY(c->arena, struct view_criterion, s->ncriteria);
    size_t n = 0;

    for (size_t i = 0; i < s->ncriteria; i++) {
        const struct criterion *k = &s->criteria[i];

        if (k->judged == how)
            v[n++] = (struct view_criterion){k->number, k->level, k->name, k->by, k->note};
    }
    return (struct view_criteria){v, n};
}

static struct view_facts known(struct ctx *c)
{
    const struct statement *s = c->app->statement;
    struct view_fact *v = ARENA_ARRAY(c->arena, struct view_fact, s->nfailures);

    for (size_t i = 0; i < s->nfailures; i++)
        v[i] = (struct view_fact){s->failures[i].what, s->failures[i].where,
                                  day(c, s->failures[i].since), day(c, s->failures[i].until)};
    return (struct view_facts){v, s->nfailures};
}

static struct view_facts people_tests(struct ctx *c)
{
    const struct statement *s = c->app->statement;
    struct view_fact *v = ARENA_ARRAY(c->arena, struct view_fact, s->ntests);

    for (size_t i = 0; i < s->ntests; i++)
        v[i] = (struct view_fact){
            .what = s->tests[i].what, .where = s->tests[i].who, .since = day(c, s->tests[i].date)};
    return (struct view_facts){v, s->ntests};
}

static void result(struct ctx *c, struct view *v)
{
    const struct statement *s = c->app->statement;
    struct view_engine *engines = ARENA_ARRAY(c->arena, struct view_engine, s->nengines);

    for (size_t i = 0; i < s->nengines; i++)
        engines[i] = (struct view_engine){s->engines[i].name, s->engines[i].version,
                                          s->engines[i].runs, s->engines[i].findings};
    v->checked = s->checked;
    v->checked_on = day(c, s->checked_on);
    v->checked_version = s->version;
    v->checked_pages = s->pages;
    v->checked_views = s->views;
    v->audit_pages = s->audit_pages;
    v->audit_views = s->audit_views;
    v->audit_findings = s->audit_findings;
    v->engines = (struct view_engines){engines, s->nengines};
}

enum err h_statement(struct ctx *c, struct answer *ret_answer)
{
    struct view *v = &ret_answer->view;

    ret_answer->view_id = VIEW_STATEMENT;
    ret_answer->valid_until = app_valid_until(c->app, c->req->now);
    page_below(c, STR("/accesibilidad"), STR("statement.title"), ret_answer);
    v->statement_date = day(c, c->app->statement->date);
    v->by_machine = judged(c, JUDGED_MACHINE);
    v->by_person = judged(c, JUDGED_PERSON);
    v->not_judged = judged(c, JUDGED_NO);
    v->nmachine = (int64_t)v->by_machine.n;
    v->nperson = (int64_t)v->by_person.n;
    v->nnot_judged = (int64_t)v->not_judged.n;
    v->ncriteria = v->nmachine + v->nperson + v->nnot_judged;
    v->known = known(c);
    v->people_tests = people_tests(c);
    result(c, v);
    return OK;
}

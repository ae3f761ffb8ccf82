/*
 * /buscar?q=: what holds the words, from PostgreSQL; when it is away or its index is empty, pages
 * of this generation that hold every word. Never stored: the question is the visitor's own.
 */
#include "fcgi/app/search_view.h"
#include "fcgi/base/log.h"
#include "fcgi/base/ucs.h"

#define RESULTS_MAX 50

static struct str text(const struct ctx *c, struct str key)
{
    return messages_format(theme_messages(c->app->theme), c->arena, key, NULL, 0);
}

/* What the address asks. */
static struct search_question question_of(struct ctx *c, const struct search_query *query)
{
    struct search_question q = {.query = query, .page = 1, .now = c->req->now};
    int64_t page;

    for (int f = 0; f < FACET__MAX; f++) {
        struct str s = params_get(&c->req->query, search_facet_name((enum search_facet)f));

        q.only[f] = s.n <= SEARCH_VALUE ? s : STR("");
    }
    if (str_to_int(params_get(&c->req->query, STR("pagina")), 1, SEARCH_PAGES, &page) == OK)
        q.page = (int)page;
    /* At a host of its own a micrositio finds its own. */
    if (q.only[FACET_SITE].n == 0 && c->micro != NULL)
        q.only[FACET_SITE] = c->micro->id;
    if (str_eq(q.only[FACET_SITE], STR(SEARCH_EVERYWHERE)))
        q.only[FACET_SITE] = STR("");
    return q;
}

/* The pages of memory: no facets, no fragments, the first RESULTS_MAX. */
static void from_memory(struct ctx *c, const struct search_query *query, struct view *v)
{
    const struct page **found = ARENA_ARRAY(c->arena, const struct page *, RESULTS_MAX);
    size_t n = site_search(c->app->site, c->arena, query->typed, c->req->now, found, RESULTS_MAX);

    v->results = links_to(c, found, n);
    v->nresults = (int64_t)n;
    v->search_partial = true;
}

/* Only when nothing was found; that it fails is nobody's loss. */
static void suggest(struct ctx *c, const struct search_question *q, struct view *v)
{
    struct str near;

    if (search_suggest(c->app->pg, c->arena, q->query, &near) != OK || near.n == 0)
        return;
    v->suggestion = near;
    v->suggestion_href = search_href(c, near, NULL, 1);
}

static void promote(struct ctx *c, const struct search_query *query, struct view *v)
{
    const struct search_promoted *p =
        search_promoted_for(c->app->search_table, ucs_fold(c->arena, query->typed));

    if (p != NULL)
        v->promoted = (struct view_link){.href = p->url, .title = p->title, .summary = p->text};
    v->has_promoted = p != NULL;
}

static void answer_question(struct ctx *c, const struct search_query *query, struct view *v)
{
    struct search_question q = question_of(c, query);
    struct search_answer found;
    enum err e = search_run(c->app->pg, c->arena, &q, &found);

    promote(c, query, v);
    if (e != OK) {
        if (e != ERR_UNAVAILABLE && e != ERR_NOT_FOUND)
            log_line(LOG_WARN, "search-failed", LOG_STR("why", str_from(err_name(e))));
        from_memory(c, query, v);
        return;
    }
    search_show(c, &q, &found, v);
    v->only_stop_words = found.only_stop_words;
    if (found.total == 0)
        suggest(c, &q, v);
}

enum err h_search(struct ctx *c, struct answer *ret_answer)
{
    struct search_query query =
        search_query_of(c->arena, c->app->search_table, params_get(&c->req->query, STR("q")));
    struct view *v = &ret_answer->view;

    ret_answer->view_id = VIEW_SEARCH;
    ret_answer->no_store = true;
    v->search_off = c->app->files_only;
    v->title = text(c, STR("search.title"));
    v->query = query.typed;
    v->query_cut = query.cut;
    v->too_short = query.too_short;
    v->searched = query.tsquery.n > 0;
    if (v->searched)
        answer_question(c, &query, v);
    else
        v->too_short = query.typed.n > 0;
    if (v->searched && v->nresults == 0 && c->req->method == METHOD_GET)
        journal_count(c->app->journal, JOURNAL_SEARCH, query.typed);
    return OK;
}

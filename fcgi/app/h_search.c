/*
 * /buscar?q=: pages that hold every word. Never stored: the question is the visitor's own.
 */
#include "fcgi/app/app.h"
#include "fcgi/base/ucs.h"

#define QUERY_MAX   200
#define RESULTS_MAX 50

enum err h_search(struct ctx *c, struct answer *ret_answer)
{
    struct str q = str_trim(params_get(&c->req->query, STR("q")));
    const struct page **found = ARENA_ARRAY(c->arena, const struct page *, RESULTS_MAX);
    struct view *v = &ret_answer->view;
    size_t n;

    ret_answer->view_id = VIEW_SEARCH;
    ret_answer->no_store = true;
    v->search_off = c->app->files_only;
    v->title =
        messages_format(theme_messages(c->app->theme), c->arena, STR("search.title"), NULL, 0);
    if (q.n > QUERY_MAX) {
        /* Cut at a whole character; what was typed stays in the box. */
        q.n = QUERY_MAX;
        while (q.n > 0 && ((unsigned char)q.p[q.n] & 0xC0) == 0x80)
            q.n--;
    }
    v->query = q;
    v->too_short = q.n > 0 && ucs_fold(c->arena, q).n < 2;
    v->searched = q.n > 0 && !v->too_short;
    if (!v->searched)
        return OK;
    n = site_search(c->app->site, c->arena, q, c->req->now, found, RESULTS_MAX);
    v->results = links_to(c, found, n);
    v->nresults = (int64_t)n;
    if (n == 0 && c->req->method == METHOD_GET)
        journal_count(c->app->journal, JOURNAL_SEARCH, q);
    return OK;
}

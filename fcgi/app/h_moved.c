/*
 * Addresses of former times: redirects.csv, asked when nothing else answers.
 */
#include "accessibility/carry.h"
#include "fcgi/app/app.h"

bool is_old_host(const struct ctx *c)
{
    const struct strs *hosts = &c->app->config->old_hosts;

    for (size_t i = 0; i < hosts->n; i++) {
        if (str_eq(hosts->v[i], c->req->host))
            return true;
    }
    return false;
}

static void gone_for_good(struct ctx *c, const struct redirect *rule, struct answer *answer)
{
    view_for_error(c, 410, answer);
    answer->view.reason = rule->note;
}

/* Never kept: which rule answers may depend on the query, and finding one is faster than Redis. */
enum err moved_show(struct ctx *c, struct str path, struct answer *answer)
{
    bool old = is_old_host(c);
    struct redirect_hit hit;

    if (!redirects_find(c->app->redirects, c->arena, old ? c->req->host : STR(""), path,
                        c->req->raw_query, &hit))
        return ERR_NOT_FOUND;
    if (hit.rule->status == 410) {
        gone_for_good(c, hit.rule, answer);
        return OK;
    }
    answer->status = hit.rule->status;
    answer->no_store = true;
    answer->type = "text/html; charset=utf-8";
    answer->location = hit.to;
    if (hit.to.p[0] == '/')
        answer->location = href_carry(c->arena, hit.to, &c->asked);
    if (hit.to.p[0] == '/' && old)
        answer->location =
            arena_join(c->arena, c->app->config->base_url, answer->location, STR(""));
    return OK;
}

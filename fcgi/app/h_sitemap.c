/*
 * The tree for people.
 */
#include "fcgi/app/app.h"

static bool is_listed(const struct page *p, int64_t now)
{
    return page_is_visible(p, now) && !p->front.withdrawn.is;
}

static size_t add_tree(struct ctx *c, const struct page *p, int depth, struct view_link *v,
                       size_t n)
{
    if (!is_listed(p, c->req->now))
        return n;
    v[n] = link_to(c, p);
    v[n++].depth = depth;
    for (size_t i = 0; i < p->nchildren && depth < 16; i++)
        n = add_tree(c, p->children[i], depth + 1, v, n);
    return n;
}

enum err h_sitemap(struct ctx *c, struct answer *ret_answer)
{
    const struct site *s = c->app->site;
    struct view_link *v = ARENA_ARRAY(c->arena, struct view_link, s->by_url.n + 1);
    size_t n = 0;

    if (s->home != NULL)
        n = add_tree(c, s->home, 1, v, n);
    ret_answer->view_id = VIEW_SITEMAP;
    ret_answer->valid_until = app_valid_until(c->app, c->req->now);
    ret_answer->view.title =
        messages_format(theme_messages(c->app->theme), c->arena, STR("sitemap.title"), NULL, 0);
    ret_answer->view.children = (struct view_links){v, n};
    return OK;
}

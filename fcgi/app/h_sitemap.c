/*
 * The tree for people, sitemap.xml (sitemaps.org 0.9) and robots.txt (RFC 9309).
 */
#include "fcgi/app/app.h"
#include "fcgi/base/clock.h"
#include "fcgi/base/esc.h"

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

static void release(void *arg)
{
    buf_release(arg);
}

static struct buf *new_buf(struct ctx *c, size_t max)
{
    struct buf *b = ARENA_NEW(c->arena, struct buf);

    buf_init(b, max);
    arena_defer(c->arena, release, b);
    return b;
}

enum err h_sitemap_xml(struct ctx *c, struct answer *ret_answer)
{
    const struct site *s = c->app->site;
    struct strs made = lists_paths(c->app, c->arena, c->req->now);
    struct buf *b = new_buf(c, (size_t)c->app->config->limits.page_bytes);

    buf_add(b, STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                   "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"));
    for (size_t i = 0; i < s->by_url.n; i++) {
        const struct page *p = s->by_url.v[i];
        int64_t updated = p->front.lastmod > 0 ? p->front.lastmod : p->front.date;

        if (!is_listed(p, c->req->now))
            continue;
        buf_add(b, STR("<url><loc>"));
        esc_html(b, c->app->config->base_url);
        esc_path(b, p->url);
        buf_add(b, STR("</loc>"));
        if (updated > 0)
            buf_addf(b, "<lastmod>" STR_FMT "</lastmod>", STR_ARG(clock_iso(c->arena, updated)));
        buf_add(b, STR("</url>\n"));
    }
    for (size_t i = 0; i < made.n; i++) {
        buf_add(b, STR("<url><loc>"));
        esc_html(b, c->app->config->base_url);
        esc_path(b, made.v[i]);
        buf_add(b, STR("</loc></url>\n"));
    }
    buf_add(b, STR("</urlset>\n"));
    ret_answer->type = "application/xml; charset=utf-8";
    ret_answer->valid_until = app_valid_until(c->app, c->req->now);
    return buf_finish(b, &ret_answer->raw);
}

enum err h_robots(struct ctx *c, struct answer *ret_answer)
{
    const struct config *config = c->app->config;
    struct str site =
        arena_join(c->arena, STR("Sitemap: "), config->base_url, STR("/sitemap.xml\n"));

    ret_answer->type = "text/plain; charset=utf-8";
    ret_answer->raw =
        config->environment == ENV_DEMO
            ? STR("User-agent: *\nDisallow: /\n")
            : arena_join(c->arena, STR("User-agent: *\nDisallow: /buscar\nDisallow: /-/\n"), site,
                         STR(""));
    return OK;
}

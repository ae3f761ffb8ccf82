/*
 * sitemap.xml (sitemaps.org 0.9) and robots.txt (RFC 9309).
 *
 * One file while everything fits; else /sitemap.xml is the index of /sitemap-1.xml and so on. Where
 * one part ends follows from the pages alone, so that all answers agree on it.
 */
#include "content/lists.h"
#include "fcgi/app/data.h"
#include "fcgi/base/clock.h"
#include "fcgi/base/esc.h"

#define URLS_MAX     50000 /* of one file: https://www.sitemaps.org/protocol.html#index */
#define URL_COST     160   /* bytes of one <url> at most, without its addresses */
#define LANGUAGE_MAX 8     /* of one page */

struct listed {
    struct str path;
    const struct page *page; /* NULL: a list that comes by itself */
};
struct part {
    size_t from, to;
};

static bool is_listed(const struct page *p, int64_t now)
{
    return page_is_visible(p, now) && !p->front.withdrawn.is;
}

/* The host of a micrositio has its pages only; the institute's has them all. */
static bool is_of_host(const struct ctx *c, const struct page *p)
{
    return c->micro == NULL || str_eq(p->root->micrositio, c->micro->id);
}

static bool is_below(struct str path, struct str above)
{
    return path.n > above.n && str_starts(path, above) && path.p[above.n] == '/';
}

static size_t collect(struct ctx *c, struct listed **ret_v)
{
    const struct pages *all = &c->app->site->by_url;
    struct strs made = lists_paths(c->app, c->arena, c->req->now);
    struct listed *v = ARENA_ARRAY(c->arena, struct listed, all->n + made.n);
    size_t n = 0;

    for (size_t i = 0; i < all->n; i++) {
        if (is_listed(all->v[i], c->req->now) && is_of_host(c, all->v[i]))
            v[n++] = (struct listed){all->v[i]->url, all->v[i]};
    }
    for (size_t i = 0; i < made.n; i++) {
        if (c->micro != NULL && !is_below(made.v[i], c->micro->path))
            continue;
        v[n++] = (struct listed){made.v[i], NULL};
    }
    *ret_v = v;
    return n;
}

/* ---- other languages ---- */

/* The same page below another root of the same micrositio; NULL: it has none there. */
static const struct page *in_root(struct ctx *c, const struct page *p, const struct root *root)
{
    struct str own = str_sub(p->url, p->root->prefix.n, p->url.n), path;
    const struct page *other = NULL;

    if (str_eq(own, STR("/")))
        own.n = 0;
    path = arena_join(c->arena, root->prefix, own, STR(""));
    if (site_find(c->app->site, path.n == 0 ? STR("/") : path, c->req->now, &other) != SITE_PAGE ||
        other->root != root || !is_listed(other, c->req->now))
        return NULL;
    return other;
}

static size_t languages(struct ctx *c, const struct page *p, const struct page **ret_v)
{
    const struct roots *roots = &c->app->site->roots;
    size_t n = 0;

    for (size_t i = 0; i < roots->n && n < LANGUAGE_MAX; i++) {
        const struct page *other = &roots->v[i] == p->root ? p : NULL;

        if (other == NULL && str_eq(roots->v[i].micrositio, p->root->micrositio))
            other = in_root(c, p, &roots->v[i]);
        if (other != NULL)
            ret_v[n++] = other;
    }
    return n > 1 ? n : 0;
}

/* ---- parts ---- */

static size_t cost(struct ctx *c, const struct listed *l)
{
    const struct page *others[LANGUAGE_MAX];
    size_t n = URL_COST + c->app->config->base_url.n + 3 * l->path.n;

    return l->page == NULL ? n : n * (1 + languages(c, l->page, others));
}

/* The i-th part, from 0; false behind the last. */
static bool part_at(struct ctx *c, const struct listed *v, size_t n, size_t i, struct part *ret_p)
{
    size_t room = (size_t)c->app->config->limits.page_bytes - 1024, bytes = 0, from = 0, part = 0;

    for (size_t k = 0; k < n; k++) {
        size_t one = cost(c, &v[k]);

        if (k > from && (k - from == URLS_MAX || bytes + one > room)) {
            if (part++ == i) {
                *ret_p = (struct part){from, k};
                return true;
            }
            from = k;
            bytes = 0;
        }
        bytes += one;
    }
    *ret_p = (struct part){from, n};
    return part == i;
}

/* ---- writing ---- */

static void add_address(struct buf *b, struct ctx *c, struct str path)
{
    esc_html(b, c->app->config->base_url);
    esc_path(b, path);
}

static void add_page(struct buf *b, struct ctx *c, const struct page *p)
{
    const struct page *others[LANGUAGE_MAX];
    size_t n = languages(c, p, others);
    int64_t updated = data_updated(p, c->req->now);

    if (updated > 0)
        buf_addf(b, "<lastmod>" STR_FMT "</lastmod>", STR_ARG(clock_iso(c->arena, updated)));
    for (size_t i = 0; i < n; i++) {
        buf_addf(b, "<xhtml:link rel=\"alternate\" hreflang=\"" STR_FMT "\" href=\"",
                 STR_ARG(others[i]->root->locale));
        add_address(b, c, others[i]->url);
        buf_add(b, STR("\"/>"));
    }
}

static enum err write_part(struct ctx *c, const struct listed *v, struct part part,
                           struct answer *answer)
{
    struct buf *b = data_buf(c);

    buf_add(b, STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                   "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\""
                   " xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n"));
    for (size_t i = part.from; i < part.to; i++) {
        buf_add(b, STR("<url><loc>"));
        add_address(b, c, v[i].path);
        buf_add(b, STR("</loc>"));
        if (v[i].page != NULL)
            add_page(b, c, v[i].page);
        buf_add(b, STR("</url>\n"));
    }
    buf_add(b, STR("</urlset>\n"));
    return buf_finish(b, &answer->raw);
}

static enum err write_index(struct ctx *c, const struct listed *v, size_t n, struct answer *answer)
{
    struct buf *b = data_buf(c);
    struct part part;

    buf_add(b, STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                   "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"));
    for (size_t i = 0; part_at(c, v, n, i, &part); i++) {
        buf_add(b, STR("<sitemap><loc>"));
        add_address(b, c, arena_fmt(c->arena, "/sitemap-%zu.xml", i + 1));
        buf_add(b, STR("</loc></sitemap>\n"));
    }
    buf_add(b, STR("</sitemapindex>\n"));
    return buf_finish(b, &answer->raw);
}

static void prepare(struct ctx *c, struct answer *answer)
{
    answer->type = "application/xml; charset=utf-8";
    answer->valid_until = app_valid_until(c->app, c->req->now);
}

enum err h_sitemap_xml(struct ctx *c, struct answer *ret_answer)
{
    struct listed *v;
    size_t n = collect(c, &v);
    struct part part = {0, 0};

    prepare(c, ret_answer);
    if (n > 0 && part_at(c, v, n, 0, &part) && part.to < n)
        return write_index(c, v, n, ret_answer);
    return write_part(c, v, part, ret_answer);
}

enum err h_sitemap_part(struct ctx *c, struct answer *ret_answer)
{
    struct listed *v;
    size_t n = collect(c, &v);
    struct part part;
    int64_t number;

    if (str_to_int(c->rest, 1, URLS_MAX, &number) != OK || c->rest.p[0] == '0' ||
        !part_at(c, v, n, (size_t)number - 1, &part) || (part.from == 0 && part.to == n))
        return ERR_NOT_FOUND;
    prepare(c, ret_answer);
    return write_part(c, v, part, ret_answer);
}

/* ---- robots.txt ---- */

static void keep_away(struct buf *b, enum crawl crawl, const struct strs *agents)
{
    if (crawl == CRAWL_OPEN || agents->n == 0)
        return;
    for (size_t i = 0; i < agents->n; i++)
        buf_addf(b, "User-agent: " STR_FMT "\n", STR_ARG(agents->v[i]));
    buf_add(b, STR("Disallow: /\n\n"));
}

enum err h_robots(struct ctx *c, struct answer *ret_answer)
{
    const struct config *config = c->app->config;
    const struct crawlers *k = &config->crawlers;
    struct buf *b = data_buf(c);

    ret_answer->type = "text/plain; charset=utf-8";
    if (config->environment == ENV_DEMO) {
        ret_answer->raw = STR("User-agent: *\nDisallow: /\n");
        return OK;
    }
    keep_away(b, k->search, &k->search_agents);
    keep_away(b, k->archives, &k->archive_agents);
    keep_away(b, k->ai, &k->ai_agents);
    buf_add(b, STR("User-agent: *\nDisallow: /buscar\nDisallow: /-/\n\n"));
    buf_addf(b, "Sitemap: " STR_FMT "/sitemap.xml\n", STR_ARG(config->base_url));
    return buf_finish(b, &ret_answer->raw);
}

/*
 * Lists of links from pages, as views want them.
 */
#include "fcgi/app/app.h"
#include "fcgi/base/ucs.h"

/* True for the page asked for and for every page above it. */
static bool is_current(const struct ctx *c, const struct page *p)
{
    struct str path = c->path;

    if (p->kind == PAGE_HOME)
        return str_eq(path, p->url);
    return str_starts(path, p->url) && (path.n == p->url.n || path.p[p->url.n] == '/');
}

struct view_link link_to(struct ctx *c, const struct page *p)
{
    const struct config *config = c->app->config;
    struct view_link l = {.href = p->url, .title = p->front.title, .current = is_current(c, p)};

    l.summary = p->front.summary.n > 0 ? p->front.summary : p->front.description;
    if (p->front.date > 0 && p->kind == PAGE_LEAF) {
        l.date = ucs_date(c->arena, config->locale, config->zone, date_long(c), p->front.date);
        l.date_iso =
            ucs_date(c->arena, config->locale, config->zone, STR("yyyy-MM-dd"), p->front.date);
    }
    return l;
}

struct view_links links_to(struct ctx *c, const struct page *const *v, size_t n)
{
    struct view_link *links = ARENA_ARRAY(c->arena, struct view_link, n);

    for (size_t i = 0; i < n; i++)
        links[i] = link_to(c, v[i]);
    return (struct view_links){links, n};
}

struct view_links links_of_menu(struct ctx *c, struct str menu)
{
    const struct pages *all = &c->app->menu_pages;
    struct view_link *links = ARENA_ARRAY(c->arena, struct view_link, all->n);
    size_t n = 0;

    for (size_t i = 0; i < all->n; i++) {
        const struct page *p = all->v[i];

        if ((p->root->micrositio.n > 0 && p->kind != PAGE_HOME) || !str_eq(p->front.menu, menu) ||
            !page_is_visible(p, c->req->now) || !phase_shows(c, p))
            continue;
        links[n] = (struct view_link){
            .href = p->url, .title = p->front.title, .current = is_current(c, p)};
        if (p->front.menu_title.n > 0)
            links[n].title = p->front.menu_title;
        n++;
    }
    return (struct view_links){links, n};
}

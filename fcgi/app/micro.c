/*
 * Micrositios: read, dressed, found for a request, shown.
 */
#include "content/lists.h"
#include "fcgi/app/app.h"
#include "fcgi/base/ucs.h"

/* ---- when a generation is loaded ---- */

struct micrositios app_read_micrositios(struct arena *a, const struct config *config,
                                        struct diags *d)
{
    return micrositios_load(
        a,
        &(struct micrositio_options){.dir = config->micrositios_dir,
                                     .shown = app_shown(config, config->micrositios_dir),
                                     .locale = config->locale,
                                     .zone = config->zone},
        d);
}

/* Its colours alone, linked behind the theme's sheet: of two rules that are as specific the later
 * one holds. */
static void publish_colours(struct app *app, struct micrositio *m, struct diags *d)
{
    const struct palette *p;
    struct diags silent; /* app_check_palettes tells what is wrong with its colours */
    struct asset asset;

    diags_init(&silent, app->arena);
    p = palette_overlay(app->arena, app->palette, m->file, m->palette, &silent);
    if (p == NULL)
        return;
    if (assets_publish_made(app->arena, arena_join(app->arena, STR("css/"), m->id, STR(".css")),
                            m->file, palette_css(app->arena, p), app->config->static_dir, d,
                            &asset))
        m->colours_url = asset.url;
}

void app_micrositios(struct app *app, struct diags *d)
{
    const struct config *config = app->config;

    app->micrositios = app_read_micrositios(app->arena, config, d);
    if (app->micrositios.n == 0)
        return;
    app->micro_assets =
        assets_publish(app->arena, config->micrositios_dir,
                       app_shown(config, config->micrositios_dir), config->static_dir, NULL, d);
    for (size_t i = 0; i < app->micrositios.n && app->palette != NULL; i++) {
        if (app->micrositios.v[i].palette != NULL)
            publish_colours(app, &app->micrositios.v[i], d);
    }
}

/* ---- of a request ---- */

/* At a host of its own "/x" is "/<path>/x" where there is such a page; else a page of the
 * institute's, where there is one. */
static struct str whole_path(const struct ctx *c, const struct micrositio *m)
{
    const struct site *s = c->app->site;
    const struct page *p;
    bool home = str_eq(c->path, STR("/"));
    struct str inside = home ? m->path : arena_join(c->arena, m->path, c->path, STR(""));

    if (route_has_path(c->path))
        return c->path;
    if (home || site_find(s, inside, c->req->now, &p) != SITE_NONE ||
        site_find(s, c->path, c->req->now, &p) == SITE_NONE)
        return inside;
    return c->path;
}

static bool is_below(struct str path, struct str prefix)
{
    return str_starts(path, prefix) && (path.n == prefix.n || path.p[prefix.n] == '/');
}

void micro_choose(struct ctx *c)
{
    const struct micrositios *all = &c->app->micrositios;
    const struct micrositio *at_host = all->n == 0 ? NULL : micrositio_by_host(all, c->req->host);
    const struct root *root;

    if (all->n == 0)
        return;
    if (at_host != NULL && !is_below(c->path, at_host->path))
        c->path = whole_path(c, at_host);
    root = site_root_at(c->app->site, c->path);
    if (root != NULL && root->micrositio.n > 0)
        c->micro = micrositio_by_id(all, root->micrositio);
    else if (route_has_path(c->path))
        c->micro = at_host;
}

/* ---- views ---- */

static struct view_links menu_of(struct ctx *c, const struct micrositio *m)
{
    struct view_link *v = ARENA_ARRAY(c->arena, struct view_link, m->menu.n + 1);

    for (size_t i = 0; i < m->menu.n; i++) {
        const struct micro_link *l = &m->menu.v[i];

        v[i] = (struct view_link){.href = l->url,
                                  .title = l->title,
                                  .current = str_eq(l->url, m->path) ? str_eq(c->path, l->url)
                                                                     : is_below(c->path, l->url)};
    }
    return (struct view_links){v, m->menu.n};
}

void micro_view(struct ctx *c, struct view *v)
{
    const struct micrositio *m = c->micro;
    const struct config *config = c->app->config;

    if (m == NULL)
        return;
    v->micro_title = m->title;
    v->micro_href = m->path;
    v->micro_nav = menu_of(c, m);
    v->micro_note = m->note;
    if (m->life == MICRO_ARCHIVED)
        v->micro_archived = ucs_date(c->arena, config->locale, config->zone,
                                     STR("d 'de' MMMM 'de' y"), m->archived_on);
    v->colours_url = m->colours_url;
}

/* ---- the home's blocks ---- */

static struct view_cards block_cards(struct ctx *c, const struct micro_block *b)
{
    const struct asset *icons = assets_find(c->app->theme_assets, STR("icons/iconos.svg"));
    struct view_card *v = ARENA_ARRAY(c->arena, struct view_card, b->items.n);

    for (size_t i = 0; i < b->items.n; i++) {
        const struct micro_link *l = &b->items.v[i];

        v[i] =
            (struct view_card){.href = l->url, .title = l->title, .text = l->text, .icon = l->icon};
        if (l->icon.n > 0 && icons != NULL)
            v[i].icon_url = arena_join(c->arena, icons->url, STR("#"), l->icon);
    }
    return (struct view_cards){v, b->items.n};
}

/* Pages of a type, the newest first; of dates those that are still to come, the next one first. */
static struct view_links pages_of_type(struct ctx *c, const struct page *home, struct str type,
                                       const struct micro_block *b)
{
    const struct type_list *list = site_type_list(c->app->site, type);
    const struct page **v = ARENA_ARRAY(c->arena, const struct page *, (size_t)b->max);
    bool ahead = b->kind == MICRO_DATES;
    size_t n = 0;

    for (size_t i = 0; list != NULL && i < list->by_date.n && n < (size_t)b->max; i++) {
        size_t at = ahead ? list->by_date.n - 1 - i : i;
        const struct page *p = list->by_date.v[at];

        if (list_shows(home->root, p, c->req->now) && (!ahead || p->when >= c->req->now))
            v[n++] = p;
    }
    return links_to(c, v, n);
}

static struct view_links links_of_block(struct ctx *c, const struct page *home,
                                        const struct micro_block *b)
{
    static const struct str types[] = {[MICRO_DATES] = STR_INIT("event"),
                                       [MICRO_NEWS] = STR_INIT("news"),
                                       [MICRO_DOCUMENTS] = STR_INIT("document")};

    return pages_of_type(c, home, types[b->kind], b);
}

static struct view_block block(struct ctx *c, const struct page *home, const struct micro_block *b,
                               size_t i)
{
    struct view_block v = {.id = arena_fmt(c->arena, "bloque_%zu", i + 1),
                           .is_hero = b->kind == MICRO_HERO,
                           .is_alert = b->kind == MICRO_ALERT,
                           .is_list = b->kind == MICRO_DATES || b->kind == MICRO_NEWS ||
                                      b->kind == MICRO_DOCUMENTS,
                           .title = b->title,
                           .text = b->text,
                           .href = b->url};

    if (v.is_list)
        v.links = links_of_block(c, home, b);
    else
        v.cards = block_cards(c, b);
    return v;
}

void micro_home(struct ctx *c, const struct page *p, struct answer *answer)
{
    const struct micrositio *m = micrositio_by_id(&c->app->micrositios, p->root->micrositio);
    struct view *v = &answer->view;
    struct view_block *blocks;

    if (m == NULL)
        return;
    answer->view_id = VIEW_MICRO_HOME;
    v->is_home = false;
    blocks = ARENA_ARRAY(c->arena, struct view_block, m->nblocks);
    for (size_t i = 0; i < m->nblocks; i++)
        blocks[i] = block(c, p, &m->blocks[i], i);
    v->blocks = (struct view_blocks){blocks, m->nblocks};
}

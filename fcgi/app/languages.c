/*
 * Languages by address: "/en/contact" is English, whoever asks for it. What has no translation is
 * shown in the site's own language, says so, and is marked with it.
 */
#include "fcgi/app/app.h"
#include "fcgi/base/files.h"

#include <unistd.h>

static struct str interface_of(const struct theme *theme, struct arena *a)
{
    return messages_format(theme_messages(theme), a, STR("language.interface"), NULL, 0);
}

static struct pages menu_of(struct app *app, const struct pages *all, struct str locale)
{
    struct page **v = ARENA_ARRAY(app->arena, struct page *, all->n);
    size_t n = 0;

    for (size_t i = 0; i < all->n; i++) {
        if (str_eq(all->v[i]->root->locale, locale))
            v[n++] = all->v[i];
    }
    return (struct pages){v, n};
}

bool languages_themes(struct app *app, struct str shown, struct diags *d)
{
    const struct strs *names = &app->config->languages;
    struct language *v = ARENA_ARRAY(app->arena, struct language, names->n);

    for (size_t i = 0; i < names->n; i++) {
        struct config *config = ARENA_NEW(app->arena, struct config);

        v[i].locale = names->v[i];
        v[i].prefix = arena_join(app->arena, STR("/"), names->v[i], STR(""));
        v[i].theme = theme_load_over(app->arena, app->theme_dir, shown, names->v[i], app->theme,
                                     theme_views, VIEW__MAX, d);
        if (v[i].theme == NULL)
            return false;
        *config = *app->config;
        config->locale = interface_of(v[i].theme, app->arena);
        v[i].config = config;
    }
    app->languages = v;
    app->nlanguages = names->n;
    return true;
}

void languages_menus(struct app *app)
{
    struct language *v = app->languages;
    struct pages all = app->menu_pages;
    const struct page *home;

    app->menu_pages = menu_of(app, &all, app->config->locale);
    for (size_t i = 0; i < app->nlanguages; i++) {
        v[i].menu_pages = menu_of(app, &all, v[i].locale);
        if (v[i].menu_pages.n == 0)
            v[i].menu_pages = app->menu_pages;
        v[i].offered = site_find(app->site, v[i].prefix, INT64_MAX - 1, &home) == SITE_PAGE;
    }
}

static bool is_below(struct str path, struct str prefix)
{
    return str_starts(path, prefix) && (path.n == prefix.n || path.p[prefix.n] == '/');
}

void language_choose(struct ctx *c)
{
    for (size_t i = 0; i < c->app->nlanguages && c->micro == NULL; i++) {
        const struct language *l = &c->app->languages[i];
        struct app *app;

        if (!is_below(c->path, l->prefix))
            continue;
        app = ARENA_NEW(c->arena, struct app);
        *app = *c->app;
        app->theme = l->theme;
        app->config = l->config;
        app->menu_pages = l->menu_pages;
        c->app = app;
        c->language = l;
        return;
    }
}

/* The same path in the site's own language. */
static struct str own_path(const struct ctx *c, struct str path)
{
    if (c->language == NULL)
        return path;
    path = str_sub(path, c->language->prefix.n, path.n);
    return path.n == 0 ? STR("/") : path;
}

enum err language_fallback(struct ctx *c, struct str path, struct answer *answer)
{
    const struct page *p = NULL;
    struct view *v = &answer->view;

    if (c->language == NULL ||
        site_find(c->app->site, own_path(c, path), c->req->now, &p) != SITE_PAGE)
        return ERR_NOT_FOUND;
    page_show(c, p, answer);
    v->lang = (struct str){NULL, 0};
    v->untranslated = true;
    v->main_lang = p->front.lang.n > 0 ? p->front.lang : p->root->locale;
    v->crumbs = v->section_nav = (struct view_links){NULL, 0};
    v->has_previous = v->has_next = false;
    v->canonical = address_of(c->arena, c->app->config->base_url, p->url, STR(""));
    return p->front.list.type.n > 0 ? list_show(c, p, answer) : OK;
}

struct str date_long(const struct ctx *c)
{
    struct str pattern = STR("yyyy-MM-dd");

    (void)messages_has(theme_messages(c->app->theme), STR("date.long"), &pattern);
    return pattern;
}

/* ---- links from one language to the other ---- */

static struct str under(struct arena *a, struct str prefix, struct str path)
{
    if (prefix.n == 0)
        return path;
    return str_eq(path, STR("/")) ? prefix : arena_join(a, prefix, path, STR(""));
}

/* The page of that language that says the same: of the same key, or of the same path. */
static const struct page *find_translation(const struct app *app, struct arena *a, int64_t now,
                                           const struct page *p, struct str prefix,
                                           struct str locale, struct str path)
{
    const struct pages *all = &app->site->by_url;
    const struct page *other;

    if (site_find(app->site, under(a, prefix, path), now, &other) == SITE_PAGE &&
        str_eq(other->root->locale, locale))
        return other;
    for (size_t i = 0; p != NULL && p->front.translation_key.n > 0 && i < all->n; i++) {
        other = all->v[i];
        if (str_eq(other->root->locale, locale) &&
            str_eq(other->front.translation_key, p->front.translation_key) &&
            page_is_visible(other, now))
            return other;
    }
    return NULL;
}

static const struct page *translation(struct ctx *c, const struct page *p, struct str prefix,
                                      struct str locale, struct str path)
{
    return find_translation(c->app, c->arena, c->req->now, p, prefix, locale, path);
}

bool language_has(const struct app *app, struct arena *a, const struct page *p, struct str locale,
                  int64_t now)
{
    return find_translation(app, a, now, p, arena_join(a, STR("/"), locale, STR("")), locale,
                            p->url) != NULL;
}

struct linking {
    struct ctx *c;
    const struct page *page; /* shown now; NULL: none, or in another language than the address */
    struct str own;          /* its path in the site's own language */
    struct view_link *links, *alternates;
    size_t n, nalternates;
};

static void add_language(struct linking *l, struct str prefix, struct str locale,
                         const struct theme *theme, bool current)
{
    const struct page *there = translation(l->c, l->page, prefix, locale, l->own), *own = NULL;
    struct view_link link = {.lang = locale};

    link.title = messages_format(theme_messages(theme), l->c->arena, STR("language.name"), NULL, 0);
    if (there != NULL)
        link.href = there->url;
    else if (site_find(l->c->app->site, l->own, l->c->req->now, &own) == SITE_PAGE)
        link.href = under(l->c->arena, prefix, l->own);
    else
        link.href = under(l->c->arena, prefix, STR("/"));
    if (!current)
        l->links[l->n++] = link;
    if (there != NULL && l->page != NULL) {
        link.href = address_of(l->c->arena, l->c->app->config->base_url, there->url, STR(""));
        l->alternates[l->nalternates++] = link;
    }
}

/* Of a page under another name in the site's own language: its path there. */
static struct str own_of(struct ctx *c, const struct page *p)
{
    const struct page *own;

    if (c->language == NULL || p == NULL || p->front.translation_key.n == 0)
        return own_path(c, c->path);
    own = translation(c, p, STR(""), c->app->main_locale, own_path(c, c->path));
    return own == NULL ? own_path(c, c->path) : own->url;
}

void language_links(struct ctx *c, struct view *v)
{
    size_t max = c->app->nlanguages + 1;
    struct linking l = {.c = c,
                        .links = ARENA_ARRAY(c->arena, struct view_link, max),
                        .alternates = ARENA_ARRAY(c->arena, struct view_link, max)};

    v->home_href = c->language == NULL ? STR("/") : c->language->prefix;
    if (c->app->nlanguages == 0)
        return;
    if (site_find(c->app->site, c->path, c->req->now, &l.page) != SITE_PAGE)
        l.page = NULL;
    if (l.page != NULL && page_act(l.page).n > 0) /* it has one address in every language */
        return;
    l.own = own_of(c, l.page);
    add_language(&l, STR(""), c->app->main_locale, c->app->main_theme, c->language == NULL);
    for (size_t i = 0; i < c->app->nlanguages; i++) {
        const struct language *one = &c->app->languages[i];

        if (one->offered)
            add_language(&l, one->prefix, one->locale, one->theme, one == c->language);
    }
    v->languages = (struct view_links){l.links, l.n};
    if (l.nalternates > 1)
        v->alternates = (struct view_links){l.alternates, l.nalternates};
}

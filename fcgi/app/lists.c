/*
 * Lists that come by themselves: what a section lists (`list:`), its archives by year, tags. An
 * address of none of these may still be an act in another spelling.
 */
#include "content/lists.h"
#include "content/acts.h"
#include "fcgi/app/items.h"
#include "fcgi/base/esc.h"
#include "fcgi/base/ucs.h"

#include <stdlib.h>

#define TAGS        "etiquetas"
#define TAG_SIZE    20
#define TAGS_SIZE   100
#define PAGES_MAX   9999
#define YEAR_LENGTH 4
#define YEARS_MAX   400 /* of one section, that are listed for whoever looks at every page */

/* ---- pages of a list ---- */

int lists_page(const struct ctx *c)
{
    struct str typed = params_get(&c->req->query, STR("pagina"));
    int64_t v;

    if (typed.n == 0)
        return 1;
    return str_to_int(typed, 1, PAGES_MAX, &v) == OK && typed.p[0] != '0' ? (int)v : 0;
}

static struct str address_of_page(struct ctx *c, size_t number)
{
    return address_of(c->arena, STR(""), c->path,
                      number <= 1 ? STR("") : arena_fmt(c->arena, "?pagina=%zu", number));
}

struct window {
    size_t from, to; /* of all rows */
};

/* Which rows this page shows; the links to those before and behind. */
static enum err turn_to(struct ctx *c, size_t rows, size_t size, struct answer *answer,
                        struct window *ret_w)
{
    struct view *v = &answer->view;
    size_t pages = rows == 0 ? 1 : (rows + size - 1) / size, number = (size_t)lists_page(c);

    if (number == 0 || number > pages)
        return ERR_NOT_FOUND;
    *ret_w = (struct window){(number - 1) * size, number * size < rows ? number * size : rows};
    answer->paged = true;
    v->has_list = true;
    v->nrows = (int64_t)rows;
    v->page_number = (int64_t)number;
    v->page_count = (int64_t)pages;
    v->many_pages = pages > 1;
    if (number > 1)
        v->page_before_href = address_of_page(c, number - 1);
    if (number < pages)
        v->page_behind_href = address_of_page(c, number + 1);
    if (number > 1)
        v->canonical =
            arena_join(c->arena, c->app->config->base_url, address_of_page(c, number), STR(""));
    return OK;
}

static struct str text_of(struct ctx *c, struct str key, const struct message_arg *args, int n)
{
    return messages_format(theme_messages(c->app->theme), c->arena, key, args, n);
}

/* Each page of a list has a title of its own. */
static void number_title(struct ctx *c, struct view *v)
{
    const struct message_arg args[] = {MSG_TEXT(v->title), MSG_INT(v->page_number)};

    if (v->page_number > 1)
        v->title = text_of(c, STR("list.title-page"), args, 2);
}

/* ---- rows ---- */

static struct view_row row_of(struct ctx *c, const struct page *p)
{
    struct view_link l = link_to(c, p);
    struct view_row row = {.href = l.href, .title = l.title, .summary = l.summary};

    row.items = items_of(c, p, true);
    row.state = item_state(c, p, &row.state_now);
    if (p->type == NULL || p->type->dated == NULL) {
        row.date = l.date;
        row.date_iso = l.date_iso;
    }
    return row;
}

struct shown {
    const struct page **v;
    size_t n;
};

/* Of all, what this root's lists show; of one year when it is not 0. */
static struct shown shown_of(struct ctx *c, const struct root *root, const struct pages *all,
                             int year)
{
    struct shown s = {ARENA_ARRAY(c->arena, const struct page *, all->n), 0};

    for (size_t i = 0; i < all->n; i++) {
        if ((year == 0 || all->v[i]->year == year) && list_shows(root, all->v[i], c->req->now))
            s.v[s.n++] = all->v[i];
    }
    return s;
}

static enum err show_rows(struct ctx *c, struct shown s, size_t size, struct answer *answer)
{
    struct window w;
    struct view_row *v;
    enum err e = turn_to(c, s.n, size, answer, &w);

    if (e != OK)
        return e;
    v = ARENA_ARRAY(c->arena, struct view_row, w.to - w.from);
    for (size_t i = w.from; i < w.to; i++)
        v[i - w.from] = row_of(c, s.v[i]);
    answer->view.rows = (struct view_rows){v, w.to - w.from};
    number_title(c, &answer->view);
    return OK;
}

/* ---- a section's list ---- */

static struct str year_address(struct ctx *c, const struct page *section, int year)
{
    return arena_fmt(c->arena, STR_FMT "/%d", STR_ARG(section->url), year);
}

static int newest_first(const void *x, const void *y)
{
    int a = *(const int *)x, b = *(const int *)y;

    return (a < b) - (a > b);
}

/* The years that have something to show, with how many. */
static struct view_links years_of(struct ctx *c, const struct page *section, struct shown s,
                                  int year)
{
    int *years = ARENA_ARRAY(c->arena, int, s.n);
    struct view_link *v = ARENA_ARRAY(c->arena, struct view_link, s.n);
    size_t n = 0, links = 0;

    for (size_t i = 0; i < s.n; i++) {
        if (s.v[i]->year > 0)
            years[n++] = s.v[i]->year;
    }
    if (n > 0)
        qsort(years, n, sizeof(*years), newest_first);
    for (size_t from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n && years[to] == years[from]; to++)
            ;
        v[links++] = (struct view_link){.href = year_address(c, section, years[from]),
                                        .title = arena_fmt(c->arena, "%d", years[from]),
                                        .current = years[from] == year,
                                        .depth = (int64_t)(to - from)};
    }
    return (struct view_links){v, links};
}

enum err list_show(struct ctx *c, const struct page *section, struct answer *answer)
{
    const struct front_list *list = &section->front.list;
    const struct type_list *all = site_type_list(c->app->site, list->type);
    struct view *v = &answer->view;
    struct shown s;
    enum err e;

    if (all == NULL)
        return OK;
    s = shown_of(c, section->root, list->sort == LIST_BY_NAME ? &all->by_name : &all->by_date, 0);
    e = show_rows(c, s, (size_t)list->size, answer);
    if (e != OK)
        return e;
    v->list_title = all->type->plural;
    if (list->by == LIST_BY_YEAR)
        v->years = years_of(c, section, s, 0);
    if (v->page_number > 1) { /* what the section says stands on its first page */
        v->body = (struct html){{NULL, 0}};
        v->headings = (struct view_headings){NULL, 0};
        v->children = (struct view_links){NULL, 0};
        v->lead = (struct str){NULL, 0};
    }
    return OK;
}

/* "/sesiones/2023" below a section that lists by year. */
static enum err year_show(struct ctx *c, struct str path, struct answer *answer)
{
    struct str above;
    const struct page *section = NULL;
    const struct type_list *all;
    struct shown s;
    int64_t year;

    if (path.n <= YEAR_LENGTH + 1 || path.p[path.n - YEAR_LENGTH - 1] != '/' ||
        str_to_int(str_sub(path, path.n - YEAR_LENGTH, path.n), 1000, 9999, &year) != OK)
        return ERR_NOT_FOUND;
    above = str_sub(path, 0, path.n - YEAR_LENGTH - 1);
    if (site_find(c->app->site, above, c->req->now, &section) != SITE_PAGE ||
        section->front.list.by != LIST_BY_YEAR)
        return ERR_NOT_FOUND;
    all = site_type_list(c->app->site, section->front.list.type);
    s = all == NULL ? (struct shown){NULL, 0}
                    : shown_of(c, section->root, &all->by_date, (int)year);
    if (s.n == 0)
        return ERR_NOT_FOUND;
    answer->view.title =
        text_of(c, STR("list.year-title"),
                (const struct message_arg[]){MSG_TEXT(all->type->plural),
                                             MSG_TEXT(arena_fmt(c->arena, "%d", (int)year))},
                2);
    answer->view.crumbs = crumbs_below(c, section);
    answer->view.years =
        years_of(c, section, shown_of(c, section->root, &all->by_date, 0), (int)year);
    answer->view_id = VIEW_LIST;
    return show_rows(c, s, (size_t)section->front.list.size, answer);
}

/* ---- tags ---- */

struct counted {
    const struct tag *tag;
    size_t n;
    struct str locale;
};

static int by_label(const void *x, const void *y)
{
    const struct counted *a = x, *b = y;

    return ucs_compare(a->locale, a->tag->label, b->tag->label);
}

/* Tags of this root, sorted as its language sorts, with how many pages each shows. */
static size_t count_tags(struct ctx *c, const struct root *root, struct counted **ret_v)
{
    const struct site *s = c->app->site;
    struct counted *v = ARENA_ARRAY(c->arena, struct counted, s->ntags);
    size_t n = 0;

    for (size_t i = 0; i < s->ntags; i++) {
        size_t shown = 0;

        for (size_t k = 0; k < s->tags[i].pages.n; k++)
            shown += list_shows(root, s->tags[i].pages.v[k], c->req->now);
        if (shown > 0)
            v[n++] = (struct counted){&s->tags[i], shown, root->locale};
    }
    if (n > 0)
        qsort(v, n, sizeof(*v), by_label);
    *ret_v = v;
    return n;
}

static struct str tags_address(struct ctx *c, const struct root *root)
{
    return arena_join(c->arena, root->prefix, STR("/" TAGS), STR(""));
}

static enum err tags_show(struct ctx *c, const struct root *root, struct answer *answer)
{
    struct counted *tags;
    size_t n = count_tags(c, root, &tags);
    struct window w;
    struct view_link *v;
    enum err e = n == 0 ? ERR_NOT_FOUND : turn_to(c, n, TAGS_SIZE, answer, &w);

    if (e != OK)
        return e;
    v = ARENA_ARRAY(c->arena, struct view_link, w.to - w.from);
    for (size_t i = w.from; i < w.to; i++)
        v[i - w.from] = (struct view_link){
            .href = arena_join(c->arena, tags_address(c, root), STR("/"), tags[i].tag->slug),
            .title = tags[i].tag->label,
            .depth = (int64_t)tags[i].n};
    answer->view.all_tags = (struct view_links){v, w.to - w.from};
    answer->view.title = text_of(c, STR("list.tags"), NULL, 0);
    number_title(c, &answer->view);
    return OK;
}

static enum err tag_show(struct ctx *c, const struct root *root, struct str slug,
                         struct answer *answer)
{
    const struct tag *tag = site_tag(c->app->site, slug);
    struct shown s = {NULL, 0};
    struct view_links *crumbs = &answer->view.crumbs;
    struct view_link *v;

    if (tag != NULL)
        s = shown_of(c, root, &tag->pages, 0);
    if (s.n == 0)
        return ERR_NOT_FOUND;
    v = ARENA_ARRAY(c->arena, struct view_link, crumbs->n + 1);
    for (size_t i = 0; i < crumbs->n; i++)
        v[i] = crumbs->v[i];
    v[crumbs->n] = (struct view_link){.href = tags_address(c, root),
                                      .title = text_of(c, STR("list.tags"), NULL, 0)};
    *crumbs = (struct view_links){v, crumbs->n + 1};
    answer->view.title =
        text_of(c, STR("list.tag-title"), (const struct message_arg[]){MSG_TEXT(tag->label)}, 1);
    return show_rows(c, s, TAG_SIZE, answer);
}

/* "/etiquetas" and "/etiquetas/<tag>", below the address of each folder of pages. */
static enum err tags_at(struct ctx *c, struct str path, struct answer *answer)
{
    const struct root *root = site_root_at(c->app->site, path);
    const struct page *home = NULL;
    struct str rest;

    if (root == NULL)
        return ERR_NOT_FOUND;
    rest = str_sub(path, root->prefix.n, path.n);
    if (!str_starts(rest, STR("/" TAGS)))
        return ERR_NOT_FOUND;
    rest = str_sub(rest, STR("/" TAGS).n, rest.n);
    if (rest.n > 0 && rest.p[0] != '/')
        return ERR_NOT_FOUND;
    answer->view_id = VIEW_LIST;
    if (site_find(c->app->site, root->prefix.n > 0 ? root->prefix : STR("/"), c->req->now, &home) ==
        SITE_PAGE)
        answer->view.crumbs = crumbs_below(c, home);
    return rest.n == 0 ? tags_show(c, root, answer)
                       : tag_show(c, root, str_sub(rest, 1, rest.n), answer);
}

/* ---- what no page has ---- */

enum err lists_at(struct ctx *c, struct str path, struct answer *answer)
{
    const struct page *act = site_act_at(c->app->site, c->arena, path);
    enum err e;

    if (act != NULL && page_is_visible(act, c->req->now))
        return move_to(c, act->url, answer);
    e = year_show(c, path, answer);
    return e == OK ? OK : tags_at(c, path, answer);
}

struct paths {
    const struct site *s;
    struct arena *a;
    int64_t now;
    struct str *v;
    size_t n;
};

/* A page of that address comes first. */
static void add_path(struct paths *all, struct str path)
{
    const struct page *p = NULL;

    if (site_find(all->s, path, all->now, &p) == SITE_NONE)
        all->v[all->n++] = path;
}

static void add_years(struct paths *all, const struct page *section)
{
    const struct type_list *list = site_type_list(all->s, section->front.list.type);
    int last = 0, years = 0;

    for (size_t i = 0; list != NULL && i < list->by_date.n && years < YEARS_MAX; i++) {
        const struct page *p = list->by_date.v[i];

        if (p->year == 0 || p->year == last || !list_shows(section->root, p, all->now))
            continue;
        last = p->year;
        years++;
        add_path(all, arena_fmt(all->a, STR_FMT "/%d", STR_ARG(section->url), last));
    }
}

static bool is_tag_shown(const struct paths *all, const struct tag *tag, const struct root *root)
{
    for (size_t i = 0; i < tag->pages.n; i++) {
        if (list_shows(root, tag->pages.v[i], all->now))
            return true;
    }
    return false;
}

static void add_tags(struct paths *all, const struct root *root)
{
    bool some = false;

    for (size_t i = 0; i < all->s->ntags; i++) {
        if (!is_tag_shown(all, &all->s->tags[i], root))
            continue;
        some = true;
        add_path(all, arena_fmt(all->a, STR_FMT "/" TAGS "/" STR_FMT, STR_ARG(root->prefix),
                                STR_ARG(all->s->tags[i].slug)));
    }
    if (some)
        add_path(all, arena_join(all->a, root->prefix, STR("/" TAGS), STR("")));
}

struct strs lists_paths(const struct app *app, struct arena *a, int64_t now)
{
    struct paths all = {.s = app->site, .a = a, .now = now};
    const struct site *s = app->site;
    size_t max = s->roots.n * (s->ntags + 1);

    for (size_t i = 0; i < s->by_url.n; i++)
        max += s->by_url.v[i]->front.list.by == LIST_BY_YEAR ? YEARS_MAX : 0;
    all.v = ARENA_ARRAY(a, struct str, max);
    for (size_t i = 0; i < s->by_url.n; i++) {
        const struct page *p = s->by_url.v[i];

        if (p->front.list.by == LIST_BY_YEAR && page_is_visible(p, now) && !p->front.withdrawn.is)
            add_years(&all, p);
    }
    for (size_t i = 0; i < s->roots.n; i++)
        add_tags(&all, &s->roots.v[i]);
    return (struct strs){all.v, all.n};
}

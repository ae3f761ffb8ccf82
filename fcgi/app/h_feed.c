/*
 * Atom feeds: of the whole site, of a section, a tag, a type. Each is at the address of what it
 * follows, with "/atom.xml" behind.
 */
#include "content/lists.h"
#include "fcgi/app/atom.h"
#include "fcgi/app/data.h"
#include "fcgi/base/esc.h"

#define SEARCH_MAX  200 /* bytes */
#define SUMMARY_MAX 400 /* bytes, where a page has none of its own */

static const struct str feed_end = STR_INIT("/atom.xml");

/* ---- what changes with time ---- */

int64_t data_updated(const struct page *p, int64_t now)
{
    const int64_t moments[] = {p->front.lastmod, p->front.date, p->front.publish, p->when};
    int64_t newest = 0;

    for (size_t i = 0; i < ARRAY_LEN(moments); i++) {
        if (moments[i] <= now && moments[i] > newest)
            newest = moments[i];
    }
    return newest;
}

int64_t data_published(const struct page *p)
{
    return p->front.publish > 0 ? p->front.publish : p->front.date;
}

struct str data_summary(const struct page *p)
{
    struct str s = p->front.summary.n > 0 ? p->front.summary : p->front.description;

    if (s.n > 0)
        return s;
    s = str_trim(p->text);
    if (s.n > SUMMARY_MAX) {
        s.n = SUMMARY_MAX;
        while (s.n > 0 && ((unsigned char)s.p[s.n] & 0xC0) == 0x80)
            s.n--;
    }
    return s.n > 0 ? s : p->front.title;
}

struct str data_url(struct ctx *c, struct str path)
{
    return address_of(c->arena, c->app->config->base_url, path, STR(""));
}

struct str data_lang(const struct page *p)
{
    return p->front.lang.n > 0 ? p->front.lang : p->root->locale;
}

struct str data_text(struct ctx *c, struct str key, const struct message_arg *args, int nargs)
{
    return messages_format(theme_messages(c->app->theme), c->arena, key, args, nargs);
}

/* ---- what a feed follows ---- */

struct follow {
    const struct root *root; /* whose pages */
    const struct pages *all; /* among these */
    struct str below;        /* only what stands below this address; empty: all */
    struct str title, page;  /* of the feed; where people see the same */
    struct str query;        /* behind both addresses: "?q=urna" */
};

static struct str title_of(struct ctx *c, struct str what)
{
    return data_text(
        c, STR("feed.of"),
        (const struct message_arg[]){MSG_TEXT(c->app->config->short_name), MSG_TEXT(what)}, 2);
}

static bool follow_type(struct ctx *c, struct str id, struct follow *ret_f)
{
    const struct type_list *list = site_type_list(c->app->site, id);

    if (list == NULL)
        return false;
    ret_f->all = &list->by_date;
    ret_f->title = title_of(c, list->type->plural);
    return true;
}

static bool follow_tag(struct ctx *c, struct str path, struct str slug, struct follow *ret_f)
{
    const struct tag *tag = site_tag(c->app->site, slug);

    if (tag == NULL)
        return false;
    ret_f->all = &tag->pages;
    ret_f->title = title_of(c, tag->label);
    ret_f->page = path;
    return true;
}

static bool follow_page(struct ctx *c, struct str path, struct follow *ret_f)
{
    const struct site *s = c->app->site;
    const struct page *p = NULL;

    if (site_find(s, path.n == 0 ? STR("/") : path, c->req->now, &p) != SITE_PAGE ||
        p->kind == PAGE_LEAF)
        return false;
    ret_f->root = p->root;
    ret_f->page = p->url;
    ret_f->title =
        path.n == 0
            ? data_text(c, STR("feed.site"),
                        (const struct message_arg[]){MSG_TEXT(c->app->config->short_name)}, 1)
            : title_of(c, p->front.title);
    if (p->front.list.type.n > 0 && site_type_list(s, p->front.list.type) != NULL) {
        ret_f->all = &site_type_list(s, p->front.list.type)->by_date;
        return true;
    }
    ret_f->all = &s->by_url;
    ret_f->below = p->kind == PAGE_HOME ? (struct str){NULL, 0} : p->url;
    return true;
}

/* What follows the prefix of a root: "/etiquetas/paridad" of "/en/etiquetas/paridad". */
static bool is_under(struct str path, const char *folder, struct str *ret_rest)
{
    struct str head = str_from(folder);

    if (path.n <= head.n || !str_starts(path, head))
        return false;
    *ret_rest = str_sub(path, head.n, path.n);
    return str_index(*ret_rest, '/') == ret_rest->n;
}

static bool follow_at(struct ctx *c, struct str path, struct follow *ret_f)
{
    const struct root *root = site_root_at(c->app->site, path.n == 0 ? STR("/") : path);
    struct str name, own;

    if (root == NULL)
        return false;
    own = str_starts(path, root->prefix) ? str_sub(path, root->prefix.n, path.n) : path;
    *ret_f = (struct follow){.root = root, .page = root->prefix.n > 0 ? root->prefix : STR("/")};
    if (is_under(own, "/tipos/", &name))
        return follow_type(c, name, ret_f);
    if (is_under(own, "/etiquetas/", &name))
        return follow_tag(c, path, name, ret_f);
    return follow_page(c, path, ret_f);
}

/* ---- the newest of them ---- */

struct newest {
    const struct page *v[ATOM_ENTRIES_MAX];
    int64_t updated[ATOM_ENTRIES_MAX];
    size_t n;
};

/* Newer first; of the same moment the smaller address. */
static bool is_before(const struct newest *all, size_t i, const struct page *p, int64_t updated)
{
    if (all->updated[i] != updated)
        return all->updated[i] > updated;
    return str_cmp(all->v[i]->url, p->url) < 0;
}

static void keep(struct newest *all, const struct page *p, int64_t updated)
{
    size_t i = all->n;

    if (i == ATOM_ENTRIES_MAX && is_before(all, i - 1, p, updated))
        return;
    if (all->n < ATOM_ENTRIES_MAX)
        all->n++;
    for (i = all->n - 1; i > 0 && !is_before(all, i - 1, p, updated); i--) {
        all->v[i] = all->v[i - 1];
        all->updated[i] = all->updated[i - 1];
    }
    all->v[i] = p;
    all->updated[i] = updated;
}

static bool is_followed(const struct follow *f, const struct page *p, int64_t now)
{
    if (!list_shows(f->root, p, now))
        return false;
    if (f->below.n == 0)
        return true;
    return p->url.n > f->below.n && str_starts(p->url, f->below) && p->url.p[f->below.n] == '/';
}

static struct atom_entry entry_of(struct ctx *c, const struct page *p, int64_t updated)
{
    struct atom_entry e = {.url = data_url(c, p->url),
                           .title = p->front.title,
                           .summary = data_summary(p),
                           .lang = data_lang(p),
                           .updated = updated};

    e.id = e.url;
    if (data_published(p) > 0 && data_published(p) <= updated)
        e.published = data_published(p);
    if (p->type != NULL) {
        e.term = p->type->id;
        e.label = p->type->label;
    }
    return e;
}

static struct str component(struct ctx *c, struct str s)
{
    struct buf *b = data_buf(c);

    esc_url(b, s);
    return buf_str(b);
}

static enum err write_feed(struct ctx *c, const struct follow *f, const struct newest *all,
                           struct answer *answer)
{
    struct atom_entry *v = ARENA_ARRAY(c->arena, struct atom_entry, all->n);
    struct atom_feed feed = {.self = arena_join(c->arena, data_url(c, c->path), f->query, STR("")),
                             .alternate =
                                 arena_join(c->arena, data_url(c, f->page), f->query, STR("")),
                             .title = f->title,
                             .author = c->app->config->name,
                             .lang = f->root->locale,
                             .v = v,
                             .n = all->n};

    for (size_t i = 0; i < all->n; i++)
        v[i] = entry_of(c, all->v[i], all->updated[i]);
    return data_feed(c, &feed, answer);
}

enum err data_feed(struct ctx *c, const struct atom_feed *feed, struct answer *answer)
{
    struct buf *b = data_buf(c);

    atom_write(b, c->arena, feed);
    answer->type = "application/atom+xml; charset=utf-8";
    answer->modified = feed->n > 0 ? feed->v[0].updated : 0;
    return buf_finish(b, &answer->raw);
}

static void release(void *arg)
{
    buf_release(arg);
}

struct buf *data_buf(struct ctx *c)
{
    struct buf *b = ARENA_NEW(c->arena, struct buf);

    buf_init(b, (size_t)c->app->config->limits.page_bytes);
    arena_defer(c->arena, release, b);
    return b;
}

enum err h_feed(struct ctx *c, struct answer *ret_answer)
{
    struct newest *all = ARENA_NEW(c->arena, struct newest);
    int64_t now = c->req->now;
    struct str path = str_sub(c->path, 0, c->path.n - feed_end.n);
    struct follow f;

    if (path.n == 0 && c->micro != NULL) /* at its own host */
        path = c->micro->path;
    if (!follow_at(c, path, &f))
        return ERR_NOT_FOUND;
    for (size_t i = 0; i < f.all->n; i++) {
        int64_t updated = data_updated(f.all->v[i], now);

        if (updated > 0 && is_followed(&f, f.all->v[i], now))
            keep(all, f.all->v[i], updated);
    }
    ret_answer->valid_until = app_valid_until(c->app, now);
    return write_feed(c, &f, all, ret_answer);
}

/* ---- of a search ---- */

/* Pages of this generation that hold every word: cheap, and there when PostgreSQL is not. */
enum err h_search_feed(struct ctx *c, struct answer *ret_answer)
{
    struct str q = str_trim(params_get(&c->req->query, STR("q")));
    const struct page **found = ARENA_ARRAY(c->arena, const struct page *, ATOM_ENTRIES_MAX);
    struct newest *all = ARENA_NEW(c->arena, struct newest);
    struct follow f = {.root = site_root_at(c->app->site, STR("/"))};
    size_t n;

    if (q.n == 0 || q.n > SEARCH_MAX || f.root == NULL)
        return ERR_INVALID;
    n = site_search(c->app->site, c->arena, q, c->req->now, found, ATOM_ENTRIES_MAX);
    for (size_t i = 0; i < n; i++) {
        if (data_updated(found[i], c->req->now) > 0)
            keep(all, found[i], data_updated(found[i], c->req->now));
    }
    f.title = data_text(
        c, STR("feed.search"),
        (const struct message_arg[]){MSG_TEXT(c->app->config->short_name), MSG_TEXT(q)}, 2);
    f.query = arena_join(c->arena, STR("?q="), component(c, q), STR(""));
    f.page = STR("/buscar");
    return write_feed(c, &f, all, ret_answer);
}

/* ---- which feeds a page offers ---- */

static struct view_link feed_link(struct ctx *c, const struct follow *f, struct str path)
{
    return (struct view_link){.href = address_of(c->arena, STR(""), path, feed_end),
                              .title = f->title};
}

/* The nearest that holds the page: its own list, its section. */
static bool nearest_feed(struct ctx *c, struct view_link *ret_l)
{
    struct str path = c->path;
    struct follow f;

    while (path.n > 1 && !follow_at(c, path, &f)) {
        while (path.n > 0 && path.p[--path.n] != '/')
            continue;
    }
    if (path.n <= 1)
        return false;
    *ret_l = feed_link(c, &f, path);
    return true;
}

struct view_links feeds_of(struct ctx *c)
{
    struct view_link *v = ARENA_ARRAY(c->arena, struct view_link, 2);
    struct follow f;
    size_t n = 0;

    if (c->app->files_only)
        return (struct view_links){NULL, 0};
    if (nearest_feed(c, &v[0]))
        n++;
    if (c->micro == NULL && follow_at(c, STR(""), &f))
        v[n++] = feed_link(c, &f, STR(""));
    return (struct view_links){v, n};
}

/*
 * /cambios: what changed on one day, by type, with the words that changed; and as a feed.
 */
#include "content/worddiff.h"
#include "fcgi/app/data.h"
#include "fcgi/base/ucs.h"
#include "fcgi/store/changes.h"

#define DAY_SECONDS 86400
#define FEED_WORDS  600 /* bytes of a summary */

static const struct str pattern_iso = STR_INIT("yyyy-MM-dd");
static const struct str pattern_day = STR_INIT("d 'de' MMMM 'de' y");

static struct str day_of(struct ctx *c, struct str pattern, int64_t t)
{
    return ucs_date(c->arena, c->app->config->locale, c->app->config->zone, pattern, t);
}

/* ---- which day ---- */

/* Midnight of "2026-11-22" in the site's zone. */
static bool midnight(const struct ctx *c, struct str day, int64_t *ret_t)
{
    int64_t year, month, at;

    return day.n == 10 && day.p[4] == '-' && day.p[7] == '-' &&
           str_to_int(str_sub(day, 0, 4), 1, 9999, &year) == OK &&
           str_to_int(str_sub(day, 5, 7), 1, 12, &month) == OK &&
           str_to_int(str_sub(day, 8, 10), 1, 31, &at) == OK &&
           ucs_wall_to_epoch(c->app->config->zone,
                             (struct ucs_wall){(int)year, (int)month, (int)at, 0, 0, 0},
                             ret_t) == OK;
}

struct one_day {
    int64_t from, until;
};

/* A day has 23 hours where clocks change: its end is the midnight that lies a day and a half on. */
static bool day_asked(struct ctx *c, struct one_day *ret_s)
{
    struct str asked = params_get(&c->req->query, STR("dia"));
    struct str day = asked.n > 0 ? asked : day_of(c, pattern_iso, c->req->now);

    if (!midnight(c, day, &ret_s->from) || ret_s->from > c->req->now)
        return false;
    return midnight(c, day_of(c, pattern_iso, ret_s->from + DAY_SECONDS + DAY_SECONDS / 2),
                    &ret_s->until);
}

static struct str day_href(struct ctx *c, int64_t t)
{
    return arena_join(c->arena, STR("/cambios?dia="), day_of(c, pattern_iso, t), STR(""));
}

/* ---- what the view shows ---- */

static struct str kind_label(struct ctx *c, struct str kind)
{
    static const struct {
        struct str kind, text;
    } all[] = {{STR_INIT("new"), STR_INIT("changes.kind-new")},
               {STR_INIT("changed"), STR_INIT("changes.kind-changed")},
               {STR_INIT("withdrawn"), STR_INIT("changes.kind-withdrawn")},
               {STR_INIT("gone"), STR_INIT("changes.kind-gone")}};

    for (size_t i = 0; i < ARRAY_LEN(all); i++) {
        if (str_eq(all[i].kind, kind))
            return data_text(c, all[i].text, NULL, 0);
    }
    return kind; /* never: the table holds these four */
}

static struct view_pieces pieces(struct ctx *c, struct str words)
{
    struct worddiff d = words_read(c->arena, words);
    struct view_piece *v = ARENA_ARRAY(c->arena, struct view_piece, d.n);

    for (size_t i = 0; i < d.n; i++)
        v[i] = (struct view_piece){.text = d.v[i].text,
                                   .out = d.v[i].kind == WORDS_OUT,
                                   .in = d.v[i].kind == WORDS_IN,
                                   .gap = d.v[i].kind == WORDS_GAP};
    return (struct view_pieces){v, d.n};
}

static struct view_change shown(struct ctx *c, const struct change *change)
{
    struct view_change v = {.title = change->title,
                            .id = arena_fmt(c->arena, "c%lld", (long long)change->id),
                            .kind = kind_label(c, change->kind),
                            .time = day_of(c, STR("H:mm"), change->at),
                            .time_iso = day_of(c, STR("yyyy-MM-dd HH:mm"), change->at)};
    bool changed = str_eq(change->kind, STR("changed"));
    const struct page *p = NULL;

    if (site_find(c->app->site, change->url, c->req->now, &p) == SITE_PAGE)
        v.href = p->url;
    if (changed && v.href.n > 0)
        v.pieces = pieces(c, change->words);
    v.much = changed && v.href.n > 0 && change->words.n == 0;
    return v;
}

static struct str plural_of(struct ctx *c, struct str type)
{
    const struct type *t = types_find(c->app->site->types, type);

    return t == NULL ? data_text(c, STR("changes.pages"), NULL, 0) : t->plural;
}

/* They come sorted by type. */
static struct view_change_groups groups(struct ctx *c, const struct changes *all)
{
    struct view_change_group *v = ARENA_ARRAY(c->arena, struct view_change_group, all->n);
    struct view_change *changes = ARENA_ARRAY(c->arena, struct view_change, all->n);
    size_t n = 0;

    for (size_t i = 0; i < all->n; i++) {
        changes[i] = shown(c, &all->v[i]);
        if (i == 0 || !str_eq(all->v[i].type, all->v[i - 1].type)) {
            v[n] = (struct view_change_group){.id = arena_fmt(c->arena, "tipo_%zu", n + 1),
                                              .label = plural_of(c, all->v[i].type),
                                              .changes = {&changes[i], 0}};
            n++;
        }
        v[n - 1].changes.n++;
    }
    return (struct view_change_groups){v, n};
}

static enum err fill(struct ctx *c, const struct one_day *day, struct view *v)
{
    struct changes all;
    int64_t before, after;
    enum err e = changes_between(c->app->pg, c->arena, day->from, day->until, &all);

    if (e == OK)
        e = changes_around(c->app->pg, c->arena, day->from, day->until, &before, &after);
    if (e != OK)
        return e;
    v->change_groups = groups(c, &all);
    v->nchanges = (int64_t)all.n;
    v->changes_more = all.more;
    if (before > 0) {
        v->day_before_href = day_href(c, before);
        v->day_before = day_of(c, pattern_day, before);
    }
    if (after > 0 && after <= c->req->now) {
        v->day_behind_href = day_href(c, after);
        v->day_behind = day_of(c, pattern_day, after);
    }
    return OK;
}

enum err h_changes(struct ctx *c, struct answer *ret_answer)
{
    struct view *v = &ret_answer->view;
    struct one_day day;

    if (!day_asked(c, &day))
        return ERR_NOT_FOUND;
    ret_answer->view_id = VIEW_CHANGES;
    ret_answer->no_store = true;
    v->title = data_text(c, STR("changes.title"), NULL, 0);
    v->day = day_of(c, pattern_day, day.from);
    v->day_iso = day_of(c, pattern_iso, day.from);
    v->changes_off =
        c->app->files_only || c->app->pg == NULL || c->app->config->pg_socket_dir.n == 0;
    if (!v->changes_off && fill(c, &day, v) != OK) {
        v->changes_away = true;
        ret_answer->status = 503;
    }
    return OK;
}

/* ---- the feed ---- */

/* "Se quitó: x. Se agregó: y." */
static struct str told(struct ctx *c, const struct change *change)
{
    struct worddiff d = words_read(c->arena, change->words);
    struct str s = kind_label(c, change->kind);

    for (size_t i = 0; i < d.n && s.n < FEED_WORDS; i++) {
        const struct message_arg args[] = {MSG_TEXT(d.v[i].text)};

        if (d.v[i].kind == WORDS_OUT)
            s = arena_join(c->arena, s, STR(" "), data_text(c, STR("changes.told-out"), args, 1));
        if (d.v[i].kind == WORDS_IN)
            s = arena_join(c->arena, s, STR(" "), data_text(c, STR("changes.told-in"), args, 1));
    }
    return s;
}

static struct atom_entry entry_of(struct ctx *c, const struct change *change)
{
    struct str day = day_of(c, pattern_iso, change->at), behind;
    const struct page *p = NULL;
    struct atom_entry e = {.title = change->title,
                           .summary = told(c, change),
                           .term = change->kind,
                           .label = kind_label(c, change->kind),
                           .updated = change->at};

    behind = arena_fmt(c->arena, "?dia=" STR_FMT "#c%lld", STR_ARG(day), (long long)change->id);
    e.id = address_of(c->arena, c->app->config->base_url, STR("/cambios"), behind);
    e.url = site_find(c->app->site, change->url, c->req->now, &p) == SITE_PAGE ? data_url(c, p->url)
                                                                               : e.id;
    return e;
}

enum err h_changes_feed(struct ctx *c, struct answer *ret_answer)
{
    struct atom_entry *v = ARENA_ARRAY(c->arena, struct atom_entry, ATOM_ENTRIES_MAX);
    struct changes all;
    enum err e = c->app->pg == NULL ? ERR_UNAVAILABLE
                                    : changes_newest(c->app->pg, c->arena, ATOM_ENTRIES_MAX, &all);

    if (e != OK)
        return ERR_UNAVAILABLE;
    for (size_t i = 0; i < all.n; i++)
        v[i] = entry_of(c, &all.v[i]);
    return data_feed(c,
                     &(struct atom_feed){
                         .self = data_url(c, c->path),
                         .alternate = data_url(c, STR("/cambios")),
                         .title = data_text(
                             c, STR("changes.feed"),
                             (const struct message_arg[]){MSG_TEXT(c->app->config->short_name)}, 1),
                         .author = c->app->config->name,
                         .lang = c->app->config->locale,
                         .v = v,
                         .n = all.n},
                     ret_answer);
}

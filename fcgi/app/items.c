/*
 * Values as people read them: days in words, choices by their labels, acts and pages as links.
 */
#include "fcgi/app/items.h"
#include "content/acts.h"
#include "content/lists.h"
#include "fcgi/base/ucs.h"

#define DAY_LENGTH  10 /* of "2026-11-22": no hour was given */
#define RELATED_MAX 5
#define RELATED_OF  1000 /* pages of a tag that are looked at */

/* ---- moments ---- */

static struct str moment_in(const struct ctx *c, struct str pattern, int64_t t)
{
    return ucs_date(c->arena, c->app->config->locale, c->app->config->zone, pattern, t);
}

static bool has_hour(const struct field_value *v)
{
    return v->field->kind == FIELD_DATETIME && v->text.n > DAY_LENGTH;
}

struct str item_moment(const struct ctx *c, const struct field_value *v)
{
    if (!has_hour(v))
        return moment_in(c, STR("d 'de' MMMM 'de' y"), v->number);
    if (v->field->seconds || v->number % 60 != 0)
        return moment_in(c, STR("d 'de' MMMM 'de' y, HH:mm:ss 'h'"), v->number);
    return moment_in(c, STR("d 'de' MMMM 'de' y, HH:mm 'h'"), v->number);
}

static struct str machine_moment(const struct ctx *c, const struct field_value *v)
{
    return has_hour(v) ? moment_in(c, STR("yyyy-MM-dd'T'HH:mm:ssXXX"), v->number)
                       : moment_in(c, STR("yyyy-MM-dd"), v->number);
}

static struct str text(const struct ctx *c, struct str key)
{
    return messages_format(theme_messages(c->app->theme), c->arena, key, NULL, 0);
}

/* ---- values ---- */

static struct view_value page_value(const struct ctx *c, struct str path)
{
    const struct page *p = NULL;

    if (site_find(c->app->site, path, c->req->now, &p) != SITE_PAGE)
        return (struct view_value){.text = path, .href = path};
    return (struct view_value){.text = p->front.title, .href = p->url};
}

/* An act without a page here is named, and leads nowhere. */
static struct view_value act_value(const struct ctx *c, struct str id)
{
    const struct page *p = site_act(c->app->site, id);

    if (p == NULL || !page_is_visible(p, c->req->now) || p->front.withdrawn.is)
        return (struct view_value){.text = id};
    return (struct view_value){.text = id, .href = p->url};
}

static struct view_value one_value(const struct ctx *c, enum field_kind kind, struct str s)
{
    return kind == FIELD_PATH || kind == FIELD_PATHS ? page_value(c, s)
           : kind == FIELD_ACTS                      ? act_value(c, s)
                                                     : (struct view_value){.text = s};
}

static struct view_values many(const struct ctx *c, const struct field_value *v)
{
    struct view_value *values = ARENA_ARRAY(c->arena, struct view_value, v->texts.n);

    for (size_t i = 0; i < v->texts.n; i++)
        values[i] = one_value(c, v->field->kind, v->texts.v[i]);
    return (struct view_values){values, v->texts.n};
}

/* Where an address leads, for people: "iepcjalisco.org.mx"; of mailto: and tel: all behind it. */
static struct str host_of(struct str url)
{
    struct str scheme, rest;

    str_cut(url, ':', &scheme, &rest);
    if (!str_starts(rest, STR("//")))
        return rest;
    rest = str_sub(rest, 2, rest.n);
    return str_sub(rest, 0, str_index(rest, '/'));
}

static struct view_value single(const struct ctx *c, const struct field_value *v)
{
    struct view_value value = {.text = v->text};

    switch (v->field->kind) {
    case FIELD_NUMBER:
        value.text = arena_fmt(c->arena, "%lld", (long long)v->number);
        break;
    case FIELD_FLAG:
        value.text = text(c, v->number != 0 ? STR("item.yes") : STR("item.no"));
        break;
    case FIELD_CHOICE:
        value.text = field_choice_label(v->field, v->text);
        break;
    case FIELD_DATE:
    case FIELD_DATETIME:
        value.text = item_moment(c, v);
        value.iso = machine_moment(c, v);
        break;
    case FIELD_URL:
        value = (struct view_value){.text = host_of(v->text), .href = v->text};
        break;
    case FIELD_PATH:
        value = page_value(c, v->text);
        break;
    case FIELD_TEXT:
    case FIELD_LINES:
    case FIELD_ACT:
    case FIELD_ACTS:
    case FIELD_FILE:
    case FIELD_TEXTS:
    case FIELD_PATHS:
    case FIELD_TABLE:
    case FIELD__MAX:
        break;
    }
    return value;
}

/* Files and tables stand behind the page's text (content/attach.h). */
static bool is_shown_elsewhere(enum field_kind kind)
{
    return kind == FIELD_FILE || kind == FIELD_TABLE;
}

static struct view_item item_of(struct ctx *c, const struct field_value *v)
{
    struct view_item item = {.label = v->field->label};
    struct view_value *one;

    if (v->texts.n > 0) {
        item.values = many(c, v);
        item.many = v->texts.n > 1;
        return item;
    }
    one = ARENA_NEW(c->arena, struct view_value);
    *one = single(c, v);
    item.values = (struct view_values){one, 1};
    return item;
}

struct view_items items_of(struct ctx *c, const struct page *p, bool in_list)
{
    struct view_item *v = ARENA_ARRAY(c->arena, struct view_item, p->fields.n);
    size_t n = 0;

    for (size_t i = 0; i < p->fields.n; i++) {
        const struct field_value *value = &p->fields.v[i];

        if (!is_shown_elsewhere(value->field->kind) && (!in_list || value->field->listed))
            v[n++] = item_of(c, value);
    }
    return (struct view_items){v, n};
}

/* ---- the period ---- */

/* The text of a type with a moment in the place of {0}. */
static struct str with_moment(const struct ctx *c, struct str pattern, struct str moment)
{
    size_t at = str_find(pattern, STR("{0}"));

    if (at == pattern.n)
        return pattern;
    return arena_join(c->arena, str_sub(pattern, 0, at), moment,
                      str_sub(pattern, at + 3, pattern.n));
}

struct str item_state(const struct ctx *c, const struct page *p, bool *ret_now)
{
    int64_t edge;
    enum period_state state = page_period(p, c->req->now, &edge);
    const struct type_period *period;
    const struct field_value *v;

    *ret_now = state == PERIOD_DURING;
    if (state == PERIOD_NONE)
        return (struct str){NULL, 0};
    period = &p->type->period;
    v = page_field(p, state == PERIOD_BEFORE ? period->from->name : period->until->name);
    return with_moment(c,
                       state == PERIOD_BEFORE   ? period->before
                       : state == PERIOD_DURING ? period->during
                                                : period->after,
                       item_moment(c, v));
}

/* ---- pages like it ---- */

struct like {
    const struct page *page;
    int score;
};

static void add_like(struct like *v, size_t *n, size_t max, const struct page *p, int score)
{
    for (size_t i = 0; i < *n; i++) {
        if (v[i].page == p) {
            v[i].score += score;
            return;
        }
    }
    if (*n < max)
        v[(*n)++] = (struct like){p, score};
}

static struct str process_of(const struct page *p)
{
    const struct field_value *v = page_field(p, STR("process"));

    return v == NULL ? (struct str){NULL, 0} : v->text;
}

/* The best RELATED_MAX to the front; of equals the newer, which came first. */
static size_t best_first(struct like *v, size_t n)
{
    size_t kept = n < RELATED_MAX ? n : RELATED_MAX;

    for (size_t i = 0; i < kept; i++) {
        size_t best = i;
        struct like one;

        for (size_t k = i + 1; k < n; k++) {
            if (v[k].score > v[best].score)
                best = k;
        }
        one = v[best];
        for (size_t k = best; k > i; k--)
            v[k] = v[k - 1];
        v[i] = one;
    }
    return kept;
}

static void add_of_process(struct ctx *c, const struct page *p, struct like *v, size_t *n,
                           size_t max)
{
    const struct site *s = c->app->site;
    struct str process = process_of(p);
    size_t seen = 0;

    for (size_t t = 0; process.n > 0 && t < s->types->n; t++) {
        const struct pages *all = &s->type_lists[t].by_date;

        for (size_t i = 0; i < all->n && seen < RELATED_OF; i++, seen++) {
            if (all->v[i] != p && str_eq(process_of(all->v[i]), process) &&
                list_shows(p->root, all->v[i], c->req->now))
                add_like(v, n, max, all->v[i], 1);
        }
    }
}

/* Two points for a tag that both have, one for the same process. */
static struct view_links related(struct ctx *c, const struct page *p)
{
    enum { LIKES_MAX = 64 };
    struct like *v = ARENA_ARRAY(c->arena, struct like, LIKES_MAX);
    const struct page *best[RELATED_MAX];
    size_t n = 0;

    for (size_t k = 0; k < p->front.tags.n; k++) {
        const struct tag *tag = site_tag(c->app->site, ucs_slug(c->arena, p->front.tags.v[k]));

        for (size_t i = 0; tag != NULL && i < tag->pages.n && i < RELATED_OF; i++) {
            if (tag->pages.v[i] != p && list_shows(p->root, tag->pages.v[i], c->req->now))
                add_like(v, &n, LIKES_MAX, tag->pages.v[i], 2);
        }
    }
    add_of_process(c, p, v, &n, LIKES_MAX);
    n = best_first(v, n);
    for (size_t i = 0; i < n; i++)
        best[i] = v[i].page;
    return links_to(c, best, n);
}

static struct view_links tags(struct ctx *c, const struct page *p)
{
    struct view_link *v = ARENA_ARRAY(c->arena, struct view_link, p->front.tags.n);
    size_t n = 0;

    for (size_t i = 0; i < p->front.tags.n; i++) {
        const struct tag *tag = site_tag(c->app->site, ucs_slug(c->arena, p->front.tags.v[i]));

        if (tag != NULL)
            v[n++] =
                (struct view_link){.href = arena_fmt(c->arena, STR_FMT "/etiquetas/" STR_FMT,
                                                     STR_ARG(p->root->prefix), STR_ARG(tag->slug)),
                                   .title = tag->label};
    }
    return (struct view_links){v, n};
}

/* ---- before and behind ---- */

/* Before and behind such a page are those of its type, not those of its folder. */
static bool has_type(const struct page *p)
{
    return p->kind == PAGE_LEAF && p->type != NULL && p->type->nfields > 0;
}

/* The nearest that is shown, from v[at] on in steps of `step`. */
static const struct page *nearest(struct ctx *c, const struct page *p, const struct pages *all,
                                  size_t at, int step)
{
    for (size_t i = at + (size_t)step; i < all->n; i += (size_t)step) {
        if (list_shows(p->root, all->v[i], c->req->now))
            return all->v[i];
    }
    return NULL;
}

/* By name: as an index goes. By date: what was before, what came then. */
static void neighbours(struct ctx *c, const struct page *p, struct view *v)
{
    const struct type_list *list = site_type_list(c->app->site, p->type->id);
    bool named = list->by_name.n > 0;
    const struct pages *all = named ? &list->by_name : &list->by_date;
    const struct page *before, *behind;
    size_t at = 0;

    while (at < all->n && all->v[at] != p)
        at++;
    if (at == all->n)
        return;
    before = nearest(c, p, all, at, named ? -1 : 1);
    behind = nearest(c, p, all, at, named ? 1 : -1);
    v->has_previous = before != NULL;
    v->has_next = behind != NULL;
    if (before != NULL)
        v->previous = link_to(c, before);
    if (behind != NULL)
        v->next = link_to(c, behind);
}

void item_show(struct ctx *c, const struct page *p, struct view *v)
{
    v->items = items_of(c, p, false);
    v->state = item_state(c, p, &v->state_now);
    v->tags = tags(c, p);
    if (p->kind == PAGE_LEAF)
        v->related = related(c, p);
    if (has_type(p))
        neighbours(c, p, v);
}

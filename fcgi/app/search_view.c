/*
 * Results, facets and pages of a search.
 */
#include "fcgi/app/search_view.h"
#include "fcgi/base/esc.h"

#define HREF_MAX 8192

static const struct {
    struct str name, legend;
} facets[FACET__MAX] = {
    [FACET_TYPE] = {STR_INIT("tipo"), STR_INIT("search.by-type")},
    [FACET_YEAR] = {STR_INIT("anio"), STR_INIT("search.by-year")},
    [FACET_PROCESS] = {STR_INIT("proceso"), STR_INIT("search.by-process")},
    [FACET_ORGAN] = {STR_INIT("organo"), STR_INIT("search.by-organ")},
    [FACET_SITE] = {STR_INIT("sitio"), STR_INIT("search.by-site")},
};

struct str search_facet_name(enum search_facet f)
{
    return facets[f].name;
}

static struct str format(const struct ctx *c, struct str key, const struct message_arg *args, int n)
{
    return messages_format(theme_messages(c->app->theme), c->arena, key, args, n);
}

static struct str text(const struct ctx *c, struct str key)
{
    return format(c, key, NULL, 0);
}

/* ---- addresses ---- */

static void add_param(struct buf *b, struct str name, struct str value)
{
    if (value.n == 0)
        return;
    buf_addc(b, b->n == sizeof("/buscar") - 1 ? '?' : '&');
    buf_add(b, name);
    buf_addc(b, '=');
    esc_url(b, value);
}

struct str search_href(struct ctx *c, struct str q, const struct str *only, int page)
{
    struct buf b;
    struct str s;

    buf_init(&b, HREF_MAX);
    buf_add(&b, STR("/buscar"));
    add_param(&b, STR("q"), q);
    for (int f = 0; only != NULL && f < FACET__MAX; f++)
        add_param(&b, facets[f].name, only[f]);
    if (page > 1)
        add_param(&b, STR("pagina"), arena_fmt(c->arena, "%d", page));
    s = b.failed ? STR("/buscar") : arena_str(c->arena, buf_str(&b));
    buf_release(&b);
    return s;
}

/* ---- what values are called ---- */

static struct str type_label(const struct ctx *c, struct str id, bool plural)
{
    const struct types *types = &c->app->config->types;

    if (str_eq(id, STR("file")))
        return text(c, plural ? STR("search.files") : STR("search.file"));
    if (str_eq(id, STR("term")))
        return text(c, plural ? STR("search.terms") : STR("search.term"));
    for (size_t i = 0; i < types->n; i++) {
        if (str_eq(types->v[i].id, id))
            return plural ? types->v[i].plural : types->v[i].label;
    }
    return str_eq(id, STR("page")) ? text(c, STR("search.pages")) : id;
}

static struct str label_of(const struct ctx *c, enum search_facet f, struct str value)
{
    const struct micrositio *micro;

    if (f == FACET_TYPE)
        return type_label(c, value, true);
    if (f != FACET_SITE)
        return value;
    if (str_eq(value, STR("-")))
        return c->app->config->short_name;
    micro = micrositio_by_id(&c->app->micrositios, value);
    return micro == NULL ? value : micro->title;
}

/* ---- results ---- */

static struct str note_of(const struct ctx *c, const struct search_hit *h)
{
    struct str kind = str_eq(h->type, STR("page")) ? STR("") : type_label(c, h->type, false);

    if (h->part > 0)
        return format(c, STR("search.note-part"),
                      (const struct message_arg[]){MSG_TEXT(kind), MSG_INT(h->part)}, 2);
    if (h->year == 0 || kind.n == 0)
        return kind;
    return format(c, STR("search.note-year"),
                  (const struct message_arg[]){MSG_TEXT(kind),
                                               MSG_TEXT(arena_fmt(c->arena, "%d", (int)h->year))},
                  2);
}

static void show_hits(struct ctx *c, const struct search_answer *found, struct view *v)
{
    struct view_result *r = ARENA_ARRAY(c->arena, struct view_result, found->nhits);

    for (size_t i = 0; i < found->nhits; i++) {
        const struct search_hit *h = &found->hits[i];

        r[i] = (struct view_result){h->url, h->title, note_of(c, h), h->text};
    }
    v->found = (struct view_results){r, found->nhits};
}

/* ---- facets ---- */

static struct str href_with(struct ctx *c, const struct search_question *q, enum search_facet f,
                            struct str value)
{
    struct str only[FACET__MAX];

    for (int i = 0; i < FACET__MAX; i++)
        only[i] = i == (int)f ? value : q->only[i];
    if (c->micro != NULL && only[FACET_SITE].n == 0)
        only[FACET_SITE] = STR(SEARCH_EVERYWHERE);
    return search_href(c, q->query->typed, only, 1);
}

/* The values of one facet; none when there is nothing to choose. */
static struct view_links values_of(struct ctx *c, const struct search_question *q,
                                   const struct search_answer *found, enum search_facet f)
{
    struct view_link *links = ARENA_ARRAY(c->arena, struct view_link, found->nvalues);
    size_t n = 0;

    for (size_t i = 0; i < found->nvalues; i++) {
        const struct search_value *value = &found->values[i];

        if (value->facet == f)
            links[n++] = (struct view_link){.href = href_with(c, q, f, value->value),
                                            .title = label_of(c, f, value->value),
                                            .depth = value->n};
    }
    return (struct view_links){links, q->only[f].n > 0 || n < 2 ? 0 : n};
}

static void show_facets(struct ctx *c, const struct search_question *q,
                        const struct search_answer *found, struct view *v)
{
    struct view_facet *shown = ARENA_ARRAY(c->arena, struct view_facet, FACET__MAX);
    struct view_link *chosen = ARENA_ARRAY(c->arena, struct view_link, FACET__MAX);
    size_t nshown = 0, nchosen = 0;

    for (int i = 0; i < FACET__MAX; i++) {
        enum search_facet f = (enum search_facet)i;
        struct view_links values = values_of(c, q, found, f);

        if (values.n > 0)
            shown[nshown++] = (struct view_facet){
                text(c, facets[f].legend),
                arena_join(c->arena, STR("buscar_"), facets[f].name, STR("")), values};
        if (q->only[f].n > 0)
            chosen[nchosen++] = (struct view_link){.href = href_with(c, q, f, STR("")),
                                                   .title = label_of(c, f, q->only[f])};
    }
    v->facets = (struct view_facets){shown, nshown};
    v->chosen = (struct view_links){chosen, nchosen};
}

/* ---- pages ---- */

static void show_pages(struct ctx *c, const struct search_question *q, int64_t total,
                       struct view *v)
{
    int64_t pages = (total + SEARCH_PAGE - 1) / SEARCH_PAGE;

    if (pages > SEARCH_PAGES)
        pages = SEARCH_PAGES;
    v->many_pages = pages > 1;
    v->result_page = q->page;
    v->result_pages = pages;
    if (q->page > 1)
        v->page_before_href = search_href(c, q->query->typed, q->only, q->page - 1);
    if (q->page < pages)
        v->page_behind_href = search_href(c, q->query->typed, q->only, q->page + 1);
    if (q->page > pages && pages > 0)
        v->page_before_href = search_href(c, q->query->typed, q->only, (int)pages);
}

void search_show(struct ctx *c, const struct search_question *q, const struct search_answer *found,
                 struct view *v)
{
    v->nresults = found->total;
    v->more_results = found->more;
    show_hits(c, found, v);
    show_facets(c, q, found, v);
    show_pages(c, q, found->total, v);
}

/*
 * How one answer is to look and read: from the request, into the view, around the finished page.
 */
#include "accessibility/carry.h"
#include "accessibility/outline.h"
#include "accessibility/pictures.h"
#include "fcgi/app/app.h"
#include "fcgi/base/esc.h"

#define PATH_MAX_BYTES 8192
#define PARTS_MIN      2 /* a list of one heading only stands in the way */
/* Words a minute: below the mean of Brysbaert 2019 (doi:10.1016/j.jml.2019.104047; 238 in English,
 * 278 in Spanish), since who asks for this view often reads slowly. */
#define WORDS_A_MINUTE 180

/* ---- from the request ---- */

/* "/lector/x" is the reader's view of "/x". */
static struct str without_lector(struct str path, bool *ret_was)
{
    struct str prefix = STR("/lector");

    *ret_was = str_starts(path, prefix) && (path.n == prefix.n || path.p[prefix.n] == '/');
    if (!*ret_was)
        return path;
    return path.n <= prefix.n + 1 ? STR("/") : str_sub(path, prefix.n, path.n);
}

struct str variant_page_path(struct str path)
{
    bool was;

    return without_lector(path, &was);
}

void variant_choose(struct ctx *c)
{
    const struct request *req = c->req;

    c->path = without_lector(req->path, &c->by_address);
    c->asked = choice_parse(params_get(&req->query, STR("a11y")));
    c->choice = choice_over(c->asked, choice_parse(params_get(&req->cookies, STR("a11y"))));
    c->outline = str_eq(params_get(&req->query, STR("vista")), STR("indice"));
    c->splice[TPL_SPLICE_CLASS] = choice_classes(c->arena, &c->choice);
}

static bool wants_reader(const struct ctx *c)
{
    return c->by_address || choice_has(&c->choice, AXIS_READER);
}

struct str path_of_ours(struct arena *a, struct str path)
{
    struct str s = str_sub(path, 0, str_index(path, '?'));

    s = str_sub(s, 0, str_index(s, '#'));
    if (s.n == 0 || s.n > PATH_MAX_BYTES || s.p[0] != '/' || !str_is_utf8(s))
        return STR("/");
    for (size_t i = 0; i < s.n; i++) {
        unsigned char byte = (unsigned char)s.p[i];

        if (byte < ' ' || byte == 0x7f || byte == '\\' || (byte == '/' && i == 1))
            return STR("/");
    }
    return arena_str(a, s);
}

struct str address_of(struct arena *a, struct str before, struct str path, struct str behind)
{
    struct buf b;
    struct str s;

    buf_init(&b, PATH_MAX_BYTES * 4);
    buf_add(&b, before);
    esc_path(&b, path);
    buf_add(&b, behind);
    s = arena_str(a, buf_str(&b));
    buf_release(&b);
    return s;
}

/* ---- into the view ---- */

struct str variant_query(struct ctx *c, bool with_view)
{
    const struct params *query = &c->req->query;
    struct buf b;
    struct str s;

    buf_init(&b, PATH_MAX_BYTES * 4);
    for (size_t i = 0; i < query->n; i++) {
        if (str_eq(query->v[i].name, STR("a11y")) ||
            (!with_view && str_eq(query->v[i].name, STR("vista"))))
            continue;
        buf_addc(&b, b.n == 0 ? '?' : '&');
        esc_url(&b, query->v[i].name);
        buf_addc(&b, '=');
        esc_url(&b, query->v[i].value);
    }
    s = arena_str(c->arena, buf_str(&b));
    buf_release(&b);
    return s;
}

/* What else was asked, where an answer depends on it. */
static struct str query_of(struct ctx *c)
{
    if (c->route == NULL || (c->route->flags & ROUTE_CACHE) != 0)
        return (struct str){NULL, 0};
    return variant_query(c, false);
}

void variant_view(struct ctx *c, struct answer *answer)
{
    struct view *v = &answer->view;
    struct str query = query_of(c), path = c->path;

    v->here = c->req->path;
    v->page_href = address_of(c->arena, STR(""), path, query);
    v->outline_href =
        address_of(c->arena, STR(""), path,
                   query.n > 0 ? arena_join(c->arena, query, STR("&"), STR("vista=indice"))
                               : STR("?vista=indice"));
    v->lector_href = address_of(c->arena, STR("/lector"), path, STR(""));
    v->easy_href = address_of(c->arena, STR(""), path, STR("?a11y=l-1"));
    v->voice_href = address_of(c->arena, STR(""), path, STR("?a11y=v-1"));
    v->reader = wants_reader(c);
    v->by_address = c->by_address;
    v->no_images = choice_has(&c->choice, AXIS_IMAGES);
    if (v->no_images)
        v->body.s = html_without_images(c->arena, v->body.s);
}

/* ---- around the finished page ---- */

static struct view_entries entries(struct ctx *c, const struct outline_items *items,
                                   struct str page)
{
    struct view_entry *v = ARENA_ARRAY(c->arena, struct view_entry, items->n);

    for (size_t i = 0; i < items->n; i++) {
        const struct outline_item *item = &items->v[i];

        v[i] = (struct view_entry){.text = item->text, .href = item->ref, .level = item->level};
        if (item->level > 0 && item->ref.n > 0)
            v[i].href = arena_join(c->arena, page, STR("#"), item->ref);
    }
    return (struct view_entries){v, items->n};
}

/* Headings of the second and third level that can be jumped to. */
static struct view_entries parts(struct ctx *c, const struct outline_items *items)
{
    struct view_entries all = entries(c, items, STR(""));
    struct view_entry *v = ARENA_ARRAY(c->arena, struct view_entry, all.n);
    size_t n = 0;

    for (size_t i = 0; i < all.n; i++) {
        if ((all.v[i].level == 2 || all.v[i].level == 3) && all.v[i].href.n > 0)
            v[n++] = all.v[i];
    }
    return (struct view_entries){v, n >= PARTS_MIN ? n : 0};
}

static void view_of(struct ctx *c, const struct outline *o, struct answer *answer)
{
    struct view *v = &answer->view;

    answer->view_id = c->outline ? VIEW_OUTLINE : VIEW_READER;
    v->body = o->main;
    v->minutes = (o->words + WORDS_A_MINUTE - 1) / WORDS_A_MINUTE;
    if (c->outline) {
        v->parts = entries(c, &o->headings, v->page_href);
        v->links = entries(c, &o->links, v->page_href);
        v->others = entries(c, &o->others, v->page_href);
    } else {
        v->parts = parts(c, &o->headings);
    }
}

enum err variant_shape(struct ctx *c, struct answer *answer, struct tpl_out *out)
{
    struct outline o;
    struct str page;

    if (!c->outline && !wants_reader(c))
        return OK;
    page = arena_str(c->arena, splice_fill(c, buf_str(out->buf), out->marks, out->nmarks));
    if (!outline_of(c->arena, page, &o))
        return ERR_INTERNAL;
    view_of(c, &o, answer);
    buf_clear(out->buf);
    out->nmarks = 0;
    return view_render(c, answer, out);
}

/* ---- when it is sent ---- */

struct str variant_finish(struct ctx *c, struct str body, const struct tpl_mark *marks,
                          size_t nmarks)
{
    return html_carry(c->arena, splice_fill(c, body, marks, nmarks), &c->asked);
}

bool variant_is_own(const struct ctx *c)
{
    return c->splice[TPL_SPLICE_CLASS].n > 0 || !choice_is_empty(&c->asked);
}

struct str variant_etag(const struct ctx *c, struct str etag)
{
    if (!variant_is_own(c) || etag.n < 2)
        return etag;
    return arena_fmt(
        c->arena, STR_FMT "-" STR_FMT "-" STR_FMT "\"", STR_ARG(str_sub(etag, 0, etag.n - 1)),
        STR_ARG(choice_text(c->arena, &c->choice)), STR_ARG(choice_text(c->arena, &c->asked)));
}

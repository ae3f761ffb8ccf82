/*
 * Rows from pages, terms and files.
 */
#include "fcgi/search/docs.h"
#include "fcgi/base/buf.h"
#include "fcgi/search/filetext.h"

#include <stdlib.h>

#define BODY_MAX     ((size_t)512 << 10) /* tsvector has 1 MB for all */
#define HEADINGS_MAX ((size_t)64 << 10)

static struct str field_text(const struct page *p, struct str name)
{
    const struct field_value *v = page_field(p, name);

    return v == NULL ? STR("") : v->text;
}

static bool is_findable(const struct page *p)
{
    return !p->root->draft && !p->front.draft && !p->front.withdrawn.is;
}

struct search_row search_row_of(const struct page *p)
{
    return (struct search_row){.doc = p->url,
                               .kind = STR("page"),
                               .site = p->root->micrositio,
                               .locale = p->root->locale,
                               .url = p->url,
                               .type = p->type == NULL ? STR("page") : p->type->id,
                               .process = field_text(p, STR("process")),
                               .organ = field_text(p, STR("body")),
                               .act = page_act(p),
                               .title = p->front.title,
                               .year = p->year,
                               .publish = p->front.publish,
                               .expire = p->front.expire};
}

/* ---- pages ---- */

static struct str headings_of(struct arena *a, const struct page *p)
{
    struct buf b;
    struct str s;

    buf_init(&b, HEADINGS_MAX);
    for (size_t i = 0; i < p->headings.n; i++) {
        buf_add(&b, p->headings.v[i].text);
        buf_addc(&b, '\n');
    }
    s = arena_str(a, buf_str(&b));
    buf_release(&b);
    return s;
}

/* What an editor wrote in fields is part of what is read. */
static struct str body_of(struct arena *a, const struct page *p)
{
    struct buf b;
    struct str s;

    buf_init(&b, BODY_MAX);
    buf_add(&b, str_sub(p->text, 0, BODY_MAX / 2));
    for (size_t i = 0; i < p->fields.n; i++) {
        const struct field_value *v = &p->fields.v[i];

        if (v->field->kind != FIELD_TEXT && v->field->kind != FIELD_LINES &&
            v->field->kind != FIELD_TEXTS && v->field->kind != FIELD_ACTS)
            continue;
        buf_addc(&b, '\n');
        buf_add(&b, v->text);
        for (size_t k = 0; k < v->texts.n; k++) {
            buf_addc(&b, '\n');
            buf_add(&b, v->texts.v[k]);
        }
    }
    s = arena_str(a, buf_str(&b));
    buf_release(&b);
    return s;
}

void search_add_pages(struct search_rows *rows, const struct site *site)
{
    for (size_t i = 0; i < site->by_url.n; i++) {
        const struct page *p = site->by_url.v[i];
        struct search_row r;

        if (!is_findable(p))
            continue;
        r = search_row_of(p);
        r.summary = p->front.summary.n > 0 ? p->front.summary : p->front.description;
        r.headings = headings_of(rows->arena, p);
        r.body = body_of(rows->arena, p);
        search_rows_add(rows, &r);
    }
}

/* ---- terms ---- */

static const struct page *page_at(const struct site *site, struct str url)
{
    for (size_t i = 0; i < site->by_url.n; i++) {
        if (str_eq(site->by_url.v[i]->url, url))
            return site->by_url.v[i];
    }
    return NULL;
}

/* "[words](/address)" is its words: of Markdown a definition has links and no more. */
static struct str without_links(struct arena *a, struct str s)
{
    char *p = arena_zalloc(a, s.n + 1, 1);
    size_t n = 0;

    for (size_t i = 0; i < s.n;) {
        struct str rest = str_sub(s, i, s.n);
        size_t middle = s.p[i] == '[' ? str_find(rest, STR("](")) : rest.n,
               end = middle < rest.n ? str_index(str_sub(rest, middle, rest.n), ')') + middle
                                     : rest.n;

        if (end >= rest.n) {
            p[n++] = s.p[i++];
            continue;
        }
        for (size_t k = 1; k < middle; k++)
            p[n++] = rest.p[k];
        i += end + 1;
    }
    return (struct str){p, n};
}

void search_add_terms(struct search_rows *rows, const struct site *site,
                      const struct glossary *glossary)
{
    const struct page *p = glossary == NULL ? NULL : page_at(site, glossary->page);

    for (size_t i = 0; p != NULL && is_findable(p) && i < glossary->n; i++) {
        const struct glossary_entry *e = &glossary->v[i];
        struct search_row r = search_row_of(p);

        r.url = arena_join(rows->arena, p->url, STR("#"), e->id);
        r.doc = r.url;
        r.kind = STR("term");
        r.type = STR("term");
        r.title = e->term;
        r.headings = e->expansion;
        r.body = without_links(rows->arena, e->definition);
        r.year = 0;
        search_rows_add(rows, &r);
    }
}

/* ---- files ---- */

static int by_asset_url(const void *x, const void *y)
{
    const struct search_file *a = x, *b = y;

    return str_cmp(a->asset->url, b->asset->url);
}

static int url_to_file(const void *key, const void *item)
{
    return str_cmp(*(const struct str *)key, ((const struct search_file *)item)->asset->url);
}

static void meet(struct search_file *f, const struct page *p)
{
    if (f->page == NULL) {
        f->page = p;
        f->publish = p->front.publish;
        f->expire = p->front.expire;
        return;
    }
    f->publish = p->front.publish < f->publish ? p->front.publish : f->publish;
    f->expire = p->front.expire > f->expire ? p->front.expire : f->expire;
}

/* Every file that the page's HTML leads to: our own markup, with its quotes and no blanks. */
static void meet_all(struct search_files *files, const struct page *p)
{
    const struct str mark = STR("href=\"");
    struct str rest = p->body.s;

    while (rest.n > 0) {
        struct str url;
        struct search_file *f;

        rest = str_sub(rest, str_find(rest, mark) + mark.n, rest.n);
        url = str_sub(rest, 0, str_index(rest, '"'));
        url = str_sub(url, 0, str_index(url, '#'));
        f = bsearch(&url, files->v, files->n, sizeof(*files->v), url_to_file);
        if (f != NULL)
            meet(f, p);
    }
}

struct search_files search_files_of(struct arena *a, const struct site *site,
                                    const struct assets *assets)
{
    struct search_files files = {ARENA_ARRAY(a, struct search_file, assets->n), 0};
    size_t kept = 0;

    for (size_t i = 0; i < assets->n; i++) {
        if (assets->v[i].url.n > 0 && filetext_is_for(assets->v[i].type))
            files.v[files.n++] = (struct search_file){.asset = &assets->v[i]};
    }
    if (files.n > 0)
        qsort(files.v, files.n, sizeof(*files.v), by_asset_url);
    for (size_t i = 0; i < site->by_url.n && files.n > 0; i++) {
        if (is_findable(site->by_url.v[i]))
            meet_all(&files, site->by_url.v[i]);
    }
    for (size_t i = 0; i < files.n; i++) {
        if (files.v[i].page != NULL)
            files.v[kept++] = files.v[i];
    }
    files.n = kept;
    return files;
}

struct str search_file_title(struct arena *a, struct str path)
{
    size_t from = path.n, end = path.n;
    char *p;

    while (from > 0 && path.p[from - 1] != '/')
        from--;
    while (end > from && path.p[end - 1] != '.')
        end--;
    path = str_sub(path, from, end > from ? end - 1 : path.n);
    p = arena_zalloc(a, path.n + 1, 1);
    for (size_t i = 0; i < path.n; i++)
        p[i] = path.p[i] == '_' || path.p[i] == '-' ? ' ' : path.p[i];
    return (struct str){p, path.n};
}

void search_add_file(struct search_rows *rows, const struct search_row *of, struct strs texts)
{
    bool pages = texts.n > 1 || str_ends(of->type, STR("pdf"));

    for (size_t i = 0; i < texts.n; i++) {
        struct search_row r = *of;

        /* The first stands for the file even when it has no text: its name can be found. */
        if (i > 0 && str_trim(texts.v[i]).n == 0)
            continue;
        r.kind = STR("file");
        r.type = STR("file");
        r.body = texts.v[i];
        r.part = pages ? (int)i + 1 : 0;
        if (pages)
            r.url = arena_fmt(rows->arena, STR_FMT "#page=%zu", STR_ARG(of->url), i + 1);
        search_rows_add(rows, &r);
    }
}

/*
 * Files of documents: who asks for one gets its name for nginx; pages list versions and what is
 * known of each.
 */
#include "fcgi/app/documents.h"
#include "fcgi/base/esc.h"
#include "fcgi/base/files.h"
#include "fcgi/base/ucs.h"

#define SHORT_DIGEST 12 /* letters */

static struct str say(struct ctx *c, struct str key, const struct message_arg *args, int n)
{
    return messages_format(theme_messages(c->app->theme), c->arena, key, args, n);
}

static struct str extension_of(struct str path)
{
    size_t at = path.n;

    while (at > 0 && path.p[at - 1] != '.' && path.p[at - 1] != '/')
        at--;
    return at > 0 && path.p[at - 1] == '.' ? str_sub(path, at, path.n) : STR("");
}

static struct str name_of(struct str file)
{
    size_t at = file.n;

    while (at > 0 && file.p[at - 1] != '/')
        at--;
    return str_sub(file, at, file.n);
}

/* ---- the file itself ---- */

/* What browsers show by themselves; all else is to be kept. */
static bool is_shown(struct str type)
{
    return str_eq(type, STR("application/pdf")) || str_eq(type, STR("text/plain")) ||
           str_starts(type, STR("image/")) || str_starts(type, STR("video/"));
}

/* RFC 6266: a name of plain letters for old programs, and the real one. */
static struct str disposition(struct ctx *c, struct str file, struct str type)
{
    struct str name = name_of(file), extension = extension_of(name), stem;
    struct buf b;
    struct str s;

    stem = ucs_slug(c->arena, str_sub(name, 0, name.n - extension.n));
    buf_init(&b, 4096);
    buf_add(&b, is_shown(type) ? STR("inline") : STR("attachment"));
    buf_addf(&b, "; filename=\"" STR_FMT "." STR_FMT "\"; filename*=UTF-8''",
             STR_ARG((stem.n == 0 ? STR("archivo") : stem)),
             STR_ARG(ucs_slug(c->arena, extension)));
    esc_url(&b, name);
    s = arena_str(c->arena, buf_str(&b));
    buf_release(&b);
    return s;
}

/* With its encoding, for texts. */
static const char *media_type(struct ctx *c, struct str type)
{
    bool text = str_starts(type, STR("text/"));

    return arena_join(c->arena, type, text ? STR("; charset=utf-8") : STR(""), STR("")).p;
}

/* The version of that number, when it has begun; the current one for 0. */
static size_t version_at(const struct page_document *doc, int number, int64_t now)
{
    if (number == 0)
        return document_current(doc, now);
    for (size_t i = 0; i < doc->doc.n; i++) {
        if (doc->doc.v[i].number == number)
            return doc->doc.v[i].date <= now ? i : SIZE_MAX;
    }
    return SIZE_MAX;
}

enum err document_answer(struct ctx *c, struct str path, struct answer *answer)
{
    const struct page_document *doc;
    const struct document_file *f;
    const struct page *p = NULL;
    struct str url;
    int number;
    size_t i;

    if (c->by_address || !document_address(path, &url, &number) ||
        site_find(c->app->site, url, c->req->now, &p) != SITE_PAGE)
        return ERR_NOT_FOUND;
    doc = documents_find(c->app->documents, p->url);
    i = doc == NULL ? SIZE_MAX : version_at(doc, number, c->req->now);
    if (i == SIZE_MAX || doc->files[i].sha256.n == 0)
        return ERR_NOT_FOUND;
    f = &doc->files[i];
    answer->type = media_type(c, f->type);
    answer->file = arena_join(c->arena, STR("/-/archivos/"), f->sha256, STR(""));
    answer->etag = arena_join(c->arena, STR("\""), f->sha256, STR("\""));
    answer->disposition = disposition(c, doc->doc.v[i].file, f->type);
    return OK;
}

/* ---- what is known of it ---- */

static struct str size_text(struct ctx *c, int64_t bytes)
{
    int64_t kilobytes = (bytes + 1023) / 1024, tenths = (bytes * 10 + 524288) / 1048576;
    struct str n;

    if (kilobytes < 1024) {
        n = arena_fmt(c->arena, "%lld", (long long)kilobytes);
        return say(c, STR("document.kilobytes"), &MSG_TEXT(n), 1);
    }
    n = arena_fmt(c->arena, "%lld.%lld", (long long)(tenths / 10), (long long)(tenths % 10));
    return say(c, STR("document.megabytes"), &MSG_TEXT(n), 1);
}

static struct str type_text(struct ctx *c, struct str file)
{
    struct str ext = ucs_slug(c->arena, extension_of(file)),
               key = arena_join(c->arena, STR("document.type."), ext, STR("")), pattern;

    return messages_has(theme_messages(c->app->theme), key, &pattern) ? pattern : ext;
}

/* "12 páginas"; empty when it is not known (yet: *ret_later). */
static struct str pages_text(struct ctx *c, const struct document_file *f, bool *ret_later)
{
    struct str content = {NULL, 0};
    int64_t n;

    if (!str_eq(f->type, STR("application/pdf")))
        return STR("");
    if (file_read(c->arena, document_pages_file(c->arena, c->app->config, f->sha256), 32,
                  &content) != OK) {
        *ret_later = true;
        return STR("");
    }
    if (str_to_int(str_trim(content), 1, 1000000, &n) != OK)
        return STR("");
    return say(c, STR("document.pages"), &MSG_INT(n), 1);
}

static struct str language_text(struct ctx *c, struct str lang)
{
    struct str primary = str_sub(lang, 0, str_index(lang, '-')),
               key = arena_join(c->arena, STR("document.language."), primary, STR("")), pattern;

    return messages_has(theme_messages(c->app->theme), key, &pattern) ? pattern : lang;
}

static struct str day(struct ctx *c, int64_t t, struct str pattern)
{
    return ucs_date(c->arena, c->app->config->locale, c->app->config->zone, pattern, t);
}

static struct str address(struct ctx *c, const struct page *p, int number)
{
    struct str behind = number == 0 ? STR("/archivo") : arena_fmt(c->arena, "/version/%d", number);

    return arena_join(c->arena, p->url, behind, STR(""));
}

/* "¿no puede leerlo?": the form for other formats, which knows the page then. */
static struct str ask_address(struct ctx *c, const struct page *p)
{
    struct buf b;
    struct str s;

    buf_init(&b, 4096);
    buf_add(&b, STR("/accesibilidad/barrera?tipo=formato&volver="));
    esc_url(&b, p->url);
    s = arena_str(c->arena, buf_str(&b));
    buf_release(&b);
    return s;
}

static void describe(struct ctx *c, const struct page_document *doc, size_t i, bool current,
                     struct view_file *f, bool *later)
{
    const struct document_version *v = &doc->doc.v[i];
    const struct document_file *file = &doc->files[i];

    *f = (struct view_file){.title = doc->page->front.title,
                            .page_href = doc->page->url,
                            .note = v->note,
                            .number = v->number,
                            .current = current,
                            .date = day(c, v->date, STR("d 'de' MMMM 'de' y")),
                            .date_iso = day(c, v->date, STR("yyyy-MM-dd")),
                            .type = type_text(c, v->file),
                            .lang = v->lang.n > 0 ? language_text(c, v->lang) : STR(""),
                            .is_accessible = v->accessible == ACCESSIBLE_YES,
                            .not_accessible = v->accessible == ACCESSIBLE_NO,
                            .ask_href = ask_address(c, doc->page)};
    if (file->sha256.n == 0)
        return;
    f->href = address(c, doc->page, current ? 0 : v->number);
    f->own_href = address(c, doc->page, v->number);
    f->size = size_text(c, file->size);
    f->pages = pages_text(c, file, later);
    f->sha256 = file->sha256;
    f->sha256_short = str_sub(file->sha256, 0, SHORT_DIGEST);
}

/* A version that is still to come turns the page when it does. */
static void note_edge(const struct page_document *doc, int64_t now, struct answer *answer)
{
    for (size_t i = 0; i < doc->doc.n; i++) {
        if (doc->doc.v[i].date > now && doc->doc.v[i].date < answer->valid_until)
            answer->valid_until = doc->doc.v[i].date;
    }
}

static void show_versions(struct ctx *c, const struct page_document *doc, struct answer *answer)
{
    struct view_file *v = ARENA_ARRAY(c->arena, struct view_file, doc->doc.n);
    size_t current = document_current(doc, c->req->now), n = 0;
    bool later = false;

    note_edge(doc, c->req->now, answer);
    for (size_t i = current; i < doc->doc.n; i++, n++)
        describe(c, doc, i, i == current, &v[n], &later);
    answer->view.is_document = n > 0;
    answer->view.files = (struct view_files){v, n};
    if (later && answer->valid_until > c->req->now + DOCUMENT_RETRY_S)
        answer->valid_until = c->req->now + DOCUMENT_RETRY_S;
}

/* The current versions, in the order of the list. */
static void show_collection(struct ctx *c, const struct field_value *items, struct answer *answer)
{
    struct view_file *v = ARENA_ARRAY(c->arena, struct view_file, items->texts.n);
    size_t n = 0;
    bool later = false;

    for (size_t i = 0; i < items->texts.n; i++) {
        const struct page *p = NULL;
        const struct page_document *doc;
        size_t current;

        if (site_find(c->app->site, items->texts.v[i], c->req->now, &p) != SITE_PAGE ||
            (doc = documents_find(c->app->documents, p->url)) == NULL)
            continue;
        note_edge(doc, c->req->now, answer);
        current = document_current(doc, c->req->now);
        if (current != SIZE_MAX)
            describe(c, doc, current, true, &v[n++], &later);
    }
    answer->view.is_collection = n > 0;
    answer->view.files = (struct view_files){v, n};
    if (later && answer->valid_until > c->req->now + DOCUMENT_RETRY_S)
        answer->valid_until = c->req->now + DOCUMENT_RETRY_S;
}

void document_show(struct ctx *c, const struct page *p, struct answer *answer)
{
    const struct page_document *doc = documents_find(c->app->documents, p->url);
    const struct field_value *items = page_field(p, STR("items"));

    if (doc != NULL)
        show_versions(c, doc, answer);
    else if (p->type != NULL && str_eq(p->type->id, STR("collection")) && items != NULL)
        show_collection(c, items, answer);
}

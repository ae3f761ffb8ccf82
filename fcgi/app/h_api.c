/*
 * The read-only API of published content (fcgi/app/openapi.json says it all): JSON for whoever
 * builds on it. A list is paged by address: what appears or goes while somebody reads it shifts
 * nothing.
 */
#include "content/acts.h"
#include "content/lists.h"
#include "fcgi/app/data.h"
#include "fcgi/base/clock.h"
#include "fcgi/base/esc.h"
#include "fcgi/base/files.h"
#include "fcgi/base/json.h"
#include "fcgi/base/secret.h"
#include "fcgi/base/ucs.h"

#define PAGES_LIMIT   100
#define PAGES_DEFAULT 50
#define OPENAPI_MAX   (256u * 1024)
#define YAML_ROWS_MAX 1000
#define SITE_OF_ALL   STR("main") /* ?site= of the institute's own pages */

static const struct str base = STR_INIT("/api/v1");

/* ---- answers ---- */

static enum err answer_json(struct ctx *c, const struct json *v, struct answer *answer)
{
    struct buf *b = data_buf(c);

    json_dump(v, true, b);
    buf_addc(b, '\n');
    answer->type = "application/json; charset=utf-8";
    answer->valid_until = app_valid_until(c->app, c->req->now);
    return buf_finish(b, &answer->raw);
}

static enum err wrong(struct ctx *c, struct str name)
{
    c->why = data_text(c, STR("api.wrong"), (const struct message_arg[]){MSG_TEXT(name)}, 1);
    return ERR_INVALID;
}

void api_problem(struct ctx *c, struct answer *answer)
{
    struct view *v = &answer->view;
    struct json *problem = json_new_map(c->arena);
    struct buf *b = data_buf(c);

    json_put_text(problem, "type", STR("about:blank"));
    json_put_text(problem, "title", v->heading);
    json_put_int(problem, "status", answer->status);
    json_put_text(problem, "detail", c->why.n > 0 ? c->why : v->explanation);
    json_put_text(problem, "instance", address_of(c->arena, STR(""), c->path, STR("")));
    json_dump(problem, true, b);
    buf_addc(b, '\n');
    answer->type = "application/problem+json; charset=utf-8";
    answer->raw = buf_str(b);
}

static struct str api_url(struct ctx *c, struct str path, struct str behind)
{
    return address_of(c->arena, arena_join(c->arena, c->app->config->base_url, base, STR("")), path,
                      behind);
}

/* ---- a page ---- */

static void put_moment(struct ctx *c, struct json *v, const char *key, int64_t t)
{
    if (t > 0)
        json_put_text(v, key, clock_iso(c->arena, t));
}

static struct json *texts_of(struct ctx *c, const struct strs *texts)
{
    struct json *list = json_new_list(c->arena);

    for (size_t i = 0; i < texts->n; i++)
        json_add_text(list, texts->v[i]);
    return list;
}

/* Rows that stand in the page: lists of maps of scalars, and nothing deeper. */
static struct json *rows_of(struct ctx *c, const struct yaml *table)
{
    struct json *list = json_new_list(c->arena);
    size_t n = 0;

    for (const struct yaml *row = table->first; row != NULL && n < YAML_ROWS_MAX;
         row = row->next, n++) {
        struct json *map = json_new_map(c->arena);

        for (const struct yaml *cell = row->first; cell != NULL; cell = cell->next) {
            if (cell->type == YAML_SCALAR && row->type == YAML_MAP)
                json_put_text(map, arena_cstr(c->arena, cell->key), cell->text);
        }
        json_add(list, map);
    }
    return list;
}

static void put_field(struct ctx *c, struct json *v, const struct field_value *f)
{
    const char *name = arena_cstr(c->arena, f->field->name);

    switch (f->field->kind) {
    case FIELD_NUMBER:
        json_put_int(v, name, f->number);
        break;
    case FIELD_FLAG:
        json_put_bool(v, name, f->number != 0);
        break;
    case FIELD_DATE:
    case FIELD_DATETIME:
        json_put_text(v, name, clock_iso(c->arena, f->number));
        break;
    case FIELD_TEXTS:
    case FIELD_PATHS:
    case FIELD_ACTS:
        json_put(v, name, texts_of(c, &f->texts));
        break;
    case FIELD_TABLE:
        if (f->table != NULL) {
            json_put(v, name, rows_of(c, f->table));
            break;
        }
        json_put_text(v, name, f->text);
        break;
    case FIELD_CHOICE:
    case FIELD_TEXT:
    case FIELD_LINES:
    case FIELD_URL:
    case FIELD_PATH:
    case FIELD_FILE:
    case FIELD_ACT:
    case FIELD__MAX:
        json_put_text(v, name, f->text);
    }
}

/* What lists and single pages both say. */
static struct json *short_page(struct ctx *c, const struct page *p)
{
    struct json *v = json_new_map(c->arena);
    struct str act = page_act(p);

    json_put_text(v, "path", p->url);
    json_put_text(v, "url", data_url(c, p->url));
    json_put_text(v, "api",
                  api_url(c, STR("/pages"), address_of(c->arena, STR(""), p->url, STR(""))));
    json_put_text(v, "title", p->front.title);
    json_put_text(v, "summary", data_summary(p));
    json_put_text(v, "type", p->type == NULL ? STR("page") : p->type->id);
    json_put_text(v, "site", p->root->micrositio.n == 0 ? SITE_OF_ALL : p->root->micrositio);
    json_put_text(v, "locale", data_lang(p));
    put_moment(c, v, "date", p->when > 0 ? p->when : p->front.date);
    put_moment(c, v, "published", data_published(p));
    put_moment(c, v, "updated", data_updated(p, c->req->now));
    if (act.n > 0)
        json_put_text(v, "act", act);
    json_put(v, "tags", texts_of(c, &p->front.tags));
    return v;
}

static struct json *checksum(struct ctx *c, const struct page *p)
{
    struct json *v = json_new_map(c->arena);
    unsigned char sum[DIGEST_BYTES];

    digest_of(p->body.s, sum);
    json_put_text(v, "algorithm", STR("BLAKE2b-256"));
    json_put_text(v, "of", STR("html"));
    json_put_text(v, "value", digest_hex(c->arena, sum, DIGEST_BYTES));
    return v;
}

static enum err answer_page(struct ctx *c, const struct page *p, struct answer *answer)
{
    struct json *v = short_page(c, p), *fields = json_new_map(c->arena);

    for (size_t i = 0; i < p->fields.n; i++)
        put_field(c, fields, &p->fields.v[i]);
    json_put(v, "fields", fields);
    json_put_text(v, "owner", p->front.owner);
    json_put_text(v, "text", p->text);
    json_put_text(v, "html", p->body.s);
    json_put(v, "checksum", checksum(c, p));
    answer->modified = data_updated(p, c->req->now);
    return answer_json(c, v, answer);
}

static enum err answer_moved(struct ctx *c, const struct page *p, struct answer *answer)
{
    answer->status = 301;
    answer->type = "application/json; charset=utf-8";
    answer->location = address_of(c->arena, STR("/api/v1/pages"), p->url, STR(""));
    answer->valid_until = app_valid_until(c->app, c->req->now);
    return OK;
}

/* 410 with the reason, as people get it. */
static enum err answer_gone(struct ctx *c, const struct page *p, struct answer *answer)
{
    c->why = p->front.withdrawn.reason;
    view_for_error(c, 410, answer);
    return OK;
}

enum err h_api_page(struct ctx *c, struct answer *ret_answer)
{
    const struct page *p = NULL;

    switch (site_find(c->app->site, arena_join(c->arena, STR("/"), c->rest, STR("")), c->req->now,
                      &p)) {
    case SITE_PAGE:
        return answer_page(c, p, ret_answer);
    case SITE_MOVED:
        return answer_moved(c, p, ret_answer);
    case SITE_WITHDRAWN:
        return answer_gone(c, p, ret_answer);
    case SITE_WITHHELD: /* as people: it is not here now */
    case SITE_NONE:
        break;
    }
    return ERR_NOT_FOUND;
}

enum err h_api_act(struct ctx *c, struct answer *ret_answer)
{
    const struct page *p;
    struct str id;

    if (c->rest.n > ACT_MAX || !act_parse(c->arena, c->rest, &id))
        return ERR_NOT_FOUND;
    p = site_act(c->app->site, id);
    if (p == NULL || !page_is_visible(p, c->req->now))
        return ERR_NOT_FOUND;
    return p->front.withdrawn.is ? answer_gone(c, p, ret_answer) : answer_page(c, p, ret_answer);
}

/* ---- a list of pages ---- */

struct filter {
    struct str type, site, after; /* after: the address behind which it begins */
    const struct tag *tag;
    bool has_tag, has_site;
    int64_t year, updated_after, limit;
};

/* "2026-11-22", or whole by RFC 3339 in UTC. */
static bool read_moment(const struct ctx *c, struct str s, int64_t *ret_t)
{
    bool whole = s.n == 20 && s.p[19] == 'Z' && s.p[10] == 'T' && s.p[13] == ':' && s.p[16] == ':';
    static const struct {
        size_t from, to, max;
    } part[] = {{0, 4, 9999}, {5, 7, 12}, {8, 10, 31}, {11, 13, 23}, {14, 16, 59}, {17, 19, 59}};
    int64_t v[ARRAY_LEN(part)] = {0};

    if ((s.n != 10 && !whole) || s.p[4] != '-' || s.p[7] != '-')
        return false;
    for (size_t i = 0; i < (whole ? 6u : 3u); i++) {
        if (str_to_int(str_sub(s, part[i].from, part[i].to), 0, (int64_t)part[i].max, &v[i]) != OK)
            return false;
    }
    return ucs_wall_to_epoch(
               whole ? STR("UTC") : c->app->config->zone,
               (struct ucs_wall){(int)v[0], (int)v[1], (int)v[2], (int)v[3], (int)v[4], (int)v[5]},
               ret_t) == OK;
}

static int digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* A cursor is the address of the last page that was given, in hexadecimal digits. */
static bool read_cursor(struct ctx *c, struct str s, struct str *ret_path)
{
    char *p = arena_zalloc(c->arena, s.n / 2 + 1, 1);

    if (s.n % 2 != 0 || s.n > 2 * (size_t)c->app->config->limits.path_bytes)
        return false;
    for (size_t i = 0; i < s.n; i += 2) {
        int high = digit(s.p[i]), low = digit(s.p[i + 1]);

        if (high < 0 || low < 0)
            return false;
        p[i / 2] = (char)(high * 16 + low);
    }
    *ret_path = (struct str){p, s.n / 2};
    return s.n == 0 || (p[0] == '/' && str_is_utf8(*ret_path));
}

static struct str cursor_of(struct ctx *c, struct str path)
{
    struct buf *b = data_buf(c);

    for (size_t i = 0; i < path.n; i++)
        buf_addf(b, "%02x", (unsigned char)path.p[i]);
    return buf_str(b);
}

static enum err read_one(struct ctx *c, const struct param *q, struct filter *f)
{
    struct str name = q->name, value = q->value;
    bool fine = true;

    if (str_eq(name, STR("type"))) {
        f->type = value;
        fine = types_find(c->app->site->types, value) != NULL;
    } else if (str_eq(name, STR("tag"))) {
        f->tag = site_tag(c->app->site, ucs_slug(c->arena, value));
        f->has_tag = true;
    } else if (str_eq(name, STR("site"))) {
        f->site = str_eq(value, SITE_OF_ALL) ? (struct str){NULL, 0} : value;
        f->has_site = true;
    } else if (str_eq(name, STR("year"))) {
        fine = str_to_int(value, 1, 9999, &f->year) == OK;
    } else if (str_eq(name, STR("updated_after"))) {
        fine = read_moment(c, value, &f->updated_after);
    } else if (str_eq(name, STR("cursor"))) {
        fine = read_cursor(c, value, &f->after);
    } else if (str_eq(name, STR("limit"))) {
        fine = str_to_int(value, 1, PAGES_LIMIT, &f->limit) == OK;
    } else {
        fine = false; /* a name with a mistake must not give everything */
    }
    return fine ? OK : wrong(c, name);
}

static bool has_page(const struct tag *tag, const struct page *p)
{
    for (size_t i = 0; tag != NULL && i < tag->pages.n; i++) {
        if (tag->pages.v[i] == p)
            return true;
    }
    return false;
}

static bool passes(const struct ctx *c, const struct filter *f, const struct page *p)
{
    int64_t now = c->req->now;

    if (!page_is_visible(p, now) || p->front.withdrawn.is || str_cmp(p->url, f->after) <= 0)
        return false;
    if (f->type.n > 0 && !str_eq(f->type, p->type == NULL ? STR("page") : p->type->id))
        return false;
    if ((f->has_site && !str_eq(f->site, p->root->micrositio)) ||
        (f->year > 0 && f->year != p->year))
        return false;
    if (f->updated_after > 0 && data_updated(p, now) <= f->updated_after)
        return false;
    return !f->has_tag || has_page(f->tag, p);
}

static struct str component(struct ctx *c, struct str s)
{
    struct buf *b = data_buf(c);

    esc_url(b, s);
    return buf_str(b);
}

/* The same question, from the next page on. */
static struct str next_url(struct ctx *c, struct str last)
{
    const struct params *query = &c->req->query;
    struct str behind = arena_join(c->arena, STR("?cursor="), cursor_of(c, last), STR(""));

    for (size_t i = 0; i < query->n; i++) {
        if (!str_eq(query->v[i].name, STR("cursor")))
            behind = arena_join(
                c->arena, behind, STR("&"),
                arena_join(c->arena, query->v[i].name, STR("="), component(c, query->v[i].value)));
    }
    return api_url(c, STR("/pages"), behind);
}

enum err h_api_pages(struct ctx *c, struct answer *ret_answer)
{
    const struct pages *all = &c->app->site->by_url;
    struct json *v = json_new_map(c->arena), *list = json_new_list(c->arena);
    struct filter f = {.limit = PAGES_DEFAULT};
    const struct page *last = NULL;
    bool more = false;

    for (size_t i = 0; i < c->req->query.n; i++) {
        enum err e = read_one(c, &c->req->query.v[i], &f);

        if (e != OK)
            return e;
    }
    for (size_t i = 0; i < all->n && !more; i++) {
        if (!passes(c, &f, all->v[i]))
            continue;
        more = json_count(list) == (size_t)f.limit;
        if (more)
            break;
        last = all->v[i];
        json_add(list, short_page(c, last));
    }
    json_put(v, "pages", list);
    if (more && last != NULL)
        json_put_text(v, "next", next_url(c, last->url));
    return answer_json(c, v, ret_answer);
}

/* ---- what there is ---- */

static struct json *fields_of(struct ctx *c, const struct type *t)
{
    struct json *list = json_new_list(c->arena);

    for (size_t i = 0; i < t->nfields; i++) {
        struct json *v = json_new_map(c->arena);

        json_put_text(v, "name", t->fields[i].name);
        json_put_text(v, "kind", str_from(field_kind_name(t->fields[i].kind)));
        json_put_text(v, "label", t->fields[i].label);
        json_put_bool(v, "required", t->fields[i].required);
        json_add(list, v);
    }
    return list;
}

enum err h_api_types(struct ctx *c, struct answer *ret_answer)
{
    const struct types *types = c->app->site->types;
    struct json *v = json_new_map(c->arena), *list = json_new_list(c->arena);

    for (size_t i = 0; i < types->n; i++) {
        const struct type *t = &types->v[i];
        struct json *one = json_new_map(c->arena);

        json_put_text(one, "id", t->id);
        json_put_text(one, "label", t->label);
        json_put_text(one, "plural", t->plural);
        json_put_text(
            one, "pages",
            api_url(c, STR("/pages"), arena_join(c->arena, STR("?type="), t->id, STR(""))));
        json_put_text(one, "feed",
                      data_url(c, arena_join(c->arena, STR("/tipos/"), t->id, STR("/atom.xml"))));
        json_put(one, "fields", fields_of(c, t));
        json_add(list, one);
    }
    json_put(v, "types", list);
    return answer_json(c, v, ret_answer);
}

enum err h_api(struct ctx *c, struct answer *ret_answer)
{
    struct json *v = json_new_map(c->arena);

    json_put_text(v, "name", c->app->config->name);
    json_put_text(v, "pages", api_url(c, STR("/pages"), STR("")));
    json_put_text(v, "types", api_url(c, STR("/types"), STR("")));
    json_put_text(v, "act", api_url(c, STR("/acts/"), STR("{id}")));
    json_put_text(v, "openapi", api_url(c, STR("/openapi.json"), STR("")));
    json_put_text(v, "feed", data_url(c, STR("/atom.xml")));
    json_put_text(v, "changes", data_url(c, STR("/cambios/atom.xml")));
    json_put_text(v, "sitemap", data_url(c, STR("/sitemap.xml")));
    return answer_json(c, v, ret_answer);
}

enum err h_api_openapi(struct ctx *c, struct answer *ret_answer)
{
    ret_answer->type = "application/json; charset=utf-8";
    return file_read_beneath(c->arena, c->app->share_dir, STR("fcgi/app/openapi.json"), OPENAPI_MAX,
                             &ret_answer->raw);
}

enum err h_api_none(struct ctx *c, struct answer *ret_answer)
{
    (void)c;
    (void)ret_answer;
    return ERR_NOT_FOUND;
}

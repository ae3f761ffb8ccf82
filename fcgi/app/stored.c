/*
 * Finished answers in Redis (decisions 10 and 11). What an entry looks like is
 * this file's own business; cache.c has proved by then that it is the entry that
 * was asked for and that no byte of it changed.
 */
#include "fcgi/app/app.h"
#include "fcgi/base/compress.h"
#include "fcgi/base/secret.h"

#include <string.h>

#define STORED_MAGIC   0x45535431u /* "EST1" */
#define STORED_TTL     3600        /* seconds; only so that what nobody asks for leaves Redis */
#define GZIP_LEVEL     6
#define BROTLI_QUALITY 6

struct stored_head {
    uint32_t magic, nmarks, ntype, nbody;
    int64_t valid_until, modified, epoch;
    char etag[40];
};

static const struct str suffixes[] = {[ENCODING_PLAIN] = STR_INIT(""),
                                      [ENCODING_GZIP] = STR_INIT("-gz"),
                                      [ENCODING_BROTLI] = STR_INIT("-br")};

struct str stored_etag(struct arena *a, struct str body, enum encoding encoding)
{
    unsigned char sum[DIGEST_BYTES] = {0}; /* digest_hex takes that many; a checksum is shorter */

    checksum_of(body, sum);
    return arena_fmt(a, "\"" STR_FMT STR_FMT "\"", STR_ARG(digest_hex(a, sum, 8)),
                     STR_ARG(suffixes[encoding]));
}

static bool is_stored(const struct ctx *c)
{
    return c->route != NULL && (c->route->flags & ROUTE_CACHE) != 0 &&
           c->app->config->redis_pages && !c->app->watch && c->app->cache != NULL;
}

/* No part can hold a line feed: the door refused it. Of the query only the page of a list is a
 * part, and only lists are kept by it, so that junk behind '?' cannot fill Redis. */
static struct str key_of(const struct ctx *c, enum encoding encoding)
{
    return arena_fmt(
        c->arena, STR_FMT "\n" STR_FMT "\n" STR_FMT "\n" STR_FMT "\n%x%s%s\n%d\n%x\n%d",
        STR_ARG(c->app->generation), STR_ARG(c->req->host), STR_ARG(c->path),
        STR_ARG(c->app->config->locale), choice_structure(&c->choice), c->by_address ? "r" : "",
        c->outline ? "o" : "", lists_page(c), c->dismissed, (int)encoding);
}

/* Cuts n bytes off the front; false when there are fewer. */
static bool take(struct str *s, size_t n, struct str *ret_part)
{
    if (s->n < n)
        return false;
    *ret_part = str_sub(*s, 0, n);
    *s = str_sub(*s, n, s->n);
    return true;
}

struct entry {
    struct stored_head head;
    struct tpl_mark marks[TPL_MARKS_MAX];
    struct str type, body;
};

static bool entry_read(struct str value, struct entry *ret_e)
{
    struct str part;

    if (!take(&value, sizeof(ret_e->head), &part))
        return false;
    memcpy(&ret_e->head, part.p, sizeof(ret_e->head));
    if (ret_e->head.magic != STORED_MAGIC || ret_e->head.nmarks > TPL_MARKS_MAX)
        return false;
    if (!take(&value, ret_e->head.nmarks * sizeof(struct tpl_mark), &part))
        return false;
    if (part.n > 0)
        memcpy(ret_e->marks, part.p, part.n);
    for (size_t i = 0; i < ret_e->head.nmarks; i++) {
        if (ret_e->marks[i].kind >= TPL_SPLICE__MAX || ret_e->marks[i].offset > ret_e->head.nbody)
            return false;
    }
    return take(&value, ret_e->head.ntype, &ret_e->type) &&
           take(&value, ret_e->head.nbody, &ret_e->body) && value.n == 0 &&
           memchr(ret_e->head.etag, 0, sizeof(ret_e->head.etag)) != NULL;
}

static void set_encoding(struct response *r, enum encoding encoding)
{
    enum err e = OK;

    if (encoding != ENCODING_PLAIN)
        e = response_header(r, "Content-Encoding",
                            encoding == ENCODING_GZIP ? STR("gzip") : STR("br"));
    (void)e; /* a literal is never refused */
}

static void count(struct ctx *c, bool hit)
{
    struct shared *s = c->app->shared;

    atomic_fetch_add_explicit(hit ? &s->cache_hit : &s->cache_miss, 1, memory_order_relaxed);
}

static bool is_fresh(const struct ctx *c, const struct entry *e)
{
    return c->req->now < e->head.valid_until &&
           e->head.epoch ==
               atomic_load_explicit(&c->app->shared->epoch_content, memory_order_relaxed);
}

bool stored_get(struct ctx *c, struct response *ret_resp)
{
    struct answer answer = {.status = 200};
    enum encoding encoding = variant_is_own(c) ? ENCODING_PLAIN : c->req->encoding;
    struct entry *e;
    struct str value, etag;

    if (!is_stored(c))
        return false;
    e = ARENA_NEW(c->arena, struct entry);
    if (cache_get(c->app->cache, c->arena, key_of(c, encoding), &value) != OK ||
        !entry_read(value, e) || !is_fresh(c, e)) {
        count(c, false);
        return false;
    }
    count(c, true);
    answer.type = arena_cstr(c->arena, e->type);
    answer.valid_until = e->head.valid_until;
    answer.modified = e->head.modified;
    answer_headers(c, &answer, ret_resp);
    ret_resp->body = variant_finish(c, e->body, e->marks, e->head.nmarks);
    ret_resp->cache = "hit";
    set_encoding(ret_resp, encoding);
    etag = variant_etag(c, arena_str(c->arena, str_from(e->head.etag)));
    return response_header(ret_resp, "ETag", etag) == OK;
}

static bool entry_put(struct ctx *c, const struct answer *answer, struct str type, struct str etag,
                      enum encoding encoding, struct str body, const struct tpl_out *out)
{
    struct stored_head head = {.magic = STORED_MAGIC,
                               .ntype = (uint32_t)type.n,
                               .nbody = (uint32_t)body.n,
                               .valid_until = answer->valid_until,
                               .modified = answer->modified};
    size_t nmarks = encoding == ENCODING_PLAIN ? out->nmarks : 0;
    int64_t ttl = answer->valid_until - c->req->now;
    struct buf b;
    bool stored;

    head.nmarks = (uint32_t)nmarks;
    head.epoch = atomic_load_explicit(&c->app->shared->epoch_content, memory_order_relaxed);
    memcpy(head.etag, etag.p, etag.n < sizeof(head.etag) ? etag.n : sizeof(head.etag) - 1);
    buf_init(&b, sizeof(head) + nmarks * sizeof(struct tpl_mark) + type.n + body.n);
    buf_add(&b, (struct str){(const char *)&head, sizeof(head)});
    buf_add(&b, (struct str){(const char *)out->marks, nmarks * sizeof(struct tpl_mark)});
    buf_add(&b, type);
    buf_add(&b, body);
    stored = !b.failed && cache_put(c->app->cache, key_of(c, encoding), buf_str(&b),
                                    (int)(ttl < STORED_TTL ? ttl : STORED_TTL));
    buf_release(&b);
    return stored;
}

/* Makes and stores one compressed twin; the response becomes it when the client takes that
 * encoding. */
static void put_twin(struct ctx *c, const struct answer *answer, const struct tpl_out *out,
                     enum encoding encoding, struct response *resp)
{
    struct str plain = buf_str(out->buf), small, etag = stored_etag(c->arena, plain, encoding);
    bool made = encoding == ENCODING_GZIP
                    ? compress_gzip(c->arena, plain, GZIP_LEVEL, &small)
                    : compress_brotli(c->arena, plain, BROTLI_QUALITY, &small);

    if (!made ||
        !entry_put(c, answer, response_get(resp, "Content-Type"), etag, encoding, small, out))
        return;
    if (c->req->encoding != encoding || variant_is_own(c))
        return;
    resp->body = small;
    set_encoding(resp, encoding);
    if (response_header(resp, "ETag", etag) != OK)
        resp->status = 500; /* never: hexadecimal digits in quotes */
}

void stored_put(struct ctx *c, const struct answer *answer, const struct tpl_out *out,
                struct response *resp)
{
    struct str etag = stored_etag(c->arena, buf_str(out->buf), ENCODING_PLAIN);
    struct shared *s = c->app->shared;

    if (!is_stored(c) || answer->status != 200 || answer->no_store ||
        answer->valid_until - c->req->now <= 1 || !choice_is_empty(&c->asked) ||
        (!answer->paged && params_get(&c->req->query, STR("pagina")).n > 0))
        return; /* an address that asks for a look makes no entry: anybody can invent addresses */
    resp->cache = "miss";
    if (!entry_put(c, answer, response_get(resp, "Content-Type"), etag, ENCODING_PLAIN,
                   buf_str(out->buf), out)) {
        atomic_fetch_add_explicit(&s->cache_refused, 1, memory_order_relaxed);
        return;
    }
    atomic_fetch_add_explicit(&s->cache_put, 1, memory_order_relaxed);
    put_twin(c, answer, out, ENCODING_GZIP, resp);
    put_twin(c, answer, out, ENCODING_BROTLI, resp);
}

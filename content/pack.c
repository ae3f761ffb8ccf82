/*
 * Records: u32 size, key, u32 ok, texts as u32 length and bytes, lists as u32 count and items.
 */
#include "content/pack.h"

#include <stdlib.h>
#include <string.h>

#define MAGIC     STR("estrado pages 1\n")
#define HEAD_SIZE (4 + DIGEST_BYTES)

struct pack_entry {
    const unsigned char *key;
    struct str record;
};

/* ---- writing ---- */

static void add_u32(struct buf *b, uint32_t v)
{
    buf_add(b, (struct str){(const char *)&v, sizeof(v)});
}

static void add_text(struct buf *b, struct str s)
{
    add_u32(b, (uint32_t)s.n);
    buf_add(b, s);
}

static void add_result(struct buf *b, const struct markdown_result *r)
{
    add_text(b, r->body.s);
    add_text(b, r->text);
    add_text(b, r->folded);
    add_u32(b, (uint32_t)r->words);
    add_u32(b, (uint32_t)r->headings.n);
    for (size_t i = 0; i < r->headings.n; i++) {
        add_u32(b, (uint32_t)r->headings.v[i].level);
        add_text(b, r->headings.v[i].id);
        add_text(b, r->headings.v[i].text);
    }
    add_u32(b, (uint32_t)r->links.n);
    for (size_t i = 0; i < r->links.n; i++) {
        add_u32(b, (uint32_t)r->links.v[i].line);
        add_text(b, r->links.v[i].href);
    }
}

/* Of another file than the page, when one is named. */
static void add_diags(struct buf *b, struct str shown, const struct diag *first)
{
    uint32_t n = 0;

    for (const struct diag *g = first; g != NULL; g = g->next)
        n++;
    add_u32(b, n);
    for (const struct diag *g = first; g != NULL; g = g->next) {
        add_u32(b, g->level);
        add_text(b, str_eq(g->file, shown) ? STR("") : g->file);
        add_u32(b, (uint32_t)g->line);
        add_text(b, str_from(g->code));
        add_u32(b, (uint32_t)g->nargs);
        for (int i = 0; i < g->nargs; i++)
            add_text(b, g->args[i]);
    }
}

void pack_add(struct buf *b, const unsigned char key[DIGEST_BYTES], struct str shown, bool ok,
              const struct markdown_result *r, const struct diag *first)
{
    static const struct markdown_result none = {0};
    size_t at = b->n;
    uint32_t size;

    add_u32(b, 0);
    buf_add(b, (struct str){(const char *)key, DIGEST_BYTES});
    add_u32(b, ok);
    add_result(b, ok ? r : &none);
    add_diags(b, shown, first);
    if (b->failed)
        return;
    size = (uint32_t)(b->n - at);
    memcpy(b->p + at, &size, sizeof(size));
}

/* ---- reading: every length is checked against what is left ---- */

struct reader {
    struct str rest;
    bool failed;
};

static uint32_t take_u32(struct reader *r)
{
    uint32_t v = 0;

    if (r->rest.n < sizeof(v)) {
        r->failed = true;
        return 0;
    }
    memcpy(&v, r->rest.p, sizeof(v));
    r->rest = str_sub(r->rest, sizeof(v), r->rest.n);
    return v;
}

static struct str take_text(struct reader *r)
{
    uint32_t n = take_u32(r);
    struct str s = {NULL, 0};

    if (r->failed || n > r->rest.n) {
        r->failed = true;
        return s;
    }
    s = str_sub(r->rest, 0, n);
    r->rest = str_sub(r->rest, n, r->rest.n);
    return s;
}

/* A count of items of which each takes at least `least` bytes. */
static size_t take_count(struct reader *r, size_t least)
{
    uint32_t n = take_u32(r);

    if (n > r->rest.n / least)
        r->failed = true;
    return r->failed ? 0 : n;
}

static void read_result(struct reader *r, struct arena *a, struct markdown_result *ret_r)
{
    struct heading *headings;
    struct link_ref *links;
    size_t n;

    ret_r->body = (struct html){take_text(r)};
    ret_r->text = take_text(r);
    ret_r->folded = take_text(r);
    ret_r->words = (int)take_u32(r);
    n = take_count(r, 12);
    headings = ARENA_ARRAY(a, struct heading, n);
    for (size_t i = 0; i < n; i++) {
        headings[i].level = (int)take_u32(r);
        headings[i].id = take_text(r);
        headings[i].text = take_text(r);
    }
    ret_r->headings = (struct headings){headings, n};
    n = take_count(r, 8);
    links = ARENA_ARRAY(a, struct link_ref, n);
    for (size_t i = 0; i < n; i++) {
        links[i].line = (int)take_u32(r);
        links[i].href = take_text(r);
    }
    ret_r->links = (struct link_refs){links, n};
}

static void read_diags(struct reader *r, struct arena *a, struct str shown, struct diags *d)
{
    size_t n = take_count(r, 20);

    for (size_t i = 0; i < n && !r->failed; i++) {
        enum diag_level level = take_u32(r) == DIAG_ERROR ? DIAG_ERROR : DIAG_WARNING;
        struct str file = take_text(r);
        int line = (int)take_u32(r);
        const char *code = arena_cstr(a, take_text(r));
        uint32_t nargs = take_u32(r);
        struct str args[DIAG_ARGS_MAX];

        if (nargs > DIAG_ARGS_MAX) {
            r->failed = true;
            return;
        }
        for (uint32_t k = 0; k < nargs; k++)
            args[k] = take_text(r);
        if (!r->failed)
            diag_add(d, level, file.n > 0 ? file : shown, line, code, args, (int)nargs);
    }
}

size_t pack_record_size(struct str s)
{
    uint32_t size;

    if (s.n < sizeof(size))
        return 0;
    memcpy(&size, s.p, sizeof(size));
    return size > HEAD_SIZE && size <= s.n ? size : 0;
}

bool pack_record_is_of(struct str record, const unsigned char key[DIGEST_BYTES])
{
    return record.n > HEAD_SIZE && memcmp(record.p + 4, key, DIGEST_BYTES) == 0;
}

bool pack_read(struct str record, struct arena *a, struct str shown, struct diags *d, bool *ret_ok,
               struct markdown_result *ret_r)
{
    struct reader r = {str_sub(record, HEAD_SIZE, record.n), false};

    *ret_ok = take_u32(&r) == 1;
    read_result(&r, a, ret_r);
    read_diags(&r, a, shown, d);
    return !r.failed && r.rest.n == 0;
}

/* ---- the file ---- */

void pack_begin(struct buf *b)
{
    buf_add(b, MAGIC);
}

void pack_end(struct buf *b)
{
    unsigned char sum[CHECKSUM_BYTES];

    checksum_of(buf_str(b), sum);
    buf_add(b, (struct str){(const char *)sum, CHECKSUM_BYTES});
}

static int by_key(const void *x, const void *y)
{
    return memcmp(((const struct pack_entry *)x)->key, ((const struct pack_entry *)y)->key,
                  DIGEST_BYTES);
}

static bool is_whole(struct str content)
{
    unsigned char sum[CHECKSUM_BYTES];

    if (content.n < MAGIC.n + CHECKSUM_BYTES || !str_starts(content, MAGIC))
        return false;
    checksum_of(str_sub(content, 0, content.n - CHECKSUM_BYTES), sum);
    return memcmp(sum, content.p + content.n - CHECKSUM_BYTES, CHECKSUM_BYTES) == 0;
}

bool pack_open(struct str content, struct arena *a, struct pack *ret_pack)
{
    struct str records, rest;
    size_t n = 0, size;

    if (!is_whole(content))
        return false;
    records = str_sub(content, MAGIC.n, content.n - CHECKSUM_BYTES);
    for (rest = records; (size = pack_record_size(rest)) > 0; n++)
        rest = str_sub(rest, size, rest.n);
    if (rest.n > 0)
        return false;
    ret_pack->v = ARENA_ARRAY(a, struct pack_entry, n);
    ret_pack->n = n;
    rest = records;
    for (size_t i = 0; i < n; i++) {
        size = pack_record_size(rest);
        ret_pack->v[i] =
            (struct pack_entry){(const unsigned char *)rest.p + 4, str_sub(rest, 0, size)};
        rest = str_sub(rest, size, rest.n);
    }
    if (n > 0)
        qsort(ret_pack->v, n, sizeof(*ret_pack->v), by_key);
    return true;
}

struct str pack_find(const struct pack *p, const unsigned char key[DIGEST_BYTES])
{
    struct pack_entry wanted = {key, {NULL, 0}}, *found;

    if (p->n == 0)
        return (struct str){NULL, 0};
    found = bsearch(&wanted, p->v, p->n, sizeof(*p->v), by_key);
    return found == NULL ? (struct str){NULL, 0} : found->record;
}

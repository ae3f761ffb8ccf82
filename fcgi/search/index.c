/*
 * What is in the database, what should be, and the difference.
 */
#include "fcgi/search/index.h"
#include "fcgi/base/buf.h"
#include "fcgi/base/secret.h"

#include <stdlib.h>
#include <string.h>

#define DOC_MAX   2000
#define URL_MAX   2048
#define SEPARATOR '\f' /* between texts of a file: none of them has one */
#define TEXTS_MAX ((size_t)64 << 20)

void search_rows_add(struct search_rows *rows, const struct search_row *row)
{
    if (rows->n == rows->room) {
        size_t room = rows->room == 0 ? 256 : rows->room * 2;
        struct search_row *v = ARENA_ARRAY(rows->arena, struct search_row, room);

        if (rows->n > 0)
            memcpy(v, rows->v, rows->n * sizeof(*v));
        rows->v = v;
        rows->room = room;
    }
    rows->v[rows->n++] = *row;
}

/* ---- what there is and what there should be, by doc and part ---- */

struct key {
    struct str doc;
    int64_t part, id; /* id: in the database */
    unsigned char digest[DIGEST_BYTES];
    const struct search_row *row; /* NULL: in the database */
};
struct keys {
    struct key *v;
    size_t n;
};

static void add_int(struct digest_state *d, int64_t v)
{
    digest_add(d, (struct str){(const char *)&v, sizeof(v)});
}

static void digest_row(const struct search_row *r, unsigned char ret_digest[DIGEST_BYTES])
{
    const struct str all[] = {r->kind,  r->site, r->locale, r->url,     r->type,     r->process,
                              r->organ, r->act,  r->title,  r->summary, r->headings, r->body};
    struct digest_state d;

    digest_init(&d);
    for (size_t i = 0; i < ARRAY_LEN(all); i++)
        digest_add(&d, all[i]);
    add_int(&d, r->year);
    add_int(&d, r->publish);
    add_int(&d, r->expire);
    digest_finish(&d, ret_digest);
}

static int by_key(const void *x, const void *y)
{
    const struct key *a = x, *b = y;
    int c = str_cmp(a->doc, b->doc);

    if (c != 0)
        return c;
    return (a->part > b->part) - (a->part < b->part);
}

static struct keys wanted_keys(struct arena *a, const struct search_rows *rows)
{
    struct keys k = {ARENA_ARRAY(a, struct key, rows->n), 0};

    for (size_t i = 0; i < rows->n; i++) {
        const struct search_row *r = &rows->v[i];

        if (r->doc.n == 0 || r->doc.n > DOC_MAX || r->url.n > URL_MAX)
            continue;
        k.v[k.n] = (struct key){.doc = r->doc, .part = r->part, .row = r};
        digest_row(r, k.v[k.n++].digest);
    }
    if (k.n > 0)
        qsort(k.v, k.n, sizeof(*k.v), by_key);
    return k;
}

static enum err present_keys(struct pg *pg, struct arena *a, struct keys *ret_keys)
{
    struct pg_rows rows;
    enum err e =
        pg_query0(pg, a, &rows, "SELECT id, part, encode(digest, 'hex'), doc FROM search_row");
    struct keys k;

    if (e != OK)
        return e;
    k = (struct keys){ARENA_ARRAY(a, struct key, (size_t)rows.n), (size_t)rows.n};
    for (int i = 0; i < rows.n; i++) {
        struct str hex = {NULL, 0};

        (void)pg_int(&rows, i, 0, &k.v[i].id);
        (void)pg_int(&rows, i, 1, &k.v[i].part);
        (void)pg_text(&rows, i, 2, &hex);
        (void)pg_text(&rows, i, 3, &k.v[i].doc);
        for (size_t n = 0; n + 1 < hex.n && n / 2 < DIGEST_BYTES; n += 2) {
            const char two[3] = {hex.p[n], hex.p[n + 1], 0};

            k.v[i].digest[n / 2] = (unsigned char)strtoul(two, NULL, 16);
        }
    }
    if (k.n > 0)
        qsort(k.v, k.n, sizeof(*k.v), by_key);
    *ret_keys = k;
    return OK;
}

/* ---- statements ---- */

static enum err write_row(struct pg *pg, struct arena *a, const struct key *k)
{
    const struct search_row *r = k->row;
    struct pg_rows rows;

    return pg_query(
        pg, a, &rows,
        "INSERT INTO search_row (doc, part, digest, kind, site, locale, url, type, year, process,"
        " organ, act, title, summary, headings, body, publish, expire) VALUES"
        " ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)"
        " ON CONFLICT (doc, part) DO UPDATE SET digest = excluded.digest, kind = excluded.kind,"
        " site = excluded.site, locale = excluded.locale, url = excluded.url,"
        " type = excluded.type, year = excluded.year, process = excluded.process,"
        " organ = excluded.organ, act = excluded.act, title = excluded.title,"
        " summary = excluded.summary, headings = excluded.headings, body = excluded.body,"
        " publish = excluded.publish, expire = excluded.expire",
        PG_T(r->doc), PG_I(r->part), PG_B(((struct str){(const char *)k->digest, DIGEST_BYTES})),
        PG_T(r->kind), PG_T(r->site), PG_T(r->locale), PG_T(r->url), PG_T(r->type), PG_I(r->year),
        PG_T(r->process), PG_T(r->organ), PG_T(r->act), PG_T(r->title), PG_T(r->summary),
        PG_T(r->headings), PG_T(r->body), PG_I(r->publish), PG_I(r->expire));
}

static enum err remove_row(struct pg *pg, struct arena *a, int64_t id)
{
    struct pg_rows rows;

    return pg_query(pg, a, &rows, "DELETE FROM search_row WHERE id = $1", PG_I(id));
}

/* Words of what is not shown yet would tell of it. */
static enum err count_words(struct pg *pg, struct arena *a, int64_t now)
{
    struct pg_rows rows;
    enum err e = pg_query0(pg, a, &rows, "DELETE FROM search_word");

    if (e == OK)
        e = pg_query(pg, a, &rows,
                     "INSERT INTO search_word (word, folded, docs)"
                     " SELECT w, unaccent(w), count(*) FROM search_row"
                     " CROSS JOIN LATERAL unnest(tsvector_to_array(to_tsvector('simple',"
                     "  search_plain(concat_ws(' ', title, headings, summary, body))))) AS w"
                     " WHERE publish <= $1 AND $1 < expire AND char_length(w) BETWEEN 3 AND 40"
                     "  AND w !~ '[0-9]' GROUP BY w",
                     PG_I(now));
    if (e == OK)
        e = pg_query(pg, a, &rows,
                     "INSERT INTO search_state (filled) VALUES ($1)"
                     " ON CONFLICT (one) DO UPDATE SET filled = excluded.filled",
                     PG_I(now));
    return e;
}

/* Whether a row appeared or expired since the words were counted, or they never were. */
static enum err words_are_old(struct pg *pg, struct arena *a, int64_t now, bool *ret_old)
{
    struct pg_rows rows;
    enum err e = pg_query(pg, a, &rows,
                          "SELECT 1 WHERE NOT EXISTS (SELECT FROM search_state)"
                          " OR EXISTS (SELECT FROM search_row, search_state WHERE filled > $1"
                          "  OR publish > filled AND publish <= $1"
                          "  OR expire > filled AND expire <= $1)",
                          PG_I(now));

    if (e == OK)
        *ret_old = rows.n > 0;
    return e;
}

/* ---- the whole ---- */

struct filling {
    const struct search_rows *rows;
    int64_t now;
    struct search_counts counts;
};

/* Both lists side by side. */
static enum err write_difference(struct pg *pg, struct arena *a, const struct keys *want,
                                 const struct keys *have, struct search_counts *counts)
{
    struct arena one; /* of a statement's results */
    enum err e = OK;
    size_t w = 0, h = 0;

    arena_init(&one, (size_t)1 << 20);
    while (e == OK && (w < want->n || h < have->n)) {
        int c = w == want->n ? 1 : h == have->n ? -1 : by_key(&want->v[w], &have->v[h]);

        if (c > 0) {
            e = remove_row(pg, &one, have->v[h++].id);
            counts->removed++;
        } else if (c < 0 || memcmp(want->v[w].digest, have->v[h].digest, DIGEST_BYTES) != 0) {
            e = write_row(pg, &one, &want->v[w++]);
            h += c == 0;
            counts->written++;
        } else {
            w++;
            h++;
        }
        arena_reset(&one);
    }
    arena_release(&one);
    (void)a;
    return e;
}

static enum err fill(struct pg *pg, struct arena *a, void *arg)
{
    struct filling *f = arg;
    struct keys want = wanted_keys(a, f->rows), have;
    bool old = false;
    enum err e = present_keys(pg, a, &have);

    if (e == OK)
        e = write_difference(pg, a, &want, &have, &f->counts);
    f->counts.rows = (int64_t)want.n;
    if (e == OK)
        e = words_are_old(pg, a, f->now, &old);
    if (e == OK && (old || f->counts.written > 0 || f->counts.removed > 0))
        e = count_words(pg, a, f->now);
    return e;
}

enum err search_index(struct pg *pg, struct arena *a, const struct search_rows *rows, int64_t now,
                      struct search_counts *ret_counts)
{
    struct filling f = {.rows = rows, .now = now};
    enum err e = pg_tx(pg, a, fill, &f);

    if (e == OK)
        *ret_counts = f.counts;
    return e;
}

/* ---- texts of files ---- */

enum err search_file_get(struct pg *pg, struct arena *a, struct str digest, struct str *ret_state,
                         struct strs *ret_texts)
{
    struct pg_rows rows;
    struct str *v, text = {NULL, 0};
    enum err e = pg_query(pg, a, &rows,
                          "SELECT state, array_to_string(texts, E'\\f') FROM search_file"
                          " WHERE digest = $1",
                          PG_B(digest));
    size_t n = 1, i = 0;

    if (e != OK || rows.n == 0)
        return e == OK ? ERR_NOT_FOUND : e;
    (void)pg_text(&rows, 0, 0, ret_state);
    (void)pg_text(&rows, 0, 1, &text);
    for (size_t k = 0; k < text.n; k++)
        n += text.p[k] == SEPARATOR;
    v = ARENA_ARRAY(a, struct str, n);
    for (bool more = true; more && i < n;)
        more = str_cut(text, SEPARATOR, &v[i++], &text);
    *ret_texts = (struct strs){v, i};
    return OK;
}

enum err search_file_put(struct pg *pg, struct arena *a, struct str digest, struct str state,
                         struct strs texts)
{
    struct pg_rows rows;
    struct buf b;
    enum err e = ERR_TOO_BIG;

    buf_init(&b, TEXTS_MAX);
    for (size_t i = 0; i < texts.n; i++) {
        if (i > 0)
            buf_addc(&b, SEPARATOR);
        buf_add(&b, texts.v[i]);
    }
    if (!b.failed)
        e = pg_query(pg, a, &rows,
                     "INSERT INTO search_file (digest, state, texts)"
                     " VALUES ($1, $2, string_to_array($3, E'\\f')) ON CONFLICT DO NOTHING",
                     PG_B(digest), PG_T(state), PG_T(buf_str(&b)));
    buf_release(&b);
    return e;
}

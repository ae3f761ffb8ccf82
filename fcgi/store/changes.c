/*
 * The statements about changes.
 */
#include "fcgi/store/changes.h"

#include <string.h>

static struct str text_at(struct arena *a, const struct pg_rows *rows, int i, int k)
{
    struct str s = {NULL, 0};

    (void)pg_text(rows, i, k, &s);
    return arena_str(a, s);
}

static struct changes read_changes(struct arena *a, const struct pg_rows *rows, size_t max)
{
    struct change *v = ARENA_ARRAY(a, struct change, (size_t)rows->n);

    for (int i = 0; i < rows->n; i++) {
        (void)pg_int(rows, i, 0, &v[i].id);
        (void)pg_int(rows, i, 1, &v[i].at);
        v[i].url = text_at(a, rows, i, 2);
        v[i].title = text_at(a, rows, i, 3);
        v[i].type = text_at(a, rows, i, 4);
        v[i].kind = text_at(a, rows, i, 5);
        v[i].words = text_at(a, rows, i, 6);
    }
    return (struct changes){v, (size_t)rows->n > max ? max : (size_t)rows->n,
                            (size_t)rows->n > max};
}

enum err changes_between(struct pg *pg, struct arena *a, int64_t from, int64_t until,
                         struct changes *ret_c)
{
    struct pg_rows rows;
    enum err e =
        pg_query(pg, a, &rows,
                 "SELECT id, floor(extract(epoch FROM at))::bigint, url, title, type, kind,"
                 " words FROM page_change WHERE at >= to_timestamp($1)"
                 " AND at < to_timestamp($2) ORDER BY type, title, id LIMIT $3",
                 PG_I(from), PG_I(until), PG_I(CHANGES_MAX + 1));

    if (e == OK)
        *ret_c = read_changes(a, &rows, CHANGES_MAX);
    return e;
}

enum err changes_newest(struct pg *pg, struct arena *a, int64_t max, struct changes *ret_c)
{
    struct pg_rows rows;
    enum err e =
        pg_query(pg, a, &rows,
                 "SELECT id, floor(extract(epoch FROM at))::bigint, url, title, type, kind,"
                 " words FROM page_change ORDER BY at DESC, id DESC LIMIT $1",
                 PG_I(max));

    if (e == OK)
        *ret_c = read_changes(a, &rows, (size_t)max);
    return e;
}

enum err changes_around(struct pg *pg, struct arena *a, int64_t from, int64_t until,
                        int64_t *ret_before, int64_t *ret_after)
{
    struct pg_rows rows;
    enum err e =
        pg_query(pg, a, &rows,
                 "SELECT (SELECT floor(extract(epoch FROM max(at)))::bigint FROM page_change"
                 " WHERE at < to_timestamp($1)),"
                 " (SELECT floor(extract(epoch FROM min(at)))::bigint FROM page_change"
                 " WHERE at >= to_timestamp($2))",
                 PG_I(from), PG_I(until));

    if (e != OK)
        return e;
    if (!pg_int(&rows, 0, 0, ret_before))
        *ret_before = 0;
    if (!pg_int(&rows, 0, 1, ret_after))
        *ret_after = 0;
    return OK;
}

static int digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c - 'a' + 10;
}

static void read_digest(struct str hex, unsigned char *ret_digest)
{
    for (size_t i = 0; i < DIGEST_BYTES && hex.n == 2 * DIGEST_BYTES; i++)
        ret_digest[i] = (unsigned char)(digit(hex.p[2 * i]) * 16 + digit(hex.p[2 * i + 1]));
}

enum err changes_known(struct pg *pg, struct arena *a, struct known_pages *ret_k)
{
    struct known_page *v;
    struct pg_rows rows;
    enum err e = pg_query0(pg, a, &rows,
                           "SELECT url, title, type, site, state, encode(digest, 'hex')"
                           " FROM page_text ORDER BY url COLLATE \"C\"");

    if (e != OK)
        return e;
    v = ARENA_ARRAY(a, struct known_page, (size_t)rows.n);
    for (int i = 0; i < rows.n; i++) {
        v[i] = (struct known_page){.url = text_at(a, &rows, i, 0),
                                   .title = text_at(a, &rows, i, 1),
                                   .type = text_at(a, &rows, i, 2),
                                   .site = text_at(a, &rows, i, 3),
                                   .state = text_at(a, &rows, i, 4)};
        read_digest(text_at(a, &rows, i, 5), v[i].digest);
    }
    *ret_k = (struct known_pages){v, (size_t)rows.n};
    return OK;
}

enum err changes_text(struct pg *pg, struct arena *a, struct str url, struct str *ret_text)
{
    struct pg_rows rows;
    enum err e = pg_query(pg, a, &rows, "SELECT body FROM page_text WHERE url = $1", PG_T(url));

    if (e != OK)
        return e;
    *ret_text = rows.n == 0 ? (struct str){NULL, 0} : text_at(a, &rows, 0, 0);
    return OK;
}

enum err changes_keep(struct pg *pg, struct arena *a, const struct known_page *p, struct str body)
{
    struct pg_rows rows;

    return pg_query(pg, a, &rows,
                    "INSERT INTO page_text (url, title, type, site, state, digest, body)"
                    " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (url) DO UPDATE SET"
                    " title = excluded.title, type = excluded.type, site = excluded.site,"
                    " state = excluded.state, digest = excluded.digest, body = excluded.body",
                    PG_T(p->url), PG_T(p->title), PG_T(p->type), PG_T(p->site), PG_T(p->state),
                    PG_B(((struct str){(const char *)p->digest, DIGEST_BYTES})), PG_T(body));
}

enum err changes_add(struct pg *pg, struct arena *a, const struct known_page *p, struct str kind,
                     struct str words, int64_t at)
{
    bool forget = !str_eq(p->state, STR("live"));
    struct pg_rows rows;
    enum err e = OK;

    if (forget)
        e = pg_query(pg, a, &rows, "UPDATE page_change SET words = '' WHERE url = $1",
                     PG_T(p->url));
    if (e != OK)
        return e;
    return pg_query(pg, a, &rows,
                    "INSERT INTO page_change (at, url, title, type, site, kind, words)"
                    " VALUES (to_timestamp($1), $2, $3, $4, $5, $6, $7)",
                    PG_I(at), PG_T(p->url), PG_T(p->title), PG_T(p->type), PG_T(p->site),
                    PG_T(kind), PG_T(forget ? STR("") : words));
}

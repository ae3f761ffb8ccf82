/*
 * The statements about reports of barriers.
 */
#include "fcgi/store/barriers.h"

/* Without 0 O, 1 I L, 5 S, 2 Z, 8 B, U V: read aloud or from a paper they are taken for each other.
 */
static const struct str letters = STR_INIT("34679ACDEFGHJKMNPQRTWXY");

struct str barrier_reference(struct arena *a, const unsigned char digest[DIGEST_BYTES])
{
    char *p = arena_zalloc(a, BARRIER_REFERENCE + 1, 1);

    /* Two bytes a letter: what is left over by the division is below a thousandth. */
    for (size_t i = 0; i < BARRIER_REFERENCE; i++)
        p[i] = letters.p[(digest[2 * i] * 256u + digest[2 * i + 1]) % letters.n];
    return (struct str){p, BARRIER_REFERENCE};
}

struct str barrier_reference_shown(struct arena *a, struct str reference)
{
    size_t half = reference.n / 2;

    return arena_join(a, str_sub(reference, 0, half), STR("-"),
                      str_sub(reference, half, reference.n));
}

struct str barrier_reference_of(struct arena *a, struct str typed)
{
    char *p = arena_zalloc(a, BARRIER_REFERENCE + 1, 1);
    size_t n = 0;

    for (size_t i = 0; i < typed.n; i++) {
        char c =
            typed.p[i] >= 'a' && typed.p[i] <= 'z' ? (char)(typed.p[i] - 'a' + 'A') : typed.p[i];

        if (c == '-')
            continue;
        if (n == BARRIER_REFERENCE || str_index(letters, c) == letters.n)
            return (struct str){NULL, 0};
        p[n++] = c;
    }
    return n == BARRIER_REFERENCE ? (struct str){p, n} : (struct str){NULL, 0};
}

static void digest_barrier(struct str form, const struct barrier *b,
                           unsigned char ret_digest[DIGEST_BYTES])
{
    const struct str all[] = {form,      b->wants_format ? STR("format") : STR("barrier"),
                              b->page,   b->what,
                              b->format, b->equipment,
                              b->contact};
    struct digest_state d;

    digest_init(&d);
    for (size_t i = 0; i < ARRAY_LEN(all); i++)
        digest_add(&d, all[i]);
    digest_finish(&d, ret_digest);
}

enum err barrier_add(struct pg *pg, struct arena *a, struct str form, const struct barrier *b,
                     struct str *ret_reference)
{
    unsigned char digest[DIGEST_BYTES];
    struct str reference;
    struct pg_rows rows;
    enum err e;

    digest_barrier(form, b, digest);
    reference = barrier_reference(a, digest);
    e = pg_query(pg, a, &rows,
                 "INSERT INTO barrier_report"
                 " (reference, digest, kind, page, what, format, equipment, contact)"
                 " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
                 PG_T(reference), PG_B(((struct str){(const char *)digest, DIGEST_BYTES})),
                 PG_T(b->wants_format ? STR("format") : STR("barrier")), PG_T(b->page),
                 PG_T(b->what), PG_T(b->format), PG_T(b->equipment), PG_T(b->contact));
    /* Only the digest must not be there twice: a conflict means that it is stored already. */
    if (e == OK)
        *ret_reference = reference;
    return e;
}

static struct barrier row(struct arena *a, const struct pg_rows *rows, int i)
{
    struct barrier b = {.received = 0};
    struct str *const texts[] = {&b.reference, &b.page,      &b.what,
                                 &b.format,    &b.equipment, &b.contact};
    int64_t n;

    for (int k = 0; k < (int)ARRAY_LEN(texts); k++) {
        (void)pg_text(rows, i, k, texts[k]);
        *texts[k] = arena_str(a, *texts[k]);
    }
    b.wants_format = pg_int(rows, i, 6, &n) && n == 1;
    b.has_contact = pg_int(rows, i, 7, &n) && n == 1;
    b.done = pg_int(rows, i, 8, &n) && n == 1;
    (void)pg_int(rows, i, 9, &b.received);
    return b;
}

enum err barrier_list(struct pg *pg, struct arena *a, bool all, bool contacts,
                      struct barrier_list *ret_list)
{
    struct pg_rows rows;
    struct barrier *v;
    enum err e = pg_query(pg, a, &rows,
                          "SELECT reference, page, what, format, equipment,"
                          " CASE WHEN $2 = 1 THEN contact ELSE '' END,"
                          " (kind = 'format')::int, (contact <> '')::int, (state = 'done')::int,"
                          " floor(extract(epoch FROM received))::bigint"
                          " FROM barrier_report WHERE state = 'open' OR $1 = 1"
                          " ORDER BY received, id LIMIT 1000",
                          PG_I(all), PG_I(contacts));

    if (e != OK)
        return e;
    v = ARENA_ARRAY(a, struct barrier, (size_t)rows.n);
    for (int i = 0; i < rows.n; i++)
        v[i] = row(a, &rows, i);
    *ret_list = (struct barrier_list){v, (size_t)rows.n};
    return OK;
}

enum err barrier_done(struct pg *pg, struct arena *a, struct str reference)
{
    struct pg_rows rows;
    enum err e = pg_query(pg, a, &rows,
                          "UPDATE barrier_report SET state = 'done', done_at = now()"
                          " WHERE reference = $1 AND state = 'open'",
                          PG_T(reference));

    return e == OK && rows.affected == 0 ? ERR_NOT_FOUND : e;
}

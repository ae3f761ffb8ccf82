/*
 * The statement that searches, and what is made of its rows.
 */
#include "fcgi/search/search.h"
#include "fcgi/base/buf.h"
#include "fcgi/base/ucs.h"
#include "fcgi/search/mark.h"

#include <stdlib.h>

#define FRAGMENT_CHARS 260

/*
 * to_tsquery stands where it is used, so that the planner knows the words. Rows of one document
 * (pages of a PDF) become the best of them. Three kinds of rows come back: 'n' (how many, and the
 * stems of the question), 'h' (a result), 'f' (a facet's value).
 */
#define SEARCH_SQL                                                                               \
    "WITH hit AS MATERIALIZED ("                                                                 \
    " SELECT id, doc, type, year, process, organ, site,"                                         \
    "  ts_rank('{0.1,0.3,0.5,1.0}', words, to_tsquery('es_letters', $1), 1)"                     \
    "  + (act <> '' AND act = $2)::int * 100 AS rank"                                            \
    " FROM search_row"                                                                           \
    " WHERE (words @@ to_tsquery('es_letters', $1) OR (act = $2 AND act <> ''))"                 \
    "  AND publish <= $3 AND $3 < expire"                                                        \
    "  AND ($4 = '' OR type = $4) AND ($5 = '' OR year::text = $5)"                              \
    "  AND ($6 = '' OR process = $6) AND ($7 = '' OR organ = $7)"                                \
    "  AND ($8 = '' OR site = CASE $8 WHEN '-' THEN '' ELSE $8 END)"                             \
    " ORDER BY rank DESC, id LIMIT 1001),"                                                       \
    " one AS MATERIALIZED (SELECT DISTINCT ON (doc) * FROM hit ORDER BY doc, rank DESC, id),"    \
    " best AS (SELECT id, row_number() OVER (ORDER BY rank DESC, id) AS place FROM one"          \
    "  ORDER BY rank DESC, id LIMIT $9 OFFSET $10),"                                             \
    " facet AS (SELECT v.facet, v.value, count(*) AS n,"                                         \
    "  row_number() OVER (PARTITION BY v.facet"                                                  \
    "   ORDER BY count(*) DESC, v.value DESC) AS place"                                          \
    "  FROM one CROSS JOIN LATERAL (VALUES (0, type), (1, nullif(year, 0)::text),"               \
    "   (2, process), (3, organ), (4, CASE site WHEN '' THEN '-' ELSE site END))"                \
    "  AS v(facet, value) WHERE v.value <> '' GROUP BY v.facet, v.value)"                        \
    " SELECT 'n' AS what, 0::bigint AS place, (SELECT count(*) FROM one) AS number,"             \
    "  (SELECT count(*) FROM hit) AS part, array_to_string(tsvector_to_array("                   \
    "   to_tsvector('es_letters', $11)), ' ') AS url, '' AS title, '' AS kind, '' AS type,"      \
    "  '' AS site, '' AS locale, '' AS summary, '' AS body,"                                     \
    "  numnode(to_tsquery('es_letters', $1)) AS nodes"                                           \
    " UNION ALL SELECT 'h', best.place, r.year, r.part, r.url, r.title, r.kind, r.type, r.site," \
    "  r.locale, r.summary, left(r.body, 30000), 0 FROM best JOIN search_row r USING (id)"       \
    " UNION ALL SELECT 'f', place, n, facet, value, '', '', '', '', '', '', '', 0 FROM facet"    \
    "  WHERE place <= 12"                                                                        \
    " ORDER BY what DESC, part, place"

static struct str column(struct arena *a, const struct pg_rows *rows, int i, int k)
{
    struct str s = {NULL, 0};

    (void)pg_text(rows, i, k, &s);
    return arena_str(a, s);
}

static int64_t number(const struct pg_rows *rows, int i, int k)
{
    int64_t v = 0;

    (void)pg_int(rows, i, k, &v);
    return v;
}

/* What tells most of why it was found: the text with the words, else the summary. */
static struct html fragment(struct arena *a, struct str summary, struct str body, struct str stems)
{
    struct html from_body = mark_fragment(a, body, stems, FRAGMENT_CHARS);

    if (str_has(from_body.s, STR("<mark>")) || summary.n == 0)
        return from_body;
    return mark_fragment(a, summary, stems, FRAGMENT_CHARS);
}

static struct search_hit hit_of(struct arena *a, const struct pg_rows *rows, int i,
                                struct str stems)
{
    struct search_hit h = {.year = number(rows, i, 2),
                           .part = number(rows, i, 3),
                           .url = column(a, rows, i, 4),
                           .title = column(a, rows, i, 5),
                           .kind = column(a, rows, i, 6),
                           .type = column(a, rows, i, 7),
                           .site = column(a, rows, i, 8),
                           .locale = column(a, rows, i, 9)};
    struct str summary = {NULL, 0}, body = {NULL, 0};

    (void)pg_text(rows, i, 10, &summary);
    (void)pg_text(rows, i, 11, &body);
    h.text = fragment(a, summary, body, stems);
    return h;
}

static struct search_value value_of(struct arena *a, const struct pg_rows *rows, int i)
{
    return (struct search_value){.facet = (enum search_facet)number(rows, i, 3),
                                 .value = column(a, rows, i, 4),
                                 .n = number(rows, i, 2)};
}

static struct str kind_of(const struct pg_rows *rows, int i)
{
    struct str s = {NULL, 0};

    (void)pg_text(rows, i, 0, &s);
    return s;
}

/* The row that counts comes first: its letter is behind the others'. */
static void read_counts(struct arena *a, const struct pg_rows *rows, struct search_answer *r,
                        struct str *ret_stems)
{
    for (int i = 0; i < rows->n; i++) {
        if (!str_eq(kind_of(rows, i), STR("n")))
            continue;
        r->total = number(rows, i, 2);
        r->more = number(rows, i, 3) > SEARCH_COUNTED;
        r->only_stop_words = number(rows, i, 12) == 0;
        *ret_stems = column(a, rows, i, 4);
    }
}

static int by_place(const void *x, const void *y)
{
    const int64_t *a = x, *b = y;

    return (a[0] > b[0]) - (a[0] < b[0]);
}

static void read_rows(struct arena *a, const struct pg_rows *rows, struct search_answer *r)
{
    struct search_hit *hits = ARENA_ARRAY(a, struct search_hit, (size_t)rows->n);
    struct search_value *values = ARENA_ARRAY(a, struct search_value, (size_t)rows->n);
    int64_t(*order)[2] = arena_array(a, (size_t)rows->n, sizeof(*order), _Alignof(int64_t));
    struct str stems = {NULL, 0};
    size_t n = 0;

    read_counts(a, rows, r, &stems);
    for (int i = 0; i < rows->n; i++) {
        if (str_eq(kind_of(rows, i), STR("f"))) {
            values[r->nvalues++] = value_of(a, rows, i);
        } else if (str_eq(kind_of(rows, i), STR("h"))) {
            order[n][0] = number(rows, i, 1);
            order[n++][1] = i;
        }
    }
    if (n > 0)
        qsort(order, n, sizeof(*order), by_place);
    for (size_t i = 0; i < n; i++)
        hits[i] = hit_of(a, rows, (int)order[i][1], stems);
    r->hits = hits;
    r->nhits = n;
    r->values = values;
}

static struct str all_words(struct arena *a, const struct search_query *q)
{
    struct str s = STR("");

    for (size_t i = 0; i < q->nwords; i++)
        s = arena_join(a, s, STR(" "), q->words[i]);
    return s;
}

static enum err is_filled(struct pg *pg, struct arena *a)
{
    struct pg_rows rows;
    enum err e = pg_query0(pg, a, &rows, "SELECT 1 FROM search_row LIMIT 1");

    return e == OK && rows.n == 0 ? ERR_NOT_FOUND : e;
}

enum err search_run(struct pg *pg, struct arena *a, const struct search_question *q,
                    struct search_answer *ret_answer)
{
    struct search_answer r = {.total = 0};
    struct pg_rows rows;
    enum err e;

    if (pg == NULL)
        return ERR_UNAVAILABLE;
    e = pg_query(pg, a, &rows, SEARCH_SQL, PG_T(q->query->tsquery), PG_T(q->query->act),
                 PG_I(q->now), PG_T(q->only[FACET_TYPE]), PG_T(q->only[FACET_YEAR]),
                 PG_T(q->only[FACET_PROCESS]), PG_T(q->only[FACET_ORGAN]),
                 PG_T(q->only[FACET_SITE]), PG_I(SEARCH_PAGE),
                 PG_I(((int64_t)q->page - 1) * SEARCH_PAGE), PG_T(all_words(a, q->query)));

    if (e != OK)
        return e;
    read_rows(a, &rows, &r);
    if (r.total == 0)
        e = is_filled(pg, a);
    if (e == OK)
        *ret_answer = r;
    return e;
}

/* ---- did you mean ---- */

/* The word itself when some text has it, or nothing is near. */
static enum err nearest(struct pg *pg, struct arena *a, struct str word, struct str *ret_word)
{
    struct pg_rows rows;
    enum err e = pg_query(pg, a, &rows,
                          "SELECT word FROM search_word WHERE folded % $1"
                          " AND NOT EXISTS (SELECT FROM search_word WHERE folded = $1)"
                          " ORDER BY similarity(folded, $1) DESC,"
                          " docs DESC, word LIMIT 1",
                          PG_T(ucs_fold(a, word)));

    *ret_word = e == OK && rows.n == 1 ? column(a, &rows, 0, 0) : word;
    return e;
}

enum err search_suggest(struct pg *pg, struct arena *a, const struct search_query *q,
                        struct str *ret_text)
{
    struct str text = STR(""), word;
    bool changed = false;

    for (size_t i = 0; i < q->nwords; i++) {
        enum err e = nearest(pg, a, q->words[i], &word);

        if (e != OK)
            return e;
        changed = changed || !str_eq(word, q->words[i]);
        text = arena_join(a, text, i > 0 ? STR(" ") : STR(""), word);
    }
    *ret_text = changed ? text : STR("");
    return OK;
}

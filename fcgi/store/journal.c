/*
 * Counting what was not found: the buffer of a worker, and the statements.
 */
#include "fcgi/store/journal.h"
#include "fcgi/base/clock.h"
#include "fcgi/base/log.h"

#include <string.h>

#define ENTRIES   128
#define FULL      64   /* written at once from so many on */
#define WAIT_MS   2000 /* otherwise so long after the first */
#define PAUSE_MS  60000
#define LONG_RUN  7  /* digits in a row that are a number of somebody */
#define PHONE_RUN 10 /* the same with blanks, dots or hyphens in between */

struct entry {
    enum journal_kind kind;
    int times;
    size_t n;
    char words[JOURNAL_WORDS_MAX];
};
struct journal {
    struct entry entries[ENTRIES];
    size_t n;
    int64_t first_ms;
    int64_t paused_ms; /* nothing is counted until then: PostgreSQL is away or hangs */
};

static const char *const kinds[] = {[JOURNAL_MISSING] = "missing", [JOURNAL_SEARCH] = "search"};

struct journal *journal_open(struct arena *a)
{
    return ARENA_NEW(a, struct journal);
}

/* ---- cleaning ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A date in one piece, 20240828: names of files have them. */
static bool is_date(const char *p, size_t n)
{
    int month, day;

    if (n != 8 || (memcmp(p, "19", 2) != 0 && memcmp(p, "20", 2) != 0))
        return false;
    month = (p[4] - '0') * 10 + p[5] - '0';
    day = (p[6] - '0') * 10 + p[7] - '0';
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/* Letters and digits in one piece: a CURP, an RFC, a voter's key, or a long number. */
static bool is_key(const char *p, size_t n)
{
    size_t run = 0, longest = 0, letters = 0;

    for (size_t i = 0; i < n; i++) {
        run = is_digit(p[i]) ? run + 1 : 0;
        longest = run > longest ? run : longest;
        letters += is_letter(p[i]);
    }
    if (letters > 0)
        return n >= 10 && n <= 20 && longest >= 6;
    return longest >= LONG_RUN && !is_date(p, n);
}

static size_t word_at(struct str s, size_t at)
{
    size_t n = 0;

    while (at + n < s.n && (is_digit(s.p[at + n]) || is_letter(s.p[at + n])))
        n++;
    return n;
}

/* Digits with single blanks, dots, hyphens or brackets between them: how many bytes, when there are
 * enough digits for a telephone. */
static size_t telephone_at(struct str s, size_t at)
{
    size_t digits = 0, end = at;
    int between = 0;

    for (size_t i = at; i < s.n && between <= 2; i++) {
        if (is_digit(s.p[i])) {
            digits++;
            between = 0;
            end = i + 1;
        } else if (str_index(STR(" .-()+"), s.p[i]) < 6) {
            between++;
        } else {
            break;
        }
    }
    return digits >= PHONE_RUN ? end - at : 0;
}

/* What holds an '@' goes whole, from blank or slash to blank or slash. */
static size_t mail_at(struct str s, size_t at)
{
    size_t n = 0;
    bool mail = false;

    while (at + n < s.n && s.p[at + n] != ' ' && s.p[at + n] != '/') {
        mail = mail || s.p[at + n] == '@';
        n++;
    }
    return mail ? n : 0;
}

/* How many bytes from `at` on are somebody's; 0: none. */
static size_t personal_at(struct str s, size_t at)
{
    bool starts = at == 0 || s.p[at - 1] == ' ' || s.p[at - 1] == '/';
    bool inside = at > 0 && (is_digit(s.p[at - 1]) || is_letter(s.p[at - 1]));
    size_t n = starts ? mail_at(s, at) : 0;

    if (n > 0 || inside)
        return n;
    n = word_at(s, at);
    if (n > 0 && is_key(s.p + at, n))
        return n;
    return is_digit(s.p[at]) ? telephone_at(s, at) : 0;
}

struct str journal_clean(struct str words, char ret_space[JOURNAL_WORDS_MAX])
{
    size_t n = 0;

    words = str_trim(words);
    if (!str_is_utf8(words))
        return (struct str){NULL, 0};
    for (size_t i = 0; i < words.n && n < JOURNAL_WORDS_MAX;) {
        size_t personal = personal_at(words, i);
        unsigned char c = (unsigned char)words.p[i];

        if (c < ' ' || c == 0x7f)
            return (struct str){NULL, 0};
        ret_space[n++] = personal > 0 ? '*' : words.p[i];
        i += personal > 0 ? personal : 1;
    }
    /* Not in the middle of a character. */
    if (n == JOURNAL_WORDS_MAX) {
        while (n > 0 && !str_is_utf8((struct str){ret_space, n}))
            n--;
    }
    return (struct str){ret_space, n};
}

/* ---- counting ---- */

void journal_count(struct journal *j, enum journal_kind kind, struct str words)
{
    char space[JOURNAL_WORDS_MAX];
    struct entry *e;
    size_t i = 0;

    if (j == NULL || words.n > (size_t)16 * JOURNAL_WORDS_MAX || clock_mono_ms() < j->paused_ms)
        return;
    words = journal_clean(words, space);
    if (words.n == 0)
        return;
    while (i < j->n && !(j->entries[i].kind == kind &&
                         str_eq((struct str){j->entries[i].words, j->entries[i].n}, words)))
        i++;
    if (i == ENTRIES)
        return;
    e = &j->entries[i];
    if (i == j->n) {
        *e = (struct entry){.kind = kind, .n = words.n};
        memcpy(e->words, words.p, words.n);
        if (j->n++ == 0)
            j->first_ms = clock_mono_ms();
    }
    e->times++;
}

int journal_wait_ms(const struct journal *j, int64_t mono_ms)
{
    int64_t left;

    if (j == NULL || j->n == 0)
        return -1;
    left = j->first_ms + WAIT_MS - mono_ms;
    return j->n >= FULL || left <= 0 ? 0 : (int)left;
}

struct batch {
    const struct journal *j;
    struct str day;
};

static enum err write_all(struct pg *pg, struct arena *a, void *arg)
{
    const struct batch *b = arg;
    enum err e = OK;

    for (size_t i = 0; i < b->j->n && e == OK; i++) {
        const struct entry *one = &b->j->entries[i];
        struct pg_rows rows;

        e = pg_query(pg, a, &rows, "SELECT journal_count($1, $2, $3, $4::bigint::integer)::text",
                     PG_T(b->day), PG_T(str_from(kinds[one->kind])),
                     PG_T(((struct str){one->words, one->n})), PG_I(one->times));
    }
    return e;
}

void journal_write(struct journal *j, struct pg *pg, struct str day)
{
    struct batch b = {j, day};
    struct arena a;
    enum err e;

    if (j->n == 0)
        return;
    arena_init(&a, (size_t)1 << 20);
    e = pg_tx(pg, &a, write_all, &b);
    if (e != OK) {
        j->paused_ms = clock_mono_ms() + PAUSE_MS;
        log_line(LOG_DEBUG, "journal-dropped", LOG_STR("why", str_from(err_name(e))),
                 LOG_INT("entries", (int64_t)j->n));
    }
    arena_release(&a);
    j->n = 0;
}

/* ---- reading ---- */

enum err journal_list(struct pg *pg, struct arena *a, struct str since, int max,
                      struct journal_rows *ret_rows)
{
    struct pg_rows rows;
    struct journal_row *v;
    enum err e = pg_query(pg, a, &rows,
                          "SELECT words, sum(times)::bigint, (kind = 'search')::int FROM journal"
                          " WHERE day >= $1 GROUP BY kind, words"
                          " ORDER BY sum(times) DESC, kind, words LIMIT $2",
                          PG_T(since), PG_I(max));

    if (e != OK)
        return e;
    v = ARENA_ARRAY(a, struct journal_row, (size_t)rows.n);
    for (int i = 0; i < rows.n; i++) {
        int64_t search = 0;

        (void)pg_text(&rows, i, 0, &v[i].words);
        v[i].words = arena_str(a, v[i].words);
        (void)pg_int(&rows, i, 1, &v[i].times);
        (void)pg_int(&rows, i, 2, &search);
        v[i].kind = search == 1 ? JOURNAL_SEARCH : JOURNAL_MISSING;
    }
    *ret_rows = (struct journal_rows){v, (size_t)rows.n};
    return OK;
}

/*
 * Reading an act is one walk over its parts: letters, number, year, with blanks and signs between.
 */
#include "content/acts.h"
#include "content/site.h"

#include <stdlib.h>

#define GROUPS_MAX  4
#define LETTERS_MIN 2
#define LETTERS_MAX 8
#define NUMBER_MAX  6
#define YEAR_FIRST  1900
#define YEAR_LAST   2199
#define YEAR_DIGITS 4
#define INSTITUTE   "IEPC"

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The length of one separator at s, 0 when there is none: blanks (no-break ones too), hyphens of
 * all kinds, slashes, dots. */
static size_t separator(struct str s)
{
    static const struct str wide[] = {STR_INIT("\xC2\xA0"),     STR_INIT("\xE2\x80\x90"),
                                      STR_INIT("\xE2\x80\x91"), STR_INIT("\xE2\x80\x92"),
                                      STR_INIT("\xE2\x80\x93"), STR_INIT("\xE2\x80\x94"),
                                      STR_INIT("\xE2\x88\x92"), STR_INIT("\xE2\x80\xAF")};

    if (s.n > 0 && (s.p[0] == ' ' || s.p[0] == '\t' || s.p[0] == '-' || s.p[0] == '/' ||
                    s.p[0] == '.' || s.p[0] == '_'))
        return 1;
    for (size_t i = 0; i < ARRAY_LEN(wide); i++) {
        if (str_starts(s, wide[i]))
            return wide[i].n;
    }
    return 0;
}

static void skip(struct str *s)
{
    for (size_t n = separator(*s); n > 0; n = separator(*s))
        *s = str_sub(*s, n, s->n);
}

/* The letters (or digits) at the start of *s, which moves behind them. */
static struct str take(struct str *s, bool (*is)(char))
{
    struct str part = {s->p, 0};

    while (part.n < s->n && is(s->p[part.n]))
        part.n++;
    *s = str_sub(*s, part.n, s->n);
    return part;
}

struct act {
    struct str groups[GROUPS_MAX];
    bool apart[GROUPS_MAX]; /* only blanks stand behind it: it may be a word before the act */
    size_t ngroups;
    struct str number, year;
};

static bool take_groups(struct str *s, struct act *act)
{
    while (s->n > 0 && is_letter(s->p[0])) {
        struct str group = take(s, is_letter);

        if (act->ngroups == GROUPS_MAX || group.n < LETTERS_MIN || group.n > LETTERS_MAX)
            return false;
        act->apart[act->ngroups] = s->n > 0 && (s->p[0] == ' ' || s->p[0] == '\t');
        act->groups[act->ngroups++] = group;
        skip(s);
    }
    return act->ngroups > 0;
}

static bool is_year(struct str s)
{
    int64_t v;

    return s.n == YEAR_DIGITS && str_to_int(s, YEAR_FIRST, YEAR_LAST, &v) == OK;
}

/* An act at the start of *s, which moves behind it. */
static bool take_act(struct str *s, struct act *act)
{
    *act = (struct act){.ngroups = 0};
    if (!take_groups(s, act))
        return false;
    act->number = take(s, is_digit);
    if (separator(*s) == 0)
        return false;
    skip(s);
    act->year = take(s, is_digit);
    while (act->number.n > 1 && act->number.p[0] == '0')
        act->number = str_sub(act->number, 1, act->number.n);
    return act->number.n > 0 && act->number.n <= NUMBER_MAX && act->number.p[0] != '0' &&
           is_year(act->year) && (s->n == 0 || !is_letter(s->p[0]));
}

static struct str spell(struct arena *a, const struct act *act)
{
    static const char zeros[] = "00";
    size_t lack = act->number.n < 3 ? 3 - act->number.n : 0;
    struct str id = act->ngroups == 1 && !str_eq_nocase(act->groups[0], STR(INSTITUTE))
                        ? STR(INSTITUTE)
                        : STR("");
    char *p;

    for (size_t i = 0; i < act->ngroups; i++)
        id = arena_join(a, id, id.n > 0 ? STR("-") : STR(""), act->groups[i]);
    id = arena_fmt(a, STR_FMT "-%.*s" STR_FMT "-" STR_FMT, STR_ARG(id), (int)lack, zeros,
                   STR_ARG(act->number), STR_ARG(act->year));
    p = arena_zalloc(a, id.n + 1, 1);
    for (size_t i = 0; i < id.n; i++)
        p[i] = id.p[i] >= 'a' && id.p[i] <= 'z' ? (char)(id.p[i] - 'a' + 'A') : id.p[i];
    return (struct str){p, id.n};
}

bool act_parse(struct arena *a, struct str typed, struct str *ret_id)
{
    struct str s = str_trim(typed);
    struct act act;

    if (s.n > ACT_MAX || !take_act(&s, &act))
        return false;
    skip(&s);
    if (s.n > 0)
        return false;
    *ret_id = spell(a, &act);
    return true;
}

/* "acuerdo IEPC-ACG-29/2019": words before the act are no part of it. */
static void drop_words(struct act *act)
{
    size_t from = 0;

    while (from + 1 < act->ngroups && act->apart[from] &&
           !str_eq_nocase(act->groups[from], STR(INSTITUTE)))
        from++;
    for (size_t i = from; i < act->ngroups; i++)
        act->groups[i - from] = act->groups[i];
    act->ngroups -= from;
}

bool act_find(struct arena *a, struct str text, struct str *ret_id)
{
    bool within = false; /* a word began before this byte */

    for (size_t i = 0; i < text.n; i++) {
        struct str rest = str_sub(text, i, i + ACT_MAX);
        bool begins = !within && is_letter(text.p[i]);
        struct act act;

        within = is_letter(text.p[i]) || is_digit(text.p[i]) || (unsigned char)text.p[i] >= 0x80;
        if (!begins || !take_act(&rest, &act))
            continue;
        drop_words(&act);
        *ret_id = spell(a, &act);
        return true;
    }
    return false;
}

static int by_id(const void *key, const void *element)
{
    return str_cmp(*(const struct str *)key, ((const struct act_page *)element)->id);
}

const struct page *site_act(const struct site *s, struct str id)
{
    const struct act_page *found =
        s->nacts == 0 ? NULL : bsearch(&id, s->acts, s->nacts, sizeof(*s->acts), by_id);

    if (found == NULL)
        return NULL;
    while (found > s->acts && str_eq(found[-1].id, id))
        found--;
    return found->page;
}

/* What stands behind the address of a type with acts, in whatever folder of pages. */
static struct str behind_address(const struct site *s, struct str path)
{
    for (size_t i = 0; i < s->types->n; i++) {
        struct str address = s->types->v[i].address;

        for (size_t k = 0; address.n > 0 && k < s->roots.n; k++) {
            size_t n = s->roots.v[k].prefix.n + address.n;

            if (path.n > n + 1 && str_starts(path, s->roots.v[k].prefix) &&
                str_starts(str_sub(path, s->roots.v[k].prefix.n, path.n), address) &&
                path.p[n] == '/')
                return str_sub(path, n + 1, path.n);
        }
    }
    return (struct str){NULL, 0};
}

const struct page *site_act_at(const struct site *s, struct arena *a, struct str path)
{
    struct str typed = behind_address(s, path), id;

    return typed.n > 0 && act_parse(a, typed, &id) ? site_act(s, id) : NULL;
}

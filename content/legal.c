/*
 * Recognising marks, and how far a text of marks goes.
 */
#include "content/legal.h"

#define NUMBER_DIGITS 3 /* "2024." begins a sentence about a year */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* 0 when there are more than `most`. */
static size_t digits(struct str s, size_t most)
{
    size_t n = 0;

    while (n < s.n && n <= most && is_digit(s.p[n]))
        n++;
    return n > most ? 0 : n;
}

/* " bis", " Ter", " quáter 2" at the head of s: how many bytes. */
static size_t ordinal_suffix(struct str s)
{
    static const struct str words[] = {
        STR_INIT(" bis"),       STR_INIT(" ter"),    STR_INIT(" quáter"),  STR_INIT(" quater"),
        STR_INIT(" quinquies"), STR_INIT(" sexies"), STR_INIT(" septies"), STR_INIT(" octies"),
        STR_INIT(" nonies"),    STR_INIT(" decies")};

    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        size_t n = words[i].n;

        if (!str_eq_nocase(str_sub(s, 0, n), words[i]))
            continue;
        if (n + 1 < s.n && s.p[n] == ' ' && is_digit(s.p[n + 1]))
            n += 1 + digits(str_sub(s, n + 1, s.n), 2);
        return n;
    }
    return 0;
}

static size_t run_of(struct str s, char c, size_t most)
{
    size_t n = 0;

    while (n < s.n && n < most && s.p[n] == c)
        n++;
    return n;
}

/* One decimal place: "IX", "IV", or "V" and up to three "I". */
static size_t roman_place(struct str s, char one, char five, char ten)
{
    size_t n;

    if (s.n >= 2 && s.p[0] == one && (s.p[1] == ten || s.p[1] == five))
        return 2;
    n = run_of(s, five, 1);
    return n + run_of(str_sub(s, n, s.n), one, 3);
}

/* Bytes of the Roman numeral at the head of s. */
static size_t roman(struct str s, bool strict)
{
    size_t n = run_of(s, 'C', 3);

    n += roman_place(str_sub(s, n, s.n), 'X', 'L', 'C');
    n += roman_place(str_sub(s, n, s.n), 'I', 'V', 'X');
    return strict && n == 1 && (s.p[0] == 'C' || s.p[0] == 'L') ? 0 : n;
}

/* "º", "°", "o" or "-A" behind the number of an article: how many bytes. */
static size_t number_tail(struct str s)
{
    bool letter = s.n >= 2 && s.p[0] == '-' && s.p[1] >= 'A' && s.p[1] <= 'Z';

    if (letter || str_starts(s, STR("º")) || str_starts(s, STR("°")))
        return 2;
    return str_starts(s, STR("o")) ? 1 : 0;
}

/* "Artículo 8", "ARTÍCULO 8o", "Artículo 8-A", "Artículo 8 bis"; 0: none. */
static size_t article(struct str s)
{
    bool capitals = str_starts(s, STR("ARTÍCULO "));
    size_t n = STR("Artículo ").n, d;

    if (!capitals && !str_starts(s, STR("Artículo ")))
        return 0;
    d = digits(str_sub(s, n, s.n), 4);
    if (d == 0)
        return 0;
    n += d;
    n += number_tail(str_sub(s, n, s.n));
    return n + ordinal_suffix(str_sub(s, n, s.n));
}

static size_t with_suffix(struct str s, size_t n)
{
    return n == 0 ? 0 : n + ordinal_suffix(str_sub(s, n, s.n));
}

/* n bytes and `end` (behind a point, a hyphen too), then a blank or the line's end: the length of
 * the whole mark, 0 when it is none. */
static size_t mark_length(struct str s, size_t n, char end)
{
    if (n == 0 || n >= s.n || s.p[n] != end)
        return 0;
    n++;
    if (end == '.' && n < s.n && s.p[n] == '-')
        n++;
    return n == s.n || s.p[n] == ' ' || s.p[n] == '\t' ? n : 0;
}

static size_t item_letter(struct str s)
{
    if (str_starts(s, STR("ñ")))
        return 2;
    return s.n > 0 && s.p[0] >= 'a' && s.p[0] <= 'z' ? 1 : 0;
}

static enum legal kind_of(struct str s, bool strict, size_t *ret_length)
{
    if ((*ret_length = mark_length(s, article(s), '.')) > 0)
        return LEGAL_ARTICLE;
    if ((*ret_length = mark_length(s, with_suffix(s, roman(s, strict)), '.')) > 0)
        return LEGAL_FRACTION;
    if ((*ret_length = mark_length(s, with_suffix(s, digits(s, NUMBER_DIGITS)), '.')) > 0 ||
        (*ret_length = mark_length(s, digits(s, NUMBER_DIGITS), ')')) > 0)
        return LEGAL_NUMBER;
    *ret_length = mark_length(s, with_suffix(s, item_letter(s)), ')');
    return *ret_length > 0 ? LEGAL_ITEM : LEGAL_NONE;
}

enum legal legal_mark(struct str line, bool strict, struct str *ret_mark, struct str *ret_rest,
                      int *ret_value)
{
    struct str s = strict ? line : str_trim(line);
    int64_t value = -1;
    size_t n;
    enum legal kind = kind_of(s, strict, &n);

    if (kind == LEGAL_NONE)
        return LEGAL_NONE;
    *ret_mark = str_sub(s, 0, n);
    *ret_rest = str_trim(str_sub(s, n, s.n));
    if (kind != LEGAL_NUMBER || s.p[n - 1] != '.' ||
        str_to_int(str_sub(s, 0, n - 1), 0, 999, &value) != OK)
        value = -1;
    *ret_value = (int)value;
    return kind;
}

/* What ends a text of marks: a line that begins something else after a blank one. */
static bool begins_other(struct str line, bool after_blank)
{
    struct str s = str_trim(line);

    if (str_starts(line, STR(":::")) || str_starts(line, STR("#")) ||
        str_starts(line, STR("```")) || str_starts(line, STR("~~~")) || str_starts(line, STR("|")))
        return true;
    return after_blank && s.n > 0 && line.p[0] != ' ' && line.p[0] != '\t';
}

size_t legal_region(struct str source, bool *ret_is_legal)
{
    struct str rest = source, line, mark, tail;
    bool blank = false, legal = false;
    int next = 1, value;
    size_t end = 0;

    while (str_line(&rest, &line)) {
        enum legal kind = legal_mark(line, true, &mark, &tail, &value);

        if (kind == LEGAL_NONE && begins_other(line, blank))
            break;
        blank = str_trim(line).n == 0;
        legal = legal || (kind != LEGAL_NONE && kind != LEGAL_NUMBER) ||
                (kind == LEGAL_NUMBER && value != next);
        if (kind == LEGAL_NUMBER)
            next = value + 1;
        end = source.n - rest.n;
    }
    *ret_is_legal = legal;
    return end;
}

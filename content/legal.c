/*
 * Recognising marks, and how far a text of marks goes.
 */
#include "content/legal.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* " bis", " ter", " quáter" at the head of s: how many bytes. */
static size_t ordinal_suffix(struct str s)
{
    static const struct str words[] = {STR_INIT(" bis"), STR_INIT(" Bis"),    STR_INIT(" ter"),
                                       STR_INIT(" Ter"), STR_INIT(" quáter"), STR_INIT(" quater")};

    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (str_starts(s, words[i]))
            return words[i].n;
    }
    return 0;
}

static size_t digits(struct str s)
{
    size_t n = 0;

    while (n < s.n && n < 5 && is_digit(s.p[n]))
        n++;
    return n == 5 ? 0 : n;
}

static size_t roman(struct str s, bool strict)
{
    struct str letters = strict ? STR("IVX") : STR("IVXLCDM");
    size_t n = 0;

    while (n < s.n && n < 12 && str_index(letters, s.p[n]) < letters.n)
        n++;
    return n;
}

/* "Artículo 8", "Artículo 8o", "Artículo 8 bis"; 0: none. */
static size_t article(struct str s)
{
    struct str word = STR("Artículo ");
    size_t n = word.n, d;

    if (!str_starts(s, word))
        return 0;
    d = digits(str_sub(s, n, s.n));
    if (d == 0)
        return 0;
    n += d;
    if (str_starts(str_sub(s, n, s.n), STR("º")) || str_starts(str_sub(s, n, s.n), STR("°")))
        n += 2;
    else if (n < s.n && s.p[n] == 'o')
        n++;
    return n + ordinal_suffix(str_sub(s, n, s.n));
}

static size_t with_suffix(struct str s, size_t n)
{
    return n == 0 ? 0 : n + ordinal_suffix(str_sub(s, n, s.n));
}

/* A mark of n bytes must be followed by `end` and a blank or the line's end. */
static bool ends_well(struct str s, size_t n, char end)
{
    return n > 0 && n < s.n && s.p[n] == end &&
           (n + 1 == s.n || s.p[n + 1] == ' ' || s.p[n + 1] == '\t');
}

enum legal legal_mark(struct str line, bool strict, struct str *ret_mark, struct str *ret_rest,
                      int *ret_value)
{
    struct str s = strict ? line : str_trim(line);
    size_t n = 0;
    int64_t value = -1;
    enum legal kind = LEGAL_NONE;

    if (ends_well(s, n = article(s), '.'))
        kind = LEGAL_ARTICLE;
    else if (ends_well(s, n = with_suffix(s, roman(s, strict)), '.'))
        kind = LEGAL_FRACTION;
    else if (ends_well(s, n = with_suffix(s, digits(s)), '.'))
        kind = LEGAL_NUMBER;
    else if (s.n > 0 && s.p[0] >= 'a' && s.p[0] <= 'z' && ends_well(s, n = 1, ')'))
        kind = LEGAL_ITEM;
    else if (str_starts(s, STR("ñ)")))
        kind = ends_well(s, n = 2, ')') ? LEGAL_ITEM : LEGAL_NONE;
    if (kind == LEGAL_NONE)
        return LEGAL_NONE;
    *ret_mark = str_sub(s, 0, n + 1);
    *ret_rest = str_trim(str_sub(s, n + 1, s.n));
    if (kind != LEGAL_NUMBER || str_to_int(str_sub(s, 0, n), 0, 99999, &value) != OK)
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

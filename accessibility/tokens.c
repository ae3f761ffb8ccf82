/*
 * Tags, texts, comments. HTML 13.1.2 (syntax of elements), without what only old pages do.
 */
#include "accessibility/tokens.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

void tokens_init(struct tokens *t, struct str html)
{
    *t = (struct tokens){.rest = html, .line = 1};
}

/* Takes n bytes off the rest. */
static struct str take(struct tokens *t, size_t n)
{
    struct str s = str_sub(t->rest, 0, n);

    for (size_t i = 0; i < s.n; i++)
        t->line += s.p[i] == '\n';
    t->rest = str_sub(t->rest, s.n, t->rest.n);
    return s;
}

/* ---- attributes ---- */

static void skip_blanks(struct str *s)
{
    while (s->n > 0 && is_blank(s->p[0]))
        *s = str_sub(*s, 1, s->n);
}

static struct str take_name(struct str *s)
{
    size_t n = 0;
    struct str name;

    while (n < s->n && !is_blank(s->p[n]) && s->p[n] != '=' && s->p[n] != '/')
        n++;
    name = str_sub(*s, 0, n);
    *s = str_sub(*s, n, s->n);
    return name;
}

/* Behind "=". */
static struct str take_value(struct str *s)
{
    size_t n = 0;
    struct str value;

    if (s->n > 0 && (s->p[0] == '"' || s->p[0] == '\'')) {
        char quote = s->p[0];

        str_cut(str_sub(*s, 1, s->n), quote, &value, s);
        return value;
    }
    while (n < s->n && !is_blank(s->p[n]))
        n++;
    value = str_sub(*s, 0, n);
    *s = str_sub(*s, n, s->n);
    return value;
}

static void read_attributes(struct token *tag, struct str s)
{
    for (;;) {
        struct attribute a = {{NULL, 0}, {NULL, 0}};

        while (s.n > 0 && (is_blank(s.p[0]) || s.p[0] == '/'))
            s = str_sub(s, 1, s.n);
        if (s.n == 0)
            return;
        a.name = take_name(&s);
        skip_blanks(&s);
        if (s.n > 0 && s.p[0] == '=') {
            s = str_sub(s, 1, s.n);
            skip_blanks(&s);
            a.value = take_value(&s);
        }
        if (tag->nattributes < TOKEN_ATTRIBUTES_MAX)
            tag->v[tag->nattributes++] = a;
    }
}

/* ---- tags ---- */

/*
 * Index of the '>' that ends the tag at the head of s, not one between quotes; s.n when there is
 * none before the next '<'.
 */
static size_t tag_end(struct str s)
{
    char quote = '\0', before = '\0';

    for (size_t i = 1; i < s.n; i++) {
        char c = s.p[i];

        if (quote != '\0')
            quote = c == quote ? '\0' : quote;
        else if (c == '>')
            return i;
        else if (c == '<')
            return s.n;
        else if ((c == '"' || c == '\'') && before == '=')
            quote = c;
        if (!is_blank(c))
            before = c;
    }
    return s.n;
}

/* <!-- ... --> or <!doctype ...>; true when it was one. */
static bool take_other(struct tokens *t, struct token *tok)
{
    struct str end = str_starts(t->rest, STR("<!--")) ? STR("-->") : STR(">");
    size_t at;

    if (!str_starts(t->rest, STR("<!")))
        return false;
    at = str_find(t->rest, end);
    tok->kind = at == t->rest.n ? TOKEN_BAD : TOKEN_OTHER;
    tok->text = take(t, at + end.n);
    return true;
}

static void take_tag(struct tokens *t, struct token *tok)
{
    size_t end = tag_end(t->rest);
    struct str inside = str_sub(t->rest, 1, end);
    bool closes = inside.n > 0 && inside.p[0] == '/';

    tok->kind = closes ? TOKEN_CLOSE : TOKEN_OPEN;
    inside = str_sub(inside, closes, inside.n);
    if (end == t->rest.n || inside.n == 0 || !is_letter(inside.p[0])) {
        size_t next = 1 + str_index(str_sub(t->rest, 1, t->rest.n), '<');

        tok->kind = TOKEN_BAD;
        tok->text = take(t, next);
        return;
    }
    (void)take(t, end + 1);
    tok->self_closing = inside.p[inside.n - 1] == '/';
    tok->name = take_name(&inside);
    read_attributes(tok, inside);
    if (!closes && token_is_one_of(tok->name, "script style"))
        t->raw = tok->name;
}

/* ---- text ---- */

/* Up to the end tag of the element in t->raw. */
static size_t raw_end(const struct tokens *t)
{
    for (size_t i = 0; i + 2 + t->raw.n <= t->rest.n; i++) {
        if (t->rest.p[i] == '<' && t->rest.p[i + 1] == '/' &&
            str_eq_nocase(str_sub(t->rest, i + 2, i + 2 + t->raw.n), t->raw))
            return i;
    }
    return t->rest.n;
}

bool token_next(struct tokens *t, struct token *ret_token)
{
    struct token *tok = ret_token;

    if (t->rest.n == 0)
        return false;
    *tok = (struct token){.kind = TOKEN_TEXT, .line = t->line};
    if (t->raw.n > 0) {
        size_t end = raw_end(t);

        t->raw = (struct str){NULL, 0};
        if (end > 0) {
            tok->text = take(t, end);
            return true;
        }
    }
    if (t->rest.p[0] != '<')
        tok->text = take(t, str_index(t->rest, '<'));
    else if (!take_other(t, tok))
        take_tag(t, tok);
    return true;
}

/* ---- asking ---- */

void token_add_value(struct buf *b, struct str value)
{
    for (size_t i = 0; i < value.n; i++) {
        if (value.p[i] == '<')
            buf_add(b, STR("&lt;"));
        else if (value.p[i] == '>')
            buf_add(b, STR("&gt;"));
        else
            buf_addc(b, value.p[i]);
    }
}

bool token_attribute(const struct token *t, struct str name, struct str *ret_value)
{
    for (size_t i = 0; i < t->nattributes; i++) {
        if (!str_eq_nocase(t->v[i].name, name))
            continue;
        *ret_value = t->v[i].value;
        return true;
    }
    return false;
}

bool token_is_one_of(struct str name, const char *list)
{
    struct str rest = str_from(list), one;

    while (rest.n > 0) {
        str_cut(rest, ' ', &one, &rest);
        if (str_eq_nocase(one, name))
            return true;
    }
    return false;
}

bool token_text_is_blank(struct str s)
{
    static const struct str blanks[] = {STR_INIT(" "),      STR_INIT("\n"),      STR_INIT("\t"),
                                        STR_INIT("\r"),     STR_INIT("\f"),      STR_INIT("&nbsp;"),
                                        STR_INIT("&#160;"), STR_INIT("\302\240")};

    while (s.n > 0) {
        size_t i = 0;

        while (i < ARRAY_LEN(blanks) && !str_starts(s, blanks[i]))
            i++;
        if (i == ARRAY_LEN(blanks))
            return false;
        s = str_sub(s, blanks[i].n, s.n);
    }
    return true;
}

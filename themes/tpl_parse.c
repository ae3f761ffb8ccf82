/*
 * Tokens of a template, and the blank lines that tags would leave behind.
 */
#include "themes/tpl_parse.h"

#include <string.h>

struct parser {
    struct arena *a;
    struct diags *d;
    struct str shown, source;
    size_t at;
    int line;
    struct tpl_token *v;
    size_t n, cap;
};

static struct tpl_token *push(struct parser *p, enum tpl_token_kind kind, int line)
{
    if (p->n == p->cap) {
        size_t cap = p->cap == 0 ? 64 : p->cap * 2;
        struct tpl_token *v = ARENA_ARRAY(p->a, struct tpl_token, cap);

        if (p->n > 0)
            memcpy(v, p->v, p->n * sizeof(*v));
        p->v = v;
        p->cap = cap;
    }
    p->v[p->n] = (struct tpl_token){.kind = kind, .line = line};
    return &p->v[p->n++];
}

/* Moves on to `to`, counting lines. */
static void advance(struct parser *p, size_t to)
{
    for (; p->at < to; p->at++)
        p->line += p->source.p[p->at] == '\n';
}

static void push_text(struct parser *p, size_t to)
{
    if (to > p->at)
        push(p, TOKEN_TEXT, p->line)->text = str_sub(p->source, p->at, to);
    advance(p, to);
}

static bool is_name_of(struct str s, bool hyphens)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool inside = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';

        if (!inside && !(c == '-' && hyphens))
            return false;
    }
    return s.n > 0;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The next word of *rest, between blanks or (quotes left out) in double quotes; false at the
 * end and for quotes that do not close, which stay in *rest. */
static bool next_word(struct str *rest, struct str *ret_word, bool *ret_quoted)
{
    size_t n = 0;

    *rest = str_trim(*rest);
    if (rest->n == 0)
        return false;
    *ret_quoted = rest->p[0] == '"';
    if (*ret_quoted) {
        struct str inside = str_sub(*rest, 1, rest->n);

        n = str_index(inside, '"');
        if (n == inside.n)
            return false;
        *ret_word = str_sub(inside, 0, n);
        *rest = str_sub(inside, n + 1, inside.n);
        return true;
    }
    while (n < rest->n && !is_blank(rest->p[n]))
        n++;
    *ret_word = str_sub(*rest, 0, n);
    *rest = str_sub(*rest, n, rest->n);
    return true;
}

static bool parse_message(struct str rest, struct tpl_token *t)
{
    struct str word;
    bool quoted;

    if (!next_word(&rest, &t->text, &quoted) || !quoted || t->text.n == 0)
        return false;
    while (next_word(&rest, &word, &quoted)) {
        if (quoted || t->nargs == MESSAGE_ARGS_MAX || !is_name_of(word, false))
            return false;
        t->args[t->nargs++] = word;
    }
    return rest.n == 0;
}

static bool parse_splice(struct str rest, struct tpl_token *t)
{
    bool quoted;

    return next_word(&rest, &t->text, &quoted) && quoted && str_trim(rest).n == 0;
}

/* {{name}} and what begins with a word: t, splice, json. */
static bool parse_words(struct str body, struct tpl_token *t)
{
    struct str rest = body, word;
    bool quoted;

    t->kind = TOKEN_FIELD;
    t->text = body;
    if (is_name_of(body, false))
        return true;
    if (!next_word(&rest, &word, &quoted) || quoted)
        return false;
    if (str_eq(word, STR("t"))) {
        t->kind = TOKEN_MESSAGE;
        return parse_message(rest, t);
    }
    if (str_eq(word, STR("splice"))) {
        t->kind = TOKEN_SPLICE;
        return parse_splice(rest, t);
    }
    t->kind = TOKEN_JSON;
    t->text = str_trim(rest);
    return str_eq(word, STR("json")) && is_name_of(t->text, false);
}

/* What stands between the braces. */
static bool parse_body(struct str body, struct tpl_token *t)
{
    static const struct {
        char sign;
        enum tpl_token_kind kind;
    } signs[] = {{'#', TOKEN_EACH},
                 {'?', TOKEN_IF},
                 {'^', TOKEN_UNLESS},
                 {'/', TOKEN_CLOSE},
                 {'>', TOKEN_INCLUDE}};

    body = str_trim(body);
    for (size_t i = 0; i < ARRAY_LEN(signs); i++) {
        if (body.n > 0 && body.p[0] == signs[i].sign) {
            t->kind = signs[i].kind;
            t->text = str_trim(str_sub(body, 1, body.n));
            return is_name_of(t->text, t->kind == TOKEN_INCLUDE);
        }
    }
    return parse_words(body, t);
}

static bool parse_html(struct str body, struct tpl_token *t)
{
    t->kind = TOKEN_HTML;
    t->text = str_trim(body);
    return is_name_of(t->text, false);
}

static void parse_comment(struct parser *p)
{
    struct str rest = str_sub(p->source, p->at, p->source.n);
    size_t end = str_find(rest, STR("}}"));

    if (end == rest.n)
        diag_error(p->d, p->shown, p->line, "tpl-open-tag");
    push(p, TOKEN_COMMENT, p->line);
    advance(p, end == rest.n ? p->source.n : p->at + end + 2);
}

/* From the "{{" at p->at to behind the tag. A tag ends on the line where it begins. */
static void parse_tag(struct parser *p)
{
    struct str rest = str_sub(p->source, p->at + 2, p->source.n);
    bool html = str_starts(rest, STR("{"));
    struct str end = html ? STR("}}}") : STR("}}"),
               line = str_sub(rest, html ? 1 : 0, str_index(rest, '\n'));
    size_t from = p->at + (html ? 3 : 2), n = str_find(line, end);
    struct str body = str_sub(line, 0, n);
    struct tpl_token *t;

    if (n == line.n || str_has(body, STR("{"))) {
        diag_error(p->d, p->shown, p->line, "tpl-open-tag");
        advance(p, from);
        return;
    }
    t = push(p, TOKEN_FIELD, p->line);
    if (html ? !parse_html(body, t) : !parse_body(body, t)) {
        diag_error(p->d, p->shown, p->line, "tpl-bad-tag",
                   str_sub(p->source, p->at, from + n + end.n));
        p->n--;
    }
    advance(p, from + n + end.n);
}

/* --- lines that hold only tags ------------------------------------------------ */

static bool leaves_no_line(enum tpl_token_kind kind)
{
    return kind == TOKEN_EACH || kind == TOKEN_IF || kind == TOKEN_UNLESS || kind == TOKEN_CLOSE ||
           kind == TOKEN_INCLUDE || kind == TOKEN_COMMENT;
}

static bool all_blank(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != ' ' && s.p[i] != '\t')
            return false;
    }
    return true;
}

/* Bytes of blanks behind the last line feed; s.n + 1 when something else stands there or there is
 * none. */
static size_t blanks_at_end(struct str s)
{
    const char *lf = s.n == 0 ? NULL : memrchr(s.p, '\n', s.n);
    size_t from = lf == NULL ? 0 : (size_t)(lf - s.p) + 1;

    return lf != NULL && all_blank(str_sub(s, from, s.n)) ? s.n - from : s.n + 1;
}

/* Bytes of blanks up to and with the first line feed; 0 when something else stands there. */
static size_t blanks_at_start(struct str s)
{
    size_t lf = str_index(s, '\n');
    struct str before = str_sub(s, 0, lf);

    if (lf == s.n)
        return 0;
    if (before.n > 0 && before.p[before.n - 1] == '\r')
        before.n--;
    return all_blank(before) ? lf + 1 : 0;
}

/* Tokens [from, to) are tags and blanks on one line: true when nothing else is on it. */
static bool alone(const struct tpl_token *v, size_t n, size_t from, size_t to)
{
    if (from > 0 && blanks_at_end(v[from - 1].text) > v[from - 1].text.n)
        return false;
    return to == n || blanks_at_start(v[to].text) > 0;
}

/* One past the last token of a run of such tags with only blanks between them. */
static size_t run_end(const struct tpl_token *v, size_t n, size_t from)
{
    size_t to = from;

    for (size_t i = from; i < n; i++) {
        bool blank = v[i].kind == TOKEN_TEXT && all_blank(v[i].text);

        if (!blank && !leaves_no_line(v[i].kind))
            break;
        if (!blank || i + 1 == n)
            to = i + 1;
    }
    return to;
}

/* `cut` is a copy of v whose texts get shorter; decisions are made on the texts as they were. */
static void cut_lines(const struct tpl_token *v, struct tpl_token *cut, size_t n)
{
    size_t to;

    for (size_t from = 0; from < n; from = to == from ? from + 1 : to) {
        size_t first = from;

        to = run_end(v, n, from);
        while (first < to && v[first].kind == TOKEN_TEXT && first == 0)
            first++; /* blanks at the very start belong to the line */
        if (first >= to || !leaves_no_line(v[first].kind) || !alone(v, n, from, to))
            continue;
        if (from > 0)
            cut[from - 1].text.n -= blanks_at_end(v[from - 1].text);
        for (size_t i = from; i < to; i++) {
            cut[i].alone = true;
            if (v[i].kind == TOKEN_TEXT)
                cut[i].text.n = 0;
        }
        if (to < n)
            cut[to].text = str_sub(cut[to].text, blanks_at_start(v[to].text), cut[to].text.n);
    }
}

struct tpl_tokens tpl_parse(struct arena *a, struct str shown, struct str source, struct diags *d)
{
    struct parser p = {.a = a, .d = d, .shown = shown, .source = source, .line = 1};
    struct tpl_token *cut;

    if (!str_is_utf8(source)) {
        diag_error(d, shown, 0, "tpl-not-utf8");
        return (struct tpl_tokens){NULL, 0};
    }
    while (p.at < source.n) {
        push_text(&p, p.at + str_find(str_sub(source, p.at, source.n), STR("{{")));
        if (p.at == source.n)
            break;
        if (str_starts(str_sub(source, p.at, source.n), STR("{{!")))
            parse_comment(&p);
        else
            parse_tag(&p);
    }
    if (p.n == 0)
        return (struct tpl_tokens){NULL, 0};
    cut = ARENA_ARRAY(a, struct tpl_token, p.n);
    memcpy(cut, p.v, p.n * sizeof(*cut));
    cut_lines(p.v, cut, p.n);
    return (struct tpl_tokens){cut, p.n};
}

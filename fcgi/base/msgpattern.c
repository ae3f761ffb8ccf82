/*
 * Two walks over a pattern with one grammar: the first notes the uses of the
 * arguments, the second writes the pattern again with their new numbers.
 */
#include "fcgi/base/msgpattern.h"
#include "fcgi/base/buf.h"

#include <stdlib.h>

#define NESTING_MAX 4
#define PATTERN_MAX (16u * 1024)

enum kind { KIND_TEXT, KIND_NUMBER, KIND_PLURAL, KIND_SELECT };

struct walk {
    struct str s;
    size_t i;
    struct buf *out; /* NULL during the first walk */
    bool as_text[MESSAGE_ARGS_MAX], as_number[MESSAGE_ARGS_MAX];
    const struct msgpattern *numbering; /* during the second walk */
};

static char peek(const struct walk *w)
{
    return w->i < w->s.n ? w->s.p[w->i] : '\0';
}

static void emit(struct walk *w, struct str s)
{
    if (w->out != NULL)
        buf_add(w->out, s);
}

static void copy(struct walk *w, size_t n)
{
    emit(w, str_sub(w->s, w->i, w->i + n));
    w->i += n;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void skip_blanks(struct walk *w)
{
    while (is_blank(peek(w)))
        w->i++;
}

/* The apostrophe at w->i: doubled, opening a quotation, or itself. */
static void walk_apostrophe(struct walk *w, bool in_plural)
{
    char next = w->i + 1 < w->s.n ? w->s.p[w->i + 1] : '\0';

    if (next != '{' && next != '}' && !(next == '#' && in_plural)) {
        copy(w, next == '\'' ? 2 : 1);
        return;
    }
    copy(w, 2);
    while (w->i < w->s.n) {
        bool quote = peek(w) == '\'';

        copy(w, 1);
        if (quote && peek(w) != '\'')
            return;
        if (quote)
            copy(w, 1);
    }
}

static int new_number(const struct walk *w, int n, bool number)
{
    const struct msgpattern *p = w->numbering;
    const int *v = number ? p->numbers : p->texts;
    int count = number ? p->nnumbers : p->ntexts;

    for (int i = 0; i < count; i++) {
        if (v[i] == n)
            return number ? p->ntexts + i : i;
    }
    abort(); /* the first walk saw every use */
}

static void note_use(struct walk *w, int n, bool number)
{
    if (w->out != NULL) {
        buf_addf(w->out, "%d", new_number(w, n, number));
        return;
    }
    if (number)
        w->as_number[n] = true;
    else
        w->as_text[n] = true;
}

static bool walk_message(struct walk *w, int depth, bool in_plural);

/* Behind the comma of plural and select: selectors, each with a message, up to the '}'. */
static bool walk_variants(struct walk *w, int depth, bool plural)
{
    while (w->i < w->s.n) {
        char c = peek(w);

        if (c == '}')
            return true;
        if (c == '\'')
            return false;
        copy(w, 1);
        if (c != '{')
            continue;
        if (depth == NESTING_MAX || !walk_message(w, depth + 1, plural) || peek(w) != '}')
            return false;
        copy(w, 1);
    }
    return false;
}

/* Behind the comma of a number: a style word, a pattern or a ::skeleton, without quotes or braces.
 */
static bool walk_style(struct walk *w)
{
    size_t from = w->i;
    struct str style;

    while (w->i < w->s.n && peek(w) != '}') {
        if (peek(w) == '{' || peek(w) == '\'')
            return false;
        w->i++;
    }
    style = str_trim(str_sub(w->s, from, w->i));
    /* ICU would take "integer" as a 32-bit int argument; this is the same format of a double. */
    emit(w, str_eq(style, STR("integer")) ? STR("#,##0") : style);
    return style.n > 0;
}

static bool kind_of(struct str word, enum kind *ret_kind)
{
    static const struct {
        struct str word;
        enum kind kind;
    } known[] = {{STR_INIT("number"), KIND_NUMBER},  {STR_INIT("spellout"), KIND_NUMBER},
                 {STR_INIT("ordinal"), KIND_NUMBER}, {STR_INIT("duration"), KIND_NUMBER},
                 {STR_INIT("plural"), KIND_PLURAL},  {STR_INIT("selectordinal"), KIND_PLURAL},
                 {STR_INIT("select"), KIND_SELECT}};

    for (size_t i = 0; i < ARRAY_LEN(known); i++) {
        if (str_eq(word, known[i].word)) {
            *ret_kind = known[i].kind;
            return true;
        }
    }
    return false;
}

static bool walk_type(struct walk *w, enum kind *ret_kind, struct str *ret_word)
{
    size_t from;

    w->i++; /* the comma */
    skip_blanks(w);
    from = w->i;
    while (peek(w) >= 'a' && peek(w) <= 'z')
        w->i++;
    *ret_word = str_sub(w->s, from, w->i);
    skip_blanks(w);
    return kind_of(*ret_word, ret_kind);
}

/* From the '{' to behind the '}' of one argument. */
static bool walk_argument(struct walk *w, int depth)
{
    enum kind kind = KIND_TEXT;
    struct str word = {NULL, 0};
    int n;

    copy(w, 1);
    skip_blanks(w);
    n = peek(w) - '0';
    if (n < 0 || n >= MESSAGE_ARGS_MAX)
        return false;
    w->i++;
    skip_blanks(w);
    if (peek(w) == ',' && !walk_type(w, &kind, &word))
        return false;
    note_use(w, n, kind == KIND_NUMBER || kind == KIND_PLURAL);
    if (kind != KIND_TEXT) {
        emit(w, STR(","));
        emit(w, word);
    }
    if (kind != KIND_TEXT && peek(w) == ',') {
        copy(w, 1);
        if (kind == KIND_NUMBER ? !walk_style(w) : !walk_variants(w, depth, kind == KIND_PLURAL))
            return false;
    }
    if (peek(w) != '}')
        return false;
    copy(w, 1);
    return true;
}

/* Up to the end, or to the '}' that ends a nested message. */
static bool walk_message(struct walk *w, int depth, bool in_plural)
{
    while (w->i < w->s.n) {
        switch (w->s.p[w->i]) {
        case '}':
            return depth > 0;
        case '{':
            if (!walk_argument(w, depth))
                return false;
            break;
        case '\'':
            walk_apostrophe(w, in_plural);
            break;
        case '\0':
            return false;
        default:
            copy(w, 1);
        }
    }
    return depth == 0;
}

static void number_uses(const struct walk *w, struct msgpattern *p)
{
    for (int n = 0; n < MESSAGE_ARGS_MAX; n++) {
        if (w->as_text[n])
            p->texts[p->ntexts++] = n;
        if (w->as_number[n])
            p->numbers[p->nnumbers++] = n;
    }
}

enum err msgpattern_parse(struct arena *a, struct str pattern, struct msgpattern *ret_p)
{
    struct walk w = {.s = pattern};
    struct msgpattern p = {.ntexts = 0};
    struct buf out;
    enum err e = OK;

    if (pattern.n > PATTERN_MAX || !walk_message(&w, 0, false))
        return ERR_INVALID;
    number_uses(&w, &p);
    buf_init(&out, PATTERN_MAX * 2);
    w.i = 0;
    w.out = &out;
    w.numbering = &p;
    if (!walk_message(&w, 0, false) || buf_finish(&out, &p.text) != OK)
        e = ERR_INVALID;
    p.text = arena_str(a, p.text);
    buf_release(&out);
    if (e == OK)
        *ret_p = p;
    return e;
}

bool msgpattern_wants_number(const struct msgpattern *p, int n)
{
    for (int i = 0; i < p->nnumbers; i++) {
        if (p->numbers[i] == n)
            return true;
    }
    return false;
}

bool msgpattern_wants(const struct msgpattern *p, int n)
{
    for (int i = 0; i < p->ntexts; i++) {
        if (p->texts[i] == n)
            return true;
    }
    return msgpattern_wants_number(p, n);
}

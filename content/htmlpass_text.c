/*
 * Text, attributes and marks of discount's output.
 */
#include "content/entity.h"
#include "content/htmlpass_state.h"
#include "fcgi/base/esc.h"

/* ---- marks ---- */

const struct piece *pass_mark(const struct pass *p, struct str s, size_t *ret_length)
{
    size_t end;
    int64_t i;

    if (!str_starts(s, STR(MARK_BEGIN)))
        return NULL;
    end = str_find(s, STR(MARK_END));
    if (end == s.n || str_to_int(str_sub(s, 3, end), 0, (int64_t)p->pieces->n - 1, &i) != OK)
        return NULL;
    *ret_length = end + 3;
    return &p->pieces->v[i];
}

/* In running text only a fact may stand, or what names a term; any other mark lost its paragraph to
 * discount. */
static void print_mark(struct pass *p, const struct piece *piece)
{
    if (piece->kind == PIECE_TERM) {
        pass_term(p, piece);
        return;
    }
    if (piece->kind != PIECE_INLINE) {
        diag_error(p->d, p->src->shown, piece->line, "block-in-text");
        return;
    }
    buf_add(&p->out, piece->html);
    buf_add(&p->text, piece->text);
}

/* ---- attributes ---- */

/* A telephone number as RFC 3966 has it, without blanks. */
static void add_fact(struct buf *b, struct str value, bool is_tel)
{
    for (size_t i = 0; i < value.n; i++) {
        if (!is_tel || value.p[i] != ' ')
            buf_addc(b, value.p[i]);
    }
}

/* Facts in an attribute; in an address discount has percent-encoded their marks. */
static struct str with_facts(struct pass *p, struct str s, struct str begin, struct str end,
                             bool is_address)
{
    bool is_tel = str_starts(s, STR("tel:"));
    struct buf b;
    struct str result;

    buf_init(&b, HTML_MAX);
    while (s.n > 0) {
        size_t at = str_find(s, begin), stop;
        int64_t i;

        buf_add(&b, str_sub(s, 0, at));
        s = str_sub(s, at, s.n);
        stop = str_find(s, end);
        if (stop == s.n ||
            str_to_int(str_sub(s, begin.n, stop), 0, (int64_t)p->pieces->n - 1, &i) != OK)
            break;
        if (is_address && p->pieces->v[i].dated)
            diag_error(p->d, p->src->shown, p->pieces->v[i].line, "fact-in-address");
        if (p->pieces->v[i].kind == PIECE_INLINE)
            add_fact(&b, is_address ? p->pieces->v[i].value : p->pieces->v[i].text, is_tel);
        s = str_sub(s, stop + end.n, s.n);
    }
    buf_add(&b, s);
    result = arena_str(p->a, buf_str(&b));
    buf_release(&b);
    return result;
}

bool pass_attribute(struct pass *p, const struct tag *t, struct str name, struct str *ret_value)
{
    bool is_address = str_eq(name, STR("href")) || str_eq(name, STR("src"));
    struct str rest = t->attributes;

    while (rest.n > 0) {
        struct str key, value;

        if (!str_cut(rest, '=', &key, &rest) || rest.n == 0 || rest.p[0] != '"')
            return false;
        str_cut(str_sub(rest, 1, rest.n), '"', &value, &rest);
        if (!str_eq(str_trim(key), name))
            continue;
        if (str_has(value, STR(MARK_BEGIN)))
            value = with_facts(p, value, STR(MARK_BEGIN), STR(MARK_END), is_address);
        else if (str_has(value, STR("%EE%80%80")))
            value = with_facts(p, value, STR("%EE%80%80"), STR("%EE%80%81"), is_address);
        *ret_value = entity_decode(p->a, value);
        return true;
    }
    return false;
}

/* ---- text ---- */

void pass_text_break(struct pass *p)
{
    if (p->text.n > 0 && p->text.p[p->text.n - 1] != '\n')
        buf_addc(&p->text, '\n');
}

/* What discount leaves as it is written because it refers to nothing, or was used before: a reader
 * would see the brackets. */
static void check_references(struct pass *p, struct str s)
{
    if (p->in_code || p->in_pre)
        return;
    if (str_has(s, STR("][")))
        diag_error(p->d, p->src->shown, pass_line(p, STR("][")), "reference-unresolved");
    for (size_t at = str_find(s, STR("[^")); at < s.n; at = str_find(s, STR("[^"))) {
        struct str note;

        s = str_sub(s, at, s.n);
        note = str_sub(s, 0, str_index(s, ']') + 1);
        diag_error(p->d, p->src->shown, pass_line(p, note), "footnote-unresolved", note);
        s = str_sub(s, note.n, s.n);
    }
}

static void add_blank(struct buf *b, char c)
{
    char last = b->n > 0 ? b->p[b->n - 1] : '\n';

    if (last != '\n' && last != ' ')
        buf_addc(b, c);
}

/* Blanks between two tags: they part words, but two blocks need one line break at most. */
static void print_blank(struct pass *p, struct str run)
{
    char c = str_index(run, '\n') < run.n ? '\n' : ' ';

    add_blank(&p->out, c);
    add_blank(&p->text, c);
}

/* Plain text as it is, but for the blanks around it. */
static void add_words(struct pass *p, struct str plain)
{
    struct str words = str_trim(plain);
    size_t before = (size_t)(words.p - plain.p);

    if (before > 0)
        add_blank(&p->text, str_index(str_sub(plain, 0, before), '\n') < before ? '\n' : ' ');
    buf_add(&p->text, words);
    plain = str_sub(plain, before + words.n, plain.n);
    if (plain.n > 0)
        add_blank(&p->text, str_index(plain, '\n') < plain.n ? '\n' : ' ');
}

static void print_plain(struct pass *p, struct str plain)
{
    if (!p->in_pre && str_trim(plain).n == 0) {
        if (plain.n > 0)
            print_blank(p, plain);
        return;
    }
    check_references(p, plain);
    pass_words(p, plain);
    if (p->in_pre)
        buf_add(&p->text, plain);
    else
        add_words(p, plain);
}

void pass_text(struct pass *p)
{
    struct str run = str_sub(p->rest, 0, str_index(p->rest, '<'));

    p->rest = str_sub(p->rest, run.n, p->rest.n);
    while (run.n > 0) {
        size_t at = str_find(run, STR(MARK_BEGIN)), n = 3;
        const struct piece *piece;

        print_plain(p, entity_decode(p->a, str_sub(run, 0, at)));
        run = str_sub(run, at, run.n);
        piece = pass_mark(p, run, &n);
        if (piece != NULL)
            print_mark(p, piece);
        run = str_sub(run, n, run.n);
    }
}

/*
 * Running text: facts become marks, raw HTML is refused here, where its line is known; what stands
 * between backticks is left alone.
 */
#include "content/dated.h"
#include "content/prepare_state.h"
#include "fcgi/base/esc.h"

/* ---- facts ---- */

static const struct markdown_fact *find_fact(const struct prep *p, struct str name)
{
    for (size_t i = 0; i < p->env->nfacts; i++) {
        if (str_eq(p->env->facts[i].name, name))
            return &p->env->facts[i];
    }
    return NULL;
}

static struct str value_html(struct prep *p, const struct markdown_fact *f, struct str unknown)
{
    struct str value = prep_html(p, STR(""), f->value, STR(""));

    if (f->confirmed)
        return value;
    return arena_join(p->a, value,
                      prep_html(p, STR(" <span class=\"unconfirmed\">("), unknown, STR(")</span>")),
                      STR(""));
}

static struct str fact_html(struct prep *p, const struct markdown_fact *f)
{
    struct str unknown = prep_say(p, STR("markdown.unconfirmed"));
    struct str html = prep_html(p, STR("<span class=\"unconfirmed\">"), unknown, STR("</span>"));

    if (f->value.n == 0)
        return html;
    if (!f->dated)
        return value_html(p, f, unknown);
    return dated_make(p->a, f->from, f->until, value_html(p, f, unknown), html);
}

/* The same where no markup can be; never what may have ceased to hold. */
static struct str fact_text(struct prep *p, const struct markdown_fact *f)
{
    struct str unknown = prep_say(p, STR("markdown.unconfirmed"));

    if (f->value.n == 0 || f->dated)
        return unknown;
    if (f->confirmed)
        return f->value;
    return arena_fmt(p->a, STR_FMT " (" STR_FMT ")", STR_ARG(f->value), STR_ARG(unknown));
}

/* {{dato "name"}} at s.p[i]: how many bytes it takes, 0 when it is none; *ret_f NULL when an error
 * was added. */
static size_t read_fact(struct prep *p, struct str s, size_t i, const struct markdown_fact **ret_f)
{
    struct str rest = str_sub(s, i, s.n), name, inside;
    size_t end;

    *ret_f = NULL;
    if (!str_starts(rest, STR("{{")) ||
        !str_starts(str_trim(str_sub(rest, 2, rest.n)), STR("dato")))
        return 0;
    end = str_find(rest, STR("}}"));
    if (end == rest.n)
        return 0;
    inside = str_trim(str_sub(rest, 2, end));
    name = str_trim(str_sub(inside, 4, inside.n));
    if (name.n < 3 || name.p[0] != '"' || name.p[name.n - 1] != '"') {
        diag_error(p->d, p->shown, p->line, "fact-form", inside);
        return end + 2;
    }
    name = str_sub(name, 1, name.n - 1);
    *ret_f = find_fact(p, name);
    if (*ret_f == NULL)
        diag_error(p->d, p->shown, p->line, "fact-unknown", name);
    return end + 2;
}

static size_t take_fact(struct prep *p, struct str s, size_t i)
{
    const struct markdown_fact *f;
    size_t n = read_fact(p, s, i, &f);

    if (f != NULL)
        prep_piece(p, (struct piece){.kind = PIECE_INLINE,
                                     .html = fact_html(p, f),
                                     .text = fact_text(p, f),
                                     .value = f->value,
                                     .dated = f->dated,
                                     .line = p->line});
    return n;
}

struct str prep_plain(struct prep *p, struct str s)
{
    struct buf b;
    struct str result;

    if (!str_has(s, STR("{{")))
        return s;
    buf_init(&b, (size_t)MARKDOWN_MAX * 6);
    for (size_t i = 0; i < s.n;) {
        const struct markdown_fact *f;
        size_t n = read_fact(p, s, i, &f);

        if (n == 0)
            buf_addc(&b, s.p[i]);
        else if (f != NULL)
            buf_add(&b, fact_text(p, f));
        i += n > 0 ? n : 1;
    }
    result = arena_str(p->a, buf_str(&b));
    buf_release(&b);
    return result;
}

/* ---- raw HTML ---- */

/* "<https://…>", "<mailto:…>" and "<a@b>" are links; any other "<" before a letter, "/", "!" or "?"
 * is raw HTML. */
static bool is_raw_html(struct str s, size_t i)
{
    struct str rest = str_sub(s, i, s.n), inside = str_sub(rest, 1, str_index(rest, '>'));
    char c = rest.n > 1 ? rest.p[1] : ' ';
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

    if (!letter && c != '/' && c != '!' && c != '?')
        return false;
    if (i >= 2 && s.p[i - 1] == '(' && s.p[i - 2] == ']') /* [text](<address>) */
        return false;
    if (str_starts(inside, STR("http://")) || str_starts(inside, STR("https://")) ||
        str_starts(inside, STR("mailto:")))
        return false;
    return str_index(inside, '@') == inside.n || str_index(inside, ' ') < inside.n;
}

/* Its beginning, for the message: up to ">" or 20 bytes, whole characters. */
static struct str shown_of(struct str s)
{
    size_t n = str_index(s, '>') + 1;

    if (n > 20)
        n = 20;
    while (n < s.n && ((unsigned char)s.p[n] & 0xC0) == 0x80)
        n++;
    return str_sub(s, 0, n);
}

/* ---- code spans ---- */

static size_t ticks_at(struct str s, size_t i)
{
    size_t n = 0;

    while (i + n < s.n && s.p[i + n] == '`')
        n++;
    return n;
}

/* Where a run of exactly `ticks` backticks ends, from i on; 0 when there is none. */
static size_t closing_ticks(struct str s, size_t i, size_t ticks)
{
    while (i < s.n) {
        size_t n = ticks_at(s, i);

        if (n == ticks)
            return i + n;
        i += n > 0 ? n : 1;
    }
    return 0;
}

/* Whether the span closes on a later line of the same paragraph. */
static bool closes_later(const struct prep *p, size_t ticks)
{
    struct str rest = p->rest, line;

    while (str_line(&rest, &line) && str_trim(line).n > 0) {
        if (closing_ticks(line, 0, ticks) > 0)
            return true;
    }
    return false;
}

/* The backticks at i open a span: where it ends, or where its line does. */
static size_t take_span(struct prep *p, struct str s, size_t i)
{
    size_t ticks = ticks_at(s, i), end = closing_ticks(s, i + ticks, ticks);

    if (end > 0)
        return end;
    if (!closes_later(p, ticks))
        return i + ticks;
    p->span = ticks;
    return s.n;
}

/* ---- all ---- */

void prep_text(struct prep *p, struct str s)
{
    size_t from = 0, i = p->span == 0 ? 0 : closing_ticks(s, 0, p->span);
    bool refused = false; /* once a line is enough */

    notes_take_line(p, s);
    if (p->span > 0 && i == 0) {
        buf_add(p->out, s);
        return;
    }
    p->span = 0;
    while (i < s.n) {
        size_t taken = 0;

        if (s.p[i] == '\\' && i + 1 < s.n && s.p[i + 1] == '<') {
            buf_add(p->out, str_sub(s, from, i)); /* discount would print the backslash */
            buf_add(p->out, STR("&lt;"));
            i += 2;
            from = i;
        } else if (s.p[i] == '\\') {
            i += 2;
        } else if (s.p[i] == '`') {
            i = take_span(p, s, i);
        } else if (s.p[i] == '<' && !refused && is_raw_html(s, i)) {
            diag_error(p->d, p->shown, p->line, "raw-html", shown_of(str_sub(s, i, s.n)));
            refused = true;
            i++;
        } else if (s.p[i] == '{') {
            buf_add(p->out, str_sub(s, from, i));
            taken = take_fact(p, s, i);
            from = i + taken;
            i += taken > 0 ? taken : 1;
        } else {
            i++;
        }
    }
    buf_add(p->out, str_sub(s, from, s.n));
}

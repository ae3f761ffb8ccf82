/*
 * Line by line: code is left alone, our blocks, captions, legal marks and facts
 * become pieces; raw HTML is refused here, where its line is known.
 */
#include "content/prepare.h"
#include "fcgi/base/esc.h"

#include <string.h>

#define PIECES_MAX 20000

struct prep {
    struct arena *a;
    const struct markdown_env *env;
    struct str shown;
    struct diags *d;
    struct buf *out;
    struct piece *v;
    size_t n, cap;
    int line;
    /* where we are */
    struct str block;   /* name of the open ":::" block; empty: none */
    struct str closing; /* html that closes it */
    int block_line;
    char fence;         /* '`' or '~' inside fenced code, else 0 */
    bool blank;         /* the line before was blank */
    size_t legal_until; /* bytes of source left at which the text of marks ends */
    bool legal;
};

static struct str say(const struct prep *p, struct str key)
{
    return messages_format(p->env->messages, p->a, key, NULL, 0);
}

static void add_piece(struct prep *p, struct piece piece)
{
    if (p->n == PIECES_MAX) {
        p->out->failed = true;
        return;
    }
    if (p->n == p->cap) {
        size_t cap = p->cap == 0 ? 16 : p->cap * 2;
        struct piece *v = ARENA_ARRAY(p->a, struct piece, cap);

        if (p->n > 0)
            memcpy(v, p->v, p->n * sizeof(*v));
        p->v = v;
        p->cap = cap;
    }
    piece.line = p->line;
    p->v[p->n] = piece;
    buf_addf(p->out, MARK_BEGIN "%zu" MARK_END, p->n);
    p->n++;
}

/* A piece that is a paragraph of its own. */
static void add_block(struct prep *p, struct piece piece)
{
    buf_add(p->out, STR("\n"));
    add_piece(p, piece);
    buf_add(p->out, STR("\n\n"));
}

/* before + escaped text + after */
static struct str html_of(struct prep *p, struct str before, struct str text, struct str after)
{
    struct buf b;
    struct str s;

    buf_init(&b, 65536);
    buf_add(&b, before);
    esc_html(&b, text);
    buf_add(&b, after);
    s = arena_str(p->a, buf_str(&b));
    buf_release(&b);
    return s;
}

static struct str escaped(struct prep *p, struct str text)
{
    return html_of(p, STR(""), text, STR(""));
}

/* ---- blocks ---- */

static void open_callout(struct prep *p, struct str name, struct str title)
{
    struct str words =
        title.n > 0 ? title : say(p, arena_join(p->a, STR("markdown.callout."), name, STR("")));
    struct str head = html_of(p, STR("<p class=\"callout-title\">"), words, STR("</p>"));
    struct str html =
        arena_fmt(p->a, "<div class=\"callout callout-" STR_FMT "\" role=\"note\">" STR_FMT,
                  STR_ARG(name), STR_ARG(head));

    add_block(p, (struct piece){.kind = PIECE_BLOCK, .html = html});
    p->closing = STR("</div>");
}

static void open_video(struct prep *p, struct str args)
{
    struct str url, title, href, text, summary;

    str_cut(args, ' ', &url, &title);
    title = str_trim(title);
    if (!str_starts(url, STR("https://")) || !esc_url_is_safe(url) || title.n == 0) {
        diag_error(p->d, p->shown, p->line, "block-video");
        return;
    }
    href = escaped(p, url);
    text = escaped(p, title);
    summary = escaped(p, say(p, STR("markdown.transcript")));
    add_block(p, (struct piece){.kind = PIECE_BLOCK,
                                .html = arena_fmt(p->a,
                                                  "<div class=\"video-card\"><p><a href=\"" STR_FMT
                                                  "\" rel=\"external noopener\">" STR_FMT
                                                  "</a></p><details><summary>" STR_FMT "</summary>",
                                                  STR_ARG(href), STR_ARG(text), STR_ARG(summary))});
    p->closing = STR("</details></div>");
}

static void open_block(struct prep *p, struct str name, struct str args)
{
    p->block = name;
    p->block_line = p->line;
    p->closing = (struct str){NULL, 0};
    if (str_eq(name, STR("aviso")) || str_eq(name, STR("importante")) ||
        str_eq(name, STR("ejemplo"))) {
        open_callout(p, name, args);
    } else if (str_eq(name, STR("direccion"))) {
        add_block(p,
                  (struct piece){.kind = PIECE_BLOCK, .html = STR("<address class=\"address\">")});
        p->closing = STR("</address>");
    } else if (str_eq(name, STR("contacto"))) {
        add_block(p, (struct piece){.kind = PIECE_BLOCK, .html = STR("<div class=\"contact\">")});
        p->closing = STR("</div>");
    } else if (str_eq(name, STR("pasos"))) {
        add_block(p, (struct piece){.kind = PIECE_STEPS});
    } else if (str_eq(name, STR("video"))) {
        open_video(p, args);
    } else if (!str_eq(name, STR("legal"))) {
        static const struct str known[] = {
            STR_INIT("aviso"), STR_INIT("importante"), STR_INIT("ejemplo"),  STR_INIT("pasos"),
            STR_INIT("legal"), STR_INIT("direccion"),  STR_INIT("contacto"), STR_INIT("video")};
        struct str near = diag_suggest(name, known, ARRAY_LEN(known));

        diag_error(p->d, p->shown, p->line, "block-unknown", name,
                   near.n > 0 ? near : STR("aviso"));
    }
}

static void close_block(struct prep *p)
{
    if (p->closing.n > 0)
        add_block(p, (struct piece){.kind = PIECE_BLOCK, .html = p->closing});
    p->block = (struct str){NULL, 0};
    p->closing = (struct str){NULL, 0};
}

/* A line of three colons; true when it was one. */
static bool take_block_line(struct prep *p, struct str line)
{
    struct str name, args;

    if (!str_starts(line, STR(":::")))
        return false;
    str_cut(str_trim(str_sub(line, 3, line.n)), ' ', &name, &args);
    if (name.n == 0 && p->block.n == 0)
        diag_error(p->d, p->shown, p->line, "block-not-open");
    else if (name.n > 0 && p->block.n > 0)
        diag_error(p->d, p->shown, p->line, "block-nested", name, p->block);
    else if (name.n > 0)
        open_block(p, arena_str(p->a, name), str_trim(args));
    else
        close_block(p);
    return true;
}

/* ---- running text: facts, raw HTML ---- */

static const struct markdown_fact *find_fact(const struct prep *p, struct str name)
{
    for (size_t i = 0; i < p->env->nfacts; i++) {
        if (str_eq(p->env->facts[i].name, name))
            return &p->env->facts[i];
    }
    return NULL;
}

static struct str fact_html(struct prep *p, const struct markdown_fact *f)
{
    struct str unknown = say(p, STR("markdown.unconfirmed"));

    if (f->value.n == 0)
        return html_of(p, STR("<span class=\"unconfirmed\">"), unknown, STR("</span>"));
    if (f->confirmed)
        return escaped(p, f->value);
    return arena_join(p->a, escaped(p, f->value),
                      html_of(p, STR(" <span class=\"unconfirmed\">("), unknown, STR(")</span>")),
                      STR(""));
}

/* {{dato "name"}} at s.p[i]; how many bytes it takes, 0 when it is none. */
static size_t take_fact(struct prep *p, struct str s, size_t i)
{
    struct str rest = str_sub(s, i, s.n), name, inside;
    const struct markdown_fact *f;
    size_t end = str_find(rest, STR("}}"));

    if (!str_starts(rest, STR("{{")) || end == rest.n)
        return 0;
    inside = str_trim(str_sub(rest, 2, end));
    if (!str_starts(inside, STR("dato ")))
        return 0;
    name = str_trim(str_sub(inside, 5, inside.n));
    if (name.n < 2 || name.p[0] != '"' || name.p[name.n - 1] != '"') {
        diag_error(p->d, p->shown, p->line, "fact-form", inside);
        return end + 2;
    }
    name = str_sub(name, 1, name.n - 1);
    f = find_fact(p, name);
    if (f == NULL)
        diag_error(p->d, p->shown, p->line, "fact-unknown", name);
    else
        add_piece(p,
                  (struct piece){.kind = PIECE_INLINE, .html = fact_html(p, f), .text = f->value});
    return end + 2;
}

/* "<https://…>", "<mailto:…>" and "<a@b>" are links; any other "<" before a letter, "/", "!" or "?"
 * is raw HTML. */
static bool is_raw_html(struct str rest)
{
    struct str inside = str_sub(rest, 1, str_index(rest, '>'));
    char c = rest.n > 1 ? rest.p[1] : ' ';
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

    if (!letter && c != '/' && c != '!' && c != '?')
        return false;
    if (str_starts(inside, STR("http://")) || str_starts(inside, STR("https://")) ||
        str_starts(inside, STR("mailto:")))
        return false;
    return str_index(inside, '@') == inside.n || str_index(inside, ' ') < inside.n;
}

/* Bytes of a code span that begins at i, its backticks included; 0 when nothing closes it. */
static size_t code_span(struct str s, size_t i)
{
    size_t ticks = 0, run = 0;

    while (i + ticks < s.n && s.p[i + ticks] == '`')
        ticks++;
    for (size_t k = i + ticks; k < s.n; k++) {
        run = s.p[k] == '`' ? run + 1 : 0;
        if (run == ticks && (k + 1 == s.n || s.p[k + 1] != '`'))
            return k + 1 - i;
    }
    return 0;
}

static void add_text(struct prep *p, struct str s)
{
    size_t from = 0;

    for (size_t i = 0; i < s.n;) {
        size_t taken = 0;

        if (s.p[i] == '\\') {
            taken = 2;
        } else if (s.p[i] == '`') {
            taken = code_span(s, i);
        } else if (s.p[i] == '<' && is_raw_html(str_sub(s, i, s.n))) {
            diag_error(p->d, p->shown, p->line, "raw-html", str_sub(s, i, i + 20));
            return;
        } else if (s.p[i] == '{') {
            buf_add(p->out, str_sub(s, from, i));
            taken = take_fact(p, s, i);
            from = i + taken;
        }
        i += taken > 0 ? taken : 1;
    }
    buf_add(p->out, str_sub(s, from, s.n));
}

/* ---- lines ---- */

/* "Tabla: x" or "Tabla (filas): x" right above a table. */
static bool take_caption(struct prep *p, struct str line, struct str rest)
{
    struct str next, text = {NULL, 0};
    bool rows = str_starts(line, STR("Tabla (filas):"));

    if (rows)
        text = str_trim(str_sub(line, 14, line.n));
    else if (str_starts(line, STR("Tabla:")))
        text = str_trim(str_sub(line, 6, line.n));
    while (text.n > 0 && str_line(&rest, &next) && str_trim(next).n == 0)
        ;
    if (text.n == 0 || rest.p == NULL || str_index(next, '|') == next.n)
        return false;
    add_block(
        p, (struct piece){.kind = PIECE_CAPTION, .text = arena_str(p->a, text), .row_heads = rows});
    return true;
}

static bool take_legal(struct prep *p, struct str line, struct str whole)
{
    bool inside = str_eq(p->block, STR("legal"));
    struct str mark, rest;
    int value;
    enum legal kind = legal_mark(line, !inside, &mark, &rest, &value);

    if (kind == LEGAL_NONE)
        return false;
    if (!inside && whole.n <= p->legal_until)
        p->legal_until = whole.n - legal_region(whole, &p->legal);
    if (!inside && !p->legal)
        return false;
    buf_add(p->out, STR("\n"));
    add_piece(p, (struct piece){.kind = PIECE_LEGAL, .text = arena_str(p->a, mark), .level = kind});
    buf_addc(p->out, ' ');
    add_text(p, rest);
    buf_addc(p->out, '\n');
    return true;
}

/* Fenced and indented code goes through untouched. True when the line is code. */
static bool take_code(struct prep *p, struct str line)
{
    bool fence = str_starts(line, STR("```")) || str_starts(line, STR("~~~"));

    if (p->fence != 0) {
        if (fence && line.p[0] == p->fence)
            p->fence = 0;
    } else if (fence) {
        p->fence = line.p[0];
    } else if (!(p->blank && str_starts(line, STR("    ")))) {
        return false;
    }
    buf_add(p->out, line);
    buf_addc(p->out, '\n');
    return true;
}

static void take_line(struct prep *p, struct str line, struct str rest, struct str whole)
{
    if (take_code(p, line) || take_block_line(p, line) || take_caption(p, line, rest) ||
        take_legal(p, line, whole)) {
        p->blank = false;
        return;
    }
    p->blank = str_trim(line).n == 0;
    add_text(p, line);
    buf_addc(p->out, '\n');
}

bool prepare(struct arena *a, const struct markdown_env *env, struct str shown, struct str source,
             int first_line, struct diags *d, struct buf *out, struct pieces *ret_pieces)
{
    struct prep p = {
        .a = a, .env = env, .shown = shown, .d = d, .out = out, .line = first_line, .blank = true};
    struct str rest = source, whole = source, line;
    int before = d->nerrors;

    p.legal_until = source.n;
    for (; str_line(&rest, &line); p.line++) {
        take_line(&p, line, rest, whole);
        whole = rest;
    }
    if (p.block.n > 0)
        diag_error(d, shown, p.block_line, "block-not-closed", p.block);
    if (p.fence != 0)
        diag_error(d, shown, 0, "code-not-closed");
    if (out->failed)
        diag_error(d, shown, 0, "markdown-too-big");
    *ret_pieces = (struct pieces){p.v, p.n};
    return d->nerrors == before;
}

/*
 * What is not Markdown but ours: blocks between lines of three colons, captions of tables, legal
 * numbering; and fenced code, which is kept from discount.
 */
#include "content/prepare_state.h"
#include "fcgi/base/esc.h"

/* ---- ::: blocks ---- */

static void open_callout(struct prep *p, struct str name, struct str title)
{
    struct str words = title.n > 0
                           ? prep_plain(p, title)
                           : prep_say(p, arena_join(p->a, STR("markdown.callout."), name, STR("")));
    struct str head = prep_html(p, STR("<p class=\"callout-title\">"), words, STR("</p>\n"));
    struct str html =
        arena_fmt(p->a, "<div class=\"callout callout-" STR_FMT "\" role=\"note\">\n" STR_FMT,
                  STR_ARG(name), STR_ARG(head));

    p->closing = STR("</div>\n");
    prep_block(p, (struct piece){.kind = PIECE_BLOCK, .html = html, .text = words}, 0);
}

/* Whether the open block holds anything but blank lines. */
static bool has_body(const struct prep *p)
{
    struct str rest = p->rest, line;

    while (str_line(&rest, &line)) {
        if (str_trim(line).n > 0)
            return !str_starts(line, STR(":::"));
    }
    return false;
}

/* A card with an ordinary link: nothing of another site is loaded into the page. */
static void open_video(struct prep *p, struct str args)
{
    struct str url, title, html;

    str_cut(args, ' ', &url, &title);
    title = str_trim(title);
    if (!str_starts(url, STR("https://")) || !esc_url_is_safe(url) || title.n == 0) {
        diag_error(p->d, p->shown, p->line, "block-video");
        return;
    }
    title = prep_plain(p, title);
    html = arena_join(
        p->a, prep_html(p, STR("<div class=\"video-card\">\n<p><a href=\""), url, STR("")),
        prep_html(p, STR("\" rel=\"external noopener\">"), title, STR("</a></p>\n")), STR(""));
    p->closing = STR("</div>\n");
    if (has_body(p)) {
        html = arena_join(p->a, html,
                          prep_html(p, STR("<details>\n<summary>"),
                                    prep_say(p, STR("markdown.transcript")), STR("</summary>\n")),
                          STR(""));
        p->closing = STR("</details></div>\n");
    } else {
        diag_warn(p->d, p->shown, p->line, "video-without-transcript");
    }
    prep_block(p, (struct piece){.kind = PIECE_BLOCK, .html = html, .text = title}, 0);
}

static void open_simple(struct prep *p, struct str html, struct str closing)
{
    p->closing = closing;
    prep_block(p, (struct piece){.kind = PIECE_BLOCK, .html = html}, 0);
}

static void unknown_block(struct prep *p, struct str name)
{
    static const struct str known[] = {
        STR_INIT("aviso"), STR_INIT("importante"), STR_INIT("ejemplo"),  STR_INIT("pasos"),
        STR_INIT("legal"), STR_INIT("direccion"),  STR_INIT("contacto"), STR_INIT("video")};
    struct str near = diag_suggest(name, known, ARRAY_LEN(known));

    if (near.n > 0)
        diag_error(p->d, p->shown, p->line, "block-unknown-near", name, near);
    else
        diag_error(p->d, p->shown, p->line, "block-unknown", name);
}

static void open_block(struct prep *p, struct str name, struct str args)
{
    p->block = name;
    p->block_line = p->line;
    p->closing = (struct str){NULL, 0};
    if (str_eq(name, STR("aviso")) || str_eq(name, STR("importante")) ||
        str_eq(name, STR("ejemplo")))
        open_callout(p, name, args);
    else if (str_eq(name, STR("direccion")))
        open_simple(p, STR("<address class=\"address\">\n"), STR("</address>\n"));
    else if (str_eq(name, STR("contacto")))
        open_simple(p, STR("<div class=\"contact\">\n"), STR("</div>\n"));
    else if (str_eq(name, STR("pasos")))
        prep_block(p, (struct piece){.kind = PIECE_STEPS}, 0);
    else if (str_eq(name, STR("video")))
        open_video(p, args);
    else if (!str_eq(name, STR("legal")))
        unknown_block(p, name);
}

/* "pasos" has nothing to print at its end, but a piece that says where it is. */
static void close_block(struct prep *p)
{
    if (p->closing.n > 0 || str_eq(p->block, STR("pasos")))
        prep_block(p, (struct piece){.kind = PIECE_BLOCK, .html = p->closing}, 0);
    p->block = (struct str){NULL, 0};
    p->closing = (struct str){NULL, 0};
}

bool blocks_take_line(struct prep *p, struct str line)
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
        open_block(p, name, str_trim(args));
    else
        close_block(p);
    p->blank = true;
    p->list = false;
    return true;
}

/* ---- captions ---- */

/* "Tabla: x" or "Tabla (filas): x" right above a table. */
bool blocks_take_caption(struct prep *p, struct str line)
{
    struct str rest = p->rest, next = {NULL, 0}, text = {NULL, 0};
    bool rows = str_starts(line, STR("Tabla (filas):"));

    if (rows)
        text = str_trim(str_sub(line, 14, line.n));
    else if (str_starts(line, STR("Tabla:")))
        text = str_trim(str_sub(line, 6, line.n));
    if (text.n == 0)
        return false;
    while (str_line(&rest, &next) && str_trim(next).n == 0)
        ;
    if (str_index(next, '|') == next.n)
        return false;
    prep_block(
        p, (struct piece){.kind = PIECE_CAPTION, .text = prep_plain(p, text), .row_heads = rows},
        0);
    p->blank = true;
    p->list = false;
    return true;
}

/* ---- legal numbering ---- */

static void put_legal(struct prep *p, enum legal level, struct str mark, struct str rest)
{
    buf_addc(p->out, '\n');
    prep_piece(p, (struct piece){.kind = PIECE_LEGAL, .text = mark, .level = level});
    buf_addc(p->out, ' ');
    prep_text(p, rest);
    buf_addc(p->out, '\n');
    list_forget(p);
    p->blank = false;
}

bool blocks_take_legal(struct prep *p, struct str line)
{
    bool inside = str_eq(p->block, STR("legal")), in_region = p->whole.n > p->legal_until;
    struct str mark = {NULL, 0}, rest = str_trim(line);
    int value;
    enum legal kind = legal_mark(line, !inside, &mark, &rest, &value);

    if (!inside && !in_region) {
        if (kind == LEGAL_NONE || !p->blank)
            return false;
        p->legal_until = p->whole.n - legal_region(p->whole, &p->legal);
    }
    if (!inside && !p->legal)
        return false;
    /* an indented line after a blank one is a further paragraph of the item */
    if (kind == LEGAL_NONE && (!p->blank || rest.n == 0 || (line.p[0] != ' ' && line.p[0] != '\t')))
        return false;
    put_legal(p, kind, mark, rest);
    p->list = false;
    return true;
}

/* ---- fenced code ---- */

static size_t blanks(struct str s)
{
    size_t n = 0;

    while (n < s.n && s.p[n] == ' ')
        n++;
    return n;
}

/* Length of the fence that a trimmed line begins with, 0 below three. */
static size_t fence_of(struct str s)
{
    size_t n = 0;

    if (s.n == 0 || (s.p[0] != '`' && s.p[0] != '~'))
        return 0;
    while (n < s.n && s.p[n] == s.p[0])
        n++;
    return n < 3 ? 0 : n;
}

static void close_fence(struct prep *p)
{
    struct str code = arena_str(p->a, buf_str(&p->code));
    struct str html = prep_html(p, STR("<pre tabindex=\"0\"><code>"), code, STR("</code></pre>\n"));

    /* discount wants four blanks for each level of a list */
    prep_block(p, (struct piece){.kind = PIECE_BLOCK, .html = html, .text = code},
               p->list ? (p->fence_indent + 3) / 4 * 4 : 0);
    p->list = p->list && p->fence_indent > 0;
    p->fence = 0;
    p->blank = true;
}

static void add_code_line(struct prep *p, struct str line)
{
    size_t indent = blanks(line);

    if (indent > p->fence_indent)
        indent = p->fence_indent;
    buf_add(&p->code, str_sub(line, indent, line.n));
    buf_addc(&p->code, '\n');
}

bool blocks_take_code(struct prep *p, struct str line)
{
    struct str s = str_trim(line);
    size_t n = fence_of(s), indent = blanks(line);

    if (p->fence != 0) {
        if (n == s.n && n >= p->fence_length && s.p[0] == p->fence)
            close_fence(p);
        else
            add_code_line(p, line);
        return true;
    }
    if (n == 0 || (indent > 3 && !p->list) || str_index(str_sub(s, n, s.n), '`') < s.n - n)
        return false;
    p->fence = s.p[0];
    p->fence_length = n;
    p->fence_indent = indent;
    p->fence_line = p->line;
    buf_clear(&p->code);
    return true;
}

/*
 * Pictures replaced by words.
 */
#include "accessibility/pictures.h"
#include "accessibility/tokens.h"
#include "fcgi/base/buf.h"

static void add_words(struct buf *b, const struct token *img)
{
    struct str alt = {NULL, 0};

    if (!token_attribute(img, STR("alt"), &alt) || token_text_is_blank(alt))
        return;
    buf_add(b, STR("<span class=\"image-text\">"));
    token_add_value(b, alt);
    buf_add(b, STR("</span>"));
}

struct str html_without_images(struct arena *a, struct str html)
{
    struct tokens tokens;
    struct token tok;
    struct buf b;
    struct str s;
    size_t before = 0, written = 0;

    buf_init(&b, html.n * 4 + 64);
    tokens_init(&tokens, html);
    while (token_next(&tokens, &tok)) {
        size_t behind = html.n - tokens.rest.n;

        if (tok.kind == TOKEN_OPEN && str_eq_nocase(tok.name, STR("img"))) {
            buf_add(&b, str_sub(html, written, before));
            add_words(&b, &tok);
            written = behind;
        }
        before = behind;
    }
    buf_add(&b, str_sub(html, written, html.n));
    s = written == 0 || b.failed ? html : arena_str(a, buf_str(&b));
    buf_release(&b);
    return s;
}

/*
 * Any bytes as a choice and as a finished page: nothing of a choice comes out that is not in the
 * table, pages come out whole, pictures do not come back.
 */
#include "accessibility/carry.h"
#include "accessibility/outline.h"
#include "accessibility/pictures.h"
#include "accessibility/tokens.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void check_choice(struct arena *a, struct str text)
{
    struct choice c = choice_parse(text), again;
    struct str said = choice_text(a, &c);

    must(said.n <= 59);
    again = choice_parse(said);
    must(memcmp(&c, &again, sizeof(c)) == 0);
}

static size_t count(struct str html, const char *name)
{
    struct tokens t;
    struct token tok;
    size_t n = 0;

    tokens_init(&t, html);
    while (token_next(&t, &tok))
        n += tok.kind == TOKEN_OPEN && str_eq_nocase(tok.name, str_from(name));
    return n;
}

/* Pages of ours have none; what stands around one may become a tag when something between goes. */
static bool is_broken(struct str html)
{
    struct tokens t;
    struct token tok;

    tokens_init(&t, html);
    while (token_next(&t, &tok)) {
        if (tok.kind == TOKEN_BAD)
            return true;
    }
    return false;
}

static void check_page(struct arena *a, struct str html)
{
    struct choice asked = choice_parse(STR("c-gris.r-1"));
    struct str carried = html_carry(a, html, &asked), bare = html_without_images(a, html);
    struct outline o;

    if (!is_broken(html)) {
        must(count(carried, "a") == count(html, "a"));
        must(count(bare, "img") == 0);
    }
    if (outline_of(a, html, &o))
        must(o.main.s.n <= html.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str s = {(const char *)data, size};
    struct arena a;

    if (size > (1u << 16))
        return 0;
    arena_init(&a, (size_t)256 << 20);
    check_choice(&a, s);
    check_page(&a, s);
    arena_release(&a);
    return 0;
}

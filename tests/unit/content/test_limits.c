#include "tests/unit/content/page_test.h"

#include "content/limits.h"
#include "fcgi/base/clock.h"

/* discount's buffers grow by 100 bytes; the sanitizer's realloc copies them each time. */
#ifdef __SANITIZE_ADDRESS__
#define PAGE_BYTES (MARKDOWN_MAX / 8)
#else
#define PAGE_BYTES MARKDOWN_MAX
#endif

/* `times` times `piece`, up to MARKDOWN_MAX. */
static struct str repeat(struct fixture *f, const char *before, const char *piece, size_t times)
{
    struct buf b;
    struct str s, p = str_from(piece);

    buf_init(&b, MARKDOWN_MAX + 100);
    buf_add(&b, str_from(before));
    for (size_t i = 0; i < times && b.n + p.n <= MARKDOWN_MAX; i++)
        buf_add(&b, p);
    s = arena_str(&f->a, buf_str(&b));
    buf_release(&b);
    return s;
}

/* The code of what is refused; "": nothing. */
static struct str refused(struct fixture *f, struct str source)
{
    diags_init(&f->d, &f->a);
    if (limits_check(STR("p.md"), source, 1, &f->d))
        return STR("");
    assert_int_equal(f->d.nerrors, 1);
    return str_from(f->d.first->code);
}

static void what_discount_dies_of_is_refused(void **state)
{
    static const struct {
        const char *piece;
        size_t times;
        const char *code;
    } v[] = {
        {"> ", 50000, "markdown-line-long"},     {"> ", 13, "markdown-nested"},
        {"- ", 13, "markdown-nested"},           {"1. ", 13, "markdown-nested"},
        {" ", 8000, "markdown-nested"},          {"[a](", 16384, "markdown-line-long"},
        {"[a](\n", 62, "markdown-crowded"},      {"![\n", 1001, "markdown-block-long"},
        {"![[]()", 501, "markdown-crowded"},     {"<a \n", 301, "markdown-crowded"},
        {"``` ", 700, "markdown-crowded"},       {"*_ ", 2001, "markdown-crowded"},
        {"- a\n", 1001, "markdown-block-long"},  {"|", 41, "markdown-columns"},
        {"\x01", 1, "markdown-control"},         {"\x7f", 1, "markdown-control"},
        {"\xEE\x80\x80", 1, "markdown-control"}, {"\xff", 1, "markdown-not-utf8"},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(v); i++)
        assert_str(refused(f, repeat(f, "", v[i].piece, v[i].times)), str_from(v[i].code));
}

static void what_people_write_is_accepted(void **state)
{
    static const struct {
        const char *before, *piece;
        size_t times;
    } v[] = {
        {"", "> ", 12},        {"", "Un párrafo con [enlace](/x) y **fuerza**.\n\n", 6000},
        {"", "", 1},           {"", "- [a](/x)\n", 900},
        {"a\r\n", "b\r\n", 9}, {"a|b|c|d\n-|-|-|-\n", "1|2|3|4\n", 900},
        {"", "\t", 10},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(v); i++)
        assert_str(refused(f, repeat(f, v[i].before, v[i].piece, v[i].times)), STR(""));
}

static void whole_pages_have_limits(void **state)
{
    struct fixture *f = *state;
    char *big = arena_zalloc(&f->a, MARKDOWN_MAX + 1, 1);

    for (size_t i = 0; i <= MARKDOWN_MAX; i++)
        big[i] = i % 80 == 79 ? '\n' : 'a';
    assert_str(refused(f, (struct str){big, MARKDOWN_MAX + 1}), STR("markdown-too-big"));
    assert_str(refused(f, repeat(f, "", "x[^1]\n\n", 1001)), STR("markdown-references"));
    assert_str(refused(f, repeat(f, "[a]: /b\n\n", "[a]\n\n", 2001)), STR("markdown-references"));
    assert_str(refused(f, repeat(f, "", "a|a|a|a|a|a|a|a|a|a\n\n", 6000)), STR("markdown-cells"));
}

static void the_line_is_named(void **state)
{
    struct fixture *f = *state;

    assert_str(refused(f, STR("a\n\nb\n> > > > > > > > > > > > > c\n")), STR("markdown-nested"));
    assert_int_equal(f->d.first->line, 4);
}

/*
 * Pages at the limits, filled up to 256 KiB: the slowest that were found for each of discount's
 * loops. 10 s are far above what they take (half a second), and far below what one more slip in
 * the limits would cost (minutes).
 */
static void accepted_pages_are_quick(void **state)
{
    static const struct {
        const char *piece;
        size_t per_block;
    } v[] = {{"- a\n", 999},
             {"+ a\n- a\n", 499},
             {"- - a\n", 999},
             {"[[", 999},
             {"[a](b \"", 59},
             {"<-", 299},
             {"![[]()", 480},
             {"`a", 1999},
             {"*_", 1999},
             {"  - a\n", 999},
             {"- a\n  - b\n", 499},
             {"x[^1]\n\n", 1},
             {"[a\n", 999},
             {"## a\n", 999},
             {"=a=\n    b\n\n", 1},
             {"I. a\na) b\n", 499},
             {"1. a\n\nb\n\n", 1},
             {"[x](y) [", 59},
             {"::: aviso\na\n:::\n", 300}};
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(v); i++) {
        struct str block = repeat(f, "", v[i].piece, v[i].per_block), page;
        int64_t start = clock_mono_ms();

        page = repeat(f, "", arena_join(&f->a, block, STR("\n\n"), STR("")).p, 100000);
        page = str_sub(page, 0, PAGE_BYTES);
        (void)fixture_render(f, page);
        if (clock_mono_ms() - start > 10000)
            fail_msg("%s: %lld ms", v[i].piece, (long long)(clock_mono_ms() - start));
        arena_reset(&f->a);
        fixture_release(f);
        fixture_init(f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {T(what_discount_dies_of_is_refused),
                                       T(what_people_write_is_accepted), T(whole_pages_have_limits),
                                       T(the_line_is_named), T(accepted_pages_are_quick)};

    return RUN_PAGES(tests);
}

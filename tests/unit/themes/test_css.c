#include "tests/unit/test.h"

#include "themes/css.h"

struct fixture {
    struct arena a;
    struct diags d;
    struct buf b;
};

static int set_up(void **state)
{
    static struct fixture f;

    arena_init(&f.a, 64u << 20);
    diags_init(&f.d, &f.a);
    buf_init(&f.b, 1u << 20);
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    arena_release(&f->a);
    buf_release(&f->b);
    return 0;
}

static const struct asset list[] = {
    {.path = STR_INIT("css/a.png"), .url = STR_INIT("/estatico/a.11.png")},
    {.path = STR_INIT("fonts/f (1).woff2"), .url = STR_INIT("/estatico/f-1.22.woff2")},
    {.path = STR_INIT("icons/x.svg"), .url = STR_INIT("/estatico/x.33.svg")}};

static struct str published(struct fixture *f, struct str css)
{
    const struct assets assets = {list, ARRAY_LEN(list)};

    buf_clear(&f->b);
    css_publish(STR("css/style.css"), STR("css/style.css"), css, &assets, &f->d, &f->b);
    return buf_str(&f->b);
}

static void names_of_files_become_published_names(void **state)
{
    static const struct {
        struct str css, out;
    } cases[] = {
        {STR_INIT(""), STR_INIT("")},
        {STR_INIT("a{b:url(a.png)}"), STR_INIT("a{b:url(a.11.png)}")},
        {STR_INIT("URL( ./a.png )"), STR_INIT("url(a.11.png)")},
        {STR_INIT("url('../icons/x.svg#part')"), STR_INIT("url('x.33.svg#part')")},
        {STR_INIT("url(\"../fonts/f (1).woff2\") format(\"woff2\")"),
         STR_INIT("url(\"f-1.22.woff2\") format(\"woff2\")")},
        {STR_INIT("url(#a) url(data:image/png;base64,AA)"),
         STR_INIT("url(#a) url(data:image/png;base64,AA)")},
        {STR_INIT("/* url(none.png) @import */x"), STR_INIT("/* url(none.png) @import */x")},
        {STR_INIT("c:\"url(none.png)\\\"@import\";d"),
         STR_INIT("c:\"url(none.png)\\\"@import\";d")},
        {STR_INIT("/* open"), STR_INIT("/* open")},
        {STR_INIT("'open"), STR_INIT("'open")},
        {STR_INIT("/*/ url(none.png) */"), STR_INIT("/*/ url(none.png) */")},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_str(published(f, cases[i].css), cases[i].out);
    assert_int_equal(f->d.nerrors, 0);
}

static void other_addresses_are_errors_with_their_line(void **state)
{
    static const struct {
        struct str css;
        const char *code;
    } cases[] = {
        {STR_INIT("\nurl(none.png)"), "css-missing"},
        {STR_INIT("\nurl(../../etc/passwd)"), "css-missing"},
        {STR_INIT("\nurl('')"), "css-missing"},
        {STR_INIT("\nurl("), "css-missing"},
        {STR_INIT("\nurl(\"a.png"), NULL}, /* CSS closes what is open at the end */
        {STR_INIT("\nurl(https://example.org/a.png)"), "css-external"},
        {STR_INIT("\nurl(//example.org/a.png)"), "css-external"},
        {STR_INIT("\nurl(\"/estatico/a.png\")"), "css-external"},
        {STR_INIT("\n@import \"b.css\";"), "css-import"},
        {STR_INIT("\n@IMPORT 'b.css';"), "css-import"},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        diags_init(&f->d, &f->a);
        (void)published(f, cases[i].css);
        assert_int_equal(f->d.nerrors, cases[i].code == NULL ? 0 : 1);
        if (cases[i].code == NULL)
            continue;
        assert_string_equal(f->d.first->code, cases[i].code);
        assert_int_equal(f->d.first->line, 2);
    }
}

static void long_paths_are_missing_and_not_cut(void **state)
{
    struct fixture *f = *state;
    char css[2000] = "url(";

    memset(css + 4, 'x', sizeof(css) - 5);
    css[sizeof(css) - 1] = ')';
    (void)published(f, (struct str){css, sizeof(css)});
    assert_string_equal(f->d.first->code, "css-missing");
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(names_of_files_become_published_names),
        T(other_addresses_are_errors_with_their_line),
        T(long_paths_are_missing_and_not_cut),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

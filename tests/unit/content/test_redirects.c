/*
 * Rules of redirects.csv: reading, finding, and 100,000 of them.
 */
#include "tests/unit/test.h"

#include "content/redirects.h"
#include "fcgi/base/buf.h"
#include "fcgi/base/clock.h"

static struct arena arena;
static const struct str host_names[] = {STR_INIT("www2.example.org")};
static const struct strs hosts = {host_names, 1};

static const struct redirects *parse(const char *csv, struct diags *d)
{
    diags_init(d, &arena);
    return redirects_parse(&arena, STR("r.csv"), str_from(csv), &hosts, d);
}

/* "301 /to", or "none". */
static struct str find(const struct redirects *r, const char *host, const char *path,
                       const char *query)
{
    struct redirect_hit hit;

    if (!redirects_find(r, &arena, str_from(host), str_from(path), str_from(query), &hit))
        return STR("none");
    return arena_fmt(&arena, "%d " STR_FMT, hit.rule->status, STR_ARG(hit.to));
}

static void rules_find_what_they_say(void **state)
{
    struct diags d;
    const struct redirects *r =
        parse("from,to,status,kind,note\n"
              "# a remark\n"
              "/node/1243,/contacto,301,exact,\r\n"
              "/x.php?id=7,/siete,302,exact,\n"
              "/x.php,/equis,301,exact,\n"
              "/old/,/new/$1,301,prefix,\n"
              "/old/deep,/deep,301,prefix,\n"
              "/gone,,410,exact,\"Ya no, \"\"nunca\"\" hay\"\n"
              "/b/*-*.html,/n/$2/$1,301,pattern,\n"
              "/y.php?id=*,/y/$1,301,pattern,\n"
              "/all/**,/every/$1,301,pattern,\n"
              "https://www2.example.org/,https://example.org/$1,301,prefix,\n"
              "https://www2.example.org/z,/z,301,exact,\n",
              &d);

    (void)state;
    assert_int_equal(d.nerrors, 0);
    assert_str(find(r, "", "/node/1243", "x=1"), STR("301 /contacto"));
    assert_str(find(r, "", "/node/1243/", ""), STR("301 /contacto"));
    assert_str(find(r, "", "/node/12430", ""), STR("none"));
    assert_str(find(r, "", "/x.php", "a=1&id=7"), STR("302 /siete"));
    assert_str(find(r, "", "/x.php", "id=70"), STR("301 /equis"));
    assert_str(find(r, "", "/old", ""), STR("301 /new"));
    assert_str(find(r, "", "/old/a b/c", ""), STR("301 /new/a%20b/c"));
    assert_str(find(r, "", "/old/deep/x", ""), STR("301 /deep"));
    assert_str(find(r, "", "/older", ""), STR("none"));
    assert_str(find(r, "", "/gone", ""), STR("410 "));
    assert_str(r->exact[0]->note, STR("Ya no, \"nunca\" hay"));
    assert_str(find(r, "", "/b/uno-dos-tres.html", ""), STR("301 /n/dos-tres/uno"));
    assert_str(find(r, "", "/b/uno/dos-tres.html", ""), STR("none"));
    assert_str(find(r, "", "/y.php", "z&id=4%205"), STR("301 /y/4%25205"));
    assert_str(find(r, "", "/y.php", ""), STR("none"));
    assert_str(find(r, "", "/all/a/b", ""), STR("301 /every/a/b"));
    assert_str(find(r, "www2.example.org", "/a", ""), STR("301 https://example.org/a"));
    assert_str(find(r, "www2.example.org", "/z", ""), STR("301 /z"));
    assert_str(find(r, "", "/z", ""), STR("none"));
    assert_str(find(NULL, "", "/z", ""), STR("none"));
}

static void no_address_chooses_the_host(void **state)
{
    static const char *const wrong[] = {
        "/a,//evil.example,301,exact,", "/a,/\\evil.example,301,exact,",
        "/a,javascript:x,301,exact,",   "/*,https://$1/,301,pattern,",
        "/*,https://x@$1,301,pattern,", "/*,http://x.example/,301,pattern,",
        "/*,$1,301,pattern,",
    };
    struct diags d;
    const struct redirects *r;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        r = parse(wrong[i], &d);
        assert_string_equal(d.first->code, "redirect-to");
        assert_int_equal(r->n, 0);
    }
    r = parse("/a*/b*,/$1/$2,301,pattern,\n/c/,/$1,301,prefix,\n", &d);
    assert_str(find(r, "", "/a/bevil.example", ""), STR("301 /evil.example"));
    assert_str(find(r, "", "/c/\\evil.example", ""), STR("301 /%5Cevil.example"));
    assert_str(find(r, "", "/c", ""), STR("301 /"));
}

static void wrong_rows_are_told(void **state)
{
    static const struct {
        const char *row, *code;
    } cases[] = {
        {"/a,/b,301,exact", "redirect-columns"},
        {"/a,/b,301,exact,x,y", "redirect-columns"},
        {"\"/a,/b,301,exact,", "redirect-columns"},
        {"/a,/b,303,exact,", "redirect-status"},
        {"/a,/b,301,regex,", "redirect-kind"},
        {"/a,,410,exact,", "redirect-gone"},
        {"/a,/b,410,exact,x", "redirect-gone"},
        {"a,/b,301,exact,", "redirect-from"},
        {"/,/b,301,prefix,", "redirect-from"},
        {"/a%20,/b,301,exact,", "redirect-from"},
        {"https://other.example.org/a,/b,301,exact,", "redirect-host"},
        {"/a?x=1,/b,301,prefix,", "redirect-prefix-param"},
        {"/a*,/b,301,exact,", "redirect-stars"},
        {"/a,/b,301,pattern,", "redirect-stars"},
        {"/*/b,/$2,301,pattern,", "redirect-capture"},
        {"/a,/$1,301,exact,", "redirect-capture"},
        {"/*a*a*a*a*a*a*a*a*a*a,/b,301,pattern,", "redirect-too-many-stars"},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct diags d;

        (void)parse(cases[i].row, &d);
        assert_int_equal(d.nerrors, 1);
        assert_string_equal(d.first->code, cases[i].code);
        assert_int_equal(d.first->line, 1);
    }
}

static void hundred_thousand_are_found_at_once(void **state)
{
    struct redirect_hit hit;
    struct diags d;
    struct buf b;
    const struct redirects *r;
    int64_t started;

    (void)state;
    buf_init(&b, 16u << 20);
    for (int i = 0; i < 100000; i++)
        buf_addf(&b,
                 i % 3 == 0 ? "/viejo/%d/,/nuevo/$1,301,prefix,\n"
                            : "/viejo.php?id=%d,/nuevo,301,exact,\n",
                 i);
    diags_init(&d, &arena);
    r = redirects_parse(&arena, STR("r.csv"), buf_str(&b), &hosts, &d);
    assert_int_equal(r->n, 100000);
    started = clock_mono_us();
    for (int i = 0; i < 100000; i++) {
        bool found = redirects_find(r, &arena, STR(""), STR("/no/hay/nada"), STR("id=5"), &hit);

        assert_false(found);
    }
    /* A microsecond or two each; what sanitizers make of it is still far below this. */
    assert_true(clock_mono_us() - started < 10000000);
    print_message("100000 rules, one look: %d ns\n", (int)((clock_mono_us() - started) / 100));
    assert_str(find(r, "", "/viejo/99999/a", ""), STR("301 /nuevo/a"));
    assert_str(find(r, "", "/viejo.php", "id=99998"), STR("301 /nuevo"));
    buf_release(&b);
}

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, (size_t)256 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_find_what_they_say),
        cmocka_unit_test(no_address_chooses_the_host),
        cmocka_unit_test(wrong_rows_are_told),
        cmocka_unit_test(hundred_thousand_are_found_at_once),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}

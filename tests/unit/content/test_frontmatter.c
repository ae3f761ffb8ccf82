#include "tests/unit/test.h"

#include "content/frontmatter.h"
#include "fcgi/base/buf.h"

struct fixture {
    struct arena a;
    struct diags d;
    struct buf b;
    struct front front;
    struct str markdown;
    int line;
};

static int set_up(void **state)
{
    static struct fixture f;

    arena_init(&f.a, (size_t)64 << 20);
    buf_init(&f.b, 1u << 20);
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    buf_release(&f->b);
    arena_release(&f->a);
    return 0;
}

static bool read(struct fixture *f, const char *source)
{
    diags_init(&f->d, &f->a);
    return front_parse(&f->a, STR("p.md"), str_from(source), STR("America/Mexico_City"), &f->d,
                       &f->front, &f->markdown, &f->line);
}

/* "error LINE code argument ...\n" */
static struct str diags_of(struct fixture *f)
{
    buf_clear(&f->b);
    for (const struct diag *g = f->d.first; g != NULL; g = g->next) {
        buf_addf(&f->b, "%s %d %s", g->level == DIAG_ERROR ? "error" : "warning", g->line, g->code);
        for (int i = 0; i < g->nargs; i++)
            buf_addf(&f->b, " " STR_FMT, STR_ARG(g->args[i]));
        buf_addc(&f->b, '\n');
    }
    return buf_str(&f->b);
}

struct sample {
    const char *source, *diags;
};

static void check(struct fixture *f, const struct sample *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bool ok = read(f, v[i].source);

        assert_str(diags_of(f), str_from(v[i].diags));
        assert_int_equal(ok, f->d.nerrors == 0);
    }
}

static void all_keys_are_read(void **state)
{
    struct fixture *f = *state;

    assert_true(read(
        f,
        "---\ntitle: \" A: b \"\nslug: c\nurl: /d/e\naliases: [/f, /g/h]\ndate: 2026-11-22\n"
        "lastmod: 2026-11-22 18:30\npublishdate: 2026-11-22T18:30:05Z\nexpirydate: 2027-01-01\n"
        "draft: true\nsummary: s\ndescription: t\nweight: -3\ntype: u\ntags: [v, w]\nauthors: x\n"
        "translationKey: y\nmenu: {name: main, weight: 7, title: z}\ntoc: false\nglossary: "
        "false\nowner: o\n"
        "review_by: 2026-12-01\nlang: hch\nparams: {cards: [{title: a, url: /b}], libre: "
        "1}\n---\ntexto\n"));
    assert_int_equal(f->d.nwarnings, 0);
    assert_str(f->front.title, STR("A: b"));
    assert_str(f->front.slug, STR("c"));
    assert_str(f->front.url, STR("/d/e"));
    assert_int_equal(f->front.aliases.n, 2);
    assert_str(f->front.aliases.v[1], STR("/g/h"));
    assert_int_equal(f->front.date, 1795327200);
    assert_int_equal(f->front.lastmod, 1795327200 + 18 * 3600 + 30 * 60);
    assert_int_equal(f->front.publish, 1795327200 + 12 * 3600 + 30 * 60 + 5);
    assert_true(f->front.expire > f->front.publish);
    assert_true(f->front.draft);
    assert_false(f->front.glossary);
    assert_false(f->front.toc);
    assert_int_equal(f->front.weight, -3);
    assert_int_equal(f->front.authors.n, 1);
    assert_str(f->front.menu, STR("main"));
    assert_int_equal(f->front.menu_weight, 7);
    assert_str(f->front.menu_title, STR("z"));
    assert_str(f->front.lang, STR("hch"));
    assert_non_null(f->front.cards);
    assert_str(f->markdown, STR("texto\n"));
    assert_int_equal(f->line, 26);
}

static void what_is_not_given_has_its_default(void **state)
{
    struct fixture *f = *state;

    assert_true(read(f, "---\ntitle: a\nsummary:\ndate: ~\n---\n"));
    assert_str(f->front.summary, STR(""));
    assert_int_equal(f->front.date, 0);
    assert_true(f->front.expire == TIME_NEVER);
    assert_true(f->front.toc);
    assert_false(f->front.draft);
    assert_false(f->front.withdrawn.is);
    assert_null(f->front.params);
    assert_int_equal(f->markdown.n, 0);
}

static void the_head_stands_between_two_lines(void **state)
{
    static const struct sample v[] = {
        {"", "error 1 front-missing\n"},
        {"# a\n", "error 1 front-missing\n"},
        {"\n---\ntitle: a\n---\n", "error 1 front-missing\n"},
        {"---\ntitle: a\n", "error 1 front-missing\n"},
        {"\xEF\xBB\xBF---\ntitle: a\n---\n", ""},
        {"---\r\ntitle: a\r\n---\r\nb\r\n", ""},
        {"---\n---\n", "error 1 front-no-title\n"},
    };

    check(*state, v, ARRAY_LEN(v));
}

static void wrong_values_are_named_all_at_once(void **state)
{
    static const struct sample v[] = {
        {"---\ntitle: [a]\nweight: mucho\ndraft: quizá\ndate: ayer\n---\n",
         "error 2 front-type title texto\nerror 3 front-type weight 123\nerror 4 front-type draft "
         "true, false\nerror 5 front-date date ayer\n"},
        {"---\ntitle: a\ntags: {b: c}\naliases: [[d]]\n---\n",
         "error 3 front-type tags [a, b]\nerror 4 front-type aliases [a, b]\n"},
        {"---\ntitle: a\nurl: b\nslug: c d\naliases: /e/\n---\n",
         "error 3 front-path url b\nerror 4 front-path slug c d\nerror 5 front-path aliases /e/\n"},
        {"---\ntitle: a\npublishdate: 2027-01-01\nexpirydate: 2027-01-01\n---\n",
         "error 1 front-expires-early\n"},
        {"---\ntitle: a\nparams: [b]\n---\n", "error 3 front-type params clave: valor\n"},
        {"---\ntitle: a\nparams:\n  cards:\n    - title: b\n---\n", "error 5 front-card\n"},
        {"---\ntitle: &x a\n---\n", "error 2 yaml-anchor\n"},
        {"---\n- a\n---\n", "error 2 yaml-not-a-map\n"},
        {"---\ntitle: a\nmenu: [main]\n---\n", "error 3 front-type menu main\n"},
        {"---\ntitle: a\nwithdrawn: sí\n---\n", "error 3 front-type withdrawn {reason: a}\n"},
    };

    check(*state, v, ARRAY_LEN(v));
}

static void unknown_keys_are_warnings_with_a_suggestion(void **state)
{
    static const struct sample v[] = {
        {"---\ntitle: a\ndescripcion: b\n---\n",
         "warning 3 front-unknown-key-near descripcion description\n"},
        {"---\ntitle: a\nzzzzzz: b\n---\n", "warning 3 front-unknown-key zzzzzz\n"},
        {"---\ntitle: a\nmenu:\n  nam: b\n---\n", "warning 4 front-unknown-key-near nam name\n"},
        {"---\ntitle: a\nparams:\n  loquesea: b\n---\n", ""},
        {"---\ntitel: a\n---\n",
         "warning 2 front-unknown-key-near titel title\nerror 1 front-no-title\n"},
    };

    check(*state, v, ARRAY_LEN(v));
}

static void a_withdrawn_page_says_why(void **state)
{
    static const struct sample v[] = {
        {"---\ntitle: a\nwithdrawn:\n  date: 2026-01-01\n---\n",
         "error 3 front-withdrawn-reason\n"},
        {"---\ntitle: a\nwithdrawn:\n  reason: b\n  see: c\n---\n", "error 5 front-path see c\n"},
        {"---\ntitle: a\nwithdrawn: {reason: b, date: 2026-01-01, see: /c}\n---\n", ""},
    };
    struct fixture *f = *state;

    check(f, v, ARRAY_LEN(v));
    assert_true(f->front.withdrawn.is);
    assert_str(f->front.withdrawn.reason, STR("b"));
    assert_str(f->front.withdrawn.see, STR("/c"));
    assert_true(f->front.withdrawn.date > 0);
}

static void dates_have_few_forms(void **state)
{
    static const struct {
        const char *text;
        int64_t t;
    } v[] = {{"1970-01-02", 86400 + 6 * 3600},
             {"1970-01-02 00:01", 86400 + 6 * 3600 + 60},
             {"1970-01-02T00:00:01Z", 86401},
             {"1970-01-02T00:00:01 Z", 86401},
             {"1970-01-02T00:00:01+01:00", 86401 - 3600},
             {"1970-01-02T00:00-06:00", 86400 + 6 * 3600}};
    static const char *const wrong[] = {"",
                                        "2026",
                                        "2026-1-2",
                                        "22-11-2026",
                                        "2026-13-01",
                                        "2026-02-30",
                                        "2026-11-22x",
                                        "2026-11-22 25:00",
                                        "2026-11-22 10:60",
                                        "2026-11-22 10",
                                        "2026/11/22",
                                        "2026-11-22T10:",
                                        "2026-11-22 10:00 CST",
                                        "2026-11-22T10:00+0600",
                                        "0000-01-01"};
    int64_t t = 0;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(v); i++) {
        assert_int_equal(front_date(str_from(v[i].text), STR("America/Mexico_City"), &t), OK);
        assert_int_equal(t, v[i].t);
    }
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        if (front_date(str_from(wrong[i]), STR("America/Mexico_City"), &t) == OK)
            fail_msg("accepted: %s", wrong[i]);
    }
}

static void a_title_is_text_that_can_be_seen(void **state)
{
    static const struct sample wrong[] = {
        {"---\ntitle: \"a\\u202Eb\"\n---\n", "error 1 front-title-signs U+202E\n"},
        {"---\ntitle: \"a\\u200Bb\"\n---\n", "error 1 front-title-signs U+200B\n"},
        {"---\ntitle: \"a\\tb\"\n---\n", "error 1 front-title-signs U+0009\n"},
        {"---\ntitle: \"a\\uFFFEb\"\n---\n", "error 1 front-title-signs U+FFFE\n"},
        {"---\ntitle: \"a\\U000E0041b\"\n---\n", "error 1 front-title-signs U+E0041\n"},
        {"---\ntitle: \"a\\u0300\\u0301\\u0302\\u0303\"\n---\n", "error 1 front-title-marks\n"},
        {"---\ntitle: \"\\u0300\"\n---\n", "error 1 front-title-empty\n"},
        {"---\ntitle: '\xC2\xA1!'\n---\n", "error 1 front-title-empty\n"}};
    struct fixture *f = *state;

    check(f, wrong, ARRAY_LEN(wrong));
    assert_true(read(
        f, "---\ntitle: \"\\u00D1o\\u0301 {0, plural, '\xF0\x9F\x97\xB3\xEF\xB8\x8F\"\n---\n"));
}

static void a_list_names_a_type(void **state)
{
    static const struct sample wrong[] = {
        {"---\ntitle: a\nlist: x\n---\n", "error 3 front-type list {type: abc}\n"},
        {"---\ntitle: a\nlist: {by: year}\n---\n", "error 3 front-type list {type: abc}\n"},
        {"---\ntitle: a\nlist: {type: b, by: month}\n---\n", "error 3 front-type by none\n"},
        {"---\ntitle: a\nlist: {type: b, size: 101}\n---\n", "error 3 list-size 100\n"}};
    struct fixture *f = *state;

    check(f, wrong, ARRAY_LEN(wrong));
    assert_true(read(f, "---\ntitle: a\nlist: {type: b}\n---\n"));
    assert_str(f->front.list.type, STR("b"));
    assert_int_equal(f->front.list.size, 20);
    assert_int_equal(f->front.list.by, LIST_WHOLE);
    assert_int_equal(f->front.list.sort, LIST_BY_DATE);
    assert_true(read(f, "---\ntitle: a\nlist: {type: b, by: year, sort: name, size: 5}\n---\n"));
    assert_int_equal(f->front.list.size, 5);
    assert_int_equal(f->front.list.by, LIST_BY_YEAR);
    assert_int_equal(f->front.list.sort, LIST_BY_NAME);
}

static void sizes_have_limits(void **state)
{
    struct fixture *f = *state;
    struct buf b;

    buf_init(&b, 1u << 20);
    buf_add(&b, STR("---\ntitle: a\ndescription: "));
    for (int i = 0; i < FRONT_MATTER_MAX / 10 + 1; i++)
        buf_add(&b, STR("0123456789"));
    buf_add(&b, STR("\n---\n"));
    buf_addc(&b, '\0');
    assert_false(read(f, b.p));
    assert_str(diags_of(f), STR("error 1 front-too-big\n"));
    buf_clear(&b);
    buf_add(&b, STR("---\ntitle: "));
    for (int i = 0; i < 201; i++)
        buf_addc(&b, 'a');
    buf_add(&b, STR("\n---\n"));
    buf_addc(&b, '\0');
    assert_false(read(f, b.p));
    assert_str(diags_of(f), STR("error 1 front-title-long\n"));
    buf_release(&b);
}

int main(void)
{
#define T(name) cmocka_unit_test(name)
    const struct CMUnitTest tests[] = {T(all_keys_are_read),
                                       T(what_is_not_given_has_its_default),
                                       T(the_head_stands_between_two_lines),
                                       T(wrong_values_are_named_all_at_once),
                                       T(unknown_keys_are_warnings_with_a_suggestion),
                                       T(a_withdrawn_page_says_why),
                                       T(dates_have_few_forms),
                                       T(a_title_is_text_that_can_be_seen),
                                       T(a_list_names_a_type),
                                       T(sizes_have_limits)};

    return cmocka_run_group_tests(tests, set_up, tear_down);
}

#include "tests/unit/test.h"

#include "content/frontmatter.h"

struct fixture {
    struct arena a;
    struct diags d;
    struct front_easy front;
    struct str markdown;
    int line;
};

static int set_up(void **state)
{
    static struct fixture f;

    arena_init(&f.a, (size_t)16 << 20);
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    arena_release(&f->a);
    return 0;
}

static bool read(struct fixture *f, const char *source)
{
    diags_init(&f->d, &f->a);
    return front_parse_easy(&f->a, STR("p.facil.md"), str_from(source), STR("America/Mexico_City"),
                            &f->d, &f->front, &f->markdown, &f->line);
}

static void its_keys_are_read(void **state)
{
    struct fixture *f = *state;

    assert_true(read(f, "---\ntitle: \" A \"\nsummary: b\nreviewed_by: Ana López\n"
                        "reviewed: 2026-11-22\nlastmod: 2026-11-21\n---\ntexto\n"));
    assert_int_equal(f->d.nwarnings, 0);
    assert_str(f->front.title, STR("A"));
    assert_str(f->front.summary, STR("b"));
    assert_str(f->front.reviewed_by, STR("Ana López"));
    assert_int_equal(f->front.reviewed, 1795327200);
    assert_int_equal(f->front.lastmod, 1795327200 - 86400);
    assert_str(f->markdown, STR("texto\n"));
    assert_int_equal(f->line, 8);
}

static void nothing_is_required(void **state)
{
    struct fixture *f = *state;

    assert_true(read(f, "---\n---\n"));
    assert_int_equal(f->front.title.n, 0);
    assert_int_equal(f->front.reviewed, 0);
}

static void what_is_wrong_is_told(void **state)
{
    static const struct {
        const char *source, *code;
        int line;
        bool ok;
    } rows[] = {
        {"texto\n", "front-missing", 1, false},
        {"---\nreviewed_by: Ana\n---\n", "easy-review-half", 1, false},
        {"---\nreviewed: 2026-11-22\n---\n", "easy-review-half", 1, false},
        {"---\nreviewed_by: \"\"\nreviewed: 2026-11-22\n---\n", "easy-review-half", 1, false},
        {"---\ntitle: a\nreviewed: ayer\n---\n", "front-date", 3, false},
        {"---\nsummary: [a]\n---\n", "front-type", 2, false},
        {"---\ndraft: true\n---\n", "front-unknown-key", 2, true},
        {"---\nreviewd: 2026-11-22\n---\n", "front-unknown-key-near", 2, true},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        assert_int_equal(read(f, rows[i].source), rows[i].ok);
        assert_non_null(f->d.first);
        assert_string_equal(f->d.first->code, rows[i].code);
        assert_int_equal(f->d.first->line, rows[i].line);
        assert_null(f->d.first->next);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(its_keys_are_read),
                                       cmocka_unit_test(nothing_is_required),
                                       cmocka_unit_test(what_is_wrong_is_told)};

    return cmocka_run_group_tests(tests, set_up, tear_down);
}

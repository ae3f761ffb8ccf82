#include "tests/unit/content/page_test.h"

static void a_note_that_nobody_calls_is_a_warning(void **state)
{
    static const struct page_case v[] = {
        {"a[^1]\n\n[^1]: b\n[^2]: c\n", "warning 4 note-unused [^2]\n"},
        {"a[^1]\n\n[^1]: b [^2]\n[^2]: c\n", ""},
        {"a[^Uno]\n\n[^uno]: b\n", ""},
        {"| a |\n\n- b[^1]\n\n   [^1]: c\n", ""},
        {"I. a[^1]\n\nII. b\n\n[^1]: c\n", ""},
    };

    assert_diags(*state, v, ARRAY_LEN(v));
}

static void two_notes_of_one_name_are_an_error(void **state)
{
    static const struct page_case v[] = {
        {"a[^1]\n\n[^1]: b\n[^1]: c\n", "error 4 note-twice [^1]\n"},
        {"a[^x]\n\n[^x]: b\n[^X]: c\n", "error 4 note-twice [^X]\n"},
    };

    assert_diags(*state, v, ARRAY_LEN(v));
}

static void code_holds_no_notes(void **state)
{
    static const struct page_case v[] = {
        {"```\n[^1]: a\n[^1]: b\n```\n", ""},
        {"a\n\n    [^1]: b\n", ""},
        {"`[^1]` `[^1`\n", ""},
    };

    assert_diags(*state, v, ARRAY_LEN(v));
}

static void a_thousand_notes_are_checked_at_once(void **state)
{
    struct fixture *f = *state;
    struct buf b;

    buf_init(&b, 1u << 20);
    for (int i = 0; i < 500; i++)
        buf_addf(&b, "a[^%d]\n\n[^%d]: b\n\n", i, i);
    assert_true(fixture_render(f, buf_str(&b)));
    assert_int_equal(f->d.nwarnings, 0);
    buf_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_note_that_nobody_calls_is_a_warning), T(two_notes_of_one_name_are_an_error),
        T(code_holds_no_notes), T(a_thousand_notes_are_checked_at_once)};

    return RUN_PAGES(tests);
}

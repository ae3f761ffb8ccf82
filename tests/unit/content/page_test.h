/*
 * Tables of pages for unit tests: what is written, what comes out.
 */
#ifndef ESTRADO_TEST_CONTENT_PAGE_TEST_H
#define ESTRADO_TEST_CONTENT_PAGE_TEST_H

#include "tests/unit/test.h"

#include "tests/unit/content/fixture.h"
#include "tests/unit/content/html_check.h"

struct page_case {
    const char *in, *out;
};

static inline int page_set_up(void **state)
{
    static struct fixture f;

    fixture_init(&f);
    *state = &f;
    return 0;
}

static inline int page_tear_down(void **state)
{
    fixture_release(*state);
    return 0;
}

/* Each page is accepted without a word and gives this body, which is whole and harmless. */
static inline void assert_bodies(struct fixture *f, const struct page_case *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bool ok = fixture_render(f, str_from(v[i].in));

        assert_str(fixture_diags(f), STR(""));
        assert_true(ok);
        assert_str(f->r.body.s, str_from(v[i].out));
        assert_null(html_check(&f->a, f->r.body.s, false));
    }
}

/* Each page gives these diags, as "error LINE code argument ...\n". */
static inline void assert_diags(struct fixture *f, const struct page_case *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bool ok = fixture_render(f, str_from(v[i].in));

        assert_str(fixture_diags(f), str_from(v[i].out));
        assert_int_equal(ok, f->d.nerrors == 0);
        assert_null(html_check(&f->a, f->r.body.s, true));
    }
}

#define T(name)          cmocka_unit_test(name)
#define RUN_PAGES(tests) cmocka_run_group_tests(tests, page_set_up, page_tear_down)

#endif

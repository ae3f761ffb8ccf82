/* The growing buffer and its ceiling. */
#include "tests/unit/test.h"

#include "fcgi/base/buf.h"

#include <string.h>

/* True after every step of every test. */
static void assert_sane(const struct buf *b)
{
    assert_true(b->n <= b->cap);
    assert_true(b->cap <= b->max);
    assert_true(b->cap == 0 || b->p != NULL);
}

static void starts_without_memory(void **state)
{
    struct buf b;
    struct str s;

    (void)state;
    buf_init(&b, 100);
    assert_sane(&b);
    assert_int_equal(b.cap, 0);
    assert_int_equal(buf_finish(&b, &s), OK);
    assert_str(s, STR(""));
    buf_add(&b, (struct str){NULL, 0});
    assert_false(b.failed);
    buf_release(&b);
}

static void grows_without_losing_anything(void **state)
{
    struct buf b;

    (void)state;
    buf_init(&b, 1000000);
    for (int i = 0; i < 100000; i++) {
        buf_addc(&b, (char)('a' + i % 26));
        assert_sane(&b);
    }
    for (int i = 0; i < 100000; i++)
        assert_int_equal(b.p[i], 'a' + i % 26);
    assert_int_equal(b.n, 100000);
    buf_release(&b);
}

static void takes_exactly_its_ceiling_and_not_a_byte_more(void **state)
{
    struct buf b;
    struct str s = STR("untouched");

    (void)state;
    buf_init(&b, 5);
    buf_add(&b, STR("12345"));
    assert_false(b.failed);
    assert_sane(&b);
    buf_addc(&b, '6');
    assert_true(b.failed);
    assert_int_equal(buf_finish(&b, &s), ERR_TOO_BIG);
    assert_str(s, STR("untouched"));
    assert_str(buf_str(&b), STR("12345"));
    buf_release(&b);
}

static void a_formatted_text_may_fill_the_ceiling_too(void **state)
{
    struct buf b;

    (void)state;
    buf_init(&b, 5);
    buf_addf(&b, "%d", 12345);
    assert_false(b.failed);
    assert_str(buf_str(&b), STR("12345"));
    assert_sane(&b);
    buf_addf(&b, "%s", "");
    assert_false(b.failed);
    buf_addf(&b, "%d", 6);
    assert_true(b.failed);
    assert_str(buf_str(&b), STR("12345"));
    buf_release(&b);
}

static void after_a_failure_nothing_is_added(void **state)
{
    struct buf b;

    (void)state;
    buf_init(&b, 4);
    buf_add(&b, STR("ab"));
    buf_add(&b, STR("too long"));
    buf_addc(&b, 'c');
    buf_addf(&b, "%d", 1);
    assert_null(buf_reserve(&b, 1));
    assert_true(b.failed);
    assert_str(buf_str(&b), STR("ab"));
    buf_release(&b);
}

static void clearing_forgets_the_failure_and_keeps_the_memory(void **state)
{
    struct buf b;
    const char *p;

    (void)state;
    buf_init(&b, 4);
    buf_add(&b, STR("abcd"));
    buf_addc(&b, 'e');
    p = b.p;
    buf_clear(&b);
    assert_false(b.failed);
    assert_int_equal(b.n, 0);
    buf_add(&b, STR("wxyz"));
    assert_ptr_equal(b.p, p);
    assert_str(buf_str(&b), STR("wxyz"));
    buf_release(&b);
    assert_null(b.p);
    assert_int_equal(b.max, 4);
    buf_add(&b, STR("abcd"));
    assert_str(buf_str(&b), STR("abcd"));
    buf_release(&b);
}

static void reserved_room_counts_only_when_it_is_used(void **state)
{
    struct buf b;
    char *p;

    (void)state;
    buf_init(&b, 5000);
    buf_add(&b, STR("<"));
    p = buf_reserve(&b, 4000);
    assert_non_null(p);
    assert_int_equal(b.n, 1);
    memset(p, 'x', 4000);
    b.n += 4000;
    assert_sane(&b);
    assert_null(buf_reserve(&b, 1000));
    assert_true(b.failed);
    buf_release(&b);
}

static void refuses_sizes_that_would_wrap_around(void **state)
{
    struct buf b;

    (void)state;
    buf_init(&b, 100);
    buf_add(&b, STR("abc"));
    assert_null(buf_reserve(&b, SIZE_MAX));
    assert_null(buf_reserve(&b, SIZE_MAX - 2));
    assert_true(b.failed);
    buf_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(starts_without_memory),
        cmocka_unit_test(grows_without_losing_anything),
        cmocka_unit_test(takes_exactly_its_ceiling_and_not_a_byte_more),
        cmocka_unit_test(a_formatted_text_may_fill_the_ceiling_too),
        cmocka_unit_test(after_a_failure_nothing_is_added),
        cmocka_unit_test(clearing_forgets_the_failure_and_keeps_the_memory),
        cmocka_unit_test(reserved_room_counts_only_when_it_is_used),
        cmocka_unit_test(refuses_sizes_that_would_wrap_around),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Bodies of forms: in pieces, ended early, of another type. */
#include "fcgi/http/form.h"
#include "tests/unit/test.h"

#include <stdlib.h>
#include <string.h>

static struct arena a;
static struct str left;
static size_t piece;

static enum err read_piece(void *arg, char *p, size_t n, size_t *ret_n)
{
    size_t take = n < piece ? n : piece;

    (void)arg;
    take = take < left.n ? take : left.n;
    memcpy(p, left.p, take);
    left = str_sub(left, take, left.n);
    *ret_n = take;
    return OK;
}

static enum err send_form(const char *type, struct str body, size_t length, size_t size,
                          struct params *ret_form)
{
    struct request req = {.arena = &a, .content_type = str_from(type)};

    left = body;
    piece = size;
    req.body = (struct body){read_piece, NULL, (int64_t)length};
    return form_read(&req, 3, ret_form);
}

#define TYPE "application/x-www-form-urlencoded"

static void a_form_is_read_whole_however_it_comes(void **state)
{
    struct params form;
    struct str body = STR("a=1&b=%C3%B1+o");

    (void)state;
    for (size_t size = 1; size <= body.n + 1; size++) {
        assert_int_equal(send_form(TYPE "; charset=UTF-8", body, body.n, size, &form), OK);
        assert_int_equal(form.n, 2);
        assert_str(params_get(&form, STR("b")), STR("ñ o"));
    }
    assert_int_equal(send_form(TYPE, STR(""), 0, 9, &form), OK);
    assert_int_equal(form.n, 0);
}

static void what_is_no_form_is_refused(void **state)
{
    struct params form;

    (void)state;
    assert_int_equal(send_form("text/plain", STR("a=1"), 3, 9, &form), ERR_INVALID);
    assert_int_equal(send_form("", STR("a=1"), 3, 9, &form), ERR_INVALID);
    assert_int_equal(send_form(TYPE, STR("a=1"), 4, 9, &form), ERR_INVALID);
    assert_int_equal(send_form(TYPE, STR("a=%zz"), 5, 9, &form), ERR_INVALID);
    assert_int_equal(send_form(TYPE, STR("a=%00"), 5, 9, &form), ERR_INVALID);
    assert_int_equal(send_form(TYPE, STR("a=%ff"), 5, 9, &form), ERR_INVALID);
    assert_int_equal(send_form(TYPE, STR("a&b&c&d"), 7, 9, &form), ERR_TOO_BIG);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_form_is_read_whole_however_it_comes),
        cmocka_unit_test(what_is_no_form_is_refused),
    };
    int failed;

    arena_init(&a, 1 << 20);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_release(&a);
    return failed;
}

/* Markup that is broken or spelled in an unusual way: the audit ends, and reads what is there. */
#include "accessibility/audit.h"
#include "fcgi/base/arena.h"
#include "tests/unit/test.h"

#include <string.h>

#define PAGE(inside)                                                            \
    "<!DOCTYPE html>\n<html "                                                   \
    "lang=\"es-MX\"><head><title>T</title></head><body><main><h1>T</h1>" inside \
    "</main></body></html>\n"

static struct arena a;
static struct diags d;

static int set_up(void **state)
{
    (void)state;
    arena_init(&a, (size_t)16 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&a);
    return 0;
}

static void audit(const char *html)
{
    diags_init(&d, &a);
    audit_html(STR("pagina.html"), str_from(html), NULL, &d);
}

/* Pages of others come through `estrado check --html`: a bad one must end too. */
static void broken_markup_is_an_answer_not_an_endless_loop(void **state)
{
    static const char *const pages[] = {"",          "<",
                                        "</",        "</>",
                                        "<>",        "<p",
                                        "<p =>",     "<p =x>",
                                        "<p a=b>",   "<p a='b'>",
                                        "<p a=\"b>", "<p a = \"b\">",
                                        "<!-- x",    "<p a\t=\"b\">",
                                        "<p \f>",    "<p a\f=b>"};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(pages); i++) {
        audit(pages[i]);
        assert_true(d.nerrors >= 4); /* lang, title, h1, main */
    }
}

static void attributes_are_read_in_all_their_spellings(void **state)
{
    static const char *const pages[] = {
        PAGE("<p id=\"i\">x</p><p id=i>y</p>"), PAGE("<p id='i'>x</p><p\tid=\"i\">y</p>"),
        PAGE("<p class=\"x\"\tid=\"i\">x</p><p hidden\r\nid = \"i\">y</p>")};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(pages); i++) {
        audit(pages[i]);
        if (d.nerrors != 1 || strcmp(d.first->code, "html-id-twice") != 0)
            fail_msg("id not seen twice in\n%s", pages[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(broken_markup_is_an_answer_not_an_endless_loop, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(attributes_are_read_in_all_their_spellings, set_up,
                                        tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Pictures become what they say. */
#include "accessibility/pictures.h"
#include "tests/unit/test.h"

#include <stdlib.h>

static struct arena a;

static void pictures_become_words(void **state)
{
    static const struct str rows[][2] = {
        {STR_INIT(""), STR_INIT("")},
        {STR_INIT("<p>texto</p>"), STR_INIT("<p>texto</p>")},
        {STR_INIT("<img alt=\"\" src=\"x\">"), STR_INIT("")},
        {STR_INIT("<img src=\"x\">"), STR_INIT("")},
        {STR_INIT("<img alt=\"a<img>b\">"),
         STR_INIT("<span class=\"image-text\">a&lt;img&gt;b</span>")},
        {STR_INIT("a <img src=\"x\" alt=\"Un &quot;mapa&quot;\"> b<img alt=\"2\">"),
         STR_INIT("a <span class=\"image-text\">Un &quot;mapa&quot;</span> b"
                  "<span class=\"image-text\">2</span>")},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_str(html_without_images(&a, rows[i][0]), rows[i][1]);
}

static void a_text_without_pictures_is_not_copied(void **state)
{
    struct str html = STR("<p>texto</p>");

    (void)state;
    assert_ptr_equal(html_without_images(&a, html).p, html.p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pictures_become_words),
        cmocka_unit_test(a_text_without_pictures_is_not_copied),
    };
    int failed;

    arena_init(&a, 1 << 20);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_release(&a);
    return failed;
}

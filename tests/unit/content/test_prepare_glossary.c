/* "{{glosario}}": where it may stand. What it becomes is in tests/golden/markdown/23. */
#include "tests/unit/content/page_test.h"

static void without_a_glossary_it_is_an_error(void **state)
{
    static const struct page_case v[] = {{"a\n\n{{glosario}}\n", "error 3 glossary-missing\n"},
                                         {"{{ glosario }}\n", "error 1 glossary-missing\n"}};

    assert_diags(*state, v, ARRAY_LEN(v));
}

static void in_running_text_and_in_code_it_is_text(void **state)
{
    static const struct page_case v[] = {
        {"a {{glosario}}", "<p>a {{glosario}}</p>\n"},
        {"```\n{{glosario}}\n```", "<pre tabindex=\"0\"><code>{{glosario}}\n</code></pre>\n"}};
    struct fixture *f = *state;

    fixture_add_glossary(f);
    assert_bodies(f, v, ARRAY_LEN(v));
    f->env.glossary = NULL;
}

/* Right below a paragraph, and with an error behind it, whose line must be right. */
static void what_follows_is_not_disturbed(void **state)
{
    struct fixture *f = *state;

    fixture_add_glossary(f);
    assert_false(fixture_render(f, STR("Texto.\n{{glosario}}\n#### Salto\n")));
    assert_str(fixture_diags(f), STR("error 3 heading-jump Salto 2 4\n"));
    assert_true(str_has(f->r.body.s, STR("<p>Texto.</p>\n<dl>\n<dt id=\"acuerdo\">")));
    f->env.glossary = NULL;
}

int main(void)
{
    const struct CMUnitTest tests[] = {T(without_a_glossary_it_is_an_error),
                                       T(in_running_text_and_in_code_it_is_text),
                                       T(what_follows_is_not_disturbed)};

    return RUN_PAGES(tests);
}

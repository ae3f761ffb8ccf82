#include "tests/unit/content/page_test.h"

static void facts_are_escaped_and_say_when_they_are_not_sure(void **state)
{
    static const struct page_case v[] = {
        {"{{dato \"correo\"}}\n", "<p>a&amp;b@ejemplo.mx</p>\n"},
        {"{{ dato  \"correo\" }}\n", "<p>a&amp;b@ejemplo.mx</p>\n"},
        {"{{dato \"viejo\"}}\n",
         "<p>Calle &lt;1&gt; <span class=\"unconfirmed\">(por confirmar)</span></p>\n"},
        {"{{dato \"horario\"}}\n", "<p><span class=\"unconfirmed\">por confirmar</span></p>\n"},
    };

    assert_bodies(*state, v, ARRAY_LEN(v));
}

static void code_and_escapes_hold_no_facts(void **state)
{
    static const struct page_case v[] = {
        {"`{{dato \"x\"}}` ``a ` {{dato \"x\"}}``\n",
         "<p><code>{{dato &quot;x&quot;}}</code> <code>a ` {{dato &quot;x&quot;}}</code></p>\n"},
        {"`a\n{{dato \"x\"}}`\n", "<p><code>a\n{{dato &quot;x&quot;}}</code></p>\n"},
        {"\\{{dato \"x\"}} {{otro}} {{dato\n", "<p>{{dato &quot;x&quot;}} {{otro}} {{dato</p>\n"},
        {"sin cerrar ` {{dato \"correo\"}}\n", "<p>sin cerrar ` a&amp;b@ejemplo.mx</p>\n"},
    };

    assert_bodies(*state, v, ARRAY_LEN(v));
}

static void facts_that_do_not_exist_are_named(void **state)
{
    static const struct page_case v[] = {
        {"a\n{{dato \"fax\"}}\n", "error 2 fact-unknown fax\n"},
        {"{{dato fax}} {{dato \"\"}}\n",
         "error 1 fact-form dato fax\nerror 1 fact-form dato \"\"\n"},
    };

    assert_diags(*state, v, ARRAY_LEN(v));
}

static void raw_html_is_named_once_a_line(void **state)
{
    static const struct page_case v[] = {
        {"a <b>c</b>\n<i>\n", "error 1 raw-html <b>\nerror 2 raw-html <i>\n"},
        {"<!-- a -->\n", "error 1 raw-html <!-- a -->\n"},
        {"<?php ?>\n", "error 1 raw-html <?php ?>\n"},
        {"</p>\n", "error 1 raw-html </p>\n"},
        {"a <ñ> b < c <= 3 <3\n", ""},
        {"<https://ejemplo.mx> <a@b.mx> <mailto:a@b.mx> [a](</x>)\n", ""},
        {"<aaaaaaaaaaaaaaaaaaáé>\n", "error 1 raw-html <aaaaaaaaaaaaaaaaaaá\n"},
        {"\\<b> `<b>`\n", ""},
    };

    assert_diags(*state, v, ARRAY_LEN(v));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(facts_are_escaped_and_say_when_they_are_not_sure), T(code_and_escapes_hold_no_facts),
        T(facts_that_do_not_exist_are_named), T(raw_html_is_named_once_a_line)};

    return RUN_PAGES(tests);
}

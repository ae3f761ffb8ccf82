#include "tests/unit/test.h"

#include "content/entity.h"

struct sample {
    const char *in, *out;
};

static void check(const struct sample *v, size_t n)
{
    struct arena a;

    arena_init(&a, 1u << 20);
    for (size_t i = 0; i < n; i++)
        assert_str(entity_decode(&a, str_from(v[i].in)), str_from(v[i].out));
    arena_release(&a);
}

static void known_references_become_characters(void **state)
{
    static const struct sample v[] = {
        {"a &amp; b &lt;c&gt; &quot;d&quot;", "a & b <c> \"d\""},
        {"&ntilde;&aacute;&iquest;&laquo;&hellip;", "ñá¿«…"},
        {"&#109;&#x6d;&#X6D;&#8617;&#128512;", "mmm↩😀"},
        {"", ""},
        {"nada", "nada"},
    };

    (void)state;
    check(v, ARRAY_LEN(v));
}

static void decodes_once(void **state)
{
    static const struct sample v[] = {{"&amp;lt;b&amp;gt;", "&lt;b&gt;"}, {"&amp;amp;", "&amp;"}};

    (void)state;
    check(v, ARRAY_LEN(v));
}

static void what_is_unknown_or_no_text_stays(void **state)
{
    static const struct sample v[] = {
        {"&foo; & &; &#; &#x; &", "&foo; & &; &#; &#x; &"},
        {"&#0;&#10;&#127;&#x80;&#xD800;&#xFFFF;&#x110000;",
         "&#0;&#10;&#127;&#x80;&#xD800;&#xFFFF;&#x110000;"},
        {"&#xE000;0&#xE001;", "&#xE000;0&#xE001;"},
        {"&#99999999999;", "&#99999999999;"},
        {"&#1g;&amp", "&#1g;&amp"},
    };

    (void)state;
    check(v, ARRAY_LEN(v));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(known_references_become_characters),
                                       cmocka_unit_test(decodes_once),
                                       cmocka_unit_test(what_is_unknown_or_no_text_stays)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}

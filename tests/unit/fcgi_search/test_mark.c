/* Fragments: the words in <mark>, everything escaped, cut at words. */
#include "fcgi/search/mark.h"
#include "tests/unit/test.h"

static struct arena arena;

static struct str mark(const char *text, const char *stems, size_t chars)
{
    return mark_fragment(&arena, str_from(text), str_from(stems), chars).s;
}

static void words_are_marked_with_and_without_their_accents(void **state)
{
    (void)state;
    assert_str(mark("Las Campañas de hoy", "campan", 100), STR("Las <mark>Campañas</mark> de hoy"));
    assert_str(mark("Elección", "eleccion", 100), STR("<mark>Elección</mark>"));
    assert_str(mark("urna", "", 100), STR("urna"));
    /* A stem that is the beginning of a much longer word means another. */
    assert_str(mark("acta actuariosmente", "act", 100), STR("<mark>acta</mark> actuariosmente"));
}

static void everything_is_escaped(void **state)
{
    (void)state;
    assert_str(mark("<b>urna</b> & \"x\"", "urna", 100),
               STR("&lt;b&gt;<mark>urna</mark>&lt;/b&gt; &amp; &quot;x&quot;"));
}

static void a_long_text_is_cut_where_the_words_are(void **state)
{
    struct str s;
    char text[4000];
    size_t n = 0;

    (void)state;
    while (n < 3000) {
        text[n++] = 'a';
        text[n++] = ' ';
    }
    (void)snprintf(text + n, sizeof(text) - n, "urna electoral y urna %s",
                   "fin de todo el texto aqui");
    s = mark(text, "urna", 60);
    assert_true(str_starts(s, STR("\xE2\x80\xA6 a")));
    assert_true(str_has(s, STR("<mark>urna</mark> electoral")));
    assert_true(s.n < 300);
}

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, 1u << 22);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_marked_with_and_without_their_accents),
        cmocka_unit_test(everything_is_escaped),
        cmocka_unit_test(a_long_text_is_cut_where_the_words_are),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}

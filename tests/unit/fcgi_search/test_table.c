/* content/busqueda.yml: what is wrong in it is told with its line, the rest is used. */
#include "fcgi/search/table.h"
#include "tests/unit/test.h"

static struct arena arena;

static const struct search_table *read(const char *yaml, struct diags *d)
{
    *d = (struct diags){.arena = &arena};
    return search_table_parse(&arena, STR("b.yml"), str_from(yaml), d);
}

static void a_word_finds_its_group_and_its_answer(void **state)
{
    struct diags d;
    const struct search_table *t = read("synonyms:\n  - [INE, \"Instituto Nacional Electoral\"]\n"
                                        "promoted:\n  - {words: [Credencial], title: T, url: /x}\n",
                                        &d);

    (void)state;
    assert_int_equal(d.nerrors, 0);
    assert_non_null(search_synonyms(t, STR("instituto nacional electoral")));
    assert_null(search_synonyms(t, STR("instituto")));
    assert_str(search_promoted_for(t, STR("credencial"))->url, STR("/x"));
    assert_null(search_promoted_for(NULL, STR("credencial")));
}

static void mistakes_are_told(void **state)
{
    static const struct {
        const char *yaml, *code;
    } rows[] = {
        {"synonims: []\n", "search-key"},
        {"synonyms:\n  - [a]\n", "search-word"},
        {"synonyms:\n  - INE\n", "search-words"},
        {"synonyms: 3\n", "search-list"},
        {"synonyms:\n  - [INE, IFE]\n  - [ife, otro]\n", "search-twice"},
        {"promoted:\n  - {words: [ab], title: T, url: \"javascript:x\"}\n", "search-url"},
        {"promoted:\n  - {words: [ab], url: /x}\n", "search-text"},
        {"promoted:\n  - hola\n", "search-promoted"},
        {"- a\n", "search-form"},
    };
    struct diags d;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        (void)read(rows[i].yaml, &d);
        assert_int_equal(d.nerrors, 1);
        assert_string_equal(d.first->code, rows[i].code);
    }
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
        cmocka_unit_test(a_word_finds_its_group_and_its_answer),
        cmocka_unit_test(mistakes_are_told),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}

/* Words, quotes and signs become a tsquery that nobody's typing can break out of. */
#include "fcgi/search/query.h"
#include "tests/unit/test.h"

static struct arena arena;

static const char table[] = "synonyms:\n  - [INE, Instituto Nacional Electoral]\n";

static struct search_query ask(const char *typed)
{
    struct diags d = {.arena = &arena};

    return search_query_of(&arena, search_table_parse(&arena, STR("b.yml"), str_from(table), &d),
                           str_from(typed));
}

static void words_quotes_and_refusals(void **state)
{
    static const char *const rows[][2] = {
        {"Campaña electoral", "'campaña' & 'electoral'"},
        {"\"Año nuevo\"", "('ano' <-> 'nuevo' & 'año')"},
        {"urna -papel", "'urna' & !'papel'"},
        {"acta-prep", "'acta' & 'prep'"},
        {"ine", "(('ine') | ('ine') | ('instituto' <-> 'nacional' <-> 'electoral'))"},
        {"\"abierta", "('abierta')"},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_str(ask(rows[i][0]).tsquery, str_from(rows[i][1]));
}

static void nothing_typed_ends_a_lexeme(void **state)
{
    static const char *const typed[] = {"a' | 'b", "x\\'y", "':*", "!& <->", "'); DROP", "\"'\"'"};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(typed); i++) {
        struct search_query q = ask(typed[i]);
        size_t quotes = 0;

        for (size_t k = 0; k < q.tsquery.n; k++) {
            assert_int_not_equal(q.tsquery.p[k], '\\');
            assert_int_not_equal(q.tsquery.p[k], ':');
            quotes += q.tsquery.p[k] == '\'';
        }
        assert_int_equal(quotes % 2, 0);
    }
}

static void what_is_too_short_or_too_long_says_so(void **state)
{
    struct search_query q;

    (void)state;
    assert_true(ask("x").too_short);
    assert_true(ask("\xC2\xBF?").too_short);
    assert_false(ask("").too_short);
    assert_int_equal(ask("-papel").tsquery.n, 0);
    q = ask("uno dos tres cuatro cinco seis siete ocho nueve");
    assert_true(q.cut);
    assert_int_equal(q.nwords, SEARCH_WORDS);
}

static void an_act_is_known_however_it_is_typed(void **state)
{
    (void)state;
    assert_str(ask("acuerdo iepc acg 29 / 2019").act, STR("IEPC-ACG-029-2019"));
    assert_int_equal(ask("acuerdo").act.n, 0);
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
        cmocka_unit_test(words_quotes_and_refusals),
        cmocka_unit_test(nothing_typed_ends_a_lexeme),
        cmocka_unit_test(what_is_too_short_or_too_long_says_so),
        cmocka_unit_test(an_act_is_known_however_it_is_typed),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}

/* Text as a voice should get it, with the program's own list of words. */
#include "tests/unit/test.h"

#include "content/speech.h"
#include "fcgi/base/diag.h"
#include "fcgi/base/files.h"

static struct arena a;
static const struct messages *texts;

static int set_up(void **state)
{
    struct diags d;
    struct str source;

    (void)state;
    arena_init(&a, 16 << 20);
    diags_init(&d, &a);
    if (file_read(&a, STR("fcgi/locales/es-MX.yml"), 1 << 20, &source) != OK)
        return -1;
    texts = messages_parse(&a, STR("es-MX.yml"), source, STR("es-MX"), &d);
    return texts == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&a);
    return 0;
}

static struct str said(struct str block)
{
    struct str s = speech_of(&a, texts, STR(""), STR(""), block);

    return str_ends(s, STR("\n\n")) ? str_sub(s, 0, s.n - 2) : s;
}

static void blocks_end_where_they_are_heard_to_end(void **state)
{
    (void)state;
    assert_str(speech_of(&a, texts, STR("Actas"), STR("Qué son"), STR("Uno.\n  Dos \n\n¿Tres?\n")),
               STR("Actas.\n\nQué son.\n\nUno.\n\nDos.\n\n¿Tres?\n\n"));
    assert_str(speech_of(&a, texts, STR("A"), STR(""), STR("")), STR("A.\n\n"));
}

static void short_words_are_spelled_out(void **state)
{
    static const struct {
        struct str block, want;
    } rows[] = {
        {STR_INIT("El art. 5, fracc. II"), STR_INIT("El artículo 5, fracción II.")},
        {STR_INIT("Los arts. 5 y 6"), STR_INIT("Los artículos 5 y 6.")},
        {STR_INIT("El IEPC Jalisco"), STR_INIT("El i e pe ce Jalisco.")},
        {STR_INIT("(IEPC)"), STR_INIT("(i e pe ce).")},
        {STR_INIT("Av. Juárez, C.P. 44100"), STR_INIT("Avenida Juárez, código postal 44100.")},
        {STR_INIT("la 1.ª vez"), STR_INIT("la primera vez.")},
        {STR_INIT("mesas, urnas, etc."), STR_INIT("mesas, urnas, etcétera.")},
        /* parts of other words stay */
        {STR_INIT("smart. XIEPC IEPCX ñIEPC PDFs"), STR_INIT("smart. XIEPC IEPCX ñIEPC PDFs.")},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_str(said(rows[i].block), rows[i].want);
}

static void numbers_are_read_as_in_mexico(void **state)
{
    static const struct {
        struct str block, want;
    } rows[] = {
        {STR_INIT("1,500 casillas"), STR_INIT("1500 casillas.")},
        {STR_INIT("12,345,678.90"), STR_INIT("12345678.90.")},
        {STR_INIT("cuesta $1,500.50, o $3."), STR_INIT("cuesta 1500.50 pesos, o 3 pesos.")},
        {STR_INIT("1,50 y 1,5000 y 1, 500"), STR_INIT("1,50 y 1,5000 y 1, 500.")},
        {STR_INIT("US$ y 5$"), STR_INIT("US$ y 5$.")},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_str(said(rows[i].block), rows[i].want);
}

static void nothing_is_an_order_to_the_program(void **state)
{
    (void)state;
    assert_str(said(STR("a [[h'ola]] | b\x01\tc")), STR("a   h'ola     b  c."));
    assert_str(said(STR(" \n\n")), STR(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_end_where_they_are_heard_to_end),
        cmocka_unit_test(short_words_are_spelled_out),
        cmocka_unit_test(numbers_are_read_as_in_mexico),
        cmocka_unit_test(nothing_is_an_order_to_the_program),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}

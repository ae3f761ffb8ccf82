/*
 * Fields: what is kept, what is told, and that nothing is cut.
 */
#include "tests/unit/test.h"

#include "fcgi/app/forms.h"

#include <string.h>

static struct arena arena;
static const struct str sizes[] = {STR_INIT("chico"), STR_INIT("grande")};
static const struct form_field fields[] = {
    {.name = STR_INIT("nombre"), .kind = FORM_LINE, .required = true, .max = 5},
    {.name = STR_INIT("texto"), .kind = FORM_LINES, .max = 12},
    {.name = STR_INIT("talla"), .kind = FORM_CHOICE, .required = true, .options = {sizes, 2}},
    {.name = STR_INIT("acepta"), .kind = FORM_TICK},
    {.name = STR_INIT("vacio"), .kind = FORM_TRAP},
};

static struct form fill(const char *query)
{
    struct params sent;
    struct form f;

    assert_int_equal(params_parse(&arena, str_from(query), 64, &sent), OK);
    form_fill(&arena, &sent, fields, ARRAY_LEN(fields), &f);
    return f;
}

static enum form_fault fault_of(const struct form *f, const char *name)
{
    for (size_t i = 0; i < f->n; i++) {
        if (str_eq(f->fields[i].name, str_from(name)))
            return f->faults[i];
    }
    fail();
    return FORM_FINE;
}

static void what_is_right_is_kept_as_it_is(void **state)
{
    struct form f = fill("nombre=%C3%91and%C3%BA&texto=a+b&talla=grande&acepta=on");

    (void)state;
    assert_int_equal(f.nfaults, 0);
    assert_str(form_value(&f, STR("nombre")), STR("Ñandú"));
    assert_str(form_value(&f, STR("texto")), STR("a b"));
    assert_str(form_value(&f, STR("talla")), STR("grande"));
    assert_str(form_value(&f, STR("acepta")), STR("1"));
}

static void every_fault_is_told_at_once(void **state)
{
    struct form f = fill("nombre=++&texto=1234567890123&talla=enorme");

    (void)state;
    assert_int_equal(f.nfaults, 3);
    assert_int_equal(fault_of(&f, "nombre"), FORM_MISSING);
    assert_int_equal(fault_of(&f, "texto"), FORM_TOO_LONG);
    assert_int_equal(f.lengths[1], 13);
    assert_str(form_value(&f, STR("texto")), STR("1234567890123"));
    assert_int_equal(fault_of(&f, "talla"), FORM_UNKNOWN);
    assert_str(form_value(&f, STR("talla")), STR(""));
    assert_str(form_fault_name(FORM_TOO_LONG), STR("too-long"));
}

static void an_empty_form_lacks_what_is_required(void **state)
{
    struct form f = fill("");

    (void)state;
    assert_int_equal(f.nfaults, 2);
    assert_int_equal(fault_of(&f, "nombre"), FORM_MISSING);
    assert_int_equal(fault_of(&f, "talla"), FORM_MISSING);
    form_empty(fields, ARRAY_LEN(fields), &f);
    assert_int_equal(f.nfaults, 0);
}

static void letters_are_counted_and_not_bytes(void **state)
{
    struct form f = fill("talla=chico&nombre=%C3%B1%C3%B1%C3%B1%C3%B1%F0%9F%98%80");

    (void)state;
    assert_int_equal(f.nfaults, 0);
    f = fill("talla=chico&nombre=%C3%B1%C3%B1%C3%B1%C3%B1%F0%9F%98%80x");
    assert_int_equal(fault_of(&f, "nombre"), FORM_TOO_LONG);
    assert_int_equal(f.lengths[0], 6);
}

static void line_breaks_are_one_kind_and_only_where_lines_are(void **state)
{
    struct form f = fill("talla=chico&nombre=a%0D%0Ab%09c&texto=%0D%0Aa%0D%0Ab%0Dc%0Ad%0D%0A");

    (void)state;
    assert_int_equal(f.nfaults, 0);
    assert_str(form_value(&f, STR("nombre")), STR("a b c"));
    assert_str(form_value(&f, STR("texto")), STR("a\nb\nc\nd"));
}

static void invisible_characters_are_taken_out_and_told(void **state)
{
    static const char *const odd[] = {"%01",       "%1B",       "%7F",       "%C2%85",
                                      "%E2%80%AE", "%E2%81%A6", "%EF%BB%BF", "%E2%80%8B"};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(odd); i++) {
        struct form f = fill(arena_fmt(&arena, "talla=chico&nombre=a%sb", odd[i]).p);

        assert_int_equal(f.nfaults, 1);
        assert_int_equal(fault_of(&f, "nombre"), FORM_INVISIBLE);
        assert_str(form_value(&f, STR("nombre")), STR("ab"));
        f = fill(arena_fmt(&arena, "talla=chico&nombre=%s", odd[i]).p);
        assert_int_equal(fault_of(&f, "nombre"), FORM_MISSING);
    }
    /* blanks that are not U+0020 say as little */
    {
        struct form f = fill("talla=chico&nombre=%C2%A0%E2%80%8B%E3%80%80");

        assert_int_equal(fault_of(&f, "nombre"), FORM_MISSING);
    }
}

static void the_first_of_a_name_counts_and_other_names_do_not_exist(void **state)
{
    struct form f = fill("nombre=uno&nombre=dos&talla=chico&estado=cerrado");

    (void)state;
    assert_int_equal(f.nfaults, 0);
    assert_str(form_value(&f, STR("nombre")), STR("uno"));
}

static void a_trap_tells_and_keeps_nothing(void **state)
{
    struct form f = fill("nombre=uno&talla=chico&vacio=+");

    (void)state;
    assert_int_equal(f.nfaults, 0);
    f = fill("nombre=uno&talla=chico&vacio=http://example.org");
    assert_int_equal(f.nfaults, 1);
    assert_int_equal(fault_of(&f, "vacio"), FORM_TRAPPED);
    assert_str(form_value(&f, STR("vacio")), STR(""));
    form_set(&f, STR("nombre"), STR("x"));
    assert_str(form_value(&f, STR("nombre")), STR("x"));
}

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, (size_t)1 << 20);
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
        cmocka_unit_test(what_is_right_is_kept_as_it_is),
        cmocka_unit_test(every_fault_is_told_at_once),
        cmocka_unit_test(an_empty_form_lacks_what_is_required),
        cmocka_unit_test(letters_are_counted_and_not_bytes),
        cmocka_unit_test(line_breaks_are_one_kind_and_only_where_lines_are),
        cmocka_unit_test(invisible_characters_are_taken_out_and_told),
        cmocka_unit_test(the_first_of_a_name_counts_and_other_names_do_not_exist),
        cmocka_unit_test(a_trap_tells_and_keeps_nothing),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

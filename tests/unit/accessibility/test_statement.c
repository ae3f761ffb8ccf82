/*
 * The files of the statement: read whole, told what is wrong, never more said than they say. The
 * last test reads ours.
 */
#include "tests/unit/test.h"

#include "accessibility/statement.h"
#include "fcgi/base/buf.h"
#include "fcgi/base/files.h"

#include <string.h>

static struct arena arena;
static struct diags diags;

static struct statement_file file(const char *name, const char *text)
{
    return (struct statement_file){str_from(name), str_from(text)};
}

/* NULL: no such file. */
static const struct statement *parse(const char *declaration, const char *criteria,
                                     const char *result)
{
    struct statement_file d = file("d.yml", declaration), c = file("c.yml", criteria),
                          r = file("r.yml", result);

    diags_init(&diags, &arena);
    return statement_parse(&arena, &d, &c, &r, &diags);
}

static bool told(const char *code, int line)
{
    for (const struct diag *g = diags.first; g != NULL; g = g->next) {
        if (strcmp(g->code, code) == 0 && g->line == line)
            return true;
    }
    return false;
}

static void without_files_it_says_nothing(void **state)
{
    const struct statement *s = parse(NULL, NULL, NULL);

    (void)state;
    assert_int_equal(diags.nerrors, 0);
    assert_false(s->checked);
    assert_int_equal(s->date, 0);
    assert_int_equal(s->ncriteria + s->nfailures + s->ntests + s->nengines, 0);
}

static void the_institutes_facts_are_read(void **state)
{
    const struct statement *s = parse("date: 2026-11-23\n"
                                      "known:\n"
                                      "  - {what: Uno, where: Aquí, since: 2026-01-02}\n"
                                      "  - what: Dos\n"
                                      "    where: Allá\n"
                                      "    since: 2026-01-03\n"
                                      "    until: 2027-02-28\n"
                                      "tests:\n"
                                      "  - {date: 2027-01-15, who: Cinco, what: Votar}\n",
                                      NULL, NULL);

    (void)state;
    assert_int_equal(diags.nerrors, 0);
    assert_int_equal(s->date, 1795392000);
    assert_int_equal(s->nfailures, 2);
    assert_str(s->failures[0].what, STR("Uno"));
    assert_int_equal(s->failures[0].until, 0);
    assert_int_equal(s->failures[1].until, 1803772800);
    assert_int_equal(s->ntests, 1);
    assert_str(s->tests[0].who, STR("Cinco"));
}

static void nothing_at_all_is_told_too(void **state)
{
    (void)state;
    (void)parse("# nada\n", NULL, NULL);
    assert_true(told("statement-empty", 1));
    (void)parse("date: 2026-11-23\n"
                "known:\n"
                "  - {what: a, where: x, since: 2026-11-23, until: 2020-01-01}\n",
                NULL, NULL);
    assert_true(told("statement-order", 3));
}

static void what_is_wrong_is_told_and_left_out(void **state)
{
    const struct statement *s = parse("date: 23/11/2026\n"
                                      "nivel: AAA\n"
                                      "known:\n"
                                      "  - {what: Uno, since: 2026-01-02}\n"
                                      "  - {what: Dos, where: x, since: 2026-02-30}\n"
                                      "  - {what: Tres, where: x, since: 2026-02-03}\n"
                                      "  - cuatro\n"
                                      "tests: ninguna\n",
                                      NULL, NULL);

    (void)state;
    assert_true(told("statement-date", 1));
    assert_true(told("statement-unknown-key", 2));
    assert_true(told("statement-missing", 4));
    assert_true(told("statement-date", 5));
    assert_true(told("statement-type", 7));
    assert_true(told("statement-type", 8));
    assert_int_equal(diags.nerrors, 6);
    assert_int_equal(s->date, 0);
    assert_int_equal(s->nfailures, 1);
    assert_str(s->failures[0].what, STR("Tres"));
}

static void criteria_are_those_of_the_standard(void **state)
{
    const struct statement *s =
        parse(NULL,
              "criteria:\n"
              "  - {number: 1.4.10, level: AA, name: x, judged: machine, by: axe, note: y}\n"
              "  - {number: 1.4.9, level: AAA, name: x, judged: no}\n"
              "  - {number: 4.1.1, level: A, name: x, judged: no}\n"
              "  - {number: 1.1.1, level: AA, name: x, judged: no}\n"
              "  - {number: 1.2.1, level: A, name: x, judged: machine}\n"
              "  - {number: 1.4.9, level: AAA, name: x, judged: no}\n"
              "  - {number: 1.2.2, level: A, name: x, judged: sí, by: y}\n"
              "  - {number: 1.2.3, level: A, judged: no}\n"
              "  - {number: 1.3.1, level: A, name: x, judged: person, by: Ana}\n",
              NULL);

    (void)state;
    assert_true(told("statement-number", 4));
    assert_true(told("statement-level", 5));
    assert_true(told("statement-by", 6));
    assert_true(told("statement-twice", 7));
    assert_true(told("statement-judged", 8));
    assert_true(told("statement-missing", 9));
    assert_true(told("statement-count", 0));
    assert_int_equal(diags.nerrors, 7);
    assert_int_equal(s->ncriteria, 3);
    assert_str(s->criteria[0].number, STR("1.3.1"));
    assert_int_equal(s->criteria[0].judged, JUDGED_PERSON);
    assert_str(s->criteria[1].number, STR("1.4.9"));
    assert_str(s->criteria[2].number, STR("1.4.10"));
    assert_int_equal(s->criteria[2].judged, JUDGED_MACHINE);
}

#define RESULT                                                                  \
    "date: 2026-11-24\nversion: 0.1.0\npages: 17\nviews: 900\nengines:\n"       \
    "  - { name: \"axe-core\", version: \"4.10.3\", runs: 900, findings: 0 }\n" \
    "audit: { pages: 95, views: 664, findings: 2 }\n"

static void a_result_is_whole_or_none(void **state)
{
    const struct statement *s = parse(NULL, NULL, RESULT);

    (void)state;
    assert_int_equal(diags.nerrors, 0);
    assert_true(s->checked);
    assert_int_equal(s->pages, 17);
    assert_int_equal(s->views, 900);
    assert_int_equal(s->nengines, 1);
    assert_str(s->engines[0].version, STR("4.10.3"));
    assert_int_equal(s->audit_findings, 2);
    s = parse(NULL, NULL, "date: 2026-11-24\nversion: 0.1.0\npages: 17\n");
    assert_true(told("statement-missing", 1));
    assert_false(s->checked);
    s = parse(NULL, NULL, RESULT "extra: 1\n");
    assert_false(s->checked);
    s = parse(NULL, NULL, "date: 2026-11-24\nversion: 1\npages: -1\nviews: x\n");
    assert_int_equal(diags.nerrors, 2);
}

static void files_that_are_no_maps_say_nothing(void **state)
{
    static const char *const odd[] = {"", "- a\n", "texto\n", "a: [", "\xff\xfe", "a: b\na: c\n"};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(odd); i++) {
        const struct statement *s = parse(odd[i], odd[i], odd[i]);

        assert_non_null(s);
        assert_false(s->checked);
        assert_int_equal(s->ncriteria, 0);
    }
}

static void lists_and_texts_have_an_end(void **state)
{
    struct buf b;

    (void)state;
    buf_init(&b, 1u << 20);
    buf_add(&b, STR("date: 2026-11-23\nknown:\n"));
    for (int i = 0; i <= STATEMENT_LIST_MAX; i++)
        buf_add(&b, STR("  - {what: x, where: x, since: 2026-01-01}\n"));
    assert_int_equal(parse(arena_cstr(&arena, buf_str(&b)), NULL, NULL)->nfailures, 0);
    assert_true(told("statement-too-many", 3));
    buf_clear(&b);
    buf_add(&b, STR("date: "));
    for (int i = 0; i <= STATEMENT_TEXT_MAX; i++)
        buf_addc(&b, 'x');
    (void)parse(arena_cstr(&arena, buf_str(&b)), NULL, NULL);
    assert_true(told("statement-long", 1));
    buf_release(&b);
}

static void digests_tell_files_apart(void **state)
{
    const struct statement *a = parse("date: 2026-11-23\n", NULL, NULL),
                           *b = parse("date: 2026-11-24\n", NULL, NULL),
                           *c = parse(NULL, "date: 2026-11-23\n", NULL);

    (void)state;
    assert_memory_not_equal(a->digest, b->digest, DIGEST_BYTES);
    assert_memory_not_equal(a->digest, c->digest, DIGEST_BYTES);
}

static struct statement_file ours(const char *name)
{
    struct statement_file f = {.shown = str_from(name)};

    assert_int_equal(file_read(&arena, f.shown, STATEMENT_FILE_MAX, &f.text), OK);
    return f;
}

static void our_own_files_are_right(void **state)
{
    struct statement_file d = ours("accessibility/declaracion.yml"),
                          c = ours("accessibility/criterios.yml"), none = file("r.yml", NULL);
    const struct statement *s;

    (void)state;
    diags_init(&diags, &arena);
    s = statement_parse(&arena, &d, &c, &none, &diags);
    assert_int_equal(diags.nerrors, 0);
    assert_int_equal(s->ncriteria, STATEMENT_CRITERIA);
    assert_true(s->nfailures > 0);
}

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, (size_t)16 << 20);
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
        cmocka_unit_test(without_files_it_says_nothing),
        cmocka_unit_test(the_institutes_facts_are_read),
        cmocka_unit_test(nothing_at_all_is_told_too),
        cmocka_unit_test(what_is_wrong_is_told_and_left_out),
        cmocka_unit_test(criteria_are_those_of_the_standard),
        cmocka_unit_test(a_result_is_whole_or_none),
        cmocka_unit_test(files_that_are_no_maps_say_nothing),
        cmocka_unit_test(lists_and_texts_have_an_end),
        cmocka_unit_test(digests_tell_files_apart),
        cmocka_unit_test(our_own_files_are_right),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

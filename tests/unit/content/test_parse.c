/* What is parsed again and what is not; pages that the converter dies of. */
#include "content/parse.h"
#include "fcgi/base/files.h"
#include "tests/unit/test.h"

#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define JOBS 60

struct fixture {
    struct arena a;
    struct str cache;
    const struct messages *messages;
    struct markdown_fact facts[1];
    struct markdown_file files[2];
    struct markdown_env env;
    struct parse_job jobs[JOBS];
    struct diags d;
    struct parse_stats stats;
};

#define LOCALE_TEXTS                                                    \
    "markdown:\n  file-meta: \"({0}, {1})\"\n  kilobytes: \"{0} KB\"\n" \
    "  unconfirmed: \"por confirmar\"\n  footnotes: \"Notas\"\n"

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path);
}

static void texts(struct fixture *f, struct str source)
{
    f->messages = messages_parse(&f->a, STR("texts.yml"), source, STR("es-MX"), &f->d);
    assert_non_null(f->messages);
    f->env.messages = f->messages;
}

/* Half of the pages lie in es-MX, half in es-MX/sub. */
static void pages(struct fixture *f)
{
    for (int i = 0; i < JOBS; i++)
        f->jobs[i] = (struct parse_job){
            .shown = arena_fmt(&f->a, "p/%02d.md", i),
            .dir = i < JOBS / 2 ? STR("es-MX") : STR("es-MX/sub"),
            .source = arena_fmt(&f->a, "Texto n\303\272mero %d.\n\n## Parte\n\nM\303\241s.\n", i),
            .first_line = 4};
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    char dir[] = "/tmp/estrado-parse-XXXXXX";

    assert_non_null(f);
    assert_non_null(mkdtemp(dir));
    arena_init(&f->a, (size_t)256 << 20);
    diags_init(&f->d, &f->a);
    f->cache = arena_str(&f->a, str_from(dir));
    f->facts[0] =
        (struct markdown_fact){.name = STR("telefono"), .value = STR("33"), .confirmed = true};
    f->files[0] = (struct markdown_file){
        STR("es-MX/a.png"), STR("/estatico/a.1.png"), STR("image/png"), 10, 1, 1};
    f->files[1] = (struct markdown_file){
        STR("es-MX/sub/b.png"), STR("/estatico/b.1.png"), STR("image/png"), 10, 1, 1};
    f->env = (struct markdown_env){
        .files = f->files, .nfiles = 2, .facts = f->facts, .nfacts = 1, .locale = STR("es-MX")};
    texts(f, STR(LOCALE_TEXTS));
    pages(f);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    (void)nftw(arena_cstr(&f->a, f->cache), remove_one, 8, FTW_DEPTH | FTW_PHYS);
    arena_release(&f->a);
    free(f);
    return 0;
}

static struct parse_options options(const struct fixture *f)
{
    return (struct parse_options){
        .env = &f->env, .cache_dir = f->cache, .program_id = STR("test"), .processes = 2};
}

static void run_with(struct fixture *f, const struct parse_options *o)
{
    diags_init(&f->d, &f->a);
    parse_all(&f->a, o, f->jobs, JOBS, &f->d, &f->stats);
}

static void run(struct fixture *f)
{
    struct parse_options o = options(f);

    run_with(f, &o);
}

static void assert_all_parsed(const struct fixture *f)
{
    assert_int_equal(f->d.nerrors, 0);
    for (int i = 0; i < JOBS; i++) {
        char want[64];

        (void)snprintf(want, sizeof(want), "<p>Texto n\303\272mero %d.</p>", i);
        assert_true(f->jobs[i].ok);
        assert_true(str_has(f->jobs[i].result.body.s, str_from(want)));
        assert_int_equal(f->jobs[i].result.headings.n, 1);
        assert_str(f->jobs[i].result.headings.v[0].id, STR("parte"));
        assert_true(str_has(f->jobs[i].result.folded, STR("texto numero")));
    }
}

static void parses_first_and_reuses_then(void **state)
{
    struct fixture *f = *state;

    run(f);
    assert_all_parsed(f);
    assert_int_equal(f->stats.parsed, JOBS);
    assert_int_equal(f->stats.reused, 0);
    run(f);
    assert_all_parsed(f);
    assert_int_equal(f->stats.parsed, 0);
    assert_int_equal(f->stats.reused, JOBS);
}

static void parses_what_changed_only(void **state)
{
    struct fixture *f = *state;

    run(f);
    f->jobs[7].source = STR("Otro texto.\n");
    run(f);
    assert_int_equal(f->stats.parsed, 1);
    assert_str(f->jobs[7].result.text, STR("Otro texto.\n"));
    assert_true(str_has(f->jobs[8].result.text, STR("8")));
    pages(f);
    run(f);
    assert_int_equal(f->stats.parsed, 1); /* only what the last run used is kept */
    assert_all_parsed(f);
}

static void a_removed_page_parses_nothing(void **state)
{
    struct fixture *f = *state;
    struct parse_options o = options(f);

    run(f);
    parse_all(&f->a, &o, f->jobs, JOBS / 2, &f->d, &f->stats);
    assert_int_equal(f->stats.parsed, 0);
    assert_int_equal(f->stats.reused, JOBS / 2);
}

static void the_glossary_and_whether_it_counts_are_part_of_the_key(void **state)
{
    struct fixture *f = *state;
    struct str yml = STR("page: /g\nterms:\n  - {term: Palabra, definition: x}\n");

    run(f);
    f->env.glossary = glossary_parse(&f->a, STR("g.yml"), yml, STR("es-MX"), &f->d);
    assert_non_null(f->env.glossary);
    run(f);
    assert_int_equal(f->stats.parsed, JOBS);
    run(f);
    assert_int_equal(f->stats.parsed, 0);
    f->jobs[0].plain = true;
    run(f);
    assert_int_equal(f->stats.parsed, 1);
}

static void what_a_page_depends_on_is_part_of_its_key(void **state)
{
    struct fixture *f = *state;
    struct parse_options o = options(f);

    run(f);
    f->facts[0].value = STR("44");
    run(f);
    assert_int_equal(f->stats.parsed, JOBS);
    f->facts[0].confirmed = false;
    run(f);
    assert_int_equal(f->stats.parsed, JOBS);
    texts(f, STR("markdown:\n  footnotes: \"Otras\"\n"));
    run(f);
    assert_int_equal(f->stats.parsed, JOBS);
    o.program_id = STR("other");
    run_with(f, &o);
    assert_int_equal(f->stats.parsed, JOBS);
}

static void an_attachment_concerns_pages_of_its_folder_and_above(void **state)
{
    struct fixture *f = *state;

    run(f);
    f->files[1].url = STR("/estatico/b.2.png"); /* es-MX/sub/b.png: for both folders */
    run(f);
    assert_int_equal(f->stats.parsed, JOBS);
    f->files[0].url =
        STR("/estatico/a.2.png"); /* es-MX/a.png: pages of es-MX/sub cannot link to it */
    run(f);
    assert_int_equal(f->stats.parsed, JOBS / 2);
}

static bool render_warning(struct arena *a, const struct markdown_env *env, struct str shown,
                           struct str dir, struct str source, int first_line, struct diags *d,
                           struct markdown_result *ret_r)
{
    if (str_eq(shown, STR("p/03.md")))
        diag_warn(d, shown, first_line + 2, "some-warning", STR("x"));
    return markdown_render(a, env, shown, dir, source, first_line, d, ret_r);
}

static void warnings_are_told_again_when_a_page_is_reused(void **state)
{
    struct fixture *f = *state;
    struct parse_options o = options(f);

    o.render = render_warning;
    run_with(f, &o);
    assert_int_equal(f->d.nwarnings, 1);
    f->jobs[3].shown = STR("p/renamed.md");
    run(f);
    assert_int_equal(f->stats.parsed, 0);
    assert_int_equal(f->d.nwarnings, 1);
    assert_str(f->d.first->file, STR("p/renamed.md"));
    assert_int_equal(f->d.first->line, 6);
    assert_string_equal(f->d.first->code, "some-warning");
    assert_str(f->d.first->args[0], STR("x"));
}

static void errors_are_told_again_and_in_the_order_of_pages(void **state)
{
    struct fixture *f = *state;

    f->jobs[40].source = STR("# Uno\n");
    f->jobs[5].source = STR("##### Cinco\n");
    for (int round = 0; round < 2; round++) {
        run(f);
        assert_int_equal(f->stats.failed, 2);
        assert_int_equal(f->d.nerrors, 2);
        assert_str(f->d.first->file, STR("p/05.md"));
        assert_str(f->d.last->file, STR("p/40.md"));
        assert_false(f->jobs[5].ok);
        assert_true(f->jobs[6].ok);
    }
    assert_int_equal(f->stats.parsed, 0);
}

static struct str pack_path(struct fixture *f)
{
    return file_join(&f->a, f->cache, STR("pages-test.pack"));
}

static void a_damaged_pack_is_made_again(void **state)
{
    struct fixture *f = *state;
    struct str content;
    char *bytes;

    run(f);
    assert_int_equal(file_read(&f->a, pack_path(f), (size_t)64 << 20, &content), OK);
    bytes = arena_zalloc(&f->a, content.n, 1);
    for (size_t i = 0; i < content.n; i++)
        bytes[i] = content.p[i];
    bytes[content.n / 2] ^= 1;
    assert_int_equal(file_write(pack_path(f), (struct str){bytes, content.n}, 0644), OK);
    run(f);
    assert_int_equal(f->stats.parsed, JOBS);
    assert_all_parsed(f);
    assert_int_equal(file_write(pack_path(f), STR(""), 0644), OK);
    run(f);
    assert_int_equal(f->stats.parsed, JOBS);
    run(f);
    assert_int_equal(f->stats.reused, JOBS);
}

static void works_without_a_cache(void **state)
{
    struct fixture *f = *state;
    struct parse_options o = options(f);
    static const struct str unusable[] = {STR_INIT(""), STR_INIT("/dev/null/no"),
                                          STR_INIT("/proc/none")};

    for (size_t i = 0; i < ARRAY_LEN(unusable); i++) {
        o.cache_dir = unusable[i];
        run_with(f, &o);
        assert_all_parsed(f);
        assert_int_equal(f->stats.parsed, JOBS);
    }
}

static void removes_packs_of_programs_long_gone(void **state)
{
    struct fixture *f = *state;
    struct str gone = file_join(&f->a, f->cache, STR("pages-gone.pack")),
               recent = file_join(&f->a, f->cache, STR("pages-recent.pack")),
               other = file_join(&f->a, f->cache, STR("other.pack"));
    struct timespec old[2] = {{1000000000, 0}, {1000000000, 0}};

    assert_int_equal(file_write(gone, STR("x"), 0644), OK);
    assert_int_equal(file_write(recent, STR("x"), 0644), OK);
    assert_int_equal(file_write(other, STR("x"), 0644), OK);
    assert_int_equal(utimensat(AT_FDCWD, gone.p, old, 0), 0);
    assert_int_equal(utimensat(AT_FDCWD, other.p, old, 0), 0);
    run(f);
    assert_int_not_equal(access(gone.p, F_OK), 0);
    assert_int_equal(access(recent.p, F_OK), 0);
    assert_int_equal(access(other.p, F_OK), 0);
}

/* Converters that fail on one page. */

static bool render_crashing(struct arena *a, const struct markdown_env *env, struct str shown,
                            struct str dir, struct str source, int first_line, struct diags *d,
                            struct markdown_result *ret_r)
{
    if (str_eq(shown, STR("p/13.md")))
        raise(SIGKILL);
    return markdown_render(a, env, shown, dir, source, first_line, d, ret_r);
}

static bool render_slow(struct arena *a, const struct markdown_env *env, struct str shown,
                        struct str dir, struct str source, int first_line, struct diags *d,
                        struct markdown_result *ret_r)
{
    volatile unsigned spin = 0;

    while (str_eq(shown, STR("p/13.md")))
        spin++;
    return markdown_render(a, env, shown, dir, source, first_line, d, ret_r);
}

static void assert_only_13_lost(struct fixture *f, const char *code)
{
    assert_int_equal(f->stats.failed, 1);
    assert_int_equal(f->d.nerrors, 1);
    assert_string_equal(f->d.first->code, code);
    assert_str(f->d.first->file, STR("p/13.md"));
    for (int i = 0; i < JOBS; i++)
        assert_int_equal(f->jobs[i].ok, i != 13);
}

static void a_page_that_crashes_the_converter_is_lost_alone(void **state)
{
    struct fixture *f = *state;
    struct parse_options o = options(f);

    o.render = render_crashing;
    run_with(f, &o);
    assert_only_13_lost(f, "markdown-crashed");
    o.render = NULL;
    run_with(f, &o); /* a crash is not kept: the page gets its chance again, and only it */
    assert_int_equal(f->stats.parsed, 1);
    assert_all_parsed(f);
}

static void a_page_that_takes_for_ever_is_lost_alone(void **state)
{
    struct fixture *f = *state;
    struct parse_options o = options(f);

    o.render = render_slow;
    o.cpu_ms = 200;
    run_with(f, &o);
    assert_only_13_lost(f, "markdown-too-slow");
}

static void no_pages_need_no_cache(void **state)
{
    struct fixture *f = *state;
    struct parse_options o = options(f);

    parse_all(&f->a, &o, NULL, 0, &f->d, &f->stats);
    assert_int_equal(f->stats.parsed + f->stats.reused + f->stats.failed, 0);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(parses_first_and_reuses_then),
        T(parses_what_changed_only),
        T(a_removed_page_parses_nothing),
        T(what_a_page_depends_on_is_part_of_its_key),
        T(the_glossary_and_whether_it_counts_are_part_of_the_key),
        T(an_attachment_concerns_pages_of_its_folder_and_above),
        T(warnings_are_told_again_when_a_page_is_reused),
        T(errors_are_told_again_and_in_the_order_of_pages),
        T(a_damaged_pack_is_made_again),
        T(works_without_a_cache),
        T(removes_packs_of_programs_long_gone),
        T(a_page_that_crashes_the_converter_is_lost_alone),
        T(a_page_that_takes_for_ever_is_lost_alone),
        T(no_pages_need_no_cache),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

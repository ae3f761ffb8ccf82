/*
 * site.yml as a whole: all errors at once, defaults, overrides, what it says back.
 */
#include "tests/unit/fcgi_config/site.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void a_small_site_is_enough(void **state)
{
    const struct config *c = site(SITE_HEAD);

    (void)state;
    show_diags();
    assert_non_null(c);
    assert_str(c->name, STR("Instituto"));
    assert_int_equal(c->environment, ENV_DEMO);
    assert_str(c->locale, STR("es-MX"));
    assert_int_equal(c->limits.read_s, 10);
    assert_false(c->test_clock);
    assert_true(c->redis_pages);
    assert_int_equal(c->npools, 1);
}

static void relative_paths_start_at_its_folder(void **state)
{
    const struct config *c = site(SITE_HEAD "content_dir: pages\nstate_dir: /var/lib/estrado\n"
                                            "redis:\n  socket: run/redis.sock\n");

    (void)state;
    assert_non_null(c);
    assert_str(c->root, STR("/srv/site"));
    assert_str(c->content_dir, STR("/srv/site/pages"));
    assert_str(c->theme_dir, STR("/srv/site/themes/institucional"));
    assert_str(c->redis_socket, STR("/srv/site/run/redis.sock"));
    assert_str(c->pools[0].socket, STR("/srv/site/run/p.sock"));
    assert_str(c->static_dir, STR("/var/lib/estrado/static/estatico"));
    assert_str(c->static_root, STR("/var/lib/estrado/static"));
    assert_str(c->nginx_cache_dir, STR("/var/lib/estrado/nginx/cache"));
    assert_str(c->pg_socket_dir, STR(""));
}

static void every_error_is_found_at_once(void **state)
{
    (void)state;
    assert_null(site(SITE_HEAD "enviroment: demo\n"
                               "limits:\n"
                               "  read_s: soon\n"
                               "  path_byte: 10\n"
                               "log: [json]\n"
                               "nginx:\n"
                               "  static_only: maybe\n"
                               "time_zone: Mars/Olympus\n"));
    assert_int_equal(diags.nerrors, 6);
    assert_found("config-unknown-key-near", 7);
    assert_found("config-number", 9);
    assert_found("config-unknown-key-near", 10);
    assert_found("config-map", 11);
    assert_found("config-choice", 13);
    assert_found("config-zone", 0);
}

static void unknown_keys_get_a_suggestion(void **state)
{
    static const struct {
        const char *line;
        struct str near;
    } cases[] = {
        {"enviroment: demo\n", STR_INIT("environment")},
        {"limits: {read_sec: 1}\n", STR_INIT("limits.read_s")},
        {"limts: {read_s: 1}\n", STR_INIT("limits")},
        {"fact: {}\n", STR_INIT("facts")},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct str yaml = arena_join(&arena, STR(SITE_HEAD), str_from(cases[i].line), STR(""));

        assert_null(site(yaml.p));
        assert_found("config-unknown-key-near", 7);
        assert_str(diags.first->args[1], cases[i].near);
    }
    assert_null(site(SITE_HEAD "zzzzzzzz: 1\n"));
    assert_found("config-unknown-key", 7);
}

static void what_is_required_must_say_something(void **state)
{
    (void)state;
    assert_null(site("name: ''\nshort_name:\nlocale: es-MX\n"));
    assert_found("config-missing", 1);
    assert_found("config-missing", 2);
    assert_found("config-missing", 0);
    assert_int_equal(diags.nerrors, 4); /* base_url and pools besides */
}

static void files_that_are_no_map_are_errors(void **state)
{
    static const char *const sources[] = {"", "- a\n", "text\n", "a: [\n", "\xff", "a: 1\na: 2\n"};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(sources); i++) {
        assert_null(site(sources[i]));
        assert_true(diags.nerrors > 0);
    }
}

static void overrides_win_and_are_checked_alike(void **state)
{
    static const struct str good[] = {STR_INIT("nginx.listen=127.0.0.1:9090"),
                                      STR_INIT("name=Otro = nombre"),
                                      STR_INIT("pools.public.processes=1"),
                                      STR_INIT("pools.public.socket=/tmp/x.sock"),
                                      STR_INIT("pools.public.hosts=a.example, B.example"),
                                      STR_INIT("nginx.trusted_proxies=10.0.0.0/8,::1"),
                                      STR_INIT("redis.socket=")};
    static const struct str bad[] = {STR_INIT("limits.read_s=0"),
                                     STR_INIT("limits.reed_s=1"),
                                     STR_INIT("nothing"),
                                     STR_INIT("pools.panel.socket=x"),
                                     STR_INIT("pools.public.sokcet=x"),
                                     STR_INIT("pools.public.processes=many"),
                                     STR_INIT("pools.public.role=a b"),
                                     STR_INIT("theme=../etc")};
    const struct config *c = site_set(SITE_HEAD "name: Instituto 2\n", NULL, 0);

    (void)state;
    assert_null(c); /* a key twice */
    c = site_set(SITE_HEAD "redis: {socket: x}\n", good, ARRAY_LEN(good));
    show_diags();
    assert_non_null(c);
    assert_str(c->nginx.listen, STR("127.0.0.1:9090"));
    assert_str(c->name, STR("Otro = nombre"));
    assert_int_equal(c->pools[0].processes, 1);
    assert_str(c->pools[0].socket, STR("/tmp/x.sock"));
    assert_int_equal(c->pools[0].hosts.n, 2);
    assert_str(c->pools[0].hosts.v[1], STR("b.example"));
    assert_int_equal(c->nginx.trusted_proxies.n, 2);
    assert_str(c->redis_socket, STR(""));
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        assert_null(site_set(SITE_HEAD, &bad[i], 1));
        assert_int_equal(diags.nerrors, 1);
        assert_str(diags.first->file, STR("--set"));
    }
    assert_null(site_set(SITE_HEAD, bad, ARRAY_LEN(bad)));
    assert_int_equal(diags.nerrors, (int)ARRAY_LEN(bad));
}

static void every_key_can_be_asked_for(void **state)
{
    static const struct {
        struct str key, value;
    } cases[] = {
        {STR_INIT("name"), STR_INIT("Instituto")},
        {STR_INIT("environment"), STR_INIT("demo")},
        {STR_INIT("log.level"), STR_INIT("info")},
        {STR_INIT("limits.form_bytes"), STR_INIT("65536")},
        {STR_INIT("redis.pages"), STR_INIT("true")},
        {STR_INIT("nginx.trusted_proxies"), STR_INIT("10.0.0.0/8,::1")},
        {STR_INIT("pools.public.socket"), STR_INIT("/srv/site/run/p.sock")},
        {STR_INIT("pools.public.processes"), STR_INIT("3")},
        {STR_INIT("pools.public.hosts"), STR_INIT("localhost,example.org")},
        {STR_INIT("pools.public.role"), STR_INIT("estrado_public")},
    };
    static const struct str none[] = {STR_INIT(""),
                                      STR_INIT("limits"),
                                      STR_INIT("pools"),
                                      STR_INIT("pools.x.socket"),
                                      STR_INIT("pools.public"),
                                      STR_INIT("pools.public.x")};
    const struct config *c = site(SITE_HEAD "nginx: {trusted_proxies: [10.0.0.0/8, '::1']}\n");
    struct str value;

    (void)state;
    assert_non_null(c);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        assert_true(config_get(c, &arena, cases[i].key, &value));
        assert_str(value, cases[i].value);
    }
    for (size_t i = 0; i < ARRAY_LEN(none); i++)
        assert_false(config_get(c, &arena, none[i], &value));
}

static void what_it_shows_is_a_key_a_line(void **state)
{
    const struct config *c = site(SITE_HEAD);
    char *text = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&text, &n);
    struct str rest, line, key, value, again;

    (void)state;
    config_show(c, &arena, out);
    (void)fclose(out);
    rest = (struct str){text, n};
    assert_true(str_has(rest, STR("pools.public.hosts: localhost,example.org\n")));
    while (str_line(&rest, &line)) {
        size_t at = str_find(line, STR(": "));

        key = str_sub(line, 0, at);
        value = str_sub(line, at + 2, line.n);
        assert_true(config_get(c, &arena, key, &again));
        assert_str(value, again);
    }
    free(text);
}

static void a_file_that_is_not_there_is_an_error(void **state)
{
    char folder[] = "/tmp/estrado-unit-XXXXXX";
    struct strs none = {NULL, 0};

    (void)state;
    assert_non_null(mkdtemp(folder));
    diags_init(&diags, &arena);
    assert_null(config_load(&arena, arena_fmt(&arena, "%s/site.yml", folder), none, &diags));
    assert_found("file-unreadable", 0);
    diags_init(&diags, &arena);
    assert_null(config_load(&arena, str_from(folder), none, &diags));
    assert_found("file-unreadable", 0);
    (void)rmdir(folder);
}

static void the_sites_own_file_is_right(void **state)
{
    struct strs none = {NULL, 0};
    const struct config *c;

    (void)state;
    diags_init(&diags, &arena);
    c = config_load(&arena, STR("site.yml"), none, &diags);
    show_diags();
    assert_non_null(c);
    assert_int_equal(c->environment, ENV_DEMO);
    assert_false(config_fact(c, STR("telefono"))->confirmed);
    assert_null(config_fact(c, STR("fax")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_small_site_is_enough),
        cmocka_unit_test(relative_paths_start_at_its_folder),
        cmocka_unit_test(every_error_is_found_at_once),
        cmocka_unit_test(unknown_keys_get_a_suggestion),
        cmocka_unit_test(what_is_required_must_say_something),
        cmocka_unit_test(files_that_are_no_map_are_errors),
        cmocka_unit_test(overrides_win_and_are_checked_alike),
        cmocka_unit_test(every_key_can_be_asked_for),
        cmocka_unit_test(what_it_shows_is_a_key_a_line),
        cmocka_unit_test(a_file_that_is_not_there_is_an_error),
        cmocka_unit_test(the_sites_own_file_is_right),
    };
    int failed;

    arena_init(&arena, (size_t)64 << 20);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_release(&arena);
    return failed;
}

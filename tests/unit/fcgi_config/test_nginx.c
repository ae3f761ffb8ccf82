/*
 * The files of nginx: everything named, nothing half-written. (That nginx takes them, and what it
 * then does: tests/it/nginx.test.mjs.)
 */
#include "tests/unit/fcgi_config/site.h"

#include "fcgi/base/files.h"
#include "fcgi/config/nginx.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/estrado-unit-XXXXXX";

static struct str below(const char *name)
{
    return file_join(&arena, str_from(folder), str_from(name));
}

static const struct config *site_here(const char *yaml, const char *set)
{
    const struct str sets[] = {
        arena_join(&arena, STR("state_dir="), below("var"), STR("")),
        arena_join(&arena, STR("nginx.local_socket="), below("local.sock"), STR("")),
        str_from(set)};
    const struct config *c = site_set(yaml, sets, set[0] == '\0' ? 2 : 3);

    show_diags();
    assert_non_null(c);
    return c;
}

static struct str written(const char *name)
{
    struct str text;

    if (file_read(&arena, file_join(&arena, below("nginx"), str_from(name)), 1u << 20, &text) != OK)
        fail_msg("not written: %s", name);
    return text;
}

static void write_for(const char *yaml, const char *set)
{
    const struct config *c = site_here(yaml, set);
    enum err e = nginx_write(c, STR("nginx"), below("nginx"), STR(":root{--page:#fff}\n"), &diags);

    show_diags();
    assert_int_equal(e, OK);
}

#define assert_has(name, text)   assert_true(str_has(written(name), STR(text)))
#define assert_lacks(name, text) assert_false(str_has(written(name), STR(text)))

static void values_of_the_site_are_in_the_files(void **state)
{
    (void)state;
    write_for(SITE_HEAD
              "nginx: {listen: '127.0.0.1:9090 [::1]:9090', costly_burst: 7, client_body_kb: "
              "99, trusted_proxies: [10.0.0.0/8, 192.0.2.1], conn_per_address: 12}\n",
              "");
    assert_has("default.conf", "listen 127.0.0.1:9090 default_server");
    assert_has("pool-public.conf", "listen [::1]:9090;");
    assert_has("pool-public.conf", "server_name example.org;");
    assert_has("pool-public.conf", "burst=7 ");
    assert_has("limits.conf", "client_max_body_size 99k;");
    assert_has("limits.conf", "limit_conn at_once 12;");
    assert_has("limits.conf", "set_real_ip_from 192.0.2.1;");
    assert_has("limits.conf", "real_ip_header X-Forwarded-For;");
    assert_lacks("nginx.conf", "\nuser ");
    assert_lacks("nginx.conf", "include tls.conf");
}

static void the_socket_is_named_twice(void **state)
{
    struct str text, line;
    int n = 0;

    (void)state;
    write_for(SITE_HEAD, "");
    text = written("pool-public.conf");
    while (str_line(&text, &line))
        n += str_has(line, STR("server \"unix:/srv/site/run/p.sock\" max_fails=0;"));
    assert_int_equal(n, 2);
}

static void no_place_stays_open(void **state)
{
    struct file_list files;

    (void)state;
    write_for(SITE_HEAD, "");
    assert_int_equal(file_tree(&arena, below("nginx"), &files), OK);
    assert_true(files.n >= 25);
    for (size_t i = 0; i < files.n; i++) {
        struct str text = written(arena_cstr(&arena, files.v[i].path));

        for (size_t k = 0; k + 2 < text.n; k++) {
            if (text.p[k] == '@' && text.p[k + 1] >= 'A' && text.p[k + 1] <= 'Z')
                fail_msg(STR_FMT ": %.20s", STR_ARG(files.v[i].path), text.p + k);
        }
    }
}

static void proxies_are_believed_only_when_named(void **state)
{
    (void)state;
    write_for(SITE_HEAD, "");
    assert_lacks("limits.conf", "real_ip_header");
    assert_lacks("limits.conf", "set_real_ip_from");
}

static void each_pool_has_its_server(void **state)
{
    (void)state;
    write_for(SITE_HEAD "  panel: {socket: run/q.sock, hosts: [panel.example], role: r}\n", "");
    assert_has("nginx.conf", "include pool-public.conf;");
    assert_has("nginx.conf", "include pool-panel.conf;");
    assert_has("pool-panel.conf", "server_name panel.example;");
    assert_lacks("pool-panel.conf", "example.org");
    assert_has("pool-panel.conf", "fastcgi_pass estrado_panel;");
}

static void static_only_needs_no_worker_for_the_first_pool(void **state)
{
    (void)state;
    write_for(SITE_HEAD "  panel: {socket: run/q.sock, hosts: [panel.example], role: r}\n",
              "nginx.static_only=true");
    assert_lacks("pool-public.conf", "fastcgi_pass");
    assert_has("pool-public.conf", "/var/rendered\"");
    assert_has("pool-panel.conf", "fastcgi_pass");
    assert_lacks("local.conf", "fastcgi_pass");
}

static void tls_brings_its_block_and_the_redirect(void **state)
{
    (void)state;
    write_for(SITE_HEAD "nginx: {listen: '443', redirect_listen: '80', tls_certificate: /c.pem, "
                        "tls_key: /k.pem, user: www-data}\n",
              "");
    assert_has("pool-public.conf", "listen 443 ssl http2;");
    assert_has("nginx.conf", "include tls.conf;");
    assert_has("default.conf", "ssl_reject_handshake on;");
    assert_has("default.conf", "return 301 https://$host$request_uri;");
    assert_has("tls.conf", "ssl_certificate \"/c.pem\";");
    assert_has("nginx.conf", "\nuser www-data;");
}

static void error_pages_are_escaped_and_say_what_they_are(void **state)
{
    static const char *const pages[] = {"400", "404", "405", "413", "414",
                                        "429", "431", "500", "501", "503"};

    (void)state;
    write_for(SITE_HEAD, "name=A <b> & \"C\"");
    for (size_t i = 0; i < ARRAY_LEN(pages); i++) {
        struct str name = arena_fmt(&arena, "html/-/errores/%s.html", pages[i]);
        struct str text = written(name.p);

        assert_true(str_has(text, STR("<html lang=\"es-MX\" class=\"CLASES_DE_LA_ELECCION\">")));
        assert_true(str_has(text, STR("A &lt;b&gt; &amp; &quot;C&quot;")));
        assert_true(str_has(text, STR("class=\"demo\"")));
        assert_true(str_has(text, STR("CLAVE_DE_LA_PETICION")));
        assert_false(str_has(text, STR("{0}")));
    }
}

static void colours_go_before_the_style_of_error_pages(void **state)
{
    (void)state;
    write_for(SITE_HEAD, "");
    assert_true(str_starts(written("html/-/errores/errores.css"), STR(":root{--page:#fff}\n/*")));
    assert_has("html/-/errores/errores.css", "color: var(--ink);");
}

static void a_real_site_is_no_demonstration(void **state)
{
    (void)state;
    write_for("environment: production\nname: a\nshort_name: b\nbase_url: https://a.example\n"
              "pools:\n  public: {socket: p, hosts: [a.example], role: r}\n",
              "");
    assert_lacks("html/-/errores/503.html", "demo");
    assert_lacks("static.conf", "noindex");
}

static void what_nginx_would_misread_is_refused_and_nothing_written(void **state)
{
    static const char *const sets[] = {"pools.public.socket=/a\"b", "pools.public.socket=/a$b",
                                       "nginx.tls_certificate=/a\\b"};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(sets); i++) {
        const struct config *c =
            site_here(SITE_HEAD "nginx: {tls_key: k, tls_certificate: c}\n", sets[i]);

        assert_int_equal(nginx_write(c, STR("nginx"), below("refused"), STR(""), &diags),
                         ERR_INVALID);
        assert_found("nginx-value", 0);
        assert_int_not_equal(access(below("refused").p, F_OK), 0);
    }
}

static void missing_templates_are_all_named(void **state)
{
    const struct config *c = site_here(SITE_HEAD, "");

    (void)state;
    assert_int_equal(nginx_write(c, below("no-templates"), below("refused"), STR(""), &diags),
                     ERR_INVALID);
    assert_true(diags.nerrors > 10);
    assert_found("file-unreadable", 0);
    assert_int_not_equal(access(below("refused").p, F_OK), 0);
}

static void a_folder_that_cannot_be_made_is_told(void **state)
{
    const struct config *c = site_here(SITE_HEAD, "");

    (void)state;
    assert_int_equal(file_write(below("file"), STR("x"), 0644), OK);
    assert_int_equal(nginx_write(c, STR("nginx"), below("file/nginx"), STR(""), &diags),
                     ERR_UNAVAILABLE);
    assert_found("nginx-unwritable", 0);
}

static void the_loader_can_empty_the_cache(void **state)
{
    struct stat cache, var;

    (void)state;
    write_for(SITE_HEAD, "");
    assert_int_equal(stat(below("var/nginx/cache").p, &cache), 0);
    assert_int_equal(stat(below("var").p, &var), 0);
    assert_int_equal(cache.st_mode & 07777, 0770);
    assert_int_equal(cache.st_gid, var.st_gid);
}

static void folders_are_named_by_where_they_are(void **state)
{
    struct str real = below("real-var"), link = below("linked-var");
    struct str set = arena_join(&arena, STR("state_dir="), link, STR(""));

    (void)state;
    assert_int_equal(file_mkdirs(real, 0755), OK);
    assert_int_equal(symlink(real.p, link.p), 0);
    write_for(SITE_HEAD, set.p);
    assert_true(str_has(written("static.conf"),
                        arena_join(&arena, STR("root \""), real, STR("/static\";"))));
}

static int discard(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_of_the_site_are_in_the_files),
        cmocka_unit_test(the_socket_is_named_twice),
        cmocka_unit_test(no_place_stays_open),
        cmocka_unit_test(proxies_are_believed_only_when_named),
        cmocka_unit_test(each_pool_has_its_server),
        cmocka_unit_test(static_only_needs_no_worker_for_the_first_pool),
        cmocka_unit_test(tls_brings_its_block_and_the_redirect),
        cmocka_unit_test(error_pages_are_escaped_and_say_what_they_are),
        cmocka_unit_test(colours_go_before_the_style_of_error_pages),
        cmocka_unit_test(a_real_site_is_no_demonstration),
        cmocka_unit_test(what_nginx_would_misread_is_refused_and_nothing_written),
        cmocka_unit_test(missing_templates_are_all_named),
        cmocka_unit_test(a_folder_that_cannot_be_made_is_told),
        cmocka_unit_test(the_loader_can_empty_the_cache),
        cmocka_unit_test(folders_are_named_by_where_they_are),
    };
    int failed;

    arena_init(&arena, (size_t)64 << 20);
    if (mkdtemp(folder) == NULL)
        return 1;
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    (void)nftw(folder, discard, 16, FTW_DEPTH | FTW_PHYS);
    arena_release(&arena);
    return failed;
}

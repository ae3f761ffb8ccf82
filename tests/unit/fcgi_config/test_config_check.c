/*
 * What must go together, and what a real site must not have.
 */
#include "tests/unit/fcgi_config/site.h"

#define REAL                                                                            \
    "environment: production\nname: a\nshort_name: b\nbase_url: https://iepc.example\n" \
    "pools:\n  public: {socket: p, hosts: [iepc.example], role: r}\n"

static void a_real_site_passes(void **state)
{
    (void)state;
    assert_non_null(site(REAL));
}

static void unsafe_settings_are_refused_in_production_only(void **state)
{
    static const struct {
        struct str set;
        const char *code;
    } cases[] = {
        {STR_INIT("test_clock=true"), "config-production-clock"},
        {STR_INIT("base_url=http://iepc.example"), "config-production-https"},
        {STR_INIT("pools.public.hosts=iepc.example,localhost"), "config-production-host"},
        {STR_INIT("pools.public.hosts=127.0.0.1"), "config-production-host"},
        {STR_INIT("pools.public.hosts=[::1]"), "config-production-host"},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const struct str demo[] = {STR("environment=demo"), cases[i].set};

        assert_null(site_set(REAL, &cases[i].set, 1));
        assert_int_equal(diags.nerrors, 1);
        assert_found(cases[i].code, 0);
        assert_non_null(site_set(REAL, demo, 2));
    }
}

static void pools_need_hosts(void **state)
{
    static const struct str none = STR_INIT("pools.public.hosts=");

    (void)state;
    assert_null(site_set(REAL, &none, 1));
    assert_found("config-pool-hosts", 0);
    assert_null(site("name: a\nshort_name: b\nbase_url: http://a\n"));
    assert_found("config-missing", 0);
}

static void pools_share_neither_hosts_nor_sockets(void **state)
{
    (void)state;
    assert_null(site(REAL "  panel: {socket: p, hosts: [IEPC.example], role: r}\n"));
    assert_int_equal(diags.nerrors, 2);
    assert_found("config-shared", 0);
}

static void mpeg_has_few_bitrates(void **state)
{
    static const struct {
        struct str set;
        bool fine;
    } rows[] = {{STR_INIT("voice.bitrate_kbps=16"), true},
                {STR_INIT("voice.bitrate_kbps=48"), true},
                {STR_INIT("voice.bitrate_kbps=33"), false},
                {STR_INIT("voice.bitrate_kbps=44"), false}};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        assert_int_equal(site_set(REAL, &rows[i].set, 1) != NULL, rows[i].fine);
        if (!rows[i].fine)
            assert_found("config-bitrate", 0);
    }
}

static void a_cookie_is_for_hosts_below_its_domain(void **state)
{
    static const struct {
        struct str domain;
        bool fits;
    } rows[] = {{STR_INIT("cookie_domain=iepc.example"), true},
                {STR_INIT("cookie_domain=example"), true},
                {STR_INIT("cookie_domain=epc.example"), false},
                {STR_INIT("cookie_domain=a.iepc.example"), false},
                {STR_INIT("cookie_domain=otro.mx"), false}};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        assert_true((site_set(REAL, &rows[i].domain, 1) != NULL) == rows[i].fits);
        if (!rows[i].fits)
            assert_found("config-cookie-domain", 0);
    }
}

static void base_urls_are_scheme_and_host(void **state)
{
    static const char *const good[] = {"https://a.mx", "http://127.0.0.1:8080", "http://[::1]:80"};
    static const char *const bad[] = {
        "https://",       "https://a.mx/", "https://a.mx/b",   "ftp://a.mx",
        "a.mx",           "https://A.mx",  "https://a.mx?x",   "https://u@a.mx",
        "https://a.mx#x", "https://a b",   "javascript:alert", "https://\xC3\xB1.mx"};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(good); i++) {
        struct str set = arena_join(&arena, STR("base_url="), str_from(good[i]), STR(""));

        assert_non_null(site_set(SITE_HEAD, &set, 1));
    }
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        struct str set = arena_join(&arena, STR("base_url="), str_from(bad[i]), STR(""));

        assert_null(site_set(SITE_HEAD, &set, 1));
        assert_found("config-base-url", 0);
    }
}

static void tls_needs_both_files(void **state)
{
    (void)state;
    assert_null(site(SITE_HEAD "nginx: {tls_certificate: c}\n"));
    assert_found("config-tls-pair", 0);
    assert_null(site(SITE_HEAD "nginx: {tls_key: c}\n"));
    assert_found("config-tls-pair", 0);
    assert_null(site(SITE_HEAD "nginx: {redirect_listen: '80'}\n"));
    assert_found("config-redirect-tls", 0);
    assert_non_null(
        site(SITE_HEAD "nginx: {redirect_listen: '80', tls_certificate: c, tls_key: k}\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_real_site_passes),
        cmocka_unit_test(unsafe_settings_are_refused_in_production_only),
        cmocka_unit_test(pools_need_hosts),
        cmocka_unit_test(pools_share_neither_hosts_nor_sockets),
        cmocka_unit_test(mpeg_has_few_bitrates),
        cmocka_unit_test(a_cookie_is_for_hosts_below_its_domain),
        cmocka_unit_test(base_urls_are_scheme_and_host),
        cmocka_unit_test(tls_needs_both_files),
    };
    int failed;

    arena_init(&arena, (size_t)64 << 20);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_release(&arena);
    return failed;
}

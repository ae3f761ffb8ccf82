/*
 * The table of keys, and looking things up in it.
 */
#include "fcgi/config/config_keys.h"

#include <limits.h>

#define TEXT_MAX  500
#define SUGGESTED 128

/* A member of the wrong type does not compile. (A table is read by columns: no clang-format.) */
/* clang-format off */
#define AT(m)      offsetof(struct config, m)
#define AT_STR(m)  (AT(m) + _Generic(((struct config *)0)->m, struct str : 0))
#define AT_STRS(m) (AT(m) + _Generic(((struct config *)0)->m, struct strs : 0))
#define AT_INT(m)  (AT(m) + _Generic(((struct config *)0)->m, int : 0))
#define AT_BOOL(m) (AT(m) + _Generic(((struct config *)0)->m, bool : 0))

#define KEY_TEXT(n, m, d)        {n, CONFIG_TEXT, AT_STR(m), 0, TEXT_MAX, d, NULL}
#define KEY_WORD(n, m, d, chars) {n, CONFIG_WORD, AT_STR(m), 0, TEXT_MAX, d, chars}
#define KEY_PATH(n, m, d)        {n, CONFIG_PATH, AT_STR(m), 0, 0, d, NULL}
#define KEY_SOCKET(n, m, d)      {n, CONFIG_SOCKET, AT_STR(m), 0, 0, d, NULL}
#define KEY_INT(n, m, lo, hi, d) {n, CONFIG_INT, AT_INT(m), lo, hi, d, NULL}
#define KEY_BOOL(n, m, d)        {n, CONFIG_BOOL, AT_BOOL(m), 0, 0, d, NULL}
#define KEY_LIST(n, m, chars)    {n, CONFIG_LIST, AT_STRS(m), 0, TEXT_MAX, "", chars}
#define KEY_CHOICE(n, m, c, d)   {n, CONFIG_CHOICE, AT(m), 0, 0, d, c}

static const struct config_key keys[] = {
    KEY_CHOICE("environment", environment, "demo production", "demo"),
    KEY_TEXT("name", name, NULL),
    KEY_TEXT("short_name", short_name, NULL),
    KEY_TEXT("base_url", base_url, NULL),
    KEY_WORD("cookie_domain", cookie_domain, "", ".-"),
    KEY_WORD("locale", locale, "es-MX", "-"),
    KEY_WORD("time_zone", zone, "America/Mexico_City", "/_+-"),
    KEY_WORD("theme", theme, "institucional", "_-"),
    KEY_PATH("content_dir", content_dir, "content/pages"),
    KEY_PATH("micrositios_dir", micrositios_dir, "content/micrositios"),
    KEY_PATH("glossary", glossary, "content/glosario.yml"),
    KEY_PATH("calendar", calendar, "content/calendario"),
    KEY_PATH("alerts", alerts, "content/alertas.yml"),
    KEY_PATH("search_table", search_table, "content/busqueda.yml"),
    KEY_PATH("redirects", redirects, "content/redirects.csv"),
    KEY_LIST("old_hosts", old_hosts, ".-"),
    KEY_LIST("languages", languages, "-"),
    KEY_PATH("themes_dir", theme_dir, "themes"),
    KEY_PATH("state_dir", state_dir, "var"),
    KEY_SOCKET("redis.socket", redis_socket, ""),
    KEY_WORD("redis.user", redis_user, "estrado", "_-"),
    KEY_PATH("redis.password_file", redis_password_file, ""),
    KEY_BOOL("redis.pages", redis_pages, "true"),
    KEY_PATH("postgresql.socket_dir", pg_socket_dir, ""),
    KEY_WORD("postgresql.database", pg_database, "estrado", "_-"),
    KEY_INT("postgresql.port", pg_port, 1, 65535, "5432"),
    KEY_INT("limits.path_bytes", limits.path_bytes, 64, 8192, "1024"),
    KEY_INT("limits.query_bytes", limits.query_bytes, 64, 16384, "4096"),
    KEY_INT("limits.fields", limits.fields, 1, 256, "64"),
    KEY_INT("limits.cookies", limits.cookies, 1, 64, "16"),
    KEY_INT("limits.header_bytes", limits.header_bytes, 256, 32768, "8192"),
    KEY_INT("limits.form_bytes", limits.form_bytes, 1024, 1048576, "65536"),
    KEY_INT("limits.params_bytes", limits.params_bytes, 4096, 262144, "65536"),
    KEY_INT("limits.file_mb", limits.file_mb, 1, 1024, "64"),
    KEY_INT("limits.files_mb", limits.files_mb, 1, 1048576, "1024"),
    KEY_INT("limits.page_bytes", limits.page_bytes, 65536, 33554432, "4194304"),
    KEY_INT("limits.arena_bytes", limits.arena_bytes, 1048576, 268435456, "33554432"),
    KEY_INT("limits.worker_data_bytes", limits.worker_data_bytes, 0, INT_MAX, "536870912"),
    KEY_INT("limits.worker_requests", limits.worker_requests, 1, INT_MAX, "10000"),
    KEY_INT("limits.read_s", limits.read_s, 1, 60, "10"),
    KEY_INT("limits.request_s", limits.request_s, 1, 300, "30"),
    KEY_INT("limits.drain_s", limits.drain_s, 1, 60, "8"),
    KEY_INT("limits.redis_ms", limits.redis_ms, 1, 1000, "50"),
    KEY_INT("limits.redis_reply_bytes", limits.redis_reply_bytes, 65536, 67108864, "5242880"),
    KEY_INT("limits.pg_statement_ms", limits.pg_statement_ms, 10, 60000, "3000"),
    KEY_WORD("nginx.listen", nginx.listen, "127.0.0.1:8080", ".:[]* "),
    KEY_WORD("nginx.redirect_listen", nginx.redirect_listen, "", ".:[]* "),
    KEY_SOCKET("nginx.local_socket", nginx.local_socket, "var/run/local.sock"),
    KEY_WORD("nginx.user", nginx.user, "", "_-. "),
    KEY_LIST("nginx.trusted_proxies", nginx.trusted_proxies, ".:/"),
    KEY_BOOL("nginx.static_only", nginx.static_only, "false"),
    KEY_PATH("nginx.tls_certificate", nginx.tls_certificate, ""),
    KEY_PATH("nginx.tls_key", nginx.tls_key, ""),
    KEY_INT("nginx.conn_per_address", nginx.conn_per_address, 1, 10000, "64"),
    KEY_INT("nginx.costly_per_minute", nginx.costly_per_minute, 1, 60000, "120"),
    KEY_INT("nginx.costly_burst", nginx.costly_burst, 1, 10000, "40"),
    KEY_INT("nginx.forms_per_minute", nginx.forms_per_minute, 1, 60000, "10"),
    KEY_INT("nginx.forms_burst", nginx.forms_burst, 1, 10000, "20"),
    KEY_INT("nginx.client_body_kb", nginx.client_body_kb, 1, 10240, "64"),
    KEY_CHOICE("crawlers.search", crawlers.search, "open closed", "open"),
    KEY_CHOICE("crawlers.archives", crawlers.archives, "open closed", "open"),
    KEY_CHOICE("crawlers.ai", crawlers.ai, "open closed", "open"),
    KEY_LIST("crawlers.search_agents", crawlers.search_agents, "_-."),
    KEY_LIST("crawlers.archive_agents", crawlers.archive_agents, "_-."),
    KEY_LIST("crawlers.ai_agents", crawlers.ai_agents, "_-."),
    KEY_BOOL("voice.enabled", voice.enabled, "true"),
    KEY_WORD("voice.name", voice.name, "es-419", "_+-"),
    KEY_INT("voice.speed", voice.speed, 80, 400, "160"),
    KEY_INT("voice.bitrate_kbps", voice.bitrate_kbps, 16, 64, "32"),
    KEY_PATH("voice.espeak", voice.espeak, "/usr/bin/espeak-ng"),
    KEY_PATH("voice.lame", voice.lame, "/usr/bin/lame"),
    KEY_CHOICE("log.format", log_format, "logfmt json", "logfmt"),
    KEY_CHOICE("log.level", log_level, "debug info warn error", "info"),
    KEY_BOOL("test_clock", test_clock, "false"),
};
/* clang-format on */

const struct config_key *config_keys(size_t *ret_n)
{
    *ret_n = ARRAY_LEN(keys);
    return keys;
}

const struct config_key *config_key_named(struct str name, size_t *ret_i)
{
    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        if (str_eq(str_from(keys[i].name), name)) {
            *ret_i = i;
            return &keys[i];
        }
    }
    return NULL;
}

bool config_key_is_group(struct str name)
{
    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        struct str key = str_from(keys[i].name);

        if (key.n > name.n && str_starts(key, name) && key.p[name.n] == '.')
            return true;
    }
    return false;
}

struct str config_key_suggest(struct str name)
{
    struct str all[SUGGESTED] = {STR_INIT("pools"),      STR_INIT("facts"),  STR_INIT("redis"),
                                 STR_INIT("postgresql"), STR_INIT("limits"), STR_INIT("nginx"),
                                 STR_INIT("log"),        STR_INIT("voice"),  STR_INIT("types")};
    size_t n = 9;

    _Static_assert(ARRAY_LEN(keys) + 9 <= SUGGESTED, "room for every key");
    for (size_t i = 0; i < ARRAY_LEN(keys); i++)
        all[n++] = str_from(keys[i].name);
    return diag_suggest(name, all, n);
}

int config_choice(const char *choices, struct str word)
{
    struct str rest = str_from(choices), one;

    for (int i = 0; rest.n > 0; i++) {
        str_cut(rest, ' ', &one, &rest);
        if (str_eq(one, word))
            return i;
    }
    return -1;
}

static struct str joined(struct arena *a, const struct strs *list)
{
    struct str all = {NULL, 0};

    for (size_t i = 0; i < list->n; i++)
        all = arena_join(a, all, i > 0 ? STR(",") : STR(""), list->v[i]);
    return all;
}

static struct str nth_choice(const char *choices, unsigned n)
{
    struct str rest = str_from(choices), one = {NULL, 0};

    for (unsigned i = 0; i <= n; i++)
        str_cut(rest, ' ', &one, &rest);
    return one;
}

struct str config_key_shown(const struct config *c, struct arena *a, const struct config_key *k)
{
    const void *p = (const char *)c + k->offset;

    switch (k->kind) {
    case CONFIG_INT:
        return arena_fmt(a, "%d", *(const int *)p);
    case CONFIG_BOOL:
        return *(const bool *)p ? STR("true") : STR("false");
    case CONFIG_CHOICE:
        return nth_choice(k->choices, *(const unsigned *)p);
    case CONFIG_LIST:
        return joined(a, p);
    case CONFIG_TEXT:
    case CONFIG_WORD:
    case CONFIG_PATH:
    case CONFIG_SOCKET:
        break;
    }
    return *(const struct str *)p;
}

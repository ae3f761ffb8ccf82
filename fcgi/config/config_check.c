/*
 * What must go together in site.yml, and what a real site must not have.
 */
#include "fcgi/base/ucs.h"
#include "fcgi/config/config_load.h"

/* "https://host" or "http://host:port": lower case, no path, nothing behind. */
static bool is_base_url(struct str url)
{
    struct str rest;

    if (!str_starts(url, STR("https://")) && !str_starts(url, STR("http://")))
        return false;
    rest = str_sub(url, str_find(url, STR("://")) + 3, url.n);
    for (size_t i = 0; i < rest.n; i++) {
        char c = rest.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');

        if (!plain && c != '.' && c != '-' && c != ':' && c != '[' && c != ']')
            return false;
    }
    return rest.n > 0;
}

static bool is_local(struct str host)
{
    return str_eq(host, STR("localhost")) || str_starts(host, STR("127.")) ||
           str_eq(host, STR("[::1]"));
}

static void check_production(struct config_load *l)
{
    const struct config *c = l->c;

    if (c->environment != ENV_PRODUCTION)
        return;
    if (c->test_clock)
        diag_error(l->d, l->file, 0, "config-production-clock");
    if (!str_starts(c->base_url, STR("https://")))
        diag_error(l->d, l->file, 0, "config-production-https");
    for (size_t i = 0; i < c->npools; i++) {
        for (size_t k = 0; k < c->pools[i].hosts.n; k++) {
            if (is_local(c->pools[i].hosts.v[k]))
                diag_error(l->d, l->file, 0, "config-production-host", c->pools[i].hosts.v[k]);
        }
    }
}

/* Two pools with one socket or one host: nginx could not tell them apart. */
static void check_pair(struct config_load *l, const struct pool *x, const struct pool *y)
{
    if (str_eq(x->socket, y->socket) && x->socket.n > 0)
        diag_error(l->d, l->file, 0, "config-shared", x->name, y->name, x->socket);
    for (size_t i = 0; i < x->hosts.n; i++) {
        for (size_t k = 0; k < y->hosts.n; k++) {
            if (str_eq(x->hosts.v[i], y->hosts.v[k]))
                diag_error(l->d, l->file, 0, "config-shared", x->name, y->name, x->hosts.v[i]);
        }
    }
}

static void check_pools(struct config_load *l)
{
    const struct config *c = l->c;

    if (c->npools == 0)
        diag_error(l->d, l->file, 0, "config-missing", STR("pools"));
    for (size_t i = 0; i < c->npools; i++) {
        if (c->pools[i].hosts.n == 0)
            diag_error(l->d, l->file, 0, "config-pool-hosts", c->pools[i].name);
        for (size_t k = i + 1; k < c->npools; k++)
            check_pair(l, &c->pools[i], &c->pools[k]);
    }
}

/* Whether browsers would take a cookie for `domain` from this host (RFC 6265 5.1.3). */
static bool is_within(struct str host, struct str domain)
{
    return str_eq(host, domain) ||
           (host.n > domain.n && str_ends(host, domain) && host.p[host.n - domain.n - 1] == '.');
}

static void check_cookie_domain(struct config_load *l)
{
    const struct config *c = l->c;

    if (c->cookie_domain.n == 0)
        return;
    for (size_t i = 0; i < c->npools; i++) {
        for (size_t k = 0; k < c->pools[i].hosts.n; k++) {
            if (!is_within(c->pools[i].hosts.v[k], c->cookie_domain))
                diag_error(l->d, l->file, 0, "config-cookie-domain", c->cookie_domain,
                           c->pools[i].hosts.v[k]);
        }
    }
}

static void check_tls(struct config_load *l)
{
    const struct nginx_config *nginx = &l->c->nginx;

    if ((nginx->tls_certificate.n == 0) != (nginx->tls_key.n == 0))
        diag_error(l->d, l->file, 0, "config-tls-pair");
    if (nginx->redirect_listen.n > 0 && nginx->tls_certificate.n == 0)
        diag_error(l->d, l->file, 0, "config-redirect-tls");
}

/* What MPEG 2 has at the rates of speech (ISO/IEC 13818-3, 2.4.2.3). */
static void check_voice(struct config_load *l)
{
    if (l->c->voice.bitrate_kbps % 8 != 0)
        diag_error(l->d, l->file, 0, "config-bitrate");
}

void config_check(struct config_load *l)
{
    const struct config *c = l->c;

    check_pools(l);
    check_tls(l);
    check_cookie_domain(l);
    check_voice(l);
    if (c->zone.n > 0 && !ucs_zone_is_known(c->zone))
        diag_error(l->d, l->file, 0, "config-zone", c->zone);
    if (c->base_url.n > 0 && !is_base_url(c->base_url))
        diag_error(l->d, l->file, 0, "config-base-url", c->base_url);
    check_production(l);
}

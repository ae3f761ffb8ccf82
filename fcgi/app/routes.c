/*
 * The table of routes. Columns say what a route needs; route_find enforces them.
 */
#include "fcgi/app/app.h"

#include <string.h>

#define GET  (1u << METHOD_GET | 1u << METHOD_HEAD)
#define POST (1u << METHOD_POST)

#define API (ROUTE_DATA | ROUTE_API)

static const struct route routes[] = {
    {"health", "/-/health", h_health, ROUTE_LOCAL, GET},
    {"metrics", "/-/metrics", h_metrics, ROUTE_LOCAL, GET},
    {"problems", "/-/avisos", h_problems, ROUTE_WATCH, GET},
    {"robots", "/robots.txt", h_robots, ROUTE_CACHE | ROUTE_DATA, GET},
    {"sitemap-xml", "/sitemap.xml", h_sitemap_xml, ROUTE_CACHE | ROUTE_DATA, GET},
    {"sitemap-part", "/sitemap-*.xml", h_sitemap_part, ROUTE_CACHE | ROUTE_DATA, GET},
    {"api-bare", "/api/v1", h_api, ROUTE_CACHE | API, GET},
    {"api", "/api/v1/", h_api, ROUTE_CACHE | API, GET},
    {"api-openapi", "/api/v1/openapi.json", h_api_openapi, ROUTE_CACHE | API, GET},
    {"api-types", "/api/v1/types", h_api_types, ROUTE_CACHE | API, GET},
    {"api-pages", "/api/v1/pages", h_api_pages, API, GET},
    {"api-home", "/api/v1/pages/", h_api_page, ROUTE_CACHE | API, GET},
    {"api-page", "/api/v1/pages/*", h_api_page, ROUTE_CACHE | API, GET},
    {"api-act", "/api/v1/acts/*", h_api_act, ROUTE_CACHE | API, GET},
    {"api-none", "/api/v1/*", h_api_none, API, GET},
    {"changes-feed", "/cambios/atom.xml", h_changes_feed, ROUTE_DATA, GET},
    {"search-feed", "/buscar.atom", h_search_feed, ROUTE_DATA, GET},
    {"feed", "*/atom.xml", h_feed, ROUTE_CACHE | ROUTE_DATA, GET},
    {"feed-site", "/atom.xml", h_feed, ROUTE_CACHE | ROUTE_DATA, GET},
    {"changes", "/cambios", h_changes, 0, GET},
    {"sitemap", "/mapa-del-sitio", h_sitemap, ROUTE_CACHE, GET},
    {"search", "/buscar", h_search, 0, GET},
    {"calendar", "/calendario", h_calendar, 0, GET},
    {"calendar-ics", "/calendario.ics", h_calendar_ics, ROUTE_CACHE, GET},
    {"calendar-json", "/calendario.json", h_calendar_json, ROUTE_CACHE, GET},
    {"alert", "/avisos/ocultar", h_alert, ROUTE_SAME_ORIGIN, POST},
    {"preferences", "/accesibilidad", h_prefs, ROUTE_PAGE | ROUTE_SAME_ORIGIN, GET | POST},
    {"barrier", "/accesibilidad/barrera", h_barrier, ROUTE_SAME_ORIGIN, GET | POST},
    {"barrier-done", "/accesibilidad/barrera/recibido", h_barrier_done, 0, GET},
    {"statement", "/accesibilidad/declaracion", h_statement, ROUTE_CACHE, GET},
    {"content", "*", h_content, ROUTE_CACHE, GET},
};

const struct route *routes_all(size_t *ret_n)
{
    *ret_n = ARRAY_LEN(routes);
    return routes;
}

bool route_has_path(struct str path)
{
    for (size_t i = 0; i < ARRAY_LEN(routes); i++) {
        if ((routes[i].flags & (ROUTE_LOCAL | ROUTE_WATCH)) == 0 &&
            str_eq(str_from(routes[i].pattern), path))
            return true;
    }
    return false;
}

int route_index(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(routes); i++) {
        if (strcmp(routes[i].name, name) == 0)
            return (int)i;
    }
    return SHARED_ROUTES_MAX - 1;
}

static bool is_local_host(struct str host)
{
    return str_eq(host, STR("localhost")) || str_eq(host, STR("127.0.0.1")) ||
           str_eq(host, STR("[::1]"));
}

/* Whether this request may know that the route exists. */
static bool is_open(const struct ctx *c, const struct route *r)
{
    if ((r->flags & ROUTE_LOCAL) != 0 && !c->req->local)
        return false;
    if ((r->flags & ROUTE_WATCH) != 0 && !(c->app->watch && is_local_host(c->req->host)))
        return false;
    return true;
}

/* Reading changes nothing and may come from anywhere. */
static bool is_protected(const struct ctx *c, const struct route *r)
{
    unsigned method = 1u << c->req->method;

    return (method & GET) != 0 || (r->flags & ROUTE_SAME_ORIGIN) == 0 || !c->req->foreign;
}

static struct str allow_of(struct arena *a, unsigned methods)
{
    static const struct str names[] = {
        [METHOD_GET] = STR_INIT("GET"),        [METHOD_HEAD] = STR_INIT("HEAD"),
        [METHOD_POST] = STR_INIT("POST"),      [METHOD_PUT] = STR_INIT("PUT"),
        [METHOD_DELETE] = STR_INIT("DELETE"),  [METHOD_PATCH] = STR_INIT("PATCH"),
        [METHOD_OPTIONS] = STR_INIT("OPTIONS")};
    struct str s = {NULL, 0};

    for (size_t m = 0; m < ARRAY_LEN(names); m++) {
        if ((methods & 1u << m) != 0)
            s = s.n == 0 ? names[m] : arena_join(a, s, STR(", "), names[m]);
    }
    return s;
}

/* nginx lets only the hosts of site.yml through; this holds for whoever else reaches the socket. */
static bool serves_host(const struct ctx *c)
{
    const struct config *config = c->app->config;
    const struct strs *hosts = &config->pools[c->app->pool].hosts;

    if (c->req->local || (c->app->pool == 0 && is_old_host(c)))
        return true;
    for (size_t i = 0; i < hosts->n; i++) {
        if (str_eq(hosts->v[i], c->req->host))
            return true;
    }
    return micrositio_by_host(&c->app->micrositios, c->req->host) != NULL;
}

/* At most one '*' stands in a pattern. */
static bool matches(struct str pattern, struct str path, struct str *ret_rest)
{
    size_t star = str_index(pattern, '*');
    struct str head = str_sub(pattern, 0, star), tail = str_sub(pattern, star + 1, pattern.n);

    if (star == pattern.n)
        return str_eq(pattern, path);
    if (path.n <= head.n + tail.n || !str_starts(path, head) || !str_ends(path, tail))
        return false;
    *ret_rest = str_sub(path, head.n, path.n - tail.n);
    return true;
}

/* What programs read looks the same whatever a person chose: no look, no outline. */
static void forget_looks(struct ctx *c)
{
    c->choice = c->asked = (struct choice){0};
    c->outline = false;
    c->splice[TPL_SPLICE_CLASS] = (struct str){NULL, 0};
}

enum err route_find(struct ctx *c)
{
    if (!serves_host(c))
        return ERR_NOT_FOUND;
    for (size_t i = 0; i < ARRAY_LEN(routes); i++) {
        const struct route *r = &routes[i];

        if (!matches(str_from(r->pattern), c->path, &c->rest) ||
            (is_old_host(c) && r->handler != h_content))
            continue;
        if (!is_open(c, r) || (c->by_address && (r->flags & ROUTE_CACHE) == 0))
            return ERR_NOT_FOUND;
        if (c->by_address && (r->flags & ROUTE_DATA) != 0)
            return ERR_NOT_FOUND;
        c->route = r;
        if ((r->flags & ROUTE_DATA) != 0)
            forget_looks(c);
        if ((r->methods & 1u << c->req->method) != 0)
            return is_protected(c, r) ? OK : ERR_AUTH;
        c->allow = allow_of(c->arena, r->methods);
        return ERR_DENIED;
    }
    return ERR_NOT_FOUND;
}

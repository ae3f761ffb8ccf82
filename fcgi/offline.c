/*
 * A generation and requests without a server, for `render` and `check`.
 */
#include "fcgi/offline.h"
#include "fcgi/base/clock.h"
#include "fcgi/base/esc.h"

#include <stdlib.h>

bool offline_load(struct cmd *cmd, struct app *ret_app, struct diags *d)
{
    const struct config *config = config_load(cmd->arena, cmd->site_yml, cmd->overrides, d);
    struct shared *shared = shared_map();

    if (config == NULL || shared == NULL)
        return false;
    if (config->test_clock && getenv("ESTRADO_CLOCK") != NULL)
        clock_follow(getenv("ESTRADO_CLOCK"));
    return app_load(ret_app, cmd->arena, config, cmd->share_dir, shared, d);
}

void offline_get(struct app *app, struct arena *a, struct str path, struct str query,
                 struct response *ret_resp)
{
    const struct config *config = app->config;
    struct str host = config->npools > 0 && config->pools[0].hosts.n > 0
                          ? config->pools[0].hosts.v[0]
                          : STR("localhost");
    struct request_limits limits = app_limits(config);
    struct buf uri;
    const char *env[6] = {"REQUEST_METHOD=GET", "CONTENT_LENGTH="};
    struct request *req = ARENA_NEW(a, struct request);
    int refused;

    buf_init(&uri, 8192);
    esc_path(&uri, path);
    if (query.n > 0)
        buf_addf(&uri, "?" STR_FMT, STR_ARG(query));
    env[2] = arena_join(a, STR("REQUEST_URI="), buf_str(&uri), STR("")).p;
    env[3] = arena_join(a, STR("QUERY_STRING="), query, STR("")).p;
    env[4] = arena_join(a, STR("HTTP_HOST="), host, STR("")).p;
    buf_release(&uri);
    refused = request_parse(a, env, &limits, clock_now(), req);
    dispatch(app, req, refused, ret_resp);
}

struct strs offline_paths(const struct app *app, struct arena *a, int64_t now)
{
    static const struct str own[] = {STR_INIT("/mapa-del-sitio"), STR_INIT("/buscar"),
                                     STR_INIT("/calendario"), STR_INIT("/accesibilidad/barrera"),
                                     STR_INIT("/accesibilidad/declaracion")};
    const struct pages *all = &app->site->by_url;
    struct strs made = lists_paths(app, a, now);
    struct str *v = ARENA_ARRAY(a, struct str, all->n + made.n + ARRAY_LEN(own));
    size_t n = 0;

    for (size_t i = 0; i < all->n; i++) {
        if (page_is_visible(all->v[i], now) && !all->v[i]->front.withdrawn.is)
            v[n++] = all->v[i]->url;
    }
    for (size_t i = 0; i < made.n; i++)
        v[n++] = made.v[i];
    for (size_t i = 0; i < ARRAY_LEN(own); i++)
        v[n++] = own[i];
    return (struct strs){v, n};
}

/*
 * The straight line of a request: route, stored answer, handler, error page,
 * template, headers. Everything else is one call away.
 */
#include "fcgi/app/app.h"
#include "fcgi/base/clock.h"
#include "fcgi/base/log.h"

/* The one place where an outcome becomes an HTTP status. */
static int status_of(const struct ctx *c, enum err e)
{
    switch (e) {
    case OK:
        return 200;
    case ERR_NOT_FOUND:
        return 404;
    case ERR_INVALID:
        return 400;
    case ERR_AUTH:
        return 403;
    case ERR_DENIED:
        return c->allow.n > 0 ? 405 : 403;
    case ERR_CONFLICT:
        return 409;
    case ERR_TOO_BIG:
        return 413;
    case ERR_UNAVAILABLE:
        return 503;
    case ERR_INTERNAL:
        break;
    }
    return 500;
}

static void set(struct response *r, const char *name, struct str value)
{
    enum err e = response_header(r, name, value);

    if (e != OK)
        log_line(LOG_ERROR, "header-refused", LOG_STR("name", str_from(name)));
}

/* How long nginx and browsers may keep it (decision 12). Within a second of an edge, not at all. */
static struct str cache_control(const struct ctx *c, const struct answer *answer)
{
    unsigned flags = c->route == NULL ? 0 : c->route->flags;

    if ((flags & (ROUTE_CACHE | ROUTE_DATA)) == 0 || c->app->watch || answer->no_store)
        return STR("no-store");
    if ((flags & ROUTE_CACHE) == 0)
        return STR("public, no-cache");
    if (answer->valid_until - c->req->now <= 1 || !choice_is_empty(&c->choice) || c->dismissed != 0)
        return STR("private, no-cache");
    return STR("public, max-age=1, stale-while-revalidate=1");
}

void answer_headers(const struct ctx *c, const struct answer *answer, struct response *r)
{
    r->status = answer->status;
    set(r, "Content-Type",
        str_from(answer->type != NULL ? answer->type : "text/html; charset=utf-8"));
    set(r, "Cache-Control", cache_control(c, answer));
    if (c->route != NULL && (c->route->flags & ROUTE_DATA) != 0) {
        set(r, "Vary", STR("Accept-Encoding"));
        set(r, "Access-Control-Allow-Origin", STR("*"));
    } else {
        set(r, "Vary", STR("Accept-Encoding, Cookie"));
    }
    if (answer->location.n > 0)
        set(r, "Location", answer->location);
    if (answer->cookie.n > 0)
        set(r, "Set-Cookie", answer->cookie);
    if (answer->modified > 0)
        set(r, "Last-Modified", clock_http_date(c->arena, answer->modified));
    if (answer->status == 405)
        set(r, "Allow", c->allow);
    if (answer->status == 503)
        set(r, "Retry-After", STR("30"));
    if (str_starts(response_get(r, "Content-Type"), STR("text/html")) &&
        (c->app->config->environment == ENV_DEMO || answer->status != 200))
        set(r, "X-Robots-Tag", STR("noindex"));
}

/* nginx sends it, and knows of ranges; the rest is said here. */
static void hand_over(struct ctx *c, const struct answer *answer, struct response *r)
{
    answer_headers(c, answer, r);
    set(r, "ETag", answer->etag);
    set(r, "Content-Disposition", answer->disposition);
    r->file = answer->file;
}

static void render(struct ctx *c, struct answer *answer, struct tpl_out *out, struct response *r)
{
    enum err e = OK;

    if (answer->type != NULL) {
        buf_add(out->buf, answer->raw);
    } else {
        if (answer->no_store)
            c->splice[TPL_SPLICE_REQUEST] = answer->view.request_id;
        view_finish(c, answer);
        e = view_render(c, answer, out);
        if (e == OK)
            e = variant_shape(c, answer, out);
    }
    if (e != OK || buf_finish(out->buf, &r->body) != OK) {
        log_line(LOG_ERROR, "page-too-big", LOG_STR("id", c->req->id),
                 LOG_STR("path", c->req->path));
        *answer =
            (struct answer){.status = 500, .type = "text/plain; charset=utf-8", .no_store = true};
        r->body = STR("500\n");
    }
    answer_headers(c, answer, r);
    if (!answer->no_store && !c->app->watch)
        set(r, "ETag", variant_etag(c, stored_etag(c->arena, r->body, ENCODING_PLAIN)));
    r->body = variant_finish(c, r->body, out->marks, out->nmarks);
}

static void release(void *arg)
{
    buf_release(arg);
}

void dispatch(struct app *app, const struct request *req, int refused, struct response *ret_resp)
{
    struct ctx c = {.app = app, .req = req, .arena = req->arena};
    struct answer *answer = ARENA_NEW(c.arena, struct answer);
    struct buf *body = ARENA_NEW(c.arena, struct buf);
    struct tpl_out out = {.buf = body};
    enum err e = OK;

    *ret_resp = (struct response){.status = 200, .cache = "none"};
    *answer = (struct answer){.status = 200, .valid_until = TIME_NEVER};
    buf_init(body, (size_t)app->config->limits.page_bytes);
    arena_defer(c.arena, release, body);
    variant_choose(&c);
    micro_choose(&c);
    language_choose(&c);
    alerts_choose(&c);

    if (refused == 0)
        e = route_find(&c);
    if (refused == 0 && e == OK && stored_get(&c, ret_resp))
        goto send;
    if (refused == 0 && e == OK)
        e = c.route->handler(&c, answer);
    if (refused != 0 || e != OK)
        view_for_error(&c, refused != 0 ? refused : status_of(&c, e), answer);
    if (answer->status == 404 && !req->local && req->method == METHOD_GET)
        journal_count(app->journal, JOURNAL_MISSING, c.path);
    if (answer->file.n > 0) {
        hand_over(&c, answer, ret_resp);
        goto send;
    }
    render(&c, answer, &out, ret_resp);
    stored_put(&c, answer, &out, ret_resp);
send:
    ret_resp->route = c.route == NULL ? "none" : c.route->name;
    response_finish(ret_resp, req);
}

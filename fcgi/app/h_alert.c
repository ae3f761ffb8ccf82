/*
 * Putting an alert away for the visit: POST, a cookie without expiry that names what was put away
 * and nobody, and back to the page.
 */
#include "accessibility/carry.h"
#include "fcgi/app/app.h"
#include "fcgi/http/form.h"

/* The set with this alert in it, if there is such a one that may be put away. */
static unsigned with(const struct ctx *c, unsigned set, struct str id)
{
    return set | alerts_dismissed(c->app->alerts, id, STR("*"), c->req->now);
}

static struct str cookie_of(struct ctx *c, unsigned set)
{
    struct str domain = c->app->config->cookie_domain;

    if (domain.n > 0)
        domain = arena_join(c->arena, STR("; Domain="), domain, STR(""));
    return arena_fmt(c->arena,
                     ALERTS_COOKIE "=" STR_FMT "; Path=/; HttpOnly; SameSite=Lax%s" STR_FMT,
                     STR_ARG(alerts_cookie(c->arena, c->app->alerts, set)),
                     c->req->tls ? "; Secure" : "", STR_ARG(domain));
}

enum err h_alert(struct ctx *c, struct answer *ret_answer)
{
    struct str cookie = params_get(&c->req->cookies, STR(ALERTS_COOKIE)), back;
    unsigned before = alerts_dismissed(c->app->alerts, cookie, STR("*"), c->req->now), set;
    struct params form;
    enum err e = form_read(c->req, (size_t)c->app->config->limits.fields, &form);

    if (e != OK)
        return e;
    set = with(c, before, params_get(&form, STR("aviso")));
    if (set != 0)
        ret_answer->cookie = cookie_of(c, set);
    back = params_get(&form, STR("volver"));
    back = back.n > 0 ? back : c->req->referer_path;
    ret_answer->status = 303;
    ret_answer->type = "text/html; charset=utf-8";
    ret_answer->no_store = true;
    ret_answer->location = href_carry(
        c->arena, address_of(c->arena, STR(""), path_of_ours(c->arena, back), STR("")), &c->asked);
    return OK;
}

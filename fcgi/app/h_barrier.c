/*
 * /accesibilidad/barrera: tells of something that cannot be used, or asks for a text in another
 * form. POST stores it (fcgi/store/barriers.h) and answers 303; whatever goes wrong, the form comes
 * again with all that was typed.
 */
#include "fcgi/app/app.h"
#include "fcgi/app/forms.h"
#include "fcgi/base/log.h"
#include "fcgi/base/secret.h"
#include "fcgi/http/form.h"
#include "fcgi/store/barriers.h"

#define NUMBER_BYTES 12 /* of a form: no two have the same */

static const struct str form_name = STR_INIT("barrera"), here = STR_INIT("/accesibilidad/barrera"),
                        wants_format = STR_INIT("formato");
static const struct str kinds[] = {STR_INIT("barrera"), STR_INIT("formato")};

static const struct form_field fields[] = {
    {.name = STR_INIT("tipo"), .kind = FORM_CHOICE, .required = true, .options = {kinds, 2}},
    {.name = STR_INIT("que"), .kind = FORM_LINES, .required = true, .max = BARRIER_WHAT_MAX},
    {.name = STR_INIT("pagina"), .kind = FORM_LINE, .max = BARRIER_PAGE_MAX},
    {.name = STR_INIT("formato"), .kind = FORM_LINE, .max = BARRIER_FORMAT_MAX},
    {.name = STR_INIT("equipo"), .kind = FORM_LINES, .max = BARRIER_EQUIPMENT_MAX},
    /* Either of two things: who has both most often wants an answer by e-mail. */
    {.name = STR_INIT("contacto"),
     .kind = FORM_LINE,
     .max = BARRIER_CONTACT_MAX,
     .autocomplete = STR_INIT("email")},
    {.name = STR_INIT("sitio_web"), .kind = FORM_TRAP},
    {.name = STR_INIT("ficha"), .kind = FORM_HIDDEN, .max = 2 * NUMBER_BYTES},
};

/* The page that led here, unless it is this one. */
static struct str page_before(struct ctx *c)
{
    struct str said = params_get(&c->req->query, STR("volver"));
    struct str path = said.n > 0 ? said : c->req->referer_path;

    if (path.n == 0 || str_starts(path, here))
        return (struct str){NULL, 0};
    return path_of_ours(c->arena, path);
}

static void begin(struct ctx *c, struct form *ret_form)
{
    struct str kind = params_get(&c->req->query, STR("tipo"));

    form_empty(fields, ARRAY_LEN(fields), ret_form);
    form_set(ret_form, STR("tipo"), str_eq(kind, wants_format) ? wants_format : kinds[0]);
    form_set(ret_form, STR("pagina"), page_before(c));
    form_set(ret_form, STR("ficha"), random_hex(c->arena, NUMBER_BYTES));
}

static enum err show(struct ctx *c, const struct form *form, int status, struct answer *answer)
{
    answer->status = status;
    answer->view_id = VIEW_BARRIER;
    answer->no_store = true;
    answer->view.form_off = c->app->files_only;
    answer->view.form_away = status == 503;
    page_below(c, STR("/accesibilidad"), STR("barrier.title"), answer);
    form_show(c, form, form_name, &answer->view);
    return OK;
}

static enum err keep(struct ctx *c, const struct form *form, struct answer *answer)
{
    struct barrier b = {.wants_format = str_eq(form_value(form, STR("tipo")), wants_format),
                        .page = form_value(form, STR("pagina")),
                        .what = form_value(form, STR("que")),
                        .format = form_value(form, STR("formato")),
                        .equipment = form_value(form, STR("equipo")),
                        .contact = form_value(form, STR("contacto"))};
    struct str reference;
    enum err e = barrier_add(c->app->pg, c->arena, form_value(form, STR("ficha")), &b, &reference);

    if (e != OK) {
        log_line(LOG_ERROR, "barrier-not-kept", LOG_STR("id", c->req->id),
                 LOG_STR("error", str_from(err_name(e))));
        return show(c, form, 503, answer);
    }
    answer->status = 303;
    answer->type = "text/html; charset=utf-8";
    answer->no_store = true;
    answer->location = address_of(c->arena, STR(""), STR("/accesibilidad/barrera/recibido"),
                                  arena_join(c->arena, STR("?clave="), reference, STR("")));
    return OK;
}

enum err h_barrier(struct ctx *c, struct answer *ret_answer)
{
    struct params sent;
    struct form form;
    enum err e;

    if (c->req->method != METHOD_POST) {
        begin(c, &form);
        return show(c, &form, 200, ret_answer);
    }
    e = form_read(c->req, (size_t)c->app->config->limits.fields, &sent);
    if (e != OK)
        return e;
    form_fill(c->arena, &sent, fields, ARRAY_LEN(fields), &form);
    return form.nfaults > 0 ? show(c, &form, 422, ret_answer) : keep(c, &form, ret_answer);
}

enum err h_barrier_done(struct ctx *c, struct answer *ret_answer)
{
    struct str reference = barrier_reference_of(c->arena, params_get(&c->req->query, STR("clave")));

    if (reference.n == 0) /* nothing was sent: no thanks for it */
        return ERR_NOT_FOUND;
    ret_answer->view_id = VIEW_BARRIER_DONE;
    ret_answer->no_store = true;
    page_below(c, STR("/accesibilidad"), STR("barrier.done-title"), ret_answer);
    ret_answer->view.reference = barrier_reference_shown(c->arena, reference);
    return OK;
}

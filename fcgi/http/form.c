/*
 * Reads a form's body to its end.
 */
#include "fcgi/http/form.h"

/* "application/x-www-form-urlencoded", with or without "; charset=utf-8". */
static bool is_form(struct str type)
{
    struct str name, parameters;

    (void)str_cut(type, ';', &name, &parameters);
    return str_eq_nocase(str_trim(name), STR("application/x-www-form-urlencoded"));
}

static enum err read_all(const struct request *req, struct str *ret_body)
{
    size_t want = (size_t)req->body.length, have = 0;
    char *p = arena_zalloc(req->arena, want + 1, 1);

    while (have < want) {
        size_t n = 0;
        enum err e = req->body.read(req->body.arg, p + have, want - have, &n);

        if (e != OK)
            return e;
        if (n == 0)
            return ERR_INVALID;
        have += n;
    }
    *ret_body = (struct str){p, have};
    return OK;
}

enum err form_read(const struct request *req, size_t max, struct params *ret_form)
{
    struct str body;
    enum err e;

    if (!is_form(req->content_type))
        return ERR_INVALID;
    e = read_all(req, &body);
    return e == OK ? params_parse(req->arena, body, max, ret_form) : e;
}

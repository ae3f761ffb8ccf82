/*
 * /accesibilidad: how pages are to look and read. The form is the program's; what stands around it
 * (title, help) is the content page of that address, where there is one.
 *
 * POST: fields c, t, f, e ... (a word each), or `quitar` (an axis to give up); `accion` says what
 * for; `volver` where to go back to. What is kept is one cookie of words from the table, for a
 * year; what came by the address alone is never kept: RFC 6265, SameSite of RFC 6265bis.
 */
#include "fcgi/app/app.h"
#include "fcgi/http/form.h"

#define YEAR_S 31536000

/* An interface text; empty when the theme has none. */
static struct str text(struct ctx *c, struct str key)
{
    const struct messages *m = theme_messages(c->app->theme);
    struct str pattern;

    return messages_has(m, key, &pattern) ? messages_format(m, c->arena, key, NULL, 0)
                                          : (struct str){NULL, 0};
}

static struct view_option option(struct ctx *c, enum axis axis, int n)
{
    struct str word = choice_word(axis, n), name = choice_axis_name(axis);

    /* n 0: left to the system, "c-sistema" among the texts. */
    if (n == 0)
        word = arena_join(c->arena, name, STR("-sistema"), STR(""));
    return (struct view_option){.name = name,
                                .id = arena_join(c->arena, STR("a11y_"), word, STR("")),
                                .value = n == 0 ? STR("") : word,
                                .label = text(c, arena_fmt(c->arena, "prefs.%s.label", word.p)),
                                .hint = text(c, arena_fmt(c->arena, "prefs.%s.hint", word.p)),
                                .checked = c->choice.v[axis] == n};
}

static struct view_axis axis_of(struct ctx *c, enum axis axis)
{
    struct view_option *v = ARENA_ARRAY(c->arena, struct view_option, CHOICE_WORDS_MAX + 1);
    struct str name = choice_axis_name(axis);
    size_t n = 0;

    v[n++] = option(c, axis, 0);
    while (choice_word(axis, (int)n).n > 0) {
        v[n] = option(c, axis, (int)n);
        n++;
    }
    return (struct view_axis){
        name, text(c, arena_fmt(c->arena, "prefs.%s.legend", name.p)), {v, n}};
}

static struct view_options single_words(struct ctx *c, const enum axis *axes, size_t n)
{
    struct view_option *v = ARENA_ARRAY(c->arena, struct view_option, n);

    for (size_t i = 0; i < n; i++)
        v[i] = option(c, axes[i], 1);
    return (struct view_options){v, n};
}

static void form(struct ctx *c, struct view *v)
{
    static const enum axis looks[] = {AXIS_SPACING, AXIS_LINKS, AXIS_MOTION, AXIS_POINTER};
    static const enum axis reads[] = {AXIS_READER, AXIS_EASY, AXIS_VOICE, AXIS_IMAGES};
    struct view_axis *axes = ARENA_ARRAY(c->arena, struct view_axis, 3);

    axes[0] = axis_of(c, AXIS_CONTRAST);
    axes[1] = axis_of(c, AXIS_TEXT);
    axes[2] = axis_of(c, AXIS_LETTER);
    v->axes = (struct view_axes){axes, 3};
    v->looks = single_words(c, looks, ARRAY_LEN(looks));
    v->reads = single_words(c, reads, ARRAY_LEN(reads));
    v->prefs_off = c->app->files_only;
    v->cookie_example = choice_text(c->arena, &c->choice);
}

/* Where to go back to: what the form or link says, else the page that led here. */
static struct str way_back(struct ctx *c, struct str said)
{
    struct str path = said.n > 0 ? said : c->req->referer_path;

    return path.n > 0 ? path_of_ours(c->arena, path) : STR("/");
}

static enum err show(struct ctx *c, struct answer *answer)
{
    const struct page *p = NULL;
    struct view *v = &answer->view;

    if (site_find(c->app->site, c->path, c->req->now, &p) == SITE_PAGE)
        page_show(c, p, answer);
    else
        v->title = text(c, STR("prefs.title"));
    answer->view_id = VIEW_PREFS;
    answer->no_store = true;
    v->has_tools = false;
    form(c, v);
    v->back_href = way_back(c, params_get(&c->req->query, STR("volver")));
    return OK;
}

/* What the form says; its fields are the axes. */
static struct choice sent(const struct params *form)
{
    struct choice all = {{0}};

    for (unsigned axis = 0; axis < AXIS__MAX; axis++) {
        struct str word = params_get(form, choice_axis_name((enum axis)axis));

        all = choice_over(all, choice_parse(word));
    }
    return all;
}

/* What was chosen before, without the axis of that name. */
static struct choice without(struct choice choice, struct str name)
{
    for (unsigned axis = 0; axis < AXIS__MAX; axis++) {
        if (str_eq(choice_axis_name((enum axis)axis), name))
            choice.v[axis] = 0;
    }
    return choice;
}

static struct str cookie_of(struct ctx *c, const struct choice *choice)
{
    struct str domain = c->app->config->cookie_domain;

    if (domain.n > 0)
        domain = arena_join(c->arena, STR("; Domain="), domain, STR(""));
    return arena_fmt(c->arena, "a11y=" STR_FMT "; Path=/; Max-Age=%d; SameSite=Lax%s" STR_FMT,
                     STR_ARG(choice_text(c->arena, choice)), choice_is_empty(choice) ? 0 : YEAR_S,
                     c->req->tls ? "; Secure" : "", STR_ARG(domain));
}

/* What the cookie is to hold, and the address. */
struct kept {
    struct choice cookie, address;
};

static struct kept kept_after(struct ctx *c, const struct params *form, const struct choice *before)
{
    struct str does = params_get(form, STR("accion")), gives_up = params_get(form, STR("quitar"));
    struct kept k = {.cookie = sent(form)};

    if (gives_up.n > 0)
        return (struct kept){without(*before, gives_up), without(c->asked, gives_up)};
    if (str_eq(does, STR("restablecer")))
        return (struct kept){.cookie = {{0}}};
    if (str_eq(does, STR("direccion"))) /* nothing stays: what was kept would show through */
        return (struct kept){.address = k.cookie};
    /* Who has it in the address keeps it there: maybe no cookie is taken. */
    if (!choice_is_empty(&c->asked))
        k.address = k.cookie;
    return k;
}

static enum err keep(struct ctx *c, const struct params *form, struct answer *answer)
{
    struct str cookie = params_get(&c->req->cookies, STR("a11y"));
    struct choice before = choice_parse(cookie);
    struct kept k = kept_after(c, form, &before);
    struct str behind = STR("");

    if (!choice_is_empty(&k.address))
        behind = arena_join(c->arena, STR("?a11y="), choice_text(c->arena, &k.address), STR(""));
    if (cookie.n > 0 || !choice_is_empty(&k.cookie))
        answer->cookie = cookie_of(c, &k.cookie);
    answer->status = 303;
    answer->type = "text/html; charset=utf-8";
    answer->no_store = true;
    answer->location =
        address_of(c->arena, STR(""), way_back(c, params_get(form, STR("volver"))), behind);
    return OK;
}

enum err h_prefs(struct ctx *c, struct answer *ret_answer)
{
    struct params form;
    enum err e;

    if (c->req->method != METHOD_POST)
        return show(c, ret_answer);
    e = form_read(c->req, (size_t)c->app->config->limits.fields, &form);
    return e == OK ? keep(c, &form, ret_answer) : e;
}

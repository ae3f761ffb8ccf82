/*
 * A form as a view: labels, hints and what is wrong, with the links between them.
 */
#include "fcgi/app/app.h"
#include "fcgi/app/forms.h"

/* The text under a key; empty when the theme has none. */
static struct str text(struct ctx *c, struct str key)
{
    const struct messages *m = theme_messages(c->app->theme);
    struct str pattern;

    return messages_has(m, key, &pattern) ? messages_format(m, c->arena, key, NULL, 0)
                                          : (struct str){NULL, 0};
}

/* *ret_general: the text could stand at any field. */
static struct str fault_text(struct ctx *c, const struct form *f, size_t i, struct str name,
                             bool *ret_general)
{
    const struct messages *m = theme_messages(c->app->theme);
    struct str field = f->fields[i].name, fault = form_fault_name(f->faults[i]), pattern;
    struct str key =
        arena_fmt(c->arena, "form.%s.%s.%s", name.p, field.p, arena_cstr(c->arena, fault));
    const struct message_arg args[] = {MSG_INT(f->lengths[i]), MSG_INT(f->fields[i].max)};

    *ret_general = !messages_has(m, key, &pattern);
    if (*ret_general)
        key = arena_fmt(c->arena, "form.fault.%s", fault.p);
    return messages_format(m, c->arena, key, args, 2);
}

/* The ids of what explains a field: the fault first. */
static struct str described(struct ctx *c, const struct view_field *v)
{
    struct str hint = {NULL, 0}, error = {NULL, 0};

    if (v->hint.n > 0)
        hint = arena_join(c->arena, v->id, STR("_ayuda"), STR(""));
    if (v->error.n > 0)
        error = arena_join(c->arena, v->id, STR("_error"), STR(""));
    return arena_join(c->arena, error, error.n > 0 && hint.n > 0 ? STR(" ") : STR(""), hint);
}

static struct view_options options(struct ctx *c, const struct form *f, size_t i, struct str name)
{
    const struct form_field *field = &f->fields[i];
    struct view_option *v = ARENA_ARRAY(c->arena, struct view_option, field->options.n);

    for (size_t k = 0; k < field->options.n; k++) {
        struct str value = field->options.v[k];

        v[k] = (struct view_option){
            .name = field->name,
            .id = arena_fmt(c->arena, "%s_%s_%s", name.p, field->name.p, value.p),
            .value = value,
            .label = text(c, arena_fmt(c->arena, "form.%s.%s.%s", name.p, field->name.p, value.p)),
            .checked = str_eq(f->values[i], value)};
    }
    return (struct view_options){v, field->options.n};
}

/* In the list of all that is wrong nothing else says which field is meant. */
static struct str named(struct ctx *c, const struct view_field *v)
{
    return messages_format(theme_messages(c->app->theme), c->arena, STR("form.named"),
                           (const struct message_arg[]){MSG_TEXT(v->label), MSG_TEXT(v->error)}, 2);
}

/* *ret_summary: what is wrong with it, for the list of all faults. */
static struct view_field field(struct ctx *c, const struct form *f, size_t i, struct str name,
                               struct str *ret_summary)
{
    bool general = false;
    const struct form_field *field = &f->fields[i];
    struct view_field v = {.name = field->name,
                           .id = arena_fmt(c->arena, "%s_%s", name.p, field->name.p),
                           .value = f->values[i],
                           .autocomplete = field->autocomplete,
                           .required = field->required,
                           .one_line = field->kind == FORM_LINE,
                           .many_lines = field->kind == FORM_LINES,
                           .hidden = field->kind == FORM_HIDDEN,
                           .trap = field->kind == FORM_TRAP};

    v.label = text(c, arena_fmt(c->arena, "form.%s.%s.label", name.p, field->name.p));
    v.hint = text(c, arena_fmt(c->arena, "form.%s.%s.hint", name.p, field->name.p));
    if (f->faults[i] != FORM_FINE)
        v.error = fault_text(c, f, i, name, &general);
    *ret_summary = general && !v.hidden && !v.trap ? named(c, &v) : v.error;
    v.described = described(c, &v);
    v.options = options(c, f, i, name);
    return v;
}

/* Where a fault is mended: the field, the first of its options, or the button that sends. */
static struct str place(struct ctx *c, const struct view_field *v, struct str name)
{
    if (v->hidden || v->trap)
        return arena_fmt(c->arena, "#%s_enviar", name.p);
    return arena_join(c->arena, STR("#"), v->options.n > 0 ? v->options.v[0].id : v->id, STR(""));
}

void form_show(struct ctx *c, const struct form *f, struct str name, struct view *v)
{
    struct view_field *fields = ARENA_ARRAY(c->arena, struct view_field, f->n);
    struct view_link *errors = ARENA_ARRAY(c->arena, struct view_link, f->nfaults);
    size_t n = 0;

    for (size_t i = 0; i < f->n; i++) {
        struct str summary;

        fields[i] = field(c, f, i, name, &summary);
        if (f->faults[i] != FORM_FINE)
            errors[n++] = (struct view_link){.href = place(c, &fields[i], name), .title = summary};
    }
    v->fields = (struct view_fields){fields, f->n};
    v->errors = (struct view_links){errors, n};
}

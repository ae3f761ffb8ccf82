/*
 * `types:` of site.yml: declarations of content types, checked whole.
 */
#include "fcgi/config/config_load.h"

#define CHOICES_MAX 64

static const struct str kind_names[FIELD__MAX] = {
#define X(e, n) [e] = STR_INIT(n),
    FIELD_KINDS(X)
#undef X
};

const struct type *types_find(const struct types *t, struct str id)
{
    for (size_t i = 0; i < t->n; i++) {
        if (str_eq(t->v[i].id, id))
            return &t->v[i];
    }
    return NULL;
}

const struct type_field *type_field_named(const struct type *t, struct str name)
{
    for (size_t i = 0; i < t->nfields; i++) {
        if (str_eq(t->fields[i].name, name))
            return &t->fields[i];
    }
    return NULL;
}

const char *field_kind_name(enum field_kind kind)
{
    return kind_names[kind].p;
}

/* ---- one map of known members ---- */

enum member_kind { MEMBER_TEXT, MEMBER_FLAG, MEMBER_MAP };
struct member {
    struct str name;
    enum member_kind kind;
    void *out; /* struct str, bool, const struct yaml * */
};

static void set_member(struct config_load *l, const struct yaml *y, const struct member *m)
{
    if (yaml_is_null(y))
        return;
    if (m->kind == MEMBER_MAP && y->type == YAML_MAP)
        *(const struct yaml **)m->out = y;
    else if (m->kind == MEMBER_MAP)
        diag_error(l->d, l->file, y->line, "config-map", y->key);
    else if (y->type != YAML_SCALAR)
        diag_error(l->d, l->file, y->line, "config-scalar", y->key);
    else if (m->kind == MEMBER_TEXT)
        *(struct str *)m->out = arena_str(l->a, y->text);
    else if (!yaml_bool(y, m->out))
        diag_error(l->d, l->file, y->line, "config-choice", y->key, STR("true false"));
}

/* Members that nobody knows are errors with a suggestion. */
static void read_members(struct config_load *l, const struct yaml *map, const struct member *m,
                         size_t n)
{
    struct str names[8];

    for (size_t i = 0; i < n; i++)
        names[i] = m[i].name;
    for (const struct yaml *y = map->first; y != NULL; y = y->next) {
        size_t i = 0;

        while (i < n && !str_eq(names[i], y->key))
            i++;
        if (i < n)
            set_member(l, y, &m[i]);
        else
            config_unknown(l, arena_join(l->a, map->key, STR("."), y->key),
                           diag_suggest(y->key, names, n), y->key_line);
    }
}

/* ---- fields ---- */

static void read_choices(struct config_load *l, const struct yaml *y, struct type_field *f)
{
    struct type_choice *v = ARENA_ARRAY(l->a, struct type_choice, y->nchildren);

    if (y->nchildren > CHOICES_MAX) {
        diag_error(l->d, l->file, y->line, "config-too-many", y->key,
                   arena_fmt(l->a, "%d", CHOICES_MAX));
        return;
    }
    for (const struct yaml *c = y->first; c != NULL; c = c->next) {
        if (c->type != YAML_SCALAR)
            diag_error(l->d, l->file, c->line, "config-scalar", c->key);
        else
            v[f->nchoices++] =
                (struct type_choice){arena_str(l->a, c->key), arena_str(l->a, c->text)};
    }
    f->choices = v;
}

static void read_kind(struct config_load *l, const struct yaml *y, struct str kind,
                      struct type_field *f)
{
    struct str near;

    for (int k = 0; k < FIELD__MAX; k++) {
        if (str_eq(kind_names[k], kind)) {
            f->kind = (enum field_kind)k;
            return;
        }
    }
    near = diag_suggest(kind, kind_names, FIELD__MAX);
    if (near.n > 0)
        diag_error(l->d, l->file, y->key_line, "type-kind-near", f->name, kind, near);
    else
        diag_error(l->d, l->file, y->key_line, "type-kind", f->name, kind);
}

static void read_field(struct config_load *l, const struct yaml *y, struct type_field *f)
{
    struct str kind = {NULL, 0};
    const struct yaml *choices = NULL;
    const struct member members[] = {{STR("kind"), MEMBER_TEXT, &kind},
                                     {STR("label"), MEMBER_TEXT, &f->label},
                                     {STR("required"), MEMBER_FLAG, &f->required},
                                     {STR("listed"), MEMBER_FLAG, &f->listed},
                                     {STR("seconds"), MEMBER_FLAG, &f->seconds},
                                     {STR("choices"), MEMBER_MAP, &choices}};

    if (y->type != YAML_MAP) {
        diag_error(l->d, l->file, y->line, "config-map", y->key);
        return;
    }
    f->name = arena_str(l->a, y->key);
    (void)config_word(l, STR("fields"), f->name, "_", y->key_line);
    read_members(l, y, members, ARRAY_LEN(members));
    read_kind(l, y, kind, f);
    if (choices != NULL)
        read_choices(l, choices, f);
    if (f->label.n == 0)
        diag_error(l->d, l->file, y->key_line, "type-label", f->name);
    if ((f->kind == FIELD_CHOICE) != (f->nchoices > 0))
        diag_error(l->d, l->file, y->key_line, "type-choices", f->name);
}

static void read_fields(struct config_load *l, const struct yaml *y, struct type *t)
{
    struct type_field *v = ARENA_ARRAY(l->a, struct type_field, y->nchildren);
    int acts = 0;

    t->fields = v;
    if (y->nchildren > TYPE_FIELDS_MAX) {
        diag_error(l->d, l->file, y->line, "config-too-many", t->id,
                   arena_fmt(l->a, "%d", TYPE_FIELDS_MAX));
        return;
    }
    for (const struct yaml *f = y->first; f != NULL; f = f->next) {
        read_field(l, f, &v[t->nfields]);
        acts += v[t->nfields++].kind == FIELD_ACT;
    }
    if (acts > 1)
        diag_error(l->d, l->file, y->line, "type-two-acts", t->id);
}

/* ---- types ---- */

/* The field of that name if it is a moment; an error otherwise. */
static const struct type_field *moment(struct config_load *l, const struct type *t, struct str name,
                                       int line)
{
    const struct type_field *f = type_field_named(t, name);

    if (f != NULL && (f->kind == FIELD_DATE || f->kind == FIELD_DATETIME))
        return f;
    diag_error(l->d, l->file, line, "type-moment", t->id, name);
    return NULL;
}

static void read_period(struct config_load *l, const struct yaml *y, struct type *t)
{
    struct type_period *p = &t->period;
    struct str from = {NULL, 0}, until = {NULL, 0};
    const struct member members[] = {{STR("from"), MEMBER_TEXT, &from},
                                     {STR("until"), MEMBER_TEXT, &until},
                                     {STR("before"), MEMBER_TEXT, &p->before},
                                     {STR("during"), MEMBER_TEXT, &p->during},
                                     {STR("after"), MEMBER_TEXT, &p->after}};

    read_members(l, y, members, ARRAY_LEN(members));
    p->from = moment(l, t, from, y->key_line);
    p->until = moment(l, t, until, y->key_line);
    if (p->before.n == 0 || p->during.n == 0 || p->after.n == 0 ||
        (p->from != NULL && !p->from->required) || (p->until != NULL && !p->until->required))
        diag_error(l->d, l->file, y->key_line, "type-period", t->id);
}

static bool is_address(struct str s)
{
    for (size_t i = 1; i < s.n; i++) {
        if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9') ||
              s.p[i] == '-' || s.p[i] == '/'))
            return false;
    }
    return s.n > 1 && s.p[0] == '/' && s.p[s.n - 1] != '/' && !str_has(s, STR("//"));
}

static void read_type(struct config_load *l, const struct yaml *y, struct type *t)
{
    const struct yaml *fields = NULL, *period = NULL;
    struct str dated = {NULL, 0};
    const struct member members[] = {
        {STR("label"), MEMBER_TEXT, &t->label},     {STR("plural"), MEMBER_TEXT, &t->plural},
        {STR("address"), MEMBER_TEXT, &t->address}, {STR("date"), MEMBER_TEXT, &dated},
        {STR("fields"), MEMBER_MAP, &fields},       {STR("period"), MEMBER_MAP, &period}};

    t->id = arena_str(l->a, y->key);
    (void)config_word(l, STR("types"), t->id, "_-", y->key_line);
    read_members(l, y, members, ARRAY_LEN(members));
    if (t->label.n == 0 || t->plural.n == 0)
        diag_error(l->d, l->file, y->key_line, "type-label", t->id);
    if (t->address.n > 0 && !is_address(t->address))
        diag_error(l->d, l->file, y->key_line, "type-address", t->id, t->address);
    if (fields != NULL)
        read_fields(l, fields, t);
    if (dated.n > 0)
        t->dated = moment(l, t, dated, y->key_line);
    if (period != NULL)
        read_period(l, period, t);
}

void config_read_types(struct config_load *l, const struct yaml *y)
{
    struct type *v;
    size_t n = 0;

    if (y->type != YAML_MAP || y->nchildren > TYPES_MAX) {
        diag_error(l->d, l->file, y->line, "config-types", arena_fmt(l->a, "%d", TYPES_MAX));
        return;
    }
    v = ARENA_ARRAY(l->a, struct type, y->nchildren);
    for (const struct yaml *t = y->first; t != NULL; t = t->next) {
        if (t->type == YAML_MAP)
            read_type(l, t, &v[n++]);
        else
            diag_error(l->d, l->file, t->line, "config-map", t->key);
    }
    l->c->types = (struct types){v, n};
}

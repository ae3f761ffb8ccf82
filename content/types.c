/*
 * One function a kind reads a value.
 */
#include "content/types.h"
#include "content/acts.h"
#include "content/frontmatter.h"
#include "content/page.h"
#include "fcgi/base/clock.h"
#include "fcgi/base/esc.h"
#include "fcgi/base/zone.h"

struct reading {
    struct arena *a;
    const struct types_of *o;
    const struct type *type;
    struct diags *d;
};
#define DAY_LENGTH  10 /* of "2026-11-22" */
#define YEAR_LENGTH 4

/* ---- values ---- */

typedef bool read_value(const struct reading *r, const struct yaml *y, struct field_value *v);

static bool scalar(const struct yaml *y, struct field_value *v)
{
    v->text = str_trim(y->text);
    return y->type == YAML_SCALAR && v->text.n > 0;
}

static bool read_text(const struct reading *r, const struct yaml *y, struct field_value *v)
{
    (void)r;
    return scalar(y, v) && str_index(v->text, '\n') == v->text.n;
}

static bool read_lines(const struct reading *r, const struct yaml *y, struct field_value *v)
{
    (void)r;
    return scalar(y, v);
}

static bool read_number(const struct reading *r, const struct yaml *y, struct field_value *v)
{
    (void)r;
    return yaml_int(y, INT64_MIN / 2, INT64_MAX / 2, &v->number);
}

static bool read_flag(const struct reading *r, const struct yaml *y, struct field_value *v)
{
    bool flag = false, is = yaml_bool(y, &flag);

    (void)r;
    v->number = flag;
    return is;
}

static bool read_choice(const struct reading *r, const struct yaml *y, struct field_value *v)
{
    struct str ids[64];
    size_t n = v->field->nchoices < ARRAY_LEN(ids) ? v->field->nchoices : ARRAY_LEN(ids);
    struct str near;

    if (!scalar(y, v))
        return false;
    for (size_t i = 0; i < n; i++) {
        ids[i] = v->field->choices[i].id;
        if (str_eq(ids[i], v->text))
            return true;
    }
    near = diag_suggest(v->text, ids, n);
    diag_error(r->d, r->o->shown, y->line, "field-choice", v->field->name, v->text,
               near.n > 0 ? near : ids[0]);
    return true; /* told */
}

/* The moment at which a period turns needs its hour: a day alone would be its first second. */
static bool read_moment(const struct reading *r, const struct yaml *y, struct field_value *v)
{
    if (!scalar(y, v) || front_date(v->text, r->o->zone, &v->number) != OK)
        return false;
    if ((v->field == r->type->period.from || v->field == r->type->period.until) &&
        v->text.n == DAY_LENGTH)
        diag_error(r->d, r->o->shown, y->line, "field-hour", v->field->name, v->text);
    return true;
}

static bool has_scheme(struct str url)
{
    return str_starts(url, STR("https://")) || str_starts(url, STR("http://")) ||
           str_starts(url, STR("mailto:")) || str_starts(url, STR("tel:"));
}

static bool read_url(const struct reading *r, const struct yaml *y, struct field_value *v)
{
    (void)r;
    return scalar(y, v) && has_scheme(v->text) && esc_url_is_safe(v->text);
}

static bool read_path(const struct reading *r, const struct yaml *y, struct field_value *v)
{
    (void)r;
    return scalar(y, v) && v->text.p[0] == '/' && esc_url_is_safe(v->text);
}

/* Letters that need no escaping anywhere: what editors name files with. */
static bool is_name(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];

        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
              c == '-' || c == '_' || c == '.' || c == '/'))
            return false;
    }
    return true;
}

static bool read_file(const struct reading *r, const struct yaml *y, struct field_value *v)
{
    (void)r;
    return scalar(y, v) && is_name(v->text) && v->text.p[0] != '/' && !str_has(v->text, STR(".."));
}

static bool read_act(const struct reading *r, const struct yaml *y, struct field_value *v)
{
    struct str id;

    if (!scalar(y, v) || !act_parse(r->a, v->text, &id))
        return false;
    v->text = id;
    return true;
}

/* One text, or a list of them, each read by `one`. */
static bool read_list(const struct reading *r, const struct yaml *y, struct field_value *v,
                      read_value *one)
{
    size_t n = y->type == YAML_LIST ? y->nchildren : 1, i = 0;
    struct str *texts;

    if (y->type == YAML_MAP || n == 0 || n > TYPE_LIST_MAX)
        return false;
    texts = ARENA_ARRAY(r->a, struct str, n);
    for (const struct yaml *e = y->type == YAML_LIST ? y->first : y; e != NULL; e = e->next) {
        struct field_value each = *v;

        if (!one(r, e, &each))
            return false;
        texts[i++] = each.text;
        if (y->type != YAML_LIST)
            break;
    }
    v->texts = (struct strs){texts, i};
    v->text = (struct str){NULL, 0};
    return true;
}

static bool read_texts(const struct reading *r, const struct yaml *y, struct field_value *v)
{
    return read_list(r, y, v, read_lines);
}

static bool read_paths(const struct reading *r, const struct yaml *y, struct field_value *v)
{
    return read_list(r, y, v, read_path);
}

static bool read_acts(const struct reading *r, const struct yaml *y, struct field_value *v)
{
    return read_list(r, y, v, read_act);
}

/* Rows, or the name of the file that has them. */
static bool read_table(const struct reading *r, const struct yaml *y, struct field_value *v)
{
    if (y->type == YAML_SCALAR)
        return read_file(r, y, v);
    if (y->type != YAML_LIST || y->nchildren == 0 || y->nchildren > TYPE_LIST_MAX)
        return false;
    for (const struct yaml *row = y->first; row != NULL; row = row->next) {
        if (row->type != YAML_MAP)
            return false;
    }
    v->table = y;
    return true;
}

/* What a value of each kind looks like, for whoever wrote another. */
static const struct {
    read_value *read;
    struct str example;
} kinds[FIELD__MAX] = {
    [FIELD_TEXT] = {read_text, STR_INIT("ABC")},
    [FIELD_LINES] = {read_lines, STR_INIT("ABC")},
    [FIELD_NUMBER] = {read_number, STR_INIT("123")},
    [FIELD_FLAG] = {read_flag, STR_INIT("true, false")},
    [FIELD_CHOICE] = {read_choice, STR_INIT("abc")},
    [FIELD_DATE] = {read_moment, STR_INIT("2026-11-22")},
    [FIELD_DATETIME] = {read_moment, STR_INIT("2026-11-22 18:30:05")},
    [FIELD_URL] = {read_url, STR_INIT("https://abc.mx/def")},
    [FIELD_PATH] = {read_path, STR_INIT("/abc/def")},
    [FIELD_FILE] = {read_file, STR_INIT("abc.pdf")},
    [FIELD_TEXTS] = {read_texts, STR_INIT("[a, b]")},
    [FIELD_PATHS] = {read_paths, STR_INIT("[/a, /b]")},
    [FIELD_TABLE] = {read_table, STR_INIT("abc.yml")},
    [FIELD_ACT] = {read_act, STR_INIT("IEPC-ACG-029-2019")},
    [FIELD_ACTS] = {read_acts, STR_INIT("[IEPC-ACG-029-2019]")},
};

static void read_one(const struct reading *r, const struct yaml *y, struct field_value *v)
{
    v->line = y->type == YAML_SCALAR ? y->line : y->key_line;
    if (!kinds[v->field->kind].read(r, y, v))
        diag_error(r->d, r->o->shown, v->line, "field-value", v->field->name,
                   kinds[v->field->kind].example);
}

/* ---- a head ---- */

/* Keys that no field has: `cards` is every page's. */
static void tell_unknown(const struct reading *r, const struct type *t, const struct yaml *params)
{
    struct str names[TYPE_FIELDS_MAX];

    for (size_t i = 0; i < t->nfields; i++)
        names[i] = t->fields[i].name;
    for (const struct yaml *y = params->first; y != NULL; y = y->next) {
        struct str near = diag_suggest(y->key, names, t->nfields);

        if (type_field_named(t, y->key) != NULL || str_eq(y->key, STR("cards")))
            continue;
        if (near.n > 0)
            diag_warn(r->d, r->o->shown, y->key_line, "field-unknown-near", y->key, near);
        else
            diag_warn(r->d, r->o->shown, y->key_line, "field-unknown", y->key, t->label);
    }
}

static void read_fields(const struct reading *r, const struct type *t, const struct front *f,
                        struct fields *ret_fields)
{
    struct field_value *v = ARENA_ARRAY(r->a, struct field_value, t->nfields);
    size_t n = 0;

    for (size_t i = 0; i < t->nfields; i++) {
        const struct yaml *y = yaml_get(f->params, t->fields[i].name);

        if (y != NULL && !yaml_is_null(y)) {
            v[n].field = &t->fields[i];
            read_one(r, y, &v[n++]);
        } else if (t->fields[i].required) {
            diag_error(r->d, r->o->shown, f->type_line, "field-missing", t->label,
                       t->fields[i].name, t->fields[i].label);
        }
    }
    *ret_fields = (struct fields){v, n};
    if (f->params != NULL && t->nfields > 0)
        tell_unknown(r, t, f->params);
}

/* What ends before it begins never is. */
static void check_period(const struct reading *r, const struct fields *fields)
{
    const struct type_period *period = &r->type->period;
    const struct field_value *from = NULL, *until = NULL;

    for (size_t i = 0; i < fields->n; i++) {
        if (fields->v[i].field == period->from)
            from = &fields->v[i];
        if (fields->v[i].field == period->until)
            until = &fields->v[i];
    }
    if (from != NULL && until != NULL && until->number <= from->number)
        diag_error(r->d, r->o->shown, until->line, "field-period", until->field->name,
                   from->field->name);
}

static void tell_type(const struct types_of *o, struct str type, int line, struct diags *d)
{
    struct str ids[TYPES_MAX], near;

    for (size_t i = 0; i < o->types->n; i++)
        ids[i] = o->types->v[i].id;
    near = diag_suggest(type, ids, o->types->n);
    if (near.n > 0)
        diag_error(d, o->shown, line, "type-unknown-near", type, near);
    else
        diag_error(d, o->shown, line, "type-unknown", type);
}

bool types_read(struct arena *a, const struct types_of *o, const struct front *f, struct diags *d,
                const struct type **ret_type, struct fields *ret_fields)
{
    const struct type *t = types_find(o->types, f->type);
    const struct reading r = {a, o, t, d};
    struct fields fields = {NULL, 0};
    int before = d->nerrors;

    if (f->type.n > 0 && o->types->n > 0 && t == NULL)
        tell_type(o, f->type, f->type_line, d);
    else if (t != NULL)
        read_fields(&r, t, f, &fields);
    if (t != NULL && d->nerrors == before)
        check_period(&r, &fields);
    if (d->nerrors > before)
        return false;
    *ret_type = t;
    *ret_fields = fields;
    return true;
}

bool types_check_list(const struct types_of *o, const struct front *f, struct diags *d)
{
    const struct front_list *list = &f->list;

    if (list->type.n == 0 || types_find(o->types, list->type) != NULL)
        return true;
    tell_type(o, list->type, list->line, d);
    return false;
}

bool types_check_act(const struct types_of *o, const struct page *p, struct diags *d)
{
    struct str act = page_act(p);

    if (act.n == 0 || p->type->address.n == 0 || (p->front.url.n == 0 && p->front.slug.n == 0))
        return true;
    diag_error(d, o->shown, p->front.type_line, "act-address", act, p->type->address);
    return false;
}

/* ---- asking ---- */

const struct field_value *page_field(const struct page *p, struct str name)
{
    for (size_t i = 0; i < p->fields.n; i++) {
        if (str_eq(p->fields.v[i].field->name, name))
            return &p->fields.v[i];
    }
    return NULL;
}

static const struct field_value *value_of(const struct page *p, const struct type_field *f)
{
    return f == NULL ? NULL : page_field(p, f->name);
}

struct str page_act(const struct page *p)
{
    for (size_t i = 0; i < p->fields.n; i++) {
        if (p->fields.v[i].field->kind == FIELD_ACT)
            return p->fields.v[i].text;
    }
    return (struct str){NULL, 0};
}

void types_date(const struct types_of *o, struct page *p)
{
    const struct field_value *v = p->type == NULL ? NULL : value_of(p, p->type->dated);
    int offset = 0;
    int64_t year;
    char iso[32];

    p->when = v != NULL ? v->number : p->front.date;
    if (p->when == 0)
        return;
    (void)zone_offset(o->zone, p->when, &offset);
    clock_iso_into(p->when + offset, iso, sizeof(iso));
    if (str_to_int((struct str){iso, YEAR_LENGTH}, 1, 9999, &year) == OK)
        p->year = (int)year;
}

struct str field_choice_label(const struct type_field *f, struct str id)
{
    for (size_t i = 0; i < f->nchoices; i++) {
        if (str_eq(f->choices[i].id, id) && f->choices[i].label.n > 0)
            return f->choices[i].label;
    }
    return id;
}

enum period_state page_period(const struct page *p, int64_t now, int64_t *ret_edge)
{
    const struct type_period *period = p->type == NULL ? NULL : &p->type->period;
    const struct field_value *from, *until;

    if (period == NULL || period->from == NULL || period->until == NULL)
        return PERIOD_NONE;
    from = value_of(p, period->from);
    until = value_of(p, period->until);
    if (from == NULL || until == NULL)
        return PERIOD_NONE;
    *ret_edge = now < from->number ? from->number : until->number;
    return now < from->number ? PERIOD_BEFORE : now < until->number ? PERIOD_DURING : PERIOD_AFTER;
}

size_t types_edges(const struct page *p, int64_t *ret_v)
{
    int64_t first = 0, last = 0;

    if (page_period(p, INT64_MIN, &first) == PERIOD_NONE)
        return 0;
    (void)page_period(p, first, &last);
    ret_v[0] = first;
    ret_v[1] = last;
    return 2;
}

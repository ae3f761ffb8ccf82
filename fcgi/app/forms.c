/*
 * What was sent, judged field by field; every fault is told at once.
 */
#include "fcgi/app/forms.h"

#include <assert.h>

struct str form_fault_name(enum form_fault fault)
{
    static const struct str names[] = {
#define X(e, n) STR_INIT(n),
        FORM_FAULTS(X)
#undef X
    };

    return names[fault];
}

static size_t position(const struct form *f, struct str name)
{
    size_t i = 0;

    while (i < f->n && !str_eq(f->fields[i].name, name))
        i++;
    assert(i < f->n);
    return i;
}

struct str form_value(const struct form *f, struct str name)
{
    return f->values[position(f, name)];
}

void form_set(struct form *f, struct str name, struct str value)
{
    f->values[position(f, name)] = value;
}

/* C0, DEL and C1, what has no width, and what turns the direction of text around (UAX #9, 2.1-2.4):
 * an officer must read what was written, in its order. */
static bool is_invisible(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF || c == 0x200B || c == 0x2060;
}

/* The blanks of Unicode (category Zs) that are not U+0020: a text of these alone says nothing. */
static bool is_blank(uint32_t c)
{
    return c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F ||
           c == 0x3000;
}

/* CR LF and CR alone are LF; what is left of control characters is taken out and told. */
static struct str cleaned(struct arena *a, struct str s, bool lines, bool *ret_had)
{
    char *p = arena_zalloc(a, s.n + 1, 1);
    size_t n = 0;

    *ret_had = false;
    for (size_t i = 0; i < s.n;) {
        size_t from = i;
        uint32_t c = str_codepoint(s, &i);

        if (c == '\r' && i < s.n && s.p[i] == '\n')
            continue;
        if (c == '\r' || c == '\n') {
            p[n++] = lines ? '\n' : ' ';
        } else if (c == '\t' || is_blank(c)) {
            p[n++] = ' ';
        } else if (is_invisible(c)) {
            *ret_had = true;
        } else {
            while (from < i)
                p[n++] = s.p[from++];
        }
    }
    return str_trim((struct str){p, n});
}

static int64_t code_points(struct str s)
{
    int64_t n = 0;

    for (size_t i = 0; i < s.n; n++)
        (void)str_codepoint(s, &i);
    return n;
}

static bool is_option(const struct strs *options, struct str s)
{
    for (size_t i = 0; i < options->n; i++) {
        if (str_eq(options->v[i], s))
            return true;
    }
    return false;
}

static enum form_fault judge(const struct form_field *field, struct str value, int64_t length)
{
    if (value.n == 0)
        return field->required ? FORM_MISSING : FORM_FINE;
    if (field->kind == FORM_TRAP)
        return FORM_TRAPPED;
    if (field->max > 0 && length > field->max)
        return FORM_TOO_LONG;
    if (field->kind == FORM_CHOICE && !is_option(&field->options, value))
        return FORM_UNKNOWN;
    return FORM_FINE;
}

static void fill(struct arena *a, struct form *f, size_t i, struct str sent)
{
    const struct form_field *field = &f->fields[i];
    bool had_invisible;
    struct str value = cleaned(a, sent, field->kind == FORM_LINES, &had_invisible);
    enum form_fault fault;

    if (field->kind == FORM_TICK && value.n > 0)
        value = STR("1");
    f->lengths[i] = code_points(value);
    fault = judge(field, value, f->lengths[i]);
    if (fault == FORM_UNKNOWN || fault == FORM_TRAPPED)
        value = STR("");
    if (fault == FORM_FINE && had_invisible)
        fault = FORM_INVISIBLE;
    f->values[i] = value;
    f->faults[i] = fault;
    f->nfaults += fault != FORM_FINE;
}

void form_empty(const struct form_field *fields, size_t n, struct form *ret_form)
{
    assert(n <= FORM_FIELDS_MAX);
    *ret_form = (struct form){.fields = fields, .n = n};
}

void form_fill(struct arena *a, const struct params *sent, const struct form_field *fields,
               size_t n, struct form *ret_form)
{
    form_empty(fields, n, ret_form);
    for (size_t i = 0; i < n; i++)
        fill(a, ret_form, i, params_get(sent, fields[i].name));
}

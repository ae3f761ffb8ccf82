/*
 * Any bytes as the body of a form: values are within what the fields allow, or the fault says so,
 * and what is kept reads the same when it is sent again.
 */
#include "fcgi/app/forms.h"
#include "fcgi/base/buf.h"
#include "fcgi/base/esc.h"
#include "fcgi/http/form.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct str kinds[] = {STR_INIT("a"), STR_INIT("b")};
static const struct form_field fields[] = {
    {.name = STR_INIT("l"), .kind = FORM_LINE, .required = true, .max = 20},
    {.name = STR_INIT("t"), .kind = FORM_LINES, .max = 40},
    {.name = STR_INIT("c"), .kind = FORM_CHOICE, .options = {kinds, 2}},
    {.name = STR_INIT("s"), .kind = FORM_TICK},
    {.name = STR_INIT("v"), .kind = FORM_TRAP},
};

static void must(bool holds)
{
    if (!holds)
        abort();
}

static enum err read_body(void *arg, char *p, size_t n, size_t *ret_n)
{
    struct str *left = arg;

    *ret_n = n < left->n ? n : left->n;
    memcpy(p, left->p, *ret_n);
    *left = str_sub(*left, *ret_n, left->n);
    return OK;
}

static void check_values(const struct form *f)
{
    for (size_t i = 0; i < f->n; i++) {
        const struct form_field *field = &f->fields[i];
        struct str s = f->values[i];

        must(str_is_utf8(s) && str_index(s, '\0') == s.n && str_index(s, '\r') == s.n);
        must(field->kind == FORM_LINES || str_index(s, '\n') == s.n);
        must(str_eq(str_trim(s), s));
        if (f->faults[i] == FORM_FINE) {
            must(!field->required || s.n > 0);
            must(field->max == 0 || f->lengths[i] <= field->max);
        }
    }
}

/* What is shown in the form and sent once more has no new fault, and is the same. */
static void check_again(struct arena *a, const struct form *f)
{
    struct params sent;
    struct form again;
    struct buf b;

    buf_init(&b, 4u << 20);
    for (size_t i = 0; i < f->n; i++) {
        buf_add(&b, i > 0 ? STR("&") : STR(""));
        buf_add(&b, f->fields[i].name);
        buf_addc(&b, '=');
        esc_url(&b, f->values[i]);
    }
    must(!b.failed && params_parse(a, buf_str(&b), 64, &sent) == OK);
    form_fill(a, &sent, f->fields, f->n, &again);
    must(again.nfaults <= f->nfaults);
    for (size_t i = 0; i < f->n; i++)
        must(str_eq(again.values[i], f->values[i]));
    buf_release(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str left = {(const char *)data, size};
    struct request req = {.content_type = STR("application/x-www-form-urlencoded"),
                          .body = {read_body, &left, (int64_t)size}};
    struct params sent;
    struct arena a;
    struct form f;

    arena_init(&a, 256u << 20);
    req.arena = &a;
    if (form_read(&req, 64, &sent) == OK) {
        form_fill(&a, &sent, fields, ARRAY_LEN(fields), &f);
        check_values(&f);
        check_again(&a, &f);
    }
    arena_release(&a);
    return 0;
}

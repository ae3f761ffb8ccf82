/*
 * Text with named places: a name in capitals between two @. A place has any
 * number of values, and its line is written once for each: once for an ordinary
 * value, never for one that is not set or a switch that is off. Nothing is
 * escaped: what the values may hold is their maker's care.
 */
#ifndef ESTRADO_CONFIG_NGINX_TEMPLATE_H
#define ESTRADO_CONFIG_NGINX_TEMPLATE_H

#include "fcgi/base/buf.h"
#include "fcgi/base/diag.h"

struct nginx_value {
    struct str name; /* "LISTEN" */
    struct strs values;
};
struct nginx_values {
    const struct nginx_value *v;
    size_t n;
};

/*
 * Appends the filled text. A name that is not in `values`, and two places with several values in
 * one line, are errors in d with the line of `shown`.
 */
void nginx_template_fill(struct str shown, struct str text, const struct nginx_values *values,
                         struct buf *out, struct diags *d);

#endif

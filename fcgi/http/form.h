/*
 * The body of a form that was sent: application/x-www-form-urlencoded (WHATWG URL 5.1), whole, in
 * the request's arena. Its size was judged at the door (request_limits.body_bytes).
 */
#ifndef ESTRADO_HTTP_FORM_H
#define ESTRADO_HTTP_FORM_H

#include "fcgi/http/request.h"

/*
 * ERR_INVALID: another content type, a body that ended early, broken percent signs, NUL or bad
 * UTF-8; ERR_TOO_BIG: more than `max` fields.
 */
NODISCARD enum err form_read(const struct request *req, size_t max, struct params *ret_form);

#endif

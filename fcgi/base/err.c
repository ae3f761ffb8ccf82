/*
 * Names of outcomes, for log lines.
 */
#include "fcgi/base/err.h"

const char *err_name(enum err e)
{
    switch (e) {
    case OK:
        return "ok";
    case ERR_NOT_FOUND:
        return "not-found";
    case ERR_INVALID:
        return "invalid";
    case ERR_AUTH:
        return "auth";
    case ERR_DENIED:
        return "denied";
    case ERR_CONFLICT:
        return "conflict";
    case ERR_TOO_BIG:
        return "too-big";
    case ERR_UNAVAILABLE:
        return "unavailable";
    case ERR_INTERNAL:
        return "internal";
    }
    return "unknown";
}

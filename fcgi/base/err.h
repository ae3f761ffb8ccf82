/*
 * One small vocabulary of outcomes for every function that can fail for a
 * reason that its caller can act on. fcgi/app/dispatch.c alone turns it into
 * HTTP. Outputs named ret_... are written on OK and only then.
 */
#ifndef ESTRADO_BASE_ERR_H
#define ESTRADO_BASE_ERR_H

enum err {
    OK = 0,
    ERR_NOT_FOUND,
    ERR_INVALID,     /* the caller's data is wrong */
    ERR_AUTH,        /* not signed in */
    ERR_DENIED,      /* signed in, not allowed */
    ERR_CONFLICT,    /* changed under our feet: version, unique key */
    ERR_TOO_BIG,     /* a stated limit was passed */
    ERR_UNAVAILABLE, /* database or file system away; worth a retry */
    ERR_INTERNAL,    /* our bug; always logged where it is made */
};

/* "not-found" ...: for log lines. A literal. */
const char *err_name(enum err e);

#endif

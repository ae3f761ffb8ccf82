/*
 * PostgreSQL (libpq: only in pg.c). SQL is a literal or it does not compile;
 * values travel as tagged parameters. One connection a worker, opened after the
 * fork at the first use, opened again after a failure (at most one try a second). Nothing waits for
 * ever: a connection that is not there within a second, or an answer that is a second later than
 * statement_ms allows, is given up.
 */
#ifndef ESTRADO_STORE_PG_H
#define ESTRADO_STORE_PG_H

#include "fcgi/base/arena.h"
#include "fcgi/base/str.h"

struct pg;
struct pg_options {
    struct str socket_dir, database, role; /* socket_dir "": always away */
    int port;
    int statement_ms; /* statement_timeout; 0: none (migrations) */
};

/* TEXT takes the type that the statement gives it; INT is bigint, BYTES is bytea. */
enum pg_type { PG_NULL, PG_TEXT, PG_INT, PG_BYTES };
struct pg_arg {
    enum pg_type type;
    struct str s;
    int64_t i;
};
#define PG_T(v) ((struct pg_arg){.type = PG_TEXT, .s = (v)})
#define PG_I(v) ((struct pg_arg){.type = PG_INT, .i = (v)})
#define PG_B(v) ((struct pg_arg){.type = PG_BYTES, .s = (v)})
#define PG_NIL  ((struct pg_arg){.type = PG_NULL})

/* A result, cleared with the arena. */
struct pg_rows {
    void *res;
    int n;        /* rows */
    int affected; /* INSERT, UPDATE, DELETE */
};

struct pg *pg_open(struct arena *a, const struct pg_options *o);
/* pg_query(pg, a, &rows, "SELECT ... $1", PG_T(x)): at least one argument; pg_query0 for none. */
#define pg_query(pg, a, ret_rows, sql, ...)                                            \
    pg_query_args((pg), (a), (ret_rows), "" sql, (const struct pg_arg[]){__VA_ARGS__}, \
                  (int)(sizeof((const struct pg_arg[]){__VA_ARGS__}) / sizeof(struct pg_arg)))
#define pg_query0(pg, a, ret_rows, sql) pg_query_args((pg), (a), (ret_rows), "" sql, NULL, 0)
/* At most PG_ARGS_MAX arguments. As pg_err_of says; ERR_UNAVAILABLE too when the server is away,
 * ERR_INVALID for a text with a NUL. Outside pg_tx a connection that the server has closed
 * meanwhile is opened again first. */
#define PG_ARGS_MAX 32
NODISCARD enum err pg_query_args(struct pg *pg, struct arena *a, struct pg_rows *ret_rows,
                                 const char *sql, const struct pg_arg *args, int nargs);
/* Borrowed from the result. NULL in the database gives the empty str and false. */
bool pg_text(const struct pg_rows *r, int row, int column, struct str *ret_s);
bool pg_int(const struct pg_rows *r, int row, int column, int64_t *ret_v);
/* ERR_UNAVAILABLE (away, timeout), ERR_CONFLICT (unique or serialisation), ERR_INVALID (check,
 * foreign key, data), ERR_DENIED (privilege), ERR_INTERNAL (our SQL; pg_query_args logs it).
 * sqlstate: five characters of https://www.postgresql.org/docs/15/errcodes-appendix.html, or NULL:
 * the connection is gone. */
enum err pg_err_of(const char *sqlstate);
/*
 * For migrate.c: all statements of a file, inside pg_tx. ERR_INVALID when one fails, or when the
 * file itself ends the transaction; then, and only then, *ret_why is written.
 */
struct pg_failure {
    struct str words; /* PostgreSQL's own, in the arena */
    int line;         /* of the script, from 1; 0: unknown */
};
NODISCARD enum err pg_script(struct pg *pg, struct arena *a, struct str sql,
                             struct pg_failure *ret_why);
/* Runs fn between BEGIN and COMMIT; ROLLBACK unless it returns OK. Not inside another. ERR_CONFLICT
 * when a statement had failed and fn said OK all the same; ERR_UNAVAILABLE when the connection
 * broke: during COMMIT nobody knows whether it took effect. */
typedef enum err pg_work(struct pg *pg, struct arena *a, void *arg);
NODISCARD enum err pg_tx(struct pg *pg, struct arena *a, pg_work *fn, void *arg);
/* Answers a query now; for /-/health. */
bool pg_is_up(struct pg *pg);

#endif

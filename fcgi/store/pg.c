/*
 * PostgreSQL through libpq (only here), without its blocking calls: connecting
 * and querying are polled with deadlines, so that a server that hangs costs a
 * bounded time. What a statement may do is the role's business (schema/).
 */
#include "fcgi/store/pg.h"

#include "fcgi/base/clock.h"
#include "fcgi/base/log.h"

#include <assert.h>
#include <errno.h>
#include <libpq-fe.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#define CONNECT_MS 1000
#define RETRY_MS   1000
#define GRACE_MS   1000 /* beyond statement_timeout, which the server itself keeps */
#define FOREVER_MS (24 * 3600 * 1000)

/* Type numbers of pg_type.dat that can never change. */
#define OID_INFERRED 0
#define OID_BYTEA    17
#define OID_INT8     20

struct pg {
    struct pg_options o;
    const char *options; /* settings sent when connecting */
    PGconn *conn;        /* NULL: none */
    int64_t retry_at;    /* clock_mono_ms() */
    bool in_tx;
};

static void disconnect(struct pg *pg)
{
    if (pg->conn != NULL)
        PQfinish(pg->conn);
    pg->conn = NULL;
}

static void close_pg(void *arg)
{
    disconnect(arg);
}

struct pg *pg_open(struct arena *a, const struct pg_options *o)
{
    struct pg *pg = ARENA_NEW(a, struct pg);

    pg->o = *o;
    pg->o.socket_dir = arena_str(a, o->socket_dir);
    pg->o.database = arena_str(a, o->database);
    pg->o.role = arena_str(a, o->role);
    pg->options =
        arena_fmt(a,
                  "-c search_path=estrado,pg_temp -c statement_timeout=%d -c lock_timeout=%d"
                  " -c idle_in_transaction_session_timeout=15000 -c timezone=UTC"
                  " -c client_min_messages=warning",
                  o->statement_ms, o->statement_ms)
            .p;
    arena_defer(a, close_pg, pg);
    return pg;
}

/* poll(2) until the deadline; false when it passed. */
static bool wait_socket(const PGconn *conn, short events, int64_t deadline)
{
    struct pollfd p = {.fd = PQsocket(conn), .events = events};
    int n;

    do {
        int64_t left = deadline - clock_mono_ms();

        n = poll(&p, 1, left > 0 ? (int)left : 0);
    } while (n < 0 && errno == EINTR);
    return n > 0;
}

static bool finish_connecting(PGconn *conn, int64_t deadline)
{
    PostgresPollingStatusType step = PGRES_POLLING_WRITING;

    while (step == PGRES_POLLING_WRITING || step == PGRES_POLLING_READING) {
        if (!wait_socket(conn, step == PGRES_POLLING_WRITING ? POLLOUT : POLLIN, deadline))
            return false;
        step = PQconnectPoll(conn);
    }
    return step == PGRES_POLLING_OK && PQsetnonblocking(conn, 1) == 0;
}

/* What libpq would print to standard error. */
static void ignore_notice(void *arg, const PGresult *res)
{
    (void)arg;
    (void)res;
}

static bool try_connect(struct pg *pg)
{
    char port[16];
    const char *keys[] = {
        "host", "port", "dbname", "user", "options", "application_name", "client_encoding", NULL};
    const char *values[] = {pg->o.socket_dir.p, port,      pg->o.database.p, pg->o.role.p,
                            pg->options,        "estrado", "UTF8",           NULL};
    int n = snprintf(port, sizeof(port), "%d", pg->o.port);

    if (n < 1)
        return false;
    pg->conn = PQconnectStartParams(keys, values, 0);
    if (pg->conn == NULL || PQstatus(pg->conn) == CONNECTION_BAD)
        return false;
    (void)PQsetNoticeReceiver(pg->conn, ignore_notice, NULL);
    return finish_connecting(pg->conn, clock_mono_ms() + CONNECT_MS);
}

/* The server closes idle connections when it restarts; better found here than with a statement
 * under way. */
static bool is_alive(struct pg *pg)
{
    if (pg->conn == NULL)
        return false;
    while (wait_socket(pg->conn, POLLIN, 0)) {
        if (PQconsumeInput(pg->conn) == 0)
            return false;
    }
    return PQstatus(pg->conn) == CONNECTION_OK;
}

static bool is_connected(struct pg *pg)
{
    int64_t now = clock_mono_ms();

    if (is_alive(pg))
        return true;
    disconnect(pg);
    if (pg->in_tx || pg->o.socket_dir.n == 0 || now < pg->retry_at)
        return false;
    pg->retry_at = now + RETRY_MS;
    if (try_connect(pg))
        return true;
    disconnect(pg);
    return false;
}

static const struct {
    const char *prefix; /* of the SQLSTATE */
    enum err e;
} states[] = {
    {"08", ERR_UNAVAILABLE},    /* connection */
    {"28", ERR_UNAVAILABLE},    /* who we are is not accepted */
    {"53", ERR_UNAVAILABLE},    /* resources */
    {"55P03", ERR_UNAVAILABLE}, /* lock_timeout */
    {"57", ERR_UNAVAILABLE},    /* shutting down, statement_timeout */
    {"58", ERR_UNAVAILABLE},    /* I/O */
    {"23505", ERR_CONFLICT},    /* unique */
    {"23P01", ERR_CONFLICT},    /* exclusion */
    {"40", ERR_CONFLICT},       /* serialisation, deadlock */
    {"22", ERR_INVALID},        /* data */
    {"23", ERR_INVALID},        /* other constraints */
    {"P0001", ERR_INVALID},     /* raised by a function of ours */
    {"25006", ERR_DENIED},      /* read-only transaction */
    {"42501", ERR_DENIED},      /* privilege */
};

enum err pg_err_of(const char *sqlstate)
{
    if (sqlstate == NULL)
        return ERR_UNAVAILABLE;
    for (size_t i = 0; i < ARRAY_LEN(states); i++) {
        if (str_starts(str_from(sqlstate), str_from(states[i].prefix)))
            return states[i].e;
    }
    return ERR_INTERNAL;
}

/* Only the primary message: details quote values of rows. */
static void log_internal(const PGresult *res)
{
    log_line(LOG_ERROR, "sql",
             LOG_STR("sqlstate", str_from(PQresultErrorField(res, PG_DIAG_SQLSTATE))),
             LOG_STR("message", str_from(PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY))));
}

static enum err judge(const PGresult *res)
{
    ExecStatusType status = PQresultStatus(res);
    enum err e;

    if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_EMPTY_QUERY)
        return OK;
    e = pg_err_of(PQresultErrorField(res, PG_DIAG_SQLSTATE));
    if (e == ERR_INTERNAL)
        log_internal(res);
    return e;
}

static bool flush(PGconn *conn, int64_t deadline)
{
    for (;;) {
        int left = PQflush(conn);

        if (left <= 0)
            return left == 0;
        /* The server may be waiting for us to read before it reads on. */
        if (!wait_socket(conn, POLLIN | POLLOUT, deadline) || PQconsumeInput(conn) == 0)
            return false;
    }
}

/* The next result, or NULL at the end; false when the deadline passed or the connection broke. */
static bool next_result(PGconn *conn, int64_t deadline, PGresult **ret_res)
{
    while (PQisBusy(conn)) {
        if (!wait_socket(conn, POLLIN, deadline) || PQconsumeInput(conn) == 0)
            return false;
    }
    *ret_res = PQgetResult(conn);
    return true;
}

/* Text data to or from us (COPY) is not spoken here, and would never end. */
static bool is_copy(const PGresult *res)
{
    ExecStatusType status = PQresultStatus(res);

    return status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH;
}

/* The last result of what was sent, or the first that failed; NULL (and no connection) after a
 * failure. */
static PGresult *await_result(struct pg *pg, int64_t deadline)
{
    PGresult *kept = NULL, *res = NULL;
    bool fine = flush(pg->conn, deadline);

    while (fine && next_result(pg->conn, deadline, &res) && res != NULL) {
        fine = !is_copy(res);
        if (PQresultStatus(kept) == PGRES_FATAL_ERROR && kept != NULL) {
            PQclear(res);
            continue;
        }
        PQclear(kept);
        kept = res;
    }
    if (fine && res == NULL && kept != NULL && PQstatus(pg->conn) == CONNECTION_OK)
        return kept;
    PQclear(kept);
    disconnect(pg);
    return NULL;
}

static int64_t deadline_of(const struct pg *pg)
{
    return clock_mono_ms() + (pg->o.statement_ms > 0 ? pg->o.statement_ms + GRACE_MS : FOREVER_MS);
}

/* What PQsendQueryParams wants. */
struct wire_args {
    Oid types[PG_ARGS_MAX];
    const char *values[PG_ARGS_MAX];
    int lengths[PG_ARGS_MAX], formats[PG_ARGS_MAX];
};

static enum err set_text(struct wire_args *w, int i, struct arena *a, struct str s)
{
    if (str_index(s, '\0') < s.n)
        return ERR_INVALID;
    w->types[i] = OID_INFERRED;
    w->values[i] = arena_cstr(a, s);
    return OK;
}

static enum err set_bytes(struct wire_args *w, int i, struct str s)
{
    if (s.n > INT32_MAX)
        return ERR_TOO_BIG;
    w->types[i] = OID_BYTEA;
    w->values[i] = s.n > 0 ? s.p : ""; /* NULL would be SQL's NULL */
    w->lengths[i] = (int)s.n;
    w->formats[i] = 1;
    return OK;
}

static enum err set_arg(struct wire_args *w, int i, struct arena *a, const struct pg_arg *arg)
{
    switch (arg->type) {
    case PG_NULL:
        return OK; /* zero is NULL of an inferred type */
    case PG_TEXT:
        return set_text(w, i, a, arg->s);
    case PG_INT:
        w->types[i] = OID_INT8;
        w->values[i] = arena_fmt(a, "%lld", (long long)arg->i).p;
        return OK;
    case PG_BYTES:
        return set_bytes(w, i, arg->s);
    }
    return ERR_INVALID;
}

static void clear_result(void *res)
{
    PQclear(res);
}

static int count_of(const char *digits)
{
    int64_t n = 0;

    return str_to_int(str_from(digits), 0, INT32_MAX, &n) == OK ? (int)n : 0;
}

enum err pg_query_args(struct pg *pg, struct arena *a, struct pg_rows *ret_rows, const char *sql,
                       const struct pg_arg *args, int nargs)
{
    struct wire_args w = {.types = {0}};
    PGresult *res;
    enum err e;

    assert(nargs >= 0 && nargs <= PG_ARGS_MAX);
    for (int i = 0; i < nargs; i++) {
        e = set_arg(&w, i, a, &args[i]);
        if (e != OK)
            return e;
    }
    if (!is_connected(pg))
        return ERR_UNAVAILABLE;
    if (PQsendQueryParams(pg->conn, sql, nargs, w.types, w.values, w.lengths, w.formats, 0) == 0) {
        disconnect(pg);
        return ERR_UNAVAILABLE;
    }
    res = await_result(pg, deadline_of(pg));
    if (res == NULL)
        return ERR_UNAVAILABLE;
    arena_defer(a, clear_result, res);
    e = judge(res);
    if (e == OK)
        *ret_rows = (struct pg_rows){res, PQntuples(res), count_of(PQcmdTuples(res))};
    return e;
}

static bool cell(const struct pg_rows *r, int row, int column, struct str *ret_s)
{
    const PGresult *res = r->res;

    assert(row >= 0 && row < r->n && column >= 0 && column < PQnfields(res));
    *ret_s = (struct str){PQgetvalue(res, row, column), (size_t)PQgetlength(res, row, column)};
    return PQgetisnull(res, row, column) == 0;
}

bool pg_text(const struct pg_rows *r, int row, int column, struct str *ret_s)
{
    return cell(r, row, column, ret_s);
}

bool pg_int(const struct pg_rows *r, int row, int column, int64_t *ret_v)
{
    struct str s;

    *ret_v = 0;
    return cell(r, row, column, &s) && str_to_int(s, INT64_MIN, INT64_MAX, ret_v) == OK;
}

/* PostgreSQL counts characters from the start of what was sent. */
static int line_of(struct str sql, const char *position)
{
    int64_t at = 0;
    int line = 1;
    size_t i = 0;

    if (position == NULL || str_to_int(str_from(position), 1, INT32_MAX, &at) != OK)
        return 0;
    for (int64_t k = 1; k < at && i < sql.n; k++)
        line += str_codepoint(sql, &i) == '\n';
    return line;
}

enum err pg_script(struct pg *pg, struct arena *a, struct str sql, struct pg_failure *ret_why)
{
    PGresult *res = NULL;

    assert(pg->in_tx);
    if (is_connected(pg) && PQsendQuery(pg->conn, arena_cstr(a, sql)) == 1)
        res = await_result(pg, deadline_of(pg));
    if (res == NULL)
        return ERR_UNAVAILABLE;
    arena_defer(a, clear_result, res);
    if (PQresultStatus(res) == PGRES_FATAL_ERROR) {
        *ret_why = (struct pg_failure){
            arena_str(a, str_from(PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY))),
            line_of(sql, PQresultErrorField(res, PG_DIAG_STATEMENT_POSITION))};
        return ERR_INVALID;
    }
    if (PQtransactionStatus(pg->conn) == PQTRANS_INTRANS)
        return OK;
    *ret_why = (struct pg_failure){STR("COMMIT / ROLLBACK"), 0};
    return ERR_INVALID;
}

static enum err commit(struct pg *pg, struct arena *a)
{
    struct pg_rows rows;
    enum err e = pg_query0(pg, a, &rows, "COMMIT");

    if (e == OK && strcmp(PQcmdStatus(rows.res), "COMMIT") != 0)
        return ERR_CONFLICT;
    return e;
}

enum err pg_tx(struct pg *pg, struct arena *a, pg_work *fn, void *arg)
{
    struct pg_rows rows;
    enum err e;

    assert(!pg->in_tx);
    e = pg_query0(pg, a, &rows, "BEGIN");
    if (e != OK)
        return e;
    pg->in_tx = true;
    e = fn(pg, a, arg);
    if (e == OK)
        e = commit(pg, a);
    else if (pg_query0(pg, a, &rows, "ROLLBACK") != OK)
        disconnect(pg); /* ends the transaction as well */
    pg->in_tx = false;
    return e;
}

bool pg_is_up(struct pg *pg)
{
    struct arena scratch;
    struct pg_rows rows;
    bool up;

    arena_init(&scratch, 64 * 1024);
    up = pg_query0(pg, &scratch, &rows, "SELECT 1") == OK;
    arena_release(&scratch);
    return up;
}

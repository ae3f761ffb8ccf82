/*
 * Applies the files of fcgi/store/schema that the database has not seen yet.
 * Two runs at once are safe: each file's transaction takes the lock and looks
 * again before it does anything.
 */
#include "fcgi/store/migrate.h"

#include "fcgi/base/files.h"
#include "fcgi/base/log.h"
#include "fcgi/base/secret.h"

#define FILE_BYTES (1024u * 1024)
#define DIGITS     4u
#define LOCK_KEY   0x65737472 /* "estr": any number that nobody else in this database uses */

struct migration {
    int64_t version;
    struct str name, digest, sql;
};
struct migrations {
    struct migration *v; /* by version */
    size_t n;
};

static bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

int migrate_version_of(struct str file_name)
{
    struct str rest = str_sub(file_name, DIGITS, file_name.n);
    int64_t version = 0;

    if (!str_starts(rest, STR("-")) || !str_ends(rest, STR(".sql")) || rest.n <= STR("-.sql").n)
        return 0;
    for (size_t i = 0; i < rest.n - STR(".sql").n; i++) {
        if (!is_name_char(rest.p[i]))
            return 0;
    }
    if (str_to_int(str_sub(file_name, 0, DIGITS), 1, 9999, &version) != OK)
        return 0;
    return (int)version;
}

static bool is_text(struct str s)
{
    return str_is_utf8(s) && str_index(s, '\0') == s.n;
}

/* One file; its version is `expected`, since they are sorted and have no gap. */
static void read_file(struct arena *a, struct str dir, struct migration *m, int64_t expected,
                      struct diags *d)
{
    unsigned char digest[DIGEST_BYTES];

    m->version = migrate_version_of(m->name);
    if (m->version == 0) {
        diag_error(d, m->name, 0, "migrate-name");
        return;
    }
    if (m->version != expected)
        diag_error(d, m->name, 0, "migrate-gap", arena_fmt(a, "%04d", (int)expected));
    if (file_read_beneath(a, dir, m->name, FILE_BYTES, &m->sql) != OK) {
        diag_error(d, m->name, 0, "file-unreadable");
        return;
    }
    if (!is_text(m->sql))
        diag_error(d, m->name, 0, "migrate-not-text");
    digest_of(m->sql, digest);
    m->digest = digest_hex(a, digest, DIGEST_BYTES);
}

static enum err read_files(struct arena *a, struct str dir, struct diags *d,
                           struct migrations *ret_files)
{
    struct file_list list;
    struct migrations files;

    if (file_tree(a, dir, &list) != OK || list.n == 0) {
        diag_error(d, dir, 0, "file-unreadable");
        return ERR_INVALID;
    }
    files = (struct migrations){ARENA_ARRAY(a, struct migration, list.n), list.n};
    for (size_t i = 0; i < list.n; i++) {
        files.v[i].name = list.v[i].path;
        read_file(a, dir, &files.v[i], (int64_t)i + 1, d);
    }
    if (d->nerrors > 0)
        return ERR_INVALID;
    *ret_files = files;
    return OK;
}

/* By a query and not by to_regclass: that one may still hold for absent what another run has just
 * made while this one waited for the lock. */
static enum err table_exists(struct pg *pg, struct arena *a, bool *ret_exists)
{
    struct pg_rows rows;
    enum err e = pg_query0(pg, a, &rows,
                           "SELECT FROM pg_catalog.pg_class c"
                           " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                           " WHERE n.nspname = 'estrado' AND c.relname = 'schema_migration'");

    if (e != OK)
        return e;
    *ret_exists = rows.n == 1;
    return OK;
}

static enum err read_applied(struct pg *pg, struct arena *a, struct migrations *ret_applied)
{
    struct pg_rows rows;
    struct migrations applied = {NULL, 0};
    bool exists = false;
    enum err e = table_exists(pg, a, &exists);

    if (e == OK && exists) {
        e = pg_query0(
            pg, a, &rows,
            "SELECT version, name, digest FROM estrado.schema_migration ORDER BY version");
        if (e != OK)
            return e;
        applied = (struct migrations){ARENA_ARRAY(a, struct migration, (size_t)rows.n + 1),
                                      (size_t)rows.n};
        for (int i = 0; i < rows.n; i++) {
            (void)pg_int(&rows, i, 0, &applied.v[i].version);
            (void)pg_text(&rows, i, 1, &applied.v[i].name);
            (void)pg_text(&rows, i, 2, &applied.v[i].digest);
        }
    }
    if (e == OK)
        *ret_applied = applied;
    return e;
}

/* The database must hold a beginning of the list of files, unchanged. */
static enum err compare(const struct migrations *files, const struct migrations *applied,
                        struct diags *d)
{
    int errors = d->nerrors;

    for (size_t i = 0; i < applied->n; i++) {
        const struct migration *was = &applied->v[i];

        if (i >= files->n || was->version != files->v[i].version)
            diag_error(d, was->name, 0, "migrate-newer");
        else if (!str_eq(was->digest, files->v[i].digest))
            diag_error(d, files->v[i].name, 0, "migrate-changed");
    }
    return d->nerrors > errors ? ERR_CONFLICT : OK;
}

/* One file on its way into the database. */
struct step {
    const struct migration *m;
    struct pg_failure why;
    bool skipped; /* another run was faster */
};

static enum err lock(struct pg *pg, struct arena *a)
{
    struct pg_rows rows;

    return pg_query(pg, a, &rows, "SELECT pg_advisory_xact_lock($1)", PG_I(LOCK_KEY));
}

static enum err record(struct pg *pg, struct arena *a, const struct migration *m)
{
    struct pg_rows rows;

    return pg_query(
        pg, a, &rows,
        "INSERT INTO estrado.schema_migration (version, name, digest) VALUES ($1, $2, $3)",
        PG_I(m->version), PG_T(m->name), PG_T(m->digest));
}

static enum err apply_in_tx(struct pg *pg, struct arena *a, void *arg)
{
    struct step *s = arg;
    struct migrations applied;
    enum err e = lock(pg, a);

    if (e == OK)
        e = read_applied(pg, a, &applied);
    if (e != OK)
        return e;
    s->skipped = (int64_t)applied.n >= s->m->version;
    if (s->skipped)
        return OK;
    e = pg_script(pg, a, s->m->sql, &s->why);
    return e == OK ? record(pg, a, s->m) : e;
}

static enum err apply(struct pg *pg, struct arena *a, const struct migration *m, struct diags *d,
                      int *applied)
{
    struct step s = {.m = m};
    enum err e = pg_tx(pg, a, apply_in_tx, &s);

    if (e == ERR_UNAVAILABLE) {
        diag_error(d, m->name, 0, "migrate-unavailable");
        return e;
    }
    if (e != OK) {
        diag_error(d, m->name, s.why.line, "migrate-failed",
                   s.why.words.n > 0 ? s.why.words : str_from(err_name(e)));
        return e;
    }
    if (s.skipped)
        return OK;
    log_line(LOG_INFO, "migrated", LOG_STR("file", m->name));
    (*applied)++;
    return OK;
}

enum err migrate_run(struct pg *pg, struct arena *a, struct str schema_dir, struct diags *d,
                     int *ret_applied)
{
    struct migrations files, applied;
    int n = 0;
    enum err e = read_files(a, schema_dir, d, &files);

    if (e != OK)
        return e;
    e = read_applied(pg, a, &applied);
    if (e != OK) {
        diag_error(d, schema_dir, 0, "migrate-unavailable");
        return e;
    }
    e = compare(&files, &applied, d);
    for (size_t i = applied.n; e == OK && i < files.n; i++)
        e = apply(pg, a, &files.v[i], d, &n);
    if (e == OK)
        *ret_applied = n;
    return e;
}

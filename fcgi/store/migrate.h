/*
 * The database's schema: fcgi/store/schema/NNNN-name.sql, applied in order, one
 * transaction each, under an advisory lock. Idempotent; refuses a database that is newer than
 * the files, and a file that changed after it was applied (digest).
 */
#ifndef ESTRADO_STORE_MIGRATE_H
#define ESTRADO_STORE_MIGRATE_H

#include "fcgi/base/diag.h"
#include "fcgi/store/pg.h"

/* The role in `pg` must own the database. Progress: one log line a file. Errors go to d with the file and
 * PostgreSQL's own words. */
NODISCARD enum err migrate_run(struct pg *pg, struct arena *a, struct str schema_dir, struct diags *d,
                               int *ret_applied);

#endif

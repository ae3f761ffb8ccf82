/*
 * The database's schema: fcgi/store/schema/NNNN-name.sql, applied in order, one
 * transaction each, under an advisory lock. Idempotent; refuses a database that is newer than
 * the files, and a file that changed after it was applied (digest).
 */
#ifndef ESTRADO_STORE_MIGRATE_H
#define ESTRADO_STORE_MIGRATE_H

#include "fcgi/base/diag.h"
#include "fcgi/store/pg.h"

/*
 * The role in `pg` must own the database (fcgi/ops/roles.sql makes both); open it with statement_ms
 * 0. Files are numbered from 0001 without a gap, UTF-8, at most 1 MiB, and do not end their
 * transaction. One log line a file applied. What is wrong goes to d with the file, the line where
 * PostgreSQL saw it, and its own words: ERR_INVALID (files), ERR_CONFLICT (newer or changed),
 * ERR_UNAVAILABLE (no server). Files applied before a failure stay applied. *ret_applied: how many
 * were applied now.
 */
NODISCARD enum err migrate_run(struct pg *pg, struct arena *a, struct str schema_dir,
                               struct diags *d, int *ret_applied);
/* The number in "0012-name.sql", name of lower-case letters, digits and '-'; 0 for anything else.
 */
int migrate_version_of(struct str file_name);

#endif

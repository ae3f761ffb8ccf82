/*
 * Where the files of the accessibility statement are.
 */
#include "fcgi/app/app.h"
#include "fcgi/base/files.h"

#include <unistd.h>

static const struct str names[STATEMENT_FILES] = {STR_INIT("accessibility/declaracion.yml"),
                                                  STR_INIT("accessibility/criterios.yml"),
                                                  STR_INIT("accessibility/resultado.yml")};

struct str app_statement_file(struct arena *a, struct str root, struct str share_dir, int i)
{
    struct str own = file_join(a, root, names[i]);

    return access(arena_cstr(a, own), F_OK) == 0 ? own : file_join(a, share_dir, names[i]);
}

static struct statement_file read_one(struct arena *a, struct str root, struct str share_dir, int i,
                                      struct diags *d)
{
    struct statement_file f = {.shown = names[i]};
    enum err e =
        file_read(a, app_statement_file(a, root, share_dir, i), STATEMENT_FILE_MAX, &f.text);

    if (e == ERR_TOO_BIG)
        diag_error(d, f.shown, 0, "file-too-big", STR("128 KB"));
    else if (e != OK && e != ERR_NOT_FOUND)
        diag_error(d, f.shown, 0, "file-unreadable");
    return f;
}

const struct statement *app_statement(struct arena *a, struct str root, struct str share_dir,
                                      struct diags *d)
{
    struct statement_file f[STATEMENT_FILES];

    for (int i = 0; i < STATEMENT_FILES; i++)
        f[i] = read_one(a, root, share_dir, i, d);
    return statement_parse(a, &f[0], &f[1], &f[2], d);
}

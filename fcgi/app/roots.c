/*
 * Where the pages of the site lie.
 */
#include "fcgi/app/app.h"
#include "fcgi/base/files.h"

struct str app_shown(const struct config *config, struct str path)
{
    size_t n = config->root.n;

    return str_starts(path, config->root) && path.n > n && path.p[n] == '/'
               ? str_sub(path, n + 1, path.n)
               : path;
}

struct roots app_roots(struct arena *a, const struct config *config)
{
    struct root *own = ARENA_NEW(a, struct root);

    *own = (struct root){.locale = config->locale,
                         .dir = file_join(a, config->content_dir, config->locale),
                         .files = config->locale};
    own->shown = app_shown(config, own->dir);
    return (struct roots){own, 1};
}

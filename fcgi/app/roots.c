/*
 * Where the pages of the site lie.
 */
#include "fcgi/app/app.h"
#include "fcgi/base/files.h"

#include <unistd.h>

struct str app_shown(const struct config *config, struct str path)
{
    size_t n = config->root.n;

    return str_starts(path, config->root) && path.n > n && path.p[n] == '/'
               ? str_sub(path, n + 1, path.n)
               : path;
}

static struct root own_pages(struct arena *a, const struct config *config)
{
    struct str dir = file_join(a, config->content_dir, config->locale);

    return (struct root){.locale = config->locale,
                         .dir = dir,
                         .shown = app_shown(config, dir),
                         .files = config->locale};
}

static struct root pages_of(struct arena *a, const struct config *config,
                            const struct micrositio *m)
{
    struct str files = file_join(a, m->id, config->locale),
               dir = file_join(a, config->micrositios_dir, files);

    return (struct root){.micrositio = m->id,
                         .locale = config->locale,
                         .dir = dir,
                         .shown = app_shown(config, dir),
                         .files = files,
                         .draft = m->life == MICRO_DRAFT,
                         .prefix = m->path};
}

/* A language's folder need not be there. */
static bool add_language(struct arena *a, const struct config *config, struct str locale,
                         struct root *ret_root)
{
    struct str dir = file_join(a, config->content_dir, locale);

    if (access(arena_cstr(a, dir), R_OK) != 0)
        return false;
    *ret_root = (struct root){.locale = locale,
                              .dir = dir,
                              .shown = app_shown(config, dir),
                              .files = locale,
                              .prefix = arena_join(a, STR("/"), locale, STR(""))};
    return true;
}

struct roots app_roots(struct arena *a, const struct config *config,
                       const struct micrositios *micrositios)
{
    struct root *v = ARENA_ARRAY(a, struct root, micrositios->n + config->languages.n + 1);
    size_t n = 0;

    v[n++] = own_pages(a, config);
    for (size_t i = 0; i < config->languages.n; i++)
        n += add_language(a, config, config->languages.v[i], &v[n]);
    for (size_t i = 0; i < micrositios->n; i++)
        v[n++] = pages_of(a, config, &micrositios->v[i]);
    return (struct roots){v, n};
}

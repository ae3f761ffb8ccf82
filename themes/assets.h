/*
 * Static files: every file below a folder is copied once to
 * <out>/<stem>.<hash>.<ext> together with .gz and .br twins (text types only, when
 * smaller), and served by nginx alone, for ever, as /estatico/<stem>.<hash>.<ext>.
 * Inside CSS, url(name) of a file of the same folder is replaced by its hashed
 * name, so order of work is: all but CSS first.
 */
#ifndef ESTRADO_THEMES_ASSETS_H
#define ESTRADO_THEMES_ASSETS_H

#include "fcgi/base/arena.h"
#include "fcgi/base/diag.h"
#include "fcgi/base/str.h"

struct asset {
    struct str path; /* as the author writes it, relative to its folder: "css/estilo.css" */
    struct str url;  /* "/estatico/estilo.0123456789abcdef.css" */
    int64_t size;
    int width, height; /* PNG, JPEG, GIF, WebP, SVG; 0 where unknown */
    struct str type;   /* "image/png", "application/pdf" ... from a closed list of extensions */
};
struct assets {
    const struct asset *v; /* sorted by path */
    size_t n;
};
/* Text that goes in front of one style sheet; its name's hash counts it. */
struct asset_front {
    struct str path; /* "css/estilo.css" */
    struct str text; /* as it is: no url() in it is replaced */
};

/*
 * Publishes all files below `dir` into `out` (made when missing; files that are
 * there already are not written again). Markdown and YAML are left alone. An extension outside the
 * closed list (assets.c) is an error diag, and so are an SVG that does more than draw (svg.h) and a
 * style sheet that names what is not there (css.h); an image whose content is of another format is
 * a warning. A file with an error is left out and the rest goes on; whether that will do is the
 * caller's to say. NULL only when a folder could not be read or made. `front` may be NULL.
 */
const struct assets *assets_publish(struct arena *a, struct str dir, struct str shown,
                                    struct str out, const struct asset_front *front,
                                    struct diags *d);
/* What attachments may weigh, each and all together. */
struct asset_limits {
    int file_mb, files_mb;
};
/* The same for attachments of pages, within limits: what passes them is left out and told. */
const struct assets *assets_publish_within(struct arena *a, struct str dir, struct str shown,
                                           struct str out, const struct asset_limits *limits,
                                           struct diags *d);
/* Media type by extension; empty for what may not be published. */
struct str assets_type(struct str path);
/* One file that was made, not found: `path` is as if the author had written it. False with an error
 * in d. */
bool assets_publish_made(struct arena *a, struct str path, struct str shown, struct str content,
                         struct str out, struct diags *d, struct asset *ret_asset);
/* NULL when there is none. */
const struct asset *assets_find(const struct assets *s, struct str path);

#endif

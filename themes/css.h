/*
 * Style sheets on their way out: the names of files in url() become the names under
 * which they are published.
 */
#ifndef ESTRADO_THEMES_CSS_H
#define ESTRADO_THEMES_CSS_H

#include "fcgi/base/buf.h"
#include "themes/assets.h"

/*
 * Writes `content`, the file at `path` of its folder, into `out` with every url() replaced from
 * `assets` (what is published already). As they are stay data: and #parts. A file that is not
 * there, an address outside the site and
 * @import are errors with their line.
 */
void css_publish(struct str path, struct str shown, struct str content, const struct assets *assets,
                 struct diags *d, struct buf *out);

#endif

/*
 * A theme is a folder: templates/<view>.html, locales/<locale>.yml, static/
 * (CSS, icons, fonts). What it lacks is an error at start.
 */
#ifndef ESTRADO_THEMES_THEME_H
#define ESTRADO_THEMES_THEME_H

#include "themes/tpl.h"

/* A view that the program needs: its template's name and the fields it is compiled against. */
struct theme_view {
    const char *name;
    const struct tpl_field *fields;
};

struct theme;

/*
 * Loads folder `dir` (shown in diags as `shown`): the messages of `locale` and
 * every view. NULL exactly when an error was added.
 */
const struct theme *theme_load(struct arena *a, struct str dir, struct str shown, struct str locale,
                               const struct theme_view *views, size_t nviews, struct diags *d);
/* Another language of a theme that is loaded: texts that it lacks are the other's. */
const struct theme *theme_load_over(struct arena *a, struct str dir, struct str shown,
                                    struct str locale, const struct theme *base,
                                    const struct theme_view *views, size_t nviews, struct diags *d);
/* By the position in `views`. */
const struct tpl *theme_template(const struct theme *t, size_t view);
const struct messages *theme_messages(const struct theme *t);

#endif

/*
 * site.yml -> nginx's files: the templates of nginx/ with the words between two @
 * filled in. Values come from a checked struct config; none may hold what has a
 * meaning in nginx's grammar (quotes, blanks, braces, semicolons, '$').
 */
#ifndef ESTRADO_CONFIG_NGINX_H
#define ESTRADO_CONFIG_NGINX_H

#include "fcgi/config/config.h"

/*
 * Writes nginx.conf and what it includes to `dir`, makes the folders that nginx needs below
 * state_dir. `colours`: CSS that goes in front of the error pages' style (accessibility/palette.h).
 * ERR_INVALID after an error was added to d; ERR_UNAVAILABLE when a file could not be written.
 */
NODISCARD enum err nginx_write(const struct config *c, struct str template_dir, struct str dir,
                               struct str colours, struct diags *d);

#endif

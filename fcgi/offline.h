/*
 * The site without a server: a generation loaded for a command, and a request
 * made up for a path, through the same door and the same dispatch as a visitor's.
 */
#ifndef ESTRADO_OFFLINE_H
#define ESTRADO_OFFLINE_H

#include "fcgi/cmd.h"

/* False after the errors in configuration or theme were added to d. Broken pages are in d too. */
bool offline_load(struct cmd *cmd, struct app *ret_app, struct diags *d);
/* GET path?query (query as it stands in an address). `a` is the request's arena: the response lives
 * in it. */
void offline_get(struct app *app, struct arena *a, struct str path, struct str query,
                 struct response *ret_resp);
/* Every address of the site that answers with a page, pages of the program itself included; visible
 * ones only. */
struct strs offline_paths(const struct app *app, struct arena *a, int64_t now);

#endif

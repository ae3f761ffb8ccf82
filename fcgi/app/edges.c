#include "fcgi/app/app.h"

int64_t app_valid_until(const struct app *app, int64_t now)
{
    return site_valid_until(app->site, now);
}

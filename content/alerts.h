/*
 * content/alertas.yml: what every page says at its top for a while. A list of
 *   - id: corte-de-luz          letters, digits, hyphens
 *     level: emergency          or important, notice
 *     title: ..., text: ...     plain; {{dato "x"}} stands for a fact
 *     link: {url: /a, text: ...}
 *     starts: 2027-06-06 08:00, ends: ...    `ends` is required: nothing warns for ever
 *     dismissible: true         the visitor may put it away for the visit; never an emergency
 *     site: urna-electronica    only on the pages of this micrositio; missing: everywhere
 */
#ifndef ESTRADO_CONTENT_ALERTS_H
#define ESTRADO_CONTENT_ALERTS_H

#include "content/page.h"
#include "fcgi/base/diag.h"

enum alert_level { ALERT_EMERGENCY, ALERT_IMPORTANT, ALERT_NOTICE, ALERT__MAX };
struct str alert_word(enum alert_level level);

struct alert {
    struct str id, title, text, link, link_text, site;
    enum alert_level level;
    int64_t starts, ends;
    bool dismissible;
    int line;
};

/* One bit of a set (alerts_dismissed) each. */
#define ALERTS_MAX 24

struct alerts {
    const struct alert *v; /* emergencies first, then as in the file */
    size_t n;
    unsigned char digest[32]; /* of the file */
};

/* Never NULL; a file that is not there holds none. An alert with an error is left out. */
const struct alerts *alerts_load(struct arena *a, struct str path, struct str shown,
                                 struct str zone, struct diags *d);
const struct alerts *alerts_parse(struct arena *a, struct str shown, struct str source,
                                  struct str zone, struct diags *d);
/* `site`: the micrositio's id, empty for the institute's own pages, "*" for any. */
bool alert_is_on(const struct alert *alert, struct str site, int64_t now);
/* First moment after now at which one begins or ends, or TIME_NEVER. */
int64_t alerts_valid_until(const struct alerts *alerts, int64_t now);

/*
 * What a visitor put away, as a cookie has it: ids with '.' between them. Bits of those that are on
 * now on this site and may be put away, by position; what else it says counts for nothing.
 */
#define ALERTS_COOKIE_MAX 400
unsigned alerts_dismissed(const struct alerts *alerts, struct str cookie, struct str site,
                          int64_t now);
/* The other way: the cookie of a set. */
struct str alerts_cookie(struct arena *a, const struct alerts *alerts, unsigned set);

#endif

/*
 * Addresses of former times and where they lead: content/redirects.csv, asked only when no page and
 * no alias answers.
 *
 * Columns: from,to,status,kind,note (RFC 4180; a line that begins with '#' is a remark).
 *
 *   from    "/path", with "?name=value" behind when that parameter must be there; or the same with
 *           "https://host" before it, where host is one of `old_hosts` of site.yml
 *   to      a path of the site, or a whole https address; empty for 410
 *   status  301, 302 or 410
 *   kind    exact    this path
 *           prefix   this path and all below it; $1 in `to` is what stands below
 *           pattern  '*' is anything inside one part of the path, or the whole value of the
 *                    parameter; a last part "**" is any number of parts; $1 to $9 are what they
 * were note    why; a 410 shows it to visitors
 *
 * Matching costs what the address is long, whatever the rules: stars never try again. Exact rules
 * and prefixes are looked up in sorted arrays; patterns are tried in their order. With a parameter
 * before without, a host before none, exact before the longest prefix before patterns.
 */
#ifndef ESTRADO_CONTENT_REDIRECTS_H
#define ESTRADO_CONTENT_REDIRECTS_H

#include "content/site.h"

#define REDIRECTS_BYTES    (64u * 1024 * 1024)
#define REDIRECTS_MAX      200000 /* rules */
#define REDIRECTS_PATTERNS 1000   /* each is tried for every address that is not found */
#define REDIRECTS_CAPTURES 9

enum redirect_kind { REDIRECT_EXACT, REDIRECT_PREFIX, REDIRECT_PATTERN };

struct redirect {
    int line;
    enum redirect_kind kind;
    int status;
    struct str host;  /* empty: the site's own */
    struct str path;  /* without a slash behind */
    struct str param; /* "name=value", or empty */
    struct str to, note;
};
struct redirects {
    struct str file; /* as diags name it */
    const struct redirect *v;
    size_t n;                             /* as written */
    const struct redirect *const *exact;  /* sorted by path, host, param */
    const struct redirect *const *prefix; /* the same */
    const struct redirect *const *pattern;
    size_t nexact, nprefix, npattern;
};

/* Wrong rows are told and left out. `hosts`: those that `from` may name. */
const struct redirects *redirects_parse(struct arena *a, struct str file, struct str source,
                                        const struct strs *hosts, struct diags *d);

struct redirect_hit {
    const struct redirect *rule;
    struct str to; /* with captures, escaped: as it goes into Location */
};
/* host: empty when it is one of the site's own; path decoded; query as sent. */
bool redirects_find(const struct redirects *r, struct arena *a, struct str host, struct str path,
                    struct str query, struct redirect_hit *ret_hit);

/*
 * What only the whole site shows: rules behind another rule or a page, chains, loops, targets that
 * do not exist. `routes`: paths that the program itself answers.
 */
void redirects_check(const struct redirects *r, const struct site *s, const struct strs *routes,
                     int64_t now, struct diags *d);

#endif

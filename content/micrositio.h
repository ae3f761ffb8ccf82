/*
 * Micrositios: small sites of the institute with a title, a menu, colours and a life of their own,
 * below one address of the site (`path`) and, when they have some, at hosts of their own. Each is a
 * folder <id>/ with micrositio.yml and one folder of Markdown a language (root.h). One that is
 * wrong is told and left out; the others and the site stand.
 *
 *   title, short_title, summary    what it is called; short_title stands in titles of its pages
 *   path       "/urna-electronica": one part
 *   hosts      [urna.example.mx]
 *   life       draft (nobody sees it), live, archived (a banner says so on every page)
 *   archived_on, note              the day and the words of the banner
 *   frozen     digest of its files: any change of them is an error (`estrado micrositio freeze`)
 *   languages  [es-MX]; types: content types that it uses, all when not given
 *   menu       list of {title, url}; palette: accessibility/palette.h
 *   blocks     what its home shows, in order: {type: hero|cards|dates|news|documents|alert, title,
 *              text, url, max, items: [{title, url, text, icon}]}
 */
#ifndef ESTRADO_CONTENT_MICROSITIO_H
#define ESTRADO_CONTENT_MICROSITIO_H

#include "fcgi/base/arena.h"
#include "fcgi/base/diag.h"
#include "fcgi/base/str.h"
#include "fcgi/base/yaml.h"

#define MICROSITIO_FILE       "micrositio.yml"
#define MICROSITIO_FILE_MAX   (256u * 1024)
#define MICROSITIOS_MAX       64
#define MICROSITIO_BLOCKS_MAX 12
#define MICROSITIO_ITEMS_MAX  24
#define MICROSITIO_MENU_MAX   12

enum micro_life { MICRO_DRAFT, MICRO_LIVE, MICRO_ARCHIVED };
enum micro_block_kind {
    MICRO_HERO,
    MICRO_CARDS,
    MICRO_DATES,
    MICRO_NEWS,
    MICRO_DOCUMENTS,
    MICRO_ALERT
};

struct micro_link {
    struct str title, url, text, icon; /* text, icon: may be empty */
};
struct micro_links {
    const struct micro_link *v;
    size_t n;
};
struct micro_block {
    enum micro_block_kind kind;
    struct str title, text, url; /* url: of an alert, or of all that the list shows a part of */
    int max;                     /* of lists: entries shown */
    struct micro_links items;
};
struct micrositio {
    struct str id, file; /* file: as diags name it */
    struct str title, short_title, summary, path, note;
    struct strs hosts, languages, types; /* hosts: lower case */
    enum micro_life life;
    int64_t archived_on;        /* midnight in the site's zone; 0: not archived */
    struct str frozen;          /* hex; empty: not frozen */
    struct str digest;          /* hex: of its files as they are */
    const struct yaml *palette; /* NULL: the theme's colours */
    struct micro_links menu;
    const struct micro_block *blocks;
    size_t nblocks;
    struct str colours_url; /* style sheet of its palette; empty: none (set by the application) */
};
struct micrositios {
    struct micrositio *v; /* by id */
    size_t n;
};

struct micrositio_options {
    struct str dir, shown; /* the folder of all of them; as diags name it */
    struct str locale, zone;
};
/* A folder that is not there holds none. Folders that begin with '_' are templates, not sites. */
struct micrositios micrositios_load(struct arena *a, const struct micrositio_options *o,
                                    struct diags *d);
/* The digest of all files of one but micrositio.yml, in hex. */
struct str micrositio_digest(struct arena *a, struct str dir);
/* "proceso-electoral-2027": small letters, digits and single hyphens, 4 to 60. */
bool micrositio_is_id(struct str id);
/* NULL when there is none. */
const struct micrositio *micrositio_by_id(const struct micrositios *all, struct str id);
const struct micrositio *micrositio_by_host(const struct micrositios *all, struct str host);

#endif

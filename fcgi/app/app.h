/*
 * What lives as long as a generation (loaded once, before the workers are
 * forked, read-only afterwards) and what a worker adds after the fork.
 */
#ifndef ESTRADO_APP_APP_H
#define ESTRADO_APP_APP_H

#include "accessibility/choice.h"
#include "accessibility/palette.h"
#include "accessibility/statement.h"
#include "content/alerts.h"
#include "content/calendar.h"
#include "content/micrositio.h"
#include "content/redirects.h"
#include "content/site.h"
#include "fcgi/app/view.h"
#include "fcgi/base/shared.h"
#include "fcgi/config/config.h"
#include "fcgi/http/request.h"
#include "fcgi/http/response.h"
#include "fcgi/search/table.h"
#include "fcgi/store/cache.h"
#include "fcgi/store/journal.h"
#include "fcgi/store/pg.h"
#include "themes/assets.h"
#include "themes/theme.h"

/* A language beside the site's own: what its addresses are shown with. */
struct language {
    struct str locale, prefix;   /* "en", "/en" */
    const struct theme *theme;   /* texts that it lacks are the site's own */
    const struct config *config; /* the site's, with the locale of the interface */
    struct pages menu_pages;
    bool offered; /* it has a home page: links lead to it */
};

struct app {
    struct arena *arena; /* the generation's */
    const struct config *config;
    const struct messages *texts; /* fcgi/locales: the program's own */
    const struct theme *theme;
    const struct palette *palette; /* of the theme; read, not yet checked: palette_check */
    const struct assets *theme_assets, *content_assets;
    const struct assets *micro_assets;       /* files of micrositios; NULL: none */
    const struct glossary *glossary;         /* NULL: none */
    const struct search_table *search_table; /* synonyms, promoted answers; NULL: none */
    const struct statement *statement;
    struct micrositios micrositios;
    const struct site *site;
    const struct calendar *calendar;   /* of processes; never NULL */
    const struct alerts *alerts;       /* never NULL */
    const struct documents *documents; /* documents.h */
    struct pages menu_pages;           /* those with `menu:`, by menu weight */
    const struct redirects *redirects; /* NULL: none */
    struct language *languages;        /* beside the site's own, which main_ are */
    size_t nlanguages;
    struct str main_locale;
    const struct theme *main_theme;
    /* Digest of site.yml, content, theme and program: part of every cache key. */
    struct str generation;
    struct str theme_dir;  /* config's, or the installed theme of that name */
    struct str share_dir;  /* where fcgi/locales, nginx/ and fcgi/store/schema are found */
    int64_t loaded;        /* when */
    int serial;            /* of the generation, from 1 */
    bool watch;            /* `serve --watch`: nothing is cached, problems are shown */
    bool files_only;       /* `render --all`: no program will be there to search */
    int parsed;            /* Markdown files that were not in the cache of parsed pages */
    struct shared *shared; /* counters; never NULL */
    /* Per worker, opened after the fork. */
    struct cache *cache;
    struct pg *pg;
    struct journal *journal; /* NULL offline: nobody counts */
    int pool;                /* position in config->pools */
};

/*
 * Loads everything that `config` names. *ret_app is usable when it returns true; content errors (a
 * page left out) are in d and do not make it false: the caller decides whether that is clean.
 */
bool app_load(struct app *ret_app, struct arena *a, const struct config *config,
              struct str share_dir, struct shared *shared, struct diags *d);
/* Opens what a worker needs; call after the fork. Connects lazily. */
void app_open(struct app *app, struct arena *a, int pool);
/* The program's texts (fcgi/locales/<locale>.yml below share_dir); NULL with an error in d. */
const struct messages *app_texts(struct arena *a, struct str share_dir, struct str locale,
                                 struct diags *d);
/* The folder with the program's own files: $ESTRADO_SHARE, else ../share/estrado beside the
 * program's folder when it is installed, else the folder of site.yml. */
struct str app_share_dir(struct arena *a, struct str root);

/* A site that brings no theme of its name uses the one that was installed with the program. */
struct str app_theme_dir(struct arena *a, const struct config *config, struct str share_dir);
/* palettes.c: palette.yml of a theme; NULL with an error in d. */
const struct palette *app_palette(struct arena *a, struct str theme_dir, struct str shown_dir,
                                  struct diags *d);
/* Contrast in every presentation: of the theme, and of each content/micrositios/<id>/micrositio.yml
 * with colours of its own (`palette`) laid over the theme's. */
void app_check_palettes(const struct app *app, struct diags *d);

/* lint_time.c: facts that expire, pages to look at for a phase, what a rule withholds or would. */
void app_lint_time(const struct app *app, int64_t now, struct diags *d);

/* statements.c: the files of the accessibility statement, each in the folder of site.yml or else in
 * the program's. STATEMENT_FILES of them, for whoever watches them. */
#define STATEMENT_FILES 3
struct str app_statement_file(struct arena *a, struct str root, struct str share_dir, int i);
const struct statement *app_statement(struct arena *a, struct str root, struct str share_dir,
                                      struct diags *d);

/* edges.c: the earliest second after `now` at which anything shown may change by the clock alone:
 * pages, phases, alerts, facts; TIME_NEVER when nothing will. Every answer that depends on content
 * is valid until then. */
int64_t app_valid_until(const struct app *app, int64_t now);

/* What site.yml allows at the door. */
struct request_limits app_limits(const struct config *config);

/* ---- one request ---- */

enum route_flags {
    ROUTE_CACHE = 1 << 0, /* the same for everyone: may be kept in Redis and by nginx */
    ROUTE_LOCAL = 1 << 1, /* only through nginx's local socket */
    ROUTE_WATCH = 1 << 2, /* only under `serve --watch`, for a host on this machine */
    ROUTE_PAGE = 1 << 3,  /* shown over the content page of the same address, if there is one */
    ROUTE_SAME_ORIGIN =
        1 << 4, /* what it is sent must come from a page of ours; every POST has it */
    /* For programs and not for eyes: no choice of looks changes it, pages of other sites may read
     * it; without ROUTE_CACHE its answer follows from the query and is asked for anew by its ETag.
     */
    ROUTE_DATA = 1 << 5,
    ROUTE_API = 1 << 6, /* errors are RFC 9457 problems, not pages */
};
#define ROUTE_POOL_ANY (-1)

struct ctx;
struct answer;
/* Fills *ret_answer (preset: 200, valid for ever, modified unknown). Not OK: dispatch makes the
 * error page. */
typedef enum err handler_fn(struct ctx *c, struct answer *ret_answer);

struct route {
    const char *name;    /* for logs and metrics */
    const char *pattern; /* a path; one '*' stands for any bytes, at least one. The first wins. */
    handler_fn *handler;
    unsigned flags;
    unsigned methods; /* bits 1 << enum method; GET brings HEAD along */
};

/* What a handler makes: a view, or raw bytes of a type, or a redirect. */
struct answer {
    int status;
    enum view_id view_id;
    struct view view;
    const char *type; /* not NULL: `raw` is the body, of this media type */
    struct str raw;
    struct str file;              /* internal path of what nginx sends; `type` is its media type */
    struct str etag, disposition; /* of a file */
    struct str location;          /* 301, 303: a path of ours */
    struct str cookie;            /* Set-Cookie, whole */
    int64_t valid_until;          /* until then the answer stays as it is (TIME_NEVER) */
    int64_t modified;             /* 0: unknown */
    bool no_store;
    bool paged; /* another page of it is another answer (?pagina=) */
};

/* What a handler gets. */
struct ctx {
    struct app *app;
    const struct request *req;
    struct arena *arena;
    const struct route *route;
    const struct language *language; /* of the address; NULL: the site's own */
    struct str path;                 /* of the page: the request's, without "/lector" */
    struct str rest;                 /* what the '*' of the route's pattern stands for */
    struct choice choice; /* how it is to look and read: asked, and what the cookie adds */
    struct choice asked;  /* what the address alone says (?a11y=) */
    bool outline;         /* ?vista=indice */
    const struct micrositio
        *micro;         /* that the address belongs to; NULL: the institute's own pages */
    unsigned dismissed; /* alerts that this visitor put away: bits by position in app->alerts */
    bool by_address;    /* /lector/...: the reader's view whatever is chosen */
    struct str allow;   /* for 405 */
    struct str why;     /* ROUTE_API: what is wrong, where a handler knows it better */
    struct str splice[TPL_SPLICE__MAX]; /* what goes into the marked places of this one answer */
};

/*
 * The straight line of a request. `refused` is what request_parse said: 0 or the status that
 * answers it. Never fails: whatever happens becomes a response.
 */
void dispatch(struct app *app, const struct request *req, int refused, struct response *ret_resp);

/* ---- its steps, each in its own file ---- */

/* routes.c: ERR_NOT_FOUND (also for a host that the pool does not serve); ERR_DENIED for a method
 * that the route lacks (c->allow is set); ERR_AUTH for what another site's page sends
 * (ROUTE_SAME_ORIGIN). */
NODISCARD enum err route_find(struct ctx *c);
/* A page of the program's own that visitors know, by its whole path. */
bool route_has_path(struct str path);
const struct route *routes_all(size_t *ret_n);
/* Of a route by name, for shared_count; SHARED_ROUTES_MAX - 1 when there is none. */
int route_index(const char *name);

/*
 * variant.c: how this answer is to look and read. variant_choose fills c->path, choice, asked,
 * outline, by_address and the class splice from the request. variant_shape turns a rendered page
 * into its reader's view or its outline, where one is wanted.
 */
void variant_choose(struct ctx *c);
/* What else the address asked: "?q=urna", or nothing; `with_view`: "vista" as well. */
struct str variant_query(struct ctx *c, bool with_view);
/* The path of a page without the reader's "/lector" before it. */
struct str variant_page_path(struct str path);
/* The fields of a view that follow from it. */
void variant_view(struct ctx *c, struct answer *answer);
NODISCARD enum err variant_shape(struct ctx *c, struct answer *answer, struct tpl_out *out);
/* The body as this visitor gets it: marks filled, links carrying what the address asked. */
struct str variant_finish(struct ctx *c, struct str body, const struct tpl_mark *marks,
                          size_t nmarks);
/* Whether what is sent differs from what is stored: it goes out plain then, for nginx to compress.
 */
bool variant_is_own(const struct ctx *c);
/* ETag of a stored body as this visitor gets it. */
struct str variant_etag(const struct ctx *c, struct str etag);
/* A path of this site, for going back to: what stands before '?' and '#'; "/" for anything else. */
struct str path_of_ours(struct arena *a, struct str path);
/* A path as it stands in an address; `behind` (a query, or nothing) is written as it is. */
struct str address_of(struct arena *a, struct str before, struct str path, struct str behind);

/*
 * stored.c: finished answers in Redis, one entry an encoding, under generation, host, path,
 * structure and locale. An entry carries the body without splices and where they go, the clock
 * until which it holds and the epoch of the data it was made from; it is checked against all of
 * these before it is believed.
 */
bool stored_get(struct ctx *c, struct response *ret_resp);
/* Stores the answer and its compressed twins; on a hit in time the response becomes the twin that
 * the client takes. */
void stored_put(struct ctx *c, const struct answer *answer, const struct tpl_out *out,
                struct response *resp);
/* ETag of a body in an encoding, in quotes (RFC 9110 8.8.3). */
struct str stored_etag(struct arena *a, struct str body, enum encoding encoding);
/* splice.c: the body with c->splice at its marks; the body itself when there is nothing to fill in.
 */
struct str splice_fill(struct ctx *c, struct str body, const struct tpl_mark *marks, size_t nmarks);
/* dispatch.c: the headers that follow from an answer, kept or fresh. */
void answer_headers(const struct ctx *c, const struct answer *answer, struct response *r);

/* view.c: what every page has, and the template. */
void view_finish(struct ctx *c, struct answer *answer);
void view_for_error(struct ctx *c, int status, struct answer *ret_answer);
NODISCARD enum err view_render(struct ctx *c, const struct answer *answer, struct tpl_out *out);

/* form_view.c: fields and errors of a form as views want them. `name` is the form's among the texts
 * (form.<name>.<field>.label, .hint) and the prefix of its ids. */
struct form;
void form_show(struct ctx *c, const struct form *f, struct str name, struct view *v);

/* h_content.c: the view of a content page. */
void page_show(struct ctx *c, const struct page *p, struct answer *answer);

/* A page of the program itself in its place below a content page: title, crumbs, reading tools off.
 */
void page_below(struct ctx *c, struct str above, struct str title_key, struct answer *answer);

/* ... and what it is made of, for pages that are no content: the way down to what stands directly
 * below `up` (NULL: below nothing); a redirect for good, with the query. */
struct view_links crumbs_below(struct ctx *c, const struct page *up);
enum err move_to(struct ctx *c, struct str url, struct answer *answer);

/*
 * lists.c: lists that come by themselves. list_show adds to a section's view what it lists;
 * lists_at answers addresses that no page has: archives by year, tags, acts in other spellings.
 * ERR_NOT_FOUND: none of these, or not so many pages.
 */
NODISCARD enum err list_show(struct ctx *c, const struct page *section, struct answer *answer);
NODISCARD enum err lists_at(struct ctx *c, struct str path, struct answer *answer);
/* Which page of a list is asked for, from 1; 0: what stands there is no number of a page. */
int lists_page(const struct ctx *c);
/* All addresses that lists_at answers with a page (years, tags) now. */
struct strs lists_paths(const struct app *app, struct arena *a, int64_t now);
/* h_api.c: the error page as a problem. */
void api_problem(struct ctx *c, struct answer *answer);

/* h_feed.c: the feeds that a page offers, that of its section first. */
struct view_links feeds_of(struct ctx *c);

/* edges.c: what the clock changes in every page. alerts_choose reads the cookie into c->dismissed.
 * cookie ALERTS_COOKIE: ids of alerts, for the visit. */
#define ALERTS_COOKIE "avisos"
void alerts_choose(struct ctx *c);
void alerts_view(struct ctx *c, struct view *v);
/* A fact at this moment, «por confirmar» in it or instead of it where that is so. */
struct str fact_show(const struct ctx *c, struct str name);
/* The name in the first {{dato "name"}} of a plain text, which *ret_from and *ret_to enclose;
 * empty: there is none. */
struct str fact_named(struct str s, size_t *ret_from, size_t *ret_to);
/* A plain text with its facts. */
struct str facts_fill(const struct ctx *c, struct str s);
/* The phase that holds: banner, and the cards of a home page. */
void phase_view(struct ctx *c, struct view *v);
/* The theme's word for a kind; the phase's own title, or that. */
struct str phase_name(const struct ctx *c, enum phase_kind kind);
struct str phase_title(const struct ctx *c, const struct phase *p);
/* Whether menus show the page in the phase that holds. */
bool phase_shows(const struct ctx *c, const struct page *p);
/* The id of the micrositio that the request is for; empty: the institute's own pages. */
struct str app_site_id(const struct ctx *c);

/* h_content.c: cards {title, url, text, icon} of a front matter or of a phase. */
struct view_cards cards_of(struct ctx *c, const struct yaml *list);

/* links.c: lists of links from pages, as views want them. */
struct view_link link_to(struct ctx *c, const struct page *p);
struct view_links links_of_menu(struct ctx *c, struct str menu);
struct view_links links_to(struct ctx *c, const struct page *const *v, size_t n);

/*
 * micro.c: micrositios. app_micrositios reads them and publishes their style sheets (after the
 * theme's). micro_choose: c->micro and, at a host of its own, the whole path of the page.
 * micro_view: what every page of one has; micro_home: what its home shows.
 */
struct micrositios app_read_micrositios(struct arena *a, const struct config *config,
                                        struct diags *d);
void app_micrositios(struct app *app, struct diags *d);
void micro_choose(struct ctx *c);
void micro_view(struct ctx *c, struct view *v);
void micro_home(struct ctx *c, const struct page *p, struct answer *answer);

/* roots.c: the folders of pages; a path as diags show it, from the folder of site.yml on. */
struct roots app_roots(struct arena *a, const struct config *config,
                       const struct micrositios *micrositios);
struct str app_shown(const struct config *config, struct str path);

/* tables.c: tables of data beside pages, and their CSV among the files that pages may link to. */
void app_tables(const struct app *app, struct markdown_env *env, struct diags *d);

/*
 * languages.c. At load: themes and menus of config's languages. For a request: language_choose
 * takes c->app as that language has it; language_fallback shows the page of the site's own language
 * with a notice, or is ERR_NOT_FOUND; language_links fills the links between languages.
 */
bool languages_themes(struct app *app, struct str shown, struct diags *d);
void languages_menus(struct app *app);
void language_choose(struct ctx *c);
NODISCARD enum err language_fallback(struct ctx *c, struct str path, struct answer *answer);
void language_links(struct ctx *c, struct view *v);
/* Whether a visible page of that language has the same path or key. */
bool language_has(const struct app *app, struct arena *a, const struct page *p, struct str locale,
                  int64_t now);
/* How this language writes a day, for ucs_date. */
struct str date_long(const struct ctx *c);

/* h_moved.c: whether the host only redirects (old_hosts); a rule of redirects.csv, or
 * ERR_NOT_FOUND. */
bool is_old_host(const struct ctx *c);
NODISCARD enum err moved_show(struct ctx *c, struct str path, struct answer *answer);

/* problems.c: what a broken save left behind, for editors under --watch. */
void problems_write(const struct app *app, const struct diags *d, struct str state_dir);
void problems_clear(struct str state_dir, struct arena *a);
struct view_problems problems_read(struct ctx *c);

/* handlers */
handler_fn h_alert, h_calendar, h_calendar_ics, h_calendar_json;
handler_fn h_changes, h_changes_feed, h_search_feed;
handler_fn h_api, h_api_openapi, h_api_types, h_api_pages, h_api_page, h_api_act, h_api_none;
handler_fn h_feed, h_barrier, h_barrier_done, h_statement, h_content, h_prefs, h_search, h_sitemap,
    h_sitemap_xml, h_sitemap_part, h_robots, h_health, h_metrics, h_problems;

#endif

/*
 * site.yml, checked whole: every error at once, with file and line and "did you
 * mean"; unknown keys are errors. Loaded by the loader of each generation and
 * read-only afterwards. docs/operadores.md lists the keys; site.yml comments them.
 *
 * All paths are absolute after loading; relative ones in the file are taken from
 * the folder of site.yml.
 */
#ifndef ESTRADO_CONFIG_CONFIG_H
#define ESTRADO_CONFIG_CONFIG_H

#include "fcgi/base/arena.h"
#include "fcgi/base/diag.h"
#include "fcgi/base/log.h"
#include "fcgi/base/str.h"
#include "fcgi/config/types.h"

#include <stdio.h>

enum environment { ENV_DEMO, ENV_PRODUCTION };

/* A set of workers with its own socket, hosts and database role (decision 4). */
#define POOLS_MAX 4
struct pool {
    struct str name;   /* "public", "panel" */
    struct str socket; /* absolute path, at most 107 bytes */
    int processes;     /* 1-64 */
    struct strs hosts; /* lower case, without port */
    struct str pg_role;
};

/* A named value about the institute: shown with its source, or «por confirmar». */
enum fact_kind { FACT_TEXT, FACT_TELEPHONE, FACT_DATE, FACT_FIGURE };
struct fact {
    struct str name, value, source;
    bool confirmed;
    enum fact_kind kind;
    int64_t valid_from, valid_until; /* 0, INT64_MAX: not given. Outside of them it is unknown */
    int line;
};
struct facts {
    const struct fact *v;
    size_t n;
};

/* Limits at the door (architecture 4.9); bytes, counts, seconds, milliseconds as named. */
struct limits {
    int path_bytes, query_bytes, fields, cookies, header_bytes, form_bytes, params_bytes;
    int page_bytes, arena_bytes, worker_data_bytes, worker_requests;
    int read_s, request_s, drain_s;
    int file_mb, files_mb; /* attachments: each, and all together */
    int redis_ms, redis_reply_bytes, pg_statement_ms;
};

struct nginx_config {
    struct str listen; /* "127.0.0.1:8080", or several with blanks between them */
    struct str
        redirect_listen;     /* as listen; answers every request by a redirect to https. "": none */
    struct str local_socket; /* for /-/health and /-/metrics */
    struct str user;         /* "" : not written (nginx runs as who started it) */
    struct strs trusted_proxies; /* CIDR; whose X-Forwarded-For is believed */
    bool static_only;            /* serve what `estrado render --all` wrote, without workers */
    struct str tls_certificate, tls_key; /* "" : plain HTTP only */
    int conn_per_address, costly_per_minute, costly_burst, forms_per_minute, forms_burst,
        client_body_kb;
};

/* What robots.txt asks of whom. A closed class is kept away; else what holds for everybody holds.
 */
enum crawl { CRAWL_OPEN, CRAWL_CLOSED };
struct crawlers {
    enum crawl search, archives, ai;
    struct strs search_agents, archive_agents, ai_agents; /* names as in User-Agent */
};

/* Pages read aloud, made beforehand by `estrado jobs`. */
struct voice_config {
    bool enabled;
    struct str name;         /* of a voice of espeak-ng: "es-419" */
    int speed;               /* words a minute */
    int bitrate_kbps;        /* of the MP3: a multiple of 8 */
    struct str espeak, lame; /* the programs */
};

struct config {
    struct arena *arena;
    struct str file, root; /* site.yml as given; its folder, absolute */
    enum environment environment;
    struct str name, short_name,
        base_url;             /* base_url: scheme and host for canonical links, no slash behind */
    struct str cookie_domain; /* "": each host its own choices; else they share them below it */
    struct str locale, zone;  /* "es-MX", "America/Mexico_City" */
    struct str content_dir, theme, theme_dir, state_dir, cache_dir, rendered_dir;
    struct str micrositios_dir; /* it need not be there */
    struct str glossary;        /* file; it need not be there. "": none */
    struct str calendar;        /* folder of processes; it need not be there */
    struct str alerts;          /* file; it need not be there */
    struct str search_table;    /* synonyms and promoted answers; as glossary */
    struct str static_root;     /* nginx's root for /estatico/ ... */
    struct str static_dir;      /* ... whose files lie in the folder of that name below it */
    struct str redirects;       /* file; it need not be there. "": none */
    struct strs old_hosts;      /* served by the first pool: nothing but redirects */
    struct strs languages;      /* beside locale: "en"; their addresses begin with "/en" */
    struct str nginx_cache_dir;
    struct str audio_dir;  /* pages as MP3, served as /audio/ */
    struct str files_root; /* nginx's root for documents, which it sends for a worker ... */
    struct str files_dir;  /* ... and their folder in it, by SHA-256 */
    struct voice_config voice;
    struct crawlers crawlers;
    struct facts facts;
    struct types types; /* of content; none: any type goes, none has fields */
    struct pool pools[POOLS_MAX];
    size_t npools;
    struct str redis_socket, redis_user, redis_password_file; /* redis_socket "": no Redis */
    bool redis_pages;                                         /* keep rendered pages in Redis */
    struct str pg_socket_dir, pg_database;                    /* pg_socket_dir "": no PostgreSQL */
    int pg_port;
    struct limits limits;
    struct nginx_config nginx;
    enum log_format log_format;
    enum log_level log_level;
    bool test_clock;
    struct strs overrides; /* as given on the command line */
};

/*
 * NULL exactly when at least one error was added. Each override is one --set of the
 * command line, "nginx.listen=127.0.0.1:9090"; they are applied before checking.
 */
const struct config *config_load(struct arena *a, struct str path, struct strs overrides,
                                 struct diags *d);
/* The same from the bytes of a file; `path` is what diags show and where relative paths start. */
const struct config *config_parse(struct arena *a, struct str path, struct str source,
                                  struct strs overrides, struct diags *d);
/* The effective value of a dotted key ("limits.read_s", "pools.public.socket") as text; false: no
 * such key. */
bool config_get(const struct config *c, struct arena *a, struct str key, struct str *ret_value);
/* Every key with its effective value, one a line. */
void config_show(const struct config *c, struct arena *a, FILE *out);
bool fact_is_valid(const struct fact *f, int64_t now);
/* NULL when site.yml has no fact of that name. */
const struct fact *config_fact(const struct config *c, struct str name);

#endif

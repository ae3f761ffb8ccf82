/*
 * Filling in nginx's templates.
 */
#include "fcgi/config/nginx.h"
#include "fcgi/base/buf.h"
#include "fcgi/base/esc.h"
#include "fcgi/base/files.h"
#include "fcgi/base/yaml.h"

#define TEMPLATE_MAX (64u * 1024)
#define WORDS_MAX    32

struct word {
    struct str name, value;
};
struct words {
    struct word v[WORDS_MAX];
    size_t n;
};

static void set(struct words *w, struct str name, struct str value)
{
    if (w->n < WORDS_MAX)
        w->v[w->n++] = (struct word){name, value};
}

/* The template with its words filled in; an unknown one is our mistake and stays visible for nginx
 * -t. */
static struct str fill(struct arena *a, struct str template, const struct words *w)
{
    struct buf b;
    struct str s;

    buf_init(&b, (size_t)1 << 20);
    while (template.n > 0) {
        size_t at = str_index(template, '@'), taken = 1, i = 0;

        buf_add(&b, str_sub(template, 0, at));
        template = str_sub(template, at, template.n);
        while (i < w->n &&
               !(str_starts(str_sub(template, 1, template.n), w->v[i].name) &&
                 str_starts(str_sub(template, 1 + w->v[i].name.n, template.n), STR("@"))))
            i++;
        if (template.n > 0 && i < w->n) {
            buf_add(&b, w->v[i].value);
            taken = w->v[i].name.n + 2;
        } else if (template.n > 0) {
            buf_addc(&b, '@');
        }
        template = str_sub(template, taken, template.n);
    }
    s = arena_str(a, buf_str(&b));
    buf_release(&b);
    return s;
}

/* Nothing that nginx's grammar gives a meaning. */
static bool is_plain(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if ((unsigned char)s.p[i] <= ' ' || str_index(STR("'\"\\;{}$#"), s.p[i]) < 8)
            return false;
    }
    return true;
}

static bool check_plain(const struct config *c, struct diags *d)
{
    const struct str values[] = {c->state_dir,    c->nginx.listen,          c->nginx.local_socket,
                                 c->nginx.user,   c->nginx.tls_certificate, c->nginx.tls_key,
                                 c->rendered_dir, c->nginx_cache_dir};
    int before = d->nerrors;

    for (size_t i = 0; i < ARRAY_LEN(values); i++) {
        if (!is_plain(values[i]))
            diag_error(d, c->file, 0, "nginx-value", values[i]);
    }
    for (size_t i = 0; i < c->npools; i++) {
        if (!is_plain(c->pools[i].name) || !is_plain(c->pools[i].socket))
            diag_error(d, c->file, 0, "nginx-value", c->pools[i].socket);
        for (size_t k = 0; k < c->pools[i].hosts.n; k++) {
            if (!is_plain(c->pools[i].hosts.v[k]))
                diag_error(d, c->file, 0, "nginx-value", c->pools[i].hosts.v[k]);
        }
    }
    for (size_t i = 0; i < c->nginx.trusted_proxies.n; i++) {
        if (!is_plain(c->nginx.trusted_proxies.v[i]))
            diag_error(d, c->file, 0, "nginx-value", c->nginx.trusted_proxies.v[i]);
    }
    return d->nerrors == before;
}

static struct str upstreams(const struct config *c, struct arena *a)
{
    struct str s = {NULL, 0};

    for (size_t i = 0; i < c->npools; i++) {
        const struct pool *p = &c->pools[i];
        struct str one = arena_fmt(a,
                                   "upstream estrado_" STR_FMT " {\n    server unix:" STR_FMT
                                   " max_fails=0;\n    server unix:" STR_FMT " max_fails=0;\n}\n",
                                   STR_ARG(p->name), STR_ARG(p->socket), STR_ARG(p->socket));

        s = arena_join(a, s, one, STR(""));
    }
    return s;
}

static struct str real_ip(const struct config *c, struct arena *a)
{
    struct str s = {NULL, 0};

    for (size_t i = 0; i < c->nginx.trusted_proxies.n; i++)
        s = arena_join(
            a, s,
            arena_fmt(a, "set_real_ip_from " STR_FMT ";\n", STR_ARG(c->nginx.trusted_proxies.v[i])),
            STR(""));
    return s.n == 0
               ? s
               : arena_join(a, s, STR("real_ip_header X-Forwarded-For;\nreal_ip_recursive on;"),
                            STR(""));
}

static struct str joined_hosts(const struct config *c, struct arena *a)
{
    struct str s = {NULL, 0};

    for (size_t i = 0; c->npools > 0 && i < c->pools[0].hosts.n; i++)
        s = arena_join(a, s, i > 0 ? STR(" ") : STR(""), c->pools[0].hosts.v[i]);
    return s;
}

static void tls_words(const struct config *c, struct arena *a, struct words *w)
{
    bool tls = c->nginx.tls_certificate.n > 0;

    set(w, STR("LISTEN_OPTIONS"), tls ? STR(" ssl http2") : STR(""));
    set(w, STR("REJECT"), tls ? STR("ssl_reject_handshake on;") : STR(""));
    set(w, STR("HSTS"),
        tls ? STR("add_header Strict-Transport-Security \"max-age=63072000; includeSubDomains\" "
                  "always;")
            : STR(""));
    set(w, STR("TLS"),
        !tls ? STR("")
             : arena_fmt(
                   a,
                   "ssl_certificate " STR_FMT ";\n    ssl_certificate_key " STR_FMT
                   ";\n    ssl_protocols TLSv1.2 TLSv1.3;\n    ssl_session_cache shared:tls:10m;\n"
                   "    ssl_session_tickets off;",
                   STR_ARG(c->nginx.tls_certificate), STR_ARG(c->nginx.tls_key)));
    set(w, STR("REDIRECT_SERVER"),
        !tls ? STR("")
             : arena_fmt(
                   a,
                   "# Plain HTTP leads to TLS.\nserver {\n    listen 80;\n    server_name " STR_FMT
                   ";\n    return 301 https://$server_name$request_uri;\n}",
                   STR_ARG(joined_hosts(c, a))));
}

static struct str number(struct arena *a, int n)
{
    return arena_fmt(a, "%d", n);
}

static void fill_words(const struct config *c, struct arena *a, struct str dir, struct words *w)
{
    set(w, STR("USER"),
        c->nginx.user.n == 0 ? STR("") : arena_fmt(a, "user " STR_FMT ";", STR_ARG(c->nginx.user)));
    set(w, STR("STATE"), c->state_dir);
    set(w, STR("NGINX_CACHE"), c->nginx_cache_dir);
    set(w, STR("BODY_KB"), number(a, c->nginx.client_body_kb));
    set(w, STR("REAL_IP"), real_ip(c, a));
    set(w, STR("CONN"), number(a, c->nginx.conn_per_address));
    set(w, STR("COSTLY"), number(a, c->nginx.costly_per_minute));
    set(w, STR("COSTLY_BURST"), number(a, c->nginx.costly_burst));
    set(w, STR("UPSTREAMS"), upstreams(c, a));
    set(w, STR("FIRST_POOL"), arena_join(a, STR("estrado_"), c->pools[0].name, STR("")));
    set(w, STR("LISTEN"), c->nginx.listen);
    set(w, STR("HOSTS"), joined_hosts(c, a));
    set(w, STR("STATIC_ROOT"), file_join(a, c->state_dir, STR("static")));
    set(w, STR("LOCAL_SOCKET"), c->nginx.local_socket);
    set(w, STR("RENDERED"), c->rendered_dir);
    set(w, STR("ERRORS_ROOT"), file_join(a, dir, STR("errors")));
    tls_words(c, a, w);
}

static enum err write_one(struct arena *a, struct str template_dir, struct str dir, struct str name,
                          const struct words *w)
{
    struct str template;
    enum err e = file_read_beneath(a, template_dir, name, TEMPLATE_MAX, &template);

    return e == OK ? file_write(file_join(a, dir, name), fill(a, template, w), 0644) : e;
}

static struct str escaped(struct arena *a, struct str text)
{
    struct buf b;
    struct str s;

    buf_init(&b, TEMPLATE_MAX);
    esc_html(&b, text);
    s = arena_str(a, buf_str(&b));
    buf_release(&b);
    return s;
}

static struct str text_of(struct arena *a, const struct yaml *map, struct str key)
{
    const struct yaml *y = yaml_get(map, key);

    return y == NULL || y->type != YAML_SCALAR ? STR("") : escaped(a, y->text);
}

/* One page a status: errors/-/error/503.html, where nginx looks for /-/error/503.html. */
static enum err write_error_pages(const struct config *c, struct arena *a, struct str template_dir,
                                  struct str dir, struct diags *d)
{
    struct str shown = arena_fmt(a, "errors/" STR_FMT ".yml", STR_ARG(c->locale)), texts, page, css;
    struct str to = file_join(a, dir, STR("errors/-/error"));
    enum err e = file_read_beneath(a, template_dir, shown, TEMPLATE_MAX, &texts);
    const struct yaml *top, *y;

    if (e == OK)
        e = file_read_beneath(a, template_dir, STR("errors/page.html"), TEMPLATE_MAX, &page);
    if (e == OK)
        e = file_read_beneath(a, template_dir, STR("errors/error.css"), TEMPLATE_MAX, &css);
    if (e == OK)
        e = file_mkdirs(to, 0755);
    if (e == OK)
        e = file_write(file_join(a, to, STR("error.css")), css, 0644);
    if (e != OK)
        return e;
    top = yaml_parse(a, shown, texts, 1, d);
    for (y = top == NULL ? NULL : top->first; y != NULL && e == OK; y = y->next) {
        struct words w = {.n = 0};

        if (y->type != YAML_MAP)
            continue;
        set(&w, STR("HEADING"), text_of(a, y, STR("heading")));
        set(&w, STR("TEXT"), text_of(a, y, STR("text")));
        set(&w, STR("NAME"), escaped(a, c->name));
        set(&w, STR("SHORT_NAME"), escaped(a, c->short_name));
        set(&w, STR("DEMO"),
            c->environment == ENV_DEMO ? arena_join(a, STR("<p class=\"demo\">"),
                                                    text_of(a, top, STR("demo")), STR("</p>"))
                                       : STR(""));
        e = file_write(arena_join(a, file_join(a, to, y->key), STR(".html"), STR("")),
                       fill(a, page, &w), 0644);
    }
    return top == NULL ? ERR_INVALID : e;
}

/* Folders that nginx writes to, and the rendered site's lists, so that an include of them never
 * fails. */
static enum err make_folders(const struct config *c, struct arena *a)
{
    const struct str folders[] = {c->nginx_cache_dir, file_join(a, c->state_dir, STR("log")),
                                  c->static_dir, c->rendered_dir};
    enum err e = OK;

    for (size_t i = 0; i < ARRAY_LEN(folders) && e == OK; i++)
        e = file_mkdirs(folders[i], 0755);
    return e;
}

enum err nginx_write(const struct config *c, struct str template_dir, struct str dir,
                     struct diags *d)
{
    static const struct str names[] = {
        STR_INIT("nginx.conf"),   STR_INIT("types.conf"),   STR_INIT("limits.conf"),
        STR_INIT("log.conf"),     STR_INIT("cache.conf"),   STR_INIT("upstream.conf"),
        STR_INIT("fastcgi.conf"), STR_INIT("headers.conf"), STR_INIT("errors.conf")};
    struct arena a;
    struct words w = {.n = 0};
    struct str pages;
    enum err e;

    if (!check_plain(c, d))
        return ERR_INVALID;
    arena_init(&a, (size_t)16 << 20);
    fill_words(c, &a, dir, &w);
    e = make_folders(c, &a);
    if (e == OK)
        e = file_mkdirs(dir, 0755);
    for (size_t i = 0; i < ARRAY_LEN(names) && e == OK; i++)
        e = write_one(&a, template_dir, dir, names[i], &w);
    if (e == OK)
        e = file_read_beneath(&a, template_dir,
                              c->nginx.static_only ? STR("static.conf") : STR("pages.conf"),
                              TEMPLATE_MAX, &pages);
    if (e == OK) {
        set(&w, STR("PAGES"), str_trim(fill(&a, pages, &w)));
        e = write_one(&a, template_dir, dir, STR("server.conf"), &w);
    }
    if (e == OK)
        e = write_error_pages(c, &a, template_dir, dir, d);
    arena_release(&a);
    return e;
}

/*
 * Which files nginx gets, and the values for the places in them. All text is
 * in nginx/: here are only names, numbers and paths of site.yml.
 */
#include "fcgi/config/nginx.h"
#include "fcgi/base/esc.h"
#include "fcgi/base/files.h"
#include "fcgi/base/messages.h"
#include "fcgi/config/nginx_template.h"

#include <assert.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEMPLATE_MAX (64u * 1024)
#define OUTPUT_MAX   (256u * 1024)
#define OUTPUTS_MAX  48
#define VALUES_MAX   48
#define LISTEN_MAX   16

/* nginx/NAME becomes DIR/NAME. */
static const char *const plain_files[] = {
    "nginx.conf",   "types.conf",   "maps.conf",    "log.conf",    "limits.conf",
    "headers.conf", "cache.conf",   "fastcgi.conf", "static.conf", "errors.conf",
    "tls.conf",     "default.conf", "local.conf",
};
/* What nginx answers by itself; errors.conf names the same. */
static const char *const error_pages[] = {"400", "404", "405", "413", "414",
                                          "429", "431", "500", "501", "503"};
static const struct str no_text = STR_INIT(""), tls_options = STR_INIT(" ssl http2");

struct output {
    struct str path, content;
};

struct writer {
    struct arena *a;
    const struct config *c;
    struct str templates, dir;
    struct diags *d;
    struct nginx_value values[VALUES_MAX];
    size_t nvalues;
    struct output outputs[OUTPUTS_MAX];
    size_t noutputs;
};

/* ---- values ---- */

static void add_list(struct writer *w, struct str name, struct strs values)
{
    assert(w->nvalues < VALUES_MAX);
    w->values[w->nvalues++] = (struct nginx_value){name, values};
}

/* Not set (no line) when it is empty. */
static void add_text(struct writer *w, struct str name, struct str value)
{
    struct str *one = ARENA_NEW(w->a, struct str);

    *one = value;
    add_list(w, name, (struct strs){one, value.n > 0});
}

static void add_switch(struct writer *w, struct str name, bool on)
{
    add_list(w, name, (struct strs){&no_text, on});
}

static void add_int(struct writer *w, struct str name, int value)
{
    add_text(w, name, arena_fmt(w->a, "%d", value));
}

/* The words of a text. */
static struct strs words_of(struct writer *w, struct str s)
{
    struct str *v = ARENA_ARRAY(w->a, struct str, LISTEN_MAX);
    size_t n = 0;

    while (s.n > 0 && n < LISTEN_MAX) {
        str_cut(s, ' ', &v[n], &s);
        n += v[n].n > 0;
    }
    return (struct strs){v, n};
}

static struct strs pool_names(struct writer *w)
{
    struct str *v = ARENA_ARRAY(w->a, struct str, POOLS_MAX);

    for (size_t i = 0; i < w->c->npools; i++)
        v[i] = w->c->pools[i].name;
    return (struct strs){v, w->c->npools};
}

/* Of a pool; the hosts of former times are the first one's. */
static struct strs hosts_of(struct writer *w, const struct pool *pool)
{
    const struct strs *old = &w->c->old_hosts;
    struct str *v = ARENA_ARRAY(w->a, struct str, pool->hosts.n + old->n);
    size_t n = 0;

    for (size_t i = 0; i < pool->hosts.n; i++)
        v[n++] = pool->hosts.v[i];
    for (size_t i = 0; i < old->n && pool == &w->c->pools[0]; i++)
        v[n++] = old->v[i];
    return (struct strs){v, n};
}

static struct strs all_hosts(struct writer *w)
{
    size_t most = w->c->old_hosts.n, n = 0;
    struct str *v;

    for (size_t i = 0; i < w->c->npools; i++)
        most += w->c->pools[i].hosts.n;
    v = ARENA_ARRAY(w->a, struct str, most);
    for (size_t i = 0; i < w->c->npools; i++) {
        struct strs hosts = hosts_of(w, &w->c->pools[i]);

        for (size_t k = 0; k < hosts.n; k++)
            v[n++] = hosts.v[k];
    }
    return (struct strs){v, n};
}

/* nginx refuses files behind symbolic links: folders of the program are named by where they really
 * are. */
static struct str real_folder(struct writer *w, struct str path)
{
    struct str state = w->c->state_dir;
    char real[PATH_MAX];

    if (!str_starts(path, state) || realpath(arena_cstr(w->a, state), real) == NULL)
        return path;
    return arena_join(w->a, str_from(real), str_sub(path, state.n, path.n), STR(""));
}

static void add_site_values(struct writer *w)
{
    const struct config *c = w->c;
    const struct nginx_config *nginx = &c->nginx;
    bool tls = nginx->tls_certificate.n > 0;

    add_text(w, STR("DIR"), w->dir);
    add_text(w, STR("STATE_DIR"), c->state_dir);
    add_text(w, STR("STATIC_ROOT"), real_folder(w, c->static_root));
    add_text(w, STR("AUDIO_ROOT"), real_folder(w, c->state_dir)); /* audio_dir lies in it */
    add_text(w, STR("FILES_ROOT"), real_folder(w, c->files_root));
    add_text(w, STR("RENDERED_DIR"), real_folder(w, c->rendered_dir));
    add_text(w, STR("CACHE_DIR"), c->nginx_cache_dir);
    add_text(w, STR("LOCAL_SOCKET"), nginx->local_socket);
    add_text(w, STR("USER"), nginx->user);
    add_list(w, STR("LISTEN"), words_of(w, nginx->listen));
    add_list(w, STR("LISTEN_OPTIONS"), (struct strs){tls ? &tls_options : &no_text, 1});
    add_switch(w, STR("TLS"), tls);
    add_text(w, STR("TLS_CERTIFICATE"), nginx->tls_certificate);
    add_text(w, STR("TLS_KEY"), nginx->tls_key);
    add_switch(w, STR("TO_HTTPS"), nginx->redirect_listen.n > 0);
    add_list(w, STR("REDIRECT_LISTEN"), words_of(w, nginx->redirect_listen));
    add_switch(w, STR("TRUSTS"), nginx->trusted_proxies.n > 0);
    add_list(w, STR("TRUSTED_PROXIES"), nginx->trusted_proxies);
    add_int(w, STR("CONN_PER_ADDRESS"), nginx->conn_per_address);
    add_int(w, STR("COSTLY_PER_MINUTE"), nginx->costly_per_minute);
    add_int(w, STR("COSTLY_BURST"), nginx->costly_burst);
    add_int(w, STR("FORMS_PER_MINUTE"), nginx->forms_per_minute);
    add_int(w, STR("FORMS_BURST"), nginx->forms_burst);
    add_int(w, STR("CLIENT_BODY_KB"), nginx->client_body_kb);
    add_switch(w, STR("DEMO"), c->environment == ENV_DEMO);
    add_switch(w, STR("STATIC_ONLY"), nginx->static_only);
    add_switch(w, STR("WORKERS"), !nginx->static_only);
    add_list(w, STR("POOL_NAMES"), pool_names(w));
    add_list(w, STR("ALL_HOSTS"), all_hosts(w));
    add_text(w, STR("FIRST_POOL"), c->pools[0].name);
}

/* Inside nginx's quotes: a quote or a backslash would end or change the text, '$' would be a
 * variable. */
static bool fits_quotes(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];

        if (c < ' ' || c == 0x7F || c == '"' || c == '\\' || c == '$')
            return false;
    }
    return true;
}

static void check_values(struct writer *w, size_t from)
{
    for (size_t i = from; i < w->nvalues; i++) {
        for (size_t k = 0; k < w->values[i].values.n; k++) {
            if (!fits_quotes(w->values[i].values.v[k]))
                diag_error(w->d, w->c->file, 0, "nginx-value", w->values[i].values.v[k]);
        }
    }
}

/* ---- files ---- */

static void add_output(struct writer *w, struct str name, struct str content)
{
    assert(w->noutputs < OUTPUTS_MAX);
    w->outputs[w->noutputs++] = (struct output){file_join(w->a, w->dir, name), content};
}

static bool read_template(struct writer *w, struct str name, struct str *ret_path,
                          struct str *ret_text)
{
    *ret_path = file_join(w->a, w->templates, name);
    if (file_read(w->a, *ret_path, TEMPLATE_MAX, ret_text) == OK)
        return true;
    diag_error(w->d, *ret_path, 0, "file-unreadable");
    return false;
}

/* The template with all values that are known now. */
static void fill(struct writer *w, struct str template, struct str name)
{
    const struct nginx_values values = {w->values, w->nvalues};
    struct str path, text, filled;
    struct buf out;

    if (!read_template(w, template, &path, &text))
        return;
    buf_init(&out, OUTPUT_MAX);
    nginx_template_fill(path, text, &values, &out, w->d);
    if (buf_finish(&out, &filled) == OK)
        add_output(w, name, arena_str(w->a, filled));
    else
        diag_error(w->d, path, 0, "file-too-big", arena_fmt(w->a, "%u", OUTPUT_MAX));
    buf_release(&out);
}

static void fill_pool(struct writer *w, const struct pool *pool, bool rendered)
{
    size_t before = w->nvalues;

    add_text(w, STR("POOL"), pool->name);
    add_text(w, STR("SOCKET"), pool->socket);
    add_list(w, STR("HOSTS"), hosts_of(w, pool));
    check_values(w, before);
    fill(w, rendered ? STR("rendered.conf") : STR("pool.conf"),
         arena_join(w->a, STR("pool-"), pool->name, STR(".conf")));
    w->nvalues = before;
}

static struct str escaped(struct writer *w, struct str s)
{
    struct buf b;
    struct str copy;

    buf_init(&b, OUTPUT_MAX);
    esc_html(&b, s);
    copy = arena_str(w->a, buf_str(&b));
    buf_release(&b);
    return copy;
}

static struct str text_of(struct writer *w, const struct messages *m, struct str key)
{
    struct str pattern;

    if (!messages_has(m, key, &pattern)) {
        diag_error(w->d, messages_locale(m), 0, "nginx-text", key);
        return key;
    }
    return messages_format(m, w->a, key, NULL, 0);
}

static void fill_error_page(struct writer *w, const struct messages *m, struct str status)
{
    size_t before = w->nvalues;
    struct str heading = text_of(w, m, arena_join(w->a, status, STR(".heading"), STR("")));
    struct str explanation = text_of(w, m, arena_join(w->a, status, STR(".explanation"), STR("")));
    const struct message_arg title[] = {MSG_TEXT(heading), MSG_TEXT(w->c->short_name)};

    add_text(w, STR("LOCALE"), w->c->locale);
    add_text(w, STR("SITE_NAME"), escaped(w, w->c->name));
    add_text(w, STR("ERROR_TITLE"),
             escaped(w, messages_format(m, w->a, STR("title"), title, ARRAY_LEN(title))));
    add_text(w, STR("ERROR_HEADING"), escaped(w, heading));
    add_text(w, STR("ERROR_EXPLANATION"), escaped(w, explanation));
    add_text(w, STR("ERROR_HOME"), escaped(w, text_of(w, m, STR("home"))));
    add_text(w, STR("ERROR_ID"), escaped(w, text_of(w, m, STR("id"))));
    add_text(w, STR("DEMO_TEXT"),
             w->c->environment == ENV_DEMO ? escaped(w, text_of(w, m, STR("demo"))) : no_text);
    fill(w, STR("errors/page.html"),
         arena_join(w->a, STR("html/-/errores/"), status, STR(".html")));
    w->nvalues = before;
}

static void fill_error_pages(struct writer *w, struct str colours)
{
    struct str path, text;
    const struct messages *m;

    if (!read_template(w, arena_join(w->a, STR("errors/"), w->c->locale, STR(".yml")), &path,
                       &text))
        return;
    m = messages_parse(w->a, path, text, w->c->locale, w->d);
    for (size_t i = 0; m != NULL && i < ARRAY_LEN(error_pages); i++)
        fill_error_page(w, m, str_from(error_pages[i]));
    if (read_template(w, STR("errors/errores.css"), &path, &text))
        add_output(w, STR("html/-/errores/errores.css"), arena_join(w->a, colours, text, STR("")));
}

/* ---- writing ---- */

static struct str folder_of(struct str path)
{
    while (path.n > 1 && path.p[path.n - 1] != '/')
        path.n--;
    return str_sub(path, 0, path.n > 1 ? path.n - 1 : path.n);
}

/* nginx owns its cache, and the loader empties it: the group of the state folder is the program's.
 */
static enum err make_cache_dir(struct writer *w)
{
    const char *cache = arena_cstr(w->a, w->c->nginx_cache_dir);
    struct stat state;
    enum err e = file_mkdirs(w->c->nginx_cache_dir, 0770);

    if (e != OK)
        return e;
    if (stat(arena_cstr(w->a, w->c->state_dir), &state) == 0 && geteuid() == 0 &&
        chown(cache, (uid_t)-1, state.st_gid) != 0)
        return ERR_UNAVAILABLE;
    /* Not ours (nginx's user has it already): then it is as it should be. */
    if (chmod(cache, 0770) != 0 && geteuid() == 0)
        return ERR_UNAVAILABLE;
    return OK;
}

static enum err make_folders(struct writer *w)
{
    const struct str folders[] = {file_join(w->a, w->dir, STR("html/-/errores")),
                                  file_join(w->a, w->c->state_dir, STR("nginx")),
                                  file_join(w->a, w->c->state_dir, STR("log")),
                                  folder_of(w->c->nginx.local_socket)};

    for (size_t i = 0; i < ARRAY_LEN(folders); i++) {
        if (file_mkdirs(folders[i], 0755) == OK)
            continue;
        diag_error(w->d, folders[i], 0, "nginx-unwritable");
        return ERR_UNAVAILABLE;
    }
    if (make_cache_dir(w) == OK)
        return OK;
    diag_error(w->d, w->c->nginx_cache_dir, 0, "nginx-unwritable");
    return ERR_UNAVAILABLE;
}

static enum err write_all(struct writer *w)
{
    enum err e = make_folders(w);

    for (size_t i = 0; i < w->noutputs && e == OK; i++) {
        e = file_write(w->outputs[i].path, w->outputs[i].content, 0644);
        if (e != OK)
            diag_error(w->d, w->outputs[i].path, 0, "nginx-unwritable");
    }
    return e;
}

static struct str absolute(struct arena *a, struct str dir)
{
    char cwd[PATH_MAX];

    return getcwd(cwd, sizeof(cwd)) == NULL ? dir : file_join(a, str_from(cwd), dir);
}

enum err nginx_write(const struct config *c, struct str template_dir, struct str dir,
                     struct str colours, struct diags *d)
{
    struct writer *w = ARENA_NEW(d->arena, struct writer);
    int before = d->nerrors;

    *w = (struct writer){.a = d->arena, .c = c, .templates = template_dir, .d = d};
    w->dir = absolute(w->a, dir);
    add_site_values(w);
    check_values(w, 0);
    for (size_t i = 0; i < ARRAY_LEN(plain_files); i++)
        fill(w, str_from(plain_files[i]), str_from(plain_files[i]));
    for (size_t i = 0; i < c->npools; i++)
        fill_pool(w, &c->pools[i], i == 0 && c->nginx.static_only);
    fill_error_pages(w, colours);
    return d->nerrors > before ? ERR_INVALID : write_all(w);
}

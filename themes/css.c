/*
 * As much of the syntax of CSS (css-syntax-3) as finding url() takes: comments,
 * strings, and all else byte by byte.
 */
#include "themes/css.h"

#include <string.h>

#define PATH_MAX_BYTES 1024

struct sheet {
    struct str path, shown, s;
    const struct assets *assets;
    struct diags *d;
    struct buf *out;
    size_t at;
};

static int line_of(const struct sheet *c)
{
    int line = 1;

    for (size_t i = 0; i < c->at && i < c->s.n; i++)
        line += c->s.p[i] == '\n';
    return line;
}

static struct str rest_of(const struct sheet *c)
{
    return str_sub(c->s, c->at, c->s.n);
}

static bool starts_nocase(struct str s, struct str prefix)
{
    return s.n >= prefix.n && str_eq_nocase(str_sub(s, 0, prefix.n), prefix);
}

static void copy(struct sheet *c, size_t n)
{
    buf_add(c->out, str_sub(c->s, c->at, c->at + n));
    c->at += n;
}

static void copy_comment(struct sheet *c)
{
    struct str rest = rest_of(c);
    size_t end = str_find(str_sub(rest, 2, rest.n), STR("*/"));

    copy(c, end + 4 < rest.n ? end + 4 : rest.n);
}

static void copy_string(struct sheet *c)
{
    struct str rest = rest_of(c);
    size_t n = 1;

    while (n < rest.n && rest.p[n] != rest.p[0] && rest.p[n] != '\n')
        n += rest.p[n] == '\\' ? 2 : 1;
    copy(c, n + 1 < rest.n ? n + 1 : rest.n);
}

/* Drops the last part of a path of n bytes, with its slash; false at the top. */
static bool go_up(char *path, size_t *n)
{
    const char *slash = *n == 0 ? NULL : memrchr(path, '/', *n);

    if (*n == 0)
        return false;
    *n = slash == NULL ? 0 : (size_t)(slash - path);
    return true;
}

/* "css/a.css" and "../icons/x.svg" give "icons/x.svg"; the empty str for what leads out of the
 * folder. */
static struct str resolve(struct str from, struct str target, char path[PATH_MAX_BYTES])
{
    size_t n = from.n;
    struct str part;

    if (from.n + target.n + 1 >= PATH_MAX_BYTES)
        return (struct str){NULL, 0};
    memcpy(path, from.p, from.n);
    (void)go_up(path, &n);
    while (target.n > 0) {
        (void)str_cut(target, '/', &part, &target);
        if (str_eq(part, STR("..")) && !go_up(path, &n))
            return (struct str){NULL, 0};
        if (part.n == 0 || str_eq(part, STR(".")) || str_eq(part, STR("..")))
            continue;
        if (n > 0)
            path[n++] = '/';
        memcpy(path + n, part.p, part.n);
        n += part.n;
    }
    return (struct str){path, n};
}

static struct str base_name(struct str url)
{
    const char *slash = memrchr(url.p, '/', url.n);

    return slash == NULL ? url : str_sub(url, (size_t)(slash - url.p) + 1, url.n);
}

/* All published files lie in one folder, so the bare name is a right address from a style sheet. */
static void write_target(struct sheet *c, struct str target)
{
    char path[PATH_MAX_BYTES];
    struct str file, part;
    const struct asset *asset;

    if (starts_nocase(target, STR("data:")) || str_starts(target, STR("#"))) {
        buf_add(c->out, target);
        return;
    }
    if (str_has(target, STR(":")) || str_starts(target, STR("/"))) {
        diag_error(c->d, c->shown, line_of(c), "css-external", str_sub(target, 0, 80));
        return;
    }
    (void)str_cut(target, '#', &file, &part);
    asset = assets_find(c->assets, resolve(c->path, file, path));
    if (asset == NULL) {
        diag_error(c->d, c->shown, line_of(c), "css-missing", file);
        return;
    }
    buf_add(c->out, base_name(asset->url));
    buf_add(c->out, str_sub(target, file.n, target.n));
}

/* From "url(" to behind its ')'. Quotes stay as they are. */
static void publish_url(struct sheet *c)
{
    struct str rest = rest_of(c), target, quote = {NULL, 0};
    size_t end = str_index(rest, ')');

    target = str_trim(str_sub(rest, 4, end));
    if (target.n >= 2 && (target.p[0] == '"' || target.p[0] == '\'')) {
        /* Inside quotes a ')' ends nothing. */
        size_t from = str_index(rest, target.p[0]) + 1;

        quote = str_sub(rest, from - 1, from);
        target = str_sub(rest, from, rest.n);
        target = str_sub(target, 0, str_index(target, quote.p[0]));
        end = from + target.n + str_index(str_sub(rest, from + target.n, rest.n), ')');
    }
    buf_add(c->out, STR("url("));
    buf_add(c->out, quote);
    write_target(c, target);
    buf_add(c->out, quote);
    c->at += end; /* the ')' itself is copied as any byte */
}

void css_publish(struct str path, struct str shown, struct str content, const struct assets *assets,
                 struct diags *d, struct buf *out)
{
    struct sheet c = {
        .path = path, .shown = shown, .s = content, .assets = assets, .d = d, .out = out};

    while (c.at < content.n) {
        struct str rest = rest_of(&c);

        if (str_starts(rest, STR("/*")))
            copy_comment(&c);
        else if (rest.p[0] == '"' || rest.p[0] == '\'')
            copy_string(&c);
        else if (starts_nocase(rest, STR("url(")))
            publish_url(&c);
        else {
            if (starts_nocase(rest, STR("@import")))
                diag_error(d, shown, line_of(&c), "css-import");
            copy(&c, 1);
        }
    }
}

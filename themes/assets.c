/*
 * Publishing: which files, under which names, with which twins. Content is read
 * into an arena of its own, a file at a time, since only names and sizes are kept.
 */
#include "themes/assets.h"
#include "fcgi/base/compress.h"
#include "fcgi/base/files.h"
#include "fcgi/base/secret.h"
#include "fcgi/base/ucs.h"
#include "themes/css.h"
#include "themes/image_size.h"
#include "themes/svg.h"

#include <string.h>
#include <unistd.h>

#define ASSET_MAX     (64u * 1024 * 1024)
#define GZIP_BEST     9
#define BROTLI_BEST   11
#define HASH_BYTES    8
#define NAME_MAX_STEM 80

struct kind {
    struct str extension, type;
    bool text; /* gets compressed twins */
    bool image;
};

/* Everything that may be published; media types as IANA registers them. */
static const struct kind kinds[] = {
    {STR_INIT("css"), STR_INIT("text/css"), true, false},
    {STR_INIT("svg"), STR_INIT("image/svg+xml"), true, true},
    {STR_INIT("png"), STR_INIT("image/png"), false, true},
    {STR_INIT("jpg"), STR_INIT("image/jpeg"), false, true},
    {STR_INIT("jpeg"), STR_INIT("image/jpeg"), false, true},
    {STR_INIT("gif"), STR_INIT("image/gif"), false, true},
    {STR_INIT("webp"), STR_INIT("image/webp"), false, true},
    {STR_INIT("ico"), STR_INIT("image/vnd.microsoft.icon"), false, false},
    {STR_INIT("woff2"), STR_INIT("font/woff2"), false, false},
    {STR_INIT("pdf"), STR_INIT("application/pdf"), false, false},
    {STR_INIT("docx"),
     STR_INIT("application/vnd.openxmlformats-officedocument.wordprocessingml.document"), false,
     false},
    {STR_INIT("xlsx"),
     STR_INIT("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), false, false},
    {STR_INIT("odt"), STR_INIT("application/vnd.oasis.opendocument.text"), false, false},
    {STR_INIT("ods"), STR_INIT("application/vnd.oasis.opendocument.spreadsheet"), false, false},
    {STR_INIT("csv"), STR_INIT("text/csv"), true, false},
    {STR_INIT("txt"), STR_INIT("text/plain"), true, false},
    {STR_INIT("vtt"), STR_INIT("text/vtt"), true, false},
    {STR_INIT("json"), STR_INIT("application/json"), true, false},
    {STR_INIT("xml"), STR_INIT("application/xml"), true, false},
    {STR_INIT("zip"), STR_INIT("application/zip"), false, false},
    {STR_INIT("mp4"), STR_INIT("video/mp4"), false, false},
    {STR_INIT("webm"), STR_INIT("video/webm"), false, false},
};

struct publishing {
    struct arena *a;
    struct diags *d;
    struct str dir, shown, out;
    const struct asset_front *front;
    const struct asset_limits *limits;
    struct asset *v;
    size_t n;
};

/* One file under way. */
struct file {
    const struct kind *kind;
    struct asset *asset;
    struct str shown, content;
    struct arena scratch;
};

/* Behind the last dot of the last part; empty when there is none. */
static struct str extension_of(struct str path)
{
    for (size_t i = path.n; i > 0 && path.p[i - 1] != '/'; i--) {
        if (path.p[i - 1] == '.')
            return str_sub(path, i, path.n);
    }
    return (struct str){NULL, 0};
}

static const struct kind *kind_of(struct str path)
{
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        if (str_eq_nocase(extension_of(path), kinds[i].extension))
            return &kinds[i];
    }
    return NULL;
}

/* Texts from which pages are made: they lie beside what belongs to the pages. */
static bool is_source(struct str path)
{
    static const struct str sources[] = {STR_INIT("md"), STR_INIT("yml"), STR_INIT("yaml")};

    for (size_t i = 0; i < ARRAY_LEN(sources); i++) {
        if (str_eq_nocase(extension_of(path), sources[i]))
            return true;
    }
    return false;
}

static void refuse_type(struct publishing *p, struct str path)
{
    struct str list = {NULL, 0}, shown = file_join(p->a, p->shown, path);

    if (extension_of(path).n == 0) {
        diag_error(p->d, shown, 0, "asset-no-type");
        return;
    }
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
        list = arena_join(p->a, list, i == 0 ? STR("") : STR(", "), kinds[i].extension);
    diag_error(p->d, shown, 0, "asset-type", extension_of(path), list);
}

/* ASCII and readable, so that an address survives any e-mail. */
static struct str stem_of(struct arena *a, struct str path)
{
    size_t from = path.n;
    struct str slug;

    while (from > 0 && path.p[from - 1] != '/')
        from--;
    slug = ucs_slug(a, str_sub(path, from, path.n - extension_of(path).n));
    return slug.n == 0 ? STR("archivo") : str_sub(slug, 0, NAME_MAX_STEM);
}

static bool write_one(struct publishing *p, struct file *f, struct str name, struct str content)
{
    if (file_write(file_join(&f->scratch, p->out, name), content, 0644) == OK)
        return true;
    diag_error(p->d, f->shown, 0, "asset-write", name);
    return false;
}

/* Twins first: where the file itself is, they are complete. */
static void write_all(struct publishing *p, struct file *f, struct str name)
{
    struct str twin;

    if (access(file_join(&f->scratch, p->out, name).p, F_OK) == 0)
        return;
    if (f->kind->text && compress_gzip(&f->scratch, f->content, GZIP_BEST, &twin) &&
        !write_one(p, f, arena_join(&f->scratch, name, STR(".gz"), STR("")), twin))
        return;
    if (f->kind->text && compress_brotli(&f->scratch, f->content, BROTLI_BEST, &twin) &&
        !write_one(p, f, arena_join(&f->scratch, name, STR(".br"), STR("")), twin))
        return;
    (void)write_one(p, f, name, f->content);
}

/* "stem.hash.ext", and the record of it. */
static void publish(struct publishing *p, struct file *f)
{
    unsigned char digest[DIGEST_BYTES];
    struct str name;

    digest_of(f->content, digest);
    name = arena_fmt(
        &f->scratch, STR_FMT "." STR_FMT "." STR_FMT, STR_ARG(stem_of(&f->scratch, f->asset->path)),
        STR_ARG(digest_hex(&f->scratch, digest, HASH_BYTES)), STR_ARG(f->kind->extension));
    f->asset->url = arena_join(p->a, STR("/estatico/"), name, STR(""));
    f->asset->size = (int64_t)f->content.n;
    f->asset->type = f->kind->type;
    write_all(p, f, name);
}

static void measure(struct publishing *p, struct file *f)
{
    struct image_size size = {0, 0};

    if (!f->kind->image)
        return;
    if (!image_size(f->kind->extension, f->content, &size))
        diag_warn(p->d, f->shown, 0, "asset-content", f->kind->extension);
    f->asset->width = size.width;
    f->asset->height = size.height;
    if (str_eq(f->kind->extension, STR("svg")))
        svg_check(f->shown, f->content, p->d);
}

static bool is_style(const struct kind *kind)
{
    return str_eq(kind->extension, STR("css"));
}

/* What is published so far can be found by its path; the rest has no address yet. */
static void rewrite_style(struct publishing *p, struct file *f)
{
    const struct assets published = {p->v, p->n};
    struct buf b;

    buf_init(&b, ASSET_MAX);
    if (p->front != NULL && str_eq(p->front->path, f->asset->path))
        buf_add(&b, p->front->text);
    css_publish(f->asset->path, f->shown, f->content, &published, p->d, &b);
    f->content = arena_str(&f->scratch, buf_str(&b));
    buf_release(&b);
}

static bool read_content(struct publishing *p, struct file *f)
{
    size_t max = p->limits == NULL ? ASSET_MAX : (size_t)p->limits->file_mb << 20;
    enum err e = file_read_beneath(&f->scratch, p->dir, f->asset->path, max, &f->content);

    if (e == ERR_TOO_BIG)
        diag_error(p->d, f->shown, 0, "asset-too-big", arena_fmt(p->a, "%zu MB", max >> 20));
    else if (e != OK)
        diag_error(p->d, f->shown, 0, "file-unreadable");
    return e == OK;
}

static void publish_file(struct publishing *p, struct asset *asset)
{
    struct file f = {.kind = kind_of(asset->path),
                     .asset = asset,
                     .shown = file_join(p->a, p->shown, asset->path)};
    int errors_before = p->d->nerrors;

    arena_init(&f.scratch, 5u * (p->limits == NULL ? ASSET_MAX : (size_t)p->limits->file_mb << 20));
    if (read_content(p, &f)) {
        measure(p, &f);
        if (is_style(f.kind))
            rewrite_style(p, &f);
        if (p->d->nerrors == errors_before)
            publish(p, &f);
    }
    arena_release(&f.scratch);
}

/* Style sheets name the others, so they come last. */
static void publish_all(struct publishing *p, bool styles)
{
    for (size_t i = 0; i < p->n; i++) {
        if (is_style(kind_of(p->v[i].path)) == styles)
            publish_file(p, &p->v[i]);
    }
}

/* True while all that was taken so far fits; the first that does not is told. */
static bool fits(struct publishing *p, int64_t *sum, const struct file_entry *e)
{
    int64_t max = p->limits == NULL ? INT64_MAX : (int64_t)p->limits->files_mb << 20;
    bool told = *sum > max;

    if (told || (p->limits != NULL && e->size > (int64_t)p->limits->file_mb << 20))
        return !told; /* what is too big by itself is told when it is read */
    *sum += e->size;
    if (*sum <= max)
        return true;
    diag_error(p->d, p->shown, 0, "assets-too-big", arena_fmt(p->a, "%d MB", p->limits->files_mb),
               e->path);
    return false;
}

static void collect(struct publishing *p, const struct file_list *files)
{
    int64_t sum = 0;

    p->v = ARENA_ARRAY(p->a, struct asset, files->n);
    for (size_t i = 0; i < files->n; i++) {
        if (is_source(files->v[i].path))
            continue;
        if (kind_of(files->v[i].path) == NULL)
            refuse_type(p, files->v[i].path);
        else if (fits(p, &sum, &files->v[i]))
            p->v[p->n++].path = files->v[i].path;
    }
}

static const struct assets *publish_folder(struct publishing *p)
{
    struct assets *published = ARENA_NEW(p->a, struct assets);
    struct file_list files;

    if (file_tree(p->a, p->dir, &files) != OK) {
        diag_error(p->d, p->shown, 0, "asset-folder");
        return NULL;
    }
    if (file_mkdirs(p->out, 0755) != OK) {
        diag_error(p->d, p->shown, 0, "asset-write", p->out);
        return NULL;
    }
    collect(p, &files);
    publish_all(p, false);
    publish_all(p, true);
    *published = (struct assets){p->v, p->n};
    return published;
}

const struct assets *assets_publish(struct arena *a, struct str dir, struct str shown,
                                    struct str out, const struct asset_front *front,
                                    struct diags *d)
{
    struct publishing p = {.a = a, .d = d, .dir = dir, .shown = shown, .out = out, .front = front};

    return publish_folder(&p);
}

const struct assets *assets_publish_within(struct arena *a, struct str dir, struct str shown,
                                           struct str out, const struct asset_limits *limits,
                                           struct diags *d)
{
    struct publishing p = {
        .a = a, .d = d, .dir = dir, .shown = shown, .out = out, .limits = limits};

    return publish_folder(&p);
}

struct str assets_type(struct str path)
{
    const struct kind *kind = kind_of(path);

    return kind == NULL ? (struct str){NULL, 0} : kind->type;
}

bool assets_publish_made(struct arena *a, struct str path, struct str shown, struct str content,
                         struct str out, struct diags *d, struct asset *ret_asset)
{
    struct publishing p = {.a = a, .d = d, .out = out};
    struct file f = {.kind = kind_of(path), .asset = ret_asset, .shown = shown, .content = content};
    int before = d->nerrors;

    *ret_asset = (struct asset){.path = path};
    if (f.kind == NULL)
        return false;
    arena_init(&f.scratch, 5u * ASSET_MAX);
    publish(&p, &f);
    arena_release(&f.scratch);
    return d->nerrors == before;
}

const struct asset *assets_find(const struct assets *s, struct str path)
{
    size_t from = 0, to = s->n;

    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = str_cmp(path, s->v[middle].path);

        if (order == 0)
            return s->v[middle].url.n > 0 ? &s->v[middle] : NULL;
        if (order < 0)
            to = middle;
        else
            from = middle + 1;
    }
    return NULL;
}

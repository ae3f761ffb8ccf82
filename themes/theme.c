/*
 * Loads a theme folder: texts first, since templates are compiled against them,
 * then every view. Parts are read once, however many views include them.
 */
#include "themes/theme.h"
#include "fcgi/base/files.h"

#define TEMPLATE_MAX (256u * 1024)
#define LOCALE_MAX   (256u * 1024)

struct theme {
    const struct messages *messages;
    const struct tpl **templates;
};

struct source {
    struct source *next;
    struct str name, shown, text;
    bool found;
};

struct loading {
    struct arena *a;
    struct diags *d;
    struct str dir, shown;
    struct source *sources;
};

static bool read_file(struct loading *l, struct str path, size_t max, struct str *ret_text)
{
    struct str shown = file_join(l->a, l->shown, path);
    enum err e = file_read_beneath(l->a, l->dir, path, max, ret_text);

    if (e == ERR_TOO_BIG)
        diag_error(l->d, shown, 0, "file-too-big", arena_fmt(l->a, "%zu KB", max / 1024));
    else if (e != OK && e != ERR_NOT_FOUND)
        diag_error(l->d, shown, 0, "file-unreadable");
    return e == OK;
}

/* What is not there is remembered too; names are [a-z0-9_-], as the parser of templates lets them
 * through. */
static struct source *read_source(struct loading *l, struct str name)
{
    struct source *s = ARENA_NEW(l->a, struct source);
    struct str path = arena_join(l->a, STR("templates/"), name, STR(".html"));

    s->name = arena_str(l->a, name);
    s->shown = file_join(l->a, l->shown, path);
    s->found = read_file(l, path, TEMPLATE_MAX, &s->text);
    s->next = l->sources;
    l->sources = s;
    return s;
}

static bool source_of(void *arg, struct str name, struct str *ret_shown, struct str *ret_source)
{
    struct loading *l = arg;
    struct source *s = l->sources;

    while (s != NULL && !str_eq(s->name, name))
        s = s->next;
    if (s == NULL)
        s = read_source(l, name);
    *ret_shown = s->shown;
    *ret_source = s->text;
    return s->found;
}

static const struct messages *load_messages(struct loading *l, struct str locale)
{
    struct str path = arena_join(l->a, STR("locales/"), locale, STR(".yml")), text;
    int errors_before = l->d->nerrors;

    if (read_file(l, path, LOCALE_MAX, &text))
        return messages_parse(l->a, file_join(l->a, l->shown, path), text, locale, l->d);
    if (l->d->nerrors == errors_before)
        diag_error(l->d, file_join(l->a, l->shown, path), 0, "theme-locale-missing");
    return NULL;
}

const struct theme *theme_load_over(struct arena *a, struct str dir, struct str shown,
                                    struct str locale, const struct theme *base,
                                    const struct theme_view *views, size_t nviews, struct diags *d)
{
    struct loading *l = ARENA_NEW(a, struct loading);
    struct theme *t = ARENA_NEW(a, struct theme);
    int errors_before = d->nerrors;

    *l = (struct loading){.a = a, .d = d, .dir = dir, .shown = shown};
    t->templates = ARENA_ARRAY(a, const struct tpl *, nviews);
    t->messages = load_messages(l, locale);
    if (base != NULL && t->messages != NULL)
        t->messages = messages_over(a, t->messages, base->messages);
    for (size_t i = 0; i < nviews; i++) {
        struct tpl_env env = {views[i].fields, t->messages, source_of, l};

        t->templates[i] = tpl_compile(a, str_from(views[i].name), &env, d);
    }
    return d->nerrors > errors_before ? NULL : t;
}

const struct theme *theme_load(struct arena *a, struct str dir, struct str shown, struct str locale,
                               const struct theme_view *views, size_t nviews, struct diags *d)
{
    return theme_load_over(a, dir, shown, locale, NULL, views, nviews, d);
}

const struct tpl *theme_template(const struct theme *t, size_t view)
{
    return t->templates[view];
}

const struct messages *theme_messages(const struct theme *t)
{
    return t->messages;
}

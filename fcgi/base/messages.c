/*
 * Catalogues: nested maps become one sorted table of dotted keys. What can be
 * known of a pattern is found out here, once: whether it needs formatting at all,
 * and that ICU accepts it.
 */
#include "fcgi/base/messages.h"
#include "fcgi/base/diag.h"
#include "fcgi/base/msgpattern.h"
#include "fcgi/base/secret.h"
#include "fcgi/base/ucs.h"
#include "fcgi/base/yaml.h"

#include <stdlib.h>

struct message {
    struct str key, pattern;
    struct str plain; /* what is shown when there are no arguments */
    struct msgpattern uses;
    int line;
};

struct messages {
    struct str locale;
    struct message *v;
    size_t n;
};

struct loading {
    struct arena *a;
    struct diags *d;
    struct str shown;
    struct messages *m;
};

static size_t count_texts(const struct yaml *map)
{
    size_t n = 0;

    for (const struct yaml *y = map->first; y != NULL; y = y->next)
        n += y->type == YAML_MAP ? count_texts(y) : 1;
    return n;
}

static bool has_arguments(const struct message *t)
{
    return t->uses.ntexts + t->uses.nnumbers > 0;
}

/* Formatting once is ICU's check; without arguments it is the text for ever, too. */
static bool try_pattern(struct loading *l, struct message *t)
{
    const struct message_arg samples[] = {MSG_INT(1), MSG_INT(1), MSG_INT(1)};
    struct str text;

    t->plain = t->pattern;
    if (str_index(t->pattern, '{') == t->pattern.n && str_index(t->pattern, '\'') == t->pattern.n)
        return true;
    if (msgpattern_parse(l->a, t->pattern, &t->uses) != OK ||
        ucs_message(l->a, l->m->locale, t->pattern, samples, MESSAGE_ARGS_MAX, &text) != OK)
        return false;
    if (!has_arguments(t))
        t->plain = text;
    return true;
}

static void add_text(struct loading *l, const struct yaml *y, struct str key)
{
    struct message *t = &l->m->v[l->m->n];

    if (y->type == YAML_LIST || yaml_is_null(y)) {
        diag_error(l->d, l->shown, y->key_line, "message-not-text", key);
        return;
    }
    *t = (struct message){.key = key, .pattern = y->text, .line = y->key_line};
    if (try_pattern(l, t))
        l->m->n++;
    else
        diag_error(l->d, l->shown, y->line, "message-pattern", key);
}

static void add_map(struct loading *l, const struct yaml *map, struct str prefix)
{
    for (const struct yaml *y = map->first; y != NULL; y = y->next) {
        struct str key = prefix.n == 0 ? y->key : arena_join(l->a, prefix, STR("."), y->key);

        if (y->type == YAML_MAP)
            add_map(l, y, key);
        else
            add_text(l, y, key);
    }
}

static int by_key(const void *x, const void *y)
{
    const struct message *a = x, *b = y;
    int order = str_cmp(a->key, b->key);

    return order != 0 ? order : (a->line > b->line) - (a->line < b->line);
}

/* "a.b" written as a key and as a map in a map are the same key. */
static void refuse_repeated_keys(struct loading *l)
{
    for (size_t i = 1; i < l->m->n; i++) {
        const struct message *before = &l->m->v[i - 1], *t = &l->m->v[i];

        if (str_eq(before->key, t->key))
            diag_error(l->d, l->shown, t->line, "yaml-repeated-key", t->key,
                       arena_fmt(l->a, "%d", before->line));
    }
}

const struct messages *messages_parse(struct arena *a, struct str shown, struct str source,
                                      struct str locale, struct diags *d)
{
    struct messages *m = ARENA_NEW(a, struct messages);
    struct loading l = {.a = a, .d = d, .shown = shown, .m = m};
    int errors_before = d->nerrors;
    const struct yaml *root = yaml_parse(a, shown, source, 1, d);

    m->locale = arena_str(a, locale);
    if (root != NULL && root->type != YAML_MAP)
        diag_error(d, shown, root->line, "yaml-not-a-map");
    if (root == NULL || d->nerrors > errors_before)
        return d->nerrors > errors_before ? NULL : m;
    m->v = ARENA_ARRAY(a, struct message, count_texts(root));
    add_map(&l, root, (struct str){NULL, 0});
    if (m->n > 0)
        qsort(m->v, m->n, sizeof(*m->v), by_key);
    refuse_repeated_keys(&l);
    return d->nerrors > errors_before ? NULL : m;
}

const struct messages *messages_over(struct arena *a, const struct messages *own,
                                     const struct messages *base)
{
    struct messages *m = ARENA_NEW(a, struct messages);
    struct str pattern;

    m->locale = own->locale;
    m->v = ARENA_ARRAY(a, struct message, own->n + base->n);
    for (size_t i = 0; i < own->n; i++)
        m->v[m->n++] = own->v[i];
    for (size_t i = 0; i < base->n; i++) {
        if (!messages_has(own, base->v[i].key, &pattern))
            m->v[m->n++] = base->v[i];
    }
    qsort(m->v, m->n, sizeof(struct message), by_key);
    return m;
}

struct str messages_locale(const struct messages *m)
{
    return m->locale;
}

static const struct message *find(const struct messages *m, struct str key)
{
    size_t from = 0, to = m->n;

    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = str_cmp(key, m->v[middle].key);

        if (order == 0)
            return &m->v[middle];
        if (order < 0)
            to = middle;
        else
            from = middle + 1;
    }
    return NULL;
}

bool messages_has(const struct messages *m, struct str key, struct str *ret_pattern)
{
    const struct message *t = find(m, key);

    if (t == NULL)
        return false;
    *ret_pattern = t->pattern;
    return true;
}

struct str messages_format(const struct messages *m, struct arena *a, struct str key,
                           const struct message_arg *args, int nargs)
{
    const struct message *t = find(m, key);
    struct str text;

    if (t == NULL)
        return key;
    if (!has_arguments(t))
        return t->plain;
    return ucs_message(a, m->locale, t->pattern, args, nargs, &text) == OK ? text : t->pattern;
}

void messages_digest(const struct messages *m, struct digest_state *d)
{
    digest_add(d, m->locale);
    for (size_t i = 0; i < m->n; i++) {
        digest_add(d, m->v[i].key);
        digest_add(d, m->v[i].pattern);
    }
}

enum message_use messages_use(const struct messages *m, struct str key, int n)
{
    const struct message *t = find(m, key);

    if (t == NULL || !msgpattern_wants(&t->uses, n))
        return MESSAGE_UNUSED;
    return msgpattern_wants_number(&t->uses, n) ? MESSAGE_NUMBER : MESSAGE_TEXT;
}

struct str messages_suggest(const struct messages *m, struct str key)
{
    int allowed = key.n < 9 ? (int)(key.n / 3) : 3, best = allowed + 1;
    struct str found = {NULL, 0};

    for (size_t i = 0; i < m->n; i++) {
        int distance = ucs_distance(key, m->v[i].key, allowed);

        if (distance < best) {
            best = distance;
            found = m->v[i].key;
        }
    }
    return found;
}

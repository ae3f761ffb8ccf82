/*
 * One value of site.yml, from text to the member of struct config.
 */
#include "fcgi/base/files.h"
#include "fcgi/config/config_load.h"

#include <string.h>

static void *member(const struct config_load *l, const struct config_key *k)
{
    return (char *)l->c + k->offset;
}

static struct str number_text(struct config_load *l, int64_t v)
{
    return arena_fmt(l->a, "%lld", (long long)v);
}

bool config_number(struct config_load *l, struct str name, struct str s, int64_t min, int64_t max,
                   int line, int *ret_v)
{
    int64_t v;

    if (str_to_int(s, min, max, &v) == OK) {
        *ret_v = (int)v;
        return true;
    }
    diag_error(l->d, l->file, line, "config-number", name, number_text(l, min),
               number_text(l, max));
    return false;
}

bool config_word(struct config_load *l, struct str name, struct str s, const char *chars, int line)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');

        if (plain || (c != '\0' && strchr(chars, c) != NULL))
            continue;
        diag_error(l->d, l->file, line, "config-word", name, s, str_from(chars));
        return false;
    }
    return true;
}

/* One line of visible text. */
static bool is_line(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7F)
            return false;
    }
    return true;
}

static void set_text(struct config_load *l, const struct config_key *k, struct str text, int line)
{
    struct str name = str_from(k->name);

    if (text.n == 0 && k->fallback == NULL)
        diag_error(l->d, l->file, line, "config-missing", name);
    else if (text.n > (size_t)k->max || !is_line(text))
        diag_error(l->d, l->file, line, "config-text", name, number_text(l, k->max));
    else if (k->kind == CONFIG_TEXT || config_word(l, name, text, k->choices, line))
        *(struct str *)member(l, k) = arena_str(l->a, text);
}

static void set_choice(struct config_load *l, const struct config_key *k, struct str text, int line)
{
    int v = config_choice(k->choices, text);

    if (v >= 0)
        *(unsigned *)member(l, k) = (unsigned)v; /* the enums have no negative member */
    else
        diag_error(l->d, l->file, line, "config-choice", str_from(k->name), str_from(k->choices));
}

static void set_bool(struct config_load *l, const struct config_key *k, struct str text, int line)
{
    int v = config_choice("false true", text);

    if (v >= 0)
        *(bool *)member(l, k) = v == 1;
    else
        diag_error(l->d, l->file, line, "config-choice", str_from(k->name), STR("true false"));
}

/* Relative ones start at the folder of site.yml. */
static struct str path_of(struct config_load *l, struct str name, struct str text, int line)
{
    if (is_line(text))
        return text.n == 0 ? text : file_join(l->a, l->c->root, arena_str(l->a, text));
    diag_error(l->d, l->file, line, "config-path", name);
    return (struct str){NULL, 0};
}

struct str config_socket(struct config_load *l, struct str name, struct str text, int line)
{
    struct str path = path_of(l, name, text, line);

    if (path.n > CONFIG_SOCKET_MAX)
        diag_error(l->d, l->file, line, "config-socket-long", name, path,
                   number_text(l, CONFIG_SOCKET_MAX));
    return path;
}

void config_set(struct config_load *l, const struct config_key *k, struct str text, int line)
{
    struct str name = str_from(k->name);
    int v;

    switch (k->kind) {
    case CONFIG_TEXT:
    case CONFIG_WORD:
        set_text(l, k, text, line);
        return;
    case CONFIG_INT:
        if (config_number(l, name, text, k->min, k->max, line, &v))
            *(int *)member(l, k) = v;
        return;
    case CONFIG_BOOL:
        set_bool(l, k, text, line);
        return;
    case CONFIG_CHOICE:
        set_choice(l, k, text, line);
        return;
    case CONFIG_PATH:
        *(struct str *)member(l, k) = path_of(l, name, text, line);
        return;
    case CONFIG_SOCKET:
        *(struct str *)member(l, k) = config_socket(l, name, text, line);
        return;
    case CONFIG_LIST:
        *(struct strs *)member(l, k) = config_split(l, text, name, k->choices);
        return;
    }
}

struct strs config_list(struct config_load *l, const struct yaml *y, struct str name,
                        const char *chars)
{
    size_t n = 0;
    struct str *v = ARENA_ARRAY(l->a, struct str, CONFIG_LIST_MAX);

    if (y->type == YAML_SCALAR) {
        v[0] = arena_str(l->a, y->text);
        return (struct strs){v, y->text.n > 0 && config_word(l, name, v[0], chars, y->line)};
    }
    if (y->type == YAML_MAP || y->nchildren > CONFIG_LIST_MAX) {
        diag_error(l->d, l->file, y->line, "config-list", name);
        return (struct strs){NULL, 0};
    }
    for (const struct yaml *e = y->first; e != NULL; e = e->next) {
        if (e->type != YAML_SCALAR || e->text.n == 0)
            diag_error(l->d, l->file, e->line, "config-list", name);
        else if (config_word(l, name, e->text, chars, e->line))
            v[n++] = arena_str(l->a, e->text);
    }
    return (struct strs){v, n};
}

struct strs config_split(struct config_load *l, struct str text, struct str name, const char *chars)
{
    struct str *v = ARENA_ARRAY(l->a, struct str, CONFIG_LIST_MAX), one;
    size_t n = 0;

    while (text.n > 0) {
        str_cut(text, ',', &one, &text);
        one = str_trim(one);
        if (n == CONFIG_LIST_MAX) {
            diag_error(l->d, l->file, 0, "config-list", name);
            break;
        }
        if (one.n > 0 && config_word(l, name, one, chars, 0))
            v[n++] = arena_str(l->a, one);
    }
    return (struct strs){v, n};
}

void config_unknown(struct config_load *l, struct str name, struct str near, int line)
{
    if (near.n > 0)
        diag_error(l->d, l->file, line, "config-unknown-key-near", name, near);
    else
        diag_error(l->d, l->file, line, "config-unknown-key", name);
}

/*
 * A map of three lists of words.
 */
#include "accessibility/audit_theme.h"
#include "fcgi/base/files.h"
#include "fcgi/base/yaml.h"

#define FILE_MAX (64u * 1024)

static const struct {
    struct str key;
    size_t at;
} keys[] = {
    {STR_INIT("landmarks"), offsetof(struct audit_theme, landmarks)},
    {STR_INIT("targets"), offsetof(struct audit_theme, targets)},
    {STR_INIT("running"), offsetof(struct audit_theme, running)},
};

static void read_list(struct arena *a, struct str shown, const struct yaml *y, struct strs *ret,
                      struct diags *d)
{
    struct str *v = ARENA_ARRAY(a, struct str, y->nchildren + 1);
    size_t n = 0;

    if (y->type != YAML_LIST)
        diag_error(d, shown, y->key_line, "audit-theme-list", y->key);
    for (const struct yaml *one = y->type == YAML_LIST ? y->first : NULL; one != NULL;
         one = one->next) {
        if (one->type != YAML_SCALAR || one->text.n == 0)
            diag_error(d, shown, one->line, "audit-theme-list", y->key);
        v[n++] = one->text;
    }
    *ret = (struct strs){v, n};
}

static void read_key(struct arena *a, struct str shown, const struct yaml *y,
                     struct audit_theme *ret, struct diags *d)
{
    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        if (!str_eq(y->key, keys[i].key))
            continue;
        read_list(a, shown, y, (struct strs *)(void *)((char *)ret + keys[i].at), d);
        return;
    }
    diag_error(d, shown, y->key_line, "audit-theme-key", y->key);
}

const struct audit_theme *audit_theme_parse(struct arena *a, struct str shown, struct str source,
                                            struct diags *d)
{
    struct audit_theme *t = ARENA_NEW(a, struct audit_theme);
    int errors_before = d->nerrors;
    const struct yaml *top = yaml_parse(a, shown, source, 1, d);

    if (top != NULL && top->type != YAML_MAP)
        diag_error(d, shown, top->line, "audit-theme-list", STR("audit.yml"));
    for (const struct yaml *y = top != NULL && top->type == YAML_MAP ? top->first : NULL; y != NULL;
         y = y->next)
        read_key(a, shown, y, t, d);
    return d->nerrors > errors_before ? NULL : t;
}

const struct audit_theme *audit_theme_load(struct arena *a, struct str dir, struct str shown,
                                           struct diags *d)
{
    struct str name = file_join(a, shown, STR("audit.yml")), text;

    if (file_read_beneath(a, dir, STR("audit.yml"), FILE_MAX, &text) == OK)
        return audit_theme_parse(a, name, text, d);
    diag_error(d, name, 0, "file-unreadable");
    return NULL;
}

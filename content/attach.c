/*
 * "Acta: [acta.pdf](acta.pdf)" for a file; a heading and {{tabla "asistencia.yml"}} for a table.
 */
#include "content/attach.h"
#include "content/table_data.h"

#include <stdlib.h>

static int file_by_path(const void *key, const void *element)
{
    return str_cmp(*(const struct str *)key, ((const struct markdown_file *)element)->path);
}

static int table_by_path(const void *key, const void *element)
{
    return str_cmp(*(const struct str *)key, ((const struct table_data *)element)->path);
}

static bool has_file(const struct markdown_env *env, struct str path)
{
    return env->nfiles > 0 &&
           bsearch(&path, env->files, env->nfiles, sizeof(*env->files), file_by_path) != NULL;
}

static bool has_table(const struct markdown_env *env, struct str path)
{
    return env->ntables > 0 &&
           bsearch(&path, env->tables, env->ntables, sizeof(*env->tables), table_by_path) != NULL;
}

/* Names of files are of letters that mean nothing in Markdown (types.c). */
static struct str as_markdown(struct arena *a, const struct field_value *v)
{
    struct str label = v->field->label;

    if (v->field->kind == FIELD_FILE)
        return arena_fmt(a, "\n\n" STR_FMT ": [" STR_FMT "](" STR_FMT ")\n", STR_ARG(label),
                         STR_ARG(v->text), STR_ARG(v->text));
    return arena_fmt(a, "\n\n## " STR_FMT "\n\n{{tabla \"" STR_FMT "\"}}\n", STR_ARG(label),
                     STR_ARG(v->text));
}

bool attach_fields(struct arena *a, const struct markdown_env *env, const struct page *p,
                   struct str dir, struct str markdown, struct diags *d, struct str *ret_markdown)
{
    int before = d->nerrors;

    for (size_t i = 0; i < p->fields.n; i++) {
        const struct field_value *v = &p->fields.v[i];
        bool is_table = v->field->kind == FIELD_TABLE && v->table == NULL;
        struct str path = dir.n > 0 ? arena_join(a, dir, STR("/"), v->text) : v->text;

        if (!is_table && v->field->kind != FIELD_FILE)
            continue;
        if (is_table && !has_table(env, path))
            diag_error(d, p->file, v->line, "table-file", v->text);
        else if (!is_table && !has_file(env, path))
            diag_error(d, p->file, v->line, "file-missing", v->text);
        else
            markdown = arena_join(a, markdown, as_markdown(a, v), STR(""));
    }
    *ret_markdown = markdown;
    return d->nerrors == before;
}

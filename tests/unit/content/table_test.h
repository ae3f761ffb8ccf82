/*
 * Tables for unit tests: a file's text, what it becomes, what is said of it.
 */
#ifndef ESTRADO_TEST_CONTENT_TABLE_TEST_H
#define ESTRADO_TEST_CONTENT_TABLE_TEST_H

#include "tests/unit/content/page_test.h"

#include "content/table_data.h"

static inline struct table_source table_source_of(struct fixture *f, const char *path,
                                                  struct str content)
{
    diags_init(&f->d, &f->a);
    return (struct table_source){.shown = STR_INIT("t.yml"),
                                 .path = str_from(path),
                                 .content = content,
                                 .locale = STR_INIT("es-MX"),
                                 .messages = f->env.messages};
}

static inline struct table_data *table_of_yaml(struct fixture *f, const char *content)
{
    struct table_data *t = ARENA_NEW(&f->a, struct table_data);
    struct table_source s = table_source_of(f, "dir/t.yml", str_from(content));

    table_read_yaml(&f->a, &s, &f->d, t);
    return t;
}

static inline struct table_data *table_of_csv(struct fixture *f, struct str content)
{
    struct table_data *t = ARENA_NEW(&f->a, struct table_data);
    struct table_source s = table_source_of(f, "dir/t.csv", content);

    table_read_csv(&f->a, &s, &f->d, t);
    return t;
}

/* What is downloaded of it, without the mark of UTF-8. */
static inline struct str table_as_csv(struct fixture *f, const struct table_data *t)
{
    buf_clear(&f->b);
    table_csv(t, &f->b);
    return str_sub(arena_str(&f->a, buf_str(&f->b)), 3, f->b.n);
}

#endif

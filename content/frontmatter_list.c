/*
 * `list:` of a head: which pages a section shows. That its type exists is looked at when the site's
 * types are known (types.c).
 */
#include "content/frontmatter_state.h"

#define LIST_SIZE     20
#define LIST_SIZE_MAX 100

/* Position of the word among the known ones; an error, and `other`, when it is none of them. */
static int word_of(const struct head *h, const struct yaml *y, const struct str *words, size_t n,
                   int other)
{
    for (size_t i = 0; i < n; i++) {
        if (y->type == YAML_SCALAR && str_eq(y->text, words[i]))
            return (int)i;
    }
    front_wrong(h, y, words[0]);
    return other;
}

static void read_size(const struct head *h, const struct yaml *y, struct front_list *list)
{
    int64_t v;

    if (yaml_int(y, 1, LIST_SIZE_MAX, &v))
        list->size = (int)v;
    else
        diag_error(h->d, h->shown, front_line(y), "list-size", STR("100"));
}

void front_read_list(const struct head *h, const struct yaml *y)
{
    static const struct str known[] = {STR_INIT("type"), STR_INIT("by"), STR_INIT("sort"),
                                       STR_INIT("size")};
    static const struct str by[] = {
        [LIST_WHOLE] = STR_INIT("none"), [LIST_BY_YEAR] = STR_INIT("year")};
    static const struct str sort[] = {
        [LIST_BY_DATE] = STR_INIT("date"), [LIST_BY_NAME] = STR_INIT("name")};
    struct front_list *list = &h->f->list;

    if (y->type != YAML_MAP) {
        front_wrong(h, y, STR("{type: abc}"));
        return;
    }
    *list = (struct front_list){.size = LIST_SIZE, .line = front_line(y)};
    for (const struct yaml *k = y->first; k != NULL; k = k->next) {
        if (str_eq(k->key, known[0]))
            (void)front_text(h, k, &list->type);
        else if (str_eq(k->key, known[1]))
            list->by = (enum list_by)word_of(h, k, by, ARRAY_LEN(by), LIST_WHOLE);
        else if (str_eq(k->key, known[2]))
            list->sort = (enum list_sort)word_of(h, k, sort, ARRAY_LEN(sort), LIST_BY_DATE);
        else if (str_eq(k->key, known[3]))
            read_size(h, k, list);
        else
            front_unknown(h, k, known, ARRAY_LEN(known));
    }
    if (list->type.n == 0)
        front_wrong(h, y, STR("{type: abc}"));
}

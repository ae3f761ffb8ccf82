/*
 * What the readers of heads share, and of the other YAML files of the content (calendar.c,
 * alerts.c: neither `f` nor `easy`); nobody else includes this.
 */
#ifndef ESTRADO_CONTENT_FRONTMATTER_STATE_H
#define ESTRADO_CONTENT_FRONTMATTER_STATE_H

#include "content/frontmatter.h"

struct head {
    struct arena *a;
    struct diags *d;
    struct str shown, zone;
    struct front *f;         /* of a page; NULL: of a companion */
    struct front_easy *easy; /* of a companion; NULL: of a page */
};
typedef void front_key(const struct head *h, const struct yaml *y);

/*
 * Splits `source` and gives each key of its head to the reader of that name; nulls are skipped,
 * unknown keys told. False when there is no head that can be read; what is wrong with single keys
 * is only in the diags.
 */
bool front_open(const struct head *h, struct str source, const struct str *names,
                front_key *const *readers, size_t n, struct str *ret_markdown, int *ret_line);

/* Values. What is wrong becomes a diag, and *ret_ stays as it was. */
bool front_text(const struct head *h, const struct yaml *y, struct str *ret_s);
void front_time(const struct head *h, const struct yaml *y, int64_t *ret_t);
void front_flag(const struct head *h, const struct yaml *y, bool *ret_v);
void front_number(const struct head *h, const struct yaml *y, int *ret_v);
/* A list of texts, or one text. */
void front_list(const struct head *h, const struct yaml *y, struct strs *ret_list);

/* frontmatter_list.c: `list:` of a page. */
void front_read_list(const struct head *h, const struct yaml *y);

/* A list of cards {title, url, text, icon}, checked; NULL when it is no list. */
const struct yaml *front_cards(const struct head *h, const struct yaml *y);
/* "front-type", with an example of what is wanted. */
void front_wrong(const struct head *h, const struct yaml *y, struct str want);
/* A path of this site: "/a/b", without blanks, query, dots or a slash behind. */
bool front_is_path(struct str s);
void front_path(const struct head *h, const struct yaml *y, struct str s);
void front_unknown(const struct head *h, const struct yaml *y, const struct str *known, size_t n);
/* Where a value is: a map or list begins below its key. */
int front_line(const struct yaml *y);

#endif

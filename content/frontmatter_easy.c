/*
 * The head of a companion in easy Spanish: few keys, and who has read it.
 */
#include "content/frontmatter_state.h"

#define TITLE_MAX 200
#define NAME_MAX  200

static void r_title(const struct head *h, const struct yaml *y)
{
    if (front_text(h, y, &h->easy->title) && h->easy->title.n > TITLE_MAX)
        diag_error(h->d, h->shown, y->line, "front-title-long");
}

static void r_summary(const struct head *h, const struct yaml *y)
{
    (void)front_text(h, y, &h->easy->summary);
}

static void r_reviewed_by(const struct head *h, const struct yaml *y)
{
    if (front_text(h, y, &h->easy->reviewed_by) && h->easy->reviewed_by.n > NAME_MAX)
        front_wrong(h, y, STR("Ana"));
}

static void r_reviewed(const struct head *h, const struct yaml *y)
{
    front_time(h, y, &h->easy->reviewed);
}

static void r_lastmod(const struct head *h, const struct yaml *y)
{
    front_time(h, y, &h->easy->lastmod);
}

static const struct str names[] = {STR_INIT("title"), STR_INIT("summary"), STR_INIT("reviewed_by"),
                                   STR_INIT("reviewed"), STR_INIT("lastmod")};
static front_key *const readers[ARRAY_LEN(names)] = {r_title, r_summary, r_reviewed_by, r_reviewed,
                                                     r_lastmod};

bool front_parse_easy(struct arena *a, struct str shown, struct str source, struct str zone,
                      struct diags *d, struct front_easy *ret_front, struct str *ret_markdown,
                      int *ret_line)
{
    struct front_easy f = {.reviewed = 0};
    struct head h = {a, d, shown, zone, NULL, &f};
    int before = d->nerrors, line = 1;
    struct str markdown;

    if (!front_open(&h, source, names, readers, ARRAY_LEN(names), &markdown, &line))
        return false;
    if (d->nerrors == before && (f.reviewed_by.n > 0) != (f.reviewed != 0))
        diag_error(d, shown, 1, "easy-review-half",
                   f.reviewed_by.n > 0 ? STR("reviewed") : STR("reviewed_by"));
    if (d->nerrors > before)
        return false;
    *ret_front = f;
    *ret_markdown = markdown;
    *ret_line = line;
    return true;
}

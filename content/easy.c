/*
 * Companions: their heads, which page they belong to.
 */
#include "content/easy.h"
#include "content/frontmatter.h"

#include <stdlib.h>

#define BEHIND STR(".facil.md")

bool easy_is_companion(struct str path)
{
    return str_ends(path, BEHIND);
}

bool easy_read(struct loading *l, const struct root *root, struct str rel, struct str source,
               struct companion *ret_c, struct parse_job *ret_job)
{
    struct str shown = file_join(l->a, root->shown, rel), markdown,
               page = arena_join(l->a, str_sub(rel, 0, rel.n - BEHIND.n), STR(".md"), STR(""));
    struct easy *easy = ARENA_NEW(l->a, struct easy);
    struct front_easy f;

    if (!tree_has_file(l, root, page)) {
        diag_error(l->d, shown, 0, "easy-without-page", path_name(page));
        return false;
    }
    if (!front_parse_easy(l->a, shown, source, l->o->zone, l->d, &f, &markdown, &easy->body_line))
        return false;
    easy->file = shown;
    easy->source = arena_str(l->a, markdown);
    easy->title = f.title;
    easy->summary = f.summary;
    easy->reviewed_by = f.reviewed_by;
    easy->reviewed = f.reviewed;
    easy->lastmod = f.lastmod;
    *ret_c = (struct companion){file_join(l->a, root->shown, page), easy};
    *ret_job = tree_job(l, root, shown, rel, markdown, easy->body_line);
    return true;
}

/* ---- pages ---- */

static int by_file(const void *key, const void *element)
{
    return str_cmp(*(const struct str *)key, (*(struct page *const *)element)->file);
}

static void fill(struct easy *easy, const struct markdown_result *r, const struct page *p)
{
    if (easy->title.n == 0)
        easy->title = p->front.title;
    easy->body = r->body;
    easy->text = r->text;
    easy->headings = r->headings;
    easy->links = r->links;
    easy->words = r->words;
}

void easy_attach(struct loading *l, const struct companion *v, const struct parse_job *jobs,
                 size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct page *const *p =
            l->n == 0 ? NULL
                      : bsearch(&v[i].page_file, l->pages, l->n, sizeof(struct page *), by_file);

        /* A page that was left out has told why. */
        if (!jobs[i].ok || p == NULL)
            continue;
        if (jobs[i].result.words == 0) {
            diag_error(l->d, v[i].easy->file, v[i].easy->body_line, "easy-empty");
            continue;
        }
        fill(v[i].easy, &jobs[i].result, *p);
        (*p)->easy = v[i].easy;
    }
}

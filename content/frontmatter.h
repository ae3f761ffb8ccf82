/*
 * The head of a Markdown file: YAML between two lines "---".
 *
 * Keys as Hugo has them: title (required), slug, url, aliases, date, lastmod, publishdate,
 * expirydate, draft, summary, description, weight, type, tags, authors, translationKey, menu (a
 * name, or a map {name, weight, title}), toc; and ours: owner, review_by, lang, withdrawn {reason,
 * date, see}, params, glossary (false: its words do not become links), sign_language {video,
 * captions, transcript, title}, list {type, by: year or none, sort: date or name, size}, phases (in
 * menus only then). A wrong
 * type or a bad date is an error with file and line; an unknown key is a warning with a suggestion.
 * Dates: "2026-11-22", "2026-11-22 18:30", "2026-11-22T18:30:05", with or without a zone ("Z",
 * "-06:00"); without one they are of the site's zone.
 */
#ifndef ESTRADO_CONTENT_FRONTMATTER_H
#define ESTRADO_CONTENT_FRONTMATTER_H

#include "content/page.h"
#include "fcgi/base/diag.h"

#define FRONT_MATTER_MAX (16 * 1024)

/*
 * Splits and reads `source`. False when at least one error was added (ret_ values are then not to
 * be used). *ret_markdown borrows source; *ret_line is the line where it begins.
 */
bool front_parse(struct arena *a, struct str shown, struct str source, struct str zone,
                 struct diags *d, struct front *ret_front, struct str *ret_markdown, int *ret_line);
/*
 * The head of a companion in easy Spanish (foo.facil.md): title, summary, reviewed_by (the name of
 * a person) and reviewed (the day), which go together, lastmod. As front_parse otherwise.
 */
struct front_easy {
    struct str title, summary; /* empty: the page's */
    struct str reviewed_by;    /* empty: a draft */
    int64_t reviewed, lastmod; /* 0: not given */
};
bool front_parse_easy(struct arena *a, struct str shown, struct str source, struct str zone,
                      struct diags *d, struct front_easy *ret_front, struct str *ret_markdown,
                      int *ret_line);
/* A date as above; ERR_INVALID when it is none. */
NODISCARD enum err front_date(struct str s, struct str zone, int64_t *ret_t);

#endif

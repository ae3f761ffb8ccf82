/*
 * Many Markdown files at once: in parallel children, in batches, with a cache by
 * content. A child that crashes or is silent for 2 s costs the page that it was at:
 * that page gets an error, the rest go on in a new child.
 *
 * Results are kept in <cache_dir>/pages-<program id>.pack, by digest of file content and
 * environment (facts, attachments, texts), so that a new generation parses only what changed. The
 * pack is mapped, not read: bodies and texts borrow it and are shared by all processes.
 */
#ifndef ESTRADO_CONTENT_PARSE_H
#define ESTRADO_CONTENT_PARSE_H

#include "content/markdown.h"

struct parse_job {
    struct str shown, dir, source; /* source: the Markdown without its head */
    int first_line;
    bool ok; /* set by parse_all */
    struct markdown_result result;
};
struct parse_stats {
    int parsed, reused, failed;
};

/* cache_dir empty: no cache. `processes` children at a time (1-16). */
void parse_all(struct arena *a, const struct markdown_env *env, struct parse_job *jobs,
               size_t njobs, struct str cache_dir, struct str program_id, int processes,
               struct diags *d, struct parse_stats *ret_stats);

#endif

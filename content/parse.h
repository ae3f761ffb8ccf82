/*
 * Many Markdown files at once: in parallel children (children.h), with a cache by content. A page
 * that the converter dies of, or is at for 2 s of processor time, costs an error of its own and
 * nothing else.
 *
 * Results are kept in <cache_dir>/pages-<program id>.pack, by digest of a file's content and of all
 * that its HTML depends on (facts, texts, glossary, attachments of its folder and below), so that a
 * new generation parses only what changed. The pack is mapped, not read: bodies and texts borrow it
 * and are shared by all processes. Without a usable cache_dir they live in the arena. A page with
 * errors is kept as well, with what is wrong with it; one that crashed or hung is not.
 */
#ifndef ESTRADO_CONTENT_PARSE_H
#define ESTRADO_CONTENT_PARSE_H

#include "content/markdown.h"

struct parse_job {
    struct str shown, dir, source; /* source: the Markdown without its head */
    int first_line;
    bool plain; /* no links to the glossary */
    bool ok;    /* set by parse_all */
    struct markdown_result result;
};
/* Each job is in one of the first two; failed: in addition, when it has an error. */
struct parse_stats {
    int parsed, reused, failed;
};

/* How a page becomes HTML: markdown_render, but for tests of what happens when it dies. */
typedef bool parse_render(struct arena *a, const struct markdown_env *env, struct str shown,
                          struct str dir, struct str source, int first_line, struct diags *d,
                          struct markdown_result *ret_r);

struct parse_options {
    const struct markdown_env *env;
    struct str cache_dir, program_id; /* cache_dir empty: no cache */
    int processes;                    /* children at a time, 1 to 16 */
    parse_render *render;             /* NULL: markdown_render */
    int cpu_ms;                       /* for one page; 0: PARSE_CPU_MS */
};
#define PARSE_CPU_MS 2000

/* Diags come in the order of the jobs. */
void parse_all(struct arena *a, const struct parse_options *o, struct parse_job *jobs, size_t njobs,
               struct diags *d, struct parse_stats *ret_stats);

#endif

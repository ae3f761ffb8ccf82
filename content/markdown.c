/*
 * discount (only here).
 */
#include "content/markdown.h"
#include "content/htmlpass.h"
#include "content/limits.h"
#include "content/prepare.h"

#include <mkdio.h>

/*
 * No raw HTML, no pseudo-protocols, no styles or header blocks, no letters as list marks; tables,
 * fences (for quotes), footnotes and definition lists on. Not MKD_SAFELINK: it leaves "[x](tel:1)"
 * and "[x](javascript:y)" alike as text, where htmlpass.c lets the one be a link and names the
 * other to the editor. Never mkd_toc: it has crashed, and its lists are wrong.
 */
static const mkd_flag_t flags = MKD_NOHTML | MKD_NOPANTS | MKD_FENCEDCODE | MKD_EXTRA_FOOTNOTE |
                                MKD_DLEXTRA | MKD_NOSTYLE | MKD_NOHEADER |
                                (mkd_flag_t)MKD_EXPLICITLIST | MKD_NOSUPERSCRIPT | MKD_NODIVQUOTE |
                                MKD_NO_EXT | MKD_NOALPHALIST;

/* A copy in the arena: discount's own memory goes with its document. */
static bool to_html(struct arena *a, struct str markdown, struct str *ret_html)
{
    MMIOT *document = mkd_string(markdown.p, (int)markdown.n, flags);
    char *html = NULL;
    int n = -1;

    if (document == NULL)
        return false;
    if (mkd_compile(document, flags))
        n = mkd_document(document, &html);
    if (n >= 0)
        *ret_html = arena_str(a, (struct str){html, (size_t)n});
    mkd_cleanup(document);
    return n >= 0;
}

bool markdown_render(struct arena *a, const struct markdown_env *env, struct str shown,
                     struct str dir, struct str source, int first_line, struct diags *d,
                     struct markdown_result *ret_r)
{
    struct htmlpass_source src = {shown, dir, source, first_line};
    struct pieces pieces;
    struct buf prepared;
    struct str html = {NULL, 0};
    bool ok;

    if (!limits_check(shown, source, first_line, d))
        return false;
    buf_init(&prepared, (size_t)MARKDOWN_MAX * 2);
    ok = prepare(a, env, shown, dir, source, first_line, d, &prepared, &pieces);
    if (!prepared.failed && prepared.n > 0 && !to_html(a, buf_str(&prepared), &html)) {
        diag_error(d, shown, 0, "markdown-crashed");
        ok = false;
    }
    buf_release(&prepared);
    return htmlpass(a, env, &src, html, &pieces, d, ret_r) && ok;
}

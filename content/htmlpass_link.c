/*
 * Links and images: the allow-list of addresses, attachments, footnote links.
 */
#include "content/htmlpass_state.h"
#include "fcgi/base/esc.h"

#include <stdlib.h>
#include <string.h>

static void note_link(struct pass *p, struct str href)
{
    if (p->nlinks == p->cap_links) {
        size_t cap = p->cap_links == 0 ? 16 : p->cap_links * 2;
        struct link_ref *v = ARENA_ARRAY(p->a, struct link_ref, cap);

        if (p->nlinks > 0)
            memcpy(v, p->links, p->nlinks * sizeof(*v));
        p->links = v;
        p->cap_links = cap;
    }
    p->links[p->nlinks++] = (struct link_ref){arena_str(p->a, href), pass_line(p, href)};
}

static bool is_external(struct str href)
{
    return str_starts(href, STR("http://")) || str_starts(href, STR("https://"));
}

/* Names a file of the content folder: no scheme, neither path nor fragment of the site. */
static bool is_file(struct str href)
{
    size_t colon = str_index(href, ':');

    return href.n > 0 && href.p[0] != '/' && href.p[0] != '#' && href.p[0] != '?' &&
           colon == href.n;
}

static int by_path(const void *key, const void *element)
{
    return str_cmp(*(const struct str *)key, ((const struct markdown_file *)element)->path);
}

static const struct markdown_file *find_file(const struct pass *p, struct str href)
{
    struct str path = p->src->dir.n > 0 ? arena_join(p->a, p->src->dir, STR("/"), href) : href;

    if (str_has(href, STR("..")) || p->env->nfiles == 0)
        return NULL;
    return bsearch(&path, p->env->files, p->env->nfiles, sizeof(*p->env->files), by_path);
}

/* ".pdf" -> "PDF" */
static struct str type_name(struct pass *p, struct str path)
{
    size_t at = path.n;
    char *out;

    while (at > 0 && path.p[at - 1] != '.')
        at--;
    out = arena_zalloc(p->a, path.n - at + 1, 1);
    for (size_t i = at; i < path.n; i++)
        out[i - at] = path.p[i] >= 'a' && path.p[i] <= 'z' ? (char)(path.p[i] - 32) : path.p[i];
    return (struct str){out, path.n - at};
}

static struct str size_text(struct pass *p, int64_t bytes)
{
    int64_t kilobytes = (bytes + 1023) / 1024;
    struct str n;

    if (kilobytes < 1024) {
        n = arena_fmt(p->a, "%lld", (long long)kilobytes);
        return messages_format(p->env->messages, p->a, STR("markdown.kilobytes"), &MSG_TEXT(n), 1);
    }
    n = arena_fmt(p->a, "%lld.%lld", (long long)(bytes / 1048576),
                  (long long)(bytes % 1048576 * 10 / 1048576));
    return messages_format(p->env->messages, p->a, STR("markdown.megabytes"), &MSG_TEXT(n), 1);
}

static struct str file_meta(struct pass *p, const struct markdown_file *f, struct str language)
{
    struct message_arg args[] = {MSG_TEXT(type_name(p, f->path)), MSG_TEXT(size_text(p, f->size)),
                                 MSG_TEXT(language)};
    bool with_language = language.n > 0 && !str_eq(language, p->env->locale);

    return messages_format(p->env->messages, p->a,
                           with_language ? STR("markdown.file-meta-language")
                                         : STR("markdown.file-meta"),
                           args, with_language ? 3 : 2);
}

static void print_href(struct pass *p, struct str href)
{
    buf_add(&p->out, STR("<a href=\""));
    esc_html(&p->out, href);
    buf_addc(&p->out, '"');
}

static void open_file_link(struct pass *p, const struct tag *t, struct str href)
{
    const struct markdown_file *f = find_file(p, href);
    struct str language = {NULL, 0};

    if (f == NULL) {
        diag_error(p->d, p->src->shown, pass_line(p, href), "file-missing", href);
        buf_add(&p->out, STR("<a"));
        return;
    }
    (void)tag_attribute(p, t, STR("title"), &language);
    print_href(p, f->url);
    if (language.n > 0) {
        buf_add(&p->out, STR(" hreflang=\""));
        esc_html(&p->out, language);
        buf_addc(&p->out, '"');
    }
    p->link_meta = file_meta(p, f, language);
}

/* "#fn:1" from the text, "#fnref:1" back to it. True when it was one of them. */
static bool open_footnote_link(struct pass *p, struct str href)
{
    bool back = str_starts(href, STR("#fnref:")), there = str_starts(href, STR("#fn:"));
    struct str number = str_sub(href, str_index(href, ':') + 1, href.n), label;

    if (!back && !there)
        return false;
    label = messages_format(p->env->messages, p->a,
                            back ? STR("markdown.footnote-back") : STR("markdown.footnote-ref"),
                            &MSG_TEXT(number), 1);
    buf_addf(&p->out, "<a href=\"#%s-" STR_FMT "\" %s aria-label=\"", back ? "fnref" : "fn",
             STR_ARG(number),
             back ? "class=\"footnote-back\" role=\"doc-backlink\"" : "role=\"doc-noteref\"");
    esc_html(&p->out, label);
    buf_addc(&p->out, '"');
    return true;
}

void pass_open_link(struct pass *p, const struct tag *t)
{
    struct str href = {NULL, 0};

    (void)tag_attribute(p, t, STR("href"), &href);
    href = str_trim(href);
    p->in_link = true;
    p->link_text = p->text.n;
    p->link_meta = (struct str){NULL, 0};
    p->link_href = href;
    if (!open_footnote_link(p, href)) {
        if (href.n == 0 || !esc_url_is_safe(href)) {
            diag_error(p->d, p->src->shown, pass_line(p, href), "link-unsafe", href);
            buf_add(&p->out, STR("<a"));
        } else if (is_file(href)) {
            open_file_link(p, t, href);
        } else {
            print_href(p, href);
            note_link(p, href);
        }
    }
    buf_add(&p->out, is_external(href) ? STR(" rel=\"external noopener\">") : STR(">"));
}

void pass_close_link(struct pass *p)
{
    struct str shown = str_trim((struct str){p->text.p + p->link_text, p->text.n - p->link_text});

    if (p->in_link && (p->text.n == p->link_text || shown.n == 0))
        diag_error(p->d, p->src->shown, pass_line(p, p->link_href), "link-empty", p->link_href);
    if (p->link_meta.n > 0) {
        buf_add(&p->out, STR(" <span class=\"file-meta\">"));
        esc_html(&p->out, p->link_meta);
        buf_add(&p->out, STR("</span>"));
    }
    p->in_link = false;
    buf_add(&p->out, STR("</a>"));
}

void pass_image(struct pass *p, const struct tag *t)
{
    struct str src = {NULL, 0}, alt = {NULL, 0};
    const struct markdown_file *f;

    (void)tag_attribute(p, t, STR("src"), &src);
    (void)tag_attribute(p, t, STR("alt"), &alt);
    alt = str_trim(alt);
    if (alt.n == 0)
        diag_error(p->d, p->src->shown, pass_line(p, src), "image-without-alt", src);
    if (!is_file(src)) {
        diag_error(p->d, p->src->shown, pass_line(p, src), "image-not-ours", src);
        return;
    }
    f = find_file(p, src);
    if (f == NULL || !str_starts(f->type, STR("image/"))) {
        diag_error(p->d, p->src->shown, pass_line(p, src), "file-missing", src);
        return;
    }
    buf_add(&p->out, STR("<img src=\""));
    esc_html(&p->out, f->url);
    buf_add(&p->out, STR("\" alt=\""));
    esc_html(&p->out, alt);
    buf_addc(&p->out, '"');
    if (f->width > 0 && f->height > 0)
        buf_addf(&p->out, " width=\"%d\" height=\"%d\"", f->width, f->height);
    buf_add(&p->out, STR(" loading=\"lazy\" decoding=\"async\">"));
    buf_add(&p->text, alt);
}

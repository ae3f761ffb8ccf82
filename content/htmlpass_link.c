/*
 * Links and images: the allow-list of addresses, attachments, footnote links.
 */
#include "content/htmlpass_state.h"
#include "fcgi/base/esc.h"

#include <stdlib.h>
#include <string.h>

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* discount percent-encodes blanks and accents; files have the names that the editor wrote. */
static struct str percent_decode(struct pass *p, struct str s)
{
    char *out = arena_zalloc(p->a, s.n + 1, 1);
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++) {
        int high = i + 2 < s.n && s.p[i] == '%' ? hex(s.p[i + 1]) : -1;
        int low = high >= 0 ? hex(s.p[i + 2]) : -1;

        out[n++] = low >= 0 ? (char)(high * 16 + low) : s.p[i];
        i += low >= 0 ? 2 : 0;
    }
    return (struct str){out, n};
}

/* An editor wrote it as it is, or with the accents that discount encoded. */
static int href_line(struct pass *p, struct str href)
{
    int line = href.n == 0 ? pass_line(p, STR("]()")) : 0;

    if (line == 0)
        line = pass_address_line(p, percent_decode(p, href));
    if (line == 0 && str_index(href, '%') < href.n)
        line = pass_address_line(p, href);
    return line > 0 ? line : pass_line(p, href);
}

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
    p->links[p->nlinks++] = (struct link_ref){arena_str(p->a, href), p->link.line};
}

static bool is_external(struct str href)
{
    return str_eq_nocase(str_sub(href, 0, 7), STR("http://")) ||
           str_eq_nocase(str_sub(href, 0, 8), STR("https://"));
}

/* A path or fragment of the site, or one of the four schemes; what is left of relative addresses
 * names a file. */
static bool is_address(struct str href)
{
    size_t colon = str_index(href, ':');

    if (!esc_url_is_safe(href) || href.n == 0)
        return false;
    if (href.p[0] == '/' || href.p[0] == '#')
        return true;
    return colon + 1 < href.n && str_index(str_sub(href, 0, colon), '#') == colon &&
           str_index(str_sub(href, 0, colon), '?') == colon &&
           str_index(str_sub(href, 0, colon), '/') == colon;
}

static void add_attribute(struct pass *p, const char *name, struct str value)
{
    buf_addf(&p->out, " %s=\"", name);
    esc_html(&p->out, value);
    buf_addc(&p->out, '"');
}

/* ---- files of the content folder ---- */

/* Names a file: no scheme, neither path nor fragment of the site. */
static bool is_file(struct str href)
{
    return href.n > 0 && href.p[0] != '/' && href.p[0] != '#' && href.p[0] != '?' &&
           str_index(href, ':') == href.n;
}

static int by_path(const void *key, const void *element)
{
    return str_cmp(*(const struct str *)key, ((const struct markdown_file *)element)->path);
}

/* The file that is meant by a name without its fragment; NULL: none. */
static const struct markdown_file *find_file(struct pass *p, struct str name)
{
    struct str path = p->src->dir;

    name = percent_decode(p, name);
    if (p->env->nfiles == 0 || str_has(name, STR("..")))
        return NULL;
    if (str_starts(name, STR("./")))
        name = str_sub(name, 2, name.n);
    path = path.n > 0 ? arena_join(p->a, path, STR("/"), name) : name;
    return bsearch(&path, p->env->files, p->env->nfiles, sizeof(*p->env->files), by_path);
}

/* ".pdf" -> "PDF" */
static struct str type_name(struct pass *p, struct str path)
{
    size_t at = path.n;
    char *out;

    while (at > 0 && path.p[at - 1] != '.' && path.p[at - 1] != '/')
        at--;
    out = arena_zalloc(p->a, path.n - at + 1, 1);
    for (size_t i = at; i < path.n; i++)
        out[i - at] = path.p[i] >= 'a' && path.p[i] <= 'z' ? (char)(path.p[i] - 32) : path.p[i];
    return (struct str){out, path.n - at};
}

/* Whole kilobytes, rounded up; from one megabyte on, megabytes with one decimal. */
static struct str size_text(struct pass *p, int64_t bytes)
{
    int64_t kilobytes = (bytes + 1023) / 1024, tenths = (bytes * 10 + 524288) / 1048576;
    struct str n;

    if (kilobytes < 1024) {
        n = arena_fmt(p->a, "%lld", (long long)kilobytes);
        return messages_format(p->env->messages, p->a, STR("markdown.kilobytes"), &MSG_TEXT(n), 1);
    }
    n = arena_fmt(p->a, "%lld.%lld", (long long)(tenths / 10), (long long)(tenths % 10));
    return messages_format(p->env->messages, p->a, STR("markdown.megabytes"), &MSG_TEXT(n), 1);
}

/* ---- the language of a file ---- */

/* "es", "en-US", "hch": RFC 5646 2.1, primary language with subtags of letters and digits. */
static bool is_language_tag(struct str s)
{
    size_t primary = str_index(s, '-');

    if (primary < 2 || primary > 3 || s.n > 20 || s.p[s.n - 1] == '-')
        return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (i > primary && c >= 'A' && c <= 'Z');

        if (!letter && !(i >= primary && (c == '-' || (c >= '0' && c <= '9'))))
            return false;
    }
    return true;
}

static struct str primary_language(struct str tag)
{
    return str_sub(tag, 0, str_index(tag, '-'));
}

/* The title of a link to a file, when it names a language other than the page's; empty: none. */
static struct str language_of(struct pass *p, const struct tag *t)
{
    struct str title = {NULL, 0};

    if (!pass_attribute(p, t, STR("title"), &title) || !is_language_tag(title) ||
        str_eq(primary_language(title), primary_language(p->env->locale)))
        return (struct str){NULL, 0};
    return title;
}

/* Its name in the page's language, or the tag where the catalogue has none. */
static struct str language_name(struct pass *p, struct str tag)
{
    struct str key = arena_join(p->a, STR("markdown.language."), primary_language(tag), STR("")),
               pattern;

    return messages_has(p->env->messages, key, &pattern) ? pattern : tag;
}

static struct str file_meta(struct pass *p, const struct markdown_file *f, struct str language)
{
    struct message_arg args[] = {MSG_TEXT(type_name(p, f->url)), MSG_TEXT(size_text(p, f->size)),
                                 MSG_TEXT(language)};

    if (language.n == 0)
        return messages_format(p->env->messages, p->a, STR("markdown.file-meta"), args, 2);
    args[2] = MSG_TEXT(language_name(p, language));
    return messages_format(p->env->messages, p->a, STR("markdown.file-meta-language"), args, 3);
}

/* ---- links ---- */

static void open_file_link(struct pass *p, const struct tag *t, struct str href)
{
    size_t fragment = str_index(href, '#');
    const struct markdown_file *f = find_file(p, str_sub(href, 0, fragment));
    struct str language;

    if (f == NULL) {
        diag_error(p->d, p->src->shown, p->link.line, "file-missing", href);
        return;
    }
    add_attribute(p, "href", arena_join(p->a, f->url, str_sub(href, fragment, href.n), STR("")));
    language = language_of(p, t);
    if (language.n > 0)
        add_attribute(p, "hreflang", language);
    p->link.meta = file_meta(p, f, language);
}

/* "#fn:1" from the text, "#fnref:1" back to it. True when it was one of them. */
static bool open_footnote_link(struct pass *p, const struct tag *t, struct str href)
{
    bool back = str_starts(href, STR("#fnref:")), there = str_starts(href, STR("#fn:"));
    struct str number = str_sub(href, str_index(href, ':') + 1, href.n), label, relation;
    int64_t n;

    if ((!back && !there) || str_to_int(number, 1, INT32_MAX, &n) != OK ||
        !pass_attribute(p, t, back ? STR("rev") : STR("rel"), &relation))
        return false;
    label = messages_format(p->env->messages, p->a,
                            back ? STR("markdown.footnote-back") : STR("markdown.footnote-ref"),
                            &MSG_TEXT(number), 1);
    buf_addf(&p->out, " href=\"#nota_%lld%s\" %s", (long long)n, back ? "_texto" : "",
             back ? "class=\"footnote-back\" role=\"doc-backlink\"" : "role=\"doc-noteref\"");
    add_attribute(p, "aria-label", label);
    return true;
}

static void open_ordinary_link(struct pass *p, const struct tag *t, struct str href)
{
    p->link.is_open = true;
    p->link.line = href_line(p, href);
    if (is_address(href)) {
        add_attribute(p, "href", href);
        note_link(p, href);
    } else if (is_file(href)) {
        open_file_link(p, t, href);
    } else {
        diag_error(p->d, p->src->shown, p->link.line, "link-unsafe", href);
    }
}

void pass_open_link(struct pass *p, const struct tag *t)
{
    struct str href = {NULL, 0};

    (void)pass_attribute(p, t, STR("href"), &href);
    href = str_trim(href);
    p->link = (struct pass_link){.href = href, .text = p->text.n};
    if (str_starts(href, STR("#fnref:")) && !str_ends(buf_str(&p->out), STR("\n")))
        buf_addc(&p->out, ' ');
    buf_add(&p->out, STR("<a"));
    if (!open_footnote_link(p, t, href))
        open_ordinary_link(p, t, href);
    buf_add(&p->out, is_external(href) ? STR(" rel=\"external noopener\">") : STR(">"));
}

void pass_close_link(struct pass *p)
{
    struct str text = str_trim(str_sub(buf_str(&p->text), p->link.text, p->text.n));

    if (p->link.is_open && text.n == 0)
        diag_error(p->d, p->src->shown, p->link.line, "link-empty", p->link.href);
    if (p->link.meta.n > 0) {
        buf_add(&p->out, STR(" <span class=\"file-meta\">"));
        esc_html(&p->out, p->link.meta);
        buf_add(&p->out, STR("</span>"));
    }
    if (!p->link.is_open) /* numbers of notes and arrows back are no words of the page */
        p->text.n = p->link.text;
    p->link = (struct pass_link){.is_open = false};
    buf_add(&p->out, STR("</a>"));
}

/* ---- images ---- */

static void print_image(struct pass *p, const struct markdown_file *f, struct str alt)
{
    buf_add(&p->out, STR("<img"));
    add_attribute(p, "src", f->url);
    add_attribute(p, "alt", alt);
    if (f->width > 0 && f->height > 0)
        buf_addf(&p->out, " width=\"%d\" height=\"%d\"", f->width, f->height);
    buf_add(&p->out, STR(" loading=\"lazy\" decoding=\"async\">"));
    buf_add(&p->text, alt);
}

void pass_image(struct pass *p, const struct tag *t)
{
    struct str src = {NULL, 0}, alt = {NULL, 0}, name;
    const struct markdown_file *f;
    int line;

    (void)pass_attribute(p, t, STR("src"), &src);
    (void)pass_attribute(p, t, STR("alt"), &alt);
    name = percent_decode(p, src);
    alt = str_trim(alt);
    line = href_line(p, src);
    f = is_file(src) ? find_file(p, src) : NULL;
    if (alt.n == 0)
        diag_error(p->d, p->src->shown, line, "image-without-alt", name);
    if (!is_file(src))
        diag_error(p->d, p->src->shown, line, "image-not-ours", name);
    else if (f == NULL)
        diag_error(p->d, p->src->shown, line, "file-missing", name);
    else if (!str_starts(f->type, STR("image/")))
        diag_error(p->d, p->src->shown, line, "image-type", name);
    else
        print_image(p, f, alt);
}

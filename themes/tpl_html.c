/*
 * The tokenizer of the HTML standard (13.2.5), as far as places for slots go. One
 * function a state; each gives NULL or the code of what is wrong.
 */
#include "themes/tpl_html.h"
#include "fcgi/base/esc.h"

#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static bool is_letter(char c)
{
    return lower(c) >= 'a' && lower(c) <= 'z';
}

static bool is_one_of(const char *name, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(name, names[i]) == 0)
            return true;
    }
    return false;
}
#define IS_ONE_OF(name, ...)                              \
    is_one_of((name), (const char *const[]){__VA_ARGS__}, \
              ARRAY_LEN(((const char *const[]){__VA_ARGS__})))

/* The name keeps its NUL; what does not fit is no name that is known here. */
static void append(char name[HTML_NAME_MAX], unsigned char *n, char c)
{
    if (*n < HTML_NAME_MAX - 1) {
        name[(*n)++] = lower(c);
        name[*n] = '\0';
    }
}

static const char *broken(struct html_state *s, const char *code)
{
    s->place = HTML_BROKEN;
    return code;
}

static void start_tag(struct html_state *s, bool closing)
{
    s->closing = closing;
    s->json = false;
    s->slash = false;
    s->nelement = 0;
    s->element[0] = '\0';
}

/* The '>' of a tag: what kind of content follows. */
static const char *end_tag(struct html_state *s)
{
    bool raw = IS_ONE_OF(s->element, "script", "style", "iframe", "noembed", "noframes", "xmp",
                         "plaintext");
    bool escapable = IS_ONE_OF(s->element, "title", "textarea");

    s->matched = 0;
    s->place = HTML_TEXT;
    if (s->closing)
        return NULL;
    if (s->slash && (raw || escapable))
        return broken(s, "tpl-html-tag");
    if (escapable)
        s->place = HTML_ESCAPABLE;
    if (raw)
        s->place = s->json && strcmp(s->element, "script") == 0 ? HTML_JSON : HTML_RAW;
    s->in_string = s->escaped = false;
    return NULL;
}

/* Bytes that end a tag or lead on in it, common to most places inside one. */
static const char *inside_tag(struct html_state *s, char c)
{
    bool slash = s->slash;

    s->slash = c == '/';
    if (c == '>') {
        s->slash = slash;
        return end_tag(s);
    }
    s->place = HTML_TAG;
    if (is_blank(c) || c == '/')
        return NULL;
    return broken(s, "tpl-html-tag");
}

static const char *in_tag_open(struct html_state *s, char c)
{
    if (is_letter(c)) {
        start_tag(s, s->closing);
        append(s->element, &s->nelement, c);
        s->place = HTML_TAG_NAME;
        return NULL;
    }
    if (c == '/' && !s->closing) {
        s->closing = true;
        return NULL;
    }
    s->matched = 0;
    s->place = HTML_DECLARATION;
    return (c == '!' || c == '?') && !s->closing ? NULL : broken(s, "tpl-html-bare-less-than");
}

static const char *in_declaration(struct html_state *s, char c)
{
    if (c == '[')
        return broken(s, "tpl-html-tag"); /* CDATA: means two things in HTML and in SVG */
    if (s->matched < 2 && c == '-') {
        if (++s->matched == 2) {
            s->place = HTML_COMMENT;
            s->matched = 0;
        }
        return NULL;
    }
    s->matched = 2; /* no comment any more */
    if (c == '>')
        s->place = HTML_TEXT;
    return NULL;
}

static const char *in_comment(struct html_state *s, char c)
{
    if (c == '>' && s->matched >= 2)
        s->place = HTML_TEXT;
    else if (c != '-')
        s->matched = 0;
    else if (s->matched < 2)
        s->matched++;
    return NULL;
}

static void track_json(struct html_state *s, char c)
{
    if (s->escaped)
        s->escaped = false;
    else if (s->in_string && c == '\\')
        s->escaped = true;
    else if (c == '"')
        s->in_string = !s->in_string;
}

/* Looks for "</name" with a blank, '/' or '>' behind; matched counts its bytes. */
static const char *in_raw(struct html_state *s, char c)
{
    size_t n = s->matched;
    char want = n == 0 ? '<' : n == 1 ? '/' : s->element[n - 2];

    if (s->place == HTML_JSON)
        track_json(s, c);
    if (n == s->nelement + 2u) {
        s->matched = 0;
        if (c == '>' || c == '/' || is_blank(c)) {
            s->closing = true;
            s->slash = false;
            return inside_tag(s, c);
        }
        return s->place == HTML_ESCAPABLE ? broken(s, "tpl-html-bare-less-than") : NULL;
    }
    if (lower(c) == want) {
        s->matched++;
        return NULL;
    }
    if (s->place == HTML_ESCAPABLE && n > 0)
        return broken(s, "tpl-html-bare-less-than");
    s->matched = c == '<';
    return NULL;
}

static void start_attribute(struct html_state *s, char c)
{
    s->nattribute = 0;
    append(s->attribute, &s->nattribute, c);
    s->slash = false;
    s->place = HTML_ATTRIBUTE;
}

/* Of an attribute's name; what else HTML allows there is nothing that anybody means. */
static bool is_name_byte(char c)
{
    return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == ':' || c == '.';
}

static bool is_bare_byte(char c)
{
    return c != '=' && c != '"' && c != '\'' && c != '<' && c != '>' && c != '`' && !is_blank(c);
}

static const char *in_tag(struct html_state *s, char c)
{
    if (!is_name_byte(c))
        return inside_tag(s, c);
    if (s->closing)
        return broken(s, "tpl-html-tag");
    start_attribute(s, c);
    return NULL;
}

static const char *in_attribute(struct html_state *s, char c)
{
    if (c == '=') {
        s->place = HTML_BEFORE_VALUE;
        return NULL;
    }
    if (is_name_byte(c)) {
        append(s->attribute, &s->nattribute, c);
        return NULL;
    }
    if (is_blank(c)) {
        s->place = HTML_AFTER_NAME;
        return NULL;
    }
    return inside_tag(s, c);
}

static const char *in_after_name(struct html_state *s, char c)
{
    if (is_blank(c))
        return NULL;
    if (c == '=') {
        s->place = HTML_BEFORE_VALUE;
        return NULL;
    }
    return in_tag(s, c);
}

static const char *in_before_value(struct html_state *s, char c)
{
    if (is_blank(c))
        return NULL;
    s->value_is_empty = true;
    s->prefix_ended = false;
    s->nprefix = 0;
    if (c == '"' || c == '\'') {
        s->place = c == '"' ? HTML_VALUE_DOUBLE : HTML_VALUE_SINGLE;
        return NULL;
    }
    s->place = HTML_VALUE_BARE;
    if (html_in_url(s) || html_in_program(s))
        return broken(s, "tpl-unquoted");
    return is_bare_byte(c) ? NULL : broken(s, "tpl-html-tag");
}

/* A value is complete: its own rules. */
static const char *end_value(struct html_state *s)
{
    struct str value = {s->prefix, s->nprefix};

    s->place = HTML_AFTER_VALUE;
    if (strcmp(s->element, "script") == 0 && strcmp(s->attribute, "type") == 0 && !s->prefix_ended)
        s->json = str_eq_nocase(value, STR("application/ld+json"));
    if (html_in_url(s) && html_prefix_is_unsafe(s))
        return "tpl-unsafe-url";
    return NULL;
}

static const char *in_value(struct html_state *s, char c)
{
    if (c == (s->place == HTML_VALUE_DOUBLE ? '"' : '\''))
        return end_value(s);
    s->value_is_empty = false;
    if (s->nprefix == HTML_PREFIX_MAX)
        s->prefix_ended = true;
    if (!s->prefix_ended)
        s->prefix[s->nprefix++] = c;
    return NULL;
}

static const char *in_bare_value(struct html_state *s, char c)
{
    if (is_blank(c) || c == '>')
        return inside_tag(s, c);
    return is_bare_byte(c) ? NULL : broken(s, "tpl-html-tag");
}

static const char *in_tag_name(struct html_state *s, char c)
{
    if (is_blank(c) || c == '/' || c == '>')
        return inside_tag(s, c);
    append(s->element, &s->nelement, c);
    return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == ':'
               ? NULL
               : broken(s, "tpl-html-tag");
}

static const char *feed_byte(struct html_state *s, char c)
{
    switch (s->place) {
    case HTML_TEXT:
        s->closing = false;
        s->place = c == '<' ? HTML_TAG_OPEN : HTML_TEXT;
        return NULL;
    case HTML_ESCAPABLE:
    case HTML_RAW:
    case HTML_JSON:
        return in_raw(s, c);
    case HTML_COMMENT:
        return in_comment(s, c);
    case HTML_DECLARATION:
        return in_declaration(s, c);
    case HTML_TAG_OPEN:
        return in_tag_open(s, c);
    case HTML_TAG_NAME:
        return in_tag_name(s, c);
    case HTML_TAG:
        return in_tag(s, c);
    case HTML_ATTRIBUTE:
        return in_attribute(s, c);
    case HTML_AFTER_NAME:
        return in_after_name(s, c);
    case HTML_BEFORE_VALUE:
        return in_before_value(s, c);
    case HTML_VALUE_DOUBLE:
    case HTML_VALUE_SINGLE:
        return in_value(s, c);
    case HTML_VALUE_BARE:
        return in_bare_value(s, c);
    case HTML_AFTER_VALUE:
        return inside_tag(s, c);
    case HTML_BROKEN:
        s->place = c == '>' ? HTML_TEXT : HTML_BROKEN;
        return NULL;
    }
    return NULL;
}

const char *html_feed(struct html_state *s, struct str text, size_t *ret_at)
{
    for (size_t i = 0; i < text.n; i++) {
        const char *code = feed_byte(s, text.p[i]);

        if (code != NULL) {
            if (text.p[i] == '>')
                s->place = HTML_TEXT;
            *ret_at = i;
            return code;
        }
    }
    return NULL;
}

bool html_in_quoted_value(const struct html_state *s)
{
    return s->place == HTML_VALUE_DOUBLE || s->place == HTML_VALUE_SINGLE;
}

/* Attributes whose value is one URL: HTML standard, index of attributes; and SVG's. */
bool html_in_url(const struct html_state *s)
{
    return IS_ONE_OF(s->attribute, "href", "src", "action", "formaction", "poster", "cite", "data",
                     "background", "longdesc", "manifest", "ping", "xlink:href");
}

bool html_in_program(const struct html_state *s)
{
    return strncmp(s->attribute, "on", 2) == 0 ||
           IS_ONE_OF(s->attribute, "style", "srcdoc", "srcset", "imagesrcset");
}

/* A character reference in front of the path could spell a scheme that is not seen here. */
static bool hides_scheme(struct str prefix)
{
    for (size_t i = 0; i < prefix.n; i++) {
        if (prefix.p[i] == '&')
            return true;
        if (prefix.p[i] == '/' || prefix.p[i] == '?' || prefix.p[i] == '#')
            return false;
    }
    return false;
}

bool html_prefix_is_unsafe(struct html_state *s)
{
    struct str prefix = {s->prefix, s->nprefix};
    bool known = !s->prefix_ended || s->nprefix == HTML_PREFIX_MAX;

    s->prefix_ended = true;
    s->nprefix = 0;
    return known && prefix.n > 0 && (hides_scheme(prefix) || !esc_url_is_safe(prefix));
}

void html_slot(struct html_state *s)
{
    s->value_is_empty = false;
    s->prefix_ended = true;
    s->nprefix = 0;
}

static bool is_inside_tag(const struct html_state *s)
{
    return s->place == HTML_TAG_NAME || s->place == HTML_TAG || s->place == HTML_ATTRIBUTE ||
           s->place == HTML_AFTER_NAME || s->place == HTML_AFTER_VALUE;
}

/* Both between '<' and '>' of one tag. What follows must begin with a blank, so that no name grows
 * by it. */
static bool join_tag(const struct html_state *before, const struct html_state *after, bool repeats,
                     struct html_state *ret_s)
{
    bool name_is_open = after->place == HTML_TAG_NAME || after->place == HTML_ATTRIBUTE;

    if (strcmp(before->element, after->element) != 0 || before->closing != after->closing ||
        (repeats && name_is_open))
        return false;
    *ret_s = *after;
    ret_s->place =
        before->place == HTML_TAG && after->place == HTML_TAG ? HTML_TAG : HTML_AFTER_VALUE;
    ret_s->json = before->json || after->json;
    return true;
}

static bool is_same_place(const struct html_state *x, const struct html_state *y)
{
    if (x->place != y->place || x->matched != y->matched || x->in_string != y->in_string ||
        x->escaped != y->escaped)
        return false;
    if (x->place == HTML_TEXT || x->place == HTML_COMMENT || x->place == HTML_DECLARATION)
        return true;
    return strcmp(x->element, y->element) == 0 &&
           (!html_in_quoted_value(x) || strcmp(x->attribute, y->attribute) == 0);
}

bool html_join(const struct html_state *before, const struct html_state *after, bool repeats,
               struct html_state *ret_s)
{
    if (is_inside_tag(before) && is_inside_tag(after))
        return join_tag(before, after, repeats, ret_s);
    if (before->place == HTML_BROKEN || after->place == HTML_BROKEN) {
        *ret_s = *after;
        ret_s->place = HTML_BROKEN;
        return true;
    }
    if (!is_same_place(before, after))
        return false;
    *ret_s = *after;
    ret_s->value_is_empty = before->value_is_empty || after->value_is_empty;
    ret_s->prefix_ended = true;
    ret_s->nprefix = 0;
    return true;
}

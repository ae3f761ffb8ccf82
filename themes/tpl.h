/*
 * The template language: compiled at start against typed fields, escaped by
 * context, errors with line. All of it:
 *
 *   {{name}}             text or number, escaped for where it stands (element text or a quoted
 *                        attribute: the compiler tracks which; an unquoted attribute, a tag
 *                        name, a comment, <script> and <style> are compile errors)
 *   {{href}}             as the first thing in href, src or action: must be a URL field; an
 *                        unsafe URL (esc_url_is_safe) renders as "#". Behind something else in
 *                        such an attribute ("/buscar?q={{query}}") any text or number,
 *                        percent-encoded
 *   {{{body}}}           only html fields, only in element text
 *   {{#list}} {{/list}}  once an item; names inside are the item's fields first, then those
 *                        around it
 *   {{?name}} {{/name}}  when true, not 0, not empty
 *   {{^name}} {{/name}}  when false, 0 or empty
 *   {{>part}}            include of <theme>/templates/part.html, resolved when compiled, no
 *                        recursion
 *   {{t "key" a b}}      interface text of the locale, at most three fields as {0} {1} {2}
 *   {{splice "class"}}   prints nothing and notes the offset of a place that is filled in when a
 *                        stored page is sent (enum tpl_splice)
 *   {{json name}}        only inside <script type="application/ld+json">: a JSON string with its
 *                        quotes, a number, true and false, or a whole value (struct json)
 *   {{! comment }}
 *
 * No logic, no functions. Tags do not span lines, but for comments. Attributes that hold programs
 * or lists of addresses (on…, style, srcdoc, srcset) take no slots. What stands before and behind
 * a section must be the same kind of place, in a tag too:
 * <li{{?current}} aria-current="page"{{/current}}> is fine. A line that holds nothing but
 * sections, includes and comments leaves no blank line behind; an include inside a line leaves out
 * the part's last line feed.
 */
#ifndef ESTRADO_THEMES_TPL_H
#define ESTRADO_THEMES_TPL_H

#include "fcgi/base/arena.h"
#include "fcgi/base/buf.h"
#include "fcgi/base/diag.h"
#include "fcgi/base/json.h"
#include "fcgi/base/messages.h"
#include "fcgi/base/str.h"

enum tpl_type { TPL_TEXT, TPL_URL, TPL_HTML, TPL_INT, TPL_BOOL, TPL_LIST, TPL_JSON };

/* Every list member of a model is a struct of this shape: `const T *v; size_t n;`. */
struct tpl_list {
    const void *v;
    size_t n;
};

/* A table of fields ends with {0}. Tables may come from the macros below or be built at load. */
struct tpl_field {
    const char *name;
    enum tpl_type type;
    size_t offset;
    const struct tpl_field *item; /* TPL_LIST: the fields of one item */
    size_t item_size;             /* TPL_LIST: bytes from one item to the next */
};
/* clang-format off */
/* The _Generic stops the build when the member has another type. */
#define TPL_F_TEXT(S, m) {#m, TPL_TEXT, offsetof(S, m) + _Generic(((S *)0)->m, struct str : 0), NULL, 0}
#define TPL_F_URL(S, m) {#m, TPL_URL, offsetof(S, m) + _Generic(((S *)0)->m, struct str : 0), NULL, 0}
#define TPL_F_HTML(S, m) {#m, TPL_HTML, offsetof(S, m) + _Generic(((S *)0)->m, struct html : 0), NULL, 0}
#define TPL_F_INT(S, m) {#m, TPL_INT, offsetof(S, m) + _Generic(((S *)0)->m, int64_t : 0), NULL, 0}
#define TPL_F_BOOL(S, m) {#m, TPL_BOOL, offsetof(S, m) + _Generic(((S *)0)->m, bool : 0), NULL, 0}
#define TPL_F_JSON(S, m) {#m, TPL_JSON, offsetof(S, m) + _Generic(((S *)0)->m, const struct json * : 0), NULL, 0}
#define TPL_F_LIST(S, m, fields) {#m, TPL_LIST, offsetof(S, m), (fields), sizeof(*((S *)0)->m.v)}

/* Places filled in after the cache. X(enum, name in {{splice "…"}}) */
#define TPL_SPLICES(X) \
    X(TPL_SPLICE_CLASS, "class")        /* class list on <html>: presentation */ \
    X(TPL_SPLICE_REQUEST, "request-id") /* on error pages */ \
    X(TPL_SPLICE_FORM, "form-state")    /* token and what was typed */
enum tpl_splice {
#define X(e, n) e,
    TPL_SPLICES(X)
#undef X
    TPL_SPLICE__MAX
};
/* clang-format on */

/* Where splices stand in rendered output: byte offsets, ascending. */
#define TPL_MARKS_MAX 64
struct tpl_mark {
    uint32_t offset;
    uint32_t kind; /* enum tpl_splice */
};
struct tpl_out {
    struct buf *buf;
    struct tpl_mark marks[TPL_MARKS_MAX];
    size_t nmarks; /* more than TPL_MARKS_MAX sets buf->failed */
};

struct tpl;

/* Finds the source of an include; false when there is none. */
typedef bool tpl_source(void *arg, struct str name, struct str *ret_shown, struct str *ret_source);

/* What a template is compiled against. Everything outlives the template. */
struct tpl_env {
    const struct tpl_field *fields;
    const struct messages *messages;
    tpl_source *source; /* for {{>part}} and for the template itself */
    void *source_arg;
};

/*
 * NULL exactly when at least one error was added. Unknown names, unclosed
 * sections, unknown texts and unsafe places are errors with file and line (names with a
 * suggestion). An error that d holds already, of a part that two templates include, is not added
 * again. Includes nest at most 8 deep, sections 32; the static text of a template is at most 1 MiB,
 * includes unfolded.
 */
const struct tpl *tpl_compile(struct arena *a, struct str name, const struct tpl_env *env,
                              struct diags *d);
/* Cannot fail but by out->buf->failed. `scratch` holds formatted texts while it runs. */
void tpl_render(const struct tpl *t, const void *model, struct arena *scratch, struct tpl_out *out);

#endif

/*
 * Slots: which kind of field may be filled in where, and how it is escaped there.
 */
#include "fcgi/base/esc.h"
#include "themes/tpl_compile.h"

#include <string.h>

static const struct str none = {NULL, 0};

static void refuse(struct tpl_compiler *c, const char *code, struct str what)
{
    tpl_complain(c, c->line, code, what, none);
}

static struct tpl_instruction *emit_field(struct tpl_compiler *c, enum tpl_op op,
                                          const struct tpl_found *f)
{
    struct tpl_instruction *i = tpl_emit(c, op);

    i->type = (uint8_t)f->field->type;
    i->scope = f->scope;
    i->offset = f->field->offset;
    return i;
}

/* Text that is escaped may stand here. Otherwise false, with an error that says what the place is.
 */
static bool takes_text(struct tpl_compiler *c, struct str what)
{
    switch (c->html.place) {
    case HTML_TEXT:
    case HTML_ESCAPABLE:
        return true;
    case HTML_VALUE_DOUBLE:
    case HTML_VALUE_SINGLE:
        if (html_in_program(&c->html))
            refuse(c, "tpl-in-program", what);
        return !html_in_program(&c->html);
    case HTML_BEFORE_VALUE:
    case HTML_VALUE_BARE:
        refuse(c, "tpl-unquoted", what);
        return false;
    case HTML_COMMENT:
    case HTML_DECLARATION:
        refuse(c, "tpl-in-comment", what);
        return false;
    case HTML_RAW:
        refuse(c, "tpl-in-script", what);
        return false;
    case HTML_JSON:
        refuse(c, "tpl-in-json", what);
        return false;
    case HTML_TAG_OPEN:
    case HTML_TAG_NAME:
    case HTML_TAG:
    case HTML_ATTRIBUTE:
    case HTML_AFTER_NAME:
    case HTML_AFTER_VALUE:
        refuse(c, "tpl-in-tag", what);
        return false;
    case HTML_BROKEN:
        return false; /* told already */
    }
    return false;
}

/* The static beginning of a URL, when a slot ends it. */
static void check_prefix(struct tpl_compiler *c)
{
    if (html_prefix_is_unsafe(&c->html))
        refuse(c, "tpl-unsafe-url", none);
}

static void slot_in_url(struct tpl_compiler *c, const struct tpl_found *f, struct str name)
{
    bool first = c->html.value_is_empty;

    check_prefix(c);
    if (first && f->field->type != TPL_URL)
        refuse(c, "tpl-needs-url", name);
    else if (f->field->type == TPL_INT)
        emit_field(c, OP_INT, f);
    else
        emit_field(c, first ? OP_URL : OP_COMPONENT, f);
}

static void slot_field(struct tpl_compiler *c, const struct tpl_token *t)
{
    struct tpl_found f;

    if (!tpl_find(c, t->text, &f))
        return;
    if (f.field->type == TPL_HTML)
        refuse(c, "tpl-is-html", t->text);
    else if (f.field->type == TPL_BOOL || f.field->type == TPL_LIST || f.field->type == TPL_JSON)
        refuse(c, "tpl-not-printable", t->text);
    else if (!takes_text(c, t->text))
        return;
    else if (html_in_quoted_value(&c->html) && html_in_url(&c->html))
        slot_in_url(c, &f, t->text);
    else
        emit_field(c, f.field->type == TPL_INT ? OP_INT : OP_ESCAPED, &f);
}

static void slot_html(struct tpl_compiler *c, const struct tpl_token *t)
{
    struct tpl_found f;

    if (!tpl_find(c, t->text, &f))
        return;
    if (f.field->type != TPL_HTML)
        refuse(c, "tpl-not-html", t->text);
    else if (c->html.place == HTML_TEXT)
        emit_field(c, OP_HTML, &f);
    else if (c->html.place != HTML_BROKEN)
        refuse(c, "tpl-html-outside-text", t->text);
}

static void slot_json(struct tpl_compiler *c, const struct tpl_token *t)
{
    struct tpl_found f;

    if (!tpl_find(c, t->text, &f))
        return;
    if (f.field->type == TPL_HTML || f.field->type == TPL_LIST)
        refuse(c, "tpl-not-printable", t->text);
    else if (c->html.place == HTML_JSON && c->html.in_string)
        refuse(c, "tpl-json-in-quotes", t->text);
    else if (c->html.place == HTML_JSON)
        emit_field(c, OP_JSON, &f);
    else if (c->html.place != HTML_BROKEN)
        refuse(c, "tpl-json-outside", t->text);
}

static bool splice_kind(struct str name, enum tpl_splice *ret_kind)
{
    static const struct str names[] = {
#define X(e, n) [e] = STR_INIT(n),
        TPL_SPLICES(X)
#undef X
    };

    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (str_eq(name, names[i])) {
            *ret_kind = (enum tpl_splice)i;
            return true;
        }
    }
    return false;
}

/* What is filled in later was escaped for one kind of place only. */
static bool splice_fits(const struct html_state *s, enum tpl_splice kind)
{
    bool value = html_in_quoted_value(s) && !html_in_program(s);

    switch (kind) {
    case TPL_SPLICE_CLASS:
        return value && strcmp(s->attribute, "class") == 0;
    case TPL_SPLICE_REQUEST:
        return s->place == HTML_TEXT || (value && !html_in_url(s));
    case TPL_SPLICE_FORM:
        return s->place == HTML_TEXT;
    case TPL_SPLICE__MAX:
        break;
    }
    return false;
}

static void slot_splice(struct tpl_compiler *c, const struct tpl_token *t)
{
    enum tpl_splice kind;

    if (!splice_kind(t->text, &kind))
        refuse(c, "tpl-unknown-splice", t->text);
    else if (splice_fits(&c->html, kind))
        tpl_emit(c, OP_SPLICE)->kind = (uint32_t)kind;
    else if (c->html.place != HTML_BROKEN)
        refuse(c, "tpl-splice-outside", t->text);
}

/* A text without arguments is static text, escaped once and for all. */
static void emit_plain_message(struct tpl_compiler *c, struct str key)
{
    struct buf b;

    buf_init(&b, TPL_STATIC_MAX);
    esc_html(&b, messages_format(c->env->messages, c->a, key, NULL, 0));
    tpl_emit_static(c, buf_str(&b));
    buf_release(&b);
}

static bool find_argument(struct tpl_compiler *c, const struct tpl_token *t, int k,
                          struct tpl_arg *ret_arg)
{
    enum message_use use = messages_use(c->env->messages, t->text, k);
    struct tpl_found f;

    if (!tpl_find(c, t->args[k], &f))
        return false;
    *ret_arg = (struct tpl_arg){f.field->type == TPL_INT, f.scope, f.field->offset};
    if (f.field->type != TPL_TEXT && f.field->type != TPL_URL && f.field->type != TPL_INT)
        refuse(c, "tpl-not-printable", t->args[k]);
    else if (use == MESSAGE_UNUSED)
        tpl_complain(c, c->line, "tpl-argument-unused", t->text, t->args[k]);
    else if (use == MESSAGE_NUMBER && f.field->type != TPL_INT)
        tpl_complain(c, c->line, "tpl-argument-no-number", t->text, t->args[k]);
    else
        return true;
    return false;
}

static void emit_message(struct tpl_compiler *c, const struct tpl_token *t)
{
    struct tpl_arg *args = ARENA_ARRAY(c->a, struct tpl_arg, MESSAGE_ARGS_MAX);
    bool good = true;

    for (int k = 0; k < t->nargs; k++)
        good = find_argument(c, t, k, &args[k]) && good;
    for (int k = t->nargs; k < MESSAGE_ARGS_MAX; k++) {
        if (messages_use(c->env->messages, t->text, k) == MESSAGE_UNUSED)
            continue;
        tpl_complain(c, c->line, "tpl-argument-missing", t->text, arena_fmt(c->a, "{%d}", k));
        return;
    }
    if (good && t->nargs == 0)
        emit_plain_message(c, t->text);
    else if (good) {
        struct tpl_instruction *i = tpl_emit(c, OP_MESSAGE);

        i->text = arena_str(c->a, t->text);
        i->args = args;
        i->nargs = (uint8_t)t->nargs;
    }
}

static void slot_message(struct tpl_compiler *c, const struct tpl_token *t)
{
    struct str pattern, near;

    if (c->env->messages == NULL || !takes_text(c, t->text))
        return; /* a catalogue that did not load has said so itself */
    if (html_in_quoted_value(&c->html) && html_in_url(&c->html))
        refuse(c, "tpl-text-in-url", t->text);
    else if (messages_has(c->env->messages, t->text, &pattern))
        emit_message(c, t);
    else {
        near = messages_suggest(c->env->messages, t->text);
        tpl_complain(c, c->line, near.n > 0 ? "tpl-unknown-text-near" : "tpl-unknown-text", t->text,
                     near);
    }
}

void tpl_slot(struct tpl_compiler *c, const struct tpl_token *t)
{
    if (t->kind == TOKEN_FIELD)
        slot_field(c, t);
    else if (t->kind == TOKEN_HTML)
        slot_html(c, t);
    else if (t->kind == TOKEN_JSON)
        slot_json(c, t);
    else if (t->kind == TOKEN_SPLICE)
        slot_splice(c, t);
    else
        slot_message(c, t);
    if (t->kind != TOKEN_SPLICE)
        html_slot(&c->html);
}

/*
 * Runs a compiled template. Everything that can be wrong was found by the
 * compiler, so that nothing is checked here but the size of the output.
 */
#include "fcgi/base/esc.h"
#include "themes/tpl_code.h"

#include <assert.h>
#include <string.h>

struct run {
    const struct tpl *t;
    struct arena *scratch;
    struct tpl_out *out;
    const char *scope[TPL_SECTIONS_MAX + 1];
    size_t left[TPL_SECTIONS_MAX + 1]; /* items behind the present one */
};

static const void *field(const struct run *r, const struct tpl_instruction *i)
{
    return r->scope[i->scope] + i->offset;
}

static struct str text_field(const struct run *r, const struct tpl_instruction *i)
{
    return *(const struct str *)field(r, i);
}

/* Most texts hold nothing to escape; finding that out is cheaper than escaping. */
static void put_escaped(struct buf *b, struct str s)
{
    static const bool special[256] = {
        ['&'] = true, ['<'] = true, ['>'] = true, ['"'] = true, ['\''] = true};
    size_t n = 0;

    while (n < s.n && !special[(unsigned char)s.p[n]])
        n++;
    if (n == s.n)
        buf_add(b, s);
    else
        esc_html(b, s);
}

static void put_int(struct buf *b, int64_t v)
{
    char digits[24];
    size_t from = sizeof(digits);
    uint64_t rest = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

    do {
        digits[--from] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (v < 0)
        digits[--from] = '-';
    buf_add(b, (struct str){digits + from, sizeof(digits) - from});
}

static void put_url(struct buf *b, struct str url)
{
    if (esc_url_is_safe(url))
        put_escaped(b, url);
    else
        buf_addc(b, '#');
}

/* In JSON '<' stands in strings only: written so, none of them ends the script. */
static void put_json_value(const struct run *r, const struct json *v)
{
    struct buf whole;
    struct str rest, part;
    bool more;

    buf_init(&whole, r->out->buf->max);
    json_dump(v, false, &whole);
    rest = buf_str(&whole);
    do {
        more = str_cut(rest, '<', &part, &rest);
        buf_add(r->out->buf, part);
        if (more)
            buf_add(r->out->buf, STR("\\u003c"));
    } while (more);
    r->out->buf->failed = r->out->buf->failed || whole.failed;
    buf_release(&whole);
}

static void put_json(const struct run *r, const struct tpl_instruction *i)
{
    struct buf *b = r->out->buf;

    if (i->type == TPL_INT) {
        put_int(b, *(const int64_t *)field(r, i));
    } else if (i->type == TPL_BOOL) {
        buf_add(b, *(const bool *)field(r, i) ? STR("true") : STR("false"));
    } else if (i->type == TPL_JSON) {
        put_json_value(r, *(const struct json *const *)field(r, i));
    } else {
        buf_addc(b, '"');
        esc_json(b, text_field(r, i));
        buf_addc(b, '"');
    }
}

static void put_message(const struct run *r, const struct tpl_instruction *i)
{
    struct message_arg args[MESSAGE_ARGS_MAX];

    for (int k = 0; k < i->nargs; k++) {
        const char *p = r->scope[i->args[k].scope] + i->args[k].offset;

        if (i->args[k].is_int)
            args[k] = MSG_INT(*(const int64_t *)(const void *)p);
        else
            args[k] = MSG_TEXT(*(const struct str *)(const void *)p);
    }
    put_escaped(r->out->buf, messages_format(r->t->messages, r->scratch, i->text, args, i->nargs));
}

static void put_mark(struct tpl_out *out, uint32_t kind)
{
    if (out->nmarks == TPL_MARKS_MAX || out->buf->n > UINT32_MAX) {
        out->buf->failed = true;
        return;
    }
    out->marks[out->nmarks++] = (struct tpl_mark){(uint32_t)out->buf->n, kind};
}

static bool is_true(const struct run *r, const struct tpl_instruction *i)
{
    const void *p = field(r, i);

    switch ((enum tpl_type)i->type) {
    case TPL_TEXT:
    case TPL_URL:
        return ((const struct str *)p)->n > 0;
    case TPL_HTML:
        return ((const struct html *)p)->s.n > 0;
    case TPL_INT:
        return *(const int64_t *)p != 0;
    case TPL_BOOL:
        return *(const bool *)p;
    case TPL_LIST:
        return ((const struct tpl_list *)p)->n > 0;
    case TPL_JSON:
        return *(const struct json *const *)p != NULL;
    }
    return false;
}

/* Opens the scope of a list's first item; false when there is none. */
static bool enter(struct run *r, const struct tpl_instruction *i)
{
    struct tpl_list list;

    memcpy(&list, field(r, i), sizeof(list)); /* its v is a pointer to some other type */
    if (list.n == 0)
        return false;
    r->scope[i->into] = list.v;
    r->left[i->into] = list.n - 1;
    return true;
}

static bool next(struct run *r, const struct tpl_instruction *i)
{
    if (r->left[i->scope] == 0)
        return false;
    r->left[i->scope]--;
    r->scope[i->scope] += i->item_size;
    return true;
}

/* Everything but what jumps. */
static void put(const struct run *r, const struct tpl_instruction *i)
{
    struct buf *b = r->out->buf;

    switch (i->op) {
    case OP_STATIC:
        buf_add(b, i->text);
        return;
    case OP_ESCAPED:
        put_escaped(b, text_field(r, i));
        return;
    case OP_URL:
        put_url(b, text_field(r, i));
        return;
    case OP_COMPONENT:
        esc_url(b, text_field(r, i));
        return;
    case OP_HTML:
        buf_add(b, ((const struct html *)field(r, i))->s);
        return;
    case OP_INT:
        put_int(b, *(const int64_t *)field(r, i));
        return;
    case OP_JSON:
        put_json(r, i);
        return;
    case OP_MESSAGE:
        put_message(r, i);
        return;
    default:
        assert(i->op == OP_SPLICE);
        put_mark(r->out, i->kind);
    }
}

/* True when the instruction sends the run to its jump. */
static bool jumps(struct run *r, const struct tpl_instruction *i)
{
    switch (i->op) {
    case OP_IF:
        return !is_true(r, i);
    case OP_UNLESS:
        return is_true(r, i);
    case OP_EACH:
        return !enter(r, i);
    case OP_NEXT:
        return next(r, i);
    default:
        put(r, i);
        return false;
    }
}

void tpl_render(const struct tpl *t, const void *model, struct arena *scratch, struct tpl_out *out)
{
    struct run r = {.t = t, .scratch = scratch, .out = out, .scope = {model}};
    size_t at = 0;

    while (at < t->n && !out->buf->failed)
        at = jumps(&r, &t->code[at]) ? t->code[at].jump : at + 1;
}

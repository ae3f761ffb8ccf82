/*
 * jansson (only here). A struct json is never defined: its pointers are json_t,
 * whose references belong to the arena.
 */
#include "fcgi/base/json.h"

#include <jansson.h>
#include <stdlib.h>

static json_t *in(struct json *v)
{
    return (json_t *)(void *)v;
}

/* jansson counts references inside the value, so that even readers want it without const. */
static json_t *in_const(const struct json *v)
{
    return (json_t *)(uintptr_t)v;
}

static struct json *out(json_t *v)
{
    return (struct json *)(void *)v;
}

static void drop(void *arg)
{
    json_decref(arg);
}

/* The arena becomes the owner; NULL is out of memory, jansson's only other reason being ruled out.
 */
static struct json *owned(struct arena *a, json_t *v)
{
    if (v == NULL)
        abort();
    arena_defer(a, drop, v);
    return out(v);
}

static void must(int failed)
{
    if (failed != 0)
        abort();
}

/* Malformed bytes become U+FFFD, three bytes for one. */
static json_t *repaired_text(struct str s)
{
    json_t *v;
    struct buf b;

    buf_init(&b, s.n * 3);
    for (size_t i = 0; i < s.n;) {
        size_t from = i;
        uint32_t c = str_codepoint(s, &i);

        buf_add(&b, c == 0xFFFD ? STR("\xEF\xBF\xBD") : str_sub(s, from, i));
    }
    v = json_stringn_nocheck(b.p, b.n);
    buf_release(&b);
    return v;
}

static json_t *text_value(struct str s)
{
    json_t *v = str_is_utf8(s) ? json_stringn_nocheck(s.n == 0 ? "" : s.p, s.n) : repaired_text(s);

    if (v == NULL)
        abort();
    return v;
}

struct json *json_new_map(struct arena *a)
{
    return owned(a, json_object());
}

struct json *json_new_list(struct arena *a)
{
    return owned(a, json_array());
}

void json_put(struct json *map, const char *key, struct json *value)
{
    must(json_object_set(in(map), key, in(value)));
}

void json_put_text(struct json *map, const char *key, struct str text)
{
    must(json_object_set_new(in(map), key, text_value(text)));
}

void json_put_int(struct json *map, const char *key, int64_t v)
{
    must(json_object_set_new(in(map), key, json_integer(v)));
}

void json_put_bool(struct json *map, const char *key, bool v)
{
    must(json_object_set_new(in(map), key, json_boolean(v)));
}

void json_add(struct json *list, struct json *value)
{
    must(json_array_append(in(list), in(value)));
}

void json_add_text(struct json *list, struct str text)
{
    must(json_array_append_new(in(list), text_value(text)));
}

static int append(const char *p, size_t n, void *arg)
{
    buf_add(arg, (struct str){p, n});
    return 0;
}

void json_dump(const struct json *v, bool pretty, struct buf *b)
{
    must(json_dump_callback(in_const(v), append, b,
                            JSON_ENCODE_ANY | (pretty ? JSON_INDENT(2) : JSON_COMPACT)));
}

enum err json_parse(struct arena *a, struct str s, int *ret_line, const struct json **ret_v)
{
    json_error_t error = {.line = 1};
    json_t *v = json_loadb(s.n == 0 ? "" : s.p, s.n,
                           JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL, &error);

    if (v == NULL && ret_line != NULL)
        *ret_line = error.line > 0 ? error.line : 1;
    if (v == NULL)
        return ERR_INVALID;
    *ret_v = owned(a, v);
    return OK;
}

const struct json *json_get(const struct json *v, const char *key)
{
    return v == NULL ? NULL : out(json_object_get(in_const(v), key));
}

size_t json_count(const struct json *v)
{
    if (v == NULL)
        return 0;
    return json_is_array(in_const(v)) ? json_array_size(in_const(v))
                                      : json_object_size(in_const(v));
}

const struct json *json_at(const struct json *v, size_t i)
{
    return v == NULL ? NULL : out(json_array_get(in_const(v), i));
}

bool json_text(const struct json *v, struct str *ret_text)
{
    if (v == NULL || !json_is_string(in_const(v)))
        return false;
    *ret_text = (struct str){json_string_value(in_const(v)), json_string_length(in_const(v))};
    return true;
}

bool json_int(const struct json *v, int64_t *ret_v)
{
    if (v == NULL || !json_is_integer(in_const(v)))
        return false;
    *ret_v = json_integer_value(in_const(v));
    return true;
}

bool json_bool(const struct json *v, bool *ret_v)
{
    if (v == NULL || !json_is_boolean(in_const(v)))
        return false;
    *ret_v = json_is_true(in_const(v));
    return true;
}

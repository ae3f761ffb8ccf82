/*
 * JSON (RFC 8259; jansson: only in json.c): values are built or read, never edited.
 *
 * Every value lives as long as the arena it was made with. A key is a literal or a
 * NUL-terminated string of UTF-8; texts that are not UTF-8 get U+FFFD for what is malformed.
 * Members of a map keep the order in which they were put.
 */
#ifndef ESTRADO_BASE_JSON_H
#define ESTRADO_BASE_JSON_H

#include "fcgi/base/arena.h"
#include "fcgi/base/buf.h"
#include "fcgi/base/str.h"

struct json;

/* --- building */
struct json *json_new_map(struct arena *a);
struct json *json_new_list(struct arena *a);
/* Into a map; a key that is there already is replaced. `value` may be hung up in several places. */
void json_put(struct json *map, const char *key, struct json *value);
void json_put_text(struct json *map, const char *key, struct str text);
void json_put_int(struct json *map, const char *key, int64_t v);
void json_put_bool(struct json *map, const char *key, bool v);
/* At the end of a list. */
void json_add(struct json *list, struct json *value);
void json_add_text(struct json *list, struct str text);
/* Appends the value to b; indented by two blanks when `pretty`. No line feed at the end. */
void json_dump(const struct json *v, bool pretty, struct buf *b);

/* --- reading */
/*
 * ERR_INVALID with *ret_line (from 1; may be NULL) for what is not JSON in UTF-8, for a key twice
 * in one map and for anything behind the value. Any value may stand at the top. The caller bounds
 * s.n.
 */
NODISCARD enum err json_parse(struct arena *a, struct str s, int *ret_line,
                              const struct json **ret_v);
/* NULL when v is NULL, no map, or lacks the key. */
const struct json *json_get(const struct json *v, const char *key);
/* Members of a map or list; 0 for all else. */
size_t json_count(const struct json *v);
/* The i-th of a list, or NULL. */
const struct json *json_at(const struct json *v, size_t i);
/* False when v is NULL or of another type; texts borrow the value. */
bool json_text(const struct json *v, struct str *ret_text);
bool json_int(const struct json *v, int64_t *ret_v);
bool json_bool(const struct json *v, bool *ret_v);

#endif

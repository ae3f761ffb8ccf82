/*
 * A catalogue of texts in one language: themes/<theme>/locales/<locale>.yml and
 * fcgi/locales/<locale>.yml. Keys are dotted ("nav.menu"); in the file they are
 * nested maps. Values are ICU MessageFormat patterns with positional arguments
 * {0} {1} {2} (https://unicode-org.github.io/icu/userguide/format_parse/messages/);
 * which parts of it, msgpattern.h says.
 */
#ifndef ESTRADO_BASE_MESSAGES_H
#define ESTRADO_BASE_MESSAGES_H

#include "fcgi/base/arena.h"
#include "fcgi/base/str.h"

struct diags;
struct digest_state;
struct messages;

#define MESSAGE_ARGS_MAX 3

/* An argument: text, or a number (plurals, grouping). */
struct message_arg {
    bool is_int;
    struct str text;
    int64_t number;
};
#define MSG_TEXT(s) ((struct message_arg){.text = (s)})
#define MSG_INT(v)  ((struct message_arg){.is_int = true, .number = (v)})

/*
 * NULL exactly when an error was added to d. Every pattern is parsed by ICU
 * here, so that a broken one is an error with its line and not a hole in a page.
 * `shown` is the file's name for diags; `source` its bytes.
 */
const struct messages *messages_parse(struct arena *a, struct str shown, struct str source,
                                      struct str locale, struct diags *d);
/* The texts of `own`, and those of `base` that it lacks. */
const struct messages *messages_over(struct arena *a, const struct messages *own,
                                     const struct messages *base);
struct str messages_locale(const struct messages *m);
/* Pattern under `key`, unformatted; false when there is none. */
bool messages_has(const struct messages *m, struct str key, struct str *ret_pattern);
/* Formats; a pattern without arguments is returned as it is. A missing key
 * gives the key itself, a missing or wrong argument the pattern. `a` holds the result. */
struct str messages_format(const struct messages *m, struct arena *a, struct str key,
                           const struct message_arg *args, int nargs);

/* Adds all keys and patterns: what was made with other texts has another digest. */
void messages_digest(const struct messages *m, struct digest_state *d);

/* How a pattern uses its argument n (from 0): for checking a caller before it calls. */
enum message_use { MESSAGE_UNUSED, MESSAGE_TEXT, MESSAGE_NUMBER };
enum message_use messages_use(const struct messages *m, struct str key, int n);
/* "did you mean" for a key that is not there; the empty str when nothing is near. */
struct str messages_suggest(const struct messages *m, struct str key);

#endif

/*
 * What is wrong in a file that a person wrote: site.yml, a page, a template.
 *
 * Nothing stops at the first mistake: whoever reads a file adds all that is
 * wrong with it and goes on. A diag carries a code and its arguments, never a
 * sentence: the sentence, in the reader's language, is looked up in
 * fcgi/locales/<locale>.yml under "diag.<code>" when it is shown (diag_text).
 */
#ifndef ESTRADO_BASE_DIAG_H
#define ESTRADO_BASE_DIAG_H

#include "fcgi/base/arena.h"
#include "fcgi/base/messages.h"
#include "fcgi/base/str.h"

enum diag_level { DIAG_WARNING, DIAG_ERROR };
#define DIAG_ARGS_MAX 3

struct diag {
    struct diag *next;
    enum diag_level level;
    struct str file;  /* relative to the folder of site.yml */
    int line;         /* from 1; 0: the file as a whole */
    const char *code; /* a literal in kebab-case, such as "image-without-alt" */
    struct str args[DIAG_ARGS_MAX];
    int nargs;
};

/* In the order in which they were added. Zero-initialised plus arena is ready for use. */
struct diags {
    struct arena *arena;
    struct diag *first, *last;
    int nerrors, nwarnings;
};

void diags_init(struct diags *d, struct arena *a);
/* Copies file and args into the arena. Use the macros below. */
void diag_add(struct diags *d, enum diag_level level, struct str file, int line, const char *code,
              const struct str *args, int nargs);
/* diag_error(d, file, line, "code") or with up to three struct str behind. */
#define diag_error(d, file, line, ...) \
    DIAG_PICK(__VA_ARGS__, 3, 2, 1, 0, 0)(d, DIAG_ERROR, file, line, __VA_ARGS__)
#define diag_warn(d, file, line, ...) \
    DIAG_PICK(__VA_ARGS__, 3, 2, 1, 0, 0)(d, DIAG_WARNING, file, line, __VA_ARGS__)
#define DIAG_PICK(code, a1, a2, a3, n, ...)   DIAG_CALL_##n
#define DIAG_CALL_0(d, lvl, file, line, code) diag_add(d, lvl, file, line, "" code, NULL, 0)
#define DIAG_CALL_1(d, lvl, file, line, code, a) \
    diag_add(d, lvl, file, line, "" code, (const struct str[]){a}, 1)
#define DIAG_CALL_2(d, lvl, file, line, code, a, b) \
    diag_add(d, lvl, file, line, "" code, (const struct str[]){a, b}, 2)
#define DIAG_CALL_3(d, lvl, file, line, code, a, b, c) \
    diag_add(d, lvl, file, line, "" code, (const struct str[]){a, b, c}, 3)

/* The sentence for a reader; falls back to the code and its arguments when the
 * catalogue is NULL or lacks the code (the lint keeps that from happening). */
struct str diag_text(const struct diag *g, const struct messages *m, struct arena *a);
/* "did you mean": the candidate nearest to `word`, or the empty str when none
 * is near enough (a third of the word's length, at most 3 edits). */
struct str diag_suggest(struct str word, const struct str *candidates, size_t n);

#endif

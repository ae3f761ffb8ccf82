/*
 * Footnotes: discount drops the text of a note that nobody calls, and all but the last of those
 * that have the same name.
 */
#include "content/prepare_state.h"

#include <string.h>

#define NOTES_MAX 2000 /* limits.c admits 1000 */

struct prep_note {
    struct str name; /* "[^1]" */
    int line;
    bool defines;
};

static void note(struct prep *p, struct prep_note n)
{
    if (p->nnotes == NOTES_MAX)
        return;
    if (p->nnotes == p->cap_notes) {
        size_t cap = p->cap_notes == 0 ? 16 : p->cap_notes * 2;
        struct prep_note *v = ARENA_ARRAY(p->a, struct prep_note, cap);

        if (p->nnotes > 0)
            memcpy(v, p->notes, p->nnotes * sizeof(*v));
        p->notes = v;
        p->cap_notes = cap;
    }
    p->notes[p->nnotes++] = n;
}

void notes_take_line(struct prep *p, struct str line)
{
    struct str s = str_trim(line);

    for (size_t at = str_find(s, STR("[^")); at < s.n;) {
        size_t end = at + str_index(str_sub(s, at, s.n), ']') + 1;

        if (end > s.n)
            return;
        note(p, (struct prep_note){str_sub(s, at, end), p->line,
                                   at == 0 && end < s.n && s.p[end] == ':'});
        at = end + str_find(str_sub(s, end, s.n), STR("[^"));
    }
}

/* Whether another of the notes in [0, n) has this name. */
static bool has_other(const struct prep *p, size_t n, const struct prep_note *one, bool defines)
{
    for (size_t i = 0; i < n; i++) {
        const struct prep_note *other = &p->notes[i];

        if (other != one && other->defines == defines && str_eq_nocase(other->name, one->name))
            return true;
    }
    return false;
}

void notes_check(struct prep *p)
{
    for (size_t i = 0; i < p->nnotes; i++) {
        const struct prep_note *one = &p->notes[i];

        if (!one->defines)
            continue;
        if (has_other(p, i, one, true))
            diag_error(p->d, p->shown, one->line, "note-twice", one->name);
        else if (!has_other(p, p->nnotes, one, false))
            diag_warn(p->d, p->shown, one->line, "note-unused", one->name);
    }
}

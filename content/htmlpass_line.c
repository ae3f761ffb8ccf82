/*
 * Where in the source something of discount's output came from. discount keeps no lines, so it is
 * looked for; what was found is remembered by its text, so that the second link to an address is
 * the second that the editor wrote.
 */
#include "content/htmlpass_state.h"

#include <string.h>

struct line_slot {
    struct str needle; /* empty: free */
    size_t next;       /* where to look for it the next time */
    int line;
};

/* ---- lines ---- */

static void find_starts(struct pass *p)
{
    struct pass_lines *l = &p->lines;
    struct str s = p->src->markdown;
    size_t n = 1;

    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] == '\n';
    l->starts = ARENA_ARRAY(p->a, size_t, n);
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\n')
            l->starts[++l->nstarts] = i + 1;
    }
    l->nstarts++; /* the first line starts at 0 */
}

/* The line that holds the byte `at`. */
static int line_at(struct pass *p, size_t at)
{
    size_t low = 0, high;

    if (p->lines.starts == NULL)
        find_starts(p);
    high = p->lines.nstarts;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (p->lines.starts[middle] <= at)
            low = middle;
        else
            high = middle;
    }
    return p->src->first_line + (int)low;
}

/* ---- what was found before ---- */

/* FNV-1a, 32 bits (http://www.isthe.com/chongo/tech/comp/fnv/). */
static uint32_t hash(struct str s)
{
    uint32_t h = 2166136261u;

    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * 16777619u;
    return h;
}

/* The slot of this text, or the free one where it would stand. */
static struct line_slot *slot_of(const struct pass_lines *l, struct str needle)
{
    size_t i = hash(needle) & (l->cap - 1);

    while (l->slots[i].needle.n > 0 && !str_eq(l->slots[i].needle, needle))
        i = (i + 1) & (l->cap - 1);
    return &l->slots[i];
}

static void grow(struct pass *p)
{
    struct line_slot *old = p->lines.slots;
    size_t n = p->lines.cap;

    p->lines.cap = n == 0 ? 64 : n * 2;
    p->lines.slots = ARENA_ARRAY(p->a, struct line_slot, p->lines.cap);
    for (size_t i = 0; i < n; i++) {
        if (old[i].needle.n > 0)
            *slot_of(&p->lines, old[i].needle) = old[i];
    }
}

/* ---- looking ---- */

/* Not a part of a longer address. */
static bool stands_alone(struct str s, size_t at, size_t n)
{
    struct str before = STR("(< \t\n:"), behind = STR(")> \t\r\n");

    return (at == 0 || str_index(before, s.p[at - 1]) < before.n) &&
           (at + n == s.n || str_index(behind, s.p[at + n]) < behind.n);
}

/* From `from` on; the length of the source when there is none. What was looked through is counted,
 * so that a page with ten thousand mistakes stays linear. */
static size_t find_from(struct pass *p, struct str needle, bool alone, size_t from)
{
    struct str s = p->src->markdown;
    size_t at = from;

    while (at < s.n && p->lines.budget > 0) {
        size_t step = str_find(str_sub(s, at, s.n), needle);

        p->lines.budget -= step < p->lines.budget ? step : p->lines.budget;
        at += step;
        if (at == s.n || !alone || stands_alone(s, at, needle.n))
            return at;
        at++;
    }
    return s.n;
}

static int find_line(struct pass *p, struct str needle, bool alone)
{
    size_t end = p->src->markdown.n, at;
    struct line_slot *slot;

    if (needle.n == 0)
        return 0;
    if ((p->lines.n + 1) * 2 > p->lines.cap)
        grow(p);
    slot = slot_of(&p->lines, needle);
    at = find_from(p, needle, alone, slot->needle.n > 0 ? slot->next : p->lines.seen);
    if (at == end && slot->needle.n > 0)
        return slot->line; /* "[x]: address" stands once for all its links */
    if (at == end)
        at = find_from(p, needle, alone, 0);
    if (at == end)
        return 0;
    if (slot->needle.n == 0) {
        slot->needle = arena_str(p->a, needle);
        p->lines.n++;
    }
    slot->next = at + needle.n;
    slot->line = line_at(p, at);
    p->lines.seen = p->lines.starts[slot->line - p->src->first_line];
    return slot->line;
}

int pass_line(struct pass *p, struct str needle)
{
    return find_line(p, needle, false);
}

int pass_address_line(struct pass *p, struct str address)
{
    return find_line(p, address, true);
}

int pass_structure_line(struct pass *p, int level)
{
    for (size_t i = p->lines.next_structure; i < p->pieces->nlines; i++) {
        if (p->pieces->lines[i].level == level) {
            p->lines.next_structure = i + 1;
            return p->pieces->lines[i].line;
        }
    }
    return 0;
}

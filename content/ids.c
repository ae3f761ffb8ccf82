/*
 * A table by hash: a page may have ten thousand headings that all say the same.
 */
#include "content/ids.h"

struct id_slot {
    struct str id; /* empty: free */
    int last;      /* the number that was last put behind it */
};

void ids_init(struct ids *ids, struct arena *a)
{
    *ids = (struct ids){.a = a};
}

/* FNV-1a, 32 bits (http://www.isthe.com/chongo/tech/comp/fnv/). */
static uint32_t hash(struct str s)
{
    uint32_t h = 2166136261u;

    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * 16777619u;
    return h;
}

/* The slot of this id, or the free one where it would stand. */
static struct id_slot *slot_of(const struct ids *ids, struct str id)
{
    size_t i = hash(id) & (ids->cap - 1);

    while (ids->slots[i].id.n > 0 && !str_eq(ids->slots[i].id, id))
        i = (i + 1) & (ids->cap - 1);
    return &ids->slots[i];
}

static void grow(struct ids *ids)
{
    struct id_slot *old = ids->slots;
    size_t n = ids->cap;

    ids->cap = n == 0 ? 64 : n * 2;
    ids->slots = ARENA_ARRAY(ids->a, struct id_slot, ids->cap);
    for (size_t i = 0; i < n; i++) {
        if (old[i].id.n > 0)
            *slot_of(ids, old[i].id) = old[i];
    }
}

static struct str put(struct ids *ids, struct str id)
{
    *slot_of(ids, id) = (struct id_slot){id, 1};
    ids->n++;
    return id;
}

struct str ids_take(struct ids *ids, struct str wanted)
{
    struct str base = arena_str(ids->a, wanted.n > 0 ? wanted : STR("seccion")), id;
    struct id_slot *slot;

    if ((ids->n + 2) * 2 > ids->cap)
        grow(ids);
    slot = slot_of(ids, base);
    if (slot->id.n == 0)
        return put(ids, base);
    do
        id = arena_fmt(ids->a, STR_FMT "-%d", STR_ARG(base), ++slot->last);
    while (slot_of(ids, id)->id.n > 0);
    return put(ids, id);
}

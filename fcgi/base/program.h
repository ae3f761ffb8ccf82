/*
 * Other programs, joined by pipes: the first reads `input`, each next one what the one before it
 * writes, and what the last one writes comes back.
 *
 * They get no shell, an empty environment, none of our descriptors and no standard error; limits
 * on time, processor, memory, files and output; and they end when the caller ends.
 */
#ifndef ESTRADO_BASE_PROGRAM_H
#define ESTRADO_BASE_PROGRAM_H

#include "fcgi/base/buf.h"
#include "fcgi/base/str.h"

#define PROGRAMS_MAX 4

/* words[0] is the file, absolute; NULL stands behind the last. */
struct program {
    const char *const *words;
};

struct program_limits {
    int timeout_ms; /* on the wall, for all of them together */
    int cpu_s;      /* of each */
    size_t memory;  /* bytes of address space of each */
};

/* Can be run by us. */
bool program_is_there(struct str path);

/*
 * Runs n programs, 1 to PROGRAMS_MAX, and adds what the last one writes to `out`, whose `max` is
 * the limit. Not OK: `out` may hold a part. ERR_NOT_FOUND: one of them cannot be run. ERR_TOO_BIG:
 * they wrote more than `out` takes. ERR_CONFLICT: they were not done in time, and were ended.
 * ERR_INVALID: one of them failed. ERR_UNAVAILABLE: the system refuses processes, pipes or memory.
 */
NODISCARD enum err program_pipe(const struct program *v, size_t n, struct str input,
                                const struct program_limits *limits, struct buf *out);

#endif

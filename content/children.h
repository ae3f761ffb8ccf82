/*
 * Jobs done in watched children: what crashes or hangs there costs one job, never the caller.
 *
 * Children draw jobs one at a time from a shared counter, so a slow one holds up nobody. A child
 * that dies at a job is replaced, and the others go on. Each job ends in exactly one call of
 * `answer` or `lost`, in the caller's process, in no particular order.
 *
 * A child has all signals blocked but those of its own faults: who stops the caller stops it too
 * (PR_SET_PDEATHSIG). It inherits what the caller has in memory, and must not touch the caller's
 * descriptors.
 */
#ifndef ESTRADO_CONTENT_CHILDREN_H
#define ESTRADO_CONTENT_CHILDREN_H

#include "fcgi/base/buf.h"

#define CHILDREN_MAX 16

enum child_loss {
    CHILD_CRASHED,     /* died, or sent what `answer` refused */
    CHILD_SLOW,        /* passed cpu_ms or silence_ms */
    CHILD_NOT_STARTED, /* the system refuses processes, pipes or memory */
};

struct children {
    size_t njobs;
    int processes;     /* at a time, 1 to CHILDREN_MAX; fewer when there are few jobs */
    int cpu_ms;        /* processor time for one job */
    int silence_ms;    /* time on the wall for one job, for what waits without working */
    size_t answer_max; /* bytes of one answer */
    size_t data_max;   /* bytes of memory for a child above what it inherits (RLIMIT_DATA) */
    /* In a child: does the job and appends its answer to `out`, which is empty. */
    void (*work)(void *arg, size_t job, struct buf *out);
    /* In the caller; borrows. False: no answer that can be used; the job is lost. */
    bool (*answer)(void *arg, size_t job, struct str answer);
    void (*lost)(void *arg, size_t job, enum child_loss why);
    void *arg;
};

void children_run(const struct children *c);

#endif

/*
 * What is made beforehand and not while somebody waits (decision 7): cmd_jobs.c has the table and
 * sees to it that one run works at a time; each job is a file of its own.
 *
 * A job may be killed at any moment and is simply run again: what it makes appears whole, under its
 * final name, and what is there already is not made twice.
 */
#ifndef ESTRADO_JOBS_H
#define ESTRADO_JOBS_H

#include "fcgi/cmd.h"

struct job_run {
    const struct cmd *cmd;
    struct app *app;
    struct arena *arena; /* of the run */
    bool clean;          /* the whole site was loaded: what nothing refers to is not needed */
};

/* Returns an exit status: EXIT_FINE, EXIT_FOUND (a part failed, the rest is done), EXIT_TROUBLE. */
typedef int job_fn(const struct job_run *r);
job_fn job_changes, job_voice, job_documents, job_search;

/* A sentence of fcgi/locales on standard output. */
void job_say(const struct job_run *r, struct str key, const struct message_arg *args, int nargs);

#endif

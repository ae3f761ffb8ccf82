/*
 * What master, loader and worker do alike: signals, diagnostics on the terminal,
 * emptying nginx's cache folder.
 */
#include "fcgi/serve.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/signalfd.h>
#include <unistd.h>

static sigset_t ours(void)
{
    sigset_t set;

    (void)sigemptyset(&set);
    (void)sigaddset(&set, SIGTERM);
    (void)sigaddset(&set, SIGINT);
    (void)sigaddset(&set, SIGHUP);
    (void)sigaddset(&set, SIGCHLD);
    return set;
}

void block_signals(void)
{
    sigset_t set = ours();

    (void)sigprocmask(SIG_BLOCK, &set, NULL);
}

int signal_fd(void)
{
    sigset_t set = ours();

    block_signals();
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

void print_diags(const struct diags *d, const struct messages *m)
{
    struct arena a;

    arena_init(&a, (size_t)64 << 20);
    for (const struct diag *g = d->first; g != NULL; g = g->next) {
        struct str text = diag_text(g, m, &a);
        const char *level = g->level == DIAG_ERROR ? "error" : "aviso";

        if (g->line > 0)
            (void)fprintf(stderr, STR_FMT ":%d: %s: " STR_FMT "\n", STR_ARG(g->file), g->line,
                          level, STR_ARG(text));
        else
            (void)fprintf(stderr, STR_FMT ": %s: " STR_FMT "\n", STR_ARG(g->file), level,
                          STR_ARG(text));
    }
    arena_release(&a);
}

/* nginx names its files by 32 hexadecimal digits; nothing else is touched. */
static bool is_cache_name(const char *name)
{
    size_t n = 0;

    for (; name[n] != '\0'; n++) {
        if (!((name[n] >= '0' && name[n] <= '9') || (name[n] >= 'a' && name[n] <= 'f')))
            return false;
    }
    return n == 32;
}

void purge_nginx_cache(struct str dir)
{
    char path[4096];
    DIR *d;

    if (dir.n == 0 || dir.n >= sizeof(path))
        return;
    (void)snprintf(path, sizeof(path), STR_FMT, STR_ARG(dir));
    d = opendir(path);
    if (d == NULL)
        return; /* nginx has not run yet */
    for (const struct dirent *entry = readdir(d); entry != NULL; entry = readdir(d)) {
        if (is_cache_name(entry->d_name))
            (void)unlinkat(dirfd(d), entry->d_name, 0);
    }
    (void)closedir(d);
}

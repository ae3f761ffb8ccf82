/*
 * Files and trees: openat2 keeps every look-up beneath its root.
 */
#include "fcgi/base/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define TREE_DEPTH 16
#define TREE_FILES 100000

static enum err err_of(int code)
{
    if (code == ENOENT || code == ENOTDIR)
        return ERR_NOT_FOUND;
    if (code == ENOSPC || code == EDQUOT || code == EFBIG)
        return ERR_TOO_BIG;
    if (code == ELOOP || code == EXDEV || code == EISDIR || code == ENAMETOOLONG)
        return ERR_INVALID;
    return ERR_UNAVAILABLE;
}

/* A NUL would end the path early for the system. */
static bool is_path(struct str path, size_t max)
{
    return path.n > 0 && path.n < max && str_index(path, '\0') == path.n;
}

static enum err read_fd(int fd, struct arena *a, size_t max, struct str *ret_content)
{
    struct stat st;
    char *p;
    size_t n = 0;

    if (fstat(fd, &st) != 0)
        return ERR_UNAVAILABLE;
    if (!S_ISREG(st.st_mode))
        return ERR_INVALID;
    if ((uint64_t)st.st_size > max)
        return ERR_TOO_BIG;
    p = arena_zalloc(a, (size_t)st.st_size + 1, 1);
    while (n < (size_t)st.st_size) {
        ssize_t got = read(fd, p + n, (size_t)st.st_size - n);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return ERR_UNAVAILABLE;
        if (got == 0)
            break; /* it shrank meanwhile */
        n += (size_t)got;
    }
    *ret_content = (struct str){p, n};
    return OK;
}

enum err file_read(struct arena *a, struct str path, size_t max, struct str *ret_content)
{
    int fd;
    enum err e;

    if (!is_path(path, PATH_MAX))
        return ERR_INVALID;
    fd = open(arena_cstr(a, path), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return err_of(errno);
    e = read_fd(fd, a, max, ret_content);
    close(fd);
    return e;
}

enum err file_read_beneath(struct arena *a, struct str root, struct str path, size_t max,
                           struct str *ret_content)
{
    struct open_how how = {.flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK,
                           .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS};
    int dir;
    long fd;
    enum err e;

    if (!is_path(path, PATH_MAX))
        return ERR_INVALID;
    dir = open(arena_cstr(a, root), O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (dir < 0)
        return err_of(errno);
    fd = syscall(SYS_openat2, dir, arena_cstr(a, path), &how, sizeof(how));
    e = fd < 0 ? err_of(errno) : OK;
    close(dir);
    if (e != OK)
        return e;
    e = read_fd((int)fd, a, max, ret_content);
    close((int)fd);
    return e;
}

static bool write_all(int fd, struct str s)
{
    while (s.n > 0) {
        ssize_t n = write(fd, s.p, s.n);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        s = str_sub(s, (size_t)n, s.n);
    }
    return true;
}

static enum err replace(struct str path, struct str content, unsigned mode, bool sync)
{
    char target[PATH_MAX], beside[PATH_MAX + 32];
    int fd, why = 0;

    if (!is_path(path, sizeof(target)))
        return ERR_INVALID;
    (void)snprintf(target, sizeof(target), STR_FMT, STR_ARG(path));
    (void)snprintf(beside, sizeof(beside), "%s.%ld.tmp", target, (long)getpid());
    fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, (mode_t)mode);
    if (fd < 0)
        return err_of(errno);
    if (!write_all(fd, content) || fchmod(fd, (mode_t)mode) != 0 || (sync && fdatasync(fd) != 0))
        why = errno;
    if (close(fd) != 0 && why == 0)
        why = errno;
    if (why == 0 && rename(beside, target) == 0)
        return OK;
    if (why == 0)
        why = errno;
    (void)unlink(beside);
    return err_of(why) == ERR_TOO_BIG ? ERR_TOO_BIG : ERR_UNAVAILABLE;
}

static enum err make_folder(const char *path, unsigned mode)
{
    struct stat st;

    if (mkdir(path, (mode_t)mode) == 0)
        return OK;
    if (errno != EEXIST)
        return err_of(errno);
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode) ? OK : ERR_INVALID;
}

enum err file_write(struct str path, struct str content, unsigned mode)
{
    return replace(path, content, mode, true);
}

enum err file_write_unsynced(struct str path, struct str content, unsigned mode)
{
    return replace(path, content, mode, false);
}

enum err file_mkdirs(struct str path, unsigned mode)
{
    char text[PATH_MAX];

    if (!is_path(path, sizeof(text)))
        return ERR_INVALID;
    (void)snprintf(text, sizeof(text), STR_FMT, STR_ARG(path));
    for (char *p = text + 1;; p++) {
        char at = *p;
        enum err e;

        if (at != '/' && at != '\0')
            continue;
        *p = '\0';
        e = make_folder(text, mode);
        if (e != OK || at == '\0')
            return e;
        *p = at;
    }
}

/* A tree being listed: grows by doubling in the arena. */
struct walk {
    struct arena *a;
    struct file_entry *v;
    size_t n, cap;
    struct str too_deep;
};

static enum err walk_add(struct walk *w, struct str path, const struct stat *st)
{
    if (w->n == TREE_FILES)
        return ERR_TOO_BIG;
    if (w->n == w->cap) {
        size_t cap = w->cap == 0 ? 64 : w->cap * 2;
        struct file_entry *v = ARENA_ARRAY(w->a, struct file_entry, cap);

        if (w->n > 0)
            memcpy(v, w->v, w->n * sizeof(*v));
        w->v = v;
        w->cap = cap;
    }
    w->v[w->n++] = (struct file_entry){.path = path,
                                       .size = st->st_size,
                                       .mtime_ns = (int64_t)st->st_mtim.tv_sec * 1000000000 +
                                                   st->st_mtim.tv_nsec};
    return OK;
}

static enum err walk_dir(struct walk *w, int fd, struct str prefix, int depth);

static enum err walk_entry(struct walk *w, int fd, const char *name, struct str prefix, int depth)
{
    struct str path = prefix.n == 0 ? arena_str(w->a, str_from(name))
                                    : arena_join(w->a, prefix, STR("/"), str_from(name));
    struct stat st;
    int sub;

    if (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return OK; /* gone meanwhile */
    if (S_ISREG(st.st_mode))
        return walk_add(w, path, &st);
    if (!S_ISDIR(st.st_mode))
        return OK;
    if (depth == TREE_DEPTH) {
        if (w->too_deep.n == 0 || str_cmp(path, w->too_deep) < 0)
            w->too_deep = path;
        return OK;
    }
    sub = openat(fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return sub < 0 ? OK : walk_dir(w, sub, path, depth + 1);
}

/* Closes fd. */
static enum err walk_dir(struct walk *w, int fd, struct str prefix, int depth)
{
    DIR *dir = fdopendir(fd);
    enum err e = OK;

    if (dir == NULL) {
        close(fd);
        return ERR_UNAVAILABLE;
    }
    while (e == OK) {
        const struct dirent *entry = readdir(dir);

        if (entry == NULL)
            break;
        if (entry->d_name[0] != '.')
            e = walk_entry(w, fd, entry->d_name, prefix, depth);
    }
    closedir(dir);
    return e;
}

static int by_path(const void *x, const void *y)
{
    return str_cmp(((const struct file_entry *)x)->path, ((const struct file_entry *)y)->path);
}

enum err file_tree(struct arena *a, struct str root, struct file_list *ret_list)
{
    struct walk w = {.a = a};
    int fd = open(arena_cstr(a, root), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    enum err e;

    if (fd < 0)
        return err_of(errno);
    e = walk_dir(&w, fd, (struct str){NULL, 0}, 1);
    if (e != OK)
        return e;
    if (w.n > 0)
        qsort(w.v, w.n, sizeof(*w.v), by_path);
    *ret_list = (struct file_list){w.v, w.n, w.too_deep};
    return OK;
}

enum err file_map(struct str path, struct str *ret_content)
{
    char text[PATH_MAX];
    struct stat st;
    void *p = NULL;
    int fd;

    if (!is_path(path, sizeof(text)))
        return ERR_INVALID;
    (void)snprintf(text, sizeof(text), STR_FMT, STR_ARG(path));
    fd = open(text, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return err_of(errno);
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        close(fd);
        return ERR_INVALID;
    }
    if (st.st_size > 0)
        p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    close(fd);
    if (p == MAP_FAILED)
        return ERR_UNAVAILABLE;
    *ret_content = (struct str){p, (size_t)st.st_size};
    return OK;
}

struct str file_join(struct arena *a, struct str dir, struct str name)
{
    if (str_starts(name, STR("/")) || dir.n == 0)
        return arena_str(a, name);
    return str_ends(dir, STR("/")) ? arena_join(a, dir, name, STR(""))
                                   : arena_join(a, dir, STR("/"), name);
}

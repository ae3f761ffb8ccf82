/*
 * Reading and writing files and trees safely: no symbolic link is followed
 * inside a tree, nothing above a stated size is read, files are replaced whole.
 */
#ifndef ESTRADO_BASE_FILES_H
#define ESTRADO_BASE_FILES_H

#include "fcgi/base/arena.h"
#include "fcgi/base/str.h"

struct file_entry {
    struct str path; /* relative to the tree's root, '/' between parts */
    int64_t size, mtime_ns;
};
struct file_list {
    const struct file_entry *v; /* sorted by path, by bytes */
    size_t n;
    struct str too_deep; /* the first folder that was left out for its depth; empty: none */
};

/* The whole file. ERR_NOT_FOUND, ERR_TOO_BIG (more than max bytes), ERR_INVALID (a path with a NUL,
 * too long, not a regular file), ERR_UNAVAILABLE. The content has a NUL behind it, which n does not
 * count. */
NODISCARD enum err file_read(struct arena *a, struct str path, size_t max, struct str *ret_content);
/* The same below `root`, refusing "..", absolute paths and symbolic links anywhere below it. */
NODISCARD enum err file_read_beneath(struct arena *a, struct str root, struct str path, size_t max,
                                     struct str *ret_content);
/* Writes beside the target, syncs and renames: readers see the old or the new file, whole.
 * ERR_TOO_BIG when the disk or a quota has no room, ERR_UNAVAILABLE, ERR_INVALID as above; nothing
 * is left behind. (After a kill "<path>.<pid>.tmp" may be.) */
NODISCARD enum err file_write(struct str path, struct str content, unsigned mode);
/* The same without the sync, for what can be made again and is checked when it is read. */
NODISCARD enum err file_write_unsynced(struct str path, struct str content, unsigned mode);
/* mkdir -p. An existing folder is OK. */
NODISCARD enum err file_mkdirs(struct str path, unsigned mode);
/* Regular files below root, recursively (at most 100,000); hidden names, symbolic links and folders
 * below the 16th level are left out. ERR_NOT_FOUND without the root, ERR_TOO_BIG above the count.
 */
NODISCARD enum err file_tree(struct arena *a, struct str root, struct file_list *ret_list);
/* Maps a file read-only for the rest of the process (MAP_PRIVATE); for files that are only ever
 * replaced whole. */
NODISCARD enum err file_map(struct str path, struct str *ret_content);
/* "a/b" + "c" -> "a/b/c"; an absolute second part wins. */
struct str file_join(struct arena *a, struct str dir, struct str name);

#endif

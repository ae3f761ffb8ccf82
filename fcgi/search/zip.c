/*
 * libzip over bytes in memory; what an archive says of itself is not believed alone.
 */
#include "fcgi/search/zip.h"

#include <zip.h>

#define READ_BYTES (64u * 1024)

static enum err read_all(zip_file_t *f, uint64_t limit, struct buf *out)
{
    char piece[READ_BYTES];
    uint64_t all = 0;

    for (;;) {
        zip_int64_t n = zip_fread(f, piece, sizeof(piece));

        if (n <= 0)
            return n == 0 ? OK : ERR_INVALID;
        all += (uint64_t)n;
        if (all > limit)
            return ERR_TOO_BIG;
        buf_add(out, (struct str){piece, (size_t)n});
        if (out->failed)
            return ERR_TOO_BIG;
    }
}

static enum err read_entry(zip_t *z, const char *name, struct buf *out)
{
    zip_stat_t st;
    zip_file_t *f;
    enum err e;

    if (zip_get_num_entries(z, 0) > ZIP_ENTRIES_MAX)
        return ERR_TOO_BIG;
    if (zip_stat(z, name, 0, &st) != 0)
        return ERR_NOT_FOUND;
    if ((st.valid & ZIP_STAT_SIZE) == 0 || (st.valid & ZIP_STAT_COMP_SIZE) == 0)
        return ERR_INVALID;
    if (st.size > ZIP_ENTRY_MAX || st.size / ZIP_RATIO_MAX > st.comp_size)
        return ERR_TOO_BIG;
    f = zip_fopen(z, name, 0);
    if (f == NULL)
        return ERR_INVALID;
    e = read_all(f, st.size, out);
    (void)zip_fclose(f);
    return e;
}

enum err zip_entry(struct str archive, const char *name, struct buf *out)
{
    zip_error_t why;
    zip_source_t *source;
    zip_t *z;
    enum err e;

    zip_error_init(&why);
    source = zip_source_buffer_create(archive.p, archive.n, 0, &why);
    z = source == NULL ? NULL : zip_open_from_source(source, ZIP_RDONLY, &why);
    if (z == NULL) {
        zip_source_free(source);
        zip_error_fini(&why);
        return ERR_INVALID;
    }
    e = read_entry(z, name, out);
    zip_discard(z);
    zip_error_fini(&why);
    return e;
}

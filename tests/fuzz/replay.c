/*
 * A main for a fuzz harness: feeds it every file named, or below a folder named,
 * on the command line. For the ordinary suite and for AFL++.
 */
#include <ftw.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replayed;

static int replay(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    FILE *f;
    uint8_t *data;
    size_t n;

    (void)ftw;
    if (type != FTW_F)
        return 0;
    f = fopen(path, "rb");
    data = malloc((size_t)st->st_size + 1);
    if (f == NULL || data == NULL) {
        perror(path);
        exit(1);
    }
    n = fread(data, 1, (size_t)st->st_size, f);
    fclose(f);
    LLVMFuzzerTestOneInput(data, n);
    free(data);
    replayed++;
    return 0;
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (nftw(argv[i], replay, 16, FTW_PHYS) != 0) {
            perror(argv[i]);
            return 1;
        }
    }
    printf("%d inputs replayed\n", replayed);
    return replayed > 0 ? 0 : 1;
}

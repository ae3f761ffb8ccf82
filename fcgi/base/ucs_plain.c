/*
 * The parts of ucs.h that need no ICU: slugs and edit distance of folded texts.
 */
#include "fcgi/base/ucs.h"
#include "fcgi/base/ucs_name.h"

#include <stdlib.h>
#include <string.h>

#define DISTANCE_BYTES_MAX 200

bool ucs_copy_name(struct str s, char ret_name[NAME_MAX_BYTES])
{
    if (s.n >= NAME_MAX_BYTES || str_index(s, '\0') < s.n)
        return false;
    if (s.n > 0)
        memcpy(ret_name, s.p, s.n);
    ret_name[s.n] = '\0';
    return true;
}

struct str ucs_slug(struct arena *a, struct str s)
{
    struct str folded = ucs_fold(a, s);
    char *p = arena_zalloc(a, folded.n + 1, 1);
    size_t n = 0;

    for (size_t i = 0; i < folded.n; i++) {
        bool blank = folded.p[i] == ' ';

        if ((unsigned char)folded.p[i] < 0x80 && !(blank && (n == 0 || p[n - 1] == '-')))
            p[n++] = blank ? '-' : folded.p[i];
    }
    if (n > 0 && p[n - 1] == '-')
        n--;
    p[n] = '\0';
    return (struct str){p, n};
}

static int to_points(struct str s, uint32_t v[DISTANCE_BYTES_MAX])
{
    int n = 0;

    for (size_t i = 0; i < s.n;)
        v[n++] = str_codepoint(s, &i);
    return n;
}

static int least(int x, int y, int z)
{
    int m = x < y ? x : y;

    return m < z ? m : z;
}

/* One row of the table, only as far from the diagonal as max; gives the row's least value. */
static int distance_row(const uint32_t *b, int nb, uint32_t c, int i, int max, int *row)
{
    int from = i - max > 1 ? i - max : 1, to = i + max < nb ? i + max : nb;
    int diagonal = row[from - 1], best;

    row[from - 1] = from == 1 ? i : max + 1;
    best = row[from - 1];
    for (int j = from; j <= to; j++) {
        int above = j == i + max ? max + 1 : row[j];
        int here = least(above + 1, row[j - 1] + 1, diagonal + (b[j - 1] != c));

        diagonal = row[j];
        row[j] = here;
        best = here < best ? here : best;
    }
    return best;
}

int ucs_distance(struct str a, struct str b, int max)
{
    uint32_t va[DISTANCE_BYTES_MAX], vb[DISTANCE_BYTES_MAX];
    int row[DISTANCE_BYTES_MAX + 1] = {0}, na, nb;

    if (a.n > DISTANCE_BYTES_MAX || b.n > DISTANCE_BYTES_MAX || max < 0)
        return max + 1;
    na = to_points(a, va);
    nb = to_points(b, vb);
    if (abs(na - nb) > max)
        return max + 1;
    for (int j = 0; j <= nb; j++)
        row[j] = j;
    for (int i = 1; i <= na; i++) {
        if (distance_row(vb, nb, va[i - 1], i, max, row) > max)
            return max + 1;
    }
    return row[nb] > max ? max + 1 : row[nb];
}

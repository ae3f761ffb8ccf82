/*
 * Reading redirects and finding one; redirects_check.c proves them against the site.
 */
#include "content/redirects_state.h"
#include "fcgi/base/buf.h"
#include "fcgi/base/esc.h"

#include <stdlib.h>

/* ---- sorted arrays ---- */

static int compare(const struct redirect *x, struct str path, struct str host, struct str param)
{
    int c = str_cmp(x->path, path);

    if (c == 0)
        c = str_cmp(x->host, host);
    return c != 0 ? c : str_cmp(x->param, param);
}

int redirect_order(const void *x, const void *y)
{
    const struct redirect *a = *(const struct redirect *const *)x,
                          *b = *(const struct redirect *const *)y;
    int c = compare(a, b->path, b->host, b->param);

    return c != 0 ? c : (a->line > b->line) - (a->line < b->line);
}

/* The first of equal ones: the first line wins, redirects_check tells of the others. */
static const struct redirect *lookup(const struct redirect *const *v, size_t n, struct str path,
                                     struct str host, struct str param)
{
    size_t low = 0, high = n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (compare(v[middle], path, host, param) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n && compare(v[low], path, host, param) == 0 ? v[low] : NULL;
}

/* ---- matching ---- */

struct captures {
    struct str v[REDIRECTS_CAPTURES];
    size_t n;
};

static void capture(struct captures *c, struct str s)
{
    if (c->n < REDIRECTS_CAPTURES)
        c->v[c->n++] = s;
}

/*
 * Stars inside one part: what stands between two stars is looked for once, as far left as it goes,
 * and what stands behind the last must end the part. That finds a match whenever there is one.
 */
static bool match_part(struct str pattern, struct str s, struct captures *c)
{
    struct str piece;

    if (!str_cut(pattern, '*', &piece, &pattern))
        return str_eq(piece, s);
    if (!str_starts(s, piece))
        return false;
    s = str_sub(s, piece.n, s.n);
    while (str_cut(pattern, '*', &piece, &pattern)) {
        size_t at = str_find(s, piece);

        if (at == s.n && piece.n > 0)
            return false;
        capture(c, str_sub(s, 0, at));
        s = str_sub(s, at + piece.n, s.n);
    }
    if (!str_ends(s, piece))
        return false;
    capture(c, str_sub(s, 0, s.n - piece.n));
    return true;
}

static bool match_path(struct str pattern, struct str path, struct captures *c)
{
    struct str p, s;

    for (;;) {
        bool more_p, more_s;

        if (str_eq(pattern, STR("**"))) {
            capture(c, path);
            return true;
        }
        more_p = str_cut(pattern, '/', &p, &pattern);
        more_s = str_cut(path, '/', &s, &path);
        if (!match_part(p, s, c))
            return false;
        if (!more_p || !more_s)
            return more_p == more_s;
    }
}

/* The parameters of a query, one after the other; at most PARAMS of them count. */
#define PARAMS 32

static bool has_param(struct str query, struct str wanted, struct captures *c)
{
    size_t before = c->n;
    struct str one;

    for (int i = 0; query.n > 0 && i < PARAMS; i++) {
        str_cut(query, '&', &one, &query);
        c->n = before;
        if (match_part(wanted, one, c))
            return true;
    }
    return false;
}

static bool match_pattern(const struct redirect *r, struct str host, struct str path,
                          struct str query, struct captures *c)
{
    c->n = 0;
    return str_eq(r->host, host) && match_path(r->path, path, c) &&
           (r->param.n == 0 || has_param(query, r->param, c));
}

static const struct redirect *find_exact(const struct redirects *r, struct str host,
                                         struct str path, struct str query)
{
    const struct redirect *found = NULL;
    struct str one;

    for (int i = 0; query.n > 0 && i < PARAMS && found == NULL; i++) {
        str_cut(query, '&', &one, &query);
        if (one.n > 0)
            found = lookup(r->exact, r->nexact, path, host, one);
    }
    return found != NULL ? found : lookup(r->exact, r->nexact, path, host, STR(""));
}

/* From the whole path upwards: the longest wins. The root is "". */
static const struct redirect *find_prefix(const struct redirects *r, struct str host,
                                          struct str path, struct captures *c)
{
    for (size_t n = path.n + 1; n-- > 0;) {
        const struct redirect *found;

        if (n < path.n && path.p[n] != '/')
            continue;
        found = lookup(r->prefix, r->nprefix, str_sub(path, 0, n), host, STR(""));
        if (found == NULL)
            continue;
        c->n = 0;
        capture(c, str_sub(path, n < path.n ? n + 1 : n, path.n));
        return found;
    }
    return NULL;
}

/* ---- where to ---- */

static bool is_capture(struct str to, size_t i)
{
    return to.p[i] == '$' && i + 1 < to.n && to.p[i + 1] >= '1' && to.p[i + 1] <= '9';
}

/* What came in is escaped; what the file says is not, but for what no header takes. */
static struct str fill(struct arena *a, struct str to, const struct captures *c)
{
    struct buf b;
    struct str s;

    buf_init(&b, 64 * 1024);
    for (size_t i = 0; i < to.n; i++) {
        if (!is_capture(to, i)) {
            buf_addc(&b, to.p[i]);
            continue;
        }
        i++;
        if ((size_t)(to.p[i] - '1') < c->n)
            esc_path(&b, c->v[to.p[i] - '1']);
    }
    s = arena_str(a, buf_str(&b));
    buf_release(&b);
    /* Empty captures must not make "//host" of a path. */
    while (str_starts(s, STR("//")))
        s = str_sub(s, 1, s.n);
    if (to.n > 2 && is_capture(to, to.n - 2) && s.n > 1 && s.p[s.n - 1] == '/')
        s.n--;
    return s;
}

bool redirects_find(const struct redirects *r, struct arena *a, struct str host, struct str path,
                    struct str query, struct redirect_hit *ret_hit)
{
    struct captures c = {.n = 0};
    const struct redirect *found;

    if (r == NULL)
        return false;
    while (path.n > 0 && path.p[path.n - 1] == '/')
        path.n--;
    found = find_exact(r, host, path, query);
    if (found == NULL)
        found = find_prefix(r, host, path, &c);
    for (size_t i = 0; i < r->npattern && found == NULL; i++) {
        if (match_pattern(r->pattern[i], host, path, query, &c))
            found = r->pattern[i];
    }
    if (found == NULL)
        return false;
    *ret_hit = (struct redirect_hit){found, fill(a, found->to, &c)};
    return true;
}

/*
 * Redirects against the site: what is never asked, what leads in circles, what leads nowhere.
 */
#include "content/redirects.h"

#define HOPS_MAX 16

struct checking {
    const struct redirects *r;
    const struct site *site;
    const struct strs *routes;
    int64_t now;
    struct diags *d;
    struct arena scratch; /* of one rule */
};

static struct str number(struct checking *c, int line)
{
    return arena_fmt(&c->scratch, "%d", line);
}

/* An address that the rule is meant for: "x" in place of every star. */
static struct str sample(struct checking *c, struct str s)
{
    char *p = arena_zalloc(&c->scratch, s.n + 1, 1);
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '*' && i > 0 && s.p[i - 1] == '*')
            continue;
        p[n++] = s.p[i] == '*' ? 'x' : s.p[i];
    }
    return (struct str){p, n};
}

static bool is_route(const struct checking *c, struct str path)
{
    for (size_t i = 0; i < c->routes->n; i++) {
        if (str_eq(c->routes->v[i], path))
            return true;
    }
    return false;
}

static bool answers(const struct checking *c, struct str path)
{
    const struct page *page;

    return is_route(c, path) || site_find(c->site, path, c->now, &page) != SITE_NONE;
}

/* The rule that answers what this one is meant for, when it is another. */
static const struct redirect *in_front(struct checking *c, const struct redirect *rule)
{
    struct redirect_hit hit;

    if (!redirects_find(c->r, &c->scratch, rule->host, sample(c, rule->path),
                        sample(c, rule->param), &hit))
        return NULL;
    return hit.rule == rule ? NULL : hit.rule;
}

/* A path of the site out of `to`; empty when it leads elsewhere or captures are part of it. */
static struct str path_of(struct str to)
{
    size_t end = str_index(to, '?');

    if (to.n == 0 || to.p[0] != '/' || str_has(to, STR("$")))
        return (struct str){NULL, 0};
    to = str_sub(to, 0, end);
    return str_sub(to, 0, str_index(to, '#'));
}

/* Follows `to` as browsers would. */
static void check_target(struct checking *c, const struct redirect *rule)
{
    struct str to = rule->to, path = path_of(to);
    struct redirect_hit hit = {.rule = NULL};
    int hops = 0;

    if (path.n == 0)
        return;
    while (path.n > 0 && !answers(c, path)) {
        struct str query = str_sub(to, str_index(to, '?') + 1, to.n);

        if (!redirects_find(c->r, &c->scratch, STR(""), path, query, &hit)) {
            diag_error(c->d, c->r->file, rule->line, "redirect-nowhere", to);
            return;
        }
        if (hit.rule == rule || ++hops == HOPS_MAX) {
            diag_error(c->d, c->r->file, rule->line, "redirect-loop", to);
            return;
        }
        to = hit.to;
        path = path_of(to);
    }
    if (hops > 0)
        diag_error(c->d, c->r->file, rule->line, "redirect-chain", rule->to, to);
}

static void check_rule(struct checking *c, const struct redirect *rule)
{
    const struct redirect *other = in_front(c, rule);

    if (other != NULL)
        diag_error(c->d, c->r->file, rule->line, "redirect-shadowed", number(c, other->line));
    else if (rule->host.n == 0 && rule->kind == REDIRECT_EXACT && answers(c, rule->path))
        diag_error(c->d, c->r->file, rule->line, "redirect-page-answers", rule->path);
    if (rule->status != 410)
        check_target(c, rule);
}

void redirects_check(const struct redirects *r, const struct site *s, const struct strs *routes,
                     int64_t now, struct diags *d)
{
    struct checking c = {.r = r, .site = s, .routes = routes, .now = now, .d = d};

    arena_init(&c.scratch, (size_t)16 << 20);
    for (size_t i = 0; r != NULL && i < r->n; i++) {
        check_rule(&c, &r->v[i]);
        arena_reset(&c.scratch);
    }
    arena_release(&c.scratch);
}

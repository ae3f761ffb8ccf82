/*
 * Alerts: reading the file, which are on, which were put away.
 */
#include "content/alerts.h"
#include "content/frontmatter_state.h"
#include "fcgi/base/buf.h"
#include "fcgi/base/files.h"
#include "fcgi/base/secret.h"
#include "fcgi/base/ucs.h"

#include <stdlib.h>

#define FILE_BYTES ((size_t)128 * 1024)
#define ID_MAX     16
#define TITLE_MAX  120
#define TEXT_MAX   600

static const struct str levels[] = {[ALERT_EMERGENCY] = STR_INIT("emergency"),
                                    [ALERT_IMPORTANT] = STR_INIT("important"),
                                    [ALERT_NOTICE] = STR_INIT("notice")};

struct str alert_word(enum alert_level level)
{
    return levels[level];
}

/* ---- reading ---- */

static enum alert_level read_level(const struct head *h, const struct yaml *y)
{
    for (size_t i = 0; i < ARRAY_LEN(levels); i++) {
        if (y->type == YAML_SCALAR && str_eq(y->text, levels[i]))
            return (enum alert_level)i;
    }
    front_wrong(h, y, STR("emergency, important, notice"));
    return ALERT_NOTICE;
}

/* Within this site or https: the same as in pages. */
static void read_link(const struct head *h, const struct yaml *map, struct alert *alert)
{
    static const struct str known[] = {STR_INIT("url"), STR_INIT("text")};

    if (map->type != YAML_MAP) {
        front_wrong(h, map, STR("{url: /a, text: ABC}"));
        return;
    }
    for (const struct yaml *y = map->first; y != NULL; y = y->next) {
        if (str_eq(y->key, known[0]))
            (void)front_text(h, y, &alert->link);
        else if (str_eq(y->key, known[1]))
            (void)front_text(h, y, &alert->link_text);
        else
            front_unknown(h, y, known, ARRAY_LEN(known));
    }
    if (!str_starts(alert->link, STR("https://")) && !front_is_path(alert->link))
        diag_error(h->d, h->shown, front_line(map), "front-path", map->key, alert->link);
    if (alert->link_text.n == 0)
        front_wrong(h, map, STR("{url: /a, text: ABC}"));
}

static void read_keys(const struct head *h, const struct yaml *map, struct alert *alert)
{
    static const struct str known[] = {
        STR_INIT("id"),   STR_INIT("level"),       STR_INIT("title"),
        STR_INIT("text"), STR_INIT("link"),        STR_INIT("starts"),
        STR_INIT("ends"), STR_INIT("dismissible"), STR_INIT("site")};

    for (const struct yaml *y = map->first; y != NULL; y = y->next) {
        if (yaml_is_null(y))
            continue;
        if (str_eq(y->key, known[0]))
            (void)front_text(h, y, &alert->id);
        else if (str_eq(y->key, known[1]))
            alert->level = read_level(h, y);
        else if (str_eq(y->key, known[2]))
            (void)front_text(h, y, &alert->title);
        else if (str_eq(y->key, known[3]))
            (void)front_text(h, y, &alert->text);
        else if (str_eq(y->key, known[4]))
            read_link(h, y, alert);
        else if (str_eq(y->key, known[5]))
            front_time(h, y, &alert->starts);
        else if (str_eq(y->key, known[6]))
            front_time(h, y, &alert->ends);
        else if (str_eq(y->key, known[7]))
            front_flag(h, y, &alert->dismissible);
        else if (str_eq(y->key, known[8]))
            (void)front_text(h, y, &alert->site);
        else
            front_unknown(h, y, known, ARRAY_LEN(known));
    }
}

static void check(const struct head *h, const struct alert *alert)
{
    if (alert->id.n == 0 || alert->id.n > ID_MAX || !str_eq(alert->id, ucs_slug(h->a, alert->id)))
        diag_error(h->d, h->shown, alert->line, "alert-id", alert->id);
    if (alert->title.n == 0 || alert->title.n > TITLE_MAX || alert->text.n > TEXT_MAX)
        diag_error(h->d, h->shown, alert->line, "alert-text");
    if (alert->starts == 0 || alert->ends == 0 || alert->ends <= alert->starts)
        diag_error(h->d, h->shown, alert->line, "alert-time");
    if (alert->level == ALERT_EMERGENCY && alert->dismissible)
        diag_error(h->d, h->shown, alert->line, "alert-emergency");
}

/* False when it cannot be used. */
static bool read_alert(const struct head *h, const struct yaml *map, struct alert *alert)
{
    int before = h->d->nerrors;

    *alert = (struct alert){.level = ALERT_NOTICE, .line = map->line};
    if (map->type != YAML_MAP) {
        diag_error(h->d, h->shown, map->line, "alert-id", STR(""));
        return false;
    }
    read_keys(h, map, alert);
    check(h, alert);
    return h->d->nerrors == before;
}

static bool is_twice(const struct head *h, const struct alert *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!str_eq(v[i].id, v[n].id))
            continue;
        diag_error(h->d, h->shown, v[n].line, "alert-id", v[n].id);
        return true;
    }
    return false;
}

static int by_level(const void *x, const void *y)
{
    const struct alert *a = x, *b = y;

    if (a->level != b->level)
        return (int)a->level - (int)b->level;
    return (a->line > b->line) - (a->line < b->line);
}

const struct alerts *alerts_parse(struct arena *a, struct str shown, struct str source,
                                  struct str zone, struct diags *d)
{
    const struct head h = {a, d, shown, zone, NULL, NULL};
    const struct yaml *top = yaml_parse(a, shown, source, 1, d);
    struct alerts *alerts = ARENA_NEW(a, struct alerts);
    struct alert *v = ARENA_ARRAY(a, struct alert, ALERTS_MAX);

    digest_of(source, alerts->digest);
    alerts->v = v;
    if (top == NULL || yaml_is_null(top))
        return alerts;
    if (top->type != YAML_LIST || top->nchildren > ALERTS_MAX) {
        diag_error(d, shown, top->line, "calendar-list", STR("alertas"),
                   arena_fmt(a, "%d", ALERTS_MAX));
        return alerts;
    }
    for (const struct yaml *y = top->first; y != NULL; y = y->next)
        alerts->n += read_alert(&h, y, &v[alerts->n]) && !is_twice(&h, v, alerts->n);
    if (alerts->n > 0)
        qsort(v, alerts->n, sizeof(*v), by_level);
    return alerts;
}

const struct alerts *alerts_load(struct arena *a, struct str path, struct str shown,
                                 struct str zone, struct diags *d)
{
    struct str source = {NULL, 0};
    enum err e = path.n == 0 ? ERR_NOT_FOUND : file_read(a, path, FILE_BYTES, &source);

    if (e != OK && e != ERR_NOT_FOUND)
        diag_error(d, shown, 0, "file-unreadable");
    return alerts_parse(a, shown, source, zone, d);
}

/* ---- asking ---- */

bool alert_is_on(const struct alert *alert, struct str site, int64_t now)
{
    return alert->starts <= now && now < alert->ends &&
           (alert->site.n == 0 || str_eq(alert->site, site) || str_eq(site, STR("*")));
}

int64_t alerts_valid_until(const struct alerts *alerts, int64_t now)
{
    int64_t until = TIME_NEVER;

    for (size_t i = 0; i < alerts->n; i++) {
        const struct alert *alert = &alerts->v[i];

        if (alert->starts > now && alert->starts < until)
            until = alert->starts;
        if (alert->ends > now && alert->ends < until)
            until = alert->ends;
    }
    return until;
}

unsigned alerts_dismissed(const struct alerts *alerts, struct str cookie, struct str site,
                          int64_t now)
{
    unsigned set = 0;
    struct str id;

    if (cookie.n > ALERTS_COOKIE_MAX)
        return 0;
    while (cookie.n > 0) {
        str_cut(cookie, '.', &id, &cookie);
        for (size_t i = 0; i < alerts->n; i++) {
            const struct alert *alert = &alerts->v[i];

            if (alert->dismissible && str_eq(alert->id, id) && alert_is_on(alert, site, now))
                set |= 1u << i;
        }
    }
    return set;
}

struct str alerts_cookie(struct arena *a, const struct alerts *alerts, unsigned set)
{
    struct str s = {NULL, 0};

    for (size_t i = 0; i < alerts->n; i++) {
        if ((set & 1u << i) != 0)
            s = s.n == 0 ? alerts->v[i].id : arena_join(a, s, STR("."), alerts->v[i].id);
    }
    return s;
}

/*
 * Calendars of processes: reading them, and what they say of a moment.
 */
#include "content/calendar.h"
#include "content/frontmatter_state.h"
#include "fcgi/base/files.h"
#include "fcgi/base/ucs.h"

#include <stdlib.h>

#define CALENDAR_BYTES ((size_t)256 * 1024)
#define SCRATCH_MAX    ((size_t)16 << 20)

static const struct str words[] = {
#define X(e, n) [e] = STR_INIT(n),
    PHASES(X)
#undef X
};

int phase_of(struct str word)
{
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (str_eq(words[i], word))
            return (int)i;
    }
    return PHASE_NONE;
}

struct str phase_word(enum phase_kind kind)
{
    return words[kind];
}

/* ---- reading ---- */

static bool is_day(const struct yaml *y)
{
    return y->type == YAML_SCALAR && str_trim(y->text).n == 10;
}

/* The same wall time one day later: days of 23 or 25 hours are days, too. */
static int64_t day_after(struct str zone, struct str day, int64_t t)
{
    struct ucs_wall w = {0};
    int64_t v, next = t + 86400;

    if (str_to_int(str_sub(day, 0, 4), 1, 9999, &v) == OK)
        w.year = (int)v;
    if (str_to_int(str_sub(day, 5, 7), 1, 12, &v) == OK)
        w.month = (int)v;
    if (str_to_int(str_sub(day, 8, 10), 1, 31, &v) == OK)
        w.day = (int)v + 1;
    if (ucs_wall_to_epoch(zone, w, &next) == OK)
        return next;
    /* The last of a month: the first of the next one. */
    w.day = 1;
    w.year += w.month == 12;
    w.month = w.month % 12 + 1;
    return ucs_wall_to_epoch(zone, w, &next) == OK ? next : t + 86400;
}

/* `from`, `to`, `source`, `confirmed`; false for any other key. A day that stands alone lasts for
 * itself. */
static bool read_span(const struct head *h, const struct yaml *y, struct span *s)
{
    if (str_eq(y->key, STR("from"))) {
        s->days = is_day(y);
        front_time(h, y, &s->from);
        if (s->days && s->from != 0 && s->until == TIME_NEVER)
            s->until = day_after(h->zone, str_trim(y->text), s->from);
    } else if (str_eq(y->key, STR("to"))) {
        s->until = TIME_NEVER;
        front_time(h, y, &s->until);
        if (is_day(y) && s->until != TIME_NEVER)
            s->until = day_after(h->zone, str_trim(y->text), s->until);
    } else if (str_eq(y->key, STR("source"))) {
        (void)front_text(h, y, &s->source);
    } else if (str_eq(y->key, STR("confirmed"))) {
        front_flag(h, y, &s->confirmed);
    } else {
        return false;
    }
    return true;
}

static const struct yaml *begin(const struct head *h, const struct yaml *y)
{
    if (y->type == YAML_MAP)
        return y->first;
    front_wrong(h, y, STR("{from: 2027-01-01}"));
    return NULL;
}

static void end_span(const struct head *h, int line, struct span *s)
{
    if (s->until <= s->from)
        diag_error(h->d, h->shown, line, "calendar-backwards");
    if (s->confirmed && (s->source.n == 0 || s->from == 0))
        diag_error(h->d, h->shown, line, "calendar-source");
}

static void read_path(const struct head *h, const struct yaml *y, struct str *ret_path)
{
    if (front_text(h, y, ret_path) && ret_path->n > 0)
        front_path(h, y, *ret_path);
}

static void read_paths(const struct head *h, const struct yaml *y, struct strs *ret_paths)
{
    front_list(h, y, ret_paths);
    for (size_t i = 0; i < ret_paths->n; i++)
        front_path(h, y, ret_paths->v[i]);
}

static void read_phase(const struct head *h, const struct yaml *map, struct phase *p)
{
    static const struct str known[] = {STR_INIT("phase"),    STR_INIT("title"), STR_INIT("banner"),
                                       STR_INIT("link"),     STR_INIT("cards"), STR_INIT("review"),
                                       STR_INIT("from"),     STR_INIT("to"),    STR_INIT("source"),
                                       STR_INIT("confirmed")};
    int kind = PHASE_NONE;

    *p = (struct phase){.line = map->line, .span = {.until = TIME_NEVER}};
    for (const struct yaml *y = begin(h, map); y != NULL; y = y->next) {
        if (yaml_is_null(y) || read_span(h, y, &p->span))
            continue;
        if (str_eq(y->key, known[0]))
            kind = y->type == YAML_SCALAR ? phase_of(y->text) : PHASE_NONE;
        else if (str_eq(y->key, known[1]))
            (void)front_text(h, y, &p->title);
        else if (str_eq(y->key, known[2]))
            (void)front_text(h, y, &p->banner);
        else if (str_eq(y->key, known[3]))
            read_path(h, y, &p->link);
        else if (str_eq(y->key, known[4]))
            p->cards = front_cards(h, y);
        else if (str_eq(y->key, known[5]))
            read_paths(h, y, &p->review);
        else
            front_unknown(h, y, known, ARRAY_LEN(known));
    }
    if (kind == PHASE_NONE)
        diag_error(h->d, h->shown, map->line, "calendar-phase");
    p->kind = kind == PHASE_NONE ? PHASE_PREPARATION : (enum phase_kind)kind;
    end_span(h, map->line, &p->span);
}

static void read_act(const struct head *h, const struct yaml *map, struct dated_act *p)
{
    static const struct str known[] = {STR_INIT("id"),     STR_INIT("title"),    STR_INIT("text"),
                                       STR_INIT("link"),   STR_INIT("from"),     STR_INIT("to"),
                                       STR_INIT("source"), STR_INIT("confirmed")};

    *p = (struct dated_act){.line = map->line, .span = {.until = TIME_NEVER}};
    for (const struct yaml *y = begin(h, map); y != NULL; y = y->next) {
        if (yaml_is_null(y) || read_span(h, y, &p->span))
            continue;
        if (str_eq(y->key, known[0]))
            (void)front_text(h, y, &p->id);
        else if (str_eq(y->key, known[1]))
            (void)front_text(h, y, &p->title);
        else if (str_eq(y->key, known[2]))
            (void)front_text(h, y, &p->text);
        else if (str_eq(y->key, known[3]))
            read_path(h, y, &p->link);
        else
            front_unknown(h, y, known, ARRAY_LEN(known));
    }
    if (p->title.n == 0 || p->id.n == 0 || !str_eq(p->id, ucs_slug(h->a, p->id)))
        diag_error(h->d, h->shown, map->line, "calendar-act");
    end_span(h, map->line, &p->span);
}

static void read_meets(const struct head *h, const struct yaml *map, struct strs *types,
                       struct strs *paths)
{
    static const struct str known[] = {STR_INIT("types"), STR_INIT("paths")};

    for (const struct yaml *y = begin(h, map); y != NULL; y = y->next) {
        if (str_eq(y->key, known[0]))
            front_list(h, y, types);
        else if (str_eq(y->key, known[1]))
            read_paths(h, y, paths);
        else
            front_unknown(h, y, known, ARRAY_LEN(known));
    }
}

static void read_withholding(const struct head *h, const struct yaml *map, struct withholding *w)
{
    static const struct str known[] = {STR_INIT("legal_basis"),  STR_INIT("explanation"),
                                       STR_INIT("confirmed_by"), STR_INIT("confirmed_on"),
                                       STR_INIT("applies"),      STR_INIT("exceptions"),
                                       STR_INIT("from"),         STR_INIT("to"),
                                       STR_INIT("source"),       STR_INIT("confirmed")};

    *w = (struct withholding){.is = true, .line = front_line(map), .span = {.until = TIME_NEVER}};
    for (const struct yaml *y = begin(h, map); y != NULL; y = y->next) {
        if (yaml_is_null(y) || read_span(h, y, &w->span))
            continue;
        if (str_eq(y->key, known[0]))
            (void)front_text(h, y, &w->legal_basis);
        else if (str_eq(y->key, known[1]))
            (void)front_text(h, y, &w->explanation);
        else if (str_eq(y->key, known[2]))
            (void)front_text(h, y, &w->confirmed_by);
        else if (str_eq(y->key, known[3]))
            front_time(h, y, &w->confirmed_on);
        else if (str_eq(y->key, known[4]))
            read_meets(h, y, &w->types, &w->paths);
        else if (str_eq(y->key, known[5]))
            read_meets(h, y, &w->except_types, &w->except_paths);
        else
            front_unknown(h, y, known, ARRAY_LEN(known));
    }
    end_span(h, w->line, &w->span);
    if (w->legal_basis.n == 0 || w->span.until == TIME_NEVER)
        diag_error(h->d, h->shown, w->line, "withholding-basis");
}

static int by_phase(const void *x, const void *y)
{
    const struct phase *a = x, *b = y;

    if (a->span.from != b->span.from)
        return (a->span.from > b->span.from) - (a->span.from < b->span.from);
    return (a->line > b->line) - (a->line < b->line);
}

static int by_act(const void *x, const void *y)
{
    const struct dated_act *a = x, *b = y;
    uint64_t from = (uint64_t)a->span.from - 1, other = (uint64_t)b->span.from - 1;

    if (from != other) /* 0 is the greatest then */
        return (from > other) - (from < other);
    return (a->line > b->line) - (a->line < b->line);
}

/* The entries of a list; NULL and an error when it is none, or too long. */
static const struct yaml *entries(const struct head *h, const struct yaml *y, size_t max)
{
    if (y->type == YAML_LIST && y->nchildren <= max)
        return y->first;
    diag_error(h->d, h->shown, front_line(y), "calendar-list", y->key, arena_fmt(h->a, "%zu", max));
    return NULL;
}

static void read_phases(const struct head *h, const struct yaml *y, struct process *p)
{
    struct phase *v = ARENA_ARRAY(h->a, struct phase, PHASES_MAX);
    size_t n = 0;

    for (const struct yaml *e = entries(h, y, PHASES_MAX); e != NULL; e = e->next)
        read_phase(h, e, &v[n++]);
    if (n > 0)
        qsort(v, n, sizeof(*v), by_phase);
    p->phases = v;
    p->nphases = n;
}

static void read_acts(const struct head *h, const struct yaml *y, struct process *p)
{
    struct dated_act *v = ARENA_ARRAY(h->a, struct dated_act, ACTS_MAX);
    size_t n = 0;

    for (const struct yaml *e = entries(h, y, ACTS_MAX); e != NULL; e = e->next) {
        read_act(h, e, &v[n]);
        for (size_t i = 0; i < n; i++) {
            if (str_eq(v[i].id, v[n].id))
                diag_error(h->d, h->shown, e->line, "calendar-act-twice", v[n].id);
        }
        n++;
    }
    if (n > 0)
        qsort(v, n, sizeof(*v), by_act);
    p->acts = v;
    p->nacts = n;
}

bool calendar_parse(struct arena *a, struct str shown, struct str id, struct str source,
                    struct str zone, struct diags *d, struct process *ret_p)
{
    static const struct str known[] = {STR_INIT("title"),       STR_INIT("summary"),
                                       STR_INIT("phases"),      STR_INIT("acts"),
                                       STR_INIT("withholding"), STR_INIT("micrositio")};
    const struct head h = {a, d, shown, zone, NULL, NULL};
    int before = d->nerrors;
    const struct yaml *top = yaml_parse(a, shown, source, 1, d);
    struct process p = {.file = shown, .id = id};

    if (top != NULL && top->type != YAML_MAP)
        diag_error(d, shown, top->line, "yaml-not-a-map");
    for (const struct yaml *y = top == NULL || top->type != YAML_MAP ? NULL : top->first; y != NULL;
         y = y->next) {
        if (str_eq(y->key, known[0]))
            (void)front_text(&h, y, &p.title);
        else if (str_eq(y->key, known[1]))
            (void)front_text(&h, y, &p.summary);
        else if (str_eq(y->key, known[2]) && !yaml_is_null(y))
            read_phases(&h, y, &p);
        else if (str_eq(y->key, known[3]) && !yaml_is_null(y))
            read_acts(&h, y, &p);
        else if (str_eq(y->key, known[4]) && !yaml_is_null(y))
            read_withholding(&h, y, &p.withholding);
        else if (str_eq(y->key, known[5]))
            (void)front_text(&h, y, &p.micrositio);
        else if (!yaml_is_null(y))
            front_unknown(&h, y, known, ARRAY_LEN(known));
    }
    if (d->nerrors == before && p.title.n == 0)
        diag_error(d, shown, 1, "calendar-title");
    if (d->nerrors == before)
        *ret_p = p;
    return d->nerrors == before;
}

/* ---- edges ---- */

static int by_time(const void *x, const void *y)
{
    int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;

    return (a > b) - (a < b);
}

/* Every beginning and end; more than needed does no harm. */
static void collect_edges(struct arena *a, struct calendar *c)
{
    size_t max = 0, n = 0;
    int64_t *v;

    for (size_t i = 0; i < c->n; i++)
        max += 2 * (c->v[i].nphases + c->v[i].nacts);
    v = ARENA_ARRAY(a, int64_t, max);
    for (size_t i = 0; i < c->n; i++) {
        const struct process *p = &c->v[i];

        for (size_t j = 0; j < p->nphases; j++) {
            v[n++] = p->phases[j].span.from;
            v[n++] = p->phases[j].span.until;
        }
        for (size_t j = 0; j < p->nacts; j++) {
            v[n++] = p->acts[j].span.from;
            v[n++] = p->acts[j].span.until;
        }
    }
    if (n > 0)
        qsort(v, n, sizeof(*v), by_time);
    c->edges = v;
    c->nedges = n;
}

const struct calendar *calendar_load(struct arena *a, struct str dir, struct str shown,
                                     struct str zone, struct diags *d)
{
    struct calendar *c = ARENA_NEW(a, struct calendar);
    struct process *v = ARENA_ARRAY(a, struct process, PROCESSES_MAX);
    struct file_list files = {.n = 0};
    struct arena scratch;

    arena_init(&scratch, SCRATCH_MAX);
    if (dir.n > 0 && file_tree(&scratch, dir, &files) == ERR_TOO_BIG)
        diag_error(d, shown, 0, "folder-unreadable");
    c->v = v;
    for (size_t i = 0; i < files.n; i++) {
        struct str path = files.v[i].path, file = file_join(a, shown, path), source;
        struct str id = arena_str(a, str_sub(path, 0, path.n - (path.n < 4 ? path.n : 4)));

        if (!str_ends(path, STR(".yml")))
            continue;
        if (c->n == PROCESSES_MAX)
            diag_error(d, file, 0, "calendar-list", STR("calendario"), STR("32"));
        else if (!str_eq(id, ucs_slug(&scratch, id)))
            diag_error(d, file, 0, "file-name");
        else if (file_read_beneath(&scratch, dir, path, CALENDAR_BYTES, &source) != OK)
            diag_error(d, file, 0, "file-unreadable");
        else
            c->n += calendar_parse(a, file, id, source, zone, d, &v[c->n]);
    }
    arena_release(&scratch);
    collect_edges(a, c);
    return c;
}

/* ---- asking ---- */

const struct phase *calendar_phase(const struct calendar *c, int64_t now,
                                   const struct process **ret_process)
{
    const struct phase *found = NULL;

    for (size_t i = 0; i < c->n; i++) {
        for (size_t j = 0; j < c->v[i].nphases; j++) {
            const struct phase *p = &c->v[i].phases[j];

            if (!p->span.confirmed || now < p->span.from || now >= p->span.until ||
                (found != NULL && found->span.from >= p->span.from))
                continue;
            found = p;
            if (ret_process != NULL)
                *ret_process = &c->v[i];
        }
    }
    return found;
}

int64_t calendar_valid_until(const struct calendar *c, int64_t now)
{
    size_t low = 0, high = c->nedges;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (c->edges[middle] > now)
            high = middle;
        else
            low = middle + 1;
    }
    return low < c->nedges ? c->edges[low] : TIME_NEVER;
}

/* ---- withholding ---- */

static bool has_type(const struct strs *types, const struct page *p)
{
    for (size_t i = 0; i < types->n; i++) {
        if (p->type != NULL && str_eq(p->type->id, types->v[i]))
            return true;
    }
    return false;
}

static bool is_below(const struct strs *paths, struct str url)
{
    for (size_t i = 0; i < paths->n; i++) {
        struct str above = paths->v[i];

        if (str_starts(url, above) && (url.n == above.n || url.p[above.n] == '/'))
            return true;
    }
    return false;
}

bool withholding_meets(const struct withholding *w, const struct page *p)
{
    return w->is && (has_type(&w->types, p) || is_below(&w->paths, p->url)) &&
           !has_type(&w->except_types, p) && !is_below(&w->except_paths, p->url);
}

bool withholding_is_on(const struct withholding *w)
{
    return w->is && w->span.confirmed && w->confirmed_by.n > 0 && w->confirmed_on > 0;
}

void calendar_withhold(const struct calendar *c, struct page *p)
{
    for (size_t i = 0; c != NULL && i < c->n; i++) {
        const struct withholding *w = &c->v[i].withholding;

        if (p->withheld == NULL && withholding_is_on(w) && withholding_meets(w, p))
            p->withheld = w;
    }
}

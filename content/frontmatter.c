/*
 * The head of a file: one table of keys, each with the function that reads it.
 */
#include "content/frontmatter.h"
#include "fcgi/base/ucs.h"

#define LIST_MAX 64

struct head {
    struct arena *a;
    struct diags *d;
    struct str shown, zone;
    struct front *f;
};

/* A map or list begins below its key. */
static int line_of(const struct yaml *y)
{
    return y->type == YAML_SCALAR || y->key_line == 0 ? y->line : y->key_line;
}

static void wrong(const struct head *h, const struct yaml *y, struct str want)
{
    diag_error(h->d, h->shown, line_of(y), "front-type", y->key, want);
}

/* ---- dates ---- */

static int digits(struct str s, size_t at, size_t n)
{
    int64_t v;

    return at + n <= s.n && str_to_int(str_sub(s, at, at + n), 0, 9999, &v) == OK ? (int)v : -1;
}

/* "HH:MM" or "HH:MM:SS" at the start of *s, which moves behind it. */
static bool take_time(struct str *s, struct ucs_wall *w)
{
    if (s->n < 5 || s->p[2] != ':')
        return false;
    w->hour = digits(*s, 0, 2);
    w->minute = digits(*s, 3, 2);
    *s = str_sub(*s, 5, s->n);
    if (s->n >= 3 && s->p[0] == ':') {
        w->second = digits(*s, 1, 2);
        *s = str_sub(*s, 3, s->n);
    }
    return w->hour >= 0 && w->hour < 24 && w->minute >= 0 && w->minute < 60 && w->second >= 0 &&
           w->second < 60;
}

/* "Z" or "-06:00": seconds east of UTC. */
static bool take_offset(struct str s, int *ret_seconds)
{
    int hours = digits(s, 1, 2), minutes = digits(s, 4, 2);

    *ret_seconds = 0;
    if (str_eq(s, STR("Z")))
        return true;
    if (s.n != 6 || (s.p[0] != '+' && s.p[0] != '-') || s.p[3] != ':' || hours < 0 || hours > 18 ||
        minutes < 0 || minutes > 59)
        return false;
    *ret_seconds = (hours * 60 + minutes) * (s.p[0] == '-' ? -60 : 60);
    return true;
}

enum err front_date(struct str s, struct str zone, int64_t *ret_t)
{
    struct ucs_wall w = {.year = digits(s, 0, 4), .month = digits(s, 5, 2), .day = digits(s, 8, 2)};
    int offset;
    enum err e;

    if (s.n < 10 || s.p[4] != '-' || s.p[7] != '-' || w.year < 1 || w.month < 1 || w.month > 12 ||
        w.day < 1)
        return ERR_INVALID;
    s = str_sub(s, 10, s.n);
    if (s.n > 0) {
        if (s.p[0] != ' ' && s.p[0] != 'T')
            return ERR_INVALID;
        s = str_sub(s, 1, s.n);
        if (!take_time(&s, &w))
            return ERR_INVALID;
    }
    s = str_trim(s);
    if (s.n == 0)
        return ucs_wall_to_epoch(zone, w, ret_t);
    if (!take_offset(s, &offset))
        return ERR_INVALID;
    e = ucs_wall_to_epoch(STR("UTC"), w, ret_t);
    if (e == OK)
        *ret_t -= offset;
    return e;
}

/* ---- values ---- */

static bool read_text(const struct head *h, const struct yaml *y, struct str *ret_s)
{
    if (y->type != YAML_SCALAR) {
        wrong(h, y, STR("texto"));
        return false;
    }
    *ret_s = str_trim(y->text);
    return true;
}

static void read_date(const struct head *h, const struct yaml *y, int64_t *ret_t)
{
    int64_t t;

    if (y->type != YAML_SCALAR || front_date(str_trim(y->text), h->zone, &t) != OK)
        diag_error(h->d, h->shown, y->line, "front-date", y->key,
                   y->type == YAML_SCALAR ? y->text : STR(""));
    else
        *ret_t = t;
}

static void read_flag(const struct head *h, const struct yaml *y, bool *ret_v)
{
    if (!yaml_bool(y, ret_v))
        wrong(h, y, STR("true, false"));
}

static void read_number(const struct head *h, const struct yaml *y, int *ret_v)
{
    int64_t v;

    if (yaml_int(y, -100000, 100000, &v))
        *ret_v = (int)v;
    else
        wrong(h, y, STR("123"));
}

/* A list of texts, or one text. */
static void read_list(const struct head *h, const struct yaml *y, struct strs *ret_list)
{
    size_t n = y->type == YAML_LIST ? y->nchildren : 1, i = 0;
    struct str *v;

    if (y->type == YAML_MAP || n > LIST_MAX) {
        wrong(h, y, STR("[a, b]"));
        return;
    }
    v = ARENA_ARRAY(h->a, struct str, n);
    if (y->type == YAML_SCALAR)
        v[i++] = str_trim(y->text);
    for (const struct yaml *e = y->first; e != NULL; e = e->next) {
        if (e->type == YAML_SCALAR)
            v[i++] = str_trim(e->text);
        else
            wrong(h, y, STR("[a, b]"));
    }
    *ret_list = (struct strs){v, i};
}

/* A path of this site: "/a/b", without blanks, query, dots or a slash behind. */
static bool is_path(struct str s)
{
    if (s.n == 0 || s.n > 500 || s.p[0] != '/' || str_has(s, STR("//")) || str_has(s, STR("/.")) ||
        (s.n > 1 && s.p[s.n - 1] == '/'))
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if ((unsigned char)s.p[i] <= ' ' || s.p[i] == '?' || s.p[i] == '#' || s.p[i] == '\\' ||
            s.p[i] == '%')
            return false;
    }
    return true;
}

static void check_path(const struct head *h, const struct yaml *y, struct str s)
{
    if (!is_path(s))
        diag_error(h->d, h->shown, y->line, "front-path", y->key, s);
}

/* Two neighbours changed places, which counts as two edits and is one slip. */
static bool is_swapped(struct str a, struct str b)
{
    size_t i = 0;

    while (i < a.n && i < b.n && a.p[i] == b.p[i])
        i++;
    return a.n == b.n && i + 1 < a.n && a.p[i] == b.p[i + 1] && a.p[i + 1] == b.p[i] &&
           str_eq(str_sub(a, i + 2, a.n), str_sub(b, i + 2, b.n));
}

static struct str suggest(struct str key, const struct str *known, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (is_swapped(key, known[i]))
            return known[i];
    }
    return diag_suggest(key, known, n);
}

static void unknown(const struct head *h, const struct yaml *y, const struct str *known, size_t n)
{
    struct str near = suggest(y->key, known, n);

    if (near.n > 0)
        diag_warn(h->d, h->shown, y->key_line, "front-unknown-key-near", y->key, near);
    else
        diag_warn(h->d, h->shown, y->key_line, "front-unknown-key", y->key);
}

/* ---- keys ---- */

typedef void read_key(const struct head *h, const struct yaml *y);

#define READ_TEXT(m)                                              \
    static void r_##m(const struct head *h, const struct yaml *y) \
    {                                                             \
        (void)read_text(h, y, &h->f->m);                          \
    }
#define READ_DATE(m)                                              \
    static void r_##m(const struct head *h, const struct yaml *y) \
    {                                                             \
        read_date(h, y, &h->f->m);                                \
    }
READ_TEXT(title)
READ_TEXT(summary)
READ_TEXT(description)
READ_TEXT(type)
READ_TEXT(translation_key)
READ_TEXT(owner)
READ_TEXT(lang)
READ_DATE(date)
READ_DATE(lastmod)
READ_DATE(publish)
READ_DATE(expire)
READ_DATE(review_by)

static void r_slug(const struct head *h, const struct yaml *y)
{
    if (read_text(h, y, &h->f->slug) && !is_path(arena_join(h->a, STR("/"), h->f->slug, STR(""))))
        diag_error(h->d, h->shown, y->line, "front-path", y->key, h->f->slug);
}

static void r_url(const struct head *h, const struct yaml *y)
{
    if (read_text(h, y, &h->f->url))
        check_path(h, y, h->f->url);
}

static void r_aliases(const struct head *h, const struct yaml *y)
{
    read_list(h, y, &h->f->aliases);
    for (size_t i = 0; i < h->f->aliases.n; i++)
        check_path(h, y, h->f->aliases.v[i]);
}

static void r_tags(const struct head *h, const struct yaml *y)
{
    read_list(h, y, &h->f->tags);
}

static void r_authors(const struct head *h, const struct yaml *y)
{
    read_list(h, y, &h->f->authors);
}

static void r_weight(const struct head *h, const struct yaml *y)
{
    read_number(h, y, &h->f->weight);
}

static void r_draft(const struct head *h, const struct yaml *y)
{
    read_flag(h, y, &h->f->draft);
}

static void r_toc(const struct head *h, const struct yaml *y)
{
    read_flag(h, y, &h->f->toc);
}

static void r_menu(const struct head *h, const struct yaml *y)
{
    static const struct str known[] = {STR_INIT("name"), STR_INIT("weight"), STR_INIT("title")};

    if (y->type == YAML_SCALAR) {
        (void)read_text(h, y, &h->f->menu);
        return;
    }
    if (y->type == YAML_LIST) {
        wrong(h, y, STR("main"));
        return;
    }
    for (const struct yaml *k = y->first; k != NULL; k = k->next) {
        if (str_eq(k->key, known[0]))
            (void)read_text(h, k, &h->f->menu);
        else if (str_eq(k->key, known[1]))
            read_number(h, k, &h->f->menu_weight);
        else if (str_eq(k->key, known[2]))
            (void)read_text(h, k, &h->f->menu_title);
        else
            unknown(h, k, known, ARRAY_LEN(known));
    }
}

static void r_withdrawn(const struct head *h, const struct yaml *y)
{
    static const struct str known[] = {STR_INIT("reason"), STR_INIT("date"), STR_INIT("see")};
    struct withdrawal *w = &h->f->withdrawn;

    if (y->type != YAML_MAP) {
        wrong(h, y, STR("{reason: a}"));
        return;
    }
    w->is = true;
    for (const struct yaml *k = y->first; k != NULL; k = k->next) {
        if (str_eq(k->key, known[0]))
            (void)read_text(h, k, &w->reason);
        else if (str_eq(k->key, known[1]))
            read_date(h, k, &w->date);
        else if (!str_eq(k->key, known[2]))
            unknown(h, k, known, ARRAY_LEN(known));
        else if (read_text(h, k, &w->see))
            check_path(h, k, w->see);
    }
    if (w->reason.n == 0)
        diag_error(h->d, h->shown, line_of(y), "front-withdrawn-reason");
}

static void check_cards(const struct head *h, const struct yaml *cards)
{
    static const struct str known[] = {STR_INIT("title"), STR_INIT("url"), STR_INIT("text"),
                                       STR_INIT("icon")};

    if (cards->type != YAML_LIST) {
        wrong(h, cards, STR("- title: ABC"));
        return;
    }
    for (const struct yaml *c = cards->first; c != NULL; c = c->next) {
        const struct yaml *title = yaml_get(c, known[0]), *url = yaml_get(c, known[1]);

        if (title == NULL || title->type != YAML_SCALAR || url == NULL || url->type != YAML_SCALAR)
            diag_error(h->d, h->shown, c->line, "front-card");
        for (const struct yaml *k = c->type == YAML_MAP ? c->first : NULL; k != NULL; k = k->next) {
            bool is_known = false;

            for (size_t i = 0; i < ARRAY_LEN(known); i++)
                is_known = is_known || str_eq(k->key, known[i]);
            if (!is_known)
                unknown(h, k, known, ARRAY_LEN(known));
        }
    }
}

static void r_params(const struct head *h, const struct yaml *y)
{
    if (y->type != YAML_MAP) {
        wrong(h, y, STR("clave: valor"));
        return;
    }
    h->f->params = y;
    h->f->cards = yaml_get(y, STR("cards"));
    if (h->f->cards != NULL)
        check_cards(h, h->f->cards);
}

/* Names as Hugo has them; ours are owner, review_by, lang, withdrawn. */
static const struct str names[] = {
    STR_INIT("title"), STR_INIT("slug"),      STR_INIT("url"),         STR_INIT("aliases"),
    STR_INIT("date"),  STR_INIT("lastmod"),   STR_INIT("publishdate"), STR_INIT("expirydate"),
    STR_INIT("draft"), STR_INIT("summary"),   STR_INIT("description"), STR_INIT("weight"),
    STR_INIT("type"),  STR_INIT("tags"),      STR_INIT("authors"),     STR_INIT("translationKey"),
    STR_INIT("menu"),  STR_INIT("toc"),       STR_INIT("owner"),       STR_INIT("review_by"),
    STR_INIT("lang"),  STR_INIT("withdrawn"), STR_INIT("params")};
static read_key *const readers[ARRAY_LEN(names)] = {
    r_title,   r_slug,      r_url,     r_aliases,         r_date,        r_lastmod,
    r_publish, r_expire,    r_draft,   r_summary,         r_description, r_weight,
    r_type,    r_tags,      r_authors, r_translation_key, r_menu,        r_toc,
    r_owner,   r_review_by, r_lang,    r_withdrawn,       r_params};

static void read_keys(const struct head *h, const struct yaml *top)
{
    for (const struct yaml *y = top->first; y != NULL; y = y->next) {
        size_t i = 0;

        while (i < ARRAY_LEN(names) && !str_eq(names[i], y->key))
            i++;
        if (i == ARRAY_LEN(names))
            unknown(h, y, names, ARRAY_LEN(names));
        else if (!yaml_is_null(y))
            readers[i](h, y);
    }
}

/* What must go together. */
static void check_whole(const struct head *h)
{
    const struct front *f = h->f;

    if (f->title.n == 0)
        diag_error(h->d, h->shown, 1, "front-no-title");
    if (f->title.n > 200)
        diag_error(h->d, h->shown, 1, "front-title-long");
    if (f->expire <= f->publish)
        diag_error(h->d, h->shown, 1, "front-expires-early");
}

/* The YAML between the two lines "---"; false when there is none. */
static bool split(struct str source, struct str *ret_yaml, struct str *ret_markdown, int *ret_line)
{
    struct str rest = source, line;
    const char *begin;

    if (!str_line(&rest, &line) || !str_eq(str_trim(line), STR("---")))
        return false;
    begin = rest.p;
    for (int number = 2; str_line(&rest, &line); number++) {
        if (!str_eq(str_trim(line), STR("---")) || (line.n > 0 && line.p[0] != '-'))
            continue;
        *ret_yaml = (struct str){begin, (size_t)(line.p - begin)};
        *ret_markdown = rest;
        *ret_line = number + 1;
        return true;
    }
    return false;
}

bool front_parse(struct arena *a, struct str shown, struct str source, struct str zone,
                 struct diags *d, struct front *ret_front, struct str *ret_markdown, int *ret_line)
{
    struct front f = {.expire = TIME_NEVER, .toc = true};
    struct head h = {a, d, shown, zone, &f};
    int before = d->nerrors, line = 1;
    struct str head, markdown;
    const struct yaml *top;

    if (str_starts(source, STR("\xEF\xBB\xBF")))
        source = str_sub(source, 3, source.n);
    if (!split(source, &head, &markdown, &line)) {
        diag_error(d, shown, 1, "front-missing");
        return false;
    }
    if (head.n > FRONT_MATTER_MAX) {
        diag_error(d, shown, 1, "front-too-big");
        return false;
    }
    top = yaml_parse(a, shown, head, 2, d);
    if (top != NULL && top->type == YAML_MAP)
        read_keys(&h, top);
    else if (top != NULL)
        diag_error(d, shown, top->line, "yaml-not-a-map");
    if (d->nerrors == before)
        check_whole(&h);
    if (d->nerrors > before)
        return false;
    *ret_front = f;
    *ret_markdown = markdown;
    *ret_line = line;
    return true;
}

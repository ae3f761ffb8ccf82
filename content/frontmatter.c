/*
 * The head of a file: one table of keys, each with the function that reads it.
 */
#include "content/calendar.h"
#include "content/frontmatter_state.h"
#include "fcgi/base/ucs.h"

/* ---- keys ---- */

#define READ_TEXT(m)                                              \
    static void r_##m(const struct head *h, const struct yaml *y) \
    {                                                             \
        (void)front_text(h, y, &h->f->m);                         \
    }
#define READ_DATE(m)                                              \
    static void r_##m(const struct head *h, const struct yaml *y) \
    {                                                             \
        front_time(h, y, &h->f->m);                               \
    }
READ_TEXT(title)
READ_TEXT(summary)
READ_TEXT(description)
READ_TEXT(translation_key)
READ_TEXT(owner)
READ_TEXT(lang)
READ_DATE(date)
READ_DATE(lastmod)
READ_DATE(publish)
READ_DATE(expire)
READ_DATE(review_by)

static void r_type(const struct head *h, const struct yaml *y)
{
    h->f->type_line = y->line;
    (void)front_text(h, y, &h->f->type);
}

static void r_slug(const struct head *h, const struct yaml *y)
{
    if (front_text(h, y, &h->f->slug) &&
        !front_is_path(arena_join(h->a, STR("/"), h->f->slug, STR(""))))
        diag_error(h->d, h->shown, y->line, "front-path", y->key, h->f->slug);
}

static void r_url(const struct head *h, const struct yaml *y)
{
    if (front_text(h, y, &h->f->url))
        front_path(h, y, h->f->url);
}

static void r_aliases(const struct head *h, const struct yaml *y)
{
    front_list(h, y, &h->f->aliases);
    for (size_t i = 0; i < h->f->aliases.n; i++)
        front_path(h, y, h->f->aliases.v[i]);
}

static void r_tags(const struct head *h, const struct yaml *y)
{
    front_list(h, y, &h->f->tags);
}

static void r_authors(const struct head *h, const struct yaml *y)
{
    front_list(h, y, &h->f->authors);
}

static void r_weight(const struct head *h, const struct yaml *y)
{
    front_number(h, y, &h->f->weight);
}

static void r_draft(const struct head *h, const struct yaml *y)
{
    front_flag(h, y, &h->f->draft);
}

static void r_toc(const struct head *h, const struct yaml *y)
{
    front_flag(h, y, &h->f->toc);
}

static void r_glossary(const struct head *h, const struct yaml *y)
{
    front_flag(h, y, &h->f->glossary);
}

static void r_menu(const struct head *h, const struct yaml *y)
{
    static const struct str known[] = {STR_INIT("name"), STR_INIT("weight"), STR_INIT("title")};

    if (y->type == YAML_SCALAR) {
        (void)front_text(h, y, &h->f->menu);
        return;
    }
    if (y->type == YAML_LIST) {
        front_wrong(h, y, STR("main"));
        return;
    }
    for (const struct yaml *k = y->first; k != NULL; k = k->next) {
        if (str_eq(k->key, known[0]))
            (void)front_text(h, k, &h->f->menu);
        else if (str_eq(k->key, known[1]))
            front_number(h, k, &h->f->menu_weight);
        else if (str_eq(k->key, known[2]))
            (void)front_text(h, k, &h->f->menu_title);
        else
            front_unknown(h, k, known, ARRAY_LEN(known));
    }
}

static void r_withdrawn(const struct head *h, const struct yaml *y)
{
    static const struct str known[] = {STR_INIT("reason"), STR_INIT("date"), STR_INIT("see")};
    struct withdrawal *w = &h->f->withdrawn;

    if (y->type != YAML_MAP) {
        front_wrong(h, y, STR("{reason: a}"));
        return;
    }
    w->is = true;
    for (const struct yaml *k = y->first; k != NULL; k = k->next) {
        if (str_eq(k->key, known[0]))
            (void)front_text(h, k, &w->reason);
        else if (str_eq(k->key, known[1]))
            front_time(h, k, &w->date);
        else if (!str_eq(k->key, known[2]))
            front_unknown(h, k, known, ARRAY_LEN(known));
        else if (front_text(h, k, &w->see))
            front_path(h, k, w->see);
    }
    if (w->reason.n == 0)
        diag_error(h->d, h->shown, front_line(y), "front-withdrawn-reason");
}

/* A path of the site, or the text itself. */
static void read_transcript(const struct head *h, const struct yaml *y, struct sign_language *s)
{
    struct str text = {NULL, 0};

    s->line = y->line;
    if (!front_text(h, y, &text))
        return;
    if (text.n == 0 || text.p[0] != '/') {
        s->transcript = text;
        return;
    }
    s->transcript_url = text;
    front_path(h, y, text);
}

static void r_sign_language(const struct head *h, const struct yaml *y)
{
    static const struct str known[] = {STR_INIT("video"), STR_INIT("captions"), STR_INIT("title"),
                                       STR_INIT("transcript")};
    struct sign_language *s = &h->f->sign_language;
    struct str *const texts[] = {&s->video, &s->captions, &s->title};

    if (y->type != YAML_MAP) {
        front_wrong(h, y, STR("{video: a.mp4}"));
        return;
    }
    for (const struct yaml *k = y->first; k != NULL; k = k->next) {
        size_t i = 0;

        while (i < ARRAY_LEN(known) && !str_eq(known[i], k->key))
            i++;
        if (i == ARRAY_LEN(known))
            front_unknown(h, k, known, ARRAY_LEN(known));
        else if (i == ARRAY_LEN(texts))
            read_transcript(h, k, s);
        else
            (void)front_text(h, k, texts[i]);
    }
    if (s->video.n == 0)
        diag_error(h->d, h->shown, front_line(y), "sign-without-video");
}

static void check_cards(const struct head *h, const struct yaml *cards)
{
    static const struct str known[] = {STR_INIT("title"), STR_INIT("url"), STR_INIT("text"),
                                       STR_INIT("icon")};

    if (cards->type != YAML_LIST) {
        front_wrong(h, cards, STR("- title: ABC"));
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
                front_unknown(h, k, known, ARRAY_LEN(known));
        }
    }
}

const struct yaml *front_cards(const struct head *h, const struct yaml *y)
{
    check_cards(h, y);
    return y->type == YAML_LIST ? y : NULL;
}

static void r_phases(const struct head *h, const struct yaml *y)
{
    struct strs list = {NULL, 0};

    front_list(h, y, &list);
    for (size_t i = 0; i < list.n; i++) {
        int phase = phase_of(list.v[i]);

        if (phase == PHASE_NONE)
            diag_error(h->d, h->shown, front_line(y), "calendar-phase");
        else
            h->f->phases |= 1u << phase;
    }
}

static void r_params(const struct head *h, const struct yaml *y)
{
    if (y->type != YAML_MAP) {
        front_wrong(h, y, STR("clave: valor"));
        return;
    }
    h->f->params = y;
    h->f->cards = yaml_get(y, STR("cards"));
    if (h->f->cards != NULL)
        check_cards(h, h->f->cards);
}

/* Names as Hugo has them; ours are owner, review_by, lang, withdrawn, glossary, sign_language. */
static const struct str names[] = {
    STR_INIT("title"),          STR_INIT("slug"),        STR_INIT("url"),
    STR_INIT("aliases"),        STR_INIT("date"),        STR_INIT("lastmod"),
    STR_INIT("publishdate"),    STR_INIT("expirydate"),  STR_INIT("draft"),
    STR_INIT("summary"),        STR_INIT("description"), STR_INIT("weight"),
    STR_INIT("type"),           STR_INIT("tags"),        STR_INIT("authors"),
    STR_INIT("translationKey"), STR_INIT("menu"),        STR_INIT("toc"),
    STR_INIT("owner"),          STR_INIT("review_by"),   STR_INIT("lang"),
    STR_INIT("withdrawn"),      STR_INIT("params"),      STR_INIT("glossary"),
    STR_INIT("sign_language"),  STR_INIT("list"),        STR_INIT("phases")};
static front_key *const readers[ARRAY_LEN(names)] = {
    r_title,         r_slug,          r_url,     r_aliases,         r_date,        r_lastmod,
    r_publish,       r_expire,        r_draft,   r_summary,         r_description, r_weight,
    r_type,          r_tags,          r_authors, r_translation_key, r_menu,        r_toc,
    r_owner,         r_review_by,     r_lang,    r_withdrawn,       r_params,      r_glossary,
    r_sign_language, front_read_list, r_phases};

/* ---- the title ---- */

#define MARKS_MAX 3

static bool is_mark(uint32_t c)
{
    return (c >= 0x300 && c <= 0x36F) || (c >= 0x1AB0 && c <= 0x1AFF) ||
           (c >= 0x1DC0 && c <= 0x1DFF) || (c >= 0x20D0 && c <= 0x20FF) ||
           (c >= 0xFE20 && c <= 0xFE2F);
}

/* What nobody sees, what turns the direction of text, what is no character at all. */
static bool is_hidden(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0xAD || c == 0x200B || c == 0x200E ||
           c == 0x200F || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
           c == 0xFEFF || (c >= 0xE000 && c <= 0xF8FF) || (c >= 0xFDD0 && c <= 0xFDEF) ||
           (c & 0xFFFE) == 0xFFFE || c >= 0xE0000;
}

/* A title is sorted, folded, made an id and read aloud: text, then, and nothing else. */
static void check_title(const struct head *h, struct str title)
{
    int marks = 0;

    for (size_t i = 0; i < title.n;) {
        uint32_t c = str_codepoint(title, &i);

        marks = is_mark(c) ? marks + 1 : 0;
        if (is_hidden(c)) {
            diag_error(h->d, h->shown, 1, "front-title-signs",
                       arena_fmt(h->a, "U+%04X", (unsigned)c));
            return;
        }
        if (marks > MARKS_MAX) {
            diag_error(h->d, h->shown, 1, "front-title-marks");
            return;
        }
    }
    if (title.n > 0 && ucs_fold(h->a, title).n == 0)
        diag_error(h->d, h->shown, 1, "front-title-empty");
}

/* What must go together. */
static void check_whole(const struct head *h)
{
    const struct front *f = h->f;

    if (f->title.n == 0)
        diag_error(h->d, h->shown, 1, "front-no-title");
    if (f->title.n > 200)
        diag_error(h->d, h->shown, 1, "front-title-long");
    else
        check_title(h, f->title);
    if (f->expire <= f->publish)
        diag_error(h->d, h->shown, 1, "front-expires-early");
}

bool front_parse(struct arena *a, struct str shown, struct str source, struct str zone,
                 struct diags *d, struct front *ret_front, struct str *ret_markdown, int *ret_line)
{
    struct front f = {.expire = TIME_NEVER, .toc = true, .glossary = true};
    struct head h = {a, d, shown, zone, &f, NULL};
    int before = d->nerrors, line = 1;
    struct str markdown;

    if (!front_open(&h, source, names, readers, ARRAY_LEN(names), &markdown, &line))
        return false;
    if (d->nerrors == before)
        check_whole(&h);
    if (d->nerrors > before)
        return false;
    *ret_front = f;
    *ret_markdown = markdown;
    *ret_line = line;
    return true;
}

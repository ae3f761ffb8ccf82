/*
 * One walk over the tokens of a page. Headings and links do not nest in what htmlpass.c and the
 * templates print; if they do, the inner one's text belongs to both.
 */
#include "accessibility/outline.h"
#include "accessibility/tokens.h"
#include "content/entity.h"
#include "fcgi/base/buf.h"

#define ITEM_TEXT_MAX 2000

/* A list that grows. */
struct list {
    struct outline_item *v;
    size_t n, cap;
};

/* A heading or link that is open. */
struct open_item {
    bool is;
    struct outline_item item;
    struct buf text;
};

struct walk {
    struct arena *a;
    struct str html;
    size_t main_from, main_to;
    bool in_main;
    struct open_item heading, link;
    struct list headings, links, others;
    int words;
    bool in_word;
};

static void push(struct walk *w, struct list *l, struct outline_item item)
{
    if (l->n == l->cap) {
        struct outline_item *v = ARENA_ARRAY(w->a, struct outline_item, l->cap * 2 + 16);

        for (size_t i = 0; i < l->n; i++)
            v[i] = l->v[i];
        l->v = v;
        l->cap = l->cap * 2 + 16;
    }
    l->v[l->n++] = item;
}

static void begin(struct open_item *o, struct outline_item item)
{
    if (!o->is)
        buf_init(&o->text, ITEM_TEXT_MAX);
    buf_clear(&o->text);
    o->item = item;
    o->is = true;
}

static void end(struct walk *w, struct open_item *o, struct list *l)
{
    if (!o->is)
        return;
    o->item.text.s = arena_str(w->a, str_trim(buf_str(&o->text)));
    if (o->item.text.s.n > 0 && l != NULL)
        push(w, l, o->item);
    buf_release(&o->text);
    o->is = false;
}

static void count_words(struct walk *w, struct str text)
{
    for (size_t i = 0; i < text.n; i++) {
        bool blank = text.p[i] == ' ' || text.p[i] == '\n' || text.p[i] == '\t';

        w->words += !blank && !w->in_word;
        w->in_word = !blank;
    }
}

static void text(struct walk *w, struct str s)
{
    if (w->heading.is)
        buf_add(&w->heading.text, s);
    if (w->link.is)
        buf_add(&w->link.text, s);
    if (w->in_main)
        count_words(w, s);
}

static void picture(struct walk *w, struct str alt)
{
    if (w->heading.is)
        token_add_value(&w->heading.text, alt);
    if (w->link.is)
        token_add_value(&w->link.text, alt);
    if (w->in_main)
        count_words(w, alt);
}

/* 1-6, or 0. */
static int heading_level(struct str name)
{
    bool is = name.n == 2 && (name.p[0] == 'h' || name.p[0] == 'H') && name.p[1] >= '1' &&
              name.p[1] <= '6';

    return is ? name.p[1] - '0' : 0;
}

static void opens(struct walk *w, const struct token *tag, size_t behind)
{
    struct str value = {NULL, 0};
    int level = heading_level(tag->name);

    if (str_eq_nocase(tag->name, STR("main")) && w->main_from == 0) {
        w->main_from = behind;
        w->in_main = true;
    } else if (level > 0) {
        (void)token_attribute(tag, STR("id"), &value);
        begin(&w->heading, (struct outline_item){.level = level, .ref = value});
    } else if (str_eq_nocase(tag->name, STR("a")) && token_attribute(tag, STR("href"), &value) &&
               !str_starts(value, STR("#"))) {
        begin(&w->link, (struct outline_item){.ref = entity_decode(w->a, value)});
    } else if (str_eq_nocase(tag->name, STR("img")) && token_attribute(tag, STR("alt"), &value)) {
        picture(w, value);
    }
    w->in_word = w->in_word && token_is_one_of(tag->name, "a abbr em strong span sup code");
}

static void closes(struct walk *w, const struct token *tag, size_t before)
{
    if (str_eq_nocase(tag->name, STR("main")) && w->in_main) {
        w->main_to = before;
        w->in_main = false;
    } else if (heading_level(tag->name) > 0) {
        end(w, &w->heading, w->in_main ? &w->headings : NULL);
    } else if (str_eq_nocase(tag->name, STR("a"))) {
        end(w, &w->link, w->in_main ? &w->links : &w->others);
    }
    w->in_word = w->in_word && token_is_one_of(tag->name, "a abbr em strong span sup code");
}

bool outline_of(struct arena *a, struct str html, struct outline *ret_o)
{
    struct walk w = {.a = a, .html = html};
    struct tokens tokens;
    struct token tok;
    size_t before = 0;

    tokens_init(&tokens, html);
    while (token_next(&tokens, &tok)) {
        size_t behind = html.n - tokens.rest.n;

        if (tok.kind == TOKEN_TEXT)
            text(&w, tok.text);
        else if (tok.kind == TOKEN_OPEN)
            opens(&w, &tok, behind);
        else if (tok.kind == TOKEN_CLOSE)
            closes(&w, &tok, before);
        before = behind;
    }
    end(&w, &w.heading, NULL);
    end(&w, &w.link, NULL);
    if (w.main_to == 0)
        return false;
    *ret_o = (struct outline){.main.s = str_sub(html, w.main_from, w.main_to),
                              .headings = {w.headings.v, w.headings.n},
                              .links = {w.links.v, w.links.n},
                              .others = {w.others.v, w.others.n},
                              .words = w.words};
    return true;
}

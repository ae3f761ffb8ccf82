/*
 * Pages of the content tree: shown, moved (301), withdrawn (410) or kept back for a while (451).
 */
#include "accessibility/carry.h"
#include "content/dated.h"
#include "fcgi/app/app.h"
#include "fcgi/app/documents.h"
#include "fcgi/app/items.h"
#include "fcgi/app/linked.h"
#include "fcgi/app/voice.h"
#include "fcgi/base/ucs.h"

static struct str day(const struct ctx *c, int64_t t, struct str pattern)
{
    const struct config *config = c->app->config;

    return t == 0 ? (struct str){NULL, 0}
                  : ucs_date(c->arena, config->locale, config->zone, pattern, t);
}

struct view_links crumbs_below(struct ctx *c, const struct page *up)
{
    const struct page *above[16];
    struct view_link *v;
    size_t n = 0;

    for (; up != NULL && n + 1 < ARRAY_LEN(above); up = up->parent)
        above[n++] = up;
    /* A micrositio stands below the institute's home. */
    if (c->micro != NULL && c->app->site->home != NULL)
        above[n++] = c->app->site->home;
    v = ARENA_ARRAY(c->arena, struct view_link, n);
    for (size_t i = 0; i < n; i++)
        v[i] = link_to(c, above[n - 1 - i]);
    if (n > 0 && above[n - 1]->kind == PAGE_HOME && above[n - 1]->root->micrositio.n == 0)
        v[0].title =
            messages_format(theme_messages(c->app->theme), c->arena, STR("crumbs.home"), NULL, 0);
    return (struct view_links){v, n};
}

/* What a section lists by its type does not stand among its children, too. */
static bool is_listed(const struct page *section, const struct page *p)
{
    return section->front.list.type.n > 0 && p->type != NULL &&
           str_eq(p->type->id, section->front.list.type);
}

/* Micrositios stand among the sections of the institute's home; those that are archived do not. */
static size_t add_micrositios(struct ctx *c, const struct page *p, const struct page **v, size_t n)
{
    const struct micrositios *all = &c->app->micrositios;

    for (size_t i = 0; p == c->app->site->home && i < all->n; i++) {
        if (all->v[i].life == MICRO_LIVE &&
            site_find(c->app->site, all->v[i].path, c->req->now, &v[n]) == SITE_PAGE)
            n++;
    }
    return n;
}

static struct view_links visible_children(struct ctx *c, const struct page *p)
{
    const struct page **v =
        ARENA_ARRAY(c->arena, const struct page *, p->nchildren + c->app->micrositios.n);
    size_t n = add_micrositios(c, p, v, 0);

    for (size_t i = 0; i < p->nchildren && n < 200; i++) {
        if (page_is_visible(p->children[i], c->req->now) && !p->children[i]->front.withdrawn.is &&
            !is_listed(p, p->children[i]))
            v[n++] = p->children[i];
    }
    return links_to(c, v, n);
}

/* The pages before and behind this one in its section, for reading on. */
static void neighbours(struct ctx *c, const struct page *p, struct view *v)
{
    struct view_links all;

    if (p->kind != PAGE_LEAF || p->parent == NULL || p->parent->kind == PAGE_HOME ||
        is_listed(p->parent, p))
        return;
    all = visible_children(c, p->parent);
    for (size_t i = 0; i < all.n; i++) {
        if (!str_eq(all.v[i].href, p->url))
            continue;
        v->has_previous = i > 0;
        v->has_next = i + 1 < all.n;
        if (v->has_previous)
            v->previous = all.v[i - 1];
        if (v->has_next)
            v->next = all.v[i + 1];
    }
    v->section_nav = all;
}

static struct view_headings headings(struct ctx *c, const struct page *p, const struct headings *h)
{
    struct view_heading *v = ARENA_ARRAY(c->arena, struct view_heading, h->n);
    size_t tops = 0;

    for (size_t i = 0; i < h->n; i++) {
        v[i] = (struct view_heading){h->v[i].id, h->v[i].text, h->v[i].level > 2};
        tops += h->v[i].level == 2;
    }
    /* A table of contents of one or two entries only stands in the way. */
    return p->front.toc && tops >= 3 ? (struct view_headings){v, h->n}
                                     : (struct view_headings){NULL, 0};
}

static struct str scalar(const struct yaml *map, struct str key)
{
    const struct yaml *y = yaml_get(map, key);

    return y != NULL && y->type == YAML_SCALAR ? y->text : (struct str){NULL, 0};
}

struct view_cards cards_of(struct ctx *c, const struct yaml *list)
{
    struct str sprite = {NULL, 0};
    const struct asset *icons = assets_find(c->app->theme_assets, STR("icons/iconos.svg"));
    struct view_card *v;
    size_t n = 0;

    if (list == NULL || list->type != YAML_LIST)
        return (struct view_cards){NULL, 0};
    if (icons != NULL)
        sprite = icons->url;
    v = ARENA_ARRAY(c->arena, struct view_card, list->nchildren);
    for (const struct yaml *y = list->first; y != NULL; y = y->next, n++) {
        v[n] = (struct view_card){scalar(y, STR("url")),
                                  scalar(y, STR("title")),
                                  scalar(y, STR("text")),
                                  scalar(y, STR("icon")),
                                  {NULL, 0}};
        if (v[n].icon.n > 0 && sprite.n > 0)
            v[n].icon_url = arena_join(c->arena, sprite, STR("#"), v[n].icon);
    }
    return (struct view_cards){v, n};
}

/* The companion in easy Spanish, in place of the page, for who asked for it. */
static void easy_version(struct ctx *c, const struct page *p, struct view *v)
{
    const struct easy *easy = p->easy;

    v->has_easy = easy != NULL;
    v->easy = easy != NULL && choice_has(&c->choice, AXIS_EASY);
    v->easy_missing = easy == NULL && choice_has(&c->choice, AXIS_EASY);
    if (!v->easy)
        return;
    v->title = easy->title;
    v->lead = easy->summary;
    v->body = dated_at(c->arena, easy->body, c->req->now);
    v->headings = headings(c, p, &easy->headings);
    v->easy_draft = easy->reviewed_by.n == 0 || easy->reviewed > c->req->now;
    v->easy_reviewer = easy->reviewed_by;
    v->easy_reviewed = day(c, easy->reviewed, date_long(c));
    if (easy->lastmod > 0) {
        v->updated = day(c, easy->lastmod, date_long(c));
        v->updated_iso = day(c, easy->lastmod, STR("yyyy-MM-dd"));
    }
}

/* The page in Mexican Sign Language. */
static void signed_version(const struct page *p, struct view *v)
{
    const struct sign_language *sign = &p->front.sign_language;

    if (sign->video.n == 0)
        return;
    v->sign_title = sign->title.n > 0 ? sign->title : p->front.title;
    v->sign_type = sign->type;
    if (sign->type.n > 0)
        v->sign_video = sign->video;
    else
        v->sign_href = sign->video;
    v->sign_captions = sign->captions;
    v->sign_transcript = sign->transcript;
    v->sign_transcript_href = sign->transcript_url;
}

void page_show(struct ctx *c, const struct page *p, struct answer *answer)
{
    static const enum view_id views[] = {
        [PAGE_HOME] = VIEW_HOME, [PAGE_SECTION] = VIEW_SECTION, [PAGE_LEAF] = VIEW_PAGE};
    struct view *v = &answer->view;
    int64_t updated = p->front.lastmod > 0 ? p->front.lastmod : p->front.date;

    answer->view_id = views[p->kind];
    v->is_home = p->kind == PAGE_HOME;
    v->lang = p->front.lang;
    v->title = p->front.title;
    v->lead = p->front.summary;
    v->description = p->front.description;
    v->owner = p->front.owner;
    v->updated = day(c, updated, date_long(c));
    v->updated_iso = day(c, updated, STR("yyyy-MM-dd"));
    v->body = dated_at(c->arena, p->body, c->req->now);
    v->headings = headings(c, p, &p->headings);
    v->crumbs = crumbs_below(c, p->parent);
    v->cards = cards_of(c, p->front.cards);
    v->has_tools = true;
    if (p->kind == PAGE_HOME && p->root->micrositio.n > 0)
        micro_home(c, p, answer);
    easy_version(c, p, v);
    signed_version(p, v);
    voice_view(c, p, answer);
    neighbours(c, p, v);
    item_show(c, p, v);
    document_show(c, p, answer);
    if (p->kind != PAGE_LEAF)
        v->children = visible_children(c, p);
    v->og_article = p->kind != PAGE_HOME;
    v->linked = linked_data(c, p, v->crumbs);
}

void page_below(struct ctx *c, struct str above, struct str title_key, struct answer *answer)
{
    const struct page *p = NULL;
    struct view *v = &answer->view;

    v->title = messages_format(theme_messages(c->app->theme), c->arena, title_key, NULL, 0);
    if (site_find(c->app->site, above, c->req->now, &p) == SITE_PAGE)
        v->crumbs = crumbs_below(c, p);
}

static void gone(struct ctx *c, const struct page *p, struct answer *answer)
{
    const struct withdrawal *w = &p->front.withdrawn;
    const struct page *see = NULL;

    view_for_error(c, 410, answer);
    answer->no_store = false;
    answer->view.title = p->front.title;
    answer->view.reason = w->reason;
    answer->view.reason_date = day(c, w->date, date_long(c));
    answer->view.request_id = (struct str){NULL, 0}; /* the page is the same for everyone */
    if (w->see.n > 0 && site_find(c->app->site, w->see, c->req->now, &see) == SITE_PAGE) {
        answer->view.see_href = see->url;
        answer->view.see_title = see->front.title;
    }
}

/* Kept back by a rule of the calendar: says which, and until when. */
static void withheld(struct ctx *c, const struct page *p, struct answer *answer)
{
    const struct withholding *w = p->withheld;
    const struct messages *m = theme_messages(c->app->theme);
    struct str until = day(c, w->span.until, STR("d 'de' MMMM 'de' y, H:mm"));

    view_for_error(c, 451, answer);
    answer->no_store = false;
    answer->view.title = p->front.title;
    answer->view.reason = w->legal_basis;
    if (w->explanation.n > 0)
        answer->view.explanation = w->explanation;
    answer->view.until = messages_format(m, c->arena, STR("withheld.until"),
                                         (const struct message_arg[]){MSG_TEXT(until)}, 1);
    answer->view.request_id = (struct str){NULL, 0};
}

/* A path with slashes behind that names a page without them. */
static struct str without_slash(struct str path)
{
    while (path.n > 1 && path.p[path.n - 1] == '/')
        path.n--;
    return path;
}

/* Lists that come by themselves have no slash behind them, either. */
static enum err made(struct ctx *c, struct str path, struct answer *answer)
{
    enum err e = lists_at(c, path, answer);

    if (e == OK && path.n != c->path.n && answer->status == 200)
        return move_to(c, path, answer);
    return e;
}

enum err move_to(struct ctx *c, struct str url, struct answer *answer)
{
    struct str query = variant_query(c, true);
    struct str to = address_of(c->arena, c->by_address ? STR("/lector") : STR(""), url, STR(""));

    answer->status = 301;
    answer->location = href_carry(c->arena, arena_join(c->arena, to, query, STR("")), &c->asked);
    answer->type = "text/html; charset=utf-8";
    return OK;
}

/* Withdrawn or withheld: until when that holds is known already. */
static enum err kept_back(struct ctx *c, const struct page *p, enum site_found found,
                          struct answer *answer)
{
    int64_t until = answer->valid_until;

    if (found == SITE_WITHDRAWN)
        gone(c, p, answer);
    else
        withheld(c, p, answer);
    answer->valid_until = until;
    return OK;
}

/* The file of a document answers as its page does: moved with it, withdrawn with it. */
static enum err file_at(struct ctx *c, struct str path, struct answer *answer)
{
    const struct page *p = NULL;
    enum site_found found;
    struct str url;
    int number;

    if (!document_address(path, &url, &number))
        return ERR_NOT_FOUND;
    found = site_find(c->app->site, url, c->req->now, &p);
    if (found == SITE_NONE || documents_find(c->app->documents, p->url) == NULL)
        return ERR_NOT_FOUND;
    if (found == SITE_PAGE)
        return document_answer(c, path, answer);
    if (found == SITE_MOVED)
        return move_to(c, arena_join(c->arena, p->url, str_sub(path, url.n, path.n), STR("")),
                       answer);
    return kept_back(c, p, found, answer);
}

enum err h_content(struct ctx *c, struct answer *ret_answer)
{
    struct str path = without_slash(c->path);
    const struct page *p = NULL;
    enum site_found found;

    if (is_old_host(c))
        return moved_show(c, path, ret_answer);
    found = site_find(c->app->site, path, c->req->now, &p);
    ret_answer->valid_until = app_valid_until(c->app, c->req->now);
    if (found == SITE_NONE && path.n != c->path.n && route_has_path(path))
        return move_to(c, path, ret_answer);
    if (found == SITE_NONE && path.n == c->path.n && file_at(c, path, ret_answer) == OK)
        return OK;
    if (found == SITE_NONE) {
        enum err e = made(c, path, ret_answer);

        if (e == ERR_NOT_FOUND)
            e = language_fallback(c, path, ret_answer);
        return e == ERR_NOT_FOUND ? moved_show(c, path, ret_answer) : e;
    }
    if (found == SITE_WITHDRAWN || found == SITE_WITHHELD)
        return kept_back(c, p, found, ret_answer);
    if (found == SITE_MOVED || path.n != c->path.n)
        return move_to(c, p->url, ret_answer);
    page_show(c, p, ret_answer);
    return p->front.list.type.n > 0 ? list_show(c, p, ret_answer) : OK;
}

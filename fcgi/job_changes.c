/*
 * The job `changes`: compares each page with what the run before saw and keeps what differs.
 *
 * One transaction holds the whole run: killed at any moment, nothing of it happened and the next
 * run finds the same differences. The first run of all only looks: everything would be new.
 */
#include "content/worddiff.h"
#include "fcgi/base/clock.h"
#include "fcgi/base/log.h"
#include "fcgi/jobs.h"
#include "fcgi/store/changes.h"

#include <stdlib.h>
#include <string.h>

#define ROLE          "estrado_panel"
#define STATEMENT_MS  30000
#define CONTEXT_WORDS 8
#define TEXT_MAX      ((size_t)512 << 10) /* bytes of a page that are compared */

struct changes_job {
    const struct job_run *run;
    struct known_pages known;
    bool *seen;       /* one for each of known */
    struct arena one; /* of one page */
    int64_t now, added;
};

static int by_url(const void *x, const void *y)
{
    return str_cmp(((const struct known_page *)x)->url, ((const struct known_page *)y)->url);
}

static const struct known_page *find(struct changes_job *j, struct str url)
{
    struct known_page wanted = {.url = url};
    const struct known_page *k =
        j->known.n == 0 ? NULL : bsearch(&wanted, j->known.v, j->known.n, sizeof(wanted), by_url);

    if (k != NULL)
        j->seen[k - j->known.v] = true;
    return k;
}

static struct str text_of(struct arena *a, const struct page *p)
{
    struct str text = str_sub(p->text, 0, TEXT_MAX);

    while (text.n < p->text.n && text.n > 0 && ((unsigned char)p->text.p[text.n] & 0xC0) == 0x80)
        text.n--;
    return arena_join(a, p->front.title, STR("\n"), text);
}

static struct known_page page_now(struct arena *a, const struct page *p, struct str body)
{
    struct known_page k = {.url = p->url,
                           .title = p->front.title,
                           .type = p->type == NULL ? STR("page") : p->type->id,
                           .site = p->root->micrositio,
                           .state = p->front.withdrawn.is ? STR("withdrawn") : STR("live")};

    (void)a;
    digest_of(body, k.digest);
    return k;
}

/* Written words of what differs; empty when too much does. */
static enum err compare(struct changes_job *j, struct pg *pg, struct str url, struct str body,
                        struct str *ret_words)
{
    struct worddiff d;
    struct str before;
    struct buf b;
    enum err e = changes_text(pg, &j->one, url, &before);

    *ret_words = (struct str){NULL, 0};
    if (e != OK || !words_diff(&j->one, before, body, CONTEXT_WORDS, &d))
        return e;
    buf_init(&b, 2 * WORDDIFF_BYTES_MAX);
    words_write(&d, &b);
    *ret_words = arena_str(&j->one, buf_str(&b));
    buf_release(&b);
    return OK;
}

/* What happened to a page that is there; the empty str: nothing that is told. */
static struct str kind_of(const struct changes_job *j, const struct known_page *was,
                          const struct known_page *now)
{
    bool live = str_eq(now->state, STR("live"));

    if (j->known.n == 0 || (was == NULL && !live))
        return (struct str){NULL, 0};
    if (!live)
        return STR("withdrawn");
    return was == NULL || !str_eq(was->state, STR("live")) ? STR("new") : STR("changed");
}

static enum err look_at(struct changes_job *j, struct pg *pg, const struct page *p)
{
    struct str body = p->front.withdrawn.is ? STR("") : text_of(&j->one, p), kind, words;
    struct known_page now = page_now(&j->one, p, body);
    const struct known_page *was = find(j, p->url);
    enum err e = OK;

    if (was != NULL && str_eq(was->state, now.state) &&
        memcmp(was->digest, now.digest, DIGEST_BYTES) == 0)
        return OK;
    kind = kind_of(j, was, &now);
    words = (struct str){NULL, 0};
    if (str_eq(kind, STR("changed")))
        e = compare(j, pg, p->url, body, &words);
    if (e == OK && kind.n > 0) {
        e = changes_add(pg, &j->one, &now, kind, words, j->now);
        j->added++;
    }
    return e == OK ? changes_keep(pg, &j->one, &now, body) : e;
}

/* Pages that nobody can see any more. */
static enum err look_for_gone(struct changes_job *j, struct pg *pg)
{
    enum err e = OK;

    for (size_t i = 0; i < j->known.n && e == OK; i++) {
        struct known_page gone = j->known.v[i];

        if (j->seen[i] || str_eq(gone.state, STR("gone")))
            continue;
        gone.state = STR("gone");
        digest_of(STR(""), gone.digest);
        e = changes_add(pg, &j->one, &gone, STR("gone"), STR(""), j->now);
        if (e == OK)
            e = changes_keep(pg, &j->one, &gone, STR(""));
        j->added++;
        arena_reset(&j->one);
    }
    return e;
}

static enum err work(struct pg *pg, struct arena *a, void *arg)
{
    struct changes_job *j = arg;
    const struct pages *all = &j->run->app->site->by_url;
    enum err e = changes_known(pg, a, &j->known);

    if (e == OK)
        j->seen = ARENA_ARRAY(a, bool, j->known.n);
    for (size_t i = 0; i < all->n && e == OK; i++) {
        if (page_is_visible(all->v[i], j->now))
            e = look_at(j, pg, all->v[i]);
        arena_reset(&j->one);
    }
    /* Of a site with errors pages are left out that are not gone. */
    return e == OK && j->run->clean ? look_for_gone(j, pg) : e;
}

int job_changes(const struct job_run *r)
{
    const struct config *config = r->app->config;
    struct changes_job j = {.run = r, .now = clock_now()};
    struct pg *pg;
    enum err e;

    if (config->pg_socket_dir.n == 0)
        return EXIT_FINE;
    pg = pg_open(r->arena, &(struct pg_options){.socket_dir = config->pg_socket_dir,
                                                .database = config->pg_database,
                                                .role = STR(ROLE),
                                                .port = config->pg_port,
                                                .statement_ms = STATEMENT_MS});
    arena_init(&j.one, (size_t)64 << 20);
    e = pg_tx(pg, r->arena, work, &j);
    arena_release(&j.one);
    if (e != OK)
        log_line(LOG_WARN, "changes-without-database", LOG_STR("why", str_from(err_name(e))));
    else
        log_line(LOG_INFO, "changes", LOG_INT("rows", j.added));
    return e == OK || e == ERR_UNAVAILABLE ? EXIT_FINE : EXIT_FOUND;
}

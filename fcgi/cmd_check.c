/*
 * estrado check: configuration, theme, contrast of its colours, every page's source, the links
 * between them, and the finished HTML of every page.
 */
#include "content/lint.h"
#include "fcgi/base/clock.h"
#include "fcgi/base/json.h"
#include "fcgi/offline.h"
#include "fcgi/serve.h"
#include "fcgi/site_audit.h"

#include <stdio.h>

/* What has happened has a day that was. */
static void lint_statement(const struct statement *s, int64_t now, struct diags *d)
{
    const struct str file = STR("accessibility/declaracion.yml");

    if (s->date > now)
        diag_error(d, file, 0, "statement-future", STR("date"));
    for (size_t i = 0; i < s->nfailures; i++) {
        if (s->failures[i].since > now)
            diag_error(d, file, 0, "statement-future", s->failures[i].what);
    }
    for (size_t i = 0; i < s->ntests; i++) {
        if (s->tests[i].date > now)
            diag_error(d, file, 0, "statement-future", s->tests[i].what);
    }
}

static void lint_all(struct app *app, struct diags *d)
{
    static const struct str own[] = {STR_INIT("/buscar"),
                                     STR_INIT("/mapa-del-sitio"),
                                     STR_INIT("/robots.txt"),
                                     STR_INIT("/sitemap.xml"),
                                     STR_INIT("/calendario"),
                                     STR_INIT("/calendario.ics"),
                                     STR_INIT("/calendario.json"),
                                     STR_INIT("/accesibilidad/barrera"),
                                     STR_INIT("/accesibilidad/declaracion")};
    int64_t now = clock_now();
    struct strs made = lists_paths(app, app->arena, now);
    struct str *routes = ARENA_ARRAY(app->arena, struct str, made.n + ARRAY_LEN(own));
    struct lint_options o = {routes, made.n + ARRAY_LEN(own), now};

    for (size_t i = 0; i < ARRAY_LEN(own); i++)
        routes[i] = own[i];
    for (size_t i = 0; i < made.n; i++)
        routes[ARRAY_LEN(own) + i] = made.v[i];
    lint_site(app->site, &o, d);
    redirects_check(app->redirects, app->site, &(struct strs){o.routes, o.nroutes}, now, d);
    lint_statement(app->statement, o.now, d);
    app_lint_time(app, o.now, d);
}

static void print_json(const struct cmd *cmd, const struct diags *d, struct site_audit seen)
{
    struct json *list = json_new_list(cmd->arena), *top = json_new_map(cmd->arena);
    struct buf out;

    for (const struct diag *g = d->first; g != NULL; g = g->next) {
        struct json *one = json_new_map(cmd->arena);

        json_put_text(one, "level", g->level == DIAG_ERROR ? STR("error") : STR("warning"));
        json_put_text(one, "file", g->file);
        json_put_int(one, "line", g->line);
        json_put_text(one, "code", str_from(g->code));
        json_put_text(one, "text", diag_text(g, cmd->texts, cmd->arena));
        json_add(list, one);
    }
    json_put_int(top, "errors", d->nerrors);
    json_put_int(top, "warnings", d->nwarnings);
    json_put_int(top, "pages", seen.pages);
    json_put_int(top, "views", seen.views);
    json_put(top, "problems", list);
    buf_init(&out, (size_t)64 << 20);
    json_dump(top, true, &out);
    printf(STR_FMT "\n", STR_ARG(buf_str(&out)));
    buf_release(&out);
}

static void print_message(const struct cmd *cmd, struct str key, const struct message_arg *args,
                          int nargs)
{
    if (cmd->texts != NULL)
        printf(STR_FMT "\n", STR_ARG(messages_format(cmd->texts, cmd->arena, key, args, nargs)));
}

/* Companions, and how many of them nobody has reviewed. */
static void print_easy(const struct cmd *cmd, const struct site *s)
{
    int64_t companions = 0, drafts = 0;

    for (size_t i = 0; i < s->by_url.n; i++) {
        const struct easy *easy = s->by_url.v[i]->easy;

        companions += easy != NULL;
        drafts += easy != NULL && easy->reviewed == 0;
    }
    print_message(cmd, STR("check.easy"),
                  (const struct message_arg[]){MSG_INT(companions), MSG_INT(drafts)}, 2);
}

static void print_summary(const struct cmd *cmd, const struct diags *d, struct site_audit seen,
                          const struct site *site)
{
    size_t pages = site->by_url.n;
    const struct message_arg audited[] = {MSG_INT(seen.pages), MSG_INT(seen.views)};
    const struct message_arg found[] = {MSG_INT((int64_t)pages), MSG_INT(d->nerrors),
                                        MSG_INT(d->nwarnings)};

    print_easy(cmd, site);
    print_message(cmd, STR("check.audited"), audited, 2);
    print_message(cmd, STR("check.summary"), found, 3);
}

/* "en  /instituto": pages of the site's own language that a language lacks, one a line. */
static void print_translations(const struct cmd *cmd, const struct app *app)
{
    const struct strs *languages = &app->config->languages;
    const struct pages *all = &app->site->by_url;
    int64_t now = clock_now();

    for (size_t i = 0; i < languages->n; i++) {
        for (size_t k = 0; k < all->n; k++) {
            const struct page *p = all->v[k];

            if (page_is_visible(p, now) && str_eq(p->root->locale, app->config->locale) &&
                p->root->micrositio.n == 0 && !p->front.withdrawn.is &&
                !language_has(app, cmd->arena, p, languages->v[i], now))
                printf(STR_FMT "  " STR_FMT "\n", STR_ARG(languages->v[i]), STR_ARG(p->url));
        }
    }
}

static int translations(struct cmd *cmd)
{
    struct app app = {0};
    struct diags d;

    diags_init(&d, cmd->arena);
    if (!cmd_done(cmd, 1))
        return EXIT_TROUBLE;
    if (!offline_load(cmd, &app, &d)) {
        print_diags(&d, cmd->texts);
        return EXIT_TROUBLE;
    }
    print_translations(cmd, &app);
    return EXIT_FINE;
}

int cmd_check(struct cmd *cmd)
{
    bool json = cmd_flag(cmd, "--json"), strict = cmd_flag(cmd, "--strict"), loaded;
    bool writes = cmd_flag(cmd, "--write");
    struct site_audit_options o = {.variants = true};
    struct site_audit seen = {0};
    struct app app = {0};
    struct diags d;

    if (cmd_flag(cmd, "--translations"))
        return translations(cmd);
    if (!cmd_done(cmd, writes ? 2 : 1))
        return EXIT_TROUBLE;
    o.dir = str_from(writes ? cmd->argv[1] : "");
    diags_init(&d, cmd->arena);
    loaded = offline_load(cmd, &app, &d);
    if (loaded) {
        app_check_palettes(&app, &d);
        lint_all(&app, &d);
        seen = site_audit(&app, o, &d);
    }
    if (json)
        print_json(cmd, &d, seen);
    else
        print_diags(&d, cmd->texts);
    if (!json && loaded)
        print_summary(cmd, &d, seen, app.site);
    if (!loaded)
        return EXIT_TROUBLE;
    return d.nerrors > 0 || (strict && d.nwarnings > 0) ? EXIT_FOUND : EXIT_FINE;
}

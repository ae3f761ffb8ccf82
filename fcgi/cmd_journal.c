/*
 * estrado journal: what visitors looked for and did not find, with a proposal for each address; and
 * taking one into redirects.csv.
 */
#include "fcgi/base/clock.h"
#include "fcgi/base/files.h"
#include "fcgi/base/ucs.h"
#include "fcgi/offline.h"
#include "fcgi/serve.h"

#include <stdio.h>

#define ROWS_MAX 500
#define DAYS_MAX 400
#define DAY_S    86400

static struct str text(const struct cmd *cmd, const char *key)
{
    return cmd->texts == NULL ? str_from(key)
                              : messages_format(cmd->texts, cmd->arena,
                                                arena_fmt(cmd->arena, "journal.%s", key), NULL, 0);
}

static bool is_answered(const struct app *app, struct arena *a, struct str path, int64_t now)
{
    const struct page *page;
    struct redirect_hit hit;

    return site_find(app->site, path, now, &page) != SITE_NONE ||
           redirects_find(app->redirects, a, STR(""), path, STR(""), &hit);
}

static void print_missing(struct cmd *cmd, const struct app *app, const struct journal_row *row)
{
    const struct page *near[1];
    int64_t now = clock_now();

    if (is_answered(app, cmd->arena, row->words, now))
        return;
    printf("%6lld  " STR_FMT "\n", (long long)row->times, STR_ARG(row->words));
    if (site_nearest(app->site, cmd->arena, row->words, now, near, 1) == 1)
        printf("        estrado journal accept '" STR_FMT "' '" STR_FMT "'\n", STR_ARG(row->words),
               STR_ARG(near[0]->url));
}

static void print_all(struct cmd *cmd, const struct app *app, const struct journal_rows *rows)
{
    printf(STR_FMT "\n", STR_ARG(text(cmd, "missing")));
    for (size_t i = 0; i < rows->n; i++) {
        if (rows->v[i].kind == JOURNAL_MISSING)
            print_missing(cmd, app, &rows->v[i]);
    }
    printf("\n" STR_FMT "\n", STR_ARG(text(cmd, "searches")));
    for (size_t i = 0; i < rows->n; i++) {
        if (rows->v[i].kind == JOURNAL_SEARCH)
            printf("%6lld  " STR_FMT "\n", (long long)rows->v[i].times, STR_ARG(rows->v[i].words));
    }
}

static int list(struct cmd *cmd, const struct app *app, int64_t days, struct str role)
{
    const struct config *config = app->config;
    struct pg *pg = pg_open(cmd->arena, &(struct pg_options){.socket_dir = config->pg_socket_dir,
                                                             .database = config->pg_database,
                                                             .role = role,
                                                             .port = config->pg_port,
                                                             .statement_ms = 30000});
    struct str since = ucs_date(cmd->arena, config->locale, config->zone, STR("yyyy-MM-dd"),
                                clock_now() - (days - 1) * DAY_S);
    struct journal_rows rows;
    enum err e = journal_list(pg, cmd->arena, since, ROWS_MAX, &rows);

    if (e != OK) {
        (void)fprintf(stderr, "estrado journal: PostgreSQL: %s\n", err_name(e));
        return EXIT_TROUBLE;
    }
    if (rows.n == 0)
        printf(STR_FMT "\n", STR_ARG(text(cmd, "none")));
    else
        print_all(cmd, app, &rows);
    return EXIT_FINE;
}

/* A field as the file has it. */
static struct str field(struct arena *a, struct str s)
{
    struct buf b;
    struct str out;

    if (!str_has(s, STR(",")) && !str_has(s, STR("\"")))
        return s;
    buf_init(&b, 8192);
    for (size_t i = 0; i < s.n; i++)
        buf_add(&b, s.p[i] == '"' ? STR("\"\"") : str_sub(s, i, i + 1));
    out = arena_join(a, STR("\""), buf_str(&b), STR("\""));
    buf_release(&b);
    return out;
}

/* The file with the new rule behind. */
static struct str with_rule(struct cmd *cmd, struct str file, struct str from, struct str to,
                            struct str day)
{
    struct str source = STR("from,to,status,kind,note\n");

    if (file_read(cmd->arena, file, REDIRECTS_BYTES, &source) == OK && source.n > 0 &&
        source.p[source.n - 1] != '\n')
        source = arena_join(cmd->arena, source, STR("\n"), STR(""));
    return arena_join(cmd->arena, source,
                      arena_fmt(cmd->arena, STR_FMT "," STR_FMT ",301,exact,",
                                STR_ARG(field(cmd->arena, from)), STR_ARG(field(cmd->arena, to))),
                      arena_fmt(cmd->arena, "journal " STR_FMT "\n", STR_ARG(day)));
}

static int accept_rule(struct cmd *cmd, const struct app *app, struct str from, struct str to)
{
    const struct config *config = app->config;
    struct strs routes = offline_paths(app, cmd->arena, clock_now());
    struct str day =
        ucs_date(cmd->arena, config->locale, config->zone, STR("yyyy-MM-dd"), clock_now());
    struct str source = with_rule(cmd, config->redirects, from, to, day);
    const struct redirects *r;
    struct diags d;

    diags_init(&d, cmd->arena);
    r = redirects_parse(cmd->arena, app_shown(config, config->redirects), source,
                        &config->old_hosts, &d);
    redirects_check(r, app->site, &routes, clock_now(), &d);
    print_diags(&d, cmd->texts);
    if (d.nerrors > 0)
        return EXIT_FOUND;
    if (file_write(config->redirects, source, 0644) != OK) {
        (void)fprintf(stderr, "estrado journal: " STR_FMT "\n", STR_ARG(config->redirects));
        return EXIT_TROUBLE;
    }
    printf(STR_FMT "\n", STR_ARG(text(cmd, "accepted")));
    return EXIT_FINE;
}

int cmd_journal(struct cmd *cmd)
{
    bool accepts = cmd->argc > 1 && str_eq(str_from(cmd->argv[1]), STR("accept"));
    struct str role = STR("estrado_panel"), days = STR("30");
    struct app app = {0};
    struct diags d;
    int64_t n = 0;

    (void)cmd_option(cmd, "--role", &role);
    (void)cmd_option(cmd, "--days", &days);
    if (!cmd_done(cmd, accepts ? 4 : 1))
        return EXIT_TROUBLE;
    if (str_to_int(days, 1, DAYS_MAX, &n) != OK) {
        (void)fprintf(stderr, "estrado journal: --days 1-%d\n", DAYS_MAX);
        return EXIT_TROUBLE;
    }
    diags_init(&d, cmd->arena);
    if (!offline_load(cmd, &app, &d)) {
        print_diags(&d, cmd->texts);
        return EXIT_TROUBLE;
    }
    return accepts ? accept_rule(cmd, &app, str_from(cmd->argv[2]), str_from(cmd->argv[3]))
                   : list(cmd, &app, n, role);
}

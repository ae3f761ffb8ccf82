/*
 * What the last broken save left behind, as lines "level TAB file TAB line TAB
 * text" in <state_dir>/problems.txt: written by the loader that failed, read by the workers
 * of the generation that stayed, under `serve --watch` only.
 */
#include "fcgi/app/app.h"
#include "fcgi/base/files.h"

#include <unistd.h>

#define PROBLEMS_MAX   100
#define PROBLEMS_BYTES (256u * 1024)

static struct str path_of(struct arena *a, struct str state_dir)
{
    return file_join(a, state_dir, STR("problems.txt"));
}

void problems_clear(struct str state_dir, struct arena *a)
{
    (void)unlink(arena_cstr(a, path_of(a, state_dir)));
}

void problems_write(const struct app *app, const struct diags *d, struct str state_dir)
{
    struct arena a;
    struct buf b;
    int n = 0;

    arena_init(&a, (size_t)4 << 20);
    buf_init(&b, PROBLEMS_BYTES);
    for (const struct diag *g = d->first; g != NULL && n < PROBLEMS_MAX; g = g->next) {
        if (g->level != DIAG_ERROR)
            continue;
        buf_addf(&b, "error\t" STR_FMT "\t%d\t" STR_FMT "\n", STR_ARG(g->file), g->line,
                 STR_ARG(diag_text(g, app->texts, &a)));
        n++;
    }
    if (file_mkdirs(state_dir, 0755) == OK &&
        file_write(path_of(&a, state_dir), buf_str(&b), 0644) != OK)
        log_line(LOG_WARN, "problems-unwritten", LOG_STR("dir", state_dir));
    buf_release(&b);
    arena_release(&a);
}

static struct view_problem parse(struct str line)
{
    struct view_problem p = {0};
    struct str level, number;

    str_cut(line, '\t', &level, &line);
    str_cut(line, '\t', &p.file, &line);
    str_cut(line, '\t', &number, &p.text);
    p.error = str_eq(level, STR("error"));
    if (str_to_int(number, 0, INT32_MAX, &p.line) != OK)
        p.line = 0;
    return p;
}

struct view_problems problems_read(struct ctx *c)
{
    struct view_problem *v = ARENA_ARRAY(c->arena, struct view_problem, PROBLEMS_MAX);
    struct str text, line;
    size_t n = 0;

    if (file_read(c->arena, path_of(c->arena, c->app->config->state_dir), PROBLEMS_BYTES, &text) !=
        OK)
        return (struct view_problems){NULL, 0};
    while (n < PROBLEMS_MAX && str_line(&text, &line))
        v[n++] = parse(line);
    return (struct view_problems){v, n};
}

enum err h_problems(struct ctx *c, struct answer *ret_answer)
{
    struct view_problems problems = problems_read(c);
    const struct messages *m = theme_messages(c->app->theme);

    view_for_error(c, 500, ret_answer);
    ret_answer->status = 200;
    ret_answer->view.status = 200;
    ret_answer->view.problems = problems;
    ret_answer->view.heading =
        messages_format(m, c->arena, STR("problems.heading"),
                        (const struct message_arg[]){MSG_INT((int64_t)problems.n)}, 1);
    ret_answer->view.explanation = messages_format(
        m, c->arena, problems.n > 0 ? STR("problems.explanation") : STR("problems.none"), NULL, 0);
    return OK;
}

/*
 * estrado new micrositio ID, estrado micrositio freeze ID: a micrositio from the template folder
 * content/micrositios/_plantilla, and the digest that keeps an ended one as it was.
 */
#include "content/micrositio.h"
#include "fcgi/base/buf.h"
#include "fcgi/base/files.h"
#include "fcgi/cmd.h"
#include "fcgi/serve.h"

#include <stdio.h>
#include <string.h>

#define TEMPLATE      "_plantilla"
#define TEMPLATE_FILE (64u * 1024)

static void say(const struct cmd *cmd, const char *key, const struct message_arg *args, int n)
{
    if (cmd->texts != NULL)
        printf(STR_FMT "\n",
               STR_ARG(messages_format(cmd->texts, cmd->arena, str_from(key), args, n)));
}

static int no(const struct cmd *cmd, const char *key, struct str what)
{
    const struct message_arg args[] = {MSG_TEXT(what)};

    if (cmd->texts != NULL)
        (void)fprintf(stderr, STR_FMT "\n",
                      STR_ARG(messages_format(cmd->texts, cmd->arena, str_from(key), args, 1)));
    return EXIT_TROUBLE;
}

/* Every «NAME» of the template becomes its value. */
static struct str filled(struct arena *a, struct str text, struct str name, struct str value)
{
    struct buf b;
    struct str out;

    buf_init(&b, TEMPLATE_FILE * 4);
    for (;;) {
        size_t at = str_find(text, name);

        buf_add(&b, str_sub(text, 0, at));
        if (at == text.n)
            break;
        buf_add(&b, value);
        text = str_sub(text, at + name.n, text.n);
    }
    out = arena_str(a, buf_str(&b));
    buf_release(&b);
    return out;
}

/* YAML between quotes: neither a quote nor a backslash ends it early. */
static bool is_plain(struct str title)
{
    for (size_t i = 0; i < title.n; i++) {
        if (title.p[i] == '"' || title.p[i] == '\\' || (unsigned char)title.p[i] < ' ')
            return false;
    }
    return title.n > 0 && title.n <= 200 && str_is_utf8(title);
}

static enum err copy_one(const struct cmd *cmd, struct str from, struct str to, struct str path,
                         struct str id, struct str title)
{
    struct arena *a = cmd->arena;
    struct str text, target = file_join(a, to, path), dir = target;
    enum err e = file_read_beneath(a, from, path, TEMPLATE_FILE, &text);

    if (e != OK)
        return e;
    while (dir.n > 0 && dir.p[dir.n - 1] != '/')
        dir.n--;
    e = file_mkdirs(str_sub(dir, 0, dir.n - 1), 0755);
    if (e != OK)
        return e;
    text = filled(a, filled(a, text, STR("@ID@"), id), STR("@TITLE@"), title);
    e = file_write(target, text, 0644);
    if (e == OK)
        printf("  " STR_FMT "\n", STR_ARG(target));
    return e;
}

static int make(struct cmd *cmd, const struct config *config, struct str id, struct str title)
{
    struct str from = file_join(cmd->arena, config->micrositios_dir, STR(TEMPLATE)),
               to = file_join(cmd->arena, config->micrositios_dir, id);
    struct file_list files;

    if (!micrositio_is_id(id))
        return no(cmd, "micrositio.bad-id", id);
    if (!is_plain(title))
        return no(cmd, "micrositio.bad-title", title);
    if (file_tree(cmd->arena, to, &files) == OK)
        return no(cmd, "micrositio.exists", to);
    if (file_tree(cmd->arena, from, &files) != OK)
        return no(cmd, "micrositio.no-template", from);
    for (size_t i = 0; i < files.n; i++) {
        if (copy_one(cmd, from, to, files.v[i].path, id, title) != OK)
            return no(cmd, "micrositio.unwritable", to);
    }
    say(cmd, "micrositio.made", (const struct message_arg[]){MSG_TEXT(id), MSG_TEXT(to)}, 2);
    return EXIT_FINE;
}

int cmd_new(struct cmd *cmd)
{
    const struct config *config = cmd_load_config(cmd);
    struct str title = {NULL, 0};
    bool has_title = cmd_option(cmd, "--title", &title);

    if (config == NULL || !cmd_done(cmd, 3))
        return EXIT_TROUBLE;
    if (strcmp(cmd->argv[1], "micrositio") != 0) {
        (void)fprintf(stderr, "estrado new: does not know '%s'. See 'estrado new --help'.\n",
                      cmd->argv[1]);
        return EXIT_TROUBLE;
    }
    return make(cmd, config, str_from(cmd->argv[2]), has_title ? title : str_from(cmd->argv[2]));
}

int cmd_micrositio(struct cmd *cmd)
{
    const struct config *config = cmd_load_config(cmd);
    struct str id, dir, digest;
    struct file_list files;

    if (config == NULL || !cmd_done(cmd, 3))
        return EXIT_TROUBLE;
    id = str_from(cmd->argv[2]);
    dir = file_join(cmd->arena, config->micrositios_dir, id);
    if (strcmp(cmd->argv[1], "freeze") != 0 || !micrositio_is_id(id) ||
        file_tree(cmd->arena, dir, &files) != OK)
        return no(cmd, "micrositio.unknown", id);
    digest = micrositio_digest(cmd->arena, dir);
    say(cmd, "micrositio.freeze",
        (const struct message_arg[]){MSG_TEXT(file_join(cmd->arena, dir, STR(MICROSITIO_FILE))),
                                     MSG_TEXT(digest)},
        2);
    return EXIT_FINE;
}

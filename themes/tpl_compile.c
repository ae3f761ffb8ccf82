/*
 * Second half of the template compiler: tokens into a flat list of instructions.
 * Includes are unfolded where they stand, so that the place in the HTML and the
 * fields in scope are known inside them too.
 */
#include "themes/tpl_compile.h"

#include <stdlib.h>
#include <string.h>

static const struct str none = {NULL, 0};

/* --- errors ---------------------------------------------------------------------- */

static bool is_known(const struct tpl_compiler *c, int line, const char *code, struct str x)
{
    for (const struct diag *g = c->d->first; g != NULL; g = g->next) {
        if (g->line == line && strcmp(g->code, code) == 0 && str_eq(g->file, c->shown) &&
            str_eq(g->args[0], x))
            return true;
    }
    return false;
}

void tpl_complain(struct tpl_compiler *c, int line, const char *code, struct str x, struct str y)
{
    const struct str args[] = {x, y};

    c->broken = true;
    if (!is_known(c, line, code, x))
        diag_add(c->d, DIAG_ERROR, c->shown, line, code, args, y.n > 0 ? 2 : x.n > 0 ? 1 : 0);
}

/* --- fields ----------------------------------------------------------------------- */

static const struct tpl_field *find_in(const struct tpl_field *fields, struct str name)
{
    for (const struct tpl_field *f = fields; f != NULL && f->name != NULL; f++) {
        if (str_eq(str_from(f->name), name))
            return f;
    }
    return NULL;
}

static struct str suggest_field(struct tpl_compiler *c, struct str name)
{
    struct str *names;
    size_t n = 0;

    for (int scope = 0; scope <= c->scope; scope++) {
        for (const struct tpl_field *f = c->fields[scope]; f != NULL && f->name != NULL; f++)
            n++;
    }
    names = ARENA_ARRAY(c->a, struct str, n);
    n = 0;
    for (int scope = c->scope; scope >= 0; scope--) {
        for (const struct tpl_field *f = c->fields[scope]; f != NULL && f->name != NULL; f++)
            names[n++] = str_from(f->name);
    }
    return diag_suggest(name, names, n);
}

bool tpl_find(struct tpl_compiler *c, struct str name, struct tpl_found *ret_found)
{
    struct str near;

    for (int scope = c->scope; scope >= 0; scope--) {
        const struct tpl_field *f = find_in(c->fields[scope], name);

        if (f != NULL) {
            *ret_found = (struct tpl_found){f, (uint8_t)scope};
            return true;
        }
    }
    near = suggest_field(c, name);
    tpl_complain(c, c->line, near.n > 0 ? "tpl-unknown-name-near" : "tpl-unknown-name", name, near);
    return false;
}

/* --- instructions -------------------------------------------------------------------- */

static struct tpl_instruction *append(struct tpl_compiler *c, enum tpl_op op)
{
    if (c->n == c->cap) {
        size_t cap = c->cap == 0 ? 64 : c->cap * 2;
        struct tpl_instruction *code = ARENA_ARRAY(c->a, struct tpl_instruction, cap);

        if (c->n > 0)
            memcpy(code, c->code, c->n * sizeof(*code));
        c->code = code;
        c->cap = cap;
    }
    c->code[c->n].op = (uint8_t)op;
    return &c->code[c->n++];
}

static void flush_static(struct tpl_compiler *c)
{
    if (c->text.n == 0)
        return;
    append(c, OP_STATIC)->text = arena_str(c->a, buf_str(&c->text));
    buf_clear(&c->text);
}

static void too_big(struct tpl_compiler *c)
{
    if (!c->stop)
        tpl_complain(c, c->line, "tpl-too-big", none, none);
    c->stop = true;
}

struct tpl_instruction *tpl_emit(struct tpl_compiler *c, enum tpl_op op)
{
    flush_static(c);
    if (c->n >= TPL_CODE_MAX)
        too_big(c);
    return append(c, op);
}

void tpl_emit_static(struct tpl_compiler *c, struct str text)
{
    c->nstatic += text.n;
    if (c->nstatic > TPL_STATIC_MAX)
        too_big(c);
    else
        buf_add(&c->text, text);
}

/* --- text -------------------------------------------------------------------------------- */

static int lines_in(struct str s)
{
    int n = 0;

    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] == '\n';
    return n;
}

static void compile_text(struct tpl_compiler *c, const struct tpl_token *t)
{
    struct str rest = t->text;
    int line = t->line;
    size_t at = 0;
    const char *code = html_feed(&c->html, rest, &at);

    while (code != NULL) {
        line += lines_in(str_sub(rest, 0, at));
        tpl_complain(c, line, code, none, none);
        line += rest.p[at] == '\n';
        rest = str_sub(rest, at + 1, rest.n);
        code = html_feed(&c->html, rest, &at);
    }
    tpl_emit_static(c, t->text);
}

/* --- sections ------------------------------------------------------------------------------ */

static void end_url_prefix(struct tpl_compiler *c)
{
    if (html_in_quoted_value(&c->html) && html_in_url(&c->html) && html_prefix_is_unsafe(&c->html))
        tpl_complain(c, c->line, "tpl-unsafe-url", none, none);
}

/* The list whose items the section shows; NULL, with an error, for any other field. */
static const struct tpl_field *list_of(struct tpl_compiler *c, const struct tpl_found *f,
                                       struct str name)
{
    if (f->field->type == TPL_LIST)
        return f->field;
    tpl_complain(c, c->line, "tpl-not-a-list", name, none);
    return NULL;
}

static enum tpl_op opening_of(enum tpl_token_kind kind)
{
    if (kind == TOKEN_EACH)
        return OP_EACH;
    return kind == TOKEN_IF ? OP_IF : OP_UNLESS;
}

/* A section whose name is wrong is opened all the same, so that its end is no second error. */
static void open_section(struct tpl_compiler *c, const struct tpl_token *t)
{
    struct tpl_section *s = &c->sections[c->nsections];
    struct tpl_found f = {NULL, 0};
    struct tpl_instruction *i;

    if (c->nsections == TPL_SECTIONS_MAX) {
        tpl_complain(c, c->line, "tpl-too-deep", none, none);
        c->stop = true;
        return;
    }
    end_url_prefix(c);
    i = tpl_emit(c, opening_of(t->kind));
    *s = (struct tpl_section){
        .kind = t->kind, .name = t->text, .line = t->line, .before = c->html, .opening = c->n - 1};
    c->nsections++;
    if (!tpl_find(c, t->text, &f) || (t->kind == TOKEN_EACH && list_of(c, &f, t->text) == NULL))
        return;
    i->type = (uint8_t)f.field->type;
    i->scope = f.scope;
    i->offset = f.field->offset;
    i->item_size = f.field->item_size;
    if (t->kind == TOKEN_EACH) {
        s->has_scope = true;
        i->into = ++c->scope;
        c->fields[c->scope] = f.field->item;
    }
}

static void close_list(struct tpl_compiler *c, const struct tpl_section *s)
{
    struct tpl_instruction *next = tpl_emit(c, OP_NEXT);

    next->scope = c->scope;
    next->item_size = c->code[s->opening].item_size;
    next->jump = (uint32_t)s->opening + 1;
    c->scope--;
}

static void close_top(struct tpl_compiler *c)
{
    struct tpl_section *s = &c->sections[c->nsections - 1];

    end_url_prefix(c);
    if (s->has_scope)
        close_list(c, s);
    else
        flush_static(c);
    c->code[s->opening].jump = (uint32_t)c->n;
    if (!html_join(&s->before, &c->html, s->kind == TOKEN_EACH, &c->html)) {
        tpl_complain(c, s->line, "tpl-section-splits", s->name, none);
        c->html.place = HTML_BROKEN;
    }
    c->nsections--;
}

static void refuse_open_section(struct tpl_compiler *c)
{
    const struct tpl_section *s = &c->sections[c->nsections - 1];

    tpl_complain(c, s->line, "tpl-open-section", s->name, none);
}

/* An end that fits a section further out closes those within, each an error. */
static void close_section(struct tpl_compiler *c, const struct tpl_token *t, size_t base)
{
    size_t i = c->nsections;

    while (i > base && !str_eq(c->sections[i - 1].name, t->text))
        i--;
    if (i == base) {
        tpl_complain(c, c->line, "tpl-stray-end", t->text, none);
        return;
    }
    while (c->nsections > i) {
        refuse_open_section(c);
        close_top(c);
    }
    close_top(c);
}

/* --- includes ------------------------------------------------------------------------------- */

static void compile_part(struct tpl_compiler *c, struct str name, bool inside_line);

static void compile_include(struct tpl_compiler *c, struct str name, bool alone)
{
    for (size_t i = 0; i < c->nincludes; i++) {
        if (str_eq(c->includes[i], name)) {
            tpl_complain(c, c->line, "tpl-include-recursive", name, none);
            return;
        }
    }
    if (c->nincludes == TPL_INCLUDES_MAX)
        tpl_complain(c, c->line, "tpl-include-too-deep", name, none);
    else
        compile_part(c, name, !alone);
}

static void compile_token(struct tpl_compiler *c, const struct tpl_token *t, size_t base)
{
    c->line = t->line;
    if (++c->nsteps > TPL_STEPS_MAX)
        too_big(c);
    switch (t->kind) {
    case TOKEN_TEXT:
        compile_text(c, t);
        return;
    case TOKEN_EACH:
    case TOKEN_IF:
    case TOKEN_UNLESS:
        open_section(c, t);
        return;
    case TOKEN_CLOSE:
        close_section(c, t, base);
        return;
    case TOKEN_INCLUDE:
        compile_include(c, t->text, t->alone);
        return;
    case TOKEN_COMMENT:
        return;
    case TOKEN_FIELD:
    case TOKEN_HTML:
    case TOKEN_MESSAGE:
    case TOKEN_SPLICE:
    case TOKEN_JSON:
        tpl_slot(c, t);
    }
}

/* Errors of spelling go to a list of their own first, as a part may be read many times. */
static struct tpl_tokens parse_part(struct tpl_compiler *c, struct str source)
{
    struct diags found;
    struct tpl_tokens tokens;

    diags_init(&found, c->a);
    tokens = tpl_parse(c->a, c->shown, source, &found);
    for (const struct diag *g = found.first; g != NULL; g = g->next)
        tpl_complain(c, g->line, g->code, g->args[0], g->args[1]);
    return tokens;
}

static void compile_source(struct tpl_compiler *c, struct str source)
{
    size_t base = c->nsections;
    struct tpl_tokens tokens = parse_part(c, source);

    for (size_t i = 0; i < tokens.n && !c->stop; i++)
        compile_token(c, &tokens.v[i], base);
    while (c->nsections > base && !c->stop) {
        refuse_open_section(c);
        close_top(c);
    }
}

/*
 * A template or a part of one; inside a line, a part leaves its last line feed behind. Afterwards
 * the compiler is back in the file around it.
 */
static void compile_part(struct tpl_compiler *c, struct str name, bool inside_line)
{
    struct str shown = c->shown, part, source;
    int line = c->line;

    if (!c->env->source(c->env->source_arg, name, &part, &source)) {
        tpl_complain(c, c->line, "tpl-missing", name, none);
        return;
    }
    if (inside_line && str_ends(source, STR("\n")))
        source.n--;
    c->includes[c->nincludes++] = name;
    c->shown = part;
    compile_source(c, source);
    c->nincludes--;
    c->shown = shown;
    c->line = line;
}

static void check_end(struct tpl_compiler *c, struct str name)
{
    struct str source;

    if (c->html.place == HTML_TEXT || c->broken ||
        !c->env->source(c->env->source_arg, name, &c->shown, &source))
        return;
    tpl_complain(c, 0, "tpl-ends-inside", none, none);
}

const struct tpl *tpl_compile(struct arena *a, struct str name, const struct tpl_env *env,
                              struct diags *d)
{
    struct tpl_compiler *c = ARENA_NEW(a, struct tpl_compiler);
    struct tpl *t = ARENA_NEW(a, struct tpl);

    c->a = a;
    c->env = env;
    c->d = d;
    c->shown = name;
    c->fields[0] = env->fields;
    buf_init(&c->text, TPL_STATIC_MAX * 2);
    compile_part(c, name, false);
    check_end(c, name);
    flush_static(c);
    buf_release(&c->text);
    t->code = c->code;
    t->n = c->n;
    t->messages = env->messages;
    return c->broken ? NULL : t;
}

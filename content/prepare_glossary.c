/*
 * "{{glosario}}": the list of the glossary, written as an editor would write it, so that its links,
 * facts and headings go the way of all others.
 */
#include "content/prepare_state.h"

/* "{{glosario}}", with or without blanks inside. */
static bool is_glossary(struct str line)
{
    struct str s = str_trim(line);

    return str_starts(s, STR("{{")) && str_ends(s, STR("}}")) && s.n > 4 &&
           str_eq(str_trim(str_sub(s, 2, s.n - 2)), STR("glosario"));
}

static void put_sentence(struct prep *p, struct str s)
{
    prep_text(p, s);
    if (s.n > 0 && str_index(STR(".!?"), s.p[s.n - 1]) == 3)
        buf_addc(p->out, '.');
    buf_addc(p->out, ' ');
}

/* Forms of discount: "=term=", below it the explanation, indented by four. */
static void put_entry(struct prep *p, const struct glossary_entry *e)
{
    buf_addc(p->out, '=');
    prep_piece(p, (struct piece){.kind = PIECE_TERM, .text = e->id});
    buf_add(p->out, e->term);
    buf_add(p->out, STR("=\n    "));
    if (e->expansion.n > 0)
        put_sentence(p, e->expansion);
    if (e->definition.n > 0)
        put_sentence(p, e->definition);
    if (e->source.n > 0)
        put_sentence(p, messages_format(p->env->messages, p->a, STR("markdown.glossary-source"),
                                        &MSG_TEXT(e->source), 1));
    buf_addc(p->out, '\n');
}

static void put_group(struct prep *p, struct str name)
{
    if (name.n == 0)
        return;
    buf_add(p->out, STR("\n## "));
    buf_add(p->out, name);
    buf_add(p->out, STR("\n\n"));
    prep_note_line(p, p->line, 2);
}

static void put_glossary(struct prep *p, const struct glossary *g)
{
    p->glossary = true;
    buf_addc(p->out, '\n');
    for (size_t i = 0; i < g->n; i++) {
        if (i == 0 || !str_eq(g->v[i].group, g->v[i - 1].group))
            put_group(p, g->v[i].group);
        put_entry(p, &g->v[i]);
    }
    buf_addc(p->out, '\n');
}

bool glossary_take_line(struct prep *p, struct str line)
{
    if (!is_glossary(line))
        return false;
    list_forget(p);
    p->list = false;
    p->blank = true;
    p->span = 0;
    if (p->env->glossary == NULL)
        diag_error(p->d, p->shown, p->line, "glossary-missing");
    else if (p->glossary || p->block.n > 0)
        diag_error(p->d, p->shown, p->line, "glossary-block");
    else
        put_glossary(p, p->env->glossary);
    return true;
}

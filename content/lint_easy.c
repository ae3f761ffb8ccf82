/*
 * Companions in easy Spanish.
 */
#include "content/lint_easy.h"
#include "content/readability.h"

#define EXCERPT_CHARS 60
#define SOUGHT_CHARS  24 /* of a sentence, to find its line: more would meet markup */

static struct str beginning(struct str s, int chars)
{
    size_t at = 0;

    for (int n = 0; n < chars && at < s.n; n++)
        (void)str_codepoint(s, &at);
    while (at > 0 && at < s.n && s.p[at] != ' ')
        at--;
    return str_sub(s, 0, at);
}

struct str lint_excerpt(struct str sentence)
{
    return beginning(sentence, EXCERPT_CHARS);
}

/* Where the file has the beginning of this sentence; 0 when markup stands in it. */
static int line_of(const struct easy *e, struct str sentence)
{
    struct str sought = str_trim(beginning(sentence, SOUGHT_CHARS));
    size_t at = sought.n > 0 ? str_find(e->source, sought) : e->source.n;
    int line = e->body_line;

    if (at == e->source.n)
        return 0;
    for (size_t i = 0; i < at; i++)
        line += e->source.p[i] == '\n';
    return line;
}

void lint_easy(struct str locale, const struct easy *e, struct diags *d)
{
    struct readability r;

    readability_measure(locale, e->text, &r);
    if (r.sentences > 0 && r.szigriszt < EASY_INFLESZ_LEAST)
        diag_error(d, e->file, 0, "easy-hard", arena_fmt(d->arena, "%.1f", r.szigriszt),
                   arena_fmt(d->arena, "%.1f", r.fernandez_huerta));
    if (r.longest_words > EASY_SENTENCE_WORDS)
        diag_error(d, e->file, line_of(e, r.longest), "easy-sentence-long",
                   arena_fmt(d->arena, "%d", r.longest_words), lint_excerpt(r.longest));
}

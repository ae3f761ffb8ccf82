/* First uses of the glossary's words. Whole pages are in tests/golden/markdown/22 and 23. */
#include "tests/unit/content/page_test.h"

#define ACTA "<a class=\"term\" href=\"/glosario#acta\">"

static void the_first_use_in_running_text_is_a_link(void **state)
{
    static const struct page_case v[] = {
        {"acta acta", "<p>" ACTA "acta</a> acta</p>\n"},
        {"a **acta**, acta", "<p>a <strong>" ACTA "acta</a></strong>, acta</p>\n"},
        {"«**acta**»", "<p>«<strong>" ACTA "acta</a></strong>»</p>\n"},
        {"*in*acta*s*, acta", "<p><em>in</em>acta<em>s</em>, " ACTA "acta</a></p>\n"},
        {"acta  \nb", "<p>" ACTA "acta</a><br>\nb</p>\n"},
        {"acta & <https://ejemplo.mx/acta>",
         "<p>" ACTA "acta</a> &amp; <a href=\"https://ejemplo.mx/acta\" rel=\"external noopener\">"
         "https://ejemplo.mx/acta</a></p>\n"},
        {"- acta\n- acta", "<ul>\n<li>" ACTA "acta</a></li>\n<li>acta</li>\n</ul>\n"},
        {"El PREP y [actas](/x), acta",
         "<p>El <a class=\"term\" href=\"/glosario#prep\"><abbr title=\"Programa de Resultados "
         "&quot;Electorales&quot; Preliminares\">PREP</abbr></a> y <a href=\"/x\">actas</a>, "
         "acta</p>\n"},
        {"acta, [el acta](/x)", "<p>" ACTA "acta</a>, <a href=\"/x\">el acta</a></p>\n"},
        {"> acta", "<blockquote><p>" ACTA "acta</a></p>\n</blockquote>\n"},
    };
    struct fixture *f = *state;

    fixture_add_glossary(f);
    assert_bodies(f, v, ARRAY_LEN(v));
    f->env.glossary = NULL;
}

static void it_adds_nothing_to_text_words_and_links(void **state)
{
    struct fixture *f = *state;
    struct str text, folded,
        source = STR("El PREP, el acta y [b](/c).\n\nTabla: T\n\n| a | acta "
                     "|\n|---|---|\n| Cómputo | de acuerdo |\n");
    int words;

    assert_true(fixture_render(f, source));
    text = arena_str(&f->a, f->r.text);
    folded = arena_str(&f->a, f->r.folded);
    words = f->r.words;
    fixture_add_glossary(f);
    assert_true(fixture_render(f, source));
    assert_true(str_has(f->r.body.s, STR("#computo\">Cómputo</a></td>")));
    assert_str(f->r.text, text);
    assert_str(f->r.folded, folded);
    assert_int_equal(f->r.words, words);
    assert_int_equal(f->r.links.n, 1);
    f->env.glossary = NULL;
}

static void a_plain_page_has_no_links_and_still_its_list(void **state)
{
    struct fixture *f = *state;

    fixture_add_glossary(f);
    f->env.plain = true;
    assert_true(fixture_render(f, STR("El acta.\n")));
    assert_str(f->r.body.s, STR("<p>El acta.</p>\n"));
    assert_true(fixture_render(f, STR("## Acta\n\n{{glosario}}\n")));
    assert_true(str_has(f->r.body.s, STR("<h2 id=\"acta-2\">")));
    assert_true(str_has(f->r.body.s, STR("<dt id=\"acta\">")));
    f->env.plain = false;
    f->env.glossary = NULL;
}

int main(void)
{
    const struct CMUnitTest tests[] = {T(the_first_use_in_running_text_is_a_link),
                                       T(it_adds_nothing_to_text_words_and_links),
                                       T(a_plain_page_has_no_links_and_still_its_list)};

    return RUN_PAGES(tests);
}

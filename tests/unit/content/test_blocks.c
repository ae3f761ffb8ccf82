#include "tests/unit/content/page_test.h"

static void titles_come_from_the_catalogue_unless_given(void **state)
{
    static const struct page_case v[] = {
        {"::: aviso\na\n:::\n", "<div class=\"callout callout-aviso\" role=\"note\">\n<p "
                                "class=\"callout-title\">Aviso</p>\n<p>a</p>\n</div>\n"},
        {":::importante  <b> & c \na\n:::",
         "<div class=\"callout callout-importante\" role=\"note\">\n<p "
         "class=\"callout-title\">&lt;b&gt; &amp; c</p>\n<p>a</p>\n</div>\n"},
    };

    assert_bodies(*state, v, ARRAY_LEN(v));
}

static void titles_and_captions_hold_facts(void **state)
{
    static const struct page_case v[] = {
        {"::: aviso Tel. {{dato \"telefono\"}}\na\n:::\n",
         "<div class=\"callout callout-aviso\" role=\"note\">\n<p class=\"callout-title\">Tel. 33 "
         "1234 5678</p>\n<p>a</p>\n</div>\n"},
        {"Tabla: {{dato \"viejo\"}} {{ dato \"correo\" }}\n\n| a |\n|---|\n| b |\n",
         "<div class=\"table-scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"tabla-1\">\n"
         "<table>\n<caption id=\"tabla-1\">Calle &lt;1&gt; (por confirmar) "
         "a&amp;b@ejemplo.mx</caption>\n<thead>\n<tr>\n<th scope=\"col\">a</th>\n</tr>\n</thead>\n"
         "<tbody>\n<tr>\n<td>b</td>\n</tr>\n</tbody>\n</table>\n</div>\n"},
        {"::: video https://ejemplo.mx/a {{dato \"horario\"}}\na\n:::\n",
         "<div class=\"video-card\">\n<p><a href=\"https://ejemplo.mx/a\" rel=\"external "
         "noopener\">por confirmar</a></p>\n<details>\n<summary>Lo que se dice en el "
         "video</summary>\n<p>a</p>\n</details></div>\n"},
    };
    static const struct page_case wrong[] = {
        {"a\n\n::: aviso {{dato \"fax\"}}\na\n:::\n", "error 3 fact-unknown fax\n"},
        {"Tabla: {{dato fax}}\n\n| a |\n|---|\n| b |\n", "error 1 fact-form dato fax\n"},
    };

    assert_bodies(*state, v, ARRAY_LEN(v));
    assert_diags(*state, wrong, ARRAY_LEN(wrong));
}

static void blocks_stand_alone_wherever_they_are_written(void **state)
{
    static const struct page_case v[] = {
        {"a\n::: contacto\nb\n:::\nc\n",
         "<p>a</p>\n<div class=\"contact\">\n<p>b</p>\n</div>\n<p>c</p>\n"},
        {"- a\n::: contacto\n- b\n:::\n- c\n",
         "<ul>\n<li>a</li>\n</ul>\n<div "
         "class=\"contact\">\n<ul>\n<li>b</li>\n</ul>\n</div>\n<ul>\n<li>c</li>\n</ul>\n"},
        {"> a\n::: direccion\nb\n:::\n", "<blockquote><p>a</p>\n</blockquote>\n<address "
                                         "class=\"address\">\n<p>b</p>\n</address>\n"},
        {"`a\n::: contacto\nb`\n:::\n", "<p>`a</p>\n<div class=\"contact\">\n<p>b`</p>\n</div>\n"},
    };

    assert_bodies(*state, v, ARRAY_LEN(v));
}

static void steps_are_the_next_numbered_list_only(void **state)
{
    static const struct page_case v[] = {
        {"::: pasos\nPrimero:\n1. a\n2. b\n:::\n\n1. c\n",
         "<p>Primero:</p>\n<ol "
         "class=\"steps\">\n<li>a</li>\n<li>b</li>\n</ol>\n<ol>\n<li>c</li>\n</ol>\n"},
    };
    static const struct page_case wrong[] = {
        {"::: pasos\n- a\n:::\n\n1. b\n", "error 1 steps-without-list\n"},
        {"\n::: pasos\n3. a\n:::\n", "error 2 steps-without-list\n"},
    };

    assert_bodies(*state, v, ARRAY_LEN(v));
    assert_diags(*state, wrong, ARRAY_LEN(wrong));
}

static void a_video_without_its_words_is_a_warning(void **state)
{
    static const struct page_case v[] = {
        {"::: video https://ejemplo.mx/a Sesión\n\n:::\n", "warning 1 video-without-transcript\n"},
        {"::: video https://ejemplo.mx/a Sesión\n\nHola.\n:::\n", ""},
        {"::: video https://ejemplo.mx/a\nHola.\n:::\n", "error 1 block-video\n"},
        {"::: video javascript:alert(1) Sesión\n:::\n", "error 1 block-video\n"},
        {"::: video https://a\\b Sesión\n:::\n", "error 1 block-video\n"},
    };

    assert_diags(*state, v, ARRAY_LEN(v));
}

static void blocks_that_do_not_fit_are_named(void **state)
{
    static const struct page_case v[] = {
        {"::: nota\n:::\n", "error 1 block-unknown nota\n"},
        {"::: legall\n:::\n", "error 1 block-unknown-near legall legal\n"},
        {"a\n\n:::\n", "error 3 block-not-open\n"},
        {"::: aviso\n::: legal\n:::\n", "error 2 block-nested legal aviso\n"},
        {"\n::: aviso\na\n", "error 2 block-not-closed aviso\n"},
        {"a\n\n```\nb\n", "error 3 code-not-closed\n"},
    };

    assert_diags(*state, v, ARRAY_LEN(v));
}

static void code_is_kept_from_everything(void **state)
{
    static const struct page_case v[] = {
        {"a\n```\n{{dato \"no\"}} <b>\n# x\n::: nada\n```\nb\n",
         "<p>a</p>\n<pre tabindex=\"0\"><code>{{dato &quot;no&quot;}} &lt;b&gt;\n# x\n::: "
         "nada\n</code></pre>\n<p>b</p>\n"},
        {"~~~~\n~~~\n```\n~~~~\n", "<pre tabindex=\"0\"><code>~~~\n```\n</code></pre>\n"},
        {"  ```\n  a\n b\n   c\n  ```\n", "<pre tabindex=\"0\"><code>a\nb\n c\n</code></pre>\n"},
        {"```\n```\n", "<pre tabindex=\"0\"><code></code></pre>\n"},
        {"```a``` b\n", "<p><code>a</code> b</p>\n"},
        {"- a\n    - b\n\n        ```\n        c\n        ```\n",
         "<ul>\n<li>a\n\n<ul>\n<li><p>b</p>\n<pre "
         "tabindex=\"0\"><code>c\n</code></pre>\n</li>\n</ul>\n</li>\n</ul>\n"},
    };

    assert_bodies(*state, v, ARRAY_LEN(v));
}

static void a_caption_is_one_right_above_a_table_only(void **state)
{
    static const struct page_case v[] = {
        {"Tabla: a\n", "<p>Tabla: a</p>\n"},
        {"Tabla:\n\nb\n", "<p>Tabla:</p>\n<p>b</p>\n"},
    };

    assert_bodies(*state, v, ARRAY_LEN(v));
}

int main(void)
{
    const struct CMUnitTest tests[] = {T(titles_come_from_the_catalogue_unless_given),
                                       T(titles_and_captions_hold_facts),
                                       T(blocks_stand_alone_wherever_they_are_written),
                                       T(steps_are_the_next_numbered_list_only),
                                       T(a_video_without_its_words_is_a_warning),
                                       T(blocks_that_do_not_fit_are_named),
                                       T(code_is_kept_from_everything),
                                       T(a_caption_is_one_right_above_a_table_only)};

    return RUN_PAGES(tests);
}

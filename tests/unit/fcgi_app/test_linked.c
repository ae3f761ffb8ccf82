/*
 * JSON-LD of pages: that it is JSON, says what it must, and never ends its script.
 */
#include "tests/unit/fcgi_app/site.h"

#include "fcgi/base/json.h"

static struct str script_of(struct str body)
{
    struct str open = STR("<script type=\"application/ld+json\">");
    size_t at = str_find(body, open);

    body = str_sub(body, at + open.n, body.n);
    return str_sub(body, 0, str_find(body, STR("</script>")));
}

static const struct json *graph_of(const char *uri)
{
    const struct json *v = NULL;
    struct str context;

    assert_int_equal(json_parse(&generation, script_of(ask(uri).body), NULL, &v), OK);
    assert_true(json_text(json_get(v, "@context"), &context));
    assert_str(context, STR("https://schema.org"));
    return json_get(v, "@graph");
}

static const struct json *of_class(const struct json *graph, const char *class)
{
    struct str type;

    for (size_t i = 0; i < json_count(graph); i++) {
        if (json_text(json_get(json_at(graph, i), "@type"), &type) && str_eq(type, str_from(class)))
            return json_at(graph, i);
    }
    return NULL;
}

static void must_have(const struct json *v, const char *key)
{
    assert_non_null(v);
    assert_non_null(json_get(v, key));
}

static void the_home_page_is_the_institute_and_its_search(void **state)
{
    const struct json *graph = graph_of("/"), *v = of_class(graph, "GovernmentOrganization");

    (void)state;
    must_have(v, "name");
    must_have(v, "url");
    assert_null(json_get(v, "telephone")); /* not confirmed */
    must_have(of_class(graph, "WebSite"), "potentialAction");
    assert_null(of_class(graph, "BreadcrumbList"));
}

static void a_page_tells_the_way_to_it(void **state)
{
    const struct json *graph = graph_of("/a/uno"), *v = of_class(graph, "BreadcrumbList"), *list;
    struct str item;

    (void)state;
    must_have(of_class(graph, "WebPage"), "dateModified");
    list = json_get(v, "itemListElement");
    assert_int_equal(json_count(list), 3);
    assert_true(json_text(json_get(json_at(list, 2), "item"), &item));
    assert_str(item, STR("http://localhost/a/uno"));
}

static void open_graph_stands_beside_it(void **state)
{
    struct response r = ask("/a/uno");

    (void)state;
    assert_true(str_has(r.body, STR("property=\"og:type\" content=\"article\"")));
    assert_true(str_has(r.body, STR("property=\"og:locale\" content=\"es_MX\"")));
    assert_true(str_has(r.body, STR("property=\"og:url\" content=\"http://localhost/a/uno\"")));
    r = ask("/");
    assert_true(str_has(r.body, STR("property=\"og:type\" content=\"website\"")));
}

static void no_text_ends_the_script(void **state)
{
    struct str script = script_of(ask("/a/tres").body);

    (void)state;
    assert_true(str_has(script, STR("\\u003c/script>")));
    assert_int_equal(str_index(script, '<'), script.n);
}

static void questions_are_a_list_of_questions(void **state)
{
    const struct json *v = of_class(graph_of("/preguntas"), "FAQPage"), *list;
    struct str text;

    (void)state;
    must_have(v, "mainEntity");
    list = json_get(v, "mainEntity");
    assert_int_equal(json_count(list), 3);
    assert_true(json_text(json_get(json_get(json_at(list, 1), "acceptedAnswer"), "text"), &text));
    assert_str(text, STR("Dos.\nY algo."));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_home_page_is_the_institute_and_its_search),
        cmocka_unit_test(a_page_tells_the_way_to_it),
        cmocka_unit_test(open_graph_stands_beside_it),
        cmocka_unit_test(no_text_ends_the_script),
        cmocka_unit_test(questions_are_a_list_of_questions),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}

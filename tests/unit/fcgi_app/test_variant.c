/*
 * How answers look and read, from the address, the cookie or neither.
 */
#include "tests/unit/fcgi_app/site.h"

static bool has(const struct response *r, const char *text)
{
    return str_has(r->body, str_from(text));
}

static void a_cookie_is_a_class_list(void **state)
{
    struct response r = ask_as("GET", "/a", "HTTP_COOKIE=a11y=t-200.c-oscuro.nada");

    (void)state;
    assert_true(has(&r, "<html lang=\"es-MX\" class=\"c-oscuro t-200\">"));
    assert_false(has(&r, "nada"));
    assert_str(response_get(&r, "Cache-Control"), STR("private, no-cache"));
    assert_true(str_has(response_get(&r, "Vary"), STR("Cookie")));
    r = ask("/a");
    assert_true(has(&r, "class=\"\""));
}

static void an_address_beats_the_cookie_axis_by_axis_and_goes_on_with_links(void **state)
{
    struct response r = ask_as("GET", "/a?a11y=c-claro", "HTTP_COOKIE=a11y=c-oscuro.e-1");

    (void)state;
    assert_true(has(&r, "class=\"c-claro e-1\""));
    assert_true(has(&r, "href=\"/a/uno?a11y=c-claro\""));
    assert_true(has(&r, "name=\"a11y\" value=\"c-claro\""));
    assert_true(has(&r, "rel=\"canonical\" href=\"http://localhost/a\""));
    assert_int_equal(response_get(&r, "Set-Cookie").n, 0);
}

static void presentations_have_an_etag_of_their_own(void **state)
{
    struct response r = ask("/a");
    char plain[80], dark[80];

    (void)state;
    (void)snprintf(plain, sizeof(plain), STR_FMT, STR_ARG(response_get(&r, "ETag")));
    r = ask_as("GET", "/a", "HTTP_COOKIE=a11y=c-oscuro");
    (void)snprintf(dark, sizeof(dark), STR_FMT, STR_ARG(response_get(&r, "ETag")));
    assert_string_not_equal(plain, dark);
    r = ask("/a");
    assert_str(response_get(&r, "ETag"), str_from(plain));
}

static void the_reader_keeps_the_words_and_drops_the_rest(void **state)
{
    struct response r = ask("/lector/a/uno");

    (void)state;
    assert_int_equal(r.status, 200);
    assert_true(has(&r, "Número uno</h1>"));
    assert_true(has(&r, "Jalisco &amp;"));
    assert_true(has(&r, "<a href=\"/a/uno\">"));
    assert_false(has(&r, "Sobre este sitio"));
    assert_false(has(&r, "Menú principal"));
    assert_true(has(&r, "href=\"http://localhost/a/uno\""));
    assert_str(response_get(&r, "Cache-Control"),
               STR("public, max-age=1, stale-while-revalidate=1"));
    r = ask_as("GET", "/a/uno", "HTTP_COOKIE=a11y=r-1");
    assert_true(has(&r, "name=\"quitar\" value=\"r\""));
    assert_false(has(&r, "Menú principal"));
}

static void the_reader_has_the_addresses_of_pages_only(void **state)
{
    static const struct {
        const char *uri;
        int status;
    } rows[] = {{"/lector", 200},          {"/lector/", 200},        {"/lector/viejo", 301},
                {"/lector/nada", 404},     {"/lector/buscar", 404},  {"/lectora", 404},
                {"/lector/lector/a", 404}, {"/lector/-/health", 404}};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_int_equal(ask(rows[i].uri).status, rows[i].status);
}

static void an_old_address_stays_in_the_reader(void **state)
{
    struct response r = ask("/lector/viejo");

    (void)state;
    assert_str(response_get(&r, "Location"), STR("/lector/a/uno"));
}

static void easy_reading_is_the_companion_or_says_that_there_is_none(void **state)
{
    struct response r = ask("/a/uno?a11y=l-1");

    (void)state;
    assert_true(has(&r, "Parte fácil"));
    assert_false(has(&r, "Jalisco &amp;"));
    assert_true(has(&r, "borrador"));
    r = ask("/a/dos?a11y=l-1");
    assert_true(has(&r, "Otro."));
    assert_true(has(&r, "todavía no tiene"));
    r = ask("/a/uno");
    assert_true(has(&r, "href=\"/a/uno?a11y=l-1\""));
    r = ask("/a/dos");
    assert_false(has(&r, "?a11y=l-1"));
}

static void any_page_is_lists_of_its_headings_and_links(void **state)
{
    static const char *const uris[] = {"/a/uno?vista=indice", "/?vista=indice",
                                       "/nada?vista=indice", "/buscar?q=uno&vista=indice",
                                       "/mapa-del-sitio?vista=indice"};
    struct response r;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(uris); i++) {
        r = ask(uris[i]);
        assert_true(has(&r, "indice_encabezados"));
    }
    r = ask("/a/uno?vista=indice");
    assert_true(has(&r, "href=\"/a/uno#parte\""));
    assert_true(has(&r, "href=\"https://a.mx\""));
    r = ask("/buscar?q=uno&vista=indice");
    assert_true(has(&r, "href=\"/buscar?q=uno\""));
}

static void without_pictures_nothing_is_downloaded(void **state)
{
    struct response r = ask_as("GET", "/", "HTTP_COOKIE=a11y=i-0");

    (void)state;
    assert_false(has(&r, "<img"));
    assert_false(has(&r, "<use"));
}

static void the_form_shows_what_is_chosen(void **state)
{
    struct response r = ask_as("GET", "/accesibilidad?volver=/a", "HTTP_COOKIE=a11y=c-crema.u-1");

    (void)state;
    assert_int_equal(r.status, 200);
    assert_true(has(&r, "value=\"c-crema\" checked"));
    assert_true(has(&r, "value=\"u-1\" checked"));
    assert_true(has(&r, "name=\"volver\" value=\"/a\""));
    assert_str(response_get(&r, "Cache-Control"), STR("no-store"));
}

static void the_way_back_is_a_path_of_ours(void **state)
{
    static const struct str rows[][2] = {
        {STR_INIT("/a/b"), STR_INIT("/a/b")},    {STR_INIT("/a?q=1"), STR_INIT("/a")},
        {STR_INIT("/a#b"), STR_INIT("/a")},      {STR_INIT("//evil.example"), STR_INIT("/")},
        {STR_INIT("/\\evil"), STR_INIT("/")},    {STR_INIT("https://evil"), STR_INIT("/")},
        {STR_INIT("/a\r\nX: y"), STR_INIT("/")}, {STR_INIT(""), STR_INIT("/")},
        {STR_INIT("a"), STR_INIT("/")},          {STR_INIT("/\t/evil"), STR_INIT("/")},
        {STR_INIT("/\xff"), STR_INIT("/")},      {STR_INIT("?"), STR_INIT("/")},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_str(path_of_ours(&request, rows[i][0]), rows[i][1]);
}

static void what_is_chosen_is_kept_for_a_year(void **state)
{
    struct response r = send_to("/accesibilidad", "t=t-200&c=c-oscuro&volver=%2Fa%3Fx", NULL);

    (void)state;
    assert_int_equal(r.status, 303);
    assert_str(response_get(&r, "Location"), STR("/a"));
    assert_str(response_get(&r, "Set-Cookie"),
               STR("a11y=c-oscuro.t-200; Path=/; Max-Age=31536000; SameSite=Lax"));
    assert_str(response_get(&r, "Cache-Control"), STR("no-store"));
    r = send_to("/accesibilidad", "c=c-oscuro", "HTTPS=on");
    assert_true(str_ends(response_get(&r, "Set-Cookie"), STR("; Secure")));
    r = send_to("/accesibilidad", "c=c-oscuro&t=nada&x=c-claro&volver=//evil", NULL);
    assert_str(response_get(&r, "Location"), STR("/"));
    assert_true(str_starts(response_get(&r, "Set-Cookie"), STR("a11y=c-oscuro;")));
}

static void it_can_be_given_up_whole_or_in_part(void **state)
{
    struct response r =
        send_to("/accesibilidad", "c=c-oscuro&accion=restablecer", "HTTP_COOKIE=a11y=c-oscuro");

    (void)state;
    assert_true(str_starts(response_get(&r, "Set-Cookie"), STR("a11y=; Path=/; Max-Age=0")));
    r = send_to("/accesibilidad", "quitar=r&volver=/a/uno", "HTTP_COOKIE=a11y=c-gris.r-1");
    assert_true(str_starts(response_get(&r, "Set-Cookie"), STR("a11y=c-gris;")));
    assert_str(response_get(&r, "Location"), STR("/a/uno"));
    /* what came by the address alone is given up there, and never kept */
    r = send_to("/accesibilidad?a11y=c-oscuro.l-1", "quitar=l&volver=/a/uno", NULL);
    assert_int_equal(response_get(&r, "Set-Cookie").n, 0);
    assert_str(response_get(&r, "Location"), STR("/a/uno?a11y=c-oscuro"));
}

static void without_cookies_the_address_keeps_it(void **state)
{
    struct response r = send_to("/accesibilidad", "c=c-oscuro&accion=direccion&volver=/a", NULL);

    (void)state;
    assert_str(response_get(&r, "Location"), STR("/a?a11y=c-oscuro"));
    assert_int_equal(response_get(&r, "Set-Cookie").n, 0);
    /* what was kept before would show through */
    r = send_to("/accesibilidad", "t=t-300&accion=direccion&volver=/a",
                "HTTP_COOKIE=a11y=c-amarillo");
    assert_str(response_get(&r, "Location"), STR("/a?a11y=t-300"));
    assert_true(str_starts(response_get(&r, "Set-Cookie"), STR("a11y=; Path=/; Max-Age=0")));
    r = send_to("/accesibilidad?a11y=c-claro", "c=c-gris&volver=/a", NULL);
    assert_str(response_get(&r, "Location"), STR("/a?a11y=c-gris"));
    r = send_to("/accesibilidad?a11y=c-claro", "accion=restablecer&volver=/a", NULL);
    assert_str(response_get(&r, "Location"), STR("/a"));
}

static void another_site_changes_nothing(void **state)
{
    struct response r =
        send_to("/accesibilidad", "c=c-oscuro&accion=guardar", "HTTP_ORIGIN=https://example.org");

    (void)state;
    assert_int_equal(r.status, 403);
    assert_int_equal(response_get(&r, "Set-Cookie").n, 0);
    assert_true(str_has(r.body, STR("href=\"/accesibilidad\">Abrir el formulario otra vez")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cookie_is_a_class_list),
        cmocka_unit_test(an_address_beats_the_cookie_axis_by_axis_and_goes_on_with_links),
        cmocka_unit_test(presentations_have_an_etag_of_their_own),
        cmocka_unit_test(the_reader_keeps_the_words_and_drops_the_rest),
        cmocka_unit_test(the_reader_has_the_addresses_of_pages_only),
        cmocka_unit_test(an_old_address_stays_in_the_reader),
        cmocka_unit_test(easy_reading_is_the_companion_or_says_that_there_is_none),
        cmocka_unit_test(any_page_is_lists_of_its_headings_and_links),
        cmocka_unit_test(without_pictures_nothing_is_downloaded),
        cmocka_unit_test(the_form_shows_what_is_chosen),
        cmocka_unit_test(the_way_back_is_a_path_of_ours),
        cmocka_unit_test(what_is_chosen_is_kept_for_a_year),
        cmocka_unit_test(it_can_be_given_up_whole_or_in_part),
        cmocka_unit_test(without_cookies_the_address_keeps_it),
        cmocka_unit_test(another_site_changes_nothing),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}

/* From files to pages with addresses; what is found when, by the clock. */
#include "tests/unit/content/site_fixture.h"

/* 2024-03-15, 2024-07-01, 2031-01-01 in UTC. */
#define MARCH_2024 1710460800
#define JULY_2024  1719792000
#define YEAR_2031  1924992000

static void the_fixture_site_loads_cleanly(void **state)
{
    struct site_fixture *f = *state;

    fixture_load_content(f);
    for (const struct diag *g = f->d.first; g != NULL; g = g->next) {
        if (g->level == DIAG_ERROR)
            fail_msg("%s:%d %s", arena_cstr(&f->a, g->file), g->line, g->code);
    }
    assert_int_equal(f->site->by_url.n, 15);
    assert_int_equal(f->site->nfiles, 15);
    assert_int_equal(f->parsed, 16);
    assert_str(f->site->home->url, STR("/"));
}

static void addresses_come_from_folders_names_slugs_and_urls(void **state)
{
    static const struct {
        const char *url, *file;
        enum page_kind kind;
    } rows[] = {
        {"/", "_index.md", PAGE_HOME},
        {"/instituto", "instituto/_index.md", PAGE_SECTION},
        {"/instituto/consejo-general", "instituto/consejo.md", PAGE_LEAF}, /* slug */
        {"/instituto/comisiones", "instituto/comisiones/_index.md", PAGE_SECTION},
        {"/informatica", "instituto/comisiones/informatica.md", PAGE_LEAF}, /* url */
        {"/sin-portada/hoja", "sin-portada/hoja.md", PAGE_LEAF},
    };
    struct site_fixture *f = *state;

    fixture_load_content(f);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const struct page *p = fixture_page(f, rows[i].url);

        assert_non_null(p);
        assert_str(p->file, arena_fmt(&f->a, "tests/site/content/es-MX/%s", rows[i].file));
        assert_int_equal(p->kind, rows[i].kind);
        assert_str(p->root->locale, STR("es-MX"));
    }
}

/* Two folders: addresses, parents and companions stay each in their own. */
static void roots_stand_beside_each_other(void **state)
{
    struct site_fixture *f = *state;
    struct root roots[] = {{.locale = STR("es-MX"),
                            .dir = file_join(&f->a, f->folder, STR("es-MX")),
                            .shown = STR("paginas/es-MX"),
                            .files = STR("es-MX")},
                           {.micrositio = STR("urna"),
                            .locale = STR("es-MX"),
                            .dir = file_join(&f->a, f->folder, STR("es-MX/urna-aparte")),
                            .shown = STR("micrositios/urna/es-MX"),
                            .files = STR("urna/es-MX"),
                            .prefix = STR("/urna")}};
    const struct page *p = NULL;

    fixture_write(f, "_index.md", "title: Inicio\n", "");
    fixture_write(f, "hoja.md", "title: Hoja\n", "");
    fixture_write(f, "urna-aparte/_index.md", "title: Urna\naliases: [/vieja]\n", "");
    fixture_write(f, "urna-aparte/hoja.md", "title: Hoja de la urna\n", "Larga.\n");
    fixture_write(f, "urna-aparte/hoja.facil.md", "title: Hoja fácil\n", "Corta.\n");
    fixture_write(f, "urna-aparte/otra.md", "title: Otra\nurl: /lejos/de/casa\n", "");
    diags_init(&f->d, &f->a);
    f->site = site_load(&f->a,
                        &(struct site_options){.roots = {roots, 2},
                                               .zone = STR("America/Mexico_City"),
                                               .processes = 2,
                                               .env = &f->env},
                        &f->d, &f->parsed);
    p = fixture_page(f, "/urna/hoja");
    assert_non_null(p);
    assert_non_null(p->easy);
    assert_str(p->root->micrositio, STR("urna"));
    assert_ptr_equal(p->parent, fixture_page(f, "/urna"));
    assert_int_equal(fixture_page(f, "/urna")->kind, PAGE_HOME);
    assert_null(fixture_page(f, "/urna")->parent);
    assert_non_null(fixture_page(f, "/urna/lejos/de/casa"));
    assert_int_equal(site_find(f->site, STR("/urna/vieja"), 0, &p), SITE_MOVED);
    assert_ptr_equal(fixture_page(f, "/hoja")->parent, f->site->home);
    assert_str(f->site->home->url, STR("/"));
}

static void a_section_takes_its_slug_for_itself(void **state)
{
    struct site_fixture *f = *state;

    fixture_write(f, "_index.md", "title: Inicio\n", "");
    fixture_write(f, "a/_index.md", "title: A\nslug: otra\n", "");
    fixture_write(f, "a/b.md", "title: B\n", "");
    fixture_load_written(f);
    assert_non_null(fixture_page(f, "/otra"));
    assert_non_null(fixture_page(f, "/a/b"));
    assert_ptr_equal(fixture_page(f, "/a/b")->parent, fixture_page(f, "/otra"));
}

static void a_page_has_what_its_markdown_says(void **state)
{
    struct site_fixture *f = *state;
    const struct page *p;

    fixture_load_content(f);
    p = fixture_page(f, "/instituto/consejo-general");
    assert_true(str_has(p->body.s, STR("<h2 id=\"reglas\">Reglas</h2>")));
    assert_true(str_has(p->body.s, STR("33 1234 5678")));
    assert_int_equal(p->headings.n, 3);
    assert_true(str_has(p->folded, STR("integracion")));
    assert_true(p->words > 20);
    p = fixture_page(f, "/instituto/archivos");
    assert_true(str_has(p->body.s, STR("/estatico/plano.1.png")));
    assert_true(str_has(p->body.s, STR("/estatico/acta.1.pdf")));
}

static void a_page_has_its_companion_and_links_to_the_glossary(void **state)
{
    struct site_fixture *f = *state;
    const struct page *p;
    struct str link = STR("<a class=\"term\" href=\"/glosario#estrados\">estrados</a>");

    fixture_load_content(f);
    assert_ptr_equal(f->site->glossary, f->env.glossary);
    p = fixture_page(f, "/instituto/consejo-general");
    assert_true(str_has(p->body.s, link));
    assert_non_null(p->easy);
    assert_true(str_has(p->easy->body.s, link));
    assert_str(p->easy->reviewed_by, STR("Persona de Prueba"));
    assert_int_equal(p->easy->headings.n, 1);
    p = fixture_page(f, "/glosario");
    assert_true(str_has(p->body.s, STR("<dt id=\"estrados\">Estrados</dt>")));
    assert_null(p->easy);
}

static void a_page_may_do_without_the_glossary(void **state)
{
    struct site_fixture *f = *state;

    fixture_load_content(f);
    fixture_write(f, "_index.md", "title: A\n", "Los estrados.\n");
    fixture_write(f, "b.md", "title: B\nglossary: false\n", "Los estrados.\n");
    fixture_load_written(f);
    assert_true(str_has(f->site->home->body.s, STR("#estrados")));
    assert_str(fixture_page(f, "/b")->body.s, STR("<p>Los estrados.</p>\n"));
}

static enum site_found find(const struct site_fixture *f, const char *path, int64_t now,
                            const struct page **ret_p)
{
    *ret_p = NULL;
    return site_find(f->site, str_from(path), now, ret_p);
}

static void what_is_found_depends_on_the_clock(void **state)
{
    static const struct {
        const char *path;
        int64_t now;
        enum site_found found;
    } rows[] = {
        {"/", MARCH_2024, SITE_PAGE},
        {"/instituto", MARCH_2024, SITE_PAGE},
        {"/instituto/", MARCH_2024, SITE_NONE}, /* the caller takes slashes off */
        {"/nada", MARCH_2024, SITE_NONE},
        {"", MARCH_2024, SITE_NONE},
        {"/noticias/borrador", MARCH_2024, SITE_NONE},
        {"/noticias/pasada", MARCH_2024, SITE_PAGE},
        {"/noticias/pasada", JULY_2024, SITE_NONE},
        {"/noticias/futura", JULY_2024, SITE_NONE},
        {"/noticias/futura", YEAR_2031, SITE_PAGE},
        {"/retirada", MARCH_2024, SITE_WITHDRAWN},
        {"/consejo", MARCH_2024, SITE_MOVED},
        {"/quienes-somos/consejo", MARCH_2024, SITE_MOVED},
        {"/consejo", 1000, SITE_NONE}, /* its page is not published yet */
        {"/tramites/viejo", MARCH_2024, SITE_MOVED},
    };
    struct site_fixture *f = *state;
    const struct page *p;

    fixture_load_content(f);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        enum site_found found = find(f, rows[i].path, rows[i].now, &p);

        if (found != rows[i].found)
            fail_msg("%s: %d instead of %d", rows[i].path, (int)found, (int)rows[i].found);
        assert_int_equal(p == NULL, found == SITE_NONE);
    }
    (void)find(f, "/consejo", MARCH_2024, &p);
    assert_str(p->url, STR("/instituto/consejo-general"));
}

static void a_page_appears_and_expires_at_the_second(void **state)
{
    struct site_fixture *f = *state;
    const struct page *p;
    int64_t at;

    fixture_load_content(f);
    p = fixture_page(f, "/noticias/futura");
    at = p->front.publish;
    assert_int_equal(at, 1893510000); /* 2030-01-01 09:00 in Mexico City, UTC-6 */
    assert_int_equal(find(f, "/noticias/futura", at - 1, &p), SITE_NONE);
    assert_int_equal(find(f, "/noticias/futura", at, &p), SITE_PAGE);
    at = fixture_page(f, "/noticias/pasada")->front.expire;
    assert_int_equal(find(f, "/noticias/pasada", at - 1, &p), SITE_PAGE);
    assert_int_equal(find(f, "/noticias/pasada", at, &p), SITE_NONE);
}

static void withdrawn_stays_withdrawn(void **state)
{
    struct site_fixture *f = *state;
    const struct page *p;

    fixture_write(f, "_index.md", "title: Inicio\n", "");
    fixture_write(f, "a.md", "title: A\nexpirydate: 2020-01-01\nwithdrawn: {reason: Porque si.}\n",
                  "");
    fixture_write(f, "b.md", "title: B\ndraft: true\nwithdrawn: {reason: Porque si.}\n", "");
    fixture_load_written(f);
    assert_int_equal(find(f, "/a", MARCH_2024, &p), SITE_WITHDRAWN);
    assert_int_equal(find(f, "/b", MARCH_2024, &p), SITE_NONE);
}

static void a_page_with_an_error_is_left_out_and_told(void **state)
{
    struct site_fixture *f = *state;
    const struct diag *g = NULL;

    fixture_load_broken(f);
    assert_null(fixture_page(f, "/encabezado"));
    assert_null(fixture_page(f, "/fecha"));
    assert_null(fixture_page(f, "/sin-datos"));
    assert_null(fixture_page(f, "/imagen"));
    assert_null(fixture_page(f, "/con espacio"));
    assert_non_null(fixture_page(f, "/clave")); /* a warning only */
    assert_non_null(fixture_page(f, "/carpeta/hoja"));
    assert_int_equal(fixture_count(f, "heading-one", &g), 1);
    assert_str(g->file, STR("tests/site/broken/es-MX/encabezado.md"));
    assert_int_equal(g->line, 5);
    assert_int_equal(fixture_count(f, "front-date", NULL), 1);
    assert_int_equal(fixture_count(f, "front-missing", NULL), 1);
    assert_int_equal(fixture_count(f, "front-no-title", NULL), 1);
    assert_int_equal(fixture_count(f, "file-name", &g), 1);
    assert_str(g->file, STR("tests/site/broken/es-MX/con espacio.md"));
    assert_int_equal(f->site->nfiles, 13);
}

static void a_file_above_the_limit_is_told(void **state)
{
    struct site_fixture *f = *state;
    char *big = arena_zalloc(&f->a, 300 * 1024, 1);

    for (size_t i = 0; i < 300 * 1024 - 1; i++)
        big[i] = i % 80 == 79 ? '\n' : 'a';
    fixture_write(f, "_index.md", "title: Inicio\n", "");
    fixture_write(f, "grande.md", "title: Grande\n", big);
    fixture_load_written(f);
    assert_int_equal(fixture_count(f, "markdown-too-big", NULL), 1);
    assert_int_equal(f->site->by_url.n, 1);
}

static void a_missing_folder_is_an_empty_site(void **state)
{
    struct site_fixture *f = *state;

    fixture_load(f, f->root, STR("/nonexistent"));
    assert_int_equal(fixture_count(f, "folder-unreadable", NULL), 1);
    assert_int_equal(fixture_count(f, "home-missing", NULL), 1);
    assert_int_equal(f->site->by_url.n, 0);
    assert_null(f->site->home);
    assert_int_equal(site_valid_until(f->site, 0), TIME_NEVER);
}

static void easy_read_companions_and_other_files_are_no_pages(void **state)
{
    struct site_fixture *f = *state;

    fixture_write(f, "_index.md", "title: Inicio\n", "");
    fixture_write(f, "a.md", "title: A\n", "");
    fixture_write(f, "a.facil.md", "title: A\n", "Poco.\n");
    fixture_write(f, "notas.txt", "", "");
    fixture_load_written(f);
    assert_int_equal(f->site->by_url.n, 2);
    assert_int_equal(f->d.nerrors, 0);
}

static void every_edge_is_told_in_turn(void **state)
{
    struct site_fixture *f = *state;
    int64_t now = 0, publish, expire;
    int n = 0;

    fixture_load_content(f);
    publish = fixture_page(f, "/noticias/futura")->front.publish;
    expire = fixture_page(f, "/noticias/pasada")->front.expire;
    assert_int_equal(site_valid_until(f->site, MARCH_2024), expire);
    assert_int_equal(site_valid_until(f->site, expire - 1), expire);
    assert_int_equal(site_valid_until(f->site, expire), publish);
    for (int64_t next = 0; (next = site_valid_until(f->site, now)) != TIME_NEVER; n++) {
        assert_true(next > now);
        now = next;
    }
    assert_int_equal(n, f->site->nedges);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(the_fixture_site_loads_cleanly),
        FIXTURE_TEST(addresses_come_from_folders_names_slugs_and_urls),
        FIXTURE_TEST(roots_stand_beside_each_other),
        FIXTURE_TEST(a_section_takes_its_slug_for_itself),
        FIXTURE_TEST(a_page_has_what_its_markdown_says),
        FIXTURE_TEST(a_page_has_its_companion_and_links_to_the_glossary),
        FIXTURE_TEST(a_page_may_do_without_the_glossary),
        FIXTURE_TEST(what_is_found_depends_on_the_clock),
        FIXTURE_TEST(a_page_appears_and_expires_at_the_second),
        FIXTURE_TEST(withdrawn_stays_withdrawn),
        FIXTURE_TEST(a_page_with_an_error_is_left_out_and_told),
        FIXTURE_TEST(a_file_above_the_limit_is_told),
        FIXTURE_TEST(a_missing_folder_is_an_empty_site),
        FIXTURE_TEST(easy_read_companions_and_other_files_are_no_pages),
        FIXTURE_TEST(every_edge_is_told_in_turn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

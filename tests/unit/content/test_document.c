#include "tests/unit/content/page_test.h"

#include "content/document.h"

static bool read(struct fixture *f, const char *list, struct document *doc)
{
    const struct yaml *y;

    diags_init(&f->d, &f->a);
    y = yaml_parse(&f->a, STR("p.md"), str_from(list), 1, &f->d);
    assert_non_null(y);
    return document_read(&f->a, STR("p.md"), STR("America/Mexico_City"), y, &f->d, doc);
}

static void versions_count_from_the_oldest(void **state)
{
    struct fixture *f = *state;
    struct document doc;

    assert_true(read(f,
                     "- {file: b.pdf, date: 2023-05-01, note: Cambia, accessible: yes, lang: es}\n"
                     "- {file: c.pdf, date: 2024-01-01 10:00}\n"
                     "- {file: a.pdf, date: 2023-03-01, accessible: \"no\"}\n",
                     &doc));
    assert_str(fixture_diags(f), STR(""));
    assert_int_equal(doc.n, 3);
    assert_str(doc.v[0].file, STR("c.pdf"));
    assert_int_equal(doc.v[0].number, 3);
    assert_int_equal(doc.v[0].accessible, ACCESSIBLE_UNKNOWN);
    assert_str(doc.v[1].note, STR("Cambia"));
    assert_int_equal(doc.v[1].accessible, ACCESSIBLE_YES);
    assert_str(doc.v[2].file, STR("a.pdf"));
    assert_int_equal(doc.v[2].number, 1);
    assert_int_equal(doc.v[2].accessible, ACCESSIBLE_NO);
}

static void what_is_wrong_is_told_with_its_line(void **state)
{
    static const struct page_case v[] = {
        {"- {date: 2023-01-01}\n", "error 1 document-file\n"},
        {"- a.pdf\n", "error 1 document-file\n"},
        {"- {file: ../a.pdf, date: 2023-01-01}\n", "error 1 file-missing ../a.pdf\n"},
        {"- {file: a.pdf, date: ayer}\n", "error 1 document-date ayer\n"},
        {"- {file: a.pdf}\n", "error 1 document-date \n"},
        {"- {file: a.pdf, date: 2023-01-01, accesible: yes}\n",
         "error 1 front-unknown-key-near accesible accessible\n"},
        {"- {file: a.pdf, date: 2023-01-01, accessible: quizas}\n",
         "error 1 document-accessible quizas\n"},
        {"- {file: a.pdf, date: 2023-01-01}\n- {file: b.pdf, date: 2023-01-01}\n",
         "error 2 document-same-date b.pdf a.pdf\n"}};
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(v); i++) {
        struct document doc;

        assert_false(read(f, v[i].in, &doc));
        assert_str(fixture_diags(f), str_from(v[i].out));
    }
}

static void addresses_are_written_in_one_way(void **state)
{
    static const struct {
        const char *path, *page;
        int number;
    } v[] = {{"/x/archivo", "/x", 0},
             {"/a/b/version/12", "/a/b", 12},
             {"/archivo", NULL, 0},
             {"/x/version/0", NULL, 0},
             {"/x/version/01", NULL, 0},
             {"/x/version/", NULL, 0},
             {"/x/version/101", NULL, 0},
             {"/version/1", NULL, 0},
             {"/x/version/1a", NULL, 0},
             {"/x/archivos", NULL, 0},
             {"", NULL, 0},
             {"/x/aversion/1", NULL, 0}};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(v); i++) {
        struct str page;
        int number = -1;

        assert_int_equal(document_address(str_from(v[i].path), &page, &number), v[i].page != NULL);
        if (v[i].page == NULL)
            continue;
        assert_str(page, str_from(v[i].page));
        assert_int_equal(number, v[i].number);
    }
}

static void first_bytes_say_what_a_file_is(void **state)
{
    const struct str docx =
        STR("application/vnd.openxmlformats-officedocument.wordprocessingml.document");

    (void)state;
    assert_true(document_is_of_type(STR("application/pdf"), STR("%PDF-1.7\n")));
    assert_true(document_is_of_type(STR("application/pdf"), STR("\n\n%PDF-1.7\n")));
    assert_false(document_is_of_type(STR("application/pdf"), STR("<html>")));
    assert_true(document_is_of_type(docx, STR("PK\x03\x04...")));
    assert_false(document_is_of_type(docx, STR("%PDF-1.7")));
    assert_false(document_is_of_type(STR("application/vnd.oasis.opendocument.text"), STR("x")));
    assert_true(document_is_of_type(STR("text/csv"), STR("a,b")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(versions_count_from_the_oldest), T(what_is_wrong_is_told_with_its_line),
        T(addresses_are_written_in_one_way), T(first_bytes_say_what_a_file_is)};

    return RUN_PAGES(tests);
}

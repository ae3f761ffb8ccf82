/* Escaping by context, and what may be a link. */
#include "tests/unit/test.h"

#include "fcgi/base/esc.h"

struct row {
    struct str in, out;
};

static void check(void (*escape)(struct buf *b, struct str s), const struct row *rows, size_t n)
{
    struct buf b;

    buf_init(&b, 4096);
    for (size_t i = 0; i < n; i++) {
        buf_clear(&b);
        escape(&b, rows[i].in);
        assert_str(buf_str(&b), rows[i].out);
    }
    buf_release(&b);
}

static void html_escapes_the_five_and_nothing_else(void **state)
{
    static const struct row rows[] = {
        {STR_INIT(""), STR_INIT("")},
        {STR_INIT("plain"), STR_INIT("plain")},
        {STR_INIT("<a href=\"x\">'&'</a>"),
         STR_INIT("&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;")},
        {STR_INIT("&amp;"), STR_INIT("&amp;amp;")},
        {STR_INIT("a\0<"), STR_INIT("a\0&lt;")},
        {STR_INIT("\xc3\xb1 \xff"), STR_INIT("\xc3\xb1 \xff")},
    };

    (void)state;
    check(esc_html, rows, ARRAY_LEN(rows));
}

static void url_keeps_the_unreserved_of_rfc_3986_only(void **state)
{
    static const struct row rows[] = {
        {STR_INIT("AZaz09-._~"), STR_INIT("AZaz09-._~")},
        {STR_INIT("a b/c?d=e&f#g+h%"), STR_INIT("a%20b%2Fc%3Fd%3De%26f%23g%2Bh%25")},
        {STR_INIT("\xc3\xb1\0\xff"), STR_INIT("%C3%B1%00%FF")},
        {STR_INIT("!$'()*,;:@[]"), STR_INIT("%21%24%27%28%29%2A%2C%3B%3A%40%5B%5D")},
    };

    (void)state;
    check(esc_url, rows, ARRAY_LEN(rows));
}

static void path_keeps_slashes_too(void **state)
{
    static const struct row rows[] = {
        {STR_INIT("/a b/\xc3\xb1"), STR_INIT("/a%20b/%C3%B1")},
        {STR_INIT("?#"), STR_INIT("%3F%23")},
    };

    (void)state;
    check(esc_path, rows, ARRAY_LEN(rows));
}

static void json_escapes_quotes_controls_and_the_less_than_sign(void **state)
{
    static const struct row rows[] = {
        {STR_INIT("\"\\/"), STR_INIT("\\\"\\\\/")},
        {STR_INIT("\n\r\t\b\0\x1f\x7f"), STR_INIT("\\n\\r\\t\\u0008\\u0000\\u001f\\u007f")},
        {STR_INIT("</script>"), STR_INIT("\\u003c/script>")},
        {STR_INIT("Elecci\xc3\xb3n"), STR_INIT("Elecci\xc3\xb3n")},
    };

    (void)state;
    check(esc_json, rows, ARRAY_LEN(rows));
}

/* RFC 8259 8.1: JSON is UTF-8; U+0080-9F would steer a terminal that shows the log. */
static void json_is_valid_utf8_whatever_comes_in(void **state)
{
    static const struct row rows[] = {
        {STR_INIT("a\xff\xfe z"), STR_INIT("a\\ufffd\\ufffd z")},
        {STR_INIT("\xc3"), STR_INIT("\\ufffd")},
        {STR_INIT("\xed\xa0\x80"), STR_INIT("\\ufffd\\ufffd\\ufffd")},
        {STR_INIT("\xc2\x9b"
                  "31m"),
         STR_INIT("\\u009b31m")},
        {STR_INIT("\xc2\xa0\xf0\x9f\x97\xb3"), STR_INIT("\xc2\xa0\xf0\x9f\x97\xb3")},
    };

    (void)state;
    check(esc_json, rows, ARRAY_LEN(rows));
}

static void logfmt_quotes_what_could_be_taken_for_more(void **state)
{
    static const struct row rows[] = {
        {STR_INIT(""), STR_INIT("\"\"")},
        {STR_INIT("/pagina-1"), STR_INIT("/pagina-1")},
        {STR_INIT("elecci\xc3\xb3n"), STR_INIT("elecci\xc3\xb3n")},
        {STR_INIT("a b"), STR_INIT("\"a b\"")},
        {STR_INIT("a=b"), STR_INIT("\"a=b\"")},
        {STR_INIT("a\"b"), STR_INIT("\"a\\\"b\"")},
        {STR_INIT("a\nlevel=error"), STR_INIT("\"a\\nlevel=error\"")},
        {STR_INIT("\x1b[31m"), STR_INIT("\"\\u001b[31m\"")},
        {STR_INIT("\xc2\x9b"
                  "31m"),
         STR_INIT("\"\\u009b31m\"")},
        {STR_INIT("a\xff"), STR_INIT("\"a\\ufffd\"")},
    };

    (void)state;
    check(esc_logfmt, rows, ARRAY_LEN(rows));
}

static void a_full_buffer_stops_the_output_without_a_crash(void **state)
{
    struct buf b;

    (void)state;
    buf_init(&b, 6);
    esc_html(&b, STR("ab&cd&"));
    assert_true(b.failed);
    assert_true(b.n <= 6);
    buf_release(&b);
}

static void these_may_be_links(void **state)
{
    static const struct str rows[] = {
        STR_INIT(""),
        STR_INIT("/"),
        STR_INIT("/instituto/consejo-general#x"),
        STR_INIT("pagina"),
        STR_INIT("../otra"),
        STR_INIT("?q=a:b"),
        STR_INIT("#a:b"),
        STR_INIT("/a:b"),
        STR_INIT("./a:b"),
        STR_INIT("http://example.org"),
        STR_INIT("HTTPS://example.org/a?b=c#d"),
        STR_INIT("mailto:a@example.org"),
        STR_INIT("tel:+525500000000"),
        STR_INIT("/elecci\xc3\xb3n"),
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (!esc_url_is_safe(rows[i]))
            fail_msg("refused: " STR_FMT, STR_ARG(rows[i]));
    }
}

static void these_may_not(void **state)
{
    static const struct str rows[] = {
        STR_INIT("javascript:alert(1)"),
        STR_INIT("JaVaScRiPt:alert(1)"),
        STR_INIT("java\tscript:alert(1)"),
        STR_INIT("java\nscript:alert(1)"),
        STR_INIT(" javascript:alert(1)"),
        STR_INIT("\x01javascript:alert(1)"),
        STR_INIT("java\0script:alert(1)"),
        STR_INIT("data:text/html,x"),
        STR_INIT("vbscript:x"),
        STR_INIT("file:///etc/passwd"),
        STR_INIT("blob:x"),
        STR_INIT("httpss://x"),
        STR_INIT("//example.org"),
        STR_INIT("/\\example.org"),
        STR_INIT("\\\\example.org"),
        STR_INIT("https:\\\\example.org"),
        STR_INIT("/a b"),
        STR_INIT(":"),
        STR_INIT(":x"),
        STR_INIT("a:b/c"),
        STR_INIT("/x\x7f"),
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (esc_url_is_safe(rows[i]))
            fail_msg("let through: " STR_FMT, STR_ARG(rows[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(html_escapes_the_five_and_nothing_else),
        cmocka_unit_test(url_keeps_the_unreserved_of_rfc_3986_only),
        cmocka_unit_test(path_keeps_slashes_too),
        cmocka_unit_test(json_escapes_quotes_controls_and_the_less_than_sign),
        cmocka_unit_test(json_is_valid_utf8_whatever_comes_in),
        cmocka_unit_test(logfmt_quotes_what_could_be_taken_for_more),
        cmocka_unit_test(a_full_buffer_stops_the_output_without_a_crash),
        cmocka_unit_test(these_may_be_links),
        cmocka_unit_test(these_may_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

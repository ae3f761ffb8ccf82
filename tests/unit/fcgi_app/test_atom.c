/*
 * Feeds as bytes: what RFC 4287 demands, and text that XML does not allow.
 */
#include "tests/unit/test.h"

#include "fcgi/app/atom.h"

static struct arena arena;

static struct str written(const struct atom_feed *feed)
{
    static struct buf b;

    buf_release(&b);
    buf_init(&b, 1u << 20);
    atom_write(&b, &arena, feed);
    assert_false(b.failed);
    return buf_str(&b);
}

static size_t count(struct str s, struct str what)
{
    size_t n = 0;

    for (size_t at = str_find(s, what); at < s.n; at = str_find(s, what), n++)
        s = str_sub(s, at + what.n, s.n);
    return n;
}

static const struct atom_entry one = {.id = STR_INIT("https://a.mx/x"),
                                      .url = STR_INIT("https://a.mx/x"),
                                      .title = STR_INIT("Uno & <dos>"),
                                      .summary = STR_INIT("Resumen"),
                                      .term = STR_INIT("news"),
                                      .label = STR_INIT("Bolet\xC3\xADn"),
                                      .updated = 1764000000,
                                      .published = 1763000000};

static struct atom_feed feed_of(const struct atom_entry *v, size_t n)
{
    return (struct atom_feed){.self = STR("https://a.mx/atom.xml"),
                              .alternate = STR("https://a.mx/"),
                              .title = STR("T"),
                              .author = STR("Instituto"),
                              .lang = STR("es-MX"),
                              .v = v,
                              .n = n};
}

static void a_feed_has_all_that_the_standard_demands(void **state)
{
    struct atom_feed feed = feed_of(&one, 1);
    struct str s = written(&feed);

    (void)state;
    assert_true(str_has(s, STR("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"es-MX\">")));
    assert_int_equal(count(s, STR("<id>")), 2);
    assert_int_equal(count(s, STR("<updated>2025-11-24T16:00:00Z</updated>")), 2);
    assert_true(str_has(s, STR("<link rel=\"self\" type=\"application/atom+xml\" "
                               "href=\"https://a.mx/atom.xml\"/>")));
    assert_true(str_has(s, STR("<author>\n<name>Instituto</name>")));
    assert_true(str_has(s, STR("<title>Uno &amp; &lt;dos&gt;</title>")));
    assert_true(str_has(s, STR("<category term=\"news\" label=\"Bolet\xC3\xADn\"/>")));
    assert_true(str_has(s, STR("<published>2025-11-13T02:13:20Z</published>")));
}

static void an_empty_feed_is_a_feed(void **state)
{
    struct atom_feed feed = feed_of(NULL, 0);

    (void)state;
    assert_int_equal(count(written(&feed), STR("<updated>")), 1);
    assert_int_equal(count(written(&feed), STR("<entry")), 0);
}

static void more_than_fifty_are_left_out(void **state)
{
    static struct atom_entry many[ATOM_ENTRIES_MAX + 5];
    struct atom_feed feed = feed_of(many, ARRAY_LEN(many));

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(many); i++)
        many[i] = one;
    assert_int_equal(count(written(&feed), STR("<entry")), ATOM_ENTRIES_MAX);
}

static void what_xml_forbids_is_replaced(void **state)
{
    static const struct {
        struct str in, out;
    } cases[] = {
        {STR_INIT("a\x01z"), STR_INIT("a\xEF\xBF\xBDz")},
        {STR_INIT("a\xFFz"), STR_INIT("a\xEF\xBF\xBDz")},
        {STR_INIT("\xEF\xBF\xBFz"), STR_INIT("\xEF\xBF\xBDz")},
        {STR_INIT("\xEF\xBF\xBD"), STR_INIT("\xEF\xBF\xBD")},
        {STR_INIT("a\tz\n<\xC3\xB1>"), STR_INIT("a\tz\n&lt;\xC3\xB1&gt;")},
        {STR_INIT("\xF0\x9F\x98\x80"), STR_INIT("\xF0\x9F\x98\x80")},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct buf b;

        buf_init(&b, 1000);
        xml_text(&b, cases[i].in);
        assert_str(buf_str(&b), cases[i].out);
        buf_release(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_feed_has_all_that_the_standard_demands),
        cmocka_unit_test(an_empty_feed_is_a_feed),
        cmocka_unit_test(more_than_fifty_are_left_out),
        cmocka_unit_test(what_xml_forbids_is_replaced),
    };

    arena_init(&arena, 1u << 20);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

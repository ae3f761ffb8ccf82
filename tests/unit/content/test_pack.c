/* Records keep everything; nothing but a whole, unchanged pack is believed. */
#include "content/pack.h"
#include "tests/unit/test.h"

#include <stdio.h>
#include <string.h>

#define KB 1024u

static struct arena a;

static int set_up(void **state)
{
    (void)state;
    arena_init(&a, (size_t)64 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&a);
    return 0;
}

static void key_from(const char *text, unsigned char ret_key[DIGEST_BYTES])
{
    digest_of(str_from(text), ret_key);
}

static struct markdown_result sample(void)
{
    static const struct heading headings[] = {{2, STR_INIT("uno"), STR_INIT("Uno")},
                                              {3, STR_INIT("dos"), STR_INIT("D\303\263s")}};
    static const struct link_ref links[] = {{STR_INIT("/a"), 7}, {STR_INIT("#uno"), 0}};

    return (struct markdown_result){.body = {STR("<h2 id=\"uno\">Uno</h2>")},
                                    .text = STR("Uno\n"),
                                    .folded = STR("uno"),
                                    .headings = {headings, ARRAY_LEN(headings)},
                                    .links = {links, ARRAY_LEN(links)},
                                    .words = 1};
}

static struct str record_of(struct buf *b, const char *key, bool ok, const struct diag *diags)
{
    struct markdown_result r = sample();
    unsigned char digest[DIGEST_BYTES];
    size_t at = b->n;

    key_from(key, digest);
    pack_add(b, digest, STR("x.md"), ok, &r, diags);
    return str_sub(buf_str(b), at, b->n);
}

static void a_record_gives_back_what_was_put_in(void **state)
{
    struct diags in, out;
    struct markdown_result r;
    struct str record;
    struct buf b;
    bool ok = false;

    (void)state;
    diags_init(&in, &a);
    diags_init(&out, &a);
    diag_warn(&in, STR("x.md"), 4, "first-code", STR("one"), STR("two"), STR("three"));
    diag_warn(&in, STR("x.md"), 0, "second-code");
    buf_init(&b, 64 * KB);
    record = record_of(&b, "k", true, in.first);
    assert_int_equal(pack_record_size(record), record.n);
    assert_true(pack_read(record, &a, STR("y.md"), &out, &ok, &r));
    assert_true(ok);
    assert_str(r.body.s, sample().body.s);
    assert_str(r.text, sample().text);
    assert_str(r.folded, sample().folded);
    assert_int_equal(r.words, 1);
    assert_int_equal(r.headings.n, 2);
    assert_int_equal(r.headings.v[1].level, 3);
    assert_str(r.headings.v[1].text, sample().headings.v[1].text);
    assert_int_equal(r.links.n, 2);
    assert_int_equal(r.links.v[0].line, 7);
    assert_str(r.links.v[1].href, STR("#uno"));
    assert_int_equal(out.nwarnings, 2);
    assert_str(out.first->file, STR("y.md"));
    assert_string_equal(out.first->code, "first-code");
    assert_int_equal(out.first->line, 4);
    assert_str(out.first->args[2], STR("three"));
    assert_int_equal(out.last->nargs, 0);
    buf_release(&b);
}

static void a_failed_page_keeps_its_errors_and_no_body(void **state)
{
    struct diags in, out;
    struct markdown_result r;
    struct buf b;
    bool ok = true;

    (void)state;
    diags_init(&in, &a);
    diags_init(&out, &a);
    diag_error(&in, STR("x.md"), 9, "some-error");
    buf_init(&b, 64 * KB);
    assert_true(pack_read(record_of(&b, "k", false, in.first), &a, STR("x.md"), &out, &ok, &r));
    assert_false(ok);
    assert_int_equal(out.nerrors, 1);
    assert_int_equal(r.body.s.n, 0);
    assert_int_equal(r.headings.n, 0);
    buf_release(&b);
}

static struct str make_pack(struct buf *b, int n)
{
    pack_begin(b);
    for (int i = 0; i < n; i++) {
        char key[16];

        (void)snprintf(key, sizeof(key), "key %d", i);
        (void)record_of(b, key, true, NULL);
    }
    pack_end(b);
    return arena_str(&a, buf_str(b));
}

static void finds_each_record_by_its_key(void **state)
{
    unsigned char key[DIGEST_BYTES];
    struct pack pack;
    struct buf b;

    (void)state;
    buf_init(&b, 1024 * KB);
    assert_true(pack_open(make_pack(&b, 100), &a, &pack));
    assert_int_equal(pack.n, 100);
    for (int i = 0; i < 100; i++) {
        struct str record;
        char name[16];

        (void)snprintf(name, sizeof(name), "key %d", i);
        key_from(name, key);
        record = pack_find(&pack, key);
        assert_true(record.n > 0);
        assert_true(pack_record_is_of(record, key));
    }
    key_from("key 100", key);
    assert_int_equal(pack_find(&pack, key).n, 0);
    buf_release(&b);
}

static void an_empty_pack_is_a_pack(void **state)
{
    unsigned char key[DIGEST_BYTES] = {0};
    struct pack pack;
    struct buf b;

    (void)state;
    buf_init(&b, KB);
    assert_true(pack_open(make_pack(&b, 0), &a, &pack));
    assert_int_equal(pack.n, 0);
    assert_int_equal(pack_find(&pack, key).n, 0);
    buf_release(&b);
}

/* Every single byte counts. */
static void any_changed_byte_makes_it_no_pack(void **state)
{
    struct pack pack;
    struct buf b;
    struct str whole;
    char *bytes;

    (void)state;
    buf_init(&b, 64 * KB);
    whole = make_pack(&b, 2);
    bytes = b.p;
    for (size_t i = 0; i < whole.n; i++) {
        bytes[i] = (char)(bytes[i] ^ 0x20);
        assert_false(pack_open(buf_str(&b), &a, &pack));
        bytes[i] = (char)(bytes[i] ^ 0x20);
    }
    assert_true(pack_open(buf_str(&b), &a, &pack));
    buf_release(&b);
}

static void a_cut_pack_is_no_pack(void **state)
{
    struct pack pack;
    struct buf b;
    struct str whole;

    (void)state;
    buf_init(&b, 64 * KB);
    whole = make_pack(&b, 2);
    for (size_t n = 0; n < whole.n; n++)
        assert_false(pack_open(str_sub(whole, 0, n), &a, &pack));
    assert_false(pack_open(arena_join(&a, whole, STR("x"), STR("")), &a, &pack));
    buf_release(&b);
}

/* With its digest made right again, so that the records themselves are looked at. */
static void nonsense_between_head_and_digest_is_no_pack(void **state)
{
    static const char *const nonsense[] = {"x", "\1\0\0\0",
                                           "\377\377\377\377aaaaaaaaaaaaaaaaaaaaaa"};
    struct pack pack;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(nonsense); i++) {
        struct buf b;

        buf_init(&b, 64 * KB);
        pack_begin(&b);
        (void)record_of(&b, "k", true, NULL);
        buf_add(&b, i == 1 ? (struct str){nonsense[i], 4} : str_from(nonsense[i]));
        pack_end(&b);
        assert_false(pack_open(buf_str(&b), &a, &pack));
        buf_release(&b);
    }
}

static void a_cut_record_is_damaged(void **state)
{
    struct markdown_result r;
    struct diags d;
    struct str record;
    struct buf b;
    bool ok;

    (void)state;
    diags_init(&d, &a);
    diag_warn(&d, STR("x.md"), 4, "code", STR("one"));
    buf_init(&b, 64 * KB);
    record = record_of(&b, "k", true, d.first);
    for (size_t n = 0; n < record.n; n++)
        assert_false(pack_read(str_sub(record, 0, n), &a, STR("x"), &d, &ok, &r));
    assert_false(pack_read(arena_join(&a, record, STR("x"), STR("")), &a, STR("x"), &d, &ok, &r));
    buf_release(&b);
}

/* A count that promises more than is there must not make room for it. */
static void an_endless_count_is_damaged(void **state)
{
    struct markdown_result r;
    struct arena small;
    struct diags d;
    struct str record;
    struct buf b;
    bool ok;

    (void)state;
    arena_init(&small, 256 * KB);
    diags_init(&d, &small);
    buf_init(&b, 64 * KB);
    record = record_of(&b, "k", true, NULL);
    for (size_t at = 4 + DIGEST_BYTES; at + 4 <= record.n; at++) {
        char *bytes = b.p + at;
        char kept[4];

        memcpy(kept, bytes, 4);
        memset(bytes, 0xFF, 4);
        if (pack_read(record, &small, STR("x"), &d, &ok, &r))
            assert_true(r.headings.n <= 2 && r.links.n <= 2);
        arena_reset(&small);
        diags_init(&d, &small);
        memcpy(bytes, kept, 4);
    }
    arena_release(&small);
    buf_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_gives_back_what_was_put_in),
        cmocka_unit_test(a_failed_page_keeps_its_errors_and_no_body),
        cmocka_unit_test(finds_each_record_by_its_key),
        cmocka_unit_test(an_empty_pack_is_a_pack),
        cmocka_unit_test(any_changed_byte_makes_it_no_pack),
        cmocka_unit_test(a_cut_pack_is_no_pack),
        cmocka_unit_test(nonsense_between_head_and_digest_is_no_pack),
        cmocka_unit_test(a_cut_record_is_damaged),
        cmocka_unit_test(an_endless_count_is_damaged),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

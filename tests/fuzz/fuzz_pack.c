/*
 * Any bytes as a pack, as the records of one whose checksum is right, and as one record: refused,
 * or every text that comes out lies within what was put in.
 */
#include "content/pack.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds, const char *what)
{
    if (holds)
        return;
    (void)fprintf(stderr, "%s\n", what);
    abort();
}

static void check_within(struct str s, struct str whole)
{
    must(s.n == 0 || (s.p >= whole.p && s.p + s.n <= whole.p + whole.n), "a text from elsewhere");
}

static void read_record(struct str record)
{
    struct markdown_result r;
    struct arena a;
    struct diags d;
    bool ok;

    arena_init(&a, (size_t)64 << 20);
    diags_init(&d, &a);
    if (pack_read(record, &a, STR("p.md"), &d, &ok, &r)) {
        check_within(r.body.s, record);
        check_within(r.text, record);
        check_within(r.folded, record);
        for (size_t i = 0; i < r.headings.n; i++) {
            check_within(r.headings.v[i].id, record);
            check_within(r.headings.v[i].text, record);
        }
        for (size_t i = 0; i < r.links.n; i++)
            check_within(r.links.v[i].href, record);
        for (const struct diag *g = d.first; g != NULL; g = g->next)
            must(g->nargs <= DIAG_ARGS_MAX, "a diag with too many arguments");
    }
    arena_release(&a);
}

/* Walks the records of a pack that was opened: each must be found under its key. */
static void read_pack(struct str content, struct str records)
{
    struct pack pack;
    struct arena a;
    size_t n = 0, size;

    arena_init(&a, (size_t)64 << 20);
    if (pack_open(content, &a, &pack)) {
        for (; (size = pack_record_size(records)) > 0; n++) {
            struct str found = pack_find(&pack, (const unsigned char *)records.p + 4);

            check_within(found, content);
            must(found.n > 0, "a record that is not found");
            read_record(found);
            records = str_sub(records, size, records.n);
        }
        must(n == pack.n, "another number of records");
    }
    arena_release(&a);
}

static void read_as_records(struct str s)
{
    struct buf b;
    size_t begin;

    buf_init(&b, s.n + 1024);
    pack_begin(&b);
    begin = b.n;
    buf_add(&b, s);
    pack_end(&b);
    read_pack(buf_str(&b), str_sub(buf_str(&b), begin, begin + s.n));
    buf_release(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str s = {(const char *)data, size};
    struct pack pack;
    struct arena a;

    arena_init(&a, (size_t)64 << 20);
    (void)pack_open(s, &a, &pack);
    arena_release(&a);
    read_as_records(s);
    read_record(s);
    return 0;
}

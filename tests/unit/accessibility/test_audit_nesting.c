/* Tags that HTML does not allow where they stand, or that do not end. */
#include "tests/unit/accessibility/audit_fixture.h"

static void tags_end_in_the_order_in_which_they_began(void **state)
{
    static const struct audit_row rows[] = {
        {"<p><b>a</b></p>", NULL},
        {"<p><br><wbr>a<hr></p>", "html-nesting"}, /* hr ends a p */
        {"<p><b>a</p>", "html-nesting"},
        {"<p><b><i>a</p>", "html-nesting html-nesting"},
        {"<p>a</b></p>", "html-nesting"},
        {"<p><b>a</p></b>", "html-nesting html-nesting"},
        {"<div/>", "html-nesting html-nesting"},
        {"<p>a < b</p>", "html-nesting"},
        {"<p>a &lt; b</p>", NULL},
        {"<svg aria-hidden=\"true\"><path d=\"M0 0\"/><g><circle r=\"1\"/></g></svg>", NULL},
        {"<!-- <p> -->", NULL},
    };

    (void)state;
    assert_audit(rows, ARRAY_LEN(rows));
}

static void what_is_open_at_the_end_is_told(void **state)
{
    char got[256];

    (void)state;
    audit_codes(STR("<html lang=\"es\"><head><title>x</title></head><body><main><h1>x</h1>"), got,
                sizeof(got));
    assert_string_equal(got, "html-nesting html-nesting html-nesting");
}

static void elements_stand_only_where_html_lets_them(void **state)
{
    static const struct audit_row rows[] = {
        {"<ul><li>a</li></ul>", NULL},
        {"<li>a</li>", "html-nesting"},
        {"<ul><p>a</p></ul>", "html-nesting"},
        {"<ul><li><ul><li>a</li></ul></li></ul>", NULL},
        {"<ul><ul><li>a</li></ul></ul>", "html-nesting"},
        {"<dl><dt>a</dt><dd>b</dd></dl>", NULL},
        {"<dl><div><dt>a</dt><dd>b</dd></div></dl>", NULL},
        {"<dd>b</dd>", "html-nesting"},
        {"<p><div>a</div></p>", "html-nesting"},
        {"<p><span><ul><li>x</li></ul></span></p>", "html-nesting"},
        {"<table><caption>c</caption><tr><th scope=\"col\">a</th></tr><tr><p>b</p></tr></table>",
         "html-nesting"},
        {"<table><caption>c</caption><tr><th scope=\"col\"><h2>a</h2></th></tr></table>",
         "html-nesting"},
        {"<p><a href=\"/\">a <a href=\"/b\">b</a></a></p>", "html-nesting"},
        {"<p><a href=\"/\"><button>b</button></a></p>", "html-nesting"},
        {"<p><button><a href=\"/\">b</a></button></p>", "html-nesting"},
        {"<h2><p>a</p></h2>", "html-nesting"},
        {"<details><summary>a</summary><p>b</p></details>", NULL},
        {"<summary>a</summary>", "html-nesting"},
        {"<figure><figcaption>a</figcaption></figure>", NULL},
        {"<form action=\"/x\"><div><form><button>x</button></form></div></form>", "html-nesting"},
        {"<blockquote><p>a</p></blockquote>", NULL},
        {"<section><main>a</main></section>", "html-nesting html-main html-landmark-twice"},
    };

    (void)state;
    assert_audit(rows, ARRAY_LEN(rows));
}

/* Deeper than the stack: followed by counting, without a crash and without a false alarm at the
 * end. */
static void depth_above_the_maximum_is_survived(void **state)
{
    static char html[20000];
    char got[256];
    size_t n = 0;

    (void)state;
    n += (size_t)snprintf(html, sizeof(html), SOUND_BEGIN);
    for (int i = 0; i < 500; i++)
        n += (size_t)snprintf(html + n, sizeof(html) - n, "<div>");
    for (int i = 0; i < 500; i++)
        n += (size_t)snprintf(html + n, sizeof(html) - n, "</div>");
    (void)snprintf(html + n, sizeof(html) - n, SOUND_END);
    audit_codes(str_from(html), got, sizeof(got));
    assert_string_equal(got, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tags_end_in_the_order_in_which_they_began),
        cmocka_unit_test(what_is_open_at_the_end_is_told),
        cmocka_unit_test(elements_stand_only_where_html_lets_them),
        cmocka_unit_test(depth_above_the_maximum_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

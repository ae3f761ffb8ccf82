/*
 * Differences of texts: by hand, and properties that hold for any two.
 */
#include "tests/unit/test.h"

#include "content/worddiff.h"

#include <stdlib.h>

static struct arena arena;

/* What one side of a whole diff says; `without` is the other side's mark. */
static struct str side_of(const struct worddiff *d, enum word_kind without)
{
    struct str s = {NULL, 0};

    for (size_t i = 0; i < d->n; i++) {
        if (d->v[i].kind != without)
            s = s.n == 0 ? d->v[i].text : arena_join(&arena, s, STR(" "), d->v[i].text);
    }
    return s;
}

static struct str shown(const char *before, const char *after, size_t context)
{
    struct worddiff d;
    static struct buf b;

    buf_release(&b);
    buf_init(&b, 1u << 20);
    assert_true(words_diff(&arena, str_from(before), str_from(after), context, &d));
    words_write(&d, &b);
    return buf_str(&b);
}

static void differences_are_the_words_that_differ(void **state)
{
    (void)state;
    assert_str(shown("abre a las 8", "abre a las 9", WORDDIFF_WHOLE), STR("=abre a las\n-8\n+9\n"));
    assert_str(shown("uno dos", "uno dos", WORDDIFF_WHOLE), STR("=uno dos\n"));
    assert_str(shown("", "uno  dos", WORDDIFF_WHOLE), STR("+uno dos\n"));
    assert_str(shown("uno\ndos", "", WORDDIFF_WHOLE), STR("-uno dos\n"));
    assert_str(shown("", "", WORDDIFF_WHOLE), STR(""));
    assert_str(shown("a b c", "a x b c", WORDDIFF_WHOLE), STR("=a\n+x\n=b c\n"));
}

static void what_lies_far_away_is_a_gap(void **state)
{
    (void)state;
    assert_str(shown("a b c d e f g h 1 i j k l m n", "a b c d e f g h 2 i j k l m n", 2),
               STR("~\n=g h\n-1\n+2\n=i j\n~\n"));
    assert_str(shown("1 a b c 2", "x a b c y", 2), STR("-1\n+x\n=a b c\n-2\n+y\n"));
}

static void above_the_limits_much_has_changed(void **state)
{
    struct buf many, other;
    struct worddiff d;

    (void)state;
    buf_init(&many, 1u << 20);
    buf_init(&other, 1u << 20);
    for (int i = 0; i <= WORDDIFF_EDITS_MAX / 2; i++) {
        buf_addf(&many, "a%d ", i);
        buf_addf(&other, "b%d ", i);
    }
    assert_false(words_diff(&arena, buf_str(&many), buf_str(&other), 2, &d));
    buf_clear(&many);
    for (int i = 0; i <= WORDDIFF_WORDS_MAX; i++)
        buf_add(&many, STR("a "));
    assert_false(words_diff(&arena, buf_str(&many), STR("a"), 2, &d));
    buf_release(&many);
    buf_release(&other);
}

static struct str any_text(unsigned *seed, int words, int letters)
{
    struct buf b;
    struct str s;

    buf_init(&b, 1u << 16);
    for (int i = 0; i < words; i++) {
        *seed = *seed * 1103515245u + 12345u;
        buf_addf(&b, "%s%c", i > 0 ? " " : "", 'a' + (int)((*seed >> 16) % (unsigned)letters));
    }
    s = arena_str(&arena, buf_str(&b));
    buf_release(&b);
    return s;
}

/* Length of the longest common subsequence, by the book. */
static int common(struct str x, struct str y)
{
    static int t[40][40];
    int n = (int)(x.n + 1) / 2, m = (int)(y.n + 1) / 2;

    for (int i = n; i >= 0; i--) {
        for (int k = m; k >= 0; k--)
            t[i][k] = i == n || k == m            ? 0
                      : x.p[2 * i] == y.p[2 * k]  ? t[i + 1][k + 1] + 1
                      : t[i + 1][k] > t[i][k + 1] ? t[i + 1][k]
                                                  : t[i][k + 1];
    }
    return t[0][0];
}

static int words_of(const struct worddiff *d, enum word_kind kind)
{
    int n = 0;

    for (size_t i = 0; i < d->n; i++) {
        if (d->v[i].kind == kind)
            n += (int)(d->v[i].text.n + 1) / 2; /* words of one letter */
    }
    return n;
}

static void both_texts_can_be_read_back_and_nothing_is_told_in_vain(void **state)
{
    unsigned seed = 7;

    (void)state;
    for (int i = 0; i < 3000; i++) {
        struct str x = any_text(&seed, (int)(seed >> 20) % 30, 2 + i % 5);
        struct str y = any_text(&seed, (int)(seed >> 21) % 30, 2 + i % 5);
        struct worddiff d;

        assert_true(words_diff(&arena, x, y, WORDDIFF_WHOLE, &d));
        assert_str(side_of(&d, WORDS_IN), x);
        assert_str(side_of(&d, WORDS_OUT), y);
        assert_int_equal(words_of(&d, WORDS_SAME), common(x, y)); /* the fewest changes */
        arena_reset(&arena);
    }
}

static void what_is_written_is_read_again(void **state)
{
    struct buf b, again;
    struct worddiff d, read;

    (void)state;
    buf_init(&b, 1u << 20);
    buf_init(&again, 1u << 20);
    assert_true(words_diff(&arena, STR("a b c d e f g h +i"), STR("a b c d e f g h -j"), 2, &d));
    words_write(&d, &b);
    read = words_read(&arena, buf_str(&b));
    words_write(&read, &again);
    assert_str(buf_str(&again), buf_str(&b));
    assert_int_equal(words_read(&arena, STR("?x\n\n=y")).n, 1);
    buf_release(&b);
    buf_release(&again);
}

static void a_long_diff_ends_in_a_gap(void **state)
{
    char *p = arena_zalloc(&arena, WORDDIFF_BYTES_MAX + 1, 1);
    struct words v[] = {{WORDS_IN, {p, WORDDIFF_BYTES_MAX}}};
    struct buf b;

    (void)state;
    buf_init(&b, 1u << 20);
    words_write(&(struct worddiff){v, 1}, &b);
    assert_str(buf_str(&b), STR("~\n"));
    buf_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(differences_are_the_words_that_differ),
        cmocka_unit_test(what_lies_far_away_is_a_gap),
        cmocka_unit_test(above_the_limits_much_has_changed),
        cmocka_unit_test(both_texts_can_be_read_back_and_nothing_is_told_in_vain),
        cmocka_unit_test(what_is_written_is_read_again),
        cmocka_unit_test(a_long_diff_ends_in_a_gap),
    };

    arena_init(&arena, (size_t)256 << 20);
    return cmocka_run_group_tests(tests, NULL, NULL);
}

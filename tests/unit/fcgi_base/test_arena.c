/* Memory that dies together. */
#include "tests/unit/test.h"

#include "fcgi/base/arena.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define MIB ((size_t)1 << 20)

static bool is_zero(const char *p, size_t n)
{
    return n == 0 || (p[0] == 0 && memcmp(p, p + 1, n - 1) == 0);
}

static void memory_is_zeroed_even_when_used_before(void **state)
{
    static const size_t sizes[] = {1, 7, 4096, 65536, 3 * MIB, 9 * MIB};
    struct arena a;

    (void)state;
    arena_init(&a, 64 * MIB);
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
            char *p = arena_zalloc(&a, sizes[i], 1);

            assert_true(is_zero(p, sizes[i]));
            memset(p, 0xA5, sizes[i]);
        }
        arena_reset(&a);
    }
    arena_release(&a);
}

static void pieces_are_aligned_as_asked(void **state)
{
    struct arena a;

    (void)state;
    arena_init(&a, MIB);
    for (size_t align = 1; align <= _Alignof(max_align_t); align *= 2) {
        (void)arena_zalloc(&a, 1, 1);
        assert_int_equal((uintptr_t)arena_zalloc(&a, align, align) % align, 0);
    }
    arena_release(&a);
}

/* Each piece carries its number; none overlaps another. */
static void pieces_keep_their_content_across_blocks(void **state)
{
    struct arena a;
    unsigned char *p[400];

    (void)state;
    arena_init(&a, 256 * MIB);
    for (size_t i = 0; i < ARRAY_LEN(p); i++) {
        size_t n = i % 50 == 49 ? 3 * MIB : 1 + i * 37;

        p[i] = arena_zalloc(&a, n, 1);
        memset(p[i], (int)(i % 251), n);
    }
    for (size_t i = 0; i < ARRAY_LEN(p); i++) {
        size_t n = i % 50 == 49 ? 3 * MIB : 1 + i * 37;

        assert_int_equal(p[i][0], i % 251);
        assert_int_equal(p[i][n - 1], i % 251);
    }
    arena_release(&a);
}

static void counts_what_it_hands_out_and_starts_again_at_zero(void **state)
{
    struct arena a;

    (void)state;
    arena_init(&a, MIB);
    assert_int_equal(a.used, 0);
    (void)arena_zalloc(&a, 1000, 1);
    (void)arena_str(&a, STR("abc")); /* and its NUL */
    assert_int_equal(a.used, 1004);
    arena_reset(&a);
    assert_int_equal(a.used, 0);
    (void)arena_zalloc(&a, MIB, 1); /* all of it again */
    assert_int_equal(a.used, MIB);
    arena_release(&a);
    assert_int_equal(a.max, MIB);
}

static void copies_end_with_a_nul_that_does_not_count(void **state)
{
    struct arena a;
    struct str s;

    (void)state;
    arena_init(&a, MIB);
    s = arena_str(&a, STR("a\0b"));
    assert_str(s, STR("a\0b"));
    assert_int_equal(s.p[3], 0);
    assert_string_equal(arena_cstr(&a, str_sub(STR("abcdef"), 1, 3)), "bc");
    assert_string_equal(arena_cstr(&a, (struct str){NULL, 0}), "");
    s = arena_fmt(&a, "%s-%04d", "x", 7);
    assert_str(s, STR("x-0007"));
    assert_int_equal(s.p[s.n], 0);
    s = arena_join(&a, STR("a"), (struct str){NULL, 0}, STR("c"));
    assert_str(s, STR("ac"));
    assert_int_equal(s.p[s.n], 0);
    arena_release(&a);
}

static char order[8];

static void note(void *arg)
{
    order[strlen(order)] = *(const char *)arg;
}

static void defers_run_once_newest_first(void **state)
{
    struct arena a;
    char x = 'x', y = 'y', z = 'z';

    (void)state;
    memset(order, 0, sizeof(order));
    arena_init(&a, MIB);
    arena_defer(&a, note, &x);
    arena_defer(&a, note, &y);
    arena_reset(&a);
    assert_string_equal(order, "yx");
    arena_defer(&a, note, &z);
    arena_release(&a);
    assert_string_equal(order, "yxz");
    arena_release(&a);
    assert_string_equal(order, "yxz");
}

/* What a defer holds in the arena is still there when it runs. */
static void check_text(void *arg)
{
    assert_string_equal(arg, "still here");
    order[0]++;
}

static void memory_outlives_the_defers(void **state)
{
    struct arena a;
    char *text;

    (void)state;
    order[0] = 0;
    arena_init(&a, 16 * MIB);
    text = arena_zalloc(&a, 5 * MIB, 1); /* a block of its own, freed by a reset */
    memcpy(text, "still here", 10);
    arena_defer(&a, check_text, text);
    arena_reset(&a);
    assert_int_equal(order[0], 1);
    arena_release(&a);
}

static void abort_quietly(void (*fn)(void))
{
    const struct rlimit none = {0, 0};
    int status;
    pid_t child = fork();

    if (child == 0) {
        (void)setrlimit(RLIMIT_CORE, &none);
        (void)signal(SIGABRT, SIG_DFL);
        (void)close(STDERR_FILENO);
        fn();
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGABRT);
}

static void pass_the_ceiling(void)
{
    struct arena a;

    arena_init(&a, 100);
    (void)arena_zalloc(&a, 60, 1);
    (void)arena_zalloc(&a, 41, 1);
}

static void overflow_an_array(void)
{
    struct arena a;
    volatile size_t n = SIZE_MAX / 4 + 2;

    arena_init(&a, SIZE_MAX);
    (void)ARENA_ARRAY(&a, uint64_t, n);
}

static void aborts_at_the_ceiling_and_on_overflow(void **state)
{
    (void)state;
    abort_quietly(pass_the_ceiling);
    abort_quietly(overflow_an_array);
}

static void a_large_piece_does_not_end_the_current_block(void **state)
{
    struct arena a;
    char *before, *after;

    (void)state;
    arena_init(&a, 64 * MIB);
    before = arena_zalloc(&a, 16, 1);
    (void)arena_zalloc(&a, 20 * MIB, 1);
    after = arena_zalloc(&a, 16, 1);
    assert_ptr_equal(after, before + 16);
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_even_when_used_before),
        cmocka_unit_test(pieces_are_aligned_as_asked),
        cmocka_unit_test(pieces_keep_their_content_across_blocks),
        cmocka_unit_test(counts_what_it_hands_out_and_starts_again_at_zero),
        cmocka_unit_test(copies_end_with_a_nul_that_does_not_count),
        cmocka_unit_test(defers_run_once_newest_first),
        cmocka_unit_test(memory_outlives_the_defers),
        cmocka_unit_test(aborts_at_the_ceiling_and_on_overflow),
        cmocka_unit_test(a_large_piece_does_not_end_the_current_block),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * The cache against a server that says what each test tells it to: a child
 * process on a socket of its own. No Redis is needed.
 */
#include "tests/unit/test.h"

#include "fcgi/base/clock.h"
#include "fcgi/base/files.h"
#include "fcgi/store/cache.h"
#include "fcgi/store/cache_value.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define KEY     STR("g1\nlocalhost\n/\n\nes-MX\n0")
#define LIMIT   65536u
#define WAIT_MS 300 /* timeout_ms: long enough for a busy machine */

enum then { THEN_CLOSE, THEN_HANG, THEN_DRIBBLE, THEN_FLOOD };

/* What the server does with one connection: answers the greeting, then the command. */
struct script {
    const char *greeting;
    struct str answer;
    enum then then;
};

struct fixture {
    char dir[64], socket[96], password[96];
    pid_t server;
    struct arena a;
    struct cache *cache;
};

static void say(int fd, const char *p, size_t n)
{
    if (n > 0 && send(fd, p, n, MSG_NOSIGNAL) < 0)
        _exit(0);
}

static bool hear(int fd)
{
    char p[65536];

    return recv(fd, p, sizeof(p), 0) > 0;
}

static void dribble(int fd)
{
    struct pollfd gone = {.fd = fd, .events = POLLRDHUP};

    say(fd, "$60000\r\n", 8);
    while (poll(&gone, 1, 20) == 0)
        say(fd, "x", 1);
}

static void flood(int fd)
{
    static char block[65536];

    memset(block, 'x', sizeof(block));
    say(fd, "$2000000000\r\n", 13);
    for (;;)
        say(fd, block, sizeof(block)); /* until the other side hangs up */
}

static void converse(int fd, const struct script *s)
{
    if (!hear(fd))
        return;
    if (s->greeting == NULL)
        (void)hear(fd); /* returns when the other side hangs up */
    else
        say(fd, s->greeting, strlen(s->greeting));
    if (s->greeting == NULL || !hear(fd))
        return;
    say(fd, s->answer.p, s->answer.n);
    while (s->then == THEN_HANG && hear(fd))
        ; /* until the other side hangs up */
    if (s->then == THEN_DRIBBLE)
        dribble(fd);
    if (s->then == THEN_FLOOD)
        flood(fd);
}

static int listen_at(const char *path)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    (void)snprintf(at.sun_path, sizeof(at.sun_path), "%s", path);
    (void)unlink(path);
    assert_int_equal(bind(fd, (const struct sockaddr *)&at, sizeof(at)), 0);
    assert_int_equal(listen(fd, 8), 0);
    return fd;
}

/* Serves connection i with scripts[i], the last one for ever. */
static void serve(struct fixture *f, const struct script *scripts, size_t n)
{
    int fd = listen_at(f->socket);

    f->server = fork();
    assert_true(f->server >= 0);
    if (f->server == 0) {
        for (size_t i = 0;; i += i + 1 < n) {
            int client = accept(fd, NULL, NULL);

            converse(client, &scripts[i]);
            close(client);
        }
    }
    close(fd);
}

static void stop_server(struct fixture *f)
{
    if (f->server > 0) {
        assert_int_equal(kill(f->server, SIGKILL), 0);
        assert_int_equal(waitpid(f->server, NULL, 0), f->server);
    }
    f->server = 0;
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));

    assert_non_null(f);
    (void)snprintf(f->dir, sizeof(f->dir), "/tmp/estrado-test-XXXXXX");
    assert_non_null(mkdtemp(f->dir));
    (void)snprintf(f->socket, sizeof(f->socket), "%s/redis", f->dir);
    (void)snprintf(f->password, sizeof(f->password), "%s/password", f->dir);
    assert_int_equal(file_write(str_from(f->password), STR("secret\n"), 0600), OK);
    arena_init(&f->a, 64 * 1024 * 1024);
    f->cache = cache_open(&f->a, &(struct cache_options){str_from(f->socket), STR("estrado"),
                                                         str_from(f->password), WAIT_MS, LIMIT});
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    arena_release(&f->a);
    stop_server(f);
    (void)unlink(f->socket);
    (void)unlink(f->password);
    (void)rmdir(f->dir);
    free(f);
    return 0;
}

/* "$<n>\r\n<envelope>\r\n" of `value` under KEY. */
static struct str bulk(struct arena *a, struct str value)
{
    struct buf b;
    struct str s;

    buf_init(&b, LIMIT * 2);
    cache_value_pack(&b, KEY, value);
    s = arena_fmt(a, "$%zu\r\n", b.n);
    s = arena_join(a, s, buf_str(&b), STR("\r\n"));
    buf_release(&b);
    return s;
}

static enum err get(struct fixture *f, struct str *ret_value)
{
    return cache_get(f->cache, &f->a, KEY, ret_value);
}

static void hit_gives_the_stored_value(void **state)
{
    struct fixture *f = *state;
    struct script s = {"+OK\r\n", bulk(&f->a, STR("<p>\0\r\n</p>")), THEN_HANG};
    struct str value;

    serve(f, &s, 1);
    assert_int_equal(get(f, &value), OK);
    assert_str(value, STR("<p>\0\r\n</p>"));
}

static void nil_is_a_miss_and_keeps_the_connection(void **state)
{
    struct fixture *f = *state;
    struct script s[] = {{"+OK\r\n", STR("$-1\r\n"), THEN_HANG},
                         {"-no second connection\r\n", STR(""), THEN_CLOSE}};
    struct str value;
    int64_t start;

    serve(f, s, 2);
    assert_int_equal(get(f, &value), ERR_NOT_FOUND);
    start = clock_mono_ms();
    assert_int_equal(get(f, &value),
                     ERR_NOT_FOUND); /* the server says no more on this connection */
    assert_true(clock_mono_ms() - start >= WAIT_MS - 1);
}

/* Each of these is a miss, and the connection is given up: the next call returns at once. */
static void bad_answers_are_misses(void **state)
{
    static const struct {
        const char *greeting;
        struct str answer;
        enum then then;
    } cases[] = {
        {"-WRONGPASS no\r\n", STR_INIT(""), THEN_CLOSE},
        {"$2\r\nOK\r\n", STR_INIT(""), THEN_HANG},
        {"+OK\r\n+more\r\n", STR_INIT(""), THEN_HANG},
        {"HTTP/1.1 400 Bad Request\r\n\r\n", STR_INIT(""), THEN_HANG},
        {NULL, STR_INIT(""), THEN_HANG},
        {"+OK\r\n", STR_INIT(""), THEN_CLOSE},
        {"+OK\r\n", STR_INIT(""), THEN_HANG},
        {"+OK\r\n", STR_INIT("-NOPERM no\r\n"), THEN_HANG},
        {"+OK\r\n", STR_INIT("+OK\r\n"), THEN_HANG},
        {"+OK\r\n", STR_INIT(":1\r\n"), THEN_HANG},
        {"+OK\r\n", STR_INIT("*1\r\n$-1\r\n"), THEN_HANG},
        {"+OK\r\n", STR_INIT("*2000000000\r\n"), THEN_HANG},
        {"+OK\r\n", STR_INIT("$-2\r\n"), THEN_HANG},
        {"+OK\r\n", STR_INIT("$99999999999999999999\r\n"), THEN_HANG},
        {"+OK\r\n", STR_INIT("$-1\r\n$-1\r\n"), THEN_HANG},
        {"+OK\r\n", STR_INIT("\0\0\0\0"), THEN_HANG},
        {"+OK\r\n", STR_INIT("$5\r\nhal"), THEN_HANG},
        {"+OK\r\n", STR_INIT("$5\r\nhal"), THEN_CLOSE},
        {"+OK\r\n", STR_INIT(""), THEN_DRIBBLE},
        {"+OK\r\n", STR_INIT(""), THEN_FLOOD},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct script s = {cases[i].greeting, cases[i].answer, cases[i].then};
        struct arena a;
        struct cache *c;
        struct str value = STR("untouched");
        int64_t start;

        arena_init(&a, 1024 * 1024);
        c = cache_open(&a, &(struct cache_options){str_from(f->socket), STR("estrado"),
                                                   str_from(f->password), WAIT_MS, LIMIT});
        serve(f, &s, 1);
        assert_int_equal(cache_get(c, &a, KEY, &value), ERR_NOT_FOUND);
        assert_str(value, STR("untouched"));
        start = clock_mono_ms();
        for (int k = 0; k < 100; k++)
            assert_int_equal(cache_get(c, &a, KEY, &value), ERR_NOT_FOUND);
        assert_true(clock_mono_ms() - start < WAIT_MS);
        arena_release(&a);
        stop_server(f);
    }
}

static void forged_value_is_a_miss(void **state)
{
    struct fixture *f = *state;
    struct script s = {"+OK\r\n", STR("$12\r\n<p>forged</p\r\n"), THEN_HANG};
    struct str value;

    serve(f, &s, 1);
    assert_int_equal(get(f, &value), ERR_NOT_FOUND);
}

static void one_call_never_takes_longer_than_the_timeout(void **state)
{
    static const enum then ways[] = {THEN_HANG, THEN_DRIBBLE};
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(ways); i++) {
        struct script s = {"+OK\r\n", STR(""), ways[i]};
        struct arena a;
        struct cache *c;
        struct str value;
        int64_t start = clock_mono_ms();

        arena_init(&a, 1024 * 1024);
        c = cache_open(&a, &(struct cache_options){str_from(f->socket), STR("estrado"),
                                                   str_from(f->password), WAIT_MS, LIMIT});
        serve(f, &s, 1);
        assert_int_equal(cache_get(c, &a, KEY, &value), ERR_NOT_FOUND);
        assert_true(clock_mono_ms() - start <
                    4 * WAIT_MS); /* a dribble of 60,000 bytes takes 20 minutes */
        arena_release(&a);
        stop_server(f);
    }
}

/* Calls until it is up; the test runner's time limit ends it otherwise. */
static void wait_until_up(struct cache *c)
{
    while (!cache_is_up(c))
        (void)poll(NULL, 0, 5);
}

static void comes_back_after_a_failure(void **state)
{
    struct fixture *f = *state;
    struct script s[] = {{"+OK\r\n", STR("junk\r\n"), THEN_HANG},
                         {"+OK\r\n", STR("+PONG\r\n"), THEN_HANG}};
    struct str value;

    serve(f, s, 2);
    assert_int_equal(get(f, &value), ERR_NOT_FOUND);
    assert_false(cache_is_up(f->cache)); /* still shut */
    wait_until_up(f->cache);
}

static void a_hanging_server_costs_one_wait(void **state)
{
    struct fixture *f = *state;
    int fd = listen_at(f->socket); /* connections are made, and nobody ever answers */
    struct str value;
    int64_t start = clock_mono_ms(), spent = 0;

    assert_int_equal(get(f, &value), ERR_NOT_FOUND);
    while (clock_mono_ms() - start < 2500) { /* the cache is shut for 1 s and then greets again */
        int64_t before = clock_mono_ms();

        assert_int_equal(get(f, &value), ERR_NOT_FOUND);
        spent += clock_mono_ms() - before;
        (void)poll(NULL, 0, 5);
    }
    assert_true(spent < WAIT_MS);
    close(fd);
}

static void stores_and_says_so(void **state)
{
    struct fixture *f = *state;
    struct script s = {"+OK\r\n", STR("+OK\r\n"), THEN_HANG};

    serve(f, &s, 1);
    assert_true(cache_put(f->cache, KEY, STR("value"), 60));
}

static void refused_store_keeps_the_connection(void **state)
{
    struct fixture *f = *state;
    struct script s = {"+OK\r\n", STR("-OOM command not allowed\r\n"), THEN_HANG};
    int64_t start;

    serve(f, &s, 1);
    assert_false(cache_put(f->cache, KEY, STR("value"), 60));
    start = clock_mono_ms();
    assert_false(cache_put(f->cache, KEY, STR("value"), 60)); /* sent, and not answered */
    assert_true(clock_mono_ms() - start >= WAIT_MS - 1);
}

static void stores_nothing_without_time_or_above_the_limit(void **state)
{
    struct fixture *f = *state;
    struct script s = {"+OK\r\n", STR("+OK\r\n"), THEN_HANG};
    char *large = calloc(1, LIMIT);

    assert_non_null(large);
    serve(f, &s, 1);
    assert_false(cache_put(f->cache, KEY, STR("value"), 0));
    assert_false(cache_put(f->cache, KEY, STR("value"), -5));
    assert_false(cache_put(f->cache, STR("no generation"), STR("value"), 60));
    assert_false(cache_put(f->cache, KEY, (struct str){large, LIMIT}, 60));
    assert_true(cache_put(f->cache, KEY, STR("value"), 60));
    free(large);
}

static void without_socket_or_password_it_is_away(void **state)
{
    struct fixture *f = *state;
    struct cache *c =
        cache_open(&f->a, &(struct cache_options){.timeout_ms = WAIT_MS, .reply_bytes = LIMIT});
    struct script s = {"+OK\r\n", STR("+OK\r\n"), THEN_HANG};
    struct str value;

    assert_int_equal(cache_get(c, &f->a, KEY, &value), ERR_NOT_FOUND);
    assert_false(cache_put(c, KEY, STR("value"), 60));
    assert_false(cache_is_up(c));
    assert_int_equal(get(f, &value), ERR_NOT_FOUND); /* nobody listens there */
    assert_int_equal(unlink(f->password), 0);
    serve(f, &s, 1);
    c = cache_open(&f->a, &(struct cache_options){str_from(f->socket), STR("estrado"),
                                                  str_from(f->password), WAIT_MS, LIMIT});
    assert_false(cache_is_up(c));
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(hit_gives_the_stored_value),
        TEST(nil_is_a_miss_and_keeps_the_connection),
        TEST(bad_answers_are_misses),
        TEST(forged_value_is_a_miss),
        TEST(one_call_never_takes_longer_than_the_timeout),
        TEST(comes_back_after_a_failure),
        TEST(a_hanging_server_costs_one_wait),
        TEST(stores_and_says_so),
        TEST(refused_store_keeps_the_connection),
        TEST(stores_nothing_without_time_or_above_the_limit),
        TEST(without_socket_or_password_it_is_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

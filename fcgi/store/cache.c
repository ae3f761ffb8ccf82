/*
 * Redis through hiredis' formatter and parser (only here). The socket is ours:
 * it never blocks, every call has one deadline for all that it does, and what is
 * read stays below a limit before the parser believes any length in it.
 */
#include "fcgi/store/cache.h"

#include "fcgi/base/buf.h"
#include "fcgi/base/clock.h"
#include "fcgi/base/files.h"
#include "fcgi/store/cache_value.h"

#include <errno.h>
#include <hiredis/hiredis.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define SHUT_MS          1000 /* after an error */
#define GREETING_MS      5000 /* how long an unanswered greeting is kept before another is tried */
#define PASSWORD_BYTES   512u
#define REPLY_HEAD_BYTES 64u           /* "$<length>\r\n", "\r\n" and more */
#define KEPT_BYTES       (256u * 1024) /* that hiredis' empty buffer may keep */
#define READ_BYTES       (32u * 1024)

enum state { SHUT, GREETED, OPEN };
enum wire { WIRE_OK, WIRE_LATE, WIRE_BROKEN };

/* One reply, made by the functions that the parser calls. */
struct reply {
    int type; /* REDIS_REPLY_... */
    struct str text;
    struct arena *arena; /* where a string goes; NULL: none is expected */
};

struct cache {
    struct cache_options o;
    enum state state;
    int fd; /* -1: none */
    redisReader *reader;
    struct reply reply;
    int64_t shut_until, greeted_until; /* clock_mono_ms() */
    bool failed_once;
    struct buf out;
};

/* hiredis fixes the type. NOLINTNEXTLINE(readability-non-const-parameter) */
static void *reply_text(const redisReadTask *task, char *p, size_t n)
{
    struct reply *r = task->privdata;

    r->type = task->type;
    r->text = (struct str){NULL, 0};
    if (task->type == REDIS_REPLY_STRING && r->arena != NULL)
        r->text = arena_str(r->arena, (struct str){p, n});
    return r;
}

/* No command of ours is answered by a list; failing here also keeps hiredis from making room for
 * one. */
static void *reply_list(const redisReadTask *task, int n)
{
    (void)task;
    (void)n;
    return NULL;
}

static void *reply_number(const redisReadTask *task, long long v)
{
    struct reply *r = task->privdata;

    (void)v;
    r->type = REDIS_REPLY_INTEGER;
    return r;
}

static void *reply_nil(const redisReadTask *task)
{
    struct reply *r = task->privdata;

    r->type = REDIS_REPLY_NIL;
    return r;
}

static void reply_free(void *reply)
{
    (void)reply; /* it lives in struct cache */
}

static redisReplyObjectFunctions reply_functions = {reply_text, reply_list, reply_number, reply_nil,
                                                    reply_free};

static void hang_up(struct cache *c)
{
    if (c->fd >= 0)
        (void)close(c->fd);
    c->fd = -1;
    if (c->reader != NULL)
        redisReaderFree(c->reader);
    c->reader = NULL;
    c->state = SHUT;
}

static void fail(struct cache *c)
{
    hang_up(c);
    c->failed_once = true;
    c->shut_until = clock_mono_ms() + SHUT_MS;
}

static bool dial(struct cache *c)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};

    if (c->o.socket.n == 0 || c->o.socket.n >= sizeof(at.sun_path))
        return false;
    memcpy(at.sun_path, c->o.socket.p, c->o.socket.n);
    c->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (c->fd < 0 || connect(c->fd, (const struct sockaddr *)&at, sizeof(at)) != 0)
        return false;
    c->reader = redisReaderCreateWithFunctions(&reply_functions);
    if (c->reader == NULL)
        return false;
    c->reader->maxbuf = KEPT_BYTES;
    c->reader->privdata = &c->reply;
    return true;
}

/* True when the socket is ready, or broken, before the deadline; with a deadline in the past it
 * only looks. */
static bool wait_for(int fd, short events, int64_t deadline)
{
    struct pollfd p = {.fd = fd, .events = events};
    int n;

    do {
        int64_t left = deadline - clock_mono_ms();

        n = poll(&p, 1, left > 0 ? (int)left : 0);
    } while (n < 0 && errno == EINTR);
    return n > 0;
}

static enum wire send_all(struct cache *c, struct str s, int64_t deadline)
{
    while (s.n > 0) {
        ssize_t n = send(c->fd, s.p, s.n, MSG_NOSIGNAL);

        if (n > 0) {
            s = str_sub(s, (size_t)n, s.n);
            continue;
        }
        if (n < 0 && errno == EINTR)
            continue;
        if (n == 0 || (errno != EAGAIN && errno != EWOULDBLOCK))
            return WIRE_BROKEN;
        if (!wait_for(c->fd, POLLOUT, deadline))
            return WIRE_LATE;
    }
    return WIRE_OK;
}

/* Reads what is there, once. */
static enum wire feed(struct cache *c)
{
    char p[READ_BYTES];
    ssize_t n = recv(c->fd, p, sizeof(p), 0);

    if (n < 0 && (errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK))
        return WIRE_OK;
    if (n <= 0 || redisReaderFeed(c->reader, p, (size_t)n) != REDIS_OK)
        return WIRE_BROKEN;
    return c->reader->len > c->o.reply_bytes + REPLY_HEAD_BYTES ? WIRE_BROKEN : WIRE_OK;
}

/* One whole reply, with nothing behind it, into c->reply. */
static enum wire receive(struct cache *c, int64_t deadline)
{
    for (;;) {
        void *got = NULL;

        if (redisReaderGetReply(c->reader, &got) != REDIS_OK)
            return WIRE_BROKEN;
        if (got != NULL)
            return c->reader->pos == c->reader->len ? WIRE_OK : WIRE_BROKEN;
        if (!wait_for(c->fd, POLLIN, deadline))
            return WIRE_LATE;
        if (feed(c) != WIRE_OK)
            return WIRE_BROKEN;
    }
}

static enum wire send_command(struct cache *c, const struct str *words, size_t n, int64_t deadline)
{
    const char *argv[5];
    size_t lengths[5];
    char *text = NULL;
    int bytes;
    enum wire w;

    for (size_t i = 0; i < n; i++) {
        argv[i] = words[i].p;
        lengths[i] = words[i].n;
    }
    bytes = redisFormatCommandArgv(&text, (int)n, argv, lengths);
    if (bytes < 0)
        return WIRE_BROKEN;
    w = send_all(c, (struct str){text, (size_t)bytes}, deadline);
    explicit_bzero(text, n > 0 && str_eq(words[0], STR("AUTH")) ? (size_t)bytes : 0);
    redisFreeCommand(text);
    return w;
}

/* Sends a command and waits for its reply; any trouble shuts the cache. A string goes to `a`. */
static bool command(struct cache *c, struct arena *a, const struct str *words, size_t n,
                    int64_t deadline)
{
    c->reply = (struct reply){.arena = a};
    if (send_command(c, words, n, deadline) == WIRE_OK && receive(c, deadline) == WIRE_OK)
        return true;
    fail(c);
    return false;
}

static enum wire send_auth(struct cache *c, int64_t deadline)
{
    struct arena scratch;
    struct str password, wiped;
    enum wire w = WIRE_BROKEN;

    arena_init(&scratch, 64 * 1024); /* read at each connection: the file may have changed */
    if (file_read(&scratch, c->o.password_file, PASSWORD_BYTES, &wiped) == OK) {
        password = str_trim(wiped);
        w = send_command(c, (const struct str[]){STR("AUTH"), c->o.user, password}, 3, deadline);
        explicit_bzero((void *)(uintptr_t)wiped.p, wiped.n);
    }
    arena_release(&scratch);
    return w;
}

/* AUTH where there is a user, PING where there is none: both are answered by a status. */
static bool greet(struct cache *c, int64_t deadline)
{
    enum wire w;

    if (!dial(c))
        return false;
    c->reply = (struct reply){.arena = NULL};
    c->state = GREETED;
    c->greeted_until = clock_mono_ms() + GREETING_MS;
    if (c->o.user.n > 0)
        w = send_auth(c, deadline);
    else
        w = send_command(c, (const struct str[]){STR("PING")}, 1, deadline);
    return w == WIRE_OK;
}

/* The answer to the greeting, if it is there by the deadline. */
static void finish_greeting(struct cache *c, int64_t deadline)
{
    enum wire w = receive(c, deadline);

    if (w == WIRE_OK && c->reply.type == REDIS_REPLY_STATUS)
        c->state = OPEN;
    else if (w != WIRE_LATE || !c->failed_once || clock_mono_ms() >= c->greeted_until)
        fail(c);
}

/* True when a command may be sent now. */
static bool is_ready(struct cache *c, int64_t deadline)
{
    int64_t now = clock_mono_ms();

    if (c->state == OPEN)
        return true;
    if (c->o.socket.n == 0 || now < c->shut_until)
        return false;
    if (c->state == SHUT && !greet(c, deadline)) {
        fail(c);
        return false;
    }
    finish_greeting(c, c->failed_once ? now : deadline);
    return c->state == OPEN;
}

static void close_cache(void *arg)
{
    struct cache *c = arg;

    hang_up(c);
    buf_release(&c->out);
}

struct cache *cache_open(struct arena *a, const struct cache_options *o)
{
    struct cache *c = ARENA_NEW(a, struct cache);

    c->o = *o;
    c->o.socket = arena_str(a, o->socket);
    c->o.user = arena_str(a, o->user);
    c->o.password_file = arena_str(a, o->password_file);
    c->fd = -1;
    buf_init(&c->out, o->reply_bytes);
    arena_defer(a, close_cache, c);
    return c;
}

enum err cache_get(struct cache *c, struct arena *a, struct str key, struct str *ret_value)
{
    int64_t deadline = clock_mono_ms() + c->o.timeout_ms;
    struct cache_name name;

    if (cache_name_of(key, &name) != OK || !is_ready(c, deadline))
        return ERR_NOT_FOUND;
    if (!command(c, a, (const struct str[]){STR("GET"), {name.p, name.n}}, 2, deadline))
        return ERR_NOT_FOUND;
    if (c->reply.type == REDIS_REPLY_NIL)
        return ERR_NOT_FOUND;
    if (c->reply.type != REDIS_REPLY_STRING) {
        fail(c);
        return ERR_NOT_FOUND;
    }
    return cache_value_open(c->reply.text, key, ret_value) == OK ? OK : ERR_NOT_FOUND;
}

bool cache_put(struct cache *c, struct str key, struct str value, int ttl_seconds)
{
    int64_t deadline = clock_mono_ms() + c->o.timeout_ms;
    struct cache_name name;
    struct str packed;
    char ttl[16];
    int n = snprintf(ttl, sizeof(ttl), "%d", ttl_seconds);

    if (ttl_seconds < 1 || n < 1 || cache_name_of(key, &name) != OK || !is_ready(c, deadline))
        return false;
    buf_clear(&c->out);
    cache_value_pack(&c->out, key, value);
    if (buf_finish(&c->out, &packed) != OK)
        return false;
    if (!command(
            c, NULL,
            (const struct str[]){STR("SET"), {name.p, name.n}, packed, STR("EX"), {ttl, (size_t)n}},
            5, deadline))
        return false;
    return c->reply.type == REDIS_REPLY_STATUS; /* an error: memory is full, say */
}

bool cache_is_up(struct cache *c)
{
    int64_t deadline = clock_mono_ms() + c->o.timeout_ms;

    if (!is_ready(c, deadline) || !command(c, NULL, (const struct str[]){STR("PING")}, 1, deadline))
        return false;
    return c->reply.type == REDIS_REPLY_STATUS;
}

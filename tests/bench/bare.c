/*
 * The yardstick of the bench: the least that a FastCGI program can do. Each process waits on
 * one socket, and answers every request with the bytes of a file, held in memory or
 * fetched from Redis each time.
 *
 * usage: bare SOCKET PROCESSES BODY [REDIS-SOCKET PASSWORD-FILE KEY]
 */
#include <fcgiapp.h>
#include <hiredis/hiredis.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

struct bytes {
    char *p;
    size_t n;
};

static struct bytes read_file(const char *path)
{
    struct bytes b = {malloc(1 << 22), 0};
    FILE *f = fopen(path, "rb");

    if (f == NULL || b.p == NULL) {
        perror(path);
        exit(1);
    }
    b.n = fread(b.p, 1, 1 << 22, f);
    fclose(f);
    return b;
}

static void must(redisReply *reply, const char *what)
{
    if (reply == NULL || reply->type == REDIS_REPLY_ERROR) {
        fprintf(stderr, "bare: Redis refuses %s\n", what);
        exit(1);
    }
    freeReplyObject(reply);
}

static redisContext *connect_redis(char **argv)
{
    redisContext *redis = redisConnectUnix(argv[0]);
    struct bytes password = read_file(argv[1]);

    if (redis == NULL || redis->err != 0) {
        fprintf(stderr, "bare: no Redis at %s\n", argv[0]);
        exit(1);
    }
    must(redisCommand(redis, "AUTH estrado %b", password.p, password.n), "AUTH");
    return redis;
}

static void answer(FCGX_Stream *out, const char *p, size_t n)
{
    FCGX_PutS("Status: 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n", out);
    FCGX_PutStr(p, (int)n, out);
}

static void answer_from_redis(FCGX_Stream *out, redisContext *redis, const char *key)
{
    redisReply *reply = redisCommand(redis, "GET %s", key);

    if (reply == NULL || reply->type != REDIS_REPLY_STRING)
        exit(1);
    answer(out, reply->str, reply->len);
    freeReplyObject(reply);
}

static void serve(int listener, struct bytes body, char **redis_args)
{
    redisContext *redis = redis_args == NULL ? NULL : connect_redis(redis_args);
    FCGX_Request request;

    if (redis != NULL)
        must(redisCommand(redis, "SET %s %b", redis_args[2], body.p, body.n), "SET");
    if (FCGX_InitRequest(&request, listener, 0) != 0)
        exit(1);
    while (FCGX_Accept_r(&request) == 0) {
        if (redis == NULL)
            answer(request.out, body.p, body.n);
        else
            answer_from_redis(request.out, redis, redis_args[2]);
        FCGX_Finish_r(&request);
    }
    exit(0);
}

/* The children end with this process, on SIGTERM to its group. */
static void end(int number)
{
    (void)number;
    _exit(0);
}

int main(int argc, char **argv)
{
    struct bytes body;
    int listener;

    if (argc != 4 && argc != 7) {
        fputs("usage: bare SOCKET PROCESSES BODY [REDIS-SOCKET PASSWORD-FILE KEY]\n", stderr);
        return 2;
    }
    body = read_file(argv[3]);
    if (FCGX_Init() != 0)
        return 1;
    listener = FCGX_OpenSocket(argv[1], 1024);
    if (listener < 0)
        return 1;
    signal(SIGTERM, end);
    for (long i = strtol(argv[2], NULL, 10); i > 0; i--) {
        if (fork() == 0)
            serve(listener, body, argc == 7 ? argv + 4 : NULL);
    }
    while (wait(NULL) > 0)
        ;
    return 0;
}

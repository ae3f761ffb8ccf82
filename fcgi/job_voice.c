/*
 * The job `voice`: every page that visitors can see, and its companion in easy Spanish, read aloud
 * by espeak-ng into lame. fcgi/app/voice.h says how files are named and shown.
 *
 * A file's time of access (which we set) says when a page last had it; the time of its content
 * stays, so that what browsers have of it stays good.
 */
#include "fcgi/app/voice.h"
#include "fcgi/base/clock.h"
#include "fcgi/base/files.h"
#include "fcgi/base/log.h"
#include "fcgi/base/program.h"
#include "fcgi/jobs.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A generation that is still shown, and pages in caches, may refer to what was made before. */
#define KEEP_S       (7 * 24 * 3600)
#define TIMEOUT_MS   60000
#define MS_PER_BYTE  5 /* of text; a processor of 2020 needs less than a tenth of it */
#define MEMORY_BYTES ((size_t)512 << 20)
#define MP3_BYTES    ((size_t)96 << 20) /* six hours at 32 kbit/s, more than a page can hold */
#define FAILURES_MAX 8                  /* one after the other: it is not the pages' fault */

struct voice_job {
    const struct job_run *run;
    const struct config *config;
    struct arena a; /* of one page */
    int64_t now, made, kept, failed, removed;
    size_t done, all;
    int failures; /* since the last success */
};

/* ---- the file ---- */

/* Seven bits a byte: ID3v2.4.0 structure 6.2. */
static void add_size(struct buf *b, size_t n)
{
    for (int shift = 21; shift >= 0; shift -= 7)
        buf_addc(b, (char)((n >> shift) & 0x7F));
}

static void add_frame(struct buf *b, struct str id, struct str text)
{
    buf_add(b, id);
    add_size(b, text.n + 1);
    buf_add(b, ((struct str){"\0\0\3", 3})); /* no flags; UTF-8 */
    buf_add(b, text);
}

/* https://id3.org/id3v2.4.0-structure: title, publisher, language. (lame's own would need a locale
 * in its environment.) */
static void add_id3(struct buf *b, struct str title, struct str publisher)
{
    struct buf frames;

    buf_init(&frames, 8192);
    add_frame(&frames, STR("TIT2"), str_sub(title, 0, 2000));
    add_frame(&frames, STR("TPE1"), str_sub(publisher, 0, 2000));
    add_frame(&frames, STR("TLAN"), STR("spa"));
    buf_add(b, ((struct str){"ID3\4\0\0", 6}));
    add_size(b, frames.n);
    buf_add(b, buf_str(&frames));
    buf_release(&frames);
}

static enum err speak(struct voice_job *j, struct str text, struct buf *out)
{
    const struct voice_config *voice = &j->config->voice;
    const char *espeak[] = {arena_cstr(&j->a, voice->espeak),
                            "-v",
                            arena_cstr(&j->a, voice->name),
                            "-s",
                            arena_fmt(&j->a, "%d", voice->speed).p,
                            "-b",
                            "1", /* UTF-8 */
                            "--stdin",
                            "--stdout",
                            NULL};
    const char *lame[] = {arena_cstr(&j->a, voice->lame),
                          "--quiet",
                          "-m",
                          "m",
                          "--cbr",
                          "-b",
                          arena_fmt(&j->a, "%d", voice->bitrate_kbps).p,
                          "-t", /* no frame of tags: it could not be filled in */
                          "-",
                          "-",
                          NULL};
    const struct program both[] = {{espeak}, {lame}};
    int ms = TIMEOUT_MS + (int)text.n * MS_PER_BYTE;
    const struct program_limits limits = {ms, ms / 1000, MEMORY_BYTES};

    return program_pipe(both, ARRAY_LEN(both), text, &limits, out);
}

/* OK too when lame was given silence or nothing: then it has written no frame. */
static bool has_sound(const struct buf *b, size_t from)
{
    return b->n > from + 4 && (unsigned char)b->p[from] == 0xFF &&
           ((unsigned char)b->p[from + 1] & 0xE0) == 0xE0;
}

static enum err make(struct voice_job *j, struct str path, struct str title, struct str text)
{
    struct buf mp3;
    size_t head;
    enum err e;

    buf_init(&mp3, MP3_BYTES);
    add_id3(&mp3, title, j->config->name);
    head = mp3.n;
    e = speak(j, text, &mp3);
    if (e == ERR_TOO_BIG)
        e = ERR_INVALID; /* of ERR_TOO_BIG the disk alone speaks below */
    if (e == OK && !has_sound(&mp3, head))
        e = ERR_INVALID;
    if (e == OK)
        e = file_write(path, buf_str(&mp3), 0644);
    buf_release(&mp3);
    return e;
}

/* "A page has it", now. False: there is no such file. */
static bool touch(const struct voice_job *j, struct str path)
{
    const struct timespec times[] = {{.tv_sec = j->now}, {.tv_nsec = UTIME_OMIT}};

    return utimensat(AT_FDCWD, path.p, times, AT_SYMLINK_NOFOLLOW) == 0;
}

/* ---- one page ---- */

/* OK: go on, whatever became of this one. */
static enum err judge(struct voice_job *j, const struct page *p, enum err e)
{
    if (e == OK) {
        j->made++;
        j->failures = 0;
        return OK;
    }
    j->failed++;
    j->failures++;
    log_line(LOG_ERROR, "voice-failed", LOG_STR("path", p->url),
             LOG_STR("why", str_from(e == ERR_CONFLICT ? "timeout" : err_name(e))));
    if (e == ERR_TOO_BIG || e == ERR_NOT_FOUND)
        return e;
    return j->failures < FAILURES_MAX ? OK : ERR_INVALID;
}

static enum err one(struct voice_job *j, const struct page *p, bool easy)
{
    struct str text = voice_text(&j->a, j->run->app, p, easy),
               path = file_join(&j->a, j->config->audio_dir, voice_name(&j->a, j->config, text));
    enum err e;

    if (touch(j, path)) {
        j->kept++;
        return OK;
    }
    e = make(j, path, easy ? p->easy->title : p->front.title, text);
    if (e == OK)
        (void)touch(j, path);
    return judge(j, p, e);
}

static bool is_heard(const struct voice_job *j, const struct page *p)
{
    return voice_is_for(j->config, p) && page_is_visible(p, j->now);
}

static void progress(const struct voice_job *j)
{
    if (isatty(STDERR_FILENO))
        (void)fprintf(stderr, "\rvoice %zu/%zu%s", j->done, j->all, j->done == j->all ? "\n" : "");
}

static enum err all_pages(struct voice_job *j)
{
    const struct pages *pages = &j->run->app->site->by_url;
    enum err e = OK;

    for (size_t i = 0; i < pages->n; i++)
        j->all += is_heard(j, pages->v[i]);
    for (size_t i = 0; i < pages->n && e == OK; i++) {
        const struct page *p = pages->v[i];

        if (!is_heard(j, p))
            continue;
        e = one(j, p, false);
        if (e == OK && p->easy != NULL)
            e = one(j, p, true);
        arena_reset(&j->a);
        j->done++;
        progress(j);
    }
    return e;
}

/* ---- what is not needed ---- */

static bool is_recording(const char *name)
{
    size_t n = strlen(name);

    return n == 2 * VOICE_HASH_BYTES + 4 && strcmp(name + n - 4, ".mp3") == 0 &&
           strspn(name, "0123456789abcdef") == n - 4;
}

/* Only one run works at a time: who wrote a temporary file is gone. */
static bool is_temporary(const char *name)
{
    return str_ends(str_from(name), STR(".tmp"));
}

static bool is_unused(const struct voice_job *j, int dir, const char *name)
{
    struct stat st;

    return is_recording(name) && fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
           st.st_atim.tv_sec < j->now - KEEP_S;
}

static void sweep(struct voice_job *j, bool unused_too)
{
    DIR *d = opendir(arena_cstr(&j->a, j->config->audio_dir));

    if (d == NULL)
        return;
    for (const struct dirent *entry = readdir(d); entry != NULL; entry = readdir(d)) {
        if (is_temporary(entry->d_name))
            (void)unlinkat(dirfd(d), entry->d_name, 0);
        else if (unused_too && is_unused(j, dirfd(d), entry->d_name))
            j->removed += unlinkat(dirfd(d), entry->d_name, 0) == 0;
    }
    (void)closedir(d);
}

/* ---- all of it ---- */

static bool programs_are_there(const struct voice_job *j)
{
    const struct str programs[] = {j->config->voice.espeak, j->config->voice.lame};
    bool all = true;

    for (size_t i = 0; i < ARRAY_LEN(programs); i++) {
        if (program_is_there(programs[i]))
            continue;
        log_line(LOG_ERROR, "voice-program-missing", LOG_STR("program", programs[i]));
        job_say(j->run, STR("jobs.voice-program"),
                (const struct message_arg[]){MSG_TEXT(programs[i])}, 1);
        all = false;
    }
    return all;
}

static int finish(const struct voice_job *j, enum err e)
{
    const struct message_arg made[] = {MSG_INT(j->made), MSG_INT(j->kept), MSG_INT(j->removed)};
    const struct message_arg failed[] = {MSG_INT(j->failed)};

    job_say(j->run, STR("jobs.voice-summary"), made, ARRAY_LEN(made));
    if (j->failed > 0)
        job_say(j->run, STR("jobs.voice-failed"), failed, ARRAY_LEN(failed));
    if (e == OK)
        return j->failed > 0 ? EXIT_FOUND : EXIT_FINE;
    if (e == ERR_TOO_BIG) {
        log_line(LOG_ERROR, "voice-disk-full", LOG_STR("folder", j->config->audio_dir));
        job_say(j->run, STR("jobs.voice-disk"),
                (const struct message_arg[]){MSG_TEXT(j->config->audio_dir)}, 1);
    } else {
        job_say(j->run, STR("jobs.voice-stopped"), NULL, 0);
    }
    return EXIT_TROUBLE;
}

static enum err work(struct voice_job *j)
{
    enum err e = file_mkdirs(j->config->audio_dir, 0755);

    (void)signal(SIGXFSZ, SIG_IGN); /* a limit on files is an error of write(2), as a full disk */
    if (e != OK)
        return e;
    sweep(j, false);
    e = all_pages(j);
    if (e == OK && j->run->clean && j->failed == 0)
        sweep(j, true);
    return e;
}

int job_voice(const struct job_run *r)
{
    struct voice_job j = {.run = r, .config = r->app->config, .now = clock_now()};
    enum err e;

    if (!j.config->voice.enabled) {
        job_say(r, STR("jobs.voice-off"), NULL, 0);
        return EXIT_FINE;
    }
    if (!programs_are_there(&j))
        return EXIT_TROUBLE;
    arena_init(&j.a, (size_t)64 << 20);
    e = work(&j);
    arena_release(&j.a);
    return finish(&j, e);
}

/*
 * Names of recordings, and the player on the page.
 */
#include "fcgi/app/voice.h"
#include "content/speech.h"
#include "fcgi/base/files.h"
#include "fcgi/base/secret.h"

#include <sys/stat.h>

struct str voice_text(struct arena *a, const struct app *app, const struct page *p, bool easy)
{
    if (easy)
        return speech_of(a, app->texts, p->easy->title, p->easy->summary, p->easy->text);
    return speech_of(a, app->texts, p->front.title, p->front.summary, p->text);
}

struct str voice_name(struct arena *a, const struct config *config, struct str text)
{
    const struct voice_config *voice = &config->voice;
    unsigned char digest[DIGEST_BYTES];
    struct digest_state d;

    digest_init(&d);
    digest_add(&d, arena_fmt(a, "%d %d %d", VOICE_FORMAT, voice->speed, voice->bitrate_kbps));
    digest_add(&d, voice->name);
    digest_add(&d, text);
    digest_finish(&d, digest);
    return arena_join(a, digest_hex(a, digest, VOICE_HASH_BYTES), STR(".mp3"), STR(""));
}

#define LANGUAGE_LETTERS 3 /* RFC 5646 2.1: two or three */

/* "es-419" reads "es-MX". What is not called as a language may speak any. */
static bool speaks(struct str voice, struct str locale)
{
    struct str language = str_sub(voice, 0, str_index(voice, '-'));

    return language.n > LANGUAGE_LETTERS ||
           str_eq(language, str_sub(locale, 0, str_index(locale, '-')));
}

bool voice_is_for(const struct config *config, const struct page *p)
{
    return config->voice.enabled && !p->front.withdrawn.is &&
           (p->root == NULL || speaks(config->voice.name, p->root->locale));
}

static bool shows_easy(const struct ctx *c, const struct page *p)
{
    return p->easy != NULL && choice_has(&c->choice, AXIS_EASY);
}

bool voice_of(struct ctx *c, const struct page *p, struct str *ret_url, int64_t *ret_bytes)
{
    const struct config *config = c->app->config;
    struct str text, name;
    struct stat st;

    if (!voice_is_for(config, p))
        return false;
    text = voice_text(c->arena, c->app, p, shows_easy(c, p));
    name = voice_name(c->arena, config, text);
    if (stat(file_join(c->arena, config->audio_dir, name).p, &st) != 0 || !S_ISREG(st.st_mode))
        return false;
    *ret_url = arena_join(c->arena, STR("/audio/"), name, STR(""));
    *ret_bytes = st.st_size;
    return true;
}

/* Whole kilobytes, rounded up; from one megabyte on, megabytes with one decimal. */
static struct str size_text(struct ctx *c, int64_t bytes)
{
    const struct messages *m = theme_messages(c->app->theme);
    int64_t kilobytes = (bytes + 1023) / 1024, tenths = (bytes * 10 + 524288) / 1048576;
    struct str n;

    if (kilobytes < 1024) {
        n = arena_fmt(c->arena, "%lld", (long long)kilobytes);
        return messages_format(m, c->arena, STR("audio.kilobytes"), &MSG_TEXT(n), 1);
    }
    n = arena_fmt(c->arena, "%lld.%lld", (long long)(tenths / 10), (long long)(tenths % 10));
    return messages_format(m, c->arena, STR("audio.megabytes"), &MSG_TEXT(n), 1);
}

static struct str length_text(struct ctx *c, int64_t bytes)
{
    int64_t seconds = bytes * 8 / (c->app->config->voice.bitrate_kbps * 1000LL);
    const struct message_arg args[] = {MSG_INT(seconds / 60), MSG_INT(seconds % 60)};

    return messages_format(theme_messages(c->app->theme), c->arena, STR("audio.length"), args, 2);
}

void voice_view(struct ctx *c, const struct page *p, struct answer *answer)
{
    bool on = voice_is_for(c->app->config, p), asked = choice_has(&c->choice, AXIS_VOICE);
    struct view *v = &answer->view;
    int64_t bytes = 0, soon = c->req->now + VOICE_RETRY_S;

    v->voice_on = on && !c->app->files_only;
    if (!on || !(asked || c->app->files_only))
        return;
    if (voice_of(c, p, &v->audio_url, &bytes)) {
        v->audio_size = size_text(c, bytes);
        v->audio_length = length_text(c, bytes);
        return;
    }
    v->audio_missing = asked;
    if (answer->valid_until > soon)
        answer->valid_until = soon;
}

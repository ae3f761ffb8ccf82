/*
 * Files of a video in sign language.
 */
#include "content/sign.h"
#include "fcgi/base/esc.h"

#include <stdlib.h>

static int by_path(const void *key, const void *element)
{
    return str_cmp(*(const struct str *)key, ((const struct markdown_file *)element)->path);
}

static const struct markdown_file *find_file(struct arena *a, const struct markdown_env *env,
                                             struct str dir, struct str name)
{
    struct str path = dir.n > 0 ? arena_join(a, dir, STR("/"), name) : name;

    return env->nfiles == 0 ? NULL
                            : bsearch(&path, env->files, env->nfiles, sizeof(*env->files), by_path);
}

static bool is_video(struct str type)
{
    return str_eq(type, STR("video/mp4")) || str_eq(type, STR("video/webm"));
}

static void resolve_video(struct arena *a, const struct markdown_env *env, struct str shown,
                          struct str dir, struct sign_language *s, struct diags *d)
{
    const struct markdown_file *f;

    if (str_starts(s->video, STR("https://")) && s->video.n > 8 && s->video.p[8] != '/' &&
        esc_url_is_safe(s->video))
        return;
    f = find_file(a, env, dir, s->video);
    if (str_index(s->video, ':') < s->video.n || (f != NULL && !is_video(f->type))) {
        diag_error(d, shown, 0, "sign-video", s->video);
    } else if (f == NULL) {
        diag_error(d, shown, 0, "file-missing", s->video);
    } else {
        s->video = f->url;
        s->type = f->type;
    }
}

static void resolve_captions(struct arena *a, const struct markdown_env *env, struct str shown,
                             struct str dir, struct sign_language *s, struct diags *d)
{
    const struct markdown_file *f = find_file(a, env, dir, s->captions);

    if (f == NULL)
        diag_error(d, shown, 0, "file-missing", s->captions);
    else if (!str_eq(f->type, STR("text/vtt")))
        diag_error(d, shown, 0, "sign-captions", s->captions);
    else
        s->captions = f->url;
}

bool sign_resolve(struct arena *a, const struct markdown_env *env, struct str shown, struct str dir,
                  struct sign_language *s, struct diags *d)
{
    int before = d->nerrors;

    if (s->video.n > 0)
        resolve_video(a, env, shown, dir, s, d);
    if (s->captions.n > 0)
        resolve_captions(a, env, shown, dir, s, d);
    return d->nerrors == before;
}

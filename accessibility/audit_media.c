/*
 * What plays, what opens, what keeps from zooming or steals the order of the keyboard, and what
 * the root says about the page.
 */
#include "accessibility/audit_state.h"
#include "accessibility/choice.h"

static bool has(const struct token *tag, struct str name)
{
    struct str value;

    return token_attribute(tag, name, &value);
}

static void check_player(struct audit *t, const struct token *tag)
{
    if (!has(tag, STR("controls")))
        audit_tell(t, tag->line, "html-media-controls", tag->name, STR(""));
    if (has(tag, STR("autoplay")))
        audit_tell(t, tag->line, "html-media-autoplay", tag->name, STR(""));
}

static void note_track(struct audit *t, const struct token *tag)
{
    struct element *video = audit_innermost(t, "video");
    struct str kind = {NULL, 0};

    (void)token_attribute(tag, STR("kind"), &kind);
    if (video != NULL && token_is_one_of(kind, "captions"))
        video->has_first = true;
}

static void note_summary(struct audit *t, const struct token *tag)
{
    struct element *details = audit_innermost(t, "details");

    (void)tag;
    if (details != NULL)
        details->has_first = true;
}

static void check_meta(struct audit *t, const struct token *tag)
{
    struct str name = {NULL, 0}, content = {NULL, 0}, one, key;

    (void)token_attribute(tag, STR("name"), &name);
    (void)token_attribute(tag, STR("content"), &content);
    while (token_is_one_of(name, "viewport") && content.n > 0) {
        str_cut(content, ',', &one, &content);
        str_cut(one, '=', &key, &one);
        key = str_trim(key);
        one = str_trim(one);
        if (str_eq_nocase(key, STR("maximum-scale")) ||
            (str_eq_nocase(key, STR("user-scalable")) && !token_is_one_of(one, "yes 1")))
            audit_tell(t, tag->line, "html-viewport", key, STR(""));
    }
}

static bool is_word_of_a_choice(struct str word)
{
    for (int axis = 0; axis < AXIS__MAX; axis++) {
        for (int n = 1; n <= CHOICE_WORDS_MAX; n++) {
            if (str_eq(choice_word((enum axis)axis, n), word))
                return true;
        }
    }
    return false;
}

static void check_root_words(struct audit *t, const struct token *tag)
{
    struct str words = {NULL, 0}, one;

    (void)token_attribute(tag, STR("class"), &words);
    while (words.n > 0) {
        str_cut(words, ' ', &one, &words);
        if (one.n > 0 && !is_word_of_a_choice(one))
            audit_tell(t, tag->line, "html-root-class", one, STR(""));
    }
}

static const struct {
    const char *names;
    void (*check)(struct audit *t, const struct token *tag);
} rules[] = {
    {"html", check_root_words}, {"audio video", check_player}, {"track", note_track},
    {"summary", note_summary},  {"meta", check_meta},
};

void audit_media(struct audit *t, const struct token *tag)
{
    for (size_t i = 0; i < ARRAY_LEN(rules); i++) {
        if (token_is_one_of(tag->name, rules[i].names))
            rules[i].check(t, tag);
    }
}

void audit_media_closed(struct audit *t, const struct element *e)
{
    if (token_is_one_of(e->name, "video") && !e->has_first)
        audit_tell(t, e->line, "html-media-captions", STR(""), STR(""));
    if (token_is_one_of(e->name, "details") && !e->has_first)
        audit_tell(t, e->line, "html-details", STR(""), STR(""));
}

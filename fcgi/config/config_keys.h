/*
 * The keys of site.yml that have one value: what each is, its bounds, its
 * default, and where it goes in struct config. (Pools and facts are maps whose keys are
 * names: config_maps.c.)
 */
#ifndef ESTRADO_CONFIG_CONFIG_KEYS_H
#define ESTRADO_CONFIG_CONFIG_KEYS_H

#include "fcgi/config/config.h"

enum config_kind {
    CONFIG_TEXT, /* one line, at most `max` bytes */
    CONFIG_WORD, /* as CONFIG_TEXT, of letters, digits and the characters of `choices` */
    CONFIG_INT,  /* min to max */
    CONFIG_BOOL,
    CONFIG_PATH,   /* made absolute; "" stays */
    CONFIG_SOCKET, /* as CONFIG_PATH, at most CONFIG_SOCKET_MAX bytes */
    CONFIG_LIST,   /* of words, as CONFIG_WORD */
    CONFIG_CHOICE, /* one of `choices`, which are in the order of the enum */
};
#define CONFIG_SOCKET_MAX 107 /* sizeof sun_path - 1, unix(7) */
#define CONFIG_LIST_MAX   64

struct config_key {
    const char *name; /* dotted: "limits.read_s" */
    enum config_kind kind;
    size_t offset; /* of the member in struct config */
    int64_t min, max;
    const char *fallback; /* as it would stand in the file; NULL: required */
    const char *choices;
};

const struct config_key *config_keys(size_t *ret_n);
/* NULL when there is none; its position in *ret_i otherwise. */
const struct config_key *config_key_named(struct str name, size_t *ret_i);
/* True when keys begin with "name.". */
bool config_key_is_group(struct str name);
/* "did you mean" among all keys, "pools", "facts" and "types"; the empty str when none is near. */
struct str config_key_suggest(struct str name);
/* Position of a word in "a b c", or -1. */
int config_choice(const char *choices, struct str word);
/* The value that c has, as text. */
struct str config_key_shown(const struct config *c, struct arena *a, const struct config_key *k);

#endif

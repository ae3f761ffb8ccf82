/*
 * What the files of fcgi/config that make a struct config share; nobody else
 * includes this. Whatever is wrong is added to l->d and the next value is read.
 */
#ifndef ESTRADO_CONFIG_CONFIG_LOAD_H
#define ESTRADO_CONFIG_CONFIG_LOAD_H

#include "fcgi/base/yaml.h"
#include "fcgi/config/config_keys.h"

#define CONFIG_KEYS_MAX 128

struct config_load {
    struct arena *a;
    struct diags *d;
    struct config *c;
    struct str file;          /* as shown in diags: site.yml as it was given, or "--set" */
    const struct yaml *facts; /* read when the zone is known; NULL: none */
    bool seen[CONFIG_KEYS_MAX];
};

/* ---- config_value.c: one value ---- */

void config_set(struct config_load *l, const struct config_key *k, struct str text, int line);
/* A YAML list of scalars, or one scalar as a list of one; checked as CONFIG_WORD with `chars`. */
struct strs config_list(struct config_load *l, const struct yaml *y, struct str name,
                        const char *chars);
/* "a,b c" of the command line. */
struct strs config_split(struct config_load *l, struct str text, struct str name,
                         const char *chars);
/* An absolute path for a socket; its length is checked. */
struct str config_socket(struct config_load *l, struct str name, struct str text, int line);
/* Whether s has only letters, digits and `chars`; an error otherwise. */
bool config_word(struct config_load *l, struct str name, struct str s, const char *chars, int line);
bool config_number(struct config_load *l, struct str name, struct str s, int64_t min, int64_t max,
                   int line, int *ret_v);
void config_unknown(struct config_load *l, struct str name, struct str near, int line);

/* ---- config_maps.c: maps whose keys are names ---- */

void config_read_pools(struct config_load *l, const struct yaml *y);
void config_read_facts(struct config_load *l, const struct yaml *y);
/* "public.socket" of "pools.public.socket=…" */
void config_override_pool(struct config_load *l, struct str name, struct str value);

/* ---- config_types.c ---- */

void config_read_types(struct config_load *l, const struct yaml *y);

/* ---- config_check.c: what must go together, when all values are known ---- */

void config_check(struct config_load *l);

#endif

/*
 * Days and moments as people write them in files: "2026-11-22", "2026-11-22 18:30",
 * "2026-11-22T18:30:05", with or without a zone ("Z", "-06:00").
 */
#ifndef ESTRADO_BASE_MOMENT_H
#define ESTRADO_BASE_MOMENT_H

#include "fcgi/base/str.h"

/* Epoch seconds; without a zone of its own it is of `zone`, a day begins at its midnight.
 * ERR_INVALID when it is none of these or does not exist. */
NODISCARD enum err moment_parse(struct str s, struct str zone, int64_t *ret_t);

#endif

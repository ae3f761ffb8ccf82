/*
 * A text without its pictures (i-0): nothing is downloaded, and what they say stands in their
 * place.
 */
#ifndef ESTRADO_ACCESSIBILITY_PICTURES_H
#define ESTRADO_ACCESSIBILITY_PICTURES_H

#include "fcgi/base/arena.h"
#include "fcgi/base/str.h"

/*
 * Every <img> becomes <span class="image-text">its alternative text</span>, or nothing when it has
 * none: such a picture only decorates. Gives the text itself when it holds no picture. Linear.
 */
struct str html_without_images(struct arena *a, struct str html);

#endif

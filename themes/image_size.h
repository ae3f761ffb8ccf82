/*
 * Width and height of an image from its first bytes, so that pages can keep its
 * place free. Nothing is decoded.
 */
#ifndef ESTRADO_THEMES_IMAGE_SIZE_H
#define ESTRADO_THEMES_IMAGE_SIZE_H

#include "fcgi/base/base.h"
#include "fcgi/base/str.h"

struct image_size {
    int width, height; /* CSS pixels; 0: not said */
};

/*
 * `extension` in lower case, without the dot: png, jpg, jpeg, gif, webp, svg. False when the
 * content is not of that format (or the extension is none of these). An SVG without usable width,
 * height and viewBox is true with 0.
 */
bool image_size(struct str extension, struct str content, struct image_size *ret_size);

#endif

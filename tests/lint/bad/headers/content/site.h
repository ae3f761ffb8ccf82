#include <stddef.h>

struct site {
    size_t n;
};

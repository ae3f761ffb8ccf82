#include <jansson.h>
#include <stddef.h>

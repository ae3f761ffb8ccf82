#include <stddef.h>
#include <jansson.h>

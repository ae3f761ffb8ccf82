#include "fcgi/base/low.h"
#include "themes/theme.h"

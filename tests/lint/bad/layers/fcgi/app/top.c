#include "fcgi/base/low.h"
#include "themes/theme.h"
#include "tests/unit/test.h"

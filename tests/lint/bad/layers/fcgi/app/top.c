#include "fcgi/base/low.h"
#include "tests/unit/test.h"
#include "themes/theme.h"

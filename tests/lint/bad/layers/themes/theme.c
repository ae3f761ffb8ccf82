#include "themes/theme.h"
#include "fcgi/base/low.h"

#include <yaml.h>

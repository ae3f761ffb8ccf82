#include "fcgi/base/low.h"
#include "fcgi/http/request.h"

#include <yaml.h>

#include "content/page.h"

int page(int n)
{
    if (n == n)
        return 1;
    return 0;
}

void *p(void) { return malloc(1); }

/* free(p) in a comment is no call, nor is "time(x)" in a string. */
#undef strcpy
#undef NAME
static const char *text = "malloc(1)";

void page(void)
{
    char *p = malloc(1);
    int time = 1; /* a name,
        calloc(1, 1), not a call */
    free (p);
    page_free(p);
    (void)getenv("HOME");
}

/* "ñ" here is a comment. */
static void broken(struct diags *d, int line, const char *code, struct str arg)
{
    diag_add(d, DIAG_ERROR, STR("page.md"), line, code, &arg, 1);
}

void page(struct diags *d)
{
    diag_error(d, STR("page.md"), 0, "known");
    diag_warn(d, path(a, "x"),
              12,
              "unknown", STR("not-a-code"));
    broken(d, 3, "unknown-too", STR("x"));
    say("¿Página?");
    say(text("used.in-c"));
}
const char *key = "check.summary";
const char *form = "error.%d.title";
const char *prefix = "kind.of.";

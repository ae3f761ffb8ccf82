/*
 * A reader of tags that knows just enough of XML: comments, CDATA, instructions,
 * names and quoted values. Letters are compared without case, since a file may be
 * opened as HTML too.
 */
#include "themes/svg.h"

struct reader {
    struct str shown, s;
    struct diags *d;
    size_t at;
};

static int line_at(const struct reader *r, size_t at)
{
    int line = 1;

    for (size_t i = 0; i < at && i < r->s.n; i++)
        line += r->s.p[i] == '\n';
    return line;
}

static bool starts_nocase(struct str s, struct str prefix)
{
    return s.n >= prefix.n && str_eq_nocase(str_sub(s, 0, prefix.n), prefix);
}

static bool is_one_of(struct str name, const struct str *names, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq_nocase(name, names[i]))
            return true;
    }
    return false;
}

/* What stands behind the last ':'. */
static struct str local_name(struct str name)
{
    struct str head, tail;

    while (str_cut(name, ':', &head, &tail))
        name = tail;
    return name;
}

static void check_element(const struct reader *r, struct str name)
{
    static const struct str foreign[] = {
        STR_INIT("foreignObject"), STR_INIT("iframe"), STR_INIT("embed"),   STR_INIT("object"),
        STR_INIT("audio"),         STR_INIT("video"),  STR_INIT("handler"), STR_INIT("listener"),
        STR_INIT("html"),          STR_INIT("link"),   STR_INIT("meta"),    STR_INIT("base")};

    if (str_eq_nocase(local_name(name), STR("script")))
        diag_error(r->d, r->shown, line_at(r, r->at), "svg-script");
    else if (is_one_of(local_name(name), foreign, ARRAY_LEN(foreign)))
        diag_error(r->d, r->shown, line_at(r, r->at), "svg-foreign", name);
}

/* A part of the same file, or a picture that is in the file. */
static bool is_inside(struct str target)
{
    static const struct str images[] = {STR_INIT("data:image/png"), STR_INIT("data:image/jpeg"),
                                        STR_INIT("data:image/gif"), STR_INIT("data:image/webp")};

    target = str_trim(target);
    if (target.n > 0 && (target.p[0] == '"' || target.p[0] == '\''))
        target = str_sub(target, 1, target.n);
    if (target.n == 0 || target.p[0] == '#')
        return true;
    for (size_t i = 0; i < ARRAY_LEN(images); i++) {
        if (starts_nocase(target, images[i]))
            return true;
    }
    return false;
}

static void refuse_external(const struct reader *r, size_t at, struct str target)
{
    diag_error(r->d, r->shown, line_at(r, at), "svg-external", str_sub(target, 0, 60));
}

static void check_attribute(const struct reader *r, struct str name, struct str value)
{
    static const struct str links[] = {STR_INIT("href"), STR_INIT("src"), STR_INIT("base")};
    struct str local = local_name(name);
    bool aimed = str_eq_nocase(local, STR("attributeName")) &&
                 (starts_nocase(value, STR("on")) || str_eq_nocase(local_name(value), STR("href")));

    if (starts_nocase(local, STR("on")) || aimed)
        diag_error(r->d, r->shown, line_at(r, r->at), "svg-event", aimed ? value : name);
    else if (is_one_of(local, links, ARRAY_LEN(links)) && !is_inside(value))
        refuse_external(r, r->at, value);
}

/* Moves behind `end`, or to the end of the file. */
static void skip_past(struct reader *r, struct str end)
{
    struct str rest = str_sub(r->s, r->at, r->s.n);
    size_t n = str_find(rest, end);

    r->at = n == rest.n ? r->s.n : r->at + n + end.n;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static struct str take_name(struct reader *r)
{
    size_t from = r->at;

    while (r->at < r->s.n && !is_blank(r->s.p[r->at]) && r->s.p[r->at] != '=' &&
           r->s.p[r->at] != '/' && r->s.p[r->at] != '>')
        r->at++;
    return str_sub(r->s, from, r->at);
}

static void skip_blanks(struct reader *r)
{
    while (r->at < r->s.n && is_blank(r->s.p[r->at]))
        r->at++;
}

/* Behind '=': in quotes, or up to the next blank. */
static struct str take_value(struct reader *r)
{
    size_t from;
    char quote;

    skip_blanks(r);
    quote = r->at < r->s.n ? r->s.p[r->at] : '\0';
    if (quote != '"' && quote != '\'')
        return take_name(r);
    from = ++r->at;
    while (r->at < r->s.n && r->s.p[r->at] != quote)
        r->at++;
    return str_sub(r->s, from, r->at++);
}

/* From behind '<' to behind '>'. */
static void read_tag(struct reader *r)
{
    check_element(r, take_name(r));
    while (r->at < r->s.n && r->s.p[r->at] != '>') {
        struct str name, value = {NULL, 0};

        if (is_blank(r->s.p[r->at]) || r->s.p[r->at] == '/' || r->s.p[r->at] == '=') {
            r->at++;
            continue;
        }
        name = take_name(r);
        skip_blanks(r);
        if (r->at < r->s.n && r->s.p[r->at] == '=') {
            r->at++;
            value = take_value(r);
        }
        check_attribute(r, name, value);
    }
}

static void read_markup(struct reader *r)
{
    struct str rest = str_sub(r->s, r->at, r->s.n);

    if (str_starts(rest, STR("<!--"))) {
        skip_past(r, STR("-->"));
    } else if (str_starts(rest, STR("<![CDATA["))) {
        skip_past(r, STR("]]>"));
    } else if (str_starts(rest, STR("<?"))) {
        if (starts_nocase(rest, STR("<?xml-stylesheet")))
            refuse_external(r, r->at, STR("xml-stylesheet"));
        skip_past(r, STR("?>"));
    } else {
        r->at++;
        read_tag(r);
    }
}

/* url(…) and @import, in style elements and in attributes alike. */
static void check_styles(const struct reader *r)
{
    for (size_t i = 0; i < r->s.n; i++) {
        struct str rest = str_sub(r->s, i, r->s.n);

        if (starts_nocase(rest, STR("url(")) && !is_inside(str_sub(rest, 4, 70)))
            refuse_external(r, i, str_sub(rest, 4, 4 + str_index(str_sub(rest, 4, rest.n), ')')));
        else if (starts_nocase(rest, STR("@import")))
            refuse_external(r, i, STR("@import"));
        else if (starts_nocase(rest, STR("<!ENTITY")))
            diag_error(r->d, r->shown, line_at(r, i), "svg-entity");
    }
}

void svg_check(struct str shown, struct str content, struct diags *d)
{
    struct reader r = {.shown = shown, .s = content, .d = d};

    if (!str_is_utf8(content) || str_index(content, '\0') < content.n) {
        diag_error(d, shown, 0, "asset-content", STR("svg"));
        return;
    }
    while (r.at < content.n) {
        r.at += str_index(str_sub(content, r.at, content.n), '<');
        if (r.at < content.n)
            read_markup(&r);
    }
    check_styles(&r);
}

/*
 * Where HTML lets an element stand: what a browser would silently move elsewhere.
 * HTML living standard, content models of chapter 4 and "tag omission" of 13.1.2.4.
 */
#include "accessibility/audit_state.h"

/* Children with few possible parents. */
static const struct {
    const char *child, *parents;
} parents[] = {
    {"li", "ul ol menu"},
    {"dt dd", "dl div"},
    {"caption colgroup thead tbody tfoot", "table"},
    {"tr", "table thead tbody tfoot"},
    {"td th", "tr"},
    {"legend", "fieldset"},
    {"summary", "details"},
    {"figcaption", "figure"},
    {"option", "select optgroup datalist"},
    {"head body", "html"},
    {"main", "body div form"},
};
/* Parents with few possible children. */
static const struct {
    const char *parent, *children;
} children[] = {
    {"ul ol menu", "li script template"},
    {"dl", "dt dd div script template"},
    {"table", "caption colgroup thead tbody tfoot tr"},
    {"thead tbody tfoot", "tr"},
    {"tr", "td th"},
};
/* What may not stand anywhere inside. */
static const struct {
    const char *outer, *inner;
} never[] = {
    {"a button", "a button input select textarea label details"},
    {"label", "label"},
    {"form", "form"},
    {"p", "address article aside blockquote details div dl fieldset figure footer form h1 h2 h3 h4 "
          "h5 h6 "
          "header hr main menu nav ol p pre search section table ul"},
    {"h1 h2 h3 h4 h5 h6", "h1 h2 h3 h4 h5 h6 p div ul ol table section"},
    {"th", "h1 h2 h3 h4 h5 h6"},
};

bool audit_is_void(struct str name)
{
    return token_is_one_of(name, "area base br col embed hr img input link meta source track wbr");
}

static bool fits_parent(struct str parent, struct str name)
{
    for (size_t i = 0; i < ARRAY_LEN(parents); i++) {
        if (token_is_one_of(name, parents[i].child) && !token_is_one_of(parent, parents[i].parents))
            return false;
    }
    for (size_t i = 0; i < ARRAY_LEN(children); i++) {
        if (token_is_one_of(parent, children[i].parent) &&
            !token_is_one_of(name, children[i].children))
            return false;
    }
    return true;
}

static bool fits_ancestors(const struct audit *t, struct str name)
{
    for (size_t i = 0; i < ARRAY_LEN(never); i++) {
        if (!token_is_one_of(name, never[i].inner))
            continue;
        for (size_t k = 0; k < t->depth; k++) {
            if (token_is_one_of(t->stack[k].name, never[i].outer))
                return false;
        }
    }
    return true;
}

bool audit_may_stand(const struct audit *t, const struct token *tag)
{
    struct str parent = t->depth > 0 ? t->stack[t->depth - 1].name : STR("");

    return t->too_deep > 0 || (fits_parent(parent, tag->name) && fits_ancestors(t, tag->name));
}

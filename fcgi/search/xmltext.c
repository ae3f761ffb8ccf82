/*
 * libxml2's reader, a node at a time.
 */
#include "fcgi/search/xmltext.h"

#include <libxml/xmlreader.h>
#include <limits.h>
#include <string.h>

/* No network, no entities in place of their names, no messages; depth and sizes as libxml2 limits
 * them (XML_PARSE_HUGE is not given). */
#define OPTIONS (XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA)

struct reading {
    xmlTextReaderPtr reader;
    const char *only;
    int inside; /* elements `only` that are open */
    struct buf *out;
};

static bool is_named(const struct reading *r, const char *name)
{
    const xmlChar *local = xmlTextReaderConstLocalName(r->reader);

    return local != NULL && strcmp((const char *)local, name) == 0;
}

static void add_value(const struct reading *r)
{
    const xmlChar *value = xmlTextReaderConstValue(r->reader);

    if (value != NULL && (r->only == NULL || r->inside > 0))
        buf_add(r->out, str_from((const char *)value));
}

/* Ends of paragraphs and headings part lines, tabs and cells words. */
static void add_gap(const struct reading *r)
{
    if (is_named(r, "p") || is_named(r, "h") || is_named(r, "br") || is_named(r, "line-break"))
        buf_addc(r->out, '\n');
    else if (is_named(r, "tab") || is_named(r, "s") || is_named(r, "tc"))
        buf_addc(r->out, ' ');
}

/* False: a document type. */
static bool take_node(struct reading *r)
{
    switch (xmlTextReaderNodeType(r->reader)) {
    case XML_READER_TYPE_DOCUMENT_TYPE:
    case XML_READER_TYPE_ENTITY_REFERENCE:
        return false;
    case XML_READER_TYPE_ELEMENT:
        if (xmlTextReaderIsEmptyElement(r->reader) == 1)
            add_gap(r);
        else if (r->only != NULL && is_named(r, r->only))
            r->inside++;
        return true;
    case XML_READER_TYPE_END_ELEMENT:
        if (r->only != NULL && is_named(r, r->only))
            r->inside--;
        add_gap(r);
        return true;
    case XML_READER_TYPE_TEXT:
    case XML_READER_TYPE_CDATA:
    case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
        add_value(r);
        return true;
    default:
        return true;
    }
}

enum err xmltext_of(struct str xml, const char *only, struct buf *out)
{
    struct reading r = {.only = only, .out = out};
    int more;

    if (xml.n == 0 || xml.n > INT_MAX)
        return ERR_INVALID;
    r.reader = xmlReaderForMemory(xml.p, (int)xml.n, NULL, NULL, OPTIONS);
    if (r.reader == NULL)
        return ERR_INVALID;
    more = xmlTextReaderRead(r.reader);
    while (more == 1 && !out->failed && take_node(&r))
        more = xmlTextReaderRead(r.reader);
    xmlFreeTextReader(r.reader);
    if (out->failed)
        return ERR_TOO_BIG;
    return more == 0 ? OK : ERR_INVALID;
}

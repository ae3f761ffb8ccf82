/*
 * RFC 4287, element by element.
 */
#include "fcgi/app/atom.h"
#include "fcgi/base/clock.h"
#include "fcgi/base/esc.h"

/* XML 1.0 (fifth edition), 2.2, production Char. */
static bool is_char(uint32_t c)
{
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c != 0xFFFE && c != 0xFFFF);
}

void xml_text(struct buf *b, struct str s)
{
    size_t from = 0;

    for (size_t i = 0; i < s.n;) {
        size_t at = i;
        uint32_t c = str_codepoint(s, &i);

        if (is_char(c) && (c != 0xFFFD || i - at == 3))
            continue;
        esc_html(b, str_sub(s, from, at));
        buf_add(b, STR("\xEF\xBF\xBD"));
        from = i;
    }
    esc_html(b, str_sub(s, from, s.n));
}

static void element(struct buf *b, const char *name, struct str text)
{
    buf_addf(b, "<%s>", name);
    xml_text(b, text);
    buf_addf(b, "</%s>\n", name);
}

static void moment(struct buf *b, struct arena *a, const char *name, int64_t t)
{
    element(b, name, clock_iso(a, t));
}

static void attribute(struct buf *b, const char *name, struct str value)
{
    buf_addf(b, " %s=\"", name);
    xml_text(b, value);
    buf_addc(b, '"');
}

static void link(struct buf *b, const char *rel, const char *type, struct str href)
{
    buf_addf(b, "<link rel=\"%s\" type=\"%s\"", rel, type);
    attribute(b, "href", href);
    buf_add(b, STR("/>\n"));
}

static void entry(struct buf *b, struct arena *a, const struct atom_entry *e)
{
    buf_add(b, STR("<entry"));
    if (e->lang.n > 0)
        attribute(b, "xml:lang", e->lang);
    buf_add(b, STR(">\n"));
    element(b, "id", e->id);
    element(b, "title", e->title);
    link(b, "alternate", "text/html", e->url);
    moment(b, a, "updated", e->updated);
    if (e->published > 0)
        moment(b, a, "published", e->published);
    if (e->term.n > 0) {
        buf_add(b, STR("<category"));
        attribute(b, "term", e->term);
        attribute(b, "label", e->label);
        buf_add(b, STR("/>\n"));
    }
    element(b, "summary", e->summary);
    buf_add(b, STR("</entry>\n"));
}

void atom_write(struct buf *b, struct arena *a, const struct atom_feed *feed)
{
    int64_t updated = feed->updated;

    for (size_t i = 0; i < feed->n && feed->updated == 0; i++)
        updated = feed->v[i].updated > updated ? feed->v[i].updated : updated;
    buf_add(b, STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                   "<feed xmlns=\"http://www.w3.org/2005/Atom\""));
    attribute(b, "xml:lang", feed->lang);
    buf_add(b, STR(">\n"));
    element(b, "id", feed->self);
    element(b, "title", feed->title);
    link(b, "self", "application/atom+xml", feed->self);
    link(b, "alternate", "text/html", feed->alternate);
    moment(b, a, "updated", updated);
    buf_add(b, STR("<author>\n"));
    element(b, "name", feed->author);
    buf_add(b, STR("</author>\n"));
    for (size_t i = 0; i < feed->n && i < ATOM_ENTRIES_MAX; i++)
        entry(b, a, &feed->v[i]);
    buf_add(b, STR("</feed>\n"));
}

/*
 * One graph a page: what it is, the way to it, and on the home page the institute and its search.
 */
#include "fcgi/app/linked.h"
#include "fcgi/app/data.h"
#include "fcgi/base/clock.h"

#define QUESTIONS_MIN 3 /* headings that ask, below which a page is no list of questions */
#define QUESTIONS_MAX 100
#define ANSWER_MAX    2000 /* bytes */

/* Type of site.yml to class of schema.org, and where its name and its moment go. */
static const struct {
    struct str type;
    const char *class, *name, *from, *until;
} classes[] = {
    {STR_INIT("news"), "NewsArticle", "headline", NULL, NULL},
    {STR_INIT("event"), "Event", "name", "starts", "ends"},
    {STR_INIT("session"), "Event", "name", "starts", NULL},
    {STR_INIT("agreement"), "Legislation", "name", NULL, NULL},
    {STR_INIT("document"), "DigitalDocument", "name", NULL, NULL},
    {STR_INIT("dataset"), "Dataset", "name", NULL, NULL},
    {STR_INIT("collection"), "CollectionPage", "name", NULL, NULL},
    {STR_INIT("person"), "Person", "name", NULL, NULL},
    {STR_INIT("term"), "DefinedTerm", "name", NULL, NULL},
};

static struct json *thing(struct ctx *c, const char *class)
{
    struct json *v = json_new_map(c->arena);

    json_put_text(v, "@type", str_from(class));
    return v;
}

static struct str institute_id(struct ctx *c)
{
    return arena_join(c->arena, c->app->config->base_url, STR("/#instituto"), STR(""));
}

static struct json *institute(struct ctx *c)
{
    struct json *v = json_new_map(c->arena);

    json_put_text(v, "@id", institute_id(c));
    return v;
}

static void put_moment(struct ctx *c, struct json *v, const char *key, int64_t t)
{
    if (t > 0)
        json_put_text(v, key, clock_iso(c->arena, t));
}

/* ---- the home page ---- */

static void put_fact(struct ctx *c, struct json *v, const char *key, struct str name)
{
    const struct fact *f = config_fact(c->app->config, name);

    if (f != NULL && f->confirmed && f->value.n > 0)
        json_put_text(v, key, f->value);
}

static struct json *organization(struct ctx *c)
{
    struct json *v = thing(c, "GovernmentOrganization");

    json_put_text(v, "@id", institute_id(c));
    json_put_text(v, "name", c->app->config->name);
    json_put_text(v, "alternateName", c->app->config->short_name);
    json_put_text(v, "url", data_url(c, STR("/")));
    put_fact(c, v, "address", STR("direccion"));
    put_fact(c, v, "telephone", STR("telefono"));
    put_fact(c, v, "email", STR("correo"));
    return v;
}

static struct json *website(struct ctx *c)
{
    struct json *v = thing(c, "WebSite"), *action = thing(c, "SearchAction"),
                *entry = thing(c, "EntryPoint");

    json_put_text(entry, "urlTemplate",
                  arena_join(c->arena, c->app->config->base_url, STR("/buscar?q={q}"), STR("")));
    json_put(action, "target", entry);
    json_put_text(action, "query-input", STR("required name=q"));
    json_put_text(v, "name", c->app->config->name);
    json_put_text(v, "url", data_url(c, STR("/")));
    json_put_text(v, "inLanguage", c->app->config->locale);
    json_put(v, "publisher", institute(c));
    json_put(v, "potentialAction", action);
    return v;
}

/* ---- the way to the page ---- */

static struct json *step(struct ctx *c, size_t position, struct str name, struct str path)
{
    struct json *v = thing(c, "ListItem");

    json_put_int(v, "position", (int64_t)position);
    json_put_text(v, "name", name);
    json_put_text(v, "item", data_url(c, path));
    return v;
}

static struct json *breadcrumbs(struct ctx *c, const struct page *p, struct view_links crumbs)
{
    struct json *v = thing(c, "BreadcrumbList"), *list = json_new_list(c->arena);

    for (size_t i = 0; i < crumbs.n; i++)
        json_add(list, step(c, i + 1, crumbs.v[i].title, crumbs.v[i].href));
    json_add(list, step(c, crumbs.n + 1, p->front.title, p->url));
    json_put(v, "itemListElement", list);
    return v;
}

/* ---- questions and answers ---- */

static bool asks(const struct heading *h)
{
    return h->text.n > 1 && str_ends(h->text, STR("?"));
}

static bool is_heading(const struct headings *h, struct str line)
{
    for (size_t i = 0; i < h->n; i++) {
        if (str_eq(h->v[i].text, line))
            return true;
    }
    return false;
}

/* The blocks between a heading and the next one. */
static struct str answer_to(struct ctx *c, const struct page *p, struct str question)
{
    struct str rest = p->text, line, answer = {NULL, 0};
    bool inside = false;

    while (str_line(&rest, &line)) {
        line = str_trim(line);
        if (inside && is_heading(&p->headings, line))
            break;
        if (inside && line.n > 0 && answer.n + line.n < ANSWER_MAX)
            answer = answer.n == 0 ? line : arena_join(c->arena, answer, STR("\n"), line);
        inside = inside || str_eq(line, question);
    }
    return answer;
}

static struct json *question(struct ctx *c, const struct page *p, const struct heading *h)
{
    struct str text = answer_to(c, p, h->text);
    struct json *v, *answer;

    if (text.n == 0)
        return NULL;
    v = thing(c, "Question");
    answer = thing(c, "Answer");
    json_put_text(answer, "text", text);
    json_put_text(v, "name", h->text);
    json_put(v, "acceptedAnswer", answer);
    return v;
}

static struct json *questions(struct ctx *c, const struct page *p)
{
    struct json *list = json_new_list(c->arena), *v = NULL;
    size_t n = 0;

    for (size_t i = 0; i < p->headings.n; i++)
        n += asks(&p->headings.v[i]);
    if (n < QUESTIONS_MIN || n > QUESTIONS_MAX)
        return NULL;
    for (size_t i = 0; i < p->headings.n; i++) {
        v = asks(&p->headings.v[i]) ? question(c, p, &p->headings.v[i]) : NULL;
        if (v != NULL)
            json_add(list, v);
    }
    return json_count(list) >= QUESTIONS_MIN ? list : NULL;
}

/* ---- the page itself ---- */

static void put_text_field(struct json *v, const char *key, const struct page *p, struct str name)
{
    const struct field_value *f = page_field(p, name);

    if (f != NULL && f->text.n > 0)
        json_put_text(v, key, f->text);
}

static void put_time_field(struct ctx *c, struct json *v, const char *key, const struct page *p,
                           const char *name)
{
    const struct field_value *f = name == NULL ? NULL : page_field(p, str_from(name));

    if (f != NULL)
        put_moment(c, v, key, f->number);
}

/* What only one class has. */
static void put_special(struct ctx *c, struct json *v, struct str class, const struct page *p)
{
    const struct field_value *place = page_field(p, STR("place"));

    if (str_eq(class, STR("Event"))) {
        json_put(v, "organizer", institute(c));
        if (place != NULL && place->text.n > 0) {
            struct json *at = thing(c, "Place");

            json_put_text(at, "name", place->text);
            json_put_text(at, "address", place->text);
            json_put(v, "location", at);
        }
    } else if (str_eq(class, STR("Person"))) {
        put_text_field(v, "jobTitle", p, STR("role"));
        json_put(v, "worksFor", institute(c));
    } else if (str_eq(class, STR("Legislation"))) {
        json_put_text(v, "legislationIdentifier", page_act(p));
        put_time_field(c, v, "legislationDate", p, "date");
    } else if (str_eq(class, STR("Dataset"))) {
        json_put(v, "creator", institute(c));
    } else {
        json_put(v, "publisher", institute(c));
    }
}

static struct json *page_as(struct ctx *c, const struct page *p, const char *class,
                            const char *name)
{
    struct json *v = thing(c, class);

    json_put_text(v, name, p->front.title);
    json_put_text(v, "url", data_url(c, p->url));
    json_put_text(v, "description", data_summary(p));
    put_special(c, v, str_from(class), p);
    if (str_eq(str_from(class), STR("Person")) || str_eq(str_from(class), STR("Event")))
        return v; /* a person was not published on some day */
    json_put_text(v, "inLanguage", data_lang(p));
    put_moment(c, v, "datePublished", data_published(p));
    put_moment(c, v, "dateModified", data_updated(p, c->req->now));
    return v;
}

static struct json *page_itself(struct ctx *c, const struct page *p)
{
    struct json *list = questions(c, p), *v;

    for (size_t i = 0; p->type != NULL && i < ARRAY_LEN(classes); i++) {
        if (!str_eq(classes[i].type, p->type->id))
            continue;
        v = page_as(c, p, classes[i].class, classes[i].name);
        put_time_field(c, v, "startDate", p, classes[i].from);
        put_time_field(c, v, "endDate", p, classes[i].until);
        return v;
    }
    v = page_as(c, p, list != NULL ? "FAQPage" : "WebPage", "name");
    if (list != NULL)
        json_put(v, "mainEntity", list);
    return v;
}

const struct json *linked_data(struct ctx *c, const struct page *p, struct view_links crumbs)
{
    struct json *v = json_new_map(c->arena), *graph = json_new_list(c->arena);

    json_put_text(v, "@context", STR("https://schema.org"));
    json_put(v, "@graph", graph);
    if (p->kind == PAGE_HOME) {
        json_add(graph, organization(c));
        json_add(graph, website(c));
    }
    json_add(graph, page_itself(c, p));
    if (crumbs.n > 0)
        json_add(graph, breadcrumbs(c, p, crumbs));
    return v;
}

/*
 * libyaml (only here): its events become a tree in an arena. What a tree of
 * settings or texts does not need (aliases, tags, several documents) is refused
 * here, so that no reader of the tree has to think of it.
 */
#include "fcgi/base/yaml.h"

#include <yaml.h>

#include <assert.h>

#define DEPTH_MAX 16
#define NODES_MAX 100000

struct builder {
    struct arena *a;
    struct diags *d;
    struct str shown, source;
    int first_line;
    yaml_parser_t parser;
    struct yaml *root;
    struct {
        struct yaml *node, *last; /* the open map or list, and its newest child */
        bool has_key;             /* in a map: key and key_line wait for their value */
        struct str key;
        int key_line;
    } open[DEPTH_MAX];
    size_t depth, nnodes, ndocuments;
    bool broken; /* an error was added */
    bool stop;   /* nothing sensible can follow */
};

static int line_of(const struct builder *b, const yaml_event_t *ev)
{
    return (int)ev->start_mark.line + b->first_line;
}

#define refuse(b, line, ...)                                 \
    do {                                                     \
        diag_error((b)->d, (b)->shown, (line), __VA_ARGS__); \
        (b)->broken = true;                                  \
    } while (0)

/* For errors after which the tree makes no sense any more. */
#define give_up(b, line, ...)             \
    do {                                  \
        refuse((b), (line), __VA_ARGS__); \
        (b)->stop = true;                 \
    } while (0)

static int by_key_then_line(const void *x, const void *y)
{
    const struct yaml *a = *(const struct yaml *const *)x, *b = *(const struct yaml *const *)y;
    int order = str_cmp(a->key, b->key);

    return order != 0 ? order : (a->key_line > b->key_line) - (a->key_line < b->key_line);
}

static void refuse_repeated_keys(struct builder *b, const struct yaml *map)
{
    const struct yaml **v;
    size_t n = 0;

    if (map->type != YAML_MAP || map->nchildren < 2)
        return;
    v = ARENA_ARRAY(b->a, const struct yaml *, map->nchildren);
    for (const struct yaml *y = map->first; y != NULL; y = y->next)
        v[n++] = y;
    qsort(v, n, sizeof(const struct yaml *), by_key_then_line);
    for (size_t i = 1; i < n; i++) {
        if (str_eq(v[i - 1]->key, v[i]->key))
            refuse(b, v[i]->key_line, "yaml-repeated-key", v[i]->key,
                   arena_fmt(b->a, "%d", v[i - 1]->key_line));
    }
}

/* Hangs a value below the open map or list, or makes it the root. */
static struct yaml *add_node(struct builder *b, enum yaml_type type, int line)
{
    struct yaml *y = ARENA_NEW(b->a, struct yaml);

    y->type = type;
    y->line = line;
    if (++b->nnodes > NODES_MAX)
        give_up(b, line, "yaml-too-many-nodes");
    if (b->depth == 0) {
        b->root = y;
        return y;
    }
    if (b->open[b->depth - 1].node->type == YAML_MAP) {
        y->key = b->open[b->depth - 1].key;
        y->key_line = b->open[b->depth - 1].key_line;
        b->open[b->depth - 1].has_key = false;
    }
    if (b->open[b->depth - 1].last == NULL)
        b->open[b->depth - 1].node->first = y;
    else
        b->open[b->depth - 1].last->next = y;
    b->open[b->depth - 1].last = y;
    b->open[b->depth - 1].node->nchildren++;
    return y;
}

static bool awaits_key(const struct builder *b)
{
    return b->depth > 0 && b->open[b->depth - 1].node->type == YAML_MAP &&
           !b->open[b->depth - 1].has_key;
}

static void on_scalar(struct builder *b, struct str text, bool quoted, int line)
{
    struct yaml *y;

    if (awaits_key(b)) {
        b->open[b->depth - 1].has_key = true;
        b->open[b->depth - 1].key = arena_str(b->a, text);
        b->open[b->depth - 1].key_line = line;
        return;
    }
    y = add_node(b, YAML_SCALAR, line);
    y->text = arena_str(b->a, text);
    y->quoted = quoted;
}

static void on_open(struct builder *b, enum yaml_type type, int line)
{
    if (awaits_key(b)) {
        give_up(b, line, "yaml-key-not-text");
        return;
    }
    if (b->depth == DEPTH_MAX) {
        give_up(b, line, "yaml-too-deep");
        return;
    }
    b->open[b->depth].node = add_node(b, type, line);
    b->open[b->depth].last = NULL;
    b->open[b->depth].has_key = false;
    b->depth++;
}

static void on_close(struct builder *b)
{
    assert(b->depth > 0);
    b->depth--;
    refuse_repeated_keys(b, b->open[b->depth].node);
}

static void refuse_decoration(struct builder *b, int line, const yaml_char_t *anchor,
                              const yaml_char_t *tag)
{
    if (anchor != NULL)
        refuse(b, line, "yaml-anchor");
    if (tag != NULL)
        refuse(b, line, "yaml-tag");
}

static void on_event(struct builder *b, const yaml_event_t *ev)
{
    int line = line_of(b, ev);

    switch (ev->type) {
    case YAML_DOCUMENT_START_EVENT:
        if (++b->ndocuments > 1)
            give_up(b, line, "yaml-many-documents");
        return;
    case YAML_ALIAS_EVENT:
        refuse(b, line, "yaml-alias");
        on_scalar(b, STR(""), true, line); /* keeps keys and values in step */
        return;
    case YAML_SCALAR_EVENT:
        refuse_decoration(b, line, ev->data.scalar.anchor, ev->data.scalar.tag);
        on_scalar(b, (struct str){(const char *)ev->data.scalar.value, ev->data.scalar.length},
                  ev->data.scalar.style != YAML_PLAIN_SCALAR_STYLE, line);
        return;
    case YAML_MAPPING_START_EVENT:
        refuse_decoration(b, line, ev->data.mapping_start.anchor, ev->data.mapping_start.tag);
        on_open(b, YAML_MAP, line);
        return;
    case YAML_SEQUENCE_START_EVENT:
        refuse_decoration(b, line, ev->data.sequence_start.anchor, ev->data.sequence_start.tag);
        on_open(b, YAML_LIST, line);
        return;
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        on_close(b);
        return;
    case YAML_STREAM_END_EVENT:
        b->stop = true;
        return;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_DOCUMENT_END_EVENT:
        return;
    }
}

static int line_at(const struct builder *b, size_t offset)
{
    int line = b->first_line;

    for (size_t i = 0; i < offset && i < b->source.n; i++)
        line += b->source.p[i] == '\n';
    return line;
}

/* Indented by a tab, as editors who use other programs do. */
static bool has_tab_in_front(const struct builder *b, int line)
{
    struct str rest = b->source, text = {NULL, 0};

    for (int at = b->first_line; at <= line && str_line(&rest, &text); at++)
        continue;
    for (size_t i = 0; i < text.n && (text.p[i] == ' ' || text.p[i] == '\t'); i++) {
        if (text.p[i] == '\t')
            return true;
    }
    return false;
}

/* libyaml says what is wrong in English prose; the cases that people really meet get a code each.
 */
static void on_syntax_error(struct builder *b)
{
    struct str problem = str_from(b->parser.problem);
    int line = (int)b->parser.problem_mark.line + b->first_line;
    int context_line = (int)b->parser.context_mark.line + b->first_line;

    if (b->parser.error == YAML_READER_ERROR)
        give_up(b, line_at(b, b->parser.problem_offset), "yaml-control-character");
    else if (str_has(problem, STR("tab character")) || has_tab_in_front(b, line))
        give_up(b, line, "yaml-tab");
    else if (str_has(problem, STR("cannot start any token")))
        give_up(b, line, "yaml-bad-start");
    else if (str_has(problem, STR("mapping values are not allowed")))
        give_up(b, line, "yaml-colon-in-value");
    else if (str_has(problem, STR("could not find expected ':'")))
        give_up(b, context_line, "yaml-missing-colon");
    else if (str_has(problem, STR("unexpected end of stream")))
        give_up(b, context_line, "yaml-unclosed-quote");
    else
        give_up(b, line, "yaml-syntax");
}

/* The first byte that is not UTF-8, as a line. */
static bool refuse_other_encodings(struct builder *b)
{
    struct str rest = b->source, line;
    int at = b->first_line;

    if (str_is_utf8(b->source))
        return false;
    while (str_line(&rest, &line) && str_is_utf8(line))
        at++;
    refuse(b, at, "yaml-not-utf8");
    return true;
}

static void build(struct builder *b)
{
    while (!b->stop) {
        yaml_event_t ev;

        if (!yaml_parser_parse(&b->parser, &ev)) {
            on_syntax_error(b);
            return;
        }
        on_event(b, &ev);
        yaml_event_delete(&ev);
    }
}

const struct yaml *yaml_parse(struct arena *a, struct str shown, struct str source, int first_line,
                              struct diags *d)
{
    struct builder b = {.a = a, .d = d, .shown = shown, .source = source, .first_line = first_line};

    if (refuse_other_encodings(&b))
        return NULL;
    if (!yaml_parser_initialize(&b.parser))
        abort(); /* out of memory, the only reason */
    yaml_parser_set_encoding(&b.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&b.parser, (const unsigned char *)(source.n == 0 ? "" : source.p),
                                 source.n);
    build(&b);
    yaml_parser_delete(&b.parser);
    if (b.broken || b.root == NULL || (b.root->type == YAML_SCALAR && yaml_is_null(b.root)))
        return NULL;
    return b.root;
}

const struct yaml *yaml_get(const struct yaml *map, struct str key)
{
    if (map == NULL || map->type != YAML_MAP)
        return NULL;
    for (const struct yaml *y = map->first; y != NULL; y = y->next) {
        if (str_eq(y->key, key))
            return y;
    }
    return NULL;
}

static bool is_one_of(const struct yaml *y, const struct str words[3])
{
    if (y == NULL || y->type != YAML_SCALAR || y->quoted)
        return false;
    return str_eq(y->text, words[0]) || str_eq(y->text, words[1]) || str_eq(y->text, words[2]);
}

/* YAML 1.2.2, 10.3.2: the core schema's spellings, here and below. */
bool yaml_bool(const struct yaml *y, bool *ret_v)
{
    static const struct str yes[] = {STR_INIT("true"), STR_INIT("True"), STR_INIT("TRUE")};
    static const struct str no[] = {STR_INIT("false"), STR_INIT("False"), STR_INIT("FALSE")};
    bool v = is_one_of(y, yes);

    if (!v && !is_one_of(y, no))
        return false;
    *ret_v = v;
    return true;
}

bool yaml_int(const struct yaml *y, int64_t min, int64_t max, int64_t *ret_v)
{
    return y != NULL && y->type == YAML_SCALAR && !y->quoted &&
           str_to_int(y->text, min, max, ret_v) == OK;
}

bool yaml_is_null(const struct yaml *y)
{
    static const struct str null[] = {STR_INIT("null"), STR_INIT("Null"), STR_INIT("NULL")};

    if (y == NULL || y->type != YAML_SCALAR || y->quoted)
        return false;
    return y->text.n == 0 || str_eq(y->text, STR("~")) || is_one_of(y, null);
}

#include "regulation/yaml.h"

#include <string.h>
#include <yaml.h>

#include "regulation/source.h"

/* Why events and not libyaml's document: its composer would build everything first, and 200 KB of
 * `[` keep its scanner busy for 20 s. Event by event we see each level when it opens and stop at
 * the limit; the scanner never looks further ahead than a simple key may be long (1,024
 * characters).
 *
 * Positions: libyaml counts code points (mark.index), but takes U+2028 and the like for line
 * breaks. So a mark is turned into a byte offset, and line and column are counted here. */

typedef struct Place { /* a byte offset with its position in the text */
    size_t index;      /* code points before it */
    size_t offset;
    uint32_t line; /* from 0 */
    uint32_t column;
} Place;

typedef struct Reader {
    Arena *arena;
    Diags *diags;
    const char *text;
    size_t len;
    SrcPos start;
    uint32_t indent;
    yaml_parser_t parser;
    Place last; /* marks come in ascending order nearly always */
    int depth;
} Reader;

/* ---- positions --------------------------------------------------------------------------- */

static void place_step(const Reader *r, Place *place)
{
    unsigned char c = (unsigned char)r->text[place->offset];

    if (c == '\n') {
        place->line++;
        place->column = 0;
    } else {
        place->column++;
    }
    place->index++;
    place->offset++;
    while (place->offset < r->len && ((unsigned char)r->text[place->offset] & 0xC0) == 0x80)
        place->offset++;
}

static Place place_of_mark(Reader *r, const yaml_mark_t *mark)
{
    Place place = r->last;

    if (mark->index < place.index)
        place = (Place){0};
    while (place.index < mark->index && place.offset < r->len)
        place_step(r, &place);
    r->last = place;
    return place;
}

static SrcPos place_pos(const Reader *r, const Place *place)
{
    SrcPos pos = r->start;

    pos.line += place->line;
    pos.column = (place->line ? MAX(r->indent, 1u) : r->start.column) + place->column;
    return pos;
}

static SrcPos mark_pos(Reader *r, const yaml_mark_t *mark)
{
    Place place = place_of_mark(r, mark);

    return place_pos(r, &place);
}

static SrcPos offset_pos(const Reader *r, size_t offset)
{
    Place place = {0};

    while (place.offset < offset && place.offset < r->len)
        place_step(r, &place);
    return place_pos(r, &place);
}

/* ---- what goes wrong ------------------------------------------------------------------------ */

typedef struct Advice {
    const char *problem; /* of libyaml */
    const char *hint;
} Advice;

static const Advice advices[] = {
    {"mapping values are not allowed in this context",
     "a text with `: ` in it stands in quotes or in a `|` block"                                      },
    {"found character that cannot start any token",
     "a text that begins with @, ` or a percent sign stands in quotes; indent with blanks"            },
    {"did not find expected key",
     "an expression that begins with a quote, bracket or sign stands in a `|` block"                  },
    {"could not find expected ':'",                    "each line of a map is `key: value`"           },
    {"did not find expected ',' or ']'",               "a list is [a, b, c]"                          },
    {"did not find expected ',' or '}'",               "a map on one line is {key: value, key: value}"},
};

static void report_problem(Reader *r)
{
    const yaml_parser_t *p = &r->parser;
    const char *problem = p->problem ? p->problem : "out of memory";
    SrcPos pos = r->start;

    if (p->error == YAML_SCANNER_ERROR || p->error == YAML_PARSER_ERROR)
        pos = mark_pos(r, &p->problem_mark);
    else if (p->error == YAML_READER_ERROR)
        pos = offset_pos(r, p->problem_offset);
    diag_add(r->diags, DIAG_ERROR, "yaml.syntax", pos, "this is not YAML: %s", problem);
    for (size_t i = 0; i < G_N_ELEMENTS(advices); i++)
        if (strcmp(problem, advices[i].problem) == 0)
            diag_hint(r->diags, "%s", text_in(diags_lang(r->diags), advices[i].hint));
}

static bool next(Reader *r, yaml_event_t *event)
{
    if (yaml_parser_parse(&r->parser, event))
        return true;
    report_problem(r);
    return false;
}

/* ---- scalars --------------------------------------------------------------------------------- */

static size_t line_end(const Reader *r, size_t offset)
{
    const char *nl = memchr(r->text + offset, '\n', r->len - offset);

    return nl ? (size_t)(nl - r->text) : r->len;
}

static size_t leading_blanks(const char *text, size_t len)
{
    size_t n = 0;

    while (n < len && (text[n] == ' ' || text[n] == '\t'))
        n++;
    return n;
}

/* Blanks before the first thing that is said, in its own line. */
static size_t first_indent(const char *text, size_t len)
{
    size_t n = 0;

    for (size_t i = 0; i < len && strchr(" \t\n", text[i]); i++)
        n = text[i] == '\n' ? 0 : n + 1;
    return n;
}

/* The smallest indentation of lines 2 … of text; blank lines do not count. */
static size_t continuation_indent(const char *text, size_t len)
{
    size_t least = SIZE_MAX;

    for (size_t i = 0; i < len; i++) {
        size_t n;
        if (text[i] != '\n')
            continue;
        n = leading_blanks(text + i + 1, len - i - 1);
        if (i + 1 + n < len && text[i + 1 + n] != '\n')
            least = MIN(least, n);
    }
    return least == SIZE_MAX ? 0 : least;
}

/* Copies text, taking up to `indent` blanks from the start of each line (but the first, unless
 * `first_too`), and line breaks and blanks at the end. */
static SrcText
outdent(const Reader *r, const char *text, size_t len, size_t indent, bool first_too, SrcPos start)
{
    GString *out = g_string_sized_new(len);
    SrcText src = {.start = start};

    for (size_t i = 0; i < len; i++) {
        bool at_line = i == 0 ? first_too : text[i - 1] == '\n';
        if (at_line)
            i += MIN(leading_blanks(text + i, len - i), indent);
        if (i < len)
            g_string_append_c(out, text[i]);
    }
    while (out->len && strchr(" \t\n", out->str[out->len - 1]))
        g_string_truncate(out, out->len - 1);
    src.text = arena_strndup(r->arena, out->str, out->len);
    src.len = out->len;
    src.indent = MAX(r->indent, 1u) + (uint32_t)indent;
    g_string_free(out, TRUE);
    return src;
}

/* A scalar after | or >: its first line stands below the indicator. */
static void read_block_scalar(Reader *r, YamlNode *node, const Place *start, const Place *end)
{
    size_t body = MIN(line_end(r, start->offset) + 1, r->len);
    size_t k;
    Place first = {.line = start->line + 1};

    while (node->src.len && node->src.text[node->src.len - 1] == '\n')
        node->src.len--;
    node->src.text = arena_strndup(r->arena, node->src.text, node->src.len);
    /* indentation = blanks of the first line that says something, less those the value kept */
    k = first_indent(r->text + body, r->len - body);
    k -= MIN(k, first_indent(node->src.text, node->src.len));
    first.column = (uint32_t)k;
    node->raw =
        outdent(r, r->text + body, MAX(end->offset, body) - body, k, true, place_pos(r, &first));
    node->src.start = node->raw.start;
    node->src.indent = node->raw.indent;
    node->block = true;
}

static void read_flow_scalar(Reader *r, YamlNode *node, const Place *start, const Place *end)
{
    Place first = *start;
    size_t to = end->offset;
    size_t len;

    if (node->quoted) {
        place_step(r, &first);
        to--;
    }
    len = to > first.offset ? to - first.offset : 0;
    node->src.start = place_pos(r, &first);
    node->raw = outdent(r, r->text + first.offset, len,
                        continuation_indent(r->text + first.offset, len), false, node->src.start);
    node->src.indent = node->raw.indent;
}

static YamlNode *read_scalar(Reader *r, const yaml_event_t *event)
{
    YamlNode *node = ARENA_NEW(r->arena, YamlNode);
    Place start = place_of_mark(r, &event->start_mark);
    Place end = place_of_mark(r, &event->end_mark);
    yaml_scalar_style_t style = event->data.scalar.style;

    node->src.text =
        arena_strndup(r->arena, (const char *)event->data.scalar.value, event->data.scalar.length);
    node->src.len = event->data.scalar.length;
    if (memchr(node->src.text, '\0', node->src.len)) {
        diag_add(r->diags, DIAG_ERROR, "yaml.encoding", place_pos(r, &start),
                 "the character U+%04X is not allowed", 0);
        return NULL;
    }
    if (style == YAML_LITERAL_SCALAR_STYLE || style == YAML_FOLDED_SCALAR_STYLE) {
        read_block_scalar(r, node, &start, &end);
        return node;
    }
    node->quoted =
        style == YAML_SINGLE_QUOTED_SCALAR_STYLE || style == YAML_DOUBLE_QUOTED_SCALAR_STYLE;
    read_flow_scalar(r, node, &start, &end);
    if (style == YAML_DOUBLE_QUOTED_SCALAR_STYLE && strchr(node->raw.text, '\\'))
        node->raw.text = NULL;
    if (style == YAML_SINGLE_QUOTED_SCALAR_STYLE && strstr(node->raw.text, "''"))
        node->raw.text = NULL;
    return node;
}

/* ---- lists and maps -------------------------------------------------------------------------- */

static YamlNode *read_node(Reader *r, const yaml_event_t *event);

static YamlNode *collection_new(Reader *r, YamlKind kind, const yaml_event_t *event)
{
    YamlNode *node = ARENA_NEW(r->arena, YamlNode);

    node->kind = kind;
    node->src.start = mark_pos(r, &event->start_mark);
    node->raw.start = node->src.start;
    return node;
}

static YamlNode **in_arena(const Reader *r, const GPtrArray *list)
{
    YamlNode **copy = ARENA_NEW_N(r->arena, YamlNode *, list->len);

    for (guint i = 0; i < list->len; i++)
        copy[i] = g_ptr_array_index(list, i);
    return copy;
}

/* Reads nodes up to the event `end`. False after an error. */
static bool read_nodes(Reader *r, yaml_event_type_t end, GPtrArray *out)
{
    for (;;) {
        yaml_event_t event;
        YamlNode *node;

        if (!next(r, &event))
            return false;
        if (event.type == end) {
            yaml_event_delete(&event);
            return true;
        }
        node = read_node(r, &event);
        yaml_event_delete(&event);
        if (!node)
            return false;
        g_ptr_array_add(out, node);
    }
}

static YamlNode *read_list(Reader *r, const yaml_event_t *event)
{
    YamlNode *node = collection_new(r, YAML_LIST, event);
    g_autoptr(GPtrArray) items = g_ptr_array_new();

    if (!read_nodes(r, YAML_SEQUENCE_END_EVENT, items))
        return NULL;
    node->n = items->len;
    node->items = in_arena(r, items);
    return node;
}

static bool check_keys(const Reader *r, const YamlNode *map)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

    for (size_t i = 0; i < map->n; i++) {
        const YamlNode *key = map->keys[i];
        const YamlNode *first;

        if (key->kind != YAML_SCALAR) {
            diag_add(r->diags, DIAG_ERROR, "yaml.syntax", key->src.start, "a key must be a text");
            return false;
        }
        first = g_hash_table_lookup(seen, key->src.text);
        if (first) {
            diag_add(r->diags, DIAG_ERROR, "yaml.duplicate-key", key->src.start,
                     "the key `%s` is there twice", key->src.text);
            diag_hint(r->diags, "the first one is in line %u", first->src.start.line);
            return false;
        }
        g_hash_table_insert(seen, (gpointer)key->src.text, (gpointer)key);
    }
    return true;
}

static YamlNode *read_map(Reader *r, const yaml_event_t *event)
{
    YamlNode *node = collection_new(r, YAML_MAP, event);
    g_autoptr(GPtrArray) both = g_ptr_array_new(); /* key, value, key … */

    if (!read_nodes(r, YAML_MAPPING_END_EVENT, both))
        return NULL;
    node->n = both->len / 2;
    node->keys = ARENA_NEW_N(r->arena, YamlNode *, node->n);
    node->items = ARENA_NEW_N(r->arena, YamlNode *, node->n);
    for (size_t i = 0; i < node->n; i++) {
        node->keys[i] = g_ptr_array_index(both, (guint)(2 * i));
        node->items[i] = g_ptr_array_index(both, (guint)(2 * i + 1));
    }
    return check_keys(r, node) ? node : NULL;
}

/* ---- any node -------------------------------------------------------------------------------- */

/* Refuses what regulations do not use; these would let a short text mean something far away. */
static bool check_plain(Reader *r, const yaml_event_t *event)
{
    Place place = place_of_mark(r, &event->start_mark);
    char c = r->text[MIN(place.offset, r->len)]; /* NUL at the end */

    if (event->type == YAML_ALIAS_EVENT || c == '&') {
        diag_add(r->diags, DIAG_ERROR, "yaml.alias", place_pos(r, &place),
                 "anchors (&) and aliases (*) are not allowed");
        diag_hint(r->diags, "a text that begins with & or * stands in quotes");
        return false;
    }
    if (c == '!') {
        diag_add(r->diags, DIAG_ERROR, "yaml.tag", place_pos(r, &place),
                 "tags (!) are not allowed");
        diag_hint(r->diags, "a text that begins with ! stands in quotes");
        return false;
    }
    return true;
}

static YamlNode *read_collection(Reader *r, const yaml_event_t *event)
{
    YamlNode *node;

    if (r->depth == YAML_MAX_NESTING) {
        diag_add(r->diags, DIAG_ERROR, "yaml.too-deep", mark_pos(r, &event->start_mark),
                 "lists and maps are nested too deeply");
        diag_expected(r->diags, "at most %d levels", YAML_MAX_NESTING);
        return NULL;
    }
    r->depth++;
    node = event->type == YAML_MAPPING_START_EVENT ? read_map(r, event) : read_list(r, event);
    r->depth--;
    return node;
}

static YamlNode *read_node(Reader *r, const yaml_event_t *event)
{
    if (!check_plain(r, event))
        return NULL;
    return event->type == YAML_SCALAR_EVENT ? read_scalar(r, event) : read_collection(r, event);
}

static bool check_document(Reader *r, const yaml_event_t *event)
{
    if (event->data.document_start.version_directive ||
        event->data.document_start.tag_directives.start !=
            event->data.document_start.tag_directives.end) {
        diag_add(r->diags, DIAG_ERROR, "yaml.tag", mark_pos(r, &event->start_mark),
                 "directives (%%) are not allowed");
        return false;
    }
    return true;
}

/* The one document of the stream; an empty scalar if there is none. */
static YamlNode *read_stream(Reader *r)
{
    YamlNode *root = NULL;

    for (;;) {
        yaml_event_t event;
        yaml_event_type_t type;
        bool ok = true;

        if (!next(r, &event))
            return NULL;
        type = event.type;
        if (type == YAML_DOCUMENT_START_EVENT && root) {
            diag_add(r->diags, DIAG_ERROR, "yaml.documents", mark_pos(r, &event.start_mark),
                     "a second document (---) begins here; only one is allowed");
            ok = false;
        } else if (type == YAML_DOCUMENT_START_EVENT) {
            ok = check_document(r, &event);
        } else if (type != YAML_STREAM_START_EVENT && type != YAML_STREAM_END_EVENT &&
                   type != YAML_DOCUMENT_END_EVENT) {
            root = read_node(r, &event);
            ok = root != NULL;
        }
        yaml_event_delete(&event);
        if (!ok)
            return NULL;
        if (type == YAML_STREAM_END_EVENT)
            break;
    }
    if (!root) {
        root = ARENA_NEW(r->arena, YamlNode);
        root->src = root->raw = (SrcText){.text = "", .start = r->start, .indent = r->indent};
    }
    return root;
}

YamlNode *yaml_parse(Arena *arena,
                     const char *text,
                     size_t len,
                     SrcPos start,
                     uint32_t indent,
                     size_t max_size,
                     Diags *diags)
{
    Reader r = {.arena = arena, .diags = diags, .start = start, .indent = indent};
    YamlNode *root;

    if (len > max_size) {
        diag_add(diags, DIAG_ERROR, "yaml.too-large", start, "%zu bytes of YAML are too many", len);
        diag_expected(diags, "at most %zu", max_size);
        return NULL;
    }
    r.text = source_normalize(arena, text, len, &r.len);
    if (!source_check(r.text, r.len, start, indent, "yaml.encoding", diags))
        return NULL;
    if (!yaml_parser_initialize(&r.parser))
        g_error("out of memory: YAML parser");
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)r.text, r.len);
    root = read_stream(&r);
    yaml_parser_delete(&r.parser);
    return root;
}

YamlNode *yaml_get(const YamlNode *map, const char *key)
{
    if (!map || map->kind != YAML_MAP)
        return NULL;
    for (size_t i = 0; i < map->n; i++)
        if (strcmp(map->keys[i]->src.text, key) == 0)
            return map->items[i];
    return NULL;
}

const char *yaml_text(const YamlNode *node)
{
    return node && node->kind == YAML_SCALAR ? node->src.text : NULL;
}

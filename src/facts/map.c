#include "facts/map.h"

#include <string.h>

#include "base/err.h"
#include "regulation/yaml.h"

enum { MAP_MAX_SIZE = 64 * 1024 };

typedef struct MapReader {
    Arena *arena;
    Diags *diags;
    FactsMap *map;
    bool ok;
} MapReader;

typedef struct Word {
    const char *word;
    int value;
} Word;

static const Word encodings[] = {
    {"utf-8",   CSV_UTF8   },
    {"gb18030", CSV_GB18030},
};
static const Word truths[] = {
    {"true",  true },
    {"false", false},
};
static const Word repeats[] = {
    {"refuse", false},
    {"last",   true },
};
static const Word units[] = {
    {"元",    MAP_YUAN    },
    {"万元", MAP_WAN_YUAN},
    {"分",    MAP_FEN     },
};
static const Word dates[] = {
    {"yyyy-mm-dd", MAP_DATE_ISO   },
    {"yyyymmdd",   MAP_DATE_DIGITS},
    {"yymmdd",     MAP_DATE_SHORT },
    {"yyyy/mm/dd", MAP_DATE_SLASH },
};
static const char TIME_PART[] = " hh:mm:ss";

FactsMap *map_default(Arena *arena)
{
    FactsMap *map = ARENA_NEW(arena, FactsMap);

    map->encoding = CSV_UTF8;
    map->delimiter = ',';
    map->header = true;
    return map;
}

const MapColumn *map_column(const FactsMap *map, const char *field)
{
    for (size_t i = 0; i < map->n_columns; i++)
        if (strcmp(map->columns[i].field, field) == 0)
            return &map->columns[i];
    return NULL;
}

/* ---- values --------------------------------------------------------------------------------- */

/* Adds the finding "`key` cannot be that"; the caller says what was expected. */
static void wrong(MapReader *r, const YamlNode *node, const char *key)
{
    diag_add(r->diags, DIAG_ERROR, "import.map", node->src.start, "this cannot be the `%s`", key);
    if (node->kind == YAML_SCALAR)
        diag_seen(r->diags, "%s", node->src.text);
    r->ok = false;
}

static int
read_word(MapReader *r, const YamlNode *node, const char *key, const Word *words, size_t n)
{
    const char *text = yaml_text(node);
    g_autoptr(GString) known = g_string_new(NULL);

    for (size_t i = 0; i < n; i++) {
        if (text && strcmp(words[i].word, text) == 0)
            return words[i].value;
        g_string_append_printf(known, "%s%s", i ? ", " : "", words[i].word);
    }
    wrong(r, node, key);
    diag_expected(r->diags, "%s", known->str);
    return words[0].value;
}

static const char *read_text(MapReader *r, const YamlNode *node, const char *key)
{
    const char *text = yaml_text(node);

    if (text)
        return text;
    wrong(r, node, key);
    diag_expected(r->diags, "a text");
    return "";
}

/* One ASCII character that cannot be part of a number's digits. */
static char read_character(MapReader *r, const YamlNode *node, const char *key)
{
    const char *text = yaml_text(node);

    if (text && strlen(text) == 1 && (g_ascii_ispunct(text[0]) || strchr(" \t", text[0])) &&
        text[0] != '"')
        return text[0];
    if (text && strcmp(text, "tab") == 0)
        return '\t';
    wrong(r, node, key);
    diag_expected(r->diags, "one ASCII character that is no letter, digit or quote");
    return ',';
}

static void read_format(MapReader *r, const YamlNode *node, MapColumn *column)
{
    const char *text = yaml_text(node);
    size_t len = text ? strlen(text) : 0;

    column->has_format = true;
    if (text && g_str_has_suffix(text, TIME_PART)) {
        column->has_time = true;
        len -= strlen(TIME_PART);
    }
    for (size_t i = 0; text && i < G_N_ELEMENTS(dates); i++) {
        if (strlen(dates[i].word) == len && memcmp(dates[i].word, text, len) == 0) {
            column->format = (MapDate)dates[i].value;
            return;
        }
    }
    wrong(r, node, "format");
    diag_expected(r->diags, "yyyy-mm-dd, yyyymmdd, yymmdd or yyyy/mm/dd, with or without hh:mm:ss");
}

static void read_values(MapReader *r, const YamlNode *node, MapColumn *column)
{
    const char **in, **out;

    if (node->kind != YAML_MAP || node->n == 0) {
        wrong(r, node, "values");
        diag_expected(r->diags, "{text in the file: what it stands for, …}");
        return;
    }
    in = ARENA_NEW_N(r->arena, const char *, node->n);
    out = ARENA_NEW_N(r->arena, const char *, node->n);
    for (size_t i = 0; i < node->n; i++) {
        in[i] = yaml_text(node->keys[i]);
        out[i] = read_text(r, node->items[i], "values");
    }
    column->values_in = in;
    column->values_out = out;
    column->n_values = node->n;
}

static void read_test(MapReader *r, const YamlNode *key, const YamlNode *node, MapTest *out)
{
    size_t n = node->kind == YAML_LIST ? node->n : 1;
    const char **texts = ARENA_NEW_N(r->arena, const char *, n);

    if (n == 0) { /* no row would pass */
        wrong(r, node, yaml_text(key));
        diag_expected(r->diags, "{column: text} or {column: [text, …]}");
    }
    for (size_t i = 0; i < n; i++)
        texts[i] = read_text(r, node->kind == YAML_LIST ? node->items[i] : node, yaml_text(key));
    *out = (MapTest){yaml_text(key), texts, n, key->src.start};
}

/* `{column: text, …}`: *out_n tests. */
static MapTest *read_tests(MapReader *r, const YamlNode *node, const char *key, size_t *out_n)
{
    MapTest *tests;

    *out_n = 0;
    if (node->kind != YAML_MAP || node->n == 0) {
        wrong(r, node, key);
        diag_expected(r->diags, "{column: text} or {column: [text, …]}");
        return NULL;
    }
    tests = ARENA_NEW_N(r->arena, MapTest, node->n);
    for (size_t i = 0; i < node->n; i++)
        read_test(r, node->keys[i], node->items[i], &tests[i]);
    *out_n = node->n;
    return tests;
}

static void read_negative(MapReader *r, const YamlNode *node, MapColumn *column)
{
    size_t n;
    MapTest *tests = read_tests(r, node, "negative when", &n);

    if (n > 1) {
        wrong(r, node, "negative when");
        diag_expected(r->diags, "one column");
    } else if (n == 1) {
        column->has_negative = true;
        column->negative = tests[0];
    }
}

/* ---- keys ------------------------------------------------------------------------------------ */

static void unknown_key(MapReader *r, const YamlNode *key, const char *expected)
{
    diag_add(r->diags, DIAG_ERROR, "import.map", key->src.start, "unknown key in the mapping");
    diag_seen(r->diags, "%s", yaml_text(key));
    diag_expected(r->diags, "%s", expected);
    r->ok = false;
}

static void
read_column_key(MapReader *r, const YamlNode *key, const YamlNode *value, MapColumn *column)
{
    const char *word = yaml_text(key);

    if (strcmp(word, "from") == 0)
        column->from = read_text(r, value, word);
    else if (strcmp(word, "constant") == 0)
        column->constant = read_text(r, value, word);
    else if (strcmp(word, "default") == 0)
        column->fallback = read_text(r, value, word);
    else if (strcmp(word, "prefix") == 0)
        column->prefix = read_text(r, value, word);
    else if (strcmp(word, "format") == 0)
        read_format(r, value, column);
    else if (strcmp(word, "values") == 0)
        read_values(r, value, column);
    else if (strcmp(word, "thousands") == 0)
        column->thousands = read_character(r, value, word);
    else if (strcmp(word, "decimal") == 0)
        column->decimal = read_character(r, value, word);
    else if (strcmp(word, "negative when") == 0)
        read_negative(r, value, column);
    else if (strcmp(word, "unit") == 0) {
        column->has_unit = true;
        column->unit = (MapUnit)read_word(r, value, word, units, G_N_ELEMENTS(units));
    } else {
        unknown_key(r, key,
                    "from, constant, default, prefix, format, values, unit, thousands, decimal, "
                    "negative when");
    }
}

static void read_column(MapReader *r, const YamlNode *key, const YamlNode *value, MapColumn *column)
{
    *column = (MapColumn){.field = yaml_text(key), .pos = key->src.start, .decimal = '.'};
    if (value->kind == YAML_SCALAR) {
        column->from = value->src.text;
        return;
    }
    if (value->kind != YAML_MAP) {
        wrong(r, value, column->field);
        diag_expected(r->diags, "the name of a column, or {from: column, …}");
        return;
    }
    for (size_t i = 0; i < value->n; i++)
        read_column_key(r, value->keys[i], value->items[i], column);
    if (!column->from == !column->constant) {
        diag_add(r->diags, DIAG_ERROR, "import.map", key->src.start,
                 "the field %s needs either a column (`from`) or a `constant`", column->field);
        r->ok = false;
    }
    if (column->thousands && column->thousands == column->decimal) {
        diag_add(r->diags, DIAG_ERROR, "import.map", key->src.start,
                 "`thousands` and `decimal` of the field %s are the same", column->field);
        r->ok = false;
    }
}

static void read_columns(MapReader *r, const YamlNode *node)
{
    if (node->kind != YAML_MAP || node->n == 0) {
        wrong(r, node, "columns");
        diag_expected(r->diags, "{field: column, …}");
        return;
    }
    r->map->n_columns = node->n;
    r->map->columns = ARENA_NEW_N(r->arena, MapColumn, node->n);
    for (size_t i = 0; i < node->n; i++)
        read_column(r, node->keys[i], node->items[i], &r->map->columns[i]);
}

static void read_key(MapReader *r, const YamlNode *key, const YamlNode *value)
{
    const char *word = yaml_text(key);
    FactsMap *map = r->map;

    if (strcmp(word, "encoding") == 0)
        map->encoding = (CsvEncoding)read_word(r, value, word, encodings, G_N_ELEMENTS(encodings));
    else if (strcmp(word, "delimiter") == 0)
        map->delimiter = read_character(r, value, word);
    else if (strcmp(word, "header") == 0)
        map->header = read_word(r, value, word, truths, G_N_ELEMENTS(truths));
    else if (strcmp(word, "repeated") == 0)
        map->repeated_last = read_word(r, value, word, repeats, G_N_ELEMENTS(repeats));
    else if (strcmp(word, "only when") == 0)
        map->only = read_tests(r, value, word, &map->n_only);
    else if (strcmp(word, "columns") == 0)
        read_columns(r, value);
    else
        unknown_key(r, key, "encoding, delimiter, header, repeated, only when, columns");
}

static void read_root(MapReader *r, const YamlNode *root)
{
    SrcPos start = {r->map->file, 1, 1};

    if (root->kind != YAML_MAP) {
        diag_add(r->diags, DIAG_ERROR, "import.map", start, "a mapping is keys and values");
        r->ok = false;
        return;
    }
    for (size_t i = 0; i < root->n; i++)
        read_key(r, root->keys[i], root->items[i]);
    if (r->ok && !r->map->columns) {
        diag_add(r->diags, DIAG_ERROR, "import.map", start, "the mapping has no `columns`");
        r->ok = false;
    }
}

FactsMap *map_read(Arena *arena, const char *file, Diags *diags, GError **error)
{
    MapReader r = {.arena = arena, .diags = diags, .map = map_default(arena), .ok = true};
    g_autofree char *text = NULL;
    g_autoptr(GError) cause = NULL;
    gsize len;
    const YamlNode *root;

    if (!g_file_get_contents(file, &text, &len, &cause)) {
        err_set(error, ERR_NOT_FOUND, "import.no-map", "cannot read the mapping: %s",
                cause->message);
        return NULL;
    }
    r.map->file = file;
    root = yaml_parse(arena, text, len, (SrcPos){file, 1, 1}, 1, MAP_MAX_SIZE, diags);
    if (root)
        read_root(&r, root);
    if (root && r.ok)
        return r.map;
    err_set(error, ERR_INVALID, "import.map", "the mapping %s has faults; nothing was imported",
            file);
    return NULL;
}

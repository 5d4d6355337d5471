#include <string.h>

#include "regulation/reader_private.h"

/* ---- literals -------------------------------------------------------------------------------- */

bool number_parse(const char *text, Dec *out)
{
    static const struct {
        const char *sign;
        int scale; /* the number is × 10^-scale */
    } signs[] = {
        {"%",   2 },
        {"‰", 3 },
        {"万", -4},
        {"亿", -8}
    };
    size_t len = strlen(text);
    Dec number;
    Dec factor = dec_from_int(1);

    for (size_t i = 0; i < G_N_ELEMENTS(signs); i++) {
        if (!g_str_has_suffix(text, signs[i].sign))
            continue;
        len -= strlen(signs[i].sign);
        factor = dec_from_scaled(1, signs[i].scale);
        break;
    }
    if (len == 0 || strpbrk(text, "eE+") || !dec_parse(text, (ptrdiff_t)len, &number))
        return false;
    return dec_mul(number, factor, out);
}

/* True for texts that FEEL itself reads as a literal. */
static bool is_feel_literal(const char *text)
{
    Dec number;

    return strcmp(text, "true") == 0 || strcmp(text, "false") == 0 || strcmp(text, "null") == 0 ||
           g_str_has_prefix(text, "@\"") || number_parse(text, &number);
}

const char *literal_text(const YamlNode *node)
{
    CalDate date;

    if (node->kind != YAML_SCALAR || node->block)
        return NULL;
    if (node->quoted)
        return node->src.text;
    if (is_feel_literal(node->src.text) || cal_date_parse(node->src.text, -1, &date))
        return NULL;
    return node->src.text;
}

static void append_quoted(GString *out, const char *text)
{
    g_string_append_c(out, '"');
    for (; *text; text++) {
        if (*text == '\n') {
            g_string_append(out, "\\n");
            continue;
        }
        if (*text == '"' || *text == '\\')
            g_string_append_c(out, '\\');
        g_string_append_c(out, *text);
    }
    g_string_append_c(out, '"');
}

const char *literal_as_text(const YamlNode *node)
{
    bool is_text = node->kind == YAML_SCALAR && !node->block &&
                   (node->quoted || strcmp(node->src.text, "null") != 0);

    return is_text ? node->src.text : NULL;
}

static bool
append_literal(RegReader *r, const char *key, const YamlNode *node, bool as_text, GString *out)
{
    const char *text = as_text ? literal_as_text(node) : literal_text(node);
    CalDate date;

    if (node->kind != YAML_SCALAR || (node->src.len == 0 && !node->quoted)) {
        value_wrong(r, key, node, "a number, a text, a date, true or false");
        return false;
    }
    if (text)
        append_quoted(out, text);
    else if (!node->block && cal_date_parse(node->src.text, -1, &date))
        g_string_append_printf(out, "@\"%s\"", node->src.text);
    else
        g_string_append(out, node->src.text);
    return true;
}

static bool
append_literals(RegReader *r, const char *key, const YamlNode *list, bool as_text, GString *out)
{
    g_string_append_c(out, '[');
    for (size_t i = 0; i < list->n; i++) {
        if (i)
            g_string_append(out, ", ");
        if (!append_literal(r, key, list->items[i], as_text, out))
            return false;
    }
    g_string_append_c(out, ']');
    return true;
}

bool value_literal(RegReader *r, const char *key, const YamlNode *node, bool as_text, RegExpr *out)
{
    g_autoptr(GString) text = g_string_new(NULL);
    bool ok;

    if (node->kind == YAML_SCALAR && node->block && node->src.len)
        return value_expr(r, key, node, out);
    ok = node->kind == YAML_LIST ? append_literals(r, key, node, as_text, text)
                                 : append_literal(r, key, node, as_text, text);
    if (!ok)
        return false;
    *out = (RegExpr){
        .src = {.text = arena_strndup(r->arena, text->str, text->len),
                .len = text->len,
                .start = node->src.start,
                .indent = node->src.indent}
    };
    return true;
}

/* ---- types ----------------------------------------------------------------------------------- */

const FeelType *type_of_word(RegReader *r, const char *word)
{
    static const struct {
        const char *word;
        const FeelType *type;
    } types[] = {
        {"number",                    &feel_type_number     },
        {"text",                      &feel_type_string     },
        {"date",                      &feel_type_date       },
        {"boolean",                   &feel_type_boolean    },
        {"time",                      &feel_type_time       },
        {"date and time",             &feel_type_date_time  },
        {"days and time duration",    &feel_type_dt_duration},
        {"years and months duration", &feel_type_ym_duration},
        {"any",                       &feel_type_any        },
    };
    FeelType *link;
    const FeelType *element;

    if (g_str_has_prefix(word, "list of ") && strlen(word) <= REG_MAX_NAME) {
        element = type_of_word(r, word + strlen("list of "));
        return element ? feel_type_list(r->arena, element) : NULL;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(types); i++)
        if (strcmp(types[i].word, word) == 0)
            return types[i].type;
    if (reg_subject(r->reg, word) < 0)
        return NULL;
    link = ARENA_NEW(r->arena, FeelType);
    *link = feel_type_string;
    link->row_of = r->reg->subjects[reg_subject(r->reg, word)].name;
    return link;
}

/* ---- lists inside a text --------------------------------------------------------------------- */

static char *unquote(RegReader *r, const SrcText *item)
{
    bool quoted = item->len >= 2 && item->text[0] == '"' && item->text[item->len - 1] == '"';

    return arena_strndup(r->arena, item->text + quoted, item->len - 2 * (size_t)quoted);
}

bool list_items(RegReader *r, const SrcText *src, SrcText **out, size_t *out_n)
{
    size_t from = 1;
    size_t n = 1;
    SrcText *items;

    for (size_t i = 0; i < src->len; i++)
        n += src->text[i] == ',';
    if (src->len < 2 || src->text[0] != '[' || src->text[src->len - 1] != ']' || n > REG_MAX_LIST) {
        diag_add(r->diags, DIAG_ERROR, "regulation.value", src->start,
                 "a list in brackets must stand here");
        diag_expected(r->diags, "[one, another], at most %d items", REG_MAX_LIST);
        return false;
    }
    items = ARENA_NEW_N(r->arena, SrcText, n);
    n = 0;
    for (size_t i = 1; i < src->len; i++) {
        if (src->text[i] != ',' && i + 1 < src->len)
            continue;
        items[n] = src_part(r->arena, src, from, i);
        from = i + 1;
        if (items[n++].len > 0)
            continue;
        diag_add(r->diags, DIAG_ERROR, "regulation.value", items[n - 1].start,
                 "an item of the list is empty");
        return false;
    }
    *out = items;
    *out_n = n;
    return true;
}

bool value_bracketed(RegReader *r, const SrcText *src, const char *const **out, size_t *out_n)
{
    SrcText *items;
    size_t n;
    const char **texts;

    if (!list_items(r, src, &items, &n))
        return false;
    texts = ARENA_NEW_N(r->arena, const char *, n);
    for (size_t i = 0; i < n; i++)
        texts[i] = unquote(r, &items[i]);
    *out = texts;
    *out_n = n;
    return true;
}

bool value_count(const SrcText *word, int *out)
{
    guint64 n;

    if (!g_ascii_string_to_unsigned(word->text, 10, 1, REG_MAX_COUNT, &n, NULL))
        return false;
    *out = (int)n;
    return true;
}

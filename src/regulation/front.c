#include <string.h>

#include "regulation/reader_private.h"

#define AT(member) offsetof(Regulation, member)

/* ---- cycles ---------------------------------------------------------------------------------- */

static const RegCycle standard_cycles[] = {
    {.name = "month",     .ending = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, .n_ending = 12},
    {.name = "quarter",   .ending = {3, 6, 9, 12},                           .n_ending = 4 },
    {.name = "half-year", .ending = {6, 12},                                 .n_ending = 2 },
    {.name = "year",      .ending = {12},                                    .n_ending = 1 },
};

static bool standard_cycle(RegReader *r, const YamlNode *item, RegCycle *out)
{
    const char *names[G_N_ELEMENTS(standard_cycles)];

    for (size_t i = 0; i < G_N_ELEMENTS(standard_cycles); i++) {
        names[i] = standard_cycles[i].name;
        if (strcmp(item->src.text, names[i]) != 0)
            continue;
        *out = standard_cycles[i];
        out->pos = item->src.start;
        return true;
    }
    value_wrong(r, "cycles", item, "month, quarter, half-year, year, or {NAME: {ending: [MONTH]}}");
    hint_nearest(r, item->src.text, names, G_N_ELEMENTS(names));
    return false;
}

static void read_ending(RegReader *r, void *target, const YamlNode *node)
{
    RegCycle *cycle = target;
    bool ok = node->kind == YAML_LIST && node->n > 0 && node->n <= 12;

    for (size_t i = 0; ok && i < node->n; i++) {
        const char *text = yaml_text(node->items[i]);
        guint64 month = 0;
        ok = text && g_ascii_string_to_unsigned(text, 10, 1, 12, &month, NULL) &&
             (i == 0 || (int)month > cycle->ending[i - 1]);
        cycle->ending[i] = (int)month;
    }
    cycle->n_ending = ok ? (int)node->n : 0;
    if (!ok)
        value_wrong(r, "ending", node,
                    "the last month of each cycle of a year, ascending: [2, 4, 6]");
}

/* {双月: {ending: [2, 4, 6, 8, 10, 12]}} */
static bool named_cycle(RegReader *r, const YamlNode *item, RegCycle *out)
{
    static const Key keys[] = {
        {.key = "ending", .form = KEY_OTHER, .read = read_ending, .required = true}
    };

    if (item->kind != YAML_MAP || item->n != 1) {
        value_wrong(r, "cycles", item,
                    "month, quarter, half-year, year, or {NAME: {ending: [MONTH]}}");
        return false;
    }
    out->pos = item->keys[0]->src.start;
    if (!value_name(r, "cycles", item->keys[0], &out->name))
        return false;
    return keys_read(r, out, out->name, out->pos, item->items[0], keys, G_N_ELEMENTS(keys)) &&
           out->n_ending > 0;
}

static bool is_finer(const RegCycle *a, const RegCycle *b)
{
    return a->n_ending > b->n_ending;
}

static void add_cycle(RegReader *r, const RegCycle *cycle)
{
    Regulation *reg = r->reg;
    size_t at = reg->n_cycles;

    if (reg_cycle(reg, cycle->name) != REG_NO_CYCLE) {
        diag_add(r->diags, DIAG_ERROR, "regulation.value", cycle->pos, "`%s` is there twice",
                 cycle->name);
        return;
    }
    for (; at > 0 && is_finer(cycle, &reg->cycles[at - 1]); at--)
        reg->cycles[at] = reg->cycles[at - 1];
    reg->cycles[at] = *cycle;
    reg->n_cycles++;
}

static void read_cycles(RegReader *r, void *target, const YamlNode *node)
{
    Regulation *reg = target;

    if (node->kind != YAML_LIST || node->n > 32) {
        value_wrong(r, "cycles", node, "a list such as [month, year]");
        return;
    }
    reg->cycles = ARENA_NEW_N(r->arena, RegCycle, node->n);
    for (size_t i = 0; i < node->n; i++) {
        const YamlNode *item = node->items[i];
        RegCycle cycle = {0};
        bool ok = item->kind == YAML_SCALAR ? standard_cycle(r, item, &cycle)
                                            : named_cycle(r, item, &cycle);
        if (ok)
            add_cycle(r, &cycle);
    }
}

/* ---- the rest -------------------------------------------------------------------------------- */

static bool is_id(const char *text)
{
    for (const char *p = text; *p; p++)
        if (!g_ascii_isalnum(*p) && *p != '-' && *p != '_')
            return false;
    return text[0] != '\0' && text[0] != '-';
}

static void read_id(RegReader *r, void *target, const YamlNode *node)
{
    Regulation *reg = target;

    if (node->kind == YAML_SCALAR && is_id(node->src.text))
        reg->id = node->src.text;
    else
        value_wrong(r, "regulation", node, "the folder's name: letters a-z, digits and -");
}

static void read_title(RegReader *r, void *target, const YamlNode *node)
{
    static const Key keys[] = {
        {.key = "zh", .form = KEY_TEXT, .at = AT(title_zh)},
        {.key = "en", .form = KEY_TEXT, .at = AT(title_en)},
    };
    Regulation *reg = target;

    if (node->kind == YAML_SCALAR)
        (void)value_text(r, "title", node, &reg->title_zh); /* reports itself */
    else
        (void)keys_read(r, reg, "title", node->src.start, node, keys, G_N_ELEMENTS(keys));
}

static void read_effective(RegReader *r, void *target, const YamlNode *node)
{
    static const Key keys[] = {
        {.key = "from", .form = KEY_DATE, .at = AT(effective_from)},
        {.key = "to",   .form = KEY_DATE, .at = AT(effective_to)  },
    };
    Regulation *reg = target;

    reg->effective_pos = node->src.start;
    if (node->kind == YAML_SCALAR)
        (void)value_date(r, "effective", node, &reg->effective_from); /* reports itself */
    else
        (void)keys_read(r, reg, "effective", node->src.start, node, keys, G_N_ELEMENTS(keys));
    if (reg->effective_from > reg->effective_to)
        diag_add(r->diags, DIAG_ERROR, "regulation.value", node->src.start,
                 "this period ends before it begins");
}

static void read_imports(RegReader *r, void *target, const YamlNode *node)
{
    Regulation *reg = target;
    const char **ids;
    SrcPos *pos;

    if (node->kind != YAML_LIST) {
        value_wrong(r, "imports", node, "a list of regulations: [common-rules]");
        return;
    }
    ids = ARENA_NEW_N(r->arena, const char *, node->n);
    pos = ARENA_NEW_N(r->arena, SrcPos, node->n);
    for (size_t i = 0; i < node->n; i++) {
        const YamlNode *item = node->items[i];
        if (item->kind != YAML_SCALAR || !is_id(item->src.text)) {
            value_wrong(r, "imports", item, "the folder's name: letters a-z, digits and -");
            continue;
        }
        ids[reg->n_imports] = item->src.text;
        pos[reg->n_imports++] = item->src.start;
    }
    reg->imports = ids;
    reg->import_pos = pos;
}

bool read_front(RegReader *r, const YamlNode *map, SrcPos pos)
{
    static const Key keys[] = {
        {.key = "regulation", .form = KEY_OTHER, .read = read_id,   .required = true},
        {.key = "title",                   .form = KEY_OTHER,                       .read = read_title    },
        {.key = "source",                   .form = KEY_TEXT,                      .at = AT(source)},
        {.key = "version",                   .form = KEY_TEXT,                     .at = AT(version)   },
        {.key = "effective",                   .form = KEY_OTHER,                   .read = read_effective},
        {.key = "applies to",                   .form = KEY_EXPR,                  .at = AT(applies_to)   },
        {.key = "cycles",                   .form = KEY_OTHER,                      .read = read_cycles},
        {.key = "imports",                   .form = KEY_OTHER,                     .read = read_imports  },
    };

    return keys_read(r, r->reg, "front matter", pos, map, keys, G_N_ELEMENTS(keys));
}

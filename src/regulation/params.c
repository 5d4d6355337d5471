#include <string.h>

#include "regulation/reader_private.h"

/* Values of one period, as they are met. */
typedef struct Values {
    RegReader *r;
    RegBlock *block;
    const char **keys; /* of the way down, n_by */
    GArray *list;      /* RegParamValue */
} Values;

static bool in_one_of(const RegBlock *block, const char *text)
{
    for (size_t i = 0; i < block->n_one_of; i++)
        if (strcmp(block->one_of[i], text) == 0)
            return true;
    return block->n_one_of == 0;
}

/* Only texts can be meant. */
static bool wants_texts(const RegBlock *block)
{
    const FeelType *type = block->type;

    if (type && type->kind == FEEL_T_LIST)
        type = type->element;
    return type ? type->kind == FEEL_T_STRING : block->n_one_of > 0;
}

static void check_reading(Values *v, const YamlNode *node)
{
    const char *text = wants_texts(v->block) ? literal_as_text(node) : literal_text(node);
    g_autofree char *list = NULL;
    g_autoptr(GPtrArray) words = g_ptr_array_new();

    if (v->block->n_one_of == 0 || (text && in_one_of(v->block, text)))
        return;
    if (node->kind == YAML_LIST) {
        for (size_t i = 0; i < node->n; i++)
            check_reading(v, node->items[i]);
        return;
    }
    value_wrong(v->r, "value", node, "");
    for (size_t i = 0; i < v->block->n_one_of; i++)
        g_ptr_array_add(words, (gpointer)v->block->one_of[i]);
    g_ptr_array_add(words, NULL);
    list = g_strjoinv(", ", (char **)words->pdata);
    diag_expected(v->r->diags, "one of: %s", list);
    if (text)
        hint_nearest(v->r, text, v->block->one_of, v->block->n_one_of);
}

/* The texts without quotes of a value or list. */
static void keep_bare(RegReader *r, const YamlNode *node, RegParamValue *out)
{
    YamlNode *const *items = node->kind == YAML_LIST ? node->items : (YamlNode *const *)&node;
    size_t n = node->kind == YAML_LIST ? node->n : 1;
    SrcText *bare = ARENA_NEW_N(r->arena, SrcText, n);

    for (size_t i = 0; i < n; i++)
        if (!items[i]->quoted && literal_text(items[i]))
            bare[out->n_bare++] = items[i]->src;
    out->bare = bare;
}

/* Reads `node`, keyed by by[level …]. */
static void read_level(Values *v, const YamlNode *node, size_t level)
{
    const RegParam *param = &v->block->u.param;
    RegParamValue value = {0};
    const char **keys;

    if (level < param->n_by && node->kind != YAML_MAP) {
        value_wrong(v->r, "value", node, "a map");
        diag_expected(v->r->diags, "a map whose keys are values of `%s`", param->by[level]);
        return;
    }
    if (level < param->n_by) {
        for (size_t i = 0; i < node->n; i++) {
            v->keys[level] = node->keys[i]->src.text;
            read_level(v, node->items[i], level + 1);
        }
        return;
    }
    if (node->kind == YAML_MAP) {
        value_wrong(v->r, "value", node, "a number, a text, a date, true or false");
        diag_hint(v->r->diags, "`by` names what the keys of a map are values of");
        return;
    }
    if (!value_literal(v->r, "value", node, wants_texts(v->block), &value.value))
        return;
    check_reading(v, node);
    if (!wants_texts(v->block))
        keep_bare(v->r, node, &value);
    keys = ARENA_NEW_N(v->r->arena, const char *, param->n_by);
    if (param->n_by)
        memcpy(keys, v->keys, param->n_by * sizeof *keys);
    value.keys = keys;
    g_array_append_val(v->list, value);
}

static void read_values(RegReader *r, RegBlock *block, const YamlNode *node, RegParamPeriod *out)
{
    g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(RegParamValue));
    Values v = {.r = r,
                .block = block,
                .keys = ARENA_NEW_N(r->arena, const char *, block->u.param.n_by),
                .list = list};

    read_level(&v, node, 0);
    out->n_values = list->len;
    out->values = ARENA_NEW_N(r->arena, RegParamValue, list->len);
    if (list->len)
        memcpy(out->values, list->data, list->len * sizeof(RegParamValue));
}

/* ---- periods --------------------------------------------------------------------------------- */

typedef struct Period {
    RegParamPeriod out;
    RegBlock *block;
} Period;

static void read_period_value(RegReader *r, void *target, const YamlNode *node)
{
    Period *period = target;

    read_values(r, period->block, node, &period->out);
}

static bool check_span(RegReader *r, const RegParamPeriod *period)
{
    if (period->from <= period->to)
        return true;
    diag_add(r->diags, DIAG_ERROR, "regulation.value", period->pos,
             "this period ends before it begins");
    return false;
}

static RegParamPeriod read_period(RegReader *r, RegBlock *block, const YamlNode *node)
{
    static const Key keys[] = {
        {.key = "from",  .form = KEY_DATE,  .at = offsetof(Period,     out.from)       },
        {.key = "to",    .form = KEY_DATE,  .at = offsetof(Period,     out.to)         },
        {.key = "value", .form = KEY_OTHER, .read = read_period_value, .required = true},
    };
    Period period = {.block = block};

    period.out.from = INT64_MIN;
    period.out.to = INT64_MAX;
    period.out.pos = node->src.start;
    if (keys_read(r, &period, "periods", node->src.start, node, keys, G_N_ELEMENTS(keys)))
        (void)check_span(r, &period.out);
    return period.out;
}

static void check_overlaps(RegReader *r, const RegParam *param)
{
    for (size_t i = 0; i < param->n_periods; i++) {
        for (size_t k = 0; k < i; k++) {
            const RegParamPeriod *a = &param->periods[i];
            const RegParamPeriod *b = &param->periods[k];
            if (a->from > b->to || b->from > a->to)
                continue;
            diag_add(r->diags, DIAG_ERROR, "regulation.periods", a->pos,
                     "this period overlaps the one in line %u", b->pos.line);
        }
    }
}

enum { MAX_PERIODS = 200 };

static void read_periods(RegReader *r, RegBlock *block, const YamlNode *node)
{
    RegParam *param = &block->u.param;

    if (node->kind != YAML_LIST || node->n == 0 || node->n > MAX_PERIODS) {
        value_wrong(r, "periods", node, "a list of {from, to, value}");
        return;
    }
    param->periods = ARENA_NEW_N(r->arena, RegParamPeriod, node->n);
    for (size_t i = 0; i < node->n; i++)
        param->periods[i] = read_period(r, block, node->items[i]);
    param->n_periods = node->n;
    check_overlaps(r, param);
}

/* `effective: {from, to}` or the date from which on. */
static void read_effective(RegReader *r, const YamlNode *node, RegParamPeriod *out)
{
    static const Key keys[] = {
        {.key = "from", .form = KEY_DATE, .at = offsetof(RegParamPeriod, from)},
        {.key = "to",   .form = KEY_DATE, .at = offsetof(RegParamPeriod, to)  },
    };

    if (node->kind == YAML_SCALAR)
        (void)value_date(r, "effective", node, &out->from);
    else if (keys_read(r, out, "effective", node->src.start, node, keys, G_N_ELEMENTS(keys)))
        (void)check_span(r, out);
}

static void read_one_value(RegReader *r, RegBlock *block, const YamlNode *body)
{
    RegParam *param = &block->u.param;
    const YamlNode *value = yaml_get(body, "value");
    const YamlNode *effective = yaml_get(body, "effective");
    RegParamPeriod *period = ARENA_NEW(r->arena, RegParamPeriod);

    period->from = INT64_MIN;
    period->to = INT64_MAX;
    period->pos = value->src.start;
    if (effective)
        read_effective(r, effective, period);
    read_values(r, block, value, period);
    param->periods = period;
    param->n_periods = 1;
}

void read_param(RegReader *r, RegBlock *block, const YamlNode *body)
{
    static const Key keys[] = {
        {.key = "by",
         .form = KEY_PATHS,
         .at = offsetof(RegBlock,                         u.param.by),
         .count = offsetof(RegBlock, u.param.n_by)},
        {.key = "value",             .form = KEY_OTHER                             }, /* once `by` and `one of` are known */
        {.key = "periods",           .form = KEY_OTHER}, /* so */
        {.key = "effective",                          .form = KEY_OTHER                            }, /* so */
        {.key = "one of",
         .form = KEY_TEXTS,
         .at = offsetof(RegBlock,                 one_of),
         .count = offsetof(RegBlock, n_one_of)},
        {.key = "type",         .form = KEY_OTHER,                          .read = read_type},
        {.key = "set by",           .form = KEY_TEXT,                            .at = offsetof(RegBlock,                               u.param.set_by)},
        {.key = "assumed",                  .form = KEY_TEXT,                                   .at = offsetof(RegBlock,         assumed)                                           },
    };
    RegParam *param = &block->u.param;
    const YamlNode *value = yaml_get(body, "value");
    const YamlNode *periods = yaml_get(body, "periods");

    if (!keys_read(r, block, "param", block->pos, body, keys, G_N_ELEMENTS(keys)))
        return;
    if (yaml_get(body, "by") && param->n_by == 0)
        return; /* reported; the values depend on it */
    param->one_of = block->one_of;
    param->n_one_of = block->n_one_of;
    param->assumed = block->assumed;
    if (periods && (value || yaml_get(body, "effective")))
        diag_add(r->diags, DIAG_ERROR, "regulation.periods", periods->src.start,
                 "with `periods`, each value and its dates stand in a period");
    else if (periods)
        read_periods(r, block, periods);
    else if (value)
        read_one_value(r, block, body);
    else if (!param->set_by)
        diag_add(r->diags, DIAG_ERROR, "regulation.key-missing", block->pos,
                 "a parameter needs `value`, `periods`, or `set by` for who owes it");
}

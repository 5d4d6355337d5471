#include <string.h>

#include "regulation/warn_private.h"

enum {
    MAX_ROWS = DMN_LINT_MAX_RULES,
    MAX_CELLS = 2000000, /* looked at: each row is told from the others once for each input */
};

/* ---- cells ----------------------------------------------------------------------------------- */

size_t warn_n_rows(const RegBlock *block)
{
    return block->kind == REG_BANDS ? block->u.bands.n_bands : block->u.table->n_rules;
}

size_t warn_n_outputs(const RegBlock *block)
{
    return block->kind == REG_BANDS ? 1 : block->u.table->n_outputs;
}

const FeelNode *warn_cell(const RegBlock *block, size_t row, size_t k)
{
    if (block->kind == REG_BANDS)
        return block->u.bands.bands[row].rate.node;
    const DmnRule *rule = &block->u.table->rules[row];
    return rule->outputs ? rule->outputs[k] : NULL;
}

const SrcText *warn_cell_src(const RegBlock *block, size_t row, size_t k)
{
    if (block->kind == REG_BANDS)
        return &block->u.bands.bands[row].rate.src;
    return &block->u.table->rules[row].output_srcs[k];
}

bool warn_cell_figure(const RegBlock *block, size_t row, size_t k, Dec *out)
{
    const FeelNode *cell = warn_cell(block, row, k);

    return cell && reg_figure_read(cell, out);
}

const RegName *warn_output(const RegBlock *block, size_t k)
{
    return k < block->n_defines ? block->defines[k] : NULL;
}

/* ---- steps in order -------------------------------------------------------------------------- */

static gint compare_steps(gconstpointer a, gconstpointer b)
{
    const WarnStep *x = a;
    const WarnStep *y = b;
    int order = reg_range_compare(&x->range, &y->range);

    return order != 0 ? order : (x->row > y->row) - (x->row < y->row);
}

/* May `high` follow `low`? `first`: hit policy F, the earlier row is tried before the later one. */
static bool may_follow(const WarnStep *low, const WarnStep *high, bool first)
{
    if (low->range.has_high && high->range.has_low)
        return dec_compare(low->range.high, high->range.low) <= 0;
    if (!first)
        return false;
    if (!low->range.has_high && !high->range.has_high)
        return high->row < low->row; /* > 60 after > 90 */
    return !low->range.has_low && !high->range.has_low && low->row < high->row;
}

bool warn_edge(const WarnLadder *ladder, size_t i, Dec *out)
{
    const RegRange *low = &ladder->steps[i].range;
    const RegRange *high = &ladder->steps[i + 1].range;

    if (high->has_low && (!low->has_high || dec_equal(low->high, high->low))) {
        *out = high->low;
        return true;
    }
    if (!low->has_high || high->has_low)
        return false;
    *out = low->high;
    return true;
}

static bool is_ladder(GArray *steps, bool first)
{
    for (guint i = 0; i + 1 < steps->len; i++)
        if (!may_follow(&g_array_index(steps, WarnStep, i), &g_array_index(steps, WarnStep, i + 1),
                        first))
            return false;
    return true;
}

/* Puts an else row at the end that is left open; nowhere if it takes anything else, too. */
static void place_else(GArray *steps, const WarnStep *rest)
{
    const WarnLadder ladder = {.steps = (const WarnStep *)(const void *)steps->data,
                               .n = steps->len};
    bool low_open = !ladder.steps[0].range.has_low;
    bool high_open = !ladder.steps[ladder.n - 1].range.has_high;
    Dec edge;

    for (size_t i = 0; i + 1 < ladder.n; i++)
        if (!warn_edge(&ladder, i, &edge))
            return;
    if (high_open && !low_open)
        g_array_prepend_val(steps, *rest);
    else if (low_open && !high_open)
        g_array_append_val(steps, *rest);
}

/* ---- tables ---------------------------------------------------------------------------------- */

typedef struct Climb { /* along one input of a table */
    Warn *w;
    const RegBlock *block;
    size_t input;
    Dec factor; /* 10000 below a header in 万元 */
    void (*visit)(Warn *w, const WarnLadder *ladder, void *data);
    void *data;
} Climb;

/* Bounds as formulas see them. */
static bool scale(RegRange *range, Dec factor)
{
    return (!range->has_low || dec_mul(range->low, factor, &range->low)) &&
           (!range->has_high || dec_mul(range->high, factor, &range->high));
}

static bool read_step(const Climb *c, size_t row, WarnStep *out)
{
    const DmnRule *rule = &c->block->u.table->rules[row];
    const SrcText *test = &rule->test_srcs[c->input];
    const FeelNode *node = rule->tests ? rule->tests[c->input] : NULL;

    *out = (WarnStep){.test = test, .row = row};
    if (!node)
        return rule->tests && strcmp(test->text, "-") == 0;
    return reg_range_read(node, &out->range) && scale(&out->range, c->factor);
}

/* What the row tests beside the input. Returns: (owned). */
static char *other_tests(const Climb *c, size_t row)
{
    const DmnTable *table = c->block->u.table;
    GString *key = g_string_new(NULL);

    for (size_t i = 0; i < table->n_inputs; i++) {
        if (i != c->input)
            g_string_append(key, table->rules[row].test_srcs[i].text);
        g_string_append_c(key, '\n');
    }
    return g_string_free(key, FALSE);
}

static void climb(const Climb *c, const FeelNode *expr, GArray *steps, const WarnStep *rest)
{
    const DmnTable *table = c->block->u.table;
    WarnLadder ladder = {.block = c->block, .label = table->inputs[c->input].label, .input = expr};

    g_array_sort(steps, compare_steps);
    if (!is_ladder(steps, table->hit == DMN_HIT_FIRST))
        return;
    if (rest)
        place_else(steps, rest);
    ladder.steps = (const WarnStep *)(const void *)steps->data;
    ladder.n = steps->len;
    if (ladder.n >= 2)
        c->visit(c->w, &ladder, c->data);
}

/* Groups of rows with the same other tests, in the order of their first rows. */
static void climb_input(Climb *c)
{
    const DmnTable *table = c->block->u.table;
    const DmnTableInput *input = &table->inputs[c->input];
    g_autoptr(GHashTable) groups = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GPtrArray) lists = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    WarnStep step, rest = {0};
    bool has_rest = false;

    if (!input->expr || input->expr->type->kind != FEEL_T_NUMBER)
        return;
    const FeelNode *expr = warn_input(c->w, input, &c->factor);
    for (size_t row = 0; row < table->n_rules; row++) {
        if (table->rules[row].is_else) {
            rest = (WarnStep){.test = &table->rules[row].test_srcs[0], .row = row, .is_else = true};
            has_rest = table->n_inputs == 1;
            continue;
        }
        if (!read_step(c, row, &step))
            continue;
        char *key = other_tests(c, row);
        GArray *steps = g_hash_table_lookup(groups, key);
        if (!steps) {
            steps = g_array_new(FALSE, FALSE, sizeof(WarnStep));
            g_ptr_array_add(lists, steps);
            g_hash_table_insert(groups, key, steps);
        } else {
            g_free(key);
        }
        g_array_append_val(steps, step);
    }
    for (guint i = 0; i < lists->len; i++)
        climb(c, expr, g_ptr_array_index(lists, i), has_rest ? &rest : NULL);
}

/* ---- bands ----------------------------------------------------------------------------------- */

static void climb_bands(Climb *c)
{
    const RegBands *bands = &c->block->u.bands;
    g_autoptr(GArray) steps = g_array_new(FALSE, FALSE, sizeof(WarnStep));
    bool has_label = bands->range_label && bands->range_label[0] != '\0';
    WarnLadder ladder = {.block = c->block,
                         .label = has_label ? bands->range_label : bands->of.src.text,
                         .input = bands->of.node};

    for (size_t i = 0; i < bands->n_bands; i++) {
        const struct RegBand *band = &bands->bands[i];
        WarnStep step = {
            .range = {.low = band->low,
                      .high = band->high,
                      .has_low = band->has_low,
                      .has_high = band->has_high,
                      .low_included = band->low_included,
                      .high_included = band->high_included},
            .test = &band->src,
            .row = i
        };
        g_array_append_val(steps, step);
    }
    g_array_sort(steps, compare_steps);
    ladder.steps = (const WarnStep *)(const void *)steps->data;
    ladder.n = steps->len;
    if (ladder.n >= 2 && ladder.input && is_ladder(steps, false))
        c->visit(c->w, &ladder, c->data);
}

void warn_ladders(Warn *w,
                  const RegBlock *block,
                  void (*visit)(Warn *w, const WarnLadder *ladder, void *data),
                  void *data)
{
    Climb c = {.w = w, .block = block, .visit = visit, .data = data};

    if (warn_n_rows(block) > MAX_ROWS)
        return;
    if (block->kind == REG_BANDS) {
        climb_bands(&c);
        return;
    }
    DmnHitPolicy hit = block->u.table->hit;
    size_t n = block->u.table->n_inputs;
    if ((hit != DMN_HIT_UNIQUE && hit != DMN_HIT_ANY && hit != DMN_HIT_FIRST) ||
        n * n * warn_n_rows(block) > MAX_CELLS)
        return;
    for (c.input = 0; c.input < n; c.input++)
        climb_input(&c);
}

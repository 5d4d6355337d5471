/* Compiling a decision table: cells into sets of rules by segment, outputs into constants. */
#include <string.h>

#include "dmn/table_private.h"

typedef struct Compiler {
    Arena *arena;   /* of the program */
    Arena *scratch; /* of the compilation */
    const DmnTable *table;
    FeelDialect dialect;
    const FeelHostFunction *const *functions;
    Diags *diags;
    DmnTableProgram *program;
    GArray *generals; /* of DmnGeneral, by column first */
    GArray *slots;    /* of int, unsorted */
} Compiler;

/* ---- expressions ---- */

static const FeelProgram *compile(Compiler *c, const FeelNode *node, const SrcText *src)
{
    const FeelProgram *p = feel_compile(c->arena, node, src, c->dialect, c->functions);
    const int *slots;
    size_t n = feel_program_slots(p, &slots);

    if (n)
        g_array_append_vals(c->slots, slots, (guint)n);
    return p;
}

static const SrcText *src_at(const SrcText *srcs, size_t i)
{
    static const SrcText none = {.text = ""};

    return srcs ? &srcs[i] : &none;
}

/* ---- inputs ---- */

/* Kinds whose columns are typed: only these are looked up by segment. */
static FeelKind simple_kind(const FeelType *type)
{
    if (type->kind == FEEL_T_NUMBER)
        return FEEL_NUMBER;
    if (type->kind == FEEL_T_STRING)
        return FEEL_STRING;
    if (type->kind == FEEL_T_DATE)
        return FEEL_DATE;
    if (type->kind == FEEL_T_BOOLEAN)
        return FEEL_BOOLEAN;
    return FEEL_NULL;
}

/* Tests against constants of another kind are faults, which FEEL knows how to report. */
static void leave_misfits_to_feel(DmnTest *test, FeelKind kind)
{
    if (test->kind == DMN_TEST_CONSTANT &&
        (kind == FEEL_NULL || (test->of != FEEL_NULL && test->of != kind)))
        test->kind = DMN_TEST_GENERAL;
}

static void set_rule(uint64_t *by_segment, size_t n_segments, size_t words, size_t rule)
{
    for (size_t s = 0; s < n_segments; s++)
        bits_set(by_segment + s * words, rule);
}

static void fill_column(Compiler *c, DmnColumn *column, const DmnTest *tests)
{
    size_t words = c->program->words;

    column->by_segment = ARENA_NEW_N(c->arena, uint64_t, column->axis.n_segments * words);
    column->by_null = ARENA_NEW_N(c->arena, uint64_t, words);
    column->tested = ARENA_NEW_N(c->arena, uint64_t, words);
    for (size_t i = 0; i < c->table->n_rules; i++) {
        const DmnTest *test = &tests[i];

        if (test->kind != DMN_TEST_CONSTANT) {
            set_rule(column->by_segment, column->axis.n_segments, words, i);
            bits_set(column->by_null, i);
            continue;
        }
        g_autofree uint64_t *segments = g_new0(uint64_t, bits_words(column->axis.n_segments));
        dmn_axis_add_test(&column->axis, test, segments);
        for (size_t s = 0; s < column->axis.n_segments; s++)
            if (bits_get(segments, s))
                bits_set(column->by_segment + s * words, i);
        if (test->takes_null)
            bits_set(column->by_null, i);
        bits_set(column->tested, i);
    }
}

static void add_general(Compiler *c, size_t rule, size_t column)
{
    const DmnRule *r = &c->table->rules[rule];
    DmnGeneral general = {
        .rule = (uint32_t)rule,
        .column = (uint32_t)column,
        .program = compile(c, r->tests[column], src_at(r->test_srcs, column)),
    };

    g_array_append_val(c->generals, general);
}

static void compile_column(Compiler *c, size_t k)
{
    const DmnTableInput *input = &c->table->inputs[k];
    DmnColumn *column = &c->program->columns[k];
    FeelKind kind = simple_kind(input->expr->type);
    size_t n = c->table->n_rules;
    DmnTest *tests = ARENA_NEW_N(c->scratch, DmnTest, n);
    const DmnTest **refs = ARENA_NEW_N(c->scratch, const DmnTest *, n);
    bool any_general = false;

    for (size_t i = 0; i < n; i++) {
        const DmnRule *rule = &c->table->rules[i];

        refs[i] = &tests[i];
        if (rule->is_else)
            continue;
        tests[i] = dmn_test_read(c->arena, rule->tests[k], src_at(rule->test_srcs, k), c->dialect);
        leave_misfits_to_feel(&tests[i], kind);
        if (tests[i].kind == DMN_TEST_CONSTANT)
            column->has_axis = true;
        if (tests[i].kind != DMN_TEST_GENERAL)
            continue;
        add_general(c, i, k);
        any_general = true;
    }
    if (column->has_axis) {
        column->axis = dmn_axis_new(c->arena, kind, refs, n);
        fill_column(c, column, tests);
    }
    if (input->values)
        column->allowed = compile(c, input->values, &input->values_src);
    if (column->has_axis || any_general || input->values)
        column->program = compile(c, input->expr, &input->src);
}

static int by_rule(const void *a, const void *b)
{
    const DmnGeneral *x = a, *y = b;

    if (x->rule != y->rule)
        return x->rule < y->rule ? -1 : 1;
    return x->column < y->column ? -1 : x->column > y->column;
}

static void compile_inputs(Compiler *c)
{
    DmnTableProgram *p = c->program;
    size_t n = c->table->n_rules;

    p->all_rules = ARENA_NEW_N(c->arena, uint64_t, p->words);
    p->else_rule = n;
    for (size_t i = n; i-- > 0;) {
        if (c->table->rules[i].is_else)
            p->else_rule = i;
        else
            bits_set(p->all_rules, i);
    }
    p->n_columns = c->table->n_inputs;
    p->columns = ARENA_NEW_N(c->arena, DmnColumn, p->n_columns);
    for (size_t k = 0; k < p->n_columns; k++)
        compile_column(c, k);

    p->n_generals = c->generals->len;
    p->generals = ARENA_NEW_N(c->arena, DmnGeneral, p->n_generals);
    p->first_general = ARENA_NEW_N(c->arena, uint32_t, n + 1);
    if (p->n_generals == 0)
        return;
    memcpy(p->generals, c->generals->data, p->n_generals * sizeof(DmnGeneral));
    qsort(p->generals, p->n_generals, sizeof(DmnGeneral), by_rule);
    for (size_t g = 0; g < p->n_generals; g++)
        p->first_general[p->generals[g].rule + 1]++;
    for (size_t i = 0; i < n; i++)
        p->first_general[i + 1] += p->first_general[i];
}

/* ---- outputs ---- */

uint32_t dmn_rank(const DmnOutput *output, const FeelValue *v)
{
    for (size_t i = 0; i < output->n_order; i++) {
        const FeelValue *at = &output->order[i];
        if (feel_equal(at, v) == 1)
            return (uint32_t)i;
    }
    return (uint32_t)output->n_order;
}

static void compile_order(Compiler *c, size_t k)
{
    const DmnTableOutput *source = &c->table->outputs[k];
    DmnOutput *output = &c->program->outputs[k];
    static const SrcText none = {.text = ""};

    output->order = ARENA_NEW_N(c->arena, FeelValue, source->n_order);
    for (size_t i = 0; i < source->n_order; i++)
        if (dmn_constant(c->arena, source->order[i], &none, c->dialect,
                         &output->order[output->n_order]))
            output->n_order++;
}

static void
compile_cell(Compiler *c, size_t row, size_t k, const FeelNode *node, const SrcText *src)
{
    DmnOutputCell *cell = &c->program->cells[row * c->program->n_outputs + k];

    if (!node || dmn_constant(c->arena, node, src, c->dialect, &cell->constant))
        return; /* no node: a fallback of null */
    cell->program = compile(c, node, src);
}

static void compile_outputs(Compiler *c)
{
    DmnTableProgram *p = c->program;
    const DmnTable *table = c->table;

    p->n_outputs = table->n_outputs;
    p->outputs = ARENA_NEW_N(c->arena, DmnOutput, p->n_outputs);
    p->cells = ARENA_NEW_N(c->arena, DmnOutputCell, (p->n_rules + 1) * p->n_outputs);
    for (size_t k = 0; k < p->n_outputs; k++) {
        const DmnTableOutput *output = &table->outputs[k];

        p->outputs[k].col_type = feel_col_type(dmn_table_output_type(c->arena, table, k));
        compile_order(c, k);
        for (size_t i = 0; i < p->n_rules; i++)
            compile_cell(c, i, k, table->rules[i].outputs[k],
                         src_at(table->rules[i].output_srcs, k));
        compile_cell(c, p->n_rules, k, output->fallback, &output->fallback_src);
        if (output->fallback)
            p->has_fallback = true;
    }
}

static void add_key(
    GString *key, Arena *arena, const FeelNode *node, const SrcText *src, const FeelValue *constant)
{
    const char *text;

    if (constant) {
        text = feel_value_text(arena, constant, true);
        g_string_append_printf(key, "%d:%zu:%s", (int)constant->kind, strlen(text), text);
    } else if (src && src->len) {
        g_autofree char *copy = g_strstrip(g_strndup(src->text, src->len));
        g_string_append_printf(key, "=%zu:%s", strlen(copy), copy);
    } else {
        g_string_append_printf(key, "@%p", (const void *)node); /* like nothing else */
    }
}

const char *dmn_outputs_key(
    Arena *arena, const DmnTable *table, size_t rule, FeelDialect dialect, bool *out_constant)
{
    g_autoptr(GString) key = g_string_new(NULL);
    FeelValue v, null = feel_null();
    bool all_constant = true;

    for (size_t k = 0; k < table->n_outputs; k++) {
        const DmnTableOutput *output = &table->outputs[k];
        bool is_fallback = rule == table->n_rules;
        const FeelNode *node = is_fallback ? output->fallback : table->rules[rule].outputs[k];
        const SrcText *src =
            is_fallback ? &output->fallback_src : src_at(table->rules[rule].output_srcs, k);

        if (!node) {
            add_key(key, arena, node, src, &null);
        } else if (dmn_constant(arena, node, src, dialect, &v)) {
            add_key(key, arena, node, src, &v);
        } else {
            add_key(key, arena, node, src, NULL);
            all_constant = false;
        }
    }
    if (out_constant)
        *out_constant = all_constant;
    return arena_strndup(arena, key->str, key->len);
}

static void compare_outputs(Compiler *c)
{
    DmnTableProgram *p = c->program;
    g_autoptr(GHashTable) numbers = g_hash_table_new(g_str_hash, g_str_equal);

    p->same_as = ARENA_NEW_N(c->arena, uint32_t, p->n_rules + 1);
    for (size_t i = 0; i <= p->n_rules; i++) {
        const char *key = dmn_outputs_key(c->scratch, c->table, i, c->dialect, NULL);
        gpointer known = g_hash_table_lookup(numbers, key);

        if (!known) {
            known = GUINT_TO_POINTER(g_hash_table_size(numbers) + 1);
            g_hash_table_insert(numbers, (gpointer)key, known);
        }
        p->same_as[i] = GPOINTER_TO_UINT(known);
    }
}

static void rank_rules(Compiler *c)
{
    DmnTableProgram *p = c->program;

    if (p->hit != DMN_HIT_PRIORITY && p->hit != DMN_HIT_OUTPUT_ORDER)
        return;
    p->ranks = ARENA_NEW_N(c->arena, uint32_t, p->n_rules * p->n_outputs);
    for (size_t i = 0; i < p->n_rules; i++) {
        for (size_t k = 0; k < p->n_outputs; k++) {
            const DmnOutputCell *cell = dmn_output_cell(p, i, k);
            uint32_t *rank = &p->ranks[i * p->n_outputs + k];

            if (p->outputs[k].n_order == 0)
                *rank = 0; /* columns without an order do not count */
            else
                *rank = cell->program ? (uint32_t)DMN_RANK_UNKNOWN
                                      : dmn_rank(&p->outputs[k], &cell->constant);
        }
    }
}

/* ---- the whole ---- */

static int by_number(const void *a, const void *b)
{
    int x = *(const int *)a, y = *(const int *)b;

    return x < y ? -1 : x > y;
}

static void sort_slots(Compiler *c)
{
    int *slots = ARENA_NEW_N(c->arena, int, c->slots->len);
    size_t n = 0;

    if (c->slots->len)
        qsort(c->slots->data, c->slots->len, sizeof(int), by_number);
    for (guint i = 0; i < c->slots->len; i++) {
        int slot = g_array_index(c->slots, int, i);
        if (n == 0 || slots[n - 1] != slot)
            slots[n++] = slot;
    }
    c->program->slots = slots;
    c->program->n_slots = n;
}

static void set_faults(DmnTableProgram *p, SrcPos pos)
{
    static const FeelHostFault faults[DMN_N_FAULTS] = {
        [DMN_FAULT_NO_RULE] = {.code = "dmn.no-rule",     .text = "no rule of the table matches"},
        [DMN_FAULT_NOT_UNIQUE] = {.code = "dmn.not-unique",
                               .text = "two rules of a table with hit policy U match"           },
        [DMN_FAULT_NOT_ANY] = {.code = "dmn.not-any",
                               .text = "rules of a table with hit policy A match and differ in "
                                       "their outputs"                                          },
        [DMN_FAULT_NOT_ALLOWED] = {.code = "dmn.not-allowed",
                               .text = "an input of the table is none of its allowed values"    },
        [DMN_FAULT_AGGREGATE] = {.code = "dmn.aggregate",
                               .text = "outputs of the table cannot be aggregated"              },
        [DMN_FAULT_OUTPUT_TYPE] = {.code = "dmn.output-type",
                               .text = "an output of the table is not of its type"              },
    };

    for (size_t i = 0; i < DMN_N_FAULTS; i++) {
        p->faults[i] = faults[i];
        p->faults[i].pos = pos;
    }
}

static bool has_order(const DmnTable *table)
{
    for (size_t k = 0; k < table->n_outputs; k++)
        if (table->outputs[k].n_order)
            return true;
    return false;
}

static void check_policy(Compiler *c)
{
    const DmnTable *table = c->table;
    DiagSeverity severity = c->dialect == FEEL_REGULATION ? DIAG_ERROR : DIAG_WARNING;

    if (table->aggregator != DMN_AGGREGATE_NONE && table->n_outputs > 1) {
        diag_add(c->diags, severity, "dmn.aggregate-outputs", table->pos,
                 "table %s: hit policy %s takes one output, not %zu", table->name,
                 dmn_hit_policy_text(table->hit, table->aggregator), table->n_outputs);
        c->program->is_unusable = true;
    }
    if ((table->hit == DMN_HIT_PRIORITY || table->hit == DMN_HIT_OUTPUT_ORDER) && !has_order(table))
        diag_add(c->diags, severity, "dmn.no-order", table->pos,
                 "table %s: hit policy %s needs the order of the outputs", table->name,
                 dmn_hit_policy_text(table->hit, table->aggregator));
}

DmnTableProgram *dmn_table_compile(Arena *arena,
                                   const DmnTable *table,
                                   FeelDialect dialect,
                                   const FeelHostFunction *const *functions,
                                   Diags *diags)
{
    g_autoptr(Arena) scratch = arena_new(0);
    g_autoptr(GArray) generals = g_array_new(FALSE, FALSE, sizeof(DmnGeneral));
    g_autoptr(GArray) slots = g_array_new(FALSE, FALSE, sizeof(int));
    DmnTableProgram *p;
    Compiler c = {
        .arena = arena,
        .scratch = scratch,
        .table = table,
        .dialect = dialect,
        .functions = functions,
        .diags = diags,
        .generals = generals,
        .slots = slots,
    };

    if (table->n_rules > DMN_MAX_RULES) {
        diag_add(diags, DIAG_ERROR, "dmn.limit-rules", table->pos,
                 "table %s: %zu rules are more than the limit of %d", table->name, table->n_rules,
                 (int)DMN_MAX_RULES);
        return NULL;
    }
    p = ARENA_NEW(arena, DmnTableProgram);
    c.program = p;
    p->hit = table->hit;
    p->aggregator = table->aggregator;
    p->dialect = dialect;
    p->n_rules = table->n_rules;
    p->words = MAX(bits_words(table->n_rules), (size_t)1);
    set_faults(p, table->pos);
    check_policy(&c);
    compile_inputs(&c);
    compile_outputs(&c);
    compare_outputs(&c);
    rank_rules(&c);
    sort_slots(&c);
    return p;
}

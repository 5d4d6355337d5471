/* Decision tables: headers, cells, types and units of the outputs, lint, compilation. */
#include <string.h>

#include "regulation/check_block_private.h"

typedef struct TableCheck {
    Checker *c;
    RegBlock *block;
    DmnTable *table;
    CheckSite site;
    const FeelNode **results; /* n_rules × n_outputs, by rule */
    bool ok;
} TableCheck;

/* What cells below an input header are held against. */
typedef struct InputColumn {
    const FeelType *type; /* NULL: the header could not be read */
    Unit cell_unit;
    RegName domain; /* pseudo name: what to call it, and its texts */
} InputColumn;

/* ---- inputs ---------------------------------------------------------------------------------- */

/* The allowed texts as unary tests, so that lint knows what can come. */
static const FeelNode *texts_as_tests(Checker *c, const RegName *domain)
{
    FeelNode *tests = ARENA_NEW(c->arena, FeelNode);

    tests->kind = FEEL_N_TESTS;
    tests->type = &feel_type_boolean;
    tests->height = 2;
    tests->n_kids = domain->n_one_of;
    tests->kids = ARENA_NEW_N(c->arena, FeelNode *, domain->n_one_of);
    for (size_t i = 0; i < domain->n_one_of; i++)
        tests->kids[i] = check_node_text(c, domain->one_of[i], 0, 0);
    return tests;
}

static void check_header(TableCheck *t, size_t i, InputColumn *out)
{
    Checker *c = t->c;
    DmnTableInput *input = &t->table->inputs[i];
    FeelNode *node = check_tree(c, &input->src, &t->site, NULL);
    CheckColumn column = {.factor = dec_from_int(1)};

    *out = (InputColumn){.cell_unit = unit_unknown()};
    if (!check_column_unit(c, input->unit, &column)) {
        (void)check_unit_declared(c, input->unit, input->src.start, &column.factor);
        t->ok = false;
    }
    if (!node) {
        t->ok = false;
        return;
    }
    Unit seen = check_units(c, node, &input->src, NULL);
    if (input->unit && input->unit[0] && !check_unit_fits(c, input->src.start, &seen, &column.unit))
        t->ok = false;
    out->cell_unit = input->unit && input->unit[0] ? column.cell_unit : seen;
    out->type = node->type;
    out->domain.name = input->label;
    if (node->type->kind == FEEL_T_STRING &&
        check_text_domain(c, node, &out->domain.one_of, &out->domain.n_one_of))
        input->values = texts_as_tests(c, &out->domain);
    /* 万元 below the header, 元 in the value: the value is divided, exactly */
    input->expr = check_node_scale(c, node, column.factor, FEEL_OP_DIV);
}

static bool is_any(const SrcText *src)
{
    return strcmp(src->text, "-") == 0;
}

static const FeelNode *check_test(TableCheck *t, const SrcText *src, const InputColumn *column)
{
    Checker *c = t->c;
    CalDate date;

    if (is_any(src) || !column->type)
        return NULL;
    FeelNode *node = column->type->kind == FEEL_T_STRING
                         ? check_text_tests(c, src, &t->site, &column->domain)
                         : check_tests(c, src, &t->site, column->type, NULL);
    size_t n_errors = c->diags ? diags_n_errors(c->diags) : 0;
    if (node)
        (void)check_units(c, node, src, &column->cell_unit);
    if (!node && column->type->kind == FEEL_T_DATE && cal_date_parse(src->text, -1, &date))
        diag_hint(c->diags, "a date is written @\"%s\"", src->text);
    t->ok = t->ok && node && (!c->diags || diags_n_errors(c->diags) == n_errors);
    return node;
}

static void check_all_tests(TableCheck *t)
{
    DmnTable *table = t->table;
    g_autofree InputColumn *columns = g_new0(InputColumn, MAX(table->n_inputs, 1));

    for (size_t i = 0; i < table->n_inputs; i++)
        check_header(t, i, &columns[i]);
    for (size_t r = 0; r < table->n_rules; r++) {
        DmnRule *rule = &table->rules[r];
        const FeelNode **tests = ARENA_NEW_N(t->c->arena, const FeelNode *, table->n_inputs);

        rule->tests = tests;
        for (size_t i = 0; !rule->is_else && i < table->n_inputs; i++)
            tests[i] = check_test(t, &rule->test_srcs[i], &columns[i]);
    }
}

/* ---- outputs --------------------------------------------------------------------------------- */

/* The type of a column so far, `*type`, joined with one more cell. False if they cannot be. */
static bool join_type(const FeelType **type, const FeelType *cell)
{
    const FeelType *joined = feel_type_join(*type, cell);
    bool is_lost =
        joined->kind == FEEL_T_ANY && (*type)->kind != FEEL_T_ANY && cell->kind != FEEL_T_ANY;

    if (is_lost)
        return false;
    *type = joined;
    return true;
}

static const FeelType *type_of_result(const TableCheck *t, const FeelType *cell)
{
    const DmnTable *table = t->table;

    switch (table->hit) {
    case DMN_HIT_RULE_ORDER:
    case DMN_HIT_OUTPUT_ORDER:
        return feel_type_list(t->c->arena, cell);
    case DMN_HIT_COLLECT:
        if (table->aggregator == DMN_AGGREGATE_NONE)
            return feel_type_list(t->c->arena, cell);
        return table->aggregator == DMN_AGGREGATE_COUNT ? &feel_type_number : cell;
    case DMN_HIT_UNIQUE:
    case DMN_HIT_ANY:
    case DMN_HIT_PRIORITY:
    case DMN_HIT_FIRST:
        return cell;
    }
    return cell;
}

/* The texts that a column of constants can give, kept in its name. */
static void set_texts(Checker *c, RegName *name, const DmnTable *table, size_t k)
{
    g_autoptr(GPtrArray) texts = g_ptr_array_new();

    for (size_t r = 0; r < table->n_rules; r++) {
        const char *const *list;
        size_t n;
        const FeelNode *cell = table->rules[r].outputs[k];

        if (!cell || cell->type->kind == FEEL_T_NULL)
            continue;
        if (!check_text_domain(c, cell, &list, &n))
            return;
        for (size_t i = 0; i < n; i++) {
            if (!check_has_text((const char *const *)texts->pdata, texts->len, list[i]))
                g_ptr_array_add(texts, (gpointer)list[i]);
        }
    }
    const char **copy = ARENA_NEW_N(c->arena, const char *, texts->len);
    if (texts->len > 0)
        memcpy(copy, texts->pdata, texts->len * sizeof *copy);
    name->one_of = copy;
    name->n_one_of = texts->len;
}

/* A constant result must be one of the values that the header lists. */
static void check_listed(TableCheck *t, size_t k)
{
    const DmnTableOutput *output = &t->table->outputs[k];

    for (size_t r = 0; output->n_order > 0 && r < t->table->n_rules; r++) {
        const FeelNode *cell = t->table->rules[r].outputs[k];
        bool found = cell->kind != FEEL_N_CONST || cell->value.kind == FEEL_NULL;

        for (size_t i = 0; i < output->n_order && !found; i++)
            found = feel_equal(&output->order[i]->value, &cell->value) == 1;
        if (found)
            continue;
        diag_add(t->c->diags, DIAG_ERROR, "regulation.text-not-allowed",
                 t->table->rules[r].output_srcs[k].start,
                 "%s is none of the values declared for %s", t->table->rules[r].output_srcs[k].text,
                 output->name);
        t->ok = false;
    }
}

/* Values that the header lists (`→ 名 [甲, 乙]`), best first. */
static void read_order(TableCheck *t, size_t k, const CheckColumn *column)
{
    Checker *c = t->c;
    const RegTableOrder *order = &t->block->orders[k];
    const FeelNode **nodes = ARENA_NEW_N(c->arena, const FeelNode *, order->n);
    Unit unit;

    for (size_t i = 0; i < order->n; i++) {
        nodes[i] = check_output_cell(c, &order->srcs[i], &t->site, column, &unit);
        if (nodes[i] && nodes[i]->kind == FEEL_N_CONST)
            continue;
        if (nodes[i])
            diag_add(c->diags, DIAG_ERROR, "regulation.order-value", order->srcs[i].start,
                     "the values that a header lists must be constants");
        t->ok = false;
        return;
    }
    t->table->outputs[k].order = nodes;
    t->table->outputs[k].n_order = order->n;
}

/* Trees of the cells of output k; their common type and unit. NULL after an error. */
static const FeelType *check_cells(TableCheck *t, size_t k, CheckColumn *column)
{
    Checker *c = t->c;
    const FeelType *type = &feel_type_null;
    bool ok = true;

    for (size_t r = 0; r < t->table->n_rules; r++) {
        const SrcText *src = &t->table->rules[r].output_srcs[k];
        Unit unit;
        FeelNode *cell = check_output_cell(c, src, &t->site, column, &unit);

        t->results[r * t->table->n_outputs + k] = cell;
        if (!cell) {
            ok = false;
        } else if (!join_type(&type, cell->type)) {
            diag_add(c->diags, DIAG_ERROR, "regulation.cell-type", src->start,
                     "results of one column must be of one type");
            diag_seen(c->diags, "%s", feel_type_text(c->arena, cell->type));
            diag_expected(c->diags, "%s", feel_type_text(c->arena, type));
            ok = false;
        } else if (dec_equal(column->factor, dec_from_int(1))) {
            ok = check_unit_fits(c, src->start, &unit, &column->unit) && ok;
            (void)unit_join(&column->unit, &unit, &column->unit);
        }
    }
    if (!ok)
        return NULL;
    return type->kind == FEEL_T_NULL ? &feel_type_any : type;
}

static void check_output(TableCheck *t, size_t k)
{
    Checker *c = t->c;
    DmnTable *table = t->table;
    RegName *name = t->block->defines[k];
    CheckColumn column;

    check_column_sort(c, t->block, k, &t->site, &column);
    (void)check_column_unit(c, table->outputs[k].unit, &column);
    const FeelType *type = check_cells(t, k, &column);
    if (!type) {
        t->ok = false;
        if (column.is_text)
            check_name_set_type(c, name, &feel_type_string);
        return;
    }
    table->outputs[k].type = type;
    check_name_set_type(c, name, type_of_result(t, type));
    if (table->aggregator == DMN_AGGREGATE_COUNT && column.unit.state == UNIT_UNKNOWN)
        column.unit = unit_bare();
    bool is_number = type->kind == FEEL_T_NUMBER || type->kind == FEEL_T_ANY ||
                     name->type->kind == FEEL_T_NUMBER;
    check_name(name)->unit = is_number ? column.unit : unit_unknown();
    if (type->kind == FEEL_T_STRING)
        set_texts(c, name, table, k);
    read_order(t, k, &column);
    check_listed(t, k);
    if (table->aggregator == DMN_AGGREGATE_SUM &&
        !check_type_is(c, table->rules[0].output_srcs[k].start, "C+", type, &feel_type_number))
        t->ok = false;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static TableCheck begin(Checker *c, RegBlock *block)
{
    TableCheck t = {.c = c, .block = block, .table = block->u.table, .ok = true};

    t.site = check_site(c, block, "");
    t.results = ARENA_NEW_N(c->arena, const FeelNode *, t.table->n_rules *t.table->n_outputs);
    for (size_t r = 0; r < t.table->n_rules; r++)
        t.table->rules[r].outputs = &t.results[r * t.table->n_outputs];
    return t;
}

void check_table(Checker *c, RegBlock *block)
{
    DmnTable *table = block->u.table;

    TableCheck t = begin(c, block);
    size_t n_errors = diags_n_errors(c->diags);
    check_all_tests(&t);
    for (size_t k = 0; k < table->n_outputs; k++)
        check_output(&t, k);
    if (!t.ok || diags_n_errors(c->diags) > n_errors)
        return;
    dmn_table_lint(table, FEEL_REGULATION, c->diags);
    c->blocks[check_block_index(c, block)].table =
        dmn_table_compile(c->arena, table, FEEL_REGULATION, c->reg->host_functions, c->diags);
}

void check_table_foresee(Checker *c, RegBlock *block)
{
    TableCheck t = begin(c, block);
    for (size_t k = 0; k < t.table->n_outputs; k++)
        check_output(&t, k);
}

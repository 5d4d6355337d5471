/* Decision tables inside of expressions.
 *
 * A table is evaluated over columns and slots of its own (table.h). Its cells are parsed where the
 * table stands, and may speak of anything in reach there: slots of the program, entries of boxed
 * contexts around it, parameters. Each of these names becomes a slot of the table, and an argument
 * of the operation that stands for the table in the tree. */
#include <string.h>

#include "dmn/program_private.h"

typedef struct TableOp {
    const DmnTableProgram *program;
    SrcPos pos;
    size_t n_slots;
    const ColType *columns; /* per slot */
    size_t n_outputs;
    const char *const *names; /* per output, normal form */
    bool has_fallback;
    DmnHitPolicy hit;
} TableOp;

typedef struct Lift {
    DmnBuilder *b;
    FeelScope *scope;   /* the table's slots, inside of the builder's scope */
    GHashTable *places; /* name -> slot + 1 */
    GPtrArray *kids;    /* FeelNode *: the names outside, by slot */
    GArray *columns;    /* ColType, by slot */
} Lift;

/* ---- names from outside ---- */

static bool is_outside(const FeelRef *ref, int depth)
{
    return ref->kind == FEEL_REF_SLOT ||
           ((ref->kind == FEEL_REF_LOCAL || ref->kind == FEEL_REF_MEMBER) && ref->depth >= depth);
}

/* The reference as it reads outside of `depth` frames. */
static FeelRef moved_out(Lift *l, const FeelRef *ref, int depth)
{
    FeelRef out = *ref;

    if (ref->kind == FEEL_REF_LOCAL || ref->kind == FEEL_REF_MEMBER)
        out.depth -= depth;
    if (ref->outer) {
        FeelRef *outer = ARENA_NEW(l->b->arena, FeelRef);
        *outer = moved_out(l, ref->outer, depth);
        out.outer = outer;
    }
    return out;
}

static const FeelType *slot_type(const DmnProgram *p, int slot)
{
    int element = dmn_model_of_slot(p->model, slot);

    return element < 0 ? &feel_type_any : dmn_feel_type(p->nodes[p->of_element[element]].type);
}

/* The table's slot for a name: one name means one thing at the table. */
static FeelRef slot_of(Lift *l, const FeelNode *node, const FeelRef *ref, int depth)
{
    guint place = GPOINTER_TO_UINT(g_hash_table_lookup(l->places, node->name));
    const FeelType *type;
    ColType column;
    FeelNode *kid;

    if (place > 0)
        return (FeelRef){.kind = FEEL_REF_SLOT, .index = (int)place - 1};
    type = ref->kind == FEEL_REF_SLOT ? slot_type(l->b->program, ref->index) : &feel_type_any;
    column = feel_col_type(type);
    kid = ARENA_NEW(l->b->arena, FeelNode);
    *kid = *node;
    kid->ref = moved_out(l, ref, depth);
    g_ptr_array_add(l->kids, kid);
    g_array_append_val(l->columns, column);
    g_hash_table_insert(l->places, (gpointer)node->name, GUINT_TO_POINTER(l->kids->len));
    feel_scope_add_slot(l->scope, node->name, (int)l->kids->len - 1, type);
    return (FeelRef){.kind = FEEL_REF_SLOT, .index = (int)l->kids->len - 1};
}

static FeelRef lift_ref(Lift *l, const FeelNode *node, const FeelRef *ref, int depth)
{
    FeelRef out = *ref;

    if (is_outside(ref, depth))
        return slot_of(l, node, ref, depth);
    if (ref->outer) {
        FeelRef *outer = ARENA_NEW(l->b->arena, FeelRef);
        *outer = lift_ref(l, node, ref->outer, depth);
        out.outer = outer;
    }
    return out;
}

static void lift(Lift *l, FeelNode *node, int depth)
{
    bool opens = node->kind == FEEL_N_FOR || node->kind == FEEL_N_SOME ||
                 node->kind == FEEL_N_EVERY || node->kind == FEEL_N_CONTEXT ||
                 node->kind == FEEL_N_FUNCTION || node->kind == FEEL_N_FILTER;

    if (node->kind == FEEL_N_NAME)
        node->ref = lift_ref(l, node, &node->ref, depth);
    for (size_t i = 0; i < node->n_kids; i++) {
        bool outside = node->kind == FEEL_N_FILTER && i == 0;
        lift(l, node->kids[i], opens && !outside ? depth + 1 : depth);
    }
}

/* A text of the table, with the names from outside as slots; NULL for `-` and blanks. */
static FeelNode *lifted(Lift *l, const SrcText *text, FeelGrammar grammar)
{
    FeelNode *node;
    size_t i = 0;

    while (i < text->len && g_ascii_isspace(text->text[i]))
        i++;
    if (i == text->len)
        return NULL;
    node = dmn_build_text(l->b, text, grammar);
    lift(l, node, 0);
    return node;
}

static void check(Lift *l, FeelNode *node, const SrcText *text, const FeelType *input)
{
    if (node)
        feel_check(l->b->arena, l->scope, node, text, input, l->b->diags);
}

/* ---- values of outputs ---- */

typedef struct ValuesOp {
    const FeelProgram *tests;
    FeelHostFault fault;
} ValuesOp;

static bool is_among(const ValuesOp *op, FeelRun *run, const FeelValue *v)
{
    FeelValue answer = feel_null();
    FeelRun *inner = v->kind == FEEL_NULL ? NULL : feel_run_enter(run, &op->fault.pos, &answer);

    if (!inner)
        return v->kind == FEEL_NULL;
    answer = feel_run_row(inner, op->tests, NULL, v);
    feel_run_leave(run, inner);
    return answer.kind == FEEL_BOOLEAN && answer.u.boolean;
}

static FeelValue check_values(const void *data, FeelRun *run, const FeelValue *args, size_t n)
{
    const ValuesOp *op = data;

    (void)n;
    return is_among(op, run, &args[0]) ? args[0] : feel_run_fault(run, &op->fault, 0);
}

/* The operation that holds a value against outputValues; NULL if there are none. Tests of these may
 * not speak of other names. */
static const FeelHostOp *values_op(Lift *l, const DmnClause *clause, const FeelType *type)
{
    DmnBuilder *b = l->b;
    FeelNode *tests;
    ValuesOp *values;
    FeelHostOp *op;

    if (clause->values.len == 0)
        return NULL;
    tests = feel_parse(b->arena, b->unit->scope, &clause->values, FEEL_UNARY_TESTS, b->diags);
    if (!tests)
        return NULL;
    feel_check(b->arena, b->unit->scope, tests, &clause->values, type, b->diags);
    values = ARENA_NEW(b->arena, ValuesOp);
    values->tests = feel_compile(b->arena, tests, &clause->values, FEEL_STANDARD, NULL);
    values->fault = (FeelHostFault){.code = "dmn.not-allowed",
                                    .text = "an output of the table is none of its values",
                                    .pos = clause->pos};
    op = ARENA_NEW(b->arena, FeelHostOp);
    *op = (FeelHostOp){.eval = check_values, .data = values};
    return op;
}

/* Constants that are among the values stay constants. */
static FeelNode *among(Lift *l, FeelNode *node, const FeelHostOp *op)
{
    g_autoptr(Arena) scratch = NULL;
    g_autoptr(FeelRun) run = NULL;

    if (!op)
        return node;
    if (node->kind == FEEL_N_CONST) {
        scratch = arena_new(0);
        run = feel_run_new(scratch, NULL, NULL, NULL);
        if (is_among(op->data, run, &node->value))
            return node;
    }
    return dmn_build_op(l->b, op, NULL, node->src, &node, 1);
}

/* The order of outputs: the list of their values, or that of the type's allowed values. */
static void read_order(Lift *l, const DmnClause *clause, const DmnType *type, DmnTableOutput *out)
{
    DmnBuilder *b = l->b;
    const SrcText *text = clause->values.len ? &clause->values : NULL;
    FeelNode *tests;

    for (; !text && type; type = type->base ? type->base : type->element)
        text = type->allowed_text;
    tests = text ? feel_parse(b->arena, b->unit->scope, text, FEEL_UNARY_TESTS, NULL) : NULL;
    if (!tests || tests->kind != FEEL_N_TESTS)
        return;
    feel_check(b->arena, b->unit->scope, tests, text, NULL, NULL);
    out->order = (const FeelNode *const *)tests->kids;
    out->n_order = tests->n_kids;
}

/* ---- the table ---- */

typedef struct Cells {
    FeelNode **inputs;  /* per input: its expression */
    FeelNode **values;  /* per input: its values */
    FeelNode **tests;   /* rules × inputs */
    FeelNode **outputs; /* (rules + 1) × outputs; the last row: fallbacks */
} Cells;

/* All texts, so that all names are known before anything is checked. */
static Cells read_cells(Lift *l, const DmnBoxTable *t)
{
    Arena *arena = l->b->arena;
    Cells cells = {
        .inputs = ARENA_NEW_N(arena, FeelNode *, t->n_inputs),
        .values = ARENA_NEW_N(arena, FeelNode *, t->n_inputs),
        .tests = ARENA_NEW_N(arena, FeelNode *, t->n_rules * t->n_inputs),
        .outputs = ARENA_NEW_N(arena, FeelNode *, (t->n_rules + 1) * t->n_outputs),
    };

    for (size_t k = 0; k < t->n_inputs; k++) {
        cells.inputs[k] = lifted(l, &t->inputs[k].text, FEEL_EXPRESSION);
        cells.values[k] = lifted(l, &t->inputs[k].values, FEEL_UNARY_TESTS);
        for (size_t i = 0; i < t->n_rules; i++)
            cells.tests[i * t->n_inputs + k] = lifted(l, &t->rules[i].inputs[k], FEEL_UNARY_TESTS);
    }
    for (size_t k = 0; k < t->n_outputs; k++)
        for (size_t i = 0; i <= t->n_rules; i++)
            cells.outputs[i * t->n_outputs + k] =
                lifted(l, i < t->n_rules ? &t->rules[i].outputs[k] : &t->outputs[k].fallback,
                       FEEL_EXPRESSION);
    return cells;
}

static void make_inputs(Lift *l, const DmnBoxTable *t, const Cells *cells, DmnTable *out)
{
    DmnBuilder *b = l->b;

    out->n_inputs = t->n_inputs;
    out->inputs = ARENA_NEW_N(b->arena, DmnTableInput, t->n_inputs);
    for (size_t k = 0; k < t->n_inputs; k++) {
        const DmnClause *clause = &t->inputs[k];
        const DmnType *type = dmn_types_find(b->unit->types, &clause->type);
        FeelNode *expr = cells->inputs[k];

        if (!expr) {
            diag_add(b->diags, DIAG_ERROR, "dmn.no-text", clause->pos, "the expression is empty");
            expr = dmn_build_null(b, &clause->text);
        }
        expr = dmn_build_coercion(b, expr, type, &clause->text);
        check(l, expr, &clause->text, NULL);
        check(l, cells->values[k], &clause->values, expr->type);
        out->inputs[k] = (DmnTableInput){.label = clause->label,
                                         .src = clause->text,
                                         .expr = expr,
                                         .values = cells->values[k],
                                         .values_src = clause->values};
    }
}

/* An output cell: of the type of its column, and among its values. */
static FeelNode *make_output(
    Lift *l, const DmnType *type, const FeelHostOp *values, FeelNode *cell, const SrcText *text)
{
    FeelNode *node = cell ? cell : dmn_build_null(l->b, text);

    node = dmn_build_coercion(l->b, node, type, text);
    node = among(l, node, values);
    if (node->kind == FEEL_N_HOST && type)
        node->as_type = type->type;
    check(l, node, text, NULL);
    return node;
}

/* The only output of a table has the type of the table, if it does not say its own: that gives an
 * order, if not more (the result is converted anyway). */
static void make_outputs(
    Lift *l, const DmnBoxTable *t, const Cells *cells, const DmnType *expected, DmnTable *out)
{
    DmnBuilder *b = l->b;

    out->n_outputs = t->n_outputs;
    out->outputs = ARENA_NEW_N(b->arena, DmnTableOutput, t->n_outputs);
    for (size_t k = 0; k < t->n_outputs; k++) {
        const DmnClause *clause = &t->outputs[k];
        const DmnType *type = dmn_types_find(b->unit->types, &clause->type);
        const FeelHostOp *values = values_op(l, clause, dmn_feel_type(type));
        DmnTableOutput *output = &out->outputs[k];
        FeelNode *fallback = cells->outputs[t->n_rules * t->n_outputs + k];

        *output = (DmnTableOutput){.name = clause->name, .type = dmn_feel_type(type)};
        read_order(l, clause, type || t->n_outputs > 1 ? type : expected, output);
        if (fallback)
            output->fallback = make_output(l, type, NULL, fallback, &clause->fallback);
        output->fallback_src = clause->fallback;
        for (size_t i = 0; i < t->n_rules; i++) {
            FeelNode **cell = &cells->outputs[i * t->n_outputs + k];
            *cell = make_output(l, type, values, *cell, &t->rules[i].outputs[k]);
        }
    }
}

static void make_rules(Lift *l, const DmnBoxTable *t, const Cells *cells, DmnTable *out)
{
    out->n_rules = t->n_rules;
    out->rules = ARENA_NEW_N(l->b->arena, DmnRule, t->n_rules);
    for (size_t i = 0; i < t->n_rules; i++) {
        for (size_t k = 0; k < t->n_inputs; k++)
            check(l, cells->tests[i * t->n_inputs + k], &t->rules[i].inputs[k],
                  out->inputs[k].expr->type);
        out->rules[i] =
            (DmnRule){.pos = t->rules[i].pos,
                      .tests = (const FeelNode *const *)(cells->tests + i * t->n_inputs),
                      .test_srcs = t->rules[i].inputs,
                      .outputs = (const FeelNode *const *)(cells->outputs + i * t->n_outputs),
                      .output_srcs = t->rules[i].outputs};
    }
}

/* ---- evaluation ---- */

static FeelValue row_of(const TableOp *op, Arena *arena, const FeelValue *values)
{
    return op->n_outputs == 1 ? values[0] : feel_context(arena, op->names, values, op->n_outputs);
}

/* The columns of several outputs hold lists of equal length: a list of contexts. */
static FeelValue list_of_rows(const TableOp *op, Arena *arena, const FeelValue *columns)
{
    size_t n = columns[0].u.list->n;
    FeelValue *rows = ARENA_NEW_N(arena, FeelValue, n);
    FeelValue *values = ARENA_NEW_N(arena, FeelValue, op->n_outputs);

    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < op->n_outputs; k++)
            values[k] = columns[k].u.list->items[i];
        rows[i] = row_of(op, arena, values);
    }
    return feel_list(arena, rows, n);
}

static bool all_null(const FeelValue *values, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (values[k].kind != FEEL_NULL)
            return false;
    return true;
}

static FeelValue
join(const TableOp *op, Arena *arena, const FeelValue *values, const DmnMatches *matches)
{
    uint32_t n = matches->start[1];
    bool is_list = op->hit == DMN_HIT_RULE_ORDER || op->hit == DMN_HIT_OUTPUT_ORDER ||
                   op->hit == DMN_HIT_COLLECT;

    if (op->n_outputs == 1)
        return values[0];
    if (is_list)
        return values[0].kind == FEEL_LIST ? list_of_rows(op, arena, values) : feel_null();
    /* One rule gives a context, of nulls if need be; a fault of several, or no rule, gives null. */
    if (n == 1 || (n == 0 && op->has_fallback) || !all_null(values, op->n_outputs))
        return row_of(op, arena, values);
    return feel_null();
}

static FeelValue run_table(const void *data, FeelRun *run, const FeelValue *args, size_t n)
{
    const TableOp *op = data;
    FeelValue out;
    FeelRun *inner = feel_run_enter(run, &op->pos, &out);
    DmnMatches matches;

    if (!inner)
        return out;
    Arena *arena = feel_run_arena(inner);
    const Col **slots = ARENA_NEW_N(arena, const Col *, n);
    Col **columns = ARENA_NEW_N(arena, Col *, op->n_outputs);
    FeelValue *values = ARENA_NEW_N(arena, FeelValue, op->n_outputs);
    FeelBatch batch = {.n = 1, .slots = slots, .n_slots = n};

    for (size_t k = 0; k < n; k++) {
        Col *col = col_new_null(arena, op->columns[k], 1);
        (void)feel_cell_set(arena, col, 0, &args[k]); /* null if it were of another kind */
        slots[k] = col;
    }
    dmn_table_run(inner, op->program, &batch, NULL, columns, &matches);
    feel_run_leave(run, inner);
    for (size_t k = 0; k < op->n_outputs; k++)
        values[k] = feel_cell_get(columns[k], 0);
    return join(op, arena, values, &matches);
}

/* ---- the operation ---- */

static TableOp *make_op(Lift *l, const DmnBox *box, const DmnTable *table)
{
    DmnBuilder *b = l->b;
    TableOp *op = ARENA_NEW(b->arena, TableOp);
    const char **names = ARENA_NEW_N(b->arena, const char *, table->n_outputs);
    ColType *columns = ARENA_NEW_N(b->arena, ColType, l->columns->len);

    op->program =
        dmn_table_compile(b->arena, table, FEEL_STANDARD, b->program->function_refs, b->diags);
    op->pos = box->pos;
    op->hit = table->hit;
    op->n_outputs = table->n_outputs;
    for (size_t k = 0; k < table->n_outputs; k++) {
        names[k] = dmn_build_name(b, table->outputs[k].name);
        op->has_fallback |= table->outputs[k].fallback != NULL;
    }
    op->names = names;
    op->n_slots = l->columns->len;
    if (op->n_slots)
        memcpy(columns, l->columns->data, op->n_slots * sizeof *columns);
    op->columns = columns;
    return op->program ? op : NULL;
}

FeelNode *dmn_build_table(DmnBuilder *b, const DmnBox *box, const DmnType *expected)
{
    const DmnBoxTable *t = box->table;
    g_autoptr(GHashTable) places = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GPtrArray) kids = g_ptr_array_new();
    g_autoptr(GArray) columns = g_array_new(FALSE, FALSE, sizeof(ColType));
    Lift l = {.b = b, .places = places, .kids = kids, .columns = columns};
    const SrcText *at = dmn_build_at(b, box->pos);
    DmnTable table = {
        .name = t->output_label, .pos = box->pos, .hit = t->hit, .aggregator = t->aggregator};
    FeelHostOp *op;
    Cells cells;

    if (t->n_outputs == 0)
        return dmn_build_null(b, at);
    l.scope = feel_scope_new(b->arena, b->scope, FEEL_STANDARD);
    cells = read_cells(&l, t);
    make_inputs(&l, t, &cells, &table);
    make_outputs(&l, t, &cells, expected, &table);
    make_rules(&l, t, &cells, &table);
    op = ARENA_NEW(b->arena, FeelHostOp);
    op->eval = run_table;
    op->data = make_op(&l, box, &table);
    if (!op->data)
        return dmn_build_null(b, at);
    return dmn_build_op(b, op, NULL, at, (FeelNode *const *)kids->pdata, kids->len);
}

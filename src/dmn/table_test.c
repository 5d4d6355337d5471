/* Reading of cells: which tests are constants? */
#include "dmn/table_test.h"

#include <string.h>

/* ---- constants ---- */

/* Functions whose result depends on nothing but their arguments and that people write in cells. */
static bool is_literal_function(const FeelNode *callee)
{
    static const char *const names[] = {"date",     "time",   "date and time",
                                        "duration", "number", "years and months duration"};

    if (callee->kind != FEEL_N_NAME || callee->ref.kind != FEEL_REF_BUILTIN)
        return false;
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        if (strcmp(callee->name, names[i]) == 0)
            return true;
    return false;
}

static bool has_no_variables(const FeelNode *node)
{
    size_t first = 0;

    if (node->kind == FEEL_N_CONST)
        return true;
    if (node->kind == FEEL_N_CALL && is_literal_function(node->kids[0]))
        first = 1;
    else if (node->kind != FEEL_N_NEGATE && node->kind != FEEL_N_ARITH && node->kind != FEEL_N_LIST)
        return false;
    for (size_t i = first; i < node->n_kids; i++)
        if (!has_no_variables(node->kids[i]))
            return false;
    return true;
}

bool dmn_constant(
    Arena *arena, const FeelNode *node, const SrcText *src, FeelDialect dialect, FeelValue *out)
{
    if (node->kind == FEEL_N_CONST) {
        *out = feel_value_copy(arena, &node->value);
        return true;
    }
    if (!has_no_variables(node))
        return false;
    g_autoptr(Arena) scratch = arena_new(0);
    const FeelProgram *program = feel_compile(scratch, node, src, dialect, NULL);
    g_autoptr(FeelRun) run = feel_run_new(scratch, NULL, NULL, NULL);
    FeelValue v = feel_run_row(run, program, NULL, NULL);

    if (v.kind == FEEL_NULL) /* a fault: it must come up when the table runs */
        return false;
    *out = feel_value_copy(arena, &v);
    return true;
}

/* ---- tests ---- */

typedef struct Reader {
    Arena *arena;
    const SrcText *src;
    FeelDialect dialect;
    GArray *atoms; /* of DmnAtom */
    FeelKind of;
} Reader;

/* All constants of a cell must be of one kind that has an order (booleans: our own). */
static bool take_kind(Reader *r, const FeelValue *v)
{
    bool simple = v->kind == FEEL_BOOLEAN || v->kind == FEEL_NUMBER || v->kind == FEEL_STRING ||
                  v->kind == FEEL_DATE || v->kind == FEEL_TIME || v->kind == FEEL_DATE_TIME ||
                  v->kind == FEEL_DT_DURATION || v->kind == FEEL_YM_DURATION;

    if (!simple || (r->of != FEEL_NULL && r->of != v->kind))
        return false;
    r->of = v->kind;
    return true;
}

static bool add_point(Reader *r, DmnAtomKind kind, const FeelValue *v)
{
    DmnAtom atom = {.kind = kind, .low = *v};

    if (!take_kind(r, v))
        return false;
    g_array_append_val(r->atoms, atom);
    return true;
}

/* NULL for no bound on that side. */
static bool
add_range(Reader *r, const FeelValue *low, bool low_in, const FeelValue *high, bool high_in)
{
    DmnAtom atom = {.kind = DMN_ATOM_RANGE, .low_in = low_in, .high_in = high_in};

    if (low) {
        if (low->kind == FEEL_BOOLEAN || !take_kind(r, low))
            return false;
        atom.has_low = true;
        atom.low = *low;
    }
    if (high) {
        if (high->kind == FEEL_BOOLEAN || !take_kind(r, high))
            return false;
        atom.has_high = true;
        atom.high = *high;
    }
    g_array_append_val(r->atoms, atom);
    return true;
}

static bool add_unary(Reader *r, FeelOp op, const FeelValue *v)
{
    static const DmnAtom null_atom = {.kind = DMN_ATOM_NULL};

    if (v->kind == FEEL_NULL) {
        if (op != FEEL_OP_EQ)
            return false;
        g_array_append_val(r->atoms, null_atom);
        return true;
    }
    if (op == FEEL_OP_EQ)
        return add_point(r, DMN_ATOM_EQ, v);
    if (op == FEEL_OP_NE)
        return add_point(r, DMN_ATOM_NE, v);
    if (op == FEEL_OP_LT || op == FEEL_OP_LE)
        return add_range(r, NULL, false, v, op == FEEL_OP_LE);
    if (op == FEEL_OP_GT || op == FEEL_OP_GE)
        return add_range(r, v, op == FEEL_OP_GE, NULL, false);
    return false;
}

/* The value of a test: what it equals or is an item of (2.11, rules 4 and 6). */
static bool add_value(Reader *r, const FeelValue *v, bool in_list)
{
    if (v->kind != FEEL_LIST)
        return add_unary(r, FEEL_OP_EQ, v);
    if (in_list)
        return false;
    for (size_t i = 0; i < v->u.list->n; i++)
        if (!add_value(r, &v->u.list->items[i], true))
            return false;
    return true;
}

static bool constant_kid(Reader *r, const FeelNode *node, size_t i, FeelValue *out)
{
    return dmn_constant(r->arena, node->kids[i], r->src, r->dialect, out);
}

static bool add_test(Reader *r, const FeelNode *node)
{
    FeelValue a, b;

    if (node->kind == FEEL_N_UNARY_RANGE)
        return constant_kid(r, node, 0, &a) && add_unary(r, node->op, &a);
    if (node->kind == FEEL_N_INTERVAL)
        return constant_kid(r, node, 0, &a) && constant_kid(r, node, 1, &b) &&
               add_range(r, &a, node->start_included, &b, node->end_included);
    return dmn_constant(r->arena, node, r->src, r->dialect, &a) && add_value(r, &a, false);
}

/* The tests' answer to null: 1 true, 0 false, -1 null (a comparison with null is null). */
static int answer_to_null(const GArray *atoms)
{
    int answer = 0;

    for (guint i = 0; i < atoms->len; i++) {
        const DmnAtom *atom = &g_array_index(atoms, DmnAtom, i);

        if (atom->kind == DMN_ATOM_NULL || atom->kind == DMN_ATOM_NE)
            return 1;
        if (atom->kind == DMN_ATOM_RANGE)
            answer = -1;
    }
    return answer;
}

static bool has_range(const GArray *atoms)
{
    for (guint i = 0; i < atoms->len; i++)
        if (g_array_index(atoms, DmnAtom, i).kind == DMN_ATOM_RANGE)
            return true;
    return false;
}

static bool add_tests(Reader *r, const FeelNode *node)
{
    if (node->kind != FEEL_N_TESTS && node->kind != FEEL_N_NOT_TESTS)
        return add_test(r, node);
    for (size_t i = 0; i < node->n_kids; i++)
        if (!add_test(r, node->kids[i]))
            return false;
    return true;
}

DmnTest dmn_test_read(Arena *arena, const FeelNode *node, const SrcText *src, FeelDialect dialect)
{
    Reader r = {.arena = arena, .src = src, .dialect = dialect, .of = FEEL_NULL};
    DmnTest test = {.kind = DMN_TEST_ANY, .of = FEEL_NULL};
    g_autoptr(GArray) atoms = NULL;
    DmnAtom *copy;
    int answer;

    if (!node || node->kind == FEEL_N_DASH ||
        (node->kind == FEEL_N_TESTS && node->n_kids == 1 && node->kids[0]->kind == FEEL_N_DASH))
        return test;
    atoms = g_array_new(FALSE, TRUE, sizeof(DmnAtom));
    r.atoms = atoms;
    if (!add_tests(&r, node)) {
        test.kind = DMN_TEST_GENERAL;
        return test;
    }
    copy = ARENA_NEW_N(arena, DmnAtom, atoms->len);
    if (atoms->len)
        memcpy(copy, atoms->data, atoms->len * sizeof(DmnAtom));
    test.kind = DMN_TEST_CONSTANT;
    test.atoms = copy;
    test.n_atoms = atoms->len;
    test.of = r.of;
    test.has_range = has_range(atoms);
    test.negate = node->kind == FEEL_N_NOT_TESTS;
    answer = answer_to_null(atoms);
    test.takes_null = test.negate ? answer == 0 : answer == 1;
    return test;
}

/* The unit of an expression, by algebra over its checked tree.
 *
 * Operands of + - comparisons, if, min … must have one unit; products and quotients combine. A
 * function is looked through at each call, so that its result has the unit its arguments give it.
 * A list has the unit of its elements. What is no number is UNKNOWN: it fits everywhere.
 */
#include <string.h>

#include "feel/builtin_table.h"
#include "regulation/check_expr_private.h"

enum {
    UNITS_MAX_CALLS = 12,    /* functions looked through, one inside the other */
    UNITS_MAX_NODES = 50000, /* nodes looked at for one expression */
};

/* Names bound inside the expression, innermost first; lives on the C stack. */
typedef struct UnitEnv {
    const char *name;
    Unit unit;
    const struct UnitEnv *outer;
} UnitEnv;

typedef struct UnitWalk {
    Checker *c;
    const SrcText *src;
    const Unit *input;
    bool is_silent; /* inside a function: its own check has spoken */
    int depth;
    int n_nodes;
} UnitWalk;

static Unit unit_of(UnitWalk *w, const UnitEnv *env, const FeelNode *node);

/* ---- joining -------------------------------------------------------------------------------- */

static const char *shown(Checker *c, const Unit *unit)
{
    return unit->n_parts > 0 ? unit_text(c->arena, unit) : check_word(c, "no unit");
}

static void report(UnitWalk *w, const FeelNode *node, const Unit *seen, const Unit *expected)
{
    Checker *c = w->c;

    if (w->is_silent)
        return;
    diag_add(c->diags, DIAG_ERROR, "regulation.unit", src_text_pos(w->src, node->offset),
             "the units do not fit together");
    diag_seen(c->diags, "%s", shown(c, seen));
    diag_expected(c->diags, "%s", shown(c, expected));
}

/* Joins the unit of `node` into *unit; a misfit is reported there and makes it unknown. */
static void join_unit(UnitWalk *w, const FeelNode *node, const Unit *seen, Unit *unit)
{
    if (unit_join(unit, seen, unit))
        return;
    report(w, node, seen, unit);
    *unit = unit_unknown();
}

static void join(UnitWalk *w, const UnitEnv *env, const FeelNode *node, Unit *unit)
{
    Unit seen = unit_of(w, env, node);

    join_unit(w, node, &seen, unit);
}

static Unit join_kids(UnitWalk *w, const UnitEnv *env, const FeelNode *node, size_t from)
{
    Unit unit = unit_unknown();

    for (size_t i = from; i < node->n_kids; i++)
        join(w, env, node->kids[i], &unit);
    return unit;
}

static void visit_kids(UnitWalk *w, const UnitEnv *env, const FeelNode *node)
{
    for (size_t i = 0; i < node->n_kids; i++)
        (void)unit_of(w, env, node->kids[i]);
}

/* ---- names ---------------------------------------------------------------------------------- */

static Unit unit_of_ref(UnitWalk *w, const UnitEnv *env, const FeelNode *node, const FeelRef *ref)
{
    if (ref->kind == FEEL_REF_SLOT) {
        const CheckName *name = g_ptr_array_index(w->c->names, (guint)ref->index);
        return name->unit;
    }
    if (ref->kind == FEEL_REF_LOCAL) {
        for (const UnitEnv *e = env; e; e = e->outer) {
            if (strcmp(e->name, node->name) == 0)
                return e->unit;
        }
    }
    return unit_unknown();
}

/* ---- calls ---------------------------------------------------------------------------------- */

/* Parameters with the units they are declared with (else unknown), innermost last.
 * Returns: (owned) n_params entries. */
static UnitEnv *bind_params(UnitWalk *w, const RegFunction *function)
{
    UnitEnv *bound = g_new0(UnitEnv, MAX(function->n_params, 1));

    for (size_t i = 0; i < function->n_params; i++) {
        const char *text = function->param_units ? function->param_units[i] : NULL;
        Unit unit = unit_unknown();

        if (text && text[0] != '\0')
            (void)unit_parse(w->c->arena, text, &unit, NULL); /* reported where it is declared */
        bound[i] = (UnitEnv){function->params[i], unit, i > 0 ? &bound[i - 1] : NULL};
    }
    return bound;
}

static Unit call_function(UnitWalk *w, const UnitEnv *env, const FeelNode *node)
{
    int index = node->kids[0]->ref.index;
    const RegFunction *function = w->c->reg->functions[index];
    const RegBlock *block = w->c->function_blocks[index];
    g_autofree UnitEnv *bound = bind_params(w, function);
    Unit result = unit_unknown();

    for (size_t i = 0; i + 1 < node->n_kids; i++) {
        Unit seen = unit_of(w, env, node->kids[i + 1]);

        if (i < function->n_params && node->n_names == 0)
            join_unit(w, node->kids[i + 1], &seen, &bound[i].unit);
    }
    if (block->unit[0] != '\0' && unit_parse(w->c->arena, block->unit, &result, NULL))
        return result;
    if (!function->body.node || w->depth >= UNITS_MAX_CALLS)
        return unit_unknown();
    UnitWalk inside = *w;
    inside.is_silent = true;
    inside.depth++;
    result = unit_of(&inside, function->n_params > 0 ? &bound[function->n_params - 1] : NULL,
                     function->body.node);
    w->n_nodes = inside.n_nodes;
    return result;
}

/* All of the values, given one by one or as lists, have one unit, and so has the result. */
static Unit call_joining(UnitWalk *w, const UnitEnv *env, const FeelNode *node)
{
    Unit unit = unit_unknown();

    for (size_t i = 1; i < node->n_kids; i++) {
        const FeelNode *kid = node->kids[i];

        for (size_t k = 0; kid->kind == FEEL_N_LIST && k < kid->n_kids; k++)
            join(w, env, kid->kids[k], &unit);
        if (kid->kind != FEEL_N_LIST)
            join(w, env, kid, &unit);
    }
    return unit;
}

static Unit call_first(UnitWalk *w, const UnitEnv *env, const FeelNode *node)
{
    Unit unit = unit_unknown();

    for (size_t i = 1; i < node->n_kids; i++) {
        Unit seen = unit_of(w, env, node->kids[i]);
        if (i == 1)
            unit = seen;
    }
    return unit;
}

static Unit call_built_in(UnitWalk *w, const UnitEnv *env, const FeelNode *node)
{
    Unit unit;

    switch ((int)node->kids[0]->ref.index) {
    case FEEL_BUILTIN_MIN:
    case FEEL_BUILTIN_MAX:
    case FEEL_BUILTIN_SUM:
    case FEEL_BUILTIN_MEAN:
    case FEEL_BUILTIN_MEDIAN:
    case FEEL_BUILTIN_STDDEV:
    case FEEL_BUILTIN_MODE:
    case FEEL_BUILTIN_MODULO:
    case FEEL_BUILTIN_APPEND:
    case FEEL_BUILTIN_CONCATENATE:
    case FEEL_BUILTIN_UNION:
        return call_joining(w, env, node);
    case FEEL_BUILTIN_ABS:
    case FEEL_BUILTIN_FLOOR:
    case FEEL_BUILTIN_CEILING:
    case FEEL_BUILTIN_DECIMAL:
    case FEEL_BUILTIN_ROUND_UP:
    case FEEL_BUILTIN_ROUND_DOWN:
    case FEEL_BUILTIN_ROUND_HALF_UP:
    case FEEL_BUILTIN_ROUND_HALF_DOWN:
    case FEEL_BUILTIN_SUBLIST:
    case FEEL_BUILTIN_REVERSE:
    case FEEL_BUILTIN_REMOVE:
    case FEEL_BUILTIN_DISTINCT_VALUES:
    case FEEL_BUILTIN_FLATTEN:
    case FEEL_BUILTIN_SORT:
        return call_first(w, env, node);
    case FEEL_BUILTIN_SQRT:
        unit = call_first(w, env, node);
        return unit_sqrt(&unit);
    case FEEL_BUILTIN_LIST_CONTAINS:
    case FEEL_BUILTIN_INDEX_OF:
        (void)call_joining(w, env, node);
        return unit_bare();
    case FEEL_BUILTIN_PRODUCT:
    case FEEL_BUILTIN_INSERT_BEFORE:
    case FEEL_BUILTIN_LIST_REPLACE:
    case FEEL_BUILTIN_GET_VALUE:
        visit_kids(w, env, node);
        return unit_unknown();
    default: /* counts, spans, texts turned into numbers: bare numbers */
        visit_kids(w, env, node);
        return unit_bare();
    }
}

static Unit unit_of_call(UnitWalk *w, const UnitEnv *env, const FeelNode *node)
{
    const FeelNode *callee = node->kids[0];

    if (callee->kind == FEEL_N_NAME && callee->ref.kind == FEEL_REF_BUILTIN)
        return call_built_in(w, env, node);
    if (callee->kind == FEEL_N_NAME && callee->ref.kind == FEEL_REF_FUNCTION)
        return call_function(w, env, node);
    visit_kids(w, env, node);
    return unit_unknown();
}

/* ---- operators ------------------------------------------------------------------------------ */

/* A whole exponent written as a constant; false otherwise. */
static bool constant_power(const FeelNode *node, int *out)
{
    int64_t value;
    bool negative = node->kind == FEEL_N_NEGATE;
    const FeelNode *number = negative ? node->kids[0] : node;

    if (number->kind != FEEL_N_CONST || number->value.kind != FEEL_NUMBER ||
        !dec_is_integer(number->value.u.number) || !dec_to_int64(number->value.u.number, &value) ||
        value > 99 || value < -99)
        return false;
    *out = (int)(negative ? -value : value);
    return true;
}

static bool is_number(const FeelNode *node)
{
    return node->type->kind == FEEL_T_NUMBER || node->type->kind == FEEL_T_ANY;
}

static Unit unit_of_arith(UnitWalk *w, const UnitEnv *env, const FeelNode *node)
{
    Unit a = unit_of(w, env, node->kids[0]);
    Unit b = unit_of(w, env, node->kids[1]);
    int power;

    if (!is_number(node->kids[0]) || !is_number(node->kids[1]))
        return unit_bare(); /* dates and durations: if a number comes out, it is a ratio */
    switch (node->op) {
    case FEEL_OP_MUL:
        return unit_mul(&a, &b);
    case FEEL_OP_DIV:
        return unit_div(&a, &b);
    case FEEL_OP_POW:
        if (a.state != UNIT_KNOWN || a.n_parts == 0)
            return a;
        return constant_power(node->kids[1], &power) ? unit_pow(&a, power) : unit_unknown();
    case FEEL_OP_ADD:
    case FEEL_OP_SUB:
    case FEEL_OP_NONE:
    case FEEL_OP_EQ:
    case FEEL_OP_NE:
    case FEEL_OP_LT:
    case FEEL_OP_LE:
    case FEEL_OP_GT:
    case FEEL_OP_GE:
        break;
    }
    join_unit(w, node->kids[1], &b, &a);
    return a;
}

/* ---- what binds names ------------------------------------------------------------------------ */

/* Iterators from number `i` on, then the body. */
static Unit unit_of_iteration(UnitWalk *w, const UnitEnv *env, const FeelNode *node, size_t i)
{
    if (i == node->n_names || i + 1 >= node->n_kids)
        return unit_of(w, env, node->kids[node->n_kids - 1]);
    UnitEnv bound = {node->names[i], unit_of(w, env, node->kids[i]), env};
    return unit_of_iteration(w, &bound, node, i + 1);
}

static Unit unit_of_context(UnitWalk *w, const UnitEnv *env, const FeelNode *node, size_t i)
{
    if (i == node->n_names || i == node->n_kids)
        return unit_unknown();
    UnitEnv bound = {node->names[i], unit_of(w, env, node->kids[i]), env};
    return unit_of_context(w, &bound, node, i + 1);
}

static Unit unit_of_filter(UnitWalk *w, const UnitEnv *env, const FeelNode *node)
{
    UnitEnv item = {"item", unit_of(w, env, node->kids[0]), env};

    (void)unit_of(w, &item, node->kids[1]);
    return item.unit;
}

static Unit unit_of_literal(UnitWalk *w, const UnitEnv *env, const FeelNode *node, size_t i)
{
    if (i == node->n_names) {
        visit_kids(w, env, node);
        return unit_unknown();
    }
    UnitEnv bound = {node->names[i], unit_unknown(), env};
    return unit_of_literal(w, &bound, node, i + 1);
}

static Unit unit_of_path(UnitWalk *w, const UnitEnv *env, const FeelNode *node)
{
    if (node->ref.kind == FEEL_REF_SLOT)
        return unit_of_ref(w, env, node, &node->ref);
    const FeelType *base = node->kids[0]->type;
    (void)unit_of(w, env, node->kids[0]);
    bool is_context =
        base->kind == FEEL_T_ANY || base->kind == FEEL_T_CONTEXT || base->kind == FEEL_T_LIST;
    return is_context ? unit_unknown() : unit_bare();
}

/* ---- all kinds ------------------------------------------------------------------------------- */

/* Elements of a list may differ; then nothing is known of it. */
static Unit unit_of_list(UnitWalk *w, const UnitEnv *env, const FeelNode *node)
{
    Unit unit = unit_unknown();
    bool is_one = true;

    for (size_t i = 0; i < node->n_kids; i++) {
        Unit seen = unit_of(w, env, node->kids[i]);
        is_one = is_one && unit_join(&unit, &seen, &unit);
    }
    return is_one ? unit : unit_unknown();
}

/* Tests number `from` on of a value of unit `of`. What mentions the value itself has no unit, being
 * true or false. */
static Unit
unit_of_tests(UnitWalk *w, const UnitEnv *env, const FeelNode *node, size_t from, const Unit *of)
{
    for (size_t i = from; i < node->n_kids; i++) {
        const FeelNode *test = node->kids[i];
        Unit want = *of;

        if (test->kind == FEEL_N_UNARY_RANGE || test->kind == FEEL_N_INTERVAL) {
            for (size_t k = 0; k < test->n_kids; k++)
                join(w, env, test->kids[k], &want);
        } else {
            join(w, env, test, &want);
        }
    }
    return unit_unknown();
}

static Unit unit_of_kind(UnitWalk *w, const UnitEnv *env, const FeelNode *node)
{
    Unit unit = unit_unknown();

    switch (node->kind) {
    case FEEL_N_CONST:
        return node->value.kind == FEEL_NUMBER ? unit_bare() : unit_unknown();
    case FEEL_N_NAME:
        return unit_of_ref(w, env, node, &node->ref);
    case FEEL_N_INPUT:
        return w->input ? *w->input : unit_unknown();
    case FEEL_N_NEGATE:
    case FEEL_N_UNARY_RANGE:
        return unit_of(w, env, node->kids[0]);
    case FEEL_N_ARITH:
        return unit_of_arith(w, env, node);
    case FEEL_N_COMPARE:
    case FEEL_N_BETWEEN:
        (void)join_kids(w, env, node, 0);
        return unit_unknown();
    case FEEL_N_IN:
        unit = unit_of(w, env, node->kids[0]);
        return unit_of_tests(w, env, node, 1, &unit);
    case FEEL_N_IF:
        (void)unit_of(w, env, node->kids[0]);
        return join_kids(w, env, node, 1);
    case FEEL_N_SPAN:
    case FEEL_N_INTERVAL:
        return join_kids(w, env, node, 0);
    case FEEL_N_LIST:
        return unit_of_list(w, env, node);
    case FEEL_N_FOR:
    case FEEL_N_SOME:
    case FEEL_N_EVERY:
        unit = unit_of_iteration(w, env, node, 0);
        return node->kind == FEEL_N_FOR ? unit : unit_unknown();
    case FEEL_N_CONTEXT:
        return unit_of_context(w, env, node, 0);
    case FEEL_N_FILTER:
        return unit_of_filter(w, env, node);
    case FEEL_N_FUNCTION:
        return unit_of_literal(w, env, node, 0);
    case FEEL_N_PATH:
        return unit_of_path(w, env, node);
    case FEEL_N_CALL:
        return unit_of_call(w, env, node);
    case FEEL_N_TESTS:
    case FEEL_N_NOT_TESTS:
        unit = w->input ? *w->input : unit;
        return unit_of_tests(w, env, node, 0, &unit);
    case FEEL_N_DASH:
    case FEEL_N_AND:
    case FEEL_N_OR:
    case FEEL_N_INSTANCE_OF:
    case FEEL_N_HOST:
        visit_kids(w, env, node);
        return unit;
    }
    return unit;
}

static bool may_have_unit(const FeelType *type)
{
    switch (type->kind) {
    case FEEL_T_ANY:
    case FEEL_T_NUMBER:
    case FEEL_T_LIST:
    case FEEL_T_RANGE:
        return true;
    case FEEL_T_NULL:
    case FEEL_T_BOOLEAN:
    case FEEL_T_STRING:
    case FEEL_T_DATE:
    case FEEL_T_TIME:
    case FEEL_T_DATE_TIME:
    case FEEL_T_DT_DURATION:
    case FEEL_T_YM_DURATION:
    case FEEL_T_CONTEXT:
    case FEEL_T_FUNCTION:
        return false;
    }
    return false;
}

static Unit unit_of(UnitWalk *w, const UnitEnv *env, const FeelNode *node)
{
    if (++w->n_nodes > UNITS_MAX_NODES)
        return unit_unknown();
    Unit unit = unit_of_kind(w, env, node);
    return may_have_unit(node->type) ? unit : unit_unknown();
}

Unit check_units(Checker *c, const FeelNode *node, const SrcText *src, const Unit *input)
{
    UnitWalk w = {.c = c, .src = src, .input = input};

    return unit_of(&w, NULL, node);
}

Unit check_function_units(Checker *c, const RegFunction *function)
{
    UnitWalk w = {.c = c, .src = &function->body.src};
    g_autofree UnitEnv *bound = bind_params(&w, function);

    return unit_of(&w, function->n_params > 0 ? &bound[function->n_params - 1] : NULL,
                   function->body.node);
}

/* How the column evaluator works each node. A node in a frame (a body, a bracket) gets a kernel
 * too; nobody asks for it there. */
#include "feel/compile_private.h"
#include "feel/property.h"

ColType feel_col_type(const FeelType *type)
{
    if (!type)
        return COL_ANY;
    if (type->kind == FEEL_T_BOOLEAN)
        return COL_BOOL;
    if (type->kind == FEEL_T_NUMBER)
        return COL_NUMBER;
    if (type->kind == FEEL_T_STRING)
        return COL_TEXT;
    if (type->kind == FEEL_T_DATE)
        return COL_DATE;
    return COL_ANY;
}

static bool all_kids_are(const Code *code, ColType type)
{
    for (size_t i = 0; i < code->n_kids; i++)
        if (code->kids[i]->column != type)
            return false;
    return true;
}

static bool is_null(const Code *code)
{
    return code->kind == CODE_CONST && code->value.kind == FEEL_NULL;
}

/* Operands that are plain cells or constants, one of them worked as a vector: worth lifting. */
static Kernel lift_or_row(const Code *code)
{
    bool any_vector = false;

    for (size_t i = 0; i < code->n_kids; i++) {
        const Code *kid = code->kids[i];

        if (kid->kind == CODE_CONST)
            continue;
        if (kid->column == COL_ANY)
            return KERNEL_ROW;
        any_vector |= kid->kernel != KERNEL_ROW;
    }
    return any_vector && code->n_kids <= FEEL_MAX_LIFTED ? KERNEL_LIFT : KERNEL_ROW;
}

static Kernel compare_kernel(const Code *code)
{
    ColType type = code->kids[0]->column;
    bool equality = code->op == FEEL_OP_EQ || code->op == FEEL_OP_NE;

    if (type == COL_ANY || !all_kids_are(code, type) || (type == COL_BOOL && !equality))
        return lift_or_row(code);
    return KERNEL_COMPARE;
}

static Kernel between_kernel(const Code *code)
{
    ColType type = code->kids[0]->column;

    if (type == COL_ANY || type == COL_BOOL || !all_kids_are(code, type))
        return lift_or_row(code);
    return KERNEL_BETWEEN;
}

static Kernel if_kernel(const Code *code)
{
    if (code->kids[0]->column != COL_BOOL)
        return KERNEL_ROW;
    for (size_t i = 1; i < 3; i++)
        if (code->kids[i]->column != code->column && !is_null(code->kids[i]))
            return KERNEL_ROW;
    return KERNEL_IF;
}

/* A test whose value the column evaluator can have row by row without the row evaluator. */
static bool is_simple_test(const Code *test)
{
    if (test->kind == CODE_CONST || test->kind == CODE_DASH)
        return true;
    if (test->kind == CODE_INTERVAL || test->kind == CODE_UNARY_RANGE) {
        for (size_t i = 0; i < test->n_kids; i++)
            if (test->kids[i]->column == COL_ANY && test->kids[i]->kind != CODE_CONST)
                return false;
        return true;
    }
    return test->column != COL_ANY;
}

static Kernel tests_kernel(const Code *code, size_t first, Kernel kernel)
{
    for (size_t i = first; i < code->n_kids; i++)
        if (!is_simple_test(code->kids[i]))
            return KERNEL_ROW;
    return kernel;
}

static Kernel choose(const Code *code)
{
    switch (code->kind) {
    case CODE_CONST:
        return KERNEL_CONST;
    case CODE_SLOT:
        return KERNEL_SLOT;
    case CODE_INPUT:
        return KERNEL_INPUT;
    case CODE_NEGATE:
        return all_kids_are(code, COL_NUMBER) ? KERNEL_NUMBERS : lift_or_row(code);
    case CODE_ARITH:
        return all_kids_are(code, COL_NUMBER) && code->op != FEEL_OP_POW ? KERNEL_NUMBERS
                                                                         : lift_or_row(code);
    case CODE_COMPARE:
        return compare_kernel(code);
    case CODE_AND:
    case CODE_OR:
        return all_kids_are(code, COL_BOOL) ? KERNEL_LOGIC : KERNEL_ROW;
    case CODE_BETWEEN:
        return between_kernel(code);
    case CODE_IN:
        return code->kids[0]->column == COL_ANY ? KERNEL_ROW : tests_kernel(code, 1, KERNEL_IN);
    case CODE_TESTS:
    case CODE_NOT_TESTS:
        return tests_kernel(code, 0, KERNEL_TESTS);
    case CODE_IF:
        return if_kernel(code);
    case CODE_CALL_BUILTIN:
        if (code->call->id == FEEL_BUILTIN_NOT && code->n_kids == 1 && all_kids_are(code, COL_BOOL))
            return KERNEL_NOT;
        return lift_or_row(code);
    case CODE_PATH:
        return lift_or_row(code);
    case CODE_KNOWN:
        return KERNEL_KNOWN;
    case CODE_LOCAL:
    case CODE_MEMBER:
    case CODE_UNKNOWN:
    case CODE_BUILTIN:
    case CODE_HOST:
    case CODE_INSTANCE_OF:
    case CODE_FOR:
    case CODE_SOME:
    case CODE_EVERY:
    case CODE_SPAN:
    case CODE_LIST:
    case CODE_CONTEXT:
    case CODE_INTERVAL:
    case CODE_UNARY_RANGE:
    case CODE_FUNCTION:
    case CODE_FILTER:
    case CODE_CALL:
    case CODE_CALL_HOST:
    case CODE_DASH:
    case CODE_HOST_OP:
        break;
    }
    return KERNEL_ROW;
}

void feel_choose_kernel(Code *code)
{
    code->kernel = choose(code);
}

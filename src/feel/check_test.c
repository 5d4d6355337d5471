/* Ranges, `in` and unary tests (feel-reference 2.9–2.11). */
#include "feel/check_private.h"

const FeelType *feel_infer_interval(FeelChecker *c, FeelNode *node)
{
    const FeelType *low = feel_infer(c, node->kids[0]);
    const FeelType *high = feel_infer(c, node->kids[1]);

    for (size_t i = 0; i < 2; i++)
        if (!feel_has_order(node->kids[i]->type->kind))
            return feel_wrong_type(c, node->kids[i], "this cannot be the end of a range",
                                   node->kids[i]->type, "a number, text, date, time or duration");
    if (!feel_comparable(low, high, true))
        return feel_wrong_type(c, node->kids[1], "the two ends of a range are of different kinds",
                               high, feel_type_brief(c->arena, low));
    return feel_type_range(c->arena, feel_type_join(low, high));
}

const FeelType *feel_infer_unary_range(FeelChecker *c, FeelNode *node)
{
    const FeelType *type = feel_infer(c, node->kids[0]);

    if (node->op != FEEL_OP_EQ && node->op != FEEL_OP_NE && !feel_has_order(type->kind))
        return feel_wrong_type(c, node->kids[0], "this cannot be the end of a range", type,
                               "a number, text, date, time or duration");
    return feel_type_range(c->arena, type);
}

/* Can an element of a list that is tested against be equal to, or contain, such a value? */
static bool element_fits(const FeelType *value, const FeelType *element)
{
    if (element->kind == FEEL_T_LIST)
        return true;
    if (element->kind == FEEL_T_RANGE)
        return value->kind == FEEL_T_RANGE ||
               feel_comparable(value, feel_or_any(element->element), false);
    return feel_comparable(value, element, false);
}

static bool test_fits(const FeelType *value, const FeelNode *test)
{
    const FeelType *type = test->type;

    if (!feel_type_known(value) || !feel_type_known(type))
        return true;
    if (type->kind == FEEL_T_RANGE) {
        bool equality =
            test->kind == FEEL_N_UNARY_RANGE && (test->op == FEEL_OP_EQ || test->op == FEEL_OP_NE);
        bool literal = test->kind == FEEL_N_UNARY_RANGE || test->kind == FEEL_N_INTERVAL;

        if (!literal && value->kind == FEEL_T_RANGE)
            return true;
        return feel_comparable(value, feel_or_any(type->element), !equality);
    }
    if (type->kind == FEEL_T_LIST)
        return value->kind == FEEL_T_LIST || element_fits(value, feel_or_any(type->element));
    return type->kind == value->kind;
}

static void check_test(FeelChecker *c, const FeelType *value, const FeelNode *test)
{
    if (!test_fits(value, test))
        feel_wrong_type(c, test, "this test cannot be compared with the value tested", test->type,
                        feel_type_brief(c->arena, value));
}

const FeelType *feel_infer_in(FeelChecker *c, FeelNode *node)
{
    const FeelType *value = feel_infer(c, node->kids[0]);

    for (size_t i = 1; i < node->n_kids; i++) {
        feel_infer(c, node->kids[i]);
        check_test(c, value, node->kids[i]);
    }
    return &feel_type_boolean;
}

/* A test that is a condition (of `?` or of anything else) decides by itself. */
const FeelType *feel_infer_tests(FeelChecker *c, FeelNode *node)
{
    for (size_t i = 0; i < node->n_kids; i++) {
        const FeelType *type = feel_infer(c, node->kids[i]);

        if (type->kind != FEEL_T_BOOLEAN)
            check_test(c, feel_or_any(c->input), node->kids[i]);
    }
    return &feel_type_boolean;
}

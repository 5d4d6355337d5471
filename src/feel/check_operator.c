/* Arithmetic and comparison (feel-reference 2.6–2.8, 4.4). */
#include "feel/check_private.h"

/* Everything that arithmetic can do; all else is null. */
static const struct {
    FeelOp op;
    FeelTypeKind left, right;
    const FeelType *result;
} arithmetic[] = {
    {FEEL_OP_ADD, FEEL_T_NUMBER,      FEEL_T_NUMBER,      &feel_type_number     },
    {FEEL_OP_ADD, FEEL_T_STRING,      FEEL_T_STRING,      &feel_type_string     },
    {FEEL_OP_ADD, FEEL_T_DT_DURATION, FEEL_T_DT_DURATION, &feel_type_dt_duration},
    {FEEL_OP_ADD, FEEL_T_YM_DURATION, FEEL_T_YM_DURATION, &feel_type_ym_duration},
    {FEEL_OP_ADD, FEEL_T_DATE,        FEEL_T_YM_DURATION, &feel_type_date       },
    {FEEL_OP_ADD, FEEL_T_YM_DURATION, FEEL_T_DATE,        &feel_type_date       },
    {FEEL_OP_ADD, FEEL_T_DATE,        FEEL_T_DT_DURATION, &feel_type_date       },
    {FEEL_OP_ADD, FEEL_T_DT_DURATION, FEEL_T_DATE,        &feel_type_date       },
    {FEEL_OP_ADD, FEEL_T_DATE_TIME,   FEEL_T_YM_DURATION, &feel_type_date_time  },
    {FEEL_OP_ADD, FEEL_T_YM_DURATION, FEEL_T_DATE_TIME,   &feel_type_date_time  },
    {FEEL_OP_ADD, FEEL_T_DATE_TIME,   FEEL_T_DT_DURATION, &feel_type_date_time  },
    {FEEL_OP_ADD, FEEL_T_DT_DURATION, FEEL_T_DATE_TIME,   &feel_type_date_time  },
    {FEEL_OP_ADD, FEEL_T_TIME,        FEEL_T_DT_DURATION, &feel_type_time       },
    {FEEL_OP_ADD, FEEL_T_DT_DURATION, FEEL_T_TIME,        &feel_type_time       },
    {FEEL_OP_SUB, FEEL_T_NUMBER,      FEEL_T_NUMBER,      &feel_type_number     },
    {FEEL_OP_SUB, FEEL_T_DT_DURATION, FEEL_T_DT_DURATION, &feel_type_dt_duration},
    {FEEL_OP_SUB, FEEL_T_YM_DURATION, FEEL_T_YM_DURATION, &feel_type_ym_duration},
    {FEEL_OP_SUB, FEEL_T_DATE,        FEEL_T_YM_DURATION, &feel_type_date       },
    {FEEL_OP_SUB, FEEL_T_DATE,        FEEL_T_DT_DURATION, &feel_type_date       },
    {FEEL_OP_SUB, FEEL_T_DATE_TIME,   FEEL_T_YM_DURATION, &feel_type_date_time  },
    {FEEL_OP_SUB, FEEL_T_DATE_TIME,   FEEL_T_DT_DURATION, &feel_type_date_time  },
    {FEEL_OP_SUB, FEEL_T_TIME,        FEEL_T_DT_DURATION, &feel_type_time       },
    {FEEL_OP_SUB, FEEL_T_DATE,        FEEL_T_DATE,        &feel_type_dt_duration},
    {FEEL_OP_SUB, FEEL_T_DATE_TIME,   FEEL_T_DATE_TIME,   &feel_type_dt_duration},
    {FEEL_OP_SUB, FEEL_T_DATE,        FEEL_T_DATE_TIME,   &feel_type_dt_duration},
    {FEEL_OP_SUB, FEEL_T_DATE_TIME,   FEEL_T_DATE,        &feel_type_dt_duration},
    {FEEL_OP_SUB, FEEL_T_TIME,        FEEL_T_TIME,        &feel_type_dt_duration},
    {FEEL_OP_MUL, FEEL_T_NUMBER,      FEEL_T_NUMBER,      &feel_type_number     },
    {FEEL_OP_MUL, FEEL_T_NUMBER,      FEEL_T_DT_DURATION, &feel_type_dt_duration},
    {FEEL_OP_MUL, FEEL_T_DT_DURATION, FEEL_T_NUMBER,      &feel_type_dt_duration},
    {FEEL_OP_MUL, FEEL_T_NUMBER,      FEEL_T_YM_DURATION, &feel_type_ym_duration},
    {FEEL_OP_MUL, FEEL_T_YM_DURATION, FEEL_T_NUMBER,      &feel_type_ym_duration},
    {FEEL_OP_DIV, FEEL_T_NUMBER,      FEEL_T_NUMBER,      &feel_type_number     },
    {FEEL_OP_DIV, FEEL_T_DT_DURATION, FEEL_T_NUMBER,      &feel_type_dt_duration},
    {FEEL_OP_DIV, FEEL_T_YM_DURATION, FEEL_T_NUMBER,      &feel_type_ym_duration},
    {FEEL_OP_DIV, FEEL_T_DT_DURATION, FEEL_T_DT_DURATION, &feel_type_number     },
    {FEEL_OP_DIV, FEEL_T_YM_DURATION, FEEL_T_YM_DURATION, &feel_type_number     },
    {FEEL_OP_POW, FEEL_T_NUMBER,      FEEL_T_NUMBER,      &feel_type_number     },
};

static const char *expected_operands(FeelOp op)
{
    switch ((int)op) {
    case FEEL_OP_ADD:
        return "two numbers, two texts, two durations of one kind, or a duration and a date or "
               "time";
    case FEEL_OP_SUB:
        return "two numbers, two dates or times, two durations of one kind, or a date or time less "
               "a duration";
    case FEEL_OP_MUL:
        return "two numbers, or a number and a duration";
    case FEEL_OP_DIV:
        return "two numbers, a duration and a number, or two durations of one kind";
    default:
        return "two numbers";
    }
}

static const char *op_text(FeelOp op)
{
    static const char *const texts[] = {
        [FEEL_OP_NONE] = "", [FEEL_OP_ADD] = "+",  [FEEL_OP_SUB] = "-", [FEEL_OP_MUL] = "*",
        [FEEL_OP_DIV] = "/", [FEEL_OP_POW] = "**", [FEEL_OP_EQ] = "=",  [FEEL_OP_NE] = "!=",
        [FEEL_OP_LT] = "<",  [FEEL_OP_LE] = "<=",  [FEEL_OP_GT] = ">",  [FEEL_OP_GE] = ">=",
    };

    return texts[op];
}

static void seen_operands(FeelChecker *c, const FeelNode *node)
{
    diag_seen(c->diags, "%s %s %s", feel_type_brief(c->arena, node->kids[0]->type),
              op_text(node->op), feel_type_brief(c->arena, node->kids[1]->type));
}

/* The type of the result if every row of the table that the known kinds allow agrees; Any if they
 * differ; NULL if there is no such row. */
static const FeelType *arith_result(FeelOp op, FeelTypeKind left, FeelTypeKind right)
{
    const FeelType *result = NULL;

    for (size_t i = 0; i < G_N_ELEMENTS(arithmetic); i++) {
        if (arithmetic[i].op != op || (left != FEEL_T_ANY && left != arithmetic[i].left) ||
            (right != FEEL_T_ANY && right != arithmetic[i].right))
            continue;
        if (result && result != arithmetic[i].result)
            return &feel_type_any;
        result = arithmetic[i].result;
    }
    return result;
}

const FeelType *feel_infer_arith(FeelChecker *c, FeelNode *node)
{
    FeelTypeKind left = feel_infer(c, node->kids[0])->kind;
    FeelTypeKind right = feel_infer(c, node->kids[1])->kind;
    const FeelType *result;

    if (left == FEEL_T_NULL && right == FEEL_T_NULL)
        return &feel_type_null;
    /* A null may be of any kind; the result is null, which conforms to every type. */
    result = arith_result(node->op, left == FEEL_T_NULL ? FEEL_T_ANY : left,
                          right == FEEL_T_NULL ? FEEL_T_ANY : right);
    if (result)
        return result;
    feel_finding(c, node, "feel.type", "these two cannot be calculated with each other");
    seen_operands(c, node);
    diag_expected(c->diags, "%s", text_in(diags_lang(c->diags), expected_operands(node->op)));
    return &feel_type_any;
}

const FeelType *feel_infer_negate(FeelChecker *c, FeelNode *node)
{
    const FeelType *type = feel_infer(c, node->kids[0]);

    switch ((int)type->kind) {
    case FEEL_T_ANY:
    case FEEL_T_NULL:
    case FEEL_T_NUMBER:
    case FEEL_T_DT_DURATION:
    case FEEL_T_YM_DURATION:
        return type;
    default:
        return feel_wrong_type(c, node, "`-` before something that has no sign", type,
                               "a number or a duration");
    }
}

bool feel_has_order(FeelTypeKind kind)
{
    return kind == FEEL_T_ANY || kind == FEEL_T_NULL ||
           (kind >= FEEL_T_NUMBER && kind <= FEEL_T_YM_DURATION);
}

bool feel_comparable(const FeelType *a, const FeelType *b, bool ordering)
{
    if (ordering && (!feel_has_order(a->kind) || !feel_has_order(b->kind)))
        return false;
    return !feel_type_known(a) || !feel_type_known(b) || a->kind == b->kind;
}

const FeelType *feel_infer_compare(FeelChecker *c, FeelNode *node)
{
    bool ordering = node->op != FEEL_OP_EQ && node->op != FEEL_OP_NE;
    const FeelType *a = feel_infer(c, node->kids[0]);
    const FeelType *b = feel_infer(c, node->kids[1]);

    if (feel_comparable(a, b, ordering))
        return &feel_type_boolean;
    feel_finding(c, node, "feel.type", "these two cannot be compared");
    seen_operands(c, node);
    diag_expected(c->diags, "%s",
                  text_in(diags_lang(c->diags),
                          ordering ? "two numbers, texts, dates, times or durations of one kind"
                                   : "two values of one kind"));
    return &feel_type_boolean;
}

const FeelType *feel_infer_between(FeelChecker *c, FeelNode *node)
{
    const FeelType *value = feel_infer(c, node->kids[0]);

    for (size_t i = 1; i < 3; i++) {
        const FeelType *limit = feel_infer(c, node->kids[i]);

        if (!feel_comparable(value, limit, true))
            feel_wrong_type(c, node->kids[i], "this limit cannot be compared with the value", limit,
                            feel_type_brief(c->arena, value));
    }
    return &feel_type_boolean;
}

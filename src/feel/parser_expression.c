/* Operators, loosest first (feel-reference 1.5); all left-associative, `**` included. */
#include "feel/parser_private.h"

static FeelNode *parse_unary(FeelParser *p);

static FeelNode *operation(
    FeelParser *p, FeelNodeKind kind, FeelOp op, size_t start, FeelNode *left, FeelNode *right)
{
    FeelNode *kids[] = {left, right};
    FeelNode *node = right ? feel_parser_node(p, kind, start, kids, 2) : NULL;

    if (node)
        node->op = op;
    return node;
}

static FeelNode *parse_power(FeelParser *p)
{
    size_t start = p->tok.start;
    FeelNode *left = parse_unary(p);

    while (left && feel_parser_take(p, FEEL_TOK_POWER))
        left = operation(p, FEEL_N_ARITH, FEEL_OP_POW, start, left, parse_unary(p));
    return left;
}

static FeelNode *parse_multiplicative(FeelParser *p)
{
    size_t start = p->tok.start;
    FeelNode *left = parse_power(p);

    while (left && (p->tok.kind == FEEL_TOK_STAR || p->tok.kind == FEEL_TOK_SLASH)) {
        FeelOp op = p->tok.kind == FEEL_TOK_STAR ? FEEL_OP_MUL : FEEL_OP_DIV;

        feel_parser_next(p);
        left = operation(p, FEEL_N_ARITH, op, start, left, parse_power(p));
    }
    return left;
}

FeelNode *feel_parse_additive(FeelParser *p)
{
    size_t start = p->tok.start;
    FeelNode *left = parse_multiplicative(p);

    while (left && (p->tok.kind == FEEL_TOK_PLUS || p->tok.kind == FEEL_TOK_MINUS)) {
        FeelOp op = p->tok.kind == FEEL_TOK_PLUS ? FEEL_OP_ADD : FEEL_OP_SUB;

        feel_parser_next(p);
        left = operation(p, FEEL_N_ARITH, op, start, left, parse_multiplicative(p));
    }
    return left;
}

FeelOp feel_relational_op(FeelTokenKind kind)
{
    switch ((int)kind) {
    case FEEL_TOK_EQ:
        return FEEL_OP_EQ;
    case FEEL_TOK_NE:
        return FEEL_OP_NE;
    case FEEL_TOK_LT:
        return FEEL_OP_LT;
    case FEEL_TOK_LE:
        return FEEL_OP_LE;
    case FEEL_TOK_GT:
        return FEEL_OP_GT;
    case FEEL_TOK_GE:
        return FEEL_OP_GE;
    default:
        return FEEL_OP_NONE;
    }
}

/* After `between`: its own `and` is not the operator, so the limits are additive. */
static FeelNode *parse_between(FeelParser *p, size_t start, FeelNode *value)
{
    FeelNode *kids[3] = {value};

    kids[1] = feel_parse_additive(p);
    if (!kids[1] || !feel_parser_need_word(p, "and", "`and` and the upper limit of `between`"))
        return NULL;
    kids[2] = feel_parse_additive(p);
    return kids[2] ? feel_parser_node(p, FEEL_N_BETWEEN, start, kids, 3) : NULL;
}

static FeelNode *parse_comparison(FeelParser *p)
{
    size_t start = p->tok.start;
    FeelNode *left = feel_parse_additive(p);

    while (left) {
        FeelOp op = feel_relational_op(p->tok.kind);

        if (op != FEEL_OP_NONE) {
            feel_parser_next(p);
            left = operation(p, FEEL_N_COMPARE, op, start, left, feel_parse_additive(p));
        } else if (feel_parser_take_word(p, "between")) {
            left = parse_between(p, start, left);
        } else if (feel_parser_take_word(p, "in")) {
            left = feel_parse_in(p, start, left);
        } else {
            break;
        }
    }
    return left;
}

/* operand { word operand }, as one node with all operands. */
static FeelNode *parse_junction(FeelParser *p,
                                FeelNodeKind kind,
                                const char *word,
                                FeelNode *(*operand)(FeelParser *))
{
    size_t start = p->tok.start;
    FeelNode *first = operand(p);
    g_autoptr(GPtrArray) kids = NULL;

    if (!first || !feel_parser_is(p, word))
        return first;
    kids = g_ptr_array_new();
    g_ptr_array_add(kids, first);
    while (feel_parser_take_word(p, word)) {
        FeelNode *kid = operand(p);

        if (!kid)
            return NULL;
        g_ptr_array_add(kids, kid);
    }
    return feel_parser_node_of(p, kind, start, kids);
}

static FeelNode *parse_conjunction(FeelParser *p)
{
    return parse_junction(p, FEEL_N_AND, "and", parse_comparison);
}

FeelNode *feel_parse_expression(FeelParser *p)
{
    FeelNode *node;

    if (!feel_parser_enter(p))
        return NULL;
    node = parse_junction(p, FEEL_N_OR, "or", parse_conjunction);
    p->depth--;
    return node;
}

static FeelNode *parse_if(FeelParser *p)
{
    size_t start = p->tok.start;
    FeelNode *kids[3];

    feel_parser_next(p);
    kids[0] = feel_parse_expression(p);
    if (!kids[0] || !feel_parser_need_word(p, "then", "`then`"))
        return NULL;
    kids[1] = feel_parse_expression(p);
    if (!kids[1] || !feel_parser_need_word(p, "else", "`else`"))
        return NULL;
    kids[2] = feel_parse_expression(p);
    return kids[2] ? feel_parser_node(p, FEEL_N_IF, start, kids, 3) : NULL;
}

/* value [ "instance of" type ] */
static FeelNode *parse_instance(FeelParser *p)
{
    size_t start = p->tok.start;
    FeelNode *node = feel_parse_postfix(p);
    FeelMark mark = feel_parser_mark(p);
    const FeelType *type;

    if (!node || !feel_parser_take_word(p, "instance"))
        return node;
    if (!feel_parser_take_word(p, "of")) {
        feel_parser_back(p, mark);
        return node;
    }
    if (!feel_parse_type(p, &type))
        return NULL;
    node = feel_parser_node(p, FEEL_N_INSTANCE_OF, start, &node, 1);
    if (node)
        node->as_type = type;
    return node;
}

static FeelNode *parse_negation(FeelParser *p)
{
    size_t start = p->tok.start;
    FeelNode *operand;

    if (!feel_parser_enter(p))
        return NULL;
    feel_parser_next(p);
    operand = parse_unary(p);
    p->depth--;
    if (operand && operand->kind == FEEL_N_CONST && operand->value.kind == FEEL_NUMBER) {
        operand->value.u.number = dec_neg(operand->value.u.number);
        operand->offset = (uint32_t)start;
        operand->len = p->last - (uint32_t)start;
        return operand;
    }
    return operand ? feel_parser_node(p, FEEL_N_NEGATE, start, &operand, 1) : NULL;
}

/* What extends to the right may stand at the end of a chain of operators:
 * 1 + if a then 1 else 2. */
static FeelNode *parse_unary(FeelParser *p)
{
    if (p->tok.kind == FEEL_TOK_MINUS)
        return parse_negation(p);
    if (feel_at_keyword(p)) {
        if (feel_parser_is(p, "if"))
            return parse_if(p);
        if (feel_parser_is(p, "for") || feel_parser_is(p, "some") || feel_parser_is(p, "every"))
            return feel_parse_loop(p);
    }
    return parse_instance(p);
}

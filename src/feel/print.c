/* The tree as text that reads as the same tree (in the scope it came from, if no name of the scope
 * is spelt like an operation of the text). Parentheses only where the grammar needs them, and
 * around what extends to the right. */
#include <string.h>

#include "feel/ast_private.h"
#include "feel/literal.h"
#include "feel/names.h"

/* How tightly a text holds together; what binds less than its place asks for gets parentheses. */
typedef enum Level {
    LEVEL_ANY, /* if, for, some, every, function literals, unary ranges */
    LEVEL_OR,
    LEVEL_AND,
    LEVEL_COMPARISON,
    LEVEL_ADDITIVE,
    LEVEL_MULTIPLICATIVE,
    LEVEL_POWER,
    LEVEL_UNARY,
    LEVEL_INSTANCE,
    LEVEL_POSTFIX,
} Level;

typedef struct Printer {
    GString *out;
    Arena *arena;
} Printer;

static void print(Printer *p, const FeelNode *node, Level at_least);

static Level arith_level(FeelOp op)
{
    if (op == FEEL_OP_POW)
        return LEVEL_POWER;
    return op == FEEL_OP_MUL || op == FEEL_OP_DIV ? LEVEL_MULTIPLICATIVE : LEVEL_ADDITIVE;
}

static Level level_of(const FeelNode *node)
{
    switch (node->kind) {
    case FEEL_N_OR:
        return LEVEL_OR;
    case FEEL_N_AND:
        return LEVEL_AND;
    case FEEL_N_COMPARE:
    case FEEL_N_BETWEEN:
    case FEEL_N_IN:
        return LEVEL_COMPARISON;
    case FEEL_N_ARITH:
        return arith_level(node->op);
    case FEEL_N_NEGATE:
        return LEVEL_UNARY;
    case FEEL_N_INSTANCE_OF:
        return LEVEL_INSTANCE;
    case FEEL_N_CONST:
        if (node->value.kind == FEEL_NUMBER && dec_sign(node->value.u.number) < 0)
            return LEVEL_UNARY;
        return LEVEL_POSTFIX;
    case FEEL_N_IF:
    case FEEL_N_FOR:
    case FEEL_N_SOME:
    case FEEL_N_EVERY:
    case FEEL_N_FUNCTION:
    case FEEL_N_UNARY_RANGE:
    case FEEL_N_SPAN:
    case FEEL_N_DASH:
    case FEEL_N_TESTS:
    case FEEL_N_NOT_TESTS:
    case FEEL_N_HOST:
        return LEVEL_ANY;
    case FEEL_N_NAME:
    case FEEL_N_INPUT:
    case FEEL_N_LIST:
    case FEEL_N_CONTEXT:
    case FEEL_N_INTERVAL:
    case FEEL_N_PATH:
    case FEEL_N_FILTER:
    case FEEL_N_CALL:
        return LEVEL_POSTFIX;
    }
    return LEVEL_ANY;
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

static void print_string(GString *out, const char *text, size_t len)
{
    g_string_append_c(out, '"');
    for (size_t i = 0; i < len; i++) {
        switch (text[i]) {
        case '"':
        case '\\':
            g_string_append_c(out, '\\');
            g_string_append_c(out, text[i]);
            break;
        case '\n':
            g_string_append(out, "\\n");
            break;
        case '\r':
            g_string_append(out, "\\r");
            break;
        case '\t':
            g_string_append(out, "\\t");
            break;
        default:
            g_string_append_c(out, text[i]);
        }
    }
    g_string_append_c(out, '"');
}

static void print_const(Printer *p, const FeelValue *value)
{
    char number[DEC_TEXT_SIZE];
    const char *literal;

    switch ((int)value->kind) {
    case FEEL_BOOLEAN:
        g_string_append(p->out, value->u.boolean ? "true" : "false");
        return;
    case FEEL_NUMBER:
        dec_format(value->u.number, number, sizeof number);
        g_string_append(p->out, number);
        return;
    case FEEL_STRING:
        print_string(p->out, value->u.string.text, value->u.string.len);
        return;
    default:
        literal = feel_literal_text(p->arena, value);
        if (literal)
            g_string_append_printf(p->out, "@\"%s\"", literal);
        else
            g_string_append(p->out, "null");
    }
}

/* A key: bare if it is a name in every dialect, else in quotes. */
static void print_key(GString *out, const char *key)
{
    if (feel_name_is_plain(key))
        g_string_append(out, key);
    else
        print_string(out, key, strlen(key));
}

static void
print_each(Printer *p, const FeelNode *node, size_t first, const char *separator, Level at_least)
{
    for (size_t i = first; i < node->n_kids; i++) {
        if (i > first)
            g_string_append(p->out, separator);
        print(p, node->kids[i], at_least);
    }
}

static void print_binary(Printer *p, const FeelNode *node, Level left, Level right)
{
    print(p, node->kids[0], left);
    g_string_append_printf(p->out, " %s ", op_text(node->op));
    print(p, node->kids[1], right);
}

/* An operand of `and` after which `and …` would be read as part of a name: a type, or the word of
 * "date and time". It gets parentheses. */
static void print_and_operand(Printer *p, const FeelNode *node)
{
    gsize start = p->out->len;

    print(p, node, node->kind == FEEL_N_INSTANCE_OF ? LEVEL_POSTFIX : LEVEL_COMPARISON);
    if (g_str_has_suffix(p->out->str + start, "date")) {
        g_string_insert_c(p->out, (gssize)start, '(');
        g_string_append_c(p->out, ')');
    }
}

static void print_and(Printer *p, const FeelNode *node)
{
    for (size_t i = 0; i < node->n_kids; i++) {
        if (i > 0)
            g_string_append(p->out, " and ");
        print_and_operand(p, node->kids[i]);
    }
}

static void print_in(Printer *p, const FeelNode *node)
{
    bool one = node->n_kids == 2 && level_of(node->kids[1]) == LEVEL_POSTFIX;

    print(p, node->kids[0], LEVEL_COMPARISON);
    g_string_append(p->out, one ? " in " : " in (");
    for (size_t i = 1; i < node->n_kids; i++) {
        if (i > 1)
            g_string_append(p->out, ", ");
        if (node->kids[i]->kind == FEEL_N_UNARY_RANGE) {
            g_string_append_printf(p->out, "%s ", op_text(node->kids[i]->op));
            print(p, node->kids[i]->kids[0], LEVEL_ADDITIVE);
        } else {
            print(p, node->kids[i], LEVEL_ANY);
        }
    }
    if (!one)
        g_string_append_c(p->out, ')');
}

static void print_loop(Printer *p, const FeelNode *node)
{
    g_string_append(p->out, node->kind == FEEL_N_FOR    ? "for"
                            : node->kind == FEEL_N_SOME ? "some"
                                                        : "every");
    for (size_t i = 0; i < node->n_names; i++) {
        const FeelNode *domain = node->kids[i];

        g_string_append_printf(p->out, "%s%s in ", i > 0 ? ", " : " ", node->names[i]);
        if (domain->kind == FEEL_N_SPAN) {
            print(p, domain->kids[0], LEVEL_OR);
            g_string_append(p->out, "..");
            print(p, domain->kids[1], LEVEL_OR);
        } else {
            print(p, domain, LEVEL_OR);
        }
    }
    g_string_append(p->out, node->kind == FEEL_N_FOR ? " return " : " satisfies ");
    print(p, node->kids[node->n_kids - 1], LEVEL_ANY);
}

static void print_context(Printer *p, const FeelNode *node)
{
    g_string_append_c(p->out, '{');
    for (size_t i = 0; i < node->n_kids; i++) {
        if (i > 0)
            g_string_append(p->out, ", ");
        print_key(p->out, node->names[i]);
        g_string_append(p->out, ": ");
        print(p, node->kids[i], LEVEL_ANY);
    }
    g_string_append_c(p->out, '}');
}

static void print_function(Printer *p, const FeelNode *node)
{
    g_string_append(p->out, "function(");
    for (size_t i = 0; i < node->n_names; i++) {
        g_string_append_printf(p->out, "%s%s", i > 0 ? ", " : "", node->names[i]);
        if (node->types[i])
            g_string_append_printf(p->out, ": %s", feel_type_text(p->arena, node->types[i]));
    }
    g_string_append_c(p->out, ')');
    if (node->as_type)
        g_string_append_printf(p->out, ": %s", feel_type_text(p->arena, node->as_type));
    g_string_append(p->out, node->external ? " external " : " ");
    print(p, node->kids[0], LEVEL_ANY);
}

static void print_call(Printer *p, const FeelNode *node)
{
    print(p, node->kids[0], LEVEL_POSTFIX);
    g_string_append_c(p->out, '(');
    for (size_t i = 1; i < node->n_kids; i++) {
        if (i > 1)
            g_string_append(p->out, ", ");
        if (node->names)
            g_string_append_printf(p->out, "%s: ", node->names[i - 1]);
        print(p, node->kids[i], LEVEL_ANY);
    }
    g_string_append_c(p->out, ')');
}

/* A single test not(…) would be read as the negation of tests. */
static bool looks_negated(const FeelNode *node)
{
    const FeelNode *test = node->kids[0];

    return node->n_kids == 1 && test->kind == FEEL_N_CALL && test->kids[0]->kind == FEEL_N_NAME &&
           strcmp(test->kids[0]->name, "not") == 0;
}

static void print_tests(Printer *p, const FeelNode *node)
{
    if (node->kind == FEEL_N_NOT_TESTS)
        g_string_append(p->out, "not(");
    else if (looks_negated(node))
        g_string_append_c(p->out, '(');
    for (size_t i = 0; i < node->n_kids; i++) {
        if (i > 0)
            g_string_append(p->out, ", ");
        if (node->kids[i]->kind == FEEL_N_UNARY_RANGE) {
            g_string_append_printf(p->out, "%s ", op_text(node->kids[i]->op));
            print(p, node->kids[i]->kids[0], LEVEL_ADDITIVE);
        } else {
            print(p, node->kids[i], LEVEL_ANY);
        }
    }
    if (node->kind == FEEL_N_NOT_TESTS || looks_negated(node))
        g_string_append_c(p->out, ')');
}

static void print_interval(Printer *p, const FeelNode *node)
{
    g_string_append_c(p->out, node->start_included ? '[' : '(');
    print(p, node->kids[0], LEVEL_OR);
    g_string_append(p->out, "..");
    print(p, node->kids[1], LEVEL_OR);
    g_string_append_c(p->out, node->end_included ? ']' : ')');
}

static void print_operators(Printer *p, const FeelNode *node)
{
    Level level = level_of(node);

    switch ((int)node->kind) {
    case FEEL_N_OR:
        print_each(p, node, 0, " or ", LEVEL_AND);
        break;
    case FEEL_N_AND:
        print_and(p, node);
        break;
    case FEEL_N_COMPARE:
        print_binary(p, node, LEVEL_COMPARISON, LEVEL_ADDITIVE);
        break;
    case FEEL_N_BETWEEN:
        print(p, node->kids[0], LEVEL_COMPARISON);
        g_string_append(p->out, " between ");
        print(p, node->kids[1], LEVEL_ADDITIVE);
        g_string_append(p->out, " and ");
        print(p, node->kids[2], LEVEL_ADDITIVE);
        break;
    case FEEL_N_ARITH:
        print_binary(p, node, level, level + 1);
        break;
    case FEEL_N_NEGATE:
        g_string_append_c(p->out, '-');
        print(p, node->kids[0], LEVEL_UNARY);
        break;
    case FEEL_N_INSTANCE_OF:
        print(p, node->kids[0], LEVEL_POSTFIX);
        g_string_append_printf(p->out, " instance of %s",
                               node->as_type ? feel_type_text(p->arena, node->as_type) : "unknown");
        break;
    case FEEL_N_UNARY_RANGE: /* in parentheses by its level */
        g_string_append_printf(p->out, "%s ", op_text(node->op));
        print(p, node->kids[0], LEVEL_ADDITIVE);
        break;
    default:
        break;
    }
}

static void print_if(Printer *p, const FeelNode *node)
{
    g_string_append(p->out, "if ");
    print(p, node->kids[0], LEVEL_ANY);
    g_string_append(p->out, " then ");
    print(p, node->kids[1], LEVEL_ANY);
    g_string_append(p->out, " else ");
    print(p, node->kids[2], LEVEL_ANY);
}

/* base.member and base[bracket] */
static void print_part(Printer *p, const FeelNode *node)
{
    print(p, node->kids[0], LEVEL_POSTFIX);
    if (node->kind == FEEL_N_PATH) {
        g_string_append_printf(p->out, ".%s", node->name);
        return;
    }
    g_string_append_c(p->out, '[');
    print(p, node->kids[1], LEVEL_ANY);
    g_string_append_c(p->out, ']');
}

static void print_list(Printer *p, const FeelNode *node)
{
    g_string_append_c(p->out, '[');
    print_each(p, node, 0, ", ", LEVEL_ANY);
    g_string_append_c(p->out, ']');
}

static void print_leaf(Printer *p, const FeelNode *node)
{
    if (node->kind == FEEL_N_CONST)
        print_const(p, &node->value);
    else if (node->kind == FEEL_N_NAME)
        g_string_append(p->out, node->name);
    else
        g_string_append_c(p->out, node->kind == FEEL_N_INPUT ? '?' : '-');
}

static void print_node(Printer *p, const FeelNode *node)
{
    switch (node->kind) {
    case FEEL_N_CONST:
    case FEEL_N_NAME:
    case FEEL_N_INPUT:
    case FEEL_N_DASH:
        print_leaf(p, node);
        return;
    case FEEL_N_NEGATE:
    case FEEL_N_ARITH:
    case FEEL_N_COMPARE:
    case FEEL_N_AND:
    case FEEL_N_OR:
    case FEEL_N_BETWEEN:
    case FEEL_N_INSTANCE_OF:
    case FEEL_N_UNARY_RANGE:
        print_operators(p, node);
        return;
    case FEEL_N_IN:
        print_in(p, node);
        return;
    case FEEL_N_IF:
        print_if(p, node);
        return;
    case FEEL_N_FOR:
    case FEEL_N_SOME:
    case FEEL_N_EVERY:
        print_loop(p, node);
        return;
    case FEEL_N_SPAN: /* only inside of a loop, which prints it */
        return;
    case FEEL_N_LIST:
        print_list(p, node);
        return;
    case FEEL_N_CONTEXT:
        print_context(p, node);
        return;
    case FEEL_N_INTERVAL:
        print_interval(p, node);
        return;
    case FEEL_N_FUNCTION:
        print_function(p, node);
        return;
    case FEEL_N_PATH:
    case FEEL_N_FILTER:
        print_part(p, node);
        return;
    case FEEL_N_CALL:
        print_call(p, node);
        return;
    case FEEL_N_TESTS:
    case FEEL_N_NOT_TESTS:
        print_tests(p, node);
        return;
    case FEEL_N_HOST: /* has no text: what it is made from */
        print_each(p, node, 0, ", ", LEVEL_ANY);
        return;
    }
}

static void print(Printer *p, const FeelNode *node, Level at_least)
{
    /* A unary range has parentheses wherever a test list does not take it as it is. */
    bool enclosed = level_of(node) < at_least || node->kind == FEEL_N_UNARY_RANGE;

    if (enclosed)
        g_string_append_c(p->out, '(');
    print_node(p, node);
    if (enclosed)
        g_string_append_c(p->out, ')');
}

char *feel_print(Arena *arena, const FeelNode *node)
{
    g_autoptr(GString) out = g_string_new(NULL);
    Printer p = {out, arena};

    print(&p, node, LEVEL_ANY);
    return arena_strndup(arena, out->str, out->len);
}

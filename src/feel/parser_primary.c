/* Literals, brackets, and what follows a value: .member [filter] (arguments). */
#include <string.h>

#include "feel/literal.h"
#include "feel/parser_private.h"

static FeelNode *constant(FeelParser *p, size_t start, FeelValue value)
{
    FeelNode *node = feel_parser_node(p, FEEL_N_CONST, start, NULL, 0);

    if (node)
        node->value = value;
    return node;
}

static FeelNode *parse_number(FeelParser *p)
{
    size_t start = p->tok.start;
    FeelValue value = {.kind = FEEL_NUMBER};

    if (!feel_lex_number(&p->lex, &p->tok, &value.u.number))
        return feel_parser_fail(p, start, "feel.bad-number", "the number is too large",
                                "at most about 1e6144");
    feel_parser_next(p);
    return constant(p, start, value);
}

/* The text of a STRING token, which is taken. */
static const char *parse_text(FeelParser *p, size_t *out_len)
{
    const char *text = feel_lex_string(&p->lex, &p->tok, p->arena, out_len);

    if (!text)
        return feel_parser_fail(p, p->tok.start, "feel.bad-string",
                                "a text must not hold the character U+0000", NULL);
    feel_parser_next(p);
    return text;
}

static FeelNode *parse_string(FeelParser *p)
{
    size_t start = p->tok.start;
    FeelValue value = {.kind = FEEL_STRING};

    value.u.string.text = parse_text(p, &value.u.string.len);
    return value.u.string.text ? constant(p, start, value) : NULL;
}

/* @"2026-01-31"; a text of no known form is null with a remark (1.4). */
static FeelNode *parse_at(FeelParser *p)
{
    size_t start = p->tok.start;
    const char *text;
    FeelValue value;
    size_t len;

    feel_parser_next(p);
    if (p->tok.kind != FEEL_TOK_STRING)
        return feel_parser_unexpected(p, "a text in quotes");
    text = parse_text(p, &len);
    if (!text)
        return NULL;
    if (!feel_literal_parse(p->arena, text, len, &value))
        feel_parser_remark(p, start, "feel.bad-literal",
                           "this is no date, time, date and time, or duration");
    return constant(p, start, value);
}

static FeelNode *parse_parenthesis(FeelParser *p)
{
    size_t start = p->tok.start;
    FeelNode *node;

    feel_parser_next(p);
    node = feel_parse_expression(p);
    if (!node)
        return NULL;
    if (p->tok.kind == FEEL_TOK_DOTS)
        return feel_parse_interval_rest(p, start, false, node);
    return feel_parser_need(p, FEEL_TOK_RPAREN, "`)` or an operator") ? node : NULL;
}

static FeelNode *parse_list(FeelParser *p)
{
    size_t start = p->tok.start;
    g_autoptr(GPtrArray) kids = g_ptr_array_new();

    feel_parser_next(p);
    if (feel_parser_take(p, FEEL_TOK_RBRACKET))
        return feel_parser_node(p, FEEL_N_LIST, start, NULL, 0);
    do {
        FeelNode *kid = feel_parse_expression(p);

        if (!kid)
            return NULL;
        if (kids->len == 0 && p->tok.kind == FEEL_TOK_DOTS)
            return feel_parse_interval_rest(p, start, true, kid);
        g_ptr_array_add(kids, kid);
    } while (feel_parser_take(p, FEEL_TOK_COMMA));
    if (!feel_parser_need(p, FEEL_TOK_RBRACKET, "`,` or `]`"))
        return NULL;
    return feel_parser_node_of(p, FEEL_N_LIST, start, kids);
}

/* ]low..high] */
static FeelNode *parse_open_interval(FeelParser *p)
{
    size_t start = p->tok.start;
    FeelNode *low;

    feel_parser_next(p);
    low = feel_parse_expression(p);
    if (low && p->tok.kind != FEEL_TOK_DOTS)
        return feel_parser_unexpected(p, "`..` of a range that starts with `]`");
    return low ? feel_parse_interval_rest(p, start, false, low) : NULL;
}

static FeelNode *parse_word(FeelParser *p)
{
    size_t start = p->tok.start;
    FeelValue value = {.kind = FEEL_NULL};

    if (!feel_at_keyword(p))
        return feel_parse_name(p);
    if (feel_parser_is(p, "function"))
        return feel_parse_function_literal(p);
    if (feel_parser_is(p, "true") || feel_parser_is(p, "false")) {
        value.kind = FEEL_BOOLEAN;
        value.u.boolean = feel_parser_is(p, "true");
    } else if (!feel_parser_is(p, "null")) {
        return feel_parser_unexpected(p, "a value");
    }
    feel_parser_next(p);
    return constant(p, start, value);
}

static FeelNode *parse_primary(FeelParser *p)
{
    switch ((int)p->tok.kind) {
    case FEEL_TOK_NUMBER:
        return parse_number(p);
    case FEEL_TOK_STRING:
        return parse_string(p);
    case FEEL_TOK_AT:
        return parse_at(p);
    case FEEL_TOK_WORD:
        return parse_word(p);
    case FEEL_TOK_LPAREN:
        return parse_parenthesis(p);
    case FEEL_TOK_LBRACKET:
        return parse_list(p);
    case FEEL_TOK_RBRACKET:
        return parse_open_interval(p);
    case FEEL_TOK_LBRACE:
        return feel_parse_context(p);
    default:
        if (feel_relational_op(p->tok.kind) != FEEL_OP_NONE)
            return feel_parse_unary_range(p);
        return feel_parser_unexpected(p, "a value");
    }
}

/* Inside of brackets a `[` never ends the interval around them. A function literal, a name and a
 * unary range are not inside of brackets, but have no `[` of their own either before they hand over
 * to feel_parse_postfix, except for the body of a function: it keeps the state. */
static FeelNode *parse_bracketed(FeelParser *p, FeelNode *(*parse)(FeelParser *))
{
    bool saved = p->ends_interval;
    FeelNode *node;

    p->ends_interval = false;
    node = parse(p);
    p->ends_interval = saved;
    return node;
}

/* One argument; its label, or NULL, in *out_label. All arguments have one or none has. */
static FeelNode *parse_argument(FeelParser *p, bool first, bool named, const char **out_label)
{
    size_t start = p->tok.start;

    *out_label = feel_parse_label(p);
    if (!first && named != (*out_label != NULL))
        return feel_parser_fail(p, start, "feel.syntax",
                                "arguments are either all named or all without a name", NULL);
    return feel_parse_expression(p);
}

/* After the `(`: arguments and `)`. kids already holds the callee. */
static bool parse_arguments(FeelParser *p, GPtrArray *kids, GPtrArray *labels)
{
    if (feel_parser_take(p, FEEL_TOK_RPAREN))
        return true;
    do {
        const char *label;
        FeelNode *kid = parse_argument(p, kids->len == 1, labels->len > 0, &label);

        if (!kid)
            return false;
        g_ptr_array_add(kids, kid);
        if (label)
            g_ptr_array_add(labels, (gpointer)label);
    } while (feel_parser_take(p, FEEL_TOK_COMMA));
    return feel_parser_need(p, FEEL_TOK_RPAREN, "`,` or `)`");
}

static FeelNode *parse_call(FeelParser *p, size_t start, FeelNode *callee)
{
    g_autoptr(GPtrArray) kids = g_ptr_array_new();
    g_autoptr(GPtrArray) labels = g_ptr_array_new();
    bool saved = p->ends_interval;
    FeelNode *node;
    bool ok;

    g_ptr_array_add(kids, callee);
    p->ends_interval = false;
    feel_parser_next(p);
    ok = parse_arguments(p, kids, labels);
    p->ends_interval = saved;
    node = ok ? feel_parser_node_of(p, FEEL_N_CALL, start, kids) : NULL;
    if (node && labels->len > 0)
        feel_node_set_names(p->arena, node, (const char *const *)labels->pdata, labels->len);
    return node;
}

static FeelNode *parse_path(FeelParser *p, size_t start, FeelNode *base)
{
    const char *member;
    FeelNode *node;
    uint32_t at;

    feel_parser_next(p);
    at = p->tok.start;
    member = feel_parse_member(p);
    node = member ? feel_parser_node(p, FEEL_N_PATH, start, &base, 1) : NULL;
    if (node) {
        node->name = member;
        node->name_offset = at;
    }
    return node;
}

/* A `[` after a value. *done: it ends the interval around, `base` stands as it is. */
static FeelNode *parse_bracket(FeelParser *p, size_t start, FeelNode *base, bool *done)
{
    FeelMark mark = feel_parser_mark(p);
    FeelNode *node;

    *done = p->ends_interval && p->tok.start == p->bracket;
    if (*done)
        return base;
    if (p->ends_interval)
        g_array_append_val(p->brackets, p->tok.start);
    node = feel_parse_filter(p, start, base);
    if (!node && p->ends_interval && !p->failure.final) {
        feel_parser_back(p, mark);
        *done = true;
        return base;
    }
    return node;
}

FeelNode *feel_parse_postfix(FeelParser *p)
{
    size_t start = p->tok.start;
    bool bracketed = p->tok.kind == FEEL_TOK_LPAREN || p->tok.kind == FEEL_TOK_LBRACKET ||
                     p->tok.kind == FEEL_TOK_RBRACKET || p->tok.kind == FEEL_TOK_LBRACE;
    FeelNode *node = bracketed ? parse_bracketed(p, parse_primary) : parse_primary(p);
    bool done = false;

    while (node && !done) {
        if (p->tok.kind == FEEL_TOK_DOT)
            node = parse_path(p, start, node);
        else if (p->tok.kind == FEEL_TOK_LPAREN)
            node = parse_call(p, start, node);
        else if (p->tok.kind == FEEL_TOK_LBRACKET)
            node = parse_bracket(p, start, node, &done);
        else
            done = true;
    }
    return node;
}

/* Ranges, `in`, and unary tests (feel-reference 1.5, 1.6). */
#include "feel/parser_private.h"

FeelNode *feel_parse_unary_range(FeelParser *p)
{
    size_t start = p->tok.start;
    FeelOp op = feel_relational_op(p->tok.kind);
    FeelNode *operand, *node;

    if (!feel_parser_enter(p))
        return NULL;
    feel_parser_next(p);
    operand = feel_parse_additive(p);
    p->depth--;
    node = operand ? feel_parser_node(p, FEEL_N_UNARY_RANGE, start, &operand, 1) : NULL;
    if (node)
        node->op = op;
    return node;
}

static bool ends_interval(const FeelParser *p)
{
    return p->tok.kind == FEEL_TOK_RPAREN || p->tok.kind == FEEL_TOK_RBRACKET ||
           p->tok.kind == FEEL_TOK_LBRACKET;
}

static FeelNode *try_endpoint(FeelParser *p, uint32_t bracket)
{
    FeelNode *node;

    p->bracket = bracket;
    node = feel_parse_expression(p);
    return node && ends_interval(p) ? node : NULL;
}

/* The last endpoint. A `[` after it is a filter if it can be one, else the end of the interval; if
 * the interval then has no end, the last such filter was none after all, or the one before it. */
static FeelNode *parse_endpoint(FeelParser *p)
{
    FeelMark mark = feel_parser_mark(p);
    bool saved_ends = p->ends_interval;
    uint32_t saved_bracket = p->bracket;
    guint first = p->brackets->len;
    FeelNode *node;
    guint n;

    p->ends_interval = true;
    node = try_endpoint(p, UINT32_MAX);
    n = p->brackets->len;
    while (!node && n > first && !p->failure.final) {
        n--;
        feel_parser_back(p, mark);
        node = try_endpoint(p, g_array_index(p->brackets, uint32_t, n));
    }
    g_array_set_size(p->brackets, first);
    p->ends_interval = saved_ends;
    p->bracket = saved_bracket;
    return node;
}

FeelNode *feel_parse_interval_rest(FeelParser *p, size_t start, bool included, FeelNode *low)
{
    FeelNode *kids[2] = {low};
    FeelNode *node;
    bool end_included;

    feel_parser_next(p); /* .. */
    kids[1] = parse_endpoint(p);
    if (!kids[1]) {
        /* If the endpoint could be read, only its end is missing: the furthest failure says so. */
        return feel_parser_unexpected(p, "`]`, `)` or `[` at the end of a range");
    }
    end_included = p->tok.kind == FEEL_TOK_RBRACKET;
    feel_parser_next(p);
    node = feel_parser_node(p, FEEL_N_INTERVAL, start, kids, 2);
    if (node) {
        node->start_included = included;
        node->end_included = end_included;
    }
    return node;
}

static bool parse_test_list(FeelParser *p, GPtrArray *kids)
{
    do {
        FeelNode *kid = feel_parse_expression(p);

        if (!kid)
            return false;
        g_ptr_array_add(kids, kid);
    } while (feel_parser_take(p, FEEL_TOK_COMMA));
    return true;
}

/* Does the value go on after `)`, so that (a) was only its beginning: x in (a) * 2? */
static bool goes_on(const FeelParser *p)
{
    switch ((int)p->tok.kind) {
    case FEEL_TOK_DOT:
    case FEEL_TOK_LPAREN:
    case FEEL_TOK_LBRACKET:
    case FEEL_TOK_PLUS:
    case FEEL_TOK_MINUS:
    case FEEL_TOK_STAR:
    case FEEL_TOK_SLASH:
    case FEEL_TOK_POWER:
        return true;
    default:
        return feel_parser_is(p, "instance");
    }
}

/* ( test {, test} ) after `in`; false, set back to the `(`, if this is not the whole operand. */
static bool parse_in_list(FeelParser *p, GPtrArray *kids)
{
    FeelMark mark = feel_parser_mark(p);
    bool saved = p->ends_interval;
    guint before = kids->len;
    bool ok;

    p->ends_interval = false;
    feel_parser_next(p);
    ok = parse_test_list(p, kids) && feel_parser_take(p, FEEL_TOK_RPAREN);
    p->ends_interval = saved;
    if (ok && (kids->len > before + 1 || !goes_on(p)))
        return true;
    feel_parser_back(p, mark);
    g_ptr_array_set_size(kids, (gint)before);
    return false;
}

FeelNode *feel_parse_in(FeelParser *p, size_t start, FeelNode *value)
{
    g_autoptr(GPtrArray) kids = g_ptr_array_new();

    g_ptr_array_add(kids, value);
    if (p->tok.kind != FEEL_TOK_LPAREN || !parse_in_list(p, kids)) {
        FeelNode *test = feel_parse_additive(p);

        if (!test)
            return NULL;
        g_ptr_array_add(kids, test);
    }
    return feel_parser_node_of(p, FEEL_N_IN, start, kids);
}

/* not ( tests ) as the whole text; NULL, set back, if it is something else. */
static FeelNode *parse_not_tests(FeelParser *p)
{
    FeelMark mark = feel_parser_mark(p);
    size_t start = p->tok.start;
    g_autoptr(GPtrArray) kids = g_ptr_array_new();

    if (feel_parser_take_word(p, "not") && feel_parser_take(p, FEEL_TOK_LPAREN) &&
        parse_test_list(p, kids) && feel_parser_take(p, FEEL_TOK_RPAREN) &&
        p->tok.kind == FEEL_TOK_END)
        return feel_parser_node_of(p, FEEL_N_NOT_TESTS, start, kids);
    feel_parser_back(p, mark);
    return NULL;
}

FeelNode *feel_parse_tests(FeelParser *p)
{
    FeelMark mark = feel_parser_mark(p);
    size_t start = p->tok.start;
    g_autoptr(GPtrArray) kids = g_ptr_array_new();
    FeelNode *node;

    (void)feel_parser_take(p, FEEL_TOK_MINUS);
    if (p->tok.kind == FEEL_TOK_END)
        return feel_parser_node(p, FEEL_N_DASH, start, NULL, 0);
    feel_parser_back(p, mark);
    node = parse_not_tests(p);
    if (node)
        return node;
    return parse_test_list(p, kids) ? feel_parser_node_of(p, FEEL_N_TESTS, start, kids) : NULL;
}

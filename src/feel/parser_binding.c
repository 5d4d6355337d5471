/* What binds names: for, some, every, function literals, context literals, filters. */
#include <string.h>

#include "feel/parser_private.h"

/* The domain of an iterator: an expression or from..to. */
static FeelNode *parse_domain(FeelParser *p)
{
    size_t start = p->tok.start;
    FeelNode *kids[2] = {feel_parse_expression(p), NULL};

    if (!kids[0] || !feel_parser_take(p, FEEL_TOK_DOTS))
        return kids[0];
    kids[1] = feel_parse_expression(p);
    return kids[1] ? feel_parser_node(p, FEEL_N_SPAN, start, kids, 2) : NULL;
}

/* name in domain; the name is bound only after its domain. */
static bool parse_iterator(FeelParser *p, FeelFrame *frame, GPtrArray *kids)
{
    const char *name = feel_parse_iterator_name(p);
    FeelNode *domain;

    if (!name || !feel_parser_need_word(p, "in", "`in` and what to go through"))
        return false;
    domain = parse_domain(p);
    if (!domain)
        return false;
    feel_frame_add(p, frame, name);
    g_ptr_array_add(kids, domain);
    return true;
}

static bool parse_iterators(FeelParser *p, FeelFrame *frame, GPtrArray *kids, bool is_for)
{
    bool more;

    do {
        if (!parse_iterator(p, frame, kids))
            return false;
        more = feel_parser_take(p, FEEL_TOK_COMMA);
        /* `some x in a y in b satisfies` is tolerated */
        if (!is_for && p->tok.kind == FEEL_TOK_WORD && !feel_parser_is(p, "satisfies"))
            more = true;
    } while (more);
    if (is_for)
        return feel_parser_need_word(p, "return", "`,` or `return`");
    return feel_parser_need_word(p, "satisfies", "`,` or `satisfies`");
}

static FeelNode *parse_loop_in(FeelParser *p, FeelNodeKind kind, FeelFrame *frame)
{
    size_t start = p->tok.start;
    g_autoptr(GPtrArray) kids = g_ptr_array_new();
    FeelNode *body, *node;
    size_t n;

    feel_parser_next(p);
    if (!parse_iterators(p, frame, kids, kind == FEEL_N_FOR))
        return NULL;
    n = frame->names->len;
    if (kind == FEEL_N_FOR)
        feel_frame_add(p, frame, "partial");
    body = feel_parse_expression(p);
    if (!body)
        return NULL;
    g_ptr_array_add(kids, body);
    node = feel_parser_node_of(p, kind, start, kids);
    if (node)
        feel_node_set_names(p->arena, node, (const char *const *)frame->names->pdata, n);
    return node;
}

FeelNode *feel_parse_loop(FeelParser *p)
{
    FeelNodeKind kind = feel_parser_is(p, "for")    ? FEEL_N_FOR
                        : feel_parser_is(p, "some") ? FEEL_N_SOME
                                                    : FEEL_N_EVERY;
    FeelFrame frame;
    FeelNode *node;

    feel_frame_init(p, &frame, FEEL_FRAME_LOOP);
    node = parse_loop_in(p, kind, &frame);
    feel_frame_clear(p, &frame);
    return node;
}

/* name [ : type ] */
static bool parse_parameter(FeelParser *p, FeelFrame *frame, GPtrArray *types)
{
    const char *name = feel_parse_declared(p);
    const FeelType *type = NULL;

    if (!name)
        return false;
    if (feel_parser_take(p, FEEL_TOK_COLON) && !feel_parse_type(p, &type))
        return false;
    feel_frame_add(p, frame, name);
    g_ptr_array_add(types, (gpointer)type);
    return true;
}

static bool parse_parameters(FeelParser *p, FeelFrame *frame, GPtrArray *types)
{
    if (!feel_parser_need(p, FEEL_TOK_LPAREN, "`(` and the parameters"))
        return false;
    if (feel_parser_take(p, FEEL_TOK_RPAREN))
        return true;
    do {
        if (!parse_parameter(p, frame, types))
            return false;
    } while (feel_parser_take(p, FEEL_TOK_COMMA));
    return feel_parser_need(p, FEEL_TOK_RPAREN, "`,` or `)`");
}

static FeelNode *parse_function_in(FeelParser *p, FeelFrame *frame, GPtrArray *types)
{
    size_t start = p->tok.start;
    const FeelType *result = NULL;
    const FeelType **kept;
    FeelNode *node, *body;
    bool external;

    feel_parser_next(p);
    if (!parse_parameters(p, frame, types))
        return NULL;
    if (feel_parser_take(p, FEEL_TOK_COLON) && !feel_parse_type(p, &result))
        return NULL;
    external = feel_at_keyword(p) && feel_parser_take_word(p, "external");
    body = feel_parse_expression(p);
    node = body ? feel_parser_node(p, FEEL_N_FUNCTION, start, &body, 1) : NULL;
    if (!node)
        return NULL;
    kept = ARENA_NEW_N(p->arena, const FeelType *, types->len);
    for (guint i = 0; i < types->len; i++)
        kept[i] = g_ptr_array_index(types, i);
    node->types = kept;
    node->as_type = result;
    node->external = external;
    feel_node_set_names(p->arena, node, (const char *const *)frame->names->pdata,
                        frame->names->len);
    return node;
}

FeelNode *feel_parse_function_literal(FeelParser *p)
{
    g_autoptr(GPtrArray) types = g_ptr_array_new();
    FeelFrame frame;
    FeelNode *node;

    feel_frame_init(p, &frame, FEEL_FRAME_FUNCTION);
    node = parse_function_in(p, &frame, types);
    feel_frame_clear(p, &frame);
    return node;
}

/* A key and its colon. A name is kept in normal form, a text in quotes as it is. */
static const char *parse_key(FeelParser *p)
{
    const char *key;
    size_t len;

    if (p->tok.kind == FEEL_TOK_STRING) {
        key = feel_lex_string(&p->lex, &p->tok, p->arena, &len);
        if (!key)
            return feel_parser_fail(p, p->tok.start, "feel.bad-string",
                                    "a text must not hold the character U+0000", NULL);
        feel_parser_next(p);
    } else {
        key = feel_parse_declared(p);
    }
    if (!key || !feel_parser_need(p, FEEL_TOK_COLON, "`:` and the value of the entry"))
        return NULL;
    return key;
}

static bool parse_entry(FeelParser *p, FeelFrame *frame, GPtrArray *kids)
{
    const char *key = parse_key(p);
    FeelNode *value;

    if (!key)
        return false;
    frame->self = feel_name_normal(p->arena, key, strlen(key));
    value = feel_parse_expression(p);
    frame->self = NULL;
    if (!value)
        return false;
    g_ptr_array_add(kids, value);
    feel_frame_add(p, frame, key);
    feel_parser_add_member(p, key);
    return true;
}

static FeelNode *parse_context_in(FeelParser *p, FeelFrame *frame)
{
    size_t start = p->tok.start;
    g_autoptr(GPtrArray) kids = g_ptr_array_new();
    FeelNode *node;

    feel_parser_next(p);
    if (!feel_parser_take(p, FEEL_TOK_RBRACE)) {
        do {
            if (!parse_entry(p, frame, kids))
                return NULL;
        } while (feel_parser_take(p, FEEL_TOK_COMMA));
        if (!feel_parser_need(p, FEEL_TOK_RBRACE, "`,` or `}`"))
            return NULL;
    }
    node = feel_parser_node_of(p, FEEL_N_CONTEXT, start, kids);
    if (node)
        feel_node_set_names(p->arena, node, (const char *const *)frame->names->pdata,
                            frame->names->len);
    return node;
}

FeelNode *feel_parse_context(FeelParser *p)
{
    FeelFrame frame;
    FeelNode *node;

    feel_frame_init(p, &frame, FEEL_FRAME_CONTEXT);
    node = parse_context_in(p, &frame);
    feel_frame_clear(p, &frame);
    return node;
}

FeelNode *feel_parse_filter(FeelParser *p, size_t start, FeelNode *base)
{
    bool saved = p->ends_interval;
    FeelNode *kids[2] = {base};
    FeelFrame frame;

    p->ends_interval = false;
    feel_frame_init(p, &frame, FEEL_FRAME_FILTER);
    feel_parser_next(p);
    kids[1] = feel_parse_expression(p);
    feel_frame_clear(p, &frame);
    p->ends_interval = saved;
    if (!kids[1] || !feel_parser_need(p, FEEL_TOK_RBRACKET, "`]` or an operator"))
        return NULL;
    return feel_parser_node(p, FEEL_N_FILTER, start, kids, 2);
}

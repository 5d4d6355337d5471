/* Boxed expressions into FEEL trees. */
#include <string.h>

#include "dmn/program_private.h"
#include "feel/names.h"

/* Where the result of a context without a name is kept: no name is spelt so. */
static const char RESULT_KEY[] = "\001result";

/* ---- small trees ---- */

const SrcText *dmn_build_at(DmnBuilder *b, SrcPos pos)
{
    SrcText *at = ARENA_NEW(b->arena, SrcText);

    *at = (SrcText){.text = "", .start = pos};
    return at;
}

static FeelNode *
node_of(DmnBuilder *b, FeelNodeKind kind, const SrcText *at, FeelNode *const *kids, size_t n)
{
    FeelNode *node = feel_node_build(b->arena, kind, at, kids, n, b->diags);

    return node ? node : dmn_build_null(b, at); /* too high: said already */
}

FeelNode *dmn_build_null(DmnBuilder *b, const SrcText *at)
{
    return feel_node_build(b->arena, FEEL_N_CONST, at, NULL, 0, b->diags);
}

FeelNode *dmn_build_op(DmnBuilder *b,
                       const FeelHostOp *op,
                       const FeelType *type,
                       const SrcText *at,
                       FeelNode *const *kids,
                       size_t n)
{
    FeelNode *node = node_of(b, FEEL_N_HOST, at, kids, n);

    if (node->kind == FEEL_N_HOST) {
        node->host_op = op;
        node->as_type = type;
    }
    return node;
}

const char *dmn_build_name(DmnBuilder *b, const char *name)
{
    return feel_name_normal(b->arena, name, strlen(name));
}

static void set_names(DmnBuilder *b, FeelNode *node, const char *const *names, size_t n)
{
    const char **kept = ARENA_NEW_N(b->arena, const char *, n);

    for (size_t i = 0; i < n; i++)
        kept[i] = names[i];
    node->names = kept;
    node->n_names = n;
}

FeelNode *dmn_build_param(DmnBuilder *b, const char *name, size_t i, const SrcText *at)
{
    FeelNode *node = feel_node_build(b->arena, FEEL_N_NAME, at, NULL, 0, b->diags);

    node->name = dmn_build_name(b, name);
    node->ref = (FeelRef){.kind = FEEL_REF_LOCAL, .index = (int)i};
    return node;
}

/* ---- conversion ---- */

static FeelValue coerce(const void *data, FeelRun *run, const FeelValue *args, size_t n)
{
    (void)n;
    return dmn_coerce(run, data, &args[0]);
}

FeelNode *dmn_build_coercion(DmnBuilder *b, FeelNode *node, const DmnType *type, const SrcText *at)
{
    FeelHostOp *op;

    if (!type)
        return node;
    if (node->kind == FEEL_N_CONST && !type->checks &&
        feel_value_conforms(&node->value, type->type))
        return node;
    op = ARENA_NEW(b->arena, FeelHostOp);
    op->eval = coerce;
    op->data = dmn_coercion_new(b->arena, type, at->start);
    return dmn_build_op(b, op, type->type, at, &node, 1);
}

static FeelNode *typed(DmnBuilder *b, FeelNode *node, const DmnTypeRef *ref, const SrcText *at)
{
    return dmn_build_coercion(b, node, dmn_types_find(b->unit->types, ref), at);
}

/* ---- texts ---- */

FeelNode *dmn_build_text(DmnBuilder *b, const SrcText *text, FeelGrammar grammar)
{
    FeelNode *node = feel_parse_bound(b->arena, b->scope, b->bound, text, grammar, b->diags);

    if (!node && grammar == FEEL_UNARY_TESTS) /* no test is true of nothing, null included */
        return feel_node_build(b->arena, FEEL_N_TESTS, text, NULL, 0, b->diags);
    if (!node)
        return dmn_build_null(b, text);
    node->src = text;
    dmn_build_imports(b, node);
    return node;
}

static bool is_blank(const SrcText *text)
{
    for (size_t i = 0; i < text->len; i++)
        if (!g_ascii_isspace(text->text[i]))
            return false;
    return true;
}

static FeelNode *build_literal(DmnBuilder *b, const DmnBox *box)
{
    const char *language = box->language ? box->language : b->unit->doc->language;

    if (language) {
        diag_add(b->diags, DIAG_ERROR, "dmn.language", box->pos,
                 "only FEEL can be evaluated; this expression is null");
        diag_seen(b->diags, "%s", language);
        return dmn_build_null(b, &box->text);
    }
    if (is_blank(&box->text)) {
        diag_add(b->diags, DIAG_ERROR, "dmn.no-text", box->pos, "the expression is empty");
        return dmn_build_null(b, &box->text);
    }
    return dmn_build_text(b, &box->text, FEEL_EXPRESSION);
}

/* ---- contexts, lists, relations ---- */

static FeelNode *build_part(DmnBuilder *b, const DmnPart *part)
{
    const SrcText *at = dmn_build_at(b, part->pos);
    FeelNode *node = part->box ? dmn_build_box(b, part->box) : dmn_build_null(b, at);

    return typed(b, node, &part->type, at);
}

static FeelNode *result_of(DmnBuilder *b, FeelNode *context, const SrcText *at)
{
    FeelNode *path = node_of(b, FEEL_N_PATH, at, &context, 1);

    path->name = RESULT_KEY;
    return path;
}

static FeelNode *build_context(DmnBuilder *b, const DmnBox *box)
{
    const SrcText *at = dmn_build_at(b, box->pos);
    const char **names = ARENA_NEW_N(b->arena, const char *, box->n_parts);
    FeelNode **kids = ARENA_NEW_N(b->arena, FeelNode *, box->n_parts);
    FeelBound frame = {.outer = b->bound, .kind = FEEL_N_CONTEXT, .names = names};
    bool has_result = false;
    FeelNode *node;

    b->bound = &frame;
    for (size_t i = 0; i < box->n_parts; i++) {
        const DmnPart *part = &box->parts[i];

        if (has_result)
            diag_add(b->diags, DIAG_ERROR, "dmn.context-result", part->pos,
                     "an entry without a name must be the last one of its context");
        has_result = has_result || !part->name;
        frame.self = part->name;
        kids[i] = build_part(b, part);
        names[i] = part->name ? dmn_build_name(b, part->name) : RESULT_KEY;
        frame.n = i + 1;
    }
    b->bound = frame.outer;
    node = node_of(b, FEEL_N_CONTEXT, at, kids, box->n_parts);
    if (node->kind != FEEL_N_CONTEXT)
        return node;
    set_names(b, node, names, box->n_parts);
    return has_result ? result_of(b, node, at) : node;
}

static FeelNode *build_list(DmnBuilder *b, const DmnBox *box)
{
    FeelNode **kids = ARENA_NEW_N(b->arena, FeelNode *, box->n_parts);

    for (size_t i = 0; i < box->n_parts; i++)
        kids[i] = build_part(b, &box->parts[i]);
    return node_of(b, FEEL_N_LIST, dmn_build_at(b, box->pos), kids, box->n_parts);
}

/* A row is a context whose entries do not see each other. */
static FeelNode *build_row(DmnBuilder *b, const DmnBox *box, const DmnBox *row)
{
    const char **names = ARENA_NEW_N(b->arena, const char *, box->n_columns);
    FeelNode **kids = ARENA_NEW_N(b->arena, FeelNode *, box->n_columns);
    FeelBound frame = {.outer = b->bound, .kind = FEEL_N_CONTEXT};
    FeelNode *node;

    b->bound = &frame;
    for (size_t i = 0; i < box->n_columns; i++) {
        const SrcText *at = dmn_build_at(b, row->parts[i].pos);

        names[i] = dmn_build_name(b, box->columns[i].name);
        kids[i] = typed(b, dmn_build_box(b, row->parts[i].box), &box->columns[i].type, at);
    }
    b->bound = frame.outer;
    node = node_of(b, FEEL_N_CONTEXT, dmn_build_at(b, row->pos), kids, box->n_columns);
    if (node->kind == FEEL_N_CONTEXT)
        set_names(b, node, names, box->n_columns);
    return node;
}

static FeelNode *build_relation(DmnBuilder *b, const DmnBox *box)
{
    FeelNode **kids = ARENA_NEW_N(b->arena, FeelNode *, box->n_parts);

    for (size_t i = 0; i < box->n_parts; i++)
        kids[i] = build_row(b, box, box->parts[i].box);
    return node_of(b, FEEL_N_LIST, dmn_build_at(b, box->pos), kids, box->n_parts);
}

/* ---- calls, choices, loops ---- */

static FeelNode *build_invocation(DmnBuilder *b, const DmnBox *box)
{
    const SrcText *at = dmn_build_at(b, box->pos);
    const char **names = ARENA_NEW_N(b->arena, const char *, box->n_parts);
    FeelNode **kids = ARENA_NEW_N(b->arena, FeelNode *, box->n_parts + 1);
    FeelNode *node;

    kids[0] = box->callee ? dmn_build_box(b, box->callee) : dmn_build_null(b, at);
    for (size_t i = 0; i < box->n_parts; i++) {
        names[i] = dmn_build_name(b, box->parts[i].name ? box->parts[i].name : "");
        kids[i + 1] = build_part(b, &box->parts[i]);
    }
    node = node_of(b, FEEL_N_CALL, at, kids, box->n_parts + 1);
    if (node->kind == FEEL_N_CALL && box->n_parts)
        set_names(b, node, names, box->n_parts);
    return node;
}

static FeelNode *build_conditional(DmnBuilder *b, const DmnBox *box)
{
    FeelNode *kids[3];

    for (size_t i = 0; i < 3; i++)
        kids[i] = build_part(b, &box->parts[i]);
    return node_of(b, FEEL_N_IF, dmn_build_at(b, box->pos), kids, 3);
}

static FeelNode *build_loop(DmnBuilder *b, const DmnBox *box, FeelNodeKind kind)
{
    const char *names[2] = {dmn_build_name(b, box->iterator), "partial"};
    FeelBound frame = {.outer = b->bound, .kind = kind, .names = names};
    FeelNode *kids[2], *node;

    b->bound = &frame;
    kids[0] = build_part(b, &box->parts[0]);
    frame.n = kind == FEEL_N_FOR ? 2 : 1;
    kids[1] = build_part(b, &box->parts[1]);
    b->bound = frame.outer;
    node = node_of(b, kind, dmn_build_at(b, box->pos), kids, 2);
    if (node->kind == kind)
        set_names(b, node, names, 1);
    return node;
}

static FeelNode *build_filter(DmnBuilder *b, const DmnBox *box)
{
    FeelBound frame = {.outer = b->bound, .kind = FEEL_N_FILTER};
    FeelNode *kids[2], *node;

    kids[0] = build_part(b, &box->parts[0]);
    b->bound = &frame;
    kids[1] = build_part(b, &box->parts[1]);
    b->bound = frame.outer;
    node = node_of(b, FEEL_N_FILTER, dmn_build_at(b, box->pos), kids, 2);
    node->only_condition = true;
    return node;
}

/* ---- dispatch ---- */

static FeelNode *build_kind(DmnBuilder *b, const DmnBox *box, const DmnType *expected)
{
    switch (box->kind) {
    case DMN_BOX_LITERAL:
        return build_literal(b, box);
    case DMN_BOX_TABLE:
        return dmn_build_table(b, box, expected);
    case DMN_BOX_CONTEXT:
        return build_context(b, box);
    case DMN_BOX_LIST:
        return build_list(b, box);
    case DMN_BOX_RELATION:
        return build_relation(b, box);
    case DMN_BOX_FUNCTION:
        return dmn_build_function(b, box->function, box->pos);
    case DMN_BOX_INVOCATION:
        return build_invocation(b, box);
    case DMN_BOX_CONDITIONAL:
        return build_conditional(b, box);
    case DMN_BOX_FOR:
        return build_loop(b, box, FEEL_N_FOR);
    case DMN_BOX_SOME:
        return build_loop(b, box, FEEL_N_SOME);
    case DMN_BOX_EVERY:
        return build_loop(b, box, FEEL_N_EVERY);
    case DMN_BOX_FILTER:
        return build_filter(b, box);
    }
    return dmn_build_null(b, dmn_build_at(b, box->pos));
}

FeelNode *dmn_build_box(DmnBuilder *b, const DmnBox *box)
{
    const DmnType *type = dmn_types_find(b->unit->types, &box->type), *expected = b->expected;
    FeelNode *node;

    b->expected = NULL; /* it is about the whole, not its parts */
    node = build_kind(b, box, type ? type : expected);
    if (box->kind == DMN_BOX_FUNCTION) /* its type is about its result, too */
        return node;
    return dmn_build_coercion(b, node, type, dmn_build_at(b, box->pos));
}

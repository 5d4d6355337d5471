/* Cells of tables: texts without quotes, figures in the header's unit, nodes made by hand. */
#include <string.h>

#include "regulation/check_block_private.h"
#include "regulation/source.h"

/* ---- trees made by hand --------------------------------------------------------------------- */

static FeelNode *new_node(Checker *c, FeelNodeKind kind, size_t offset, size_t len)
{
    FeelNode *node = ARENA_NEW(c->arena, FeelNode);

    node->kind = kind;
    node->offset = (uint32_t)offset;
    node->len = (uint32_t)len;
    node->height = 1;
    return node;
}

FeelNode *check_node_text(Checker *c, const char *text, size_t offset, size_t len)
{
    FeelNode *node = new_node(c, FEEL_N_CONST, offset, len);

    node->value = feel_string(text, strlen(text));
    node->type = &feel_type_string;
    return node;
}

FeelNode *check_node_null(Checker *c)
{
    FeelNode *node = new_node(c, FEEL_N_CONST, 0, 0);

    node->value = feel_null();
    node->type = &feel_type_null;
    return node;
}

static FeelNode *number_node(Checker *c, Dec value, const FeelNode *at)
{
    FeelNode *node = new_node(c, FEEL_N_CONST, at->offset, at->len);

    node->value = feel_number(value);
    node->type = &feel_type_number;
    return node;
}

FeelNode *check_node_scale(Checker *c, FeelNode *node, Dec factor, FeelOp op)
{
    Dec product;

    if (dec_equal(factor, dec_from_int(1)) || node->type->kind == FEEL_T_NULL)
        return node;
    if (op == FEEL_OP_MUL && node->kind == FEEL_N_CONST && node->value.kind == FEEL_NUMBER &&
        dec_mul(node->value.u.number, factor, &product))
        return number_node(c, product, node);
    FeelNode *scaled = new_node(c, FEEL_N_ARITH, node->offset, node->len);
    scaled->op = op;
    scaled->type = &feel_type_number;
    scaled->n_kids = 2;
    scaled->kids = ARENA_NEW_N(c->arena, FeelNode *, 2);
    scaled->kids[0] = node;
    scaled->kids[1] = number_node(c, factor, node);
    scaled->height = node->height + 1;
    return scaled;
}

/* ---- tests of text columns ------------------------------------------------------------------- */

/* The texts between from and to, parted by commas, as kids of a test node. NULL after an error. */
static FeelNode *
texts_between(Checker *c, const SrcText *src, size_t from, size_t to, FeelNodeKind kind)
{
    FeelNode *node = new_node(c, kind, from, to - from);
    g_autoptr(GPtrArray) kids = g_ptr_array_new();
    size_t start = from;

    for (size_t at = from; at <= to; at++) {
        if (at < to && src->text[at] != ',')
            continue;
        SrcText part = src_part(c->arena, src, start, at);
        if (part.len == 0) {
            diag_add(c->diags, DIAG_ERROR, "regulation.cell-empty-text", src_text_pos(src, start),
                     "a text is lacking between commas");
            return NULL;
        }
        FeelNode *text = strcmp(part.text, "null") == 0
                             ? check_node_null(c)
                             : check_node_text(c, part.text, start, at - start);
        text->offset = (uint32_t)start;
        text->len = (uint32_t)(at - start);
        g_ptr_array_add(kids, text);
        start = at + 1;
    }
    node->n_kids = kids->len;
    node->kids = ARENA_NEW_N(c->arena, FeelNode *, kids->len);
    memcpy(node->kids, kids->pdata, kids->len * sizeof *node->kids);
    node->type = &feel_type_boolean;
    node->height = 2;
    return node;
}

/* "not(…)" around the whole cell? Then the span inside. */
static bool is_negated(const SrcText *src, size_t *out_from, size_t *out_to)
{
    if (!g_str_has_prefix(src->text, "not(") || src->text[src->len - 1] != ')')
        return false;
    *out_from = 4;
    *out_to = src->len - 1;
    return true;
}

FeelNode *
check_text_tests(Checker *c, const SrcText *src, const CheckSite *site, const RegName *domain)
{
    size_t from = 0;
    size_t to = src->len;
    FeelNodeKind kind = FEEL_N_TESTS;

    if (src->text[0] == '=') {
        SrcText rest = src_part(c->arena, src, 1, src->len);
        return check_tests(c, &rest, site, &feel_type_string, domain);
    }
    if (memchr(src->text, '"', src->len))
        return check_tests(c, src, site, &feel_type_string, domain);
    if (is_negated(src, &from, &to))
        kind = FEEL_N_NOT_TESTS;
    FeelNode *node = texts_between(c, src, from, to, kind);
    if (!node || !feel_check(c->arena, site->scope, node, src, &feel_type_string, c->diags))
        return NULL;
    for (size_t i = 0; domain && i < node->n_kids; i++) {
        const FeelNode *kid = node->kids[i];

        if (kid->value.kind == FEEL_STRING)
            check_text_occurs(c, domain, kid->value.u.string.text, src_text_pos(src, kid->offset));
    }
    return node;
}

/* Columns of a table: which hold texts without quotes, which expressions; their cells as trees. */
#include <string.h>

#include "regulation/check_block_private.h"
#include "regulation/source.h"

/* What an output cell is, seen for itself. */
typedef enum CellKind {
    CELL_NOTHING, /* -, null */
    CELL_MARKED,  /* `=` before an expression, or a text in quotes: fits both sorts of column */
    CELL_NAME,    /* the bare name of something in scope */
    CELL_VALUE,   /* any other expression that can be understood */
    CELL_UNKNOWN, /* cannot: a text, or a mistake */
} CellKind;

static CellKind cell_kind(Checker *c, const SrcText *src, const CheckSite *site)
{
    if (strcmp(src->text, "-") == 0 || strcmp(src->text, "null") == 0)
        return CELL_NOTHING;
    if (src->text[0] == '=' || src->text[0] == '"')
        return CELL_MARKED;
    Diags *loud = check_silently(c);
    const FeelNode *node = check_tree(c, src, site, NULL);
    check_loudly(c, loud);
    if (!node)
        return CELL_UNKNOWN;
    return node->kind == FEEL_N_NAME ? CELL_NAME : CELL_VALUE;
}

/* A column is of texts if some cell can be nothing else and none is an expression (one such cell
 * beside expressions is a mistake in it). The values listed in the header count as cells. */
static bool is_text_column(Checker *c, const RegBlock *block, size_t column, const CheckSite *site)
{
    const DmnTable *table = block->u.table;
    const RegTableOrder *order = &block->orders[column];
    bool some_unknown = false;

    for (size_t i = 0; i < table->n_rules + order->n; i++) {
        const SrcText *src = i < table->n_rules ? &table->rules[i].output_srcs[column]
                                                : &order->srcs[i - table->n_rules];
        CellKind kind = cell_kind(c, src, site);

        if (kind == CELL_VALUE)
            return false;
        some_unknown = some_unknown || kind == CELL_UNKNOWN;
    }
    return some_unknown;
}

void check_column_sort(
    Checker *c, const RegBlock *block, size_t column, const CheckSite *site, CheckColumn *out)
{
    const char *unit = block->u.table->outputs[column].unit;

    *out = (CheckColumn){
        .factor = dec_from_int(1), .unit = unit_unknown(), .cell_unit = unit_unknown()};
    if (unit && unit[0] != '\0')
        out->want = &feel_type_number;
    else
        out->is_text = is_text_column(c, block, column, site);
}

/* In a text column a cell that spells a name is still a text: say so, for it may be a slip. */
static void warn_of_name(Checker *c, const SrcText *src, const CheckSite *site)
{
    int slot = feel_scope_slot(site->scope, src->text);

    if (slot < 0)
        return;
    diag_add(c->diags, DIAG_WARNING, "regulation.cell-spells-name", src->start,
             "this cell is the text \"%s\", not the value of that name", src->text);
    diag_hint(c->diags, "write = before it to read the name, or quotes around it");
}

static FeelNode *expression_cell(Checker *c,
                                 const SrcText *src,
                                 const CheckSite *site,
                                 const CheckColumn *column,
                                 Unit *out_unit)
{
    FeelNode *node = check_tree(c, src, site, column->want);

    if (!node)
        return NULL;
    *out_unit = check_units(c, node, src, NULL);
    if (!check_unit_fits(c, src->start, out_unit, &column->cell_unit))
        return NULL;
    return check_node_scale(c, node, column->factor, FEEL_OP_MUL);
}

FeelNode *check_output_cell(Checker *c,
                            const SrcText *src,
                            const CheckSite *site,
                            const CheckColumn *column,
                            Unit *out_unit)
{
    *out_unit = unit_unknown();
    if (strcmp(src->text, "-") == 0 || strcmp(src->text, "null") == 0)
        return check_node_null(c);
    if (src->text[0] == '=') {
        SrcText rest = src_part(c->arena, src, 1, src->len);
        return expression_cell(c, &rest, site, column, out_unit);
    }
    if (column->is_text && src->text[0] != '"') {
        warn_of_name(c, src, site);
        return check_node_text(c, src->text, 0, src->len);
    }
    return expression_cell(c, src, site, column, out_unit);
}

bool check_column_unit(Checker *c, const char *text, CheckColumn *column)
{
    if (!text || text[0] == '\0')
        return true;
    if (!unit_parse(c->arena, text, &column->unit, &column->factor)) {
        column->factor = dec_from_int(1);
        return false;
    }
    column->cell_unit = column->unit;
    if (!dec_equal(column->factor, dec_from_int(1))) {
        /* what is written is in 万元: figures fit (they are bare), amounts in 元 do not */
        column->cell_unit = unit_none();
        column->cell_unit.n_parts = 1;
        column->cell_unit.parts[0] = (struct UnitPart){text, 1};
    }
    return true;
}

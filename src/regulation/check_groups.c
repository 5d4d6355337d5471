/* Ranks, totals and shares: what looks at many rows at once. */
#include <string.h>

#include "regulation/check_block_private.h"

static bool is_comparable(const FeelType *type)
{
    return type->kind == FEEL_T_NUMBER || type->kind == FEEL_T_DATE ||
           type->kind == FEEL_T_STRING || type->kind == FEEL_T_DATE_TIME ||
           type->kind == FEEL_T_TIME || type->kind == FEEL_T_ANY;
}

static void check_comparable(Checker *c, RegExpr *expr, CheckSite *site, const char *place)
{
    site->place = place;
    if (!check_expr(c, expr, site, NULL, NULL) || !expr->node || is_comparable(expr->node->type))
        return;
    diag_add(c->diags, DIAG_ERROR, "regulation.type", expr->src.start,
             "what is ranked must be a number, a date or a text");
    diag_seen(c->diags, "%s", feel_type_text(c->arena, expr->node->type));
}

/* Groups: any values, compared for equality. */
static void check_within(Checker *c, RegExpr *within, size_t n, CheckSite *site)
{
    site->place = "within";
    for (size_t i = 0; i < n; i++)
        check_expr(c, &within[i], site, NULL, NULL);
}

/* ---- rank ------------------------------------------------------------------------------------ */

/* `-` before a date means the earlier one wins; FEEL cannot negate a date, so its day number is. */
static void negate_date(Checker *c, RegExpr *expr, const CheckSite *site)
{
    const char *text = expr->src.text;

    if (!text || text[0] != '-')
        return;
    SrcText rest = {.text = text + 1,
                    .len = expr->src.len - 1,
                    .start = src_text_pos(&expr->src, 1),
                    .indent = expr->src.indent};
    Diags *loud = check_silently(c);
    const FeelNode *node = check_tree(c, &rest, site, NULL);
    check_loudly(c, loud);
    if (!node || node->type->kind != FEEL_T_DATE)
        return;
    expr->src.text =
        arena_printf(c->arena, "-((%s - date(\"1970-01-01\")) / duration(\"P1D\"))", rest.text);
    expr->src.len = strlen(expr->src.text);
}

static void check_cuts(Checker *c, RegRank *rank, CheckSite *site)
{
    int64_t n;

    site->place = "cuts";
    for (size_t i = 0; i < rank->n_cuts; i++) {
        RegExpr *expr = &rank->cuts[i].n;

        if (!check_expr(c, expr, site, &feel_type_number, NULL) || !expr->node ||
            expr->node->kind != FEEL_N_CONST)
            continue;
        Dec value = expr->node->value.u.number;
        if (expr->node->value.kind != FEEL_NUMBER || !dec_is_integer(value) ||
            !dec_to_int64(value, &n) || n < 1) {
            diag_add(c->diags, DIAG_ERROR, "regulation.rank-cut", expr->src.start,
                     "a cut is a whole number of rows, one at least");
            diag_seen(c->diags, "%s", expr->src.text);
        }
    }
}

/* Expressions that order rows, each perhaps with `-` before it. */
static void check_orders(Checker *c, RegExpr *orders, size_t n, CheckSite *site, const char *place)
{
    for (size_t i = 0; i < n; i++) {
        negate_date(c, &orders[i], site);
        check_comparable(c, &orders[i], site, place);
    }
}

void check_rank(Checker *c, RegBlock *block)
{
    RegRank *rank = &block->u.rank;
    CheckSite site = check_site(c, block, "of");

    check_comparable(c, &rank->of, &site, "of");
    check_within(c, rank->within, rank->n_within, &site);
    site.place = "where";
    check_expr(c, &rank->where, &site, &feel_type_boolean, NULL);
    c->blocks[site.block].n_size_slots = c->blocks[site.block].slots->len;
    check_cuts(c, rank, &site);
    check_procedure_named(c, rank->undecided, rank->undecided_pos);
    check_orders(c, rank->tie_break, rank->n_tie_break, &site, "tie break");
}

/* ---- total ----------------------------------------------------------------------------------- */

static void hint_links(Checker *c, int from, int to)
{
    g_autoptr(GPtrArray) links = g_ptr_array_new();

    for (guint i = 0; i < c->names->len; i++) {
        const CheckName *name = g_ptr_array_index(c->names, i);

        if (name->pub.subject == from && name->pub.kind != REG_NAME_PATH &&
            name->pub.kind != REG_NAME_BUILTIN && check_leads_to(c, name->pub.type, to))
            g_ptr_array_add(links, (gpointer)name->pub.name);
    }
    if (links->len == 0)
        diag_hint(c->diags, "a link is an attribute or field whose type is %s",
                  c->reg->subjects[to].name);
    else
        diag_expected(c->diags, "%s",
                      check_texts(c, (const char *const *)links->pdata, links->len));
}

static void check_link(Checker *c, RegBlock *block)
{
    RegTotal *total = &block->u.total;
    const char *taken = c->reg->subjects[total->over].name;
    const char *own = c->reg->subjects[block->subject].name;

    total->link_name = check_name_find(c, total->over, total->link);
    if (total->link_name && check_leads_to(c, total->link_name->type, block->subject)) {
        check_mark_read(total->link_name);
        if (!check_is_readable(c, total->link_name, block->cycle))
            total->link_name = NULL;
    } else {
        total->link_name = NULL;
    }
    if (total->link_name)
        return;
    diag_add(c->diags, DIAG_ERROR, "regulation.link", block->pos, "%s is no link from a %s to a %s",
             total->link, taken, own);
    hint_links(c, total->over, block->subject);
}

static void set_total_type(Checker *c, RegBlock *block, const FeelType *of)
{
    RegTotal *total = &block->u.total;
    RegName *name = block->defines[0];
    const FeelType *type = check_type_of_take(c, total->take, of);

    if (block->type)
        (void)check_type_is(c, block->pos, block->name, type, block->type);
    check_name_set_type(c, name, type);
}

void check_total(Checker *c, RegBlock *block)
{
    RegTotal *total = &block->u.total;
    Unit *unit = &check_name(block->defines[0])->unit;
    CheckSite own = check_site(c, block, "within");
    CheckSite taken = own;
    bool adds = total->take == REG_TAKE_SUM || total->take == REG_TAKE_MEAN;
    Unit of;

    if (total->over >= 0) {
        taken.subject = total->over;
        taken.scope = c->reg->subjects[total->over].scope;
        check_link(c, block);
    }
    check_within(c, total->within, total->n_within, &own);
    taken.place = "where";
    check_expr(c, &total->where, &taken, &feel_type_boolean, NULL);
    taken.place = "of";
    bool ok = check_expr(c, &total->of, &taken, adds ? &feel_type_number : NULL, &of);
    if (!ok)
        return;
    set_total_type(c, block, total->of.node ? total->of.node->type : &feel_type_any);
    if (total->take == REG_TAKE_COUNT) {
        if (unit->state == UNIT_UNKNOWN)
            *unit = unit_bare();
    } else if (check_unit_fits(c, total->of.src.start, &of, unit)) {
        (void)unit_join(unit, &of, unit);
    }
}

/* ---- share ----------------------------------------------------------------------------------- */

void check_share(Checker *c, RegBlock *block)
{
    RegShare *share = &block->u.share;
    Unit *unit = &check_name(block->defines[0])->unit;
    CheckSite site = check_site(c, block, "of");
    Unit yuan;

    check_amount(c, &share->of, &site, "of");
    site.place = "by";
    check_expr(c, &share->by, &site, &feel_type_number, NULL);
    check_within(c, share->within, share->n_within, &site);
    site.place = "where";
    check_expr(c, &share->where, &site, &feel_type_boolean, NULL);
    check_orders(c, share->rest, share->n_rest, &site, "rest");
    if (unit_parse(c->arena, "元", &yuan, NULL) && check_unit_fits(c, block->pos, &yuan, unit))
        *unit = yuan;
}

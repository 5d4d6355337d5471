/* Pay and reserves: amounts in 元, items that exist. */
#include <string.h>

#include "regulation/check_block_private.h"

const char *check_reserve_account(const RegBlock *block)
{
    return block->u.reserve.into;
}

void check_amount(Checker *c, RegExpr *expr, CheckSite *site, const char *place)
{
    Unit seen, yuan;

    site->place = place;
    if (!reg_expr_is_set(expr) || !check_expr(c, expr, site, &feel_type_number, &seen))
        return;
    if (unit_parse(c->arena, "元", &yuan, NULL))
        (void)check_expr_unit(c, expr, &seen, &yuan);
}

/* ---- items ----------------------------------------------------------------------------------- */

static void add_item(GPtrArray *items, const char *item)
{
    if (item && item[0] && !check_has_text((const char *const *)items->pdata, items->len, item))
        g_ptr_array_add(items, (gpointer)item);
}

/* Items that are paid, by a pay block or out of a reserve, and with them the reserves if
 * `with_reserves`. */
static GPtrArray *known_items(const Checker *c, bool with_reserves)
{
    GPtrArray *items = g_ptr_array_new();

    for (size_t i = 0; i < c->reg->n_blocks; i++) {
        const RegBlock *block = c->reg->blocks[i];

        if (block->kind == REG_PAY)
            add_item(items, block->u.pay.into);
        if (block->kind == REG_RESERVE)
            add_item(items, block->u.reserve.release_into);
        if (block->kind == REG_RESERVE && with_reserves)
            add_item(items, check_reserve_account(block));
    }
    return items;
}

static void
check_item(Checker *c, const RegBlock *block, const char *key, const char *item, bool with_reserves)
{
    g_autoptr(GPtrArray) items = known_items(c, with_reserves);
    const char *const *list = (const char *const *)items->pdata;

    if (check_has_text(list, items->len, item))
        return;
    diag_add(c->diags, DIAG_ERROR, "regulation.unknown-item", block->pos,
             "`%s` of %s names %s, into which nothing is paid", key, block->name, item);
    diag_seen(c->diags, "%s", item);
    if (items->len > 0)
        diag_expected(c->diags, "%s", check_texts(c, list, items->len));
    const char *near = check_nearest(item, list, items->len);
    if (near)
        diag_hint(c->diags, "did you mean %s?", near);
}

/* ---- cumulative ------------------------------------------------------------------------------ */

static void check_cumulative(Checker *c, const RegBlock *block, int cumulative)
{
    if (cumulative == REG_NO_CYCLE || block->cycle == REG_NO_CYCLE ||
        check_cycle_contains(c->reg, cumulative, block->cycle))
        return;
    diag_add(c->diags, DIAG_ERROR, "regulation.cumulative", block->pos,
             "%s cannot be cumulative over a cycle that does not hold its own", block->name);
    diag_seen(c->diags, "%s", c->reg->cycles[cumulative].name);
    diag_expected(c->diags, "@%s or a coarser cycle made of it", c->reg->cycles[block->cycle].name);
}

/* ---- pay ------------------------------------------------------------------------------------- */

/* To whom: the row itself if it is a person, else a link to one. */
static void check_payee(Checker *c, RegBlock *block, CheckSite *site)
{
    RegPay *pay = &block->u.pay;

    if (!reg_expr_is_set(&pay->to)) {
        if (block->subject != REG_PERSON) {
            diag_add(c->diags, DIAG_ERROR, "regulation.pay-to", block->pos,
                     "pay %s does not say `to` whom", block->name);
            diag_hint(c->diags, "a %s is no person: name its link to the one who is paid",
                      c->reg->subjects[block->subject].name);
        }
        return;
    }
    site->place = "to";
    if (!check_expr(c, &pay->to, site, &feel_type_string, NULL))
        return;
    const char *row_of = pay->to.node->type->row_of;
    if (row_of && strcmp(row_of, c->reg->subjects[REG_PERSON].name) == 0)
        return;
    diag_add(c->diags, DIAG_ERROR, "regulation.pay-to", pay->to.src.start,
             "`to` must be a link to a person");
    diag_seen(c->diags, "%s", pay->to.src.text);
}

static void check_carry(Checker *c, const RegBlock *block)
{
    const RegPay *pay = &block->u.pay;

    for (size_t i = 0; i < pay->n_against; i++)
        check_item(c, block, "against", pay->against[i], true);
}

void check_pay(Checker *c, RegBlock *block)
{
    RegPay *pay = &block->u.pay;
    CheckSite site = check_site(c, block, "of");

    check_amount(c, &pay->of, &site, "of");
    check_payee(c, block, &site);
    check_carry(c, block);
    check_cumulative(c, block, pay->cumulative);
}

/* ---- reserve --------------------------------------------------------------------------------- */

void check_reserve(Checker *c, RegBlock *block)
{
    RegReserve *reserve = &block->u.reserve;
    CheckSite site = check_site(c, block, "of");

    check_amount(c, &reserve->of, &site, "of");
    if (reserve->out_of && reserve->out_of[0])
        check_item(c, block, "out of", reserve->out_of, false);
    if (block->subject != REG_PERSON) {
        diag_add(c->diags, DIAG_ERROR, "regulation.reserve-rows", block->pos,
                 "a reserve belongs to a person; %s is of each %s", block->name,
                 c->reg->subjects[block->subject].name);
    }
    check_cumulative(c, block, reserve->cumulative);
    site.or_coarser = true;
    for (size_t i = 0; i < reserve->n_add; i++)
        check_amount(c, &reserve->add[i], &site, "add");
    site.or_coarser = false;
    check_amount(c, &reserve->offset, &site, "offset");
    site.subject = reg_subject(c->reg, "reserve");
    site.scope = check_scope_of_entry(c, site.subject, block->subject);
    site.place = "forfeit when";
    check_expr(c, &reserve->forfeit_when, &site, &feel_type_boolean, NULL);
}

/* Cliffs: pay that jumps at an edge, so that a little more or less of what is tested moves it by
 * much. Looked at is what pay and reserves rest on:
 *   - tables whose result is in 元, at the edges of an ordered input. A formula of that input alone
 *     is evaluated at the edge, so that pieces that meet there make no cliff;
 *   - bands with `whole`: the edge times the difference of the rates;
 *   - tables that give a rate (a pure number) of the quantity they test, where a formula in 元
 *     multiplies the two: the jump is that of their product, whatever else is in the formula.
 * Of each block the largest jump is said.
 */
#include <string.h>

#include "regulation/warn_private.h"

typedef struct Cliff {
    Dec jump, edge; /* jump: without its sign */
    const char *before, *after;
    const char *label; /* of what is tested */
    const char *of;    /* what jumps */
    bool is_rate;      /* before and after are rates of the whole amount */
    SrcPos pos;
} Cliff;

typedef struct Search {
    Warn *w;
    bool *pays;       /* elements that pay or a reserve rests on */
    FeelValue *slots; /* all slots of the regulation, null but one while evaluating */
    Cliff best;       /* of the block; jump 0 = none */
} Search;

/* ---- what pay rests on ----------------------------------------------------------------------- */

static void need_slot(const Search *s, GArray *todo, int slot)
{
    int element = dmn_model_of_slot(s->w->reg->dmn, slot);

    if (element < 0 || s->pays[element])
        return;
    s->pays[element] = true;
    g_array_append_val(todo, element);
}

static void need_program(const Search *s, GArray *todo, const RegExpr *expr)
{
    const int *slots;

    if (!expr->program)
        return;
    size_t n = feel_program_slots(expr->program, &slots);
    for (size_t i = 0; i < n; i++)
        need_slot(s, todo, slots[i]);
}

static void need_element(const Search *s, GArray *todo, int element)
{
    const DmnElement *e = dmn_model_get(s->w->reg->dmn, element);
    const RegBlock *block = e->host;

    for (size_t i = 0; i < e->n_requires; i++) {
        int required = e->requires[i];

        if (s->pays[required])
            continue;
        s->pays[required] = true;
        g_array_append_val(todo, required);
    }
    bool is_history = e->kind != DMN_KNOWLEDGE_SOURCE && block && block->kind == REG_INPUT &&
                      block->u.input.history_of;
    if (is_history) /* earlier cycles are no requirement, but what they give is paid */
        need_slot(s, todo, block->u.input.history_of->slot);
}

static void find_pays(Search *s)
{
    const Regulation *reg = s->w->reg;
    g_autoptr(GArray) todo = g_array_new(FALSE, FALSE, sizeof(int));

    s->pays = ARENA_NEW_N(s->w->arena, bool, dmn_model_n(reg->dmn));
    for (size_t i = 0; i < reg->n_blocks; i++) {
        const RegBlock *block = reg->blocks[i];

        if (block->kind == REG_PAY)
            need_program(s, todo, &block->u.pay.of);
        if (block->kind == REG_RESERVE)
            need_program(s, todo, &block->u.reserve.of);
    }
    for (guint i = 0; i < todo->len; i++)
        need_element(s, todo, g_array_index(todo, int, i));
}

static bool is_paid(const Search *s, const RegBlock *block)
{
    return block->element >= 0 && s->pays[block->element];
}

static bool is_yuan(const RegName *name)
{
    return name && name->unit && strcmp(name->unit, "元") == 0;
}

/* ---- values at an edge ----------------------------------------------------------------------- */

/* The value of a cell where the input, a name, is x; false if it depends on anything else. */
static bool value_at(Search *s, const WarnLadder *l, size_t step, size_t k, Dec x, Dec *out)
{
    const Regulation *reg = s->w->reg;
    size_t row = l->steps[step].row;
    const RegName *name = warn_name(s->w, l->input);
    const int *slots;

    if (warn_cell_figure(l->block, row, k, out))
        return true;
    if (!name)
        return false;
    g_autoptr(Arena) arena = arena_new(0);
    FeelProgram *program =
        feel_compile(arena, warn_cell(l->block, row, k), warn_cell_src(l->block, row, k),
                     FEEL_REGULATION, reg->host_functions);
    if (feel_program_slots(program, &slots) != 1 || slots[0] != name->slot)
        return false;
    if (!s->slots)
        s->slots = ARENA_NEW_N(s->w->arena, FeelValue, reg->n_names);
    s->slots[name->slot] = feel_number(x);
    g_autoptr(FeelRun) run = feel_run_new(arena, NULL, NULL, NULL);
    FeelValue v = feel_run_row(run, program, s->slots, NULL);
    s->slots[name->slot] = feel_null();
    if (v.kind != FEEL_NUMBER)
        return false;
    *out = v.u.number;
    return true;
}

/* Keeps the larger one. */
static void offer(Search *s, Dec before, Dec after, Dec jump, Cliff cliff)
{
    cliff.jump = dec_abs(jump);
    if (dec_compare(cliff.jump, s->best.jump) <= 0)
        return;
    cliff.before = warn_figure(s->w, before);
    cliff.after = warn_figure(s->w, after);
    s->best = cliff;
}

/* ---- three kinds ----------------------------------------------------------------------------- */

static Cliff cliff_at(const WarnLadder *l, size_t i, size_t k, Dec edge, const char *of)
{
    return (Cliff){.edge = edge,
                   .label = l->label,
                   .of = of,
                   .pos = warn_cell_src(l->block, l->steps[i + 1].row, k)->start};
}

static void amounts(Search *s, const WarnLadder *l, size_t k)
{
    Dec edge, before, after, jump;

    for (size_t i = 0; i + 1 < l->n; i++) {
        if (warn_edge(l, i, &edge) && value_at(s, l, i, k, edge, &before) &&
            value_at(s, l, i + 1, k, edge, &after) && dec_sub(after, before, &jump))
            offer(s, before, after, jump, cliff_at(l, i, k, edge, warn_output(l->block, k)->name));
    }
}

static void rates(Search *s, const WarnLadder *l, size_t k, const char *of)
{
    Dec edge, before, after, jump;

    for (size_t i = 0; i + 1 < l->n; i++) {
        if (!warn_edge(l, i, &edge) || !warn_cell_figure(l->block, l->steps[i].row, k, &before) ||
            !warn_cell_figure(l->block, l->steps[i + 1].row, k, &after) ||
            !dec_sub(after, before, &jump) || !dec_mul(jump, edge, &jump))
            continue;
        Cliff cliff = cliff_at(l, i, k, edge, of);
        cliff.is_rate = true;
        offer(s, before, after, jump, cliff);
    }
}

static bool has_factor(const FeelNode *node, int slot)
{
    if (node->kind == FEEL_N_ARITH && node->op == FEEL_OP_MUL)
        return has_factor(node->kids[0], slot) || has_factor(node->kids[1], slot);
    if (node->kind == FEEL_N_ARITH && node->op == FEEL_OP_DIV)
        return has_factor(node->kids[0], slot);
    return node->kind == FEEL_N_NAME && node->ref.kind == FEEL_REF_SLOT && node->ref.index == slot;
}

/* Has a product both names among its factors? */
static bool multiplies(const FeelNode *node, int a, int b)
{
    if (node->kind == FEEL_N_ARITH && has_factor(node, a) && has_factor(node, b))
        return true;
    for (size_t i = 0; i < node->n_kids; i++)
        if (multiplies(node->kids[i], a, b))
            return true;
    return false;
}

/* Does a formula in 元 that pay rests on multiply the two names? */
static bool is_rate_of(const Search *s, const RegName *rate, const RegName *amount)
{
    const Regulation *reg = s->w->reg;

    for (size_t i = 0; i < reg->n_blocks; i++) {
        const RegBlock *block = reg->blocks[i];

        if (block->kind == REG_FEEL && is_paid(s, block) && is_yuan(block->defines[0]) &&
            multiplies(block->u.feel.node, rate->slot, amount->slot))
            return true;
    }
    return false;
}

static void visit(Warn *w, const WarnLadder *l, void *data)
{
    Search *s = data;
    const RegName *tested = warn_name(w, l->input);

    if (l->block->kind == REG_BANDS) {
        rates(s, l, 0, warn_output(l->block, 0)->name);
        return;
    }
    for (size_t k = 0; k < warn_n_outputs(l->block); k++) {
        const RegName *name = warn_output(l->block, k);
        bool is_pure = name->unit && name->unit[0] == '\0';

        if (is_yuan(name))
            amounts(s, l, k);
        else if (is_pure && is_yuan(tested) && is_rate_of(s, name, tested))
            rates(s, l, k, arena_printf(w->arena, "%s × %s", tested->name, name->name));
    }
}

static void report(Warn *w, const Cliff *c)
{
    const char *jump = warn_figure(w, c->jump), *edge = warn_figure(w, c->edge);

    if (c->is_rate)
        diag_add(w->diags, DIAG_WARNING, "regulation.cliff", c->pos,
                 "%s jumps by %s at %s = %s, where the rate of all of it goes from %s to %s", c->of,
                 jump, c->label, edge, c->before, c->after);
    else
        diag_add(w->diags, DIAG_WARNING, "regulation.cliff", c->pos,
                 "%s jumps by %s at %s = %s, from %s to %s", c->of, jump, c->label, edge, c->before,
                 c->after);
    if (c->is_rate)
        diag_hint(w->diags, "`bands … marginal` does not jump: each part has its own rate");
}

void warn_cliffs(Warn *w)
{
    Search s = {.w = w};

    find_pays(&s);
    for (size_t i = 0; i < w->reg->n_blocks; i++) {
        const RegBlock *block = w->reg->blocks[i];
        bool looks =
            block->kind == REG_TABLE ||
            (block->kind == REG_BANDS && !block->u.bands.marginal && is_yuan(block->defines[0]));

        s.best = (Cliff){.jump = dec_zero()};
        if (looks && is_paid(&s, block))
            warn_ladders(w, block, visit, &s);
        if (dec_sign(s.best.jump) > 0)
            report(w, &s.best);
    }
}

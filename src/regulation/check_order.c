/* An order of blocks in which types are known before they are read.
 *
 * Expressions are parsed once here only to see which names they read. History makes circles (a
 * state machine reads its own last value); they are cut where the walk meets them, and
 * check_foresee finds out what it can. Circles inside of one cycle are an error that check_model
 * reports.
 */
#include <string.h>

#include "regulation/check_block_private.h"
#include "regulation/work.h"

typedef struct Look {
    Checker *c;
    Arena *scratch; /* owned by check_order; reset for each block */
    size_t block;
} Look;

static void add_dep(Look *look, const RegBlock *block)
{
    if (!block)
        return;
    size_t index = check_block_index(look->c, block);
    GArray *deps = look->c->blocks[look->block].deps;

    if (index == look->block)
        return;
    for (guint i = 0; i < deps->len; i++) {
        if (g_array_index(deps, size_t, i) == index)
            return;
    }
    g_array_append_val(deps, index);
}

/* The name that `node` reads, links followed; NULL if it is none. Adds all on the way. */
static const RegName *look_at_name(Look *look, const FeelNode *node)
{
    Checker *c = look->c;
    const RegName *name = NULL;

    if (node->kind == FEEL_N_NAME) {
        const FeelRef *ref = feel_ref_outside(&node->ref);

        if (ref->kind == FEEL_REF_SLOT)
            name = g_ptr_array_index(c->names, (guint)ref->index);
        else if (ref->kind == FEEL_REF_FUNCTION)
            add_dep(look, c->function_blocks[ref->index]);
    } else if (node->kind == FEEL_N_PATH) {
        const RegName *link = look_at_name(look, node->kids[0]);
        name = link ? check_path(c, link, node->name) : NULL;
        if (name && name->kind == REG_NAME_PATH)
            add_dep(look, name->path_member->block);
    }
    if (name)
        add_dep(look, name->block);
    return name;
}

static void look_at_node(Look *look, const FeelNode *node)
{
    (void)look_at_name(look, node);
    for (size_t i = 0; i < node->n_kids; i++)
        look_at_node(look, node->kids[i]);
}

static void look_at_src(Look *look, const SrcText *src, const FeelScope *scope, FeelGrammar grammar)
{
    if (!src->text || src->len == 0)
        return;
    const FeelNode *node = feel_parse(look->scratch, scope, src, grammar, NULL);
    if (node)
        look_at_node(look, node);
}

static void look_at(Look *look, const RegExpr *expr, const FeelScope *scope)
{
    look_at_src(look, &expr->src, scope, FEEL_EXPRESSION);
}

/* ---- kinds of blocks ------------------------------------------------------------------------- */

static void look_at_input(Look *look, const RegBlock *block, const FeelScope *own)
{
    const RegInput *input = &block->u.input;
    const FeelScope *where = check_scope_of_where(look->c, block);

    look_at(look, &input->if_none, own);
    look_at(look, &input->at, own);
    look_at(look, &input->over.since, own);
    if (where)
        look_at(look, &input->where, where);
    if (reg_is_of_form(input->source))
        add_dep(look, reg_form(look->c->reg, input->of));
    if (input->source == REG_FROM_HISTORY && input->of) {
        const RegName *of = check_name_find(look->c, block->subject, input->of);
        add_dep(look, of ? of->block : NULL);
    }
}

static void look_at_table(Look *look, const DmnTable *table, const FeelScope *own)
{
    for (size_t i = 0; i < table->n_inputs; i++)
        look_at_src(look, &table->inputs[i].src, own, FEEL_EXPRESSION);
    for (size_t r = 0; r < table->n_rules; r++) {
        for (size_t i = 0; i < table->n_inputs; i++)
            look_at_src(look, &table->rules[r].test_srcs[i], own, FEEL_UNARY_TESTS);
        for (size_t i = 0; i < table->n_outputs; i++)
            look_at_src(look, &table->rules[r].output_srcs[i], own, FEEL_EXPRESSION);
    }
}

static void look_at_bands(Look *look, const RegBands *bands, const FeelScope *own)
{
    look_at(look, &bands->of, own);
    for (size_t i = 0; i < bands->n_bands; i++)
        look_at(look, &bands->bands[i].rate, own);
}

static void look_at_rank(Look *look, const RegRank *rank, const FeelScope *own)
{
    look_at(look, &rank->of, own);
    look_at(look, &rank->where, own);
    for (size_t i = 0; i < rank->n_within; i++)
        look_at(look, &rank->within[i], own);
    for (size_t i = 0; i < rank->n_cuts; i++)
        look_at(look, &rank->cuts[i].n, own);
    for (size_t i = 0; i < rank->n_tie_break; i++)
        look_at(look, &rank->tie_break[i], own);
}

static void look_at_total(Look *look, const RegTotal *total, const FeelScope *own)
{
    const FeelScope *taken = total->over < 0 ? own : look->c->reg->subjects[total->over].scope;

    look_at(look, &total->of, taken);
    look_at(look, &total->where, taken);
    for (size_t i = 0; i < total->n_within; i++)
        look_at(look, &total->within[i], own);
}

static void look_at_share(Look *look, const RegShare *share, const FeelScope *own)
{
    look_at(look, &share->of, own);
    look_at(look, &share->by, own);
    look_at(look, &share->where, own);
    for (size_t i = 0; i < share->n_within; i++)
        look_at(look, &share->within[i], own);
    for (size_t i = 0; i < share->n_rest; i++)
        look_at(look, &share->rest[i], own);
}

static void look_at_grade(Look *look, const RegGrade *grade, const FeelScope *own)
{
    const RegName *sets = check_name_find(look->c, REG_PERSON, grade->sets);

    look_at(look, &grade->propose, own);
    look_at(look, &grade->gate, own);
    look_at(look, &grade->ask_when, own);
    look_at(look, &grade->until_decided, own);
    if (sets)
        add_dep(look, sets->block);
}

static void look_at_param(Look *look, const RegParam *param)
{
    for (size_t i = 0; i < param->n_periods; i++) {
        for (size_t k = 0; k < param->periods[i].n_values; k++)
            look_at(look, &param->periods[i].values[k].value, look->c->functions);
    }
}

static void look_at_block(Look *look, const RegBlock *block)
{
    const FeelScope *own = look->c->reg->subjects[block->subject].scope;

    for (size_t i = 0; i < block->n_applies; i++)
        look_at(look, &block->applies[i], own);
    switch (block->kind) {
    case REG_INPUT:
        look_at_input(look, block, own);
        break;
    case REG_PARAM:
        look_at_param(look, &block->u.param);
        break;
    case REG_FUNCTION:
        look_at(look, &block->u.function.body, look->c->functions);
        break;
    case REG_FEEL:
        look_at(look, &block->u.feel, own);
        break;
    case REG_TABLE:
        look_at_table(look, block->u.table, own);
        break;
    case REG_BANDS:
        look_at_bands(look, &block->u.bands, own);
        break;
    case REG_RANK:
        look_at_rank(look, &block->u.rank, own);
        break;
    case REG_TOTAL:
        look_at_total(look, &block->u.total, own);
        break;
    case REG_DECIDE:
        look_at(look, &block->u.decide.when, own);
        look_at(look, &block->u.decide.until_decided, own);
        break;
    case REG_SCORE:
        look_at(look, &block->u.score->formula, own);
        break;
    case REG_SHARE:
        look_at_share(look, &block->u.share, own);
        break;
    case REG_GRADE:
        look_at_grade(look, &block->u.grade, own);
        break;
    case REG_SCOPE: /* nothing reads the types of these, so they may come whenever */
    case REG_SUBJECT:
    case REG_PAY:
    case REG_RESERVE:
    case REG_CHECK:
    case REG_SHEET:
    case REG_NAMES:
    case REG_REGISTER:
    case REG_DUTY:
    case REG_PROCEDURE:
    case REG_COURSE:
    case REG_EXAM:
    case REG_N_BLOCK_KINDS:
        break;
    }
}

/* ---- order ----------------------------------------------------------------------------------- */

typedef struct Visit {
    size_t block;
    guint next; /* dependency to look at next */
} Visit;

/* Depth first, without recursion: a hostile text can make chains as long as it likes. */
static void visit(const Checker *c, size_t start, bool *seen, GArray *order)
{
    g_autoptr(GArray) stack = g_array_new(FALSE, FALSE, sizeof(Visit));
    Visit first = {start, 0};

    seen[start] = true;
    g_array_append_val(stack, first);
    while (stack->len > 0) {
        Visit *top = &g_array_index(stack, Visit, stack->len - 1);
        const GArray *deps = c->blocks[top->block].deps;

        if (top->next == deps->len) {
            g_array_append_val(order, top->block);
            g_array_set_size(stack, stack->len - 1);
            continue;
        }
        Visit below = {g_array_index(deps, size_t, top->next++), 0};
        if (!seen[below.block]) {
            seen[below.block] = true;
            g_array_append_val(stack, below);
        }
    }
}

/* Parameters and functions first, and what only reads (pay, reserve, check) last. */
static int rank_of(const RegBlock *block)
{
    if (block->kind == REG_PARAM || block->kind == REG_FUNCTION)
        return 0;
    bool only_reads =
        block->kind == REG_PAY || block->kind == REG_RESERVE || block->kind == REG_CHECK;
    return only_reads ? 2 : 1;
}

GArray *check_order(Checker *c)
{
    GArray *order = g_array_new(FALSE, FALSE, sizeof(size_t));
    g_autoptr(Arena) scratch = arena_new(0);
    g_autofree bool *seen = g_new0(bool, MAX(c->reg->n_blocks, 1));

    for (size_t i = 0; i < c->reg->n_blocks; i++) {
        Look look = {.c = c, .scratch = scratch, .block = i};

        look_at_block(&look, c->reg->blocks[i]);
        arena_reset(scratch);
    }
    for (int rank = 0; rank <= 2; rank++) {
        for (size_t i = 0; i < c->reg->n_blocks; i++) {
            if (!seen[i] && rank_of(c->reg->blocks[i]) == rank)
                visit(c, i, seen, order);
        }
    }
    return order;
}

/* One expression: names, types, cycles, requirements, compilation. */
#include <string.h>

#include "regulation/check_expr_private.h"

CheckSite check_site(Checker *c, const RegBlock *block, const char *place)
{
    return (CheckSite){.scope = c->reg->subjects[block->subject].scope,
                       .subject = block->subject,
                       .cycle = block->cycle,
                       .block = (int)check_block_index(c, block),
                       .place = place};
}

/* ---- unknown names -------------------------------------------------------------------------- */

typedef struct Walk {
    Checker *c;
    const SrcText *src;
    const CheckSite *site;
    bool ok;
} Walk;

/* May a word that stands here be meant as a text? Not where texts make no sense. */
static bool may_be_text(const FeelNode *parent)
{
    return parent->kind != FEEL_N_ARITH && parent->kind != FEEL_N_AND &&
           parent->kind != FEEL_N_OR && parent->kind != FEEL_N_NEGATE &&
           parent->kind != FEEL_N_PATH;
}

static void report_unknown(const Walk *w, const FeelNode *node, const FeelNode *parent)
{
    bool is_function = parent->kind == FEEL_N_CALL && parent->kids[0] == node;
    Checker *c = w->c;
    SrcPos pos = src_text_pos(w->src, node->offset);

    if (is_function)
        diag_add(c->diags, DIAG_ERROR, "regulation.unknown-function", pos,
                 "there is no function %s", node->name);
    else
        diag_add(c->diags, DIAG_ERROR, "regulation.unknown-name", pos, "there is no name %s",
                 node->name);
    check_hint_name(c, w->site->subject, node->name,
                    is_function           ? CHECK_HINT_FUNCTION
                    : may_be_text(parent) ? CHECK_HINT_TEXT
                                          : CHECK_HINT_NAME);
}

static void find_unknown(Walk *w, const FeelNode *node)
{
    for (size_t i = 0; i < node->n_kids; i++) {
        const FeelNode *kid = node->kids[i];

        if (kid->kind == FEEL_N_NAME && kid->ref.kind == FEEL_REF_UNKNOWN) {
            report_unknown(w, kid, node);
            w->ok = false;
        } else {
            find_unknown(w, kid);
        }
    }
}

/* ---- cycles and requirements ---------------------------------------------------------------- */

bool check_cycle_contains(const Regulation *reg, int outer, int inner)
{
    const RegCycle *o = &reg->cycles[outer];
    const RegCycle *i = &reg->cycles[inner];

    for (int k = 0; k < o->n_ending; k++) {
        bool found = false;

        for (int j = 0; j < i->n_ending && !found; j++)
            found = o->ending[k] == i->ending[j];
        if (!found)
            return false;
    }
    return true;
}

/* A history that ends before its own cycle begins: nothing of that cycle need be computed. */
static bool is_earlier_history(const RegName *name)
{
    const RegInput *input =
        name->block && name->block->kind == REG_INPUT ? &name->block->u.input : NULL;

    return input && input->source == REG_FROM_HISTORY &&
           (input->over.kind == REG_SPAN_PREVIOUS || input->over.before_this);
}

bool check_is_readable(const Checker *c, const RegName *name, int cycle)
{
    if (name->kind == REG_NAME_PATH)
        return check_is_readable(c, name->path_link, cycle) &&
               check_is_readable(c, name->path_member, cycle);
    for (size_t i = 0; name->by && i < name->block->u.param.n_by; i++) {
        if (!check_is_readable(c, name->by[i], cycle))
            return false;
    }
    if (name->cycle == REG_NO_CYCLE || name->cycle == cycle)
        return true;
    if (cycle == REG_NO_CYCLE)
        return false;
    bool is_given = name->kind == REG_NAME_OUTCOME ||
                    (name->kind == REG_NAME_INPUT && name->block &&
                     name->block->u.input.source != REG_FROM_LEDGER) ||
                    is_earlier_history(name);
    return is_given && name->cycle > cycle && check_cycle_contains(c->reg, name->cycle, cycle);
}

/* Says which history to write instead of reading `name` across cycles. */
static void hint_history(Checker *c, const RegName *name, int cycle)
{
    const RegCycle *cycles = c->reg->cycles;
    const char *text = name->name;
    bool adds = name->type->kind == FEEL_T_NUMBER || name->type->kind == FEEL_T_ANY;

    if (cycle == REG_NO_CYCLE)
        diag_hint(c->diags, "what stands here belongs to no cycle and reads only attributes and "
                            "parameters");
    else if (name->cycle < cycle && check_cycle_contains(c->reg, cycle, name->cycle))
        diag_hint(c->diags,
                  "write an input @%s of its own: `from: history of %s`, `over: this cycle`, "
                  "`take: %s`",
                  cycles[cycle].name, text, adds ? "sum" : "last");
    else
        diag_hint(c->diags,
                  "write an input @%s of its own: `from: history of %s`, `over: previous`",
                  cycles[cycle].name, text);
}

/* Which part of a path, which key of a parameter, cannot be read. */
static const RegName *next_to_blame(const Checker *c, const RegName *name, int cycle)
{
    if (name->kind == REG_NAME_PATH)
        return check_is_readable(c, name->path_member, cycle) ? name->path_link : name->path_member;
    for (size_t i = 0; i + 1 < name->block->u.param.n_by; i++) {
        if (!check_is_readable(c, name->by[i], cycle))
            return name->by[i];
    }
    return name->by[name->block->u.param.n_by - 1];
}

void check_report_cycle(Checker *c, const RegName *name, int cycle, SrcPos pos)
{
    const RegName *blame = name;

    while (blame->kind == REG_NAME_PATH || blame->by)
        blame = next_to_blame(c, blame, cycle);
    diag_add(c->diags, DIAG_ERROR, "regulation.cycle", pos,
             "%s cannot be read here: it is a value of each %s", blame->name,
             c->reg->cycles[blame->cycle].name);
    diag_seen(c->diags, "%s @%s", blame->name, c->reg->cycles[blame->cycle].name);
    if (cycle != REG_NO_CYCLE)
        diag_expected(c->diags, "@%s", c->reg->cycles[cycle].name);
    hint_history(c, blame, cycle);
}

/* Remembers that histories of coarser cycles are read at `pos`. */
static void note_coarser(Checker *c, const RegName *name, int cycle, SrcPos pos)
{
    CheckCoarser read = {.name = name, .cycle = cycle, .pos = pos};

    if (name->kind == REG_NAME_PATH) {
        note_coarser(c, name->path_link, cycle, pos);
        note_coarser(c, name->path_member, cycle, pos);
    }
    for (size_t i = 0; name->by && i < name->block->u.param.n_by; i++)
        note_coarser(c, name->by[i], cycle, pos);
    if (name->cycle != cycle && is_earlier_history(name))
        g_array_append_val(c->coarser, read);
}

/* What the history's own conditions and `if none` read that `cycle` cannot, or NULL. `seen`: those
 * looked at for this cycle; each is looked at once. */
static const RegName *
unreadable_in(const Checker *c, const RegName *history, int cycle, int depth, GHashTable *seen)
{
    enum { MAX_DEPTH = 8 };
    const GArray *slots = c->blocks[check_block_index(c, history->block)].slots;
    const RegName *found = NULL;

    if (!g_hash_table_add(seen, (gpointer)history))
        return NULL;
    for (guint i = 0; i < slots->len && !found; i++) {
        const RegName *name = g_ptr_array_index(c->names, g_array_index(slots, int, i));

        if (depth == MAX_DEPTH || !check_is_readable(c, name, cycle))
            found = name;
        else if (name->cycle != cycle && is_earlier_history(name))
            found = unreadable_in(c, name, cycle, depth + 1, seen);
    }
    return found;
}

/* The same for a name that is read; `known`: answers already given, by cycle + 1 and name. */
static const RegName *blame_of(const Checker *c, const CheckCoarser *read, GHashTable **known)
{
    GHashTable **of = &known[read->cycle + 1];
    gpointer blame;

    if (!*of)
        *of = g_hash_table_new(NULL, NULL);
    if (!g_hash_table_lookup_extended(*of, read->name, NULL, &blame)) {
        g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);

        blame = (gpointer)unreadable_in(c, read->name, read->cycle, 0, seen);
        g_hash_table_insert(*of, (gpointer)read->name, blame);
    }
    return blame;
}

void check_coarser(Checker *c)
{
    g_autofree GHashTable **known = g_new0(GHashTable *, c->reg->n_cycles + 1);

    for (guint i = 0; i < c->coarser->len; i++) {
        const CheckCoarser *read = &g_array_index(c->coarser, CheckCoarser, i);
        const RegName *blame = blame_of(c, read, known);

        if (!blame)
            continue;
        diag_add(c->diags, DIAG_ERROR, "regulation.cycle", read->pos,
                 "%s cannot be read here: it rests on %s, a value of each %s", read->name->name,
                 blame->name, c->reg->cycles[read->name->cycle].name);
        hint_history(c, read->name, read->cycle);
    }
    for (size_t k = 0; k <= c->reg->n_cycles; k++)
        g_clear_pointer(&known[k], g_hash_table_unref);
}

void check_mark_read(RegName *name)
{
    if (check_name(name)->is_read)
        return;
    check_name(name)->is_read = true;
    if (name->kind == REG_NAME_PATH) {
        check_mark_read(name->path_link);
        check_mark_read(name->path_member);
    }
    for (size_t i = 0; name->by && i < name->block->u.param.n_by; i++)
        check_mark_read(name->by[i]);
}

/* A keyed parameter read on rows that lack its keys. */
static void report_keys(const Walk *w, const RegName *param, SrcPos pos)
{
    Checker *c = w->c;
    const RegParam *p = &param->block->u.param;

    diag_add(c->diags, DIAG_ERROR, "regulation.param-no-key", pos,
             "%s cannot be read here: each %s has no %s", param->name,
             c->reg->subjects[param->subject].name, check_texts(c, p->by, p->n_by));
}

static void read_slot(Walk *w, int slot, const FeelNode *node)
{
    Checker *c = w->c;
    CheckName *name = g_ptr_array_index(c->names, (guint)slot);

    if (name->pub.kind == REG_NAME_PARAM && name->pub.block->u.param.n_by > 0 && !name->pub.by) {
        report_keys(w, &name->pub, src_text_pos(w->src, node->offset));
        w->ok = false;
    }
    if (!check_is_readable(c, &name->pub, w->site->cycle)) {
        check_report_cycle(c, &name->pub, w->site->cycle, src_text_pos(w->src, node->offset));
        w->ok = false;
    }
    if (!c->diags)
        return;
    note_coarser(c, &name->pub, w->site->cycle, src_text_pos(w->src, node->offset));
    check_mark_read(&name->pub);
    if (w->site->block >= 0 && !w->site->is_earlier)
        g_array_append_val(c->blocks[w->site->block].slots, slot);
}

/* The slot that a node reads, -1 if none; also from a filter on a list of entries. */
static int slot_read(const FeelNode *node)
{
    const FeelRef *ref = feel_ref_outside(&node->ref);

    return ref->kind == FEEL_REF_SLOT ? ref->index : -1;
}

static void read_all(Walk *w, const FeelNode *node)
{
    int slot = slot_read(node);

    if (slot >= 0)
        read_slot(w, slot, node);
    if (node->kind == FEEL_N_PATH && node->ref.kind == FEEL_REF_SLOT)
        return; /* the path is a name of its own */
    for (size_t i = 0; i < node->n_kids; i++)
        read_all(w, node->kids[i]);
}

/* The coarsest cycle of the names in a tree, at least `cycle`. */
static int coarsest_read(const Checker *c, const FeelNode *node, int cycle)
{
    int slot = slot_read(node);

    if (slot >= 0) {
        const RegName *name = g_ptr_array_index(c->names, slot);

        cycle = MAX(cycle, name->cycle);
    }
    for (size_t i = 0; i < node->n_kids; i++)
        cycle = coarsest_read(c, node->kids[i], cycle);
    return cycle;
}

/* ---- trees ---------------------------------------------------------------------------------- */

/* find_unknown looks at kids: the root becomes one. */
static void find_unknown_from(Walk *w, FeelNode *root)
{
    const FeelNode top = {.kind = FEEL_N_LIST, .kids = &root, .n_kids = 1};

    find_unknown(w, &top);
}

bool check_names_known(Checker *c, const SrcText *src, const CheckSite *site)
{
    Walk w = {.c = c, .src = src, .site = site, .ok = true};
    FeelNode *node = feel_parse(c->arena, site->scope, src, FEEL_EXPRESSION, c->diags);

    if (node)
        find_unknown_from(&w, node);
    return node && w.ok;
}

static bool check_parsed(
    Checker *c, FeelNode *node, const SrcText *src, const CheckSite *site, const FeelType *input)
{
    CheckSite at = *site;
    Walk w = {.c = c, .src = src, .site = &at, .ok = true};

    find_unknown_from(&w, node);
    if (!w.ok)
        return false;
    if (!feel_check(c->arena, site->scope, node, src, input, c->diags))
        return false;
    if (site->or_coarser)
        at.cycle = coarsest_read(c, node, site->cycle);
    read_all(&w, node);
    return w.ok;
}

bool check_type_is(
    Checker *c, SrcPos pos, const char *place, const FeelType *seen, const FeelType *want)
{
    if (!want || feel_type_conforms(seen, want) || seen->kind == FEEL_T_NULL)
        return true;
    diag_add(c->diags, DIAG_ERROR, "regulation.type", pos, "%s must be a %s",
             place[0] ? place : check_word(c, "this"), feel_type_text(c->arena, want));
    diag_seen(c->diags, "%s", feel_type_text(c->arena, seen));
    diag_expected(c->diags, "%s", feel_type_text(c->arena, want));
    return false;
}

FeelNode *check_tree(Checker *c, const SrcText *src, const CheckSite *site, const FeelType *want)
{
    FeelNode *node = feel_parse(c->arena, site->scope, src, FEEL_EXPRESSION, c->diags);

    if (!node || !check_parsed(c, node, src, site, NULL))
        return NULL;
    if (!check_type_is(c, src->start, site->place, node->type, want))
        return NULL;
    check_text_comparisons(c, node, src);
    return node;
}

/* Warns of tests for a text that the tested name can never be. */
static void
check_test_texts(Checker *c, const FeelNode *node, const SrcText *src, const RegName *domain)
{
    if (node->kind == FEEL_N_CONST && node->value.kind == FEEL_STRING)
        check_text_occurs(c, domain, node->value.u.string.text, src_text_pos(src, node->offset));
    if (node->kind == FEEL_N_TESTS || node->kind == FEEL_N_NOT_TESTS || node->kind == FEEL_N_LIST) {
        for (size_t i = 0; i < node->n_kids; i++)
            check_test_texts(c, node->kids[i], src, domain);
    }
}

FeelNode *check_tests(Checker *c,
                      const SrcText *src,
                      const CheckSite *site,
                      const FeelType *input_type,
                      const RegName *domain)
{
    FeelNode *node = feel_parse(c->arena, site->scope, src, FEEL_UNARY_TESTS, c->diags);

    if (!node || !check_parsed(c, node, src, site, input_type))
        return NULL;
    check_text_comparisons(c, node, src);
    if (domain && domain->n_one_of > 0)
        check_test_texts(c, node, src, domain);
    return node;
}

/* ---- expressions ---------------------------------------------------------------------------- */

void check_compile(Checker *c, RegExpr *expr)
{
    expr->program =
        feel_compile(c->arena, expr->node, &expr->src, FEEL_REGULATION, c->reg->host_functions);
}

bool check_expr(
    Checker *c, RegExpr *expr, const CheckSite *site, const FeelType *want, Unit *out_unit)
{
    if (out_unit)
        *out_unit = unit_unknown();
    expr->subject = site->subject;
    if (!reg_expr_is_set(expr))
        return true;
    FeelNode *node = check_tree(c, &expr->src, site, want);
    if (!node)
        return false;
    size_t n_errors = c->diags ? diags_n_errors(c->diags) : 0;
    Unit unit = check_units(c, node, &expr->src, NULL);
    if (out_unit)
        *out_unit = unit;
    expr->node = node;
    check_compile(c, expr);
    return !c->diags || diags_n_errors(c->diags) == n_errors;
}

bool check_unit_fits(Checker *c, SrcPos pos, const Unit *seen, const Unit *want)
{
    Unit joined;

    if (unit_join(seen, want, &joined))
        return true;
    diag_add(c->diags, DIAG_ERROR, "regulation.unit", pos,
             "the result has another unit than it should have");
    diag_seen(c->diags, "%s",
              seen->n_parts > 0 ? unit_text(c->arena, seen) : check_word(c, "no unit"));
    diag_expected(c->diags, "%s",
                  want->n_parts > 0 ? unit_text(c->arena, want) : check_word(c, "no unit"));
    return false;
}

/* If the formula is a product, some figure may have been left out of it. */
static void hint_factor(Checker *c, const FeelNode *node, const Unit *seen, const Unit *want)
{
    Unit factor = unit_div(want, seen);
    Unit divisor = unit_div(seen, want);
    bool is_product =
        node->kind == FEEL_N_ARITH && (node->op == FEEL_OP_MUL || node->op == FEEL_OP_DIV);

    if (is_product && factor.state == UNIT_KNOWN && factor.n_parts > 0)
        diag_hint(c->diags,
                  "it lacks a factor of unit %s or a divisor of unit %s; declare it as a param",
                  unit_text(c->arena, &factor), unit_text(c->arena, &divisor));
}

bool check_expr_unit(Checker *c, const RegExpr *expr, const Unit *seen, const Unit *want)
{
    if (check_unit_fits(c, expr->src.start, seen, want))
        return true;
    hint_factor(c, expr->node, seen, want);
    return false;
}

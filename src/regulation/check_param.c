/* Parameters and functions. */
#include <string.h>

#include "regulation/check_block_private.h"
#include "regulation/source.h"

/* ---- keys of parameters ---------------------------------------------------------------------- */

/* The name or path that keys a parameter on rows of `subject`; NULL if they have no such name. */
static RegName *resolve_key(Checker *c, int subject, const char *text)
{
    SrcText src = {.text = text, .len = strlen(text)};
    const FeelScope *scope = c->reg->subjects[subject].scope;
    FeelNode *node = feel_parse(c->arena, scope, &src, FEEL_EXPRESSION, NULL);

    if (!node || !feel_check(c->arena, scope, node, &src, NULL, NULL))
        return NULL;
    bool is_name =
        (node->kind == FEEL_N_NAME || node->kind == FEEL_N_PATH) && node->ref.kind == FEEL_REF_SLOT;
    if (!is_name)
        return NULL;
    CheckName *name = g_ptr_array_index(c->names, (guint)node->ref.index);
    const RegName *end = &name->pub;
    while (end->kind == REG_NAME_PATH)
        end = end->path_member;
    return end->kind == REG_NAME_PARAM ? NULL : &name->pub; /* no circles of keys */
}

/* Finds the keys on the rows of each subject; views of rows without them stay without `by`. */
static void resolve_keys(Checker *c, RegBlock *block)
{
    const RegParam *param = &block->u.param;

    for (size_t i = 0; i < block->n_defines && param->n_by > 0; i++) {
        RegName *view = block->defines[i];
        RegName **by = ARENA_NEW_N(c->arena, RegName *, param->n_by);
        bool ok = true;

        for (size_t k = 0; k < param->n_by && ok; k++) {
            by[k] = resolve_key(c, view->subject, param->by[k]);
            ok = by[k] != NULL;
            if (ok || i > 0)
                continue;
            diag_add(c->diags, DIAG_ERROR, "regulation.unknown-name", block->pos,
                     "there is no name %s", param->by[k]);
            check_hint_name(c, view->subject, param->by[k], CHECK_HINT_KEY);
        }
        view->by = ok ? by : NULL;
    }
}

/* A key that the keying name can never be is a slip. */
static void check_key_occurs(Checker *c, const RegBlock *block, const RegParamValue *value)
{
    const RegName *view = block->defines[0];

    for (size_t k = 0; view->by && k < block->u.param.n_by; k++) {
        const RegName *by = view->by[k];
        const char *key = value->keys[k];

        if (by->n_one_of == 0 || check_has_text(by->one_of, by->n_one_of, key))
            continue;
        const char *near = check_nearest(key, by->one_of, by->n_one_of);
        diag_add(c->diags, DIAG_ERROR, "regulation.param-key", value->value.src.start,
                 "%s is never %s", by->name, key);
        diag_seen(c->diags, "%s", key);
        diag_expected(c->diags, "%s", check_texts(c, by->one_of, by->n_one_of));
        if (near)
            diag_hint(c->diags, "did you mean %s?", near);
    }
}

/* ---- values of parameters -------------------------------------------------------------------- */

/* Does a tree compute something, of functions and names that there are? */
typedef struct Computation {
    Checker *c;
    bool computes;
    bool is_known;
} Computation;

static bool is_somebodys(const Checker *c, const char *name)
{
    for (int i = 0; i < (int)c->reg->n_subjects; i++) {
        if (check_name_find(c, i, name))
            return true;
    }
    return false;
}

static void look_for_computation(Computation *look, const FeelNode *node)
{
    bool is_unknown = node->kind == FEEL_N_NAME && node->ref.kind == FEEL_REF_UNKNOWN;

    look->computes = look->computes || (node->kind != FEEL_N_NAME && node->kind != FEEL_N_CONST);
    if (is_unknown && !is_somebodys(look->c, node->name))
        look->is_known = false;
    for (size_t i = 0; i < node->n_kids; i++)
        look_for_computation(look, node->kids[i]);
}

/* A text without quotes that could be computed may have been meant so. */
static void check_bare(Checker *c, const SrcText *bare)
{
    const FeelNode *node = feel_parse(c->arena, c->functions, bare, FEEL_EXPRESSION, NULL);
    Computation look = {.c = c, .is_known = true};

    if (!node)
        return;
    look_for_computation(&look, node);
    if (!look.computes || !look.is_known)
        return;
    diag_add(c->diags, DIAG_ERROR, "regulation.param-text", bare->start,
             "this could be a text or an expression");
    diag_seen(c->diags, "%s", bare->text);
    diag_expected(c->diags, "a text in quotes, or an expression in a `|` block");
}

/* Names that the rows have, read where no row is. */
static bool check_reads_nothing(Checker *c, const SrcText *src, const FeelNode *node)
{
    bool ok = true;

    if (node->kind == FEEL_N_NAME && node->ref.kind == FEEL_REF_UNKNOWN &&
        is_somebodys(c, node->name)) {
        diag_add(c->diags, DIAG_ERROR, "regulation.param-reads", src_text_pos(src, node->offset),
                 "the value of a parameter is that of no row: it cannot read %s", node->name);
        diag_seen(c->diags, "%s", node->name);
        diag_expected(c->diags, "literals and functions");
        diag_hint(c->diags, "what is computed of a row is a `feel` block");
        return false;
    }
    for (size_t i = 0; i < node->n_kids; i++)
        ok = check_reads_nothing(c, src, node->kids[i]) && ok;
    return ok;
}

/* In the unit that was declared. */
static FeelNode *scale_value(Checker *c, const RegName *name, FeelNode *node, const SrcText *src)
{
    if (node->type->kind != FEEL_T_LIST || dec_equal(name->factor, dec_from_int(1)))
        return check_node_scale(c, node, name->factor, FEEL_OP_MUL);
    diag_add(c->diags, DIAG_ERROR, "regulation.unit-scaled", src->start,
             "only single figures are converted, and this is a list");
    diag_expected(c->diags, "%s", unit_text(c->arena, &check_name(name)->unit));
    return NULL;
}

static FeelNode *
value_node(Checker *c, const RegBlock *block, RegParamValue *value, const CheckSite *site)
{
    const RegName *name = block->defines[0];
    const FeelType *want = name->type->kind == FEEL_T_ANY ? NULL : name->type;
    const SrcText *src = &value->value.src;
    FeelNode *parsed = feel_parse(c->arena, site->scope, src, FEEL_EXPRESSION, NULL);

    for (size_t i = 0; i < value->n_bare; i++)
        check_bare(c, &value->bare[i]);
    if (parsed && !check_reads_nothing(c, src, parsed))
        return NULL;
    FeelNode *node = check_tree(c, src, site, want);
    if (!node)
        return NULL;
    Unit seen = check_units(c, node, src, NULL);
    if (!check_unit_fits(c, src->start, &seen, &check_name(name)->unit))
        return NULL;
    return scale_value(c, name, node, src);
}

static bool is_list(Checker *c, const RegParamValue *value, const CheckSite *site)
{
    Diags *loud = check_silently(c);
    const FeelNode *node = check_tree(c, &value->value.src, site, NULL);

    check_loudly(c, loud);
    return node && node->type->kind == FEEL_T_LIST;
}

/* A unit or texts say what a value is made of: with lists among the values, of their items. */
static void declare_list(Checker *c, RegBlock *block, const CheckSite *site)
{
    const RegParam *param = &block->u.param;
    const FeelType *item = block->defines[0]->type;
    bool some = false;

    if (block->type || item->kind == FEEL_T_ANY)
        return;
    for (size_t i = 0; i < param->n_periods; i++) {
        for (size_t k = 0; k < param->periods[i].n_values; k++)
            some = some || is_list(c, &param->periods[i].values[k], site);
    }
    for (size_t i = 0; some && i < block->n_defines; i++)
        check_name_set_type(c, block->defines[i], feel_type_list(c->arena, item));
}

/* Values of all periods; their common type. */
static const FeelType *check_values(Checker *c, RegBlock *block, const CheckSite *site)
{
    RegParam *param = &block->u.param;
    const FeelType *type = &feel_type_null;

    for (size_t i = 0; i < param->n_periods; i++) {
        for (size_t k = 0; k < param->periods[i].n_values; k++) {
            RegExpr *value = &param->periods[i].values[k].value;

            value->subject = site->subject;
            value->node = value_node(c, block, &param->periods[i].values[k], site);
            if (!value->node)
                continue;
            check_compile(c, value);
            const FeelType *joined = feel_type_join(type, value->node->type);
            if (joined->kind == FEEL_T_ANY && value->node->type->kind != FEEL_T_ANY) {
                diag_add(c->diags, DIAG_ERROR, "regulation.cell-type", value->src.start,
                         "values of one parameter must be of one type");
                diag_seen(c->diags, "%s", feel_type_text(c->arena, value->node->type));
                diag_expected(c->diags, "%s", feel_type_text(c->arena, type));
            } else {
                type = joined;
            }
        }
    }
    return type;
}

void check_param(Checker *c, RegBlock *block)
{
    RegParam *param = &block->u.param;
    CheckSite site = check_site(c, block, "value");
    Unit *unit = &check_name(block->defines[0])->unit;

    site.scope = c->functions; /* a value is a literal: it reads nothing */
    site.cycle = REG_NO_CYCLE;
    resolve_keys(c, block);
    declare_list(c, block, &site);
    const FeelType *type = check_values(c, block, &site);
    for (size_t i = 0; i < param->n_periods; i++)
        for (size_t k = 0; k < param->periods[i].n_values; k++)
            check_key_occurs(c, block, &param->periods[i].values[k]);
    if (type->kind == FEEL_T_NULL || block->defines[0]->type->kind != FEEL_T_ANY)
        type = block->defines[0]->type;
    if (type->kind == FEEL_T_ANY && param->n_periods == 0)
        type = &feel_type_number; /* owed by somebody: a figure unless said */
    if (unit->state == UNIT_UNKNOWN && type->kind == FEEL_T_NUMBER)
        *unit = unit_none();
    for (size_t i = 0; i < block->n_defines; i++) {
        check_name_set_unit(block->defines[i], unit);
        check_name_set_type(c, block->defines[i], type);
    }
}

/* ---- functions ------------------------------------------------------------------------------- */

static bool check_function_head(Checker *c, const RegBlock *block)
{
    const RegFunction *function = &block->u.function;
    bool ok = true;
    Dec factor;

    for (size_t i = 0; i < function->n_params; i++) {
        if (check_has_text((const char *const *)function->params, i, function->params[i])) {
            diag_add(c->diags, DIAG_ERROR, "regulation.name-twice", block->pos,
                     "the function %s has two parameters %s", block->name, function->params[i]);
            ok = false;
        }
        if (function->param_units)
            (void)check_unit_declared(c, function->param_units[i], block->pos, &factor);
    }
    return ok;
}

/* Are all names of the body parameters or functions? feel_parse_function would say so too, but not
 * what to do about a name of the regulation. */
static bool check_function_names(Checker *c, const RegBlock *block)
{
    const RegFunction *function = &block->u.function;
    FeelScope *scope = feel_scope_new(c->arena, c->functions, FEEL_REGULATION);

    for (size_t i = 0; i < function->n_params; i++)
        feel_scope_add_slot(scope, function->params[i], 0, &feel_type_any);
    CheckSite site = {.scope = scope, .subject = -1, .cycle = REG_NO_CYCLE, .block = -1};
    return check_names_known(c, &function->body.src, &site);
}

void check_function(Checker *c, RegBlock *block)
{
    RegFunction *function = &block->u.function;
    Dec factor;
    Unit want = check_unit_declared(c, block->unit, block->pos, &factor);

    function->body.subject = -1;
    if (!check_function_head(c, block) || !check_function_names(c, block))
        return;
    FeelNode *body =
        feel_parse_function(c->arena, c->functions, function->host.params, function->host.types,
                            function->n_params, &function->body.src, c->diags);
    if (!body)
        return;
    function->body.node = body;
    function->host.body = body;
    function->host.src = &function->body.src;
    if (function->host.result)
        (void)check_type_is(c, block->pos, block->name, body->type, function->host.result);
    else
        function->host.result = body->type;
    feel_scope_add_function(c->functions, block->name, function->index,
                            feel_type_function(c->arena, function->host.params,
                                               function->host.types, function->n_params,
                                               function->host.result));
    Unit unit = check_function_units(c, function);
    (void)check_unit_fits(c, function->body.src.start, &unit, &want);
}

/* Calls of functions of known type (feel-reference 2.16). */
#include <string.h>

#include "feel/check_private.h"
#include "feel/names.h"

/* May an argument of type `arg` be given for `param`, conversions of 2.3 included? */
static bool accepts(const FeelType *arg, const FeelType *param)
{
    if (feel_type_conforms(arg, param))
        return true;
    if (arg->kind == FEEL_T_DATE && param->kind == FEEL_T_DATE_TIME)
        return true;
    if (param->kind == FEEL_T_LIST)
        return arg->kind != FEEL_T_LIST && accepts(arg, feel_or_any(param->element));
    return arg->kind == FEEL_T_LIST && accepts(feel_or_any(arg->element), param);
}

static void check_argument(FeelChecker *c, const FeelNode *arg, const FeelType *param)
{
    if (!accepts(arg->type, feel_or_any(param)))
        feel_wrong_type(c, arg, "this argument is of the wrong kind", arg->type,
                        feel_type_brief(c->arena, param));
}

static const char *names_text(FeelChecker *c, const char *const *names, size_t n)
{
    g_autoptr(GString) out = g_string_new(NULL);

    for (size_t i = 0; i < n; i++)
        g_string_append_printf(out, "%s%s", i > 0 ? ", " : "", names[i]);
    return arena_strndup(c->arena, out->str, out->len);
}

static void
unknown_argument(FeelChecker *c, const FeelNode *arg, const char *name, const FeelType *f)
{
    feel_finding(c, arg, "feel.unknown-argument", "the function has no parameter of this name");
    diag_seen(c->diags, "%s", name);
    diag_expected(c->diags, "%s", names_text(c, f->names, f->n_members));
}

static void check_named(FeelChecker *c, const FeelNode *call, const FeelType *f)
{
    for (size_t i = 0; i < call->n_names; i++) {
        const FeelNode *arg = call->kids[i + 1];
        size_t k = 0;

        while (k < f->n_members && strcmp(f->names[k], call->names[i]) != 0)
            k++;
        if (k == f->n_members)
            unknown_argument(c, arg, call->names[i], f);
        else
            check_argument(c, arg, f->types[k]);
    }
}

static void check_function_call(FeelChecker *c, const FeelNode *call, const FeelType *f)
{
    size_t n = call->n_kids - 1;

    if (n != f->n_members) {
        feel_finding(c, call, "feel.arity",
                     "the function is called with a wrong number of arguments");
        diag_seen(c->diags, "%zu", n);
        if (f->names)
            diag_expected(c->diags, "%zu: %s", f->n_members, names_text(c, f->names, f->n_members));
        else
            diag_expected(c->diags, "%zu", f->n_members);
        return;
    }
    if (call->names && f->names)
        check_named(c, call, f);
    for (size_t i = 0; !call->names && i < n; i++)
        check_argument(c, call->kids[i + 1], f->types[i]);
}

const FeelType *feel_infer_call(FeelChecker *c, FeelNode *node)
{
    FeelNode *callee = node->kids[0];
    const FeelType *type =
        callee->kind == FEEL_N_NAME ? feel_infer_callee(c, callee) : feel_infer(c, callee);

    for (size_t i = 1; i < node->n_kids; i++)
        feel_infer(c, node->kids[i]);
    if (callee->kind == FEEL_N_NAME && callee->ref.kind == FEEL_REF_BUILTIN)
        return feel_infer_builtin_call(c, node, (FeelBuiltinId)callee->ref.index);
    if (type->kind == FEEL_T_ANY)
        return &feel_type_any;
    if (type->kind != FEEL_T_FUNCTION) {
        feel_finding(c, callee, "feel.not-a-function", "this cannot be called: it is no function");
        diag_seen(c->diags, "%s", feel_type_brief(c->arena, type));
        return &feel_type_any;
    }
    check_function_call(c, node, type);
    return feel_or_any(type->element);
}

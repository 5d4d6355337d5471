/* Values against types: conformance and implicit conversion (feel-reference 2.2, 2.3). */
#include "feel/run_private.h"

static const FeelTypeKind simple[FEEL_N_KINDS] = {
    [FEEL_BOOLEAN] = FEEL_T_BOOLEAN,
    [FEEL_NUMBER] = FEEL_T_NUMBER,
    [FEEL_STRING] = FEEL_T_STRING,
    [FEEL_DATE] = FEEL_T_DATE,
    [FEEL_TIME] = FEEL_T_TIME,
    [FEEL_DATE_TIME] = FEEL_T_DATE_TIME,
    [FEEL_DT_DURATION] = FEEL_T_DT_DURATION,
    [FEEL_YM_DURATION] = FEEL_T_YM_DURATION,
    [FEEL_LIST] = FEEL_T_LIST,
    [FEEL_CONTEXT] = FEEL_T_CONTEXT,
    [FEEL_RANGE] = FEEL_T_RANGE,
    [FEEL_FUNCTION] = FEEL_T_FUNCTION,
};

static bool is_any(const FeelType *type)
{
    return !type || type->kind == FEEL_T_ANY;
}

static bool list_is(const FeelList *list, const FeelType *type)
{
    if (is_any(type->element))
        return true;
    for (size_t i = 0; i < list->n; i++)
        if (!feel_value_is(&list->items[i], type->element))
            return false;
    return true;
}

static bool context_is(const FeelContext *context, const FeelType *type)
{
    for (size_t i = 0; i < type->n_members; i++) {
        const FeelValue *entry = feel_context_get(context, type->names[i]);

        if (!entry || !feel_value_is(entry, type->types[i]))
            return false;
    }
    return true;
}

static bool range_is(const FeelRange *range, const FeelType *type)
{
    return is_any(type->element) || (feel_value_is(&range->start, type->element) &&
                                     feel_value_is(&range->end, type->element));
}

/* ---- functions ---- */

/* Parameter i of `type` (what callers will pass) must suit what the function declares. */
static bool declared_is(size_t n_params,
                        const FeelType *const *params,
                        const FeelType *result,
                        const FeelType *type)
{
    if (n_params != type->n_members)
        return false;
    for (size_t i = 0; i < n_params; i++) {
        const FeelType *declared = params ? params[i] : NULL;

        if (!is_any(declared) && !feel_type_conforms(type->types[i], declared))
            return false;
    }
    return is_any(result) || is_any(type->element) || feel_type_conforms(result, type->element);
}

static bool overload_is(const FeelSignature *sig, const FeelType *type)
{
    if (!feel_signature_fits(sig, type->n_members, NULL, NULL))
        return false;
    for (size_t i = 0; i < type->n_members; i++) {
        const FeelBuiltinParam *param = &sig->params[MIN(i, (size_t)sig->n_params - 1)];

        if (!is_any(type->types[i]) && !(param->kinds & ((FeelKinds)1 << type->types[i]->kind)))
            return false;
    }
    return !sig->result || is_any(type->element) || feel_type_conforms(sig->result, type->element);
}

static bool builtin_is(FeelBuiltinId id, const FeelType *type)
{
    const FeelSignature *sigs;
    size_t n = feel_builtin_signatures(id, &sigs);

    for (size_t i = 0; i < n; i++)
        if (overload_is(&sigs[i], type))
            return true;
    return false;
}

static bool function_is(const FeelFunction *f, const FeelType *type)
{
    const FeelHostFunction *def;

    if (f->kind == FUNCTION_BUILTIN)
        return builtin_is(f->builtin, type);
    if (f->kind == FUNCTION_CLOSURE)
        return declared_is(f->code->n_names, f->code->types, f->code->as_type, type);
    def = f->host->def;
    return def && declared_is(def->n_params, def->types, def->result, type);
}

bool feel_value_is(const FeelValue *v, const FeelType *type)
{
    if (is_any(type) || v->kind == FEEL_NULL || v->kind == FEEL_MISSING)
        return true;
    if (simple[v->kind] != type->kind)
        return false;
    if (v->kind == FEEL_LIST)
        return list_is(v->u.list, type);
    if (v->kind == FEEL_CONTEXT)
        return context_is(v->u.context, type);
    if (v->kind == FEEL_RANGE)
        return range_is(v->u.range, type);
    if (v->kind == FEEL_FUNCTION)
        return function_is(v->u.function, type);
    return true;
}

/* ---- conversion ---- */

FeelValue feel_date_as_date_time(FeelRun *run, CalDate date)
{
    return feel_make_date_time(
        run, (CalDateTime){.date = date, .time = {.zone = {.kind = CAL_ZONE_OFFSET}}});
}

/* Rule 2 for the items of a list: dates become dates and times. */
static bool convert_dates(FeelRun *run, const FeelList *list, FeelValue *out)
{
    FeelValue *items;

    for (size_t i = 0; i < list->n; i++) {
        FeelKind kind = list->items[i].kind;

        if (kind != FEEL_DATE && kind != FEEL_DATE_TIME && kind != FEEL_NULL)
            return false;
    }
    items = ARENA_NEW_N(run->mem, FeelValue, list->n);
    for (size_t i = 0; i < list->n; i++)
        items[i] = list->items[i].kind == FEEL_DATE
                       ? feel_date_as_date_time(run, list->items[i].u.date)
                       : list->items[i];
    *out = feel_list(run->mem, items, list->n);
    return true;
}

static bool convert_to_list(FeelRun *run, const FeelValue *v, const FeelType *type, FeelValue *out)
{
    FeelTypeKind element = type->element ? type->element->kind : FEEL_T_ANY;
    FeelValue item = *v;

    if (v->kind == FEEL_LIST)
        return element == FEEL_T_DATE_TIME && convert_dates(run, v->u.list, out);
    if (v->kind == FEEL_DATE && element == FEEL_T_DATE_TIME)
        item = feel_date_as_date_time(run, v->u.date);
    if (!feel_value_is(&item, type->element) || feel_value_depth(&item) >= FEEL_MAX_VALUE_DEPTH)
        return false;
    *out = feel_list(run->mem, &item, 1);
    return true;
}

bool feel_convert(FeelRun *run, const FeelValue *v, const FeelType *type, FeelValue *out)
{
    const FeelValue *item;

    *out = *v;
    if (feel_value_is(v, type))
        return true;
    if (v->kind == FEEL_DATE && type->kind == FEEL_T_DATE_TIME) {
        *out = feel_date_as_date_time(run, v->u.date);
        return true;
    }
    if (type->kind == FEEL_T_LIST)
        return convert_to_list(run, v, type, out);
    if (v->kind != FEEL_LIST || v->u.list->n != 1)
        return false;
    item = &v->u.list->items[0];
    if (item->kind == FEEL_DATE && type->kind == FEEL_T_DATE_TIME)
        *out = feel_date_as_date_time(run, item->u.date);
    else if (feel_value_is(item, type))
        *out = *item;
    else
        return false;
    return true;
}

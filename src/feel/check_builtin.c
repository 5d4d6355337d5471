/* Calls of built-in functions: which signature, are the arguments right,
 * what comes out (chapter 5). */
#include <string.h>

#include "feel/check_private.h"
#include "feel/names.h"
#include "feel/regex.h"

/* May a value of this type be given for the parameter, conversions of 2.3 included? */
static bool param_accepts(const FeelBuiltinParam *param, const FeelType *type)
{
    FeelKinds kind = (FeelKinds)1 << type->kind;

    if (!feel_type_known(type) || (param->kinds & kind & ~FEEL_KIND(LIST)))
        return true;
    if (param->exact)
        return param->kinds & kind;
    if (type->kind == FEEL_T_DATE && (param->kinds & FEEL_KIND(DATE_TIME)))
        return true;
    if (type->kind == FEEL_T_LIST) {
        const FeelType *element = feel_or_any(type->element);
        FeelKinds allowed = param->kinds & FEEL_KIND(LIST) ? param->element : param->kinds;

        /* The list itself, or its only element. */
        return !feel_type_known(element) || (allowed & ((FeelKinds)1 << element->kind)) ||
               param->kinds == FEEL_KINDS_ANY;
    }
    return (param->kinds & FEEL_KIND(LIST)) && (param->element & kind);
}

/* A signature that fits the call by number and names. */
typedef struct Candidate {
    const FeelSignature *sig;
    size_t *places; /* parameter of argument i */
    size_t n_wrong; /* arguments of a kind it does not take */
} Candidate;

static size_t count_wrong(const FeelNode *call, const Candidate *candidate)
{
    size_t n_wrong = 0;

    for (size_t i = 0; i + 1 < call->n_kids; i++)
        if (!param_accepts(&candidate->sig->params[candidate->places[i]], call->kids[i + 1]->type))
            n_wrong++;
    return n_wrong;
}

/* The fitting signature with the fewest wrong arguments; false if none fits. */
static bool choose(FeelChecker *c, const FeelNode *call, FeelBuiltinId id, Candidate *best)
{
    const FeelSignature *sigs;
    size_t n_sigs = feel_builtin_signatures(id, &sigs);
    size_t n_args = call->n_kids - 1;

    *best = (Candidate){0};
    for (size_t i = 0; i < n_sigs; i++) {
        Candidate next = {&sigs[i], ARENA_NEW_N(c->arena, size_t, n_args), 0};

        if (!feel_signature_fits(&sigs[i], n_args, call->names, next.places))
            continue;
        next.n_wrong = count_wrong(call, &next);
        if (!best->sig || next.n_wrong < best->n_wrong)
            *best = next;
    }
    return best->sig != NULL;
}

/* "substring(string, start position[, length])" */
static void append_signature(GString *out, const FeelSignature *sig)
{
    g_string_append_printf(out, "%s(", feel_builtin_name(sig->id));
    for (size_t i = 0; i < sig->n_params; i++)
        g_string_append_printf(out, "%s%s%s", i >= sig->n_required ? "[" : "", i > 0 ? ", " : "",
                               sig->params[i].name);
    if (sig->varargs)
        g_string_append(out, ", …");
    for (size_t i = sig->n_required; i < sig->n_params; i++)
        g_string_append_c(out, ']');
    g_string_append_c(out, ')');
}

static const char *signatures_text(FeelChecker *c, FeelBuiltinId id)
{
    g_autoptr(GString) out = g_string_new(NULL);
    const FeelSignature *sigs;
    size_t n = feel_builtin_signatures(id, &sigs);

    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            g_string_append(out, " | ");
        append_signature(out, &sigs[i]);
    }
    return arena_strndup(c->arena, out->str, out->len);
}

static bool has_param(FeelBuiltinId id, const char *name)
{
    const FeelSignature *sigs;
    size_t n = feel_builtin_signatures(id, &sigs);

    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < sigs[i].n_params; k++)
            if (strcmp(sigs[i].params[k].name, name) == 0)
                return true;
    return false;
}

static void no_signature(FeelChecker *c, const FeelNode *call, FeelBuiltinId id)
{
    for (size_t i = 0; i < call->n_names; i++) {
        if (has_param(id, call->names[i]))
            continue;
        feel_finding(c, call->kids[i + 1], "feel.unknown-argument",
                     "the function has no parameter of this name");
        diag_seen(c->diags, "%s", call->names[i]);
        diag_expected(c->diags, "%s", signatures_text(c, id));
        return;
    }
    feel_finding(c, call, "feel.arity", "the function is called with a wrong number of arguments");
    diag_seen(c->diags, "%zu", call->n_kids - 1);
    diag_expected(c->diags, "%s", signatures_text(c, id));
}

static void wrong_argument(FeelChecker *c, const FeelNode *arg, const FeelBuiltinParam *param)
{
    const char *expected = feel_kinds_text(c, param->kinds);

    if (param->kinds == FEEL_KIND(LIST) && param->element != FEEL_KINDS_ANY)
        expected = arena_printf(c->arena, "list<%s>", feel_kinds_text(c, param->element));
    feel_wrong_type(c, arg, "this argument is of the wrong kind", arg->type, expected);
}

/* What the lists among the arguments hold, and what is put into them. */
static const FeelType *joined_elements(const FeelNode *call, const Candidate *candidate)
{
    const FeelType *element = &feel_type_null;

    for (size_t i = 0; i + 1 < call->n_kids; i++) {
        const FeelBuiltinParam *param = &candidate->sig->params[candidate->places[i]];
        const FeelType *type = call->kids[i + 1]->type;

        if (param->kinds == FEEL_KIND(LIST))
            element = feel_type_join(element, feel_element_type(type));
        else if (param->kinds == FEEL_KINDS_ANY)
            element = feel_type_join(element, type);
    }
    return element;
}

/* What a function chooses from: the elements of the list, or the arguments, which must be of one
 * kind. */
static const FeelType *
joined_arguments(FeelChecker *c, const FeelNode *call, const Candidate *candidate)
{
    const FeelType *joined = feel_element_type(call->kids[1]->type);

    for (size_t i = 2; candidate->sig->varargs && i < call->n_kids; i++) {
        const FeelType *type = feel_element_type(call->kids[i]->type);

        if (!feel_comparable(joined, type, true))
            return feel_wrong_type(c, call->kids[i],
                                   "this argument is of another kind than the ones before it", type,
                                   feel_type_brief(c->arena, joined));
        joined = feel_type_join(joined, type);
    }
    return joined;
}

static const FeelType *result_of(FeelChecker *c, const FeelNode *call, const Candidate *candidate)
{
    switch (candidate->sig->rule) {
    case FEEL_RESULT_FIXED:
        return feel_or_any(candidate->sig->result);
    case FEEL_RESULT_SAME:
        return feel_element_type(call->kids[1]->type);
    case FEEL_RESULT_ELEMENT:
        return joined_arguments(c, call, candidate);
    case FEEL_RESULT_LIST:
        return feel_type_list(c->arena, joined_elements(call, candidate));
    }
    return &feel_type_any;
}

/* The text of date("…") and its like; NULL for other calls. */
static const FeelNode *constant_text(const FeelNode *call)
{
    const FeelNode *arg = call->n_kids == 2 ? call->kids[1] : NULL;

    return arg && arg->kind == FEEL_N_CONST && arg->value.kind == FEEL_STRING ? arg : NULL;
}

static bool
parse_temporal(Arena *arena, FeelBuiltinId id, const char *text, size_t len, FeelValue *out)
{
    ptrdiff_t n = (ptrdiff_t)len;
    CalDateTime *moment = ARENA_NEW(arena, CalDateTime);
    CalTime *time = ARENA_NEW(arena, CalTime);

    *out = (FeelValue){.kind = FEEL_NULL};
    if (id == FEEL_BUILTIN_DATE && cal_date_parse(text, n, &out->u.date)) {
        out->kind = FEEL_DATE;
    } else if (id == FEEL_BUILTIN_TIME && cal_time_parse(text, n, time)) {
        out->kind = FEEL_TIME;
        out->u.time = time;
    } else if (id == FEEL_BUILTIN_DATE_AND_TIME && cal_date_time_parse(text, n, true, moment)) {
        out->kind = FEEL_DATE_TIME;
        out->u.date_time = moment;
    } else if (id == FEEL_BUILTIN_DURATION && cal_dt_duration_parse(text, n, &out->u.dt_duration)) {
        out->kind = FEEL_DT_DURATION;
    } else if (id == FEEL_BUILTIN_DURATION && cal_ym_duration_parse(text, n, &out->u.ym_duration)) {
        out->kind = FEEL_YM_DURATION;
    }
    return out->kind != FEEL_NULL;
}

/* date("2026-01-31") is a constant; the node keeps its place in the text. True if folded. */
static bool fold(FeelChecker *c, FeelNode *call, FeelBuiltinId id)
{
    const FeelNode *arg = constant_text(call);
    FeelValue value;

    if (!arg || (id != FEEL_BUILTIN_DATE && id != FEEL_BUILTIN_TIME &&
                 id != FEEL_BUILTIN_DATE_AND_TIME && id != FEEL_BUILTIN_DURATION))
        return false;
    if (!parse_temporal(c->arena, id, arg->value.u.string.text, arg->value.u.string.len, &value)) {
        feel_finding(c, arg, "feel.bad-literal", "this text cannot be read as such a value");
        diag_seen(c->diags, "%s", arg->value.u.string.text);
        diag_expected(c->diags, "%s", feel_builtin_name(id));
        return false;
    }
    call->kind = FEEL_N_CONST;
    call->value = value;
    call->n_kids = 0;
    call->names = NULL;
    call->n_names = 0;
    return true;
}

/* Is parameter `place` the flags? */
static bool is_flags(FeelBuiltinId id, size_t place)
{
    return (id == FEEL_BUILTIN_MATCHES && place == 2) || (id == FEEL_BUILTIN_REPLACE && place == 3);
}

/* A regular expression that stands in the text is read at once. */
static void check_pattern(FeelChecker *c, const FeelNode *call, const Candidate *best)
{
    g_autoptr(Arena) arena = arena_new(0);
    FeelBuiltinId id = best->sig->id;
    const FeelNode *pattern = NULL, *flags = NULL;
    const char *problem;
    unsigned bits = 0;

    for (size_t i = 0; i + 1 < call->n_kids; i++) {
        if (best->places[i] == 1)
            pattern = call->kids[i + 1];
        else if (is_flags(id, best->places[i]))
            flags = call->kids[i + 1];
    }
    if (flags && (flags->kind != FEEL_N_CONST || flags->value.kind != FEEL_STRING))
        return;
    if (flags && !feel_regex_flags(flags->value.u.string.text, flags->value.u.string.len, &bits)) {
        feel_finding(c, flags, "feel.flags", "the flags are some of s, m, i, x and q");
        diag_seen(c->diags, "%s", flags->value.u.string.text);
    }
    if (!pattern || pattern->kind != FEEL_N_CONST || pattern->value.kind != FEEL_STRING ||
        feel_regex_compile(arena, pattern->value.u.string.text, pattern->value.u.string.len, bits,
                           &problem))
        return;
    feel_finding(c, pattern, "feel.pattern", "this text is not a regular expression");
    diag_seen(c->diags, "%s", pattern->value.u.string.text);
    diag_hint(c->diags, "%s", text_in(diags_lang(c->diags), problem));
}

static bool has_pattern(FeelBuiltinId id)
{
    return id == FEEL_BUILTIN_MATCHES || id == FEEL_BUILTIN_REPLACE || id == FEEL_BUILTIN_SPLIT;
}

const FeelType *feel_infer_builtin_call(FeelChecker *c, FeelNode *node, FeelBuiltinId id)
{
    Candidate best;

    if (!choose(c, node, id, &best)) {
        no_signature(c, node, id);
        return &feel_type_any;
    }
    for (size_t i = 0; best.n_wrong > 0 && i + 1 < node->n_kids; i++) {
        const FeelBuiltinParam *param = &best.sig->params[best.places[i]];

        if (!param_accepts(param, node->kids[i + 1]->type))
            wrong_argument(c, node->kids[i + 1], param);
    }
    if (best.n_wrong == 0 && has_pattern(id))
        check_pattern(c, node, &best);
    if (best.n_wrong == 0 && fold(c, node, id))
        return feel_infer(c, node);
    return result_of(c, node, &best);
}

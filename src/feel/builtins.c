/* Calling built-in functions: choice of the signature, conversion of arguments (feel-reference 5,
 * 2.3), nothing among the arguments. */
#include "feel/builtins.h"

#include <pthread.h>

/* What a signature says to the arguments. */
typedef enum Fit {
    FIT_OK,
    FIT_NULL, /* only a null argument is in the way */
    FIT_BAD,
} Fit;

enum { FIXED_ARGS = 12 };

/* ---- which functions there are ---- */

static const BuiltinEntry *const families[] = {
    feel_builtins_convert,   feel_builtins_logic,  feel_builtins_string,     feel_builtins_list,
    feel_builtins_aggregate, feel_builtins_number, feel_builtins_time,       feel_builtins_context,
    feel_builtins_range,     feel_builtins_regex,  feel_builtins_regulation,
};

static Builtin by_id[FEEL_BUILTIN_N];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void build(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(families); i++)
        for (const BuiltinEntry *e = families[i]; e->id != FEEL_BUILTIN_N; e++)
            by_id[e->id] = e->builtin;
}

const Builtin *feel_builtin(FeelBuiltinId id)
{
    (void)pthread_once(&once, build); /* cannot fail with a static PTHREAD_ONCE_INIT */
    return &by_id[id];
}

bool feel_builtin_is_built(FeelBuiltinId id)
{
    return id == FEEL_BUILTIN_KNOWN || feel_builtin(id)->fn;
}

/* ---- arguments ---- */

static FeelKinds kind_bit(FeelKind kind)
{
    static const FeelTypeKind types[FEEL_N_KINDS] = {
        [FEEL_NULL] = FEEL_T_NULL,
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

    return (FeelKinds)1 << types[kind];
}

static bool takes_list(const FeelBuiltinParam *param)
{
    return param->kinds == FEEL_KIND(LIST);
}

/* 2.3 for kinds: a date for a date and time, a single value for a list, a list of one for a single
 * value. `v` is neither null nor missing. */
static Fit convert_arg(FeelRun *run, const FeelBuiltinParam *param, FeelValue *v)
{
    if (param->kinds & kind_bit(v->kind))
        return FIT_OK;
    if (param->exact)
        return FIT_BAD;
    if (v->kind == FEEL_DATE && (param->kinds & FEEL_KIND(DATE_TIME))) {
        *v = feel_date_as_date_time(run, v->u.date);
        return FIT_OK;
    }
    if (takes_list(param)) {
        if (feel_value_depth(v) >= FEEL_MAX_VALUE_DEPTH)
            return FIT_BAD;
        *v = feel_list(run->mem, v, 1);
        return FIT_OK;
    }
    if (v->kind == FEEL_LIST && v->u.list->n == 1) {
        const FeelValue *item = &v->u.list->items[0];

        if (!(param->kinds & kind_bit(item->kind)))
            return FIT_BAD;
        *v = *item;
        return FIT_OK;
    }
    return FIT_BAD;
}

typedef struct Binder {
    FeelRun *run;
    const FeelSignature *sig;
    const Builtin *builtin;
    FeelValue *values; /* room for n_params + n_args */
    size_t n;
    uint32_t seen; /* bit i: parameter i has its (first) value */
} Binder;

static bool may_be_null(const Binder *b, size_t place)
{
    return (b->sig->params[place].kinds & FEEL_KIND(NULL)) ||
           (b->builtin->null_params & (1u << place));
}

static Fit bind_one(Binder *b, size_t place, const FeelValue *arg)
{
    uint32_t bit = 1u << place;
    FeelValue *slot = b->seen & bit ? &b->values[b->n++] : &b->values[place];

    *slot = *arg;
    b->seen |= bit;
    if (arg->kind != FEEL_NULL)
        return convert_arg(b->run, &b->sig->params[place], slot);
    if (may_be_null(b, place))
        return FIT_OK;
    if (place >= b->sig->n_required && !b->sig->varargs && !b->builtin->strict_optional)
        return FIT_OK; /* an optional parameter that is null was left out */
    return FIT_NULL;
}

static Fit bind_args(Binder *b, const size_t *places, const FeelValue *args, size_t n)
{
    Fit worst = FIT_OK;

    for (size_t i = 0; i < b->sig->n_params; i++)
        b->values[i] = feel_null();
    b->n = b->sig->n_params;
    b->seen = 0;
    for (size_t i = 0; i < n; i++) {
        Fit fit = bind_one(b, places[i], &args[i]);

        worst = MAX(worst, fit);
    }
    return worst;
}

const FeelValue *feel_call_items(const Call *call, size_t *out_n)
{
    if (call->form == 0) {
        *out_n = call->args[0].u.list->n;
        return call->args[0].u.list->items;
    }
    *out_n = call->n;
    return call->args;
}

bool feel_arg_int(const FeelValue *v, int64_t *out)
{
    return dec_to_int64(v->u.number, out); /* chapter 3: functions truncate */
}

/* ---- calls ---- */

static FeelValue
call_forms(FeelRun *run, const Code *at, const CodeCall *call, const FeelValue *args, size_t n)
{
    const FeelSignature *sigs;
    FeelValue fixed[FIXED_ARGS], out;
    Binder b = {.run = run, .builtin = feel_builtin(call->id), .values = fixed};
    Fit best = FIT_BAD;

    (void)feel_builtin_signatures(call->id, &sigs); /* the forms are known */
    if (n + FEEL_BUILTIN_MAX_PARAMS > FIXED_ARGS) {
        b.values = feel_take(run, at, n + FEEL_BUILTIN_MAX_PARAMS, sizeof *b.values, &out);
        if (!b.values)
            return out;
    }
    for (size_t i = 0; i < call->n_bindings; i++) {
        const CodeBinding *binding = &call->bindings[i];
        Fit fit;

        b.sig = &sigs[binding->form];
        fit = bind_args(&b, binding->places, args, n);
        if (fit == FIT_OK) {
            Call c = {.run = run,
                      .at = at,
                      .id = call->id,
                      .form = binding->form,
                      .args = b.values,
                      .n = b.n};

            return b.builtin->fn(&c);
        }
        best = MIN(best, fit);
    }
    return best == FIT_NULL ? feel_null_operand(run, at) : feel_fault(run, at, FAULT_ARGUMENT_TYPE);
}

FeelValue feel_builtin_call_bound(
    FeelRun *run, const Code *at, const CodeCall *call, const FeelValue *args, size_t n)
{
    const Builtin *builtin = feel_builtin(call->id);
    FeelValue out;

    if (call->id == FEEL_BUILTIN_KNOWN && call->n_bindings > 0)
        return feel_boolean(args[0].kind != FEEL_MISSING);
    if (builtin->moves_items ? feel_any_missing(run, args, n, &out)
                             : feel_any_missing_inside(run, args, n, &out))
        return out;
    if (call->n_bindings == 0)
        return feel_fault(run, at, FAULT_ARGUMENTS);
    return call_forms(run, at, call, args, n);
}

FeelValue feel_builtin_call(FeelRun *run,
                            const Code *at,
                            FeelBuiltinId id,
                            const FeelValue *args,
                            size_t n,
                            const char *const *names)
{
    CodeCall call = {.id = id};

    if (n > FEEL_MAX_ARGUMENTS)
        return feel_fault(run, at, FAULT_ARGUMENTS);
    feel_builtin_bind(run->mem, &call, n, names);
    return feel_builtin_call_bound(run, at, &call, args, n);
}

static bool is_ascending(const size_t *places, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (places[i] < places[i - 1])
            return false;
    return true;
}

/* Forms that take the arguments in the order in which they are written come first: so
 * before(range: r, point: p) is not before(point: p, range: r). */
void feel_builtin_bind(Arena *arena, CodeCall *call, size_t n_args, const char *const *names)
{
    const FeelSignature *sigs;
    size_t n_sigs = feel_builtin_signatures(call->id, &sigs);
    CodeBinding *bindings = ARENA_NEW_N(arena, CodeBinding, n_sigs);

    call->bindings = bindings;
    for (int reordered = 0; reordered < 2; reordered++) {
        for (size_t i = 0; i < n_sigs; i++) {
            size_t *places = ARENA_NEW_N(arena, size_t, n_args);

            if (feel_signature_fits(&sigs[i], n_args, names, places) &&
                is_ascending(places, n_args) == (reordered == 0))
                bindings[call->n_bindings++] = (CodeBinding){.form = i, .places = places};
        }
    }
}

/* builtins.h - how built-in functions are implemented. Private to feel/.
 *
 * A built-in gets its arguments in the order of the parameters of the signature that fitted, each
 * of a kind the parameter allows (conversions of 2.3 done), nothing missing at the top. Null stands
 * only where the parameter allows null or was left out.
 */
#pragma once

#include "feel/run_private.h"

typedef struct Call {
    FeelRun *run;
    const Code *at; /* the call: faults are put down to it */
    FeelBuiltinId id;
    size_t form;           /* index of the signature */
    const FeelValue *args; /* parameters in order; varargs follow the fixed ones */
    size_t n;
} Call;

typedef FeelValue (*BuiltinFn)(const Call *call);

typedef struct Builtin {
    BuiltinFn fn;
    /* Lists and contexts among the arguments may hold missing items: the function moves them, it
     * does not look at them. Without it one missing item makes the result missing. */
    bool moves_items;
    uint32_t null_params; /* bit i: parameter i may be null although its kinds do not say so */
    bool strict_optional; /* an optional parameter that is given as null is not "left out" */
} Builtin;

enum { FEEL_MAX_ARGUMENTS = 4096 };

/* By id (builtins.c). */
const Builtin *feel_builtin(FeelBuiltinId id);
/* Finds the signatures that n_args arguments of these names (NULL = positional) fit. */
void feel_builtin_bind(Arena *arena, CodeCall *call, size_t n_args, const char *const *names);
/* Binds, converts, calls. `names` NULL = positional. */
FeelValue feel_builtin_call(FeelRun *run,
                            const Code *at,
                            FeelBuiltinId id,
                            const FeelValue *args,
                            size_t n,
                            const char *const *names);
/* The same with the bindings found when compiling. */
FeelValue feel_builtin_call_bound(
    FeelRun *run, const Code *at, const CodeCall *call, const FeelValue *args, size_t n);

/* The items of a function over many: those of the list (form 0) or the arguments themselves. */
const FeelValue *feel_call_items(const Call *call, size_t *out_n);
/* A number argument as an integer, truncated toward zero. False: too large. */
bool feel_arg_int(const FeelValue *v, int64_t *out);
/* The date of a date or date and time, as written. */
CalDate feel_day_of(const FeelValue *v);
/* Either kind of duration. */
bool feel_duration_parse(const char *text, size_t len, FeelValue *out);
/* range(from) (range_text.c). */
FeelValue feel_range_parse(const Call *call);
/* Charges n steps for work over a list. False: *out is the fault. */
static inline bool feel_call_step(const Call *call, size_t n, FeelValue *out)
{
    return feel_step(call->run, call->at, n, out);
}

/* One table of the families, ended by an entry of id FEEL_BUILTIN_N. */
typedef struct BuiltinEntry {
    FeelBuiltinId id;
    Builtin builtin;
} BuiltinEntry;
extern const BuiltinEntry feel_builtins_convert[], feel_builtins_logic[], feel_builtins_string[],
    feel_builtins_list[], feel_builtins_aggregate[], feel_builtins_number[], feel_builtins_time[],
    feel_builtins_context[], feel_builtins_range[], feel_builtins_regex[],
    feel_builtins_regulation[];
/* Frees the patterns of a run; NULL is allowed (builtins_regex.c). */
void feel_patterns_free(Patterns *patterns);

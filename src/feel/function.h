/* function.h - function values: closures, built-ins and host functions as values. Private to feel/.
 *
 * A closure holds the frames around its definition and, if its body reads columns, the values of
 * the row it was made in: it may be called in another row, program or request.
 */
#pragma once

#include "feel/builtin_table.h"
#include "feel/code.h"
#include "feel/value.h"

/* The names bound at one place: iterators, parameters, entries of a context, `item`. A frame that
 * a closure may hold lives in the arena of the evaluation, others on the stack. */
typedef struct Frame Frame;
struct Frame {
    const Frame *outer; /* NULL at the outermost */
    FeelValue *values;
    size_t n;
};

/* The row a closure was made in. */
typedef struct Capture {
    const FeelValue *slots; /* by slot number; null where the program does not read it */
    size_t n_slots;
    FeelValue input;
} Capture;

typedef enum FunctionKind { FUNCTION_CLOSURE, FUNCTION_BUILTIN, FUNCTION_HOST } FunctionKind;

struct FeelFunction {
    FunctionKind kind;
    FeelBuiltinId builtin;  /* BUILTIN */
    const HostCode *host;   /* HOST */
    const Code *code;       /* CLOSURE: its CODE_FUNCTION; borrowed from the program */
    const Frame *frame;     /* CLOSURE */
    const Capture *capture; /* CLOSURE, HOST; NULL = reads no slot */
};

/* Number of parameters; *out their names (borrowed). Built-ins, which have several forms: 0. */
size_t feel_function_params(const FeelFunction *f, const char *const **out);

/* State of one deep copy: frames may hold the function that holds them, so each is copied once. */
typedef struct Copier {
    Arena *arena;
    GHashTable *frames; /* owned, NULL until needed: const Frame * -> Frame * */
    size_t depth;       /* of functions in functions */
} Copier;

FeelValue feel_copy_value(Copier *copier, const FeelValue *v);
FeelValue *feel_copy_values(Copier *copier, const FeelValue *values, size_t n);

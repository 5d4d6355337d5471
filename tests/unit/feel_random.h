/* feel_random.h - random FEEL: texts of a wanted type over the slots below, and values for them.
 *
 * Every operator and every built-in that works element by element has a template; the parts of a
 * template are random texts of their types. Used by the tests that hold evaluators against each
 * other. */
#pragma once

#include <glib.h>

#include "feel/feel.h"

typedef enum RandomSlot {
    RANDOM_A, /* numbers a, b, c */
    RANDOM_B,
    RANDOM_C,
    RANDOM_P, /* texts p, q */
    RANDOM_Q,
    RANDOM_D, /* dates d, e */
    RANDOM_E,
    RANDOM_T, /* booleans t, u */
    RANDOM_U,
    RANDOM_H, /* a time, a date and time, the two durations: h, m, i, y */
    RANDOM_M,
    RANDOM_I,
    RANDOM_Y,
    RANDOM_L, /* a list of numbers */
    RANDOM_K, /* a context {n: number, s: string} */
    RANDOM_X, /* anything */
    RANDOM_N_SLOTS,
} RandomSlot;

/* Adds the slots to a scope. */
void feel_random_scope(FeelScope *scope);
const char *feel_random_slot_name(RandomSlot slot);
const FeelType *feel_random_slot_type(RandomSlot slot);
/* A value for the slot; what it points to is static or lives in `arena`. Never null or missing. */
FeelValue feel_random_value(GRand *rand, Arena *arena, RandomSlot slot);
/* An expression of any type, or tests for `?`, at most `depth` templates deep. Regulations get
 * their own functions too. */
void feel_random_text(
    GRand *rand, FeelDialect dialect, FeelGrammar grammar, int depth, GString *out);

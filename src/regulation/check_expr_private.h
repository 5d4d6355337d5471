/* check_expr_private.h - one expression while it is checked: names, types, cycles, units, texts.
 * Private to regulation/check*.c.
 */
#pragma once

#include "regulation/check_private.h"

/* ---- check_expr.c ------------------------------------------------------------------------ */

/* Where an expression is evaluated. */
typedef struct CheckSite {
    const FeelScope *scope;
    int subject;       /* of the rows */
    int cycle;         /* a bare name reads this cycle; REG_NO_CYCLE: only what has none */
    int block;         /* index of the block that reads, -1 = none: its requirements */
    bool is_earlier;   /* evaluated for earlier cycles: makes no requirements */
    bool or_coarser;   /* read in the coarsest cycle of what it names, at least in `cycle` */
    const char *place; /* its key in the notation, for findings: "where", "of"; "" = the body */
} CheckSite;

/* The block's own rows and cycle. */
CheckSite check_site(Checker *c, const RegBlock *block, const char *place);

/* Parses and checks all of `src`: unknown names, types, cycles, texts that never occur; records
 * requirements. `want` NULL = any type. Returns: the tree, NULL after an error. */
FeelNode *check_tree(Checker *c, const SrcText *src, const CheckSite *site, const FeelType *want);
/* The same for unary tests of a value of `input_type`. `domain`: texts it can be, NULL = any. */
FeelNode *check_tests(Checker *c,
                      const SrcText *src,
                      const CheckSite *site,
                      const FeelType *input_type,
                      const RegName *domain);
/* Parses only to report names that are not there. False if there are any, or if `src` cannot be
 * parsed (then nothing is said). */
bool check_names_known(Checker *c, const SrcText *src, const CheckSite *site);
/* check_tree, units (*out_unit may be NULL), and compiles. False after an error. An expression that
 * is not set is left alone and true. */
bool check_expr(
    Checker *c, RegExpr *expr, const CheckSite *site, const FeelType *want, Unit *out_unit);
/* The expression must have `unit` (a BARE one takes it); code regulation.unit. */
bool check_expr_unit(Checker *c, const RegExpr *expr, const Unit *seen, const Unit *want);
/* The same for anything at `pos`. */
bool check_unit_fits(Checker *c, SrcPos pos, const Unit *seen, const Unit *want);
void check_compile(Checker *c, RegExpr *expr);
/* Is seen <: want? Else an error regulation.type at `pos`. */
bool check_type_is(
    Checker *c, SrcPos pos, const char *place, const FeelType *seen, const FeelType *want);
/* Some expression reads the name, and with it the parts of a path and the keys of a parameter. */
void check_mark_read(RegName *name);
/* May a name be read in a cycle by its bare name? */
bool check_is_readable(const Checker *c, const RegName *name, int cycle);
/* An error (regulation.cycle) at `pos`: which name cannot be read in `cycle`, and what to write. */
void check_report_cycle(Checker *c, const RegName *name, int cycle, SrcPos pos);
/* Histories that were read in a finer cycle than their own: may they? Once all blocks are done. */
void check_coarser(Checker *c);
/* Does every cycle of kind `inner` lie in one of kind `outer`? */
bool check_cycle_contains(const Regulation *reg, int outer, int inner);

/* ---- check_units.c ----------------------------------------------------------------------- */

/* Infers the unit of a checked tree, reporting operands that do not fit. `input`: unit of `?`, or
 * NULL. Text, dates and truth values are UNKNOWN. */
Unit check_units(Checker *c, const FeelNode *node, const SrcText *src, const Unit *input);
/* The same for a function's body, its parameters having the units they are declared with. */
Unit check_function_units(Checker *c, const RegFunction *function);

/* ---- check_texts.c ----------------------------------------------------------------------- */

/* The texts an expression can give; false if any. *out is in the arena. */
bool check_text_domain(Checker *c, const FeelNode *node, const char *const **out, size_t *out_n);
/* Warns of comparisons with a text that can never occur. */
void check_text_comparisons(Checker *c, const FeelNode *node, const SrcText *src);
/* Warns if `text` is none of what `name` can be. */
void check_text_occurs(Checker *c, const RegName *name, const char *text, SrcPos pos);

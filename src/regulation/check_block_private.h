/* check_block_private.h - kinds of blocks while they are checked.
 * Private to regulation/check*.c.
 */
#pragma once

#include "regulation/check_expr_private.h"

/* ---- kinds of blocks: each checks its block and gives its names their types and units ------ */

/* An input while it is checked (check_input.c, check_history.c). */
typedef struct CheckInput {
    Checker *c;
    RegBlock *block;
    RegInput *input;
    RegName *name;
    CheckSite site; /* the block's own */
} CheckInput;

void check_input(Checker *c, RegBlock *block);
void check_input_where(CheckInput *i, CheckSite *site);
void check_input_measure(CheckInput *i);
/* check_entries.c: inputs from a sheet or register. */
void check_input_entries(CheckInput *i);
/* Names of a measure's facts, then of the account (contract: customer) they hang on. */
const FeelScope *check_scope_of_facts(Checker *c, const RegInput *input);
void check_input_span(CheckInput *i);
void check_input_history(CheckInput *i);
/* What stands in when there is no earlier cycle: of the same type and unit; its texts join. */
void check_input_if_none(CheckInput *i);
/* Scope of an input's `where`; NULL if it can have none. */
const FeelScope *check_scope_of_where(Checker *c, const RegBlock *block);
void check_param(Checker *c, RegBlock *block);
void check_function(Checker *c, RegBlock *block);
void check_table(Checker *c, RegBlock *block);
/* What the outputs of a table that is not checked yet can be (types and texts), as far as seen. */
void check_table_foresee(Checker *c, RegBlock *block);
void check_bands(Checker *c, RegBlock *block);
void check_rank(Checker *c, RegBlock *block);
void check_total(Checker *c, RegBlock *block);
void check_share(Checker *c, RegBlock *block);
void check_grade(Checker *c, RegBlock *block);
/* An amount in 元 (a bare figure will do); `place`: its key. */
void check_amount(Checker *c, RegExpr *expr, CheckSite *site, const char *place);
void check_pay(Checker *c, RegBlock *block);
void check_reserve(Checker *c, RegBlock *block);
void check_score(Checker *c, RegBlock *block);
void check_procedure(Checker *c, RegBlock *block);
/* There must be a procedure of that name; NULL is none. Else a finding at `pos`. */
void check_procedure_named(Checker *c, const char *name, SrcPos pos);
/* The account that a reserve is booked under. */
const char *check_reserve_account(const RegBlock *block);
void check_block(Checker *c, RegBlock *block);
/* Finds out what it can of the types of a block that was not checked yet (a circle through history,
 * a link whose type was not known early). Says nothing. */
void check_foresee(Checker *c, RegBlock *block);

/* ---- check_column.c ---------------------------------------------------------------------- */

typedef struct CheckColumn {
    bool is_text;         /* unquoted cells are texts */
    const FeelType *want; /* NULL = any */
    Dec factor;           /* of the figures in it: 10000 under (万元) */
    Unit unit;            /* of what formulas see */
    Unit cell_unit; /* of what is written in the cells: 元, or a unit 万元 that nothing else has */
} CheckColumn;

/* Finds out of which sort output `column` of a table is. Units are not set. */
void check_column_sort(
    Checker *c, const RegBlock *block, size_t column, const CheckSite *site, CheckColumn *out);
/* Units of a column whose header says `text` ("" = nothing): false if it is no unit. */
bool check_column_unit(Checker *c, const char *text, CheckColumn *column);
/* The tree of an output cell; NULL after an error. */
FeelNode *check_output_cell(Checker *c,
                            const SrcText *src,
                            const CheckSite *site,
                            const CheckColumn *column,
                            Unit *out_unit);

/* ---- check_cells.c ----------------------------------------------------------------------- */

/* Unquoted texts of a cell as unary tests: "甲, 乙" or "not(甲)"; `=` before one makes it an
 * expression. NULL after an error. */
FeelNode *
check_text_tests(Checker *c, const SrcText *src, const CheckSite *site, const RegName *domain);
/* Trees made by hand, typed. */
FeelNode *check_node_text(Checker *c, const char *text, size_t offset, size_t len);
FeelNode *check_node_null(Checker *c);
FeelNode *check_node_scale(Checker *c, FeelNode *node, Dec factor, FeelOp op);

/* check_private.h - what the files of the checker share. Private to regulation/check*.c.
 *
 * Order of work (check.c): subjects and built-in names -> names of all blocks -> scopes -> an order
 * of blocks in which types are known before they are read -> each block -> the DMN model. A name is
 * a RegName with what only the checker needs (CheckName); slots number all names of all subjects.
 */
#pragma once

#include "base/diag.h"
#include "regulation/model.h"
#include "regulation/unit.h"
#include "regulation/words.h"

/* A name while it is checked. `pub` is first, so that a RegName * of this regulation is a
 * CheckName * (check_name). */
typedef struct CheckName {
    RegName pub;
    Unit unit;
    SrcPos pos;   /* of its definition; line 0 = built in */
    bool is_read; /* some expression reads it */
} CheckName;

typedef struct CheckSubject {
    GHashTable *by_name;  /* owned: const char * -> RegName * */
    GHashTable *entries;  /* owned: entry subject + 1 -> FeelScope * with the entry's names first */
    const FeelType *link; /* text whose row_of is this subject */
} CheckSubject;

typedef struct CheckBlock {
    DmnTableProgram *table; /* of a table */
    GArray *deps;           /* owned: size_t, blocks whose types it needs */
    GArray *slots;          /* owned: int, what it reads in the same cycle beside its own program */
    bool is_done;
    bool is_foreseen;
} CheckBlock;

typedef struct Checker {
    Regulation *reg;
    Arena *arena;               /* the regulation's */
    Diags *diags;               /* NULL while looking without saying */
    Diags *loud;                /* the caller's: its language is that of all findings */
    GPtrArray *names;           /* CheckName *, by slot */
    GPtrArray *subjects;        /* owned CheckSubject *, parallel to reg->subjects */
    CheckBlock *blocks;         /* parallel to reg->blocks; from the heap */
    GHashTable *block_index;    /* RegBlock * -> index + 1 */
    GHashTable *defined;        /* name -> CheckName *: names defined by blocks */
    GHashTable *paths;          /* "link slot.member slot" -> RegName * */
    FeelScope *functions;       /* scope of all functions, outer to each subject's */
    RegBlock **function_blocks; /* by index of the function */
    int foresee_depth;
} Checker;

static inline CheckName *check_name(const RegName *name)
{
    return (CheckName *)(void *)name;
}

/* ---- check.c ----------------------------------------------------------------------------- */

/* Looks without saying: returns what check_loudly must be given back. */
Diags *check_silently(Checker *c);
void check_loudly(Checker *c, Diags *diags);
size_t check_block_index(const Checker *c, const RegBlock *block);
/* A word for a finding in its language; `english` is a literal with a pair in base/zh. */
const char *check_word(const Checker *c, const char *english) G_GNUC_FORMAT(2);
/* "file:line" of a position. Borrowed from the arena. */
const char *check_place(Checker *c, SrcPos pos);
/* True if `list` has `text`. */
bool check_has_text(const char *const *list, size_t n, const char *text);
/* The texts as "甲, 乙, 丙". Borrowed from the arena. */
const char *check_texts(Checker *c, const char *const *list, size_t n);

/* ---- check_master.c ---------------------------------------------------------------------- */

/* Adds the built-in subjects that the reader has not, and the built-in names of all subjects. */
void check_master(Checker *c);
int check_subject_add(Checker *c, const char *name, RegRowsFrom from, const char *source);
/* The subject whose rows are the entries of a sheet, -1 if there is none. */
int check_entries_of(const Checker *c, const char *sheet);
static inline CheckSubject *check_subject(const Checker *c, int subject)
{
    return g_ptr_array_index(c->subjects, (guint)subject);
}

/* ---- check_names.c ----------------------------------------------------------------------- */

/* Adds a name to a subject without looking for clashes. `type` NULL = any. */
RegName *
check_name_add(Checker *c, int subject, const char *name, RegNameKind kind, const FeelType *type);
/* The subject's name or NULL. */
RegName *check_name_find(const Checker *c, int subject, const char *name);
/* Defines the names of all blocks, reporting clashes. */
void check_names(Checker *c);
/* Default cycle of each block that needs one; units of names as declared. */
void check_name_set_unit(Checker *c, RegName *name, const Unit *unit);
/* Type becomes known: kept in the name and in every scope that shows it. */
void check_name_set_type(Checker *c, RegName *name, const FeelType *type);
/* Reads a unit as declared; an error (regulation.unit-text) at `pos` if it is none, then unknown.
 * "" or NULL gives the unit unknown and factor 1. */
Unit check_unit_declared(Checker *c, const char *text, SrcPos pos, Dec *out_factor);

/* ---- check_scope.c ----------------------------------------------------------------------- */

void check_scopes(Checker *c);
/* Names of an entry first, then those of the reading row. */
const FeelScope *check_scope_of_entry(Checker *c, int entry, int reader);
/* Does a link of this type lead to rows of `subject` (or of what it is a part of)? */
bool check_leads_to(const Checker *c, const FeelType *link, int subject);
/* Resolves `member` of the rows that `link` points to: the member itself if link is `this`, else a
 * name of kind PATH. NULL if there is no such member. */
RegName *check_path(Checker *c, const RegName *link, const char *member);
typedef enum CheckHint { CHECK_HINT_NAME, CHECK_HINT_TEXT, CHECK_HINT_FUNCTION } CheckHint;
/* Hints at what an unknown name might be meant to be (a text too, or a function); call after
 * diag_add. `subject` -1: inside of a function. */
void check_hint_name(Checker *c, int subject, const char *seen, CheckHint what);

/* ---- check_expr.c ------------------------------------------------------------------------ */

/* Where an expression is evaluated. */
typedef struct CheckSite {
    const FeelScope *scope;
    int subject;       /* of the rows */
    int cycle;         /* a bare name reads this cycle; REG_NO_CYCLE: only what has none */
    int block;         /* index of the block that reads, -1 = none: its requirements */
    bool is_earlier;   /* evaluated for earlier cycles: makes no requirements */
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

/* ---- check_order.c ----------------------------------------------------------------------- */

/* Indices of all blocks, those whose types are read first; circles (through history) are cut
 * somewhere. Returns: (owned). */
GArray *check_order(Checker *c);

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
void check_pay(Checker *c, RegBlock *block);
void check_reserve(Checker *c, RegBlock *block);
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

/* ---- check_model.c ----------------------------------------------------------------------- */

/* Elements, requirements and order of evaluation. */
void check_model(Checker *c);

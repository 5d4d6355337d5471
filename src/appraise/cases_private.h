/* cases_private.h - cases.yaml as read: what is given to which rows, what is expected of them.
 * Private to appraise/cases*.c.
 *
 *   cases_read.c    the file: cases, rows, keys        cases_value.c   texts to values by type
 *   cases_given.c   `given`                            cases_expect.c  `expect`, `ledger`
 *   cases_fill.c    a case to an AppData               cases_compare.c results against expectations
 *   cases_outcome.c outcomes: recorded or fixed        cases_embed.c   strangers around a case
 *   cases_entry.c   entries that checks look at        cases.c         the runs of a case
 *
 * All that is read lives in the arena of the CasesFile; values borrow from it.
 */
#pragma once

#include "appraise/appraise.h"
#include "appraise/cases.h"
#include "regulation/yaml.h"

/* One value for one name. */
typedef struct CaseGiven {
    const RegName *name;
    SrcPos pos;
    bool has_cycle; /* else in every cycle of the name */
    AppCycle cycle;
    CalDate from;            /* attributes and parameters: from this day on; INT64_MIN = always */
    const char *const *keys; /* parameters: one per `by`, or none */
    size_t n_keys;
    FeelValue value; /* FEEL_MISSING: owed */
} CaseGiven;

typedef enum CaseExpectKind {
    EXPECT_VALUE,      /* exactly `value` */
    EXPECT_ROUNDED,    /* `value` after rounding half up to `places` */
    EXPECT_MISSING,    /* `word` among the roots */
    EXPECT_ASKED,      /* a question waits */
    EXPECT_REFUSED,    /* entries: by the check `word` */
    EXPECT_DIAGNOSTIC, /* a fault whose text holds `word` */
} CaseExpectKind;

typedef struct CaseExpect {
    CaseExpectKind kind;
    const RegName *name; /* NULL: what is posted into `item`, or (REFUSED) the entry itself */
    const char *item;
    SrcPos pos;
    bool has_cycle; /* else in every cycle of the name (ledger: the case's last) */
    AppCycle cycle;
    FeelValue value; /* in the unit that the name declares */
    int places;
    const char *word;
} CaseExpect;

typedef struct CaseRow {
    int subject;
    const char *key;
    SrcPos pos;
    bool is_entry;    /* of `entries of`: looked at by checks, else no row at all */
    bool has_day;     /* entries of sheets: `cycle` dates them */
    CalDate day;      /* last day of that cycle */
    GArray *given;    /* CaseGiven */
    GArray *expected; /* CaseExpect */
} CaseRow;

typedef struct Case {
    const char *name;
    SrcPos pos;
    AppCycle from, to;
    GArray *given; /* CaseGiven that hold for every row */
    GArray *rows;  /* CaseRow, entries too, in the order written */
    bool has_findings;
} Case;

typedef struct CasesFile {
    const Regulation *reg;
    Arena *arena;
    Diags *diags;
    GPtrArray *arrays;        /* owned: all GArrays */
    GArray *cases;            /* Case */
    const char *const *items; /* pay items and reserve accounts */
    size_t n_items;
} CasesFile;

/* ---- cases_read.c ---------------------------------------------------------------------------- */

/* Reads all cases. False if the file is unusable; cases with findings are marked. */
bool cases_read(CasesFile *file, const char *text, size_t len, const char *name);
/* A new array that the file frees. */
GArray *cases_array(CasesFile *file, size_t item_size);
/* The hint "did you mean …?" if one of the n `words` is near. */
/* How to play the cycle `whole` beginning with a cycle of the kind of `inner`. */
void cases_hint_cycles(const CasesFile *file, const AppCycle *inner, const AppCycle *whole);
void cases_hint(const CasesFile *file, const char *seen, const char *const *words, size_t n);
/* A cycle by its text form; else a finding at `node`. */
bool cases_cycle(const CasesFile *file, const YamlNode *node, AppCycle *out);

/* ---- cases_value.c --------------------------------------------------------------------------- */

/* The value that `node` writes for `name`, by its type. False after a finding. */
bool cases_value(CasesFile *file, const RegName *name, const YamlNode *node, FeelValue *out);
/* A number as the regulation writes them. */
bool cases_number(CasesFile *file, const YamlNode *node, Dec *out);
/* An unquoted word of ours: true for `word` itself. */
static inline bool cases_is_word(const YamlNode *node, const char *word)
{
    return node->kind == YAML_SCALAR && !node->quoted && !node->block &&
           g_strcmp0(node->src.text, word) == 0;
}
/* Is the text one that the name allows? Else a finding. */
bool cases_text_allowed(CasesFile *file, const RegName *name, const YamlNode *node);

/* ---- cases_given.c --------------------------------------------------------------------------- */

/* Names of `subject` that a case may speak of (REG_NAME_PATH and built-in ones are none). NULL
 * after a finding. */
const RegName *cases_name(CasesFile *file, int subject, const YamlNode *key);
/* `given` of a row. */
void cases_row_given(CasesFile *file, const Case *c, CaseRow *row, const YamlNode *map);
/* `given` of a case, after its rows: names of any subject that has rows in it. */
void cases_common_given(CasesFile *file, Case *c, const YamlNode *map);

/* ---- cases_expect.c -------------------------------------------------------------------------- */

void cases_row_expect(CasesFile *file, const Case *c, CaseRow *row, const YamlNode *node);
void cases_row_ledger(CasesFile *file, const Case *c, CaseRow *row, const YamlNode *map);

/* ---- cases_fill.c ---------------------------------------------------------------------------- */

/* An outcome or place that people gave. Of a `decide` it is recorded as what people said; if that
 * would not be asked because its condition is not known, the case tests from the middle and it is
 * fixed. Of a `rank` it is what people said where the row is tied across a cut, else fixed. */
typedef struct CaseOutcome {
    const CaseGiven *given;
    const CaseRow *row;
    bool is_common; /* given for all rows: some of them may not be asked */
    enum { OUTCOME_LEFT_OUT, OUTCOME_RECORDED, OUTCOME_FIXED } state;
} CaseOutcome;

/* All outcomes given in a case, in order. Returns: (owned) GArray of CaseOutcome. */
GArray *cases_outcomes(const Case *c);
/* Fills `data` with what the case gives, its rows in `order`. */
void cases_fill(const CasesFile *file,
                const Case *c,
                const size_t *order,
                const GArray *outcomes,
                AppData *data);

/* ---- cases_outcome.c ---- */

/* Sets the state of one more outcome, seeing what came of those before; false if all are
 * settled. */
bool cases_settle_outcomes(const AppResult *result, GArray *outcomes);
/* Cells of an outcome that are given before the range of the case are history. */
bool cases_is_past(const Case *c, const CaseGiven *given);

/* ---- cases_compare.c, cases_entry.c ---------------------------------------------------------- */

typedef struct CaseCheck {
    const CasesFile *file;
    const Case *c;
    const AppResult *result;
    const GArray *outcomes; /* CaseOutcome */
    Lang lang;
    bool among_strangers; /* faults that are no row's may be theirs */
    GString *out;         /* one failure after the other, lines ended by '\n' */
} CaseCheck;

/* Adds what differs. */
void cases_compare(CaseCheck *check);
/* "file:line:column: " and what is at fault: row, cycle, name (each may be NULL). */
void cases_fail_at(
    CaseCheck *check, SrcPos pos, const char *row, const AppCycle *cycle, const char *what);
/* A value as cases write it, in the unit that the name (may be NULL) declares; a missing one with
 * its first roots. Returns: (owned). */
char *cases_show(const CaseCheck *check, const RegName *name, const FeelValue *value);
/* Outcomes of a decide that nobody asks for are failures, not ignored. */
void cases_compare_outcomes(CaseCheck *check);
/* Plays the entries of a case against the check blocks. */
void cases_entries(CaseCheck *check, const CalWorkdays *workdays);

/* ---- cases_embed.c --------------------------------------------------------------------------- */

/* A generator of numbers that are the same on every machine. */
typedef struct CaseRandom {
    uint64_t state;
} CaseRandom;

CaseRandom cases_random(const char *text, uint64_t more);
/* 0 … n-1; n > 0. */
uint64_t cases_random_below(CaseRandom *random, uint64_t n);
typedef struct CaseStrangers {
    size_t n;
    bool aloof;  /* none of their texts is one of the case's */
    size_t *own; /* by subject: how many rows are the case's (the first ones); filled */
} CaseStrangers;

/* Adds strangers with random values, all linked among themselves. */
void cases_embed(const CasesFile *file, const Case *c, CaseStrangers *strangers, AppData *data);
/* The name of a rank, total or share that the case's expectations rest on and in which strangers
 * are counted beside the case's rows; NULL if there is none. */
const char *
cases_counts_strangers(const Case *c, const CaseStrangers *strangers, const AppResult *result);

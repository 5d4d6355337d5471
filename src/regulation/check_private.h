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
    guint n_size_slots;     /* rank: the first of them, on which its size rests */
    bool is_done;
    bool is_foreseen;
} CheckBlock;

typedef struct CheckCoarser { /* a history of a coarser cycle, read in `cycle` at `pos` */
    const RegName *name;
    int cycle;
    SrcPos pos;
} CheckCoarser;

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
    GArray *coarser;            /* CheckCoarser: looked at when all blocks are done */
    FeelScope *functions;       /* scope of all functions, outer to each subject's */
    RegBlock **function_blocks; /* by index of the function */
    int foresee_depth;
} Checker;

static inline CheckName *check_name(const RegName *name)
{
    return (CheckName *)(void *)name;
}
static inline void check_name_set_unit(RegName *name, const Unit *unit)
{
    check_name(name)->unit = *unit;
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
static inline CheckSubject *check_subject(const Checker *c, int subject)
{
    return g_ptr_array_index(c->subjects, (guint)subject);
}

/* ---- check_entries.c --------------------------------------------------------------------- */

/* The sheet or register (`kind`) of that name; NULL after a finding at `pos`. */
const RegBlock *check_form(Checker *c, RegBlockKind kind, const char *name, SrcPos pos);

/* ---- check_names.c ----------------------------------------------------------------------- */

/* Adds a name to a subject without looking for clashes. `type` NULL = any. */
RegName *
check_name_add(Checker *c, int subject, const char *name, RegNameKind kind, const FeelType *type);
/* The subject's name or NULL. */
RegName *check_name_find(const Checker *c, int subject, const char *name);
/* Defines the names of all blocks, reporting clashes. */
void check_names(Checker *c);
/* Type that a block declares: by `type`, its texts or its unit; NULL = none. */
const FeelType *check_type_declared(const RegBlock *block);
/* Type of what is taken of values of type `of`; that of a list may be NULL (unknown). */
const FeelType *check_type_of_take(Checker *c, RegTake take, const FeelType *of);
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
typedef enum CheckHint {
    CHECK_HINT_NAME,
    CHECK_HINT_TEXT,
    CHECK_HINT_FUNCTION,
    CHECK_HINT_KEY, /* of a parameter, which can be declared `per` other rows */
} CheckHint;
/* Hints at what an unknown name might be meant to be (a text too, or a function); call after
 * diag_add. `subject` -1: inside of a function. */
void check_hint_name(Checker *c, int subject, const char *seen, CheckHint what);

/* ---- check_order.c ----------------------------------------------------------------------- */

/* Indices of all blocks, those whose types are read first; circles (through history) are cut
 * somewhere. Returns: (owned). */
GArray *check_order(Checker *c);

/* ---- check_model.c ----------------------------------------------------------------------- */

/* Elements, requirements and order of evaluation. */
void check_model(Checker *c);

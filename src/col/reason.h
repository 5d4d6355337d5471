/* reason.h - why a cell is missing: interned sets of roots.
 *
 * A root is one thing that somebody owes: an input of a row, a parameter, a decision, a run, or a
 * fault of a formula in that row. What is computed from several missing cells names the roots of
 * all. Ids are dense from 1 (0 = no reason); equal sets have equal ids. One thread owns a Reasons.
 */
#pragma once

#include "base/arena.h"
#include "base/diag.h"

typedef enum ReasonKind {
    REASON_INPUT,     /* not entered or imported */
    REASON_PARAMETER, /* no value in force */
    REASON_DECISION,  /* a question nobody has answered (a decide) */
    REASON_TIE,       /* a tie across a cut that people must break */
    REASON_RUN,       /* an earlier run, or one of another regulation, is not closed */
    REASON_FAULT,     /* a FEEL fault: division by zero, wrong type … */
} ReasonKind;

/* All strings NUL-terminated; copied when interned. Any may be NULL. */
typedef struct ReasonRoot {
    ReasonKind kind;
    const char *name;    /* the name that is owed, or whose formula failed */
    const char *row;     /* key of the row, NULL for a value of the whole population */
    const char *cycle;   /* cycle in text form, "2003-05" */
    const char *owed_by; /* post or body */
    const char *text;    /* FAULT: what went wrong */
    SrcPos pos;          /* FAULT: where */
} ReasonRoot;

typedef struct Reasons Reasons;

Reasons *reasons_new(void);
void reasons_free(Reasons *reasons);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Reasons, reasons_free)

/* Id of the set of this one root (interned). */
uint32_t reasons_root(Reasons *reasons, const ReasonRoot *root);
/* Id of the union; either may be 0. Memoised. */
uint32_t reasons_union(Reasons *reasons, uint32_t a, uint32_t b);
/* Roots of set `id`, in order of first interning. *out is borrowed. Returns their number. */
size_t reasons_roots(const Reasons *reasons, uint32_t id, const ReasonRoot *const **out);

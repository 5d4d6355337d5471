/* reason.h - why a cell is missing: sets of roots.
 *
 * A root is one thing that somebody owes: an input of a row, a parameter, a decision, a run, or a
 * fault of a formula in that row. What is computed from several missing cells names the roots of
 * all. Ids are small numbers from 1 (0 = no reason). One root has one id, but the same set may have
 * several, as it was put together: reasons_same compares. One thread owns a Reasons.
 *
 * Cost: a union takes constant time and eight bytes; reading a set takes time for all unions that
 * it was made of. See reason.c.
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

/* All strings NUL-terminated; copied when interned (pos.file too). Any may be NULL. Roots are the
 * same if all fields are. */
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
/* Id of the union; either may be 0. */
uint32_t reasons_union(Reasons *reasons, uint32_t a, uint32_t b);
/* Id of the union of ids[0 … n-1], zeros allowed; 0 for n = 0. */
uint32_t reasons_union_n(Reasons *reasons, const uint32_t *ids, size_t n);
/* Number of roots of set `id`; 0 for id 0. */
size_t reasons_n_roots(const Reasons *reasons, uint32_t id);
/* Roots of set `id`, in order of first interning. The roots live as long as `reasons`; the array
 * *out is borrowed only until the next call of this function on `reasons` (a set may have thousands
 * of roots, and there may be thousands of such sets). Returns their number; 0 for id 0. */
size_t reasons_roots(const Reasons *reasons, uint32_t id, const ReasonRoot *const **out);
/* Have both the same roots? */
bool reasons_same(const Reasons *reasons, uint32_t a, uint32_t b);

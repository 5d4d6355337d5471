/* groups.h - rows with equal keys. Private to appraise/. */
#pragma once

#include "appraise/evaluate_private.h"

enum { GROUP_NULL = -1, GROUP_MISSING = -2 };

typedef struct Groups {
    size_t n;      /* groups */
    int32_t *of;   /* per row: its group, or GROUP_… */
    uint32_t *why; /* per row: reason where missing; NULL = nowhere */
} Groups;

/* Groups the rows of `f` by the values of expressions (none: all rows are one group). A null key
 * belongs to no group, a missing one to an unknown one. Groups are numbered in order of rows. In
 * `scratch`. */
Groups groups_by(Frame *f, Arena *scratch, const RegExpr *keys, size_t n_keys, const char *blame);

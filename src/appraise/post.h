/* post.h - from values to postings. Private to appraise/evaluate_post.c and evaluate_reserve.c. */
#pragma once

#include "appraise/evaluate_private.h"

/* One block in one cycle. */
typedef struct Post {
    AppResult *ev;
    Instance *at;
    const RegBlock *block;
} Post;

/* A pay block before anything is posted. */
typedef struct Pay {
    Frame *frame;
    Active active;
    const Col *of;
    const Col *to;  /* NULL: the row is the person */
    size_t *person; /* per row: who is paid; APP_NO_ROW: nobody, or something is missing */
} Pay;

/* An item is missing for a person (APP_NO_ROW = unknown whose): listed, and blocked in the plan. */
void post_block(const Post *p, const char *item, size_t row, size_t person, uint32_t reason);
void post_too_large(const Post *p, size_t person);
/* Blocks the item that a reserve is withheld from, of persons of whom it is not known how much:
 * paid whole it would be too much. Before anything is posted; the reserve lists what is missing
 * when it posts. */
void post_owed_withholding(const Post *p);
/* All that a reserve block does in a cycle of its own kind, or of what is added to it. */
void post_reserve(const Post *p);

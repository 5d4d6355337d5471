/* explain_private.h - what explain*.c share. */
#pragma once

#include "appraise/evaluate_private.h"

enum {
    EXPLAIN_TAKEN = 10, /* rows, cycles, roots listed one by one */
    EXPLAIN_ROWS = 3,   /* rows of a total of which it is told how their values came about */
};

typedef struct Explain {
    const AppResult *result;
    const Regulation *reg;
    const AppData *data;
    Lang lang;
    Arena *arena;
    GString *out;
    GHashTable *told;   /* "slot/row/cycle" told already; keys in the arena */
    GPtrArray *assumed; /* lines, in the arena */
    uint64_t *articles; /* bit per article: its text was shown */
    int subject;        /* of the name asked for */
    size_t row;         /* asked for; what is told of others says of whom */
    int depth;
    int n_steps;
    bool is_known; /* the value being told is known: what is missing of it was not needed */
    bool is_cut;
} Explain;

/* explain.c */
void explain_indent(Explain *e);
/* "    label: text" at the depth of the name being told; `label` is an English literal. */
void explain_line(Explain *e, const char *label, const char *text);
/* A value as FEEL would write it, exact. */
const char *explain_exact(Explain *e, const FeelValue *v);
/* The article of a block; of a stand-in, why it is one. */
const char *explain_cite(Explain *e, const RegBlock *block);
const char *explain_name_word(const Explain *e, const RegName *name);
/* Tells a name and what it reads. */
void explain_tell(Explain *e, const RegName *name, size_t row, const AppCycle *cycle);

/* explain_step.c: how the value came about. */
void explain_origin(
    Explain *e, const RegName *name, size_t row, const AppCycle *cycle, const AppSource *source);
/* A text of the regulation on one line; "" if absent. */
const char *explain_src(Explain *e, const SrcText *src);
/* "in force since 2003-01-01". */
const char *explain_in_force(Explain *e, CalDate day);

/* explain_grade.c */
/* What is proposed, who decides, from when on. */
void explain_grade(
    Explain *e, const RegBlock *block, size_t row, const AppCycle *cycle, AppOrigin origin);
/* An attribute that a grade has set. */
void explain_set(Explain *e, const AppSource *source);
/* The amount, in proportion to what, among how many. */
void explain_share(Explain *e, const RegBlock *block, size_t row, const AppCycle *cycle);

/* explain_work.c */
/* What is entered on a score sheet: on which, and what it can come to or takes off. */
void explain_score_part(Explain *e, const RegScorePart *part);
/* Who gives points, with their weights. */
void explain_raters(Explain *e, const RegScore *score);
/* The procedure to which a question belongs, step by step; nothing if there is none. */
void explain_procedure(Explain *e, const RegBlock *block);

/* work.h - what people do beside figures: score sheets and procedures, as blocks of a regulation.
 *
 * Read and checked like the rest of the model, and as immutable. Notation: docs/notation.md, 7.
 */
#pragma once

#include "regulation/model.h"

/* ---- score ---------------------------------------------------------------------------------- */

typedef struct RegRater {
    const char *name;               /* a post */
    RegExpr weight;                 /* as written: 1/3, 20% */
    int64_t numerator, denominator; /* the same, exactly, in lowest terms; after reg_check */
    SrcPos pos;
} RegRater;

/* What is entered on a score sheet: an input block of its own, that stands before the score's among
 * Regulation.blocks and has its rows, cycle, conditions and article. */
struct RegScorePart {
    enum { REG_SCORE_ITEM, REG_SCORE_DEDUCTION, REG_SCORE_WHOLE } kind;
    const char *name;
    Dec points;       /* ITEM, WHOLE: the most, from 0; DEDUCTION: taken off for each time */
    const char *cite; /* DEDUCTION: the article, as written, or NULL */
    RegBlock *input;
    const RegBlock *score;
    SrcPos pos;
};

/* The block defines the score; or nothing, if it is given as a whole. */
struct RegScore {
    RegRater *raters; /* weights add up to 1 */
    size_t n_raters;
    const char *owed_by; /* the raters: "甲, 乙" */
    RegScorePart *items;
    size_t n_items;
    RegScorePart *deductions;
    size_t n_deductions;
    RegScorePart *whole; /* `max`; NULL if there are items */
    Dec floor;
    RegExpr formula; /* made of the parts; not set if given as a whole */
    /* The parts as a sheet with one line per row, kept by the raters: how files give points. */
    RegForm form;
};

/* Is the figure one that may be entered: points from 0 to the most, a count that is whole and from
 * 0? */
bool reg_score_takes(const RegScorePart *part, Dec figure);
/* The score block of that name, or NULL. */
const RegBlock *reg_score(const Regulation *reg, const char *name);

/* ---- procedure ------------------------------------------------------------------------------ */

/* What opens a case of a procedure. */
typedef struct RegOpening {
    enum { REG_OPENS_EACH_RUN, REG_OPENS_ON, REG_OPENS_ON_REQUEST } kind;
    int cycle;             /* EACH_RUN: of the runs */
    RegBlockKind on_kind;  /* ON: decide, grade, rank, register */
    const char *on;        /* ON: the block's name */
    const RegBlock *block; /* ON: after reg_check */
    SrcPos pos;
} RegOpening;

typedef struct RegShown {
    const char *text; /* a name or path (机构.名称) */
    RegName *name;    /* of the rows of what opens it, or of a person; after reg_check */
    SrcPos pos;
} RegShown;

/* People act (`by`), or something is made public (`days`). */
typedef struct RegStep {
    const char *name;
    const char *by;      /* a post or body; NULL = it is made public */
    int within;          /* in how many days, 0 = not said */
    bool within_working; /* working days */
    RegExpr days;        /* a figure or the name of a parameter */
    int n_days;          /* the figure, 0 = days_param says it; after reg_check */
    const RegBlock *days_param;
    bool working_days; /* `calendar` */
    RegShown *show;
    size_t n_show;
    const char *objections; /* the procedure that hears them, or NULL */
    SrcPos objections_pos;
    SrcPos pos;
} RegStep;

typedef struct RegStepSet { /* nobody acts in two of them */
    size_t *steps;          /* indices */
    size_t n;
} RegStepSet;

typedef struct RegReturn {
    size_t to; /* index of a step; from any later one, with a reason */
    SrcPos pos;
} RegReturn;

struct RegProcedure {
    RegOpening *opens;
    size_t n_opens;
    RegStep *steps; /* in order */
    size_t n_steps;
    RegStepSet *separate; /* `all`: one set of all steps in which people act */
    size_t n_separate;
    RegReturn *returns;
    size_t n_returns;
};

/* The procedure of that name, or NULL. */
const RegBlock *reg_procedure(const Regulation *reg, const char *name);
/* The procedure to which a block's questions belong: the one it names (decide, grade: `procedure`,
 * rank: `undecided`), else the one that opens on it; NULL = none. */
const RegBlock *reg_procedure_of(const Regulation *reg, const RegBlock *block);

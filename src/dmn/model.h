/* model.h - a DMN model in memory: inputs, decisions, functions, articles, and who needs whom.
 *
 * Front ends fill it (regulation/ from Markdown, later xml.c from .dmn); it lives in their arena.
 * An element's output slots are FEEL slots: slot k of a model is one column.
 *
 * Source: DMN 1.5 chapter 6 (requirements graph); feel-reference 6.2–6.3.
 */
#pragma once

#include "dmn/table.h"

typedef enum DmnElementKind {
    DMN_INPUT_DATA,
    DMN_DECISION,
    DMN_BUSINESS_KNOWLEDGE, /* a function */
    DMN_KNOWLEDGE_SOURCE,   /* an article */
} DmnElementKind;

typedef enum DmnLogicKind {
    DMN_LOGIC_NONE,    /* input data, knowledge sources, decisions given from outside */
    DMN_LOGIC_LITERAL, /* one FEEL expression */
    DMN_LOGIC_TABLE,
    DMN_LOGIC_HOST, /* evaluated by the host (a rank, a total, a history …): requirements only */
} DmnLogicKind;

typedef struct DmnElement {
    DmnElementKind kind;
    DmnLogicKind logic;
    const char *name;
    SrcPos pos;
    const int *outputs; /* slots it defines (several for a table with several outputs) */
    size_t n_outputs;
    const FeelType *const *output_types; /* per output (borrowed), or NULL; NULL = Any. Only
                                          * dmn_model_run asks, for what is not given */
    int authority; /* element index of its knowledge source (article), -1 = none */

    FeelProgram *program;   /* LITERAL */
    DmnTableProgram *table; /* TABLE */
    const DmnTable *table_source;

    /* Requirements: indices of elements, ascending, without doubles; filled by dmn_model_link. */
    const int *requires;
    size_t n_requires;
    const int *extra_slots; /* HOST (or beside the logic): slots it reads */
    size_t n_extra_slots;

    void *host; /* the front end's own block */
} DmnElement;

typedef struct DmnModel DmnModel;

DmnModel *dmn_model_new(Arena *arena);
/* Copies the element with its slots; returns its index. Slots in outputs must be new to the model
 * (-1 and a GLib warning if not). */
int dmn_model_add(DmnModel *model, const DmnElement *element);
size_t dmn_model_n(const DmnModel *model);
/* Stays where it is when more are added. */
DmnElement *dmn_model_get(DmnModel *model, int index);
/* The element that defines `slot`, -1 if none. */
int dmn_model_of_slot(const DmnModel *model, int slot);

/* Derives information requirements from the slots that programs, tables and hosts read. To be
 * called again after a change. */
void dmn_model_link(DmnModel *model);

/* Elements in an order in which each comes after what it requires; ties by index, so that the order
 * is the same on every machine. A circle is an error, dmn.circle, that names its members in order
 * ("A → B → A": A needs B) at the position of its first element; of elements that all need each
 * other the shortest circle through the first one is named. Its members and what rests on them are
 * left out. *out is borrowed, until the next call. Returns their number. */
size_t dmn_model_order(DmnModel *model, Diags *diags, const int **out);

/* Evaluates the decisions of a model without hosts, in order, over n rows. slots has one column per
 * slot (NULL = not given); all slots of the model's elements are filled in from the run's arena:
 * what is not given and cannot be decided is null. A given decision is not evaluated. */
void dmn_model_run(DmnModel *model, FeelRun *run, Col **slots, size_t n_slots, size_t n);

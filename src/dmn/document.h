/* document.h - a DMN document as it is written: definitions, with texts not parsed yet.
 *
 * Read by xml_*.c from DMN 1.1 to 1.5, with the differences between versions taken out; compiled by
 * program*.c. Everything lives in the arena it was read in and is immutable after that. Names are
 * kept as declared (white space collapsed); ids without the `#`.
 *
 * Source: DMN 1.5 chapters 6, 7, 8, 10; feel-reference 6.1–6.6.
 */
#pragma once

#include "base/arena.h"
#include "base/diag.h"
#include "dmn/table.h"

typedef enum DmnVersion {
    DMN_VERSION_1_1,
    DMN_VERSION_1_2,
    DMN_VERSION_1_3,
    DMN_VERSION_1_4,
    DMN_VERSION_1_5,
    DMN_VERSION_LATER, /* read as 1.5, with a warning */
} DmnVersion;

enum {
    DMN_MAX_BOXED = 48, /* boxed expressions in each other */
};

/* A reference by type name: "number", "tPerson", "import.tPerson" (prefixes resolved); text.len 0 =
 * none. */
typedef SrcText DmnTypeRef;

/* ---- boxed expressions (7.3) ---- */

typedef enum DmnBoxKind {
    DMN_BOX_LITERAL,     /* text */
    DMN_BOX_TABLE,       /* table */
    DMN_BOX_CONTEXT,     /* parts: entries; name NULL: the result */
    DMN_BOX_LIST,        /* parts: items */
    DMN_BOX_RELATION,    /* columns; parts: rows, each a LIST */
    DMN_BOX_FUNCTION,    /* function */
    DMN_BOX_INVOCATION,  /* callee; parts: bindings (box NULL = null) */
    DMN_BOX_CONDITIONAL, /* parts: if, then, else */
    DMN_BOX_FOR,         /* iterator; parts: in, return */
    DMN_BOX_SOME,        /* iterator; parts: in, satisfies */
    DMN_BOX_EVERY,
    DMN_BOX_FILTER, /* parts: in, match */
} DmnBoxKind;

typedef struct DmnBox DmnBox;

/* A named and typed place with an expression; the same for parameters and columns (box NULL). */
typedef struct DmnPart {
    const char *name; /* NULL = none */
    DmnTypeRef type;
    SrcPos pos;
    const DmnBox *box;
} DmnPart;

typedef enum DmnFunctionKind {
    DMN_FUNCTION_FEEL,
    DMN_FUNCTION_JAVA,
    DMN_FUNCTION_PMML
} DmnFunctionKind;

typedef struct DmnFunction {
    DmnFunctionKind kind;
    const DmnPart *params;
    size_t n_params;
    const DmnBox *body; /* NULL = none */
    DmnTypeRef type;    /* of the result: typeRef of the definition */
} DmnFunction;

/* ---- decision tables (8) ---- */

typedef enum DmnOrientation {
    DMN_RULE_AS_ROW,
    DMN_RULE_AS_COLUMN,
    DMN_CROSS_TABLE,
} DmnOrientation; /* how it is drawn, nothing else */

typedef struct DmnClause {
    const char *name;  /* output: its name, "" = none */
    const char *label; /* "" = none */
    SrcText text;      /* input: the expression */
    DmnTypeRef type;
    SrcText values;   /* inputValues, outputValues; len 0 = none */
    SrcText fallback; /* output: defaultOutputEntry; len 0 = none */
    SrcPos pos;
} DmnClause;

typedef struct DmnBoxRule {
    SrcPos pos;
    const SrcText *inputs;          /* per input clause; len 0 = any */
    const SrcText *outputs;         /* per output clause */
    const char *const *annotations; /* per annotation column, "" = none */
    const char *description;        /* "" = none */
} DmnBoxRule;

typedef struct DmnBoxTable {
    DmnHitPolicy hit;
    DmnAggregator aggregator;
    DmnOrientation orientation;
    const char *output_label;
    const DmnClause *inputs, *outputs;
    size_t n_inputs, n_outputs;
    const char *const *annotations;
    size_t n_annotations;
    const DmnBoxRule *rules;
    size_t n_rules;
} DmnBoxTable;

struct DmnBox {
    DmnBoxKind kind;
    SrcPos pos;
    const char *id;
    DmnTypeRef type;
    SrcText text;         /* LITERAL */
    const char *language; /* LITERAL: other than FEEL, or NULL */
    const DmnPart *parts;
    size_t n_parts;
    const DmnPart *columns; /* RELATION */
    size_t n_columns;
    const char *iterator;
    const DmnBox *callee;
    const DmnFunction *function;
    const DmnBoxTable *table;
};

/* ---- types (7.3.2) ---- */

typedef struct DmnItem DmnItem;
struct DmnItem {
    const char *name;
    const char *id;
    SrcPos pos;
    DmnTypeRef type;
    SrcText allowed;    /* allowedValues, of each element; len 0 = none */
    SrcText constraint; /* typeConstraint, of the whole; len 0 = none */
    const DmnItem *components;
    size_t n_components;
    bool is_collection;
    bool is_function;
    const DmnPart *params; /* function item */
    size_t n_params;
    DmnTypeRef result;
};

/* ---- elements of the requirements graph (6.3) ---- */

/* What an href names. */
typedef struct DmnHref {
    const char *ns; /* of the model; NULL = this one */
    const char *id;
    SrcPos pos;
} DmnHref;

typedef enum DmnNodeKind {
    DMN_NODE_INPUT,
    DMN_NODE_DECISION,
    DMN_NODE_KNOWLEDGE, /* business knowledge model */
    DMN_NODE_SERVICE,
    DMN_NODE_SOURCE, /* knowledge source */
} DmnNodeKind;

typedef struct DmnNode {
    DmnNodeKind kind;
    const char *name;    /* in FEEL: that of the variable */
    const char *element; /* its own: to be the same, but models differ */
    const char *id;      /* "" = none */
    const char *description;
    SrcPos pos;
    DmnTypeRef type;       /* of the variable */
    const DmnHref *inputs; /* requiredInput, requiredDecision */
    size_t n_inputs;
    const DmnHref *knowledge; /* requiredKnowledge */
    size_t n_knowledge;
    const DmnHref *authorities; /* requiredAuthority … */
    size_t n_authorities;
    const DmnBox *box;           /* DECISION; NULL = given from outside */
    const DmnFunction *function; /* KNOWLEDGE; NULL = none */
    const char *location;        /* SOURCE: locationURI, "" = none */
    /* SERVICE */
    const DmnHref *service_outputs, *service_encapsulated, *service_decisions, *service_inputs;
    size_t n_service_outputs, n_service_encapsulated, n_service_decisions, n_service_inputs;
} DmnNode;

typedef struct DmnImport {
    const char *name; /* "" = its elements are named as they are */
    const char *ns;
    const char *location; /* "" = none */
    bool is_model;        /* importType is a version of DMN */
    SrcPos pos;
} DmnImport;

typedef struct DmnDocument {
    const char *file; /* borrowed */
    const char *name;
    const char *ns;
    const char *id;
    const char *language; /* expressionLanguage other than FEEL, or NULL */
    DmnVersion version;
    const DmnImport *imports;
    size_t n_imports;
    const DmnItem *items;
    size_t n_items;
    const DmnNode *nodes; /* in document order */
    size_t n_nodes;
} DmnDocument;

/* Reads a document (xml_document.c). Returns: (borrowed from arena) the document; NULL if the XML
 * is none, or its root is no definitions of DMN (dmn.root). Other findings leave out what they
 * name. */
const DmnDocument *
dmn_document_parse(Arena *arena, const char *file, const char *text, size_t len, Diags *diags);
const DmnDocument *dmn_document_read(Arena *arena, const char *file, Diags *diags);

/* parser_private.h - the parser's state and what its files call of each other; private to feel/.
 *
 * Recursive descent with one token of look-ahead. A function that cannot go on records the failure
 * (feel_parser_fail) and returns NULL; whoever wants to try another reading sets the parser back to
 * a mark and goes on. At the end the failure that came furthest is the finding, so trying leaves no
 * trace. Frames of bound names live on the C stack, linked by `outer`.
 *
 * Work is bounded: the height of the tree by FEEL_MAX_NESTING, the depth of calls by twice as much,
 * the sum of all tries by a number of steps.
 */
#pragma once

#include "feel/ast_private.h"
#include "feel/lexer.h"
#include "feel/scope_private.h"

typedef enum FeelFrameKind {
    FEEL_FRAME_LOOP, /* FOR SOME EVERY */
    FEEL_FRAME_CONTEXT,
    FEEL_FRAME_FUNCTION,
    FEEL_FRAME_FILTER,
} FeelFrameKind;

typedef struct FeelFrame FeelFrame;
struct FeelFrame {
    FeelFrameKind kind;
    const FeelFrame *outer;
    GPtrArray *names;   /* const char *; place = index */
    GHashTable *places; /* normal form -> place + 1 */
    const char *self;   /* CONTEXT: the entry being read, seen by functions inside of it; or NULL */
};

/* Why the text cannot be read; all English literals (keys of the catalogue) but `seen`. */
typedef struct FeelFailure {
    bool set;
    bool final; /* a limit: nothing is tried any more */
    uint32_t offset;
    const char *code;
    const char *message;
    const char *expected; /* or NULL */
    const char *hint;     /* or NULL */
    char *seen;           /* borrowed from the arena, or NULL */
} FeelFailure;

/* Something that can be read but means nothing: a wrong @-literal, an unknown type. */
typedef struct FeelRemark {
    uint32_t offset;
    const char *code;
    const char *message;
    const char *seen; /* borrowed from the arena */
} FeelRemark;

typedef struct FeelParser {
    Arena *arena;
    const FeelScope *scope;
    const SrcText *src;
    Diags *diags;
    FeelLexer lex;
    FeelChain chain;
    FeelToken tok; /* the next token, not taken yet */
    uint32_t last; /* end of the token taken last */
    const FeelFrame *frames;
    GHashTable *members; /* keys of context literals and types seen so far */
    size_t max_parts;    /* of the longest name that may occur */
    int depth;
    size_t steps;
    bool has_input; /* `?` is bound: unary tests */
    /* The last endpoint of an interval is being read, not inside further brackets: a `[` may end
     * the interval (1.5). `bracket` = offset of the `[` that does (UINT32_MAX: none is known to);
     * the filters read meanwhile are kept in `brackets` (uint32_t). */
    bool ends_interval;
    uint32_t bracket;
    GArray *brackets;
    uint32_t name; /* where the name read last starts; UINT32_MAX = none */
    FeelFailure failure;
    GArray *remarks; /* FeelRemark, each offset once */
} FeelParser;

typedef struct FeelMark {
    FeelToken tok;
    uint32_t last;
} FeelMark;

/* parser.c */
void feel_parser_next(FeelParser *p);
/* Goes on after byte `end`, which becomes the end of what was taken last. */
void feel_parser_skip_to(FeelParser *p, size_t end);
FeelMark feel_parser_mark(const FeelParser *p);
void feel_parser_back(FeelParser *p, FeelMark mark);
bool feel_parser_is(const FeelParser *p, const char *word);
/* Takes the token or the word if it is next. */
bool feel_parser_take(FeelParser *p, FeelTokenKind kind);
bool feel_parser_take_word(FeelParser *p, const char *word);
/* As take, but failing if it is not there; `expected`: a literal for people. */
bool feel_parser_need(FeelParser *p, FeelTokenKind kind, const char *expected);
bool feel_parser_need_word(FeelParser *p, const char *word, const char *expected);
/* Records "unexpected …" at the next token. Returns NULL, for `return
 * feel_parser_unexpected(…)`. */
void *feel_parser_unexpected(FeelParser *p, const char *expected);
void *feel_parser_fail(
    FeelParser *p, size_t offset, const char *code, const char *message, const char *hint);
/* Keeps a remark about the text from `start` to the last token. */
void feel_parser_remark(FeelParser *p, size_t start, const char *code, const char *message);
/* Enters one level of nesting (leave with p->depth--); false + failure past the limit or
 * when too much was tried. */
bool feel_parser_enter(FeelParser *p);
/* A node with kids, from `start` to the last token; NULL + failure if the tree gets too high. */
FeelNode *feel_parser_node(
    FeelParser *p, FeelNodeKind kind, size_t start, FeelNode *const *kids, size_t n_kids);
FeelNode *feel_parser_node_of(FeelParser *p, FeelNodeKind kind, size_t start, GPtrArray *kids);

/* parser_name.c */
/* Is the next token a keyword, and no name in scope starts with it and is longer? */
bool feel_at_keyword(FeelParser *p);
/* A name in operand position, resolved by longest match (1.2.1). */
FeelNode *feel_parse_name(FeelParser *p);
/* A name after a dot (1.2.3). NULL + failure. */
const char *feel_parse_member(FeelParser *p);
/* A name that is declared here: all parts up to the delimiter (1.2.2). NULL + failure. */
const char *feel_parse_declared(FeelParser *p);
/* The same up to the word `in`. */
const char *feel_parse_iterator_name(FeelParser *p);
/* A declared name directly before a colon, which is taken too; NULL (nothing taken, no failure) if
 * there is none. */
const char *feel_parse_label(FeelParser *p);
/* Names of several parts that are spelt like what starts at p->name: "full year(" is read as the
 * name `full`, and stops at `year`. NULL if there are none. */
const char *feel_parser_nearest(FeelParser *p);
void feel_parser_add_member(FeelParser *p, const char *name);
void feel_frame_init(FeelParser *p, FeelFrame *frame, FeelFrameKind kind);
void feel_frame_add(FeelParser *p, FeelFrame *frame, const char *name);
/* Closes the innermost frame. */
void feel_frame_clear(FeelParser *p, FeelFrame *frame);

/* check.c: of the body of a function with these parameters (types[i] NULL = Any) */
bool feel_check_function(Arena *arena,
                         const FeelScope *scope,
                         const FeelFrame *params,
                         const FeelType *const *types,
                         FeelNode *body,
                         const SrcText *src,
                         Diags *diags);

/* parser_expression.c */
FeelNode *feel_parse_expression(FeelParser *p);
FeelNode *feel_parse_additive(FeelParser *p);
/* = != < <= > >= ; NONE for other tokens */
FeelOp feel_relational_op(FeelTokenKind kind);

/* parser_primary.c */
FeelNode *feel_parse_postfix(FeelParser *p);

/* parser_binding.c: what binds names */
FeelNode *feel_parse_loop(FeelParser *p); /* for, some, every */
FeelNode *feel_parse_function_literal(FeelParser *p);
FeelNode *feel_parse_context(FeelParser *p);
/* At the `[`. `start`: where the base starts. */
FeelNode *feel_parse_filter(FeelParser *p, size_t start, FeelNode *base);

/* parser_test.c: ranges and tests */
FeelNode *feel_parse_unary_range(FeelParser *p);
/* An interval from its `..` on; `start` is where it starts, `included` whether `low` is inside. */
FeelNode *feel_parse_interval_rest(FeelParser *p, size_t start, bool included, FeelNode *low);
/* After `in`. `start`: where the value starts. */
FeelNode *feel_parse_in(FeelParser *p, size_t start, FeelNode *value);
FeelNode *feel_parse_tests(FeelParser *p);

/* parser_type.c: *out is NULL (and a remark is kept) for an unknown type name. */
bool feel_parse_type(FeelParser *p, const FeelType **out);

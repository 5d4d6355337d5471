/* lexer.h - the scanner of FEEL; private to feel/.
 *
 * Names depend on the scope, so the scanner has no state but the text: the parser asks for the
 * token at a byte offset, and for the chain of parts that may be a name there, and decides. Going
 * back is asking again. What is wrong but can be read on (full-width punctuation in a regulation)
 * is kept as a note; the parser turns notes into findings, once for each place.
 *
 * Source: feel-reference 1.1–1.4; notation §1 (regulations).
 */
#pragma once

#include "base/diag.h"
#include "feel/names.h"

typedef enum FeelTokenKind {
    FEEL_TOK_END,
    FEEL_TOK_NUMBER,
    FEEL_TOK_STRING, /* with its quotes */
    FEEL_TOK_WORD,   /* one part of a name, perhaps a keyword */
    FEEL_TOK_AT,
    FEEL_TOK_LPAREN,
    FEEL_TOK_RPAREN,
    FEEL_TOK_LBRACKET,
    FEEL_TOK_RBRACKET,
    FEEL_TOK_LBRACE,
    FEEL_TOK_RBRACE,
    FEEL_TOK_COMMA,
    FEEL_TOK_COLON,
    FEEL_TOK_DOT,
    FEEL_TOK_DOTS, /* .. */
    FEEL_TOK_PLUS,
    FEEL_TOK_MINUS,
    FEEL_TOK_STAR,
    FEEL_TOK_SLASH,
    FEEL_TOK_POWER,
    FEEL_TOK_EQ, /* = and == */
    FEEL_TOK_NE,
    FEEL_TOK_LT,
    FEEL_TOK_LE,
    FEEL_TOK_GT,
    FEEL_TOK_GE,
    FEEL_TOK_BAD, /* nothing of FEEL: `problem` says why */
} FeelTokenKind;

typedef struct FeelToken {
    FeelTokenKind kind;
    uint32_t start, end; /* bytes; text[start..end) */
    const char *code;    /* BAD: finding */
    const char *problem; /* BAD: English literal */
    const char *hint;    /* BAD: English literal or NULL */
} FeelToken;

typedef struct FeelLexNote {
    uint32_t offset;
    uint32_t len;
    const char *ascii; /* what should stand there; static */
} FeelLexNote;

typedef struct FeelLexer {
    const char *text;
    size_t len;
    FeelDialect dialect;
    GArray *notes; /* FeelLexNote, each offset once; owned by the parser */
} FeelLexer;

/* The parts of what may be a name, with the normal form of every prefix. */
typedef struct FeelChain {
    GString *normal; /* owned by the parser, reused */
    size_t n;        /* parts */
    struct {
        uint32_t start, end; /* of the part in the text */
        size_t in_form;      /* end of the prefix in `normal` */
    } parts[FEEL_MAX_NAME_PARTS];
} FeelChain;

/* The token at or after `pos`, white space and comments skipped. */
FeelToken feel_lex_token(FeelLexer *lex, size_t pos);
/* Reads at most `max_parts` parts from `pos`, where a word starts. */
void feel_lex_chain(const FeelLexer *lex, size_t pos, size_t max_parts, FeelChain *chain);
bool feel_token_is_word(const FeelLexer *lex, const FeelToken *token, const char *word);

/* The value of a NUMBER token; false if it is out of range or (regulation) runs into letters. */
bool feel_lex_number(const FeelLexer *lex, const FeelToken *token, Dec *out);
/* The value of a STRING token; NULL if it holds U+0000. Borrowed from the arena. */
char *feel_lex_string(const FeelLexer *lex, const FeelToken *token, Arena *arena, size_t *out_len);

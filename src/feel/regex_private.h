/* regex_private.h - the parts of a compiled regular expression. Private to regex*.c. */
#pragma once

#include <glib.h>

#include "feel/regex.h"

/* ---- sets of characters (regex_class.c) ---- */

typedef struct CharRange {
    gunichar first, last;
} CharRange;

typedef struct CharClass CharClass;
struct CharClass {
    bool negated;
    bool caseless;    /* `written` stands for all case variants of what it holds */
    uint32_t types;   /* general categories: bit (1 << GUnicodeType) */
    size_t n_written; /* characters and ranges of the pattern, ascending, apart */
    const CharRange *written;
    size_t n_exact; /* of escapes: what they are, whatever the case (XPath 5.6.2); as above */
    const CharRange *exact;
    const CharClass *minus; /* what is taken out, or NULL */
    uint64_t ascii[2];      /* the answer for U+0000 … U+007F */
};

/* Case folding, one character to one (Unicode, simple). */
gunichar feel_regex_fold(gunichar c);
bool feel_class_has(const CharClass *class, gunichar c);

/* A class while its parts are read. */
typedef struct ClassBuilder {
    GArray *written; /* owned: CharRange */
    GArray *exact;   /* owned: CharRange */
    uint32_t types;
    size_t n_parts;
} ClassBuilder;

void feel_class_builder_init(ClassBuilder *b);
void feel_class_builder_clear(ClassBuilder *b);
void feel_class_add_range(ClassBuilder *b, gunichar first, gunichar last);
/* \s \S \i \I \c \C \d \D \w \W; false: `letter` is none of these. */
bool feel_class_add_escape(ClassBuilder *b, char letter);
/* \p{name}: a general category or a block ("IsBasicLatin"). False: there is none of this name. */
bool feel_class_add_property(ClassBuilder *b, const char *name, size_t len, bool negated);
/* `head` gives negated, caseless and minus. Borrowed from the arena. */
CharClass *feel_class_build(Arena *arena, ClassBuilder *b, const CharClass *head);
/* Unicode block without its "Is" (regex_block.c). */
bool feel_regex_block(const char *name, size_t len, CharRange *out);

/* ---- the tree (regex_parse.c) ---- */

typedef enum RegexKind {
    REGEX_EMPTY,
    REGEX_CHAR, /* c */
    REGEX_ANY,  /* all but line ends */
    REGEX_ANY_ALL,
    REGEX_SET, /* set */
    REGEX_START,
    REGEX_END,
    REGEX_BACK,     /* index = group */
    REGEX_GROUP,    /* kids[0]; index = group */
    REGEX_SEQUENCE, /* kids */
    REGEX_CHOICE,   /* kids */
    REGEX_REPEAT,   /* kids[0], min, max, lazy */
} RegexKind;

static const uint32_t REGEX_NO_MAX = UINT32_MAX;

typedef struct RegexNode RegexNode;
struct RegexNode {
    RegexKind kind;
    gunichar c;
    const CharClass *set;
    uint32_t index;
    uint32_t min, max;
    bool lazy;
    size_t n_kids;
    RegexNode **kids;
};

/* NULL: no such expression. */
RegexNode *feel_regex_parse(Arena *arena,
                            const char *pattern,
                            size_t len,
                            unsigned flags,
                            size_t *out_groups,
                            const char **out_problem);

/* The character that `\letter` stands for; false: `letter` is no escape of a single character. */
bool feel_regex_escaped_char(char letter, gunichar *out);
/* Adds the set that an escape stands for; *at is behind the `\` and is moved behind the escape. */
bool feel_regex_parse_set_escape(ClassBuilder *b, const char **at);
/* The class whose `[` stands at *at, which is moved behind its `]`. `pattern` is NUL-terminated. */
CharClass *feel_regex_parse_class(
    Arena *arena, const char **at, unsigned flags, int depth, const char **out_problem);

/* ---- the program (regex_compile.c) ---- */

typedef enum RegexOp {
    OP_CHAR, /* c */
    OP_FOLD, /* c, folded */
    OP_ANY,
    OP_ANY_ALL,
    OP_SET, /* set */
    OP_START,
    OP_START_LINE,
    OP_END,
    OP_END_LINE,
    OP_BACK,  /* slot = group */
    OP_SAVE,  /* slot = position */
    OP_SPLIT, /* first `next`, then `other` */
    OP_JUMP,  /* next */
    OP_RUN,   /* the one-character operation that follows, min … max times; then `next` */
    OP_LOOP,  /* slot, slot + 1: turns and where the turn began */
    OP_TURN,  /* one more turn, which begins with the next operation, or `other` */
    OP_ENTER, /* slot: counts the turn; the body follows */
    OP_AGAIN, /* end of the body: `next` is the OP_TURN, `other` the way out */
    OP_MATCH,
} RegexOp;

typedef struct RegexInstr {
    RegexOp op;
    bool lazy;
    uint32_t slot;
    uint32_t min, max;
    uint32_t next, other;
    gunichar c;
    const CharClass *set;
} RegexInstr;

struct FeelRegex {
    const RegexInstr *code;
    size_t n_code;
    size_t n_groups;
    size_t n_slots; /* start and end of group k at 2k, 2k + 1; then the loops' */
    bool caseless;
    bool matches_empty;
    bool anchored; /* matches at the start of the text only */
};

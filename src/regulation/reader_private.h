/* reader_private.h - what the files of the reading half share: the reader, heads of blocks, keys
 * and typed values of YAML bodies.
 *
 *   read.c     limits, front matter, articles
 *   assemble.c subjects, scopes and what they give, the blocks
 *   heads.c    `LANGUAGE KIND NAME @cycle per SUBJECT unit U` and its kin
 *   keys.c     tables of keys, typed values        values.c  literals, types, lists
 *   inputs.c   subject, input                      params.c  param
 *   forms.c    sheet, register                     tables.c  table
 *   scores.c   score                               bands.c   bands
 *   grades.c   grade                               procedures.c  procedure
 *   blocks.c   the other YAML kinds                imports.c blocks of other regulations
 */
#pragma once

#include "regulation/markdown.h"
#include "regulation/read.h"
#include "regulation/source.h"
#include "regulation/words.h"
#include "regulation/yaml.h"

/* What a `yaml scope` gives to the blocks under its heading. */
typedef struct RegScope {
    int article;
    RegExpr applies; /* text NULL = none */
    int about;       /* subject of the rows that `applies` is about */
    int cycle;       /* REG_NO_CYCLE = none */
    int subject;     /* -1 = none */
    const char *assumed;
} RegScope;

typedef struct RegReader {
    Arena *arena;
    Diags *diags; /* may be NULL */
    Regulation *reg;
    GPtrArray *blocks; /* RegBlock * */
    GArray *articles;  /* RegArticle */
    GArray *subjects;  /* RegSubject; reg->subjects points into it while reading */
    GArray *scopes;    /* RegScope */
    GArray *parts;     /* RegPart */
} RegReader;

/* ---- heads ----------------------------------------------------------------------------------- */

/* A head as written; what names a cycle or subject is looked up later, when all are known. */
typedef struct RegHead {
    RegBlockKind kind;
    SrcPos pos;     /* of the name, else of the block */
    SrcText name;   /* text NULL = none */
    SrcText params; /* FUNCTION: between the brackets */
    SrcText cycle;  /* without @; text NULL = none */
    SrcText per;
    SrcText unit;
    SrcText assumed; /* the rest of the line: why it is a stand-in; text NULL = not said */
    bool has_hit;
    DmnHitPolicy hit; /* TABLE */
    DmnAggregator aggregator;
    SrcText of;    /* BANDS */
    bool has_how;  /* BANDS: says `marginal` or `whole` */
    bool marginal; /* BANDS */
} RegHead;

typedef struct RegPart { /* a block with its head read */
    RegHead head;
    const MdItem *item;  /* fence or span */
    const MdItem *table; /* TABLE, BANDS */
    int article;
} RegPart;

typedef enum RegHeadResult {
    REG_HEAD_BLOCK,
    REG_HEAD_PROSE, /* no block: belongs to the article's text */
    REG_HEAD_ERROR, /* reported */
} RegHeadResult;

RegHeadResult reg_head_fence(RegReader *r, const MdItem *fence, RegHead *out);
/* `before_table`: a table follows it, so that it must be an announcement. */
RegHeadResult reg_head_span(RegReader *r, const MdItem *span, bool before_table, RegHead *out);

/* True if `name` is one: letters, Han characters, digits, `_`, no digit first, no word of FEEL.
 * Else a finding. */
bool reg_check_name(RegReader *r, const SrcText *name);

/* ---- keys ------------------------------------------------------------------------------------ */

typedef enum KeyForm {
    KEY_EXPR,  /* RegExpr */
    KEY_EXPRS, /* RegExpr *, size_t: an expression or a list of them */
    KEY_TEXT,  /* const char * */
    KEY_REF,   /* const char *, SrcPos: a name of another block, and where it stands */
    KEY_NAME,  /* const char * */
    KEY_PATHS, /* const char *const *, size_t: a name or path (机构.区域), or a list of them */
    KEY_TEXTS, /* the same, any texts */
    KEY_YES,   /* bool: true, false */
    KEY_WORD,  /* int (or enum): one of `words` */
    KEY_FLAG,  /* bool: one of `words`, its value 0 or 1 */
    KEY_CYCLE, /* int: a cycle kind */
    KEY_SUBJECT, /* int: a subject */
    KEY_DATE,    /* CalDate */
    KEY_OTHER,   /* `read` does it; NULL = it has been read already */
} KeyForm;

typedef struct KeyWord {
    const char *word;
    int value;
} KeyWord;

typedef struct Key {
    const char *key;
    KeyForm form;
    size_t at;    /* offset of the value in the target */
    size_t count; /* EXPRS, PATHS, TEXTS: offset of its size_t; REF: of its SrcPos */
    bool required;
    const KeyWord *words; /* WORD, FLAG: ended by {NULL, 0} */
    void (*read)(RegReader *r, void *target, const YamlNode *value);
} Key;

/* Reads the pairs of `map` (an empty scalar is an empty map) into `target`. `what` is the block's
 * word in findings, `pos` its place. Unknown and absent required keys are findings. Returns false
 * if `map` is no map. */
bool keys_read(RegReader *r,
               void *target,
               const char *what,
               SrcPos pos,
               const YamlNode *map,
               const Key *keys,
               size_t n_keys);

/* A finding regulation.value: what is seen at `node` for `key`, what was `expected` (an English
 * literal). */
void value_wrong(RegReader *r, const char *key, const YamlNode *node, const char *expected);
/* The hint "did you mean …?" if one of the n `words` is near to `word`. */
void hint_nearest(RegReader *r, const char *word, const char *const *words, size_t n);

/* Typed values. False after a finding; then the output is untouched. */
bool value_expr(RegReader *r, const char *key, const YamlNode *node, RegExpr *out);
bool value_text(RegReader *r, const char *key, const YamlNode *node, const char **out);
bool value_name(RegReader *r, const char *key, const YamlNode *node, const char **out);
/* A name, or names parted by dots: 机构.区域. */
bool value_path(RegReader *r, const char *key, const YamlNode *node, const char **out);
/* A figure of the dialect. */
bool value_number(RegReader *r, const char *key, const YamlNode *node, Dec *out);
bool value_date(RegReader *r, const char *key, const YamlNode *node, CalDate *out);
bool value_cycle(RegReader *r, const SrcText *name, int *out);
bool value_subject(RegReader *r, const SrcText *name, int *out);
/* Texts of a scalar or list, none twice; `paths`: each is a name or path. */
bool value_texts(RegReader *r,
                 const char *key,
                 const YamlNode *node,
                 bool paths,
                 const char *const **out,
                 size_t *out_n);

/* An expression that is a part of a text. */
RegExpr expr_part(RegReader *r, const SrcText *src, size_t from, size_t to);
/* True if src begins with the words `prefix` (parted by single blanks there); *out_rest = where the
 * next word begins. */
bool src_begins(const SrcText *src, const char *prefix, size_t *out_rest);

/* ---- values ---------------------------------------------------------------------------------- */

/* A literal of the dialect: numbers, true, false, null, @"…" as they are, dates as @"…", a list of
 * literals, a block scalar as the expression it is; any other text in quotes. `as_text`: only texts
 * are meant, so that all but null and a block scalar are texts. */
bool value_literal(RegReader *r, const char *key, const YamlNode *node, bool as_text, RegExpr *out);
/* The text of a literal that is a text, else NULL. */
const char *literal_text(const YamlNode *node);
/* The same where only texts are meant: all but null and block scalars. */
const char *literal_as_text(const YamlNode *node);
/* Type by word: number, text, date, boolean … or a subject (a link). NULL = no such type. */
const FeelType *type_of_word(RegReader *r, const char *word);
/* `[a, b, c]` inside a text: its items where they stand, at most REG_MAX_LIST. False after a
 * finding. */
bool list_items(RegReader *r, const SrcText *src, SrcText **out, size_t *out_n);
/* The same as texts, quotes taken off. */
bool value_bracketed(RegReader *r, const SrcText *src, const char *const **out, size_t *out_n);
/* One of the words, which end with {NULL, 0}. */
bool value_word(
    RegReader *r, const char *key, const KeyWord *known, const YamlNode *node, int *out);
/* A count of something, 1 … REG_MAX_COUNT; says nothing. */
bool value_count(const SrcText *word, int *out);
/* `3 years`, `1 year 6 months`, `until year end`. */
bool value_term(RegReader *r, const char *key, const YamlNode *node, RegTerm *out);

/* ---- blocks ---------------------------------------------------------------------------------- */

/* Readers of a body into `block`, whose common members are set. */
void read_subject(RegReader *r, RegBlock *block, const YamlNode *body);
void read_input(RegReader *r, RegBlock *block, const YamlNode *body);
void read_param(RegReader *r, RegBlock *block, const YamlNode *body);
void read_sheet(RegReader *r, RegBlock *block, const YamlNode *body);
void read_register(RegReader *r, RegBlock *block, const YamlNode *body);
void read_score(RegReader *r, RegBlock *block, const YamlNode *body);
/* Adds the input blocks of a score to r->blocks. Its common members are final. */
void add_score_inputs(RegReader *r, RegBlock *block);
void read_procedure(RegReader *r, RegBlock *block, const YamlNode *body);
void read_grade(RegReader *r, RegBlock *block, const YamlNode *body);
void read_yaml_block(RegReader *r, RegBlock *block, const YamlNode *body); /* by kind */
/* `for` of a block: its own condition, to which those of the scopes are added later. */
void read_for(RegReader *r, void *block, const YamlNode *node);
/* `type` of a block. */
void read_type(RegReader *r, void *block, const YamlNode *node);
void read_scope(RegReader *r, RegScope *scope, SrcPos pos, const YamlNode *body);
void read_table(RegReader *r, RegBlock *block, const RegHead *head, const MdItem *table);

/* Takes ` (元)` off the end of a header: a blank, then brackets around one word without commas.
 * `full years(入职日期, 期末)` and `a * (b)` have none. Returns the unit, "" = none. */
const char *table_split_unit(RegReader *r, SrcText *header);
/* `text`, `hint` (NULL = none): English literals. */
void table_error(RegReader *r, SrcPos pos, const char *text, const char *hint);
/* Has the row as many cells as the header? Else a finding. */
bool table_check_width(RegReader *r, const MdRow *row, const MdRow *header);

/* ---- bands.c --------------------------------------------------------------------------------- */

void read_bands(RegReader *r, RegBlock *block, const RegHead *head, const MdItem *table);

/* From r->parts to r->subjects, r->scopes and r->blocks. */
void reg_assemble(RegReader *r);
/* Front matter into r->reg. False if nothing can be read without it. */
bool read_front(RegReader *r, const YamlNode *map, SrcPos pos);

/* ---- imports --------------------------------------------------------------------------------- */

/* Adds the blocks of reg->imports, found in the folders beside `folder`. `folder` NULL: each import
 * is a finding. */
void reg_import(Regulation *reg, const char *folder, Diags *diags);
/* As reg_read, in a given arena. */
Regulation *reg_read_in(Arena *arena, const char *text, size_t len, const char *file, Diags *diags);

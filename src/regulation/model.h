/* model.h - a regulation in memory: articles, blocks, names, cycles, subjects.
 *
 * regulation/ reads `regulation.md` into this (reg_read), then checks and compiles it (reg_check).
 * Everything lives in the regulation's arena and is immutable afterwards; it may be shared.
 * Notation: docs/notation.md. Strings are NUL-terminated and never NULL unless said.
 */
#pragma once

#include "dmn/model.h"

typedef struct Regulation Regulation;
typedef struct RegBlock RegBlock;
typedef struct RegName RegName;
typedef struct RegScorePart RegScorePart;
typedef struct RegScore RegScore;
typedef struct RegProcedure RegProcedure;

/* ---- articles -------------------------------------------------------------------------- */

typedef struct RegArticle {
    const char *cite;  /* full citation: "第二十一条 (二) 2"; or the whole heading */
    const char *title; /* the rest of the heading, may be "" */
    const char *text;  /* the prose under it, paragraphs parted by an empty line */
    int parent;        /* index, -1 = top */
    int level;         /* of the heading, 1 … 6 */
    SrcPos pos;
    int element; /* knowledge source in the DMN model */
} RegArticle;

/* ---- expressions ------------------------------------------------------------------------ */

/* An expression as written, then checked and compiled in the scope of `subject`. Slots are those of
 * the whole regulation (Regulation.names), so a program may be run over any mixture of rows: the
 * `where` of a sheet reads the entry's fields (names of RegExpr.subject) and, beside them, names of
 * the row that reads it (of the block's subject, `this` among them). */
typedef struct RegExpr {
    SrcText src;
    FeelNode *node;       /* after reg_check */
    FeelProgram *program; /* after reg_check */
    int subject;          /* of the rows it is evaluated on; after reg_check */
} RegExpr;                /* src.text NULL = absent */

static inline bool reg_expr_is_set(const RegExpr *e)
{
    return e->src.text != NULL;
}

/* ---- cycles and subjects ----------------------------------------------------------------- */

enum { REG_NO_CYCLE = -1, REG_PERSON = 0 };
enum { REG_MAX_COUNT = 1200 }; /* of cycles, days … that a text counts: a hundred years by months */

/* A kind of cycle: the year is cut after each month of `ending`. Month: 1 … 12; year: {12}. */
typedef struct RegCycle {
    const char *name; /* "month", "quarter", "half-year", "year", "双月" … */
    int ending[12];   /* last months, ascending; the last is 12 unless it runs over the new year */
    int n_ending;     /* cycles per year */
    SrcPos pos;
} RegCycle;

typedef enum RegRowsFrom {
    REG_ROWS_PERSON,   /* the population */
    REG_ROWS_MASTER,   /* rows that master data keeps: customer, account, unit, team, project … */
    REG_ROWS_SHEET,    /* one row per line of a sheet (lines: many) */
    REG_ROWS_REGISTER, /* one row per entry of a register */
    REG_ROWS_MEASURE,  /* per person and group: `measure by [a, b]` */
    REG_ROWS_NONE,     /* entries looked at one at a time: assignment, reserve (a tranche of one) */
} RegRowsFrom;

typedef struct RegSubject {
    const char *name; /* "person", "customer", …, or the regulation's own */
    RegRowsFrom from;
    const char *source;    /* sheet, register or master kind */
    RegExpr where;         /* master: which rows */
    const char *const *by; /* MEASURE: group columns */
    size_t n_by;
    RegBlock *block; /* NULL for built-in ones */
    RegName **names; /* of this subject, ascending slots; after reg_check */
    size_t n_names;
    FeelScope *scope;
} RegSubject;

/* ---- blocks ------------------------------------------------------------------------------ */

/* X(enum, keyword in the notation, built now). What is not built is reported by name. */
#define REG_BLOCK_KINDS(X)                                                                         \
    X(SCOPE, "scope", true)                                                                        \
    X(SUBJECT, "subject", true)                                                                    \
    X(INPUT, "input", true)                                                                        \
    X(PARAM, "param", true)                                                                        \
    X(FUNCTION, "function", true)                                                                  \
    X(FEEL, "feel", true)                                                                          \
    X(TABLE, "table", true)                                                                        \
    X(BANDS, "bands", true)                                                                        \
    X(RANK, "rank", true)                                                                          \
    X(TOTAL, "total", true)                                                                        \
    X(SHARE, "share", true)                                                                        \
    X(DECIDE, "decide", true)                                                                      \
    X(PAY, "pay", true)                                                                            \
    X(RESERVE, "reserve", true)                                                                    \
    X(GRADE, "grade", true)                                                                        \
    X(CHECK, "check", true)                                                                        \
    X(SHEET, "sheet", true)                                                                        \
    X(NAMES, "names", true)                                                                        \
    X(REGISTER, "register", true)                                                                  \
    X(DUTY, "duty", false)                                                                         \
    X(PROCEDURE, "procedure", true)                                                                \
    X(SCORE, "score", true)                                                                        \
    X(COURSE, "course", false)                                                                     \
    X(EXAM, "exam", false)

typedef enum RegBlockKind {
#define X(id, word, built) REG_##id,
    REG_BLOCK_KINDS(X)
#undef X
        REG_N_BLOCK_KINDS
} RegBlockKind;

typedef enum RegTake {
    REG_TAKE_VALUE,
    REG_TAKE_SUM,
    REG_TAKE_COUNT,
    REG_TAKE_MEAN,
    REG_TAKE_MIN,
    REG_TAKE_MAX,
    REG_TAKE_FIRST,
    REG_TAKE_LAST,
    REG_TAKE_LIST,
} RegTake;

typedef enum RegSpanKind {
    REG_SPAN_NONE, /* this cycle's own value or entries */
    REG_SPAN_PREVIOUS,
    REG_SPAN_THIS_CYCLE,
    REG_SPAN_TO_DATE, /* since the first day of what of kind `cycle` holds the last day */
    REG_SPAN_LAST,    /* last `n` cycles of kind `cycle` (last 12 months, last 2 双月) */
    REG_SPAN_SINCE,
} RegSpanKind;

typedef struct RegSpan {
    RegSpanKind kind;
    int n;
    int cycle;        /* LAST, TO_DATE: index of the cycle kind; -1 TO_DATE: the calendar year */
    RegExpr since;    /* SINCE: a date */
    bool before_this; /* leave this cycle out */
} RegSpan;

typedef enum RegSource {
    REG_FROM_ENTRY, /* no `from`: entered or given under its own name */
    REG_FROM_MEASURE,
    REG_FROM_REGISTER,
    REG_FROM_SHEET,
    REG_FROM_ATTRIBUTE,
    REG_FROM_HISTORY,
    REG_FROM_LEDGER,
    REG_FROM_RESULT,
} RegSource;

typedef enum RegMeasureTake {
    REG_MEASURE_NONE,
    REG_MEASURE_BALANCE_DAYS,
    REG_MEASURE_AVERAGE,
    REG_MEASURE_AVERAGE_RATE, /* `average rate`: yearly rate, weighted by balance-days */
    REG_MEASURE_END,
    REG_MEASURE_NET_CHANGE,
    REG_MEASURE_SUM,
    REG_MEASURE_COUNT,
    REG_MEASURE_COUNT_CUSTOMERS,
    REG_MEASURE_NEW,
    REG_MEASURE_RATIO, /* of two takes: numerator, denominator */
} RegMeasureTake;

typedef enum RegCredit { REG_CREDIT_SHARE, REG_CREDIT_WHOLE, REG_CREDIT_REFERRAL } RegCredit;

typedef struct RegInput {
    RegSource source;
    const RegScorePart *score; /* what it is on a score sheet that brings it along, or NULL */
    const char *of;      /* fact stream; sheet or register name; history: the name read; ledger:
                           * the item; result: "regulation/NAME"; attribute: its key in master data
                           * (default: the input's own name) */
    const char *column;  /* sheet, register: the field taken; NULL = the input's own name */
    RegName *history_of; /* after reg_check */
    int entries; /* sheet, register: the subject whose names are its fields; after reg_check */
    /* sheet, register, after reg_check: what of an entry leads to the rows that read. `each`: it
     * belongs to all of them that `where` holds for; else to the first that is filled in. */
    RegName **links;
    size_t n_links;
    bool each_link;
    RegTake take; /* history, sheet, register */
    bool take_set;
    RegMeasureTake measure_take;
    RegMeasureTake ratio[2]; /* RATIO */
    const char *ratio_of[2]; /* RATIO: their fact streams */
    CalDate base_date;       /* NET_CHANGE; valid if has_base_date */
    bool has_base_date;
    bool base_is_start; /* NET_CHANGE, instead: the day before the cycle begins */
    RegCredit credit;
    enum { REG_LEDGER_ACCRUED, REG_LEDGER_PAID, REG_LEDGER_BALANCE } ledger_take;
    RegSpan over;
    RegExpr where;
    RegExpr if_none;
    RegExpr at; /* a date; `start` and `end` read as 期初, 期末 */
    bool optional;
    bool leave_out_missing;
    bool across_employments;
    const char *owed_by; /* `owed by:`, or the sheet's `kept by`; NULL = unknown */
} RegInput;

typedef struct RegParamValue {
    const char *const *keys; /* one per `by`, or none; "*" is not special */
    RegExpr value;           /* of literals and functions, in the regulation's dialect */
    const SrcText *bare;     /* its texts that stand without quotes though no type asks for them */
    size_t n_bare;
} RegParamValue;

typedef struct RegParamPeriod {
    CalDate from; /* INT64_MIN = always */
    CalDate to;   /* INT64_MAX = open */
    RegParamValue *values;
    size_t n_values;
    SrcPos pos;
} RegParamPeriod;

typedef struct RegParam {
    const char *const *by; /* names of the reading row whose values are the keys */
    size_t n_by;
    RegParamPeriod *periods; /* may be none: then owed by `set_by` */
    size_t n_periods;
    const char *const *one_of; /* readings allowed */
    size_t n_one_of;
    const char *set_by;  /* or NULL */
    const char *assumed; /* why it is our stand-in; NULL = the article says it */
} RegParam;

typedef struct RegFunction {
    const char **params;
    size_t n_params;
    const char **param_units; /* entries may be NULL */
    RegExpr body;
    FeelHostFunction host;
    int index;
} RegFunction;

typedef struct RegBands {
    RegExpr of;
    bool marginal; /* 超额累进; else whole (全额累进) */
    struct RegBand {
        SrcText src;   /* the range */
        Dec low, high; /* valid if has_… */
        bool has_low, has_high, low_included, high_included;
        RegExpr rate;
        SrcPos pos;
    } * bands;
    size_t n_bands;
    const char *range_label; /* header of the first column, without unit */
    const char *range_unit;  /* of its figures, as written; "" = none */
    const char *rate_unit;
} RegBands;

typedef struct RegCut {
    bool from_end; /* last n */
    RegExpr n;
} RegCut;

typedef struct RegRank {
    RegExpr of;
    RegExpr *within; /* group keys; none = the whole population */
    size_t n_within;
    RegExpr where;
    bool descending;
    enum { REG_TIES_COMPETITION, REG_TIES_DENSE, REG_TIES_ORDINAL } ties;
    RegCut *cuts;
    size_t n_cuts;
    RegExpr *tie_break; /* descending values win unless prefixed by `-` */
    size_t n_tie_break;
    const char *undecided; /* procedure, or NULL; reg_procedure finds it */
    SrcPos undecided_pos;
    const char *size_name, *from_end_name; /* further names, or NULL */
    bool leave_out_missing;
} RegRank;

typedef struct RegTotal {
    RegTake take;
    RegExpr of; /* evaluated on the rows taken (RegExpr.subject) */
    RegExpr where;
    int over;           /* subject of the rows taken; -1 = own kind, grouped by `within` */
    const char *link;   /* `by LINK`: attribute of the rows taken that points here */
    RegName *link_name; /* after reg_check */
    RegExpr *within;
    size_t n_within;
    bool leave_out_missing;
} RegTotal;

/* An amount handed out in proportion, to the fen. */
typedef struct RegShare {
    RegExpr of;      /* the amount: the same for all rows of a group */
    RegExpr by;      /* in proportion to what */
    RegExpr *within; /* group keys; none = the whole population */
    size_t n_within;
    RegExpr where;
    RegExpr *rest; /* order of equal remainders: the smaller value first */
    size_t n_rest;
    bool leave_out_missing;
} RegShare;

typedef struct RegDecide {
    RegExpr when;
    const char *by;
    enum { REG_OUTCOME_ONE_OF, REG_OUTCOME_NUMBER, REG_OUTCOME_DATE } outcome;
    const char *const *one_of; /* default 同意, 不同意 */
    size_t n_one_of;
    Dec low, high; /* NUMBER: closed range, valid if has_… */
    bool has_low, has_high;
    const char *procedure; /* or NULL; reg_procedure finds it */
    SrcPos procedure_pos;
    RegExpr until_decided; /* optional stand-in value while waiting */
} RegDecide;

/* A grade that is proposed, decided, and in force from a day on. */
typedef struct RegGrade {
    const char *const *ladder; /* lowest first */
    size_t n_ladder;
    const char *sets;   /* the attribute it changes */
    RegName *sets_name; /* after reg_check */
    RegExpr propose;
    RegExpr gate;
    RegExpr ask_when; /* people are asked there whatever is proposed */
    const char *by;
    int effective;         /* cycle kind: from the first day of the next such cycle on */
    const char *procedure; /* or NULL */
    RegExpr until_decided; /* optional stand-in while waiting */
    SrcPos sets_pos, ladder_pos, procedure_pos;
} RegGrade;

typedef struct RegPay {
    RegExpr of;
    const char *into;
    RegExpr to; /* path to the person when the row is none */
    enum { REG_BELOW_ZERO_DEDUCT, REG_BELOW_ZERO_CARRY, REG_BELOW_ZERO_ZERO } below_zero;
    const char **against; /* items the carry is taken from */
    size_t n_against;
    int cumulative; /* cycle kind, or REG_NO_CYCLE */
    /* `expires`: cycles of its own kind after which an open carry lapses; 0 = never */
    int expires;
} RegPay;

typedef struct RegTerm { /* how long: all parts together */
    int years, months, days;
    bool until_year_end;
} RegTerm;

typedef struct RegReserve {
    RegExpr of;
    /* the reserve account (`into:`, default the block's own name), so that several blocks
     * (half-year, year) can feed one account */
    const char *into;
    const char *out_of; /* pay item it is withheld from; "" = paid in beside pay */
    int cumulative;
    RegTerm hold;
    const char *release_into;
    RegExpr *add;
    size_t n_add;
    RegExpr forfeit_when; /* 到期日 (due date of the tranche) is in scope */
    RegExpr offset;
} RegReserve;

typedef struct RegCheck {
    const char *on;   /* "assignment", "person", a sheet or register … */
    bool on_register; /* it was said that it is a register */
    int on_subject;   /* its subject: fields of the entry are its names */
    RegExpr refuse_when;
    const char *says;
} RegCheck;

typedef struct RegField {
    const char *name;
    const FeelType *type;
    const char *unit; /* "" = none */
    bool required;
    const char *const *one_of;
    size_t n_one_of;
    SrcPos pos;
} RegField;

typedef enum RegEvery {
    REG_EVERY_DAY,
    REG_EVERY_WEEK,
    REG_EVERY_MONTH,
    REG_EVERY_QUARTER,
    REG_EVERY_HALF_YEAR,
    REG_EVERY_YEAR,
} RegEvery;

typedef struct RegSigner {
    const char *post;
    RegEvery every;
} RegSigner;

/* A form that people fill in: a sheet (one line per row and cycle, or many) or a register (an
 * entry for each thing that happens). What is filled in is an entry: values of its fields. */
typedef struct RegForm {
    const char *kept_by; /* or NULL */
    RegField *fields;
    size_t n_fields;
    int dated_by;    /* the field that dates an entry: the first date (and time); -1 = none */
    bool many_lines; /* a register has */
    int subject; /* sheet: rows it is about (per …); default person. Register: -1, its links say */
    /* Registers only: */
    const char *const *read_by; /* posts */
    size_t n_read_by;
    RegSigner *signers;
    size_t n_signers;
    RegTerm retain; /* all 0 = not said */
} RegForm;

typedef struct RegNames { /* a names block */
    const char **names;
    const char **english;
    SrcPos *pos;
    size_t n;
} RegNames;

/* What a table's output can be, as its header says (`→ 名 [甲, 乙]`), best first; n 0 = not said. */
typedef struct RegTableOrder {
    const SrcText *srcs;
    size_t n;
} RegTableOrder;

struct RegBlock {
    RegBlockKind kind;
    const char *name; /* "" for scope, names */
    SrcPos pos;
    int article;               /* index, -1 = before the first heading */
    int cycle;                 /* index of the cycle kind, REG_NO_CYCLE */
    int subject;               /* index */
    const char *unit;          /* as written, "" = none */
    const FeelType *type;      /* declared (`type:`), or NULL */
    const char *const *one_of; /* allowed texts, declared with `one of:`; NULL = any */
    size_t n_one_of;
    RegExpr *applies; /* `for`, own and of all scopes above: all must hold */
    size_t n_applies;
    const char *assumed; /* `assumed:` on any block, or NULL */
    const char *cite;    /* see reg_block_cite */
    RegName **defines;   /* after reg_check; a param has one for each subject, its own first */
    size_t n_defines;
    int element; /* in Regulation.dmn, -1 = none (pay, reserve, check …); after reg_check */
    const RegTableOrder *orders; /* TABLE: one per output; else NULL */
    union {
        RegInput input;
        RegParam param;
        RegFunction function;
        RegExpr feel;
        DmnTable *table;
        RegBands bands;
        RegRank rank;
        RegTotal total;
        RegShare share;
        RegDecide decide;
        RegGrade grade;
        RegPay pay;
        RegReserve reserve;
        RegCheck check;
        RegForm form;            /* SHEET, REGISTER */
        RegScore *score;         /* work.h */
        RegProcedure *procedure; /* work.h */
        RegNames names;
    } u;
};

/* ---- names ------------------------------------------------------------------------------- */

typedef enum RegNameKind {
    REG_NAME_BUILTIN,   /* 期初 期末 期序 年 `this`; 到期日 in a reserve */
    REG_NAME_ATTRIBUTE, /* of the row, dated; built in or declared */
    REG_NAME_INPUT,
    REG_NAME_PARAM,
    REG_NAME_DECISION, /* feel, table output, bands, rank, total, share, score, history */
    REG_NAME_OUTCOME,  /* decide, grade */
    REG_NAME_PATH,     /* link.member, made by the checker */
} RegNameKind;

struct RegName {
    RegNameKind kind;
    const char *name;
    const char *english; /* from the names block, or NULL */
    int subject;
    int slot;  /* in the regulation: Regulation.names[slot] */
    int cycle; /* REG_NO_CYCLE = as of the last day (attributes, parameters) */
    const FeelType *type;
    const char *unit; /* normal form (万元 is 元), "" = none, NULL = unknown */
    /* A figure that enters from outside the regulation's text (AppData, forms, files) is multiplied
     * by it: 10000 where 万元 was declared, else 1. Values in the text are converted already. */
    Dec factor;
    const char *const *one_of; /* the texts it can be; NULL = any, or no text */
    size_t n_one_of;
    RegBlock *block; /* that defines it; NULL for built-in ones and fields of a sheet */
    size_t output;   /* table: which output; rank: 0 rank, 1 size, 2 from end; field: its index */
    /* In Regulation.dmn; -1 = none: a built-in name, attribute, field or view of a param that
     * nothing reads. */
    int element;
    bool may_lack; /* ATTRIBUTE, built in: without a value it is null, owed by nobody */
    RegName *path_link, *path_member; /* PATH */
    RegName **by;                     /* PARAM: the names of this subject that key it, n_by */
};

/* How many a rank ranks, which is known before its places are: an element of its own. */
static inline bool reg_is_size(const RegName *name)
{
    return name->block && name->block->kind == REG_RANK && name->output == 1;
}

/* ---- the regulation ----------------------------------------------------------------------- */

struct Regulation {
    Arena *arena; /* owned */
    const char *id, *file;
    const char *title_zh, *title_en; /* "" if absent */
    const char *source;
    const char *version;
    CalDate effective_from, effective_to; /* INT64_MIN / INT64_MAX when open */
    SrcPos effective_pos;                 /* of these in the front matter; line 0 = not said */
    RegExpr applies_to;                   /* on persons */
    RegCycle *cycles;                     /* finer first */
    size_t n_cycles;
    RegSubject *subjects; /* [0] = person */
    size_t n_subjects;
    RegArticle *articles;
    size_t n_articles;
    RegBlock **blocks; /* in file order */
    size_t n_blocks;
    RegFunction **functions;
    const FeelHostFunction **host_functions;
    size_t n_functions;
    const char *const *imports; /* ids; their blocks are among `blocks` */
    const SrcPos *import_pos;
    size_t n_imports;

    /* After reg_check. One model and one numbering of slots for all subjects: paths and totals make
     * requirements across them. */
    RegName **names; /* names[slot] */
    size_t n_names;
    DmnModel *dmn;
    /* Elements in an order of evaluation that serves every cycle kind: within a cycle evaluate, in
     * this order, those whose names belong to it (or to no cycle). What is read from earlier
     * cycles is no requirement; a history whose span holds the cycle itself is one. */
    const int *order;
    size_t n_order;
};

/* Reads and checks a regulation from text (file = its name in findings). All findings go to
 * `diags`. Returns: (owned) the regulation; NULL if there were errors. */
Regulation *reg_load_text(const char *text, size_t len, const char *file, Diags *diags);
/* The same from a file or folder (then `regulation.md` in it). Imports are looked up in the folders
 * beside it. NULL + *error if it cannot be read at all. */
Regulation *reg_load(const char *path, Diags *diags, GError **error);
/* As reg_load and reg_load_text, and says what is allowed but seldom meant (docs/notation.md,
 * Warnings of check): warnings, and notes of what is assumed, one for each stand-in if
 * `each_assumed`, else one that names them all. */
Regulation *reg_inspect(const char *path, bool each_assumed, Diags *diags, GError **error);
Regulation *
reg_inspect_text(const char *text, size_t len, const char *file, bool each_assumed, Diags *diags);
void reg_free(Regulation *reg);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Regulation, reg_free)

/* Name of a subject's scope, or NULL. */
RegName *reg_name(const Regulation *reg, int subject, const char *name);
/* Index of the cycle kind, REG_NO_CYCLE if the regulation has none of that name. */
int reg_cycle(const Regulation *reg, const char *name);
int reg_subject(const Regulation *reg, const char *name); /* -1 */
/* The sheet or register of that name, or NULL. */
RegBlock *reg_form(const Regulation *reg, const char *name);
/* The subject whose rows are the entries of a form; after reg_check, -1 if there is none. */
int reg_entries(const Regulation *reg, const char *form);
/* The form whose entries are the rows of a subject, or NULL. */
const RegBlock *reg_form_of(const Regulation *reg, int subject);
static inline bool reg_is_of_form(RegSource source)
{
    return source == REG_FROM_SHEET || source == REG_FROM_REGISTER;
}
static inline bool reg_takes_net_change(const RegInput *input)
{
    bool is_ratio = input->measure_take == REG_MEASURE_RATIO;

    return input->measure_take == REG_MEASURE_NET_CHANGE ||
           (is_ratio && (input->ratio[0] == REG_MEASURE_NET_CHANGE ||
                         input->ratio[1] == REG_MEASURE_NET_CHANGE));
}
const char *reg_block_word(RegBlockKind kind);
/* Citation of a block: its article's, or "假定: <assumed>" for a stand-in. Borrowed. */
const char *reg_block_cite(const Regulation *reg, const RegBlock *block);

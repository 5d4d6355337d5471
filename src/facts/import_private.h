/* import_private.h - what the files of the importer share. Private to facts/import*.c.
 *
 *   file -> csv -> bind (which column is which field) -> cells (typed) -> kind (row rules, store)
 *
 * A kind is a table of fields and three functions. Whoever finds a fault in a row says so with
 * diag_add(…, bad_cell(…), …) and goes on; a function that returns false has met a fault of the
 * store, which ends the import.
 */
#pragma once

#include "appraise/data.h"
#include "base/err.h"
#include "facts/codes.h"
#include "facts/import.h"
#include "facts/map.h"
#include "facts/master.h"
#include "facts/shares.h"

enum {
    IMPORT_MAX_CODE = 64,   /* code points of a code, a kind, a product … */
    IMPORT_MAX_TEXT = 1000, /* of other texts */
    IMPORT_MAX_DENOMINATOR = 1000000,
    IMPORT_RATE_DECIMALS = 12, /* measures count with them exactly */
    IMPORT_MIN_YEAR = 1900,
    IMPORT_MAX_YEAR = 2199,
};

typedef enum FieldType {
    FIELD_CODE,    /* a short text without blanks at its ends */
    FIELD_TEXT,    /* any text in one line */
    FIELD_DATE,    /* value: day */
    FIELD_FEN,     /* value: 分 */
    FIELD_RATE,    /* text: an exact decimal */
    FIELD_SHARE,   /* value/denominator, reduced */
    FIELD_SIDE,    /* deposit, loan, fund */
    FIELD_ROLE,    /* manager, referrer */
    FIELD_SUBJECT, /* value: MasterKind */
    FIELD_UNIT,    /* value: number in the store, index: in its CodeTable */
    FIELD_PERSON,
    FIELD_CUSTOMER,
    FIELD_ACCOUNT,
    FIELD_ATTRIBUTE, /* a text; what its name asks for if that is known */
    FIELD_VALUE,     /* of a form: read by its kind (import_form.c) */
    FIELD_GIVEN,     /* read when it is known of what (import_inputs.c, attributes) */
} FieldType;

typedef struct FieldSpec {
    const char *name;
    FieldType type;
    bool required; /* must be there and not empty */
} FieldSpec;

typedef struct Cell {
    const char *text; /* until the next row; "" if not set */
    size_t len;
    uint32_t line, column;
    bool is_set;   /* there and not empty */
    bool negative; /* the mapping counts it as negative in this row */
    int64_t value, index, denominator;
} Cell;

/* A field and where its cells come from. */
typedef struct Binding {
    FieldSpec spec;
    int column;           /* in the file, -1 = none (constant or absent) */
    const MapColumn *map; /* or NULL */
    int negative_column;
    const RegField *field; /* VALUE: what the form declares; ATTRIBUTE: or NULL */
} Binding;

typedef struct Importer Importer;

typedef struct KindSpec {
    const FieldSpec *fields;
    size_t n_fields;
    const char *attributes; /* further columns are dated attributes of this subject; NULL = none */
    unsigned codes;         /* 1 << MASTER_… that its rows look up */
    bool (*begin)(Importer *imp, GError **error);
    /* cells[i] for binding i; called for rows whose cells are all right. */
    bool (*row)(Importer *imp, const Cell *cells, GError **error);
    /* After the last row. */
    bool (*end)(Importer *imp, GError **error);
} KindSpec;

/* ---- statements (import_store.c) ------------------------------------------------------------ */

typedef enum ImportSql {
    SQL_FIND_IMPORT,
    SQL_ADD_IMPORT,
    SQL_END_IMPORT,
    SQL_CODES_UNIT,
    SQL_CODES_PERSON,
    SQL_CODES_CUSTOMER,
    SQL_CODES_ACCOUNT,
    SQL_CODES_TEAM,
    SQL_CODES_PROJECT,
    SQL_CODES_ENTRIES,
    SQL_PUT_UNIT,
    SQL_SET_PARENT,
    SQL_GET_PARENT,
    SQL_PUT_PERSON,
    SQL_PUT_CUSTOMER,
    SQL_PUT_ACCOUNT,
    SQL_PUT_TEAM,
    SQL_PUT_PROJECT,
    SQL_PUT_ATTRIBUTE,
    SQL_ADD_RATE,
    SQL_BALANCE_ENDS,
    SQL_ADD_BALANCE,
    SQL_PUT_BALANCE_END,
    SQL_ADD_TXN,
    SQL_FIND_TXN,
    SQL_PUT_CARD,
    SQL_PUT_CONTRACT,
    SQL_ADD_ASSIGNMENT,
    SQL_ASSIGNMENTS_OF,
    SQL_ATTRIBUTE_AT,
    SQL_ADD_VALUE,
    SQL_ADD_ENTRY,
    SQL_DROP_LINES,
    SQL_ADD_LINE,
    SQL_PUT_INPUT,
    SQL_PUT_PARAMETER,
    SQL_PUT_DECISION,
    SQL_N,
} ImportSql;

struct Importer {
    DbConn *conn; /* borrowed */
    ImportKind kind;
    const KindSpec *spec;
    const char *file; /* borrowed: the caller's, as findings need it */
    const ImportOptions *options;
    Diags *diags;
    Arena *arena;     /* owned: the mapping, bindings, texts kept for the end */
    Arena *row_arena; /* owned: texts made for the row being read */
    const FactsMap *map;
    CsvReader *csv; /* owned */
    DbStmt *stmts[SQL_N];
    CodeTable *codes[MASTER_N_KINDS]; /* owned, NULL if not needed */
    CodeTable **known;   /* one for each subject of the regulation, NULL = not looked up */
    Regulation *builtin; /* owned: names that are built in, NULL if not needed */
    GPtrArray *entries;  /* owned CodeTables of `known` that are not of master data */
    SeenTable *seen;     /* owned: keys of the rows so far */
    CodeTable *names;    /* owned: texts as small numbers, for keys */
    Binding *bindings;
    size_t n_bindings; /* the kind's fields first, in their order; then attributes or fields */
    int *only_columns; /* one per map->only */
    size_t n_columns;  /* of the file; 0 = not known yet (no header) */
    size_t n_named;    /* up to the last one that is used */
    Cell *cells;       /* n_bindings */
    int64_t id;        /* of this import */
    uint32_t line;     /* of the row being read */
    bool row_bad;
    GHashTable *refused; /* owned, or NULL: lines of rows refused after they were read */
    void *state;         /* of the kind; freed by its `free_state` */
    void (*free_state)(void *state);
    ImportReport report;
};

/* The statement, ready to be bound; borrowed. NULL + error. */
DbStmt *import_sql(Importer *imp, ImportSql id, GError **error);
/* Runs a statement that gives at most one row: 1 and its first column, 0 no row, -1 error. */
int import_sql_one(DbStmt *stmt, int64_t *out, GError **error);
/* Adds the rows (code, number) of a statement. */
bool import_read_codes(DbStmt *stmt, CodeTable *codes, GError **error);
/* Loads all codes of a kind of thing into imp->codes, once. */
bool import_load_codes(Importer *imp, MasterKind which, GError **error);

/* ---- import.c -------------------------------------------------------------------------------- */

/* The row is refused because of this cell; its position, for diag_add. */
SrcPos bad_cell(Importer *imp, const Cell *cell);
/* The same for a row of which only the line is known. */
SrcPos bad_line(Importer *imp, uint32_t line);
/* Counts the row that stands in `line` as refused after it was read, once, whatever is wrong. */
void import_refuse(Importer *imp, uint32_t line);
/* The text of a cell for diag_seen, cut to what fits a line. */
void say_seen(Importer *imp, const Cell *cell);
/* A small number for a text: equal texts, equal numbers. */
int64_t import_name(Importer *imp, const char *text);
/* Refuses a row whose key (a, b) was in the file before: false then. `what` is an English word. */
bool import_first_time(Importer *imp, const Cell *cell, int64_t a, int64_t b);

/* ---- import_bind.c --------------------------------------------------------------------------- */

/* Finds the columns of all fields in the header (names NULL: n columns by number). False: faults in
 * diags. */
bool import_bind(Importer *imp, const CsvField *header, size_t n);
/* Adds a field beside the kind's own (before import_bind). */
void import_add_field(Importer *imp, const FieldSpec *spec, const RegField *field);

/* ---- import_cell.c --------------------------------------------------------------------------- */

/* Reads the fields of a record into imp->cells; faults make imp->row_bad. */
void import_read_cells(Importer *imp, const CsvField *fields);
/* Does the record pass the mapping's `only when`? */
bool import_passes(const Importer *imp, const CsvField *fields);
/* The text of an attribute as the store keeps it; whether it fits is another question. */
bool import_read_attribute_text(Importer *imp, const Binding *b, Cell *cell);
/* Sets cell->value to the day. False: refused. */
bool import_read_date(Importer *imp, const Binding *b, Cell *cell);
/* Undoes what the mapping declares, by what `b->field` declares: the text is then as the store
 * keeps it. False: refused. */
bool import_read_value(Importer *imp, const Binding *b, Cell *cell);

/* ---- import_number.c ------------------------------------------------------------------------- */

/* A plain number: [-]digits[.digits], with the separators that the mapping declares. */
typedef struct PlainNumber {
    bool negative;
    __int128 coeff; /* >= 0, × 10^-scale; without trailing zeros after the point */
    int scale;
} PlainNumber;

/* Reports what is wrong; `expected` is an English literal. */
bool import_read_number(
    Importer *imp, const Binding *b, const Cell *cell, const char *expected, PlainNumber *out);
/* Says that the cell is no number, and why people write such things. */
void import_refuse_number(Importer *imp, const Binding *b, const Cell *cell, const char *expected);
/* Set the cell by its type; false: refused. FIELD_FEN, FIELD_RATE, FIELD_SHARE. */
bool import_read_fen(Importer *imp, const Binding *b, Cell *cell);
bool import_read_rate(Importer *imp, const Binding *b, Cell *cell);
bool import_read_share(Importer *imp, Cell *cell);
/* A figure of a form that the mapping describes, as a plain decimal in the field's own unit. */
bool import_read_figure(Importer *imp, const Binding *b, Cell *cell);
/* Is the field an amount (元, 万元, 亿元)? */
bool import_is_money(const RegField *field);
/* Refuses parts of a 分 in a field of money. */
bool import_check_decimals(Importer *imp, const Cell *cell, const RegField *field, Dec value);

/* ---- kinds ----------------------------------------------------------------------------------- */

extern const KindSpec import_units, import_persons, import_attributes, import_customers,
    import_teams, import_projects, import_accounts; /* import_master.c */
extern const KindSpec import_rates, import_transactions, import_cards,
    import_contracts;                                      /* _facts */
extern const KindSpec import_balances;                     /* import_balances.c */
extern const KindSpec import_assignments;                  /* import_assignments.c */
extern const KindSpec import_sheet, import_register;       /* import_form.c */
extern const KindSpec import_inputs;                       /* import_inputs.c */
extern const KindSpec import_parameters, import_decisions; /* import_regulation.c */

/* ---- import_regulation.c: texts held against a regulation ------------------------------------ */

/* False + ERR_INVALID "import.needs-regulation" if the options name none. */
bool import_need_regulation(const Importer *imp, GError **error);
/* A value of a type, one of `texts` if there are any (0: any). False: refused. */
bool import_check_value(Importer *imp,
                        const Cell *cell,
                        const FeelType *type,
                        const char *const *texts,
                        size_t n_texts,
                        FeelValue *out);
/* Refuses what a cell holds: "the value does not fit"; what is expected comes after. False. */
bool import_refuse_cell(Importer *imp, const Cell *cell, const char *code);
/* What a field of a form, or an input, can hold; null if the cell is empty. False: refused. */
bool import_check_field(Importer *imp, const Cell *cell, const RegField *field, FeelValue *out);
/* Refuses a name that the regulation does not have; `expected` is an English literal. */
void import_refuse_name(Importer *imp, const Cell *cell, const char *expected);
/* A cycle of that kind (REG_NO_CYCLE: any). False: refused. */
bool import_check_cycle(Importer *imp, const Cell *cell, int kind, AppCycle *out);

/* ---- import_attribute.c ---------------------------------------------------------------------- */

/* What an attribute of rows of a kind can be; NULL: any text. Borrowed from `arena`. */
const RegField *
import_attribute_field(Importer *imp, Arena *arena, MasterKind kind, const char *word);
/* Reads an attribute; `b->field` may be NULL. False: refused. */
bool import_read_attribute(Importer *imp, const Binding *b, Cell *cell);

/* ---- import_link.c: which rows a file can name ----------------------------------------------- */

/* Looks up which rows of a subject the store knows, once. False + error. */
bool import_know_rows(Importer *imp, int subject, GError **error);
/* The same for what the fields of a form lead to, and for the rows that a sheet is kept for. */
bool import_know_links(Importer *imp, const RegForm *form, GError **error);
/* A row that is named must be known, of subjects that were looked up. False: refused. */
bool import_check_row(Importer *imp, const Cell *cell, int subject);

/* ---- import_check.c: what checks say of an entry before it lands ----------------------------- */

typedef struct ImportAsking ImportAsking;

/* Prepares to ask the checks on a subject; *out NULL if the regulation has none. Returns: (owned)
 * in *out. False + error. */
bool import_asking_new(Importer *imp, int subject, ImportAsking **out, GError **error);
void import_asking_free(ImportAsking *a);
/* Begins an entry that stands in `line`. `day`: INT64_MIN = it has none: that of the import. */
void import_asking_begin(ImportAsking *a, uint32_t line, CalDate day);
/* A field of the entry; a number in the unit that the field declares. `name` must outlive it. */
void import_asking_add(ImportAsking *a, const char *name, FeelValue value);
/* Asks all checks; the row is refused if one refuses or does not know. False + error. */
bool import_ask(ImportAsking *a, GError **error);

/* A row of assignments that waits for the end of the file. */
typedef struct ImportAssignment {
    int64_t customer;
    int64_t customer_index, person_index; /* in their CodeTables */
    Holding holding;
} ImportAssignment;

/* Asks the regulation's checks for all rows, sorted by customer, role, line (import_check.c). */
bool import_check_assignments(Importer *imp,
                              const ImportAssignment *rows,
                              size_t n,
                              GError **error);
/* Appends the holdings of a customer in a role that are in the store. */
bool import_holdings_of(Importer *imp, int64_t customer, int64_t role, GArray *out, GError **error);

/* Stores the attribute columns (bindings from n_fields on) of a row. `from`: INT64_MIN = always. */
bool import_put_attributes(Importer *imp,
                           const Cell *cells,
                           const char *subject,
                           int64_t row,
                           int64_t from,
                           GError **error);

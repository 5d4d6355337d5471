/* fuzz_feel_run.c - evaluating FEEL: what the columns say of a row is what the row evaluator says.
 * Input: a line that says how to read (`standard` or `regulation`, `tests` for unary tests), then
 * the text. */
#include <glib.h>

#include "feel/feel.h"
#include "fuzz.h"

enum {
    ROWS = 2,
    SLOTS = 6,
    MEMORY = 64 * 1024 * 1024, /* of what lasts; beyond it faults depend on who used it up */
};

typedef struct Data {
    FeelDialect dialect;
    Reasons *reasons;
    FeelScope *scope;
    const Col *slots[SLOTS];
} Data;

static const char *const names[SLOTS] = {"a", "n", "p", "d", "t", "l"};
static const FeelType list_type = {.kind = FEEL_T_LIST, .element = &feel_type_number};
static const FeelType *const types[SLOTS] = {&feel_type_any,  &feel_type_number,  &feel_type_string,
                                             &feel_type_date, &feel_type_boolean, &list_type};
static const char *const row_keys[ROWS] = {"r0", "r1"};

static FeelValue value_of(Arena *arena, size_t slot)
{
    FeelValue items[] = {feel_number(dec_from_int(3)), feel_null(), feel_number(dec_from_int(-1))};

    if (slot == 0)
        return feel_list(arena, items, 2);
    if (slot == 1)
        return feel_number(dec_from_scaled(-1250, 2));
    if (slot == 2)
        return feel_string("aXb客户", strlen("aXb客户"));
    if (slot == 3)
        return feel_date(18262);
    if (slot == 4)
        return feel_boolean(true);
    return feel_list(arena, items, 3);
}

/* A row of values, and one of nothing: null and, in regulations, missing by turns. */
static void data_init(Data *data, Arena *arena)
{
    data->scope = feel_scope_new(arena, NULL, data->dialect);
    for (size_t k = 0; k < SLOTS; k++) {
        Col *col = col_new(arena, feel_col_type(types[k]), ROWS);
        ReasonRoot root = {.kind = REASON_INPUT, .name = names[k]};
        FeelValue v = value_of(arena, k);

        feel_scope_add_slot(data->scope, names[k], (int)k, types[k]);
        g_assert_true(feel_cell_set(arena, col, 0, &v));
        if (data->dialect == FEEL_REGULATION && k % 2 == 0)
            col_set_missing(arena, col, 1, reasons_root(data->reasons, &root));
        else
            col_set_null(arena, col, 1);
        data->slots[k] = col;
    }
}

static void
compare(const Data *data, Arena *arena, const FeelProgram *program, const FeelBatch *batch)
{
    bool is_regulation = data->dialect == FEEL_REGULATION;
    g_autoptr(FeelRun) run = feel_run_new(arena, is_regulation ? data->reasons : NULL, NULL, NULL);

    feel_run_set_blame(run, "f", NULL, row_keys);
    Col *result = feel_run_columns(run, program, batch, NULL);
    for (size_t i = 0; i < ROWS; i++) {
        FeelValue column = feel_cell_get(result, i);
        FeelValue row = feel_run_batch_row(run, program, batch, i);

        if (arena_is_full(arena))
            return;
        g_assert_cmpint(column.kind, ==, row.kind);
        if (row.kind == FEEL_MISSING)
            g_assert_true(reasons_same(data->reasons, column.reason, row.reason));
        else
            g_assert_cmpstr(feel_value_text(arena, &column, true), ==,
                            feel_value_text(arena, &row, true));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(Arena) arena = arena_new(MEMORY);
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    FuzzText head;
    const char *end = (const char *)data + size;

    fuzz_lines(data, size, &head, 1);
    bool is_tests = memmem(head.text, (size_t)head.len, "tests", strlen("tests"));
    bool is_regulation = memmem(head.text, (size_t)head.len, "regulation", strlen("regulation"));
    const char *text = MIN(head.text + head.len + 1, end);
    SrcText src = {.text = size ? text : "", .len = size ? (size_t)(end - text) : 0};
    Data d = {.dialect = is_regulation ? FEEL_REGULATION : FEEL_STANDARD};

    src.start = (SrcPos){"f", 1, 1};
    d.reasons = reasons_new();
    data_init(&d, arena);
    FeelNode *node =
        feel_parse(arena, d.scope, &src, is_tests ? FEEL_UNARY_TESTS : FEEL_EXPRESSION, diags);
    if (node && feel_check(arena, d.scope, node, &src, is_tests ? types[1] : NULL, diags)) {
        FeelBatch batch = {.n = ROWS, .slots = d.slots, .n_slots = SLOTS};

        batch.input = is_tests ? d.slots[1] : NULL;
        compare(&d, arena, feel_compile(arena, node, &src, d.dialect, NULL), &batch);
    }
    reasons_free(d.reasons);
    return 0;
}

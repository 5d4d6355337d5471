#include <string.h>

#include "regulation/reader_private.h"

static const char ARROW[] = "→";
static const char NOTE[] = "备注";

/* ---- headers --------------------------------------------------------------------------------- */

/* True if `text` before a bracket ends in something that must be followed by an operand. */
static bool wants_operand(const char *text, size_t len)
{
    static const char *const words[] = {"and",  "or",   "in",      "not",    "if",
                                        "then", "else", "between", "return", "satisfies"};

    while (len && text[len - 1] == ' ')
        len--;
    if (len == 0 || strchr("+-*/=<>(,[{", text[len - 1]))
        return true;
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        size_t n = strlen(words[i]);
        if (len >= n && strncmp(text + len - n, words[i], n) == 0 &&
            (len == n || text[len - n - 1] == ' '))
            return true;
    }
    return false;
}

const char *table_split_unit(RegReader *r, SrcText *header)
{
    const char *open = header->len ? strrchr(header->text, '(') : NULL;
    size_t at = open ? (size_t)(open - header->text) : 0;
    SrcText unit;

    if (!open || at == 0 || header->text[header->len - 1] != ')' || header->text[at - 1] != ' ' ||
        wants_operand(header->text, at))
        return "";
    unit = src_part(r->arena, header, at + 1, header->len - 1);
    if (unit.len == 0 || strpbrk(unit.text, " ,\"()<>=+"))
        return "";
    *header = src_part(r->arena, header, 0, at);
    return unit.text;
}

static bool is_output(const SrcText *header)
{
    return g_str_has_prefix(header->text, ARROW);
}

static bool is_note(const SrcText *header)
{
    return strcmp(header->text, NOTE) == 0;
}

/* `[甲, 乙, 丙]` at the end of an output's header: its values, best first. */
static bool split_order(RegReader *r, SrcText *header, RegTableOrder *out)
{
    const char *open = header->len ? strchr(header->text, '[') : NULL;
    size_t at = open ? (size_t)(open - header->text) : 0;
    SrcText list;
    SrcText *items;
    size_t n;

    *out = (RegTableOrder){0};
    if (!open || header->text[header->len - 1] != ']')
        return true;
    list = src_part(r->arena, header, at, header->len);
    *header = src_part(r->arena, header, 0, at);
    if (!list_items(r, &list, &items, &n))
        return false;
    *out = (RegTableOrder){items, n};
    return true;
}

/* ---- table ----------------------------------------------------------------------------------- */

typedef struct Columns {
    const MdRow *header;
    size_t *inputs; /* column of each input, output; */
    size_t *outputs;
    size_t note; /* SIZE_MAX = none */
} Columns;

void table_error(RegReader *r, SrcPos pos, const char *text, const char *hint)
{
    Lang lang = diags_lang(r->diags);

    diag_add(r->diags, DIAG_ERROR, "regulation.table", pos, "%s", text_in(lang, text));
    if (hint)
        diag_hint(r->diags, "%s", text_in(lang, hint));
}

static bool sort_columns(RegReader *r, const MdItem *item, DmnTable *table, Columns *out)
{
    const MdRow *header = &item->rows[0];

    *out = (Columns){.header = header,
                     .inputs = ARENA_NEW_N(r->arena, size_t, header->n_cells),
                     .outputs = ARENA_NEW_N(r->arena, size_t, header->n_cells),
                     .note = SIZE_MAX};
    for (size_t i = 0; i < header->n_cells; i++) {
        const SrcText *cell = &header->cells[i];
        if (is_output(cell)) {
            out->outputs[table->n_outputs++] = i;
        } else if (is_note(cell) && out->note == SIZE_MAX) {
            out->note = i;
        } else if (cell->len == 0 || is_note(cell)) {
            table_error(r, cell->start, "this column has no meaning", NULL);
            return false;
        } else if (table->n_outputs) {
            table_error(r, cell->start, "an input stands left of all outputs",
                        "outputs begin with →");
            return false;
        } else {
            out->inputs[table->n_inputs++] = i;
        }
    }
    if (table->n_outputs && table->n_inputs)
        return true;
    table_error(r, item->pos, "a table needs at least one input and one output (→ NAME)", NULL);
    return false;
}

static void read_table_inputs(RegReader *r, DmnTable *table, const Columns *columns)
{
    table->inputs = ARENA_NEW_N(r->arena, DmnTableInput, table->n_inputs);
    for (size_t i = 0; i < table->n_inputs; i++) {
        DmnTableInput *input = &table->inputs[i];
        input->src = columns->header->cells[columns->inputs[i]];
        input->unit = table_split_unit(r, &input->src);
        input->label = input->src.text;
    }
}

static bool read_table_outputs(RegReader *r, RegBlock *block, const Columns *columns)
{
    DmnTable *table = block->u.table;
    RegTableOrder *orders = ARENA_NEW_N(r->arena, RegTableOrder, table->n_outputs);
    bool ok = true;

    table->outputs = ARENA_NEW_N(r->arena, DmnTableOutput, table->n_outputs);
    for (size_t i = 0; i < table->n_outputs; i++) {
        DmnTableOutput *output = &table->outputs[i];
        const SrcText *cell = &columns->header->cells[columns->outputs[i]];
        SrcText name = src_part(r->arena, cell, strlen(ARROW), cell->len);
        if (!split_order(r, &name, &orders[i]))
            ok = false;
        output->unit = table_split_unit(r, &name);
        output->name = name.text;
        if (name.len == 0)
            table_error(r, cell->start, "a name must follow →", NULL);
        ok = name.len > 0 && reg_check_name(r, &name) && ok;
    }
    block->orders = orders;
    return ok;
}

/* The cells of an else row but the first must be empty or `-`. */
static void check_else(RegReader *r, const DmnTable *table, const DmnRule *rule)
{
    for (size_t i = 1; i < table->n_inputs; i++) {
        const SrcText *cell = &rule->test_srcs[i];
        if (cell->len && strcmp(cell->text, "-") != 0)
            table_error(r, cell->start, "an `else` row tests nothing else", NULL);
    }
}

static void check_cells(RegReader *r, const DmnTable *table, const DmnRule *rule)
{
    for (size_t i = 0; i < table->n_inputs && !rule->is_else; i++)
        if (rule->test_srcs[i].len == 0)
            table_error(r, rule->test_srcs[i].start, "this cell is empty", "`-` means any");
    for (size_t i = 0; i < table->n_outputs; i++)
        if (rule->output_srcs[i].len == 0)
            table_error(r, rule->output_srcs[i].start, "this cell is empty",
                        "`null` means that there is no value");
}

bool table_check_width(RegReader *r, const MdRow *row, const MdRow *header)
{
    if (row->n_cells == header->n_cells)
        return true;
    diag_add(r->diags, DIAG_ERROR, "regulation.table", row->pos,
             "this row has %zu cells, the header %zu", row->n_cells, header->n_cells);
    diag_hint(r->diags, "an empty line ends a table; `\\|` is a bar inside a cell");
    return false;
}

static bool read_rule(
    RegReader *r, const DmnTable *table, const Columns *columns, const MdRow *row, DmnRule *out)
{
    SrcText *tests = ARENA_NEW_N(r->arena, SrcText, table->n_inputs);
    SrcText *outputs = ARENA_NEW_N(r->arena, SrcText, table->n_outputs);

    if (!table_check_width(r, row, columns->header))
        return false;
    *out = (DmnRule){.pos = row->pos, .test_srcs = tests, .output_srcs = outputs};
    for (size_t i = 0; i < table->n_inputs; i++)
        tests[i] = row->cells[columns->inputs[i]];
    for (size_t i = 0; i < table->n_outputs; i++)
        outputs[i] = row->cells[columns->outputs[i]];
    if (columns->note != SIZE_MAX && row->cells[columns->note].len)
        out->note = row->cells[columns->note].text;
    out->is_else = strcmp(tests[0].text, "else") == 0;
    if (out->is_else)
        check_else(r, table, out);
    check_cells(r, table, out);
    return true;
}

static void read_rules(RegReader *r, DmnTable *table, const Columns *columns, const MdItem *item)
{
    bool has_else = false;

    table->rules = ARENA_NEW_N(r->arena, DmnRule, item->n_rows - 1);
    for (size_t i = 1; i < item->n_rows; i++) {
        DmnRule *rule = &table->rules[table->n_rules];
        if (!read_rule(r, table, columns, &item->rows[i], rule))
            continue;
        if (rule->is_else && has_else)
            table_error(r, rule->pos, "a table has one `else` row", NULL);
        has_else = has_else || rule->is_else;
        table->n_rules++;
    }
    if (item->n_rows == 1)
        table_error(r, item->pos, "this table has no rows", NULL);
}

/* A table with one output may leave its own name out. */
static bool name_table(RegReader *r, RegBlock *block)
{
    DmnTable *table = block->u.table;

    if (!block->name[0] && table->n_outputs == 1)
        block->name = table->outputs[0].name;
    table->name = block->name;
    if (block->name[0])
        return true;
    diag_add(r->diags, DIAG_ERROR, "regulation.no-name", block->pos, "`%s` needs a name", "table");
    diag_hint(r->diags, "it may be left out only if there is one output");
    return false;
}

void read_table(RegReader *r, RegBlock *block, const RegHead *head, const MdItem *item)
{
    DmnTable *table = ARENA_NEW(r->arena, DmnTable);
    Columns columns;

    block->u.table = table;
    table->name = block->name;
    table->pos = item->pos;
    table->hit = head->hit;
    table->aggregator = head->aggregator;
    if (!sort_columns(r, item, table, &columns)) {
        table->n_inputs = table->n_outputs = 0; /* nothing of it is read */
        return;
    }
    read_table_inputs(r, table, &columns);
    if (!read_table_outputs(r, block, &columns) || !name_table(r, block))
        return;
    read_rules(r, table, &columns, item);
}

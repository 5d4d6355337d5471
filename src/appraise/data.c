#include "appraise/data_private.h"

#include <string.h>

/* A subject that is some of the rows of a master one (`rows: unit where …`) shares its rows:
 * such a row is a unit, and what is known of the one is known of the other. */
static int master_of(const Regulation *reg, int subject)
{
    const RegSubject *s = &reg->subjects[subject];
    int master =
        s->block && s->from == REG_ROWS_MASTER && s->source ? reg_subject(reg, s->source) : -1;

    return master >= 0 ? master : subject;
}

static DataSubject *subject_new(void)
{
    DataSubject *s = g_new0(DataSubject, 1);

    s->by_key = g_hash_table_new(g_str_hash, g_str_equal);
    s->keys = g_ptr_array_new();
    s->labels = g_ptr_array_new();
    s->dates = g_array_new(false, false, sizeof(CalDate));
    return s;
}

static void share_master(AppData *data)
{
    const Regulation *reg = data->reg;

    for (size_t i = 0; i < reg->n_subjects; i++) {
        if (master_of(reg, (int)i) == (int)i)
            data->subjects[i] = subject_new();
    }
    for (size_t i = 0; i < reg->n_subjects; i++) {
        if (!data->subjects[i])
            data->subjects[i] = data->subjects[master_of(reg, (int)i)];
    }
    data->slots = g_new(int, reg->n_names);
    for (size_t i = 0; i < reg->n_names; i++) {
        const RegName *name = reg->names[i];
        int master = master_of(reg, name->subject);
        const RegName *same = master != name->subject && name->kind == REG_NAME_ATTRIBUTE
                                  ? reg_name(reg, master, name->name)
                                  : NULL;

        data->slots[i] = same ? same->slot : (int)i;
    }
}

bool data_same_rows(const AppData *data, int a, int b)
{
    return data->subjects[a] == data->subjects[b];
}

AppData *app_data_new(const Regulation *reg)
{
    AppData *data = g_new0(AppData, 1);

    data->reg = reg;
    data->arena = arena_new(0);
    data->texts = g_string_chunk_new(4096);
    data->subjects = g_new0(DataSubject *, reg->n_subjects);
    data->names = g_new0(DataName, reg->n_names);
    data->params = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
    data->reserves = g_array_new(false, false, sizeof(DataReserve));
    data->carries = g_array_new(false, false, sizeof(DataCarry));
    data->postings = g_array_new(false, false, sizeof(AppPosting));
    data->openings = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    data->earliest = INT64_MAX;
    share_master(data);
    return data;
}

static void cells_free(gpointer p)
{
    DataCells *cells = p;

    g_free(cells->values);
    g_free(cells->given);
    g_free(cells);
}

static void free_names(AppData *data)
{
    for (size_t i = 0; i < data->reg->n_names; i++) {
        DataName *name = &data->names[i];

        if (name->cells)
            g_ptr_array_unref(name->cells);
        if (name->outcomes)
            g_ptr_array_unref(name->outcomes);
        g_free(name->dated);
    }
    g_free(data->names);
}

static void subject_free(DataSubject *s)
{
    g_hash_table_unref(s->by_key);
    g_ptr_array_unref(s->keys);
    g_ptr_array_unref(s->labels);
    g_array_unref(s->dates);
    g_free(s);
}

void app_data_free(AppData *data)
{
    if (!data)
        return;
    for (size_t i = 0; i < data->reg->n_subjects; i++) {
        if (master_of(data->reg, (int)i) == (int)i)
            subject_free(data->subjects[i]);
    }
    g_free(data->slots);
    g_free(data->subjects);
    free_names(data);
    g_hash_table_unref(data->params);
    g_hash_table_unref(data->openings);
    g_array_unref(data->reserves);
    g_array_unref(data->carries);
    g_array_unref(data->postings);
    g_string_chunk_free(data->texts);
    arena_free(data->arena);
    g_free(data);
}

/* ---- rows ---- */

static DataSubject *subject_of(const AppData *data, int subject)
{
    g_assert(subject >= 0 && (size_t)subject < data->reg->n_subjects); /* a caller's bug */
    return data->subjects[subject];
}

size_t app_data_row(AppData *data, int subject, const char *key)
{
    DataSubject *s = subject_of(data, subject);
    size_t found = GPOINTER_TO_SIZE(g_hash_table_lookup(s->by_key, key));
    CalDate undated = INT64_MIN;

    if (found)
        return found - 1;

    char *kept = g_string_chunk_insert_const(data->texts, key);

    g_ptr_array_add(s->keys, kept);
    g_ptr_array_add(s->labels, kept);
    g_array_append_val(s->dates, undated);
    g_hash_table_insert(s->by_key, kept, GSIZE_TO_POINTER((size_t)s->keys->len));
    return s->keys->len - 1;
}

bool app_data_find_row(const AppData *data, int subject, const char *key, size_t *out_row)
{
    size_t found = GPOINTER_TO_SIZE(g_hash_table_lookup(subject_of(data, subject)->by_key, key));

    if (!found)
        return false;
    *out_row = found - 1;
    return true;
}

size_t app_data_n_rows(const AppData *data, int subject)
{
    return subject_of(data, subject)->keys->len;
}

const char *app_data_row_key(const AppData *data, int subject, size_t row)
{
    return g_ptr_array_index(subject_of(data, subject)->keys, row);
}

void app_data_set_label(AppData *data, int subject, size_t row, const char *label)
{
    g_ptr_array_index(subject_of(data, subject)->labels, row) =
        g_string_chunk_insert_const(data->texts, label);
}

const char *app_data_row_label(const AppData *data, int subject, size_t row)
{
    return g_ptr_array_index(subject_of(data, subject)->labels, row);
}

CalDate data_entry_date(const AppData *data, int subject, size_t row)
{
    return g_array_index(subject_of(data, subject)->dates, CalDate, row);
}

/* ---- values ---- */

/* A copy of `value` that lives as long as `data`; equal texts become the same pointer. */
static FeelValue keep(AppData *data, const FeelValue *value)
{
    FeelValue out = *value;

    if (value->kind == FEEL_NUMBER || value->kind == FEEL_NULL)
        return out; /* by far the most: nothing to copy */
    if (value->kind != FEEL_STRING)
        return feel_value_copy(data->arena, value);
    out.u.string.text = g_string_chunk_insert_const(data->texts, value->u.string.text);
    return out;
}

static bool same_cycle(const DataCells *cells, const char *cycle)
{
    return cells->cycle.text == cycle;
}

static DataCells *find_cells(const GPtrArray *list, const char *cycle)
{
    /* The last one first: whoever fills the data does so cycle by cycle or row by row. */
    for (guint i = list ? list->len : 0; i > 0; i--) {
        DataCells *cells = g_ptr_array_index(list, i - 1);

        if (same_cycle(cells, cycle))
            return cells;
    }
    return NULL;
}

static DataCells *cells_for(AppData *data, GPtrArray **list, const AppCycle *cycle)
{
    DataCells *cells = find_cells(*list, cycle ? cycle->text : NULL);

    if (cells)
        return cells;
    if (!*list)
        *list = g_ptr_array_new_with_free_func(cells_free);
    cells = g_new0(DataCells, 1);
    if (cycle) {
        cells->cycle = *cycle;
        data->earliest = MIN(data->earliest, cycle->first);
    }
    g_ptr_array_add(*list, cells);
    return cells;
}

static void set_cell(AppData *data, DataCells *cells, size_t row, const FeelValue *value)
{
    if (row >= cells->n) {
        size_t n = MAX(cells->n * 2, (row / 64 + 1) * 64);

        cells->values = g_renew(FeelValue, cells->values, n);
        cells->given = g_renew(uint64_t, cells->given, n / 64);
        memset(cells->given + cells->n / 64, 0, (n - cells->n) / 64 * sizeof(uint64_t));
        cells->n = n;
    }
    cells->values[row] = keep(data, value);
    bits_set(cells->given, row);
}

static DataName *name_of(const AppData *data, const RegName *name)
{
    g_assert(name->slot >= 0 && (size_t)name->slot < data->reg->n_names); /* a caller's bug */
    return &data->names[data->slots[name->slot]];
}

void app_data_set_value(
    AppData *data, const RegName *name, size_t row, const AppCycle *cycle, const FeelValue *value)
{
    set_cell(data, cells_for(data, &name_of(data, name)->cells, cycle), row, value);
}

void app_data_set_default(AppData *data,
                          const RegName *name,
                          const AppCycle *cycle,
                          const FeelValue *value)
{
    DataCells *cells = cells_for(data, &name_of(data, name)->cells, cycle);

    cells->has_default = true;
    cells->fallback = keep(data, value);
}

void app_data_set_column(AppData *data, const RegName *name, const AppCycle *cycle, const Col *col)
{
    cells_for(data, &name_of(data, name)->cells, cycle)->column = col;
}

void app_data_set_outcome(
    AppData *data, const RegName *name, size_t row, const AppCycle *cycle, const FeelValue *value)
{
    set_cell(data, cells_for(data, &name_of(data, name)->outcomes, cycle), row, value);
}

const DataCells *data_cells(const AppData *data, int slot, const char *cycle)
{
    return find_cells(data->names[data->slots[slot]].cells, cycle);
}

const DataCells *data_outcomes(const AppData *data, int slot, const char *cycle)
{
    return find_cells(data->names[data->slots[slot]].outcomes, cycle);
}

const FeelValue *data_cell(const DataCells *cells, size_t row)
{
    if (!cells || row >= cells->n || !bits_get(cells->given, row))
        return NULL;
    return &cells->values[row];
}

/* ---- dated attributes ---- */

static DataDatedRow *dated_row(DataName *name, size_t row)
{
    if (row >= name->n_dated) {
        size_t n = MAX(name->n_dated * 2, row + 16);

        name->dated = g_renew(DataDatedRow, name->dated, n);
        memset(name->dated + name->n_dated, 0, (n - name->n_dated) * sizeof(DataDatedRow));
        name->n_dated = n;
    }
    return &name->dated[row];
}

/* Makes room for one more item; what it grows out of stays in the arena (rows seldom have more than
 * one value). */
static void grow_dated(Arena *arena, DataDatedRow *row)
{
    if (row->n < row->cap)
        return;

    uint32_t cap = row->cap ? row->cap * 4 : 1;
    DataDated *items = ARENA_NEW_N(arena, DataDated, cap);

    if (row->n)
        memcpy(items, row->items, row->n * sizeof(DataDated));
    row->items = items;
    row->cap = cap;
}

void app_data_set_attribute(
    AppData *data, const RegName *name, size_t row, CalDate from, const FeelValue *value)
{
    DataDatedRow *r = dated_row(name_of(data, name), row);
    uint32_t at = r->n;

    while (at > 0 && r->items[at - 1].from > from)
        at--;
    if (at == 0 || r->items[at - 1].from != from) {
        grow_dated(data->arena, r);
        memmove(r->items + at + 1, r->items + at, (r->n - at) * sizeof(DataDated));
        r->n++;
        at++;
    }
    r->items[at - 1] = (DataDated){.from = from, .value = keep(data, value)};
}

const DataDated *data_dated(const AppData *data, int slot, size_t row, CalDate date)
{
    const DataName *name = &data->names[data->slots[slot]];

    if (row >= name->n_dated)
        return NULL;

    const DataDatedRow *r = &name->dated[row];

    for (uint32_t i = r->n; i > 0; i--) {
        if (r->items[i - 1].from <= date)
            return &r->items[i - 1];
    }
    return NULL;
}

size_t data_dated_all(const AppData *data, int slot, size_t row, const DataDated **out)
{
    const DataName *name = &data->names[data->slots[slot]];

    if (row >= name->n_dated)
        return 0;
    *out = name->dated[row].items;
    return name->dated[row].n;
}

bool data_has_dated(const AppData *data, int slot, size_t row)
{
    const DataName *name = &data->names[data->slots[slot]];

    return row < name->n_dated && name->dated[row].n > 0;
}

/* ---- parameters ---- */

void app_data_set_param(AppData *data,
                        const RegName *name,
                        const char *const *keys,
                        size_t n_keys,
                        CalDate from,
                        const FeelValue *value)
{
    g_return_if_fail(name->block != NULL);

    GArray *list = g_hash_table_lookup(data->params, name->block);
    const char **kept = ARENA_NEW_N(data->arena, const char *, n_keys);

    if (!list) {
        list = g_array_new(false, false, sizeof(DataParam));
        g_hash_table_insert(data->params, name->block, list);
    }
    for (size_t i = 0; i < n_keys; i++)
        kept[i] = g_string_chunk_insert_const(data->texts, keys[i]);

    DataParam param = {.keys = kept, .n_keys = n_keys, .from = from, .value = keep(data, value)};

    g_array_append_val(list, param);
}

const GArray *data_params(const AppData *data, const RegBlock *block)
{
    return g_hash_table_lookup(data->params, block);
}

/* ---- entries ---- */

CalDate app_form_day(const RegForm *form, const FeelValue *fields)
{
    const FeelValue *date = form->dated_by >= 0 ? &fields[form->dated_by] : NULL;

    if (date && date->kind == FEEL_DATE)
        return date->u.date;
    return date && date->kind == FEEL_DATE_TIME ? date->u.date_time->date : INT64_MIN;
}

/* The link of subject `from` to subject `to` that is no field of the form, or NULL. */
static const RegName *owner_link(const Regulation *reg, int from, const RegForm *form)
{
    const RegSubject *s = &reg->subjects[from];
    const char *to = form->subject >= 0 ? reg->subjects[form->subject].name : "";

    for (size_t i = 0; i < s->n_names; i++) {
        const RegName *name = s->names[i];
        bool is_field = false;

        for (size_t k = 0; k < form->n_fields; k++)
            is_field = is_field || strcmp(form->fields[k].name, name->name) == 0;
        if (name->kind != REG_NAME_BUILTIN && name->kind != REG_NAME_PATH && !is_field &&
            name->type && name->type->row_of && strcmp(name->type->row_of, to) == 0)
            return name;
    }
    return NULL;
}

static void fill_entry(AppData *data,
                       const RegForm *form,
                       int subject,
                       size_t row,
                       const FeelValue *fields,
                       size_t n_fields)
{
    for (size_t i = 0; i < MIN(n_fields, form->n_fields); i++) {
        const RegName *name = reg_name(data->reg, subject, form->fields[i].name);

        if (name)
            app_data_set_attribute(data, name, row, INT64_MIN, &fields[i]);
    }
}

void app_data_add_line(AppData *data,
                       const char *form,
                       const char *key,
                       const char *owner,
                       CalDate date,
                       const FeelValue *fields,
                       size_t n_fields)
{
    const Regulation *reg = data->reg;
    const RegBlock *block = reg_form(reg, form);

    g_return_if_fail(block != NULL);
    if (date != INT64_MIN)
        data->earliest = MIN(data->earliest, date);
    for (size_t i = 0; i < reg->n_subjects; i++) {
        const RegSubject *s = &reg->subjects[i];
        bool of_form = s->from == REG_ROWS_SHEET || s->from == REG_ROWS_REGISTER;

        if (!of_form || !s->source || strcmp(s->source, form) != 0)
            continue;

        size_t row = app_data_row(data, (int)i, key);
        const RegName *link = owner ? owner_link(reg, (int)i, &block->u.form) : NULL;

        g_array_index(data->subjects[i]->dates, CalDate, row) = date;
        fill_entry(data, &block->u.form, (int)i, row, fields, n_fields);
        if (link) {
            FeelValue v = feel_string(owner, strlen(owner));

            app_data_set_attribute(data, link, row, INT64_MIN, &v);
        }
    }
}

void app_data_add_entry(AppData *data,
                        const char *form,
                        const char *key,
                        CalDate date,
                        const FeelValue *fields,
                        size_t n_fields)
{
    app_data_add_line(data, form, key, /* owner= */ NULL, date, fields, n_fields);
}

/* ---- opening ledger ---- */

/* Index of the opening item known by `key`, or -1 after remembering that it comes next. */
static int64_t opening_index(AppData *data, char *key, guint next)
{
    gpointer found = g_hash_table_lookup(data->openings, key);

    if (found) {
        g_free(key);
        return (int64_t)GPOINTER_TO_SIZE(found) - 1;
    }
    g_hash_table_insert(data->openings, key, GSIZE_TO_POINTER((size_t)next + 1));
    return -1;
}

void app_data_set_opening_reserve(
    AppData *data, const char *reserve, size_t person, CalDate due, Dec amount)
{
    DataReserve opening = {g_string_chunk_insert_const(data->texts, reserve), person, due, amount};
    char *key = g_strdup_printf("r %zu %" G_GINT64_FORMAT " %s", person, due, reserve);
    int64_t at = opening_index(data, key, data->reserves->len);

    if (at >= 0)
        g_array_index(data->reserves, DataReserve, at) = opening;
    else
        g_array_append_val(data->reserves, opening);
}

void app_data_set_opening_carry(AppData *data, const char *pay, size_t person, Dec amount)
{
    DataCarry opening = {g_string_chunk_insert_const(data->texts, pay), person, amount};
    int64_t at = opening_index(data, g_strdup_printf("c %zu %s", person, pay), data->carries->len);

    if (at >= 0)
        g_array_index(data->carries, DataCarry, at) = opening;
    else
        g_array_append_val(data->carries, opening);
}

void app_data_add_opening_posting(AppData *data, const AppPosting *posting)
{
    AppPosting kept = *posting;

    kept.item = g_string_chunk_insert_const(data->texts, posting->item ? posting->item : "");
    kept.other = g_string_chunk_insert_const(data->texts, posting->other ? posting->other : "");
    g_array_append_val(data->postings, kept);
}

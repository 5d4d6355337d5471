/* A case as data of an evaluation. */
#include <string.h>

#include "appraise/cases_private.h"

typedef struct Fill {
    const CasesFile *file;
    const Case *c;
    AppData *data;
} Fill;

/* ---- what is given for a row ---- */

static bool gives(const GArray *given, const RegName *name)
{
    for (guint i = 0; i < given->len; i++) {
        if (g_array_index(given, CaseGiven, i).name == name)
            return true;
    }
    return false;
}

/* The value of a field of a line: its own, else that of all rows; null if there is none. */
static FeelValue field_value(const Case *c, const CaseRow *row, const RegName *name)
{
    const GArray *both[] = {row->given, c->given};

    for (size_t k = 0; k < G_N_ELEMENTS(both); k++) {
        for (guint i = 0; i < both[k]->len; i++) {
            const CaseGiven *given = &g_array_index(both[k], CaseGiven, i);

            if (given->name == name)
                return given->value;
        }
    }
    return feel_null();
}

/* A row that a link leads to needs no mention of its own. */
static void add_target(Fill *f, const RegName *name, const FeelValue *value)
{
    int target = name->type->row_of ? reg_subject(f->file->reg, name->type->row_of) : -1;

    if (target >= 0 && value->kind == FEEL_STRING)
        (void)app_data_row(f->data, target, value->u.string.text);
}

/* ---- outcomes ---- */

bool cases_is_past(const Case *c, const CaseGiven *given)
{
    return given->has_cycle && given->cycle.last < c->from.first;
}

/* Do people decide it where they are asked? */
static bool is_outcome(const RegName *name)
{
    const RegBlock *block = name->block;

    if (name->kind == REG_NAME_OUTCOME)
        return true;
    return block && block->kind == REG_RANK && name->output == 0 &&
           (block->u.rank.n_cuts > 0 || block->u.rank.ties == REG_TIES_ORDINAL);
}

static void list_outcomes(const Case *c, const CaseRow *row, const GArray *given, GArray *out)
{
    for (guint i = 0; i < given->len; i++) {
        const CaseGiven *g = &g_array_index(given, CaseGiven, i);
        CaseOutcome outcome = {
            .given = g,
            .row = row,
            .is_common = given == c->given,
            .state = g->name->kind == REG_NAME_OUTCOME ? OUTCOME_RECORDED : OUTCOME_LEFT_OUT,
        };

        if (!is_outcome(g->name) || cases_is_past(c, g) || g->name->subject != row->subject)
            continue;
        if (given == row->given || !gives(row->given, g->name))
            g_array_append_val(out, outcome);
    }
}

GArray *cases_outcomes(const Case *c)
{
    GArray *out = g_array_new(FALSE, FALSE, sizeof(CaseOutcome));

    for (guint i = 0; i < c->rows->len; i++) {
        const CaseRow *row = &g_array_index(c->rows, CaseRow, i);

        if (row->is_entry)
            continue;
        list_outcomes(c, row, row->given, out);
        list_outcomes(c, row, c->given, out);
    }
    return out;
}

static void fill_outcomes(Fill *f, const GArray *outcomes)
{
    for (guint i = 0; i < outcomes->len; i++) {
        const CaseOutcome *o = &g_array_index(outcomes, CaseOutcome, i);
        const AppCycle *cycle = o->given->has_cycle ? &o->given->cycle : NULL;
        size_t row = app_data_row(f->data, o->row->subject, o->row->key);

        if (o->given->value.kind == FEEL_MISSING || o->state == OUTCOME_FIXED)
            app_data_set_value(f->data, o->given->name, row, cycle, &o->given->value);
        else if (o->state == OUTCOME_RECORDED)
            app_data_set_outcome(f->data, o->given->name, row, cycle, &o->given->value);
    }
}

/* ---- rows ---- */

static void fill_given(Fill *f, size_t row, const CaseGiven *given)
{
    const AppCycle *cycle = given->has_cycle ? &given->cycle : NULL;

    add_target(f, given->name, &given->value);
    if (given->name->kind == REG_NAME_ATTRIBUTE && given->value.kind != FEEL_MISSING)
        app_data_set_attribute(f->data, given->name, row, given->from, &given->value);
    else if (!is_outcome(given->name) || cases_is_past(f->c, given))
        app_data_set_value(f->data, given->name, row, cycle, &given->value);
}

static bool is_field(const RegForm *form, const RegName *name)
{
    for (size_t i = 0; i < form->n_fields; i++) {
        if (strcmp(form->fields[i].name, name->name) == 0)
            return true;
    }
    return false;
}

/* The row that a line belongs to, if a link beside its fields says so. */
static const char *owner_of(Fill *f, const CaseRow *row, const RegForm *form)
{
    const Regulation *reg = f->file->reg;
    const RegName *link =
        form->subject >= 0 ? reg_name(reg, row->subject, reg->subjects[form->subject].name) : NULL;
    FeelValue v;

    if (!link || is_field(form, link))
        return NULL;
    v = field_value(f->c, row, link);
    return v.kind == FEEL_STRING ? v.u.string.text : NULL;
}

/* An entry of a form, dated by its first date field, else by the cycle that is said. */
static void fill_entry(Fill *f, const CaseRow *row, const RegBlock *block)
{
    const RegForm *form = &block->u.form;
    g_autofree FeelValue *fields = g_new(FeelValue, MAX(form->n_fields, 1));
    CalDate date;

    for (size_t i = 0; i < form->n_fields; i++) {
        const RegName *name = reg_name(f->file->reg, row->subject, form->fields[i].name);

        fields[i] = name ? field_value(f->c, row, name) : feel_null();
        if (name)
            add_target(f, name, &fields[i]);
    }
    date = app_form_day(form, fields);
    if (date == INT64_MIN && row->has_day)
        date = row->day;
    app_data_add_line(f->data, block->name, row->key, owner_of(f, row, form), date, fields,
                      form->n_fields);
}

static void fill_row(Fill *f, const CaseRow *row)
{
    const RegBlock *form = reg_form_of(f->file->reg, row->subject);
    size_t index;

    if (form)
        fill_entry(f, row, form);
    index = app_data_row(f->data, row->subject, row->key);
    for (guint i = 0; i < row->given->len; i++)
        fill_given(f, index, &g_array_index(row->given, CaseGiven, i));
}

/* ---- what holds for all rows ---- */

static const CaseRow *find_row(const Case *c, int subject, const char *key)
{
    for (guint i = 0; i < c->rows->len; i++) {
        const CaseRow *row = &g_array_index(c->rows, CaseRow, i);

        if (!row->is_entry && row->subject == subject && strcmp(row->key, key) == 0)
            return row;
    }
    return NULL;
}

/* Attributes are set row by row: when they change decides on which days a row is there. */
static void fill_attribute(Fill *f, const CaseGiven *given)
{
    int subject = given->name->subject;

    for (size_t i = 0; i < app_data_n_rows(f->data, subject); i++) {
        const CaseRow *row = find_row(f->c, subject, app_data_row_key(f->data, subject, i));

        if (!row || !gives(row->given, given->name))
            fill_given(f, i, given);
    }
}

static void fill_common(Fill *f, const CaseGiven *given)
{
    const AppCycle *cycle = given->has_cycle ? &given->cycle : NULL;

    add_target(f, given->name, &given->value);
    switch (given->name->kind) {
    case REG_NAME_PARAM:
        app_data_set_param(f->data, given->name, given->keys, given->n_keys, given->from,
                           &given->value);
        break;
    case REG_NAME_ATTRIBUTE:
        fill_attribute(f, given);
        break;
    case REG_NAME_INPUT:
    case REG_NAME_DECISION:
    case REG_NAME_OUTCOME:
        if (!is_outcome(given->name) || cases_is_past(f->c, given))
            app_data_set_default(f->data, given->name, cycle, &given->value);
        break;
    case REG_NAME_BUILTIN:
    case REG_NAME_PATH:
        break; /* refused when read */
    }
}

void cases_fill(const CasesFile *file,
                const Case *c,
                const size_t *order,
                const GArray *outcomes,
                AppData *data)
{
    Fill f = {.file = file, .c = c, .data = data};

    for (guint i = 0; i < c->rows->len; i++) {
        const CaseRow *row = &g_array_index(c->rows, CaseRow, order[i]);

        if (!row->is_entry)
            fill_row(&f, row);
    }
    for (guint i = 0; i < c->given->len; i++)
        add_target(&f, g_array_index(c->given, CaseGiven, i).name,
                   &g_array_index(c->given, CaseGiven, i).value);
    for (guint i = 0; i < c->given->len; i++)
        fill_common(&f, &g_array_index(c->given, CaseGiven, i));
    fill_outcomes(&f, outcomes);
}

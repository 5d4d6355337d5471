/* Attributes: dated facts of a row, as of a day. */
#include "appraise/evaluate_private.h"

#include <string.h>

static const RegInput *input_of(const RegName *name)
{
    return name->block && name->block->kind == REG_INPUT ? &name->block->u.input : NULL;
}

bool attribute_is_plain(const RegName *name)
{
    const RegInput *input = input_of(name);

    return name->kind == REG_NAME_ATTRIBUTE && (!input || !reg_expr_is_set(&input->at));
}

const RegName *attribute_stored(const AppResult *ev, const RegName *name)
{
    const RegInput *input = input_of(name);
    const RegName *of = input && input->of ? reg_name(ev->reg, name->subject, input->of) : NULL;

    return of && of->kind == REG_NAME_ATTRIBUTE ? of : name;
}

const DataDated *attribute_at(const Frame *f, const RegName *name, size_t row, CalDate date)
{
    const AppResult *ev = f->ev;
    const RegName *stored = attribute_stored(ev, name);
    const DataDated *kept = grade_or_fact(ev, stored, row, date, &f->at->cycle);
    const DataDated *own = stored == name ? NULL : data_dated(ev->data, name->slot, row, date);

    if (!own)
        return kept;
    /* A store gives what it keeps under one word to both; a grade that was set later is newer. */
    return kept && kept->from > own->from && data_has_dated(ev->data, stored->slot, row) ? kept
                                                                                         : own;
}

/* What a row is called is known of every row. */
static const char *called(const AppResult *ev, const RegName *name, size_t row)
{
    static const char *const keys[] = {"工号", "客户号", "账号", "编号"};
    static const char *const labels[] = {"姓名", "名称"};

    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
        if (strcmp(name->name, keys[i]) == 0)
            return app_data_row_key(ev->data, name->subject, row);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(labels); i++) {
        if (strcmp(name->name, labels[i]) == 0)
            return app_data_row_label(ev->data, name->subject, row);
    }
    return NULL;
}

/* The field of a form that the name is, or NULL. */
static const RegField *field_of(const AppResult *ev, const RegName *name)
{
    const RegBlock *block = reg_form_of(ev->reg, name->subject);
    const RegForm *form = block ? &block->u.form : NULL;

    if (!form || name->output >= form->n_fields ||
        strcmp(form->fields[name->output].name, name->name) != 0)
        return NULL;
    return &form->fields[name->output];
}

/* May the attribute be absent, so that nobody owes it? */
static bool may_be_absent(const AppResult *ev, const RegName *name)
{
    const RegInput *input = input_of(name);
    RegRowsFrom from = ev->reg->subjects[name->subject].from;

    if (name->may_lack || (input && input->optional))
        return true;
    if (from == REG_ROWS_SHEET || from == REG_ROWS_REGISTER) {
        const RegField *field = field_of(ev, name);

        return !field || !field->required;
    }
    return false;
}

static void
put_absent(Frame *f, const RegName *name, Col *col, size_t i, size_t row, bool may_be_absent_here)
{
    const char *text = called(f->ev, name, row);

    if (text && col->type == COL_TEXT) {
        FeelValue v = feel_string(text, strlen(text));

        (void)feel_cell_set(f->ev->arena, col, i, &v);
        return;
    }
    if (may_be_absent_here) {
        col_set_null(f->ev->arena, col, i);
        return;
    }

    ReasonRoot root = {
        .kind = REASON_INPUT,
        .name = name->name,
        .row = app_data_row_key(f->ev->data, name->subject, row),
        .cycle = f->at->cycle.text,
        .owed_by = name_owed_by(name),
    };

    frame_owe(f, col, i, &root);
}

AttributeRead attribute_read(Frame *f, const RegName *name)
{
    return (AttributeRead){
        .name = name,
        .given = given_of(f, name),
        .may_be_absent = may_be_absent(f->ev, name) || !frame_is_strict(f),
    };
}

/* A day of leaving that is known before it comes says nothing yet: nobody has left. */
static bool leaves_later(const Frame *f, const RegName *name, const FeelValue *v, CalDate date)
{
    return name == f->ev->left && v->kind == FEEL_DATE && v->u.date > date;
}

bool attribute_put(
    Frame *f, const AttributeRead *read, Col *col, size_t i, size_t row, CalDate date)
{
    FeelValue v = feel_null();
    GivenFrom from = given_any(&read->given) ? given_at(&read->given, row, &v) : GIVEN_NOT;
    const DataDated *dated = NULL;

    if (from == GIVEN_NOT || from == GIVEN_DEFAULT)
        dated = attribute_at(f, read->name, row, date);
    if (leaves_later(f, read->name, dated ? &dated->value : &v, date) &&
        (dated || from != GIVEN_NOT))
        col_set_null(f->ev->arena, col, i);
    else if (dated && dated->value.kind == FEEL_MISSING && dated->value.reason)
        col_set_missing(f->ev->arena, col, i, dated->value.reason); /* a grade not decided */
    else if (dated)
        given_put(f, read->name, col, i, &dated->value, GIVEN_ROW);
    else if (from != GIVEN_NOT)
        given_put(f, read->name, col, i, &v, from);
    else
        put_absent(f, read->name, col, i, row, read->may_be_absent);
    return dated || from != GIVEN_NOT;
}

/* `at:` a date of each row; missing or null dates give missing or null. */
static bool put_at(Frame *f, const AttributeRead *read, Col *col, size_t i, const Col *at)
{
    FeelValue day = at ? feel_cell_get(at, i) : feel_date(frame_day(f, i));

    if (day.kind == FEEL_DATE)
        return attribute_put(f, read, col, i, f->rows[i], day.u.date);
    if (day.kind == FEEL_MISSING)
        col_set_missing(f->ev->arena, col, i, day.reason);
    else
        col_set_null(f->ev->arena, col, i);
    return true;
}

/* Rows without a value get what `if none` says. */
static void put_none(Frame *f, const RegName *name, Col *col, const uint64_t *absent)
{
    const RegInput *input = input_of(name);
    const Col *none;

    if (!input || !input->if_none.program)
        return;
    none = frame_run(f, input->if_none.program, absent, name->name);
    for (size_t i = 0; i < f->n; i++) {
        FeelValue v = feel_cell_get(none, i);

        if (!bits_get(absent, i))
            continue;
        if (v.kind == FEEL_MISSING)
            col_set_missing(f->ev->arena, col, i, v.reason);
        else
            (void)feel_cell_set(f->ev->arena, col, i, &v); /* of its type: checked */
    }
}

const Col *attribute_col(Frame *f, const RegName *name)
{
    const RegInput *input = input_of(name);
    Col *col = col_new(f->ev->arena, feel_col_type(name->type), f->n);
    AttributeRead read = attribute_read(f, name);
    uint64_t *absent = bits_new(f->ev->arena, f->n);
    const Col *at = NULL;

    if (input && reg_expr_is_set(&input->at))
        at = frame_expr(f, &input->at, name->name);
    for (size_t i = 0; i < f->n; i++) {
        if (!put_at(f, &read, col, i, at))
            bits_set(absent, i);
    }
    put_none(f, name, col, absent);
    return col;
}

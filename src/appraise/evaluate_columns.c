/* Columns of names over a frame: made when first asked for, from what their block says. */
#include "appraise/evaluate_private.h"

#include <string.h>

void frame_set(Frame *f, const RegName *name, const Col *col)
{
    f->cols[name->slot] = col;
}

void frame_owe(Frame *f, Col *col, size_t i, const ReasonRoot *root)
{
    col_set_missing(f->ev->arena, col, i, reasons_root(f->ev->reasons, root));
}

uint32_t frame_fault_reason(Frame *f, size_t i, const char *name, SrcPos pos, const char *text)
{
    ReasonRoot root = {
        .kind = REASON_FAULT,
        .name = name,
        .row = f->keys[i],
        .cycle = f->at->cycle.text,
        .text = text,
        .pos = pos,
    };

    return reasons_root(f->ev->reasons, &root);
}

void frame_fault(Frame *f, Col *col, size_t i, const RegName *name, SrcPos pos, const char *text)
{
    col_set_missing(f->ev->arena, col, i, frame_fault_reason(f, i, name->name, pos, text));
}

/* ---- running programs ---- */

Col *frame_run(Frame *f, const FeelProgram *program, const uint64_t *active, const char *blame)
{
    AppResult *ev = f->ev;
    const int *slots;

    if (!program)
        return col_new_null(ev->arena, COL_ANY, f->n);

    size_t n = feel_program_slots(program, &slots);

    for (size_t k = 0; k < n; k++)
        (void)frame_col(f, ev->reg->names[slots[k]]);

    FeelBatch batch = {.n = f->n, .slots = f->cols, .n_slots = ev->reg->n_names};

    feel_run_set_blame(ev->run, blame, f->at->cycle.text, f->keys);
    return feel_run_columns(ev->run, program, &batch, active);
}

const Col *frame_expr(Frame *f, const RegExpr *expr, const char *blame)
{
    const FeelNode *node = expr->node;

    if (node && node->kind == FEEL_N_NAME && node->ref.kind == FEEL_REF_SLOT && expr->program)
        return frame_col(f, f->ev->reg->names[node->ref.index]);
    return frame_run(f, expr->program, NULL, blame);
}

/* ---- built-in names ---- */

static Col *keys_col(Frame *f)
{
    Col *col = col_new(f->ev->arena, COL_TEXT, f->n);

    for (size_t i = 0; i < f->n; i++)
        col->v.texts[i] = f->keys[i];
    return col;
}

static Col *date_col(Frame *f, CalDate date)
{
    Col *col = col_new(f->ev->arena, COL_DATE, f->n);

    for (size_t i = 0; i < f->n; i++)
        col->v.dates[i] = date;
    return col;
}

static Col *number_col(Frame *f, int64_t number)
{
    Col *col = col_new(f->ev->arena, COL_NUMBER, f->n);
    Dec dec = dec_from_int(number);

    for (size_t i = 0; i < f->n; i++)
        col->v.numbers[i] = dec;
    return col;
}

static Col *builtin_col(Frame *f, const RegName *name)
{
    const AppCycle *cycle = &f->at->cycle;

    if (strcmp(name->name, "this") == 0)
        return keys_col(f);
    if (strcmp(name->name, "期初") == 0)
        return date_col(f, cycle->first);
    if (strcmp(name->name, "期末") == 0)
        return date_col(f, cycle->last);
    if (strcmp(name->name, "期序") == 0)
        return number_col(f, cycle->ordinal);
    if (strcmp(name->name, "年") == 0)
        return number_col(f, cycle->year);
    return block_nulls(f, name);
}

/* ---- links and paths ---- */

const int64_t *frame_links(Frame *f, const RegName *link)
{
    AppResult *ev = f->ev;
    const Col *col = frame_col(f, link);
    int target = link->type->row_of ? reg_subject(ev->reg, link->type->row_of) : -1;
    int64_t *out = f->links[link->slot];
    const char *last = NULL;

    if (out)
        return out;
    out = ARENA_NEW_N(ev->arena, int64_t, f->n);
    f->links[link->slot] = out;
    for (size_t i = 0; i < f->n; i++) {
        FeelValue v = feel_cell_get(col, i);
        size_t row;

        if (v.kind == FEEL_MISSING)
            out[i] = LINK_MISSING;
        else if (v.kind != FEEL_STRING)
            out[i] = LINK_NULL;
        else if (i > 0 && v.u.string.text == last)
            out[i] = out[i - 1]; /* rows of one unit often stand together */
        else if (target >= 0 && app_data_find_row(ev->data, target, v.u.string.text, &row))
            out[i] = (int64_t)row;
        else
            out[i] = LINK_UNKNOWN;
        last = v.kind == FEEL_STRING ? v.u.string.text : NULL;
    }
    return out;
}

static void unknown_key(Frame *f, const RegName *path, Col *out, size_t i, const Col *link)
{
    AppResult *ev = f->ev;
    FeelValue key = feel_cell_get(link, i);

    frame_fault(f, out, i, path->path_link, path->block ? path->block->pos : (SrcPos){0},
                arena_printf(ev->arena, text_in(ev->options.lang, "there is no %s with the key %s"),
                             path->path_link->type->row_of,
                             feel_value_text(ev->arena, &key, /* quoted= */ true)));
}

/* Results are read of rows of the cycle only; all others have none. */
static void result_cell(Frame *f, Col *out, size_t i, size_t row, const Frame *to, const Col *col)
{
    int32_t at = frame_pos(to, row);

    if (at >= 0)
        col_copy_cell(f->ev->arena, out, i, col, (size_t)at);
    else
        col_set_null(f->ev->arena, out, i);
}

/* Attributes are read of any row that is known, in the population or not, as of the last day of the
 * row that reads. */
static Col *path_col(Frame *f, const RegName *path)
{
    const RegName *member = path->path_member;
    const Col *link = frame_col(f, path->path_link);
    const int64_t *rows = frame_links(f, path->path_link);
    AttributeRead read = attribute_read(f, member);
    Frame *to = attribute_is_plain(member) ? NULL : frame_of(f->ev, f->at, member->subject);
    const Col *from = to ? frame_col(to, member) : NULL;
    Col *out = col_new(f->ev->arena, from ? from->type : feel_col_type(member->type), f->n);

    for (size_t i = 0; i < f->n; i++) {
        if (rows[i] >= 0 && from)
            result_cell(f, out, i, (size_t)rows[i], to, from);
        else if (rows[i] >= 0)
            (void)attribute_put(f, &read, out, i, (size_t)rows[i], frame_day(f, i));
        else if (rows[i] == LINK_NULL || !frame_is_strict(f))
            col_set_null(f->ev->arena, out, i);
        else if (rows[i] == LINK_MISSING)
            col_set_missing(f->ev->arena, out, i, link->reasons[i]);
        else
            unknown_key(f, path, out, i, link);
    }
    return out;
}

/* ---- other cycles ---- */

/* The same name in the coarser cycle that contains this one. */
static const Col *coarser_col(Frame *f, const RegName *name)
{
    AppResult *ev = f->ev;
    AppCycle cycle = app_cycle_of(ev->reg, name->cycle, f->at->cycle.last);
    Frame *from = frame_of(ev, instance_of(ev, &cycle), f->subject);
    g_autofree int64_t *index = g_new(int64_t, MAX(f->n, 1));

    for (size_t i = 0; i < f->n; i++)
        index[i] = frame_pos(from, f->rows[i]);
    return col_gather(ev->arena, frame_col(from, name), index, f->n);
}

/* ---- all names ---- */

static void make_col(Frame *f, const RegName *name)
{
    switch (name->kind) {
    case REG_NAME_BUILTIN:
        frame_set(f, name, builtin_col(f, name));
        break;
    case REG_NAME_ATTRIBUTE:
        frame_set(f, name, attribute_col(f, name));
        break;
    case REG_NAME_PARAM:
        frame_set(f, name, param_col(f, name));
        break;
    case REG_NAME_PATH:
        frame_set(f, name, path_col(f, name));
        break;
    case REG_NAME_INPUT:
    case REG_NAME_DECISION:
    case REG_NAME_OUTCOME:
        if (reg_is_size(name))
            block_eval_size(f, name);
        else if (name->block)
            block_eval(f, name->block);
        break;
    }
    if (!f->cols[name->slot])
        frame_set(f, name, block_nulls(f, name));
}

static void report_circle(Frame *f, const RegName *name)
{
    diag_add(f->ev->diags, DIAG_ERROR, "appraise.circle",
             name->block ? name->block->pos : (SrcPos){0}, "%s rests on itself in %s", name->name,
             f->at->cycle.text);
}

const Col *frame_col(Frame *f, const RegName *name)
{
    size_t slot = (size_t)name->slot;
    bool is_other = name->cycle != REG_NO_CYCLE && name->cycle != f->at->cycle.kind &&
                    name->kind != REG_NAME_PATH;

    g_return_val_if_fail(name->subject == f->subject, col_new_null(f->ev->arena, COL_ANY, f->n));
    if (f->cols[slot])
        return f->cols[slot];
    if (bits_get(f->busy, slot)) {
        report_circle(f, name);
        return block_nulls(f, name);
    }
    bits_set(f->busy, slot);
    if (is_other)
        frame_set(f, name, coarser_col(f, name));
    else
        make_col(f, name);
    bits_clear(f->busy, slot);
    return f->cols[slot];
}

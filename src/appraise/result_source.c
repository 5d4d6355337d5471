/* Where values come from: for explanations, asked for one row at a time. */
#include <string.h>

#include "appraise/takes.h"
#include "regulation/work.h"

static AppSource source_of(AppOrigin origin, const Frame *f)
{
    return (AppSource){.origin = origin, .from = INT64_MIN, .cycle = f->at->cycle};
}

/* ---- attributes ---- */

static CalDate attribute_day(Frame *f, const RegName *name, size_t i)
{
    const RegInput *input =
        name->block && name->block->kind == REG_INPUT ? &name->block->u.input : NULL;
    FeelValue day;

    if (!input || !input->at.program)
        return frame_day(f, i);
    day = feel_cell_get(frame_expr(f, &input->at, name->name), i);
    return day.kind == FEEL_DATE ? day.u.date : INT64_MIN;
}

static AppSource attribute_source(Frame *f, const RegName *name, size_t i)
{
    AppSource out = source_of(APP_FROM_ATTRIBUTE, f);
    CalDate day = attribute_day(f, name, i);
    const DataDated *dated = attribute_at(f, name, f->rows[i], day);
    const GradeEffect *effect =
        grade_effect_at(f->ev, attribute_stored(f->ev, name), f->rows[i], day, &f->at->cycle);

    if (dated)
        out.from = dated->from;
    if (effect && (dated == &effect->dated || dated == &effect->start)) {
        out.origin = APP_FROM_GRADE;
        out.grade = effect->block;
        out.cycle = effect->cycle;
    } else if (!dated && col_has_value(frame_col(f, name), i)) {
        out.origin = name->block ? APP_FROM_COMPUTED : APP_FROM_BUILTIN; /* `if none`; a key */
    } else if (!dated) {
        out.origin = APP_FROM_NOWHERE;
    }
    return out;
}

/* ---- parameters ---- */

static AppSource param_source(Frame *f, const RegName *name, size_t i)
{
    AppResult *ev = f->ev;
    size_t n = name->block->u.param.n_by;
    const char **keys = ARENA_NEW_N(ev->arena, const char *, n);
    AppSource out = source_of(APP_FROM_NOWHERE, f);
    ParamFound found;

    for (size_t k = 0; k < n; k++) {
        FeelValue v = name->by ? feel_cell_get(frame_col(f, name->by[k]), i) : feel_null();

        if (v.kind == FEEL_NULL || v.kind == FEEL_MISSING)
            return out;
        keys[k] = feel_value_text(ev->arena, &v, /* quoted= */ false);
    }
    out.keys = n > 0 ? keys : NULL;
    if (!param_find(ev, name->block, keys, frame_day(f, i), &found))
        return out;
    out.origin = found.given ? APP_FROM_SET_PARAM : APP_FROM_PERIOD;
    out.period = found.period;
    out.from = found.given ? found.given->from : found.period->from;
    return out;
}

/* ---- blocks ---- */

static AppOrigin input_origin(const RegInput *input, const Frame *f, const Col *col, size_t i)
{
    switch (input->source) {
    case REG_FROM_SHEET:
    case REG_FROM_REGISTER:
        return col_is_missing(col, i) && !f->is_outside ? APP_FROM_NOWHERE : APP_FROM_ENTRIES;
    case REG_FROM_HISTORY:
        return APP_FROM_HISTORY;
    case REG_FROM_LEDGER:
        return APP_FROM_LEDGER;
    case REG_FROM_ENTRY:
    case REG_FROM_MEASURE:
    case REG_FROM_ATTRIBUTE:
    case REG_FROM_RESULT:
        break;
    }
    return col_has_value(col, i) ? APP_FROM_COMPUTED : APP_FROM_NOWHERE; /* `if none` */
}

static AppOrigin decide_origin(const Frame *f, const RegName *name, const Col *col, size_t i)
{
    const AppData *data = f->ev->data;

    if (col_is_missing(col, i))
        return APP_FROM_NOWHERE;
    if (col_is_null(col, i))
        return APP_FROM_COMPUTED; /* nothing was asked */
    if (data_cell(data_outcomes(data, name->slot, f->at->cycle.text), f->rows[i]) ||
        data_cell(data_outcomes(data, name->slot, NULL), f->rows[i]))
        return APP_FROM_OUTCOME;
    return APP_FROM_STAND_IN;
}

static AppOrigin grade_origin(Frame *f, const RegName *name, const Col *col, size_t i)
{
    bool is_live = f->at->mode == INSTANCE_LIVE && !f->is_outside;
    GradeState s = {.step = GRADE_ASKED};

    if (is_live)
        s = grade_state(f, name->block, i);
    if (s.step == GRADE_WITHHELD || s.step == GRADE_KEPT)
        return APP_FROM_COMPUTED; /* nobody is asked */
    return decide_origin(f, name, col, i);
}

static AppSource block_source(Frame *f, const RegName *name, size_t i)
{
    const Col *col = frame_col(f, name);
    const RegBlock *block = name->block;
    Active applies = block_active(f, block);
    AppSource out = source_of(APP_FROM_COMPUTED, f);

    if (!active_at(&applies, i))
        out.origin = APP_FROM_OUTSIDE;
    else if (block->kind == REG_INPUT)
        out.origin = input_origin(&block->u.input, f, col, i);
    else if (block->kind == REG_DECIDE)
        out.origin = decide_origin(f, name, col, i);
    else if (block->kind == REG_GRADE)
        out.origin = grade_origin(f, name, col, i);
    return out;
}

/* ---- all ---- */

static bool given_source(Frame *f, const RegName *name, size_t i, AppSource *out)
{
    Given given = given_of(f, name);
    FeelValue v;
    GivenFrom from = given_at(&given, f->rows[i], &v);
    bool is_dated = name->kind == REG_NAME_ATTRIBUTE && from == GIVEN_DEFAULT &&
                    attribute_at(f, name, f->rows[i], frame_day(f, i));

    if (from == GIVEN_NOT || is_dated)
        return false;
    *out = source_of(from == GIVEN_ROW      ? APP_FROM_GIVEN
                     : from == GIVEN_COLUMN ? APP_FROM_COLUMN
                                            : APP_FROM_DEFAULT,
                     f);
    if (v.kind == FEEL_MISSING)
        out->origin = APP_FROM_NOWHERE;
    return true;
}

AppSource
app_result_source(const AppResult *ev, const RegName *name, size_t row, const AppCycle *cycle)
{
    bool is_other =
        name->cycle != REG_NO_CYCLE && name->cycle != cycle->kind && name->kind != REG_NAME_PATH;
    AppCycle own = is_other ? app_cycle_of(ev->reg, name->cycle, cycle->last) : *cycle;
    Frame *f = result_frame(ev, name->subject, &own);
    AppSource out = source_of(APP_FROM_OUTSIDE, f);
    int32_t at = row < app_data_n_rows(ev->data, f->subject) ? frame_pos(f, row) : -1;
    size_t i = (size_t)at;

    if (at < 0)
        return out;
    if (name->kind == REG_NAME_BUILTIN)
        return source_of(APP_FROM_BUILTIN, f);
    if (name->kind == REG_NAME_PATH) {
        int64_t link = frame_links(f, name->path_link)[i];

        out = source_of(link >= 0 ? APP_FROM_LINK : APP_FROM_NOWHERE, f);
        out.row = link >= 0 ? (size_t)link : APP_NO_ROW;
        return out;
    }
    if (given_source(f, name, i, &out))
        return out;
    if (name->kind == REG_NAME_ATTRIBUTE)
        return attribute_source(f, name, i);
    if (name->kind == REG_NAME_PARAM)
        return param_source(f, name, i);
    return name->block ? block_source(f, name, i) : source_of(APP_FROM_NOWHERE, f);
}

/* ---- what was taken ---- */

/* The group under which the row's takings go: its own place, or the first row of its group. */
static size_t group_of(Frame *f, const RegBlock *block, size_t i)
{
    const RegTotal *total = &block->u.total;
    bool within = block->kind == REG_TOTAL && !(total->over >= 0 && total->link_name);

    return within ? total_group(f, block, i) : i;
}

size_t app_result_taken(const AppResult *result,
                        const RegName *name,
                        size_t row,
                        const AppCycle *cycle,
                        const AppTaken **out)
{
    AppResult *ev = (AppResult *)result; /* asks again, with somebody who writes down */
    Frame *f = result_frame(ev, name->subject, cycle);
    int32_t at = row < app_data_n_rows(ev->data, f->subject) ? frame_pos(f, row) : -1;
    const RegBlock *block = name->block;
    g_autoptr(GArray) list = g_array_new(false, false, sizeof(AppTaken));
    Recorder recorder = {.list = list};
    Active active;
    AppTaken *kept;

    if (at < 0 || !block || (block->kind != REG_TOTAL && block->kind != REG_INPUT))
        return 0;
    (void)frame_col(f, name);
    active = block_active(f, block);
    recorder.group = group_of(f, block, (size_t)at);
    ev->recorder = &recorder;
    if (block->kind == REG_TOTAL)
        (void)total_col(f, block, &active);
    else if (block->u.input.source == REG_FROM_HISTORY)
        (void)history_col(f, block, &active);
    else if (reg_is_of_form(block->u.input.source))
        (void)entries_col(f, block, &active);
    ev->recorder = NULL;
    kept = ARENA_NEW_N(ev->arena, AppTaken, list->len);
    if (list->len > 0)
        memcpy(kept, list->data, list->len * sizeof *kept);
    *out = kept;
    return list->len;
}

/* ---- what a block reads ---- */

typedef struct Reads {
    const AppResult *ev;
    uint64_t *slots;
} Reads;

static void read_slots(const Reads *r, const int *slots, size_t n)
{
    for (size_t k = 0; k < n; k++)
        bits_set(r->slots, (size_t)slots[k]);
}

static void read_exprs(const Reads *r, const RegExpr *exprs, size_t n)
{
    const int *slots;

    for (size_t k = 0; k < n; k++) {
        /* Not in one call: nothing says which argument is evaluated first. */
        size_t n_slots = exprs[k].program ? feel_program_slots(exprs[k].program, &slots) : 0;
        if (n_slots > 0)
            read_slots(r, slots, n_slots);
    }
}

static void read_table(const Reads *r, const RegBlock *block)
{
    const DmnElement *element =
        block->element >= 0 ? dmn_model_get(r->ev->reg->dmn, block->element) : NULL;
    const int *slots;
    size_t n = element && element->table ? dmn_table_program_slots(element->table, &slots) : 0;

    if (n > 0)
        read_slots(r, slots, n);
}

static void read_name(const Reads *r, const RegName *name)
{
    if (name)
        bits_set(r->slots, (size_t)name->slot);
}

static void read_bands(const Reads *r, const RegBands *bands)
{
    read_exprs(r, &bands->of, 1);
    for (size_t k = 0; k < bands->n_bands; k++)
        read_exprs(r, &bands->bands[k].rate, 1);
}

/* Who is ranked. */
static void read_ranked(const Reads *r, const RegRank *rank)
{
    read_exprs(r, &rank->of, 1);
    read_exprs(r, rank->within, rank->n_within);
    read_exprs(r, &rank->where, 1);
}

static void read_rank(const Reads *r, const RegRank *rank)
{
    read_ranked(r, rank);
    read_exprs(r, rank->tie_break, rank->n_tie_break);
    for (size_t k = 0; k < rank->n_cuts; k++)
        read_exprs(r, &rank->cuts[k].n, 1);
}

static void read_share(const Reads *r, const RegShare *share)
{
    read_exprs(r, &share->of, 1);
    read_exprs(r, &share->by, 1);
    read_exprs(r, share->within, share->n_within);
    read_exprs(r, &share->where, 1);
    read_exprs(r, share->rest, share->n_rest);
}

static void read_grade(const Reads *r, const RegGrade *grade)
{
    read_name(r, grade->sets_name);
    read_exprs(r, &grade->propose, 1);
    read_exprs(r, &grade->gate, 1);
    read_exprs(r, &grade->ask_when, 1);
    read_exprs(r, &grade->until_decided, 1);
}

static void read_input(const Reads *r, const RegInput *input)
{
    read_name(r, input->history_of);
    for (size_t k = 0; k < input->n_links; k++)
        read_name(r, input->links[k]);
    read_exprs(r, &input->over.since, 1);
    read_exprs(r, &input->where, 1);
    read_exprs(r, &input->if_none, 1);
    read_exprs(r, &input->at, 1);
}

static void read_reserve(const Reads *r, const RegReserve *reserve)
{
    read_exprs(r, &reserve->of, 1);
    read_exprs(r, reserve->add, reserve->n_add);
    read_exprs(r, &reserve->forfeit_when, 1);
    read_exprs(r, &reserve->offset, 1);
}

static void read_block(const Reads *r, const RegBlock *block)
{
    switch (block->kind) {
    case REG_INPUT:
        read_input(r, &block->u.input);
        break;
    case REG_FEEL:
        read_exprs(r, &block->u.feel, 1);
        break;
    case REG_TABLE:
        read_table(r, block);
        break;
    case REG_BANDS:
        read_bands(r, &block->u.bands);
        break;
    case REG_RANK:
        read_rank(r, &block->u.rank);
        break;
    case REG_TOTAL:
        read_exprs(r, &block->u.total.of, 1);
        read_exprs(r, &block->u.total.where, 1);
        read_exprs(r, block->u.total.within, block->u.total.n_within);
        read_name(r, block->u.total.link_name);
        break;
    case REG_SCORE:
        read_exprs(r, &block->u.score->formula, 1);
        break;
    case REG_SHARE:
        read_share(r, &block->u.share);
        break;
    case REG_GRADE:
        read_grade(r, &block->u.grade);
        break;
    case REG_DECIDE:
        read_exprs(r, &block->u.decide.when, 1);
        read_exprs(r, &block->u.decide.until_decided, 1);
        break;
    case REG_PAY:
        read_exprs(r, &block->u.pay.of, 1);
        read_exprs(r, &block->u.pay.to, 1);
        break;
    case REG_RESERVE:
        read_reserve(r, &block->u.reserve);
        break;
    case REG_CHECK:
        read_exprs(r, &block->u.check.refuse_when, 1);
        break;
    case REG_SCOPE:
    case REG_SUBJECT:
    case REG_PARAM:
    case REG_FUNCTION:
    case REG_SHEET:
    case REG_NAMES:
    case REG_REGISTER:
    case REG_DUTY:
    case REG_PROCEDURE:
    case REG_COURSE:
    case REG_EXAM:
    case REG_N_BLOCK_KINDS:
        break;
    }
}

static Reads reads_new(const AppResult *ev, const RegBlock *block)
{
    Reads reads = {.ev = ev, .slots = bits_new(ev->arena, ev->reg->n_names)};

    read_exprs(&reads, block->applies, block->n_applies);
    return reads;
}

static size_t list_reads(const Reads *r, const RegName *const **out)
{
    const Regulation *reg = r->ev->reg;
    const RegName **names = ARENA_NEW_N(r->ev->arena, const RegName *, reg->n_names);
    size_t n = 0;

    for (size_t k = 0; k < reg->n_names; k++) {
        if (bits_get(r->slots, k))
            names[n++] = reg->names[k];
    }
    *out = names;
    return n;
}

size_t app_block_reads(const AppResult *ev, const RegBlock *block, const RegName *const **out)
{
    Reads reads = reads_new(ev, block);

    read_block(&reads, block);
    return list_reads(&reads, out);
}

size_t app_name_reads(const AppResult *ev, const RegName *name, const RegName *const **out)
{
    Reads reads;

    if (!name->block)
        return 0;
    if (!reg_is_size(name))
        return app_block_reads(ev, name->block, out);
    reads = reads_new(ev, name->block);
    read_ranked(&reads, &name->block->u.rank);
    return list_reads(&reads, out);
}

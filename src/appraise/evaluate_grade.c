/* Grades: what a cycle's appraisal leads to, and from which day on persons have it.
 *
 *   proposal ≠ grade held, or `ask when` -> a question -> the outcome
 *     -> from a later day on the attribute's value
 *
 * When the names of a cycle are known, what was decided in it is written down by person and day
 * (GradeEffect); attribute_at looks there beside the dated facts. Only cycles that come after it
 * see it, so that nothing depends on when a column is made. Of cycles that are not evaluated here
 * (before the range, or closed) what people decided is written down first of all.
 *
 * Who keeps the grade held without being asked changes nothing: what holds is then the last fact.
 */
#include "appraise/evaluate_private.h"

#include <stdlib.h>
#include <string.h>

/* ---- what is proposed ---- */

/* The columns that say what is proposed. */
typedef struct Proposal {
    const Col *held, *propose;
    const Col *gate; /* NULL = open to all */
    const Col *ask;  /* NULL = only what is new is asked */
} Proposal;

static Proposal proposal_of(Frame *f, const RegBlock *block, const uint64_t *active)
{
    const RegGrade *g = &block->u.grade;

    return (Proposal){
        .held = frame_col(f, g->sets_name),
        .propose = frame_run(f, g->propose.program, active, block->name),
        .gate = g->gate.program ? frame_run(f, g->gate.program, active, block->name) : NULL,
        .ask = g->ask_when.program ? frame_run(f, g->ask_when.program, active, block->name) : NULL,
    };
}

static bool is_on_ladder(const RegGrade *grade, const FeelValue *v)
{
    for (size_t i = 0; i < grade->n_ladder && v->kind == FEEL_STRING; i++) {
        if (strcmp(grade->ladder[i], v->u.string.text) == 0)
            return true;
    }
    return v->kind == FEEL_NULL;
}

static uint32_t off_ladder(Frame *f, const RegBlock *block, size_t i, const FeelValue *v)
{
    AppResult *ev = f->ev;
    const char *text = arena_printf(ev->arena, text_in(ev->options.lang, "%s is not on the ladder"),
                                    feel_value_text(ev->arena, v, /* quoted= */ true));

    return frame_fault_reason(f, i, block->name, block->pos, text);
}

static bool is_same(const FeelValue *a, const FeelValue *b)
{
    if (a->kind != FEEL_STRING || b->kind != FEEL_STRING)
        return a->kind == b->kind;
    return strcmp(a->u.string.text, b->u.string.text) == 0;
}

static GradeState owed(uint32_t reason)
{
    return (GradeState){.step = GRADE_OWED, .reason = reason};
}

/* Is the grade held what is proposed, so that nothing changes? Both are known. */
static bool is_kept(const FeelValue *held, const FeelValue *proposed)
{
    return proposed->kind == FEEL_NULL || is_same(proposed, held);
}

/* Does `ask when` hold of row i, as far as is known? */
static bool may_be_asked(const Proposal *p, size_t i)
{
    return p->ask && (col_is_missing(p->ask, i) || col_is_true(p->ask, i));
}

static GradeState state_of(Frame *f, const RegBlock *block, const Proposal *p, size_t i)
{
    const RegGrade *grade = &block->u.grade;
    GradeState s = {.held = feel_cell_get(p->held, i), .proposed = feel_cell_get(p->propose, i)};

    if (p->gate && col_is_missing(p->gate, i)) {
        GradeState waits = owed(p->gate->reasons[i]);

        waits.keeps = s.proposed.kind != FEEL_MISSING && s.held.kind != FEEL_MISSING &&
                      is_on_ladder(grade, &s.held) && is_kept(&s.held, &s.proposed) &&
                      !may_be_asked(p, i);
        return waits;
    }
    if (p->gate && !col_is_true(p->gate, i)) {
        s.step = GRADE_WITHHELD;
        return s;
    }
    if (s.proposed.kind == FEEL_MISSING)
        return owed(s.proposed.reason);
    if (s.held.kind == FEEL_MISSING)
        return owed(s.held.reason);
    if (!is_on_ladder(grade, &s.held))
        return owed(off_ladder(f, block, i, &s.held));
    if (!is_on_ladder(grade, &s.proposed))
        return owed(off_ladder(f, block, i, &s.proposed));
    s.step = GRADE_ASKED;
    if (!is_kept(&s.held, &s.proposed))
        return s;
    if (p->ask && col_is_missing(p->ask, i))
        return owed(p->ask->reasons[i]);
    if (!p->ask || !col_is_true(p->ask, i))
        s.step = GRADE_KEPT;
    return s;
}

GradeState grade_state(Frame *f, const RegBlock *block, size_t i)
{
    uint64_t *only = bits_new(f->ev->arena, f->n);
    Proposal p;

    bits_set(only, i);
    p = proposal_of(f, block, only);
    return state_of(f, block, &p, i);
}

/* ---- the column ---- */

static void put(Frame *f, const RegBlock *block, Col *col, size_t i, const FeelValue *v)
{
    if (v->kind == FEEL_MISSING)
        col_set_missing(f->ev->arena, col, i, v->reason);
    else if (!is_on_ladder(&block->u.grade, v))
        col_set_missing(f->ev->arena, col, i, off_ladder(f, block, i, v));
    else
        (void)feel_cell_set(f->ev->arena, col, i, v); /* text or null: it fits */
}

/* What people decided, or the question that waits. */
static void put_decided(
    Frame *f, const RegBlock *block, Col *col, size_t i, const GradeState *state, const Col *until)
{
    AppQuestion question = {.block = block,
                            .row = f->rows[i],
                            .cycle = f->at->cycle,
                            .held = state->held,
                            .proposed = state->proposed};
    FeelValue said;

    if (outcome_recorded(f, block, i, &said)) {
        outcome_put(f, &question, col, i, &said);
        return;
    }
    if (!frame_is_strict(f))
        return;
    outcome_wait(f, &question, col, i, until);
    if (until && !col_is_missing(col, i)) {
        FeelValue v = feel_cell_get(col, i);

        put(f, block, col, i, &v);
    }
}

/* Outside of its cycle's own evaluation: what people decided, or, read too early, what waits. */
static void put_recorded(Frame *f, const RegBlock *block, Col *col, size_t i, const Col *until)
{
    GradeState unknown = {.held = feel_null(), .proposed = feel_null()};

    put_decided(f, block, col, i, &unknown, until);
}

static void put_state(
    Frame *f, const RegBlock *block, Col *col, size_t i, const GradeState *s, const Col *until)
{
    switch (s->step) {
    case GRADE_OWED:
        col_set_missing(f->ev->arena, col, i, s->reason);
        break;
    case GRADE_WITHHELD:
        break;
    case GRADE_KEPT:
        put(f, block, col, i, &s->held);
        break;
    case GRADE_ASKED:
        put_decided(f, block, col, i, s, until);
        break;
    }
}

Col *grade_col(Frame *f, const RegBlock *block, const Active *active)
{
    const RegExpr *until = &block->u.grade.until_decided;
    Col *col = block_nulls(f, block->defines[0]);
    bool is_live = f->at->mode == INSTANCE_LIVE && frame_is_strict(f);
    bool can_stand_in = frame_is_strict(f) && (is_live || !block_reads_decisions(f, until));
    const Col *stand_in = until->program && can_stand_in
                              ? frame_run(f, until->program, active->bits, block->name)
                              : NULL;
    Proposal p = {0};

    if (!block->u.grade.sets_name)
        return col; /* refused by the checker */
    if (is_live)
        p = proposal_of(f, block, active->bits);
    for (size_t i = 0; i < f->n; i++) {
        if (!active_at(active, i))
            continue;
        if (!is_live) {
            put_recorded(f, block, col, i, stand_in);
            continue;
        }

        GradeState s = state_of(f, block, &p, i);

        put_state(f, block, col, i, &s, stand_in);
    }
    return col;
}

/* ---- what takes effect ---- */

static CalDate effective_day(const Regulation *reg, const RegGrade *grade, const AppCycle *cycle)
{
    AppCycle next = app_cycle_of(reg, grade->effective, cycle->last + 1);

    if (next.first <= cycle->last)
        next = app_cycle_next(reg, &next);
    return next.first;
}

CalDate grade_effective(const AppResult *ev, const RegBlock *block, const AppCycle *cycle)
{
    return effective_day(ev->reg, &block->u.grade, cycle);
}

/* The effects on one person. */
static GradeRow *row_of(AppResult *ev, const RegName *sets, size_t row)
{
    size_t n = app_data_n_rows(ev->data, REG_PERSON);

    if (!ev->grades)
        ev->grades = ARENA_NEW_N(ev->arena, GradeRow *, ev->reg->n_names);
    if (!ev->grades[sets->slot])
        ev->grades[sets->slot] = ARENA_NEW_N(ev->arena, GradeRow, n);
    return &ev->grades[sets->slot][row];
}

static void add_effect(AppResult *ev, GradeRow *row, const GradeEffect *effect)
{
    if (row->n == row->cap) {
        uint32_t cap = row->cap ? row->cap * 2 : 2;
        GradeEffect *items = ARENA_NEW_N(ev->arena, GradeEffect, cap);

        if (row->n)
            memcpy(items, row->items, row->n * sizeof *items);
        row->items = items;
        row->cap = cap;
    }
    row->items[row->n++] = *effect; /* cycles come in order, and with them the days */
}

/* Since when the grade is held, if this changes it; a fact of people for that very day says it
 * better. */
static void set_start(Frame *f, GradeEffect *effect, const RegName *sets, size_t row)
{
    CalDate day = effect->dated.from;
    const DataDated *given = data_dated(f->ev->data, sets->slot, row, day);
    const DataDated *before = grade_or_fact(f->ev, sets, row, day - 1, /* reader= */ NULL);
    FeelValue held = before ? before->value : feel_null(), v = effect->dated.value;

    effect->start = (DataDated){.from = day, .value = feel_date(day)};
    effect->starts = !(given && given->from == day) && !is_same(&v, &held);
    if (v.kind == FEEL_MISSING)
        effect->start.value = v;
    else if (held.kind == FEEL_MISSING)
        effect->start.value = held;
    else
        return;
    effect->starts = !(given && given->from == day);
}

/* What the values of a cycle lead to. */
typedef struct Noting {
    Frame *f;
    const RegBlock *block;
    Given given;
    const Col *held; /* NULL: the cycle is not evaluated */
    Proposal p;      /* made when it is first needed: `propose` NULL = not yet */
} Noting;

static GradeState state_noted(Noting *n, size_t i)
{
    if (!n->p.propose)
        n->p = proposal_of(n->f, n->block, NULL);
    return state_of(n->f, n->block, &n->p, i);
}

/* Was row i asked, so that what is recorded of it counts? */
static bool was_asked(Noting *n, size_t i)
{
    /* not evaluated: what is recorded was said */
    return !n->held || state_noted(n, i).step == GRADE_ASKED;
}

/* The value of row i is missing, but whatever is owed (`gate`, `for`), the grade held stays. */
static bool keeps_anyway(Noting *n, size_t i)
{
    GradeState s = state_noted(n, i);

    return s.step == GRADE_KEPT || s.step == GRADE_WITHHELD || s.keeps;
}

/* Did people say the value of row i? */
static bool is_said(Noting *n, size_t i)
{
    FeelValue v;

    if (given_any(&n->given) && given_at(&n->given, n->f->rows[i], &v) != GIVEN_NOT)
        return true;
    return outcome_cell(n->f, n->block->defines[0], i) && was_asked(n, i);
}

/* Does the value of row i lead to anything? One that is the grade held only if people said it, and
 * so does any in a cycle that is not evaluated. */
static bool leads_on(Noting *n, size_t i, const FeelValue *v)
{
    FeelValue held;

    if (v->kind == FEEL_NULL)
        return false;
    if (n->held) {
        held = feel_cell_get(n->held, i);
        if (v->kind == FEEL_MISSING ? !keeps_anyway(n, i) : !is_same(v, &held))
            return true;
    }
    return is_said(n, i);
}

static bool note_effects(AppResult *ev, Instance *at, const RegBlock *block)
{
    const RegName *name = block->defines[0], *sets = block->u.grade.sets_name;
    Frame *f = frame_of(ev, at, REG_PERSON);
    const Col *col = frame_col(f, name);
    Noting n = {.f = f,
                .block = block,
                .given = given_of(f, name),
                .held = at->mode == INSTANCE_LIVE ? frame_col(f, sets) : NULL};
    CalDate day = effective_day(ev->reg, &block->u.grade, &at->cycle);
    bool any = false;

    for (size_t i = 0; i < f->n; i++) {
        FeelValue v = feel_cell_get(col, i);
        GradeEffect effect = {
            .dated = {day, v},
              .block = block, .cycle = at->cycle
        };

        if (!leads_on(&n, i, &v))
            continue;
        set_start(f, &effect, sets, f->rows[i]);
        add_effect(ev, row_of(ev, sets, f->rows[i]), &effect);
        any = true;
    }
    return any;
}

void grade_take_effect(AppResult *ev, Instance *at)
{
    bool any = false;

    for (size_t k = 0; k < ev->reg->n_blocks; k++) {
        const RegBlock *block = ev->reg->blocks[k];

        if (block->kind == REG_GRADE && block->cycle == at->cycle.kind && block->u.grade.sets_name)
            any = note_effects(ev, at, block) || any;
    }
    if (any)
        instances_forget(ev);
}

/* ---- cycles that are not evaluated ---- */

static void add_cycles(GArray *cycles, const GPtrArray *cells)
{
    for (guint i = 0; cells && i < cells->len; i++) {
        const DataCells *c = g_ptr_array_index(cells, i);
        bool known = c->cycle.text == NULL;

        for (guint k = 0; k < cycles->len && !known; k++)
            known = g_array_index(cycles, AppCycle, k).text == c->cycle.text;
        if (!known)
            g_array_append_val(cycles, c->cycle);
    }
}

static int compare_cycles(const void *a, const void *b)
{
    return app_cycle_compare(a, b);
}

static bool is_evaluated(const AppResult *ev, const AppCycle *cycle)
{
    for (guint i = 0; i < ev->instances->len; i++) {
        if (((const Instance *)g_ptr_array_index(ev->instances, i))->cycle.text == cycle->text)
            return true;
    }
    return false;
}

void grade_open(AppResult *ev)
{
    g_autoptr(GArray) cycles = g_array_new(false, false, sizeof(AppCycle));

    for (size_t k = 0; k < ev->reg->n_blocks; k++) {
        const RegBlock *block = ev->reg->blocks[k];

        if (block->kind != REG_GRADE || !block->u.grade.sets_name)
            continue;
        add_cycles(cycles, ev->data->names[ev->data->slots[block->defines[0]->slot]].cells);
        add_cycles(cycles, ev->data->names[ev->data->slots[block->defines[0]->slot]].outcomes);
    }
    if (cycles->len > 0)
        qsort(cycles->data, cycles->len, sizeof(AppCycle), compare_cycles);
    for (guint i = 0; i < cycles->len; i++) {
        const AppCycle *cycle = &g_array_index(cycles, AppCycle, i);

        if (!is_evaluated(ev, cycle))
            grade_take_effect(ev, instance_of(ev, cycle));
    }
}

/* ---- reading ---- */

size_t grade_effects(const AppResult *ev, const RegName *name, size_t row, const GradeEffect **out)
{
    const RegName *sets = name == ev->since && ev->grade ? ev->grade : name;
    const GradeRow *rows = ev->grades ? ev->grades[sets->slot] : NULL;

    if (!rows)
        return 0;
    *out = rows[row].items;
    return rows[row].n;
}

const GradeEffect *grade_effect_at(
    const AppResult *ev, const RegName *name, size_t row, CalDate date, const AppCycle *reader)
{
    const GradeEffect *items = NULL;
    size_t n = grade_effects(ev, name, row, &items);
    CalDate last = INT64_MAX; /* day looked at: a later appraisal for the same day replaces it */

    for (size_t i = n; i > 0; i--) {
        const GradeEffect *e = &items[i - 1];

        if (e->dated.from > date || e->dated.from == last ||
            (reader && app_cycle_compare(&e->cycle, reader) >= 0))
            continue;
        if (name != ev->since || e->starts)
            return e;
        last = e->dated.from;
    }
    return NULL;
}

const DataDated *grade_or_fact(
    const AppResult *ev, const RegName *name, size_t row, CalDate date, const AppCycle *reader)
{
    const DataDated *fact = data_dated(ev->data, name->slot, row, date);
    const GradeEffect *e = ev->grades ? grade_effect_at(ev, name, row, date, reader) : NULL;

    if (!e || (fact && fact->from >= e->dated.from))
        return fact;
    return name == ev->since ? &e->start : &e->dated;
}

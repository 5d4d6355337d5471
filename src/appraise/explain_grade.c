/* explain_grade.c - how a grade or a share came about. */
#include "appraise/explain_private.h"

/* "label: 名 = value" */
static void with_value(Explain *e, const char *label, const char *what, const FeelValue *v)
{
    explain_line(e, label, arena_printf(e->arena, "%s = %s", what, explain_exact(e, v)));
}

static void
with_expr(Explain *e, const char *label, const RegExpr *expr, size_t row, const AppCycle *cycle)
{
    FeelValue v = app_result_expr(e->result, expr, row, cycle);

    with_value(e, label, explain_src(e, &expr->src), &v);
}

/* ---- grade ---- */

static void decided(Explain *e, const RegGrade *g, AppOrigin origin)
{
    const char *by = g->by;

    if (origin == APP_FROM_STAND_IN)
        by = arena_printf(e->arena, text_in(e->lang, "%s (not decided yet: stand-in)"), by);
    if (origin == APP_FROM_NOWHERE)
        by = arena_printf(e->arena, text_in(e->lang, "%s (not decided yet)"), by);
    explain_line(e, "decided by", by);
}

static void takes_effect(Explain *e, const RegBlock *block, const AppCycle *cycle)
{
    char day[CAL_TEXT_SIZE];

    cal_date_format(grade_effective(e->result, block, cycle), day);
    explain_line(e, "takes effect", arena_printf(e->arena, text_in(e->lang, "from %s on"), day));
}

void explain_grade(
    Explain *e, const RegBlock *block, size_t row, const AppCycle *cycle, AppOrigin origin)
{
    const RegGrade *g = &block->u.grade;
    Frame *f = result_frame(e->result, block->subject, cycle);
    int32_t at = frame_pos(f, row);
    GradeState s;

    if (at < 0 || f->at->mode != INSTANCE_LIVE) {
        if (origin == APP_FROM_OUTCOME)
            decided(e, g, origin);
        return;
    }
    s = grade_state(f, block, (size_t)at);
    if (reg_expr_is_set(&g->gate))
        with_expr(e, "gate", &g->gate, row, cycle);
    with_expr(e, "proposed", &g->propose, row, cycle);
    s.held = feel_cell_get(frame_col(f, g->sets_name), (size_t)at);
    with_value(e, "grade held", g->sets, &s.held);
    if (reg_expr_is_set(&g->ask_when))
        with_expr(e, "asked in any case", &g->ask_when, row, cycle);
    if (s.step == GRADE_WITHHELD)
        explain_line(e, "not asked", text_in(e->lang, "the gate withholds the grade"));
    if (s.step == GRADE_KEPT)
        explain_line(e, "not asked",
                     text_in(e->lang, "nothing else than the grade held is proposed"));
    if (s.step == GRADE_ASKED)
        decided(e, g, origin);
    if (s.step == GRADE_ASKED || s.step == GRADE_OWED)
        takes_effect(e, block, cycle);
}

void explain_set(Explain *e, const AppSource *source)
{
    explain_line(e, "source",
                 arena_printf(e->arena, text_in(e->lang, "grade %s of %s, %s"), source->grade->name,
                              source->cycle.text, explain_in_force(e, source->from)));
    explain_line(e, "decided by", source->grade->u.grade.by);
}

/* ---- share ---- */

void explain_share(Explain *e, const RegBlock *block, size_t row, const AppCycle *cycle)
{
    const RegShare *s = &block->u.share;
    Frame *f = result_frame(e->result, block->subject, cycle);
    int32_t at = frame_pos(f, row);
    FeelValue sum = feel_null();
    size_t n;

    with_expr(e, "amount handed out", &s->of, row, cycle);
    with_expr(e, "in proportion to", &s->by, row, cycle);
    for (size_t k = 0; k < s->n_within; k++)
        with_expr(e, "within", &s->within[k], row, cycle);
    if (at < 0 || !col_has_value(frame_col(f, block->defines[0]), (size_t)at) ||
        !share_sum(f, block, (size_t)at, &sum.u.number, &n))
        return; /* while something is owed, the sum is not known */
    sum.kind = FEEL_NUMBER;
    explain_line(e, "of all",
                 arena_printf(e->arena, text_in(e->lang, "%s, shared by %zu; to the fen"),
                              explain_exact(e, &sum), n));
}

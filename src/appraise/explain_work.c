/* explain_work.c - what people do: points on score sheets, procedures of questions. */
#include "appraise/explain_private.h"
#include "regulation/work.h"

/* ---- scores ---- */

void explain_score_part(Explain *e, const RegScorePart *part)
{
    const char *sheet = part->score->name;
    FeelValue v = feel_number(part->points);
    const char *points = explain_exact(e, &v);

    explain_line(
        e, "score sheet",
        part->kind == REG_SCORE_DEDUCTION
            ? arena_printf(e->arena, text_in(e->lang, "%s · %s off each time"), sheet, points)
            : arena_printf(e->arena, text_in(e->lang, "%s · at most %s"), sheet, points));
}

void explain_raters(Explain *e, const RegScore *score)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (size_t i = 0; i < score->n_raters; i++)
        g_string_append_printf(text, "%s%s %s", i ? ", " : "", score->raters[i].name,
                               score->raters[i].weight.src.text);
    explain_line(e, "raters", text->str);
}

/* ---- procedures ---- */

static const char *step_text(Explain *e, const RegStep *step)
{
    const char *days = explain_src(e, &step->days.src);

    if (!step->by && step->working_days)
        return arena_printf(e->arena, text_in(e->lang, "%s (public for %s working days)"),
                            step->name, days);
    if (!step->by)
        return arena_printf(e->arena, text_in(e->lang, "%s (public for %s days)"), step->name,
                            days);
    if (step->within > 0 && step->within_working)
        return arena_printf(e->arena, text_in(e->lang, "%s (%s, within %d working days)"),
                            step->name, step->by, step->within);
    if (step->within > 0)
        return arena_printf(e->arena, text_in(e->lang, "%s (%s, within %d days)"), step->name,
                            step->by, step->within);
    return arena_printf(e->arena, "%s (%s)", step->name, step->by);
}

void explain_procedure(Explain *e, const RegBlock *block)
{
    const RegBlock *found = reg_procedure_of(e->reg, block);
    g_autoptr(GString) steps = g_string_new(NULL);

    if (!found)
        return;
    for (size_t i = 0; i < found->u.procedure->n_steps; i++)
        g_string_append_printf(steps, "%s%s", i ? " → " : "",
                               step_text(e, &found->u.procedure->steps[i]));
    explain_line(
        e, "procedure",
        arena_printf(e->arena, "%s [%s]: %s", found->name, explain_cite(e, found), steps->str));
}

/* Versions and values that change inside a cycle. What is in force on a cycle's last day governs
 * all of it; the day of a change is therefore best the first day of a cycle. */
#include "regulation/warn_private.h"

/* Kinds of cycles, of those marked in `kinds`, in which `date` is not the first day. */
static const char *kinds_cut(Warn *w, const bool *kinds, CalDate date)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (size_t i = 0; i < w->reg->n_cycles; i++)
        if (kinds[i] && !warn_is_first_day(&w->reg->cycles[i], date))
            g_string_append_printf(text, "%s%s", text->len ? ", " : "", w->reg->cycles[i].name);
    return text->len ? arena_strdup(w->arena, text->str) : NULL;
}

static void look(Warn *w, const bool *kinds, CalDate from, SrcPos pos, const char *what)
{
    char day[CAL_TEXT_SIZE];
    const char *cut = kinds_cut(w, kinds, from);

    if (!cut)
        return;
    cal_date_format(from, day);
    diag_add(w->diags, DIAG_WARNING, "regulation.change-inside", pos,
             "%s changes on %s, inside a cycle (%s)", what, day, cut);
    diag_hint(w->diags, "what is in force on a cycle's last day governs all of it");
}

/* Both ends of a span. */
static void
look_at_span(Warn *w, const bool *kinds, CalDate from, CalDate to, SrcPos pos, const char *what)
{
    CalDate after;

    if (from != INT64_MIN)
        look(w, kinds, from, pos, what);
    if (to != INT64_MAX && cal_date_add_days(to, 1, &after))
        look(w, kinds, after, pos, what);
}

static void look_at_version(Warn *w)
{
    const Regulation *reg = w->reg;
    bool *kinds = ARENA_NEW_N(w->arena, bool, reg->n_cycles);

    for (size_t i = 0; i < reg->n_blocks; i++)
        if (reg->blocks[i]->cycle >= 0)
            kinds[reg->blocks[i]->cycle] = true;
    look_at_span(w, kinds, reg->effective_from, reg->effective_to, reg->effective_pos, reg->id);
}

/* ---- parameters ------------------------------------------------------------------------------ */

/* Which cycles read an element: kinds[element * n_cycles + cycle]. */
static void mark(const Warn *w, bool *kinds, int element, int cycle)
{
    size_t row = (size_t)element * w->reg->n_cycles;

    if (element >= 0)
        kinds[row + (size_t)cycle] = true;
}

/* What is paid is no element of the model: the slots of its expression. */
static void mark_paid(const Warn *w, bool *kinds, const RegExpr *of, int cycle)
{
    const int *slots;
    size_t n = of->program ? feel_program_slots(of->program, &slots) : 0;

    for (size_t i = 0; i < n; i++)
        mark(w, kinds, dmn_model_of_slot(w->reg->dmn, slots[i]), cycle);
}

static void mark_read(const Warn *w, bool *kinds, const RegBlock *block)
{
    if (block->kind == REG_PAY)
        mark_paid(w, kinds, &block->u.pay.of, block->cycle);
    if (block->kind == REG_RESERVE)
        mark_paid(w, kinds, &block->u.reserve.of, block->cycle);
    if (block->element < 0)
        return;
    const DmnElement *element = dmn_model_get(w->reg->dmn, block->element);
    for (size_t k = 0; k < element->n_requires; k++) {
        int read = element->requires[k];

        mark(w, kinds, read, block->cycle);
    }
}

static bool *readers(Warn *w)
{
    const Regulation *reg = w->reg;
    size_t n = dmn_model_n(reg->dmn);
    bool *kinds = ARENA_NEW_N(w->arena, bool, n * reg->n_cycles);

    for (size_t i = 0; i < reg->n_blocks; i++)
        if (reg->blocks[i]->cycle >= 0 && reg->blocks[i]->kind != REG_PARAM)
            mark_read(w, kinds, reg->blocks[i]);
    return kinds;
}

/* A new value begins where the last one ended: one finding for both. */
static bool is_begun(const RegParam *param, CalDate to)
{
    for (size_t i = 0; i < param->n_periods; i++)
        if (to != INT64_MAX && param->periods[i].from == to + 1)
            return true;
    return false;
}

static void look_at_param(Warn *w, const RegBlock *block, const bool *of_elements)
{
    const RegParam *param = &block->u.param;
    size_t n = w->reg->n_cycles;
    bool *kinds = ARENA_NEW_N(w->arena, bool, n);

    for (size_t i = 0; i < block->n_defines; i++) {
        int element = block->defines[i]->element;

        for (size_t k = 0; element >= 0 && k < n; k++)
            kinds[k] = kinds[k] || of_elements[(size_t)element * n + k];
    }
    for (size_t i = 0; i < param->n_periods; i++) {
        const RegParamPeriod *period = &param->periods[i];
        CalDate to = is_begun(param, period->to) ? INT64_MAX : period->to;

        look_at_span(w, kinds, period->from, to, period->pos, block->name);
    }
}

void warn_dates(Warn *w)
{
    look_at_version(w);
    const bool *kinds = readers(w);
    for (size_t i = 0; i < w->reg->n_blocks; i++) {
        const RegBlock *block = w->reg->blocks[i];

        if (block->kind == REG_PARAM && warn_is_own(w, block))
            look_at_param(w, block, kinds);
    }
}

#include "regulation/warn.h"

#include <string.h>

#include "regulation/unit.h"
#include "regulation/warn_private.h"

/* ---- small things ---------------------------------------------------------------------------- */

bool warn_is_own(const Warn *w, const RegBlock *block)
{
    return g_strcmp0(block->pos.file, w->reg->file) == 0;
}

const char *warn_figure(Warn *w, Dec v)
{
    char text[DEC_TEXT_SIZE];

    dec_format(v, text, sizeof text);
    return arena_strdup(w->arena, text);
}

const RegName *warn_name(const Warn *w, const FeelNode *node)
{
    bool is_name = node && node->kind == FEEL_N_NAME && node->ref.kind == FEEL_REF_SLOT;

    return is_name && (size_t)node->ref.index < w->reg->n_names ? w->reg->names[node->ref.index]
                                                                : NULL;
}

const FeelNode *warn_input(Warn *w, const DmnTableInput *input, Dec *out_factor)
{
    Unit unit;

    *out_factor = dec_from_int(1);
    if (!input->unit || !unit_parse(w->arena, input->unit, &unit, out_factor) ||
        input->expr->kind != FEEL_N_ARITH || dec_equal(*out_factor, dec_from_int(1)))
        return input->expr;
    return input->expr->kids[0]; /* the checker has divided it */
}

static int month_before(int month)
{
    return month == 1 ? 12 : month - 1;
}

static bool is_last_month(const RegCycle *cycle, int month)
{
    for (int i = 0; i < cycle->n_ending; i++)
        if (cycle->ending[i] == month)
            return true;
    return false;
}

bool warn_is_first_day(const RegCycle *cycle, CalDate date)
{
    CalYmd ymd = cal_date_ymd(date);

    return ymd.day == 1 && is_last_month(cycle, month_before(ymd.month));
}

void warn_days(const RegCycle *cycle, int *out_least, int *out_most)
{
    enum { COMMON = 2001, LEAP = 2000 };
    *out_least = INT_MAX;
    *out_most = 0;
    for (int i = 0; i < cycle->n_ending; i++) {
        int month = cycle->ending[i], least = 0, most = 0;

        do {
            least += cal_days_in_month(COMMON, month);
            most += cal_days_in_month(LEAP, month);
            month = month_before(month);
        } while (!is_last_month(cycle, month));
        *out_least = MIN(*out_least, least);
        *out_most = MAX(*out_most, most);
    }
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void warn_of_block(Warn *w, const RegBlock *block)
{
    bool has_rows = block->kind == REG_TABLE || block->kind == REG_BANDS;

    if (!warn_is_own(w, block))
        return;
    if (has_rows)
        warn_zigzag(w, block);
    if (has_rows || block->kind == REG_PARAM)
        warn_outlier(w, block);
}

void reg_warn(const Regulation *reg, const WarnOptions *options, Diags *diags)
{
    g_autoptr(Arena) arena = arena_new(0);
    Warn w = {.reg = reg, .diags = diags, .arena = arena};

    for (size_t i = 0; i < reg->n_blocks; i++)
        warn_of_block(&w, reg->blocks[i]);
    if (options->is_sound) {
        warn_cliffs(&w);
        warn_linked(&w);
        warn_dates(&w);
    }
    warn_assumed(&w, options->each_assumed);
}

/* Bands: 超额累进 (each part of the amount at its band's rate) and 全额累进 (all at one rate). */
#include "appraise/evaluate_private.h"

static bool is_in_band(const struct RegBand *band, Dec v)
{
    int low = band->has_low ? dec_compare(v, band->low) : 1;
    int high = band->has_high ? dec_compare(v, band->high) : -1;

    return (low > 0 || (low == 0 && band->low_included)) &&
           (high < 0 || (high == 0 && band->high_included));
}

/* The part of v above the band's low end, up to its high end; without a low end, from 0. */
static bool part_in_band(const struct RegBand *band, Dec v, Dec *out)
{
    Dec low = band->has_low ? band->low : dec_zero();
    Dec high = band->has_high && dec_compare(band->high, v) < 0 ? band->high : v;

    return dec_sub(high, low, out);
}

/* Adds rate × part to *sum. A missing rate is told by *out_reason, a null one gives null. */
static bool
add_part(const Col *rates, size_t i, Dec part, Dec *sum, uint32_t *out_reason, bool *null)
{
    Dec product;

    if (col_is_missing(rates, i)) {
        *out_reason = rates->reasons[i];
        return true;
    }

    FeelValue rate = feel_cell_get(rates, i);

    if (rate.kind != FEEL_NUMBER) {
        *null = true;
        return true;
    }
    return dec_mul(part, rate.u.number, &product) && dec_add(*sum, product, sum);
}

typedef struct Bands {
    Frame *f;
    const RegBlock *block;
    const Col **rates;
} Bands;

static void put_sum(const Bands *b, Col *out, size_t i, Dec v, size_t in)
{
    const RegBands *bands = &b->block->u.bands;
    Frame *f = b->f;
    Dec sum = dec_zero(), part;
    uint32_t reason = 0;
    bool ok = true, null = false;

    for (size_t k = 0; k < bands->n_bands && ok && !reason; k++) {
        const struct RegBand *band = &bands->bands[k];
        bool below = band->has_high && dec_compare(band->high, v) < 0;

        if (!bands->marginal && k == in)
            ok = add_part(b->rates[k], i, v, &sum, &reason, &null);
        else if (bands->marginal && (k == in || below))
            ok = part_in_band(band, v, &part) &&
                 add_part(b->rates[k], i, part, &sum, &reason, &null);
    }
    if (reason)
        col_set_missing(f->ev->arena, out, i, reason);
    else if (!ok)
        frame_fault(f, out, i, b->block->defines[0], b->block->pos,
                    text_in(f->ev->options.lang, "the number is too large"));
    else if (null)
        col_set_null(f->ev->arena, out, i);
    else
        out->v.numbers[i] = sum;
}

static void put_row(const Bands *b, Col *out, size_t i, const FeelValue *v)
{
    const RegBands *bands = &b->block->u.bands;
    Frame *f = b->f;
    size_t in = 0;

    if (v->kind == FEEL_MISSING) {
        col_set_missing(f->ev->arena, out, i, v->reason);
        return;
    }
    if (v->kind != FEEL_NUMBER) {
        col_set_null(f->ev->arena, out, i);
        return;
    }
    while (in < bands->n_bands && !is_in_band(&bands->bands[in], v->u.number))
        in++;
    if (in < bands->n_bands)
        put_sum(b, out, i, v->u.number, in);
    else
        frame_fault(f, out, i, b->block->defines[0], b->block->pos,
                    arena_printf(f->ev->arena, text_in(f->ev->options.lang, "%s lies in no band"),
                                 feel_value_text(f->ev->arena, v, /* quoted= */ false)));
}

Col *block_bands(Frame *f, const RegBlock *block, const Active *active)
{
    const RegBands *bands = &block->u.bands;
    Arena *arena = f->ev->arena;
    const Col *of = frame_run(f, bands->of.program, active->bits, block->name);
    Bands b = {.f = f, .block = block, .rates = ARENA_NEW_N(arena, const Col *, bands->n_bands)};
    Col *out = col_new(arena, COL_NUMBER, f->n);

    for (size_t k = 0; k < bands->n_bands; k++)
        b.rates[k] = frame_run(f, bands->bands[k].rate.program, active->bits, block->name);
    for (size_t i = 0; i < f->n; i++) {
        FeelValue v = feel_cell_get(of, i);

        if (active_at(active, i))
            put_row(&b, out, i, &v);
        else
            col_set_null(arena, out, i);
    }
    return out;
}

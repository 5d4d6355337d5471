/* Bands (超额累进, 全额累进): ranges in order, without gap or overlap, and their rates. */
#include <stdlib.h>

#include "regulation/check_block_private.h"
#include "regulation/range.h"

typedef struct RegBand RegBand;

/* ---- ranges ---------------------------------------------------------------------------------- */

/* As written, in the header's unit. */
static bool take_range(RegBand *band, const FeelNode *node)
{
    RegRange range;

    if (!reg_range_read(node, &range))
        return false;
    band->has_low = range.has_low;
    band->low = range.low;
    band->low_included = range.low_included;
    band->has_high = range.has_high;
    band->high = range.high;
    band->high_included = range.high_included;
    return true;
}

static bool read_range(Checker *c, RegBand *band, const CheckSite *site, Dec factor)
{
    FeelNode *node = check_tests(c, &band->src, site, &feel_type_number, NULL);

    if (!node)
        return false;
    if (!take_range(band, node)) {
        diag_add(c->diags, DIAG_ERROR, "regulation.band-range", band->src.start,
                 "a band is a range of figures");
        diag_seen(c->diags, "%s", band->src.text);
        diag_expected(c->diags, "such as [0..20000], (20000..30000], > 30000");
        return false;
    }
    bool fits = (!band->has_low || dec_mul(band->low, factor, &band->low)) &&
                (!band->has_high || dec_mul(band->high, factor, &band->high));
    int order = band->has_low && band->has_high ? dec_compare(band->low, band->high) : -1;
    bool is_empty = order > 0 || (order == 0 && !(band->low_included && band->high_included));
    if (!fits || is_empty)
        diag_add(c->diags, DIAG_ERROR, "regulation.band-empty", band->src.start,
                 "no figure lies in the band %s", band->src.text);
    return fits && !is_empty;
}

/* ---- order ----------------------------------------------------------------------------------- */

static int compare_bands(const void *a, const void *b)
{
    const RegBand *x = a;
    const RegBand *y = b;

    if (!x->has_low || !y->has_low)
        return (int)x->has_low - (int)y->has_low;
    int order = dec_compare(x->low, y->low);
    return order != 0 ? order : (int)y->low_included - (int)x->low_included;
}

static Dec middle(Dec a, Dec b)
{
    Dec sum, half;

    if (dec_add(a, b, &sum) && dec_div(sum, dec_from_int(2), &half))
        return half;
    return a;
}

static void report(Checker *c, const RegBand *band, const char *code, Dec witness, bool is_gap)
{
    char text[DEC_TEXT_SIZE];

    dec_format(witness, text, sizeof text);
    if (is_gap)
        diag_add(c->diags, DIAG_ERROR, code, band->src.start,
                 "no band takes what lies before this one: %s", text);
    else
        diag_add(c->diags, DIAG_ERROR, code, band->src.start,
                 "this band and the one before it both take %s", text);
    diag_seen(c->diags, "%s", band->src.text);
}

/* `low` begins before or with `high`; do they touch exactly? */
static void check_neighbours(Checker *c, const RegBand *low, const RegBand *high)
{
    if (!low->has_high || !high->has_low) {
        Dec witness = high->has_low    ? high->low
                      : high->has_high ? high->high
                      : low->has_high  ? low->high
                                       : dec_zero();
        report(c, high, "regulation.band-overlap", witness, false);
        return;
    }
    int order = dec_compare(low->high, high->low);
    if (order < 0 || (order == 0 && !low->high_included && !high->low_included)) {
        bool at_end = !low->high_included || order == 0;
        report(c, high, "regulation.band-gap", at_end ? low->high : middle(low->high, high->low),
               true);
    } else if (order > 0 || (low->high_included && high->low_included)) {
        bool at_start = high->low_included;
        Dec end = high->has_high && dec_compare(high->high, low->high) < 0 ? high->high : low->high;
        report(c, high, "regulation.band-overlap", at_start ? high->low : middle(high->low, end),
               false);
        if (order == 0)
            diag_hint(c->diags, "let one of the two leave the edge out, with ( or )");
    }
}

/* ---- the whole ------------------------------------------------------------------------------- */

typedef struct BandUnits {
    Unit of;      /* what is taken a rate of */
    Unit rate;    /* as the header says; UNKNOWN = not said */
    Unit *result; /* of the name */
} BandUnits;

static void check_rate(Checker *c, RegBand *band, const BandUnits *units, const CheckSite *site)
{
    Unit rate;

    if (!check_expr(c, &band->rate, site, &feel_type_number, &rate) ||
        !check_expr_unit(c, &band->rate, &rate, &units->rate))
        return;
    (void)unit_join(&units->rate, &rate, &rate);
    Unit unit = unit_mul(&units->of, &rate);
    if (check_unit_fits(c, band->rate.src.start, &unit, units->result))
        (void)unit_join(units->result, &unit, units->result);
}

/* Units of the two headers; *out_factor converts the bounds. False after an error. */
static bool read_units(Checker *c, RegBlock *block, BandUnits *units, Dec *out_factor)
{
    RegBands *bands = &block->u.bands;
    size_t n_errors = diags_n_errors(c->diags);
    Unit range = check_unit_declared(c, bands->range_unit, block->pos, out_factor);
    Dec factor;

    units->rate = check_unit_declared(c, bands->rate_unit, block->pos, &factor);
    if (!dec_equal(factor, dec_from_int(1))) {
        diag_add(c->diags, DIAG_ERROR, "regulation.unit-scaled", block->pos,
                 "a rate of %s cannot be in %s", block->name, bands->rate_unit);
        diag_expected(c->diags, "%s", unit_text(c->arena, &units->rate));
    }
    if (check_unit_fits(c, bands->of.src.start, &units->of, &range))
        (void)unit_join(&range, &units->of, &units->of);
    return diags_n_errors(c->diags) == n_errors;
}

void check_bands(Checker *c, RegBlock *block)
{
    RegBands *bands = &block->u.bands;
    CheckSite site = check_site(c, block, "of");
    BandUnits units = {.result = &check_name(block->defines[0])->unit};
    Dec factor;
    bool ok = check_expr(c, &bands->of, &site, &feel_type_number, &units.of);

    ok = read_units(c, block, &units, &factor) && ok;
    site.place = "";
    for (size_t i = 0; i < bands->n_bands; i++) {
        ok = read_range(c, &bands->bands[i], &site, factor) && ok;
        check_rate(c, &bands->bands[i], &units, &site);
    }
    if (!ok)
        return;
    qsort(bands->bands, bands->n_bands, sizeof *bands->bands, compare_bands);
    for (size_t i = 1; i < bands->n_bands; i++)
        check_neighbours(c, &bands->bands[i - 1], &bands->bands[i]);
}

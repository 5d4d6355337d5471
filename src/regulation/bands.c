/* Bands as text: their head, rows, and the question which of the two readings is meant. */
#include "regulation/range.h"
#include "regulation/reader_private.h"

/* ---- marginal or whole? ---------------------------------------------------------------------- */

typedef struct Figures { /* of one band */
    RegRange range;
    Dec rate;
} Figures;

static const FeelNode *
parse_cell(RegReader *r, const FeelScope *scope, const SrcText *src, FeelGrammar grammar)
{
    return feel_parse(r->arena, scope, src, grammar, NULL);
}

/* Figures of all bands; NULL if some are not constants. Nothing is reported here. */
static Figures *figures_of(RegReader *r, const RegBands *bands)
{
    const FeelScope *scope = feel_scope_new(r->arena, NULL, FEEL_REGULATION);
    Figures *all = ARENA_NEW_N(r->arena, Figures, bands->n_bands);

    for (size_t i = 0; i < bands->n_bands; i++) {
        const struct RegBand *band = &bands->bands[i];
        const FeelNode *range = parse_cell(r, scope, &band->src, FEEL_UNARY_TESTS);
        const FeelNode *rate = parse_cell(r, scope, &band->rate.src, FEEL_EXPRESSION);

        if (!range || !rate || !reg_range_read(range, &all[i].range) ||
            !reg_figure_read(rate, &all[i].rate))
            return NULL;
    }
    return all;
}

/* An amount that shows the difference: twice the highest edge, or, if the bands end there, the edge
 * itself. False if there is none above 0. */
static bool example(const Figures *all, size_t n, Dec *out)
{
    Dec top = dec_zero();
    bool is_open = false;

    for (size_t i = 0; i < n; i++) {
        const RegRange *range = &all[i].range;

        if (range->has_low && dec_compare(range->low, top) > 0)
            top = range->low;
        if (range->has_high && dec_compare(range->high, top) > 0)
            top = range->high;
        is_open = is_open || !range->has_high;
    }
    *out = top;
    return dec_sign(top) > 0 && (!is_open || dec_add(top, top, out));
}

/* What both readings make of `amount`. False if no band takes it or a number is too large. */
static bool both_sums(const Figures *all, size_t n, Dec amount, Dec *out_marginal, Dec *out_whole)
{
    bool is_taken = false;
    Dec sum = dec_zero(), part;

    for (size_t i = 0; i < n; i++) {
        const RegRange *range = &all[i].range;
        Dec low = range->has_low ? range->low : dec_zero();
        bool is_in = reg_range_holds(range, amount);
        bool is_below = range->has_high && dec_compare(range->high, amount) < 0;

        if (is_in && (is_taken || !dec_mul(amount, all[i].rate, out_whole)))
            return false; /* two bands take it: that is another finding */
        is_taken = is_taken || is_in;
        if ((is_in || is_below) &&
            (!dec_sub(is_in ? amount : range->high, low, &part) ||
             !dec_mul(part, all[i].rate, &part) || !dec_add(sum, part, &sum)))
            return false;
    }
    *out_marginal = sum;
    return is_taken;
}

/* Neither `marginal` nor `whole` is said: what each would give shows which one is meant. */
static void ask_how(RegReader *r, const RegBands *bands)
{
    const Figures *all = figures_of(r, bands);
    size_t n = bands->n_bands;
    Dec amount, marginal, whole;
    char texts[3][DEC_TEXT_SIZE];

    diag_add(r->diags, DIAG_ERROR, "regulation.head", src_end(&bands->of.src),
             "`bands` says `marginal` or `whole`");
    diag_expected(r->diags, "of EXPRESSION marginal, or of EXPRESSION whole");
    if (n < 2 || !all || !example(all, n, &amount) || !both_sums(all, n, amount, &marginal, &whole))
        return;
    dec_format(amount, texts[0], sizeof texts[0]);
    dec_format(marginal, texts[1], sizeof texts[1]);
    dec_format(whole, texts[2], sizeof texts[2]);
    diag_hint(r->diags,
              "of %s, marginal (each part at its own rate) gives %s, whole (all at one rate) %s; "
              "marginal is usual",
              texts[0], texts[1], texts[2]);
}

/* ---- rows ------------------------------------------------------------------------------------ */

static void read_rows(RegReader *r, RegBands *bands, const MdItem *item)
{
    const MdRow *header = &item->rows[0];

    bands->bands = arena_alloc_n(r->arena, item->n_rows - 1, sizeof *bands->bands);
    for (size_t i = 1; i < item->n_rows; i++) {
        const MdRow *row = &item->rows[i];
        struct RegBand *band = &bands->bands[bands->n_bands];

        if (!table_check_width(r, row, header))
            continue;
        for (size_t k = 0; k < 2; k++)
            if (row->cells[k].len == 0)
                table_error(r, row->cells[k].start, "this cell is empty", NULL);
        *band =
            (struct RegBand){.src = row->cells[0], .rate = {.src = row->cells[1]}, .pos = row->pos};
        bands->n_bands++;
    }
    if (item->n_rows == 1)
        table_error(r, item->pos, "this table has no rows", NULL);
}

void read_bands(RegReader *r, RegBlock *block, const RegHead *head, const MdItem *item)
{
    RegBands *bands = &block->u.bands;
    const MdRow *header = &item->rows[0];

    bands->of.src = head->of;
    bands->marginal = head->marginal;
    bands->range_label = bands->range_unit = bands->rate_unit = "";
    if (header->n_cells == 2) {
        SrcText range = header->cells[0];
        SrcText rate = header->cells[1];

        bands->range_unit = table_split_unit(r, &range);
        bands->range_label = range.text;
        bands->rate_unit = table_split_unit(r, &rate);
        read_rows(r, bands, item);
    } else {
        table_error(r, item->pos, "`bands` has two columns: the range and its rate", NULL);
    }
    if (!head->has_how)
        ask_how(r, bands);
}

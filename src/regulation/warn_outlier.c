/* Figures out of scale: 25000万 among 35000, 30000 and 20000.
 *
 * The figures of a column (of a table's output, of bands, of the values of a parameter), zeros left
 * out, are sorted by size and parted at the widest step between two neighbours. If that step is a
 * thousandfold or more, and neither part spreads as wide, the part with fewer figures is out of
 * scale. The other part must have three at least: fewer are no scale.
 */
#include "regulation/warn_private.h"

enum { FACTOR = 1000, WAN = 10000, LEAST_SCALE = 3 };

typedef struct Figure {
    Dec value, size; /* size: without its sign */
    const SrcText *src;
} Figure;

static gint compare_sizes(gconstpointer a, gconstpointer b)
{
    const Figure *x = a;
    const Figure *y = b;

    return dec_compare(x->size, y->size);
}

static const Figure *at(const GArray *figures, guint i)
{
    return &g_array_index(figures, Figure, i);
}

static void add(GArray *figures, Dec value, const SrcText *src)
{
    Figure figure = {.value = value, .size = dec_abs(value), .src = src};

    if (!dec_is_zero(value))
        g_array_append_val(figures, figure);
}

/* How many times the figure i is of figure j. */
static Dec ratio(const GArray *figures, guint i, guint j)
{
    Dec times;

    return dec_div(at(figures, i)->size, at(figures, j)->size, &times) ? times : dec_zero();
}

/* Where the widest step is: figures [0, split) and [split, n). */
static guint widest_step(const GArray *figures, Dec *out_step)
{
    guint split = 0;

    *out_step = dec_zero();
    for (guint i = 1; i < figures->len; i++) {
        Dec step = ratio(figures, i, i - 1);

        if (dec_compare(step, *out_step) <= 0)
            continue;
        *out_step = step;
        split = i;
    }
    return split;
}

/* Does 10000 lead from the figure into the others, or close to them (within their own width)? */
static bool fits_after(Dec size, const Figure *least, const Figure *most, bool divide, Dec *out)
{
    Dec wan = dec_from_int(WAN), low, high, two = dec_from_int(2);

    return (divide ? dec_div(size, wan, out) : dec_mul(size, wan, out)) &&
           dec_div(least->size, two, &low) && dec_mul(most->size, two, &high) &&
           dec_compare(*out, low) >= 0 && dec_compare(*out, high) <= 0;
}

static void
report(Warn *w, const char *of, const Figure *odd, const Figure *least, const Figure *most)
{
    bool is_large = dec_compare(odd->size, most->size) > 0;
    Dec moved;

    diag_add(w->diags, DIAG_WARNING, "regulation.out-of-scale", odd->src->start,
             "%s: %s is out of scale, the other figures lie between %s and %s", of,
             warn_figure(w, odd->value), warn_figure(w, least->size), warn_figure(w, most->size));
    diag_seen(w->diags, "%s", odd->src->text);
    if (!fits_after(odd->size, least, most, is_large, &moved))
        diag_hint(w->diags, "is its unit right?");
    else if (is_large)
        diag_hint(w->diags, "a 万 too much? %s would lie among them (万元 instead of 元?)",
                  warn_figure(w, moved));
    else
        diag_hint(w->diags, "is a 万 lacking? %s would lie among them (元 instead of 万元?)",
                  warn_figure(w, moved));
}

static void look(Warn *w, const char *of, GArray *figures)
{
    Dec step, limit = dec_from_int(FACTOR);

    g_array_sort(figures, compare_sizes);
    guint n = figures->len, split = widest_step(figures, &step);
    if (split == 0 || dec_compare(step, limit) < 0 ||
        dec_compare(ratio(figures, split - 1, 0), limit) >= 0 ||
        dec_compare(ratio(figures, n - 1, split), limit) >= 0)
        return;
    bool high_is_odd = n - split < split;
    guint from = high_is_odd ? 0 : split, to = high_is_odd ? split : n; /* the scale */
    if (2 * split == n || to - from < LEAST_SCALE)
        return;
    for (guint i = 0; i < n; i++)
        if (i < from || i >= to)
            report(w, of, at(figures, i), at(figures, from), at(figures, to - 1));
}

static void look_at_column(Warn *w, const RegBlock *block, size_t k)
{
    g_autoptr(GArray) figures = g_array_new(FALSE, FALSE, sizeof(Figure));
    const RegName *name = warn_output(block, k);
    Dec v;

    for (size_t row = 0; row < warn_n_rows(block); row++)
        if (warn_cell_figure(block, row, k, &v))
            add(figures, v, warn_cell_src(block, row, k));
    if (name)
        look(w, name->name, figures);
}

static void look_at_period(Warn *w, const RegBlock *block, const RegParamPeriod *period)
{
    g_autoptr(GArray) figures = g_array_new(FALSE, FALSE, sizeof(Figure));
    Dec v;

    for (size_t i = 0; i < period->n_values; i++) {
        const RegExpr *value = &period->values[i].value;

        if (value->node && reg_figure_read(value->node, &v))
            add(figures, v, &value->src);
    }
    look(w, block->name, figures);
}

void warn_outlier(Warn *w, const RegBlock *block)
{
    if (block->kind == REG_PARAM) {
        for (size_t i = 0; i < block->u.param.n_periods; i++)
            look_at_period(w, block, &block->u.param.periods[i]);
        return;
    }
    for (size_t k = 0; k < warn_n_outputs(block); k++)
        look_at_column(w, block, k);
}

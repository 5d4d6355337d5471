/* Axes: the elementary segments that the constants of a column cut its values into. */
#include "dmn/table_test.h"

#include <stdlib.h>
#include <string.h>

int dmn_value_order(const FeelValue *a, const FeelValue *b)
{
    int order = 0;

    if (a->kind == FEEL_NUMBER)
        return dec_compare(a->u.number, b->u.number);
    if (a->kind == FEEL_BOOLEAN)
        return (int)a->u.boolean - (int)b->u.boolean;
    return feel_compare(a, b, &order) ? order : 0;
}

static int by_order(const void *a, const void *b)
{
    return dmn_value_order(a, b);
}

static void collect(GArray *points, FeelKind kind, const DmnTest *test)
{
    if (test->kind != DMN_TEST_CONSTANT || test->of != kind)
        return;
    for (size_t i = 0; i < test->n_atoms; i++) {
        const DmnAtom *atom = &test->atoms[i];

        if (atom->kind == DMN_ATOM_EQ || atom->kind == DMN_ATOM_NE || atom->has_low)
            g_array_append_val(points, atom->low);
        if (atom->has_high)
            g_array_append_val(points, atom->high);
    }
}

DmnAxis dmn_axis_new(Arena *arena, FeelKind kind, const DmnTest *const *tests, size_t n)
{
    g_autoptr(GArray) all = g_array_new(FALSE, TRUE, sizeof(FeelValue));
    DmnAxis axis = {.kind = kind};
    FeelValue *points;

    if (kind == FEEL_BOOLEAN) {
        FeelValue both[] = {feel_boolean(false), feel_boolean(true)};
        g_array_append_vals(all, both, 2);
    } else if (kind != FEEL_NULL) {
        for (size_t i = 0; i < n; i++)
            collect(all, kind, tests[i]);
    }
    points = ARENA_NEW_N(arena, FeelValue, all->len);
    if (all->len) {
        qsort(all->data, all->len, sizeof(FeelValue), by_order);
        for (guint i = 0; i < all->len; i++) {
            const FeelValue *v = &g_array_index(all, FeelValue, i);
            if (axis.n_points == 0 || dmn_value_order(&points[axis.n_points - 1], v) != 0)
                points[axis.n_points++] = *v;
        }
    }
    axis.points = points;
    axis.n_segments = 2 * axis.n_points + 1;
    return axis;
}

/* Number of points below v. */
static size_t lower_bound(const DmnAxis *axis, const FeelValue *v, bool *out_equal)
{
    size_t low = 0, high = axis->n_points;

    *out_equal = false;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int order = dmn_value_order(&axis->points[mid], v);

        if (order == 0) {
            *out_equal = true;
            return mid;
        }
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* All points of an atom are points of the axis. */
static size_t point_segment(const DmnAxis *axis, const FeelValue *v)
{
    bool equal;

    return 2 * lower_bound(axis, v, &equal) + 1;
}

static void add_span(uint64_t *segments, size_t first, size_t end)
{
    for (size_t s = first; s < end; s++)
        bits_set(segments, s);
}

static void add_atom(const DmnAxis *axis, const DmnAtom *atom, uint64_t *segments)
{
    size_t first = 0, end = axis->n_segments, at;

    switch (atom->kind) {
    case DMN_ATOM_NULL:
        return;
    case DMN_ATOM_EQ:
        bits_set(segments, point_segment(axis, &atom->low));
        return;
    case DMN_ATOM_NE:
        at = point_segment(axis, &atom->low);
        add_span(segments, 0, at);
        add_span(segments, at + 1, end);
        return;
    case DMN_ATOM_RANGE:
        if (atom->has_low)
            first = point_segment(axis, &atom->low) + (atom->low_in ? 0 : 1);
        if (atom->has_high)
            end = point_segment(axis, &atom->high) + (atom->high_in ? 1 : 0);
        add_span(segments, first, end);
        return;
    }
}

void dmn_axis_add_test(const DmnAxis *axis, const DmnTest *test, uint64_t *segments)
{
    for (size_t i = 0; i < test->n_atoms; i++)
        add_atom(axis, &test->atoms[i], segments);
    if (!test->negate)
        return;
    for (size_t s = 0; s < axis->n_segments; s++) {
        if (bits_get(segments, s))
            bits_clear(segments, s);
        else
            bits_set(segments, s);
    }
}

/* ---- look-up ---- */

static uint32_t find_number(const DmnAxis *axis, Dec v)
{
    size_t low = 0, high = axis->n_points;

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int order = dec_compare(axis->points[mid].u.number, v);

        if (order == 0)
            return (uint32_t)(2 * mid + 1);
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return (uint32_t)(2 * low);
}

static uint32_t find_text(const DmnAxis *axis, const char *v)
{
    size_t low = 0, high = axis->n_points;

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int order = strcmp(axis->points[mid].u.string.text, v); /* UTF-8: by code point */

        if (order == 0)
            return (uint32_t)(2 * mid + 1);
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return (uint32_t)(2 * low);
}

static uint32_t find_date(const DmnAxis *axis, CalDate v)
{
    size_t low = 0, high = axis->n_points;

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        CalDate at = axis->points[mid].u.date;

        if (at == v)
            return (uint32_t)(2 * mid + 1);
        if (at < v)
            low = mid + 1;
        else
            high = mid;
    }
    return (uint32_t)(2 * low);
}

void dmn_axis_find(const DmnAxis *axis, const Col *col, size_t from, size_t n, uint32_t *out)
{
    bool all = !col->nulls && !col->missing;

    for (size_t i = 0; i < n; i++) {
        size_t row = from + i;

        if (!all && !col_has_value(col, row))
            continue;
        switch (col->type) {
        case COL_NUMBER:
            out[i] = find_number(axis, col->v.numbers[row]);
            break;
        case COL_TEXT:
            out[i] = find_text(axis, col->v.texts[row]);
            break;
        case COL_DATE:
            out[i] = find_date(axis, col->v.dates[row]);
            break;
        case COL_BOOL:
            out[i] = col->v.bools[row] ? 3 : 1;
            break;
        case COL_ANY: /* never classified: compile leaves such cells to FEEL */
            out[i] = 0;
            break;
        }
    }
}

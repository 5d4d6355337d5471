/* Functions that make one value of many (feel-reference 5.5). Sums are exact (DecSum), so that no
 * order of items changes a digit.
 */
#include "dec/dec_column.h"
#include "feel/builtins.h"

static FeelValue items_fault(const Call *call)
{
    return feel_fault(call->run, call->at, FAULT_ITEMS);
}

static FeelValue number_or_fault(const Call *call, bool ok, Dec n)
{
    return ok ? feel_number(n) : feel_fault(call->run, call->at, FAULT_NUMBER_RANGE);
}

/* The items, all of them numbers. False: *out is what comes of it (null for a null item). */
static bool numbers(const Call *call, const FeelValue **out_items, size_t *out_n, FeelValue *out)
{
    const FeelValue *items = feel_call_items(call, out_n);
    bool any_null = false;

    *out_items = items;
    if (!feel_call_step(call, *out_n, out))
        return false;
    for (size_t i = 0; i < *out_n; i++) {
        any_null |= items[i].kind == FEEL_NULL;
        if (items[i].kind != FEEL_NUMBER && items[i].kind != FEEL_NULL) {
            *out = items_fault(call);
            return false;
        }
    }
    if (any_null)
        *out = feel_null_operand(call->run, call->at);
    return !any_null;
}

/* ---- min, max ---- */

static FeelValue extreme(const Call *call, int sign)
{
    size_t n;
    const FeelValue *items = feel_call_items(call, &n);
    FeelValue best = feel_null(), fault;
    bool foreign = false;

    if (!feel_call_step(call, n, &fault))
        return fault;
    if (n == 0)
        return feel_null();
    if (feel_any_null(items, n))
        return feel_null_operand(call->run, call->at);
    best = items[0];
    for (size_t i = 0; i < n; i++) {
        int order = 0;

        foreign |= !feel_compare(&items[i], &best, &order);
        if (order * sign > 0)
            best = items[i];
    }
    return foreign ? items_fault(call) : best;
}

static FeelValue fn_min(const Call *call)
{
    return extreme(call, -1);
}

static FeelValue fn_max(const Call *call)
{
    return extreme(call, 1);
}

/* ---- sum, mean ---- */

static DecSum sum_of(const FeelValue *items, size_t n)
{
    DecSum sum = {0};

    for (size_t i = 0; i < n; i++)
        dec_sum_add(&sum, items[i].u.number);
    return sum;
}

static FeelValue fn_sum(const Call *call)
{
    const FeelValue *items;
    FeelValue out;
    size_t n;
    Dec total = dec_zero();

    if (!numbers(call, &items, &n, &out))
        return out;
    if (n == 0)
        return feel_null();
    DecSum sum = sum_of(items, n);
    return number_or_fault(call, dec_sum_get(&sum, &total), total);
}

static bool mean_of(const FeelValue *items, size_t n, Dec *out)
{
    DecSum sum = sum_of(items, n);
    Dec total;

    return dec_sum_get(&sum, &total) && dec_div(total, dec_from_int((int64_t)n), out);
}

static FeelValue fn_mean(const Call *call)
{
    const FeelValue *items;
    FeelValue out;
    size_t n;
    Dec mean = dec_zero();

    if (!numbers(call, &items, &n, &out))
        return out;
    if (n == 0)
        return feel_null();
    return number_or_fault(call, mean_of(items, n, &mean), mean);
}

/* ---- others ---- */

static int compare_numbers(gconstpointer a, gconstpointer b)
{
    return dec_compare(*(const Dec *)a, *(const Dec *)b);
}

/* The numbers in ascending order, in the row's memory. */
static Dec *sorted(const Call *call, const FeelValue *items, size_t n, FeelValue *fault)
{
    Dec *all = feel_take(call->run, call->at, n, sizeof *all, fault);

    if (!all)
        return NULL;
    for (size_t i = 0; i < n; i++)
        all[i] = items[i].u.number;
    if (n)
        qsort(all, n, sizeof *all, compare_numbers);
    return all;
}

/* In ascending order, so that the order of the items changes no digit. */
static FeelValue fn_product(const Call *call)
{
    const FeelValue *items;
    FeelValue out;
    size_t n;
    Dec *all, product = dec_from_int(1);

    if (!numbers(call, &items, &n, &out))
        return out;
    if (n == 0)
        return feel_fault(call->run, call->at, FAULT_ARGUMENT_VALUE);
    all = sorted(call, items, n, &out);
    if (!all)
        return out;
    for (size_t i = 0; i < n; i++)
        if (!dec_mul(product, all[i], &product))
            return number_or_fault(call, false, product);
    return feel_number(product);
}

static FeelValue fn_median(const Call *call)
{
    const FeelValue *items;
    FeelValue out;
    size_t n;
    Dec *all, two;

    if (!numbers(call, &items, &n, &out))
        return out;
    if (n == 0)
        return feel_null();
    all = sorted(call, items, n, &out);
    if (!all)
        return out;
    if (n % 2 == 1)
        return feel_number(all[n / 2]);
    two = dec_zero();
    return number_or_fault(
        call, dec_add(all[n / 2 - 1], all[n / 2], &two) && dec_div(two, dec_from_int(2), &two),
        two);
}

static bool variance(const FeelValue *items, size_t n, Dec *out)
{
    DecSum squares = {0};
    Dec mean, total;

    if (!mean_of(items, n, &mean))
        return false;
    for (size_t i = 0; i < n; i++) {
        Dec d;

        if (!dec_sub(items[i].u.number, mean, &d) || !dec_mul(d, d, &d))
            return false;
        dec_sum_add(&squares, d);
    }
    return dec_sum_get(&squares, &total) && dec_div(total, dec_from_int((int64_t)n - 1), out);
}

static FeelValue fn_stddev(const Call *call)
{
    const FeelValue *items;
    FeelValue out;
    size_t n;
    Dec d = dec_zero();

    if (!numbers(call, &items, &n, &out))
        return out;
    if (n < 2)
        return feel_fault(call->run, call->at, FAULT_ARGUMENT_VALUE);
    return number_or_fault(call, variance(items, n, &d) && dec_sqrt(d, &d), d);
}

/* Length of the run of equal numbers at `i`. */
static size_t run_length(const Dec *all, size_t n, size_t i)
{
    size_t j = i + 1;

    while (j < n && dec_equal(all[i], all[j]))
        j++;
    return j - i;
}

static FeelValue fn_mode(const Call *call)
{
    const FeelValue *items;
    FeelValue out, *modes;
    size_t n, longest = 0, n_modes = 0;
    Dec *all;

    if (!numbers(call, &items, &n, &out))
        return out;
    all = sorted(call, items, n, &out);
    modes = all ? feel_take(call->run, call->at, n, sizeof *modes, &out) : NULL;
    if (!modes)
        return out;
    for (size_t i = 0; i < n; i += run_length(all, n, i))
        longest = MAX(longest, run_length(all, n, i));
    for (size_t i = 0; i < n; i += run_length(all, n, i))
        if (run_length(all, n, i) == longest)
            modes[n_modes++] = feel_number(all[i]);
    return feel_make_list(call->run, call->at, modes, n_modes);
}

const BuiltinEntry feel_builtins_aggregate[] = {
    {FEEL_BUILTIN_MIN,     {.fn = fn_min}    },
    {FEEL_BUILTIN_MAX,     {.fn = fn_max}    },
    {FEEL_BUILTIN_SUM,     {.fn = fn_sum}    },
    {FEEL_BUILTIN_MEAN,    {.fn = fn_mean}   },
    {FEEL_BUILTIN_PRODUCT, {.fn = fn_product}},
    {FEEL_BUILTIN_MEDIAN,  {.fn = fn_median} },
    {FEEL_BUILTIN_STDDEV,  {.fn = fn_stddev} },
    {FEEL_BUILTIN_MODE,    {.fn = fn_mode}   },
    {FEEL_BUILTIN_N,       {0}               },
};

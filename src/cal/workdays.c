/* Counting working days without walking over days.
 *
 * count(d) = working days up to and with d, seen from a fixed origin: whole weeks, plus the days of
 * the week begun, plus the sum of the exceptions up to d (+1 a make-up day, -1 a holiday; kept as
 * running sums). Everything else is a difference or a search of count().
 */
#include "cal/workdays.h"

#include "cal/cal_private.h"
#include "cal/workdays_private.h"

struct CalWorkdays {
    bool weekend[7];
    int32_t in_week[8]; /* working days among the first i weekdays, Monday first */
    size_t n;
    WorkdayException *exceptions; /* owned */
    int32_t *sums;                /* owned; n + 1; sums[i] = effect of the first i exceptions */
    CalDate covers_from, covers_to;
};

CalWorkdays *workdays_new(const WorkdayTable *table)
{
    CalWorkdays *w = g_new0(CalWorkdays, 1);

    for (int i = 0; i < 7; i++) {
        w->weekend[i] = table->weekend[i];
        w->in_week[i + 1] = w->in_week[i] + !table->weekend[i];
    }
    w->n = table->n;
    w->exceptions = g_new0(WorkdayException, table->n + 1);
    w->sums = g_new0(int32_t, table->n + 1);
    for (size_t i = 0; i < table->n; i++) {
        w->exceptions[i] = table->exceptions[i];
        w->sums[i + 1] = w->sums[i] + (table->exceptions[i].working ? 1 : -1);
    }
    w->covers_from = table->covers_from;
    w->covers_to = table->covers_to;
    return w;
}

CalWorkdays *cal_workdays_plain(void)
{
    WorkdayTable table = {
        .weekend = {[5] = true, [6] = true},
          .covers_from = 1, .covers_to = 0
    };

    return workdays_new(&table);
}

void cal_workdays_free(CalWorkdays *w)
{
    if (!w)
        return;
    g_free(w->exceptions);
    g_free(w->sums);
    g_free(w);
}

/* How many exceptions are on or before `date`. */
static size_t exceptions_up_to(const CalWorkdays *w, CalDate date)
{
    size_t low = 0;
    size_t high = w->n;

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (w->exceptions[mid].date <= date)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* Days since Monday, 1969-12-29. */
static int64_t since_monday(CalDate date)
{
    return date + 3;
}

static int64_t count(const CalWorkdays *w, CalDate date)
{
    int64_t week = cal_floor_div(since_monday(date), 7);
    int64_t weekday = cal_floor_mod(since_monday(date), 7);

    return week * w->in_week[7] + w->in_week[weekday + 1] + w->sums[exceptions_up_to(w, date)];
}

bool cal_workdays_is_working(const CalWorkdays *w, CalDate date)
{
    size_t i = exceptions_up_to(w, date);

    if (i > 0 && w->exceptions[i - 1].date == date)
        return w->exceptions[i - 1].working;
    return !w->weekend[cal_date_weekday(date) - 1];
}

int64_t cal_workdays_between(const CalWorkdays *w, CalDate from, CalDate to)
{
    return count(w, to) - count(w, from);
}

/* The first day with count(day) >= target, in (low, high]; the caller knows it is there. */
static CalDate first_reaching(const CalWorkdays *w, int64_t target, CalDate low, CalDate high)
{
    while (high - low > 1) {
        CalDate mid = low + (high - low) / 2;
        if (count(w, mid) >= target)
            high = mid;
        else
            low = mid;
    }
    return high;
}

/* Goes away from `from` by strides that double, until the n-th working day lies between. */
bool cal_workdays_add(const CalWorkdays *w, CalDate from, int64_t n, CalDate *out)
{
    CalDate first, last;
    int64_t target;

    if (n == 0) {
        *out = from;
        return true;
    }
    (void)cal_date_from_ymd(-CAL_MAX_YEAR, 1, 1, &first);
    (void)cal_date_from_ymd(CAL_MAX_YEAR, 12, 31, &last);
    /* The n-th one before `from` is the day at which count() rises to this number. */
    int64_t base = n > 0 ? count(w, from) : count(w, from - 1) + 1;
    if (__builtin_add_overflow(base, n, &target))
        return false;

    CalDate low = n > 0 ? from : from - 1;
    CalDate high = low;
    for (int64_t stride = 8; n > 0 && count(w, high) < target; stride *= 2) {
        if (high == last)
            return false;
        low = high;
        high = MIN(high + stride, last);
    }
    for (int64_t stride = 8; n < 0 && count(w, low) >= target; stride *= 2) {
        if (low < first)
            return false;
        high = low;
        low = MAX(low - stride, first - 1);
    }
    *out = first_reaching(w, target, low, high);
    return true;
}

bool cal_workdays_covers(const CalWorkdays *w, CalDate date)
{
    return date >= w->covers_from && date <= w->covers_to;
}

#include "appraise/cycle.h"

#include <stdlib.h>
#include <string.h>

/* The kinds whose text form is their own; all others are written by last month and name. */
static const struct {
    const char *name;
    char letter; /* between year and ordinal; 0 = none */
} builtin_forms[] = {
    {"half-year", 'H'},
    {"quarter",   'Q'},
};

static char form_letter(const char *kind)
{
    for (size_t i = 0; i < G_N_ELEMENTS(builtin_forms); i++) {
        if (strcmp(builtin_forms[i].name, kind) == 0)
            return builtin_forms[i].letter;
    }
    return 0;
}

static const char *cycle_text(const RegCycle *kind, int year, int month, int ordinal)
{
    g_autofree char *text = NULL;
    char letter = form_letter(kind->name);

    if (strcmp(kind->name, "year") == 0)
        text = g_strdup_printf("%04d", year);
    else if (strcmp(kind->name, "month") == 0)
        text = g_strdup_printf("%04d-%02d", year, month);
    else if (letter)
        text = g_strdup_printf("%04d%c%d", year, letter, ordinal);
    else
        text = g_strdup_printf("%04d-%02d@%s", year, month, kind->name);
    return g_intern_string(text);
}

/* First day of the month after (year, month); years of dates that evaluations meet never leave the
 * calendar's range, so that a failure is a caller's bug. */
static CalDate month_after(int64_t year, int month)
{
    CalDate date = 0;
    bool ok = month == 12 ? cal_date_from_ymd(year + 1, 1, 1, &date)
                          : cal_date_from_ymd(year, month + 1, 1, &date);

    g_return_val_if_fail(ok, 0);
    return date;
}

/* The i-th (0 …) cycle of `year`. */
static AppCycle cycle_at(const RegCycle *kind, int index, int year, int i)
{
    int before = i > 0 ? kind->ending[i - 1] : kind->ending[kind->n_ending - 1];
    AppCycle out = {.kind = index, .year = year, .ordinal = i + 1};

    out.first = month_after(i > 0 ? year : year - 1, before);
    out.last = month_after(year, kind->ending[i]) - 1;
    out.text = cycle_text(kind, year, kind->ending[i], i + 1);
    return out;
}

AppCycle app_cycle_of(const Regulation *reg, int kind, CalDate date)
{
    g_return_val_if_fail(kind >= 0 && (size_t)kind < reg->n_cycles, (AppCycle){0});

    const RegCycle *k = &reg->cycles[kind];
    CalYmd ymd = cal_date_ymd(date);

    for (int i = 0; i < k->n_ending; i++) {
        if (k->ending[i] >= ymd.month)
            return cycle_at(k, kind, ymd.year, i);
    }
    return cycle_at(k, kind, ymd.year + 1, 0); /* runs over the new year */
}

/* Reads exactly `n` digits; -1 if there are none. */
static int read_digits(const char *text, size_t n)
{
    int value = 0;

    for (size_t i = 0; i < n; i++) {
        if (!g_ascii_isdigit(text[i]))
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

/* Any cycle of `kind` that the form could mean; the caller compares texts. */
static bool guess(const Regulation *reg, int kind, int year, const char *rest, AppCycle *out)
{
    const RegCycle *k = &reg->cycles[kind];
    int month = rest[0] == '-' ? read_digits(rest + 1, 2) : 0;

    for (int i = 0; i < k->n_ending; i++) {
        bool by_month = rest[0] == '-' && k->ending[i] == month;
        bool by_ordinal = g_ascii_isalpha(rest[0]) && read_digits(rest + 1, 1) == i + 1;

        if (by_month || by_ordinal || rest[0] == '\0') {
            *out = cycle_at(k, kind, year, i);
            return true;
        }
    }
    return false;
}

bool app_cycle_parse(const Regulation *reg, const char *text, AppCycle *out)
{
    int year = read_digits(text, 4);

    if (year < APP_MIN_YEAR || year > APP_MAX_YEAR)
        return false;
    for (size_t kind = 0; kind < reg->n_cycles; kind++) {
        AppCycle cycle;

        /* Only the one way in which a cycle is written is read. */
        if (guess(reg, (int)kind, year, text + 4, &cycle) && strcmp(cycle.text, text) == 0) {
            *out = cycle;
            return true;
        }
    }
    return false;
}

int app_cycle_compare(const AppCycle *a, const AppCycle *b)
{
    if (a->last != b->last)
        return a->last < b->last ? -1 : 1;
    return (a->kind > b->kind) - (a->kind < b->kind);
}

static int compare_cycles(const void *a, const void *b)
{
    return app_cycle_compare(a, b);
}

AppCycle *
app_cycles_between(Arena *arena, const Regulation *reg, CalDate from, CalDate to, size_t *out_n)
{
    g_autoptr(GArray) list = g_array_new(false, false, sizeof(AppCycle));

    for (size_t kind = 0; kind < reg->n_cycles && from <= to; kind++) {
        AppCycle cycle = app_cycle_of(reg, (int)kind, from);

        if (cycle.first < from)
            cycle = app_cycle_next(reg, &cycle);
        for (size_t n = 0; cycle.last <= to && n < APP_MAX_CYCLES; n++) {
            g_array_append_val(list, cycle);
            cycle = app_cycle_next(reg, &cycle);
        }
    }

    size_t n = MIN(list->len, (size_t)APP_MAX_CYCLES);
    AppCycle *out = ARENA_NEW_N(arena, AppCycle, n);

    if (list->len > 0) {
        qsort(list->data, list->len, sizeof(AppCycle), compare_cycles);
        memcpy(out, list->data, n * sizeof(AppCycle));
    }
    *out_n = n;
    return out;
}

AppCycle app_cycle_previous(const Regulation *reg, const AppCycle *cycle)
{
    return app_cycle_of(reg, cycle->kind, cycle->first - 1);
}

AppCycle app_cycle_next(const Regulation *reg, const AppCycle *cycle)
{
    return app_cycle_of(reg, cycle->kind, cycle->last + 1);
}

int64_t app_cycle_number(const Regulation *reg, const AppCycle *cycle)
{
    return (int64_t)cycle->year * reg->cycles[cycle->kind].n_ending + cycle->ordinal;
}

void app_cycle_year(const Regulation *reg, CalDate date, CalDate *first, CalDate *last)
{
    int kind = reg_cycle(reg, "year");
    CalYmd ymd = cal_date_ymd(date);

    if (kind != REG_NO_CYCLE) {
        AppCycle year = app_cycle_of(reg, kind, date);

        *first = year.first;
        *last = year.last;
        return;
    }
    *first = month_after(ymd.year - 1, 12);
    *last = month_after(ymd.year, 12) - 1;
}

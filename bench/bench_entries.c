/* bench_entries.c - entries of a register, taken by persons: seconds and memory by their number.
 *
 * Each person has the same number of entries, spread over the days of some years; inputs and totals
 * read them month by month. Twice the entries should take twice as long.
 * argv[1] = entries, argv[2] = persons, argv[3] = years.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "appraise/appraise.h"

static const char regulation_text[] =
    "---\nregulation: entries\ncycles: [month, year]\n---\n\n# 一\n\n"
    "```yaml register 簿\nfields:\n  责任人: person\n  日期: date\n  金额: 元\n"
    "  类别: one of [甲, 乙]\n```\n\n"
    "```yaml subject 事件\nrows: register 簿\n```\n\n"
    "```yaml input 甲类次数 @month\nfrom: register 簿\ntake: count\nwhere: 类别 = \"甲\"\n```\n\n"
    "```yaml input 当月金额 @month unit 元\nfrom: register 簿\ncolumn: 金额\ntake: sum\n```\n\n"
    "```yaml input 近12月金额 @month unit 元\nfrom: register 簿\ncolumn: 金额\n"
    "over: last 12 months\ntake: sum\n```\n\n"
    "```yaml input 全年最大 @year unit 元\nfrom: register 簿\ncolumn: 金额\ntake: max\n```\n\n"
    "```feel 双倍 @month per 事件 unit 元\nif 类别 = \"甲\" then 金额 * 2 else 金额\n```\n\n"
    "```yaml rank 序 @month per 事件\nof: 金额\nwithin: 责任人\nsize: 个数\n```\n\n"
    "```yaml total 双倍合计 @month unit 元\ntake: sum\nof: 双倍\nover: 事件 by 责任人\n```\n\n"
    "```yaml total 首位金额 @month unit 元\ntake: sum\nof: 金额\nwhere: 序 = 1\n"
    "over: 事件 by 责任人\n```\n\n"
    "```yaml total 全员金额 @month unit 元\ntake: sum\nof: 当月金额\n```\n";

static double seconds_now(void)
{
    return (double)g_get_monotonic_time() / 1e6;
}

static void add_entries(AppData *data, size_t n, size_t n_persons, size_t n_years)
{
    CalDate first = 0;

    (void)cal_date_from_ymd(2003, 1, 1, &first);
    for (size_t i = 0; i < n; i++) {
        g_autofree char *key = g_strdup_printf("E%08zu", i * 7919 % n);
        g_autofree char *person = g_strdup_printf("P%06zu", i % n_persons);
        CalDate day = first + (CalDate)(i / n_persons * 37 % (n_years * 365));
        FeelValue fields[] = {
            feel_string(person, strlen(person)),
            feel_date(day),
            feel_number(dec_from_scaled((int64_t)(i * 31 % 100000), 2)),
            feel_string(i % 3 ? "甲" : "乙", strlen("甲")),
        };

        app_data_add_entry(data, "簿", key, day, fields, G_N_ELEMENTS(fields));
    }
}

int main(int argc, char **argv)
{
    size_t n = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000000;
    size_t n_persons = argc > 2 ? strtoul(argv[2], NULL, 10) : 10000;
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    size_t n_years = argc > 3 ? strtoul(argv[3], NULL, 10) : 1;
    Regulation *reg = reg_load_text(regulation_text, strlen(regulation_text), "bench.md", diags);
    AppOptions options = {.lang = LANG_EN};
    AppCycle year, last;
    struct rusage usage;

    if (!reg || n == 0 || n_persons == 0 || n_years == 0 || !app_cycle_parse(reg, "2003", &year))
        return 1;
    last = year;
    for (size_t k = 1; k < n_years; k++)
        last = app_cycle_next(reg, &last);
    double start = seconds_now();
    AppData *data = app_data_new(reg);
    for (size_t i = 0; i < n_persons; i++) {
        g_autofree char *person = g_strdup_printf("P%06zu", i);

        (void)app_data_row(data, REG_PERSON, person);
    }
    add_entries(data, n, n_persons, n_years);
    double given = seconds_now();
    AppResult *result = app_evaluate(reg, data, &year, &last, &options, NULL);
    double done = seconds_now();
    FeelValue all = result
                        ? app_result_value(result, reg_name(reg, REG_PERSON, "全年最大"), 0, &year)
                        : feel_null();

    if (all.kind != FEEL_NUMBER)
        return 1;
    getrusage(RUSAGE_SELF, &usage);
    printf("%zu entries of %zu persons, %zu months: given %.2f s, evaluated %.2f s, peak %ld MB\n",
           n, n_persons, 12 * n_years, given - start, done - given, usage.ru_maxrss / 1024);
    app_result_free(result);
    app_data_free(data);
    reg_free(reg);
    return 0;
}

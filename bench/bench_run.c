/* bench_run.c - a regulation over 10,000 persons: persons per second and bytes per person.
 *
 * Every input of every cycle has a value for every person, so that nothing is left out as missing.
 * argv[1] = folder of the regulation, argv[2] = cycle, argv[3] = persons.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "appraise/appraise.h"

static const char *const grades[] = {"高级客户经理二级", "高级客户经理一级", "客户经理二级",
                                     "客户经理一级",     "助理客户经理",     "见习客户经理"};

static FeelValue text_value(const char *text)
{
    return feel_string(text, strlen(text));
}

/* A plain value of the name's type, different from row to row. */
static FeelValue value_for(const RegName *name, size_t row)
{
    switch (name->type->kind) {
    case FEEL_T_NUMBER:
        return feel_number(dec_from_scaled((int64_t)(row * 7919 % 100000) + 100, 2));
    case FEEL_T_BOOLEAN:
        return feel_boolean(row % 2 == 0);
    case FEEL_T_DATE: {
        CalDate date = 0;
        (void)cal_date_from_ymd(1995 + (int64_t)(row % 8), 1 + (int64_t)(row % 12), 1, &date);
        return feel_date(date);
    }
    case FEEL_T_STRING:
        if (name->n_one_of)
            return text_value(name->one_of[row % name->n_one_of]);
        return feel_null();
    case FEEL_T_ANY:
    case FEEL_T_NULL:
    case FEEL_T_TIME:
    case FEEL_T_DATE_TIME:
    case FEEL_T_DT_DURATION:
    case FEEL_T_YM_DURATION:
    case FEEL_T_LIST:
    case FEEL_T_CONTEXT:
    case FEEL_T_RANGE:
    case FEEL_T_FUNCTION:
        return feel_null();
    }
    return feel_null();
}

static bool is_entered(const RegName *name)
{
    return name->kind == REG_NAME_INPUT && name->subject == REG_PERSON && name->block &&
           name->block->u.input.source != REG_FROM_HISTORY &&
           name->block->u.input.source != REG_FROM_LEDGER;
}

/* Parameters without a value in the text get one. */
static void fill_param(AppData *data, const RegName *name)
{
    FeelValue value = feel_number(dec_from_scaled(3, 2));

    if (name->block->u.param.n_periods == 0)
        app_data_set_param(data, name, NULL, 0, INT64_MIN, &value);
}

static void
fill_row(AppData *data, const Regulation *reg, size_t row, const AppCycle *cycles, size_t n_cycles)
{
    FeelValue post = text_value("客户经理");
    FeelValue grade = text_value(grades[row % G_N_ELEMENTS(grades)]);

    app_data_set_attribute(data, reg_name(reg, REG_PERSON, "岗位"), row, INT64_MIN, &post);
    app_data_set_attribute(data, reg_name(reg, REG_PERSON, "级别"), row, INT64_MIN, &grade);
    for (size_t i = 0; i < reg->n_names; i++) {
        const RegName *name = reg->names[i];
        FeelValue value;
        if (!is_entered(name))
            continue;
        value = value_for(name, row);
        if (name->cycle == REG_NO_CYCLE)
            app_data_set_attribute(data, name, row, INT64_MIN, &value);
        for (size_t c = 0; c < n_cycles; c++)
            if (cycles[c].kind == name->cycle)
                app_data_set_value(data, name, row, &cycles[c], &value);
    }
}

static void fill(AppData *data, const Regulation *reg, const AppCycle *cycle, size_t n_rows)
{
    g_autoptr(Arena) arena = arena_new(0);
    size_t n_cycles;
    AppCycle *cycles = app_cycles_between(arena, reg, cycle->first, cycle->last, &n_cycles);

    for (size_t i = 0; i < reg->n_names; i++)
        if (reg->names[i]->kind == REG_NAME_PARAM && reg->names[i]->subject == REG_PERSON)
            fill_param(data, reg->names[i]);
    for (size_t r = 0; r < n_rows; r++) {
        char key[32];
        g_snprintf(key, sizeof key, "P%06zu", r);
        fill_row(data, reg, app_data_row(data, REG_PERSON, key), cycles, n_cycles);
    }
}

static int64_t peak_kb(void)
{
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

int main(int argc, char **argv)
{
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    g_autoptr(GError) error = NULL;
    const char *folder = argc > 1 ? argv[1] : "regulations/contribution-bank";
    int64_t n_rows = argc > 3 ? g_ascii_strtoll(argv[3], NULL, 10) : 10000;
    int64_t start, before_kb, us;
    AppCycle cycle;
    AppOptions options = {.lang = LANG_EN};
    g_autoptr(Regulation) reg = reg_load(folder, diags, &error);

    if (!reg || !app_cycle_parse(reg, argc > 2 ? argv[2] : "2003", &cycle)) {
        g_autofree char *text = diags_format(diags);
        fprintf(stderr, "%s%s", text, error ? error->message : "");
        return 1;
    }
    g_autoptr(AppData) data = app_data_new(reg);
    fill(data, reg, &cycle, (size_t)n_rows);
    before_kb = peak_kb();
    start = g_get_monotonic_time();
    g_autoptr(AppResult) result = app_evaluate(reg, data, &cycle, &cycle, &options, &error);
    us = g_get_monotonic_time() - start;
    if (!result) {
        fprintf(stderr, "%s\n", error->message);
        return 1;
    }
    printf("bench run persons %" G_GINT64_FORMAT " persons\n", n_rows);
    printf("bench run evaluate_time %" G_GINT64_FORMAT " ms\n", us / 1000);
    printf("bench run persons_per_second %" G_GINT64_FORMAT " persons/s\n",
           n_rows * 1000000 / MAX(us, 1));
    printf("bench run bytes_per_person %" G_GINT64_FORMAT " bytes\n",
           (peak_kb() - before_kb) * 1024 / n_rows);
    return 0;
}

/* data.h - all that an evaluation is given: rows, attributes, inputs by cycle, parameters, recorded
 * decisions, entries of sheets, opening ledger. Plain data: filled by `guanhu test` from cases and
 * by runs from the store. One thread owns an AppData; it is only read during app_evaluate.
 *
 * Values are FeelValues whose strings are copied. Setting a thing twice replaces it. Rows are
 * identified by key (工号, 账号 …); their order of adding never matters: an evaluation sorts by key.
 */
#pragma once

#include "appraise/cycle.h"

typedef struct AppData AppData;

AppData *app_data_new(const Regulation *reg); /* reg borrowed, must outlive it */
void app_data_free(AppData *data);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AppData, app_data_free)

/* Adds a row, or finds it. Returns its index within the subject (stable). */
size_t app_data_row(AppData *data, int subject, const char *key);
size_t app_data_n_rows(const AppData *data, int subject);
const char *app_data_row_key(const AppData *data, int subject, size_t row);
/* A name for people ("张三"); default: the key. */
void app_data_set_label(AppData *data, int subject, size_t row, const char *label);

/* Attribute (or link) of a row from a day on (INT64_MIN = always). */
void app_data_set_attribute(
    AppData *data, const RegName *name, size_t row, CalDate from, const FeelValue *value);
/* An input, history from before the first run, or a decision fixed from outside, of a row in a
 * cycle; `cycle` NULL = in every cycle of the name. */
void app_data_set_value(
    AppData *data, const RegName *name, size_t row, const AppCycle *cycle, const FeelValue *value);
/* The same for all rows of the subject that have no value of their own. */
void app_data_set_default(AppData *data,
                          const RegName *name,
                          const AppCycle *cycle,
                          const FeelValue *value);
/* A whole column for one cycle at once (measures of many rows): col has a cell for each row index
 * 0 … n-1; borrowed, must outlive data. Missing cells of it count as not given. */
void app_data_set_column(AppData *data, const RegName *name, const AppCycle *cycle, const Col *col);

/* A parameter value from a day on, for keys (one per `by`; n_keys 0 = the one value). Beats the
 * regulation's own periods from that day on. */
void app_data_set_param(AppData *data,
                        const RegName *name,
                        const char *const *keys,
                        size_t n_keys,
                        CalDate from,
                        const FeelValue *value);
/* The recorded outcome of a `decide`, or the ranks people gave to tied rows (REASON_TIE). */
void app_data_set_outcome(
    AppData *data, const RegName *name, size_t row, const AppCycle *cycle, const FeelValue *value);

/* One line of a sheet with many lines (or an entry of a register). `date` dates it; fields in the
 * order of the sheet's fields. Becomes a row of each subject whose rows come from that sheet. */
void app_data_add_entry(AppData *data,
                        const char *sheet,
                        const char *key,
                        CalDate date,
                        const FeelValue *fields,
                        size_t n_fields);

/* Opening state of the ledger before the first cycle evaluated. */
void app_data_set_opening_reserve(
    AppData *data, const char *reserve, size_t person, CalDate due, Dec amount);
void app_data_set_opening_carry(AppData *data, const char *pay, size_t person, Dec amount);

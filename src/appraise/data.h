/* data.h - all that an evaluation is given: rows, attributes, inputs by cycle, parameters, recorded
 * decisions, entries of forms, opening ledger. Plain data: filled by `guanhu test` from cases and
 * by runs from the store. One thread owns an AppData; it is only read during app_evaluate.
 *
 * Values are FeelValues whose strings are copied. Setting a thing twice replaces it. Rows are
 * identified by key (工号, 账号 …); their order of adding never matters: an evaluation sorts by key.
 *
 * Units: a number stands in the unit that its name declares (万元 …) and is multiplied by
 * RegName.factor when it is read; whole columns (app_data_set_column) are in the normal form (元).
 * A value that does not fit its name (kind, `one of`) is a fault of that cell, not of the data.
 */
#pragma once

#include "appraise/plan.h"

typedef struct AppData AppData;

AppData *app_data_new(const Regulation *reg); /* reg borrowed, must outlive it */
void app_data_free(AppData *data);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AppData, app_data_free)

/* Adds a row, or finds it. Returns its index within the subject (stable). */
size_t app_data_row(AppData *data, int subject, const char *key);
/* Finds a row; false if there is none. */
bool app_data_find_row(const AppData *data, int subject, const char *key, size_t *out_row);
size_t app_data_n_rows(const AppData *data, int subject);
const char *app_data_row_key(const AppData *data, int subject, size_t row);
/* A name for people ("张三"); default: the key. */
void app_data_set_label(AppData *data, int subject, size_t row, const char *label);
const char *app_data_row_label(const AppData *data, int subject, size_t row);

/* Attribute (or link) of a row from a day on (INT64_MIN = always). Null says that there is nothing
 * from that day on (left, no team); without any value in force an attribute is missing, but for
 * 离职日期 (null: not left). */
void app_data_set_attribute(
    AppData *data, const RegName *name, size_t row, CalDate from, const FeelValue *value);
/* An input, history from before the first run, or a decision fixed from outside, of a row in a
 * cycle; `cycle` NULL = in every cycle of the name that is evaluated, and those that contain such a
 * one, but not as history from before them. Given values win over everything, an attribute's too.
 * FEEL_MISSING says that the value is owed: of an earlier cycle, because its run is not closed. */
void app_data_set_value(
    AppData *data, const RegName *name, size_t row, const AppCycle *cycle, const FeelValue *value);
/* The same for all rows of the subject that have no value of their own. */
void app_data_set_default(AppData *data,
                          const RegName *name,
                          const AppCycle *cycle,
                          const FeelValue *value);
/* A whole column for one cycle at once (measures of many rows): col has a cell for each row index
 * 0 … n-1; borrowed, must outlive data. Missing cells of it count as not given. A value set for one
 * row beats it. */
void app_data_set_column(AppData *data, const RegName *name, const AppCycle *cycle, const Col *col);

/* A parameter value from a day on, for keys (one per `by`; n_keys 0 = the one value, or that of
 * every key that has none of its own). Beats the regulation's own periods from that day on. */
void app_data_set_param(AppData *data,
                        const RegName *name,
                        const char *const *keys,
                        size_t n_keys,
                        CalDate from,
                        const FeelValue *value);
/* The recorded outcome of a `decide`, or the ranks people gave to tied rows (REASON_TIE; any
 * numbers among the places tied for that put them in order). Ignored where nothing is asked. */
void app_data_set_outcome(
    AppData *data, const RegName *name, size_t row, const AppCycle *cycle, const FeelValue *value);

/* The day that dates an entry with these fields: its first date field, of a date and time the
 * calendar day; INT64_MIN = none. */
CalDate app_form_day(const RegForm *form, const FeelValue *fields);
/* One line of a sheet, or an entry of a register. `date` dates it (INT64_MIN = undated: it belongs
 * to every cycle); fields in the order of the form's fields, absent ones null. Becomes a row of
 * each subject whose rows come from that form. */
void app_data_add_entry(AppData *data,
                        const char *form,
                        const char *key,
                        CalDate date,
                        const FeelValue *fields,
                        size_t n_fields);
/* The same for a line of a sheet whose row (key of the sheet's own subject) is none of its fields;
 * NULL = none. It is the value of the link that the entry's subject has to the sheet's subject. */
void app_data_add_line(AppData *data,
                       const char *form,
                       const char *key,
                       const char *owner,
                       CalDate date,
                       const FeelValue *fields,
                       size_t n_fields);

/* Opening state of the ledger before the first cycle evaluated: open tranches of a reserve, open
 * carries of a `pay` block, and postings of earlier closed runs (copied; `cycle` and `day` say
 * when; they count for `cumulative` and `from: ledger`). A posting says it all: do not give both a
 * posting and the opening that results from it. */
void app_data_set_opening_reserve(
    AppData *data, const char *reserve, size_t person, CalDate due, Dec amount);
void app_data_set_opening_carry(AppData *data, const char *pay, size_t person, Dec amount);
void app_data_add_opening_posting(AppData *data, const AppPosting *posting);

/* bench_regulations.c - every shipped regulation over 100,000 rows: milliseconds a cycle, of the
 * processor: others may be at work on the machine.
 *
 * The worked examples of a regulation are its data: each row of a case is there many times, its
 * links leading to the same copy, and every input that the case leaves out has some value, as in a
 * month that is complete. Of all cases the one that takes longest for a row and cycle is measured.
 * argv[1] = folder of a regulation (default: all of regulations/), argv[2] = case.
 */
#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "appraise/cases.h"
#include "appraise/data_private.h"

enum {
    ROWS = 100000,
    TRIAL_ROWS = 2000,
    MAX_CYCLES = 20, /* longer cases are several years of the same */
};

/* ---- copies of a case's data ---- */

typedef struct Copy {
    const Regulation *reg;
    const AppData *from;
    AppData *to;
    size_t n; /* copies of each row */
    Arena *arena;
} Copy;

static const char *key_of(Copy *c, const char *key, size_t k)
{
    return arena_printf(c->arena, "%s#%06zu", key, k);
}

/* A link leads to the same copy. */
static FeelValue value_of(Copy *c, const RegName *name, const FeelValue *value, size_t k)
{
    const char *key;

    if (!name->type->row_of || value->kind != FEEL_STRING)
        return *value;
    key = key_of(c, value->u.string.text, k);
    return feel_string(key, strlen(key));
}

static size_t row_of(Copy *c, const RegName *name, size_t row, size_t k)
{
    return app_data_row(c->to, name->subject,
                        key_of(c, app_data_row_key(c->from, name->subject, row), k));
}

typedef void (*SetCell)(
    AppData *data, const RegName *name, size_t row, const AppCycle *cycle, const FeelValue *value);

static void copy_cells(Copy *c, const RegName *name, const GPtrArray *all, SetCell set)
{
    for (guint i = 0; all && i < all->len; i++) {
        const DataCells *cells = g_ptr_array_index(all, i);
        const AppCycle *cycle = cells->cycle.text ? &cells->cycle : NULL;

        if (cells->has_default)
            app_data_set_default(c->to, name, cycle, &cells->fallback);
        for (size_t row = 0; row < cells->n; row++) {
            const FeelValue *value = data_cell(cells, row);

            for (size_t k = 0; value && k < c->n; k++) {
                FeelValue v = value_of(c, name, value, k);

                set(c->to, name, row_of(c, name, row, k), cycle, &v);
            }
        }
    }
}

static void copy_dated(Copy *c, const RegName *name)
{
    for (size_t row = 0; row < app_data_n_rows(c->from, name->subject); row++) {
        const DataDated *dated;
        size_t n = data_dated_all(c->from, name->slot, row, &dated);

        for (size_t i = 0; i < n; i++) {
            for (size_t k = 0; k < c->n; k++) {
                FeelValue v = value_of(c, name, &dated[i].value, k);

                app_data_set_attribute(c->to, name, row_of(c, name, row, k), dated[i].from, &v);
            }
        }
    }
}

static void copy_names(Copy *c)
{
    for (size_t i = 0; i < c->reg->n_names; i++) {
        const DataName *kept = &c->from->names[i];
        const RegName *name = c->reg->names[i];

        copy_cells(c, name, kept->cells, app_data_set_value);
        copy_cells(c, name, kept->outcomes, app_data_set_outcome);
        if (kept->n_dated > 0)
            copy_dated(c, name);
    }
}

static void copy_params(Copy *c)
{
    for (size_t i = 0; i < c->reg->n_blocks; i++) {
        const GArray *params = data_params(c->from, c->reg->blocks[i]);

        for (guint k = 0; params && k < params->len; k++) {
            const DataParam *p = &g_array_index(params, DataParam, k);

            app_data_set_param(c->to, c->reg->blocks[i]->defines[0], p->keys, p->n_keys, p->from,
                               &p->value);
        }
    }
}

/* ---- what a case leaves out ---- */

static FeelValue text_value(const char *text)
{
    return feel_string(text, strlen(text));
}

/* Some value of a type; null where there is none to be made up. */
static FeelValue some_value(const FeelType *type, const char *const *one_of, size_t n_one_of)
{
    CalDate date = 0;

    if (n_one_of > 0)
        return text_value(one_of[0]);
    if (type->kind == FEEL_T_NUMBER || type->kind == FEEL_T_ANY)
        return feel_number(dec_from_int(1));
    if (type->kind == FEEL_T_BOOLEAN)
        return feel_boolean(false);
    if (type->kind == FEEL_T_DATE && cal_date_from_ymd(2001, 2, 3, &date))
        return feel_date(date);
    return type->kind == FEEL_T_STRING && !type->row_of ? text_value("无") : feel_null();
}

static bool is_owed(const RegName *name)
{
    const RegInput *input = name->block ? &name->block->u.input : NULL;
    bool is_input = input && name->block->kind == REG_INPUT &&
                    (name->kind == REG_NAME_INPUT || name->kind == REG_NAME_ATTRIBUTE);

    return is_input && !input->optional && !reg_expr_is_set(&input->if_none) &&
           input->source != REG_FROM_REGISTER && input->source != REG_FROM_LEDGER;
}

static void fill_rest(Copy *c)
{
    for (size_t i = 0; i < c->reg->n_names; i++) {
        const RegName *name = c->reg->names[i];
        const DataName *kept = &c->from->names[i];
        bool is_given = kept->n_dated > 0 || (kept->cells && kept->cells->len > 0);
        FeelValue v = some_value(name->type, name->one_of, name->n_one_of);

        if (is_owed(name) && !is_given)
            app_data_set_default(c->to, name, NULL, &v);
    }
    for (size_t i = 0; i < c->reg->n_blocks; i++) {
        const RegBlock *block = c->reg->blocks[i];
        const RegName *name = block->n_defines > 0 ? block->defines[0] : NULL;
        FeelValue v;

        if (block->kind != REG_PARAM || block->u.param.n_periods > 0 || data_params(c->from, block))
            continue;
        v = some_value(name->type, name->one_of, name->n_one_of);
        app_data_set_param(c->to, name, NULL, 0, INT64_MIN, &v);
    }
}

/* Rows, so that their dates are there before their fields; those of sheets and registers keep them
 * as attributes, which copy_names sets. */
static void copy_rows(Copy *c)
{
    for (int s = 0; s < (int)c->reg->n_subjects; s++) {
        for (size_t row = 0; row < app_data_n_rows(c->from, s); row++) {
            CalDate date = data_entry_date(c->from, s, row);
            const char *source = c->reg->subjects[s].source;

            for (size_t k = 0; k < c->n; k++) {
                const char *key = key_of(c, app_data_row_key(c->from, s, row), k);

                if (date != INT64_MIN && source)
                    app_data_add_entry(c->to, source, key, date, NULL, 0);
                else
                    (void)app_data_row(c->to, s, key);
            }
        }
    }
}

static AppData *copies_of(Arena *arena, const Regulation *reg, const AppData *from, size_t n_rows)
{
    size_t most = 1;
    Copy c = {.reg = reg, .from = from, .to = app_data_new(reg), .arena = arena};

    for (int s = 0; s < (int)reg->n_subjects; s++)
        most = MAX(most, app_data_n_rows(from, s));
    c.n = (n_rows + most - 1) / most;
    copy_rows(&c);
    copy_names(&c);
    copy_params(&c);
    fill_rest(&c);
    return c.to;
}

/* ---- one measurement ---- */

typedef struct Measured {
    int64_t us;
    size_t n_cycles;
} Measured;

static int64_t now_us(void)
{
    return (int64_t)clock() * 1000000 / CLOCKS_PER_SEC;
}

static Measured measure(const Regulation *reg, const CasesPlayed *played, size_t n_rows)
{
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(AppData) data = copies_of(arena, reg, played->data, n_rows);
    g_autoptr(GError) error = NULL;
    AppOptions options = {.lang = LANG_EN};
    int64_t start = now_us();
    g_autoptr(AppResult) result =
        app_evaluate(reg, data, &played->from, &played->to, &options, &error);
    Measured m = {.us = now_us() - start};

    if (result)
        m.n_cycles = app_result_cycles(result, &(const AppCycle *){NULL});
    else
        fprintf(stderr, "%s: %s\n", reg->id, error->message);
    return m;
}

static int64_t us_per_cycle(Measured m)
{
    return m.n_cycles > 0 ? m.us / (int64_t)m.n_cycles : 0;
}

/* ---- a regulation ---- */

typedef struct Worst {
    const Regulation *reg;
    const char *text, *file;
    size_t len;
    char *name; /* owned, or NULL */
    int64_t us;
    Diags *diags;
} Worst;

static void try_case(void *data, const char *name, bool passed, const char *failures)
{
    Worst *w = data;
    g_autoptr(CasesPlayed) played = cases_play(w->reg, w->text, w->len, w->file, name, w->diags);
    size_t n_cycles =
        played ? app_result_cycles(played->result, &(const AppCycle *){NULL}) : MAX_CYCLES + 1;
    int64_t us;

    (void)passed;
    (void)failures;
    if (n_cycles > MAX_CYCLES)
        return;
    us = us_per_cycle(measure(w->reg, played, TRIAL_ROWS));
    if (w->name && us <= w->us)
        return;
    g_free(w->name);
    w->name = g_strdup(name);
    w->us = us;
}

static bool bench(const char *folder, const char *only)
{
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    g_autoptr(GError) error = NULL;
    g_autoptr(Regulation) reg = reg_load(folder, diags, &error);
    g_autofree char *file = g_build_filename(folder, "cases.yaml", NULL);
    g_autofree char *text = NULL;
    CasesReport report;
    Worst worst = {.reg = reg, .file = file, .diags = diags};
    CasesOptions options = {.on_case = try_case, .data = &worst};

    if (!reg || !g_file_get_contents(file, &text, &worst.len, &error)) {
        fprintf(stderr, "%s: %s\n", folder, error ? error->message : "it has errors");
        return false;
    }
    worst.text = text;
    if (only)
        worst.name = g_strdup(only);
    else if (!cases_run(reg, text, worst.len, file, &options, &report, diags))
        return false;
    if (!worst.name)
        return false;

    g_autofree char *name = worst.name;
    g_autoptr(CasesPlayed) played = cases_play(reg, text, worst.len, file, name, diags);
    Measured m = played ? measure(reg, played, ROWS) : (Measured){0};

    if (m.n_cycles == 0)
        return false;
    printf("bench regulations %s %" G_GINT64_FORMAT " ms/cycle of 100,000 rows, worst case %s\n",
           reg->id, us_per_cycle(m) / 1000, name);
    return true;
}

int main(int argc, char **argv)
{
    glob_t found = {0};
    bool ok = true;

    if (argc > 1)
        ok = bench(argv[1], argc > 2 ? argv[2] : NULL);
    if (argc == 1 && glob("regulations/*", 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++)
            ok = bench(found.gl_pathv[i], NULL) && ok;
    }
    globfree(&found);
    return ok ? 0 : 1;
}

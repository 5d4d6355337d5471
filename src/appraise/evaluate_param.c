/* Parameters: by keys and date, from what was set (AppData) or what the regulation says. */
#include "appraise/evaluate_private.h"

#include <string.h>

static bool same_keys(const char *const *a, const char *const *b, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (a[i] != b[i] && strcmp(a[i], b[i]) != 0)
            return false;
    }
    return true;
}

/* The latest value set for just these keys (n_keys > 0) or for all. */
static const DataParam *
set_value(const GArray *list, const char *const *keys, size_t n_keys, CalDate date)
{
    const DataParam *best = NULL;

    for (guint i = 0; list && i < list->len; i++) {
        const DataParam *p = &g_array_index(list, DataParam, i);

        if (p->n_keys != n_keys || p->from > date || (best && p->from < best->from))
            continue;
        if (same_keys(p->keys, keys, n_keys))
            best = p; /* set again for the same day: the last one counts */
    }
    return best;
}

/* A value as the regulation writes it: evaluated once. */
static FeelValue literal(AppResult *ev, const RegParamValue *value)
{
    FeelValue *known = g_hash_table_lookup(ev->literals, value);

    if (known)
        return *known;
    known = ARENA_NEW(ev->arena, FeelValue);
    *known = feel_null();
    if (value->value.program) {
        feel_run_set_blame(ev->run, "param", NULL, NULL);
        *known = feel_run_row(ev->run, value->value.program, NULL, NULL);
    }
    g_hash_table_insert(ev->literals, (gpointer)value, known);
    return *known;
}

static const RegParamPeriod *period_on(const RegParam *param, CalDate date)
{
    const RegParamPeriod *best = NULL;

    for (size_t i = 0; i < param->n_periods; i++) {
        const RegParamPeriod *p = &param->periods[i];

        if (p->from <= date && date <= p->to && (!best || p->from >= best->from))
            best = p;
    }
    return best;
}

bool param_find(
    AppResult *ev, const RegBlock *block, const char *const *keys, CalDate date, ParamFound *out)
{
    const RegParam *param = &block->u.param;
    const GArray *list = data_params(ev->data, block);
    const DataParam *set = set_value(list, keys, param->n_by, date);
    const RegParamPeriod *period = period_on(param, date);

    if (!set && param->n_by > 0)
        set = set_value(list, NULL, 0, date);
    if (set && set->value.kind != FEEL_MISSING) {
        *out = (ParamFound){.value = set->value, .given = set};
        return true;
    }
    for (size_t i = 0; period && i < period->n_values; i++) {
        if (same_keys(period->values[i].keys, keys, param->n_by)) {
            *out = (ParamFound){.value = literal(ev, &period->values[i]), .period = period};
            return true;
        }
    }
    return false;
}

/* ---- columns ---- */

enum { MEMO = 64 }; /* distinct key sets remembered; more are found again each time */

typedef struct Memo {
    const char **keys;
    CalDate date;
    bool found;
    ParamFound value;
} Memo;

typedef struct Lookup {
    Frame *f;
    const RegName *name;
    const RegParam *param;
    const Col **by; /* n_by columns of the keys */
    const char **keys;
    Memo memos[MEMO];
    size_t n_memos;
} Lookup;

/* Keys of row i as texts. NULL or missing keys are told by the result: 1 usable, 0 null, -1 missing
 * (*out_reason). Texts of a column are compared by pointer first, so they are not copied. */
static int keys_of(Lookup *l, size_t i, uint32_t *out_reason)
{
    int usable = 1;

    for (size_t k = 0; k < l->param->n_by; k++) {
        FeelValue v = feel_cell_get(l->by[k], i);

        if (v.kind == FEEL_MISSING) {
            *out_reason = reasons_union(l->f->ev->reasons, *out_reason, v.reason);
            usable = -1;
        } else if (v.kind == FEEL_NULL) {
            usable = MIN(usable, 0);
        } else {
            l->keys[k] = v.kind == FEEL_STRING
                             ? v.u.string.text
                             : feel_value_text(l->f->ev->arena, &v, /* quoted= */ false);
        }
    }
    return usable;
}

static bool is_memo(const Lookup *l, const Memo *memo, CalDate date)
{
    if (memo->date != date)
        return false;
    for (size_t k = 0; k < l->param->n_by; k++) {
        if (memo->keys[k] != l->keys[k])
            return false;
    }
    return true;
}

static const Memo *look_up(Lookup *l, CalDate date)
{
    AppResult *ev = l->f->ev;
    Memo *memo;

    for (size_t m = 0; m < l->n_memos; m++) {
        if (is_memo(l, &l->memos[m], date))
            return &l->memos[m];
    }
    memo = &l->memos[l->n_memos < MEMO ? l->n_memos++ : MEMO - 1];
    memo->date = date;
    memo->keys = ARENA_NEW_N(ev->arena, const char *, l->param->n_by);
    for (size_t k = 0; k < l->param->n_by; k++)
        memo->keys[k] = l->keys[k];
    memo->found = param_find(ev, l->name->block, l->keys, date, &memo->value);
    return memo;
}

static void owe_param(Lookup *l, Col *col, size_t i)
{
    Frame *f = l->f;
    g_autofree char *keys = NULL;

    if (l->param->n_by > 0)
        keys = g_strjoinv(" ", (char **)(gpointer)l->keys);

    ReasonRoot root = {
        .kind = REASON_PARAMETER,
        .name = l->name->name,
        .cycle = f->at->cycle.text,
        .owed_by = l->param->set_by,
        .text = keys,
    };

    frame_owe(f, col, i, &root);
}

static void put_param(Lookup *l, Col *col, size_t i)
{
    Frame *f = l->f;
    uint32_t reason = 0;
    int usable = keys_of(l, i, &reason);
    const Memo *memo;

    if (usable < 0) {
        col_set_missing(f->ev->arena, col, i, reason);
        return;
    }
    if (usable == 0) {
        col_set_null(f->ev->arena, col, i);
        return;
    }
    memo = look_up(l, frame_day(f, i));
    if (memo->found && memo->value.value.kind == FEEL_MISSING)
        col_set_missing(f->ev->arena, col, i, memo->value.value.reason);
    else if (memo->found)
        given_put(f, l->name, col, i, &memo->value.value,
                  memo->value.given ? GIVEN_ROW : GIVEN_COLUMN);
    else if (frame_is_strict(f))
        owe_param(l, col, i);
    else
        col_set_null(f->ev->arena, col, i);
}

const Col *param_col(Frame *f, const RegName *name)
{
    AppResult *ev = f->ev;
    const RegParam *param = &name->block->u.param;
    Col *col = col_new(ev->arena, feel_col_type(name->type), f->n);
    g_autofree Lookup *l = g_new0(Lookup, 1);

    l->f = f;
    l->name = name;
    l->param = param;
    l->by = ARENA_NEW_N(ev->arena, const Col *, param->n_by);
    l->keys = ARENA_NEW_N(ev->arena, const char *, param->n_by + 1);
    for (size_t k = 0; k < param->n_by; k++)
        l->by[k] = name->by && name->by[k] ? frame_col(f, name->by[k])
                                           : col_new_null(ev->arena, COL_TEXT, f->n);
    for (size_t i = 0; i < f->n; i++)
        put_param(l, col, i);
    given_overlay(f, name, col);
    return col;
}

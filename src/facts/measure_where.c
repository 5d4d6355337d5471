/* `where` of a measure: one program over columns of facts. A name is a field of the fact, one
 * of its account or customer, what a link of these leads to, or a parameter without keys. What is
 * not recorded is null. */
#include "facts/measure_private.h"
#include "facts/value.h"

#include <string.h>

typedef struct Asking {
    Pass *pass;
    const Term *term;
    const FactBatch *batch;
    Arena *arena;
    GError **error;
} Asking;

static Col *not_had(const Asking *a, const RegName *name)
{
    err_set(a->error, ERR_UNSUPPORTED, "measure.where",
            "the `where` of %s reads %s, which cannot be asked of these facts", a->term->name->name,
            name->name);
    return NULL;
}

static bool put(const Asking *a, Col *col, size_t i, const RegName *name, const FeelValue *value)
{
    if (value->kind == FEEL_NULL) {
        col_set_null(a->arena, col, i);
        return true;
    }
    if (feel_cell_set(a->arena, col, i, value))
        return true;
    err_set(a->error, ERR_INVALID, "measure.where", "the `where` of %s: %s is not of its type",
            a->term->name->name, name->name);
    return false;
}

/* ---- rows of master data ---- */

typedef struct Filling {
    const Asking *a;
    const RegName *name;
    Col *col;
    bool ok;
} Filling;

/* Later days come later, so the last one in force stays. */
static void fill_attribute(void *data, size_t row, const char *name, CalDate from, const char *text)
{
    Filling *f = data;
    FeelValue value = feel_null();

    (void)name;
    if (!f->ok || from > f->a->pass->cycle->last)
        return;
    if (text && !fact_value_parse(f->a->arena, f->name->type, text, &value)) {
        f->ok = false;
        err_set(f->a->error, ERR_INVALID, "measure.where", "the %s of a row is \"%s\"",
                f->name->name, text);
        return;
    }
    col_set_present(f->col, row);
    f->ok = put(f->a, f->col, row, f->name, &value);
}

/* The name for all rows of a kind. */
static Col *master_col(const Asking *a, MasterKind kind, const RegName *name)
{
    const Master *master = a->pass->master;
    size_t n = master->tables[kind].n;
    Col *col = col_new_null(a->arena, feel_col_type(name->type), n);
    Filling f = {a, name, col, true};

    if (!master_knows(kind, name->name))
        return master_attributes(a->pass->conn, master, kind, name->name, fill_attribute, &f,
                                 a->error) &&
                       f.ok
                   ? col
                   : NULL;
    for (size_t i = 0; i < n; i++) {
        FeelValue v = master_value(master, kind, name->name, i, a->pass->cycle->last);
        if (v.kind == FEEL_NULL)
            continue;
        col_set_present(col, i);
        if (!put(a, col, i, name, &v))
            return NULL;
    }
    return col;
}

/* The rows of `kind` whose keys stand in `links`; -1 where there is none. */
static int64_t *rows_of_links(const Asking *a, MasterKind kind, const Col *links)
{
    const MasterTable *t = &a->pass->master->tables[kind];
    g_autoptr(GHashTable) by_code = g_hash_table_new(g_str_hash, g_str_equal);
    int64_t *rows = ARENA_NEW_N(a->arena, int64_t, links->n);

    for (size_t i = 0; i < t->n; i++)
        g_hash_table_insert(by_code, (gpointer)t->rows[i].code, GSIZE_TO_POINTER(i + 1));
    for (size_t i = 0; i < links->n; i++)
        rows[i] =
            col_has_value(links, i)
                ? (int64_t)GPOINTER_TO_SIZE(g_hash_table_lookup(by_code, links->v.texts[i])) - 1
                : -1;
    return rows;
}

/* ---- columns of the batch ---- */

static Col *batch_col(const Asking *a, const RegName *name);

static bool subject_kind(const Asking *a, const RegName *name, MasterKind *out)
{
    const RegSubject *subject = &a->pass->reg->subjects[name->subject];

    return master_kind_parse(subject->block && subject->source ? subject->source : subject->name,
                             out);
}

/* A name of the fact's account or customer. */
static Col *owner_col(const Asking *a, MasterKind kind, const RegName *name)
{
    const FactBatch *b = a->batch;
    const MasterRow *accounts = a->pass->master->tables[MASTER_ACCOUNT].rows;
    int64_t *rows = ARENA_NEW_N(a->arena, int64_t, b->n);
    Col *all;

    if ((kind != MASTER_ACCOUNT || !b->accounts) && kind != MASTER_CUSTOMER)
        return not_had(a, name);
    all = master_col(a, kind, name);
    if (!all)
        return NULL;
    for (size_t i = 0; i < b->n; i++) {
        if (kind == MASTER_ACCOUNT)
            rows[i] = b->accounts[i];
        else
            rows[i] = b->customers ? b->customers[i] : accounts[b->accounts[i]].customer;
    }
    return col_gather(a->arena, all, rows, b->n);
}

typedef enum FactField {
    FACT_CODE,
    FACT_KIND,
    FACT_DAY,
    FACT_END,
    FACT_AMOUNT,
    FACT_CUSTOMER
} FactField;

static const struct {
    const char *subject, *name;
    FactField field;
} fact_fields[] = {
    {"transaction", "流水号",    FACT_CODE    },
    {"transaction", "类型",       FACT_KIND    },
    {"transaction", "交易日期", FACT_DAY     },
    {"transaction", "金额",       FACT_AMOUNT  },
    {"card",        "卡号",       FACT_CODE    },
    {"card",        "类型",       FACT_KIND    },
    {"card",        "发卡日期", FACT_DAY     },
    {"card",        "销卡日期", FACT_END     },
    {"contract",    "合同号",    FACT_CODE    },
    {"contract",    "类型",       FACT_KIND    },
    {"contract",    "签订日期", FACT_DAY     },
    {"contract",    "终止日期", FACT_END     },
    {"contract",    "客户",       FACT_CUSTOMER},
};

static FeelValue fact_value(const Asking *a, FactField field, size_t i)
{
    const FactBatch *b = a->batch;
    const char *text = field == FACT_CODE ? b->codes[i] : field == FACT_KIND ? b->kinds[i] : NULL;

    switch (field) {
    case FACT_CUSTOMER:
        text = a->pass->master->tables[MASTER_CUSTOMER].rows[b->customers[i]].code;
        return feel_string(text, strlen(text));
    case FACT_CODE:
    case FACT_KIND:
        return text ? feel_string(text, strlen(text)) : feel_null();
    case FACT_DAY:
        return feel_date(b->days[i]);
    case FACT_END:
        return b->end_days[i] == INT64_MAX ? feel_null() : feel_date(b->end_days[i]);
    case FACT_AMOUNT:
        return feel_number(dec_from_scaled(b->amounts[i], 2));
    }
    return feel_null();
}

/* A field of the facts themselves. NULL without an error if it is none. */
static Col *fact_col(const Asking *a, const RegName *name)
{
    const FactBatch *b = a->batch;
    const char *subject = a->pass->reg->subjects[name->subject].name;
    Col *col;

    for (size_t k = 0; b->subject && k < G_N_ELEMENTS(fact_fields); k++) {
        if (strcmp(subject, b->subject) != 0 || strcmp(fact_fields[k].subject, subject) != 0 ||
            strcmp(fact_fields[k].name, name->name) != 0)
            continue;
        col = col_new(a->arena, feel_col_type(name->type), b->n);
        for (size_t i = 0; i < b->n; i++) {
            FeelValue v = fact_value(a, fact_fields[k].field, i);
            if (!put(a, col, i, name, &v))
                return NULL;
        }
        return col;
    }
    return NULL;
}

static Col *path_col(const Asking *a, const RegName *name)
{
    Col *links = batch_col(a, name->path_link);
    Col *all;
    MasterKind kind;

    if (!links)
        return NULL;
    if (!subject_kind(a, name->path_member, &kind))
        return not_had(a, name);
    all = master_col(a, kind, name->path_member);
    return all ? col_gather(a->arena, all, rows_of_links(a, kind, links), links->n) : NULL;
}

/* The same value for all facts. */
static Col *constant_col(const Asking *a, const RegName *name, const FeelValue *value)
{
    Col *col = col_new(a->arena, feel_col_type(name->type), a->batch->n);

    for (size_t i = 0; i < a->batch->n; i++)
        if (!put(a, col, i, name, value))
            return NULL;
    return col;
}

static Col *param_col(const Asking *a, const RegName *name)
{
    const Term *term = a->term;

    for (size_t i = 0; i < term->n_params; i++)
        if (term->params[i].name == name)
            return constant_col(a, name, &term->params[i].value);
    return not_had(a, name);
}

/* 期初, 期末, 期序, 年 of the cycle. */
static Col *cycle_col(const Asking *a, const RegName *name)
{
    const AppCycle *c = a->pass->cycle;
    FeelValue v;

    if (strcmp(name->name, "期初") == 0)
        v = feel_date(c->first);
    else if (strcmp(name->name, "期末") == 0)
        v = feel_date(c->last);
    else if (strcmp(name->name, "期序") == 0)
        v = feel_number(dec_from_int(c->ordinal));
    else if (strcmp(name->name, "年") == 0)
        v = feel_number(dec_from_int(c->year));
    else
        return not_had(a, name);
    return constant_col(a, name, &v);
}

static Col *batch_col(const Asking *a, const RegName *name)
{
    MasterKind kind;
    Col *col;

    if (name->kind == REG_NAME_PATH)
        return path_col(a, name);
    if (name->kind == REG_NAME_BUILTIN)
        return cycle_col(a, name);
    if (name->kind == REG_NAME_PARAM)
        return param_col(a, name);
    if (name->kind != REG_NAME_ATTRIBUTE)
        return not_had(a, name);
    col = fact_col(a, name);
    if (col || (a->error && *a->error))
        return col;
    if (!subject_kind(a, name, &kind))
        return not_had(a, name);
    return owner_col(a, kind, name);
}

/* ---- asking ---- */

static bool all_known(const Asking *a, const Col *result, const Reasons *reasons)
{
    for (size_t i = 0; i < result->n; i++) {
        const ReasonRoot *const *roots;
        if (!col_is_missing(result, i))
            continue;
        size_t n = reasons_roots(reasons, result->reasons[i], &roots);
        err_set(a->error, ERR_INVALID, "measure.where-fault", "the `where` of %s: %s",
                a->term->name->name, n && roots[0]->text ? roots[0]->text : "it cannot be told");
        return false;
    }
    return true;
}

static uint64_t *all_of(const FactBatch *batch, Arena *arena)
{
    uint64_t *bits = bits_new(arena, batch->n);

    for (size_t i = 0; i < batch->n; i++)
        bits_set(bits, i);
    return bits;
}

uint64_t *
measure_where(Pass *pass, const Term *term, const FactBatch *batch, Arena *arena, GError **error)
{
    g_autoptr(GError) own = NULL;
    Asking a = {pass, term, batch, arena, &own};
    g_autoptr(Reasons) reasons = reasons_new();
    g_autoptr(FeelRun) run = NULL;
    const Col **slots;
    const int *read;
    uint64_t *bits;
    Col *result;

    if (!term->where)
        return all_of(batch, arena);
    slots = ARENA_NEW_N(arena, const Col *, pass->reg->n_names);
    for (size_t k = 0, n = feel_program_slots(term->where, &read); k < n; k++) {
        slots[read[k]] = batch_col(&a, pass->reg->names[read[k]]);
        if (!slots[read[k]]) {
            g_propagate_error(error, g_steal_pointer(&own));
            return NULL;
        }
    }
    run = feel_run_new(arena, reasons, NULL, &(FeelHost){0});
    feel_run_set_blame(run, term->name->name, pass->cycle->text, NULL);
    result = feel_run_columns(run, term->where,
                              &(FeelBatch){batch->n, slots, pass->reg->n_names, NULL}, NULL);
    if (!all_known(&a, result, reasons)) {
        g_propagate_error(error, g_steal_pointer(&own));
        return NULL;
    }
    bits = bits_new(arena, batch->n);
    for (size_t i = 0; i < batch->n; i++) {
        FeelValue v = feel_cell_get(result, i);
        if (v.kind == FEEL_BOOLEAN && v.u.boolean)
            bits_set(bits, i);
    }
    return bits;
}

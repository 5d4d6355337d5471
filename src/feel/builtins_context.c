/* Context functions (feel-reference 5.8). Contexts are never changed: results are new ones. */
#include <string.h>

#include "feel/builtins.h"

/* A context in the making, in the row's memory. */
typedef struct Entries {
    const char **keys;
    FeelValue *values;
    size_t n;
} Entries;

static bool take_entries(const Call *call, size_t n, Entries *out, FeelValue *fault)
{
    if (!feel_call_step(call, n, fault))
        return false;
    out->n = 0;
    out->keys = feel_take(call->run, call->at, n, sizeof *out->keys, fault);
    out->values = out->keys ? feel_take(call->run, call->at, n, sizeof *out->values, fault) : NULL;
    return out->values;
}

static FeelValue make(const Call *call, const Entries *e)
{
    return feel_make_context(call->run, call->at, e->keys, e->values, e->n);
}

static size_t find_key(const Entries *e, const char *key)
{
    size_t i = 0;

    while (i < e->n && strcmp(e->keys[i], key) != 0)
        i++;
    return i;
}

static void put(Entries *e, const char *key, const FeelValue *value)
{
    size_t i = find_key(e, key);

    e->keys[i] = key;
    e->values[i] = *value;
    if (i == e->n)
        e->n++;
}

static FeelValue bad_value(const Call *call)
{
    return feel_fault(call->run, call->at, FAULT_ARGUMENT_VALUE);
}

/* ---- questions ---- */

static FeelValue fn_get_value(const Call *call)
{
    const FeelValue *v = feel_context_get(call->args[0].u.context, call->args[1].u.string.text);

    return v ? *v : feel_null();
}

static FeelValue fn_get_entries(const Call *call)
{
    static const char *const keys[] = {"key", "value"};
    const FeelContext *m = call->args[0].u.context;
    FeelValue fault;
    FeelValue *items;

    if (!feel_call_step(call, m->n, &fault))
        return fault;
    items = feel_take(call->run, call->at, m->n, sizeof *items, &fault);
    if (!items)
        return fault;
    for (size_t i = 0; i < m->n; i++) {
        FeelValue *pair = feel_take(call->run, call->at, 2, sizeof *pair, &fault);

        if (!pair)
            return fault;
        pair[0] = feel_string(m->keys[i], strlen(m->keys[i]));
        pair[1] = m->values[i];
        items[i] = feel_make_context(call->run, call->at, keys, pair, 2);
        if (items[i].kind != FEEL_CONTEXT)
            return items[i];
    }
    return feel_make_list(call->run, call->at, items, m->n);
}

/* ---- context, context merge ---- */

static FeelValue fn_context(const Call *call)
{
    const FeelList *list = call->args[0].u.list;
    Entries e;
    FeelValue fault;

    if (!take_entries(call, list->n, &e, &fault))
        return fault;
    for (size_t i = 0; i < list->n; i++) {
        const FeelValue *item = &list->items[i], *key, *value;

        if (item->kind == FEEL_MISSING)
            return *item;
        if (item->kind != FEEL_CONTEXT)
            return feel_fault(call->run, call->at, FAULT_ITEMS);
        key = feel_context_get(item->u.context, "key");
        value = feel_context_get(item->u.context, "value");
        if (key && key->kind == FEEL_MISSING)
            return *key;
        if (!key || key->kind != FEEL_STRING || !value)
            return bad_value(call);
        if (find_key(&e, key->u.string.text) < e.n)
            return feel_fault(call->run, call->at, FAULT_DUPLICATE_KEY);
        put(&e, key->u.string.text, value);
    }
    return make(call, &e);
}

static FeelValue fn_context_merge(const Call *call)
{
    const FeelList *list = call->args[0].u.list;
    Entries e;
    FeelValue fault;
    size_t n = 0;

    for (size_t i = 0; i < list->n; i++) {
        if (list->items[i].kind == FEEL_MISSING)
            return list->items[i];
        if (list->items[i].kind != FEEL_CONTEXT)
            return feel_fault(call->run, call->at, FAULT_ITEMS);
        n += list->items[i].u.context->n;
    }
    if (!take_entries(call, n, &e, &fault))
        return fault;
    for (size_t i = 0; i < list->n; i++) {
        const FeelContext *c = list->items[i].u.context;

        if (!feel_call_step(call, c->n * (1 + e.n / 8), &fault))
            return fault;
        for (size_t j = 0; j < c->n; j++)
            put(&e, c->keys[j], &c->values[j]);
    }
    return make(call, &e);
}

/* ---- context put ---- */

static FeelValue
put_one(const Call *call, const FeelContext *c, const char *key, const FeelValue *value)
{
    Entries e;
    FeelValue fault;

    if (!take_entries(call, c->n + 1, &e, &fault))
        return fault;
    if (c->n) {
        memcpy(e.keys, c->keys, c->n * sizeof *e.keys);
        memcpy(e.values, c->values, c->n * sizeof *e.values);
    }
    e.n = c->n;
    put(&e, key, value);
    return make(call, &e);
}

/* keys[0 … n): a path; all but the last must lead to a context. */
static FeelValue put_path(
    const Call *call, const FeelContext *c, const FeelValue *keys, size_t n, const FeelValue *value)
{
    const FeelValue *inner;
    FeelValue changed;

    if (keys[0].kind == FEEL_MISSING)
        return keys[0];
    if (keys[0].kind != FEEL_STRING)
        return feel_fault(call->run, call->at, FAULT_ITEMS);
    if (n == 1)
        return put_one(call, c, keys[0].u.string.text, value);
    inner = feel_context_get(c, keys[0].u.string.text);
    if (inner && inner->kind == FEEL_MISSING)
        return *inner;
    if (!inner || inner->kind != FEEL_CONTEXT)
        return bad_value(call);
    changed = put_path(call, inner->u.context, keys + 1, n - 1, value);
    if (changed.kind != FEEL_CONTEXT)
        return changed;
    return put_one(call, c, keys[0].u.string.text, &changed);
}

static FeelValue fn_context_put(const Call *call)
{
    const FeelContext *c = call->args[0].u.context;
    const FeelList *keys;

    if (call->form == 0)
        return put_one(call, c, call->args[1].u.string.text, &call->args[2]);
    keys = call->args[1].u.list;
    if (keys->n == 0 || keys->n > FEEL_MAX_VALUE_DEPTH)
        return bad_value(call);
    return put_path(call, c, keys->items, keys->n, &call->args[2]);
}

const BuiltinEntry feel_builtins_context[] = {
    {FEEL_BUILTIN_GET_VALUE,     {.fn = fn_get_value, .moves_items = true}    },
    {FEEL_BUILTIN_GET_ENTRIES,   {.fn = fn_get_entries, .moves_items = true}  },
    {FEEL_BUILTIN_CONTEXT,       {.fn = fn_context, .moves_items = true}      },
    {FEEL_BUILTIN_CONTEXT_PUT,   {.fn = fn_context_put, .moves_items = true}  },
    {FEEL_BUILTIN_CONTEXT_MERGE, {.fn = fn_context_merge, .moves_items = true}},
    {FEEL_BUILTIN_N,             {0}                                          },
};

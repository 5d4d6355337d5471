/* Functions that build lists (feel-reference 5.5). Lists are never changed: results are new. */
#include <string.h>

#include "feel/builtins.h"

static FeelValue bad_value(const Call *call)
{
    return feel_fault(call->run, call->at, FAULT_ARGUMENT_VALUE);
}

/* Room for n items; NULL and the fault in *out when over a limit. */
static FeelValue *take_items(const Call *call, size_t n, FeelValue *out)
{
    if (!feel_call_step(call, n, out))
        return NULL;
    return feel_take(call->run, call->at, n, sizeof(FeelValue), out);
}

static FeelValue make(const Call *call, const FeelValue *items, size_t n)
{
    return feel_make_list(call->run, call->at, items, n);
}

static void copy_items(FeelValue *to, const FeelValue *from, size_t n)
{
    if (n)
        memcpy(to, from, n * sizeof *to);
}

/* A position 1 … n or -n … -1 as an index from 0. */
static bool position(const FeelValue *v, size_t n, size_t *out)
{
    int64_t i;

    if (!feel_arg_int(v, &i) || i == 0)
        return false;
    if (i < 0)
        i += (int64_t)n + 1;
    if (i < 1 || (uint64_t)i > n)
        return false;
    *out = (size_t)i - 1;
    return true;
}

/* ---- questions ---- */

static FeelValue fn_list_contains(const Call *call)
{
    const FeelList *list = call->args[0].u.list;
    FeelValue fault;

    if (!feel_call_step(call, list->n, &fault))
        return fault;
    for (size_t i = 0; i < list->n; i++)
        if (feel_equal(&list->items[i], &call->args[1]) == 1)
            return feel_boolean(true);
    return feel_boolean(false);
}

static FeelValue fn_count(const Call *call)
{
    return feel_number(dec_from_int((int64_t)call->args[0].u.list->n));
}

static FeelValue fn_index_of(const Call *call)
{
    const FeelList *list = call->args[0].u.list;
    FeelValue fault;
    FeelValue *places = take_items(call, list->n, &fault);
    size_t n = 0;

    if (!places)
        return fault;
    for (size_t i = 0; i < list->n; i++)
        if (feel_equal(&list->items[i], &call->args[1]) == 1)
            places[n++] = feel_number(dec_from_int((int64_t)i + 1));
    return make(call, places, n);
}

/* ---- parts ---- */

static FeelValue fn_sublist(const Call *call)
{
    const FeelList *list = call->args[0].u.list;
    size_t start;
    int64_t length;

    if (!position(&call->args[1], list->n, &start))
        return bad_value(call);
    length = (int64_t)(list->n - start);
    if (call->args[2].kind == FEEL_NUMBER) {
        int64_t rest = length;

        if (!feel_arg_int(&call->args[2], &length) || length < 1 || length > rest)
            return bad_value(call);
    }
    return make(call, list->items + start, (size_t)length);
}

static FeelValue fn_reverse(const Call *call)
{
    const FeelList *list = call->args[0].u.list;
    FeelValue fault;
    FeelValue *items = take_items(call, list->n, &fault);

    if (!items)
        return fault;
    for (size_t i = 0; i < list->n; i++)
        items[i] = list->items[list->n - 1 - i];
    return make(call, items, list->n);
}

static FeelValue fn_remove(const Call *call)
{
    const FeelList *list = call->args[0].u.list;
    FeelValue fault, *items;
    size_t at;

    if (!position(&call->args[1], list->n, &at))
        return bad_value(call);
    items = take_items(call, list->n, &fault);
    if (!items)
        return fault;
    copy_items(items, list->items, at);
    copy_items(items + at, list->items + at + 1, list->n - at - 1);
    return make(call, items, list->n - 1);
}

/* ---- more ---- */

static FeelValue fn_append(const Call *call)
{
    const FeelList *list = call->args[0].u.list;
    size_t n_new = call->n - 1;
    FeelValue fault;
    FeelValue *items = take_items(call, list->n + n_new, &fault);

    if (!items)
        return fault;
    copy_items(items, list->items, list->n);
    copy_items(items + list->n, call->args + 1, n_new);
    return make(call, items, list->n + n_new);
}

static FeelValue fn_concatenate(const Call *call)
{
    FeelValue fault, *items;
    size_t n = 0;

    for (size_t i = 0; i < call->n; i++)
        n += call->args[i].u.list->n;
    items = take_items(call, n, &fault);
    if (!items)
        return fault;
    n = 0;
    for (size_t i = 0; i < call->n; i++) {
        const FeelList *list = call->args[i].u.list;

        copy_items(items + n, list->items, list->n);
        n += list->n;
    }
    return make(call, items, n);
}

static FeelValue fn_insert_before(const Call *call)
{
    const FeelList *list = call->args[0].u.list;
    FeelValue fault, *items;
    size_t at;

    if (!position(&call->args[1], list->n, &at))
        return bad_value(call);
    items = take_items(call, list->n + 1, &fault);
    if (!items)
        return fault;
    copy_items(items, list->items, at);
    items[at] = call->args[2];
    copy_items(items + at + 1, list->items + at, list->n - at);
    return make(call, items, list->n + 1);
}

/* ---- replace ---- */

static FeelValue replace_at(const Call *call)
{
    const FeelList *list = call->args[0].u.list;
    FeelValue fault, *items;
    size_t at;

    if (!position(&call->args[1], list->n, &at))
        return bad_value(call);
    items = take_items(call, list->n, &fault);
    if (!items)
        return fault;
    copy_items(items, list->items, list->n);
    items[at] = call->args[2];
    return make(call, items, list->n);
}

static FeelValue replace_matching(const Call *call)
{
    const FeelList *list = call->args[0].u.list;
    const FeelFunction *match = call->args[1].u.function;
    const char *const *names;
    FeelValue fault, *items;

    if (match->kind != FUNCTION_BUILTIN && feel_function_params(match, &names) != 2)
        return bad_value(call);
    items = take_items(call, list->n, &fault);
    if (!items)
        return fault;
    for (size_t i = 0; i < list->n; i++) {
        FeelValue args[2] = {list->items[i], call->args[2]};
        FeelValue v = feel_call_value(call->run, call->at, match, args, 2);

        if (v.kind == FEEL_MISSING)
            return v;
        if (v.kind != FEEL_BOOLEAN)
            return feel_fault(call->run, call->at, FAULT_CONDITION);
        items[i] = v.u.boolean ? call->args[2] : list->items[i];
    }
    return make(call, items, list->n);
}

static FeelValue fn_list_replace(const Call *call)
{
    return call->form == 0 ? replace_at(call) : replace_matching(call);
}

/* ---- sets ---- */

/* Items without doubles, first occurrences. Numbers and strings are found by hash, so that long
 * lists of them cost no square. */
typedef struct Distinct {
    const Call *call;
    GHashTable *seen; /* owned: const FeelValue * */
    FeelValue *items;
    size_t n;
} Distinct;

static guint hash_value(gconstpointer key)
{
    const FeelValue *v = key;
    guint h = 5381;

    if (v->kind == FEEL_NUMBER)
        return (guint)dec_hash(v->u.number);
    for (size_t i = 0; i < v->u.string.len; i++)
        h = h * 33 + (unsigned char)v->u.string.text[i];
    return h;
}

static gboolean same_value(gconstpointer a, gconstpointer b)
{
    return feel_equal(a, b) == 1;
}

static bool is_hashed(const FeelValue *v)
{
    return v->kind == FEEL_NUMBER || v->kind == FEEL_STRING;
}

static bool is_seen(const Distinct *d, const FeelValue *v)
{
    if (is_hashed(v))
        return g_hash_table_contains(d->seen, v);
    for (size_t i = 0; i < d->n; i++)
        if (feel_equal(&d->items[i], v) == 1)
            return true;
    return false;
}

static bool add_distinct(Distinct *d, const FeelList *list, FeelValue *fault)
{
    for (size_t i = 0; i < list->n; i++) {
        const FeelValue *v = &list->items[i];

        if (!feel_call_step(d->call, is_hashed(v) ? 1 : 1 + d->n / 8, fault))
            return false;
        if (is_seen(d, v))
            continue;
        d->items[d->n] = *v;
        if (is_hashed(v))
            g_hash_table_add(d->seen, &d->items[d->n]);
        d->n++;
    }
    return true;
}

static FeelValue fn_union(const Call *call)
{
    Distinct d = {.call = call};
    FeelValue fault;
    size_t n = 0;
    bool ok = true;

    for (size_t i = 0; i < call->n; i++)
        n += call->args[i].u.list->n;
    d.items = take_items(call, n, &fault);
    if (!d.items)
        return fault;
    d.seen = g_hash_table_new(hash_value, same_value);
    for (size_t i = 0; ok && i < call->n; i++)
        ok = add_distinct(&d, call->args[i].u.list, &fault);
    g_hash_table_unref(d.seen);
    return ok ? make(call, d.items, d.n) : fault;
}

/* ---- flatten ---- */

static size_t count_flat(const FeelList *list)
{
    size_t n = 0;

    for (size_t i = 0; i < list->n; i++)
        n += list->items[i].kind == FEEL_LIST ? count_flat(list->items[i].u.list) : 1;
    return n;
}

static size_t put_flat(const FeelList *list, FeelValue *items)
{
    size_t n = 0;

    for (size_t i = 0; i < list->n; i++) {
        if (list->items[i].kind == FEEL_LIST)
            n += put_flat(list->items[i].u.list, items + n);
        else
            items[n++] = list->items[i];
    }
    return n;
}

static FeelValue fn_flatten(const Call *call)
{
    const FeelList *list = call->args[0].u.list;
    FeelValue fault, *items;

    if (!feel_call_step(call, feel_value_size(&call->args[0]), &fault))
        return fault;
    items = take_items(call, count_flat(list), &fault);
    if (!items)
        return fault;
    return make(call, items, put_flat(list, items));
}

/* ---- sort ---- */

typedef struct Sorter {
    const Call *call;
    const FeelFunction *precedes;
    FeelValue *from, *to;
    FeelValue stopped; /* MISSING: a comparison is owed */
} Sorter;

/* Does b come before a? Anything but true leaves their order. */
static bool goes_first(Sorter *s, const FeelValue *b, const FeelValue *a)
{
    FeelValue args[2] = {*b, *a};
    FeelValue v = feel_call_value(s->call->run, s->call->at, s->precedes, args, 2);

    if (v.kind == FEEL_MISSING)
        s->stopped =
            s->stopped.kind == FEEL_MISSING
                ? feel_missing(feel_reason_union(s->call->run, s->stopped.reason, v.reason))
                : v;
    return v.kind == FEEL_BOOLEAN && v.u.boolean;
}

static void merge_runs(Sorter *s, size_t from, size_t middle, size_t to)
{
    size_t left = from, right = middle;

    for (size_t i = from; i < to; i++) {
        if (left < middle && (right >= to || !goes_first(s, &s->from[right], &s->from[left])))
            s->to[i] = s->from[left++];
        else
            s->to[i] = s->from[right++];
    }
}

static FeelValue fn_sort(const Call *call)
{
    const FeelList *list = call->args[0].u.list;
    Sorter s = {.call = call, .precedes = call->args[1].u.function};
    const char *const *names;
    FeelValue fault;

    if (s.precedes->kind != FUNCTION_BUILTIN && feel_function_params(s.precedes, &names) != 2)
        return bad_value(call);
    s.from = take_items(call, list->n, &fault);
    s.to = s.from ? take_items(call, list->n, &fault) : NULL;
    if (!s.to)
        return fault;
    copy_items(s.from, list->items, list->n);
    for (size_t width = 1; width < list->n; width *= 2) {
        FeelValue *swap = s.from;

        if (!feel_call_step(call, list->n, &fault))
            return fault;
        for (size_t i = 0; i < list->n; i += 2 * width)
            merge_runs(&s, i, MIN(i + width, list->n), MIN(i + 2 * width, list->n));
        s.from = s.to;
        s.to = swap;
    }
    return s.stopped.kind == FEEL_MISSING ? s.stopped : make(call, s.from, list->n);
}

const BuiltinEntry feel_builtins_list[] = {
    {FEEL_BUILTIN_LIST_CONTAINS,   {.fn = fn_list_contains}                     },
    {FEEL_BUILTIN_COUNT,           {.fn = fn_count}                             },
    {FEEL_BUILTIN_INDEX_OF,        {.fn = fn_index_of}                          },
    {FEEL_BUILTIN_SUBLIST,         {.fn = fn_sublist, .moves_items = true}      },
    {FEEL_BUILTIN_REVERSE,         {.fn = fn_reverse, .moves_items = true}      },
    {FEEL_BUILTIN_REMOVE,          {.fn = fn_remove, .moves_items = true}       },
    {FEEL_BUILTIN_APPEND,          {.fn = fn_append, .moves_items = true}       },
    {FEEL_BUILTIN_CONCATENATE,     {.fn = fn_concatenate, .moves_items = true}  },
    {FEEL_BUILTIN_INSERT_BEFORE,   {.fn = fn_insert_before, .moves_items = true}},
    {FEEL_BUILTIN_LIST_REPLACE,    {.fn = fn_list_replace, .moves_items = true} },
    {FEEL_BUILTIN_UNION,           {.fn = fn_union}                             },
    {FEEL_BUILTIN_DISTINCT_VALUES, {.fn = fn_union}                             },
    {FEEL_BUILTIN_FLATTEN,         {.fn = fn_flatten, .moves_items = true}      },
    {FEEL_BUILTIN_SORT,            {.fn = fn_sort}                              },
    {FEEL_BUILTIN_N,               {0}                                          },
};

/* Lists, contexts, paths and filters (feel-reference 2.12, 2.13). */
#include "feel/property.h"
#include "feel/run_private.h"

FeelValue feel_eval_list(FeelRun *run, const Code *c)
{
    FeelValue out;
    FeelValue *items = feel_take(run, c, c->n_kids, sizeof *items, &out);

    if (!items)
        return out;
    for (size_t i = 0; i < c->n_kids; i++)
        items[i] = feel_eval(run, c->kids[i]);
    return feel_make_list(run, c, items, c->n_kids);
}

FeelValue feel_eval_context(FeelRun *run, const Code *c)
{
    Frame local, *frame = c->keeps_frames ? ARENA_NEW(run->mem, Frame) : &local;
    const Frame *outer = run->frame;
    FeelValue out;
    FeelValue *values = feel_take(run, c, c->n_kids, sizeof *values, &out);

    if (!values)
        return out;
    if (c->duplicate_key)
        return feel_fault(run, c, FAULT_DUPLICATE_KEY);
    *frame = (Frame){.outer = outer, .values = values, .n = c->n_kids};
    run->frame = frame;
    for (size_t i = 0; i < c->n_kids; i++)
        values[i] = feel_eval(run, c->kids[i]);
    run->frame = outer;
    return feel_make_context(run, c, c->names, values, c->n_kids);
}

/* ---- paths ---- */

static FeelValue list_path(FeelRun *run, const Code *at, const FeelList *list);

/* x.n for an element of a list: null if it has no such member (2.13). */
static FeelValue item_path(FeelRun *run, const Code *at, const FeelValue *x)
{
    const FeelValue *entry;
    FeelValue out;

    if (x->kind == FEEL_MISSING)
        return *x;
    if (x->kind == FEEL_LIST)
        return list_path(run, at, x->u.list);
    if (x->kind == FEEL_CONTEXT) {
        entry = feel_context_get(x->u.context, at->name);
        return entry ? *entry : feel_null();
    }
    return feel_property_get(x, (Property)at->index, &out) ? out : feel_null();
}

static FeelValue list_path(FeelRun *run, const Code *at, const FeelList *list)
{
    FeelValue out;
    FeelValue *items = feel_take(run, at, list->n, sizeof *items, &out);

    if (!items || !feel_step(run, at, list->n, &out))
        return out;
    for (size_t i = 0; i < list->n; i++)
        items[i] = item_path(run, at, &list->items[i]);
    return feel_make_list(run, at, items, list->n);
}

FeelValue feel_op_path(FeelRun *run, const Code *at, const FeelValue *base)
{
    const FeelValue *entry;
    FeelValue out;

    if (base->kind == FEEL_MISSING)
        return *base;
    if (base->kind == FEEL_NULL)
        return feel_null_operand(run, at);
    if (base->kind == FEEL_LIST)
        return list_path(run, at, base->u.list);
    if (base->kind == FEEL_CONTEXT) {
        entry = feel_context_get(base->u.context, at->name);
        return entry ? *entry : feel_fault(run, at, FAULT_NO_MEMBER);
    }
    if (!feel_property_get(base, (Property)at->index, &out))
        return feel_fault(run, at, FAULT_NO_MEMBER);
    return out;
}

/* ---- filters ---- */

/* No function outlives the bracket it stands in (the value is a boolean or a number), so that one
 * frame serves all items. */
typedef struct Filter {
    FeelRun *run;
    const Code *code;
    const Frame *outer;
    Frame frame;
    FeelValue item;
} Filter;

static FeelValue eval_bracket(Filter *f, const FeelValue *item)
{
    FeelRun *run = f->run;
    FeelValue v;

    f->item = *item;
    f->frame = (Frame){.outer = f->outer, .values = &f->item, .n = 1};
    run->frame = &f->frame;
    v = feel_eval(run, f->code->kids[1]);
    run->frame = f->outer;
    return v;
}

/* Zero, out of range and fractions: there is nothing at that place, which is no fault. */
static FeelValue at_index(const FeelList *list, const FeelValue *index)
{
    int64_t i;

    if (!dec_is_integer(index->u.number) || !dec_to_int64(index->u.number, &i))
        return feel_null();
    if (i >= 1 && (uint64_t)i <= list->n)
        return list->items[i - 1];
    if (i <= -1 && i > INT64_MIN && (uint64_t)-i <= list->n)
        return list->items[(int64_t)list->n + i];
    return feel_null();
}

/* `first`: the bracket's value for the first item. */
static FeelValue filter_items(Filter *f, const FeelList *list, const FeelValue *first)
{
    FeelRun *run = f->run;
    FeelValue out, missing = feel_null();
    FeelValue *kept = feel_take(run, f->code, list->n, sizeof *kept, &out);
    size_t n = 0;

    if (!kept)
        return out;
    for (size_t i = 0; i < list->n; i++) {
        FeelValue v = i == 0 ? *first : eval_bracket(f, &list->items[i]);

        if (!feel_step(run, f->code, 1, &out))
            return out;
        if (v.kind == FEEL_BOOLEAN) {
            if (v.u.boolean)
                kept[n++] = list->items[i];
        } else if (v.kind == FEEL_MISSING) {
            missing = feel_missing(feel_reason_union(run, missing.reason, v.reason));
        } else if (v.kind != FEEL_NULL) {
            return feel_fault(run, f->code->kids[1], FAULT_FILTER);
        }
    }
    return missing.kind == FEEL_MISSING ? missing : feel_make_list(run, f->code, kept, n);
}

/* An empty list leaves only the question whether the bracket is an index (2.12): its own findings
 * over an item that does not exist are of no interest. */
static FeelValue bracket_of_nothing(Filter *f, bool is_index)
{
    FeelRun *run = f->run;
    Diags *diags = run->diags;
    FeelValue none = feel_null(), v;

    if (f->code->kids[1]->type->kind == FEEL_T_BOOLEAN)
        return feel_make_list(run, f->code, NULL, 0);
    run->diags = NULL;
    v = eval_bracket(f, &none);
    run->diags = diags;
    if (v.kind == FEEL_NUMBER)
        return feel_null();
    return is_index ? v : feel_make_list(run, f->code, NULL, 0);
}

static FeelValue index_or_filter(Filter *f, const FeelList *list)
{
    bool is_index = f->code->kids[1]->type->kind == FEEL_T_NUMBER && !f->code->only_condition;
    FeelValue first;

    if (list->n == 0 && f->code->only_condition)
        return feel_make_list(f->run, f->code, NULL, 0);
    if (list->n == 0)
        return bracket_of_nothing(f, is_index);
    first = eval_bracket(f, &list->items[0]);
    if (first.kind == FEEL_NUMBER && !f->code->only_condition)
        return at_index(list, &first);
    if (is_index && first.kind == FEEL_NULL)
        return feel_null_operand(f->run, f->code->kids[1]);
    if (is_index && first.kind == FEEL_MISSING)
        return first;
    return filter_items(f, list, &first);
}

FeelValue feel_eval_filter(FeelRun *run, const Code *c)
{
    Filter f = {.run = run, .code = c, .outer = run->frame};
    FeelValue base = feel_eval(run, c->kids[0]);
    FeelList one = {.n = 1, .items = &base};

    if (base.kind == FEEL_MISSING)
        return base;
    if (base.kind == FEEL_NULL)
        return feel_null_operand(run, c);
    return index_or_filter(&f, base.kind == FEEL_LIST ? base.u.list : &one);
}

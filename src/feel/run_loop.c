/* for, some, every (feel-reference 2.15).
 *
 * One frame holds all iterators (and `partial`). It is reused for all turns unless a function
 * literal inside may keep it; then each binding makes a new one.
 */
#include <string.h>

#include "feel/run_private.h"

/* What one iterator goes through. */
typedef struct Domain {
    const FeelList *list; /* NULL: from, from + step … */
    FeelList one;
    FeelValue item;
    FeelKind kind; /* of the numbers: FEEL_NUMBER or FEEL_DATE */
    int64_t from;
    int64_t step;
    size_t n;
} Domain;

typedef struct Loop Loop;
struct Loop {
    FeelRun *run;
    const Code *code;
    const Frame *outer;
    Frame *frame; /* the present one */
    size_t n_iterators;
    bool (*turn)(Loop *loop, const FeelValue *v); /* takes the body's value; false = stop */
    FeelValue result;                             /* once stopped */
    /* for */
    FeelValue *items;
    size_t capacity;
    FeelList list; /* n, depth, size of the items so far */
    /* some, every */
    bool decides;
    FeelValue sum;
};

static bool stop(Loop *loop, FeelValue result)
{
    loop->result = result;
    return false;
}

/* ---- domains ---- */

static bool whole_number(const FeelValue *v, int64_t *out)
{
    if (v->kind == FEEL_DATE) {
        *out = v->u.date;
        return true;
    }
    return v->kind == FEEL_NUMBER && dec_is_integer(v->u.number) &&
           dec_to_int64(v->u.number, out) && *out > INT64_MIN / 4 && *out < INT64_MAX / 4;
}

static bool
open_span(Loop *loop, const Code *at, const FeelValue *from, const FeelValue *to, Domain *out)
{
    int64_t a, b;

    if (from->kind != to->kind || !whole_number(from, &a) || !whole_number(to, &b))
        return stop(loop, feel_fault(loop->run, at, FAULT_DOMAIN));
    out->kind = from->kind;
    out->from = a;
    out->step = a <= b ? 1 : -1;
    out->n = (size_t)(a <= b ? b - a : a - b) + 1;
    return true;
}

static bool open_range(Loop *loop, const Code *at, const FeelRange *r, Domain *out)
{
    int64_t a, b;

    if (r->form != FEEL_RANGE_INTERVAL || r->start.kind != r->end.kind ||
        !whole_number(&r->start, &a) || !whole_number(&r->end, &b) || a > b)
        return stop(loop, feel_fault(loop->run, at, FAULT_DOMAIN));
    a += !r->start_included;
    b -= !r->end_included;
    out->kind = r->start.kind;
    out->from = a;
    out->step = 1;
    out->n = a > b ? 0 : (size_t)(b - a) + 1;
    return true;
}

static bool open_value(Loop *loop, const Code *at, const FeelValue *v, Domain *out)
{
    if (v->kind == FEEL_MISSING)
        return stop(loop, *v);
    if (v->kind == FEEL_NULL)
        return stop(loop, feel_null_operand(loop->run, at));
    if (v->kind == FEEL_RANGE)
        return open_range(loop, at, v->u.range, out);
    if (v->kind == FEEL_LIST) {
        out->list = v->u.list;
    } else {
        out->item = *v;
        out->one = (FeelList){.n = 1, .items = &out->item};
        out->list = &out->one;
    }
    out->n = out->list->n;
    return true;
}

static bool open_domain(Loop *loop, const Code *c, Domain *out)
{
    FeelRun *run = loop->run;
    FeelValue ends[2], nothing;

    *out = (Domain){0};
    if (c->kind != CODE_SPAN) {
        ends[0] = feel_eval(run, c);
        if (!open_value(loop, c, &ends[0], out))
            return false;
    } else {
        ends[0] = feel_eval(run, c->kids[0]);
        ends[1] = feel_eval(run, c->kids[1]);
        if (feel_any_missing(run, ends, 2, &nothing))
            return stop(loop, nothing);
        if (feel_any_null(ends, 2))
            return stop(loop, feel_null_operand(run, c));
        if (!open_span(loop, c, &ends[0], &ends[1], out))
            return false;
    }
    if (!out->list && out->n > FEEL_MAX_RANGE)
        return stop(loop, feel_fault(run, c, FAULT_RANGE_ITEMS));
    return true;
}

static FeelValue domain_item(const Domain *d, size_t i)
{
    int64_t n;

    if (d->list)
        return d->list->items[i];
    n = d->from + d->step * (int64_t)i;
    return d->kind == FEEL_DATE ? feel_date(n) : feel_number(dec_from_int(n));
}

/* ---- turns ---- */

static void bind(Loop *loop, size_t place, const FeelValue *v)
{
    FeelRun *run = loop->run;

    if (loop->code->keeps_frames) {
        Frame *copy = ARENA_NEW(run->mem, Frame);

        *copy = *loop->frame;
        copy->values = ARENA_NEW_N(run->mem, FeelValue, copy->n);
        memcpy(copy->values, loop->frame->values, copy->n * sizeof *copy->values);
        loop->frame = copy;
        run->frame = copy;
    }
    loop->frame->values[place] = *v;
}

static bool run_body(Loop *loop)
{
    FeelRun *run = loop->run;
    FeelValue v;

    if (loop->code->uses_partial) {
        FeelList so_far = loop->list; /* a view: later turns only write behind its end */

        so_far.items = loop->items;
        v = feel_make_list_measured(run, loop->code, &so_far);
        if (v.kind != FEEL_LIST)
            return stop(loop, v);
        bind(loop, loop->n_iterators, &v);
    }
    v = feel_eval(run, loop->code->kids[loop->n_iterators]);
    return loop->turn(loop, &v);
}

static bool run_level(Loop *loop, size_t level)
{
    Domain domain;
    FeelValue fault;

    if (level == loop->n_iterators)
        return run_body(loop);
    if (!open_domain(loop, loop->code->kids[level], &domain))
        return false;
    for (size_t i = 0; i < domain.n; i++) {
        FeelValue item = domain_item(&domain, i);

        if (!feel_step(loop->run, loop->code, 1, &fault))
            return stop(loop, fault);
        bind(loop, level, &item);
        if (!run_level(loop, level + 1))
            return false;
    }
    return true;
}

/* Runs all turns. True if none stopped. */
static bool run_loop(Loop *loop)
{
    FeelRun *run = loop->run;
    const Code *c = loop->code;
    size_t n = c->n_names + 1;
    Frame frame = {.outer = run->frame, .n = n};
    FeelValue fixed[4] = {{0}};
    bool done;

    frame.values = n <= G_N_ELEMENTS(fixed) ? fixed : ARENA_NEW_N(run->mem, FeelValue, n);
    loop->n_iterators = c->n_names;
    loop->outer = run->frame;
    loop->frame = &frame;
    run->frame = &frame;
    if (c->keeps_frames) { /* a domain may hold a closure too */
        FeelValue none = feel_null();

        bind(loop, 0, &none);
    }
    done = run_level(loop, 0);
    run->frame = loop->outer;
    loop->frame = NULL; /* it ends with this call */
    return done;
}

/* ---- for ---- */

static bool grow(Loop *loop)
{
    size_t capacity = loop->capacity ? loop->capacity * 2 : 8;
    FeelValue fault;
    FeelValue *items = feel_take(loop->run, loop->code, capacity, sizeof *items, &fault);

    if (!items)
        return stop(loop, fault);
    if (loop->list.n)
        memcpy(items, loop->items, loop->list.n * sizeof *items);
    loop->items = items;
    loop->capacity = capacity;
    return true;
}

static bool add_item(Loop *loop, const FeelValue *v)
{
    FeelList *list = &loop->list;

    if (list->n == loop->capacity && !grow(loop))
        return false;
    loop->items[list->n++] = *v;
    list->depth = MAX(list->depth, 1 + feel_value_depth(v));
    list->size = (uint32_t)MIN((uint64_t)list->size + feel_value_size(v), UINT32_MAX / 2);
    return true;
}

FeelValue feel_eval_for(FeelRun *run, const Code *c)
{
    Loop loop = {
        .run = run, .code = c, .turn = add_item, .list = {.depth = 1, .size = 1}
    };

    if (!run_loop(&loop))
        return loop.result;
    loop.list.items = loop.items;
    return feel_make_list_measured(run, c, &loop.list);
}

/* ---- some, every ---- */

/* Every condition is looked at: one that is not boolean spoils the whole (2.15). */
static bool judge(Loop *loop, const FeelValue *v)
{
    if (v->kind != FEEL_BOOLEAN && v->kind != FEEL_NULL && v->kind != FEEL_MISSING)
        return stop(
            loop, feel_fault(loop->run, loop->code->kids[loop->code->n_kids - 1], FAULT_CONDITION));
    feel_logic_join(loop->run, loop->decides, &loop->sum, v);
    return true;
}

FeelValue feel_eval_quantified(FeelRun *run, const Code *c)
{
    bool decides = c->kind == CODE_SOME;
    Loop loop = {
        .run = run, .code = c, .turn = judge, .decides = decides, .sum = feel_boolean(!decides)};

    return run_loop(&loop) ? loop.sum : loop.result;
}

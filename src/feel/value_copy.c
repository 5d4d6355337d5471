/* Deep copies of values (feel_value_copy), functions and their frames included. */
#include <string.h>

#include "feel/function.h"
#include "feel/value.h"

/* Functions that hold functions deeper than this come out null: only a loop that nests closures
 * without end makes them. */
enum { MAX_FUNCTIONS_IN_FUNCTIONS = 256 };

FeelValue *feel_copy_values(Copier *copier, const FeelValue *values, size_t n)
{
    FeelValue *copy = ARENA_NEW_N(copier->arena, FeelValue, n);

    for (size_t i = 0; i < n; i++)
        copy[i] = feel_copy_value(copier, &values[i]);
    return copy;
}

static const FeelList *copy_list(Copier *copier, const FeelList *list)
{
    FeelList *copy = ARENA_NEW(copier->arena, FeelList);

    *copy = *list;
    copy->items = feel_copy_values(copier, list->items, list->n);
    return copy;
}

static const FeelContext *copy_context(Copier *copier, const FeelContext *context)
{
    FeelContext *copy = ARENA_NEW(copier->arena, FeelContext);
    const char **keys = ARENA_NEW_N(copier->arena, const char *, context->n);

    for (size_t i = 0; i < context->n; i++)
        keys[i] = arena_strdup(copier->arena, context->keys[i]);
    *copy = *context;
    copy->keys = keys;
    copy->values = feel_copy_values(copier, context->values, context->n);
    return copy;
}

static const FeelRange *copy_range(Copier *copier, const FeelRange *range)
{
    FeelRange *copy = ARENA_NEW(copier->arena, FeelRange);

    *copy = *range;
    copy->start = feel_copy_value(copier, &range->start);
    copy->end = feel_copy_value(copier, &range->end);
    return copy;
}

static const CalTime *copy_time(Copier *copier, const CalTime *time)
{
    CalTime *copy = ARENA_NEW(copier->arena, CalTime);

    *copy = *time;
    return copy;
}

static const CalDateTime *copy_date_time(Copier *copier, const CalDateTime *time)
{
    CalDateTime *copy = ARENA_NEW(copier->arena, CalDateTime);

    *copy = *time;
    return copy;
}

static const Frame *copy_frame(Copier *copier, const Frame *frame)
{
    Frame *copy;

    if (!frame)
        return NULL;
    if (!copier->frames)
        copier->frames = g_hash_table_new(g_direct_hash, g_direct_equal);
    copy = g_hash_table_lookup(copier->frames, frame);
    if (copy)
        return copy;
    copy = ARENA_NEW(copier->arena, Frame);
    g_hash_table_insert(copier->frames, (gpointer)frame, copy); /* before its values: circles */
    copy->n = frame->n;
    copy->outer = copy_frame(copier, frame->outer);
    copy->values = feel_copy_values(copier, frame->values, frame->n);
    return copy;
}

static const Capture *copy_capture(Copier *copier, const Capture *capture)
{
    Capture *copy;

    if (!capture)
        return NULL;
    copy = ARENA_NEW(copier->arena, Capture);
    copy->n_slots = capture->n_slots;
    copy->slots = feel_copy_values(copier, capture->slots, capture->n_slots);
    copy->input = feel_copy_value(copier, &capture->input);
    return copy;
}

static FeelValue copy_function(Copier *copier, const FeelFunction *function)
{
    FeelFunction *copy;

    if (copier->depth >= MAX_FUNCTIONS_IN_FUNCTIONS)
        return feel_null();
    copier->depth++;
    copy = ARENA_NEW(copier->arena, FeelFunction);
    *copy = *function;
    copy->frame = copy_frame(copier, function->frame);
    copy->capture = copy_capture(copier, function->capture);
    copier->depth--;
    return (FeelValue){.kind = FEEL_FUNCTION, .u.function = copy};
}

FeelValue feel_copy_value(Copier *copier, const FeelValue *v)
{
    FeelValue copy = *v;

    if (v->kind == FEEL_STRING)
        copy.u.string.text = arena_strndup(copier->arena, v->u.string.text, v->u.string.len);
    else if (v->kind == FEEL_TIME)
        copy.u.time = copy_time(copier, v->u.time);
    else if (v->kind == FEEL_DATE_TIME)
        copy.u.date_time = copy_date_time(copier, v->u.date_time);
    else if (v->kind == FEEL_LIST)
        copy.u.list = copy_list(copier, v->u.list);
    else if (v->kind == FEEL_CONTEXT)
        copy.u.context = copy_context(copier, v->u.context);
    else if (v->kind == FEEL_RANGE)
        copy.u.range = copy_range(copier, v->u.range);
    else if (v->kind == FEEL_FUNCTION)
        copy = copy_function(copier, v->u.function);
    return copy;
}

FeelValue feel_value_copy(Arena *arena, const FeelValue *v)
{
    Copier copier = {.arena = arena};
    FeelValue copy = feel_copy_value(&copier, v);

    if (copier.frames)
        g_hash_table_unref(copier.frames);
    return copy;
}

/* The elements of a model and their requirements. */
#include "dmn/model.h"

#include <string.h>

#include "dmn/model_private.h"

DmnModel *dmn_model_new(Arena *arena)
{
    DmnModel *model = ARENA_NEW(arena, DmnModel);

    model->arena = arena;
    return model;
}

/* A larger copy of an array in the arena. */
static void *grown(Arena *arena, const void *old, size_t n_old, size_t n_new, size_t size)
{
    void *copy = arena_alloc_n(arena, n_new, size);

    if (n_old)
        memcpy(copy, old, n_old * size);
    return copy;
}

static const int *copy_slots(Arena *arena, const int *slots, size_t n)
{
    return grown(arena, slots, n, n, sizeof(int));
}

/* Slot -> element, one more than its index; 0 = none. */
static void note_slot(DmnModel *model, int slot, int element)
{
    size_t at = (size_t)slot;

    if (at >= model->n_slots) {
        size_t n = MAX(at + 1, model->n_slots * 2);

        model->of_slot = grown(model->arena, model->of_slot, model->n_slots, n, sizeof(int));
        model->n_slots = n;
    }
    model->of_slot[at] = element + 1;
}

int dmn_model_add(DmnModel *model, const DmnElement *element)
{
    DmnElement *copy;
    int index = (int)model->n;

    for (size_t i = 0; i < element->n_outputs; i++)
        g_return_val_if_fail(
            element->outputs[i] >= 0 && dmn_model_of_slot(model, element->outputs[i]) < 0, -1);
    if (model->n == model->size) {
        size_t size = MAX(model->size * 2, (size_t)16);

        model->elements =
            grown(model->arena, model->elements, model->n, size, sizeof(DmnElement *));
        model->size = size;
    }
    copy = ARENA_NEW(model->arena, DmnElement);
    *copy = *element;
    copy->outputs = copy_slots(model->arena, element->outputs, element->n_outputs);
    copy->extra_slots = copy_slots(model->arena, element->extra_slots, element->n_extra_slots);
    model->elements[model->n++] = copy;
    for (size_t i = 0; i < copy->n_outputs; i++)
        note_slot(model, copy->outputs[i], index);
    return index;
}

size_t dmn_model_n(const DmnModel *model)
{
    return model->n;
}

DmnElement *dmn_model_get(DmnModel *model, int index)
{
    g_return_val_if_fail(index >= 0 && (size_t)index < model->n, NULL);
    return model->elements[index];
}

int dmn_model_of_slot(const DmnModel *model, int slot)
{
    if (slot < 0 || (size_t)slot >= model->n_slots)
        return -1;
    return model->of_slot[slot] - 1;
}

/* ---- requirements ---- */

static void require_slots(const DmnModel *model, const int *slots, size_t n, GArray *requires)
{
    for (size_t i = 0; i < n; i++) {
        int element = dmn_model_of_slot(model, slots[i]);
        if (element >= 0)
            g_array_append_val(requires, element);
    }
}

static gint by_number(gconstpointer a, gconstpointer b)
{
    int x = *(const int *)a, y = *(const int *)b;

    return x < y ? -1 : x > y;
}

static void link_element(DmnModel *model, DmnElement *e, GArray *requires)
{
    const int *slots;
    int *unique;
    size_t n;

    g_array_set_size(requires, 0);
    if (e->logic == DMN_LOGIC_LITERAL && e->program) {
        n = feel_program_slots(e->program, &slots);
        require_slots(model, slots, n, requires);
    }
    if (e->logic == DMN_LOGIC_TABLE && e->table) {
        n = dmn_table_program_slots(e->table, &slots);
        require_slots(model, slots, n, requires);
    }
    require_slots(model, e->extra_slots, e->n_extra_slots, requires);
    g_array_sort(requires, by_number);
    unique = ARENA_NEW_N(model->arena, int, requires->len);
    n = 0;
    for (guint i = 0; i < requires->len; i++) {
        int element = g_array_index(requires, int, i);
        if (n == 0 || unique[n - 1] != element)
            unique[n++] = element;
    }
    e->requires = unique;
    e->n_requires = n;
}

void dmn_model_link(DmnModel *model)
{
    g_autoptr(GArray) requires = g_array_new(FALSE, FALSE, sizeof(int));

    for (size_t i = 0; i < model->n; i++)
        link_element(model, model->elements[i], requires);
}

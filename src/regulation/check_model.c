/* The DMN model: an element for every name, requirements, an order of evaluation. */
#include <stdlib.h>

#include "regulation/check_private.h"
#include "regulation/work.h"

static int compare_ints(const void *a, const void *b)
{
    int x = *(const int *)a;
    int y = *(const int *)b;

    return (x > y) - (x < y);
}

/* Sorted without doubles, in the arena. */
static void keep_slots(Checker *c, DmnElement *element, const int *slots, size_t n)
{
    int *kept = ARENA_NEW_N(c->arena, int, n);
    size_t n_kept = 0;

    for (size_t i = 0; i < n; i++)
        kept[i] = slots[i];
    if (n > 0)
        qsort(kept, n, sizeof *kept, compare_ints);
    for (size_t i = 0; i < n; i++) {
        if (n_kept == 0 || kept[n_kept - 1] != kept[i])
            kept[n_kept++] = kept[i];
    }
    element->extra_slots = kept;
    element->n_extra_slots = n_kept;
}

static void add_articles(Checker *c)
{
    for (size_t i = 0; i < c->reg->n_articles; i++) {
        RegArticle *article = &c->reg->articles[i];
        DmnElement element = {.kind = DMN_KNOWLEDGE_SOURCE,
                              .name = article->cite,
                              .pos = article->pos,
                              .authority = -1,
                              .host = article};

        article->element = dmn_model_add(c->reg->dmn, &element);
    }
}

/* ---- blocks ---------------------------------------------------------------------------------- */

static void set_logic(const Checker *c, const RegBlock *block, DmnElement *element)
{
    const CheckBlock *b = &c->blocks[check_block_index(c, block)];

    element->kind = DMN_DECISION;
    element->logic = DMN_LOGIC_HOST;
    if (block->kind == REG_INPUT && block->u.input.source != REG_FROM_HISTORY) {
        element->kind = DMN_INPUT_DATA;
        element->logic = DMN_LOGIC_NONE;
    } else if (block->kind == REG_FUNCTION) {
        element->kind = DMN_BUSINESS_KNOWLEDGE;
        element->logic = DMN_LOGIC_NONE;
    } else if (block->kind == REG_FEEL && block->u.feel.program) {
        element->logic = DMN_LOGIC_LITERAL;
        element->program = block->u.feel.program;
    } else if (block->kind == REG_SCORE && block->u.score->formula.program) {
        element->logic = DMN_LOGIC_LITERAL;
        element->program = block->u.score->formula.program;
    } else if (block->kind == REG_TABLE && b->table) {
        element->logic = DMN_LOGIC_TABLE;
        element->table = b->table;
        element->table_source = block->u.table;
    }
}

/* The article; a stand-in of ours cites none. */
static int authority_of(const Checker *c, const RegBlock *block)
{
    bool cites = block->article >= 0 && !block->assumed &&
                 !(block->kind == REG_PARAM && block->u.param.assumed);

    return cites ? c->reg->articles[block->article].element : -1;
}

/* How many a rank ranks is known before its places: its cuts may read it. */
static void add_size(Checker *c, RegBlock *block, RegName *size)
{
    const CheckBlock *checked = &c->blocks[check_block_index(c, block)];
    int *output = ARENA_NEW(c->arena, int);
    DmnElement element = {.kind = DMN_DECISION,
                          .logic = DMN_LOGIC_HOST,
                          .name = size->name,
                          .pos = block->pos,
                          .outputs = output,
                          .n_outputs = 1,
                          .authority = authority_of(c, block),
                          .host = block};

    *output = size->slot;
    keep_slots(c, &element, (const int *)(const void *)checked->slots->data, checked->n_size_slots);
    size->element = dmn_model_add(c->reg->dmn, &element);
}

static void add_block(Checker *c, RegBlock *block)
{
    const GArray *slots = c->blocks[check_block_index(c, block)].slots;
    int *outputs = ARENA_NEW_N(c->arena, int, block->n_defines);
    DmnElement element = {.name = block->name,
                          .pos = block->pos,
                          .outputs = outputs,
                          .authority = authority_of(c, block),
                          .host = block};

    for (size_t i = 0; i < block->n_defines; i++) {
        if (reg_is_size(block->defines[i]))
            add_size(c, block, block->defines[i]);
        else
            outputs[element.n_outputs++] = block->defines[i]->slot;
    }
    set_logic(c, block, &element);
    keep_slots(c, &element, (const int *)(const void *)slots->data, slots->len);
    block->element = dmn_model_add(c->reg->dmn, &element);
    for (size_t i = 0; i < block->n_defines; i++) {
        if (!reg_is_size(block->defines[i]))
            block->defines[i]->element = block->element;
    }
}

/* ---- names that are elements of their own ---------------------------------------------------- */

static void add_name(Checker *c, RegName *name)
{
    int *output = ARENA_NEW(c->arena, int);
    DmnElement element = {.kind = DMN_INPUT_DATA,
                          .name = name->name,
                          .pos = check_name(name)->pos,
                          .outputs = output,
                          .n_outputs = 1,
                          .authority = name->block ? authority_of(c, name->block) : -1,
                          .host = name->block};

    *output = name->slot;
    if (name->kind == REG_NAME_PATH) {
        int slots[] = {name->path_link->slot, name->path_member->slot};

        element.kind = DMN_DECISION;
        element.logic = DMN_LOGIC_HOST;
        keep_slots(c, &element, slots, G_N_ELEMENTS(slots));
    } else if (name->by && name->block) {
        size_t n = name->block->u.param.n_by;
        g_autofree int *slots = g_new(int, n);

        for (size_t i = 0; i < n; i++)
            slots[i] = name->by[i]->slot;
        keep_slots(c, &element, slots, n);
    }
    name->element = dmn_model_add(c->reg->dmn, &element);
}

/* A view of a parameter for the rows of each subject that reads it, and one at least. */
static void add_param(Checker *c, RegBlock *block)
{
    for (size_t i = 0; i < block->n_defines; i++) {
        if (i == 0 || check_name(block->defines[i])->is_read)
            add_name(c, block->defines[i]);
    }
    if (block->n_defines > 0)
        block->element = block->defines[0]->element;
}

void check_model(Checker *c)
{
    Regulation *reg = c->reg;

    reg->dmn = dmn_model_new(c->arena);
    add_articles(c);
    for (size_t i = 0; i < reg->n_blocks; i++) {
        RegBlock *block = reg->blocks[i];

        if (block->kind == REG_PARAM)
            add_param(c, block);
        else if (block->n_defines > 0 || block->kind == REG_FUNCTION)
            add_block(c, block);
    }
    for (size_t i = 0; i < reg->n_names; i++) {
        if (reg->names[i]->element < 0 && check_name(reg->names[i])->is_read)
            add_name(c, reg->names[i]);
    }
    dmn_model_link(reg->dmn);
    reg->n_order = dmn_model_order(reg->dmn, c->diags, &reg->order);
}

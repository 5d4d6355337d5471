#include <string.h>

#include "regulation/work.h"

void reg_free(Regulation *reg)
{
    if (reg)
        arena_free(reg->arena); /* reg itself lives in it */
}

RegName *reg_name(const Regulation *reg, int subject, const char *name)
{
    const RegSubject *s;

    if (subject < 0 || (size_t)subject >= reg->n_subjects)
        return NULL;
    s = &reg->subjects[subject];
    for (size_t i = 0; i < s->n_names; i++)
        if (strcmp(s->names[i]->name, name) == 0)
            return s->names[i];
    return NULL;
}

int reg_cycle(const Regulation *reg, const char *name)
{
    for (size_t i = 0; i < reg->n_cycles; i++)
        if (strcmp(reg->cycles[i].name, name) == 0)
            return (int)i;
    return REG_NO_CYCLE;
}

int reg_subject(const Regulation *reg, const char *name)
{
    for (size_t i = 0; i < reg->n_subjects; i++)
        if (strcmp(reg->subjects[i].name, name) == 0)
            return (int)i;
    return -1;
}

bool reg_score_takes(const RegScorePart *part, Dec figure)
{
    if (dec_sign(figure) < 0)
        return false;
    return part->kind == REG_SCORE_DEDUCTION ? dec_is_integer(figure)
                                             : dec_compare(figure, part->points) <= 0;
}

/* The first block of that kind and name, or NULL. */
static const RegBlock *find_block(const Regulation *reg, RegBlockKind kind, const char *name)
{
    for (size_t i = 0; name && i < reg->n_blocks; i++) {
        const RegBlock *block = reg->blocks[i];

        if (block->kind == kind && strcmp(block->name, name) == 0)
            return block;
    }
    return NULL;
}

const RegBlock *reg_score(const Regulation *reg, const char *name)
{
    return find_block(reg, REG_SCORE, name);
}

const RegBlock *reg_procedure(const Regulation *reg, const char *name)
{
    return find_block(reg, REG_PROCEDURE, name);
}

/* The procedure that a block names, or NULL. */
static const char *named_procedure(const RegBlock *block)
{
    if (block->kind == REG_DECIDE)
        return block->u.decide.procedure;
    if (block->kind == REG_GRADE)
        return block->u.grade.procedure;
    return block->kind == REG_RANK ? block->u.rank.undecided : NULL;
}

static bool opens_on(const RegProcedure *procedure, const RegBlock *block)
{
    for (size_t i = 0; i < procedure->n_opens; i++)
        if (procedure->opens[i].block == block)
            return true;
    return false;
}

const RegBlock *reg_procedure_of(const Regulation *reg, const RegBlock *block)
{
    const char *named = named_procedure(block);

    for (size_t i = 0; !named && i < reg->n_blocks; i++) {
        const RegBlock *other = reg->blocks[i];

        if (other->kind == REG_PROCEDURE && opens_on(other->u.procedure, block))
            return other;
    }
    return reg_procedure(reg, named);
}

const char *reg_block_cite(const Regulation *reg, const RegBlock *block)
{
    (void)reg; /* the citation is made when the block is read */
    return block->cite;
}

RegBlock *reg_form(const Regulation *reg, const char *name)
{
    for (size_t i = 0; i < reg->n_blocks; i++) {
        RegBlock *block = reg->blocks[i];

        if ((block->kind == REG_SHEET || block->kind == REG_REGISTER) &&
            strcmp(block->name, name) == 0)
            return block;
    }
    return NULL;
}

static bool has_entries(const RegSubject *subject)
{
    return (subject->from == REG_ROWS_SHEET || subject->from == REG_ROWS_REGISTER) &&
           subject->source;
}

int reg_entries(const Regulation *reg, const char *form)
{
    for (size_t i = 0; i < reg->n_subjects; i++) {
        if (has_entries(&reg->subjects[i]) && strcmp(reg->subjects[i].source, form) == 0)
            return (int)i;
    }
    return -1;
}

const RegBlock *reg_form_of(const Regulation *reg, int subject)
{
    const RegSubject *s = &reg->subjects[subject];

    return has_entries(s) ? reg_form(reg, s->source) : NULL;
}

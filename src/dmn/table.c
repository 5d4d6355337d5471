/* Hit policies, types of results, and the frame of an evaluation. */
#include "dmn/table.h"

#include <string.h>

#include "dmn/table_private.h"

typedef struct HitName {
    const char *text;
    DmnHitPolicy hit;
    DmnAggregator aggregator;
} HitName;

static const HitName hit_names[] = {
    {"U",  DMN_HIT_UNIQUE,       DMN_AGGREGATE_NONE },
    {"A",  DMN_HIT_ANY,          DMN_AGGREGATE_NONE },
    {"P",  DMN_HIT_PRIORITY,     DMN_AGGREGATE_NONE },
    {"F",  DMN_HIT_FIRST,        DMN_AGGREGATE_NONE },
    {"R",  DMN_HIT_RULE_ORDER,   DMN_AGGREGATE_NONE },
    {"O",  DMN_HIT_OUTPUT_ORDER, DMN_AGGREGATE_NONE },
    {"C",  DMN_HIT_COLLECT,      DMN_AGGREGATE_NONE },
    {"C+", DMN_HIT_COLLECT,      DMN_AGGREGATE_SUM  },
    {"C#", DMN_HIT_COLLECT,      DMN_AGGREGATE_COUNT},
    {"C<", DMN_HIT_COLLECT,      DMN_AGGREGATE_MIN  },
    {"C>", DMN_HIT_COLLECT,      DMN_AGGREGATE_MAX  },
};

bool dmn_hit_policy_parse(const char *text, DmnHitPolicy *out, DmnAggregator *out_aggregator)
{
    for (size_t i = 0; i < G_N_ELEMENTS(hit_names); i++) {
        if (strcmp(text, hit_names[i].text) != 0)
            continue;
        *out = hit_names[i].hit;
        *out_aggregator = hit_names[i].aggregator;
        return true;
    }
    return false;
}

const char *dmn_hit_policy_text(DmnHitPolicy hit, DmnAggregator aggregator)
{
    for (size_t i = 0; i < G_N_ELEMENTS(hit_names); i++)
        if (hit_names[i].hit == hit &&
            (hit != DMN_HIT_COLLECT || hit_names[i].aggregator == aggregator))
            return hit_names[i].text;
    return "";
}

/* ---- types ---- */

static const FeelType *value_type(const DmnTable *table, size_t k)
{
    const DmnTableOutput *output = &table->outputs[k];
    const FeelType *type = output->fallback ? output->fallback->type : NULL;

    if (output->type)
        return output->type;
    for (size_t i = 0; i < table->n_rules; i++) {
        const FeelNode *cell = table->rules[i].outputs[k];
        type = type ? feel_type_join(type, cell->type) : cell->type;
    }
    return type ? type : &feel_type_any;
}

const FeelType *dmn_table_output_type(Arena *arena, const DmnTable *table, size_t k)
{
    const FeelType *type = value_type(table, k);

    switch (table->hit) {
    case DMN_HIT_UNIQUE:
    case DMN_HIT_ANY:
    case DMN_HIT_PRIORITY:
    case DMN_HIT_FIRST:
        return type;
    case DMN_HIT_RULE_ORDER:
    case DMN_HIT_OUTPUT_ORDER:
        return feel_type_list(arena, type);
    case DMN_HIT_COLLECT:
        if (table->aggregator == DMN_AGGREGATE_NONE)
            return feel_type_list(arena, type);
        if (table->aggregator == DMN_AGGREGATE_SUM || table->aggregator == DMN_AGGREGATE_COUNT)
            return &feel_type_number;
        return type;
    }
    return type;
}

size_t dmn_table_program_slots(const DmnTableProgram *program, const int **out)
{
    *out = program->slots;
    return program->n_slots;
}

size_t dmn_table_program_n_outputs(const DmnTableProgram *program)
{
    return program->n_outputs;
}

/* ---- bitmaps over rules ---- */

size_t dmn_bits_next(const uint64_t *bits, size_t words, size_t from)
{
    size_t w = from >> 6;
    uint64_t word;

    if (w >= words)
        return words * 64;
    word = bits[w] & (~UINT64_C(0) << (from & 63));
    while (word == 0) {
        if (++w == words)
            return words * 64;
        word = bits[w];
    }
    return w * 64 + (size_t)__builtin_ctzll(word);
}

bool dmn_bits_any(const uint64_t *bits, size_t words)
{
    for (size_t w = 0; w < words; w++)
        if (bits[w])
            return true;
    return false;
}

/* ---- one evaluation ---- */

uint32_t dmn_reason_union(const DmnTableRun *t, uint32_t a, uint32_t b)
{
    Reasons *reasons = feel_run_reasons(t->run);

    if (a == b || b == 0)
        return a;
    if (a == 0 || !reasons)
        return b;
    return reasons_union(reasons, a, b);
}

FeelValue dmn_fault(const DmnTableRun *t, DmnFault fault, size_t row)
{
    return feel_run_fault(t->run, &t->program->faults[fault], row);
}

static void give_matches(const DmnTableRun *t, DmnMatches *matches)
{
    Arena *arena = feel_run_arena(t->run);

    matches->start = ARENA_NEW_N(arena, uint32_t, t->n + 1);
    memcpy(matches->start, t->start, (t->n + 1) * sizeof(uint32_t));
    matches->rules = ARENA_NEW_N(arena, uint32_t, t->chosen->len);
    if (t->chosen->len)
        memcpy(matches->rules, t->chosen->data, t->chosen->len * sizeof(uint32_t));
}

static void give_nothing(DmnTableRun *t, Col **out)
{
    for (size_t k = 0; k < t->program->n_outputs; k++)
        out[k] = col_new_null(feel_run_arena(t->run), t->program->outputs[k].col_type, t->n);
}

void dmn_table_run(FeelRun *run,
                   const DmnTableProgram *program,
                   const FeelBatch *batch,
                   const uint64_t *active,
                   Col **out,
                   DmnMatches *matches)
{
    g_autoptr(Arena) scratch = arena_new(0);
    g_autoptr(GArray) chosen = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    DmnTableRun t = {
        .run = run,
        .program = program,
        .batch = batch,
        .active = active,
        .n = batch->n,
        .scratch = scratch,
        .chosen = chosen,
    };

    t.verdicts = ARENA_NEW_N(scratch, uint8_t, t.n);
    t.start = ARENA_NEW_N(scratch, uint32_t, t.n + 1);
    if (program->is_unusable) {
        give_nothing(&t, out);
    } else {
        dmn_match_prepare(&t);
        dmn_choose(&t);
        dmn_result(&t, out);
    }
    if (matches)
        give_matches(&t, matches);
}

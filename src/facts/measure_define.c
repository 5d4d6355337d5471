/* From the inputs of a regulation to what is to be counted. */
#include "facts/measure_private.h"

#include <string.h>

static const struct {
    const char *name;
    MeasureStream stream;
} streams[] = {
    {"deposit balances", STREAM_DEPOSITS    },
    {"loan balances",    STREAM_LOANS       },
    {"fund shares",      STREAM_FUNDS       },
    {"transactions",     STREAM_TRANSACTIONS},
    {"accruals",         STREAM_TRANSACTIONS}, /* told apart by their kinds */
    {"cards",            STREAM_CARDS       },
    {"contracts",        STREAM_CONTRACTS   },
};

static bool not_built(const RegName *name, const char *what, GError **error)
{
    err_set(error, ERR_UNSUPPORTED, "measure.not-built", "the measure %s: %s is not built yet",
            name->name, what);
    return false;
}

static bool find_stream(const RegName *name, const char *of, MeasureStream *out, GError **error)
{
    for (size_t i = 0; i < G_N_ELEMENTS(streams); i++) {
        if (strcmp(streams[i].name, of) == 0) {
            *out = streams[i].stream;
            return true;
        }
    }
    err_set(error, ERR_UNSUPPORTED, "measure.stream", "the measure %s: no fact stream %s",
            name->name, of);
    return false;
}

static bool is_money(MeasureStream stream, RegMeasureTake take)
{
    return stream <= STREAM_TRANSACTIONS && take != REG_MEASURE_COUNT &&
           take != REG_MEASURE_COUNT_CUSTOMERS && take != REG_MEASURE_NEW;
}

static bool define_term(const RegName *name,
                        const char *of,
                        RegMeasureTake take,
                        const AppCycle *cycle,
                        Term *out,
                        GError **error)
{
    const RegInput *input = &name->block->u.input;

    *out = (Term){.name = name,
                  .take = take,
                  .credit = input->credit,
                  .base = input->base_is_start ? cycle->first - 1 : input->base_date,
                  .where = reg_expr_is_set(&input->where) ? input->where.program : NULL,
                  .where_expr = &input->where};
    if (!find_stream(name, of, &out->stream, error))
        return false;
    out->scale = is_money(out->stream, take) ? 100 : 1;
    return true;
}

static void add_text(GChecksum *sum, const char *text)
{
    g_checksum_update(sum, (const guchar *)text, -1);
    g_checksum_update(sum, (const guchar *)"", 1); /* parts are told apart by NUL */
}

static void add_number(GChecksum *sum, int64_t number)
{
    char text[32];

    g_snprintf(text, sizeof text, "%" G_GINT64_FORMAT, number);
    add_text(sum, text);
}

/* The version tells kept values of an older way of counting from ours. */
static void hash_definition(Measure *m, const Term *terms, const AppCycle *cycle)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);

    add_text(sum, "measure 1");
    add_number(sum, (int64_t)m->take);
    add_number(sum, cycle->first);
    add_number(sum, cycle->last);
    for (size_t i = 0; i < m->n_terms; i++) {
        add_number(sum, (int64_t)terms[i].stream);
        add_number(sum, (int64_t)terms[i].take);
        add_number(sum, (int64_t)terms[i].credit);
        add_number(sum, terms[i].take == REG_MEASURE_NET_CHANGE ? terms[i].base : 0);
        add_text(sum, terms[i].where ? terms[i].where_expr->src.text : "");
    }
    g_strlcpy(m->definition, g_checksum_get_string(sum), sizeof m->definition);
}

bool measure_define(const Regulation *reg,
                    const RegName *input,
                    const AppCycle *cycle,
                    Arena *arena,
                    Measure *out,
                    Term out_terms[2],
                    GError **error)
{
    const RegInput *in = &input->block->u.input;

    (void)arena;
    *out = (Measure){.name = input, .take = in->measure_take, .n_terms = 1};
    if (input->block->subject != REG_PERSON)
        return not_built(input,
                         reg->subjects[input->block->subject].from == REG_ROWS_MEASURE
                             ? "a measure by group of accounts"
                             : "a measure of other rows than persons",
                         error);
    if (in->over.kind != REG_SPAN_NONE)
        return not_built(input, "`over`", error);
    if (in->measure_take == REG_MEASURE_RATIO) {
        out->n_terms = 2;
        if (in->ratio[0] == REG_MEASURE_AVERAGE_RATE || in->ratio[1] == REG_MEASURE_AVERAGE_RATE)
            return not_built(input, "a ratio of average rates", error);
        if (!define_term(input, in->ratio_of[0], in->ratio[0], cycle, &out_terms[0], error) ||
            !define_term(input, in->ratio_of[1], in->ratio[1], cycle, &out_terms[1], error))
            return false;
    } else if (!define_term(input, in->of, in->measure_take, cycle, &out_terms[0], error)) {
        return false;
    }
    hash_definition(out, out_terms, cycle);
    return true;
}

static bool is_measure(const RegBlock *block, const AppCycle *cycle)
{
    return block->kind == REG_INPUT && block->u.input.source == REG_FROM_MEASURE &&
           block->cycle == cycle->kind && block->n_defines > 0;
}

bool measure_define_all(const Regulation *reg,
                        const AppCycle *cycle,
                        Arena *arena,
                        Measure **out,
                        size_t *out_n,
                        Term **out_terms,
                        size_t *out_n_terms,
                        GError **error)
{
    *out = ARENA_NEW_N(arena, Measure, reg->n_blocks);
    *out_terms = ARENA_NEW_N(arena, Term, 2 * reg->n_blocks);
    *out_n = *out_n_terms = 0;
    for (size_t i = 0; i < reg->n_blocks; i++) {
        Measure *m = &(*out)[*out_n];
        if (!is_measure(reg->blocks[i], cycle))
            continue;
        if (!measure_define(reg, reg->blocks[i]->defines[0], cycle, arena, m,
                            *out_terms + *out_n_terms, error))
            return false;
        m->term = *out_n_terms;
        *out_n_terms += m->n_terms;
        ++*out_n;
    }
    return true;
}

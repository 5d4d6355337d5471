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

/* Of parameters with keys it would depend on the fact which value is read. */
static bool define_param(
    const Defining *d, const Term *term, const RegName *name, TermParam *out, GError **error)
{
    char day[CAL_TEXT_SIZE];

    out->name = name;
    if (name->block->u.param.n_by > 0) {
        err_set(error, ERR_UNSUPPORTED, "measure.where",
                "the `where` of %s reads %s, which cannot be asked of these facts",
                term->name->name, name->name);
        return false;
    }
    if (app_param_value(d->reg, d->data, name, d->cycle->last, d->arena, &out->value))
        return true;
    cal_date_format(d->cycle->last, day);
    err_set(error, ERR_INVALID, "measure.no-parameter",
            "the `where` of %s reads the parameter %s, which has no value on %s", term->name->name,
            name->name, day);
    return false;
}

static bool define_params(const Defining *d, Term *term, GError **error)
{
    const int *read;
    size_t n = term->where ? feel_program_slots(term->where, &read) : 0;
    TermParam *params = ARENA_NEW_N(d->arena, TermParam, n);

    for (size_t i = 0; i < n; i++) {
        const RegName *name = d->reg->names[read[i]];

        if (name->kind == REG_NAME_PARAM &&
            !define_param(d, term, name, &params[term->n_params++], error))
            return false;
    }
    term->params = params;
    return true;
}

static bool define_term(const Defining *d,
                        const RegName *name,
                        const char *of,
                        RegMeasureTake take,
                        Term *out,
                        GError **error)
{
    const RegInput *input = &name->block->u.input;
    const AppCycle *cycle = d->cycle;

    *out = (Term){.name = name,
                  .take = take,
                  .credit = input->credit,
                  .base = input->base_is_start ? cycle->first - 1 : input->base_date,
                  .where = reg_expr_is_set(&input->where) ? input->where.program : NULL,
                  .where_expr = &input->where};
    if (!find_stream(name, of, &out->stream, error))
        return false;
    out->scale = is_money(out->stream, take) ? 100 : 1;
    return define_params(d, out, error);
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
static void hash_definition(const Defining *d, Measure *m, const Term *terms)
{
    const AppCycle *cycle = d->cycle;
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
        for (size_t k = 0; k < terms[i].n_params; k++)
            add_text(sum, feel_value_text(d->arena, &terms[i].params[k].value, /* quoted= */ true));
    }
    g_strlcpy(m->definition, g_checksum_get_string(sum), sizeof m->definition);
}

bool measure_define(
    const Defining *d, const RegName *input, Measure *out, Term out_terms[2], GError **error)
{
    const RegInput *in = &input->block->u.input;

    *out = (Measure){.name = input, .take = in->measure_take, .n_terms = 1};
    if (input->block->subject != REG_PERSON)
        return not_built(input,
                         d->reg->subjects[input->block->subject].from == REG_ROWS_MEASURE
                             ? "a measure by group of accounts"
                             : "a measure of other rows than persons",
                         error);
    if (in->over.kind != REG_SPAN_NONE)
        return not_built(input, "`over`", error);
    if (in->measure_take == REG_MEASURE_RATIO) {
        out->n_terms = 2;
        if (in->ratio[0] == REG_MEASURE_AVERAGE_RATE || in->ratio[1] == REG_MEASURE_AVERAGE_RATE)
            return not_built(input, "a ratio of average rates", error);
        if (!define_term(d, input, in->ratio_of[0], in->ratio[0], &out_terms[0], error) ||
            !define_term(d, input, in->ratio_of[1], in->ratio[1], &out_terms[1], error))
            return false;
    } else if (!define_term(d, input, in->of, in->measure_take, &out_terms[0], error)) {
        return false;
    }
    hash_definition(d, out, out_terms);
    return true;
}

static bool is_measure(const RegBlock *block, const AppCycle *cycle)
{
    return block->kind == REG_INPUT && block->u.input.source == REG_FROM_MEASURE &&
           block->cycle == cycle->kind && block->n_defines > 0;
}

bool measure_define_all(const Defining *d,
                        Measure **out,
                        size_t *out_n,
                        Term **out_terms,
                        size_t *out_n_terms,
                        GError **error)
{
    const Regulation *reg = d->reg;

    *out = ARENA_NEW_N(d->arena, Measure, reg->n_blocks);
    *out_terms = ARENA_NEW_N(d->arena, Term, 2 * reg->n_blocks);
    *out_n = *out_n_terms = 0;
    for (size_t i = 0; i < reg->n_blocks; i++) {
        Measure *m = &(*out)[*out_n];
        if (!is_measure(reg->blocks[i], d->cycle))
            continue;
        if (!measure_define(d, reg->blocks[i]->defines[0], m, *out_terms + *out_n_terms, error))
            return false;
        m->term = *out_n_terms;
        *out_n_terms += m->n_terms;
        ++*out_n;
    }
    return true;
}

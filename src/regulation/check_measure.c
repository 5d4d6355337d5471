/* Measures: fact streams, what can be taken of them, in which unit. */
#include <string.h>

#include "regulation/check_block_private.h"

typedef enum StreamSort { BALANCES, FLOWS, THINGS } StreamSort;

typedef struct Stream {
    const char *name;
    StreamSort sort;
    const char *unit;  /* of an amount; NULL = it has none */
    const char *fact;  /* subject of the facts' own names; NULL = only the account's */
    const char *about; /* subject whose names follow: what the fact hangs on */
} Stream;

static const Stream streams[] = {
    {"deposit balances", BALANCES, "元", NULL,          "account" },
    {"loan balances",    BALANCES, "元", NULL,          "account" },
    {"fund shares",      BALANCES, "份", NULL,          "account" },
    {"transactions",     FLOWS,    "元", "transaction", "account" },
    {"accruals",         FLOWS,    "元", "transaction", "account" },
    {"cards",            THINGS,   NULL,  "card",        "account" },
    {"contracts",        THINGS,   NULL,  "contract",    "customer"},
};

static const Stream *find_stream(const char *name)
{
    for (size_t i = 0; name && i < G_N_ELEMENTS(streams); i++) {
        if (strcmp(streams[i].name, name) == 0)
            return &streams[i];
    }
    return NULL;
}

const FeelScope *check_scope_of_facts(Checker *c, const RegInput *input)
{
    const Stream *stream =
        find_stream(input->measure_take == REG_MEASURE_RATIO ? input->ratio_of[0] : input->of);
    int about = reg_subject(c->reg, stream ? stream->about : "account");

    if (!stream || !stream->fact)
        return c->reg->subjects[about].scope;
    return check_scope_of_entry(c, reg_subject(c->reg, stream->fact), about);
}

static const Stream *check_stream(CheckInput *i, const char *name)
{
    const char *names[G_N_ELEMENTS(streams)];
    const Stream *stream = find_stream(name);
    Checker *c = i->c;

    if (stream)
        return stream;
    for (size_t k = 0; k < G_N_ELEMENTS(streams); k++)
        names[k] = streams[k].name;
    diag_add(c->diags, DIAG_ERROR, "regulation.unknown-stream", i->block->pos,
             "there is no fact stream %s", name ? name : "");
    diag_expected(c->diags, "%s", check_texts(c, names, G_N_ELEMENTS(names)));
    const char *near = name ? check_nearest(name, names, G_N_ELEMENTS(names)) : NULL;
    if (near)
        diag_hint(c->diags, "did you mean %s?", near);
    return NULL;
}

/* Can this be taken of such a stream? */
static bool can_take(const Stream *stream, RegMeasureTake take)
{
    switch (take) {
    case REG_MEASURE_BALANCE_DAYS:
    case REG_MEASURE_AVERAGE:
    case REG_MEASURE_AVERAGE_RATE:
    case REG_MEASURE_END:
    case REG_MEASURE_NET_CHANGE:
        return stream->sort == BALANCES;
    case REG_MEASURE_SUM:
        return stream->sort == FLOWS;
    case REG_MEASURE_COUNT:
    case REG_MEASURE_COUNT_CUSTOMERS:
        return true;
    case REG_MEASURE_NEW:
        return stream->sort != FLOWS;
    case REG_MEASURE_NONE:
    case REG_MEASURE_RATIO:
        return false;
    }
    return false;
}

/* The unit of what is taken; BARE for counts, UNKNOWN after an error. */
static Unit unit_of_take(CheckInput *i, const char *name, RegMeasureTake take)
{
    Checker *c = i->c;
    const Stream *stream = check_stream(i, name);
    Unit unit = unit_bare();
    Unit day = unit_none();

    if (!stream)
        return unit_unknown();
    if (!can_take(stream, take)) {
        diag_add(c->diags, DIAG_ERROR, "regulation.take", i->block->pos,
                 "this cannot be taken of %s", stream->name);
        diag_expected(c->diags, stream->sort == BALANCES
                                    ? "balance-days, average, average rate, end, net "
                                      "change, count, count of customers or new"
                                : stream->sort == FLOWS ? "sum, count or count of customers"
                                                        : "count, count of customers or new");
        return unit_unknown();
    }
    bool is_count =
        take == REG_MEASURE_COUNT || take == REG_MEASURE_COUNT_CUSTOMERS || take == REG_MEASURE_NEW;
    if (is_count)
        return unit;
    const char *text = take == REG_MEASURE_AVERAGE_RATE ? "1/年" : stream->unit;
    if (!unit_parse(c->arena, text, &unit, NULL) || !unit_parse(c->arena, "天", &day, NULL))
        return unit_unknown(); /* our own texts: they are units */
    return take == REG_MEASURE_BALANCE_DAYS ? unit_mul(&unit, &day) : unit;
}

void check_input_measure(CheckInput *i)
{
    Checker *c = i->c;
    RegInput *input = i->input;
    Unit *unit = &check_name(i->name)->unit;
    Unit taken;

    if (input->measure_take == REG_MEASURE_RATIO) {
        Unit over = unit_of_take(i, input->ratio_of[0], input->ratio[0]);
        Unit under = unit_of_take(i, input->ratio_of[1], input->ratio[1]);
        taken = unit_div(&over, &under);
    } else {
        taken = unit_of_take(i, input->of, input->measure_take);
    }
    if (reg_takes_net_change(input) && !input->has_base_date && !input->base_is_start) {
        diag_add(c->diags, DIAG_ERROR, "regulation.base-missing", i->block->pos,
                 "the net change %s does not say since which `base`", i->block->name);
        diag_expected(c->diags, "a date, or `start`: the balance before the cycle begins");
    }
    if (check_unit_fits(c, i->block->pos, unit, &taken))
        (void)unit_join(unit, &taken, unit);
    CheckSite site = {.scope = check_scope_of_facts(c, input),
                      .subject = reg_subject(c->reg, "account"),
                      .cycle = REG_NO_CYCLE,
                      .block = -1,
                      .place = "where"};
    check_input_where(i, &site);
}

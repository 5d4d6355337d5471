/* Choosing: by hit policy, the rules of each row whose outputs count; or why there are none. */
#include "dmn/table_private.h"

/* One row while it is judged. */
typedef struct Row {
    size_t row;
    uint64_t *sure; /* possible and not unsure */
    const uint64_t *unsure;
    bool has_sure, has_unsure;
    size_t first; /* sure rule; n_rules if none */
} Row;

static size_t next(const DmnTableProgram *p, const uint64_t *bits, size_t from)
{
    return MIN(dmn_bits_next(bits, p->words, from), p->n_rules);
}

/* ---- can an unjudged rule change the result? ---- */

/* The constant number (or other comparable constant) a rule gives, or NULL. */
static const FeelValue *constant_of(const DmnTableProgram *p, size_t rule)
{
    const DmnOutputCell *cell = dmn_output_cell(p, rule, 0);

    return cell->program ? NULL : &cell->constant;
}

/* Does a sure match with a constant stand at least as far out as the constant of rule q? */
static bool is_dominated(const DmnTableProgram *p, const Row *r, size_t q)
{
    const FeelValue *theirs = constant_of(p, q);
    int want = p->aggregator == DMN_AGGREGATE_MIN ? -1 : 1;

    if (!theirs)
        return false;
    for (size_t s = r->first; s < p->n_rules; s = next(p, r->sure, s + 1)) {
        const FeelValue *ours = constant_of(p, s);
        int order;

        if (ours && feel_compare(ours, theirs, &order) && (order == 0 || order == want))
            return true;
    }
    return false;
}

static bool adds_nothing(const DmnTableProgram *p, const Row *r, size_t q)
{
    const FeelValue *v = constant_of(p, q);

    if (!r->has_sure && (p->else_rule < p->n_rules || p->has_fallback))
        return false; /* it decides between 0 and their value */
    return v && v->kind == FEEL_NUMBER && dec_is_zero(v->u.number);
}

/* Is rule a known to be preferred to rule b? Equal ranks: the earlier one. */
static bool beats(const DmnTableProgram *p, size_t a, size_t b)
{
    for (size_t k = 0; k < p->n_outputs; k++) {
        uint32_t x = p->ranks[a * p->n_outputs + k];
        uint32_t y = p->ranks[b * p->n_outputs + k];

        if (x == DMN_RANK_UNKNOWN || y == DMN_RANK_UNKNOWN)
            return false;
        if (x != y)
            return x < y;
    }
    return a < b;
}

/* The sure rule that wins by rank; n_rules if the ranks that decide are not known. */
static size_t winner(const DmnTableProgram *p, const Row *r)
{
    size_t best = r->first;

    for (size_t s = next(p, r->sure, best + 1); s < p->n_rules; s = next(p, r->sure, s + 1)) {
        if (beats(p, s, best))
            best = s;
        else if (!beats(p, best, s))
            return p->n_rules;
    }
    return best;
}

static bool same_as_all_sure(const DmnTableProgram *p, const Row *r, size_t q)
{
    for (size_t s = r->first; s < p->n_rules; s = next(p, r->sure, s + 1))
        if (p->same_as[s] != p->same_as[q])
            return false;
    return true;
}

static bool is_beaten(const DmnTableProgram *p, const Row *r, size_t q)
{
    size_t best = winner(p, r);

    if (best < p->n_rules && p->same_as[best] == p->same_as[q])
        return true; /* beaten or not, it gives the same */
    for (size_t s = r->first; s < p->n_rules; s = next(p, r->sure, s + 1))
        if (beats(p, s, q))
            return true;
    return same_as_all_sure(p, r, q);
}

/* What stands if no rule matches: the else rule, the fallback (n_rules), or nothing. */
static bool default_rule(const DmnTableProgram *p, size_t *out)
{
    *out = p->else_rule;
    return p->else_rule < p->n_rules || p->has_fallback;
}

static bool can_change(const DmnTableProgram *p, const Row *r, size_t q)
{
    size_t other = r->first;

    switch (p->hit) {
    case DMN_HIT_UNIQUE:
    case DMN_HIT_ANY:
    case DMN_HIT_PRIORITY:
    case DMN_HIT_FIRST:
        if (!r->has_sure)
            return !default_rule(p, &other) || p->same_as[q] != p->same_as[other];
        if (p->hit == DMN_HIT_FIRST)
            return q < other && p->same_as[q] != p->same_as[other];
        if (p->hit == DMN_HIT_PRIORITY)
            return !is_beaten(p, r, q);
        return p->same_as[q] != p->same_as[other];
    case DMN_HIT_RULE_ORDER:
    case DMN_HIT_OUTPUT_ORDER:
        return true;
    case DMN_HIT_COLLECT:
        if (p->aggregator == DMN_AGGREGATE_SUM)
            return !adds_nothing(p, r, q);
        if (p->aggregator == DMN_AGGREGATE_MIN || p->aggregator == DMN_AGGREGATE_MAX)
            return !is_dominated(p, r, q);
        return true;
    }
    return true;
}

/* True if some unjudged rule can change the result; then reasons has why. */
static bool judge_unsure(DmnTableRun *t, const Row *r)
{
    const DmnTableProgram *p = t->program;
    uint32_t reason = 0;
    bool changes = false;

    for (size_t q = next(p, r->unsure, 0); q < p->n_rules; q = next(p, r->unsure, q + 1)) {
        if (!can_change(p, r, q))
            continue;
        reason = dmn_reason_union(t, reason, dmn_match_reason(t, r->row, q));
        changes = true;
    }
    if (changes)
        t->reasons[r->row] = reason;
    return changes;
}

/* ---- verdicts ---- */

static void choose_rule(DmnTableRun *t, size_t rule)
{
    uint32_t number = (uint32_t)rule;

    g_array_append_val(t->chosen, number);
}

static void choose_all_sure(DmnTableRun *t, const Row *r)
{
    for (size_t s = r->first; s < t->program->n_rules; s = next(t->program, r->sure, s + 1))
        choose_rule(t, s);
}

/* The winner; if it is not known yet all, to be ranked by their values. */
static void choose_by_rank(DmnTableRun *t, const Row *r)
{
    size_t best = winner(t->program, r);

    if (best < t->program->n_rules)
        choose_rule(t, best);
    else
        choose_all_sure(t, r);
}

static DmnVerdict choose_sure(DmnTableRun *t, const Row *r)
{
    const DmnTableProgram *p = t->program;

    switch (p->hit) {
    case DMN_HIT_UNIQUE:
        choose_all_sure(t, r);
        return next(p, r->sure, r->first + 1) < p->n_rules ? DMN_ROW_NOT_UNIQUE : DMN_ROW_RULES;
    case DMN_HIT_FIRST:
        choose_rule(t, r->first);
        return DMN_ROW_RULES;
    case DMN_HIT_PRIORITY:
        choose_by_rank(t, r);
        return DMN_ROW_RULES;
    case DMN_HIT_ANY:
    case DMN_HIT_RULE_ORDER:
    case DMN_HIT_OUTPUT_ORDER:
    case DMN_HIT_COLLECT:
        choose_all_sure(t, r);
        return DMN_ROW_RULES;
    }
    return DMN_ROW_RULES;
}

static DmnVerdict judge(DmnTableRun *t, const Row *r)
{
    const DmnTableProgram *p = t->program;
    bool several = r->has_sure && next(p, r->sure, r->first + 1) < p->n_rules;

    if (r->has_unsure && p->hit == DMN_HIT_UNIQUE && several)
        return choose_sure(t, r); /* a fault whatever the unjudged rules say */
    if (r->has_unsure && judge_unsure(t, r)) {
        if (p->hit != DMN_HIT_ANY || !several)
            return DMN_ROW_MISSING;
        choose_all_sure(t, r);
        return DMN_ROW_RULES_UNLESS;
    }
    if (r->has_sure)
        return choose_sure(t, r);
    if (p->else_rule < p->n_rules) {
        choose_rule(t, p->else_rule);
        return DMN_ROW_RULES;
    }
    return DMN_ROW_NONE;
}

static void judge_row(DmnTableRun *t, size_t row, uint64_t *possible, const uint64_t *unsure)
{
    const DmnTableProgram *p = t->program;
    Row r = {.row = row, .sure = possible, .unsure = unsure};

    if (t->verdicts[row] != DMN_ROW_INACTIVE || !dmn_is_active(t, row))
        return; /* settled by an input that is not allowed, or not asked for */
    r.has_unsure = dmn_bits_any(unsure, p->words);
    if (r.has_unsure)
        for (size_t w = 0; w < p->words; w++)
            possible[w] &= ~unsure[w];
    r.first = next(p, r.sure, 0);
    r.has_sure = r.first < p->n_rules;
    t->verdicts[row] = (uint8_t)judge(t, &r);
}

void dmn_choose(DmnTableRun *t)
{
    size_t words = t->program->words;

    for (size_t from = 0; from < t->n; from += DMN_CHUNK_ROWS) {
        size_t n = MIN((size_t)DMN_CHUNK_ROWS, t->n - from);

        dmn_match_chunk(t, from, n);
        for (size_t i = 0; i < n; i++) {
            t->start[from + i] = t->chosen->len;
            judge_row(t, from + i, t->possible + i * words, t->unsure + i * words);
        }
    }
    t->start[t->n] = t->chosen->len;
}

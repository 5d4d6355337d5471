/* Lint of decision tables: which policies ask for what, and overlaps of rules. */
#include <string.h>

#include "dmn/table_lint_private.h"

typedef struct RuleOutputs {
    const char *key; /* dmn_outputs_key */
    bool constant;
} RuleOutputs;

/* ---- overlaps ---- */

static bool is_opaque(const DmnLint *l, size_t rule)
{
    for (size_t d = 0; d < l->n_dims; d++)
        if (bits_get(l->dims[d].opaque, rule))
            return true;
    return false;
}

/* True if the boxes of two rules have a cell of the grid in common; then segments[d] is the first
 * one, SIZE_MAX where both take everything. */
static bool overlap(const DmnLint *l, size_t a, size_t b, size_t *segments)
{
    for (size_t d = 0; d < l->n_dims; d++) {
        const DmnDimension *dim = &l->dims[d];
        size_t words = bits_words(dim->n_segments), found = SIZE_MAX;

        for (size_t w = 0; w < words && found == SIZE_MAX; w++) {
            uint64_t common = dim->boxes[a][w] & dim->boxes[b][w];
            if (common)
                found = w * 64 + (size_t)__builtin_ctzll(common);
        }
        if (found == SIZE_MAX)
            return false;
        segments[d] = bits_get(dim->full, a) && bits_get(dim->full, b) ? SIZE_MAX : found;
    }
    return true;
}

static bool has_segment(const DmnDimension *dim, size_t rule, size_t s)
{
    return s < dim->n_segments && bits_get(dim->boxes[rule], s);
}

/* Do the ranges of two rules only touch, both taking their common end s? */
static bool touch(const DmnDimension *dim, size_t a, size_t b, size_t s)
{
    if (s == SIZE_MAX || !bits_get(dim->edges, s))
        return false;
    bool a_before = s > 0 && has_segment(dim, a, s - 1);
    bool b_before = s > 0 && has_segment(dim, b, s - 1);
    bool a_after = has_segment(dim, a, s + 1);
    bool b_after = has_segment(dim, b, s + 1);

    return (a_before && b_after && !b_before && !a_after) ||
           (b_before && a_after && !a_before && !b_after);
}

static void report_conflict(const DmnLint *l, size_t a, size_t b, const size_t *segments)
{
    const DmnTable *table = l->table;

    diag_add(l->diags, l->dialect == FEEL_REGULATION ? DIAG_ERROR : DIAG_WARNING, "dmn.conflict",
             table->rules[b].pos,
             "table %s: this rule and the one in line %u give different outputs; both take: %s",
             table->name, table->rules[a].pos.line, dmn_witness_text(l, segments));
    for (size_t d = 0; d < l->n_dims; d++) {
        if (touch(&l->dims[d], a, b, segments[d])) {
            diag_hint(l->diags, "let one of the two leave the edge out, with ( or ), < or >");
            return;
        }
    }
}

static void report_overlap(const DmnLint *l, size_t a, size_t b, const size_t *segments)
{
    const DmnTable *table = l->table;

    diag_add(l->diags, DIAG_WARNING, "dmn.overlap", table->rules[b].pos,
             "table %s: this rule and the one in line %u give the same outputs; both take: %s",
             table->name, table->rules[a].pos.line, dmn_witness_text(l, segments));
    diag_hint(l->diags, "with hit policy U this is a fault when it happens; A allows it");
}

/* Holds a rule against the earlier ones; the first clash is enough. */
static void check_rule(DmnLint *l, const RuleOutputs *outputs, size_t b, size_t *segments)
{
    size_t same = SIZE_MAX;

    for (size_t a = 0; a < b; a++) {
        if (l->table->rules[a].is_else || is_opaque(l, a) || !overlap(l, a, b, segments))
            continue;
        if (strcmp(outputs[a].key, outputs[b].key) == 0) {
            if (same == SIZE_MAX)
                same = a;
        } else if (l->table->hit == DMN_HIT_UNIQUE ||
                   (outputs[a].constant && outputs[b].constant)) {
            report_conflict(l, a, b, segments);
            return;
        }
    }
    if (same == SIZE_MAX || l->table->hit != DMN_HIT_UNIQUE)
        return;
    (void)overlap(l, same, b, segments); /* once more, for the witness */
    report_overlap(l, same, b, segments);
}

static void check_overlaps(DmnLint *l)
{
    size_t n = l->table->n_rules;
    RuleOutputs *outputs = ARENA_NEW_N(l->arena, RuleOutputs, n);
    size_t *segments = ARENA_NEW_N(l->arena, size_t, l->n_dims);

    for (size_t i = 0; i < n; i++)
        outputs[i].key = dmn_outputs_key(l->arena, l->table, i, l->dialect, &outputs[i].constant);
    for (size_t b = 1; b < n; b++)
        if (!l->table->rules[b].is_else && !is_opaque(l, b))
            check_rule(l, outputs, b, segments);
}

/* ---- the whole ---- */

static bool is_single_hit(DmnHitPolicy hit)
{
    return hit == DMN_HIT_UNIQUE || hit == DMN_HIT_ANY || hit == DMN_HIT_PRIORITY ||
           hit == DMN_HIT_FIRST;
}

static bool has_default(const DmnTable *table)
{
    for (size_t i = 0; i < table->n_rules; i++)
        if (table->rules[i].is_else)
            return true;
    for (size_t k = 0; k < table->n_outputs; k++)
        if (table->outputs[k].fallback)
            return true;
    return false;
}

static void report_limit(const DmnTable *table, Diags *diags)
{
    diag_add(diags, DIAG_WARNING, "dmn.lint-limit", table->pos,
             "table %s is too large to be checked for gaps and conflicts", table->name);
}

void dmn_table_lint(const DmnTable *table, FeelDialect dialect, Diags *diags)
{
    g_autoptr(Arena) arena = NULL;
    DmnLint l = {.table = table, .dialect = dialect, .diags = diags};

    if (!is_single_hit(table->hit))
        return;
    if (table->n_rules > DMN_LINT_MAX_RULES) {
        report_limit(table, diags);
        return;
    }
    arena = arena_new(0);
    l.arena = arena;
    l.words = MAX(bits_words(table->n_rules), (size_t)1);
    dmn_lint_grid(&l);
    if (!has_default(table) && !dmn_lint_gaps(&l))
        report_limit(table, diags);
    if (table->hit == DMN_HIT_UNIQUE || table->hit == DMN_HIT_ANY)
        check_overlaps(&l);
}

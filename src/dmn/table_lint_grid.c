/* The grid of a lint: dimensions, their segments, and the rules in each. */
#include <string.h>

#include "dmn/table_lint_private.h"

/* The inputs that share an expression. */
typedef struct Group {
    size_t *inputs;
    size_t n;
    FeelKind kind;
    DmnTest *tests;        /* n × n_rules */
    DmnTest *domain_tests; /* n: allowed values */
    DmnAxis axis;
    size_t *segments; /* of the axis, those with a value */
} Group;

static const char *label_of(const DmnLint *l, const DmnTableInput *input)
{
    if (input->label && input->label[0])
        return input->label;
    return arena_strndup(l->arena, input->src.text ? input->src.text : "", input->src.len);
}

static bool same_expression(const DmnTableInput *a, const DmnTableInput *b)
{
    g_autofree char *x = NULL, *y = NULL;

    if (a->src.len == 0 || b->src.len == 0)
        return false;
    x = g_strstrip(g_strndup(a->src.text, a->src.len));
    y = g_strstrip(g_strndup(b->src.text, b->src.len));
    return strcmp(x, y) == 0;
}

/* ---- kinds ---- */

static FeelKind kind_of_type(const FeelType *type)
{
    static const struct {
        FeelTypeKind type;
        FeelKind kind;
    } kinds[] = {
        {FEEL_T_BOOLEAN,     FEEL_BOOLEAN    },
        {FEEL_T_NUMBER,      FEEL_NUMBER     },
        {FEEL_T_STRING,      FEEL_STRING     },
        {FEEL_T_DATE,        FEEL_DATE       },
        {FEEL_T_TIME,        FEEL_TIME       },
        {FEEL_T_DATE_TIME,   FEEL_DATE_TIME  },
        {FEEL_T_DT_DURATION, FEEL_DT_DURATION},
        {FEEL_T_YM_DURATION, FEEL_YM_DURATION},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (kinds[i].type == type->kind)
            return kinds[i].kind;
    return FEEL_NULL;
}

/* The declared kind; where none is, that of the first constant. */
static FeelKind kind_of_group(const DmnLint *l, const Group *g)
{
    FeelKind kind = kind_of_type(l->table->inputs[g->inputs[0]].expr->type);

    for (size_t i = 0; kind == FEEL_NULL && i < g->n * l->table->n_rules; i++)
        if (g->tests[i].kind == DMN_TEST_CONSTANT)
            kind = g->tests[i].of;
    return kind;
}

static bool is_local_time(const FeelValue *v)
{
    if (v->kind == FEEL_TIME)
        return v->u.time->zone.kind == CAL_ZONE_LOCAL;
    return true;
}

/* Segments say nothing about ranges of texts (there is always a text between two) and about times
 * of several zones. */
static bool is_geometric(const DmnTest *test, FeelKind kind)
{
    if (test->kind != DMN_TEST_CONSTANT || (test->of != FEEL_NULL && test->of != kind))
        return false;
    if (test->of == FEEL_STRING && test->has_range)
        return false;
    for (size_t i = 0; i < test->n_atoms; i++)
        if (!is_local_time(&test->atoms[i].low) || !is_local_time(&test->atoms[i].high))
            return false;
    return true;
}

static void read_tests(DmnLint *l, Group *g)
{
    const DmnTable *table = l->table;
    static const SrcText none = {.text = ""};

    g->tests = ARENA_NEW_N(l->arena, DmnTest, g->n * table->n_rules);
    g->domain_tests = ARENA_NEW_N(l->arena, DmnTest, g->n);
    for (size_t j = 0; j < g->n; j++) {
        const DmnTableInput *input = &table->inputs[g->inputs[j]];

        g->domain_tests[j] = dmn_test_read(l->arena, input->values, &input->values_src, l->dialect);
        for (size_t i = 0; i < table->n_rules; i++) {
            const DmnRule *rule = &table->rules[i];

            if (!rule->is_else)
                g->tests[j * table->n_rules + i] = dmn_test_read(
                    l->arena, rule->tests[g->inputs[j]],
                    rule->test_srcs ? &rule->test_srcs[g->inputs[j]] : &none, l->dialect);
        }
    }
    g->kind = kind_of_group(l, g);
    for (size_t i = 0; i < g->n * table->n_rules; i++)
        if (g->tests[i].kind == DMN_TEST_CONSTANT && !is_geometric(&g->tests[i], g->kind))
            g->tests[i].kind = DMN_TEST_GENERAL;
    for (size_t j = 0; j < g->n; j++)
        if (!is_geometric(&g->domain_tests[j], g->kind))
            g->domain_tests[j].kind = DMN_TEST_ANY; /* then all values are taken to be allowed */
}

/* ---- segments ---- */

static void make_axis(DmnLint *l, Group *g)
{
    size_t n = g->n * l->table->n_rules;
    const DmnTest **refs = ARENA_NEW_N(l->arena, const DmnTest *, n + g->n);

    for (size_t i = 0; i < n; i++)
        refs[i] = &g->tests[i];
    for (size_t j = 0; j < g->n; j++)
        refs[n + j] = &g->domain_tests[j];
    g->axis = dmn_axis_new(l->arena, g->kind, refs, n + g->n);
}

/* Takes the segments away in which a constant test is false. */
static void cut(DmnLint *l, const Group *g, const DmnTest *test, uint64_t *segments)
{
    uint64_t *bits;

    if (test->kind != DMN_TEST_CONSTANT)
        return;
    bits = bits_new(l->arena, g->axis.n_segments);
    dmn_axis_add_test(&g->axis, test, bits);
    for (size_t w = 0; w < bits_words(g->axis.n_segments); w++)
        segments[w] &= bits[w];
}

static uint64_t *all_segments(DmnLint *l, const Group *g)
{
    uint64_t *bits = bits_new(l->arena, g->axis.n_segments);

    for (size_t s = 0; s < g->axis.n_segments; s++)
        bits_set(bits, s);
    return bits;
}

static void choose_segments(DmnLint *l, Group *g, DmnDimension *dim)
{
    DmnDomain domain = dmn_domain_of(l->table->inputs[g->inputs[0]].expr);
    Lang lang = diags_lang(l->diags);
    uint64_t *allowed = all_segments(l, g);

    for (size_t j = 0; j < g->n; j++)
        cut(l, g, &g->domain_tests[j], allowed);
    g->segments = ARENA_NEW_N(l->arena, size_t, g->axis.n_segments);
    dim->witnesses = ARENA_NEW_N(l->arena, FeelValue, g->axis.n_segments);
    dim->edges = bits_new(l->arena, g->axis.n_segments);
    for (size_t s = 0; s < g->axis.n_segments; s++) {
        FeelValue v;

        if (!bits_get(allowed, s) || !dmn_witness(l->arena, &g->axis, s, &domain, lang, &v))
            continue;
        if (s % 2 == 1 && g->kind != FEEL_STRING && g->kind != FEEL_BOOLEAN)
            bits_set(dim->edges, dim->n_segments);
        g->segments[dim->n_segments] = s;
        dim->witnesses[dim->n_segments++] = v;
    }
}

/* ---- boxes ---- */

static void make_box(DmnLint *l, const Group *g, DmnDimension *dim, size_t rule)
{
    uint64_t *on_axis = all_segments(l, g);
    bool is_full = true;

    for (size_t j = 0; j < g->n; j++) {
        const DmnTest *test = &g->tests[j * l->table->n_rules + rule];

        cut(l, g, test, on_axis);
        if (test->kind == DMN_TEST_GENERAL)
            bits_set(dim->opaque, rule);
    }
    dim->boxes[rule] = bits_new(l->arena, dim->n_segments);
    for (size_t s = 0; s < dim->n_segments; s++) {
        if (bits_get(on_axis, g->segments[s])) {
            bits_set(dim->boxes[rule], s);
            bits_set(dim->rules + s * l->words, rule);
        } else {
            is_full = false;
        }
    }
    if (is_full)
        bits_set(dim->full, rule);
}

static void make_dimension(DmnLint *l, Group *g, DmnDimension *dim)
{
    dim->label = label_of(l, &l->table->inputs[g->inputs[0]]);
    read_tests(l, g);
    make_axis(l, g);
    choose_segments(l, g, dim);
    dim->rules = ARENA_NEW_N(l->arena, uint64_t, dim->n_segments * l->words);
    dim->boxes = ARENA_NEW_N(l->arena, uint64_t *, l->table->n_rules);
    dim->full = ARENA_NEW_N(l->arena, uint64_t, l->words);
    dim->opaque = ARENA_NEW_N(l->arena, uint64_t, l->words);
    for (size_t i = 0; i < l->table->n_rules; i++)
        if (!l->table->rules[i].is_else)
            make_box(l, g, dim, i);
}

void dmn_lint_grid(DmnLint *l)
{
    size_t n = l->table->n_inputs;
    bool *taken = ARENA_NEW_N(l->arena, bool, n);

    l->dims = ARENA_NEW_N(l->arena, DmnDimension, n);
    for (size_t k = 0; k < n; k++) {
        Group g = {.inputs = ARENA_NEW_N(l->arena, size_t, n)};

        if (taken[k])
            continue;
        for (size_t j = k; j < n; j++) {
            if (j != k && !same_expression(&l->table->inputs[k], &l->table->inputs[j]))
                continue;
            taken[j] = true;
            g.inputs[g.n++] = j;
        }
        make_dimension(l, &g, &l->dims[l->n_dims++]);
    }
}

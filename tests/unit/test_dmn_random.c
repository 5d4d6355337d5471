/* test_dmn_random.c - decision tables by columns against a slow reference, on random tables.
 *
 * The reference asks FEEL's row evaluator for every cell and applies the hit policy to the letter.
 * What missing means it does not know either: it tries all answers that the unjudged rules could
 * give, and if the results differ, the result is missing.
 */
#include "dmn_fixture.h"

enum { N_ROWS = 3000, N_TABLES = 330, MAX_RULES = 7, MAX_UNJUDGED = 7 };

typedef enum Answer { NO, YES, UNKNOWN } Answer;

typedef struct Ref {
    Fixture *f;
    const DmnTable *table;
    FeelProgram *inputs[4];
    FeelProgram *tests[MAX_RULES][4];
    FeelProgram *outputs[MAX_RULES + 1][2]; /* last: fallback, NULL = none */
    FeelRun *run;
    FeelBatch batch;
    const Col *input_cols[4];
} Ref;

/* ---- random tables ---- */

static const char *const number_cells[] = {
    "-",       "-",      "<3",      "<=3",  ">3",   ">=5",     "[2..5]", "(2..5)",    "7",
    "1, 4, 8", "not(3)", "not(<4)", "null", "!= 4", "3, null", "> y",    "? + 1 > y", "[y..6]"};
static const char *const text_cells[] = {
    "-", "-", "\"a\"", "\"b\", \"c\"", "not(\"a\")", "null", ">= \"b\"", "not(null)", "? = \"c\""};
static const char *const boolean_cells[] = {"-", "-", "true", "false", "not(true)", "null"};
static const char *const outputs[] = {"0", "1", "2", "3", "2.0"};
static const char *const formulas[] = {"0", "x + 1", "y", "if x > 3 then 1 else 2", "null", "3"};

#define PICK(rand, list) (list)[g_rand_int_range((rand), 0, (gint32)G_N_ELEMENTS(list))]

static void add_rules(GRand *rand, GString *text, bool constant, bool two_outputs)
{
    gint32 n = g_rand_int_range(rand, 1, MAX_RULES - 1);

    for (gint32 i = 0; i < n; i++) {
        g_string_append_printf(text, "%s | %s | %s | %s", PICK(rand, number_cells),
                               PICK(rand, text_cells), PICK(rand, boolean_cells),
                               constant ? PICK(rand, outputs) : PICK(rand, formulas));
        if (two_outputs)
            g_string_append_printf(text, " | %s",
                                   constant ? PICK(rand, outputs) : PICK(rand, formulas));
        g_string_append_c(text, '\n');
    }
}

static char *random_table(GRand *rand, const char *policy, bool constant)
{
    GString *text = g_string_new(NULL);
    bool is_single = strchr("UAPF", policy[0]) != NULL;
    bool two = policy[1] == '\0' && g_rand_boolean(rand);
    gint32 last = g_rand_int_range(rand, 0, 3);

    g_string_append_printf(text, "%s | x | t | b | > r%s\n", policy, two ? " | > s" : "");
    if (policy[0] == 'P' || policy[0] == 'O')
        g_string_append_printf(text, "order | | | | 2, 0, 1%s\n", two ? " | 1, 0" : "");
    add_rules(rand, text, constant, two);
    if (last == 1 && is_single)
        g_string_append(text, two ? "else | | | 2 | 1\n" : "else | | | 2\n");
    else if (last == 2 && is_single)
        g_string_append(text, two ? "default | | | | 2 | \n" : "default | | | | 2\n");
    return g_string_free(text, FALSE);
}

/* ---- random columns ---- */

static const Col *random_col(GRand *rand, Fixture *f, size_t slot, bool with_missing)
{
    static const ColType types[] = {COL_NUMBER, COL_NUMBER, COL_TEXT, COL_BOOL};
    static const char *const texts[] = {"a", "b", "c", "", "bb"};
    Col *col = col_new(f->arena, types[slot], N_ROWS);

    for (size_t i = 0; i < N_ROWS; i++) {
        gint32 dice = g_rand_int_range(rand, 0, 10);

        if (dice == 0)
            col_set_null(f->arena, col, i);
        else if (dice < 3 && with_missing)
            col_set_missing(f->arena, col, i, fixture_reason(f, f->names[slot]));
        else if (types[slot] == COL_NUMBER)
            col->v.numbers[i] = dec_from_scaled(g_rand_int_range(rand, 0, 18), 1 - (dice & 1));
        else if (types[slot] == COL_TEXT)
            col->v.texts[i] = PICK(rand, texts);
        else
            col->v.bools[i] = (uint8_t)(dice & 1);
    }
    return col;
}

/* ---- the reference ---- */

static FeelProgram *compile(Ref *r, const FeelNode *node, const SrcText *src)
{
    return node ? feel_compile(r->f->arena, node, src, r->f->dialect, NULL) : NULL;
}

static void ref_init(Ref *r, Fixture *f, const DmnTable *table)
{
    memset(r, 0, sizeof *r);
    r->f = f;
    r->table = table;
    r->run = feel_run_new(f->arena, f->reasons, NULL, NULL);
    r->batch = (FeelBatch){.n = N_ROWS, .slots = f->slots, .n_slots = f->n_slots};
    for (size_t k = 0; k < table->n_inputs; k++) {
        r->inputs[k] = compile(r, table->inputs[k].expr, &table->inputs[k].src);
        r->input_cols[k] = feel_run_columns(r->run, r->inputs[k], &r->batch, NULL);
    }
    for (size_t i = 0; i < table->n_rules; i++) {
        const DmnRule *rule = &table->rules[i];

        for (size_t k = 0; k < table->n_inputs; k++)
            r->tests[i][k] = compile(r, rule->tests[k], &rule->test_srcs[k]);
        for (size_t k = 0; k < table->n_outputs; k++)
            r->outputs[i][k] = compile(r, rule->outputs[k], &rule->output_srcs[k]);
    }
    for (size_t k = 0; k < table->n_outputs; k++)
        r->outputs[MAX_RULES][k] =
            compile(r, table->outputs[k].fallback, &table->outputs[k].fallback_src);
}

static Answer judge(Ref *r, size_t rule, size_t row)
{
    Answer all = YES;

    if (r->table->rules[rule].is_else)
        return NO; /* looked at separately */
    for (size_t k = 0; k < r->table->n_inputs; k++) {
        FeelBatch batch = r->batch;
        FeelValue v;

        if (!r->tests[rule][k])
            continue;
        batch.input = r->input_cols[k];
        v = feel_run_batch_row(r->run, r->tests[rule][k], &batch, row);
        if (v.kind == FEEL_MISSING)
            all = UNKNOWN;
        else if (v.kind != FEEL_BOOLEAN || !v.u.boolean)
            return NO;
    }
    return all;
}

static FeelValue output(Ref *r, size_t rule, size_t k, size_t row)
{
    if (!r->outputs[rule][k])
        return feel_null();
    return feel_run_batch_row(r->run, r->outputs[rule][k], &r->batch, row);
}

static size_t rank(const Ref *r, size_t k, const FeelValue *v)
{
    const DmnTableOutput *o = &r->table->outputs[k];
    size_t i = 0;

    while (i < o->n_order && feel_equal(&o->order[i]->value, v) != 1)
        i++;
    return i;
}

static bool better(Ref *r, size_t a, size_t b, size_t row)
{
    for (size_t k = 0; k < r->table->n_outputs; k++) {
        FeelValue x = output(r, a, k, row), y = output(r, b, k, row);
        if (rank(r, k, &x) != rank(r, k, &y))
            return rank(r, k, &x) < rank(r, k, &y);
    }
    return a < b;
}

static FeelValue fold(const Ref *r, const FeelValue *items, size_t n)
{
    Dec sum = dec_zero();
    FeelValue best = items[0];

    if (r->table->aggregator == DMN_AGGREGATE_NONE)
        return feel_list(r->f->arena, items, n);
    if (r->table->aggregator == DMN_AGGREGATE_COUNT)
        return feel_number(dec_from_int((int64_t)n));
    for (size_t i = 0; i < n; i++) {
        if (items[i].kind == FEEL_NULL)
            return feel_null();
        g_assert_cmpint(items[i].kind, ==, FEEL_NUMBER);
        g_assert_true(dec_add(sum, items[i].u.number, &sum));
        int order = dec_compare(items[i].u.number, best.u.number);
        if (order == (r->table->aggregator == DMN_AGGREGATE_MIN ? -1 : 1))
            best = items[i];
    }
    return r->table->aggregator == DMN_AGGREGATE_SUM ? feel_number(sum) : best;
}

/* What no match gives, as text. */
static const char *of_nothing(Ref *r, size_t k, size_t row)
{
    static const char *const empty[] = {"fault", "fault", "fault", "fault", "[]", "[]", "[]"};
    const DmnTable *t = r->table;
    FeelValue v;

    for (size_t i = 0; i < t->n_rules; i++) {
        if (!t->rules[i].is_else)
            continue;
        v = output(r, i, k, row);
        return feel_value_text(r->f->arena, &v, true);
    }
    for (size_t j = 0; j < t->n_outputs; j++) {
        if (!t->outputs[j].fallback)
            continue;
        v = output(r, MAX_RULES, k, row);
        return feel_value_text(r->f->arena, &v, true);
    }
    if (r->f->dialect == FEEL_STANDARD || t->aggregator == DMN_AGGREGATE_MIN ||
        t->aggregator == DMN_AGGREGATE_MAX)
        return "null";
    return t->aggregator == DMN_AGGREGATE_NONE ? empty[t->hit] : "0";
}

/* The result for a set of matching rules. n_sure: how many of them are sure. */
static const char *
of_matches(Ref *r, const size_t *rules, size_t n, size_t n_sure, size_t k, size_t row)
{
    const char *fault = r->f->dialect == FEEL_STANDARD ? "null" : "fault";
    FeelValue values[MAX_RULES];
    size_t at[MAX_RULES], best = 0;
    bool differ = false;

    for (size_t i = 0; i < n; i++) {
        at[i] = rules[i];
        for (size_t j = 0; j < r->table->n_outputs; j++) {
            FeelValue v = output(r, rules[i], j, row), first = output(r, rules[0], j, row);
            differ |= feel_equal(&v, &first) != 1;
        }
        if (better(r, rules[i], rules[best], row))
            best = i;
    }
    if (r->table->hit == DMN_HIT_UNIQUE && n > 1 && (n_sure > 1 || differ))
        return fault;
    if (r->table->hit == DMN_HIT_ANY && differ)
        return fault;
    if (r->table->hit == DMN_HIT_OUTPUT_ORDER)
        for (size_t i = 1; i < n; i++) /* insertion: stable */
            for (size_t j = i; j > 0 && better(r, at[j], at[j - 1], row); j--) {
                size_t swapped = at[j];
                at[j] = at[j - 1];
                at[j - 1] = swapped;
            }
    for (size_t i = 0; i < n; i++)
        values[i] = output(r, at[i], k, row);
    FeelValue v = r->table->hit == DMN_HIT_PRIORITY ? values[best] : values[0];
    if (r->table->hit >= DMN_HIT_RULE_ORDER)
        v = fold(r, values, n);
    return feel_value_text(r->f->arena, &v, true);
}

/* One text per output. The outputs of a rule are taken together: all are missing or none. */
static void reference(Ref *r, size_t row, const char **out)
{
    size_t unknown[MAX_RULES], n_unknown = 0, n_sure = 0, n_outputs = r->table->n_outputs;
    Answer answers[MAX_RULES];

    for (size_t i = 0; i < r->table->n_rules; i++) {
        answers[i] = judge(r, i, row);
        if (answers[i] == UNKNOWN)
            unknown[n_unknown++] = i;
        if (answers[i] == YES)
            n_sure++;
    }
    for (size_t set = 0; set < (size_t)1 << n_unknown; set++) {
        size_t rules[MAX_RULES], n = 0;

        for (size_t u = 0; u < n_unknown; u++)
            answers[unknown[u]] = (set >> u) & 1 ? YES : NO;
        for (size_t i = 0; i < r->table->n_rules; i++)
            if (answers[i] == YES)
                rules[n++] = i;
        for (size_t k = 0; k < n_outputs; k++) {
            const char *text = n ? of_matches(r, rules, n, n_sure, k, row) : of_nothing(r, k, row);

            if (set > 0 && strcmp(out[k], text) != 0) {
                for (k = 0; k < n_outputs; k++)
                    out[k] = "missing";
                return;
            }
            out[k] = text;
        }
    }
}

/* ---- the comparison ---- */

/* "missing", "fault", or the value. */
static const char *text_of(const Fixture *f, const Col *col, size_t row)
{
    const ReasonRoot *const *roots;
    FeelValue v = feel_cell_get(col, row);

    if (v.kind != FEEL_MISSING)
        return feel_value_text(f->arena, &v, true);
    (void)reasons_roots(f->reasons, v.reason, &roots);
    return roots[0]->kind == REASON_FAULT ? "fault" : "missing";
}

static void compare(GRand *rand, const char *policy, FeelDialect dialect, bool constant)
{
    Fixture f;
    Ref r;
    Col *out[2];
    g_autofree char *text = random_table(rand, policy, constant);
    bool missing = constant && dialect == FEEL_REGULATION;

    fixture_init(&f, dialect);
    fixture_slot(&f, "x", &feel_type_number);
    fixture_slot(&f, "y", &feel_type_number);
    fixture_slot(&f, "t", &feel_type_string);
    fixture_slot(&f, "b", &feel_type_boolean);
    for (size_t k = 0; k < f.n_slots; k++)
        f.slots[k] = random_col(rand, &f, k, missing);
    DmnTable *table = fixture_table(&f, text);
    DmnTableProgram *p = dmn_table_compile(f.arena, table, dialect, NULL, f.diags);
    fixture_no_findings(&f);
    ref_init(&r, &f, table);
    dmn_table_run(r.run, p, &r.batch, NULL, out, NULL);
    for (size_t row = 0; row < N_ROWS; row++) {
        const char *expected[2];

        reference(&r, row, expected);
        for (size_t k = 0; k < table->n_outputs; k++) {
            const char *got = text_of(&f, out[k], row);

            if (strcmp(expected[k], got) == 0)
                continue;
            g_test_message("row %zu, output %zu, x %s y %s t %s b %s:\n%s", row, k,
                           text_of(&f, f.slots[0], row), text_of(&f, f.slots[1], row),
                           text_of(&f, f.slots[2], row), text_of(&f, f.slots[3], row), text);
            g_assert_cmpstr(got, ==, expected[k]);
        }
    }
    feel_run_free(r.run);
    fixture_clear(&f);
}

static const char *const policies[] = {"U", "A", "P", "F", "R", "O", "C", "C+", "C#", "C<", "C>"};

static void test_constants_with_missing(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(20030501);

    for (size_t i = 0; i < N_TABLES; i++)
        compare(rand, policies[i % G_N_ELEMENTS(policies)], FEEL_REGULATION, true);
}

static void test_formulas(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(7);

    for (size_t i = 0; i < N_TABLES; i++)
        compare(rand, policies[i % G_N_ELEMENTS(policies)], FEEL_REGULATION, false);
}

static void test_standard(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(11);

    for (size_t i = 0; i < N_TABLES; i++)
        compare(rand, policies[i % G_N_ELEMENTS(policies)], FEEL_STANDARD, i % 2 == 0);
}

/* ---- lint ---- */

static const char *const grid_numbers[] = {"-",    "<3",     "<=3",     ">3",
                                           ">=5",  "[2..5]", "(2..5)",  "(2..5]",
                                           "4, 6", "not(3)", "not(<4)", "!= 4"};
static const char *const grid_texts[] = {"-",          "-",        "\"a\"", "\"b\", \"c\"",
                                         "not(\"a\")", "not(null)"};
static const char *const grid_booleans[] = {"-", "-", "true", "false", "not(true)"};

/* Every value that the cells above can tell from another, without null. */
static size_t fill_grid(Fixture *f)
{
    static const char *const texts[] = {"a", "b", "c", "d"};
    size_t n = 16 * 4 * 2;
    Col *x = col_new(f->arena, COL_NUMBER, n);
    Col *t = col_new(f->arena, COL_TEXT, n);
    Col *b = col_new(f->arena, COL_BOOL, n);

    for (size_t i = 0; i < n; i++) {
        x->v.numbers[i] = dec_from_scaled((int64_t)(i / 8) * 5, 1); /* 0, 0.5 … 7.5 */
        t->v.texts[i] = texts[i / 2 % 4];
        b->v.bools[i] = i % 2;
    }
    f->slots[0] = x;
    f->slots[1] = t;
    f->slots[2] = b;
    return n;
}

static void compare_lint(GRand *rand, size_t *n_gaps, size_t *n_clashes)
{
    g_autoptr(GString) text = g_string_new("U | x | t | b | > r\n");
    gint32 n_rules = g_rand_int_range(rand, 1, 9);
    bool falls_through = false, clashes = false;
    Fixture f;
    Col *out[1];

    for (gint32 i = 0; i < n_rules; i++)
        g_string_append_printf(text, "%s | %s | %s | %s\n", PICK(rand, grid_numbers),
                               PICK(rand, grid_texts), PICK(rand, grid_booleans),
                               PICK(rand, outputs));
    fixture_init(&f, FEEL_REGULATION);
    fixture_slot(&f, "x", &feel_type_number);
    fixture_slot(&f, "t", &feel_type_string);
    fixture_slot(&f, "b", &feel_type_boolean);
    FeelBatch batch = {.n = fill_grid(&f), .slots = f.slots, .n_slots = f.n_slots};
    DmnTable *table = fixture_table(&f, text->str);
    DmnTableProgram *p = dmn_table_compile(f.arena, table, f.dialect, NULL, f.diags);
    g_autoptr(FeelRun) run = feel_run_new(f.arena, f.reasons, NULL, NULL);
    dmn_table_run(run, p, &batch, NULL, out, NULL);
    for (size_t i = 0; i < batch.n; i++) {
        const ReasonRoot *const *roots;

        if (!col_is_missing(out[0], i))
            continue;
        g_assert_cmpuint(reasons_roots(f.reasons, out[0]->reasons[i], &roots), ==, 1);
        if (strstr(roots[0]->text, "two rules"))
            clashes = true;
        else
            falls_through = true;
    }
    dmn_table_lint(table, FEEL_REGULATION, f.diags);
    g_assert_cmpint(diags_has(f.diags, "dmn.gap"), ==, falls_through);
    g_assert_cmpint(diags_has(f.diags, "dmn.conflict") || diags_has(f.diags, "dmn.overlap"), ==,
                    clashes);
    *n_gaps += falls_through;
    *n_clashes += clashes;
    fixture_clear(&f);
}

static void test_lint(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(13);
    size_t n_gaps = 0, n_clashes = 0;

    for (size_t i = 0; i < 2000; i++)
        compare_lint(rand, &n_gaps, &n_clashes);
    g_assert_cmpuint(n_gaps, >, 200); /* both answers are common: the test can fail either way */
    g_assert_cmpuint(n_gaps, <, 1800);
    g_assert_cmpuint(n_clashes, >, 200);
    g_assert_cmpuint(n_clashes, <, 1800);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/dmn-random/constants-with-missing", test_constants_with_missing);
    g_test_add_func("/dmn-random/formulas", test_formulas);
    g_test_add_func("/dmn-random/standard", test_standard);
    g_test_add_func("/dmn-random/lint", test_lint);
    return g_test_run();
}

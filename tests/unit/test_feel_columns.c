/* The column evaluator against the row evaluator: random typed expressions over random columns,
 * every cell compared, reasons included. */
#include <glib.h>
#include <string.h>

#include "feel/feel.h"

enum {
    ROWS = 5000, /* several batches, the last one not full */
    EXPRESSIONS = 500,
    MAX_DEPTH = 4,
};

typedef enum SlotId { A, B, C, P, Q, D, E, T, U, X, L, N_SLOTS } SlotId;

static const struct {
    const char *name;
    const FeelType *type;
} slot_defs[N_SLOTS] = {
    {"a", &feel_type_number },
    {"b", &feel_type_number },
    {"c", &feel_type_number },
    {"p", &feel_type_string },
    {"q", &feel_type_string },
    {"d", &feel_type_date   },
    {"e", &feel_type_date   },
    {"t", &feel_type_boolean},
    {"u", &feel_type_boolean},
    {"x", &feel_type_any    },
    {"l", &feel_type_any    },
};

/* ---- random columns ---- */

static FeelValue random_number(GRand *rand)
{
    static const int scales[] = {0, 0, 0, 2, 2, 4, -3, 20};

    return feel_number(dec_from_scaled(g_rand_int_range(rand, -300, 300),
                                       scales[g_rand_int_range(rand, 0, G_N_ELEMENTS(scales))]));
}

static FeelValue random_text(GRand *rand)
{
    static const char *const texts[] = {"", "a", "A", "ab", "客户", "客户经理", "z\"z"};
    const char *text = texts[g_rand_int_range(rand, 0, G_N_ELEMENTS(texts))];

    return feel_string(text, strlen(text));
}

static FeelValue random_value(GRand *rand, Arena *arena, SlotId slot)
{
    FeelValue items[2];

    if (slot <= C)
        return random_number(rand);
    if (slot <= Q)
        return random_text(rand);
    if (slot <= E)
        return feel_date(g_rand_int_range(rand, 18000, 18400));
    if (slot <= U)
        return feel_boolean(g_rand_boolean(rand));
    if (slot == X)
        return random_value(rand, arena, (SlotId)g_rand_int_range(rand, A, X));
    items[0] = random_number(rand);
    items[1] = g_rand_int_range(rand, 0, 8) ? random_number(rand) : random_text(rand);
    return feel_list(arena, items, (size_t)g_rand_int_range(rand, 0, 3));
}

static Col *random_column(GRand *rand, Arena *arena, Reasons *reasons, SlotId slot, size_t n)
{
    Col *col = col_new(arena, feel_col_type(slot_defs[slot].type), n);
    bool has_nothing = g_rand_int_range(rand, 0, 4) > 0; /* one in four is all values */

    for (size_t i = 0; i < n; i++) {
        int kind = has_nothing ? g_rand_int_range(rand, 0, 20) : 9;
        g_autofree char *key = g_strdup_printf("r%zu", i);
        ReasonRoot root = {.kind = REASON_INPUT, .name = slot_defs[slot].name, .row = key};
        FeelValue v = random_value(rand, arena, slot);

        if (kind == 0)
            v = feel_null();
        else if (kind == 1)
            v = feel_missing(reasons_root(reasons, &root));
        g_assert_true(feel_cell_set(arena, col, i, &v));
    }
    return col;
}

/* ---- random expressions ---- */

typedef struct Writer {
    GRand *rand;
    GString *out;
    bool regulation;
} Writer;

static void put_number(Writer *w, int depth);
static void put_text(Writer *w, int depth);
static void put_date(Writer *w, int depth);
static void put_boolean(Writer *w, int depth);

static int pick(Writer *w, int n)
{
    return g_rand_int_range(w->rand, 0, n);
}

static void put_any(Writer *w, int depth)
{
    static void (*const puts[])(Writer *, int) = {put_number, put_text, put_date, put_boolean};

    if (pick(w, 12) == 0)
        g_string_append(w->out, "x");
    else
        puts[pick(w, 4)](w, depth);
}

/* Writes a template: %n %s %d %b %a stand for random parts of a type. */
static void put_template(Writer *w, const char *template, int depth)
{
    for (const char *t = template; *t; t++) {
        if (*t != '%') {
            g_string_append_c(w->out, *t);
            continue;
        }
        t++;
        if (*t == 'n')
            put_number(w, depth - 1);
        else if (*t == 's')
            put_text(w, depth - 1);
        else if (*t == 'd')
            put_date(w, depth - 1);
        else if (*t == 'b')
            put_boolean(w, depth - 1);
        else
            put_any(w, depth - 1);
    }
}

static void
put_one_of(Writer *w, const char *const *leaves, const char *const *templates, int depth)
{
    const char *const *from = depth <= 0 || pick(w, 6) == 0 ? leaves : templates;

    put_template(w, from[pick(w, (int)g_strv_length((char **)from))], depth);
}

static void put_number(Writer *w, int depth)
{
    static const char *const leaves[] = {"a", "b", "c", "a", "b", "2", "0", "-1.5", "100", NULL};
    static const char *const templates[] = {
        "(%n + %n)",
        "(%n - %n)",
        "(%n * %n)",
        "(%n / %n)",
        "(%n + %n * %n - %n)",
        "-(%n)",
        "(if %b then %n else %n)",
        "(if %b then %n else null)",
        "abs(%n)",
        "floor(%n)",
        "decimal(%n, 2)",
        "round half up(%n, %n)",
        "max(%n, %n)",
        "min(%n, %n, %n)",
        "sum([%n, %n])",
        "modulo(%n, %n)",
        "string length(%s)",
        "(%d).month",
        "((%d - %d) / @\"P1D\")",
        "twice(%n)",
        "count(for i in 1..3 return i + %n)",
        "(for i in [%n, 2] return i * 2)[1]",
        "l[1]",
        "sum(l)",
        "(2 ** %n)",
        "x",
        "{k: %n, r: k + 1}.r",
        NULL,
    };

    put_one_of(w, leaves, templates, depth);
}

static void put_text(Writer *w, int depth)
{
    static const char *const leaves[] = {"p", "q", "p", "\"ab\"", "\"客户\"", NULL};
    static const char *const templates[] = {
        "(if %b then %s else %s)", "(%s + %s)",  "upper case(%s)",
        "substring(%s, 1, 1)",     "string(%n)", "string join([%s, %s], \"-\")",
        "day of week(%d)",         NULL,
    };

    put_one_of(w, leaves, templates, depth);
}

static void put_date(Writer *w, int depth)
{
    static const char *const leaves[] = {"d", "e", "d", "@\"2019-06-30\"", NULL};
    static const char *const templates[] = {
        "(if %b then %d else %d)",
        "(%d + @\"P1M\")",
        "(%d - @\"P10D\")",
        "(%d + @\"P1D\" * %n)",
        "max(%d, %d)",
        "date(2020, %n, 1)",
        NULL,
    };

    put_one_of(w, leaves, templates, depth);
}

static void put_boolean(Writer *w, int depth)
{
    static const char *const leaves[] = {"t", "u", "t", "true", "a > b", NULL};
    static const char *const templates[] = {
        "(%n < %n)",
        "(%n >= %n)",
        "(%n = %n)",
        "(%n != %n)",
        "(%s = %s)",
        "(%s < %s)",
        "(%d <= %d)",
        "(%b = %b)",
        "(%n = null)",
        "(x = %n)",
        "(x != null)",
        "(%b and %b)",
        "(%b or %b)",
        "(%b and %b and %b)",
        "(%b or x = 1 or %b)",
        "not(%b)",
        "(if %b then %b else %b)",
        "(%n between %n and %n)",
        "(%s between %s and %s)",
        "(%d between %d and %d)",
        "(%n in (1, 2, > 100))",
        "(%n in [-5..%n])",
        "(%n in (%n, < %n))",
        "(%s in (\"a\", \"ab\", %s))",
        "(%n in l)",
        "(%d in [@\"2019-05-01\"..%d))",
        "(some i in [%n, %n] satisfies i > %n)",
        "(every i in l satisfies i < %n)",
        "contains(%s, %s)",
        "(x instance of number)",
        "list contains([%n, %n], %n)",
        NULL,
    };

    if (w->regulation && depth > 0 && pick(w, 8) == 0)
        put_template(w, "known(%a)", depth);
    else
        put_one_of(w, leaves, templates, depth);
}

/* ---- one expression ---- */

typedef struct Fixture {
    Arena *arena;
    Reasons *reasons;
    FeelDialect dialect;
    const Col *slots[N_SLOTS];
    const Col *input;
    uint64_t *active; /* NULL = all */
    FeelScope *scope;
    FeelHostFunction twice;
    const FeelHostFunction *functions[1];
    SrcText body_src;
    const char **row_keys;
    size_t n;
} Fixture;

static void fixture_init(Fixture *f, guint32 seed, FeelDialect dialect, size_t n)
{
    static const char *const params[] = {"v"};
    static const FeelType *const types[] = {&feel_type_number};
    GRand *rand = g_rand_new_with_seed(seed);
    g_autoptr(Diags) diags = diags_new(LANG_EN);

    *f = (Fixture){.arena = arena_new(0), .reasons = reasons_new(), .dialect = dialect, .n = n};
    f->scope = feel_scope_new(f->arena, NULL, dialect);
    for (SlotId k = A; k < N_SLOTS; k++) {
        feel_scope_add_slot(f->scope, slot_defs[k].name, (int)k, slot_defs[k].type);
        f->slots[k] = random_column(rand, f->arena, f->reasons, k, n);
    }
    f->row_keys = ARENA_NEW_N(f->arena, const char *, n);
    for (size_t i = 0; i < n; i++)
        f->row_keys[i] = arena_printf(f->arena, "r%zu", i);
    f->twice = (FeelHostFunction){.name = "twice",
                                  .n_params = 1,
                                  .params = params,
                                  .types = types,
                                  .result = &feel_type_number,
                                  .src = &f->body_src};
    f->body_src = (SrcText){
        .text = "v * 2 + a", .len = 9, .start = {"twice", 1, 1}
    };
    f->functions[0] = &f->twice;
    feel_scope_add_function(f->scope, "twice", 0,
                            feel_type_function(f->arena, params, types, 1, &feel_type_number));
    f->twice.body = feel_parse_function(f->arena, f->scope, params, types, 1, &f->body_src, diags);
    g_assert_nonnull(f->twice.body);
    g_rand_free(rand);
}

static void fixture_clear(Fixture *f)
{
    reasons_free(f->reasons);
    arena_free(f->arena);
}

static FeelProgram *
compile(Fixture *f, Arena *arena, const char *text, FeelGrammar grammar, const FeelType *input)
{
    SrcText src = {
        .text = text, .len = strlen(text), .start = {"t", 1, 1}
    };
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    FeelNode *node = feel_parse(arena, f->scope, &src, grammar, diags);

    if (!node)
        g_error("%s: %s", text, diags_format(diags));
    if (!feel_check(arena, f->scope, node, &src, input, diags))
        return NULL; /* certainly wrong: nothing to evaluate */
    return feel_compile(arena, node, &src, f->dialect, f->functions);
}

static void assert_empty_cell(const Col *col, size_t i)
{
    if (col->type == COL_BOOL)
        g_assert_cmpint(col->v.bools[i], ==, 0);
    else if (col->type == COL_NUMBER)
        g_assert_true(dec_is_zero(col->v.numbers[i]));
    else if (col->type == COL_DATE)
        g_assert_cmpint(col->v.dates[i], ==, 0);
    else if (col->type == COL_TEXT)
        g_assert_null(col->v.texts[i]);
    else
        g_assert_null(col->v.anys[i]);
}

static char *cell_text(Fixture *f, Arena *arena, const FeelValue *v)
{
    const ReasonRoot *const *roots;
    size_t n = v->kind == FEEL_MISSING ? reasons_roots(f->reasons, v->reason, &roots) : 0;
    g_autoptr(GString) out = g_string_new(feel_value_text(arena, v, true));

    for (size_t i = 0; i < n; i++)
        g_string_append_printf(out, " [%s %s %s]", roots[i]->name,
                               roots[i]->row ? roots[i]->row : "",
                               roots[i]->text ? roots[i]->text : "");
    return arena_strndup(arena, out->str, out->len);
}

static bool same_value(const Fixture *f, Arena *arena, const FeelValue *a, const FeelValue *b)
{
    if (a->kind != b->kind)
        return false;
    if (a->kind == FEEL_MISSING)
        return reasons_same(f->reasons, a->reason, b->reason);
    if (a->kind == FEEL_NUMBER)
        return memcmp(&a->u.number, &b->u.number, sizeof(Dec)) == 0; /* to the last bit */
    return strcmp(feel_value_text(arena, a, true), feel_value_text(arena, b, true)) == 0;
}

/* Every cell of `result` as the row evaluator has it. */
static void assert_same_rows(Fixture *f,
                             Arena *arena,
                             FeelRun *run,
                             const FeelProgram *program,
                             const char *text,
                             Col *result)
{
    FeelBatch batch = {.n = f->n, .slots = f->slots, .n_slots = N_SLOTS, .input = f->input};

    g_assert_cmpuint(result->n, ==, f->n);
    for (size_t i = 0; i < f->n; i++) {
        FeelValue got = feel_cell_get(result, i), wanted = feel_null();

        if (!f->active || bits_get(f->active, i))
            wanted = feel_run_batch_row(run, program, &batch, i);
        if (!same_value(f, arena, &got, &wanted))
            g_error("%s\nrow %zu: columns %s, row %s", text, i, cell_text(f, arena, &got),
                    cell_text(f, arena, &wanted));
        if (!col_has_value(result, i))
            assert_empty_cell(result, i);
    }
}

/* Returns whether there was something to evaluate. */
static bool check_text(Fixture *f, const char *text, FeelGrammar grammar, const FeelType *input)
{
    g_autoptr(Arena) arena = arena_new(0);
    FeelProgram *program = compile(f, arena, text, grammar, input);
    Reasons *reasons = f->dialect == FEEL_REGULATION ? f->reasons : NULL;
    FeelBatch batch = {.n = f->n, .slots = f->slots, .n_slots = N_SLOTS, .input = f->input};
    Col *result;

    if (!program)
        return false;
    g_autoptr(FeelRun) run = feel_run_new(arena, reasons, NULL, NULL);
    feel_run_set_blame(run, "name", "2003", f->row_keys);
    result = feel_run_columns(run, program, &batch, f->active);
    g_assert_cmpint(result->type, ==, feel_col_type(feel_program_type(program)));
    assert_same_rows(f, arena, run, program, text, result);
    return true;
}

/* ---- tests ---- */

static void check_random(guint32 seed, FeelDialect dialect, size_t n_rows, int n_expressions)
{
    Fixture f;
    GRand *rand = g_rand_new_with_seed(seed);
    int n_done = 0;

    fixture_init(&f, seed, dialect, n_rows);
    for (int k = 0; k < n_expressions; k++) {
        g_autoptr(GString) out = g_string_new(NULL);
        Writer w = {.rand = rand, .out = out, .regulation = dialect == FEEL_REGULATION};

        put_any(&w, MAX_DEPTH);
        n_done += check_text(&f, out->str, FEEL_EXPRESSION, NULL);
    }
    g_assert_cmpint(n_done * 4, >, n_expressions); /* most expressions can be evaluated */
    fixture_clear(&f);
    g_rand_free(rand);
}

static void test_random_regulation(void)
{
    check_random(1, FEEL_REGULATION, 200, EXPRESSIONS);
    check_random(2, FEEL_REGULATION, 65, EXPRESSIONS);
}

static void test_random_standard(void)
{
    check_random(3, FEEL_STANDARD, 200, EXPRESSIONS);
}

static void test_many_rows(void)
{
    static const char *const texts[] = {
        "a",
        "x",
        "p",
        "l",
        "a * b + c / a - b * 0.06 + (a - c) * (b + 1)",
        "if a > b then a else if t then b / c else null",
        "if a in (< -100, [-10..10], > 100) then p else q + \"!\"",
        "known(a) and (t or not(u)) or d > e",
        "max(0, a - b) * 5% + min(a, b, c)",
        "full years(d, e) + d.year",
        "d + @\"P1M\"",
        "if t then d - e else null",
        "sum(l)",
        "twice(a) = b",
        "[a, p]",
    };
    Fixture f;

    fixture_init(&f, 7, FEEL_REGULATION, ROWS);
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        g_assert_true(check_text(&f, texts[i], FEEL_EXPRESSION, NULL));
    fixture_clear(&f);
}

static void test_unary_tests(void)
{
    static const char *const texts[] = {
        "-",
        "1, 2, 100",
        "< 0, > 100",
        "[-5..b)",
        "not(< 0, > 100)",
        "b, c",
        "null",
        "not(null)",
        "? > b or known(c)",
        "? * 2 < c",
        "l",
        "t",
        "> b, known(?)",
        "a / b",
    };
    Fixture f;

    fixture_init(&f, 11, FEEL_REGULATION, 1500);
    f.input = f.slots[A];
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        g_assert_true(check_text(&f, texts[i], FEEL_UNARY_TESTS, &feel_type_number));
    f.input = f.slots[P];
    g_assert_true(check_text(&f, "\"a\", q", FEEL_UNARY_TESTS, &feel_type_string));
    g_assert_true(check_text(&f, "[\"a\"..\"b\"]", FEEL_UNARY_TESTS, &feel_type_string));
    f.input = f.slots[T];
    g_assert_true(check_text(&f, "u, a > b", FEEL_UNARY_TESTS, &feel_type_boolean));
    f.input = f.slots[X];
    g_assert_true(check_text(&f, "1, \"a\", < 3", FEEL_UNARY_TESTS, &feel_type_any));
    f.input = NULL;
    g_assert_true(check_text(&f, "1, null", FEEL_UNARY_TESTS, NULL));
    fixture_clear(&f);
}

static void test_active_rows(void)
{
    static const char *const texts[] = {
        "a", "a / b", "if a > b then p else q", "sum(l)", "t and u", "x", "1", "\"k\""};
    GRand *rand = g_rand_new_with_seed(5);
    Fixture f;

    fixture_init(&f, 13, FEEL_REGULATION, ROWS);
    f.active = bits_new(f.arena, ROWS);
    for (size_t i = 0; i < ROWS; i++)
        if ((i < 1024 || i >= 2048) && g_rand_int_range(rand, 0, 10) == 0) /* a batch of none */
            bits_set(f.active, i);
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        g_assert_true(check_text(&f, texts[i], FEEL_EXPRESSION, NULL));
    fixture_clear(&f);
    g_rand_free(rand);
}

/* Columns that do not keep what the slot's type promises, or are not there. */
static void test_wrong_columns(void)
{
    Fixture f;

    fixture_init(&f, 17, FEEL_REGULATION, 100);
    f.slots[A] = f.slots[X];
    g_assert_true(check_text(&f, "a + b", FEEL_EXPRESSION, NULL));
    g_assert_true(check_text(&f, "a", FEEL_EXPRESSION, NULL));
    f.slots[A] = f.slots[P];
    g_assert_true(check_text(&f, "a + b", FEEL_EXPRESSION, NULL));
    f.slots[A] = NULL;
    g_assert_true(check_text(&f, "a + b", FEEL_EXPRESSION, NULL));
    g_assert_true(check_text(&f, "a", FEEL_EXPRESSION, NULL));
    fixture_clear(&f);
}

/* One run evaluates many programs; its scratch is used again. */
static void test_run_is_reusable(void)
{
    static const char *const texts[] = {"a + b", "p = q", "if t then a else b", "upper case(p)"};
    Fixture f;
    g_autoptr(Arena) arena = arena_new(0);
    FeelBatch batch;

    fixture_init(&f, 19, FEEL_REGULATION, 2000);
    batch = (FeelBatch){.n = f.n, .slots = f.slots, .n_slots = N_SLOTS};
    FeelRun *run = feel_run_new(arena, f.reasons, NULL, NULL);
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
            FeelProgram *program = compile(&f, arena, texts[i], FEEL_EXPRESSION, NULL);
            Col *result = feel_run_columns(run, program, &batch, NULL);

            assert_same_rows(&f, arena, run, program, texts[i], result);
        }
    }
    feel_run_free(run);
    fixture_clear(&f);
}

/* Results live in the run's arena: nothing of the run or of its scratch is needed after it. */
static void test_results_outlive_the_run(void)
{
    static const char *const texts[] = {"[upper case(p), {k: q + \"!\"}]", "p + q",
                                        "function(y) y + a", "[1..a]"};
    Fixture f;

    fixture_init(&f, 23, FEEL_REGULATION, 1100);
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(Arena) arena = arena_new(0);
        FeelProgram *program = compile(&f, arena, texts[i], FEEL_EXPRESSION, NULL);
        FeelBatch batch = {.n = f.n, .slots = f.slots, .n_slots = N_SLOTS};
        FeelRun *run = feel_run_new(arena, f.reasons, NULL, NULL);
        Col *result = feel_run_columns(run, program, &batch, NULL);

        feel_run_free(run);
        run = feel_run_new(arena, f.reasons, NULL, NULL);
        assert_same_rows(&f, arena, run, program, texts[i], result);
        feel_run_free(run);
    }
    fixture_clear(&f);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/feel-columns/random/regulation", test_random_regulation);
    g_test_add_func("/feel-columns/random/standard", test_random_standard);
    g_test_add_func("/feel-columns/many-rows", test_many_rows);
    g_test_add_func("/feel-columns/unary-tests", test_unary_tests);
    g_test_add_func("/feel-columns/active-rows", test_active_rows);
    g_test_add_func("/feel-columns/wrong-columns", test_wrong_columns);
    g_test_add_func("/feel-columns/run-is-reusable", test_run_is_reusable);
    g_test_add_func("/feel-columns/results-outlive-the-run", test_results_outlive_the_run);
    return g_test_run();
}

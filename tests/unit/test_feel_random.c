/* The two evaluators against each other on random expressions and data: what the columns say of a
 * row is what the row evaluator says of it, to the last digit and reason. Numbers of columns go
 * through the kernels of integers where they fit, those of rows through decimals only, so that this
 * holds the fast path against the slow one, too.
 *
 * One pair is one expression in one row. */
#include <glib.h>
#include <string.h>

#include "feel_random.h"

enum {
    MAX_DEPTH = 4,
    WANTED_PAIRS = 1000000, /* of each dialect */
    TEXTS_PER_DATA = 50,
    MAX_ROWS = 100,
};

typedef struct Data {
    Arena *arena;
    Reasons *reasons;
    FeelDialect dialect;
    size_t n;
    const Col *slots[RANDOM_N_SLOTS];
    uint64_t *active; /* NULL = all */
    const char **row_keys;
    FeelScope *scope;
    FeelHostFunction twice;
    const FeelHostFunction *functions[1];
    SrcText body;
} Data;

/* ---- data ---- */

static Col *random_column(Data *data, GRand *rand, RandomSlot slot)
{
    Col *col = col_new(data->arena, feel_col_type(feel_random_slot_type(slot)), data->n);
    bool has_nothing = g_rand_int_range(rand, 0, 4) > 0; /* one in four is all values */

    for (size_t i = 0; i < data->n; i++) {
        int kind = has_nothing ? g_rand_int_range(rand, 0, 16) : 9;
        ReasonRoot root = {
            .kind = REASON_INPUT, .name = feel_random_slot_name(slot), .row = data->row_keys[i]};
        FeelValue v = feel_random_value(rand, data->arena, slot);

        if (kind == 0)
            v = feel_null();
        else if (kind == 1 && data->dialect == FEEL_REGULATION)
            v = feel_missing(reasons_root(data->reasons, &root));
        g_assert_true(feel_cell_set(data->arena, col, i, &v));
    }
    return col;
}

static void add_function(Data *data)
{
    static const char *const params[] = {"v"};
    static const FeelType *const types[] = {&feel_type_number};
    g_autoptr(Diags) diags = diags_new(LANG_EN);

    data->body = (SrcText){
        .text = "v * 2 + a", .len = 9, .start = {"twice", 1, 1}
    };
    data->twice = (FeelHostFunction){.name = "twice",
                                     .n_params = 1,
                                     .params = params,
                                     .types = types,
                                     .result = &feel_type_number,
                                     .src = &data->body};
    data->functions[0] = &data->twice;
    feel_scope_add_function(data->scope, "twice", 0,
                            feel_type_function(data->arena, params, types, 1, &feel_type_number));
    data->twice.body =
        feel_parse_function(data->arena, data->scope, params, types, 1, &data->body, diags);
    g_assert_nonnull(data->twice.body);
}

static void data_init(Data *data, GRand *rand, FeelDialect dialect)
{
    *data = (Data){.arena = arena_new(0), .reasons = reasons_new(), .dialect = dialect};
    data->n = (size_t)g_rand_int_range(rand, 1, MAX_ROWS + 1);
    data->row_keys = ARENA_NEW_N(data->arena, const char *, data->n);
    for (size_t i = 0; i < data->n; i++)
        data->row_keys[i] = arena_printf(data->arena, "r%zu", i);
    data->scope = feel_scope_new(data->arena, NULL, dialect);
    feel_random_scope(data->scope);
    for (RandomSlot k = RANDOM_A; k < RANDOM_N_SLOTS; k++)
        data->slots[k] = random_column(data, rand, k);
    add_function(data);
    if (g_rand_int_range(rand, 0, 3) == 0) {
        data->active = bits_new(data->arena, data->n);
        for (size_t i = 0; i < data->n; i++)
            if (g_rand_boolean(rand))
                bits_set(data->active, i);
    }
}

static void data_clear(Data *data)
{
    reasons_free(data->reasons);
    arena_free(data->arena);
}

/* ---- one expression ---- */

static char *describe(const Data *data, Arena *arena, const FeelValue *v)
{
    const ReasonRoot *const *roots;
    size_t n = v->kind == FEEL_MISSING ? reasons_roots(data->reasons, v->reason, &roots) : 0;
    g_autoptr(GString) out = g_string_new(feel_value_text(arena, v, true));

    for (size_t i = 0; i < n; i++)
        g_string_append_printf(out, " [%s %s %s]", roots[i]->name,
                               roots[i]->row ? roots[i]->row : "",
                               roots[i]->text ? roots[i]->text : "");
    return arena_strndup(arena, out->str, out->len);
}

static bool is_same(const Data *data, Arena *arena, const FeelValue *a, const FeelValue *b)
{
    if (a->kind != b->kind)
        return false;
    if (a->kind == FEEL_MISSING)
        return reasons_same(data->reasons, a->reason, b->reason);
    if (a->kind == FEEL_NUMBER)
        return dec_equal(a->u.number, b->u.number);
    return strcmp(feel_value_text(arena, a, true), feel_value_text(arena, b, true)) == 0;
}

/* NULL: certainly wrong, so that there is nothing to evaluate. */
static FeelProgram *compile(const Data *data, Arena *arena, const char *text, FeelGrammar grammar)
{
    SrcText src = {
        .text = text, .len = strlen(text), .start = {"t", 1, 1}
    };
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    FeelNode *node = feel_parse(arena, data->scope, &src, grammar, diags);

    if (!node)
        g_error("%s: %s", text, diags_format(diags));
    if (!feel_check(arena, data->scope, node, &src,
                    grammar == FEEL_UNARY_TESTS ? &feel_type_number : NULL, diags))
        return NULL;
    return feel_compile(arena, node, &src, data->dialect, data->functions);
}

/* Compares all rows. Returns their number; *n_values grows by those that have a value. */
static size_t compare(const Data *data, const char *text, FeelGrammar grammar, size_t *n_values)
{
    g_autoptr(Arena) arena = arena_new(0);
    FeelProgram *program = compile(data, arena, text, grammar);
    FeelBatch batch = {.n = data->n, .slots = data->slots, .n_slots = RANDOM_N_SLOTS};
    Col *result;

    if (!program)
        return 0;
    if (grammar == FEEL_UNARY_TESTS)
        batch.input = data->slots[RANDOM_B];
    g_autoptr(FeelRun) run =
        feel_run_new(arena, data->dialect == FEEL_REGULATION ? data->reasons : NULL, NULL, NULL);
    feel_run_set_blame(run, "name", "2003", data->row_keys);
    result = feel_run_columns(run, program, &batch, data->active);
    g_assert_cmpuint(result->n, ==, data->n);
    for (size_t i = 0; i < data->n; i++) {
        FeelValue column = feel_cell_get(result, i), row = feel_null();

        if (!data->active || bits_get(data->active, i))
            row = feel_run_batch_row(run, program, &batch, i);
        if (!is_same(data, arena, &column, &row))
            g_error("%s\nrow %zu: columns %s, row %s", text, i, describe(data, arena, &column),
                    describe(data, arena, &row));
        *n_values += row.kind != FEEL_NULL && row.kind != FEEL_MISSING;
    }
    return data->n;
}

/* ---- tests ---- */

typedef struct Plan {
    const char *name;
    guint32 seed;
    FeelDialect dialect;
} Plan;

static const Plan plans[] = {
    {"regulation", 1, FEEL_REGULATION},
    {"standard",   2, FEEL_STANDARD  },
};

static void test_random(gconstpointer at)
{
    const Plan *plan = at;
    GRand *rand = g_rand_new_with_seed(plan->seed);
    size_t wanted = g_test_thorough() ? 20 * (size_t)WANTED_PAIRS : WANTED_PAIRS;
    size_t n_pairs = 0, n_values = 0, n_texts = 0, n_done = 0;

    while (n_pairs < wanted) {
        Data data;

        data_init(&data, rand, plan->dialect);
        for (int k = 0; k < TEXTS_PER_DATA; k++) {
            FeelGrammar grammar =
                g_rand_int_range(rand, 0, 8) == 0 ? FEEL_UNARY_TESTS : FEEL_EXPRESSION;
            g_autoptr(GString) text = g_string_new(NULL);
            size_t n;

            feel_random_text(rand, plan->dialect, grammar, g_rand_int_range(rand, 0, MAX_DEPTH + 1),
                             text);
            n = compare(&data, text->str, grammar, &n_values);
            n_pairs += n;
            n_done += n > 0;
            n_texts++;
        }
        data_clear(&data);
    }
    g_test_message("%zu texts, %zu evaluated, %zu pairs, %zu values", n_texts, n_done, n_pairs,
                   n_values);
    g_assert_cmpuint(2 * n_done, >, n_texts);   /* most can be evaluated … */
    g_assert_cmpuint(5 * n_values, >, n_pairs); /* … and many have a value */
    g_rand_free(rand);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(plans); i++) {
        g_autofree char *path = g_strdup_printf("/feel-random/%s", plans[i].name);

        g_test_add_data_func(path, &plans[i], test_random);
    }
    return g_test_run();
}

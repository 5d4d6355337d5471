/* Rows a second of FEEL expressions over columns, and of the same by the row evaluator. */
#include <stdio.h>
#include <string.h>

#include "feel/feel.h"

enum { ROWS = 1000000, ROUNDS = 3, N_SLOTS = 4 };

static const char *const names[N_SLOTS] = {"a", "b", "c", "k"};

typedef struct Bench {
    Arena *arena;
    FeelScope *scope;
    const Col *slots[N_SLOTS];
    Reasons *reasons;
} Bench;

static void bench_init(Bench *bench)
{
    static const char *const texts[] = {"甲", "乙", "丙", "丁"};
    Arena *arena = arena_new(0);

    *bench = (Bench){.arena = arena, .reasons = reasons_new()};
    bench->scope = feel_scope_new(arena, NULL, FEEL_REGULATION);
    for (int k = 0; k < N_SLOTS; k++) {
        bool is_text = k == N_SLOTS - 1;
        Col *col = col_new(arena, is_text ? COL_TEXT : COL_NUMBER, ROWS);

        for (size_t i = 0; i < ROWS; i++) {
            if (is_text)
                col->v.texts[i] = texts[i % G_N_ELEMENTS(texts)];
            else
                col->v.numbers[i] = dec_from_scaled((int64_t)(i * 7919 % 1000003) + k, 2);
        }
        feel_scope_add_slot(bench->scope, names[k], k,
                            is_text ? &feel_type_string : &feel_type_number);
        bench->slots[k] = col;
    }
}

static FeelProgram *compile(Bench *bench, const char *text)
{
    SrcText src = {
        .text = text, .len = strlen(text), .start = {"bench", 1, 1}
    };
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    FeelNode *node = feel_parse(bench->arena, bench->scope, &src, FEEL_EXPRESSION, diags);

    g_assert_true(node && feel_check(bench->arena, bench->scope, node, &src, NULL, diags));
    return feel_compile(bench->arena, node, &src, FEEL_REGULATION, NULL);
}

static void measure(Bench *bench, const char *name, const char *text)
{
    FeelProgram *program = compile(bench, text);
    FeelBatch batch = {.n = ROWS, .slots = bench->slots, .n_slots = N_SLOTS};
    gint64 best = G_MAXINT64;

    for (int round = 0; round < ROUNDS; round++) {
        g_autoptr(Arena) arena = arena_new(0);
        g_autoptr(FeelRun) run = feel_run_new(arena, bench->reasons, NULL, NULL);
        gint64 start = g_get_monotonic_time();

        (void)feel_run_columns(run, program, &batch, NULL); /* only the time is of interest */
        best = MIN(best, g_get_monotonic_time() - start);
    }
    printf("bench feel %s %.0f rows/s\n", name, (double)ROWS * 1e6 / (double)best);
}

static void measure_rows(Bench *bench, const char *name, const char *text)
{
    enum { FEW = ROWS / 10 };
    FeelProgram *program = compile(bench, text);
    FeelBatch batch = {.n = ROWS, .slots = bench->slots, .n_slots = N_SLOTS};
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(FeelRun) run = feel_run_new(arena, bench->reasons, NULL, NULL);
    gint64 start = g_get_monotonic_time();

    for (size_t i = 0; i < FEW; i++)
        (void)feel_run_batch_row(run, program, &batch, i); /* as above */
    printf("bench feel %s %.0f rows/s\n", name,
           (double)FEW * 1e6 / (double)(g_get_monotonic_time() - start));
}

int main(void)
{
    static const char ten_nodes[] = "a * 5% + b * c - (a + b) / 100 + c * 2 - b";
    Bench bench;

    bench_init(&bench);
    measure(&bench, "rows_per_second", ten_nodes);
    measure_rows(&bench, "one_row_rows_per_second", ten_nodes);
    measure(&bench, "add_rows_per_second", "a + b");
    measure(&bench, "if_rows_per_second", "if a > b and c < 5000 then a * 2 else b");
    measure(&bench, "in_rows_per_second", "if a in (< 100, [500..1000]) then 1 else 2");
    measure(&bench, "text_rows_per_second",
            "if k = \"甲\" then a else if k = \"乙\" then b else c");
    measure(&bench, "max_rows_per_second", "max(0, a - b)");
    measure(&bench, "call_rows_per_second", "sum([a, b, c])");
    reasons_free(bench.reasons);
    arena_free(bench.arena);
    return 0;
}

/* Programs and runs from the host's side: functions, blame, limits, hosts, threads. */
#include <glib.h>
#include <pthread.h>
#include <string.h>

#include "feel/builtin_table.h"
#include "feel/feel.h"

typedef struct Fixture {
    Arena *arena;
    Reasons *reasons;
    Diags *diags;
    FeelScope *scope;
    const FeelHostFunction *functions[2];
    FeelHostFunction defs[2];
    SrcText srcs[2];
} Fixture;

static void setup(Fixture *f, FeelDialect dialect)
{
    static const char *const params[] = {"v"};
    static const FeelType *const types[] = {&feel_type_any};

    *f = (Fixture){.arena = arena_new(0), .reasons = reasons_new(), .diags = diags_new(LANG_EN)};
    f->scope = feel_scope_new(f->arena, NULL, dialect);
    feel_scope_add_slot(f->scope, "a", 2, &feel_type_number);
    feel_scope_add_slot(f->scope, "b", 5, &feel_type_number);
    feel_scope_add_slot(f->scope, "x", 1, &feel_type_any);
    for (int i = 0; i < 2; i++)
        feel_scope_add_function(f->scope, i == 0 ? "f" : "g", i,
                                feel_type_function(f->arena, params, types, 1, NULL));
}

static void teardown(Fixture *f)
{
    diags_free(f->diags);
    reasons_free(f->reasons);
    arena_free(f->arena);
}

/* Defines function i (f or g) of one parameter v. */
static void define(Fixture *f, int i, const char *body)
{
    static const char *const params[] = {"v"};
    static const FeelType *const types[] = {NULL};

    f->srcs[i] = (SrcText){
        .text = body, .len = strlen(body), .start = {"body", 1, 1}
    };
    f->defs[i] = (FeelHostFunction){
        .name = i == 0 ? "f" : "g", .n_params = 1, .params = params, .types = types};
    f->defs[i].src = &f->srcs[i];
    f->defs[i].body =
        feel_parse_function(f->arena, f->scope, params, types, 1, &f->srcs[i], f->diags);
    g_assert_nonnull(f->defs[i].body);
    f->functions[i] = &f->defs[i];
}

static FeelProgram *compile(Fixture *f, const char *text)
{
    SrcText src = {
        .text = text, .len = strlen(text), .start = {"text", 3, 5}
    };
    FeelNode *node = feel_parse(f->arena, f->scope, &src, FEEL_EXPRESSION, f->diags);

    g_assert_nonnull(node);
    g_assert_true(feel_check(f->arena, f->scope, node, &src, NULL, f->diags));
    return feel_compile(f->arena, node, &src, feel_scope_dialect(f->scope), f->functions);
}

static const char *text_of(Fixture *f, FeelValue v)
{
    return feel_value_text(f->arena, &v, true);
}

static Col *numbers(Fixture *f, size_t n, int64_t first)
{
    Col *col = col_new(f->arena, COL_NUMBER, n);

    for (size_t i = 0; i < n; i++)
        col->v.numbers[i] = dec_from_int(first + (int64_t)i);
    return col;
}

/* ---- host functions ---- */

static void test_functions_added_late(void)
{
    Fixture f;
    FeelValue slots[6] = {{0}};
    const int *used;
    FeelProgram *program;

    setup(&f, FEEL_REGULATION);
    program = compile(&f, "f(b)");
    define(&f, 0, "g(v) + 1");
    define(&f, 1, "v * a");
    slots[2] = feel_number(dec_from_int(10));
    slots[5] = feel_number(dec_from_int(4));
    g_assert_cmpuint(feel_program_slots(program, &used), ==, 2);
    g_assert_cmpint(used[0], ==, 2);
    g_assert_cmpint(used[1], ==, 5);
    g_autoptr(FeelRun) run = feel_run_new(f.arena, f.reasons, NULL, NULL);
    g_assert_cmpstr(text_of(&f, feel_run_row(run, program, slots, NULL)), ==, "41");
    teardown(&f);
}

static void test_function_without_body(void)
{
    Fixture f;
    const ReasonRoot *const *roots;
    FeelValue v;

    setup(&f, FEEL_REGULATION);
    FeelProgram *program = compile(&f, "f(1)");
    g_autoptr(FeelRun) run = feel_run_new(f.arena, f.reasons, NULL, NULL);
    v = feel_run_row(run, program, NULL, NULL);
    g_assert_cmpint(v.kind, ==, FEEL_MISSING);
    g_assert_cmpuint(reasons_roots(f.reasons, v.reason, &roots), ==, 1);
    g_assert_cmpstr(roots[0]->text, ==, "the function has no body");
    teardown(&f);
}

static void test_slots(void)
{
    Fixture f;
    const int *used;

    setup(&f, FEEL_REGULATION);
    define(&f, 0, "v");
    g_assert_cmpuint(feel_program_slots(compile(&f, "b + a * b + a"), &used), ==, 2);
    g_assert_cmpint(used[0], ==, 2);
    g_assert_cmpint(used[1], ==, 5);
    g_assert_cmpuint(feel_program_slots(compile(&f, "1 + 2"), &used), ==, 0);
    g_assert_cmpuint(feel_program_slots(compile(&f, "[1, 2][item = b]"), &used), ==, 1);
    g_assert_cmpint(used[0], ==, 5);
    g_assert_cmpuint(feel_program_slots(compile(&f, "f(1)"), &used), ==, 0);
    teardown(&f);
}

/* ---- closures ---- */

/* A function made in one row, by one program, and called in another row by another program sees the
 * row that it was made in. */
static void test_closures_keep_their_row(void)
{
    static const char *const makers[] = {
        "function(y) y + a * 10", "{k: a * 10, h: function(y) y + k}.h",
        "(function(k) function(y) y + k * 10)(a)",
        "(for i in [a * 10] return function(y) y + i)[1]", "(function() function(y) y + a * 10)()"};
    Fixture f;

    setup(&f, FEEL_STANDARD);
    for (size_t m = 0; m < G_N_ELEMENTS(makers); m++) {
        const Col *slots[6] = {0}, *swapped[6] = {0};
        FeelBatch batch = {.n = 3, .slots = slots, .n_slots = 6};
        FeelBatch other = {.n = 3, .slots = swapped, .n_slots = 6};
        int64_t turn[] = {2, 0, 1};
        FeelProgram *maker = compile(&f, makers[m]), *caller = compile(&f, "x(a)");

        slots[2] = numbers(&f, 3, 1);
        g_autoptr(FeelRun) run = feel_run_new(f.arena, NULL, NULL, NULL);
        Col *made = feel_run_columns(run, maker, &batch, NULL);
        feel_run_free(g_steal_pointer(&run));
        run = feel_run_new(f.arena, NULL, NULL, NULL);
        swapped[1] = col_gather(f.arena, made, turn, 3);
        swapped[2] = numbers(&f, 3, 1);
        Col *result = feel_run_columns(run, caller, &other, NULL);
        FeelValue list[3];
        for (size_t i = 0; i < 3; i++) {
            FeelValue by_row = feel_run_batch_row(run, caller, &other, i);

            list[i] = feel_cell_get(result, i);
            g_assert_cmpint(feel_equal(&by_row, &list[i]), ==, 1);
        }
        g_assert_cmpstr(text_of(&f, feel_list(f.arena, list, 3)), ==, "[31, 12, 23]");
    }
    teardown(&f);
}

/* So does a function that such a function makes where it is called. */
static void test_closures_of_closures(void)
{
    Fixture f;
    FeelValue slots[6] = {{0}};

    setup(&f, FEEL_STANDARD);
    FeelProgram *maker = compile(&f, "function(y) function(z) y + z + a");
    FeelProgram *half = compile(&f, "x(10)"), *caller = compile(&f, "x(100)");
    g_autoptr(FeelRun) run = feel_run_new(f.arena, NULL, NULL, NULL);
    slots[2] = feel_number(dec_from_int(1));
    slots[1] = feel_run_row(run, maker, slots, NULL);
    slots[2] = feel_number(dec_from_int(2));
    slots[1] = feel_run_row(run, half, slots, NULL);
    slots[2] = feel_number(dec_from_int(3));
    g_assert_cmpstr(text_of(&f, feel_run_row(run, caller, slots, NULL)), ==, "111");
    teardown(&f);
}

/* A host function handed on as a value keeps the row as well. */
static void test_host_functions_as_values(void)
{
    Fixture f;
    FeelValue slots[6] = {{0}}, made;

    setup(&f, FEEL_STANDARD);
    define(&f, 0, "v + a");
    FeelProgram *maker = compile(&f, "f"), *caller = compile(&f, "x(100)");
    g_autoptr(FeelRun) run = feel_run_new(f.arena, NULL, NULL, NULL);
    slots[2] = feel_number(dec_from_int(1));
    made = feel_run_row(run, maker, slots, NULL);
    slots[2] = feel_number(dec_from_int(2));
    slots[1] = feel_value_copy(f.arena, &made);
    g_assert_cmpstr(text_of(&f, feel_run_row(run, caller, slots, NULL)), ==, "101");
    teardown(&f);
}

/* The parts of a program that need no row: no slots given, no input. */
static void test_rows_without_slots(void)
{
    Fixture f;
    FeelValue made;

    setup(&f, FEEL_STANDARD);
    g_autoptr(FeelRun) run = feel_run_new(f.arena, NULL, NULL, NULL);
    g_assert_cmpint(feel_run_row(run, compile(&f, "a"), NULL, NULL).kind, ==, FEEL_NULL);
    made = feel_run_row(run, compile(&f, "function() a = null"), NULL, NULL);
    FeelValue slots[6] = {[1] = made, [2] = feel_number(dec_from_int(1))};
    g_assert_cmpstr(text_of(&f, feel_run_row(run, compile(&f, "x()"), slots, NULL)), ==, "true");
    teardown(&f);
}

/* ---- what a fault says ---- */

static void test_blame(void)
{
    static const char *const keys[] = {"甲", "乙", "丙"};
    Fixture f;
    const ReasonRoot *const *roots;
    const Col *slots[6] = {0};
    FeelBatch batch = {.n = 3, .slots = slots, .n_slots = 6};

    setup(&f, FEEL_REGULATION);
    slots[2] = numbers(&f, 3, -1);
    g_autoptr(FeelRun) run = feel_run_new(f.arena, f.reasons, NULL, NULL);
    feel_run_set_blame(run, "奖金", "2003-05", keys);
    Col *result = feel_run_columns(run, compile(&f, "100 +\n 1 / a"), &batch, NULL);
    g_assert_true(col_has_value(result, 0));
    g_assert_true(col_is_missing(result, 1));
    g_assert_true(col_has_value(result, 2));
    g_assert_cmpuint(reasons_roots(f.reasons, result->reasons[1], &roots), ==, 1);
    g_assert_cmpint(roots[0]->kind, ==, REASON_FAULT);
    g_assert_cmpstr(roots[0]->name, ==, "奖金");
    g_assert_cmpstr(roots[0]->cycle, ==, "2003-05");
    g_assert_cmpstr(roots[0]->row, ==, "乙");
    g_assert_cmpstr(roots[0]->text, ==, "division by zero");
    g_assert_cmpstr(roots[0]->pos.file, ==, "text");
    g_assert_cmpuint(roots[0]->pos.line, ==, 4);
    g_assert_cmpuint(roots[0]->pos.column, ==, 2);
    teardown(&f);
}

static void test_findings_are_capped(void)
{
    Fixture f;
    const Col *slots[6] = {0};
    FeelBatch batch = {.n = 5000, .slots = slots, .n_slots = 6};
    g_autoptr(Diags) diags = diags_new(LANG_EN);

    setup(&f, FEEL_STANDARD);
    slots[2] = col_new(f.arena, COL_NUMBER, 5000);
    slots[5] = col_new_null(f.arena, COL_NUMBER, 5000);
    g_autoptr(FeelRun) run = feel_run_new(f.arena, NULL, diags, NULL);
    Col *result = feel_run_columns(run, compile(&f, "1 / a"), &batch, NULL);
    g_assert_true(col_is_null(result, 4999));
    g_assert_cmpuint(diags_n(diags), ==, 3);
    g_assert_cmpstr(diags_get(diags, 0)->code, ==, "feel.division-by-zero");
    g_assert_cmpuint(diags_get(diags, 0)->pos.line, ==, 3);
    g_assert_cmpuint(diags_get(diags, 0)->pos.column, ==, 5);
    (void)feel_run_columns(run, compile(&f, "b + 1"), &batch, NULL); /* for its findings */
    g_assert_cmpuint(diags_n(diags), ==, 6);
    g_assert_cmpstr(diags_get(diags, 5)->code, ==, "feel.null-operand");
    teardown(&f);
}

/* In the reader's language; every text of a fault has a pair in the catalogue. */
static void test_findings_in_chinese(void)
{
    Fixture f;
    g_autoptr(Diags) diags = diags_new(LANG_ZH);

    setup(&f, FEEL_STANDARD);
    g_autoptr(FeelRun) run = feel_run_new(f.arena, NULL, diags, NULL);
    g_assert_cmpint(feel_run_row(run, compile(&f, "1 / 0"), NULL, NULL).kind, ==, FEEL_NULL);
    g_assert_cmpstr(diags_get(diags, 0)->message, ==, "除数为零");
    teardown(&f);
}

/* ---- hosts ---- */

static bool month_cycle(void *data, const char *name, CalDate date, CalDate *first, CalDate *last)
{
    CalYmd ymd = cal_date_ymd(date);

    if (strcmp(name, data) != 0)
        return false;
    return cal_date_from_ymd(ymd.year, ymd.month, 1, first) &&
           cal_date_from_ymd(ymd.year, ymd.month, cal_days_in_month(ymd.year, ymd.month), last);
}

static void test_host(void)
{
    static const char days[] = "weekend 6 7\nholiday 2021-02-11..2021-02-17\n"
                               "workday 2021-02-07\ncovers 2021-01-01..2021-12-31\n";
    char name[] = "month";
    Fixture f;

    setup(&f, FEEL_REGULATION);
    CalWorkdays *workdays = cal_workdays_parse(days, strlen(days), "days", f.diags);
    g_assert_nonnull(workdays);
    FeelHost host = {.workdays = workdays, .cycle = month_cycle, .data = name};
    g_autoptr(FeelRun) run = feel_run_new(f.arena, f.reasons, NULL, &host);
    static const struct {
        const char *text, *value;
    } cases[] = {
        {"cycle(\"month\", @\"2021-02-09\")",                    "[@\"2021-02-01\"..@\"2021-02-28\"]"},
        {"cycle(\"month\", @\"2021-02-09\").end",                "2021-02-28"                        },
        {"@\"2021-02-09\" in cycle(\"month\", @\"2021-02-01\")", "true"                              },
        {"known(cycle(\"year\", @\"2021-02-09\"))",              "false"                             },
        {"working days(@\"2021-02-05\", @\"2021-02-18\")",       "5"                                 },
        {"add working days(@\"2021-02-10\", 1)",                 "2021-02-18"                        },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpstr(text_of(&f, feel_run_row(run, compile(&f, cases[i].text), NULL, NULL)), ==,
                        cases[i].value);
    cal_workdays_free(workdays);
    teardown(&f);
}

static void test_no_clock(void)
{
    Fixture f;

    setup(&f, FEEL_STANDARD);
    g_autoptr(FeelRun) run = feel_run_new(f.arena, NULL, f.diags, NULL);
    g_assert_cmpint(feel_run_row(run, compile(&f, "now()"), NULL, NULL).kind, ==, FEEL_NULL);
    g_assert_true(diags_has(f.diags, "feel.no-clock"));
    teardown(&f);
}

/* ---- limits ---- */

/* Whatever the cap of the arena, there is a value or a fault, never a crash. */
static void test_arena_caps(void)
{
    static const char *const texts[] = {
        "for i in 1..100 return {k: i, s: string(i)}",
        "string join(for i in 1..50 return string(i), \"-\")",
        "sort([3, 1, 2], function(p, q) p < q)",
        "{h: function(n) if n = 0 then [] else append(h(n - 1), n), r: h(20)}.r",
        "count(distinct values(for i in 1..200 return modulo(i, 7)))",
        "[a, 2, 3][item > 1][1] + count([{x: a}, {x: 2}].x)",
        "reverse(remove(insert before(append([a, 2], 3), 1, 0), 2))",
        "list replace(list replace([a, 2, 3], 2, 9), function(p, q) p > q, 3)",
        "flatten([concatenate([a], [[2]]), sublist([1, 2, 3], 2), index of([1, 1], 1)])",
        "[mode([a, 1, 2]), [median([a, 2]), product([a, 3]), stddev([a, 2]), mean(a, 2)]]",
        "union([a, \"a\"], [[1], [1]], [@\"2020-01-01\"])",
        "get entries(context put(context merge([{a: a}, {b: 2}]), [\"a\"], 3))",
        "context([{key: \"a\", value: a}])",
        "string(a) + upper case(\"b\") + substring(\"abc\", 2)",
        "max(a, 2, 3, 4, 5, 6, 7, 8, 9, 10) in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10)",
        "(function(p, q, r, s, t) p + q + r + s + t)(1, 2, 3, 4, 5)",
        "[@\"2020-01-01T10:00:00\" + @\"P1M\" * a, @\"10:00:00\" + @\"PT1H\" * a, [a..2], (< 3)]",
    };
    Fixture f;
    FeelValue slots[6] = {[2] = feel_number(dec_from_int(1))};

    setup(&f, FEEL_REGULATION);
    for (size_t t = 0; t < G_N_ELEMENTS(texts); t++) {
        FeelProgram *program = compile(&f, texts[t]);
        bool any_fault = false, any_value = false;

        for (size_t cap = 16; cap < 200000; cap += cap < 3000 ? 16 : cap / 3) {
            g_autoptr(Arena) arena = arena_new(cap);
            g_autoptr(FeelRun) run = feel_run_new(arena, f.reasons, NULL, NULL);
            FeelValue v = feel_run_row(run, program, slots, NULL);

            any_fault |= v.kind == FEEL_MISSING;
            any_value |= v.kind != FEEL_MISSING;
            g_assert_true(v.kind != FEEL_NULL);
        }
        g_assert_true(any_fault);
        g_assert_true(any_value);
    }
    teardown(&f);
}

/* ---- threads ---- */

typedef struct Worker {
    const FeelProgram *program;
    pthread_t thread;
    bool ok;
} Worker;

static void *work(void *data)
{
    Worker *w = data;
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(Reasons) reasons = reasons_new();
    g_autoptr(FeelRun) run = feel_run_new(arena, reasons, NULL, NULL);

    w->ok = true;
    for (int i = 0; i < 50; i++) {
        FeelValue slots[6] = {{0}}, v;
        int64_t n;

        slots[2] = feel_number(dec_from_int(i));
        v = feel_run_row(run, w->program, slots, NULL);
        w->ok &= v.kind == FEEL_NUMBER && dec_to_int64(v.u.number, &n) && n == 120 + i;
    }
    return NULL;
}

static void test_threads_share_a_program(void)
{
    Fixture f;
    Worker workers[4];

    setup(&f, FEEL_REGULATION);
    FeelProgram *program = compile(&f, "f(5) + a");
    define(&f, 0, "if v < 2 then 1 else v * f(v - 1)"); /* compiled by whoever comes first */
    for (size_t i = 0; i < G_N_ELEMENTS(workers); i++) {
        workers[i].program = program;
        g_assert_cmpint(pthread_create(&workers[i].thread, NULL, work, &workers[i]), ==, 0);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(workers); i++) {
        g_assert_cmpint(pthread_join(workers[i].thread, NULL), ==, 0);
        g_assert_true(workers[i].ok);
    }
    teardown(&f);
}

/* ---- built-ins ---- */

static void test_what_is_built(void)
{
    for (int id = 0; id < FEEL_BUILTIN_N; id++)
        if (!feel_builtin_is_built((FeelBuiltinId)id))
            g_error("%s", feel_builtin_name((FeelBuiltinId)id));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/feel-run/functions-added-late", test_functions_added_late);
    g_test_add_func("/feel-run/function-without-body", test_function_without_body);
    g_test_add_func("/feel-run/slots", test_slots);
    g_test_add_func("/feel-run/closures-keep-their-row", test_closures_keep_their_row);
    g_test_add_func("/feel-run/closures-of-closures", test_closures_of_closures);
    g_test_add_func("/feel-run/host-functions-as-values", test_host_functions_as_values);
    g_test_add_func("/feel-run/rows-without-slots", test_rows_without_slots);
    g_test_add_func("/feel-run/blame", test_blame);
    g_test_add_func("/feel-run/findings-are-capped", test_findings_are_capped);
    g_test_add_func("/feel-run/findings-in-chinese", test_findings_in_chinese);
    g_test_add_func("/feel-run/host", test_host);
    g_test_add_func("/feel-run/no-clock", test_no_clock);
    g_test_add_func("/feel-run/arena-caps", test_arena_caps);
    g_test_add_func("/feel-run/threads-share-a-program", test_threads_share_a_program);
    g_test_add_func("/feel-run/what-is-built", test_what_is_built);
    return g_test_run();
}

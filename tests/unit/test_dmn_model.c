/* test_dmn_model.c - requirements, order, circles and evaluation of DMN models. */
#include "dmn/model.h"

#include "dmn_fixture.h"

/* An element of slot `slot` (-1 = none) that reads slots. */
static int add(DmnModel *m, const char *name, int slot, const int *reads, size_t n_reads)
{
    DmnElement e = {
        .kind = DMN_DECISION,
        .logic = DMN_LOGIC_HOST,
        .name = name,
        .pos = {.file = "m.md", .line = (uint32_t)slot + 10, .column = 1},
        .outputs = &slot,
        .n_outputs = slot >= 0 ? 1 : 0,
        .authority = -1,
        .extra_slots = reads,
        .n_extra_slots = n_reads,
    };

    return dmn_model_add(m, &e);
}

#define READS(...) (const int[]){__VA_ARGS__}, sizeof((const int[]){__VA_ARGS__}) / sizeof(int)

static char *order_text(DmnModel *m, Diags *diags)
{
    GString *out = g_string_new(NULL);
    const int *order;
    size_t n = dmn_model_order(m, diags, &order);

    for (size_t i = 0; i < n; i++)
        g_string_append_printf(out, i ? " %s" : "%s", dmn_model_get(m, order[i])->name);
    return g_string_free(out, FALSE);
}

static void test_add_and_get(void)
{
    g_autoptr(Arena) arena = arena_new(0);
    DmnModel *m = dmn_model_new(arena);
    int slots[] = {7, 3};
    DmnElement e = {.kind = DMN_INPUT_DATA, .name = "in", .outputs = slots, .n_outputs = 2};
    DmnElement *first;

    g_assert_cmpint(dmn_model_add(m, &e), ==, 0);
    first = dmn_model_get(m, 0);
    slots[0] = 99; /* the model has its own copy */
    g_assert_cmpint(first->outputs[0], ==, 7);
    g_assert_cmpint(dmn_model_of_slot(m, 7), ==, 0);
    g_assert_cmpint(dmn_model_of_slot(m, 3), ==, 0);
    g_assert_cmpint(dmn_model_of_slot(m, 0), ==, -1);
    g_assert_cmpint(dmn_model_of_slot(m, 8), ==, -1);
    g_assert_cmpint(dmn_model_of_slot(m, -1), ==, -1);
    for (int i = 0; i < 100; i++)
        g_assert_cmpint(add(m, "d", 1000 - i, NULL, 0), ==, i + 1);
    g_assert_true(dmn_model_get(m, 0) == first); /* stays where it is */
    g_assert_cmpint(dmn_model_of_slot(m, 1000), ==, 1);
    g_assert_cmpint(dmn_model_of_slot(m, 7), ==, 0);
    g_assert_cmpuint(dmn_model_n(m), ==, 101);
}

static void test_double_slot(void)
{
    g_autoptr(Arena) arena = arena_new(0);
    DmnModel *m = dmn_model_new(arena);

    add(m, "a", 4, NULL, 0);
    g_test_expect_message("guanhu", G_LOG_LEVEL_CRITICAL, "*dmn_model_of_slot*");
    g_assert_cmpint(add(m, "b", 4, NULL, 0), ==, -1);
    g_test_assert_expected_messages();
    g_assert_cmpuint(dmn_model_n(m), ==, 1);
}

static void test_link(void)
{
    Fixture f;
    DmnModel *m;
    DmnElement e = {.kind = DMN_DECISION, .authority = -1};
    int slot;

    fixture_init(&f, FEEL_REGULATION);
    fixture_slot(&f, "x", &feel_type_number);
    fixture_slot(&f, "y", &feel_type_number);
    fixture_slot(&f, "z", &feel_type_number);
    m = dmn_model_new(f.arena);
    e.outputs = &slot;
    e.n_outputs = 1;
    slot = 2;
    e.name = "z";
    e.logic = DMN_LOGIC_TABLE;
    e.table = dmn_table_compile(f.arena, fixture_table(&f, "F | y | > z\n>x | 1\n- | y + x\n"),
                                f.dialect, NULL, f.diags);
    dmn_model_add(m, &e);
    slot = 1;
    e.name = "y";
    e.logic = DMN_LOGIC_LITERAL;
    SrcText src = fixture_src(&f, "x + x", 1);
    e.program =
        feel_compile(f.arena, fixture_node(&f, &src, FEEL_EXPRESSION, NULL), &src, f.dialect, NULL);
    dmn_model_add(m, &e);
    add(m, "x", 0, NULL, 0);
    add(m, "host", 3, READS(2, 0, 2, 55));
    dmn_model_link(m);
    g_assert_cmpuint(dmn_model_get(m, 0)->n_requires, ==, 2);
    g_assert_cmpint(dmn_model_get(m, 0)->requires[0], ==, 1);
    g_assert_cmpint(dmn_model_get(m, 0)->requires[1], ==, 2);
    g_assert_cmpuint(dmn_model_get(m, 1)->n_requires, ==, 1);
    g_assert_cmpint(dmn_model_get(m, 1)->requires[0], ==, 2);
    g_assert_cmpuint(dmn_model_get(m, 2)->n_requires, ==, 0);
    g_assert_cmpuint(dmn_model_get(m, 3)->n_requires, ==, 2);
    g_assert_cmpint(dmn_model_get(m, 3)->requires[0], ==, 0);
    g_assert_cmpint(dmn_model_get(m, 3)->requires[1], ==, 2);
    g_autofree char *order = order_text(m, f.diags);
    g_assert_cmpstr(order, ==, "x y z host");
    fixture_clear(&f);
}

static void test_order(void)
{
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    DmnModel *m = dmn_model_new(arena);

    add(m, "a", 0, READS(4));
    add(m, "b", 1, NULL, 0);
    add(m, "c", 2, READS(0, 1));
    add(m, "law", -1, NULL, 0);
    add(m, "e", 4, NULL, 0);
    add(m, "f", 5, READS(1));
    dmn_model_link(m);
    g_autofree char *text = order_text(m, diags);
    g_assert_cmpstr(text, ==, "b law e a c f"); /* of what is ready the first added */
    g_assert_cmpuint(diags_n(diags), ==, 0);
}

static void test_empty(void)
{
    g_autoptr(Arena) arena = arena_new(0);
    DmnModel *m = dmn_model_new(arena);
    const int *order;

    dmn_model_link(m);
    g_assert_cmpuint(dmn_model_order(m, NULL, &order), ==, 0);
}

static void assert_finding(const Diags *diags, size_t i, uint32_t line, const char *message)
{
    const Diag *d = diags_get(diags, i);

    g_assert_cmpint(d->severity, ==, DIAG_ERROR);
    g_assert_cmpstr(d->code, ==, "dmn.circle");
    g_assert_cmpuint(d->pos.line, ==, line);
    g_assert_cmpstr(d->message, ==, message);
}

static void test_circles(void)
{
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    DmnModel *m = dmn_model_new(arena);

    add(m, "rests", 0, READS(1));
    add(m, "A", 1, READS(3));
    add(m, "self", 2, READS(2));
    add(m, "B", 3, READS(4, 9));
    add(m, "C", 4, READS(1));
    add(m, "P", 5, READS(6, 7));
    add(m, "Q", 6, READS(7));
    add(m, "R", 7, READS(5)); /* P → Q → R → P and, shorter, P → R → P */
    add(m, "after", 8, READS(0, 9));
    add(m, "free", 9, NULL, 0);
    dmn_model_link(m);
    g_autofree char *text = order_text(m, diags);
    g_assert_cmpstr(text, ==, "free");
    g_assert_cmpuint(diags_n(diags), ==, 3);
    assert_finding(diags, 0, 11, "circle: A → B → C → A (each needs the next one)");
    assert_finding(diags, 1, 12, "circle: self → self (each needs the next one)");
    assert_finding(diags, 2, 15, "circle: P → R → P (each needs the next one)");
}

static void test_many_circles(void)
{
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    DmnModel *m = dmn_model_new(arena);

    for (int i = 0; i < 200; i += 2) {
        add(m, "A", i, READS(i + 1));
        add(m, "B", i + 1, READS(i));
    }
    dmn_model_link(m);
    g_autofree char *text = order_text(m, diags);
    g_assert_cmpstr(text, ==, "");
    g_assert_cmpuint(diags_n(diags), ==, 100);
}

enum { CHAIN = 5000 };

static DmnModel *chain(Arena *arena, bool closed)
{
    DmnModel *m = dmn_model_new(arena);

    for (int i = 0; i < CHAIN; i++) { /* element i needs i + 1 */
        if (i + 1 < CHAIN)
            add(m, "n", i, READS(i + 1));
        else if (closed)
            add(m, "n", i, READS(0));
        else
            add(m, "n", i, NULL, 0);
    }
    dmn_model_link(m);
    return m;
}

static void test_long_chain(void)
{
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    const int *order;

    g_assert_cmpuint(dmn_model_order(chain(arena, false), diags, &order), ==, CHAIN);
    for (int i = 0; i < CHAIN; i++)
        g_assert_cmpint(order[i], ==, CHAIN - 1 - i);
    g_assert_cmpuint(diags_n(diags), ==, 0);
}

static void test_long_circle(void)
{
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    const int *order;

    g_assert_cmpuint(dmn_model_order(chain(arena, true), diags, &order), ==, 0);
    g_assert_cmpuint(diags_n(diags), ==, 1);
    g_assert_true(
        g_str_has_suffix(diags_get(diags, 0)->message, "n → n → … → n (each needs the next one)"));
    g_assert_cmpuint(strlen(diags_get(diags, 0)->message), <, 300);
}

/* ---- evaluation ---- */

typedef struct RunModel {
    Fixture f;
    DmnModel *m;
    Col *slots[8];
} RunModel;

static void run_init(RunModel *r)
{
    static const char *const names[] = {"x", "y", "z", "u", "v"};

    fixture_init(&r->f, FEEL_STANDARD);
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        fixture_slot(&r->f, names[i], &feel_type_number);
    r->m = dmn_model_new(r->f.arena);
    memset(r->slots, 0, sizeof r->slots);
}

static void add_input(RunModel *r, const char *name, int slot)
{
    static const FeelType *const number[] = {&feel_type_number};
    DmnElement e = {.kind = DMN_INPUT_DATA,
                    .name = name,
                    .outputs = &slot,
                    .n_outputs = 1,
                    .output_types = number,
                    .authority = -1};

    dmn_model_add(r->m, &e);
}

static void add_literal(RunModel *r, const char *name, int slot, const char *text)
{
    SrcText src = fixture_src(&r->f, text, 1);
    const FeelNode *node = fixture_node(&r->f, &src, FEEL_EXPRESSION, NULL);
    DmnElement e = {.kind = DMN_DECISION,
                    .logic = DMN_LOGIC_LITERAL,
                    .name = name,
                    .outputs = &slot,
                    .n_outputs = 1,
                    .authority = -1};

    e.program = feel_compile(r->f.arena, node, &src, r->f.dialect, NULL);
    dmn_model_add(r->m, &e);
}

static void add_table(RunModel *r, const char *name, const int *slots, size_t n, const char *text)
{
    DmnElement e = {.kind = DMN_DECISION,
                    .logic = DMN_LOGIC_TABLE,
                    .name = name,
                    .outputs = slots,
                    .n_outputs = n,
                    .authority = -1};

    e.table =
        dmn_table_compile(r->f.arena, fixture_table(&r->f, text), r->f.dialect, NULL, r->f.diags);
    dmn_model_add(r->m, &e);
}

static void run_model(RunModel *r, size_t n)
{
    g_autoptr(FeelRun) run = feel_run_new(r->f.arena, NULL, r->f.diags, NULL);

    dmn_model_link(r->m);
    dmn_model_run(r->m, run, r->slots, G_N_ELEMENTS(r->slots), n);
}

static void test_run(void)
{
    RunModel r;

    run_init(&r);
    add_table(&r, "grade", READS(2, 3), "F | y | > z | > u\n>10 | x * 100 | 1\n- | 0 | 2\n");
    add_literal(&r, "y", 1, "x * 5");
    add_input(&r, "x", 0);
    add_literal(&r, "v", 4, "z + u");
    r.slots[0] = fixture_col(&r.f, "x", &feel_type_number, "1, 2, 3");
    run_model(&r, 3);
    g_assert_cmpstr(fixture_text(&r.f, r.slots[1]), ==, "5; 10; 15");
    g_assert_cmpstr(fixture_text(&r.f, r.slots[2]), ==, "0; 0; 300");
    g_assert_cmpstr(fixture_text(&r.f, r.slots[3]), ==, "2; 2; 1");
    g_assert_cmpstr(fixture_text(&r.f, r.slots[4]), ==, "2; 2; 301");
    fixture_clear(&r.f);
}

static void test_run_given_decision(void)
{
    RunModel r;

    run_init(&r);
    add_input(&r, "x", 0);
    add_literal(&r, "y", 1, "1 / 0");
    add_table(&r, "grade", READS(2, 3), "F | y | > z | > u\n>10 | y | 1\n- | 0 | 2\n");
    r.slots[1] = fixture_col(&r.f, "y", &feel_type_number, "11, 9");
    r.slots[3] = fixture_col(&r.f, "u", &feel_type_number, "7, 8");
    run_model(&r, 2);
    g_assert_cmpuint(diags_n(r.f.diags), ==, 0); /* y was not evaluated */
    g_assert_cmpstr(fixture_text(&r.f, r.slots[0]), ==, "null; null");
    g_assert_cmpstr(fixture_text(&r.f, r.slots[1]), ==, "11; 9");
    g_assert_cmpstr(fixture_text(&r.f, r.slots[2]), ==, "11; 0");
    g_assert_cmpstr(fixture_text(&r.f, r.slots[3]), ==, "7; 8");
    g_assert_null(r.slots[4]); /* of no element */
    fixture_clear(&r.f);
}

static void test_run_circle(void)
{
    RunModel r;

    run_init(&r);
    add_input(&r, "x", 0);
    add_literal(&r, "y", 1, "z + 1");
    add_literal(&r, "z", 2, "y + 1");
    add_literal(&r, "u", 3, "y + 1");
    add_literal(&r, "v", 4, "x + 1");
    r.slots[0] = fixture_col(&r.f, "x", &feel_type_number, "1");
    run_model(&r, 1);
    g_assert_cmpstr(fixture_text(&r.f, r.slots[1]), ==, "null");
    g_assert_cmpstr(fixture_text(&r.f, r.slots[2]), ==, "null");
    g_assert_cmpstr(fixture_text(&r.f, r.slots[3]), ==, "null");
    g_assert_cmpstr(fixture_text(&r.f, r.slots[4]), ==, "2");
    fixture_clear(&r.f);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/dmn-model/add-and-get", test_add_and_get);
    g_test_add_func("/dmn-model/double-slot", test_double_slot);
    g_test_add_func("/dmn-model/link", test_link);
    g_test_add_func("/dmn-model/order", test_order);
    g_test_add_func("/dmn-model/empty", test_empty);
    g_test_add_func("/dmn-model/circles", test_circles);
    g_test_add_func("/dmn-model/many-circles", test_many_circles);
    g_test_add_func("/dmn-model/long-chain", test_long_chain);
    g_test_add_func("/dmn-model/long-circle", test_long_circle);
    g_test_add_func("/dmn-model/run", test_run);
    g_test_add_func("/dmn-model/run-given-decision", test_run_given_decision);
    g_test_add_func("/dmn-model/run-circle", test_run_circle);
    return g_test_run();
}

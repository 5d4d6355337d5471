/* test_feel_host_op.c - operations of the host inside of expressions, trees put together from
 * several texts, and the runs that operations evaluate in. */
#include <string.h>

#include "feel/feel.h"

typedef struct Fixture {
    Arena *arena;
    Diags *diags;
    FeelScope *scope;
} Fixture;

static Fixture fixture_new(void)
{
    Fixture f = {.arena = arena_new(0), .diags = diags_new(LANG_EN)};

    f.scope = feel_scope_new(f.arena, NULL, FEEL_STANDARD);
    feel_scope_add_slot(f.scope, "n", 0, &feel_type_number);
    return f;
}

static void fixture_clear(Fixture *f)
{
    diags_free(f->diags);
    arena_free(f->arena);
}

static const SrcText *text_of(Fixture *f, const char *text)
{
    SrcText *src = ARENA_NEW(f->arena, SrcText);

    *src = (SrcText){
        .text = text, .len = strlen(text), .start = {"t", 1, 1}
    };
    return src;
}

static FeelNode *parse(Fixture *f, const FeelBound *bound, const char *text)
{
    const SrcText *src = text_of(f, text);
    FeelNode *node = feel_parse_bound(f->arena, f->scope, bound, src, FEEL_EXPRESSION, f->diags);

    g_assert_nonnull(node);
    node->src = src;
    return node;
}

static const FeelProgram *compile(Fixture *f, FeelNode *node)
{
    const SrcText *src = text_of(f, "");

    feel_check(f->arena, f->scope, node, src, NULL, f->diags);
    return feel_compile(f->arena, node, src, FEEL_STANDARD, NULL);
}

static char *value_of(Fixture *f, const FeelProgram *program, int n)
{
    g_autoptr(FeelRun) run = feel_run_new(f->arena, NULL, f->diags, NULL);
    FeelValue slot = feel_number(dec_from_int(n));
    FeelValue v = feel_run_row(run, program, &slot, NULL);

    return feel_value_text(f->arena, &v, true);
}

/* Evaluates a program of its own, with its argument as slot 0. */
static FeelValue run_inner(const void *data, FeelRun *run, const FeelValue *args, size_t n)
{
    SrcPos pos = {"t", 7, 1};
    FeelValue out;
    FeelRun *inner = feel_run_enter(run, &pos, &out);

    g_assert_cmpuint(n, ==, 1);
    if (!inner)
        return out;
    out = feel_run_row(inner, data, args, NULL);
    feel_run_leave(run, inner);
    return out;
}

static FeelNode *
op_node(Fixture *f, const FeelProgram *program, FeelNode *arg, const FeelType *type)
{
    FeelHostOp *op = ARENA_NEW(f->arena, FeelHostOp);
    FeelNode *node = feel_node_build(f->arena, FEEL_N_HOST, text_of(f, ""), &arg, 1, f->diags);

    *op = (FeelHostOp){.eval = run_inner, .data = program};
    node->host_op = op;
    node->as_type = type;
    return node;
}

/* ---- tests ---- */

static void test_row(void)
{
    Fixture f = fixture_new();
    const FeelProgram *inner = compile(&f, parse(&f, NULL, "[n, n * 2]"));
    FeelNode *node = op_node(&f, inner, parse(&f, NULL, "n + 1"), NULL);

    g_assert_cmpstr(value_of(&f, compile(&f, node), 4), ==, "[5, 10]");
    fixture_clear(&f);
}

/* Lists made inside live on after their rows. */
static void test_columns(void)
{
    enum { ROWS = 3000 };
    Fixture f = fixture_new();
    const FeelProgram *inner = compile(&f, parse(&f, NULL, "for i in 1..3 return i + n"));
    const FeelProgram *program = compile(&f, op_node(&f, inner, parse(&f, NULL, "n + 1"), NULL));
    g_autoptr(FeelRun) run = feel_run_new(f.arena, NULL, f.diags, NULL);
    Col *slot = col_new(f.arena, COL_NUMBER, ROWS);
    const Col *slots[] = {slot};
    FeelBatch batch = {.n = ROWS, .slots = slots, .n_slots = 1};
    Col *out;

    for (int i = 0; i < ROWS; i++)
        slot->v.numbers[i] = dec_from_int(i);
    out = feel_run_columns(run, program, &batch, NULL);
    for (int i = 0; i < ROWS; i++) {
        FeelValue v = feel_cell_get(out, (size_t)i);

        g_assert_cmpstr(feel_value_text(f.arena, &v, true), ==,
                        arena_printf(f.arena, "[%d, %d, %d]", i + 2, i + 3, i + 4));
    }
    g_assert_cmpuint(diags_n(f.diags), ==, 0);
    fixture_clear(&f);
}

/* Steps inside count for the row outside: 10 × 600,000 are too many. */
static void test_steps(void)
{
    Fixture f = fixture_new();
    const FeelProgram *inner =
        compile(&f, parse(&f, NULL, "if some i in 1..600000 satisfies i < 0 then n else 0"));
    const char *const names[] = {"k", "partial"};
    FeelBound frame = {.kind = FEEL_N_FOR, .names = names};
    FeelNode *kids[2], *loop;

    kids[0] = parse(&f, &frame, "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]");
    frame.n = 2;
    kids[1] = op_node(&f, inner, parse(&f, &frame, "k"), &feel_type_number);
    loop = feel_node_build(f.arena, FEEL_N_FOR, text_of(&f, ""), kids, 2, f.diags);
    loop->names = names;
    loop->n_names = 1;
    g_assert_cmpstr(value_of(&f, compile(&f, loop), 0), ==, "null");
    g_assert_true(diags_has(f.diags, "feel.limit-steps"));
    fixture_clear(&f);
}

/* An operation that evaluates itself ends at the limit of calls, at its own place. */
typedef struct Endless {
    const FeelProgram *program;
} Endless;

static FeelValue run_endless(const void *data, FeelRun *run, const FeelValue *args, size_t n)
{
    const Endless *endless = data;

    return run_inner(endless->program, run, args, n);
}

static void test_depth(void)
{
    Fixture f = fixture_new();
    Endless *endless = ARENA_NEW(f.arena, Endless);
    FeelNode *node = op_node(&f, NULL, parse(&f, NULL, "n + 1"), NULL);
    FeelHostOp *op = ARENA_NEW(f.arena, FeelHostOp);

    *op = (FeelHostOp){.eval = run_endless, .data = endless};
    node->host_op = op;
    endless->program = compile(&f, node);
    g_assert_cmpstr(value_of(&f, endless->program, 0), ==, "null");
    g_assert_true(diags_has(f.diags, "feel.limit-calls"));
    g_assert_cmpuint(diags_get(f.diags, 0)->pos.line, ==, 7);
    fixture_clear(&f);
}

/* Texts see the frames around them, findings stand in their own text. */
static void test_bound(void)
{
    Fixture f = fixture_new();
    const char *const names[] = {"a b", "f", "c"};
    FeelBound frame = {.kind = FEEL_N_CONTEXT, .names = names};
    FeelNode *kids[3], *context;

    kids[0] = parse(&f, &frame, "n * 10");
    frame.n = 1;
    frame.self = "f";
    kids[1] = parse(&f, &frame, "function(x) if x > 3 then x else f(x + a b)");
    frame.n = 2;
    frame.self = "c";
    kids[2] = parse(&f, &frame, "f(1) + a b + [5][item > 4 and item < a b][1]");
    context = feel_node_build(f.arena, FEEL_N_CONTEXT, text_of(&f, ""), kids, 3, f.diags);
    context->names = names;
    context->n_names = 3;
    FeelNode *path = feel_node_build(f.arena, FEEL_N_PATH, text_of(&f, ""), &context, 1, f.diags);
    path->name = "c";
    g_assert_cmpstr(value_of(&f, compile(&f, path), 1), ==, "26");
    g_assert_cmpuint(diags_n(f.diags), ==, 0);

    (void)compile(&f, op_node(&f, NULL, parse(&f, NULL, "\n n + nothing"), NULL));
    g_assert_cmpuint(diags_n(f.diags), ==, 1);
    g_assert_cmpuint(diags_get(f.diags, 0)->pos.line, ==, 2);
    g_assert_cmpuint(diags_get(f.diags, 0)->pos.column, ==, 6);
    fixture_clear(&f);
}

static void test_too_high(void)
{
    Fixture f = fixture_new();
    FeelNode *node = parse(&f, NULL, "1");

    for (int i = 1; node && i <= FEEL_MAX_NESTING; i++)
        node = feel_node_build(f.arena, FEEL_N_LIST, text_of(&f, ""), &node, 1, f.diags);
    g_assert_null(node);
    g_assert_true(diags_has(f.diags, "feel.too-deep"));
    fixture_clear(&f);
}

static void test_types(void)
{
    Fixture f = fixture_new();
    static const struct {
        const char *text, *type; /* NULL: an error; "": unknown */
    } cases[] = {
        {"number",                     "number"                    },
        {"list<string>",               "list<string>"              },
        {"feel:date",                  "date"                      },
        {"days and  time duration",    "days and time duration"    },
        {"function<number> -> string", "function<number> -> string"},
        {"tNone",                      ""                          },
        {"list<",                      NULL                        },
        {"number number",              NULL                        },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const FeelType *type;
        bool ok = feel_parse_type_text(f.arena, f.scope, text_of(&f, cases[i].text), &type, NULL);

        g_assert_cmpint(ok, ==, cases[i].type != NULL);
        if (ok)
            g_assert_cmpstr(type ? feel_type_text(f.arena, type) : "", ==, cases[i].type);
    }
    fixture_clear(&f);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/feel/host-op/row", test_row);
    g_test_add_func("/feel/host-op/columns", test_columns);
    g_test_add_func("/feel/host-op/steps", test_steps);
    g_test_add_func("/feel/host-op/depth", test_depth);
    g_test_add_func("/feel/host-op/bound", test_bound);
    g_test_add_func("/feel/host-op/too-high", test_too_high);
    g_test_add_func("/feel/host-op/types", test_types);
    return g_test_run();
}

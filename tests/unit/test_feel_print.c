/* parse(print(tree)) is the same tree: random trees in both dialects, and the cases where the
 * parentheses are easy to get wrong. */
#include "feel_tree.h"

enum { N_TREES = 3000, MAX_HEIGHT = 7 };

static FeelScope *scope_of(Arena *arena, FeelDialect dialect)
{
    FeelScope *s = feel_scope_new(arena, NULL, dialect);

    feel_scope_add_slot(s, "a", 0, &feel_type_any);
    feel_scope_add_slot(s, "存款", 1, &feel_type_any);
    feel_scope_add_slot(s, "单价2", 2, &feel_type_any);
    if (dialect == FEEL_STANDARD) {
        feel_scope_add_slot(s, "Monthly Salary", 3, &feel_type_any);
        feel_scope_add_slot(s, "Student's name", 4, &feel_type_any);
        feel_scope_add_member(s, "first name");
    }
    return s;
}

/* ---- equal trees --------------------------------------------------------------------------- */

static bool same_type(Arena *arena, const FeelType *a, const FeelType *b)
{
    return (a == NULL) == (b == NULL) &&
           (!a || strcmp(feel_type_text(arena, a), feel_type_text(arena, b)) == 0);
}

/* Everything but references, places and inferred types. */
static bool same_tree(Arena *arena, const FeelNode *a, const FeelNode *b)
{
    if (a->kind != b->kind || a->op != b->op || a->n_kids != b->n_kids ||
        a->n_names != b->n_names || g_strcmp0(a->name, b->name) != 0 ||
        a->start_included != b->start_included || a->end_included != b->end_included ||
        a->external != b->external || !same_type(arena, a->as_type, b->as_type))
        return false;
    for (size_t i = 0; i < a->n_names; i++)
        if (strcmp(a->names[i], b->names[i]) != 0 ||
            (a->kind == FEEL_N_FUNCTION && !same_type(arena, a->types[i], b->types[i])))
            return false;
    if (a->kind == FEEL_N_CONST)
        return a->value.kind == b->value.kind &&
               strcmp(feel_print(arena, a), feel_print(arena, b)) == 0;
    for (size_t i = 0; i < a->n_kids; i++)
        if (!same_tree(arena, a->kids[i], b->kids[i]))
            return false;
    return true;
}

/* ---- random trees -------------------------------------------------------------------------- */

typedef struct Maker {
    Arena *arena;
    FeelDialect dialect;
    bool in_test; /* `?` may occur */
} Maker;

static FeelNode *make(Maker *m, int height);

static int pick(int n)
{
    return g_test_rand_int_range(0, n);
}

static FeelNode *node_of(Maker *m, FeelNodeKind kind, size_t n_kids, int height)
{
    FeelNode *node = ARENA_NEW(m->arena, FeelNode);

    node->kind = kind;
    node->n_kids = n_kids;
    node->kids = ARENA_NEW_N(m->arena, FeelNode *, n_kids);
    for (size_t i = 0; i < n_kids; i++)
        node->kids[i] = make(m, height - 1);
    return node;
}

static const char *some_name(const Maker *m)
{
    static const char *const names[] = {
        "a", "存款", "单价2", "unknown", "Monthly Salary", "Student's name", "string length"};

    return names[pick(m->dialect == FEEL_STANDARD ? G_N_ELEMENTS(names) : 4)];
}

static void name_kids(Maker *m, FeelNode *node, size_t n)
{
    static const char *const names[] = {"x", "行", "start position", "y2", "for_", "名称 一"};
    const char **list = ARENA_NEW_N(m->arena, const char *, n);

    for (size_t i = 0; i < n; i++)
        list[i] = names[pick(G_N_ELEMENTS(names))];
    node->names = list;
    node->n_names = n;
}

static const FeelType *some_type(Maker *m, int height)
{
    static const FeelType *const simple[] = {
        &feel_type_any,       &feel_type_boolean,     &feel_type_number,     &feel_type_date,
        &feel_type_date_time, &feel_type_dt_duration, &feel_type_ym_duration};
    static const char *const names[] = {"x", "a b"};
    const FeelType **types = ARENA_NEW_N(m->arena, const FeelType *, 2);

    if (height <= 0)
        return simple[pick(G_N_ELEMENTS(simple))];
    types[0] = some_type(m, height - 1);
    types[1] = some_type(m, height - 1);
    switch (pick(5)) {
    case 0:
        return feel_type_list(m->arena, types[0]);
    case 1:
        return feel_type_range(m->arena, types[0]);
    case 2:
        return feel_type_context(m->arena, names, types, (size_t)pick(3));
    case 3:
        return feel_type_function(m->arena, NULL, types, (size_t)pick(3), types[0]);
    default:
        return types[0];
    }
}

static FeelNode *some_number(Maker *m)
{
    FeelNode *node = node_of(m, FEEL_N_CONST, 0, 0);

    node->value.kind = FEEL_NUMBER;
    node->value.u.number = dec_from_scaled(g_test_rand_int_range(-100000, 100000), pick(9) - 2);
    return node;
}

static FeelNode *some_string(Maker *m)
{
    static const char *const pieces[] = {"a",  "\"", "\\", "\n", "中", "\\d",
                                         "\t", "🐎",  "“",  "/*", "\\u"};
    FeelNode *node = node_of(m, FEEL_N_CONST, 0, 0);
    g_autoptr(GString) text = g_string_new(NULL);

    for (int i = pick(6); i > 0; i--)
        g_string_append(text, pieces[pick(G_N_ELEMENTS(pieces))]);
    node->value.kind = FEEL_STRING;
    node->value.u.string.text = arena_strdup(m->arena, text->str);
    node->value.u.string.len = text->len;
    return node;
}

/* A temporal constant by way of the parser, which is the only one to make them. */
static FeelNode *some_literal(Maker *m)
{
    static const char *const texts[] = {"@\"2026-01-31\"",
                                        "@\"-0001-12-31\"",
                                        "@\"10:00:00.5+08:00\"",
                                        "@\"10:00:00@Asia/Shanghai\"",
                                        "@\"2026-01-31T23:59:59Z\"",
                                        "@\"P1DT2H\"",
                                        "@\"-PT0.000000001S\"",
                                        "@\"-P1Y2M\"",
                                        "@\"P0M\"",
                                        "true",
                                        "false",
                                        "null"};
    SrcText src = src_of(texts[pick(G_N_ELEMENTS(texts))]);

    return feel_parse(m->arena, scope_of(m->arena, m->dialect), &src, FEEL_EXPRESSION, NULL);
}

static FeelNode *make_leaf(Maker *m)
{
    FeelNode *node;

    switch (pick(m->in_test ? 6 : 5)) {
    case 0:
        return some_number(m);
    case 1:
        return some_string(m);
    case 2:
        return some_literal(m);
    case 5:
        return node_of(m, FEEL_N_INPUT, 0, 0);
    default:
        node = node_of(m, FEEL_N_NAME, 0, 0);
        node->name = some_name(m);
        return node;
    }
}

static FeelNode *with_op(FeelNode *node, FeelOp first, FeelOp last)
{
    node->op = (FeelOp)g_test_rand_int_range((int)first, (int)last + 1);
    return node;
}

static FeelNode *make_loop(Maker *m, int height)
{
    static const FeelNodeKind kinds[] = {FEEL_N_FOR, FEEL_N_SOME, FEEL_N_EVERY};
    size_t n = 1 + (size_t)pick(2);
    FeelNode *node = node_of(m, kinds[pick(3)], n + 1, height);

    name_kids(m, node, n);
    for (size_t i = 0; i < n; i++)
        if (pick(3) == 0)
            node->kids[i] = node_of(m, FEEL_N_SPAN, 2, height - 1);
    return node;
}

static FeelNode *make_function(Maker *m, int height)
{
    size_t n = (size_t)pick(3);
    FeelNode *node = node_of(m, FEEL_N_FUNCTION, 1, height);
    const FeelType **types = ARENA_NEW_N(m->arena, const FeelType *, n);

    name_kids(m, node, n);
    for (size_t i = 0; i < n; i++)
        types[i] = pick(2) ? some_type(m, 2) : NULL;
    node->types = types;
    node->as_type = pick(2) ? some_type(m, 2) : NULL;
    node->external = pick(4) == 0;
    return node;
}

static FeelNode *make_call(Maker *m, int height)
{
    size_t n = (size_t)pick(4);
    FeelNode *node = node_of(m, FEEL_N_CALL, n + 1, height);

    if (n > 0 && pick(2))
        name_kids(m, node, n);
    return node;
}

static FeelNode *make_path(Maker *m, int height)
{
    static const char *const members[] = {"b", "金额", "time offset", "end included", "first name"};
    FeelNode *node = node_of(m, FEEL_N_PATH, 1, height);

    node->name = members[pick(m->dialect == FEEL_STANDARD ? G_N_ELEMENTS(members) : 4)];
    return node;
}

static FeelNode *make_context(Maker *m, int height)
{
    static const char *const keys[] = {"x", "if", "a + b", "", "{:\"\\", "键", "two words"};
    size_t n = (size_t)pick(4);
    FeelNode *node = node_of(m, FEEL_N_CONTEXT, n, height);
    const char **names = ARENA_NEW_N(m->arena, const char *, n);

    for (size_t i = 0; i < n; i++)
        names[i] = keys[pick(G_N_ELEMENTS(keys))];
    node->names = names;
    node->n_names = n;
    return node;
}

static FeelNode *make_interval(Maker *m, int height)
{
    FeelNode *node = node_of(m, FEEL_N_INTERVAL, 2, height);

    node->start_included = pick(2);
    node->end_included = pick(2);
    return node;
}

/* The parser folds the sign into a number. */
static FeelNode *make_negate(Maker *m, int height)
{
    FeelNode *node = node_of(m, FEEL_N_NEGATE, 1, height);

    if (node->kids[0]->kind == FEEL_N_CONST && node->kids[0]->value.kind == FEEL_NUMBER)
        node->kids[0] = some_string(m);
    return node;
}

static FeelNode *make_instance(Maker *m, int height)
{
    FeelNode *node = node_of(m, FEEL_N_INSTANCE_OF, 1, height);

    node->as_type = some_type(m, 2);
    return node;
}

static FeelNode *make(Maker *m, int height)
{
    if (height <= 1 || pick(8) == 0)
        return make_leaf(m);
    switch (pick(17)) {
    case 0:
        return make_negate(m, height);
    case 1:
    case 2:
        return with_op(node_of(m, FEEL_N_ARITH, 2, height), FEEL_OP_ADD, FEEL_OP_POW);
    case 3:
        return with_op(node_of(m, FEEL_N_COMPARE, 2, height), FEEL_OP_EQ, FEEL_OP_GE);
    case 4:
        return node_of(m, pick(2) ? FEEL_N_AND : FEEL_N_OR, 2 + (size_t)pick(2), height);
    case 5:
        return node_of(m, FEEL_N_BETWEEN, 3, height);
    case 6:
        return node_of(m, FEEL_N_IN, 2 + (size_t)pick(3), height);
    case 7:
        return make_instance(m, height);
    case 8:
        return node_of(m, FEEL_N_IF, 3, height);
    case 9:
        return make_loop(m, height);
    case 10:
        return node_of(m, FEEL_N_LIST, (size_t)pick(4), height);
    case 11:
        return make_context(m, height);
    case 12:
        return make_interval(m, height);
    case 13:
        return with_op(node_of(m, FEEL_N_UNARY_RANGE, 1, height), FEEL_OP_EQ, FEEL_OP_GE);
    case 14:
        return make_function(m, height);
    case 15:
        return pick(2) ? make_path(m, height) : node_of(m, FEEL_N_FILTER, 2, height);
    default:
        return make_call(m, height);
    }
}

static void check_round_trip(Maker *m, FeelNode *tree, FeelGrammar grammar)
{
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    char *text = feel_print(m->arena, tree);
    SrcText src = src_of(text);
    FeelNode *again = feel_parse(m->arena, scope_of(m->arena, m->dialect), &src, grammar, diags);

    if (!again)
        g_test_message("%s\n%s", text, diags_format(diags));
    else if (!same_tree(m->arena, tree, again))
        g_test_message("%s\n%s\n%s", text, tree_text(m->arena, tree), tree_text(m->arena, again));
    g_assert_nonnull(again);
    g_assert_true(same_tree(m->arena, tree, again));
}

static void test_random(gconstpointer data)
{
    for (int i = 0; i < N_TREES; i++) {
        g_autoptr(Arena) arena = arena_new(0);
        Maker m = {arena, (FeelDialect)GPOINTER_TO_INT(data), false};

        check_round_trip(&m, make(&m, 2 + pick(MAX_HEIGHT - 1)), FEEL_EXPRESSION);
    }
}

static void test_random_tests(gconstpointer data)
{
    for (int i = 0; i < N_TREES; i++) {
        g_autoptr(Arena) arena = arena_new(0);
        Maker m = {arena, (FeelDialect)GPOINTER_TO_INT(data), true};
        FeelNodeKind kind = pick(3) ? FEEL_N_TESTS : FEEL_N_NOT_TESTS;

        check_round_trip(&m, node_of(&m, kind, 1 + (size_t)pick(3), MAX_HEIGHT - 2),
                         FEEL_UNARY_TESTS);
    }
}

/* ---- examples ------------------------------------------------------------------------------ */

typedef struct PrintCase {
    const char *name;
    FeelGrammar grammar;
    const char *text;
    const char *printed;
} PrintCase;

static const PrintCase print_cases[] = {
    {"no-needless-parentheses",     FEEL_EXPRESSION,  "((a * 2) + (3)) = (5)",    "a * 2 + 3 = 5"             },
    {"right-operand",               FEEL_EXPRESSION,  "a - (b - (c * 2))",        "a - (b - c * 2)"           },
    {"power",                       FEEL_EXPRESSION,  "a ** (b ** 2)",            "a ** (b ** 2)"             },
    {"minus-in-power",              FEEL_EXPRESSION,  "(-a) ** 2 + -(a ** 2)",    "-a ** 2 + -(a ** 2)"       },
    {"negative-constant",           FEEL_EXPRESSION,  "a - -5",                   "a - -5"                    },
    {"negative-constant-with-path", FEEL_EXPRESSION,  "(-5).x",                   "(-5).x"                    },
    {"if-in-sum",                   FEEL_EXPRESSION,  "(if a then b else c) + 1", "(if a then b else c) + 1"  },
    {"half-open",                   FEEL_EXPRESSION,  "[1..2[",                   "[1..2)"                    },
    {"type-before-and",             FEEL_EXPRESSION,  "a instance of date and b", "(a instance of date) and b"},
    {"date-before-and",             FEEL_EXPRESSION,  "(a = date) and time",      "(a = date) and time"       },
    {"unary-range-in-list",         FEEL_EXPRESSION,  "[(< 1), (>= 2)]",          "[(< 1), (>= 2)]"           },
    {"unary-ranges-in-tests",       FEEL_UNARY_TESTS, "<1, >=2",                  "< 1, >= 2"                 },
    {"double-not",                  FEEL_UNARY_TESTS, "(not(a))",                 "(not(a))"                  },
    {"in-one-range",                FEEL_EXPRESSION,  "a in (<5)",                "a in (< 5)"                },
    {"string-escapes",              FEEL_EXPRESSION,  "\"\\d\\n\\\"\"",           "\"\\\\d\\n\\\"\""          },
    {"date",                        FEEL_EXPRESSION,  "@\"2026-01-31\" + 1",      "@\"2026-01-31\" + 1"       },
    {"exponent",                    FEEL_EXPRESSION,  "1.50e3",                   "1500"                      },
};

static void test_example(gconstpointer data)
{
    const PrintCase *c = data;
    g_autoptr(Arena) arena = arena_new(0);
    FeelScope *scope = scope_of(arena, FEEL_STANDARD);
    SrcText src = src_of(c->text);
    FeelNode *node = feel_parse(arena, scope, &src, c->grammar, NULL);
    char *printed = feel_print(arena, node);

    g_assert_cmpstr(printed, ==, c->printed);
    src = src_of(printed);
    g_assert_true(same_tree(arena, node, feel_parse(arena, scope, &src, c->grammar, NULL)));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(print_cases); i++) {
        g_autofree char *path = g_strdup_printf("/feel/print/example/%s", print_cases[i].name);

        g_test_add_data_func(path, &print_cases[i], test_example);
    }
    g_test_add_data_func("/feel/print/random/standard", GINT_TO_POINTER(FEEL_STANDARD),
                         test_random);
    g_test_add_data_func("/feel/print/random/regulation", GINT_TO_POINTER(FEEL_REGULATION),
                         test_random);
    g_test_add_data_func("/feel/print/random/standard-tests", GINT_TO_POINTER(FEEL_STANDARD),
                         test_random_tests);
    g_test_add_data_func("/feel/print/random/regulation-tests", GINT_TO_POINTER(FEEL_REGULATION),
                         test_random_tests);
    return g_test_run();
}

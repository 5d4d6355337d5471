/* Types: conformance and joining; the table of built-in functions. */
#include "feel_tree.h"

#include "feel/builtin_table.h"

static const FeelType link_type = {.kind = FEEL_T_STRING, .row_of = "unit"};

/* ---- the table of built-in functions ------------------------------------------------------- */

static void test_table(void)
{
    for (int id = 0; id < FEEL_BUILTIN_N; id++) {
        const FeelSignature *sigs;
        size_t n = feel_builtin_signatures((FeelBuiltinId)id, &sigs);

        g_assert_cmpint(feel_builtin_find(feel_builtin_name((FeelBuiltinId)id)), ==, id);
        g_assert_cmpuint(n, >, 0);
        for (size_t i = 0; i < n; i++) {
            g_assert_cmpint((int)sigs[i].id, ==, id); /* the signatures follow each other */
            for (size_t k = 0; k < sigs[i].n_params; k++)
                g_assert_nonnull(sigs[i].params[k].name);
        }
    }
    g_assert_cmpint(feel_builtin_find("no such function"), ==, -1);
}

static void test_signature_fits(void)
{
    static const char *const in_order[] = {"string", "start position", "length"};
    static const char *const twice[] = {"string", "string"};
    static const char *const third_first[] = {"length", "start position", "string"};
    const FeelSignature *substring, *append, *is;
    size_t places[4];

    feel_builtin_signatures(FEEL_BUILTIN_SUBSTRING, &substring);
    feel_builtin_signatures(FEEL_BUILTIN_APPEND, &append);
    feel_builtin_signatures(FEEL_BUILTIN_IS, &is);
    g_assert_false(feel_signature_fits(substring, 1, NULL, NULL));
    g_assert_true(feel_signature_fits(substring, 2, NULL, NULL));
    g_assert_false(feel_signature_fits(substring, 4, NULL, NULL));
    g_assert_true(feel_signature_fits(substring, 2, in_order, places));
    g_assert_false(feel_signature_fits(substring, 1, in_order, places)); /* one is missing */
    g_assert_false(feel_signature_fits(substring, 2, twice, places));
    g_assert_true(feel_signature_fits(substring, 3, third_first, places));
    g_assert_cmpuint(places[0], ==, 2);
    g_assert_cmpuint(places[1], ==, 1);
    g_assert_cmpuint(places[2], ==, 0);
    g_assert_true(feel_signature_fits(append, 4, NULL, places));
    g_assert_cmpuint(places[0], ==, 0);
    g_assert_cmpuint(places[1], ==, 1);
    g_assert_cmpuint(places[3], ==, 1); /* the last parameter repeats */
    g_assert_false(feel_signature_fits(is, 1, NULL, NULL));
    g_assert_true(feel_signature_fits(is, 1, (const char *const[]){"value2"}, NULL));
}

/* ---- types --------------------------------------------------------------------------------- */

static const FeelType *type_of(Arena *arena, FeelScope *scope, const char *text)
{
    SrcText src = src_of(arena_printf(arena, "1 instance of %s", text));
    FeelNode *node = feel_parse(arena, scope, &src, FEEL_EXPRESSION, NULL);

    return node->as_type;
}

static void test_conformance(void)
{
    static const struct {
        const char *s, *t;
        bool conforms;
    } cases[] = {
        {"number",                                        "number",                                        true },
        {"number",                                        "string",                                        false},
        {"Null",                                          "string",                                        true },
        {"number",                                        "Any",                                           true },
        {"date",                                          "date and time",                                 false},
        {"number",                                        "list<number>",                                  false},
        {"list<number>",                                  "list<Any>",                                     true },
        {"list<number>",                                  "list<string>",                                  false},
        {"range<date>",                                   "range<date>",                                   true },
        {"range<date>",                                   "list<date>",                                    false},
        {"context<a: number, b: string>",                 "context<a: number>",                            true },
        {"context<a: number>",                            "context<a: number, b: string>",                 false},
        {"context<a: string>",                            "context<a: number>",                            false},
        {"context<>",                                     "context<a: number>",                            false},
        {"context",                                       "context<a: number>",                            true }, /* unknown */
        {"context<a: number>",                            "context",                                       true },
        {"function<number>->number",                      "function<number>->number",                      true },
        {"function<Any>->number",                         "function<number>->Any",                         true },
        {"function<list<Any>>->date",                     "function<list<number>>->date",                  true },
        {"function<number>->number",                      "function<string>->number",                      false},
        {"function<number>->number",                      "function<number>->string",                      false},
        {"function<number,number>->number",               "function<number>->number",                      false},
        {"function<context<a: number>>->number",          "function<context<a: number, b: date>>->number",
         true                                                                                                   },
        {"function<context<a: number, b: date>>->number", "function<context<a: number>>->number",
         false                                                                                                  },
    };
    g_autoptr(Arena) arena = arena_new(0);
    FeelScope *scope = feel_scope_new(arena, NULL, FEEL_STANDARD);

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_true(feel_type_conforms(type_of(arena, scope, cases[i].s),
                                         type_of(arena, scope, cases[i].t)) == cases[i].conforms);
}

static void test_join(void)
{
    static const struct {
        const char *a, *b, *join;
    } cases[] = {
        {"number",             "number",             "number"            },
        {"number",             "Null",               "number"            },
        {"number",             "string",             "Any"               },
        {"number",             "Any",                "Any"               },
        {"list<number>",       "list<Null>",         "list<number>"      },
        {"list<number>",       "list<string>",       "list<Any>"         },
        {"list<number>",       "number",             "Any"               },
        {"range<date>",        "range<number>",      "range<Any>"        },
        {"context<a: number>", "context<a: number>", "context<a: number>"},
        {"context<a: Null>",   "context<a: number>", "context<a: number>"},
        {"context<a: number>", "context<b: number>", "context<>"         },
        {"context<a: number>", "context",            "context<>"         },
        {"date",               "date and time",      "Any"               },
    };
    g_autoptr(Arena) arena = arena_new(0);
    FeelScope *scope = feel_scope_new(arena, NULL, FEEL_STANDARD);

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const FeelType *a = type_of(arena, scope, cases[i].a);
        const FeelType *b = type_of(arena, scope, cases[i].b);

        g_assert_cmpstr(feel_type_text(arena, feel_type_join(a, b)), ==, cases[i].join);
        g_assert_cmpstr(feel_type_text(arena, feel_type_join(b, a)), ==, cases[i].join);
    }
}

static void test_join_of_links(void)
{
    static const FeelType unit = {.kind = FEEL_T_STRING, .row_of = "unit"};
    static const FeelType other = {.kind = FEEL_T_STRING, .row_of = "other"};

    g_assert_true(feel_type_join(&unit, &link_type)->row_of != NULL);
    g_assert_true(feel_type_join(&unit, &other) == &feel_type_string);
    g_assert_true(feel_type_join(&unit, &feel_type_string) == &feel_type_string);
}

/* A context whose 2^n paths end in `last`, of n levels. */
static const FeelType *doubled(Arena *arena, int n, const FeelType *last)
{
    static const char *const names[] = {"x", "y"};
    const FeelType *type = last;

    for (int i = 0; i < n; i++) {
        const FeelType **types = ARENA_NEW_N(arena, const FeelType *, 2);

        types[0] = types[1] = type;
        type = feel_type_context(arena, names, types, 2);
    }
    return type;
}

static void test_shared_parts(void)
{
    g_autoptr(Arena) arena = arena_new(0);
    const FeelType *a = doubled(arena, 60, &feel_type_number);
    const FeelType *b = doubled(arena, 60, &feel_type_number);
    const FeelType *joined = feel_type_join(feel_type_list(arena, a), feel_type_list(arena, b));

    g_assert_true(feel_type_conforms(a, b)); /* what there was no time for is unknown */
    g_assert_cmpstr(feel_type_text(arena, joined), ==, "list<Any>");
    g_assert_false(feel_type_conforms(doubled(arena, 5, &feel_type_number),
                                      doubled(arena, 5, &feel_type_string)));
    g_assert_cmpuint(strlen(feel_type_text(arena, a)), <=, FEEL_TYPE_MAX_TEXT + strlen("…"));
}

static void test_text_for_people(void)
{
    static const char *const names[] = {"一个相当长的名称其一", "一个相当长的名称其二",
                                        "一个相当长的名称其三", "一个相当长的名称其四"};
    static const FeelType *const types[] = {&feel_type_number, NULL, &feel_type_date, NULL};
    g_autoptr(Arena) arena = arena_new(0);
    const FeelType *row = feel_type_context(arena, names, types, 4);
    const char *brief = feel_type_brief(arena, row);

    g_assert_true(g_str_has_suffix(brief, "…"));
    g_assert_true(g_utf8_validate(brief, -1, NULL));
    g_assert_cmpstr(feel_type_brief(arena, feel_type_context(arena, names, types, 2)), ==,
                    "context<一个相当长的名称其一: number, 一个相当长的名称其二: Any>");
    g_assert_cmpstr(feel_type_brief(arena, feel_type_function(arena, NULL, types + 1, 1, NULL)), ==,
                    "function<Any> -> Any");
}

/* Parts that are not given count as Any. */
static void test_parts_not_given(void)
{
    static const FeelType bare_list = {.kind = FEEL_T_LIST};
    static const FeelType bare_function = {.kind = FEEL_T_FUNCTION};
    static const char *const names[] = {"a"};
    static const FeelType *const none[] = {NULL};
    static const FeelType *const number[] = {&feel_type_number};
    g_autoptr(Arena) arena = arena_new(0);
    const FeelType *list = feel_type_list(arena, &feel_type_number);
    const FeelType *any = feel_type_context(arena, names, none, 1);
    const FeelType *row = feel_type_context(arena, names, number, 1);

    g_assert_true(feel_type_conforms(list, &bare_list));
    g_assert_true(feel_type_conforms(&bare_list, list));
    g_assert_true(feel_type_conforms(any, row) && feel_type_conforms(row, any));
    g_assert_true(feel_type_member(any, "a") == &feel_type_any);
    g_assert_null(feel_type_member(any, "b"));
    g_assert_null(feel_type_member(list, "a"));
    g_assert_true(feel_type_join(row, any) == any);
    g_assert_true(feel_type_join(list, &bare_list) == &bare_list);
    g_assert_true(feel_type_conforms(feel_type_function(arena, NULL, none, 1, NULL),
                                     feel_type_function(arena, NULL, number, 1, NULL)));
    g_assert_true(
        feel_type_conforms(&bare_function, feel_type_function(arena, NULL, NULL, 0, NULL)));
    g_assert_true(feel_type_join(&bare_function, &feel_type_number) == &feel_type_any);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/feel/builtin-table/table", test_table);
    g_test_add_func("/feel/builtin-table/signature-fits", test_signature_fits);
    g_test_add_func("/feel/type/conformance", test_conformance);
    g_test_add_func("/feel/type/join", test_join);
    g_test_add_func("/feel/type/join-of-links", test_join_of_links);
    g_test_add_func("/feel/type/shared-parts", test_shared_parts);
    g_test_add_func("/feel/type/text-for-people", test_text_for_people);
    g_test_add_func("/feel/type/parts-not-given", test_parts_not_given);
    return g_test_run();
}

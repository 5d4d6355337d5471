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

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/feel/builtin-table/table", test_table);
    g_test_add_func("/feel/builtin-table/signature-fits", test_signature_fits);
    g_test_add_func("/feel/type/conformance", test_conformance);
    g_test_add_func("/feel/type/join", test_join);
    g_test_add_func("/feel/type/join-of-links", test_join_of_links);
    return g_test_run();
}

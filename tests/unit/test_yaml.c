#include "regulation/yaml.h"

#include <string.h>

enum { MAX_SIZE = 64 * 1024 };

static YamlNode *parse_at(Arena *arena, const char *text, size_t len, Diags *diags)
{
    return yaml_parse(arena, text, len, (SrcPos){"r.md", 10, 1}, 1, MAX_SIZE, diags);
}

/* ---- what is wrong --------------------------------------------------------------------------- */

typedef struct ErrorCase {
    const char *name;
    const char *text;
    const char *code;
    const char *expected; /* all findings */
} ErrorCase;

static const ErrorCase error_cases[] = {
    {"alias",                          "a: &x 1\nb: *x\n",                      "yaml.alias",
     "r.md:10:4: error: anchors (&) and aliases (*) are not allowed\n"
     "    hint: a text that begins with & or * stands in quotes\n"                                                                              },
    {"alias-only",                     "b: *x\n",                               "yaml.alias",
     "r.md:10:4: error: anchors (&) and aliases (*) are not allowed\n"
     "    hint: a text that begins with & or * stands in quotes\n"                                                                              },
    {"anchor-on-list",                 "b: &x [1]\n",                           "yaml.alias",
     "r.md:10:4: error: anchors (&) and aliases (*) are not allowed\n"
     "    hint: a text that begins with & or * stands in quotes\n"                                                                              },
    {"tag",                            "a: 1\n月: !!str 1\n",                  "yaml.tag",
     "r.md:11:4: error: tags (!) are not allowed\n"
     "    hint: a text that begins with ! stands in quotes\n"                                                                                   },
    {"tag-without-meaning",            "a: ! 1\n",                              "yaml.tag",
     "r.md:10:4: error: tags (!) are not allowed\n"
     "    hint: a text that begins with ! stands in quotes\n"                                                                                   },
    {"directive",                      "%YAML 1.1\n---\na: 1\n",                "yaml.tag",
     "r.md:10:1: error: directives (%) are not allowed\n"                                                                                       },
    {"tag-directive",                  "%TAG ! x:\n---\na: 1\n",                "yaml.tag",
     "r.md:10:1: error: directives (%) are not allowed\n"                                                                                       },
    {"two-documents",                  "a: 1\n---\nb: 1\n",                     "yaml.documents",
     "r.md:11:1: error: a second document (---) begins here; only one is allowed\n"                                                             },
    {"duplicate-key",                  "甲: 1\n乙: 2\n甲: 3\n",              "yaml.duplicate-key",
     "r.md:12:1: error: the key `甲` is there twice\n"
     "    hint: the first one is in line 10\n"                                                                                                  },
    {"duplicate-key-quoted",           "a: {b: 1, 'b': 2}\n",                   "yaml.duplicate-key",
     "r.md:10:12: error: the key `b` is there twice\n"
     "    hint: the first one is in line 10\n"                                                                                                  },
    {"key-is-list",                    "? [a]\n: 1\n",                          "yaml.syntax",        "r.md:10:3: error: a key must be a text\n"},
    {"colon-in-text",                  "a: b: c\n",                             "yaml.syntax",
     "r.md:10:5: error: this is not YAML: mapping values are not allowed in this context\n"
     "    hint: a text with `: ` in it stands in quotes or in a `|` block\n"                                                                    },
    {"expression-begins-with-quote",   "a: \"x\" = b\n",                        "yaml.syntax",
     "r.md:10:8: error: this is not YAML: did not find expected key\n"
     "    hint: an expression that begins with a quote, bracket or sign stands in a `|` block\n"                                                },
    {"expression-begins-with-bracket", "a: [1] = b\n",                          "yaml.syntax",
     "r.md:10:8: error: this is not YAML: did not find expected key\n"
     "    hint: an expression that begins with a quote, bracket or sign stands in a `|` block\n"                                                },
    {"unclosed-list",                  "a: [1, 2\nb: 3\n",                      "yaml.syntax",
     "r.md:11:2: error: this is not YAML: did not find expected ',' or ']'\n"
     "    hint: a list is [a, b, c]\n"                                                                                                          },
    {"unclosed-map",                   "a: {b: 1\n",                            "yaml.syntax",
     "r.md:11:1: error: this is not YAML: did not find expected ',' or '}'\n"
     "    hint: a map on one line is {key: value, key: value}\n"                                                                                },
    {"tab",                            "a:\n\tb: 1\n",                          "yaml.syntax",
     "r.md:11:1: error: this is not YAML: found character that cannot start any token\n"
     "    hint: a text that begins with @, ` or a percent sign stands in quotes; indent with "
     "blanks\n"                                                                                                                                 },
    {"at-sign",                        "额: @year\n",                          "yaml.syntax",
     "r.md:10:4: error: this is not YAML: found character that cannot start any token\n"
     "    hint: a text that begins with @, ` or a percent sign stands in quotes; indent with "
     "blanks\n"                                                                                                                                 },
    {"no-colon",                       "a: 1\nb\n",                             "yaml.syntax",
     "r.md:12:1: error: this is not YAML: could not find expected ':'\n"
     "    hint: each line of a map is `key: value`\n"                                                                                           },
    {"invalid-utf8",                   "a: 1\nb: \xFF\n",                       "yaml.encoding",
     "r.md:11:4: error: byte 0xFF is not valid UTF-8 here\n"                                                                                    },
    {"overlong-utf8",                  "\xC0\x80",                              "yaml.encoding",
     "r.md:10:1: error: byte 0xC0 is not valid UTF-8 here\n"                                                                                    },
    {"control-character",              "a: \x01\n",                             "yaml.encoding",
     "r.md:10:4: error: the character U+0001 is not allowed\n"                                                                                  },
    {"line-separator",                 "a: 月\xE2\x80\xA8",                    "yaml.encoding",
     "r.md:10:5: error: the character U+2028 is not allowed\n"                                                                                  },
    {"bom-inside",                     "a: \xEF\xBB\xBF",                       "yaml.encoding",
     "r.md:10:4: error: the character U+FEFF is not allowed\n"                                                                                  },
    {"nul-by-escape",                  "a: \"x\\0y\"\n",                        "yaml.encoding",
     "r.md:10:4: error: the character U+0000 is not allowed\n"                                                                                  },
    {"17-levels",                      "a: [[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]\n", "yaml.too-deep",
     "r.md:10:19: error: lists and maps are nested too deeply\n"
     "    expected: at most 16 levels\n"                                                                                                        },
    {"17-levels-of-dashes",            "- - - - - - - - - - - - - - - - - a\n", "yaml.too-deep",
     "r.md:10:33: error: lists and maps are nested too deeply\n"
     "    expected: at most 16 levels\n"                                                                                                        },
};

static void test_error(gconstpointer data)
{
    const ErrorCase *c = data;
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    g_autofree char *got = NULL;

    g_assert_null(parse_at(arena, c->text, strlen(c->text), diags));
    got = diags_format(diags);
    g_assert_cmpstr(got, ==, c->expected);
    g_assert_true(diags_has(diags, c->code));
}

static void test_nul_byte(void)
{
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    g_autofree char *got = NULL;

    g_assert_null(parse_at(arena, "a: b\0c", 6, diags));
    got = diags_format(diags);
    g_assert_cmpstr(got, ==, "r.md:10:5: error: byte 0x00 is not valid UTF-8 here\n");
}

static void test_sizes(void)
{
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    g_autofree char *text = g_strnfill(MAX_SIZE + 1, 'x');
    g_autofree char *got = NULL;

    g_assert_nonnull(parse_at(arena, text, MAX_SIZE, diags));
    g_assert_cmpuint(diags_n(diags), ==, 0);
    g_assert_null(parse_at(arena, text, MAX_SIZE + 1, diags));
    got = diags_format(diags);
    g_assert_cmpstr(got, ==,
                    "r.md:10:1: error: 65537 bytes of YAML are too many\n"
                    "    expected: at most 65536\n");
}

/* Texts that make a careless reader slow: each ends within a second with a finding or a tree. */
static void test_hostile(gconstpointer data)
{
    const char *unit = data;
    enum { SIZE = 1024 * 1024 };
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    g_autoptr(GString) text = g_string_new(NULL);
    gint64 begin = g_get_monotonic_time();

    while (text->len < SIZE)
        g_string_append(text, unit);
    (void)yaml_parse(arena, text->str, SIZE, (SrcPos){"r.md", 1, 1}, 1, SIZE, diags);
    g_assert_cmpint(g_get_monotonic_time() - begin, <, 10 * G_USEC_PER_SEC);
}

static const char *const hostile[] = {"- {a: b}\n",
                                      "- [a: b]\n",
                                      "? a\n: b\n",
                                      "- |\n  a\n",
                                      "- >\n  a\n  b\n",
                                      "- \"a\n  b\"\n",
                                      "- a\n  b\n",
                                      "- a: \n  b:\n",
                                      "- '",

                                      "[",
                                      "{",
                                      "[[\n",
                                      "- ",
                                      "? ",
                                      "a: ",
                                      "{a: ",
                                      "a, ",
                                      "\"a ",
                                      "|\n ",
                                      "- a\n",
                                      "[]",
                                      "#\n",
                                      "\n",
                                      " ",
                                      "\\",
                                      "'",
                                      "a:\n ",
                                      "---\n"};

/* ---- trees and positions --------------------------------------------------------------------- */

static void dump(GString *out, const YamlNode *node)
{
    switch (node->kind) {
    case YAML_SCALAR:
        g_string_append_printf(out, "%s%s%s@%u:%u", node->quoted ? "'" : "", node->src.text,
                               node->block ? "|" : "", node->src.start.line,
                               node->src.start.column);
        if (!node->raw.text)
            g_string_append(out, "!");
        else if (strcmp(node->raw.text, node->src.text) != 0)
            g_string_append_printf(out, "~%s~", node->raw.text);
        if (node->raw.text && strchr(node->raw.text, '\n'))
            g_string_append_printf(out, "+%u", node->raw.indent);
        return;
    case YAML_LIST:
        g_string_append_printf(out, "[@%u:%u", node->src.start.line, node->src.start.column);
        break;
    case YAML_MAP:
        g_string_append_printf(out, "{@%u:%u", node->src.start.line, node->src.start.column);
        break;
    }
    for (size_t i = 0; i < node->n; i++) {
        g_string_append_c(out, ' ');
        if (node->kind == YAML_MAP)
            dump(out, node->keys[i]);
        if (node->kind == YAML_MAP)
            g_string_append_c(out, '=');
        dump(out, node->items[i]);
    }
    g_string_append_c(out, node->kind == YAML_LIST ? ']' : '}');
}

typedef struct TreeCase {
    const char *name;
    const char *text;
    const char *expected;
} TreeCase;

static const TreeCase tree_cases[] = {
    {"empty",                        "",                                    "@10:1"                                                 },
    {"only-a-comment",               "# nothing\n",                         "@10:1"                                                 },
    {"scalar",                       "  甲 乙 # note\n",                  "甲 乙@10:3"                                          },
    {"map",                          "from: 甲\n类别: b\n",              "{@10:1 from@10:1=甲@10:7 类别@11:1=b@11:5}"         },
    {"empty-value",                  "甲:\n乙: 1\n",                      "{@10:1 甲@10:1=@10:3 乙@11:1=1@11:4}"                },
    {"list",                         "- a\n-  月\n",                       "[@10:1 a@10:3 月@11:4]"                               },
    {"flow",                         "a: [x, {月: 1}]\n",                  "{@10:1 a@10:1=[@10:4 x@10:5 {@10:8 月@10:9=1@10:12}]}"},
    {"quoted",                       "a: 'x y'\nb: \"z\"\n",                "{@10:1 a@10:1='x y@10:5 b@11:1='z@11:5}"               },
    {"quoted-after-han",             "月: '甲乙'\n",                     "{@10:1 月@10:1='甲乙@10:5}"                         },
    {"escapes",                      "a: 'it''s'\nb: \"x\\\"\"\n",          "{@10:1 a@10:1='it's@10:5! b@11:1='x\"@11:5!}"          },
    {"expression-with-brackets",     "rows: measure by [a, b]\n",
     "{@10:1 rows@10:1=measure by [a, b]@10:7}"                                                                                     },
    {"expression-with-quotes",       "w: 岗位 = \"x\" and y\n",           "{@10:1 w@10:1=岗位 = \"x\" and y@10:4}"              },
    {"literal",                      "a: |\n  月 +\n    1\nb: 2\n",        "{@10:1 a@10:1=月 +\n  1|@11:3+3 b@13:1=2@13:4}"       },
    {"literal-indicator",            "a: |2\n    x\n",                      "{@10:1 a@10:1=  x|@11:3}"                              },
    {"literal-after-line-of-blanks", "a: |2\n   \n    x\n   y\n",
     "{@10:1 a@10:1= \n  x\n y|@11:3+3}"                                                                                            },
    {"literal-after-blank-line",     "a: |\n\n   x\n\n",                    "{@10:1 a@10:1=\nx|@11:4+4}"                            },
    {"literal-keep",                 "a: |+\n   x\n\nb: 1\n",               "{@10:1 a@10:1=x|@11:4 b@13:1=1@13:4}"                  },
    {"literal-at-end-of-text",       "a: |\n x",                            "{@10:1 a@10:1=x|@11:2}"                                },
    {"literal-empty",                "a: |\nb: 1\n",                        "{@10:1 a@10:1=|@11:1 b@11:1=1@11:4}"                   },
    {"folded",                       "a: >\n   x\n   y\n\nb: 1\n",          "{@10:1 a@10:1=x y|@11:4~x\ny~+4 b@14:1=1@14:4}"        },
    {"plain-over-lines",             "a: x and\n   y or\n     z\nb: 1\n",
     "{@10:1 a@10:1=x and y or z@10:4~x and\ny or\n  z~+4 b@13:1=1@13:4}"                                                           },
    {"quoted-over-lines",            "a: 'x and\n   y'\n",                  "{@10:1 a@10:1='x and y@10:5~x and\ny~+4}"              },
    {"crlf",                         "a: 1\r\nb: |\r\n  x\r\n  y\r\n",      "{@10:1 a@10:1=1@10:4 b@11:1=x\ny|@12:3+3}"             },
    {"lone-cr",                      "a: 1\rb: 2\r",                        "{@10:1 a@10:1=1@10:4 b@11:1=2@11:4}"                   },
    {"bom",
     "\xEF\xBB\xBF"
     "a: 1\n",                                                              "{@10:1 a@10:1=1@10:4}"                                 },
    {"document-start",               "---\na: 1\n",                         "{@11:1 a@11:1=1@11:4}"                                 },
    {"16-levels",                    "a: [[[[[[[[[[[[[[[]]]]]]]]]]]]]]]\n",
     "{@10:1 a@10:1=[@10:4 [@10:5 [@10:6 [@10:7 [@10:8 [@10:9 [@10:10 [@10:11 [@10:12 [@10:13 "
     "[@10:14 [@10:15 [@10:16 [@10:17 [@10:18]]]]]]]]]]]]]]]}"                                                                      },
};

static void test_tree(gconstpointer data)
{
    const TreeCase *c = data;
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    g_autoptr(GString) got = g_string_new(NULL);
    g_autofree char *findings = NULL;
    YamlNode *root = parse_at(arena, c->text, strlen(c->text), diags);

    findings = diags_format(diags);
    g_assert_cmpstr(findings, ==, "");
    g_assert_nonnull(root);
    dump(got, root);
    g_assert_cmpstr(got->str, ==, c->expected);
}

/* The text may stand inside a line, further lines at a column of their own. */
static void test_inner_start(void)
{
    g_autoptr(Arena) arena = arena_new(0);
    YamlNode *root =
        yaml_parse(arena, "a: 1\nb: |\n  x", 13, (SrcPos){"f", 5, 8}, 3, MAX_SIZE, NULL);

    g_assert_nonnull(root);
    g_assert_cmpuint(yaml_get(root, "a")->src.start.line, ==, 5);
    g_assert_cmpuint(yaml_get(root, "a")->src.start.column, ==, 11);
    g_assert_cmpuint(yaml_get(root, "b")->src.start.line, ==, 7);
    g_assert_cmpuint(yaml_get(root, "b")->src.start.column, ==, 5);
    g_assert_cmpuint(yaml_get(root, "b")->raw.indent, ==, 5);
}

/* Every character of an expression over several lines is found where the file has it. */
static void test_offsets(void)
{
    g_autoptr(Arena) arena = arena_new(0);
    const char *text = "w: x and\n      月 z\n";
    YamlNode *root = parse_at(arena, text, strlen(text), NULL);
    const SrcText *raw = &yaml_get(root, "w")->raw;
    SrcPos pos = src_text_pos(raw, (size_t)(strchr(raw->text, 'z') - raw->text));

    g_assert_cmpuint(pos.line, ==, 11);
    g_assert_cmpuint(pos.column, ==, 9);
}

static void test_get(void)
{
    g_autoptr(Arena) arena = arena_new(0);
    YamlNode *root = parse_at(arena, "a: 1\nb: [2]\n", 12, NULL);

    g_assert_cmpstr(yaml_text(yaml_get(root, "a")), ==, "1");
    g_assert_null(yaml_get(root, "c"));
    g_assert_null(yaml_text(yaml_get(root, "c")));
    g_assert_null(yaml_text(yaml_get(root, "b")));
    g_assert_null(yaml_get(yaml_get(root, "a"), "a"));
    g_assert_null(yaml_get(NULL, "a"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(error_cases); i++) {
        g_autofree char *path = g_strdup_printf("/yaml/error/%s", error_cases[i].name);
        g_test_add_data_func(path, &error_cases[i], test_error);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(tree_cases); i++) {
        g_autofree char *path = g_strdup_printf("/yaml/tree/%s", tree_cases[i].name);
        g_test_add_data_func(path, &tree_cases[i], test_tree);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(hostile); i++) {
        g_autofree char *path = g_strdup_printf("/yaml/hostile/%zu", i);
        g_test_add_data_func(path, hostile[i], test_hostile);
    }
    g_test_add_func("/yaml/error/nul-byte", test_nul_byte);
    g_test_add_func("/yaml/sizes", test_sizes);
    g_test_add_func("/yaml/inner-start", test_inner_start);
    g_test_add_func("/yaml/offsets", test_offsets);
    g_test_add_func("/yaml/get", test_get);
    return g_test_run();
}

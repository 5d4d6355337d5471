/* fuzz_feel.c - reading, checking and printing FEEL. Input: a line that says how to read
 * (`standard` or `regulation`, `tests` for unary tests), then the text. */
#include <glib.h>

#include "feel/feel.h"
#include "fuzz.h"

static FeelScope *scope_of(Arena *arena, FeelDialect dialect)
{
    static const char *const names[] = {"b", "金额"};
    static const FeelType *const types[] = {&feel_type_date, &feel_type_number};
    static const FeelType link = {.kind = FEEL_T_STRING, .row_of = "unit"};
    FeelScope *s = feel_scope_new(arena, NULL, dialect);
    const FeelType *row = feel_type_context(arena, names, types, 2);

    feel_scope_add_slot(s, "a", 0, &feel_type_any);
    feel_scope_add_slot(s, "n", 1, &feel_type_number);
    feel_scope_add_slot(s, "存款", 2, &feel_type_number);
    feel_scope_add_slot(s, "rows", 3, feel_type_list(arena, row));
    feel_scope_add_slot(s, "机构", 4, &link);
    feel_scope_add_slot(s, "d", 5, &feel_type_date);
    feel_scope_add_function(s, "f", 0,
                            feel_type_function(arena, names, types, 2, &feel_type_number));
    return s;
}

static bool has_word(FuzzText line, const char *word)
{
    return memmem(line.text, (size_t)line.len, word, strlen(word)) != NULL;
}

static bool is_simple(const char *name)
{
    return strpbrk(name, " .-+*/'") == NULL && strstr(name, "’") == NULL;
}

/* A name of several parts may be spelt like an operation of the text;
 * then printing is not exact. */
static void look_for_parts(const FeelNode *node, void *data)
{
    bool *simple = data;

    for (size_t i = 0; i < node->n_names; i++)
        *simple = *simple && (is_simple(node->names[i]) || node->kind == FEEL_N_CALL);
    if (node->kind == FEEL_N_INSTANCE_OF || node->kind == FEEL_N_FUNCTION)
        *simple = false; /* types may have members of such names, or be unknown */
}

static void has_type(const FeelNode *node, void *data)
{
    (void)data;
    g_assert_nonnull(node->type);
    g_assert_cmpuint(node->height, <=, FEEL_MAX_NESTING);
}

static void check_places(const FeelNode *node, void *data)
{
    const SrcText *src = data;

    g_assert_cmpuint(node->offset, <=, src->len);
    g_assert_cmpuint(node->len, <=, src->len - node->offset);
}

/* Printing what was read gives a text that prints as itself. */
static void check_print(Arena *arena, const FeelScope *scope, const FeelNode *node, FeelGrammar g)
{
    char *text = feel_print(arena, node);
    SrcText src = {
        .text = text, .len = strlen(text), .start = {"p", 1, 1}
    };
    bool simple = true;
    FeelNode *again;

    feel_walk(node, look_for_parts, &simple);
    if (src.len > FEEL_MAX_TEXT)
        return;
    again = feel_parse(arena, scope, &src, g, NULL);
    if (!simple)
        return;
    g_assert_nonnull(again);
    g_assert_cmpstr(feel_print(arena, again), ==, text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(Diags) diags = diags_new(LANG_ZH);
    FuzzText head;
    const char *end = (const char *)data + size;

    fuzz_lines(data, size, &head, 1);
    FeelDialect dialect = has_word(head, "regulation") ? FEEL_REGULATION : FEEL_STANDARD;
    FeelGrammar grammar = has_word(head, "tests") ? FEEL_UNARY_TESTS : FEEL_EXPRESSION;
    FeelScope *scope = scope_of(arena, dialect);
    const char *text = MIN(head.text + head.len + 1, end);
    SrcText src = {.text = size ? text : "", .len = size ? (size_t)(end - text) : 0};
    src.start = (SrcPos){"f", 1, 1};
    FeelNode *node = feel_parse(arena, scope, &src, grammar, diags);
    if (!node) {
        g_assert_cmpuint(diags_n_errors(diags), >, 0);
        return 0;
    }
    g_assert_cmpuint(diags_n_errors(diags), ==, 0);
    feel_walk(node, check_places, &src);
    check_print(arena, scope, node, grammar);
    bool ok = feel_check(arena, scope, node, &src, &feel_type_number, diags);
    g_assert_true(ok == (diags_n_errors(diags) == 0));
    feel_walk(node, has_type, NULL);
    g_assert_true(feel_check(arena, scope, node, &src, &feel_type_number, NULL) == ok);
    return 0;
}

/* fuzz_yaml.c - reading YAML: every scalar stands where its node says. */
#include <glib.h>

#include "fuzz.h"
#include "regulation/source.h"
#include "regulation/yaml.h"

enum { MAX_SIZE = 64 * 1024 };

typedef struct Text {
    const char *text;
    size_t len;
    size_t n_nodes;
} Text;

/* The bytes at a place of the text (its first line is 1); NULL if there is no such place. */
static const char *at_place(const Text *text, SrcPos pos)
{
    const char *p = text->text;
    const char *end = p + text->len;

    for (uint32_t line = 1; line < pos.line; line++) {
        p = memchr(p, '\n', (size_t)(end - p));
        if (!p)
            return NULL;
        p++;
    }
    for (uint32_t column = 1; column < pos.column && p < end; column++)
        p = g_utf8_next_char(p);
    return p <= end ? p : NULL;
}

/* Each character of an expression is found where the file has it. */
static void check_raw(const Text *text, const SrcText *raw)
{
    for (size_t i = 0; raw->text && i < raw->len; i++) {
        const char *p;
        if (raw->text[i] == ' ' || raw->text[i] == '\n' || raw->text[i] == '\t')
            continue;
        if (((unsigned char)raw->text[i] & 0xC0) == 0x80)
            continue;
        p = at_place(text, src_text_pos(raw, i));
        g_assert(p);
        g_assert_cmpint(*p, ==, raw->text[i]);
    }
}

static void check_node(Text *text, const YamlNode *node, int depth)
{
    g_assert_cmpint(depth, <=, YAML_MAX_NESTING);
    text->n_nodes++;
    if (node->kind == YAML_SCALAR) {
        g_assert_cmpuint(strlen(node->src.text), ==, node->src.len);
        if (text->n_nodes < 100) /* looking a place up takes time */
            check_raw(text, &node->raw);
        return;
    }
    for (size_t i = 0; i < node->n; i++) {
        if (node->kind == YAML_MAP) {
            g_assert_cmpint(node->keys[i]->kind, ==, YAML_SCALAR);
            check_node(text, node->keys[i], depth + 1);
            g_assert_nonnull(yaml_get(node, node->keys[i]->src.text));
        }
        check_node(text, node->items[i], depth + 1);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(Diags) diags = diags_new(LANG_ZH);
    Text text = {0};
    YamlNode *root =
        yaml_parse(arena, (const char *)data, size, (SrcPos){"f", 1, 1}, 1, MAX_SIZE, diags);

    g_assert_true((root != NULL) == (diags_n_errors(diags) == 0));
    if (!root)
        return 0;
    text.text = source_normalize(arena, size ? (const char *)data : "", size, &text.len);
    check_node(&text, root, 0);
    return 0;
}

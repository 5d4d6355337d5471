/* fuzz_regulation.c - from Markdown to a regulation, read, checked and searched for what is seldom
 * meant. Whatever was read is whole; what was loaded has programs for its expressions. */
#include <glib.h>

#include "fuzz.h"
#include "regulation/model.h"
#include "regulation/read.h"

static void check_src(const SrcText *src)
{
    if (!src->text)
        return;
    g_assert_cmpuint(strlen(src->text), ==, src->len);
    g_assert_cmpuint(src->start.line, >, 0);
    g_assert_cmpuint(src->start.column, >, 0);
}

static void check_table(const DmnTable *table)
{
    for (size_t i = 0; i < table->n_inputs; i++)
        check_src(&table->inputs[i].src);
    for (size_t i = 0; i < table->n_rules; i++) {
        for (size_t k = 0; k < table->n_inputs; k++)
            check_src(&table->rules[i].test_srcs[k]);
        for (size_t k = 0; k < table->n_outputs; k++)
            check_src(&table->rules[i].output_srcs[k]);
    }
}

static void check_block(const Regulation *reg, const RegBlock *block)
{
    g_assert_nonnull(block->name);
    g_assert_nonnull(block->unit);
    g_assert_nonnull(reg_block_cite(reg, block));
    g_assert_cmpint(block->article, <, (int)reg->n_articles);
    g_assert_cmpint(block->cycle, <, (int)reg->n_cycles);
    g_assert_cmpint(block->subject, >=, 0);
    g_assert_cmpint(block->subject, <, (int)reg->n_subjects);
    for (size_t i = 0; i < block->n_applies; i++)
        check_src(&block->applies[i].src);
    if (block->kind == REG_TABLE)
        check_table(block->u.table);
    if (block->kind == REG_FEEL)
        check_src(&block->u.feel.src);
}

static void check_read(const Regulation *reg)
{
    for (size_t i = 0; i < reg->n_articles; i++) {
        g_assert_cmpint(reg->articles[i].parent, <, (int)i);
        g_assert_nonnull(reg->articles[i].cite);
        g_assert_nonnull(reg->articles[i].text);
    }
    for (size_t i = 0; i < reg->n_blocks; i++)
        check_block(reg, reg->blocks[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(Diags) diags = diags_new(LANG_ZH);
    g_autoptr(Regulation) read = reg_read((const char *)data, size, "f", diags);
    g_autoptr(Regulation) loaded = NULL;
    g_autoptr(Diags) again = diags_new(LANG_EN);

    g_assert_true(read || diags_n_errors(diags) > 0);
    if (read)
        check_read(read);
    loaded = reg_inspect_text((const char *)data, size, "f", /* each_assumed= */ true, again);
    g_assert_true((loaded != NULL) == (diags_n_errors(again) == 0));
    g_assert_cmpuint(diags_n_errors(again), >=, diags_n_errors(diags));
    for (size_t i = 0; loaded && i < loaded->n_blocks; i++)
        if (loaded->blocks[i]->kind == REG_FEEL)
            g_assert_nonnull(loaded->blocks[i]->u.feel.program);
    return 0;
}

/* Stand-ins that the original text does not say (`assumed:`). */
#include "regulation/warn_private.h"

enum { NAMES_SHOWN = 12 };

/* "甲, 乙, … ". */
static const char *list(Warn *w, const GPtrArray *blocks)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; i < blocks->len; i++) {
        const RegBlock *block = g_ptr_array_index(blocks, i);

        if (i == NAMES_SHOWN) {
            g_string_append(text, ", …");
            break;
        }
        g_string_append_printf(text, "%s%s", i > 0 ? ", " : "", block->name);
    }
    return arena_strdup(w->arena, text->str);
}

/* One note for the blocks that a scope gave its words to: those share the text. */
static void note_each(Warn *w, const GPtrArray *blocks)
{
    g_autoptr(GHashTable) said = g_hash_table_new(NULL, NULL);

    for (guint i = 0; i < blocks->len; i++) {
        const RegBlock *block = g_ptr_array_index(blocks, i);
        g_autoptr(GPtrArray) same = g_ptr_array_new();

        if (!g_hash_table_add(said, (gpointer)block->assumed))
            continue;
        for (guint k = i; k < blocks->len; k++) {
            RegBlock *other = g_ptr_array_index(blocks, k);
            if (other->assumed == block->assumed)
                g_ptr_array_add(same, other);
        }
        diag_add(w->diags, DIAG_NOTE, "regulation.assumed", block->pos, "assumed: %s (%s)",
                 list(w, same), block->assumed);
    }
}

void warn_assumed(Warn *w, bool each)
{
    g_autoptr(GPtrArray) blocks = g_ptr_array_new();

    for (size_t i = 0; i < w->reg->n_blocks; i++) {
        RegBlock *block = w->reg->blocks[i];

        if (block->assumed && warn_is_own(w, block))
            g_ptr_array_add(blocks, block);
    }
    if (each)
        note_each(w, blocks);
    else if (blocks->len > 0)
        diag_add(w->diags, DIAG_NOTE, "regulation.assumed", (SrcPos){w->reg->file, 0, 0},
                 "%u assumed: %s", blocks->len, list(w, blocks));
}

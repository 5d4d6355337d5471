#include "appraise/groups.h"

#include <string.h>

/* A number for each distinct value of a column, in order of first appearance. */
typedef struct Codes {
    GHashTable *known; /* text of the value -> code + 1 */
    const char *last_text;
    int32_t last_code;
    Arena *scratch;
} Codes;

static int32_t code_of(Codes *codes, const FeelValue *v)
{
    /* Kinds are kept apart: the text "1" is not the number 1. */
    const char *text = v->kind == FEEL_STRING
                           ? v->u.string.text
                           : feel_value_text(codes->scratch, v, /* quoted= */ true);
    gpointer found;

    if (v->kind == FEEL_STRING && text == codes->last_text)
        return codes->last_code;
    found = g_hash_table_lookup(codes->known, text);
    if (!found) {
        found = GINT_TO_POINTER((gint)g_hash_table_size(codes->known) + 1);
        g_hash_table_insert(codes->known, (gpointer)text, found);
    }
    codes->last_text = v->kind == FEEL_STRING ? text : NULL;
    codes->last_code = GPOINTER_TO_INT(found) - 1;
    return codes->last_code;
}

/* The group of (group so far, code), numbered by first appearance. */
static int32_t refine(GHashTable *pairs, int32_t group, int32_t code)
{
    gint64 key = ((gint64)group << 32) | (gint64)(guint32)code;
    gpointer found = g_hash_table_lookup(pairs, &key);

    if (!found) {
        found = GINT_TO_POINTER((gint)g_hash_table_size(pairs) + 1);
        g_hash_table_insert(pairs, g_memdup2(&key, sizeof key), found);
    }
    return GPOINTER_TO_INT(found) - 1;
}

/* Both halves count: GLib's own hash of 64 bits drops the upper one. */
static guint pair_hash(gconstpointer pair)
{
    uint64_t h = (uint64_t) * (const gint64 *)pair * UINT64_C(0x9E3779B97F4A7C15);

    return (guint)(h >> 32);
}

static void narrow(Frame *f, Groups *groups, Arena *scratch, const Col *col)
{
    g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) pairs = g_hash_table_new_full(pair_hash, g_int64_equal, g_free, NULL);
    Codes codes = {.known = known, .scratch = scratch};

    for (size_t i = 0; i < f->n; i++) {
        FeelValue v = feel_cell_get(col, i);

        if (groups->of[i] == GROUP_NULL)
            continue;
        if (v.kind == FEEL_NULL) {
            groups->of[i] = GROUP_NULL;
        } else if (v.kind == FEEL_MISSING) {
            if (!groups->why)
                groups->why = ARENA_NEW_N(scratch, uint32_t, f->n);
            groups->of[i] = GROUP_MISSING;
            groups->why[i] = reasons_union(f->ev->reasons, groups->why[i], v.reason);
        } else if (groups->of[i] >= 0) {
            groups->of[i] = refine(pairs, groups->of[i], code_of(&codes, &v));
        }
    }
    groups->n = g_hash_table_size(pairs);
}

Groups groups_by(Frame *f, Arena *scratch, const RegExpr *keys, size_t n_keys, const char *blame)
{
    Groups groups = {.n = f->n > 0, .of = ARENA_NEW_N(scratch, int32_t, f->n)};

    for (size_t k = 0; k < n_keys; k++)
        narrow(f, &groups, scratch, frame_expr(f, &keys[k], blame));
    return groups;
}

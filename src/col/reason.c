/* Sets of roots as unions that are remembered, not carried out.
 *
 * Most cells that are missing are never asked why, and each operation on a column unites the
 * reasons of two cells, row by row. So a union only notes its two sides: eight bytes. A set is the
 * roots that can be reached from its node, found when somebody reads it.
 *
 *     3 = {1, 2}     nodes 1 and 2 are roots
 *     5 = {3, 4}     sides have smaller ids than their union: there are no circles
 */
#include "col/reason.h"

#include <stdlib.h>
#include <string.h>

enum { MEMO_SIZE = 4096 /* power of two */ };

/* A union of two sets; or, left = 0, the root numbered `right`. */
typedef struct Node {
    uint32_t left, right;
} Node;

typedef struct Memo {
    uint32_t a, b, result;
} Memo;

/* What reading needs, kept from one time to the next. */
typedef struct Reading {
    uint64_t *seen; /* owned: a bit for each node; all 0 between readings */
    size_t n_words;
    GArray *visited; /* uint32_t: nodes that are seen; those from `at` on are to be looked at */
    GArray *numbers; /* uint32_t: of the roots found */
    GPtrArray *roots;
} Reading;

struct Reasons {
    Arena *arena;          /* owned: the roots */
    GStringChunk *strings; /* owned: their strings */
    GPtrArray *roots;      /* of ReasonRoot, by number */
    GHashTable *by_root;   /* ReasonRoot -> id of its node */
    GArray *nodes;         /* of Node; id = index, [0] unused */
    Memo *memo;            /* owned; forgets: rows that miss the same share their unions */
    Reading *reading;      /* owned */
};

static guint hash_text(const char *text)
{
    return text ? g_str_hash(text) : 7;
}

static guint root_hash(gconstpointer data)
{
    const ReasonRoot *r = data;
    guint h = (guint)r->kind;

    h = h * 31 + hash_text(r->name);
    h = h * 31 + hash_text(r->row);
    h = h * 31 + hash_text(r->cycle);
    h = h * 31 + hash_text(r->owed_by);
    h = h * 31 + hash_text(r->text);
    h = h * 31 + hash_text(r->pos.file);
    return (h * 31 + r->pos.line) * 31 + r->pos.column;
}

static gboolean root_equal(gconstpointer left, gconstpointer right)
{
    const ReasonRoot *a = left;
    const ReasonRoot *b = right;

    return a->kind == b->kind && a->pos.line == b->pos.line && a->pos.column == b->pos.column &&
           g_strcmp0(a->name, b->name) == 0 && g_strcmp0(a->row, b->row) == 0 &&
           g_strcmp0(a->cycle, b->cycle) == 0 && g_strcmp0(a->owed_by, b->owed_by) == 0 &&
           g_strcmp0(a->text, b->text) == 0 && g_strcmp0(a->pos.file, b->pos.file) == 0;
}

Reasons *reasons_new(void)
{
    Reasons *r = g_new0(Reasons, 1);
    Node unused = {0, 0};

    r->arena = arena_new(0);
    r->strings = g_string_chunk_new(4096);
    r->roots = g_ptr_array_new();
    r->by_root = g_hash_table_new(root_hash, root_equal);
    r->nodes = g_array_new(FALSE, FALSE, sizeof(Node));
    g_array_append_val(r->nodes, unused);
    r->memo = g_new0(Memo, MEMO_SIZE);
    r->reading = g_new0(Reading, 1);
    r->reading->visited = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    r->reading->numbers = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    r->reading->roots = g_ptr_array_new();
    return r;
}

void reasons_free(Reasons *reasons)
{
    if (!reasons)
        return;
    g_free(reasons->reading->seen);
    g_array_unref(reasons->reading->visited);
    g_array_unref(reasons->reading->numbers);
    g_ptr_array_unref(reasons->reading->roots);
    g_free(reasons->reading);
    g_free(reasons->memo);
    g_array_unref(reasons->nodes);
    g_hash_table_unref(reasons->by_root);
    g_ptr_array_unref(reasons->roots);
    g_string_chunk_free(reasons->strings);
    arena_free(reasons->arena);
    g_free(reasons);
}

static const Node *node_at(const Reasons *r, uint32_t id)
{
    return &g_array_index(r->nodes, Node, id);
}

static uint32_t add_node(Reasons *r, uint32_t left, uint32_t right)
{
    Node node = {left, right};

    g_array_append_val(r->nodes, node);
    return r->nodes->len - 1;
}

/* ---- roots ---- */

static const char *keep(Reasons *r, const char *text)
{
    return text ? g_string_chunk_insert_const(r->strings, text) : NULL;
}

uint32_t reasons_root(Reasons *reasons, const ReasonRoot *root)
{
    Reasons *r = reasons;
    guint id = GPOINTER_TO_UINT(g_hash_table_lookup(r->by_root, root));
    ReasonRoot *copy;

    if (id)
        return id;
    copy = ARENA_NEW(r->arena, ReasonRoot);
    *copy = (ReasonRoot){
        .kind = root->kind,
        .name = keep(r, root->name),
        .row = keep(r, root->row),
        .cycle = keep(r, root->cycle),
        .owed_by = keep(r, root->owed_by),
        .text = keep(r, root->text),
        .pos = {keep(r, root->pos.file), root->pos.line, root->pos.column},
    };
    g_ptr_array_add(r->roots, copy);
    id = add_node(r, 0, r->roots->len - 1);
    g_hash_table_insert(r->by_root, copy, GUINT_TO_POINTER(id));
    return id;
}

/* ---- unions ---- */

/* Is `side` one of the two that `id` unites? */
static bool unites(const Reasons *r, uint32_t id, uint32_t side)
{
    const Node *node = node_at(r, id);

    return node->left != 0 && (node->left == side || node->right == side);
}

/* The finaliser of splitmix64 (Steele, Lea, Flood 2014). */
static uint64_t mix(uint64_t h)
{
    h = (h ^ (h >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    h = (h ^ (h >> 27)) * UINT64_C(0x94D049BB133111EB);
    return h ^ (h >> 31);
}

uint32_t reasons_union(Reasons *reasons, uint32_t a, uint32_t b)
{
    Memo *memo;

    if (a == 0 || b == 0 || a == b)
        return a ? a : b;
    if (a > b) {
        uint32_t swap = a;
        a = b;
        b = swap;
    }
    if (unites(reasons, b, a))
        return b;
    memo = &reasons->memo[mix(((uint64_t)a << 32) | b) & (MEMO_SIZE - 1)];
    if (memo->a != a || memo->b != b)
        *memo = (Memo){.a = a, .b = b, .result = add_node(reasons, a, b)};
    return memo->result;
}

uint32_t reasons_union_n(Reasons *reasons, const uint32_t *ids, size_t n)
{
    uint32_t all = 0;

    for (size_t i = 0; i < n; i++)
        all = reasons_union(reasons, all, ids[i]);
    return all;
}

/* ---- reading ---- */

static void visit(Reading *reading, uint32_t id)
{
    uint64_t bit = UINT64_C(1) << (id % 64);

    if (reading->seen[id / 64] & bit)
        return;
    reading->seen[id / 64] |= bit;
    g_array_append_val(reading->visited, id);
}

static void make_room(const Reasons *r)
{
    Reading *reading = r->reading;
    size_t n_words = r->nodes->len / 64 + 1;

    if (n_words <= reading->n_words)
        return;
    g_free(reading->seen);
    reading->seen = g_new0(uint64_t, n_words);
    reading->n_words = n_words;
}

static int compare_numbers(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

/* The numbers of all roots that can be reached, ascending. */
static void find_roots(const Reasons *r, uint32_t id)
{
    Reading *reading = r->reading;

    make_room(r);
    g_array_set_size(reading->visited, 0);
    g_array_set_size(reading->numbers, 0);
    if (id)
        visit(reading, id);
    for (guint at = 0; at < reading->visited->len; at++) {
        const Node *node = node_at(r, g_array_index(reading->visited, uint32_t, at));

        if (node->left == 0) {
            g_array_append_val(reading->numbers, node->right);
            continue;
        }
        visit(reading, node->left);
        visit(reading, node->right);
    }
    for (guint at = 0; at < reading->visited->len; at++)
        reading->seen[g_array_index(reading->visited, uint32_t, at) / 64] = 0;
    if (reading->numbers->len > 0)
        qsort(reading->numbers->data, reading->numbers->len, sizeof(uint32_t), compare_numbers);
}

size_t reasons_n_roots(const Reasons *reasons, uint32_t id)
{
    g_return_val_if_fail(id < reasons->nodes->len, 0);
    find_roots(reasons, id);
    return reasons->reading->numbers->len;
}

size_t reasons_roots(const Reasons *reasons, uint32_t id, const ReasonRoot *const **out)
{
    Reading *reading = reasons->reading;

    g_return_val_if_fail(id < reasons->nodes->len, 0);
    find_roots(reasons, id);
    g_ptr_array_set_size(reading->roots, 0);
    for (guint i = 0; i < reading->numbers->len; i++)
        g_ptr_array_add(
            reading->roots,
            g_ptr_array_index(reasons->roots, g_array_index(reading->numbers, uint32_t, i)));
    *out = (const ReasonRoot *const *)reading->roots->pdata;
    return reading->roots->len;
}

bool reasons_same(const Reasons *reasons, uint32_t a, uint32_t b)
{
    Reading *reading = reasons->reading;
    g_autofree uint32_t *first = NULL;
    guint n;

    if (a == b)
        return true;
    find_roots(reasons, a);
    n = reading->numbers->len;
    first = g_memdup2(reading->numbers->data, n * sizeof(uint32_t));
    find_roots(reasons, b);
    return n == reading->numbers->len &&
           (n == 0 || memcmp(first, reading->numbers->data, n * sizeof(uint32_t)) == 0);
}

/* Sets of roots as hash-consed tries.
 *
 * A total over 10,000 persons may be missing for 10,000 roots, and 10,000 cells may be missing for
 * that total and something of their own. So sets share their parts: a set is a node of a big-endian
 * Patricia trie over the numbers of its roots. The roots of one row get numbers that lie together,
 * ROW_NUMBERS at a time: most sets are one row's, and so one leaf or two.
 *
 *   leaf     key = root number / 64, bits = which of these 64
 *   branch   key = the common high bits of all keys below, level = number of the first bit that
 *            differs + 1; left has that bit 0, right has it 1
 *
 * The shape depends on the content only, and a node is made once (table `slots`); so equal sets are
 * the same node, and its number is the id. A union shares every part that only one side has, and
 * stops where both sides are the same node.
 *
 *     branch level 2                 the set {3, 130, 200}: keys 0, 2 and 3
 *       left   leaf key 0  {3}
 *       right  branch level 1
 *                left   leaf key 2  {2}
 *                right  leaf key 3  {8}
 *
 * The memo of unions is a small table that forgets: it saves time, never decides an id.
 */
#include "col/reason.h"

#include <string.h>

enum {
    LEAF_SHIFT = 6,
    LEAF_MASK = 63,
    ROW_NUMBERS = 16,   /* a leaf has room for four rows */
    MEMO_SIZE = 4096,   /* power of two */
    FIRST_SLOTS = 1024, /* power of two */
};

typedef struct Node {
    uint64_t bits; /* leaf */
    uint32_t left; /* branch: ids */
    uint32_t right;
    uint32_t key;
    uint32_t level; /* 0 = leaf */
    uint32_t n_roots;
} Node;

typedef struct Memo {
    uint32_t a, b, result;
} Memo;

struct Reasons {
    Arena *arena;          /* owned: the roots */
    GStringChunk *strings; /* owned: their strings */
    GPtrArray *roots;      /* of ReasonRoot, by number; NULL = a number not given yet */
    GHashTable *next;      /* row -> its next number; a multiple of ROW_NUMBERS = none is left */
    GHashTable *by_root;   /* ReasonRoot -> its number + 1 */
    GArray *nodes;         /* of Node; id = index, [0] unused */
    uint32_t *slots;       /* owned: open addressing, ids of nodes; 0 = free */
    size_t n_slots;        /* power of two, more than 4/3 of the nodes */
    Memo *memo;            /* owned */
    GPtrArray *read;       /* what reasons_roots handed out last */
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
    Node unused = {.level = 0};

    r->arena = arena_new(0);
    r->strings = g_string_chunk_new(4096);
    r->roots = g_ptr_array_new();
    r->next = g_hash_table_new(g_str_hash, g_str_equal);
    r->by_root = g_hash_table_new(root_hash, root_equal);
    r->nodes = g_array_new(FALSE, FALSE, sizeof(Node));
    g_array_append_val(r->nodes, unused);
    r->n_slots = FIRST_SLOTS;
    r->slots = g_new0(uint32_t, r->n_slots);
    r->memo = g_new0(Memo, MEMO_SIZE);
    r->read = g_ptr_array_new();
    return r;
}

void reasons_free(Reasons *reasons)
{
    if (!reasons)
        return;
    g_ptr_array_unref(reasons->read);
    g_free(reasons->memo);
    g_free(reasons->slots);
    g_array_unref(reasons->nodes);
    g_hash_table_unref(reasons->by_root);
    g_hash_table_unref(reasons->next);
    g_ptr_array_unref(reasons->roots);
    g_string_chunk_free(reasons->strings);
    arena_free(reasons->arena);
    g_free(reasons);
}

/* ---- nodes ---- */

static const Node *node_at(const Reasons *r, uint32_t id)
{
    return &g_array_index(r->nodes, Node, id);
}

/* The finaliser of splitmix64 (Steele, Lea, Flood 2014): every bit of the result depends on every
 * bit of `h`. The parts of a node are few bits that move together, so nothing less will do. */
static uint64_t mix(uint64_t h)
{
    h = (h ^ (h >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    h = (h ^ (h >> 27)) * UINT64_C(0x94D049BB133111EB);
    return h ^ (h >> 31);
}

static uint64_t node_hash(const Node *n)
{
    uint64_t h = mix(n->bits);

    h = mix(h ^ (((uint64_t)n->key << 32) | n->level));
    return mix(h ^ (((uint64_t)n->left << 32) | n->right));
}

static bool node_equal(const Node *a, const Node *b)
{
    return a->bits == b->bits && a->left == b->left && a->right == b->right && a->key == b->key &&
           a->level == b->level;
}

static void grow_slots(Reasons *r)
{
    size_t n_slots = r->n_slots * 2;
    uint32_t *slots = g_new0(uint32_t, n_slots);

    for (uint32_t id = 1; id < r->nodes->len; id++) {
        size_t at = (size_t)node_hash(node_at(r, id)) & (n_slots - 1);
        while (slots[at])
            at = (at + 1) & (n_slots - 1);
        slots[at] = id;
    }
    g_free(r->slots);
    r->slots = slots;
    r->n_slots = n_slots;
}

/* The id of this node, made now or before. */
static uint32_t intern_node(Reasons *r, const Node *node)
{
    size_t at = (size_t)node_hash(node) & (r->n_slots - 1);
    uint32_t id;

    for (; r->slots[at]; at = (at + 1) & (r->n_slots - 1))
        if (node_equal(node_at(r, r->slots[at]), node))
            return r->slots[at];
    id = r->nodes->len;
    g_array_append_val(r->nodes, *node);
    r->slots[at] = id;
    if ((size_t)r->nodes->len * 4 > r->n_slots * 3)
        grow_slots(r);
    return id;
}

static uint32_t leaf(Reasons *r, uint32_t key, uint64_t bits)
{
    Node node = {.bits = bits, .key = key, .n_roots = (uint32_t)__builtin_popcountll(bits)};

    return intern_node(r, &node);
}

/* The bits of `key` above those that `level` branches on. */
static uint32_t prefix(uint32_t key, uint32_t level)
{
    return key >> level << level; /* keys have 26 bits, so level <= 26 */
}

static uint32_t branch(Reasons *r, uint32_t level, uint32_t left, uint32_t right)
{
    Node node = {
        .left = left,
        .right = right,
        .key = prefix(node_at(r, left)->key, level),
        .level = level,
        .n_roots = node_at(r, left)->n_roots + node_at(r, right)->n_roots,
    };

    return intern_node(r, &node);
}

/* A branch over two sets whose keys differ in a bit that neither branches on. */
static uint32_t join(Reasons *r, uint32_t a, uint32_t b)
{
    uint32_t key_a = node_at(r, a)->key;
    uint32_t key_b = node_at(r, b)->key;
    uint32_t level = 32 - (uint32_t)__builtin_clz(key_a ^ key_b);

    return key_a < key_b ? branch(r, level, a, b) : branch(r, level, b, a);
}

static uint32_t unite(Reasons *r, uint32_t a, uint32_t b);

/* `inner` lies inside the span of branch `outer`: it goes into one of the two sides. */
static uint32_t unite_below(Reasons *r, uint32_t outer, uint32_t inner)
{
    Node o = *node_at(r, outer); /* a copy: the array moves when it grows */
    bool goes_right = (node_at(r, inner)->key >> (o.level - 1)) & 1;
    uint32_t side = unite(r, goes_right ? o.right : o.left, inner);

    if (side == (goes_right ? o.right : o.left))
        return outer;
    return goes_right ? branch(r, o.level, o.left, side) : branch(r, o.level, side, o.right);
}

/* Depth is at most 26 twice: each step goes down a level in at least one of the two. */
static uint32_t unite_nodes(Reasons *r, uint32_t a, uint32_t b)
{
    Node x = *node_at(r, a);
    Node y = *node_at(r, b);
    uint32_t left;

    if (x.level < y.level)
        return prefix(x.key, y.level) == y.key ? unite_below(r, b, a) : join(r, a, b);
    if (x.level > y.level)
        return prefix(y.key, x.level) == x.key ? unite_below(r, a, b) : join(r, a, b);
    if (x.key != y.key)
        return join(r, a, b);
    if (x.level == 0)
        return leaf(r, x.key, x.bits | y.bits);
    left = unite(r, x.left, y.left);
    return branch(r, x.level, left, unite(r, x.right, y.right));
}

static uint32_t unite(Reasons *r, uint32_t a, uint32_t b)
{
    Memo *memo;

    if (a == b)
        return a;
    if (a > b) {
        uint32_t swap = a;
        a = b;
        b = swap;
    }
    memo = &r->memo[mix(((uint64_t)a << 32) | b) & (MEMO_SIZE - 1)];
    if (memo->a != a || memo->b != b) {
        uint32_t result = unite_nodes(r, a, b);
        *memo = (Memo){.a = a, .b = b, .result = result};
        return result;
    }
    return memo->result;
}

/* ---- the interface ---- */

static const char *keep(Reasons *r, const char *text)
{
    return text ? g_string_chunk_insert_const(r->strings, text) : NULL;
}

/* A number for one more root of a row. */
static uint32_t new_number(Reasons *r, const char *row)
{
    const char *key = row ? row : "";
    guint number = GPOINTER_TO_UINT(g_hash_table_lookup(r->next, key));

    if (number % ROW_NUMBERS == 0) {
        number = r->roots->len;
        g_ptr_array_set_size(r->roots, (gint)number + ROW_NUMBERS);
    }
    g_hash_table_insert(r->next, (gpointer)key, GUINT_TO_POINTER(number + 1));
    return number;
}

static uint32_t root_number(Reasons *r, const ReasonRoot *root)
{
    guint found = GPOINTER_TO_UINT(g_hash_table_lookup(r->by_root, root));
    ReasonRoot *copy;
    uint32_t number;

    if (found)
        return found - 1;
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
    number = new_number(r, copy->row);
    g_ptr_array_index(r->roots, number) = copy;
    g_hash_table_insert(r->by_root, copy, GUINT_TO_POINTER(number + 1));
    return number;
}

uint32_t reasons_root(Reasons *reasons, const ReasonRoot *root)
{
    uint32_t number = root_number(reasons, root);

    return leaf(reasons, number >> LEAF_SHIFT, UINT64_C(1) << (number & LEAF_MASK));
}

uint32_t reasons_union(Reasons *reasons, uint32_t a, uint32_t b)
{
    if (a == 0 || b == 0)
        return a | b;
    return unite(reasons, a, b);
}

/* Halves: the sets in the middle stay small, and few of them are left behind. */
uint32_t reasons_union_n(Reasons *reasons, const uint32_t *ids, size_t n)
{
    if (n == 0)
        return 0;
    if (n == 1)
        return ids[0];
    return reasons_union(reasons, reasons_union_n(reasons, ids, n / 2),
                         reasons_union_n(reasons, ids + n / 2, n - n / 2));
}

size_t reasons_n_roots(const Reasons *reasons, uint32_t id)
{
    g_return_val_if_fail(id < reasons->nodes->len, 0);
    return node_at(reasons, id)->n_roots;
}

static void read_roots(const Reasons *r, uint32_t id)
{
    const Node *node = node_at(r, id); /* nothing is added while reading */

    if (node->level > 0) {
        read_roots(r, node->left);
        read_roots(r, node->right);
        return;
    }
    for (uint64_t bits = node->bits; bits; bits &= bits - 1) {
        uint32_t number = (node->key << LEAF_SHIFT) + (uint32_t)__builtin_ctzll(bits);
        g_ptr_array_add(r->read, g_ptr_array_index(r->roots, number));
    }
}

size_t reasons_roots(const Reasons *reasons, uint32_t id, const ReasonRoot *const **out)
{
    g_return_val_if_fail(id < reasons->nodes->len, 0);
    g_ptr_array_set_size(reasons->read, 0);
    read_roots(reasons, id);
    *out = (const ReasonRoot *const *)reasons->read->pdata;
    return reasons->read->len;
}

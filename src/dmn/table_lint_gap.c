/* Gaps: splits the grid dimension by dimension, with the set of rules that still hold, until no
 * rule is left (a gap) or one of them holds whatever comes (covered).
 *
 * Neighbouring segments with the same rules are one; a set of rules seen before at the same
 * dimension is not looked at again.
 */
#include <string.h>

#include "dmn/table_lint_private.h"

typedef struct Seen {
    size_t n; /* words */
    uint64_t words[];
} Seen;

typedef struct Search {
    DmnLint *l;
    size_t n_boxes;
    bool is_over;      /* the limit is reached or enough is found */
    size_t *chosen;    /* n_dims: segment, SIZE_MAX = not chosen */
    uint64_t *rest;    /* (n_dims + 1) × words: rules that are true everywhere from there on */
    GHashTable *seen;  /* of Seen, in the arena */
    GHashTable *found; /* witness texts */
} Search;

static guint seen_hash(gconstpointer key)
{
    const Seen *s = key;
    uint64_t h = UINT64_C(0xcbf29ce484222325);

    for (size_t i = 0; i < s->n; i++) {
        h ^= s->words[i];
        h *= UINT64_C(0x100000001b3);
        h ^= h >> 29;
    }
    return (guint)(h ^ (h >> 32));
}

static gboolean seen_equal(gconstpointer a, gconstpointer b)
{
    const Seen *x = a, *y = b;

    return x->n == y->n && memcmp(x->words, y->words, x->n * sizeof(uint64_t)) == 0;
}

static bool is_new(Search *s, size_t d, const uint64_t *rules)
{
    size_t words = s->l->words;
    Seen *key = arena_alloc(s->l->arena, sizeof(Seen) + (words + 1) * sizeof(uint64_t));

    key->n = words + 1;
    key->words[0] = d;
    memcpy(key->words + 1, rules, words * sizeof(uint64_t));
    return g_hash_table_add(s->seen, key);
}

static bool have_common(const uint64_t *a, const uint64_t *b, size_t words)
{
    for (size_t w = 0; w < words; w++)
        if (a[w] & b[w])
            return true;
    return false;
}

static void take_segment(const DmnLint *l, size_t d, size_t segment, uint64_t *rules)
{
    const uint64_t *there = l->dims[d].rules + segment * l->words;

    for (size_t w = 0; w < l->words; w++)
        rules[w] &= there[w];
}

static void all_rules(const DmnLint *l, uint64_t *rules)
{
    for (size_t i = 0; i < l->table->n_rules; i++)
        if (!l->table->rules[i].is_else)
            bits_set(rules, i);
}

/* Leaves out of a witness what does not matter: the rest alone leaves no rule. */
static void shorten(const DmnLint *l, size_t *chosen)
{
    for (size_t leave = 0; leave < l->n_dims; leave++) {
        uint64_t *rules;

        if (chosen[leave] == SIZE_MAX)
            continue;
        rules = ARENA_NEW_N(l->arena, uint64_t, l->words);
        all_rules(l, rules);
        for (size_t d = 0; d < l->n_dims; d++)
            if (d != leave && chosen[d] != SIZE_MAX)
                take_segment(l, d, chosen[d], rules);
        if (!dmn_bits_any(rules, l->words))
            chosen[leave] = SIZE_MAX;
    }
}

static void report(Search *s)
{
    DmnLint *l = s->l;
    size_t *chosen = ARENA_NEW_N(l->arena, size_t, l->n_dims);
    const char *text;

    if (l->n_dims)
        memcpy(chosen, s->chosen, l->n_dims * sizeof(size_t));
    shorten(l, chosen);
    text = dmn_witness_text(l, chosen);
    if (!g_hash_table_add(s->found, (gpointer)text))
        return;
    diag_add(l->diags, l->dialect == FEEL_REGULATION ? DIAG_ERROR : DIAG_WARNING, "dmn.gap",
             l->table->pos, "table %s has a gap; falls through: %s", l->table->name, text);
    if (g_hash_table_size(s->found) >= DMN_LINT_MAX_GAPS)
        s->is_over = true;
}

/* Recursion: once per dimension, at most n_inputs deep. */
static void split(Search *s, size_t d, const uint64_t *rules)
{
    const DmnLint *l = s->l;
    uint64_t *child, *last;

    if (!dmn_bits_any(rules, l->words)) {
        report(s);
        return;
    }
    if (have_common(rules, s->rest + d * l->words, l->words) || !is_new(s, d, rules))
        return;
    child = ARENA_NEW_N(l->arena, uint64_t, l->words);
    last = ARENA_NEW_N(l->arena, uint64_t, l->words);
    for (size_t segment = 0; segment < l->dims[d].n_segments && !s->is_over; segment++) {
        if (++s->n_boxes > DMN_LINT_MAX_BOXES) {
            s->is_over = true;
            break;
        }
        memcpy(child, rules, l->words * sizeof(uint64_t));
        take_segment(l, d, segment, child);
        if (segment > 0 && memcmp(child, last, l->words * sizeof(uint64_t)) == 0)
            continue;
        memcpy(last, child, l->words * sizeof(uint64_t));
        s->chosen[d] = segment;
        split(s, d + 1, child);
    }
    s->chosen[d] = SIZE_MAX;
}

bool dmn_lint_gaps(DmnLint *l)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(seen_hash, seen_equal);
    g_autoptr(GHashTable) found = g_hash_table_new(g_str_hash, g_str_equal);
    Search s = {.l = l, .seen = seen, .found = found};
    uint64_t *rules = ARENA_NEW_N(l->arena, uint64_t, l->words);

    all_rules(l, rules);
    s.chosen = ARENA_NEW_N(l->arena, size_t, l->n_dims);
    s.rest = ARENA_NEW_N(l->arena, uint64_t, (l->n_dims + 1) * l->words);
    memcpy(s.rest + l->n_dims * l->words, rules, l->words * sizeof(uint64_t));
    for (size_t d = l->n_dims; d-- > 0;) {
        s.chosen[d] = SIZE_MAX;
        for (size_t w = 0; w < l->words; w++)
            s.rest[d * l->words + w] = s.rest[(d + 1) * l->words + w] & l->dims[d].full[w];
    }
    split(&s, 0, rules);
    return s.n_boxes <= DMN_LINT_MAX_BOXES;
}

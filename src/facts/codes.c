/* Open addressing with linear probing, at most half full. */
#include "facts/codes.h"

#include <string.h>

#include "base/arena.h"

enum { FIRST_SLOTS = 1024 };

typedef struct Code {
    const char *text;
    size_t len;
    uint64_t hash;
    int64_t id;
} Code;

struct CodeTable {
    Arena *arena;    /* owned: texts */
    GArray *codes;   /* Code */
    uint32_t *slots; /* index + 1, 0 = free */
    size_t n_slots;  /* a power of two */
    int64_t last;    /* index found last: rows of one account often follow each other */
};

/* FNV-1a, then mixed so that the low bits depend on all. */
static uint64_t hash_text(const char *text, size_t len)
{
    uint64_t h = UINT64_C(1469598103934665603);

    for (size_t i = 0; i < len; i++)
        h = (h ^ (unsigned char)text[i]) * UINT64_C(1099511628211);
    return h ^ (h >> 29);
}

CodeTable *codes_new(void)
{
    CodeTable *t = g_new0(CodeTable, 1);

    t->arena = arena_new(0);
    t->codes = g_array_new(FALSE, FALSE, sizeof(Code));
    t->n_slots = FIRST_SLOTS;
    t->slots = g_new0(uint32_t, t->n_slots);
    t->last = -1;
    return t;
}

void codes_free(CodeTable *t)
{
    if (!t)
        return;
    arena_free(t->arena);
    g_array_unref(t->codes);
    g_free(t->slots);
    g_free(t);
}

static const Code *code_at(const CodeTable *t, int64_t index)
{
    return &g_array_index(t->codes, Code, (guint)index);
}

static bool is_code(const Code *c, uint64_t hash, const char *code, size_t len)
{
    return c->hash == hash && c->len == len && memcmp(c->text, code, len) == 0;
}

int64_t codes_find(CodeTable *t, const char *code, size_t len)
{
    uint64_t hash = hash_text(code, len);

    if (t->last >= 0 && is_code(code_at(t, t->last), hash, code, len))
        return t->last;
    for (size_t i = hash & (t->n_slots - 1); t->slots[i]; i = (i + 1) & (t->n_slots - 1)) {
        int64_t index = (int64_t)t->slots[i] - 1;
        if (is_code(code_at(t, index), hash, code, len)) {
            t->last = index;
            return index;
        }
    }
    return -1;
}

static void put_slot(CodeTable *t, uint64_t hash, uint32_t index)
{
    size_t i = hash & (t->n_slots - 1);

    while (t->slots[i])
        i = (i + 1) & (t->n_slots - 1);
    t->slots[i] = index + 1;
}

static void grow_codes(CodeTable *t)
{
    g_free(t->slots);
    t->n_slots *= 2;
    t->slots = g_new0(uint32_t, t->n_slots);
    for (guint i = 0; i < t->codes->len; i++)
        put_slot(t, code_at(t, i)->hash, i);
}

int64_t codes_add(CodeTable *t, const char *code, size_t len, int64_t id)
{
    Code c = {arena_strndup(t->arena, code, len), len, hash_text(code, len), id};

    if (2 * (size_t)(t->codes->len + 1) > t->n_slots)
        grow_codes(t);
    put_slot(t, c.hash, t->codes->len);
    g_array_append_val(t->codes, c);
    return (int64_t)t->codes->len - 1;
}

size_t codes_n(const CodeTable *t)
{
    return t->codes->len;
}

int64_t codes_id(const CodeTable *t, int64_t index)
{
    return code_at(t, index)->id;
}

const char *codes_text(const CodeTable *t, int64_t index)
{
    return code_at(t, index)->text;
}

/* ---- pairs seen ------------------------------------------------------------------------------ */

typedef struct Seen {
    int64_t a, b;
    uint32_t line; /* 0 = free */
} Seen;

struct SeenTable {
    Seen *slots;
    size_t n_slots, n;
};

SeenTable *seen_new(void)
{
    SeenTable *t = g_new0(SeenTable, 1);

    t->n_slots = FIRST_SLOTS;
    t->slots = g_new0(Seen, t->n_slots);
    return t;
}

void seen_free(SeenTable *t)
{
    if (!t)
        return;
    g_free(t->slots);
    g_free(t);
}

static Seen *seen_slot(const SeenTable *t, int64_t a, int64_t b)
{
    uint64_t h = (uint64_t)a * UINT64_C(0x9E3779B97F4A7C15) ^ (uint64_t)b;
    size_t i;

    h *= UINT64_C(0xD6E8FEB86659FD93);
    i = (h ^ (h >> 32)) & (t->n_slots - 1);
    while (t->slots[i].line && (t->slots[i].a != a || t->slots[i].b != b))
        i = (i + 1) & (t->n_slots - 1);
    return &t->slots[i];
}

static void grow_seen(SeenTable *t)
{
    Seen *old = t->slots;
    size_t n_old = t->n_slots;

    t->n_slots *= 2;
    t->slots = g_new0(Seen, t->n_slots);
    for (size_t i = 0; i < n_old; i++)
        if (old[i].line)
            *seen_slot(t, old[i].a, old[i].b) = old[i];
    g_free(old);
}

uint32_t seen_add(SeenTable *t, int64_t a, int64_t b, uint32_t line)
{
    Seen *slot;

    if (2 * (t->n + 1) > t->n_slots)
        grow_seen(t);
    slot = seen_slot(t, a, b);
    if (slot->line)
        return slot->line;
    *slot = (Seen){a, b, line};
    t->n++;
    return 0;
}

#include "base/arena.h"

#include <stdarg.h>
#include <string.h>

enum {
    ARENA_FIRST_BLOCK = 16 * 1024,
    ARENA_MAX_BLOCK = 4 * 1024 * 1024,
    ARENA_ALIGN = 16,
};

typedef struct Block Block;
struct Block {
    Block *prev; /* owned */
    size_t size; /* of data */
    size_t used;
    size_t pad; /* keeps data aligned to 16 bytes */
    unsigned char data[];
};

struct Arena {
    Block *last; /* owned */
    size_t cap;  /* 0 = none */
    size_t used;
    bool full;
};

static Block *block_new(size_t size, Block *prev)
{
    Block *b = g_try_malloc(sizeof(Block) + size);

    if (!b)
        return NULL;
    b->prev = prev;
    b->size = size;
    b->used = 0;
    return b;
}

Arena *arena_new(size_t cap)
{
    Arena *arena = g_new0(Arena, 1);

    arena->cap = cap;
    return arena;
}

static void free_blocks(Block *b)
{
    while (b) {
        Block *prev = b->prev;
        g_free(b);
        b = prev;
    }
}

void arena_free(Arena *arena)
{
    if (!arena)
        return;
    free_blocks(arena->last);
    g_free(arena);
}

void arena_reset(Arena *arena)
{
    Block *b = arena->last;

    if (b) {
        free_blocks(b->prev);
        b->prev = NULL;
        b->used = 0;
    }
    arena->used = 0;
    arena->full = false;
}

static void *take(Arena *arena, size_t size)
{
    size_t need = (size + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1);
    Block *b = arena->last;
    void *p;

    if (need < size)
        return NULL;
    if (!b || b->size - b->used < need) {
        size_t grow = b ? MIN(b->size * 2, (size_t)ARENA_MAX_BLOCK) : (size_t)ARENA_FIRST_BLOCK;
        b = block_new(MAX(grow, need), arena->last);
        if (!b)
            return NULL;
        arena->last = b;
    }
    p = b->data + b->used;
    b->used += need;
    arena->used += need;
    memset(p, 0, need);
    return p;
}

void *arena_try_alloc(Arena *arena, size_t size)
{
    void *p;

    if (arena->cap && (size > arena->cap || arena->used > arena->cap - size)) {
        arena->full = true;
        return NULL;
    }
    p = take(arena, size);
    if (!p)
        arena->full = true;
    return p;
}

void *arena_alloc(Arena *arena, size_t size)
{
    void *p = take(arena, size);

    if (!p)
        g_error("out of memory: %zu bytes", size);
    if (arena->cap && arena->used > arena->cap)
        arena->full = true;
    return p;
}

void *arena_alloc_n(Arena *arena, size_t n, size_t size)
{
    size_t total;

    if (__builtin_mul_overflow(n, size, &total))
        g_error("arena: %zu elements of %zu bytes overflow", n, size);
    return arena_alloc(arena, total);
}

char *arena_strndup(Arena *arena, const char *text, size_t len)
{
    char *copy = arena_alloc(arena, len + 1);

    if (len)
        memcpy(copy, text, len);
    copy[len] = '\0';
    return copy;
}

char *arena_strdup(Arena *arena, const char *text)
{
    return arena_strndup(arena, text, strlen(text));
}

char *arena_printf(Arena *arena, const char *fmt, ...)
{
    va_list args;
    g_autofree char *text = NULL;

    va_start(args, fmt);
    text = g_strdup_vprintf(fmt, args);
    va_end(args);
    return arena_strdup(arena, text);
}

size_t arena_used(const Arena *arena)
{
    return arena->used;
}

bool arena_is_full(const Arena *arena)
{
    return arena->full;
}

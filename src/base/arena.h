/* arena.h - memory by lifetime: many allocations, one free.
 *
 * An Arena belongs to one thread. Allocations are 16-byte aligned, zeroed and never fail for small
 * sizes (GLib aborts); sizes that come from input go through arena_try_alloc. The cap is a limit
 * on the sum of what is handed out: past it arena_try_alloc returns NULL and arena_is_full()
 * is true; arena_alloc goes on (so that diagnostics can still be built), callers check.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct Arena Arena;

/* `cap` bytes at most, 0 = no cap. Returns: (owned). */
Arena *arena_new(size_t cap);
void arena_free(Arena *arena);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Arena, arena_free)

/* Forgets everything handed out, keeps the first block for reuse. */
void arena_reset(Arena *arena);

/* `size` zeroed bytes, borrowed from the arena; size 0 gives a valid pointer. */
void *arena_alloc(Arena *arena, size_t size);

/* As arena_alloc, but NULL when the cap would be passed or memory is out. */
void *arena_try_alloc(Arena *arena, size_t size);

/* n elements of `size` bytes; aborts on overflow of the product (a caller's bug: bound n first). */
void *arena_alloc_n(Arena *arena, size_t n, size_t size);

#define ARENA_NEW(arena, Type)      ((Type *)arena_alloc((arena), sizeof(Type)))
#define ARENA_NEW_N(arena, Type, n) ((Type *)arena_alloc_n((arena), (n), sizeof(Type)))

/* NUL-terminated copy of text[0..len). */
char *arena_strndup(Arena *arena, const char *text, size_t len);
char *arena_strdup(Arena *arena, const char *text);
char *arena_printf(Arena *arena, const char *fmt, ...) G_GNUC_PRINTF(2, 3);

/* Bytes handed out since creation or the last reset. */
size_t arena_used(const Arena *arena);
bool arena_is_full(const Arena *arena);

/* codes.h - two hash tables for streams of millions of rows, without an allocation per row.
 * Private to facts/. One thread owns one.
 *
 * CodeTable  code of a thing -> its number in the store and a dense index (0 … n-1, in order of
 *            adding) for arrays beside it
 * SeenTable  two integers -> the line of the file where they came first
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct CodeTable CodeTable;

CodeTable *codes_new(void);
void codes_free(CodeTable *codes);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CodeTable, codes_free)

/* Index of a code, -1 if it is not there. `code` ends with NUL at code[len]. */
int64_t codes_find(CodeTable *codes, const char *code, size_t len);
/* Adds a code that is not there; the text is copied. Returns its index. */
int64_t codes_add(CodeTable *codes, const char *code, size_t len, int64_t id);
size_t codes_n(const CodeTable *codes);
int64_t codes_id(const CodeTable *codes, int64_t index);
const char *codes_text(const CodeTable *codes, int64_t index); /* lives as long as the table */

typedef struct SeenTable SeenTable;

SeenTable *seen_new(void);
void seen_free(SeenTable *seen);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SeenTable, seen_free)

/* Notes (a, b) with `line` (> 0). Returns 0, or the line noted before (which stays). */
uint32_t seen_add(SeenTable *seen, int64_t a, int64_t b, uint32_t line);

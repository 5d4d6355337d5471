/* source.h - texts with positions before they mean anything: characters that are refused, line
 * ends, parts and words of a SrcText. Private to regulation/.
 */
#pragma once

#include "base/arena.h"
#include "base/diag.h"

/* A copy without a BOM at its start and with CRLF and CR as LF, so that no reader meets them.
 * Returns: (borrowed from arena) NUL-terminated, *out_len bytes. */
char *source_normalize(Arena *arena, const char *text, size_t len, size_t *out_len);

/* True if the text is UTF-8 and holds no character that shows as nothing or as something else:
 * controls (but tab and line feed), line separators, invisible and direction-changing characters.
 * Else one finding with the code `code`. Lines after the first begin at column `indent`. */
bool source_check(
    const char *text, size_t len, SrcPos start, uint32_t indent, const char *code, Diags *diags);

/* Bytes of the blank (space, tab, line feed, ideographic space)
 * that `text` begins with, 0 = none. */
size_t source_blank(const char *text, size_t len);

/* src.text[from … to) without the blanks around it, NUL-terminated in `arena`, where it stands. */
SrcText src_part(Arena *arena, const SrcText *src, size_t from, size_t to);

/* Words of a text, parted by blanks. */
typedef struct SrcWords {
    const SrcText *src; /* borrowed */
    size_t at;          /* byte after the last word */
} SrcWords;

/* The next word; false (and *out the empty text at the end) when there is none. */
bool src_next_word(Arena *arena, SrcWords *words, SrcText *out);
/* What is left, trimmed. */
SrcText src_rest(Arena *arena, const SrcWords *words);

static inline SrcPos src_end(const SrcText *src)
{
    return src_text_pos(src, src->len);
}

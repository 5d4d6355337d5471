/* cite.h - the number of an article, from its heading. Private to regulation/. */
#pragma once

#include "base/arena.h"

typedef struct Cite {
    const char *number; /* numbering tokens in front: "第二十一条 (二) 2"; "" = none */
    const char *title;  /* the rest */
} Cite;

/* Splits a heading. Full-width brackets in the number become ASCII, marks after it (`、 . :`) go. */
Cite cite_split(Arena *arena, const char *heading);

/* An article as its heading and the headings above it make it. */
typedef struct CiteAbove {
    const char *own;  /* number, or the whole heading if it has none */
    const char *full; /* as cited */
    bool numbered;
    int level;
} CiteAbove;

/* The full citation of a heading of `level` below `above` (innermost first, n of them): its number
 * after that of the nearest heading above. An article 第…条 and a § are cited alone (but after an
 * annex that numbers its own), `4.2` replaces a `4` above it, and a document's title (level 1
 * without a number) is not cited. */
const char *cite_full(Arena *arena, const CiteAbove *above, size_t n, const char *own);

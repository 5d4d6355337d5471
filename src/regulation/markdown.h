/* markdown.h - a Markdown text as a flat list of what a regulation is made of. Private to
 * regulation/. markdown.c is the only file that sees cmark-gfm.
 *
 * cmark finds the blocks; the texts of fences and table cells are taken from the lines themselves,
 * so that every character is found where the file has it.
 */
#pragma once

#include "base/arena.h"
#include "base/diag.h"

enum {
    MD_MAX_COLUMNS = 256,
    MD_MAX_CELLS = 200000,
    MD_MAX_BARS = 1024,   /* `|` in one line, of a table or not */
    MD_MAX_IMAGES = 1000, /* `![`: many unclosed ones make cmark's time quadratic */
};

typedef enum MdKind {
    MD_HEADING,
    MD_PROSE, /* a paragraph, list, quotation … as plain text */
    MD_FENCE, /* a fenced code block */
    MD_SPAN,  /* a paragraph of exactly one code span */
    MD_TABLE,
} MdKind;

typedef struct MdRow {
    SrcPos pos;
    SrcText *cells; /* as written, trimmed; `\|` is |; `…` around a whole cell is taken off */
    size_t n_cells; /* at most MD_MAX_COLUMNS + 1: more are not read */
} MdRow;

typedef struct MdItem {
    MdKind kind;
    SrcPos pos;
    int level;     /* HEADING: 1 … 6 */
    SrcText text;  /* HEADING, PROSE: plain text; FENCE: info string; SPAN: the code */
    SrcText body;  /* FENCE: its lines, the last line break included; start = first line */
    bool closed;   /* FENCE: has its closing line */
    bool nested;   /* FENCE, SPAN: indented, or inside a list or quotation (text is also prose) */
    MdRow *rows;   /* TABLE: the header, then the body; the line of dashes is left out */
    size_t n_rows; /* TABLE: >= 1 */
} MdItem;

/* Reads a text that source_normalize made and source_check passed; text[0] is in line `start`,
 * column 1. *out is an array in `arena`. False after an error that leaves nothing to read: codes
 * regulation.table-too-wide, regulation.table-too-large, regulation.images. */
bool md_read(Arena *arena,
             const char *text,
             size_t len,
             SrcPos start,
             Diags *diags,
             MdItem **out,
             size_t *out_n);

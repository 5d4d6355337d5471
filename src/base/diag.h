/* diag.h - findings about a text that people wrote (a regulation, an expression, a CSV): all of
 * them, with positions, in the reader's language.
 *
 * A finding prints as `file:line:column: severity: text`, then indented lines for what was seen,
 * what was expected and a hint. Whoever reads a text goes on after a finding where it can.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/* A place in a file. Lines and columns count from 1; columns count code points. file NULL = no
 * file; line 0 = the whole file. `file` is borrowed: the text's owner outlives it. */
typedef struct SrcPos {
    const char *file;
    uint32_t line;
    uint32_t column;
} SrcPos;

/* A piece of text inside a file: an expression in a YAML scalar, a table cell. All borrowed.
 *   start      where text[0] stands
 *   indent     column at which the second and later lines of `text` start in the file (block
 *              scalars are indented); 0 = 1
 */
typedef struct SrcText {
    const char *text;
    size_t len; /* bytes, UTF-8 */
    SrcPos start;
    uint32_t indent;
} SrcText;

/* The position of byte `offset` (0 … len) of `src`. */
SrcPos src_text_pos(const SrcText *src, size_t offset);

typedef enum DiagSeverity { DIAG_ERROR, DIAG_WARNING, DIAG_NOTE } DiagSeverity;

typedef struct Diag {
    DiagSeverity severity;
    const char *code; /* literal token "area.problem", for machines and tests */
    SrcPos pos;       /* its file is a copy: the text may be gone before its findings */
    char *message;    /* owned, in the language of the Diags */
    char *seen;       /* owned or NULL */
    char *expected;   /* owned or NULL */
    char *hint;       /* owned or NULL */
} Diag;

typedef struct Diags Diags;

enum { DIAGS_MAX = 200 }; /* what comes after is counted, not kept */

Diags *diags_new(Lang lang);
void diags_free(Diags *diags);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Diags, diags_free)

Lang diags_lang(const Diags *diags);

/* Adds a finding. `fmt` is an English literal (see text.h). `diags` may be NULL: then nothing is
 * kept. */
void diag_add(
    Diags *diags, DiagSeverity severity, const char *code, SrcPos pos, const char *fmt, ...)
    G_GNUC_PRINTF(5, 6);

/* Say more about the finding added last (no effect if it was not kept or `diags` is NULL). */
void diag_seen(Diags *diags, const char *fmt, ...) G_GNUC_PRINTF(2, 3);
void diag_expected(Diags *diags, const char *fmt, ...) G_GNUC_PRINTF(2, 3);
void diag_hint(Diags *diags, const char *fmt, ...) G_GNUC_PRINTF(2, 3);

size_t diags_n_errors(const Diags *diags);
/* How many of a severity were added, those not kept among them. */
size_t diags_n_of(const Diags *diags, DiagSeverity severity);
size_t diags_n(const Diags *diags); /* kept */
const Diag *diags_get(const Diags *diags, size_t i);
bool diags_has(const Diags *diags, const char *code);

/* Orders the findings by file, line, column (stable). */
void diags_sort(Diags *diags);

/* The finding as text, lines ended by '\n'. Returns: (owned). */
char *diag_format(const Diag *diag, Lang lang);

/* All findings, one after the other; then, if some were not kept, a line that says how many.
 * Returns: (owned). */
char *diags_format(const Diags *diags);

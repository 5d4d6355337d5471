/* yaml.h - YAML as a tree with positions, built from libyaml's events under limits (size, nesting;
 * aliases, anchors, tags, directives and several documents are refused).
 *
 * Scalars stay text. All lives in the arena given. The only file that sees libyaml is yaml.c.
 */
#pragma once

#include "base/arena.h"
#include "base/diag.h"

enum { YAML_MAX_NESTING = 16 };

typedef enum YamlKind { YAML_SCALAR, YAML_LIST, YAML_MAP } YamlKind;

typedef struct YamlNode YamlNode;
struct YamlNode {
    YamlKind kind;
    SrcText src;      /* SCALAR: its text (after quotes and folding, without the line break at the
                       * end of a block scalar) and where its first character stands; LIST, MAP:
                       * text NULL, start only */
    SrcText raw;      /* SCALAR: the same with line breaks kept, so that each character stands where
                       * the file has it: for expressions. text NULL if a quoted scalar holds
                       * escapes. */
    bool quoted;      /* SCALAR in quotes */
    bool block;       /* SCALAR after | or > */
    size_t n;         /* LIST: items; MAP: pairs */
    YamlNode **items; /* LIST: items; MAP: values */
    YamlNode **keys;  /* MAP: keys (always scalars) */
};

/* Parses `text` that stands in `file` with text[0] at `start` (each further line begins at column
 * `indent`). CRLF is a line break, a leading BOM is skipped; an empty text is an empty scalar.
 * NULL after an error (in diags): codes yaml.too-large, yaml.too-deep, yaml.alias, yaml.tag,
 * yaml.syntax, yaml.duplicate-key, yaml.documents, yaml.encoding. */
YamlNode *yaml_parse(Arena *arena,
                     const char *text,
                     size_t len,
                     SrcPos start,
                     uint32_t indent,
                     size_t max_size,
                     Diags *diags);
/* Value of a key of a MAP, or NULL. */
YamlNode *yaml_get(const YamlNode *map, const char *key);
/* The text of a scalar, NUL-terminated; NULL if node is NULL or no scalar. */
const char *yaml_text(const YamlNode *node);

/* read.h - from Markdown to an unchecked regulation. Private to regulation/.
 *
 * Reads structure only: articles, blocks, their keys, expressions as texts with positions. Names
 * are not resolved, expressions not parsed (RegExpr.node NULL), tables hold texts (tests and
 * outputs NULL, test_srcs and output_srcs set), RegName pointers are NULL.
 */
#pragma once

#include "regulation/model.h"

/* Further limits: markdown.h (tables), yaml.h (nesting). */
enum {
    REG_MAX_FILE = 1024 * 1024,
    REG_MAX_YAML_BLOCK = 64 * 1024,
    REG_MAX_YAML_CASES = 1024 * 1024,
    REG_MAX_ARTICLES = 20000,
    REG_MAX_BLOCKS = 5000,
    REG_MAX_CITE = 100,      /* code points of a heading that are cited when it has no number */
    REG_MAX_HEAD = 4096,     /* bytes of the first line of a block */
    REG_MAX_NAME = 200,      /* bytes */
    REG_MAX_LIST = 1000,     /* items of a list inside a text */
    REG_MAX_CONDITIONS = 50, /* `for` of scopes that hold for one block */
};

/* Returns: (owned) what could be read, even after errors (they are in `diags`); NULL if nothing
 * could (too large, not UTF-8, no front matter). */
Regulation *reg_read(const char *text, size_t len, const char *file, Diags *diags);

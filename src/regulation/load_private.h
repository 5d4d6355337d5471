/* load_private.h - files of regulations. Private to regulation/. */
#pragma once

#include <glib.h>
#include <stddef.h>

/* The bytes of a regulation's file. Returns: (owned); NULL + ERR_NOT_FOUND "regulation.no-file",
 * ERR_LIMIT "regulation.too-large", ERR_UNAVAILABLE "regulation.unreadable". */
char *reg_file_read(const char *path, size_t *out_len, GError **error);

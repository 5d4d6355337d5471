/* table.h - rows of texts as a table for people: columns aligned, Chinese characters two wide. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>

typedef struct TextTable TextTable;

/* `header`: n_columns texts, copied. `right[c]`: align column c right (figures).
 * Returns: (owned). */
TextTable *text_table_new(size_t n_columns, const char *const *header, const bool *right);
void text_table_free(TextTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TextTable, text_table_free)

/* Adds a row of n_columns texts, copied. */
void text_table_add(TextTable *table, const char *const *cells);
void text_table_print(const TextTable *table, FILE *out);

/* Columns that `text` takes on a terminal. */
size_t text_width(const char *text);

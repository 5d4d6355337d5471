#include "cli/table.h"

struct TextTable {
    size_t n_columns;
    bool *right;
    GPtrArray *rows; /* owned char*[n_columns], the header first */
};

static void free_row(gpointer row)
{
    g_strfreev(row);
}

TextTable *text_table_new(size_t n_columns, const char *const *header, const bool *right)
{
    TextTable *table = g_new0(TextTable, 1);

    table->n_columns = n_columns;
    table->right = g_memdup2(right, n_columns * sizeof *right);
    table->rows = g_ptr_array_new_with_free_func(free_row);
    text_table_add(table, header);
    return table;
}

void text_table_free(TextTable *table)
{
    if (!table)
        return;
    g_ptr_array_unref(table->rows);
    g_free(table->right);
    g_free(table);
}

void text_table_add(TextTable *table, const char *const *cells)
{
    char **row = g_new0(char *, table->n_columns + 1);

    for (size_t c = 0; c < table->n_columns; c++)
        row[c] = g_strdup(cells[c]);
    g_ptr_array_add(table->rows, row);
}

size_t text_width(const char *text)
{
    size_t width = 0;

    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (!g_unichar_iszerowidth(c))
            width += g_unichar_iswide(c) ? 2 : 1;
    }
    return width;
}

static size_t column_width(const TextTable *table, size_t c)
{
    size_t width = 0;

    for (guint r = 0; r < table->rows->len; r++) {
        char **row = g_ptr_array_index(table->rows, r);
        width = MAX(width, text_width(row[c]));
    }
    return width;
}

static void print_cell(FILE *out, const char *text, size_t width, bool right, bool last)
{
    int pad = (int)(width - text_width(text));

    if (right)
        fprintf(out, "%*s%s", pad, "", text);
    else
        fprintf(out, "%s%*s", text, last ? 0 : pad, "");
    fputs(last ? "\n" : "  ", out);
}

void text_table_print(const TextTable *table, FILE *out)
{
    g_autofree size_t *widths = g_new0(size_t, table->n_columns);

    for (size_t c = 0; c < table->n_columns; c++)
        widths[c] = column_width(table, c);
    for (guint r = 0; r < table->rows->len; r++) {
        char **row = g_ptr_array_index(table->rows, r);
        for (size_t c = 0; c < table->n_columns; c++)
            print_cell(out, row[c], widths[c], table->right[c], c + 1 == table->n_columns);
    }
}

/* fuzz_map.c - mapping files of imports: whatever passes is whole. Input: the file. */
#include <glib.h>

#include "facts/map.h"
#include "fuzz.h"
#include "fuzz_file.h"

static void check_test(const MapTest *test)
{
    g_assert_true(g_utf8_validate(test->column, -1, NULL));
    g_assert_cmpuint(test->n_texts, >, 0);
    for (size_t i = 0; i < test->n_texts; i++)
        g_assert_true(g_utf8_validate(test->texts[i], -1, NULL));
}

static void check_column(const FactsMap *map, const MapColumn *column)
{
    g_assert_true(map_column(map, column->field) == column);
    g_assert_true((column->from != NULL) != (column->constant != NULL));
    for (size_t i = 0; i < column->n_values; i++) {
        g_assert_nonnull(column->values_in[i]);
        g_assert_nonnull(column->values_out[i]);
    }
    g_assert_cmpint(column->decimal, !=, 0);
    g_assert_cmpint(column->decimal, !=, column->thousands);
    if (column->has_negative)
        check_test(&column->negative);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(Diags) diags = diags_new(LANG_ZH);
    g_autoptr(GError) error = NULL;
    FuzzFile file;
    const FactsMap *map;

    fuzz_file_open(&file, data, size);
    map = map_read(arena, file.path, diags, &error);
    g_assert_true((map == NULL) == (error != NULL));
    g_assert_true((map == NULL) == (diags_n_errors(diags) > 0));
    for (size_t i = 0; map && i < map->n_columns; i++)
        check_column(map, &map->columns[i]);
    for (size_t i = 0; map && i < map->n_only; i++)
        check_test(&map->only[i]);
    if (map) {
        g_assert_cmpuint(map->n_columns, >, 0);
        g_assert_true(g_ascii_isprint(map->delimiter) || map->delimiter == '\t');
        g_assert_cmpint(map->delimiter, !=, '"');
    }
    fuzz_file_close(&file);
    return 0;
}

/* fuzz_csv.c - reading CSV. Input: a line that says how to read (its first character is the
 * delimiter; `gb18030` behind it is the encoding), then the file.
 *
 * Every field is text in its place; what was read, written with quotes, is read again the same. */
#include <glib.h>

#include "documents/csv.h"
#include "fuzz.h"
#include "fuzz_file.h"

/* `line`: that of the last field before; a record begins in a line of its own. */
static void check_fields(const CsvField *fields, size_t n, uint32_t *line)
{
    g_assert_cmpuint(fields[0].line, >, *line);
    g_assert_cmpuint(n, >=, 1);
    g_assert_cmpuint(n, <=, CSV_MAX_COLUMNS);
    for (size_t i = 0; i < n; i++) {
        g_assert_cmpuint(strlen(fields[i].text), ==, fields[i].len);
        g_assert_cmpuint(fields[i].len, <=, CSV_MAX_FIELD);
        g_assert_true(g_utf8_validate(fields[i].text, -1, NULL));
        g_assert_cmpuint(fields[i].line, >=, *line);
        g_assert_cmpuint(fields[i].column, >=, 1);
        *line = fields[i].line;
    }
}

static void write_quoted(GString *out, const CsvField *fields, size_t n, char delimiter)
{
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            g_string_append_c(out, delimiter);
        g_string_append_c(out, '"');
        for (const char *p = fields[i].text; *p; p++) {
            if (*p == '"')
                g_string_append_c(out, '"');
            g_string_append_c(out, *p);
        }
        g_string_append_c(out, '"');
    }
    g_string_append_c(out, '\n');
}

/* Reads all; what was read before an error, too, goes to `out` with quotes. True if all is well. */
static bool read_all(const char *path, CsvEncoding encoding, char delimiter, GString *out)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GError) again = NULL;
    g_autoptr(CsvReader) reader = csv_open(path, encoding, delimiter, &error);
    const CsvField *fields;
    uint32_t line = 0;
    size_t n;
    int rc;

    g_assert_no_error(error);
    while ((rc = csv_read(reader, &fields, &n, &error)) == 1) {
        check_fields(fields, n, &line);
        write_quoted(out, fields, n, delimiter);
    }
    g_assert_true((rc < 0) == (error != NULL));
    if (rc < 0) {
        g_assert_true(g_utf8_validate(error->message, -1, NULL));
        g_assert_cmpint(csv_read(reader, &fields, &n, &again), ==, -1);
        g_assert_nonnull(again);
        return false;
    }
    g_assert_cmpint(csv_read(reader, &fields, &n, &again), ==, 0);
    g_assert_cmpint(csv_bytes_read(reader), ==, csv_size(reader));
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(GString) first = g_string_new(NULL);
    g_autoptr(GString) second = g_string_new(NULL);
    FuzzText head;
    FuzzFile file;
    const char *end = (const char *)data + size;

    fuzz_lines(data, size, &head, 1);
    if (head.len < 1 || (signed char)head.text[0] <= ' ' || head.text[0] == '"')
        return 0; /* no delimiter */
    char delimiter = head.text[0];
    bool gb18030 = memmem(head.text, (size_t)head.len, "gb18030", 7) != NULL;
    const char *text = MIN(head.text + head.len + 1, end);

    fuzz_file_open(&file, text, (size_t)(end - text));
    read_all(file.path, gb18030 ? CSV_GB18030 : CSV_UTF8, delimiter, first);
    fuzz_file_close(&file);

    fuzz_file_open(&file, first->str, first->len);
    g_assert_true(read_all(file.path, CSV_UTF8, delimiter, second));
    fuzz_file_close(&file);
    g_assert_true(g_string_equal(first, second));
    return 0;
}

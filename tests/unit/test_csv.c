/* test_csv.c - records, quoting, encodings, limits, and the exact message of each fault. */
#include "documents/csv.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static char *dir;

static char *write_file(const void *bytes, gssize len)
{
    char *path = g_build_filename(dir, "t.csv", NULL);

    g_assert_true(g_file_set_contents(path, bytes, len, NULL));
    return path;
}

/* All records as text: fields joined by '|', records by newline; then the error, if any. */
static char *read_all(const void *bytes, gssize len, CsvEncoding encoding, char delimiter)
{
    g_autofree char *path = write_file(bytes, len);
    g_autoptr(GError) error = NULL;
    g_autoptr(CsvReader) r = csv_open(path, encoding, delimiter, &error);
    GString *out = g_string_new(NULL);
    const CsvField *fields;
    size_t n;
    int rc;

    g_assert_no_error(error);
    while ((rc = csv_read(r, &fields, &n, &error)) == 1) {
        for (size_t i = 0; i < n; i++) {
            g_assert_cmpuint(strlen(fields[i].text), ==, fields[i].len);
            g_string_append_printf(out, "%s%s", i ? "|" : "", fields[i].text);
        }
        g_string_append_c(out, '\n');
    }
    if (rc < 0) {
        g_string_append_printf(out, "%s: %s", err_reason(error), error->message);
        g_assert_cmpint(csv_read(r, &fields, &n, NULL), ==, -1); /* stays failed */
    }
    return g_string_free(out, FALSE);
}

typedef struct Case {
    const char *name, *input, *expected;
} Case;

static const Case cases[] = {
    {"plain",            "a,b\n1,2\n",                   "a|b\n1|2\n"                                                },
    {"no-last-newline",  "a,b\n1,2",                     "a|b\n1|2\n"                                                },
    {"crlf",             "a,b\r\n1,\r\n",                "a|b\n1|\n"                                                 },
    {"bom",
     "\xEF\xBB\xBF"
     "a,b\n",                                            "a|b\n"                                                     },
    {"quoted",           "\"a,1\",\"b\"\"c\"\n",         "a,1|b\"c\n"                                                },
    {"quoted-newline",   "\"a\nb\",c\n",                 "a\nb|c\n"                                                  },
    {"empty-lines",      "\n\na\n\nb\n\n",               "a\nb\n"                                                    },
    {"empty-file",       "",                             ""                                                          },
    {"empty-fields",     ",,\n",                         "||\n"                                                      },
    {"chinese",          "姓名,余额\n张三,1.00\n", "姓名|余额\n张三|1.00\n"                              },
    {"carriage-return",  "a\rb,c\n",                     "a\rb|c\n"                                                  },
    {"truncated",        "a,\"b\nc",                     "csv.truncated: line 2: the file ends inside a quoted field"},
    {"text-after-quote", "a\n\"b\"c,d\n",
     "a\ncsv.quote: line 2, column 4: text after a closing quote; expected the delimiter ',' or "
     "the "
     "end of the line"                                                                                               },
    {"cr-after-quote",   "\"a\"\rb\n",
     "csv.quote: line 1, column 4: text after a closing quote; expected the delimiter ',' or the "
     "end of the line"                                                                                               },
    {"cr-at-end",        "\"a\"\r",
     "csv.quote: line 1, column 4: text after a closing quote; expected the delimiter ',' or the "
     "end of the line"                                                                                               },
    {"quoted-crlf",      "\"a\r\nb\"\r\n\"c\"\r\n",      "a\r\nb\nc\n"                                               },
    {"quote-inside",     "甲b\"c,d\n",
     "csv.quote: line 1, column 3: a quote inside a field that does not begin with one"                              },
    {"not-utf-8",        "a\n\xD5\xC5\xC8\xFD,1\n",
     "csv.encoding: line 2: the bytes are not UTF-8; if the file is GB18030, declare it (encoding: "
     "gb18030)"                                                                                                      },
};

static void test_case(gconstpointer data)
{
    const Case *c = data;
    g_autofree char *got = read_all(c->input, (gssize)strlen(c->input), CSV_UTF8, ',');

    g_assert_cmpstr(got, ==, c->expected);
}

static void test_gb18030(void)
{
    g_autofree char *good = read_all("\xD5\xC5\xC8\xFD;1\n", 7, CSV_GB18030, ';');
    g_autofree char *cut = read_all("\xD5\xC5\xC8", 3, CSV_GB18030, ';');
    g_autofree char *empty = read_all("", 0, CSV_GB18030, ';');

    g_assert_cmpstr(good, ==, "张三|1\n");
    g_assert_cmpstr(empty, ==, "");
    g_assert_cmpstr(cut, ==, "csv.encoding: line 1: the bytes are not GB18030");
}

static void test_nul(void)
{
    g_autofree char *got = read_all("a\n\0b\n", 5, CSV_UTF8, ',');

    g_assert_cmpstr(got, ==, "csv.nul: line 2: a NUL byte; this is no text file");
}

static void test_too_many_columns(void)
{
    g_autofree char *commas = g_strnfill(CSV_MAX_COLUMNS, ',');
    g_autofree char *fits = g_strnfill(CSV_MAX_COLUMNS - 1, ',');
    g_autofree char *got = read_all(commas, -1, CSV_UTF8, ',');
    g_autofree char *ok = read_all(fits, -1, CSV_UTF8, ',');

    g_assert_cmpstr(got, ==, "csv.too-many-columns: line 1: more than 256 columns");
    g_assert_false(g_str_has_prefix(ok, "csv."));
}

static void test_field_too_long(void)
{
    g_autofree char *field = g_strnfill(CSV_MAX_FIELD + 1, 'x');
    g_autofree char *quoted = g_strconcat("\"", field, "\"\n", NULL);
    g_autofree char *plain = g_strconcat(field, "\n", NULL);
    g_autofree char *got_plain = read_all(plain, -1, CSV_UTF8, ',');
    g_autofree char *got_quoted = read_all(quoted, -1, CSV_UTF8, ',');

    g_assert_cmpstr(got_plain, ==,
                    "csv.field-too-long: line 1: a field is longer than 65536 bytes");
    g_assert_cmpstr(got_quoted, ==,
                    "csv.field-too-long: line 1: a field is longer than 65536 bytes");
}

static void test_missing_quote_in_a_big_file(void)
{
    GString *big = g_string_new("\"");

    for (int i = 0; i < 500000; i++)
        g_string_append(big, "1,2,3\n");
    g_autofree char *got = read_all(big->str, (gssize)big->len, CSV_UTF8, ',');
    g_assert_true(g_str_has_prefix(got, "csv.field-too-long: "));
    g_string_free(big, TRUE);
}

/* Many records across many blocks, with quoted newlines: every record comes out, lines count. */
static void test_blocks(void)
{
    GString *text = g_string_new(NULL);
    enum { N = 100000 };
    g_autoptr(GError) error = NULL;
    const CsvField *fields;
    size_t n;

    for (int i = 0; i < N; i++)
        g_string_append_printf(text, "%d,\"客户\n%d\"\n", i, i);
    g_autofree char *path = write_file(text->str, (gssize)text->len);
    g_autoptr(CsvReader) r = csv_open(path, CSV_UTF8, ',', &error);
    for (int i = 0; i < N; i++) {
        g_autofree char *want = g_strdup_printf("客户\n%d", i);
        g_assert_cmpint(csv_read(r, &fields, &n, &error), ==, 1);
        g_assert_cmpuint(n, ==, 2);
        g_assert_cmpuint(fields[1].line, ==, 2 * (uint32_t)i + 1);
        g_assert_cmpstr(fields[1].text, ==, want);
    }
    g_assert_cmpint(csv_read(r, &fields, &n, &error), ==, 0);
    g_assert_cmpint(csv_bytes_read(r), ==, (int64_t)text->len);
    g_assert_cmpint(csv_size(r), ==, (int64_t)text->len);
    g_autofree char *digest = csv_digest(r);
    g_autofree char *want = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text->str, -1);
    g_assert_cmpstr(digest, ==, want);
    g_string_free(text, TRUE);
}

static void test_no_file(void)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(csv_open("/nowhere/at/all.csv", CSV_UTF8, ',', &error));
    g_assert_cmpstr(err_reason(error), ==, "csv.no-file");
}

int main(int argc, char **argv)
{
    int rc;

    g_test_init(&argc, &argv, NULL);
    dir = g_dir_make_tmp("guanhu-csv-XXXXXX", NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/csv/", cases[i].name, NULL);
        g_test_add_data_func(path, &cases[i], test_case);
    }
    g_test_add_func("/csv/gb18030", test_gb18030);
    g_test_add_func("/csv/nul", test_nul);
    g_test_add_func("/csv/too-many-columns", test_too_many_columns);
    g_test_add_func("/csv/field-too-long", test_field_too_long);
    g_test_add_func("/csv/missing-quote-in-a-big-file", test_missing_quote_in_a_big_file);
    g_test_add_func("/csv/blocks", test_blocks);
    g_test_add_func("/csv/no-file", test_no_file);
    rc = g_test_run();
    g_autofree char *file = g_build_filename(dir, "t.csv", NULL);
    g_remove(file);
    g_rmdir(dir);
    g_free(dir);
    return rc;
}

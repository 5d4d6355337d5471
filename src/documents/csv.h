/* csv.h - CSV files, streamed: one record at a time, whatever the size of the file.
 *
 * RFC 4180 with a chosen delimiter: fields in double quotes may hold delimiters, line ends and
 * doubled quotes; line ends are LF or CRLF. UTF-8 (a BOM is skipped) or, when declared, GB18030.
 * Memory stays at one record. One thread owns a reader.
 */
#pragma once

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

enum {
    CSV_MAX_COLUMNS = 256,
    CSV_MAX_FIELD = 64 * 1024, /* bytes, after decoding */
};

typedef enum CsvEncoding { CSV_UTF8, CSV_GB18030 } CsvEncoding;

typedef struct CsvReader CsvReader;

typedef struct CsvField {
    const char *text; /* NUL-terminated UTF-8 without NUL inside; until the next csv_read */
    size_t len;
    uint32_t line;   /* where it starts, from 1 */
    uint32_t column; /* code points, from 1; inside the quotes if quoted */
} CsvField;

/* Opens a file. ERR_NOT_FOUND "csv.no-file". `delimiter`: one ASCII character. Returns: (owned). */
CsvReader *csv_open(const char *path, CsvEncoding encoding, char delimiter, GError **error);
void csv_close(CsvReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CsvReader, csv_close)

/* Reads the next record: 1 a record, 0 the end, -1 an error whose message names line and column.
 * Empty lines are skipped. *out_fields borrowed until the next call. Errors (ERR_INVALID unless
 * said): "csv.encoding" (not valid in the declared encoding; hints at GB18030), "csv.nul",
 * "csv.quote" (text after a closing quote, or a quote inside an unquoted field), "csv.truncated"
 * (the file ends inside quotes), "csv.too-many-columns" and "csv.field-too-long" (ERR_LIMIT),
 * "csv.io" (ERR_UNAVAILABLE). After an error the reader only gives errors. */
int csv_read(CsvReader *reader, const CsvField **out_fields, size_t *out_n, GError **error);

/* Bytes read and size of the file (0 if unknown), for progress bars. */
int64_t csv_bytes_read(const CsvReader *reader);
int64_t csv_size(const CsvReader *reader);
/* SHA-256 of all bytes read so far, hexadecimal. Returns: (owned). */
char *csv_digest(const CsvReader *reader);

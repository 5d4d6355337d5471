/* csv.c - a record at a time from a block buffer.
 *
 *   file -> block (64 KiB) -> [GB18030 -> UTF-8] -> `text` (undecided bytes) -> record -> fields
 *
 * A record is parsed straight out of `text`; when it runs out in the middle of a record, more is
 * read behind it and the record is parsed again from its start. Records are short against the
 * block, so this second look is rare, and it keeps the parser free of half-read states.
 */
#include "documents/csv.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    BLOCK = 256 * 1024,
    MAX_RECORD = CSV_MAX_COLUMNS * (CSV_MAX_FIELD / 16), /* bytes of one record: 1 MiB */
};

struct CsvReader {
    int fd;
    char delimiter;
    GIConv conv;         /* (GIConv)-1 for UTF-8 */
    GChecksum *checksum; /* owned */
    int64_t n_read, size;
    GByteArray *raw;  /* bytes not yet decoded (an incomplete character at the end) */
    GByteArray *text; /* decoded bytes; [pos, len) not yet parsed */
    size_t pos;
    size_t n_checked; /* text[0 … n_checked) is known to be valid UTF-8 */
    bool at_end, failed;
    uint32_t line;      /* of text[pos] */
    GByteArray *values; /* NUL-terminated field values of the current record */
    GArray *fields;     /* CsvField, text as offset until the record is whole */
};

CsvReader *csv_open(const char *path, CsvEncoding encoding, char delimiter, GError **error)
{
    g_autoptr(CsvReader) r = NULL;
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0) {
        err_set(error, ERR_NOT_FOUND, "csv.no-file", "cannot read %s: %s", path, g_strerror(errno));
        return NULL;
    }
    r = g_new0(CsvReader, 1);
    r->fd = fd;
    r->delimiter = delimiter;
    r->conv = (GIConv)-1;
    r->checksum = g_checksum_new(G_CHECKSUM_SHA256);
    r->raw = g_byte_array_sized_new(BLOCK);
    r->text = g_byte_array_sized_new(BLOCK); /* its data is never NULL */
    r->values = g_byte_array_new();
    r->fields = g_array_new(FALSE, FALSE, sizeof(CsvField));
    r->line = 1;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
        r->size = st.st_size;
    if (encoding == CSV_GB18030) {
        r->conv = g_iconv_open("UTF-8", "GB18030");
        if (r->conv == (GIConv)-1) {
            err_set(error, ERR_UNSUPPORTED, "csv.no-gb18030", "this system cannot read GB18030");
            return NULL;
        }
    }
    return g_steal_pointer(&r);
}

void csv_close(CsvReader *r)
{
    if (!r)
        return;
    close(r->fd);
    if (r->conv != (GIConv)-1)
        g_iconv_close(r->conv);
    g_checksum_free(r->checksum);
    g_byte_array_unref(r->raw);
    g_byte_array_unref(r->text);
    g_byte_array_unref(r->values);
    g_array_unref(r->fields);
    g_free(r);
}

int64_t csv_bytes_read(const CsvReader *r)
{
    return r->n_read;
}

int64_t csv_size(const CsvReader *r)
{
    return r->size;
}

char *csv_digest(const CsvReader *r)
{
    g_autoptr(GChecksum) copy = g_checksum_copy(r->checksum);

    return g_strdup(g_checksum_get_string(copy));
}

/* Line of text[offset], counted from the current record. */
static uint32_t line_at(const CsvReader *r, size_t offset)
{
    uint32_t line = r->line;

    for (size_t i = r->pos; i < offset; i++)
        line += r->text->data[i] == '\n';
    return line;
}

static bool bad_encoding(CsvReader *r, size_t offset, GError **error)
{
    if (r->conv == (GIConv)-1)
        err_set(error, ERR_INVALID, "csv.encoding",
                "line %u: the bytes are not UTF-8; if the file is GB18030, declare it "
                "(encoding: gb18030)",
                line_at(r, offset));
    else
        err_set(error, ERR_INVALID, "csv.encoding", "line %u: the bytes are not GB18030",
                line_at(r, offset));
    return false;
}

/* Moves what can be decoded from `raw` to the end of `text`. */
static bool decode(CsvReader *r, GError **error)
{
    char *in = (char *)r->raw->data;
    size_t in_left = r->raw->len;

    while (in_left > 0) {
        char out[16 * 1024];
        char *o = out;
        size_t out_left = sizeof out;
        size_t rc = g_iconv(r->conv, &in, &in_left, &o, &out_left);
        int problem = errno;
        g_byte_array_append(r->text, (guint8 *)out, (guint)(sizeof out - out_left));
        if (rc == (size_t)-1 && problem == EINVAL)
            break; /* an incomplete character: wait for more */
        if (rc == (size_t)-1 && problem != E2BIG)
            return bad_encoding(r, r->text->len, error);
    }
    if (r->at_end && in_left > 0)
        return bad_encoding(r, r->text->len, error);
    g_byte_array_remove_range(r->raw, 0, (guint)(r->raw->len - in_left));
    return true;
}

/* Checks the new part of `text`; an incomplete character at the end may wait for more. */
static bool check_utf8(CsvReader *r, GError **error)
{
    const char *start = (const char *)r->text->data + r->n_checked;
    const char *bad = NULL;
    size_t n = r->text->len - r->n_checked;

    if (memchr(start, '\0', n)) {
        size_t offset = (size_t)((const char *)memchr(start, '\0', n) - (char *)r->text->data);
        err_set(error, ERR_INVALID, "csv.nul", "line %u: a NUL byte; this is no text file",
                line_at(r, offset));
        return false;
    }
    if (!g_utf8_validate_len(start, n, &bad)) {
        size_t offset = (size_t)(bad - (const char *)r->text->data);
        bool incomplete =
            !r->at_end && r->text->len - offset < 4 &&
            g_utf8_get_char_validated(bad, (gssize)(r->text->len - offset)) == (gunichar)-2;
        if (!incomplete)
            return bad_encoding(r, offset, error);
        r->n_checked = offset;
        return true;
    }
    r->n_checked = r->text->len;
    return true;
}

static void drop_parsed(CsvReader *r)
{
    if (r->pos == 0)
        return;
    g_byte_array_remove_range(r->text, 0, (guint)r->pos);
    r->n_checked -= r->pos;
    r->pos = 0;
}

/* Reads one more block behind `text`. */
static bool fill(CsvReader *r, GError **error)
{
    bool first = r->n_read == 0;
    GByteArray *into = r->conv == (GIConv)-1 ? r->text : r->raw;
    guint had;
    ssize_t n;

    drop_parsed(r);
    had = into->len;
    g_byte_array_set_size(into, had + BLOCK);
    do
        n = read(r->fd, into->data + had, BLOCK);
    while (n < 0 && errno == EINTR);
    if (n < 0) {
        g_byte_array_set_size(into, had);
        err_set(error, ERR_UNAVAILABLE, "csv.io", "reading failed: %s", g_strerror(errno));
        return false;
    }
    g_byte_array_set_size(into, had + (guint)n);
    g_checksum_update(r->checksum, into->data + had, n);
    r->n_read += n;
    r->at_end = n == 0;
    if (r->conv != (GIConv)-1 && !decode(r, error))
        return false;
    if (!check_utf8(r, error))
        return false;
    if (first && r->text->len >= 3 && memcmp(r->text->data, "\xEF\xBB\xBF", 3) == 0)
        r->pos = 3;
    return true;
}

typedef enum Parse { PARSE_RECORD, PARSE_MORE, PARSE_ERROR } Parse;

/* Where the parser stands inside a record. */
typedef struct Cursor {
    const char *p, *end, *line_start;
    uint32_t line;
} Cursor;

static uint32_t column_of(const Cursor *c)
{
    return (uint32_t)g_utf8_pointer_to_offset(c->line_start, c->p) + 1;
}

/* LF or CRLF; a CR alone is a character like any other. */
static bool is_line_end(const Cursor *c)
{
    return *c->p == '\n' || (*c->p == '\r' && c->p + 1 < c->end && c->p[1] == '\n');
}

static Parse too_long(const Cursor *c, GError **error)
{
    err_set(error, ERR_LIMIT, "csv.field-too-long", "line %u: a field is longer than %d bytes",
            c->line, CSV_MAX_FIELD);
    return PARSE_ERROR;
}

/* The inside of a quoted field; the cursor stands behind the opening quote. */
static Parse parse_quoted(CsvReader *r, Cursor *c, GError **error)
{
    guint start = r->values->len;

    for (;;) {
        if (c->p == c->end) {
            if (!r->at_end)
                return PARSE_MORE;
            err_set(error, ERR_INVALID, "csv.truncated",
                    "line %u: the file ends inside a quoted field", c->line);
            return PARSE_ERROR;
        }
        if (*c->p == '"') {
            if (c->p + 1 == c->end && !r->at_end)
                return PARSE_MORE;
            if (c->p + 1 == c->end || c->p[1] != '"')
                break;
            c->p++;
        }
        g_byte_array_append(r->values, (const guint8 *)c->p, 1);
        if (r->values->len - start > CSV_MAX_FIELD)
            return too_long(c, error);
        if (*c->p++ == '\n') {
            c->line++;
            c->line_start = c->p;
        }
    }
    c->p++;
    if (c->p + 1 >= c->end && !r->at_end)
        return PARSE_MORE;
    if (c->p < c->end && *c->p != r->delimiter && !is_line_end(c)) {
        err_set(
            error, ERR_INVALID, "csv.quote",
            "line %u, column %u: text after a closing quote; expected the delimiter '%c' or the "
            "end of the line",
            c->line, column_of(c), r->delimiter);
        return PARSE_ERROR;
    }
    return PARSE_RECORD;
}

static Parse parse_plain(CsvReader *r, Cursor *c, GError **error)
{
    const char *start = c->p;

    while (c->p < c->end && *c->p != r->delimiter && *c->p != '"' && !is_line_end(c))
        c->p++;
    if (c->p - start > CSV_MAX_FIELD)
        return too_long(c, error);
    if (c->p == c->end && !r->at_end)
        return PARSE_MORE;
    if (c->p < c->end && *c->p == '"') {
        err_set(error, ERR_INVALID, "csv.quote",
                "line %u, column %u: a quote inside a field that does not begin with one", c->line,
                column_of(c));
        return PARSE_ERROR;
    }
    g_byte_array_append(r->values, (const guint8 *)start, (guint)(c->p - start));
    return PARSE_RECORD;
}

static Parse parse_field(CsvReader *r, Cursor *c, GError **error)
{
    CsvField field = {.line = c->line};
    size_t start = r->values->len;
    Parse result;

    if (r->fields->len == CSV_MAX_COLUMNS) {
        err_set(error, ERR_LIMIT, "csv.too-many-columns", "line %u: more than %d columns", c->line,
                CSV_MAX_COLUMNS);
        return PARSE_ERROR;
    }
    if (c->p < c->end && *c->p == '"') {
        c->p++;
        field.column = column_of(c);
        result = parse_quoted(r, c, error);
    } else {
        field.column = column_of(c);
        result = parse_plain(r, c, error);
    }
    if (result != PARSE_RECORD)
        return result;
    field.len = r->values->len - start;
    g_byte_array_append(r->values, (const guint8 *)"", 1);
    g_array_append_val(r->fields, field);
    return PARSE_RECORD;
}

/* Parses one record at text[pos]; moves pos behind it when it is whole. */
static Parse parse_record(CsvReader *r, GError **error)
{
    const char *base = (const char *)r->text->data;
    Cursor c = {base + r->pos, base + r->n_checked, base + r->pos, r->line};
    size_t offset = 0;

    g_byte_array_set_size(r->values, 0);
    g_array_set_size(r->fields, 0);
    for (;;) {
        Parse result = parse_field(r, &c, error);
        if (result != PARSE_RECORD)
            return result;
        if (c.p < c.end && *c.p == r->delimiter) {
            c.p++;
            continue;
        }
        break;
    }
    if (c.p == c.end && !r->at_end)
        return PARSE_MORE;
    if (c.p < c.end) { /* a line end */
        c.p += *c.p == '\r' ? 2 : 1;
        c.line++;
    }
    r->pos = (size_t)(c.p - base);
    r->line = c.line;
    for (guint i = 0; i < r->fields->len; i++) {
        CsvField *f = &g_array_index(r->fields, CsvField, i);
        f->text = (const char *)r->values->data + offset;
        offset += f->len + 1;
    }
    return PARSE_RECORD;
}

static bool is_empty_line(const CsvReader *r)
{
    return r->fields->len == 1 && g_array_index(r->fields, CsvField, 0).len == 0;
}

/* One record into r->fields: 1, 0 at the end, -1 error. */
static int next_record(CsvReader *r, GError **error)
{
    for (;;) {
        Parse result;
        if (r->pos == r->n_checked && r->at_end)
            return 0;
        result = r->pos == r->n_checked ? PARSE_MORE : parse_record(r, error);
        if (result == PARSE_RECORD)
            return 1;
        if (result == PARSE_ERROR)
            return -1;
        if (r->text->len - r->pos > MAX_RECORD) {
            err_set(error, ERR_LIMIT, "csv.field-too-long",
                    "line %u: a record is longer than %d bytes (is a quote missing?)", r->line,
                    MAX_RECORD);
            return -1;
        }
        if (!fill(r, error))
            return -1;
    }
}

int csv_read(CsvReader *r, const CsvField **out_fields, size_t *out_n, GError **error)
{
    int rc;

    if (r->failed) {
        err_set(error, ERR_INVALID, "csv.failed", "the file could not be read before");
        return -1;
    }
    do
        rc = next_record(r, error);
    while (rc == 1 && is_empty_line(r));
    if (rc < 0)
        r->failed = true;
    if (rc == 1) {
        *out_fields = (const CsvField *)(void *)r->fields->data;
        *out_n = r->fields->len;
    }
    return rc;
}

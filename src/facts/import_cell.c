/* Texts of a file as typed cells. Strict: what could be read in two ways is refused. */
#include "facts/import_private.h"

#include <string.h>

enum {
    MAX_DIGITS = 30,
    TWO_DIGIT_CENTURY = 70, /* yymmdd: 70 … 99 are 19yy, 00 … 69 are 20yy */
};

/* ---- numbers ---- */

/* Full-width digits, commas, points and signs all begin with these two bytes. */
static bool has_full_width(const Cell *cell)
{
    return strstr(cell->text, "\xEF\xBC") || strstr(cell->text, "\xEF\xBD");
}

/* The digits before the point; with a separator in groups of three. Returns behind them, NULL if
 * wrong. */
static const char *read_whole(const char *p, char thousands, PlainNumber *out, int *n_digits)
{
    int in_group = 0;
    bool grouped = false;

    for (;; p++) {
        if (g_ascii_isdigit(*p)) {
            out->coeff = out->coeff * 10 + (*p - '0');
            in_group++;
            if (++*n_digits > MAX_DIGITS)
                return NULL;
        } else if (thousands && *p == thousands) {
            if (in_group == 0 || in_group > 3 || (grouped && in_group != 3))
                return NULL;
            grouped = true;
            in_group = 0;
        } else {
            break;
        }
    }
    return *n_digits == 0 || (grouped && in_group != 3) ? NULL : p;
}

static bool parse_number(const char *p, char thousands, char decimal, PlainNumber *out)
{
    int n_digits = 0;

    *out = (PlainNumber){.negative = *p == '-'};
    p += out->negative;
    p = read_whole(p, thousands, out, &n_digits);
    if (!p)
        return false;
    if (decimal && *p == decimal) {
        const char *first = ++p;
        for (; g_ascii_isdigit(*p); p++) {
            out->coeff = out->coeff * 10 + (*p - '0');
            out->scale++;
            if (++n_digits > MAX_DIGITS)
                return false;
        }
        if (p == first)
            return false;
    }
    while (out->scale > 0 && out->coeff % 10 == 0) {
        out->coeff /= 10;
        out->scale--;
    }
    return *p == '\0';
}

/* Why people write numbers that are none. */
static void hint_number(Importer *imp, const Binding *b, const Cell *cell)
{
    if (strstr(cell->text, "万") || strstr(cell->text, "亿"))
        diag_hint(imp->diags, "declare the unit in the mapping: unit: 万元");
    else if (strchr(cell->text, ',') && !(b->map && b->map->thousands))
        diag_hint(imp->diags, "declare the separator in the mapping: thousands: \",\"");
}

bool import_read_number(
    Importer *imp, const Binding *b, const Cell *cell, const char *expected, PlainNumber *out)
{
    char thousands = b->map ? b->map->thousands : 0;
    char decimal = b->map ? b->map->decimal : '.';

    if (parse_number(cell->text, thousands, decimal, out))
        return true;
    if (has_full_width(cell))
        diag_add(imp->diags, DIAG_ERROR, "import.full-width", bad_cell(imp, cell),
                 "full-width characters in a number");
    else
        diag_add(imp->diags, DIAG_ERROR, "import.number", bad_cell(imp, cell),
                 "this is not a number");
    say_seen(imp, cell);
    diag_expected(imp->diags, "%s", text_in(diags_lang(imp->diags), expected));
    hint_number(imp, b, cell);
    return false;
}

static bool read_fen(Importer *imp, const Binding *b, Cell *cell)
{
    static const struct {
        int exponent; /* 1 unit = 10^exponent 分 */
        const char *expected;
    } units[] = {
        [MAP_YUAN] = {2, "an amount in 元 such as 1234.50"  },
        [MAP_WAN_YUAN] = {6, "an amount in 万元 such as 12.345"},
        [MAP_FEN] = {0, "an amount in 分 such as 123450"   },
    };
    const __int128 limit = (__int128)100000000 * 1000000000; /* 10^17 分 = 千万亿元 */
    MapUnit unit = b->map && b->map->has_unit ? b->map->unit : MAP_YUAN;
    PlainNumber number;

    if (!import_read_number(imp, b, cell, units[unit].expected, &number))
        return false;
    if (number.scale > units[unit].exponent) {
        if (unit == MAP_YUAN)
            diag_add(imp->diags, DIAG_ERROR, "import.decimals", bad_cell(imp, cell),
                     "more than two decimals of 元");
        else
            diag_add(imp->diags, DIAG_ERROR, "import.decimals", bad_cell(imp, cell),
                     "a part of a 分");
        say_seen(imp, cell);
        return false;
    }
    for (int i = number.scale; i < units[unit].exponent && number.coeff <= limit; i++)
        number.coeff *= 10;
    if (number.coeff > limit) {
        diag_add(imp->diags, DIAG_ERROR, "import.too-large", bad_cell(imp, cell),
                 "the amount is beyond what this program keeps");
        say_seen(imp, cell);
        return false;
    }
    cell->value = number.negative ? -(int64_t)number.coeff : (int64_t)number.coeff;
    return true;
}

/* Takes a sign off the end of `text`: 1 for none, 100 for %, 1000 for ‰. */
static int take_sign(Cell *cell)
{
    static const char permille[] = "‰";

    if (g_str_has_suffix(cell->text, "%")) {
        cell->len -= 1;
        return 100;
    }
    if (g_str_has_suffix(cell->text, permille)) {
        cell->len -= strlen(permille);
        return 1000;
    }
    return 1;
}

static bool read_rate(Importer *imp, const Binding *b, Cell *cell)
{
    Cell digits = *cell;
    int divisor = take_sign(&digits);
    PlainNumber number;
    int64_t scaled;
    Dec rate;

    digits.text = arena_strndup(imp->row_arena, cell->text, digits.len);
    if (!parse_number(digits.text, 0, b->map ? b->map->decimal : '.', &number)) {
        /* for the finding about the whole cell */
        (void)import_read_number(imp, b, cell, "a yearly rate such as 2.5% or 0.025", &number);
        return false;
    }
    rate = dec_from_int128(number.coeff, number.scale + (divisor == 100    ? 2
                                                         : divisor == 1000 ? 3
                                                                           : 0));
    if (number.negative || dec_compare(rate, dec_from_int(1)) > 0 ||
        !dec_to_scaled(rate, IMPORT_RATE_DECIMALS, &scaled)) {
        diag_add(imp->diags, DIAG_ERROR, "import.rate", bad_cell(imp, cell),
                 "a yearly rate is between 0 and 1, with at most %d decimals",
                 IMPORT_RATE_DECIMALS);
        say_seen(imp, cell);
        diag_expected(imp->diags, "a yearly rate such as 2.5%% or 0.025");
        return false;
    }
    char buf[DEC_TEXT_SIZE];
    cell->len = dec_format(rate, buf, sizeof buf);
    cell->text = arena_strndup(imp->row_arena, buf, cell->len);
    return true;
}

/* ---- shares ---- */

static int64_t gcd(int64_t a, int64_t b)
{
    while (b) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* digits/digits */
static bool parse_fraction(const char *text, __int128 *above, __int128 *below)
{
    const char *slash = strchr(text, '/');
    g_autofree char *first = slash ? g_strndup(text, (gsize)(slash - text)) : NULL;
    PlainNumber a, b;

    if (!slash || !parse_number(first, 0, 0, &a) || !parse_number(slash + 1, 0, 0, &b))
        return false;
    *above = a.negative ? -a.coeff : a.coeff;
    *below = b.negative ? 0 : b.coeff;
    return true;
}

/* A decimal, or a decimal with % or ‰. */
static bool parse_decimal_share(Importer *imp, const Cell *cell, __int128 *above, __int128 *below)
{
    Cell digits = *cell;
    int divisor = take_sign(&digits);
    PlainNumber number;

    if (!parse_number(arena_strndup(imp->row_arena, cell->text, digits.len), 0, '.', &number) ||
        number.scale > 9)
        return false;
    *above = number.negative ? -number.coeff : number.coeff;
    *below = divisor;
    for (int i = 0; i < number.scale; i++)
        *below *= 10;
    return true;
}

static bool read_share(Importer *imp, Cell *cell)
{
    __int128 above, below;
    int64_t common;

    if (!parse_fraction(cell->text, &above, &below) &&
        !parse_decimal_share(imp, cell, &above, &below)) {
        diag_add(imp->diags, DIAG_ERROR, "import.share", bad_cell(imp, cell),
                 "this is not a share");
        say_seen(imp, cell);
        diag_expected(imp->diags, "a share such as 1/3, 50%% or 0.5");
        return false;
    }
    if (above <= 0 || above > below) {
        diag_add(imp->diags, DIAG_ERROR, "import.share-range", bad_cell(imp, cell),
                 "a share is above 0 and at most 1");
        say_seen(imp, cell);
        return false;
    }
    common = below > INT64_MAX ? 1 : gcd((int64_t)below, (int64_t)above);
    if (below / common > IMPORT_MAX_DENOMINATOR) {
        diag_add(imp->diags, DIAG_ERROR, "import.share", bad_cell(imp, cell),
                 "the share is too fine; its denominator is beyond %d", IMPORT_MAX_DENOMINATOR);
        say_seen(imp, cell);
        return false;
    }
    cell->value = (int64_t)above / common;
    cell->denominator = (int64_t)below / common;
    return true;
}

/* ---- dates ---- */

static const char *const date_forms[] = {
    [MAP_DATE_ISO] = "yyyy-mm-dd",
    [MAP_DATE_DIGITS] = "yyyymmdd",
    [MAP_DATE_SHORT] = "yymmdd",
    [MAP_DATE_SLASH] = "yyyy/mm/dd",
};

/* Reads `text` by the form: each letter a digit of its part, anything else itself. */
static bool parse_form(const char *text, size_t len, const char *form, int parts[3])
{
    if (len != strlen(form))
        return false;
    parts[0] = parts[1] = parts[2] = 0;
    for (size_t i = 0; i < len; i++) {
        int part = form[i] == 'y' ? 0 : form[i] == 'm' ? 1 : form[i] == 'd' ? 2 : -1;
        if (part < 0 ? text[i] != form[i] : !g_ascii_isdigit(text[i]))
            return false;
        if (part >= 0)
            parts[part] = parts[part] * 10 + (text[i] - '0');
    }
    return true;
}

/* A blank and hh:mm:ss at the end, which is cut off. */
static bool cut_time(const char *text, size_t *len)
{
    static const char form[] = "yy:mm:dd"; /* the digits only matter */
    int parts[3];

    if (*len < sizeof form || text[*len - sizeof form] != ' ' ||
        !parse_form(text + *len - (sizeof form - 1), sizeof form - 1, form, parts) ||
        parts[0] > 23 || parts[1] > 59 || parts[2] > 59)
        return false;
    *len -= sizeof form;
    return true;
}

bool import_read_date(Importer *imp, const Binding *b, Cell *cell)
{
    MapDate form = b->map && b->map->has_format ? b->map->format : MAP_DATE_ISO;
    bool has_time = b->map && b->map->has_time;
    size_t len = cell->len;
    int ymd[3];
    CalDate date;

    if ((has_time && !cut_time(cell->text, &len)) ||
        !parse_form(cell->text, len, date_forms[form], ymd)) {
        diag_add(imp->diags, DIAG_ERROR, "import.date", bad_cell(imp, cell),
                 "this is not a date of the form declared");
        say_seen(imp, cell);
        diag_expected(imp->diags, "%s%s", date_forms[form], has_time ? " hh:mm:ss" : "");
        return false;
    }
    if (form == MAP_DATE_SHORT)
        ymd[0] += ymd[0] >= TWO_DIGIT_CENTURY ? 1900 : 2000;
    if (!cal_date_from_ymd(ymd[0], ymd[1], ymd[2], &date)) {
        diag_add(imp->diags, DIAG_ERROR, "import.date", bad_cell(imp, cell),
                 "there is no such day");
        say_seen(imp, cell);
        return false;
    }
    if (ymd[0] < IMPORT_MIN_YEAR || ymd[0] > IMPORT_MAX_YEAR) {
        diag_add(imp->diags, DIAG_ERROR, "import.date", bad_cell(imp, cell),
                 "the year is outside of %d to %d", IMPORT_MIN_YEAR, IMPORT_MAX_YEAR);
        say_seen(imp, cell);
        return false;
    }
    cell->value = date;
    return true;
}

/* ---- texts ---- */

static bool read_text(Importer *imp, Cell *cell, glong max)
{
    for (const char *p = cell->text; *p; p++) {
        if ((unsigned char)*p >= 0x20 && *p != 0x7F)
            continue;
        diag_add(imp->diags, DIAG_ERROR, "import.control-character", bad_cell(imp, cell),
                 "a line break or control character in a text");
        return false;
    }
    if (cell->len > (size_t)max && g_utf8_strlen(cell->text, (gssize)cell->len) > max) {
        diag_add(imp->diags, DIAG_ERROR, "import.too-long", bad_cell(imp, cell),
                 "the text is too long");
        diag_seen(imp->diags, "%ld characters", g_utf8_strlen(cell->text, (gssize)cell->len));
        diag_expected(imp->diags, "at most %ld", max);
        return false;
    }
    return true;
}

static bool read_code(Importer *imp, Cell *cell)
{
    static const char wide_blank[] = "　";

    if (!read_text(imp, cell, IMPORT_MAX_CODE))
        return false;
    if (cell->text[0] == ' ' || cell->text[cell->len - 1] == ' ' ||
        g_str_has_prefix(cell->text, wide_blank) || g_str_has_suffix(cell->text, wide_blank)) {
        diag_add(imp->diags, DIAG_ERROR, "import.blank", bad_cell(imp, cell),
                 "a blank at the beginning or end");
        diag_seen(imp->diags, "'%s'", cell->text);
        return false;
    }
    return true;
}

static bool read_known(Importer *imp, Cell *cell, ImportCodes which)
{
    CodeTable *codes = imp->codes[which];

    cell->index = codes_find(codes, cell->text, cell->len);
    if (cell->index >= 0) {
        cell->value = codes_id(codes, cell->index);
        return true;
    }
    switch (which) {
    case CODES_UNIT:
        diag_add(imp->diags, DIAG_ERROR, "import.unknown-unit", bad_cell(imp, cell),
                 "there is no such unit");
        break;
    case CODES_PERSON:
        diag_add(imp->diags, DIAG_ERROR, "import.unknown-person", bad_cell(imp, cell),
                 "there is no such person");
        break;
    case CODES_CUSTOMER:
        diag_add(imp->diags, DIAG_ERROR, "import.unknown-customer", bad_cell(imp, cell),
                 "there is no such customer");
        break;
    case CODES_ACCOUNT:
    case CODES_N:
        diag_add(imp->diags, DIAG_ERROR, "import.unknown-account", bad_cell(imp, cell),
                 "there is no such account");
        break;
    }
    say_seen(imp, cell);
    return false;
}

static bool
read_word(Importer *imp, Cell *cell, const char *const *words, int n, const char *expected)
{
    for (int i = 0; i < n; i++) {
        if (strcmp(words[i], cell->text) == 0) {
            cell->value = i;
            return true;
        }
    }
    diag_add(imp->diags, DIAG_ERROR, "import.word", bad_cell(imp, cell),
             "this is none of the words that can stand here");
    say_seen(imp, cell);
    diag_expected(imp->diags, "%s", expected);
    return false;
}

/* A text as it is, unless the mapping says that it is a date or an amount. */
static bool read_attribute(Importer *imp, const Binding *b, Cell *cell)
{
    char buf[CAL_TEXT_SIZE];

    if (b->map && b->map->has_format) {
        if (!import_read_date(imp, b, cell))
            return false;
        cell->len = cal_date_format(cell->value, buf);
    } else if (b->map && (b->map->has_unit || b->map->thousands || b->map->decimal != '.')) {
        if (!read_fen(imp, b, cell))
            return false;
        cell->len = dec_format(dec_from_scaled(cell->value, 2), buf, sizeof buf);
    } else {
        return read_text(imp, cell, IMPORT_MAX_TEXT);
    }
    cell->text = arena_strndup(imp->row_arena, buf, cell->len);
    return true;
}

/* ---- cells ---- */

static bool read_typed(Importer *imp, const Binding *b, Cell *cell)
{
    static const char *const sides[] = {"deposit", "loan", "fund"};
    static const char *const roles[] = {"manager", "referrer"};
    static const char *const subjects[] = {"unit", "person", "customer", "account"};

    switch (b->spec.type) {
    case FIELD_CODE:
        return read_code(imp, cell);
    case FIELD_TEXT:
        return read_text(imp, cell, IMPORT_MAX_TEXT);
    case FIELD_DATE:
        return import_read_date(imp, b, cell);
    case FIELD_FEN:
        return read_fen(imp, b, cell);
    case FIELD_RATE:
        return read_rate(imp, b, cell);
    case FIELD_SHARE:
        return read_share(imp, cell);
    case FIELD_SIDE:
        return read_word(imp, cell, sides, 3, "deposit, loan, fund");
    case FIELD_ROLE:
        return read_word(imp, cell, roles, 2, "manager, referrer");
    case FIELD_SUBJECT:
        return read_word(imp, cell, subjects, 4, "unit, person, customer, account");
    case FIELD_UNIT:
        return read_known(imp, cell, CODES_UNIT);
    case FIELD_PERSON:
        return read_known(imp, cell, CODES_PERSON);
    case FIELD_CUSTOMER:
        return read_known(imp, cell, CODES_CUSTOMER);
    case FIELD_ACCOUNT:
        return read_known(imp, cell, CODES_ACCOUNT);
    case FIELD_ATTRIBUTE:
        return read_attribute(imp, b, cell);
    case FIELD_VALUE:
        return true;
    }
    return false;
}

/* What stands for the text of the file: false if the mapping has no value for it. */
static bool map_text(Importer *imp, const MapColumn *map, Cell *cell)
{
    for (size_t i = 0; i < map->n_values; i++) {
        if (strcmp(map->values_in[i], cell->text) == 0) {
            cell->text = map->values_out[i];
            cell->len = strlen(cell->text);
            return true;
        }
    }
    if (map->n_values > 0 && cell->len > 0) {
        diag_add(imp->diags, DIAG_ERROR, "import.unmapped", bad_cell(imp, cell),
                 "the mapping has no value for this text");
        say_seen(imp, cell);
        return false;
    }
    if (cell->len == 0 && map->fallback) {
        cell->text = map->fallback;
        cell->len = strlen(cell->text);
    }
    if (cell->len > 0 && map->prefix) {
        cell->text = arena_printf(imp->row_arena, "%s%s", map->prefix, cell->text);
        cell->len = strlen(cell->text);
    }
    return true;
}

static bool passes(const MapTest *test, const char *text)
{
    for (size_t i = 0; i < test->n_texts; i++)
        if (strcmp(test->texts[i], text) == 0)
            return true;
    return false;
}

bool import_passes(const Importer *imp, const CsvField *fields)
{
    for (size_t i = 0; i < imp->map->n_only; i++)
        if (!passes(&imp->map->only[i], fields[imp->only_columns[i]].text))
            return false;
    return true;
}

static void read_cell(Importer *imp, const Binding *b, const CsvField *fields, Cell *cell)
{
    *cell = (Cell){.text = "", .line = imp->line, .column = 1};
    if (b->column >= 0) {
        const CsvField *f = &fields[b->column];
        *cell = (Cell){.text = f->text, .len = f->len, .line = f->line, .column = f->column};
    } else if (b->map && b->map->constant) {
        cell->text = b->map->constant;
        cell->len = strlen(cell->text);
    }
    if (b->map && !map_text(imp, b->map, cell))
        return;
    if (cell->len == 0) {
        if (!b->spec.required)
            return;
        diag_add(imp->diags, DIAG_ERROR, "import.empty", bad_cell(imp, cell),
                 "the field %s is empty", b->spec.name);
        return;
    }
    if (!read_typed(imp, b, cell))
        return;
    cell->is_set = true;
    if (b->negative_column >= 0 && passes(&b->map->negative, fields[b->negative_column].text))
        cell->value = -cell->value;
}

void import_read_cells(Importer *imp, const CsvField *fields)
{
    arena_reset(imp->row_arena);
    for (size_t i = 0; i < imp->n_bindings; i++)
        read_cell(imp, &imp->bindings[i], fields, &imp->cells[i]);
}

/* Texts of a file as typed cells. Strict: what could be read in two ways is refused. */
#include "facts/import_private.h"

#include <string.h>

enum { TWO_DIGIT_CENTURY = 70 }; /* yymmdd: 70 … 99 are 19yy, 00 … 69 are 20yy */

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

static bool read_known(Importer *imp, Cell *cell, MasterKind which)
{
    CodeTable *codes = imp->codes[which];

    cell->index = codes_find(codes, cell->text, cell->len);
    if (cell->index >= 0) {
        cell->value = codes_id(codes, cell->index);
        return true;
    }
    switch (which) {
    case MASTER_UNIT:
        diag_add(imp->diags, DIAG_ERROR, "import.unknown-unit", bad_cell(imp, cell),
                 "there is no such unit");
        break;
    case MASTER_PERSON:
        diag_add(imp->diags, DIAG_ERROR, "import.unknown-person", bad_cell(imp, cell),
                 "there is no such person");
        break;
    case MASTER_CUSTOMER:
        diag_add(imp->diags, DIAG_ERROR, "import.unknown-customer", bad_cell(imp, cell),
                 "there is no such customer");
        break;
    case MASTER_ACCOUNT:
    case MASTER_TEAM: /* no field is one of these */
    case MASTER_PROJECT:
    case MASTER_N_KINDS:
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

static bool says_number(const MapColumn *map)
{
    return map && (map->has_unit || map->thousands || map->decimal != '.' || map->has_negative);
}

/* A date as yyyy-mm-dd. */
static bool read_date_text(Importer *imp, const Binding *b, Cell *cell)
{
    char buf[CAL_TEXT_SIZE];

    if (!import_read_date(imp, b, cell))
        return false;
    cell->len = cal_date_format(cell->value, buf);
    cell->text = arena_strndup(imp->row_arena, buf, cell->len);
    return true;
}

/* A date and time as yyyy-mm-ddThh:mm:ss: what the file has, or what the mapping's form says. */
static bool read_moment_text(Importer *imp, const Binding *b, Cell *cell)
{
    bool has_time = b->map && b->map->has_format && b->map->has_time;
    Cell day = *cell;
    CalDateTime at;
    char buf[CAL_TEXT_SIZE];

    if (!b->map || !b->map->has_format) {
        if (!cal_date_time_parse(cell->text, (ptrdiff_t)cell->len, true, &at)) {
            diag_add(imp->diags, DIAG_ERROR, "import.date", bad_cell(imp, cell),
                     "this is not a date and time");
            say_seen(imp, cell);
            diag_expected(imp->diags, "%s", "yyyy-mm-ddThh:mm:ss");
            diag_hint(imp->diags,
                      "declare another form in the mapping: format: yyyy-mm-dd hh:mm:ss");
            return false;
        }
        day.len = cal_date_format(at.date, buf);
        day.text = buf;
        return import_read_date(imp, &(Binding){.map = NULL}, &day);
    }
    if (!import_read_date(imp, b, &day))
        return false;
    cell->len = cal_date_format(day.value, buf);
    cell->text = has_time ? arena_printf(imp->row_arena, "%sT%s", buf,
                                         cell->text + day.len - strlen("hh:mm:ss"))
                          : arena_strndup(imp->row_arena, buf, cell->len);
    cell->len = strlen(cell->text);
    return true;
}

static bool is_of(const Binding *b, FeelTypeKind kind)
{
    return b->field && b->field->type && b->field->type->kind == kind;
}

/* A text as it is, unless its name or the mapping says that it is a date or an amount. */
bool import_read_attribute_text(Importer *imp, const Binding *b, Cell *cell)
{
    char buf[DEC_TEXT_SIZE];

    if ((b->map && b->map->has_format) || is_of(b, FEEL_T_DATE))
        return read_date_text(imp, b, cell);
    if (!says_number(b->map))
        return read_text(imp, cell, IMPORT_MAX_TEXT);
    if (is_of(b, FEEL_T_NUMBER))
        return import_read_figure(imp, b, cell);
    if (!import_read_fen(imp, b, cell))
        return false;
    cell->len = dec_format(dec_from_scaled(cell->value, 2), buf, sizeof buf);
    cell->text = arena_strndup(imp->row_arena, buf, cell->len);
    return true;
}

/* A field of a form: its kind holds the text against the declared type; here only what the mapping
 * declares is undone. Dates are always read, so that they are of years that can be. */
bool import_read_value(Importer *imp, const Binding *b, Cell *cell)
{
    if (b->field->type && b->field->type->kind == FEEL_T_DATE)
        return read_date_text(imp, b, cell);
    if (b->field->type && b->field->type->kind == FEEL_T_DATE_TIME)
        return read_moment_text(imp, b, cell);
    if (says_number(b->map))
        return import_read_figure(imp, b, cell);
    return read_text(imp, cell, IMPORT_MAX_TEXT);
}

/* ---- cells ---- */

static bool read_typed(Importer *imp, const Binding *b, Cell *cell)
{
    static const char *const sides[] = {"deposit", "loan", "fund"};
    static const char *const roles[] = {"manager", "referrer"};
    static const char *const subjects[] = {"unit",    "person", "customer",
                                           "account", "team",   "project"};

    switch (b->spec.type) {
    case FIELD_CODE:
        return read_code(imp, cell);
    case FIELD_TEXT:
        return read_text(imp, cell, IMPORT_MAX_TEXT);
    case FIELD_DATE:
        return import_read_date(imp, b, cell);
    case FIELD_FEN:
        return import_read_fen(imp, b, cell);
    case FIELD_RATE:
        return import_read_rate(imp, b, cell);
    case FIELD_SHARE:
        return import_read_share(imp, cell);
    case FIELD_SIDE:
        return read_word(imp, cell, sides, 3, "deposit, loan, fund");
    case FIELD_ROLE:
        return read_word(imp, cell, roles, 2, "manager, referrer");
    case FIELD_SUBJECT:
        return read_word(imp, cell, subjects, MASTER_N_KINDS,
                         "unit, person, customer, account, team, project");
    case FIELD_UNIT:
        return read_known(imp, cell, MASTER_UNIT);
    case FIELD_PERSON:
        return read_known(imp, cell, MASTER_PERSON);
    case FIELD_CUSTOMER:
        return read_known(imp, cell, MASTER_CUSTOMER);
    case FIELD_ACCOUNT:
        return read_known(imp, cell, MASTER_ACCOUNT);
    case FIELD_ATTRIBUTE:
        return import_read_attribute(imp, b, cell);
    case FIELD_VALUE:
        return import_read_value(imp, b, cell);
    case FIELD_GIVEN:
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
    for (size_t i = 0; imp->map->only && i < imp->map->n_only; i++)
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
    cell->negative = b->map && b->negative_column >= 0 &&
                     passes(&b->map->negative, fields[b->negative_column].text);
    cell->is_set = read_typed(imp, b, cell);
}

void import_read_cells(Importer *imp, const CsvField *fields)
{
    arena_reset(imp->row_arena);
    for (size_t i = 0; i < imp->n_bindings; i++)
        read_cell(imp, &imp->bindings[i], fields, &imp->cells[i]);
}

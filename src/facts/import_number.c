/* Numbers of a file: amounts, rates, shares. Strict: what could be read in two ways is refused. */
#include "facts/import_private.h"

#include <string.h>

enum { MAX_DIGITS = 30 };

/* Full-width digits, commas, points and signs all begin with these two bytes. */
static bool has_full_width(const Cell *cell)
{
    return strstr(cell->text, "\xEF\xBC") || strstr(cell->text, "\xEF\xBD");
}

/* The digits before the point; with a separator in groups of three. Returns behind them, NULL if
 * wrong. */
static const char *read_whole(const char *p, int thousands, PlainNumber *out, int *n_digits)
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

static bool parse_number(const char *p, int thousands, int decimal, PlainNumber *out)
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
    if (imp->kind == IMPORT_PARAMETERS || imp->kind == IMPORT_DECISIONS)
        return; /* these have no unit but their own */
    if ((strstr(cell->text, "万") || strstr(cell->text, "亿")) && !(b->map && b->map->has_unit))
        diag_hint(imp->diags, "declare the unit in the mapping: unit: 万元");
    else if (strchr(cell->text, ',') && !(b->map && b->map->thousands))
        diag_hint(imp->diags, "declare the separator in the mapping: thousands: \",\"");
}

static int decimal_of(const Binding *b)
{
    return b->map ? b->map->decimal : '.';
}

void import_refuse_number(Importer *imp, const Binding *b, const Cell *cell, const char *expected)
{
    if (has_full_width(cell))
        diag_add(imp->diags, DIAG_ERROR, "import.full-width", bad_cell(imp, cell),
                 "full-width characters in a number");
    else
        diag_add(imp->diags, DIAG_ERROR, "import.number", bad_cell(imp, cell),
                 "this is not a number");
    say_seen(imp, cell);
    diag_expected(imp->diags, "%s", text_in(diags_lang(imp->diags), expected));
    hint_number(imp, b, cell);
}

bool import_read_number(
    Importer *imp, const Binding *b, const Cell *cell, const char *expected, PlainNumber *out)
{
    if (parse_number(cell->text, b->map ? b->map->thousands : 0, decimal_of(b), out))
        return true;
    import_refuse_number(imp, b, cell, expected);
    return false;
}

bool import_read_fen(Importer *imp, const Binding *b, Cell *cell)
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
    cell->value =
        number.negative != cell->negative ? -(int64_t)number.coeff : (int64_t)number.coeff;
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

bool import_read_rate(Importer *imp, const Binding *b, Cell *cell)
{
    Cell digits = *cell;
    int divisor = take_sign(&digits);
    PlainNumber number;
    int64_t scaled;
    Dec rate;

    digits.text = arena_strndup(imp->row_arena, cell->text, digits.len);
    if (!parse_number(digits.text, 0, decimal_of(b), &number)) {
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

bool import_read_share(Importer *imp, Cell *cell)
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

/* ---- figures of sheets and attributes ---- */

/* Powers of ten by which 元 is less than the unit; false if it is no unit of money. */
static bool money_exponent(const char *unit, int *out)
{
    static const struct {
        const char *unit;
        int exponent;
    } units[] = {
        {"元",    0},
        {"万元", 4},
        {"亿元", 8}
    };

    for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
        if (strcmp(units[i].unit, unit) == 0) {
            *out = units[i].exponent;
            return true;
        }
    }
    return false;
}

bool import_is_money(const RegField *field)
{
    int exponent;

    return field->unit && money_exponent(field->unit, &exponent);
}

/* Powers of ten between the mapping's unit and the field's. */
static int shift_of(const Binding *b)
{
    static const int exponents[] = {[MAP_YUAN] = 0, [MAP_WAN_YUAN] = 4, [MAP_FEN] = -2};
    int of_field = 0;

    if (!b->map->has_unit || !money_exponent(b->field->unit, &of_field))
        return 0;
    return exponents[b->map->unit] - of_field;
}

static bool keep_figure(Importer *imp, Cell *cell, Dec figure)
{
    char buf[DEC_TEXT_SIZE];

    cell->len = dec_format(cell->negative ? dec_neg(figure) : figure, buf, sizeof buf);
    cell->text = arena_strndup(imp->row_arena, buf, cell->len);
    return true;
}

/* Money has no part of a 分, whatever the unit it is written in. */
bool import_check_decimals(Importer *imp, const Cell *cell, const RegField *field, Dec value)
{
    __int128 fen;
    int exponent;

    if (!field->unit || !money_exponent(field->unit, &exponent) ||
        dec_to_scaled128(value, exponent + 2, &fen))
        return true;
    diag_add(imp->diags, DIAG_ERROR, "import.decimals", bad_cell(imp, cell), "a part of a 分");
    say_seen(imp, cell);
    return false;
}

bool import_read_figure(Importer *imp, const Binding *b, Cell *cell)
{
    PlainNumber number;
    Dec figure;

    if (!import_read_number(imp, b, cell, "a number such as 1234.5", &number))
        return false;
    figure =
        dec_from_int128(number.negative ? -number.coeff : number.coeff, number.scale - shift_of(b));
    return import_check_decimals(imp, cell, b->field, figure) && keep_figure(imp, cell, figure);
}

#include "regulation/unit.h"

#include <string.h>

Unit unit_unknown(void)
{
    return (Unit){.state = UNIT_UNKNOWN};
}

Unit unit_bare(void)
{
    return (Unit){.state = UNIT_BARE};
}

Unit unit_none(void)
{
    return (Unit){.state = UNIT_KNOWN};
}

/* ---- algebra ----------------------------------------------------------------------------- */

/* Multiplies `unit` by base^power, keeping the order. False if a limit is passed. */
static bool multiply_base(Unit *unit, const char *base, int power)
{
    size_t i = 0;

    while (i < unit->n_parts && strcmp(unit->parts[i].base, base) < 0)
        i++;
    if (i < unit->n_parts && strcmp(unit->parts[i].base, base) == 0) {
        int sum = unit->parts[i].power + power;

        if (sum > UNIT_MAX_POWER || sum < -UNIT_MAX_POWER)
            return false;
        if (sum != 0) {
            unit->parts[i].power = sum;
            return true;
        }
        unit->n_parts--;
        memmove(&unit->parts[i], &unit->parts[i + 1], (unit->n_parts - i) * sizeof unit->parts[0]);
        return true;
    }
    if (unit->n_parts == UNIT_MAX_PARTS || power > UNIT_MAX_POWER || power < -UNIT_MAX_POWER)
        return false;
    memmove(&unit->parts[i + 1], &unit->parts[i], (unit->n_parts - i) * sizeof unit->parts[0]);
    unit->parts[i].base = base;
    unit->parts[i].power = power;
    unit->n_parts++;
    return true;
}

/* a × b^sign */
static Unit combine(const Unit *a, const Unit *b, int sign)
{
    if (a->state == UNIT_UNKNOWN || b->state == UNIT_UNKNOWN)
        return unit_unknown();
    if (a->state == UNIT_BARE && b->state == UNIT_BARE)
        return unit_bare();

    Unit result = *a;
    result.state = UNIT_KNOWN;
    for (size_t i = 0; i < b->n_parts; i++) {
        if (!multiply_base(&result, b->parts[i].base, sign * b->parts[i].power))
            return unit_unknown();
    }
    return result;
}

Unit unit_mul(const Unit *a, const Unit *b)
{
    return combine(a, b, 1);
}

Unit unit_div(const Unit *a, const Unit *b)
{
    return combine(a, b, -1);
}

Unit unit_pow(const Unit *a, int power)
{
    Unit result = *a;

    if (a->state != UNIT_KNOWN)
        return result;
    if (power == 0)
        return unit_none();
    for (size_t i = 0; i < result.n_parts; i++) {
        if (power > UNIT_MAX_POWER || power < -UNIT_MAX_POWER)
            return unit_unknown();
        int p = result.parts[i].power * power;
        if (p > UNIT_MAX_POWER || p < -UNIT_MAX_POWER)
            return unit_unknown();
        result.parts[i].power = p;
    }
    return result;
}

Unit unit_sqrt(const Unit *a)
{
    Unit result = *a;

    for (size_t i = 0; i < result.n_parts; i++) {
        if (result.parts[i].power % 2 != 0)
            return unit_unknown();
        result.parts[i].power /= 2;
    }
    return result;
}

bool unit_equal(const Unit *a, const Unit *b)
{
    if (a->state != b->state || a->n_parts != b->n_parts)
        return false;
    for (size_t i = 0; i < a->n_parts; i++) {
        if (a->parts[i].power != b->parts[i].power ||
            strcmp(a->parts[i].base, b->parts[i].base) != 0)
            return false;
    }
    return true;
}

bool unit_join(const Unit *a, const Unit *b, Unit *out)
{
    if (a->state == UNIT_KNOWN && b->state == UNIT_KNOWN && !unit_equal(a, b))
        return false;
    *out = a->state >= b->state ? *a : *b;
    return true;
}

/* ---- reading ----------------------------------------------------------------------------- */

typedef struct UnitReader {
    Arena *arena;
    const char *at;
    Unit unit;
    Dec factor;
    int depth; /* of parentheses */
} UnitReader;

typedef struct UnitAlias {
    const char *written;
    const char *base; /* "" = no unit */
    int zeros;        /* factor 10^zeros */
} UnitAlias;

static const UnitAlias aliases[] = {
    {"千元",    "元", 3},
    {"万元",    "元", 4},
    {"十万元", "元", 5},
    {"百万元", "元", 6},
    {"千万元", "元", 7},
    {"亿元",    "元", 8},
    {"日",       "天", 0},
    {"个月",    "月", 0},
    {"%",         "",    0},
    {"‰",       "",    0},
};

static bool eat(UnitReader *r, const char *token)
{
    if (!g_str_has_prefix(r->at, token))
        return false;
    r->at += strlen(token);
    return true;
}

static void skip_blanks(UnitReader *r)
{
    while (*r->at == ' ')
        r->at++;
}

static bool at_word_end(const char *at)
{
    static const char *const ends[] = {"·", "×", "÷", "²", "³"};

    if (*at == '\0' || strchr(" */()^", *at))
        return true;
    for (size_t i = 0; i < G_N_ELEMENTS(ends); i++) {
        if (g_str_has_prefix(at, ends[i]))
            return true;
    }
    return false;
}

/* Multiplies by the base unit `word`, or by what it stands for, to the given power. */
static bool take_word(UnitReader *r, const char *word, int power)
{
    const UnitAlias *alias = NULL;
    const char *base = word;

    for (size_t i = 0; i < G_N_ELEMENTS(aliases) && !alias; i++) {
        if (strcmp(aliases[i].written, word) == 0)
            alias = &aliases[i];
    }
    if (alias) {
        /* |zeros × power| <= 72: exact in 34 digits as a power of ten */
        Dec factor = dec_from_scaled(1, -alias->zeros * power);
        if (!dec_mul(r->factor, factor, &r->factor))
            return false;
        base = alias->base;
    }
    return *base == '\0' || multiply_base(&r->unit, base, power);
}

/* "^2", "^-1", "²", "³" or nothing. False if it cannot be read. */
static bool read_power(UnitReader *r, int *out)
{
    *out = 1;
    if (eat(r, "²")) {
        *out = 2;
        return true;
    }
    if (eat(r, "³")) {
        *out = 3;
        return true;
    }
    if (!eat(r, "^"))
        return true;
    bool negative = eat(r, "-");
    if (*r->at < '1' || *r->at > '9')
        return false;
    *out = negative ? -(*r->at - '0') : *r->at - '0';
    r->at++;
    return true;
}

static bool read_product(UnitReader *r, int sign);

static bool read_term(UnitReader *r, int sign)
{
    int power;

    skip_blanks(r);
    if (eat(r, "(")) {
        if (++r->depth > UNIT_MAX_PARTS || !read_product(r, sign) || !eat(r, ")"))
            return false;
        r->depth--;
        skip_blanks(r);
        return true;
    }
    const char *start = r->at;
    while (!at_word_end(r->at))
        r->at = g_utf8_next_char(r->at);
    if (r->at == start)
        return false;
    const char *word = arena_strndup(r->arena, start, (size_t)(r->at - start));
    if (!read_power(r, &power))
        return false;
    skip_blanks(r);
    if (strcmp(word, "1") == 0)
        return power == 1;
    if (g_ascii_isdigit(word[0]) || word[0] == '-' || word[0] == '+')
        return false;
    return take_word(r, word, sign * power);
}

static bool read_product(UnitReader *r, int sign)
{
    if (!read_term(r, sign))
        return false;
    for (;;) {
        if (eat(r, "·") || eat(r, "*") || eat(r, "×")) {
            if (!read_term(r, sign))
                return false;
        } else if (eat(r, "/") || eat(r, "÷")) {
            if (!read_term(r, -sign))
                return false;
        } else {
            return true;
        }
    }
}

bool unit_parse(Arena *arena, const char *text, Unit *out, Dec *out_factor)
{
    UnitReader r = {.arena = arena, .at = text, .unit = unit_none(), .factor = dec_from_int(1)};

    if (strlen(text) > UNIT_MAX_TEXT || !g_utf8_validate(text, -1, NULL))
        return false;
    skip_blanks(&r);
    if (*r.at != '\0' && (!read_product(&r, 1) || *r.at != '\0'))
        return false;
    *out = r.unit;
    if (out_factor)
        *out_factor = r.factor;
    return true;
}

/* ---- writing ----------------------------------------------------------------------------- */

/* Appends the parts whose power has the sign `sign`, joined by `·`. Returns their number. */
static size_t append_parts(GString *text, const Unit *unit, int sign)
{
    size_t n = 0;

    for (size_t i = 0; i < unit->n_parts; i++) {
        int power = unit->parts[i].power * sign;

        if (power < 0)
            continue;
        g_string_append(text, n++ > 0 ? "·" : "");
        g_string_append(text, unit->parts[i].base);
        if (power > 1)
            g_string_append_printf(text, "^%d", power);
    }
    return n;
}

const char *unit_text(Arena *arena, const Unit *unit)
{
    if (unit->state != UNIT_KNOWN)
        return NULL;

    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GString) below = g_string_new(NULL);
    size_t n_above = append_parts(text, unit, 1);
    size_t n_below = append_parts(below, unit, -1);

    if (n_above == 0 && n_below > 0)
        g_string_append(text, "1");
    if (n_below > 0)
        g_string_append_printf(text, n_below > 1 ? "/(%s)" : "/%s", below->str);
    return arena_strdup(arena, text->str);
}

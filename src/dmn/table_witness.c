/* Witnesses: a value of each segment of an axis, if there is one. */
#include <string.h>

#include "cal/cal_arith.h"
#include "dmn/table_lint_private.h"

/* ---- domains ---- */

/* What has integers only, and their bounds. */
typedef struct Known {
    const char *name;
    int low, high;
} Known;

enum { UNBOUNDED = 1000000000 }; /* of a Known: no bound on that side */

static const Known functions[] = {
    {"full years",           -UNBOUNDED, UNBOUNDED},
    {"full months",          -UNBOUNDED, UNBOUNDED},
    {"full calendar months", 0,          UNBOUNDED},
    {"working days",         -UNBOUNDED, UNBOUNDED},
    {"count",                0,          UNBOUNDED},
    {"string length",        0,          UNBOUNDED},
    {"day of year",          1,          366      },
    {"week of year",         1,          53       },
};

/* With one argument only; with two they round to decimals. */
static const Known rounding[] = {
    {"floor",   -UNBOUNDED, UNBOUNDED},
    {"ceiling", -UNBOUNDED, UNBOUNDED},
};

static const Known date_members[] = {
    {"year",    -UNBOUNDED, UNBOUNDED},
    {"month",   1,          12       },
    {"day",     1,          31       },
    {"weekday", 1,          7        },
};

static const Known time_members[] = {
    {"hour",   0, 23},
    {"minute", 0, 59},
};

static DmnDomain find(const Known *known, size_t n, const char *name)
{
    DmnDomain none = {0};

    for (size_t i = 0; i < n; i++)
        if (strcmp(known[i].name, name) == 0)
            return (DmnDomain){
                .integer = true,
                .has_low = known[i].low > -UNBOUNDED,
                .low = known[i].low,
                .has_high = known[i].high < UNBOUNDED,
                .high = known[i].high,
            };
    return none;
}

DmnDomain dmn_domain_of(const FeelNode *expr)
{
    DmnDomain none = {0};

    if (expr->kind == FEEL_N_CALL) {
        const FeelNode *callee = expr->kids[0];

        if (callee->kind != FEEL_N_NAME || callee->ref.kind != FEEL_REF_BUILTIN)
            return none;
        if (expr->n_kids == 2) {
            DmnDomain rounded = find(rounding, G_N_ELEMENTS(rounding), callee->name);
            if (rounded.integer)
                return rounded;
        }
        return find(functions, G_N_ELEMENTS(functions), callee->name);
    }
    if (expr->kind == FEEL_N_PATH) {
        FeelTypeKind base = expr->kids[0]->type->kind;
        DmnDomain of_date = find(date_members, G_N_ELEMENTS(date_members), expr->name);

        if ((base == FEEL_T_DATE || base == FEEL_T_DATE_TIME) && of_date.integer)
            return of_date;
        if (base == FEEL_T_TIME || base == FEEL_T_DATE_TIME)
            return find(time_members, G_N_ELEMENTS(time_members), expr->name);
    }
    return none;
}

/* ---- values between two points ---- */

/* NULL = unbounded. */
static bool is_inside(const FeelValue *low, const FeelValue *v, const FeelValue *high)
{
    return (!low || dmn_value_order(low, v) < 0) && (!high || dmn_value_order(v, high) < 0);
}

static bool number_step(Dec from, DecRound mode, int step, bool integer, Dec *out)
{
    Dec base = from;

    if (integer && !dec_round(from, 0, mode, &base))
        return false;
    return dec_add(base, dec_from_int(step), out);
}

/* The next round number above `low`, below `high`, or the middle. */
static bool
number_between(const FeelValue *low, const FeelValue *high, bool integer, FeelValue *out)
{
    Dec d = dec_zero();

    if (low) {
        if (!number_step(low->u.number, DEC_FLOOR, 1, integer, &d))
            return false;
    } else if (high) {
        if (!number_step(high->u.number, DEC_CEILING, -1, integer, &d))
            return false;
    }
    *out = feel_number(d);
    if (is_inside(low, out, high))
        return true;
    if (integer || !low || !high || !dec_add(low->u.number, high->u.number, &d) ||
        !dec_div(d, dec_from_int(2), &d))
        return false;
    *out = feel_number(d);
    return is_inside(low, out, high);
}

static bool
number_witness(const FeelValue *low, const FeelValue *high, const DmnDomain *domain, FeelValue *out)
{
    FeelValue below = feel_number(dec_from_int(domain->low - 1));
    FeelValue above = feel_number(dec_from_int(domain->high + 1));

    if (domain->has_low && (!low || dmn_value_order(low, &below) < 0))
        low = &below;
    if (domain->has_high && (!high || dmn_value_order(&above, high) < 0))
        high = &above;
    return number_between(low, high, domain->integer, out);
}

static bool integer_between(const int64_t *low, const int64_t *high, int64_t fallback, int64_t *out)
{
    if (low)
        *out = *low + 1;
    else
        *out = high ? *high - 1 : fallback;
    return !low || !high || *out < *high;
}

static bool date_witness(const FeelValue *low, const FeelValue *high, FeelValue *out)
{
    CalDate fallback = 0;

    out->kind = FEEL_DATE;
    (void)cal_date_from_ymd(2000, 1, 1, &fallback); /* a valid date */
    return integer_between(low ? &low->u.date : NULL, high ? &high->u.date : NULL, fallback,
                           &out->u.date);
}

static bool months_witness(const FeelValue *low, const FeelValue *high, FeelValue *out)
{
    out->kind = FEEL_YM_DURATION;
    return integer_between(low ? &low->u.ym_duration : NULL, high ? &high->u.ym_duration : NULL, 0,
                           &out->u.ym_duration);
}

/* Times of a day, whole seconds (fractions are not compared). */
static bool time_witness(Arena *arena, const FeelValue *low, const FeelValue *high, FeelValue *out)
{
    int64_t from = low ? low->u.time->second : -1;
    int64_t to = high ? high->u.time->second : 24 * 60 * 60;
    CalTime *time = ARENA_NEW(arena, CalTime);

    if (from + 1 >= to)
        return false;
    time->second = (int32_t)(from + 1);
    out->kind = FEEL_TIME;
    out->u.time = time;
    return true;
}

static bool
date_time_witness(Arena *arena, const FeelValue *low, const FeelValue *high, FeelValue *out)
{
    CalDateTime *t = ARENA_NEW(arena, CalDateTime);
    CalDtDuration second = {.seconds = 1};

    if (!low && !high) {
        (void)cal_date_from_ymd(2000, 1, 1, &t->date); /* a valid date */
    } else if (low) {
        if (!cal_date_time_plus(low->u.date_time, second, 1, t))
            return false;
    } else if (!cal_date_time_plus(high->u.date_time, second, -1, t)) {
        return false;
    }
    out->kind = FEEL_DATE_TIME;
    out->u.date_time = t;
    return is_inside(low, out, high);
}

static bool duration_witness(const FeelValue *low, const FeelValue *high, FeelValue *out)
{
    static const int64_t seconds[] = {24 * 60 * 60, 1, 0};
    CalDtDuration *v = &out->u.dt_duration;

    out->kind = FEEL_DT_DURATION;
    *v = (CalDtDuration){0};
    if (!low && !high)
        return true;
    for (size_t i = 0; i < G_N_ELEMENTS(seconds); i++) {
        CalDtDuration step = {.seconds = seconds[i], .nano = seconds[i] ? 0 : 1};
        bool ok = low ? cal_dt_add(low->u.dt_duration, step, v)
                      : cal_dt_neg(step, &step) && cal_dt_add(high->u.dt_duration, step, v);

        if (ok && is_inside(low, out, high))
            return true;
    }
    return false;
}

static bool is_point(const DmnAxis *axis, const char *text)
{
    for (size_t i = 0; i < axis->n_points; i++)
        if (strcmp(axis->points[i].u.string.text, text) == 0)
            return true;
    return false;
}

static FeelValue other_text(Arena *arena, const DmnAxis *axis, Lang lang)
{
    const char *word = text_in(lang, "other");
    const char *text = word;

    for (size_t i = 2; is_point(axis, text); i++)
        text = arena_printf(arena, "%s%zu", word, i);
    return feel_string(text, strlen(text));
}

/* ---- segments ---- */

static bool point_witness(const FeelValue *point, const DmnDomain *domain, FeelValue *out)
{
    *out = *point;
    if (point->kind != FEEL_NUMBER)
        return true;
    return (!domain->integer || dec_is_integer(point->u.number)) &&
           (!domain->has_low || dec_compare(point->u.number, dec_from_int(domain->low)) >= 0) &&
           (!domain->has_high || dec_compare(point->u.number, dec_from_int(domain->high)) <= 0);
}

bool dmn_witness(
    Arena *arena, const DmnAxis *axis, size_t s, const DmnDomain *domain, Lang lang, FeelValue *out)
{
    const FeelValue *low = s >= 2 ? &axis->points[s / 2 - 1] : NULL;
    const FeelValue *high = s + 1 < axis->n_segments ? &axis->points[s / 2] : NULL;

    *out = feel_null();
    if (s % 2 == 1)
        return point_witness(&axis->points[s / 2], domain, out);
    if (axis->kind == FEEL_NUMBER)
        return number_witness(low, high, domain, out);
    if (axis->kind == FEEL_DATE)
        return date_witness(low, high, out);
    if (axis->kind == FEEL_YM_DURATION)
        return months_witness(low, high, out);
    if (axis->kind == FEEL_TIME)
        return time_witness(arena, low, high, out);
    if (axis->kind == FEEL_DATE_TIME)
        return date_time_witness(arena, low, high, out);
    if (axis->kind == FEEL_DT_DURATION)
        return duration_witness(low, high, out);
    if (axis->kind == FEEL_STRING && s == 0)
        *out = other_text(arena, axis, lang);
    return s == 0 && axis->kind != FEEL_BOOLEAN; /* one segment for values of unknown kind */
}

const char *dmn_witness_text(const DmnLint *l, const size_t *segments)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (size_t d = 0; d < l->n_dims; d++) {
        const FeelValue *v;

        if (segments[d] == SIZE_MAX)
            continue;
        v = &l->dims[d].witnesses[segments[d]];
        if (text->len)
            g_string_append(text, ", ");
        if (v->kind == FEEL_NULL) /* known only not to be null */
            g_string_append_printf(text, "%s != null", l->dims[d].label);
        else
            g_string_append_printf(text, "%s = %s", l->dims[d].label,
                                   feel_value_text(l->arena, v, true));
    }
    if (text->len == 0)
        return text_in(diags_lang(l->diags), "anything");
    return arena_strndup(l->arena, text->str, text->len);
}

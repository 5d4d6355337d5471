#include "feel_random.h"

#include <string.h>

/* ---- slots ---- */

static const char *const member_names[] = {"n", "s"};
static const FeelType *const member_types[] = {&feel_type_number, &feel_type_string};
static const FeelType context_type = {
    .kind = FEEL_T_CONTEXT, .n_members = 2, .names = member_names, .types = member_types};
static const FeelType list_type = {.kind = FEEL_T_LIST, .element = &feel_type_number};
static const struct {
    const char *name;
    const FeelType *type;
} slot_defs[RANDOM_N_SLOTS] = {
    {"a", &feel_type_number     },
    {"b", &feel_type_number     },
    {"c", &feel_type_number     },
    {"p", &feel_type_string     },
    {"q", &feel_type_string     },
    {"d", &feel_type_date       },
    {"e", &feel_type_date       },
    {"t", &feel_type_boolean    },
    {"u", &feel_type_boolean    },
    {"h", &feel_type_time       },
    {"m", &feel_type_date_time  },
    {"i", &feel_type_dt_duration},
    {"y", &feel_type_ym_duration},
    {"l", &list_type            },
    {"k", &context_type         },
    {"x", &feel_type_any        },
};
const char *feel_random_slot_name(RandomSlot slot)
{
    return slot_defs[slot].name;
}
const FeelType *feel_random_slot_type(RandomSlot slot)
{
    return slot_defs[slot].type;
}
void feel_random_scope(FeelScope *scope)
{
    for (RandomSlot k = RANDOM_A; k < RANDOM_N_SLOTS; k++)
        feel_scope_add_slot(scope, slot_defs[k].name, (int)k, slot_defs[k].type);
}
/* ---- values ---- */
static int pick(GRand *rand, int n)
{
    return g_rand_int_range(rand, 0, n);
}
/* Mostly small; some at the edges of what 64 bits and 34 digits hold. */
static FeelValue random_number(GRand *rand)
{
    static const int scales[] = {0, 0, 0, 2, 2, 4, -3, 20};
    static const char *const edges[] = {
        "9223372036854775807",
        "-9223372036854775808",
        "92233720368547758.07",
        "9999999999999999999999999999999999",
        "-0.0000000000000000000000000000000001",
        "9.999999999999999999999999999999999E6144",
        "1E-6176",
        "0.3333333333333333333333333333333333",
        "1E6144",
        "-1E33",
    };
    Dec n;
    if (pick(rand, 12) > 0)
        return feel_number(
            dec_from_scaled(g_rand_int_range(rand, -300, 300), scales[pick(rand, 8)]));
    g_assert_true(dec_parse(edges[pick(rand, (int)G_N_ELEMENTS(edges))], -1, &n));
    return feel_number(n);
}
static FeelValue random_text(GRand *rand)
{
    static const char *const texts[] = {
        "", "a", "A", "ab", "客户", "客户经理", "z\"z", "2019-06-30", "12.5", "aXbX", "🐎a", "K",
    };
    const char *text = texts[pick(rand, (int)G_N_ELEMENTS(texts))];
    return feel_string(text, strlen(text));
}
static CalZone random_zone(GRand *rand)
{
    static const CalZone zones[] = {
        {.kind = CAL_ZONE_LOCAL},
        {                       .kind = CAL_ZONE_LOCAL                     },
        { .kind = CAL_ZONE_OFFSET,                      .offset_s = 0},
        {                      .kind = CAL_ZONE_OFFSET,                      .offset_s = 8 * 3600},
        {                      .kind = CAL_ZONE_OFFSET,                      .offset_s = -5 * 3600 - 1},
    };
    return zones[pick(rand, (int)G_N_ELEMENTS(zones))];
}
static CalTime random_time(GRand *rand)
{
    return (CalTime){.second = g_rand_int_range(rand, 0, 86400),
                     .nano = pick(rand, 3) == 0 ? 500000000 : 0,
                     .zone = random_zone(rand)};
}
static CalDate random_date(GRand *rand)
{
    return pick(rand, 20) == 0 ? g_rand_int_range(rand, -800000, 900000)
                               : g_rand_int_range(rand, 18000, 18400);
}
static FeelValue random_temporal(GRand *rand, Arena *arena, RandomSlot slot)
{
    FeelValue v = {0};
    if (slot == RANDOM_H) {
        CalTime *time = ARENA_NEW(arena, CalTime);
        *time = random_time(rand);
        v.kind = FEEL_TIME;
        v.u.time = time;
    } else if (slot == RANDOM_M) {
        CalDateTime *moment = ARENA_NEW(arena, CalDateTime);
        *moment = (CalDateTime){random_date(rand), random_time(rand)};
        v.kind = FEEL_DATE_TIME;
        v.u.date_time = moment;
    } else if (slot == RANDOM_I) {
        v.kind = FEEL_DT_DURATION;
        v.u.dt_duration = (CalDtDuration){g_rand_int_range(rand, -200000, 200000),
                                          pick(rand, 4) == 0 ? 500000000 : 0};
    } else {
        v.kind = FEEL_YM_DURATION;
        v.u.ym_duration = g_rand_int_range(rand, -30, 30);
    }
    return v;
}
static FeelValue random_list(GRand *rand, Arena *arena)
{
    FeelValue items[4];
    size_t n = (size_t)pick(rand, 5);
    for (size_t i = 0; i < n; i++)
        items[i] = pick(rand, 8) ? random_number(rand) : feel_null();
    return feel_list(arena, items, n);
}
FeelValue feel_random_value(GRand *rand, Arena *arena, RandomSlot slot)
{
    FeelValue values[2];
    if (slot <= RANDOM_C)
        return random_number(rand);
    if (slot <= RANDOM_Q)
        return random_text(rand);
    if (slot <= RANDOM_E)
        return feel_date(random_date(rand));
    if (slot <= RANDOM_U)
        return feel_boolean(g_rand_boolean(rand));
    if (slot <= RANDOM_Y)
        return random_temporal(rand, arena, slot);
    if (slot == RANDOM_L)
        return random_list(rand, arena);
    if (slot == RANDOM_X)
        return feel_random_value(rand, arena, (RandomSlot)pick(rand, RANDOM_X));
    values[0] = random_number(rand);
    values[1] = pick(rand, 8) ? random_text(rand) : feel_null();
    return feel_context(arena, member_names, values, 2);
}
/* ---- templates ---- */
static const char *const number_leaves[] = {
    "a", "b", "c", "a", "b", "2", "0", "-1.5", "100", "0.05", "1E30", NULL,
};
static const char *const number_all[] = {
    "(%n + %n)",
    "(%n - %n)",
    "(%n * %n)",
    "(%n / %n)",
    "(%n ** 2)",
    "(1.5 ** %n)",
    "-(%n)",
    "(%n + %n * %n - %n)",
    "(a * b + b * c - c / a)",
    "(if %b then %n else %n)",
    "(if %b then %n else null)",
    "abs(%n)",
    "floor(%n)",
    "ceiling(%n)",
    "floor(%n, 1)",
    "ceiling(%n, -1)",
    "decimal(%n, 2)",
    "decimal(%n, %n)",
    "round up(%n, 1)",
    "round down(%n, 0)",
    "round half up(%n, 2)",
    "round half up(%n, %n)",
    "round half down(%n, 2)",
    "modulo(%n, %n)",
    "sqrt(%n)",
    "exp(%n / 100)",
    "log(%n)",
    "max(%n, %n)",
    "min(%n, %n, %n)",
    "min(%l)",
    "max(%l)",
    "sum([%n, %n])",
    "sum(%l)",
    "mean(%l)",
    "mean(%n, %n)",
    "product(%l)",
    "median(%l)",
    "stddev(%l)",
    "count(%l)",
    "string length(%s)",
    "number(%s)",
    "number(%s, \",\", \".\")",
    "(%d).month",
    "(%d).weekday",
    "(%h).hour",
    "(%m).minute",
    "(%i).hours",
    "(%y).months",
    "day of year(%d)",
    "week of year(%d)",
    "(%i / @\"PT1H\")",
    "(%y / @\"P1M\")",
    "((%d - %d) / @\"P1D\")",
    "count(for z in 1..3 return z + %n)",
    "(for z in [%n, 2] return z * 2)[1]",
    "(%l)[1]",
    "(%l)[-1]",
    "(%l)[%n]",
    "(%k).n",
    "get value(%k, \"n\")",
    "(%r).start",
    "{z: %n, r: z + 1}.r",
    "(function(v, w) v - w)(w: %n, v: %n)",
    "(function(v: number): number v * v)(%n)",
    "twice(%n)",
    "x",
    NULL,
};
static const char *const number_own[] = {
    "full years(%d, %d)",
    "full months(%d, %d)",
    "full calendar months(%d, %d)",
    "working days(d, e)",
    "(%n * 5%%)",
    "(%n + 3‰)",
    "(%n / 70万)",
    NULL,
};
static const char *const text_leaves[] = {
    "p", "q", "p", "\"ab\"", "\"客户\"", "\"\"", NULL,
};
static const char *const text_all[] = {
    "(if %b then %s else %s)",
    "(%s + %s)",
    "upper case(%s)",
    "lower case(%s)",
    "substring(%s, 1, 1)",
    "substring(%s, %n)",
    "substring before(%s, %s)",
    "substring after(%s, %s)",
    "string(%n)",
    "string(%d)",
    "string(%i)",
    "string(%l)",
    "string(x)",
    "string join([%s, %s], \"-\")",
    "replace(%s, \"[a-z]+\", \"<$0>\")",
    "replace(%s, %s, %s)",
    "(split(%s, \"X\"))[1]",
    "day of week(%d)",
    "month of year(%d)",
    "(%k).s",
    "(%m).timezone",
    "max(%s, %s)",
    NULL,
};
static const char *const date_leaves[] = {
    "d", "e", "d", "@\"2019-06-30\"", "date(\"2020-02-29\")", NULL,
};
static const char *const date_all[] = {
    "(if %b then %d else %d)",
    "(%d + @\"P1M\")",
    "(%d - %y)",
    "(%d + %i)",
    "(%d - @\"P10D\")",
    "(%d + @\"P1D\" * %n)",
    "max(%d, %d)",
    "min([%d, %d])",
    "date(2020, %n, 1)",
    "date(%m)",
    "date(%s)",
    NULL,
};
static const char *const date_own[] = {
    "add working days(d, 3)",
    NULL,
};
static const char *const boolean_leaves[] = {
    "t", "u", "t", "true", "false", "a > b", NULL,
};
static const char *const boolean_all[] = {
    "(%n < %n)",
    "(%n >= %n)",
    "(%n <= %n)",
    "(%n = %n)",
    "(%n != %n)",
    "(%s = %s)",
    "(%s != %s)",
    "(%s < %s)",
    "(%d <= %d)",
    "(%d > %d)",
    "(%h < %h)",
    "(%m >= %m)",
    "(%m = %m)",
    "(%i < %i)",
    "(%y = %y)",
    "(%b = %b)",
    "(%l = %l)",
    "(%k = %k)",
    "(%r = %r)",
    "(%n = null)",
    "(null = %s)",
    "(x = %n)",
    "(x != null)",
    "(x < %s)",
    "(%b and %b)",
    "(%b or %b)",
    "(%b and %b and %b)",
    "(%b or x = 1 or %b)",
    "(%b and x)",
    "not(%b)",
    "all(%b, %b)",
    "any([%b, %b, %b])",
    "is(%a, %a)",
    "(if %b then %b else %b)",
    "(%n between %n and %n)",
    "(%s between %s and %s)",
    "(%d between %d and %d)",
    "(%h between %h and %h)",
    "(%n in (1, 2, > 100))",
    "(%n in [-5..%n])",
    "(%n in (%n, < %n))",
    "(%n in %r)",
    "(%s in (\"a\", \"ab\", %s))",
    "(%n in %l)",
    "(%d in [@\"2019-05-01\"..%d))",
    "(%d in (%d, >= %d))",
    "(%a in (%a, %a))",
    "(some z in [%n, %n] satisfies z > %n)",
    "(every z in %l satisfies z < %n)",
    "contains(%s, %s)",
    "starts with(%s, %s)",
    "ends with(%s, %s)",
    "matches(%s, \"^[a-z]+$\", \"i\")",
    "matches(%s, %s)",
    "odd(%n)",
    "even(%n)",
    "(%a instance of number)",
    "(%a instance of list<number>)",
    "list contains(%l, %n)",
    "before(%n, %r)",
    "includes(%r, %n)",
    "overlaps(%r, %r)",
    "coincides(%d, %d)",
    NULL,
};
static const char *const boolean_own[] = {
    "known(%a)",
    "known(%n)",
    "(known(%a) and %b)",
    NULL,
};
static const char *const time_leaves[] = {
    "h",
    "h",
    "@\"10:30:00\"",
    NULL,
};
static const char *const time_all[] = {
    "(if %b then %h else %h)", "(%h + %i)", "(%h - %i)", "time(%m)", "time(%n, 30, 0)", NULL,
};
static const char *const moment_leaves[] = {
    "m",
    "m",
    "@\"2020-02-29T12:00:00Z\"",
    NULL,
};
static const char *const moment_all[] = {
    "(if %b then %m else %m)", "(%m + %i)",   "(%m - %y)",
    "date and time(%d, %h)",   "max(%m, %m)", NULL,
};
static const char *const days_leaves[] = {
    "i",
    "i",
    "@\"PT36H\"",
    NULL,
};
static const char *const days_all[] = {
    "(if %b then %i else %i)",
    "(%i + %i)",
    "(%i - %i)",
    "(%i * %n)",
    "(%i / %n)",
    "-(%i)",
    "abs(%i)",
    "(%d - %d)",
    "(%m - %m)",
    "(%h - %h)",
    "(%m).time offset",
    NULL,
};
static const char *const months_leaves[] = {
    "y",
    "y",
    "@\"P14M\"",
    NULL,
};
static const char *const months_all[] = {
    "(if %b then %y else %y)",           "(%y + %y)", "(%y * %n)", "(%y / %n)", "-(%y)",
    "years and months duration(%d, %d)", NULL,
};
static const char *const list_leaves[] = {
    "l", "l", "[]", "[1, 2, 3]", "[a, b]", NULL,
};
static const char *const list_all[] = {
    "[%n, %n]",
    "[%n, null, %n]",
    "(if %b then %l else %l)",
    "(for z in %l return z + %n)",
    "(%l)[item > %n]",
    "append(%l, %n)",
    "concatenate(%l, %l)",
    "union(%l, %l)",
    "distinct values(%l)",
    "reverse(%l)",
    "sublist(%l, 1, 1)",
    "insert before(%l, 1, %n)",
    "remove(%l, 1)",
    "list replace(%l, 1, %n)",
    "index of(%l, %n)",
    "flatten([%l, %l])",
    "sort(%l, function(v, w) v < w)",
    "mode(%l)",
    "[%k, k].n",
    "(for z in 1..3 return if z = 1 then %n else partial[-1] * 2)",
    NULL,
};
static const char *const context_leaves[] = {
    "k",
    "k",
    "{n: a, s: p}",
    NULL,
};
static const char *const context_all[] = {
    "{n: %n, s: %s}",
    "(if %b then %k else %k)",
    "context put(%k, \"n\", %n)",
    "context merge([%k, {s: %s}])",
    "context([{key: \"n\", value: %n}, {key: \"s\", value: %s}])",
    "([%k, %k])[n > %n][1]",
    NULL,
};
static const char *const range_leaves[] = {
    "[1..10]",
    "(-5..a]",
    "[b..100)",
    NULL,
};
static const char *const range_all[] = {
    "[%n..%n]", "(%n..%n)", "(< %n)", "(>= %n)", "(if %b then %r else %r)", NULL,
};

/* Holes of a template: `letters[k]` stands for a text of templates[k]. */
static const char letters[] = "nsdbhmiylkr";

static const struct {
    const char *const *leaves;
    const char *const *all;
    const char *const *own; /* of regulations; or NULL */
} templates[] = {
    {number_leaves,  number_all,  number_own },
    {text_leaves,    text_all,    NULL       },
    {date_leaves,    date_all,    date_own   },
    {boolean_leaves, boolean_all, boolean_own},
    {time_leaves,    time_all,    NULL       },
    {moment_leaves,  moment_all,  NULL       },
    {days_leaves,    days_all,    NULL       },
    {months_leaves,  months_all,  NULL       },
    {list_leaves,    list_all,    NULL       },
    {context_leaves, context_all, NULL       },
    {range_leaves,   range_all,   NULL       },
};
enum { N_TYPES = G_N_ELEMENTS(templates) };

G_STATIC_ASSERT(N_TYPES == sizeof letters - 1);

/* Tests of a number. */
static const char *const tests_all[] = {
    "-",
    "%n",
    "%n, %n",
    "< %n",
    "<= %n, > %n",
    "[%n..%n]",
    "(%n..%n)",
    "not(%n)",
    "not(< %n, [%n..%n])",
    "null",
    "not(null)",
    "? > %n",
    "? * 2 < %n or %b",
    "%l",
    "%r",
    "%b",
    "= %n",
    "!= %n",
    "%a",
    "%s, %n",
    NULL,
};
static const char *const tests_own[] = {
    "> %n, known(?)",
    "known(%n) and ? > 1",
    NULL,
};

typedef struct Writer {
    GRand *rand;
    GString *out;
    bool regulation;
} Writer;

static const char *choose(Writer *w, const char *const *from)
{
    return from[pick(w->rand, (int)g_strv_length((char **)from))];
}

static void put(Writer *w, size_t type, int depth);

/* Fills the holes: %n a number and so on, %a anything, %% a percent sign. */
static void fill(Writer *w, const char *text, int depth)
{
    for (; *text; text++) {
        bool is_hole = *text == '%';
        const char *letter = is_hole ? strchr(letters, *++text) : NULL;

        if (letter)
            put(w, (size_t)(letter - letters), depth);
        else if (is_hole && *text == 'a')
            put(w, (size_t)pick(w->rand, N_TYPES), depth);
        else
            g_string_append_c(w->out, *text);
    }
}

static void put(Writer *w, size_t type, int depth)
{
    const char *const *from = templates[type].all;

    if (depth <= 0 || pick(w->rand, 6) == 0)
        from = templates[type].leaves;
    else if (w->regulation && templates[type].own && pick(w->rand, 10) == 0)
        from = templates[type].own;
    fill(w, choose(w, from), depth - 1);
}

void feel_random_text(
    GRand *rand, FeelDialect dialect, FeelGrammar grammar, int depth, GString *out)
{
    Writer w = {.rand = rand, .out = out, .regulation = dialect == FEEL_REGULATION};

    if (grammar == FEEL_EXPRESSION)
        put(&w, (size_t)pick(rand, N_TYPES), depth);
    else
        fill(&w, choose(&w, w.regulation && pick(rand, 8) == 0 ? tests_own : tests_all), depth);
}

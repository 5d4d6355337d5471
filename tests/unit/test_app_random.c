/* test_app_random.c - registers and grades on random data against plain recounts: entries counted
 * one by one by the words of the notation, attributes that a grade sets fed by hand instead. */
#include "app_fixture.h"

enum { PERSONS = 6, ENTRIES = 40, ROUNDS = 25 };

static CalDate date_of(int year, int month, int day)
{
    CalDate out = 0;

    g_assert_true(cal_date_from_ymd(year, month, day, &out));
    return out;
}

static CalDate random_date(GRand *rand)
{
    return date_of(2002, 6, 1) + g_rand_int_range(rand, 0, 900);
}

static void set_attribute(Fixture *fx, const char *name, size_t row, CalDate from, FeelValue v)
{
    app_data_set_attribute(fx->data, fx_name(fx, REG_PERSON, name), row, from, &v);
}

/* ---- employments ----------------------------------------------------------------------------- */

/* One or two employments, the second after a gap; out INT64_MAX = not left. */
typedef struct Person {
    CalDate in[2], out[2];
    int n;
} Person;

static void employ(Fixture *fx, GRand *rand, Person *p, size_t row)
{
    p->n = 1 + (g_rand_int_range(rand, 0, 3) == 0);
    p->in[0] = date_of(2002, 1, 1) + g_rand_int_range(rand, 0, 500);
    p->out[0] = INT64_MAX;
    if (p->n == 2) {
        p->out[0] = p->in[0] + g_rand_int_range(rand, 20, 400);
        p->in[1] = p->out[0] + g_rand_int_range(rand, 2, 120);
        p->out[1] = INT64_MAX;
    }
    for (int i = 0; i < p->n; i++) {
        set_attribute(fx, "入职日期", row, p->in[i], feel_date(p->in[i]));
        set_attribute(fx, "离职日期", row, p->in[i], feel_null());
        if (p->out[i] != INT64_MAX)
            set_attribute(fx, "离职日期", row, p->out[i], feel_date(p->out[i]));
    }
}

/* The employment in which the person's last day in the cycle is, and that day; -1 = none. */
static int employment_in(const Person *p, const AppCycle *cycle, CalDate *out_last)
{
    for (int i = p->n - 1; i >= 0; i--) {
        *out_last = MIN(p->out[i], cycle->last);
        if (p->in[i] <= cycle->last && p->out[i] >= cycle->first)
            return i;
    }
    return -1;
}

/* ---- registers ------------------------------------------------------------------------------- */

typedef struct Span {
    const char *over; /* as written, "" = none */
    int n;            /* last n */
    const char *kind; /* of these */
    enum { THIS, PREVIOUS, YEAR, LAST, SINCE } what;
    bool before_this;
} Span;

static const Span spans[] = {
    {"",                                  0,  NULL,      THIS,     false},
    {"this cycle",                        0,  NULL,      THIS,     false},
    {"previous",                          0,  NULL,      PREVIOUS, false},
    {"year to date",                      0,  NULL,      YEAR,     false},
    {"year to date before this",          0,  NULL,      YEAR,     true },
    {"last 1 months",                     1,  "month",   LAST,     false},
    {"last 12 months",                    12, "month",   LAST,     false},
    {"last 3 months before this",         3,  "month",   LAST,     true },
    {"last 2 quarters",                   2,  "quarter", LAST,     false},
    {"last 1 quarters before this",       1,  "quarter", LAST,     true },
    {"since 级别起始日",             0,  NULL,      SINCE,    false},
    {"since 级别起始日 before this", 0,  NULL,      SINCE,    true },
};

static const char *const kinds[] = {"month", "quarter", "year"};

/* Whose they are: of the first link; of either, once; across employments. */
static const char *const whose[] = {
    "where: 责任人 = this",
    "where: 责任人 = this or 协办 = this",
    "where: 责任人 = this\nacross employments: true",
};

typedef struct Entry {
    CalDate day;   /* INT64_MIN = none */
    int who, with; /* persons, -1 = nobody, PERSONS = one who is not known */
    int64_t figure;
} Entry;

typedef struct Registers {
    Fixture fx;
    Person persons[PERSONS];
    CalDate since[PERSONS];
    Entry entries[ENTRIES];
} Registers;

static void load_registers(Registers *r)
{
    g_autoptr(GString) body =
        g_string_new("```yaml register 簿\nfields: {日: date, 责任人: person, 协办: person, 额: "
                     "number}\n```\n\n");

    for (size_t s = 0; s < G_N_ELEMENTS(spans); s++) {
        for (size_t k = 0; k < G_N_ELEMENTS(kinds); k++) {
            for (size_t w = 0; w < G_N_ELEMENTS(whose); w++) {
                for (int sum = 0; sum < 2; sum++)
                    g_string_append_printf(body,
                                           "```yaml input 取%zu_%zu_%zu_%d @%s\nfrom: register "
                                           "簿\n%s\n%s%s%s%s\n```\n\n",
                                           s, k, w, sum, kinds[k],
                                           sum ? "take: sum\ncolumn: 额" : "take: count",
                                           spans[s].over[0] ? "over: " : "", spans[s].over,
                                           spans[s].over[0] ? "\n" : "", whose[w]);
            }
        }
    }
    fx_load(&r->fx, "cycles: [month, quarter, year]\n", body->str);
}

static FeelValue key_of(Fixture *fx, int person)
{
    const char *key = person == PERSONS ? "某" : arena_printf(fx->arena, "人%d", person);

    return person < 0 ? feel_null() : feel_string(key, strlen(key));
}

static void fill_registers(Registers *r, GRand *rand)
{
    Fixture *fx = &r->fx;

    for (int i = 0; i < PERSONS; i++) {
        size_t row = app_data_row(fx->data, REG_PERSON, key_of(fx, i).u.string.text);

        employ(fx, rand, &r->persons[i], row);
        r->since[i] = random_date(rand);
        set_attribute(fx, "级别起始日", row, INT64_MIN, feel_date(r->since[i]));
    }
    for (int i = 0; i < ENTRIES; i++) {
        Entry *e = &r->entries[i];
        bool has_day = g_rand_int_range(rand, 0, 12) > 0;

        *e = (Entry){has_day ? random_date(rand) : INT64_MIN,
                     g_rand_int_range(rand, -1, PERSONS + 1),
                     g_rand_int_range(rand, -1, PERSONS + 1), g_rand_int_range(rand, -50, 1000)};

        FeelValue values[] = {has_day ? feel_date(e->day) : feel_null(), key_of(fx, e->who),
                              key_of(fx, e->with), feel_number(dec_from_int(e->figure))};
        app_data_add_entry(fx->data, "簿", arena_printf(fx->arena, "笔%d", i), e->day, values,
                           G_N_ELEMENTS(values));
    }
}

/* Months since year 0. */
static int month_of(CalDate day)
{
    CalYmd ymd = cal_date_ymd(day);

    return ymd.year * 12 + ymd.month - 1;
}

static CalDate first_of(int month)
{
    return date_of(month / 12, month % 12 + 1, 1);
}

/* First and last day of a span, by months alone. False if it has none. */
static bool
span_days(const Span *s, const AppCycle *at, CalDate since, CalDate *first, CalDate *last)
{
    int first_month = month_of(at->first), next_month = month_of(at->last) + 1;
    int step = g_strcmp0(s->kind, "quarter") == 0 ? 3 : 1;
    int end = (s->before_this ? first_month : next_month) / step * step; /* of the last one ended */

    *first = at->first;
    *last = at->last;
    if (s->what == PREVIOUS) {
        *first = first_of(first_month - (next_month - first_month));
        *last = at->first - 1;
    } else if (s->what == YEAR) {
        *first = first_of((next_month - 1) / 12 * 12);
    } else if (s->what == LAST) {
        *first = first_of(end - s->n * step);
        *last = first_of(end) - 1;
    } else if (s->what == SINCE) {
        *first = since;
    }
    if (s->before_this)
        *last = MIN(*last, at->first - 1);
    return *first <= *last;
}

static void recount(const Registers *r,
                    int person,
                    const Span *span,
                    size_t mode,
                    const AppCycle *at,
                    int64_t *out_n,
                    int64_t *out_sum)
{
    CalDate last_day, first, last, joined = INT64_MIN;
    int job = employment_in(&r->persons[person], at, &last_day);

    *out_n = *out_sum = 0;
    if (!span_days(span, at, r->since[person], &first, &last))
        return;
    if (span->what != THIS && mode != 2)
        joined = r->persons[person].in[job];
    for (int i = 0; i < ENTRIES; i++) {
        const Entry *e = &r->entries[i];
        bool is_his = e->who == person || (mode == 1 && e->with == person);
        CalDate day = e->day == INT64_MIN ? last : e->day; /* none: of every day */

        if (is_his && day >= MAX(first, joined) && day <= last) {
            ++*out_n;
            *out_sum += e->figure;
        }
    }
}

static void check_registers(Registers *r, const AppCycle *at, size_t k)
{
    for (int person = 0; person < PERSONS; person++) {
        const char *key = key_of(&r->fx, person).u.string.text;
        CalDate last_day;
        bool is_in = employment_in(&r->persons[person], at, &last_day) >= 0;

        for (size_t s = 0; s < G_N_ELEMENTS(spans); s++) {
            for (size_t w = 0; w < G_N_ELEMENTS(whose); w++) {
                int64_t want[2];

                if (is_in)
                    recount(r, person, &spans[s], w, at, &want[0], &want[1]);
                for (int sum = 0; sum < 2; sum++) {
                    g_autofree char *name = g_strdup_printf("取%zu_%zu_%zu_%d", s, k, w, sum);
                    FeelValue v = fx_get(&r->fx, REG_PERSON, key, name, at->text);
                    g_autofree char *got = fx_text(&r->fx, &v);
                    g_autofree char *text =
                        is_in ? g_strdup_printf("%" G_GINT64_FORMAT, want[sum]) : g_strdup("null");

                    if (strcmp(got, text) != 0)
                        g_test_message("%s %s of %s (%s, %s)", name, at->text, key, spans[s].over,
                                       whose[w]);
                    g_assert_cmpstr(got, ==, text);
                }
            }
        }
    }
}

static void test_registers(void)
{
    for (guint32 round = 0; round < ROUNDS; round++) {
        g_autoptr(GRand) rand = g_rand_new_with_seed(round);
        Registers r = {0};
        const AppCycle *cycles;
        size_t n;

        load_registers(&r);
        fill_registers(&r, rand);
        fx_run(&r.fx, "2003", "2004-06");
        n = app_result_cycles(r.fx.result, &cycles);
        g_assert_cmpuint(n, ==, 18 + 6 + 1);
        for (size_t i = 0; i < n; i++)
            check_registers(&r, &cycles[i], (size_t)cycles[i].kind);
        fx_clear(&r.fx);
    }
}

/* ---- grades ---------------------------------------------------------------------------------- */

static const char *const ladder[] = {"甲级", "乙级", "丙级"};

enum { NONE = -1, OWED = -2, QUARTERS = 8, FACTS = 3, MAX_EFFECTS = QUARTERS };

/* Where a grade leads: a value from a day on (index in the ladder, NONE or OWED). */
typedef struct Effect {
    CalDate day;
    int grade;
} Effect;

typedef struct Graded {
    Person job;
    Effect facts[FACTS]; /* ascending; what people gave */
    Effect effects[MAX_EFFECTS];
    size_t n_effects;
    int proposed[QUARTERS], outcome[QUARTERS];
    int gate[QUARTERS], ask[QUARTERS]; /* 0, 1 or OWED */
    int want[QUARTERS];                /* the name itself: what the cycle's appraisal leads to */
} Graded;

typedef struct Grading {
    Fixture fx, by_hand; /* the same without the grade block */
    Graded persons[PERSONS];
    bool stands_in;
    const char *effective;
} Grading;

static const char dependents[] =
    "```yaml input 拟 @quarter\ntype: text\noptional: true\n```\n"
    "```yaml input 门 @quarter\ntype: boolean\n```\n"
    "```yaml input 问 @quarter\ntype: boolean\n```\n"
    "```yaml input 师傅\nfrom: attribute\ntype: person\noptional: true\n```\n"
    "```yaml param 工资\nby: 级别\nvalue: {甲级: 1, 乙级: 2, 丙级: 3}\nset by: 会\n```\n"
    "```feel 月级别 @month\n级别\n```\n"
    "```feel 月始 @month\n级别起始日\n```\n"
    "```feel 月工资 @month\n工资\n```\n"
    "```feel 师级别 @month\n师傅.级别\n```\n"
    "```feel 季级别 @quarter\n级别\n```\n"
    "```feel 年级别 @year\n级别\n```\n"
    "```yaml total 同级 @month\ntake: count\nwithin: 级别\n```\n";

static void load_grading(Grading *g, GRand *rand)
{
    static const char front[] = "cycles: [month, quarter, year]\n";
    g_autofree char *body = NULL;

    g->stands_in = g_rand_boolean(rand);
    g->effective = kinds[g_rand_int_range(rand, 0, 3)];
    body =
        g_strdup_printf("%s```yaml grade 审定 @quarter\nladder: [甲级, 乙级, 丙级]\n"
                        "propose: 拟\ngate: 门\nask when: 问\nby: 会\neffective: next %s\n%s```\n",
                        dependents, g->effective, g->stands_in ? "until decided: 级别\n" : "");
    fx_load(&g->fx, front, body);
    fx_load(&g->by_hand, front, dependents);
}

static FeelValue grade_value(int grade)
{
    if (grade == OWED)
        return feel_missing(0);
    return grade == NONE ? feel_null() : feel_string(ladder[grade], strlen(ladder[grade]));
}

/* A grade; once in a while none or one that is owed. */
static int random_grade(GRand *rand, bool may_be_owed)
{
    int n = g_rand_int_range(rand, 0, 12);

    if (n >= 11)
        return may_be_owed ? OWED : NONE;
    return n >= 9 ? NONE : n % 3;
}

static void set_fact(Grading *g, size_t row, const Effect *fact)
{
    Fixture *both[] = {&g->fx, &g->by_hand};

    for (size_t i = 0; i < G_N_ELEMENTS(both); i++) {
        set_attribute(both[i], "级别", row, fact->day, grade_value(fact->grade));
        set_attribute(both[i], "级别起始日", row, fact->day, feel_date(MAX(fact->day, 0)));
    }
}

static void give_quarter(Grading *g, Graded *p, size_t row, int q, GRand *rand)
{
    Fixture *fx = &g->fx;
    g_autofree char *text = g_strdup_printf("%dQ%d", 2003 + q / 4, q % 4 + 1);
    AppCycle cycle = fx_cycle(fx, text);
    int gate = g_rand_int_range(rand, 0, 10), ask = g_rand_int_range(rand, 0, 10);
    FeelValue v;

    p->proposed[q] = random_grade(rand, true);
    p->gate[q] = gate == 9 ? OWED : gate > 0;
    p->ask[q] = ask == 9 ? OWED : ask > 6;
    p->outcome[q] = g_rand_int_range(rand, 0, 3) ? g_rand_int_range(rand, 0, 3) : NONE;
    v = grade_value(p->proposed[q]);
    app_data_set_value(fx->data, fx_name(fx, REG_PERSON, "拟"), row, &cycle, &v);
    v = p->gate[q] == OWED ? feel_missing(0) : feel_boolean(p->gate[q] == 1);
    app_data_set_value(fx->data, fx_name(fx, REG_PERSON, "门"), row, &cycle, &v);
    v = p->ask[q] == OWED ? feel_missing(0) : feel_boolean(p->ask[q] == 1);
    app_data_set_value(fx->data, fx_name(fx, REG_PERSON, "问"), row, &cycle, &v);
    v = grade_value(p->outcome[q]);
    if (p->outcome[q] >= 0)
        app_data_set_outcome(fx->data, fx_name(fx, REG_PERSON, "审定"), row, &cycle, &v);
}

static void fill_grading(Grading *g, GRand *rand)
{
    for (int i = 0; i < PERSONS; i++) {
        Graded *p = &g->persons[i];
        FeelValue key = key_of(&g->fx, i), master = key_of(&g->fx, (i + 1) % PERSONS);
        size_t row = app_data_row(g->fx.data, REG_PERSON, key.u.string.text);
        g_autoptr(GRand) again = g_rand_copy(rand);

        g_assert_cmpuint(app_data_row(g->by_hand.data, REG_PERSON, key.u.string.text), ==, row);
        employ(&g->fx, rand, &p->job, row);
        employ(&g->by_hand, again, &p->job, row);
        set_attribute(&g->fx, "师傅", row, INT64_MIN, master);
        set_attribute(&g->by_hand, "师傅", row, INT64_MIN, master);
        for (int k = 0; k < FACTS; k++) {
            /* some on first days of months, on which grades take effect */
            CalDate day = date_of(2003, 1, 1) + g_rand_int_range(rand, 0, 600);

            if (g_rand_boolean(rand))
                day = first_of(month_of(day));
            p->facts[k] = (Effect){k == 0 ? INT64_MIN : MAX(day, p->facts[k - 1].day + 1),
                                   random_grade(rand, false)};
            set_fact(g, row, &p->facts[k]);
        }
        for (int q = 0; q < QUARTERS; q++)
            give_quarter(g, p, row, q, rand);
    }
}

/* The grade on a day: of the newest fact, or of a newer effect; of effects for one day the last. */
static int grade_on(const Graded *p, CalDate day)
{
    const Effect *found = &p->facts[0];

    for (int k = 1; k < FACTS; k++) {
        if (p->facts[k].day <= day)
            found = &p->facts[k];
    }
    CalDate fact = found->day;

    for (size_t k = 0; k < p->n_effects; k++) {
        const Effect *e = &p->effects[k];

        if (e->day <= day && e->day > fact && e->day >= found->day)
            found = e;
    }
    return found->grade;
}

/* The first day of the next such cycle. */
static CalDate effective_day(const char *kind, const AppCycle *cycle)
{
    int next = month_of(cycle->last) + 1;
    int step = strcmp(kind, "year") == 0 ? 12 : strcmp(kind, "quarter") == 0 ? 3 : 1;

    return first_of((next + step - 1) / step * step);
}

/* What a quarter's appraisal comes to, and what it leads to, by the words of the notation. */
static void appraise(const Grading *g, Graded *p, int q, const AppCycle *cycle)
{
    CalDate last;
    int held, value;
    bool leads;

    p->want[q] = NONE;
    if (employment_in(&p->job, cycle, &last) < 0)
        return; /* not in the population */
    held = grade_on(p, last);
    if (p->gate[q] == 0)
        return; /* withheld */
    bool is_known = p->proposed[q] != OWED && held != OWED;
    bool is_kept = is_known && (p->proposed[q] == NONE || p->proposed[q] == held);

    if (!is_known || p->gate[q] == OWED || (is_kept && p->ask[q] == OWED)) {
        value = OWED;
        leads = !is_kept || p->ask[q] != 0;
    } else if (is_kept && p->ask[q] == 0) {
        value = held;
        leads = false;
    } else {
        leads = p->outcome[q] >= 0 || !g->stands_in;
        value = p->outcome[q] >= 0 ? p->outcome[q] : g->stands_in ? held : OWED;
    }
    p->want[q] = value;
    if (leads)
        p->effects[p->n_effects++] = (Effect){effective_day(g->effective, cycle), value};
}

/* Feeds what a grade has set, as dated facts. */
static void feed(Grading *g, const Graded *p, size_t row)
{
    for (size_t k = 0; k < p->n_effects; k++) {
        const Effect *e = &p->effects[k];
        int before = grade_on(p, e->day - 1);
        bool given = k + 1 < p->n_effects && p->effects[k + 1].day == e->day;
        FeelValue day = feel_date(e->day);

        for (int i = 0; i < FACTS; i++)
            given = given || p->facts[i].day == e->day;
        if (given)
            continue; /* people gave another for that very day, or a later appraisal */
        set_attribute(&g->by_hand, "级别", row, e->day, grade_value(e->grade));
        if (e->grade == OWED || before == OWED)
            day = feel_missing(0);
        if (day.kind == FEEL_MISSING || before != e->grade)
            set_attribute(&g->by_hand, "级别起始日", row, e->day, day);
    }
}

/* A value; of a missing one only that it is. */
static char *plain(Fixture *fx, const char *key, const char *name, const char *cycle)
{
    FeelValue v = fx_get(fx, REG_PERSON, key, name, cycle);

    return v.kind == FEEL_MISSING ? g_strdup("missing") : fx_text(fx, &v);
}

static void compare_grading(Grading *g, const AppCycle *cycle)
{
    static const char *const names[][6] = {
        {"月级别",  "月始", "月工资", "师级别", "同级", NULL},
        {"季级别", NULL},
        {"年级别",            NULL         },
    };

    for (int i = 0; i < PERSONS; i++) {
        const char *key = key_of(&g->fx, i).u.string.text;

        for (const char *const *name = names[cycle->kind]; *name; name++) {
            g_autofree char *got = plain(&g->fx, key, *name, cycle->text);
            g_autofree char *want = plain(&g->by_hand, key, *name, cycle->text);

            if (strcmp(got, want) != 0)
                g_test_message("%s of %s in %s", *name, key, cycle->text);
            g_assert_cmpstr(got, ==, want);
        }
    }
}

static void test_grades(void)
{
    for (guint32 round = 0; round < 4 * ROUNDS; round++) {
        g_autoptr(GRand) rand = g_rand_new_with_seed(round);
        Grading g = {0};
        const AppCycle *cycles;
        size_t n;

        load_grading(&g, rand);
        fill_grading(&g, rand);
        fx_run(&g.fx, "2003", "2004");
        for (int i = 0; i < PERSONS; i++) {
            Graded *p = &g.persons[i];
            const char *key = key_of(&g.fx, i).u.string.text;

            for (int q = 0; q < QUARTERS; q++) {
                g_autofree char *text = g_strdup_printf("%dQ%d", 2003 + q / 4, q % 4 + 1);
                AppCycle cycle = fx_cycle(&g.fx, text);
                g_autofree char *got = plain(&g.fx, key, "审定", text);

                appraise(&g, p, q, &cycle);
                g_assert_cmpstr(got, ==,
                                p->want[q] == OWED   ? "missing"
                                : p->want[q] == NONE ? "null"
                                                     : ladder[p->want[q]]);
            }
            feed(&g, p, (size_t)i);
        }
        fx_run(&g.by_hand, "2003", "2004");
        n = app_result_cycles(g.fx.result, &cycles);
        for (size_t i = 0; i < n; i++)
            compare_grading(&g, &cycles[i]);
        fx_clear(&g.fx);
        fx_clear(&g.by_hand);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/random/registers", test_registers);
    g_test_add_func("/random/grades", test_grades);
    return g_test_run();
}

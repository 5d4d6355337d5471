/* The functions of ranges (feel-reference 5.9) against sets of points: every pair of small
 * ranges. */
#include <glib.h>
#include <string.h>

#include "feel/feel.h"

enum {
    MAX_END = 3,                /* ends 0 … 3 */
    N_POINTS = 2 * MAX_END + 1, /* 0, 0.5, 1 … */
    MAX_RANGES = 64,
};

/* A range as the set of the points it holds, bit i for i / 2. */
typedef struct Set {
    uint32_t bits;
    FeelRange range;
} Set;

static int lowest(uint32_t bits)
{
    return __builtin_ctz(bits);
}

static int highest(uint32_t bits)
{
    return 31 - __builtin_clz(bits);
}

static bool is_before(const Set *a, const Set *b)
{
    return highest(a->bits) < lowest(b->bits);
}

static bool is_within(const Set *a, const Set *b)
{
    return (a->bits & ~b->bits) == 0;
}

static bool do_overlap(const Set *a, const Set *b)
{
    return (a->bits & b->bits) != 0;
}

static bool do_meet(const Set *a, const Set *b)
{
    return highest(a->bits) == lowest(b->bits) && a->range.end_included && b->range.start_included;
}

static bool overlaps_before(const Set *a, const Set *b)
{
    return do_overlap(a, b) && lowest(a->bits) < lowest(b->bits) &&
           highest(a->bits) <= highest(b->bits);
}

static bool do_finish(const Set *a, const Set *b)
{
    return is_within(a, b) && highest(a->bits) == highest(b->bits);
}

static bool do_start(const Set *a, const Set *b)
{
    return is_within(a, b) && lowest(a->bits) == lowest(b->bits);
}

static bool is_same(const Set *a, const Set *b)
{
    return a->bits == b->bits;
}

/* x and y are the arguments; swap: the relation is of y to x. */
static const struct {
    const char *text;
    bool (*relation)(const Set *a, const Set *b);
    bool swap;
} range_range[] = {
    {"before(x, y)",          is_before,       false},
    {"after(x, y)",           is_before,       true },
    {"meets(x, y)",           do_meet,         false},
    {"met by(x, y)",          do_meet,         true },
    {"overlaps(x, y)",        do_overlap,      false},
    {"overlaps before(x, y)", overlaps_before, false},
    {"overlaps after(x, y)",  overlaps_before, true },
    {"finishes(x, y)",        do_finish,       false},
    {"finished by(x, y)",     do_finish,       true },
    {"includes(x, y)",        is_within,       true },
    {"during(x, y)",          is_within,       false},
    {"starts(x, y)",          do_start,        false},
    {"started by(x, y)",      do_start,        true },
    {"coincides(x, y)",       is_same,         false},
};

/* Points need the end itself, not the last of the points that are looked at. */
static bool point_finishes(const Set *a, const Set *b)
{
    return b->range.end_included && do_finish(a, b);
}

static bool point_starts(const Set *a, const Set *b)
{
    return b->range.start_included && do_start(a, b);
}

/* The same with a point for the first argument, or (swap) for the second. */
static const struct {
    const char *text;
    bool (*relation)(const Set *a, const Set *b);
    bool swap;
} with_point[] = {
    {"before(p, y)",      is_before,      false},
    {"before(y, p)",      is_before,      true },
    {"after(p, y)",       is_before,      true },
    {"after(y, p)",       is_before,      false},
    {"finishes(p, y)",    point_finishes, false},
    {"finished by(y, p)", point_finishes, false},
    {"includes(y, p)",    is_within,      false},
    {"during(p, y)",      is_within,      false},
    {"starts(p, y)",      point_starts,   false},
    {"started by(y, p)",  point_starts,   false},
};

typedef struct Fixture {
    Arena *arena;
    FeelScope *scope;
    Set sets[MAX_RANGES];
    size_t n;
} Fixture;

static Set make_set(int start, int end, bool start_included, bool end_included)
{
    Set set = {
        .range = {.form = FEEL_RANGE_INTERVAL,
                  .start_included = start_included,
                  .end_included = end_included,
                  .start = feel_number(dec_from_int(start)),
                  .end = feel_number(dec_from_int(end))}
    };

    for (int i = 2 * start; i <= 2 * end; i++)
        if ((i > 2 * start || start_included) && (i < 2 * end || end_included))
            set.bits |= 1u << i;
    return set;
}

static void setup(Fixture *f)
{
    f->arena = arena_new(0);
    f->n = 0;
    f->scope = feel_scope_new(f->arena, NULL, FEEL_STANDARD);
    feel_scope_add_slot(f->scope, "x", 0, &feel_type_any);
    feel_scope_add_slot(f->scope, "y", 1, &feel_type_any);
    feel_scope_add_slot(f->scope, "p", 2, &feel_type_any);
    for (int start = 0; start < MAX_END; start++)
        for (int end = start + 1; end <= MAX_END; end++)
            for (int flags = 0; flags < 4; flags++)
                f->sets[f->n++] = make_set(start, end, flags & 1, flags & 2);
}

static FeelProgram *compile(Fixture *f, const char *text)
{
    SrcText src = {
        .text = text, .len = strlen(text), .start = {"t", 1, 1}
    };
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    FeelNode *node = feel_parse(f->arena, f->scope, &src, FEEL_EXPRESSION, diags);

    g_assert_nonnull(node);
    g_assert_true(feel_check(f->arena, f->scope, node, &src, NULL, diags));
    g_assert_cmpuint(diags_n(diags), ==, 0);
    return feel_compile(f->arena, node, &src, FEEL_STANDARD, NULL);
}

static FeelValue range_value(const FeelRange *range)
{
    return (FeelValue){.kind = FEEL_RANGE, .u.range = range};
}

static void
assert_answer(const FeelProgram *program, const char *text, FeelValue *slots, bool wanted)
{
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(FeelRun) run = feel_run_new(arena, NULL, NULL, NULL);
    FeelValue got = feel_run_row(run, program, slots, NULL);

    if (got.kind != FEEL_BOOLEAN || got.u.boolean != wanted)
        g_error("%s: x = %s, y = %s, p = %s gives %s", text,
                feel_value_text(arena, &slots[0], true), feel_value_text(arena, &slots[1], true),
                feel_value_text(arena, &slots[2], true), feel_value_text(arena, &got, true));
}

static void test_ranges(void)
{
    Fixture f;

    setup(&f);
    for (size_t k = 0; k < G_N_ELEMENTS(range_range); k++) {
        FeelProgram *program = compile(&f, range_range[k].text);

        for (size_t i = 0; i < f.n * f.n; i++) {
            const Set *a = &f.sets[i / f.n], *b = &f.sets[i % f.n];
            FeelValue slots[3] = {range_value(&a->range), range_value(&b->range), feel_null()};
            bool wanted =
                range_range[k].swap ? range_range[k].relation(b, a) : range_range[k].relation(a, b);

            assert_answer(program, range_range[k].text, slots, wanted);
        }
    }
    arena_free(f.arena);
}

static void test_points(void)
{
    Fixture f;

    setup(&f);
    for (size_t k = 0; k < G_N_ELEMENTS(with_point); k++) {
        FeelProgram *program = compile(&f, with_point[k].text);

        for (size_t i = 0; i < f.n * N_POINTS; i++) {
            size_t at = i % N_POINTS;
            Set point = {.bits = 1u << at};
            const Set *b = &f.sets[i / N_POINTS];
            FeelValue slots[3] = {feel_null(), range_value(&b->range),
                                  feel_number(dec_from_scaled((int64_t)at * 5, 1))};
            bool wanted = with_point[k].swap ? with_point[k].relation(b, &point)
                                             : with_point[k].relation(&point, b);

            assert_answer(program, with_point[k].text, slots, wanted);
        }
    }
    arena_free(f.arena);
}

/* v in range is the set itself. */
static void test_membership(void)
{
    Fixture f;
    FeelProgram *program;

    setup(&f);
    program = compile(&f, "p in y");
    for (size_t i = 0; i < f.n * N_POINTS; i++) {
        size_t at = i % N_POINTS;
        const Set *b = &f.sets[i / N_POINTS];
        FeelValue slots[3] = {feel_null(), range_value(&b->range),
                              feel_number(dec_from_scaled((int64_t)at * 5, 1))};

        assert_answer(program, "p in y", slots, (b->bits >> at) & 1);
    }
    arena_free(f.arena);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/feel-ranges/ranges", test_ranges);
    g_test_add_func("/feel-ranges/points", test_points);
    g_test_add_func("/feel-ranges/membership", test_membership);
    return g_test_run();
}

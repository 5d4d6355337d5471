/* Shares: they add up to the fen, and a group that is not known is not handed anything. */
#include "app_fixture.h"

#include "dec/dec_column.h"

static const char yearly[] = "cycles: [year]\n";

static const char blocks[] = "```yaml input 池 @year unit 元\n```\n"
                             "```yaml input 分 @year\noptional: true\n```\n"
                             "```yaml input 组 @year\ntype: text\n```\n"
                             "```yaml input 序 @year\noptional: true\n```\n"
                             "```yaml share 得 @year\nof: 池\nby: 分\nwithin: 组\nrest: 序\n```\n";

static void expect(const char *body, const char *given, const char *want)
{
    Fixture fx = {0};

    fx_load(&fx, yearly, body);
    fx_give(&fx, given);
    fx_run(&fx, "2003", "2003");
    fx_expect(&fx, want);
    fx_clear(&fx);
}

/* ---- to the fen ---- */

enum { ROWS = 60, GROUPS = 4, ROUNDS = 60 };

/* Gives random figures; returns what each group hands out. */
static void give_random(Fixture *fx, GRand *rand, const size_t *order, Dec *amounts)
{
    g_autofree char **lines = g_new0(char *, ROWS + 1);

    for (int g = 0; g < GROUPS; g++) {
        amounts[g] = dec_from_scaled(g_rand_int_range(rand, -2000000, 2000000000), 2);
        amounts[g] = g_rand_int_range(rand, 0, 8) ? amounts[g] : dec_zero();
    }
    for (int i = 0; i < ROWS; i++) {
        char pool[DEC_TEXT_SIZE];
        int by = g_rand_int_range(rand, 0, g_rand_boolean(rand) ? 5 : 100000);

        (void)dec_format(amounts[i % GROUPS], pool, sizeof pool);
        /* the first of each group has something, so that it can be shared */
        lines[i] =
            g_strdup_printf("人%02d 池 * %s\n人%02d 分 * %d.%03d\n人%02d 组 * 组%d\n人%02d 序 * %d",
                            i, pool, i, i < GROUPS ? by + 1 : by, g_rand_int_range(rand, 0, 1000),
                            i, i % GROUPS, i, g_rand_int_range(rand, 0, 3));
    }
    for (int i = 0; i < ROWS; i++)
        fx_give(fx, lines[order[i]]);
    for (int i = 0; i < ROWS; i++)
        g_free(lines[i]);
}

static char *shares(Fixture *fx, const Dec *amounts)
{
    GString *out = g_string_new(NULL);
    DecSum sums[GROUPS] = {0};

    for (int i = 0; i < ROWS; i++) {
        g_autofree char *row = g_strdup_printf("人%02d", i);
        FeelValue v = fx_get(fx, REG_PERSON, row, "得", "2003");
        int64_t fen;

        g_assert_cmpint((int)v.kind, ==, (int)FEEL_NUMBER);
        g_assert_true(dec_to_scaled(v.u.number, 2, &fen));
        dec_sum_add(&sums[i % GROUPS], v.u.number);
        g_string_append_printf(out, "%s %" G_GINT64_FORMAT "\n", row, fen);
    }
    for (int g = 0; g < GROUPS; g++) {
        Dec sum;

        g_assert_true(dec_sum_get(&sums[g], &sum));
        g_assert_true(dec_equal(sum, amounts[g]));
    }
    return g_string_free(out, FALSE);
}

/* Random amounts add up, whatever the order in which rows are added. */
static void test_adds_up(void)
{
    for (guint32 round = 0; round < ROUNDS; round++) {
        g_autofree char *first = NULL;

        for (int turn = 0; turn < 2; turn++) {
            Fixture fx = {0};
            Dec amounts[GROUPS];
            size_t order[ROWS];
            g_autoptr(GRand) rand = g_rand_new_with_seed(round);
            g_autofree char *got = NULL;

            for (size_t i = 0; i < ROWS; i++)
                order[i] = turn ? (i * 7 + 3) % ROWS : i;
            fx_load(&fx, yearly, blocks);
            give_random(&fx, rand, order, amounts);
            fx_run(&fx, "2003", "2003");
            got = shares(&fx, amounts);
            if (turn)
                g_assert_cmpstr(got, ==, first);
            else
                first = g_steal_pointer(&got);
            fx_clear(&fx);
        }
    }
}

static void test_ties(void)
{
    /* five equal parts of 0.03: three fen for the smallest 序, then by key; null comes last */
    expect(blocks,
           "default 池 * 0.03\ndefault 分 * 2\ndefault 组 * a\n"
           "子 序 * 2\n丑 序 * 1\n寅 序 * null\n卯 序 * 2\n辰 序 * -1",
           "丑 得 2003 0.01\n辰 得 2003 0.01\n卯 得 2003 0.01\n子 得 2003 0\n寅 得 2003 0");
    /* below zero: mirrored */
    expect(blocks,
           "default 池 * -0.03\ndefault 分 * 2\ndefault 组 * a\n"
           "子 序 * 2\n丑 序 * 1\n寅 序 * null\n卯 序 * 2\n辰 序 * -1",
           "丑 得 2003 -0.01\n辰 得 2003 -0.01\n卯 得 2003 -0.01\n子 得 2003 0\n寅 得 2003 0");
    /* an amount with parts of a fen is rounded first, half away from zero */
    expect(blocks, "default 池 * 10.005\ndefault 分 * 1\ndefault 组 * a\n子 序 * 1\n丑 序 * 2",
           "子 得 2003 5.01\n丑 得 2003 5");
}

/* ---- what is not known ---- */

static void test_missing(void)
{
    /* a missing group could be any; a null one is none */
    expect(blocks,
           "default 池 * 9\ndefault 分 * 1\ndefault 序 * 1\n子 组 * a\n丑 组 * b\n寅 组 * missing\n"
           "卯 组 * null",
           "子 得 2003 missing 组.寅.2003\n丑 得 2003 missing 组.寅.2003\n"
           "寅 得 2003 missing 组.寅.2003\n卯 得 2003 null");
    /* one with nothing to show takes no part, one who owes it holds up his group */
    expect(blocks,
           "default 池 * 9\ndefault 序 * 1\n子 组 * a\n子 分 * 2\n丑 组 * a\n丑 分 * null\n"
           "寅 组 * b\n寅 分 * 1\n卯 组 * b\n卯 分 * missing",
           "子 得 2003 9\n丑 得 2003 null\n寅 得 2003 missing 分.卯.2003\n"
           "卯 得 2003 missing 分.卯.2003");
    /* no amount is nothing to hand out */
    expect(blocks, "default 分 * 1\ndefault 序 * 1\n子 组 * a\n子 池 * null", "子 得 2003 null");
    /* the order is asked for only where it decides */
    expect(blocks,
           "default 池 * 1\ndefault 分 * 1\ndefault 组 * a\n子 序 * missing\n丑 序 * 1\n寅 序 * 2",
           "子 得 2003 missing 序.子.2003\n丑 得 2003 missing 序.子.2003\n"
           "寅 得 2003 missing 序.子.2003");
    expect(blocks, "default 池 * 1\ndefault 分 * 1\ndefault 组 * a\n子 序 * missing\n丑 序 * 1",
           "子 得 2003 0.5\n丑 得 2003 0.5");
}

/* Who takes no part whatever is owed of him holds nobody up; nor does what need not decide. */
static void test_not_owed(void)
{
    static const char body[] = "```yaml input 分 @year\n```\n"
                               "```yaml input 在 @year\ntype: boolean\n```\n"
                               "```yaml input 选 @year\ntype: boolean\n```\n"
                               "```yaml share 得 @year\nof: 10\nby: 分\nfor: 在\nwhere: 选\n```\n";
    static const char two[] = "```yaml input 甲序 @year\n```\n```yaml input 乙序 @year\n```\n"
                              "```yaml share 得 @year\nof: 0.01\nby: 1\n"
                              "rest: [甲序, -乙序]\n```\n";

    /* 丑 has nothing, 寅 is not chosen: whether they are of those, or chosen, is not asked */
    expect(
        body,
        "default 分 * 1\ndefault 在 * true\ndefault 选 * true\n子\n丑 分 * null\n丑 选 * missing\n"
        "寅 选 * false\n寅 在 * missing\n卯 分 * null\n卯 在 * missing",
        "子 得 2003 10\n丑 得 2003 null\n寅 得 2003 missing 在.寅.2003\n"
        "卯 得 2003 missing 在.卯.2003");
    /* the first expression tells them apart */
    expect(two, "default 乙序 * missing\n子 甲序 * 2\n丑 甲序 * 1\n寅 甲序 * 2",
           "子 得 2003 0\n丑 得 2003 0.01\n寅 得 2003 0");
    /* the second one is asked of those that the first leaves equal */
    expect(two,
           "子 甲序 * 1\n丑 甲序 * 1\n寅 甲序 * 2\n子 乙序 * 5\n丑 乙序 * 6\n寅 乙序 * missing",
           "子 得 2003 0\n丑 得 2003 0.01\n寅 得 2003 0");
    expect(two,
           "子 甲序 * 1\n丑 甲序 * 1\n寅 甲序 * 2\n子 乙序 * 5\n丑 乙序 * missing\n寅 乙序 * 1",
           "子 得 2003 missing 乙序.丑.2003\n丑 得 2003 missing 乙序.丑.2003\n寅 得 2003 0");
    /* those beyond the first get none */
    expect(two, "default 乙序 * missing\n子 甲序 * 1\n丑 甲序 * 3\n寅 甲序 * 3",
           "子 得 2003 0.01\n丑 得 2003 0\n寅 得 2003 0");
}

static void test_leave_out(void)
{
    g_autofree char *body = g_strdup_printf(
        "%s```yaml share 余 @year\nof: 池\nby: 分\nwithin: 组\nwhere: 序 > 0\nrest: 序\n"
        "missing: leave out\n```\n",
        blocks);

    expect(
        body,
        "default 池 * 9\n子 组 * a\n子 分 * 2\n子 序 * 1\n丑 组 * a\n丑 分 * missing\n丑 序 * 1\n"
        "寅 组 * missing\n寅 分 * 1\n寅 序 * 1\n卯 组 * a\n卯 分 * 1\n卯 序 * missing\n"
        "辰 组 * a\n辰 分 * 1\n辰 序 * 0\n巳 组 * a\n巳 分 * -1\n巳 序 * 1",
        "子 余 2003 9\n丑 余 2003 missing 分.丑.2003\n寅 余 2003 missing 组.寅.2003\n"
        "卯 余 2003 missing 序.卯.2003\n辰 余 2003 null\n巳 余 2003 missing 余.巳.2003");
}

static void test_faults(void)
{
    /* told of the first row of the group */
    expect(blocks, "default 池 * 9\ndefault 分 * 0\ndefault 组 * a\ndefault 序 * 1\n子\n丑",
           "子 得 2003 missing 得.丑.2003\n丑 得 2003 missing 得.丑.2003");
    expect(blocks, "default 池 * 0\ndefault 分 * 0\ndefault 组 * a\ndefault 序 * 1\n子\n丑",
           "子 得 2003 0\n丑 得 2003 0");
    expect(blocks, "default 分 * 1\ndefault 组 * a\ndefault 序 * 1\n子 池 * 9\n丑 池 * 9.01",
           "子 得 2003 missing 得.丑.2003\n丑 得 2003 missing 得.丑.2003");
    expect(blocks, "default 池 * 9\ndefault 组 * a\ndefault 序 * 1\n子 分 * 1\n丑 分 * -0.01",
           "子 得 2003 missing 得.丑.2003\n丑 得 2003 missing 得.丑.2003");
    expect(blocks, "default 池 * 9\ndefault 组 * a\ndefault 序 * 1\n子 分 * 1E40\n丑 分 * 1E-40",
           "子 得 2003 missing 得.丑.2003\n丑 得 2003 missing 得.丑.2003");
    expect(blocks, "default 池 * 1E30\ndefault 组 * a\ndefault 序 * 1\n子 分 * 1",
           "子 得 2003 missing 得.子.2003");
}

/* ---- other rows ---- */

/* To whom the block does not apply takes no part; whether it does must be known. A share that is
 * given stands, and the others are as they would be. */
static void test_applies(void)
{
    static const char body[] = "```yaml input 分 @year\n```\n"
                               "```yaml input 在 @year\ntype: boolean\n```\n"
                               "```yaml share 得 @year unit 元\nof: 100\nby: 分\nfor: 在\n```\n";

    expect(body, "default 分 * 1\n子 在 * true\n丑 在 * true\n寅 在 * false",
           "子 得 2003 50\n丑 得 2003 50\n寅 得 2003 null");
    expect(body, "default 分 * 1\n子 在 * true\n丑 在 * missing",
           "子 得 2003 missing 在.丑.2003\n丑 得 2003 missing 在.丑.2003");
    expect(body, "default 分 * 1\ndefault 在 * true\n子 得 * 7\n丑", "子 得 2003 7\n丑 得 2003 50");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/share/adds-up", test_adds_up);
    g_test_add_func("/share/ties", test_ties);
    g_test_add_func("/share/missing", test_missing);
    g_test_add_func("/share/not-owed", test_not_owed);
    g_test_add_func("/share/leave-out", test_leave_out);
    g_test_add_func("/share/faults", test_faults);
    g_test_add_func("/share/applies", test_applies);
    return g_test_run();
}

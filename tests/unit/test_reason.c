/* test_reason.c - interning of roots; sets; cost of large ones. */
#include "col/reason.h"

#include <string.h>

static uint32_t root_named(Reasons *r, const char *name, int row)
{
    g_autofree char *key = g_strdup_printf("%d", row);
    ReasonRoot root = {.kind = REASON_INPUT, .name = name, .row = key, .owed_by = "clerk"};

    return reasons_root(r, &root);
}

static void test_root_is_interned_by_content(void)
{
    g_autoptr(Reasons) r = reasons_new();
    char name[] = "score";
    ReasonRoot base = {
        REASON_FAULT, name, "r", "2003-05", "o", "t", {"f", 1, 2}
    };
    uint32_t id = reasons_root(r, &base);
    ReasonRoot other[9];

    g_assert_cmpuint(id, >, 0);
    for (size_t i = 0; i < G_N_ELEMENTS(other); i++)
        other[i] = base;
    other[0].kind = REASON_TIE;
    other[1].name = NULL;
    other[2].row = "";
    other[3].cycle = "2003-06";
    other[4].owed_by = "o2";
    other[5].text = NULL;
    other[6].pos.file = "g";
    other[7].pos.line = 2;
    other[8].pos.column = 1;
    for (size_t i = 0; i < G_N_ELEMENTS(other); i++) {
        uint32_t differs = reasons_root(r, &other[i]);
        g_assert_cmpuint(differs, !=, id);
        for (size_t j = 0; j < i; j++)
            g_assert_cmpuint(differs, !=, reasons_root(r, &other[j]));
    }
    name[0] = 'S'; /* the copy inside does not change */
    g_assert_cmpuint(reasons_root(r, &base), !=, id);
    base.name = "score";
    g_assert_cmpuint(reasons_root(r, &base), ==, id);
}

static void test_root_reads_back(void)
{
    g_autoptr(Reasons) r = reasons_new();
    ReasonRoot fault = {
        REASON_FAULT, "净收入", "007", "2003-Q1", NULL, "x / 0", {"a.md", 3, 4}
    };
    ReasonRoot bare = {.kind = REASON_RUN};
    uint32_t first = reasons_root(r, &fault);
    uint32_t id = reasons_union(r, reasons_root(r, &bare), first);
    const ReasonRoot *const *roots;

    g_assert_cmpuint(reasons_roots(r, id, &roots), ==, 2);
    g_assert_cmpint(roots[0]->kind, ==, REASON_FAULT);
    g_assert_cmpstr(roots[0]->name, ==, "净收入");
    g_assert_cmpstr(roots[0]->row, ==, "007");
    g_assert_cmpstr(roots[0]->cycle, ==, "2003-Q1");
    g_assert_null(roots[0]->owed_by);
    g_assert_cmpstr(roots[0]->text, ==, "x / 0");
    g_assert_cmpstr(roots[0]->pos.file, ==, "a.md");
    g_assert_cmpuint(roots[0]->pos.line, ==, 3);
    g_assert_cmpuint(roots[0]->pos.column, ==, 4);
    g_assert_cmpint(roots[1]->kind, ==, REASON_RUN);
    g_assert_null(roots[1]->name);
    g_assert_null(roots[1]->pos.file);
}

static void test_nothing(void)
{
    g_autoptr(Reasons) r = reasons_new();
    uint32_t a = root_named(r, "a", 1);
    const ReasonRoot *const *roots;

    g_assert_cmpuint(reasons_union(r, 0, 0), ==, 0);
    g_assert_cmpuint(reasons_union(r, a, 0), ==, a);
    g_assert_cmpuint(reasons_union(r, 0, a), ==, a);
    g_assert_cmpuint(reasons_union(r, a, a), ==, a);
    g_assert_true(reasons_same(r, 0, 0));
    g_assert_false(reasons_same(r, a, 0));
    g_assert_cmpuint(reasons_union_n(r, NULL, 0), ==, 0);
    g_assert_cmpuint(reasons_union_n(r, (uint32_t[]){0, a, 0}, 3), ==, a);
    g_assert_cmpuint(reasons_n_roots(r, 0), ==, 0);
    g_assert_cmpuint(reasons_roots(r, 0, &roots), ==, 0);
    reasons_free(NULL);
    g_test_expect_message(G_LOG_DOMAIN, G_LOG_LEVEL_CRITICAL, "*id <*");
    g_assert_cmpuint(reasons_n_roots(r, 1000), ==, 0); /* no such set: the caller's bug */
    g_test_expect_message(G_LOG_DOMAIN, G_LOG_LEVEL_CRITICAL, "*id <*");
    g_assert_cmpuint(reasons_roots(r, 1000, &roots), ==, 0);
    g_test_assert_expected_messages();
}

static void test_order_is_of_first_interning(void)
{
    g_autoptr(Reasons) r = reasons_new();
    uint32_t b = root_named(r, "b", 1);
    uint32_t a = root_named(r, "a", 1);
    uint32_t c = root_named(r, "c", 1);
    uint32_t set = reasons_union(r, c, reasons_union(r, a, b));
    const ReasonRoot *const *roots;

    g_assert_cmpuint(reasons_roots(r, set, &roots), ==, 3);
    g_assert_cmpstr(roots[0]->name, ==, "b");
    g_assert_cmpstr(roots[1]->name, ==, "a");
    g_assert_cmpstr(roots[2]->name, ==, "c");
}

enum { N_ROOTS = 700, N_SETS = 400 };

/* Random unions against plain arrays of booleans: the content is right, and two sets are the same
 * exactly if the contents are. */
static void test_sets_against_booleans(void)
{
    static bool has[N_SETS][N_ROOTS];
    g_autoptr(Reasons) r = reasons_new();
    g_autoptr(GRand) rand = g_rand_new_with_seed(7);
    uint32_t ids[N_SETS];
    uint32_t root_ids[N_ROOTS];

    memset(has, 0, sizeof has);
    for (int i = 0; i < N_ROOTS; i++)
        root_ids[i] = root_named(r, "x", i);
    for (int s = 0; s < N_SETS; s++) {
        int a = s < 80 ? -1 : g_rand_int_range(rand, 0, s);
        int b = s < 80 ? -1 : g_rand_int_range(rand, 0, s);
        int root = s < 80 ? (s * s * 13) % N_ROOTS : g_rand_int_range(rand, 0, N_ROOTS);
        ids[s] = root_ids[root];
        has[s][root] = true;
        if (a < 0)
            continue;
        if (s % 3 == 0) /* no new root: often a set that is there already */
            memset(has[s], 0, sizeof has[s]);
        ids[s] = reasons_union(r, s % 3 == 0 ? 0 : ids[s], reasons_union(r, ids[a], ids[b]));
        for (int i = 0; i < N_ROOTS; i++)
            has[s][i] = has[s][i] || has[a][i] || has[b][i];
    }
    for (int s = 0; s < N_SETS; s++) {
        const ReasonRoot *const *roots;
        size_t n = reasons_roots(r, ids[s], &roots);
        size_t k = 0;
        g_assert_cmpuint(reasons_n_roots(r, ids[s]), ==, n);
        for (int i = 0; i < N_ROOTS; i++) {
            if (has[s][i])
                g_assert_cmpint(g_ascii_strtoll(roots[k++]->row, NULL, 10), ==, i);
        }
        g_assert_cmpuint(k, ==, n);
        for (int t = 0; t < s; t++)
            g_assert_cmpint(reasons_same(r, ids[s], ids[t]), ==,
                            memcmp(has[s], has[t], sizeof has[s]) == 0);
    }
}

/* One total over 10,000 persons, each missing an input; then every person's share of the total. */
static void test_total_over_ten_thousand(void)
{
    enum { N = 10000 };
    g_autoptr(Reasons) r = reasons_new();
    g_autofree uint32_t *ids = g_new(uint32_t, N);
    const ReasonRoot *const *roots;
    uint32_t total = 0;
    uint32_t backwards = 0;
    uint32_t extra;
    gint64 start = g_get_monotonic_time();

    for (int i = 0; i < N; i++)
        ids[i] = root_named(r, "income", i);
    for (int i = 0; i < N; i++)
        total = reasons_union(r, total, ids[i]);
    for (int i = N - 1; i >= 0; i--)
        backwards = reasons_union(r, backwards, ids[i]);
    g_assert_true(reasons_same(r, backwards, total));
    g_assert_true(reasons_same(r, reasons_union_n(r, ids, N), total));
    for (int i = 0; i < N; i += 97) /* already inside */
        g_assert_true(reasons_same(r, reasons_union(r, ids[i], total), total));
    extra = 0;
    for (int i = 0; i < N; i++) { /* something of its own besides: a new set each */
        uint32_t share = reasons_union(r, total, root_named(r, "weight", i));
        g_assert_cmpuint(share, !=, extra);
        extra = share;
    }
    g_assert_cmpuint(reasons_roots(r, extra, &roots), ==, N + 1);
    g_assert_cmpstr(roots[N - 1]->row, ==, "9999");
    g_assert_cmpstr(roots[N]->name, ==, "weight");
    /* A quadratic union would need minutes; this takes some tens of milliseconds. */
    g_assert_cmpint(g_get_monotonic_time() - start, <, 20 * G_TIME_SPAN_SECOND);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/reason/root-is-interned-by-content", test_root_is_interned_by_content);
    g_test_add_func("/reason/root-reads-back", test_root_reads_back);
    g_test_add_func("/reason/nothing", test_nothing);
    g_test_add_func("/reason/order-is-of-first-interning", test_order_is_of_first_interning);
    g_test_add_func("/reason/sets-against-booleans", test_sets_against_booleans);
    g_test_add_func("/reason/total-over-ten-thousand", test_total_over_ten_thousand);
    return g_test_run();
}

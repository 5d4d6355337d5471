/* bench_dec.c - nanoseconds for one number: kernels, sums, text, powers.
 *
 * "short" numbers are money times a rate (fast paths); "long" ones have 34 digits (the library).
 */
#include "dec/dec_column.h"

#include <glib.h>
#include <stdio.h>

enum { N = 10000, REPEAT = 100 };

static Dec a[N];
static Dec b[N];
static Dec out[N];
static uint64_t ok[N / 64 + 1];
static int8_t order[N];
static DecSum sum;

static void fill_short(void)
{
    for (int i = 0; i < N; i++) {
        a[i] = dec_from_scaled((int64_t)i * 7919 % 9999991 + 1, 2);
        b[i] = dec_from_scaled((int64_t)i * 104729 % 9973 + 1, i % 2 ? 4 : 2);
        ok[i / 64] = UINT64_MAX;
    }
}

static void fill_long(void)
{
    fill_short();
    for (int i = 0; i < N; i++) {
        (void)dec_div(a[i], dec_from_int(7), &a[i]); /* 7 is not 0 */
        (void)dec_div(b[i], dec_from_int(11), &b[i]);
    }
}

static void run_add(void)
{
    dec_column_add(N, a, b, out, ok);
}

static void run_mul(void)
{
    dec_column_mul(N, a, b, out, ok);
}

static void run_div(void)
{
    dec_column_div(N, a, b, out, ok);
}

static void run_compare(void)
{
    dec_column_compare(N, a, b, order);
}

static void run_sum(void)
{
    for (int i = 0; i < N; i++)
        dec_sum_add(&sum, a[i]);
}

static void run_round(void)
{
    for (int i = 0; i < N; i++)
        (void)dec_round(a[i], 1, DEC_HALF_UP, &out[i]); /* the scale is in range */
}

static void run_text(void)
{
    char text[64];

    for (int i = 0; i < N; i++) {
        size_t len = dec_format(a[i], text, sizeof text);
        (void)dec_parse(text, (ptrdiff_t)len, &out[i]);
    }
}

static void run_pow(void)
{
    for (int i = 0; i < N / 100; i++)
        (void)dec_pow(b[i], dec_from_int(-360), &out[i]);
}

static void run_log(void)
{
    for (int i = 0; i < N / 100; i++)
        (void)dec_log(a[i], &out[i]);
}

static void measure(const char *name, void (*run)(void), int n)
{
    gint64 start = g_get_monotonic_time();
    gint64 total_us;

    for (int i = 0; i < REPEAT; i++)
        run();
    total_us = g_get_monotonic_time() - start;
    printf("%-20s %9.1f ns\n", name, (double)total_us * 1000 / REPEAT / n);
}

int main(void)
{
    fill_short();
    measure("add short", run_add, N);
    measure("multiply short", run_mul, N);
    measure("divide short", run_div, N);
    measure("compare short", run_compare, N);
    measure("sum short", run_sum, N);
    measure("round short", run_round, N);
    measure("text there and back", run_text, N);
    fill_long();
    measure("add long", run_add, N);
    measure("multiply long", run_mul, N);
    measure("divide long", run_div, N);
    measure("compare long", run_compare, N);
    measure("sum long", run_sum, N);
    measure("round long", run_round, N);
    measure("x ** -360", run_pow, N / 100);
    measure("log", run_log, N / 100);
    return 0;
}

#include "dec/dec_column.h"

#include "dec/dec_private.h"

/* Every loop is the same shape: the exact path inline, the library out of line, and the rare row
 * without a result noted in the bitmap. Rows whose bit is clear end as 0, whatever they held. */

static void clear_bit(uint64_t *ok, size_t i)
{
    ok[i >> 6] &= ~(UINT64_C(1) << (i & 63));
}

static void zero_cleared(size_t n, Dec *out, const uint64_t *ok)
{
    for (size_t start = 0; start < n; start += 64) {
        size_t end = n - start < 64 ? n : start + 64;
        if (ok[start >> 6] == UINT64_MAX)
            continue;
        for (size_t i = start; i < end; i++)
            if (!((ok[i >> 6] >> (i & 63)) & 1))
                out[i] = (Dec){
                    {0, 0}
                };
    }
}

static inline bool add_one(Dec a, Dec b, Dec *out)
{
    if (dec_is_zero_bits(a) || dec_is_zero_bits(b)) {
        *out = dec_is_zero_bits(a) ? b : a;
        return true;
    }
    return dec_try_add(a, b, out) || dec_add_slow(a, b, out);
}

void dec_column_add(size_t n,
                    const Dec *restrict a,
                    const Dec *restrict b,
                    Dec *restrict out,
                    uint64_t *restrict ok)
{
    for (size_t i = 0; i < n; i++)
        if (!add_one(a[i], b[i], &out[i]))
            clear_bit(ok, i);
    zero_cleared(n, out, ok);
}

void dec_column_sub(size_t n,
                    const Dec *restrict a,
                    const Dec *restrict b,
                    Dec *restrict out,
                    uint64_t *restrict ok)
{
    for (size_t i = 0; i < n; i++)
        if (!add_one(a[i], dec_neg(b[i]), &out[i]))
            clear_bit(ok, i);
    zero_cleared(n, out, ok);
}

void dec_column_mul(size_t n,
                    const Dec *restrict a,
                    const Dec *restrict b,
                    Dec *restrict out,
                    uint64_t *restrict ok)
{
    for (size_t i = 0; i < n; i++) {
        if (dec_is_zero_bits(a[i]) || dec_is_zero_bits(b[i]))
            out[i] = (Dec){
                {0, 0}
            };
        else if (!dec_try_mul(a[i], b[i], &out[i]) && !dec_mul_slow(a[i], b[i], &out[i]))
            clear_bit(ok, i);
    }
    zero_cleared(n, out, ok);
}

void dec_column_div(size_t n,
                    const Dec *restrict a,
                    const Dec *restrict b,
                    Dec *restrict out,
                    uint64_t *restrict ok)
{
    for (size_t i = 0; i < n; i++)
        if (!dec_div(a[i], b[i], &out[i]))
            clear_bit(ok, i);
    zero_cleared(n, out, ok);
}

void dec_column_compare(size_t n,
                        const Dec *restrict a,
                        const Dec *restrict b,
                        int8_t *restrict out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = (int8_t)dec_compare(a[i], b[i]);
}

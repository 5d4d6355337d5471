#include "facts/measure_private.h"

__int128 pieces_within(const Piece *pieces, size_t n, CalDate from, CalDate to)
{
    __int128 sum = 0;

    for (size_t i = 0; i < n; i++) {
        CalDate first = MAX(pieces[i].first, from);
        CalDate last = MIN(pieces[i].last, to);
        if (first <= last)
            sum += pieces[i].value * (last - first + 1);
    }
    return sum;
}

bool holding_counts(const Holding *h, RegCredit credit, int64_t *out_num, int64_t *out_den)
{
    bool is_referrer = h->role != 0;

    *out_num = credit == REG_CREDIT_WHOLE ? 1 : h->numerator;
    *out_den = credit == REG_CREDIT_WHOLE ? 1 : h->denominator;
    return is_referrer == (credit == REG_CREDIT_REFERRAL);
}

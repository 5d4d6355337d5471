/* bid_private.h - Intel's decimal library, as dec.c and dec_power.c see it.
 *
 * Variant 000: arguments by value, rounding mode and status flags passed explicitly, no globals, so
 * every call is thread-safe. Its header trips our warnings, hence the system_header pragma: nothing
 * of our own may stand in this file below it but the two casts.
 */
#pragma once

#include <string.h>

#include "dec/dec.h"

#pragma GCC system_header
#define DECIMAL_CALL_BY_REFERENCE      0
#define DECIMAL_GLOBAL_ROUNDING        0
#define DECIMAL_GLOBAL_EXCEPTION_FLAGS 0
#include <bid_conf.h>
#include <bid_functions.h>

/* BID_UINT128 is aligned to 16 bytes, a Dec to 8: copies, never casts of pointers. */
static inline BID_UINT128 bid_from_dec(Dec d)
{
    BID_UINT128 b;

    memcpy(&b, &d, sizeof b);
    return b;
}

static inline Dec bid_to_dec(BID_UINT128 b)
{
    Dec d;

    memcpy(&d, &b, sizeof d);
    return d;
}

/* dec_share.h - an amount handed out in proportion, to the last unit.
 *
 * Largest remainders: each part is amount × weight / sum of all weights, cut toward zero to
 * `places` decimals. What is left over is a whole number of units (10^-places each), fewer than
 * there are parts; the caller gives one each to parts from which most was cut. All of it is exact:
 * no digit depends on the order of the parts.
 */
#pragma once

#include "dec/dec.h"

enum { DEC_SHARE_MAX_SPAN = 60 };

/* Parts `amount` (no more than `places` decimals, any sign) among n weights (none below zero, not
 * all zero).
 *   out_parts  n: the parts, cut toward zero
 *   out_place  n: 0 where most was cut off, the same number where the same was cut, ascending
 *   out_left   units that are left over, 0 … n - 1; of the sign of `amount`
 * Returns false, outputs in part written, if the first digit of the largest weight and the last
 * digit of the smallest are more than DEC_SHARE_MAX_SPAN digits apart, or if amount × 10^places has
 * more than 34 digits. */
bool dec_share(Dec amount,
               int places,
               const Dec *weights,
               size_t n,
               Dec *out_parts,
               size_t *out_place,
               size_t *out_left);

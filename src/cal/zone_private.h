/* zone_private.h - zones seen from UTC, for arith.c. */
#pragma once

#include "cal/cal.h"

/* Offset in seconds of a zone at a UTC second since 1970; 0 for a local zone. */
int32_t cal_zone_offset_at(const CalZone *zone, int64_t utc_second);

/* cal_arith.h - arithmetic, comparison and zones of FEEL's times (feel-reference 4.3–4.5).
 *
 * Functions return false where FEEL gives null (out untouched). Zone ids are looked up in the IANA
 * data of the machine (tzdata, TZif files under /usr/share/zoneinfo); UTC, GMT, Etc/UTC, Etc/GMT
 * work without them.
 */
#pragma once

#include "cal/cal.h"
#include "dec/dec.h"

enum { CAL_ZONE_ID_MAX = 48 }; /* bytes of a zone id; the longest of tzdata has 38 */

/* An interned zone id, or NULL if there is no such zone: unknown to the data, longer than
 * CAL_ZONE_ID_MAX, or not made of [A-Za-z0-9_+-] segments joined by single slashes. Thread-safe. */
const char *cal_zone_intern(const char *id, size_t len);
/* Offset in seconds east of UTC of a zone for a local date and time (its own zone is not looked
 * at); `at` NULL = the standard offset in force now. 0 for CAL_ZONE_LOCAL. A local time that
 * exists twice has the earlier offset; one that does not exist has the offset before the gap, so
 * that its instant is the one shifted forward by the gap (4.3). Thread-safe, no lock. */
int32_t cal_zone_offset(const CalZone *zone, const CalDateTime *at);
/* Reads zones from `dir` from now on: NULL = /usr/share/zoneinfo (the default), "" = no data. For
 * tests and for a start on a machine whose data lie elsewhere. Ids interned before stay valid, but
 * differ from those interned later. */
void cal_zone_use_dir(const char *dir);

/* sign 1 adds the duration, -1 takes it off. */
bool cal_date_plus(CalDate d, CalDtDuration dur, int sign, CalDate *out);
bool cal_time_plus(const CalTime *t, CalDtDuration dur, int sign, CalTime *out);
bool cal_date_time_plus(const CalDateTime *t, CalDtDuration dur, int sign, CalDateTime *out);
bool cal_date_time_plus_months(const CalDateTime *t, int64_t months, CalDateTime *out);
bool cal_date_time_minus(const CalDateTime *a, const CalDateTime *b, CalDtDuration *out);
bool cal_time_minus(const CalTime *a, const CalTime *b, CalDtDuration *out);

bool cal_dt_add(CalDtDuration a, CalDtDuration b, CalDtDuration *out);
bool cal_dt_neg(CalDtDuration a, CalDtDuration *out);
/* a × factor, or a ÷ factor if `divide` (false for 0): exact on nanoseconds or months, then cut off
 * toward zero. */
bool cal_dt_scale(CalDtDuration a, Dec factor, bool divide, CalDtDuration *out);
bool cal_ym_scale(CalYmDuration a, Dec factor, bool divide, CalYmDuration *out);
bool cal_dt_ratio(CalDtDuration a, CalDtDuration b, Dec *out);
bool cal_ym_ratio(CalYmDuration a, CalYmDuration b, Dec *out);
int cal_dt_compare(CalDtDuration a, CalDtDuration b);

/* -1, 0, 1; seconds only, fractions ignored (4.5). */
int cal_time_compare(const CalTime *a, const CalTime *b);
int cal_date_time_compare(const CalDateTime *a, const CalDateTime *b);
/* Strict identity for is() (5.10). */
bool cal_time_is(const CalTime *a, const CalTime *b);
bool cal_date_time_is(const CalDateTime *a, const CalDateTime *b);

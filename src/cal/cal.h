/* cal.h - calendar values of FEEL: dates, times, the two durations, zones. Plain values.
 *
 * Proleptic Gregorian calendar with a year 0. A date is a day number, so arithmetic is integer
 * arithmetic. Text forms: feel-reference 4.1 (read) and 4.2 (write). No locale, no clock here.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Days since 1970-01-01 (may be negative). int64 because FEEL years reach ±999999999. */
typedef int64_t CalDate;

enum {
    CAL_MAX_YEAR = 999999999,
    CAL_TEXT_SIZE = 96, /* holds any text form with NUL */
};

typedef struct CalYmd {
    int32_t year;
    int32_t month; /* 1 … 12 */
    int32_t day;   /* 1 … 31 */
} CalYmd;

typedef enum CalZoneKind { CAL_ZONE_LOCAL, CAL_ZONE_OFFSET, CAL_ZONE_ID } CalZoneKind;

typedef struct CalZone {
    CalZoneKind kind;
    int32_t offset_s; /* kind OFFSET: seconds east of UTC */
    const char *id;   /* kind ID: interned, lives for ever */
} CalZone;

typedef struct CalTime {
    int32_t second; /* 0 … 86399, of the day */
    int32_t nano;
    CalZone zone;
} CalTime;

typedef struct CalDateTime {
    CalDate date;
    CalTime time;
} CalDateTime;

typedef struct CalDtDuration { /* days and time duration */
    int64_t seconds;           /* floor: -0.5 s = (-1, 500000000) */
    int32_t nano;              /* 0 … 999999999 */
} CalDtDuration;

typedef int64_t CalYmDuration; /* months */

bool cal_date_from_ymd(int64_t year, int64_t month, int64_t day, CalDate *out);
CalYmd cal_date_ymd(CalDate date);
int cal_date_weekday(CalDate date); /* 1 Monday … 7 Sunday */
int cal_date_day_of_year(CalDate date);
int cal_date_iso_week(CalDate date);
int cal_days_in_month(int64_t year, int month);
/* Adds months, day clamped to the month's length; false outside of the year range. */
bool cal_date_add_months(CalDate date, int64_t months, CalDate *out);
bool cal_date_add_days(CalDate date, int64_t days, CalDate *out);

/* len -1 = up to the NUL. False (out untouched) for anything that is not exactly the form. */
bool cal_date_parse(const char *text, ptrdiff_t len, CalDate *out);
bool cal_time_parse(const char *text, ptrdiff_t len, CalTime *out);
/* date "T" time; also accepts a lone date (local midnight) when `date_only_ok`. */
bool cal_date_time_parse(const char *text, ptrdiff_t len, bool date_only_ok, CalDateTime *out);
bool cal_dt_duration_parse(const char *text, ptrdiff_t len, CalDtDuration *out);
bool cal_ym_duration_parse(const char *text, ptrdiff_t len, CalYmDuration *out);

size_t cal_date_format(CalDate v, char buf[CAL_TEXT_SIZE]);
size_t cal_time_format(const CalTime *v, char buf[CAL_TEXT_SIZE]);
size_t cal_date_time_format(const CalDateTime *v, char buf[CAL_TEXT_SIZE]);
size_t cal_dt_duration_format(CalDtDuration v, char buf[CAL_TEXT_SIZE]);
size_t cal_ym_duration_format(CalYmDuration v, char buf[CAL_TEXT_SIZE]);

/* Full years and months between two dates by the rule of corresponding days (对应日): reached on the
 * corresponding day of the later month, or on its last day if it has no such day. Negative when
 * `to` is before `from` (−full(to, from)). Source: 民法典 第二百零二条, requirements GN-15. */
int64_t cal_full_months(CalDate from, CalDate to);
int64_t cal_full_years(CalDate from, CalDate to);
/* Whole natural months inside [from, to], both days included: a month counts if its first and its
 * last day are inside (CT-14, CT-26: starting on the first day counts that month). >= 0. */
int64_t cal_full_calendar_months(CalDate from, CalDate to);
/* Complete months by FEEL's `years and months duration` (feel-reference 5.1). */
int64_t cal_ym_between(CalDate from, CalDate to);

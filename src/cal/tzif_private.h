/* tzif_private.h - one zone of the IANA data: transitions of a TZif file and its closing rule.
 *
 * Source: RFC 8536 (TZif, versions 2 to 4), POSIX.1 TZ strings with the extension of RFC 8536 3.3.1
 * (rule times from -167 to 167 hours). Immutable once read.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    TZ_FILE_MAX = 1 << 20, /* bytes; the largest file of tzdata has 4 KiB */
    TZ_FOOTER_MAX = 128,
};

/* The day of a yearly change: Mm.w.d, Jn or n of POSIX; second of that day, local before it. */
typedef struct TzDay {
    enum { TZ_DAY_MONTH, TZ_DAY_JULIAN, TZ_DAY_ZERO } kind;
    int32_t month, week, day; /* kind MONTH: day 0 = Sunday; else only `day` */
    int32_t second;
} TzDay;

/* The rule in force after the last transition. */
typedef struct TzRule {
    int32_t std_s; /* seconds east of UTC */
    bool has_dst;
    int32_t dst_s;
    TzDay start; /* std -> dst, told in standard time */
    TzDay end;   /* dst -> std, told in daylight time */
} TzRule;

/* n transitions; offsets_s[i] holds before at[i], offsets_s[n] after the last. All owned. */
typedef struct TzData {
    size_t n;
    int64_t *at;        /* seconds since 1970-01-01T00:00:00Z, ascending */
    int64_t *at_local;  /* local second from which the next offset counts (see tzif.c) */
    int32_t *offsets_s; /* n + 1 */
    bool has_rule;      /* false: offsets_s[n] for ever */
    TzRule rule;
} TzData;

/* False (out untouched) if `bytes` is no TZif file of version 2 or later, is damaged, or counts
 * leap seconds (its clock is not the civil one). */
bool tz_data_read(const uint8_t *bytes, size_t len, TzData *out);
/* UTC: no transitions. */
void tz_data_init_utc(TzData *out);
void tz_data_clear(TzData *tz);

/* False (out untouched) if `text` is no POSIX TZ string. */
bool tz_rule_parse(const char *text, size_t len, TzRule *out);
/* `second` counts from 1970-01-01T00:00:00, UTC or local (`local`). */
int32_t tz_rule_offset(const TzRule *rule, int64_t second, bool local);

int32_t tz_data_offset_utc(const TzData *tz, int64_t second);
/* Ambiguous: the earlier offset; in a gap: the offset before it,
 * which moves the instant forward. */
int32_t tz_data_offset_local(const TzData *tz, int64_t second);
/* The standard offset in force after the last transition; the lower one where the law calls the
 * summer time standard (Ireland). */
int32_t tz_data_standard(const TzData *tz);

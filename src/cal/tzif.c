/* TZif files (RFC 8536) in memory.
 *
 *     header  v1 data (32 bit, skipped)  header  v2 data  "\n" POSIX rule "\n"
 *     data = times[timecnt] types[timecnt] ttinfo[typecnt] names[charcnt] leap isstd isut
 *     ttinfo = offset (4) is_dst (1) name index (1)
 *
 * From local time to offset: a transition at UTC second t from offset b to offset a changes the
 * local clock from t+b to t+a. If a > b, the local seconds [t+b, t+a) do not exist; read with b
 * they are the instants that the clock shows shifted forward by the gap. If a < b, the seconds
 * [t+a, t+b) exist twice; b is the earlier offset. Both rules of feel-reference 4.3 are one: the
 * new offset counts for local seconds from t + max(a, b) on.
 */
#include "cal/tzif_private.h"

#include <glib.h>
#include <string.h>

enum {
    HEADER_SIZE = 44,
    TTINFO_SIZE = 6,
    OFFSET_LIMIT_S = 26 * 3600,
    TYPES_MAX = 256,
};

/* Far from the ends of int64, so that offsets can be added. */
static const int64_t time_limit = INT64_C(1) << 60;

typedef struct Header {
    uint64_t isut, isstd, leap, times, types, chars;
} Header;

typedef struct Reader {
    const uint8_t *p;
    size_t left;
} Reader;

static const uint8_t *take_bytes(Reader *r, uint64_t n)
{
    const uint8_t *p = r->p;

    if (n > r->left)
        return NULL;
    r->p += n;
    r->left -= (size_t)n;
    return p;
}

static uint64_t big_endian(const uint8_t *p, int n)
{
    uint64_t v = 0;

    for (int i = 0; i < n; i++)
        v = v << 8 | p[i];
    return v;
}

static bool take_header(Reader *r, Header *h)
{
    const uint8_t *p = take_bytes(r, HEADER_SIZE);

    if (!p || memcmp(p, "TZif", 4) != 0 || p[4] < '2')
        return false;
    h->isut = big_endian(p + 20, 4);
    h->isstd = big_endian(p + 24, 4);
    h->leap = big_endian(p + 28, 4);
    h->times = big_endian(p + 32, 4);
    h->types = big_endian(p + 36, 4);
    h->chars = big_endian(p + 40, 4);
    return h->leap == 0 && h->types >= 1 && h->types <= TYPES_MAX;
}

static bool offset_of_type(const uint8_t *types, uint64_t n_types, uint8_t type, int32_t *out)
{
    if (type >= n_types)
        return false;
    int32_t offset = (int32_t)(uint32_t)big_endian(types + (size_t)TTINFO_SIZE * type, 4);
    if (offset < -OFFSET_LIMIT_S || offset > OFFSET_LIMIT_S)
        return false;
    *out = offset;
    return true;
}

/* Fills the arrays of `tz` (already allocated for h->times transitions). */
static bool read_transitions(
    TzData *tz, const Header *h, const uint8_t *times, const uint8_t *indexes, const uint8_t *types)
{
    if (!offset_of_type(types, h->types, 0, &tz->offsets_s[0]))
        return false;
    for (size_t i = 0; i < tz->n; i++) {
        int64_t t = (int64_t)big_endian(times + 8 * i, 8);
        if (t <= -time_limit || t >= time_limit || (i > 0 && t <= tz->at[i - 1]))
            return false;
        if (!offset_of_type(types, h->types, indexes[i], &tz->offsets_s[i + 1]))
            return false;
        tz->at[i] = t;
        tz->at_local[i] = t + MAX(tz->offsets_s[i], tz->offsets_s[i + 1]);
        if (i > 0) /* searched by halving: must not go down, even for transitions hours apart */
            tz->at_local[i] = MAX(tz->at_local[i], tz->at_local[i - 1]);
    }
    return true;
}

/* "\n" rule "\n"; an empty rule is allowed and means none. */
static bool read_footer(TzData *tz, Reader *r)
{
    const uint8_t *nl = take_bytes(r, 1);

    if (!nl || *nl != '\n')
        return false;
    const uint8_t *end = memchr(r->p, '\n', MIN(r->left, TZ_FOOTER_MAX));
    if (!end)
        return false;
    size_t len = (size_t)(end - r->p);
    tz->has_rule = len > 0;
    return len == 0 || tz_rule_parse((const char *)r->p, len, &tz->rule);
}

bool tz_data_read(const uint8_t *bytes, size_t len, TzData *out)
{
    Reader r = {bytes, len};
    Header h;
    TzData tz = {0};

    if (len > TZ_FILE_MAX || !take_header(&r, &h))
        return false;
    if (!take_bytes(&r, h.times * 5 + h.types * TTINFO_SIZE + h.chars + h.isstd + h.isut))
        return false;
    if (!take_header(&r, &h))
        return false;
    const uint8_t *times = take_bytes(&r, h.times * 8);
    const uint8_t *indexes = take_bytes(&r, h.times);
    const uint8_t *types = take_bytes(&r, h.types * TTINFO_SIZE);
    if (!times || !indexes || !types || !take_bytes(&r, h.chars + h.isstd + h.isut))
        return false;

    tz.n = (size_t)h.times;
    tz.at = g_new0(int64_t, tz.n + 1);
    tz.at_local = g_new0(int64_t, tz.n + 1);
    tz.offsets_s = g_new0(int32_t, tz.n + 1);
    if (!read_transitions(&tz, &h, times, indexes, types) || !read_footer(&tz, &r)) {
        tz_data_clear(&tz);
        return false;
    }
    *out = tz;
    return true;
}

void tz_data_init_utc(TzData *out)
{
    *out = (TzData){
        .at = g_new0(int64_t, 1),
        .at_local = g_new0(int64_t, 1),
        .offsets_s = g_new0(int32_t, 1),
    };
}

void tz_data_clear(TzData *tz)
{
    g_free(tz->at);
    g_free(tz->at_local);
    g_free(tz->offsets_s);
    *tz = (TzData){0};
}

/* How many of the n ascending values are <= x. */
static size_t count_up_to(const int64_t *values, size_t n, int64_t x)
{
    size_t low = 0;

    while (low < n) {
        size_t mid = low + (n - low) / 2;
        if (values[mid] <= x)
            low = mid + 1;
        else
            n = mid;
    }
    return low;
}

int32_t tz_data_offset_utc(const TzData *tz, int64_t second)
{
    size_t i = count_up_to(tz->at, tz->n, second);

    return i == tz->n && tz->has_rule ? tz_rule_offset(&tz->rule, second, false) : tz->offsets_s[i];
}

int32_t tz_data_offset_local(const TzData *tz, int64_t second)
{
    size_t i = count_up_to(tz->at_local, tz->n, second);

    return i == tz->n && tz->has_rule ? tz_rule_offset(&tz->rule, second, true) : tz->offsets_s[i];
}

int32_t tz_data_standard(const TzData *tz)
{
    if (!tz->has_rule)
        return tz->offsets_s[tz->n];
    return tz->rule.has_dst ? MIN(tz->rule.std_s, tz->rule.dst_s) : tz->rule.std_s;
}

/* test_cal_zone.c - zone ids, offsets of all years, damaged zone files. */
#include <glib.h>
#include <glib/gstdio.h>
#include <pthread.h>
#include <string.h>

#include "cal/cal.h"
#include "cal/cal_arith.h"

static CalZone zone_of(const char *id)
{
    CalZone z = {CAL_ZONE_ID, 0, cal_zone_intern(id, strlen(id))};

    if (!z.id)
        g_error("no zone %s", id);
    return z;
}

static bool is_known(const char *id)
{
    return cal_zone_intern(id, strlen(id)) != NULL;
}

/* Offset of a zone for a local date and time written without a zone. */
static int32_t offset_of(const char *id, const char *local)
{
    CalZone z = zone_of(id);
    CalDateTime t;

    g_assert_true(cal_date_time_parse(local, -1, true, &t));
    return cal_zone_offset(&z, &t);
}

/* Offset at a UTC second, found through arithmetic. */
static int32_t offset_at(CalZone z, int64_t utc_second)
{
    CalDateTime t = {
        0, {0, 0, z}
    };
    CalDtDuration d = {utc_second + cal_zone_offset(&z, &t), 0};

    g_assert_true(cal_date_time_plus(&t, d, 1, &t));
    return (int32_t)(t.date * 86400 + t.time.second - utc_second);
}

static void test_without_data(void)
{
    static const char *const always[] = {"UTC", "GMT", "Etc/UTC", "Etc/GMT"};

    cal_zone_use_dir("");
    for (size_t i = 0; i < G_N_ELEMENTS(always); i++) {
        g_assert_cmpint(offset_of(always[i], "2026-07-01T12:00:00"), ==, 0);
        g_assert_cmpint(offset_of(always[i], "-999999999-01-01"), ==, 0);
        CalZone z = zone_of(always[i]);
        g_assert_cmpint(cal_zone_offset(&z, NULL), ==, 0);
    }
    g_assert_false(is_known("Europe/Paris"));
    cal_zone_use_dir("/nowhere/at/all");
    g_assert_true(is_known("UTC"));
    g_assert_false(is_known("Europe/Paris"));
    cal_zone_use_dir(NULL);
    g_assert_true(is_known("Europe/Paris"));
}

static void test_ids(void)
{
    static const char *const bad[] = {
        "",
        "/",
        "Europe",
        "Europe/",
        "/Europe/Paris",
        "Europe//Paris",
        "Europe/Paris/",
        "Europe/Paris ",
        " Europe/Paris",
        "Europe/Atlantis",
        "./UTC",
        "../zoneinfo/UTC",
        "Europe/../UTC",
        "/etc/localtime",
        "/usr/share/zoneinfo/UTC",
        "zone.tab",
        "leapseconds",
        "localtime",
        "posixrules",
        "right/UTC",
        "UTC+8",
        "-08",
        "+0800",
        "CST-8",
        "EST5EDT,M3.2.0,M11.1.0",
        "北京",
        "XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX", /* 49 */
    };

    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_test_message("%s", bad[i]);
        g_assert_false(is_known(bad[i]));
    }
    g_assert_null(cal_zone_intern("UTC\0", 4));
    g_assert_true(is_known("America/Argentina/ComodRivadavia"));
    g_assert_true(is_known("America/Port-au-Prince"));
    g_assert_true(is_known("Etc/GMT+12"));
}

static void test_interned(void)
{
    const char *a = cal_zone_intern("Asia/Shanghai!", strlen("Asia/Shanghai"));
    char copy[] = "Asia/Shanghai";

    g_assert_cmpstr(a, ==, "Asia/Shanghai");
    g_assert_true(a == cal_zone_intern(copy, strlen(copy)));
    g_assert_true(a != cal_zone_intern("Asia/Taipei", 11));
}

typedef struct OffsetCase {
    const char *zone;
    const char *local;
    int32_t offset_s;
} OffsetCase;

static const OffsetCase offset_cases[] = {
    {"Asia/Shanghai",       "2026-07-01T12:00:00",      8 * 3600        },
    {"Asia/Shanghai",       "1988-07-01T12:00:00",      9 * 3600        }, /* summer time */
    {"Asia/Shanghai",       "1900-12-31T12:00:00",      29143           }, /* local mean time */
    {"Asia/Shanghai",       "-5000-01-01T00:00:00",     29143           },
    {"Asia/Shanghai",       "999999999-12-31T23:59:59", 8 * 3600        },
    {"Europe/Paris",        "2026-01-15T12:00:00",      3600            },
    {"Europe/Paris",        "2026-07-15T12:00:00",      7200            },
    {"Europe/Paris",        "2026-03-29T01:59:59",      3600            },
    {"Europe/Paris",        "2026-03-29T02:00:00",      3600            }, /* gap */
    {"Europe/Paris",        "2026-03-29T02:59:59",      3600            }, /* gap */
    {"Europe/Paris",        "2026-03-29T03:00:00",      7200            },
    {"Europe/Paris",        "2026-10-25T01:59:59",      7200            },
    {"Europe/Paris",        "2026-10-25T02:00:00",      7200            }, /* twice */
    {"Europe/Paris",        "2026-10-25T02:59:59",      7200            }, /* twice */
    {"Europe/Paris",        "2026-10-25T03:00:00",      3600            },
    {"Europe/Paris",        "2426-03-29T02:59:59",      3600            }, /* by the rule, as 2026 */
    {"Europe/Paris",        "2426-03-29T03:00:00",      7200            },
    {"Europe/Paris",        "2426-10-25T02:59:59",      7200            },
    {"Europe/Paris",        "2426-10-25T03:00:00",      3600            },
    {"Europe/Paris",        "999999999-07-01T00:00:00", 7200            },
    {"Europe/Paris",        "999999999-12-31T23:59:59", 3600            },
    {"America/New_York",    "2026-03-08T02:30:00",      -5 * 3600       }, /* gap */
    {"America/New_York",    "2026-11-01T01:30:00",      -4 * 3600       }, /* twice */
    {"America/New_York",    "12026-07-01T00:00:00",     -4 * 3600       },
    {"America/New_York",    "12026-01-01T00:00:00",     -5 * 3600       },
    {"America/New_York",    "12025-12-31T23:59:59",     -5 * 3600       },
    {"Australia/Melbourne", "2026-01-01T00:00:00",      11 * 3600       },
    {"Australia/Melbourne", "2025-12-31T23:59:59",      11 * 3600       },
    {"Australia/Melbourne", "2026-07-01T00:00:00",      10 * 3600       },
    {"Australia/Melbourne", "4026-01-01T00:00:00",      11 * 3600       },
    {"Australia/Melbourne", "4025-12-31T23:59:59",      11 * 3600       },
    {"Australia/Melbourne", "4026-07-01T00:00:00",      10 * 3600       },
    {"Australia/Lord_Howe", "4026-01-01T00:00:00",      11 * 3600       },
    {"Australia/Lord_Howe", "4026-07-01T00:00:00",      10 * 3600 + 1800},
    {"Europe/Dublin",       "2026-01-15T12:00:00",      0               },
    {"Europe/Dublin",       "2026-07-15T12:00:00",      3600            },
    {"Europe/Dublin",       "2126-01-15T12:00:00",      0               }, /* summer is "standard" */
    {"Europe/Dublin",       "2126-07-15T12:00:00",      3600            },
    {"America/Nuuk",        "2126-01-15T12:00:00",      -2 * 3600       },
    {"America/Nuuk",        "2126-07-15T12:00:00",      -3600           },
    {"Europe/Moscow",       "2014-10-26T01:30:00",      4 * 3600        }, /* twice, no summer time */
    {"Asia/Kathmandu",      "2026-07-15T12:00:00",      20700           },
};

static void test_offsets(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(offset_cases); i++) {
        const OffsetCase *c = &offset_cases[i];
        g_test_message("%s %s", c->zone, c->local);
        g_assert_cmpint(offset_of(c->zone, c->local), ==, c->offset_s);
    }
}

static void test_standard(void)
{
    static const OffsetCase cases[] = {
        {"Asia/Shanghai",       NULL, 8 * 3600        },
        {"Europe/Paris",        NULL, 3600            },
        {"Europe/Dublin",       NULL, 0               },
        {"America/New_York",    NULL, -5 * 3600       },
        {"Australia/Melbourne", NULL, 10 * 3600       },
        {"Asia/Dhaka",          NULL, 6 * 3600        },
        {"Australia/Lord_Howe", NULL, 10 * 3600 + 1800},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        CalZone z = zone_of(cases[i].zone);
        g_assert_cmpint(cal_zone_offset(&z, NULL), ==, cases[i].offset_s);
    }
}

static void test_other_kinds(void)
{
    CalZone local = {CAL_ZONE_LOCAL, 0, NULL};
    CalZone fixed = {CAL_ZONE_OFFSET, -3601, NULL};
    CalDateTime at = {0};

    g_assert_cmpint(cal_zone_offset(&local, &at), ==, 0);
    g_assert_cmpint(cal_zone_offset(&local, NULL), ==, 0);
    g_assert_cmpint(cal_zone_offset(&fixed, &at), ==, -3601);
    g_assert_cmpint(cal_zone_offset(&fixed, NULL), ==, -3601);
}

/* All ids of the machine's data: the lines of zone1970.tab. Returns: (owned). */
static GPtrArray *all_ids(void)
{
    g_autofree char *text = NULL;
    GPtrArray *ids = g_ptr_array_new_with_free_func(g_free);

    g_assert_true(g_file_get_contents("/usr/share/zoneinfo/zone1970.tab", &text, NULL, NULL));
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line; line++) {
        g_auto(GStrv) fields = g_strsplit(*line, "\t", -1);
        if (**line != '#' && g_strv_length(fields) >= 3)
            g_ptr_array_add(ids, g_strdup(fields[2]));
    }
    return ids;
}

static int32_t glib_offset(GTimeZone *tz, int64_t utc_second)
{
    return g_time_zone_get_offset(tz,
                                  g_time_zone_find_interval(tz, G_TIME_TYPE_UNIVERSAL, utc_second));
}

/* GLib reads the same files with other code. It is right up to 2998, but for Dublin from 2038. */
static void test_against_glib(void)
{
    const int64_t from = INT64_C(-6000000000); /* 1779 */
    g_autoptr(GPtrArray) ids = all_ids();

    g_assert_cmpuint(ids->len, >, 200);
    for (guint k = 0; k < ids->len; k++) {
        const char *id = g_ptr_array_index(ids, k);
        int64_t to = strcmp(id, "Europe/Dublin") == 0 ? INT64_C(2145916800) : INT64_C(32000000000);
        GTimeZone *tz = g_time_zone_new_identifier(id);
        CalZone z = zone_of(id);
        g_assert_nonnull(tz);
        for (int i = 0; i < 3000; i++) {
            uint64_t r = (uint64_t)(uint32_t)g_test_rand_int() << 4;
            int64_t t = from + (int64_t)(r % (uint64_t)((i % 2 ? INT64_C(2145916800) : to) - from));
            if (offset_at(z, t) != glib_offset(tz, t))
                g_error("%s at %" G_GINT64_FORMAT, id, t);
        }
        g_time_zone_unref(tz);
    }
}

/* Changes to the second: every change that GLib knows in a span, found by halving. */
static void test_changes_against_glib(void)
{
    static const char *const ids[] = {"Asia/Shanghai", "Europe/Paris", "Africa/Casablanca",
                                      "Australia/Lord_Howe", "America/Sao_Paulo"};
    const int64_t day = 86400;

    for (size_t k = 0; k < G_N_ELEMENTS(ids); k++) {
        GTimeZone *tz = g_time_zone_new_identifier(ids[k]);
        CalZone z = zone_of(ids[k]);
        int n = 0;
        for (int64_t t = -40000 * day; t < 45000 * day; t += 10 * day) {
            int64_t low = t;
            int64_t high = t + 10 * day;
            if (glib_offset(tz, low) == glib_offset(tz, high))
                continue;
            while (high - low > 1) {
                int64_t mid = low + (high - low) / 2;
                if (glib_offset(tz, mid) == glib_offset(tz, low))
                    low = mid;
                else
                    high = mid;
            }
            g_assert_cmpint(offset_at(z, low), ==, glib_offset(tz, low));
            g_assert_cmpint(offset_at(z, high), ==, glib_offset(tz, high));
            n++;
        }
        g_assert_cmpint(n, >, 10);
        g_time_zone_unref(tz);
    }
}

/* Every local second has an instant, and coming back from it gives that second again, unless it
 * was in a gap. */
static void test_there_and_back(void)
{
    CalZone z = zone_of("America/New_York");

    for (int i = 0; i < 20000; i++) {
        CalDateTime t = {
            g_test_rand_int_range(-60000, 900000), {g_test_rand_int_range(0, 86400), 0, z}
        };
        CalDateTime back;
        g_assert_true(cal_date_time_plus(&t, (CalDtDuration){0, 0}, 1, &back));
        g_assert_cmpint(cal_date_time_compare(&t, &back), ==, 0);
        int64_t moved = (back.date - t.date) * 86400 + back.time.second - t.time.second;
        g_assert_true(moved == 0 || moved == 3600);
    }
}

/* A zone file of version 2 with two transitions: 1000 s: +1 h -> +2 h, 200000 s: +2 h -> +1 h. */
typedef struct ZoneFile {
    GByteArray *bytes;
    char *dir; /* holds it under the name Test/Zone */
} ZoneFile;

static void put_number(GByteArray *a, int64_t v, int size)
{
    for (int i = size - 1; i >= 0; i--) {
        uint8_t byte = (uint8_t)((uint64_t)v >> (8 * i));
        g_byte_array_append(a, &byte, 1);
    }
}

static void put_text(GByteArray *a, const char *text)
{
    g_byte_array_append(a, (const uint8_t *)text, (guint)strlen(text));
}

static void put_header(GByteArray *a, int64_t n_times, int64_t n_types, int64_t n_chars)
{
    static const uint8_t reserved[15];

    put_text(a, "TZif2");
    g_byte_array_append(a, reserved, sizeof reserved);
    put_number(a, 0, 4);
    put_number(a, 0, 4);
    put_number(a, 0, 4);
    put_number(a, n_times, 4);
    put_number(a, n_types, 4);
    put_number(a, n_chars, 4);
}

enum { AT_V2 = 44 + 6 + 4, AT_TIMES = AT_V2 + 44, AT_INDEXES = AT_TIMES + 16 };

static ZoneFile zone_file_new(const char *footer)
{
    ZoneFile f = {g_byte_array_new(), g_dir_make_tmp("guanhu-zone-XXXXXX", NULL)};
    g_autofree char *sub = g_build_filename(f.dir, "Test", NULL);

    g_assert_cmpint(g_mkdir(sub, 0700), ==, 0);
    put_header(f.bytes, 0, 1, 4);
    put_number(f.bytes, 0, 6);
    put_text(f.bytes, "ABC");
    put_number(f.bytes, 0, 1);
    g_assert_cmpuint(f.bytes->len, ==, AT_V2);
    put_header(f.bytes, 2, 2, 8);
    put_number(f.bytes, 1000, 8);
    put_number(f.bytes, 200000, 8);
    put_number(f.bytes, 1, 1);
    put_number(f.bytes, 0, 1);
    put_number(f.bytes, 3600, 4);
    put_number(f.bytes, 0, 2);
    put_number(f.bytes, 7200, 4);
    put_number(f.bytes, 0x0104, 2);
    put_text(f.bytes, "ABC");
    put_number(f.bytes, 0, 1);
    put_text(f.bytes, "ABD");
    put_number(f.bytes, 0, 1);
    put_text(f.bytes, "\n");
    put_text(f.bytes, footer);
    put_text(f.bytes, "\n");
    return f;
}

/* Writes `len` bytes of the file; true if Test/Zone can be read now. */
static bool zone_file_works(const ZoneFile *f, size_t len)
{
    g_autofree char *path = g_build_filename(f->dir, "Test", "Zone", NULL);

    g_assert_true(
        g_file_set_contents(path, (const char *)f->bytes->data, (gssize)len, /* error= */ NULL));
    cal_zone_use_dir(f->dir);
    return is_known("Test/Zone");
}

static void zone_file_clear(ZoneFile *f)
{
    g_autofree char *path = g_build_filename(f->dir, "Test", "Zone", NULL);
    g_autofree char *sub = g_build_filename(f->dir, "Test", NULL);

    g_assert_cmpint(g_unlink(path), ==, 0);
    g_assert_cmpint(g_rmdir(sub), ==, 0);
    g_assert_cmpint(g_rmdir(f->dir), ==, 0);
    g_free(f->dir);
    g_byte_array_unref(f->bytes);
    cal_zone_use_dir(NULL);
}

static void test_file(void)
{
    ZoneFile f = zone_file_new("");

    g_assert_true(zone_file_works(&f, f.bytes->len));
    g_assert_false(is_known("Test"));
    g_assert_false(is_known("Europe/Paris"));
    CalZone z = zone_of("Test/Zone");
    g_assert_cmpint(offset_at(z, 999), ==, 3600);
    g_assert_cmpint(offset_at(z, 1000), ==, 7200);
    g_assert_cmpint(offset_at(z, 199999), ==, 7200);
    g_assert_cmpint(offset_at(z, 200000), ==, 3600);
    g_assert_cmpint(offset_of("Test/Zone", "3000-01-01"), ==, 3600);
    g_assert_cmpint(cal_zone_offset(&z, NULL), ==, 3600);
    zone_file_clear(&f);
}

static void test_file_cut_off(void)
{
    ZoneFile f = zone_file_new("ABC-1");

    for (size_t len = 0; len < f.bytes->len; len++)
        g_assert_false(zone_file_works(&f, len));
    g_assert_true(zone_file_works(&f, f.bytes->len));
    zone_file_clear(&f);
}

typedef struct DamageCase {
    const char *name;
    size_t at;
    uint8_t byte;
} DamageCase;

static const DamageCase damage_cases[] = {
    {"magic",            0,              'X' },
    {"version-1",        4,              0   },
    {"second-magic",     AT_V2,          'X' },
    {"leap-seconds",     AT_V2 + 31,     1   },
    {"many-times",       AT_V2 + 32,     0xFF},
    {"no-types",         AT_V2 + 39,     0   },
    {"many-types",       AT_V2 + 38,     2   },
    {"many-chars",       AT_V2 + 40,     0xFF},
    {"v1-many-times",    32,             0xFF},
    {"not-ascending",    AT_TIMES + 5,   0xFF},
    {"time-too-late",    AT_TIMES + 8,   0x10},
    {"time-too-early",   AT_TIMES,       0x80},
    {"index-too-large",  AT_INDEXES,     2   },
    {"offset-too-large", AT_INDEXES + 2, 0x01},
    {"offset-too-small", AT_INDEXES + 2, 0x80},
};

static void test_file_damaged(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(damage_cases); i++) {
        ZoneFile f = zone_file_new("ABC-1");
        g_test_message("%s", damage_cases[i].name);
        f.bytes->data[damage_cases[i].at] = damage_cases[i].byte;
        g_assert_false(zone_file_works(&f, f.bytes->len));
        zone_file_clear(&f);
    }
}

/* Any damage: refused or read, but never more than that. */
static void test_file_random_damage(void)
{
    ZoneFile f = zone_file_new("ABC-1ABD,M3.5.0/2,M10.5.0/3");
    CalDateTime t = {20000, {0}};
    int n_known = 0;

    for (int i = 0; i < 2000; i++) {
        size_t at = (size_t)g_test_rand_int_range(0, (int32_t)f.bytes->len);
        uint8_t saved = f.bytes->data[at];
        f.bytes->data[at] = (uint8_t)g_test_rand_int_range(0, 256);
        if (zone_file_works(&f, f.bytes->len)) {
            CalZone z = zone_of("Test/Zone");
            g_assert_cmpint(ABS(cal_zone_offset(&z, &t)), <=, 26 * 3600);
            n_known++;
        }
        f.bytes->data[at] = saved;
    }
    g_assert_cmpint(n_known, >, 100);
    zone_file_clear(&f);
}

typedef struct RuleCase {
    const char *name;
    const char *rule;
    const char *local; /* NULL = the rule is refused */
    int32_t offset_s;
} RuleCase;

static const RuleCase rule_cases[] = {
    {"fixed",               "CST-8",                           "2026-01-01",          28800 },
    {"fixed-east-west",     "EST5",                            "2026-01-01",          -18000},
    {"plus-sign",           "EST+5",                           "2026-01-01",          -18000},
    {"minutes-seconds",     "ABC-5:30:01",                     "2026-01-01",          19801 },
    {"quoted-name",         "<+0530>-5:30",                    "2026-01-01",          19800 },
    {"m-before",            "ABC-1ABD,M3.5.0,M10.5.0/3",       "2026-03-29T01:59:59", 3600  },
    {"m-after",             "ABC-1ABD,M3.5.0,M10.5.0/3",       "2026-03-29T03:00:00", 7200  },
    {"m-first-week",        "ABC-1ABD,M4.1.3,M10.5.0/3",       "2026-04-01T03:00:00", 7200  },
    {"m-first-week-before", "ABC-1ABD,M4.1.3,M10.5.0/3",       "2026-04-01T01:59:59", 3600  },
    {"m-second-week",       "EST5EDT,M3.2.0,M11.1.0",          "2026-03-08T03:00:00", -14400},
    {"m-fifth-is-fourth",   "ABC-1ABD,M2.5.1,M10.5.0",         "2026-02-23T03:00:00", 7200  },
    {"m-fifth-before",      "ABC-1ABD,M2.5.1,M10.5.0",         "2026-02-23T01:59:59", 3600  },
    {"dst-offset",          "ABC-1ABD-3,M3.5.0,M10.5.0",       "2026-07-01",          10800 },
    {"dst-half-hour",       "ABC-1ABD-1:30,M3.5.0,M10.5.0",    "2026-07-01",          5400  },
    {"julian-60-leap",      "ABC-1ABD,J60/0,J300",             "2024-03-01T01:00:00", 7200  },
    {"julian-60-leap-day",  "ABC-1ABD,J60/0,J300",             "2024-02-29T23:59:59", 3600  },
    {"julian-60",           "ABC-1ABD,J60/0,J300",             "2025-03-01T01:00:00", 7200  },
    {"julian-59",           "ABC-1ABD,J59/0,J300",             "2024-02-28T01:00:00", 7200  },
    {"zero-based-59-leap",  "ABC-1ABD,59/0,J300",              "2024-02-29T01:00:00", 7200  },
    {"zero-based-59",       "ABC-1ABD,59/0,J300",              "2025-03-01T01:00:00", 7200  },
    {"zero-based-before",   "ABC-1ABD,59/0,J300",              "2025-02-28T23:59:59", 3600  },
    {"negative-time",       "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-28T22:59:59", -7200 },
    {"negative-time-after", "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T00:00:00", -3600 },
    {"long-time",           "EET-2EEST,M3.4.4/50,M10.4.4/50",  "2026-03-28T03:00:00", 10800 },
    {"long-time-before",    "EET-2EEST,M3.4.4/50,M10.4.4/50",  "2026-03-28T01:59:59", 7200  },
    {"southern",            "ABC-10ABD,M10.1.0,M4.1.0/3",      "2026-01-01",          39600 },
    {"southern-winter",     "ABC-10ABD,M10.1.0,M4.1.0/3",      "2026-06-01",          36000 },
    {"dst-for-ever",        "EST5EDT,0/0,J365/25",             "2026-01-01",          -14400},
    {"dst-for-ever-2",      "EST5EDT,0/0,J365/25",             "2026-12-31T23:59:59", -14400},
    {"dst-for-ever-leap",   "EST5EDT,0/0,J365/25",             "2028-12-31T23:59:59", -14400},
    {"into-next-year",      "ABC-1ABD,M6.1.0,J365/167",        "2026-01-03",          7200  },
    {"out-of-next-year",    "ABC-1ABD,M6.1.0,J365/167",        "2026-01-08",          3600  },
    {"into-last-year",      "ABC-1ABD,J1/-167,M6.1.0",         "2025-12-27",          7200  },
    {"negative-dst",        "IST-1GMT0,M10.5.0,M3.5.0/1",      "2026-01-01",          0     },
    {"short-name",          "AB-1",                            NULL,                  0     },
    {"no-name",             "-1",                              NULL,                  0     },
    {"short-quoted",        "<+1>-1",                          NULL,                  0     },
    {"open-quote",          "<+01-1",                          NULL,                  0     },
    {"no-offset",           "ABC",                             NULL,                  0     },
    {"hours",               "ABC25",                           NULL,                  0     },
    {"minutes",             "ABC5:60",                         NULL,                  0     },
    {"seconds",             "ABC5:00:60",                      NULL,                  0     },
    {"colon",               "ABC5:",                           NULL,                  0     },
    {"four-digits",         "ABC0005",                         NULL,                  0     },
    {"rest",                "ABC-1 ",                          NULL,                  0     },
    {"dst-name",            "ABC-1AB,M3.5.0,M10.5.0",          NULL,                  0     },
    {"dst-offset-bad",      "ABC-1ABD99,M3.5.0,M10.5.0",       NULL,                  0     },
    {"dst-no-rule",         "ABC-1ABD",                        NULL,                  0     },
    {"dst-one-rule",        "ABC-1ABD,M3.5.0",                 NULL,                  0     },
    {"dst-empty-rule",      "ABC-1ABD,,",                      NULL,                  0     },
    {"month",               "ABC-1ABD,M13.5.0,M10.5.0",        NULL,                  0     },
    {"week",                "ABC-1ABD,M3.6.0,M10.5.0",         NULL,                  0     },
    {"week-zero",           "ABC-1ABD,M3.0.0,M10.5.0",         NULL,                  0     },
    {"weekday",             "ABC-1ABD,M3.5.7,M10.5.0",         NULL,                  0     },
    {"m-dot",               "ABC-1ABD,M3-5.0,M10.5.0",         NULL,                  0     },
    {"julian-0",            "ABC-1ABD,J0,J300",                NULL,                  0     },
    {"julian-366",          "ABC-1ABD,J1,J366",                NULL,                  0     },
    {"zero-366",            "ABC-1ABD,0,366",                  NULL,                  0     },
    {"time-168",            "ABC-1ABD,0/168,J300",             NULL,                  0     },
    {"time-empty",          "ABC-1ABD,0/,J300",                NULL,                  0     },
    {"after-rules",         "ABC-1ABD,0,J300,",                NULL,                  0     },
};

static void test_rule(gconstpointer data)
{
    const RuleCase *c = data;
    ZoneFile f = zone_file_new(c->rule);

    g_assert_cmpint(zone_file_works(&f, f.bytes->len), ==, c->local != NULL);
    if (c->local)
        g_assert_cmpint(offset_of("Test/Zone", c->local), ==, c->offset_s);
    zone_file_clear(&f);
}

static void *intern_all(void *data)
{
    GPtrArray *ids = data;
    const char **got = g_new0(const char *, ids->len);

    for (guint i = 0; i < ids->len; i++) {
        const char *id = g_ptr_array_index(ids, i);
        CalZone z = {CAL_ZONE_ID, 0, cal_zone_intern(id, strlen(id))};
        CalDateTime t = {
            20000, {0, 0, z}
        };
        if (z.id && ABS(cal_zone_offset(&z, &t)) <= 15 * 3600)
            got[i] = z.id;
    }
    return got;
}

static void test_threads(void)
{
    g_autoptr(GPtrArray) ids = all_ids();
    pthread_t threads[4];
    void *got[4];

    cal_zone_use_dir(NULL); /* forget what is cached */
    for (size_t i = 0; i < G_N_ELEMENTS(threads); i++)
        g_assert_cmpint(pthread_create(&threads[i], NULL, intern_all, ids), ==, 0);
    for (size_t i = 0; i < G_N_ELEMENTS(threads); i++)
        g_assert_cmpint(pthread_join(threads[i], &got[i]), ==, 0);
    for (guint k = 0; k < ids->len; k++) {
        const char *first = ((const char **)got[0])[k];
        g_assert_cmpstr(first, ==, g_ptr_array_index(ids, k));
        for (size_t i = 1; i < G_N_ELEMENTS(threads); i++)
            g_assert_true(((const char **)got[i])[k] == first);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(threads); i++)
        g_free(got[i]);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cal-zone/without-data", test_without_data);
    g_test_add_func("/cal-zone/ids", test_ids);
    g_test_add_func("/cal-zone/interned", test_interned);
    g_test_add_func("/cal-zone/offsets", test_offsets);
    g_test_add_func("/cal-zone/standard", test_standard);
    g_test_add_func("/cal-zone/other-kinds", test_other_kinds);
    g_test_add_func("/cal-zone/against-glib", test_against_glib);
    g_test_add_func("/cal-zone/changes-against-glib", test_changes_against_glib);
    g_test_add_func("/cal-zone/there-and-back", test_there_and_back);
    g_test_add_func("/cal-zone/file", test_file);
    g_test_add_func("/cal-zone/file-cut-off", test_file_cut_off);
    g_test_add_func("/cal-zone/file-damaged", test_file_damaged);
    g_test_add_func("/cal-zone/file-random-damage", test_file_random_damage);
    for (size_t i = 0; i < G_N_ELEMENTS(rule_cases); i++) {
        g_autofree char *path = g_strdup_printf("/cal-zone/rule/%s", rule_cases[i].name);
        g_test_add_data_func(path, &rule_cases[i], test_rule);
    }
    g_test_add_func("/cal-zone/threads", test_threads);
    return g_test_run();
}

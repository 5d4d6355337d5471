/* Zone ids: looked up once, kept for the life of the process. */
#include <glib.h>
#include <pthread.h>
#include <string.h>

#include "cal/cal_arith.h"
#include "cal/cal_private.h"
#include "cal/tzif_private.h"
#include "cal/zone_private.h"

/* An interned id is the tail of its Zone, so the data are found without a lock. */
typedef struct Zone {
    TzData tz;
    char id[CAL_ZONE_ID_MAX + 1];
} Zone;

static const char default_dir[] = "/usr/share/zoneinfo";

/* `lock` guards the three below. Zones are never freed: values hold their ids. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static GHashTable *by_id; /* id -> Zone, both borrowed from `zones` */
static GPtrArray *zones;  /* owned Zone* */
static char *data_dir;    /* owned; NULL = default_dir, "" = no data */

static const Zone *zone_of(const char *id)
{
    return (const Zone *)(const void *)(id - offsetof(Zone, id));
}

static bool is_id_char(char c)
{
    return g_ascii_isalnum(c) || c == '_' || c == '+' || c == '-';
}

/* Names of segments joined by single slashes; so no way out of the data folder. */
static bool is_valid_id(const char *id, size_t len)
{
    bool segment_open = false;

    if (len == 0 || len > CAL_ZONE_ID_MAX)
        return false;
    for (size_t i = 0; i < len; i++) {
        if (id[i] == '/') {
            if (!segment_open)
                return false;
            segment_open = false;
        } else if (is_id_char(id[i])) {
            segment_open = true;
        } else {
            return false;
        }
    }
    return segment_open;
}

/* Names in the data folder that mean another zone on another machine. */
static bool is_machine_setting(const char *id)
{
    return strcmp(id, "localtime") == 0 || strcmp(id, "posixrules") == 0;
}

static bool is_utc(const char *id)
{
    static const char *const names[] = {"UTC", "GMT", "Etc/UTC", "Etc/GMT"};

    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        if (strcmp(id, names[i]) == 0)
            return true;
    }
    return false;
}

static bool load(const char *id, TzData *out)
{
    const char *dir = data_dir ? data_dir : default_dir;
    g_autofree char *bytes = NULL;
    gsize len = 0;

    if (is_utc(id)) {
        tz_data_init_utc(out);
        return true;
    }
    if (*dir == '\0' || is_machine_setting(id))
        return false;
    g_autofree char *path = g_build_filename(dir, id, NULL);
    if (!g_file_test(path, G_FILE_TEST_IS_REGULAR) ||
        !g_file_get_contents(path, &bytes, &len, /* error= */ NULL))
        return false;
    return tz_data_read((const uint8_t *)bytes, len, out);
}

/* Under `lock`. */
static const char *intern_locked(const char *id)
{
    TzData tz;

    if (!by_id) {
        by_id = g_hash_table_new(g_str_hash, g_str_equal);
        zones = g_ptr_array_new();
    }
    Zone *zone = g_hash_table_lookup(by_id, id);
    if (zone)
        return zone->id;
    if (!load(id, &tz))
        return NULL;
    zone = g_new0(Zone, 1);
    zone->tz = tz;
    memcpy(zone->id, id, strlen(id));
    g_ptr_array_add(zones, zone);
    g_hash_table_insert(by_id, zone->id, zone);
    return zone->id;
}

const char *cal_zone_intern(const char *id, size_t len)
{
    char key[CAL_ZONE_ID_MAX + 1] = {0};

    if (!is_valid_id(id, len))
        return NULL;
    memcpy(key, id, len);
    (void)pthread_mutex_lock(&lock); /* cannot fail: default kind, never held twice */
    const char *interned = intern_locked(key);
    (void)pthread_mutex_unlock(&lock);
    return interned;
}

void cal_zone_use_dir(const char *dir)
{
    (void)pthread_mutex_lock(&lock);
    g_free(data_dir);
    data_dir = g_strdup(dir);
    if (by_id)
        g_hash_table_remove_all(by_id);
    (void)pthread_mutex_unlock(&lock);
}

static int64_t local_second(const CalDateTime *t)
{
    return t->date * CAL_DAY_S + t->time.second;
}

int32_t cal_zone_offset(const CalZone *zone, const CalDateTime *at)
{
    switch (zone->kind) {
    case CAL_ZONE_LOCAL:
        return 0;
    case CAL_ZONE_OFFSET:
        return zone->offset_s;
    case CAL_ZONE_ID:
        break;
    }
    const TzData *tz = &zone_of(zone->id)->tz;
    return at ? tz_data_offset_local(tz, local_second(at)) : tz_data_standard(tz);
}

int32_t cal_zone_offset_at(const CalZone *zone, int64_t utc_second)
{
    if (zone->kind != CAL_ZONE_ID)
        return cal_zone_offset(zone, NULL);
    return tz_data_offset_utc(&zone_of(zone->id)->tz, utc_second);
}

/* property.h - the properties of temporal values and ranges (feel-reference 4.6, 2.9). Private to
 * feel/.
 */
#pragma once

#include "feel/run_private.h"

typedef enum Property {
    PROPERTY_NONE,
    PROPERTY_YEAR,
    PROPERTY_MONTH,
    PROPERTY_DAY,
    PROPERTY_WEEKDAY,
    PROPERTY_HOUR,
    PROPERTY_MINUTE,
    PROPERTY_SECOND,
    PROPERTY_TIME_OFFSET,
    PROPERTY_TIMEZONE,
    PROPERTY_DAYS,
    PROPERTY_HOURS,
    PROPERTY_MINUTES,
    PROPERTY_SECONDS,
    PROPERTY_YEARS,
    PROPERTY_MONTHS,
    PROPERTY_START,
    PROPERTY_END,
    PROPERTY_START_INCLUDED,
    PROPERTY_END_INCLUDED,
} Property;

Property feel_property_find(const char *name);
/* False if values of this kind have no such property. */
bool feel_property_get(const FeelValue *v, Property property, FeelValue *out);

/* progress.h - a bar on stderr for work that lasts longer than a second, on terminals only. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

typedef struct Progress {
    Lang lang;
    const char *what;   /* borrowed, shown before the bar */
    int64_t started_us; /* monotonic */
    bool on_terminal, shown;
} Progress;

/* Starts counting; shows nothing yet. */
void progress_begin(Progress *progress, Lang lang, const char *what);
/* For the progress callbacks of the layers below: `data` is the Progress. `total` 0 = unknown. */
void progress_show(void *data, int64_t done, int64_t total);
/* Removes the bar. */
void progress_end(Progress *progress);

#include "cli/progress.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { BAR_WIDTH = 30, QUIET_US = 1000000 };

void progress_begin(Progress *progress, Lang lang, const char *what)
{
    progress->lang = lang;
    progress->what = what;
    progress->started_us = g_get_monotonic_time();
    progress->on_terminal = isatty(STDERR_FILENO);
    progress->shown = false;
}

void progress_show(void *data, int64_t done, int64_t total)
{
    Progress *progress = data;
    char bar[BAR_WIDTH + 1];
    int64_t filled;

    if (!progress->on_terminal || g_get_monotonic_time() - progress->started_us < QUIET_US)
        return;
    progress->shown = true;
    if (total <= 0) {
        fprintf(stderr, "\r%s … %" G_GINT64_FORMAT, progress->what, done);
        return;
    }
    filled = MIN(done, total) / (total / BAR_WIDTH + 1);
    memset(bar, ' ', BAR_WIDTH);
    memset(bar, '#', (size_t)CLAMP(filled, 0, BAR_WIDTH));
    bar[BAR_WIDTH] = '\0';
    fprintf(stderr, "\r%s [%s] %3" G_GINT64_FORMAT "%%", progress->what, bar,
            MIN(done, total) / (total / 100 + 1));
}

void progress_end(Progress *progress)
{
    if (progress->shown)
        fputs("\r\033[K", stderr);
}

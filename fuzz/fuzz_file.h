/* fuzz_file.h - the input as a file, for readers that want one: in memory, never on a disk. */
#pragma once

#include <glib.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

typedef struct FuzzFile {
    int fd;
    char path[32];
} FuzzFile;

static inline void fuzz_file_open(FuzzFile *file, const void *bytes, size_t size)
{
    const char *p = bytes;
    size_t done = 0;

    file->fd = memfd_create("fuzz", MFD_CLOEXEC);
    g_assert_cmpint(file->fd, >=, 0);
    while (done < size) {
        ssize_t n = write(file->fd, p + done, size - done);
        g_assert_cmpint(n, >, 0);
        done += (size_t)n;
    }
    g_snprintf(file->path, sizeof file->path, "/proc/self/fd/%d", file->fd);
}

static inline void fuzz_file_close(FuzzFile *file)
{
    close(file->fd);
}

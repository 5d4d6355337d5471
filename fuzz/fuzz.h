/* fuzz.h - what a fuzz target offers, and how it takes its input apart.
 *
 * A target checks properties with g_assert_*: a find is a crash, a sanitizer's report, a failed
 * assertion or a time-out.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* The one function of a target; called by libFuzzer, or by replay.c for each file of a corpus.
 * `data` has exactly `size` bytes, no NUL after them. Returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct FuzzText {
    const char *text; /* never NULL, not NUL-terminated */
    ptrdiff_t len;
} FuzzText;

/* The first `n` lines of the input without their newlines; missing ones are empty. So a corpus file
 * holds one value a line and can be written with any editor. */
static inline void fuzz_lines(const uint8_t *data, size_t size, FuzzText *out, size_t n)
{
    const char *p = size > 0 ? (const char *)data : "";
    const char *end = p + size;

    for (size_t i = 0; i < n; i++) {
        const char *nl = memchr(p, '\n', (size_t)(end - p));
        out[i] = (FuzzText){p, (nl ? nl : end) - p};
        p = nl ? nl + 1 : end;
    }
}

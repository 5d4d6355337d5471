/* replay.c - runs a fuzz target over a corpus folder:
 * the corpora as plain tests, with any compiler.
 *
 *     fuzz_<what> FOLDER
 *
 * Each file is one TAP test: the bytes as they are, then cut off at up to CUTS places, then with
 * MUTANTS small damages made with a fixed seed, so that every run does the same. The name of a file
 * is printed before the target runs; the input of a crash is a local variable of run() in a
 * debugger.
 */
#include <glib.h>
#include <stdio.h>
#include <string.h>

#include "fuzz.h"

enum { CUTS = 64, MUTANTS = 256, SEED = 20260101 };

/* Runs the target on a copy of exactly `len` bytes, so that a sanitizer sees a step too far. */
static void run(const uint8_t *bytes, size_t len)
{
    g_autofree uint8_t *copy = g_malloc(MAX(len, 1));

    memcpy(copy, bytes, len);
    (void)LLVMFuzzerTestOneInput(copy, len); /* always 0 */
}

/* One byte changed, removed or put in, one to three times. `bytes` has room for len + 3. */
static size_t damage(GRand *rand, uint8_t *bytes, size_t len)
{
    for (int i = g_rand_int_range(rand, 1, 4); i > 0 && len > 0; i--) {
        size_t at = (size_t)g_rand_int_range(rand, 0, (gint32)len);
        uint8_t byte = (uint8_t)g_rand_int_range(rand, 0, 256);
        switch (g_rand_int_range(rand, 0, 3)) {
        case 0:
            bytes[at] = byte;
            break;
        case 1:
            memmove(bytes + at, bytes + at + 1, len - at - 1);
            len--;
            break;
        default:
            memmove(bytes + at + 1, bytes + at, len - at);
            bytes[at] = bytes[g_rand_int_range(rand, 0, (gint32)len)];
            len++;
        }
    }
    return len;
}

static void run_all(const uint8_t *bytes, size_t len)
{
    GRand *rand = g_rand_new_with_seed(SEED);
    g_autofree uint8_t *mutant = g_malloc(len + 3);

    run(bytes, len);
    for (size_t i = 0; i < CUTS && i < len; i++)
        run(bytes, len * i / MIN(len, CUTS));
    for (int i = 0; i < MUTANTS; i++) {
        memcpy(mutant, bytes, len);
        run(mutant, damage(rand, mutant, len));
    }
    g_rand_free(rand);
}

static int compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names of the files of `folder`, sorted; NULL if it cannot be read. Returns: (owned). */
static GPtrArray *names_in(const char *folder)
{
    GDir *dir = g_dir_open(folder, 0, /* error= */ NULL);
    GPtrArray *names;

    if (!dir)
        return NULL;
    names = g_ptr_array_new_with_free_func(g_free);
    for (const char *name = g_dir_read_name(dir); name; name = g_dir_read_name(dir))
        g_ptr_array_add(names, g_strdup(name));
    g_dir_close(dir);
    g_ptr_array_sort(names, compare_names);
    return names;
}

int main(int argc, char **argv)
{
    g_autoptr(GPtrArray) names = argc == 2 ? names_in(argv[1]) : NULL;

    if (!names) {
        fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
        return 2;
    }
    printf("1..%u\n", names->len + 1);
    printf("%s 1 - the corpus has files\n", names->len > 0 ? "ok" : "not ok");
    for (guint i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        g_autofree char *path = g_build_filename(argv[1], name, NULL);
        g_autofree char *bytes = NULL;
        gsize len = 0;
        printf("# %s\n", name);
        (void)fflush(stdout); /* so that a crash has a name */
        gboolean ok = g_file_get_contents(path, &bytes, &len, /* error= */ NULL);
        if (ok)
            run_all((const uint8_t *)bytes, len);
        printf("%s %u - %s\n", ok ? "ok" : "not ok", i + 2, name);
    }
    return 0;
}

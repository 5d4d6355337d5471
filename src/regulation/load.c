#include <glib.h>

#include "regulation/check.h"
#include "regulation/load_private.h"
#include "regulation/reader_private.h"
#include "regulation/warn.h"

typedef struct Source {
    const char *text;
    size_t len;
    const char *file;
    const char *folder; /* as for reg_import */
} Source;

/* Reads, imports, checks, and warns if told how. */
static Regulation *load(const Source *source, WarnOptions *warnings, Diags *diags)
{
    size_t before = diags_n_errors(diags);
    g_autoptr(Regulation) reg = reg_read(source->text, source->len, source->file, diags);

    if (reg)
        reg_import(reg, source->folder, diags);
    if (reg && diags_n_errors(diags) == before) {
        (void)reg_check(reg, diags); /* what is wrong is in diags */
        if (warnings) {
            warnings->is_sound = diags_n_errors(diags) == before;
            reg_warn(reg, warnings, diags);
        }
    }
    diags_sort(diags);
    return reg && diags_n_errors(diags) == before ? g_steal_pointer(&reg) : NULL;
}

static Regulation *
load_text(const char *text, size_t len, const char *file, WarnOptions *warnings, Diags *diags)
{
    g_autoptr(Diags) own = diags ? NULL : diags_new(LANG_EN);
    Source source = {text, len, file, NULL};

    return load(&source, warnings, diags ? diags : own);
}

Regulation *reg_load_text(const char *text, size_t len, const char *file, Diags *diags)
{
    return load_text(text, len, file, NULL, diags);
}

Regulation *
reg_inspect_text(const char *text, size_t len, const char *file, bool each_assumed, Diags *diags)
{
    WarnOptions warnings = {.each_assumed = each_assumed};

    return load_text(text, len, file, &warnings, diags);
}

static Regulation *load_path(const char *path, WarnOptions *warnings, Diags *diags, GError **error)
{
    bool is_folder = g_file_test(path, G_FILE_TEST_IS_DIR);
    g_autofree char *file =
        is_folder ? g_build_filename(path, "regulation.md", NULL) : g_strdup(path);
    g_autofree char *folder = g_path_get_dirname(file);
    g_autoptr(Diags) own = diags ? NULL : diags_new(LANG_EN);
    g_autofree char *text = NULL;
    size_t len;

    text = reg_file_read(file, &len, error);
    if (!text)
        return NULL;
    Source source = {text, len, file, folder};
    return load(&source, warnings, diags ? diags : own);
}

Regulation *reg_load(const char *path, Diags *diags, GError **error)
{
    return load_path(path, NULL, diags, error);
}

Regulation *reg_inspect(const char *path, bool each_assumed, Diags *diags, GError **error)
{
    WarnOptions warnings = {.each_assumed = each_assumed};

    return load_path(path, &warnings, diags, error);
}

#include <glib.h>

#include "regulation/check.h"
#include "regulation/load_private.h"
#include "regulation/reader_private.h"

/* Reads, imports, checks. `folder` as for reg_import. */
static Regulation *
load(const char *text, size_t len, const char *file, const char *folder, Diags *diags)
{
    size_t before = diags_n_errors(diags);
    g_autoptr(Regulation) reg = reg_read(text, len, file, diags);

    if (reg)
        reg_import(reg, folder, diags);
    if (reg && diags_n_errors(diags) == before)
        (void)reg_check(reg, diags); /* what is wrong is in diags */
    diags_sort(diags);
    return reg && diags_n_errors(diags) == before ? g_steal_pointer(&reg) : NULL;
}

Regulation *reg_load_text(const char *text, size_t len, const char *file, Diags *diags)
{
    g_autoptr(Diags) own = diags ? NULL : diags_new(LANG_EN);

    return load(text, len, file, NULL, diags ? diags : own);
}

Regulation *reg_load(const char *path, Diags *diags, GError **error)
{
    bool is_folder = g_file_test(path, G_FILE_TEST_IS_DIR);
    g_autofree char *file =
        is_folder ? g_build_filename(path, "regulation.md", NULL) : g_strdup(path);
    g_autofree char *folder = g_path_get_dirname(file);
    g_autoptr(Diags) own = diags ? NULL : diags_new(LANG_EN);
    g_autofree char *text = NULL;
    size_t len;

    text = reg_file_read(file, &len, error);
    return text ? load(text, len, file, folder, diags ? diags : own) : NULL;
}

#include "dmn/load.h"

#include <string.h>

typedef struct Loader {
    Arena *arena;
    Diags *diags;
    char *folder;         /* owned */
    GPtrArray *documents; /* const DmnDocument * */
    GPtrArray *files; /* owned char *: names of the folder's *.dmn, sorted; NULL = not read yet */
    GHashTable *seen; /* file -> const DmnDocument * or NULL: read already */
} Loader;

static const DmnDocument *read_file(Loader *l, const char *path, Diags *diags)
{
    const DmnDocument *doc;
    char *kept;

    if (g_hash_table_contains(l->seen, path))
        return g_hash_table_lookup(l->seen, path);
    kept = arena_strdup(l->arena, path);
    doc = dmn_document_read(l->arena, kept, diags);
    g_hash_table_insert(l->seen, kept, (gpointer)doc);
    return doc;
}

/* ---- where an import may be ---- */

/* Names of files as people would write them: no `./` in front. */
static char *in_folder(const Loader *l, const char *name)
{
    return strcmp(l->folder, ".") == 0 ? g_strdup(name) : g_build_filename(l->folder, name, NULL);
}

/* A link could lead out of the folder. */
static bool is_own_file(const char *path)
{
    return !g_file_test(path, G_FILE_TEST_IS_SYMLINK) && g_file_test(path, G_FILE_TEST_IS_REGULAR);
}

/* A path that stays below the folder: relative, without `..`, no URL, no link out of it. */
static char *path_inside(const Loader *l, const char *location)
{
    g_auto(GStrv) parts = g_strsplit(location, "/", -1);
    g_autofree char *path = NULL;

    if (!*location || g_path_is_absolute(location) || strchr(location, ':') ||
        strchr(location, '\\'))
        return NULL;
    for (char **p = parts; *p; p++)
        if (strcmp(*p, "..") == 0)
            return NULL;
    path = in_folder(l, location);
    return is_own_file(path) ? g_steal_pointer(&path) : NULL;
}

static gint by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void read_folder(Loader *l)
{
    g_autoptr(GDir) dir = g_dir_open(l->folder, 0, NULL);
    const char *name;

    l->files = g_ptr_array_new_with_free_func(g_free);
    while (dir && (name = g_dir_read_name(dir)) && l->files->len < DMN_MAX_CANDIDATES)
        if (g_str_has_suffix(name, ".dmn"))
            g_ptr_array_add(l->files, in_folder(l, name));
    g_ptr_array_sort(l->files, by_name);
}

static const DmnDocument *find_import(Loader *l, const DmnImport *import)
{
    g_autofree char *path = path_inside(l, import->location);
    const DmnDocument *doc = path ? read_file(l, path, l->diags) : NULL;

    if (doc && strcmp(doc->ns, import->ns) == 0)
        return doc;
    if (!l->files)
        read_folder(l);
    for (guint i = 0; i < l->files->len; i++) {
        /* Others in the folder may be broken: that is not this model's business. */
        const char *file = g_ptr_array_index(l->files, i);

        doc = is_own_file(file) ? read_file(l, file, NULL) : NULL;
        if (doc && strcmp(doc->ns, import->ns) == 0)
            return doc;
    }
    return NULL;
}

/* ---- all of them ---- */

static bool is_loaded(const Loader *l, const char *ns)
{
    for (guint i = 0; i < l->documents->len; i++) {
        const DmnDocument *doc = g_ptr_array_index(l->documents, i);
        if (strcmp(doc->ns, ns) == 0)
            return true;
    }
    return false;
}

static void load_imports(Loader *l, const DmnDocument *doc)
{
    for (size_t i = 0; i < doc->n_imports; i++) {
        const DmnImport *import = &doc->imports[i];
        const DmnDocument *found;

        if (!import->is_model || is_loaded(l, import->ns))
            continue;
        if (l->documents->len >= DMN_MAX_DOCUMENTS) {
            diag_add(l->diags, DIAG_ERROR, "dmn.limit-documents", import->pos,
                     "limit reached: the model imports too many others");
            diag_expected(l->diags, "at most %d", DMN_MAX_DOCUMENTS);
            return;
        }
        found = find_import(l, import);
        if (found)
            g_ptr_array_add(l->documents, (gpointer)found);
    }
}

const DmnDocument *const *dmn_load(Arena *arena, const char *file, size_t *out_n, Diags *diags)
{
    g_autoptr(GPtrArray) documents = g_ptr_array_new();
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    g_autofree char *folder = g_path_get_dirname(file);
    Loader l = {
        .arena = arena, .diags = diags, .folder = folder, .documents = documents, .seen = seen};
    const DmnDocument *doc = read_file(&l, file, diags);
    const DmnDocument **kept;

    if (!doc)
        return NULL;
    g_ptr_array_add(documents, (gpointer)doc);
    for (guint i = 0; i < documents->len; i++)
        load_imports(&l, g_ptr_array_index(documents, i));
    if (l.files)
        g_ptr_array_unref(l.files);
    kept = ARENA_NEW_N(arena, const DmnDocument *, documents->len);
    memcpy(kept, documents->pdata, documents->len * sizeof *kept);
    *out_n = documents->len;
    return kept;
}

#include <glib/gstdio.h>
#include <string.h>

#include "base/err.h"
#include "regulation/load_private.h"
#include "regulation/reader_private.h"

enum { MAX_DEPTH = 8, MAX_REGULATIONS = 64 };

typedef struct Importer {
    Regulation *root;
    Diags *diags;
    const char *beside; /* folder that holds the imported folders */
    GPtrArray *found;   /* Regulation *, each once, what they import before them; NULL = broken */
    GPtrArray *ids;     /* const char *, parallel to found */
    GPtrArray *chain;   /* const char *: ids from the root down */
} Importer;

char *reg_file_read(const char *path, size_t *out_len, GError **error)
{
    GStatBuf info;
    char *text = NULL;
    g_autoptr(GError) cause = NULL;

    if (g_stat(path, &info) != 0 || !S_ISREG(info.st_mode)) {
        err_set(error, ERR_NOT_FOUND, "regulation.no-file", "there is no file %s", path);
        return NULL;
    }
    if (info.st_size > REG_MAX_FILE) {
        err_set(error, ERR_LIMIT, "regulation.too-large", "%s is larger than %d bytes", path,
                REG_MAX_FILE);
        return NULL;
    }
    if (!g_file_get_contents(path, &text, out_len, &cause)) {
        err_set(error, ERR_UNAVAILABLE, "regulation.unreadable", "%s cannot be read: %s", path,
                cause->message);
        return NULL;
    }
    return text;
}

/* ---- finding --------------------------------------------------------------------------------- */

static int index_of(const GPtrArray *ids, const char *id)
{
    for (guint i = 0; i < ids->len; i++)
        if (strcmp(g_ptr_array_index(ids, i), id) == 0)
            return (int)i;
    return -1;
}

/* "a → b → a" */
static void report_circle(const Importer *im, const char *id, SrcPos pos)
{
    g_autoptr(GString) path = g_string_new(NULL);

    for (int i = index_of(im->chain, id); i < (int)im->chain->len; i++)
        g_string_append_printf(path, "%s → ", (const char *)g_ptr_array_index(im->chain, (guint)i));
    g_string_append(path, id);
    diag_add(im->diags, DIAG_ERROR, "regulation.import-circle", pos, "imports go round: %s",
             path->str);
}

static Regulation *read_import(const Importer *im, const char *id, SrcPos pos)
{
    g_autofree char *path = g_build_filename(im->beside, id, "regulation.md", NULL);
    const char *shown = g_str_has_prefix(path, "./") ? path + 2 : path;
    g_autofree char *text = NULL;
    g_autoptr(GError) error = NULL;
    size_t len;

    text = reg_file_read(path, &len, &error);
    if (text)
        return reg_read_in(im->root->arena, text, len, shown, im->diags);
    diag_add(im->diags, DIAG_ERROR, "regulation.import", pos, "`%s` cannot be imported: %s", id,
             error ? error->message : "");
    return NULL;
}

static void find_imports(Importer *im, const Regulation *reg);

static void find_import(Importer *im, const char *id, SrcPos pos)
{
    Regulation *reg;

    if (index_of(im->chain, id) >= 0) {
        report_circle(im, id, pos);
        return;
    }
    if (index_of(im->ids, id) >= 0)
        return;
    if (im->chain->len > MAX_DEPTH || im->ids->len >= MAX_REGULATIONS) {
        diag_add(im->diags, DIAG_ERROR, "regulation.import-limit", pos,
                 "imports are nested too deeply or too many");
        diag_expected(im->diags, "at most %d deep, %d in all", MAX_DEPTH, MAX_REGULATIONS);
        return;
    }
    reg = read_import(im, id, pos);
    if (reg) {
        g_ptr_array_add(im->chain, (gpointer)id);
        find_imports(im, reg);
        g_ptr_array_set_size(im->chain, (gint)im->chain->len - 1);
    }
    g_ptr_array_add(im->ids, (gpointer)id);
    g_ptr_array_add(im->found, reg);
}

static void find_imports(Importer *im, const Regulation *reg)
{
    for (size_t i = 0; i < reg->n_imports; i++)
        find_import(im, reg->imports[i], reg->import_pos[i]);
}

/* ---- adding ---------------------------------------------------------------------------------- */

static bool is_shared(RegBlockKind kind)
{
    return kind == REG_FUNCTION || kind == REG_PARAM || kind == REG_FEEL || kind == REG_TABLE ||
           kind == REG_BANDS;
}

/* Cycle and subject by name. False after a finding. */
static bool fit_block(const Importer *im, const Regulation *from, RegBlock *block)
{
    if (block->cycle != REG_NO_CYCLE) {
        const char *cycle = from->cycles[block->cycle].name;
        block->cycle = reg_cycle(im->root, cycle);
        if (block->cycle == REG_NO_CYCLE) {
            diag_add(im->diags, DIAG_ERROR, "regulation.import", block->pos,
                     "`%s` needs the cycle `%s`, which `%s` has not", block->name, cycle,
                     im->root->id);
            return false;
        }
    }
    const char *subject = from->subjects[block->subject].name;
    block->subject = reg_subject(im->root, subject);
    if (block->subject >= 0)
        return true;
    diag_add(im->diags, DIAG_ERROR, "regulation.import", block->pos,
             "`%s` needs the subject `%s`, which `%s` has not", block->name, subject, im->root->id);
    return false;
}

static void add_articles(Regulation *root, const Regulation *from)
{
    size_t n = root->n_articles + from->n_articles;
    RegArticle *all = ARENA_NEW_N(root->arena, RegArticle, n);
    const char *title = from->title_zh[0] ? from->title_zh : from->id;

    if (root->n_articles)
        memcpy(all, root->articles, root->n_articles * sizeof *all);
    for (size_t i = 0; i < from->n_articles; i++) {
        RegArticle *article = &all[root->n_articles + i];
        *article = from->articles[i];
        article->cite = arena_printf(root->arena, "《%s》%s", title, article->cite);
        if (article->parent >= 0)
            article->parent += (int)root->n_articles;
    }
    root->articles = all;
    root->n_articles = n;
}

static void add_blocks(const Importer *im, const Regulation *from)
{
    Regulation *root = im->root;
    size_t first_article = root->n_articles;
    RegBlock **all = ARENA_NEW_N(root->arena, RegBlock *, root->n_blocks + from->n_blocks);
    size_t n = root->n_blocks;

    add_articles(root, from);
    if (n)
        memcpy(all, root->blocks, n * sizeof(RegBlock *));
    for (size_t i = 0; i < from->n_blocks; i++) {
        RegBlock *block = from->blocks[i];
        if (!is_shared(block->kind) || !fit_block(im, from, block))
            continue;
        if (block->article >= 0)
            block->article += (int)first_article;
        if (block->article >= 0 && !block->assumed)
            block->cite = root->articles[block->article].cite;
        all[n++] = block;
    }
    root->blocks = all;
    root->n_blocks = n;
}

void reg_import(Regulation *reg, const char *folder, Diags *diags)
{
    Importer im = {.root = reg, .diags = diags};
    g_autofree char *beside = NULL;
    g_autofree char *base = NULL;

    if (reg->n_imports == 0)
        return;
    if (!folder) {
        diag_add(diags, DIAG_ERROR, "regulation.import", reg->import_pos[0],
                 "nothing can be imported: this text stands in no folder");
        return;
    }
    base = g_path_get_basename(folder);
    beside = strcmp(base, ".") == 0 || strcmp(base, "..") == 0
                 ? g_build_filename(folder, "..", NULL)
                 : g_path_get_dirname(folder);
    im.beside = beside;
    im.found = g_ptr_array_new();
    im.ids = g_ptr_array_new();
    im.chain = g_ptr_array_new();
    g_ptr_array_add(im.chain, (gpointer)reg->id);
    find_imports(&im, reg);
    for (guint i = 0; i < im.found->len; i++)
        if (g_ptr_array_index(im.found, i))
            add_blocks(&im, g_ptr_array_index(im.found, i));
    g_ptr_array_unref(im.found);
    g_ptr_array_unref(im.ids);
    g_ptr_array_unref(im.chain);
}

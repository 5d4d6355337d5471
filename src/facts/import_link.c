/* Which rows a file can name: those of master data, and the entries of forms that are in the
 * store. What is not looked up is not asked for (rows that measures make). */
#include "facts/import_private.h"

#include <string.h>

/* The kind by which rows of master data are imported. */
static const char *const kind_words[] = {
    [MASTER_UNIT] = "units",       [MASTER_PERSON] = "persons", [MASTER_CUSTOMER] = "customers",
    [MASTER_ACCOUNT] = "accounts", [MASTER_TEAM] = "teams",     [MASTER_PROJECT] = "projects",
};

static CodeTable *read_entries(Importer *imp, const RegBlock *form, GError **error)
{
    DbStmt *stmt = import_sql(imp, SQL_CODES_ENTRIES, error);
    CodeTable *codes;

    if (!stmt)
        return NULL;
    if (!imp->entries)
        imp->entries = g_ptr_array_new_with_free_func((GDestroyNotify)codes_free);
    codes = codes_new();
    g_ptr_array_add(imp->entries, codes);
    db_stmt_bind_text(stmt, 1, imp->options->reg->id);
    db_stmt_bind_text(stmt, 2, form->name);
    return import_read_codes(stmt, codes, error) ? codes : NULL;
}

bool import_know_rows(Importer *imp, int subject, GError **error)
{
    const Regulation *reg = imp->options->reg;
    const RegBlock *form = reg_form_of(reg, subject);
    MasterKind kind;

    if (!imp->known)
        imp->known = ARENA_NEW_N(imp->arena, CodeTable *, reg->n_subjects);
    if (imp->known[subject])
        return true;
    if (master_kind_of(reg, subject, &kind)) {
        if (!import_load_codes(imp, kind, error))
            return false;
        imp->known[subject] = imp->codes[kind];
        return true;
    }
    if (form)
        imp->known[subject] = read_entries(imp, form, error);
    return !form || imp->known[subject];
}

bool import_know_links(Importer *imp, const RegForm *form, GError **error)
{
    const Regulation *reg = imp->options->reg;

    if (form->subject >= 0 && !import_know_rows(imp, form->subject, error))
        return false;
    for (size_t i = 0; i < form->n_fields; i++) {
        const FeelType *type = form->fields[i].type;
        int subject = type && type->row_of ? reg_subject(reg, type->row_of) : -1;

        if (subject >= 0 && !import_know_rows(imp, subject, error))
            return false;
    }
    return true;
}

bool import_check_row(Importer *imp, const Cell *cell, int subject)
{
    const Regulation *reg = imp->options->reg;
    CodeTable *codes = imp->known && subject >= 0 ? imp->known[subject] : NULL;
    MasterKind kind;

    if (!codes || codes_find(codes, cell->text, cell->len) >= 0)
        return true;
    diag_add(imp->diags, DIAG_ERROR, "import.unknown", bad_cell(imp, cell),
             "the store does not know this code");
    say_seen(imp, cell);
    if (master_kind_of(reg, subject, &kind))
        diag_expected(imp->diags, "a code imported with kind %s", kind_words[kind]);
    else
        diag_expected(imp->diags, "an entry of %s that was imported",
                      reg_form_of(reg, subject)->name);
    return false;
}

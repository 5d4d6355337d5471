/* Attributes of master data, held against what their names can be: the built-in ones, and with
 * --regulation those that it declares. A name that nobody knows is a free text. */
#include "facts/import_private.h"

#include <string.h>

/* Built-in names are those of a regulation that says nothing. */
static const char nothing[] = "---\nregulation: none\ntitle: none\ncycles: [year]\n---\n";

static const Regulation *names_of(Importer *imp)
{
    g_autoptr(Diags) diags = NULL;

    if (imp->options->reg)
        return imp->options->reg;
    if (!imp->builtin) {
        diags = diags_new(LANG_EN);
        imp->builtin = reg_load_text(nothing, sizeof nothing - 1, "", diags);
    }
    return imp->builtin;
}

/* The word under which the store keeps an attribute. */
static const char *stored_word(const RegName *name)
{
    const RegBlock *b = name->block;

    return b && b->kind == REG_INPUT && b->u.input.of ? b->u.input.of : name->name;
}

/* The name of rows of that kind, of all of them or of a part (`rows: unit where …`). */
static const RegName *find_name(const Regulation *reg, MasterKind kind, const char *word)
{
    MasterKind of;

    for (size_t i = 0; i < reg->n_names; i++) {
        const RegName *n = reg->names[i];

        if (n->kind == REG_NAME_ATTRIBUTE && strcmp(stored_word(n), word) == 0 &&
            master_kind_of(reg, n->subject, &of) && of == kind)
            return n;
    }
    return NULL;
}

const RegField *
import_attribute_field(Importer *imp, Arena *arena, MasterKind kind, const char *word)
{
    const Regulation *reg = names_of(imp);
    const RegName *name = reg ? find_name(reg, kind, word) : NULL;
    RegField *field;

    if (!name)
        return NULL;
    field = ARENA_NEW(arena, RegField);
    *field = (RegField){.name = name->name,
                        .type = name->type,
                        .unit = name->block ? name->block->unit : "",
                        .one_of = name->one_of,
                        .n_one_of = name->n_one_of};
    return field;
}

bool import_read_attribute(Importer *imp, const Binding *b, Cell *cell)
{
    FeelValue value;
    Cell read;

    if (!import_read_attribute_text(imp, b, cell))
        return false;
    read = *cell;
    read.is_set = true; /* whoever reads cells says so later */
    return !b->field || import_check_field(imp, &read, b->field, &value);
}

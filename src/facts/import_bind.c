/* Which column of the file is which field. */
#include "facts/import_private.h"

#include <string.h>

void import_add_field(Importer *imp, const FieldSpec *spec, const RegField *field)
{
    Binding *grown = ARENA_NEW_N(imp->arena, Binding, imp->n_bindings + 1);

    if (imp->n_bindings)
        memcpy(grown, imp->bindings, imp->n_bindings * sizeof *grown);
    grown[imp->n_bindings] =
        (Binding){.spec = *spec, .column = -1, .negative_column = -1, .field = field};
    imp->bindings = grown;
    imp->n_bindings++;
}

static Binding *find_binding(const Importer *imp, const char *name)
{
    for (size_t i = 0; i < imp->n_bindings; i++)
        if (strcmp(imp->bindings[i].spec.name, name) == 0)
            return &imp->bindings[i];
    return NULL;
}

static char *known_fields(const Importer *imp)
{
    GString *out = g_string_new(NULL);

    for (size_t i = 0; i < imp->n_bindings; i++)
        g_string_append_printf(out, "%s%s", i ? ", " : "", imp->bindings[i].spec.name);
    return g_string_free(out, FALSE);
}

/* What the file's header says, or how many columns its first row has. */
typedef struct Header {
    const CsvField *fields; /* NULL: columns are numbers */
    size_t n;
} Header;

static int find_column(const Header *h, const char *name)
{
    char *end;
    gint64 number;

    for (size_t i = 0; h->fields && i < h->n; i++)
        if (strcmp(h->fields[i].text, name) == 0)
            return (int)i;
    if (h->fields)
        return -1;
    number = g_ascii_strtoll(name, &end, 10);
    return *end == '\0' && number >= 1 && number <= CSV_MAX_COLUMNS ? (int)number - 1 : -1;
}

/* A column that the mapping names must be there. */
static int need_column(Importer *imp, const Header *h, const char *name, SrcPos pos)
{
    int column = find_column(h, name);

    if (column < 0) {
        imp->row_bad = true;
        if (h->fields)
            diag_add(imp->diags, DIAG_ERROR, "import.no-column", pos,
                     "the file has no column %s, which the mapping names", name);
        else
            diag_add(imp->diags, DIAG_ERROR, "import.no-column", pos,
                     "without a header a column is named by its number, from 1, not %s", name);
    }
    return column;
}

/* A column that is no field of the kind: an attribute, if the kind has them. NULL if not. */
static Binding *add_attribute(Importer *imp, const char *name)
{
    MasterKind kind;

    if (!imp->spec->attributes || !master_kind_parse(imp->spec->attributes, &kind))
        return NULL;
    import_add_field(imp, &(FieldSpec){name, FIELD_ATTRIBUTE, false},
                     import_attribute_field(imp, imp->arena, kind, name));
    return &imp->bindings[imp->n_bindings - 1];
}

/* Is it a field of a form of that type? (Not said: a number.) */
static bool is_of_type(const Binding *b, FeelTypeKind kind)
{
    const FeelType *type = b->field && b->field->type ? b->field->type : &feel_type_number;

    return b->spec.type == FIELD_VALUE && type->kind == kind;
}

/* What the mapping says must fit the field: only dates have a format, only amounts a unit. */
static void check_mapped(Importer *imp, const Binding *b, const MapColumn *column)
{
    bool is_attribute = b->spec.type == FIELD_ATTRIBUTE || b->spec.type == FIELD_GIVEN;
    bool is_date = b->spec.type == FIELD_DATE || is_attribute || is_of_type(b, FEEL_T_DATE) ||
                   is_of_type(b, FEEL_T_DATE_TIME);
    bool is_number = b->spec.type == FIELD_FEN || is_attribute || is_of_type(b, FEEL_T_NUMBER);
    bool is_money = is_number && (!b->field || import_is_money(b->field));

    if ((column->has_format && !is_date) || (column->has_unit && !is_money) ||
        ((column->thousands || column->has_negative) && !is_number)) {
        imp->row_bad = true;
        diag_add(imp->diags, DIAG_ERROR, "import.map", column->pos,
                 "only dates have a `format`, only numbers `thousands` and `negative when`, only "
                 "amounts a `unit`: %s is of another kind",
                 column->field);
    }
}

static void bind_mapped(Importer *imp, const Header *h, const MapColumn *column)
{
    Binding *b = find_binding(imp, column->field);

    if (!b)
        b = add_attribute(imp, column->field);
    if (!b) {
        g_autofree char *known = known_fields(imp);
        imp->row_bad = true;
        diag_add(imp->diags, DIAG_ERROR, "import.unknown-field", column->pos,
                 "there is no field %s", column->field);
        diag_expected(imp->diags, "%s", known);
        return;
    }
    b->map = column;
    check_mapped(imp, b, column);
    if (column->from)
        b->column = need_column(imp, h, column->from, column->pos);
    if (column->has_negative)
        b->negative_column = need_column(imp, h, column->negative.column, column->negative.pos);
}

static void bind_map(Importer *imp, const Header *h)
{
    const FactsMap *map = imp->map;

    for (size_t i = 0; i < map->n_columns; i++)
        bind_mapped(imp, h, &map->columns[i]);
    imp->only_columns = ARENA_NEW_N(imp->arena, int, map->n_only);
    for (size_t i = 0; i < map->n_only; i++)
        imp->only_columns[i] = need_column(imp, h, map->only[i].column, map->only[i].pos);
}

/* Without a mapping the names of the columns are those of the fields. */
static void bind_plain(Importer *imp, const Header *h)
{
    for (size_t i = 0; h->fields && i < h->n; i++) {
        const CsvField *f = &h->fields[i];
        Binding *b = find_binding(imp, f->text);
        SrcPos pos = {imp->file, f->line, f->column};

        if (!b && f->len > 0)
            b = add_attribute(imp, arena_strndup(imp->arena, f->text, f->len));
        if (!b) {
            g_autofree char *known = known_fields(imp);
            imp->row_bad = true;
            diag_add(imp->diags, DIAG_ERROR, "import.unknown-column", pos,
                     "the column is no field of this kind");
            diag_seen(imp->diags, "%s", f->text);
            diag_expected(imp->diags, "%s", known);
            diag_hint(imp->diags, "a mapping file says which columns are which fields");
            continue;
        }
        b->column = (int)i;
    }
}

static void check_doubled(Importer *imp, const Header *h)
{
    for (size_t i = 0; i < h->n; i++) {
        for (size_t k = 0; k < i; k++) {
            if (strcmp(h->fields[i].text, h->fields[k].text) != 0 || h->fields[i].len == 0)
                continue;
            imp->row_bad = true;
            diag_add(imp->diags, DIAG_ERROR, "import.column-twice",
                     (SrcPos){imp->file, h->fields[i].line, h->fields[i].column},
                     "the column %s is there twice", h->fields[i].text);
        }
    }
}

static void check_required(Importer *imp)
{
    for (size_t i = 0; i < imp->n_bindings; i++) {
        const Binding *b = &imp->bindings[i];
        SrcPos in_file = {imp->file, 1, 1};
        SrcPos in_map = {imp->map->file, 1, 1};

        if (!b->spec.required || b->column >= 0 || b->map)
            continue;
        imp->row_bad = true;
        if (imp->map->file)
            diag_add(imp->diags, DIAG_ERROR, "import.no-column", in_map,
                     "the mapping does not say where the field %s comes from", b->spec.name);
        else
            diag_add(imp->diags, DIAG_ERROR, "import.no-column", in_file,
                     "the file has no column %s", b->spec.name);
    }
}

/* Without a header the widest column named decides. */
static size_t named_columns(const Importer *imp)
{
    int n = 0;

    for (size_t i = 0; i < imp->n_bindings; i++) {
        n = MAX(n, imp->bindings[i].column + 1);
        n = MAX(n, imp->bindings[i].negative_column + 1);
    }
    for (size_t i = 0; i < imp->map->n_only; i++)
        n = MAX(n, imp->only_columns[i] + 1);
    return (size_t)n;
}

bool import_bind(Importer *imp, const CsvField *header, size_t n)
{
    Header h = {header, n};
    Binding *declared = imp->bindings; /* by the kind's begin(), behind its own fields */
    size_t n_declared = imp->n_bindings;

    imp->bindings = NULL;
    imp->n_bindings = 0;
    for (size_t i = 0; i < imp->spec->n_fields; i++)
        import_add_field(imp, &imp->spec->fields[i], NULL);
    for (size_t i = 0; i < n_declared; i++)
        import_add_field(imp, &declared[i].spec, declared[i].field);
    imp->row_bad = false;
    if (header)
        check_doubled(imp, &h);
    if (imp->map->file)
        bind_map(imp, &h);
    else
        bind_plain(imp, &h);
    check_required(imp);
    imp->n_columns = n;
    imp->n_named = named_columns(imp);
    imp->cells = ARENA_NEW_N(imp->arena, Cell, imp->n_bindings);
    return !imp->row_bad;
}

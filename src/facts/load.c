/* load.c - what a regulation names, from the store into an AppData.
 *
 * One SELECT per table; names are found through hash tables keyed by the stored word, rows through
 * the AppData's own. Figures stand in the store in the unit that the name declares.
 */
#include "facts/load.h"

#include <string.h>

#include "base/err.h"
#include "facts/load_private.h"
#include "facts/master.h"
#include "facts/value.h"

/* Names by the word under which the store keeps them. */
typedef GHashTable Words; /* char * (owned) -> GPtrArray of RegName * */

static void free_names(gpointer names)
{
    g_ptr_array_unref(names);
}

static Words *words_new(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_names);
}

static void words_add(Words *words, char *word, RegName *name)
{
    GPtrArray *names = g_hash_table_lookup(words, word);

    if (!names) {
        names = g_ptr_array_new();
        g_hash_table_insert(words, g_strdup(word), names);
    }
    g_ptr_array_add(names, name);
    g_free(word);
}

bool load_bad_value(const char *what, const char *row, const char *text, GError **error)
{
    if (row[0])
        err_set(error, ERR_INVALID, "load.value",
                "the store has \"%s\" as %s of %s; it cannot be read", text, what, row);
    else
        err_set(error, ERR_INVALID, "load.value", "the store has \"%s\" as %s; it cannot be read",
                text, what);
    return false;
}

/* ---- master data ---- */

typedef struct Loading {
    AppData *data;
    const Regulation *reg;
    const Master *master;
    MasterKind kind;
    int subject;
    Words *words;  /* attribute -> names */
    Arena *arena;  /* values being read */
    size_t *rows;  /* index in the master -> row of the data */
    GError *error; /* first fault */
} Loading;

static const char *stored_word(const RegName *name)
{
    const RegBlock *b = name->block;

    return b && b->kind == REG_INPUT && b->u.input.of ? b->u.input.of : name->name;
}

static void
set_attribute(Loading *l, const RegName *name, size_t row, CalDate from, const char *text)
{
    FeelValue value = feel_null();

    if (l->error)
        return;
    if (text && !fact_value_parse(l->arena, name->type, text, &value)) {
        load_bad_value(name->name, app_data_row_key(l->data, l->subject, row), text, &l->error);
        return;
    }
    app_data_set_attribute(l->data, name, row, from, &value);
}

static void
visit_attribute(void *data, size_t row, const char *word, CalDate from, const char *text)
{
    Loading *l = data;
    const GPtrArray *names = g_hash_table_lookup(l->words, word);

    for (guint i = 0; names && i < names->len; i++)
        set_attribute(l, g_ptr_array_index(names, i), l->rows[row], from, text);
}

/* What the tables themselves know (产品, 机构 …). */
static void set_known(Loading *l, const RegName *name, CalDate at)
{
    const MasterTable *t = &l->master->tables[l->kind];

    for (size_t i = 0; i < t->n; i++) {
        FeelValue v = master_value(l->master, l->kind, stored_word(name), i, at);
        app_data_set_attribute(l->data, name, l->rows[i], INT64_MIN, &v);
    }
}

static void load_names(Loading *l, CalDate at)
{
    const RegSubject *s = &l->reg->subjects[l->subject];

    for (size_t i = 0; i < s->n_names; i++) {
        RegName *name = s->names[i];
        if (name->kind != REG_NAME_ATTRIBUTE)
            continue;
        words_add(l->words, g_strdup(stored_word(name)), name);
        if (master_knows(l->kind, stored_word(name)))
            set_known(l, name, at);
    }
}

static bool load_kind(DbConn *conn,
                      const Master *master,
                      MasterKind kind,
                      int subject,
                      CalDate at,
                      const Regulation *reg,
                      AppData *data,
                      GError **error)
{
    const MasterTable *t = &master->tables[kind];
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(GHashTable) words = words_new();
    g_autofree size_t *rows = g_new(size_t, t->n + 1);
    Loading l = {.data = data,
                 .reg = reg,
                 .master = master,
                 .kind = kind,
                 .subject = subject,
                 .words = words,
                 .arena = arena,
                 .rows = rows};

    for (size_t i = 0; i < t->n; i++) {
        rows[i] = app_data_row(data, subject, t->rows[i].code);
        if (t->rows[i].name)
            app_data_set_label(data, subject, rows[i], t->rows[i].name);
    }
    load_names(&l, at);
    if (!master_attributes(conn, master, kind, NULL, visit_attribute, &l, error))
        return false;
    if (l.error)
        g_propagate_error(error, l.error);
    return l.error == NULL;
}

/* Does anything of the regulation stand on, or lead to, rows of the subject? Thousands of customers
 * are not loaded for a regulation that never looks at one. */
static bool is_used(const Regulation *reg, int subject)
{
    if (subject == REG_PERSON)
        return true;
    for (size_t i = 0; i < reg->n_names; i++) {
        const RegName *n = reg->names[i];
        if (n->subject == subject && n->block && n->block->kind != REG_PARAM)
            return true;
        if (n->kind == REG_NAME_PATH && n->path_member && n->path_member->subject == subject)
            return true;
    }
    return false;
}

static bool
load_master(DbConn *conn, const Regulation *reg, CalDate at, AppData *data, GError **error)
{
    g_autoptr(Master) master = master_load(conn, error);

    if (!master)
        return false;
    for (size_t s = 0; s < reg->n_subjects; s++) {
        const RegSubject *subject = &reg->subjects[s];
        const char *word = s == REG_PERSON ? "person" : subject->source;
        MasterKind kind;
        if ((s != REG_PERSON && subject->from != REG_ROWS_MASTER) || !is_used(reg, (int)s) ||
            !master_kind_parse(word ? word : subject->name, &kind))
            continue;
        if (!load_kind(conn, master, kind, (int)s, at, reg, data, error))
            return false;
    }
    return true;
}

bool facts_load(DbConn *conn,
                const Regulation *reg,
                const AppCycle *from,
                const AppCycle *to,
                AppData *data,
                GError **error)
{
    (void)from; /* what is older is history: it is loaded, too */
    return load_master(conn, reg, to->last, data, error) && load_sheets(conn, reg, data, error) &&
           load_entries(conn, reg, data, error) && load_inputs(conn, reg, data, error) &&
           load_parameters(conn, reg, data, error) && load_decisions(conn, reg, data, error);
}

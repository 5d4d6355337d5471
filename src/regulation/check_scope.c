/* Scopes: what an expression may read, links, and hints at what an unknown name was meant to be. */
#include <string.h>

#include "feel/builtin_table.h"
#include "regulation/check_block_private.h"

/* Candidates for a hint: enough for any real regulation, few enough for a hostile one. */
enum { HINT_MAX_CANDIDATES = 2000 };

/* ---- building ------------------------------------------------------------------------------ */

static int resolve_path(void *host, int base_slot, const char *member, const FeelType **out_type)
{
    Checker *c = host;
    const CheckName *link = g_ptr_array_index(c->names, (guint)base_slot);
    const RegName *name = check_path(c, &link->pub, member);

    if (!name)
        return -1;
    *out_type = name->type;
    return name->slot;
}

static void add_functions(Checker *c)
{
    Regulation *reg = c->reg;
    size_t n = 0;

    for (size_t i = 0; i < reg->n_blocks; i++)
        n += reg->blocks[i]->kind == REG_FUNCTION;
    reg->functions = ARENA_NEW_N(c->arena, RegFunction *, n);
    reg->host_functions = ARENA_NEW_N(c->arena, const FeelHostFunction *, n);
    c->function_blocks = ARENA_NEW_N(c->arena, RegBlock *, n);
    reg->n_functions = 0;
    for (size_t i = 0; i < reg->n_blocks; i++) {
        RegBlock *block = reg->blocks[i];
        RegFunction *function = &block->u.function;

        if (block->kind != REG_FUNCTION)
            continue;
        function->index = (int)reg->n_functions;
        c->function_blocks[reg->n_functions] = block;
        reg->functions[reg->n_functions] = function;
        reg->host_functions[reg->n_functions++] = &function->host;
        function->host =
            (FeelHostFunction){.name = block->name,
                               .n_params = function->n_params,
                               .params = function->params,
                               .types = ARENA_NEW_N(c->arena, const FeelType *, function->n_params),
                               .result = block->type      ? block->type
                                         : block->unit[0] ? &feel_type_number
                                                          : NULL};
        feel_scope_add_function(c->functions, block->name, function->index,
                                feel_type_function(c->arena, function->host.params,
                                                   function->host.types, function->n_params,
                                                   function->host.result));
    }
}

static void add_names(FeelScope *scope, GHashTable *by_name)
{
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init(&iter, by_name);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        const RegName *name = value;
        feel_scope_add_slot(scope, name->name, name->slot, name->type);
    }
}

void check_scopes(Checker *c)
{
    c->functions = feel_scope_new(c->arena, NULL, FEEL_REGULATION);
    add_functions(c);
    for (size_t i = 0; i < c->reg->n_subjects; i++) {
        FeelScope *scope = feel_scope_new(c->arena, c->functions, FEEL_REGULATION);

        add_names(scope, check_subject(c, (int)i)->by_name);
        feel_scope_set_path_resolver(scope, resolve_path, c);
        c->reg->subjects[i].scope = scope;
    }
}

/* Has an entry the names that key the parameter? If not, the row that reads may have them. */
static bool has_keys(const Checker *c, int entry, const RegName *param)
{
    const RegParam *p = &param->block->u.param;

    for (size_t i = 0; i < p->n_by; i++) {
        g_autofree char *first = g_strndup(p->by[i], strcspn(p->by[i], "."));

        if (!check_name_find(c, entry, first))
            return false;
    }
    return true;
}

static void add_names_of_entry(Checker *c, FeelScope *scope, int entry)
{
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init(&iter, check_subject(c, entry)->by_name);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        const RegName *name = value;

        if (name->kind != REG_NAME_PARAM || has_keys(c, entry, name))
            feel_scope_add_slot(scope, name->name, name->slot, name->type);
    }
}

const FeelScope *check_scope_of_entry(Checker *c, int entry, int reader)
{
    GHashTable *known = check_subject(c, reader)->entries;
    FeelScope *scope = g_hash_table_lookup(known, GINT_TO_POINTER(entry + 1));
    static const char *const of_the_reader[] = {"this", "期初", "期末", "期序", "年"};

    if (scope)
        return scope;
    scope = feel_scope_new(c->arena, c->reg->subjects[reader].scope, FEEL_REGULATION);
    add_names_of_entry(c, scope, entry);
    for (size_t i = 0; i < G_N_ELEMENTS(of_the_reader); i++) {
        const RegName *name = check_name_find(c, reader, of_the_reader[i]);
        feel_scope_add_slot(scope, name->name, name->slot, name->type);
    }
    feel_scope_set_path_resolver(scope, resolve_path, c);
    g_hash_table_insert(known, GINT_TO_POINTER(entry + 1), scope);
    return scope;
}

/* ---- links --------------------------------------------------------------------------------- */

/* The name `member` of the rows of subject `row_of`. A subject declared as some of the rows of
 * another (`rows: unit where …`) lends its names to links to that other one. */
static RegName *find_member(const Checker *c, const char *row_of, const char *member)
{
    int subject = reg_subject(c->reg, row_of);
    RegName *found = subject < 0 ? NULL : check_name_find(c, subject, member);

    for (size_t i = 0; !found && subject >= 0 && i < c->reg->n_subjects; i++) {
        const RegSubject *part = &c->reg->subjects[i];

        if (part->block && part->from == REG_ROWS_MASTER && strcmp(part->source, row_of) == 0)
            found = check_name_find(c, (int)i, member);
    }
    return found;
}

bool check_leads_to(const Checker *c, const FeelType *link, int subject)
{
    const RegSubject *s = &c->reg->subjects[subject];

    if (!link->row_of)
        return false;
    bool is_part = s->block && s->from == REG_ROWS_MASTER && strcmp(s->source, link->row_of) == 0;
    return strcmp(link->row_of, s->name) == 0 || is_part;
}

static bool is_this(const RegName *name)
{
    return name->kind == REG_NAME_BUILTIN && strcmp(name->name, "this") == 0;
}

/* A path has the finer of the two cycles that its parts may have. */
static int cycle_of_path(const RegName *link, const RegName *member)
{
    if (link->cycle == REG_NO_CYCLE)
        return member->cycle;
    if (member->cycle == REG_NO_CYCLE)
        return link->cycle;
    return MIN(link->cycle, member->cycle);
}

RegName *check_path(Checker *c, const RegName *link, const char *member)
{
    RegName *to = link->type->row_of ? find_member(c, link->type->row_of, member) : NULL;

    if (to && to->block)
        check_foresee(c, to->block);
    if (!to || is_this(link))
        return to;
    char *key = arena_printf(c->arena, "%d.%d", link->slot, to->slot);
    RegName *path = g_hash_table_lookup(c->paths, key);
    if (!path) {
        path = check_name_add(c, link->subject, arena_printf(c->arena, "%s.%s", link->name, member),
                              REG_NAME_PATH, to->type);
        path->path_link = g_ptr_array_index(c->names, (guint)link->slot);
        path->path_member = to;
        path->cycle = cycle_of_path(link, to);
        g_hash_table_insert(c->paths, key, path);
    }
    /* what is known of the member may have grown since the path was first met */
    path->type = to->type;
    path->one_of = to->one_of;
    path->n_one_of = to->n_one_of;
    check_name(path)->unit = check_name(to)->unit;
    return path;
}

/* ---- hints --------------------------------------------------------------------------------- */

static void collect(GPtrArray *candidates, GHashTable *by_name)
{
    GHashTableIter iter;
    gpointer key;

    g_hash_table_iter_init(&iter, by_name);
    while (candidates->len < HINT_MAX_CANDIDATES && g_hash_table_iter_next(&iter, &key, NULL))
        g_ptr_array_add(candidates, key);
}

static gint compare_texts(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *nearest_in(Checker *c, int subject, const char *seen, bool is_function)
{
    g_autoptr(GPtrArray) candidates = g_ptr_array_new();

    if (is_function) {
        for (size_t i = 0; i < c->reg->n_functions && i < HINT_MAX_CANDIDATES; i++)
            g_ptr_array_add(candidates, (gpointer)c->reg->functions[i]->host.name);
        for (int i = 0; i < FEEL_BUILTIN_N; i++) {
            if (feel_builtin_where((FeelBuiltinId)i) != FEEL_BUILTIN_STANDARD)
                g_ptr_array_add(candidates, (gpointer)feel_builtin_name((FeelBuiltinId)i));
        }
    } else if (subject >= 0) {
        collect(candidates, check_subject(c, subject)->by_name);
    }
    g_ptr_array_sort(candidates, compare_texts); /* the order of a hash table means nothing */
    return check_nearest(seen, (const char *const *)candidates->pdata, candidates->len);
}

/* A link from rows of `from` to rows of `to`, or NULL. */
static const char *link_between(const Checker *c, int from, int to)
{
    const char *best = NULL;

    for (guint i = 0; from >= 0 && i < c->names->len && !best; i++) {
        const CheckName *name = g_ptr_array_index(c->names, i);
        const char *row_of = name->pub.type->row_of;

        if (name->pub.subject == from && row_of && !is_this(&name->pub) &&
            name->pub.kind != REG_NAME_PATH && strcmp(row_of, c->reg->subjects[to].name) == 0)
            best = name->pub.name;
    }
    return best;
}

/* Whose name it is beside those of `subject`: best of rows that a link leads to. */
static const RegName *name_of_others(const Checker *c, int subject, const char *seen)
{
    const RegName *other = NULL;

    for (int i = 0; i < (int)c->reg->n_subjects; i++) {
        const RegName *name = i == subject ? NULL : check_name_find(c, i, seen);

        if (name && link_between(c, subject, i))
            return name;
        if (!other)
            other = name;
    }
    return other;
}

/* A parameter is keyed by names of other rows: it can be declared for these. */
static void hint_key(Checker *c, const char *seen, const RegSubject *rows, const char *link)
{
    bool is_form = rows->from == REG_ROWS_SHEET || rows->from == REG_ROWS_REGISTER;

    if (is_form && !rows->block)
        diag_hint(c->diags, "%s is a field of %s: declare a `subject` of it, and write `per` that",
                  seen, rows->name);
    else if (link)
        diag_hint(c->diags, "%s is a name of each %s: write %s.%s, or `per %s`", seen, rows->name,
                  link, seen, rows->name);
    else
        diag_hint(c->diags, "%s is a name of each %s: write `per %s`", seen, rows->name,
                  rows->name);
}

/* The name belongs to other rows: say whose, and how to read it. */
static bool hint_other_rows(Checker *c, int subject, const char *seen, bool is_key)
{
    const RegName *other = name_of_others(c, subject, seen);

    if (!other)
        return false;
    const char *rows = c->reg->subjects[other->subject].name;
    const char *link = link_between(c, subject, other->subject);
    if (subject < 0)
        diag_hint(c->diags, "a function sees only its parameters; pass %s to it", seen);
    else if (is_key)
        hint_key(c, seen, &c->reg->subjects[other->subject], link);
    else if (link)
        diag_hint(c->diags, "%s is a name of each %s: read %s.%s", seen, rows, link, seen);
    else
        diag_hint(c->diags, "%s is a name of each %s: read it by a link or a total", seen, rows);
    return true;
}

void check_hint_name(Checker *c, int subject, const char *seen, CheckHint what)
{
    if (!c->diags || diags_n(c->diags) >= DIAGS_MAX)
        return; /* nobody would see it */
    bool is_function = what == CHECK_HINT_FUNCTION;
    const char *near = nearest_in(c, subject, seen, is_function);
    if (near)
        diag_hint(c->diags, "did you mean %s?", near);
    else if (!is_function && !hint_other_rows(c, subject, seen, what == CHECK_HINT_KEY) &&
             what == CHECK_HINT_TEXT)
        diag_hint(c->diags, "a text stands in quotes: \"%s\"", seen);
}

/* `given`: what is known of rows, and what holds for all of them. */
#include <string.h>

#include "appraise/cases_private.h"
#include "regulation/words.h"

/* ---- names ---- */

/* May people say what it is? */
static bool is_sayable(const RegName *name)
{
    return name->kind != REG_NAME_PATH && name->kind != REG_NAME_BUILTIN;
}

/* The first subject but `not_this` that has the name; -1 if none has. */
static int other_subject(const Regulation *reg, const char *text, int not_this)
{
    for (size_t i = 0; i < reg->n_subjects; i++) {
        const RegName *name = (int)i == not_this ? NULL : reg_name(reg, (int)i, text);

        if (name && is_sayable(name))
            return (int)i;
    }
    return -1;
}

static void hint_name(const CasesFile *file, int subject, const char *seen)
{
    const RegSubject *s = &file->reg->subjects[subject];
    g_autofree const char **names = g_new(const char *, MAX(s->n_names, 1));
    int other = other_subject(file->reg, seen, subject);
    size_t n = 0;

    if (other >= 0) {
        diag_hint(file->diags, "%s is a name of each %s: say it under `rows of %s`", seen,
                  file->reg->subjects[other].name, file->reg->subjects[other].name);
        return;
    }
    for (size_t i = 0; i < s->n_names; i++) {
        if (is_sayable(s->names[i]))
            names[n++] = s->names[i]->name;
    }
    cases_hint(file, seen, names, n);
}

const RegName *cases_name(CasesFile *file, int subject, const YamlNode *key)
{
    const char *text = key->src.text;
    const RegName *name = reg_name(file->reg, subject, text);
    const char *dot = strchr(text, '.');

    if (name && is_sayable(name))
        return name;
    if (name && name->kind == REG_NAME_BUILTIN) {
        diag_add(file->diags, DIAG_ERROR, "cases.builtin", key->src.start,
                 "%s follows from the cycle", text);
        return NULL;
    }
    diag_add(file->diags, DIAG_ERROR, "cases.unknown-name", key->src.start, "a %s has no name %s",
             file->reg->subjects[subject].name, text);
    if (dot)
        diag_hint(file->diags, "%s is said of the row that the link leads to", dot + 1);
    else
        hint_name(file, subject, text);
    return NULL;
}

/* ---- one value, one for each cycle or from days on ---- */

static bool are_dates(const YamlNode *map)
{
    CalDate date;

    for (size_t i = 0; i < map->n; i++) {
        if (!cal_date_parse(map->keys[i]->src.text, -1, &date))
            return false;
    }
    return map->n > 0;
}

static bool are_cycles(const CasesFile *file, const YamlNode *map)
{
    AppCycle cycle;

    for (size_t i = 0; i < map->n; i++) {
        if (!app_cycle_parse(file->reg, map->keys[i]->src.text, &cycle))
            return false;
    }
    return map->n > 0;
}

/* Is a map of this type's values a value itself? */
static bool is_context(const FeelType *type)
{
    return type->kind == FEEL_T_CONTEXT || type->kind == FEEL_T_ANY;
}

static void add_value(CasesFile *file, GArray *out, CaseGiven *given, const YamlNode *node)
{
    given->pos = node->src.start;
    if (cases_is_word(node, "missing"))
        given->value = feel_missing(0);
    else if (!cases_value(file, given->name, node, &given->value))
        return;
    g_array_append_vals(out, given, 1);
}

static void
add_cycles(CasesFile *file, const Case *c, GArray *out, const RegName *name, const YamlNode *map)
{
    const Regulation *reg = file->reg;

    for (size_t i = 0; i < map->n; i++) {
        CaseGiven given = {.name = name, .has_cycle = true, .from = INT64_MIN};
        const YamlNode *key = map->keys[i];

        if (!cases_cycle(file, key, &given.cycle))
            continue;
        if (given.cycle.kind != name->cycle) {
            diag_add(file->diags, DIAG_ERROR, "cases.wrong-cycle", key->src.start,
                     "%s is a name of each %s", name->name, reg->cycles[name->cycle].name);
            diag_seen(file->diags, "%s", key->src.text);
        } else if (given.cycle.first > c->to.last) {
            diag_add(file->diags, DIAG_ERROR, "cases.wrong-cycle", key->src.start,
                     "%s comes after the case's last cycle", key->src.text);
            diag_seen(file->diags, "%s", c->to.text);
        } else {
            add_value(file, out, &given, map->items[i]);
        }
    }
}

static void add_dated(CasesFile *file, GArray *out, const RegName *name, const YamlNode *map)
{
    for (size_t i = 0; i < map->n; i++) {
        CaseGiven given = {.name = name, .from = INT64_MIN};

        if (cal_date_parse(map->keys[i]->src.text, -1, &given.from)) {
            add_value(file, out, &given, map->items[i]);
            continue;
        }
        diag_add(file->diags, DIAG_ERROR, "cases.attribute-date", map->keys[i]->src.start,
                 "%s has its value from a day on, not in a cycle", name->name);
        diag_expected(file->diags, "{2003-07-01: …}");
    }
}

/* An attribute, or a name of a cycle. */
static void
add_plain(CasesFile *file, const Case *c, GArray *out, const RegName *name, const YamlNode *node)
{
    CaseGiven given = {.name = name, .from = INT64_MIN};
    bool is_map = node->kind == YAML_MAP;

    if (is_map && name->kind == REG_NAME_ATTRIBUTE && !is_context(name->type))
        add_dated(file, out, name, node);
    else if (is_map && name->cycle != REG_NO_CYCLE &&
             (!is_context(name->type) || are_cycles(file, node)))
        add_cycles(file, c, out, name, node);
    else
        add_value(file, out, &given, node);
}

/* ---- parameters ---- */

typedef struct ParamReader {
    CasesFile *file;
    GArray *out;
    const RegName *name;
    const RegParam *param;
    const char **keys; /* n_by */
} ParamReader;

static void add_param(ParamReader *p, size_t n_keys, CalDate from, const YamlNode *node)
{
    CaseGiven given = {.name = p->name, .from = from, .n_keys = n_keys, .pos = node->src.start};
    const char **keys = ARENA_NEW_N(p->file->arena, const char *, n_keys);

    for (size_t i = 0; i < n_keys; i++)
        keys[i] = p->keys[i];
    given.keys = keys;
    if (cases_value(p->file, p->name, node, &given.value))
        g_array_append_val(p->out, given);
}

static void read_param(ParamReader *p, size_t depth, CalDate from, const YamlNode *node)
{
    CasesFile *file = p->file;
    bool dated = node->kind == YAML_MAP && from == INT64_MIN && are_dates(node);

    if (node->kind != YAML_MAP || (depth == p->param->n_by && is_context(p->name->type))) {
        if (depth == 0 || depth == p->param->n_by) {
            add_param(p, depth, from, node);
            return;
        }
        diag_add(file->diags, DIAG_ERROR, "cases.param-keys", node->src.start,
                 "%s has a value for each %s", p->name->name, p->param->by[depth]);
        return;
    }
    if (!dated && depth == p->param->n_by) {
        diag_add(file->diags, DIAG_ERROR, "cases.param-keys", node->src.start,
                 "%s has %zu keys, here are more", p->name->name, p->param->n_by);
        return;
    }
    for (size_t i = 0; i < node->n; i++) {
        const RegName *by = !dated && p->name->by ? p->name->by[depth] : NULL;

        if (by && !cases_text_allowed(file, by, node->keys[i]))
            continue;
        if (dated) {
            (void)cal_date_parse(node->keys[i]->src.text, -1, &from);
            read_param(p, depth, from, node->items[i]);
            continue;
        }
        p->keys[depth] = node->keys[i]->src.text;
        read_param(p, depth + 1, from, node->items[i]);
    }
}

static void add_params(CasesFile *file, GArray *out, const RegName *name, const YamlNode *node)
{
    const RegParam *param = &name->block->u.param;
    ParamReader p = {.file = file,
                     .out = out,
                     .name = name,
                     .param = param,
                     .keys = ARENA_NEW_N(file->arena, const char *, param->n_by)};

    read_param(&p, 0, INT64_MIN, node);
}

/* ---- `given` ---- */

static bool is_map(const CasesFile *file, const YamlNode *node)
{
    if (node->kind == YAML_MAP)
        return true;
    diag_add(file->diags, DIAG_ERROR, "cases.given", node->src.start, "`given` is a map of names");
    diag_expected(file->diags, "given: {级别: 客户经理一级}");
    return false;
}

void cases_row_given(CasesFile *file, const Case *c, CaseRow *row, const YamlNode *map)
{
    if (!is_map(file, map))
        return;
    for (size_t i = 0; i < map->n; i++) {
        const RegName *name = cases_name(file, row->subject, map->keys[i]);

        if (!name)
            continue;
        if (name->kind == REG_NAME_PARAM && map->items[i]->kind == YAML_MAP)
            diag_add(file->diags, DIAG_ERROR, "cases.param-keys", map->items[i]->src.start,
                     "of one row a parameter has one value");
        else
            add_plain(file, c, row->given, name, map->items[i]);
    }
}

static const RegName *find_param(const Regulation *reg, const char *text)
{
    for (size_t i = 0; i < reg->n_blocks; i++) {
        const RegBlock *block = reg->blocks[i];

        if (block->kind == REG_PARAM && strcmp(block->name, text) == 0 && block->n_defines > 0)
            return block->defines[0];
    }
    return NULL;
}

static bool has_rows(const Case *c, int subject)
{
    for (guint i = 0; i < c->rows->len; i++) {
        const CaseRow *row = &g_array_index(c->rows, CaseRow, i);

        if (row->subject == subject && !row->is_entry)
            return true;
    }
    return false;
}

/* The name of persons, else of the only other rows in the case that have it. */
static const RegName *common_name(CasesFile *file, const Case *c, const YamlNode *key)
{
    const RegName *found = reg_name(file->reg, REG_PERSON, key->src.text);

    if (found && is_sayable(found))
        return found;
    found = NULL;
    for (size_t i = 0; i < file->reg->n_subjects; i++) {
        const RegName *name = reg_name(file->reg, (int)i, key->src.text);

        if (!name || !is_sayable(name) || !has_rows(c, (int)i))
            continue;
        if (found) {
            diag_add(file->diags, DIAG_ERROR, "cases.ambiguous", key->src.start,
                     "%s can be of a %s or of a %s", key->src.text,
                     file->reg->subjects[found->subject].name, file->reg->subjects[i].name);
            return NULL;
        }
        found = name;
    }
    return found ? found : cases_name(file, REG_PERSON, key);
}

void cases_common_given(CasesFile *file, Case *c, const YamlNode *map)
{
    if (!is_map(file, map))
        return;
    for (size_t i = 0; i < map->n; i++) {
        const RegName *name = find_param(file->reg, map->keys[i]->src.text);

        if (name) {
            add_params(file, c->given, name, map->items[i]);
            continue;
        }
        name = common_name(file, c, map->keys[i]);
        if (name)
            add_plain(file, c, c->given, name, map->items[i]);
    }
}

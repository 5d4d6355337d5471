/* The file cases.yaml: cases, their cycles, rows and keys. */
#include <string.h>

#include "appraise/cases_private.h"
#include "regulation/words.h"

enum { MAX_TEXT = 1024 * 1024 };

GArray *cases_array(CasesFile *file, size_t item_size)
{
    GArray *array = g_array_new(FALSE, TRUE, (guint)item_size);

    g_ptr_array_add(file->arrays, array);
    return array;
}

void cases_hint(const CasesFile *file, const char *seen, const char *const *words, size_t n)
{
    const char *near = check_nearest(seen, words, n);

    if (near)
        diag_hint(file->diags, "did you mean %s?", near);
}

/* ---- cycles ---- */

bool cases_cycle(const CasesFile *file, const YamlNode *node, AppCycle *out)
{
    if (node->kind == YAML_SCALAR && app_cycle_parse(file->reg, node->src.text, out))
        return true;
    diag_add(file->diags, DIAG_ERROR, "cases.cycle", node->src.start, "this is no cycle of %s",
             file->reg->id);
    if (node->kind == YAML_SCALAR)
        diag_seen(file->diags, "%s", node->src.text);
    diag_expected(file->diags, "2003, 2003H1, 2003Q2, 2003-05 …");
    return false;
}

void cases_hint_cycles(const CasesFile *file, const AppCycle *inner, const AppCycle *whole)
{
    AppCycle first = app_cycle_of(file->reg, inner->kind, whole->first);

    if (first.first == whole->first)
        diag_hint(file->diags, "`cycles: [%s, %s]`", first.text, whole->text);
    else
        diag_hint(file->diags, "`cycle: %s`", whole->text);
}

/* What is played lies between the first day of one and the last day of the other, so both must. */
static bool are_played(const CasesFile *file, const YamlNode *node, const Case *c)
{
    const AppCycle *from = &c->from, *to = &c->to;
    bool begins = from->first <= to->first, ends = from->last <= to->last;
    char day[CAL_TEXT_SIZE];

    if (begins && ends)
        return true;
    if (!begins && !ends) {
        diag_add(file->diags, DIAG_ERROR, "cases.cycle", node->src.start, "%s comes after %s",
                 from->text, to->text);
    } else if (!begins) {
        cal_date_format(to->first, day);
        diag_add(file->diags, DIAG_ERROR, "cases.cycle", node->items[1]->src.start,
                 "%s begins on %s, before the first cycle named, and so is not played", to->text,
                 day);
        cases_hint_cycles(file, from, to);
    } else {
        AppCycle last = app_cycle_of(file->reg, to->kind, from->last);

        cal_date_format(from->last, day);
        diag_add(file->diags, DIAG_ERROR, "cases.cycle", node->items[0]->src.start,
                 "%s ends on %s, after the last cycle named, and so is not played", from->text,
                 day);
        if (last.last == from->last)
            diag_hint(file->diags, "`cycles: [%s, %s]`", from->text, last.text);
        else
            diag_hint(file->diags, "`cycle: %s`", from->text);
    }
    return false;
}

static bool read_cycles(CasesFile *file, const YamlNode *map, Case *c)
{
    const YamlNode *one = yaml_get(map, "cycle"), *two = yaml_get(map, "cycles");

    if (!one == !two) {
        diag_add(file->diags, DIAG_ERROR, "cases.cycle", map->src.start,
                 "a case says `cycle` or `cycles`");
        diag_expected(file->diags, "cycle: 2003, or cycles: [2003-01, 2003Q1]");
        return false;
    }
    if (one) {
        if (!cases_cycle(file, one, &c->from))
            return false;
        c->to = c->from;
        return true;
    }
    if (two->kind != YAML_LIST || two->n != 2) {
        diag_add(file->diags, DIAG_ERROR, "cases.cycle", two->src.start,
                 "`cycles` names the first and the last");
        diag_expected(file->diags, "cycles: [2003-01, 2003Q1]");
        return false;
    }
    return cases_cycle(file, two->items[0], &c->from) && cases_cycle(file, two->items[1], &c->to) &&
           are_played(file, two, c);
}

/* ---- rows ---- */

typedef struct RowKeys {
    const YamlNode *given, *expect, *ledger, *cycle;
} RowKeys;

static bool read_row_keys(CasesFile *file, const YamlNode *node, RowKeys *out)
{
    static const char *const words[] = {"given", "expect", "ledger", "cycle"};
    const YamlNode **targets[] = {&out->given, &out->expect, &out->ledger, &out->cycle};
    bool ok = true;

    if (node->kind == YAML_SCALAR && node->src.len == 0)
        return true; /* a row of which nothing is said */
    if (node->kind != YAML_MAP) {
        diag_add(file->diags, DIAG_ERROR, "cases.row", node->src.start, "a row is a map");
        diag_expected(file->diags, "{given: {…}, expect: {…}, ledger: {…}}");
        return false;
    }
    for (size_t i = 0; i < node->n; i++) {
        size_t k = 0;

        while (k < G_N_ELEMENTS(words) && strcmp(node->keys[i]->src.text, words[k]) != 0)
            k++;
        if (k < G_N_ELEMENTS(words)) {
            *targets[k] = node->items[i];
            continue;
        }
        ok = false;
        diag_add(file->diags, DIAG_ERROR, "cases.unknown-key", node->keys[i]->src.start,
                 "a row has no key `%s`", node->keys[i]->src.text);
        diag_expected(file->diags, "given, expect, ledger, cycle");
        cases_hint(file, node->keys[i]->src.text, words, G_N_ELEMENTS(words));
    }
    return ok;
}

/* The day of an entry by the field that dates it; INT64_MIN if that is empty. */
static CalDate dated(const RegForm *form, const CaseRow *row)
{
    for (guint i = 0; i < row->given->len; i++) {
        const CaseGiven *given = &g_array_index(row->given, CaseGiven, i);

        if (form->dated_by < 0 || given->name->kind != REG_NAME_ATTRIBUTE ||
            strcmp(given->name->name, form->fields[form->dated_by].name) != 0)
            continue;
        if (given->value.kind == FEEL_DATE)
            return given->value.u.date;
        if (given->value.kind == FEEL_DATE_TIME)
            return given->value.u.date_time->date;
    }
    return INT64_MIN;
}

/* `cycle` dates a line of a sheet that has no date of its own, and agrees with one that has. */
static void read_row_cycle(CasesFile *file, CaseRow *row, const YamlNode *node)
{
    const RegBlock *block = reg_form_of(file->reg, row->subject);
    const RegForm *form = block ? &block->u.form : NULL;
    AppCycle cycle;
    CalDate date;

    if (!form) {
        diag_add(file->diags, DIAG_ERROR, "cases.row-cycle", node->src.start,
                 "only a line of a sheet belongs to a cycle");
        return;
    }
    if (!cases_cycle(file, node, &cycle))
        return;
    date = dated(form, row);
    if (date != INT64_MIN && (date < cycle.first || date > cycle.last)) {
        diag_add(file->diags, DIAG_ERROR, "cases.row-cycle", node->src.start,
                 "the line is dated by its %s, which is not in %s",
                 form->fields[form->dated_by].name, cycle.text);
        return;
    }
    row->has_day = true;
    row->day = cycle.last;
}

static const CaseRow *find_row(const Case *c, const CaseRow *like)
{
    for (guint i = 0; i < c->rows->len; i++) {
        const CaseRow *row = &g_array_index(c->rows, CaseRow, i);

        if (row->subject == like->subject && strcmp(row->key, like->key) == 0)
            return row;
    }
    return NULL;
}

static void read_row(CasesFile *file, Case *c, CaseRow *row, const YamlNode *node)
{
    RowKeys keys = {0};

    row->given = cases_array(file, sizeof(CaseGiven));
    row->expected = cases_array(file, sizeof(CaseExpect));
    if (find_row(c, row))
        diag_add(file->diags, DIAG_ERROR, "cases.row-twice", row->pos,
                 "the row %s stands here twice", row->key);
    if (!read_row_keys(file, node, &keys))
        return;
    if (keys.given)
        cases_row_given(file, c, row, keys.given);
    if (keys.expect)
        cases_row_expect(file, c, row, keys.expect);
    if (keys.ledger)
        cases_row_ledger(file, c, row, keys.ledger);
    if (keys.cycle)
        read_row_cycle(file, row, keys.cycle);
    g_array_append_vals(c->rows, row, 1);
}

static void read_rows(CasesFile *file, Case *c, int subject, bool are_entries, const YamlNode *map)
{
    if (map->kind != YAML_MAP) {
        diag_add(file->diags, DIAG_ERROR, "cases.rows", map->src.start, "rows are a map of keys");
        diag_expected(file->diags, "{甲: {given: {…}, expect: {…}}}");
        return;
    }
    for (size_t i = 0; i < map->n; i++) {
        CaseRow row = {.subject = subject,
                       .key = map->keys[i]->src.text,
                       .pos = map->keys[i]->src.start,
                       .is_entry = are_entries};

        read_row(file, c, &row, map->items[i]);
    }
}

/* ---- `rows of`, `entries of` ---- */

static bool is_checked(const Regulation *reg, int subject)
{
    for (size_t i = 0; i < reg->n_blocks; i++) {
        if (reg->blocks[i]->kind == REG_CHECK && reg->blocks[i]->u.check.on_subject == subject)
            return true;
    }
    return false;
}

static int subject_of(CasesFile *file, const YamlNode *key, const char *name)
{
    const Regulation *reg = file->reg;
    g_autofree const char **names = g_new(const char *, reg->n_subjects);
    int subject = reg_subject(reg, name);

    if (subject < 0)
        subject = reg_entries(reg, name);
    if (subject >= 0)
        return subject;
    for (size_t i = 0; i < reg->n_subjects; i++)
        names[i] = reg->subjects[i].name;
    diag_add(file->diags, DIAG_ERROR, "cases.unknown-rows", key->src.start,
             "the regulation has no rows called %s", name);
    cases_hint(file, name, names, reg->n_subjects);
    return -1;
}

static void read_rows_of(CasesFile *file, Case *c, const YamlNode *key, const YamlNode *node)
{
    const char *text = key->src.text;
    bool are_entries = g_str_has_prefix(text, "entries of ");
    const char *name = text + strlen(are_entries ? "entries of " : "rows of ");
    int subject = subject_of(file, key, name);

    if (subject < 0)
        return;
    if (are_entries && !is_checked(file->reg, subject)) {
        diag_add(file->diags, DIAG_ERROR, "cases.no-check", key->src.start, "no check looks at %s",
                 name);
        return;
    }
    if (!are_entries && file->reg->subjects[subject].from == REG_ROWS_NONE) {
        diag_add(file->diags, DIAG_ERROR, "cases.no-rows", key->src.start,
                 "%s are looked at one at a time", name);
        diag_expected(file->diags, "entries of %s", name);
        return;
    }
    read_rows(file, c, subject, are_entries, node);
}

/* ---- a case ---- */

static bool is_rows_of(const char *key)
{
    return g_str_has_prefix(key, "rows of ") || g_str_has_prefix(key, "entries of ");
}

static void check_keys(CasesFile *file, const YamlNode *map)
{
    static const char *const words[] = {"case",  "cites", "cycle",    "cycles",
                                        "given", "rows",  "rows of ", "entries of "};

    for (size_t i = 0; i < map->n; i++) {
        const char *key = map->keys[i]->src.text;
        bool known = is_rows_of(key);

        for (size_t k = 0; k < 6 && !known; k++)
            known = strcmp(key, words[k]) == 0;
        if (known)
            continue;
        diag_add(file->diags, DIAG_ERROR, "cases.unknown-key", map->keys[i]->src.start,
                 "a case has no key `%s`", key);
        diag_expected(file->diags, "case, cites, cycle, cycles, given, rows, rows of SUBJECT, "
                                   "entries of SUBJECT");
        cases_hint(file, key, words, G_N_ELEMENTS(words));
    }
}

static void check_cites(const CasesFile *file, const YamlNode *node)
{
    bool ok = node->kind == YAML_LIST || (node->kind == YAML_SCALAR && node->src.len > 0);

    for (size_t i = 0; ok && node->kind == YAML_LIST && i < node->n; i++)
        ok = node->items[i]->kind == YAML_SCALAR && node->items[i]->src.len > 0;
    if (ok)
        return;
    diag_add(file->diags, DIAG_ERROR, "cases.cites", node->src.start,
             "`cites` names what the case is an example of");
    diag_expected(file->diags, "cites: [第二十一条 (二) 2]");
}

static size_t n_expected(const Case *c)
{
    size_t n = 0;

    for (guint i = 0; i < c->rows->len; i++) {
        const CaseRow *row = &g_array_index(c->rows, CaseRow, i);

        n += row->expected->len + row->is_entry; /* an entry is expected to be accepted */
    }
    return n;
}

static void read_rows_keys(CasesFile *file, Case *c, const YamlNode *map)
{
    for (size_t i = 0; i < map->n; i++) {
        const char *key = map->keys[i]->src.text;

        if (strcmp(key, "rows") == 0)
            read_rows(file, c, REG_PERSON, false, map->items[i]);
        else if (is_rows_of(key))
            read_rows_of(file, c, map->keys[i], map->items[i]);
    }
}

static bool gives(const GArray *given, const RegName *name)
{
    for (guint i = 0; i < given->len; i++) {
        const CaseGiven *g = &g_array_index(given, CaseGiven, i);

        if (g->name == name && g->value.kind != FEEL_NULL && g->value.kind != FEEL_MISSING)
            return true;
    }
    return false;
}

/* No entry lands in a register without the fields that it must have. */
static void check_required(const CasesFile *file, const Case *c, const CaseRow *row)
{
    const RegBlock *block = reg_form_of(file->reg, row->subject);
    const RegForm *form = block && block->kind == REG_REGISTER ? &block->u.form : NULL;

    for (size_t i = 0; form && i < form->n_fields; i++) {
        const RegName *name = reg_name(file->reg, row->subject, form->fields[i].name);

        if (form->fields[i].required && name && !gives(row->given, name) && !gives(c->given, name))
            diag_add(file->diags, DIAG_ERROR, "cases.required", row->pos,
                     "the entry %s has no %s, which every entry of %s has", row->key, name->name,
                     block->name);
    }
}

static bool read_name(CasesFile *file, const YamlNode *map, Case *c)
{
    const YamlNode *name = yaml_get(map, "case");

    if (!name || name->kind != YAML_SCALAR || name->src.len == 0) {
        diag_add(file->diags, DIAG_ERROR, "cases.no-name", map->src.start,
                 "a case begins with its name");
        diag_expected(file->diags, "- case: EX-1");
        return false;
    }
    c->name = name->src.text;
    c->pos = name->src.start;
    for (guint i = 0; i < file->cases->len; i++) {
        const Case *other = &g_array_index(file->cases, Case, i);

        if (strcmp(other->name, c->name) == 0)
            diag_add(file->diags, DIAG_ERROR, "cases.name-twice", name->src.start,
                     "there are two cases %s", c->name);
    }
    return true;
}

/* It counts, though nothing is known of it. */
static void add_unreadable(CasesFile *file, const YamlNode *map)
{
    Case c = {.name = arena_printf(file->arena, "%s:%u", map->src.start.file, map->src.start.line),
              .pos = map->src.start,
              .given = cases_array(file, sizeof(CaseGiven)),
              .rows = cases_array(file, sizeof(CaseRow)),
              .has_findings = true};

    g_array_append_val(file->cases, c);
}

static void read_case(CasesFile *file, const YamlNode *map)
{
    Case c = {.given = cases_array(file, sizeof(CaseGiven)),
              .rows = cases_array(file, sizeof(CaseRow))};
    size_t n_errors = diags_n_errors(file->diags);

    if (map->kind != YAML_MAP) {
        diag_add(file->diags, DIAG_ERROR, "cases.case", map->src.start, "a case is a map");
        diag_expected(file->diags, "- case: EX-1");
        add_unreadable(file, map);
        return;
    }
    if (!read_name(file, map, &c)) {
        add_unreadable(file, map);
        return;
    }
    check_keys(file, map);
    if (yaml_get(map, "cites"))
        check_cites(file, yaml_get(map, "cites"));
    if (read_cycles(file, map, &c)) {
        read_rows_keys(file, &c, map);
        if (yaml_get(map, "given"))
            cases_common_given(file, &c, yaml_get(map, "given"));
        for (guint i = 0; i < c.rows->len; i++)
            check_required(file, &c, &g_array_index(c.rows, CaseRow, i));
        if (diags_n_errors(file->diags) == n_errors && n_expected(&c) == 0)
            diag_add(file->diags, DIAG_ERROR, "cases.no-expectation", c.pos,
                     "the case %s expects nothing, so it proves nothing", c.name);
    }
    c.has_findings = diags_n_errors(file->diags) > n_errors;
    g_array_append_val(file->cases, c);
}

/* ---- the file ---- */

bool cases_read(CasesFile *file, const char *text, size_t len, const char *name)
{
    SrcPos start = {.file = arena_strdup(file->arena, name), .line = 1, .column = 1};
    const YamlNode *root = yaml_parse(file->arena, text, len, start, 1, MAX_TEXT, file->diags);

    if (!root)
        return false;
    if (root->kind != YAML_LIST || root->n == 0) {
        diag_add(file->diags, DIAG_ERROR, "cases.no-cases", root->src.start,
                 "there are no cases in it");
        diag_expected(file->diags, "- case: EX-1");
        return false;
    }
    for (size_t i = 0; i < root->n; i++)
        read_case(file, root->items[i]);
    return true;
}

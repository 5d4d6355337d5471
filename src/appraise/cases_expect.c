/* `expect` and `ledger`: what a row must come to. */
#include <string.h>

#include "appraise/cases_private.h"
#include "regulation/words.h"

enum { MAX_PLACES = 34 };

/* The rest of an unquoted text after a word and a blank; NULL if it does not begin so. */
static const char *after_word(const YamlNode *node, const char *word)
{
    size_t n = strlen(word);

    if (node->kind != YAML_SCALAR || node->quoted || node->block ||
        strncmp(node->src.text, word, n) != 0)
        return NULL;
    if (node->src.text[n] == '\0')
        return "";
    return node->src.text[n] == ' ' ? node->src.text + n + 1 : NULL;
}

/* ---- words ---- */

static bool is_a_name(const Regulation *reg, const char *text)
{
    for (size_t i = 0; i < reg->n_names; i++) {
        if (strcmp(reg->names[i]->name, text) == 0)
            return true;
    }
    return false;
}

static bool read_missing(CasesFile *file, const YamlNode *node, const char *word, CaseExpect *e)
{
    const Regulation *reg = file->reg;
    g_autofree const char **names = g_new(const char *, MAX(reg->n_names, 1));

    e->kind = EXPECT_MISSING;
    e->word = arena_strdup(file->arena, word);
    if (is_a_name(reg, word))
        return true;
    for (size_t i = 0; i < reg->n_names; i++)
        names[i] = reg->names[i]->name;
    diag_add(file->diags, DIAG_ERROR, "cases.unknown-name", node->src.start,
             "no name %s can be missing", word);
    diag_expected(file->diags, "missing NAME");
    cases_hint(file, word, names, reg->n_names);
    return false;
}

static bool read_asked(const CasesFile *file, const YamlNode *node, CaseExpect *e)
{
    const RegBlock *block = e->name->block;

    e->kind = EXPECT_ASKED;
    if (block && (block->kind == REG_DECIDE || block->kind == REG_GRADE ||
                  (block->kind == REG_RANK && e->name->output == 0)))
        return true;
    diag_add(file->diags, DIAG_ERROR, "cases.asked", node->src.start,
             "%s is computed: nobody is asked for it", e->name->name);
    diag_hint(file->diags, "only a `decide`, a `grade`, or a tie in a `rank` waits for people");
    return false;
}

static bool read_rounded(CasesFile *file, const YamlNode *node, const char *text, CaseExpect *e)
{
    const char *point = strchr(text, '.');
    Dec number;

    e->kind = EXPECT_ROUNDED;
    e->places = point ? (int)MIN(strspn(point + 1, "0123456789"), (size_t)MAX_PLACES) : 0;
    if (e->name->type->kind == FEEL_T_NUMBER && dec_parse(text, -1, &number)) {
        e->value = feel_number(number);
        return true;
    }
    diag_add(file->diags, DIAG_ERROR, "cases.value", node->src.start,
             "after ~ stands a number, for a name that is one");
    diag_seen(file->diags, "%s", node->src.text);
    diag_expected(file->diags, "~35.97");
    return false;
}

static bool read_diagnostic(const CasesFile *file, const YamlNode *map, CaseExpect *e)
{
    const YamlNode *text = yaml_get(map, "diagnostic");

    e->kind = EXPECT_DIAGNOSTIC;
    if (map->n == 1 && text && text->kind == YAML_SCALAR && text->src.len > 0) {
        e->word = text->src.text;
        return true;
    }
    diag_add(file->diags, DIAG_ERROR, "cases.diagnostic", map->src.start,
             "a diagnostic is a part of its text");
    diag_expected(file->diags, "{diagnostic: …}");
    return false;
}

/* One expectation of `e->name`. */
static bool read_expected(CasesFile *file, const YamlNode *node, CaseExpect *e)
{
    const char *word = after_word(node, "missing");

    e->pos = node->src.start;
    if (word)
        return read_missing(file, node, word, e);
    if (cases_is_word(node, "asked"))
        return read_asked(file, node, e);
    if (after_word(node, "refused")) {
        diag_add(file->diags, DIAG_ERROR, "cases.refused", node->src.start,
                 "only an entry can be refused");
        diag_expected(file->diags, "entries of SUBJECT");
        return false;
    }
    if (node->kind == YAML_SCALAR && !node->quoted && node->src.text[0] == '~')
        return read_rounded(file, node, node->src.text + 1, e);
    if (node->kind == YAML_MAP && yaml_get(node, "diagnostic"))
        return read_diagnostic(file, node, e);
    e->kind = EXPECT_VALUE;
    return cases_value(file, e->name, node, &e->value);
}

/* ---- cycles ---- */

/* Does a cycle of the name end inside the case's? */
static bool has_cycle(const CasesFile *file, const Case *c, int kind)
{
    AppCycle cycle;

    if (kind == REG_NO_CYCLE)
        return true;
    cycle = app_cycle_of(file->reg, kind, c->from.first);
    if (cycle.first < c->from.first)
        cycle = app_cycle_next(file->reg, &cycle);
    return cycle.last <= c->to.last;
}

static bool is_played(const Case *c, const AppCycle *cycle)
{
    return cycle->first >= c->from.first && cycle->last <= c->to.last;
}

static void not_played(const CasesFile *file, const Case *c, const YamlNode *key)
{
    diag_add(file->diags, DIAG_ERROR, "cases.wrong-cycle", key->src.start,
             "%s is none of the case's cycles", key->src.text);
    diag_expected(file->diags, "%s … %s", c->from.text, c->to.text);
}

static void expect_cycles(
    CasesFile *file, const Case *c, CaseRow *row, const RegName *name, const YamlNode *map)
{
    for (size_t i = 0; i < map->n; i++) {
        CaseExpect e = {.name = name, .has_cycle = true};
        const YamlNode *key = map->keys[i];

        if (!cases_cycle(file, key, &e.cycle))
            continue;
        if (name->cycle != REG_NO_CYCLE && e.cycle.kind != name->cycle) {
            diag_add(file->diags, DIAG_ERROR, "cases.wrong-cycle", key->src.start,
                     "%s is a name of each %s", name->name, file->reg->cycles[name->cycle].name);
            diag_seen(file->diags, "%s", key->src.text);
        } else if (!is_played(c, &e.cycle)) {
            not_played(file, c, key);
        } else if (read_expected(file, map->items[i], &e)) {
            g_array_append_val(row->expected, e);
        }
    }
}

static bool are_cycles(const CasesFile *file, const YamlNode *map)
{
    AppCycle cycle;

    return map->n > 0 && app_cycle_parse(file->reg, map->keys[0]->src.text, &cycle);
}

/* Is a map a value of the name, and not a value for each cycle? */
static bool is_value_map(const CasesFile *file, const RegName *name, const YamlNode *map)
{
    FeelTypeKind kind = name->type->kind;

    if (yaml_get(map, "diagnostic"))
        return true;
    return (kind == FEEL_T_CONTEXT || kind == FEEL_T_ANY) && !are_cycles(file, map);
}

static void
expect_name(CasesFile *file, const Case *c, CaseRow *row, const RegName *name, const YamlNode *node)
{
    CaseExpect e = {.name = name};

    if (node->kind == YAML_MAP && !is_value_map(file, name, node)) {
        expect_cycles(file, c, row, name, node);
        return;
    }
    if (!has_cycle(file, c, name->cycle)) {
        diag_add(file->diags, DIAG_ERROR, "cases.wrong-cycle", node->src.start,
                 "%s is a name of each %s, and the case has none", name->name,
                 file->reg->cycles[name->cycle].name);
        diag_seen(file->diags, "%s … %s", c->from.text, c->to.text);
        AppCycle whole = app_cycle_of(file->reg, name->cycle, c->to.last);
        cases_hint_cycles(file, &c->from, &whole);
        return;
    }
    if (read_expected(file, node, &e))
        g_array_append_val(row->expected, e);
}

/* ---- entries ---- */

static const RegBlock *find_check(const Regulation *reg, int subject, const char *name)
{
    for (size_t i = 0; i < reg->n_blocks; i++) {
        const RegBlock *block = reg->blocks[i];

        if (block->kind == REG_CHECK && block->u.check.on_subject == subject &&
            strcmp(block->name, name) == 0)
            return block;
    }
    return NULL;
}

static void hint_check(const CasesFile *file, int subject, const char *seen)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();

    for (size_t i = 0; i < file->reg->n_blocks; i++) {
        const RegBlock *block = file->reg->blocks[i];

        if (block->kind == REG_CHECK && block->u.check.on_subject == subject)
            g_ptr_array_add(names, (gpointer)block->name);
    }
    cases_hint(file, seen, (const char *const *)names->pdata, names->len);
}

static void expect_entry(CasesFile *file, CaseRow *row, const YamlNode *node)
{
    const char *word = after_word(node, "refused");
    CaseExpect e = {.kind = EXPECT_REFUSED, .pos = node->src.start};

    if (!word) {
        diag_add(file->diags, DIAG_ERROR, "cases.refused", node->src.start,
                 "an entry is refused, or nothing is expected");
        diag_expected(file->diags, "expect: refused CHECK");
        return;
    }
    if (!find_check(file->reg, row->subject, word)) {
        diag_add(file->diags, DIAG_ERROR, "cases.unknown-name", node->src.start,
                 "there is no check %s", word);
        hint_check(file, row->subject, word);
        return;
    }
    e.word = arena_strdup(file->arena, word);
    g_array_append_val(row->expected, e);
}

void cases_row_expect(CasesFile *file, const Case *c, CaseRow *row, const YamlNode *node)
{
    if (row->is_entry) {
        expect_entry(file, row, node);
        return;
    }
    if (node->kind != YAML_MAP) {
        diag_add(file->diags, DIAG_ERROR, "cases.expect", node->src.start,
                 "`expect` is a map of names");
        diag_expected(file->diags, "expect: {奖金: 30210.4}");
        return;
    }
    for (size_t i = 0; i < node->n; i++) {
        const RegName *name = cases_name(file, row->subject, node->keys[i]);

        if (name)
            expect_name(file, c, row, name, node->items[i]);
    }
}

/* ---- `ledger` ---- */

static bool read_amount(CasesFile *file, const YamlNode *node, CaseExpect *e)
{
    const char *word = after_word(node, "missing");
    Dec amount;

    e->pos = node->src.start;
    if (word)
        return read_missing(file, node, word, e);
    e->kind = EXPECT_VALUE;
    if (!cases_number(file, node, &amount))
        return false;
    e->value = feel_number(amount);
    return true;
}

static void
ledger_item(CasesFile *file, const Case *c, CaseRow *row, const char *item, const YamlNode *node)
{
    CaseExpect e = {.item = item, .has_cycle = true, .cycle = c->to};

    if (node->kind != YAML_MAP) {
        if (read_amount(file, node, &e))
            g_array_append_val(row->expected, e);
        return;
    }
    for (size_t i = 0; i < node->n; i++) {
        if (!cases_cycle(file, node->keys[i], &e.cycle))
            continue;
        if (!is_played(c, &e.cycle))
            not_played(file, c, node->keys[i]);
        else if (read_amount(file, node->items[i], &e))
            g_array_append_val(row->expected, e);
    }
}

void cases_row_ledger(CasesFile *file, const Case *c, CaseRow *row, const YamlNode *map)
{
    if (row->subject != REG_PERSON || row->is_entry) {
        diag_add(file->diags, DIAG_ERROR, "cases.ledger", map->src.start, "only persons are paid");
        return;
    }
    if (map->kind != YAML_MAP) {
        diag_add(file->diags, DIAG_ERROR, "cases.ledger", map->src.start,
                 "`ledger` is a map of pay items and reserves");
        diag_expected(file->diags, "ledger: {奖励: 26147.28}");
        return;
    }
    for (size_t i = 0; i < map->n; i++) {
        const char *text = map->keys[i]->src.text;
        size_t k = 0;

        while (k < file->n_items && strcmp(file->items[k], text) != 0)
            k++;
        if (k < file->n_items) {
            ledger_item(file, c, row, file->items[k], map->items[i]);
            continue;
        }
        diag_add(file->diags, DIAG_ERROR, "cases.unknown-item", map->keys[i]->src.start,
                 "%s is no pay item and no reserve", text);
        cases_hint(file, text, file->items, file->n_items);
    }
}

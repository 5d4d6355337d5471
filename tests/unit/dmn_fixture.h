/* dmn_fixture.h - tables and columns from short texts, results back as text; for tests of src/dmn.
 *
 * A table is written as
 *
 *     F | x | t | > r            policy, input expressions, outputs after `>`
 *     values | [0..10] | |       allowed values of inputs (optional)
 *     order | | | "b", "a"       order of outputs, best first (optional)
 *     <5 | "a" | 1               a rule; its line in the file is its line here
 *     else | | 2
 *     default | | | 3            fallbacks (optional)
 *
 * and a column as "1, 2, null, missing": FEEL constants, null, missing (owed under the column's
 * name) or missing:NAME. Results print as "1; "a"; null; missing(x y); fault(text)".
 */
#pragma once

#include <string.h>

#include "dmn/table.h"

typedef struct Fixture {
    Arena *arena;
    Diags *diags;
    Reasons *reasons; /* NULL in FEEL_STANDARD */
    FeelDialect dialect;
    FeelScope *scope;
    const Col *slots[8];
    const char *names[8];
    size_t n_slots;
} Fixture;

static void fixture_init(Fixture *f, FeelDialect dialect)
{
    memset(f, 0, sizeof *f);
    f->arena = arena_new(0);
    f->diags = diags_new(LANG_EN);
    f->reasons = dialect == FEEL_REGULATION ? reasons_new() : NULL;
    f->dialect = dialect;
    f->scope = feel_scope_new(f->arena, NULL, dialect);
}

static void fixture_clear(Fixture *f)
{
    reasons_free(f->reasons);
    diags_free(f->diags);
    arena_free(f->arena);
}

static void fixture_slot(Fixture *f, const char *name, const FeelType *type)
{
    feel_scope_add_slot(f->scope, name, (int)f->n_slots, type);
    f->names[f->n_slots++] = name;
}

/* Fails the test if there are findings. */
static void fixture_no_findings(const Fixture *f)
{
    g_autofree char *text = diags_format(f->diags);

    g_assert_cmpstr(text, ==, "");
}

static SrcText fixture_src(Fixture *f, const char *text, uint32_t line)
{
    g_autofree char *copy = g_strstrip(g_strdup(text));
    SrcText src = {
        .text = arena_strdup(f->arena, copy),
        .len = strlen(copy),
        .start = {.file = "t.md", .line = line, .column = 1},
    };

    return src;
}

static const FeelNode *
fixture_node(Fixture *f, const SrcText *src, FeelGrammar grammar, const FeelType *input)
{
    FeelNode *node = feel_parse(f->arena, f->scope, src, grammar, f->diags);

    if (node)
        (void)feel_check(f->arena, f->scope, node, src, input, f->diags);
    fixture_no_findings(f);
    g_assert_nonnull(node);
    return node;
}

/* ---- tables ---- */

static void fixture_header(Fixture *f, DmnTable *t, char **cells)
{
    size_t n = g_strv_length(cells) - 1;
    g_autofree char *policy = g_strstrip(g_strdup(cells[0]));

    g_assert_true(dmn_hit_policy_parse(policy, &t->hit, &t->aggregator));
    t->inputs = ARENA_NEW_N(f->arena, DmnTableInput, n);
    t->outputs = ARENA_NEW_N(f->arena, DmnTableOutput, n);
    for (size_t i = 1; i <= n; i++) {
        SrcText src = fixture_src(f, cells[i], 1);

        if (src.text[0] == '>') {
            t->outputs[t->n_outputs++].name = src.text + 2;
            continue;
        }
        t->inputs[t->n_inputs++] = (DmnTableInput){
            .label = src.text,
            .src = src,
            .expr = fixture_node(f, &src, FEEL_EXPRESSION, NULL),
        };
    }
}

static void fixture_values(Fixture *f, DmnTable *t, char **cells, uint32_t line)
{
    for (size_t k = 0; k < t->n_inputs; k++) {
        DmnTableInput *input = &t->inputs[k];

        input->values_src = fixture_src(f, cells[1 + k], line);
        if (input->values_src.len)
            input->values =
                fixture_node(f, &input->values_src, FEEL_UNARY_TESTS, input->expr->type);
    }
}

static void fixture_order(Fixture *f, DmnTable *t, char **cells, uint32_t line)
{
    for (size_t k = 0; k < t->n_outputs; k++) {
        g_auto(GStrv) items = g_strsplit(cells[1 + t->n_inputs + k], ",", -1);
        const FeelNode **order = ARENA_NEW_N(f->arena, const FeelNode *, g_strv_length(items));

        for (size_t i = 0; items[i]; i++) {
            SrcText src = fixture_src(f, items[i], line);
            if (src.len)
                order[t->outputs[k].n_order++] = fixture_node(f, &src, FEEL_EXPRESSION, NULL);
        }
        t->outputs[k].order = order;
    }
}

static void fixture_default(Fixture *f, DmnTable *t, char **cells, uint32_t line)
{
    for (size_t k = 0; k < t->n_outputs; k++) {
        SrcText src = fixture_src(f, cells[1 + t->n_inputs + k], line);

        if (src.len == 0)
            continue;
        t->outputs[k].fallback_src = src;
        t->outputs[k].fallback = fixture_node(f, &src, FEEL_EXPRESSION, NULL);
    }
}

static void fixture_rule(Fixture *f, DmnTable *t, char **cells, uint32_t line)
{
    DmnRule *rule = &t->rules[t->n_rules++];
    const FeelNode **tests = ARENA_NEW_N(f->arena, const FeelNode *, t->n_inputs);
    const FeelNode **outputs = ARENA_NEW_N(f->arena, const FeelNode *, t->n_outputs);
    SrcText *test_srcs = ARENA_NEW_N(f->arena, SrcText, t->n_inputs);
    SrcText *output_srcs = ARENA_NEW_N(f->arena, SrcText, t->n_outputs);

    g_assert_cmpuint(g_strv_length(cells), ==, t->n_inputs + t->n_outputs);
    rule->pos = (SrcPos){.file = "t.md", .line = line, .column = 1};
    rule->is_else = g_str_has_prefix(cells[0], "else");
    for (size_t k = 0; k < t->n_inputs; k++) {
        test_srcs[k] = fixture_src(f, cells[k], line);
        if (!rule->is_else && test_srcs[k].len)
            tests[k] = fixture_node(f, &test_srcs[k], FEEL_UNARY_TESTS, t->inputs[k].expr->type);
    }
    for (size_t k = 0; k < t->n_outputs; k++) {
        output_srcs[k] = fixture_src(f, cells[t->n_inputs + k], line);
        outputs[k] = fixture_node(f, &output_srcs[k], FEEL_EXPRESSION, NULL);
    }
    rule->tests = tests;
    rule->test_srcs = test_srcs;
    rule->outputs = outputs;
    rule->output_srcs = output_srcs;
}

static DmnTable *fixture_table(Fixture *f, const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    DmnTable *t = ARENA_NEW(f->arena, DmnTable);

    t->name = "T";
    t->pos = (SrcPos){.file = "t.md", .line = 1, .column = 1};
    t->rules = ARENA_NEW_N(f->arena, DmnRule, g_strv_length(lines));
    for (uint32_t i = 0; lines[i]; i++) {
        g_auto(GStrv) cells = g_strsplit(lines[i], "|", -1);

        if (lines[i][0] == '\0')
            continue;
        if (i == 0)
            fixture_header(f, t, cells);
        else if (g_str_has_prefix(lines[i], "values"))
            fixture_values(f, t, cells, i + 1);
        else if (g_str_has_prefix(lines[i], "order"))
            fixture_order(f, t, cells, i + 1);
        else if (g_str_has_prefix(lines[i], "default"))
            fixture_default(f, t, cells, i + 1);
        else
            fixture_rule(f, t, cells, i + 1);
    }
    return t;
}

/* ---- columns ---- */

static FeelValue fixture_value(Fixture *f, const char *text)
{
    SrcText src = fixture_src(f, text, 1);
    const FeelNode *node = fixture_node(f, &src, FEEL_EXPRESSION, NULL);
    g_autoptr(FeelRun) run = feel_run_new(f->arena, NULL, NULL, NULL);

    return feel_run_row(run, feel_compile(f->arena, node, &src, f->dialect, NULL), NULL, NULL);
}

static uint32_t fixture_reason(Fixture *f, const char *name)
{
    ReasonRoot root = {.kind = REASON_INPUT, .name = name};

    return reasons_root(f->reasons, &root);
}

static G_GNUC_UNUSED Col *
fixture_col(Fixture *f, const char *name, const FeelType *type, const char *text)
{
    g_auto(GStrv) items = g_strsplit(text, ", ", -1);
    size_t n = g_strv_length(items);
    Col *col = col_new(f->arena, feel_col_type(type), n);

    for (size_t i = 0; i < n; i++) {
        if (g_str_has_prefix(items[i], "missing")) {
            const char *colon = strchr(items[i], ':');
            col_set_missing(f->arena, col, i, fixture_reason(f, colon ? colon + 1 : name));
        } else {
            FeelValue v = fixture_value(f, items[i]);
            if (v.kind == FEEL_NULL)
                col_set_null(f->arena, col, i);
            else
                g_assert_true(feel_cell_set(f->arena, col, i, &v));
        }
    }
    return col;
}

/* ---- results ---- */

static gint fixture_by_text(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void fixture_print_missing(const Fixture *f, GString *out, uint32_t reason)
{
    const ReasonRoot *const *roots;
    size_t n = reasons_roots(f->reasons, reason, &roots);
    g_autoptr(GPtrArray) names = g_ptr_array_new();

    if (n == 1 && roots[0]->kind == REASON_FAULT) {
        g_string_append_printf(out, "fault(%s)", roots[0]->text);
        return;
    }
    for (size_t i = 0; i < n; i++)
        g_ptr_array_add(names, (gpointer)roots[i]->name);
    g_ptr_array_sort(names, fixture_by_text);
    g_ptr_array_add(names, NULL);
    g_autofree char *text = g_strjoinv(" ", (char **)names->pdata);
    g_string_append_printf(out, "missing(%s)", text);
}

static void fixture_print(const Fixture *f, GString *out, const FeelValue *v)
{
    if (v->kind == FEEL_MISSING)
        fixture_print_missing(f, out, v->reason);
    else
        g_string_append(out, feel_value_text(f->arena, v, true));
}

static G_GNUC_UNUSED char *fixture_text(const Fixture *f, const Col *col)
{
    g_autoptr(GString) out = g_string_new(NULL);

    for (size_t i = 0; i < col->n; i++) {
        FeelValue v = feel_cell_get(col, i);

        if (i)
            g_string_append(out, "; ");
        fixture_print(f, out, &v);
    }
    return arena_strdup(f->arena, out->str);
}

static G_GNUC_UNUSED char *fixture_matches(const Fixture *f, const DmnMatches *m, size_t n)
{
    g_autoptr(GString) out = g_string_new(NULL);

    for (size_t i = 0; i < n; i++) {
        if (i)
            g_string_append(out, "; ");
        if (m->start[i] == m->start[i + 1])
            g_string_append_c(out, '-');
        for (uint32_t k = m->start[i]; k < m->start[i + 1]; k++)
            g_string_append_printf(out, k > m->start[i] ? " %u" : "%u", m->rules[k]);
    }
    return arena_strdup(f->arena, out->str);
}

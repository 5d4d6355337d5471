/* Runs one file of FEEL expressions with expectations, through both evaluators. TAP.
 *
 *     //: dialect = standard              (regulation unless said)
 *     //: a = 3; b : number = null; c = missing; ? = 5
 *     //: function twice(x) = x * 2
 *     //: rows = 1                        a batch of the first row only, for what takes long
 *
 *     a + 1            an expression may go over several lines
 *     //= 4            its value, as string() writes it, strings in quotes
 *     1 / 0
 *     //! division     a fault whose code or text holds this
 *     c + 1
 *     //? c            missing, for these roots (left out = any)
 *     :: < 3, > 4      unary tests against `?`
 *     //= true
 *
 * The header lines hold until they are changed; `//:` alone forgets all. Each expression is taken
 * for one row with the values given directly, and for a batch of rows: as given, all null, all
 * missing, as given. In every row of the batch both evaluators must agree, reasons included.
 */
#include <stdio.h>
#include <string.h>

#include "feel/builtin_table.h"
#include "feel/feel.h"

enum { MAX_SLOTS = 32, MAX_FUNCTIONS = 8, MAX_ROWS = 4 };

typedef struct Slot {
    char *name; /* owned */
    const FeelType *type;
    FeelValue value;
} Slot;

typedef struct Runner {
    const char *file;
    Arena *arena; /* of the whole file */
    FeelDialect dialect;
    Slot slots[MAX_SLOTS];
    size_t n_slots;
    FeelValue input;
    const FeelType *input_type;
    FeelHostFunction defs[MAX_FUNCTIONS];
    const FeelHostFunction *functions[MAX_FUNCTIONS];
    SrcText srcs[MAX_FUNCTIONS];
    size_t n_functions;
    Reasons *reasons;
    size_t n_rows; /* of the batch */
    size_t n_tests;
    size_t n_failed;
    bool is_broken; /* the file itself is wrong */
} Runner;

static const char *const row_keys[MAX_ROWS] = {"r0", "r1", "r2", "r3"};

G_GNUC_PRINTF(3, 4)
static void report(Runner *r, size_t line, const char *fmt, ...)
{
    g_autofree char *text = NULL;
    va_list args;

    va_start(args, fmt);
    text = g_strdup_vprintf(fmt, args);
    va_end(args);
    printf("# %s:%zu: %s\n", r->file, line, text);
}

/* ---- scopes and programs ---- */

static FeelScope *make_scope(Runner *r, Arena *arena)
{
    FeelScope *scope = feel_scope_new(arena, NULL, r->dialect);

    for (size_t i = 0; i < r->n_slots; i++)
        feel_scope_add_slot(scope, r->slots[i].name, (int)i, r->slots[i].type);
    for (size_t i = 0; i < r->n_functions; i++)
        feel_scope_add_function(scope, r->defs[i].name, (int)i,
                                feel_type_function(arena, r->defs[i].params, r->defs[i].types,
                                                   r->defs[i].n_params, r->defs[i].result));
    return scope;
}

static FeelProgram *
compile(Runner *r, Arena *arena, const SrcText *src, FeelGrammar grammar, Diags *diags)
{
    FeelScope *scope = make_scope(r, arena);
    FeelNode *node = feel_parse(arena, scope, src, grammar, diags);

    if (!node || !feel_check(arena, scope, node, src,
                             grammar == FEEL_UNARY_TESTS ? r->input_type : NULL, diags))
        return NULL;
    return feel_compile(arena, node, src, r->dialect, r->functions);
}

/* A literal of a header line. */
static bool read_value(Runner *r, const char *text, FeelValue *out)
{
    SrcText src = {
        .text = text, .len = strlen(text), .start = {r->file, 1, 1}
    };
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    FeelScope *scope = feel_scope_new(r->arena, NULL, FEEL_STANDARD);
    FeelNode *node = feel_parse(r->arena, scope, &src, FEEL_EXPRESSION, diags);

    if (!node || !feel_check(r->arena, scope, node, &src, NULL, diags))
        return false;
    g_autoptr(FeelRun) run = feel_run_new(r->arena, NULL, diags, NULL);
    *out = feel_run_row(run, feel_compile(r->arena, node, &src, FEEL_STANDARD, NULL), NULL, NULL);
    return true;
}

static const FeelType *read_type(Runner *r, const char *text)
{
    g_autofree char *test = g_strdup_printf("null instance of %s", text);
    char *kept = arena_strdup(r->arena, test);
    SrcText src = {
        .text = kept, .len = strlen(kept), .start = {r->file, 1, 1}
    };
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    FeelScope *scope = feel_scope_new(r->arena, NULL, FEEL_STANDARD);
    FeelNode *node = feel_parse(r->arena, scope, &src, FEEL_EXPRESSION, diags);

    return node && node->kind == FEEL_N_INSTANCE_OF ? node->as_type : NULL;
}

static const FeelType *type_of(const FeelValue *v)
{
    if (v->kind == FEEL_BOOLEAN)
        return &feel_type_boolean;
    if (v->kind == FEEL_NUMBER)
        return &feel_type_number;
    if (v->kind == FEEL_STRING)
        return &feel_type_string;
    if (v->kind == FEEL_DATE)
        return &feel_type_date;
    return &feel_type_any;
}

/* ---- header lines ---- */

static void add_slot(Runner *r, const char *name, const FeelType *type, const FeelValue *value)
{
    size_t i = 0;

    while (i < r->n_slots && strcmp(r->slots[i].name, name) != 0)
        i++;
    g_assert_cmpuint(i, <, MAX_SLOTS);
    if (i == r->n_slots)
        r->slots[r->n_slots++].name = g_strdup(name);
    r->slots[i].type = type;
    r->slots[i].value = *value;
}

static uint32_t missing_reason(Runner *r, const char *name)
{
    ReasonRoot root = {.kind = REASON_INPUT, .name = name};

    return reasons_root(r->reasons, &root);
}

/* name [: type] = value | missing */
static bool read_slot(Runner *r, char *text)
{
    char *value_text = strchr(text, '='), *type_text;
    const FeelType *type = NULL;
    FeelValue value;

    if (!value_text)
        return false;
    *value_text++ = '\0';
    type_text = strchr(text, ':');
    if (type_text) {
        *type_text++ = '\0';
        type = read_type(r, g_strstrip(type_text));
        if (!type)
            return false;
    }
    g_strstrip(text);
    g_strstrip(value_text);
    if (strcmp(value_text, "missing") == 0)
        value = feel_missing(missing_reason(r, text));
    else if (!read_value(r, arena_strdup(r->arena, value_text), &value))
        return false;
    if (!type)
        type = type_of(&value);
    if (strcmp(text, "?") == 0) {
        r->input = value;
        r->input_type = type;
    } else {
        add_slot(r, text, type, &value);
    }
    return true;
}

/* function name(p [: type], …) [: type] = body */
static bool read_function(Runner *r, char *text)
{
    size_t k = r->n_functions;
    char *open = strchr(text, '('), *close = open ? strchr(open, ')') : NULL;
    char *body = close ? strchr(close, '=') : NULL, *result;
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    FeelHostFunction *def = &r->defs[k];

    if (!body || k == MAX_FUNCTIONS)
        return false;
    *open++ = *close++ = *body++ = '\0';
    result = strchr(close, ':');
    *def = (FeelHostFunction){.name = arena_strdup(r->arena, g_strstrip(text)), .src = &r->srcs[k]};
    if (result)
        def->result = read_type(r, g_strstrip(result + 1));
    g_auto(GStrv) params = g_strsplit(open, ",", -1);
    def->n_params = *g_strstrip(open) ? g_strv_length(params) : 0;
    const char **names = ARENA_NEW_N(r->arena, const char *, def->n_params);
    const FeelType **types = ARENA_NEW_N(r->arena, const FeelType *, def->n_params);
    for (size_t i = 0; i < def->n_params; i++) {
        char *type = strchr(params[i], ':');

        if (type) {
            *type++ = '\0';
            types[i] = read_type(r, g_strstrip(type));
        }
        names[i] = arena_strdup(r->arena, g_strstrip(params[i]));
    }
    def->params = names;
    def->types = types;
    body = arena_strdup(r->arena, g_strstrip(body));
    r->srcs[k] = (SrcText){
        .text = body, .len = strlen(body), .start = {r->file, 1, 1}
    };
    r->functions[k] = def;
    r->n_functions++; /* in its own scope: it may call itself */
    def->body = feel_parse_function(r->arena, make_scope(r, r->arena), names, types, def->n_params,
                                    &r->srcs[k], diags);
    return def->body;
}

static void forget_all(Runner *r)
{
    for (size_t i = 0; i < r->n_slots; i++)
        g_free(r->slots[i].name);
    r->n_slots = 0;
    r->n_functions = 0;
    r->input = feel_null();
    r->input_type = NULL;
}

static bool read_header(Runner *r, const char *line)
{
    g_autofree char *text = g_strdup(line);
    bool ok = true;

    g_strstrip(text);
    if (!*text) {
        forget_all(r);
        return true;
    }
    if (g_str_has_prefix(text, "dialect")) {
        r->dialect = strstr(text, "standard") ? FEEL_STANDARD : FEEL_REGULATION;
        return true;
    }
    if (g_str_has_prefix(text, "rows")) {
        r->n_rows = strchr(text, '1') ? 1 : MAX_ROWS;
        return true;
    }
    if (g_str_has_prefix(text, "function "))
        return read_function(r, text + strlen("function "));
    g_auto(GStrv) parts = g_strsplit(text, ";", -1);
    for (size_t i = 0; ok && parts[i]; i++)
        ok = read_slot(r, parts[i]);
    return ok;
}

/* ---- evaluation ---- */

typedef struct Outcome {
    bool ok; /* parsed and checked */
    FeelValue value;
    char *text;         /* of the value */
    char *disagreement; /* of the evaluators, or NULL */
} Outcome;

static Col *
make_column(Runner *r, Arena *arena, const FeelType *type, const FeelValue *value, const char *name)
{
    FeelValue rows[MAX_ROWS] = {*value, feel_null(), feel_missing(missing_reason(r, name)), *value};
    Col *col = col_new(arena, feel_col_type(type), r->n_rows);

    for (size_t i = 0; i < r->n_rows; i++)
        g_assert_true(feel_cell_set(arena, col, i, &rows[i]));
    return col;
}

static bool is_same(const Runner *r, Arena *arena, const FeelValue *a, const FeelValue *b)
{
    if (a->kind != b->kind)
        return false;
    if (a->kind == FEEL_MISSING)
        return reasons_same(r->reasons, a->reason, b->reason);
    return strcmp(feel_value_text(arena, a, true), feel_value_text(arena, b, true)) == 0;
}

static char *describe(Runner *r, Arena *arena, const FeelValue *v)
{
    g_autoptr(GString) out = g_string_new(feel_value_text(arena, v, true));
    const ReasonRoot *const *roots;
    size_t n = v->kind == FEEL_MISSING ? reasons_roots(r->reasons, v->reason, &roots) : 0;

    for (size_t i = 0; i < n; i++)
        g_string_append_printf(out, " [%s %s]", roots[i]->name ? roots[i]->name : "",
                               roots[i]->text ? roots[i]->text : "");
    return arena_strndup(arena, out->str, out->len);
}

/* Holds the two evaluators against each other in every row of the batch. */
static void
compare_evaluators(Runner *r, Arena *arena, FeelRun *run, const FeelProgram *program, Outcome *out)
{
    const Col *slots[MAX_SLOTS];
    FeelBatch batch = {.n = r->n_rows, .slots = slots, .n_slots = r->n_slots};
    Col *result;

    for (size_t k = 0; k < r->n_slots; k++) {
        const Slot *slot = &r->slots[k];

        slots[k] = make_column(r, arena, slot->type, &slot->value, slot->name);
    }
    if (r->input_type)
        batch.input = make_column(r, arena, r->input_type, &r->input, "?");
    result = feel_run_columns(run, program, &batch, NULL);
    for (size_t i = 0; i < r->n_rows; i++) {
        FeelValue by_column = feel_cell_get(result, i);
        FeelValue by_row = feel_run_batch_row(run, program, &batch, i);

        if (!is_same(r, arena, &by_column, &by_row) ||
            (i == 0 && !is_same(r, arena, &by_row, &out->value)))
            out->disagreement = arena_printf(
                arena, "row %zu: column %s, row %s, direct %s", i, describe(r, arena, &by_column),
                describe(r, arena, &by_row), describe(r, arena, &out->value));
    }
}

static Outcome
evaluate(Runner *r, Arena *arena, const SrcText *src, FeelGrammar grammar, Diags *diags)
{
    Outcome out = {0};
    FeelProgram *program = compile(r, arena, src, grammar, diags);
    Reasons *reasons = r->dialect == FEEL_REGULATION ? r->reasons : NULL;
    FeelHost host = {
        .has_now = true, .now = {.date = 20000, .time = {.second = 3600}}
    };
    FeelValue values[MAX_SLOTS];

    if (!program)
        return out;
    g_autoptr(FeelRun) run = feel_run_new(arena, reasons, diags, &host);
    feel_run_set_blame(run, "formula", NULL, row_keys);
    for (size_t k = 0; k < r->n_slots; k++)
        values[k] = r->slots[k].value;
    out.ok = true;
    out.value = feel_run_row(run, program, values, r->input_type ? &r->input : NULL);
    out.text = describe(r, arena, &out.value);
    compare_evaluators(r, arena, run, program, &out);
    return out;
}

/* ---- expectations ---- */

static bool diags_hold(const Diags *diags, const char *text)
{
    for (size_t i = 0; i < diags_n(diags); i++) {
        const Diag *d = diags_get(diags, i);

        if (strstr(d->code, text) || strstr(d->message, text))
            return true;
    }
    return false;
}

static bool is_fault(Runner *r, const FeelValue *v, const char *text)
{
    const ReasonRoot *const *roots;
    size_t n = v->kind == FEEL_MISSING ? reasons_roots(r->reasons, v->reason, &roots) : 0;

    for (size_t i = 0; i < n; i++)
        if (roots[i]->kind == REASON_FAULT && strstr(roots[i]->text, text) &&
            roots[i]->pos.line > 0 && strcmp(roots[i]->name, "formula") == 0 &&
            strcmp(roots[i]->row, "r0") == 0)
            return true;
    return false;
}

/* "a, b": the names of all roots, in any order. */
static bool is_missing_for(Runner *r, const FeelValue *v, const char *names)
{
    const ReasonRoot *const *roots;
    size_t n, found = 0;

    if (v->kind != FEEL_MISSING)
        return false;
    if (!*names)
        return true;
    n = reasons_roots(r->reasons, v->reason, &roots);
    g_auto(GStrv) wanted = g_strsplit(names, ",", -1);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; wanted[j]; j++)
            found += strcmp(g_strstrip(wanted[j]), roots[i]->name) == 0;
    return found == n && n == g_strv_length(wanted);
}

static bool
is_expected(Runner *r, const Outcome *out, const Diags *diags, char kind, const char *wanted)
{
    if (kind == '!') {
        if (!out->ok)
            return diags_hold(diags, wanted);
        return r->dialect == FEEL_STANDARD
                   ? out->value.kind == FEEL_NULL && diags_hold(diags, wanted)
                   : is_fault(r, &out->value, wanted);
    }
    if (!out->ok)
        return false;
    if (kind == '?')
        return is_missing_for(r, &out->value, wanted);
    return strcmp(out->text, wanted) == 0;
}

static void run_case(Runner *r, size_t line, const char *text, char kind, const char *wanted)
{
    bool is_test = g_str_has_prefix(text, "::");
    const char *body = is_test ? text + 2 : text;
    SrcText src = {
        .text = body, .len = strlen(body), .start = {r->file, (uint32_t)line, 1}
    };
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    Outcome out = evaluate(r, arena, &src, is_test ? FEEL_UNARY_TESTS : FEEL_EXPRESSION, diags);
    bool ok = is_expected(r, &out, diags, kind, wanted) && !out.disagreement;
    g_autofree char *one_line = g_strdelimit(g_strdup(text), "\n#", ' ');

    r->n_tests++;
    r->n_failed += !ok;
    printf("%s %zu - line %zu: %s\n", ok ? "ok" : "not ok", r->n_tests, line, one_line);
    if (ok)
        return;
    report(r, line, "wanted %c %s, got %s", kind, wanted, out.ok ? out.text : "a finding");
    if (out.disagreement)
        report(r, line, "evaluators disagree, %s", out.disagreement);
    for (size_t i = 0; i < diags_n(diags); i++)
        report(r, line, "%s: %s", diags_get(diags, i)->code, diags_get(diags, i)->message);
}

/* ---- the file ---- */

static void broken(Runner *r, size_t line, const char *what)
{
    report(r, line, "%s", what);
    r->is_broken = true;
}

static void run_lines(Runner *r, char **lines)
{
    g_autoptr(GString) text = g_string_new(NULL);
    size_t first = 0;

    for (size_t i = 0; lines[i]; i++) {
        const char *line = lines[i];

        if (g_str_has_prefix(line, "//:")) {
            if (!read_header(r, line + 3))
                broken(r, i + 1, "wrong header line");
        } else if (strlen(line) > 2 && g_str_has_prefix(line, "//") && strchr("=!?", line[2])) {
            g_autofree char *wanted = g_strstrip(g_strdup(line + 3));

            if (text->len == 0)
                broken(r, i + 1, "an expectation without an expression");
            else
                run_case(r, first, text->str, line[2], wanted);
            g_string_truncate(text, 0);
        } else if (*line && !g_str_has_prefix(line, "//")) {
            if (text->len == 0)
                first = i + 1;
            else
                g_string_append_c(text, '\n');
            g_string_append(text, line);
        }
    }
    if (text->len > 0)
        broken(r, first, "an expression without an expectation");
}

int main(int argc, char **argv)
{
    Runner r = {.dialect = FEEL_REGULATION, .n_rows = MAX_ROWS};
    g_autofree char *content = NULL;

    if (argc != 2 || !g_file_get_contents(argv[1], &content, NULL, NULL)) {
        printf("Bail out! usage: runner FILE\n");
        return 2;
    }
    r.file = argv[1];
    r.arena = arena_new(0);
    r.reasons = reasons_new();
    g_auto(GStrv) lines = g_strsplit(content, "\n", -1);
    run_lines(&r, lines);
    printf("1..%zu\n", r.n_tests);
    forget_all(&r);
    reasons_free(r.reasons);
    arena_free(r.arena);
    return r.n_failed > 0 || r.is_broken || r.n_tests == 0;
}

#include "app/decisions.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "dmn/data.h"
#include "dmn/json.h"
#include "dmn/load.h"
#include "dmn/program.h"
#include "dmn/tck.h"
#include "feel/names.h"

enum {
    MODEL_MEMORY = 256 * 1024 * 1024,
    MAX_FOLDER_DEPTH = 16,
    MAX_TEST_FILES = 100000,
};

/* ---- running ---- */

typedef struct Request {
    const DecisionsRun *what;
    Arena *arena;
    Diags *diags;
    const DmnProgram *program;
    DmnState *state;
    GPtrArray *results;
} Request;

void decisions_result_free(DecisionsResult *result)
{
    g_free(result->name);
    g_free(result->json);
    g_free(result->feel);
    g_free(result);
}

static char *read_stdin(gsize *len)
{
    g_autoptr(GString) text = g_string_new(NULL);
    char piece[65536];
    size_t n;

    while (text->len <= JSON_MAX_BYTES && (n = fread(piece, 1, sizeof piece, stdin)) > 0)
        g_string_append_len(text, piece, (gssize)n);
    *len = text->len;
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static bool read_input(Request *q, FeelValue *out, GError **error)
{
    const char *file = q->what->input;
    g_autofree char *text = NULL;
    gsize len;

    *out = feel_context(q->arena, NULL, NULL, 0);
    if (!file)
        return true;
    if (strcmp(file, "-") == 0) {
        text = read_stdin(&len);
    } else if (!g_file_get_contents(file, &text, &len, NULL)) {
        err_set(error, ERR_NOT_FOUND, "dmn.no-file", "cannot read %s", file);
        return false;
    }
    if (!dmn_json_parse(q->arena, file, text, len, out, q->diags))
        return false;
    if (out->kind == FEEL_CONTEXT)
        return true;
    diag_add(q->diags, DIAG_ERROR, "dmn.input", (SrcPos){file, 1, 1},
             "the input must be an object: names and their values");
    return false;
}

/* Names that the model does not have are told, and left out. */
static void set_inputs(Request *q, const FeelContext *input)
{
    for (size_t i = 0; i < input->n; i++) {
        int node = dmn_program_find(q->program, DMN_NODE_INPUT, NULL, input->keys[i]);
        FeelValue v;

        if (node < 0)
            node = dmn_program_find(q->program, DMN_NODE_DECISION, NULL, input->keys[i]);
        if (node < 0) {
            diag_add(q->diags, DIAG_WARNING, "dmn.unknown-input", (SrcPos){q->what->input, 1, 1},
                     "the model has no input of this name");
            diag_seen(q->diags, "%s", input->keys[i]);
            continue;
        }
        v = dmn_data_by_type(q->arena, &input->values[i],
                             dmn_program_type(q->program, (size_t)node), false);
        dmn_state_set(q->state, (size_t)node, &v);
    }
}

static void add_result(Request *q, const char *name, const FeelValue *v)
{
    DecisionsResult *result = g_new0(DecisionsResult, 1);
    GString *json = g_string_new(NULL);

    dmn_json_write(json, v, 2);
    result->name = g_strdup(name);
    result->json = g_string_free(json, FALSE);
    result->feel = g_strdup(feel_value_text(q->arena, v, true));
    g_ptr_array_add(q->results, result);
}

static bool add_one(Request *q, const char *name, DmnNodeKind kind, GError **error)
{
    int node = dmn_program_find(q->program, kind, NULL, name);
    FeelValue v;

    if (node < 0 && kind == DMN_NODE_SERVICE) {
        err_set(error, ERR_NOT_FOUND, "dmn.no-service", "the model has no decision service %s",
                name);
        return false;
    }
    if (node < 0) {
        err_set(error, ERR_NOT_FOUND, "dmn.no-decision", "the model has no decision %s", name);
        return false;
    }
    v = kind == DMN_NODE_SERVICE ? dmn_state_service(q->state, (size_t)node)
                                 : dmn_state_value(q->state, (size_t)node);
    add_result(q, dmn_program_node(q->program, (size_t)node)->name, &v);
    return true;
}

static void add_all(Request *q)
{
    const char *main_ns = dmn_program_n(q->program) ? dmn_program_namespace(q->program, 0) : "";

    dmn_state_evaluate(q->state);
    for (size_t i = 0; i < dmn_program_n(q->program); i++) {
        const DmnNode *node = dmn_program_node(q->program, i);
        FeelValue v;

        if (node->kind != DMN_NODE_DECISION ||
            strcmp(dmn_program_namespace(q->program, i), main_ns) != 0)
            continue;
        v = dmn_state_value(q->state, i);
        add_result(q, node->name, &v);
    }
}

/* The clock of this request, in UTC. */
static CalDateTime clock_now(void)
{
    g_autoptr(GDateTime) now = g_date_time_new_now_utc();
    CalDateTime out = {.time.zone.kind = CAL_ZONE_OFFSET};

    (void)cal_date_from_ymd(g_date_time_get_year(now), g_date_time_get_month(now),
                            g_date_time_get_day_of_month(now), &out.date); /* a real day */
    out.time.second = g_date_time_get_hour(now) * 3600 + g_date_time_get_minute(now) * 60 +
                      g_date_time_get_second(now);
    out.time.nano = g_date_time_get_microsecond(now) * 1000;
    return out;
}

bool decisions_run(const DecisionsRun *what, GPtrArray *results, Diags *diags, GError **error)
{
    g_autoptr(Arena) arena = arena_new(MODEL_MEMORY);
    FeelHost host = {.has_now = true, .now = clock_now()};
    g_autoptr(FeelRun) run = feel_run_new(arena, NULL, diags, &host);
    Request q = {.what = what, .arena = arena, .diags = diags, .results = results};
    const DmnDocument *const *docs;
    FeelValue input;
    size_t n;

    docs = dmn_load(arena, what->model, &n, diags);
    q.program = docs ? dmn_program_compile(arena, docs, n, diags) : NULL;
    if (!q.program || !read_input(&q, &input, error))
        return false;
    q.state = dmn_state_new(q.program, run);
    set_inputs(&q, input.u.context);
    if (what->service)
        return add_one(&q, what->service, DMN_NODE_SERVICE, error);
    if (what->decision)
        return add_one(&q, what->decision, DMN_NODE_DECISION, error);
    add_all(&q);
    return true;
}

/* ---- testing ---- */

static gint by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void find_files(const char *path, int depth, GPtrArray *files)
{
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    const char *name;

    while (dir && (name = g_dir_read_name(dir)))
        g_ptr_array_add(names, g_build_filename(path, name, NULL));
    g_ptr_array_sort(names, by_name);
    for (guint i = 0; i < names->len && files->len < MAX_TEST_FILES; i++) {
        const char *file = g_ptr_array_index(names, i);

        if (g_file_test(file, G_FILE_TEST_IS_DIR) && depth < MAX_FOLDER_DEPTH)
            find_files(file, depth + 1, files);
        else if (dmn_is_test_file(file))
            g_ptr_array_add(files, g_strdup(file));
    }
}

static void free_case(gpointer data)
{
    dmn_test_case_free(data);
}

static void run_file(const char *file, Lang lang, DecisionsOnCase on_case, void *data)
{
    g_autoptr(GPtrArray) cases = g_ptr_array_new_with_free_func(free_case);

    dmn_test_file(file, lang, cases);
    for (guint i = 0; i < cases->len; i++) {
        const DmnTestCase *c = g_ptr_array_index(cases, i);
        DecisionsCase out = {
            .directory = c->directory,
            .file = c->file,
            .model = c->model,
            .id = c->id,
            .passed = c->failures->len == 0,
            .is_silent = c->is_silent,
            .n_failures = c->failures->len,
            .failures = (const DmnTestFailure *const *)c->failures->pdata,
        };
        on_case(data, &out);
    }
}

void decisions_failure(const DecisionsCase *c,
                       size_t i,
                       const char **node,
                       const char **expected,
                       const char **seen,
                       const char **finding)
{
    *node = c->failures[i]->node;
    *expected = c->failures[i]->expected;
    *seen = c->failures[i]->seen;
    *finding = c->failures[i]->finding;
}

bool decisions_test(
    const char *path, Lang lang, DecisionsOnCase on_case, void *data, GError **error)
{
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);

    if (g_file_test(path, G_FILE_TEST_IS_DIR))
        find_files(path, 0, files);
    else if (g_file_test(path, G_FILE_TEST_EXISTS))
        g_ptr_array_add(files, g_strdup(path));
    if (files->len == 0) {
        err_set(error, ERR_NOT_FOUND, "dmn.no-tests", "there are no test files at %s", path);
        return false;
    }
    for (guint i = 0; i < files->len; i++)
        run_file(g_ptr_array_index(files, i), lang, on_case, data);
    return true;
}

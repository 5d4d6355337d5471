/* Running test files. */
#include "dmn/tck.h"

#include <string.h>

#include "dmn/load.h"
#include "dmn/program.h"
#include "dmn/tck_private.h"

enum {
    MODEL_MEMORY = 256 * 1024 * 1024, /* documents and programs */
    CASE_MEMORY = 256 * 1024 * 1024,
    MAX_SHOWN = 400, /* bytes of a value in a failure */
};

typedef struct Tester {
    const char *file;
    Lang lang;
    GPtrArray *cases;
    char *directory, *name, *model; /* owned */
    const DmnProgram *program;
    bool has_findings; /* of the model: those of a case may be among them */
} Tester;

void dmn_test_case_free(DmnTestCase *c)
{
    g_free(c->directory);
    g_free(c->file);
    g_free(c->model);
    g_free(c->id);
    g_ptr_array_unref(c->failures);
    g_free(c);
}

static void free_failure(gpointer data)
{
    DmnTestFailure *f = data;

    g_free(f->node);
    g_free(f->expected);
    g_free(f->seen);
    g_free(f->finding);
    g_free(f);
}

static DmnTestCase *add_case(Tester *t, const char *id)
{
    DmnTestCase *c = g_new0(DmnTestCase, 1);

    c->directory = g_strdup(t->directory);
    c->file = g_strdup(t->name);
    c->model = g_strdup(t->model ? t->model : "");
    c->id = g_strdup(id);
    c->failures = g_ptr_array_new_with_free_func(free_failure);
    g_ptr_array_add(t->cases, c);
    return c;
}

/* The first finding, as one line. */
static char *first_finding(const Diags *diags)
{
    const Diag *d = diags_n(diags) ? diags_get(diags, 0) : NULL;

    for (size_t i = 0; i < diags_n(diags); i++) {
        const Diag *other = diags_get(diags, i);
        if (other->severity == DIAG_ERROR) {
            d = other;
            break;
        }
    }
    if (!d)
        return NULL;
    return g_strdup_printf("%s:%u:%u: %s%s%s", d->pos.file ? d->pos.file : "", d->pos.line,
                           d->pos.column, d->message, d->seen ? ": " : "", d->seen ? d->seen : "");
}

static char *shown(Arena *arena, const FeelValue *v)
{
    char *text = feel_value_text(arena, v, true);
    size_t len = strlen(text), cut = MAX_SHOWN;

    if (len <= MAX_SHOWN)
        return g_strdup(text);
    while (((unsigned char)text[cut] & 0xC0) == 0x80)
        cut--;
    return g_strdup_printf("%.*s…", (int)cut, text);
}

static DmnTestFailure *add_failure(DmnTestCase *c, const char *node, const Diags *diags)
{
    DmnTestFailure *f = g_new0(DmnTestFailure, 1);

    f->node = g_strdup(node);
    f->expected = g_strdup("");
    f->seen = g_strdup("");
    f->finding = first_finding(diags);
    g_ptr_array_add(c->failures, f);
    return f;
}

/* ---- one case ---- */

typedef struct Play {
    const Tester *t;
    Arena *arena;
    Diags *diags;
    FeelRun *run;
    DmnState *state;
    DmnTestCase *c;
    int service; /* -1 = decisions are asked */
    bool is_called;
    FeelValue result; /* of the service */
} Play;

static const char *attribute(const XmlElement *e, const char *name)
{
    const char *value = xml_attribute(e, name);

    return value ? value : "";
}

static int find_value(const Play *p, const XmlElement *e)
{
    const char *ns = xml_attribute(e, "namespace");
    const char *name = attribute(e, "name");
    int node = dmn_program_find(p->t->program, DMN_NODE_INPUT, ns, name);

    return node >= 0 ? node : dmn_program_find(p->t->program, DMN_NODE_DECISION, ns, name);
}

static bool set_inputs(Play *p, const XmlElement *test)
{
    for (const XmlElement *e = xml_child(test, "inputNode"); e; e = xml_next(e, "inputNode")) {
        int node = find_value(p, e);
        FeelValue v;

        if (node < 0)
            continue; /* a model may have less than its tests */
        if (!dmn_tck_value(p->arena, e, dmn_program_type(p->t->program, (size_t)node), &v,
                           p->diags)) {
            add_failure(p->c, attribute(e, "name"), p->diags);
            return false;
        }
        dmn_state_set(p->state, (size_t)node, &v);
    }
    return true;
}

/* The value of an output decision is an entry of what the service gives, if that has several. */
static FeelValue service_value(Play *p, const char *name)
{
    const DmnNode *node = dmn_program_node(p->t->program, (size_t)p->service);
    const FeelValue *entry;

    if (!p->is_called)
        p->result = dmn_state_service(p->state, (size_t)p->service);
    p->is_called = true;
    if (node->n_service_outputs < 2 || p->result.kind != FEEL_CONTEXT)
        return p->result;
    entry = feel_context_get(p->result.u.context, name);
    return entry ? *entry : feel_null();
}

static void judge(Play *p, const XmlElement *e)
{
    const char *name = attribute(e, "name");
    const XmlElement *inner = xml_child(e, "expected");
    int node =
        dmn_program_find(p->t->program, DMN_NODE_DECISION, xml_attribute(e, "namespace"), name);
    FeelValue expected = feel_null(), seen = feel_null();
    const FeelType *type = node >= 0 ? dmn_program_type(p->t->program, (size_t)node) : NULL;
    DmnTestFailure *f;

    if (node < 0) {
        diag_add(p->diags, DIAG_ERROR, "tck.no-decision", e->pos,
                 "the model has no decision of this name");
        diag_seen(p->diags, "%s", name);
        add_failure(p->c, name, p->diags);
        return;
    }
    if (!inner || !dmn_tck_value(p->arena, inner, type, &expected, p->diags)) {
        add_failure(p->c, name, p->diags);
        return;
    }
    seen = p->service >= 0 ? service_value(p, name) : dmn_state_value(p->state, (size_t)node);
    if (!dmn_tck_equal(&expected, &seen)) {
        f = add_failure(p->c, name, p->diags);
        g_free(f->expected);
        g_free(f->seen);
        f->expected = shown(p->arena, &expected);
        f->seen = shown(p->arena, &seen);
    }
    if (strcmp(attribute(e, "errorResult"), "true") == 0 && diags_n_errors(p->diags) == 0 &&
        !p->t->has_findings)
        p->c->is_silent = true;
}

static bool find_service(Play *p, const XmlElement *test)
{
    const char *type = attribute(test, "type"), *name = attribute(test, "invocableName");

    p->service = -1;
    if (strcmp(type, "decisionService") != 0)
        return true;
    p->service =
        dmn_program_find(p->t->program, DMN_NODE_SERVICE, xml_attribute(test, "namespace"), name);
    if (p->service >= 0)
        return true;
    diag_add(p->diags, DIAG_ERROR, "tck.no-service", test->pos,
             "the model has no decision service of this name");
    diag_seen(p->diags, "%s", name);
    add_failure(p->c, name, p->diags);
    return false;
}

static void run_case(Tester *t, const XmlElement *test)
{
    g_autoptr(Arena) arena = arena_new(CASE_MEMORY);
    g_autoptr(Diags) diags = diags_new(t->lang);
    g_autoptr(GDateTime) now = g_date_time_new_now_utc();
    FeelHost host = {.has_now = true};
    Play p = {.t = t, .arena = arena, .diags = diags, .c = add_case(t, attribute(test, "id"))};

    (void)cal_date_from_ymd(g_date_time_get_year(now), g_date_time_get_month(now),
                            g_date_time_get_day_of_month(now), &host.now.date); /* a real day */
    host.now.time.second = g_date_time_get_hour(now) * 3600 + g_date_time_get_minute(now) * 60 +
                           g_date_time_get_second(now);
    host.now.time.zone.kind = CAL_ZONE_OFFSET;
    g_autoptr(FeelRun) run = feel_run_new(arena, NULL, diags, &host);
    p.run = run;
    p.state = dmn_state_new(t->program, run);
    if (!find_service(&p, test) || !set_inputs(&p, test))
        return;
    for (const XmlElement *e = xml_child(test, "resultNode"); e; e = xml_next(e, "resultNode"))
        judge(&p, e);
}

/* ---- a file ---- */

bool dmn_is_test_file(const char *file)
{
    g_autofree char *text = NULL;
    gsize len;

    if (!g_str_has_suffix(file, ".xml") || !g_file_get_contents(file, &text, &len, NULL))
        return false;
    return g_strstr_len(text, (gssize)MIN(len, 4096), "testCases") != NULL;
}

static char *directory_of(const char *file)
{
    g_autofree char *full = g_canonicalize_filename(file, NULL);
    g_autofree char *folder = g_path_get_dirname(full);
    g_autofree char *topic = g_path_get_basename(folder);
    g_autofree char *above = g_path_get_dirname(folder);
    g_autofree char *level = g_path_get_basename(above);

    return g_strdup_printf("%s/%s", level, topic);
}

static void fail_file(Tester *t, const Diags *diags)
{
    DmnTestFailure *f = add_failure(add_case(t, ""), "", diags);

    if (!f->finding)
        f->finding = g_strdup(text_in(t->lang, "this is no test file"));
}

static void run_file(Tester *t, Arena *arena, const XmlElement *root, Diags *diags)
{
    const XmlElement *model = xml_child(root, "modelName");
    g_autofree char *folder = g_path_get_dirname(t->file);
    g_autofree char *path = NULL;
    const DmnDocument *const *docs;
    size_t n;

    if (!model || strchr(model->text.text, '/')) {
        diag_add(diags, DIAG_ERROR, "tck.no-model", root->pos,
                 "the test file must name a model in its own folder");
        fail_file(t, diags);
        return;
    }
    t->model = g_strstrip(g_strdup(model->text.text));
    path = g_build_filename(folder, t->model, NULL);
    docs = dmn_load(arena, path, &n, diags);
    t->program = docs ? dmn_program_compile(arena, docs, n, diags) : NULL;
    if (!t->program) {
        fail_file(t, diags);
        return;
    }
    t->has_findings = diags_n(diags) > 0;
    for (const XmlElement *e = xml_child(root, "testCase"); e; e = xml_next(e, "testCase"))
        run_case(t, e);
}

void dmn_test_file(const char *file, Lang lang, GPtrArray *cases)
{
    g_autoptr(Arena) arena = arena_new(MODEL_MEMORY);
    g_autoptr(Diags) diags = diags_new(lang);
    g_autofree char *base = g_path_get_basename(file);
    Tester t = {.file = file, .lang = lang, .cases = cases};
    const XmlElement *root = xml_parse_file(arena, file, diags);

    t.directory = directory_of(file);
    t.name = g_str_has_suffix(base, ".xml") ? g_strndup(base, strlen(base) - 4) : g_strdup(base);
    if (root && strcmp(root->name, "testCases") == 0)
        run_file(&t, arena, root, diags);
    else
        fail_file(&t, diags);
    g_free(t.directory);
    g_free(t.name);
    g_free(t.model);
}

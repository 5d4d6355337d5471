/* Linking documents into one program: elements, references between them, names. */
#include "dmn/program_private.h"

#include <string.h>

#include "feel/names.h"

typedef struct Linker {
    DmnProgram *p;
    Arena *arena;
    Diags *diags;
    GHashTable *by_id; /* "namespace#id" -> element number + 1; keys owned */
    uint8_t *built;    /* per unit: 1 = its types are being built, 2 = they are */
} Linker;

static const char *normal(Arena *arena, const char *name)
{
    return feel_name_normal(arena, name, strlen(name));
}

/* ---- elements and references ---- */

static void add_nodes(Linker *l, DmnUnit *unit, size_t *n)
{
    unit->first = *n;
    for (size_t i = 0; i < unit->doc->n_nodes; i++) {
        DmnLinked *linked = &l->p->nodes[*n];
        const DmnNode *node = &unit->doc->nodes[i];

        *linked = (DmnLinked){.node = node, .unit = unit, .slot = -1, .function = -1};
        linked->name = normal(l->arena, node->name);
        if (*node->id)
            g_hash_table_insert(l->by_id, g_strdup_printf("%s#%s", unit->doc->ns, node->id),
                                GSIZE_TO_POINTER(*n + 1));
        ++*n;
    }
}

static const DmnImport *import_of(const DmnUnit *unit, const char *ns)
{
    for (size_t i = 0; i < unit->doc->n_imports; i++)
        if (unit->doc->imports[i].is_model && strcmp(unit->doc->imports[i].ns, ns) == 0)
            return &unit->doc->imports[i];
    return NULL;
}

static const char *kind_text(DmnNodeKind kind)
{
    static const char *const texts[] = {
        [DMN_NODE_INPUT] = "inputData",
        [DMN_NODE_DECISION] = "decision",
        [DMN_NODE_KNOWLEDGE] = "businessKnowledgeModel",
        [DMN_NODE_SERVICE] = "decisionService",
        [DMN_NODE_SOURCE] = "knowledgeSource",
    };

    return texts[kind];
}

/* The element that `href` names, -1 after a finding. `kinds`: bits of those that may stand
 * there. */
static int find_href(Linker *l, const DmnUnit *unit, const DmnHref *href, unsigned kinds)
{
    const char *ns = href->ns ? href->ns : unit->doc->ns;
    g_autofree char *key = g_strdup_printf("%s#%s", ns, href->id);
    size_t found = GPOINTER_TO_SIZE(g_hash_table_lookup(l->by_id, key));

    if (found == 0 || (href->ns && !import_of(unit, ns))) {
        diag_add(l->diags, DIAG_ERROR, "dmn.unknown-href", href->pos,
                 "this reference names no element of this model or of one that it imports");
        diag_seen(l->diags, "%s%s%s", href->ns ? href->ns : "", "#", href->id);
        return -1;
    }
    if (!(kinds & (1u << l->p->nodes[found - 1].node->kind))) {
        diag_add(l->diags, DIAG_ERROR, "dmn.href-kind", href->pos,
                 "this reference names an element of a kind that does not belong here");
        diag_seen(l->diags, "<%s name=\"%s\">", kind_text(l->p->nodes[found - 1].node->kind),
                  l->p->nodes[found - 1].node->name);
        return -1;
    }
    return (int)found - 1;
}

static const int *find_hrefs(
    Linker *l, const DmnUnit *unit, const DmnHref *hrefs, size_t n, unsigned kinds, size_t *out_n)
{
    int *found = ARENA_NEW_N(l->arena, int, n);
    size_t m = 0;

    for (size_t i = 0; i < n; i++) {
        int node = find_href(l, unit, &hrefs[i], kinds);
        if (node >= 0)
            found[m++] = node;
    }
    *out_n = m;
    return found;
}

enum {
    VALUES = 1u << DMN_NODE_INPUT | 1u << DMN_NODE_DECISION,
    FUNCTIONS = 1u << DMN_NODE_KNOWLEDGE | 1u << DMN_NODE_SERVICE,
    DECISIONS = 1u << DMN_NODE_DECISION,
    INPUTS = 1u << DMN_NODE_INPUT,
};

static void link_service(Linker *l, DmnLinked *linked)
{
    const DmnNode *node = linked->node;
    size_t n_inputs, n_decisions;
    const int *inputs = find_hrefs(l, linked->unit, node->service_inputs, node->n_service_inputs,
                                   INPUTS, &n_inputs);
    const int *decisions = find_hrefs(l, linked->unit, node->service_decisions,
                                      node->n_service_decisions, DECISIONS, &n_decisions);
    int *params = ARENA_NEW_N(l->arena, int, n_inputs + n_decisions);

    for (size_t i = 0; i < n_inputs; i++)
        params[i] = inputs[i];
    for (size_t i = 0; i < n_decisions; i++)
        params[n_inputs + i] = decisions[i];
    linked->params = params;
    linked->n_params = n_inputs + n_decisions;
    linked->outputs = find_hrefs(l, linked->unit, node->service_outputs, node->n_service_outputs,
                                 DECISIONS, &linked->n_outputs);
    if (node->n_service_outputs == 0)
        diag_add(l->diags, DIAG_ERROR, "dmn.no-output", node->pos,
                 "the service has no output decision");
}

static void link_node(Linker *l, DmnLinked *linked)
{
    const DmnNode *node = linked->node;

    linked->inputs =
        find_hrefs(l, linked->unit, node->inputs, node->n_inputs, VALUES, &linked->n_inputs);
    linked->knowledge = find_hrefs(l, linked->unit, node->knowledge, node->n_knowledge, FUNCTIONS,
                                   &linked->n_knowledge);
    if (node->kind == DMN_NODE_SERVICE)
        link_service(l, linked);
    if (node->kind == DMN_NODE_INPUT || node->kind == DMN_NODE_DECISION)
        linked->slot = (int)l->p->n_slots++;
    else if (node->kind == DMN_NODE_KNOWLEDGE || node->kind == DMN_NODE_SERVICE)
        linked->function = (int)l->p->n_functions++;
}

/* ---- types ---- */

static DmnUnit *unit_of(const Linker *l, const char *ns)
{
    for (size_t i = 0; i < l->p->n_units; i++)
        if (strcmp(l->p->units[i].doc->ns, ns) == 0)
            return &l->p->units[i];
    return NULL;
}

/* Imported units first; as deep as units are many. */
static void build_types(Linker *l, DmnUnit *unit)
{
    size_t number = (size_t)(unit - l->p->units);

    if (l->built[number])
        return;
    l->built[number] = 1;
    unit->scope = feel_scope_new(l->arena, NULL, FEEL_STANDARD);
    unit->types = dmn_types_new(l->arena, unit->doc, unit->scope, l->diags);
    for (size_t i = 0; i < unit->doc->n_imports; i++) {
        const DmnImport *import = &unit->doc->imports[i];
        DmnUnit *other = import->is_model ? unit_of(l, import->ns) : NULL;

        if (import->is_model && !other) {
            diag_add(l->diags, DIAG_ERROR, "dmn.import", import->pos,
                     "the imported model is not there");
            diag_seen(l->diags, "%s", import->ns);
        }
        if (!other)
            continue;
        if (l->built[other - l->p->units] == 1) {
            diag_add(l->diags, DIAG_ERROR, "dmn.import-circle", import->pos,
                     "this model is imported by what it imports");
            diag_seen(l->diags, "%s", import->ns);
            continue;
        }
        build_types(l, other);
        dmn_types_import(unit->types, import->name, other->types);
        dmn_add_members(unit->scope, other->doc);
    }
    dmn_types_build(unit->types);
    dmn_add_members(unit->scope, unit->doc);
    l->built[number] = 2;
}

/* ---- functions ---- */

static void set_params(Linker *l, DmnLinked *linked, FeelHostFunction *f)
{
    const DmnNode *node = linked->node;
    bool is_service = node->kind == DMN_NODE_SERVICE;
    size_t n = is_service ? linked->n_params : node->function ? node->function->n_params : 0;
    const char **names = ARENA_NEW_N(l->arena, const char *, n);
    const FeelType **types = ARENA_NEW_N(l->arena, const FeelType *, n);

    for (size_t i = 0; i < n; i++) {
        const DmnNode *param = is_service ? l->p->nodes[linked->params[i]].node : NULL;
        const DmnTypeRef *ref = is_service ? &param->type : &node->function->params[i].type;
        DmnTypes *of =
            is_service ? l->p->nodes[linked->params[i]].unit->types : linked->unit->types;

        names[i] = normal(l->arena, is_service ? param->name : node->function->params[i].name);
        types[i] = dmn_feel_type(dmn_types_find(of, ref));
    }
    f->params = names;
    f->types = types;
    f->n_params = n;
}

static void declare_function(Linker *l, DmnLinked *linked)
{
    FeelHostFunction *f = &l->p->functions[linked->function];

    f->name = linked->node->name;
    f->share = ARENA_NEW(l->arena, FeelHostShare);
    f->result = dmn_result_type(linked->type);
    set_params(l, linked, f);
    l->p->function_refs[linked->function] = f;
}

static void declare(Linker *l)
{
    DmnProgram *p = l->p;

    p->functions = ARENA_NEW_N(l->arena, FeelHostFunction, p->n_functions);
    p->function_refs = ARENA_NEW_N(l->arena, const FeelHostFunction *, p->n_functions + 1);
    for (size_t i = 0; i < p->n_nodes; i++) {
        DmnLinked *linked = &p->nodes[i];

        linked->type = dmn_types_find(linked->unit->types, &linked->node->type);
        if (linked->type)
            linked->coercion = dmn_coercion_new(l->arena, linked->type, linked->node->pos);
    }
    for (size_t i = 0; i < p->n_nodes; i++)
        if (p->nodes[i].function >= 0)
            declare_function(l, &p->nodes[i]);
}

/* ---- order ---- */

static void order_nodes(Linker *l)
{
    DmnProgram *p = l->p;

    p->model = dmn_model_new(l->arena);
    p->of_element = ARENA_NEW_N(l->arena, int, p->n_nodes);
    for (size_t i = 0; i < p->n_nodes; i++) {
        DmnLinked *linked = &p->nodes[i];
        int *slots = ARENA_NEW_N(l->arena, int, linked->n_inputs);
        bool is_input = linked->node->kind == DMN_NODE_INPUT;
        DmnElement e = {.kind = is_input ? DMN_INPUT_DATA : DMN_DECISION,
                        .logic = is_input ? DMN_LOGIC_NONE : DMN_LOGIC_HOST,
                        .name = linked->node->name,
                        .pos = linked->node->pos,
                        .authority = -1,
                        .outputs = &linked->slot,
                        .n_outputs = 1,
                        .extra_slots = slots,
                        .n_extra_slots = linked->n_inputs};

        if (linked->slot < 0)
            continue;
        for (size_t k = 0; k < linked->n_inputs; k++)
            slots[k] = p->nodes[linked->inputs[k]].slot;
        linked->element = dmn_model_add(p->model, &e);
        p->of_element[linked->element] = (int)i;
    }
    dmn_model_link(p->model);
    p->n_order = dmn_model_order(p->model, l->diags, &p->order);
}

/* ---- expressions ---- */

const char *dmn_name_in(Arena *arena, const DmnUnit *unit, const DmnLinked *linked)
{
    const DmnImport *import = linked->unit == unit ? NULL : import_of(unit, linked->unit->doc->ns);

    if (!import || !*import->name)
        return linked->name;
    return normal(arena, arena_printf(arena, "%s.%s", import->name, linked->name));
}

static void add_imports(FeelScope *scope, const DmnUnit *unit)
{
    for (size_t i = 0; i < unit->doc->n_imports; i++)
        if (unit->doc->imports[i].is_model && *unit->doc->imports[i].name)
            feel_scope_add_slot(scope, unit->doc->imports[i].name, DMN_IMPORT_SLOTS + (int)i, NULL);
}

static FeelScope *scope_of(Linker *l, const DmnLinked *linked)
{
    const DmnProgram *p = l->p;
    FeelScope *scope = feel_scope_new(l->arena, linked->unit->scope, FEEL_STANDARD);
    bool is_knowledge = linked->node->kind == DMN_NODE_KNOWLEDGE;

    add_imports(scope, linked->unit);
    for (size_t i = 0; i < linked->n_inputs && !is_knowledge; i++) {
        const DmnLinked *other = &p->nodes[linked->inputs[i]];
        feel_scope_add_slot(scope, dmn_name_in(l->arena, linked->unit, other), other->slot,
                            dmn_feel_type(other->type));
    }
    for (size_t i = 0; i <= linked->n_knowledge; i++) {
        const DmnLinked *other = i < linked->n_knowledge ? &p->nodes[linked->knowledge[i]] : linked;
        const FeelHostFunction *f;

        if (other->function < 0 || (other == linked && !is_knowledge))
            continue; /* a function may call itself */
        f = &p->functions[other->function];
        feel_scope_add_function(
            scope, dmn_name_in(l->arena, linked->unit, other), other->function,
            feel_type_function(l->arena, f->params, f->types, f->n_params, f->result));
    }
    return scope;
}

static DmnBuilder builder_of(Linker *l, const DmnLinked *linked)
{
    return (DmnBuilder){.program = l->p,
                        .linked = linked,
                        .unit = linked->unit,
                        .scope = scope_of(l, linked),
                        .arena = l->arena,
                        .diags = l->diags};
}

static void build_function(Linker *l, DmnLinked *linked)
{
    FeelHostFunction *f = &l->p->functions[linked->function];
    DmnBuilder b = builder_of(l, linked);
    const DmnFunction *source = linked->node->function;
    FeelBound frame = {.kind = FEEL_N_FUNCTION, .names = f->params, .n = f->n_params};
    FeelNode *body;

    b.bound = &frame;
    b.expected = linked->type && linked->type->type->kind != FEEL_T_FUNCTION ? linked->type : NULL;
    if (linked->node->kind == DMN_NODE_SERVICE)
        body = dmn_build_service(&b, linked);
    else if (source)
        body = dmn_build_body(&b, source, linked->type, linked->node->pos);
    else
        body = dmn_build_null(&b, dmn_build_at(&b, linked->node->pos));
    f->src = dmn_build_at(&b, linked->node->pos);
    if (feel_check_body(l->arena, b.scope, f, body, l->diags))
        f->body = body;
}

/* A program that names all functions: it compiles the bodies, which all other programs share. */
static void compile_functions(Linker *l)
{
    DmnProgram *p = l->p;
    FeelNode **kids = ARENA_NEW_N(l->arena, FeelNode *, p->n_functions);
    const FeelProgram *all;
    static const SrcText none = {.text = ""};
    const int *slots;

    for (size_t i = 0; i < p->n_functions; i++) {
        kids[i] = feel_node_build(l->arena, FEEL_N_NAME, &none, NULL, 0, l->diags);
        kids[i]->name = p->functions[i].name;
        kids[i]->ref = (FeelRef){.kind = FEEL_REF_FUNCTION, .index = (int)i};
    }
    all = feel_compile(
        l->arena, feel_node_build(l->arena, FEEL_N_LIST, &none, kids, p->n_functions, l->diags),
        &none, FEEL_STANDARD, p->function_refs);
    (void)feel_program_slots(all, &slots); /* there are none */
}

static void build_decision(Linker *l, DmnLinked *linked)
{
    const DmnBox *box = linked->node->box;
    DmnBuilder b = builder_of(l, linked);
    const SrcText *at;
    FeelNode *node;

    if (!box)
        return;
    at = dmn_build_at(&b, linked->node->pos);
    b.expected = linked->type;
    node = dmn_build_coercion(&b, dmn_build_box(&b, box), linked->type, at);
    feel_check(l->arena, b.scope, node, at, NULL, l->diags);
    linked->program = feel_compile(l->arena, node, at, FEEL_STANDARD, l->p->function_refs);
    dmn_model_get(l->p->model, linked->element)->program = (FeelProgram *)linked->program;
}

static bool is_full(Linker *l)
{
    if (!arena_is_full(l->arena))
        return false;
    diag_add(l->diags, DIAG_ERROR, "dmn.limit-memory", (SrcPos){l->p->units[0].doc->file, 1, 1},
             "limit reached: the models need too much memory; what comes last in them is null");
    return true;
}

static void build(Linker *l)
{
    DmnProgram *p = l->p;

    for (size_t i = 0; i < p->n_nodes && !arena_is_full(l->arena); i++)
        if (p->nodes[i].function >= 0)
            build_function(l, &p->nodes[i]);
    if (p->n_functions)
        compile_functions(l);
    for (size_t i = 0; i < p->n_order && !is_full(l); i++) {
        DmnLinked *linked = &p->nodes[p->of_element[p->order[i]]];
        if (linked->node->kind == DMN_NODE_DECISION)
            build_decision(l, linked);
    }
}

/* ---- the whole ---- */

static void link_all(Linker *l)
{
    DmnProgram *p = l->p;
    size_t n = 0;

    for (size_t i = 0; i < p->n_units; i++)
        add_nodes(l, &p->units[i], &n);
    for (size_t i = 0; i < p->n_nodes; i++)
        link_node(l, &p->nodes[i]);
    for (size_t i = 0; i < p->n_units; i++)
        build_types(l, &p->units[i]);
    declare(l);
    order_nodes(l);
    build(l);
    for (size_t i = 0; i < p->n_units; i++)
        dmn_types_finish(p->units[i].types);
}

DmnProgram *
dmn_program_compile(Arena *arena, const DmnDocument *const *docs, size_t n, Diags *diags)
{
    g_autoptr(GHashTable) by_id = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    DmnProgram *p = ARENA_NEW(arena, DmnProgram);
    Linker l = {.p = p, .arena = arena, .diags = diags, .by_id = by_id};

    p->arena = arena;
    p->n_units = n;
    p->units = ARENA_NEW_N(arena, DmnUnit, n);
    for (size_t i = 0; i < n; i++) {
        p->units[i].doc = docs[i];
        p->n_nodes += docs[i]->n_nodes;
    }
    if (p->n_nodes > DMN_MAX_NODES) {
        diag_add(diags, DIAG_ERROR, "dmn.limit-nodes", (SrcPos){docs[0]->file, 1, 1},
                 "limit reached: the models have too many elements");
        diag_expected(diags, "at most %d", DMN_MAX_NODES);
        return NULL;
    }
    p->nodes = ARENA_NEW_N(arena, DmnLinked, p->n_nodes);
    l.built = ARENA_NEW_N(arena, uint8_t, n);
    link_all(&l);
    return p;
}

/* ---- looking in ---- */

size_t dmn_program_n(const DmnProgram *p)
{
    return p->n_nodes;
}

const DmnNode *dmn_program_node(const DmnProgram *p, size_t i)
{
    return p->nodes[i].node;
}

const char *dmn_program_namespace(const DmnProgram *p, size_t i)
{
    return p->nodes[i].unit->doc->ns;
}

const FeelType *dmn_program_type(const DmnProgram *p, size_t i)
{
    return dmn_feel_type(p->nodes[i].type);
}

static bool is_called(const DmnLinked *linked, const char *wanted, bool by_variable)
{
    g_autoptr(Arena) scratch = NULL;

    if (by_variable)
        return strcmp(linked->name, wanted) == 0;
    scratch = arena_new(0);
    return strcmp(normal(scratch, linked->node->element), wanted) == 0;
}

/* By the names of variables, then by those of the elements. */
int dmn_program_find(const DmnProgram *p, DmnNodeKind kind, const char *ns, const char *name)
{
    g_autoptr(Arena) scratch = arena_new(0);
    const char *wanted = normal(scratch, name);

    for (int by_element = 0; by_element < 2; by_element++) {
        for (size_t i = 0; i < p->n_nodes; i++) {
            const DmnLinked *linked = &p->nodes[i];

            if (linked->node->kind == kind && (!ns || strcmp(ns, linked->unit->doc->ns) == 0) &&
                is_called(linked, wanted, /* by_variable= */ by_element == 0))
                return (int)i;
        }
    }
    return -1;
}

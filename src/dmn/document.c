/* Definitions of DMN: imports, item definitions, the elements of the requirements graph. */
#include "dmn/document_private.h"

#include <string.h>

/* ---- small parts ---- */

void *dmn_keep_array(DmnReader *r, GArray *array, size_t *out_n)
{
    size_t size = g_array_get_element_size(array);
    void *kept = arena_alloc_n(r->arena, array->len, size);

    if (array->len)
        memcpy(kept, array->data, array->len * size);
    *out_n = array->len;
    g_array_unref(array);
    return kept;
}

static char *collapse(Arena *arena, const char *text)
{
    g_auto(GStrv) words = g_strsplit_set(text, " \t\r\n", -1);
    g_autoptr(GString) out = g_string_new(NULL);

    for (char **w = words; *w; w++) {
        if (!**w)
            continue;
        if (out->len)
            g_string_append_c(out, ' ');
        g_string_append(out, *w);
    }
    return arena_strndup(arena, out->str, out->len);
}

const char *dmn_read_attribute(const XmlElement *e, const char *name)
{
    const char *value = xml_attribute(e, name);

    return value ? value : "";
}

const char *dmn_read_name(DmnReader *r, const XmlElement *e, bool is_needed)
{
    const char *name = collapse(r->arena, dmn_read_attribute(e, "name"));

    if (!*name && is_needed) {
        diag_add(r->diags, DIAG_ERROR, "dmn.no-name", e->pos, "this element has no name");
        diag_seen(r->diags, "<%s>", e->name);
    }
    return name;
}

bool dmn_text_is_blank(const SrcText *text)
{
    for (size_t i = 0; i < text->len; i++)
        if (!g_ascii_isspace(text->text[i]))
            return false;
    return true;
}

SrcText dmn_read_text(const XmlElement *e, const char *child)
{
    const XmlElement *inner = xml_child(e, child);
    const XmlElement *text = inner ? xml_child(inner, "text") : NULL;

    return text ? text->text : (SrcText){.text = "", .start = inner ? inner->pos : e->pos};
}

const char *dmn_read_language(const XmlElement *e)
{
    const char *language = xml_attribute(e, "expressionLanguage");

    if (!language || !*language || strstr(language, "FEEL") || strstr(language, "feel"))
        return NULL;
    return language;
}

/* ---- type references ---- */

static const DmnImport *import_of(const DmnReader *r, const char *ns)
{
    for (size_t i = 0; i < r->n_imports; i++)
        if (strcmp(r->imports[i].ns, ns) == 0)
            return &r->imports[i];
    return NULL;
}

/* "feel:number", "p:tPerson" (DMN 1.1) without their prefix; what a prefix means decides. */
static const char *without_prefix(DmnReader *r, const XmlElement *e, const char *name)
{
    const char *colon = strchr(name, ':');
    const char *ns;
    const DmnImport *import;

    if (!colon || strchr(name, '<') || strchr(name, ' '))
        return name;
    g_autofree char *prefix = g_strndup(name, (gsize)(colon - name));
    ns = xml_namespace(e, prefix);
    import = ns ? import_of(r, ns) : NULL;
    if (import)
        return *import->name ? arena_printf(r->arena, "%s.%s", import->name, colon + 1) : colon + 1;
    if (!ns && strcmp(prefix, "feel") != 0)
        return name;
    return colon + 1; /* FEEL's own, or this model's */
}

DmnTypeRef dmn_read_type(DmnReader *r, const XmlElement *e, const char *name)
{
    const char *value = xml_attribute(e, name);
    const XmlElement *child = value ? NULL : xml_child(e, name);
    DmnTypeRef type = {.text = "", .start = child ? child->text.start : e->pos};

    if (child)
        value = child->text.text;
    if (!value)
        return type;
    type.text = without_prefix(r, e, collapse(r->arena, value));
    type.len = strlen(type.text);
    return type;
}

/* ---- references ---- */

static bool read_href(DmnReader *r, const XmlElement *e, DmnHref *out)
{
    const char *href = dmn_read_attribute(e, "href");
    const char *hash = strrchr(href, '#');

    if (!*href || (hash && !hash[1])) {
        diag_add(r->diags, DIAG_ERROR, "dmn.no-href", e->pos, "this reference names nothing");
        diag_seen(r->diags, "<%s href=\"%s\">", e->name, href);
        return false;
    }
    *out = (DmnHref){.id = hash ? hash + 1 : href, .pos = e->pos};
    if (hash && hash > href)
        out->ns = arena_strndup(r->arena, href, (size_t)(hash - href));
    if (out->ns && strcmp(out->ns, r->target) == 0)
        out->ns = NULL;
    return true;
}

static void add_hrefs(DmnReader *r, const XmlElement *e, const char *name, GArray *hrefs)
{
    DmnHref href;

    for (const XmlElement *x = xml_child(e, name); x; x = xml_next(x, name))
        if (read_href(r, x, &href))
            g_array_append_val(hrefs, href);
}

static const DmnHref *read_hrefs(DmnReader *r, const XmlElement *e, const char *name, size_t *out_n)
{
    GArray *hrefs = g_array_new(FALSE, FALSE, sizeof(DmnHref));

    add_hrefs(r, e, name, hrefs);
    return dmn_keep_array(r, hrefs, out_n);
}

/* The targets of all requirements named `name`, by any of the n names in `targets`. */
static const DmnHref *read_requirements(DmnReader *r,
                                        const XmlElement *e,
                                        const char *name,
                                        const char *const *targets,
                                        size_t n,
                                        size_t *out_n)
{
    GArray *hrefs = g_array_new(FALSE, FALSE, sizeof(DmnHref));

    for (const XmlElement *x = xml_child(e, name); x; x = xml_next(x, name))
        for (size_t i = 0; i < n; i++)
            add_hrefs(r, x, targets[i], hrefs);
    return dmn_keep_array(r, hrefs, out_n);
}

/* ---- elements ---- */

static void read_service(DmnReader *r, const XmlElement *e, DmnNode *out)
{
    out->service_outputs = read_hrefs(r, e, "outputDecision", &out->n_service_outputs);
    out->service_encapsulated =
        read_hrefs(r, e, "encapsulatedDecision", &out->n_service_encapsulated);
    out->service_decisions = read_hrefs(r, e, "inputDecision", &out->n_service_decisions);
    out->service_inputs = read_hrefs(r, e, "inputData", &out->n_service_inputs);
}

static void read_logic(DmnReader *r, const XmlElement *e, DmnNode *out)
{
    const XmlElement *logic = xml_child(e, "encapsulatedLogic");

    if (out->kind == DMN_NODE_DECISION)
        out->box = dmn_read_box_in(r, e);
    else if (out->kind == DMN_NODE_KNOWLEDGE && logic)
        out->function = dmn_read_function(r, logic);
    else if (out->kind == DMN_NODE_SERVICE)
        read_service(r, e, out);
    else if (out->kind == DMN_NODE_SOURCE)
        out->location = dmn_read_attribute(e, "locationURI");
}

static void read_node(DmnReader *r, const XmlElement *e, DmnNodeKind kind, DmnNode *out)
{
    static const char *const inputs[] = {"requiredInput", "requiredDecision"};
    static const char *const knowledge[] = {"requiredKnowledge"};
    static const char *const authorities[] = {"requiredAuthority", "requiredDecision",
                                              "requiredInput"};
    const XmlElement *variable = xml_child(e, "variable");
    const XmlElement *description = xml_child(e, "description");
    const char *name = dmn_read_name(r, e, !variable);

    *out = (DmnNode){.kind = kind, .pos = e->pos, .location = ""};
    if (variable) {
        const char *own = dmn_read_name(r, variable, !*name);
        out->type = dmn_read_type(r, variable, "typeRef");
        name = *own ? own : name;
    }
    out->element = dmn_read_name(r, e, false);
    out->name = name;
    out->id = dmn_read_attribute(e, "id");
    out->description = description ? description->text.text : "";
    out->inputs = read_requirements(r, e, "informationRequirement", inputs, G_N_ELEMENTS(inputs),
                                    &out->n_inputs);
    out->knowledge = read_requirements(r, e, "knowledgeRequirement", knowledge,
                                       G_N_ELEMENTS(knowledge), &out->n_knowledge);
    out->authorities = read_requirements(r, e, "authorityRequirement", authorities,
                                         G_N_ELEMENTS(authorities), &out->n_authorities);
    read_logic(r, e, out);
}

static bool node_kind(const char *name, DmnNodeKind *out)
{
    static const char *const names[] = {"inputData", "decision", "businessKnowledgeModel",
                                        "decisionService", "knowledgeSource"};

    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        if (strcmp(names[i], name) == 0) {
            *out = (DmnNodeKind)i;
            return true;
        }
    }
    return false;
}

static void read_nodes(DmnReader *r, const XmlElement *root, DmnDocument *doc)
{
    GArray *nodes = g_array_new(FALSE, TRUE, sizeof(DmnNode));
    DmnNodeKind kind;
    DmnNode node;

    for (const XmlElement *e = root->first; e; e = e->next) {
        if (strcmp(e->ns, root->ns) != 0 || !node_kind(e->name, &kind))
            continue;
        read_node(r, e, kind, &node);
        g_array_append_val(nodes, node);
    }
    doc->nodes = dmn_keep_array(r, nodes, &doc->n_nodes);
}

static void read_items(DmnReader *r, const XmlElement *root, DmnDocument *doc)
{
    GArray *items = g_array_new(FALSE, TRUE, sizeof(DmnItem));
    DmnItem item;

    for (const XmlElement *e = xml_child(root, "itemDefinition"); e;
         e = xml_next(e, "itemDefinition")) {
        dmn_read_item(r, e, &item);
        g_array_append_val(items, item);
    }
    doc->items = dmn_keep_array(r, items, &doc->n_items);
}

/* ---- imports ---- */

/* In DMN 1.1 the prefix bound to the namespace is the name. */
static const char *prefix_of(const XmlElement *e, const char *ns)
{
    for (; e; e = e->parent)
        for (size_t i = 0; i < e->n_prefixes; i++)
            if (strcmp(e->prefixes[i].ns, ns) == 0)
                return e->prefixes[i].prefix;
    return "";
}

static void read_imports(DmnReader *r, const XmlElement *root, DmnDocument *doc)
{
    GArray *imports = g_array_new(FALSE, TRUE, sizeof(DmnImport));

    for (const XmlElement *e = xml_child(root, "import"); e; e = xml_next(e, "import")) {
        const char *type = dmn_read_attribute(e, "importType");
        DmnImport import = {.name = dmn_read_name(r, e, false),
                            .ns = dmn_read_attribute(e, "namespace"),
                            .location = dmn_read_attribute(e, "locationURI"),
                            .is_model = strstr(type, "/spec/DMN/") != NULL,
                            .pos = e->pos};

        if (r->version == DMN_VERSION_1_1 && !*import.name)
            import.name = prefix_of(e, import.ns);
        if (!import.is_model) {
            diag_add(r->diags, DIAG_WARNING, "dmn.import-type", e->pos,
                     "only models of DMN can be imported; this import is left out");
            diag_seen(r->diags, "%s", type);
        }
        g_array_append_val(imports, import);
    }
    doc->imports = dmn_keep_array(r, imports, &doc->n_imports);
    r->imports = doc->imports;
    r->n_imports = doc->n_imports;
}

/* ---- the whole ---- */

static const char *const namespaces[] = {
    [DMN_VERSION_1_1] = "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
    [DMN_VERSION_1_2] = "http://www.omg.org/spec/DMN/20180521/MODEL/",
    [DMN_VERSION_1_3] = "https://www.omg.org/spec/DMN/20191111/MODEL/",
    [DMN_VERSION_1_4] = "https://www.omg.org/spec/DMN/20211108/MODEL/",
    [DMN_VERSION_1_5] = "https://www.omg.org/spec/DMN/20230324/MODEL/",
};

static bool find_version(DmnReader *r, const XmlElement *root)
{
    r->version = DMN_VERSION_LATER;
    for (size_t i = 0; i < G_N_ELEMENTS(namespaces); i++)
        if (strcmp(namespaces[i], root->ns) == 0)
            r->version = (DmnVersion)i;
    if (strcmp(root->name, "definitions") != 0 ||
        (r->version == DMN_VERSION_LATER && !strstr(root->ns, "/spec/DMN/"))) {
        diag_add(r->diags, DIAG_ERROR, "dmn.root", root->pos, "this is no model of DMN");
        diag_seen(r->diags, "<%s xmlns=\"%s\">", root->name, root->ns);
        diag_expected(r->diags, "<definitions xmlns=\"%s\">", namespaces[DMN_VERSION_1_5]);
        return false;
    }
    if (r->version == DMN_VERSION_LATER) {
        diag_add(r->diags, DIAG_WARNING, "dmn.version", root->pos,
                 "this version of DMN is not known; it is read as 1.5");
        diag_seen(r->diags, "%s", root->ns);
    }
    return true;
}

static const DmnDocument *
read_document(Arena *arena, const char *file, const XmlElement *root, Diags *diags)
{
    DmnReader r = {.arena = arena, .diags = diags};
    DmnDocument *doc;

    if (!root || !find_version(&r, root))
        return NULL;
    doc = ARENA_NEW(arena, DmnDocument);
    doc->file = file;
    doc->version = r.version;
    doc->name = dmn_read_name(&r, root, false);
    doc->ns = dmn_read_attribute(root, "namespace");
    doc->id = dmn_read_attribute(root, "id");
    doc->language = dmn_read_language(root);
    r.ns = root->ns;
    r.target = doc->ns;
    read_imports(&r, root, doc);
    read_items(&r, root, doc);
    read_nodes(&r, root, doc);
    return doc;
}

const DmnDocument *
dmn_document_parse(Arena *arena, const char *file, const char *text, size_t len, Diags *diags)
{
    return read_document(arena, file, xml_parse(arena, file, text, len, diags), diags);
}

const DmnDocument *dmn_document_read(Arena *arena, const char *file, Diags *diags)
{
    return read_document(arena, file, xml_parse_file(arena, file, diags), diags);
}

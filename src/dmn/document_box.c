/* Boxed expressions. */
#include <string.h>

#include "dmn/document_private.h"

static const DmnBox *read_box(DmnReader *r, const XmlElement *e);

/* ---- parts ---- */

static void append_box(GArray *parts, const XmlElement *e, const DmnBox *box)
{
    DmnPart part = {.pos = e->pos, .type = {.text = ""}, .box = box};

    g_array_append_val(parts, part);
}

/* The expression inside of the child `name`; dmn.no-expression if there is none. */
static void append_child(DmnReader *r, const XmlElement *e, const char *name, GArray *parts)
{
    const XmlElement *child = xml_child(e, name);
    const DmnBox *box = child ? dmn_read_box_in(r, child) : NULL;

    if (!box) {
        diag_add(r->diags, DIAG_ERROR, "dmn.no-expression", e->pos, "a part has no expression");
        diag_seen(r->diags, "<%s>", e->name);
        diag_expected(r->diags, "<%s>", name);
    }
    append_box(parts, child ? child : e, box);
    if (child)
        g_array_index(parts, DmnPart, parts->len - 1).type = dmn_read_type(r, child, "typeRef");
}

const DmnPart *dmn_read_parts(DmnReader *r, const XmlElement *e, const char *child, size_t *out_n)
{
    GArray *parts = g_array_new(FALSE, TRUE, sizeof(DmnPart));

    for (const XmlElement *x = xml_child(e, child); x; x = xml_next(x, child)) {
        DmnPart part = {.name = dmn_read_name(r, x, true),
                        .type = dmn_read_type(r, x, "typeRef"),
                        .pos = x->pos};
        g_array_append_val(parts, part);
    }
    return dmn_keep_array(r, parts, out_n);
}

/* contextEntry, with a variable; binding, with a parameter. */
static void read_named_parts(
    DmnReader *r, const XmlElement *e, const char *child, const char *inner, DmnBox *out)
{
    GArray *parts = g_array_new(FALSE, TRUE, sizeof(DmnPart));

    for (const XmlElement *x = xml_child(e, child); x; x = xml_next(x, child)) {
        const XmlElement *variable = xml_child(x, inner);
        DmnPart part = {.pos = x->pos, .type = {.text = ""}};

        if (variable) {
            part.name = dmn_read_name(r, variable, true);
            part.type = dmn_read_type(r, variable, "typeRef");
        }
        part.box = dmn_read_box_in(r, x);
        g_array_append_val(parts, part);
    }
    out->parts = dmn_keep_array(r, parts, &out->n_parts);
}

/* ---- kinds ---- */

static void read_list(DmnReader *r, const XmlElement *e, DmnBox *out)
{
    GArray *parts = g_array_new(FALSE, TRUE, sizeof(DmnPart));

    for (const XmlElement *x = e->first; x; x = x->next) {
        const DmnBox *box = strcmp(x->ns, r->ns) == 0 ? read_box(r, x) : NULL;
        if (box)
            append_box(parts, x, box);
    }
    out->parts = dmn_keep_array(r, parts, &out->n_parts);
}

static void read_relation(DmnReader *r, const XmlElement *e, DmnBox *out)
{
    GArray *rows = g_array_new(FALSE, TRUE, sizeof(DmnPart));

    out->columns = dmn_read_parts(r, e, "column", &out->n_columns);
    for (const XmlElement *x = xml_child(e, "row"); x; x = xml_next(x, "row")) {
        DmnBox *row = ARENA_NEW(r->arena, DmnBox);

        row->kind = DMN_BOX_LIST;
        row->pos = x->pos;
        row->id = "";
        row->type.text = "";
        read_list(r, x, row);
        if (row->n_parts == out->n_columns) {
            append_box(rows, x, row);
            continue;
        }
        diag_add(r->diags, DIAG_ERROR, "dmn.row-size", x->pos,
                 "this row has not as many expressions as the relation has columns");
        diag_seen(r->diags, "%zu", row->n_parts);
        diag_expected(r->diags, "%zu", out->n_columns);
    }
    out->parts = dmn_keep_array(r, rows, &out->n_parts);
}

static void read_invocation(DmnReader *r, const XmlElement *e, DmnBox *out)
{
    out->callee = dmn_read_box_in(r, e);
    if (!out->callee) {
        diag_add(r->diags, DIAG_ERROR, "dmn.no-expression", e->pos, "a part has no expression");
        diag_seen(r->diags, "<%s>", e->name);
        diag_expected(r->diags, "<literalExpression>");
    }
    read_named_parts(r, e, "binding", "parameter", out);
}

static void
read_children(DmnReader *r, const XmlElement *e, const char *const *names, size_t n, DmnBox *out)
{
    GArray *parts = g_array_new(FALSE, TRUE, sizeof(DmnPart));

    for (size_t i = 0; i < n; i++)
        append_child(r, e, names[i], parts);
    out->parts = dmn_keep_array(r, parts, &out->n_parts);
}

static void read_iteration(DmnReader *r, const XmlElement *e, DmnBox *out)
{
    const char *const names[] = {"in", out->kind == DMN_BOX_FOR ? "return" : "satisfies"};

    out->iterator = dmn_read_attribute(e, "iteratorVariable");
    if (!*out->iterator) {
        diag_add(r->diags, DIAG_ERROR, "dmn.no-name", e->pos, "the iterator has no name");
        diag_expected(r->diags, "iteratorVariable=\"…\"");
    }
    read_children(r, e, names, G_N_ELEMENTS(names), out);
}

static DmnFunctionKind function_kind(DmnReader *r, const XmlElement *e)
{
    const char *kind = xml_attribute(e, "kind");
    const char *language = dmn_read_language(e);

    if (!kind && language && (strstr(language, "java") || strstr(language, "Java")))
        return DMN_FUNCTION_JAVA; /* DMN 1.1 */
    if (!kind || strcmp(kind, "FEEL") == 0)
        return DMN_FUNCTION_FEEL;
    if (strcmp(kind, "Java") == 0)
        return DMN_FUNCTION_JAVA;
    if (strcmp(kind, "PMML") == 0)
        return DMN_FUNCTION_PMML;
    diag_add(r->diags, DIAG_ERROR, "dmn.function-kind", e->pos,
             "there is no such kind of function");
    diag_seen(r->diags, "%s", kind);
    diag_expected(r->diags, "FEEL, Java, PMML");
    return DMN_FUNCTION_PMML; /* nothing that could be called */
}

const DmnFunction *dmn_read_function(DmnReader *r, const XmlElement *e)
{
    DmnFunction *f = ARENA_NEW(r->arena, DmnFunction);

    f->kind = function_kind(r, e);
    f->params = dmn_read_parts(r, e, "formalParameter", &f->n_params);
    f->type = dmn_read_type(r, e, "typeRef");
    f->body = dmn_read_box_in(r, e);
    return f;
}

static void read_literal(const XmlElement *e, DmnBox *out)
{
    const XmlElement *text = xml_child(e, "text");

    out->language = dmn_read_language(e);
    out->text = text ? text->text : (SrcText){.text = "", .start = e->pos};
}

/* ---- dispatch ---- */

static const struct {
    const char *name;
    DmnBoxKind kind;
} names[] = {
    {"literalExpression",  DMN_BOX_LITERAL    },
    {"decisionTable",      DMN_BOX_TABLE      },
    {"context",            DMN_BOX_CONTEXT    },
    {"list",               DMN_BOX_LIST       },
    {"relation",           DMN_BOX_RELATION   },
    {"functionDefinition", DMN_BOX_FUNCTION   },
    {"invocation",         DMN_BOX_INVOCATION },
    {"conditional",        DMN_BOX_CONDITIONAL},
    {"for",                DMN_BOX_FOR        },
    {"some",               DMN_BOX_SOME       },
    {"every",              DMN_BOX_EVERY      },
    {"filter",             DMN_BOX_FILTER     },
};

static bool box_kind(const char *name, DmnBoxKind *out)
{
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        if (strcmp(names[i].name, name) == 0) {
            *out = names[i].kind;
            return true;
        }
    }
    return false;
}

static void read_kind(DmnReader *r, const XmlElement *e, DmnBox *out)
{
    static const char *const conditional[] = {"if", "then", "else"};
    static const char *const filter[] = {"in", "match"};

    switch (out->kind) {
    case DMN_BOX_LITERAL:
        read_literal(e, out);
        break;
    case DMN_BOX_TABLE:
        out->table = dmn_read_table(r, e);
        break;
    case DMN_BOX_CONTEXT:
        read_named_parts(r, e, "contextEntry", "variable", out);
        break;
    case DMN_BOX_LIST:
        read_list(r, e, out);
        break;
    case DMN_BOX_RELATION:
        read_relation(r, e, out);
        break;
    case DMN_BOX_FUNCTION:
        out->function = dmn_read_function(r, e);
        break;
    case DMN_BOX_INVOCATION:
        read_invocation(r, e, out);
        break;
    case DMN_BOX_CONDITIONAL:
        read_children(r, e, conditional, G_N_ELEMENTS(conditional), out);
        break;
    case DMN_BOX_FOR:
    case DMN_BOX_SOME:
    case DMN_BOX_EVERY:
        read_iteration(r, e, out);
        break;
    case DMN_BOX_FILTER:
        read_children(r, e, filter, G_N_ELEMENTS(filter), out);
        break;
    }
}

/* NULL if `e` is no expression, or too deep. */
static const DmnBox *read_box(DmnReader *r, const XmlElement *e)
{
    DmnBoxKind kind;
    DmnBox *box;

    if (!box_kind(e->name, &kind))
        return NULL;
    if (r->depth >= DMN_MAX_BOXED) {
        diag_add(r->diags, DIAG_ERROR, "dmn.too-deep", e->pos,
                 "boxed expressions are nested too deeply");
        diag_expected(r->diags, "at most %d", DMN_MAX_BOXED);
        return NULL;
    }
    box = ARENA_NEW(r->arena, DmnBox);
    box->kind = kind;
    box->pos = e->pos;
    box->id = dmn_read_attribute(e, "id");
    box->type = dmn_read_type(r, e, "typeRef");
    r->depth++;
    read_kind(r, e, box);
    r->depth--;
    return box;
}

const DmnBox *dmn_read_box_in(DmnReader *r, const XmlElement *e)
{
    for (const XmlElement *x = e->first; x; x = x->next) {
        const DmnBox *box = strcmp(x->ns, r->ns) == 0 ? read_box(r, x) : NULL;
        if (box)
            return box;
    }
    return NULL;
}

/* Decision tables. */
#include <string.h>

#include "dmn/document_private.h"

static bool read_hit(const char *text, DmnHitPolicy *out)
{
    static const struct {
        const char *text;
        DmnHitPolicy hit;
    } names[] = {
        {"",             DMN_HIT_UNIQUE      },
        {"UNIQUE",       DMN_HIT_UNIQUE      },
        {"FIRST",        DMN_HIT_FIRST       },
        {"PRIORITY",     DMN_HIT_PRIORITY    },
        {"ANY",          DMN_HIT_ANY         },
        {"COLLECT",      DMN_HIT_COLLECT     },
        {"RULE ORDER",   DMN_HIT_RULE_ORDER  },
        {"OUTPUT ORDER", DMN_HIT_OUTPUT_ORDER},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        if (strcmp(names[i].text, text) == 0) {
            *out = names[i].hit;
            return true;
        }
    }
    return false;
}

static bool read_aggregator(const char *text, DmnAggregator *out)
{
    static const char *const names[] = {"", "SUM", "COUNT", "MIN", "MAX"};

    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        if (strcmp(names[i], text) == 0) {
            *out = (DmnAggregator)i;
            return true;
        }
    }
    return false;
}

static DmnOrientation read_orientation(const char *text)
{
    if (strcmp(text, "Rule-as-Column") == 0)
        return DMN_RULE_AS_COLUMN;
    return strcmp(text, "CrossTable") == 0 ? DMN_CROSS_TABLE : DMN_RULE_AS_ROW;
}

static void read_policy(DmnReader *r, const XmlElement *e, DmnBoxTable *out)
{
    const char *hit = dmn_read_attribute(e, "hitPolicy");
    const char *aggregation = dmn_read_attribute(e, "aggregation");

    if (!read_hit(hit, &out->hit)) {
        diag_add(r->diags, DIAG_ERROR, "dmn.hit-policy", e->pos, "there is no such hit policy");
        diag_seen(r->diags, "%s", hit);
        diag_expected(r->diags, "UNIQUE, FIRST, PRIORITY, ANY, COLLECT, RULE ORDER, OUTPUT ORDER");
    }
    if (!read_aggregator(aggregation, &out->aggregator)) {
        diag_add(r->diags, DIAG_ERROR, "dmn.aggregation", e->pos, "there is no such aggregation");
        diag_seen(r->diags, "%s", aggregation);
        diag_expected(r->diags, "SUM, COUNT, MIN, MAX");
    }
    if (out->hit != DMN_HIT_COLLECT)
        out->aggregator = DMN_AGGREGATE_NONE;
    out->orientation = read_orientation(dmn_read_attribute(e, "preferredOrientation"));
    out->output_label = dmn_read_attribute(e, "outputLabel");
}

/* ---- clauses ---- */

static void read_inputs(DmnReader *r, const XmlElement *e, DmnBoxTable *out)
{
    GArray *clauses = g_array_new(FALSE, TRUE, sizeof(DmnClause));

    for (const XmlElement *x = xml_child(e, "input"); x; x = xml_next(x, "input")) {
        const XmlElement *expression = xml_child(x, "inputExpression");
        DmnClause clause = {.name = "",
                            .label = dmn_read_attribute(x, "label"),
                            .text = dmn_read_text(x, "inputExpression"),
                            .type = {.text = ""},
                            .values = dmn_read_text(x, "inputValues"),
                            .pos = x->pos};

        if (expression)
            clause.type = dmn_read_type(r, expression, "typeRef");
        g_array_append_val(clauses, clause);
    }
    out->inputs = dmn_keep_array(r, clauses, &out->n_inputs);
}

static void read_outputs(DmnReader *r, const XmlElement *e, DmnBoxTable *out)
{
    GArray *clauses = g_array_new(FALSE, TRUE, sizeof(DmnClause));

    for (const XmlElement *x = xml_child(e, "output"); x; x = xml_next(x, "output")) {
        DmnClause clause = {.name = dmn_read_name(r, x, false),
                            .label = dmn_read_attribute(x, "label"),
                            .text = {.text = ""},
                            .type = dmn_read_type(r, x, "typeRef"),
                            .values = dmn_read_text(x, "outputValues"),
                            .fallback = dmn_read_text(x, "defaultOutputEntry"),
                            .pos = x->pos};
        g_array_append_val(clauses, clause);
    }
    out->outputs = dmn_keep_array(r, clauses, &out->n_outputs);
    if (out->n_outputs == 0)
        diag_add(r->diags, DIAG_ERROR, "dmn.no-output", e->pos, "the table has no output");
    for (size_t i = 0; out->n_outputs > 1 && i < out->n_outputs; i++)
        if (!*out->outputs[i].name)
            diag_add(r->diags, DIAG_ERROR, "dmn.no-name", out->outputs[i].pos,
                     "of several outputs each needs a name");
}

static void read_annotations(DmnReader *r, const XmlElement *e, DmnBoxTable *out)
{
    GArray *kept = g_array_new(FALSE, FALSE, sizeof(const char *));

    for (const XmlElement *x = xml_child(e, "annotation"); x; x = xml_next(x, "annotation")) {
        const char *name = dmn_read_name(r, x, false);
        g_array_append_val(kept, name);
    }
    out->annotations = dmn_keep_array(r, kept, &out->n_annotations);
}

/* ---- rules ---- */

/* n cells named `name`; those that are not there stay empty, more than n are a finding. */
static const SrcText *read_cells(DmnReader *r, const XmlElement *rule, const char *name, size_t n)
{
    SrcText *cells = ARENA_NEW_N(r->arena, SrcText, n);
    size_t i = 0;

    for (size_t k = 0; k < n; k++)
        cells[k] = (SrcText){.text = "", .start = rule->pos};
    for (const XmlElement *x = xml_child(rule, name); x; x = xml_next(x, name), i++) {
        const XmlElement *text = xml_child(x, "text");
        if (i < n && text)
            cells[i] = text->text;
        else if (i < n)
            cells[i].start = x->pos;
    }
    if (i > n) {
        diag_add(r->diags, DIAG_ERROR, "dmn.rule-size", rule->pos,
                 "the rule has more cells than the table has columns");
        diag_seen(r->diags, "%zu × <%s>", i, name);
        diag_expected(r->diags, "%zu", n);
    }
    return cells;
}

static const char *const *read_notes(DmnReader *r, const XmlElement *rule, size_t n)
{
    const char **notes = ARENA_NEW_N(r->arena, const char *, n);
    size_t i = 0;

    for (const XmlElement *x = xml_child(rule, "annotationEntry"); x && i < n;
         x = xml_next(x, "annotationEntry")) {
        const XmlElement *text = xml_child(x, "text");
        notes[i++] = text ? text->text.text : "";
    }
    while (i < n)
        notes[i++] = "";
    return notes;
}

static void read_rules(DmnReader *r, const XmlElement *e, DmnBoxTable *out)
{
    GArray *rules = g_array_new(FALSE, TRUE, sizeof(DmnBoxRule));

    for (const XmlElement *x = xml_child(e, "rule"); x; x = xml_next(x, "rule")) {
        const XmlElement *description = xml_child(x, "description");
        DmnBoxRule rule = {.pos = x->pos};

        rule.description = description ? description->text.text : "";
        rule.inputs = read_cells(r, x, "inputEntry", out->n_inputs);
        rule.outputs = read_cells(r, x, "outputEntry", out->n_outputs);
        rule.annotations = read_notes(r, x, out->n_annotations);
        g_array_append_val(rules, rule);
    }
    out->rules = dmn_keep_array(r, rules, &out->n_rules);
}

const DmnBoxTable *dmn_read_table(DmnReader *r, const XmlElement *e)
{
    DmnBoxTable *table = ARENA_NEW(r->arena, DmnBoxTable);

    read_policy(r, e, table);
    read_inputs(r, e, table);
    read_outputs(r, e, table);
    read_annotations(r, e, table);
    read_rules(r, e, table);
    return table;
}

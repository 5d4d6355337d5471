/* Member names: what may follow a dot, or stand in a filter, anywhere in a document.
 *
 * Names of several parts can only be read where they are known; one too many does no harm. So keys
 * of context literals are not parsed but looked for: whatever stands before a colon. */
#include <string.h>

#include "dmn/program_private.h"

static void add_box(FeelScope *scope, const DmnBox *box);

/* The start of the key that ends before `colon`: after the last bracket, comma or quote. */
static const char *key_start(const char *text, const char *colon)
{
    const char *p = colon;

    while (p > text && !strchr("{}(),\"[]<>\n:", p[-1]))
        p--;
    return p;
}

static void add_keys(FeelScope *scope, const SrcText *text)
{
    const char *end = text->text + text->len;

    for (const char *p = text->text; p < end && (p = memchr(p, ':', (size_t)(end - p))); p++) {
        const char *end_of_key = p, *start;

        while (end_of_key > text->text && g_ascii_isspace(end_of_key[-1]))
            end_of_key--;
        if (end_of_key > text->text && end_of_key[-1] == '"')
            end_of_key--; /* a key may be a text */
        start = key_start(text->text, end_of_key);
        g_autofree char *key = g_strstrip(g_strndup(start, (gsize)(end_of_key - start)));

        if (strpbrk(key, " \t.-/+*'")) /* others are read as they stand */
            feel_scope_add_member(scope, key);
    }
}

static void add_table(FeelScope *scope, const DmnBoxTable *table)
{
    for (size_t i = 0; i < table->n_inputs; i++)
        add_keys(scope, &table->inputs[i].text);
    for (size_t k = 0; k < table->n_outputs; k++) {
        if (table->n_outputs > 1)
            feel_scope_add_member(scope, table->outputs[k].name);
        for (size_t i = 0; i < table->n_rules; i++)
            add_keys(scope, &table->rules[i].outputs[k]);
    }
}

static void add_function(FeelScope *scope, const DmnFunction *f)
{
    if (f && f->body)
        add_box(scope, f->body);
}

static void add_box(FeelScope *scope, const DmnBox *box)
{
    for (size_t i = 0; i < box->n_parts; i++) {
        if (box->kind == DMN_BOX_CONTEXT && box->parts[i].name)
            feel_scope_add_member(scope, box->parts[i].name);
        if (box->parts[i].box)
            add_box(scope, box->parts[i].box);
    }
    for (size_t i = 0; i < box->n_columns; i++)
        feel_scope_add_member(scope, box->columns[i].name);
    if (box->kind == DMN_BOX_LITERAL)
        add_keys(scope, &box->text);
    if (box->callee)
        add_box(scope, box->callee);
    add_function(scope, box->function);
    if (box->table)
        add_table(scope, box->table);
}

void dmn_add_members(FeelScope *scope, const DmnDocument *doc)
{
    for (size_t i = 0; i < doc->n_nodes; i++) {
        const DmnNode *node = &doc->nodes[i];

        if (node->kind == DMN_NODE_DECISION)
            feel_scope_add_member(scope, node->name); /* entry of a service's result */
        if (node->box)
            add_box(scope, node->box);
        add_function(scope, node->function);
    }
}

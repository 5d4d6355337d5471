/* Item definitions. */
#include "dmn/document_private.h"

static void read_function_item(DmnReader *r, const XmlElement *e, DmnItem *out)
{
    out->is_function = true;
    out->params = dmn_read_parts(r, e, "parameters", &out->n_params);
    out->result = dmn_read_type(r, e, "outputTypeRef");
}

static void read_components(DmnReader *r, const XmlElement *e, DmnItem *out)
{
    GArray *items = g_array_new(FALSE, TRUE, sizeof(DmnItem));
    DmnItem item;

    /* As deep as XML_MAX_DEPTH at most. */
    for (const XmlElement *x = xml_child(e, "itemComponent"); x; x = xml_next(x, "itemComponent")) {
        dmn_read_item(r, x, &item);
        g_array_append_val(items, item);
    }
    out->components = dmn_keep_array(r, items, &out->n_components);
}

void dmn_read_item(DmnReader *r, const XmlElement *e, DmnItem *out)
{
    const XmlElement *function = xml_child(e, "functionItem");

    *out = (DmnItem){.pos = e->pos};
    out->name = dmn_read_name(r, e, true);
    out->id = dmn_read_attribute(e, "id");
    out->is_collection = g_str_equal(dmn_read_attribute(e, "isCollection"), "true") ||
                         g_str_equal(dmn_read_attribute(e, "isCollection"), "1");
    out->type = dmn_read_type(r, e, "typeRef");
    out->allowed = dmn_read_text(e, "allowedValues");
    out->constraint = dmn_read_text(e, "typeConstraint");
    if (function)
        read_function_item(r, function, out);
    read_components(r, e, out);
}

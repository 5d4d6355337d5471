/* document_private.h - reading a document from its XML tree. Private to dmn/. */
#pragma once

#include "dmn/document.h"
#include "dmn/xml_tree.h"

typedef struct DmnReader {
    Arena *arena;
    Diags *diags;
    const char *ns; /* of the elements: that of the root */
    DmnVersion version;
    const char *target; /* namespace of the model */
    const DmnImport *imports;
    size_t n_imports;
    size_t depth; /* of boxed expressions */
} DmnReader;

/* The elements of a GArray, in the arena; frees the array. */
void *dmn_keep_array(DmnReader *r, GArray *array, size_t *out_n);
/* The attribute `name`, blanks collapsed; "" if there is none, with dmn.no-name if `is_needed`. */
const char *dmn_read_name(DmnReader *r, const XmlElement *e, bool is_needed);
/* An attribute as it is; "" if there is none. */
const char *dmn_read_attribute(const XmlElement *e, const char *name);
/* typeRef of `e`: its attribute or its child element. */
DmnTypeRef dmn_read_type(DmnReader *r, const XmlElement *e, const char *name);
/* <child><text>…</text></child> of `e`; len 0 if there is none. */
SrcText dmn_read_text(const XmlElement *e, const char *child);
bool dmn_text_is_blank(const SrcText *text);
/* The expression language of `e` if it is another than FEEL, else NULL. */
const char *dmn_read_language(const XmlElement *e);

/* The boxed expression directly inside of `e`; NULL if there is none, or after an error. */
const DmnBox *dmn_read_box_in(DmnReader *r, const XmlElement *e);
const DmnFunction *dmn_read_function(DmnReader *r, const XmlElement *e);
const DmnPart *dmn_read_parts(DmnReader *r, const XmlElement *e, const char *child, size_t *out_n);
const DmnBoxTable *dmn_read_table(DmnReader *r, const XmlElement *e);
void dmn_read_item(DmnReader *r, const XmlElement *e, DmnItem *out);

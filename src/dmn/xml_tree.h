/* xml_tree.h - XML as a plain tree with positions, for texts that nobody vouches for.
 *
 * No DOCTYPE (so no entities but the five of XML and character references), no network, no files,
 * no includes. Comments and processing instructions are left out; text keeps its position.
 * Limits: see below; each is a finding. Source: design "XML", DMN 1.5 chapter 6.
 */
#pragma once

#include "base/arena.h"
#include "base/diag.h"

enum {
    XML_MAX_BYTES = 64 * 1024 * 1024, /* of a document */
    XML_MAX_DEPTH = 64,               /* of elements */
    XML_MAX_ATTRIBUTES = 64,          /* of an element, namespaces included */
    XML_MAX_NAME = 1024,              /* bytes of a name */
    XML_MAX_TEXT = 1024 * 1024,       /* bytes of an attribute, or of the text of an element */
    XML_MAX_ELEMENTS = 1000000,
};

typedef struct XmlAttribute {
    const char *name;
    const char *ns; /* "" = none */
    const char *value;
} XmlAttribute;

/* A prefix and what it stands for; "" = the default namespace. */
typedef struct XmlPrefix {
    const char *prefix;
    const char *ns;
} XmlPrefix;

typedef struct XmlElement XmlElement;
struct XmlElement {
    const char *name; /* without prefix */
    const char *ns;   /* "" = none */
    SrcPos pos;       /* of its start tag: line and, within a few characters, column */
    const XmlAttribute *attributes;
    size_t n_attributes;
    const XmlPrefix *prefixes; /* declared at this element */
    size_t n_prefixes;
    XmlElement *parent;
    XmlElement *first, *last; /* children */
    XmlElement *next;
    /* The character data directly inside, put together; "" if none. Where it starts in the file: in
     * texts with references (&lt;) columns after them are too small. */
    SrcText text;
};

/* Reads a document. Returns: (borrowed from arena) its root; NULL after an error in diags:
 * xml.syntax, xml.doctype, xml.limit. `file` is borrowed, for positions. */
XmlElement *xml_parse(Arena *arena, const char *file, const char *text, size_t len, Diags *diags);
/* The same from a file. Errors: xml.file too. */
XmlElement *xml_parse_file(Arena *arena, const char *file, Diags *diags);

/* Value of an attribute without namespace; NULL if it has none. */
const char *xml_attribute(const XmlElement *e, const char *name);
/* … with namespace. */
const char *xml_attribute_ns(const XmlElement *e, const char *ns, const char *name);
/* The first child of that name in the namespace of `e` (NULL = none); the next one after
 * `after`. */
XmlElement *xml_child(const XmlElement *e, const char *name);
XmlElement *xml_next(const XmlElement *after, const char *name);
/* Is `e` of that name, in the namespace `ns`? */
bool xml_is(const XmlElement *e, const char *ns, const char *name);
/* The namespace that a prefix stands for at `e`; NULL if it is not declared. */
const char *xml_namespace(const XmlElement *e, const char *prefix);

/* XML into a tree, by the SAX2 interface of libxml2: nothing of a document is kept before its
 * limits are checked, and nothing that a DOCTYPE could declare is ever looked at.
 */
#include "dmn/xml_tree.h"

#include <glib/gstdio.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <pthread.h>
#include <string.h>

typedef struct Reader {
    Arena *arena;
    const char *file;
    Diags *diags;
    xmlParserCtxt *xml;
    XmlElement *root;
    XmlElement *open; /* innermost element that is not closed yet */
    GPtrArray *texts; /* of GString *: text of the open elements, innermost last */
    size_t depth, n_elements;
    bool stopped;
} Reader;

/* ---- findings ---- */

static SrcPos here(const Reader *r)
{
    int line = xmlSAX2GetLineNumber(r->xml), column = xmlSAX2GetColumnNumber(r->xml);

    return (SrcPos){r->file, line > 0 ? (uint32_t)line : 1, column > 0 ? (uint32_t)column : 1};
}

/* Where the tag starts that the parser has just read: back to its `<`, which stands nowhere else in
 * a tag. The parser keeps a tag in its buffer while it reads it. */
static SrcPos tag_start(const Reader *r)
{
    const xmlChar *base = r->xml->input->base, *p = r->xml->input->cur;
    SrcPos pos = here(r);
    bool same_line = true;
    uint32_t back = 0;

    while (p > base && *p != '<') {
        p--;
        if (*p == '\n') {
            pos.line--;
            same_line = false;
        } else if (same_line && (*p & 0xC0) != 0x80) {
            back++;
        }
    }
    if (same_line) {
        pos.column -= MIN(back, pos.column - 1);
        return pos;
    }
    pos.column = 1;
    while (p > base && p[-1] != '\n')
        pos.column += (*--p & 0xC0) != 0x80;
    return pos;
}

static void stop(Reader *r)
{
    r->stopped = true;
    xmlStopParser(r->xml);
}

static void stop_at_limit(Reader *r, const char *what, size_t limit)
{
    if (r->stopped)
        return;
    diag_add(r->diags, DIAG_ERROR, "xml.limit", here(r), "limit reached: %s",
             text_in(diags_lang(r->diags), what));
    diag_expected(r->diags, "at most %zu", limit);
    stop(r);
}

/* ---- handlers ---- */

static const char *keep(Reader *r, const xmlChar *text)
{
    return text ? arena_strdup(r->arena, (const char *)text) : "";
}

static bool check_name(Reader *r, const xmlChar *name)
{
    if (xmlStrlen(name) <= XML_MAX_NAME)
        return true;
    stop_at_limit(r, "bytes of a name", XML_MAX_NAME);
    return false;
}

/* libxml2 gives five pointers an attribute: name, prefix, namespace, start and end of the value. */
static bool read_attributes(Reader *r, XmlElement *e, int n, const xmlChar **from)
{
    XmlAttribute *kept = ARENA_NEW_N(r->arena, XmlAttribute, (size_t)n);

    for (int i = 0; i < n; i++, from += 5) {
        size_t len = (size_t)(from[4] - from[3]);

        if (!check_name(r, from[0]))
            return false;
        if (len > XML_MAX_TEXT) {
            stop_at_limit(r, "bytes of a text", XML_MAX_TEXT);
            return false;
        }
        kept[i].name = keep(r, from[0]);
        kept[i].ns = keep(r, from[2]);
        kept[i].value = arena_strndup(r->arena, (const char *)from[3], len);
    }
    e->attributes = kept;
    e->n_attributes = (size_t)n;
    return true;
}

static void read_prefixes(Reader *r, XmlElement *e, int n, const xmlChar **from)
{
    XmlPrefix *kept = ARENA_NEW_N(r->arena, XmlPrefix, (size_t)n);

    for (int i = 0; i < n; i++)
        kept[i] = (XmlPrefix){keep(r, from[2 * i]), keep(r, from[2 * i + 1])};
    e->prefixes = kept;
    e->n_prefixes = (size_t)n;
}

static void link_element(Reader *r, XmlElement *e)
{
    XmlElement *parent = r->open;

    e->parent = parent;
    if (!parent)
        r->root = e;
    else if (parent->last)
        parent->last->next = e;
    else
        parent->first = e;
    if (parent)
        parent->last = e;
    r->open = e;
    r->depth++;
    g_ptr_array_add(r->texts, g_string_new(NULL));
}

static void on_start(void *data,
                     const xmlChar *name,
                     const xmlChar *prefix,
                     const xmlChar *ns,
                     int n_prefixes,
                     const xmlChar **prefixes,
                     int n_attributes,
                     int n_defaulted,
                     const xmlChar **attributes)
{
    Reader *r = data;
    XmlElement *e;

    (void)prefix;
    (void)n_defaulted; /* comes from a DTD: there is none */
    if (r->stopped || !check_name(r, name))
        return;
    if (r->depth >= XML_MAX_DEPTH) {
        stop_at_limit(r, "elements in each other", XML_MAX_DEPTH);
        return;
    }
    if (n_attributes + n_prefixes > XML_MAX_ATTRIBUTES) {
        stop_at_limit(r, "attributes of an element", XML_MAX_ATTRIBUTES);
        return;
    }
    if (++r->n_elements > XML_MAX_ELEMENTS) {
        stop_at_limit(r, "elements of a document", XML_MAX_ELEMENTS);
        return;
    }
    e = ARENA_NEW(r->arena, XmlElement);
    e->name = keep(r, name);
    e->ns = keep(r, ns);
    e->pos = tag_start(r);
    read_prefixes(r, e, n_prefixes, prefixes);
    if (!read_attributes(r, e, n_attributes, attributes))
        return;
    /* The tag ends here: its text starts behind the `>`. */
    e->text.start = here(r);
    e->text.start.column++;
    e->text.text = "";
    link_element(r, e);
}

static void on_end(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *ns)
{
    Reader *r = data;
    GString *text;

    (void)name;
    (void)prefix;
    (void)ns;
    if (r->stopped || !r->open)
        return;
    text = g_ptr_array_index(r->texts, r->texts->len - 1);
    if (text->len)
        r->open->text.text = arena_strndup(r->arena, text->str, text->len);
    r->open->text.len = text->len;
    g_string_free(text, TRUE);
    g_ptr_array_set_size(r->texts, (int)r->texts->len - 1);
    r->open = r->open->parent;
    r->depth--;
}

static void on_text(void *data, const xmlChar *chars, int n)
{
    Reader *r = data;
    GString *text;

    if (r->stopped || !r->open)
        return;
    text = g_ptr_array_index(r->texts, r->texts->len - 1);
    if (text->len + (size_t)n > XML_MAX_TEXT) {
        stop_at_limit(r, "bytes of a text", XML_MAX_TEXT);
        return;
    }
    g_string_append_len(text, (const char *)chars, n);
}

static void
on_doctype(void *data, const xmlChar *name, const xmlChar *public, const xmlChar *system)
{
    Reader *r = data;

    (void)name;
    (void)public;
    (void)system;
    if (r->stopped)
        return;
    diag_add(r->diags, DIAG_ERROR, "xml.doctype", here(r),
             "a document type declaration is not accepted");
    diag_hint(r->diags, "take <!DOCTYPE …> out of the file");
    stop(r);
}

static void on_error(void *data, xmlErrorPtr error)
{
    Reader *r = data;
    g_autofree char *message = NULL;

    if (r->stopped || error->level < XML_ERR_ERROR || error->code == XML_ERR_USER_STOP)
        return;
    message = g_strdup(error->message ? error->message : "");
    message[strcspn(message, "\n")] = 0; /* then come bytes of the text */
    g_strchomp(message);
    diag_add(r->diags, DIAG_ERROR, "xml.syntax",
             (SrcPos){r->file, error->line > 0 ? (uint32_t)error->line : 1,
                      error->int2 > 0 ? (uint32_t)error->int2 : 1},
             "this is no well-formed XML: %s", message);
    stop(r); /* the first one; what follows is mostly its consequence */
}

/* ---- the parser ---- */

static xmlParserInputPtr refuse(const char *url, const char *id, xmlParserCtxtPtr ctxt)
{
    (void)url;
    (void)id;
    (void)ctxt;
    return NULL;
}

static void init_library(void)
{
    xmlInitParser();
    xmlSetExternalEntityLoader(refuse);
}

static void read_document(Reader *r, const char *text, size_t len)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    xmlSAXHandler sax = {
        .initialized = XML_SAX2_MAGIC,
        .startElementNs = on_start,
        .endElementNs = on_end,
        .characters = on_text,
        .ignorableWhitespace = on_text,
        .cdataBlock = on_text,
        .internalSubset = on_doctype,
        .serror = on_error,
    };

    (void)pthread_once(&once, init_library); /* cannot fail */
    r->xml = xmlCreatePushParserCtxt(&sax, r, NULL, 0, NULL);
    if (!r->xml)
        g_error("libxml2: out of memory"); /* as GLib does for small sizes */
    xmlCtxtUseOptions(r->xml, XML_PARSE_NONET);
    for (size_t at = 0; at < len && !r->stopped;) { /* in pieces: limits hold before all is read */
        int n = (int)MIN(len - at, (size_t)1 << 20);

        xmlParseChunk(r->xml, text + at, n, 0);
        at += (size_t)n;
    }
    if (!r->stopped)
        xmlParseChunk(r->xml, NULL, 0, 1);
    xmlFreeParserCtxt(r->xml);
}

static bool is_blank(const char *text, size_t len)
{
    while (len > 0 && g_ascii_isspace(text[len - 1]))
        len--;
    return len == 0;
}

XmlElement *xml_parse(Arena *arena, const char *file, const char *text, size_t len, Diags *diags)
{
    Reader r = {.arena = arena, .file = file, .diags = diags, .texts = g_ptr_array_new()};
    SrcPos start = {file, 1, 1};

    if (len > XML_MAX_BYTES) {
        diag_add(diags, DIAG_ERROR, "xml.limit", start, "limit reached: %s",
                 text_in(diags_lang(diags), "bytes of a document"));
        diag_expected(diags, "at most %d", XML_MAX_BYTES);
        r.stopped = true;
    }
    if (!r.stopped && !is_blank(text, len)) /* of blanks the library says odd things */
        read_document(&r, text, len);
    for (guint i = 0; i < r.texts->len; i++)
        g_string_free(g_ptr_array_index(r.texts, i), TRUE);
    g_ptr_array_unref(r.texts);
    if (!r.stopped && (!r.root || r.open)) {
        diag_add(diags, DIAG_ERROR, "xml.syntax", start, "this is no well-formed XML: %s",
                 text_in(diags_lang(diags), "it is not complete"));
        return NULL;
    }
    return r.stopped ? NULL : r.root;
}

XmlElement *xml_parse_file(Arena *arena, const char *file, Diags *diags)
{
    g_autofree char *text = NULL;
    g_autoptr(GError) error = NULL;
    GStatBuf info;
    size_t len;

    if (g_stat(file, &info) == 0 && info.st_size > XML_MAX_BYTES) {
        diag_add(diags, DIAG_ERROR, "xml.limit", (SrcPos){file, 1, 1}, "limit reached: %s",
                 text_in(diags_lang(diags), "bytes of a document"));
        diag_expected(diags, "at most %d", XML_MAX_BYTES);
        return NULL;
    }
    if (!g_file_get_contents(file, &text, &len, &error)) {
        diag_add(diags, DIAG_ERROR, "xml.file", (SrcPos){file, 0, 0}, "the file cannot be read");
        return NULL;
    }
    return xml_parse(arena, file, text, len, diags);
}

/* ---- looking around ---- */

const char *xml_attribute_ns(const XmlElement *e, const char *ns, const char *name)
{
    for (size_t i = 0; i < e->n_attributes; i++)
        if (strcmp(e->attributes[i].name, name) == 0 && strcmp(e->attributes[i].ns, ns) == 0)
            return e->attributes[i].value;
    return NULL;
}

const char *xml_attribute(const XmlElement *e, const char *name)
{
    return xml_attribute_ns(e, "", name);
}

bool xml_is(const XmlElement *e, const char *ns, const char *name)
{
    return strcmp(e->name, name) == 0 && strcmp(e->ns, ns) == 0;
}

static XmlElement *first_of(XmlElement *e, const char *ns, const char *name)
{
    while (e && !xml_is(e, ns, name))
        e = e->next;
    return e;
}

XmlElement *xml_child(const XmlElement *e, const char *name)
{
    return first_of(e->first, e->ns, name);
}

XmlElement *xml_next(const XmlElement *after, const char *name)
{
    return first_of(after->next, after->ns, name);
}

const char *xml_namespace(const XmlElement *e, const char *prefix)
{
    for (; e; e = e->parent)
        for (size_t i = 0; i < e->n_prefixes; i++)
            if (strcmp(e->prefixes[i].prefix, prefix) == 0)
                return e->prefixes[i].ns;
    return NULL;
}

#include "regulation/read.h"

#include <string.h>

#include "regulation/cite.h"
#include "regulation/reader_private.h"

/* First articles and the heads of blocks; then, by assemble.c, the blocks. */

typedef struct Document {
    RegReader r;
    GPtrArray *texts;  /* GString of each article, owned */
    GArray *citations; /* CiteAbove of each article */
    int article;       /* the one that is open */
} Document;

/* ---- articles -------------------------------------------------------------------------------- */

static RegArticle *article_at(const Document *d, int i)
{
    return &g_array_index(d->r.articles, RegArticle, (guint)i);
}

/* A heading as it is cited when it has no number. */
static const char *short_heading(RegReader *r, const char *heading)
{
    g_autofree char *start = NULL;

    if (g_utf8_strlen(heading, -1) <= REG_MAX_CITE)
        return heading;
    start = g_utf8_substring(heading, 0, REG_MAX_CITE);
    return arena_printf(r->arena, "%s…", start);
}

static void open_article(Document *d, const MdItem *item)
{
    RegReader *r = &d->r;
    g_autoptr(GArray) above = g_array_new(FALSE, FALSE, sizeof(CiteAbove));
    Cite cite = cite_split(r->arena, item->text.text);
    RegArticle article = {
        .title = cite.title, .text = "", .level = item->level, .pos = item->pos, .element = -1};
    CiteAbove own = {.own = cite.number, .numbered = cite.number[0] != '\0', .level = item->level};

    article.parent = d->article;
    while (article.parent >= 0 && article_at(d, article.parent)->level >= item->level)
        article.parent = article_at(d, article.parent)->parent;
    for (int i = article.parent; i >= 0; i = article_at(d, i)->parent)
        g_array_append_val(above, g_array_index(d->citations, CiteAbove, (guint)i));
    if (!own.numbered) {
        own.own = short_heading(r, item->text.text);
        article.title = "";
    }
    own.full =
        cite_full(r->arena, (const CiteAbove *)(const void *)above->data, above->len, own.own);
    article.cite = own.full;
    d->article = (int)r->articles->len;
    g_array_append_val(r->articles, article);
    g_array_append_val(d->citations, own);
    g_ptr_array_add(d->texts, g_string_new(NULL));
}

static void add_text(Document *d, const char *text, size_t len)
{
    GString *out;

    if (d->article < 0)
        return;
    out = g_ptr_array_index(d->texts, (guint)d->article);
    while (len && text[len - 1] == '\n')
        len--;
    if (out->len && len)
        g_string_append(out, "\n\n");
    g_string_append_len(out, text, (gssize)len);
}

/* A table that no code span announces is text: a line per row. */
static void add_table_text(Document *d, const MdItem *item)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (size_t i = 0; i < item->n_rows; i++) {
        for (size_t k = 0; k < item->rows[i].n_cells; k++) {
            const SrcText *cell = &item->rows[i].cells[k];
            g_string_append_printf(text, "%s%s", k ? " | " : "", cell->text);
            if (i == 0 && g_str_has_prefix(cell->text, "→")) {
                diag_add(d->r.diags, DIAG_ERROR, "regulation.table", item->pos,
                         "nothing says what this table with outputs (→) is");
                diag_hint(d->r.diags,
                          "a paragraph of only `table NAME @CYCLE hit POLICY` stands before it");
            }
        }
        g_string_append_c(text, '\n');
    }
    add_text(d, text->str, text->len);
}

/* ---- heads ----------------------------------------------------------------------------------- */

static void add_part(Document *d, const RegHead *head, const MdItem *item, const MdItem *table)
{
    RegPart part = {.head = *head, .item = item, .table = table, .article = d->article};

    g_array_append_val(d->r.parts, part);
}

/* True if the span took the table after it. */
static bool read_span(Document *d, const MdItem *item, const MdItem *next)
{
    bool before_table = next && next->kind == MD_TABLE && !item->nested;
    RegHead head;
    RegHeadResult result = reg_head_span(&d->r, item, before_table, &head);

    if (result == REG_HEAD_PROSE && !item->nested)
        add_text(d, item->text.text, item->text.len);
    if (result != REG_HEAD_BLOCK)
        return before_table && result == REG_HEAD_ERROR;
    if (before_table) {
        add_part(d, &head, item, next);
        return true;
    }
    diag_add(d->r.diags, DIAG_ERROR, "regulation.no-table", item->pos,
             "no table follows this announcement");
    diag_hint(d->r.diags, "the line of dashes has as many cells as the header, and nothing stands "
                          "between the announcement and the table");
    return false;
}

/* Work and memory grow with articles and with blocks times scopes. */
static bool check_counts(const Document *d, const MdItem *item)
{
    bool articles = d->r.articles->len > REG_MAX_ARTICLES;

    if (!articles && d->r.parts->len <= REG_MAX_BLOCKS)
        return true;
    if (articles)
        diag_add(d->r.diags, DIAG_ERROR, "regulation.too-large", item->pos,
                 "there are too many headings");
    else
        diag_add(d->r.diags, DIAG_ERROR, "regulation.too-large", item->pos,
                 "there are too many blocks");
    diag_expected(d->r.diags, "at most %d", articles ? REG_MAX_ARTICLES : REG_MAX_BLOCKS);
    return false;
}

static void read_items(Document *d, const MdItem *items, size_t n)
{
    for (size_t i = 0; i < n && check_counts(d, &items[i]); i++) {
        const MdItem *item = &items[i];
        RegHead head;
        RegHeadResult result;

        switch (item->kind) {
        case MD_HEADING:
            open_article(d, item);
            break;
        case MD_PROSE:
            add_text(d, item->text.text, item->text.len);
            break;
        case MD_FENCE:
            result = reg_head_fence(&d->r, item, &head);
            if (result == REG_HEAD_PROSE && !item->nested)
                add_text(d, item->body.text, item->body.len);
            if (result == REG_HEAD_BLOCK)
                add_part(d, &head, item, NULL);
            break;
        case MD_SPAN:
            if (read_span(d, item, i + 1 < n ? &items[i + 1] : NULL))
                i++;
            break;
        case MD_TABLE:
            add_table_text(d, item);
            break;
        }
    }
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void *array_in_arena(Arena *arena, const GArray *array, size_t size)
{
    void *copy = arena_alloc_n(arena, array->len, size);

    if (array->len)
        memcpy(copy, array->data, array->len * size);
    return copy;
}

static void cite_blocks(Regulation *reg)
{
    for (size_t i = 0; i < reg->n_blocks; i++) {
        RegBlock *block = reg->blocks[i];
        if (block->assumed)
            block->cite = arena_printf(reg->arena, "假定: %s", block->assumed);
        else if (block->cite)
            continue; /* its own: a deduction of a score */
        else if (block->article >= 0)
            block->cite = reg->articles[block->article].cite;
        else
            block->cite = reg->title_zh[0] ? reg->title_zh : reg->id;
    }
}

static void finish(Document *d)
{
    RegReader *r = &d->r;
    Regulation *reg = r->reg;

    reg->n_articles = r->articles->len;
    reg->articles = array_in_arena(r->arena, r->articles, sizeof(RegArticle));
    for (guint i = 0; i < d->texts->len; i++) {
        const GString *text = g_ptr_array_index(d->texts, i);
        reg->articles[i].text = arena_strndup(r->arena, text->str, text->len);
    }
    reg->subjects = array_in_arena(r->arena, r->subjects, sizeof(RegSubject));
    reg->n_blocks = r->blocks->len;
    reg->blocks = ARENA_NEW_N(r->arena, RegBlock *, r->blocks->len);
    if (r->blocks->len)
        memcpy(reg->blocks, r->blocks->pdata, r->blocks->len * sizeof(RegBlock *));
    cite_blocks(reg);
}

/* The front matter: between a first line `---` and a later line `---`. *out_rest = byte after it,
 * *out_lines = its lines. False after an error. */
static bool
find_front(RegReader *r, const SrcText *file, SrcText *out, size_t *out_rest, uint32_t *out_lines)
{
    const char *end = file->text + file->len;
    const char *p = file->text + 4;
    uint32_t lines = 1;

    if (!g_str_has_prefix(file->text, "---\n")) {
        diag_add(r->diags, DIAG_ERROR, "regulation.no-front-matter", file->start,
                 "a regulation begins with front matter: a line ---");
        return false;
    }
    while (p < end) {
        const char *nl = memchr(p, '\n', (size_t)(end - p));
        size_t len = (size_t)((nl ? nl : end) - p);
        lines++;
        if (len == 3 && memcmp(p, "---", 3) == 0) {
            *out = (SrcText){
                .text = file->text + 4,
                .len = (size_t)(p - file->text) - 4,
                .start = {file->start.file, 2, 1},
                .indent = 1
            };
            *out_rest = (size_t)((nl ? nl + 1 : end) - file->text);
            *out_lines = lines;
            return true;
        }
        p += len + (nl ? 1 : 0);
    }
    diag_add(r->diags, DIAG_ERROR, "regulation.front-matter-unclosed", file->start,
             "the front matter has no end");
    diag_expected(r->diags, "a line of only ---");
    return false;
}

static Regulation *regulation_new(Arena *arena, const char *file)
{
    Regulation *reg = ARENA_NEW(arena, Regulation);

    reg->arena = arena;
    reg->file = arena_strdup(arena, file);
    reg->id = reg->title_zh = reg->title_en = reg->source = reg->version = "";
    reg->effective_from = INT64_MIN;
    reg->effective_to = INT64_MAX;
    return reg;
}

/* Reads all of a text that is known to be UTF-8 into d->r.reg. */
static bool read_document(Document *d, const SrcText *file)
{
    RegReader *r = &d->r;
    SrcText front;
    size_t rest;
    uint32_t lines;
    YamlNode *map;
    MdItem *items;
    size_t n;

    if (!find_front(r, file, &front, &rest, &lines))
        return false;
    map = yaml_parse(r->arena, front.text, front.len, front.start, front.indent, REG_MAX_YAML_BLOCK,
                     r->diags);
    if (!map || !read_front(r, map, file->start))
        return false;
    if (!md_read(r->arena, file->text + rest, file->len - rest,
                 (SrcPos){file->start.file, lines + 1, 1}, r->diags, &items, &n))
        return false;
    read_items(d, items, n);
    reg_assemble(r);
    finish(d);
    return true;
}

static void free_string(gpointer string)
{
    g_string_free(string, TRUE);
}

Regulation *reg_read_in(Arena *arena, const char *text, size_t len, const char *file, Diags *diags)
{
    Document d = {.article = -1};
    SrcText src = {
        .start = {file, 1, 1},
          .indent = 1
    };
    bool ok;

    if (len > REG_MAX_FILE) {
        diag_add(diags, DIAG_ERROR, "regulation.too-large", (SrcPos){file, 0, 0},
                 "%zu bytes are too many for a regulation", len);
        diag_expected(diags, "at most %d", REG_MAX_FILE);
        return NULL;
    }
    src.start.file = arena_strdup(arena, file);
    src.text = source_normalize(arena, text, len, &src.len);
    if (!source_check(src.text, src.len, src.start, 1, "regulation.encoding", diags))
        return NULL;
    d.r = (RegReader){.arena = arena,
                      .diags = diags,
                      .reg = regulation_new(arena, file),
                      .blocks = g_ptr_array_new(),
                      .articles = g_array_new(FALSE, TRUE, sizeof(RegArticle)),
                      .subjects = g_array_new(FALSE, TRUE, sizeof(RegSubject)),
                      .scopes = g_array_new(FALSE, TRUE, sizeof(RegScope)),
                      .parts = g_array_new(FALSE, TRUE, sizeof(RegPart))};
    d.texts = g_ptr_array_new_with_free_func(free_string);
    d.citations = g_array_new(FALSE, TRUE, sizeof(CiteAbove));
    ok = read_document(&d, &src);
    g_ptr_array_unref(d.r.blocks);
    g_array_unref(d.r.articles);
    g_array_unref(d.r.subjects);
    g_array_unref(d.r.scopes);
    g_array_unref(d.r.parts);
    g_ptr_array_unref(d.texts);
    g_array_unref(d.citations);
    return ok ? d.r.reg : NULL;
}

Regulation *reg_read(const char *text, size_t len, const char *file, Diags *diags)
{
    g_autoptr(Arena) arena = arena_new(0);
    Regulation *reg = reg_read_in(arena, text, len, file, diags);

    if (reg)
        (void)g_steal_pointer(&arena); /* reg->arena now */
    return reg;
}

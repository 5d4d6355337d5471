#include "regulation/markdown.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <pthread.h>
#include <string.h>

#include "regulation/source.h"

/* What cmark reports and what is counted here: start lines of blocks and body rows are right in
 * cmark; end lines, columns of inlines and cells, and the header of a table that follows a
 * paragraph without an empty line are not always. So fences are followed line by line from their
 * first line, the header is the line above the line of dashes, and a row is cut into cells by the
 * rule cmark itself cuts by: at each `|` that no backslash stands before. */

typedef struct Reader {
    Arena *arena;
    Diags *diags;
    SrcPos start;
    const char *text;
    size_t len;
    GArray *lines; /* size_t: offset of each line; one more = len */
    GArray *items; /* MdItem */
} Reader;

/* ---- lines ---- */

static void find_lines(Reader *r)
{
    size_t at = 0;

    g_array_append_val(r->lines, at);
    while (at < r->len) {
        const char *nl = memchr(r->text + at, '\n', r->len - at);
        at = nl ? (size_t)(nl - r->text) + 1 : r->len;
        g_array_append_val(r->lines, at);
    }
}

static size_t n_lines(const Reader *r)
{
    return r->lines->len - 1;
}

static size_t line_offset(const Reader *r, size_t i)
{
    return g_array_index(r->lines, size_t, MIN(i, r->lines->len - 1));
}

static SrcPos line_pos(const Reader *r, size_t i)
{
    return (SrcPos){r->start.file, r->start.line + (uint32_t)i, 1};
}

/* Line i (from 0) without its line break; empty past the end. */
static SrcText line_at(const Reader *r, size_t i)
{
    size_t from = line_offset(r, i);
    size_t to = line_offset(r, i + 1);

    if (to > from && r->text[to - 1] == '\n')
        to--;
    return (SrcText){.text = r->text + from, .len = to - from, .start = line_pos(r, i)};
}

static bool is_blank_line(const SrcText *line)
{
    for (size_t i = 0; i < line->len; i++)
        if (line->text[i] != ' ' && line->text[i] != '\t')
            return false;
    return true;
}

/* ---- limits before cmark ---- */

/* Cells of a line of dashes (`|---|:-:|`), 0 if it is none. */
static size_t delimiter_cells(const SrcText *line)
{
    size_t cells = 0;
    bool dash = false;

    for (size_t i = 0; i < line->len; i++) {
        char c = line->text[i];
        if (c == '-') {
            cells += !dash;
            dash = true;
        } else if (c == '|') {
            dash = false;
        } else if (c != ' ' && c != '\t' && c != ':') {
            return 0;
        }
    }
    return cells;
}

/* cmark takes seconds for one line of 65,000 cells, wherever it stands. */
static bool check_bars(const Reader *r)
{
    for (size_t i = 0; i < n_lines(r); i++) {
        SrcText line = line_at(r, i);
        size_t n = 0;
        for (size_t k = 0; k < line.len; k++)
            n += line.text[k] == '|';
        if (n <= MD_MAX_BARS)
            continue;
        diag_add(r->diags, DIAG_ERROR, "regulation.table-too-wide", line.start,
                 "a line with %zu bars `|` is too wide", n);
        diag_expected(r->diags, "at most %d", MD_MAX_BARS);
        return false;
    }
    return true;
}

/* cmark fills short rows up: a wide header above many short lines costs columns × lines. */
static bool check_tables(const Reader *r)
{
    for (size_t i = 0; i < n_lines(r); i++) {
        SrcText line = line_at(r, i);
        size_t columns = delimiter_cells(&line);
        size_t rows = 0;

        if (columns > MD_MAX_COLUMNS) {
            diag_add(r->diags, DIAG_ERROR, "regulation.table-too-wide", line_pos(r, i),
                     "a table of %zu columns is too wide", columns);
            diag_expected(r->diags, "at most %d", MD_MAX_COLUMNS);
            return false;
        }
        if (columns < 2)
            continue;
        for (size_t k = i + 1; k < n_lines(r) && rows * columns <= MD_MAX_CELLS; k++, rows++) {
            line = line_at(r, k);
            if (is_blank_line(&line))
                break;
        }
        if (rows * columns > MD_MAX_CELLS) {
            diag_add(r->diags, DIAG_ERROR, "regulation.table-too-large", line_pos(r, i),
                     "this table has too many cells");
            diag_expected(r->diags, "at most %d", MD_MAX_CELLS);
            return false;
        }
        i += rows;
    }
    return true;
}

static bool check_images(const Reader *r)
{
    size_t n = 0;

    for (size_t i = 0; i + 1 < r->len; i++)
        n += r->text[i] == '!' && r->text[i + 1] == '[';
    if (n <= MD_MAX_IMAGES)
        return true;
    diag_add(r->diags, DIAG_ERROR, "regulation.images", r->start, "%zu images `![` are too many",
             n);
    diag_expected(r->diags, "at most %d", MD_MAX_IMAGES);
    return false;
}

/* ---- plain text ---- */

static bool is_wide(gunichar c)
{
    return g_unichar_iswide(c);
}

/* A line break between two Han characters is none in the sentence; else it is a blank. */
static void append_soft_break(GString *out, const char *following)
{
    const char *last = out->len ? g_utf8_find_prev_char(out->str, out->str + out->len) : NULL;

    if (last && following && is_wide(g_utf8_get_char(last)) && is_wide(g_utf8_get_char(following)))
        return;
    g_string_append_c(out, ' ');
}

static void append_inline(GString *out, cmark_node *node, bool *pending_break)
{
    cmark_node_type type = cmark_node_get_type(node);
    const char *literal = cmark_node_get_literal(node);

    if (type == CMARK_NODE_SOFTBREAK) {
        *pending_break = true;
        return;
    }
    if (type == CMARK_NODE_LINEBREAK) {
        g_string_append_c(out, '\n');
        return;
    }
    if ((type != CMARK_NODE_TEXT && type != CMARK_NODE_CODE) || !literal || !*literal)
        return;
    if (*pending_break)
        append_soft_break(out, literal);
    *pending_break = false;
    g_string_append(out, literal);
}

static void append_item_mark(GString *out, cmark_node *item)
{
    cmark_node *list = cmark_node_parent(item);
    intptr_t n = (intptr_t)cmark_node_get_user_data(list); /* items before this one */

    if (out->len && out->str[out->len - 1] != '\n')
        g_string_append_c(out, '\n');
    if (cmark_node_get_list_type(list) == CMARK_ORDERED_LIST)
        g_string_append_printf(out, "%d. ", cmark_node_get_list_start(list) + (int)n);
    else
        g_string_append(out, "- ");
    cmark_node_set_user_data(list, (void *)(n + 1));
}

/* What a reader of the page sees of `root`, lines parted by '\n'. */
static void append_plain(GString *out, cmark_node *root)
{
    cmark_iter *iter = cmark_iter_new(root);
    bool pending_break = false;
    cmark_event_type event;

    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);

        if (event == CMARK_EVENT_EXIT) {
            if (type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING)
                g_string_append_c(out, '\n');
            continue;
        }
        if (type == CMARK_NODE_ITEM)
            append_item_mark(out, node);
        else if (type == CMARK_NODE_CODE_BLOCK)
            g_string_append(out, cmark_node_get_literal(node));
        else if (type != CMARK_NODE_HTML_BLOCK && type != CMARK_NODE_HTML_INLINE)
            append_inline(out, node, &pending_break);
    }
    cmark_iter_free(iter);
}

static SrcText plain_text(Reader *r, cmark_node *node, SrcPos pos)
{
    GString *out = g_string_new(NULL);
    SrcText src = {.start = pos};

    append_plain(out, node);
    while (out->len && out->str[out->len - 1] == '\n')
        g_string_truncate(out, out->len - 1);
    src.text = arena_strndup(r->arena, out->str, out->len);
    src.len = out->len;
    g_string_free(out, TRUE);
    return src;
}

/* ---- items ---- */

static size_t node_line(cmark_node *node)
{
    int line = cmark_node_get_start_line(node);

    return line > 0 ? (size_t)line - 1 : 0;
}

/* Blocks begin after spaces and marks only: bytes are code points there. */
static SrcPos node_pos(const Reader *r, cmark_node *node)
{
    SrcPos pos = line_pos(r, node_line(node));
    int column = cmark_node_get_start_column(node);

    if (column > 1)
        pos.column = (uint32_t)column;
    return pos;
}

static MdItem *add_item(Reader *r, MdKind kind, SrcPos pos)
{
    MdItem item = {.kind = kind, .pos = pos};

    g_array_append_val(r->items, item);
    return &g_array_index(r->items, MdItem, r->items->len - 1);
}

static size_t count_run(const SrcText *line, size_t at, char c)
{
    size_t n = 0;

    while (at + n < line->len && line->text[at + n] == c)
        n++;
    return n;
}

/* True if `line` closes a fence of n characters c. */
static bool closes_fence(const SrcText *line, char c, size_t n)
{
    size_t at = count_run(line, 0, ' ');
    size_t run = count_run(line, at, c);
    SrcText rest = {.text = line->text + at + run, .len = line->len - at - run};

    return at < 4 && run >= n && is_blank_line(&rest);
}

static void read_fence(Reader *r, cmark_node *node, bool nested)
{
    int length = 0;
    int offset = 0;
    char c = '`';
    size_t first = node_line(node);
    size_t n = 0;
    SrcText head = line_at(r, first);
    SrcText closing;
    size_t at;
    MdItem *item = add_item(r, MD_FENCE, node_pos(r, node));

    (void)cmark_node_get_fenced(node, &length, &offset, &c); /* the caller knows it is one */
    item->nested = nested || offset > 0;
    for (const char *p = cmark_node_get_literal(node); *p; p++)
        n += *p == '\n';
    at = nested ? (size_t)0 : count_run(&head, 0, ' ');
    while (at < head.len && head.text[at] != c)
        at++;
    at += count_run(&head, at, c);
    item->text = src_part(r->arena, &head, at, head.len);
    item->body = (SrcText){.text = r->text + line_offset(r, first + 1),
                           .len = line_offset(r, first + 1 + n) - line_offset(r, first + 1),
                           .start = line_pos(r, first + 1),
                           .indent = 1};
    item->body.text = arena_strndup(r->arena, item->body.text, item->body.len);
    closing = line_at(r, first + 1 + n);
    item->closed = nested || closes_fence(&closing, c, (size_t)MAX(length, 0));
}

/* True if the paragraph holds one code span and nothing else. */
static bool is_span(cmark_node *paragraph)
{
    cmark_node *child = cmark_node_first_child(paragraph);

    return child && !cmark_node_next(child) && cmark_node_get_type(child) == CMARK_NODE_CODE;
}

static void read_span(Reader *r, cmark_node *paragraph, bool nested)
{
    SrcText line = line_at(r, node_line(paragraph));
    const char *tick = memchr(line.text, '`', line.len);
    MdItem *item = add_item(r, MD_SPAN, node_pos(r, paragraph));
    size_t from;
    size_t to = line.len;

    item->nested = nested;
    if (!tick) { /* begins in another line than cmark says */
        item->text.text =
            arena_strdup(r->arena, cmark_node_get_literal(cmark_node_first_child(paragraph)));
        item->text.len = strlen(item->text.text);
        item->text.start = item->pos;
        return;
    }
    from = (size_t)(tick - line.text);
    from += count_run(&line, from, '`');
    while (to > from && (line.text[to - 1] == ' ' || line.text[to - 1] == '\t'))
        to--;
    while (to > from && line.text[to - 1] == '`')
        to--;
    item->text = src_part(r->arena, &line, from, to);
}

/* ---- tables ---- */

/* Bytes of the cell that begins at `at`: up to a `|` without a backslash before it. */
static size_t cell_end(const SrcText *line, size_t at)
{
    while (at < line->len && line->text[at] != '|') {
        bool escape =
            line->text[at] == '\\' && at + 1 < line->len && g_ascii_ispunct(line->text[at + 1]);
        at += escape ? 2 : 1;
    }
    return MIN(at, line->len);
}

/* Turns `\|` into | in place; columns after it are one less than in the file. New length. */
static size_t unescape_bars(char *text, size_t len)
{
    size_t n = 0;

    for (size_t i = 0; i < len; i++) {
        if (text[i] == '\\' && text[i + 1] == '|')
            continue;
        text[n++] = text[i];
    }
    text[n] = '\0';
    return n;
}

static SrcText read_cell(Reader *r, const SrcText *line, size_t from, size_t to)
{
    SrcText cell = src_part(r->arena, line, from, to);
    size_t ticks = 0;

    for (size_t i = 0; i < cell.len; i++)
        ticks += cell.text[i] == '`';
    if (ticks == 2 && cell.len > 2 && cell.text[0] == '`' && cell.text[cell.len - 1] == '`')
        cell = src_part(r->arena, &cell, 1, cell.len - 1);
    cell.len = unescape_bars((char *)cell.text, cell.len); /* ours: src_part made it */
    return cell;
}

static MdRow read_row(Reader *r, size_t line_no)
{
    SrcText line = line_at(r, line_no);
    g_autoptr(GArray) cells = g_array_new(FALSE, FALSE, sizeof(SrcText));
    size_t at = 0;
    MdRow row = {.pos = line.start};

    while (line.len && (line.text[line.len - 1] == ' ' || line.text[line.len - 1] == '\t'))
        line.len--;
    while (at < line.len && (line.text[at] == ' ' || line.text[at] == '\t'))
        at++;
    row.pos.column += (uint32_t)at;
    if (at < line.len && line.text[at] == '|')
        at++;
    SrcText rest = {.text = line.text + at, .len = line.len - at};
    rest.start = src_text_pos(&line, at);
    while (rest.len && cells->len <= MD_MAX_COLUMNS) { /* one more shows that there are too many */
        size_t end = cell_end(&rest, 0);
        SrcText cell = read_cell(r, &rest, 0, end);
        g_array_append_val(cells, cell);
        end = MIN(end + 1, rest.len);
        rest.start = src_text_pos(&rest, end);
        rest.text += end;
        rest.len -= end;
    }
    row.n_cells = cells->len;
    row.cells = ARENA_NEW_N(r->arena, SrcText, row.n_cells);
    if (cells->len)
        memcpy(row.cells, cells->data, cells->len * sizeof(SrcText));
    return row;
}

/* The line of the header: above the first line of as many dashes as the table has columns. */
static size_t header_line(Reader *r, cmark_node *table)
{
    size_t first = node_line(table);
    size_t columns = cmark_gfm_extensions_get_table_columns(table);

    for (size_t i = first; i + 1 < n_lines(r); i++) {
        SrcText dashes = line_at(r, i + 1);
        if (is_blank_line(&dashes))
            break;
        if (delimiter_cells(&dashes) == columns && read_row(r, i).n_cells == columns)
            return i;
    }
    return first;
}

static void read_table(Reader *r, cmark_node *table)
{
    size_t n = 0;
    size_t i = 0;
    MdItem *item = add_item(r, MD_TABLE, node_pos(r, table));

    for (cmark_node *row = cmark_node_first_child(table); row; row = cmark_node_next(row))
        n++;
    item->n_rows = n;
    item->rows = ARENA_NEW_N(r->arena, MdRow, n);
    for (cmark_node *row = cmark_node_first_child(table); row; row = cmark_node_next(row), i++)
        item->rows[i] = read_row(r, i ? node_line(row) : header_line(r, table));
    if (n)
        item->pos = item->rows[0].pos;
}

/* ---- the walk ---- */

static bool is_fence(cmark_node *node)
{
    int length;
    int offset;
    char c;

    return cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK &&
           cmark_node_get_fenced(node, &length, &offset, &c);
}

/* Prose; fences and code spans inside a list or quotation are listed after it. */
static void read_prose(Reader *r, cmark_node *node)
{
    SrcPos pos = node_pos(r, node);
    SrcText text = plain_text(r, node, pos);
    cmark_iter *iter;
    cmark_event_type event;

    if (text.len)
        add_item(r, MD_PROSE, pos)->text = text;
    if (cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH)
        return;
    iter = cmark_iter_new(node);
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *inner = cmark_iter_get_node(iter);
        if (event != CMARK_EVENT_ENTER)
            continue;
        if (is_fence(inner))
            read_fence(r, inner, true);
        else if (cmark_node_get_type(inner) == CMARK_NODE_PARAGRAPH && is_span(inner))
            read_span(r, inner, true);
    }
    cmark_iter_free(iter);
}

static void read_block(Reader *r, cmark_node *node)
{
    cmark_node_type type = cmark_node_get_type(node);

    if (type == CMARK_NODE_HEADING) {
        MdItem *item = add_item(r, MD_HEADING, node_pos(r, node));
        item->level = cmark_node_get_heading_level(node);
        item->text = plain_text(r, node, item->pos);
    } else if (type == CMARK_NODE_PARAGRAPH && is_span(node)) {
        read_span(r, node, false);
    } else if (is_fence(node)) {
        read_fence(r, node, false);
    } else if (strcmp(cmark_node_get_type_string(node), "table") == 0) {
        read_table(r, node);
    } else if (type != CMARK_NODE_HTML_BLOCK && type != CMARK_NODE_THEMATIC_BREAK) {
        read_prose(r, node);
    }
}

static void walk(Reader *r)
{
    cmark_parser *parser = cmark_parser_new(CMARK_OPT_DEFAULT);
    cmark_node *document;

    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension("table"));
    cmark_parser_feed(parser, r->text, r->len);
    document = cmark_parser_finish(parser);
    for (cmark_node *node = cmark_node_first_child(document); node; node = cmark_node_next(node))
        read_block(r, node);
    cmark_node_free(document);
    cmark_parser_free(parser);
}

bool md_read(Arena *arena,
             const char *text,
             size_t len,
             SrcPos start,
             Diags *diags,
             MdItem **out,
             size_t *out_n)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    g_autoptr(GArray) lines = g_array_new(FALSE, FALSE, sizeof(size_t));
    g_autoptr(GArray) items = g_array_new(FALSE, FALSE, sizeof(MdItem));
    Reader r = {.arena = arena,
                .diags = diags,
                .start = start,
                .text = text,
                .len = len,
                .lines = lines,
                .items = items};

    find_lines(&r);
    if (!check_tables(&r) || !check_bars(&r) || !check_images(&r))
        return false;
    (void)pthread_once(&once, cmark_gfm_core_extensions_ensure_registered);
    walk(&r);
    *out_n = items->len;
    *out = ARENA_NEW_N(arena, MdItem, items->len);
    if (items->len)
        memcpy(*out, items->data, items->len * sizeof(MdItem));
    return true;
}

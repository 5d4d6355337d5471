#include <string.h>

#include "base/text.h"
#include "feel/parser_private.h"

enum {
    /* Nodes made and levels entered, tries included: a text read without a second try takes about
     * two a byte. */
    STEPS_PER_BYTE = 32,
    STEPS_AT_LEAST = 4096,
    /* Levels of calls. Printing may put parentheses around every node, which must read again. */
    MAX_DEPTH = 2 * FEEL_MAX_NESTING,
    MAX_SEEN = 40, /* bytes of the text shown in a finding, about */
};

void feel_parser_skip_to(FeelParser *p, size_t end)
{
    p->last = (uint32_t)end;
    p->tok = feel_lex_token(&p->lex, end);
}

void feel_parser_next(FeelParser *p)
{
    feel_parser_skip_to(p, p->tok.end);
}

FeelMark feel_parser_mark(const FeelParser *p)
{
    return (FeelMark){p->tok, p->last};
}

void feel_parser_back(FeelParser *p, FeelMark mark)
{
    p->tok = mark.tok;
    p->last = mark.last;
}

bool feel_parser_is(const FeelParser *p, const char *word)
{
    return feel_token_is_word(&p->lex, &p->tok, word);
}

bool feel_parser_take(FeelParser *p, FeelTokenKind kind)
{
    if (p->tok.kind != kind)
        return false;
    feel_parser_next(p);
    return true;
}

bool feel_parser_take_word(FeelParser *p, const char *word)
{
    if (!feel_parser_is(p, word))
        return false;
    feel_parser_next(p);
    return true;
}

bool feel_parser_need(FeelParser *p, FeelTokenKind kind, const char *expected)
{
    if (feel_parser_take(p, kind))
        return true;
    feel_parser_unexpected(p, expected);
    return false;
}

bool feel_parser_need_word(FeelParser *p, const char *word, const char *expected)
{
    if (feel_parser_take_word(p, word))
        return true;
    feel_parser_unexpected(p, expected);
    return false;
}

/* The text from `start` to `end`, cut after MAX_SEEN bytes. */
static char *excerpt(FeelParser *p, size_t start, size_t end)
{
    const char *text = p->lex.text + start;
    size_t len = end - start;

    if (len <= MAX_SEEN)
        return arena_strndup(p->arena, text, len);
    len = MAX_SEEN;
    while (((unsigned char)text[len] & 0xC0) == 0x80)
        len--;
    return arena_printf(p->arena, "%.*s…", (int)len, text);
}

static bool failure_counts(const FeelParser *p, size_t offset)
{
    return !p->failure.set || (!p->failure.final && offset > p->failure.offset);
}

void *feel_parser_fail(
    FeelParser *p, size_t offset, const char *code, const char *message, const char *hint)
{
    if (failure_counts(p, offset))
        p->failure = (FeelFailure){.set = true,
                                   .offset = (uint32_t)offset,
                                   .code = code,
                                   .message = message,
                                   .hint = hint};
    return NULL;
}

void *feel_parser_unexpected(FeelParser *p, const char *expected)
{
    const FeelToken *tok = &p->tok;

    if (!failure_counts(p, tok->start))
        return NULL;
    p->failure = (FeelFailure){.set = true, .offset = tok->start, .expected = expected};
    p->failure.code = tok->kind == FEEL_TOK_BAD ? tok->code : "feel.syntax";
    p->failure.message = tok->kind == FEEL_TOK_BAD ? tok->problem : "this does not belong here";
    if (tok->kind == FEEL_TOK_END)
        p->failure.message = "the expression is not complete";
    else
        p->failure.seen = excerpt(p, tok->start, tok->end);
    if (tok->kind == FEEL_TOK_BAD) {
        p->failure.expected = NULL;
        p->failure.hint = tok->hint;
    }
    return NULL;
}

void feel_parser_remark(FeelParser *p, size_t start, const char *code, const char *message)
{
    FeelRemark remark = {(uint32_t)start, code, message, excerpt(p, start, p->last)};
    guint i = p->remarks->len;

    while (i > 0 && g_array_index(p->remarks, FeelRemark, i - 1).offset > remark.offset)
        i--;
    if (i == 0 || g_array_index(p->remarks, FeelRemark, i - 1).offset < remark.offset)
        g_array_insert_val(p->remarks, i, remark);
}

/* A limit was reached: this failure stands, whatever else was tried. */
static bool give_up(FeelParser *p, const char *code, const char *message, const char *hint)
{
    if (p->failure.final)
        return false;
    p->failure = (FeelFailure){.set = true,
                               .final = true,
                               .offset = p->tok.start,
                               .code = code,
                               .message = message,
                               .hint = hint};
    return false;
}

static bool too_deep(FeelParser *p)
{
    return give_up(p, "feel.too-deep", "the expression is nested too deeply",
                   "split it into several named parts");
}

static bool step(FeelParser *p)
{
    if (p->failure.final)
        return false;
    if (++p->steps > STEPS_AT_LEAST + STEPS_PER_BYTE * p->lex.len)
        return give_up(p, "feel.too-complex", "the expression takes too many tries to read",
                       "put parentheses around the ranges");
    return true;
}

bool feel_parser_enter(FeelParser *p)
{
    if (!step(p))
        return false;
    if (p->depth >= MAX_DEPTH)
        return too_deep(p);
    p->depth++;
    return true;
}

FeelNode *feel_parser_node(
    FeelParser *p, FeelNodeKind kind, size_t start, FeelNode *const *kids, size_t n_kids)
{
    FeelNode *node;

    if (!step(p))
        return NULL;
    node = feel_node_new(p->arena, kind, start, MAX(p->last, start));
    feel_node_set_kids(p->arena, node, kids, n_kids);
    if (node->height > FEEL_MAX_NESTING) {
        too_deep(p);
        return NULL;
    }
    return node;
}

FeelNode *feel_parser_node_of(FeelParser *p, FeelNodeKind kind, size_t start, GPtrArray *kids)
{
    return feel_parser_node(p, kind, start, (FeelNode *const *)kids->pdata, kids->len);
}

static void
parser_init(FeelParser *p, Arena *arena, const FeelScope *scope, const SrcText *src, Diags *diags)
{
    *p = (FeelParser){.arena = arena, .scope = scope, .src = src, .diags = diags};
    p->lex.text = src->text;
    p->lex.len = src->len;
    p->lex.dialect = feel_scope_dialect(scope);
    p->lex.notes = g_array_new(FALSE, FALSE, sizeof(FeelLexNote));
    p->chain.normal = g_string_new(NULL);
    p->members = g_hash_table_new(g_str_hash, g_str_equal);
    p->max_parts = feel_scope_max_parts(scope);
    p->brackets = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    p->bracket = UINT32_MAX;
    p->name = UINT32_MAX;
    p->remarks = g_array_new(FALSE, FALSE, sizeof(FeelRemark));
    feel_parser_skip_to(p, 0);
}

static void parser_clear(FeelParser *p)
{
    g_array_unref(p->lex.notes);
    g_string_free(p->chain.normal, TRUE);
    g_hash_table_unref(p->members);
    g_array_unref(p->brackets);
    g_array_unref(p->remarks);
}

/* The text can be scanned: not too long, and UTF-8. */
static bool can_scan(const SrcText *src, Diags *diags)
{
    const char *end;

    if (src->len > FEEL_MAX_TEXT) {
        diag_add(diags, DIAG_ERROR, "feel.too-long", src->start, "the expression is too long");
        diag_seen(diags, "%zu bytes", src->len);
        diag_expected(diags, "at most %d bytes", FEEL_MAX_TEXT);
        return false;
    }
    if (g_utf8_validate_len(src->text, src->len, &end))
        return true;
    diag_add(diags, DIAG_ERROR, "feel.bad-utf8", src_text_pos(src, (size_t)(end - src->text)),
             "the text is not valid UTF-8 from here on");
    return false;
}

static void report_notes(const FeelParser *p)
{
    for (guint i = 0; i < p->lex.notes->len; i++) {
        const FeelLexNote *note = &g_array_index(p->lex.notes, FeelLexNote, i);

        diag_add(p->diags, DIAG_ERROR, "feel.full-width",
                 feel_place(p->diags, p->src, note->offset),
                 "a full-width or typographic character in an expression");
        diag_seen(p->diags, "%.*s", (int)note->len, p->src->text + note->offset);
        diag_hint(p->diags, "write %s", note->ascii);
    }
}

static void report_failure(FeelParser *p)
{
    const FeelFailure *f = &p->failure;
    const char *nearest = f->hint ? NULL : feel_parser_nearest(p);
    Lang lang = diags_lang(p->diags);
    gunichar c = f->offset < p->src->len ? g_utf8_get_char(p->src->text + f->offset) : 0;

    diag_add(p->diags, DIAG_ERROR, f->code, src_text_pos(p->src, f->offset), "%s",
             text_in(lang, f->message));
    if (f->seen)
        diag_seen(p->diags, "%s", f->seen);
    if (f->expected)
        diag_expected(p->diags, "%s", text_in(lang, f->expected));
    if (f->hint)
        diag_hint(p->diags, "%s", text_in(lang, f->hint));
    else if (nearest)
        diag_hint(p->diags, "did you mean %s?", nearest);
    else if (c >= 0x80 && feel_char_ascii(c))
        diag_hint(p->diags, "write %s", feel_char_ascii(c));
}

static void report_remarks(const FeelParser *p)
{
    bool strict = p->lex.dialect == FEEL_REGULATION;

    for (guint i = 0; i < p->remarks->len; i++) {
        const FeelRemark *remark = &g_array_index(p->remarks, FeelRemark, i);

        diag_add(p->diags, strict ? DIAG_ERROR : DIAG_WARNING, remark->code,
                 feel_place(p->diags, p->src, remark->offset), "%s",
                 text_in(diags_lang(p->diags), remark->message));
        diag_seen(p->diags, "%s", remark->seen);
    }
}

/* Reports everything; the tree if nothing of it is an error. */
static FeelNode *finish(FeelParser *p, FeelNode *node)
{
    bool failed = p->lex.notes->len > 0;

    if (node && p->tok.kind != FEEL_TOK_END)
        node = feel_parser_unexpected(p, "an operator or the end");
    if (p->lex.dialect == FEEL_REGULATION && p->remarks->len > 0)
        failed = true;
    report_notes(p);
    if (node)
        report_remarks(p);
    else
        report_failure(p);
    return failed ? NULL : node;
}

static FeelFrameKind frame_kind(FeelNodeKind kind)
{
    if (kind == FEEL_N_CONTEXT)
        return FEEL_FRAME_CONTEXT;
    if (kind == FEEL_N_FUNCTION)
        return FEEL_FRAME_FUNCTION;
    return kind == FEEL_N_FILTER ? FEEL_FRAME_FILTER : FEEL_FRAME_LOOP;
}

/* Parses inside of the frames of `bound`, which lie on the stack while it does. */
static FeelNode *parse_bound(FeelParser *p, const FeelBound *bound, FeelGrammar grammar)
{
    FeelFrame *frames;
    FeelNode *node;
    size_t n = 0;

    for (const FeelBound *b = bound; b; b = b->outer)
        n++;
    frames = g_new0(FeelFrame, n);
    for (size_t i = 0; i < n; i++) { /* the outermost first */
        const FeelBound *b = bound;

        for (size_t k = i + 1; k < n; k++)
            b = b->outer;
        feel_frame_init(p, &frames[i], frame_kind(b->kind));
        for (size_t k = 0; k < b->n; k++)
            feel_frame_add(p, &frames[i],
                           feel_name_normal(p->arena, b->names[k], strlen(b->names[k])));
        if (b->self) {
            frames[i].self = feel_name_normal(p->arena, b->self, strlen(b->self));
            p->max_parts = MAX(p->max_parts, feel_name_n_parts(frames[i].self));
        }
    }
    node = grammar == FEEL_UNARY_TESTS ? feel_parse_tests(p) : feel_parse_expression(p);
    node = finish(p, node);
    while (n > 0)
        feel_frame_clear(p, &frames[--n]);
    g_free(frames);
    return node;
}

FeelNode *feel_parse_bound(Arena *arena,
                           const FeelScope *scope,
                           const FeelBound *bound,
                           const SrcText *src,
                           FeelGrammar grammar,
                           Diags *diags)
{
    FeelParser p;
    FeelNode *node;

    if (!can_scan(src, diags))
        return NULL;
    parser_init(&p, arena, scope, src, diags);
    p.has_input = grammar == FEEL_UNARY_TESTS;
    node = parse_bound(&p, bound, grammar);
    parser_clear(&p);
    return node;
}

FeelNode *feel_parse(
    Arena *arena, const FeelScope *scope, const SrcText *src, FeelGrammar grammar, Diags *diags)
{
    return feel_parse_bound(arena, scope, NULL, src, grammar, diags);
}

bool feel_parse_type_text(
    Arena *arena, const FeelScope *scope, const SrcText *src, const FeelType **out, Diags *diags)
{
    FeelParser p;
    FeelNode *done;

    *out = NULL;
    if (!can_scan(src, diags))
        return false;
    parser_init(&p, arena, scope, src, diags);
    done = feel_parse_type(&p, out) ? feel_node_new(arena, FEEL_N_DASH, 0, 0) : NULL;
    done = finish(&p, done);
    parser_clear(&p);
    return done != NULL;
}

FeelNode *feel_parse_function(Arena *arena,
                              const FeelScope *scope,
                              const char *const *params,
                              const FeelType *const *types,
                              size_t n_params,
                              const SrcText *src,
                              Diags *diags)
{
    FeelParser p;
    FeelFrame frame;
    FeelNode *node;

    if (!can_scan(src, diags))
        return NULL;
    parser_init(&p, arena, scope, src, diags);
    feel_frame_init(&p, &frame, FEEL_FRAME_FUNCTION);
    for (size_t i = 0; i < n_params; i++)
        feel_frame_add(&p, &frame, feel_name_normal(arena, params[i], strlen(params[i])));
    node = finish(&p, feel_parse_expression(&p));
    if (node && !feel_check_function(arena, scope, &frame, types, node, src, diags))
        node = NULL;
    feel_frame_clear(&p, &frame);
    parser_clear(&p);
    return node;
}

/* range(from): a range literal in a text (feel-reference 5.9). */
#include <string.h>

#include "feel/builtins.h"
#include "feel/lexer.h"
#include "feel/literal.h"

typedef struct Reader {
    FeelLexer lex;
    Arena *arena;
    FeelToken token; /* the next one */
} Reader;

static void advance(Reader *r)
{
    r->token = feel_lex_token(&r->lex, r->token.end);
}

static bool take(Reader *r, FeelTokenKind kind)
{
    if (r->token.kind != kind)
        return false;
    advance(r);
    return true;
}

static bool take_word(Reader *r, const char *word)
{
    if (r->token.kind != FEEL_TOK_WORD || !feel_token_is_word(&r->lex, &r->token, word))
        return false;
    advance(r);
    return true;
}

static bool take_string(Reader *r, FeelValue *out)
{
    size_t len;
    char *text;

    if (r->token.kind != FEEL_TOK_STRING)
        return false;
    text = feel_lex_string(&r->lex, &r->token, r->arena, &len);
    if (!text)
        return false;
    *out = feel_string(text, len);
    advance(r);
    return true;
}

static bool take_number(Reader *r, FeelValue *out)
{
    bool negative = take(r, FEEL_TOK_MINUS);
    Dec n;

    if (r->token.kind != FEEL_TOK_NUMBER || !feel_lex_number(&r->lex, &r->token, &n))
        return false;
    advance(r);
    *out = feel_number(negative ? dec_neg(n) : n);
    return true;
}

static bool parse_as(Reader *r, FeelKind kind, const FeelValue *text, FeelValue *out)
{
    const char *s = text->u.string.text;
    ptrdiff_t len = (ptrdiff_t)text->u.string.len;
    CalDateTime *moment;

    if (kind == FEEL_DT_DURATION)
        return feel_duration_parse(s, text->u.string.len, out);
    if (kind != FEEL_DATE_TIME)
        return feel_literal_parse(r->arena, s, text->u.string.len, out) && out->kind == kind;
    moment = ARENA_NEW(r->arena, CalDateTime);
    *out = (FeelValue){.kind = kind, .u.date_time = moment};
    return cal_date_time_parse(s, len, true, moment);
}

/* date("…"), time("…"), date and time("…"), duration("…") with a string literal. */
static bool take_call(Reader *r, FeelValue *out)
{
    FeelKind kind = FEEL_NULL;
    FeelValue text;

    if (take_word(r, "time"))
        kind = FEEL_TIME;
    else if (take_word(r, "duration"))
        kind = FEEL_DT_DURATION; /* or the other */
    else if (take_word(r, "date"))
        kind = FEEL_DATE;
    if (kind == FEEL_DATE && take_word(r, "and")) {
        if (!take_word(r, "time"))
            return false;
        kind = FEEL_DATE_TIME;
    }
    return kind != FEEL_NULL && take(r, FEEL_TOK_LPAREN) && take_string(r, &text) &&
           take(r, FEEL_TOK_RPAREN) && parse_as(r, kind, &text, out);
}

static bool take_endpoint(Reader *r, FeelValue *out)
{
    FeelValue text;

    if (r->token.kind == FEEL_TOK_STRING)
        return take_string(r, out);
    if (r->token.kind == FEEL_TOK_WORD)
        return take_call(r, out);
    if (take(r, FEEL_TOK_AT))
        return take_string(r, &text) &&
               feel_literal_parse(r->arena, text.u.string.text, text.u.string.len, out);
    return take_number(r, out);
}

static bool closes(const Reader *r)
{
    return r->token.kind == FEEL_TOK_RBRACKET || r->token.kind == FEEL_TOK_RPAREN ||
           r->token.kind == FEEL_TOK_LBRACKET;
}

static bool read_range(Reader *r, FeelRange *out)
{
    *out = (FeelRange){.form = FEEL_RANGE_INTERVAL};
    out->start_included = r->token.kind == FEEL_TOK_LBRACKET;
    if (!out->start_included && r->token.kind != FEEL_TOK_LPAREN &&
        r->token.kind != FEEL_TOK_RBRACKET)
        return false;
    advance(r);
    out->start_unbounded = r->token.kind == FEEL_TOK_DOTS;
    if (!out->start_unbounded && !take_endpoint(r, &out->start))
        return false;
    if (!take(r, FEEL_TOK_DOTS))
        return false;
    out->end_unbounded = closes(r);
    if (!out->end_unbounded && !take_endpoint(r, &out->end))
        return false;
    if (!closes(r))
        return false;
    out->end_included = r->token.kind == FEEL_TOK_RBRACKET;
    advance(r);
    return r->token.kind == FEEL_TOK_END;
}

static bool is_valid(const FeelRange *r)
{
    int order;

    if (r->start_unbounded || r->end_unbounded)
        return !(r->start_unbounded && r->end_unbounded) &&
               !(r->start_unbounded && r->start_included) && !(r->end_unbounded && r->end_included);
    return feel_compare(&r->start, &r->end, &order) && order <= 0;
}

FeelValue feel_range_parse(const Call *call)
{
    const FeelValue *text = &call->args[0];
    Reader r = {.arena = call->run->mem};
    FeelRange range;
    bool ok;

    if (text->u.string.len > FEEL_MAX_TEXT)
        return feel_fault(call->run, call->at, FAULT_LITERAL);
    r.lex.text = text->u.string.text;
    r.lex.len = text->u.string.len;
    r.lex.dialect = FEEL_STANDARD;
    r.lex.notes = g_array_new(FALSE, FALSE, sizeof(FeelLexNote));
    advance(&r);
    ok = read_range(&r, &range) && is_valid(&range);
    g_array_unref(r.lex.notes);
    return ok ? feel_make_range(call->run, range) : feel_fault(call->run, call->at, FAULT_LITERAL);
}

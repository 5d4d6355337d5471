/* matches, replace, split (feel-reference 5.3, 5.4). The steps of the matcher are steps of the row.
 */
#include <string.h>

#include "feel/builtins.h"
#include "feel/regex.h"

/* ---- patterns, compiled once per run ---- */

enum { MAX_PATTERNS = 32 }; /* kept; beyond it all are forgotten */

typedef struct Pattern {
    Arena *arena;  /* owned */
    FeelRegex *re; /* NULL: no such expression */
    const char *problem;
} Pattern;

struct Patterns {
    GHashTable *by_text; /* owned: flags and text -> Pattern */
};

static void pattern_free(gpointer data)
{
    Pattern *pattern = data;

    arena_free(pattern->arena);
    g_free(pattern);
}

void feel_patterns_free(Patterns *patterns)
{
    if (!patterns)
        return;
    g_hash_table_unref(patterns->by_text);
    g_free(patterns);
}

static Pattern *compile(const FeelValue *text, unsigned flags)
{
    Pattern *pattern = g_new0(Pattern, 1);

    pattern->arena = arena_new(0);
    pattern->re = feel_regex_compile(pattern->arena, text->u.string.text, text->u.string.len, flags,
                                     &pattern->problem);
    return pattern;
}

static Pattern *find_pattern(FeelRun *run, const FeelValue *text, unsigned flags)
{
    g_autofree char *key = g_strdup_printf("%c%s", (char)('@' + flags), text->u.string.text);
    Pattern *pattern;

    if (!run->patterns) {
        run->patterns = g_new0(Patterns, 1);
        run->patterns->by_text =
            g_hash_table_new_full(g_str_hash, g_str_equal, g_free, pattern_free);
    }
    pattern = g_hash_table_lookup(run->patterns->by_text, key);
    if (pattern)
        return pattern;
    if (g_hash_table_size(run->patterns->by_text) >= MAX_PATTERNS)
        g_hash_table_remove_all(run->patterns->by_text);
    pattern = compile(text, flags);
    g_hash_table_insert(run->patterns->by_text, g_steal_pointer(&key), pattern);
    return pattern;
}

/* ---- one call ---- */

typedef struct Search {
    const Call *call;
    const FeelValue *text;
    Pattern *pattern;
    unsigned flags;
    FeelValue fault;
} Search;

static bool fail(Search *s, Fault fault)
{
    s->fault = feel_fault(s->call->run, s->call->at, fault);
    return false;
}

/* Sets up a search of args[0] for args[1], with the flags in args[flags_at]; 0 = none. */
static bool begin(Search *s, const Call *call, size_t flags_at)
{
    const FeelValue *pattern = &call->args[1];
    const FeelValue *flags = &call->args[flags_at];

    *s = (Search){.call = call, .text = &call->args[0]};
    if (flags_at > 0 && flags->kind == FEEL_STRING &&
        !feel_regex_flags(flags->u.string.text, flags->u.string.len, &s->flags))
        return fail(s, FAULT_FLAGS);
    if (!g_utf8_validate_len(s->text->u.string.text, s->text->u.string.len, NULL))
        return fail(s, FAULT_ARGUMENT_VALUE);
    if (!feel_call_step(call, pattern->u.string.len + 1, &s->fault))
        return false;
    s->pattern = find_pattern(call->run, pattern, s->flags);
    if (!s->pattern->re) {
        s->fault = feel_fault_because(call->run, call->at, "feel.pattern", s->pattern->problem);
        return false;
    }
    return true;
}

/* The next match from byte `from` on, charged to the row. False: too much, s->fault says so. */
static bool next(Search *s, FeelMatcher *m, size_t from, FeelRegexAnswer *out)
{
    size_t all = FEEL_MAX_STEPS - s->call->run->steps, left = all;

    *out = feel_matcher_next(m, from, &left);
    if (*out == FEEL_REGEX_LIMIT && left > 0)
        return fail(s, FAULT_MEMORY);
    return feel_call_step(s->call, *out == FEEL_REGEX_LIMIT ? FEEL_MAX_STEPS : all - left,
                          &s->fault);
}

/* replace and split are not for patterns that match the empty text. */
static bool refuse_empty(Search *s)
{
    return !feel_regex_matches_empty(s->pattern->re) || fail(s, FAULT_EMPTY_MATCH);
}

static FeelValue fn_matches(const Call *call)
{
    FeelRegexAnswer answer;
    Search s;

    if (!begin(&s, call, /* flags_at= */ 2))
        return s.fault;
    g_autoptr(FeelMatcher) m =
        feel_matcher_new(s.pattern->re, s.text->u.string.text, s.text->u.string.len);
    return next(&s, m, 0, &answer) ? feel_boolean(answer == FEEL_REGEX_YES) : s.fault;
}

/* What a search makes of the text: called with each piece between matches, and each match. */
typedef struct Sink {
    bool (*piece)(struct Sink *sink, Search *s, size_t start, size_t end);
    bool (*match)(struct Sink *sink, Search *s, const FeelMatcher *m); /* or NULL */
    GString *out;
    GArray *pieces;
    const FeelValue *replacement;
} Sink;

static bool go_through(Search *s, Sink *sink)
{
    g_autoptr(FeelMatcher) m =
        feel_matcher_new(s->pattern->re, s->text->u.string.text, s->text->u.string.len);
    size_t from = 0, start, end;

    for (;;) {
        FeelRegexAnswer answer;

        if (!next(s, m, from, &answer))
            return false;
        if (answer == FEEL_REGEX_NO)
            return sink->piece(sink, s, from, s->text->u.string.len);
        (void)feel_matcher_group(m, 0, &start, &end); /* the whole match is always there */
        if (!sink->piece(sink, s, from, start) || (sink->match && !sink->match(sink, s, m)))
            return false;
        from = end; /* never empty: refuse_empty */
    }
}

/* ---- split ---- */

static bool keep_piece(Sink *sink, Search *s, size_t start, size_t end)
{
    FeelValue piece =
        feel_string_dup(s->call->run->mem, s->text->u.string.text + start, end - start);

    g_array_append_val(sink->pieces, piece);
    return feel_call_step(s->call, 1, &s->fault);
}

static FeelValue fn_split(const Call *call)
{
    g_autoptr(GArray) pieces = g_array_new(FALSE, FALSE, sizeof(FeelValue));
    Sink sink = {.piece = keep_piece, .pieces = pieces};
    FeelValue *items, fault;
    Search s;

    if (!begin(&s, call, /* flags_at= */ 0) || !refuse_empty(&s) || !go_through(&s, &sink))
        return s.fault;
    items = feel_take(call->run, call->at, pieces->len, sizeof *items, &fault);
    if (!items)
        return fault;
    memcpy(items, pieces->data, pieces->len * sizeof *items);
    return feel_make_list(call->run, call->at, items, pieces->len);
}

/* ---- replace ---- */

static bool append(Sink *sink, Search *s, const char *text, size_t len)
{
    g_string_append_len(sink->out, text, (gssize)len);
    return sink->out->len <= (size_t)FEEL_MAX_ROW_BYTES || fail(s, FAULT_MEMORY);
}

static bool copy_piece(Sink *sink, Search *s, size_t start, size_t end)
{
    return append(sink, s, s->text->u.string.text + start, end - start);
}

static bool put_literally(Sink *sink, Search *s, const FeelMatcher *m)
{
    (void)m; /* flag q: no groups */
    return append(sink, s, sink->replacement->u.string.text, sink->replacement->u.string.len);
}

/* The group that the digits at *i stand for: the longest number that is one. */
static size_t take_number(const char *text, size_t *i, size_t n_groups)
{
    size_t number = (size_t)(text[(*i)++] - '0');

    while (g_ascii_isdigit(text[*i]) && number * 10 + (size_t)(text[*i] - '0') <= n_groups)
        number = number * 10 + (size_t)(text[(*i)++] - '0');
    return number;
}

static bool put_replacement(Sink *sink, Search *s, const FeelMatcher *m)
{
    const char *text = sink->replacement->u.string.text;
    size_t len = sink->replacement->u.string.len, n_groups = feel_regex_groups(s->pattern->re);
    bool ok = true;

    for (size_t i = 0; i < len && ok;) {
        size_t start, end, group;

        if (text[i] == '\\') {
            ok = append(sink, s, &text[i + 1], 1);
            i += 2;
        } else if (text[i] == '$') {
            i++;
            group = take_number(text, &i, n_groups);
            if (group <= n_groups && feel_matcher_group(m, group, &start, &end))
                ok = copy_piece(sink, s, start, end);
        } else {
            size_t n = strcspn(&text[i], "\\$");

            ok = append(sink, s, &text[i], n);
            i += n;
        }
    }
    return ok && feel_call_step(s->call, len / 16 + 1, &s->fault);
}

/* `$` stands before a digit, `\` before `$` or itself. */
static bool is_replacement(const FeelValue *v)
{
    const char *text = v->u.string.text;

    for (size_t i = 0; i < v->u.string.len; i++) {
        if (text[i] == '$' && !g_ascii_isdigit(text[i + 1]))
            return false;
        if (text[i] == '\\' && text[++i] != '$' && text[i] != '\\')
            return false;
    }
    return true;
}

static FeelValue fn_replace(const Call *call)
{
    g_autoptr(GString) out = g_string_new(NULL);
    Sink sink = {.piece = copy_piece, .out = out, .replacement = &call->args[2]};
    Search s;

    if (!begin(&s, call, /* flags_at= */ 3) || !refuse_empty(&s))
        return s.fault;
    sink.match = s.flags & FEEL_REGEX_LITERAL ? put_literally : put_replacement;
    if (!(s.flags & FEEL_REGEX_LITERAL) && !is_replacement(sink.replacement))
        return feel_fault(call->run, call->at, FAULT_REPLACEMENT);
    if (!go_through(&s, &sink))
        return s.fault;
    return feel_string_dup(call->run->mem, out->str, out->len);
}

const BuiltinEntry feel_builtins_regex[] = {
    {FEEL_BUILTIN_MATCHES, {.fn = fn_matches}},
    {FEEL_BUILTIN_REPLACE, {.fn = fn_replace}},
    {FEEL_BUILTIN_SPLIT,   {.fn = fn_split}  },
    {FEEL_BUILTIN_N,       {0}               },
};

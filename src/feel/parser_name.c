/* Names: what stands where a name may stand, and what it means (feel-reference 1.2). */
#include <string.h>

#include "feel/builtin_table.h"
#include "feel/parser_private.h"

void feel_frame_init(FeelParser *p, FeelFrame *frame, FeelFrameKind kind)
{
    *frame = (FeelFrame){.kind = kind, .outer = p->frames};
    frame->names = g_ptr_array_new();
    frame->places = g_hash_table_new(g_str_hash, g_str_equal);
    p->frames = frame;
}

void feel_frame_add(FeelParser *p, FeelFrame *frame, const char *name)
{
    char *normal = feel_name_normal(p->arena, name, strlen(name));

    p->max_parts = MAX(p->max_parts, feel_name_n_parts(normal));
    g_ptr_array_add(frame->names, (gpointer)name);
    g_hash_table_insert(frame->places, normal, GUINT_TO_POINTER(frame->names->len));
}

void feel_frame_clear(FeelParser *p, FeelFrame *frame)
{
    p->frames = frame->outer;
    g_ptr_array_unref(frame->names);
    g_hash_table_unref(frame->places);
}

void feel_parser_add_member(FeelParser *p, const char *name)
{
    char *normal = feel_name_normal(p->arena, name, strlen(name));

    p->max_parts = MAX(p->max_parts, feel_name_n_parts(normal));
    g_hash_table_add(p->members, normal);
}

static bool is_member(const FeelParser *p, const char *name)
{
    return g_hash_table_contains(p->members, name) || feel_scope_has_member(p->scope, name);
}

/* The names of the host, then the built-in functions. */
static bool resolve_global(const FeelParser *p, const char *name, FeelRef *out)
{
    const FeelScopeEntry *e = feel_scope_find(p->scope, name);
    int builtin = e ? -1 : feel_scope_find_builtin(p->scope, name);

    *out = (FeelRef){.kind = FEEL_REF_UNKNOWN};
    if (e)
        *out = (FeelRef){.kind = e->kind, .index = e->index};
    else if (builtin >= 0)
        *out = (FeelRef){.kind = FEEL_REF_BUILTIN, .index = builtin};
    return e || builtin >= 0;
}

/* The place of `name` in a frame, -1 if it has none. */
static int place_in(const FeelFrame *frame, const char *name, bool in_function)
{
    guint place = GPOINTER_TO_UINT(g_hash_table_lookup(frame->places, name));

    if (place > 0)
        return (int)place - 1;
    if (in_function && frame->self && strcmp(frame->self, name) == 0)
        return (int)frame->names->len; /* the entry that is being read: it comes next */
    return -1;
}

/* What `name` means from `frame` (`depth` frames out of where it stands) outwards. Returns whether
 * that is known here; if not, *out is still what the name can mean at run time. */
static bool resolve(FeelParser *p,
                    const FeelFrame *frame,
                    int depth,
                    bool in_function,
                    const char *name,
                    FeelRef *out)
{
    FeelRef outer;
    FeelRef *kept;
    bool known;

    while (frame && frame->kind != FEEL_FRAME_FILTER) {
        int place = place_in(frame, name, in_function);

        if (place >= 0) {
            *out = (FeelRef){.kind = FEEL_REF_LOCAL, .depth = depth, .index = place};
            return true;
        }
        in_function = in_function || frame->kind == FEEL_FRAME_FUNCTION;
        frame = frame->outer;
        depth++;
    }
    if (!frame)
        return resolve_global(p, name, out);

    *out = (FeelRef){.kind = FEEL_REF_MEMBER, .depth = depth};
    if (strcmp(name, "item") == 0) {
        outer = (FeelRef){.kind = FEEL_REF_LOCAL, .depth = depth};
        known = true;
    } else {
        known = resolve(p, frame->outer, depth + 1, in_function, name, &outer);
    }
    if (known || outer.kind == FEEL_REF_MEMBER) {
        kept = ARENA_NEW(p->arena, FeelRef);
        *kept = outer;
        out->outer = kept;
    }
    return known || is_member(p, name);
}

static bool is_keyword(const FeelLexer *lex, const FeelToken *tok)
{
    static const char *const keywords[] = {
        "and", "between",  "else", "every", "external", "false",     "for",  "function", "if",
        "in",  "instance", "null", "or",    "return",   "satisfies", "some", "then",     "true",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(keywords); i++)
        if (feel_token_is_word(lex, tok, keywords[i]))
            return true;
    return false;
}

/* The first k parts of the chain in normal form, cut off in place. */
static const char *prefix(FeelParser *p, size_t k)
{
    g_string_truncate(p->chain.normal, p->chain.parts[k - 1].in_form);
    return p->chain.normal->str;
}

/* The longest name in scope that starts at the next token: its number of parts, 0 = none has
 * `least` parts or more. Leaves the name as prefix(p, result). */
static size_t longest_name(FeelParser *p, size_t least, FeelRef *out)
{
    feel_lex_chain(&p->lex, p->tok.start, p->max_parts, &p->chain);
    for (size_t k = p->chain.n; k >= least && k > 0; k--)
        if (resolve(p, p->frames, 0, false, prefix(p, k), out))
            return k;
    return 0;
}

bool feel_at_keyword(FeelParser *p)
{
    FeelRef ref;

    return p->tok.kind == FEEL_TOK_WORD && is_keyword(&p->lex, &p->tok) &&
           longest_name(p, 2, &ref) == 0;
}

FeelNode *feel_parse_name(FeelParser *p)
{
    size_t start = p->tok.start;
    FeelRef ref;
    size_t k = longest_name(p, 1, &ref);
    FeelNode *node;
    const char *name;

    if (k == 0) {
        k = 1;
        (void)resolve(p, p->frames, 0, false, prefix(p, 1), &ref); /* unknown: fine, see check */
    }
    p->name = (uint32_t)start;
    name = arena_strdup(p->arena, prefix(p, k));
    feel_parser_skip_to(p, p->chain.parts[k - 1].end);
    if (p->has_input && strcmp(name, "?") == 0)
        return feel_parser_node(p, FEEL_N_INPUT, start, NULL, 0);
    node = feel_parser_node(p, FEEL_N_NAME, start, NULL, 0);
    if (!node)
        return NULL;
    node->name = name;
    node->ref = ref;
    return node;
}

const char *feel_parse_member(FeelParser *p)
{
    size_t k;

    if (p->tok.kind != FEEL_TOK_WORD)
        return feel_parser_unexpected(p, "the name of a member");
    feel_lex_chain(&p->lex, p->tok.start, p->max_parts, &p->chain);
    k = p->chain.n;
    while (k > 1 && !is_member(p, prefix(p, k)))
        k--;
    prefix(p, k);
    feel_parser_skip_to(p, p->chain.parts[k - 1].end);
    return arena_strdup(p->arena, p->chain.normal->str);
}

/* Takes the first k parts of the chain as a declared name. */
static const char *take_declared(FeelParser *p, size_t k)
{
    const char *name = arena_strdup(p->arena, prefix(p, k));

    if (k == FEEL_MAX_NAME_PARTS)
        return feel_parser_fail(p, p->tok.start, "feel.name-too-long",
                                "the name has too many parts", NULL);
    feel_parser_skip_to(p, p->chain.parts[k - 1].end);
    return name;
}

const char *feel_parse_declared(FeelParser *p)
{
    if (p->tok.kind != FEEL_TOK_WORD)
        return feel_parser_unexpected(p, "a name");
    feel_lex_chain(&p->lex, p->tok.start, FEEL_MAX_NAME_PARTS, &p->chain);
    return take_declared(p, p->chain.n);
}

/* Is part k of the chain this word? */
static bool part_is(const FeelParser *p, size_t k, const char *word)
{
    size_t len = p->chain.parts[k].end - p->chain.parts[k].start;

    return len == strlen(word) && memcmp(p->lex.text + p->chain.parts[k].start, word, len) == 0;
}

const char *feel_parse_iterator_name(FeelParser *p)
{
    if (p->tok.kind != FEEL_TOK_WORD)
        return feel_parser_unexpected(p, "the name of an iterator");
    feel_lex_chain(&p->lex, p->tok.start, FEEL_MAX_NAME_PARTS, &p->chain);
    for (size_t k = 1; k < p->chain.n; k++)
        if (part_is(p, k, "in"))
            return take_declared(p, k);
    return take_declared(p, p->chain.n); /* `in` may follow after a comment; else it is missed */
}

const char *feel_parse_label(FeelParser *p)
{
    FeelToken after;
    const char *name;
    size_t n;

    if (p->tok.kind != FEEL_TOK_WORD)
        return NULL;
    feel_lex_chain(&p->lex, p->tok.start, FEEL_MAX_NAME_PARTS, &p->chain);
    n = p->chain.n;
    after = feel_lex_token(&p->lex, p->chain.parts[n - 1].end);
    if (after.kind != FEEL_TOK_COLON)
        return NULL;
    if (n >= 3 && part_is(p, n - 1, "feel") && part_is(p, n - 2, "of"))
        return NULL; /* x instance of feel:number */
    name = arena_strdup(p->arena, p->chain.normal->str);
    feel_parser_skip_to(p, after.end);
    return name;
}

static void offer_entry(const FeelScopeEntry *entry, void *data)
{
    feel_nearest_offer(data, entry->name);
}

const char *feel_parser_nearest(FeelParser *p)
{
    FeelNearest nearest = {0};

    if (p->name == UINT32_MAX)
        return NULL;
    feel_lex_chain(&p->lex, p->name, p->max_parts, &p->chain);
    if (p->chain.n < 2 || p->chain.parts[1].start != p->failure.offset)
        return NULL;
    for (size_t k = MIN(p->chain.n, (size_t)4); k >= 2 && !nearest.best[0]; k--) {
        nearest.wanted = prefix(p, k);
        feel_scope_each(p->scope, offer_entry, &nearest);
        for (int id = 0; id < FEEL_BUILTIN_N; id++)
            if (feel_scope_find_builtin(p->scope, feel_builtin_name((FeelBuiltinId)id)) >= 0)
                feel_nearest_offer(&nearest, feel_builtin_name((FeelBuiltinId)id));
    }
    return feel_nearest_text(&nearest, p->arena);
}

/* Patterns to trees (XPath and XQuery Functions 3.1, 5.6.1; XML Schema part 2, appendix G).
 *
 * What XML Schema refuses is refused, though most libraries would take it: `{`, `}` and `]` that
 * stand for themselves, unknown escapes, a `-` in the middle of a class.
 */
#include <string.h>

#include "feel/regex_private.h"

typedef struct Parser {
    Arena *arena;
    const char *at; /* NUL-terminated: the end */
    const char *end;
    unsigned flags;
    int depth;
    size_t n_groups;
    GArray *closed; /* owned: bool by group number - 1 */
    const char *problem;
} Parser;

static RegexNode *parse_choice(Parser *p);

static void *fail(Parser *p, const char *problem)
{
    if (!p->problem)
        p->problem = problem;
    return NULL;
}

static RegexNode *new_node(Parser *p, RegexKind kind)
{
    RegexNode *node = ARENA_NEW(p->arena, RegexNode);

    node->kind = kind;
    return node;
}

static RegexNode *char_node(Parser *p, gunichar c)
{
    RegexNode *node = new_node(p, REGEX_CHAR);

    node->c = c;
    return node;
}

static RegexNode *parent(Parser *p, RegexKind kind, RegexNode *const *kids, size_t n)
{
    RegexNode *node = new_node(p, kind);

    node->n_kids = n;
    node->kids = ARENA_NEW_N(p->arena, RegexNode *, n);
    for (size_t i = 0; i < n; i++)
        node->kids[i] = kids[i];
    return node;
}

static bool is_at_end(const Parser *p)
{
    return p->at == p->end;
}

static gunichar take(Parser *p)
{
    gunichar c = g_utf8_get_char(p->at);

    p->at = g_utf8_next_char(p->at);
    return c;
}

static bool accept(Parser *p, char c)
{
    if (is_at_end(p) || *p->at != c)
        return false;
    p->at++;
    return true;
}

/* ---- escapes ---- */

bool feel_regex_escaped_char(char letter, gunichar *out)
{
    static const char plain[] = "\\|.-^?*+{}()[]$";

    if (letter == 'n' || letter == 'r' || letter == 't') {
        *out = letter == 'n' ? '\n' : letter == 'r' ? '\r' : '\t';
        return true;
    }
    *out = (gunichar)letter;
    return letter != '\0' && strchr(plain, letter);
}

/* What follows `\p` or `\P`: "{name}". */
static bool parse_property(ClassBuilder *b, const char **at, bool negated)
{
    const char *name = *at + 1, *close = **at == '{' ? strchr(name, '}') : NULL;

    if (!close || !feel_class_add_property(b, name, (size_t)(close - name), negated))
        return false;
    *at = close + 1;
    return true;
}

bool feel_regex_parse_set_escape(ClassBuilder *b, const char **at)
{
    char letter = **at;

    if (letter == 'p' || letter == 'P') {
        ++*at;
        return parse_property(b, at, letter == 'P');
    }
    if (!feel_class_add_escape(b, letter))
        return false;
    ++*at;
    return true;
}

/* \N: as many digits as give the number of a group that opened before. */
static RegexNode *parse_back_reference(Parser *p)
{
    size_t number = (size_t)(*p->at++ - '0');
    RegexNode *node;

    while (g_ascii_isdigit(*p->at) && number * 10 + (size_t)(*p->at - '0') <= p->n_groups)
        number = number * 10 + (size_t)(*p->at++ - '0');
    if (number == 0 || number > p->n_groups || !g_array_index(p->closed, bool, number - 1))
        return fail(p, "a back reference to a group that does not end before it");
    node = new_node(p, REGEX_BACK);
    node->index = (uint32_t)number;
    return node;
}

static RegexNode *parse_set(Parser *p)
{
    static const CharClass plain = {.negated = false};
    RegexNode *node = new_node(p, REGEX_SET);
    ClassBuilder b;

    feel_class_builder_init(&b);
    if (feel_regex_parse_set_escape(&b, &p->at))
        node->set = feel_class_build(p->arena, &b, &plain);
    else
        fail(p, "an escape that regular expressions do not have");
    feel_class_builder_clear(&b);
    return node->set ? node : NULL;
}

static RegexNode *parse_escape(Parser *p)
{
    gunichar c;

    if (g_ascii_isdigit(*p->at))
        return parse_back_reference(p);
    if (!feel_regex_escaped_char(*p->at, &c))
        return parse_set(p);
    p->at++;
    return char_node(p, c);
}

/* ---- atoms ---- */

static RegexNode *parse_group(Parser *p)
{
    bool captures = true;
    size_t number = 0;
    RegexNode *body, *group;

    if (accept(p, '?')) {
        if (!accept(p, ':'))
            return fail(p, "`(?` is only followed by `:`");
        captures = false;
    }
    if (++p->depth > FEEL_REGEX_MAX_NESTING)
        return fail(p, "limit reached: groups are nested too deeply");
    if (captures) {
        bool closed = false;

        if (p->n_groups == FEEL_REGEX_MAX_GROUPS)
            return fail(p, "limit reached: too many groups");
        number = ++p->n_groups;
        g_array_append_val(p->closed, closed);
    }
    body = parse_choice(p);
    if (!body)
        return NULL;
    if (!accept(p, ')'))
        return fail(p, "a group without its `)`");
    p->depth--;
    if (!captures)
        return body;
    g_array_index(p->closed, bool, number - 1) = true;
    group = parent(p, REGEX_GROUP, &body, 1);
    group->index = (uint32_t)number;
    return group;
}

static RegexNode *parse_class(Parser *p)
{
    RegexNode *node = new_node(p, REGEX_SET);

    node->set = feel_regex_parse_class(p->arena, &p->at, p->flags, 0, &p->problem);
    return node->set ? node : NULL;
}

static RegexNode *parse_atom(Parser *p)
{
    gunichar c;

    if (*p->at == '[')
        return parse_class(p);
    c = take(p);
    switch (c) {
    case '(':
        return parse_group(p);
    case '\\':
        return parse_escape(p);
    case '.':
        return new_node(p, p->flags & FEEL_REGEX_DOT_ALL ? REGEX_ANY_ALL : REGEX_ANY);
    case '^':
        return new_node(p, REGEX_START);
    case '$':
        return new_node(p, REGEX_END);
    case '?':
    case '*':
    case '+':
        return fail(p, "a quantifier without anything before it");
    case ']':
    case '{':
    case '}':
        return fail(p, "`]`, `{` and `}` stand for themselves only behind a `\\`");
    default:
        return char_node(p, c);
    }
}

/* ---- quantifiers ---- */

static bool parse_number(Parser *p, uint32_t *out)
{
    uint32_t n = 0;

    if (!g_ascii_isdigit(*p->at))
        return false;
    while (g_ascii_isdigit(*p->at)) {
        n = n * 10 + (uint32_t)(*p->at++ - '0');
        if (n > FEEL_REGEX_MAX_REPEAT) {
            fail(p, "limit reached: too many repetitions");
            return false;
        }
    }
    *out = n;
    return true;
}

/* "{n}", "{n,}", "{n,m}" from behind the brace. */
static bool parse_braces(Parser *p, uint32_t *min, uint32_t *max)
{
    bool ok = parse_number(p, min);

    *max = *min;
    if (ok && accept(p, ',') && !accept(p, '}')) {
        ok = parse_number(p, max) && *max >= *min;
    } else if (ok && p->at[-1] == '}') {
        *max = REGEX_NO_MAX;
        return true;
    }
    if (!ok || !accept(p, '}'))
        fail(p, "a quantifier is written {n}, {n,} or {n,m} with n <= m");
    return !p->problem;
}

static RegexNode *parse_piece(Parser *p)
{
    RegexNode *atom = parse_atom(p), *repeat;
    uint32_t min = 0, max = REGEX_NO_MAX;

    if (!atom || is_at_end(p))
        return atom;
    if (accept(p, '?'))
        max = 1;
    else if (accept(p, '+'))
        min = 1;
    else if (accept(p, '{') ? !parse_braces(p, &min, &max) : !accept(p, '*'))
        return p->problem ? NULL : atom;
    repeat = parent(p, REGEX_REPEAT, &atom, 1);
    repeat->min = min;
    repeat->max = max;
    repeat->lazy = accept(p, '?');
    return repeat;
}

static RegexNode *parse_sequence(Parser *p)
{
    g_autoptr(GPtrArray) pieces = g_ptr_array_new();

    while (!is_at_end(p) && *p->at != '|' && *p->at != ')') {
        RegexNode *piece = parse_piece(p);

        if (!piece)
            return NULL;
        g_ptr_array_add(pieces, piece);
    }
    if (pieces->len == 0)
        return new_node(p, REGEX_EMPTY);
    if (pieces->len == 1)
        return g_ptr_array_index(pieces, 0);
    return parent(p, REGEX_SEQUENCE, (RegexNode *const *)pieces->pdata, pieces->len);
}

static RegexNode *parse_choice(Parser *p)
{
    g_autoptr(GPtrArray) branches = g_ptr_array_new();

    do {
        RegexNode *branch = parse_sequence(p);

        if (!branch)
            return NULL;
        g_ptr_array_add(branches, branch);
    } while (accept(p, '|'));
    if (branches->len == 1)
        return g_ptr_array_index(branches, 0);
    return parent(p, REGEX_CHOICE, (RegexNode *const *)branches->pdata, branches->len);
}

/* ---- the whole ---- */

/* Flag x: white space goes, also between `\` and its letter; not inside of classes. */
static char *without_space(Arena *arena, const char *pattern, size_t len)
{
    char *out = arena_alloc(arena, len + 1);
    size_t n = 0;
    int depth = 0;

    for (size_t i = 0; i < len; i++) {
        char c = pattern[i];

        if (depth == 0 && c != '\0' && strchr(" \t\n\r", c))
            continue;
        out[n++] = c;
        if (c == '\\') { /* the next character that counts is none of the brackets below */
            while (depth == 0 && i + 1 < len && strchr(" \t\n\r", pattern[i + 1]))
                i++;
            if (i + 1 < len)
                out[n++] = pattern[++i];
        } else if (c == '[') {
            depth++;
        } else if (c == ']' && depth > 0) {
            depth--;
        }
    }
    return out;
}

static RegexNode *parse_literal(Parser *p)
{
    g_autoptr(GPtrArray) chars = g_ptr_array_new();

    while (!is_at_end(p))
        g_ptr_array_add(chars, char_node(p, take(p)));
    return parent(p, REGEX_SEQUENCE, (RegexNode *const *)chars->pdata, chars->len);
}

RegexNode *feel_regex_parse(Arena *arena,
                            const char *pattern,
                            size_t len,
                            unsigned flags,
                            size_t *out_groups,
                            const char **out_problem)
{
    Parser p = {.arena = arena, .flags = flags};
    RegexNode *node;

    *out_problem = NULL;
    if (len > FEEL_REGEX_MAX_PATTERN) {
        *out_problem = "limit reached: the pattern is too long";
        return NULL;
    }
    if (!g_utf8_validate_len(pattern, len, NULL)) { /* U+0000 as well */
        *out_problem = "a character that cannot stand in a regular expression";
        return NULL;
    }
    p.at = (flags & FEEL_REGEX_NO_SPACE) && !(flags & FEEL_REGEX_LITERAL)
               ? without_space(arena, pattern, len)
               : arena_strndup(arena, pattern, len);
    p.end = p.at + strlen(p.at);
    p.closed = g_array_new(FALSE, FALSE, sizeof(bool));
    node = flags & FEEL_REGEX_LITERAL ? parse_literal(&p) : parse_choice(&p);
    if (node && !is_at_end(&p))
        node = fail(&p, "a `)` without its group");
    g_array_unref(p.closed);
    *out_groups = p.n_groups;
    *out_problem = p.problem;
    return node;
}

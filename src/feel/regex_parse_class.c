/* Classes: [a-z], [^\d], [A-Z-[OI]] (XML Schema part 2, appendix G.4.1 and G.4.2). */
#include <string.h>

#include "feel/regex_private.h"

typedef struct ClassParser {
    Arena *arena;
    const char *at;
    unsigned flags;
    int depth;
    const char *problem;
    ClassBuilder parts;
    CharClass head;
} ClassParser;

static bool fail(ClassParser *p, const char *problem)
{
    if (!p->problem)
        p->problem = problem;
    return false;
}

/* One character, escaped or not. False with no problem: it is a set. */
static bool parse_char(ClassParser *p, gunichar *out)
{
    if (*p->at == '\\') {
        if (!feel_regex_escaped_char(p->at[1], out))
            return false;
        p->at += 2;
        return true;
    }
    if (*p->at == '[' || *p->at == '\0')
        return fail(p, *p->at ? "a `[` inside of a class" : "a class without its `]`");
    *out = g_utf8_get_char(p->at);
    p->at = g_utf8_next_char(p->at);
    return true;
}

static bool parse_set(ClassParser *p)
{
    p->at++;
    return feel_regex_parse_set_escape(&p->parts, &p->at) ||
           fail(p, "an escape that regular expressions do not have");
}

/* Is the `-` at p->at one of a range? Not before the end, nor before a subtraction. */
static bool is_range_dash(const ClassParser *p)
{
    return *p->at == '-' && p->at[1] != ']' && p->at[1] != '[';
}

static bool parse_part(ClassParser *p)
{
    bool is_dash = *p->at == '-';
    gunichar first = 0, last = 0;

    if (is_dash && p->parts.n_parts > 0 && p->at[1] != ']' && !(p->at[1] == '-' && p->at[2] == '['))
        return fail(p, "a `-` stands for itself only at the start or the end of a class");
    if (!parse_char(p, &first))
        return !p->problem && parse_set(p);
    if (!is_range_dash(p)) {
        feel_class_add_range(&p->parts, first, first);
        return true;
    }
    p->at++;
    if (!parse_char(p, &last))
        return fail(p, "a range in a class ends with a single character");
    if (is_dash || last < first)
        return fail(p, "a range in a class runs upwards");
    feel_class_add_range(&p->parts, first, last);
    return true;
}

static bool parse_parts(ClassParser *p)
{
    while (*p->at != ']') {
        if (*p->at == '-' && p->at[1] == '[' && p->parts.n_parts > 0) {
            p->at++;
            p->head.minus =
                feel_regex_parse_class(p->arena, &p->at, p->flags, p->depth + 1, &p->problem);
            if (p->head.minus && *p->at != ']')
                fail(p, "nothing follows what is taken out of a class");
            return !p->problem;
        }
        if (!parse_part(p))
            return false;
    }
    return p->parts.n_parts > 0 || fail(p, "an empty class");
}

CharClass *feel_regex_parse_class(
    Arena *arena, const char **at, unsigned flags, int depth, const char **out_problem)
{
    ClassParser p = {.arena = arena, .at = *at + 1, .flags = flags, .depth = depth};
    CharClass *class = NULL;

    if (depth > FEEL_REGEX_MAX_NESTING) {
        *out_problem = "limit reached: classes are nested too deeply";
        return NULL;
    }
    feel_class_builder_init(&p.parts);
    p.head.caseless = flags & FEEL_REGEX_CASELESS;
    p.head.negated = *p.at == '^';
    p.at += p.head.negated;
    if (parse_parts(&p)) {
        class = feel_class_build(arena, &p.parts, &p.head);
        *at = p.at + 1;
    } else {
        *out_problem = p.problem;
    }
    feel_class_builder_clear(&p.parts);
    return class;
}

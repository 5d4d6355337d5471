/* Types in an expression (feel-reference 1.5, 2.2). */
#include <string.h>

#include "feel/parser_private.h"

static const FeelType any_list = {.kind = FEEL_T_LIST, .element = &feel_type_any};
static const FeelType any_range = {.kind = FEEL_T_RANGE, .element = &feel_type_any};
static const FeelType any_context = {.kind = FEEL_T_CONTEXT};

static const struct {
    const char *name;
    const FeelType *type;
} type_names[] = {
    {"Any",                       &feel_type_any        },
    {"Null",                      &feel_type_null       },
    {"boolean",                   &feel_type_boolean    },
    {"number",                    &feel_type_number     },
    {"string",                    &feel_type_string     },
    {"date",                      &feel_type_date       },
    {"time",                      &feel_type_time       },
    {"date and time",             &feel_type_date_time  },
    {"days and time duration",    &feel_type_dt_duration},
    {"years and months duration", &feel_type_ym_duration},
 /* spellings of older models */
    {"dateTime",                  &feel_type_date_time  },
    {"date_and_time",             &feel_type_date_time  },
    {"dayTimeDuration",           &feel_type_dt_duration},
    {"yearMonthDuration",         &feel_type_ym_duration},
 /* without parameters */
    {"list",                      &any_list             },
    {"range",                     &any_range            },
    {"context",                   &any_context          },
};

static const FeelType *find_type(const FeelParser *p, const char *name)
{
    const FeelType *type = feel_scope_find_type(p->scope, name);

    for (size_t i = 0; !type && i < G_N_ELEMENTS(type_names); i++)
        if (strcmp(type_names[i].name, name) == 0)
            type = type_names[i].type;
    return type;
}

/* `>`; of a `>=` that follows a type directly only the first half is taken. */
static bool need_close(FeelParser *p)
{
    if (p->tok.kind == FEEL_TOK_GE) {
        p->last = p->tok.start + 1;
        p->tok.start++;
        p->tok.kind = FEEL_TOK_EQ;
        return true;
    }
    return feel_parser_need(p, FEEL_TOK_GT, "`>` at the end of the type");
}

/* A name, longest match; an unknown one is taken up to its last qualified part. */
static bool parse_type_name(FeelParser *p, const FeelType **out)
{
    size_t start = p->tok.start;

    feel_lex_chain(&p->lex, start, p->max_parts, &p->chain);
    for (size_t k = p->chain.n; k > 0; k--) {
        g_string_truncate(p->chain.normal, p->chain.parts[k - 1].in_form);
        *out = find_type(p, p->chain.normal->str);
        if (*out) {
            feel_parser_skip_to(p, p->chain.parts[k - 1].end);
            return true;
        }
    }
    feel_parser_next(p);
    while (p->tok.kind == FEEL_TOK_DOT) {
        feel_parser_next(p);
        if (p->tok.kind != FEEL_TOK_WORD) {
            feel_parser_unexpected(p, "the name of a type");
            return false;
        }
        feel_parser_next(p);
    }
    feel_parser_remark(p, start, "feel.unknown-type", "there is no type of this name");
    return true;
}

/* list<T>, range<T> */
static bool parse_element_type(FeelParser *p, FeelTypeKind kind, const FeelType **out)
{
    const FeelType *element;

    feel_parser_next(p);
    feel_parser_next(p);
    if (!feel_parse_type(p, &element) || !need_close(p))
        return false;
    if (element)
        *out = kind == FEEL_T_LIST ? feel_type_list(p->arena, element)
                                   : feel_type_range(p->arena, element);
    return true;
}

static const FeelType *const *keep_types(FeelParser *p, const GPtrArray *types)
{
    const FeelType **kept = ARENA_NEW_N(p->arena, const FeelType *, types->len);

    for (guint i = 0; i < types->len; i++)
        kept[i] = g_ptr_array_index(types, i);
    return kept;
}

/* One member `name : type` or, without names, one type. An unknown type makes *known false. */
static bool parse_member_type(FeelParser *p, GPtrArray *names, GPtrArray *types, bool *known)
{
    const FeelType *type;

    if (names) {
        const char *name = feel_parse_declared(p);

        if (!name || !feel_parser_need(p, FEEL_TOK_COLON, "`:` and the type of the member"))
            return false;
        g_ptr_array_add(names, (gpointer)name);
        feel_parser_add_member(p, name);
    }
    if (!feel_parse_type(p, &type))
        return false;
    *known = *known && type;
    g_ptr_array_add(types, (gpointer)type);
    return true;
}

/* After the word: < [ member {, member} ] > */
static bool parse_member_types(FeelParser *p, GPtrArray *names, GPtrArray *types, bool *known)
{
    *known = true;
    feel_parser_next(p);
    feel_parser_next(p);
    if (p->tok.kind == FEEL_TOK_GT || p->tok.kind == FEEL_TOK_GE)
        return need_close(p);
    do {
        if (!parse_member_type(p, names, types, known))
            return false;
    } while (feel_parser_take(p, FEEL_TOK_COMMA));
    return need_close(p);
}

static bool parse_context_type(FeelParser *p, const FeelType **out)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    g_autoptr(GPtrArray) types = g_ptr_array_new();
    const char **kept;
    bool known;

    if (!parse_member_types(p, names, types, &known))
        return false;
    kept = ARENA_NEW_N(p->arena, const char *, names->len);
    for (guint i = 0; i < names->len; i++)
        kept[i] = g_ptr_array_index(names, i);
    if (known)
        *out = feel_type_context(p->arena, kept, keep_types(p, types), names->len);
    return true;
}

/* function<types> -> type */
static bool parse_function_type(FeelParser *p, const FeelType **out)
{
    g_autoptr(GPtrArray) types = g_ptr_array_new();
    const FeelType *result;
    bool known;

    if (!parse_member_types(p, NULL, types, &known))
        return false;
    if (!feel_parser_need(p, FEEL_TOK_MINUS, "`->` and the type of the result") ||
        !feel_parser_need(p, FEEL_TOK_GT, "`->` and the type of the result") ||
        !feel_parse_type(p, &result))
        return false;
    if (known && result)
        *out = feel_type_function(p->arena, NULL, keep_types(p, types), types->len, result);
    return true;
}

static bool parse_type(FeelParser *p, const FeelType **out)
{
    FeelToken after;

    if (p->tok.kind != FEEL_TOK_WORD) {
        feel_parser_unexpected(p, "a type");
        return false;
    }
    after = feel_lex_token(&p->lex, p->tok.end);
    if (after.kind == FEEL_TOK_COLON && feel_parser_is(p, "feel")) { /* feel:string of DMN 1.1 */
        feel_parser_next(p);
        if (!feel_parser_need(p, FEEL_TOK_COLON, "a type") || p->tok.kind != FEEL_TOK_WORD) {
            feel_parser_unexpected(p, "a type");
            return false;
        }
        after = feel_lex_token(&p->lex, p->tok.end);
    }
    if (after.kind == FEEL_TOK_LT) {
        if (feel_parser_is(p, "list"))
            return parse_element_type(p, FEEL_T_LIST, out);
        if (feel_parser_is(p, "range"))
            return parse_element_type(p, FEEL_T_RANGE, out);
        if (feel_parser_is(p, "context"))
            return parse_context_type(p, out);
        if (feel_parser_is(p, "function"))
            return parse_function_type(p, out);
    }
    return parse_type_name(p, out);
}

bool feel_parse_type(FeelParser *p, const FeelType **out)
{
    bool ok;

    *out = NULL;
    if (!feel_parser_enter(p))
        return false;
    ok = parse_type(p, out);
    p->depth--;
    return ok;
}

/* String functions (feel-reference 5.3) but for regular expressions (builtins_regex.c). Positions
 * count code points. */
#include <string.h>

#include "feel/builtins.h"

/* ---- code points in UTF-8 ---- */

static bool starts_char(char c)
{
    return ((unsigned char)c & 0xC0) != 0x80;
}

static int64_t count_chars(const FeelValue *v)
{
    int64_t n = 0;

    for (size_t i = 0; i < v->u.string.len; i++)
        n += starts_char(v->u.string.text[i]);
    return n;
}

/* Byte offset of code point `n` (from 0), or the length. */
static size_t char_offset(const FeelValue *v, int64_t n)
{
    size_t i = 0;

    for (; i < v->u.string.len; i++)
        if (starts_char(v->u.string.text[i]) && n-- == 0)
            break;
    return i;
}

static FeelValue piece(const Call *call, const FeelValue *v, size_t from, size_t to)
{
    return feel_string_dup(call->run->mem, v->u.string.text + from, to - from);
}

/* Byte offset of the first occurrence; false if there is none. */
static bool find(const FeelValue *text, const FeelValue *match, size_t *out)
{
    const char *at =
        memmem(text->u.string.text, text->u.string.len, match->u.string.text, match->u.string.len);

    if (!at)
        return false;
    *out = (size_t)(at - text->u.string.text);
    return true;
}

/* ---- functions ---- */

static FeelValue bad_value(const Call *call)
{
    return feel_fault(call->run, call->at, FAULT_ARGUMENT_VALUE);
}

static FeelValue fn_substring(const Call *call)
{
    const FeelValue *text = &call->args[0];
    int64_t n = count_chars(text), start, length;

    if (!feel_arg_int(&call->args[1], &start))
        return bad_value(call);
    if (start < 0)
        start += n + 1;
    if (start < 1 || start > n)
        return bad_value(call);
    length = n - start + 1;
    if (call->args[2].kind == FEEL_NUMBER) {
        int64_t rest = length;

        if (!feel_arg_int(&call->args[2], &length) || length < 1 || length > rest)
            return bad_value(call);
    }
    return piece(call, text, char_offset(text, start - 1), char_offset(text, start - 1 + length));
}

static FeelValue fn_string_length(const Call *call)
{
    return feel_number(dec_from_int(count_chars(&call->args[0])));
}

/* Code point by code point, so that no locale has a say. */
static FeelValue map_chars(const Call *call, gunichar (*map)(gunichar))
{
    const FeelValue *v = &call->args[0];
    g_autoptr(GString) out = g_string_sized_new(v->u.string.len);

    for (size_t i = 0; i < v->u.string.len;) {
        const char *p = v->u.string.text + i;
        gunichar c = g_utf8_get_char_validated(p, (gssize)(v->u.string.len - i));

        if (c >= (gunichar)-2) { /* no UTF-8: kept as it is */
            g_string_append_c(out, *p);
            i++;
            continue;
        }
        g_string_append_unichar(out, map(c));
        i += (size_t)(g_utf8_next_char(p) - p);
    }
    return feel_string_dup(call->run->mem, out->str, out->len);
}

static FeelValue fn_upper_case(const Call *call)
{
    return map_chars(call, g_unichar_toupper);
}

static FeelValue fn_lower_case(const Call *call)
{
    return map_chars(call, g_unichar_tolower);
}

static FeelValue fn_substring_before(const Call *call)
{
    size_t at = 0;

    if (!find(&call->args[0], &call->args[1], &at))
        at = 0;
    return piece(call, &call->args[0], 0, at);
}

static FeelValue fn_substring_after(const Call *call)
{
    const FeelValue *text = &call->args[0], *match = &call->args[1];
    size_t at;

    if (!find(text, match, &at))
        return feel_string("", 0);
    return piece(call, text, at + match->u.string.len, text->u.string.len);
}

static FeelValue fn_contains(const Call *call)
{
    size_t at;

    return feel_boolean(find(&call->args[0], &call->args[1], &at));
}

static FeelValue fn_starts_with(const Call *call)
{
    const FeelValue *text = &call->args[0], *match = &call->args[1];

    return feel_boolean(text->u.string.len >= match->u.string.len &&
                        memcmp(text->u.string.text, match->u.string.text, match->u.string.len) ==
                            0);
}

static FeelValue fn_ends_with(const Call *call)
{
    const FeelValue *text = &call->args[0], *match = &call->args[1];

    if (text->u.string.len < match->u.string.len)
        return feel_boolean(false);
    return feel_boolean(memcmp(text->u.string.text + text->u.string.len - match->u.string.len,
                               match->u.string.text, match->u.string.len) == 0);
}

static FeelValue fn_string_join(const Call *call)
{
    const FeelList *list = call->args[0].u.list;
    const FeelValue *delimiter = &call->args[1];
    g_autoptr(GString) out = g_string_new(NULL);
    bool first = true;
    FeelValue fault;

    if (!feel_call_step(call, list->n, &fault))
        return fault;
    for (size_t i = 0; i < list->n; i++) {
        const FeelValue *item = &list->items[i];

        if (item->kind == FEEL_NULL)
            continue;
        if (item->kind != FEEL_STRING)
            return feel_fault(call->run, call->at, FAULT_ITEMS);
        if (!first && delimiter->kind == FEEL_STRING)
            g_string_append_len(out, delimiter->u.string.text, (gssize)delimiter->u.string.len);
        g_string_append_len(out, item->u.string.text, (gssize)item->u.string.len);
        first = false;
        if (out->len > (size_t)FEEL_MAX_ROW_BYTES)
            return feel_fault(call->run, call->at, FAULT_MEMORY);
    }
    return feel_string_dup(call->run->mem, out->str, out->len);
}

const BuiltinEntry feel_builtins_string[] = {
    {FEEL_BUILTIN_SUBSTRING,        {.fn = fn_substring}       },
    {FEEL_BUILTIN_STRING_LENGTH,    {.fn = fn_string_length}   },
    {FEEL_BUILTIN_UPPER_CASE,       {.fn = fn_upper_case}      },
    {FEEL_BUILTIN_LOWER_CASE,       {.fn = fn_lower_case}      },
    {FEEL_BUILTIN_SUBSTRING_BEFORE, {.fn = fn_substring_before}},
    {FEEL_BUILTIN_SUBSTRING_AFTER,  {.fn = fn_substring_after} },
    {FEEL_BUILTIN_CONTAINS,         {.fn = fn_contains}        },
    {FEEL_BUILTIN_STARTS_WITH,      {.fn = fn_starts_with}     },
    {FEEL_BUILTIN_ENDS_WITH,        {.fn = fn_ends_with}       },
    {FEEL_BUILTIN_STRING_JOIN,      {.fn = fn_string_join}     },
    {FEEL_BUILTIN_N,                {0}                        },
};

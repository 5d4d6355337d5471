/* string(v): the text of a value (feel-reference 5.1, 3 and 4.2). */
#include <string.h>

#include "feel/function.h"
#include "feel/value.h"

static void put(GString *out, const FeelValue *v, bool quoted);

static void put_number(GString *out, Dec n)
{
    char small[128];
    size_t len = dec_format(n, small, sizeof small);

    if (len < sizeof small) {
        g_string_append_len(out, small, (gssize)len);
        return;
    }
    g_autofree char *large = g_malloc(len + 1);
    (void)dec_format(n, large, len + 1); /* the length is known */
    g_string_append_len(out, large, (gssize)len);
}

static void put_quoted(GString *out, const char *text, size_t len)
{
    g_string_append_c(out, '"');
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '"' || text[i] == '\\')
            g_string_append_c(out, '\\');
        g_string_append_c(out, text[i]);
    }
    g_string_append_c(out, '"');
}

/* A key that holds none of these can be read back without quotes. */
static bool is_plain_key(const char *key)
{
    return *key && !strpbrk(key, "{}[]():,\"\\\n\r\t");
}

static void put_list(GString *out, const FeelList *list)
{
    g_string_append_c(out, '[');
    for (size_t i = 0; i < list->n; i++) {
        if (i)
            g_string_append(out, ", ");
        put(out, &list->items[i], true);
    }
    g_string_append_c(out, ']');
}

static void put_context(GString *out, const FeelContext *context)
{
    g_string_append_c(out, '{');
    for (size_t i = 0; i < context->n; i++) {
        const char *key = context->keys[i];

        if (i)
            g_string_append(out, ", ");
        if (is_plain_key(key))
            g_string_append(out, key);
        else
            put_quoted(out, key, strlen(key));
        g_string_append(out, ": ");
        put(out, &context->values[i], true);
    }
    g_string_append_c(out, '}');
}

static bool is_temporal(const FeelValue *v)
{
    return v->kind >= FEEL_DATE && v->kind <= FEEL_YM_DURATION;
}

/* As a literal, so that range() can read it. */
static void put_endpoint(GString *out, const FeelValue *v)
{
    if (is_temporal(v))
        g_string_append(out, "@\"");
    put(out, v, true);
    if (is_temporal(v))
        g_string_append_c(out, '"');
}

static void put_range(GString *out, const FeelRange *r)
{
    static const char *const ops[] = {
        [FEEL_RANGE_INTERVAL] = "", [FEEL_RANGE_LT] = "< ",  [FEEL_RANGE_LE] = "<= ",
        [FEEL_RANGE_GT] = "> ",     [FEEL_RANGE_GE] = ">= ", [FEEL_RANGE_EQ] = "= ",
        [FEEL_RANGE_NE] = "!= ",
    };

    if (r->form != FEEL_RANGE_INTERVAL) {
        g_string_append_c(out, '(');
        g_string_append(out, ops[r->form]);
        put_endpoint(out, &r->start);
        g_string_append_c(out, ')');
        return;
    }
    g_string_append_c(out, r->start_included ? '[' : '(');
    if (!r->start_unbounded)
        put_endpoint(out, &r->start);
    g_string_append(out, "..");
    if (!r->end_unbounded)
        put_endpoint(out, &r->end);
    g_string_append_c(out, r->end_included ? ']' : ')');
}

static void put_function(GString *out, const FeelFunction *f)
{
    const char *const *names = NULL;
    size_t n = feel_function_params(f, &names);

    if (f->kind == FUNCTION_BUILTIN) {
        g_string_append(out, feel_builtin_name(f->builtin));
        return;
    }
    g_string_append(out, "function(");
    for (size_t i = 0; i < n; i++)
        g_string_append_printf(out, "%s%s", i ? ", " : "", names[i]);
    g_string_append_c(out, ')');
}

static void put_time_kind(GString *out, const FeelValue *v)
{
    char buf[CAL_TEXT_SIZE];

    if (v->kind == FEEL_DATE)
        cal_date_format(v->u.date, buf);
    else if (v->kind == FEEL_TIME)
        cal_time_format(v->u.time, buf);
    else if (v->kind == FEEL_DATE_TIME)
        cal_date_time_format(v->u.date_time, buf);
    else if (v->kind == FEEL_DT_DURATION)
        cal_dt_duration_format(v->u.dt_duration, buf);
    else
        cal_ym_duration_format(v->u.ym_duration, buf);
    g_string_append(out, buf);
}

static void put(GString *out, const FeelValue *v, bool quoted)
{
    if (v->kind == FEEL_NULL)
        g_string_append(out, "null");
    else if (v->kind == FEEL_MISSING)
        g_string_append(out, "missing");
    else if (v->kind == FEEL_BOOLEAN)
        g_string_append(out, v->u.boolean ? "true" : "false");
    else if (v->kind == FEEL_NUMBER)
        put_number(out, v->u.number);
    else if (v->kind == FEEL_STRING && quoted)
        put_quoted(out, v->u.string.text, v->u.string.len);
    else if (v->kind == FEEL_STRING)
        g_string_append_len(out, v->u.string.text, (gssize)v->u.string.len);
    else if (v->kind == FEEL_LIST)
        put_list(out, v->u.list);
    else if (v->kind == FEEL_CONTEXT)
        put_context(out, v->u.context);
    else if (v->kind == FEEL_RANGE)
        put_range(out, v->u.range);
    else if (v->kind == FEEL_FUNCTION)
        put_function(out, v->u.function);
    else
        put_time_kind(out, v);
}

char *feel_value_text(Arena *arena, const FeelValue *v, bool quoted)
{
    g_autoptr(GString) out = g_string_new(NULL);

    put(out, v, quoted);
    return arena_strndup(arena, out->str, out->len);
}

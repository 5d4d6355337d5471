#include "app/show.h"

#include <string.h>

enum { ROOTS_SHOWN = 3 };

const char *show_name(const RegName *name, Lang lang)
{
    return lang == LANG_EN && name->english ? name->english : name->name;
}

/* "甲, 乙 … (+5)": names of the first roots of a missing value. */
static void append_roots(GString *out, const Reasons *reasons, uint32_t reason)
{
    const ReasonRoot *const *roots;
    size_t n = reasons_roots(reasons, reason, &roots);

    for (size_t i = 0; i < MIN(n, (size_t)ROOTS_SHOWN); i++)
        g_string_append_printf(out, "%s%s", i ? ", " : "", roots[i]->name ? roots[i]->name : "?");
    if (n > ROOTS_SHOWN)
        g_string_append_printf(out, " (+%zu)", n - ROOTS_SHOWN);
}

char *show_value(const RegName *name, const FeelValue *value, const Reasons *reasons, Lang lang)
{
    char buf[DEC_TEXT_SIZE];
    GString *out;

    switch (value->kind) {
    case FEEL_NULL:
        return g_strdup("");
    case FEEL_MISSING:
        out = g_string_new(text_in(lang, "missing "));
        append_roots(out, reasons, value->reason);
        return g_string_free(out, FALSE);
    case FEEL_BOOLEAN:
        return g_strdup(value->u.boolean ? text_in(lang, "yes") : text_in(lang, "no"));
    case FEEL_NUMBER:
        if (name->unit && strcmp(name->unit, "元") == 0) {
            dec_format_places(value->u.number, 2, true, buf, sizeof buf);
            return g_strdup(buf);
        }
        return show_exact(value, reasons);
    case FEEL_STRING:
    case FEEL_DATE:
    case FEEL_TIME:
    case FEEL_DATE_TIME:
    case FEEL_DT_DURATION:
    case FEEL_YM_DURATION:
    case FEEL_LIST:
    case FEEL_CONTEXT:
    case FEEL_RANGE:
    case FEEL_FUNCTION:
        return show_exact(value, reasons);
    }
    return g_strdup("");
}

char *show_exact(const FeelValue *value, const Reasons *reasons)
{
    g_autoptr(Arena) arena = NULL;
    GString *out;

    if (value->kind == FEEL_NULL)
        return g_strdup("");
    if (value->kind == FEEL_MISSING) {
        out = g_string_new("!missing ");
        append_roots(out, reasons, value->reason);
        return g_string_free(out, FALSE);
    }
    arena = arena_new(0);
    return g_strdup(feel_value_text(arena, value, false));
}

static const char *root_word(ReasonKind kind, Lang lang)
{
    switch (kind) {
    case REASON_INPUT:
        return text_in(lang, "not entered");
    case REASON_PARAMETER:
        return text_in(lang, "parameter without a value");
    case REASON_DECISION:
        return text_in(lang, "not decided");
    case REASON_TIE:
        return text_in(lang, "tie to be broken");
    case REASON_RUN:
        return text_in(lang, "run not closed");
    case REASON_FAULT:
        return text_in(lang, "not computable");
    }
    return "";
}

char *show_reasons(const Reasons *reasons, uint32_t reason, Lang lang)
{
    const ReasonRoot *const *roots;
    size_t n = reasons_roots(reasons, reason, &roots);
    GString *out = g_string_new(NULL);

    for (size_t i = 0; i < n; i++) {
        const ReasonRoot *r = roots[i];
        g_string_append_printf(out, "%s: %s", root_word(r->kind, lang), r->name ? r->name : "?");
        if (r->row)
            g_string_append_printf(out, " · %s", r->row);
        if (r->cycle)
            g_string_append_printf(out, " · %s", r->cycle);
        if (r->owed_by)
            g_string_append_printf(out, " · %s %s", text_in(lang, "owed by"), r->owed_by);
        if (r->text)
            g_string_append_printf(out, " (%s)", text_in(lang, r->text)); /* a key of the texts */
        g_string_append_c(out, '\n');
    }
    return g_string_free(out, FALSE);
}

const char *show_posting_kind(AppPostingKind kind, Lang lang)
{
    switch (kind) {
    case APP_POST_PAY:
        return text_in(lang, "pay");
    case APP_POST_WITHHOLD:
        return text_in(lang, "withhold");
    case APP_POST_RELEASE:
        return text_in(lang, "release");
    case APP_POST_FORFEIT:
        return text_in(lang, "forfeit");
    case APP_POST_OFFSET:
        return text_in(lang, "set off");
    case APP_POST_ADD:
        return text_in(lang, "settle");
    case APP_POST_CARRY:
        return text_in(lang, "carry");
    case APP_POST_TAKE:
        return text_in(lang, "take from carry");
    case APP_POST_EXPIRE:
        return text_in(lang, "lapse");
    }
    return "";
}

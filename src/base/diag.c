#include "base/diag.h"

#include <stdarg.h>
#include <string.h>

struct Diags {
    Lang lang;
    GPtrArray *list;            /* owned Diag* */
    GStringChunk *files;        /* owned: names of files; a text may be gone before its findings */
    size_t n_of[DIAG_NOTE + 1]; /* added, by severity */
    size_t n_dropped;
    Diag *last; /* borrowed from list; NULL after a dropped one */
};

SrcPos src_text_pos(const SrcText *src, size_t offset)
{
    SrcPos pos = src->start;
    const char *p = src->text;
    const char *end = src->text + MIN(offset, src->len);

    while (p < end) {
        if (*p == '\n') {
            pos.line++;
            pos.column = MAX(src->indent, 1u);
        } else if (((unsigned char)*p & 0xC0) != 0x80) {
            pos.column++;
        }
        p++;
    }
    return pos;
}

static void diag_free(gpointer data)
{
    Diag *d = data;

    g_free(d->message);
    g_free(d->seen);
    g_free(d->expected);
    g_free(d->hint);
    g_free(d);
}

Diags *diags_new(Lang lang)
{
    Diags *diags = g_new0(Diags, 1);

    diags->lang = lang;
    diags->list = g_ptr_array_new_with_free_func(diag_free);
    diags->files = g_string_chunk_new(256);
    return diags;
}

void diags_free(Diags *diags)
{
    if (!diags)
        return;
    g_ptr_array_unref(diags->list);
    g_string_chunk_free(diags->files);
    g_free(diags);
}

Lang diags_lang(const Diags *diags)
{
    return diags ? diags->lang : LANG_EN;
}

/* The catalogue hands back formats that tools/check_text.py has held against the literal. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static char *format_in(Lang lang, const char *fmt, va_list args)
{
    return g_strdup_vprintf(text_in(lang, fmt), args);
}
#pragma GCC diagnostic pop

void diag_add(
    Diags *diags, DiagSeverity severity, const char *code, SrcPos pos, const char *fmt, ...)
{
    Diag *d;
    va_list args;

    if (!diags)
        return;
    diags->n_of[severity]++;
    diags->last = NULL;
    if (diags->list->len >= DIAGS_MAX) {
        diags->n_dropped++;
        return;
    }
    d = g_new0(Diag, 1);
    d->severity = severity;
    d->code = code;
    d->pos = pos;
    if (pos.file)
        d->pos.file = g_string_chunk_insert_const(diags->files, pos.file);
    va_start(args, fmt);
    d->message = format_in(diags->lang, fmt, args);
    va_end(args);
    g_ptr_array_add(diags->list, d);
    diags->last = d;
}

void diag_seen(Diags *diags, const char *fmt, ...)
{
    va_list args;

    if (!diags || !diags->last)
        return;
    g_free(diags->last->seen);
    va_start(args, fmt);
    diags->last->seen = format_in(diags->lang, fmt, args);
    va_end(args);
}

void diag_expected(Diags *diags, const char *fmt, ...)
{
    va_list args;

    if (!diags || !diags->last)
        return;
    g_free(diags->last->expected);
    va_start(args, fmt);
    diags->last->expected = format_in(diags->lang, fmt, args);
    va_end(args);
}

void diag_hint(Diags *diags, const char *fmt, ...)
{
    va_list args;

    if (!diags || !diags->last)
        return;
    g_free(diags->last->hint);
    va_start(args, fmt);
    diags->last->hint = format_in(diags->lang, fmt, args);
    va_end(args);
}

size_t diags_n_errors(const Diags *diags)
{
    return diags->n_of[DIAG_ERROR];
}

size_t diags_n_of(const Diags *diags, DiagSeverity severity)
{
    return diags->n_of[severity];
}

size_t diags_n(const Diags *diags)
{
    return diags->list->len;
}

const Diag *diags_get(const Diags *diags, size_t i)
{
    return g_ptr_array_index(diags->list, i);
}

bool diags_has(const Diags *diags, const char *code)
{
    for (guint i = 0; i < diags->list->len; i++)
        if (strcmp(diags_get(diags, i)->code, code) == 0)
            return true;
    return false;
}

static gint compare_pos(gconstpointer a, gconstpointer b)
{
    const Diag *x = *(Diag *const *)a;
    const Diag *y = *(Diag *const *)b;
    int by_file = g_strcmp0(x->pos.file, y->pos.file);

    if (by_file != 0)
        return by_file;
    if (x->pos.line != y->pos.line)
        return x->pos.line < y->pos.line ? -1 : 1;
    if (x->pos.column != y->pos.column)
        return x->pos.column < y->pos.column ? -1 : 1;
    return 0;
}

void diags_sort(Diags *diags)
{
    g_ptr_array_sort(diags->list, compare_pos); /* GLib's sort is stable (merge sort) */
    diags->last = NULL;
}

static const char *severity_word(DiagSeverity severity, Lang lang)
{
    switch (severity) {
    case DIAG_ERROR:
        return text_in(lang, "error");
    case DIAG_WARNING:
        return text_in(lang, "warning");
    case DIAG_NOTE:
        return text_in(lang, "note");
    }
    return "";
}

static void append_part(GString *out, Lang lang, const char *word, const char *text)
{
    if (text)
        g_string_append_printf(out, "    %s: %s\n", text_in(lang, word), text);
}

char *diag_format(const Diag *diag, Lang lang)
{
    GString *out = g_string_new(NULL);

    if (diag->pos.file)
        g_string_append_printf(out, "%s:", diag->pos.file);
    if (diag->pos.line)
        g_string_append_printf(out, "%u:%u:", diag->pos.line, diag->pos.column);
    if (out->len)
        g_string_append_c(out, ' ');
    g_string_append_printf(out, "%s: %s\n", severity_word(diag->severity, lang), diag->message);
    append_part(out, lang, "seen", diag->seen);
    append_part(out, lang, "expected", diag->expected);
    append_part(out, lang, "hint", diag->hint);
    return g_string_free(out, FALSE);
}

char *diags_format(const Diags *diags)
{
    GString *out = g_string_new(NULL);

    for (guint i = 0; i < diags->list->len; i++) {
        g_autofree char *one = diag_format(diags_get(diags, i), diags->lang);
        g_string_append(out, one);
    }
    if (diags->n_dropped)
        g_string_append_printf(out, text_in(diags->lang, "… and %zu more findings\n"),
                               diags->n_dropped);
    return g_string_free(out, FALSE);
}

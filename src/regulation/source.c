#include "regulation/source.h"

#include <string.h>

char *source_normalize(Arena *arena, const char *text, size_t len, size_t *out_len)
{
    size_t n = 0;
    char *copy;

    if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        len -= 3;
    }
    copy = arena_alloc(arena, len + 1);
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '\r' && i + 1 < len && text[i + 1] == '\n')
            continue;
        copy[n] = text[i];
        if (text[i] == '\r')
            copy[n] = '\n';
        n++;
    }
    copy[n] = '\0';
    *out_len = n;
    return copy;
}

static bool is_refused(gunichar c)
{
    if (c < 0x20)
        return c != '\n' && c != '\t';
    return (c >= 0x7F && c < 0xA0) || c == 0xAD || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF;
}

bool source_check(
    const char *text, size_t len, SrcPos start, uint32_t indent, const char *code, Diags *diags)
{
    SrcText src = {.text = text, .len = len, .start = start, .indent = indent};
    const char *end;

    if (!g_utf8_validate_len(text, len, &end)) {
        diag_add(diags, DIAG_ERROR, code, src_text_pos(&src, (size_t)(end - text)),
                 "byte 0x%02X is not valid UTF-8 here", (unsigned)(unsigned char)*end);
        return false;
    }
    for (const char *p = text; p < text + len; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (is_refused(c)) {
            diag_add(diags, DIAG_ERROR, code, src_text_pos(&src, (size_t)(p - text)),
                     "the character U+%04X is not allowed", (unsigned)c);
            return false;
        }
    }
    return true;
}

size_t source_blank(const char *text, size_t len)
{
    if (len == 0)
        return 0;
    if (text[0] == ' ' || text[0] == '\t' || text[0] == '\n')
        return 1;
    return len >= 3 && memcmp(text, "\xE3\x80\x80", 3) == 0 ? 3 : 0;
}

SrcText src_part(Arena *arena, const SrcText *src, size_t from, size_t to)
{
    SrcText part = {.indent = src->indent};
    size_t n;

    while (from < to && (n = source_blank(src->text + from, to - from)) > 0)
        from += n;
    for (;;) {
        if (to > from && source_blank(src->text + to - 1, 1))
            to--;
        else if (to >= from + 3 && source_blank(src->text + to - 3, 3) == 3)
            to -= 3;
        else
            break;
    }
    part.text = arena_strndup(arena, src->text + from, to - from);
    part.len = to - from;
    part.start = src_text_pos(src, from);
    return part;
}

bool src_next_word(Arena *arena, SrcWords *words, SrcText *out)
{
    const SrcText *src = words->src;
    size_t from = words->at;
    size_t to;
    size_t n;

    while (from < src->len && (n = source_blank(src->text + from, src->len - from)) > 0)
        from += n;
    to = from;
    while (to < src->len && source_blank(src->text + to, src->len - to) == 0)
        to++;
    *out = src_part(arena, src, from, to);
    words->at = to;
    return to > from;
}

SrcText src_rest(Arena *arena, const SrcWords *words)
{
    return src_part(arena, words->src, words->at, words->src->len);
}

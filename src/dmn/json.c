#include "dmn/json.h"

#include <string.h>

typedef struct Reader {
    Arena *arena;
    Diags *diags;
    SrcText src;
    size_t at;
    int depth;
} Reader;

/* ---- reading ---- */

static bool fail(Reader *r, const char *code, const char *message)
{
    diag_add(r->diags, DIAG_ERROR, code, src_text_pos(&r->src, MIN(r->at, r->src.len)), "%s",
             text_in(diags_lang(r->diags), message));
    return false;
}

static bool unexpected(Reader *r)
{
    return fail(r, "json.syntax", "this does not belong here; it is no JSON");
}

static char peek(Reader *r)
{
    while (r->at < r->src.len && strchr(" \t\r\n", r->src.text[r->at]) && r->src.text[r->at])
        r->at++;
    if (r->at >= r->src.len)
        return '\0';
    return r->src.text[r->at];
}

static bool take(Reader *r, char c)
{
    if (peek(r) != c)
        return false;
    r->at++;
    return true;
}

static bool take_word(Reader *r, const char *word)
{
    size_t len = strlen(word);

    if (r->src.len - r->at < len || strncmp(r->src.text + r->at, word, len) != 0)
        return false;
    r->at += len;
    return true;
}

static size_t digits(const Reader *r, size_t at)
{
    size_t n = 0;

    while (at + n < r->src.len && g_ascii_isdigit(r->src.text[at + n]))
        n++;
    return n;
}

static bool read_number(Reader *r, FeelValue *out)
{
    const char *text = r->src.text;
    size_t end = r->at + (text[r->at] == '-'), n = digits(r, end);
    Dec number;

    if (n == 0 || (n > 1 && text[end] == '0'))
        return unexpected(r);
    end += n;
    if (end < r->src.len && text[end] == '.') {
        n = digits(r, end + 1);
        if (n == 0)
            return unexpected(r);
        end += 1 + n;
    }
    if (end < r->src.len && (text[end] == 'e' || text[end] == 'E')) {
        size_t sign = end + 1 < r->src.len && strchr("+-", text[end + 1]) ? 1 : 0;

        n = digits(r, end + 1 + sign);
        if (n == 0)
            return unexpected(r);
        end += 1 + sign + n;
    }
    if (!dec_parse(text + r->at, (ptrdiff_t)(end - r->at), &number))
        return fail(r, "json.number", "the number is too large");
    r->at = end;
    *out = feel_number(number);
    return true;
}

static int hex4(const Reader *r, size_t at)
{
    int value = 0;

    if (at + 4 > r->src.len)
        return -1;
    for (size_t i = 0; i < 4; i++) {
        int digit = g_ascii_xdigit_value(r->src.text[at + i]);
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

/* \uXXXX, two of them for what lies beyond. */
static bool read_unicode(Reader *r, GString *out)
{
    int c = hex4(r, r->at + 2), low;

    if (c < 0)
        return unexpected(r);
    r->at += 6;
    if (c >= 0xD800 && c < 0xDC00) {
        low = r->at + 1 < r->src.len && r->src.text[r->at] == '\\' && r->src.text[r->at + 1] == 'u'
                  ? hex4(r, r->at + 2)
                  : -1;
        if (low < 0xDC00 || low > 0xDFFF)
            return unexpected(r);
        c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
        r->at += 6;
    }
    if (c == 0 || (c >= 0xDC00 && c <= 0xDFFF))
        return unexpected(r);
    g_string_append_unichar(out, (gunichar)c);
    return true;
}

static bool read_escape(Reader *r, GString *out)
{
    static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    char c = '\0';
    const char *found;

    if (r->at + 1 < r->src.len)
        c = r->src.text[r->at + 1];
    if (c == 'u')
        return read_unicode(r, out);
    found = c ? strchr(letters, c) : NULL;
    if (!found)
        return unexpected(r);
    g_string_append_c(out, meanings[found - letters]);
    r->at += 2;
    return true;
}

static bool read_string(Reader *r, FeelValue *out)
{
    g_autoptr(GString) text = g_string_new(NULL);

    r->at++;
    for (;;) {
        unsigned char c = r->at < r->src.len ? (unsigned char)r->src.text[r->at] : 0;

        if (c == '"')
            break;
        if (c < 0x20)
            return unexpected(r);
        if (c == '\\') {
            if (!read_escape(r, text))
                return false;
            continue;
        }
        g_string_append_c(text, (char)c);
        r->at++;
    }
    r->at++;
    *out = feel_string_dup(r->arena, text->str, text->len);
    return true;
}

static bool read_value(Reader *r, FeelValue *out);

static bool read_array(Reader *r, FeelValue *out)
{
    g_autoptr(GArray) items = g_array_new(FALSE, FALSE, sizeof(FeelValue));

    r->at++;
    if (!take(r, ']')) {
        do {
            FeelValue item;

            if (!read_value(r, &item))
                return false;
            g_array_append_val(items, item);
        } while (take(r, ','));
        if (!take(r, ']'))
            return unexpected(r);
    }
    *out = feel_list(r->arena, (const FeelValue *)(const void *)items->data, items->len);
    return true;
}

static bool read_entry(Reader *r, GHashTable *seen, GPtrArray *keys, GArray *values)
{
    FeelValue key, value;

    if (peek(r) != '"')
        return unexpected(r);
    if (!read_string(r, &key))
        return false;
    if (!g_hash_table_add(seen, (gpointer)key.u.string.text))
        return fail(r, "json.key-twice", "the key stands here twice");
    if (!take(r, ':'))
        return unexpected(r);
    if (!read_value(r, &value))
        return false;
    g_ptr_array_add(keys, (gpointer)key.u.string.text);
    g_array_append_val(values, value);
    return true;
}

static bool read_object(Reader *r, FeelValue *out)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GPtrArray) keys = g_ptr_array_new();
    g_autoptr(GArray) values = g_array_new(FALSE, FALSE, sizeof(FeelValue));
    const char **kept;

    r->at++;
    if (!take(r, '}')) {
        do {
            if (!read_entry(r, seen, keys, values))
                return false;
        } while (take(r, ','));
        if (!take(r, '}'))
            return unexpected(r);
    }
    kept = ARENA_NEW_N(r->arena, const char *, keys->len);
    for (guint i = 0; i < keys->len; i++)
        kept[i] = g_ptr_array_index(keys, i);
    *out = feel_context(r->arena, kept, (const FeelValue *)(const void *)values->data, values->len);
    return true;
}

static bool read_nested(Reader *r, char c, FeelValue *out)
{
    bool ok;

    if (r->depth >= JSON_MAX_DEPTH)
        return fail(r, "json.limit", "limit reached: arrays and objects are nested too deeply");
    r->depth++;
    ok = c == '[' ? read_array(r, out) : read_object(r, out);
    r->depth--;
    return ok;
}

static bool read_value(Reader *r, FeelValue *out)
{
    char c = peek(r);

    if (c == '[' || c == '{')
        return read_nested(r, c, out);
    if (c == '"')
        return read_string(r, out);
    if (c == '-' || g_ascii_isdigit(c))
        return read_number(r, out);
    if (take_word(r, "true"))
        *out = feel_boolean(true);
    else if (take_word(r, "false"))
        *out = feel_boolean(false);
    else if (take_word(r, "null"))
        *out = feel_null();
    else
        return unexpected(r);
    return true;
}

bool dmn_json_parse(
    Arena *arena, const char *file, const char *text, size_t len, FeelValue *out, Diags *diags)
{
    Reader r = {.arena = arena, .diags = diags};
    const char *end;

    r.src = (SrcText){
        text, len, {file, 1, 1},
          1
    };
    if (len > JSON_MAX_BYTES)
        return fail(&r, "json.limit", "limit reached: the text is too long");
    if (!g_utf8_validate_len(text, len, &end)) {
        r.at = (size_t)(end - text);
        return fail(&r, "json.syntax", "the text is not valid UTF-8 from here on");
    }
    if (!read_value(&r, out))
        return false;
    return peek(&r) == 0 && r.at == len ? true : unexpected(&r);
}

/* ---- writing ---- */

void dmn_json_write_text(GString *out, const char *text)
{
    g_string_append_c(out, '"');
    for (const char *p = text; *p; p++) {
        unsigned char c = (unsigned char)*p;

        if (c == '"' || c == '\\')
            g_string_append_c(out, '\\');
        if (c == '\n')
            g_string_append(out, "\\n");
        else if (c < 0x20)
            g_string_append_printf(out, "\\u%04x", c);
        else
            g_string_append_c(out, (char)c);
    }
    g_string_append_c(out, '"');
}

static void write_break(GString *out, int indent)
{
    if (indent < 0)
        return;
    g_string_append_c(out, '\n');
    for (int i = 0; i < indent; i++)
        g_string_append(out, "  ");
}

static void
write_parts(GString *out, const FeelValue *values, const char *const *keys, size_t n, int indent)
{
    int inner = indent < 0 ? indent : indent + 1;

    g_string_append_c(out, keys ? '{' : '[');
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            g_string_append(out, indent < 0 ? ", " : ",");
        write_break(out, inner);
        if (keys) {
            dmn_json_write_text(out, keys[i]);
            g_string_append(out, ": ");
        }
        dmn_json_write(out, &values[i], inner);
    }
    if (n > 0)
        write_break(out, indent);
    g_string_append_c(out, keys ? '}' : ']');
}

void dmn_json_write(GString *out, const FeelValue *v, int indent)
{
    g_autoptr(Arena) scratch = NULL;

    switch (v->kind) {
    case FEEL_NULL:
    case FEEL_MISSING:
    case FEEL_FUNCTION:
        g_string_append(out, "null");
        return;
    case FEEL_LIST:
        write_parts(out, v->u.list->items, NULL, v->u.list->n, indent);
        return;
    case FEEL_CONTEXT:
        write_parts(out, v->u.context->values, v->u.context->keys, v->u.context->n, indent);
        return;
    case FEEL_BOOLEAN:
    case FEEL_NUMBER:
    case FEEL_STRING:
    case FEEL_DATE:
    case FEEL_TIME:
    case FEEL_DATE_TIME:
    case FEEL_DT_DURATION:
    case FEEL_YM_DURATION:
    case FEEL_RANGE:
        break;
    }
    scratch = arena_new(0);
    if (v->kind == FEEL_BOOLEAN || v->kind == FEEL_NUMBER)
        g_string_append(out, feel_value_text(scratch, v, false));
    else
        dmn_json_write_text(out, feel_value_text(scratch, v, false));
}

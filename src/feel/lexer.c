#include "feel/lexer.h"

#include <string.h>

enum { MAX_EXPONENT = 100000 }; /* beyond any decimal128, so that sums of exponents stay small */

/* The character at `pos`; 0 at the end (U+0000 was refused before). */
static gunichar char_at(const FeelLexer *lex, size_t pos)
{
    return pos < lex->len ? g_utf8_get_char(lex->text + pos) : 0;
}

static size_t char_size(const FeelLexer *lex, size_t pos)
{
    return pos < lex->len ? (size_t)(g_utf8_next_char(lex->text + pos) - (lex->text + pos)) : 0;
}

static char byte_at(const FeelLexer *lex, size_t pos)
{
    if (pos >= lex->len)
        return '\0';
    return lex->text[pos];
}

static void add_note(FeelLexer *lex, size_t pos, const char *ascii)
{
    FeelLexNote note = {(uint32_t)pos, (uint32_t)char_size(lex, pos), ascii};
    guint i = lex->notes->len;

    /* In order of offset; what is read again was noted before. */
    while (i > 0 && g_array_index(lex->notes, FeelLexNote, i - 1).offset > note.offset)
        i--;
    if (i == 0 || g_array_index(lex->notes, FeelLexNote, i - 1).offset < note.offset)
        g_array_insert_val(lex->notes, i, note);
}

static FeelToken token(FeelTokenKind kind, size_t start, size_t end)
{
    return (FeelToken){.kind = kind, .start = (uint32_t)start, .end = (uint32_t)end};
}

static FeelToken bad(size_t start, size_t end, const char *code, const char *problem)
{
    FeelToken t = token(FEEL_TOK_BAD, start, end);

    t.code = code;
    t.problem = problem;
    return t;
}

/* Skips white space and comments. Returns false, *pos at the comment, if one is not ended. */
static bool skip_blanks(const FeelLexer *lex, size_t *pos)
{
    size_t p = *pos;

    while (p < lex->len) {
        if (feel_char_is_space(char_at(lex, p))) {
            p += char_size(lex, p);
        } else if (byte_at(lex, p) == '/' && byte_at(lex, p + 1) == '/') {
            const char *eol = memchr(lex->text + p, '\n', lex->len - p);

            p = eol ? (size_t)(eol - lex->text) : lex->len;
        } else if (byte_at(lex, p) == '/' && byte_at(lex, p + 1) == '*') {
            const char *close = memmem(lex->text + p + 2, lex->len - p - 2, "*/", 2);

            *pos = p;
            if (!close)
                return false;
            p = (size_t)(close - lex->text) + 2;
        } else {
            break;
        }
    }
    *pos = p;
    return true;
}

static size_t skip_digits(const FeelLexer *lex, size_t pos)
{
    while (g_ascii_isdigit(byte_at(lex, pos)))
        pos++;
    return pos;
}

/* The power of ten of a suffix at `pos` (5% 3‰ 70万 1.2亿), its size in *out_size; 0 = none. */
static int suffix_at(const FeelLexer *lex, size_t pos, size_t *out_size)
{
    *out_size = char_size(lex, pos);
    switch (char_at(lex, pos)) {
    case '%':
    case 0xFF05: /* ％: noted by lex_number */
        return -2;
    case 0x2030: /* ‰ */
        return -3;
    case 0x4E07: /* 万 */
        return 4;
    case 0x4EBF: /* 亿 */
        return 8;
    default:
        *out_size = 0;
        return 0;
    }
}

/* digits [. digits] | . digits, then [e [+-] digits]; the end of it. */
static size_t number_end(const FeelLexer *lex, size_t start)
{
    size_t end = skip_digits(lex, start);
    size_t exponent;

    if (byte_at(lex, end) == '.' && g_ascii_isdigit(byte_at(lex, end + 1)))
        end = skip_digits(lex, end + 1);
    if (byte_at(lex, end) != 'e' && byte_at(lex, end) != 'E')
        return end;
    exponent = end + 1;
    if (byte_at(lex, exponent) == '+' || byte_at(lex, exponent) == '-')
        exponent++;
    return g_ascii_isdigit(byte_at(lex, exponent)) ? skip_digits(lex, exponent) : end;
}

static FeelToken lex_number(FeelLexer *lex, size_t start)
{
    size_t end = number_end(lex, start);
    size_t size;

    if (lex->dialect != FEEL_REGULATION)
        return token(FEEL_TOK_NUMBER, start, end);
    if (suffix_at(lex, end, &size) != 0) {
        if (char_at(lex, end) == 0xFF05)
            add_note(lex, end, "%");
        end += size;
    }
    if (feel_char_in_name(FEEL_REGULATION, char_at(lex, end)) || suffix_at(lex, end, &size) != 0) {
        FeelToken t = bad(start, end + char_size(lex, end), "feel.bad-number",
                          "a number runs into other characters");

        t.hint = "a number may end in one of % ‰ 万 亿; units do not stand in expressions";
        return t;
    }
    return token(FEEL_TOK_NUMBER, start, end);
}

/* Is there a quote at `pos`: `"`, or a typographic one where those are no name characters? */
static bool quote_at(const FeelLexer *lex, size_t pos)
{
    gunichar c = char_at(lex, pos);
    const char *ascii;

    if (c < 0x80 || feel_char_starts_name(lex->dialect, c))
        return c == '"';
    ascii = feel_char_ascii(c);
    return ascii && ascii[0] == '"';
}

/* The offset of the quote that ends a text whose first character is at `pos`; lex->len if none
 * does. `any_quote`: a typographic one ends it too. */
static size_t closing_quote(const FeelLexer *lex, size_t pos, bool any_quote)
{
    while (pos < lex->len) {
        if (byte_at(lex, pos) == '\\' && pos + 1 < lex->len)
            pos += 1 + char_size(lex, pos + 1);
        else if (byte_at(lex, pos) == '"' || (any_quote && quote_at(lex, pos)))
            return pos;
        else
            pos += char_size(lex, pos);
    }
    return lex->len;
}

static FeelToken lex_string(FeelLexer *lex, size_t start)
{
    size_t first = start + char_size(lex, start);
    bool typographic = byte_at(lex, start) != '"';
    size_t close = closing_quote(lex, first, typographic);

    if (close == lex->len && !typographic)
        close = closing_quote(lex, first, true); /* "abc” */
    if (close == lex->len)
        return bad(start, first, "feel.bad-string", "the text is not ended");
    if (typographic)
        add_note(lex, start, "\"");
    if (byte_at(lex, close) != '"')
        add_note(lex, close, "\"");
    return token(FEEL_TOK_STRING, start, close + char_size(lex, close));
}

static FeelToken lex_word(const FeelLexer *lex, size_t start)
{
    size_t end = start + char_size(lex, start);

    if (lex->dialect == FEEL_REGULATION && byte_at(lex, start) == '?')
        return token(FEEL_TOK_WORD, start, end);
    while (feel_char_in_name(lex->dialect, char_at(lex, end)))
        end += char_size(lex, end);
    return token(FEEL_TOK_WORD, start, end);
}

static bool word_at(const FeelLexer *lex, size_t pos)
{
    gunichar c = char_at(lex, pos);

    return c == '?' || feel_char_starts_name(lex->dialect, c);
}

/* The ASCII meaning of what stands at `pos`: itself, or what a full-width character stands for.
 * Longest is two characters. */
static void meaning_at(const FeelLexer *lex, size_t pos, char out[3], size_t *out_size)
{
    gunichar c = char_at(lex, pos);
    const char *ascii = NULL;

    *out_size = char_size(lex, pos);
    memset(out, 0, 3);
    if (c < 0x80)
        out[0] = (char)c;
    else if (!feel_char_starts_name(lex->dialect, c))
        ascii = feel_char_ascii(c);
    if (ascii)
        g_strlcpy(out, ascii, 3);
}

static const struct {
    char text[3];
    FeelTokenKind kind;
} operators[] = {
  /* two characters first */
    {"..", FEEL_TOK_DOTS    },
    {"**", FEEL_TOK_POWER   },
    {"==", FEEL_TOK_EQ      },
    {"!=", FEEL_TOK_NE      },
    {"<=", FEEL_TOK_LE      },
    {">=", FEEL_TOK_GE      },
    {"(",  FEEL_TOK_LPAREN  },
    {")",  FEEL_TOK_RPAREN  },
    {"[",  FEEL_TOK_LBRACKET},
    {"]",  FEEL_TOK_RBRACKET},
    {"{",  FEEL_TOK_LBRACE  },
    {"}",  FEEL_TOK_RBRACE  },
    {",",  FEEL_TOK_COMMA   },
    {":",  FEEL_TOK_COLON   },
    {".",  FEEL_TOK_DOT     },
    {"+",  FEEL_TOK_PLUS    },
    {"-",  FEEL_TOK_MINUS   },
    {"*",  FEEL_TOK_STAR    },
    {"/",  FEEL_TOK_SLASH   },
    {"=",  FEEL_TOK_EQ      },
    {"<",  FEEL_TOK_LT      },
    {">",  FEEL_TOK_GT      },
    {"@",  FEEL_TOK_AT      },
};

static FeelToken lex_operator(FeelLexer *lex, size_t start)
{
    char text[5] = ""; /* up to two meanings of up to two characters */
    char second[3];
    size_t size, second_size;
    FeelToken t;

    meaning_at(lex, start, text, &size);
    meaning_at(lex, start + size, second, &second_size);
    if (strlen(text) == 1 && strlen(second) == 1)
        text[1] = second[0];
    else
        second_size = 0;
    for (size_t i = 0; text[0] && i < G_N_ELEMENTS(operators); i++) {
        size_t n = strlen(operators[i].text);

        if (strncmp(text, operators[i].text, n) != 0)
            continue;
        if ((unsigned char)byte_at(lex, start) >= 0x80)
            add_note(lex, start, feel_char_ascii(char_at(lex, start)));
        if (n == 1 || second_size == 0)
            return token(operators[i].kind, start, start + size);
        if ((unsigned char)byte_at(lex, start + size) >= 0x80)
            add_note(lex, start + size, feel_char_ascii(char_at(lex, start + size)));
        return token(operators[i].kind, start, start + size + second_size);
    }
    t = bad(start, start + size, "feel.bad-character", "this character has no meaning here");
    if (text[0] == '%' || char_at(lex, start) == 0x2030)
        t.hint = "it must follow a number directly";
    return t;
}

FeelToken feel_lex_token(FeelLexer *lex, size_t pos)
{
    if (!skip_blanks(lex, &pos))
        return bad(pos, pos + 2, "feel.bad-comment", "the comment is not ended");
    if (pos >= lex->len)
        return token(FEEL_TOK_END, lex->len, lex->len);
    if (g_ascii_isdigit(byte_at(lex, pos)) ||
        (byte_at(lex, pos) == '.' && g_ascii_isdigit(byte_at(lex, pos + 1))))
        return lex_number(lex, pos);
    if (quote_at(lex, pos))
        return lex_string(lex, pos);
    if (word_at(lex, pos))
        return lex_word(lex, pos);
    return lex_operator(lex, pos);
}

bool feel_token_is_word(const FeelLexer *lex, const FeelToken *token, const char *word)
{
    size_t len = token->end - token->start;

    return token->kind == FEEL_TOK_WORD && strlen(word) == len &&
           memcmp(lex->text + token->start, word, len) == 0;
}

/* The end of the part of a name at `pos`; `pos` if there is none. */
static size_t part_end(const FeelLexer *lex, size_t pos, bool *out_symbol)
{
    gunichar c = char_at(lex, pos);

    *out_symbol = false;
    if (lex->dialect == FEEL_STANDARD && feel_char_is_symbol(c)) {
        char next = byte_at(lex, pos + 1);

        *out_symbol = true;
        if ((c == '.' && next == '.') || (c == '/' && (next == '/' || next == '*')))
            return pos;
        return pos + char_size(lex, pos);
    }
    while (pos < lex->len && feel_char_in_name(lex->dialect, char_at(lex, pos)))
        pos += char_size(lex, pos);
    return pos;
}

void feel_lex_chain(const FeelLexer *lex, size_t pos, size_t max_parts, FeelChain *chain)
{
    bool glue = true;

    chain->n = 0;
    g_string_truncate(chain->normal, 0);
    while (chain->n < MIN(max_parts, (size_t)FEEL_MAX_NAME_PARTS)) {
        bool symbol = false;
        size_t end = chain->n == 0 ? lex_word(lex, pos).end : part_end(lex, pos, &symbol);

        if (end == pos)
            return;
        if (!glue && !symbol)
            g_string_append_c(chain->normal, ' ');
        g_string_append_len(chain->normal, lex->text + pos, (gssize)(end - pos));
        chain->parts[chain->n].start = (uint32_t)pos;
        chain->parts[chain->n].end = (uint32_t)end;
        chain->parts[chain->n].in_form = chain->normal->len;
        chain->n++;
        glue = symbol;
        pos = end;
        while (pos < lex->len && feel_char_is_space(char_at(lex, pos)))
            pos += char_size(lex, pos);
    }
}

bool feel_lex_number(const FeelLexer *lex, const FeelToken *token, Dec *out)
{
    size_t end = number_end(lex, token->start);
    size_t mantissa = token->start;
    g_autofree char *text = NULL;
    int64_t exponent = 0;
    size_t size;

    while (mantissa < end && lex->text[mantissa] != 'e' && lex->text[mantissa] != 'E')
        mantissa++;
    if (mantissa < end) {
        /* A huge exponent saturates; dec_parse then says no (or 0). */
        exponent = g_ascii_strtoll(lex->text + mantissa + 1, NULL, 10);
        exponent = CLAMP(exponent, -MAX_EXPONENT, MAX_EXPONENT);
    }
    if (lex->dialect == FEEL_REGULATION)
        exponent += suffix_at(lex, end, &size);
    text = g_strdup_printf("%.*se%" G_GINT64_FORMAT, (int)(mantissa - token->start),
                           lex->text + token->start, exponent);
    return dec_parse(text, -1, out);
}

static int hex_value(const char *text, size_t n, gunichar *out)
{
    *out = 0;
    for (size_t i = 0; i < n; i++) {
        int digit = g_ascii_xdigit_value(text[i]);

        if (digit < 0)
            return false;
        *out = *out * 16 + (gunichar)digit;
    }
    return true;
}

/* \uXXXX (perhaps a pair) or \UXXXXXX at p (the backslash); its size, 0 = it is none. */
static size_t unicode_escape(const char *p, const char *end, gunichar *out)
{
    gunichar low;

    if (p[1] == 'U' && end - p >= 8 && hex_value(p + 2, 6, out)) {
        if (!g_unichar_validate(*out))
            *out = 0xFFFD;
        return 8;
    }
    if (p[1] != 'u' || end - p < 6 || !hex_value(p + 2, 4, out))
        return 0;
    if (*out >= 0xD800 && *out <= 0xDBFF && end - p >= 12 && p[6] == '\\' && p[7] == 'u' &&
        hex_value(p + 8, 4, &low) && low >= 0xDC00 && low <= 0xDFFF) {
        *out = 0x10000 + ((*out - 0xD800) << 10) + (low - 0xDC00);
        return 12;
    }
    if (*out >= 0xD800 && *out <= 0xDFFF)
        *out = 0xFFFD;
    return 6;
}

/* One escape at p (the backslash); appends its meaning, returns its size. */
static size_t append_escape(GString *out, const char *p, const char *end)
{
    static const char plain[] = "\"'\\nrt";
    static const char meaning[] = "\"'\\\n\r\t";
    const char *found = p + 1 < end ? strchr(plain, p[1]) : NULL;
    gunichar c;
    size_t size;

    if (found && *found) {
        g_string_append_c(out, meaning[found - plain]);
        return 2;
    }
    size = p + 1 < end ? unicode_escape(p, end, &c) : 0;
    if (size > 0) {
        if (c == 0)
            g_string_append_c(out, '\0');
        else
            g_string_append_unichar(out, c);
        return size;
    }
    g_string_append_c(out, '\\'); /* kept with what follows: "\d" reaches the regular expression */
    return 1;
}

char *feel_lex_string(const FeelLexer *lex, const FeelToken *token, Arena *arena, size_t *out_len)
{
    const char *p = g_utf8_next_char(lex->text + token->start);
    const char *end = g_utf8_find_prev_char(p - 1, lex->text + token->end);
    g_autoptr(GString) out = g_string_sized_new(token->end - token->start);

    while (p < end) {
        if (*p == '\\')
            p += append_escape(out, p, end);
        else
            g_string_append_c(out, *p++);
    }
    if (memchr(out->str, 0, out->len))
        return NULL;
    *out_len = out->len;
    return arena_strndup(arena, out->str, out->len);
}

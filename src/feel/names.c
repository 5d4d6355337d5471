#include "feel/names.h"

#include <string.h>

enum { MAX_WANTED = 64 }; /* characters of a misspelt name that others are held against */

typedef struct CharRange {
    gunichar first, last;
} CharRange;

static const CharRange spaces[] = {
    {0x09,   0x0D  },
    {0x20,   0x20  },
    {0x85,   0x85  },
    {0xA0,   0xA0  },
    {0x1680, 0x1680},
    {0x180E, 0x180E},
    {0x2000, 0x200B},
    {0x2028, 0x2029},
    {0x202F, 0x202F},
    {0x205F, 0x205F},
    {0x3000, 0x3000},
    {0xFEFF, 0xFEFF},
};

static const CharRange starts[] = {
    {'?',     '?'    },
    {'A',     'Z'    },
    {'_',     '_'    },
    {'a',     'z'    },
    {0xC0,    0xD6   },
    {0xD8,    0xF6   },
    {0xF8,    0x2FF  },
    {0x370,   0x37D  },
    {0x37F,   0x1FFF },
    {0x200C,  0x200D },
    {0x2070,  0x218F },
    {0x2C00,  0x2FEF },
    {0x3001,  0xD7FF },
    {0xF900,  0xFDCF },
    {0xFDF0,  0xFFFD },
    {0x10000, 0xEFFFF},
};

/* What is a part character without being a start character. */
static const CharRange parts[] = {
    {'0',    '9'   },
    {0xB7,   0xB7  },
    {0x300,  0x36F },
    {0x203F, 0x2040},
};

/* Typographic characters that a Chinese keyboard gives instead of FEEL's; U+FF01 … U+FF5E are
 * computed. */
static const struct {
    gunichar c;
    const char *ascii;
} lookalikes[] = {
    {0xD7,   "*" },
    {0xF7,   "/" },
    {0x2013, "-" },
    {0x2014, "-" },
    {0x2018, "'" },
    {0x2019, "'" },
    {0x201C, "\""},
    {0x201D, "\""},
    {0x2026, ".."},
    {0x2212, "-" },
    {0x2260, "!="},
    {0x2264, "<="},
    {0x2265, ">="},
    {0x3001, "," },
    {0x3002, "." },
    {0x3008, "<" },
    {0x3009, ">" },
    {0x300A, "<" },
    {0x300B, ">" },
    {0x300C, "\""},
    {0x300D, "\""},
    {0x3010, "[" },
    {0x3011, "]" },
    {0x3014, "[" },
    {0x3015, "]" },
    {0xFF5E, ".."},
    {0x2236, ":" },
};

static bool in_ranges(gunichar c, const CharRange *ranges, size_t n)
{
    for (size_t i = 0; i < n && ranges[i].first <= c; i++)
        if (c <= ranges[i].last)
            return true;
    return false;
}

bool feel_char_is_space(gunichar c)
{
    return in_ranges(c, spaces, G_N_ELEMENTS(spaces));
}

static bool is_full_width(gunichar c)
{
    return c >= 0xFF01 && c <= 0xFF5E;
}

bool feel_char_starts_name(FeelDialect dialect, gunichar c)
{
    if (feel_char_is_space(c))
        return false; /* U+180E, U+FEFF lie inside of the ranges of the standard */
    if (dialect == FEEL_REGULATION)
        return c == '_' || (g_unichar_isalnum(c) && !g_unichar_isdigit(c) && !is_full_width(c));
    return in_ranges(c, starts, G_N_ELEMENTS(starts));
}

bool feel_char_in_name(FeelDialect dialect, gunichar c)
{
    if (dialect == FEEL_REGULATION)
        return c == '_' || (g_unichar_isalnum(c) && !is_full_width(c));
    return feel_char_starts_name(dialect, c) || in_ranges(c, parts, G_N_ELEMENTS(parts));
}

bool feel_char_is_symbol(gunichar c)
{
    switch (c) {
    case '.':
    case '/':
    case '-':
    case '\'':
    case 0x2019:
    case '+':
    case '*':
        return true;
    default:
        return false;
    }
}

const char *feel_char_ascii(gunichar c)
{
    /* Every printable ASCII character as a text of its own. */
    static const char ascii[0x5E][2] = {
        "!", "\"", "#", "$", "%", "&", "'", "(", ")", "*", "+", ",",  "-", ".", "/", "0",
        "1", "2",  "3", "4", "5", "6", "7", "8", "9", ":", ";", "<",  "=", ">", "?", "@",
        "A", "B",  "C", "D", "E", "F", "G", "H", "I", "J", "K", "L",  "M", "N", "O", "P",
        "Q", "R",  "S", "T", "U", "V", "W", "X", "Y", "Z", "[", "\\", "]", "^", "_", "`",
        "a", "b",  "c", "d", "e", "f", "g", "h", "i", "j", "k", "l",  "m", "n", "o", "p",
        "q", "r",  "s", "t", "u", "v", "w", "x", "y", "z", "{", "|",  "}", "~",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(lookalikes); i++)
        if (lookalikes[i].c == c)
            return lookalikes[i].ascii;
    return is_full_width(c) ? ascii[c - 0xFF01] : NULL;
}

char *feel_name_normal(Arena *arena, const char *text, size_t len)
{
    const char *end = text + len;
    bool glue = true; /* no blank before what comes next */
    bool gap = false; /* white space since the last part */
    char *out = arena_alloc(arena, len + 1);
    size_t n = 0;

    for (const char *p = text; p < end; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        size_t size = (size_t)(g_utf8_next_char(p) - p);
        bool symbol = feel_char_is_symbol(c);

        if (feel_char_is_space(c)) {
            gap = true;
            continue;
        }
        if (gap && !glue && !symbol)
            out[n++] = ' ';
        memcpy(out + n, p, size);
        n += size;
        glue = symbol;
        gap = false;
    }
    return out; /* zeroed by the arena: ends with NUL */
}

size_t feel_name_n_parts(const char *name)
{
    bool in_part = false;
    size_t n = 0;

    for (const char *p = name; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        bool symbol = feel_char_is_symbol(c);

        if (symbol || (c != ' ' && !in_part))
            n++;
        in_part = !symbol && c != ' ';
    }
    return n;
}

bool feel_name_is_plain(const char *name)
{
    if (!*name || !feel_char_starts_name(FEEL_REGULATION, g_utf8_get_char(name)) ||
        !feel_char_starts_name(FEEL_STANDARD, g_utf8_get_char(name)))
        return false;
    for (const char *p = name; *p; p = g_utf8_next_char(p))
        if (!feel_char_in_name(FEEL_REGULATION, g_utf8_get_char(p)) ||
            !feel_char_in_name(FEEL_STANDARD, g_utf8_get_char(p)))
            return false;
    return true;
}

/* One row of the table of distances: from a[0..i) to every prefix of b. `above2` is the row before
 * the row before, for swaps of neighbours (NULL in the first row). */
static void distance_row(const gunichar *a,
                         size_t i,
                         const gunichar *b,
                         size_t n_b,
                         const size_t *above,
                         const size_t *above2,
                         size_t *row)
{
    row[0] = i;
    for (size_t j = 1; j <= n_b; j++) {
        size_t d = above[j - 1] + (a[i - 1] != b[j - 1]);

        d = MIN(d, above[j] + 1);
        d = MIN(d, row[j - 1] + 1);
        if (above2 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            d = MIN(d, above2[j - 2] + 1);
        row[j] = d;
    }
}

size_t feel_name_distance(const char *a, const char *b, size_t limit)
{
    glong n_a = 0, n_b = 0;
    g_autofree gunichar *ua = g_utf8_to_ucs4_fast(a, -1, &n_a);
    g_autofree gunichar *ub = g_utf8_to_ucs4_fast(b, -1, &n_b);
    size_t la = (size_t)n_a, lb = (size_t)n_b;
    g_autofree size_t *rows = NULL;
    size_t d;

    if ((la > lb ? la - lb : lb - la) > limit)
        return limit + 1;
    rows = g_new0(size_t, 3 * (lb + 1));
    for (size_t j = 0; j <= lb; j++)
        rows[j] = j;
    for (size_t i = 1; i <= la; i++)
        distance_row(ua, i, ub, lb, rows + ((i + 2) % 3) * (lb + 1),
                     i > 1 ? rows + ((i + 1) % 3) * (lb + 1) : NULL, rows + (i % 3) * (lb + 1));
    d = rows[(la % 3) * (lb + 1) + lb];
    return MIN(d, limit + 1);
}

void feel_nearest_offer(FeelNearest *nearest, const char *candidate)
{
    /* A third of the name may differ, at least one character, but not all of it. */
    size_t len = (size_t)g_utf8_strlen(nearest->wanted, -1);
    size_t limit = len < 2 ? 0 : MAX(len / 3, (size_t)1);
    size_t d = len > MAX_WANTED ? limit + 1 : feel_name_distance(nearest->wanted, candidate, limit);
    size_t place = G_N_ELEMENTS(nearest->best);

    if (d > limit)
        return;
    for (size_t i = 0; i < G_N_ELEMENTS(nearest->best); i++)
        if (nearest->best[i] && strcmp(nearest->best[i], candidate) == 0)
            return;
    while (place > 0 && (!nearest->best[place - 1] || d < nearest->distance[place - 1]))
        place--;
    for (size_t i = G_N_ELEMENTS(nearest->best) - 1; i > place; i--) {
        nearest->best[i] = nearest->best[i - 1];
        nearest->distance[i] = nearest->distance[i - 1];
    }
    if (place < G_N_ELEMENTS(nearest->best)) {
        nearest->best[place] = candidate;
        nearest->distance[place] = d;
    }
}

const char *feel_nearest_text(const FeelNearest *nearest, Arena *arena)
{
    if (!nearest->best[0])
        return NULL;
    if (!nearest->best[1])
        return nearest->best[0];
    if (!nearest->best[2])
        return arena_printf(arena, "%s, %s", nearest->best[0], nearest->best[1]);
    return arena_printf(arena, "%s, %s, %s", nearest->best[0], nearest->best[1], nearest->best[2]);
}

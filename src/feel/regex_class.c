/* Sets of characters: escapes, categories, names of XML, case variants. */
#include <pthread.h>
#include <string.h>

#include "feel/regex_private.h"

/* ---- case ---- */

gunichar feel_regex_fold(gunichar c)
{
    if (c < 128)
        return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
    if (c == 0x130 || c == 0x131) /* the Turkish i's have no simple folding */
        return c;
    return g_unichar_tolower(g_unichar_toupper(c));
}

typedef struct Variant {
    gunichar folded, c;
} Variant;

enum {
    LAST_CASED = 0x1FFFF, /* no character beyond it has case */
    LAST_CHAR = 0x10FFFF,
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static GArray *variants; /* Variant, by folded; characters that fold to themselves left out */

static int by_folded(gconstpointer a, gconstpointer b)
{
    const Variant *x = a, *y = b;

    if (x->folded != y->folded)
        return x->folded < y->folded ? -1 : 1;
    return x->c < y->c ? -1 : x->c > y->c;
}

static void find_variants(void)
{
    variants = g_array_new(FALSE, FALSE, sizeof(Variant));
    for (gunichar c = 0; c <= LAST_CASED; c++) {
        Variant v = {feel_regex_fold(c), c};

        if (v.folded != c)
            g_array_append_val(variants, v);
    }
    g_array_sort(variants, by_folded);
}

/* Index of the first variant that folds to `folded` or comes after. */
static guint first_variant(gunichar folded)
{
    guint low = 0, high = variants->len;

    while (low < high) {
        guint middle = low + (high - low) / 2;

        if (g_array_index(variants, Variant, middle).folded < folded)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool in_ranges(const CharRange *ranges, size_t n, gunichar c)
{
    size_t low = 0, high = n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (c > ranges[middle].last)
            low = middle + 1;
        else if (c < ranges[middle].first)
            high = middle;
        else
            return true;
    }
    return false;
}

/* Is `c`, or a case variant of it, among what was written? */
static bool in_written(const CharClass *class, gunichar c)
{
    gunichar folded;

    if (in_ranges(class->written, class->n_written, c))
        return true;
    if (!class->caseless || class->n_written == 0)
        return false;
    folded = feel_regex_fold(c);
    if (in_ranges(class->written, class->n_written, folded))
        return true;
    (void)pthread_once(&once, find_variants); /* cannot fail with a static PTHREAD_ONCE_INIT */
    for (guint i = first_variant(folded); i < variants->len; i++) {
        const Variant *v = &g_array_index(variants, Variant, i);

        if (v->folded != folded)
            break;
        if (in_ranges(class->written, class->n_written, v->c))
            return true;
    }
    return false;
}

/* ---- sets ---- */

static bool has_slowly(const CharClass *class, gunichar c)
{
    bool has = (class->types >> g_unichar_type(c) & 1) ||
               in_ranges(class->exact, class->n_exact, c) || in_written(class, c);

    return has != class->negated && !(class->minus && feel_class_has(class->minus, c));
}

bool feel_class_has(const CharClass *class, gunichar c)
{
    if (c < 128)
        return class->ascii[c / 64] >> (c % 64) & 1;
    return has_slowly(class, c);
}

void feel_class_builder_init(ClassBuilder *b)
{
    *b = (ClassBuilder){
        .written = g_array_new(FALSE, FALSE, sizeof(CharRange)),
        .exact = g_array_new(FALSE, FALSE, sizeof(CharRange)),
    };
}

void feel_class_builder_clear(ClassBuilder *b)
{
    g_array_unref(b->written);
    g_array_unref(b->exact);
}

void feel_class_add_range(ClassBuilder *b, gunichar first, gunichar last)
{
    CharRange range = {first, last};

    g_array_append_val(b->written, range);
    b->n_parts++;
}

/* Ascending ranges, or all that is not in them. */
static void add_exact(ClassBuilder *b, const CharRange *ranges, size_t n, bool negated)
{
    gunichar next = 0;

    if (!negated) {
        g_array_append_vals(b->exact, ranges, (guint)n);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        CharRange gap = {next, ranges[i].first - 1};

        if (ranges[i].first > next)
            g_array_append_val(b->exact, gap);
        next = ranges[i].last + 1;
    }
    if (next <= LAST_CHAR) {
        CharRange rest = {next, LAST_CHAR};

        g_array_append_val(b->exact, rest);
    }
}

static int by_first(gconstpointer a, gconstpointer b)
{
    const CharRange *x = a, *y = b;

    return x->first < y->first ? -1 : x->first > y->first;
}

/* Sorted, and joined where they touch. */
static const CharRange *merge(Arena *arena, GArray *ranges, size_t *out_n)
{
    CharRange *out = ARENA_NEW_N(arena, CharRange, ranges->len);
    size_t n = 0;

    g_array_sort(ranges, by_first);
    for (guint i = 0; i < ranges->len; i++) {
        CharRange range = g_array_index(ranges, CharRange, i);

        if (n > 0 && range.first <= out[n - 1].last + 1)
            out[n - 1].last = MAX(out[n - 1].last, range.last);
        else
            out[n++] = range;
    }
    *out_n = n;
    return out;
}

CharClass *feel_class_build(Arena *arena, ClassBuilder *b, const CharClass *head)
{
    CharClass *class = ARENA_NEW(arena, CharClass);

    *class = *head;
    class->types = b->types;
    class->written = merge(arena, b->written, &class->n_written);
    class->exact = merge(arena, b->exact, &class->n_exact);
    for (gunichar c = 0; c < 128; c++)
        if (has_slowly(class, c))
            class->ascii[c / 64] |= (uint64_t)1 << (c % 64);
    return class;
}

/* ---- escapes ---- */

static const CharRange spaces[] = {
    {'\t', '\n'},
    {'\r', '\r'},
    {' ',  ' ' },
};

/* NameStartChar of XML 1.0 (fifth edition). */
static const CharRange name_start[] = {
    {':',     ':'    },
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

/* NameChar. */
static const CharRange name_char[] = {
    {'-',     '.'    },
    {'0',     ':'    },
    {'A',     'Z'    },
    {'_',     '_'    },
    {'a',     'z'    },
    {0xB7,    0xB7   },
    {0xC0,    0xD6   },
    {0xD8,    0xF6   },
    {0xF8,    0x37D  },
    {0x37F,   0x1FFF },
    {0x200C,  0x200D },
    {0x203F,  0x2040 },
    {0x2070,  0x218F },
    {0x2C00,  0x2FEF },
    {0x3001,  0xD7FF },
    {0xF900,  0xFDCF },
    {0xFDF0,  0xFFFD },
    {0x10000, 0xEFFFF},
};

#define TYPE(name) (1u << G_UNICODE_##name)

static const uint32_t LETTER = TYPE(UPPERCASE_LETTER) | TYPE(LOWERCASE_LETTER) |
                               TYPE(TITLECASE_LETTER) | TYPE(MODIFIER_LETTER) | TYPE(OTHER_LETTER);
static const uint32_t MARK = TYPE(NON_SPACING_MARK) | TYPE(SPACING_MARK) | TYPE(ENCLOSING_MARK);
static const uint32_t NUMBER = TYPE(DECIMAL_NUMBER) | TYPE(LETTER_NUMBER) | TYPE(OTHER_NUMBER);
static const uint32_t PUNCTUATION = TYPE(CONNECT_PUNCTUATION) | TYPE(DASH_PUNCTUATION) |
                                    TYPE(OPEN_PUNCTUATION) | TYPE(CLOSE_PUNCTUATION) |
                                    TYPE(INITIAL_PUNCTUATION) | TYPE(FINAL_PUNCTUATION) |
                                    TYPE(OTHER_PUNCTUATION);
static const uint32_t SEPARATOR =
    TYPE(SPACE_SEPARATOR) | TYPE(LINE_SEPARATOR) | TYPE(PARAGRAPH_SEPARATOR);
static const uint32_t SYMBOL =
    TYPE(MATH_SYMBOL) | TYPE(CURRENCY_SYMBOL) | TYPE(MODIFIER_SYMBOL) | TYPE(OTHER_SYMBOL);
static const uint32_t OTHER =
    TYPE(CONTROL) | TYPE(FORMAT) | TYPE(PRIVATE_USE) | TYPE(UNASSIGNED) | TYPE(SURROGATE);

/* All others for a negated set. */
static void add_types(ClassBuilder *b, uint32_t types, bool negated)
{
    b->types |= negated ? ~types : types;
}

bool feel_class_add_escape(ClassBuilder *b, char letter)
{
    bool negated = g_ascii_isupper(letter);

    b->n_parts++;
    switch (g_ascii_tolower(letter)) {
    case 's':
        add_exact(b, spaces, G_N_ELEMENTS(spaces), negated);
        return true;
    case 'd':
        add_types(b, TYPE(DECIMAL_NUMBER), negated);
        return true;
    case 'w':
        add_types(b, PUNCTUATION | SEPARATOR | OTHER, !negated);
        return true;
    case 'i':
        add_exact(b, name_start, G_N_ELEMENTS(name_start), negated);
        return true;
    case 'c':
        add_exact(b, name_char, G_N_ELEMENTS(name_char), negated);
        return true;
    default:
        return false;
    }
}

static const struct {
    const char *name;
    uint32_t types;
} categories[] = {
    {"L",  LETTER                   },
    {"Lu", TYPE(UPPERCASE_LETTER)   },
    {"Ll", TYPE(LOWERCASE_LETTER)   },
    {"Lt", TYPE(TITLECASE_LETTER)   },
    {"Lm", TYPE(MODIFIER_LETTER)    },
    {"Lo", TYPE(OTHER_LETTER)       },
    {"M",  MARK                     },
    {"Mn", TYPE(NON_SPACING_MARK)   },
    {"Mc", TYPE(SPACING_MARK)       },
    {"Me", TYPE(ENCLOSING_MARK)     },
    {"N",  NUMBER                   },
    {"Nd", TYPE(DECIMAL_NUMBER)     },
    {"Nl", TYPE(LETTER_NUMBER)      },
    {"No", TYPE(OTHER_NUMBER)       },
    {"P",  PUNCTUATION              },
    {"Pc", TYPE(CONNECT_PUNCTUATION)},
    {"Pd", TYPE(DASH_PUNCTUATION)   },
    {"Ps", TYPE(OPEN_PUNCTUATION)   },
    {"Pe", TYPE(CLOSE_PUNCTUATION)  },
    {"Pi", TYPE(INITIAL_PUNCTUATION)},
    {"Pf", TYPE(FINAL_PUNCTUATION)  },
    {"Po", TYPE(OTHER_PUNCTUATION)  },
    {"Z",  SEPARATOR                },
    {"Zs", TYPE(SPACE_SEPARATOR)    },
    {"Zl", TYPE(LINE_SEPARATOR)     },
    {"Zp", TYPE(PARAGRAPH_SEPARATOR)},
    {"S",  SYMBOL                   },
    {"Sm", TYPE(MATH_SYMBOL)        },
    {"Sc", TYPE(CURRENCY_SYMBOL)    },
    {"Sk", TYPE(MODIFIER_SYMBOL)    },
    {"So", TYPE(OTHER_SYMBOL)       },
    {"C",  OTHER                    },
    {"Cc", TYPE(CONTROL)            },
    {"Cf", TYPE(FORMAT)             },
    {"Co", TYPE(PRIVATE_USE)        },
    {"Cn", TYPE(UNASSIGNED)         },
};

bool feel_class_add_property(ClassBuilder *b, const char *name, size_t len, bool negated)
{
    CharRange block;

    b->n_parts++;
    if (len > 2 && name[0] == 'I' && name[1] == 's') {
        if (!feel_regex_block(name + 2, len - 2, &block))
            return false;
        add_exact(b, &block, 1, negated);
        return true;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(categories); i++) {
        if (strlen(categories[i].name) != len || memcmp(categories[i].name, name, len) != 0)
            continue;
        add_types(b, categories[i].types, negated);
        return true;
    }
    return false;
}

#include "regulation/cite.h"

#include <string.h>

enum {
    MAX_HEADING = 1000, /* bytes; a longer one has no number */
    MAX_NUMBER = 100,   /* bytes; more is no number */
};

/* Each scanner takes a place in the text and returns where its token ends, or NULL. */

static bool is_one_of(const char *p, const char *set)
{
    return *p && g_utf8_strchr(set, -1, g_utf8_get_char(p)) != NULL;
}

static const char *skip_set(const char *p, const char *set)
{
    while (is_one_of(p, set))
        p = g_utf8_next_char(p);
    return p;
}

static const char *skip_digits(const char *p)
{
    while (g_ascii_isdigit(*p))
        p++;
    return p;
}

static const char HAN_NUMERALS[] = "零〇一二三四五六七八九十百千两";
static const char BLANKS[] = " \t\n　";
static const char MARKS[] = "、．.:：)）"; /* that may follow a bare number */

static const char *skip_numeral(const char *p)
{
    const char *end = skip_digits(p);

    return end > p ? end : skip_set(p, HAN_NUMERALS);
}

static const char *skip_dotted(const char *p)
{
    const char *end = skip_digits(p);

    while (end > p && *end == '.' && g_ascii_isdigit(end[1]))
        end = skip_digits(end + 1);
    return end;
}

/* 第二十一条, 第 3 章, 第一百条之一 */
static const char *scan_ordinal(const char *p)
{
    static const char *const units[] = {"部分", "条", "章", "节", "款", "项",
                                        "编",   "篇", "目", "则", "部"};
    const char *end;

    if (!g_str_has_prefix(p, "第"))
        return NULL;
    p = skip_set(p + strlen("第"), BLANKS);
    end = skip_numeral(p);
    if (end == p)
        return NULL;
    end = skip_set(end, BLANKS);
    for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
        if (!g_str_has_prefix(end, units[i]))
            continue;
        end += strlen(units[i]);
        if (g_str_has_prefix(end, "之") && skip_numeral(end + strlen("之")) > end + strlen("之"))
            end = skip_numeral(end + strlen("之"));
        return end;
    }
    return NULL;
}

/* (二) （2） (a) (iv) */
static const char *scan_bracketed(const char *p)
{
    const char *inner;
    const char *end;

    if (!is_one_of(p, "(（"))
        return NULL;
    inner = g_utf8_next_char(p);
    end = skip_numeral(inner);
    if (end == inner && g_ascii_isalpha(*inner))
        end = inner + MAX(strspn(inner, "ivx"), (size_t)1);
    return end > inner && is_one_of(end, ")）") ? g_utf8_next_char(end) : NULL;
}

/* ⑴ ① ⒈ ❶ ㈠ ㊀ */
static const char *scan_enclosed(const char *p)
{
    gunichar c = *p ? g_utf8_get_char(p) : 0;
    bool is = (c >= 0x2460 && c <= 0x24FF) || (c >= 0x2776 && c <= 0x2793) ||
              (c >= 0x3220 && c <= 0x3229) || (c >= 0x3280 && c <= 0x3289);

    return is ? g_utf8_next_char(p) : NULL;
}

static const char *scan_section(const char *p)
{
    const char *start;
    const char *end;

    if (!g_str_has_prefix(p, "§"))
        return NULL;
    start = skip_set(skip_set(p, "§"), BLANKS);
    end = skip_dotted(start);
    return end > start ? end : NULL;
}

/* 附件1, 附表 二, Article 5, Annex A */
static const char *scan_worded(const char *p)
{
    static const char *const han[] = {"附件", "附录", "附表", "附"};
    static const char *const latin[] = {"Article", "Section", "Chapter",
                                        "Part",    "Annex",   "Appendix"};
    const char *start = NULL;
    const char *end;

    for (size_t i = 0; i < G_N_ELEMENTS(han) && !start; i++)
        if (g_str_has_prefix(p, han[i]))
            start = skip_set(p + strlen(han[i]), BLANKS);
    for (size_t i = 0; i < G_N_ELEMENTS(latin) && !start; i++)
        if (g_str_has_prefix(p, latin[i]) && p[strlen(latin[i])] == ' ')
            start = p + strlen(latin[i]) + 1;
    if (!start)
        return NULL;
    end = skip_dotted(start);
    if (end == start)
        end = skip_set(start, HAN_NUMERALS);
    if (end == start && g_ascii_isupper(*start))
        end += MAX(strspn(start, "IVX"), (size_t)1);
    return end > start && (!*end || is_one_of(end, BLANKS) || is_one_of(end, MARKS)) ? end : NULL;
}

static const char *scan_token(const char *p);

/* 2, 4.2, 一, A: only where a mark, a blank, the end or another token follows (`3个月`, `一人一票` and
 * `2003年` are words). */
static const char *scan_bare(const char *p)
{
    const char *end = skip_dotted(p);
    bool letter = false;

    if (end == p)
        end = skip_set(p, HAN_NUMERALS);
    if (end == p && g_ascii_isupper(*p)) {
        letter = true;
        end = p + 1;
    }
    if (end == p)
        return NULL;
    if (is_one_of(end, MARKS) && (!letter || !g_ascii_isalnum(end[1])))
        return end;
    if (letter)
        return NULL;
    return !*end || is_one_of(end, BLANKS) || scan_token(end) ? end : NULL;
}

static const char *scan_token(const char *p)
{
    static const char *(*const scanners[])(const char *) = {
        scan_ordinal, scan_bracketed, scan_enclosed, scan_section, scan_worded, scan_bare,
    };

    for (size_t i = 0; i < G_N_ELEMENTS(scanners); i++) {
        const char *end = scanners[i](p);
        if (end)
            return end;
    }
    return NULL;
}

static void append_token(GString *out, const char *from, const char *to)
{
    while (from < to) {
        const char *next = g_utf8_next_char(from);
        if (is_one_of(from, "（"))
            g_string_append_c(out, '(');
        else if (is_one_of(from, "）"))
            g_string_append_c(out, ')');
        else
            g_string_append_len(out, from, next - from);
        from = next;
    }
}

Cite cite_split(Arena *arena, const char *heading)
{
    g_autoptr(GString) number = g_string_new(NULL);
    const char *p = skip_set(heading, BLANKS);
    const char *end;
    bool gap = false;

    if (strlen(heading) > MAX_HEADING) /* the scan looks ahead: quadratic, and as deep as long */
        return (Cite){"", arena_strdup(arena, heading)};
    while ((end = scan_token(p)) != NULL) {
        if (gap)
            g_string_append_c(number, ' ');
        append_token(number, p, end);
        p = skip_set(skip_set(end, MARKS), BLANKS);
        gap = p > end;
    }
    if (number->len > MAX_NUMBER)
        return (Cite){"", arena_strdup(arena, heading)};
    return (Cite){arena_strndup(arena, number->str, number->len), arena_strdup(arena, p)};
}

/* True if `own` (4.2) continues the number `above` (4). */
static bool continues(const char *own, const char *above)
{
    size_t n = strlen(above);

    return n && strncmp(own, above, n) == 0 && own[n] == '.' && g_ascii_isdigit(own[n + 1]);
}

static bool stands_alone(const char *own)
{
    const char *end = scan_ordinal(own);
    const char *unit = end ? strstr(own, "条") : NULL;

    return g_str_has_prefix(own, "§") || (unit && unit < end);
}

const char *cite_full(Arena *arena, const CiteAbove *above, size_t n, const char *own)
{
    bool alone = stands_alone(own);

    for (size_t i = 0; i < n; i++) {
        const CiteAbove *a = &above[i];
        if (!a->numbered && a->level == 1)
            continue;
        if (alone && !(a->numbered && g_str_has_prefix(a->own, "附")))
            continue;
        if (a->numbered && continues(own, a->own))
            continue;
        return arena_printf(arena, "%s %s", a->full, own);
    }
    return arena_strdup(arena, own);
}

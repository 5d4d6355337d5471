#include <string.h>

#include "regulation/reader_private.h"

/* ---- kinds ----------------------------------------------------------------------------------- */

static const struct {
    const char *word;
    bool built;
} kinds[] = {
#define X(id, word, built) {word, built},
    REG_BLOCK_KINDS(X)
#undef X
};

const char *reg_block_word(RegBlockKind kind)
{
    return kinds[kind].word;
}

static bool find_kind(const char *word, RegBlockKind *out)
{
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (strcmp(kinds[i].word, word) == 0) {
            *out = (RegBlockKind)i;
            return true;
        }
    }
    return false;
}

typedef enum Language { IN_YAML, IN_FEEL, IN_TABLE } Language;

static Language language_of(RegBlockKind kind)
{
    if (kind == REG_FEEL || kind == REG_FUNCTION)
        return IN_FEEL;
    return kind == REG_TABLE || kind == REG_BANDS ? IN_TABLE : IN_YAML;
}

static void hint_kinds(RegReader *r, const char *word, Language language)
{
    const char *words[G_N_ELEMENTS(kinds) + 1];
    size_t n = 0;
    g_autofree char *list = NULL;

    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (language_of((RegBlockKind)i) == language)
            words[n++] = kinds[i].word;
    words[n] = NULL;
    list = g_strjoinv(", ", (char **)words);
    diag_expected(r->diags, "one of: %s", list);
    hint_nearest(r, word, words, n);
}

static RegHeadResult not_built(RegReader *r, RegBlockKind kind, SrcPos pos)
{
    diag_add(r->diags, DIAG_ERROR, "regulation.not-built", pos,
             "`%s` blocks are not built yet: this one would have no effect", kinds[kind].word);
    return REG_HEAD_ERROR;
}

static RegHeadResult wrong_language(RegReader *r, RegBlockKind kind, SrcPos pos)
{
    const char *word = kind == REG_FEEL ? "" : kinds[kind].word;

    diag_add(r->diags, DIAG_ERROR, "regulation.language", pos, "a `%s` block is not written here",
             kinds[kind].word);
    switch (language_of(kind)) {
    case IN_YAML:
        diag_hint(r->diags, "it is a fenced block: ```yaml %s NAME", word);
        break;
    case IN_FEEL:
        diag_hint(r->diags, "it is a fenced block: ```feel %s NAME", word);
        break;
    case IN_TABLE:
        diag_hint(r->diags, "it is a table below a paragraph `%s NAME …`", word);
        break;
    }
    return REG_HEAD_ERROR;
}

/* ---- names ----------------------------------------------------------------------------------- */

static bool is_name_char(gunichar c)
{
    return c == '_' || g_unichar_isalnum(c);
}

static bool is_feel_word(const char *name)
{
    static const char *const words[] = {"true",    "false",    "null", "if",        "then",
                                        "else",    "for",      "in",   "return",    "some",
                                        "every",   "not",      "and",  "satisfies", "or",
                                        "between", "function", "this", "instance",  "of"};

    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        if (strcmp(words[i], name) == 0)
            return true;
    return false;
}

bool reg_check_name(RegReader *r, const SrcText *name)
{
    const char *end = name->text + name->len;

    if (name->len > REG_MAX_NAME) {
        diag_add(r->diags, DIAG_ERROR, "regulation.bad-name", name->start,
                 "a name of %zu bytes is too long", name->len);
        diag_expected(r->diags, "at most %d", REG_MAX_NAME);
        return false;
    }
    if (is_feel_word(name->text)) {
        diag_add(r->diags, DIAG_ERROR, "regulation.bad-name", name->start,
                 "`%s` is a word of the language and cannot be a name", name->text);
        return false;
    }
    for (const char *p = name->text; p < end; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        g_autofree char *one = g_strndup(p, (gsize)(g_utf8_next_char(p) - p));
        if (is_name_char(c) && !(p == name->text && g_unichar_isdigit(c)))
            continue;
        diag_add(r->diags, DIAG_ERROR, "regulation.bad-name",
                 src_text_pos(name, (size_t)(p - name->text)), "`%s` cannot stand here in a name",
                 one);
        diag_seen(r->diags, "%s", name->text);
        diag_expected(r->diags, "letters, Han characters, digits and _; no digit first");
        return false;
    }
    return true;
}

/* ---- options after the name ------------------------------------------------------------------ */

typedef struct HeadText {
    SrcWords words;
    RegHead *head;
} HeadText;

static bool head_twice(RegReader *r, const SrcText *word)
{
    diag_add(r->diags, DIAG_ERROR, "regulation.head", word->start, "`%s` is there twice",
             word->text);
    return false;
}

/* The word that must follow `option`. */
static bool option_value(RegReader *r, HeadText *t, const SrcText *option, SrcText *out)
{
    if (out->text)
        return head_twice(r, option);
    if (src_next_word(r->arena, &t->words, out))
        return true;
    out->text = NULL;
    diag_add(r->diags, DIAG_ERROR, "regulation.head", option->start, "something must follow `%s`",
             option->text);
    return false;
}

static bool read_hit(RegReader *r, HeadText *t, const SrcText *option)
{
    RegHead *head = t->head;
    SrcText hit = {0};

    if (head->has_hit)
        return head_twice(r, option);
    if (!option_value(r, t, option, &hit))
        return false;
    head->has_hit = dmn_hit_policy_parse(hit.text, &head->hit, &head->aggregator);
    if (head->has_hit)
        return true;
    diag_add(r->diags, DIAG_ERROR, "regulation.head", hit.start, "there is no hit policy `%s`",
             hit.text);
    diag_expected(r->diags, "one of: %s", "U, A, P, F, R, O, C, C+, C#, C<, C>");
    return false;
}

static bool is_option(const char *word)
{
    return word[0] == '@' || strcmp(word, "per") == 0 || strcmp(word, "unit") == 0 ||
           strcmp(word, "hit") == 0 || strcmp(word, "of") == 0 || strcmp(word, "assumed") == 0;
}

/* `of EXPR marginal` or `of EXPR whole`: the expression ends at the first such word. Without one
 * it ends at the next option; that neither is said is found when the bands are read. */
static bool read_of(RegReader *r, HeadText *t, const SrcText *option)
{
    size_t from = t->words.at;
    size_t to = from;
    SrcText word;

    if (t->head->of.text)
        return head_twice(r, option);
    while (src_next_word(r->arena, &t->words, &word)) {
        t->head->marginal = strcmp(word.text, "marginal") == 0;
        t->head->has_how = t->head->marginal || strcmp(word.text, "whole") == 0;
        if (t->head->has_how)
            break;
        if (is_option(word.text)) {
            t->words.at = to;
            break;
        }
        to = t->words.at;
    }
    t->head->of = src_part(r->arena, t->words.src, from, to);
    if (t->head->of.len)
        return true;
    diag_add(r->diags, DIAG_ERROR, "regulation.head", option->start,
             "`bands` says what of and how");
    diag_expected(r->diags, "of EXPRESSION marginal, or of EXPRESSION whole");
    return false;
}

/* Why a formula or table is a stand-in: all that follows. A yaml block has a key for it. */
static bool read_assumed(RegReader *r, HeadText *t, const SrcText *option)
{
    t->head->assumed = src_rest(r->arena, &t->words);
    t->words.at = t->words.src->len;
    if (t->head->assumed.len)
        return true;
    diag_add(r->diags, DIAG_ERROR, "regulation.head", option->start, "something must follow `%s`",
             option->text);
    return false;
}

static bool read_option(RegReader *r, HeadText *t, const SrcText *word)
{
    RegHead *head = t->head;

    if (word->text[0] == '@') {
        if (head->cycle.text)
            return head_twice(r, word);
        head->cycle = src_part(r->arena, word, 1, word->len);
        return true;
    }
    if (strcmp(word->text, "per") == 0)
        return option_value(r, t, word, &head->per);
    if (strcmp(word->text, "unit") == 0)
        return option_value(r, t, word, &head->unit);
    if (strcmp(word->text, "hit") == 0 && head->kind == REG_TABLE)
        return read_hit(r, t, word);
    if (strcmp(word->text, "of") == 0 && head->kind == REG_BANDS)
        return read_of(r, t, word);
    if (strcmp(word->text, "assumed") == 0 && language_of(head->kind) != IN_YAML)
        return read_assumed(r, t, word);
    diag_add(r->diags, DIAG_ERROR, "regulation.head", word->start, "`%s` is not understood here",
             word->text);
    if (head->kind == REG_TABLE)
        diag_expected(r->diags, "table NAME [@CYCLE] [per SUBJECT] [hit POLICY]");
    else if (head->kind == REG_BANDS)
        diag_expected(r->diags,
                      "bands NAME [@CYCLE] [per SUBJECT] of EXPRESSION marginal|whole [unit UNIT]");
    else
        diag_expected(r->diags, "NAME [@CYCLE] [per SUBJECT] [unit UNIT]");
    if (strcmp(word->text, "assumed") == 0)
        diag_hint(r->diags, "write `assumed: …` in the block");
    return false;
}

static bool read_options(RegReader *r, HeadText *t)
{
    SrcText word;

    while (src_next_word(r->arena, &t->words, &word))
        if (!read_option(r, t, &word))
            return false;
    return t->head->kind != REG_BANDS || t->head->of.text || read_of(r, t, &t->head->name);
}

static bool kind_has_name(RegBlockKind kind)
{
    return kind != REG_SCOPE && kind != REG_NAMES;
}

/* ---- `NAME(a, b)` ---------------------------------------------------------------------------- */

static bool read_signature(RegReader *r, HeadText *t)
{
    SrcText rest = src_rest(r->arena, &t->words);
    const char *open = strchr(rest.text, '(');
    const char *close = open ? strchr(open, ')') : NULL;
    RegHead *head = t->head;

    if (!close) {
        diag_add(r->diags, DIAG_ERROR, "regulation.head", rest.start,
                 "a function has parameters in brackets");
        diag_expected(r->diags, "feel function NAME(PARAMETER, PARAMETER)");
        return false;
    }
    head->name = src_part(r->arena, &rest, 0, (size_t)(open - rest.text));
    head->params =
        src_part(r->arena, &rest, (size_t)(open + 1 - rest.text), (size_t)(close - rest.text));
    head->pos = head->name.start;
    t->words.at = t->words.src->len - (rest.len - (size_t)(close + 1 - rest.text));
    if (!head->name.len) {
        diag_add(r->diags, DIAG_ERROR, "regulation.no-name", head->pos, "`%s` needs a name",
                 "function");
        return false;
    }
    return reg_check_name(r, &head->name);
}

/* ---- heads ----------------------------------------------------------------------------------- */

/* The name and the options; words.at is after the kind. */
static RegHeadResult read_name_and_options(RegReader *r, HeadText *t)
{
    RegHead *head = t->head;
    HeadText before = *t;
    SrcText word;
    bool named = src_next_word(r->arena, &t->words, &word) && !is_option(word.text);

    if (head->kind == REG_FUNCTION) {
        *t = before;
        return read_signature(r, t) && read_options(r, t) ? REG_HEAD_BLOCK : REG_HEAD_ERROR;
    }
    if (named && !kind_has_name(head->kind)) {
        diag_add(r->diags, DIAG_ERROR, "regulation.head", word.start, "`%s` has no name",
                 kinds[head->kind].word);
        return REG_HEAD_ERROR;
    }
    if (named) {
        head->name = word;
        head->pos = word.start;
        if (!reg_check_name(r, &word))
            return REG_HEAD_ERROR;
    } else {
        *t = before;
    }
    if (!named && kind_has_name(head->kind) && head->kind != REG_TABLE) {
        diag_add(r->diags, DIAG_ERROR, "regulation.no-name", src_end(t->words.src),
                 "`%s` needs a name", kinds[head->kind].word);
        return REG_HEAD_ERROR;
    }
    return read_options(r, t) ? REG_HEAD_BLOCK : REG_HEAD_ERROR;
}

static RegHeadResult unknown_kind(RegReader *r, const SrcText *word, Language language)
{
    diag_add(r->diags, DIAG_ERROR, "regulation.unknown-kind", word->start,
             "`%s` is no kind of block", word->text);
    hint_kinds(r, word->text, language);
    return REG_HEAD_ERROR;
}

static RegHeadResult read_yaml_head(RegReader *r, HeadText *t)
{
    SrcText word;

    if (!src_next_word(r->arena, &t->words, &word)) {
        diag_add(r->diags, DIAG_ERROR, "regulation.unknown-kind", src_end(t->words.src),
                 "a yaml block says what it is");
        diag_expected(r->diags, "yaml KIND NAME");
        diag_hint(r->diags, "text that is no rule stands in a ```text block");
        return REG_HEAD_ERROR;
    }
    if (!find_kind(word.text, &t->head->kind))
        return unknown_kind(r, &word, IN_YAML);
    if (language_of(t->head->kind) != IN_YAML)
        return wrong_language(r, t->head->kind, word.start);
    if (!kinds[t->head->kind].built)
        return not_built(r, t->head->kind, word.start);
    return read_name_and_options(r, t);
}

static RegHeadResult read_feel_head(RegReader *r, HeadText *t)
{
    HeadText before = *t;
    SrcText word;
    SrcText second;
    RegBlockKind kind;
    bool has_second;

    t->head->kind = REG_FEEL;
    (void)src_next_word(r->arena, &t->words, &word); /* none: read_name_and_options says so */
    HeadText after = *t;
    has_second = src_next_word(r->arena, &t->words, &second) && !is_option(second.text);
    if (has_second && find_kind(word.text, &kind) && kind != REG_FEEL) {
        if (kind != REG_FUNCTION)
            return wrong_language(r, kind, word.start);
        t->head->kind = REG_FUNCTION;
        *t = after;
    } else {
        *t = before;
    }
    return read_name_and_options(r, t);
}

/* Heads are short; what reads them may look at a word more than once. */
static bool check_head_size(RegReader *r, const SrcText *head)
{
    if (head->len <= REG_MAX_HEAD)
        return true;
    diag_add(r->diags, DIAG_ERROR, "regulation.head", head->start,
             "the first line of a block has %zu bytes: too many", head->len);
    diag_expected(r->diags, "at most %d", REG_MAX_HEAD);
    return false;
}

static RegHeadResult read_fence_head(RegReader *r, const MdItem *fence, HeadText *t)
{
    SrcText language;
    SrcText word;
    RegBlockKind kind;
    bool is_yaml;

    if (!src_next_word(r->arena, &t->words, &language))
        return REG_HEAD_PROSE;
    is_yaml = strcmp(language.text, "yaml") == 0;
    if (!is_yaml && strcmp(language.text, "feel") != 0) {
        if (!src_next_word(r->arena, &t->words, &word) || !find_kind(word.text, &kind))
            return REG_HEAD_PROSE;
        diag_add(r->diags, DIAG_ERROR, "regulation.language", language.start,
                 "`%s` is no language of a block", language.text);
        diag_expected(r->diags, "one of: %s", "yaml, feel");
        return REG_HEAD_ERROR;
    }
    if (fence->nested) {
        diag_add(r->diags, DIAG_ERROR, "regulation.nested-block", fence->pos,
                 "a block begins at the left margin, outside lists and quotations");
        return REG_HEAD_ERROR;
    }
    if (!check_head_size(r, &fence->text))
        return REG_HEAD_ERROR;
    return is_yaml ? read_yaml_head(r, t) : read_feel_head(r, t);
}

RegHeadResult reg_head_fence(RegReader *r, const MdItem *fence, RegHead *out)
{
    HeadText t = {.words = {.src = &fence->text}, .head = out};

    *out = (RegHead){.pos = fence->pos};
    if (!fence->closed) {
        diag_add(r->diags, DIAG_ERROR, "regulation.unclosed-fence", fence->pos,
                 "this fenced block is never closed");
        diag_hint(r->diags, "it ends with a line of as many ` or ~ as it begins with");
        return REG_HEAD_ERROR;
    }
    return read_fence_head(r, fence, &t);
}

RegHeadResult reg_head_span(RegReader *r, const MdItem *span, bool before_table, RegHead *out)
{
    HeadText t = {.words = {.src = &span->text}, .head = out};
    SrcText word;
    bool known;

    *out = (RegHead){.pos = span->pos, .hit = DMN_HIT_UNIQUE};
    (void)src_next_word(r->arena, &t.words, &word); /* empty: no known kind */
    known = find_kind(word.text, &out->kind);
    if (!known && before_table)
        return unknown_kind(r, &word, IN_TABLE);
    if (!known || (!before_table && src_rest(r->arena, &t.words).len == 0))
        return REG_HEAD_PROSE;
    if (span->nested && language_of(out->kind) != IN_TABLE)
        return REG_HEAD_PROSE;
    if (language_of(out->kind) != IN_TABLE)
        return wrong_language(r, out->kind, word.start);
    if (span->nested) {
        diag_add(r->diags, DIAG_ERROR, "regulation.nested-block", span->pos,
                 "a block begins at the left margin, outside lists and quotations");
        return REG_HEAD_ERROR;
    }
    if (!check_head_size(r, &span->text))
        return REG_HEAD_ERROR;
    return read_name_and_options(r, &t);
}

#include <string.h>

#include "regulation/reader_private.h"

/* ---- findings -------------------------------------------------------------------------------- */

enum { MAX_SEEN = 60, MAX_NEAR = 40 };

/* Optimal string alignment distance over code points; texts longer than MAX_NEAR are far. */
static size_t distance(const char *a, const char *b)
{
    size_t d[3][MAX_NEAR + 1] = {{0}};
    glong n = g_utf8_strlen(a, -1);
    glong m = g_utf8_strlen(b, -1);
    gunichar before_a = 0;

    if (n > MAX_NEAR || m > MAX_NEAR)
        return SIZE_MAX;
    for (size_t j = 0; j <= (size_t)m; j++)
        d[0][j] = j;
    for (size_t i = 1; i <= (size_t)n; i++, a = g_utf8_next_char(a)) {
        size_t *row = d[i % 3];
        const size_t *last = d[(i + 2) % 3];
        const size_t *before = d[(i + 1) % 3];
        const char *q = b;
        gunichar ca = g_utf8_get_char(a);
        gunichar before_b = 0;
        row[0] = i;
        for (size_t j = 1; j <= (size_t)m; j++, q = g_utf8_next_char(q)) {
            gunichar cb = g_utf8_get_char(q);
            row[j] = MIN(MIN(last[j], row[j - 1]) + 1, last[j - 1] + (ca != cb));
            if (i > 1 && j > 1 && ca == before_b && before_a == cb)
                row[j] = MIN(row[j], before[j - 2] + 1);
            before_b = cb;
        }
        before_a = ca;
    }
    return d[(size_t)n % 3][m];
}

void hint_nearest(RegReader *r, const char *word, const char *const *words, size_t n)
{
    size_t limit = 1 + (size_t)g_utf8_strlen(word, -1) / 4;
    const char *best = NULL;

    if (!r->diags || diags_n(r->diags) >= DIAGS_MAX)
        return; /* nobody would see it, and looking costs time */
    for (size_t i = 0; i < n; i++) {
        size_t d = distance(word, words[i]);
        if (d > limit || (best && d == limit))
            continue;
        best = words[i];
        limit = d;
    }
    if (best)
        diag_hint(r->diags, "did you mean `%s`?", best);
}

static void add_seen(RegReader *r, const YamlNode *node)
{
    g_autofree char *head = NULL;

    if (node->kind == YAML_LIST) {
        diag_seen(r->diags, "a list");
    } else if (node->kind == YAML_MAP) {
        diag_seen(r->diags, "a map");
    } else if (node->src.len == 0) {
        diag_seen(r->diags, "nothing");
    } else if (g_utf8_strlen(node->src.text, -1) > MAX_SEEN) {
        head = g_utf8_substring(node->src.text, 0, MAX_SEEN);
        diag_seen(r->diags, "%s…", head);
    } else {
        diag_seen(r->diags, "%s", node->src.text);
    }
}

void value_wrong(RegReader *r, const char *key, const YamlNode *node, const char *expected)
{
    diag_add(r->diags, DIAG_ERROR, "regulation.value", node->src.start, "`%s` cannot be read", key);
    add_seen(r, node);
    diag_expected(r->diags, "%s", text_in(diags_lang(r->diags), expected));
}

/* ---- typed values ---------------------------------------------------------------------------- */

RegExpr expr_part(RegReader *r, const SrcText *src, size_t from, size_t to)
{
    return (RegExpr){.src = src_part(r->arena, src, from, to)};
}

bool src_begins(const SrcText *src, const char *prefix, size_t *out_rest)
{
    size_t at = 0;
    size_t n;

    while (at < src->len && (n = source_blank(src->text + at, src->len - at)) > 0)
        at += n;
    for (; *prefix; prefix++) {
        if (at >= src->len)
            return false;
        if (*prefix != ' ') {
            if (src->text[at++] != *prefix)
                return false;
            continue;
        }
        if (source_blank(src->text + at, src->len - at) == 0)
            return false;
        while (at < src->len && (n = source_blank(src->text + at, src->len - at)) > 0)
            at += n;
    }
    if (at < src->len && source_blank(src->text + at, src->len - at) == 0)
        return false;
    while (at < src->len && (n = source_blank(src->text + at, src->len - at)) > 0)
        at += n;
    *out_rest = at;
    return true;
}

bool value_expr(RegReader *r, const char *key, const YamlNode *node, RegExpr *out)
{
    if (node->kind != YAML_SCALAR) {
        value_wrong(r, key, node, "an expression");
        diag_hint(r->diags, "YAML reads brackets and braces as lists and maps: an expression that "
                            "begins with one stands in a `|` block");
        return false;
    }
    if (!node->raw.text) {
        value_wrong(r, key, node, "an expression without escapes");
        diag_hint(r->diags, "an expression with quotes in it stands in a `|` block");
        return false;
    }
    *out = expr_part(r, &node->raw, 0, node->raw.len);
    if (out->src.len)
        return true;
    out->src.text = NULL;
    value_wrong(r, key, node, "an expression");
    return false;
}

bool value_text(RegReader *r, const char *key, const YamlNode *node, const char **out)
{
    if (node->kind != YAML_SCALAR || node->src.len == 0) {
        value_wrong(r, key, node, "a text");
        return false;
    }
    *out = node->src.text;
    return true;
}

bool value_name(RegReader *r, const char *key, const YamlNode *node, const char **out)
{
    if (node->kind != YAML_SCALAR || node->src.len == 0) {
        value_wrong(r, key, node, "a name");
        return false;
    }
    if (!reg_check_name(r, &node->src))
        return false;
    *out = node->src.text;
    return true;
}

bool value_path(RegReader *r, const char *key, const YamlNode *node, const char **out)
{
    const SrcText *src = &node->src;
    size_t from = 0;

    if (node->kind != YAML_SCALAR || src->len == 0 || src->len > REG_MAX_HEAD) {
        value_wrong(r, key, node, "a name");
        return false;
    }
    for (size_t i = 0; i <= src->len; i++) {
        SrcText name;
        if (i < src->len && src->text[i] != '.')
            continue;
        name = src_part(r->arena, src, from, i);
        if (name.len == 0)
            value_wrong(r, key, node, "a name");
        if (name.len == 0 || !reg_check_name(r, &name))
            return false;
        from = i + 1;
    }
    *out = src->text;
    return true;
}

bool value_number(RegReader *r, const char *key, const YamlNode *node, Dec *out)
{
    if (node->kind == YAML_SCALAR && number_parse(node->src.text, out))
        return true;
    value_wrong(r, key, node, "a number");
    return false;
}

bool value_date(RegReader *r, const char *key, const YamlNode *node, CalDate *out)
{
    if (node->kind == YAML_SCALAR && cal_date_parse(node->src.text, -1, out))
        return true;
    value_wrong(r, key, node, "a date such as 2003-01-31");
    return false;
}

static void hint_cycles(RegReader *r, const char *name)
{
    const Regulation *reg = r->reg;
    g_autoptr(GPtrArray) names = g_ptr_array_new();

    for (size_t i = 0; i < reg->n_cycles; i++)
        g_ptr_array_add(names, (gpointer)reg->cycles[i].name);
    diag_hint(r->diags, "name it in `cycles` of the front matter");
    hint_nearest(r, name, (const char *const *)names->pdata, names->len);
}

bool value_cycle(RegReader *r, const SrcText *name, int *out)
{
    int cycle = reg_cycle(r->reg, name->text);

    if (cycle == REG_NO_CYCLE) {
        diag_add(r->diags, DIAG_ERROR, "regulation.unknown-cycle", name->start,
                 "this regulation has no cycle `%s`", name->text);
        hint_cycles(r, name->text);
        return false;
    }
    *out = cycle;
    return true;
}

bool value_subject(RegReader *r, const SrcText *name, int *out)
{
    int subject = reg_subject(r->reg, name->text);
    g_autoptr(GPtrArray) names = g_ptr_array_new();

    if (subject >= 0) {
        *out = subject;
        return true;
    }
    diag_add(r->diags, DIAG_ERROR, "regulation.unknown-subject", name->start,
             "there is no subject `%s`", name->text);
    for (size_t i = 0; i < r->reg->n_subjects; i++)
        g_ptr_array_add(names, (gpointer)r->reg->subjects[i].name);
    diag_hint(r->diags, "a `yaml subject` block declares it");
    hint_nearest(r, name->text, (const char *const *)names->pdata, names->len);
    return false;
}

static bool value_yes(RegReader *r, const char *key, const YamlNode *node, bool *out)
{
    const char *text = yaml_text(node);
    bool yes = g_strcmp0(text, "true") == 0;

    if (!yes && g_strcmp0(text, "false") != 0) {
        value_wrong(r, key, node, "true or false");
        return false;
    }
    *out = yes;
    return true;
}

bool value_word(RegReader *r, const char *key, const KeyWord *known, const YamlNode *node, int *out)
{
    const char *text = yaml_text(node);
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    g_autofree char *list = NULL;

    for (const KeyWord *w = known; w->word; w++) {
        if (g_strcmp0(text, w->word) == 0) {
            *out = w->value;
            return true;
        }
        g_ptr_array_add(words, (gpointer)w->word);
    }
    value_wrong(r, key, node, "");
    g_ptr_array_add(words, NULL);
    list = g_strjoinv(", ", (char **)words->pdata);
    diag_expected(r->diags, "one of: %s", list);
    if (text)
        hint_nearest(r, text, (const char *const *)words->pdata, words->len - 1);
    return false;
}

/* The items of a list, or the scalar as the only one. */
static size_t items_of(const YamlNode *node, const YamlNode *const **out, const YamlNode **single)
{
    if (node->kind == YAML_LIST) {
        *out = (const YamlNode *const *)node->items;
        return node->n;
    }
    *single = node;
    *out = single;
    return 1;
}

bool value_texts(RegReader *r,
                 const char *key,
                 const YamlNode *node,
                 bool paths,
                 const char *const **out,
                 size_t *out_n)
{
    const YamlNode *single;
    const YamlNode *const *items;
    size_t n = items_of(node, &items, &single);
    const char **texts = ARENA_NEW_N(r->arena, const char *, n);
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

    if (n == 0) {
        value_wrong(r, key, node, "at least one item");
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        bool ok = paths ? value_path(r, key, items[i], &texts[i])
                        : value_text(r, key, items[i], &texts[i]);
        if (!ok)
            return false;
        if (!g_hash_table_add(seen, (gpointer)texts[i])) {
            diag_add(r->diags, DIAG_ERROR, "regulation.value", items[i]->src.start,
                     "`%s` is there twice", texts[i]);
            return false;
        }
    }
    *out = texts;
    *out_n = n;
    return true;
}

static bool
value_exprs(RegReader *r, const char *key, const YamlNode *node, RegExpr **out, size_t *out_n)
{
    const YamlNode *single;
    const YamlNode *const *items;
    size_t n = items_of(node, &items, &single);
    RegExpr *exprs = ARENA_NEW_N(r->arena, RegExpr, n);

    if (n == 0) {
        value_wrong(r, key, node, "at least one item");
        return false;
    }
    for (size_t i = 0; i < n; i++)
        if (!value_expr(r, key, items[i], &exprs[i]))
            return false;
    *out = exprs;
    *out_n = n;
    return true;
}

/* ---- tables of keys -------------------------------------------------------------------------- */

static void value_flag(RegReader *r, const Key *key, const YamlNode *node, bool *out)
{
    int value;

    if (value_word(r, key->key, key->words, node, &value))
        *out = value != 0;
}

static void read_pair(RegReader *r, char *target, const Key *key, const YamlNode *node)
{
    void *at = target + key->at;
    size_t *count = (size_t *)(void *)(target + key->count);

    switch (key->form) {
    case KEY_EXPR:
        (void)value_expr(r, key->key, node, at); /* findings say it: the member stays unset */
        break;
    case KEY_EXPRS:
        (void)value_exprs(r, key->key, node, at, count);
        break;
    case KEY_TEXT:
        (void)value_text(r, key->key, node, at);
        break;
    case KEY_REF:
        if (value_name(r, key->key, node, at))
            *(SrcPos *)(void *)(target + key->count) = node->src.start;
        break;
    case KEY_NAME:
        (void)value_name(r, key->key, node, at);
        break;
    case KEY_PATHS:
    case KEY_TEXTS:
        (void)value_texts(r, key->key, node, key->form == KEY_PATHS, at, count);
        break;
    case KEY_YES:
        (void)value_yes(r, key->key, node, at);
        break;
    case KEY_WORD:
        (void)value_word(r, key->key, key->words, node, at);
        break;
    case KEY_FLAG:
        value_flag(r, key, node, at);
        break;
    case KEY_CYCLE:
    case KEY_SUBJECT:
        if (node->kind != YAML_SCALAR || node->src.len == 0)
            value_wrong(r, key->key, node, "a name");
        else if (key->form == KEY_CYCLE)
            (void)value_cycle(r, &node->src, at);
        else
            (void)value_subject(r, &node->src, at);
        break;
    case KEY_DATE:
        (void)value_date(r, key->key, node, at);
        break;
    case KEY_OTHER:
        if (key->read)
            key->read(r, target, node);
        break;
    }
}

static const Key *find_key(const Key *keys, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(keys[i].key, name) == 0)
            return &keys[i];
    return NULL;
}

static void
unknown_key(RegReader *r, const char *what, const YamlNode *key, const Key *keys, size_t n_keys)
{
    static const char *const in_head[] = {"cycle", "per", "unit"};
    g_autoptr(GPtrArray) known = g_ptr_array_new();
    g_autofree char *list = NULL;

    diag_add(r->diags, DIAG_ERROR, "regulation.unknown-key", key->src.start, "`%s` has no key `%s`",
             what, key->src.text);
    for (size_t i = 0; i < n_keys; i++)
        g_ptr_array_add(known, (gpointer)keys[i].key);
    g_ptr_array_add(known, NULL);
    list = g_strjoinv(", ", (char **)known->pdata);
    diag_expected(r->diags, "one of: %s", list);
    for (size_t i = 0; i < G_N_ELEMENTS(in_head); i++)
        if (strcmp(key->src.text, in_head[i]) == 0 && find_key(keys, n_keys, "assumed") &&
            !find_key(keys, n_keys, "cycle"))
            diag_hint(r->diags, "`%s` stands in the first line of the block", key->src.text);
    hint_nearest(r, key->src.text, (const char *const *)known->pdata, known->len - 1);
}

bool keys_read(RegReader *r,
               void *target,
               const char *what,
               SrcPos pos,
               const YamlNode *map,
               const Key *keys,
               size_t n_keys)
{
    bool empty = map->kind == YAML_SCALAR && map->src.len == 0;

    if (!empty && map->kind != YAML_MAP) {
        value_wrong(r, what, map, "lines of `key: value`");
        return false;
    }
    for (size_t i = 0; i < map->n; i++) {
        const Key *key = find_key(keys, n_keys, map->keys[i]->src.text);
        if (key)
            read_pair(r, target, key, map->items[i]);
        else
            unknown_key(r, what, map->keys[i], keys, n_keys);
    }
    for (size_t i = 0; i < n_keys; i++) {
        if (!keys[i].required || yaml_get(map, keys[i].key))
            continue;
        diag_add(r->diags, DIAG_ERROR, "regulation.key-missing", pos, "`%s` needs the key `%s`",
                 what, keys[i].key);
    }
    return true;
}

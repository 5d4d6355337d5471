/* explain.c - a value as the regulation with one row's numbers in it.
 *
 * Depth first from the name asked for: each name is told once (value, article, how it came about),
 * then what it reads, one level further in. A name met again is not told again.
 */
#include "appraise/explain.h"

#include <string.h>

#include "appraise/explain_private.h"

enum {
    MAX_STEPS = 500,
    MAX_INDENT = 8,
    ARTICLE_CHARS = 120,
};

/* ---- lines ---- */

void explain_indent(Explain *e)
{
    for (int i = 0; i < MIN(e->depth, MAX_INDENT); i++)
        g_string_append(e->out, "  ");
}

void explain_line(Explain *e, const char *label, const char *text)
{
    explain_indent(e);
    g_string_append_printf(e->out, "    %s: %s\n", text_in(e->lang, label), text);
}

const char *explain_exact(Explain *e, const FeelValue *v)
{
    if (v->kind == FEEL_MISSING)
        return text_in(e->lang, "(missing)");
    return feel_value_text(e->arena, v, /* quoted= */ true);
}

/* For people: money with two decimals and groups where that loses nothing. */
static const char *shown(Explain *e, const RegName *name, const FeelValue *v)
{
    char *buf;
    Dec rounded;
    const char *unit = name->unit ? name->unit : "";

    if (v->kind != FEEL_NUMBER)
        return explain_exact(e, v);
    if (strcmp(unit, "元") != 0 || !dec_round(v->u.number, 2, DEC_HALF_UP, &rounded) ||
        !dec_equal(rounded, v->u.number))
        return arena_printf(e->arena, "%s%s%s", explain_exact(e, v), *unit ? " " : "", unit);
    buf = arena_alloc(e->arena, DEC_TEXT_SIZE);
    dec_format_places(v->u.number, 2, true, buf, DEC_TEXT_SIZE);
    return arena_printf(e->arena, "%s %s", buf, unit);
}

const char *explain_name_word(const Explain *e, const RegName *name)
{
    return e->lang == LANG_EN && name->english ? name->english : name->name;
}

/* The article's first words, once for each article. */
static void article_text(Explain *e, const RegBlock *block)
{
    const RegArticle *a;
    const char *end;
    g_autofree char *text = NULL;

    if (block->article < 0 || bits_get(e->articles, (size_t)block->article))
        return;
    bits_set(e->articles, (size_t)block->article);
    a = &e->reg->articles[block->article];
    if (!*a->text)
        return;
    end = strpbrk(a->text, "\n");
    text = end ? g_strndup(a->text, (gsize)(end - a->text)) : g_strdup(a->text);
    if (g_utf8_strlen(text, -1) > ARTICLE_CHARS) {
        g_autofree char *cut = g_utf8_substring(text, 0, ARTICLE_CHARS);
        explain_line(e, "article", arena_printf(e->arena, "%s……", cut));
    } else {
        explain_line(e, "article", text);
    }
}

static void note_assumed(Explain *e, const RegBlock *block, const char *why)
{
    const char *line;

    if (!why)
        return;
    line = arena_printf(e->arena, "%s: %s", block->name, why);
    for (guint i = 0; i < e->assumed->len; i++)
        if (strcmp(g_ptr_array_index(e->assumed, i), line) == 0)
            return;
    g_ptr_array_add(e->assumed, (gpointer)line);
}

static void missing_roots(Explain *e, const FeelValue *v)
{
    const ReasonRoot *const *roots;
    size_t n;

    if (v->kind != FEEL_MISSING)
        return;
    n = reasons_roots(app_result_reasons(e->result), v->reason, &roots);
    for (size_t i = 0; i < MIN(n, (size_t)EXPLAIN_TAKEN); i++) {
        const ReasonRoot *r = roots[i];
        explain_line(e, "owed",
                     arena_printf(e->arena, "%s%s%s%s%s%s%s%s%s", r->name ? r->name : "?",
                                  r->row ? " · " : "", r->row ? r->row : "", r->cycle ? " · " : "",
                                  r->cycle ? r->cycle : "", r->owed_by ? " · " : "",
                                  r->owed_by ? r->owed_by : "", r->text ? " · " : "",
                                  r->text ? text_in(e->lang, r->text) : ""));
    }
    if (n > EXPLAIN_TAKEN)
        explain_line(e, "owed", arena_printf(e->arena, "… %zu", n));
}

/* ---- one name ---- */

static void head_line(Explain *e, const RegName *name, size_t row, const FeelValue *v)
{
    explain_indent(e);
    g_string_append(e->out, explain_name_word(e, name));
    if (name->subject != e->subject)
        g_string_append_printf(e->out, "(%s)", app_data_row_key(e->data, name->subject, row));
    g_string_append_printf(
        e->out, " = %s", v->kind == FEEL_NULL ? text_in(e->lang, "(nothing)") : shown(e, name, v));
    if (name->block)
        g_string_append_printf(e->out, "    [%s]", reg_block_cite(e->reg, name->block));
    g_string_append_c(e->out, '\n');
}

static bool told_before(Explain *e, const RegName *name, size_t row, const AppCycle *cycle)
{
    char *key = arena_printf(e->arena, "%d/%zu/%s", name->slot, row, cycle->text);

    return !g_hash_table_add(e->told, key);
}

static void tell_reads(Explain *e, const RegName *name, size_t row, const AppCycle *cycle)
{
    const RegName *const *reads;
    size_t n = app_block_reads(e->result, name->block, &reads);

    e->depth++;
    for (size_t i = 0; i < n; i++)
        if (reads[i]->subject == name->subject && reads[i]->kind != REG_NAME_BUILTIN)
            explain_tell(e, reads[i], row, cycle);
    e->depth--;
}

void explain_tell(Explain *e, const RegName *name, size_t row, const AppCycle *cycle)
{
    AppSource source;
    FeelValue v;

    if (told_before(e, name, row, cycle))
        return;
    if (e->n_steps++ >= MAX_STEPS) {
        e->is_cut = true;
        return;
    }
    v = app_result_value(e->result, name, row, cycle);
    source = app_result_source(e->result, name, row, cycle);
    head_line(e, name, row, &v);
    if (name->block) {
        article_text(e, name->block);
        note_assumed(e, name->block, name->block->assumed);
        if (name->block->kind == REG_PARAM)
            note_assumed(e, name->block, name->block->u.param.assumed);
    }
    explain_origin(e, name, row, cycle, &source);
    missing_roots(e, &v);
    if (name->block && source.origin == APP_FROM_COMPUTED)
        tell_reads(e, name, row, &source.cycle);
}

/* ---- consequences of a cycle ---- */

static void tell_postings(Explain *e, const RegBlock *block, size_t row, const AppCycle *cycle)
{
    const AppPosting *postings;
    size_t n = app_result_postings(e->result, &postings);
    char amount[64];

    for (size_t i = 0; i < n; i++) {
        const AppPosting *p = &postings[i];
        if (p->block != block || p->person != row || strcmp(p->cycle.text, cycle->text) != 0)
            continue;
        dec_format_places(p->amount, 2, true, amount, sizeof amount);
        explain_line(e, "posted",
                     arena_printf(e->arena, "%s%s%s %s 元", p->item, *p->other ? " → " : "",
                                  p->other, amount));
    }
}

static void tell_block(Explain *e, const RegBlock *block, size_t row, const AppCycle *cycle)
{
    const RegName *const *reads;
    size_t n = app_block_reads(e->result, block, &reads);

    if (block->n_defines) { /* a decide */
        explain_tell(e, block->defines[0], row, cycle);
        return;
    }
    g_string_append_printf(e->out, "%s    [%s]\n", block->name, reg_block_cite(e->reg, block));
    article_text(e, block);
    note_assumed(e, block, block->assumed);
    tell_postings(e, block, row, cycle);
    e->depth++;
    for (size_t i = 0; i < n; i++)
        if (reads[i]->kind != REG_NAME_BUILTIN && reads[i]->subject == block->subject)
            explain_tell(e, reads[i], row, cycle); /* others are of a tranche */
    e->depth--;
}

static void tell_consequences(Explain *e, size_t row, const AppCycle *cycle)
{
    for (size_t i = 0; i < e->reg->n_blocks; i++) {
        const RegBlock *b = e->reg->blocks[i];
        if (b->cycle == cycle->kind && b->subject == REG_PERSON &&
            (b->kind == REG_PAY || b->kind == REG_RESERVE || b->kind == REG_DECIDE))
            tell_block(e, b, row, cycle);
    }
}

static void tell_end(Explain *e)
{
    if (e->is_cut)
        g_string_append_printf(e->out,
                               text_in(e->lang, "… more than %d steps: ask for one of the "
                                                "names above\n"),
                               MAX_STEPS);
    if (e->assumed->len)
        g_string_append_printf(e->out, "\n%s\n",
                               text_in(e->lang, "These figures rest on assumptions of ours, not on "
                                                "the text:"));
    for (guint i = 0; i < e->assumed->len; i++)
        g_string_append_printf(e->out, "  %s\n", (const char *)g_ptr_array_index(e->assumed, i));
}

char *app_explain(
    const AppResult *result, const RegName *name, size_t row, const AppCycle *cycle, Lang lang)
{
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(GHashTable) told = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GPtrArray) assumed = g_ptr_array_new();
    const Regulation *reg = result->reg;
    int subject = name ? name->subject : REG_PERSON;
    Explain e = {.result = result,
                 .reg = reg,
                 .data = result->data,
                 .lang = lang,
                 .arena = arena,
                 .out = g_string_new(NULL),
                 .told = told,
                 .assumed = assumed,
                 .subject = subject,
                 .articles = bits_new(arena, reg->n_articles + 1)};
    const char *title = lang == LANG_EN && *reg->title_en ? reg->title_en : reg->title_zh;

    g_string_append_printf(e.out, "%s  %s  %s %s\n\n", title, cycle->text,
                           app_data_row_key(e.data, subject, row),
                           app_data_row_label(e.data, subject, row));
    if (name)
        explain_tell(&e, name, row, cycle);
    else
        tell_consequences(&e, row, cycle);
    tell_end(&e);
    return g_string_free(e.out, FALSE);
}

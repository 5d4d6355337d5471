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
    const char *line = arena_printf(e->arena, "%s: %s", block->name, why);

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

/* One figure for all rows: told once, of no row. */
static bool is_common(const RegName *name)
{
    return name->kind == REG_NAME_PARAM && name->block->u.param.n_by == 0;
}

/* Why a block is a stand-in; NULL if the article says it. */
static const char *assumed_of(const RegBlock *block)
{
    if (!block->assumed && block->kind == REG_PARAM)
        return block->u.param.assumed;
    return block->assumed;
}

const char *explain_cite(Explain *e, const RegBlock *block)
{
    const char *assumed = assumed_of(block);

    if (assumed)
        return arena_printf(e->arena, text_in(e->lang, "assumed: %s"), assumed);
    return reg_block_cite(e->reg, block);
}

static void head_line(Explain *e, const RegName *name, size_t row, const FeelValue *v)
{
    explain_indent(e);
    g_string_append(e->out, explain_name_word(e, name));
    if ((name->subject != e->subject || row != e->row) && !is_common(name))
        g_string_append_printf(e->out, "(%s)", app_data_row_key(e->data, name->subject, row));
    g_string_append_printf(
        e->out, " = %s", v->kind == FEEL_NULL ? text_in(e->lang, "(nothing)") : shown(e, name, v));
    if (name->block)
        g_string_append_printf(e->out, "    [%s]", explain_cite(e, name->block));
    g_string_append_c(e->out, '\n');
}

static bool told_before(Explain *e, const RegName *name, size_t row, const AppCycle *cycle)
{
    char *key = is_common(name) ? arena_printf(e->arena, "%s/%s", name->name, cycle->text)
                                : arena_printf(e->arena, "%d/%zu/%s", name->slot, row, cycle->text);

    return !g_hash_table_add(e->told, key);
}

/* What a total reads of the first rows that it took. */
static void tell_taken(Explain *e, const RegName *name, size_t row, const AppCycle *cycle)
{
    const RegName *const *reads;
    size_t n = app_name_reads(e->result, name, &reads), n_taken;
    const AppTaken *taken;

    if (name->block->kind != REG_TOTAL || name->block->u.total.over < 0)
        return;
    n_taken = app_result_taken(e->result, name, row, cycle, &taken);
    for (size_t k = 0; k < MIN(n_taken, (size_t)EXPLAIN_ROWS); k++) {
        for (size_t i = 0; i < n; i++)
            if (reads[i]->subject == taken[k].subject && reads[i]->kind != REG_NAME_BUILTIN &&
                reads[i] != name->block->u.total.link_name)
                explain_tell(e, reads[i], taken[k].row, cycle);
    }
}

/* `is_known`: the value is known, so what is missing of it was not needed. */
static void
tell_reads(Explain *e, const RegName *name, size_t row, const AppCycle *cycle, bool is_known)
{
    const RegName *const *reads;
    size_t n = app_name_reads(e->result, name, &reads);
    bool before = e->is_known;
    bool over_own = name->block->kind == REG_TOTAL && name->block->u.total.over == name->subject;

    e->depth++;
    e->is_known = is_known;
    for (size_t i = 0; i < n && !over_own; i++)
        if (reads[i]->subject == name->subject && reads[i]->kind != REG_NAME_BUILTIN)
            explain_tell(e, reads[i], row, cycle);
    tell_taken(e, name, row, cycle);
    e->is_known = before;
    e->depth--;
}

/* What a parameter is kept by, if a grade has set it. */
static void tell_keys(Explain *e, const RegName *name, size_t row, const AppCycle *cycle)
{
    size_t n = name->kind == REG_NAME_PARAM && name->by ? name->block->u.param.n_by : 0;

    e->depth++;
    for (size_t k = 0; k < n; k++)
        if (app_result_source(e->result, name->by[k], row, cycle).origin == APP_FROM_GRADE)
            explain_tell(e, name->by[k], row, cycle);
    e->depth--;
}

/* A stand-in cites no article: the text does not say it. */
static void tell_article(Explain *e, const RegBlock *block)
{
    const char *assumed = assumed_of(block);

    if (assumed)
        note_assumed(e, block, assumed);
    else
        article_text(e, block);
}

/* Is it a grade that was computed as far as the question to people? */
static bool is_proposed(const RegName *name, const AppSource *source)
{
    return name->block->kind == REG_GRADE &&
           (source->origin == APP_FROM_OUTCOME || source->origin == APP_FROM_STAND_IN ||
            source->origin == APP_FROM_NOWHERE);
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
    if (name->block)
        tell_article(e, name->block);
    explain_origin(e, name, row, cycle, &source);
    if (!e->is_known)
        missing_roots(e, &v);
    if (name->block && (source.origin == APP_FROM_COMPUTED || is_proposed(name, &source)))
        tell_reads(e, name, row, &source.cycle, v.kind != FEEL_MISSING);
    tell_keys(e, name, row, cycle);
}

/* ---- consequences of a cycle ---- */

static const char *posting_word(AppPostingKind kind, Lang lang)
{
    switch (kind) {
    case APP_POST_PAY:
        return text_in(lang, "pay");
    case APP_POST_WITHHOLD:
        return text_in(lang, "withhold");
    case APP_POST_RELEASE:
        return text_in(lang, "release");
    case APP_POST_FORFEIT:
        return text_in(lang, "forfeit");
    case APP_POST_OFFSET:
        return text_in(lang, "set off");
    case APP_POST_ADD:
        return text_in(lang, "settle");
    case APP_POST_CARRY:
        return text_in(lang, "carry");
    case APP_POST_TAKE:
        return text_in(lang, "take from carry");
    case APP_POST_EXPIRE:
        return text_in(lang, "lapse");
    }
    return "";
}

static void tell_postings(Explain *e, const RegBlock *block, size_t row, const AppCycle *cycle)
{
    const AppPosting *postings;
    size_t n = app_result_postings(e->result, &postings);
    char amount[64];

    for (size_t i = 0; i < n; i++) {
        const AppPosting *p = &postings[i];
        if (p->block != block || p->person != row || p->cycle.text != cycle->text)
            continue;
        dec_format_places(p->amount, 2, true, amount, sizeof amount);
        explain_line(e, "posted",
                     arena_printf(e->arena, "%s %s%s%s %s 元", posting_word(p->kind, e->lang),
                                  p->item, *p->item && *p->other ? " → " : "", p->other, amount));
    }
}

/* The built-in kinds have a word in each language, others are called as the regulation does. */
static const char *cycle_word(const Explain *e, int kind)
{
    static const char *const words[] = {"month", "quarter", "half-year", "year"};
    const char *name = e->reg->cycles[kind].name;

    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        if (strcmp(words[i], name) == 0)
            return text_in(e->lang, words[i]);
    return name;
}

/* The amount, and what it is to the fen. */
static void tell_amount(Explain *e, const RegBlock *block, size_t row, const AppCycle *cycle)
{
    bool is_pay = block->kind == REG_PAY;
    const RegExpr *of = is_pay ? &block->u.pay.of : &block->u.reserve.of;
    int cumulative = is_pay ? block->u.pay.cumulative : block->u.reserve.cumulative;
    FeelValue v = app_result_expr(e->result, of, row, cycle);
    char fen[64];
    Dec rounded;
    const char *text = arena_printf(e->arena, "%s = %s", of->src.text, explain_exact(e, &v));

    if (v.kind == FEEL_NUMBER && app_plan_round(v.u.number, &rounded)) {
        dec_format_places(rounded, 2, true, fen, sizeof fen);
        text = arena_printf(e->arena, text_in(e->lang, "%s, to the fen %s 元"), text, fen);
    }
    if (cumulative != REG_NO_CYCLE)
        text = arena_printf(e->arena, text_in(e->lang, "%s, less what the %s has posted so far"),
                            text, cycle_word(e, cumulative));
    explain_line(e, "amount", text);
    missing_roots(e, &v);
}

/* False only if it is sure that the block does not apply. */
static bool applies(Explain *e, const RegBlock *block, size_t row, const AppCycle *cycle)
{
    for (size_t k = 0; k < block->n_applies; k++) {
        FeelValue v = app_result_expr(e->result, &block->applies[k], row, cycle);

        if (v.kind != FEEL_MISSING && !(v.kind == FEEL_BOOLEAN && v.u.boolean))
            return false;
    }
    return true;
}

static void tell_block(Explain *e, const RegBlock *block, size_t row, const AppCycle *cycle)
{
    const RegName *const *reads;
    size_t n = app_block_reads(e->result, block, &reads);

    if (block->n_defines && applies(e, block, row, cycle)) { /* a decide or grade */
        explain_tell(e, block->defines[0], row, cycle);
        return;
    }
    g_string_append_printf(e->out, "%s    [%s]\n", block->name, explain_cite(e, block));
    if (!applies(e, block, row, cycle)) {
        explain_line(e, "source", text_in(e->lang, "the block does not apply here"));
        return;
    }
    tell_article(e, block);
    tell_amount(e, block, row, cycle);
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
            (b->kind == REG_PAY || b->kind == REG_RESERVE || b->kind == REG_DECIDE ||
             b->kind == REG_GRADE))
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

static void tell_row(Explain *e, size_t row)
{
    const char *key = app_data_row_key(e->data, e->subject, row);
    const char *label = app_data_row_label(e->data, e->subject, row);

    g_string_append(e->out, key);
    if (strcmp(key, label) != 0)
        g_string_append_printf(e->out, " %s", label);
    g_string_append(e->out, "\n\n");
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
                 .row = row,
                 .articles = bits_new(arena, reg->n_articles + 1)};
    const char *title = lang == LANG_EN && *reg->title_en ? reg->title_en : reg->title_zh;

    g_string_append_printf(e.out, "%s  %s  ", title, cycle->text);
    tell_row(&e, row);
    if (name)
        explain_tell(&e, name, row, cycle);
    else
        tell_consequences(&e, row, cycle);
    tell_end(&e);
    return g_string_free(e.out, FALSE);
}

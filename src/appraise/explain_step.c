/* explain_step.c - how one value came about: its formula, table row, bands, source. */
#include <string.h>

#include "appraise/explain_private.h"
#include "appraise/groups.h"
#include "regulation/work.h"

const char *explain_in_force(Explain *e, CalDate day)
{
    char *buf = arena_alloc(e->arena, CAL_TEXT_SIZE);

    if (day == INT64_MIN)
        return text_in(e->lang, "in force always");
    cal_date_format(day, buf);
    return arena_printf(e->arena, text_in(e->lang, "in force since %s"), buf);
}

/* ---- a formula with numbers put in ---- */

typedef struct Spot {
    uint32_t offset, len;
    const RegName *name;
} Spot;

typedef struct Spots {
    const Regulation *reg;
    GArray *list;
} Spots;

static void find_spot(const FeelNode *node, void *data)
{
    Spots *s = data;

    if (node->kind == FEEL_N_NAME && node->ref.kind == FEEL_REF_SLOT) {
        Spot spot = {node->offset, node->len, s->reg->names[node->ref.index]};
        g_array_append_val(s->list, spot);
    }
}

static gint by_offset(gconstpointer a, gconstpointer b)
{
    const Spot *x = a, *y = b;

    return x->offset < y->offset ? -1 : x->offset > y->offset;
}

/* One line: line ends and the blanks around them become one blank. */
static const char *one_line(Explain *e, const char *text)
{
    GString *out = g_string_new(NULL);
    const char *kept;
    bool blank = false;

    for (const char *p = text; *p; p++) {
        bool is_blank = *p == '\n' || *p == ' ' || *p == '\r' || *p == '\t';
        if (is_blank && !blank && out->len)
            g_string_append_c(out, ' ');
        else if (!is_blank)
            g_string_append_c(out, *p);
        blank = is_blank;
    }
    if (out->len && out->str[out->len - 1] == ' ')
        g_string_truncate(out, out->len - 1);
    kept = arena_strndup(e->arena, out->str, out->len);
    g_string_free(out, TRUE);
    return kept;
}

static void formula(Explain *e, const RegExpr *expr, size_t row, const AppCycle *cycle)
{
    g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(Spot));
    g_autofree char *text = g_strndup(expr->src.text, expr->src.len);
    g_autoptr(GString) filled = g_string_new(NULL);
    Spots spots = {e->reg, list};
    size_t at = 0;

    explain_line(e, "formula", one_line(e, text));
    feel_walk(expr->node, find_spot, &spots);
    if (list->len == 0)
        return;
    g_array_sort(list, by_offset); /* none lies in another: a path of links is one name */
    for (guint i = 0; i < list->len; i++) {
        const Spot *s = &g_array_index(list, Spot, i);
        FeelValue v = app_result_value(e->result, s->name, row, cycle);
        g_string_append_len(filled, text + at, (gssize)(s->offset - at));
        g_string_append(filled, explain_exact(e, &v));
        at = s->offset + s->len;
    }
    g_string_append(filled, text + at);
    explain_line(e, "with numbers", one_line(e, filled->str));
}

/* ---- tables and bands ---- */

const char *explain_src(Explain *e, const SrcText *src)
{
    return src->text ? one_line(e, arena_strndup(e->arena, src->text, src->len)) : "";
}

static void table(Explain *e, const RegName *name, size_t row, const AppCycle *cycle)
{
    const DmnTable *t = name->block->u.table;
    const uint32_t *rules;
    size_t n = app_result_matches(e->result, name, row, cycle, &rules);

    for (size_t k = 0; k < MIN(n, (size_t)EXPLAIN_TAKEN); k++) {
        const DmnRule *r = &t->rules[rules[k]];
        g_autoptr(GString) cells = g_string_new(NULL);
        if (r->is_else)
            g_string_append(cells, "else | ");
        for (size_t i = 0; i < t->n_inputs && !r->is_else; i++)
            g_string_append_printf(cells, "%s | ", explain_src(e, &r->test_srcs[i]));
        for (size_t i = 0; i < t->n_outputs; i++)
            g_string_append_printf(cells, "%s%s", i ? " | " : "→ ",
                                   explain_src(e, &r->output_srcs[i]));
        explain_line(e, "table row",
                     arena_printf(e->arena, text_in(e->lang, "%u (line %u): %s"), rules[k] + 1,
                                  r->pos.line, cells->str));
    }
}

/* The part of `x` that lies in a band, for marginal rates. A band without a low end begins at 0,
 * and takes what lies below it. */
static bool part_of(const struct RegBand *b, Dec x, Dec *out)
{
    Dec low = b->has_low ? b->low : dec_zero();
    Dec top = b->has_high && dec_compare(x, b->high) > 0 ? b->high : x;

    if (b->has_low && dec_compare(x, low) <= 0)
        return false;
    return dec_sub(top, low, out) && !dec_is_zero(*out);
}

static bool whole_in(const struct RegBand *b, Dec x)
{
    int low = b->has_low ? dec_compare(x, b->low) : 1;
    int high = b->has_high ? dec_compare(x, b->high) : -1;

    return (low > 0 || (low == 0 && b->low_included)) &&
           (high < 0 || (high == 0 && b->high_included));
}

static void bands(Explain *e, const RegBlock *block, size_t row, const AppCycle *cycle)
{
    const RegBands *b = &block->u.bands;
    FeelValue x = app_result_expr(e->result, &b->of, row, cycle);

    explain_line(
        e, b->marginal ? "marginal bands of" : "whole bands of",
        arena_printf(e->arena, "%s = %s", explain_src(e, &b->of.src), explain_exact(e, &x)));
    for (size_t i = 0; x.kind == FEEL_NUMBER && i < b->n_bands; i++) {
        const struct RegBand *band = &b->bands[i];
        FeelValue rate = app_result_expr(e->result, &band->rate, row, cycle);
        FeelValue part = x, amount;
        if (rate.kind != FEEL_NUMBER ||
            !(b->marginal ? part_of(band, x.u.number, &part.u.number) : whole_in(band, x.u.number)))
            continue;
        amount = part;
        if (!dec_mul(part.u.number, rate.u.number, &amount.u.number))
            continue;
        explain_line(e, "band",
                     arena_printf(e->arena, "%s: %s × %s = %s", explain_src(e, &band->src),
                                  explain_exact(e, &part), explain_src(e, &band->rate.src),
                                  explain_exact(e, &amount)));
    }
}

/* ---- what was taken ---- */

/* What it is of, the day that dates it and, where it is not only counted, its value. */
static void append_taken(Explain *e, GString *text, const AppTaken *t, bool history, bool counted)
{
    char day[CAL_TEXT_SIZE];

    g_string_append(text, history ? t->cycle.text : app_data_row_key(e->data, t->subject, t->row));
    if (t->day != INT64_MIN && !history) {
        cal_date_format(t->day, day);
        g_string_append_printf(text, " (%s)", day);
    }
    if (!counted || t->value.kind == FEEL_MISSING)
        g_string_append_printf(text, " %s", explain_exact(e, &t->value));
}

static void taken(Explain *e, const RegName *name, size_t row, const AppCycle *cycle, bool history)
{
    const AppTaken *list;
    size_t n = app_result_taken(e->result, name, row, cycle, &list);
    g_autoptr(GString) text = g_string_new(NULL);
    const RegBlock *block = name->block;
    bool counted = block->kind == REG_INPUT && reg_is_of_form(block->u.input.source) &&
                   block->u.input.take == REG_TAKE_COUNT;

    for (size_t i = 0; i < MIN(n, (size_t)EXPLAIN_TAKEN); i++) {
        g_string_append(text, i ? "; " : "");
        append_taken(e, text, &list[i], history, counted);
    }
    if (n > EXPLAIN_TAKEN)
        g_string_append_printf(text, text_in(e->lang, " … %zu in all"), n);
    explain_line(e, "taken", n ? text->str : text_in(e->lang, "(none)"));
}

static void rank(Explain *e, const RegBlock *block, size_t row, const AppCycle *cycle)
{
    const RegRank *r = &block->u.rank;
    FeelValue of = app_result_expr(e->result, &r->of, row, cycle);

    explain_line(
        e, r->descending ? "ranked, largest first, by" : "ranked, smallest first, by",
        arena_printf(e->arena, "%s = %s", explain_src(e, &r->of.src), explain_exact(e, &of)));
    for (size_t i = 0; i < r->n_within; i++) {
        FeelValue group = app_result_expr(e->result, &r->within[i], row, cycle);
        explain_line(e, "within",
                     arena_printf(e->arena, "%s = %s", explain_src(e, &r->within[i].src),
                                  explain_exact(e, &group)));
    }
}

/* A question of a `decide`, and who answers it. */
static void decide(Explain *e, const RegBlock *block, AppOrigin origin)
{
    const char *by = block->u.decide.by;

    explain_line(e, "asked when", explain_src(e, &block->u.decide.when.src));
    if (origin == APP_FROM_STAND_IN)
        by = arena_printf(e->arena, text_in(e->lang, "%s (not decided yet: stand-in)"), by);
    if (origin != APP_FROM_NOWHERE)
        explain_line(e, "decided by", by);
}

static void
question(Explain *e, const RegBlock *block, size_t row, const AppCycle *cycle, AppOrigin origin)
{
    if (block->kind == REG_DECIDE)
        decide(e, block, origin);
    if (block->kind == REG_GRADE)
        explain_grade(e, block, row, cycle, origin);
    explain_procedure(e, block);
}

/* How many have a place in the row's group. */
static void rank_size(Explain *e, const RegBlock *block, size_t row, const AppCycle *cycle)
{
    const RegRank *r = &block->u.rank;
    g_autoptr(Arena) scratch = arena_new(0);
    Frame *f = result_frame(e->result, block->subject, cycle);
    Groups groups = groups_by(f, scratch, r->within, r->n_within, block->name);
    const Col *places = frame_col(f, block->defines[0]);
    int32_t own = frame_pos(f, row);
    size_t n = 0;

    if (own < 0 || groups.of[own] < 0)
        return;
    for (size_t i = 0; i < f->n; i++)
        n += groups.of[i] == groups.of[own] && !col_is_null(places, i);
    explain_line(e, "ranked", arena_printf(e->arena, "%zu", n));
}

/* A tie that waits. */
static void undecided(Explain *e, const RegName *name, size_t row, const AppCycle *cycle)
{
    FeelValue v = app_result_value(e->result, name, row, cycle);

    if (v.kind == FEEL_MISSING)
        explain_procedure(e, name->block);
}

static void computed(Explain *e, const RegName *name, size_t row, const AppCycle *cycle)
{
    const RegBlock *b = name->block;

    switch ((int)b->kind) {
    case REG_FEEL:
        formula(e, &b->u.feel, row, cycle);
        break;
    case REG_TABLE:
        table(e, name, row, cycle);
        break;
    case REG_BANDS:
        bands(e, b, row, cycle);
        break;
    case REG_TOTAL:
        taken(e, name, row, cycle, false);
        break;
    case REG_RANK:
        rank(e, b, row, cycle);
        rank_size(e, b, row, cycle);
        undecided(e, name, row, cycle);
        break;
    case REG_SCORE:
        formula(e, &b->u.score->formula, row, cycle);
        explain_raters(e, b->u.score);
        break;
    case REG_INPUT: /* nothing was entered, and counts as none */
        if (b->u.input.score)
            explain_score_part(e, b->u.input.score);
        break;
    case REG_SHARE:
        explain_share(e, b, row, cycle);
        break;
    case REG_DECIDE:
    case REG_GRADE:
        question(e, b, row, cycle, APP_FROM_COMPUTED);
        break;
    default: /* other blocks define nothing that is computed */
        break;
    }
}

/* ---- sources ---- */

static const char *input_source(Explain *e, const RegBlock *b)
{
    const RegInput *in = &b->u.input;

    switch (in->source) {
    case REG_FROM_ENTRY:
        return text_in(e->lang, "entered");
    case REG_FROM_MEASURE:
        return arena_printf(e->arena, text_in(e->lang, "measured from %s%s%s"), in->of,
                            reg_expr_is_set(&in->where) ? ", " : "",
                            explain_src(e, &in->where.src));
    case REG_FROM_REGISTER:
        return arena_printf(e->arena, text_in(e->lang, "register %s"), in->of);
    case REG_FROM_SHEET:
        return arena_printf(e->arena, text_in(e->lang, "sheet %s"), in->of);
    case REG_FROM_ATTRIBUTE:
        return text_in(e->lang, "master data");
    case REG_FROM_HISTORY:
        return arena_printf(e->arena, text_in(e->lang, "history of %s"), in->of);
    case REG_FROM_LEDGER:
        return arena_printf(e->arena, text_in(e->lang, "ledger of %s"), in->of);
    case REG_FROM_RESULT:
        return arena_printf(e->arena, text_in(e->lang, "result of %s"), in->of);
    }
    return "";
}

static void param(Explain *e, const RegBlock *b, const AppSource *source)
{
    CalDate from = source->period ? source->period->from : source->from;
    g_autoptr(GString) text = g_string_new(NULL);

    g_string_append_printf(text, text_in(e->lang, "parameter, %s"), explain_in_force(e, from));
    for (size_t i = 0; source->keys && i < b->u.param.n_by; i++)
        g_string_append_printf(text, " · %s = %s", b->u.param.by[i], source->keys[i]);
    if (b->u.param.set_by)
        g_string_append_printf(text, text_in(e->lang, " · set by %s"), b->u.param.set_by);
    if (b->u.param.assumed)
        g_string_append(text, text_in(e->lang, " · assumed"));
    explain_line(e, "source", text->str);
}

static void input(Explain *e, const RegBlock *b, const AppSource *source)
{
    explain_line(e, "source",
                 arena_printf(e->arena, "%s · %s", input_source(e, b), source->cycle.text));
    if (b->u.input.score)
        explain_score_part(e, b->u.input.score);
    if (b->u.input.score && b->u.input.score->kind == REG_SCORE_WHOLE)
        explain_raters(e, b->u.input.score->score->u.score);
}

/* A field of a line, or an attribute of master data. */
static void attribute(Explain *e, const RegName *name, const AppSource *source)
{
    const RegSubject *s = &e->reg->subjects[name->subject];
    const char *text;

    if (s->from == REG_ROWS_SHEET)
        text = arena_printf(e->arena, text_in(e->lang, "sheet %s"), s->source);
    else if (s->from == REG_ROWS_REGISTER)
        text = arena_printf(e->arena, text_in(e->lang, "register %s"), s->source);
    else
        text = arena_printf(e->arena, text_in(e->lang, "master data, %s"),
                            explain_in_force(e, source->from));
    explain_line(e, "source", text);
}

/* Of what a block says or takes. */
static void block_origin(
    Explain *e, const RegName *name, size_t row, const AppCycle *cycle, const AppSource *source)
{
    const RegBlock *block = name->block;
    bool history = source->origin == APP_FROM_HISTORY;

    switch ((int)source->origin) {
    case APP_FROM_NOWHERE:
    case APP_FROM_OUTCOME:
    case APP_FROM_STAND_IN:
        question(e, block, row, &source->cycle, source->origin);
        break;
    case APP_FROM_SET_PARAM:
    case APP_FROM_PERIOD:
        param(e, block, source);
        break;
    case APP_FROM_ENTRIES:
    case APP_FROM_HISTORY:
        input(e, block, source);
        taken(e, name, row, cycle, history);
        break;
    case APP_FROM_COMPUTED:
        computed(e, name, row, &source->cycle);
        break;
    default: /* told by explain_origin */
        break;
    }
}

static void link_origin(Explain *e, const RegName *name, const AppSource *source)
{
    const RegName *member = name->path_member;

    if (member)
        explain_line(e, "source",
                     arena_printf(e->arena, "%s · %s", member->name,
                                  app_data_row_key(e->data, member->subject, source->row)));
}

void explain_origin(
    Explain *e, const RegName *name, size_t row, const AppCycle *cycle, const AppSource *source)
{
    switch (source->origin) {
    case APP_FROM_BUILTIN:
        break;
    case APP_FROM_GIVEN:
    case APP_FROM_COLUMN:
    case APP_FROM_DEFAULT:
    case APP_FROM_LEDGER:
        if (name->block && name->block->kind == REG_INPUT)
            input(e, name->block, source);
        else
            explain_line(e, "source", text_in(e->lang, "given"));
        break;
    case APP_FROM_ATTRIBUTE:
        attribute(e, name, source);
        break;
    case APP_FROM_GRADE:
        explain_set(e, source);
        break;
    case APP_FROM_LINK:
        link_origin(e, name, source);
        break;
    case APP_FROM_OUTSIDE:
        explain_line(e, "source", text_in(e->lang, "the block does not apply here"));
        break;
    case APP_FROM_NOWHERE:
    case APP_FROM_SET_PARAM:
    case APP_FROM_PERIOD:
    case APP_FROM_OUTCOME:
    case APP_FROM_STAND_IN:
    case APP_FROM_ENTRIES:
    case APP_FROM_HISTORY:
    case APP_FROM_COMPUTED:
        if (name->block)
            block_origin(e, name, row, cycle, source);
        break;
    }
}

/* Strangers: random persons around a case. What holds for its rows must hold among them, too.
 *
 * They have links only to strangers (a unit of their own, …), so that no total over a link counts
 * them. Names that some `within` reads have values of their own. Whether they are counted all the
 * same, in a group or in the whole population, is seen after the evaluation.
 */
#include <string.h>

#include "appraise/cases_private.h"
#include "appraise/evaluate_private.h"
#include "appraise/groups.h"
#include "regulation/work.h"

enum {
    PERSONS_PER_TARGET = 10, /* strangers that share a unit, a team … */
    MAX_LINES = 200,         /* of a form */
    OLDEST_DAYS = 40 * 365,  /* before the case begins */
};

typedef struct Embed {
    const CasesFile *file;
    const Case *c;
    const CaseStrangers *strangers;
    AppData *data;
    CaseRandom random;
    GPtrArray **texts;  /* by slot: texts that the case gives, borrowed */
    uint64_t *grouping; /* slots that a `within` reads */
    uint64_t *joining;  /* slots that `applies to` reads: strangers are to be members, too */
    GPtrArray **rows;   /* by subject: owned keys of strangers */
} Embed;

static uint64_t below(Embed *e, uint64_t n)
{
    return cases_random_below(&e->random, n);
}

/* ---- what the regulation and the case know ---- */

static void add_texts(Embed *e, const GArray *given)
{
    for (guint i = 0; i < given->len; i++) {
        const CaseGiven *g = &g_array_index(given, CaseGiven, i);

        if (g->value.kind == FEEL_STRING)
            g_ptr_array_add(e->texts[g->name->slot], (gpointer)g->value.u.string.text);
    }
}

static void mark_read(uint64_t *bits, const RegExpr *exprs, size_t n)
{
    const int *slots;

    for (size_t i = 0; i < n; i++) {
        size_t n_slots = exprs[i].program ? feel_program_slots(exprs[i].program, &slots) : 0;

        for (size_t k = 0; k < n_slots; k++)
            bits_set(bits, (size_t)slots[k]);
    }
}

/* By what a block groups its rows; none for a block that does not. */
static const RegExpr *within_of(const RegBlock *block, size_t *out_n)
{
    *out_n = 0;
    if (block->kind == REG_RANK) {
        *out_n = block->u.rank.n_within;
        return block->u.rank.within;
    }
    if (block->kind == REG_TOTAL) {
        *out_n = block->u.total.n_within;
        return block->u.total.within;
    }
    if (block->kind == REG_SHARE) {
        *out_n = block->u.share.n_within;
        return block->u.share.within;
    }
    return NULL;
}

static void embed_init(Embed *e)
{
    const Regulation *reg = e->file->reg;

    e->random = cases_random(e->c->name, e->strangers->n * 2 + e->strangers->aloof + 1);
    e->texts = g_new(GPtrArray *, MAX(reg->n_names, 1));
    for (size_t i = 0; i < reg->n_names; i++)
        e->texts[i] = g_ptr_array_new();
    e->grouping = g_new0(uint64_t, bits_words(reg->n_names) + 1);
    e->joining = g_new0(uint64_t, bits_words(reg->n_names) + 1);
    mark_read(e->joining, &reg->applies_to, 1);
    e->rows = g_new(GPtrArray *, reg->n_subjects);
    for (size_t i = 0; i < reg->n_subjects; i++)
        e->rows[i] = g_ptr_array_new_with_free_func(g_free);
    add_texts(e, e->c->given);
    for (guint i = 0; i < e->c->rows->len; i++)
        add_texts(e, g_array_index(e->c->rows, CaseRow, i).given);
    for (size_t i = 0; i < reg->n_blocks; i++) {
        size_t n;
        const RegExpr *within = within_of(reg->blocks[i], &n);

        mark_read(e->grouping, within, n);
    }
}

static void embed_clear(Embed *e)
{
    for (size_t i = 0; i < e->file->reg->n_names; i++)
        g_ptr_array_unref(e->texts[i]);
    for (size_t i = 0; i < e->file->reg->n_subjects; i++)
        g_ptr_array_unref(e->rows[i]);
    g_free(e->texts);
    g_free(e->grouping);
    g_free(e->joining);
    g_free(e->rows);
}

/* ---- random values ---- */

static FeelValue text_value(Embed *e, const char *text)
{
    const char *kept = arena_strdup(e->file->arena, text);

    return feel_string(kept, strlen(kept));
}

static FeelValue random_text(Embed *e, const RegName *name)
{
    const GPtrArray *known = e->texts[name->slot];
    size_t slot = (size_t)name->slot;
    bool own = bits_get(e->grouping, slot) || (e->strangers->aloof && !bits_get(e->joining, slot));

    if (name->n_one_of > 0)
        return text_value(e, name->one_of[below(e, name->n_one_of)]);
    if (!own && known->len > 0 && below(e, 4) > 0)
        return text_value(e, g_ptr_array_index(known, below(e, known->len)));
    return text_value(e, below(e, 2) ? "~甲" : "~乙");
}

/* Amounts, scores, counts, rates; zero and negative ones among them. */
static FeelValue random_number(Embed *e)
{
    uint64_t sort = below(e, 8);
    int64_t n;

    if (sort == 0)
        return feel_number(dec_zero());
    if (sort == 1)
        return feel_number(dec_from_scaled((int64_t)below(e, 2000), 4));
    if (sort < 5)
        return feel_number(dec_from_int((int64_t)below(e, 130)));
    n = (int64_t)below(e, 1000 * 1000 * 1000);
    return feel_number(dec_from_scaled(sort == 5 && below(e, 4) == 0 ? -n : n, 2));
}

/* What a score sheet takes: points up to the most, and times. */
static FeelValue random_points(Embed *e, const RegScorePart *part)
{
    Dec share = dec_from_scaled((int64_t)below(e, 101), 2);
    Dec points;

    if (part->kind == REG_SCORE_DEDUCTION)
        return feel_number(dec_from_int((int64_t)below(e, 4)));
    return feel_number(dec_mul(part->points, share, &points) ? points : part->points);
}

static FeelValue random_date(Embed *e)
{
    CalDate first = e->c->from.first - OLDEST_DAYS;

    return feel_date(first + (CalDate)below(e, (uint64_t)(e->c->to.last - first + 1)));
}

static FeelValue random_moment(Embed *e)
{
    CalDateTime *at = ARENA_NEW(e->file->arena, CalDateTime);

    at->date = random_date(e).u.date;
    at->time.second = (int32_t)below(e, 24 * 60 * 60);
    return (FeelValue){.kind = FEEL_DATE_TIME, .u.date_time = at};
}

static bool stranger_of(Embed *e, int subject, FeelValue *out);

/* A value of the name's type; false if there is no simple one. */
static bool random_value(Embed *e, const RegName *name, FeelValue *out)
{
    int target = name->type->row_of ? reg_subject(e->file->reg, name->type->row_of) : -1;
    bool is_input = name->block && name->block->kind == REG_INPUT;
    const RegScorePart *part = is_input ? name->block->u.input.score : NULL;

    switch (name->type->kind) {
    case FEEL_T_NUMBER:
        *out = part ? random_points(e, part) : random_number(e);
        return true;
    case FEEL_T_STRING:
        if (target >= 0)
            return stranger_of(e, target, out);
        *out = random_text(e, name);
        return true;
    case FEEL_T_BOOLEAN:
        *out = feel_boolean(below(e, 2) == 1);
        return true;
    case FEEL_T_DATE:
        *out = random_date(e);
        return true;
    case FEEL_T_DATE_TIME:
        *out = random_moment(e);
        return true;
    case FEEL_T_LIST:
        *out = feel_list(e->file->arena, NULL, 0);
        return true;
    case FEEL_T_ANY:
    case FEEL_T_NULL:
    case FEEL_T_TIME:
    case FEEL_T_DT_DURATION:
    case FEEL_T_YM_DURATION:
    case FEEL_T_CONTEXT:
    case FEEL_T_RANGE:
    case FEEL_T_FUNCTION:
        break;
    }
    return false;
}

/* ---- rows ---- */

/* Keys sort before, between and after those of the case. */
static char *new_key(Embed *e, int subject)
{
    static const char *const heads[] = {"#", "~", "乙", "陌生"};
    size_t unused;

    for (;;) {
        char *key = g_strdup_printf("%s%06u", heads[below(e, G_N_ELEMENTS(heads))],
                                    (unsigned)below(e, 1000 * 1000));

        if (!app_data_find_row(e->data, subject, key, &unused))
            return key;
        g_free(key);
    }
}

static void fill_attributes(Embed *e, int subject, size_t row)
{
    const RegSubject *s = &e->file->reg->subjects[subject];

    for (size_t i = 0; i < s->n_names; i++) {
        const RegName *name = s->names[i];
        bool leaves = subject == REG_PERSON && strcmp(name->name, "离职日期") == 0;
        FeelValue v;

        if (name->kind != REG_NAME_ATTRIBUTE || (leaves && below(e, 8) > 0))
            continue;
        if (random_value(e, name, &v))
            app_data_set_attribute(e->data, name, row, INT64_MIN, &v);
    }
}

static size_t add_stranger(Embed *e, int subject)
{
    char *key = new_key(e, subject);
    size_t row = app_data_row(e->data, subject, key);

    g_ptr_array_add(e->rows[subject], key);
    fill_attributes(e, subject, row);
    return row;
}

/* A stranger of master data, made when first needed. */
static bool stranger_of(Embed *e, int subject, FeelValue *out)
{
    GPtrArray *rows = e->rows[subject];
    size_t wanted = e->strangers->n / PERSONS_PER_TARGET + 1;

    if (e->file->reg->subjects[subject].from != REG_ROWS_MASTER && subject != REG_PERSON)
        return false;
    if (subject != REG_PERSON && rows->len < wanted)
        (void)add_stranger(e, subject);
    if (rows->len == 0)
        return false;
    *out = text_value(e, g_ptr_array_index(rows, below(e, rows->len)));
    return true;
}

/* ---- inputs ---- */

/* Is it entered, and not computed from other cycles, lines or the ledger? */
static bool is_entered(const RegName *name)
{
    RegSource source = name->block && name->block->kind == REG_INPUT ? name->block->u.input.source
                                                                     : REG_FROM_HISTORY;

    return name->kind == REG_NAME_INPUT && source != REG_FROM_HISTORY &&
           source != REG_FROM_REGISTER && source != REG_FROM_LEDGER;
}

static void fill_inputs(Embed *e, size_t row)
{
    const RegSubject *s = &e->file->reg->subjects[REG_PERSON];

    for (size_t i = 0; i < s->n_names; i++) {
        const RegName *name = s->names[i];
        FeelValue v;

        if (is_entered(name) && name->block->u.input.optional && below(e, 8) == 0) {
            v = feel_null();
            app_data_set_value(e->data, name, row, NULL, &v);
        } else if (is_entered(name) && random_value(e, name, &v)) {
            app_data_set_value(e->data, name, row, NULL, &v);
        } else if (name->kind == REG_NAME_OUTCOME && name->n_one_of > 0 && below(e, 2)) {
            v = random_text(e, name);
            app_data_set_outcome(e->data, name, row, NULL, &v);
        }
    }
}

/* ---- lines of sheets, entries of registers ---- */

static void add_line(Embed *e, const RegBlock *form, int subject)
{
    const RegForm *s = &form->u.form;
    g_autofree FeelValue *fields = g_new(FeelValue, MAX(s->n_fields, 1));
    g_autofree char *key = new_key(e, subject);
    FeelValue owner = feel_null();

    for (size_t i = 0; i < s->n_fields; i++) {
        const RegName *name = reg_name(e->file->reg, subject, s->fields[i].name);

        fields[i] = feel_null();
        if (name)
            (void)random_value(e, name, &fields[i]);
    }
    if (s->subject == REG_PERSON)
        (void)stranger_of(e, REG_PERSON, &owner);
    app_data_add_line(e->data, form->name, key,
                      owner.kind == FEEL_STRING ? owner.u.string.text : NULL,
                      app_form_day(s, fields), fields, s->n_fields);
}

static void add_lines(Embed *e)
{
    const Regulation *reg = e->file->reg;
    size_t n = MIN(e->strangers->n, (size_t)MAX_LINES);

    for (size_t i = 0; i < reg->n_blocks; i++) {
        const RegBlock *block = reg->blocks[i];
        bool is_form = block->kind == REG_SHEET || block->kind == REG_REGISTER;
        int subject = is_form && block->u.form.many_lines ? reg_entries(reg, block->name) : -1;

        for (size_t k = 0; subject >= 0 && k < n; k++)
            add_line(e, block, subject);
    }
}

/* ---- all ---- */

void cases_embed(const CasesFile *file, const Case *c, CaseStrangers *strangers, AppData *data)
{
    Embed e = {.file = file, .c = c, .strangers = strangers, .data = data};

    for (size_t i = 0; i < file->reg->n_subjects; i++)
        strangers->own[i] = app_data_n_rows(data, (int)i);
    embed_init(&e);
    for (size_t i = 0; i < strangers->n; i++)
        fill_inputs(&e, add_stranger(&e, REG_PERSON));
    add_lines(&e);
    embed_clear(&e);
}

/* ---- are they counted? ---- */

/* What a case rests on. */
typedef struct Closure {
    const AppResult *result;
    const CaseStrangers *strangers;
    uint64_t *seen;   /* slots */
    GPtrArray *names; /* const RegName *, to be looked at */
} Closure;

static void rest_on(Closure *k, const RegName *name)
{
    if (!name || bits_get(k->seen, (size_t)name->slot))
        return;
    bits_set(k->seen, (size_t)name->slot);
    g_ptr_array_add(k->names, (gpointer)name);
}

static void rest_on_block(Closure *k, const RegBlock *block)
{
    const RegName *const *reads;
    size_t n = app_block_reads(k->result, block, &reads);

    for (size_t i = 0; i < n; i++)
        rest_on(k, reads[i]);
}

static void rest_on_expected(Closure *k, const Case *c)
{
    const Regulation *reg = app_result_regulation(k->result);
    bool ledger = false;

    for (guint i = 0; i < c->rows->len; i++) {
        const GArray *expected = g_array_index(c->rows, CaseRow, i).expected;

        for (guint j = 0; j < expected->len; j++) {
            const CaseExpect *e = &g_array_index(expected, CaseExpect, j);

            rest_on(k, e->name);
            ledger = ledger || e->item;
        }
    }
    for (size_t i = 0; ledger && i < reg->n_blocks; i++) {
        if (reg->blocks[i]->kind == REG_PAY || reg->blocks[i]->kind == REG_RESERVE)
            rest_on_block(k, reg->blocks[i]);
    }
}

/* In one cycle: is a stranger in a group (or perhaps in any) with a row of the case? */
static bool shares_group(
    const Closure *k, const RegBlock *block, const RegExpr *within, size_t n, const AppCycle *cycle)
{
    g_autoptr(Arena) scratch = arena_new(0);
    Frame *f = result_frame(k->result, block->subject, cycle);
    Groups groups = groups_by(f, scratch, within, n, block->name);
    g_autofree bool *own = g_new0(bool, MAX(groups.n, 1));
    size_t n_own = k->strangers->own[block->subject];

    for (size_t i = 0; i < f->n; i++) {
        if (f->rows[i] < n_own && groups.of[i] >= 0)
            own[groups.of[i]] = true;
    }
    for (size_t i = 0; i < f->n; i++) {
        bool in_case = groups.of[i] >= 0 && own[groups.of[i]];

        if (f->rows[i] >= n_own && (in_case || groups.of[i] == GROUP_MISSING))
            return true;
    }
    return false;
}

/* Does it look at rows beside its own? A total over a link looks only at those that are linked. */
static bool looks_around(const RegBlock *block)
{
    return block->kind == REG_RANK || block->kind == REG_SHARE ||
           (block->kind == REG_TOTAL && !block->u.total.link_name);
}

static bool counts(const Closure *k, const RegBlock *block)
{
    const AppCycle *cycles;
    size_t n, n_cycles = app_result_cycles(k->result, &cycles);
    const RegExpr *within = within_of(block, &n);

    if (!looks_around(block))
        return false;
    for (size_t i = 0; i < n_cycles; i++) {
        if (cycles[i].kind == block->cycle && shares_group(k, block, within, n, &cycles[i]))
            return true;
    }
    return false;
}

/* An attribute rests on the grade that sets it. */
static void rest_on_grades(Closure *k, const RegName *name)
{
    const Regulation *reg = app_result_regulation(k->result);

    for (size_t i = 0; i < reg->n_blocks; i++) {
        const RegBlock *block = reg->blocks[i];
        bool sets = block->kind == REG_GRADE && name->kind == REG_NAME_ATTRIBUTE &&
                    (block->u.grade.sets_name == attribute_stored(k->result, name) ||
                     name == k->result->since);

        if (sets)
            rest_on(k, block->defines[0]);
    }
}

const char *
cases_counts_strangers(const Case *c, const CaseStrangers *strangers, const AppResult *result)
{
    size_t n_names = app_result_regulation(result)->n_names;
    g_autofree uint64_t *seen = g_new0(uint64_t, bits_words(n_names) + 1);
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    Closure k = {.result = result, .strangers = strangers, .seen = seen, .names = names};

    rest_on_expected(&k, c);
    for (guint i = 0; i < names->len; i++) {
        const RegName *name = g_ptr_array_index(names, i);

        rest_on(&k, name->path_link);
        rest_on(&k, name->path_member);
        rest_on_grades(&k, name);
        if (!name->block)
            continue;
        if (counts(&k, name->block))
            return name->name;
        rest_on_block(&k, name->block);
    }
    return NULL;
}

/* Names: which there are, on which rows, defined once each. */
#include <string.h>

#include "feel/builtin_table.h"
#include "regulation/check_private.h"
#include "regulation/work.h"

/* ---- adding and finding -------------------------------------------------------------------- */

RegName *check_name_find(const Checker *c, int subject, const char *name)
{
    return g_hash_table_lookup(check_subject(c, subject)->by_name, name);
}

RegName *
check_name_add(Checker *c, int subject, const char *name, RegNameKind kind, const FeelType *type)
{
    CheckName *added = ARENA_NEW(c->arena, CheckName);

    added->pub = (RegName){.kind = kind,
                           .name = name,
                           .subject = subject,
                           .slot = (int)c->names->len,
                           .cycle = REG_NO_CYCLE,
                           .type = type ? type : &feel_type_any,
                           .factor = dec_from_int(1),
                           .element = -1};
    added->unit = unit_unknown();
    g_ptr_array_add(c->names, added);
    if (kind != REG_NAME_PATH)
        g_hash_table_insert(check_subject(c, subject)->by_name, (gpointer)name, &added->pub);
    return &added->pub;
}

void check_name_set_type(Checker *c, RegName *name, const FeelType *type)
{
    name->type = type;
    if (c->reg->subjects[name->subject].scope)
        feel_scope_add_slot(c->reg->subjects[name->subject].scope, name->name, name->slot, type);
}

Unit check_unit_declared(Checker *c, const char *text, SrcPos pos, Dec *out_factor)
{
    Unit unit = unit_unknown();

    *out_factor = dec_from_int(1);
    if (!text || text[0] == '\0')
        return unit;
    if (!unit_parse(c->arena, text, &unit, out_factor)) {
        diag_add(c->diags, DIAG_ERROR, "regulation.unit-text", pos, "%s is no unit", text);
        diag_seen(c->diags, "%s", text);
        diag_expected(c->diags, "words joined by · and /, such as 元·天, 元/户, 1/年");
    }
    return unit;
}

/* ---- clashes ------------------------------------------------------------------------------- */

static bool is_reserved(const char *name)
{
    static const char *const words[] = {
        "and",  "between", "else",   "every",     "external", "false", "for",  "function",
        "if",   "in",      "item",   "not",       "null",     "or",    "some", "partial",
        "then", "true",    "return", "satisfies", "start",    "end",   "this", "instance",
    };

    return check_has_text(words, G_N_ELEMENTS(words), name) || feel_builtin_find(name) >= 0;
}

static void report_twice(Checker *c, const char *name, SrcPos pos, SrcPos first)
{
    diag_add(c->diags, DIAG_ERROR, "regulation.name-twice", pos, "%s is defined already at %s",
             name, check_place(c, first));
    diag_hint(c->diags, "every name is defined once; give this one a name of its own");
}

static bool is_built_in(const RegName *name)
{
    return check_name(name)->pos.line == 0;
}

/* Is `name` free for a definition at `pos` on the rows of `subject`, and, if `everywhere`, on all
 * others, whose built-in names may hide it? */
static bool is_free(Checker *c, const char *name, SrcPos pos, int subject, bool everywhere)
{
    const CheckName *first = g_hash_table_lookup(c->defined, name);

    if (is_reserved(name)) {
        diag_add(c->diags, DIAG_ERROR, "regulation.name-reserved", pos,
                 "%s is a word of the language and can be no name", name);
        return false;
    }
    if (first) {
        report_twice(c, name, pos, first->pos);
        return false;
    }
    for (int i = 0; i < (int)c->reg->n_subjects; i++) {
        const RegName *taken = everywhere || subject == i ? check_name_find(c, i, name) : NULL;

        if (!taken || (is_built_in(taken) && subject != i))
            continue;
        if (!is_built_in(taken)) {
            report_twice(c, name, pos, check_name(taken)->pos);
            return false;
        }
        diag_add(c->diags, DIAG_ERROR, "regulation.name-built-in", pos,
                 "every %s has a name %s of its own", c->reg->subjects[i].name, name);
        diag_hint(c->diags, "give this one another name, or read it with `from: attribute`");
        return false;
    }
    return true;
}

static void remember(Checker *c, const char *name, SrcPos pos)
{
    CheckName *first = ARENA_NEW(c->arena, CheckName);

    first->pos = pos;
    g_hash_table_insert(c->defined, (gpointer)name, first);
}

/* A name that is not free was reported; it is kept out of sight, so that the rest of its block can
 * still be checked. */
static RegName *
add_or_hide(Checker *c, bool ok, int subject, const char *name, RegNameKind kind, const FeelType *t)
{
    RegName *first = ok ? NULL : check_name_find(c, subject, name);
    RegName *added = check_name_add(c, subject, name, kind, t);
    GHashTable *by_name = check_subject(c, subject)->by_name;

    if (first)
        g_hash_table_insert(by_name, (gpointer)name, first);
    else if (!ok)
        g_hash_table_remove(by_name, name);
    return added;
}

/* Defines a name of `block`, reporting a clash. */
static RegName *
define(Checker *c, RegBlock *block, const char *name, RegNameKind kind, const FeelType *type)
{
    bool ok = is_free(c, name, block->pos, block->subject, false);
    RegName *defined = add_or_hide(c, ok, block->subject, name, kind, type);

    if (ok)
        remember(c, name, block->pos);
    check_name(defined)->pos = block->pos;
    defined->block = block;
    defined->cycle = block->cycle;
    block->defines[block->n_defines++] = defined;
    return defined;
}

/* ---- what is declared ----------------------------------------------------------------------- */

/* Unit as declared; only figures from outside may be in 万元. */
static void declare_unit(Checker *c, RegName *name, const char *text, SrcPos pos, bool may_scale)
{
    Dec one = dec_from_int(1);
    Unit unit = check_unit_declared(c, text, pos, &name->factor);

    if (!may_scale && !dec_equal(name->factor, one)) {
        diag_add(c->diags, DIAG_ERROR, "regulation.unit-scaled", pos,
                 "%s is computed and cannot be in %s", name->name, text);
        diag_expected(c->diags, "%s", unit_text(c->arena, &unit));
        diag_hint(c->diags, "only figures that enter are converted; formulas see %s",
                  unit_text(c->arena, &unit));
        name->factor = one;
    }
    check_name(name)->unit = unit;
}

const FeelType *check_type_of_take(Checker *c, RegTake take, const FeelType *of)
{
    switch (take) {
    case REG_TAKE_SUM:
    case REG_TAKE_COUNT:
    case REG_TAKE_MEAN:
        return &feel_type_number;
    case REG_TAKE_LIST:
        return feel_type_list(c->arena, of);
    case REG_TAKE_VALUE:
    case REG_TAKE_MIN:
    case REG_TAKE_MAX:
    case REG_TAKE_FIRST:
    case REG_TAKE_LAST:
        return of;
    }
    return of;
}

const FeelType *check_type_declared(const RegBlock *block)
{
    if (block->type)
        return block->type;
    if (block->n_one_of > 0)
        return &feel_type_string;
    return block->unit[0] != '\0' ? &feel_type_number : NULL;
}

/* ---- kinds of blocks ------------------------------------------------------------------------ */

static void define_input(Checker *c, RegBlock *block)
{
    RegInput *input = &block->u.input;
    const FeelType *type = check_type_declared(block);
    RegNameKind kind = REG_NAME_INPUT;
    RegName *built_in = check_name_find(c, block->subject, block->name);

    if (input->take == REG_TAKE_LIST && !block->type)
        type = check_type_of_take(c, REG_TAKE_LIST, type);
    if (input->source == REG_FROM_HISTORY) {
        kind = REG_NAME_DECISION;
        if (!type)
            type = check_type_of_take(c, input->take, NULL);
    } else if (input->source == REG_FROM_ATTRIBUTE) {
        kind = REG_NAME_ATTRIBUTE;
    }
    if (kind == REG_NAME_ATTRIBUTE && built_in && built_in->kind == REG_NAME_ATTRIBUTE &&
        is_built_in(built_in) && !reg_expr_is_set(&input->at)) {
        /* a built-in attribute said more precisely: its texts, its unit */
        built_in->block = block;
        check_name(built_in)->pos = block->pos;
        remember(c, block->name, block->pos);
        block->defines[block->n_defines++] = built_in;
    } else {
        bool is_open = kind != REG_NAME_INPUT || reg_is_of_form(input->source);
        define(c, block, block->name, kind, type || is_open ? type : &feel_type_number);
    }
    RegName *name = block->defines[0];
    name->one_of = block->n_one_of > 0 ? block->one_of : name->one_of;
    name->n_one_of = block->n_one_of > 0 ? block->n_one_of : name->n_one_of;
    bool may_scale = input->source == REG_FROM_ENTRY || input->source == REG_FROM_SHEET ||
                     input->source == REG_FROM_ATTRIBUTE || input->source == REG_FROM_REGISTER ||
                     input->source == REG_FROM_RESULT;
    if (block->unit[0] != '\0')
        declare_unit(c, name, block->unit, block->pos, may_scale);
}

/* A parameter is visible on the rows of every subject: one name for each. */
static void define_param(Checker *c, RegBlock *block)
{
    const RegParam *param = &block->u.param;
    const FeelType *type = check_type_declared(block);
    bool ok = is_free(c, block->name, block->pos, block->subject, true);

    if (!type && param->n_one_of > 0)
        type = &feel_type_string;
    for (size_t i = 0; i < c->reg->n_subjects; i++) {
        /* its own subject first, then the others */
        size_t own = (size_t)block->subject;
        size_t subject = i == 0 ? own : i <= own ? i - 1 : i;
        bool is_seen = ok && !check_name_find(c, (int)subject, block->name);
        RegName *name = add_or_hide(c, is_seen, (int)subject, block->name, REG_NAME_PARAM, type);

        check_name(name)->pos = block->pos;
        name->block = block;
        name->one_of = param->n_one_of > 0 ? param->one_of : block->one_of;
        name->n_one_of = param->n_one_of > 0 ? param->n_one_of : block->n_one_of;
        if (i == 0)
            declare_unit(c, name, block->unit, block->pos, true);
        else
            name->factor = block->defines[0]->factor;
        block->defines[block->n_defines++] = name;
    }
    if (ok)
        remember(c, block->name, block->pos);
}

static void define_table(Checker *c, RegBlock *block)
{
    const DmnTable *table = block->u.table;

    for (size_t i = 0; i < table->n_outputs; i++) {
        const DmnTableOutput *output = &table->outputs[i];
        bool has_unit = output->unit && output->unit[0] != '\0';
        RegName *name =
            define(c, block, output->name, REG_NAME_DECISION, has_unit ? &feel_type_number : NULL);
        Dec factor;

        name->output = i;
        check_name(name)->unit = check_unit_declared(c, output->unit, table->pos, &factor);
    }
}

static void define_rank(Checker *c, RegBlock *block)
{
    const RegRank *rank = &block->u.rank;
    const char *further[] = {rank->size_name, rank->from_end_name};
    Unit bare = unit_bare();

    define(c, block, block->name, REG_NAME_DECISION, &feel_type_number);
    for (size_t i = 0; i < G_N_ELEMENTS(further); i++) {
        if (further[i])
            define(c, block, further[i], REG_NAME_DECISION, &feel_type_number)->output = i + 1;
    }
    for (size_t i = 0; i < block->n_defines; i++)
        check_name_set_unit(block->defines[i], &bare);
}

static void define_decide(Checker *c, RegBlock *block)
{
    const RegDecide *decide = &block->u.decide;
    const FeelType *type = &feel_type_string;

    if (decide->outcome == REG_OUTCOME_NUMBER)
        type = &feel_type_number;
    else if (decide->outcome == REG_OUTCOME_DATE)
        type = &feel_type_date;
    RegName *name = define(c, block, block->name, REG_NAME_OUTCOME, type);
    if (type == &feel_type_string) {
        name->one_of = decide->one_of;
        name->n_one_of = decide->n_one_of;
    }
    if (type == &feel_type_number)
        declare_unit(c, name, block->unit, block->pos, true);
}

/* Its items are inputs that have names of their own; given as a whole it is one itself. */
static void define_score(Checker *c, RegBlock *block)
{
    const RegBlock *form = reg_form(c->reg, block->name);

    if (form) /* files could not tell one from the other */
        report_twice(c, block->name, block->pos, form->pos);
    if (block->u.score->whole)
        return;
    RegName *name = define(c, block, block->name, REG_NAME_DECISION, &feel_type_number);
    declare_unit(c, name, "分", block->pos, false);
}

static void define_grade(Checker *c, RegBlock *block)
{
    RegName *name = define(c, block, block->name, REG_NAME_OUTCOME, &feel_type_string);

    name->one_of = block->u.grade.ladder;
    name->n_one_of = block->u.grade.n_ladder;
}

static void define_function(Checker *c, RegBlock *block)
{
    if (is_free(c, block->name, block->pos, block->subject, true))
        remember(c, block->name, block->pos);
}

static void define_computed(Checker *c, RegBlock *block)
{
    const FeelType *type = check_type_declared(block);

    if (block->kind == REG_BANDS || block->kind == REG_SHARE)
        type = &feel_type_number;
    else if (block->kind == REG_TOTAL && !type)
        type = check_type_of_take(c, block->u.total.take, NULL);
    RegName *name = define(c, block, block->name, REG_NAME_DECISION, type);
    declare_unit(c, name, block->unit, block->pos, false);
    name->one_of = block->one_of;
    name->n_one_of = block->n_one_of;
}

/* ---- cycles --------------------------------------------------------------------------------- */

static bool needs_cycle(const RegBlock *block)
{
    switch (block->kind) {
    case REG_INPUT:
        return block->u.input.source != REG_FROM_ATTRIBUTE;
    case REG_FEEL:
    case REG_TABLE:
    case REG_BANDS:
    case REG_RANK:
    case REG_TOTAL:
    case REG_SHARE:
    case REG_DECIDE:
    case REG_GRADE:
    case REG_PAY:
    case REG_RESERVE:
    case REG_SHEET:
    case REG_SCORE:
        return true;
    case REG_SCOPE:
    case REG_SUBJECT:
    case REG_PARAM:
    case REG_FUNCTION:
    case REG_CHECK:
    case REG_NAMES:
    case REG_REGISTER:
    case REG_DUTY:
    case REG_PROCEDURE:
    case REG_COURSE:
    case REG_EXAM:
    case REG_N_BLOCK_KINDS:
        return false;
    }
    return false;
}

static void default_cycle(Checker *c, RegBlock *block)
{
    if (block->cycle != REG_NO_CYCLE || !needs_cycle(block))
        return;
    if (c->reg->n_cycles == 1) {
        block->cycle = 0;
        return;
    }
    if (block->kind == REG_INPUT && block->u.input.score)
        return; /* said of the score */
    diag_add(c->diags, DIAG_ERROR, "regulation.cycle-missing", block->pos,
             "%s %s does not say for which cycle", reg_block_word(block->kind), block->name);
    if (c->reg->n_cycles == 0) {
        diag_hint(c->diags, "the front matter lists no cycles");
        return;
    }
    g_autoptr(GString) kinds = g_string_new(NULL);
    for (size_t i = 0; i < c->reg->n_cycles; i++)
        g_string_append_printf(kinds, "%s@%s", i > 0 ? ", " : "", c->reg->cycles[i].name);
    diag_expected(c->diags, "%s", kinds->str);
}

/* ---- all ------------------------------------------------------------------------------------ */

/* Consequences, forms and the like have names too, each kind its own; sheets and registers are of
 * one kind here. */
static void define_other(Checker *c, GHashTable *others, RegBlock *block)
{
    int kind = block->kind == REG_REGISTER ? REG_SHEET : (int)block->kind;
    char *key = arena_printf(c->arena, "%d %s", kind, block->name);
    const RegBlock *first = g_hash_table_lookup(others, key);

    if (first)
        report_twice(c, block->name, block->pos, first->pos);
    else
        g_hash_table_insert(others, key, block);
}

static size_t max_defines(const Checker *c, const RegBlock *block)
{
    if (block->kind == REG_PARAM)
        return c->reg->n_subjects;
    return block->kind == REG_TABLE ? block->u.table->n_outputs : 3;
}

static void define_block(Checker *c, GHashTable *others, RegBlock *block)
{
    block->defines = ARENA_NEW_N(c->arena, RegName *, max_defines(c, block));
    switch (block->kind) {
    case REG_INPUT:
        define_input(c, block);
        break;
    case REG_PARAM:
        define_param(c, block);
        break;
    case REG_FUNCTION:
        define_function(c, block);
        break;
    case REG_TABLE:
        define_table(c, block);
        break;
    case REG_RANK:
        define_rank(c, block);
        break;
    case REG_DECIDE:
        define_decide(c, block);
        break;
    case REG_SCORE:
        define_score(c, block);
        break;
    case REG_GRADE:
        define_grade(c, block);
        break;
    case REG_FEEL:
    case REG_BANDS:
    case REG_TOTAL:
    case REG_SHARE:
        define_computed(c, block);
        break;
    case REG_SUBJECT:
    case REG_PAY:
    case REG_RESERVE:
    case REG_CHECK:
    case REG_SHEET:
    case REG_REGISTER:
    case REG_PROCEDURE:
        define_other(c, others, block);
        break;
    case REG_SCOPE:
    case REG_NAMES:
    case REG_DUTY:
    case REG_COURSE:
    case REG_EXAM:
    case REG_N_BLOCK_KINDS:
        break;
    }
}

/* Does a block bear this name, or a pay item? */
static bool is_block_name(const Checker *c, const char *name)
{
    for (size_t i = 0; i < c->reg->n_blocks; i++) {
        const RegBlock *block = c->reg->blocks[i];

        if (strcmp(block->name, name) == 0 ||
            (block->kind == REG_PAY && strcmp(block->u.pay.into, name) == 0) ||
            (block->kind == REG_RESERVE && g_strcmp0(block->u.reserve.release_into, name) == 0))
            return true;
    }
    return false;
}

/* English names, from the names blocks. */
static void translate(Checker *c, const RegBlock *block)
{
    const RegNames *names = &block->u.names;
    g_autoptr(GHashTable) english = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);

    for (size_t i = 0; i < names->n; i++)
        g_hash_table_insert(english, (gpointer)names->names[i], (gpointer)names->english[i]);
    for (guint i = 0; i < c->names->len; i++) {
        CheckName *name = g_ptr_array_index(c->names, i);
        const char *text = g_hash_table_lookup(english, name->pub.name);

        if (text)
            name->pub.english = text;
        g_hash_table_add(known, (gpointer)name->pub.name);
    }
    for (size_t i = 0; i < names->n; i++) {
        if (g_hash_table_contains(known, names->names[i]) || is_block_name(c, names->names[i]))
            continue;
        diag_add(c->diags, DIAG_ERROR, "regulation.unknown-name", names->pos[i],
                 "there is no name %s", names->names[i]);
        check_hint_name(c, block->subject, names->names[i], CHECK_HINT_NAME);
    }
}

void check_names(Checker *c)
{
    g_autoptr(GHashTable) others = g_hash_table_new(g_str_hash, g_str_equal);

    for (size_t i = 0; i < c->reg->n_blocks; i++) {
        default_cycle(c, c->reg->blocks[i]);
        define_block(c, others, c->reg->blocks[i]);
    }
    for (size_t i = 0; i < c->reg->n_blocks; i++) {
        if (c->reg->blocks[i]->kind == REG_NAMES)
            translate(c, c->reg->blocks[i]);
    }
}

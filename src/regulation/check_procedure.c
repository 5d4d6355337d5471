/* Procedures: what they name is there, and so is every procedure that is named. */
#include <string.h>

#include "regulation/check_block_private.h"
#include "regulation/work.h"

/* The first block of that kind and name, or NULL. */
static const RegBlock *find_block(const Checker *c, RegBlockKind kind, const char *name)
{
    for (size_t i = 0; i < c->reg->n_blocks; i++) {
        const RegBlock *block = c->reg->blocks[i];

        if (block->kind == kind && strcmp(block->name, name) == 0)
            return block;
    }
    return NULL;
}

/* Says which blocks of that kind there are, and which of them has a name like `seen`. Returns false
 * if there are none. */
static bool expect_blocks(Checker *c, RegBlockKind kind, const char *seen)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();

    for (size_t i = 0; i < c->reg->n_blocks; i++) {
        if (c->reg->blocks[i]->kind == kind)
            g_ptr_array_add(names, (gpointer)c->reg->blocks[i]->name);
    }
    const char *const *list = (const char *const *)names->pdata;
    const char *near = check_nearest(seen, list, names->len);
    if (names->len > 0)
        diag_expected(c->diags, "%s", check_texts(c, list, names->len));
    if (near)
        diag_hint(c->diags, "did you mean %s?", near);
    return names->len > 0;
}

void check_procedure_named(Checker *c, const char *name, SrcPos pos)
{
    if (!name || find_block(c, REG_PROCEDURE, name))
        return;
    diag_add(c->diags, DIAG_ERROR, "regulation.unknown-procedure", pos, "there is no procedure %s",
             name);
    if (!expect_blocks(c, REG_PROCEDURE, name))
        diag_hint(c->diags, "a `yaml procedure` block declares it");
}

/* ---- what opens it --------------------------------------------------------------------------- */

/* Some block that bears the name, of whatever kind. */
static const RegBlock *any_block(const Checker *c, const char *name)
{
    for (size_t i = 0; i < c->reg->n_blocks; i++) {
        if (strcmp(c->reg->blocks[i]->name, name) == 0)
            return c->reg->blocks[i];
    }
    return NULL;
}

static void report_opener(Checker *c, const RegOpening *opening)
{
    const RegBlock *other = any_block(c, opening->on);
    const char *kind = reg_block_word(opening->on_kind);

    diag_add(c->diags, DIAG_ERROR, "regulation.procedure-opens", opening->pos, "there is no %s %s",
             kind, opening->on);
    (void)expect_blocks(c, opening->on_kind, opening->on); /* none: nothing to expect */
    if (other)
        diag_hint(c->diags, "%s is a `%s` block", other->name, reg_block_word(other->kind));
}

/* A question belongs to one procedure. */
static void check_owner(Checker *c, const RegBlock *block, const RegOpening *opening)
{
    const RegBlock *owner = reg_procedure_of(c->reg, opening->block);

    if (opening->on_kind == REG_RANK || opening->on_kind == REG_REGISTER || !owner ||
        owner == block)
        return;
    diag_add(c->diags, DIAG_ERROR, "regulation.procedure-opens", opening->pos,
             "%s belongs to the procedure %s already", opening->on, owner->name);
}

static void check_openings(Checker *c, RegBlock *block)
{
    RegProcedure *procedure = block->u.procedure;

    for (size_t i = 0; i < procedure->n_opens; i++) {
        RegOpening *opening = &procedure->opens[i];

        if (opening->kind != REG_OPENS_ON)
            continue;
        opening->block = find_block(c, opening->on_kind, opening->on);
        if (opening->block)
            check_owner(c, block, opening);
        else
            report_opener(c, opening);
    }
}

/* ---- steps ----------------------------------------------------------------------------------- */

/* How long something is public: a figure for all, so a parameter that has one value. */
static void check_days_param(Checker *c, RegStep *step)
{
    const RegBlock *param = find_block(c, REG_PARAM, step->days.src.text);
    Unit days;

    if (!param) {
        diag_add(c->diags, DIAG_ERROR, "regulation.unknown-param", step->days.src.start,
                 "there is no parameter %s", step->days.src.text);
        (void)expect_blocks(c, REG_PARAM, step->days.src.text);
        diag_expected(c->diags, "a whole number from 1 to 1200, or the name of a parameter");
        return;
    }
    const RegName *name = param->defines[0];
    (void)unit_parse(c->arena, "天", &days, NULL);
    step->days_param = param;
    if (param->u.param.n_by > 0)
        diag_add(c->diags, DIAG_ERROR, "regulation.step", step->days.src.start,
                 "%s has a value for each %s: the days of a step are the same for all", param->name,
                 check_texts(c, param->u.param.by, param->u.param.n_by));
    else if (check_type_is(c, step->days.src.start, param->name, name->type, &feel_type_number) &&
             check_name(name)->unit.n_parts > 0)
        (void)check_unit_fits(c, step->days.src.start, &check_name(name)->unit, &days);
}

static void check_days(Checker *c, RegStep *step)
{
    Dec figure;
    int64_t n;

    if (!reg_expr_is_set(&step->days))
        return;
    if (!number_parse(step->days.src.text, &figure)) {
        check_days_param(c, step);
    } else if (dec_is_integer(figure) && dec_to_int64(figure, &n) && n >= 1 && n <= REG_MAX_COUNT) {
        step->n_days = (int)n;
    } else {
        diag_add(c->diags, DIAG_ERROR, "regulation.value", step->days.src.start,
                 "so many days cannot be");
        diag_seen(c->diags, "%s", step->days.src.text);
        diag_expected(c->diags, "a whole number from 1 to 1200, or the name of a parameter");
    }
}

/* The name or path on rows of `subject`, or NULL. */
static RegName *find_shown(Checker *c, int subject, const char *text)
{
    g_auto(GStrv) words = g_strsplit(text, ".", -1);
    RegName *name = check_name_find(c, subject, words[0]);

    for (char **word = words + 1; name && *word; word++)
        name = check_path(c, name, arena_strdup(c->arena, *word));
    return name;
}

/* One kind of rows of which a procedure may make names public, and their cycle. */
typedef struct Public {
    int subject;
    int cycle; /* REG_NO_CYCLE = not known */
} Public;

/* The rows of what opens it, entries of a register being rows too. False if it has none. */
static bool public_rows(const Checker *c, const RegOpening *opening, Public *out)
{
    if (!opening->block)
        return false;
    if (opening->on_kind == REG_REGISTER)
        *out = (Public){reg_entries(c->reg, opening->block->name), REG_NO_CYCLE};
    else
        *out = (Public){opening->block->subject, opening->block->cycle};
    return out->subject >= 0;
}

/* Of persons whatever opens it: in the cycle of the run, or of what is decided of them, if nothing
 * else opens it. */
static Public public_persons(const RegProcedure *procedure)
{
    const RegOpening *only = procedure->n_opens == 1 ? &procedure->opens[0] : NULL;
    Public persons = {.subject = REG_PERSON, .cycle = REG_NO_CYCLE};

    if (only && only->kind == REG_OPENS_EACH_RUN)
        persons.cycle = only->cycle;
    else if (only && only->block && only->on_kind != REG_REGISTER)
        persons.cycle = only->block->cycle;
    return persons;
}

/* The name among those of the rows of what opens the procedure, the first that has it, else among
 * those of persons; NULL if there is none. */
static RegName *
find_public(Checker *c, const RegProcedure *procedure, const char *text, Public *out)
{
    for (size_t i = 0; i < procedure->n_opens; i++) {
        RegName *name = NULL;

        if (public_rows(c, &procedure->opens[i], out))
            name = find_shown(c, out->subject, text);
        if (name)
            return name;
    }
    *out = public_persons(procedure);
    return find_shown(c, REG_PERSON, text);
}

/* The rows of which a hint tells: those that open it, else persons. */
static int hinted_rows(const Checker *c, const RegProcedure *procedure)
{
    Public rows = {.subject = REG_PERSON};

    for (size_t i = 0; i < procedure->n_opens; i++) {
        if (public_rows(c, &procedure->opens[i], &rows))
            return rows.subject;
    }
    return REG_PERSON;
}

static void check_shown(Checker *c, RegShown *shown, const RegProcedure *procedure)
{
    Public public;

    shown->name = find_public(c, procedure, shown->text, &public);
    if (!shown->name) {
        diag_add(c->diags, DIAG_ERROR, "regulation.unknown-name", shown->pos, "there is no name %s",
                 shown->text);
        check_hint_name(c, hinted_rows(c, procedure), shown->text, CHECK_HINT_NAME);
        return;
    }
    check_mark_read(shown->name);
    if (public.cycle != REG_NO_CYCLE && !check_is_readable(c, shown->name, public.cycle))
        check_report_cycle(c, shown->name, public.cycle, shown->pos);
}

void check_procedure(Checker *c, RegBlock *block)
{
    RegProcedure *procedure = block->u.procedure;

    check_openings(c, block);
    for (size_t i = 0; i < procedure->n_steps; i++) {
        RegStep *step = &procedure->steps[i];

        check_days(c, step);
        for (size_t k = 0; k < step->n_show; k++)
            check_shown(c, &step->show[k], procedure);
        check_procedure_named(c, step->objections, step->objections_pos);
    }
}

#include <string.h>

#include "regulation/reader_private.h"
#include "regulation/work.h"

/* Subjects and scopes come first, because any block may name the one and inherit from the other;
 * then the blocks, in the order of the file. */

/* ---- subjects and scopes --------------------------------------------------------------------- */

static void show_subjects(RegReader *r)
{
    r->reg->subjects = (RegSubject *)(void *)r->subjects->data;
    r->reg->n_subjects = r->subjects->len;
}

static void add_subject(RegReader *r, const char *name, RegRowsFrom from)
{
    RegSubject subject = {.name = name, .from = from, .source = name};

    g_array_append_val(r->subjects, subject);
    show_subjects(r);
}

static void add_subjects(RegReader *r)
{
    static const char *const masters[] = {"customer", "account", "unit", "team", "project"};

    add_subject(r, "person", REG_ROWS_PERSON);
    for (size_t i = 0; i < G_N_ELEMENTS(masters); i++)
        add_subject(r, masters[i], REG_ROWS_MASTER);
    for (guint i = 0; i < r->parts->len; i++) {
        const RegHead *head = &g_array_index(r->parts, RegPart, i).head;
        if (head->kind != REG_SUBJECT)
            continue;
        if (reg_subject(r->reg, head->name.text) >= 0)
            diag_add(r->diags, DIAG_ERROR, "regulation.subject-twice", head->pos,
                     "there is already a subject `%s`", head->name.text);
        else
            add_subject(r, head->name.text, REG_ROWS_NONE);
    }
}

static YamlNode *parse_body(RegReader *r, const MdItem *item)
{
    return yaml_parse(r->arena, item->body.text, item->body.len, item->body.start,
                      item->body.indent, REG_MAX_YAML_BLOCK, r->diags);
}

static void add_scopes(RegReader *r)
{
    for (guint i = 0; i < r->parts->len; i++) {
        const RegPart *part = &g_array_index(r->parts, RegPart, i);
        RegScope scope = {.article = part->article, .cycle = REG_NO_CYCLE, .subject = -1};
        YamlNode *body;

        if (part->head.kind != REG_SCOPE)
            continue;
        body = parse_body(r, part->item);
        if (!body)
            continue;
        read_scope(r, &scope, part->head.pos, body);
        g_array_append_val(r->scopes, scope);
    }
}

/* Is the scope's heading `article` or above it? Before the first heading: above all. */
static bool covers(const RegReader *r, const RegScope *scope, int article)
{
    while (article >= 0 && article != scope->article)
        article = g_array_index(r->articles, RegArticle, (guint)article).parent;
    return article == scope->article;
}

/* The innermost value: headings below come later in the file than those above. */
static void
inherited(const RegReader *r, int article, int *cycle, int *subject, const char **assumed)
{
    for (guint i = 0; i < r->scopes->len; i++) {
        const RegScope *scope = &g_array_index(r->scopes, RegScope, i);
        if (!covers(r, scope, article))
            continue;
        if (scope->cycle != REG_NO_CYCLE)
            *cycle = scope->cycle;
        if (scope->subject >= 0)
            *subject = scope->subject;
        if (scope->assumed)
            *assumed = scope->assumed;
    }
}

/* Each condition is about the rows that its heading speaks of. */
static void settle_scopes(const RegReader *r)
{
    for (guint i = 0; i < r->scopes->len; i++) {
        RegScope *scope = &g_array_index(r->scopes, RegScope, i);
        int cycle;
        const char *assumed;
        scope->about = REG_PERSON;
        inherited(r, scope->article, &cycle, &scope->about, &assumed);
    }
}

/* ---- blocks ---------------------------------------------------------------------------------- */

enum { TAKES_CYCLE = 1, TAKES_PER = 2, TAKES_UNIT = 4, TAKES_FOR = 8 };

static int takes(RegBlockKind kind)
{
    switch (kind) {
    case REG_INPUT:
    case REG_FEEL:
    case REG_BANDS:
    case REG_TOTAL:
    case REG_SHARE:
    case REG_DECIDE:
        return TAKES_CYCLE | TAKES_PER | TAKES_UNIT | TAKES_FOR;
    case REG_TABLE:
    case REG_RANK:
    case REG_PAY:
    case REG_RESERVE:
    case REG_SHEET:
    case REG_SCORE:
        return TAKES_CYCLE | TAKES_PER | TAKES_FOR;
    case REG_GRADE:
        return TAKES_CYCLE | TAKES_FOR;
    case REG_PARAM:
        return TAKES_PER | TAKES_UNIT;
    case REG_FUNCTION:
        return TAKES_UNIT;
    case REG_SCOPE:
    case REG_SUBJECT:
    case REG_CHECK:
    case REG_NAMES:
    case REG_REGISTER:
    case REG_DUTY:
    case REG_PROCEDURE:
    case REG_COURSE:
    case REG_EXAM:
    case REG_N_BLOCK_KINDS:
        return 0;
    }
    return 0;
}

static void
refuse_option(RegReader *r, const RegHead *head, const SrcText *option, const char *word)
{
    if (option->text)
        diag_add(r->diags, DIAG_ERROR, "regulation.head", option->start, "`%s` takes no `%s`",
                 reg_block_word(head->kind), word);
}

static void check_options(RegReader *r, const RegHead *head)
{
    int may = takes(head->kind);

    if (!(may & TAKES_CYCLE))
        refuse_option(r, head, &head->cycle, "@");
    if (!(may & TAKES_PER))
        refuse_option(r, head, &head->per, "per");
    if (!(may & TAKES_UNIT))
        refuse_option(r, head, &head->unit, "unit");
}

/* Conditions of the scopes, outermost first, then the block's own. */
static void add_scope_conditions(const RegReader *r, RegBlock *block)
{
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(RegExpr));

    for (guint i = 0; i < r->scopes->len && (takes(block->kind) & TAKES_FOR); i++) {
        const RegScope *scope = &g_array_index(r->scopes, RegScope, i);
        if (scope->applies.src.text && scope->about == block->subject &&
            covers(r, scope, block->article))
            g_array_append_val(all, scope->applies);
        if (all->len > REG_MAX_CONDITIONS) {
            diag_add(r->diags, DIAG_ERROR, "regulation.too-many-conditions", block->pos,
                     "more than %d scopes hold for this block", REG_MAX_CONDITIONS);
            break;
        }
    }
    if (block->n_applies)
        g_array_append_vals(all, block->applies, (guint)block->n_applies);
    block->n_applies = all->len;
    block->applies = ARENA_NEW_N(r->arena, RegExpr, all->len);
    if (all->len)
        memcpy(block->applies, all->data, all->len * sizeof(RegExpr));
}

static RegBlock *block_new(RegReader *r, const RegPart *part, const char **scope_assumed)
{
    const RegHead *head = &part->head;
    RegBlock *block = ARENA_NEW(r->arena, RegBlock);
    int cycle = REG_NO_CYCLE;
    int subject = REG_PERSON;
    int may = takes(head->kind);

    inherited(r, part->article, &cycle, &subject, scope_assumed);
    check_options(r, head);
    block->kind = head->kind;
    block->name = head->name.text ? head->name.text : "";
    block->pos = head->pos;
    block->article = part->article;
    block->element = -1;
    block->unit = head->unit.text ? head->unit.text : "";
    block->assumed = head->assumed.text;
    block->cycle = may & TAKES_CYCLE ? cycle : REG_NO_CYCLE;
    block->subject = may & TAKES_PER ? subject : REG_PERSON;
    if (head->cycle.text)
        (void)value_cycle(r, &head->cycle, &block->cycle); /* reports itself */
    if (head->per.text)
        (void)value_subject(r, &head->per, &block->subject); /* reports itself */
    if (head->kind == REG_SUBJECT)
        block->subject = reg_subject(r->reg, block->name);
    if (head->kind == REG_SCORE)
        block->u.score = ARENA_NEW(r->arena, RegScore);
    if (head->kind == REG_PROCEDURE)
        block->u.procedure = ARENA_NEW(r->arena, RegProcedure);
    return block;
}

static bool read_feel_body(RegReader *r, const RegPart *part, RegExpr *out)
{
    out->src = src_part(r->arena, &part->item->body, 0, part->item->body.len);
    if (out->src.len)
        return true;
    diag_add(r->diags, DIAG_ERROR, "regulation.value", part->head.pos, "this block is empty");
    diag_expected(r->diags, "an expression");
    return false;
}

/* `NAME` or `NAME unit UNIT`. False after a finding. */
static bool read_param_head(RegReader *r, const SrcText *one, SrcText *name, SrcText *unit)
{
    SrcWords words = {.src = one};
    SrcText word;

    *unit = (SrcText){0};
    if (!src_next_word(r->arena, &words, name)) {
        diag_add(r->diags, DIAG_ERROR, "regulation.head", name->start,
                 "a parameter's name must stand here");
        return false;
    }
    if (!reg_check_name(r, name))
        return false;
    if (!src_next_word(r->arena, &words, &word))
        return true;
    if (strcmp(word.text, "unit") == 0 && src_next_word(r->arena, &words, unit) &&
        src_rest(r->arena, &words).len == 0)
        return true;
    diag_add(r->diags, DIAG_ERROR, "regulation.head", word.start, "`%s` is not understood here",
             word.text);
    diag_expected(r->diags, "NAME, or NAME unit UNIT");
    return false;
}

static void read_function(RegReader *r, RegBlock *block, const RegPart *part)
{
    RegFunction *function = &block->u.function;
    const SrcText *params = &part->head.params;
    size_t n = 1;
    size_t from = 0;

    for (size_t i = 0; i < params->len; i++)
        n += params->text[i] == ',';
    function->params = ARENA_NEW_N(r->arena, const char *, n);
    function->param_units = ARENA_NEW_N(r->arena, const char *, n);
    for (size_t i = 0; i <= params->len && params->len; i++) {
        SrcText one;
        SrcText name;
        SrcText unit;
        if (i < params->len && params->text[i] != ',')
            continue;
        one = src_part(r->arena, params, from, i);
        from = i + 1;
        if (!read_param_head(r, &one, &name, &unit))
            continue;
        function->params[function->n_params] = name.text;
        function->param_units[function->n_params++] = unit.text;
    }
    (void)read_feel_body(r, part, &function->body); /* reports itself */
}

static void read_body(RegReader *r, RegBlock *block, const RegPart *part)
{
    const RegHead *head = &part->head;
    YamlNode *body;

    if (block->kind == REG_FEEL)
        (void)read_feel_body(r, part, &block->u.feel); /* reports itself */
    else if (block->kind == REG_FUNCTION)
        read_function(r, block, part);
    else if (block->kind == REG_TABLE)
        read_table(r, block, head, part->table);
    else if (block->kind == REG_BANDS)
        read_bands(r, block, head, part->table);
    else if ((body = parse_body(r, part->item)) != NULL)
        read_yaml_block(r, block, body);
}

/* An attribute is dated by itself: it belongs to no cycle, nor does it take one from a scope. */
static void settle_attribute(RegReader *r, RegBlock *block, const RegHead *head)
{
    block->cycle = REG_NO_CYCLE;
    if (head->cycle.text)
        diag_add(r->diags, DIAG_ERROR, "regulation.head", head->cycle.start,
                 "an input from an attribute belongs to no cycle");
}

static void add_blocks(RegReader *r)
{
    for (guint i = 0; i < r->parts->len; i++) {
        const RegPart *part = &g_array_index(r->parts, RegPart, i);
        const char *scope_assumed = NULL;
        RegBlock *block;

        if (part->head.kind == REG_SCOPE)
            continue; /* its effect is in the blocks */
        block = block_new(r, part, &scope_assumed);
        if (block->kind == REG_SUBJECT && r->reg->subjects[block->subject].block)
            continue; /* the second of its name: reported */
        read_body(r, block, part);
        if (block->kind == REG_INPUT && block->u.input.source == REG_FROM_ATTRIBUTE)
            settle_attribute(r, block, &part->head);
        if (!block->assumed)
            block->assumed = scope_assumed;
        if (block->kind == REG_PARAM)
            block->u.param.assumed = block->assumed;
        add_scope_conditions(r, block);
        if (block->kind == REG_SCORE)
            add_score_inputs(r, block);
        g_ptr_array_add(r->blocks, block);
    }
}

void reg_assemble(RegReader *r)
{
    add_subjects(r);
    add_scopes(r);
    settle_scopes(r);
    add_blocks(r);
}

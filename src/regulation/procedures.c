/* The procedure block: what opens it, its steps, who must not act twice, where it may go back. */
#include <string.h>

#include "regulation/reader_private.h"
#include "regulation/work.h"

#define AT(member)   offsetof(RegBlock, member)
#define STEP(member) offsetof(RegStep, member)
enum { MAX_STEPS = 100 };

/* The items of a list, or the node itself as the only one. */
static size_t items_of(const YamlNode *node, const YamlNode *const *single, YamlNode *const **out)
{
    bool is_list = node->kind == YAML_LIST;

    *out = is_list ? node->items : (YamlNode *const *)single;
    return is_list ? node->n : 1;
}

/* ---- what opens it --------------------------------------------------------------------------- */

static const RegBlockKind openers[] = {REG_DECIDE, REG_GRADE, REG_RANK, REG_REGISTER};

/* `KIND NAME`. */
static bool read_opener(RegReader *r, const SrcText *src, RegOpening *out)
{
    SrcWords words = {.src = src};
    SrcText kind;
    SrcText name;

    if (!src_next_word(r->arena, &words, &kind) || !src_next_word(r->arena, &words, &name) ||
        src_rest(r->arena, &words).len > 0)
        return false;
    for (size_t i = 0; i < G_N_ELEMENTS(openers); i++) {
        if (strcmp(kind.text, reg_block_word(openers[i])) != 0)
            continue;
        out->kind = REG_OPENS_ON;
        out->on_kind = openers[i];
        out->on = name.text;
        out->pos = name.start;
        if (!reg_check_name(r, &name))
            out->kind = REG_OPENS_ON_REQUEST; /* reported: names nothing */
        return true;
    }
    return false;
}

static bool read_opening_text(RegReader *r, const SrcText *src, RegOpening *out)
{
    SrcText rest;
    size_t at;

    out->cycle = REG_NO_CYCLE;
    out->pos = src->start;
    if (src_begins(src, "each run", &at)) {
        rest = src_part(r->arena, src, at, src->len);
        if (rest.len < 2 || rest.text[0] != '@')
            return false;
        rest = src_part(r->arena, &rest, 1, rest.len);
        out->kind = REG_OPENS_EACH_RUN;
        (void)value_cycle(r, &rest, &out->cycle); /* reports itself */
        return true;
    }
    if (src_begins(src, "on request", &at) && at == src->len) {
        out->kind = REG_OPENS_ON_REQUEST;
        return true;
    }
    if (!src_begins(src, "on", &at))
        return false;
    rest = src_part(r->arena, src, at, src->len);
    return read_opener(r, &rest, out);
}

static void read_opens(RegReader *r, void *target, const YamlNode *node)
{
    RegProcedure *procedure = ((RegBlock *)target)->u.procedure;
    YamlNode *const *items;
    size_t n = items_of(node, &node, &items);

    procedure->opens = ARENA_NEW_N(r->arena, RegOpening, n);
    for (size_t i = 0; i < n; i++) {
        RegOpening *opening = &procedure->opens[procedure->n_opens];

        if (items[i]->kind == YAML_SCALAR && read_opening_text(r, &items[i]->src, opening))
            procedure->n_opens++;
        else
            value_wrong(r, "opens", items[i],
                        "each run @CYCLE, on decide NAME, on grade NAME, on rank NAME, "
                        "on register NAME, or on request");
    }
}

/* ---- steps ----------------------------------------------------------------------------------- */

/* `3 days`, `1 working day`. */
static void read_within(RegReader *r, void *target, const YamlNode *node)
{
    RegStep *step = target;
    SrcWords words = {.src = &node->src};
    SrcText number;
    SrcText unit;
    bool ok = node->kind == YAML_SCALAR && src_next_word(r->arena, &words, &number) &&
              src_next_word(r->arena, &words, &unit);

    step->within_working = ok && strcmp(unit.text, "working") == 0;
    if (step->within_working)
        ok = src_next_word(r->arena, &words, &unit);
    ok = ok && (strcmp(unit.text, "days") == 0 || strcmp(unit.text, "day") == 0) &&
         src_rest(r->arena, &words).len == 0 && value_count(&number, &step->within);
    if (!ok)
        value_wrong(r, "within", node, "N days, or N working days, N from 1 to 1200");
}

static void read_show(RegReader *r, void *target, const YamlNode *node)
{
    RegStep *step = target;
    YamlNode *const *items;
    size_t n = items_of(node, &node, &items);

    step->show = ARENA_NEW_N(r->arena, RegShown, n);
    for (size_t i = 0; i < n; i++) {
        RegShown *shown = &step->show[step->n_show];

        shown->pos = items[i]->src.start;
        if (value_path(r, "show", items[i], &shown->text))
            step->n_show++;
    }
    if (n == 0)
        value_wrong(r, "show", node, "at least one item");
}

/* People act, or something is made public: what belongs to the other is refused. */
static void check_step(RegReader *r, const RegStep *step, const YamlNode *map)
{
    static const char *const of_days[] = {"calendar", "show", "objections"};
    const YamlNode *by = yaml_get(map, "by");
    const YamlNode *days = yaml_get(map, "days");
    const YamlNode *within = yaml_get(map, "within");

    if (map->kind != YAML_MAP)
        return;
    if (!by == !days) {
        diag_add(
            r->diags, DIAG_ERROR, "regulation.step", step->pos,
            by ? "the step %s has both `by` and `days`: people act, or something is made public"
               : "the step %s says neither `by` whom nor for how many `days`",
            step->name);
        return;
    }
    if (within && days)
        diag_add(r->diags, DIAG_ERROR, "regulation.key-foreign", within->src.start,
                 "`%s` belongs to a step with `%s`", "within", "by");
    for (size_t i = 0; i < G_N_ELEMENTS(of_days) && by; i++) {
        if (yaml_get(map, of_days[i]))
            diag_add(r->diags, DIAG_ERROR, "regulation.key-foreign",
                     yaml_get(map, of_days[i])->src.start, "`%s` belongs to a step with `%s`",
                     of_days[i], "days");
    }
}

static void read_step(RegReader *r, RegStep *step, const YamlNode *map)
{
    static const KeyWord calendars[] = {
        {"calendar days", 0},
        {"working days",  1},
        {NULL,            0}
    };
    static const Key keys[] = {
        {.key = "by",                   .form = KEY_TEXT,  .at = STEP(by)          },
        {.key = "within",               .form = KEY_OTHER, .read = read_within     },
        {.key = "days",                 .form = KEY_EXPR,  .at = STEP(days)        },
        {.key = "calendar",             .form = KEY_FLAG,  .at = STEP(working_days), .words = calendars},
        {.key = "objections",
         .form = KEY_REF,
         .at = STEP(objections),
         .count = STEP(objections_pos)},
        {.key = "show", .form = KEY_OTHER,                  .read = read_show                             },
    };

    (void)keys_read(r, step, "steps", step->pos, map, keys, G_N_ELEMENTS(keys));
    check_step(r, step, map);
}

/* A comma would part it in `return`. */
static bool check_step_name(RegReader *r, const YamlNode *key)
{
    if (key->src.len > 0 && key->src.len <= REG_MAX_NAME && !strchr(key->src.text, ','))
        return true;
    value_wrong(r, "steps", key, "the name of a step: a short text without commas");
    return false;
}

static void read_steps(RegReader *r, void *target, const YamlNode *node)
{
    RegProcedure *procedure = ((RegBlock *)target)->u.procedure;

    if (node->kind != YAML_MAP || node->n == 0) {
        value_wrong(r, "steps", node, "a map {STEP: {by: POST}}, in order");
        return;
    }
    if (node->n > MAX_STEPS) {
        diag_add(r->diags, DIAG_ERROR, "regulation.too-large", node->src.start,
                 "%zu steps are too many", node->n);
        diag_expected(r->diags, "at most %d", MAX_STEPS);
        return;
    }
    procedure->steps = ARENA_NEW_N(r->arena, RegStep, node->n);
    for (size_t i = 0; i < node->n; i++) {
        RegStep *step = &procedure->steps[procedure->n_steps];

        if (!check_step_name(r, node->keys[i]))
            continue;
        step->name = node->keys[i]->src.text;
        step->pos = node->keys[i]->src.start;
        read_step(r, step, node->items[i]);
        procedure->n_steps++;
    }
}

/* ---- what names steps ------------------------------------------------------------------------ */

static bool find_step(RegReader *r, const RegProcedure *procedure, const SrcText *name, size_t *out)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();

    for (size_t i = 0; i < procedure->n_steps; i++) {
        if (strcmp(procedure->steps[i].name, name->text) == 0) {
            *out = i;
            return true;
        }
        g_ptr_array_add(names, (gpointer)procedure->steps[i].name);
    }
    diag_add(r->diags, DIAG_ERROR, "regulation.unknown-step", name->start,
             "this procedure has no step `%s`", name->text);
    hint_nearest(r, name->text, (const char *const *)names->pdata, names->len);
    return false;
}

/* A step of a set: one in which people act, and not there already. */
static bool
find_actor(RegReader *r, const RegProcedure *procedure, const YamlNode *item, RegStepSet *set)
{
    size_t step;

    if (item->kind != YAML_SCALAR || item->src.len == 0) {
        value_wrong(r, "separate", item, "the name of a step");
        return false;
    }
    if (!find_step(r, procedure, &item->src, &step))
        return false;
    if (!procedure->steps[step].by) {
        diag_add(r->diags, DIAG_ERROR, "regulation.step", item->src.start,
                 "nobody acts in the step `%s`", item->src.text);
        diag_expected(r->diags, "steps with `by`");
        return false;
    }
    for (size_t i = 0; i < set->n; i++) {
        if (set->steps[i] != step)
            continue;
        diag_add(r->diags, DIAG_ERROR, "regulation.value", item->src.start, "`%s` is there twice",
                 item->src.text);
        return false;
    }
    set->steps[set->n++] = step;
    return true;
}

static void read_set(RegReader *r, RegProcedure *procedure, const YamlNode *node)
{
    RegStepSet *set = &procedure->separate[procedure->n_separate];
    bool ok = true;

    if (node->kind != YAML_LIST || node->n < 2) {
        value_wrong(r, "separate", node, "a list of two steps or more");
        diag_hint(r->diags, "`separate` is `all`, or a list of lists: [[one, another]]");
        return;
    }
    *set = (RegStepSet){.steps = ARENA_NEW_N(r->arena, size_t, node->n)};
    for (size_t i = 0; i < node->n; i++)
        ok = find_actor(r, procedure, node->items[i], set) && ok;
    procedure->n_separate += ok;
}

static void read_separate(RegReader *r, RegProcedure *procedure, const YamlNode *node)
{
    bool all = g_strcmp0(yaml_text(node), "all") == 0;

    if (!all && (node->kind != YAML_LIST || node->n == 0)) {
        value_wrong(r, "separate", node, "all, or a list of lists of steps");
        return;
    }
    procedure->separate = ARENA_NEW_N(r->arena, RegStepSet, all ? 1 : node->n);
    for (size_t i = 0; i < node->n && !all; i++)
        read_set(r, procedure, node->items[i]);
    if (!all)
        return;
    RegStepSet *set = &procedure->separate[0];
    set->steps = ARENA_NEW_N(r->arena, size_t, procedure->n_steps);
    for (size_t i = 0; i < procedure->n_steps; i++) {
        if (procedure->steps[i].by)
            set->steps[set->n++] = i;
    }
    procedure->n_separate = 1;
}

/* `to STEP, with reason`. */
static void read_return(RegReader *r, RegProcedure *procedure, const YamlNode *node, bool in_list)
{
    RegReturn *back = &procedure->returns[procedure->n_returns];
    const char *comma = node->kind == YAML_SCALAR ? strchr(node->src.text, ',') : NULL;
    size_t at = comma ? (size_t)(comma - node->src.text) : 0;
    SrcText head = comma ? src_part(r->arena, &node->src, 0, at) : (SrcText){0};
    SrcText tail = comma ? src_part(r->arena, &node->src, at + 1, node->src.len) : (SrcText){0};
    size_t rest;

    if (!comma || strcmp(tail.text, "with reason") != 0 || !src_begins(&head, "to", &rest) ||
        rest == head.len) {
        value_wrong(r, "return", node, "`to STEP, with reason`");
        if (in_list && node->kind == YAML_SCALAR && !comma)
            diag_hint(r->diags, "in a list in brackets it stands in quotes, because of its comma");
        return;
    }
    SrcText step = src_part(r->arena, &head, rest, head.len);
    if (!find_step(r, procedure, &step, &back->to))
        return;
    back->pos = step.start;
    if (back->to + 1 == procedure->n_steps) {
        diag_add(r->diags, DIAG_ERROR, "regulation.step", step.start,
                 "`%s` is the last step: nothing returns to it", step.text);
        return;
    }
    procedure->n_returns++;
}

static void read_returns(RegReader *r, RegProcedure *procedure, const YamlNode *node)
{
    YamlNode *const *items;
    size_t n = items_of(node, &node, &items);

    procedure->returns = ARENA_NEW_N(r->arena, RegReturn, n);
    for (size_t i = 0; i < n; i++)
        read_return(r, procedure, items[i], node->kind == YAML_LIST);
}

/* ---- the whole ------------------------------------------------------------------------------- */

void read_procedure(RegReader *r, RegBlock *block, const YamlNode *body)
{
    static const Key keys[] = {
        {.key = "opens",    .form = KEY_OTHER, .read = read_opens, .required = true},
        {.key = "steps",                 .form = KEY_OTHER,                     .read = read_steps,      .required = true},
        {.key = "separate", .form = KEY_OTHER                 }, /* once the steps are known */
        {.key = "return",                 .form = KEY_OTHER  }, /* so */
        {.key = "assumed",  .form = KEY_TEXT,  .at = AT(assumed)              },
    };
    RegProcedure *procedure = block->u.procedure;
    const YamlNode *separate = yaml_get(body, "separate");
    const YamlNode *back = yaml_get(body, "return");

    if (!keys_read(r, block, "procedure", block->pos, body, keys, G_N_ELEMENTS(keys)) ||
        procedure->n_steps == 0)
        return; /* reported */
    if (separate)
        read_separate(r, procedure, separate);
    if (back)
        read_returns(r, procedure, back);
}

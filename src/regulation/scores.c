/* The score block: who gives points for what. Its items and deductions become inputs, the score a
 * formula of them, so that all that knows inputs and formulas knows scores. */
#include <string.h>

#include "regulation/reader_private.h"
#include "regulation/work.h"

#define AT(member) offsetof(RegBlock, member)

enum { MAX_PARTS = 100 }; /* of one score; its formula is a tree of so many levels */

/* ---- points ---------------------------------------------------------------------------------- */

/* *out stays 0 after a finding: the name is known all the same. */
static void read_points(RegReader *r, const char *key, const YamlNode *node, Dec *out)
{
    Dec points;

    if (node->kind == YAML_SCALAR && number_parse(node->src.text, &points) && dec_sign(points) > 0)
        *out = points;
    else
        value_wrong(r, key, node, "a number above 0");
}

static void read_each(RegReader *r, void *target, const YamlNode *node)
{
    read_points(r, "each", node, &((RegScorePart *)target)->points);
}

static void read_deduction(RegReader *r, RegScorePart *part, const YamlNode *node)
{
    static const Key keys[] = {
        {.key = "each", .form = KEY_OTHER, .read = read_each,           .required = true},
        {.key = "cite", .form = KEY_TEXT,  .at = offsetof(RegScorePart, cite)           },
    };

    (void)keys_read(r, part, "deductions", part->pos, node, keys, G_N_ELEMENTS(keys));
}

static RegScorePart *
read_parts(RegReader *r, const char *key, const YamlNode *map, bool deduct, size_t *out_n)
{
    RegScorePart *parts;
    size_t n = 0;

    if (map->kind != YAML_MAP || map->n == 0) {
        value_wrong(r, key, map,
                    deduct ? "a map {NAME: {each: POINTS, cite: ARTICLE}}"
                           : "a map {NAME: POINTS}");
        return NULL;
    }
    parts = ARENA_NEW_N(r->arena, RegScorePart, map->n);
    for (size_t i = 0; i < map->n; i++) {
        RegScorePart *part = &parts[n];

        if (!reg_check_name(r, &map->keys[i]->src))
            continue;
        part->name = map->keys[i]->src.text;
        part->pos = map->keys[i]->src.start;
        part->kind = deduct ? REG_SCORE_DEDUCTION : REG_SCORE_ITEM;
        if (deduct)
            read_deduction(r, part, map->items[i]);
        else
            read_points(r, part->name, map->items[i], &part->points);
        n++;
    }
    *out_n = n;
    return parts;
}

static void read_items(RegReader *r, void *target, const YamlNode *node)
{
    RegScore *score = ((RegBlock *)target)->u.score;

    score->items = read_parts(r, "items", node, false, &score->n_items);
}

static void read_deductions(RegReader *r, void *target, const YamlNode *node)
{
    RegScore *score = ((RegBlock *)target)->u.score;

    score->deductions = read_parts(r, "deductions", node, true, &score->n_deductions);
}

static void read_max(RegReader *r, void *target, const YamlNode *node)
{
    RegBlock *block = target;
    RegScorePart *whole = ARENA_NEW(r->arena, RegScorePart);

    whole->kind = REG_SCORE_WHOLE;
    whole->name = block->name;
    whole->pos = block->pos;
    read_points(r, "max", node, &whole->points);
    block->u.score->whole = whole;
}

static void read_floor(RegReader *r, void *target, const YamlNode *node)
{
    RegScore *score = ((RegBlock *)target)->u.score;

    (void)value_number(r, "floor", node, &score->floor); /* reports itself */
}

/* ---- raters ---------------------------------------------------------------------------------- */

static void read_raters(RegReader *r, void *target, const YamlNode *node)
{
    RegScore *score = ((RegBlock *)target)->u.score;
    g_autoptr(GString) names = g_string_new(NULL);

    if (node->kind != YAML_MAP || node->n == 0) {
        value_wrong(r, "raters", node, "a map {POST: WEIGHT}");
        return;
    }
    score->raters = ARENA_NEW_N(r->arena, RegRater, node->n);
    for (size_t i = 0; i < node->n; i++) {
        RegRater *rater = &score->raters[score->n_raters];

        rater->name = node->keys[i]->src.text;
        rater->pos = node->keys[i]->src.start;
        g_string_append_printf(names, "%s%s", i ? ", " : "", rater->name);
        if (rater->name[0] == '\0')
            value_wrong(r, "raters", node->keys[i], "a text");
        else if (value_expr(r, rater->name, node->items[i], &rater->weight))
            score->n_raters++;
    }
    score->owed_by = arena_strdup(r->arena, names->str);
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void check_forms(RegReader *r, const RegBlock *block, const YamlNode *body)
{
    static const char *const of_items[] = {"deductions", "floor"};
    const YamlNode *items = yaml_get(body, "items");
    const YamlNode *max = yaml_get(body, "max");

    if (!items && !max)
        diag_add(r->diags, DIAG_ERROR, "regulation.key-missing", block->pos,
                 "`%s` needs the key `%s` or `%s`", "score", "items", "max");
    if (items && max)
        diag_add(r->diags, DIAG_ERROR, "regulation.key-foreign", items->src.start,
                 "with `max` the score is given as a whole: `items` has no meaning beside it");
    for (size_t i = 0; i < G_N_ELEMENTS(of_items) && max && !items; i++) {
        if (yaml_get(body, of_items[i]))
            diag_add(r->diags, DIAG_ERROR, "regulation.key-foreign",
                     yaml_get(body, of_items[i])->src.start, "`%s` belongs to `items`",
                     of_items[i]);
    }
}

static bool check_number_of_parts(RegReader *r, const RegBlock *block)
{
    size_t n = block->u.score->n_items + block->u.score->n_deductions;

    if (n <= MAX_PARTS)
        return true;
    diag_add(r->diags, DIAG_ERROR, "regulation.too-large", block->pos,
             "%zu items and deductions are too many", n);
    diag_expected(r->diags, "at most %d", MAX_PARTS);
    return false;
}

static void append_number(GString *out, Dec number)
{
    char buf[DEC_TEXT_SIZE];

    dec_format(number, buf, sizeof buf);
    g_string_append(out, buf);
}

/* A floor that all items together cannot rise above leaves no score but the floor. */
static void check_floor(RegReader *r, const RegScore *score, const YamlNode *body)
{
    const YamlNode *node = yaml_get(body, "floor");
    Dec most = dec_zero();
    bool ok = node && score->n_items > 0;
    g_autoptr(GString) text = g_string_new(NULL);

    for (size_t i = 0; i < score->n_items && ok; i++)
        ok = dec_sign(score->items[i].points) > 0 && dec_add(most, score->items[i].points, &most);
    if (!ok || dec_compare(score->floor, most) < 0)
        return;
    diag_add(r->diags, DIAG_ERROR, "regulation.value", node->src.start,
             "no score lies above this floor");
    diag_seen(r->diags, "%s", node->src.text);
    append_number(text, most);
    diag_expected(r->diags, "less than %s, which all items come to", text->str);
}

/* max(FLOOR, item + item - deduction * POINTS). */
static void make_formula(RegReader *r, RegBlock *block)
{
    RegScore *score = block->u.score;
    g_autoptr(GString) text = g_string_new(NULL);

    g_string_append(text, "max(");
    append_number(text, score->floor);
    g_string_append(text, ", ");
    for (size_t i = 0; i < score->n_items; i++)
        g_string_append_printf(text, "%s%s", i ? " + " : "", score->items[i].name);
    for (size_t i = 0; i < score->n_deductions; i++) {
        g_string_append_printf(text, " - %s * ", score->deductions[i].name);
        append_number(text, score->deductions[i].points);
    }
    g_string_append_c(text, ')');
    score->formula.src = (SrcText){.text = arena_strndup(r->arena, text->str, text->len),
                                   .len = text->len,
                                   .start = block->pos,
                                   .indent = 1};
}

void read_score(RegReader *r, RegBlock *block, const YamlNode *body)
{
    static const Key keys[] = {
        {.key = "raters", .form = KEY_OTHER, .read = read_raters, .required = true},
        {.key = "items",               .form = KEY_OTHER,                   .read = read_items      },
        {.key = "max",               .form = KEY_OTHER,                     .read = read_max  },
        {.key = "deductions",               .form = KEY_OTHER,              .read = read_deductions},
        {.key = "floor",               .form = KEY_OTHER,                   .read = read_floor       },
        {.key = "for",               .form = KEY_OTHER,                     .read = read_for },
        {.key = "assumed",               .form = KEY_TEXT,                 .at = AT(assumed)    },
    };
    RegScore *score = block->u.score;

    score->floor = dec_zero();
    if (!keys_read(r, block, "score", block->pos, body, keys, G_N_ELEMENTS(keys)))
        return;
    check_forms(r, block, body);
    check_floor(r, score, body);
    if (score->n_items > 0 && check_number_of_parts(r, block))
        make_formula(r, block);
}

/* ---- its inputs ------------------------------------------------------------------------------ */

/* The article that a deduction cites, if it is one of this regulation; else the block's own. */
static int article_cited(const RegReader *r, const RegBlock *block, const char *cite)
{
    for (guint i = 0; cite && i < r->articles->len; i++) {
        if (strcmp(g_array_index(r->articles, RegArticle, i).cite, cite) == 0)
            return (int)i;
    }
    return block->article;
}

static void add_input(RegReader *r, RegBlock *block, RegScorePart *part)
{
    RegBlock *input = ARENA_NEW(r->arena, RegBlock);
    RegForm *form = &block->u.score->form;
    RegField *field = &form->fields[form->n_fields++];

    *input = *block; /* rows, cycle, conditions */
    memset(&input->u, 0, sizeof input->u);
    input->kind = REG_INPUT;
    input->name = part->name;
    input->pos = part->pos;
    input->unit = part->kind == REG_SCORE_DEDUCTION ? "" : "分";
    input->article = article_cited(r, block, part->cite);
    input->cite = part->cite;
    input->u.input.over.cycle = REG_NO_CYCLE;
    input->u.input.owed_by = block->u.score->owed_by;
    input->u.input.score = part;
    part->input = input;
    part->score = block;
    *field = (RegField){
        .name = part->name, .type = &feel_type_number, .unit = input->unit, .pos = part->pos};
    g_ptr_array_add(r->blocks, input);
}

void add_score_inputs(RegReader *r, RegBlock *block)
{
    RegScore *score = block->u.score;

    score->form = (RegForm){
        .kept_by = score->owed_by,
        .fields = ARENA_NEW_N(r->arena, RegField, score->n_items + score->n_deductions + 1),
        .dated_by = -1,
        .subject = block->subject};
    if (score->whole && score->n_items == 0)
        add_input(r, block, score->whole);
    for (size_t i = 0; i < score->n_items; i++)
        add_input(r, block, &score->items[i]);
    for (size_t i = 0; i < score->n_deductions; i++)
        add_input(r, block, &score->deductions[i]);
}

/* Reading a grade block: ladder, proposal, gate, who decides, from when on. */
#include "regulation/reader_private.h"

#define AT(member) offsetof(RegBlock, member)

/* `next year`: from the first day of the next such cycle on. */
static void read_effective(RegReader *r, void *target, const YamlNode *node)
{
    RegGrade *grade = &((RegBlock *)target)->u.grade;
    SrcText cycle;
    size_t rest;

    if (node->kind != YAML_SCALAR || !src_begins(&node->src, "next", &rest) ||
        rest == node->src.len) {
        value_wrong(r, "effective", node, "next CYCLE, such as `next year`");
        return;
    }
    cycle = src_part(r->arena, &node->src, rest, node->src.len);
    (void)value_cycle(r, &cycle, &grade->effective); /* reports itself */
}

void read_grade(RegReader *r, RegBlock *block, const YamlNode *body)
{
    static const Key keys[] = {
        {.key = "ladder",
         .form = KEY_TEXTS,
         .at = AT(u.grade.ladder),
         .count = AT(u.grade.n_ladder),
         .required = true},
        {.key = "sets",                   .form = KEY_NAME,                                     .at = AT(u.grade.sets)                                                 },
        {.key = "propose",            .form = KEY_EXPR,.at = AT(u.grade.propose),.required = true},
        {.key = "gate",         .form = KEY_EXPR,                  .at = AT(u.grade.gate)                                                                                        },
        {.key = "ask when",          .form = KEY_EXPR,.at = AT(u.grade.ask_when)},
        {.key = "by",         .form = KEY_TEXT,             .at = AT(u.grade.by),                                                                                                                 .required = true},
        {.key = "effective",          .form = KEY_OTHER,.read = read_effective,.required = true},
        {.key = "procedure",
         .form = KEY_REF,
         .at = AT(u.grade.procedure),
         .count = AT(u.grade.procedure_pos)},
        {.key = "until decided",                                  .form = KEY_EXPR,                                   .at = AT(u.grade.until_decided)                                                                  },
        {.key = "for", .form = KEY_OTHER,                   .read = read_for                      },
        {.key = "assumed",   .form = KEY_TEXT,.at = AT(assumed)},
    };
    RegGrade *grade = &block->u.grade;
    const YamlNode *sets = yaml_get(body, "sets"), *ladder = yaml_get(body, "ladder");

    grade->sets = "级别";
    grade->effective = REG_NO_CYCLE;
    grade->sets_pos = sets ? sets->src.start : block->pos;
    grade->ladder_pos = ladder ? ladder->src.start : block->pos;
    (void)keys_read(r, block, reg_block_word(block->kind), block->pos, body, keys,
                    G_N_ELEMENTS(keys));
}

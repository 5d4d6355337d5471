#include <string.h>

#include "regulation/reader_private.h"

#define AT(member) offsetof(RegBlock, member)
static const KeyWord leave_out[] = {
    {"leave out", 1},
    {NULL,        0}
};

void read_for(RegReader *r, void *target, const YamlNode *node)
{
    RegBlock *block = target;
    RegExpr *own = ARENA_NEW(r->arena, RegExpr);

    if (!value_expr(r, "for", node, own))
        return;
    block->applies = own;
    block->n_applies = 1;
}

static void
read_keys(RegReader *r, RegBlock *block, const YamlNode *body, const Key *keys, size_t n_keys)
{
    (void)keys_read(r, block, reg_block_word(block->kind), block->pos, body, keys, n_keys);
}

/* ---- rank ------------------------------------------------------------------------------------ */

static bool read_cut(RegReader *r, const YamlNode *item, RegCut *out)
{
    size_t rest;

    if (item->kind != YAML_SCALAR || !item->raw.text)
        return false;
    out->from_end = src_begins(&item->raw, "last", &rest);
    if (!out->from_end && !src_begins(&item->raw, "first", &rest))
        return false;
    out->n = expr_part(r, &item->raw, rest, item->raw.len);
    return out->n.src.len > 0;
}

static void read_cuts(RegReader *r, void *target, const YamlNode *node)
{
    RegRank *rank = &((RegBlock *)target)->u.rank;
    bool is_list = node->kind == YAML_LIST;
    size_t n = is_list ? node->n : 1;
    RegCut *cuts = ARENA_NEW_N(r->arena, RegCut, n);

    for (size_t i = 0; i < n; i++) {
        const YamlNode *item = is_list ? node->items[i] : node;
        if (!read_cut(r, item, &cuts[i])) {
            value_wrong(r, "cuts", item, "`first NUMBER` or `last NUMBER`");
            return;
        }
    }
    rank->cuts = cuts;
    rank->n_cuts = n;
}

static void read_rank(RegReader *r, RegBlock *block, const YamlNode *body)
{
    static const KeyWord orders[] = {
        {"descending", 1},
        {"ascending",  0},
        {NULL,         0}
    };
    static const KeyWord ties[] = {
        {"competition", REG_TIES_COMPETITION},
        {"dense",       REG_TIES_DENSE      },
        {"ordinal",     REG_TIES_ORDINAL    },
        {NULL,          0                   }
    };
    static const Key keys[] = {
        {.key = "of",                        .form = KEY_EXPR, .at = AT(u.rank.of),       .required = true},
        {.key = "within",                                  .form = KEY_EXPRS,                                    .at = AT(u.rank.within),           .count = AT(u.rank.n_within)},
        {.key = "where",      .form = KEY_EXPR,                      .at = AT(u.rank.where)                       },
        {.key = "order",            .form = KEY_FLAG,       .at = AT(u.rank.descending),.words = orders},
        {.key = "ties",       .form = KEY_WORD,  .at = AT(u.rank.ties),                                .words = ties},
        {.key = "cuts",            .form = KEY_OTHER,      .read = read_cuts},
        {.key = "tie break",
         .form = KEY_EXPRS,
         .at = AT(u.rank.tie_break),
         .count = AT(u.rank.n_tie_break)},
        {.key = "undecided",
         .form = KEY_REF,
         .at = AT(u.rank.undecided),
         .count = AT(u.rank.undecided_pos)},
        {.key = "size",                                  .form = KEY_NAME,                                 .at = AT(u.rank.size_name)                                                                },
        {.key = "from end",  .form = KEY_NAME,                  .at = AT(u.rank.from_end_name)                              },
        {.key = "missing",
         .form = KEY_FLAG,
         .at = AT(u.rank.leave_out_missing),
         .words = leave_out},
        {.key = "for",    .form = KEY_OTHER,   .read = read_for},
        {.key = "assumed", .form = KEY_TEXT,                                   .at = AT(assumed)                                                           },
    };

    block->u.rank.descending = true;
    read_keys(r, block, body, keys, G_N_ELEMENTS(keys));
}

/* ---- total ----------------------------------------------------------------------------------- */

static void read_rows_over(RegReader *r, void *target, const YamlNode *node)
{
    RegTotal *total = &((RegBlock *)target)->u.total;
    SrcWords words = {.src = &node->src};
    SrcText subject;
    SrcText by;
    SrcText link;
    bool ok = node->kind == YAML_SCALAR && src_next_word(r->arena, &words, &subject) &&
              src_next_word(r->arena, &words, &by) && strcmp(by.text, "by") == 0 &&
              src_next_word(r->arena, &words, &link) && src_rest(r->arena, &words).len == 0;

    if (!ok) {
        value_wrong(r, "over", node, "SUBJECT by LINK, such as `person by 机构`");
        return;
    }
    if (!value_subject(r, &subject, &total->over))
        return;
    if (reg_subject(r->reg, link.text) < 0 && !reg_check_name(r, &link))
        return;
    total->link = link.text;
}

static void read_total(RegReader *r, RegBlock *block, const YamlNode *body)
{
    static const KeyWord takes[] = {
        {"sum",   REG_TAKE_SUM  },
        {"count", REG_TAKE_COUNT},
        {"mean",  REG_TAKE_MEAN },
        {"min",   REG_TAKE_MIN  },
        {"max",   REG_TAKE_MAX  },
        {"list",  REG_TAKE_LIST },
        {NULL,    0             }
    };
    static const Key keys[] = {
        {.key = "take",            .form = KEY_WORD, .at = AT(u.total.take), .words = takes, .required = true},
        {.key = "of",        .form = KEY_EXPR,                        .at = AT(u.total.of)                                   },
        {.key = "where",    .form = KEY_EXPR,.at = AT(u.total.where)},
        {.key = "over", .form = KEY_OTHER,                     .read = read_rows_over                                                            },
        {.key = "within",
         .form = KEY_EXPRS,
         .at = AT(u.total.within),
         .count = AT(u.total.n_within)},
        {.key = "missing",
         .form = KEY_FLAG,
         .at = AT(u.total.leave_out_missing),
         .words = leave_out},
        {.key = "for",         .form = KEY_OTHER,        .read = read_for                                                },
        {.key = "assumed",             .form = KEY_TEXT,    .at = AT(assumed)  },
    };
    RegTotal *total = &block->u.total;

    total->over = -1;
    read_keys(r, block, body, keys, G_N_ELEMENTS(keys));
    if (total->take != REG_TAKE_COUNT && !yaml_get(body, "of") && yaml_get(body, "take"))
        diag_add(r->diags, DIAG_ERROR, "regulation.key-missing", block->pos,
                 "`%s` needs the key `%s`", "total", "of");
    if (yaml_get(body, "over") && yaml_get(body, "within"))
        diag_add(r->diags, DIAG_ERROR, "regulation.key-foreign",
                 yaml_get(body, "within")->src.start,
                 "`over` names the rows already: `within` has no meaning beside it");
}

/* ---- share ----------------------------------------------------------------------------------- */

static void read_share(RegReader *r, RegBlock *block, const YamlNode *body)
{
    static const Key keys[] = {
        {.key = "of",              .form = KEY_EXPR,        .at = AT(u.share.of), .required = true},
        {.key = "by",                        .form = KEY_EXPR,                                     .at = AT(u.share.by),                  .required = true},
        {.key = "within",
         .form = KEY_EXPRS,
         .at = AT(u.share.within),
         .count = AT(u.share.n_within)},
        {.key = "where", .form = KEY_EXPR,                     .at = AT(u.share.where)                                        },
        {.key = "rest",        .form = KEY_EXPRS,.at = AT(u.share.rest),.count = AT(u.share.n_rest)},
        {.key = "missing",
         .form = KEY_FLAG,
         .at = AT(u.share.leave_out_missing),
         .words = leave_out},
        {.key = "for",         .form = KEY_OTHER,                                  .read = read_for                                    },
        {.key = "assumed",                        .form = KEY_TEXT,                                    .at = AT(assumed)                              },
    };

    read_keys(r, block, body, keys, G_N_ELEMENTS(keys));
}

/* ---- decide ---------------------------------------------------------------------------------- */

static bool read_bound(RegReader *r, const SrcText *src, Dec *out, bool *has)
{
    if (src->len == 0)
        return true;
    *has = number_parse(src->text, out);
    if (*has)
        return true;
    diag_add(r->diags, DIAG_ERROR, "regulation.value", src->start, "`%s` is no number", src->text);
    return false;
}

/* `number in [0..1.2]`, either end may be left out; words.at is after `number`. */
static bool read_number_range(RegReader *r, const SrcText *src, RegDecide *decide)
{
    const char *dots = strstr(src->text, "..");
    size_t at = dots ? (size_t)(dots - src->text) : 0;
    SrcText low;
    SrcText high;

    if (!dots || src->text[0] != '[' || src->text[src->len - 1] != ']')
        return false;
    low = src_part(r->arena, src, 1, at);
    high = src_part(r->arena, src, at + 2, src->len - 1);
    if (!read_bound(r, &low, &decide->low, &decide->has_low) ||
        !read_bound(r, &high, &decide->high, &decide->has_high))
        return true;
    if (decide->has_low && decide->has_high && dec_compare(decide->low, decide->high) > 0)
        diag_add(r->diags, DIAG_ERROR, "regulation.value", src->start,
                 "this range ends before it begins");
    return true;
}

static bool read_outcome_text(RegReader *r, const SrcText *src, RegDecide *decide)
{
    SrcText list;
    size_t rest;

    if (src_begins(src, "one of", &rest)) {
        list = src_part(r->arena, src, rest, src->len);
        (void)value_bracketed(r, &list, &decide->one_of, &decide->n_one_of); /* reports itself */
        return true;
    }
    if (strcmp(src->text, "date") == 0) {
        decide->outcome = REG_OUTCOME_DATE;
        return true;
    }
    if (!src_begins(src, "number", &rest))
        return false;
    decide->outcome = REG_OUTCOME_NUMBER;
    if (rest == src->len)
        return true;
    if (!src_begins(src, "number in", &rest))
        return false;
    list = src_part(r->arena, src, rest, src->len);
    return list.len > 0 && read_number_range(r, &list, decide);
}

static void read_outcome(RegReader *r, void *target, const YamlNode *node)
{
    RegDecide *decide = &((RegBlock *)target)->u.decide;

    if (node->kind == YAML_LIST) {
        (void)value_texts(r, "outcome", node, false, &decide->one_of, &decide->n_one_of);
        return;
    }
    if (node->kind != YAML_SCALAR || !read_outcome_text(r, &node->src, decide))
        value_wrong(r, "outcome", node,
                    "one of [TEXT, TEXT], number, number in [LOW..HIGH], or date");
}

static void read_decide(RegReader *r, RegBlock *block, const YamlNode *body)
{
    static const char *const agree[] = {"同意", "不同意"};
    static const Key keys[] = {
        {.key = "when",                .form = KEY_EXPR, .at = AT(u.decide.when), .required = true},
        {.key = "by",                            .form = KEY_TEXT,                                  .at = AT(u.decide.by),              .required = true},
        {.key = "outcome",            .form = KEY_OTHER,                            .read = read_outcome                      },
        {.key = "procedure",
         .form = KEY_REF,
         .at = AT(u.decide.procedure),
         .count = AT(u.decide.procedure_pos)},
        {.key = "until decided", .form = KEY_OTHER           }, /* once the outcome is known */
        {.key = "for",           .form = KEY_OTHER,                .read = read_for                                  },
        {.key = "assumed",            .form = KEY_TEXT,             .at = AT(assumed)                           },
    };
    RegDecide *decide = &block->u.decide;
    const YamlNode *until = yaml_get(body, "until decided");

    read_keys(r, block, body, keys, G_N_ELEMENTS(keys));
    if (decide->outcome == REG_OUTCOME_ONE_OF && decide->n_one_of == 0) {
        decide->one_of = agree;
        decide->n_one_of = G_N_ELEMENTS(agree);
    }
    if (until)
        (void)value_literal(r, "until decided", until, decide->outcome == REG_OUTCOME_ONE_OF,
                            &decide->until_decided);
}

/* ---- pay and reserve ------------------------------------------------------------------------- */

/* `never` or `4 cycles`. */
static void read_expires(RegReader *r, void *target, const YamlNode *node)
{
    RegPay *pay = &((RegBlock *)target)->u.pay;
    SrcWords words = {.src = &node->src};
    SrcText number;
    SrcText unit;

    if (g_strcmp0(yaml_text(node), "never") == 0)
        return;
    if (node->kind == YAML_SCALAR && src_next_word(r->arena, &words, &number) &&
        src_next_word(r->arena, &words, &unit) && src_rest(r->arena, &words).len == 0 &&
        (strcmp(unit.text, "cycles") == 0 || strcmp(unit.text, "cycle") == 0) &&
        value_count(&number, &pay->expires))
        return;
    value_wrong(r, "expires", node, "never, or N cycles, N from 1 to 1200");
}

static void read_hold(RegReader *r, void *target, const YamlNode *node)
{
    (void)value_term(r, "hold", node, &((RegBlock *)target)->u.reserve.hold); /* reports itself */
}

static void read_pay(RegReader *r, RegBlock *block, const YamlNode *body)
{
    static const KeyWord below_zero[] = {
        {"deduct", REG_BELOW_ZERO_DEDUCT},
        {"carry",  REG_BELOW_ZERO_CARRY },
        {"zero",   REG_BELOW_ZERO_ZERO  },
        {NULL,     0                    }
    };
    static const Key keys[] = {
        {.key = "of",                 .form = KEY_EXPR,    .at = AT(u.pay.of),                                  .required = true},
        {.key = "into",                           .form = KEY_TEXT,                                  .at = AT(u.pay.into),                                           .required = true},
        {.key = "to",           .form = KEY_EXPR,                              .at = AT(u.pay.to)                            },
        {.key = "below zero",         .form = KEY_WORD,.at = AT(u.pay.below_zero),    .words = below_zero},
        {.key = "against",
         .form = KEY_TEXTS,
         .at = AT(u.pay.against),
         .count = AT(u.pay.n_against)},
        {.key = "cumulative",           .form = KEY_CYCLE,                          .at = AT(u.pay.cumulative)                                                                         },
        {.key = "expires",         .form = KEY_OTHER, .read = read_expires},
        {.key = "for",            .form = KEY_OTHER,      .read = read_for                                    },
        {.key = "assumed",                .form = KEY_TEXT,       .at = AT(assumed)                                    },
    };
    RegPay *pay = &block->u.pay;

    pay->cumulative = REG_NO_CYCLE;
    read_keys(r, block, body, keys, G_N_ELEMENTS(keys));
    if (pay->below_zero == REG_BELOW_ZERO_CARRY)
        return;
    for (size_t i = 0; i < 2; i++) {
        const char *key = i ? "expires" : "against";
        if (yaml_get(body, key))
            diag_add(r->diags, DIAG_ERROR, "regulation.key-foreign", yaml_get(body, key)->src.start,
                     "`%s` belongs to `below zero: carry`", key);
    }
}

static void read_reserve(RegReader *r, RegBlock *block, const YamlNode *body)
{
    static const Key keys[] = {
        {.key = "of",                      .form = KEY_EXPR,    .at = AT(u.reserve.of),                                  .required = true},
        {.key = "into",                                .form = KEY_TEXT,                                       .at = AT(u.reserve.into)                                              },
        {.key = "out of",                                .form = KEY_TEXT,                                     .at = AT(u.reserve.out_of)},
        {.key = "cumulative",                                .form = KEY_CYCLE,                                 .at = AT(u.reserve.cumulative)                                         },
        {.key = "hold",                                .form = KEY_OTHER,                                       .read = read_hold,     .required = true},
        {.key = "release into",
         .form = KEY_TEXT,
         .at = AT(u.reserve.release_into),
         .required = true},
        {.key = "add", .form = KEY_EXPRS,                                      .at = AT(u.reserve.add),                                                                                             .count = AT(u.reserve.n_add)},
        {.key = "forfeit when",               .form = KEY_EXPR,.at = AT(u.reserve.forfeit_when)},
        {.key = "offset",            .form = KEY_EXPR, .at = AT(u.reserve.offset)                                                  },
        {.key = "for",                  .form = KEY_OTHER,          .read = read_for                                      },
        {.key = "assumed",                     .form = KEY_TEXT,      .at = AT(assumed)                                   },
    };
    RegReserve *reserve = &block->u.reserve;

    reserve->cumulative = REG_NO_CYCLE;
    reserve->into = block->name;
    reserve->out_of = "";
    reserve->release_into = "";
    read_keys(r, block, body, keys, G_N_ELEMENTS(keys));
}

/* ---- check, names, scope --------------------------------------------------------------------- */

/* `person`, `assignment`, `register NAME`. */
static void read_on(RegReader *r, void *target, const YamlNode *node)
{
    RegCheck *check = &((RegBlock *)target)->u.check;
    SrcText name = {0};
    size_t rest;

    if (node->kind != YAML_SCALAR || node->src.len == 0) {
        value_wrong(r, "on", node, "assignment, person or another subject, or register NAME");
        return;
    }
    name = node->src;
    check->on_register = src_begins(&node->src, "register", &rest);
    if (check->on_register)
        name = src_part(r->arena, &node->src, rest, node->src.len);
    if (!reg_check_name(r, &name))
        return;
    check->on = name.text;
    check->on_subject = reg_subject(r->reg, name.text);
}

static void read_check(RegReader *r, RegBlock *block, const YamlNode *body)
{
    static const Key keys[] = {
        {.key = "on",             .form = KEY_OTHER, .read = read_on,        .required = true},
        {.key = "refuse when",                       .form = KEY_EXPR,                     .at = AT(u.check.refuse_when),     .required = true},
        {.key = "says",       .form = KEY_TEXT,                        .at = AT(u.check.says),                              .required = true},
        {.key = "assumed", .form = KEY_TEXT,.at = AT(assumed)},
    };

    block->u.check.on = "";
    block->u.check.on_subject = -1;
    block->u.check.says = "";
    read_keys(r, block, body, keys, G_N_ELEMENTS(keys));
}

static void read_names(RegReader *r, RegBlock *block, const YamlNode *body)
{
    RegNames *names = &block->u.names;

    if (body->kind != YAML_MAP) {
        value_wrong(r, "names", body, "lines of `NAME: English name`");
        return;
    }
    names->names = ARENA_NEW_N(r->arena, const char *, body->n);
    names->english = ARENA_NEW_N(r->arena, const char *, body->n);
    names->pos = ARENA_NEW_N(r->arena, SrcPos, body->n);
    for (size_t i = 0; i < body->n; i++) {
        const YamlNode *key = body->keys[i];
        if (!value_name(r, "names", key, &names->names[names->n]) ||
            !value_text(r, key->src.text, body->items[i], &names->english[names->n]))
            continue;
        names->pos[names->n++] = key->src.start;
    }
}

static void read_scope_for(RegReader *r, void *target, const YamlNode *node)
{
    (void)value_expr(r, "for", node, &((RegScope *)target)->applies); /* reports itself */
}

void read_scope(RegReader *r, RegScope *scope, SrcPos pos, const YamlNode *body)
{
    static const Key keys[] = {
        {.key = "for",         .form = KEY_OTHER,       .read = read_scope_for},
        { .key = "cycle",   .form = KEY_CYCLE, .at = offsetof(RegScope,                 cycle)},
        { .key = "per", .form = KEY_SUBJECT, .at = offsetof(RegScope,               subject)},
        { .key = "assumed",    .form = KEY_TEXT, .at = offsetof(RegScope,               assumed)},
    };

    (void)keys_read(r, scope, "scope", pos, body, keys, G_N_ELEMENTS(keys));
}

/* ---- by kind --------------------------------------------------------------------------------- */

void read_yaml_block(RegReader *r, RegBlock *block, const YamlNode *body)
{
    static void (*const readers[REG_N_BLOCK_KINDS])(RegReader *, RegBlock *, const YamlNode *) = {
        [REG_SUBJECT] = read_subject, [REG_INPUT] = read_input,         [REG_PARAM] = read_param,
        [REG_RANK] = read_rank,       [REG_TOTAL] = read_total,         [REG_DECIDE] = read_decide,
        [REG_PAY] = read_pay,         [REG_RESERVE] = read_reserve,     [REG_CHECK] = read_check,
        [REG_SHEET] = read_sheet,     [REG_REGISTER] = read_register,   [REG_SCORE] = read_score,
        [REG_NAMES] = read_names,     [REG_PROCEDURE] = read_procedure, [REG_SHARE] = read_share,
        [REG_GRADE] = read_grade,
    };

    if (readers[block->kind])
        readers[block->kind](r, block, body);
}

#include <string.h>

#include "regulation/reader_private.h"

/* ---- subject --------------------------------------------------------------------------------- */

static const char *const master_kinds[] = {"customer", "account", "unit", "team", "project"};

static bool word_is_master(const char *word)
{
    for (size_t i = 0; i < G_N_ELEMENTS(master_kinds); i++)
        if (strcmp(word, master_kinds[i]) == 0)
            return true;
    return false;
}

/* `[品种, 执行利率]` or one name. */
static bool read_groups(RegReader *r, const SrcText *src, RegSubject *subject)
{
    const char **one;

    if (src->text[0] == '[') {
        if (!value_bracketed(r, src, &subject->by, &subject->n_by))
            return false;
        for (size_t i = 0; i < subject->n_by; i++) {
            SrcText name = {subject->by[i], strlen(subject->by[i]), src->start, 1};
            if (!reg_check_name(r, &name))
                return false;
        }
        return true;
    }
    if (!src->len || !reg_check_name(r, src))
        return false;
    one = ARENA_NEW(r->arena, const char *);
    *one = src->text;
    subject->by = one;
    subject->n_by = 1;
    return true;
}

static bool rows_of_master(RegReader *r, const SrcText *src, RegSubject *subject)
{
    SrcWords words = {.src = src};
    SrcText kind;
    SrcText where;

    if (!src_next_word(r->arena, &words, &kind) || !word_is_master(kind.text))
        return false;
    subject->from = REG_ROWS_MASTER;
    subject->source = kind.text;
    if (!src_next_word(r->arena, &words, &where))
        return true;
    subject->where.src = src_rest(r->arena, &words);
    return strcmp(where.text, "where") == 0 && subject->where.src.len > 0;
}

static bool rows_of_source(RegReader *r, const SrcText *src, RegSubject *subject)
{
    bool is_register = false;
    size_t rest;
    SrcText name;

    if (src_begins(src, "measure by", &rest)) {
        name = src_part(r->arena, src, rest, src->len);
        subject->from = REG_ROWS_MEASURE;
        subject->source = "";
        return read_groups(r, &name, subject);
    }
    is_register = src_begins(src, "register", &rest);
    if (!is_register && !src_begins(src, "sheet", &rest))
        return rows_of_master(r, src, subject);
    name = src_part(r->arena, src, rest, src->len);
    subject->from = is_register ? REG_ROWS_REGISTER : REG_ROWS_SHEET;
    subject->source = name.text;
    return name.len && reg_check_name(r, &name);
}

static void read_rows(RegReader *r, void *target, const YamlNode *node)
{
    RegBlock *block = target;
    RegSubject *subject = &r->reg->subjects[block->subject];

    if (node->kind == YAML_SCALAR && node->raw.text && rows_of_source(r, &node->raw, subject))
        return;
    value_wrong(r, "rows", node,
                "register NAME, sheet NAME, measure by [NAME, NAME], or one of customer, account, "
                "unit, team, project, perhaps followed by `where EXPRESSION`");
}

void read_subject(RegReader *r, RegBlock *block, const YamlNode *body)
{
    static const Key keys[] = {
        {.key = "rows",    .form = KEY_OTHER, .read = read_rows,       .required = true},
        {.key = "assumed", .form = KEY_TEXT,  .at = offsetof(RegBlock, assumed)        },
    };

    r->reg->subjects[block->subject].block = block;
    (void)keys_read(r, block, "subject", block->pos, body, keys, G_N_ELEMENTS(keys));
}

/* ---- spans ----------------------------------------------------------------------------------- */

/* `months` names the cycle `month`: the plural of an English name is allowed. */
static bool span_cycle(RegReader *r, const SrcText *word, int *out)
{
    g_autofree char *singular = g_strdup(word->text);

    if (word->len > 1 && word->text[word->len - 1] == 's' &&
        reg_cycle(r->reg, word->text) == REG_NO_CYCLE)
        singular[word->len - 1] = '\0';
    return value_cycle(r, &(SrcText){singular, strlen(singular), word->start, 1}, out);
}

/* `last 12 months`; words.at is after `last`. 1 = read, 0 = not in this form, -1 = reported. */
static int read_last(RegReader *r, SrcWords *words, RegSpan *span)
{
    SrcText number;
    SrcText cycle;
    guint64 n;

    if (!src_next_word(r->arena, words, &number) || !src_next_word(r->arena, words, &cycle))
        return 0;
    if (!g_ascii_string_to_unsigned(number.text, 10, 1, REG_MAX_COUNT, &n, NULL))
        return 0;
    span->kind = REG_SPAN_LAST;
    span->n = (int)n;
    return span_cycle(r, &cycle, &span->cycle) ? 1 : -1;
}

/* `quarter to date`; a year is one even if the regulation has no such cycle. As read_last. */
static int read_to_date(RegReader *r, const SrcText *src, RegSpan *span)
{
    SrcWords words = {.src = src};
    SrcText cycle, rest;
    size_t end;

    if (!src_next_word(r->arena, &words, &cycle))
        return 0;
    rest = src_rest(r->arena, &words);
    if (!src_begins(&rest, "to date", &end) || end != rest.len)
        return 0;
    span->kind = REG_SPAN_TO_DATE;
    span->cycle = reg_cycle(r->reg, cycle.text);
    if (span->cycle != REG_NO_CYCLE || strcmp(cycle.text, "year") == 0)
        return 1;
    return value_cycle(r, &cycle, &span->cycle) ? 1 : -1; /* says that there is none */
}

static int read_span_words(RegReader *r, const SrcText *src, RegSpan *span)
{
    static const struct {
        const char *words;
        RegSpanKind kind;
    } plain[] = {
        {"previous",   REG_SPAN_PREVIOUS  },
        {"this cycle", REG_SPAN_THIS_CYCLE},
    };
    SrcWords words = {.src = src};
    SrcText rest;
    int done;

    for (size_t i = 0; i < G_N_ELEMENTS(plain); i++) {
        if (src_begins(src, plain[i].words, &words.at)) {
            span->kind = plain[i].kind;
            return words.at == src->len;
        }
    }
    if (src_begins(src, "since", &words.at)) {
        span->kind = REG_SPAN_SINCE;
        span->since.src = src_rest(r->arena, &words);
        return span->since.src.len > 0;
    }
    if (!src_begins(src, "last", &words.at))
        return read_to_date(r, src, span);
    done = read_last(r, &words, span);
    rest = src_rest(r->arena, &words);
    return done == 1 && rest.len > 0 ? 0 : done;
}

static void read_over(RegReader *r, void *target, const YamlNode *node)
{
    RegInput *input = &((RegBlock *)target)->u.input;
    static const char suffix[] = "before this";
    RegSpan span = {.cycle = REG_NO_CYCLE, .before_this = input->over.before_this};
    int done = 0;

    if (node->kind == YAML_SCALAR && node->raw.text) {
        SrcText src = src_part(r->arena, &node->raw, 0, node->raw.len);
        if (g_str_has_suffix(src.text, " before this")) {
            span.before_this = true;
            src = src_part(r->arena, &src, 0, src.len - strlen(suffix));
        }
        done = read_span_words(r, &src, &span);
    }
    if (done == 1)
        input->over = span;
    else if (done == 0)
        value_wrong(r, "over", node,
                    "previous, this cycle, CYCLE to date, last N CYCLES, since DATE; perhaps "
                    "followed by `before this`");
}

/* ---- input ----------------------------------------------------------------------------------- */

static const char *source_word(RegSource source)
{
    static const char *const words[] = {"",          "measure", "register", "sheet",
                                        "attribute", "history", "ledger",   "result"};

    return words[source];
}

/* `register NAME`, `history of NAME` …: the name after the word. */
static bool source_of(RegReader *r, const SrcText *src, const char *word, bool slash, RegInput *in)
{
    size_t rest;
    SrcText name;
    char *dash;

    if (!src_begins(src, word, &rest))
        return false;
    name = src_part(r->arena, src, rest, src->len);
    in->of = name.text;
    if (!slash)
        return name.len && reg_check_name(r, &name);
    dash = strchr(name.text, '/');
    if (!dash || dash == name.text)
        return false;
    name = src_part(r->arena, &name, (size_t)(dash + 1 - name.text), name.len);
    return name.len && reg_check_name(r, &name);
}

static bool read_source(RegReader *r, const SrcText *src, RegInput *input)
{
    static const struct {
        const char *words;
        RegSource source;
        bool slash;
    } named[] = {
        {"register",   REG_FROM_REGISTER,  false},
        {"sheet",      REG_FROM_SHEET,     false},
        {"attribute",  REG_FROM_ATTRIBUTE, false},
        {"history of", REG_FROM_HISTORY,   false},
        {"ledger",     REG_FROM_LEDGER,    false},
        {"result of",  REG_FROM_RESULT,    true },
    };

    if (strcmp(src->text, "measure") == 0 || strcmp(src->text, "attribute") == 0) {
        input->source = src->text[0] == 'm' ? REG_FROM_MEASURE : REG_FROM_ATTRIBUTE;
        return true;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(named); i++) {
        if (source_of(r, src, named[i].words, named[i].slash, input)) {
            input->source = named[i].source;
            return true;
        }
    }
    return false;
}

static void read_from(RegReader *r, void *target, const YamlNode *node)
{
    RegBlock *block = target;
    RegInput *input = &block->u.input;

    if (node->kind == YAML_SCALAR && read_source(r, &node->src, input)) {
        if (input->source == REG_FROM_ATTRIBUTE && !input->of)
            input->of = block->name;
        return;
    }
    value_wrong(r, "from", node,
                "measure, register NAME, sheet NAME, attribute [NAME], history of NAME, ledger "
                "ITEM, or result of REGULATION/NAME");
}

static const KeyWord takes[] = {
    {"value", REG_TAKE_VALUE},
    {"sum",   REG_TAKE_SUM  },
    {"count", REG_TAKE_COUNT},
    {"mean",  REG_TAKE_MEAN },
    {"min",   REG_TAKE_MIN  },
    {"max",   REG_TAKE_MAX  },
    {"first", REG_TAKE_FIRST},
    {"last",  REG_TAKE_LAST },
    {"list",  REG_TAKE_LIST },
    {NULL,    0             },
};
/* Of two that begin alike the longer one comes first: see ratio_part. */
static const KeyWord measure_takes[] = {
    {"balance-days",       REG_MEASURE_BALANCE_DAYS   },
    {"average",            REG_MEASURE_AVERAGE        },
    {"average rate",       REG_MEASURE_AVERAGE_RATE   },
    {"end",                REG_MEASURE_END            },
    {"net change",         REG_MEASURE_NET_CHANGE     },
    {"sum",                REG_MEASURE_SUM            },
    {"count of customers", REG_MEASURE_COUNT_CUSTOMERS},
    {"count",              REG_MEASURE_COUNT          },
    {"new",                REG_MEASURE_NEW            },
    {"ratio",              REG_MEASURE_RATIO          },
    {NULL,                 0                          },
};
static const KeyWord ledger_takes[] = {
    {"accrued", REG_LEDGER_ACCRUED},
    {"paid",    REG_LEDGER_PAID   },
    {"balance", REG_LEDGER_BALANCE},
    {NULL,      0                 },
};
static const KeyWord credits[] = {
    {"share",    REG_CREDIT_SHARE   },
    {"whole",    REG_CREDIT_WHOLE   },
    {"referral", REG_CREDIT_REFERRAL},
    {NULL,       0                  },
};
static const KeyWord leave_out[] = {
    {"leave out", 1},
    {NULL,        0}
};

static bool ratio_part(RegReader *r, const YamlNode *item, RegInput *input, size_t i)
{
    for (const KeyWord *w = measure_takes; item->kind == YAML_SCALAR && w->word; w++) {
        g_autofree char *prefix = g_strdup_printf("%s of", w->word);
        size_t rest;
        if (w->value == REG_MEASURE_RATIO || !src_begins(&item->src, prefix, &rest))
            continue;
        if (rest == item->src.len)
            break;
        input->ratio[i] = (RegMeasureTake)w->value;
        input->ratio_of[i] = item->src.text + rest;
        return true;
    }
    value_wrong(r, "of", item, "TAKE of STREAM, such as `end of loan balances`");
    return false;
}

/* `of: deposit balances`; of a ratio: [TAKE of STREAM, TAKE of STREAM]. */
static void read_of(RegReader *r, void *target, const YamlNode *node)
{
    RegInput *input = &((RegBlock *)target)->u.input;

    if (input->measure_take != REG_MEASURE_RATIO) {
        (void)value_text(r, "of", node, &input->of);
        return;
    }
    if (node->kind != YAML_LIST || node->n != 2) {
        value_wrong(r, "of", node, "[TAKE of STREAM, TAKE of STREAM]: what is divided by what");
        return;
    }
    if (ratio_part(r, node->items[0], input, 0))
        (void)ratio_part(r, node->items[1], input, 1);
}

/* `start` and `end` are the cycle's first and last day. */
static void read_at(RegReader *r, void *target, const YamlNode *node)
{
    RegInput *input = &((RegBlock *)target)->u.input;
    const char *text = yaml_text(node);
    const char *day = g_strcmp0(text, "start") == 0 ? "期初"
                      : g_strcmp0(text, "end") == 0 ? "期末"
                                                    : NULL;

    if (!day)
        (void)value_expr(r, "at", node, &input->at);
    else
        input->at.src = (SrcText){day, strlen(day), node->src.start, node->src.indent};
}

static void read_base(RegReader *r, void *target, const YamlNode *node)
{
    RegInput *input = &((RegBlock *)target)->u.input;

    input->base_is_start = g_strcmp0(yaml_text(node), "start") == 0;
    input->has_base_date = node->kind == YAML_SCALAR && !input->base_is_start &&
                           cal_date_parse(node->src.text, -1, &input->base_date);
    if (!input->base_is_start && !input->has_base_date)
        value_wrong(r, "base", node, "a date such as 2003-01-31, or `start`");
}

void read_type(RegReader *r, void *target, const YamlNode *node)
{
    RegBlock *block = target;

    block->type = node->kind == YAML_SCALAR ? type_of_word(r, node->src.text) : NULL;
    if (!block->type)
        value_wrong(r, "type", node,
                    "number, text, date, boolean, time, date and time, a duration, any, a subject, "
                    "or `list of` one of these");
}

/* Which keys mean something with which source. */
#define FROM(source) (1u << REG_FROM_##source)
#define FROM_ALL     0xFFu
#define FROM_ROWS    (FROM(REGISTER) | FROM(SHEET))

typedef struct InputKey {
    Key key;
    unsigned from;
} InputKey;

#define IN(member) offsetof(RegBlock, u.input.member)
static const InputKey input_keys[] = {
    {{.key = "from", .form = KEY_OTHER, .read = NULL},                                      FROM_ALL                 }, /* is read first */
    {{.key = "take", .form = KEY_WORD, .at = IN(take), .words = takes},                     FROM_ROWS | FROM(HISTORY)},
    {{.key = "take", .form = KEY_WORD, .at = IN(measure_take), .words = measure_takes},
     FROM(MEASURE)                                                                                                   },
    {{.key = "take", .form = KEY_WORD, .at = IN(ledger_take), .words = ledger_takes},       FROM(LEDGER)             },
    {{.key = "of", .form = KEY_OTHER, .read = read_of},                                     FROM(MEASURE)            },
    {{.key = "credit", .form = KEY_WORD, .at = IN(credit), .words = credits},               FROM(MEASURE)            },
    {{.key = "base", .form = KEY_OTHER, .read = read_base},                                 FROM(MEASURE)            },
    {{.key = "column", .form = KEY_NAME, .at = IN(column)},                                 FROM_ROWS                },
    {{.key = "over", .form = KEY_OTHER, .read = read_over},
     FROM_ROWS | FROM(HISTORY) | FROM(MEASURE) | FROM(LEDGER)                                                        },
    {{.key = "before this", .form = KEY_YES, .at = IN(over.before_this)},
     FROM_ROWS | FROM(HISTORY) | FROM(MEASURE) | FROM(LEDGER)                                                        },
    {{.key = "where", .form = KEY_EXPR, .at = IN(where)},
     FROM_ROWS | FROM(HISTORY) | FROM(MEASURE)                                                                       },
    {{.key = "if none", .form = KEY_EXPR, .at = IN(if_none)},
     FROM_ALL & ~(FROM(ENTRY) | FROM(MEASURE) | FROM(LEDGER))                                                        },
    {{.key = "missing", .form = KEY_FLAG, .at = IN(leave_out_missing), .words = leave_out},
     FROM_ROWS | FROM(HISTORY)                                                                                       },
    {{.key = "across employments", .form = KEY_YES, .at = IN(across_employments)},
     FROM_ROWS | FROM(HISTORY) | FROM(LEDGER)                                                                        },
    {{.key = "at", .form = KEY_OTHER, .read = read_at},                                     FROM(ATTRIBUTE)          },
    {{.key = "optional", .form = KEY_YES, .at = IN(optional)},
     FROM_ALL & ~(FROM(HISTORY) | FROM(LEDGER))                                                                      },
    {{.key = "owed by", .form = KEY_TEXT, .at = IN(owed_by)},                               FROM_ALL                 },
    {{.key = "type", .form = KEY_OTHER, .read = read_type},                                 FROM_ALL                 },
    {{.key = "one of",
      .form = KEY_TEXTS,
      .at = offsetof(RegBlock, one_of),
      .count = offsetof(RegBlock, n_one_of)},
     FROM_ALL                                                                                                        },
    {{.key = "for", .form = KEY_OTHER, .read = read_for},                                   FROM_ALL                 },
    {{.key = "assumed", .form = KEY_TEXT, .at = offsetof(RegBlock, assumed)},               FROM_ALL                 },
};

/* A key that another source would know: says so once, and takes it out of what is read. */
static bool report_foreign(RegReader *r, const YamlNode *key, RegSource source)
{
    for (size_t i = 0; i < G_N_ELEMENTS(input_keys); i++) {
        if (strcmp(input_keys[i].key.key, key->src.text) != 0)
            continue;
        if (source == REG_FROM_ENTRY)
            diag_add(r->diags, DIAG_ERROR, "regulation.key-foreign", key->src.start,
                     "`%s` has no meaning for an input that people enter", key->src.text);
        else
            diag_add(r->diags, DIAG_ERROR, "regulation.key-foreign", key->src.start,
                     "`%s` has no meaning with `from: %s`", key->src.text, source_word(source));
        return true;
    }
    return false;
}

static const YamlNode *without_foreign(
    RegReader *r, const YamlNode *body, const Key *keys, size_t n_keys, RegSource source)
{
    YamlNode *copy = ARENA_NEW(r->arena, YamlNode);

    *copy = *body;
    copy->n = 0;
    copy->keys = ARENA_NEW_N(r->arena, YamlNode *, body->n);
    copy->items = ARENA_NEW_N(r->arena, YamlNode *, body->n);
    for (size_t i = 0; i < body->n; i++) {
        bool known = false;
        for (size_t k = 0; k < n_keys; k++)
            known = known || strcmp(keys[k].key, body->keys[i]->src.text) == 0;
        if (!known && report_foreign(r, body->keys[i], source))
            continue;
        copy->keys[copy->n] = body->keys[i];
        copy->items[copy->n++] = body->items[i];
    }
    return copy;
}

/* What must be there, given the source. */
static void require_input_keys(RegReader *r, const RegBlock *block, const YamlNode *body)
{
    const RegInput *in = &block->u.input;
    const char *missing = NULL;

    if (in->source == REG_FROM_MEASURE && !yaml_get(body, "of"))
        missing = "of";
    else if (in->source == REG_FROM_HISTORY && !yaml_get(body, "over"))
        missing = "over";
    else if ((in->source == REG_FROM_MEASURE || in->source == REG_FROM_REGISTER ||
              in->source == REG_FROM_LEDGER ||
              (in->source == REG_FROM_HISTORY && in->over.kind != REG_SPAN_PREVIOUS)) &&
             !yaml_get(body, "take"))
        missing = "take";
    if (missing)
        diag_add(r->diags, DIAG_ERROR, "regulation.key-missing", block->pos,
                 "an input from `%s` needs the key `%s`", source_word(in->source), missing);
    if (reg_is_of_form(in->source) && in->take == REG_TAKE_COUNT && yaml_get(body, "column"))
        diag_add(r->diags, DIAG_ERROR, "regulation.key-foreign",
                 yaml_get(body, "column")->src.start, "`column` has no meaning with `take: count`");
    if (in->source == REG_FROM_LEDGER && in->ledger_take == REG_LEDGER_BALANCE &&
        yaml_get(body, "over"))
        diag_add(r->diags, DIAG_ERROR, "regulation.key-foreign", yaml_get(body, "over")->src.start,
                 "`over` has no meaning with `take: balance`");
    if (in->over.before_this && !yaml_get(body, "over"))
        diag_add(r->diags, DIAG_ERROR, "regulation.key-missing", block->pos,
                 "`before this` needs the key `over`");
    if ((in->has_base_date || in->base_is_start) && !reg_takes_net_change(in))
        diag_add(r->diags, DIAG_ERROR, "regulation.key-foreign", block->pos,
                 "`base` belongs to `take: net change`");
}

void read_input(RegReader *r, RegBlock *block, const YamlNode *body)
{
    RegInput *input = &block->u.input;
    const YamlNode *from = yaml_get(body, "from");
    const YamlNode *own = body;
    Key keys[G_N_ELEMENTS(input_keys)];
    size_t n = 0;

    input->over.cycle = REG_NO_CYCLE;
    if (from)
        read_from(r, block, from);
    if (from && input->source == REG_FROM_ENTRY)
        return; /* reported; the other keys depend on it */
    if (input->source == REG_FROM_MEASURE &&
        g_strcmp0(yaml_text(yaml_get(body, "take")), "ratio") == 0)
        input->measure_take = REG_MEASURE_RATIO; /* `of` depends on it */
    for (size_t i = 0; i < G_N_ELEMENTS(input_keys); i++)
        if (input_keys[i].from & (1u << input->source))
            keys[n++] = input_keys[i].key;
    if (body->kind == YAML_MAP)
        own = without_foreign(r, body, keys, n, input->source);
    if (!keys_read(r, block, "input", block->pos, own, keys, n))
        return;
    input->take_set = yaml_get(body, "take") != NULL;
    require_input_keys(r, block, body);
}

/* test_reg_compile.c - what a checked regulation offers to those who run it: slots, types, units,
 * programs, the DMN model and its order. */
#include <string.h>

#include "regulation/check.h"
#include "regulation/model.h"

static const char FRONT[] = "---\n"
                            "regulation: t\n"
                            "cycles: [month, year]\n"
                            "---\n";

static Regulation *load(const char *text)
{
    g_autofree char *all = g_strconcat(FRONT, text, NULL);
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    Regulation *reg = reg_load_text(all, strlen(all), "t.md", diags);
    g_autofree char *found = diags_format(diags);

    g_assert_cmpstr(found, ==, "");
    g_assert_nonnull(reg);
    return reg;
}

static RegName *name_of(const Regulation *reg, const char *subject, const char *name)
{
    RegName *found = reg_name(reg, reg_subject(reg, subject), name);

    g_assert_nonnull(found);
    return found;
}

static Dec dec_of(const char *text)
{
    Dec d;

    g_assert_true(dec_parse(text, -1, &d));
    return d;
}

static FeelRun *run_new(Arena *arena, Reasons *reasons, Diags *diags)
{
    static const FeelHost host = {0};

    return feel_run_new(arena, reasons, diags, &host);
}

/* The program's value for one row, as text; `slot` holds `value`, all others are null. */
static char *
run_with(const Regulation *reg, const FeelProgram *program, const RegName *slot, FeelValue value)
{
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(Reasons) reasons = reasons_new();
    g_autoptr(FeelRun) run = run_new(arena, reasons, NULL);
    FeelValue *slots = ARENA_NEW_N(arena, FeelValue, reg->n_names);

    for (size_t i = 0; i < reg->n_names; i++)
        slots[i] = feel_null();
    if (slot)
        slots[slot->slot] = value;
    FeelValue got = feel_run_row(run, program, slots, NULL);
    return g_strdup(feel_value_text(arena, &got, false));
}

static void assert_runs(const Regulation *reg,
                        const RegExpr *expr,
                        const RegName *slot,
                        FeelValue value,
                        const char *want)
{
    g_autofree char *got = run_with(reg, expr->program, slot, value);

    g_assert_cmpstr(got, ==, want);
}

/* ---- names ----------------------------------------------------------------------------------- */

static void test_slots(void)
{
    g_autoptr(Regulation) reg = load("```yaml input 甲 @month unit 万元\n```\n"
                                     "```yaml input 乙 @month per unit\n```\n");

    for (size_t i = 0; i < reg->n_names; i++)
        g_assert_cmpint(reg->names[i]->slot, ==, (int)i);
    for (size_t s = 0; s < reg->n_subjects; s++) {
        for (size_t i = 0; i < reg->subjects[s].n_names; i++) {
            const RegName *name = reg->subjects[s].names[i];

            g_assert_true(reg->names[name->slot] == name);
            g_assert_cmpint(name->subject, ==, (int)s);
            g_assert_true(i == 0 || reg->subjects[s].names[i - 1]->slot < name->slot);
        }
    }
    const RegName *a = name_of(reg, "person", "甲");
    g_assert_cmpstr(a->unit, ==, "元");
    g_assert_true(dec_equal(a->factor, dec_from_int(10000)));
    g_assert_cmpint(a->kind, ==, REG_NAME_INPUT);
    g_assert_cmpint(a->cycle, ==, reg_cycle(reg, "month"));
    const RegName *b = name_of(reg, "unit", "乙");
    g_assert_cmpstr(b->unit, ==, "");
    g_assert_true(dec_equal(b->factor, dec_from_int(1)));
    g_assert_null(reg_name(reg, REG_PERSON, "乙"));
}

static void test_built_in(void)
{
    g_autoptr(Regulation) reg = load("```feel 丙 @month\n入职日期 < 期初\n```\n");
    static const char *const rows[] = {"person", "customer", "account", "unit",
                                       "team",   "project",  "reserve", "assignment"};

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_assert_true(name_of(reg, rows[i], "期初")->type == &feel_type_date);
        g_assert_true(name_of(reg, rows[i], "年")->type == &feel_type_number);
        g_assert_cmpstr(name_of(reg, rows[i], "this")->type->row_of, ==, rows[i]);
    }
    g_assert_cmpstr(name_of(reg, "person", "机构")->type->row_of, ==, "unit");
    g_assert_cmpint(name_of(reg, "person", "资格")->type->kind, ==, FEEL_T_LIST);
    g_assert_cmpstr(name_of(reg, "account", "执行利率")->unit, ==, "1/年");
    /* what nothing reads is no element */
    g_assert_cmpint(name_of(reg, "person", "入职日期")->element, >=, 0);
    g_assert_cmpint(name_of(reg, "person", "期初")->element, >=, 0);
    g_assert_cmpint(name_of(reg, "person", "离职日期")->element, ==, -1);
    g_assert_cmpint(name_of(reg, "unit", "期初")->element, ==, -1);
}

static void test_attribute_refined(void)
{
    g_autoptr(Regulation) reg =
        load("```yaml input 级别\nfrom: attribute\none of: [甲级, 乙级]\n```\n"
             "```yaml input 督导人\nfrom: attribute\ntype: person\n```\n"
             "```feel 丙 @month\n督导人.级别\n```\n");
    const RegName *grade = name_of(reg, "person", "级别");

    g_assert_cmpint(grade->kind, ==, REG_NAME_ATTRIBUTE);
    g_assert_cmpint(grade->cycle, ==, REG_NO_CYCLE);
    g_assert_cmpuint(grade->n_one_of, ==, 2);
    g_assert_nonnull(grade->block);
    g_assert_true(grade->block->defines[0] == grade);
    g_assert_cmpuint(name_of(reg, "person", "丙")->n_one_of, ==, 2); /* known through the link */
}

static void test_param_views(void)
{
    g_autoptr(Regulation) reg =
        load("```yaml param 数 unit 万元\nby: 级别\nvalue: {甲级: 3, 乙级: 4}\n```\n"
             "```yaml param 率\nvalue: 5%\n```\n"
             "```feel 丙 @month unit 元\n数 * 率\n```\n"
             "```feel 丁 @month per unit\n率\n```\n");
    const RegName *own = name_of(reg, "person", "数");
    const RegBlock *block = own->block;

    g_assert_true(block->defines[0] == own);
    g_assert_cmpuint(block->n_defines, ==, reg->n_subjects);
    g_assert_cmpstr(own->by[0]->name, ==, "级别");
    g_assert_true(dec_equal(own->factor, dec_from_int(10000)));
    /* values in the text are converted already */
    assert_runs(reg, &block->u.param.periods[0].values[1].value, NULL, feel_null(), "40000");
    /* units have a grade too, teams have none: no keys there */
    g_assert_nonnull(name_of(reg, "unit", "数")->by);
    g_assert_null(name_of(reg, "team", "数")->by);
    /* a view of its own for the rows that read it */
    g_assert_cmpint(name_of(reg, "unit", "率")->element, >=, 0);
    g_assert_cmpint(name_of(reg, "unit", "率")->element, !=, name_of(reg, "person", "率")->element);
    g_assert_cmpint(name_of(reg, "team", "率")->element, ==, -1);
    g_assert_cmpstr(name_of(reg, "unit", "率")->unit, ==, "");
}

static void test_paths(void)
{
    g_autoptr(Regulation) reg = load("```yaml input 产值 @year per unit unit 元\n```\n"
                                     "```feel 丙 @month unit 元\n机构.产值 + 机构.上级.产值\n```\n"
                                     "```feel 丁 @month unit 元\nthis.丙 + 机构.产值\n```\n");
    const RegName *path = NULL, *far = NULL;
    size_t n = 0;

    for (size_t i = 0; i < reg->n_names; i++) {
        if (reg->names[i]->kind != REG_NAME_PATH)
            continue;
        n++;
        if (strcmp(reg->names[i]->name, "机构.产值") == 0)
            path = reg->names[i];
        if (strcmp(reg->names[i]->name, "机构.上级.产值") == 0)
            far = reg->names[i];
    }
    g_assert_cmpuint(n, ==, 3); /* 机构.产值, 机构.上级, 机构.上级.产值: each once */
    g_assert_true(path->path_link == name_of(reg, "person", "机构"));
    g_assert_true(path->path_member == name_of(reg, "unit", "产值"));
    g_assert_cmpint(path->subject, ==, REG_PERSON);
    g_assert_cmpint(path->cycle, ==, reg_cycle(reg, "year"));
    g_assert_cmpstr(path->unit, ==, "元");
    g_assert_cmpint(far->path_link->kind, ==, REG_NAME_PATH);
    g_assert_cmpint(path->element, >=, 0);
    /* `this.丙` is 丙 itself */
    const RegBlock *d = name_of(reg, "person", "丁")->block;
    const int *slots;
    g_assert_cmpuint(feel_program_slots(d->u.feel.program, &slots), ==, 2);
    g_assert_cmpint(slots[0], ==, name_of(reg, "person", "丙")->slot);
}

/* ---- types and units that are found out ------------------------------------------------------ */

static void test_found_out(void)
{
    g_autoptr(Regulation) reg = load("```yaml input 甲 @month unit 元\n```\n"
                                     "```yaml input 户数 @month unit 户\n```\n"
                                     "```feel 均 @month\n甲 / 户数\n```\n"
                                     "```feel 数 @month\n3 * 4\n```\n"
                                     "```feel 等 @month\nif 甲 > 1 then \"高\" else \"低\"\n```\n"
                                     "\n`table 表 @month hit F`\n\n"
                                     "| 等 | → 称呼 | → 奖 |\n|---|---|---|\n"
                                     "| 高 | 先 | 甲 * 2 |\n| else | =等 | 甲 |\n");

    g_assert_cmpstr(name_of(reg, "person", "均")->unit, ==, "元/户");
    g_assert_cmpstr(name_of(reg, "person", "数")->unit, ==, "");
    g_assert_cmpstr(name_of(reg, "person", "奖")->unit, ==, "元");
    g_assert_true(name_of(reg, "person", "奖")->type == &feel_type_number);
    const RegName *call = name_of(reg, "person", "称呼");
    g_assert_cmpint(call->type->kind, ==, FEEL_T_STRING);
    g_assert_cmpuint(call->n_one_of, ==, 3);
    g_assert_cmpstr(call->one_of[0], ==, "先");
    g_assert_cmpstr(call->one_of[1], ==, "高");
    g_assert_cmpuint(call->output, ==, 0);
    g_assert_cmpuint(name_of(reg, "person", "奖")->output, ==, 1);
}

static void test_history(void)
{
    g_autoptr(Regulation) reg = load(
        "\n`table 状态机 @month hit F`\n\n"
        "| 上月 | 甲 | → 人员状态 |\n|---|---|---|\n"
        "| 待岗 | > 1 | 正常 |\n| - | < 0 | 待岗 |\n| else | | 正常 |\n\n"
        "```yaml input 甲 @month unit 元\n```\n"
        "```yaml input 上月 @month\nfrom: history of 人员状态\nover: previous\nif none: |\n"
        "  \"无\"\n```\n"
        "```yaml input 合计 @year\nfrom: history of 甲\nover: this cycle\ntake: sum\n```\n"
        "```yaml input 待岗数 @year\nfrom: history of 人员状态\nover: this cycle\ntake: count\n"
        "where: 人员状态 = \"待岗\" and 甲 < 5\n```\n"
        "```yaml input 上次金额 @month\nfrom: history of 累计\nover: previous\n```\n"
        "```feel 累计 @month\nif 上次金额 = null then 甲 else 上次金额 + 甲\n```\n"
        "```yaml input 近期 @month\nfrom: history of 甲\nover: last 3 months\ntake: list\n```\n");
    const RegName *last = name_of(reg, "person", "上月");
    const RegName *state = name_of(reg, "person", "人员状态");

    g_assert_cmpint(last->kind, ==, REG_NAME_DECISION);
    g_assert_true(last->block->u.input.history_of == state);
    g_assert_cmpint(last->type->kind, ==, FEEL_T_STRING); /* although the one needs the other */
    g_assert_cmpuint(last->n_one_of, ==, 3);
    g_assert_cmpstr(name_of(reg, "person", "合计")->unit, ==, "元");
    g_assert_true(name_of(reg, "person", "待岗数")->type == &feel_type_number);
    const RegName *list = name_of(reg, "person", "近期");
    g_assert_cmpint(list->type->kind, ==, FEEL_T_LIST);
    g_assert_true(list->type->element == &feel_type_number);
    /* known once what it reads is */
    g_assert_cmpstr(name_of(reg, "person", "上次金额")->unit, ==, "元");
    /* earlier cycles are no requirement; a span that holds this one is */
    g_assert_cmpuint(dmn_model_get(reg->dmn, last->element)->n_requires, ==, 0);
    g_assert_cmpuint(dmn_model_get(reg->dmn, name_of(reg, "person", "合计")->element)->n_requires,
                     ==, 0);
    const DmnElement *recent = dmn_model_get(reg->dmn, list->element);
    g_assert_cmpuint(recent->n_requires, ==, 1);
    g_assert_cmpint(recent->requires[0], ==, name_of(reg, "person", "甲")->element);
}

static void test_sheet_entries(void)
{
    g_autoptr(Regulation) reg =
        load("```yaml sheet 明细 @month\nlines: many\nkept by: 会计\n"
             "columns: {客户: customer, 金额: 万元, 方式: \"one of [上门, 电话]\"}\n```\n"
             "```yaml subject 笔\nrows: sheet 明细\n```\n"
             "```yaml input 金额 @month\nfrom: sheet 明细\ntake: sum\n"
             "where: 方式 = \"上门\" and 入职日期 < 期初\n```\n"
             "```feel 两倍 @month per 笔 unit 元\n金额 * 2\n```\n"
             "```yaml total 合计 @month\ntake: sum\nof: 两倍\nover: 笔 by person\n```\n");
    const RegName *sum = name_of(reg, "person", "金额");
    const RegInput *input = &sum->block->u.input;
    const RegName *field = name_of(reg, "笔", "金额");
    const int *slots;

    g_assert_cmpint(input->entries, ==, reg_subject(reg, "笔"));
    g_assert_cmpstr(input->owed_by, ==, "会计");
    g_assert_cmpstr(sum->unit, ==, "元");
    g_assert_cmpstr(field->unit, ==, "元");
    g_assert_true(dec_equal(field->factor, dec_from_int(10000)));
    g_assert_cmpuint(field->output, ==, 1);
    /* where: the entry's field beside names of the person */
    g_assert_cmpint(input->where.subject, ==, input->entries);
    size_t n = feel_program_slots(input->where.program, &slots);
    g_assert_cmpuint(n, ==, 3);
    for (size_t i = 0; i < n; i++) {
        const RegName *name = reg->names[slots[i]];
        bool is_field = strcmp(name->name, "方式") == 0;
        g_assert_cmpint(name->subject, ==, is_field ? input->entries : REG_PERSON);
    }
    const RegTotal *total = &name_of(reg, "person", "合计")->block->u.total;
    g_assert_cmpstr(total->link_name->name, ==, "person");
    g_assert_cmpint(total->of.subject, ==, input->entries);
    g_assert_cmpstr(name_of(reg, "person", "合计")->unit, ==, "元");
}

/* ---- tables, bands, programs ----------------------------------------------------------------- */

static void test_table_in_wan(void)
{
    g_autoptr(Regulation) reg = load("```yaml input 甲 @month unit 元\n```\n"
                                     "\n`table 表 @month hit F`\n\n"
                                     "| 甲 (万元) | → 奖 (万元) |\n|---|---|\n"
                                     "| >= 100 | 2.5 |\n| else | 0 |\n");
    static const char *const given[] = {"999999.99", "1000000", "1000000.01"};
    static const char *const want[] = {"0", "25000", "25000"};
    const RegName *a = name_of(reg, "person", "甲");
    const RegName *out = name_of(reg, "person", "奖");
    const DmnElement *element = dmn_model_get(reg->dmn, out->element);
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(Reasons) reasons = reasons_new();
    g_autoptr(FeelRun) run = run_new(arena, reasons, NULL);
    const Col **slots = ARENA_NEW_N(arena, const Col *, reg->n_names);
    Col *col = col_new(arena, COL_NUMBER, 3);
    Col *result;

    g_assert_cmpint(element->logic, ==, DMN_LOGIC_TABLE);
    for (size_t i = 0; i < 3; i++)
        col->v.numbers[i] = dec_of(given[i]);
    slots[a->slot] = col;
    FeelBatch batch = {.n = 3, .slots = slots, .n_slots = reg->n_names};
    dmn_table_run(run, element->table, &batch, NULL, &result, NULL);
    for (size_t i = 0; i < 3; i++)
        g_assert_true(dec_equal(result->v.numbers[i], dec_of(want[i])));
    g_assert_cmpstr(out->unit, ==, "元");
}

static void test_bands(void)
{
    g_autoptr(Regulation) reg = load("```yaml input 甲 @month unit 元\n```\n"
                                     "\n`bands 金 @month of 甲 marginal unit 元`\n\n"
                                     "| 基 (万元) | 率 |\n|---|---|\n"
                                     "| > 3 | 30% |\n| [0..2] | 10% |\n| (2..3] | 20% |\n");
    const RegBands *bands = &name_of(reg, "person", "金")->block->u.bands;

    g_assert_cmpuint(bands->n_bands, ==, 3);
    g_assert_true(bands->bands[0].has_low && bands->bands[0].low_included);
    g_assert_true(dec_equal(bands->bands[0].low, dec_zero()));
    g_assert_true(dec_equal(bands->bands[0].high, dec_from_int(20000)));
    g_assert_true(bands->bands[0].high_included);
    g_assert_false(bands->bands[1].low_included);
    g_assert_true(dec_equal(bands->bands[2].low, dec_from_int(30000)));
    g_assert_false(bands->bands[2].has_high);
    assert_runs(reg, &bands->bands[1].rate, NULL, feel_null(), "0.2");
}

static void test_functions(void)
{
    g_autoptr(Regulation) reg = load("```feel function 步数(差额, 步长)\n取整(差额 / 步长)\n```\n"
                                     "```feel function 取整(x)\nfloor(x)\n```\n"
                                     "```yaml input 甲 @month unit 元\n```\n"
                                     "```yaml param 步 unit 元\nvalue: 1万\n```\n"
                                     "```feel 丙 @month\n步数(甲, 1万) * 步\n```\n");
    const RegName *a = name_of(reg, "person", "甲");
    const RegBlock *block = name_of(reg, "person", "丙")->block;
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(Reasons) reasons = reasons_new();
    g_autoptr(FeelRun) run = run_new(arena, reasons, NULL);
    FeelValue *slots = ARENA_NEW_N(arena, FeelValue, reg->n_names);

    g_assert_cmpuint(reg->n_functions, ==, 2);
    g_assert_nonnull(reg->host_functions[0]->body);
    slots[a->slot] = feel_number(dec_of("29999"));
    slots[name_of(reg, "person", "步")->slot] = feel_number(dec_of("10000"));
    FeelValue got = feel_run_row(run, block->u.feel.program, slots, NULL);
    g_assert_true(dec_equal(got.u.number, dec_of("20000")));
    g_assert_cmpstr(name_of(reg, "person", "丙")->unit, ==, "元^2"); /* 元 of 步数 × 元 */
}

/* Larger values win a tie; `-` before a date makes the earlier one win. */
static void test_tie_break(void)
{
    g_autoptr(Regulation) reg = load("```yaml input 甲 @month\n```\n"
                                     "```yaml rank 名次 @month\nof: 甲\ncuts: first 3\n"
                                     "tie break: [-入职日期]\nsize: 人数\nfrom end: 倒数\n```\n");
    const RegName *rank = name_of(reg, "person", "名次");
    const RegRank *r = &rank->block->u.rank;
    const RegName *joined = name_of(reg, "person", "入职日期");

    assert_runs(reg, &r->tie_break[0], joined, feel_date(10), "-10");
    assert_runs(reg, &r->tie_break[0], joined, feel_date(11), "-11");
    assert_runs(reg, &r->cuts[0].n, NULL, feel_null(), "3");
    g_assert_cmpuint(rank->block->n_defines, ==, 3);
    g_assert_cmpuint(name_of(reg, "person", "人数")->output, ==, 1);
    g_assert_cmpuint(name_of(reg, "person", "倒数")->output, ==, 2);
    g_assert_cmpint(name_of(reg, "person", "倒数")->element, ==, rank->element);
}

/* ---- the DMN model --------------------------------------------------------------------------- */

static void test_model(void)
{
    g_autoptr(Regulation) reg =
        load("## 第一条 奖励\n\n"
             "```yaml input 甲 @month unit 元\n```\n"
             "```yaml param 率\nvalue: 5%\nassumed: 原文未写明\n```\n"
             "```feel 丙 @month unit 元\n甲 * 率\n```\n"
             "```yaml total 和 @month per unit\ntake: sum\nof: 丙\nover: person by 机构\n```\n"
             "```feel 丁 @month unit 元\n机构.和\n```\n"
             "```feel function 一(x)\nx\n```\n"
             "```yaml pay 奖 @month\nof: 丁\ninto: 绩效\n```\n");
    const DmnElement *c = dmn_model_get(reg->dmn, name_of(reg, "person", "丙")->element);
    const DmnElement *input = dmn_model_get(reg->dmn, name_of(reg, "person", "甲")->element);
    const DmnElement *rate = dmn_model_get(reg->dmn, name_of(reg, "person", "率")->element);
    const DmnElement *sum = dmn_model_get(reg->dmn, name_of(reg, "unit", "和")->element);

    g_assert_cmpint(c->kind, ==, DMN_DECISION);
    g_assert_cmpint(c->logic, ==, DMN_LOGIC_LITERAL);
    g_assert_cmpuint(c->n_requires, ==, 2);
    g_assert_cmpint(c->authority, ==, reg->articles[0].element);
    g_assert_cmpstr(dmn_model_get(reg->dmn, c->authority)->name, ==, "第一条");
    g_assert_cmpint(dmn_model_get(reg->dmn, c->authority)->kind, ==, DMN_KNOWLEDGE_SOURCE);
    g_assert_cmpint(input->kind, ==, DMN_INPUT_DATA);
    g_assert_cmpint(rate->kind, ==, DMN_INPUT_DATA);
    g_assert_cmpint(rate->authority, ==, -1); /* a stand-in cites nothing */
    g_assert_cmpint(sum->logic, ==, DMN_LOGIC_HOST);
    g_assert_true(sum->host == name_of(reg, "unit", "和")->block);
    for (size_t i = 0; i < reg->n_blocks; i++) {
        if (reg->blocks[i]->kind == REG_PAY)
            g_assert_cmpint(reg->blocks[i]->element, ==, -1);
        if (reg->blocks[i]->kind == REG_FUNCTION)
            g_assert_cmpint(dmn_model_get(reg->dmn, reg->blocks[i]->element)->kind, ==,
                            DMN_BUSINESS_KNOWLEDGE);
    }
}

/* Each element once, after all that it requires, across subjects. */
static void test_order(void)
{
    g_autoptr(Regulation) reg =
        load("```feel 丁 @month unit 元\n机构.和 * 2\n```\n"
             "```yaml total 和 @month per unit\ntake: sum\nof: 丙\nover: person by 机构\n```\n"
             "```feel 丙 @month unit 元\n甲 * 3\n```\n"
             "```yaml input 甲 @month unit 元\n```\n");
    size_t n = dmn_model_n(reg->dmn);
    g_autofree bool *done = g_new0(bool, n);

    g_assert_cmpuint(reg->n_order, ==, n);
    for (size_t i = 0; i < n; i++) {
        const DmnElement *e = dmn_model_get(reg->dmn, reg->order[i]);

        g_assert_false(done[reg->order[i]]);
        for (size_t k = 0; k < e->n_requires; k++)
            g_assert_true(done[e->requires[k]]);
        done[reg->order[i]] = true;
    }
}

/* ---- scopes, names, limits ------------------------------------------------------------------- */

static void test_scope_conditions(void)
{
    g_autoptr(Regulation) reg = load("## 第一章\n\n"
                                     "```yaml scope\nfor: 类别 = \"销售类\"\ncycle: month\n```\n\n"
                                     "```yaml input 甲\nfor: 状态 = \"在职\"\n```\n"
                                     "```yaml param 数\nvalue: 1\n```\n");
    const RegBlock *block = name_of(reg, "person", "甲")->block;

    g_assert_cmpuint(block->n_applies, ==, 2);
    assert_runs(reg, &block->applies[0], name_of(reg, "person", "类别"),
                feel_string("销售类", strlen("销售类")), "true");
    assert_runs(reg, &block->applies[1], name_of(reg, "person", "状态"),
                feel_string("离职", strlen("离职")), "false");
    /* what a condition reads is required */
    g_assert_cmpuint(dmn_model_get(reg->dmn, block->element)->n_requires, ==, 2);
}

/* Whom a sheet is not kept for owes nothing of it. */
static void test_sheet_conditions(void)
{
    g_autoptr(Regulation) reg =
        load("## 第一章\n\n"
             "```yaml scope\nfor: 类别 = \"销售类\"\n```\n\n"
             "```yaml sheet 表 @month\ncolumns: {金额: 元}\nfor: 状态 = \"在职\"\n```\n"
             "```yaml input 金额 @month\nfrom: sheet 表\n```\n");
    const RegBlock *block = name_of(reg, "person", "金额")->block;

    g_assert_cmpuint(block->n_applies, ==, 2); /* the scope's once, the sheet's own */
    assert_runs(reg, &block->applies[1], name_of(reg, "person", "状态"),
                feel_string("在职", strlen("在职")), "true");
}

static void test_english(void)
{
    g_autoptr(Regulation) reg = load("```yaml input 甲 @month\n```\n"
                                     "```yaml names\n甲: amount\n级别: grade\n```\n");

    g_assert_cmpstr(name_of(reg, "person", "甲")->english, ==, "amount");
    g_assert_cmpstr(name_of(reg, "person", "级别")->english, ==, "grade");
    g_assert_null(name_of(reg, "person", "岗位")->english);
}

/* Chains as long as a file can hold do not grow the stack. */
static void test_long_chain(void)
{
    enum { N = 5000 };
    g_autoptr(GString) text = g_string_new(NULL);

    for (int i = 0; i < N; i++)
        g_string_append_printf(text, "```feel a%d @month\na%d + 1\n```\n", i, i + 1);
    g_string_append_printf(text, "```feel a%d @month\n1\n```\n", N);
    g_autoptr(Regulation) reg = load(text->str);
    g_assert_cmpuint(reg->n_order, ==, N + 1);
    g_assert_true(name_of(reg, "person", "a0")->type == &feel_type_number);
}

static void test_too_many_names(void)
{
    g_autoptr(GString) text = g_string_new(FRONT);
    g_autoptr(Diags) diags = diags_new(LANG_EN);

    for (int i = 0; i < 500; i++)
        g_string_append_printf(text,
                               "```yaml param p%d\nvalue: 1\n```\n"
                               "```yaml sheet s%d @month\ncolumns: {x: 元}\n```\n",
                               i, i);
    g_assert_null(reg_load_text(text->str, text->len, "t.md", diags));
    g_assert_cmpuint(diags_n(diags), ==, 1);
    g_assert_cmpstr(diags_get(diags, 0)->code, ==, "regulation.too-many-names");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/reg_compile/slots", test_slots);
    g_test_add_func("/reg_compile/built-in", test_built_in);
    g_test_add_func("/reg_compile/attribute-refined", test_attribute_refined);
    g_test_add_func("/reg_compile/param-views", test_param_views);
    g_test_add_func("/reg_compile/paths", test_paths);
    g_test_add_func("/reg_compile/found-out", test_found_out);
    g_test_add_func("/reg_compile/history", test_history);
    g_test_add_func("/reg_compile/sheet-entries", test_sheet_entries);
    g_test_add_func("/reg_compile/table-in-wan", test_table_in_wan);
    g_test_add_func("/reg_compile/bands", test_bands);
    g_test_add_func("/reg_compile/functions", test_functions);
    g_test_add_func("/reg_compile/tie-break", test_tie_break);
    g_test_add_func("/reg_compile/model", test_model);
    g_test_add_func("/reg_compile/order", test_order);
    g_test_add_func("/reg_compile/scope-conditions", test_scope_conditions);
    g_test_add_func("/reg_compile/sheet-conditions", test_sheet_conditions);
    g_test_add_func("/reg_compile/english", test_english);
    g_test_add_func("/reg_compile/long-chain", test_long_chain);
    g_test_add_func("/reg_compile/too-many-names", test_too_many_names);
    return g_test_run();
}

/* Built-in subjects and names: the master data that a regulation may rely on (docs/names.md). */
#include <string.h>

#include "regulation/check_private.h"

typedef enum MasterType { M_TEXT, M_TEXTS, M_NUMBER, M_DATE, M_LINK } MasterType;

typedef struct MasterName {
    const char *subject;
    const char *name;
    MasterType type;
    const char *more; /* LINK: subject it points to; NUMBER: unit, NULL = a count */
} MasterName;

static const MasterName master_names[] = {
    {"person",      "工号",                M_TEXT,   NULL      },
    {"person",      "姓名",                M_TEXT,   NULL      },
    {"person",      "岗位",                M_TEXT,   NULL      },
    {"person",      "类别",                M_TEXT,   NULL      },
    {"person",      "级别",                M_TEXT,   NULL      },
    {"person",      "级别起始日",       M_DATE,   NULL      },
    {"person",      "机构",                M_LINK,   "unit"    },
    {"person",      "团队",                M_LINK,   "team"    },
    {"person",      "入职日期",          M_DATE,   NULL      },
    {"person",      "离职日期",          M_DATE,   NULL      },
    {"person",      "资格",                M_TEXTS,  NULL      },
    {"person",      "状态",                M_TEXT,   NULL      },
    {"customer",    "客户号",             M_TEXT,   NULL      },
    {"customer",    "名称",                M_TEXT,   NULL      },
    {"customer",    "类型",                M_TEXT,   NULL      },
    {"customer",    "类别",                M_TEXT,   NULL      },
    {"customer",    "级别",                M_TEXT,   NULL      },
    {"customer",    "行业",                M_TEXT,   NULL      },
    {"customer",    "区域",                M_TEXT,   NULL      },
    {"customer",    "小组",                M_LINK,   "team"    },
    {"customer",    "机构",                M_LINK,   "unit"    },
    {"customer",    "在管客户经理数", M_NUMBER, NULL      },
    {"account",     "账号",                M_TEXT,   NULL      },
    {"account",     "产品",                M_TEXT,   NULL      },
    {"account",     "品种",                M_TEXT,   NULL      },
    {"account",     "币种",                M_TEXT,   NULL      },
    {"account",     "状态",                M_TEXT,   NULL      },
    {"account",     "五级分类",          M_TEXT,   NULL      },
    {"account",     "执行利率",          M_NUMBER, "1/年"   },
    {"account",     "开户日期",          M_DATE,   NULL      },
    {"account",     "到期日期",          M_DATE,   NULL      },
    {"account",     "销户日期",          M_DATE,   NULL      },
    {"account",     "客户",                M_LINK,   "customer"},
    {"account",     "机构",                M_LINK,   "unit"    },
    {"unit",        "编号",                M_TEXT,   NULL      },
    {"unit",        "名称",                M_TEXT,   NULL      },
    {"unit",        "类型",                M_TEXT,   NULL      },
    {"unit",        "级别",                M_TEXT,   NULL      },
    {"unit",        "区域",                M_TEXT,   NULL      },
    {"unit",        "上级",                M_LINK,   "unit"    },
    {"unit",        "负责人",             M_LINK,   "person"  },
    {"team",        "编号",                M_TEXT,   NULL      },
    {"team",        "名称",                M_TEXT,   NULL      },
    {"team",        "类型",                M_TEXT,   NULL      },
    {"team",        "机构",                M_LINK,   "unit"    },
    {"team",        "组长",                M_LINK,   "person"  },
    {"project",     "编号",                M_TEXT,   NULL      },
    {"project",     "名称",                M_TEXT,   NULL      },
    {"project",     "类型",                M_TEXT,   NULL      },
    {"project",     "状态",                M_TEXT,   NULL      },
    {"project",     "机构",                M_LINK,   "unit"    },
    {"project",     "客户",                M_LINK,   "customer"},
    {"project",     "项目经理",          M_LINK,   "person"  },
    {"project",     "开始日期",          M_DATE,   NULL      },
    {"project",     "结束日期",          M_DATE,   NULL      },
    {"transaction", "流水号",             M_TEXT,   NULL      },
    {"transaction", "类型",                M_TEXT,   NULL      },
    {"transaction", "交易日期",          M_DATE,   NULL      },
    {"transaction", "金额",                M_NUMBER, "元"     },
    {"card",        "卡号",                M_TEXT,   NULL      },
    {"card",        "类型",                M_TEXT,   NULL      },
    {"card",        "发卡日期",          M_DATE,   NULL      },
    {"card",        "销卡日期",          M_DATE,   NULL      },
    {"contract",    "合同号",             M_TEXT,   NULL      },
    {"contract",    "类型",                M_TEXT,   NULL      },
    {"contract",    "签订日期",          M_DATE,   NULL      },
    {"contract",    "终止日期",          M_DATE,   NULL      },
    {"contract",    "客户",                M_LINK,   "customer"},
    {"assignment",  "客户",                M_LINK,   "customer"},
    {"assignment",  "客户经理",          M_LINK,   "person"  },
    {"assignment",  "份额",                M_NUMBER, ""        },
    {"assignment",  "起始日",             M_DATE,   NULL      },
    {"assignment",  "终止日",             M_DATE,   NULL      },
    {"reserve",     "提取日",             M_DATE,   NULL      },
    {"reserve",     "到期日",             M_DATE,   NULL      },
};

/* What a row need not have: ends that have not come, and what it is not part of. Of all else
 * somebody owes it. */
static const struct {
    const char *subject, *name;
} may_lack[] = {
    {"person",   "离职日期"},
    {"person",   "团队"      },
    {"customer", "小组"      },
    {"account",  "到期日期"},
    {"account",  "销户日期"},
    {"unit",     "上级"      },
    {"project",  "客户"      },
    {"project",  "结束日期"},
};

static const struct {
    const char *name;
    RegRowsFrom from;
} master_subjects[] = {
    {"person",      REG_ROWS_PERSON},
    {"customer",    REG_ROWS_MASTER},
    {"account",     REG_ROWS_MASTER},
    {"unit",        REG_ROWS_MASTER},
    {"team",        REG_ROWS_MASTER},
    {"project",     REG_ROWS_MASTER},
    {"transaction", REG_ROWS_NONE  },
    {"card",        REG_ROWS_NONE  },
    {"contract",    REG_ROWS_NONE  },
    {"assignment",  REG_ROWS_NONE  },
    {"reserve",     REG_ROWS_NONE  },
};

/* ---- subjects ----------------------------------------------------------------------------- */

static void track_subject(Checker *c, const char *name)
{
    CheckSubject *subject = g_new0(CheckSubject, 1);
    FeelType *link = ARENA_NEW(c->arena, FeelType);

    *link = feel_type_string;
    link->row_of = name;
    subject->link = link;
    subject->by_name = g_hash_table_new(g_str_hash, g_str_equal);
    subject->entries = g_hash_table_new(NULL, NULL);
    g_ptr_array_add(c->subjects, subject);
}

int check_subject_add(Checker *c, const char *name, RegRowsFrom from, const char *source)
{
    Regulation *reg = c->reg;
    RegSubject *grown = ARENA_NEW_N(c->arena, RegSubject, reg->n_subjects + 1);

    if (reg->n_subjects > 0)
        memcpy(grown, reg->subjects, reg->n_subjects * sizeof *grown);
    grown[reg->n_subjects] = (RegSubject){.name = name, .from = from, .source = source};
    reg->subjects = grown;
    track_subject(c, name);
    return (int)reg->n_subjects++;
}

/* ---- names -------------------------------------------------------------------------------- */

static bool is_lacking(const char *master, const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(may_lack); i++) {
        if (strcmp(may_lack[i].subject, master) == 0 && strcmp(may_lack[i].name, name) == 0)
            return true;
    }
    return false;
}

static void add_names_of(Checker *c, int subject, const char *master)
{
    for (size_t i = 0; i < G_N_ELEMENTS(master_names); i++) {
        const MasterName *m = &master_names[i];
        const FeelType *type = &feel_type_string;

        if (strcmp(m->subject, master) != 0)
            continue;
        if (m->type == M_DATE)
            type = &feel_type_date;
        else if (m->type == M_NUMBER)
            type = &feel_type_number;
        else if (m->type == M_TEXTS)
            type = feel_type_list(c->arena, &feel_type_string);
        else if (m->type == M_LINK)
            type = check_subject(c, reg_subject(c->reg, m->more))->link;
        RegName *name = check_name_add(c, subject, m->name, REG_NAME_ATTRIBUTE, type);
        Unit unit = unit_bare();

        name->may_lack = is_lacking(master, m->name);
        if (m->type == M_NUMBER) {
            if (m->more)
                (void)unit_parse(c->arena, m->more, &unit, NULL); /* our own text: always a unit */
            check_name_set_unit(name, &unit);
        }
    }
}

/* What every row knows of itself and of the cycle. */
static void add_row_names(Checker *c, int subject)
{
    Unit bare = unit_bare();

    check_name_add(c, subject, "期初", REG_NAME_BUILTIN, &feel_type_date);
    check_name_add(c, subject, "期末", REG_NAME_BUILTIN, &feel_type_date);
    check_name_set_unit(check_name_add(c, subject, "期序", REG_NAME_BUILTIN, &feel_type_number),
                        &bare);
    check_name_set_unit(check_name_add(c, subject, "年", REG_NAME_BUILTIN, &feel_type_number),
                        &bare);
    check_name_add(c, subject, "this", REG_NAME_BUILTIN, check_subject(c, subject)->link);
}

/* Fields of a form as names of its entries. */
static void add_field_names(Checker *c, int subject, const RegForm *form)
{
    for (size_t i = 0; i < form->n_fields; i++) {
        const RegField *field = &form->fields[i];

        if (check_name_find(c, subject, field->name)) {
            diag_add(c->diags, DIAG_ERROR, "regulation.name-twice", field->pos,
                     "the field %s cannot be told from a name that every entry has", field->name);
            continue;
        }
        RegName *name = check_name_add(c, subject, field->name, REG_NAME_ATTRIBUTE, field->type);
        name->output = i;
        name->one_of = field->one_of;
        name->n_one_of = field->n_one_of;
        check_name(name)->pos = field->pos;
        if (field->type == NULL || field->type->kind == FEEL_T_NUMBER) {
            Unit unit = check_unit_declared(c, field->unit, field->pos, &name->factor);
            Unit none = unit_none();
            check_name_set_unit(name, field->unit && field->unit[0] ? &unit : &none);
        }
    }
}

static void add_entry_names(Checker *c, int index)
{
    const RegSubject *subject = &c->reg->subjects[index];
    RegBlockKind kind = subject->from == REG_ROWS_SHEET ? REG_SHEET : REG_REGISTER;
    SrcPos pos = subject->block ? subject->block->pos : (SrcPos){c->reg->file, 0, 0};
    const RegBlock *form = check_form(c, kind, subject->source, pos);

    if (!form)
        return;
    int about = form->u.form.subject;
    if (about >= 0)
        check_name_add(c, index, c->reg->subjects[about].name, REG_NAME_ATTRIBUTE,
                       check_subject(c, about)->link);
    add_field_names(c, index, &form->u.form);
}

/* Type of an attribute of accounts, built in or declared; NULL = there is none. */
static const FeelType *account_type(Checker *c, int account, const char *name)
{
    const RegName *built_in = check_name_find(c, account, name);
    const FeelType *type;

    if (built_in)
        return built_in->type;
    for (size_t i = 0; i < c->reg->n_blocks; i++) {
        const RegBlock *block = c->reg->blocks[i];

        if (block->kind != REG_INPUT || block->u.input.source != REG_FROM_ATTRIBUTE ||
            block->subject != account || strcmp(block->name, name) != 0)
            continue;
        type = check_type_declared(block);
        return type ? type : &feel_type_number;
    }
    return NULL;
}

static void add_measure_rows(Checker *c, int index)
{
    const RegSubject *subject = &c->reg->subjects[index];
    int account = reg_subject(c->reg, "account");

    check_name_add(c, index, "person", REG_NAME_ATTRIBUTE, check_subject(c, REG_PERSON)->link);
    for (size_t i = 0; i < subject->n_by; i++) {
        const FeelType *type = account_type(c, account, subject->by[i]);
        const RegName *of = check_name_find(c, account, subject->by[i]);

        if (!type) {
            diag_add(c->diags, DIAG_ERROR, "regulation.unknown-name", subject->block->pos,
                     "%s is no attribute of an account", subject->by[i]);
            check_hint_name(c, account, subject->by[i], CHECK_HINT_NAME);
        } else if (!check_name_find(c, index, subject->by[i])) {
            RegName *name = check_name_add(c, index, subject->by[i], REG_NAME_ATTRIBUTE, type);
            if (of)
                check_name_set_unit(name, &check_name(of)->unit);
        }
    }
}

static void add_subject_names(Checker *c, int index)
{
    const RegSubject *subject = &c->reg->subjects[index];

    add_row_names(c, index);
    switch (subject->from) {
    case REG_ROWS_PERSON:
        add_names_of(c, index, "person");
        break;
    case REG_ROWS_MASTER:
    case REG_ROWS_NONE:
        add_names_of(c, index, subject->block ? subject->source : subject->name);
        break;
    case REG_ROWS_SHEET:
    case REG_ROWS_REGISTER:
        add_entry_names(c, index);
        break;
    case REG_ROWS_MEASURE:
        add_measure_rows(c, index);
        break;
    }
}

/* Entries of a form are rows of some subject, so that a `where` can speak of them: if the
 * regulation declares none, of one that bears the form's name. */
static void add_entry_subjects(Checker *c)
{
    for (size_t i = 0; i < c->reg->n_blocks; i++) {
        const RegBlock *block = c->reg->blocks[i];
        bool is_form = block->kind == REG_SHEET || block->kind == REG_REGISTER;

        if (!is_form || reg_entries(c->reg, block->name) >= 0)
            continue;
        if (reg_subject(c->reg, block->name) >= 0)
            diag_add(c->diags, DIAG_ERROR, "regulation.name-twice", block->pos,
                     "there are rows called %s already: the entries of this could not be told "
                     "from them",
                     block->name);
        else
            check_subject_add(c, block->name,
                              block->kind == REG_SHEET ? REG_ROWS_SHEET : REG_ROWS_REGISTER,
                              block->name);
    }
}

void check_master(Checker *c)
{
    for (size_t i = 0; i < c->reg->n_subjects; i++)
        track_subject(c, c->reg->subjects[i].name);
    for (size_t i = 0; i < G_N_ELEMENTS(master_subjects); i++) {
        if (reg_subject(c->reg, master_subjects[i].name) < 0)
            check_subject_add(c, master_subjects[i].name, master_subjects[i].from, NULL);
    }
    add_entry_subjects(c);
    for (size_t i = 0; i < c->reg->n_subjects; i++) {
        int index = (int)i;

        if (c->reg->subjects[i].from != REG_ROWS_MEASURE)
            add_subject_names(c, index);
    }
    /* group columns are attributes of accounts, which are known now */
    for (size_t i = 0; i < c->reg->n_subjects; i++) {
        if (c->reg->subjects[i].from == REG_ROWS_MEASURE)
            add_subject_names(c, (int)i);
    }
}

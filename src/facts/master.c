#include "facts/master.h"

#include <string.h>

static const char *const kind_words[] = {
    [MASTER_UNIT] = "unit",       [MASTER_PERSON] = "person", [MASTER_CUSTOMER] = "customer",
    [MASTER_ACCOUNT] = "account", [MASTER_TEAM] = "team",     [MASTER_PROJECT] = "project",
};

typedef enum Field { F_CODE, F_NAME, F_KIND, F_UNIT, F_CUSTOMER, F_START, F_END, F_MANAGERS } Field;

/* The names by which regulations know what the tables hold (docs/notation.md). */
static const struct {
    MasterKind kind;
    const char *name;
    Field field;
} fields[] = {
    {MASTER_UNIT,     "编号",                F_CODE    },
    {MASTER_UNIT,     "名称",                F_NAME    },
    {MASTER_UNIT,     "类型",                F_KIND    },
    {MASTER_UNIT,     "上级",                F_UNIT    },
    {MASTER_PERSON,   "工号",                F_CODE    },
    {MASTER_PERSON,   "姓名",                F_NAME    },
    {MASTER_CUSTOMER, "客户号",             F_CODE    },
    {MASTER_CUSTOMER, "名称",                F_NAME    },
    {MASTER_CUSTOMER, "机构",                F_UNIT    },
    {MASTER_CUSTOMER, "在管客户经理数", F_MANAGERS},
    {MASTER_ACCOUNT,  "账号",                F_CODE    },
    {MASTER_ACCOUNT,  "产品",                F_KIND    },
    {MASTER_ACCOUNT,  "客户",                F_CUSTOMER},
    {MASTER_ACCOUNT,  "机构",                F_UNIT    },
    {MASTER_ACCOUNT,  "开户日期",          F_START   },
    {MASTER_ACCOUNT,  "销户日期",          F_END     },
    {MASTER_TEAM,     "编号",                F_CODE    },
    {MASTER_TEAM,     "名称",                F_NAME    },
    {MASTER_TEAM,     "机构",                F_UNIT    },
    {MASTER_PROJECT,  "编号",                F_CODE    },
    {MASTER_PROJECT,  "名称",                F_NAME    },
    {MASTER_PROJECT,  "机构",                F_UNIT    },
};

void master_free(Master *master)
{
    if (!master)
        return;
    arena_free(master->arena);
    g_free(master);
}

int32_t master_index(const Master *master, MasterKind kind, int64_t id)
{
    const MasterTable *t = &master->tables[kind];

    return id < 0 || id > t->max_id ? -1 : t->by_id[id];
}

const char *master_word(MasterKind kind)
{
    return kind_words[kind];
}

bool master_kind_parse(const char *word, MasterKind *out)
{
    for (int k = 0; k < MASTER_N_KINDS; k++) {
        if (strcmp(kind_words[k], word) == 0) {
            *out = (MasterKind)k;
            return true;
        }
    }
    return false;
}

bool master_kind_of(const Regulation *reg, int subject, MasterKind *out)
{
    const RegSubject *s = subject >= 0 ? &reg->subjects[subject] : NULL;
    bool is_part = s && s->block && s->from == REG_ROWS_MASTER;

    return s && master_kind_parse(is_part ? s->source : s->name, out);
}

static bool find_field(MasterKind kind, const char *name, Field *out)
{
    for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
        if (fields[i].kind == kind && strcmp(fields[i].name, name) == 0) {
            *out = fields[i].field;
            return true;
        }
    }
    return false;
}

bool master_knows(MasterKind kind, const char *name)
{
    Field field;

    return find_field(kind, name, &field);
}

static FeelValue text_value(const char *text)
{
    return text ? feel_string(text, strlen(text)) : feel_null();
}

static FeelValue link_value(const Master *master, MasterKind kind, int32_t row)
{
    return row < 0 ? feel_null() : text_value(master->tables[kind].rows[row].code);
}

static FeelValue day_value(CalDate day)
{
    return day == INT64_MIN ? feel_null() : feel_date(day);
}

static int64_t n_managers(const Master *master, size_t customer, CalDate at)
{
    int64_t n = 0;

    for (size_t i = master->first_holding[customer]; i < master->first_holding[customer + 1]; i++) {
        const Holding *h = &master->holdings[i];
        n += h->role == 0 && h->from <= at && at <= h->to;
    }
    return n;
}

FeelValue
master_value(const Master *master, MasterKind kind, const char *name, size_t row, CalDate at)
{
    const MasterRow *r = &master->tables[kind].rows[row];
    Field field;

    if (!find_field(kind, name, &field))
        return feel_null();
    switch (field) {
    case F_CODE:
        return text_value(r->code);
    case F_NAME:
        return text_value(r->name);
    case F_KIND:
        return text_value(r->kind);
    case F_UNIT:
        return link_value(master, MASTER_UNIT, r->unit);
    case F_CUSTOMER:
        return link_value(master, MASTER_CUSTOMER, r->customer);
    case F_START:
        return day_value(r->start);
    case F_END:
        return day_value(r->end);
    case F_MANAGERS:
        return feel_number(dec_from_int(n_managers(master, row, at)));
    }
    return feel_null();
}

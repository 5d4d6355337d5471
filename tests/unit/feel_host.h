/* feel_host.h - for tests: names of a host, the same in both dialects, with links and a
 * resolver. */
#pragma once

#include "feel_tree.h"

#define STD FEEL_STANDARD
#define REG FEEL_REGULATION

static inline int
resolve_path(void *host, int base_slot, const char *member, const FeelType **out_type)
{
    static const FeelType person = {.kind = FEEL_T_STRING, .row_of = "person"};

    (void)host;
    if (base_slot == 4 && strcmp(member, "区域") == 0) {
        *out_type = &feel_type_string;
        return 40;
    }
    if (base_slot == 4 && strcmp(member, "负责人") == 0) {
        *out_type = &person;
        return 41;
    }
    if (base_slot == 4 && strcmp(member, "备注") == 0) {
        *out_type = NULL; /* nothing known */
        return 43;
    }
    if (base_slot == 41 && strcmp(member, "得分") == 0) {
        *out_type = &feel_type_number;
        return 42;
    }
    return -1;
}

/* The same names in both dialects. */
static inline FeelScope *scope_of(Arena *arena, FeelDialect dialect)
{
    static const char *const names[] = {"金额", "日期", "类别"};
    static const FeelType *const types[] = {&feel_type_number, &feel_type_date, &feel_type_string};
    static const char *const params[] = {"差额", "步长"};
    static const FeelType *const param_types[] = {&feel_type_number, &feel_type_number};
    FeelScope *s = feel_scope_new(arena, NULL, dialect);
    FeelType *link = ARENA_NEW(arena, FeelType);
    const FeelType *row = feel_type_context(arena, names, types, 3);

    link->kind = FEEL_T_STRING;
    link->row_of = "unit";
    feel_scope_add_slot(s, "任意", 0, &feel_type_any);
    feel_scope_add_slot(s, "参加", 1, &feel_type_boolean);
    feel_scope_add_slot(s, "存款", 2, &feel_type_number);
    feel_scope_add_slot(s, "积数", 3, &feel_type_number);
    feel_scope_add_slot(s, "机构", 4, link);
    feel_scope_add_slot(s, "入职日期", 5, &feel_type_date);
    feel_scope_add_slot(s, "期初", 6, &feel_type_date);
    feel_scope_add_slot(s, "岗位", 7, &feel_type_string);
    feel_scope_add_slot(s, "登记", 8, feel_type_list(arena, row));
    feel_scope_add_slot(s, "周期", 9, feel_type_range(arena, &feel_type_date));
    feel_scope_add_slot(s, "综合贡献额", 10, &feel_type_number);
    feel_scope_add_slot(s, "资格", 11, feel_type_list(arena, &feel_type_string));
    feel_scope_add_slot(s, "行", 12, row);
    feel_scope_add_function(s, "起算步数", 3,
                            feel_type_function(arena, params, param_types, 2, &feel_type_number));
    feel_scope_set_path_resolver(s, resolve_path, NULL);
    return s;
}

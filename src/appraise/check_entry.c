/* `check` blocks: one entry looked at before it lands. */
#include <string.h>

#include "appraise/evaluate_private.h"

typedef struct Looking {
    AppResult *ev;
    const AppCheckField *fields;
    size_t n_fields;
    CalDate day;
} Looking;

static FeelValue not_known(const Looking *l, const RegName *name, ReasonKind kind)
{
    ReasonRoot root = {.kind = kind, .name = name->name, .owed_by = name_owed_by(name)};

    return feel_missing(reasons_root(l->ev->reasons, &root));
}

static FeelValue field_value(const Looking *l, const RegName *name)
{
    Dec factor = name->kind == REG_NAME_PATH ? name->path_member->factor : name->factor;

    for (size_t i = 0; i < l->n_fields; i++) {
        FeelValue v = l->fields[i].value;

        if (strcmp(l->fields[i].name, name->name) != 0)
            continue;
        if (v.kind == FEEL_MISSING ||
            (v.kind == FEEL_NUMBER && !dec_mul(v.u.number, factor, &v.u.number)))
            break;
        return v;
    }
    return not_known(l, name, REASON_INPUT);
}

/* An entry is of one day: 期初, 期末 and 年 are its. */
static FeelValue builtin_value(const Looking *l, const RegName *name)
{
    if (strcmp(name->name, "年") == 0)
        return feel_number(dec_from_int(cal_date_ymd(l->day).year));
    if (name->type->kind == FEEL_T_DATE)
        return feel_date(l->day);
    return not_known(l, name, REASON_INPUT);
}

/* A key of a parameter: a field, or what every row knows. */
static FeelValue key_value(const Looking *l, const RegName *name)
{
    FeelValue v = field_value(l, name);

    return v.kind == FEEL_MISSING && name->kind == REG_NAME_BUILTIN ? builtin_value(l, name) : v;
}

static FeelValue param_value(const Looking *l, const RegName *name)
{
    AppResult *ev = l->ev;
    size_t n = name->block->u.param.n_by;
    const char **keys = ARENA_NEW_N(ev->arena, const char *, n);
    ParamFound found;
    FeelValue v;

    for (size_t k = 0; k < n; k++) {
        v = name->by ? key_value(l, name->by[k]) : feel_null();
        if (v.kind == FEEL_MISSING || v.kind == FEEL_NULL)
            return v;
        keys[k] = feel_value_text(ev->arena, &v, /* quoted= */ false);
    }
    if (!param_find(ev, name->block, keys, l->day, &found))
        return not_known(l, name, REASON_PARAMETER);
    v = found.value;
    if (v.kind == FEEL_NUMBER && found.given && !dec_mul(v.u.number, name->factor, &v.u.number))
        return not_known(l, name, REASON_PARAMETER);
    return v;
}

bool app_param_value(const Regulation *reg,
                     const AppData *data,
                     const RegName *name,
                     CalDate day,
                     Arena *arena,
                     FeelValue *out)
{
    g_autoptr(AppData) none = data ? NULL : app_data_new(reg);
    AppCycle at = {.kind = REG_NO_CYCLE, .first = day, .last = day, .text = ""};
    g_autoptr(AppResult) ev = evaluate_new(reg, data ? data : none, &at, &at, NULL);
    FeelValue v = param_value(&(Looking){.ev = ev, .day = day}, name);

    if (v.kind == FEEL_MISSING || name->block->u.param.n_by > 0)
        return false;
    *out = feel_value_copy(arena, &v);
    return true;
}

static bool is_known_field(const Looking *l, const RegName *name)
{
    for (size_t i = 0; i < l->n_fields; i++) {
        if (strcmp(l->fields[i].name, name->name) == 0)
            return l->fields[i].value.kind != FEEL_MISSING;
    }
    return false;
}

static FeelValue name_value(const Looking *l, const RegName *name);

/* What is read where nothing is recorded: the declared attribute's `if none`, null if it is
 * optional or need not be there. */
static FeelValue absent_value(const Looking *l, const RegName *name)
{
    bool is_path = name->kind == REG_NAME_PATH;
    const RegName *member = is_path ? name->path_member : name;
    const RegBlock *block = member->block;
    bool is_attribute =
        block && block->kind == REG_INPUT && block->u.input.source == REG_FROM_ATTRIBUTE;
    const FeelProgram *program = is_attribute ? block->u.input.if_none.program : NULL;
    bool may_lack = member->may_lack || (is_attribute && (program || block->u.input.optional));
    g_autofree FeelValue *slots = NULL;
    const int *read;
    size_t n;

    if (!may_lack || (is_path && !is_known_field(l, name->path_link)))
        return not_known(l, name, REASON_INPUT);
    if (!program)
        return feel_null();
    slots = g_new0(FeelValue, l->ev->reg->n_names);
    n = feel_program_slots(program, &read);
    for (size_t k = 0; k < n; k++)
        slots[read[k]] = name_value(l, l->ev->reg->names[read[k]]);
    return feel_run_row(l->ev->run, program, slots, NULL);
}

static FeelValue name_value(const Looking *l, const RegName *name)
{
    for (size_t i = 0; i < l->n_fields; i++) {
        if (strcmp(l->fields[i].name, name->name) == 0)
            return field_value(l, name);
    }
    if (name->kind == REG_NAME_PARAM)
        return param_value(l, name);
    if (name->kind == REG_NAME_BUILTIN)
        return builtin_value(l, name);
    return absent_value(l, name);
}

static char *what_is_not_known(const AppResult *ev, uint32_t reason)
{
    g_autoptr(GString) names = g_string_new(NULL);
    const ReasonRoot *const *roots;
    size_t n = reasons_roots(ev->reasons, reason, &roots);

    for (size_t i = 0; i < n; i++) {
        g_string_append(names, i > 0 ? ", " : "");
        g_string_append(names, roots[i]->kind == REASON_FAULT ? roots[i]->text : roots[i]->name);
    }
    return g_strdup_printf(text_in(ev->options.lang, "not known: %s"), names->str);
}

static AppCheck look(const Looking *l, const RegBlock *check, FeelValue *slots, char **out_why)
{
    AppResult *ev = l->ev;
    const FeelProgram *program = check->u.check.refuse_when.program;
    const int *read;
    size_t n = feel_program_slots(program, &read);
    FeelValue v;

    for (size_t k = 0; k < n; k++)
        slots[read[k]] = name_value(l, ev->reg->names[read[k]]);
    feel_run_set_blame(ev->run, check->name, NULL, NULL);
    v = feel_run_row(ev->run, program, slots, NULL);
    if (v.kind == FEEL_MISSING) {
        if (out_why)
            *out_why = what_is_not_known(ev, v.reason);
        return APP_CHECK_UNKNOWN;
    }
    if (v.kind != FEEL_BOOLEAN || !v.u.boolean)
        return APP_CHECK_PASSED;
    if (out_why)
        *out_why = g_strdup(check->u.check.says ? check->u.check.says : check->name);
    return APP_CHECK_REFUSED;
}

AppCheck app_check_entry(const Regulation *reg,
                         const RegBlock *check,
                         const AppData *data,
                         const AppCheckField *fields,
                         size_t n_fields,
                         CalDate day,
                         const AppOptions *options,
                         char **out_why)
{
    g_autoptr(AppData) none = data ? NULL : app_data_new(reg);
    AppCycle at = {.kind = REG_NO_CYCLE, .first = day, .last = day, .text = ""};
    g_autoptr(AppResult) ev = evaluate_new(reg, data ? data : none, &at, &at, options);
    Looking looking = {.ev = ev, .fields = fields, .n_fields = n_fields, .day = day};
    g_autofree FeelValue *slots = g_new0(FeelValue, MAX(reg->n_names, 1));

    g_return_val_if_fail(check->kind == REG_CHECK, APP_CHECK_UNKNOWN);
    if (out_why)
        *out_why = NULL;
    if (!check->u.check.refuse_when.program)
        return APP_CHECK_PASSED;
    return look(&looking, check, slots, out_why);
}

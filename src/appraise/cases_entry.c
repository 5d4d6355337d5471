/* Entries that check blocks look at before they land: each in turn, accepted ones count for those
 * that come after. */
#include <string.h>

#include "appraise/cases_private.h"
#include "appraise/data_private.h"

/* Names of master data that entries themselves make (docs/names.md). */
static const char ENTRY_CUSTOMER[] = "客户";
static const char ENTRY_MANAGER[] = "客户经理";
static const char ENTRY_FIRST[] = "起始日";
static const char ENTRY_LAST[] = "终止日";
static const char MANAGERS[] = "在管客户经理数";

typedef struct Entries {
    CaseCheck *check;
    const AppData *data;
    GPtrArray *accepted; /* const CaseRow * of the subject */
    const AppOptions *options;
} Entries;

/* ---- what is known of an entry ---- */

static FeelValue field(const Case *c, const CaseRow *entry, const char *name)
{
    const GArray *both[] = {entry->given, c->given};

    for (size_t k = 0; k < G_N_ELEMENTS(both); k++) {
        for (guint i = 0; i < both[k]->len; i++) {
            const CaseGiven *given = &g_array_index(both[k], CaseGiven, i);

            if (given->name->subject == entry->subject && strcmp(given->name->name, name) == 0)
                return given->value;
        }
    }
    return feel_null();
}

static CalDate date_or(const Case *c, const CaseRow *entry, const char *name, CalDate otherwise)
{
    FeelValue v = field(c, entry, name);

    return v.kind == FEEL_DATE ? v.u.date : otherwise;
}

/* The day of an entry of a form; INT64_MIN if it has none. */
static CalDate form_day(const Regulation *reg, const Case *c, const CaseRow *entry)
{
    const RegBlock *block = reg_form_of(reg, entry->subject);
    const RegForm *form = block ? &block->u.form : NULL;
    FeelValue v;

    if (!form || form->dated_by < 0)
        return INT64_MIN;
    v = field(c, entry, form->fields[form->dated_by].name);
    if (v.kind == FEEL_DATE)
        return v.u.date;
    return v.kind == FEEL_DATE_TIME ? v.u.date_time->date : INT64_MIN;
}

/* The day on which it begins. */
static CalDate day_of(const Regulation *reg, const Case *c, const CaseRow *entry)
{
    CalDate first = date_or(c, entry, ENTRY_FIRST, form_day(reg, c, entry));

    for (guint i = 0; first == INT64_MIN && i < entry->given->len; i++) {
        const CaseGiven *given = &g_array_index(entry->given, CaseGiven, i);

        if (given->value.kind == FEEL_DATE)
            first = given->value.u.date;
    }
    return first == INT64_MIN ? c->to.last : first;
}

static bool overlap(const Case *c, const CaseRow *a, const CaseRow *b)
{
    return date_or(c, a, ENTRY_FIRST, INT64_MIN) <= date_or(c, b, ENTRY_LAST, INT64_MAX) &&
           date_or(c, b, ENTRY_FIRST, INT64_MIN) <= date_or(c, a, ENTRY_LAST, INT64_MAX);
}

/* How many other managers have the customer at the same time. */
static int64_t count_managers(const Entries *e, const CaseRow *entry, const char *customer)
{
    const Case *c = e->check->c;
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    FeelValue own = field(c, entry, ENTRY_MANAGER);

    for (guint i = 0; i < e->accepted->len; i++) {
        const CaseRow *other = g_ptr_array_index(e->accepted, i);
        FeelValue of = field(c, other, ENTRY_CUSTOMER);
        FeelValue manager = field(c, other, ENTRY_MANAGER);

        if (other->subject != entry->subject || of.kind != FEEL_STRING ||
            strcmp(of.u.string.text, customer) != 0 || manager.kind != FEEL_STRING ||
            feel_equal(&manager, &own) == 1 || !overlap(c, entry, other))
            continue;
        g_hash_table_add(seen, (gpointer)manager.u.string.text);
    }
    return g_hash_table_size(seen);
}

/* A name of the row that a link of the entry leads to; false if it is not known. */
static bool member_value(
    const Entries *e, const CaseRow *entry, const RegName *member, const char *key, FeelValue *out)
{
    const Regulation *reg = e->check->file->reg;
    CalDate day = day_of(reg, e->check->c, entry);
    const DataDated *dated;
    size_t row;

    if (!app_data_find_row(e->data, member->subject, key, &row))
        return false;
    dated = data_dated(e->data, member->slot, row, day);
    if (dated)
        *out = dated->value;
    else if (member->kind == REG_NAME_ATTRIBUTE && strcmp(member->name, MANAGERS) == 0)
        *out = feel_number(dec_from_int(count_managers(e, entry, key)));
    else if (member->kind == REG_NAME_ATTRIBUTE || member->cycle == REG_NO_CYCLE)
        return false;
    else {
        AppCycle cycle = app_cycle_of(reg, member->cycle, day);

        *out = app_result_value(e->check->result, member, row, &cycle);
    }
    return out->kind != FEEL_MISSING;
}

static bool value_of(const Entries *e, const CaseRow *entry, const RegName *name, FeelValue *out)
{
    FeelValue key;

    if (name->kind == REG_NAME_ATTRIBUTE) {
        *out = field(e->check->c, entry, name->name);
        return out->kind != FEEL_MISSING;
    }
    if (name->kind != REG_NAME_PATH || !value_of(e, entry, name->path_link, &key))
        return false;
    if (key.kind == FEEL_STRING)
        return member_value(e, entry, name->path_member, key.u.string.text, out);
    *out = feel_null();
    return true;
}

static GArray *fields_of(const Entries *e, const CaseRow *entry)
{
    const Regulation *reg = e->check->file->reg;
    GArray *fields = g_array_new(FALSE, FALSE, sizeof(AppCheckField));

    for (size_t i = 0; i < reg->n_names; i++) {
        const RegName *name = reg->names[i];
        AppCheckField f = {.name = name->name};

        if (name->subject == entry->subject && value_of(e, entry, name, &f.value))
            g_array_append_val(fields, f);
    }
    return fields;
}

/* ---- one entry ---- */

typedef struct Verdict {
    bool refused;
    bool as_expected; /* the check that was to refuse it does */
} Verdict;

static void fail_entry(const Entries *e, const CaseRow *entry, const char *check, const char *why)
{
    cases_fail_at(e->check, entry->pos, entry->key, NULL, check);
    g_string_append_printf(e->check->out, "%s\n", why);
}

static void look(const Entries *e, const CaseRow *entry, const RegBlock *block, Verdict *verdict)
{
    const CaseCheck *check = e->check;
    g_autoptr(GArray) fields = fields_of(e, entry);
    g_autofree char *why = NULL;
    bool expected = entry->expected->len > 0 &&
                    strcmp(g_array_index(entry->expected, CaseExpect, 0).word, block->name) == 0;
    AppCheck seen = app_check_entry(check->file->reg, block, e->data,
                                    (const AppCheckField *)(const void *)fields->data, fields->len,
                                    day_of(check->file->reg, check->c, entry), e->options, &why);

    if (seen == APP_CHECK_UNKNOWN) {
        fail_entry(e, entry, block->name, why ? why : "");
        return;
    }
    verdict->refused = verdict->refused || seen == APP_CHECK_REFUSED;
    verdict->as_expected = verdict->as_expected || (expected && seen == APP_CHECK_REFUSED);
    if (seen == APP_CHECK_REFUSED && entry->expected->len == 0)
        fail_entry(e, entry, block->name, why ? why : block->u.check.says);
}

static void play_entry(const Entries *e, const CaseRow *entry)
{
    const Regulation *reg = e->check->file->reg;
    Verdict verdict = {0};

    for (size_t i = 0; i < reg->n_blocks; i++) {
        const RegBlock *block = reg->blocks[i];

        if (block->kind == REG_CHECK && block->u.check.on_subject == entry->subject)
            look(e, entry, block, &verdict);
    }
    if (entry->expected->len > 0 && !verdict.as_expected)
        fail_entry(e, entry, g_array_index(entry->expected, CaseExpect, 0).word,
                   text_in(e->check->lang, "it was to be refused, and is not"));
    if (!verdict.refused)
        g_ptr_array_add(e->accepted, (gpointer)entry);
}

void cases_entries(CaseCheck *check, const CalWorkdays *workdays)
{
    AppOptions options = {.workdays = workdays, .lang = check->lang};
    g_autoptr(GPtrArray) accepted = g_ptr_array_new();
    Entries e = {.check = check,
                 .data = app_result_data(check->result),
                 .accepted = accepted,
                 .options = &options};

    for (guint i = 0; i < check->c->rows->len; i++) {
        const CaseRow *row = &g_array_index(check->c->rows, CaseRow, i);

        if (row->is_entry)
            play_entry(&e, row);
    }
}

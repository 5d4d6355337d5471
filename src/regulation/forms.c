/* Forms that people fill in, sheets and registers: their fields, who keeps and reads them. */
#include <string.h>

#include "regulation/reader_private.h"

#define AT(member) offsetof(RegBlock, member)

/* ---- how long -------------------------------------------------------------------------------- */

/* One `3 years`, `6 months` or `30 days` of a term. */
static bool read_term_part(const SrcText *number, const SrcText *unit, RegTerm *term)
{
    const struct {
        const char *one;
        const char *many;
        int *into;
    } units[] = {
        {"year",  "years",  &term->years },
        {"month", "months", &term->months},
        {"day",   "days",   &term->days  },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(units); i++)
        if (strcmp(unit->text, units[i].one) == 0 || strcmp(unit->text, units[i].many) == 0)
            return *units[i].into == 0 && value_count(number, units[i].into);
    return false;
}

bool value_term(RegReader *r, const char *key, const YamlNode *node, RegTerm *out)
{
    SrcWords words = {.src = &node->src};
    RegTerm term = {0};
    SrcText number;
    SrcText unit;
    bool ok = g_strcmp0(yaml_text(node), "until year end") == 0;

    term.until_year_end = ok;
    while (!term.until_year_end && node->kind == YAML_SCALAR &&
           src_next_word(r->arena, &words, &number)) {
        ok = src_next_word(r->arena, &words, &unit) && read_term_part(&number, &unit, &term);
        if (!ok)
            break;
    }
    if (ok)
        *out = term;
    else
        value_wrong(
            r, key, node,
            "N years, N months, N days (or several of them, N from 1 to 1200), or until year "
            "end");
    return ok;
}

/* ---- fields ---------------------------------------------------------------------------------- */

/* Bytes of the first part: up to a comma outside brackets. */
static size_t part_end(const SrcText *src)
{
    int depth = 0;

    for (size_t i = 0; i < src->len; i++) {
        depth += (src->text[i] == '[') - (src->text[i] == ']');
        if (src->text[i] == ',' && depth == 0)
            return i;
    }
    return src->len;
}

static bool field_type(RegReader *r, RegBlockKind kind, const SrcText *part, RegField *field)
{
    size_t rest;

    if (src_begins(part, "one of", &rest)) {
        SrcText list = src_part(r->arena, part, rest, part->len);
        field->type = &feel_type_string;
        return value_bracketed(r, &list, &field->one_of, &field->n_one_of);
    }
    field->type = type_of_word(r, part->text);
    if (field->type)
        return true;
    if (part->len == 0 || strchr(part->text, ' ')) {
        if (kind == REG_SHEET)
            diag_add(r->diags, DIAG_ERROR, "regulation.value", part->start,
                     "the column `%s` has neither a type nor a unit", field->name);
        else
            diag_add(r->diags, DIAG_ERROR, "regulation.value", part->start,
                     "the field `%s` has neither a type nor a unit", field->name);
        diag_expected(r->diags, "a type (number, text, date, boolean, a subject), `one of [a, b]`, "
                                "or the unit of a number");
        return false;
    }
    field->type = &feel_type_number;
    field->unit = part->text;
    return true;
}

static bool read_field(
    RegReader *r, RegBlockKind kind, const YamlNode *key, const YamlNode *value, RegField *out)
{
    RegField field = {.name = key->src.text, .unit = "", .pos = key->src.start};
    SrcText type;
    SrcText more;
    size_t end;

    if (!reg_check_name(r, &key->src))
        return false;
    if (value->kind != YAML_SCALAR) {
        value_wrong(r, field.name, value, "a unit or a type");
        return false;
    }
    end = part_end(&value->src);
    type = src_part(r->arena, &value->src, 0, end);
    more = src_part(r->arena, &value->src, MIN(end + 1, value->src.len), value->src.len);
    if (!field_type(r, kind, &type, &field))
        return false;
    field.required = strcmp(more.text, "required") == 0;
    if (!field.required && end < value->src.len) {
        diag_add(r->diags, DIAG_ERROR, "regulation.value", more.start,
                 "`%s` is not understood here", more.text);
        diag_expected(r->diags, "required");
        return false;
    }
    *out = field;
    return true;
}

static void read_fields(RegReader *r, RegBlockKind kind, const YamlNode *map, RegForm *form)
{
    RegField *fields;
    size_t n = 0;

    if (map->kind != YAML_MAP || map->n == 0) {
        value_wrong(r, kind == REG_SHEET ? "columns" : "fields", map, "a map {NAME: unit or type}");
        return;
    }
    fields = ARENA_NEW_N(r->arena, RegField, map->n);
    for (size_t i = 0; i < map->n; i++)
        n += read_field(r, kind, map->keys[i], map->items[i], &fields[n]);
    form->fields = fields;
    form->n_fields = n;
}

/* ---- sheet and register ---------------------------------------------------------------------- */

static void read_form_fields(RegReader *r, void *target, const YamlNode *node)
{
    RegBlock *block = target;
    RegForm *form = &block->u.form;

    read_fields(r, block->kind, node, form);
    for (size_t i = 0; i < form->n_fields && form->dated_by < 0; i++) {
        FeelTypeKind kind = form->fields[i].type->kind;
        if (kind == FEEL_T_DATE || kind == FEEL_T_DATE_TIME)
            form->dated_by = (int)i;
    }
}

void read_sheet(RegReader *r, RegBlock *block, const YamlNode *body)
{
    static const KeyWord lines[] = {
        {"one",  0},
        {"many", 1},
        {NULL,   0}
    };
    static const Key keys[] = {
        {.key = "kept by",  .form = KEY_TEXT,  .at = AT(u.form.kept_by)},
        {.key = "columns",  .form = KEY_OTHER, .read = read_form_fields, .required = true},
        {.key = "lines",                 .form = KEY_FLAG,                     .at = AT(u.form.many_lines),             .words = lines},
        {.key = "for",   .form = KEY_OTHER,                    .read = read_for                    },
        {.key = "assumed", .form = KEY_TEXT,.at = AT(assumed)},
    };

    block->u.form.subject = block->subject;
    block->u.form.dated_by = -1;
    (void)keys_read(r, block, "sheet", block->pos, body, keys, G_N_ELEMENTS(keys));
}

/* {post: how often} */
static void read_signers(RegReader *r, void *target, const YamlNode *node)
{
    static const KeyWord words[] = {
        {"daily",       REG_EVERY_DAY      },
        {"weekly",      REG_EVERY_WEEK     },
        {"monthly",     REG_EVERY_MONTH    },
        {"quarterly",   REG_EVERY_QUARTER  },
        {"half-yearly", REG_EVERY_HALF_YEAR},
        {"yearly",      REG_EVERY_YEAR     },
        {NULL,          0                  }
    };
    RegForm *form = &((RegBlock *)target)->u.form;

    if (node->kind != YAML_MAP || node->n == 0) {
        value_wrong(r, "signed by", node, "a map {POST: how often}, such as {行长: weekly}");
        return;
    }
    form->signers = ARENA_NEW_N(r->arena, RegSigner, node->n);
    for (size_t i = 0; i < node->n; i++) {
        int every;
        if (value_word(r, "signed by", words, node->items[i], &every))
            form->signers[form->n_signers++] =
                (RegSigner){.post = node->keys[i]->src.text, .every = (RegEvery)every};
    }
}

static void read_retain(RegReader *r, void *target, const YamlNode *node)
{
    (void)value_term(r, "retain", node, &((RegBlock *)target)->u.form.retain); /* reports itself */
}

void read_register(RegReader *r, RegBlock *block, const YamlNode *body)
{
    static const Key keys[] = {
        {.key = "kept by",              .form = KEY_TEXT,  .at = AT(u.form.kept_by)},
        {.key = "fields",               .form = KEY_OTHER, .read = read_form_fields, .required = true},
        {.key = "read by",
         .form = KEY_TEXTS,
         .at = AT(u.form.read_by),
         .count = AT(u.form.n_read_by)},
        {.key = "signed by", .form = KEY_OTHER,                  .read = read_signers                        },
        {.key = "retain",         .form = KEY_OTHER,         .read = read_retain},
        {.key = "assumed",          .form = KEY_TEXT,                   .at = AT(assumed)                                 },
    };

    block->u.form.subject = -1;
    block->u.form.dated_by = -1;
    block->u.form.many_lines = true;
    (void)keys_read(r, block, "register", block->pos, body, keys, G_N_ELEMENTS(keys));
}

#include "regulation/check.h"

#include <string.h>

#include "regulation/check_block_private.h"

enum { NAMES_PER_ROW = 20 }; /* built-in names of a kind of rows, at most */

/* ---- small things ------------------------------------------------------------------------- */

Diags *check_silently(Checker *c)
{
    Diags *before = c->diags;

    c->diags = NULL;
    return before;
}

void check_loudly(Checker *c, Diags *diags)
{
    c->diags = diags;
}

size_t check_block_index(const Checker *c, const RegBlock *block)
{
    return GPOINTER_TO_SIZE(g_hash_table_lookup(c->block_index, block)) - 1;
}

const char *check_word(const Checker *c, const char *english)
{
    return text_in(diags_lang(c->loud), english);
}

const char *check_place(Checker *c, SrcPos pos)
{
    if (!pos.file)
        return arena_printf(c->arena, "%u", pos.line);
    return arena_printf(c->arena, "%s:%u", pos.file, pos.line);
}

bool check_has_text(const char *const *list, size_t n, const char *text)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(list[i], text) == 0)
            return true;
    }
    return false;
}

const char *check_texts(Checker *c, const char *const *list, size_t n)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (size_t i = 0; i < n; i++) {
        if (i == 12) {
            g_string_append(text, ", …");
            break;
        }
        g_string_append_printf(text, "%s%s", i > 0 ? ", " : "", list[i]);
    }
    return arena_strdup(c->arena, text->str);
}

/* ---- nearest name ------------------------------------------------------------------------- */

enum { NEAREST_MAX = 40 }; /* letters of a name that is compared */

/* Letters of `text` into out; false if it is too long. */
static bool letters_of(const char *text, gunichar out[NEAREST_MAX], size_t *out_n)
{
    size_t n = 0;

    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        if (n == NEAREST_MAX)
            return false;
        out[n++] = g_utf8_get_char(p);
    }
    *out_n = n;
    return true;
}

/* Edit distance (insert, delete, replace a letter). */
static size_t distance(const gunichar *a, size_t n_a, const gunichar *b, size_t n_b)
{
    size_t row[NEAREST_MAX + 1];

    for (size_t j = 0; j <= n_b; j++)
        row[j] = j;
    for (size_t i = 1; i <= n_a; i++) {
        size_t diagonal = row[0];

        row[0] = i;
        for (size_t j = 1; j <= n_b; j++) {
            size_t above = row[j];
            size_t replace = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);

            row[j] = MIN(replace, MIN(above, row[j - 1]) + 1);
            diagonal = above;
        }
    }
    return row[n_b];
}

const char *check_nearest(const char *seen, const char *const *candidates, size_t n)
{
    gunichar a[NEAREST_MAX], b[NEAREST_MAX];
    size_t n_a, n_b;
    const char *best = NULL;

    if (!letters_of(seen, a, &n_a) || n_a < 2)
        return NULL;
    size_t limit = MAX(n_a / 3, 1) + 1;
    for (size_t i = 0; i < n; i++) {
        if (!letters_of(candidates[i], b, &n_b) || n_b > n_a + limit || n_a > n_b + limit)
            continue;
        size_t d = distance(a, n_a, b, n_b);
        if (d < limit && d < n_b) {
            limit = d;
            best = candidates[i];
        }
    }
    return best;
}

/* ---- the whole ---------------------------------------------------------------------------- */

static void subject_free(gpointer data)
{
    CheckSubject *subject = data;

    g_hash_table_unref(subject->by_name);
    g_hash_table_unref(subject->entries);
    g_free(subject);
}

static void checker_init(Checker *c, Regulation *reg, Diags *diags)
{
    *c = (Checker){.reg = reg, .arena = reg->arena, .diags = diags, .loud = diags};
    c->names = g_ptr_array_new();
    c->subjects = g_ptr_array_new_with_free_func(subject_free);
    c->blocks = g_new0(CheckBlock, reg->n_blocks);
    c->block_index = g_hash_table_new(NULL, NULL);
    c->defined = g_hash_table_new(g_str_hash, g_str_equal);
    c->paths = g_hash_table_new(g_str_hash, g_str_equal);
    c->coarser = g_array_new(FALSE, FALSE, sizeof(CheckCoarser));
    for (size_t i = 0; i < reg->n_blocks; i++) {
        c->blocks[i].deps = g_array_new(FALSE, FALSE, sizeof(size_t));
        c->blocks[i].slots = g_array_new(FALSE, FALSE, sizeof(int));
        g_hash_table_insert(c->block_index, reg->blocks[i], GSIZE_TO_POINTER(i + 1));
        reg->blocks[i]->element = -1;
    }
}

static void checker_clear(Checker *c)
{
    for (size_t i = 0; i < c->reg->n_blocks; i++) {
        g_array_unref(c->blocks[i].deps);
        g_array_unref(c->blocks[i].slots);
    }
    g_free(c->blocks);
    g_ptr_array_unref(c->names);
    g_ptr_array_unref(c->subjects);
    g_hash_table_unref(c->block_index);
    g_hash_table_unref(c->defined);
    g_hash_table_unref(c->paths);
    g_array_unref(c->coarser);
}

/* To whom the regulation applies, and which rows of master data make a subject. */
static void check_rows(Checker *c)
{
    Regulation *reg = c->reg;

    for (size_t i = 0; i < reg->n_subjects; i++) {
        CheckSite site = {.scope = reg->subjects[i].scope,
                          .subject = (int)i,
                          .cycle = REG_NO_CYCLE,
                          .block = -1,
                          .place = "rows"};
        check_expr(c, &reg->subjects[i].where, &site, &feel_type_boolean, NULL);
        if (i == REG_PERSON) {
            site.place = "applies to";
            check_expr(c, &reg->applies_to, &site, &feel_type_boolean, NULL);
        }
    }
}

/* A history that was checked before what it reads (a state machine) takes over its unit. */
static void settle_units(Checker *c)
{
    for (size_t i = 0; i < c->reg->n_blocks; i++) {
        const RegBlock *block = c->reg->blocks[i];
        bool is_history = block->kind == REG_INPUT && block->u.input.history_of != NULL;

        if (!is_history || block->u.input.take == REG_TAKE_COUNT)
            continue;
        CheckName *name = check_name(block->defines[0]);
        if (name->unit.state == UNIT_UNKNOWN)
            name->unit = check_name(block->u.input.history_of)->unit;
    }
}

/* Gives the regulation what others read: all names, and those of each subject. */
static void publish(Checker *c)
{
    Regulation *reg = c->reg;

    reg->n_names = c->names->len;
    reg->names = ARENA_NEW_N(c->arena, RegName *, reg->n_names);
    for (size_t i = 0; i < reg->n_names; i++) {
        CheckName *name = g_ptr_array_index(c->names, i);

        reg->names[i] = &name->pub;
        reg->subjects[name->pub.subject].n_names++;
        name->pub.unit = name->unit.state == UNIT_BARE ? "" : unit_text(c->arena, &name->unit);
    }
    for (size_t i = 0; i < reg->n_subjects; i++) {
        reg->subjects[i].names = ARENA_NEW_N(c->arena, RegName *, reg->subjects[i].n_names);
        reg->subjects[i].n_names = 0;
        feel_scope_set_path_resolver(reg->subjects[i].scope, NULL, NULL); /* the checker goes */
    }
    for (size_t i = 0; i < reg->n_names; i++) {
        RegSubject *subject = &reg->subjects[reg->names[i]->subject];
        subject->names[subject->n_names++] = reg->names[i];
    }
}

/* A parameter is a name of every subject, so names can grow with the square of the text. */
static bool check_size(const Regulation *reg, Diags *diags)
{
    size_t n_params = 0, n_forms = 0, n_outputs = 0;

    for (size_t i = 0; i < reg->n_blocks; i++) {
        const RegBlock *block = reg->blocks[i];

        n_params += block->kind == REG_PARAM;
        n_forms += block->kind == REG_SHEET || block->kind == REG_REGISTER;
        n_outputs += block->kind == REG_TABLE ? block->u.table->n_outputs : 3;
    }
    size_t n_subjects = reg->n_subjects + n_forms;
    if (n_subjects * (n_params + NAMES_PER_ROW) + n_outputs <= REG_MAX_NAMES)
        return true;
    diag_add(diags, DIAG_ERROR, "regulation.too-many-names", (SrcPos){reg->file, 0, 0},
             "%zu parameters on %zu kinds of rows are too many names", n_params, n_subjects);
    diag_expected(diags, "at most %d", REG_MAX_NAMES);
    return false;
}

bool reg_check(Regulation *reg, Diags *diags)
{
    Checker c;
    size_t n_errors = diags_n_errors(diags);

    if (!check_size(reg, diags))
        return false;
    checker_init(&c, reg, diags);
    check_master(&c);
    check_names(&c);
    check_scopes(&c);
    g_autoptr(GArray) order = check_order(&c);
    for (guint i = 0; i < order->len; i++) {
        size_t index = g_array_index(order, size_t, i);

        check_block(&c, reg->blocks[index]);
        c.blocks[index].is_done = true;
    }
    check_rows(&c);
    check_coarser(&c);
    settle_units(&c);
    publish(&c);
    check_model(&c);
    checker_clear(&c);
    return diags_n_errors(diags) == n_errors;
}

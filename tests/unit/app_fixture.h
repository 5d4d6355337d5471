/* app_fixture.h - regulations as texts, given values and expectations as lines.
 *
 * A line of what is given (blanks part its words; the value is the rest of the line):
 *   [SUBJECT:]ROW NAME WHEN VALUE   WHEN: a cycle, a date (attributes: from that day on), or `*`
 *   !ROW NAME CYCLE VALUE           a recorded outcome
 *   default NAME WHEN VALUE         for all rows of the person subject
 *   param NAME KEY,KEY WHEN VALUE   KEY `-`: no keys; WHEN: a date or `*`
 *   entry SHEET KEY OWNER WHEN A=B C=D   OWNER `-`: none; WHEN: a date or `*`
 * Values: numbers, dates, true, false, null, missing; all else is text.
 * A line of what is expected: [SUBJECT:]ROW NAME CYCLE VALUE, where a missing value is written
 * `missing NAME.ROW.CYCLE …` (its roots), `-` for an unknown part.
 */
#pragma once

#include "appraise/appraise.h"

#include <stdio.h>
#include <string.h>

typedef struct Fixture {
    Regulation *reg;
    AppData *data;
    AppResult *result;
    Arena *arena;
    AppOptions options;
} Fixture;

static inline const char *fx_front(const char *more)
{
    static char text[1024];

    (void)snprintf(text, sizeof text,
                   "---\nregulation: trial\ntitle: {zh: 试验, en: Trial}\nversion: 1\n"
                   "effective: {from: 2000-01-01}\n%s---\n\n# 第一条 试验\n\n",
                   more);
    return text;
}

static inline void fx_load(Fixture *fx, const char *front, const char *body)
{
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    g_autofree char *text = g_strconcat(fx_front(front), body, NULL);
    g_autofree char *found = NULL;

    fx->reg = reg_load_text(text, strlen(text), "trial.md", diags);
    found = diags_format(diags);
    if (!fx->reg)
        g_test_message("%s", found);
    g_assert_nonnull(fx->reg);
    fx->data = app_data_new(fx->reg);
    fx->arena = arena_new(0);
}

static inline void fx_clear(Fixture *fx)
{
    app_result_free(fx->result);
    app_data_free(fx->data);
    reg_free(fx->reg);
    arena_free(fx->arena);
    *fx = (Fixture){0};
}

static inline AppCycle fx_cycle(const Fixture *fx, const char *text)
{
    AppCycle out = {0};

    if (!app_cycle_parse(fx->reg, text, &out))
        g_error("no cycle: %s", text);
    return out;
}

static inline FeelValue fx_value(Fixture *fx, const char *text)
{
    Dec number;
    CalDate date;

    if (strcmp(text, "null") == 0)
        return feel_null();
    if (strcmp(text, "missing") == 0)
        return feel_missing(0);
    if (strcmp(text, "true") == 0 || strcmp(text, "false") == 0)
        return feel_boolean(text[0] == 't');
    if (dec_parse(text, -1, &number))
        return feel_number(number);
    if (cal_date_parse(text, -1, &date))
        return feel_date(date);
    return feel_string_dup(fx->arena, text, strlen(text));
}

/* The next word of *line, which moves on. */
static inline char *fx_word(Fixture *fx, const char **line)
{
    const char *start = *line + strspn(*line, " ");
    size_t len = strcspn(start, " ");

    *line = start + len + strspn(start + len, " ");
    return arena_strndup(fx->arena, start, len);
}

static inline int fx_subject(Fixture *fx, char **row)
{
    char *colon = strchr(*row, ':');
    int subject = REG_PERSON;

    if (colon) {
        *colon = '\0';
        subject = reg_subject(fx->reg, *row);
        *row = colon + 1;
    }
    g_assert_cmpint(subject, >=, 0);
    return subject;
}

static inline const RegName *fx_name(const Fixture *fx, int subject, const char *text)
{
    const RegName *name = reg_name(fx->reg, subject, text);

    if (!name)
        g_error("no name: %s", text);
    return name;
}

static inline CalDate fx_since(const char *when)
{
    CalDate from = INT64_MIN;

    if (strcmp(when, "*") != 0 && !cal_date_parse(when, -1, &from))
        g_error("no date: %s", when);
    return from;
}

static inline void fx_give_param(Fixture *fx, const char *line)
{
    const RegName *name = fx_name(fx, REG_PERSON, fx_word(fx, &line));
    g_auto(GStrv) keys = g_strsplit(fx_word(fx, &line), ",", -1);
    size_t n = strcmp(keys[0], "-") == 0 ? 0 : g_strv_length(keys);
    CalDate from = fx_since(fx_word(fx, &line));
    FeelValue v = fx_value(fx, line);

    app_data_set_param(fx->data, name, (const char *const *)keys, n, from, &v);
}

static inline void fx_give_entry(Fixture *fx, const char *line)
{
    char *sheet = fx_word(fx, &line), *key = fx_word(fx, &line), *owner = fx_word(fx, &line);
    CalDate date = fx_since(fx_word(fx, &line));
    FeelValue values[16];
    const RegBlock *form = reg_form(fx->reg, sheet);
    const RegForm *s = form ? &form->u.form : NULL;

    g_assert(s);
    for (size_t i = 0; i < s->n_fields; i++)
        values[i] = feel_null();
    while (*line) {
        g_auto(GStrv) pair = g_strsplit(fx_word(fx, &line), "=", 2);

        for (size_t i = 0; i < s->n_fields; i++) {
            if (strcmp(s->fields[i].name, pair[0]) == 0)
                values[i] = fx_value(fx, pair[1]);
        }
    }
    if (strcmp(owner, "-") == 0)
        app_data_add_entry(fx->data, sheet, key, date, values, s->n_fields);
    else
        app_data_add_line(fx->data, sheet, key, owner, date, values, s->n_fields);
}

static inline void fx_give_row(Fixture *fx, const char *line)
{
    bool outcome = line[0] == '!';
    char *row = fx_word(fx, &line) + (outcome ? 1 : 0);
    bool is_default = strcmp(row, "default") == 0;
    int subject = is_default ? REG_PERSON : fx_subject(fx, &row);
    const RegName *name = fx_name(fx, subject, fx_word(fx, &line));
    char *when = fx_word(fx, &line);
    FeelValue v = fx_value(fx, line);
    AppCycle cycle;
    bool in_cycle = app_cycle_parse(fx->reg, when, &cycle);
    size_t index = is_default ? 0 : app_data_row(fx->data, subject, row);

    if (is_default)
        app_data_set_default(fx->data, name, in_cycle ? &cycle : NULL, &v);
    else if (outcome)
        app_data_set_outcome(fx->data, name, index, in_cycle ? &cycle : NULL, &v);
    else if (name->kind == REG_NAME_ATTRIBUTE && !in_cycle)
        app_data_set_attribute(fx->data, name, index, fx_since(when), &v);
    else
        app_data_set_value(fx->data, name, index, in_cycle ? &cycle : NULL, &v);
}

/* Lines of what is given; a line of one word adds a row ([SUBJECT:]KEY). */
static inline void fx_give(Fixture *fx, const char *lines)
{
    g_auto(GStrv) list = g_strsplit(lines, "\n", -1);

    for (size_t i = 0; list[i]; i++) {
        const char *line = g_strstrip(list[i]);

        if (line[0] == '\0')
            continue;
        if (g_str_has_prefix(line, "param ")) {
            fx_give_param(fx, line + 6);
        } else if (g_str_has_prefix(line, "entry ")) {
            fx_give_entry(fx, line + 6);
        } else if (!strchr(line, ' ')) {
            char *row = arena_strdup(fx->arena, line);
            int subject = fx_subject(fx, &row);

            (void)app_data_row(fx->data, subject, row);
        } else {
            fx_give_row(fx, line);
        }
    }
}

static inline void fx_run(Fixture *fx, const char *from, const char *to)
{
    AppCycle a = fx_cycle(fx, from), b = fx_cycle(fx, to);

    app_result_free(fx->result);
    fx->result = app_evaluate(fx->reg, fx->data, &a, &b, &fx->options, NULL);
    g_assert_nonnull(fx->result);
}

/* `missing NAME.ROW.CYCLE …` */
static inline char *fx_roots(Fixture *fx, uint32_t reason)
{
    GString *out = g_string_new("missing");
    const ReasonRoot *const *roots;
    size_t n = reasons_roots(app_result_reasons(fx->result), reason, &roots);

    for (size_t i = 0; i < n; i++)
        g_string_append_printf(out, " %s.%s.%s", roots[i]->name ? roots[i]->name : "-",
                               roots[i]->row ? roots[i]->row : "-",
                               roots[i]->cycle ? roots[i]->cycle : "-");
    return g_string_free(out, FALSE);
}

static inline char *fx_text(Fixture *fx, const FeelValue *v)
{
    if (v->kind == FEEL_MISSING)
        return fx_roots(fx, v->reason);
    return g_strdup(feel_value_text(fx->arena, v, /* quoted= */ false));
}

static inline FeelValue
fx_get(Fixture *fx, int subject, const char *row, const char *name, const char *cycle)
{
    AppCycle at = fx_cycle(fx, cycle);
    size_t index = 0;

    if (!app_data_find_row(fx->data, subject, row, &index))
        g_error("no row: %s", row);
    return app_result_value(fx->result, fx_name(fx, subject, name), index, &at);
}

static inline void fx_expect(Fixture *fx, const char *lines)
{
    g_auto(GStrv) list = g_strsplit(lines, "\n", -1);

    for (size_t i = 0; list[i]; i++) {
        const char *line = g_strstrip(list[i]);

        if (line[0] == '\0')
            continue;

        g_autofree char *whole = g_strdup(line);
        char *row = fx_word(fx, &line);
        int subject = fx_subject(fx, &row);
        char *name = fx_word(fx, &line), *cycle = fx_word(fx, &line);
        FeelValue v = fx_get(fx, subject, row, name, cycle);
        g_autofree char *got = fx_text(fx, &v);

        if (strcmp(got, line) != 0) {
            g_autofree char *found = diags_format(app_result_diags(fx->result));

            g_test_message("expected: %s; got: %s\n%s", whole, got, found);
        }
        g_assert_cmpstr(got, ==, line);
    }
}

/* The value "ROW NAME CYCLE" of a person is missing by one fault, of the name itself. */
static inline void fx_expect_fault(Fixture *fx, const char *what, const char *text)
{
    g_auto(GStrv) words = g_strsplit(what, " ", -1);
    FeelValue v = fx_get(fx, REG_PERSON, words[0], words[1], words[2]);
    const ReasonRoot *const *roots;

    g_assert_cmpint(v.kind, ==, FEEL_MISSING);
    g_assert_cmpuint(reasons_roots(app_result_reasons(fx->result), v.reason, &roots), ==, 1);
    g_assert_cmpint(roots[0]->kind, ==, REASON_FAULT);
    g_assert_cmpstr(roots[0]->name, ==, words[1]);
    g_assert_cmpstr(roots[0]->text, ==, text);
}

/* All postings: "KIND ITEM>OTHER PERSON AMOUNT@CYCLE", one a line;
 * the day if it is not the last. */
static inline char *fx_postings(Fixture *fx)
{
    static const char *const kinds[] = {
        [APP_POST_PAY] = "pay",         [APP_POST_WITHHOLD] = "withhold",
        [APP_POST_RELEASE] = "release", [APP_POST_FORFEIT] = "forfeit",
        [APP_POST_OFFSET] = "offset",   [APP_POST_ADD] = "add",
        [APP_POST_CARRY] = "carry",     [APP_POST_TAKE] = "take",
        [APP_POST_EXPIRE] = "expire",
    };
    GString *out = g_string_new(NULL);
    const AppPosting *list;
    size_t n = app_result_postings(fx->result, &list);

    for (size_t i = 0; i < n; i++) {
        char amount[DEC_TEXT_SIZE], date[CAL_TEXT_SIZE];

        (void)dec_format_places(list[i].amount, 2, false, amount, sizeof amount);
        (void)cal_date_format(list[i].day, date);
        g_string_append_printf(out, "%s %s>%s %s %s@%s%s%s\n", kinds[list[i].kind], list[i].item,
                               list[i].other,
                               app_data_row_key(fx->data, REG_PERSON, list[i].person), amount,
                               list[i].cycle.text, list[i].day == list[i].cycle.last ? "" : " ",
                               list[i].day == list[i].cycle.last ? "" : date);
    }
    return g_string_free(out, FALSE);
}

static inline void fx_expect_postings(Fixture *fx, const char *want)
{
    g_autofree char *got = fx_postings(fx);

    g_assert_cmpstr(got, ==, want);
}

/* "BLOCK ROW CYCLE[ tie]" a line. */
static inline void fx_expect_questions(Fixture *fx, const char *want)
{
    g_autoptr(GString) got = g_string_new(NULL);
    const AppQuestion *list;
    size_t n = app_result_questions(fx->result, &list);

    for (size_t i = 0; i < n; i++)
        g_string_append_printf(got, "%s %s %s%s\n", list[i].block->name,
                               app_data_row_key(fx->data, list[i].block->subject, list[i].row),
                               list[i].cycle.text, list[i].is_tie ? " tie" : "");
    g_assert_cmpstr(got->str, ==, want);
}

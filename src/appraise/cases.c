/* Worked examples: read, played as written, shuffled and among strangers, compared. */
#include "appraise/cases.h"

#include <string.h>

#include "appraise/cases_private.h"
#include "regulation/words.h"

typedef struct Run {
    const CasesFile *file;
    const CasesOptions *options;
    Lang lang;
    bool keep_matches;
} Run;

/* ---- pay items and reserves ---- */

static void add_item(GPtrArray *items, const char *item)
{
    for (guint i = 0; item && i < items->len; i++) {
        if (strcmp(g_ptr_array_index(items, i), item) == 0)
            return;
    }
    if (item && item[0])
        g_ptr_array_add(items, (gpointer)item);
}

static void list_items(CasesFile *file)
{
    g_autoptr(GPtrArray) items = g_ptr_array_new();
    const char **list;

    for (size_t i = 0; i < file->reg->n_blocks; i++) {
        const RegBlock *block = file->reg->blocks[i];

        if (block->kind == REG_PAY)
            add_item(items, block->u.pay.into);
        if (block->kind == REG_RESERVE) {
            add_item(items, block->u.reserve.into ? block->u.reserve.into : block->name);
            add_item(items, block->u.reserve.release_into);
        }
    }
    list = ARENA_NEW_N(file->arena, const char *, items->len);
    for (guint i = 0; i < items->len; i++)
        list[i] = g_ptr_array_index(items, i);
    file->items = list;
    file->n_items = items->len;
}

/* ---- random numbers ---- */

/* splitmix64 (Steele, Lea, Flood 2014): small, the same everywhere, good enough to shuffle. */
static uint64_t next(CaseRandom *random)
{
    uint64_t z = random->state += UINT64_C(0x9E3779B97F4A7C15);

    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

CaseRandom cases_random(const char *text, uint64_t more)
{
    CaseRandom random = {UINT64_C(0xCBF29CE484222325) ^ more};

    for (; *text; text++)
        random.state = (random.state ^ (unsigned char)*text) * UINT64_C(0x100000001B3);
    return random;
}

uint64_t cases_random_below(CaseRandom *random, uint64_t n)
{
    return next(random) % n;
}

/* ---- orders ---- */

static size_t *written_order(const Case *c)
{
    size_t *order = g_new(size_t, MAX(c->rows->len, 1u));

    for (guint i = 0; i < c->rows->len; i++)
        order[i] = i;
    return order;
}

static void shuffle(const Case *c, size_t *order)
{
    CaseRandom random = cases_random(c->name, 0);

    for (guint i = c->rows->len; i > 1; i--) {
        size_t k = cases_random_below(&random, i), last = order[i - 1];

        order[i - 1] = order[k];
        order[k] = last;
    }
}

/* ---- one play ---- */

typedef struct Play {
    const size_t *order;
    CaseStrangers *strangers; /* NULL = none */
    GArray *outcomes;         /* owned */
    AppData *data;            /* owned */
    AppResult *result;        /* owned; NULL after an error */
} Play;

static void play_clear(Play *play)
{
    app_result_free(play->result); /* reads data: goes first */
    app_data_free(play->data);
    play->result = NULL;
    play->data = NULL;
}

static bool is_ascii(const char *text)
{
    while (*text && (unsigned char)*text < 0x80)
        text++;
    return !*text;
}

/* Faults are compared with a part of their text, so they must be worded in its language. */
static Lang lang_of(const Run *run, const Case *c)
{
    for (guint i = 0; i < c->rows->len; i++) {
        const GArray *expected = g_array_index(c->rows, CaseRow, i).expected;

        for (guint k = 0; k < expected->len; k++) {
            const CaseExpect *e = &g_array_index(expected, CaseExpect, k);

            if (e->kind == EXPECT_DIAGNOSTIC)
                return is_ascii(e->word) ? LANG_EN : LANG_ZH;
        }
    }
    return run->lang;
}

static void play_once(const Run *run, const Case *c, Play *play, GError **error)
{
    AppOptions options = {.workdays = run->options->workdays,
                          .lang = lang_of(run, c),
                          .keep_matches = run->keep_matches};

    play_clear(play);
    play->data = app_data_new(run->file->reg);
    cases_fill(run->file, c, play->order, play->outcomes, play->data);
    if (play->strangers)
        cases_embed(run->file, c, play->strangers, play->data);
    play->result = app_evaluate(run->file->reg, play->data, &c->from, &c->to, &options, error);
}

/* Again after each outcome that is found to be recorded or fixed. */
static void play_case(const Run *run, const Case *c, Play *play, GError **error)
{
    if (!play->outcomes)
        play->outcomes = cases_outcomes(c);
    do
        play_once(run, c, play, error);
    while (play->result && cases_settle_outcomes(play->result, play->outcomes));
}

/* Adds to `out` what differs. */
static void compare(const Run *run, const Case *c, const Play *play, GString *out)
{
    CaseCheck check = {.file = run->file,
                       .c = c,
                       .result = play->result,
                       .outcomes = play->outcomes,
                       .lang = run->lang,
                       .among_strangers = play->strangers != NULL,
                       .out = out};

    cases_compare(&check);
    if (!play->strangers)
        cases_entries(&check, run->options->workdays);
}

static void append_error(const Run *run, const Case *c, const GError *error, GString *out)
{
    (void)run;
    g_string_append_printf(out, "  %s:%u:%u: %s\n", c->pos.file, c->pos.line, c->pos.column,
                           error->message);
}

/* Adds to `out` what differs, after a line that says in which play. */
static void
play_and_compare(const Run *run, const Case *c, Play *play, const char *which, GString *out)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) failures = g_string_new(NULL);

    play_case(run, c, play, &error);
    if (error)
        append_error(run, c, error, failures);
    else
        compare(run, c, play, failures);
    if (failures->len > 0)
        g_string_append_printf(out, "%s%s", which, failures->str);
}

/* ---- among strangers ---- */

static bool has_rows(const Case *c)
{
    for (guint i = 0; i < c->rows->len; i++) {
        if (g_array_index(c->rows, CaseRow, i).expected->len > 0 &&
            !g_array_index(c->rows, CaseRow, i).is_entry)
            return true;
    }
    return false;
}

static void note_counted(const Run *run, const Case *c, const char *name)
{
    diag_add(run->file->diags, DIAG_NOTE, "cases.not-embedded", c->pos,
             "the case %s is not played among strangers: %s counts them", c->name, name);
}

/* Strangers like the case's own persons first; if these would be counted, others. */
static void embed(const Run *run, const Case *c, const size_t *order, GString *out)
{
    const char *counted = NULL;

    if (!has_rows(c))
        return;
    for (int aloof = 0; aloof < 2; aloof++) {
        CaseStrangers strangers = {
            .n = run->options->embed_rows,
            .aloof = aloof == 1,
            .own = g_new0(size_t, run->file->reg->n_subjects),
        };
        Play play = {.order = order, .strangers = &strangers};
        g_autoptr(GError) error = NULL;

        play_case(run, c, &play, &error);
        counted = play.result ? cases_counts_strangers(c, &strangers, play.result) : NULL;
        if (counted)
            counted = arena_strdup(run->file->arena, counted);
        else
            play_and_compare(run, c, &play, text_in(run->lang, "  among strangers:\n"), out);
        play_clear(&play);
        g_array_unref(play.outcomes);
        g_free(strangers.own);
        if (!counted)
            return;
    }
    note_counted(run, c, counted);
}

/* ---- a case ---- */

static bool run_case(const Run *run, const Case *c)
{
    g_autoptr(GString) failures = g_string_new(NULL);
    g_autofree size_t *order = written_order(c);
    Play play = {.order = order};
    bool passed;

    play_and_compare(run, c, &play, "", failures);
    if (failures->len == 0 && c->rows->len > 1) {
        shuffle(c, order);
        play_and_compare(run, c, &play, text_in(run->lang, "  with its rows in another order:\n"),
                         failures);
    }
    play_clear(&play);
    g_array_unref(play.outcomes);
    if (failures->len == 0 && run->options->embed_rows > 0)
        embed(run, c, order, failures);
    passed = failures->len == 0;
    if (run->options->on_case)
        run->options->on_case(run->options->data, c->name, passed, failures->str);
    return passed;
}

static void unknown_case(const CasesFile *file, const char *only, const char *name)
{
    g_autofree const char **names = g_new(const char *, MAX(file->cases->len, 1u));
    SrcPos pos = {.file = name};

    for (guint i = 0; i < file->cases->len; i++)
        names[i] = g_array_index(file->cases, Case, i).name;
    diag_add(file->diags, DIAG_ERROR, "cases.unknown-case", pos, "there is no case %s", only);
    cases_hint(file, only, names, file->cases->len);
}

/* A case that cannot be read proves nothing: it has failed. */
static void refuse_case(const Run *run, const Case *c, CasesReport *report)
{
    g_autofree char *text =
        g_strdup_printf("  %s\n", text_in(run->lang, "it cannot be played: see what was found"));

    report->n_failed++;
    if (run->options->on_case)
        run->options->on_case(run->options->data, c->name, /* passed= */ false, text);
}

static void run_cases(const Run *run, const char *name, CasesReport *report)
{
    const char *only = run->options->only;
    bool found = false;

    for (guint i = 0; i < run->file->cases->len; i++) {
        const Case *c = &g_array_index(run->file->cases, Case, i);

        if (only && strcmp(only, c->name) != 0)
            continue;
        found = true;
        if (c->has_findings)
            refuse_case(run, c, report);
        else if (run_case(run, c))
            report->n_passed++;
        else
            report->n_failed++;
    }
    if (only && !found)
        unknown_case(run->file, only, name);
}

/* ---- the file -------------------------------------------------------------------------------- */

static void file_init(CasesFile *file, const Regulation *reg, Arena *arena, Diags *diags)
{
    *file = (CasesFile){.reg = reg, .arena = arena, .diags = diags};
    file->arrays = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    file->cases = g_array_new(FALSE, FALSE, sizeof(Case));
    list_items(file);
}

static void file_clear(CasesFile *file)
{
    g_array_unref(file->cases);
    g_ptr_array_unref(file->arrays);
}

bool cases_run(const Regulation *reg,
               const char *text,
               size_t len,
               const char *file,
               const CasesOptions *options,
               CasesReport *report,
               Diags *diags)
{
    g_autoptr(Arena) arena = arena_new(0);
    CasesFile f;
    CasesOptions none = {0};
    Run run = {.file = &f, .options = options ? options : &none, .lang = diags_lang(diags)};
    bool usable;

    *report = (CasesReport){0};
    file_init(&f, reg, arena, diags);
    usable = cases_read(&f, text, len, file);
    if (usable)
        run_cases(&run, file, report);
    else
        report->n_failed = 1;
    file_clear(&f);
    return usable;
}

static CasesPlayed *keep_play(const Run *run, const Case *c)
{
    g_autofree size_t *order = written_order(c);
    g_autoptr(GError) error = NULL;
    Play play = {.order = order};
    CasesPlayed *played;

    play_case(run, c, &play, &error);
    g_array_unref(play.outcomes);
    if (!play.result) {
        diag_add(run->file->diags, DIAG_ERROR, "cases.limit", c->pos, "%s", error->message);
        play_clear(&play);
        return NULL;
    }
    played = g_new(CasesPlayed, 1);
    *played = (CasesPlayed){.data = play.data, .result = play.result, .from = c->from, .to = c->to};
    return played;
}

CasesPlayed *cases_play(const Regulation *reg,
                        const char *text,
                        size_t len,
                        const char *file,
                        const char *name,
                        Diags *diags)
{
    g_autoptr(Arena) arena = arena_new(0);
    CasesFile f;
    CasesOptions none = {0};
    Run run = {.file = &f, .options = &none, .lang = diags_lang(diags), .keep_matches = true};
    const Case *found = NULL;
    CasesPlayed *played = NULL;

    file_init(&f, reg, arena, diags);
    if (cases_read(&f, text, len, file)) {
        for (guint i = 0; i < f.cases->len && !found; i++) {
            const Case *c = &g_array_index(f.cases, Case, i);

            found = strcmp(c->name, name) == 0 ? c : NULL;
        }
        if (!found)
            unknown_case(&f, name, file);
        else if (!found->has_findings)
            played = keep_play(&run, found);
    }
    file_clear(&f);
    return played;
}

void cases_played_free(CasesPlayed *played)
{
    if (!played)
        return;
    app_result_free(played->result); /* reads data: goes first */
    app_data_free(played->data);
    g_free(played);
}

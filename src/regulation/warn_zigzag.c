/* A result that rises and falls along an ordered input where it otherwise goes one way only.
 *
 * Of the results, equal neighbours taken once, the longest strictly rising (or falling) sequence is
 * sought that holds the first and the last one: what lies outside of it is out of line. That is
 * said if
 *   - one of five or more is, or
 *   - the direction changes twice or more and at most a third of them are.
 * So a corridor (0, 5, 10, 5, 0), whose ends are both low, and a single turn among few are left
 * alone. Left alone are also points (名次 1, 2, 3; more than half of the rows), what says when (期序,
 * a month), and results that are no reward (neither 元, 分, of 元, nor a pure number).
 */
#include <string.h>

#include "regulation/warn_private.h"

enum { MAX_VALUES = 200 }; /* of a sequence: the work grows with the square */

typedef struct Sequence {
    const WarnLadder *ladder;
    size_t k;      /* output */
    Dec *values;   /* n: equal neighbours taken once */
    size_t *steps; /* n: the first step that has the value */
    bool *in_line; /* n */
    size_t n, n_out;
    int direction;  /* 1 rising, -1 falling */
    size_t n_turns; /* changes of direction */
} Sequence;

/* ---- what is looked at ----------------------------------------------------------------------- */

static bool says_when(const Warn *w, const FeelNode *input)
{
    const RegName *name = warn_name(w, input);

    if (name)
        return name->kind == REG_NAME_BUILTIN;
    if (input->kind != FEEL_N_PATH)
        return false;
    FeelTypeKind base = input->kids[0]->type->kind;
    return base == FEEL_T_DATE || base == FEEL_T_TIME || base == FEEL_T_DATE_TIME;
}

static bool is_mostly_points(const WarnLadder *ladder)
{
    size_t n_points = 0;

    for (size_t i = 0; i < ladder->n; i++) {
        const RegRange *range = &ladder->steps[i].range;

        n_points += range->has_low && range->has_high && dec_equal(range->low, range->high);
    }
    return 2 * n_points > ladder->n;
}

static bool is_reward(const RegName *name)
{
    const char *unit = name ? name->unit : NULL;

    return unit && (unit[0] == '\0' || strcmp(unit, "分") == 0 || strcmp(unit, "元") == 0 ||
                    g_str_has_prefix(unit, "元/"));
}

/* False if some cell is no figure; null cells are passed over. */
static bool read_values(Warn *w, Sequence *s)
{
    const WarnLadder *ladder = s->ladder;

    s->values = ARENA_NEW_N(w->arena, Dec, ladder->n);
    s->steps = ARENA_NEW_N(w->arena, size_t, ladder->n);
    for (size_t i = 0; i < ladder->n; i++) {
        const FeelNode *cell = warn_cell(ladder->block, ladder->steps[i].row, s->k);
        Dec v;

        if (cell && cell->type->kind == FEEL_T_NULL)
            continue;
        if (!cell || !reg_figure_read(cell, &v))
            return false;
        if (s->n > 0 && dec_equal(s->values[s->n - 1], v))
            continue;
        s->values[s->n] = v;
        s->steps[s->n++] = i;
    }
    return true;
}

/* ---- out of line ----------------------------------------------------------------------------- */

/* Length of the longest sequence in one direction from the first to the last value, 0 if there is
 * none; marks it in `in_line`. */
static size_t longest(Warn *w, const Sequence *s, int direction, bool *in_line)
{
    size_t *length = ARENA_NEW_N(w->arena, size_t, s->n); /* of the longest that ends here */
    size_t *before = ARENA_NEW_N(w->arena, size_t, s->n);

    length[0] = 1;
    for (size_t i = 1; i < s->n; i++) {
        for (size_t j = 0; j < i; j++) {
            if (length[j] > 0 && dec_compare(s->values[i], s->values[j]) == direction &&
                length[j] + 1 > length[i]) {
                length[i] = length[j] + 1;
                before[i] = j;
            }
        }
    }
    if (length[s->n - 1] == 0)
        return 0;
    for (size_t i = s->n - 1; i > 0; i = before[i])
        in_line[i] = true;
    in_line[0] = true;
    return length[s->n - 1];
}

static bool is_out_of_line(Warn *w, Sequence *s)
{
    if (s->n < 4 || s->n > MAX_VALUES)
        return false;
    bool *rising = ARENA_NEW_N(w->arena, bool, s->n);
    bool *falling = ARENA_NEW_N(w->arena, bool, s->n);
    size_t up = longest(w, s, 1, rising);
    size_t down = longest(w, s, -1, falling);

    s->direction = up >= down ? 1 : -1;
    s->in_line = up >= down ? rising : falling;
    s->n_out = s->n - MAX(up, down);
    for (size_t i = 2; i < s->n; i++)
        s->n_turns += dec_compare(s->values[i - 2], s->values[i - 1]) !=
                      dec_compare(s->values[i - 1], s->values[i]);
    return s->n_out > 0 &&
           ((s->n_out == 1 && s->n >= 5) || (s->n_turns >= 2 && 3 * s->n_out <= s->n));
}

static void report(Warn *w, const Sequence *s)
{
    const WarnLadder *ladder = s->ladder;
    size_t odd = 0, i = 1;

    while (s->in_line[odd])
        odd++;
    while (dec_compare(s->values[i], s->values[i - 1]) == s->direction)
        i++;
    const WarnStep *step = &ladder->steps[s->steps[i - 1]], *next = &ladder->steps[s->steps[i]];
    const SrcText *src = warn_cell_src(ladder->block, ladder->steps[s->steps[odd]].row, s->k);
    const char *of = warn_output(ladder->block, s->k)->name;
    if (ladder->block->kind == REG_BANDS)
        of = arena_printf(w->arena, text_in(diags_lang(w->diags), "the rate of %s"), of);
    const char *a = warn_figure(w, s->values[i - 1]), *b = warn_figure(w, s->values[i]);

    if (s->direction > 0)
        diag_add(w->diags, DIAG_WARNING, "regulation.zigzag", src->start,
                 "%s rises with %s but falls from %s (at %s) to %s (at %s)", of, ladder->label, a,
                 step->test->text, b, next->test->text);
    else
        diag_add(w->diags, DIAG_WARNING, "regulation.zigzag", src->start,
                 "%s falls with %s but rises from %s (at %s) to %s (at %s)", of, ladder->label, a,
                 step->test->text, b, next->test->text);
    diag_seen(w->diags, "%s", src->text);
    diag_hint(w->diags, "is a figure or its unit wrong?");
}

/* One finding for each output of a block is enough. */
typedef struct Said {
    bool *outputs;
} Said;

static void visit(Warn *w, const WarnLadder *ladder, void *data)
{
    Said *said = data;

    if (says_when(w, ladder->input) || is_mostly_points(ladder))
        return;
    for (size_t k = 0; k < warn_n_outputs(ladder->block); k++) {
        Sequence s = {.ladder = ladder, .k = k};
        bool looks = ladder->block->kind == REG_BANDS || is_reward(warn_output(ladder->block, k));

        if (said->outputs[k] || !looks || !read_values(w, &s) || !is_out_of_line(w, &s))
            continue;
        said->outputs[k] = true;
        report(w, &s);
    }
}

void warn_zigzag(Warn *w, const RegBlock *block)
{
    Said said = {.outputs = ARENA_NEW_N(w->arena, bool, warn_n_outputs(block))};

    warn_ladders(w, block, visit, &said);
}

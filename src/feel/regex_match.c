/* The matcher: runs a program over a text, going back where a choice proved wrong.
 *
 * What to go back to lies on a stack of marks. A mark says where to go on (MARK_BRANCH), what a
 * slot held before it was written (MARK_SLOT), or how far a run of one character's operation may
 * shrink (MARK_SHRINK, greedy) or grow (MARK_GROW, reluctant); so `.*` costs one mark, whatever it
 * takes.
 */
#include <string.h>

#include "feel/regex_private.h"

typedef enum MarkKind { MARK_BRANCH, MARK_SLOT, MARK_SHRINK, MARK_GROW } MarkKind;

typedef struct Mark {
    MarkKind kind;
    uint32_t where; /* pc; SLOT: the slot */
    size_t pos;     /* SLOT: what it held */
    size_t more;    /* SHRINK: the least position; GROW: how many characters more it may take */
} Mark;

struct FeelMatcher {
    const FeelRegex *re; /* borrowed, as is text */
    const char *text;
    size_t len;
    GArray *marks; /* owned: Mark */
    size_t *slots; /* owned; positions, SIZE_MAX = none; counts of loops */
    size_t *steps;
};

static const size_t NONE = SIZE_MAX;

FeelMatcher *feel_matcher_new(const FeelRegex *re, const char *text, size_t len)
{
    FeelMatcher *m = g_new0(FeelMatcher, 1);

    m->re = re;
    m->text = text;
    m->len = len;
    m->marks = g_array_new(FALSE, FALSE, sizeof(Mark));
    m->slots = g_new0(size_t, re->n_slots);
    return m;
}

void feel_matcher_free(FeelMatcher *m)
{
    if (!m)
        return;
    g_array_unref(m->marks);
    g_free(m->slots);
    g_free(m);
}

/* ---- one character ---- */

static bool is_taken(const RegexInstr *instr, gunichar c)
{
    if (instr->op == OP_CHAR)
        return c == instr->c;
    if (instr->op == OP_SET)
        return feel_class_has(instr->set, c);
    if (instr->op == OP_FOLD)
        return feel_regex_fold(c) == instr->c;
    return instr->op == OP_ANY_ALL || (c != '\n' && c != '\r');
}

/* Does the one-character operation take the character at *pos? Then *pos is moved behind it. */
static bool takes(const FeelMatcher *m, const RegexInstr *instr, size_t *pos)
{
    const char *p = m->text + *pos;

    if (*pos == m->len)
        return false;
    if (!is_taken(instr, g_utf8_get_char(p)))
        return false;
    *pos = (size_t)(g_utf8_next_char(p) - m->text);
    return true;
}

static size_t before(const FeelMatcher *m, size_t pos)
{
    return (size_t)(g_utf8_prev_char(m->text + pos) - m->text);
}

/* ---- marks ---- */

static void mark(FeelMatcher *m, MarkKind kind, uint32_t where, size_t pos, size_t more)
{
    Mark one = {.kind = kind, .where = where, .pos = pos, .more = more};

    g_array_append_val(m->marks, one);
}

static void write_slot(FeelMatcher *m, uint32_t slot, size_t value)
{
    mark(m, MARK_SLOT, slot, m->slots[slot], 0);
    m->slots[slot] = value;
}

/* Takes one step. False: no more. */
static bool step(FeelMatcher *m)
{
    if (*m->steps == 0)
        return false;
    --*m->steps;
    return true;
}

/* Goes back to the last choice. False: there is none. */
static bool go_back(FeelMatcher *m, uint32_t *pc, size_t *pos)
{
    while (m->marks->len > 0) {
        Mark *last = &g_array_index(m->marks, Mark, m->marks->len - 1);

        if (last->kind == MARK_SLOT) {
            m->slots[last->where] = last->pos;
        } else if (last->kind == MARK_BRANCH) {
            *pc = last->where;
            *pos = last->pos;
            g_array_set_size(m->marks, m->marks->len - 1);
            return true;
        } else if (last->kind == MARK_SHRINK && last->pos > last->more) {
            last->pos = before(m, last->pos);
            *pos = last->pos;
            *pc = m->re->code[last->where].next;
            return true;
        } else if (last->kind == MARK_GROW && last->more > 0 &&
                   takes(m, &m->re->code[last->where + 1], &last->pos)) {
            last->more--;
            *pos = last->pos;
            *pc = m->re->code[last->where].next;
            return true;
        }
        g_array_set_size(m->marks, m->marks->len - 1);
    }
    return false;
}

/* ---- operations of more than one character ---- */

/* OP_RUN at *pc. */
static bool run_of_one(FeelMatcher *m, uint32_t *pc, size_t *pos)
{
    const RegexInstr *run = &m->re->code[*pc];
    size_t n = 0, least = *pos, most = run->lazy ? run->min : run->max;

    while (n < most && takes(m, run + 1, pos)) {
        if (++n <= run->min)
            least = *pos;
        if (!step(m))
            return false;
    }
    if (n < run->min)
        return false;
    if (!run->lazy && *pos > least)
        mark(m, MARK_SHRINK, *pc, *pos, least);
    else if (run->lazy && run->max > run->min)
        mark(m, MARK_GROW, *pc, *pos, run->max - run->min);
    *pc = run->next;
    return true;
}

static bool back_reference(FeelMatcher *m, uint32_t slot, size_t *pos)
{
    size_t start = m->slots[slot], end = m->slots[slot + 1];

    if (start == NONE || end == NONE) /* it took no part: the empty text */
        return true;
    while (start < end) {
        gunichar want = g_utf8_get_char(m->text + start), c;

        if (*pos == m->len || !step(m))
            return false;
        c = g_utf8_get_char(m->text + *pos);
        if (c != want && (!m->re->caseless || feel_regex_fold(c) != feel_regex_fold(want)))
            return false;
        start = (size_t)(g_utf8_next_char(m->text + start) - m->text);
        *pos = (size_t)(g_utf8_next_char(m->text + *pos) - m->text);
    }
    return true;
}

/* OP_TURN: decides whether there is one more turn. */
static void turn(FeelMatcher *m, uint32_t *pc, size_t pos)
{
    const RegexInstr *loop = &m->re->code[*pc];
    size_t n = m->slots[loop->slot];
    bool may_stop = n >= loop->min, may_go = n < loop->max;

    if (may_stop && (loop->lazy || !may_go)) {
        if (may_go)
            mark(m, MARK_BRANCH, *pc + 1, pos, 0);
        *pc = loop->other;
        return;
    }
    if (may_stop)
        mark(m, MARK_BRANCH, loop->other, pos, 0);
    ++*pc;
}

/* Does the anchor hold at `pos`? */
static bool is_at(const FeelMatcher *m, RegexOp anchor, size_t pos)
{
    if (anchor == OP_START || anchor == OP_START_LINE)
        return pos == 0 || (anchor == OP_START_LINE && m->text[pos - 1] == '\n');
    return pos == m->len || (anchor == OP_END_LINE && m->text[pos] == '\n');
}

/* One operation. False: it does not match here. */
static bool advance(FeelMatcher *m, uint32_t *pc, size_t *pos)
{
    const RegexInstr *instr = &m->re->code[*pc];
    bool ok = true;

    switch (instr->op) {
    case OP_CHAR:
    case OP_FOLD:
    case OP_ANY:
    case OP_ANY_ALL:
    case OP_SET:
        ok = takes(m, instr, pos);
        break;
    case OP_START:
    case OP_START_LINE:
    case OP_END:
    case OP_END_LINE:
        ok = is_at(m, instr->op, *pos);
        break;
    case OP_BACK:
        ok = back_reference(m, instr->slot, pos);
        break;
    case OP_SAVE:
        write_slot(m, instr->slot, *pos);
        break;
    case OP_SPLIT:
        mark(m, MARK_BRANCH, instr->other, *pos, 0);
        *pc = instr->next;
        return true;
    case OP_JUMP:
        *pc = instr->next;
        return true;
    case OP_RUN:
        return run_of_one(m, pc, pos);
    case OP_LOOP:
        write_slot(m, instr->slot, 0);
        break;
    case OP_TURN:
        turn(m, pc, *pos);
        return true;
    case OP_ENTER:
        write_slot(m, instr->slot, m->slots[instr->slot] + 1);
        write_slot(m, instr->slot + 1, *pos);
        break;
    case OP_AGAIN: /* a turn that took nothing would go on for ever: it is the last */
        *pc = m->slots[instr->slot + 1] == *pos ? instr->other : instr->next;
        return true;
    case OP_MATCH:
        return true;
    }
    ++*pc;
    return ok;
}

/* ---- searching ---- */

static FeelRegexAnswer match_at(FeelMatcher *m, size_t start)
{
    uint32_t pc = 0;
    size_t pos = start;

    while (m->re->code[pc].op != OP_MATCH) {
        if (!step(m) || m->marks->len > FEEL_REGEX_MAX_STACK)
            return FEEL_REGEX_LIMIT;
        if (!advance(m, &pc, &pos) && (*m->steps == 0 || !go_back(m, &pc, &pos)))
            return *m->steps == 0 ? FEEL_REGEX_LIMIT : FEEL_REGEX_NO;
    }
    m->slots[0] = start;
    m->slots[1] = pos;
    return FEEL_REGEX_YES;
}

FeelRegexAnswer feel_matcher_next(FeelMatcher *m, size_t from, size_t *steps)
{
    m->steps = steps;
    g_array_set_size(m->marks, 0);
    for (size_t i = 0; i < m->re->n_slots; i++)
        m->slots[i] = NONE; /* and so they are again after each match that fails */
    for (;;) {
        FeelRegexAnswer answer = match_at(m, from);

        if (answer != FEEL_REGEX_NO)
            return answer;
        if (from == m->len || m->re->anchored)
            return FEEL_REGEX_NO;
        from = (size_t)(g_utf8_next_char(m->text + from) - m->text);
    }
}

bool feel_matcher_group(const FeelMatcher *m, size_t k, size_t *start, size_t *end)
{
    if (m->slots[2 * k] == NONE || m->slots[2 * k + 1] == NONE)
        return false;
    *start = m->slots[2 * k];
    *end = m->slots[2 * k + 1];
    return true;
}

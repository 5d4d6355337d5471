/* Trees to programs. Repetitions become loops with a counter, not copies, so that a program is
 * about as long as its pattern. */
#include <string.h>

#include "feel/regex_private.h"

typedef struct Emitter {
    GArray *code; /* owned: RegexInstr */
    unsigned flags;
    uint32_t n_slots;
} Emitter;

static void emit_node(Emitter *e, const RegexNode *node);

static uint32_t here(const Emitter *e)
{
    return e->code->len;
}

static uint32_t emit(Emitter *e, RegexInstr instr)
{
    g_array_append_val(e->code, instr);
    return here(e) - 1;
}

static RegexInstr *at(Emitter *e, uint32_t pc)
{
    return &g_array_index(e->code, RegexInstr, pc);
}

static bool is_one_char(const RegexNode *node)
{
    return node->kind == REGEX_CHAR || node->kind == REGEX_ANY || node->kind == REGEX_ANY_ALL ||
           node->kind == REGEX_SET;
}

static void emit_char(Emitter *e, gunichar c)
{
    if (e->flags & FEEL_REGEX_CASELESS)
        emit(e, (RegexInstr){.op = OP_FOLD, .c = feel_regex_fold(c)});
    else
        emit(e, (RegexInstr){.op = OP_CHAR, .c = c});
}

static void emit_choice(Emitter *e, const RegexNode *node)
{
    g_autoptr(GArray) ends = g_array_new(FALSE, FALSE, sizeof(uint32_t));

    for (size_t i = 0; i < node->n_kids; i++) {
        bool is_last = i + 1 == node->n_kids;
        uint32_t split = 0, jump;

        if (!is_last) {
            split = emit(e, (RegexInstr){.op = OP_SPLIT});
            at(e, split)->next = here(e);
        }
        emit_node(e, node->kids[i]);
        if (is_last)
            break;
        jump = emit(e, (RegexInstr){.op = OP_JUMP});
        g_array_append_val(ends, jump);
        at(e, split)->other = here(e);
    }
    for (guint i = 0; i < ends->len; i++)
        at(e, g_array_index(ends, uint32_t, i))->next = here(e);
}

static void emit_optional(Emitter *e, const RegexNode *node)
{
    uint32_t split = emit(e, (RegexInstr){.op = OP_SPLIT}), body = here(e), end;

    emit_node(e, node->kids[0]);
    end = here(e);
    at(e, split)->next = node->lazy ? end : body;
    at(e, split)->other = node->lazy ? body : end;
}

static void emit_loop(Emitter *e, const RegexNode *node)
{
    uint32_t slot = e->n_slots, turn, again;

    e->n_slots += 2;
    emit(e, (RegexInstr){.op = OP_LOOP, .slot = slot});
    turn = emit(
        e,
        (RegexInstr){
            .op = OP_TURN, .slot = slot, .min = node->min, .max = node->max, .lazy = node->lazy});
    emit(e, (RegexInstr){.op = OP_ENTER, .slot = slot});
    emit_node(e, node->kids[0]);
    again = emit(e, (RegexInstr){.op = OP_AGAIN, .slot = slot, .next = turn});
    at(e, turn)->other = here(e);
    at(e, again)->other = here(e);
}

static void emit_repeat(Emitter *e, const RegexNode *node)
{
    if (node->max == 0)
        return;
    if (is_one_char(node->kids[0])) {
        uint32_t run = emit(
            e, (RegexInstr){.op = OP_RUN, .min = node->min, .max = node->max, .lazy = node->lazy});

        emit_node(e, node->kids[0]);
        at(e, run)->next = here(e);
    } else if (node->min == 1 && node->max == 1) {
        emit_node(e, node->kids[0]);
    } else if (node->min == 0 && node->max == 1) {
        emit_optional(e, node);
    } else {
        emit_loop(e, node);
    }
}

static void emit_node(Emitter *e, const RegexNode *node)
{
    bool lines = e->flags & FEEL_REGEX_MULTI_LINE;

    switch (node->kind) {
    case REGEX_EMPTY:
        break;
    case REGEX_CHAR:
        emit_char(e, node->c);
        break;
    case REGEX_ANY:
        emit(e, (RegexInstr){.op = OP_ANY});
        break;
    case REGEX_ANY_ALL:
        emit(e, (RegexInstr){.op = OP_ANY_ALL});
        break;
    case REGEX_SET:
        emit(e, (RegexInstr){.op = OP_SET, .set = node->set});
        break;
    case REGEX_START:
        emit(e, (RegexInstr){.op = lines ? OP_START_LINE : OP_START});
        break;
    case REGEX_END:
        emit(e, (RegexInstr){.op = lines ? OP_END_LINE : OP_END});
        break;
    case REGEX_BACK:
        emit(e, (RegexInstr){.op = OP_BACK, .slot = 2 * node->index});
        break;
    case REGEX_GROUP:
        emit(e, (RegexInstr){.op = OP_SAVE, .slot = 2 * node->index});
        emit_node(e, node->kids[0]);
        emit(e, (RegexInstr){.op = OP_SAVE, .slot = 2 * node->index + 1});
        break;
    case REGEX_SEQUENCE:
        for (size_t i = 0; i < node->n_kids; i++)
            emit_node(e, node->kids[i]);
        break;
    case REGEX_CHOICE:
        emit_choice(e, node);
        break;
    case REGEX_REPEAT:
        emit_repeat(e, node);
        break;
    }
}

/* Does the node match the empty text as a whole, where all anchors hold and groups are empty? */
static bool matches_empty(const RegexNode *node)
{
    bool any = false, all = true;

    for (size_t i = 0; i < node->n_kids; i++) {
        bool empty = matches_empty(node->kids[i]);

        any |= empty;
        all &= empty;
    }
    switch (node->kind) {
    case REGEX_CHAR:
    case REGEX_ANY:
    case REGEX_ANY_ALL:
    case REGEX_SET:
        return false;
    case REGEX_CHOICE:
        return any;
    case REGEX_REPEAT:
        return any || node->min == 0;
    case REGEX_EMPTY:
    case REGEX_START:
    case REGEX_END:
    case REGEX_BACK:
    case REGEX_GROUP:
    case REGEX_SEQUENCE:
        break;
    }
    return all;
}

FeelRegex *feel_regex_compile(
    Arena *arena, const char *pattern, size_t len, unsigned flags, const char **out_problem)
{
    Emitter e = {.flags = flags};
    size_t n_groups;
    RegexNode *tree = feel_regex_parse(arena, pattern, len, flags, &n_groups, out_problem);
    FeelRegex *re;
    RegexInstr *code;

    if (!tree)
        return NULL;
    e.n_slots = 2 * ((uint32_t)n_groups + 1);
    e.code = g_array_new(FALSE, FALSE, sizeof(RegexInstr));
    emit_node(&e, tree);
    emit(&e, (RegexInstr){.op = OP_MATCH});
    code = ARENA_NEW_N(arena, RegexInstr, e.code->len);
    memcpy(code, e.code->data, e.code->len * sizeof *code);
    re = ARENA_NEW(arena, FeelRegex);
    *re = (FeelRegex){
        .code = code,
        .n_code = e.code->len,
        .n_groups = n_groups,
        .n_slots = e.n_slots,
        .caseless = flags & FEEL_REGEX_CASELESS,
        .matches_empty = matches_empty(tree),
        .anchored = code[0].op == OP_START,
    };
    g_array_unref(e.code);
    return re;
}

size_t feel_regex_groups(const FeelRegex *re)
{
    return re->n_groups;
}

bool feel_regex_matches_empty(const FeelRegex *re)
{
    return re->matches_empty;
}

bool feel_regex_flags(const char *text, size_t len, unsigned *out)
{
    unsigned flags = 0;

    for (size_t i = 0; i < len; i++) {
        switch (text[i]) {
        case 's':
            flags |= FEEL_REGEX_DOT_ALL;
            break;
        case 'm':
            flags |= FEEL_REGEX_MULTI_LINE;
            break;
        case 'i':
            flags |= FEEL_REGEX_CASELESS;
            break;
        case 'x':
            flags |= FEEL_REGEX_NO_SPACE;
            break;
        case 'q':
            flags |= FEEL_REGEX_LITERAL;
            break;
        default:
            return false;
        }
    }
    *out = flags;
    return true;
}

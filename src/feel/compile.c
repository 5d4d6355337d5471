/* Compiling: a checked tree becomes a tree of Code.
 *
 * What is known before any row is done here: references become frames and places, calls of
 * built-ins find the signatures they fit, constant parts are computed, and every node gets its
 * kernel (compile_kernel.c).
 */
#include <pthread.h>
#include <string.h>

#include "feel/builtins.h"
#include "feel/compile_private.h"
#include "feel/property.h"
#include "feel/run_private.h"

typedef struct Compiler {
    FeelProgram *program;
    Arena *arena;
    const SrcText *src;
    GArray *slots; /* owned: int, every slot read so far */
    FeelRun *run;  /* owned: computes constants; faults come out null there */
} Compiler;

static Code *compile(Compiler *c, const FeelNode *node);

/* ---- host functions ---- */

/* A new one, or the one that all programs of the host have together. */
static HostCode *shared_host(Compiler *c, int index)
{
    const FeelHostFunction *def = c->program->functions ? c->program->functions[index] : NULL;
    FeelHostShare *share = def ? def->share : NULL;
    HostCode *host;

    if (share && share->code)
        return share->code;
    host = ARENA_NEW(c->arena, HostCode);
    host->index = index;
    if (share)
        share->code = host;
    return host;
}

static HostCode *host_of(Compiler *c, int index)
{
    FeelProgram *p = c->program;
    HostCode *host;

    for (size_t i = 0; i < p->n_hosts; i++)
        if (p->hosts[i]->index == index)
            return p->hosts[i];
    if (p->n_hosts == p->hosts_size) {
        size_t size = p->hosts_size ? p->hosts_size * 2 : 4;
        HostCode **hosts = ARENA_NEW_N(c->arena, HostCode *, size);

        if (p->n_hosts)
            memcpy(hosts, p->hosts, p->n_hosts * sizeof *hosts);
        p->hosts = hosts;
        p->hosts_size = size;
    }
    host = shared_host(c, index);
    p->hosts[p->n_hosts++] = host;
    return host;
}

/* ---- one node ---- */

static void add_slot(Compiler *c, Code *code, int slot)
{
    code->kind = CODE_SLOT;
    code->index = slot;
    code->reads_row = true;
    g_array_append_val(c->slots, slot);
}

static void compile_ref(Compiler *c, Code *code, const FeelRef *ref)
{
    CodeCall *call;

    code->depth = ref->depth;
    code->index = ref->index;
    switch (ref->kind) {
    case FEEL_REF_UNKNOWN:
        code->kind = CODE_UNKNOWN;
        break;
    case FEEL_REF_SLOT:
        add_slot(c, code, ref->index);
        break;
    case FEEL_REF_LOCAL:
        code->kind = CODE_LOCAL;
        break;
    case FEEL_REF_MEMBER:
        code->kind = CODE_MEMBER;
        if (ref->outer) {
            Code *outer = ARENA_NEW(c->arena, Code);

            *outer = *code;
            outer->column = COL_ANY;
            compile_ref(c, outer, ref->outer);
            code->outer = outer;
            code->reads_row = outer->reads_row;
        }
        break;
    case FEEL_REF_BUILTIN:
        code->kind = CODE_BUILTIN;
        call = ARENA_NEW(c->arena, CodeCall);
        call->id = (FeelBuiltinId)ref->index;
        code->call = call;
        break;
    case FEEL_REF_FUNCTION:
        code->kind = CODE_HOST;
        code->host = host_of(c, ref->index);
        code->reads_row = true; /* its body may; it is not compiled yet */
        break;
    }
}

static const CodeKind kinds[] = {
    [FEEL_N_CONST] = CODE_CONST,
    [FEEL_N_NAME] = CODE_UNKNOWN, /* its reference says more */
    [FEEL_N_INPUT] = CODE_INPUT,
    [FEEL_N_DASH] = CODE_DASH,
    [FEEL_N_NEGATE] = CODE_NEGATE,
    [FEEL_N_ARITH] = CODE_ARITH,
    [FEEL_N_COMPARE] = CODE_COMPARE,
    [FEEL_N_AND] = CODE_AND,
    [FEEL_N_OR] = CODE_OR,
    [FEEL_N_BETWEEN] = CODE_BETWEEN,
    [FEEL_N_IN] = CODE_IN,
    [FEEL_N_INSTANCE_OF] = CODE_INSTANCE_OF,
    [FEEL_N_IF] = CODE_IF,
    [FEEL_N_FOR] = CODE_FOR,
    [FEEL_N_SOME] = CODE_SOME,
    [FEEL_N_EVERY] = CODE_EVERY,
    [FEEL_N_SPAN] = CODE_SPAN,
    [FEEL_N_LIST] = CODE_LIST,
    [FEEL_N_CONTEXT] = CODE_CONTEXT,
    [FEEL_N_INTERVAL] = CODE_INTERVAL,
    [FEEL_N_UNARY_RANGE] = CODE_UNARY_RANGE,
    [FEEL_N_FUNCTION] = CODE_FUNCTION,
    [FEEL_N_PATH] = CODE_PATH,
    [FEEL_N_FILTER] = CODE_FILTER,
    [FEEL_N_CALL] = CODE_CALL,
    [FEEL_N_TESTS] = CODE_TESTS,
    [FEEL_N_NOT_TESTS] = CODE_NOT_TESTS,
    [FEEL_N_HOST] = CODE_HOST_OP,
};

static void copy_node(Compiler *c, Code *code, const FeelNode *node)
{
    *code = (Code){
        .kind = kinds[node->kind],
        .op = node->op,
        .column = feel_col_type(node->type),
        .offset = node->offset,
        .len = node->len,
        .src = c->src,
        .type = node->type ? node->type : &feel_type_any,
        .name = node->name,
        .names = node->names,
        .n_names = node->n_names,
        .types = node->types,
        .as_type = node->as_type,
        .value = node->value,
        .start_included = node->start_included,
        .end_included = node->end_included,
        .external = node->external,
        .only_condition = node->only_condition,
        .host_op = node->host_op,
    };
}

/* f(…) with f a built-in or host function by name: no function value is made. */
static void compile_callee(Compiler *c, Code *code, const FeelNode *node)
{
    const FeelRef *ref = &node->kids[0]->ref;
    CodeCall *call;

    if (node->kids[0]->kind != FEEL_N_NAME)
        return;
    if (ref->kind == FEEL_REF_FUNCTION) {
        code->kind = CODE_CALL_HOST;
        code->host = host_of(c, ref->index);
        code->reads_row = true;
    } else if (ref->kind == FEEL_REF_BUILTIN && ref->index == FEEL_BUILTIN_KNOWN &&
               node->n_kids == 2 && node->n_names == 0) {
        code->kind = CODE_KNOWN;
    } else if (ref->kind == FEEL_REF_BUILTIN && node->n_kids - 1 <= FEEL_MAX_ARGUMENTS) {
        code->kind = CODE_CALL_BUILTIN;
        call = ARENA_NEW(c->arena, CodeCall);
        call->id = (FeelBuiltinId)ref->index;
        feel_builtin_bind(c->arena, call, node->n_kids - 1, node->n_names ? node->names : NULL);
        code->call = call;
    }
}

static void compile_kids(Compiler *c, Code *code, const FeelNode *node)
{
    size_t first =
        code->kind == CODE_CALL_BUILTIN || code->kind == CODE_CALL_HOST || code->kind == CODE_KNOWN
            ? 1
            : 0;
    const Code **kids = ARENA_NEW_N(c->arena, const Code *, node->n_kids);

    for (size_t i = first; i < node->n_kids; i++) {
        const Code *kid = compile(c, node->kids[i]);

        kids[i - first] = kid;
        code->has_function |= kid->has_function;
        code->reads_row |= kid->reads_row;
        code->asks_input |= kid->asks_input;
    }
    code->kids = kids;
    code->n_kids = node->n_kids - first;
}

static bool has_duplicate(const char *const *names, size_t n)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

    for (size_t i = 0; i < n; i++)
        if (!g_hash_table_add(seen, (gpointer)names[i]))
            return true;
    return false;
}

static bool opens_frame(CodeKind kind)
{
    return kind == CODE_FOR || kind == CODE_SOME || kind == CODE_EVERY || kind == CODE_CONTEXT ||
           kind == CODE_FUNCTION || kind == CODE_FILTER;
}

/* Is place `index` of the frame `depth` frames out read below `code`? */
static bool refers(const Code *code, int depth, int index)
{
    int inner = depth + (opens_frame(code->kind) ? 1 : 0);

    if (code->kind == CODE_LOCAL)
        return code->depth == depth && code->index == index;
    if (code->outer && refers(code->outer, depth, index))
        return true;
    for (size_t i = 0; i < code->n_kids; i++) {
        bool outside = code->kind == CODE_FILTER && i == 0;

        if (refers(code->kids[i], outside ? depth : inner, index))
            return true;
    }
    return false;
}

static void finish_node(Code *code)
{
    code->keeps_frames = opens_frame(code->kind) && code->has_function;
    if (code->kind == CODE_FUNCTION) {
        code->has_function = true;
        code->asks_input = false;
    } else if (code->kind == CODE_INPUT) {
        code->reads_row = true;
        code->asks_input = true;
    } else if (code->kind == CODE_CONTEXT) {
        code->duplicate_key = has_duplicate(code->names, code->n_names);
    } else if (code->kind == CODE_PATH) {
        code->index = (int)feel_property_find(code->name);
    } else if (code->kind == CODE_FOR) {
        code->uses_partial = refers(code->kids[code->n_kids - 1], 0, (int)code->n_names);
    }
}

/* ---- constants ---- */

static bool is_pure_call(const Code *code)
{
    FeelBuiltinId id = code->call->id;

    return id != FEEL_BUILTIN_NOW && id != FEEL_BUILTIN_TODAY && id != FEEL_BUILTIN_CYCLE &&
           id != FEEL_BUILTIN_WORKING_DAYS && id != FEEL_BUILTIN_ADD_WORKING_DAYS;
}

/* Operations whose value hangs neither on the row nor on how the run takes faults. */
static bool can_fold(const Code *code)
{
    static const bool foldable[CODE_N_KINDS] = {
        [CODE_NEGATE] = true,      [CODE_ARITH] = true, [CODE_COMPARE] = true,
        [CODE_BETWEEN] = true,     [CODE_LIST] = true,  [CODE_INTERVAL] = true,
        [CODE_UNARY_RANGE] = true, [CODE_PATH] = true,  [CODE_CALL_BUILTIN] = true,
    };

    if (!foldable[code->kind] || (code->kind == CODE_CALL_BUILTIN && !is_pure_call(code)))
        return false;
    for (size_t i = 0; i < code->n_kids; i++)
        if (code->kids[i]->kind != CODE_CONST)
            return false;
    return true;
}

/* A part whose value is null stays: it may be a fault, to be put down where it happens. */
static void fold(Compiler *c, Code *code)
{
    FeelValue v;

    if (!can_fold(code))
        return;
    feel_run_begin_row(c->run, 0);
    v = feel_eval(c->run, code);
    if (v.kind == FEEL_NULL || v.kind == FEEL_MISSING)
        return;
    code->kind = CODE_CONST;
    code->value = v;
    code->n_kids = 0;
}

static Code *compile(Compiler *c, const FeelNode *node)
{
    Code *code = ARENA_NEW(c->arena, Code);
    const SrcText *around = c->src;

    if (node->src)
        c->src = node->src;
    copy_node(c, code, node);
    if (node->kind == FEEL_N_NAME || node->ref.kind == FEEL_REF_SLOT) {
        compile_ref(c, code, &node->ref); /* a path that is a column of its own is a slot too */
    } else {
        if (node->kind == FEEL_N_CALL)
            compile_callee(c, code, node);
        compile_kids(c, code, node);
    }
    finish_node(code);
    fold(c, code);
    feel_choose_kernel(code);
    c->src = around;
    return code;
}

/* ---- programs ---- */

/* Compiles what the host has and is not compiled yet; more may turn up on the way. */
static void compile_hosts(Compiler *c)
{
    FeelProgram *p = c->program;
    bool all = true;

    for (size_t i = 0; i < p->n_hosts; i++) {
        HostCode *host = p->hosts[i];
        const FeelHostFunction *def = p->functions ? p->functions[host->index] : NULL;

        if (host->body)
            continue;
        if (!def || !def->body) {
            all = false;
            continue;
        }
        Code *body;

        c->src = def->src;
        host->def = def;
        host->src = def->src;
        body = compile(c, def->body);
        host->keeps_frames = body->has_function;
        host->body = body;
    }
    g_atomic_int_set(&p->is_ready, all);
}

static int compare_ints(const void *a, const void *b)
{
    int x = *(const int *)a, y = *(const int *)b;

    return (x > y) - (x < y);
}

static void keep_slots(Compiler *c)
{
    FeelProgram *p = c->program;
    const int *all;

    for (size_t i = 0; i < p->n_slots; i++)
        g_array_append_val(c->slots, p->slots[i]);
    g_array_sort(c->slots, compare_ints);
    all = (const int *)(void *)c->slots->data;
    p->slots = ARENA_NEW_N(c->arena, int, c->slots->len);
    p->n_slots = 0;
    for (guint i = 0; i < c->slots->len; i++)
        if (i == 0 || all[i] != all[i - 1])
            p->slots[p->n_slots++] = all[i];
    p->max_slot = p->n_slots ? p->slots[p->n_slots - 1] : -1;
}

static Compiler begin(FeelProgram *program)
{
    Compiler c = {
        .program = program,
        .arena = program->arena,
        .slots = g_array_new(FALSE, FALSE, sizeof(int)),
        .run = feel_run_new(program->arena, NULL, NULL, NULL),
    };

    c.run->program = program;
    return c;
}

static void end(Compiler *c)
{
    keep_slots(c);
    g_array_unref(c->slots);
    feel_run_free(c->run);
}

FeelProgram *feel_compile(Arena *arena,
                          const FeelNode *node,
                          const SrcText *src,
                          FeelDialect dialect,
                          const FeelHostFunction *const *functions)
{
    FeelProgram *program = ARENA_NEW(arena, FeelProgram);
    SrcText *own_src = ARENA_NEW(arena, SrcText);
    Compiler c;

    program->arena = arena;
    program->dialect = dialect;
    program->functions = functions;
    c = begin(program);
    if (src)
        *own_src = *src;
    c.src = own_src;
    program->root = compile(&c, node);
    compile_hosts(&c);
    end(&c);
    return program;
}

static void complete(FeelProgram *p)
{
    Compiler c = begin(p);

    compile_hosts(&c);
    end(&c);
}

void feel_program_prepare(const FeelProgram *program)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    FeelProgram *p = (FeelProgram *)program; /* its hosts are completed under the lock */

    if (g_atomic_int_get(&p->is_ready))
        return;
    (void)pthread_mutex_lock(&lock); /* cannot fail: a plain mutex, never locked twice */
    if (!g_atomic_int_get(&p->is_ready))
        complete(p);
    (void)pthread_mutex_unlock(&lock);
}

const FeelType *feel_program_type(const FeelProgram *program)
{
    return program->root->type;
}

size_t feel_program_slots(const FeelProgram *program, const int **out)
{
    feel_program_prepare(program);
    *out = program->slots;
    return program->n_slots;
}

/* fuzz_dmn.c - DMN XML: reading, linking, compiling, and evaluating the first decisions and
 * services without inputs. */
#include <glib.h>

#include "dmn/program.h"
#include "fuzz.h"

enum {
    ROW_MEMORY = 8 * 1024 * 1024,
    MAX_EVALUATED = 4,
};

static void evaluate(const DmnProgram *program, Diags *diags)
{
    g_autoptr(Arena) arena = arena_new(ROW_MEMORY);
    g_autoptr(FeelRun) run = feel_run_new(arena, NULL, diags, NULL);
    DmnState *state = dmn_state_new(program, run);
    int n = 0;

    for (size_t i = 0; i < dmn_program_n(program) && n < MAX_EVALUATED; i++) {
        DmnNodeKind kind = dmn_program_node(program, i)->kind;
        FeelValue v;

        if (kind != DMN_NODE_DECISION && kind != DMN_NODE_SERVICE)
            continue;
        v = kind == DMN_NODE_DECISION ? dmn_state_value(state, i) : dmn_state_service(state, i);
        g_assert_cmpint(v.kind, !=, FEEL_MISSING);
        (void)feel_value_text(arena, &v, true); /* can be written */
        n++;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(Diags) diags = diags_new(LANG_ZH);
    const DmnDocument *doc = dmn_document_parse(arena, "f.dmn", (const char *)data, size, diags);
    const DmnProgram *program;

    if (!doc) {
        g_assert_cmpuint(diags_n_errors(diags), >, 0);
        return 0;
    }
    program = dmn_program_compile(arena, &doc, 1, diags);
    if (program)
        evaluate(program, diags);
    return 0;
}

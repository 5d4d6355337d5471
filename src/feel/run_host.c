/* What hosts with an evaluation of their own need of a run. */
#include "feel/run_private.h"

enum { MAX_FINDINGS_PER_FAULT = 3 }; /* of one run: a million rows must not say the same */

static bool count_finding(FeelRun *run, const FeelHostFault *fault)
{
    guint n;

    if (!run->reported)
        run->reported = g_hash_table_new(g_direct_hash, g_direct_equal);
    n = GPOINTER_TO_UINT(g_hash_table_lookup(run->reported, fault));
    if (n >= MAX_FINDINGS_PER_FAULT)
        return false;
    g_hash_table_insert(run->reported, (gpointer)fault, GUINT_TO_POINTER(n + 1));
    return true;
}

FeelValue feel_run_fault(FeelRun *run, const FeelHostFault *fault, size_t row)
{
    if (!run->reasons) {
        if (run->diags && count_finding(run, fault))
            diag_add(run->diags, DIAG_ERROR, fault->code, fault->pos, "%s",
                     text_in(diags_lang(run->diags), fault->text));
        return feel_null();
    }
    ReasonRoot root = {
        .kind = REASON_FAULT,
        .name = run->blame_name,
        .cycle = run->blame_cycle,
        .row = run->row_keys ? run->row_keys[row] : NULL,
        .text = fault->text,
        .pos = fault->pos,
    };
    return feel_missing(reasons_root(run->reasons, &root));
}

Arena *feel_run_arena(const FeelRun *run)
{
    return run->arena;
}

Reasons *feel_run_reasons(const FeelRun *run)
{
    return run->reasons;
}

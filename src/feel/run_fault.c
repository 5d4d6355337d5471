/* Faults, null operands and missing operands (feel-reference 2.4, notation §2). */
#include "feel/run_private.h"

enum { MAX_FINDINGS_PER_NODE = 3 }; /* of one run: a million rows must not say the same */

typedef struct FaultText {
    const char *code;
    const char *text; /* a literal without conversions: its own key in the catalogue */
} FaultText;

static const FaultText texts[FAULT_N] = {
    [FAULT_NULL_OPERAND] = {"feel.null-operand",     "an operand or argument is null"                     },
    [FAULT_DIVISION] = {"feel.division-by-zero", "division by zero"                                   },
    [FAULT_NUMBER_RANGE] = {"feel.number-range",     "the result is no finite number"                     },
    [FAULT_OPERAND] = {"feel.operand-type",     "the operator does not take operands of these types" },
    [FAULT_COMPARE] = {"feel.not-comparable",   "the values cannot be compared"                      },
    [FAULT_LOGIC] = {"feel.not-boolean",      "an operand of a logical operator is not boolean"    },
    [FAULT_CONDITION] = {"feel.not-boolean",      "the condition is not boolean"                       },
    [FAULT_DOMAIN] = {"feel.domain",           "there is nothing to go through: neither a list nor a range "
                                     "of integers or dates"     },
    [FAULT_RANGE_ENDS] = {"feel.range-ends",       "the ends of the range are not of one ordered type"  },
    [FAULT_MEMBERSHIP] = {"feel.not-comparable",   "the value cannot be compared with the range"        },
    [FAULT_FILTER] = {"feel.filter",           "the filter is neither boolean nor a number"         },
    [FAULT_UNKNOWN_NAME] = {"feel.unknown-name",     "the name is not known"                              },
    [FAULT_UNKNOWN_TYPE] = {"feel.unknown-type",     "the type is not known"                              },
    [FAULT_NO_MEMBER] = {"feel.no-member",        "the value has no member of this name"               },
    [FAULT_DUPLICATE_KEY] = {"feel.duplicate-key",    "a key occurs twice"                                 },
    [FAULT_NOT_FUNCTION] = {"feel.not-function",     "what is called is not a function"                   },
    [FAULT_ARGUMENTS] = {"feel.arguments",        "the number or the names of the arguments do not fit"},
    [FAULT_ARGUMENT_TYPE] = {"feel.argument-type",    "an argument has a wrong type"                       },
    [FAULT_ARGUMENT_VALUE] = {"feel.argument-value",   "an argument has a value that is not allowed"        },
    [FAULT_RESULT_TYPE] = {"feel.result-type",      "the result is not of the declared type"             },
    [FAULT_LITERAL] = {"feel.literal",          "the text cannot be read as a value of this type"    },
    [FAULT_ITEMS] = {"feel.items",            "an item of the list has a wrong type"               },
    [FAULT_DATE_RANGE] = {"feel.date-range",       "the date is outside of the calendar"                },
    [FAULT_NO_CLOCK] = {"feel.no-clock",         "there is no clock here"                             },
    [FAULT_NO_CYCLE] = {"feel.no-cycle",         "there is no such cycle"                             },
    [FAULT_FLAGS] = {"feel.flags",            "the flags are some of s, m, i, x and q"             },
    [FAULT_REPLACEMENT] =
        {"feel.replacement",
                            "in the replacement `$` stands before a digit and `\\` before `$` or `\\`"    },
    [FAULT_EMPTY_MATCH] = {"feel.pattern",          "the pattern also matches the empty text"            },
    [FAULT_EXTERNAL] = {"feel.external",         "external functions cannot be called"                },
    [FAULT_NO_BODY] = {"feel.no-body",          "the function has no body"                           },
    [FAULT_STATIC_TYPE] = {"feel.static-type",      "the value is not of the type declared for it"       },
    [FAULT_STEPS] = {"feel.limit-steps",      "limit reached: too many steps for one row"          },
    [FAULT_CALL_DEPTH] = {"feel.limit-calls",      "limit reached: calls are nested too deeply"         },
    [FAULT_NESTING] = {"feel.limit-nesting",
                            "limit reached: a list or context is too big or too deep"                     },
    [FAULT_RANGE_ITEMS] = {"feel.limit-range",      "limit reached: the range has too many items"        },
    [FAULT_MEMORY] = {"feel.limit-memory",     "limit reached: the row needs too much memory"       },
};

static SrcPos pos_of(const Code *at)
{
    return at->src ? src_text_pos(at->src, MIN(at->offset, at->src->len)) : (SrcPos){0};
}

/* True while findings at this node are still wanted. */
static bool count_finding(FeelRun *run, const Code *at)
{
    guint n;

    if (!run->reported)
        run->reported = g_hash_table_new(g_direct_hash, g_direct_equal);
    n = GPOINTER_TO_UINT(g_hash_table_lookup(run->reported, at));
    if (n >= MAX_FINDINGS_PER_NODE)
        return false;
    g_hash_table_insert(run->reported, (gpointer)at, GUINT_TO_POINTER(n + 1));
    return true;
}

static void report(FeelRun *run, const Code *at, const char *code, const char *text)
{
    if (!run->diags || !count_finding(run, at))
        return;
    diag_add(run->diags, DIAG_ERROR, code, pos_of(at), "%s", text_in(diags_lang(run->diags), text));
}

FeelValue feel_fault_because(FeelRun *run, const Code *at, const char *code, const char *text)
{
    if (!run->reasons) {
        report(run, at, code, text);
        return feel_null();
    }
    ReasonRoot root = {
        .kind = REASON_FAULT,
        .name = run->blame_name,
        .cycle = run->blame_cycle,
        .row = run->row_keys ? run->row_keys[run->row] : NULL,
        .text = text,
        .pos = pos_of(at),
    };
    return feel_missing(reasons_root(run->reasons, &root));
}

FeelValue feel_fault(FeelRun *run, const Code *at, Fault fault)
{
    return feel_fault_because(run, at, texts[fault].code, texts[fault].text);
}

FeelValue feel_null_operand(FeelRun *run, const Code *at)
{
    if (!run->reasons)
        report(run, at, texts[FAULT_NULL_OPERAND].code, texts[FAULT_NULL_OPERAND].text);
    return feel_null();
}

uint32_t feel_reason_union(FeelRun *run, uint32_t a, uint32_t b)
{
    if (a == b || b == 0)
        return a;
    if (a == 0 || !run->reasons)
        return b;
    return reasons_union(run->reasons, a, b);
}

bool feel_any_null(const FeelValue *values, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (values[i].kind == FEEL_NULL)
            return true;
    return false;
}

bool feel_any_missing(FeelRun *run, const FeelValue *values, size_t n, FeelValue *out)
{
    uint32_t reason = 0;
    bool any = false;

    for (size_t i = 0; i < n; i++) {
        if (values[i].kind != FEEL_MISSING)
            continue;
        reason = any ? feel_reason_union(run, reason, values[i].reason) : values[i].reason;
        any = true;
    }
    if (any)
        *out = feel_missing(reason);
    return any;
}

static void
join_inside(FeelRun *run, const FeelValue *values, size_t n, bool *any, uint32_t *reason)
{
    for (size_t i = 0; i < n; i++) {
        const FeelValue *v = &values[i];

        if (v->kind == FEEL_MISSING) {
            *reason = *any ? feel_reason_union(run, *reason, v->reason) : v->reason;
            *any = true;
        } else if (v->kind == FEEL_LIST) {
            join_inside(run, v->u.list->items, v->u.list->n, any, reason);
        } else if (v->kind == FEEL_CONTEXT) {
            join_inside(run, v->u.context->values, v->u.context->n, any, reason);
        }
    }
}

bool feel_any_missing_inside(FeelRun *run, const FeelValue *values, size_t n, FeelValue *out)
{
    uint32_t reason = 0;
    bool any = false;

    join_inside(run, values, n, &any, &reason);
    if (any)
        *out = feel_missing(reason);
    return any;
}

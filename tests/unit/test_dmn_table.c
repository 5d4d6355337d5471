/* test_dmn_table.c - decision tables over columns: hit policies, defaults, missing, faults. */
#include "dmn_fixture.h"

typedef struct RunCase {
    const char *name;
    FeelDialect dialect;
    const char *table;
    const char *x, *y, *t; /* columns: number, number, text; NULL = none */
    const char *out;       /* outputs, parted by " / " */
    const char *matches;   /* NULL = not looked at */
} RunCase;

/* Not formatted: aligned columns of such different widths cannot be read. */
/* clang-format off */
static const RunCase run_cases[] = {
    /* ---- policies ---- */
    {"unique", FEEL_REGULATION, "U | x | > r\n<5 | 1\n[5..9] | 2\n>9 | 3\n", "4.99, 5, 9, 9.5",
     NULL, NULL, "1; 2; 2; 3", "0; 1; 1; 2"},
    {"unique-two-match", FEEL_REGULATION, "U | x | > r\n<5 | 1\n<9 | 2\n>=9 | 3\n", "4, 5", NULL,
     NULL, "fault(two rules of a table with hit policy U match); 2", "0 1; 1"},
    {"unique-two-match-equal", FEEL_REGULATION, "U | x | > r\n<5 | 1\n<9 | 1\n>=9 | 3\n", "4",
     NULL, NULL, "fault(two rules of a table with hit policy U match)", "0 1"},
    {"unique-two-match-standard", FEEL_STANDARD, "U | x | > r\n<5 | 1\n<9 | 2\n", "4, 5", NULL,
     NULL, "null; 2", "0 1; 1"},
    {"any-equal", FEEL_REGULATION, "A | x | > r\n<5 | 1\n<9 | 1.0\n>=9 | 3\n", "4, 5", NULL, NULL,
     "1; 1", "0 1; 1"},
    {"any-equal-when-evaluated", FEEL_REGULATION, "A | x | > r\n<5 | x + 1\n<9 | 3\n>=9 | 3\n",
     "2, 3", NULL, NULL,
     "3; fault(rules of a table with hit policy A match and differ in their outputs)",
     "0 1; 0 1"},
    {"any-null-and-value", FEEL_REGULATION, "A | x | > r\n<5 | null\n<9 | 3\n>=9 | 3\n", "2",
     NULL, NULL, "fault(rules of a table with hit policy A match and differ in their outputs)",
     "0 1"},
    {"any-null-and-null", FEEL_REGULATION, "A | x | > r\n<5 | null\n<9 | null\n>=9 | 3\n", "2",
     NULL, NULL, "null", "0 1"},
    {"first", FEEL_REGULATION, "F | x | y | > r\n>=10 | >=5 | 1\n>=7 | - | 2\nelse | | 3\n",
     "10, 10, 7, 6", "5, 4, 0, 9", NULL, "1; 2; 2; 3", "0; 1; 1; 2"},
    {"priority", FEEL_REGULATION,
     "P | x | > r\norder | | \"high\", \"middle\", \"low\"\n"
     "- | \"low\"\n>5 | \"middle\"\n>7 | \"high\"\n>8 | \"high\"\n", "1, 6, 8, 9", NULL, NULL,
     "\"low\"; \"middle\"; \"high\"; \"high\"", "0; 1; 2; 2"},
    {"priority-not-in-order-is-last", FEEL_REGULATION,
     "P | x | > r\norder | | \"b\"\n- | \"a\"\n>5 | \"b\"\n", "1, 6", NULL, NULL, "\"a\"; \"b\"",
     "0; 1"},
    {"priority-evaluated", FEEL_REGULATION, "P | x | > r\norder | | 7, 3\n- | 3\n>5 | x\n",
     "1, 6, 7", NULL, NULL, "3; 3; 7", "0; 0; 1"},
    {"priority-left-to-right", FEEL_REGULATION,
     "P | x | > a | > b\norder | | 1, 2 | 1, 2\n- | 2 | 1\n>0 | 1 | 2\n>1 | 1 | 1\n", "0, 1, 2",
     NULL, NULL, "2; 1; 1 / 1; 2; 1", "0; 1; 2"},
    {"rule-order", FEEL_REGULATION, "R | x | > r\n>0 | x\n>1 | \"b\"\n>2 | \"c\"\n", "3, 2, 1, 0",
     NULL, NULL, "[3, \"b\", \"c\"]; [2, \"b\"]; [1]; []", "0 1 2; 0 1; 0; -"},
    {"output-order", FEEL_REGULATION,
     "O | x | > r\norder | | \"c\", \"a\"\n>0 | \"a\"\n>0 | \"z\"\n>1 | \"c\"\n>1 | \"a\"\n",
     "2, 1", NULL, NULL, "[\"c\", \"a\", \"a\", \"z\"]; [\"a\", \"z\"]", "0 1 2 3; 0 1"},
    {"collect", FEEL_REGULATION, "C | x | > r\n>0 | 1\n>1 | x\n", "2, 1, 0", NULL, NULL,
     "[1, 2]; [1]; []", "0 1; 0; -"},
    {"collect-none-standard", FEEL_STANDARD, "C | x | > r\n>0 | 1\n", "1, 0", NULL, NULL,
     "[1]; null", "0; -"},
    {"sum", FEEL_REGULATION, "C+ | x | > r\n>0 | 0.1\n>1 | 0.2\n>2 | x\n", "3, 1, 0", NULL, NULL,
     "3.3; 0.1; 0", "0 1 2; 0; -"},
    {"sum-is-exact", FEEL_REGULATION, "C+ | x | > r\n- | 1e30\n- | 1e-6\n- | -1e30\n", "0", NULL,
     NULL, "0.000001", NULL},
    {"sum-null", FEEL_REGULATION, "C+ | x | > r\n>0 | 1\n>1 | null\n", "2, 1", NULL, NULL,
     "null; 1", NULL},
    {"sum-none-standard", FEEL_STANDARD, "C+ | x | > r\n>0 | 1\n", "0", NULL, NULL, "null", NULL},
    {"sum-of-text", FEEL_REGULATION, "C+ | x | > r\n>0 | \"a\"\n", "1", NULL, NULL,
     "fault(outputs of the table cannot be aggregated)", NULL},
    {"count", FEEL_REGULATION, "C# | x | > r\n>0 | \"a\"\n>1 | null\n", "2, 1, 0", NULL, NULL,
     "2; 1; 0", "0 1; 0; -"},
    {"min", FEEL_REGULATION, "C< | x | > r\n>0 | 5\n>1 | 3\n>2 | 4\n", "3, 1, 0", NULL, NULL,
     "3; 5; null", NULL},
    {"max", FEEL_REGULATION, "C> | x | > r\n>0 | \"a\"\n>1 | \"c\"\n>2 | \"b\"\n", "3, 1, 0",
     NULL, NULL, "\"c\"; \"a\"; null", NULL},
    {"max-of-booleans", FEEL_REGULATION, "C> | x | > r\n>0 | true\n", "1", NULL, NULL,
     "fault(outputs of the table cannot be aggregated)", NULL},
    /* ---- several outputs, else, fallbacks ---- */
    {"two-outputs", FEEL_REGULATION, "U | x | > a | > b\n<5 | 1 | \"s\"\n>=5 | x * 2 | null\n",
     "4, 6", NULL, NULL, "1; 12 / \"s\"; null", "0; 1"},
    {"two-outputs-collect", FEEL_REGULATION,
     "R | x | > a | > b\n>0 | 1 | \"s\"\n>1 | 2 | \"t\"\n", "2, 1", NULL, NULL,
     "[1, 2]; [1] / [\"s\", \"t\"]; [\"s\"]", NULL},
    {"else-any-place", FEEL_REGULATION, "U | x | > r\nelse | 9\n<5 | 1\n", "4, 5", NULL, NULL,
     "1; 9", "1; 0"},
    {"else-collect", FEEL_REGULATION, "C | x | > r\n<5 | 1\nelse | 9\n", "4, 5", NULL, NULL,
     "[1]; [9]", "0; 1"},
    {"fallback", FEEL_REGULATION, "U | x | > r\n<5 | 1\ndefault | | x + 1\n", "4, 5", NULL, NULL,
     "1; 6", "0; -"},
    {"fallback-collect", FEEL_REGULATION, "C | x | > r\n<5 | 1\ndefault | | 7\n", "4, 5", NULL,
     NULL, "[1]; [7]", "0; -"},
    {"fallback-sum", FEEL_REGULATION, "C+ | x | > r\n<5 | 1\ndefault | | 7\n", "4, 5", NULL, NULL,
     "1; 7", NULL},
    {"fallback-of-one-output", FEEL_REGULATION,
     "U | x | > a | > b\n<5 | 1 | 2\ndefault | | 7 | \n", "5", NULL, NULL, "7 / null", NULL},
    {"no-rule", FEEL_REGULATION, "U | x | > r\n<5 | 1\n", "5", NULL, NULL,
     "fault(no rule of the table matches)", "-"},
    {"no-rule-first", FEEL_REGULATION, "F | x | > r\n<5 | 1\n", "5", NULL, NULL,
     "fault(no rule of the table matches)", "-"},
    {"no-rule-standard", FEEL_STANDARD, "U | x | > r\n<5 | 1\n", "5", NULL, NULL, "null", "-"},
    {"no-rules-at-all", FEEL_STANDARD, "U | x | > r\n", "5, null", NULL, NULL, "null; null",
     "-; -"},
    {"no-rows", FEEL_REGULATION, "U | t | > r\n\"a\" | 1\n", NULL, NULL, NULL, "", ""},
    /* ---- cells ---- */
    {"null-cells", FEEL_REGULATION,
     "F | x | > r\nnull | \"null\"\n<5 | \"low\"\nnot(7, 8) | \"other\"\n- | \"rest\"\n",
     "null, 4, 6, 7", NULL, NULL, "\"null\"; \"low\"; \"other\"; \"rest\"", NULL},
    {"null-value", FEEL_REGULATION,
     "R | x | > r\n5 | 1\nnot(5) | 2\n<5 | 3\nnot(<5) | 4\n<5, null | 5\nnot(null) | 6\n- | 7\n",
     "null, 5, 4", NULL, NULL, "[2, 5, 7]; [1, 4, 6, 7]; [2, 3, 5, 6, 7]", NULL},
    {"texts", FEEL_REGULATION,
     "F | t | > r\n\"b\", \"d\" | 1\nnot(\"a\", \"c\") | 2\n\"c\" | 3\nelse | 4\n", NULL, NULL,
     "\"b\", \"d\", \"c\", \"a\", \"\", \"e\"", "1; 1; 3; 4; 2; 2", NULL},
    {"text-ranges", FEEL_REGULATION,
     "F | t | > r\n< \"b\" | 1\n[\"b\"..\"c\") | 2\n>=\"c\" | 3\n", NULL, NULL,
     "\"a\", \"azz\", \"b\", \"bz\", \"c\", \"人\"", "1; 1; 2; 2; 3; 3", NULL},
    {"folded-constants", FEEL_REGULATION,
     "F | x | > r\n-5 | 1\n2 * 3 | 2\n[-1..1+1] | 3\nelse | 4\n", "-5, 6, 2, 3", NULL, NULL,
     "1; 2; 3; 4", NULL},
    {"list-in-cell", FEEL_REGULATION, "F | x | > r\n[1, 2] | 1\nelse | 2\n", "2, 3", NULL, NULL,
     "1; 2", NULL},
    {"half-open", FEEL_REGULATION,
     "U | x | > r\n(0..1) | 1\n[1..2) | 2\n(2..3] | 3\n2 | 4\nelse | 5\n",
     "0, 0.5, 1, 1.5, 2, 2.5, 3, 3.1", NULL, NULL, "5; 1; 2; 2; 4; 3; 3; 5", NULL},
    {"reversed-interval-is-empty", FEEL_REGULATION, "F | x | > r\n[5..1] | 1\n- | 2\n", "3, 1, 5",
     NULL, NULL, "2; 2; 2", NULL},
    {"general-cells", FEEL_REGULATION, "F | x | > r\n> y | 1\n? = y | 2\nelse | 3\n", "3, 2, 1",
     "2, 2, 2", NULL, "1; 2; 3", "0; 1; 2"},
    {"general-and-constant", FEEL_REGULATION,
     "R | x | y | > r\n> y | >1 | 1\n- | ? = x + 1 | 2\n> y | < x - 1 | 3\n", "3, 1, 9",
     "2, 2, 1", NULL, "[1]; [2]; [3]", NULL},
    {"input-not-looked-at", FEEL_REGULATION, "F | x / 0 | > r\n- | 1\n", "3", NULL, NULL, "1",
     NULL},
    {"input-is-expression", FEEL_REGULATION, "F | x + y | > r\n>5 | 1\nelse | 2\n", "3, 3",
     "3, 2", NULL, "1; 2", NULL},
    /* ---- allowed values ---- */
    {"not-allowed", FEEL_REGULATION, "F | x | > r\nvalues | [0..10] | \n- | 1\n", "10, 11, null",
     NULL, NULL, "1; fault(an input of the table is none of its allowed values); 1", "0; -; 0"},
    {"not-allowed-standard", FEEL_STANDARD, "F | x | > r\nvalues | [0..10] | \n- | 1\n", "10, 11",
     NULL, NULL, "1; null", "0; -"},
    {"allowed-missing-bound", FEEL_REGULATION, "F | x | > r\nvalues | [0..y] | \n- | 1\n", "1, 2",
     "missing, 2", NULL, "missing(y); 1", "-; 0"},
    /* ---- missing ---- */
    {"missing-any-cell", FEEL_REGULATION, "F | x | > r\n- | 1\n", "missing", NULL, NULL, "1", "0"},
    {"missing-first-later", FEEL_REGULATION,
     "F | x | y | > r\n- | <5 | 1\n<5 | - | 2\n- | - | 3\n", "missing, missing", "4, 5", NULL,
     "1; missing(x)", "0; -"},
    {"missing-first-false-elsewhere", FEEL_REGULATION,
     "F | x | y | > r\n<5 | <5 | 1\n- | - | 2\n", "missing", "5", NULL, "2", "1"},
    {"missing-first-same", FEEL_REGULATION, "F | x | > r\n<5 | 1\n- | 1.00\n", "missing", NULL,
     NULL, "1", "1"},
    {"missing-first-same-text", FEEL_REGULATION,
     "F | x | y | > r\n<5 | - | y + 1\n- | - | y + 1\n", "missing", "1", NULL, "2", "1"},
    {"missing-first-else-same", FEEL_REGULATION, "F | x | > r\n<5 | 1\nelse | 1\n", "missing",
     NULL, NULL, "1", "1"},
    {"missing-first-else-differs", FEEL_REGULATION, "F | x | > r\n<5 | 1\nelse | 2\n", "missing",
     NULL, NULL, "missing(x)", "-"},
    {"missing-first-fallback-same", FEEL_REGULATION, "F | x | > r\n<5 | 1\ndefault | | 1\n",
     "missing", NULL, NULL, "1", "-"},
    {"missing-first-no-default", FEEL_REGULATION, "F | x | > r\n<5 | 1\n", "missing", NULL, NULL,
     "missing(x)", "-"},
    {"missing-roots-of-all", FEEL_REGULATION,
     "F | x | y | > r\n<5 | - | 1\n- | <5 | 2\n- | - | 3\n", "missing, 9", "missing, missing",
     NULL, "missing(x y); missing(y)", "-; -"},
    {"missing-roots-that-matter", FEEL_REGULATION,
     "F | x | y | > r\n- | <5 | 3\n<5 | - | 1\n- | - | 3\n", "missing", "missing", NULL,
     "missing(x)", NULL},
    {"missing-unique-same", FEEL_REGULATION, "U | x | y | > r\n<5 | - | 1\n- | >=0 | 1\n",
     "missing", "1", NULL, "1", "1"},
    {"missing-unique-differs", FEEL_REGULATION, "U | x | y | > r\n<5 | - | 1\n- | >=0 | 2\n",
     "missing", "1", NULL, "missing(x)", "-"},
    {"missing-unique-fault-anyway", FEEL_REGULATION,
     "U | x | y | > r\n<5 | - | 1\n- | >=0 | 2\n- | >0 | 3\n", "missing", "1", NULL,
     "fault(two rules of a table with hit policy U match)", "1 2"},
    {"missing-any-same", FEEL_REGULATION, "A | x | y | > r\n<5 | - | 1\n- | >=0 | 1\n", "missing",
     "1", NULL, "1", "1"},
    {"missing-any-differs", FEEL_REGULATION, "A | x | y | > r\n<5 | - | 2\n- | >=0 | 1\n",
     "missing", "1", NULL, "missing(x)", "-"},
    {"missing-any-fault-anyway", FEEL_REGULATION,
     "A | x | y | > r\n<5 | - | 2\n- | >=0 | 1\n- | >0 | 3\n", "missing, missing", "1, 0", NULL,
     "fault(rules of a table with hit policy A match and differ in their outputs); missing(x)",
     "1 2; -"},
    {"missing-any-open", FEEL_REGULATION,
     "A | x | y | > r\n<5 | - | 2\n- | >=0 | 1\n- | >0 | y\n", "missing, missing", "1, 2", NULL,
     "missing(x); fault(rules of a table with hit policy A match and differ in their outputs)",
     "-; 1 2"},
    {"missing-priority-beaten", FEEL_REGULATION,
     "P | x | y | > r\norder | | | 1, 2, 3\n<5 | - | 2\n- | >0 | 1\n- | - | 3\n",
     "missing, missing", "1, 0", NULL, "1; missing(x)", "1; -"},
    {"missing-priority-same-as-best", FEEL_REGULATION,
     "P | x | y | > r\norder | | | 1, 2\n<5 | - | 1\n- | >0 | 1\n- | - | 2\n", "missing", "1",
     NULL, "1", "1"},
    {"missing-rule-order", FEEL_REGULATION, "R | x | y | > r\n<5 | - | 1\n- | >0 | 1\n",
     "missing", "1", NULL, "missing(x)", "-"},
    {"missing-output-order", FEEL_REGULATION,
     "O | x | y | > r\norder | | | 1\n<5 | - | 1\n- | >0 | 1\n", "missing", "1", NULL,
     "missing(x)", "-"},
    {"missing-collect", FEEL_REGULATION, "C | x | > r\n<5 | 1\n", "missing", NULL, NULL,
     "missing(x)", "-"},
    {"missing-count", FEEL_REGULATION, "C# | x | y | > r\n<5 | - | 0\n- | >0 | 1\n",
     "missing, missing, 4", "1, 0, 1", NULL, "missing(x); missing(x); 2", "-; -; 0 1"},
    {"missing-sum", FEEL_REGULATION, "C+ | x | y | > r\n<5 | - | 2\n- | >0 | 1\n", "missing", "1",
     NULL, "missing(x)", "-"},
    {"missing-sum-of-zero", FEEL_REGULATION, "C+ | x | y | > r\n<5 | - | 0.0\n- | >0 | 1\n",
     "missing, missing", "1, 0", NULL, "1; 0", "1; -"},
    {"missing-sum-zero-or-else", FEEL_REGULATION, "C+ | x | > r\n<5 | 0\nelse | 1\n", "missing",
     NULL, NULL, "missing(x)", "-"},
    {"missing-min-dominated", FEEL_REGULATION,
     "C< | x | y | > r\n<5 | - | 2\n- | >0 | 1\n- | - | 3\n", "missing, missing", "1, 0", NULL,
     "1; missing(x)", "1 2; -"},
    {"missing-max-dominated", FEEL_REGULATION,
     "C> | x | y | > r\n<5 | - | 2\n- | >0 | 2\n- | - | 1\n", "missing, missing", "1, 0", NULL,
     "2; missing(x)", "1 2; -"},
    {"missing-output", FEEL_REGULATION, "F | x | y | > r\n<5 | - | y\n- | - | 1\n", "4, 5",
     "missing, missing", NULL, "missing(y); 1", "0; 1"},
    {"missing-output-in-list", FEEL_REGULATION, "R | x | y | > r\n- | - | 1\n>5 | - | y\n",
     "6, 5", "missing, missing", NULL, "missing(y); [1]", "0 1; 0"},
    {"missing-output-in-sum", FEEL_REGULATION, "C+ | x | y | > r\n- | - | x\n- | - | y\n", "6",
     "missing", NULL, "missing(y)", NULL},
    {"missing-output-any", FEEL_REGULATION, "A | x | y | > r\n- | - | x\n- | - | y\n", "6, 7",
     "missing, 7", NULL, "missing(y); 7", NULL},
    {"missing-output-any-fault", FEEL_REGULATION,
     "A | x | y | > r\n- | - | y\n- | - | x\n- | - | 1\n", "6, 1", "missing, missing", NULL,
     "fault(rules of a table with hit policy A match and differ in their outputs); missing(y)",
     NULL},
    {"missing-output-priority", FEEL_REGULATION,
     "P | x | y | > r\norder | | | 1, 2\n- | - | y\n>5 | - | 1\n", "6, 5", "missing, missing",
     NULL, "missing(y); missing(y)", NULL},
    {"missing-general", FEEL_REGULATION, "F | x | y | > r\n> y | - | 1\n- | - | 2\n",
     "1, missing", "missing, 1", NULL, "missing(y); missing(x)", "-; -"},
    {"missing-known", FEEL_REGULATION, "F | known(x) | > r\ntrue | x\nfalse | 0\n", "1, missing",
     NULL, NULL, "1; 0", "0; 1"},
    {"fault-in-input", FEEL_REGULATION, "F | 1 / x | > r\n>0 | 1\nelse | 2\n", "1, 0, -1", NULL,
     NULL, "1; fault(division by zero); 2", "0; -; 1"},
    {"fault-in-output", FEEL_REGULATION, "F | x | > r\n0 | 1 / x\nelse | 2\n", "0, 1", NULL, NULL,
     "fault(division by zero); 2", "0; 1"},
};
/* clang-format on */

static char *run_text(Fixture *f, const DmnTable *table, size_t n, char **out_matches)
{
    DmnTableProgram *p = dmn_table_compile(f->arena, table, f->dialect, NULL, f->diags);
    g_autoptr(FeelRun) run = NULL;
    g_autoptr(GString) text = g_string_new(NULL);
    FeelBatch batch = {.n = n, .slots = f->slots, .n_slots = f->n_slots};
    Col *out[4] = {0};
    DmnMatches matches;

    fixture_no_findings(f);
    run = feel_run_new(f->arena, f->reasons, f->diags, NULL);
    dmn_table_run(run, p, &batch, NULL, out, &matches);
    for (size_t k = 0; k < table->n_outputs; k++) {
        const FeelType *type = dmn_table_output_type(f->arena, table, k);

        g_assert_cmpint(out[k]->type, ==, feel_col_type(type));
        g_assert_cmpuint(out[k]->n, ==, n);
        if (k)
            g_string_append(text, " / ");
        g_string_append(text, fixture_text(f, out[k]));
    }
    *out_matches = fixture_matches(f, &matches, n);
    return arena_strdup(f->arena, text->str);
}

static void
add_slot(Fixture *f, const char *name, const FeelType *type, const char *text, size_t *n)
{
    size_t k = f->n_slots;

    fixture_slot(f, name, type);
    if (!text)
        return;
    f->slots[k] = fixture_col(f, name, type, text);
    *n = f->slots[k]->n;
}

static void test_run(gconstpointer data)
{
    const RunCase *c = data;
    Fixture f;
    size_t n = 0;
    char *matches, *text;

    fixture_init(&f, c->dialect);
    add_slot(&f, "x", &feel_type_number, c->x, &n);
    add_slot(&f, "y", &feel_type_number, c->y, &n);
    add_slot(&f, "t", &feel_type_string, c->t, &n);
    for (size_t k = 0; k < f.n_slots; k++)
        if (!f.slots[k])
            f.slots[k] = col_new_null(f.arena, k == 2 ? COL_TEXT : COL_NUMBER, n);
    text = run_text(&f, fixture_table(&f, c->table), n, &matches);
    g_assert_cmpstr(text, ==, c->out);
    if (c->matches)
        g_assert_cmpstr(matches, ==, c->matches);
    fixture_clear(&f);
}

/* ---- other types ---- */

typedef struct TypeCase {
    const char *name;
    const FeelType *type;
    const char *table; /* over v */
    const char *v;
    const char *out;
} TypeCase;

/* Not formatted: aligned columns of such different widths cannot be read. */
/* clang-format off */
static const TypeCase type_cases[] = {
    {"boolean", &feel_type_boolean, "F | v | > r\ntrue | 1\nfalse | 2\n- | 3\n",
     "true, false, null", "1; 2; 3"},
    {"boolean-not", &feel_type_boolean, "F | v | > r\nnot(true) | 1\n- | 3\n",
     "true, false, null", "3; 1; 1"},
    {"boolean-only-null", &feel_type_boolean, "F | v | > r\nnull | 1\nelse | 3\n",
     "true, false, null", "3; 3; 1"},
    {"date", &feel_type_date,
     "F | v | > r\n< @\"2003-05-01\" | 1\n[date(\"2003-05-01\")..date(\"2003-05-31\")] | 2\nelse | "
     "3\n", "@\"2003-04-30\", @\"2003-05-01\", @\"2003-05-31\", @\"2003-06-01\", null",
     "1; 2; 2; 3; 3"},
    {"duration", &feel_type_ym_duration, "F | v | > r\n< @\"P1Y\" | 1\n@\"P12M\" | 2\nelse | 3\n",
     "@\"P11M\", @\"P1Y\", @\"P2Y\", missing", "1; 2; 3; missing(v)"},
    {"any-type", &feel_type_any, "F | v | > r\n\"a\" | 1\n\"b\", \"c\" | 2\n- | 3\n",
     "\"a\", \"c\", null, \"d\"", "1; 2; 3; 3"},
};
/* clang-format on */

static void test_types(gconstpointer data)
{
    const TypeCase *c = data;
    Fixture f;
    size_t n = 0;
    char *matches;

    fixture_init(&f, FEEL_REGULATION);
    add_slot(&f, "v", c->type, c->v, &n);
    g_assert_cmpstr(run_text(&f, fixture_table(&f, c->table), n, &matches), ==, c->out);
    fixture_clear(&f);
}

/* ---- single tests ---- */

static void test_parse(void)
{
    static const char *const good[] = {"U", "A", "P", "F", "R", "O", "C", "C+", "C#", "C<", "C>"};
    static const char *const bad[] = {"", "u", "U+", "C ", "C++", "UNIQUE"};
    DmnHitPolicy hit = DMN_HIT_ANY;
    DmnAggregator aggregator = DMN_AGGREGATE_MAX;

    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
        g_assert_false(dmn_hit_policy_parse(bad[i], &hit, &aggregator));
    g_assert_cmpint(hit, ==, DMN_HIT_ANY);
    g_assert_cmpint(aggregator, ==, DMN_AGGREGATE_MAX);
    for (size_t i = 0; i < G_N_ELEMENTS(good); i++) {
        g_assert_true(dmn_hit_policy_parse(good[i], &hit, &aggregator));
        g_assert_cmpstr(dmn_hit_policy_text(hit, aggregator), ==, good[i]);
    }
    g_assert_cmpint(hit, ==, DMN_HIT_COLLECT);
    g_assert_cmpint(aggregator, ==, DMN_AGGREGATE_MAX);
}

static void test_active(void)
{
    Fixture f;
    uint64_t active[1] = {0x5}; /* rows 0 and 2 */
    size_t n = 0;
    Col *out[1];
    DmnMatches matches;

    fixture_init(&f, FEEL_REGULATION);
    add_slot(&f, "x", &feel_type_number, "1, 1, 0, 0", &n);
    DmnTable *table = fixture_table(&f, "U | x | > r\nvalues | [0..1] | \n? = x | 1 / x\n");
    DmnTableProgram *p = dmn_table_compile(f.arena, table, f.dialect, NULL, f.diags);
    g_autoptr(FeelRun) run = feel_run_new(f.arena, f.reasons, f.diags, NULL);
    FeelBatch batch = {.n = n, .slots = f.slots, .n_slots = f.n_slots};
    dmn_table_run(run, p, &batch, active, out, &matches);
    g_assert_cmpstr(fixture_text(&f, out[0]), ==, "1; null; fault(division by zero); null");
    g_assert_cmpstr(fixture_matches(&f, &matches, n), ==, "0; -; 0; -");
    fixture_clear(&f);
}

static void test_slots(void)
{
    Fixture f;
    const int *slots;

    fixture_init(&f, FEEL_REGULATION);
    for (size_t i = 0; i < 6; i++) {
        static const char *const names[] = {"a", "b", "c", "d", "e", "g"};
        fixture_slot(&f, names[i], &feel_type_number);
    }
    DmnTable *table = fixture_table(&f, "U | e | a | > r | > s\nvalues | <b | | | \n"
                                        "1 | >d | 1 | g\n- | - | d | 2\ndefault | | | e | \n");
    DmnTableProgram *p = dmn_table_compile(f.arena, table, f.dialect, NULL, f.diags);
    g_assert_cmpuint(dmn_table_program_slots(p, &slots), ==, 5);
    for (size_t i = 0; i < 5; i++) {
        static const int expected[] = {0, 1, 3, 4, 5};
        g_assert_cmpint(slots[i], ==, expected[i]);
    }
    g_assert_cmpuint(dmn_table_program_n_outputs(p), ==, 2);
    fixture_clear(&f);
}

static void test_types_of_outputs(void)
{
    static const struct {
        const char *table, *type;
    } cases[] = {
        {"U | x | > r\n1 | 1\n2 | null\n",           "number"       },
        {"F | x | > r\n1 | 1\n2 | \"a\"\n",          "Any"          },
        {"R | x | > r\n1 | \"a\"\n",                 "list<string>" },
        {"C | x | > r\n1 | true\n",                  "list<boolean>"},
        {"C# | x | > r\n1 | \"a\"\n",                "number"       },
        {"C> | x | > r\n1 | \"a\"\n",                "string"       },
        {"F | x | > r\n1 | null\ndefault | | \"a\"", "string"       },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        Fixture f;

        fixture_init(&f, FEEL_REGULATION);
        fixture_slot(&f, "x", &feel_type_number);
        const FeelType *type = dmn_table_output_type(f.arena, fixture_table(&f, cases[i].table), 0);
        g_assert_cmpstr(feel_type_text(f.arena, type), ==, cases[i].type);
        fixture_clear(&f);
    }
}

/* The value is not of the declared type: known only when it is there. */
static void test_declared_type(void)
{
    Fixture f;
    size_t n = 0;
    char *matches;

    fixture_init(&f, FEEL_REGULATION);
    add_slot(&f, "v", &feel_type_any, "1, \"a\"", &n);
    DmnTable *table = fixture_table(&f, "F | v | > r\n- | v\n");
    table->outputs[0].type = &feel_type_number;
    g_assert_cmpstr(run_text(&f, table, n, &matches), ==,
                    "1; fault(an output of the table is not of its type)");
    fixture_clear(&f);
}

static void test_compile_findings(void)
{
    static const struct {
        FeelDialect dialect;
        const char *table, *code;
        size_t n_errors;
    } cases[] = {
        {FEEL_REGULATION, "C+ | x | > r | > s\n- | 1 | 2\n", "dmn.aggregate-outputs", 1},
        {FEEL_STANDARD,   "C# | x | > r | > s\n- | 1 | 2\n", "dmn.aggregate-outputs", 0},
        {FEEL_REGULATION, "P | x | > r\n- | 1\n",            "dmn.no-order",          1},
        {FEEL_STANDARD,   "O | x | > r\n- | 1\n",            "dmn.no-order",          0},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        Fixture f;

        fixture_init(&f, cases[i].dialect);
        fixture_slot(&f, "x", &feel_type_number);
        DmnTable *table = fixture_table(&f, cases[i].table);
        g_assert_nonnull(dmn_table_compile(f.arena, table, f.dialect, NULL, f.diags));
        g_assert_true(diags_has(f.diags, cases[i].code));
        g_assert_cmpuint(diags_n(f.diags), ==, 1);
        g_assert_cmpuint(diags_n_errors(f.diags), ==, cases[i].n_errors);
        fixture_clear(&f);
    }
}

static void test_unusable_gives_null(void)
{
    Fixture f;
    size_t n = 0;
    Col *out[2];
    DmnMatches matches;

    fixture_init(&f, FEEL_STANDARD);
    add_slot(&f, "x", &feel_type_number, "1, 2", &n);
    DmnTable *table = fixture_table(&f, "C+ | x | > r | > s\n- | 1 | 2\n");
    DmnTableProgram *p = dmn_table_compile(f.arena, table, f.dialect, NULL, f.diags);
    g_autoptr(FeelRun) run = feel_run_new(f.arena, NULL, f.diags, NULL);
    FeelBatch batch = {.n = n, .slots = f.slots, .n_slots = f.n_slots};
    dmn_table_run(run, p, &batch, NULL, out, &matches);
    g_assert_cmpstr(fixture_text(&f, out[0]), ==, "null; null");
    g_assert_cmpstr(fixture_text(&f, out[1]), ==, "null; null");
    g_assert_cmpstr(fixture_matches(&f, &matches, n), ==, "-; -");
    fixture_clear(&f);
}

/* FEEL_STANDARD: the same fault in many rows is said a few times only. */
static void test_faults_are_counted(void)
{
    Fixture f;
    size_t n = 2000;
    Col *out[1];

    fixture_init(&f, FEEL_STANDARD);
    fixture_slot(&f, "x", &feel_type_number);
    f.slots[0] = col_new(f.arena, COL_NUMBER, n);
    DmnTable *table = fixture_table(&f, "U | x | > r\n- | 1\n0 | 2\n");
    DmnTableProgram *p = dmn_table_compile(f.arena, table, f.dialect, NULL, f.diags);
    g_autoptr(FeelRun) run = feel_run_new(f.arena, NULL, f.diags, NULL);
    FeelBatch batch = {.n = n, .slots = f.slots, .n_slots = f.n_slots};
    dmn_table_run(run, p, &batch, NULL, out, NULL);
    g_assert_true(col_is_null(out[0], 0) && col_is_null(out[0], n - 1));
    g_assert_cmpuint(diags_n(f.diags), ==, 3);
    g_assert_cmpstr(diags_get(f.diags, 0)->code, ==, "dmn.not-unique");
    g_assert_cmpstr(diags_get(f.diags, 0)->message, ==,
                    "two rules of a table with hit policy U match");
    fixture_clear(&f);
}

static DmnTable *many_rules(Fixture *f, size_t n)
{
    g_autoptr(GString) text = g_string_new("U | x | > r\n");

    for (size_t i = 0; i < n; i++)
        g_string_append_printf(text, "%zu | %zu\n", i, i * 2);
    return fixture_table(f, text->str);
}

static void test_limit_of_rules(void)
{
    Fixture f;
    size_t n = 0;
    char *matches;

    fixture_init(&f, FEEL_REGULATION);
    add_slot(&f, "x", &feel_type_number, "0, 63, 64, 4095, 4096", &n);
    g_assert_cmpstr(run_text(&f, many_rules(&f, DMN_MAX_RULES), n, &matches), ==,
                    "0; 126; 128; 8190; fault(no rule of the table matches)");
    g_assert_null(
        dmn_table_compile(f.arena, many_rules(&f, DMN_MAX_RULES + 1), f.dialect, NULL, f.diags));
    g_assert_true(diags_has(f.diags, "dmn.limit-rules"));
    fixture_clear(&f);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/dmn-table/policy-texts", test_parse);
    for (size_t i = 0; i < G_N_ELEMENTS(run_cases); i++) {
        g_autofree char *path = g_strdup_printf("/dmn-table/run/%s", run_cases[i].name);
        g_test_add_data_func(path, &run_cases[i], test_run);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(type_cases); i++) {
        g_autofree char *path = g_strdup_printf("/dmn-table/type/%s", type_cases[i].name);
        g_test_add_data_func(path, &type_cases[i], test_types);
    }
    g_test_add_func("/dmn-table/active-rows", test_active);
    g_test_add_func("/dmn-table/slots", test_slots);
    g_test_add_func("/dmn-table/types-of-outputs", test_types_of_outputs);
    g_test_add_func("/dmn-table/declared-type", test_declared_type);
    g_test_add_func("/dmn-table/compile-findings", test_compile_findings);
    g_test_add_func("/dmn-table/unusable-gives-null", test_unusable_gives_null);
    g_test_add_func("/dmn-table/faults-are-counted", test_faults_are_counted);
    g_test_add_func("/dmn-table/limit-of-rules", test_limit_of_rules);
    return g_test_run();
}

/* Scores: weights that add up to 1, and the formula that the parts make. */
#include "regulation/check_block_private.h"
#include "regulation/work.h"

/* ---- weights --------------------------------------------------------------------------------- */

/* An exact fraction, in lowest terms; denominator > 0. All within ±10^15, so that two of them can
 * be multiplied or added in 128 bits. */
typedef struct Fraction {
    int64_t numerator, denominator;
} Fraction;

static const int64_t FRACTION_MAX = INT64_C(1000000000000000);

static bool fraction_of(__int128 numerator, __int128 denominator, Fraction *out)
{
    __int128 a = numerator < 0 ? -numerator : numerator;
    __int128 b = denominator < 0 ? -denominator : denominator;

    if (b == 0)
        return false;
    for (__int128 rest; a % b != 0; a = b, b = rest) /* b: the greatest common divisor */
        rest = a % b;
    numerator /= denominator < 0 ? -b : b;
    denominator /= denominator < 0 ? -b : b;
    if (numerator > FRACTION_MAX || numerator < -FRACTION_MAX || denominator > FRACTION_MAX)
        return false;
    *out = (Fraction){(int64_t)numerator, (int64_t)denominator};
    return true;
}

static bool fraction_of_number(Dec number, Fraction *out)
{
    int64_t power = 1;

    for (int scale = 0; scale <= 15; scale++, power *= 10) {
        int64_t coeff;
        Dec whole;
        if (dec_mul(number, dec_from_int(power), &whole) && dec_is_integer(whole) &&
            dec_to_int64(whole, &coeff))
            return fraction_of(coeff, power, out);
    }
    return false;
}

static bool fraction_arith(FeelOp op, Fraction a, Fraction b, Fraction *out)
{
    const __int128 n = a.numerator, d = a.denominator;

    switch ((int)op) {
    case FEEL_OP_ADD:
        return fraction_of(n * b.denominator + b.numerator * d, d * b.denominator, out);
    case FEEL_OP_SUB:
        return fraction_of(n * b.denominator - b.numerator * d, d * b.denominator, out);
    case FEEL_OP_MUL:
        return fraction_of(n * b.numerator, d * b.denominator, out);
    case FEEL_OP_DIV:
        return fraction_of(n * b.denominator, d * b.numerator, out);
    default:
        return false; /* a power */
    }
}

/* What figures, signs, + - * / and brackets come to, exactly. False for anything else. */
static bool fraction_of_node(const FeelNode *node, Fraction *out)
{
    Fraction a, b;

    switch ((int)node->kind) {
    case FEEL_N_CONST:
        return node->value.kind == FEEL_NUMBER && fraction_of_number(node->value.u.number, out);
    case FEEL_N_NEGATE:
        return fraction_of_node(node->kids[0], &a) &&
               fraction_of(-(__int128)a.numerator, a.denominator, out);
    case FEEL_N_ARITH:
        return fraction_of_node(node->kids[0], &a) && fraction_of_node(node->kids[1], &b) &&
               fraction_arith(node->op, a, b, out);
    default:
        return false; /* a weight is the same for all: it reads no names */
    }
}

/* False after a finding. */
static bool check_weight(Checker *c, RegRater *rater, const CheckSite *site)
{
    Fraction weight;

    if (!check_expr(c, &rater->weight, site, &feel_type_number, NULL))
        return false;
    if (!fraction_of_node(rater->weight.node, &weight) || weight.numerator <= 0) {
        diag_add(c->diags, DIAG_ERROR, "regulation.score-weight", rater->weight.src.start,
                 "the weight of %s is no part of a whole", rater->name);
        diag_seen(c->diags, "%s", rater->weight.src.text);
        diag_expected(c->diags, "a figure or fraction above 0, such as 1/3, 20%% or 0.2");
        return false;
    }
    rater->numerator = weight.numerator;
    rater->denominator = weight.denominator;
    return true;
}

static void check_weights(Checker *c, const RegBlock *block, const CheckSite *site)
{
    const RegScore *score = block->u.score;
    Fraction sum = {0, 1};
    bool all = score->n_raters > 0, fits = true;

    for (size_t i = 0; i < score->n_raters; i++) {
        RegRater *rater = &score->raters[i];
        bool ok = check_weight(c, rater, site);

        if (ok && fits)
            fits = fraction_arith(FEEL_OP_ADD, sum,
                                  (Fraction){rater->numerator, rater->denominator}, &sum);
        all = all && ok;
    }
    if (!all || (fits && sum.numerator == 1 && sum.denominator == 1))
        return;
    diag_add(c->diags, DIAG_ERROR, "regulation.score-weights", score->raters[0].pos,
             "the weights of the raters of %s do not add up to 1", block->name);
    if (fits && sum.denominator == 1)
        diag_seen(c->diags, "%" G_GINT64_FORMAT, sum.numerator);
    else if (fits)
        diag_seen(c->diags, "%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, sum.numerator,
                  sum.denominator);
    diag_expected(c->diags, "%s", "1");
}

/* ---- the score ------------------------------------------------------------------------------- */

/* Does the formula read the parts themselves, and not what took their names? */
static bool are_parts_named(const Checker *c, const RegScorePart *parts, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const RegBlock *input = parts[i].input;

        if (check_name_find(c, input->subject, input->name) != input->defines[0])
            return false; /* reported as a clash */
    }
    return true;
}

void check_score(Checker *c, RegBlock *block)
{
    RegScore *score = block->u.score;
    CheckSite site = check_site(c, block, "raters");

    check_weights(c, block, &site);
    if (!are_parts_named(c, score->items, score->n_items) ||
        !are_parts_named(c, score->deductions, score->n_deductions))
        return;
    site.place = "items";
    /* its unit needs no look: points are 分, times are counts, and what is taken off is points */
    FeelNode *node =
        reg_expr_is_set(&score->formula) ? check_tree(c, &score->formula.src, &site, NULL) : NULL;
    if (!node)
        return;
    score->formula.node = node;
    score->formula.subject = block->subject;
    check_compile(c, &score->formula);
}

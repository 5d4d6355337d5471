#include "reg_dump.h"

#include <string.h>

#include "regulation/work.h"

static void dump_src(GString *out, const char *key, const SrcText *src)
{
    if (src->text)
        g_string_append_printf(out, " %s=<%s>@%u:%u", key, src->text, src->start.line,
                               src->start.column);
}

static void dump_expr(GString *out, const char *key, const RegExpr *expr)
{
    dump_src(out, key, &expr->src);
}

static void dump_exprs(GString *out, const char *key, const RegExpr *exprs, size_t n)
{
    for (size_t i = 0; i < n; i++)
        dump_expr(out, key, &exprs[i]);
}

static void dump_text(GString *out, const char *key, const char *text)
{
    if (text && text[0])
        g_string_append_printf(out, " %s=%s", key, text);
}

static void dump_texts(GString *out, const char *key, const char *const *texts, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (i == 0)
            g_string_append_printf(out, " %s=%s", key, texts[i]);
        else
            g_string_append_printf(out, ",%s", texts[i]);
    }
}

static void dump_flag(GString *out, const char *key, bool set)
{
    if (set)
        g_string_append_printf(out, " %s", key);
}

static void dump_int(GString *out, const char *key, int value)
{
    if (value)
        g_string_append_printf(out, " %s=%d", key, value);
}

static void dump_date(GString *out, const char *key, CalDate date)
{
    char buf[CAL_TEXT_SIZE];

    if (date == INT64_MIN || date == INT64_MAX)
        return;
    cal_date_format(date, buf);
    dump_text(out, key, buf);
}

static void dump_number(GString *out, const char *key, bool has, Dec number)
{
    char buf[DEC_TEXT_SIZE];

    if (!has)
        return;
    dec_format(number, buf, sizeof buf);
    dump_text(out, key, buf);
}

static void dump_cycle(GString *out, const Regulation *reg, const char *key, int cycle)
{
    if (cycle != REG_NO_CYCLE)
        dump_text(out, key, reg->cycles[cycle].name);
}

static void dump_type(GString *out, const Regulation *reg, const FeelType *type)
{
    if (type)
        g_string_append_printf(out, " type=%s%s%s", feel_type_text(reg->arena, type),
                               type->row_of ? "→" : "", type->row_of ? type->row_of : "");
}

/* ---- kinds ----------------------------------------------------------------------------------- */

static void dump_subject(GString *out, const RegSubject *subject)
{
    static const char *const from[] = {"person", "master", "sheet", "register", "measure", "none"};

    dump_text(out, "rows", from[subject->from]);
    dump_text(out, "source", subject->source);
    dump_expr(out, "where", &subject->where);
    dump_texts(out, "by", subject->by, subject->n_by);
}

static void dump_input(GString *out, const Regulation *reg, const RegInput *in)
{
    static const char *const sources[] = {"entry",     "measure", "register", "sheet",
                                          "attribute", "history", "ledger",   "result"};
    static const char *const spans[] = {"", "previous", "this", "to-date", "last", "since"};

    dump_text(out, "from", sources[in->source]);
    dump_text(out, "of", in->of);
    dump_text(out, "column", in->column);
    dump_int(out, "take", (int)in->take);
    dump_flag(out, "take-set", in->take_set);
    dump_int(out, "measure", (int)in->measure_take);
    dump_int(out, "ledger", (int)in->ledger_take);
    for (size_t i = 0; i < 2 && in->ratio_of[i]; i++)
        g_string_append_printf(out, " ratio=%d:%s", (int)in->ratio[i], in->ratio_of[i]);
    if (in->base_is_start)
        g_string_append(out, " base=start");
    dump_date(out, "base", in->has_base_date ? in->base_date : INT64_MIN);
    dump_int(out, "credit", (int)in->credit);
    dump_text(out, "over", spans[in->over.kind]);
    dump_int(out, "n", in->over.n);
    dump_cycle(out, reg, "of-cycle", in->over.cycle);
    dump_expr(out, "since", &in->over.since);
    dump_flag(out, "before-this", in->over.before_this);
    dump_expr(out, "where", &in->where);
    dump_expr(out, "if-none", &in->if_none);
    dump_expr(out, "at", &in->at);
    dump_flag(out, "optional", in->optional);
    dump_flag(out, "leave-out", in->leave_out_missing);
    dump_flag(out, "across", in->across_employments);
    dump_text(out, "owed-by", in->owed_by);
}

static void dump_param(GString *out, const RegParam *param)
{
    dump_texts(out, "by", param->by, param->n_by);
    dump_text(out, "set-by", param->set_by);
    for (size_t i = 0; i < param->n_periods; i++) {
        const RegParamPeriod *p = &param->periods[i];
        g_string_append_printf(out, " [@%u:%u", p->pos.line, p->pos.column);
        dump_date(out, "from", p->from);
        dump_date(out, "to", p->to);
        for (size_t k = 0; k < p->n_values; k++) {
            dump_texts(out, "keys", p->values[k].keys, param->n_by);
            dump_expr(out, "value", &p->values[k].value);
        }
        g_string_append_c(out, ']');
    }
}

static void dump_function(GString *out, const RegFunction *function)
{
    for (size_t i = 0; i < function->n_params; i++) {
        dump_text(out, "param", function->params[i]);
        dump_text(out, "unit", function->param_units[i]);
    }
    dump_expr(out, "body", &function->body);
}

static void dump_table(GString *out, const RegBlock *block)
{
    const DmnTable *table = block->u.table;

    g_string_append_printf(out, " hit=%d/%d", (int)table->hit, (int)table->aggregator);
    for (size_t i = 0; i < table->n_inputs; i++) {
        dump_src(out, "in", &table->inputs[i].src);
        dump_text(out, "unit", table->inputs[i].unit);
    }
    for (size_t i = 0; i < table->n_outputs; i++) {
        dump_text(out, "out", table->outputs[i].name);
        dump_text(out, "unit", table->outputs[i].unit);
        for (size_t k = 0; block->orders && k < block->orders[i].n; k++)
            dump_src(out, "order", &block->orders[i].srcs[k]);
    }
    for (size_t i = 0; i < table->n_rules; i++) {
        const DmnRule *rule = &table->rules[i];
        g_string_append_printf(out, "\n  %u:%u%s", rule->pos.line, rule->pos.column,
                               rule->is_else ? " else" : "");
        for (size_t k = 0; k < table->n_inputs; k++)
            dump_src(out, "if", &rule->test_srcs[k]);
        for (size_t k = 0; k < table->n_outputs; k++)
            dump_src(out, "then", &rule->output_srcs[k]);
        dump_text(out, "note", rule->note);
    }
}

static void dump_bands(GString *out, const RegBands *bands)
{
    dump_expr(out, "of", &bands->of);
    dump_flag(out, bands->marginal ? "marginal" : "whole", true);
    dump_text(out, "label", bands->range_label);
    dump_text(out, "range-unit", bands->range_unit);
    dump_text(out, "rate-unit", bands->rate_unit);
    for (size_t i = 0; i < bands->n_bands; i++) {
        dump_src(out, "band", &bands->bands[i].src);
        dump_expr(out, "rate", &bands->bands[i].rate);
    }
}

static void dump_rank(GString *out, const RegRank *rank)
{
    dump_expr(out, "of", &rank->of);
    dump_exprs(out, "within", rank->within, rank->n_within);
    dump_expr(out, "where", &rank->where);
    dump_flag(out, rank->descending ? "descending" : "ascending", true);
    dump_int(out, "ties", (int)rank->ties);
    for (size_t i = 0; i < rank->n_cuts; i++)
        dump_expr(out, rank->cuts[i].from_end ? "last" : "first", &rank->cuts[i].n);
    dump_exprs(out, "tie-break", rank->tie_break, rank->n_tie_break);
    dump_text(out, "undecided", rank->undecided);
    dump_text(out, "size", rank->size_name);
    dump_text(out, "from-end", rank->from_end_name);
    dump_flag(out, "leave-out", rank->leave_out_missing);
}

static void dump_total(GString *out, const Regulation *reg, const RegTotal *total)
{
    g_string_append_printf(out, " take=%d", (int)total->take);
    dump_expr(out, "of", &total->of);
    dump_expr(out, "where", &total->where);
    if (total->over >= 0)
        dump_text(out, "over", reg->subjects[total->over].name);
    dump_text(out, "link", total->link);
    dump_exprs(out, "within", total->within, total->n_within);
    dump_flag(out, "leave-out", total->leave_out_missing);
}

static void dump_share(GString *out, const RegShare *share)
{
    dump_expr(out, "of", &share->of);
    dump_expr(out, "by", &share->by);
    dump_exprs(out, "within", share->within, share->n_within);
    dump_expr(out, "where", &share->where);
    dump_exprs(out, "rest", share->rest, share->n_rest);
    dump_flag(out, "leave-out", share->leave_out_missing);
}

static void dump_groups(GString *out, const Regulation *reg, const RegBlock *block)
{
    if (block->kind == REG_RANK)
        dump_rank(out, &block->u.rank);
    else if (block->kind == REG_TOTAL)
        dump_total(out, reg, &block->u.total);
    else
        dump_share(out, &block->u.share);
}

static void dump_grade(GString *out, const Regulation *reg, const RegGrade *grade)
{
    dump_texts(out, "ladder", grade->ladder, grade->n_ladder);
    dump_text(out, "sets", grade->sets);
    dump_expr(out, "propose", &grade->propose);
    dump_expr(out, "gate", &grade->gate);
    dump_expr(out, "ask-when", &grade->ask_when);
    dump_text(out, "by", grade->by);
    dump_cycle(out, reg, "effective", grade->effective);
    dump_text(out, "procedure", grade->procedure);
    dump_expr(out, "until", &grade->until_decided);
}

static void dump_decide(GString *out, const RegDecide *decide)
{
    dump_expr(out, "when", &decide->when);
    dump_text(out, "by", decide->by);
    dump_int(out, "outcome", (int)decide->outcome);
    dump_texts(out, "one-of", decide->one_of, decide->n_one_of);
    dump_number(out, "low", decide->has_low, decide->low);
    dump_number(out, "high", decide->has_high, decide->high);
    dump_text(out, "procedure", decide->procedure);
    dump_expr(out, "until", &decide->until_decided);
}

static void dump_pay(GString *out, const Regulation *reg, const RegPay *pay)
{
    dump_expr(out, "of", &pay->of);
    dump_text(out, "into", pay->into);
    dump_expr(out, "to", &pay->to);
    dump_int(out, "below-zero", (int)pay->below_zero);
    dump_texts(out, "against", (const char *const *)pay->against, pay->n_against);
    dump_cycle(out, reg, "cumulative", pay->cumulative);
    dump_int(out, "expires", pay->expires);
}

static void dump_term(GString *out, const RegTerm *term)
{
    dump_int(out, "years", term->years);
    dump_int(out, "months", term->months);
    dump_int(out, "days", term->days);
    dump_flag(out, "until-year-end", term->until_year_end);
}

static void dump_reserve(GString *out, const Regulation *reg, const RegReserve *reserve)
{
    dump_expr(out, "of", &reserve->of);
    dump_text(out, "into", reserve->into);
    dump_text(out, "out-of", reserve->out_of);
    dump_cycle(out, reg, "cumulative", reserve->cumulative);
    dump_term(out, &reserve->hold);
    dump_text(out, "release", reserve->release_into);
    dump_exprs(out, "add", reserve->add, reserve->n_add);
    dump_expr(out, "forfeit", &reserve->forfeit_when);
    dump_expr(out, "offset", &reserve->offset);
}

static void dump_check(GString *out, const RegCheck *check)
{
    dump_text(out, "on", check->on);
    g_string_append_printf(out, " subject=%d", check->on_subject);
    dump_expr(out, "refuse", &check->refuse_when);
    dump_text(out, "says", check->says);
}

static void dump_form(GString *out, const Regulation *reg, const RegForm *form)
{
    dump_text(out, "kept-by", form->kept_by);
    if (form->subject >= 0)
        dump_text(out, "about", reg->subjects[form->subject].name);
    dump_flag(out, "many", form->many_lines);
    dump_text(out, "dated-by", form->dated_by >= 0 ? form->fields[form->dated_by].name : NULL);
    dump_texts(out, "read-by", form->read_by, form->n_read_by);
    for (size_t i = 0; i < form->n_signers; i++)
        g_string_append_printf(out, " signs=%s/%d", form->signers[i].post,
                               (int)form->signers[i].every);
    dump_term(out, &form->retain);
    for (size_t i = 0; i < form->n_fields; i++) {
        const RegField *field = &form->fields[i];
        g_string_append_printf(out, " {%s@%u:%u", field->name, field->pos.line, field->pos.column);
        dump_type(out, reg, field->type);
        dump_text(out, "unit", field->unit);
        dump_flag(out, "required", field->required);
        dump_texts(out, "one-of", field->one_of, field->n_one_of);
        g_string_append_c(out, '}');
    }
}

static void dump_dec(GString *out, Dec number)
{
    char buf[DEC_TEXT_SIZE];

    dec_format(number, buf, sizeof buf);
    g_string_append(out, buf);
}

static void dump_part(GString *out, const char *key, const RegScorePart *part)
{
    g_string_append_printf(out, " %s=%s@%u:%u:", key, part->name, part->pos.line, part->pos.column);
    dump_dec(out, part->points);
    dump_text(out, "cite", part->cite);
    g_assert_true(part->input->u.input.score == part);
    g_assert_cmpint((int)part->score->kind, ==, (int)REG_SCORE);
}

static void dump_score(GString *out, const RegScore *score)
{
    for (size_t i = 0; i < score->n_raters; i++) {
        g_string_append_printf(out, " rater=%s@%u:%u", score->raters[i].name,
                               score->raters[i].pos.line, score->raters[i].pos.column);
        dump_expr(out, "weight", &score->raters[i].weight);
    }
    dump_text(out, "owed-by", score->owed_by);
    for (size_t i = 0; i < score->n_items; i++)
        dump_part(out, "item", &score->items[i]);
    for (size_t i = 0; i < score->n_deductions; i++)
        dump_part(out, "deduct", &score->deductions[i]);
    if (score->whole)
        dump_part(out, "whole", score->whole);
    g_string_append(out, " floor=");
    dump_dec(out, score->floor);
    dump_expr(out, "is", &score->formula);
}

static void dump_step(GString *out, const RegStep *step)
{
    g_string_append_printf(out, " {%s@%u:%u", step->name, step->pos.line, step->pos.column);
    dump_text(out, "by", step->by);
    dump_int(out, step->within_working ? "within-working" : "within", step->within);
    dump_expr(out, "days", &step->days);
    dump_flag(out, "working", step->working_days);
    for (size_t i = 0; i < step->n_show; i++)
        g_string_append_printf(out, " show=%s@%u:%u", step->show[i].text, step->show[i].pos.line,
                               step->show[i].pos.column);
    if (step->objections)
        g_string_append_printf(out, " objections=%s@%u:%u", step->objections,
                               step->objections_pos.line, step->objections_pos.column);
    g_string_append_c(out, '}');
}

static void dump_procedure(GString *out, const Regulation *reg, const RegProcedure *procedure)
{
    for (size_t i = 0; i < procedure->n_opens; i++) {
        const RegOpening *opening = &procedure->opens[i];
        g_string_append_printf(out, " opens=%d@%u:%u", (int)opening->kind, opening->pos.line,
                               opening->pos.column);
        dump_cycle(out, reg, "cycle", opening->cycle);
        if (opening->on)
            dump_text(out, reg_block_word(opening->on_kind), opening->on);
    }
    for (size_t i = 0; i < procedure->n_steps; i++)
        dump_step(out, &procedure->steps[i]);
    for (size_t i = 0; i < procedure->n_separate; i++) {
        g_string_append(out, " separate=");
        for (size_t k = 0; k < procedure->separate[i].n; k++)
            g_string_append_printf(out, "%s%zu", k ? "," : "", procedure->separate[i].steps[k]);
    }
    for (size_t i = 0; i < procedure->n_returns; i++)
        g_string_append_printf(out, " return=%zu@%u:%u", procedure->returns[i].to,
                               procedure->returns[i].pos.line, procedure->returns[i].pos.column);
}

static void dump_names(GString *out, const RegNames *names)
{
    for (size_t i = 0; i < names->n; i++)
        g_string_append_printf(out, " %s=%s@%u:%u", names->names[i], names->english[i],
                               names->pos[i].line, names->pos[i].column);
}

static void dump_body(GString *out, const Regulation *reg, const RegBlock *block)
{
    switch ((int)block->kind) {
    case REG_SUBJECT:
        dump_subject(out, &reg->subjects[block->subject]);
        break;
    case REG_INPUT:
        dump_input(out, reg, &block->u.input);
        break;
    case REG_PARAM:
        dump_param(out, &block->u.param);
        break;
    case REG_FUNCTION:
        dump_function(out, &block->u.function);
        break;
    case REG_FEEL:
        dump_expr(out, "is", &block->u.feel);
        break;
    case REG_TABLE:
        dump_table(out, block);
        break;
    case REG_BANDS:
        dump_bands(out, &block->u.bands);
        break;
    case REG_RANK:
    case REG_TOTAL:
    case REG_SHARE:
        dump_groups(out, reg, block);
        break;
    case REG_GRADE:
        dump_grade(out, reg, &block->u.grade);
        break;
    case REG_DECIDE:
        dump_decide(out, &block->u.decide);
        break;
    case REG_PAY:
        dump_pay(out, reg, &block->u.pay);
        break;
    case REG_RESERVE:
        dump_reserve(out, reg, &block->u.reserve);
        break;
    case REG_CHECK:
        dump_check(out, &block->u.check);
        break;
    case REG_SHEET:
    case REG_REGISTER:
        dump_form(out, reg, &block->u.form);
        break;
    case REG_SCORE:
        dump_score(out, block->u.score);
        break;
    case REG_PROCEDURE:
        dump_procedure(out, reg, block->u.procedure);
        break;
    case REG_NAMES:
        dump_names(out, &block->u.names);
        break;
    default: /* defines nothing, or is not built */
        g_assert_not_reached();
    }
}

void reg_dump_block(GString *out, const Regulation *reg, const RegBlock *block)
{
    g_string_append_printf(out, "%s %s@%u:%u", reg_block_word(block->kind), block->name,
                           block->pos.line, block->pos.column);
    dump_cycle(out, reg, "cycle", block->cycle);
    if (block->subject != REG_PERSON)
        dump_text(out, "per", reg->subjects[block->subject].name);
    dump_text(out, "unit", block->unit);
    dump_type(out, reg, block->type);
    dump_texts(out, "one-of", block->one_of, block->n_one_of);
    dump_exprs(out, "for", block->applies, block->n_applies);
    dump_text(out, "assumed", block->assumed);
    dump_body(out, reg, block);
    g_string_append_c(out, '\n');
}

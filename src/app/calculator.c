#include "app/calculator.h"

#include <string.h>

#include "feel/feel.h"

enum { CALCULATOR_MEMORY = 256 * 1024 * 1024 };

/* Says why a value is missing: a fault of the expression. */
static void report_missing(const Reasons *reasons, uint32_t id, Diags *diags)
{
    const ReasonRoot *const *roots;
    size_t n = reasons_roots(reasons, id, &roots);

    for (size_t i = 0; i < n; i++)
        diag_add(diags, DIAG_ERROR, "feel.fault", roots[i]->pos, "%s",
                 roots[i]->text ? text_in(diags_lang(diags), roots[i]->text) : "");
}

/* The clock on the wall, for now() and today(). */
static void read_clock(FeelHost *host)
{
    g_autoptr(GDateTime) now = g_date_time_new_now_local();

    host->has_now = cal_date_from_ymd(g_date_time_get_year(now), g_date_time_get_month(now),
                                      g_date_time_get_day_of_month(now), &host->now.date);
    host->now.time = (CalTime){
        .second = (g_date_time_get_hour(now) * 60 + g_date_time_get_minute(now)) * 60 +
                  g_date_time_get_second(now),
        .nano = g_date_time_get_microsecond(now) * 1000,
        .zone = {.kind = CAL_ZONE_OFFSET,
                 .offset_s = (int32_t)(g_date_time_get_utc_offset(now) / G_USEC_PER_SEC)},
    };
}

char *calculator_eval(const char *text, bool standard, Diags *diags)
{
    g_autoptr(Arena) arena = arena_new(CALCULATOR_MEMORY);
    g_autoptr(Reasons) reasons = standard ? NULL : reasons_new();
    FeelDialect dialect = standard ? FEEL_STANDARD : FEEL_REGULATION;
    FeelScope *scope = feel_scope_new(arena, NULL, dialect);
    SrcText src = {
        text, strlen(text), {NULL, 1, 1},
          1
    };
    FeelNode *node = feel_parse(arena, scope, &src, FEEL_EXPRESSION, diags);
    FeelProgram *program;
    FeelHost host = {.has_now = false};

    if (!node || !feel_check(arena, scope, node, &src, NULL, diags))
        return NULL;
    program = feel_compile(arena, node, &src, dialect, NULL);
    read_clock(&host);
    g_autoptr(FeelRun) run = feel_run_new(arena, reasons, diags, &host);
    FeelValue value = feel_run_row(run, program, NULL, NULL);
    if (value.kind == FEEL_MISSING) {
        report_missing(reasons, value.reason, diags);
        return NULL;
    }
    return g_strdup(feel_value_text(arena, &value, true));
}

#include "app/workplace.h"

#include "base/err.h"
#include "facts/store.h"

struct Workplace {
    DbConn *conn; /* owned */
};

bool workplace_init(const char *dir, GError **error)
{
    g_autoptr(DbConn) conn = store_create(dir, error);

    return conn != NULL;
}

Workplace *workplace_open(const char *dir, GError **error)
{
    DbConn *conn = store_open(dir, error);
    Workplace *place;

    if (!conn)
        return NULL;
    place = g_new0(Workplace, 1);
    place->conn = conn;
    return place;
}

void workplace_free(Workplace *place)
{
    if (!place)
        return;
    db_close(place->conn);
    g_free(place);
}

bool workplace_import(Workplace *place,
                      const char *kind,
                      const char *file,
                      ImportOptions *options,
                      ImportReport *report,
                      Diags *diags,
                      GError **error)
{
    g_autoptr(GDateTime) now = g_date_time_new_now_utc();
    g_autofree char *text = g_date_time_format_iso8601(now);
    ImportKind which;

    if (!import_kind_parse(kind, &which)) {
        err_set(error, ERR_INVALID, "import.kind", "\"%s\" is no kind of import", kind);
        return false;
    }
    options->now = text;
    return import_file(place->conn, which, file, options, report, diags, error);
}

static bool read_cycle(const Regulation *reg, const char *text, AppCycle *out, GError **error)
{
    if (app_cycle_parse(reg, text, out))
        return true;
    err_set(error, ERR_INVALID, "run.cycle",
            "\"%s\" is no cycle of %s (expected a form like 2003, 2003H1, 2003Q2 or 2003-05)", text,
            reg->id);
    return false;
}

static bool read_options(const Regulation *reg,
                         const WorkplaceRun *options,
                         AppCycle *cycle,
                         AppCycle *from,
                         RunEvaluationOptions *out,
                         GError **error)
{
    if (!read_cycle(reg, options->cycle, cycle, error))
        return false;
    if (options->from && !read_cycle(reg, options->from, from, error))
        return false;
    *out = (RunEvaluationOptions){.from = options->from ? from : NULL,
                                  .fresh_measures = options->fresh_measures,
                                  .lang = options->lang,
                                  .progress = options->progress,
                                  .progress_data = options->progress_data};
    return true;
}

RunEvaluation *workplace_evaluate(Workplace *place,
                                  const Regulation *reg,
                                  const WorkplaceRun *options,
                                  GError **error)
{
    AppCycle cycle, from;
    RunEvaluationOptions run;

    if (!read_options(reg, options, &cycle, &from, &run, error))
        return NULL;
    return run_evaluate(place->conn, reg, &cycle, &run, error);
}

bool workplace_keep_measures(Workplace *place,
                             const Regulation *reg,
                             const WorkplaceRun *options,
                             size_t *out_n,
                             GError **error)
{
    AppCycle cycle, from;
    RunEvaluationOptions run;

    return read_options(reg, options, &cycle, &from, &run, error) &&
           run_keep_measures(place->conn, reg, &cycle, &run, out_n, error);
}

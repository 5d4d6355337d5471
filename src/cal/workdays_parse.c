/* Reads the text form of a working-day calendar; every finding with its place. */
#include <stdlib.h>
#include <string.h>

#include "cal/workdays.h"
#include "cal/workdays_private.h"

enum { SEEN_MAX = 40 }; /* code points of a word that a finding shows */

static const char date_form[] = "a date like 2026-10-01 or a span like 2026-10-01..2026-10-07";

/* A word of a line; len 0 = the line ended here. */
typedef struct Word {
    const char *text;
    size_t len; /* bytes */
    SrcPos pos;
} Word;

/* One day of a holiday or workday line. */
typedef struct Entry {
    CalDate date;
    bool working;
    SrcPos pos; /* where its date or span is written */
} Entry;

typedef struct Reader {
    Diags *diags;
    bool failed;
    SrcText line;                       /* the line being read */
    size_t at;                          /* next byte of it */
    uint32_t weekend_line, covers_line; /* 0 = not yet */
    WorkdayTable table;
    GArray *entries; /* of Entry */
} Reader;

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static Word next_word(Reader *r)
{
    const char *text = r->line.text;
    size_t end = r->line.len;

    while (r->at < end && is_blank(text[r->at]))
        r->at++;
    size_t first = r->at;
    while (r->at < end && !is_blank(text[r->at]))
        r->at++;
    return (Word){text + first, r->at - first, src_text_pos(&r->line, first)};
}

static bool word_is(const Word *w, const char *text)
{
    return w->len == strlen(text) && memcmp(w->text, text, w->len) == 0;
}

/* The finding added last is an error about `w`. */
static void failed_at(Reader *r, const Word *w)
{
    r->failed = true;
    if (w->len == 0) {
        diag_seen(r->diags, "the end of the line");
        return;
    }
    const char *end = w->text;
    for (int i = 0; i < SEEN_MAX && end < w->text + w->len; i++)
        end = g_utf8_next_char(end);
    diag_seen(r->diags, "%.*s", (int)(end - w->text), w->text);
}

/* `date` or `first..last`, in order. */
static bool read_span(Reader *r, CalDate *out_first, CalDate *out_last)
{
    Word w = next_word(r);
    const char *dots = w.len > 0 ? memmem(w.text, w.len, "..", 2) : NULL;
    CalDate first, last;
    bool ok;

    if (dots) {
        ptrdiff_t before = dots - w.text;
        ok = cal_date_parse(w.text, before, &first) &&
             cal_date_parse(dots + 2, (ptrdiff_t)w.len - before - 2, &last);
    } else {
        ok = cal_date_parse(w.text, (ptrdiff_t)w.len, &first);
        last = first;
    }
    if (!ok) {
        diag_add(r->diags, DIAG_ERROR, "workdays.date", w.pos, "this is not a date");
        failed_at(r, &w);
        diag_expected(r->diags, date_form);
        return false;
    }
    if (last < first) {
        diag_add(r->diags, DIAG_ERROR, "workdays.span-order", w.pos,
                 "the span ends before it begins");
        failed_at(r, &w);
        return false;
    }
    *out_first = first;
    *out_last = last;
    return true;
}

/* True if this is the first line of its kind; *line remembers it. */
static bool is_first(Reader *r, const Word *keyword, uint32_t *line)
{
    if (*line == 0) {
        *line = keyword->pos.line;
        return true;
    }
    diag_add(r->diags, DIAG_ERROR, "workdays.line-twice", keyword->pos,
             "there may be one line of this kind");
    failed_at(r, keyword);
    diag_hint(r->diags, "the first one is line %u", *line);
    return false;
}

static void expect_end(Reader *r)
{
    Word w = next_word(r);

    if (w.len == 0)
        return;
    diag_add(r->diags, DIAG_ERROR, "workdays.extra", w.pos, "nothing may follow here");
    failed_at(r, &w);
    diag_expected(r->diags, "the end of the line or a comment (#)");
}

static void read_covers(Reader *r, const Word *keyword)
{
    if (is_first(r, keyword, &r->covers_line) &&
        read_span(r, &r->table.covers_from, &r->table.covers_to))
        expect_end(r);
}

static void read_weekend(Reader *r, const Word *keyword)
{
    bool weekend[7] = {false};

    if (!is_first(r, keyword, &r->weekend_line))
        return;
    Word w = next_word(r);
    do {
        if (w.len != 1 || *w.text < '1' || *w.text > '7') {
            diag_add(r->diags, DIAG_ERROR, "workdays.weekday", w.pos,
                     "this is not a weekday number");
            failed_at(r, &w);
            diag_expected(r->diags, "numbers from 1 (Monday) to 7 (Sunday), with blanks between");
            return;
        }
        bool *day = &weekend[*w.text - '1'];
        if (*day) {
            diag_add(r->diags, DIAG_ERROR, "workdays.weekday-twice", w.pos,
                     "this weekday is listed twice");
            failed_at(r, &w);
            return;
        }
        *day = true;
        w = next_word(r);
    } while (w.len > 0);
    memcpy(r->table.weekend, weekend, sizeof weekend);
}

/* What follows the date of a holiday or workday line is a name for people. A name that looks like
 * the rest of a span, or like more dates, would lose days without a word. */
static bool read_name(Reader *r)
{
    for (Word w = next_word(r); w.len > 0; w = next_word(r)) {
        CalDate date;
        if (!memmem(w.text, w.len, "..", 2) && !cal_date_parse(w.text, (ptrdiff_t)w.len, &date))
            continue;
        diag_add(r->diags, DIAG_ERROR, "workdays.second-date", w.pos,
                 "a line has one date, or one span written without blanks");
        failed_at(r, &w);
        return false;
    }
    return true;
}

/* A holiday or workday line. */
static void read_days(Reader *r, bool working)
{
    CalDate first, last;
    Word w = next_word(r); /* looked at for its place only, then read again */

    r->at = (size_t)(w.text - r->line.text);
    if (!read_span(r, &first, &last) || !read_name(r))
        return;
    if (last - first >= CAL_WORKDAYS_MAX_SPAN) {
        diag_add(r->diags, DIAG_ERROR, "workdays.span-length", w.pos, "the span is too long");
        failed_at(r, &w);
        diag_expected(r->diags, "at most %d days in one line", CAL_WORKDAYS_MAX_SPAN);
        return;
    }
    if (r->entries->len + (guint)(last - first + 1) > CAL_WORKDAYS_MAX_DAYS) {
        diag_add(r->diags, DIAG_ERROR, "workdays.too-many", w.pos,
                 "the calendar has too many days");
        failed_at(r, &w);
        diag_expected(r->diags, "at most %d days in all lines", CAL_WORKDAYS_MAX_DAYS);
        return;
    }
    for (CalDate d = first; d <= last; d++) {
        Entry e = {d, working, w.pos};
        g_array_append_val(r->entries, e);
    }
}

static void read_line(Reader *r)
{
    const char *comment = memchr(r->line.text, '#', r->line.len);

    if (comment)
        r->line.len = (size_t)(comment - r->line.text);
    r->at = 0;
    Word w = next_word(r);
    if (w.len == 0)
        return;
    if (word_is(&w, "covers")) {
        read_covers(r, &w);
    } else if (word_is(&w, "weekend")) {
        read_weekend(r, &w);
    } else if (word_is(&w, "holiday") || word_is(&w, "workday")) {
        read_days(r, word_is(&w, "workday"));
    } else {
        diag_add(r->diags, DIAG_ERROR, "workdays.keyword", w.pos, "unknown kind of line");
        failed_at(r, &w);
        diag_expected(r->diags, "covers, weekend, holiday or workday");
    }
}

/* By date; the place decides between equal dates, so that findings do not depend on sorting. */
static int compare_entries(const void *x, const void *y)
{
    const Entry *a = x;
    const Entry *b = y;

    if (a->date != b->date)
        return a->date < b->date ? -1 : 1;
    return (a->pos.line > b->pos.line) - (a->pos.line < b->pos.line);
}

static void check_covers(Reader *r)
{
    char date[CAL_TEXT_SIZE];
    uint32_t told = 0; /* one finding a line */

    if (r->entries->len > 0 && r->covers_line == 0) {
        SrcPos whole = {r->line.start.file, 0, 0};
        diag_add(r->diags, DIAG_ERROR, "workdays.no-covers", whole,
                 "no line says what time the days are complete for");
        diag_expected(r->diags, "a line like covers 2026-01-01..2026-12-31");
        r->failed = true;
        return;
    }
    for (guint i = 0; i < r->entries->len; i++) {
        const Entry *e = &g_array_index(r->entries, Entry, i);
        bool inside = e->date >= r->table.covers_from && e->date <= r->table.covers_to;
        if (inside || e->pos.line == told)
            continue;
        told = e->pos.line;
        (void)cal_date_format(e->date, date);
        diag_add(r->diags, DIAG_ERROR, "workdays.outside-covers", e->pos,
                 "%s is outside of the span in line %u", date, r->covers_line);
        r->failed = true;
    }
}

static void warn_twice(Reader *r, const Entry *first, const Entry *second)
{
    char date[CAL_TEXT_SIZE];

    (void)cal_date_format(second->date, date);
    diag_add(r->diags, DIAG_WARNING, "workdays.day-twice", second->pos, "%s is listed twice", date);
    diag_hint(r->diags, "the first one is line %u", first->pos.line);
}

/* Entries [i, end), at least one, are the same day. Returns true and fills *out if that day differs
 * from its weekday. `told`: the last line warned about, so that a span gives one finding. */
static bool resolve_day(Reader *r, guint i, guint end, uint32_t *told, WorkdayException *out)
{
    const Entry *entries = &g_array_index(r->entries, Entry, 0);
    const Entry *holiday = NULL; /* the first of each kind */
    const Entry *workday = NULL;
    CalDate date = entries[i].date;
    char text[CAL_TEXT_SIZE];

    for (; i < end; i++) {
        const Entry *e = &entries[i];
        const Entry **first = e->working ? &workday : &holiday;
        if (!*first) {
            *first = e;
        } else if (*told != e->pos.line) {
            *told = e->pos.line;
            warn_twice(r, *first, e);
        }
    }
    bool free_weekday = r->table.weekend[cal_date_weekday(date) - 1];
    if (workday && !holiday && !free_weekday && *told != workday->pos.line) {
        *told = workday->pos.line;
        (void)cal_date_format(date, text);
        diag_add(r->diags, DIAG_WARNING, "workdays.workday-anyway", workday->pos,
                 "%s is a working day anyway", text);
    }
    *out = (WorkdayException){date, workday != NULL};
    return out->working == free_weekday;
}

/* Returns: (owned) the calendar. */
static CalWorkdays *build(Reader *r)
{
    guint n = r->entries->len;
    g_autofree WorkdayException *exceptions = g_new0(WorkdayException, n + 1);
    uint32_t told = 0;
    guint end;

    for (guint i = 0; i < n; i = end) {
        CalDate date = g_array_index(r->entries, Entry, i).date;
        for (end = i + 1; end < n && g_array_index(r->entries, Entry, end).date == date; end++)
            continue;
        if (resolve_day(r, i, end, &told, &exceptions[r->table.n]))
            r->table.n++;
    }
    r->table.exceptions = exceptions;
    return workdays_new(&r->table);
}

static void read_lines(Reader *r, const char *text, size_t len, const char *file)
{
    const char *end = text + len;

    for (uint32_t number = 1; text < end; number++) {
        const char *nl = memchr(text, '\n', (size_t)(end - text));
        const char *line_end = nl ? nl : end;
        r->line = (SrcText){
            text, (size_t)(line_end - text), {file, number, 1},
                1
        };
        read_line(r);
        text = nl ? nl + 1 : end;
    }
}

CalWorkdays *cal_workdays_parse(const char *text, size_t len, const char *file, Diags *diags)
{
    static const char bom[] = "\xEF\xBB\xBF"; /* Windows editors put it first */
    Reader r = {
        .diags = diags,
        .line = {text, len,                             {file, 1, 1},        1},
        .table = {.weekend = {[5] = true, [6] = true},    .covers_from = 1, .covers_to = 0},
    };
    const char *bad = NULL;
    CalWorkdays *w = NULL;

    if (!g_utf8_validate_len(text, len, &bad)) {
        SrcPos pos = src_text_pos(&r.line, (size_t)(bad - text));
        diag_add(diags, DIAG_ERROR, "workdays.encoding", pos, "the text is not UTF-8");
        return NULL;
    }
    if (len >= 3 && memcmp(text, bom, 3) == 0) {
        text += 3;
        len -= 3;
    }
    r.entries = g_array_new(FALSE, FALSE, sizeof(Entry));
    read_lines(&r, text, len, file);
    g_array_sort(r.entries, compare_entries);
    check_covers(&r);
    if (!r.failed)
        w = build(&r);
    g_array_unref(r.entries);
    return w;
}

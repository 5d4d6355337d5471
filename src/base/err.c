#include "base/err.h"

#include <stdarg.h>

#include "base/text.h"

typedef struct ErrPrivate {
    const char *reason; /* a literal */
} ErrPrivate;

static void err_private_init(ErrPrivate *priv)
{
    priv->reason = "";
}

static void err_private_copy(const ErrPrivate *src, ErrPrivate *dest)
{
    dest->reason = src->reason;
}

static void err_private_clear(ErrPrivate *priv)
{
    (void)priv; /* the token is a literal: nothing to free */
}

/* GLib's macro gives NULL to a caller that passes no error of this domain; none here does. */
#pragma GCC diagnostic ignored "-Wnull-dereference"

/* clang-format off */
G_DEFINE_EXTENDED_ERROR(Err, err)
/* clang-format on */

/* tools/check_text.py has held the Chinese formats against the English ones. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static GError *new_worded(ErrClass cls, const char *fmt, va_list args)
{
    return g_error_new_valist(ERR, (int)cls, text_in(text_used(), fmt), args);
}
#pragma GCC diagnostic pop

void err_set(GError **error, ErrClass cls, const char *reason, const char *fmt, ...)
{
    va_list args;

    if (!error)
        return;
    va_start(args, fmt);
    *error = new_worded(cls, fmt, args);
    va_end(args);
    err_get_private(*error)->reason = reason;
}

const char *err_reason(const GError *error)
{
    if (!error || error->domain != ERR)
        return "";
    return err_get_private(error)->reason;
}

bool err_is(const GError *error, ErrClass cls)
{
    return g_error_matches(error, ERR, (int)cls);
}

int err_exit_code(const GError *error)
{
    if (!error)
        return 0;
    if (error->domain == G_OPTION_ERROR)
        return 2;
    if (error->domain != ERR)
        return 70;
    switch ((ErrClass)error->code) {
    case ERR_INVALID:
    case ERR_CONFLICT:
    case ERR_POLICY:
        return 1;
    case ERR_UNAUTHORIZED:
    case ERR_FORBIDDEN:
    case ERR_NOT_FOUND:
        return 3;
    case ERR_LIMIT:
    case ERR_UNSUPPORTED:
        return 4;
    case ERR_UNAVAILABLE:
        return 69;
    case ERR_INTERNAL:
        return 70;
    }
    return 70;
}

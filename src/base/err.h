/* err.h - the one error shape of guanhu: a GError of domain ERR, class and reason token.
 *
 * A function that can fail returns bool (or an owned pointer) and takes `GError **error` last. The
 * class (ErrClass) decides the exit code and the HTTP status; the reason token "area.problem" names
 * the fault for machines and translations; the message is for people.
 *
 * Faults of regulation texts and FEEL expressions are no GErrors: see diag.h.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef enum ErrClass {
    ERR_INVALID,      /* the input is wrong */
    ERR_UNAUTHORIZED, /* who are you? */
    ERR_FORBIDDEN,    /* not for you */
    ERR_NOT_FOUND,
    ERR_CONFLICT,    /* stale, double, locked */
    ERR_LIMIT,       /* a named limit was reached */
    ERR_POLICY,      /* a rule of a regulation refuses it */
    ERR_UNSUPPORTED, /* not built; says so */
    ERR_UNAVAILABLE, /* try later */
    ERR_INTERNAL,    /* our bug, or an unknown outcome */
} ErrClass;

#define ERR (err_quark())
GQuark err_quark(void);

/* Sets *error (if error is not NULL) to class `cls` with the token `reason` (a literal such as
 * "import.unknown-account") and a printf message: an English literal, worded in the language of the
 * thread (text_use). */
void err_set(GError **error, ErrClass cls, const char *reason, const char *fmt, ...)
    G_GNUC_PRINTF(4, 5);

/* The reason token of an error of domain ERR; "" for errors of other domains. Borrowed. */
const char *err_reason(const GError *error);

/* True if `error` is of domain ERR and class `cls`. */
bool err_is(const GError *error, ErrClass cls);

/* Process exit code for an error (style: 1 findings, 2 usage, 3 refused, 4 limit or unsupported,
 * 69 unavailable, 70 internal). NULL gives 0. */
int err_exit_code(const GError *error);

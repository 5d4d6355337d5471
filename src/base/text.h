/* text.h - the two languages of the product.
 *
 * Texts for people are written in English at the place where they arise, as printf formats; the
 * catalogue (zh/<folder>.inc: pairs of English format, Chinese format) turns them into Chinese. The
 * Chinese format may take the arguments in another order with %1$s. A text without a pair stays
 * English; tools/check_text.py finds those and pairs whose conversions differ.
 */
#pragma once

#include <glib.h>

typedef enum Lang { LANG_EN, LANG_ZH } Lang;

/* The format `english` in language `lang`. `english` must be a literal (it is the key). Borrowed,
 * for ever. Thread-safe. */
const char *text_in(Lang lang, const char *english) G_GNUC_FORMAT(2);

/* The language in which this thread words errors (err.h): English until text_use is called, which a
 * command or request does once at its start. */
void text_use(Lang lang);
Lang text_used(void);

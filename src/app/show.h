/* show.h - values as texts for people and for files. */
#pragma once

#include "appraise/appraise.h"

/* For people: money (unit 元) with two decimals and grouping, other numbers plain, true and false in
 * the language, null as "", missing as "缺 NAME, NAME" with the roots' names. Returns: (owned). */
char *show_value(const RegName *name, const FeelValue *value, const Reasons *reasons, Lang lang);
/* For files: numbers plain and exact, dates ISO, true/false, null "", missing "!missing NAME …".
 * Returns: (owned). */
char *show_exact(const FeelValue *value, const Reasons *reasons);
/* One line per root: what is owed, in which cycle, by whom. Returns: (owned). */
char *show_reasons(const Reasons *reasons, uint32_t reason, Lang lang);
/* Word for a posting kind. */
const char *show_posting_kind(AppPostingKind kind, Lang lang);
/* The name, in English where the regulation gives one and `lang` asks for it. Borrowed. */
const char *show_name(const RegName *name, Lang lang);

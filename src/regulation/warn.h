/* warn.h - what is allowed in a regulation but seldom meant. Private to regulation/.
 *
 * Rules: docs/notation.md, Warnings of check.
 */
#pragma once

#include "regulation/model.h"

typedef struct WarnOptions {
    bool is_sound;     /* no error was found: the whole can be looked at, not only its tables */
    bool each_assumed; /* a note for each stand-in; else one that names them all */
} WarnOptions;

/* Adds warnings and notes about a regulation that reg_check has seen, whether or not it found
 * errors: a block in which something could not be understood is left out. What is imported is
 * warned of where it stands, but for its effects on this regulation's pay. */
void reg_warn(const Regulation *reg, const WarnOptions *options, Diags *diags);

/* load.h - a model file, and the files beside it that it imports.
 *
 * An import is looked for at its locationURI if that is a relative path inside of the folder of the
 * main file, then among the folder's *.dmn, by namespace. Nothing outside of the folder is read.
 */
#pragma once

#include "dmn/document.h"

enum {
    DMN_MAX_DOCUMENTS = 64,    /* that a model and its imports are made of */
    DMN_MAX_CANDIDATES = 1000, /* files of a folder that are looked at */
};

/* Returns: (borrowed from arena) the documents, the main one first, *out_n of them; NULL if the
 * main file cannot be read. What is not found is a finding of dmn_program_compile. */
const DmnDocument *const *dmn_load(Arena *arena, const char *file, size_t *out_n, Diags *diags);

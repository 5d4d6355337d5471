/* compile_private.h - private to compile*.c. */
#pragma once

#include "feel/code.h"

/* Sets code->kernel from its kind, its own column type and those of its kids. */
void feel_choose_kernel(Code *code);

/* reg_dump.h - a regulation that was read, as text: for tests of the reader. */
#pragma once

#include "regulation/model.h"

/* One line per block: what was set, expressions as `text@line:column`. */
void reg_dump_block(GString *out, const Regulation *reg, const RegBlock *block);

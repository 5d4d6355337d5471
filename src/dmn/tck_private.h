/* tck_private.h - values of test files, and their comparison. Private to dmn/. */
#pragma once

#include "dmn/xml_tree.h"
#include "feel/feel.h"

/* The value inside of inputNode, expected, component or item (7.1). Texts without xsi:type are read
 * by `type`. False, after a finding, if it has none or it cannot be read. */
bool dmn_tck_value(
    Arena *arena, const XmlElement *e, const FeelType *type, FeelValue *out, Diags *diags);
/* Are they the same by the rules of 7.3? */
bool dmn_tck_equal(const FeelValue *expected, const FeelValue *seen);

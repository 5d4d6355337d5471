/* model_private.h - inside of a DmnModel. Private to dmn/. */
#pragma once

#include "dmn/model.h"

struct DmnModel {
    Arena *arena; /* borrowed: all below lives in it */
    DmnElement **elements;
    size_t n, size;
    int *of_slot; /* element index + 1; 0 = none */
    size_t n_slots;
    int *order; /* of the last dmn_model_order */
    size_t n_order;
};

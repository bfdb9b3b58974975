// Rekognition's tables.

#pragma once

#include <vector>

#include "store/sql/database.h"

namespace lightwell::rekognition {

const std::vector<store::Migration>& migrations();

}  // namespace lightwell::rekognition

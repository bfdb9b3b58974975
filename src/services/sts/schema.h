// STS's tables.

#pragma once

#include <vector>

#include "store/sql/database.h"

namespace lightwell::sts {

const std::vector<store::Migration>& migrations();

}  // namespace lightwell::sts

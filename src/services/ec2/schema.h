// EC2's tables.

#pragma once

#include <vector>

#include "store/sql/database.h"

namespace lightwell::ec2 {

const std::vector<store::Migration>& migrations();

}  // namespace lightwell::ec2

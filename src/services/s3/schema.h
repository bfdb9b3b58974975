// The tables of S3, as steps of their history.

#pragma once

#include <vector>

#include "store/sql/database.h"

namespace lightwell::s3 {

const std::vector<store::Migration>& migrations();

}  // namespace lightwell::s3

// The tables of policies, roles, instance profiles and identity providers.

#pragma once

#include <string_view>

#include "store/sql/database.h"

namespace lightwell::iam {

std::string_view policy_tables();
// For --testing alone.
Result<void> empty_permissions(store::Transaction& transaction);

}  // namespace lightwell::iam

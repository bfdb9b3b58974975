// The tables of IAM.
//
// What can carry policies or tags is known by its unique id (AIDA…, AGPA…, AROA…, ANPA…, AIPA…), which no other entity
// ever gets, also after it is gone and one of its name is made again.

#pragma once

#include <string_view>
#include <vector>

#include "store/sql/database.h"

namespace lightwell::iam {

const std::vector<store::Migration>& migrations();

// Users, groups, their credentials, and what belongs to an account.
std::string_view people_tables();
// Removes every row of them. For --testing alone.
Result<void> empty_people(store::Transaction& transaction);

}  // namespace lightwell::iam

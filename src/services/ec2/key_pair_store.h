// The rows of key pairs and their tags.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/call.h"
#include "services/ec2/key_pair.h"
#include "store/sql/database.h"

namespace lightwell::ec2 {

// A name that is taken: store::errors::unique_violation.
Result<void> insert_key_pair(store::Transaction& transaction, const KeyPair& pair);
Result<int64_t> count_key_pairs(store::Reader& reader, const std::string& account, const std::string& region);
// All of the caller's in the call's region, with their tags, the oldest first.
Result<std::vector<KeyPair>> list_key_pairs(store::Reader& reader, const std::string& account,
                                            const std::string& region);
// A tag that is there already gets the new value.
Result<void> put_tag(store::Transaction& transaction, const std::string& pair, const std::string& key,
                     const std::string& value);
Result<void> delete_tag(store::Transaction& transaction, const std::string& pair, const std::string& key);
// By name, or by id where `name` is empty, with its tags.
Result<std::optional<KeyPair>> find_key_pair(store::Reader& reader, const std::string& account,
                                             const std::string& region, const std::string& name, const std::string& id);
Result<void> delete_key_pair(store::Transaction& transaction, const std::string& id);
// Every row of the service. For --testing alone.
Result<void> remove_everything(store::Transaction& transaction);

}  // namespace lightwell::ec2

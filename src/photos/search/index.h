// The index: what each photo can be found by. It is made anew from what is known of the photo whenever that changes,
// inside the transaction of the change, so that it cannot fall behind. People are not in it: a name is asked where the
// person is kept, so naming, merging and moving need no call here.

#pragma once

#include <string>

#include "base/result.h"
#include "store/sql/database.h"

namespace lightwell::photos {

// Grows when the rules of the index, the table of places or the thesaurus change: older photos are then indexed again.
inline constexpr int kIndexVersion = 2;

// From the photo's row, its labels and its texts. A photo that is not there is passed over.
Result<void> index_photo(store::Transaction& transaction, const std::string& owner, const std::string& photo_id);
// Before the photo's row is removed.
Result<void> forget_photo(store::Transaction& transaction, const std::string& photo_id);
// Photos that were never indexed, or by older rules; answers how many there were, at most `count_max`.
Result<size_t> index_next(store::Transaction& transaction, size_t count_max);
Result<int64_t> count_not_indexed(store::Reader& reader);

}  // namespace lightwell::photos

// The counts of photos by month and view, and tiles.

#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "photos/library/library.h"
#include "store/sql/database.h"

namespace lightwell::photos {

Result<void> add_to_month(store::Transaction& transaction, const std::string& owner, View view, int month, int64_t by);
Result<std::vector<MonthCount>> month_counts(store::Reader& reader, const std::string& owner, View view);
Result<MonthTiles> month_tiles(store::Reader& reader, const std::string& owner, View view, int month);

// Those of the photos that are the owner's and not in the trash, in the order given.
Result<Tiles> tiles_of(store::Reader& reader, const std::string& owner, const std::vector<std::string>& ids);

// The photo next to the one given in a view's order, newest first.
enum class Side { newer, older };
Result<std::optional<std::string>> neighbour(store::Reader& reader, const std::string& owner, View view,
                                             const Photo& photo, Side side);

}  // namespace lightwell::photos

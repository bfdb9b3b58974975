#include "photos/search/text_store.h"

namespace lightwell::photos {

Result<void> each_text_of(store::Reader& reader, int64_t number, const std::function<void(std::string_view)>& visit) {
  REQUIRE_OK(reader.each("SELECT name, COALESCE(title, ''), COALESCE(description, '') FROM photos WHERE number = $1",
                         {number}, [&](const store::Row& row) {
                           for (int column = 0; column < 3; ++column) visit(row.text(column));
                           return true;
                         }));
  return reader.each(
      "SELECT text FROM photo_texts WHERE photo_id = (SELECT id FROM photos WHERE number = $1) ORDER BY number",
      {number}, [&](const store::Row& row) {
        visit(row.text(0));
        return true;
      });
}

}  // namespace lightwell::photos

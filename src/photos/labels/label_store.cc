#include "photos/labels/label_store.h"

#include "photos/labels/label_rules.h"

namespace lightwell::photos {
namespace {

constexpr std::string_view kSeen = R"sql(
  INSERT INTO photo_labels (photo_id, folded, owner, name, confidence, own, hidden, parents, categories)
  VALUES ($1, $2, $3, $4, $5, 0, 0, $6, $7)
  ON CONFLICT (photo_id, folded) DO UPDATE SET name = $4, confidence = $5, parents = $6, categories = $7)sql";

constexpr std::string_view kGiven = R"sql(
  INSERT INTO photo_labels (photo_id, folded, owner, name, confidence, own, hidden, parents, categories)
  VALUES ($1, $2, $3, $4, NULL, 1, 0, '', '')
  ON CONFLICT (photo_id, folded) DO UPDATE SET hidden = 0 WHERE photo_labels.hidden = 1)sql";

constexpr std::string_view kLabels = R"sql(
  SELECT folded, name, confidence, own, hidden, parents, categories FROM photo_labels WHERE photo_id = $1
  ORDER BY hidden, own DESC, confidence DESC, folded)sql";

constexpr std::string_view kBoxes = R"sql(
  SELECT folded, box_left, box_top, box_width, box_height, confidence FROM label_boxes WHERE photo_id = $1
  ORDER BY folded, number)sql";

Box box_from(const store::Row& row, int first) {
  return {
      .left = row.real(first), .top = row.real(first + 1), .width = row.real(first + 2), .height = row.real(first + 3)};
}

Result<void> insert_boxes(store::Transaction& transaction, const std::string& photo_id, const std::string& folded,
                          const SeenLabel& label) {
  int number = 0;
  for (const LabelInstance& instance : label.instances) {
    const Box& box = instance.box;
    REQUIRE_OK(transaction.execute(
        "INSERT INTO label_boxes (photo_id, folded, number, box_left, box_top, box_width, box_height, confidence)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (photo_id, folded, number) DO NOTHING",
        {photo_id, folded, number++, box.left, box.top, box.width, box.height, instance.confidence}));
  }
  return {};
}

Result<void> insert_texts(store::Transaction& transaction, const std::string& owner, const std::string& photo_id,
                          const std::vector<SeenText>& texts) {
  int number = 0;
  for (const SeenText& text : texts) {
    REQUIRE_OK(transaction.execute(
        "INSERT INTO photo_texts (photo_id, number, owner, text, confidence, box_left, box_top, box_width, box_height)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        {photo_id, number++, owner, text.text, text.confidence, text.box.left, text.box.top, text.box.width,
         text.box.height}));
  }
  return {};
}

Result<void> insert_colours(store::Transaction& transaction, const std::string& photo_id,
                            const std::vector<SeenColour>& colours) {
  int number = 0;
  for (const SeenColour& colour : colours) {
    REQUIRE_OK(transaction.execute(
        "INSERT INTO photo_colours (photo_id, number, hex, name, percent) VALUES ($1, $2, $3, $4, $5)",
        {photo_id, number++, colour.hex, colour.name, colour.percent}));
  }
  return {};
}

Result<void> delete_seen(store::Transaction& transaction, const std::string& photo_id) {
  for (const std::string_view sql :
       {"DELETE FROM photo_analyses WHERE photo_id = $1", "DELETE FROM label_boxes WHERE photo_id = $1",
        "DELETE FROM photo_texts WHERE photo_id = $1", "DELETE FROM photo_colours WHERE photo_id = $1"}) {
    REQUIRE_OK(transaction.execute(sql, {photo_id}));
  }
  return {};
}

Result<void> insert_analysis(store::Transaction& transaction, const std::string& owner, const std::string& photo_id,
                             int64_t version, const SeenPicture& seen, Timestamp now) {
  const auto part = [&](double PictureQuality::* member) {
    return seen.quality ? std::optional((*seen.quality).*member) : std::nullopt;
  };
  REQUIRE_OK(transaction.execute(
      "INSERT INTO photo_analyses (photo_id, owner, version, analysed_at, brightness, sharpness, contrast, left_out)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
      {photo_id, owner, version, now, part(&PictureQuality::brightness), part(&PictureQuality::sharpness),
       part(&PictureQuality::contrast), join_lines(seen.left_out)}));
  return {};
}

}  // namespace

Result<void> replace_seen(store::Transaction& transaction, const std::string& owner, const std::string& photo_id,
                          int64_t version, const SeenPicture& seen, Timestamp now) {
  REQUIRE_OK(delete_seen(transaction, photo_id));
  REQUIRE_OK(insert_analysis(transaction, owner, photo_id, version, seen, now));
  REQUIRE_OK(transaction.execute("UPDATE photo_labels SET confidence = NULL WHERE photo_id = $1", {photo_id}));
  for (const SeenLabel& label : seen.labels) {
    const std::string folded = fold_label(label.name);
    if (folded.empty()) continue;
    REQUIRE_OK(transaction.execute(kSeen, {photo_id, folded, owner, label.name, label.confidence,
                                           join_lines(label.parents), join_lines(label.categories)}));
    REQUIRE_OK(insert_boxes(transaction, photo_id, folded, label));
  }
  REQUIRE_OK(transaction.execute(
      "DELETE FROM photo_labels WHERE photo_id = $1 AND confidence IS NULL AND own = 0 AND hidden = 0", {photo_id}));
  REQUIRE_OK(insert_texts(transaction, owner, photo_id, seen.texts));
  return insert_colours(transaction, photo_id, seen.colours);
}

Result<void> forget_seen(store::Transaction& transaction, const std::string& photo_id) {
  REQUIRE_OK(delete_seen(transaction, photo_id));
  REQUIRE_OK(transaction.execute("DELETE FROM photo_labels WHERE photo_id = $1", {photo_id}));
  return {};
}

Result<bool> give_label(store::Transaction& transaction, const std::string& owner, const std::string& photo_id,
                        const std::string& name) {
  TRY(const int64_t changed, transaction.execute(kGiven, {photo_id, fold_label(name), owner, name}));
  return changed > 0;
}

Result<bool> take_label(store::Transaction& transaction, const std::string& photo_id, const std::string& name) {
  const std::string folded = fold_label(name);
  TRY(const int64_t deleted, transaction.execute("DELETE FROM photo_labels WHERE photo_id = $1 AND folded = $2"
                                                 " AND own = 1 AND confidence IS NULL",
                                                 {photo_id, folded}));
  if (deleted > 0) return true;
  TRY(const int64_t hidden, transaction.execute("UPDATE photo_labels SET hidden = 1, own = 0 WHERE photo_id = $1"
                                                " AND folded = $2 AND hidden = 0",
                                                {photo_id, folded}));
  return hidden > 0;
}

Result<std::vector<PhotoLabel>> labels_of(store::Reader& reader, const std::string& photo_id) {
  std::vector<std::string> folded;
  std::vector<PhotoLabel> labels;
  REQUIRE_OK(reader.each(kLabels, {photo_id}, [&](const store::Row& row) {
    folded.push_back(row.string(0));
    labels.push_back({.name = row.string(1),
                      .confidence = row.optional_real(2),
                      .is_own = row.boolean(3),
                      .is_hidden = row.boolean(4),
                      .parents = split_lines(row.text(5)),
                      .categories = split_lines(row.text(6))});
    return true;
  }));
  REQUIRE_OK(reader.each(kBoxes, {photo_id}, [&](const store::Row& row) {
    for (size_t i = 0; i < folded.size(); ++i) {
      if (folded[i] == row.text(0)) labels[i].instances.push_back({box_from(row, 1), row.real(5)});
    }
    return true;
  }));
  return labels;
}

Result<std::vector<SeenText>> texts_of(store::Reader& reader, const std::string& photo_id) {
  return reader.all(
      "SELECT text, confidence, box_left, box_top, box_width, box_height FROM photo_texts"
      " WHERE photo_id = $1 ORDER BY number",
      {photo_id}, [](const store::Row& row) {
        return SeenText{.text = row.string(0), .confidence = row.real(1), .box = box_from(row, 2)};
      });
}

Result<std::vector<SeenColour>> colours_of(store::Reader& reader, const std::string& photo_id) {
  return reader.all("SELECT hex, name, percent FROM photo_colours WHERE photo_id = $1 ORDER BY number", {photo_id},
                    [](const store::Row& row) {
                      return SeenColour{.hex = row.string(0), .name = row.string(1), .percent = row.real(2)};
                    });
}

Result<std::optional<AnalysisRow>> find_analysis(store::Reader& reader, const std::string& photo_id) {
  return reader.first(
      "SELECT analysed_at, brightness, sharpness, contrast, left_out FROM photo_analyses WHERE photo_id = $1",
      {photo_id}, [](const store::Row& row) {
        AnalysisRow found{.analysed_at = row.time(0), .left_out = split_lines(row.text(4))};
        if (!row.is_null(1)) found.quality = PictureQuality{row.real(1), row.real(2), row.real(3)};
        return found;
      });
}

}  // namespace lightwell::photos

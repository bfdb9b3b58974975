#include "photos/labels/labels.h"

#include "photos/errors.h"
#include "photos/jobs/job_store.h"
#include "photos/labels/label_rules.h"
#include "photos/labels/label_store.h"
#include "photos/library/ledger.h"
#include "photos/library/photo_store.h"
#include "photos/search/index.h"

namespace lightwell::photos {
namespace {

Result<AnalysisStanding> standing_of_analysis(store::Reader& reader, const std::string& owner,
                                              const std::string& photo_id, const std::optional<AnalysisRow>& row) {
  AnalysisStanding standing{.state = row ? AnalysisState::done : AnalysisState::none};
  if (row) {
    standing.analysed_at = row->analysed_at;
    standing.left_out = row->left_out;
  }
  TRY(const auto job, find_job(reader, JobKind::analysing, photo_id));
  if (!job) return standing;
  switch (job->state) {
    case JobState::waiting: {
      TRY(const bool is_paused_now, is_paused(reader, JobKind::analysing, owner));
      standing.state = is_paused_now ? AnalysisState::paused : AnalysisState::waiting;
      break;
    }
    case JobState::running: standing.state = AnalysisState::running; break;
    case JobState::failed:
      standing.state = AnalysisState::failed;
      standing.message = job->message;
      break;
  }
  return standing;
}

Result<bool> change_labels(store::Transaction& transaction, const std::string& owner, const std::string& photo_id,
                           const LabelChanges& changes) {
  bool has_changed = false;
  for (const std::string& name : changes.add) {
    TRY(const bool given, give_label(transaction, owner, photo_id, name));
    has_changed |= given;
  }
  for (const std::string& name : changes.remove) {
    TRY(const bool taken, take_label(transaction, photo_id, name));
    has_changed |= taken;
  }
  return has_changed;
}

Result<void> check_names(std::vector<std::string>& names) {
  if (names.size() > kLabelsAtOnceMax) {
    return fail(errors::bad_request, fmt::format("At most {} labels at once.", kLabelsAtOnceMax));
  }
  for (std::string& name : names) {
    TRY(name, check_label(name));
  }
  return {};
}

}  // namespace

std::string_view to_text(AnalysisState state) {
  switch (state) {
    case AnalysisState::none: return "none";
    case AnalysisState::waiting: return "waiting";
    case AnalysisState::running: return "running";
    case AnalysisState::paused: return "paused";
    case AnalysisState::done: return "done";
    case AnalysisState::failed: return "failed";
  }
  return "none";
}

Task<Result<Findings>> Labels::find(Viewer viewer, std::string photo_id) {
  const std::string owner = owner_seen_by(viewer);
  co_return co_await database_.read([owner, photo_id](store::Reader& reader) -> Result<Findings> {
    TRY(const auto flags, find_flags(reader, owner, photo_id));
    if (!flags) return fail(errors::photo_not_found);
    TRY(const auto row, find_analysis(reader, photo_id));
    Findings found;
    if (row) found.quality = row->quality;
    TRY(found.analysis, standing_of_analysis(reader, owner, photo_id, row));
    TRY(found.labels, labels_of(reader, photo_id));
    TRY(found.texts, texts_of(reader, photo_id));
    TRY(found.colours, colours_of(reader, photo_id));
    return found;
  });
}

Task<Result<int64_t>> Labels::change(Viewer viewer, std::vector<std::string> ids, LabelChanges changes, Timestamp now) {
  CO_CHECK(check_ids(ids));
  CO_CHECK(check_names(changes.add));
  CO_CHECK(check_names(changes.remove));
  if (changes.add.empty() && changes.remove.empty()) {
    co_return fail(errors::bad_request, "Name a label to add or to remove.");
  }
  const std::string owner = owner_seen_by(viewer);
  co_return co_await database_.write(
      [this, owner, &ids, &changes, now](store::Transaction& transaction) -> Result<int64_t> {
        Ledger ledger(transaction, events_, owner, now);
        int64_t changed = 0;
        for (const std::string& id : ids) {
          TRY(const auto flags, find_flags(transaction, owner, id));
          if (!flags) continue;
          TRY(const bool has_changed, change_labels(transaction, owner, id, changes));
          if (!has_changed) continue;
          REQUIRE_OK(index_photo(transaction, owner, id));
          ledger.book(id, flags->standing, flags->standing, Change::changed);
          ++changed;
        }
        REQUIRE_OK(ledger.settle());
        return changed;
      });
}

}  // namespace lightwell::photos

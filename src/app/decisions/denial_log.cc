#include "app/decisions/denial_log.h"

#include <boost/json.hpp>
#include <fstream>

#include "app/decisions/ruled_json.h"

namespace lightwell::app {
namespace {

void read_into(std::vector<gate::Ruled>& found, const std::filesystem::path& file, std::string_view request_id) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (line.find(request_id) == line.npos) continue;
    if (auto ruled = ruled_of_json(line); ruled && ruled->request_id == request_id) found.push_back(*std::move(ruled));
  }
}

}  // namespace

DenialLog::DenialLog(std::filesystem::path folder) : newer_(folder / "newer.jsonl"), older_(folder / "older.jsonl") {}

Result<void> DenialLog::append(const std::vector<gate::Ruled>& denied) {
  const std::lock_guard lock(mutex_);
  std::error_code failed;
  std::filesystem::create_directories(newer_.parent_path(), failed);
  const auto size = std::filesystem::file_size(newer_, failed);
  if (!failed && size > kFileBytesMax) std::filesystem::rename(newer_, older_, failed);
  std::ofstream out(newer_, std::ios::app);
  for (const gate::Ruled& ruled : denied) out << boost::json::serialize(json_of(ruled)) << '\n';
  out.flush();
  if (!out) return fail(lightwell::errors::internal_error, newer_.string() + " cannot be written");
  return {};
}

std::vector<gate::Ruled> DenialLog::find(std::string_view request_id) const {
  std::vector<gate::Ruled> found;
  if (request_id.empty()) return found;
  const std::lock_guard lock(mutex_);
  read_into(found, older_, request_id);
  read_into(found, newer_, request_id);
  return found;
}

}  // namespace lightwell::app

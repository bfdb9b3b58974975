// ModelDesk: what is known of the models while the engine runs: which are there, whole and of use. Opens their files
// for children. What is wrong with a file is forgotten when the file changes: whoever mends it need not start anew.

#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "engines/vision/model_files.h"
#include "engines/vision/protocol/message.h"
#include "engines/vision/role.h"
#include "run/bytes.h"

namespace lightwell::engines::vision {

// What a child is greeted with.
struct OpenModels {
  Setup setup;
  std::vector<std::shared_ptr<const FileHandle>> files;  // the library first
};

class ModelDesk {
 public:
  explicit ModelDesk(ModelFiles files);

  const ModelFiles& files() const { return files_; }
  // Opens what is there. A file is digested when it is first seen, and again when it has changed; one that differs from
  // its models.toml is not handed on.
  Result<OpenModels> open();
  // Of the files as they are now; another than before: children opened what is no longer there.
  std::string stamp() const;
  // A child said what is wrong with a role's model.
  void note_broken(Role role, const std::string& words);
  // The library of the runtime cannot be used: no model can.
  void note_no_runtime(const std::string& words);
  std::vector<RoleReport> reports() const;
  RoleReport report(Role role) const;

 private:
  struct Known {
    std::string stamp;  // size and times of the file that was digested
    bool is_whole = false;
  };
  struct Trouble {
    std::string words;
    std::string stamp;  // of the file that it is about
  };
  bool is_whole(const std::filesystem::path& path, const std::string& sha256, const FileHandle& file);
  std::shared_ptr<const FileHandle> open_library();
  std::optional<std::string> trouble_with(Role role, const ModelFile& model) const;

  const ModelFiles files_;
  mutable std::mutex mutex_;
  std::map<Role, Trouble> broken_;
  Trouble no_runtime_;
  std::map<std::string, Known> known_;  // by path
};

// SHA-256 of a whole file, in hex; empty when it cannot be read. Blocks.
std::string sha256_of(const FileHandle& file);

}  // namespace lightwell::engines::vision

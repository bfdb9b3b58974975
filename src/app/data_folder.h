// The data folder: private to its user, and held by one process at a time.

#pragma once

#include <filesystem>
#include <memory>

#include "app/decisions/denial_log.h"
#include "base/result.h"
#include "run/bytes.h"

namespace lightwell::app {

inline constexpr const char* kBootLogName = "lightwell-init-output.log";

namespace errors {
inline constexpr ErrorKind folder_in_use{"DataFolderInUse", 409, Fault::sender,
                                         "Another process holds the data folder."};
inline constexpr ErrorKind no_library{"NoLibrary", 404, Fault::sender, "There is no library in this folder."};
}  // namespace errors

inline constexpr std::string_view kDatabaseFile = "lightwell.db";

class DataFolder {
 public:
  // Makes the folder (mode 0700) where it is missing, and takes its lock. errors::folder_in_use.
  static Result<std::unique_ptr<DataFolder>> hold(std::filesystem::path path);

  std::filesystem::path database() const { return path_ / kDatabaseFile; }
  std::filesystem::path blobs() const { return path_ / "blobs"; }
  std::filesystem::path face_indexes() const { return path_ / "faces"; }
  std::filesystem::path credentials() const { return path_ / "credentials"; }
  std::filesystem::path seal_key() const { return path_ / "seal.key"; }
  std::filesystem::path instance_identity() const { return path_ / "instance-identity.pem"; }
  std::filesystem::path boot_log() const { return path_ / kBootLogName; }
  std::filesystem::path control() const { return path_ / "control"; }
  std::filesystem::path denials() const { return path_ / kDenialsFolder; }
  std::filesystem::path spool() const { return path_ / "blobs" / "tmp"; }

 private:
  DataFolder(std::filesystem::path path, int lock) : path_(std::move(path)), lock_(lock) {}
  const std::filesystem::path path_;
  const FileHandle lock_;
};

}  // namespace lightwell::app

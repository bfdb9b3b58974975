// Users and groups, as the rest of the service speaks of them.

#pragma once

#include <optional>
#include <string>

#include "api/iam/types.h"
#include "base/time.h"

namespace lightwell::iam {

struct User {
  std::string id;  // AIDA...
  std::string account;
  std::string name;
  std::string path;
  Timestamp created_at;
  std::optional<std::string> permissions_boundary = {};
  std::optional<Timestamp> password_last_used_at = {};

  std::string arn() const { return "arn:aws:iam::" + account + ":user" + path + name; }
};

struct Group {
  std::string id;  // AGPA...
  std::string account;
  std::string name;
  std::string path;
  Timestamp created_at;

  std::string arn() const { return "arn:aws:iam::" + account + ":group" + path + name; }
};

// As answers show them; without tags.
api::iam::User shown(const User& user);
api::iam::Group shown(const Group& group);
std::optional<api::iam::AttachedPermissionsBoundary> shown_boundary(const std::optional<std::string>& arn);

}  // namespace lightwell::iam

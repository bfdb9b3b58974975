#include "policy/least_policy.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

#include "base/text.h"

namespace lightwell::policy {
namespace {

using Names = std::set<std::string>;

// Statements before they are written: of one service, each set of resources with the actions done on all of them.
using ByResources = std::map<Names, Names>;

std::string service_of(std::string_view action) { return to_lower(action.substr(0, action.find(':'))); }

std::string quoted(std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (uint8_t(c) < 0x20 || c == 0x7F) {
      out += "\\u00";
      out += kHex[uint8_t(c) >> 4];
      out += kHex[uint8_t(c) & 15];
    } else {
      out += c;
    }
  }
  return out + '"';
}

// What stands for itself in a policy: wildcards and variables of a name that was recorded are taken as letters. Of
// "every bucket" AWS asks for the star alone.
std::string literal(std::string_view resource) {
  if (resource == "*" || resource == "arn:aws:s3:::*") return "*";
  std::string out;
  for (const char c : resource) {
    if (c == '*' || c == '?' || c == '$') {
      out += "${";
      out += c;
      out += '}';
    } else {
      out += c;
    }
  }
  return out;
}

// One text stands alone, several in a list, a line each.
std::string text_or_list(const Names& texts) {
  if (texts.size() == 1) return quoted(*texts.begin());
  std::string out = "[\n";
  for (const std::string& text : texts) {
    if (text != *texts.begin()) out += ",\n";
    out += "        " + quoted(text);
  }
  return out + "\n      ]";
}

// Letters and digits are all a Sid may hold.
std::string sid_word(std::string_view text) {
  std::string word;
  for (const char c : text) {
    if (std::isalnum(uint8_t(c)) != 0) word += char(word.empty() ? std::toupper(c) : c);
  }
  return word;
}

// S3PutObject1 for one action, S31 for many.
std::string sid_of(std::string_view service, const Names& actions, size_t number) {
  const std::string_view first = *actions.begin();
  std::string sid = sid_word(service);
  if (actions.size() == 1) sid += sid_word(first.substr(std::min(first.size(), first.find(':') + 1)));
  return sid + std::to_string(number);
}

// What a resource lies in, up to its last '/' below the ARN's resource part; empty: nothing that may be folded.
std::string_view folder_of(std::string_view resource) {
  if (resource.ends_with("/*")) resource.remove_suffix(2);
  const size_t slash = resource.rfind('/');
  return slash == resource.npos ? std::string_view() : resource.substr(0, slash + 1);
}

// From the deepest folders up, until none holds too many.
Names folded(Names resources) {
  while (true) {
    std::map<std::string, size_t> counts;
    for (const std::string& resource : resources) ++counts[std::string(folder_of(resource))];
    std::string deepest;
    for (const auto& [folder, count] : counts) {
      if (count > kResourcesOfAFolderMax && folder.size() > deepest.size()) deepest = folder;
    }
    if (deepest.empty()) return resources;
    std::erase_if(resources, [&](const std::string& resource) { return resource.starts_with(deepest); });
    resources.insert(deepest + "*");
  }
}

std::string statement_text(const std::string& sid, const Names& actions, const Names& resources) {
  return "    {\n      \"Sid\": " + quoted(sid) +
         ",\n      \"Effect\": \"Allow\",\n      \"Action\": " + text_or_list(actions) +
         ",\n      \"Resource\": " + text_or_list(resources) + "\n    }";
}

}  // namespace

std::string least_policy(std::vector<Recorded> recorded) {
  std::map<std::string, std::map<std::string, Names>> resources_of;  // service -> action -> resources
  for (Recorded& one : recorded) {
    resources_of[service_of(one.action)][one.action].insert(literal(one.resource));
  }
  std::string statements;
  for (const auto& [service, actions] : resources_of) {
    ByResources merged;
    for (const auto& [action, resources] : actions) {
      merged[resources.contains("*") ? Names{"*"} : folded(resources)].insert(action);
    }
    size_t number = 0;
    for (const auto& [resources, names] : merged) {
      if (!statements.empty()) statements += ",\n";
      statements += statement_text(sid_of(service, names, ++number), names, resources);
    }
  }
  if (statements.empty()) return {};
  return "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n" + statements + "\n  ]\n}\n";
}

}  // namespace lightwell::policy

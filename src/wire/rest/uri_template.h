// The uri of an operation: /{Bucket}/{Key+}?uploads&list-type=2

#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lightwell::wire {

struct UriSegment {
  std::string_view text;  // the label's name, or the words themselves
  bool is_label = false;
  bool is_greedy = false;  // takes all that is left, slashes too
};

struct UriTemplate {
  std::vector<UriSegment> segments;
  // What the query must spell out; a name alone may have any value.
  std::vector<std::pair<std::string_view, std::string_view>> literals;

  // The text must outlive the template.
  static UriTemplate parse(std::string_view uri);

  // Fits a percent-encoded path to the segments; `labels` gets the raw text of each label, in order. A label is never
  // empty. A slash at the path's end is passed over unless a greedy label takes it.
  bool match(std::string_view path, std::vector<std::string_view>& labels) const;
};

// The parameters of a raw query string: names and values decoded, in order. False for a broken escape.
bool split_query(std::string_view query, std::vector<std::pair<std::string, std::string>>& out);

}  // namespace lightwell::wire

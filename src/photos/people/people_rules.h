// How people grow by themselves, and what may be asked of them. Pure.

#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "photos/eyes/seen.h"

namespace lightwell::photos {

inline constexpr size_t kPersonNameMax = 100;  // characters
inline constexpr size_t kMergeMax = 50;        // people
inline constexpr size_t kFacesAtOnceMax = 1000;
inline constexpr size_t kQuestionsEachMax = 3;  // that one new face raises

// How much of the two together both cover: 0 to 1.
double overlap(const Box& a, const Box& b);
// Which of `before` each of `now` is, by place: the faces of a photo that is analysed again. At most once each.
std::vector<std::optional<size_t>> same_places(const std::vector<Box>& before, const std::vector<Box>& now);

// Somebody a new face resembles: the most similar of their faces.
struct Resemblance {
  std::string person_id;
  std::string cluster_id;
  std::string face_id;
  double similarity = 0;
};
struct Belonging {
  std::optional<Resemblance> surest;  // it belongs there; nothing: somebody new
  std::vector<Resemblance> to_ask;    // perhaps the same person as the one it belongs to
};
// `present`: who is on the photo already; nobody is on it twice. `alike`: most similar first.
Belonging decide(const std::vector<Resemblance>& alike, const std::set<std::string>& present);

// A name as it was typed, without blanks around it; empty takes the name away. errors::name_refused.
Result<std::string> check_person_name(std::string_view typed);
// "Anna", or "somebody without a name".
std::string called(std::string_view name);

}  // namespace lightwell::photos

#include "photos/search/index_rules.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <span>

#include "photos/places/places.h"
#include "photos/search/fold.h"

namespace lightwell::photos {
namespace {

constexpr size_t kWordsEachPhotoMax = 300;  // of a title and description, and of the texts in a picture
constexpr int kFileNameWeight = 90;
constexpr int kToldWeight = 95;
constexpr double kSeenShare = 0.8;  // reading errs more than its confidence says

int weight_of(double confidence) { return std::clamp(int(std::lround(confidence)), 1, 100); }

std::string joined(std::span<const std::string> words) { return fmt::format("{}", fmt::join(words, " ")); }

// "golden retriever" -> "retriever"
std::vector<std::string> endings_of(std::string_view name) {
  const auto words = words_of(name);
  std::vector<std::string> endings;
  for (size_t i = 1; i < words.size(); ++i) endings.push_back(joined(std::span(words).subspan(i)));
  return endings;
}

// Every run of words: a camera is called "canon", "eos r5" or "canon eos r5".
std::vector<std::string> runs_of(std::string_view name) {
  const auto words = words_of(name);
  constexpr size_t kWords = 8;
  std::vector<std::string> runs;
  for (size_t from = 0; from < std::min(words.size(), kWords); ++from) {
    for (size_t to = from + 1; to <= std::min(words.size(), kWords); ++to) {
      std::string run = joined(std::span(words).subspan(from, to - from));
      const bool has_letter = std::ranges::any_of(run, [](char c) { return (c < '0' || c > '9') && c != ' '; });
      if (has_letter && run.size() > 1) runs.push_back(std::move(run));
    }
  }
  return runs;
}

class Collector {
 public:
  void add(NewTerm term, int weight) {
    if (!term.key.empty()) found_.push_back({.term = std::move(term), .weight = weight});
  }

  void add_words(TermKind kind, std::string_view text, int weight, size_t count_max) {
    for (std::string& word : words_of(text)) {
      if (words_++ >= count_max) return;
      add({.kind = kind, .key = std::move(word)}, weight);
    }
  }
  void begin_words() { words_ = 0; }

  void add_label(const IndexedLabel& label) {
    if (label.confidence && *label.confidence < kLabelConfidenceMin) return;
    const std::string name = folded(label.name);
    add({.kind = TermKind::label, .key = name, .shown = label.name, .names = {name}, .endings = endings_of(label.name)},
        weight_of(label.confidence.value_or(100)));
  }

  void add_named(TermKind kind, const std::string& shown) {
    add({.kind = kind, .key = folded(shown), .shown = shown, .names = runs_of(shown)}, 100);
  }

  // The shades of a colour together.
  void add_colours(const std::vector<IndexedColour>& colours) {
    std::map<std::string, double> shares;
    for (const IndexedColour& colour : colours) shares[folded(colour.name)] += colour.percent;
    for (const auto& [name, percent] : shares) {
      const bool is_plain = name == "black" || name == "white" || name == "grey" || name == "brown";
      if (percent < (is_plain ? kPlainColourPercentMin : kColourPercentMin)) continue;
      NewTerm term{.kind = TermKind::colour, .key = name, .shown = name, .names = {name}};
      if (name == "grey") term.names.emplace_back("gray");
      add(std::move(term), weight_of(50 + percent / 2));
    }
  }

  // "f/2.8", "f2.8", "ISO 200", "iso200"
  void add_settings(std::optional<double> f_number, std::optional<int64_t> iso) {
    const auto add_setting = [this](const std::string& shown, const std::string& closed) {
      add({.kind = TermKind::setting, .key = folded(shown), .shown = shown, .names = {folded(shown), folded(closed)}},
          100);
    };
    if (f_number) {
      const std::string number = fmt::format("{:g}", std::round(*f_number * 10) / 10);
      add_setting("f/" + number, "f" + number);
    }
    if (iso) add_setting(fmt::format("ISO {}", *iso), fmt::format("iso{}", *iso));
  }

  void add_place(const Place& place) {
    add_place_term(TermKind::town, fmt::format("{}|{}|{}", place.country_code, place.region_code, place.city_number),
                   fmt::format("{}, {}", place.city, place.country), {place.city});
    if (!place.region.empty()) {
      auto names = other_names(place.region_code);
      names.push_back(place.region);
      add_place_term(TermKind::region, std::string(place.region_code),
                     fmt::format("{}, {}", place.region, place.country), names);
    }
    auto names = other_names(place.country_code);
    names.push_back(place.country);
    add_place_term(TermKind::country, std::string(place.country_code), std::string(place.country), names);
    add_place_term(TermKind::continent, std::string(place.continent), std::string(place.continent), {place.continent});
  }

  std::vector<WeightedTerm> take() { return std::move(found_); }

 private:
  void add_place_term(TermKind kind, std::string key, std::string shown, const std::vector<std::string_view>& names) {
    NewTerm term{.kind = kind, .key = std::move(key), .shown = std::move(shown)};
    for (const std::string_view name : names) {
      term.names.push_back(folded(name));
      for (std::string& ending : endings_of(name)) term.endings.push_back(std::move(ending));
    }
    add(std::move(term), 100);
  }

  std::vector<WeightedTerm> found_;
  size_t words_ = 0;
};

}  // namespace

std::string camera_name(const std::string& make, const std::string& model) {
  const auto make_words = words_of(make);
  const auto model_words = words_of(model);
  const bool names_maker = !make_words.empty() && !model_words.empty() && model_words.front() == make_words.front();
  if (names_maker || make.empty()) return model;
  return model.empty() ? make : make + " " + model;
}

std::vector<WeightedTerm> terms_of(const Indexed& photo) {
  Collector found;
  for (const IndexedLabel& label : photo.labels) found.add_label(label);
  found.add_colours(photo.colours);
  found.add_settings(photo.f_number, photo.iso);
  if (photo.gps) {
    if (const auto place = place_at(*photo.gps)) found.add_place(*place);
  }
  const std::string camera = camera_name(photo.camera_make.value_or(""), photo.camera_model.value_or(""));
  if (!camera.empty()) found.add_named(TermKind::camera, camera);
  if (photo.lens && !photo.lens->empty()) found.add_named(TermKind::lens, *photo.lens);
  if (photo.kind == PhotoKind::raw) found.add({.kind = TermKind::form, .key = "raw"}, 100);
  if (photo.kind == PhotoKind::animation) found.add({.kind = TermKind::form, .key = "animation"}, 100);
  found.add_words(TermKind::file_word, photo.name, kFileNameWeight, kWordsEachPhotoMax);
  found.begin_words();
  found.add_words(TermKind::told_word, photo.title.value_or(""), kToldWeight, kWordsEachPhotoMax);
  found.add_words(TermKind::told_word, photo.description.value_or(""), kToldWeight, kWordsEachPhotoMax);
  found.begin_words();
  for (const IndexedText& text : photo.texts) {
    found.add_words(TermKind::seen_word, text.text, weight_of(text.confidence * kSeenShare), kWordsEachPhotoMax);
  }
  return found.take();
}

}  // namespace lightwell::photos

#include "wire/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <memory>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>

#include "base/log.h"

namespace lightwell::wire {
namespace {

constexpr uint32_t kStepsMax = 200'000;
constexpr uint32_t kDepthMax = 1'000;

struct FreeCode {
  void operator()(pcre2_code* code) const { pcre2_code_free(code); }
};
struct FreeMatch {
  void operator()(pcre2_match_data* match) const { pcre2_match_data_free(match); }
};
struct FreeContext {
  void operator()(pcre2_match_context* context) const { pcre2_match_context_free(context); }
};
using Code = std::unique_ptr<pcre2_code, FreeCode>;

Code compile(std::string_view pattern) {
  int problem = 0;
  size_t offset = 0;
  Code code(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(),
                          PCRE2_UTF | PCRE2_ANCHORED | PCRE2_ENDANCHORED | PCRE2_DOLLAR_ENDONLY | PCRE2_ALT_BSUX,
                          &problem, &offset, nullptr));
  if (!code) log::warning("the model's pattern {} cannot be compiled: error {} at {}", pattern, problem, offset);
  return code;
}

const pcre2_code* compiled(std::string_view pattern) {
  static std::shared_mutex mutex;
  static std::unordered_map<const char*, Code> codes;
  {
    const std::shared_lock lock(mutex);
    if (const auto found = codes.find(pattern.data()); found != codes.end()) return found->second.get();
  }
  const std::unique_lock lock(mutex);
  const auto [place, is_new] = codes.try_emplace(pattern.data());
  if (is_new) place->second = compile(pattern);
  return place->second.get();
}

}  // namespace

bool matches(std::string_view pattern, std::string_view text) {
  const pcre2_code* code = compiled(pattern);
  if (code == nullptr) return true;
  const std::unique_ptr<pcre2_match_data, FreeMatch> match(pcre2_match_data_create(1, nullptr));
  const std::unique_ptr<pcre2_match_context, FreeContext> context(pcre2_match_context_create(nullptr));
  pcre2_set_match_limit(context.get(), kStepsMax);
  pcre2_set_depth_limit(context.get(), kDepthMax);
  return pcre2_match(code, reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), 0, 0, match.get(), context.get()) >=
         0;
}

}  // namespace lightwell::wire

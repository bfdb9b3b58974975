// What a client's text becomes in Rekognition: page tokens, ARNs, the answers kept for tokens, regions of interest, the
// first bytes of pictures, names of classes. The first byte chooses one.

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "services/rekognition/collection_rules.h"
#include "services/rekognition/image_rules.h"
#include "services/rekognition/taxonomy.h"
#include "services/rekognition/text_rules.h"
#include "services/rekognition/user_rules.h"

namespace {

using namespace lightwell;
using namespace lightwell::rekognition;

// A token that is read is the one that would be made.
void check_token(const std::string& text) {
  const auto behind = read_token("list", text);
  if (behind && make_token("list", *behind) != text) std::abort();
}

// An ARN that leads somewhere is the ARN of where it leads.
void check_arn(std::string_view text) {
  const Call call{.account = "000000000000", .region = "us-east-1"};
  const auto name = collection_of_arn(call, text);
  if (name && collection_arn(call.account, call.region, *name).size() < name->size()) std::abort();
}

void check_answer(const std::string& text) {
  const UserOutcome once = read_answer(text);
  const UserOutcome twice = read_answer(write_answer(once));
  if (once.status != twice.status || once.faces.size() != twice.faces.size()) std::abort();
}

void check_region(std::string_view text) {
  std::vector<engines::vision::Point> polygon(text.size() / 2);
  for (size_t i = 0; i < polygon.size() && i < 12; ++i) {
    polygon[i] = {float(uint8_t(text[2 * i])) / 255, float(uint8_t(text[2 * i + 1])) / 255};
  }
  polygon.resize(std::min(polygon.size(), size_t(12)));
  const double share = share_inside({.2f, .3f, .4f, .5f}, polygon);
  if (!std::isfinite(share) || share < 0) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string text(reinterpret_cast<const char*>(data + 1), size - 1);
  switch (data[0] % 6) {
    case 0: check_token(text); break;
    case 1: check_arn(text); break;
    case 2: check_answer(text); break;
    case 3: check_region(text); break;
    case 4: (void)check_format(text); break;
    default: (void)label_of_class(text, uint32_t(size));
  }
  return 0;
}

#include "app/ports/iam_facts.h"

namespace lightwell::app {

Task<Result<gate::ResourceFact>> IamFacts::find(const Call& call, std::string_view, std::string arn) const {
  CO_TRY(auto known, co_await iam_.entity_facts(call, std::move(arn)));
  gate::ResourceFact fact{.arn = std::move(known.arn)};
  for (api::iam::Tag& tag : known.tags) fact.tags.push_back({std::move(tag.key), std::move(tag.value)});
  co_return fact;
}

}  // namespace lightwell::app

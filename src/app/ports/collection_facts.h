// Collections of faces, as the gate has to know them: with their tags.

#pragma once

#include "gate/resource_facts.h"
#include "services/rekognition/rekognition.h"

namespace lightwell::app {

class CollectionFacts final : public gate::ResourceFacts {
 public:
  explicit CollectionFacts(rekognition::RekognitionService& rekognition) : rekognition_(rekognition) {}

  Task<Result<gate::ResourceFact>> find(const Call&, std::string_view, std::string arn) const override {
    co_return gate::ResourceFact{.arn = std::move(arn)};
  }
  std::string_view late_key() const override { return "aws:resourcetag/"; }
  Task<Result<gate::ContextKeys>> late_keys(const Call& call, std::string_view, std::string arn) const override {
    gate::ContextKeys keys;
    CO_TRY(const auto tags, co_await rekognition_.collection_tags(call, std::move(arn)));
    for (const auto& [key, value] : tags) keys.emplace_back("aws:ResourceTag/" + key, value);
    co_return keys;
  }

 private:
  rekognition::RekognitionService& rekognition_;
};

}  // namespace lightwell::app

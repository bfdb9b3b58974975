#include "services/ec2/key_pair_demands.h"

#include <map>

namespace lightwell::ec2 {

Demand demand_of(const Call& call, std::string action, const std::string& named, const std::optional<KeyPair>& pair) {
  const std::string& name = pair ? pair->name : named;
  Demand demand{.action = std::move(action),
                .arn = "arn:aws:ec2:" + call.region + ":" + call.account + ":key-pair/" + name,
                .keys = {{"ec2:KeyPairName", name}}};
  if (!pair) return demand;
  demand.tags = pair->tags;
  demand.keys.emplace_back("ec2:KeyPairType", pair->type);
  return demand;
}

std::vector<Demand> demands_of(const Call& call, const std::string& action, const std::vector<std::string>& ids,
                               const std::vector<KeyPair>& pairs, const std::vector<api::ec2::Tag>& tags) {
  std::map<std::string_view, const KeyPair*> by_id;
  for (const KeyPair& pair : pairs) by_id.emplace(pair.id, &pair);
  std::vector<Demand> demands;
  for (const std::string& id : ids) {
    const auto found = by_id.find(id);
    Demand demand = demand_of(call, action, id, found == by_id.end() ? std::nullopt : std::optional(*found->second));
    for (const api::ec2::Tag& tag : tags) {
      const std::string key = tag.key.value_or("");
      demand.keys.emplace_back("aws:RequestTag/" + key, tag.value.value_or(""));
      demand.keys.emplace_back("aws:TagKeys", key);
    }
    demands.push_back(std::move(demand));
  }
  return demands;
}

}  // namespace lightwell::ec2

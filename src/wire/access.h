// The function pointers behind the tables, one set a C++ type. Only generated tables include this.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "wire/model.h"

namespace lightwell::wire {

template <class T>
inline constexpr OptionalAccess optional_access{
    .emplace = [](void* optional) -> void* { return &static_cast<std::optional<T>*>(optional)->emplace(); },
    .find = [](const void* optional) -> const void* {
      const auto& held = *static_cast<const std::optional<T>*>(optional);
      return held ? &*held : nullptr;
    },
    .reset = [](void* optional) { static_cast<std::optional<T>*>(optional)->reset(); },
};

// std::vector<bool> has no addresses to give, so lists of booleans are refused by the generator.
template <class T>
inline constexpr ListAccess list_access{
    .append = [](void* list) -> void* { return &static_cast<std::vector<T>*>(list)->emplace_back(); },
    .size = [](const void* list) { return static_cast<const std::vector<T>*>(list)->size(); },
    .at = [](const void* list, size_t index) -> const void* {
      return &(*static_cast<const std::vector<T>*>(list))[index];
    },
    .clear = [](void* list) { static_cast<std::vector<T>*>(list)->clear(); },
};

template <class T>
inline constexpr MapAccess map_access{
    .insert = [](void* map, std::string key) -> void* {
      return &(*static_cast<std::map<std::string, T>*>(map))[std::move(key)];
    },
    .size = [](const void* map) { return static_cast<const std::map<std::string, T>*>(map)->size(); },
    .visit =
        [](const void* map, void* context, MapAccess::Visit visit) {
          for (const auto& [key, value] : *static_cast<const std::map<std::string, T>*>(map)) {
            visit(context, key, &value);
          }
        },
};

template <class T>
inline constexpr StructAccess struct_access{
    .make = []() -> void* { return new T(); },
    .destroy = [](void* value) { delete static_cast<T*>(value); },
};

template <class Handlers, class Input, class Output, Task<Result<Output>> (Handlers::*method)(const Call&, Input&)>
Task<Result<void>> invoke(void* handlers, const Call& call, void* input, void* output) {
  CO_TRY(*static_cast<Output*>(output),
         co_await (static_cast<Handlers*>(handlers)->*method)(call, *static_cast<Input*>(input)));
  co_return Result<void>{};
}

// What every method of a generated remote class does.
template <class Output>
Task<Result<Output>> send(Sender& sender, const ServiceModel& model, const Operation& operation, const Call& call,
                          void* input) {
  Output output;
  CO_CHECK(co_await sender.send(model, operation, call, input, &output));
  co_return output;
}

}  // namespace lightwell::wire

// The function pointers behind the tables, one set a C++ type. Only generated tables include this.

#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/box.h"
#include "run/events.h"
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

template <class T>
inline constexpr OptionalAccess box_access{
    .emplace = [](void* box) -> void* { return &static_cast<Box<T>*>(box)->emplace(); },
    .find = [](const void* box) -> const void* { return static_cast<const Box<T>*>(box)->get(); },
    .reset = [](void* box) { static_cast<Box<T>*>(box)->reset(); },
};

// Of a std::vector; of a std::deque where the elements are booleans, to which a vector has no addresses to give.
template <class List>
inline constexpr ListAccess list_access{
    .append = [](void* list) -> void* { return &static_cast<List*>(list)->emplace_back(); },
    .size = [](const void* list) { return static_cast<const List*>(list)->size(); },
    .at = [](const void* list, size_t index) -> const void* { return &(*static_cast<const List*>(list))[index]; },
    .clear = [](void* list) { static_cast<List*>(list)->clear(); },
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

// The two ways between a stream of events that knows their type and one that does not.
template <class Event>
class TypedEvents final : public EventSource<Event> {
 public:
  explicit TypedEvents(std::unique_ptr<AnyEvents> events) : events_(std::move(events)) {}
  Task<Result<std::optional<Event>>> next() override {
    Event event;
    CO_TRY(const bool is_there, co_await events_->next(&event));
    if (!is_there) co_return std::optional<Event>();
    co_return std::optional<Event>(std::move(event));
  }
  void interrupt() override { events_->interrupt(); }

 private:
  std::unique_ptr<AnyEvents> events_;
};

template <class Event>
class UntypedEvents final : public AnyEvents {
 public:
  explicit UntypedEvents(std::unique_ptr<EventSource<Event>> events) : events_(std::move(events)) {}
  Task<Result<bool>> next(void* event) override {
    CO_TRY(std::optional<Event> found, co_await events_->next());
    if (!found) co_return false;
    *static_cast<Event*>(event) = std::move(*found);
    co_return true;
  }
  void interrupt() override { events_->interrupt(); }

 private:
  std::unique_ptr<EventSource<Event>> events_;
};

template <class Event>
inline constexpr EventsAccess events_access{
    .take = [](void* slot) -> std::unique_ptr<AnyEvents> {
      auto& source = *static_cast<std::unique_ptr<EventSource<Event>>*>(slot);
      if (source == nullptr) return nullptr;
      return std::make_unique<UntypedEvents<Event>>(std::move(source));
    },
    .put =
        [](void* slot, std::unique_ptr<AnyEvents> events) {
          *static_cast<std::unique_ptr<EventSource<Event>>*>(slot) =
              std::make_unique<TypedEvents<Event>>(std::move(events));
        },
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

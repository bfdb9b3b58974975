// How much of the documents of requests a door holds while nobody vouches for them: a form, JSON or CBOR is read whole
// before its signature can be checked, and whoever knows the id of a key can send one.

#pragma once

#include <atomic>
#include <cstdint>

#include "base/error.h"
#include "wire/model.h"

namespace lightwell::gate {

// Of each document this much is not counted: who fills the door with large ones keeps no small one out. All requests
// that are answered at a time hold no more of these than requests_max times as much.
inline constexpr uint64_t kUncountedBytes = 16 * 1024;

// One document's part in what the door holds; given back at its end.
class Holding {
 public:
  Holding(std::atomic<uint64_t>& total, uint64_t bytes_max) : total_(total), bytes_max_(bytes_max) {}
  ~Holding() { release(); }
  Holding(const Holding&) = delete;
  Holding& operator=(const Holding&) = delete;

  // False where all together would be more than the door may hold.
  bool grow_to(uint64_t document_bytes) {
    const uint64_t counted = document_bytes <= kUncountedBytes ? 0 : document_bytes - kUncountedBytes;
    if (counted <= own_) return true;
    const uint64_t more = counted - own_;
    if (total_.fetch_add(more) + more > bytes_max_) {
      total_.fetch_sub(more);
      return false;
    }
    own_ = counted;
    return true;
  }
  void release() {
    total_.fetch_sub(own_);
    own_ = 0;
  }

 private:
  std::atomic<uint64_t>& total_;
  const uint64_t bytes_max_;
  uint64_t own_ = 0;
};

// What a client is told when the door has no room for its request, as the service would say it. SDKs try it again.
Error no_room(const wire::ServiceModel& model);

}  // namespace lightwell::gate

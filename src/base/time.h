// Points in time and the forms they take on the wire. All are UTC.

#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lightwell {

using Timestamp = std::chrono::sys_time<std::chrono::microseconds>;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

inline int64_t to_micros(Timestamp time) { return time.time_since_epoch().count(); }
inline Timestamp from_micros(int64_t micros) { return Timestamp{microseconds{micros}}; }

std::string iso8601_seconds(Timestamp);  // 2026-11-22T08:17:00Z
std::string iso8601_millis(Timestamp);   // 2026-11-22T08:17:00.123Z
std::string iso8601_basic(Timestamp);    // 20261122T081700Z, as SigV4 writes it
std::string date_basic(Timestamp);       // 20261122
std::string http_date(Timestamp);        // Sun, 22 Nov 2026 08:17:00 GMT

// Reads any of the ISO 8601 forms above, with optional fraction and an offset or Z.
std::optional<Timestamp> parse_iso8601(std::string_view);
std::optional<Timestamp> parse_iso8601_basic(std::string_view);
// Reads RFC 1123, RFC 850 and asctime dates, as HTTP asks.
std::optional<Timestamp> parse_http_date(std::string_view);

// Where time comes from. Handlers read Call::now; only doors and periodic work ask the clock.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Timestamp now() const override;
};

class FakeClock final : public Clock {
 public:
  explicit FakeClock(Timestamp start = from_micros(1'700'000'000'000'000)) : now_(start) {}
  Timestamp now() const override { return now_; }
  void advance(microseconds by) { now_ += by; }

 private:
  Timestamp now_;
};

}  // namespace lightwell

// The calendar that dates are made of: days, months, seasons and feasts as spans of time. Pure.

#pragma once

#include <chrono>
#include <string_view>

#include "photos/search/dates.h"

namespace lightwell::photos {

inline constexpr int kYearMin = 1826;
inline constexpr int kYearMax = 2199;

Timestamp start_of(std::chrono::sys_days date);
std::chrono::sys_days day_of(int year, unsigned month, unsigned day);
DateSpan span_of(std::chrono::sys_days from, std::chrono::sys_days to);
DateSpan day_span(std::chrono::sys_days date);
DateSpan year_span(int year);
DateSpan month_span(int year, unsigned month);

// 1 to 12; 0: no month.
unsigned month_named(std::string_view word);

// Its first month; 0: no season.
unsigned season_named(std::string_view word);
DateSpan season_span(int year, unsigned first_month);

enum class Feast { christmas, christmas_eve, new_year, halloween, valentine, easter, thanksgiving };
DateSpan feast_span(Feast feast, int year);

}  // namespace lightwell::photos

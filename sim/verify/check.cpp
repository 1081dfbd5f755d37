#include "sim/verify/check.h"

#include "sim/verify/measure.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace muster::sim::verify {

namespace {

/// Three significant places, but never fewer than the whole part.
std::string number(double value) {
  if (!std::isfinite(value)) return "-";
  const double size = std::abs(value);
  if (size >= 100 || value == std::round(value)) return fmt::format("{:.0f}", value);
  return fmt::format("{:.{}f}", value, size >= 10 ? 1 : size >= 0.1 || size == 0 ? 2 : 3);
}

std::string with_unit(const std::string& text, const std::string& unit) {
  return unit.empty() ? text : text + " " + unit;
}

}  // namespace

const char* name_of(Status status) {
  switch (status) {
    case Status::pass:
      return "pass";
    case Status::fail:
      return "fail";
    case Status::known_shortfall:
      return "known shortfall";
    case Status::not_applicable:
      return "not applicable";
  }
  return "";
}

double Criterion::judged_low() const { return judge == Judge::median ? percentile(values, 50) : percentile(values, 0); }

double Criterion::judged_high() const {
  return judge == Judge::median ? percentile(values, 50) : percentile(values, 100);
}

bool Criterion::met() const {
  if (values.empty()) return false;
  for (const double v : values)
    if (!std::isfinite(v)) return false;
  return limits.hold(judged_low()) && limits.hold(judged_high());
}

Status Criterion::status() const {
  if (report_only) return values.empty() ? Status::fail : Status::pass;
  if (shortfall.empty()) return met() ? Status::pass : Status::fail;
  return met() ? Status::fail : Status::known_shortfall;
}

std::string Criterion::expected_text() const {
  if (report_only) return "reported, no limit";
  const bool below = std::isfinite(limits.high), above = std::isfinite(limits.low);
  if (below && above && limits.low == limits.high) return with_unit(number(limits.low), unit);
  if (below && above) return with_unit(fmt::format("{} to {}", number(limits.low), number(limits.high)), unit);
  return with_unit(below ? "at most " + number(limits.high) : "at least " + number(limits.low), unit);
}

std::string Criterion::measured_text() const {
  if (values.empty()) return "nothing";
  if (values.size() == 1) return with_unit(number(values.front()), unit);
  return with_unit(fmt::format("{} ({} to {})", number(percentile(values, 50)), number(percentile(values, 0)),
                               number(percentile(values, 100))),
                   unit);
}

Status Findings::status() const {
  Status worst = criteria.empty() ? Status::fail : Status::pass;
  for (const Criterion& c : criteria) {
    const Status s = c.status();
    if (s == Status::fail) return Status::fail;
    if (s == Status::known_shortfall) worst = s;
  }
  return worst;
}

std::vector<uint64_t> Effort::list(int full, int for_tests) const {
  const int count = seeds > 0 ? seeds : quick ? for_tests : full;
  std::vector<uint64_t> all;
  for (int i = 1; i <= count; ++i) all.push_back(static_cast<uint64_t>(i));
  return all;
}

const std::vector<Check>& checks() {
  static const std::vector<Check> all = [] {
    std::vector<Check> list;
    for (const auto& part :
         {walking_checks,    stair_checks,      people_checks,    counterflow_checks, door_checks,
          congestion_checks, route_checks,      choice_checks,    link_checks,        density_checks,
          exposure_checks,   validation_checks, gas_checks,       fire_checks,        vessel_checks,
          flow_cube_checks,  flow_plume_checks, flow_fire_checks, flow_lng_checks,    flow_layer_checks}) {
      const std::vector<Check> some = part();
      list.insert(list.end(), some.begin(), some.end());
    }
    return list;
  }();
  return all;
}

}  // namespace muster::sim::verify

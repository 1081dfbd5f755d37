#pragma once
// A yard with hazards, for the tests of what cases with leaks and fires come to.

#include "sim/hazard/hazards.h"
#include "tests/support/evacuation.h"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <variant>

#include <fmt/format.h>

namespace muster::test {

/// A yard of `x` m by `y` m, cells of 0.5 m, a gate of 4 m in its west.
inline std::string yard(double x, double y) {
  return fmt::format(
      "[model]\nwkt = \"{}\"\n[floors]\ncell_m = 0.5\n[[exit]]\nname = \"gate\"\nline = [[0, 18], [0, 22]]\n",
      rectangle(0, 0, x, y));
}

/// Wind of `speed` m/s from the west, class D.
inline std::string weather(double speed) {
  return fmt::format("[weather]\nwind_m_s = {}\nwind_from_deg = 270\nstability = \"D\"\n", speed);
}

/// A case and its hazards.
struct Place {
  explicit Place(const std::string& text)
      : evacuation(text),
        hazards(sim::hazards_of(evacuation.the_case, evacuation.start.floors, &evacuation.start.model)) {}
  bool warned(const std::string& code) const {
    return std::any_of(hazards.warnings().begin(), hazards.warnings().end(),
                       [&](const Warning& warning) { return warning.code == code; });
  }
  Evacuation evacuation;
  sim::Hazards hazards;
};

/// What a case is refused with; "": it is not.
inline std::string mistakes_of(const std::string& text) {
  try {
    const Place place(text);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

/// A number among what the summary says of a hazard's source.
inline double source_of(const results::HazardUse& use, const std::string& key) {
  for (const auto& [name, value] : use.source)
    if (name == key) return std::get<double>(value);
  throw std::runtime_error("no " + key);
}

}  // namespace muster::test

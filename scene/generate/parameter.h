#pragma once
// What can be chosen about a generated building, as a table.

#include "base/error.h"

#include <string>
#include <variant>
#include <vector>

#include <fmt/format.h>

namespace muster::scene {

/// One row of the table that readers of parameter files, checks and help texts share.
template <class Params>
struct Parameter {
  std::string key;   ///< name in a parameter file, with its unit
  std::string unit;  ///< "" for counts
  double min, max;   ///< inclusive
  std::variant<int Params::*, double Params::*> member;
  std::string doc;  ///< one sentence
};

/// Values out of their ranges; `key` and `value` are filled, file and line are not.
template <class Params>
std::vector<Mistake> range_mistakes(const Params& params, const std::vector<Parameter<Params>>& table) {
  std::vector<Mistake> mistakes;
  for (const Parameter<Params>& row : table) {
    const double value = std::visit([&](auto member) { return static_cast<double>(params.*member); }, row.member);
    if (value >= row.min && value <= row.max) continue;
    mistakes.push_back(
        {"", 0, row.key, fmt::format("{}", value), fmt::format("must lie in [{}, {}]", row.min, row.max)});
  }
  return mistakes;
}

}  // namespace muster::scene

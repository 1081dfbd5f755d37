#pragma once
// Every calculation of `muster calc`.

#include "sim/calc/calculation.h"

namespace muster::sim {

/// In the order of their listing. A file for each field adds its own: release_calculations.cpp, plume_calculations.cpp.
std::vector<Calculation> calculations();

/// Runs one on `inputs`, each "key=value" with a value in TOML's syntax, bare words being texts. A number of the inputs
/// may be given as a range `low..high`: then `samples` draws are made, and each number of the answer comes with its
/// 5th, 50th and 95th percentile. Throws InputError.
Answer calculate(const Calculation&, const std::vector<std::string>& inputs, const substance::Library&);

/// As people read it; as JSON. Both end with a line break.
std::string answer_text(const Calculation&, const Answer&);
std::string answer_json(const Calculation&, const std::vector<std::string>& inputs, const Answer&);
/// The inputs, one a line: key, unit, range, default, meaning.
std::string inputs_text(const Calculation&);

}  // namespace muster::sim

#pragma once
// Every calculation of `muster calc`, and how one is run and shown.

#include "sim/calc/calculation.h"
#include "sim/case/uncertain.h"

#include <span>

namespace muster::sim {

/// In the order of their listing.
std::vector<Calculation> calculations();

/// Runs one on `inputs`, each "key=value" with a value in TOML's syntax, bare words being texts. Inputs that are
/// numbers may be given as a range `low..high` (any value between equally likely) or as a distribution in a case file's
/// words,
/// `{distribution = "normal", mean = 5, sd = 1}`: the answer is then that for their medians, with a band for each
/// number from a Latin hypercube sample of `sampling.draws` (McKay, Beckman, Conover 1979,
/// doi 10.1080/00401706.1979.10489755). The same on any number of threads. Throws InputError with every mistake.
Answer calculate(const Calculation&, std::span<const std::string> inputs, const substance::Library&,
                 const Sampling& sampling = {});

/// As people read it; as JSON. Both end with a line break.
std::string answer_text(const Answer&);
std::string answer_json(const Calculation&, std::span<const std::string> inputs, const Answer&);
/// The inputs, one a line: key, unit, range, default, meaning.
std::string inputs_text(const Calculation&);

}  // namespace muster::sim

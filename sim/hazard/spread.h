#pragma once
// The cloud of a leak from all that it gives the air: a jet, the pool below it, what escapes at once.

#include "models/plume/choose.h"

#include <memory>
#include <string>
#include <vector>

namespace muster::sim {

struct Spread {
  std::unique_ptr<plume::Cloud> cloud;
  std::string models;          ///< "dense", "jet + gaussian_finite"
  plume::Heaviness heaviness;  ///< of the first term
  std::vector<std::string> notes;
  std::vector<Warning> warnings;
};

/// Passive clouds add up, which is exact. Where a jet is a dense gas, what evaporates from the pool below it meanwhile
/// joins it: one source with the rates, momentum and heat of both; what the pool gives after the jet is a cloud of its
/// own. Other dense clouds of one leak are added, and warned of: the sum overstates them. Throws InputError where
/// nothing leaks or the model asked for has no answer.
Spread spread(const substance::Substance&, std::vector<substance::SourceTerm> terms, const plume::Weather&,
              const plume::CloudSettings&);

/// [s] when a term gives off nothing any more.
double ends(const substance::SourceTerm& term);

/// The pool's outflow as part of the jet's until the jet ends, and the rest of the pool's with times from then on,
/// empty where there is none.
struct Joined {
  substance::SourceTerm jet, later;
  double ends = 0;  ///< [s] of the jet
};
Joined join(const substance::Substance&, const substance::SourceTerm& jet, const substance::SourceTerm& pool,
            double pressure);

}  // namespace muster::sim

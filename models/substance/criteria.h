#pragma once
// The concentrations of a substance that matter.

#include "models/substance/substance.h"

#include <string>
#include <vector>

namespace muster::substance {

struct Criterion {
  std::string key, text;  ///< `erpg_2`, "ERPG-2"
  double fraction;        ///< [volume fraction]
};

/// AEGL-1 to 3 of 60 min, ERPG-1 to 3, IDLH, flammability limits: those that the substance has, then `levels_ppm`.
std::vector<Criterion> criteria_of(const Substance&, const std::vector<double>& levels_ppm = {});

}  // namespace muster::substance

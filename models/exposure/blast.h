#pragma once
// What a blast wave does to people and buildings.

#include <span>

namespace muster::exposure {

struct BlastEffect {
  const char* key;   ///< `lung_eisenberg`
  const char* text;  ///< "death by lung haemorrhage, Eisenberg 1975"
  bool checked;      ///< false: constants from memory
  bool needs_impulse;
  double (*probit)(double pressure, double impulse);  ///< [Pa], [Pa s]
};

/// People first.
std::span<const BlastEffect> blast_effects();

/// Of suffering the effect of a side-on peak overpressure [Pa] and its impulse [Pa s]; 0 without overpressure.
double probability(const BlastEffect&, double pressure, double impulse = 0);

/// The overpressure [Pa] that has the effect on half of what it meets, for effects without an impulse.
double half_pressure(const BlastEffect&);

}  // namespace muster::exposure

#include "models/exposure/blast.h"

#include "base/error.h"
#include "models/substance/toxic.h"

#include <cmath>

namespace muster::exposure {

namespace {

constexpr double bar = 1e5;  // [Pa]

// The functions give probits; P in Pa, i in Pa s.
constexpr BlastEffect effects[] = {
    {"lung_eisenberg", "death by lung haemorrhage, Eisenberg 1975", true, false,
     [](double p, double) { return -77.1 + 6.91 * std::log(p); }},
    {"lung_hse", "death by lung haemorrhage, HSE", true, false,
     [](double p, double) { return 5.13 + 1.37 * std::log(p / bar); }},
    {"head_tno", "death by impact of the head, TNO", true, true,
     [](double p, double i) { return 5 - 8.49 * std::log(2430 / p + 4e8 / (p * i)); }},
    {"body_tno", "death by impact of the body, TNO", false, true,
     [](double p, double i) { return 5 - 2.44 * std::log(7380 / p + 1.3e9 / (p * i)); }},
    {"eardrum_eisenberg", "rupture of the eardrum, Eisenberg 1975", false, false,
     [](double p, double) { return -15.6 + 1.93 * std::log(p); }},
    {"eardrum_tno", "rupture of the eardrum, TNO", false, false,
     [](double p, double) { return -12.6 + 1.524 * std::log(p); }},
    {"collapse_tno", "collapse of a house, TNO", true, true,
     [](double p, double i) { return 5 - 0.22 * std::log(std::pow(40000 / p, 7.4) + std::pow(460 / i, 11.3)); }},
    {"major_damage_tno", "major damage to a house, TNO", false, true,
     [](double p, double i) { return 5 - 0.26 * std::log(std::pow(17500 / p, 8.4) + std::pow(290 / i, 9.3)); }},
    {"minor_damage_tno", "minor damage to a house, TNO", false, true,
     [](double p, double i) { return 5 - 0.26 * std::log(std::pow(4600 / p, 3.9) + std::pow(110 / i, 5)); }},
    {"structure_eisenberg", "structural damage, Eisenberg 1975", false, false,
     [](double p, double) { return -23.8 + 2.92 * std::log(p); }},
    {"glass_eisenberg", "breakage of windows, Eisenberg 1975", false, false,
     [](double p, double) { return -18.1 + 2.79 * std::log(p); }},
};

}  // namespace

std::span<const BlastEffect> blast_effects() { return effects; }

double probability(const BlastEffect& effect, double pressure, double impulse) {
  if (!(pressure > 0) || (effect.needs_impulse && !(impulse > 0))) return 0;
  return substance::probability_of(effect.probit(pressure, impulse));
}

double half_pressure(const BlastEffect& effect) {
  MUSTER_CHECK(!effect.needs_impulse, "{} depends on the impulse too", effect.key);
  // Probits without an impulse are straight lines of ln P.
  const double at_one = effect.probit(1, 0), slope = effect.probit(std::exp(1), 0) - at_one;
  return std::exp((5 - at_one) / slope);
}

}  // namespace muster::exposure

#include "models/plume/dense/mixture.h"

#include "models/substance/moisture.h"

#include <algorithm>
#include <cmath>

namespace muster::plume::dense {
namespace {

using substance::moisture;

// Dry air as in SLAB (Ermak 1990, appendix), but for the pressure, which is an input here.
constexpr double dry_molar_mass = 0.02896, gas_constant = 8.31431;
constexpr double dry_heat = 1005.87;

}  // namespace

double Air::molar_mass() const {
  const double x = substance::moisture_of(relative_humidity, temperature, pressure);
  return dry_molar_mass + x * (moisture().molar_mass - dry_molar_mass);
}

double Air::water() const {
  const double x = substance::moisture_of(relative_humidity, temperature, pressure);
  return x * moisture().molar_mass / molar_mass();
}

double Air::heat() const { return dry_heat + water() * (moisture().gas_heat - dry_heat); }

double Air::density() const { return pressure * molar_mass() / (gas_constant * temperature); }

Mixture::Mixture(const Material& m, const Air& air, double source_temperature, double liquid_fraction)
    : material_(m),
      air_(air),
      air_density_(air.density()),
      air_heat_(air.heat()),
      air_molar_mass_(air.molar_mass()),
      air_water_(air.water()),
      air_enthalpy_(air_heat_ * air.temperature),
      latent_(m.vaporisation + (m.liquid_heat - m.gas_heat) * m.boiling_point) {
  source_enthalpy_ = (1 - liquid_fraction) * m.gas_heat * source_temperature +
                     liquid_fraction * (m.liquid_heat * source_temperature - latent_);
}

struct Mixture::Phases {
  double vapour, drops, water, fog;  ///< [kg/kg]
  double dry;                        ///< [kg/kg]
};

Mixture::Phases Mixture::phases(double m, double temperature) const {
  const double water = (1 - m) * air_water_;
  const double n_dry = (1 - m - water) / dry_molar_mass;
  const substance::Vapours gas =
      substance::vapours(n_dry, m / material_.molar_mass, material_.saturation(temperature) / air_.pressure,
                         water / moisture().molar_mass, moisture().saturation(temperature) / air_.pressure);
  Phases s;
  s.vapour = gas.first * material_.molar_mass;
  s.drops = std::max(0.0, m - s.vapour);
  s.water = gas.second * moisture().molar_mass;
  s.fog = std::max(0.0, water - s.water);
  s.dry = 1 - m - water;
  return s;
}

Mixed Mixture::at(double m, double heat, double guess) const {
  m = std::clamp(m, 0.0, 1.0);
  const double target = m * source_enthalpy_ + (1 - m) * air_enthalpy_ + heat;
  Phases s{};
  double cp = 0;
  const double water_latent = moisture().latent(0);
  const auto excess = [&](double t) {
    s = phases(m, t);
    cp = s.dry * dry_heat + s.water * moisture().gas_heat + s.fog * moisture().liquid_heat +
         s.vapour * material_.gas_heat + s.drops * material_.liquid_heat;
    return cp * t - s.fog * water_latent - s.drops * latent_ - target;
  };
  // Without air, drops and vapour of the substance share one temperature: the lever rule.
  if (m > 1 - 1e-12 && material_.log_b > 0) {
    const double boiling = material_.log_b / (material_.log_a - std::log(air_.pressure)) - material_.log_c;
    const double gas = material_.gas_heat * boiling, liquid = material_.liquid_heat * boiling - latent_;
    if (target > liquid && target < gas) {
      const double drops = (gas - target) / (gas - liquid);
      const double volume = (1 - drops) / material_.molar_mass * gas_constant * boiling / air_.pressure +
                            drops / material_.liquid_density;
      return {boiling, 1 / volume, (1 - drops) * material_.gas_heat + drops * material_.liquid_heat, 1 - drops, 0};
    }
  }
  // Enthalpy grows with temperature: secant steps kept within a bracket.
  double low = 20, high = 3000;
  double t = guess > 0 ? guess : air_.temperature;
  double f = excess(t);
  double slope = cp;
  for (int i = 0; i < 60 && std::abs(f) > 1e-12 * std::abs(target) + 1e-8; ++i) {
    (f > 0 ? high : low) = t;
    double next = t - f / slope;
    if (!(next > low && next < high)) next = 0.5 * (low + high);
    if (i > 8 && i % 3 == 0) next = 0.5 * (low + high);
    const double g = excess(next);
    const double secant = (g - f) / (next - t);
    slope = secant > 0.5 * cp ? secant : cp;
    if (std::abs(next - t) < 1e-13 * t) break;
    t = next;
    f = g;
  }
  const double moles = s.dry / dry_molar_mass + s.water / moisture().molar_mass + s.vapour / material_.molar_mass;
  const double volume =
      moles * gas_constant * t / air_.pressure + s.fog / moisture().liquid_density + s.drops / material_.liquid_density;
  return {t, 1 / volume, cp, s.vapour, s.water};
}

double Mixture::fraction(double m) const {
  return air_molar_mass_ * m / (material_.molar_mass + (air_molar_mass_ - material_.molar_mass) * m);
}

}  // namespace muster::plume::dense

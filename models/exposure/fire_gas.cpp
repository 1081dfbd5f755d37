#include "models/exposure/fire_gas.h"

#include <algorithm>
#include <cmath>

namespace muster::exposure {

namespace {

constexpr double per_minute = 1.0 / 60, ppm = 1e-6, percent = 1e-2;
// [1/min] at 1 ppm of CO: rest, light, heavy work; exponent of the concentration.
constexpr double co_rates[] = {0.70486e-5, 2.764e-5, 8.2925e-5}, co_power = 1.036;
// [ppm min] of an irritant that alone reach a dose of 1.
constexpr double dose_hcl = 114000, dose_hbr = 114000, dose_hf = 87000, dose_so2 = 12000, dose_no2 = 1900,
                 dose_acrolein = 4500, dose_formaldehyde = 22500;
// [ppm] of an irritant that alone reach a concentration of 1.
constexpr double level_hcl = 900, level_hbr = 900, level_hf = 900, level_so2 = 120, level_no2 = 350,
                 level_acrolein = 20, level_formaldehyde = 30;

double cyanide_rate(double free_ppm) {
  return free_ppm > 0 ? std::max(0.0, std::exp(free_ppm / 43) / 220 - 0.0045) : 0;
}

}  // namespace

PurserRates purser_rates(const FireGas& gas, Effort effort) {
  PurserRates rates;
  const double oxides = gas.no + gas.no2;
  rates.co = per_minute * co_rates[static_cast<int>(effort)] * std::pow(gas.co / ppm, co_power);
  rates.cyanide = per_minute * cyanide_rate((gas.hcn - oxides) / ppm);  // nitrogen oxides work against cyanide
  rates.nitrogen_oxides = per_minute * oxides / ppm / 1500;
  rates.irritants = per_minute / ppm *
                    (gas.hcl / dose_hcl + gas.hbr / dose_hbr + gas.hf / dose_hf + gas.so2 / dose_so2 +
                     gas.no2 / dose_no2 + gas.acrolein / dose_acrolein + gas.formaldehyde / dose_formaldehyde);
  if (gas.co2 > 0) rates.breathing = std::exp(0.1903 * gas.co2 / percent + 2.0004) / 7.1;
  if (gas.o2 < 20 * percent) rates.hypoxia = per_minute / std::exp(8.13 - 0.54 * (20.9 - gas.o2 / percent));
  return rates;
}

double iso_rate(const FireGas& gas) {
  const double breathing = gas.co2 > 2 * percent ? std::exp(gas.co2 / percent / 5) : 1;
  return per_minute * breathing * (gas.co / ppm / 35000 + std::pow(gas.hcn / ppm, 2.36) / 1.2e6);
}

double irritant_fraction(const FireGas& gas) {
  return (gas.hcl / level_hcl + gas.hbr / level_hbr + gas.hf / level_hf + gas.so2 / level_so2 + gas.no2 / level_no2 +
          gas.acrolein / level_acrolein + gas.formaldehyde / level_formaldehyde) /
         ppm;
}

double incapacitated_share(double fed) { return fed > 0 ? 0.5 * std::erfc(-std::log(fed) / std::sqrt(2.0)) : 0; }

}  // namespace muster::exposure

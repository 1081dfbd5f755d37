// Worked examples of doses, probits, smoke and escalation.
#include "models/exposure/blast.h"
#include "models/exposure/fire_gas.h"
#include "models/exposure/heat.h"
#include "models/exposure/smoke.h"
#include "models/fire/escalation/thresholds.h"
#include "models/fire/escalation/vessel.h"
#include "models/substance/toxic.h"
#include "sim/data/substance_data.h"
#include "sim/verify/examples.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>

namespace muster::sim::verify {

namespace {

template <class Entry>
const Entry& named(std::span<const Entry> entries, const std::string& key) {
  return *std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) { return key == entry.key; });
}

// Rows to 1e-6 are printed with six digits: half of the last.
std::vector<Example> heat_examples() {
  using namespace exposure;
  const auto probit = [](const char* key) {
    const ThermalProbit& p = named(thermal_probits(), key);
    return p.a + p.b * std::log(p.share * 1e7);
  };
  // Y = 5.
  const auto half = [](const char* key) {
    const ThermalProbit& p = named(thermal_probits(), key);
    return std::exp((5 - p.a) / p.b) / p.share / thermal_dose_unit;
  };
  const char* tdu = "(kW/m2)^(4/3) s";
  return {
      {"WE066", "thermal dose of 5 W/m2 for 30 s", "(W/m2)^(4/3) s", 256.496, 5e-4, false, 30 * thermal_load_rate(5)},
      {"WE068", "probit of Tsao and Perry, 1e7 (W/m2)^(4/3) s", "", 4.88232, 5e-6, false, probit("tsao_perry")},
      {"WE069", "probit of TNO, the same", "", 4.03232, 5e-6, false, probit("tno")},
      {"WE122", "thermal dose that half survive, Eisenberg", tdu, 2378.05, 0.001, true, half("eisenberg")},
      {"WE123", "thermal dose that half survive, Tsao and Perry", tdu, 1047.04, 0.001, true, half("tsao_perry")},
      {"WE124", "thermal dose that half survive, TNO", tdu, 1459.36, 0.001, true, half("tno")},
      {"WE091", "FED of air of 100 C in 1 s, clothed, ISO 13571", "", 6.74629e-4, 0.001, true,
       heat_fed_rate(373.15, 0)},
      {"WE092", "FED of 5 kW/m2 in 60 s, ISO 13571", "", 5.0675, 1e-4, true, 60 * heat_fed_rate(273.15, 5000)}};
}

std::vector<Example> blast_probit_examples() {
  using namespace exposure;
  const auto effect = [](const char* key) -> const BlastEffect& { return named(blast_effects(), key); };
  return {
      {"WE072", "probit of Eisenberg's lung, 1 bar", "", 2.45431, 5e-6, false, effect("lung_eisenberg").probit(1e5, 0)},
      {"WE075", "probit of TNO's collapse, 1 bar, 1e4 Pa s", "", 6.49172, 5e-6, false,
       effect("collapse_tno").probit(1e5, 1e4)},
      {"WE076", "share killed at 144.543 kPa, Eisenberg", "", 0.5, 1e-6, false,
       probability(effect("lung_eisenberg"), 144542.867547)}};
}

/// Chlorine of 250 ppm for half an hour.
double killed_by_chlorine() {
  const substance::Library library = read_substances();
  const substance::Substance& chlorine = *library.find("chlorine");
  const substance::Probit& probit = *substance::probit_of(chlorine.toxic, "CCPS");
  const std::array<double, 2> times = {0, 1800}, fractions = {250e-6, 250e-6};
  return substance::death_probability(probit, chlorine.molar_mass, times, fractions);
}

std::vector<Example> gas_examples() {
  using namespace exposure;
  const auto monoxide = [](double ppm, double dioxide) {
    FireGas gas;
    gas.co = 1e-6 * ppm, gas.co2 = dioxide;
    return gas;
  };
  const auto until = [](double fed, const FireGas& gas) { return fed / purser_rates(gas).total(); };
  FireGas lean = monoxide(3241.86, 0.03430594), sharp;
  lean.o2 = 0.09772709;
  sharp.hcl = sharp.hbr = 68.33e-6, sharp.hf = 52.15e-6, sharp.so2 = 7.19e-6, sharp.no2 = 1.14e-6;
  sharp.acrolein = 2.70e-6, sharp.formaldehyde = 13.49e-6;
  return {
      {"WE078", "share killed by 250 ppm of chlorine in 30 min", "", 0.5, 0.01, false, killed_by_chlorine()},
      {"WE081", "FED 1 in 4000 ppm of carbon monoxide after", "s", 382.3, 0.005, true, until(1, monoxide(4000, 5e-4))},
      {"WE082", "FED 0.3 in the same after", "s", 114.7, 0.005, true, until(0.3, monoxide(4000, 5e-4))},
      {"WE083", "FED 1 in 8000 ppm after", "s", 186.6, 0.005, true, until(1, monoxide(8000, 5e-4))},
      {"WE085", "FED of 1000 ppm for 30 min", "", 1.06331, 0.001, true, 1800 * purser_rates(monoxide(1000, 0)).total()},
      {"WE087", "FED of mixture A in 100 s", "", 0.5994, 0.005, true, 100 * purser_rates(lean).total()},
      {"WE089", "FED of mixture C, irritants, in 100 s", "", 0.0082584, 0.01, true, 100 * purser_rates(sharp).total()},
      {"WE090", "irritant fraction of mixture C", "", 0.8574, 0.005, true, irritant_fraction(sharp)},
      {"WE119", "share incapacitated at FED 0.1", "", 0.0106511, 0.01, true, incapacitated_share(0.1)},
      {"WE121", "share incapacitated at FED 1", "", 0.5, 0.01, true, incapacitated_share(1)}};
}

std::vector<Example> smoke_examples() {
  using namespace exposure;
  return {
      {"WE094", "lit sign seen through 1e-4 kg/m3 of soot for", "m", 9.1954, 1e-5, true,
       visibility(1e-4 * soot_extinction, lit_sign)},
      {"WE095", "of the clear speed at K = 5 /m, Lund", "", 0.596317, 1e-6, true, speed_in_smoke(SmokeLaw::lund, 1, 5)},
      {"WE096", "of the clear speed at K = 1.5 /m, Fridolf 2019", "", 0.5, 1e-9, true,
       speed_in_smoke(SmokeLaw::fridolf_2019, 1, 1.5)}};
}

std::vector<Example> failure_examples() {
  const double minutes = fire::time_to_failure(fire::EquipmentKind::atmospheric, 20e3, 1000) / 60;
  return {{"WE108", "second vessel of Droste and Schoen, at the measured 39 bar in API 521's pool fire, bursts after",
           "s", 440, 0.15, true, second_vessel_bursts()},
          {"WE116", "probability that the tank of WE111 fails by 12.54 - 1.847 ln t, not the program's default", "",
           0.999184, 0.005, true, substance::probability_of(12.54 - 1.847 * std::log(minutes))}};
}

}  // namespace

std::vector<Example> harm_examples() {
  std::vector<Example> all;
  for (const auto part : {heat_examples, blast_probit_examples, gas_examples, smoke_examples, failure_examples})
    for (Example& example : part()) all.push_back(std::move(example));
  return all;
}

}  // namespace muster::sim::verify

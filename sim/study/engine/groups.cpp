#include "sim/study/engine/groups.h"

#include "models/exposure/heat.h"
#include "models/substance/toxic.h"
#include "sim/data/substance_data.h"

#include <cmath>
#include <functional>

namespace muster::sim::study {

namespace {

/// The harms of loads whose unit is 1 are the fractional effective doses.
bool fells(const results::HarmInfo& harm) { return harm.load_unit == "1"; }

using Death = std::function<double(double)>;

/// Probability of death by a load of a harm as the file has it.
Death death_of(const results::HarmInfo& harm, const substance::Library& library) {
  if (harm.name == "heat")
    return [](double load) {
      return exposure::probability(exposure::thermal_probits().front(), load * exposure::thermal_dose_unit);
    };
  const substance::Substance* s = harm.unit == "ppm" ? library.find(harm.name) : nullptr;
  const substance::Probit* probit = s == nullptr ? nullptr : substance::probit_of(s->toxic);
  if (probit == nullptr) return [](double) { return 0.0; };
  const double unit = std::pow(substance::in_unit_of(*probit, 1e-6, s->molar_mass), probit->n);
  return [probit, unit](double load) { return substance::death_probability(*probit, unit * load); };
}

/// Read once: a driver makes thousands of records.
const substance::Library& substances() {
  static const substance::Library library = read_substances();
  return library;
}

}  // namespace

std::vector<std::string> harms_without_probit(const results::ResultsReader& reader, const nlohmann::json& summary) {
  std::vector<std::string> names;
  const auto exposed = summary.find("exposure");
  if (exposed == summary.end()) return names;
  const bool fell = exposed->value("expected_incapacitated", 0.0) >= 0.01 || exposed->contains("fallen") ||
                    (summary.contains("people") && summary["people"].value("incapacitated", 0) > 0);
  const results::ExposureTables tables = reader.exposure();
  const size_t harms = tables.harms.size();
  for (size_t h = 0; h < harms; ++h) {
    const results::HarmInfo& harm = tables.harms[h];
    const substance::Substance* s = harm.unit == "ppm" ? substances().find(harm.name) : nullptr;
    const bool gas = s != nullptr && substance::probit_of(s->toxic) == nullptr;
    if (!gas && !(fells(harm) && fell)) continue;
    bool met = false;
    for (size_t k = h; k < tables.doses.load.size(); k += harms) met = met || tables.doses.load[k] > 0;
    if (met) names.push_back(harm.name);
  }
  return names;
}

nlohmann::json group_deaths(const results::ResultsReader& reader, const nlohmann::json& summary) {
  const auto exposed = summary.find("exposure");
  if (exposed == summary.end() || !exposed->contains("expected_fatalities")) return {};
  const results::ExposureTables tables = reader.exposure();
  const std::vector<results::PersonRecord> people = reader.people();
  const size_t harms = tables.harms.size();
  if (tables.doses.load.size() != people.size() * harms) return {};
  std::vector<Death> deaths;
  for (const results::HarmInfo& harm : tables.harms) deaths.push_back(death_of(harm, substances()));
  const std::vector<std::string>& names = reader.info().groups;
  std::vector<size_t> count(names.size(), 0);
  std::vector<double> expected(names.size(), 0);
  double sum = 0;
  for (size_t p = 0; p < people.size(); ++p) {
    double lives = 1;  // harms act independently
    for (size_t h = 0; h < harms; ++h) lives *= 1 - deaths[h](tables.doses.load[p * harms + h]);
    ++count[people[p].group];
    expected[people[p].group] += 1 - lives;
    sum += 1 - lives;
  }
  const double told = (*exposed)["expected_fatalities"];
  constexpr double rounding = 1e-6;  // of sums in another order and of the file's units
  if (std::abs(sum - told) > rounding * (1 + told)) return {};
  nlohmann::json groups = nlohmann::json::array();
  for (size_t g = 0; g < names.size(); ++g)
    groups.push_back({{"name", names[g]}, {"people", count[g]}, {"expected_fatalities", expected[g]}});
  return groups;
}

}  // namespace muster::sim::study

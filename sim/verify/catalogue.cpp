#include "sim/verify/catalogue.h"

#include "base/error.h"

#include <algorithm>

namespace muster::sim::verify {

namespace {

Suite rimea() {
  return {
      "rimea",
      "RiMEA 4.1.1",
      "Richtlinie für Mikroskopische Entfluchtungsanalysen, version 4.1.1 (2025), and the tests 12 and 13 of version "
      "3.0.0, which it replaced.",
      {{"1", "Maintaining the walking speed in a corridor", {"corridor_time"}},
       {"2", "Maintaining the walking speed up a stair", {"stair_speed"}},
       {"3", "Maintaining the walking speed down a stair", {"stair_speed"}},
       {"4", "Fundamental diagram", {"corridor_diagram"}},
       {"5", "Response time", {"response_times"}},
       {"6", "Movement around a corner", {"corner"}},
       {"7", "Assignment of demographic parameters", {"walking_speeds"}},
       {"8", "Effect of parameters", {"parameters"}},
       {"9", "Leaving a large public room", {"doors_closed"}},
       {"10", "Assignment of exits", {"exit_allocation"}},
       {"11", "Choice of the way", {"exit_choice"}},
       {"12a", "Opening: goal behind it", {"goal_behind_opening"}},
       {"12b", "Opening: length", {"opening_length"}},
       {"12c", "Opening: two in series", {"openings_in_series"}},
       {"12d", "Opening: width", {"opening_width"}},
       {"13 (3.0)", "Congestion before a stair", {"corridor_and_stair"}},
       {"13", "Fundamental diagram on stairs", {"stair_diagram"}},
       {"14", "Choice of the way over another floor", {"over_another_floor"}},
       {"15", "Large crowd around a corner", {"large_corner"}},
       {"16", "Fundamental diagram in single file", {"single_file"}}}};
}

Suite imo() {
  return {"imo",
          "IMO MSC.1/Circ.1533",
          "Revised guidelines on evacuation analysis for new and existing passenger ships (2016), annex 3, appendix 2.",
          {{"1", "Walking speed in a corridor", {"corridor_speed"}},
           {"2", "Walking speed up a stair", {"stair_speed"}},
           {"3", "Walking speed down a stair", {"stair_speed"}},
           {"4", "Exit flow rate", {"exit_flow"}},
           {"5", "Response time", {"response_times"}},
           {"6", "Rounding corners", {"corner"}},
           {"7", "Assignment of population demographics", {"walking_speeds"}},
           {"8", "Counterflow", {"counterflow"}},
           {"9", "Exit flow: crowd dissipation from a large public room", {"doors_closed"}},
           {"10", "Exit route allocation", {"exit_allocation"}},
           {"11", "Staircase", {"jam_before_stair"}},
           {"12", "Flow and density", {"corridor_diagram"}}}};
}

Suite nist() {
  return {"nist",
          "NIST TN 1822",
          "Ronchi, Kuligowski, Reneke, Peacock, Nilsson: The process of verification and validation of building fire "
          "evacuation models, NIST Technical Note 1822 (2013).",
          {{"1.1", "Pre-evacuation time distributions", {"response_times", "response_distributions"}},
           {"2.1", "Speed in a corridor", {"corridor_speed"}},
           {"2.2", "Speed on stairs", {"stair_speed"}},
           {"2.3", "Movement around a corner", {"corner"}},
           {"2.4", "Assigned demographics", {"speed_distribution"}},
           {"2.5", "Reduced visibility and walking speed", {"smoke_in_a_corridor"}},
           {"2.6", "Occupant incapacitation", {"incapacitation"}},
           {"2.7", "Elevator usage", {"lift_trip"}},
           {"2.8", "Horizontal counter-flows", {"counterflow"}},
           {"2.9", "Group behaviours", {"groups"}},
           {"2.10", "People with movement disabilities", {"slow_person_ahead"}},
           {"3.1", "Exit route allocation", {"exit_allocation"}},
           {"3.2", "Social influence", {"social_influence"}},
           {"3.3", "Affiliation", {"affiliation"}},
           {"4.1", "Dynamic availability of exits", {"exit_closes"}},
           {"5.1", "Congestion", {"jam_before_stair"}},
           {"5.2", "Maximum flow rates", {"exit_flow"}}}};
}

Suite iso() {
  return {"iso20414",
          "ISO 20414",
          "ISO 20414:2020, Fire safety engineering: verification and validation protocol for building fire evacuation "
          "models, verification tests 1 to 21. Numbers and titles after public lists; the standard's own wording may "
          "differ.",
          {{"1", "Pre-evacuation times", {"response_times", "response_distributions"}},
           {"2", "Speed in a corridor", {"corridor_speed"}},
           {"3", "Speed on stairs", {"stair_speed"}},
           {"4", "Movement around a corner", {"corner"}},
           {"5", "Demographics", {"speed_distribution"}},
           {"6", "Counterflow", {"counterflow"}},
           {"7", "Overtaking", {"slow_person_ahead"}},
           {"8", "Route allocation", {"exit_allocation"}},
           {"9", "Dynamic availability of exits", {"exit_closes"}},
           {"10", "Congestion before a stair", {"jam_before_stair"}},
           {"11", "Maximum flow", {"exit_flow"}},
           {"12", "Flow on stairs against width", {"stair_flow_by_width"}},
           {"13", "Fundamental diagram of a corridor", {"corridor_diagram"}},
           {"14", "Groups", {"groups"}},
           {"15", "Social influence", {"social_influence"}},
           {"16", "Affiliation", {"affiliation"}},
           {"17", "Choice of the way by the layout", {"over_another_floor"}},
           {"18", "Visibility and speed", {"smoke_and_speed"}},
           {"19", "Incapacitation", {"incapacitation_by_mixtures"}},
           {"20", "Lift", {"lift_trip"}},
           {"21", "Escalator", {"escalator"}}}};
}

Suite validation() {
  return {
      "validation",
      "Comparison with measurements",
      "Laboratory experiments. The constants of the default walking model were tuned on these measurements: agreement "
      "guards them and proves nothing.",
      {{"bottleneck", "Flow through bottlenecks of 0.8 m to 5 m", {"bottleneck"}},
       {"corridor", "Speed and density in a corridor", {"corridor"}},
       {"gates", "Corridor with gates", {"gates"}},
       {"entrance", "Crowd before an entrance of 0.5 m", {"entrance"}},
       {"single_file", "Single file", {"single_file"}},
       {"exit_flow", "Flow through a 1 m exit, free", {"exit_flow"}}}};
}

Suite gas() {
  return {"gas",
          "Gas clouds: comparison with measurements",
          "Field trials. Limits are those of the model evaluation protocol for LNG vapour dispersion.",
          {{"lng", "LNG spills on water: dense gas", {"lng_spills"}}}};
}

Suite fires() {
  return {
      "fire",
      "Fires: worked examples and comparison with measurements",
      "Printed values, and field trials. Large fires of sooty fuels are not compared: no open measurements were found.",
      {{"examples", "Worked examples", {"fire_examples"}},
       {"pools", "LNG in a bund of 35 m", {"lng_pool_fires"}},
       {"trenches", "LNG in trenches", {"lng_trench_fires"}},
       {"jets", "Jets of natural gas", {"gas_jet_fires"}},
       {"vessels", "Vessels of liquefied gas in fires", {"vessels_in_fires"}}}};
}

Suite air() {
  return {"flow",
          "Large-eddy simulation: comparison with measurements",
          "What `[flow]` solves, `models/flow`, against wind-tunnel, laboratory and field measurements. Minutes on two "
          "cores each: run by name only.",
          {{"cube", "Cube on the floor of a channel", {"cube_in_a_channel"}},
           {"helium", "Plume of helium from a disc of 1 m", {"helium_plume"}},
           {"fire", "Plume of a fire in still air", {"fire_plume_in_flow"}},
           {"lng", "LNG spills on water", {"lng_spills_in_flow"}},
           {"lng_layer", "LNG spills on water: a layer in a steady wind", {"lng_spills_in_a_layer"}}},
          true};
}

const Suite* suite_named(const std::string& name) {
  for (const Suite& suite : suites())
    if (suite.name == name) return &suite;
  return nullptr;
}

bool serves(const Test& test, const std::string& word) {
  return test.number == word || std::find(test.checks.begin(), test.checks.end(), word) != test.checks.end();
}

[[noreturn]] void unknown(const std::string& word, const Suite* suite) {
  std::vector<std::string> known;
  for (const Suite& s : suites()) {
    known.push_back(s.name);
    if (suite != nullptr && suite != &s) continue;
    for (const Test& t : s.tests) {
      if (suite != nullptr) known.push_back(t.number);
      known.insert(known.end(), t.checks.begin(), t.checks.end());
    }
  }
  const std::string nearest = nearest_name(word, known);
  throw InputError({"", 0, "verify", word,
                    fmt::format("is neither a suite nor a test{}; `muster verify --list` shows them{}",
                                suite != nullptr ? " of " + suite->name : "",
                                nearest.empty() ? "" : "; did you mean " + nearest + "?")});
}

}  // namespace

const std::vector<Suite>& suites() {
  static const std::vector<Suite> all = {rimea(), imo(), nist(), iso(), validation(), gas(), fires(), air()};
  return all;
}

const Check& check_named(const std::string& name) {
  const auto at = std::find_if(checks().begin(), checks().end(), [&](const Check& c) { return c.name == name; });
  MUSTER_CHECK(at != checks().end(), "no check {}", name);
  return *at;
}

std::vector<Selection> select(const std::vector<std::string>& words) {
  std::vector<std::vector<char>> wanted;
  for (const Suite& s : suites()) wanted.emplace_back(s.tests.size(), words.empty() && !s.by_name_only ? 1 : 0);
  const Suite* suite = nullptr;
  for (size_t w = 0; w < words.size(); ++w) {
    if (const Suite* named = suite_named(words[w]); named != nullptr) {
      suite = named;
      const bool all = w + 1 == words.size() || suite_named(words[w + 1]) != nullptr;
      if (all) wanted[static_cast<size_t>(suite - suites().data())].assign(suite->tests.size(), 1);
      continue;
    }
    bool found = false;
    for (size_t s = 0; s < suites().size(); ++s)
      for (size_t t = 0; t < suites()[s].tests.size(); ++t) {
        if (suite != nullptr && suite != &suites()[s]) continue;
        const Test& test = suites()[s].tests[t];
        // Without a suite, a bare number says nothing.
        const bool named = suite != nullptr
                               ? serves(test, words[w])
                               : std::find(test.checks.begin(), test.checks.end(), words[w]) != test.checks.end();
        if (named) wanted[s][t] = 1, found = true;
      }
    if (!found) unknown(words[w], suite);
  }
  std::vector<Selection> selected;
  for (size_t s = 0; s < suites().size(); ++s) {
    Selection some{&suites()[s], {}};
    for (size_t t = 0; t < suites()[s].tests.size(); ++t)
      if (wanted[s][t] != 0) some.tests.push_back(&suites()[s].tests[t]);
    if (!some.tests.empty()) selected.push_back(some);
  }
  return selected;
}

}  // namespace muster::sim::verify

#pragma once
// Measured and predicted concentrations of field trials: the statistics of model evaluation protocols.

#include "sim/chart/plot.h"
#include "sim/verify/check.h"

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

namespace muster::sim::verify {

/// A measured and a predicted concentration [mole %].
struct Pair {
  std::string trial, series;
  double distance, height;  ///< [m]
  double measured, predicted;
};

/// Predictions below 0.001 % count as that.
struct Scores {
  int count = 0;
  double fac2 = 0;           ///< share within a factor of two
  double mg = 0, vg = 0;     ///< geometric mean bias, measured over predicted, and variance
  double mrb = 0, mrse = 0;  ///< mean relative bias (above 0: too little predicted), mean relative square error
};
Scores scores(const std::vector<Pair>&);

inline const std::string lng_protocol =
    "model evaluation protocol for LNG vapour dispersion (Ivings et al. 2007, Stewart et al. 2016)";
/// What that asks of arcs: FAC2, MG, VG, MRB, MRSE. `biased`: why too much is predicted, where MG and MRB declare it.
std::vector<Criterion> criteria_of_lng_protocol(const Scores&, const std::string& biased = "");

/// Those of which `keep` is true.
std::vector<Pair> only(const std::vector<Pair>&, const std::function<bool(const Pair&)>& keep);

/// "| what | n | FAC2 | MG | VG |", a line of a table; in brackets the middle 95 % of 2000 samples drawn with
/// replacement.
std::string score_row(const std::string& what, const std::vector<Pair>&);
/// All of them, each series, each trial that is among them.
std::string score_table(const std::vector<Pair>&);

/// Predicted against measured, and their ratio against the distance: both logarithmic. `name` of the files.
Plot scatter_plot(const std::vector<Pair>&, const std::string& name, const std::string& title);
Plot distance_plot(const std::vector<Pair>&, const std::string& name, const std::string& title);

}  // namespace muster::sim::verify

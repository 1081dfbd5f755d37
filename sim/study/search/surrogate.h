#pragma once
// A function of a few dear evaluations, guessed everywhere from those that are there: a Gaussian process.

#include <span>
#include <vector>

namespace muster::sim::study {

/// One coordinate of a layout.
struct Axis {
  size_t options = 0;   ///< how many values there are, at (k + 0.5) / options; 0: every one in [0, 1]
  bool ordered = true;  ///< neighbouring values are alike; otherwise any two are equally far apart
};

/// A place in the unit cube.
using Place = std::vector<double>;

/// What the guess is at a place.
struct Guess {
  double mean = 0;
  double sd = 0;  ///< of the function there, without the noise of an evaluation; 0 or more
};

/// Gaussian process with a constant mean, Matérn 5/2 correlation with a length of its own for each axis (Rasmussen and
/// Williams 2006, eq. 4.17; options without an order are at distance 1) and a share of noise. Lengths and noise
/// maximise the likelihood (eq. 5.8, variance and mean concentrated) times a weak lognormal prior of the lengths round
/// 0.5 (ASSUMPTION: with ten points the likelihood alone is flat). The same bytes for the same input.
class Surrogate {
 public:
  /// From at least two places and values that are not all the same.
  Surrogate(std::vector<Axis> axes, std::vector<Place> places, std::span<const double> values);

  Guess at(const Place& place) const;
  /// How much below the least guessed mean of its places the function is expected to be there, 0 where it is above:
  /// expected improvement (Jones, Schonlau and Welch 1998, doi 10.1023/A:1008306431147).
  double improvement(const Place& place) const;
  /// Takes its own guess there for a value (kriging believer, Ginsbourger et al. 2010,
  /// doi 10.1007/978-3-642-10701-6_6), so that the next place lies elsewhere. Lengths stay.
  void believe(const Place& place);

 private:
  void choose_lengths();
  /// Solves for these lengths and noise; returns the negative logarithm of the likelihood times the prior.
  double fit(const std::vector<double>& logarithms);
  double solve();
  void find_least();
  double correlation(const Place& a, const Place& b) const;

  std::vector<Axis> axes_;
  std::vector<Place> places_;
  std::vector<double> values_;  ///< mean 0, variance 1
  double offset_ = 0, scale_ = 1;
  std::vector<double> lengths_;
  double noise_ = 0;
  std::vector<double> factor_;  ///< Cholesky's, columns one after the other
  std::vector<double> weights_;
  double trend_ = 0, variance_ = 1, least_ = 0;
};

}  // namespace muster::sim::study

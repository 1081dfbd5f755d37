#pragma once
// How whole evacuation curves differ, and whether more runs still move their mean.

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace muster::sim::study {

/// Times at which people left, ascending [s].
using Curve = std::vector<double>;

// Functional analysis after Peacock, Reneke, Davis, Jones 1999 (doi 10.1016/S0379-7112(99)00018-4) and Ronchi, Reneke,
// Peacock 2014 (doi 10.1007/s10694-013-0374-x); x and y of the same length.
/// Euclidean relative difference |x - y| / |y|: 0 where they are identical.
double relative_difference(const Curve& x, const Curve& y);
/// Euclidean projection coefficient x.y / y.y: 1 where they are identical, 2 where x = 2 y.
double projection_coefficient(const Curve& x, const Curve& y);
/// Secant cosine: 1 where the curves have the same shape; secants over `step` people, 1 to length - 1.
double secant_cosine(const Curve& x, const Curve& y, size_t step);

/// How much the last run moved the running means; absent for the first run, `sd` and `sc` for the second and where they
/// mean nothing. Each is a share (0.01: 1 %).
struct CurveStep {
  double total = 0;          ///< of the mean total time
  std::optional<double> sd;  ///< of its standard deviation
  std::optional<double> erd, epc, sc;
};

/// One entry for each run but the first. Curves of one length, `step` people in a secant.
std::vector<CurveStep> curve_steps(std::span<const Curve> curves, size_t step);

/// Below which changes `runs_until_stable` counts the runs.
struct StableLimits {
  double total = 0.005, sd = 0.05, curve = 0.01;
  size_t consecutive = 10;
};

/// The number of runs after which all changes have been below the limits for that many runs on end; absent: not yet.
/// This says that the mean has settled, not that it is right within so much.
std::optional<size_t> runs_until_stable(const std::vector<CurveStep>& steps, const StableLimits& limits);

}  // namespace muster::sim::study

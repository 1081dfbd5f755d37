#pragma once
// What leaves a leak: the numbers that release models give and dispersion models take.

#include <array>
#include <string>
#include <vector>

namespace muster::substance {

/// Material that enters the air at one moment, after it has expanded to ambient pressure. One substance.
struct Outflow {
  double time = 0;             ///< [s] from here until the next entry's time
  double rate = 0;             ///< [kg/s] that becomes airborne, liquid drops included
  double temperature = 0;      ///< [K] after expansion and flashing
  double liquid_fraction = 0;  ///< [kg/kg] of `rate` that is airborne liquid
  double speed = 0;            ///< [m/s] of the expanded jet; 0: without momentum
  double area = 0;             ///< [m2] of the expanded jet, or of the pool's surface
};

/// How a leak gives its material to the air over time.
struct SourceTerm {
  enum class Kind { jet, pool, instantaneous } kind = Kind::jet;
  std::vector<Outflow> outflow;   ///< by time; the last entry has rate 0 where the leak ends
  double instantaneous_mass = 0;  ///< [kg] of Kind::instantaneous; its state is that of the single entry of `outflow`
  double height = 0;              ///< [m] above the ground
  std::array<double, 3> direction = {1, 0, 0};  ///< of a jet: downwind, crosswind, up; unit length
  double released = 0;                          ///< [kg] in all, with what rained out
  double rained_out = 0;                        ///< [kg] that fell to the ground and did not evaporate within `outflow`
  std::vector<std::string> notes;               ///< which models were taken, and why
};

/// The entry that holds at a time [s]; null before the first.
const Outflow* at(const std::vector<Outflow>& flow, double time);

/// [kg] that the term gives the air; infinite where its last rate goes on.
double mass_of(const SourceTerm& term);

/// What a term gives off on average, weighted by mass, in one span of time.
struct Mean {
  double from = 0, until = 0;  ///< [s]
  Outflow outflow;             ///< its time is `from`, its rate mass / (until - from)
};
/// The span of at most `length` [s] with the highest mean rate, no longer than the first 95 % of the mass take: what
/// a constant source must give so that averages over `length` are not missed. Of what goes on for ever the mean that is
/// highest, its own rate at least; `until` is then infinite where that rate is the last one. Rate 0: nothing leaks.
Mean strongest_mean(const SourceTerm& term, double length);

/// The rate's course in at most `count` steps: neighbours are put together where their rates are nearest, mass and the
/// times of the rest stay. Of terms that end.
std::vector<Outflow> in_steps(const SourceTerm& term, size_t count);

}  // namespace muster::substance

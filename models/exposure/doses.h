#pragma once
// What each of many people has met of each of several harms so far.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>
#include <vector>

namespace muster::exposure {

/// value^exponent for what is not negative; exact where the exponent is 1 or 2.
double powered(double value, double exponent);

/// One person and one harm: a gas [ppm] or heat [W/m2], `value` below.
struct Dose {
  double load = 0;                                         ///< integral of value^n dt [value^n s]
  double seconds = 0;                                      ///< while there was enough to count
  double rate = std::numeric_limits<double>::quiet_NaN();  ///< value^n when last looked at; NaN: not yet
  float peak = 0;                                          ///< [value]

  /// The constant value that comes to the same load in the same time; 0 where there was none.
  double equivalent(double exponent) const;
};

/// How a harm adds up.
struct Rule {
  double exponent = 1;     ///< n
  double counts_from = 0;  ///< [value] above which time counts: traces do not stretch an exposure
  double harmless = 0;     ///< [value] up to which nothing adds to the load, however long
};

/// Loads by the trapezoidal rule: second order in the time between two looks, exact for a constant value. People are
/// independent of each other: different people may be told of from different threads.
class Doses {
 public:
  /// `rules`: of each harm.
  Doses(size_t people, std::vector<Rule> rules);

  /// value^n as the load adds it up: 0 for what is harmless.
  double rate(size_t harm, double value) const {
    return value > rules_[harm].harmless ? powered(value, rules_[harm].exponent) : 0;
  }
  /// Somebody meets `value` now, `dt` [s] after the last time. The first time only begins the record.
  void meet(size_t person, size_t harm, double value, double dt) { meet(person, harm, value, rate(harm, value), dt); }
  /// The same where `rate(harm, value)` is known: of many people at one place.
  void meet(size_t person, size_t harm, double value, double rate, double dt) {
    Dose& dose = doses_[person * rules_.size() + harm];
    if (!std::isnan(dose.rate) && (rate > 0 || dose.rate > 0)) {
      dose.load += (dose.rate + rate) / 2 * dt;
      if (std::max(rate, dose.rate) > counts_from_[harm]) dose.seconds += dt;
    }
    dose.rate = rate;
    dose.peak = std::max(dose.peak, static_cast<float>(value));
  }
  /// Somebody is nowhere: the record begins anew when he meets something again; what he has, stays.
  void leave(size_t person);

  const Dose& of(size_t person, size_t harm) const { return doses_[person * rules_.size() + harm]; }
  double exponent(size_t harm) const { return rules_[harm].exponent; }
  size_t harms() const { return rules_.size(); }
  size_t people() const { return rules_.empty() ? 0 : doses_.size() / rules_.size(); }

 private:
  std::vector<Rule> rules_;
  std::vector<double> counts_from_;  ///< [harms] rate above which time counts
  std::vector<Dose> doses_;          ///< [person * harms + harm]
};

}  // namespace muster::exposure

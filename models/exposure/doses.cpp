#include "models/exposure/doses.h"

#include <cmath>

namespace muster::exposure {

double powered(double value, double exponent) {
  if (value <= 0) return 0;
  if (exponent == 1) return value;
  if (exponent == 2) return value * value;
  return std::pow(value, exponent);
}

double Dose::equivalent(double exponent) const {
  return seconds > 0 && load > 0 ? std::pow(load / seconds, 1 / exponent) : 0;
}

Doses::Doses(size_t people, std::vector<Rule> rules) : rules_(std::move(rules)), doses_(people * rules_.size()) {
  for (const Rule& rule : rules_) counts_from_.push_back(powered(rule.counts_from, rule.exponent));
}

void Doses::leave(size_t person) {
  for (size_t h = 0; h < rules_.size(); ++h)
    doses_[person * rules_.size() + h].rate = std::numeric_limits<double>::quiet_NaN();
}

}  // namespace muster::exposure

#include "models/release/fluid/saturation.h"

#include "base/error.h"

#include <algorithm>
#include <cmath>

namespace muster::release {

namespace {
constexpr int cells = 256;
}

Saturation::Saturation(const substance::Substance& s) : substance_(&s), gas_(s) {
  high_ = 0.99 * s.critical_temperature;
  low_ = std::min(0.6 * s.boiling_point, 0.9 * high_);
  MUSTER_CHECK(low_ > 0 && high_ > low_, "{}: {} to {} K", s.id, low_, high_);
  step_ = (high_ - low_) / cells;
  for (int i = -1; i <= cells + 1; ++i) {
    const double t = low_ + i * step_, p = s.vapour_pressure(t);
    rows_.push_back({std::log(p), s.liquid_density(t), std::log(gas_.density(t, p)), s.heat_of_vaporisation(t)});
  }
  // Simpson's rule in each cell.
  enthalpy_.assign(cells + 1, 0);
  entropy_.assign(cells + 1, 0);
  for (int i = 0; i < cells; ++i) {
    const double t0 = low_ + i * step_, t1 = t0 + step_ / 2, t2 = t0 + step_;
    const double c0 = s.liquid_heat(t0), c1 = s.liquid_heat(t1), c2 = s.liquid_heat(t2);
    const auto k = static_cast<size_t>(i);
    enthalpy_[k + 1] = enthalpy_[k] + step_ / 6 * (c0 + 4 * c1 + c2);
    entropy_[k + 1] = entropy_[k] + step_ / 6 * (c0 / t0 + 4 * c1 / t1 + c2 / t2);
  }
}

double Saturation::inside(double temperature) const { return std::clamp(temperature, low_, high_); }

double Saturation::value(double Row::*column, double temperature) const {
  const double at = (inside(temperature) - low_) / step_;
  const auto cell = std::min(static_cast<size_t>(at), static_cast<size_t>(cells - 1));
  const double t = at - static_cast<double>(cell);
  const double y0 = rows_[cell].*column, y1 = rows_[cell + 1].*column, y2 = rows_[cell + 2].*column,
               y3 = rows_[cell + 3].*column;
  // Lagrange's cubic through -1, 0, 1, 2.
  return -t * (t - 1) * (t - 2) / 6 * y0 + (t + 1) * (t - 1) * (t - 2) / 2 * y1 - (t + 1) * t * (t - 2) / 2 * y2 +
         (t + 1) * t * (t - 1) / 6 * y3;
}

double Saturation::pressure(double temperature) const { return std::exp(value(&Row::pressure, temperature)); }
double Saturation::temperature(double pressure) const { return inside(substance_->boiling_temperature(pressure)); }
double Saturation::liquid_density(double temperature) const { return value(&Row::liquid, temperature); }
double Saturation::vapour_density(double temperature) const { return std::exp(value(&Row::vapour, temperature)); }
double Saturation::vaporisation(double temperature) const { return value(&Row::heat, temperature); }

double Saturation::integral(const std::vector<double>& table, double temperature, bool entropy) const {
  const double t = inside(temperature);
  const auto cell = std::min(static_cast<size_t>((t - low_) / step_), static_cast<size_t>(cells - 1));
  const double from = low_ + static_cast<double>(cell) * step_, middle = (from + t) / 2;
  const double heat = substance_->liquid_heat(middle);
  return table[cell] + (entropy ? heat * std::log(t / from) : heat * (t - from));
}

double Saturation::liquid_enthalpy(double temperature) const { return integral(enthalpy_, temperature, false); }
double Saturation::liquid_entropy(double temperature) const { return integral(entropy_, temperature, true); }

double Saturation::flash_at_constant_enthalpy(double from, double pressure) const {
  const double boiling = temperature(pressure);
  if (from <= boiling) return 0;
  return std::clamp((liquid_enthalpy(from) - liquid_enthalpy(boiling)) / vaporisation(boiling), 0.0, 1.0);
}

double Saturation::flash_at_constant_entropy(double from, double quality, double pressure) const {
  const double boiling = temperature(pressure);
  const double gained = liquid_entropy(from) + quality * vaporisation(from) / from - liquid_entropy(boiling);
  return std::clamp(gained * boiling / vaporisation(boiling), 0.0, 1.0);
}

}  // namespace muster::release

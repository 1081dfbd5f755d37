#include "models/plume/gaussian/sigmas.h"

#include <algorithm>
#include <cmath>

namespace muster::plume {

namespace {

constexpr double farthest = 1e7;  // [m] where the search for a virtual distance ends

double briggs_y(bool urban, int i, double x) {
  static constexpr double rural_a[] = {0.22, 0.16, 0.11, 0.08, 0.06, 0.04};
  static constexpr double urban_a[] = {0.32, 0.32, 0.22, 0.16, 0.11, 0.11};
  return urban ? urban_a[i] * x / std::sqrt(1 + 0.0004 * x) : rural_a[i] * x / std::sqrt(1 + 0.0001 * x);
}

double briggs_z(bool urban, int i, double x) {
  // a x (1 + b x)^p
  enum Power { none, half, minus_half, minus_one };
  struct Fit {
    double a, b;
    Power power;
  };
  static constexpr Fit rural_fit[] = {
      {0.20, 0, none},           {0.12, 0, none},           {0.08, 0.0002, minus_half}, {0.06, 0.0015, minus_half},
      {0.03, 0.0003, minus_one}, {0.016, 0.0003, minus_one}};
  static constexpr Fit urban_fit[] = {
      {0.24, 0.001, half},        {0.24, 0.001, half},        {0.20, 0, none},
      {0.14, 0.0003, minus_half}, {0.08, 0.0015, minus_half}, {0.08, 0.0015, minus_half}};
  const Fit& fit = (urban ? urban_fit : rural_fit)[i];
  const double grown = 1 + fit.b * x;
  switch (fit.power) {
    case none:
      return fit.a * x;
    case half:
      return fit.a * x * std::sqrt(grown);
    case minus_half:
      return fit.a * x / std::sqrt(grown);
    case minus_one:
      return fit.a * x / grown;
  }
  return 0;
}

double gifford_y(int i, double x) {
  static constexpr double c[] = {24.1670, 18.3330, 12.5000, 8.3330, 6.2500, 4.1667};
  static constexpr double d[] = {2.5334, 1.8096, 1.0857, 0.72382, 0.54287, 0.36191};
  const double km = x / 1000;
  return 465.11628 * km * std::tan(0.017453293 * (c[i] - d[i] * std::log(km)));
}

double gifford_z(int i, double x) {
  struct Piece {
    double to, a, b;  // [km] upper end
  };
  static const std::vector<Piece> pieces[] = {
      {{0.10, 122.80, 0.94470},
       {0.15, 158.08, 1.05420},
       {0.20, 170.22, 1.09320},
       {0.25, 179.52, 1.12620},
       {0.30, 217.41, 1.26440},
       {0.40, 258.89, 1.40940},
       {0.50, 346.75, 1.72830},
       {1e9, 453.85, 2.11660}},
      {{0.20, 90.673, 0.93198}, {0.40, 98.483, 0.98332}, {1e9, 109.30, 1.09710}},
      {{1e9, 61.141, 0.91465}},
      {{0.30, 34.459, 0.86974},
       {1, 32.093, 0.81066},
       {3, 32.093, 0.64403},
       {10, 33.504, 0.60486},
       {30, 36.650, 0.56589},
       {1e9, 44.053, 0.51179}},
      {{0.10, 24.260, 0.83660},
       {0.30, 23.331, 0.81956},
       {1, 21.628, 0.75660},
       {2, 21.628, 0.63077},
       {4, 22.534, 0.57154},
       {10, 24.703, 0.50527},
       {20, 26.970, 0.46713},
       {40, 35.420, 0.37615},
       {1e9, 47.618, 0.29592}},
      {{0.20, 15.209, 0.81558},
       {0.70, 14.457, 0.78407},
       {1, 13.953, 0.68465},
       {2, 13.953, 0.63227},
       {3, 14.823, 0.54503},
       {7, 16.187, 0.46490},
       {15, 17.836, 0.41507},
       {30, 22.651, 0.32681},
       {60, 27.074, 0.27436},
       {1e9, 34.219, 0.21716}}};
  const double km = x / 1000;
  const auto piece = std::find_if(pieces[i].begin(), pieces[i].end(), [&](const Piece& p) { return km <= p.to; });
  return std::min(piece->a * std::pow(km, piece->b), 5000.0);
}

double yellow_y(int i, double x) {
  static constexpr double a[] = {0.527, 0.371, 0.209, 0.128, 0.098, 0.065};
  static constexpr double b[] = {0.865, 0.866, 0.897, 0.905, 0.902, 0.902};
  return a[i] * std::pow(x, b[i]);
}

// Of plumes a x^b, of puffs a x.
double yellow_z(bool puff, int i, double x) {
  static constexpr double a[] = {0.28, 0.23, 0.22, 0.20, 0.15, 0.12};
  static constexpr double b[] = {0.90, 0.85, 0.80, 0.76, 0.73, 0.67};
  return puff ? a[i] * x : a[i] * std::pow(x, b[i]);
}

double degadis_y(int i, double x) {
  static constexpr double a[] = {0.423, 0.313, 0.210, 0.136, 0.102, 0.0674};
  return a[i] * std::pow(x, 0.9);
}

double degadis_z(int i, double x) {
  struct Fit {
    double a, b, c;
  };
  static constexpr Fit fits[] = {{107.7, -1.7172, 0.2770},   {0.1355, 0.8752, 0.0136},   {0.09623, 0.9477, -0.0020},
                                 {0.04134, 1.1737, -0.0316}, {0.02275, 1.3010, -0.0450}, {0.01122, 1.4024, -0.0540}};
  const Fit& fit = fits[i];
  // Class A's fit rises again towards the source: its least value is held there.
  const double ln = i == 0 ? std::max(std::log(x), -fit.b / (2 * fit.c)) : std::log(x);
  return fit.a * std::exp(fit.b * ln + fit.c * ln * ln);
}

double turner_y(int i, double x) {
  static constexpr double a[] = {0.493, 0.337, 0.195, 0.128, 0.091, 0.067};
  static constexpr double b[] = {0.88, 0.88, 0.90, 0.90, 0.91, 0.90};
  return a[i] * std::pow(x, b[i]);
}

double turner_z(int i, double x) {
  struct Fit {
    double near_a, near_b, to, c0, c1, c2;
  };
  static constexpr Fit fits[] = {{0.087, 1.10, 300, -1.67, 0.902, 0.181}, {0.135, 0.95, 500, -1.25, 1.09, 0.0018},
                                 {0.112, 0.91, 1e300, 0, 0, 0},           {0.093, 0.85, 500, -1.22, 1.08, -0.061},
                                 {0.082, 0.82, 500, -1.18, 1.04, -0.070}, {0.057, 0.80, 500, -1.91, 1.37, -0.119}};
  const Fit& fit = fits[i];
  if (x <= fit.to) return fit.near_a * std::pow(x, fit.near_b);
  const double lg = std::log10(x);
  return std::pow(10, fit.c0 + fit.c1 * lg + fit.c2 * lg * lg);
}

double slade_y(int i, double x) {
  static constexpr double a[] = {0.18, 0.14, 0.10, 0.06, 0.04, 0.02};
  static constexpr double b[] = {0.92, 0.92, 0.92, 0.92, 0.92, 0.89};
  return a[i] * std::pow(x, b[i]);
}

double slade_z(int i, double x) {
  static constexpr double a[] = {0.60, 0.53, 0.34, 0.15, 0.10, 0.05};
  static constexpr double b[] = {0.75, 0.73, 0.71, 0.70, 0.65, 0.61};
  return a[i] * std::pow(x, b[i]);
}

// Where the rising `sigma` reaches `value`, by bisection of ln x.
template <class Sigma>
double inverse(double value, const Sigma& sigma) {
  double low = std::log(1e-3), high = std::log(farthest);
  if (value <= sigma(std::exp(low))) return 0;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (sigma(std::exp(middle)) < value ? low : high) = middle;
  }
  return std::exp(high);
}

}  // namespace

const std::vector<std::pair<std::string, SigmaSet>>& sigma_sets() {
  static const std::vector<std::pair<std::string, SigmaSet>> sets = {{"briggs_rural", SigmaSet::briggs_rural},
                                                                     {"briggs_urban", SigmaSet::briggs_urban},
                                                                     {"pasquill_gifford", SigmaSet::pasquill_gifford},
                                                                     {"yellow_book", SigmaSet::yellow_book},
                                                                     {"degadis", SigmaSet::degadis},
                                                                     {"turner", SigmaSet::turner},
                                                                     {"ccps_puff", SigmaSet::ccps_puff},
                                                                     {"yellow_book_puff", SigmaSet::yellow_book_puff}};
  return sets;
}

std::pair<double, double> fitted_range(SigmaSet set) {
  switch (set) {
    case SigmaSet::briggs_rural:
    case SigmaSet::briggs_urban:
      return {100, 10e3};
    case SigmaSet::pasquill_gifford:
    case SigmaSet::turner:
      return {100, 100e3};
    default:
      return {100, 10e3};
  }
}

Sigmas::Sigmas(SigmaSet set, Stability stability, double averaging) : set_(set), stability_(stability) {
  static constexpr double shortest[] = {18.4, 18.4, 18.4, 18.3, 11.4, 4.6};
  if (!of_puffs(set)) averaging_factor_ = std::pow(std::max(averaging, shortest[index(stability)]) / 600, 0.2);
}

double Sigmas::y(double distance) const {
  const double x = std::max(distance, 1e-3);
  const int i = index(stability_);
  switch (set_) {
    case SigmaSet::briggs_rural:
      return averaging_factor_ * briggs_y(false, i, x);
    case SigmaSet::briggs_urban:
      return averaging_factor_ * briggs_y(true, i, x);
    case SigmaSet::pasquill_gifford:
      return averaging_factor_ * gifford_y(i, x);
    case SigmaSet::yellow_book:
      return averaging_factor_ * yellow_y(i, x);
    case SigmaSet::degadis:
      return averaging_factor_ * degadis_y(i, x);
    case SigmaSet::turner:
      return averaging_factor_ * turner_y(i, x);
    case SigmaSet::ccps_puff:
      return slade_y(i, x);
    case SigmaSet::yellow_book_puff:
      return yellow_y(i, x) / 2;
  }
  return 0;
}

double Sigmas::x(double distance) const {
  if (set_ == SigmaSet::yellow_book || set_ == SigmaSet::yellow_book_puff) return 0.13 * std::max(distance, 1e-3);
  return y(distance) / averaging_factor_;
}

double Sigmas::z(double distance) const {
  const double x = std::max(distance, 1e-3);
  const int i = index(stability_);
  switch (set_) {
    case SigmaSet::briggs_rural:
      return briggs_z(false, i, x);
    case SigmaSet::briggs_urban:
      return briggs_z(true, i, x);
    case SigmaSet::pasquill_gifford:
      return gifford_z(i, x);
    case SigmaSet::yellow_book:
      return yellow_z(false, i, x);
    case SigmaSet::degadis:
      return degadis_z(i, x);
    case SigmaSet::turner:
      return turner_z(i, x);
    case SigmaSet::ccps_puff:
      return slade_z(i, x);
    case SigmaSet::yellow_book_puff:
      return yellow_z(true, i, x);
  }
  return 0;
}

double Sigmas::distance_of_y(double sigma) const {
  return inverse(sigma, [&](double x) { return y(x); });
}
double Sigmas::distance_of_z(double sigma) const {
  return inverse(sigma, [&](double x) { return z(x); });
}
double Sigmas::distance_of_x(double sigma) const {
  return inverse(sigma, [&](double s) { return x(s); });
}

}  // namespace muster::plume

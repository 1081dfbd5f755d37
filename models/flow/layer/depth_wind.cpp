#include "models/flow/layer/depth_wind.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace muster::flow {

namespace {

constexpr double shallowest = 0.02;  ///< [m] depth that the tables begin at
constexpr double ladder = 1.5;       ///< from one depth to the next
constexpr int steps_of_log = 16;     ///< between the roughness and the middle of the lowest cell

/// Of nodes [m] ascending from 0 and what is linear between them and stays above: the weights of its mean over
/// e^(-z / s) / s.
std::vector<double> weights(const std::vector<double>& z, double s) {
  std::vector<double> w(z.size(), 0.0);
  for (size_t n = 0; n + 1 < z.size(); ++n) {
    const double a = std::exp(-z[n] / s), b = std::exp(-z[n + 1] / s), part = s / (z[n + 1] - z[n]);
    // Over the piece: 1 - t and t, t from 0 to 1.
    const double upper = part * (a - b) - b;
    w[n] += a - b - upper, w[n + 1] += upper;
  }
  w.back() += std::exp(-z.back() / s);
  return w;
}

/// Heights above a floor, the same for all columns that have it.
struct Nodes {
  int first;                    ///< plane above the floor
  std::vector<double> wind;     ///< 0, those of the logarithm, middles of cells
  std::vector<double> share;    ///< of the wind of the lowest cell; of the nodes of the logarithm
  std::vector<double> middles;  ///< 0, middles of cells
  std::vector<double> faces;    ///< 0, faces between cells
  std::vector<std::vector<double>> of_wind, of_middles, of_faces;  ///< [depth] weights

  Nodes(const Grid& g, int floor, double roughness, const std::vector<double>& depths) : first(floor) {
    const double base = g.z[static_cast<size_t>(floor)], lowest = g.z_centre(floor) - base;
    wind = {0}, share = {0}, middles = {0}, faces = {0};
    if (roughness < lowest)
      for (int n = 0; n < steps_of_log; ++n) {
        const double part = static_cast<double>(n) / steps_of_log;
        wind.push_back(roughness * std::pow(lowest / roughness, part)), share.push_back(part);
      }
    for (int k = floor; k < g.nz; ++k) {
      wind.push_back(g.z_centre(k) - base), middles.push_back(g.z_centre(k) - base);
      if (k > floor) faces.push_back(g.z[static_cast<size_t>(k)] - base);
    }
    for (const double depth : depths) {
      of_wind.push_back(weights(wind, depth / 2));
      of_middles.push_back(weights(middles, depth / 2));
      of_faces.push_back(weights(faces, depth / 2));
    }
  }
};

}  // namespace

DepthWind::DepthWind(const Grid& g, const Plan& plan, const SteadyWind& wind, double roughness, double faster) {
  for (double d = shallowest; d < 2 * (g.z.back() - g.z.front()); d *= ladder) depths_.push_back(d);
  std::vector<Nodes> all;
  all.reserve(static_cast<size_t>(g.nz));
  values_.reserve(plan.cells() * depths_.size() * kept);
  for (int j = 0; j < g.ny; ++j)
    for (int i = 0; i < g.nx; ++i) {
      const double floor = plan.floor[plan.cell(i, j)];
      if (!(floor < std::numeric_limits<double>::infinity())) {
        values_.resize(values_.size() + depths_.size() * kept, 0.0F);
        continue;
      }
      const auto k0 =
          static_cast<int>(std::lower_bound(g.z.begin(), g.z.end(), g.z.front() + floor - 1e-9) - g.z.begin());
      auto nodes = std::find_if(all.begin(), all.end(), [k0](const Nodes& n) { return n.first == k0; });
      if (nodes == all.end()) all.emplace_back(g, k0, roughness, depths_), nodes = all.end() - 1;
      const auto middle = [&](const Field& f, ptrdiff_t step, int k) {
        const ptrdiff_t at = g.at(i, j, k);
        return faster * (static_cast<double>(f[at]) + static_cast<double>(f[at + step])) / 2;
      };
      for (size_t d = 0; d < depths_.size(); ++d) {
        double u = 0, v = 0, mix_x = 0, mix_y = 0, mixes = 0;
        const size_t logs = nodes->share.size();
        for (size_t n = 1; n < nodes->wind.size(); ++n) {
          const int k = n < logs ? k0 : k0 + static_cast<int>(n - logs);
          const double w = nodes->of_wind[d][n] * (n < logs ? nodes->share[n] : 1);
          u += w * middle(wind.velocity[0], 1, k), v += w * middle(wind.velocity[1], g.row, k);
        }
        for (size_t n = 1; n < nodes->middles.size(); ++n) {
          const int k = k0 + static_cast<int>(n) - 1;
          mix_x += nodes->of_middles[d][n] * middle(wind.mixing[0], 1, k);
          mix_y += nodes->of_middles[d][n] * middle(wind.mixing[1], g.row, k);
        }
        for (size_t n = 1; n < nodes->faces.size(); ++n)
          mixes += nodes->of_faces[d][n] * faster *
                   static_cast<double>(wind.mixing[2][g.at(i, j, k0 + static_cast<int>(n))]);
        for (const double value : {u, v, mixes / (von_karman * depths_[d] / 2), mix_x, mix_y})
          values_.push_back(static_cast<float>(value));
      }
    }
}

Aloft DepthWind::at(size_t column, double depth) const {
  const double rung = std::clamp(std::log(std::max(depth, shallowest) / shallowest) / std::log(ladder), 0.0,
                                 static_cast<double>(depths_.size()) - 1.001);
  const auto low = static_cast<size_t>(rung);
  const double part = rung - static_cast<double>(low);
  const float *a = values_.data() + (column * depths_.size() + low) * kept, *b = a + kept;
  const auto value = [&](size_t n) {
    return static_cast<double>(a[n]) + part * (static_cast<double>(b[n]) - static_cast<double>(a[n]));
  };
  return {value(0), value(1), value(2), value(3), value(4)};
}

}  // namespace muster::flow

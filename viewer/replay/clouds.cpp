#include "viewer/replay/clouds.h"

#include <algorithm>
#include <cmath>

namespace muster::viewer {

namespace {

constexpr double decades = 3;                        // of the bar, as of the fields on the floors
constexpr float spread = 1.1f;                       // half a puff's width, in distances between nodes
constexpr double least_smoke = 0.002;                // [1/m] a kilometre and a half to be seen through
constexpr double thin_gas = 0.01, thick_gas = 0.12;  // [1/m] at the ends of its bar
constexpr Rgb soot = {0.16f, 0.15f, 0.15f}, any_gas = {0.80f, 0.86f, 0.45f};

std::array<float, 256> decoder(double top) {
  std::array<float, 256> values{};
  for (size_t c = 0; c < 256; ++c) values[c] = static_cast<float>(results::volume_value(static_cast<uint8_t>(c), top));
  return values;
}

/// [m] from a node to the next one; the mean of both sides within.
float apart(const std::vector<float>& nodes, size_t i) {
  if (nodes.size() < 2) return 1;
  const size_t low = i == 0 ? 0 : i - 1, high = std::min(i + 1, nodes.size() - 1);
  return (nodes[high] - nodes[low]) / static_cast<float>(high - low);
}

}  // namespace

double transmission(double extinction, double metres) { return std::exp(-extinction * metres); }

void Clouds::load(double time, std::optional<size_t> hazard) {
  static const std::array<float, 256> gas_values = decoder(results::densest_gas),
                                      smoke_values = decoder(results::densest_smoke);
  const size_t nodes = samples_.grid().volume.size(), gases = samples_.grid().hazards.size();
  gas_.assign(nodes, 0), smoke_.assign(nodes, 0);
  const auto between = samples_.around(time);
  if (!between) return;
  for (const auto& [index, weight] :
       {std::pair(between->before, 1 - between->part), std::pair(between->after, between->part)}) {
    if (weight <= 0) continue;
    const results::VolumeSample& volume = samples_.volume(index);
    const auto w = static_cast<float>(weight);
    for (size_t h = hazard.value_or(0); h < (hazard ? *hazard + 1 : gases); ++h)
      for (size_t n = 0; n < nodes && volume.gas.size() == gases * nodes; ++n)
        gas_[n] += w * gas_values[volume.gas[h * nodes + n]];
    for (size_t n = 0; n < nodes && volume.smoke.size() == nodes; ++n) smoke_[n] += w * smoke_values[volume.smoke[n]];
  }
}

const std::vector<Puff>& Clouds::puffs(double time, std::optional<size_t> hazard, double low) {
  puffs_.clear();
  if (empty()) return puffs_;
  load(time, hazard);
  const results::VolumeGrid& grid = samples_.grid().volume;
  const float half_width = spread * apart(grid.x, 0);
  for (size_t k = 0, n = 0; k < grid.z.size(); ++k) {
    const float half_height = spread * apart(grid.z, k);
    for (size_t j = 0; j < grid.y.size(); ++j)
      for (size_t i = 0; i < grid.x.size(); ++i, ++n) {
        const auto add = [&](const Rgb& colour, double density) {
          puffs_.push_back(
              {{grid.x[i], grid.y[j], grid.z[k]}, half_width, half_height, colour, static_cast<float>(density)});
        };
        const auto smoke = static_cast<double>(smoke_[n]), gas = static_cast<double>(gas_[n]);
        if (smoke > least_smoke) add(soot, smoke);
        if (!(gas > low)) continue;
        const double part = std::clamp(std::log10(gas / low) / decades, 0.0, 1.0);
        add(hazard ? viridis(part) : any_gas, thin_gas + part * (thick_gas - thin_gas));
      }
  }
  return puffs_;
}

std::vector<Corner> Clouds::surface(double time, size_t hazard, double level) {
  if (empty()) return {};
  load(time, hazard);
  return isosurface(samples_.grid().volume, gas_, level);
}

double Clouds::extinction(const Vec3& place, double time) const {
  const double given = samples_.given_extinction(place, time);
  const auto between = samples_.around(time);
  if (!between || !samples_.grid().smoke) return given;
  const int32_t square = samples_.square_at(place);
  if (square < 0) return given;
  const auto at = [&](size_t k) {
    return static_cast<double>(samples_.frame(k).extinction[static_cast<size_t>(square)]);
  };
  return given + (1 - between->part) * at(between->before) + between->part * at(between->after);
}

}  // namespace muster::viewer

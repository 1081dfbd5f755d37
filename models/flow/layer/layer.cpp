#include "models/flow/layer/layer.h"

#include "base/error.h"
#include "models/flow/layer/profile.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace muster::flow {

namespace {

/// [kg/m2] less gas than this is not followed further: a tenth of a millimetre of a ppm.
constexpr double followed = 1e-8;
/// [kg/m2] layers thinner than this, a micrometre of air, go with the wind.
constexpr double thin = 1e-6;
/// Columns around those with gas that a step may bring it into.
constexpr int margin = 4;
/// Share of a column that a step moves at most (Courant number of the sum over both directions; a half keeps what is
/// reconstructed with limited slopes above 0), and of what it may exchange with one beside it.
constexpr double courant = 0.45, most_mixed = 0.2;

}  // namespace

DenseLayer::DenseLayer(Grid grid, const std::vector<uint8_t>& closed, const Sides& sides, const SteadyWind& wind,
                       Mixture mixture, const LayerSettings& settings)
    : grid_(std::move(grid)),
      plan_(plan_of(grid_, closed, sides)),
      winds_(grid_, plan_, wind, settings.roughness, settings.faster),
      mixture_(std::move(mixture)),
      settings_(settings) {
  if (!(settings_.height > 0)) settings_.height = grid_.z.back() - grid_.z.front();
  air_density_ = settings.pressure * mixture_.air.molar_mass / (substance::gas_constant * settings.temperature);
  const size_t n = plan_.cells(), gases = mixture_.released.size();
  content_.assign(first_gas + gases, std::vector<double>(n, 0.0));
  part_ = content_;
  for (std::vector<double>* one : {&mass_, &volume_, &excess_, &u_, &v_, &here_u_, &here_v_, &stir_, &mix_x_, &mix_y_})
    one->assign(n, 0.0);
  for (size_t a = 0; a < 2; ++a) {
    flux_[a].assign(content_.size(), std::vector<double>(plan_.sill[a].size(), 0.0));
    push_low_[a].assign(plan_.sill[a].size(), 0.0), push_high_[a].assign(plan_.sill[a].size(), 0.0);
    share_[a].assign(plan_.sill[a].size(), 0.0);
  }
  given_.assign(gases, 0.0), gone_.assign(gases, 0.0);
}

void DenseLayer::add(Source source) {
  for (const Emission& e : source.emission)
    MUSTER_CHECK(e.rate.size() == given_.size() + 1, "{} rates, {} gases and air", e.rate.size(), given_.size());
  sources_.push_back(std::move(source));
}

void DenseLayer::end(size_t index, double time) {
  MUSTER_CHECK(index < sources_.size(), "source {} of {}", index, sources_.size());
  sources_[index].end(time);
}

/// What a column is, from what it holds.
void DenseLayer::look(size_t c) {
  double mass = content_[air][c], capacity = content_[air][c] * mixture_.air.heat_capacity,
         moles = content_[air][c] / mixture_.air.molar_mass;
  for (size_t s = 0; s < given_.size(); ++s) {
    const double kept = content_[first_gas + s][c];
    mass += kept, capacity += kept * mixture_.released[s].heat_capacity;
    moles += kept / mixture_.released[s].molar_mass;
  }
  mass_[c] = mass;
  if (!(mass > thin)) {
    volume_[c] = 1 / air_density_, excess_[c] = 0, u_[c] = here_u_[c], v_[c] = here_v_[c];
    for (size_t n = 0; n < contents(); ++n) part_[n][c] = 0;
    part_[air][c] = 1;
    return;
  }
  const double temperature = settings_.temperature + content_[heat][c] / capacity;
  volume_[c] = substance::gas_constant * temperature * moles / (settings_.pressure * mass);
  excess_[c] = std::max(1 - air_density_ * volume_[c], 0.0);
  u_[c] = content_[along_x][c] / mass, v_[c] = content_[along_y][c] / mass;
  for (size_t n = 0; n < contents(); ++n) part_[n][c] = content_[n][c] / mass;
}

/// All columns of the box, and the wind over them.
void DenseLayer::look_at_all() {
  each([&](int i, int j) {
    const size_t c = plan_.cell(i, j);
    look(c);
    const Aloft now = winds_.at(c, volume_[c] * mass_[c]);
    here_u_[c] = now.u, here_v_[c] = now.v, stir_[c] = now.stir, mix_x_[c] = now.mix_x, mix_y_[c] = now.mix_y;
    if (!(mass_[c] > thin)) u_[c] = now.u, v_[c] = now.v;
  });
}

/// The part of the plan that is worth computing.
void DenseLayer::find_box() {
  Box all{plan_.nx, 0, plan_.ny, 0};
  const auto take = [&](int i, int j) {
    all.from_x = std::min(all.from_x, i), all.to_x = std::max(all.to_x, i + 1);
    all.from_y = std::min(all.from_y, j), all.to_y = std::max(all.to_y, j + 1);
  };
  for (int j = box_.from_y; j < box_.to_y; ++j)
    for (int i = box_.from_x; i < box_.to_x; ++i)
      for (size_t s = 0; s < given_.size(); ++s)
        if (content_[first_gas + s][plan_.cell(i, j)] > followed) take(i, j);
  for (const Source& source : sources_)
    for (size_t n = 0; n < source.cells.size() && !source.emission.empty(); ++n) {
      if (source.emission.front().time > time_ + 1) continue;
      const ptrdiff_t in_plane = source.cells[n] - grid_.at(0, 0, source.plane[n]);
      take(static_cast<int>(in_plane % grid_.row), static_cast<int>(in_plane / grid_.row));
    }
  box_ = {};
  if (all.to_x <= all.from_x) return;
  box_ = {std::max(all.from_x - margin, 0), std::min(all.to_x + margin, plan_.nx), std::max(all.from_y - margin, 0),
          std::min(all.to_y + margin, plan_.ny)};
}

double DenseLayer::longest_step(double until) const {
  constexpr double longest = 1;  // [s] sources and drag are of first order
  double rate = 0, mixes = 0;
  for (int j = box_.from_y; j < box_.to_y; ++j)
    for (int i = box_.from_x; i < box_.to_x; ++i) {
      const size_t c = plan_.cell(i, j);
      if (!(mass_[c] > thin)) continue;
      // A dry bed is reached with twice the speed of waves.
      const double wave = 2 * std::sqrt(substance::gravity * excess_[c] * volume_[c] * mass_[c]);
      rate = std::max(rate, (std::abs(u_[c]) + wave) / plan_.dx + (std::abs(v_[c]) + wave) / plan_.dy);
      if (settings_.spreads)
        mixes = std::max(mixes, mix_x_[c] / (plan_.dx * plan_.dx) + mix_y_[c] / (plan_.dy * plan_.dy));
    }
  double dt = std::min(until - time_, longest);
  if (rate > 0) dt = std::min(dt, courant / rate);
  if (mixes > 0) dt = std::min(dt, most_mixed / mixes);
  return dt < until - time_ ? (until - time_) / std::ceil((until - time_) / dt - 1e-9) : dt;
}

double DenseLayer::step(double until) {
  find_box();
  look_at_all();
  const double dt = longest_step(until);
  emit(time_ + dt);
  look_at_all();
  move(dt);
  spread(dt);
  each([&](int i, int j) { exchange(plan_.cell(i, j), dt); });
  ++steps_;
  if (!box_.empty()) cell_steps_ += static_cast<double>(entry(0, box_.to_y - box_.from_y, box_.to_x - box_.from_x));
  time_ += dt;
  if (until - time_ < 1e-9) time_ = until;
  return dt;
}

void DenseLayer::emit(double until) {
  for (const Source& source : sources_) {
    const Released released = source.between(mixture_, time_, until);
    double capacity = 0;
    for (size_t s = 0; s < given_.size(); ++s) {
      given_[s] += released.mass[s];
      capacity += released.mass[s] * mixture_.released[s].heat_capacity;
    }
    if (!(capacity > 0)) continue;
    const double cold = released.heat - capacity * settings_.temperature, area = plan_.dx * plan_.dy;
    for (size_t n = 0; n < source.cells.size(); ++n) {
      const ptrdiff_t in_plane = source.cells[n] - grid_.at(0, 0, source.plane[n]);
      const size_t c = plan_.cell(static_cast<int>(in_plane % grid_.row), static_cast<int>(in_plane / grid_.row));
      double before = 0, after = 0;
      for (size_t s = 0; s < given_.size(); ++s) {
        before += content_[first_gas + s][c];
        content_[first_gas + s][c] += source.share[n] * released.mass[s] / area;
        after += content_[first_gas + s][c];
      }
      // It comes in below what is there: the mean height of the gas sinks.
      shed(c, content_[air][c] * before / after);
      content_[heat][c] += source.share[n] * cold / area;
    }
  }
}

double DenseLayer::depth(size_t c) const { return mass_[c] > thin ? volume_[c] * mass_[c] : 0; }
Vec2 DenseLayer::velocity(size_t c) const { return {u_[c], v_[c]}; }
double DenseLayer::excess(size_t c) const { return excess_[c] * mass_[c]; }

double DenseLayer::temperature(size_t c) const {
  if (!(mass_[c] > thin)) return settings_.temperature;
  double capacity = part_[air][c] * mixture_.air.heat_capacity;
  for (size_t s = 0; s < given_.size(); ++s) capacity += part_[first_gas + s][c] * mixture_.released[s].heat_capacity;
  return settings_.temperature + part_[heat][c] / capacity;
}

/// Of a column: share of its volume that gases fill, and what turns shares of volume into shares of moles.
DenseLayer::Share DenseLayer::share_of(size_t c) const {
  double of_all = 0;
  for (size_t s = 0; s < given_.size(); ++s) of_all += part_[first_gas + s][c] / mixture_.released[s].molar_mass;
  if (!(of_all > 0)) return {};
  const double of_air = part_[air][c] / mixture_.air.molar_mass;
  // Volumes add up: what the air does not fill at its own temperature, gas does.
  const double filled = of_air * substance::gas_constant * settings_.temperature / (settings_.pressure * volume_[c]);
  const double moles = of_all / (of_all + of_air), share = std::clamp(1 - filled, 0.5 * moles, 1.0);
  return {of_all, share, share >= 1 ? 1 : moles * (1 - share) / (share * (1 - moles))};
}

double DenseLayer::volume_fraction(size_t c, double height, size_t gas) const {
  const double above = height - plan_.floor[c], deep = depth(c);
  if (!(above >= 0) || !(deep > 0)) return 0;
  const Share all = share_of(c);
  if (!(all.moles > 0)) return 0;
  const double there = at_height(all.share, above / deep),
               fraction = there * all.mixed / (there * all.mixed + 1 - there);
  return fraction * part_[first_gas + gas][c] / mixture_.released[gas].molar_mass / all.moles;
}

double DenseLayer::mass_between(size_t gas, double lower, double upper) const {
  constexpr int slices = 100;   // over
  constexpr double tall = 5.0;  // depths: e^-10 of an exponential lies above
  double sum = 0;
  for (size_t c = 0; c < plan_.cells(); ++c) {
    if (!(depth(c) > 0) || !(content_[first_gas + gas][c] > 0)) continue;
    const double thick = tall * depth(c) / slices;
    double inside = 0, all = 0;
    for (int n = 0; n < slices; ++n) {
      const double above = (n + 0.5) * thick, x = volume_fraction(c, plan_.floor[c] + above, gas);
      const double there = at_height(share_of(c).share, above / depth(c));
      all += there;
      if (x >= lower && x <= upper) inside += there;
    }
    if (all > 0) sum += content_[first_gas + gas][c] * inside / all;
  }
  return sum * plan_.dx * plan_.dy;
}

void DenseLayer::take_away(size_t gas) {
  for (size_t c = 0; c < plan_.cells(); ++c) {
    const double taken = content_[first_gas + gas][c];
    if (!(taken > 0)) continue;
    gone_[gas] += taken * plan_.dx * plan_.dy;
    content_[first_gas + gas][c] = 0;
    double left = 0;
    for (size_t s = first_gas; s < contents(); ++s) left += content_[s][c];
    if (!(left > 0))
      for (std::vector<double>& table : content_) table[c] = 0;
    look(c);
  }
}

void DenseLayer::fill(size_t c, double depth, const std::vector<double>& shares, double temperature,
                      const Vec2& velocity) {
  double left = 1, mass = 0, capacity = 0;
  const double moles = settings_.pressure * depth / (substance::gas_constant * temperature);
  const auto put = [&](size_t n, const Gas& gas, double share) {
    content_[n][c] = share * moles * gas.molar_mass;
    mass += content_[n][c], capacity += content_[n][c] * gas.heat_capacity;
  };
  for (size_t s = 0; s < shares.size(); ++s) put(first_gas + s, mixture_.released[s], shares[s]), left -= shares[s];
  put(air, mixture_.air, left);
  content_[heat][c] = capacity * (temperature - settings_.temperature);
  content_[along_x][c] = mass * velocity.x(), content_[along_y][c] = mass * velocity.y();
  look(c);
  box_ = {0, plan_.nx, 0, plan_.ny};
}

std::vector<double> DenseLayer::masses() const {
  std::vector<double> sum;
  for (size_t s = 0; s < given_.size(); ++s) {
    double mass = 0;
    for (const double kept : content_[first_gas + s]) mass += kept;
    sum.push_back(mass * plan_.dx * plan_.dy);
  }
  return sum;
}

Vec2 DenseLayer::momentum() const {
  Vec2 sum(0, 0);
  for (size_t c = 0; c < plan_.cells(); ++c) sum += Vec2(content_[along_x][c], content_[along_y][c]);
  return sum * plan_.dx * plan_.dy;
}

uint64_t DenseLayer::hash() const {
  uint64_t h = 0xcbf29ce484222325;  // FNV-1a
  for (const std::vector<double>& table : content_)
    for (const double value : table) h = (h ^ std::bit_cast<uint64_t>(value)) * 0x100000001b3;
  return h;
}

size_t DenseLayer::bytes() const { return winds_.bytes() + (4 * contents() + 20) * plan_.cells() * sizeof(double); }

}  // namespace muster::flow

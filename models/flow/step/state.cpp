#include "base/bytes.h"
#include "base/parallel.h"
#include "models/flow/pressure/coarsen.h"
#include "models/flow/step/flow.h"

#include <bit>
#include <cmath>

namespace muster::flow {

namespace {

/// The first bytes of a checkpoint: its name and version.
constexpr uint64_t magic = 0x0003776f6c666d75;

}  // namespace

size_t memory_needed(const Grid& grid, size_t gases) {
  // u, F, beta; mu, p, rhs, expansion, and the right side that conjugate gradients keep
  constexpr size_t velocities = 9, cells = 5, per_level = 5;
  const size_t fields = velocities + cells + 2 * (gases + 2);
  size_t coarse = 0;
  for (Level l = coarser_shape(finest(grid, {}, {})); l.nx > 0; l = coarser_shape(l))
    coarse += per_level * Grid::even(l.nx, l.ny, l.nz, 1, 1, 1).stored;
  return (fields * grid.stored + coarse) * sizeof(float) + 2 * grid.stored;
}

size_t Flow::bytes() const {
  size_t sum = solver_.bytes() + drag_.bytes() + porous_.bytes() + 2 * closed_.size() + solids_.size() * sizeof(Run);
  for (const Velocity* three : {&velocity_, &forces_, &beta_}) sum += 3 * (*three)[0].size() * sizeof(float);
  sum += 2 * (scalars_.amount.size() + 1) * scalars_.density.size() * sizeof(float);
  for (const Zone& zone : zones_) sum += zone.runs.size() * sizeof(Run);
  return sum + 4 * pressure_.size() * sizeof(float);
}

/// With the pressure of its part of the box.
Mixture::State Flow::state_of(const Scalars& scalars, ptrdiff_t cell) const {
  const size_t gases = settings_.mixture.released.size();
  std::vector<double> y(gases);
  for (size_t s = 0; s < gases; ++s) y[s] = static_cast<double>(scalars.amount[s][cell]);
  const ptrdiff_t k = cell / grid_.plane - Grid::ghosts, j = cell % grid_.plane / grid_.row - Grid::ghosts;
  const ptrdiff_t i = cell - grid_.at(0, static_cast<int>(j), static_cast<int>(k));
  const float background = background_.row(static_cast<int>(j), static_cast<int>(k))[i];
  return settings_.mixture.state(y.data(), static_cast<double>(scalars.amount[gases][cell]),
                                 static_cast<double>(background) * substance::gas_constant);
}

double Flow::volume_fraction(ptrdiff_t cell, size_t gas) const {
  const size_t gases = settings_.mixture.released.size();
  std::vector<double> y(gases);
  for (size_t s = 0; s < gases; ++s) y[s] = static_cast<double>(scalars_.amount[s][cell]);
  return settings_.mixture.volume_fraction(y.data(), gas);
}

std::vector<double> Flow::masses() const {
  const size_t gases = settings_.mixture.released.size();
  std::vector<double> sum(gases + 1, 0.0);
  for (int k = 0; k < grid_.nz; ++k)
    for (int j = 0; j < grid_.ny; ++j)
      for (int i = 0; i < grid_.nx; ++i) {
        const ptrdiff_t at = grid_.at(i, j, k);
        if (is_solid(at)) continue;
        const double mass = grid_.volume(k) * static_cast<double>(scalars_.density[at]);
        for (size_t s = 0; s < gases; ++s) sum[s] += mass * static_cast<double>(scalars_.amount[s][at]);
        sum[gases] += mass;
      }
  return sum;
}

double Flow::take_away(size_t gas) {
  const Mixture& mixture = settings_.mixture;
  const size_t gases = mixture.released.size();
  std::vector<double> y(gases);
  double gone = 0;
  for (int k = 0; k < grid_.nz; ++k)
    for (int j = 0; j < grid_.ny; ++j)
      for (int i = 0; i < grid_.nx; ++i) {
        const ptrdiff_t at = grid_.at(i, j, k);
        if (is_solid(at) || !(scalars_.amount[gas][at] > 0)) continue;
        for (size_t s = 0; s < gases; ++s) y[s] = static_cast<double>(scalars_.amount[s][at]);
        const auto density = static_cast<double>(scalars_.density[at]);
        const Mixture::State before = state_of(scalars_, at);
        const double warm = before.temperature;
        // That of gas as dense; where something has condensed that of the air around.
        const double pressure = before.condensed() ? settings_.pressure
                                                   : density * substance::gas_constant * warm * mixture.moles(y.data());
        gone += grid_.volume(k) * density * y[gas];
        y[gas] = 0;
        scalars_.amount[gas][at] = 0;
        const double enthalpy = mixture.enthalpy(y.data(), warm, pressure);
        scalars_.amount[gases][at] = static_cast<float>(enthalpy);
        // Fog may come to be: the gas took up room.
        const Mixture::State after = mixture.state(y.data(), enthalpy, pressure);
        scalars_.density[at] = static_cast<float>(
            before.condensed() || after.condensed() ? after.density : mixture.density(y.data(), warm, pressure));
      }
  fill(beyond(), velocity_, scalars_);
  reciprocal(beyond(), scalars_.density, beta_);
  return gone;
}

double Flow::through_solids() const {
  double most = 0;
  for (int k = 0; k < grid_.nz; ++k)
    for (int j = 0; j < grid_.ny; ++j)
      for (int i = 0; i < grid_.nx; ++i) {
        const ptrdiff_t at = grid_.at(i, j, k);
        for (size_t axis = 0; axis < 3; ++axis)
          if ((closed_[static_cast<size_t>(at)] & (1U << axis)) != 0)
            most = std::max(most, std::abs(static_cast<double>(velocity_[axis][at])));
      }
  return most;
}

/// What a step begins with.
std::vector<const Field*> Flow::kept() const {
  std::vector<const Field*> all;
  for (const Velocity* three : {&velocity_, &forces_})
    for (const Field& field : *three) all.push_back(&field);
  all.push_back(&scalars_.density);
  for (const Field& field : scalars_.amount) all.push_back(&field);
  all.push_back(&viscosity_), all.push_back(&pressure_), all.push_back(&expansion_);
  return all;
}

uint64_t Flow::hash() const {
  uint64_t h = 0xcbf29ce484222325;  // FNV-1a
  for (const Field* field : kept())
    for (int k = 0; k < grid_.nz; ++k)
      for (int j = 0; j < grid_.ny; ++j)
        for (int i = 0; i < grid_.nx; ++i)
          h = (h ^ std::bit_cast<uint32_t>((*field)[grid_.at(i, j, k)])) * 0x100000001b3;
  for (const Zone& zone : zones_) h = (h ^ std::bit_cast<uint64_t>(zone.pressure)) * 0x100000001b3;
  for (const double felt : gaps_.felt()) h = (h ^ std::bit_cast<uint64_t>(felt)) * 0x100000001b3;
  return h;
}

void Flow::save(std::ostream& out) const {
  put(out, magic), put(out, static_cast<uint64_t>(grid_.stored)), put(out, static_cast<uint64_t>(kept().size()));
  put(out, time_), put(out, dt_before_), put(out, steps_), put(out, static_cast<uint64_t>(zones_.size()));
  for (const Zone& zone : zones_) put(out, zone.pressure);
  for (const double mass : given_) put(out, mass);
  put(out, static_cast<uint64_t>(fans_.size()));
  for (const std::vector<double>& of_fan : taken_)
    for (const double mass : of_fan) put(out, mass);
  gaps_.save(out);
  for (const Field* field : kept())
    out.write(reinterpret_cast<const char*>(field->data()),
              static_cast<std::streamsize>(field->size() * sizeof(float)));
}

bool Flow::load(std::istream& in) {
  uint64_t name = 0, stored = 0, fields = 0, zones = 0, fans = 0;
  if (!get(in, name) || !get(in, stored) || !get(in, fields)) return false;
  if (name != magic || stored != grid_.stored || fields != kept().size()) return false;
  if (!get(in, time_) || !get(in, dt_before_) || !get(in, steps_) || !get(in, zones)) return false;
  follow_weather();
  open_and_shut(steps_ > 0 ? -same_moment : same_moment);  // a door that is due moves as the next step begins
  if (zones != zones_.size()) return false;
  for (Zone& zone : zones_)
    if (!get(in, zone.pressure)) return false;
  for (double& mass : given_)
    if (!get(in, mass)) return false;
  if (!get(in, fans) || fans != fans_.size()) return false;
  for (std::vector<double>& of_fan : taken_)
    for (double& mass : of_fan)
      if (!get(in, mass)) return false;
  if (!gaps_.load(in)) return false;
  for (const Field* field : kept()) {
    auto* values = const_cast<Field*>(field)->data();
    if (!in.read(reinterpret_cast<char*>(values), static_cast<std::streamsize>(stored * sizeof(float)))) return false;
  }
  background_.refresh(zones_);
  blow();
  reciprocal(beyond(), scalars_.density, beta_);
  return true;
}

}  // namespace muster::flow

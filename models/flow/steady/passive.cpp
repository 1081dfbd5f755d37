#include "models/flow/steady/passive.h"

#include "base/parallel.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace muster::flow {

namespace {

/// [kg/m3] less gas than this is not followed further (1e-6 ppm), and steps do not go by less than that.
constexpr float followed = 1e-12F, counts = 1e-9F;
/// Cells around those with gas that a step may mix it into.
constexpr int margin = 6;
/// K dt / d^2 at most: implicit mixing is stable at any, and of first order.
constexpr double most_mixed = 2;

struct Looked {
  Part part;
  double fastest = 0, mixes = 0;  ///< [1/s] of cells with gas
};

Part joined(const Part& a, const Part& b) {
  if (a.empty()) return b;
  if (b.empty()) return a;
  Part both = a;
  for (size_t x = 0; x < 3; ++x)
    both.low[x] = std::min(a.low[x], b.low[x]), both.high[x] = std::max(a.high[x], b.high[x]);
  return both;
}

Part around(int i, int j, int k) { return {{i, j, k}, {i + 1, j + 1, k + 1}}; }

/// What a source gives from `time` on until that changes [s].
struct Course {
  bool gives = false;
  double until = std::numeric_limits<double>::infinity();
};
Course course(const Source& source, double time) {
  constexpr double same = 1e-9;  // [s]
  Course now;
  for (const Emission& e : source.emission) {
    if (e.time > time + same) {
      now.until = e.time;
      break;
    }
    now.gives = std::any_of(e.rate.begin(), e.rate.end() - 1, [](double rate) { return rate > 0; });
  }
  return now;
}

}  // namespace

/// Lines side by side of one sweep.
struct Passive::Strip {
  int axis = 0;
  bool first = false, last = false;  ///< of the three directions
  std::array<int, 3> from{};         ///< its first cell
  int cells = 0, lines = 0;
  bool open_low = false, open_high = false;
};

Passive::Passive(Grid grid, const Sides& sides, SteadyWind wind, Mixture mixture, const Still& still)
    : grid_(std::move(grid)),
      sides_(sides),
      wind_(std::move(wind)),
      mixture_(std::move(mixture)),
      still_(still),
      rate_(grid_),
      mixes_(grid_),
      air_(grid_) {
  for (int axis = 0; axis < 3; ++axis) MUSTER_CHECK(!sides.periodic(axis), "axis {} is periodic", axis);
  MUSTER_CHECK(still.share > 0 && still.share < 1, "{} of a cell's air a step", still.share);
  density_.assign(mixture_.released.size(), Field(grid_));
  given_.assign(density_.size(), 0), gone_.assign(density_.size(), 0);
  clean_wind();
}

/// As fast as it blows now; nothing where no face of the box is.
void Passive::clean_wind() {
  const Grid& g = grid_;
  const auto faster = static_cast<float>(still_.faster);
  Velocity u = {Field(g), Field(g), Field(g)}, mixing = {Field(g), Field(g), Field(g)};
  for (size_t a = 0; a < 3; ++a)
    for (int k = 0; k < g.nz + (a == 2 ? 1 : 0); ++k)
      for (int j = 0; j < g.ny + (a == 1 ? 1 : 0); ++j)
        for (int i = 0; i < g.nx + (a == 0 ? 1 : 0); ++i) {
          const ptrdiff_t at = g.at(i, j, k);
          u[a][at] = faster * wind_.velocity[a][at], mixing[a][at] = faster * wind_.mixing[a][at];
        }
  wind_.velocity = std::move(u), wind_.mixing = std::move(mixing);
  const std::array<ptrdiff_t, 3> step = {1, g.row, g.plane};
  for (int k = 0; k < g.nz; ++k)
    for (int j = 0; j < g.ny; ++j)
      for (int i = 0; i < g.nx; ++i) {
        const ptrdiff_t at = g.at(i, j, k);
        double out = 0, mixes = 0;
        for (size_t a = 0; a < 3; ++a) {
          const double d = a == 0 ? g.dx : a == 1 ? g.dy : g.dz(k);
          const auto low = static_cast<double>(wind_.velocity[a][at]),
                     high = static_cast<double>(wind_.velocity[a][at + step[a]]);
          out += (std::max(-low, 0.0) + std::max(high, 0.0)) / d;
          for (const ptrdiff_t face : {at, at + step[a]})
            mixes = std::max(mixes, static_cast<double>(wind_.mixing[a][face]) / (d * d));
        }
        rate_[at] = static_cast<float>(out), mixes_[at] = static_cast<float>(mixes);
      }
}

void Passive::add(Source source) {
  for (const Emission& e : source.emission)
    MUSTER_CHECK(e.rate.size() == density_.size() + 1, "{} rates, {} gases and air", e.rate.size(), density_.size());
  sources_.push_back(std::move(source));
}

void Passive::end(size_t index, double time) {
  MUSTER_CHECK(index < sources_.size(), "source {} of {}", index, sources_.size());
  sources_[index].end(time);
}

void Passive::begin() { part_ = {{0, 0, 0}, {grid_.nx, grid_.ny, grid_.nz}}; }

/// Finds the part that is worth computing, and how long a step of it may be.
double Passive::longest_step(double until) {
  const Grid& g = grid_;
  double longest = until - time_;
  Looked all =
      part_.empty()
          ? Looked{}
          : parallel_sum(
                static_cast<size_t>(part_.high[2] - part_.low[2]), 1, Looked{},
                [&](size_t begin, size_t end) {
                  Looked seen;
                  for (int k = part_.low[2] + static_cast<int>(begin); k < part_.low[2] + static_cast<int>(end); ++k)
                    for (int j = part_.low[1]; j < part_.high[1]; ++j) {
                      int first = part_.high[0], last = -1;
                      float fastest = 0, mixes = 0;
                      for (const Field& density : density_) {
                        const float* c = density.data() + g.at(0, j, k);
                        const float* rate = rate_.data() + g.at(0, j, k);
                        const float* mixing = mixes_.data() + g.at(0, j, k);
                        for (int i = part_.low[0]; i < part_.high[0]; ++i) {
                          if (!(c[i] > followed)) continue;
                          first = std::min(first, i), last = i;
                          if (!(c[i] > counts)) continue;
                          fastest = std::max(fastest, rate[i]), mixes = std::max(mixes, mixing[i]);
                        }
                      }
                      if (last >= first) seen.part = joined(seen.part, {{first, j, k}, {last + 1, j + 1, k + 1}});
                      seen.fastest = std::max(seen.fastest, static_cast<double>(fastest));
                      seen.mixes = std::max(seen.mixes, static_cast<double>(mixes));
                    }
                  return seen;
                },
                [](const Looked& a, const Looked& b) {
                  return Looked{joined(a.part, b.part), std::max(a.fastest, b.fastest), std::max(a.mixes, b.mixes)};
                });
  for (const Source& source : sources_) {
    const Course now = course(source, time_);
    longest = std::min(longest, now.until - time_);
    for (size_t c = 0; now.gives && c < source.cells.size(); ++c) {
      const ptrdiff_t at = source.cells[c], in_plane = at - g.at(0, 0, source.plane[c]);
      const auto j = static_cast<int>(in_plane / g.row), i = static_cast<int>(in_plane % g.row);
      all.part = joined(all.part, around(i, j, source.plane[c]));
      all.fastest = std::max(all.fastest, static_cast<double>(rate_[at]));
      all.mixes = std::max(all.mixes, static_cast<double>(mixes_[at]));
    }
  }
  part_ = all.part;
  if (!part_.empty()) {
    const std::array<int, 3> n = {g.nx, g.ny, g.nz};
    for (size_t a = 0; a < 3; ++a) {
      part_.low[a] = std::max(part_.low[a] - margin, 0), part_.high[a] = std::min(part_.high[a] + margin, n[a]);
    }
    // Whole rows of vectors.
    part_.low[0] = part_.low[0] / abreast * abreast;
    part_.high[0] = std::min((part_.high[0] + abreast - 1) / abreast * abreast, g.nx);
  }
  double dt = longest;
  if (all.fastest > 0) dt = std::min(dt, still_.share / all.fastest);
  if (all.mixes > 0) dt = std::min(dt, most_mixed / all.mixes);
  return dt < longest ? longest / std::ceil(longest / dt - 1e-9) : longest;
}

double Passive::step(double until) {
  const double dt = longest_step(until);
  ++steps_;
  emit(time_ + dt);
  if (!part_.empty()) {
    double cells = 1;
    for (size_t a = 0; a < 3; ++a) cells *= part_.high[a] - part_.low[a];
    cell_steps_ += cells;
    const bool upwards = steps_ % 2 == 1;
    for (const int turn : {0, 1, 2}) sweep(upwards ? turn : 2 - turn, turn == 0, dt);
  }
  time_ += dt;
  if (until - time_ < 1e-9) time_ = until;
  return dt;
}

void Passive::emit(double until) {
  for (const Source& source : sources_) {
    const Released released = source.between(mixture_, time_, until);
    for (size_t gas = 0; gas < density_.size(); ++gas) {
      if (!(released.mass[gas] > 0)) continue;
      given_[gas] += released.mass[gas];
      for (size_t c = 0; c < source.cells.size(); ++c)
        density_[gas][source.cells[c]] +=
            static_cast<float>(source.share[c] * released.mass[gas] / grid_.volume(source.plane[c]));
    }
  }
}

void Passive::sweep(int axis, bool first, double dt) {
  const bool last = !first && axis == (steps_ % 2 == 1 ? 2 : 0);
  const std::array<int, 3> n = {grid_.nx, grid_.ny, grid_.nz};
  const auto a = static_cast<size_t>(axis);
  const size_t b = axis == 0 ? 1 : 0, c = axis == 2 ? 1 : 2;  // lines lie side by side along b
  const int beside = (part_.high[b] - part_.low[b] + abreast - 1) / abreast, up = part_.high[c] - part_.low[c];
  const size_t strips = entry(0, up, beside), gases = density_.size();
  std::vector<double> gone(strips * gases, 0.0);
  parallel_for(strips, 4, [&](size_t begin, size_t end) {
    Lines lines(part_.high[a] - part_.low[a]);
    for (size_t s = begin; s < end; ++s) {
      Strip strip{axis, first, last, part_.low, part_.high[a] - part_.low[a], abreast, false, false};
      strip.from[b] += static_cast<int>(s) % beside * abreast, strip.from[c] += static_cast<int>(s) / beside;
      strip.lines = std::min(abreast, n[b] - strip.from[b]);
      strip.open_low = part_.low[a] == 0, strip.open_high = part_.high[a] == n[a];
      bundle(strip, dt, lines, gone.data() + s * gases);
    }
  });
  for (size_t s = 0; s < strips; ++s)
    for (size_t gas = 0; gas < gases; ++gas) gone_[gas] += gone[s * gases + gas];
}

namespace {

/// `count` values of lines side by side, in and out of tables; lines that are missing are as the last.
void load(const float* from, ptrdiff_t along, ptrdiff_t beside, int count, int lines, float* to) {
  if (beside == 1) {
    for (int i = 0; i < count; ++i)
      for (int l = 0; l < abreast; ++l) to[i * abreast + l] = from[i * along + l];
    return;
  }
  for (int l = 0; l < abreast; ++l) {
    const float* line = from + std::min(l, lines - 1) * beside;
    for (int i = 0; i < count; ++i) to[i * abreast + l] = line[i * along];
  }
}

void store(const float* from, ptrdiff_t along, ptrdiff_t beside, int count, int lines, float* to) {
  if (beside == 1) {
    for (int i = 0; i < count; ++i)
      for (int l = 0; l < abreast; ++l) to[i * along + l] = from[i * abreast + l];
    return;
  }
  for (int l = 0; l < lines; ++l)
    for (int i = 0; i < count; ++i) to[l * beside + i * along] = from[i * abreast + l];
}

}  // namespace

void Passive::bundle(const Strip& s, double dt, Lines& b, double* gone) {
  const Grid& g = grid_;
  const auto a = static_cast<size_t>(s.axis);
  const ptrdiff_t at = g.at(s.from[0], s.from[1], s.from[2]);
  const ptrdiff_t along = s.axis == 0 ? 1 : s.axis == 1 ? g.row : g.plane, beside = s.axis == 0 ? g.row : 1;
  b.n = s.cells, b.open_low = s.open_low, b.open_high = s.open_high;
  const auto width = [&](int i) { return s.axis == 0 ? g.dx : s.axis == 1 ? g.dy : g.dz(s.from[2] + i); };
  for (int i = 0; i < b.n; ++i) b.width[static_cast<size_t>(i)] = static_cast<float>(width(i));
  load(wind_.velocity[a].data() + at, along, beside, b.n + 1, s.lines, b.through.data());
  load(wind_.mixing[a].data() + at, along, beside, b.n + 1, s.lines, b.conducts.data());
  for (int i = 0; i <= b.n; ++i) {
    const double apart = s.axis == 2 ? g.dz_face(s.from[2] + i) : width(0);
    const bool end = i == 0 || i == b.n;
    const auto carries = static_cast<float>(dt), conducts = end ? 0.0F : static_cast<float>(dt / apart);
    float *through = b.through.data() + i * abreast, *mixes = b.conducts.data() + i * abreast;
    for (int l = 0; l < abreast; ++l) through[l] *= carries, mixes[l] *= conducts;
  }
  if (s.first)
    std::fill(b.air.begin(), b.air.end(), 1.0F);
  else
    load(air_.data() + at, along, beside, b.n, s.lines, b.air.data());
  begin_sweep(b);
  for (size_t gas = 0; gas < density_.size(); ++gas) {
    float* density = density_[gas].data() + at;
    load(density, along, beside, b.n, s.lines, b.gas.data());
    sweep_gas(b);
    store(b.gas.data(), along, beside, b.n, s.lines, density);
    double sum = 0;
    for (int l = 0; l < s.lines; ++l) {
      const int k = s.axis == 2 ? 0 : s.from[2];
      const double area = s.axis == 0 ? g.dy * g.dz(k) : s.axis == 1 ? g.dx * g.dz(k) : g.dx * g.dy;
      const auto low = static_cast<double>(b.moved[static_cast<size_t>(l)]),
                 high = static_cast<double>(b.moved[static_cast<size_t>(b.n) * abreast + static_cast<size_t>(l)]);
      sum += area * (high - low);
    }
    gone[gas] += sum;
  }
  if (!s.last) store(b.air_now.data(), along, beside, b.n, s.lines, air_.data() + at);
}

double Passive::take_away(size_t gas) {
  const double gone = masses()[gas];
  std::fill(density_[gas].data(), density_[gas].data() + density_[gas].size(), 0.0F);
  begin();
  return gone;
}

double Passive::volume_fraction(ptrdiff_t cell, size_t gas) const {
  const auto c = static_cast<double>(density_[gas][cell]);
  const double partial = c / mixture_.released[gas].molar_mass * substance::gas_constant * still_.temperature;
  return std::clamp(partial / still_.pressure, 0.0, 1.0);
}

std::vector<double> Passive::masses() const {
  std::vector<double> sum;
  for (const Field& density : density_) {
    double mass = 0;
    for (int k = 0; k < grid_.nz; ++k)
      for (int j = 0; j < grid_.ny; ++j)
        for (int i = 0; i < grid_.nx; ++i) mass += grid_.volume(k) * static_cast<double>(density[grid_.at(i, j, k)]);
    sum.push_back(mass);
  }
  return sum;
}

uint64_t Passive::hash() const {
  uint64_t h = 0xcbf29ce484222325;  // FNV-1a
  for (const Field& field : density_)
    for (int k = 0; k < grid_.nz; ++k)
      for (int j = 0; j < grid_.ny; ++j)
        for (int i = 0; i < grid_.nx; ++i) h = (h ^ std::bit_cast<uint32_t>(field[grid_.at(i, j, k)])) * 0x100000001b3;
  return h;
}

size_t Passive::bytes() const { return (9 + density_.size()) * rate_.size() * sizeof(float); }

}  // namespace muster::flow

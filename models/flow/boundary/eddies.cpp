#include "models/flow/boundary/eddies.h"

#include "base/parallel.h"
#include "base/random.h"

#include <algorithm>
#include <cmath>

namespace muster::flow {

namespace {

/// Eddies per length^2 of the side. Each is 2 lengths wide each way, so twelve overlap everywhere: the sum is nearly
/// normal (a kurtosis of 3 up to terms of 1 / 12), as gusts are.
constexpr double crowding = 3;
/// Of a side hardly larger than one eddy: as nearly normal, 40 of which a dozen overlap.
constexpr size_t fewest = 40;
/// Ids of eddies: side, then number. Those of people are below 2^32.
constexpr uint64_t first_stream = 0xf10a0000;

}  // namespace

Eddies::Eddies(const Grid& grid, size_t side, const Surroundings& air, const Turbulence& turbulence)
    : grid_(grid), side_(side), turbulence_(turbulence) {
  const bool x = side < 2;
  width_ = x ? grid.ny * grid.dy : grid.nx * grid.dx;
  height_ = grid.z.back() - grid.z.front();
  length_ = std::max({turbulence.length, 2 * (x ? grid.dy : grid.dx)});
  const auto& speed = x ? air.u : air.v;
  const auto& beside = x ? air.v : air.u;
  double through = 0, along = 0;
  for (int k = 0; k < grid.nz; ++k) {
    through += grid.dz(k) / height_ * static_cast<double>(speed[air.plane(k)]) * (side % 2 == 0 ? 1 : -1);
    along += grid.dz(k) / height_ * static_cast<double>(beside[air.plane(k)]);
  }
  if (turbulence.friction_velocity <= 0 || through <= 0) return;
  // Gusts at a point last as long as an eddy takes to pass it, whichever way it goes.
  drift_ = std::hypot(through, along), through_ = through, along_ = along;
  count_ = std::max(
      fewest, static_cast<size_t>(crowding * (width_ + 2 * length_) * (height_ + 2 * length_) / (length_ * length_)));
}

Eddies::Eddy Eddies::eddy(size_t number, double time) const {
  const uint64_t id = (first_stream + side_) << 32 | static_cast<uint64_t>(number);
  const auto draw = [&](uint64_t birth, uint32_t what) {
    return random_uniform(turbulence_.seed, id, birth, Draw::place, what);
  };
  // It enters at -length at evenly drawn moments and leaves at +length.
  const double passed = (draw(0, 0) * 2 * length_ + drift_ * time) / (2 * length_);
  const auto birth = static_cast<uint64_t>(static_cast<int64_t>(std::floor(passed))) + 1;
  Eddy e{};
  e.depth = (passed - std::floor(passed)) * 2 * length_ - length_;
  e.across = draw(birth, 1) * (width_ + 2 * length_) - length_;
  e.height = draw(birth, 2) * (height_ + 2 * length_) - length_;
  for (uint32_t c = 0; c < 3; ++c) e.sign[c] = draw(birth, 3 + c) < 0.5 ? -1.0F : 1.0F;
  return e;
}

void Eddies::gusts(double time, Gusts& out) const {
  if (count_ == 0) return;
  std::vector<Eddy> all(count_);
  for (size_t e = 0; e < count_; ++e) all[e] = eddy(e, time);
  const bool x = side_ < 2;
  const int n = x ? grid_.ny : grid_.nx;
  const double h = x ? grid_.dy : grid_.dx;
  // f = sqrt(V / L^3) (3/2)^(3/2) prod (1 - |d| / L), over sqrt(N): unit variance.
  const double volume = 2 * length_ * (width_ + 2 * length_) * (height_ + 2 * length_);
  const auto scale =
      static_cast<float>(std::sqrt(volume / (length_ * length_ * length_) * 3.375 / static_cast<double>(count_)));
  const auto u_star = static_cast<float>(turbulence_.friction_velocity);
  const std::array<double, 3>& deviation = turbulence_.deviation;
  // Cholesky of the Reynolds stresses: u' and w' are correlated.
  const auto along = static_cast<float>(deviation[0]), across = static_cast<float>(deviation[1]);
  const float shared = -1 / along, own = std::sqrt(static_cast<float>(deviation[2] * deviation[2]) - shared * shared);
  const float inwards = side_ % 2 == 0 ? 1.0F : -1.0F;
  const size_t normal = x ? 0 : 1, tangent = x ? 1 : 0;
  for (auto& component : out.component) component.assign(entry(0, grid_.nz, n), 0);
  parallel_for(static_cast<size_t>(grid_.nz), 4, [&](size_t begin, size_t end) {
    for (size_t k = begin; k < end; ++k) {
      const double z = grid_.z_centre(static_cast<int>(k)) - grid_.z.front();
      for (const Eddy& e : all) {
        const double up = 1 - std::abs(z - e.height) / length_, in = 1 - std::abs(e.depth) / length_;
        if (up <= 0 || in <= 0) continue;
        const auto both = static_cast<float>(up * in) * scale;
        const int first = std::max(0, static_cast<int>(std::floor((e.across - length_) / h)));
        const int last = std::min(n, static_cast<int>(std::ceil((e.across + length_) / h)) + 1);
        for (int i = first; i < last; ++i) {
          const double near = 1 - std::abs((i + 0.5) * h - e.across) / length_;
          if (near <= 0) continue;
          const float f = both * static_cast<float>(near) * u_star;
          const size_t at = k * static_cast<size_t>(n) + static_cast<size_t>(i);
          out.component[normal][at] += inwards * along * f * e.sign[0];
          out.component[tangent][at] += across * f * e.sign[1];
          out.component[2][at] += f * (shared * e.sign[0] + own * e.sign[2]);
        }
      }
    }
  });
  // As much air comes in as without eddies.
  double sum = 0, area = 0;
  for (size_t k = 0; k < static_cast<size_t>(grid_.nz); ++k)
    for (size_t i = 0; i < static_cast<size_t>(n); ++i) {
      const double dz = grid_.dz(static_cast<int>(k));
      sum += dz * static_cast<double>(out.component[normal][k * static_cast<size_t>(n) + i]), area += dz;
    }
  const auto mean = static_cast<float>(sum / area);
  for (float& value : out.component[normal]) value -= mean;
}

/// [s] since the mean wind carried the air of a column through this side.
double Eddies::ago(int i, int j) const {
  const bool x = side_ < 2;
  const int n = x ? grid_.nx : grid_.ny, here = x ? i : j;
  return ((side_ % 2 == 0 ? here : n - 1 - here) + 0.5) * (x ? grid_.dx : grid_.dy) / through_;
}

void Eddies::fill(Velocity& velocity, const std::array<bool, 3>& periodic, const Eddies* beside) const {
  if (count_ == 0) return;
  const bool x = side_ < 2;
  const int columns = x ? grid_.nx : grid_.ny, n = x ? grid_.ny : grid_.nx;
  Gusts gusts_then;
  for (int c = 0; c < columns; ++c) {
    const double t = ago(c, c);
    gusts(-t, gusts_then);
    const auto shift = static_cast<int>(std::lround(along_ * t / (x ? grid_.dy : grid_.dx)));
    for (int b = 0; b < n; ++b) {
      const int i = x ? c : b, j = x ? b : c;
      int entered = b - shift;
      if (periodic[x ? 1 : 0]) entered = (entered % n + n) % n;
      if (entered < 0 || entered >= n) continue;
      if (beside != nullptr && beside->count_ > 0 && beside->ago(i, j) < t) continue;
      for (int k = 0; k < grid_.nz; ++k)
        for (size_t axis = 0; axis < 3; ++axis)
          velocity[axis][grid_.at(i, j, k)] += gusts_then.component[axis][entry(entered, k, n)];
    }
  }
}

}  // namespace muster::flow

// What crosses the faces of the columns: mass, momentum by its own weight and the walls', heat, gases.
#include "base/parallel.h"
#include "models/flow/layer/layer.h"

#include <algorithm>
#include <cmath>

namespace muster::flow {

namespace {

using substance::gravity;

/// [kg/m2] thinner layers neither push nor are pushed.
constexpr double dry = 1e-6;
/// Slope limited as the monotonised central one of van Leer (1977), a cell's width times.
double limited(double before, double here, double after) {
  const double a = here - before, b = after - here;
  if (!(a * b > 0)) return 0;
  return std::copysign(std::min({2 * std::abs(a), 2 * std::abs(b), std::abs(a + b) / 2}), a);
}

}  // namespace

/// One side of a face: what stands above the sill.
struct DenseLayer::Face {
  struct Side {
    double mass = 0, depth = 0;    ///< above the sill [kg/m2], [m]
    double push = 0, held = 0;     ///< [N/m] hydrostatic above the sill; of the rest, which the wall takes
    double across = 0, along = 0;  ///< [m/s]
    double wave = 0;               ///< [m/s]
  };
  Side low, high;
};

/// Whether a column and those on both sides of it along an axis hang together without a step, and hold a layer.
bool DenseLayer::even(size_t c, int axis, int i, int j) const {
  const int next_i = axis == 0 ? i + 1 : i, next_j = axis == 1 ? j + 1 : j;
  if (!plan_.flat(axis, i, j) || !plan_.flat(axis, next_i, next_j)) return false;
  const size_t step = axis == 0 ? 1 : static_cast<size_t>(plan_.nx);
  return mass_[c] > dry && mass_[c - step] > dry && mass_[c + step] > dry;
}

/// Value of a column at its face: `side` -1 the lower, 1 the upper.
double DenseLayer::sloped(const std::vector<double>& of, size_t c, int axis, double side, bool even) const {
  if (!even) return of[c];
  const size_t step = axis == 0 ? 1 : static_cast<size_t>(plan_.nx);
  return of[c] + side / 2 * limited(of[c - step], of[c], of[c + step]);
}

DenseLayer::Face DenseLayer::face_of(int axis, int i, int j) const {
  const size_t high = plan_.cell(i, j), low = axis == 0 ? plan_.cell(i - 1, j) : plan_.cell(i, j - 1);
  const double sill = plan_.sill[static_cast<size_t>(axis)][plan_.face(axis, i, j)];
  const auto side = [&](size_t c, double towards, int ci, int cj) {
    Face::Side s;
    const bool smooth = even(c, axis, ci, cj);
    const double mass = sloped(mass_, c, axis, towards, smooth);
    if (!(mass > dry)) return s;
    const double depth = mass * sloped(volume_, c, axis, towards, smooth);
    const double excess = sloped(excess_, c, axis, towards, smooth), weight = gravity * excess * mass;
    const double share = std::clamp((plan_.floor[c] + depth - sill) / depth, 0.0, 1.0);
    const double all = weight * depth / 2;
    s.mass = share * mass, s.depth = share * depth;
    s.push = share * share * all, s.held = all - s.push;
    s.across = sloped(axis == 0 ? u_ : v_, c, axis, towards, smooth);
    s.along = sloped(axis == 0 ? v_ : u_, c, axis, towards, smooth);
    s.wave = std::sqrt(gravity * excess * s.depth);
    return s;
  };
  return {side(low, 1, axis == 0 ? i - 1 : i, axis == 1 ? j - 1 : j), side(high, -1, i, j)};
}

namespace {

/// Mass and momentum through a face (Harten, Lax, van Leer 1983; the speeds of a dry bed as in Toro 2001).
template <class Side>
std::array<double, 2> through(const Side& l, const Side& r) {
  const bool no_left = !(l.mass > dry), no_right = !(r.mass > dry);
  const double first = no_left    ? r.across - 2 * r.wave
                       : no_right ? l.across - l.wave
                                  : std::min(l.across - l.wave, r.across - r.wave);
  const double last = no_right  ? l.across + 2 * l.wave
                      : no_left ? r.across + r.wave
                                : std::max(l.across + l.wave, r.across + r.wave);
  const double left = l.mass * l.across, right = r.mass * r.across;
  const double left2 = left * l.across + l.push, right2 = right * r.across + r.push;
  if (first >= 0) return {left, left2};
  if (last <= 0) return {right, right2};
  const double width = 1 / (last - first);
  return {width * (last * left - first * right + first * last * (r.mass - l.mass)),
          width * (last * left2 - first * right2 + first * last * (right - left))};
}

}  // namespace

/// Fluxes through the lower face of a column along an axis; also through the last one, which is no column's lower.
void DenseLayer::cross(int axis, int i, int j) {
  const auto a = static_cast<size_t>(axis);
  const size_t f = plan_.face(axis, i, j), along = axis == 0 ? along_y : along_x;
  const int n = axis == 0 ? i : j, last = axis == 0 ? plan_.nx : plan_.ny;
  const double sill = plan_.sill[a][f];
  for (size_t what = 0; what < contents(); ++what) flux_[a][what][f] = 0;
  share_[a][f] = 0;
  const auto pushes = [&](size_t c) { return gravity * excess_[c] * mass_[c] * mass_[c] * volume_[c] / 2; };
  if (n == 0 || n == last) {
    // Sides of the box: what flows out leaves as it is, nothing comes in.
    const size_t c = n == 0 ? plan_.cell(i, j) : axis == 0 ? plan_.cell(i - 1, j) : plan_.cell(i, j - 1);
    const double out = n == 0 ? -1 : 1, speed = axis == 0 ? u_[c] : v_[c];
    const double mass = std::isfinite(sill) ? out * mass_[c] * std::max(out * speed, 0.0) : 0;
    for (size_t what = 0; what < contents(); ++what)
      if (what != along_x && what != along_y) flux_[a][what][f] = mass * part_[what][c];
    flux_[a][along][f] = mass * (axis == 0 ? v_[c] : u_[c]);
    share_[a][f] = mass_[c] > dry ? mass / mass_[c] : 0;
    push_low_[a][f] = push_high_[a][f] = pushes(c) + mass * speed;
    return;
  }
  const size_t high = plan_.cell(i, j), low = axis == 0 ? plan_.cell(i - 1, j) : plan_.cell(i, j - 1);
  if (!std::isfinite(sill)) {
    push_low_[a][f] = pushes(low), push_high_[a][f] = pushes(high);
    return;
  }
  const Face face = face_of(axis, i, j);
  const auto& [l, r] = face;
  push_low_[a][f] = l.held, push_high_[a][f] = r.held;
  if (!(l.mass > dry) && !(r.mass > dry)) return;
  auto [mass, momentum] = through(l, r);
  // Before a front the air has to make way.
  const bool up = mass > 0;
  const Face::Side &behind = up ? l : r, &before = up ? r : l;
  const double way = up ? 1 : -1;
  const size_t from = up ? low : high;
  const double most = std::max(way * (axis == 0 ? here_u_ : here_v_)[from] + settings_.froude * behind.wave, 0.0);
  if (settings_.resists && before.depth < behind.depth && std::abs(mass) > most * behind.mass) {
    mass = way * most * behind.mass;
    // What comes faster than it piles up behind it.
    const double faster = std::max(way * behind.across - most, 0.0);
    const double piles = behind.mass * faster * std::max(faster, behind.wave);
    const double carried = mass * way * most;
    push_low_[a][f] += l.push + carried + (up ? piles : 0);
    push_high_[a][f] += r.push + carried + (up ? 0 : piles);
  } else {
    push_low_[a][f] += momentum, push_high_[a][f] += momentum;
  }
  share_[a][f] = behind.mass > dry ? mass / behind.mass : 0;
  const int fi = axis == 0 && up ? i - 1 : i, fj = axis == 1 && up ? j - 1 : j;
  const bool smooth = even(from, axis, fi, fj);
  for (size_t what = 0; what < contents(); ++what)
    if (what != along_x && what != along_y) flux_[a][what][f] = mass * sloped(part_[what], from, axis, way, smooth);
  flux_[a][along][f] = mass * behind.along;
}

/// A step of Euler. Columns that flow together keep their volume; but air that comes with little gas and much height is
/// left behind where more gas is lower: the depth stays within that of the mean height of the gas.
void DenseLayer::advance(size_t c, int i, int j, double dt) {
  struct Part {
    double share = 0, air = 0, gas = 0;
  };
  Part stays{1, content_[air][c], 0}, all;
  double tall = 0;
  for (size_t s = first_gas; s < contents(); ++s) stays.gas += content_[s][c];
  // Both sides of an axis are added first: what is mirrored stays so to the bit.
  for (size_t a = 0; a < 2; ++a) {
    const std::array<size_t, 2> f = {plan_.face(static_cast<int>(a), i, j),
                                     a == 0 ? plan_.face(0, i + 1, j) : plan_.face(1, i, j + 1)};
    const double per = dt / (a == 0 ? plan_.dx : plan_.dy);
    std::array<Part, 2> comes, goes;
    for (size_t n = 0; n < 2; ++n) {
      const double in = n == 0 ? per : -per;
      Part& part = share_[a][f[n]] * in > 0 ? comes[n] : goes[n];
      part.share = in * share_[a][f[n]], part.air = in * flux_[a][air][f[n]];
      for (size_t s = first_gas; s < contents(); ++s) part.gas += in * flux_[a][s][f[n]];
    }
    const auto height = [](const Part& p) { return p.share > 0 ? p.gas * p.air / p.share : 0; };
    tall += height(comes[0]) + height(comes[1]);
    all.share += comes[0].share + comes[1].share, all.gas += comes[0].gas + comes[1].gas;
    stays.share += goes[0].share + goes[1].share, stays.air += goes[0].air + goes[1].air;
    stays.gas += goes[0].gas + goes[1].gas;
    for (size_t what = 0; what < contents(); ++what)
      content_[what][c] += per * (flux_[a][what][f[0]] - flux_[a][what][f[1]]);
    content_[a == 0 ? along_x : along_y][c] += per * (push_high_[a][f[0]] - push_low_[a][f[1]]);
  }
  all.share += stays.share, all.gas += stays.gas;
  if (stays.share > 0) tall += stays.gas * stays.air / stays.share;
  if (all.gas > 0) shed(c, all.share * tall / all.gas);
}

/// Leaves the air above so much [kg/m2] behind.
void DenseLayer::shed(size_t c, double most) {
  const double over = content_[air][c] - most;
  if (!(over > 0)) return;
  double mass = content_[air][c];
  for (size_t s = first_gas; s < contents(); ++s) mass += content_[s][c];
  content_[air][c] = most;
  content_[along_x][c] *= 1 - over / mass, content_[along_y][c] *= 1 - over / mass;
}

/// Two steps of Euler and the mean of both ends (Heun), so that slopes and time are of second order.
void DenseLayer::move(double dt) {
  const Tables before = content_;
  const auto fluxes = [&] {
    if (box_.empty()) return;
    parallel_for(static_cast<size_t>(box_.to_y - box_.from_y) + 1, 4, [&](size_t begin, size_t end) {
      for (int j = box_.from_y + static_cast<int>(begin); j < box_.from_y + static_cast<int>(end); ++j) {
        if (j < box_.to_y)
          for (int i = box_.from_x; i <= box_.to_x; ++i) cross(0, i, j);
        for (int i = box_.from_x; i < box_.to_x; ++i) cross(1, i, j);
      }
    });
  };
  const auto left = [&](double share) {
    for (size_t s = 0; s < given_.size(); ++s)
      for (size_t a = 0; a < 2; ++a) {
        const int n = a == 0 ? plan_.nx : plan_.ny, side = static_cast<int>(1 - a);
        const double length = a == 0 ? plan_.dy : plan_.dx;
        for (int b = side == 1 ? box_.from_y : box_.from_x; b < (side == 1 ? box_.to_y : box_.to_x); ++b)
          for (const int end : {0, n}) {
            if (end == 0 ? (a == 0 ? box_.from_x : box_.from_y) > 0 : (a == 0 ? box_.to_x : box_.to_y) < n) continue;
            const size_t f = a == 0 ? plan_.face(0, end, b) : plan_.face(1, b, end);
            gone_[s] += share * dt * length * (end == 0 ? -1 : 1) * flux_[a][first_gas + s][f];
          }
      }
  };
  fluxes(), left(0.5);
  each([&](int i, int j) {
    const size_t c = plan_.cell(i, j);
    advance(c, i, j, dt), look(c);
  });
  fluxes(), left(0.5);
  each([&](int i, int j) {
    const size_t c = plan_.cell(i, j);
    advance(c, i, j, dt);
    for (size_t what = 0; what < contents(); ++what) content_[what][c] = (before[what][c] + content_[what][c]) / 2;
    look(c);
  });
}

}  // namespace muster::flow
